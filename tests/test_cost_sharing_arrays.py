"""The map against the one-point theory, edges included; simulated plays against expected payoffs and Bayes' rule."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import astuple, fields, replace

import numpy as np
import pytest
from points import anywhere, assumed, inside

from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing import equilibria, select
from alliancelib.cost_sharing import equilibrium as theory
from alliancelib.cost_sharing.arrays import NOTHING, Solutions, simulate, solve
from alliancelib.cost_sharing.equilibrium import NAMES
from alliancelib.cost_sharing.model import OUTCOMES, PLAYERS, TIE, TYPES, Params, payoffs, prior, read
from alliancelib.cost_sharing.solver import bayes

B0 = Params(
    p_l=0.3, p_m=0.5, p_h=0.8, c_A=0.1, c_T=0.1, c_C=0.1, beta_lo=0.3, beta_hi=0.8, phi=0.5, pi=0.2, l=-0.3, a_max=1.5
)
LETTERS = [declared.name for declared in symbols(Params)]

# --- points ---------------------------------------------------------------------------------------------------------


def above(rng: random.Random) -> Params:
    """A point at which both threats to leave are credible."""
    p = assumed(rng)
    return replace(p, pi=max(theory.window(p)) * rng.uniform(1.001, 3))


def moved(p: Params) -> list[Params]:
    """The point moved to the edges: the ends of every range of pi, l = 0, l = l_star, a_max = a_star or d1, mu_star."""
    a, low, high, other = theory.a_star(p), *theory.window(p), theory.pi_leaves(p, "committed", "middle")
    changes = [{"pi": pi} for pi in (low, high, other)]
    changes += [{"pi": pi, **more} for pi in (low, high) for more in ({"l": 0.0}, {"a_max": a}, {"l": 0.0, "a_max": a})]
    changes += [{"l": 0.0}, {"a_max": a}, {"a_max": theory.d1(p)}, {"a_max": a, "l": abs(p.l)}]
    changes += [{"phi": theory.mu_star(p), "l": abs(p.l)}, {"phi": theory.mu_star(p), "pi": 1.3 * high, "l": 0.9}]
    if p.a_max > a + 1e-6 and 0 < theory.l_star(p) < 1:
        changes.append({"l": theory.l_star(p)})
    return [replace(p, **change) for change in changes if change.get("pi", 1) > 0]


def smudged(p: Params) -> list[Params]:
    """The point moved to within the tolerance of ties of an edge, or just out of it."""
    a, (low, high) = theory.a_star(p), theory.window(p)
    changes = [{"l": k * TIE} for k in (-1.1, -0.9, 1e-4, 0.5, 1)] + [
        {"a_max": a + k * TIE} for k in (-0.5, 0.5, 1.5, 2.5)
    ]
    changes += [{"pi": pi + k * TIE} for pi in (low, high) for k in (-0.5, 0.5, 2)]
    if p.a_max > a + 1e-6 and 0 < theory.l_star(p) < 1 - 1e-6:
        changes += [{"l": theory.l_star(p) + k * TIE} for k in (-0.5, 0.5, 2)]
    return [replace(p, **change) for change in changes if change.get("pi", 1) > 0]


def map_of(points: list[Params]) -> Solutions:
    return solve(**dict(zip(LETTERS, np.array([astuple(p) for p in points]).T)))


def difference(solutions: Solutions, k: int, eq) -> float:
    """How far the map is from an equilibrium, at its k-th point; at least 1 where what happens is another thing."""
    gaps = [float(NAMES[solutions.name[k]] != eq.name)]
    for type in TYPES:
        found, paid = solutions.play[type], {who: solutions.payoffs[type][who][k] for who in PLAYERS}
        if type not in eq.play:
            told = (found.demand[k], found.x[k], *paid.values())
            gaps.append(float(not np.isnan(told).all() or found.outcome[k] != NOTHING or found.settles[k]))
            continue
        path = eq.play[type]
        gaps.append(float(found.outcome[k] != OUTCOMES.index(path.outcome) or found.settles[k] != path.settles))
        gaps += [abs(found.x[k] - path.x), *(abs(paid[who] - eq.payoffs[type][who]) for who in PLAYERS)]
        is_offer = path.demand is not None
        gaps.append(abs(found.demand[k] - path.demand) if is_offer else float(not np.isnan(found.demand[k])))
    # A nan compared with a number is no small difference.
    return max(np.inf if np.isnan(gap) else gap for gap in gaps)


def largest_difference(points: list[Params]) -> float:
    solutions = map_of(points)
    return max(difference(solutions, k, select(p)) for k, p in enumerate(points))


# --- the map --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "n"), [(anywhere, 1000), (assumed, 1500), (inside, 1500), (above, 1000)])
def test_the_map_agrees_with_the_one_point_theory(make, n):
    rng = random.Random(make.__name__)
    assert largest_difference([make(rng) for _ in range(n)]) < 1e-12


@pytest.mark.parametrize("make", [assumed, inside, above])
def test_the_map_agrees_at_the_edges(make):
    rng = random.Random(make.__name__)
    assert largest_difference([edge for _ in range(80) for edge in moved(make(rng))]) < 1e-12


@pytest.mark.parametrize("make", [inside, above])
def test_the_map_agrees_within_the_tolerance_of_an_edge(make):
    rng = random.Random(make.__name__)
    assert largest_difference([edge for _ in range(40) for edge in smudged(make(rng))]) < 1e-12


def test_every_name_is_met():
    rng = random.Random(5)
    points = [make(rng) for make in (anywhere, assumed, inside, above) for _ in range(2500)]
    names = Counter(map_of(points).names.tolist())
    assert set(names) == set(NAMES)
    assert not set(map_of([replace(p, l=-0.5) for p in points]).names.tolist()) == set(NAMES)


def test_a_wrong_map_would_be_noticed():
    rng = random.Random(6)
    points = [inside(rng) for _ in range(100)]
    wrong = map_of([replace(p, c_T=p.c_T * 1.0001) for p in points])
    assert min(difference(wrong, k, select(p)) for k, p in enumerate(points)) > 1e-9


def test_a_map_that_settles_ties_otherwise_would_be_noticed():
    """Each edge, and the same a little further on, where another case begins."""
    l_star, (low, high) = theory.l_star(B0), theory.window(B0)
    for edge, names in {
        ("l", 0.0, -1e-9): ("separating 2", "separating 1"),
        ("l", l_star, 1e-9): ("separating 2", "separating 3"),
        ("a_max", theory.a_star(B0), 1e-9): ("cap", "separating 2"),
        ("pi", low, 1e-9): ("no credible threat", "separating 2"),
        ("pi", high, 1e-9): ("separating 2", "both paid"),
    }.items():
        letter, at, step = edge
        points = [replace(B0, **{"l": 0.2, letter: value}) for value in (at, at + step)]
        solutions = map_of(points)
        assert tuple(solutions.names) == names
        eq, beyond = map(select, points)
        assert difference(solutions, 0, eq) < 1e-12
        assert not difference(solutions, 0, beyond) < 1e-12


@pytest.mark.parametrize(
    ("change", "name", "paid"),
    [
        ({"l": -0.3}, "separating 1", (0.36, 0.36)),
        ({"l": 0.2}, "separating 2", (0.66, 0.61)),
        ({"l": 0.7}, "separating 3", (1.41, 1.11)),
        ({"l": 0.2, "a_max": 0.4}, "cap", (0.44, 0.49)),
        ({"pi": 0.05}, "no credible threat", (0.51, 0.16)),
        ({"pi": 0.3, "l": 0.1}, "both paid", (0.59, 0.46)),
    ],
)
def test_the_worked_examples(change, name, paid):
    solutions = solve(**change)
    assert NAMES[solutions.name] == solutions.names == name
    assert [solutions.payoffs[type]["ally"] for type in TYPES] == pytest.approx(paid)
    assert not solve(**{**change, "c_T": 0.11}).payoffs["committed"]["ally"] == pytest.approx(paid[0])


def test_the_cutoffs_are_those_of_the_theory():
    rng = random.Random(7)
    points = [anywhere(rng) for _ in range(200)]
    solutions = map_of(points)
    for k, p in enumerate(points):
        stated = (theory.a_star(p), theory.d1(p), theory.mu_star(p), *theory.window(p), theory.robust_window(p)[1])
        found = ("a_star", "d1", "mu_star", "window_low", "window_high", "robust_high")
        assert tuple(getattr(solutions, name)[k] for name in found) == pytest.approx(stated, abs=1e-12)
        exists = p.a_max > theory.a_star(p)
        l_star = theory.l_star(p) if exists else np.nan
        assert solutions.l_star[k] == pytest.approx(l_star, rel=1e-9, nan_ok=True)
    assert 20 < np.isnan(solutions.l_star).sum() < 180
    moved = theory.l_star(replace(points[0], a_max=2, pi=points[0].pi + 0.01))
    assert not solutions.l_star[0] == pytest.approx(moved, rel=1e-9)


def test_arguments_are_broadcast():
    l, pi = np.linspace(-0.9, 0.9, 7), np.linspace(0.02, 0.5, 40)  # noqa: E741
    solutions = solve(l=l[:, None], pi=pi, a_max=[[[1.5]], [[0.4]]])
    for f in fields(Solutions):
        if f.name not in ("play", "payoffs"):
            assert getattr(solutions, f.name).shape == (2, 7, 40), f.name
    for type in TYPES:
        shapes = {getattr(solutions.play[type], f.name).shape for f in fields(solutions.play[type])}
        assert shapes | {solutions.payoffs[type][who].shape for who in PLAYERS} == {(2, 7, 40)}
    p = replace(B0, l=float(l[5]), pi=float(pi[11]), a_max=0.4)
    one = solve(l=p.l, pi=p.pi, a_max=0.4)
    assert one.name.shape == one.l_star.shape == ()
    assert solutions.names[1, 5, 11] == one.names == select(p).name
    hers = pytest.approx(float(one.payoffs["committed"]["ally"]), abs=1e-12)
    assert solutions.payoffs["committed"]["ally"][1, 5, 11] == hers
    assert not solutions.payoffs["committed"]["ally"][0, 5, 11] == hers
    with pytest.raises(ValueError, match="shape mismatch"):
        solve(l=[0.1, 0.2], pi=[0.1, 0.2, 0.3])


def test_a_map_of_many_blocks_is_the_map_of_its_rows():
    l, pi = np.linspace(-0.9, 0.9, 300), np.linspace(0.02, 0.3, 300)  # noqa: E741
    whole = solve(l=l[:, None], pi=pi)
    for row in (0, 54, 55, 299):
        assert np.array_equal(whole.name[row], solve(l=l[row], pi=pi).name)
    assert not np.array_equal(whole.name[0], whole.name[299])


def test_an_empty_array_has_an_empty_answer():
    empty = solve(l=np.zeros((3, 0)))
    assert empty.name.shape == empty.l_star.shape == empty.play["committed"].x.shape == (3, 0)


def test_what_is_missing_has_its_default():
    default = Params()
    assert difference(map_of([default]), 0, select(default)) < 1e-12
    by_default = solve(l=[0.2])
    assert difference(by_default, 0, select(replace(default, l=0.2))) < 1e-12
    assert not difference(by_default, 0, select(default)) < 1e-12


def test_no_equilibrium_is_no_play():
    solutions = solve(c_A=[0.1, 0.155])
    assert solutions.names.tolist() == ["separating 1", "outside the assumptions"]
    for type in TYPES:
        path = solutions.play[type]
        assert path.outcome[1] == NOTHING and np.isnan(path.x[1]) and not path.settles[1]
        assert np.isnan(solutions.payoffs[type]["target"][1])
        assert path.outcome[0] != NOTHING and not np.isnan(path.x[0]) and path.settles[0]


def test_war_is_on_the_path_where_the_challenger_bets_on_abandonment():
    solutions = solve(pi=0.3, l=0.7, phi=[0.3, 0.8])
    assert solutions.names.tolist() == ["both leave"] * 2
    assert solutions.play["committed"].settles.tolist() == [False, True]
    assert solutions.play["uncommitted"].settles.tolist() == [True, True]
    assert solutions.play["committed"].x == pytest.approx([0.2, 0.4])
    assert solutions.payoffs["committed"]["challenger"] == pytest.approx([0.4, 0.6])


@pytest.mark.parametrize(
    ("message", "given"),
    [
        ("p_l must lie in (0, 1), got 0.0", {"p_l": [0.1, 0.0, -1]}),
        ("p_h must lie in (0, 1), got 1.0", {"p_h": 1}),
        ("c_A must be positive, got -0.1", {"c_A": [[0.1], [-0.1]]}),
        ("c_C must be positive, got nan", {"c_C": [0.1, float("nan")]}),
        ("a_max must be positive, got inf", {"a_max": [1.5, float("inf")]}),
        ("l must lie in (-1, 1), got -1.0", {"l": np.linspace(0, -1, 5)}),
        ("p_l must be less than p_m, got p_l = 0.5 and p_m = 0.5", {"p_l": [0.3, 0.5, 0.6]}),
        ("p_m must be less than p_h, got p_m = 0.7 and p_h = 0.65", {"p_m": [0.6, 0.7], "p_h": [[0.8], [0.65]]}),
        ("beta_lo must be less than beta_hi, got beta_lo = 0.9 and beta_hi = 0.8", {"beta_lo": [[0.2, 0.9]]}),
    ],
)
def test_values_outside_the_model_are_refused(message, given):
    with pytest.raises(ValueError) as refusal:
        solve(**given)
    assert str(refusal.value) == message


@pytest.mark.parametrize("given", [{"p_l": 0.0}, {"pi": -1.0}, {"p_m": 0.2}, {"beta_hi": 0.3}, {"l": 1.0}])
def test_a_refusal_is_worded_as_that_of_one_point(given):
    with pytest.raises(ValueError) as refusal:
        solve(**given)
    with pytest.raises(ValueError) as stated:
        Params(**given)
    assert str(refusal.value) == str(stated.value)
    with pytest.raises(ValueError) as other:
        Params(phi=2.0)
    assert not str(refusal.value) == str(other.value)


def test_an_unknown_letter_is_refused():
    with pytest.raises(TypeError, match="unexpected keyword argument 'delta'"):
        solve(delta=0.9)


# --- simulation -----------------------------------------------------------------------------------------------------

N = 200_000
CASES = {
    "separating 1": B0,
    "separating 2": replace(B0, l=0.2, phi=0.3),
    "separating 3": replace(B0, l=0.7, phi=0.8),
    "cap": replace(B0, l=0.2, a_max=0.4),
    "no credible threat": replace(B0, pi=0.05, l=0.3, phi=0.2),
    "both paid": replace(B0, pi=0.3, l=0.1),
    "war": replace(B0, pi=0.3, l=0.7, phi=0.3),
    "both leave, no war": replace(B0, pi=0.3, l=0.7, phi=0.8),
}


def expected(eq) -> dict[str, float]:
    """The payoffs before the type is drawn."""
    return {who: sum(prior(eq.p, type) * eq.payoffs[type][who] for type in TYPES) for who in PLAYERS}


def is_near(plays, eq) -> bool:
    """Whether the means are the payoffs of an equilibrium, up to chance."""
    payoffs = expected(eq)
    return all(abs(plays.means[who] - payoffs[who]) <= 4 * plays.standard_errors[who] + 1e-9 for who in PLAYERS)


@pytest.mark.parametrize("case", CASES)
def test_many_plays_average_to_the_expected_payoffs(case):
    p = CASES[case]
    plays = simulate(p, N, seed=5)
    assert is_near(plays, select(p))
    assert not is_near(plays, select(replace(p, c_T=0.105)))
    assert plays.payoffs["ally"].shape == plays.type.shape == plays.won.shape == (N,)


@pytest.mark.parametrize("case", CASES)
def test_each_type_averages_to_its_own_payoffs(case):
    p = CASES[case]
    eq, plays = select(p), simulate(p, N, seed=6)
    means = {}
    for k, type in enumerate(TYPES):
        of_type = plays.payoffs["ally"][plays.type == k]
        means[type] = (of_type.mean(), 4 * of_type.std() / np.sqrt(len(of_type)) + 1e-9)
        assert abs(means[type][0] - eq.payoffs[type]["ally"]) <= means[type][1]
    if eq.payoffs["committed"]["ally"] != pytest.approx(eq.payoffs["uncommitted"]["ally"]):
        assert not abs(means["committed"][0] - eq.payoffs["uncommitted"]["ally"]) <= means["committed"][1]


@pytest.mark.parametrize("case", CASES)
def test_frequencies_are_what_bayes_rule_says(case):
    p = CASES[case]
    plays, stated = simulate(p, N, seed=7), bayes(select(p).profile, p)
    assert set(plays.beliefs) == set(stated)
    for (n, a), mu in stated.items():
        error = 4 * np.sqrt(mu * (1 - mu) / (plays.shares[n] * N))
        assert abs(plays.beliefs[n, a] - mu) <= error
        assert plays.belief(n, a) == plays.beliefs[n, a]
        assert not abs(plays.beliefs[n, a] - (mu + 0.02)) <= error
    assert sum(plays.shares.values()) == pytest.approx(1)


def test_a_belief_can_be_about_one_demand_or_about_all():
    """B0(l = .7): both demand a_max, so that the demand tells nothing and the withdrawal everything."""
    plays = simulate(replace(B0, l=0.7), 1000, seed=1)
    assert plays.belief("withdrawal") == plays.belief("withdrawal", 1.5) == 0
    assert plays.belief("free-riding") == 1
    with pytest.raises(ValueError, match="no play ended in 'sharing'"):
        plays.belief("sharing")
    with pytest.raises(ValueError, match=r"no play ended in 'withdrawal' over the demand 0\.5"):
        plays.belief("withdrawal", 0.5)
    with pytest.raises(ValueError, match="n must be one of .*, got 'peace'"):
        plays.belief("peace")


@pytest.mark.parametrize("case", CASES)
def test_each_play_keeps_the_rules(case):
    """Every play, written out as a history and read by the rules, pays what the simulation says."""
    p = CASES[case]
    plays = simulate(p, 200, seed=8)
    assert all(is_paid_by_the_rules(plays, k, p) for k in range(200))
    assert not all(is_paid_by_the_rules(plays, k, replace(p, beta_lo=0.2)) for k in range(200))


def is_paid_by_the_rules(plays, k, p) -> bool:
    return {who: plays.payoffs[who][k] for who in PLAYERS} == pytest.approx(payoffs(p, read(history(plays, k))))


def history(plays, k):
    """The k-th play as the rules write it; a committed ally fights."""
    n, x = OUTCOMES[plays.outcome[k]], float(plays.x[k])
    answers = {"sharing": ("accept",), "free-riding": ("reject", "stay"), "withdrawal": ("reject", "withdraw")}
    start = ("no offer",) if n == "no offer" else (float(plays.demand[k]), *answers[n])
    war = ("fight", "intervene", "win" if plays.won[k] else "lose")
    return (TYPES[plays.type[k]], *start, x, *(("settle",) if plays.settled[k] else war))


def test_wars_are_won_as_often_as_the_model_says():
    plays = simulate(CASES["war"], N, seed=9)
    wars = ~plays.settled
    assert np.array_equal(wars, plays.type == TYPES.index("committed"))
    assert not plays.won[~wars].any()
    error = 4 * np.sqrt(0.25 / wars.sum())
    assert abs(plays.won[wars].mean() - CASES["war"].p_m) <= error
    assert not abs(plays.won[wars].mean() - CASES["war"].p_h) <= error
    assert simulate(CASES["both leave, no war"], 1000, seed=9).settled.all()


def test_another_equilibrium_can_be_played():
    """B0(l = .3): with free beliefs the play of separating 3 is an equilibrium as well."""
    p = replace(B0, l=0.3)
    other = next(family.example for family in equilibria(p) if family.name == "separating 3")
    plays, taught = simulate(p, N, seed=10, eq=other), simulate(p, N, seed=10)
    assert plays.eq is other and is_near(plays, other) and not is_near(taught, other)
    assert plays.shares["withdrawal"] > 0.4 and taught.shares["withdrawal"] == 0


def test_the_same_seed_gives_the_same_plays():
    p = CASES["war"]
    first, again, other = simulate(p, 1000, seed=1), simulate(p, 1000, seed=1), simulate(p, 1000, seed=2)
    assert np.array_equal(first.type, again.type) and np.array_equal(first.payoffs["ally"], again.payoffs["ally"])
    assert not np.array_equal(first.type, other.type)


def test_a_simulation_needs_plays_and_an_equilibrium():
    with pytest.raises(ValueError) as refusal:
        simulate(B0, 0, seed=1)
    assert str(refusal.value) == "n must be at least 1, got 0"
    with pytest.raises(ValueError, match="eq must have a play, got 'outside the assumptions': .* fails by 0.005"):
        simulate(replace(B0, c_A=0.155), 10, seed=1)
    with pytest.raises(ValueError, match="eq must be an equilibrium at Params"):
        simulate(B0, 10, seed=1, eq=select(replace(B0, l=0.2)))
    assert len(simulate(B0, 1, seed=1).type) == 1
