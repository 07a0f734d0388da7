"""One play of one game, as a frozen value: playing returns the next session.

Each of nature's draws is a function of the seed and of the draw's name, never of when it is made; a strategy that
mixes draws by the number of its own moves so far. So undo cannot disturb luck, and changing one player's choices
leaves every other draw as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from alliancelib.core.game import (
    NATURE,
    Action,
    Game,
    History,
    IllegalAction,
    Lottery,
    Player,
    Strategy,
    View,
    read_only,
)


def quantile(seed: int, name: str) -> float:
    """The draw called ``name`` of the deal ``seed``, as a quantile in [0, 1)."""
    return Random(f"{seed}/{name}").random()


@dataclass(frozen=True, slots=True)
class Luck:
    """A draw settled by its quantile, where what is drawn depends on the play: the same luck whatever the odds."""

    u: float

    def __post_init__(self) -> None:
        if not 0 <= self.u < 1:
            raise ValueError(f"u must lie in [0, 1), got {self.u!r}")


@dataclass(frozen=True, kw_only=True)
class Session:
    """A play in progress. A seat without a strategy is a person's.

    ``fixed`` sets some of nature's draws by name, to what is drawn or to its `Luck`; the others follow from ``seed``.
    Raises ValueError where a seat is none of the game's.
    """

    game: Game
    seats: Mapping[Player, Strategy] = field(default_factory=dict)
    seed: int = 0
    fixed: Mapping[str, Action] = field(default_factory=dict)
    history: History = ()

    def __post_init__(self) -> None:
        if strange := self.seats.keys() - set(self.game.players):
            raise ValueError(f"seats must be among {self.game.players!r}, got {min(strange)!r}")
        # Copies, so that nobody who kept the dictionary can change a play that has begun.
        object.__setattr__(self, "seats", read_only(self.seats))
        object.__setattr__(self, "fixed", read_only(self.fixed))

    @cached_property
    def to_move(self) -> Player | None:
        """The player whose decision is awaited, or None where the game is over."""
        return self.game.to_move(self.history)

    @property
    def view(self) -> View:
        """What the player to move knows."""
        player = self.to_move
        if player is None or player == NATURE:
            raise IllegalAction("nobody is to move: the play is over or has not begun")
        return self.game.view(self.history, player)

    @property
    def payoffs(self) -> Mapping[Player, float]:
        """Who got what; only where the play is over."""
        if self.to_move is not None:
            raise IllegalAction(f"the play is not over: {self.to_move} is to move after {self.history!r}")
        return self.game.payoffs(self.history)

    def play(self, action: Action) -> Session:
        """Take ``action`` for the player to move, then let nature and the other seats answer.

        Raises IllegalAction, and changes nothing, where the rules do not allow ``action``.
        """
        player = self.to_move
        if player is None:
            raise IllegalAction(f"the play is over after {self.history!r}, got {action!r}")
        if player == NATURE or player in self.seats:
            raise IllegalAction(f"it is not a person's turn but {player}'s; call advance() first")
        return self._after(action).advance()

    def advance(self) -> Session:
        """Let nature and the filled seats move until a person is to move or the play is over."""
        session = self
        while (player := session.to_move) is not None:
            if player == NATURE:
                session = session._after(session._drawn())
            elif player in session.seats:
                session = session._after(session._chosen(player))
            else:
                break
        return session

    def replay(self, history: History) -> Session:
        """The same deal with ``history`` in place of what was played; every step is checked again."""
        session = replace(self, history=())
        for action in history:
            session = session._after(action)
        return session

    def settled(self, lottery: Lottery) -> Action:
        """What comes of a lottery by which the player to move chooses."""
        if len(lottery.chances) == 1:
            return lottery.chances[0][0]
        player = self.to_move
        own = sum(self.game.to_move(self.history[:k]) == player for k in range(len(self.history)))
        return lottery.draw(quantile(self.seed, f"{player}, move {own + 1}"))

    def _chosen(self, player: Player) -> Action:
        return self.settled(self.seats[player](self.view))

    def _drawn(self) -> Action:
        name, draw = self.game.chance(self.history)
        settled = self.fixed[name] if name in self.fixed else Luck(quantile(self.seed, name))
        return draw.draw(settled.u) if isinstance(settled, Luck) else settled

    def _after(self, action: Action) -> Session:
        if self.to_move == NATURE:
            name, allowed = self.game.chance(self.history)
            where = f"the draw {name}"
        else:
            allowed, where = self.game.actions(self.history), f"{self.to_move}'s action"
        if action not in allowed:
            raise IllegalAction(f"{where} must be one of {allowed!r}, got {action!r}")
        return replace(self, history=(*self.history, action))
