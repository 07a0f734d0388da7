"""Games small enough to solve by hand, in which something is private or a threat is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from alliancelib.core.game import HIDDEN, NATURE, Action, History, IllegalAction, Lottery, Player, Strategy, View


@dataclass(frozen=True, slots=True)
class Pledge:
    """A patron, firm or soft, pledges or keeps silent; a challenger who cannot see which she is challenges or not.

    Both want the other to give way: she gets 1 if he refrains, he gets 1 from a soft patron and -1 from a firm one.
    A pledge costs a firm patron .25 and a soft one 1.25, so that only the firm can afford it.
    """

    firm: float = 0.4
    """The chance that she is firm."""
    hidden: tuple[tuple[Player, int], ...] = (("challenger", 0),)
    """Which player does not see which step of the history."""

    players: ClassVar[tuple[Player, ...]] = ("patron", "challenger")

    def to_move(self, history: History) -> Player | None:
        return (NATURE, "patron", "challenger", None)[len(history)]

    def actions(self, history: History) -> tuple[Action, ...]:
        if len(history) not in (1, 2):
            raise IllegalAction(f"nobody chooses at {history!r}")
        return ("pledge", "silence") if len(history) == 1 else ("challenge", "refrain")

    def chance(self, history: History) -> tuple[str, Lottery]:
        if history:
            raise IllegalAction(f"nature does not move at {history!r}")
        return "type", Lottery((("firm", self.firm), ("soft", 1 - self.firm)))

    def view(self, history: History, player: Player) -> View:
        seen = tuple(HIDDEN if (player, k) in self.hidden else action for k, action in enumerate(history))
        return View(player, seen, self.actions(history) if self.to_move(history) == player else ())

    def payoffs(self, history: History) -> Mapping[Player, float]:
        kind, said, done = history
        cost = {"firm": 0.25, "soft": 1.25}[kind] if said == "pledge" else 0.0
        if done == "refrain":
            return {"patron": 1 - cost, "challenger": 0.0}
        return {"patron": -cost, "challenger": 1.0 if kind == "soft" else -1.0}


LEAKY = Pledge(hidden=())
"""The same with nothing hidden: what every test of hiding must catch."""


@dataclass(frozen=True, slots=True)
class Bluff:
    """A challenger comes or stays away; if he comes, the patron defends, which hurts both, or gives way.

    "Defend, therefore he never comes" is a Nash equilibrium: the threat is never put to the test. It is not credible:
    once he comes, defending costs her 1.
    """

    players: ClassVar[tuple[Player, ...]] = ("challenger", "patron")

    def to_move(self, history: History) -> Player | None:
        if not history:
            return "challenger"
        return "patron" if history == ("come",) else None

    def actions(self, history: History) -> tuple[Action, ...]:
        if self.to_move(history) is None:
            raise IllegalAction(f"nobody chooses at {history!r}")
        return ("defend", "give way") if history else ("come", "stay")

    def chance(self, history: History) -> tuple[str, Lottery]:
        raise IllegalAction("nature does not move in this game")

    def view(self, history: History, player: Player) -> View:
        return View(player, history, self.actions(history) if self.to_move(history) == player else ())

    def payoffs(self, history: History) -> Mapping[Player, float]:
        challenger, patron = {
            ("stay",): (0.0, 2.0),
            ("come", "give way"): (1.0, 0.0),
            ("come", "defend"): (-1.0, -1.0),
        }[history]
        return {"challenger": challenger, "patron": patron}


def by(rule: Callable[[View], Mapping[Action, float]]) -> Strategy:
    """The strategy that plays each action with the probability that ``rule`` gives it."""
    return lambda view: Lottery(tuple(rule(view).items()))


def always(action: Action) -> Strategy:
    """The strategy that plays ``action`` wherever it is asked."""
    return by(lambda view: {action: 1.0})
