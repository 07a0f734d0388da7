"""The teacher's guide: one card for each lesson, made of what the lesson knows and of what only a teacher can say.

What can be computed is: seat, deals, bet, how much the first choices matter, theory's answers and cutoffs. The rest is
`Notes`, written by hand in ``guide_*.py``, game by game. No number is typed there: words have slots, ``[[line]]``, and
the notes' ``numbers`` fill them from the lesson, so that another parameter gives another answer.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alliancelib.core.codes import DEBRIEFS, ClassLink, class_code
from alliancelib.core.game import Action, is_number
from alliancelib.core.ledger import SLOT, filled
from alliancelib.core.lessons import BITE, Deal, Scenario
from alliancelib.core.tree import POINTS, TIE
from alliancelib.widgets.classroom import CLASS, USUAL
from alliancelib.widgets.decks import Deck, deck, key
from alliancelib.widgets.numbers import counted, number
from alliancelib.widgets.seat import Seat

READING = 2
"""Minutes until a class has opened the link and read the first screen."""

PER_DEAL = 0.6
"""Minutes for a deal of buttons: five in three minutes."""

SLIDER = 0.8
"""Minutes for a deal in which an amount is chosen."""

PER_QUESTION = 2.5
"""Minutes for a question of the debrief."""

ROOM = "any number of players; a phone, tablet or laptop for each or for two, and a projector"

AT_THE_END = DEBRIEFS[-1]

EITHER = " or "

TINY = 1e-9
"""Amounts of the model closer than this are one."""

STAKE = "stake"
"""What a first screen calls a patron's interest in the protégé."""

MANY = 5
"""More kinds of first choices than this are not listed."""

