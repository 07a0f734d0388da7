"""Section 5's question as a move: player 2 first chooses the search cost from a menu, then the game is played.

A history begins with the cost; the rest is a history of `OutsideOptions`. The paper compares institutions from
outside; here the comparison is somebody's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

from alliancelib.core.game import Action, Draw, History, IllegalAction, Interval, Lottery, Player, Strategy, View, sure
from alliancelib.outside_options.equilibrium import solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.model import PLAYERS, Equilibrium, Params
from alliancelib.outside_options.opponents import theorist


@dataclass(frozen=True, slots=True)
class ChosenCost:
    """The game with the search cost chosen by player 2 from ``menu``; the cost in ``p`` is not used.

    ``offers`` is what nature draws from, as in `OutsideOptions`.
    Raises ValueError where the menu is empty or holds a cost outside the model's range; every method raises
    IllegalAction where a history does not begin with a cost on the menu.
    """

    p: Params
    menu: tuple[float, ...]
    offers: Draw = Interval(0.0, 1.0)

    players: ClassVar[tuple[Player, ...]] = PLAYERS

    def __post_init__(self) -> None:
        if not self.menu:
            raise ValueError("menu must hold at least one search cost, got ()")
        for c in self.menu:
            self.at(c)

    def at(self, c: float) -> OutsideOptions:
        """The game that follows once the cost is ``c``."""
        return _game(self.p, c, self.offers)

    def to_move(self, history: History) -> Player | None:
        """Player 2 before the cost is chosen, then whoever moves in the game that follows."""
        return self._chosen(history).to_move(history[1:]) if history else "player 2"

    def actions(self, history: History) -> Interval | tuple[Action, ...]:
        """The menu, then what may be done in the game that follows."""
        return self._chosen(history).actions(history[1:]) if history else self.menu

    def chance(self, history: History) -> tuple[str, Draw]:
        """The draws of the game that follows."""
        if not history:
            raise IllegalAction("nature does not move before the cost is chosen")
        return self._chosen(history).chance(history[1:])

    def view(self, history: History, player: Player) -> View:
        """All of the history: the cost is chosen in the open."""
        return View(player, history, self.actions(history) if self.to_move(history) == player else ())

    def payoffs(self, history: History) -> Mapping[Player, float]:
        """Who got what; choosing a cost is free in itself."""
        if not history:
            raise IllegalAction("the play is not over: the cost is not chosen")
        return self._chosen(history).payoffs(history[1:])

    def _chosen(self, history: History) -> OutsideOptions:
        if history[0] not in self.menu:
            raise IllegalAction(f"the search cost must be one of {self.menu!r}, got {history[0]!r}")
        return self.at(history[0])


@lru_cache(maxsize=64)
def _game(p: Params, c: float, offers: Draw) -> OutsideOptions:
    """Kept, because a history is read again at every step and always begins with the same few costs."""
    return OutsideOptions(replace(p, c=c), offers)


@lru_cache(maxsize=64)
def _solution(p: Params) -> Equilibrium:
    """Kept for the same reason: every option at every history is valued."""
    return solve(p)


@dataclass(frozen=True, slots=True)
class ChosenCostTheory:
    """What theory does and what each choice is worth, once the cost is part of the history."""

    game: ChosenCost
    solved: Callable[[Params], Equilibrium] = _solution
    """What theory does at given parameters, where offers are the game's."""

    def at(self, c: float) -> Equilibrium:
        """The equilibrium once the cost is ``c``."""
        return self.solved(self.game.at(c).p)

    def worth(self, history: History, action: Action) -> float:
        """The mover's expected payoff from ``action``; from a choice of cost, player 2's in the game that follows."""
        return self.at(history[0]).worth(history[1:], action) if history else self.at(action).eu_2

    def strategy(self) -> Strategy:
        """The theorist, in either seat."""

        def move(view: View) -> Lottery:
            if not view.history:
                best = max(view.actions, key=lambda c: self.worth((), c))
                return sure(best)
            known = View(view.player, view.history[1:], view.actions)
            return theorist(self.at(view.history[0]))(known)

        return move
