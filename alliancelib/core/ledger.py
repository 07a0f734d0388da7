"""Claims: what a source says, the check that ran, and the verdict that the check's findings come to.

A verdict is computed, never stated: a `Claim` names the verdict that the book stands by, and whoever prints or tests
the ledger compares. So a fault in the library shows as a claim whose finding contradicts the book.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from alliancelib.core.game import read_only

KINDS = ("theorem", "computation", "interpretation", "empirical", "literature")
"""What a source may assert: a result, a number or figure, a reading in words, a fact about the world, another text."""

HOLDS, FURTHER, READING, FAILS, OPEN = VERDICTS = (
    "holds",
    "holds under a further condition",
    "depends on the reading",
    "fails",
    "not computable",
)
"""What a check may find. A claim without a check is not computable."""

CLASSES = ("error", "slip", "unstated", "outside domain", "remark")
"""What kind of fault an erratum is: a false statement in its own domain; a slip of print with an obvious mending; a
condition that is needed and not stated; a failure where the authors set the case aside; and no fault at all."""

SIZES = ("major", "minor", "tiny")
"""How much an erratum matters: to a main result, to a side remark or a proof, to a corner or the print only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A statement tried at the points of a region."""

    region: str
    """The points in words: "2,000 random points with phi in (1, 3/2), c in [1/32, (2 - phi)^2/2]"."""
    tried: int
    held: int
    failure: Any = None
    """The first point at which the statement did not hold."""

    def __post_init__(self) -> None:
        if not 0 <= self.held <= self.tried or not self.tried:
            raise ValueError(f"held must lie in 0 to tried and tried be positive, got {self.held} of {self.tried}")

    @property
    def holds(self) -> bool:
        """Whether the statement held at every point."""
        return self.held == self.tried


def trial(region: str, points: Iterable[Any], statement: Callable[[Any], bool]) -> Trial:
    """Try a statement at every point. Raises ValueError where there is none, since that would prove anything."""
    outcomes = [(point, bool(statement(point))) for point in points]
    failures = [point for point, held in outcomes if not held]
    held = len(outcomes) - len(failures)
    return Trial(region=region, tried=len(outcomes), held=held, failure=failures[0] if failures else None)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Points, and what they have in common in words; compared by identity, so that looking one up is cheap."""

    words: str
    points: tuple[Any, ...]
    kind: str = "random points"
    """What they are; empty where the words say so, as those of a sum do."""
    asked: int = 0
    """At how many of them the solver is asked as well, where not at all; for the words only."""

    def tried(self, statement: Callable[[Any], bool], words: str = "") -> Trial:
        """The statement tried at every point; ``words`` says what was tried, where that differs from the claim."""
        return trial(f"{words}: {self.said}" if words else self.said, self.points, statement)

    def first(self, count: int) -> Region:
        """The same region with fewer points. Raises ValueError for a sum of regions, whose words have their counts."""
        if not self.kind:
            raise ValueError(f"take fewer points of each part, got {self.words!r}")
        return replace(self, points=self.points[:count], asked=0)

    def asking(self, count: int) -> Region:
        """The same, its words saying at how many points the solver is asked as well."""
        return replace(self, asked=count)

    def where(self, words: str, condition: Callable[[Any], bool]) -> Region:
        """The points at which something more holds."""
        return replace(self, words=f"{self.words}, {words}", points=tuple(filter(condition, self.points)), asked=0)

    def moved(self, words: str, change: Callable[[Any], Any]) -> Region:
        """Every point changed in the same way; ``words`` say what they then have in common."""
        return replace(self, words=words, points=tuple(map(change, self.points)), asked=0)

    def __add__(self, other: Region) -> Region:
        return Region(f"{self.said}; and {other.said}", self.points + other.points, "")

    @property
    def said(self) -> str:
        """How many points, and which."""
        said = f"{len(self.points):,} {self.kind} with {self.words}" if self.kind else self.words
        return f"{said}; the solver at {self.asked} of them" if self.asked else said

    def sample(self, every: int) -> frozenset[Any]:
        """One point in so many: those at which the solver is asked as well."""
        return frozenset(self.points[::every])


