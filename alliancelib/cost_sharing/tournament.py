"""The seats of this game in a tournament: whom an entry meets, on which deals, and a class to try it with.

The other two seats follow theory. A protégé also meets the patrons who miss the theorem, and a patron or a challenger
the protégés who do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import resources

from alliancelib.core.entries import HandIns, read_entries
from alliancelib.core.game import Player, Strategy
from alliancelib.core.lessons import Deal
from alliancelib.core.session import Luck
from alliancelib.core.tournament import Opponents, Table
from alliancelib.cost_sharing.model import PLAYERS, Params, read
from alliancelib.cost_sharing.opponents import CHARACTERS, PATRONS, theorist
from alliancelib.cost_sharing.scenarios import CHALLENGER, PATRON, PROTEGE, session, surprise, theory


def deals(seat: Player, seed: int = 1, count: int = 10) -> tuple[Deal, ...]:
    """Deals with new numbers, the same for everybody who plays ``seed``.

    The protégé's assign the patron's type, and in every other deal a demand whose answer matters. The patron's assign
    her type. The challenger's assign nothing but luck, for only then is what Bayes' rule says true. Raises ValueError
    where the seat is none of this game's, or unless ``count`` is from 1 to the number of deals in a lesson.
    """
    dealt = surprise(seed).deals
    if seat not in PLAYERS:
        raise ValueError(f"seat must be among {PLAYERS!r}, got {seat!r}")
    if not 1 <= count <= len(dealt):
        raise ValueError(f"count must lie in [1, {len(dealt)}], got {count!r}")
    kept = {PROTEGE: lambda deal: 2 if deal.id % 2 else 1, PATRON: lambda deal: 1, CHALLENGER: lambda deal: 0}[seat]
    return tuple(replace(deal, opening=deal.opening[: kept(deal)]) for deal in dealt[:count])


def table(seat: Player, dealt: tuple[Deal, ...] | None = None) -> Table:
    """Where the entries of a seat compete; on `deals` unless others are given. Raises ValueError as `deals` does."""
    dealt = deals(seat) if dealt is None else dealt
    other, characters = (PATRON, PATRONS) if seat == PROTEGE else (PROTEGE, CHARACTERS)
    panel: dict[str, Opponents] = {"theorist": partial(_theorists, seat)}
    panel |= {make.__name__.replace("_", " "): partial(_with, seat, other, make) for make in characters}
    return Table(seat=seat, deals=dealt, panel=panel, start=partial(session, seat=seat), read=read)


def turned(deal: Deal) -> Deal:
    """The deal with the luck of its war turned over, u to 1 - u: who was lucky there is unlucky here.

    What an entry gets in both has much less luck in it than what it gets in either. Raises ValueError where u is 0.
    """
    return replace(deal, draws={**deal.draws, "war": Luck(1 - deal.draws["war"].u)})


def example_class() -> HandIns:
    """A class as a teacher gets it: entries for the protégé and the patron, and some that will not do."""
    text = resources.files("alliancelib.cost_sharing").joinpath("data", "entries.txt").read_text(encoding="utf-8")
    return read_entries(text)


def _theorists(seat: Player, deal: Deal) -> Mapping[Player, Strategy]:
    return {player: theorist(theory(deal.p)) for player in PLAYERS if player != seat}


def _with(seat: Player, other: Player, make: Callable[[Params], Strategy], deal: Deal) -> Mapping[Player, Strategy]:
    return {**_theorists(seat, deal), other: make(deal.p)}
