"""The closed form is an equilibrium, on the path and off it, and it gives the numbers the book states."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alliancelib.outside_options import equilibrium as closed
from alliancelib.outside_options.equilibrium import regime, solve
from alliancelib.outside_options.model import OUTCOMES, TIE, Params, Play, after, net, payoffs, read

VANISHING = 1e-14
JUST_BELOW = 1 / 32 - 1e-11
TOL = 1e-9


def at(phi: float, c: float, delta: float) -> Params:
    return Params(phi=phi, c=c, delta=delta)


def pr_new(p: Params) -> float:
    outcomes = solve(p).outcomes
    return outcomes["ad hoc, period 1"] + outcomes["ad hoc, period 2"]


def numbers(p: Params) -> tuple[float, float, float, float]:
    eq = solve(p)
    return eq.r1, eq.eu_1, eq.eu_2, pr_new(p)


def close(expected, tol: float = 6e-7):
    return pytest.approx(expected, abs=tol)


# --- an oracle that knows only the rules: it plays the plan out --------------------------------------------------


def chosen(plan, play: Play):
    """What the plan does at a play where a player is to move, the first offer excepted."""
    match play.stage:
        case "first response":
            return plan.first_response(play.r1)
        case "after search":
            return plan.response_after_search(play.r1, play.x1)
        case "second offer":
            return plan.second_offer(play.x1)
        case "second response":
            return plan.second_response(play.r2, play.x1)
        case "final response":
            return plan.final_response(play.r2, play.x1, play.x2)


def played_out(p: Params, plan, play: Play, draws: int) -> list[float]:
    """Both payoffs and the chance of each outcome, draws taken evenly over [0, 1]."""
    if play.stage == "over":
        paid = payoffs(p, play)
        return [paid["player 1"], paid["player 2"], *(float(play.outcome == o) for o in OUTCOMES)]
    if play.stage in ("first draw", "second draw"):
        branches = [played_out(p, plan, after(play, (k + 0.5) / draws), draws) for k in range(draws)]
        return [math.fsum(column) / draws for column in zip(*branches)]
    return played_out(p, plan, after(play, chosen(plan, play)), draws)


def regret(eq, history) -> float:
    """How much the mover loses by following the plan at ``history``: 0 for a best reply."""
    play = read(history)
    if play.stage in ("first offer", "second offer"):
        p = eq.p
        special = (closed.r_low(p), closed.r_star(p), closed.r1_star(p), p.phi - 1, play.x1 or 0.0, eq.r1)
        actions = [k / 40 for k in range(41)] + [r for r in special if 0 <= r <= 1]
        own = eq.r1 if play.stage == "first offer" else eq.second_offer(play.x1)
    else:
        actions, own = play.actions, chosen(eq.plan, play)
    return max(eq.worth(history, action) for action in actions) - eq.worth(history, own)


costs = st.one_of(st.floats(1e-5, 1 / 32), st.floats(0.024, 0.033), st.floats(1 / 32, 0.6))
discounts = st.one_of(st.sampled_from([0.0, 0.99, 1.0]), st.floats(0, 1))
params = st.builds(at, st.floats(1.001, 1.999), costs, discounts)
shares = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))

ODD_PARAMS = (
    at(1.1, 0.02, 0.99), at(1.1, 1 / 32, 1.0), at(1.1, 0.001, 0.99), at(1.49, 0.0312, 0.4), at(1.7, 0.025, 0.95),
    at(1.7, 0.02, 0.95), at(1.2, 0.01, 0.1), at(1.2, 0.031, 0.3), at(1.6, 0.01, 0.0), at(1.1, 0.9, 1.0),
    at(1.4, 0.2, 0.95),
)  # fmt: skip


def histories(r1: float, x1: float, r2: float, x2: float):
    """One history for every kind of decision."""
    return (
        (r1,),
        (r1, "search", x1),
        (r1, "advance"),
        (r1, "search", x1, "advance"),
        (r1, "advance", r2),
        (r1, "search", x1, "advance", r2),
        (r1, "advance", r2, "search", x2),
        (r1, "search", x1, "advance", r2, "search", x2),
    )


@pytest.mark.parametrize("p", ODD_PARAMS)
def test_playing_the_plan_out_gives_the_payoffs_and_the_outcomes(p):
    eq = solve(p)
    u_1, u_2, *chances = played_out(p, eq.plan, read((eq.r1,)), draws=300)
    assert (u_1, u_2) == close((eq.eu_1, eq.eu_2), 0.004)
    assert chances == close([eq.outcomes[o] for o in OUTCOMES], 0.005)
    assert not eq.eu_1 + 0.05 == close(u_1, 0.004)


@settings(max_examples=40, deadline=None)
@given(params, shares, shares, shares, shares)
def test_every_worth_is_what_playing_on_gives(p, r1, x1, r2, x2):
    eq = solve(p)
    for history in histories(r1, x1, r2, x2):
        play = read(history)
        actions = (r2,) if play.stage == "second offer" else play.actions
        seat = 0 if play.stage == "second offer" else 1
        for action in actions:
            simulated = played_out(p, eq.plan, after(play, action), draws=80)[seat]
            assert eq.worth(history, action) == close(simulated, 0.03), (history, action)


@settings(max_examples=150, deadline=None)
@given(params, shares, shares, shares, shares)
@example(at(1.1, 0.05, 1.0), 0.5, 0.9, 0.5, 0.5)
def test_nobody_can_gain_by_one_other_choice_on_the_path_or_off_it(p, r1, x1, r2, x2):
    eq = solve(p)
    for history in ((), (eq.r1,), (eq.r1, "search", x1), *histories(r1, x1, r2, x2)):
        assert regret(eq, history) < TOL, history


@settings(max_examples=150, deadline=None)
@given(params, st.integers(0, 5), shares, shares)
def test_the_same_holds_at_the_cutoffs(p, which, x1, r2):
    eq = solve(p)
    cutoffs = (closed.r_star(p), closed.r1_star(p), p.phi - 1, closed.r_low(p), eq.r1, min(closed.x_a(p), 1.0))
    edge = min(max(cutoffs[which], 0.0), 1.0)
    for history in (*histories(edge, x1, r2, x1), *histories(r2, edge, edge, x1), *histories(edge, edge, r2, edge)):
        assert regret(eq, history) < TOL, history


@settings(max_examples=200, deadline=None)
@given(params)
@example(at(1.48, JUST_BELOW, 0.17))
@example(at(1.05, 1 / 32 - 1e-12, 0.84))
def test_the_payoffs_are_the_worths_of_the_two_first_choices(p):
    eq = solve(p)
    assert eq.worth((), eq.r1) == close(eq.eu_1, TOL)
    assert eq.worth((eq.r1,), eq.first_move) == close(eq.eu_2, TOL)
    assert math.fsum(eq.outcomes.values()) == close(1, 1e-12)
    assert all(chance >= -1e-15 for chance in eq.outcomes.values())


@pytest.mark.parametrize(
    ("shift", "history"),
    [
        ({"r_star": 0.85}, (0.3, "search", 0.75, "advance")),
        ({"searches_below": 0.9}, (0.3, "advance", 0.85)),
        ({"searches_below": 0.6}, (0.3, "advance", 0.7)),
        ({"bets_below": 0.79}, (0.3, "search", 0.76, "advance")),
        ({"bets_below": 0.0}, (0.3, "search", 0.5, "advance")),
    ],
)
def test_a_plan_with_a_shifted_cutoff_is_caught(shift, history):
    eq = solve(at(1.1, 0.02, 0.99))
    wrong = replace(eq, plan=replace(eq.plan, **shift))
    assert regret(eq, history) < TOL
    assert regret(wrong, history) > 1e-3


def test_a_shifted_first_offer_is_caught():
    eq = solve(at(1.1, 0.02, 0.99))
    for wrong in (eq.r1 - 0.01, eq.r1 + 0.01, closed.r_star(eq.p)):
        assert eq.worth((), wrong) < eq.eu_1 - 0.002
    assert eq.worth((), eq.r1 - 10 * TIE) < eq.eu_1 - 0.05


# --- the table behind Figure 4, and the numbers of sections 4 and 5 ----------------------------------------------


@pytest.mark.parametrize(
    ("c", "expected", "tol"),
    [
        (VANISHING, (0.619750, 0.265523, 0.602975, 0.242290), 1e-6),
        (0.001, (0.618760, 0.265218, 0.601112, 0.248566), 6e-7),
        (0.01, (0.609850, 0.265647, 0.584861, 0.271865), 6e-7),
        (0.02, (0.599950, 0.265418, 0.568952, 0.293803), 6e-7),
        (0.025, (0.595000, 0.265018, 0.562720, 0.298404), 6e-7),
        (0.03, (0.590050, 0.265473, 0.560949, 0.284509), 6e-7),
        (JUST_BELOW, (0.588812, 0.265860, 0.567799, 0.256510), 1e-5),
        (1 / 32, (0.75, 0.25, 0.65, 0), 1e-12),
        (0.1, (0.552786, 0.447214, 0.452786, 0), 6e-7),
        (0.405, (0.1, 0.9, 0, 0), 1e-12),
        (0.45, (0.1, 0.9, 0, 0), 1e-12),
        (2.0, (0.1, 0.9, 0, 0), 1e-12),
    ],
)
def test_figure_4_at_phi_1_1_and_delta_99(c, expected, tol):
    assert numbers(at(1.1, c, 0.99)) == close(expected, tol)
    # Once she pre-empts delta plays no part, but phi does.
    assert not numbers(at(1.1, c, 0.5) if c < 1 / 32 else at(1.2, c, 0.99)) == close(expected, tol)


def test_player_2_is_worst_off_inside_the_search_region_and_best_off_at_its_edge():
    eu_2 = {c: solve(at(1.1, c, 0.99)).eu_2 for c in [k / 1e5 for k in range(1, 3125)]}
    lowest = min(eu_2, key=eu_2.get)
    assert (lowest, eu_2[lowest]) == (close(0.02877, 1.1e-5), close(0.560348))
    assert solve(at(1.1, 1 / 32, 0.99)).eu_2 > max(eu_2.values()) + 0.04


@pytest.mark.parametrize(
    ("phi", "c", "delta", "r1"),
    [
        *((1.1, c, 1.0, r1) for c, r1 in [(0.001, 0.624), (0.01, 0.615), (0.02, 0.605), (0.03, 0.595)]),
        *((1.1, c, 0.95, r1) for c, r1 in [(0.001, 0.5978), (0.01, 0.58925), (0.02, 0.57975), (0.03, 0.57025)]),
        *((1.4, c, 0.99, r1) for c, r1 in [(0.001, 0.62176), (0.01, 0.61285), (0.02, 0.60295), (0.03, 0.59305)]),
    ],
)
def test_r1_bar_at_the_lower_end_of_its_interval(phi, c, delta, r1):
    p = at(phi, c, delta)
    assert closed.r1_bar(p) == close(r1, 6e-6)
    assert delta >= closed.delta_lower_end(p) and closed.x_bar(p) == 1 / 2


@pytest.mark.parametrize(("phi", "c", "delta", "r1"), [(1.3, 0.031, 0.85, 0.558375), (1.48, 0.03, 0.78, 0.583435)])
def test_r1_bar_above_the_lower_end(phi, c, delta, r1):
    p = at(phi, c, delta)
    assert closed.r1_bar(p) == close(r1)
    assert closed.delta_underbar(p) <= delta < closed.delta_lower_end(p) and closed.x_bar(p) > 1 / 2


def test_the_discount_factor_from_which_the_lower_end_is_best():
    for phi, least, most in [(1.1, 0.879, 0.906), (1.49, 0.80, 0.84)]:
        ends = [closed.delta_lower_end(at(phi, c, 0.9)) for c in (VANISHING, 1 / 32)]
        assert ends == close([least, most], 0.005)
        assert ends == close([(2 - phi) / (17 / 8 - phi - c) for c in (0, 1 / 32)], 1e-12)


@given(st.floats(1.001, 1.499), st.floats(1e-4, 0.0312), st.floats(0.5, 1))
@settings(max_examples=100, deadline=None)
def test_r1_bar_is_at_the_lower_end_exactly_from_that_discount_factor_on(phi, c, delta):
    p = at(phi, c, delta)
    if closed.x_a(p) > 1 / 2 and abs(delta - closed.delta_lower_end(p)) > 1e-9:
        assert (closed.x_bar(p) == 1 / 2) == (delta >= closed.delta_lower_end(p))


def test_payoffs_at_the_two_ends_of_the_search_region_for_perfectly_patient_players():
    for phi in (1.05, 1.3, 1.5):
        cheap, dear = solve(at(phi, VANISHING, 1.0)), solve(at(phi, 1 / 32, 1.0))
        assert (cheap.eu_1, cheap.eu_2) == close((13 / 48, 41 / 24 - phi), 1e-6)
        assert (dear.eu_1, dear.eu_2) == close((1 / 4, 7 / 4 - phi), 1e-12)


# --- breaking up: section 4 of the paper -------------------------------------------------------------------------


def y_of(p: Params) -> float:
    return 1 - closed.r_tilde(p)


@given(st.floats(1.001, 1.5), st.floats(1e-6, 0.0312))
@settings(max_examples=50, deadline=None)
def test_break_up_probability_of_perfectly_patient_players(phi, c):
    p = at(phi, c, 1.0)
    formula = math.sqrt(2 * c) + 1 / 8 - y_of(p) ** 2 / 2
    assert pr_new(p) == close(formula, TOL)
    assert not pr_new(p) == close(formula + math.sqrt(2 * c), TOL)


def test_its_peak_is_7_24ths_at_2_81sts():
    assert pr_new(at(1.3, 2 / 81, 1.0)) == close(7 / 24, 1e-12)
    assert pr_new(at(1.3, VANISHING, 1.0)) == close(1 / 8, 1e-6)
    assert pr_new(at(1.3, JUST_BELOW, 1.0)) == close(1 / 4, 1e-5)
    assert pr_new(at(1.3, 1 / 32, 1.0)) == 0
    assert all(pr_new(at(1.3, 2 / 81 + step, 1.0)) < 7 / 24 for step in (-1e-4, 1e-4))


@pytest.mark.parametrize(("phi", "c", "delta"), [(1.1, 0.025, 0.99), (1.3, 0.028, 0.97), (1.45, 0.02, 0.95)])
def test_break_up_probability_in_the_declared_domain(phi, c, delta):
    p = at(phi, c, delta)
    assert delta >= max(closed.delta_underbar(p), closed.delta_lower_end(p))
    assert pr_new(p) == close((1 - delta) * (2 - phi) + delta * math.sqrt(2 * c) + 1 / 8 - y_of(p) ** 2 / 2, TOL)


def cost_of_y(y: float) -> float:
    return (y * (1 - y)) ** 2 / 2


@pytest.mark.parametrize(("phi", "delta"), [(1.1, 0.951), (1.3, 0.929), (1.45, 0.893), (1.49, 0.876)])
def test_the_peak_is_in_the_declared_domain_only_for_patient_players(phi, delta):
    def peak_inside(delta: float) -> bool:
        return delta >= closed.delta_underbar(at(phi, cost_of_y(delta / (1 + 2 * delta)), delta))

    assert peak_inside(delta + 0.0006) and not peak_inside(delta - 0.0006)


@pytest.mark.parametrize(
    ("phi", "delta", "turns"),
    [
        (1.1, 0.99, [(VANISHING, 0.2423), (0.0115, 0.2722), (0.0127, 0.2720), (0.0246, 0.2985), (JUST_BELOW, 0.2565)]),
        (1.1, 0.95, [(VANISHING, 0.3509), (0.0121, 0.3774), (JUST_BELOW, 0.2825)]),
        (1.1, 0.9, [(VANISHING, 0.4136), (0.0190, 0.4385), (JUST_BELOW, 0.3150)]),
    ],
)
def test_where_the_break_up_probability_turns(phi, delta, turns):
    for c, expected in turns:
        assert pr_new(at(phi, c, delta)) == close(expected, 6e-5)
    for (low, one), (high, other) in pairwise(turns):
        inside = [low + (high - low) * k / 40 for k in range(1, 40)]
        path = [pr_new(at(phi, c, delta)) for c in inside if low + 2e-4 < c < high - 2e-4]
        assert sorted(path, reverse=one > other) == path


def test_impatient_players_break_up_less_as_search_gets_dearer():
    for delta in (0.75, 0.5):
        path = [pr_new(at(1.1, k / 3200, delta)) for k in range(1, 100)]
        assert path[:10] == close([0.5] * 10, TOL)
        assert all(later <= earlier + TOL for earlier, later in pairwise(path))
    patient = [pr_new(at(1.1, k / 3200, 0.95)) for k in range(1, 100)]
    assert any(later > earlier + 1e-4 for earlier, later in pairwise(patient))


def test_break_up_probability_of_an_expensive_good():
    edge = closed.c_switch(at(1.7, 0.02, 0.99))
    assert edge == close(0.02205, 1e-12)
    path = [pr_new(at(1.7, c, 0.99)) for c in (1e-12, 0.005, 0.01, 0.015, 0.02, edge - 1e-10)]
    assert (path[0], path[-1]) == (close(0.111, 6e-4), close(0.2109, 1e-4))
    assert sorted(path) == path and pr_new(at(1.7, edge, 0.99)) == 0


# --- where the paper is wrong, uniform offers --------------------------------------------------------------------


def test_worthless_search_she_need_not_offer_r_star():
    p = at(1.4, 0.2, 0.95)
    eq, printed = solve(p), closed.r_star(p)
    assert printed == close(0.3675, 6e-5) and printed < p.phi - 1
    replies = [eq.worth((printed,), action) for action in ("accept", "search", "advance")]
    assert replies == close([-0.0325, -0.02, 0], 6e-5) and eq.first_response(printed) == "advance"
    assert (eq.r1, eq.eu_1, eq.worth((), printed)) == close((0.4, 0.6, 0.57), 1e-12)
    assert net(at(1.1, 0.45, 0.95), closed.r_star(at(1.1, 0.45, 0.95))) < 0 == solve(at(1.1, 0.45, 0.95)).eu_2


def test_the_corner_in_which_she_pre_empts_although_search_is_cheap():
    p = at(1.49, 0.0312, 0.4)
    eq, path = solve(p), closed.search_path(p)
    assert closed.delta_underbar(p) == close(0.2176, 6e-5)
    assert (path.r1, path.eu_1) == close((0.534389, 0.247379))
    assert (eq.r1, eq.eu_1, eq.first_move, pr_new(p)) == (closed.r_star(p), close(0.249800), "accept", 0)
    assert regime(p) == "pre-empt early" and regime(at(1.49, 0.0312, 0.8)) == "let him search"


def test_the_figure_s_discount_factor_is_too_small_for_cheap_search():
    edge = at(1.1, 0.012691, 0.99)
    assert closed.delta_underbar(edge) == close(0.99, 1e-5)
    assert closed.delta_underbar(at(1.1, 0.0126, 0.99)) > 0.99 > closed.delta_underbar(at(1.1, 0.0128, 0.99))
    assert closed.delta_underbar(at(1.1, 1e-8, 0.99)) > 0.999999
    eq = solve(at(1.1, 0.001, 0.99))
    wait, take = (eq.worth((eq.r1, "search", 0.9), action) for action in ("advance", "accept ad hoc"))
    assert (wait + eq.p.c, take + eq.p.c) == close((0.79596, 0.8), 6e-6)
    assert eq.response_after_search(eq.r1, 0.9) == "accept ad hoc"


def test_an_expensive_good_moves_the_threshold():
    p = at(1.7, 0.025, 0.95)
    eq = solve(p)
    assert p.c < 1 / 32 and regime(p) == "pre-empt"
    assert (eq.r1, eq.eu_1, eq.worth((), 0.605)) == close((0.7764, 0.2236, 0.1641), 6e-5)
    after_no_search = (0.2, "advance")
    cheap = solve(replace(p, c=0.02))
    assert cheap.worth(after_no_search, 0.5) == 0
    assert cheap.worth(after_no_search, 0.7) == close(0.95 * 0.21, 1e-12)
    assert cheap.second_offer(None) == close(0.7, 1e-12)


def test_perfectly_patient_players_and_dear_search_make_every_lower_offer_as_good():
    eq = solve(at(1.1, 0.04, 1.0))
    assert [eq.worth((0.5,), action) for action in ("search", "advance")] == close([0.617157, 0.617157])
    assert eq.first_response(0.5) == "advance"
    assert [eq.worth((), r1) for r1 in (0.0, 0.3, 0.5, eq.r1)] == close([0.282843] * 4)
    assert solve(at(1.1, 0.04, 0.99)).first_response(0.5) == "search"


def test_perfectly_patient_player_2_takes_a_draw_above_r_star_now():
    eq = solve(at(1.1, 0.02, 1.0))
    tied = [eq.worth((eq.r1, "search", 0.9), action) for action in ("accept ad hoc", "advance")]
    assert tied[0] == close(tied[1], 1e-12)
    assert eq.response_after_search(eq.r1, 0.9) == "accept ad hoc"
    # Waiting would leave only the second search to break them up, and that would fall in c all the way.
    assert eq.outcomes["ad hoc, period 2"] == close(1 / 8 - y_of(eq.p) ** 2 / 2, TOL)


def test_dearer_search_can_mean_fewer_new_alliances_all_through_the_declared_domain():
    path = [at(1.1, 0.025 + (JUST_BELOW - 0.025) * k / 50, 0.95) for k in range(51)]
    assert all(p.delta >= closed.delta_underbar(p) for p in path)
    chances = [pr_new(p) for p in path]
    assert all(later < earlier for earlier, later in pairwise(chances))


def test_a_new_alliance_is_not_a_draw_above_r1_bar():
    p = at(1.1, 0.01, 0.99)
    assert (closed.r1_bar(p), 1 - closed.r1_bar(p), pr_new(p)) == close((0.60985, 0.3902, 0.2719), 6e-5)


def test_r1_bar_falls_in_the_search_cost():
    for delta in (0.95, 0.8):
        offers = [closed.r1_bar(at(1.3, k / 3200, delta)) for k in range(1, 101)]
        assert all(later < earlier for earlier, later in pairwise(offers))
    # Players too impatient to search twice, outside the paper's domain: the offer no longer depends on c.
    assert {closed.r1_bar(at(1.3, k / 3200, 0.6)) for k in range(1, 101)} == {1 / 2}


def test_some_cost_of_search_always_beats_none_for_player_2():
    assert [solve(at(1.5, c, 0.99)).eu_2 for c in (1 / 32, VANISHING)] == close([0.25, 0.20654], 6e-6)
    edge = closed.c_switch(at(1.65, 0.02, 0.99))
    assert edge == close(0.025878)
    assert [solve(at(1.65, c, 0.99)).eu_2 for c in (edge, VANISHING, 1 / 32)] == close([0.1225, 0.10729, 0.1], 6e-6)
    for phi in (1.01, 1.2, 1.5, 1.65, 1.9, 1.99):
        for delta in (0.0, 0.4, 0.9, 1.0):
            free, tied = at(phi, VANISHING, delta), at(phi, closed.c_switch(at(phi, 0.02, delta)), delta)
            assert solve(tied).eu_2 > solve(free).eu_2


@pytest.mark.parametrize(("phi", "gain"), [(1.1, 1 / 24), (1.5, 1 / 24), (1.7, 0.3**3 / 3), (1.95, 0.05**3 / 3)])
def test_what_player_2_gains_from_tying_his_hands_when_perfectly_patient(phi, gain):
    tied = at(phi, closed.c_switch(at(phi, 0.02, 1.0)), 1.0)
    assert solve(tied).eu_2 - solve(replace(tied, c=VANISHING)).eu_2 == close(gain, 1e-6)


@pytest.mark.parametrize(
    ("delta", "phi_star"),
    [
        (0.0, 1.7071), (0.25, 1.6928), (0.5, 1.6815), (0.75, 1.6632), (0.9, 1.6474), (0.95, 1.6401), (0.99, 1.6325),
        (1.0, 1 + 4 ** (-1 / 3)),
    ],
)  # fmt: skip
def test_phi_star_where_the_cost_is_held_at_1_32(delta, phi_star):
    def better_tied(phi: float) -> bool:
        return solve(at(phi, 1 / 32, delta)).eu_2 > solve(at(phi, VANISHING, delta)).eu_2

    assert better_tied(phi_star - 1e-4) and not better_tied(phi_star + 1e-4)


def test_the_welfare_gain_is_player_2_s():
    free, tied = solve(at(1.1, VANISHING, 0.99)), solve(at(1.1, 1 / 32, 0.99))
    assert (free.eu_2, tied.eu_2, free.eu_1, tied.eu_1) == close((0.60297, 0.65, 0.26552, 0.25), 6e-6)
    assert tied.eu_1 < free.eu_1 and tied.eu_1 + tied.eu_2 == close(0.9, 1e-12)


def test_her_second_period_payoff_jumps_up_at_r_star_so_that_it_is_not_concave():
    eq = solve(at(1.1, 0.02, 1.0))
    history = (0.3, "search", 0.2, "advance")
    assert [eq.worth(history, r2) for r2 in (0.8 - 1e-9, 0.8)] == close([0.16, 0.20])
    assert closed.r_tilde(eq.p) <= closed.r_star(eq.p)


# --- the pre-emption corner ---------------------------------------------------------------------------------------


@given(st.floats(1.001, 1.999), st.floats(0.01, 0.999), st.floats(0.01, 1))
@settings(max_examples=200, deadline=None)
def test_the_gain_from_letting_him_search_up_to_r_tilde(phi, part, delta):
    p = at(phi, part * closed.c_switch(at(phi, 0.02, delta)), delta)
    if closed.x_a(p) < closed.r_tilde(p):
        assert closed.search_path(p).eu_1 > 1 - closed.r_star(p)
        return
    y, eq = y_of(p), solve(p)
    m = 2 - phi - y
    gain = (1 - y) * ((1 - delta) * (m * (1 - delta * y) - delta * y**3) + delta * y**4 / 2)
    r1_hat = closed.r1_matching(p, closed.r_tilde(p))
    assert eq.worth((), r1_hat) == close(1 - closed.r_star(p) + gain, 1e-8)
    if delta >= max(3 / 4, phi / 2):
        assert gain > 0 and regime(p) != "pre-empt early"


def test_the_corner_for_cheap_goods_begins_at_its_own_cost_of_production():
    def shortfall(phi: float) -> float:
        """The least of omega - (1 - r_star) over delta, as c approaches 1/32 from below, at the lower end."""
        deltas = [k / 2000 for k in range(2001)]
        return min(3 / 4 - phi / 2 + d * (3 * phi / 4 - 75 / 64) + d * d * (7 / 16 - phi / 4) for d in deltas)

    begins = 17 / 16 + math.sqrt(10) / 8
    assert shortfall(begins - 1e-4) > 0 > shortfall(begins + 1e-4)
    assert regime(at(begins + 0.005, 1 / 32 - 1e-7, 0.45)) == "pre-empt early"
    assert regime(at(begins - 0.005, 1 / 32 - 1e-7, 0.45)) == "let him search"


def test_the_corner_is_a_narrow_one():
    for phi in (1.46, 1.49, 1.5, 1.55, 1.6, 1.7, 1.8, 1.95):
        for delta in (0.1, 0.3, 0.5, 0.7, 0.8, 0.9):
            edge = closed.c_switch(at(phi, 0.02, delta))
            assert regime(at(phi, 0.96 * edge, delta)) in ("let him search", "impatient")
    assert regime(at(1.95, 0.9999 * closed.c_switch(at(1.95, 0.02, 0.9)), 0.9)) == "pre-empt early"


# --- knife edges: every tie goes as T1 to T4 say ------------------------------------------------------------------


@pytest.mark.parametrize("phi", [1.1, 1.3, 1.4999, 1.5, 1.6, 1.7, 1.99])
@pytest.mark.parametrize("delta", [0.0, 0.4, 0.95, 1.0])
def test_at_the_switching_cost_the_sure_offer_wins(phi, delta):
    edge = closed.c_switch(at(phi, 0.02, delta))
    eq = solve(at(phi, edge, delta))
    assert regime(eq.p) == "pre-empt" and eq.first_move == "accept" and eq.r1 == closed.r_star(eq.p)
    assert eq.second_offer(None) == closed.r_star(eq.p)
    assert regime(at(phi, 0.9 * edge, delta)) in ("let him search", "impatient")
    assert closed.r_tilde(eq.p) == close(closed.r_low(eq.p), 1e-6)


@pytest.mark.parametrize("phi", [1.1, 1.4, 1.5, 1.7, 1.9])
@pytest.mark.parametrize("delta", [0.0, 0.5, 0.95, 1.0])
def test_at_the_cost_where_searching_stops_paying_he_does_not_search(phi, delta):
    edge = (2 - phi) ** 2 / 2
    assert edge == closed.c_search(at(phi, edge, delta))
    eq, dearer, cheaper = (solve(at(phi, c, delta)) for c in (edge, edge + 0.01, 0.99 * edge))
    assert regime(eq.p) == regime(dearer.p) == "worthless search" != regime(cheaper.p)
    assert (eq.r1, eq.eu_1, eq.eu_2, eq.first_move) == (phi - 1, close(2 - phi, 1e-12), close(0, 1e-12), "accept")
    low = (phi - 1) / 2
    assert eq.worth((low,), "search") == close(eq.worth((low,), "advance"), 1e-12) == close(0, 1e-12)
    assert eq.first_response(low) == "advance"
    assert eq.second_response(low, None) == "decline"
    assert eq.second_response(phi - 1, None) == "accept ally"


@pytest.mark.parametrize("c", [0.02, 1 / 32, 0.1])
def test_at_r_star_he_stops_searching_in_both_periods(c):
    eq = solve(at(1.1, c, 0.95))
    r = closed.r_star(eq.p)
    assert eq.first_response(r) == "accept" and eq.first_response(r - 1e-9) == "search"
    assert eq.second_response(r, None) == eq.second_response(r, 0.2) == "accept ally"
    assert eq.second_response(r - 1e-9, None) == "search"
    assert eq.second_response(0.0, r) == "accept ad hoc"


@pytest.mark.parametrize("c", [1 / 32, 0.04, 0.2, 0.35])
def test_at_delta_1_a_sure_wait_beats_an_equal_search_unless_she_bets(c):
    assert solve(at(1.1, c, 1.0)).first_response(0.15) == "advance"
    assert solve(at(1.1, c, 1 - 1e-6)).first_response(0.15) == "search"
    assert solve(at(1.1, 0.03, 1.0)).first_response(0.15) == "search"


def test_at_r_tilde_she_prefers_the_sure_offer():
    eq = solve(at(1.1, 0.02, 0.99))
    edge = closed.r_tilde(eq.p)
    assert eq.second_offer(edge) == closed.r_star(eq.p)
    assert eq.second_offer(edge - 1e-9) == edge - 1e-9
    matching, jumping = (eq.worth((0.1, "search", edge, "advance"), r2) for r2 in (edge, closed.r_star(eq.p)))
    assert matching == close(jumping, TOL)


def test_at_r1_bar_he_accepts_before_he_searches_again():
    eq = solve(at(1.1, 0.02, 0.99))
    for x1 in (0.0, 0.3, 0.5):
        history = (eq.r1, "search", x1)
        assert eq.worth(history, "accept ally") == close(eq.worth(history, "advance"), 1e-12)
        assert eq.response_after_search(eq.r1, x1) == "accept ally"
    assert eq.response_after_search(eq.r1 - 1e-9, 0.3) == "advance"
    assert eq.response_after_search(eq.r1, 0.5 + 1e-9) == "advance"


def test_at_x_a_and_at_r1_star_he_takes_the_draw_now():
    eq = solve(at(1.1, 0.001, 0.99))
    x = closed.x_a(eq.p)
    assert x < closed.r_tilde(eq.p)
    assert eq.response_after_search(0.2, x) == "accept ad hoc"
    assert eq.response_after_search(0.2, x - 1e-9) == "advance"
    eq = solve(at(1.1, 0.02, 0.99))
    edge = closed.r1_star(eq.p)
    assert eq.response_after_search(0.2, edge) == "accept ad hoc"
    assert eq.response_after_search(0.2, edge - 1e-9) == "advance"
    assert eq.response_after_search(edge, 0.74) == "accept ally"


def test_equal_proposals_go_to_the_most_recent():
    eq = solve(at(1.1, 0.02, 0.99))
    assert eq.response_after_search(0.9, 0.9) == "accept ad hoc"
    assert eq.second_response(0.9, 0.9) == "accept ally"
    assert eq.final_response(0.6, 0.6, 0.2) == "accept ally"
    assert eq.final_response(0.6, 0.6, 0.6) == eq.final_response(0.6, None, 0.6) == "accept ad hoc"
    assert eq.final_response(0.6, 0.7, 0.2) == "accept ad hoc"


def test_producing_for_nothing_beats_not_producing():
    eq = solve(at(1.4, 0.01, 0.9))
    share = eq.p.phi - 1
    assert eq.final_response(share, None, 0.1) == "accept ally"
    assert eq.final_response(0.1, None, share) == "accept ad hoc"
    assert eq.final_response(share - 1e-9, 0.1, 0.2) == "decline"


def test_she_matches_a_draw_that_nothing_can_beat():
    eq = solve(at(1.1, 0.02, 0.99))
    assert eq.second_offer(1.0) == 1.0 and eq.second_response(1.0, 1.0) == "accept ally"
    assert eq.second_offer(0.9) == 0.9


def test_a_future_that_is_worth_nothing():
    cheap, dear = solve(at(1.2, 0.01, 0.0)), solve(at(1.6, 0.01, 0.0))
    assert (cheap.r1, cheap.eu_1) == close((0.5, 0.25), 1e-12)
    assert (dear.r1, dear.eu_1) == close((0.6, 0.24), 1e-12)
    assert cheap.response_after_search(0.1, 0.1) == "advance" and cheap.response_after_search(0.3, 0.1) == "accept ally"
    assert cheap.worth((0.1, "search", 0.1), "advance") == -0.01


# --- the cutoffs --------------------------------------------------------------------------------------------------


@given(params)
@settings(max_examples=100, deadline=None)
def test_each_cutoff_solves_its_equation(p):
    assert closed.search_gain(p, closed.r_star(p)) == close(0, 1e-12)
    assert closed.search_gain(p, 0.4) == close(closed.theta(p, 0.4) - net(p, 0.4), 1e-12)
    assert closed.search_gain(replace(p, c=closed.c_search(p)), p.phi - 1) == close(0, 1e-12)
    if p.c <= 1 / 32:
        assert closed.bet(closed.r_tilde(p)) == close(1 - closed.r_star(p), 1e-12)
    x = closed.x_a(p)
    if math.isfinite(x):
        assert net(p, x) == close(p.delta * closed.theta(p, x), 1e-6)


@given(st.floats(1.001, 1.999), st.floats(1 / 31, 0.6), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_r1_star_is_as_good_as_waiting_for_the_offer_that_ends_the_search(phi, c, delta):
    p = at(phi, c, delta)
    r1 = closed.r1_star(p)
    accept, advance = (solve(p).worth((r1,), action) for action in ("accept", "advance"))
    assert accept == close(advance, 1e-12)
    assert not solve(p).worth((min(1.0, r1 + 0.01),), "accept") == close(advance, 1e-12)


@given(st.floats(1.001, 1.999), st.floats(0.01, 0.99))
@settings(max_examples=100, deadline=None)
def test_delta_underbar_is_where_x_a_meets_r_tilde(phi, part):
    p = at(phi, part * closed.c_switch(at(phi, 0.02, 0.9)), 0.9)
    edge = closed.delta_underbar(p)
    above, below = (replace(p, delta=edge + step * (1 - edge)) for step in (1e-3, -1e-3))
    assert closed.x_a(above) > closed.r_tilde(p) > closed.x_a(below)


@pytest.mark.parametrize(
    "number", [closed.r_tilde, closed.x_bar, closed.r1_bar, closed.delta_underbar, closed.search_path]
)
def test_a_number_that_does_not_exist_is_refused_by_name(number):
    with pytest.raises(ValueError, match="c must be at most"):
        number(at(1.1, 0.04, 0.9))
    assert number(at(1.1, 0.03, 0.9))


def test_the_regimes_have_their_names():
    found = {regime(p) for p in ODD_PARAMS}
    assert found == set(closed.REGIMES)


def test_worth_knows_the_rules():
    eq = solve(at(1.1, 0.02, 0.99))
    with pytest.raises(ValueError):
        eq.worth((0.5,), "decline")
    with pytest.raises(ValueError):
        eq.worth((0.5, "accept"), "accept")
