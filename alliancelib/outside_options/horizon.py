"""The game with any number of periods: player 2 may search once in each, and player 1 makes a new offer in each.

All that the past leaves is the best ad hoc offer x that stands. Let A(x) be the share that would be as good for player
2 now as the best he can do without her present offer: take x, or wait for the next period (in the last one, produce
nothing). While he holds r >= A(x), one search improves on r by H(r) = E(A(y) - r)^+, where y is the draw. So he stops
searching at the share R at which H(R) = c, whatever x is, and player 1 has three kinds of offers::

    R, or A(x) if that is more        he accepts at once
    A(m) < R for some m >= x          he searches, and comes back to it after draws up to m
    less than A(x) < R                he searches, and never comes back to it

With two periods these are the offers of Propositions 1 and 2. Here each period is a few running sums over a grid of x,
and the error is of the order of a cell's width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from alliancelib.outside_options.model import TIE, Params
from alliancelib.outside_options.offers import Offers, Uniform, as_offers

Array = np.ndarray

CELLS = 20_000
"""Cells in the grid of x. Payoffs are then within about 1e-4 of the exact ones with two periods."""

MOVES = ("accept", "search", "advance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a game of several periods begins, and what it is worth."""

    r1: float
    """Player 1's first offer; where no offer that player 2 might take is worth her while, nan."""
    first_move: str
    """Player 2's reply: "accept", "search" or "advance"."""
    eu_1: float
    eu_2: float
    """Expected payoffs, valued at the start of play."""
    stop: float
    """The share R at which player 2 stops searching in the first period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period by the offer x that stands when it begins, one entry to a cell; payoffs in the period's own units."""

    offer: Array
    move: Array
    """An index into MOVES."""
    eu_1: Array
    eu_2: Array
    stop: float


def opening(p: Params, periods: int, offers: Any = Uniform(), cells: int = CELLS) -> Opening:
    """Both players' first moves and expected payoffs in the game of section 2, played for ``periods`` periods.

    ``offers`` is whatever `offers.as_offers` accepts, without atoms. Raises ValueError where it has atoms, or where
    ``periods`` or ``cells`` is less than 1.

    >>> first = opening(Params(phi=1.1, c=0.02, delta=0.99), 2)
    >>> round(first.r1, 3), first.first_move, round(first.eu_1, 3), round(first.eu_2, 3)
    (0.6, 'search', 0.265, 0.569)
    """
    for name, value in (("periods", periods), ("cells", cells)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value!r}")
    offers = as_offers(offers)
    if offers.atoms:
        raise ValueError(f"offers must have no atoms here, got {offers!r}")
    x, cdf = _cells(offers, cells)
    after: Period | None = None
    for _ in range(periods):
        after = _before(p, x, cdf, after)
    return Opening(
        r1=float(after.offer[0]),
        first_move=MOVES[after.move[0]],
        eu_1=float(after.eu_1[0]),
        eu_2=float(after.eu_2[0]),
        stop=after.stop,
    )


def _cells(offers: Offers, cells: int) -> tuple[Array, Array]:
    """The middles of the cells, and the distribution function at their edges."""
    edges = np.arange(cells + 1) / cells
    return (edges[:-1] + edges[1:]) / 2, np.asarray(offers.smooth(edges), dtype=float)


def _before(p: Params, x: Array, cdf: Array, after: Period | None) -> Period:
    """A period, given the one that follows it; None stands for the end of the game."""
    chance, upto = np.diff(cdf), (cdf[:-1] + cdf[1:]) / 2
    waiting = np.full_like(x, p.phi - 1) if after is None else p.phi - 1 + p.delta * after.eu_2
    # A(x), and what player 1 has where he goes on without her present offer.
    hold = np.maximum(x, waiting)
    left = np.zeros_like(x) if after is None else np.where(waiting > x + TIE, p.delta * after.eu_1, 0.0)
    if (np.diff(hold) < -TIE).any():
        raise ArithmeticError(f"a better standing offer made player 2 worse off at {p!r}")
    # H at every A(x), which falls; and what draws above x are worth to her.
    gain = _above(chance * hold) - hold * (1 - upto)
    lost = _above(chance * left)
    stop = float(np.interp(p.c, gain[::-1], hold[::-1]))
    searches = hold < stop - TIE
    level = np.maximum(stop, hold)
    bets = np.where(searches, upto * (1 - hold) + lost, -np.inf)
    best = np.maximum.accumulate(bets[::-1])[::-1]
    # Where the best bet from x on stands: the nearest cell, from x up, that no later one beats.
    at = np.minimum.accumulate(np.where(bets >= best, np.arange(x.size), x.size - 1)[::-1])[::-1]
    spurned = np.where(searches, upto * left + lost, left)
    buys = 1 - level >= np.maximum(best, spurned) - TIE
    bids = ~buys & (best >= spurned)
    offer = np.where(buys, level, np.where(bids, hold[at], np.nan))
    share = np.where(buys, level, np.where(bids, hold[at] + gain[at] - p.c, hold + np.maximum(gain - p.c, 0.0)))
    return Period(
        offer=offer,
        move=np.where(buys, 0, np.where(searches, 1, 2)),
        eu_1=np.where(buys, 1 - level, np.maximum(best, spurned)),
        eu_2=1 - p.phi + share,
        stop=stop,
    )


def _above(values: Array) -> Array:
    """The sum of what lies above the middle of each cell."""
    return np.cumsum(values[::-1])[::-1] - values / 2
