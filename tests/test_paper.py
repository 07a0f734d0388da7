"""The paper as printed: right where it says it applies, with the exceptions named, and wrong elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancelib.outside_options import equilibrium as closed
from alliancelib.outside_options import paper
from alliancelib.outside_options.model import OUTCOMES, Params, net

FIGURE_4 = Params(phi=1.1, c=0.02, delta=0.99)


def at(phi: float, c: float, delta: float) -> Params:
    return Params(phi=phi, c=c, delta=delta)


def close(expected, tol: float = 1e-12):
    return pytest.approx(expected, abs=tol)


def mean(f, low: float, high: float, steps: int = 400) -> float:
    """The integral of ``f`` by the midpoint rule, which knows nothing of the formulas under test."""
    width = (high - low) / steps
    return math.fsum(f(low + (k + 0.5) * width) for k in range(steps)) * width


phis = st.floats(1.001, 1.499)
shares = st.floats(0, 1)


@st.composite
def search_region(draw):
    """The domain of Proposition 2: phi < 3/2, c < 1/32, delta >= delta_underbar."""
    p = at(draw(phis), draw(st.floats(1e-4, 0.03124)), 1.0)
    least = paper.delta_underbar(p)
    return replace(p, delta=draw(st.floats(min(least + 1e-9, 1.0), 1.0)))


@st.composite
def sure_region(draw):
    """The domain of Proposition 1 where searching is worth something to player 2."""
    phi = draw(phis)
    return at(phi, draw(st.floats(1 / 32, (2 - phi) ** 2 / 2 - 1e-6)), draw(st.floats(0, 0.999)))


# --- section 3.1 ---------------------------------------------------------------------------------------------------


@given(shares)
def test_theta_is_eq_1_for_uniform_offers(s):
    assert paper.theta_for(FIGURE_4, s, lambda x: x) == close(paper.theta(FIGURE_4, s))
    assert paper.theta_for(FIGURE_4, s, lambda x: x * x) >= paper.theta(FIGURE_4, s)


def test_eq_1_at_another_distribution_is_the_mean_of_the_larger_offer():
    p, s = FIGURE_4, 0.4
    by_hand = -p.c + mean(lambda x: net(p, max(x, s)) * 2 * x, 0, 1)
    assert paper.theta_for(p, s, lambda x: x * x) == close(by_hand, 1e-5)
    assert not paper.theta(p, s) == close(by_hand, 1e-2)
    two_point = paper.theta_for(p, s, lambda x: 0.6 if x < 0.9 else 1.0)
    assert two_point == close(-p.c + 0.6 * net(p, s) + 0.4 * net(p, 0.9), 5e-3)


def test_r_star_is_where_searching_stops_paying():
    assert paper.r_star(FIGURE_4) == close(0.8)
    assert net(FIGURE_4, 0.8) == close(paper.theta(FIGURE_4, 0.8))
    assert net(FIGURE_4, 0.79) < paper.theta(FIGURE_4, 0.79)
    with pytest.raises(ValueError, match=r"c must lie in \[0, 1/2\]"):
        paper.r_star(replace(FIGURE_4, c=0.51))


def test_u_2_has_three_branches():
    p = at(1.3, 0.02, 0.99)
    assert [paper.u_2(p, r2) for r2 in (0.8, 0.79, 0.31, 0.29)] == close([0.2, 0.21 * 0.79, 0.31 * 0.69, 0.0])


def test_r_tilde_pays_with_a_search_what_r_star_pays_without():
    r = paper.r_tilde(FIGURE_4)
    assert 1 / 2 < r < paper.r_star(FIGURE_4)
    assert (1 - r) * r == close(0.2)
    assert paper.u_2(FIGURE_4, r) == close(paper.u_2(FIGURE_4, paper.r_star(FIGURE_4)))
    assert paper.r_tilde(replace(FIGURE_4, c=paper.C_STAR)) == 1 / 2
    with pytest.raises(ValueError, match="c must be at most 1/32"):
        paper.r_tilde(replace(FIGURE_4, c=0.032))


def test_table_1_as_printed():
    p = FIGURE_4
    edge = paper.r_tilde(p)
    assert [paper.table_1(p, x1) for x1 in (0.0, 0.5, 0.7, edge, 0.75, 0.8, 0.9)] == [
        (0.5, "search"),
        (0.5, "search"),
        (0.7, "search"),
        (edge, "search"),
        (paper.r_star(p), "accept ally"),
        (paper.r_star(p), "accept ally"),
        (0.9, "accept ally"),
    ]
    dear = replace(p, c=1 / 32)
    assert [paper.table_1(dear, x1) for x1 in (0.0, 0.75, 0.8)] == [(0.75, "accept ally")] * 2 + [(0.8, "accept ally")]
    with pytest.raises(ValueError, match="x1 must lie in"):
        paper.table_1(p, 1.1)


def test_table_1_at_r_tilde_breaks_the_paper_s_own_tie_rule():
    edge = paper.r_tilde(FIGURE_4)
    assert paper.table_1(FIGURE_4, edge)[1] == "search"
    assert closed.solve(FIGURE_4).second_offer(edge) == close(paper.r_star(FIGURE_4))


@settings(max_examples=100, deadline=None)
@given(search_region() | sure_region(), shares)
def test_table_1_and_lemma_1_hold_in_the_declared_domain(p, x1):
    eq = closed.solve(p)
    offer, response = paper.table_1(p, x1)
    assert eq.second_offer(x1) == close(offer, 1e-11)
    assert eq.second_response(offer, x1) == response
    assert offer >= paper.lemma_1_bound(p, x1)


def test_table_1_fails_where_searching_is_worthless():
    p = at(1.4, 0.2, 0.95)
    assert paper.applies(p) and paper.table_1(p, 0.1)[0] < paper.lemma_1_bound(p, 0.1)
    assert closed.solve(p).second_offer(0.1) == close(0.4)


# --- section 3.2.1 -------------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(phis, st.floats(1e-4, 0.03124))
def test_delta_underbar_is_the_least_delta_of_its_definition(phi, c):
    p = at(phi, c, 0.5)
    least = paper.delta_underbar(p)
    assert least == close(closed.delta_underbar(p), 1e-9)
    assert paper.patient_enough(replace(p, delta=least + 1e-9))
    assert not paper.patient_enough(replace(p, delta=least - 1e-9))


@settings(max_examples=50, deadline=None)
@given(phis, st.floats(1e-3, 0.031), shares, shares)
def test_the_second_condition_needs_no_look_below_r_tilde(phi, c, delta, part):
    p = at(phi, c, delta)
    s = part * paper.r_tilde(p) * 0.999
    if paper.patient_enough(p):
        assert net(p, s) < p.delta * paper.theta(p, s)
    else:
        edge = paper.r_tilde(p)
        assert net(p, edge) > p.delta * paper.theta(p, edge) or paper.r1_star(p) <= edge


def test_delta_underbar_has_no_value_where_r_tilde_has_no_use():
    with pytest.raises(ValueError, match="r_tilde must be at least phi - 1"):
        paper.delta_underbar(at(1.9, 0.02, 0.9))
    with pytest.raises(ValueError, match="c must be at most 1/32"):
        paper.delta_underbar(at(1.1, 0.04, 0.9))


def test_table_2_as_printed():
    p = FIGURE_4
    low = paper.r1_interval(p)[0]
    assert low == close(0.59995)
    assert [paper.table_2(p, low, x1) for x1 in (0.0, 0.5, 0.51, 0.74, 0.82)] == [
        "accept ally",
        "accept ally",
        "advance",
        "advance",
        "accept ad hoc",
    ]
    assert paper.table_2(p, low - 1e-9, 0.3) == "advance"
    assert paper.table_2(p, 0.9, 0.85) == "accept ally" and paper.table_2(p, 0.9, 0.9) == "accept ad hoc"
    dear = at(1.1, 0.1, 0.9)
    edge = paper.r1_star(dear)
    assert paper.table_2(dear, edge, 0.2) == "accept ally" and paper.table_2(dear, edge - 1e-9, 0.2) == "advance"


@settings(max_examples=200, deadline=None)
@given(search_region() | sure_region(), shares, shares)
def test_table_2_and_lemma_2_hold_in_the_declared_domain(p, r1, x1):
    eq = closed.solve(p)
    assert eq.response_after_search(r1, x1) == paper.table_2(p, r1, x1)
    if abs(r1 - paper.r_star(p)) > 1e-9:
        assert eq.first_response(r1) == paper.lemma_2(p, r1)


def test_table_2_fails_for_cheap_search_at_the_figure_s_discount_factor():
    p = at(1.1, 0.001, 0.99)
    assert not paper.applies(p)
    assert paper.table_2(p, 0.6, 0.9) == "advance"
    assert closed.solve(p).response_after_search(0.6, 0.9) == "accept ad hoc"


def test_lemma_2_and_its_exceptions():
    assert [paper.lemma_2(FIGURE_4, r1) for r1 in (0.2, 0.79, 0.8, 1.0)] == ["search", "search", "accept", "accept"]
    for p, r1 in [(at(1.1, 0.04, 1.0), 0.5), (at(1.4, 0.2, 0.95), 0.38), (at(1.4, 0.2, 0.95), 0.1)]:
        assert paper.applies(p) and closed.solve(p).first_response(r1) == "advance" != paper.lemma_2(p, r1)


def test_the_second_chain_in_the_proof_of_lemma_2_ends_too_high():
    p = at(1.1, 0.02, 0.95)
    printed_end = p.delta * paper.theta(p, 1 / 2)
    line_above = -p.c + p.delta * (net(p, 1 / 2) / 2 + mean(lambda x: net(p, x), 1 / 2, 1))
    assert line_above == close(printed_end - (1 - p.delta) * p.c, 1e-9)
    assert not line_above == close(printed_end, 1e-9)


# --- Propositions 1 and 2 ------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(sure_region())
def test_proposition_1_holds_where_searching_is_worth_something(p):
    printed, eq = paper.proposition_1(p), closed.solve(p)
    assert (printed.r1, printed.eu_1, printed.eu_2) == close((eq.r1, eq.eu_1, eq.eu_2))
    assert printed.first_move == eq.first_move == "accept"
    assert dict(printed.outcomes) == eq.outcomes


def test_proposition_1_fails_where_it_is_worthless():
    p = at(1.4, 0.2, 0.95)
    printed, eq = paper.solve(p), closed.solve(p)
    assert paper.applies(p)
    assert printed.r1 == close(0.367544, 6e-7) and printed.eu_2 < 0 and eq.r1 == close(0.4)
    assert eq.worth((), printed.r1) < eq.eu_1 - 0.02


@settings(max_examples=150, deadline=None)
@given(search_region())
def test_proposition_2_holds_in_the_declared_domain_outside_the_corner(p):
    printed, eq = paper.proposition_2(p), closed.solve(p)
    if closed.regime(p) == "pre-empt early":
        assert p.phi > 1.4577 and p.delta < 3 / 4 and printed.eu_1 <= 1 - paper.r_star(p)
        return
    assert (printed.r1, printed.eu_1, printed.eu_2) == close((eq.r1, eq.eu_1, eq.eu_2), 1e-9)
    assert [printed.outcomes[o] for o in OUTCOMES] == close([eq.outcomes[o] for o in OUTCOMES], 1e-9)
    low, high = paper.r1_interval(p)
    assert 1 / 2 < low <= printed.r1 <= high < paper.r1_star(p) and printed.first_move == "search"


def test_proposition_2_fails_in_the_corner_of_its_declared_domain():
    p = at(1.49, 0.0312, 0.4)
    printed, eq = paper.solve(p), closed.solve(p)
    assert paper.applies(p) and paper.delta_underbar(p) == close(0.2176, 6e-5)
    assert (printed.r1, printed.eu_1) == close((0.534389, 0.247379), 6e-7)
    assert (1 - paper.r_star(p), eq.eu_1) == close((0.249800, 0.249800), 6e-7)
    assert paper.pr_new(p) > 0.4 and eq.first_move == "accept"


def test_proposition_2_outside_its_domain_at_the_figure_s_discount_factor():
    p = at(1.1, 0.001, 0.99)
    printed, eq = paper.solve(p), closed.solve(p)
    assert printed.r1 == close(eq.r1)
    assert (printed.eu_1, printed.eu_2, paper.pr_new(p)) == close((0.27178, 0.60072, 0.1772), 6e-5)
    assert eq.worth((), printed.r1) == close(0.26522, 6e-6)
    assert paper.pr_new(at(1.1, 1e-14, 0.99)) == close(0.134, 6e-4)


def test_proposition_2_for_an_expensive_good():
    p = at(1.7, 0.025, 0.95)
    printed, eq = paper.solve(p), closed.solve(p)
    assert not paper.applies(p) and printed.r1 == close(0.605)
    assert (eq.worth((), printed.r1), eq.eu_1) == close((0.1641, 0.2236), 6e-5)


@settings(max_examples=80, deadline=None)
@given(search_region(), shares)
def test_r1_bar_maximises_omega(p, part):
    low, high = paper.r1_interval(p)
    best = paper.r1_bar(p)
    assert paper.omega(p, best) >= paper.omega(p, low + part * (high - low)) - 1e-12
    assert paper.omega(p, best) >= max(paper.omega(p, low), paper.omega(p, high)) - 1e-12


def test_omega_off_its_maximum_is_less():
    low, high = paper.r1_interval(FIGURE_4)
    assert paper.r1_bar(FIGURE_4) == low and paper.omega(FIGURE_4, high) < paper.omega(FIGURE_4, low) - 0.02
    p = at(1.48, 0.03, 0.78)
    low, high = paper.r1_interval(p)
    assert low < paper.r1_bar(p) == close(0.583435, 6e-7) and paper.omega(p, low) < paper.omega(p, paper.r1_bar(p))


@settings(max_examples=50, deadline=None)
@given(search_region(), shares)
def test_omega_is_the_three_integrals_of_eq_6(p, part):
    low, high = paper.r1_interval(p)
    r1 = low + part * (high - low)
    x, edge = paper.x_of_r1(p, r1), paper.r_tilde(p)
    assert net(p, r1) == close(p.delta * paper.theta(p, x), 1e-9)
    third = (paper.r1_star(p) - edge) * p.delta * (1 - paper.r_star(p))
    by_parts = x * (1 - r1) + p.delta * mean(lambda x1: x1 * (1 - x1), x, edge) + third
    assert paper.omega(p, r1) == close(by_parts, 1e-6)


@settings(max_examples=80, deadline=None)
@given(search_region())
def test_the_offers_that_the_proof_of_proposition_2_rules_out(p):
    low, high = paper.r1_interval(p)
    eq, above = closed.solve(p), (high + paper.r1_star(p)) / 2
    assert paper.omega_lower_end(p) == close(paper.omega(p, low), 1e-9)
    assert paper.omega_above(p, high) == close(paper.omega(p, high), 1e-9)
    assert paper.omega_above(p, above) < paper.omega(p, high)
    assert paper.omega_below(p) < paper.omega_lower_end(p) and p.c + 3 / 8 > p.delta / 4
    assert eq.worth((), above) == close(paper.omega_above(p, above), 1e-8)
    assert eq.worth((), low / 2) == close(paper.omega_below(p), 1e-8)


@settings(max_examples=50, deadline=None)
@given(search_region())
def test_the_ends_of_the_interval_rise_as_search_gets_cheaper(p):
    ends, cheaper = paper.r1_interval(p), paper.r1_interval(replace(p, c=p.c * 0.9))
    assert all(then > now for then, now in zip(cheaper, ends))


def test_x_of_r1_and_the_propositions_refuse_what_they_do_not_cover():
    with pytest.raises(ValueError, match="r1 must lie in"):
        paper.x_of_r1(FIGURE_4, 0.9)
    with pytest.raises(ValueError, match="delta must be positive"):
        paper.solve(replace(FIGURE_4, delta=0.0))
    with pytest.raises(ValueError, match="at least 1/32 for Proposition 1"):
        paper.proposition_1(FIGURE_4)
    with pytest.raises(ValueError, match="below 1/32 for Proposition 2"):
        paper.proposition_2(replace(FIGURE_4, c=1 / 32))


def test_proposition_1_begins_exactly_at_c_star():
    assert paper.solve(replace(FIGURE_4, c=paper.C_STAR)).first_move == "accept"
    assert paper.solve(replace(FIGURE_4, c=paper.C_STAR - 1e-9)).first_move == "search"


# --- where it applies, and sections 4 and 5 ------------------------------------------------------------------------


def test_the_declared_domain():
    assert paper.applies(FIGURE_4)
    assert paper.applies(at(1.1, 0.5, 0.0)) and not paper.applies(at(1.1, 0.501, 0.9))
    assert paper.applies(at(1.4999, 0.1, 0.9)) and not paper.applies(at(1.5, 0.1, 0.9))
    assert not paper.applies(at(1.1, 0.02, 0.9)) and paper.applies(at(1.1, 0.0128, 0.99))
    assert not paper.applies(at(1.1, 0.0126, 0.99)) and paper.applies(at(1.1, 0.0001, 1.0))


@settings(max_examples=50, deadline=None)
@given(search_region())
def test_figure_3_and_the_break_up_probability_are_complements(p):
    assert paper.pr_ally(p) + paper.pr_new(p) == close(1, 1e-12)
    x, edge, jump = paper.x_of_r1(p, paper.r1_bar(p)), paper.r_tilde(p), paper.r1_star(p)
    assert paper.pr_new(p) == close(mean(lambda x1: 1 - x1, x, edge) + 1 - jump, 1e-6)


def test_figure_3_jumps_to_one_at_c_star():
    assert paper.pr_ally(replace(FIGURE_4, c=1 / 32)) == 1 and paper.pr_ally(replace(FIGURE_4, c=0.0312)) < 0.75


def test_new_alliances_get_rarer_with_cheaper_search_only_on_part_of_the_region():
    near, nearer, edge = (paper.pr_new(at(1.1, c, 0.99)) for c in (0.015, 0.0246, 0.0312))
    assert near < nearer > edge
    assert all(paper.applies(at(1.1, c, 0.99)) for c in (0.015, 0.0246, 0.0312))


def test_figure_4_has_its_maximum_at_c_star():
    best = paper.solve(replace(FIGURE_4, c=paper.C_STAR)).eu_2
    assert best == close(0.65)
    assert all(paper.solve(replace(FIGURE_4, c=k / 400)).eu_2 < best for k in (*range(1, 13), *range(13, 201)))
