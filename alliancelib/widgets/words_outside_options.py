"""The outside-options game in words, as far as both seats say it alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancelib.core.tree import Mark
from alliancelib.outside_options.model import Equilibrium, Params, Play
from alliancelib.widgets.bets import choice_bet
from alliancelib.widgets.numbers import number

PART = "book/outside-options"
SECOND, FIRST = f"{PART}/second-period.html", f"{PART}/first-period.html"

GAME = "Outside options"

BUILD = "can build something worth 100 points to each"

PARTNERS = "offers 0 to 100, all equally likely"
"""What a partner does, whoever tells it."""


def symbols_said(p: Params, c: str = "") -> str:
    """The three letters with their values; ``c`` is said in place of a cost of searching that is not settled yet."""
    return f"phi = {p.phi:g}, {c or f'c = {p.c:g}'}, delta = {p.delta:g}"


def cost_fact(p: Params) -> Mapping[str, str]:
    """What the good costs, for the first screen."""
    return {"label": "To build", "value": number(p.phi)}


def patience_fact(p: Params) -> Mapping[str, str]:
    """What a point of the next period counts today, for the first screen."""
    return {"label": "Later points count", "value": f"{p.delta:.0%}"}


def fading(p: Params) -> str:
    """What the second period does to points, as the end of a sentence."""
    return f", and points now count {p.delta:.0%}" if p.delta < 1 else ""


def worth_today(gain: float, weight: float) -> str:
    """What a gain that has just been named is worth as of today; empty where that is the same."""
    return f", worth {number(weight * gain)} at {weight:.0%}" if weight < 1 and gain else ""


def offers(play: Play, *, offer: str, partner: str, look: str = "ally") -> list[Mark]:
    """What is offered, on the line: player 1's, called ``offer`` and drawn as ``look``, and the partners'."""
    named = ((play.ally_offer, offer, look), (play.x1, partner, "adhoc"), (play.x2, "new partner", "adhoc"))
    return [Mark(at=at, label=label, kind=kind) for at, label, kind in named if at is not None]


def ending_bet(*, now: str, later: str, elsewhere: str) -> Mapping[str, Any]:
    """The bet with whom the good is produced, and when; `ended_as` settles it."""
    options = {"ally, period 1": now, "ally, period 2": later, "ad hoc": elsewhere}
    return choice_bet("How will this end?", options, "Nothing was built, so the bet is void.")


def gone(eq: Equilibrium) -> float:
    """The chance that player 2 builds with somebody else, theory being followed."""
    return eq.outcomes["ad hoc, period 1"] + eq.outcomes["ad hoc, period 2"]


def ended_as(play: Play) -> str | None:
    """With whom the good was produced, and when, as a key of `ending_bet`; None where it was not, or not yet."""
    if play.stage != "over" or play.partner is None:
        return None
    return play.outcome if play.partner == "ally" else "ad hoc"
