"""What is taught: a lesson is a bet, a goal and a number of deals, each a play with nature's moves fixed.

Against somebody who follows theory almost every choice of the weaker side is a tie. So a deal may *assign the
opening*: it starts after a history that theory need not reach, and theory is followed from there. Draws are
stratified, so that the deals of a lesson show the whole range of luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alliancelib.core.game import Action, History, Player, read_only

DEALS = 20
"""Deals in a deck."""

BITE = 0.02
"""How much better the best first choice must be than the second for a deal to bite, in the model's unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One play with nature's moves fixed: ``draws`` by name, the rest from the deal's number."""

    id: int
    p: Any
    """The parameters of the game."""
    opening: History = ()
    """What has already happened; where the lesson assigned it, theory need not."""
    draws: Mapping[str, Action] = field(default_factory=dict)
    menu: tuple[Action, ...] = ()
    """What the first choice is made from, where the lesson limits it; empty where it does not."""
    erratum: str = ""
    """The id of the erratum that the deal shows, if it is there for one."""
    world: str = ""
    """What nature draws from or what the others follow, by the name that its game gives it; empty for the usual."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "draws", read_only(self.draws))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A lesson: whose seat it is for, what to find out, the bet that opens each deal, and the deals.

    A lesson for people who pass one screen between them has several seats, and no bet.
    """

    name: str
    title: str
    goal: str
    seat: Player | tuple[Player, ...]
    bet: str
    deals: tuple[Deal, ...]
    bites: bool = True
    """Whether the lesson promises that in half of its deals or more the best first choice is better by BITE."""


def numbered(deals: Iterable[Mapping[str, Any]]) -> tuple[Deal, ...]:
    """The deals, numbered from 1."""
    return tuple(Deal(id=k, **deal) for k, deal in enumerate(deals, start=1))


def strata(walks: Mapping[str, tuple[int, int]]) -> list[Mapping[str, float]]:
    """A quantile of each name for every deal, in whole points: each of DEALS equal strata of [0, 1] is visited once.

    ``walks`` says where each name starts among the strata, and the step, prime to DEALS, by which it visits them all:
    a Latin square, so that no two names go together.
    """
    return [
        {name: round((start + k * step) % DEALS / DEALS + 0.02, 2) for name, (start, step) in walks.items()}
        for k in range(DEALS)
    ]
