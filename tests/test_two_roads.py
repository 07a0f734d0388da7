"""Every number has two fathers: the closed form and brute force, which have never heard of each other, meet here."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.equilibrium import REGIMES, c_search, c_switch, delta_underbar, regime
from alliancelib.outside_options.model import OUTCOMES, Equilibrium
from alliancelib.outside_options.solver import backward_induction

POINTS = 10_000
NEAR = 1e-8


def corner(random: Random, p: Params) -> Params:
    """``p`` moved to, or next to, one of the edges where something changes."""
    nudge = random.choice((0.0, 0.0, 1e-12, -1e-12, 1e-9, -1e-9, 1e-5, -1e-5))
    edges = (
        lambda: {"delta": 0.0},
        lambda: {"delta": 1.0},
        lambda: {"c": c_switch(p) + nudge},
        lambda: {"c": c_search(p) + nudge},
        lambda: {"c": 1 / 32 + nudge},
        lambda: {"phi": 1.5 + nudge},
        lambda: {"c": c_switch(p) * random.uniform(0.9, 1), "delta": random.uniform(0, 0.8)},
        lambda: {"c": random.uniform(0.4, 2)},
        lambda: {"delta": min(1.0, max(0.0, delta_underbar(p) + nudge))} if p.c < c_switch(p) else {},
        lambda: {"c": 1 / 32, "delta": 1.0},
    )
    moved = {"phi": p.phi, "c": p.c, "delta": p.delta} | random.choice(edges)()
    return Params(**moved) if moved["c"] > 0 else p


def random_points(n: int) -> Iterator[Params]:
    """Half of the points anywhere, small costs as often as large ones; a quarter at the edges."""
    random = Random("two roads")
    for k in range(n):
        c = math.exp(random.uniform(math.log(1e-5), 0)) if k % 2 else random.uniform(1e-6, 0.06)
        p = Params(phi=random.uniform(1.0001, 1.9999), c=c, delta=random.uniform(0, 1))
        yield corner(random, p) if k % 4 == 0 else p


def worst_gap(one: Equilibrium, other: Equilibrium) -> float:
    """The largest difference between what two solutions say of the path."""
    gaps = [abs(one.eu_1 - other.eu_1), abs(one.eu_2 - other.eu_2)]
    return max(gaps + [abs(one.outcomes[name] - other.outcomes[name]) for name in OUTCOMES])


@pytest.mark.parametrize("part", range(4))  # in parts, so that they run side by side
def test_closed_form_and_backward_induction_agree_at_10_000_points(part):
    for p in islice(random_points(POINTS), part, None, 4):
        closed, brute = solve(p), backward_induction(p)
        assert abs(closed.eu_1 - brute.eu_1) < NEAR and abs(closed.eu_2 - brute.eu_2) < NEAR, p
        assert closed.first_move == brute.first_move, p


@pytest.mark.parametrize("part", range(2))
def test_they_agree_on_the_probabilities_and_off_the_path(part):
    random = Random(f"off the path, {part}")
    for p in islice(random_points(1200), part, None, 2):
        closed, brute = solve(p), backward_induction(p)
        assert worst_gap(closed, brute) < 1e-6, p  # a probability moves with the root of a payoff's error
        r1, x1 = random.random(), random.random()
        for history, action in (((r1,), "search"), ((r1,), "advance"), ((r1, "search", x1), "advance")):
            assert abs(closed.worth(history, action) - brute.worth(history, action)) < NEAR, (p, history, action)
        assert abs(closed.second_offer(x1) - brute.second_offer(x1)) < NEAR, (p, x1)


def test_the_comparison_would_notice_an_error_of_one_in_ten_million():
    p = Params(phi=1.1, c=0.02, delta=0.99)
    closed = solve(p)
    assert worst_gap(closed, backward_induction(p)) < NEAR
    assert worst_gap(replace(closed, eu_2=closed.eu_2 + 1e-7), backward_induction(p)) > NEAR
    assert worst_gap(closed, backward_induction(replace(p, c=0.0200001))) > NEAR


def test_the_points_visit_every_regime():
    seen = {regime(p) for p in random_points(POINTS)}
    assert seen == set(REGIMES)


@pytest.mark.parametrize("find", [solve, backward_induction])
def test_the_first_example_of_the_book(find):
    eq = find(Params(phi=1.1, c=0.02, delta=0.99))
    assert round(eq.r1, 5) == 0.59995
    assert (round(eq.eu_1, 6), round(eq.eu_2, 6)) == (0.265418, 0.568952)
    assert round(eq.outcomes["ad hoc, period 1"] + eq.outcomes["ad hoc, period 2"], 6) == 0.293803


@pytest.mark.parametrize("find", [solve, backward_induction])
def test_where_the_printed_propositions_mislead(find):
    dear = find(Params(phi=1.7, c=0.025, delta=0.95))
    assert round(dear.eu_1, 4) == 0.2236 and dear.first_move == "accept"
    assert abs(find(Params(phi=1.4, c=0.2)).r1 - 0.4) < NEAR
    early = find(Params(phi=1.49, c=0.0312, delta=0.4))
    assert early.first_move == "accept" and abs(early.r1 - (1 - math.sqrt(2 * 0.0312))) < NEAR
    assert not abs(dear.eu_1 - 0.1641) < 0.01  # what Proposition 2's offer really earns there
