"""Where Propositions 1 and 2, taken literally, are right: the share of each block of the parameters.

The shares are those of an independent solution of the game, on the midpoints of equal cells.
"""

from __future__ import annotations

import pytest

from alliancelib.outside_options import Params, paper, solve

DELTAS = (0.9, 0.95, 0.99, 1.0)
NEAR = 1e-6

# (phi, c): for each delta the share with the right r1, and the share with the right r1 and both payoffs.
SHARES = {
    ("phi < 3/2", "c < 1/32"): ((1.0, 0.139), (1.0, 0.294), (1.0, 0.641), (1.0, 1.0)),
    ("phi < 3/2", "c > 1/32"): ((0.556, 0.556),) * 4,
    ("phi > 3/2", "c < 1/32"): ((0.0, 0.0),) * 4,
    ("phi > 3/2", "c > 1/32"): ((0.044, 0.044),) * 4,
}


def midpoints(low: float, high: float, cells: int) -> list[float]:
    return [low + (high - low) * (k + 0.5) / cells for k in range(cells)]


AXIS = {
    "phi < 3/2": midpoints(1, 1.5, 20),
    "phi > 3/2": midpoints(1.5, 2, 20),
    "c < 1/32": midpoints(0, 1 / 32, 32),
    "c > 1/32": midpoints(1 / 32, 1 / 2, 32),
}


def shares(block: tuple[str, str], delta: float, shift: float = 0.0) -> tuple[float, float]:
    """The share of the block where the printed r1 is right, and where r1 and both payoffs are; ``shift`` spoils r1."""
    points = [Params(phi=phi, c=c, delta=delta) for phi in AXIS[block[0]] for c in AXIS[block[1]]]
    pairs = [(paper.solve(p), solve(p)) for p in points]
    offers = [abs(printed.r1 + shift - true.r1) < NEAR for printed, true in pairs]
    payoffs = [max(abs(one.eu_1 - two.eu_1), abs(one.eu_2 - two.eu_2)) < NEAR for one, two in pairs]
    both = [r1 and eu for r1, eu in zip(offers, payoffs)]
    return round(sum(offers) / len(points), 3), round(sum(both) / len(points), 3)


@pytest.mark.parametrize("block", SHARES, ids=" and ".join)
@pytest.mark.parametrize("delta", DELTAS)
def test_the_printed_propositions_are_right_in_this_share_of_the_block(block, delta):
    assert shares(block, delta) == SHARES[block][DELTAS.index(delta)]


def test_a_spoilt_offer_would_change_the_map():
    block = ("phi < 3/2", "c < 1/32")
    assert shares(block, 1.0, shift=1e-5) == (0.0, 0.0) != SHARES[block][DELTAS.index(1.0)]
