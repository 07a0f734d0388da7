"""The papers' mistakes in words, as far as every seat says it alike.

A deal that shows an erratum is played like any other. Its bet is whether anything is better than what the printed text
would have one do; the debrief of that choice says so, and leads to the erratum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Scenario
from alliancelib.core.tree import POINTS, TIE, Judge, Lesson, Option, Situation, Words, points
from alliancelib.widgets.bets import theory_bet
from alliancelib.widgets.numbers import number

ERRATA = "book/appendix/errata.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the printed text would have a seat do at the first choice of a deal, and what all its choices are worth."""

    by: str
    """What in the text says so: "Table 2 as printed"."""
    do: str
    """What it would have one do, after "would have you": "ask her again"."""
    action: Action
    worths: Mapping[Action, float]

    @property
    def lost(self) -> float:
        """How much less it is worth than the best choice, in points; 0 at a tie."""
        lost = points(max(self.worths.values())) - points(self.worths[self.action])
        return lost if lost > TIE else 0.0

    @property
    def is_tied(self) -> bool:
        """Whether another choice is worth as much, where it is a best one."""
        return not self.lost and is_tied(self.worths)

    @property
    def said(self) -> str:
        """What the debrief says of it."""
        worth = number(self.worths[self.action])
        if self.lost:
            lost = number(self.lost / POINTS)
            return f"{self.by} would have you {self.do}: worth {worth}, and {lost} less than the best."
        return f"{self.by} would have you {self.do}, and nothing is better."


def is_tied(worths: Mapping[Action, float]) -> bool:
    """Whether more than one choice is best, as the tree takes it."""
    best = points(max(worths.values()))
    return sum(best - points(worth) <= TIE for worth in worths.values()) > 1


def valued(judge: Judge, history: History, actions: tuple[Action, ...]) -> Mapping[Action, float]:
    """What each choice is worth."""
    return {action: judge.worth(history, action) for action in actions}


def printed_bet(told: str, printed: Printed) -> Mapping[str, Any]:
    """The bet whether the printed text can be followed; ``told`` says where the deal opens."""
    return theory_bet(
        f"{told} {printed.by} would have you {printed.do}. Is anything better?",
        {"right": "No, nothing is", "wrong": "Yes, something is"},
        "wrong" if printed.lost else "right",
    )


@dataclass(frozen=True, slots=True)
class MistakeWords:
    """The words of a deal that shows an erratum: ``plain`` ones, but for the debrief of the choice at ``start``."""

    plain: Words
    start: History
    told: Callable[[Lesson], Lesson]

    def situation(self, history: History) -> Situation:
        """As in other lessons; the bet has its truth, so nothing settles it."""
        return replace(self.plain.situation(history), settles=None)

    def option(self, history: History, action: Action) -> Option:
        """As in other lessons."""
        return self.plain.option(history, action)

    def outcome(self, history: History) -> str:
        """As in other lessons."""
        return self.plain.outcome(history)

    def lesson(self, history: History) -> Lesson:
        """As in other lessons, with what is to be said of the printed text where the deal begins."""
        lesson = self.plain.lesson(history)
        return self.told(lesson) if history == self.start else lesson


def claims(says: Mapping[str, str], scenario: Scenario) -> Mapping[str, Mapping[str, str]]:
    """The errata that the deals of a lesson show, as the board explains them; ``says`` has a sentence on each."""
    met = sorted({deal.erratum for deal in scenario.deals if deal.erratum})
    return {
        erratum: {"name": f"Erratum {erratum}", "says": says[erratum], "href": f"{ERRATA}#erratum-{erratum}"}
        for erratum in met
    }
