"""The seats of this game in a tournament: whom an entry meets, on which deals, and a class to try it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import resources

from alliancelib.core.entries import HandIns, read_entries
from alliancelib.core.game import Player, Strategy
from alliancelib.core.lessons import Deal
from alliancelib.core.tournament import Opponents, Table
from alliancelib.outside_options import opponents
from alliancelib.outside_options.equilibrium import solve
from alliancelib.outside_options.model import PLAYERS, Params, read
from alliancelib.outside_options.scenarios import session, surprise

PANEL: Mapping[Player, Mapping[str, Callable[[Params], Strategy]]] = {
    "player 1": {
        "theorist": lambda p: opponents.theorist(solve(p)),
        "never searches": opponents.never_searches,
        "always searches once": opponents.always_searches_once,
    },
    "player 2": {
        "theorist": lambda p: opponents.theorist(solve(p)),
        "splits evenly": opponents.splits_evenly,
        "offers the least": opponents.offers_the_least,
    },
}
"""By seat, who sits in the other one."""


def deals(seed: int = 1, count: int = 10) -> tuple[Deal, ...]:
    """Deals with new numbers, the same for everybody who plays ``seed``.

    In every other one the first offer is assigned, and chosen so that the reply to it matters; in the rest player 1
    opens as she likes. Raises ValueError unless ``count`` is from 1 to the number of deals in a lesson.
    """
    dealt = surprise(seed).deals
    if not 1 <= count <= len(dealt):
        raise ValueError(f"count must lie in [1, {len(dealt)}], got {count!r}")
    return tuple(deal if deal.id % 2 else replace(deal, opening=()) for deal in dealt[:count])


def table(seat: Player, dealt: tuple[Deal, ...] | None = None) -> Table:
    """Where the entries of a seat compete; on `deals()` unless others are given.

    Player 1's entries make their first offers themselves, so what the deals assign is left out for them. Raises
    ValueError where the seat is none of this game's, or a deal lets its player choose from a menu.
    """
    if seat not in PANEL:
        raise ValueError(f"seat must be among {PLAYERS!r}, got {seat!r}")
    dealt = deals() if dealt is None else dealt
    if any(deal.menu for deal in dealt):
        raise ValueError("deals must be without menus, which no character knows")
    if seat == "player 1":
        dealt = tuple(replace(deal, opening=()) for deal in dealt)
    panel = {name: _opposite(seat, make) for name, make in PANEL[seat].items()}
    return Table(seat=seat, deals=dealt, panel=panel, start=session, read=read)


def example_class() -> HandIns:
    """A class as a teacher gets it: entries for player 2 of many kinds, and some that will not do."""
    text = resources.files("alliancelib.outside_options").joinpath("data", "entries.txt").read_text(encoding="utf-8")
    return read_entries(text)


def _opposite(seat: Player, make: Callable[[Params], Strategy]) -> Opponents:
    other = next(player for player in PLAYERS if player != seat)
    return lambda deal: {other: make(deal.p)}
