"""Any number of periods: two of them against the closed form and the solver, more by grids that are refined."""

from __future__ import annotations

import math
import random

import pytest
import scipy.stats

from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.equilibrium import theta
from alliancelib.outside_options.horizon import opening
from alliancelib.outside_options.offers import Atoms
from alliancelib.outside_options.solver import backward_induction

P = Params(phi=1.1, c=0.02, delta=0.99)
FREE = Params(phi=1.1, c=1e-9, delta=0.99)


def anywhere(count: int) -> list[Params]:
    draw = random.Random(7)
    return [
        Params(
            phi=draw.uniform(1.01, 1.99),
            c=draw.choice((draw.uniform(1e-4, 0.05), draw.uniform(1e-4, 0.5))),
            delta=draw.choice((draw.random(), draw.uniform(0.9, 1), 1.0)),
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("p", anywhere(30), ids=repr)
def test_two_periods_are_the_papers_game(p):
    found, exact = opening(p, 2), solve(p)
    assert found.first_move == exact.first_move
    assert (found.eu_1, found.eu_2) == pytest.approx((exact.eu_1, exact.eu_2), abs=5e-5)
    assert found.r1 == pytest.approx(exact.r1, abs=1e-4)


@pytest.mark.parametrize("shape", [(5, 2), (2, 2), (2, 5), (0.5, 0.5), (0.3, 0.3)])
@pytest.mark.parametrize("c", [0.005, 0.06])
def test_other_partners_are_the_solvers(shape, c):
    p, offers = Params(phi=1.3, c=c, delta=0.95), scipy.stats.beta(*shape)
    found, exact = opening(p, 2, offers), backward_induction(p, offers)
    assert found.first_move == exact.first_move
    assert (found.eu_1, found.eu_2) == pytest.approx((exact.eu_1, exact.eu_2), abs=5e-5)


@pytest.mark.parametrize("c", [0.001, 0.02, 0.0312])
def test_one_period_is_solved_by_hand(c):
    """She offers 1/2 and he searches: theta(1/2) to him, 1/4 to her (eq. (2), eq. (4)); from c = 1/32 on, r_star."""
    p = Params(phi=1.1, c=c, delta=0.99)
    found = opening(p, 1)
    assert found.first_move == "search" and found.r1 == pytest.approx(1 / 2, abs=1e-4)
    assert (found.eu_1, found.eu_2) == pytest.approx((1 / 4, theta(p, 1 / 2)), abs=1e-4)
    assert found.stop == pytest.approx(1 - math.sqrt(2 * c), abs=1e-4)


def test_one_period_from_the_border_on():
    found = opening(Params(phi=1.1, c=0.04, delta=0.5), 1)
    assert found.first_move == "accept" and found.eu_1 == pytest.approx(math.sqrt(0.08), abs=1e-4)


def test_the_grids_error_falls_with_its_cells():
    exact = solve(P)
    errors = [abs(opening(P, 2, cells=cells).eu_2 - exact.eu_2) for cells in (200, 2_000, 20_000)]
    assert errors[0] > 3 * errors[1] > 9 * errors[2] and errors[2] < 1e-5


@pytest.mark.parametrize("periods", [3, 4, 6])
@pytest.mark.parametrize("p", [FREE, P, Params(phi=1.6, c=0.01, delta=0.9)], ids=repr)
def test_more_periods_settle_as_the_grid_is_refined(periods, p):
    coarse, fine = (opening(p, periods, cells=cells) for cells in (4_000, 40_000))
    assert coarse.first_move == fine.first_move
    assert (coarse.eu_1, coarse.eu_2) == pytest.approx((fine.eu_1, fine.eu_2), abs=2e-4)


def test_three_periods_by_hand_where_the_future_counts_for_nothing():
    """At delta = 0 every game is its first period."""
    p = Params(phi=1.1, c=0.02, delta=0)
    assert opening(p, 3) == opening(p, 1)
    assert opening(P, 3) != opening(P, 1)


def test_time_is_worth_something_to_him_where_search_is_free():
    worths = [opening(FREE, periods).eu_2 for periods in range(1, 7)]
    assert worths == sorted(worths)
    assert worths[:2] == pytest.approx([0.525, 0.602975], abs=1e-4)


def test_a_search_that_is_worthless_stays_so():
    p = Params(phi=1.4, c=0.2, delta=0.95)
    for periods in (1, 2, 5):
        found = opening(p, periods)
        assert found.first_move == "accept" and found.r1 == pytest.approx(0.4) and found.eu_2 == pytest.approx(0)


def test_what_it_cannot_do_is_refused():
    with pytest.raises(ValueError, match="no atoms"):
        opening(P, 2, Atoms((0.0, 0.9), (0.6, 0.4)))
    with pytest.raises(ValueError, match="periods must be at least 1, got 0"):
        opening(P, 0)
    with pytest.raises(ValueError, match="cells must be at least 1, got 0"):
        opening(P, 2, cells=0)
