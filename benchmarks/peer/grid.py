"""Backward induction as one would first write it: every offer and draw on a grid, every choice tried.

The peer of `solver.backward_induction`. It knows the same rules and ties (`outside_options.model`), is NumPy
throughout, and its payoffs are off by about one cell of the grid.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from alliancelib.outside_options.model import TIE, Params
from alliancelib.outside_options.offers import as_offers

Array = np.ndarray


def cells(offers: Any, n: int) -> tuple[Array, Array]:
    """Draws and their chances: the midpoints of ``n`` cells that hold what is no atom, then the atoms."""
    offers = as_offers(offers)
    edges = np.linspace(0, 1, n + 1)
    chances = np.diff(offers.smooth(edges))
    points = (edges[:-1] + edges[1:]) / 2
    atoms, jumps = zip(*offers.atoms) if offers.atoms else ((), ())
    held = chances > 0
    return np.concatenate([points[held], atoms]), np.concatenate([chances[held], jumps])


def grid_induction(p: Params, offers: Any, n: int) -> tuple[float, float]:
    """Both expected payoffs, with ``n`` + 1 offers of player 1 and draws from ``n`` cells."""
    floor, later = p.phi - 1, p.delta
    x, chance = cells(offers, n)
    # At an atom she would bid a hair more than it, so the atoms, and a hair more, are on the grid of her offers.
    bids = np.unique(np.concatenate([np.linspace(0, 1, n + 1), as_atoms(offers), floor + np.zeros(1)]))

    def search(held: Array) -> Array:
        """What a search is worth to player 2 who holds a proposal, before its cost."""
        return np.maximum(np.maximum(held[..., None], x) - floor, 0) @ chance

    def second_period(x1: Array) -> tuple[Array, Array]:
        """Both players' payoffs in period 2 where x1 stands, or, for x1 = -1, where nothing does."""
        held = np.maximum(bids[:, None], x1)
        worth = search(np.unique(held))[np.searchsorted(np.unique(held), held)] - p.c
        stop = np.maximum(held - floor, 0)
        searches = worth > stop + TIE
        below = np.concatenate([[0], np.cumsum(chance[np.argsort(x)])])[np.searchsorted(np.sort(x), bids)]
        wins = (bids[:, None] >= x1) & (bids[:, None] >= floor - TIE)
        gain = (1 - bids)[:, None] * wins * np.where(searches, below[:, None], 1)
        best = np.argmax(gain > gain.max(axis=0) - TIE, axis=0)
        columns = np.arange(x1.size)
        return gain[best, columns], np.maximum(worth, stop)[best, columns]

    alone_1, alone_2 = (later * value[0] for value in second_period(np.array([-1.0])))
    wait_1, wait_2 = (later * value for value in second_period(x))

    now = np.maximum(bids[:, None], x) - floor
    waits = wait_2 > now + TIE
    gain_1 = np.where(waits, wait_1, (1 - bids)[:, None] * (x <= bids[:, None])) @ chance
    worths = np.stack([bids - floor, np.maximum(now, wait_2) @ chance - p.c, np.full(bids.size, alone_2)])
    gains = np.stack([1 - bids, gain_1, np.full(bids.size, alone_1)])
    # T1: of equally good replies the sure ones come first, and now before later.
    reply = np.array([0, 2, 1])[np.argmax(worths[[0, 2, 1]] >= worths.max(axis=0) - TIE, axis=0)]
    eu_1 = gains[reply, np.arange(bids.size)]
    best = int(np.argmax(eu_1))
    return float(eu_1[best]), float(worths[reply[best], best])


def as_atoms(offers: Any) -> Array:
    """The atoms of a distribution and a hair more than each, as bids."""
    points = np.array([point for point, _ in as_offers(offers).atoms])
    return np.minimum(np.concatenate([points, points + 1e-11]), 1)
