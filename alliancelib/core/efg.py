"""Export of a game to Gambit's ``.efg``, the extensive form as text: https://gambitproject.readthedocs.io.

A file holds a finite game. So a continuous choice is exported as a grid, and a continuous draw as equally likely
quantiles, and the result is a game of its own, with equilibria of its own: they approach those of the continuous game
as the grid gets finer, and need not be near them on a coarse one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alliancelib.core.game import NATURE, Action, Actions, Draw, Game, History, Lottery, Player, View

LEAST = 2
"""Steps of the coarsest grid."""

DIGITS = 12
"""Significant digits of a number in the file."""


def efg(game: Game, title: str, *, steps: int = 5) -> str:
    """The game as the text of an ``.efg`` file, each continuous choice or draw in ``steps`` values.

    What a player sees names the information set: histories between which a view does not tell are one set. Raises
    ValueError where ``steps`` is less than 2.
    """
    if steps < LEAST:
        raise ValueError(f"steps must be at least {LEAST}, got {steps!r}")
    players = " ".join(_quoted(player) for player in game.players)
    return "\n".join([f"EFG 2 R {_quoted(title)} {{ {players} }}", '""', "", *_Writer(game, steps).lines(()), ""])


@dataclass
class _Writer:
    """Walks the tree from the root, a parent before its children, and numbers what it meets."""

    game: Game
    steps: int
    sets: dict[Player, dict[View, int]] = field(default_factory=dict)
    draws: int = 0
    ends: int = 0

    def lines(self, history: History) -> Iterator[str]:
        player = self.game.to_move(history)
        if player is None:
            yield self._end(history)
            return
        line, actions = self._nature(history) if player == NATURE else self._decision(history, player)
        yield line
        for action in actions:
            yield from self.lines((*history, action))

    def _end(self, history: History) -> str:
        self.ends += 1
        payoffs = self.game.payoffs(history)
        listed = ", ".join(_number(payoffs[player]) for player in self.game.players)
        return f't "" {self.ends} "" {{ {listed} }}'

    def _nature(self, history: History) -> tuple[str, tuple[Action, ...]]:
        self.draws += 1
        name, draw = self.game.chance(history)
        chances = _finite(draw, self.steps)
        listed = " ".join(f"{_quoted(outcome)} {_number(chance)}" for outcome, chance in chances.items())
        # Gambit wants a name for every information set, nature's too, and no name twice.
        return f'c "" {self.draws} {_quoted(f"{name}, {self.draws}")} {{ {listed} }} 0', tuple(chances)

    def _decision(self, history: History, player: Player) -> tuple[str, tuple[Action, ...]]:
        view = self.game.view(history, player)
        known = self.sets.setdefault(player, {})
        number = known.setdefault(view, len(known) + 1)
        actions = _grid(view.actions, self.steps)
        listed = " ".join(_quoted(action) for action in actions)
        seat = self.game.players.index(player) + 1
        name = f"{number}: {', '.join(_said(action) for action in view.history) or 'start'}"
        return f'p "" {seat} {number} {_quoted(name)} {{ {listed} }} 0', actions


def _grid(actions: Actions, steps: int) -> tuple[Action, ...]:
    return actions if isinstance(actions, tuple) else actions.grid(steps)


def _finite(draw: Draw, steps: int) -> Mapping[Action, float]:
    """A draw as finitely many outcomes: a lottery as it is, anything else by the middles of equally likely parts."""
    if isinstance(draw, Lottery):
        return {outcome: chance for outcome, chance in draw if chance > 0}
    chances: dict[Action, float] = {}
    for k in range(steps):
        outcome = draw.draw((k + 0.5) / steps)
        chances[outcome] = chances.get(outcome, 0.0) + 1 / steps
    return chances


def _number(value: float) -> str:
    return f"{value + 0.0:.{DIGITS}g}"


def _said(action: Action) -> str:
    return _number(action) if isinstance(action, float) else str(action)


def _quoted(value: Action) -> str:
    text = _said(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