AMOUNT = re.compile(r"(?<=\D)\s\d[\d.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question for the debrief and the answer that theory gives."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A scenario with its deck, and what can be read off both."""

    scenario: Scenario
    deck: Deck

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of its deals."""
        return tuple(deal.id for deal in self.scenario.deals)

    def deal(self, k: int) -> Deal:
        """The deal of that number."""
        return self.scenario.deals[k - 1]

    def p(self, k: int) -> Any:
        """The parameters of a deal."""
        return self.deal(k).p

    def shown(self, k: int) -> Mapping[str, Any]:
        """The deal as the board has it."""
        return self.deck["deals"][k - 1]

    def root(self, k: int) -> Mapping[str, Any]:
        """The first decision of a deal."""
        return self.shown(k)["nodes"][self.shown(k)["root"]]

    def best(self, k: int) -> tuple[Mapping[str, Any], ...]:
        """The first choices that are best, in points; more than one where they tie."""
        return tuple(option for option in self.root(k)["options"] if not option["regret"])

    def lost(self, k: int) -> float:
        """What the second-best first choice costs, in points; 0 where two are best."""
        return 0.0 if len(self.best(k)) > 1 else min(option["regret"] for option in self._others(k))

    def lost_by(self, k: int, do: Any) -> float:
        """What a certain first choice costs, in points. Raises ValueError where it is not open."""
        for option in self.root(k)["options"]:
            if same(option["do"], do):
                return option["regret"]
        raise ValueError(f"the first choice in deal {k} must be open there, got {do!r}")

    def worth(self, k: int, do: Any) -> float:
        """What a certain first choice is worth, in points. Raises ValueError where it is not open."""
        return self.root(k)["best"] - self.lost_by(k, do)

    def where(self, choice: Any, ids: Iterable[int] | None = None) -> tuple[int, ...]:
        """The deals in which a certain first choice is the only best one."""
        among = self.ids if ids is None else ids
        return tuple(k for k in among if len(self.best(k)) == 1 and same(self.best(k)[0]["do"], choice))

    def first(self, is_so: Callable[[int], bool]) -> int:
        """The first deal of which something is so."""
        return next(k for k in self.ids if is_so(k))

    @property
    def tied(self) -> tuple[int, ...]:
        """The deals in which more than one first choice is best."""
        return tuple(k for k in self.ids if len(self.best(k)) > 1)

    def _others(self, k: int) -> list[Mapping[str, Any]]:
        return [option for option in self.root(k)["options"] if option["regret"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What a teacher should know of a lesson that cannot be computed; its words have slots for what can."""

    expect: str
    """What a class is likely to do, and why: from the payoffs, since nobody has tried these lessons on a sample."""
    outcome: str
    """What a student can do afterwards."""
    debrief: tuple[Question, ...]
    mistakes: tuple[str, ...]
    numbers: Callable[[Lesson], Mapping[str, str]]
    deals: int = USUAL
    """How many deals to give."""
    pace: float = PER_DEAL
    """Minutes for a deal."""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that is said, with its slots."""
        said = (text for question in self.debrief for text in (question.ask, question.answer))
        return (self.expect, self.outcome, *said, *self.mistakes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One deal with theory's answer, for the teacher."""

    deal: int
    numbers: str
    """What sets this deal apart from others of the lesson."""
    situation: str
    theory: str
    lost: str
    """What the second-best choice costs."""
    lines: str
    """The cutoffs that the debrief reveals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that the guide says of one lesson."""

    key: str
    game: str
    seat: str
    title: str
    goal: str
    link: str
    """The class page with its deals, from the site's top."""
    code: str
    """The class code for the same."""
    facts: tuple[tuple[str, str], ...]
    expect: str
    outcome: str
    debrief: tuple[Question, ...]
    mistakes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def place(self) -> str:
        """The card's id on the page."""
        return f"card-{self.key.replace('/', '-')}"


def card(seat: Seat, scenario: Scenario, notes: Notes) -> Card:
    """The card of a lesson.

    Raises KeyError where the words have a slot that the numbers do not fill, ValueError where a number is not used.
    """
    lesson = Lesson(scenario=scenario, deck=deck(seat, scenario))
    values = notes.numbers(lesson)
    if unused := values.keys() - {slot for words in notes.words for slot in SLOT.findall(words)}:
        raise ValueError(f"numbers of {scenario.name} that the words do not use: {', '.join(sorted(unused))}")

    def said(words: str) -> str:
        return filled(words, {slot: values[slot] for slot in SLOT.findall(words)})

    given = lesson.ids[: notes.deals]
    return Card(
        key=key(seat.board, scenario.name),
        game=seat.head["game"],
        seat=seat.head["seat"],
        title=scenario.title,
        goal=scenario.goal,
        link=class_link(seat.board, scenario.name, len(given)),
        code=class_code(ClassLink(lesson=key(seat.board, scenario.name), deals=given, debrief=AT_THE_END)),
        facts=facts(lesson, notes, given),
        expect=said(notes.expect),
        outcome=said(notes.outcome),
        debrief=tuple(Question(ask=said(one.ask), answer=said(one.answer)) for one in notes.debrief),
        mistakes=tuple(said(words) for words in notes.mistakes),
        rows=rows(lesson),
    )


def class_link(board: str, scenario: str, count: int) -> str:
    """The address of a lesson's first deals for a class that is told theory at the end, from the site's top."""
    return f"{CLASS}/{board}.{scenario}.html?deals=1-{count}&debrief={AT_THE_END}"


# --- what the lesson knows -----------------------------------------------------------------------------------------


def facts(lesson: Lesson, notes: Notes, given: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """The lines at the head of a card: name and words."""
    played, debrief = READING + notes.pace * len(given), PER_QUESTION * len(notes.debrief)
    return (
        ("Time", f"about {math.ceil(played)} minutes to play, {math.ceil(debrief)} to debrief"),
        ("Class size, devices", ROOM),
        ("Rounds", _rounds(len(given), len(lesson.ids))),
        ("The bet", lesson.shown(given[0])["bet"]["question"]),
        ("Theory\N{RIGHT SINGLE QUOTATION MARK}s first choice", first_choices(lesson, given)),
        ("What hangs on it", stakes(lesson, given)),
        ("Revealed", lines(lesson, given) or "no line: the debrief gives the reason only"),
    )


def same(one: Action, other: Action) -> bool:
    """Whether two actions are the same; amounts, up to rounding."""
    if is_number(one) and is_number(other):
        return abs(one - other) < TINY
    return one == other


def _rounds(count: int, of: int) -> str:
    return f"all {of} deals" if count == of else f"the first {count} of {of} deals"


def general(label: str) -> str:
    """An option without its amount, so that those of several deals can be counted together."""
    return AMOUNT.sub(" \N{HORIZONTAL ELLIPSIS}", label)


def choice(lesson: Lesson, k: int) -> str:
    """Theory's first choice in a deal, or those that tie."""
    return EITHER.join(option["label"] for option in lesson.best(k))


def first_choices(lesson: Lesson, given: Iterable[int]) -> str:
    """How often theory makes which first choice, where that can be said in a line."""
    counts = Counter(EITHER.join(general(option["label"]) for option in lesson.best(k)) for k in given)
    if len(counts) > MANY:
        return "another in almost every deal: see the table below"
    return "; ".join(f"{label} in {count}" for label, count in counts.most_common())


def stakes(lesson: Lesson, given: Sequence[int]) -> str:
    """In how many deals the first choice matters, and what the second best then costs."""
    lost = [lesson.lost(k) for k in given if lesson.lost(k) >= BITE * POINTS - TIE]
    if not lost:
        return f"in none of the {len(given)} deals is the best first choice better by {counted(BITE)} or more"
    mean = counted(sum(lost) / len(lost) / POINTS)
    of = f"in {len(lost)} of {len(given)} deals the best first choice is better by {counted(BITE)} or more"
    return f"{of}; there the second best costs {mean} on average"


def lines(lesson: Lesson, given: Iterable[int]) -> str:
    """The cutoffs that the debriefs of the first decisions reveal, by name."""
    found: dict[str, list[str]] = {}
    for mark in (mark for k in given for mark in _cutoffs(lesson, k)):
        values = found.setdefault(mark["label"], [])
        if pts(mark["at"]) not in values:
            values.append(pts(mark["at"]))
    return "; ".join(f"{label}: {', '.join(values)}" for label, values in found.items())


def _cutoffs(lesson: Lesson, k: int) -> list[Mapping[str, Any]]:
    return [mark for mark in lesson.root(k).get("reveal", ()) if mark["kind"] == "cutoff"]


def rows(lesson: Lesson) -> tuple[Row, ...]:
    """Every deal with theory's answer."""
    told = {k: lesson.shown(k).get("symbols", "") for k in lesson.ids}
    common = set.intersection(*(set(symbols.split(", ")) for symbols in told.values()))
    beside = _beside(lesson)
    return tuple(
        Row(
            deal=k,
            numbers=", ".join([*beside[k], *(part for part in told[k].split(", ") if part not in common)]),
            situation=" ".join(lesson.root(k)["say"]),
            theory=choice(lesson, k),
            lost=pts(lesson.lost(k)),
            lines=lines(lesson, [k]),
        )
        for k in lesson.ids
    )


def _beside(lesson: Lesson) -> Mapping[int, list[str]]:
    """Whose stake it is that differs from deal to deal: the type of a patron is no parameter."""
    seen = {k: [fact for fact in lesson.shown(k)["facts"] if STAKE in fact["label"]] for k in lesson.ids}
    said = {k: [f"{fact['label']}: {fact['value']}" for fact in facts] for k, facts in seen.items()}
    return said if len(set(map(tuple, said.values()))) > 1 else {k: [] for k in lesson.ids}


# --- for the notes -------------------------------------------------------------------------------------------------


def pts(amount: float) -> str:
    """An amount that is in points already, as players read it."""
    return number(amount / POINTS)


def counted_pts(amount: float) -> str:
    """The same with its unit."""
    return counted(amount / POINTS)


def listed(ids: Sequence[int]) -> str:
    """Deals in words: "none", "deal 3", "deals 3, 5 and 9"."""
    *most, last = ids or ("none",)
    if not most:
        return "no deal" if not ids else f"deal {last}"
    return f"deals {', '.join(map(str, most))} and {last}"


def nearest(lesson: Lesson) -> int:
    """The deal whose second-best first choice costs least, ties apart: the cheapest mistake."""
    return min((k for k in lesson.ids if lesson.lost(k) > 0), key=lesson.lost)


def near(lesson: Lesson) -> Mapping[str, str]:
    """The slots of the `nearest` deal: which it is, and what the mistake costs."""
    return {"near": str(nearest(lesson)), "near_lost": counted_pts(lesson.lost(nearest(lesson)))}


def how_often(lesson: Lesson, choice: Action) -> Mapping[str, str]:
    """The slots of how often a certain first choice is the only best one, named as it is, and of how many deals."""
    return {str(choice): str(len(lesson.where(choice))), "of": str(len(lesson.ids))}


def on_mistakes(lesson: Lesson, lost: Callable[[int], float]) -> Mapping[str, str]:
    """The slots of a lesson on the papers' mistakes; ``lost`` is what following the printed text costs in a deal."""
    wrong = [k for k in lesson.ids if lesson.shown(k)["bet"]["truth"] == "wrong"]
    worst, least = (pick(wrong, key=lost) for pick in (max, min))
    return {
        "wrong": str(len(wrong)),
        "of": str(len(lesson.ids)),
        "worst": str(worst),
        "erratum": lesson.deal(worst).erratum,
        "cost": counted_pts(lost(worst)),
        "least": counted_pts(lost(least)),
    }


def notes_on_mistakes(
    *,
    chapters: str,
    debrief: tuple[Question, ...],
    numbers: Callable[[Lesson], Mapping[str, str]],
    pace: float = PER_DEAL,
) -> Notes:
    """The notes of a lesson on a paper's mistakes, for readers of ``chapters``."""
    return Notes(
        expect="Expect trust in print at first, then distrust of everything. Both fail: the printed rule is wrong in "
        f"[[wrong]] of [[of]] deals. For students who have read the chapters on {chapters}.",
        outcome="Students read a formal paper as something to be checked, and can say at which numbers a claim breaks.",
        debrief=debrief,
        mistakes=("Treating an erratum as a verdict on the paper. Most conclusions stand with a condition added.",),
        numbers=numbers,
        pace=pace,
    )


def with_parameters(scenario: Scenario, **changed: float) -> Scenario:
    """The lesson at other parameters, nothing else changed."""
    deals = tuple(replace(deal, p=replace(deal.p, **changed)) for deal in scenario.deals)
    return replace(scenario, deals=deals)
