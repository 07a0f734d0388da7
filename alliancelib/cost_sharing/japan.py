"""Japan's payments for American forces, as far as a source was found: facts beside the model, not part of it.

Four things are called Japan's cost sharing. Here it is host nation support proper, the *initial budget* on an
expenditure basis, in billion yen by fiscal year (from April), and beside it what was spent of it in the end, the
*settled outlays* of the same item. Neither is all that Japan spends on the bases, which is two and a half to four
times as much. The slide of the figure, Appendix 5, has lost its numbers and its unit in the text; that it shows this
series is an inference.

Years without a source are missing here, and stay missing. The addresses were collected from stored copies of pages.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Series = Literal["initial budget", "settled outlays"]

Sure = Literal["high", "medium-high", "medium", "low"]

SURE: tuple[Sure, ...] = ("high", "medium-high", "medium", "low")
"""How sure a figure is, best first: several sources or an official one; one good source; a rounded, copied or computed
figure; a single weblog."""

ITEMS = ("labour", "welfare", "facilities", "utilities", "training")
"""What the money is for; before 2007 the sources give labour with welfare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure was found; ``address`` is empty where the source is not on the web."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One fiscal year of one series."""

    series: Series
    year: int
    billion_yen: float
    sure: Sure
    derived: bool
    """Computed from a percentage in the source rather than read there."""
    why: str
    """Why it is as sure as it is."""
    sources: tuple[Source, ...]

    @property
    def is_solid(self) -> bool:
        """Whether the figure was read in a source that is more than one weblog."""
        return not self.derived and self.sure != "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that changed what Japan pays, or was meant to."""

    date: str
    """A fiscal year, or year and month."""
    what: str
    source: Source

    @property
    def year(self) -> float:
        """The date on the figure's axis: a month stands at its place in the calendar year."""
        year, _, month = self.date.partition("-")
        return int(year) + (int(month) - 1) / 12 if month else float(year)


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("alliancelib.cost_sharing").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _source(words: str) -> Source:
    name, address = re.fullmatch(r"(.*?)\s*(?:<(.*)>)?", words).groups()
    return Source(name=name, address=address or "")


@cache
def amounts(series: Series = "initial budget") -> tuple[Amount, ...]:
    """A series, one amount for each fiscal year that has a source, in order. Raises ValueError for another name."""
    found = tuple(
        Amount(
            series=series,
            year=int(row["fiscal_year"]),
            billion_yen=float(row["billion_yen"]),
            sure=row["sure"],
            derived=row["derived"] == "yes",
            why=row["why"],
            sources=tuple(_source(part) for part in row["sources"].split(" ; ")),
        )
        for row in _rows("japan.csv")
        if row["series"] == series
    )
    if not found:
        raise ValueError(f"series must be 'initial budget' or 'settled outlays', got {series!r}")
    return found


def amount(year: int, series: Series = "initial budget") -> Amount:
    """One fiscal year. Raises ValueError naming the years that have a source."""
    found = {known.year: known for known in amounts(series)}
    if year not in found:
        raise ValueError(f"year must be one of {', '.join(map(str, found))}, got {year!r}")
    return found[year]


def gaps(series: Series = "initial budget") -> tuple[int, ...]:
    """The fiscal years between the first and the last for which no source was found."""
    years = [known.year for known in amounts(series)]
    return tuple(sorted(set(range(years[0], years[-1])) - set(years)))


@cache
def items(year: int) -> dict[str, float]:
    """What the initial budget of a year was for, in billion yen. Raises ValueError naming the years there are."""
    rows = _rows("japan_items.csv")
    found = {row["item"]: float(row["billion_yen"]) for row in rows if row["fiscal_year"] == str(year)}
    if not found:
        known = sorted({row["fiscal_year"] for row in rows})
        raise ValueError(f"year must be one of {', '.join(known)}, got {year!r}")
    return found


@cache
def events() -> tuple[Event, ...]:
    """What changed the payments, in order."""
    return tuple(
        Event(date=row["date"], what=row["event"], source=Source(name=row["source"], address=row["address"]))
        for row in _rows("japan_events.csv")
    )
