"""From what a player would do at a reading of the history to a strategy that keeps its seat and the rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from alliancelib.core.game import Action, Actions, IllegalAction, Lottery, Player, Strategy, View, is_number, sure

NEAR = 1e-12
"""Numbers closer than this are the same action."""


def no_higher(action: Action, actions: Actions) -> Action:
    """The action itself or, where only some numbers are open, the largest that is no higher (or the least)."""
    if not isinstance(actions, tuple) or action in actions or not is_number(action):
        return action
    numbers = sorted(one for one in actions if is_number(one))
    return numbers[max(bisect_right(numbers, action + NEAR) - 1, 0)] if numbers else action


def seated(seats: tuple[Player, ...], move: Callable[[View], Action]) -> Strategy:
    """The strategy that makes ``move`` in some seats; in another it raises IllegalAction."""

    def strategy(view: View) -> Lottery:
        if view.player not in seats:
            raise IllegalAction(f"this character plays {' or '.join(seats)}, not {view.player}")
        return sure(nearest(move(view), view.actions))

    return strategy


def nearest(action: Action, actions: Actions) -> Action:
    """The action itself or, where only some numbers are open, the least that is no lower (or the largest)."""
    if not isinstance(actions, tuple) or action in actions or not is_number(action):
        return action
    numbers = sorted(one for one in actions if is_number(one))
    return numbers[min(bisect_left(numbers, action - NEAR), len(numbers) - 1)] if numbers else action
