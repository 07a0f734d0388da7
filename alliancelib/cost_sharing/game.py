"""The model as rules to be played: who moves, what may be done, what nature draws, who sees what.

Nature moves twice: it draws the patron's type, which the challenger never sees, and decides a war with the model's
probability. Everything else is seen by all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from alliancelib.core.game import (
    NATURE,
    Action,
    Actions,
    Either,
    History,
    IllegalAction,
    Interval,
    Lottery,
    Player,
    View,
)
from alliancelib.cost_sharing.model import (
    MOVERS,
    PLAYERS,
    TYPES,
    Params,
    Stage,
    check_demand,
    is_share,
    payoffs,
    pr_win,
    prior,
    read,
    seen,
)

NO_OFFER = "no offer"


@dataclass(frozen=True, slots=True)
class CostSharing:
    """The slides' game in both stages, the negotiation and the crisis.

    ``demands`` are open to the patron: no offer or any a in (0, a_max], unless they are listed. ``offers`` are open to
    the challenger: any x in [0, 1], unless they are listed. Where both are listed the game is finite. Raises
    ValueError where a list is empty or holds what can be neither.
    """

    p: Params
    demands: Either | tuple[Action, ...] | None = None
    offers: Interval | tuple[float, ...] = Interval(0.0, 1.0)

    players: ClassVar[tuple[Player, ...]] = PLAYERS

    def __post_init__(self) -> None:
        if self.demands is None:
            every = Either((NO_OFFER,), Interval(0.0, self.p.a_max, low_open=True))
            object.__setattr__(self, "demands", every)
        for name, listed in (("demands", self.demands), ("offers", self.offers)):
            if listed == ():
                raise ValueError(f"{name} must hold at least one action, got ()")
        for a in self.demands if isinstance(self.demands, tuple) else ():
            if a != NO_OFFER:
                check_demand(self.p, a)
        for x in self.offers if isinstance(self.offers, tuple) else (self.offers.low, self.offers.high):
            if not is_share(x):
                raise ValueError(f"offers must lie in [0, 1], got {x!r}")

    def to_move(self, history: History) -> Player | None:
        """The player to move, NATURE at a draw, or None where the game is over."""
        return MOVERS[self._stage(history)]

    def actions(self, history: History) -> Actions:
        """The patron demands, the challenger offers; all other choices are among verbs."""
        play = read(history)
        match play.stage:
            case "demand":
                return self.demands
            case "offer":
                return self.offers
            case "type" | "war" | "over":
                raise IllegalAction(f"nobody chooses at {history!r}")
        return play.actions

    def chance(self, history: History) -> tuple[str, Lottery]:
        """The draw of the type, or of a war's winner."""
        play = read(history)
        match play.stage:
            case "type":
                return "type", Lottery(tuple((type, prior(self.p, type)) for type in TYPES))
            case "war":
                odds = pr_win(self.p, play)
                return "war", Lottery((("win", odds), ("lose", 1 - odds)))
        raise IllegalAction(f"nature does not move at {history!r}")

    def view(self, history: History, player: Player) -> View:
        """All of the history, but for the challenger not the type."""
        mover = self.to_move(history)
        return View(player, seen(history, player), self.actions(history) if mover == player != NATURE else ())

    def payoffs(self, history: History) -> Mapping[Player, float]:
        """Who got what; a war counts as it was won or lost."""
        return payoffs(self.p, read(history))

    def _stage(self, history: History) -> Stage:
        return read(history).stage
