"""The outside-options game in words, as far as both seats say it alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancelib.outside_options.model import Params

PART = "book/outside-options"
SECOND, FIRST = f"{PART}/second-period.html", f"{PART}/first-period.html"


def symbols_said(p: Params, c: str = "") -> str:
    """The three letters with their values; ``c`` is said in place of a cost of searching that is not settled yet."""
    return f"phi = {p.phi:g}, {c or f'c = {p.c:g}'}, delta = {p.delta:g}"


def fading(p: Params) -> str:
    """What the second period does to points, as the end of a sentence."""
    return f", and points now count {p.delta:.0%}" if p.delta < 1 else ""


def choice_bet(question: str, options: Mapping[str, str], void: str) -> Mapping[str, Any]:
    """A bet on what the play reveals, among ``options`` by key; ``void`` is said where it reveals nothing."""
    listed = [{"key": key, "label": label} for key, label in options.items()]
    return {"kind": "choice", "question": question, "options": listed, "void": void}


def theory_bet(question: str, options: Mapping[str, str], truth: str) -> Mapping[str, Any]:
    """A bet on what theory says, whatever is then played."""
    listed = [{"key": key, "label": label} for key, label in options.items()]
    return {"kind": "choice", "question": question, "options": listed, "truth": truth, "answer": "By theory"}


def ending_bet(*, now: str, later: str, elsewhere: str) -> Mapping[str, Any]:
    """The bet with whom the good is produced, and when."""
    options = {"ally, period 1": now, "ally, period 2": later, "ad hoc": elsewhere}
    return choice_bet("How will this end?", options, "Nothing was built, so the bet is void.")
