"""Brute force on a finite game: slow, exact, and ignorant of every theorem.

`regret` asks whether a whole plan could be bettered (zero for every player: a Nash equilibrium). It forgives
threats that are never carried out. `gaps` asks at every information set, reached or not, whether one change of
action there would pay; that is what credibility means.

A profile maps each player to a strategy. Only finite games in which nobody forgets: tuples of actions, and lotteries
for nature. Every function here raises ValueError, naming the place, where a game is not finite or a strategy plays
what the rules do not allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alliancelib.core.game import NATURE, Action, Game, History, Lottery, Player, Strategy, View

Profile = Mapping[Player, Strategy]
Beliefs = Mapping[View, Mapping[History, float]]

TREMBLE = 1e-9
"""The weight of a tremble, with which unreached information sets get their beliefs."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The gain from the best one-shot deviation at one information set."""

    view: View
    action: Action
    """The best action there; the profile's own where nothing is better."""
    gain: float


def value(game: Game, profile: Profile) -> Mapping[Player, float]:
    """Each player's expected payoff when everybody follows ``profile``."""
    table = _Table(game, profile)
    return {player: table.follow((), player) for player in game.players}


def best_response(game: Game, profile: Profile, player: Player) -> Mapping[View, Action]:
    """What ``player`` should do at each information set against the others' part of ``profile``."""
    table = _Table(game, profile)
    return {view: table.best_action(view) for view in table.sets if view.player == player}


def regret(game: Game, profile: Profile, player: Player) -> float:
    """What ``player`` would gain by the best change of the whole plan; zero for all iff the profile is Nash."""
    table = _Table(game, profile)
    return table.respond((), player) - table.follow((), player)


def gaps(game: Game, profile: Profile, beliefs: Beliefs | None = None) -> tuple[Gap, ...]:
    """The gain from the best one-shot deviation at every information set, on the path and off it.

    ``beliefs`` gives the probability of each history in an information set; at a set that it does not name, the
    beliefs that small trembles of every player leave. Raises ValueError where a belief is no probability on the
    histories of an information set.
    """
    table = _Table(game, profile)
    stated = beliefs or {}
    for view, belief in stated.items():
        _check_belief(view, belief, table.sets.get(view, []))
    weights = {**table.trembled(), **stated}
    return tuple(table.gap(view, weights[view]) for view in table.sets)


@dataclass
class _Table:
    """All histories of a game under one profile, with what is worked out about them so far."""

    game: Game
    profile: Profile
    sets: dict[View, list[History]] = field(default_factory=dict)
    views: dict[History, View] = field(default_factory=dict)
    moves: dict[History, tuple[tuple[Action, float], ...]] = field(default_factory=dict)
    followed: dict[tuple[History, Player], float] = field(default_factory=dict)
    responded: dict[tuple[History, Player], float] = field(default_factory=dict)
    best: dict[View, Action] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Walk the tree once, from the root."""
        pending: list[History] = [()]
        while pending:
            history = pending.pop()
            player = self.game.to_move(history)
            if player is not None:
                self.moves[history] = self._moves(history, player)
                pending.extend((*history, action) for action, _ in self.moves[history])

    def _moves(self, history: History, player: Player) -> tuple[tuple[Action, float], ...]:
        if player == NATURE:
            name, draw = self.game.chance(history)
            if not isinstance(draw, Lottery):
                raise ValueError(f"the draw {name} must be a finite lottery, got {draw!r}")
            return tuple((outcome, chance) for outcome, chance in draw if chance > 0)
        view = self.game.view(history, player)
        if not isinstance(view.actions, tuple):
            raise ValueError(f"the actions at {history!r} must be finite, got {view.actions!r}")
        self.views[history] = view
        self.sets.setdefault(view, []).append(history)
        chosen = dict(self.profile[player](view))
        if strange := [action for action in chosen if action not in view.actions]:
            raise ValueError(f"{player} may not play {strange[0]!r} at {view.history!r}")
        return tuple((action, chosen.get(action, 0.0)) for action in view.actions)

    def follow(self, history: History, player: Player) -> float:
        """The player's expected payoff from ``history`` on, everybody following the profile."""
        key = (history, player)
        if key not in self.followed:
            if history not in self.moves:
                self.followed[key] = self.game.payoffs(history)[player]
            else:
                steps = self.moves[history]
                self.followed[key] = sum(w * self.follow((*history, a), player) for a, w in steps if w)
        return self.followed[key]

    def respond(self, history: History, player: Player) -> float:
        """The player's expected payoff from ``history`` on, with the best plan against the others."""
        key = (history, player)
        if key not in self.responded:
            view = self.views.get(history)
            if history not in self.moves:
                self.responded[key] = self.game.payoffs(history)[player]
            elif view is not None and view.player == player:
                self.responded[key] = self.respond((*history, self.best_action(view)), player)
            else:
                steps = self.moves[history]
                self.responded[key] = sum(w * self.respond((*history, a), player) for a, w in steps if w)
        return self.responded[key]

    def best_action(self, view: View) -> Action:
        """The action that does best over the histories in the set, weighted by how the others reach them."""
        if view not in self.best:
            player, histories = view.player, self.sets[view]
            weights = [1.0] * len(histories)
            if len(histories) > 1 and any(reached := [self._others(history, player) for history in histories]):
                weights = reached

            def worth(action: Action) -> float:
                pairs = zip(weights, histories, strict=True)
                return sum(w * self.respond((*h, action), player) for w, h in pairs if w)

            self.best[view] = max(view.actions, key=worth)
        return self.best[view]

    def _others(self, history: History, player: Player) -> float:
        """The probability that ``history`` is reached if ``player`` steers towards it."""
        total = 1.0
        for k in range(len(history)):
            before = history[:k]
            if self.views.get(before) is None or self.views[before].player != player:
                total *= dict(self.moves[before])[history[k]]
        return total

    def trembled(self) -> Beliefs:
        """The beliefs at every information set when each action is played with at least a tremble."""
        return {
            view: {hs[0]: 1.0} if len(hs) == 1 else _normalised({h: self._trembled_reach(h) for h in hs})
            for view, hs in self.sets.items()
        }

    def _trembled_reach(self, history: History) -> float:
        total = 1.0
        for k in range(len(history)):
            before = history[:k]
            chance = dict(self.moves[before])[history[k]]
            total *= max(chance, TREMBLE) if before in self.views else chance
        return total

    def gap(self, view: View, belief: Mapping[History, float]) -> Gap:
        """The best one-shot deviation at an information set, given where in it the player believes to be."""
        player = view.player

        def worth(action: Action) -> float:
            return sum(w * self.follow((*h, action), player) for h, w in belief.items() if w)

        worths = {action: worth(action) for action in view.actions}
        own = sum(w * self.follow(h, player) for h, w in belief.items() if w)
        best = max(worths, key=worths.__getitem__)
        gain = worths[best] - own
        if gain > 0:
            return Gap(view, best, gain)
        return Gap(view, max(dict(self.moves[self.sets[view][0]]).items(), key=lambda step: step[1])[0], 0.0)


def _check_belief(view: View, belief: Mapping[History, float], histories: list[History]) -> None:
    Lottery(tuple(belief.items()))
    if strange := [history for history in belief if history not in histories]:
        raise ValueError(f"{view.player} cannot believe to be at {strange[0]!r} on seeing {view.history!r}")


def _normalised(weights: Mapping[History, float]) -> Mapping[History, float]:
    total = sum(weights.values())
    return {history: weight / total for history, weight in weights.items()}
