"""What the benchmarks share: a figure beside its peer's, how both spread over the runs, and the table they make."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

Measure = Callable[[], float]
"""Measures once."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What several runs gave, in the order in which they ran."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.runs)

    @property
    def ends(self) -> tuple[float, float]:
        return min(self.runs), max(self.runs)

    def over(self, other: Spread) -> Spread:
        """Run by run, how many times as large this is."""
        return Spread(tuple(mine / theirs for mine, theirs in zip(self.runs, other.runs)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a table: what was measured, against which budget and beside which peer."""

    name: str
    unit: str
    """s or B, shown on the scale that suits its size; anything else is a bare number."""
    ours: Spread
    budget: float | None = None
    """The most that the median should be."""
    budget_ratio: float | None = None
    """The least that the peer's median multiple should be."""
    peer: str = ""
    theirs: Spread | None = None

    @property
    def ratio(self) -> Spread | None:
        """How many times as much the peer takes, run by run."""
        return self.theirs and self.theirs.over(self.ours)

    @property
    def is_kept(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        kept = []
        if self.budget is not None:
            kept.append(self.ours.median < self.budget)
        if self.budget_ratio is not None and self.ratio is not None:
            kept.append(self.ratio.median >= self.budget_ratio)
        return all(kept) if kept else None


def seconds(function: Callable[[], Any], times: int = 1) -> Measure:
    """Measures the processor time of one call, as the mean of ``times`` calls in a row."""

    # Processor time, because what else the machine does hardly moves it; nothing measured so waits for anything.
    def measure() -> float:
        start = process_time()
        for _ in range(times):
            function()
        return (process_time() - start) / times

    return measure


def in_turn(runs: int, *measures: Measure) -> tuple[Spread, ...]:
    """Each measured ``runs`` times, one after another, so that what else the machine does falls on all alike.

    A first round, which fills caches, is thrown away.
    """
    rounds = [[measure() for measure in measures] for _ in range(runs + 1)]
    return tuple(Spread(column) for column in zip(*rounds[1:]))


# --- showing ----------------------------------------------------------------------------------------------------

SCALES: Mapping[str, Sequence[tuple[float, str]]] = {
    "s": ((1, "s"), (1e-3, "ms"), (1e-6, "\N{MICRO SIGN}s")),
    "B": ((1e6, "MB"), (1e3, "kB")),
}


def amount(value: float, unit: str) -> str:
    """A quantity in the unit that suits its size: ``4.21 ms``, ``133 kB``."""
    if unit not in SCALES:
        return brief(value) if value >= 0.01 else f"{value:.1e}"
    if unit == "B" and value < 1000:
        return f"{value:.0f} B"
    size, name = next(((s, n) for s, n in SCALES[unit] if abs(value) >= s), SCALES[unit][-1])
    return f"{brief(value / size)} {name}"


def brief(value: float) -> str:
    """Three figures, without an exponent."""
    return f"{value:#.3g}" if abs(value) < 99.95 else f"{value:.0f}"


def spread(values: Spread, unit: str) -> str:
    """Median (least - most)."""
    low, high = values.ends
    if low == high:
        return amount(low, unit)
    return f"{amount(values.median, unit)} ({amount(low, unit)} - {amount(high, unit)})"


def budget(figure: Figure) -> str:
    """The budget and whether it was kept."""
    parts = []
    if figure.budget is not None:
        parts.append(f"< {amount(figure.budget, figure.unit)}")
    if figure.budget_ratio is not None:
        parts.append(f"peer x {figure.budget_ratio:g}")
    kept = {None: "", True: ": kept", False: ": NOT KEPT"}[figure.is_kept]
    return ", ".join(parts) + kept


def cells(figure: Figure) -> tuple[str, ...]:
    """One row of the table."""
    row = (figure.name, budget(figure), spread(figure.ours, figure.unit))
    if figure.theirs is None:
        return (*row, "", "", figure.peer)
    return (*row, spread(figure.ratio, ""), amount(figure.theirs.median, figure.unit), figure.peer)


HEAD = ("figure", "budget", "median (least - most)", "peer takes, times as much", "peer", "the peer")


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table in Markdown, which also reads as plain text; columns that nobody fills are left out."""
    rows = [HEAD, *map(cells, figures)]
    columns = [column for column in zip(*rows) if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    ruled = [[column[0], "-" * width, *column[1:]] for column, width in zip(columns, widths)]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in zip(*ruled)
    )


def machine() -> Mapping[str, Any]:
    """What ran the benchmark; ``load`` is the machine's load of the last minute, where it tells."""
    return {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def described(facts: Mapping[str, Any]) -> str:
    """One line: ``date 2026-01-31, python 3.11.7, ...``."""
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value is not None)


def save(file: Path, facts: Mapping[str, Any], figures: Sequence[Figure]) -> None:
    """Everything that was measured, run by run, in seconds and bytes."""
    rows = [{**asdict(figure), "kept": figure.is_kept} for figure in figures]
    file.write_text(json.dumps({**facts, "figures": rows}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
