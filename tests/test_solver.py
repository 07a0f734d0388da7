"""Backward induction against a brute force on finite games, against the closed form, and against hand calculation."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancelib.core.game import NATURE, IllegalAction
from alliancelib.outside_options import equilibrium
from alliancelib.outside_options.game import discretised
from alliancelib.outside_options.model import (
    MOVERS,
    OUTCOMES,
    TIE,
    Params,
    Prospect,
    after,
    choose,
    payoffs,
    read,
)
from alliancelib.outside_options.odds import prepare
from alliancelib.outside_options.offers import Atoms, Mixture, Uniform
from alliancelib.outside_options.solver import HAIR, backward_induction

CLOSE = 1e-9


def solved(phi, c, delta, offers=Uniform(), bids=None):
    return backward_induction(Params(phi=phi, c=c, delta=delta), offers, bids)


def pr_new(eq):
    return eq.outcomes["ad hoc, period 1"] + eq.outcomes["ad hoc, period 2"]


# --- a brute force that knows the rules of play and nothing else ----------------------------------------------


@dataclass(frozen=True)
class Future:
    """What follows a history: payoffs at the start of play, chances of OUTCOMES, and what the tie rules ask."""

    eu: dict[str, float]
    chances: dict[str, float]
    choice: object = None
    sure: bool = True
    produces: bool = True
    period: int = 2
    proposal: int = 0


def brute_force(p: Params, offers: Atoms, bids: tuple[float, ...]) -> Callable[[tuple], Future]:
    """The whole tree, every history by itself. Only for delta > 0: it compares payoffs at the start of play."""
    known: dict[tuple, Future] = {}

    def future(history):
        if history not in known:
            known[history] = visit(history)
        return known[history]

    def visit(history):
        play = read(history)
        mover = MOVERS[play.stage]
        if mover is None:
            latest = 3 if play.partner == "ally" else 4 if play.x2 == play.standing else 2
            return Future(
                dict(payoffs(p, play)),
                {play.outcome: 1.0},
                produces=play.partner is not None,
                period=play.period,
                proposal=1 if play.period == 1 and play.partner == "ally" else latest,
            )
        if mover == NATURE:
            drawn = [(chance, future((*history, x))) for x, chance in offers.atoms]
            eu = {who: sum(chance * then.eu[who] for chance, then in drawn) for who in ("player 1", "player 2")}
            chances = {o: sum(chance * then.chances.get(o, 0) for chance, then in drawn) for o in OUTCOMES}
            return Future(eu, chances, sure=False, period=play.period)
        options = play.actions if mover == "player 2" else bids
        found = {action: future((*history, action)) for action in options if legal(play, action)}
        choice = best_of(found, play) if mover == "player 2" else best_bid(found, play)
        then = found[choice]
        return Future(then.eu, then.chances, choice, then.sure, then.produces, then.period, then.proposal)

    def legal(play, action):
        try:
            after(play, action)
        except IllegalAction:
            return False
        return True

    def best_of(found, play):
        # Payoffs of the period in hand, as the tie rules compare them.
        weight = p.delta ** (play.period - 1)
        return choose(
            Prospect(action, then.eu["player 2"] / weight, then.sure, then.produces, then.period, then.proposal)
            for action, then in found.items()
        )

    def best_bid(found, play):
        weight = p.delta ** (play.period - 1)
        top = max(then.eu["player 1"] for then in found.values())
        tied = [bid for bid, then in found.items() if then.eu["player 1"] / weight >= top / weight - TIE]
        can_win = {bid: play.period == 1 or bid >= max(play.x1 or 0.0, p.phi - 1) - TIE for bid in bids}
        # T1, T3, T4; then an offer that can win; then the lowest, or the highest where none can.
        sign = 1 if any(can_win.values()) else -1
        return max(tied, key=lambda b: (found[b].sure, found[b].produces, -found[b].period, can_win[b], -sign * b))

    return future


def histories(p, offers, bids):
    """Every history of the finite game at which somebody chooses."""
    stack = [()]
    while stack:
        history = stack.pop()
        play = read(history)
        mover = MOVERS[play.stage]
        if mover is None:
            continue
        if mover == NATURE:
            options = [x for x, _ in offers.atoms]
        else:
            options = play.actions or bids
            yield history, play, mover, options
        stack += [(*history, action) for action in options]


def planned(eq, play):
    match play.stage:
        case "first offer":
            return eq.r1
        case "first response":
            return eq.first_response(play.r1)
        case "after search":
            return eq.response_after_search(play.r1, play.x1)
        case "second offer":
            return eq.second_offer(play.x1)
        case "second response":
            return eq.second_response(play.r2, play.x1)
    return eq.final_response(play.r2, play.x1, play.x2)


def small_game(seed):
    """A random finite game whose bids and draws share a grid, so that T2 is met again and again."""
    rng = random.Random(seed)
    phi, c = rng.choice([1.1, 1.3, 1.45, 1.6, 1.8]), rng.uniform(0.001, rng.choice([0.03, 0.1, 0.4]))
    p = Params(phi=phi, c=c, delta=rng.choice([1.0, 0.99, 0.9, 0.5, 0.1]))
    points = tuple(sorted(rng.sample([k / 10 for k in range(11)], rng.randint(1, 4))))
    weights = [rng.random() + 0.05 for _ in points]
    offers = Atoms(points, tuple(weight / sum(weights) for weight in weights))
    lowest = rng.choice([k / 10 for k in range(11) if phi - 1 <= k / 10 < 1])
    others = rng.sample([k / 10 for k in range(11)], 4)
    return p, offers, tuple(sorted({lowest, *others}))


@pytest.mark.parametrize("seed", range(40))
def test_a_finite_game_is_solved_exactly_after_every_history(seed):
    p, offers, bids = small_game(seed)
    eq, future = backward_induction(p, offers, bids), brute_force(p, offers, bids)
    root = future(())
    assert eq.r1 == root.choice
    assert (eq.eu_1, eq.eu_2) == pytest.approx((root.eu["player 1"], root.eu["player 2"]), abs=1e-12)
    assert eq.outcomes == pytest.approx({o: root.chances.get(o, 0.0) for o in OUTCOMES}, abs=1e-12)
    for history, play, mover, options in histories(p, offers, bids):
        assert planned(eq, play) == future(history).choice, history
        for action in options:
            expected = future((*history, action)).eu[mover]
            assert eq.worth(history, action) == pytest.approx(expected, abs=1e-12), (history, action)


def test_the_brute_force_can_tell_a_wrong_solution():
    p, offers, bids = small_game(0)
    wrong = backward_induction(Params(phi=p.phi, c=p.c / 2, delta=p.delta), offers, bids)
    future = brute_force(p, offers, bids)
    assert any(
        abs(wrong.worth(history, action) - future((*history, action)).eu[mover]) > 1e-3
        for history, _, mover, options in histories(p, offers, bids)
        for action in options
    )


def test_finer_and_finer_games_tend_to_the_continuous_one():
    p = Params(phi=1.1, c=0.02, delta=0.99)
    limit, gaps = backward_induction(p), []
    for n in (20, 40, 80, 160):
        game = discretised(p, bids=n + 1, draws=n)
        eq = backward_induction(p, game.offers, game.bids)
        gaps.append(max(abs(eq.eu_1 - limit.eu_1), abs(eq.eu_2 - limit.eu_2)))
    assert all(gap < 1.2 / n for gap, n in zip(gaps, (20, 40, 80, 160)))
    assert gaps[0] > 1e-3, "a game of 20 offers is not the continuous one"


# --- numbers found by hand or stated elsewhere ----------------------------------------------------------------


def test_the_uniform_example():
    eq = solved(1.1, 0.02, 0.99)
    assert (eq.r1, eq.eu_1, eq.eu_2, pr_new(eq)) == pytest.approx((0.59995, 0.265418, 0.568952, 0.293803), abs=5e-7)
    assert eq.first_move == "search"


@pytest.mark.parametrize(
    ("phi", "c", "delta", "r1", "eu_1"),
    [
        (1.7, 0.025, 0.95, 1 - 0.05**0.5, 0.05**0.5),  # phi > 3/2: she stops the search
        (1.4, 0.2, 0.95, 0.4, 0.6),  # searching is worthless: phi - 1
        (1.49, 0.0312, 0.4, 1 - 0.0624**0.5, 0.0624**0.5),  # below 1/32 and yet not worth a search
        (1.1, 1 / 32, 0.99, 0.75, 0.25),  # the tie at 1/32 goes to the sure offer
        (1.1, 0.1, 1.0, 1 - 0.2**0.5, 0.2**0.5),
        (1.1, 7.0, 0.0, 0.1, 0.9),
    ],
)
def test_offers_that_are_accepted_at_once(phi, c, delta, r1, eu_1):
    eq = solved(phi, c, delta)
    assert eq.first_move == "accept" and pr_new(eq) == 0
    assert (eq.r1, eq.eu_1, eq.eu_2) == pytest.approx((r1, eu_1, 2 - phi - eu_1), abs=CLOSE)


@pytest.mark.parametrize("c", [1e-9, 1e-17, 1e-30, 1e-300])
def test_a_search_that_costs_next_to_nothing_is_no_trouble(c):
    """Below 1e-16 or so the cost is lost in what it is subtracted from; only its limit is left."""
    for phi, delta in ((1.2385, 0.5442), (1.4813, 0.99), (1.7933, 0.2537), (1.5, 1.0)):
        found, stated = solved(phi, c, delta), equilibrium.solve(Params(phi=phi, c=c, delta=delta))
        assert (found.eu_1, found.eu_2) == pytest.approx((stated.eu_1, stated.eu_2), abs=CLOSE)
        assert abs(found.eu_2 - solved(phi, 1e-4, delta).eu_2) > 1e-6


def test_just_below_the_tie_player_2_searches():
    at, below = solved(1.1, 1 / 32, 0.99), solved(1.1, 1 / 32 - 1e-6, 0.99)
    assert (at.first_move, below.first_move) == ("accept", "search")
    assert below.r1 == pytest.approx(0.588813, abs=2e-6) and below.eu_2 < at.eu_2 - 0.08


def test_without_a_future_player_1_bids_against_one_draw():
    """At delta = 0 she offers 1/2 where the search is worth its cost, and player 2 has x1 or r1."""
    eq = solved(1.1, 0.02, 0.0)
    assert (eq.r1, eq.eu_1, eq.eu_2) == pytest.approx((0.5, 0.25, -0.02 - 0.1 + 5 / 8), abs=CLOSE)
    assert eq.second_offer(0.6) == pytest.approx(0.6), "period 2 is played as well as if it counted"


def test_at_delta_1_waiting_for_a_sure_offer_comes_before_a_search():
    """T1: below r* both are worth the same, and advancing is sure; T4: r* now comes before r* later."""
    eq = solved(1.1, 0.04, 1.0)
    assert eq.first_response(0.5) == "advance"
    assert eq.first_move == "accept" and eq.worth((), 0.5) == pytest.approx(eq.eu_1, abs=CLOSE)
    assert solved(1.1, 0.04, 0.999).first_response(0.5) == "search"


@pytest.mark.parametrize("c", [0.001, 0.01, 0.05, 0.1, 0.1311])
def test_two_offers_break_the_alliance_with_one_probability(c):
    """Footnote 13 by hand: x = .9 with probability .4. She offers what makes x1 = 0 worth keeping, .1 + delta M."""
    eq = solved(1.1, c, 0.99, Atoms((0, 0.9), (0.6, 0.4)))
    waiting = -c + 0.4 * 0.8
    assert pr_new(eq) == pytest.approx(0.4, abs=CLOSE)
    assert eq.r1 == pytest.approx(0.1 + 0.99 * waiting, abs=CLOSE)
    assert eq.eu_1 == pytest.approx(0.6 * (1 - eq.r1), abs=CLOSE)


def test_two_offers_switch_where_the_hand_calculation_says():
    offers, switch = Atoms((0, 0.9), (0.6, 0.4)), (0.34992 - 0.1) / (2.5 - 0.594)
    assert switch == pytest.approx(0.131123, abs=1e-6)
    assert solved(1.1, switch - 1e-6, 0.99, offers).first_move == "search"
    assert pr_new(solved(1.1, switch + 1e-6, 0.99, offers)) == 0
    assert solved(1.1, 1e-6, 0.99, offers).r1 == pytest.approx(0.4168, abs=1e-5)
    assert solved(1.1, switch - 1e-6, 0.99, offers).r1 == pytest.approx(0.286989, abs=1e-5)


@pytest.mark.parametrize(("c", "new"), [(0.01, 0.338567), (0.04, 0.338567), (0.0593, 0.2527), (0.0734, 0.0)])
def test_three_offers_break_the_alliance_less_often_the_dearer_a_search(c, new):
    offers = Atoms((0, 0.6818, 0.9699), (0.4075, 0.3398, 0.2527))
    assert pr_new(solved(1.2634, c, 0.99, offers)) == pytest.approx(new, abs=1e-6)


def test_a_beta_distribution_with_one_probability_and_then_none():
    chances = [pr_new(solved(1.1, c, 0.9, scipy.stats.beta(5, 2))) for c in (0.001, 0.003, 0.005, 0.02)]
    assert chances == pytest.approx([0.4315, 0.4315, 0.4315, 0.0], abs=5e-5)


def sure_to_stop(offers, phi):
    """The cost from which player 1 stops the search in period 2: E(x - R)^+ at 1 - R = max (1 - r) F(r)."""
    bet = max((1 - k / 4000) * offers.cdf(k / 4000) for k in range(round(4000 * (phi - 1)), 4000))
    return offers.expect(lambda x: x - (1 - bet), lb=1 - bet)


@pytest.mark.parametrize("shape", [(2, 3), (5, 2), (0.7, 0.7)])
def test_a_patient_player_1_switches_where_the_best_bet_equals_stopping_the_search(shape):
    offers = scipy.stats.beta(*shape)
    switch = sure_to_stop(offers, 1.1)
    assert solved(1.1, switch * 0.999, 1.0, offers).first_move == "search"
    assert solved(1.1, switch * 1.001, 1.0, offers).first_move == "accept"


def test_where_offers_are_mostly_extreme_she_switches_before_that():
    offers = scipy.stats.beta(0.5, 0.5)
    switch = sure_to_stop(offers, 1.1)
    assert solved(1.1, switch * 0.99, 1.0, offers).second_offer(None) < 0.4, "she would bet in period 2"
    assert solved(1.1, switch * 0.99, 1.0, offers).first_move == "accept"
    assert solved(1.1, switch * 0.94, 1.0, offers).first_move == "search"


# --- the closed form ------------------------------------------------------------------------------------------


costs = st.one_of(st.floats(1e-6, 1 / 32), st.floats(1e-6, 0.7), st.just(1 / 32))
patience = st.one_of(st.floats(0, 1), st.floats(0.8, 1), st.sampled_from([0.0, 1.0]))


@settings(max_examples=400, deadline=None)
@given(phi=st.floats(1.001, 1.999), c=costs, delta=patience)
def test_the_closed_form_says_the_same(phi, c, delta):
    p = Params(phi=phi, c=c, delta=delta)
    found, stated = backward_induction(p), equilibrium.solve(p)
    assert found.first_move == stated.first_move
    assert (found.eu_1, found.eu_2) == pytest.approx((stated.eu_1, stated.eu_2), abs=CLOSE)
    assert found.worth((), stated.r1) == pytest.approx(found.eu_1, abs=CLOSE), "r1 has no regret"
    assert found.outcomes == pytest.approx(stated.outcomes, abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(phi=st.floats(1.001, 1.999), c=costs, delta=patience, shares=st.tuples(*[st.floats(0, 1)] * 3))
def test_the_closed_form_says_the_same_off_the_path(phi, c, delta, shares):
    p, (r, x, y) = Params(phi=phi, c=c, delta=delta), shares
    found, stated = backward_induction(p), equilibrium.solve(p)
    for history in ((), (r,), (r, "search", x), (r, "search", x, "advance"), (r, "advance", y)):
        play = read(history)
        for action in play.actions or (y,):
            assert found.worth(history, action) == pytest.approx(stated.worth(history, action), abs=1e-8)


def test_the_comparison_would_notice_a_different_game():
    found, stated = solved(1.1, 0.02, 0.99), equilibrium.solve(Params(phi=1.1, c=0.021, delta=0.99))
    assert abs(found.eu_2 - stated.eu_2) > 1e-4


# --- other distributions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("offers", [scipy.stats.uniform(), scipy.stats.beta(1, 1), Mixture((Uniform(),), (1,))])
@pytest.mark.parametrize(("phi", "c", "delta"), [(1.1, 0.02, 0.99), (1.49, 0.03, 0.7), (1.8, 0.01, 0.3)])
def test_the_uniform_distribution_by_any_other_name(offers, phi, c, delta):
    named, own = solved(phi, c, delta, offers), solved(phi, c, delta)
    assert (named.r1, named.eu_1, named.eu_2) == pytest.approx((own.r1, own.eu_1, own.eu_2), abs=1e-8)
    assert named.outcomes == pytest.approx(own.outcomes, abs=1e-8)
    other = solved(phi, c, delta, scipy.stats.beta(1, 1.01))
    assert abs(other.eu_2 - own.eu_2) > 1e-5, "a slightly different distribution is told apart"


def test_a_smooth_distribution_is_the_limit_of_its_atoms():
    """Quantiles stand for the distribution; player 1 bids anything in both games."""
    p, smooth, n = Params(phi=1.1, c=0.01, delta=0.95), scipy.stats.beta(2, 2), 400
    atoms = Atoms(tuple(float(smooth.ppf((k + 0.5) / n)) for k in range(n)), (1 / n,) * n)
    near, limit = backward_induction(p, atoms), backward_induction(p, smooth)
    assert (near.eu_1, near.eu_2) == pytest.approx((limit.eu_1, limit.eu_2), abs=2 / n)
    assert pr_new(near) == pytest.approx(pr_new(limit), abs=4 / n)


def test_a_mixture_lies_between_its_parts_and_meets_them_at_the_ends():
    p, atom = Params(phi=1.1, c=0.02, delta=0.99), Atoms((0.6,), (1,))
    values = [backward_induction(p, Mixture((Uniform(), atom), (1 - w, w))).eu_2 for w in (0, 0.01, 0.99, 1)]
    ends = [backward_induction(p, offers).eu_2 for offers in (Uniform(), atom)]
    assert (values[0], values[3]) == pytest.approx(tuple(ends), abs=CLOSE)
    assert abs(values[1] - ends[0]) < 0.01 and abs(values[2] - ends[1]) < 0.01
    assert abs(ends[0] - ends[1]) > 0.05


@pytest.mark.parametrize("shape", [(0.5, 0.5), (0.3, 0.3), (5, 0.3)])
def test_no_chance_is_lost_where_a_density_is_infinite(shape):
    offers = Mixture((scipy.stats.beta(*shape), Uniform(0.1396, 0.4845)), (0.5, 0.5))
    assert prepare(offers).spread(1.0) == pytest.approx(1, abs=1e-10)
    assert offers.cdf(1 - 1e-16) < 1 - 1e-9, "one rounding error short of 1 is enough to lose some"


DISTRIBUTIONS = [
    Uniform(),
    Uniform(0.2, 0.7),
    Atoms((0, 0.6818, 0.9699), (0.4075, 0.3398, 0.2527)),
    Mixture((Uniform(), Atoms((0.6, 0.75), (0.5, 0.5))), (0.6, 0.4)),
    Mixture((scipy.stats.beta(20, 60), scipy.stats.beta(60, 20)), (0.5, 0.5)),
    scipy.stats.beta(0.5, 0.5),
    scipy.stats.triang(0.37),
]


@pytest.mark.parametrize("offers", DISTRIBUTIONS)
@pytest.mark.parametrize(("phi", "c", "delta"), [(1.1, 0.01, 0.97), (1.26, 0.04, 1.0), (1.7, 0.005, 0.6)])
def test_player_1_has_no_regret_on_a_scan(offers, phi, c, delta):
    eq = solved(phi, c, delta, offers)
    nudges = {x + step for x, _ in eq.plan.odds.atoms for step in (-1e-9, 0, HAIR, 1e-9) if 0 <= x + step <= 1}
    scan = sorted({k / 150 for k in range(151)} | nudges)
    assert eq.worth((), eq.r1) == pytest.approx(eq.eu_1, abs=CLOSE)
    assert max(eq.worth((), r1) for r1 in scan) <= eq.eu_1 + 1e-10
    for x1 in (None, 0.3, 0.6, 0.72, *(x for x, _ in eq.plan.odds.atoms)):
        history = (0.1, "advance") if x1 is None else (0.1, "search", x1, "advance")
        best = eq.worth(history, eq.second_offer(x1))
        assert max(eq.worth(history, r2) for r2 in scan) <= best + 1e-10
    assert sum(eq.outcomes.values()) == pytest.approx(1, abs=CLOSE)


def test_a_hawkish_player_1_does_have_regret():
    eq = solved(1.1, 0.02, 0.99)
    assert eq.eu_1 - eq.worth((), 0.8) > 0.05
    assert eq.worth((0.1, "advance"), 0.5) - eq.worth((0.1, "advance"), 0.2) > 0.05


# --- ties at atoms (Departs) ----------------------------------------------------------------------------------


def test_a_hair_above_an_atom_wins_the_tie_that_matching_loses():
    """With x1 = .6818 standing she must beat x2 = .6818, to which T2 would give the good."""
    atom, offers = 0.6818, Atoms((0, 0.6818, 0.9699), (0.4075, 0.3398, 0.2527))
    eq = solved(1.2634, 0.01, 0.99, offers)
    r2, history = eq.second_offer(atom), (0.3, "search", 0.6818, "advance")
    assert atom < r2 <= atom + 2 * HAIR
    assert eq.final_response(r2, atom, atom) == "accept ally" and eq.final_response(atom, atom, atom) == "accept ad hoc"
    assert eq.worth(history, r2) == pytest.approx(0.99 * (1 - atom) * 0.7473, abs=CLOSE)
    assert eq.worth(history, atom) == pytest.approx(0.99 * (1 - atom) * 0.4075, abs=CLOSE)


def test_an_offer_on_a_bidding_grid_is_never_moved_off_it():
    offers, bids = Atoms((0, 0.6, 0.9), (0.4, 0.35, 0.25)), (0.2, 0.4, 0.6, 0.7, 0.8)
    eq = solved(1.1, 0.01, 0.99, offers, bids)
    assert {eq.r1, *(eq.second_offer(x1) for x1 in (None, 0.0, 0.5, 0.6, 0.65, 0.9))} <= set(bids)
    assert eq.second_offer(0.6) == 0.7, "no bid but .7 and .8 beats x2 = .6"
    assert solved(1.1, 0.01, 0.99, offers).second_offer(0.6) == pytest.approx(0.6, abs=2 * HAIR)


# --- what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bids", [(), (0.5, 0.2), (0.2, 0.2), (-0.1, 0.5), (0.5, 1.5), (0.1, float("nan"))])
def test_impossible_bids_are_refused(bids):
    with pytest.raises(ValueError, match="bids"):
        solved(1.1, 0.02, 0.99, Uniform(), bids)


@pytest.mark.parametrize("offers", ["uniform", None, 0.5, scipy.stats.norm(), scipy.stats.beta])
def test_what_is_no_distribution_on_shares_is_refused(offers):
    with pytest.raises(ValueError, match="offers"):
        solved(1.1, 0.02, 0.99, offers)


def test_nothing_is_chosen_at_a_draw():
    for find in (backward_induction, equilibrium.solve):
        with pytest.raises(IllegalAction, match="nature"):
            find(Params(phi=1.1, c=0.02, delta=0.99)).worth((0.3, "search"), 0.5)
