"""The extensive form as an interface: a history is a tuple, everything else is a function of it.

A game answers five questions about a history: who moves, what may be done, what nature does, what
a player has seen, and who got what. A strategy sees a `View` and nothing else.
"""

from __future__ import annotations

import copyreg
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

Player = str
Action = Any  # a verb ("search") or a number (an offer)
History = tuple[Action, ...]

NATURE: Player = "nature"


def read_only(mapping: Mapping) -> Mapping:
    """A copy of a mapping that nobody can change, for frozen values to hold."""
    return MappingProxyType(dict(mapping))


# Without this a value that holds such a copy could not travel to another process.
copyreg.pickle(MappingProxyType, lambda view: (read_only, (dict(view),)))


class IllegalAction(ValueError):
    """An action that the rules do not allow where it was tried."""


@dataclass(frozen=True, slots=True)
class _Hidden:
    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN = _Hidden()
"""Stands in a view for an action that its player did not see."""


def is_number(value: object) -> bool:
    """Whether an action is a number: a plain one, and not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Interval:
    """A continuous choice, or the range of a uniform draw: it knows membership and a grid."""

    low: float = 0.0
    high: float = 1.0
    low_open: bool = False
    """Whether low itself is left out."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise ValueError(f"an interval needs finite low <= high, got [{self.low!r}, {self.high!r}]")
        if self.low_open and self.low == self.high:
            raise ValueError(f"an interval without its low end needs low < high, got ({self.low!r}, {self.high!r}]")

    def __contains__(self, value: object) -> bool:
        return is_number(value) and self.low <= value <= self.high and not (self.low_open and value == self.low)

    def grid(self, n: int) -> tuple[float, ...]:
        """``n`` evenly spaced values from low to high, both included, or without low where that is left out."""
        if n < 2:
            raise ValueError(f"n must be at least 2, got {n!r}")
        step = (self.high - self.low) / (n if self.low_open else n - 1)
        first = 1 if self.low_open else 0
        return tuple(self.low + step * (first + k) for k in range(n - 1)) + (self.high,)

    def draw(self, u: float) -> float:
        """The value at quantile ``u`` of the uniform distribution on the interval, counted from the top if low is open.

        So that ``u``, which may be 0 and is never 1, never gives the end that is left out.
        """
        return self.high - u * (self.high - self.low) if self.low_open else self.low + u * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Either:
    """A choice that is continuous in part: one of some verbs, or a number."""

    verbs: tuple[Action, ...]
    numbers: Interval

    def __contains__(self, value: object) -> bool:
        return value in self.verbs or value in self.numbers

    def grid(self, n: int) -> tuple[Action, ...]:
        """The verbs, then ``n`` evenly spaced numbers."""
        return self.verbs + self.numbers.grid(n)


Actions = tuple[Action, ...] | Interval | Either
"""What may be done: a list, or a choice that is continuous, wholly or in part."""


@dataclass(frozen=True, slots=True)
class Lottery:
    """Finitely many different outcomes with their probabilities.

    Raises ValueError unless the probabilities are non-negative and sum to 1 and no outcome is listed twice.
    """

    chances: tuple[tuple[Action, float], ...]

    def __post_init__(self) -> None:
        total = math.fsum(chance for _, chance in self.chances)
        if any(not chance >= 0 for _, chance in self.chances) or not math.isclose(total, 1, abs_tol=1e-9):
            raise ValueError(f"probabilities must be non-negative and sum to 1, got {self.chances!r}")
        if len({outcome for outcome, _ in self.chances}) < len(self.chances):
            raise ValueError(f"each outcome must be listed once, got {self.chances!r}")

    def __iter__(self) -> Iterator[tuple[Action, float]]:
        return iter(self.chances)

    def __contains__(self, action: object) -> bool:
        return any(action == outcome for outcome, chance in self.chances if chance > 0)

    def draw(self, u: float) -> Action:
        """The outcome at quantile ``u``, in the order in which the outcomes are listed."""
        reached = 0.0
        for outcome, chance in self.chances:
            reached += chance
            if chance > 0 and u < reached:
                return outcome
        return next(outcome for outcome, chance in reversed(self.chances) if chance > 0)


def sure(action: Action) -> Lottery:
    """The lottery that gives ``action`` for certain."""
    return Lottery(((action, 1.0),))


class Draw(Protocol):
    """What nature draws from: an `Interval`, a `Lottery`, or any distribution with these two answers."""

    def draw(self, u: float) -> Action: ...

    def __contains__(self, value: object) -> bool: ...


@dataclass(frozen=True, slots=True)
class View:
    """What one player knows when it is its turn: the history with what it did not see `HIDDEN`."""

    player: Player
    history: History
    actions: Actions


Strategy = Callable[[View], Lottery]
"""Maps what a player knows to a lottery over actions."""


class Game(Protocol):
    """A game in extensive form. Values are frozen, so that a session can be replayed."""

    players: tuple[Player, ...]

    def to_move(self, history: History) -> Player | None:
        """The player to move, NATURE, or None where the game is over."""

    def actions(self, history: History) -> Actions:
        """What the player to move may do."""

    def chance(self, history: History) -> tuple[str, Draw]:
        """At nature's move: the name of the draw and what it is drawn from."""

    def view(self, history: History, player: Player) -> View:
        """What ``player`` knows at ``history``."""

    def payoffs(self, history: History) -> Mapping[Player, float]:
        """Who got what, where the game is over."""
