"""The closed form over arrays against both one-point sources, and simulated plays against expected payoffs."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from alliancelib.outside_options import equilibrium
from alliancelib.outside_options.arrays import FIRST_MOVES, simulate, solve
from alliancelib.outside_options.model import OUTCOMES, Params, after, payoffs, read
from alliancelib.outside_options.offers import Atoms, Mixture, Uniform
from alliancelib.outside_options.solver import backward_induction


def points(n, seed):
    """``n`` parameter points: the whole range, both ends of delta, and the costs where the regime changes."""
    rng = np.random.default_rng(seed)
    phi, a = (draw := rng.uniform(1.0005, 1.9995, n)), np.maximum(0.5, draw - 1)
    patience = [np.zeros(n), np.ones(n), rng.random(n), rng.uniform(0.75, 1, n), rng.uniform(0.75, 1, n)]
    edges = [np.full(n, 1 / 32), np.full(n, 1 / 32 - 1e-13), (2 - phi) ** 2 / 2, (a * (1 - a)) ** 2 / 2]
    costs = [rng.uniform(1e-6, 1 / 32, n), rng.uniform(1e-6, 0.7, n), 10 ** rng.uniform(-7, 0, n), *edges]
    delta = np.choose(rng.integers(0, len(patience), n), patience)
    return phi, np.choose(rng.integers(0, len(costs), n), costs), delta


def largest_difference(solutions, k, eq):
    found = [solutions.r1[k], solutions.eu_1[k], solutions.eu_2[k], *(solutions.outcomes[o][k] for o in OUTCOMES)]
    stated = [eq.r1, eq.eu_1, eq.eu_2, *(eq.outcomes[o] for o in OUTCOMES)]
    moved = FIRST_MOVES[solutions.first_move[k]] != eq.first_move
    return max(abs(a - b) for a, b in zip(found, stated)) + moved


@pytest.mark.parametrize(("source", "n"), [(equilibrium.solve, 4000), (backward_induction, 800)])
def test_the_map_agrees_with_the_one_point_sources(source, n):
    phi, c, delta = points(n, seed=n)
    solutions = solve(phi, c, delta)
    for k in range(n):
        p = Params(phi=float(phi[k]), c=float(c[k]), delta=float(delta[k]))
        assert largest_difference(solutions, k, source(p)) < 1e-8, p


def test_a_wrong_map_would_be_noticed():
    phi, c, delta = points(50, seed=1)
    wrong = solve(phi, c * 1.01, delta)
    eqs = [equilibrium.solve(Params(phi=float(a), c=float(b), delta=float(d))) for a, b, d in zip(phi, c, delta)]
    assert max(largest_difference(wrong, k, eq) for k, eq in enumerate(eqs)) > 1e-4


def test_arguments_are_broadcast():
    solutions = solve(np.linspace(1.05, 1.95, 7)[:, None], np.geomspace(1e-3, 1, 5), 0.95)
    assert solutions.r1.shape == solutions.pr_new.shape == solutions.outcomes["none"].shape == (7, 5)
    one = solve(np.linspace(1.05, 1.95, 7)[2], np.geomspace(1e-3, 1, 5)[3], 0.95)
    assert solutions.eu_1[2, 3] == pytest.approx(one.eu_1, abs=1e-12)
    assert solve(1.1, 0.02, 0.99).r1.shape == ()
    assert sum(solutions.outcomes.values()) == pytest.approx(np.ones((7, 5)))


def test_figure_4_peaks_where_the_search_stops():
    """phi = 1.1, delta = .99: EU2 is .65 at c = 1/32, and less at every other c."""
    c = np.linspace(0.001, 0.4, 4000)
    assert solve(1.1, 1 / 32, 0.99).eu_2 == pytest.approx(0.65)
    assert solve(1.1, c, 0.99).eu_2.max() < 0.65
    assert not solve(1.65, c, 0.99).eu_2.max() < solve(1.65, 1 / 32, 0.99).eu_2


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("phi must lie in (1, 2), got 2.0", ([1.1, 2.0], 0.1, 0.9)),
        ("c must be positive, got 0.0", (1.1, [0.1, 0.0], 0.9)),
        ("c must be positive, got nan", (1.1, [0.1, float("nan")], 0.9)),
        ("delta must lie in [0, 1], got 1.1", (1.1, 0.1, [[0.9], [1.1]])),
    ],
)
def test_values_outside_the_model_are_refused(name, given):
    with pytest.raises(ValueError) as refusal:
        solve(*given)
    assert str(refusal.value) == name


# --- simulation -----------------------------------------------------------------------------------------------

CASES = [
    (Params(phi=1.1, c=0.02, delta=0.99), Uniform(), None),
    (Params(phi=1.1, c=0.001, delta=0.9), Uniform(), None),
    (Params(phi=1.6, c=0.01, delta=0.8), Uniform(), None),
    (Params(phi=1.1, c=0.02, delta=0.95), Mixture((Uniform(), Atoms((0.6,), (1,))), (0.7, 0.3)), None),
    (Params(phi=1.1, c=0.02, delta=0.95), scipy.stats.beta(0.5, 0.5), (0.0, 0.2, 0.41, 0.5, 0.6)),
    (Params(phi=1.26, c=0.01, delta=0.99), Atoms((0, 0.68, 0.97), (0.41, 0.34, 0.25)), None),
    (Params(phi=1.5, c=0.01, delta=0.9), Uniform(), (0.1, 0.3)),
]


@pytest.mark.parametrize(("p", "offers", "bids"), CASES)
def test_many_plays_average_to_the_expected_payoffs(p, offers, bids):
    eq = backward_induction(p, offers, bids)
    plays = simulate(p, 200_000, seed=5, eq=eq)
    for mean, expected, error in zip(plays.means, (eq.eu_1, eq.eu_2), plays.standard_errors):
        assert abs(mean - expected) <= 4.5 * error + 1e-12
    for outcome, share in plays.shares.items():
        assert abs(share - eq.outcomes[outcome]) < 4.5 * np.sqrt(0.25 / 200_000)


@pytest.mark.parametrize(("p", "offers", "bids"), CASES)
def test_each_play_is_the_play_of_the_plan(p, offers, bids):
    eq = backward_induction(p, offers, bids)
    plays = simulate(p, 300, seed=6, eq=eq)
    for k in range(300):
        play = read(played(eq, plays.x1[k], plays.x2[k]))
        assert play.outcome == OUTCOMES[plays.outcome[k]]
        assert play.r2 is None and np.isnan(plays.r2[k]) or play.r2 == plays.r2[k]
        paid = payoffs(p, play)
        assert (plays.payoff_1[k], plays.payoff_2[k]) == pytest.approx((paid["player 1"], paid["player 2"]), abs=1e-12)


def played(eq, x1, x2):
    """The history that the plan makes of the draws x1 and x2."""
    history = (eq.r1,)
    while (play := read(history)).stage != "over":
        step = {
            "first response": lambda: eq.first_response(play.r1),
            "first draw": lambda: float(x1),
            "after search": lambda: eq.response_after_search(play.r1, play.x1),
            "second offer": lambda: eq.second_offer(play.x1),
            "second response": lambda: eq.second_response(play.r2, play.x1),
            "second draw": lambda: float(x2),
            "final response": lambda: eq.final_response(play.r2, play.x1, play.x2),
        }[play.stage]
        history = (*history, step())
        after(play, history[-1])
    return history


def test_a_simulation_of_other_parameters_would_be_noticed():
    p = Params(phi=1.1, c=0.02, delta=0.99)
    plays, other = simulate(p, 200_000, seed=5), equilibrium.solve(Params(phi=1.1, c=0.025, delta=0.99))
    assert abs(plays.means[1] - other.eu_2) > 4.5 * plays.standard_errors[1]


def test_the_same_seed_gives_the_same_plays():
    p = Params(phi=1.1, c=0.02, delta=0.99)
    first, again, other = simulate(p, 1000, seed=1), simulate(p, 1000, seed=1), simulate(p, 1000, seed=2)
    assert np.array_equal(first.x1, again.x1) and np.array_equal(first.payoff_2, again.payoff_2)
    assert not np.array_equal(first.x1, other.x1)


def test_where_the_first_offer_is_accepted_nothing_is_drawn():
    plays = simulate(Params(phi=1.1, c=0.1, delta=0.95), 100, seed=1)
    assert np.isnan(plays.x1).all() and np.isnan(plays.r2).all() and np.isnan(plays.x2).all()
    assert plays.shares["ally, period 1"] == 1 and FIRST_MOVES[plays.first_move] == "accept"


def test_a_simulation_needs_plays_and_a_plan_it_can_follow():
    p = Params(phi=1.1, c=0.02, delta=0.99)
    with pytest.raises(ValueError, match="n must be at least 1, got 0"):
        simulate(p, 0, seed=1)
    with pytest.raises(ValueError, match="backward_induction"):
        simulate(p, 10, seed=1, eq=equilibrium.solve(p))
    with pytest.raises(ValueError, match="backward_induction"):
        simulate(p, 10, seed=1, eq=backward_induction(Params(phi=1.2, c=0.02, delta=0.99)))
