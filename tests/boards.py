"""Every lesson of every seat, with its trees and its deck made once: what the tests of decks and pages go through."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from alliancelib import cost_sharing, outside_options
from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.tree import Tree
from alliancelib.widgets.decks import SEATS, TABLES, deck, key
from alliancelib.widgets.seat import Seat

OWN = {
    "player-2": outside_options.Params(phi=1.3337, c=0.0123, delta=0.871),
    "player-1": outside_options.Params(phi=1.3337, c=0.0123, delta=0.871),
    "protege": cost_sharing.Params(pi=0.2123, l=0.2217, phi=0.4471),
    "patron": cost_sharing.Params(p_h=0.8137, pi=0.2123, l=0.2217, a_max=0.937),
    "challenger": cost_sharing.Params(p_l=0.3111, pi=0.3123, l=0.7117, phi=0.4471),
}
"""Somebody's own parameters, by board."""

TAUGHT: Mapping[str, tuple[Seat, Scenario]] = {
    key(seat.board, scenario.name): (seat, scenario) for seat in SEATS.values() for scenario in seat.taught()
}
"""Every lesson of the book, by the name of its deck."""

LESSONS: Mapping[str, tuple[Seat, Scenario]] = TAUGHT | {
    key(board, "your-own"): (seat, seat.your_own(OWN[board])) for board, seat in SEATS.items()
}


TOGETHER: Mapping[str, tuple[Seat, Scenario]] = {
    key(seat.board, scenario.name): (seat, scenario) for seat in TABLES.values() for scenario in seat.taught()
}
"""Every lesson for several people at one screen."""


@cache
def trees(name: str) -> list[tuple[Deal, Tree]]:
    """The deals of a lesson, each with its tree, as its deck has it."""
    _, scenario = LESSONS[name]
    return [
        (deal, {part: one[part] for part in ("root", "nodes")})
        for deal, one in zip(scenario.deals, made(name)["deals"])
    ]


@cache
def made(name: str) -> Mapping[str, Any]:
    """The deck of a lesson."""
    return deck(*LESSONS[name])
