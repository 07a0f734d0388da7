"""The kinds of bets that open a deal, as a deck has them; see `decks`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancelib.core.tree import Mark, points
from alliancelib.widgets.numbers import BET_START

WITHIN = 5
"""How far a bet on a number may be off and still be right."""


def choice_bet(question: str, options: Mapping[str, str], void: str) -> Mapping[str, Any]:
    """A bet on what the play reveals, among ``options`` by key; ``void`` is said where it reveals nothing."""
    return {**_choice(question, options), "void": void}


def theory_bet(question: str, options: Mapping[str, str], truth: str) -> Mapping[str, Any]:
    """A bet on what theory says, whatever is then played."""
    return {**_choice(question, options), "truth": truth, "answer": "By theory"}


def line_bet(question: str, mark: Mark) -> Mapping[str, Any]:
    """A bet on a number of points, which the debrief shows on the line as ``mark``."""
    truth = points(mark.at)
    return {**_number(question, truth, WITHIN), "reveal": {"at": truth, "label": mark.label, "kind": mark.kind}}


def scale_bet(
    question: str, truth: float, answer: str, *, suffix: str = "%", within: int = WITHIN
) -> Mapping[str, Any]:
    """A bet on a number that is none of the line's: a chance or a rate."""
    return {**_number(question, truth, within), "suffix": suffix, "answer": answer}


def _choice(question: str, options: Mapping[str, str]) -> Mapping[str, Any]:
    listed = [{"key": key, "label": label} for key, label in options.items()]
    return {"kind": "choice", "question": question, "options": listed}


def _number(question: str, truth: float, within: int) -> Mapping[str, Any]:
    return {
        "kind": "number",
        "question": question,
        "low": 0,
        "high": 100,
        "step": 1,
        "start": BET_START,
        "truth": truth,
        "within": within,
    }