class VacuousCheck(AssertionError):
    """A check that could not have come out otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found about a claim."""

    printed: Trial
    """The claim as printed, where the source says that it holds."""
    twin: Trial
    """A false neighbour of the claim, tried in the same way: were it to hold everywhere, the check could not fail."""
    further: Trial | None = None
    """The claim under a further condition, or as corrected."""
    readings: tuple[Trial, ...] = ()
    """Other readings of the words, each tried; empty where the words have one meaning."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Numbers for the words, already in the form in which they are printed or as floats."""
    control: Trial | None = None
    """For a claim that fails: the same test where it must pass, since one that never passes shows nothing either."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", read_only(self.values))

    @property
    def verdict(self) -> str:
        """What the trials come to. Raises VacuousCheck where the check could come to nothing else."""
        if self.twin.holds:
            raise VacuousCheck(f"the twin held everywhere, so the check says nothing: {self.twin.region}")
        if len({reading.holds for reading in (self.printed, *self.readings)}) > 1:
            return READING
        if self.printed.holds:
            return HOLDS
        if self.further and self.further.holds:
            return FURTHER
        if not any(tried.held for tried in (self.printed, self.twin, self.control, *self.readings) if tried):
            raise VacuousCheck(f"nothing held anywhere, so the check says nothing: {self.printed.region}")
        return FAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One assertion of a source."""

    id: str
    source: str
    """The source's key in the bibliography."""
    where: str
    """The place in the source: "Lemma 1", "section 4, footnote 13", "slide Appendix 4"."""
    says: str
    """What is asserted, in our words; Markdown with TeX between dollars."""
    kind: str
    expects: str
    """The verdict that the book stands by."""
    found: str
    """What was found, in a sentence or two; ``[[name]]`` stands for a value of the finding."""
    check: Callable[[], Finding] | None = None
    proved: str = ""
    """The label of a proof in the book. Without one the ledger says "checked numerically"."""
    deal: str = ""
    """A deal that shows it: "board/scenario/number"."""
    erratum: str = ""
    """The id of the erratum about it."""

    def __post_init__(self) -> None:
        _one_of("kind", self.kind, KINDS)
        _one_of("expects", self.expects, VERDICTS)
        if (self.check is None) != (self.expects == OPEN):
            raise ValueError(f"{self.id}: a claim without a check is {OPEN!r}, and no other is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterexample:
    """The numbers by which an erratum is shown, computed anew."""

    stands: bool
    """Whether they show what the erratum says."""
    values: Mapping[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", read_only(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """A fault of a source, or a remark: what is printed, what is right, and what shows it."""

    id: str
    source: str
    title: str
    where: str
    kind: str
    size: str
    printed: str
    correct: str
    survives: str
    """What becomes of the conclusion that the source draws."""
    shown: str = ""
    """The counterexample in a sentence or two; ``[[name]]`` stands for a value."""
    counterexample: Callable[[], Counterexample] | None = None
    deal: str = ""
    """A deal that shows it: "board/scenario/number"."""
    no_deal: str = ""
    """Why there is none, in a sentence."""

    def __post_init__(self) -> None:
        _one_of("kind", self.kind, CLASSES)
        if self.deal and self.no_deal:
            raise ValueError(f"{self.id}: an erratum with a deal needs no reason for having none")
        _one_of("size", self.size, SIZES)
        if self.kind == "error" and self.counterexample is None:
            raise ValueError(f"{self.id}: an error needs a counterexample")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, got {value!r}")


@cache
def finding(claim: Claim) -> Finding | None:
    """What a claim's check finds, run once in a process."""
    return claim.check() if claim.check else None


@cache
def shown(erratum: Erratum) -> Counterexample | None:
    """The numbers of an erratum's counterexample, computed once in a process."""
    return erratum.counterexample() if erratum.counterexample else None


def verdict(claim: Claim) -> str:
    """The verdict that a claim's check comes to."""
    found = finding(claim)
    return found.verdict if found else OPEN


def contradicts(entry: Claim | Erratum) -> bool:
    """Whether what was computed is not what the book stands by."""
    if isinstance(entry, Erratum):
        numbers = shown(entry)
        return numbers is not None and not numbers.stands
    return verdict(entry) != entry.expects


SLOT = re.compile(r"\[\[(\w+)\]\]")


def filled(words: str, values: Mapping[str, Any]) -> str:
    """The words with every ``[[name]]`` replaced by its value, floats to four digits.

    Raises KeyError if a value is missing, ValueError if one is not used: a number that nobody reads is not checked.
    """
    unused = set(values) - set(SLOT.findall(words))
    if unused:
        raise ValueError(f"values that the words do not use: {', '.join(sorted(unused))}")
    return SLOT.sub(lambda slot: _said(values[slot[1]]), words)


def _said(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def found_words(claim: Claim) -> str:
    """What was found about a claim, with its numbers."""
    found = finding(claim)
    return filled(claim.found, found.values if found else {})


def shown_words(erratum: Erratum) -> str:
    """An erratum's counterexample, with its numbers."""
    numbers = shown(erratum)
    return filled(erratum.shown, numbers.values if numbers else {})
