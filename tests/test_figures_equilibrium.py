"""The figures of Propositions 1 and 2 and of section 4 show what the model says, read back from what was drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import numpy as np
import pytest
from looking import (
    collisions,
    crosses,
    curve,
    dots,
    drawn,
    faint,
    guide,
    has_dot,
    misbehaviour,
    plt,
    see_through,
    texts,
)
from matplotlib.axes import Axes

from alliancelib.drawing import RULE, WIDTH
from alliancelib.outside_options import Params, figures_equilibrium, paper
from alliancelib.outside_options.equilibrium import bet, c_switch, delta_underbar, r1_star, r_star
from alliancelib.outside_options.figures_equilibrium import (
    ally_probability,
    alt_ally_probability,
    alt_breakup_probability,
    alt_first_offer_payoff,
    breaks,
    breakup_probability,
    first_offer_payoff,
    offer_edges,
    patient_cost,
    peak_cost,
    pr_ally,
)
from alliancelib.outside_options.solver import backward_induction

P = Params(phi=1.1, c=0.02, delta=0.99)

OTHERS = (
    Params(phi=1.3, c=0.025, delta=0.93),
    Params(phi=1.2, c=0.03, delta=1.0),
    Params(phi=1.1, c=0.028, delta=0.95),
)

DRAWINGS: Mapping[str, Callable[..., Axes]] = MappingProxyType(
    {
        "first_offer_payoff": lambda ax=None: first_offer_payoff(P, ax),
        "ally_probability": lambda ax=None: ally_probability(P.phi, P.delta, ax),
        "breakup_probability": lambda ax=None: breakup_probability(P.phi, P.delta, ax),
    }
)


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    plt.close("all")


# --- every figure -------------------------------------------------------------------------------------------------


def test_every_figure_of_the_module_is_drawn_here_and_has_words():
    public = {name.removeprefix("alt_") for name in vars(figures_equilibrium) if name.startswith("alt_")}
    assert public == set(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_draws_where_it_is_told_and_touches_nothing_else(name):
    assert misbehaviour(DRAWINGS[name]) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_can_be_read(name):
    ax = DRAWINGS[name]()
    assert faint(ax) == [] and collisions(ax) == [] and not see_through(ax)
    assert min(text.get_size() for text in texts(ax)) * 6 / WIDTH >= 9
    ax.text(*np.mean([ax.get_xlim(), ax.get_ylim()], axis=1), "a whisper", color=RULE)
    assert faint(ax) == ["a whisper"]


@pytest.mark.parametrize("p", OTHERS)
def test_the_labels_keep_apart_elsewhere(p):
    drawings = first_offer_payoff(p), ally_probability(p.phi, p.delta), breakup_probability(p.phi, p.delta)
    assert [collisions(ax) for ax in drawings] == [[], [], []]


# --- her payoff from each first offer -----------------------------------------------------------------------------


def test_her_payoff_is_brute_force_s_at_every_offer():
    xs, ys = map(np.concatenate, zip(*curve(first_offer_payoff(P), "EU_1")))
    brute = backward_induction(P)
    some = slice(None, None, 17)
    assert ys[some] == pytest.approx([brute.worth((), x) for x in xs[some]], abs=1e-6)
    assert ys[some] != pytest.approx([bet(x) for x in xs[some]], abs=1e-2)


def test_her_payoff_is_the_paper_s_equations_between_the_marks():
    low, high, late, stop = offer_edges(P)
    xs, ys = map(np.concatenate, zip(*curve(first_offer_payoff(P), "EU_1")))
    forms = (
        (xs < low, lambda r1: paper.omega_below(P)),
        ((xs > low) & (xs < high), lambda r1: paper.omega(P, r1)),
        ((xs > high) & (xs < late), lambda r1: paper.omega_above(P, r1)),
        ((xs > late) & (xs < stop), bet),
        (xs > stop, lambda r1: 1 - r1),
    )
    for where, form in forms:
        assert where.sum() > 50
        assert ys[where] == pytest.approx([form(x) for x in xs[where]])
    assert ys[xs < low] != pytest.approx(paper.omega_lower_end(P))


def test_her_payoff_jumps_where_he_first_comes_back_and_where_he_accepts():
    ax = first_offer_payoff(P)
    low, high, late, stop = offer_edges(P)
    assert has_dot(ax, "open", low, paper.omega_below(P)) and has_dot(ax, "closed", low, paper.omega_lower_end(P))
    assert has_dot(ax, "closed", stop, 1 - stop) and has_dot(ax, "open", stop, bet(stop))
    pieces = curve(ax, "EU_1")
    assert not any(crosses(pieces, x) for x in (low, late, stop)) and crosses(pieces, 0.65)
    assert not has_dot(ax, "closed", low, paper.omega_below(P))


def test_the_marks_are_where_the_paper_puts_them():
    ax = first_offer_payoff(P)
    low, high = paper.r1_interval(P)
    marks = {"low": low, "high": high, "r1_star": r1_star(P), "r_star": r_star(P)}
    assert {name: guide(ax, name) for name in marks} == pytest.approx(marks)
    (best,) = (line for line in ax.lines if line.get_gid() == "r1_bar")
    assert best.get_xdata()[0] == pytest.approx(paper.r1_bar(P))
    assert best.get_ydata()[0] == pytest.approx(paper.omega(P, paper.r1_bar(P)))
    assert guide(first_offer_payoff(OTHERS[0]), "low") != pytest.approx(low)


@pytest.mark.parametrize("p", [Params(phi=1.1, c=0.1, delta=0.99), Params(phi=1.1, c=0.02, delta=0.9)])
def test_her_payoff_is_drawn_only_where_proposition_2_is_meant(p):
    with pytest.raises(ValueError, match="delta at least delta_underbar"):
        first_offer_payoff(p)


# --- Figure 3 and section 4 ---------------------------------------------------------------------------------------


def test_players_are_patient_from_the_cost_that_is_marked():
    patient = patient_cost(1.1, 0.99)
    assert patient == pytest.approx(0.012691, abs=1e-6)
    near = [delta_underbar(Params(phi=1.1, c=patient + step)) for step in (-1e-6, 1e-6)]
    assert near[1] < 0.99 < near[0]
    assert patient_cost(1.1, 1.0) == 0
    assert patient_cost(1.1, 0.3) == pytest.approx(c_switch(P))


def test_the_ally_s_probability_is_brute_force_s():
    xs, ys = map(np.concatenate, zip(*curve(ally_probability(1.1, 0.99), "with the ally")))
    some = slice(None, None, 23)
    solved = [backward_induction(Params(phi=1.1, c=float(c), delta=0.99)).outcomes for c in xs[some]]
    assert ys[some] == pytest.approx([o["ally, period 1"] + o["ally, period 2"] for o in solved], abs=1e-6)
    assert ys[some] != pytest.approx([o["ally, period 1"] for o in solved], abs=1e-2)


def test_the_printed_line_is_the_paper_s_and_ends_where_it_is_right():
    ax = ally_probability(1.1, 0.99)
    ((xs, ys),) = curve(ax, "as printed")
    assert ys == pytest.approx([paper.pr_ally(Params(phi=1.1, c=c, delta=0.99)) for c in xs])
    assert xs[-1] == pytest.approx(patient_cost(1.1, 0.99))
    assert ys[-1] == pytest.approx(pr_ally(1.1, 0.99)(xs[-1])) and ys[0] > pr_ally(1.1, 0.99)(xs[0]) + 0.1
    assert curve(ally_probability(1.1, 1.0), "as printed") == []


def test_the_ally_is_certain_from_the_switching_cost_on():
    ax = ally_probability(1.1, 0.99)
    switch = c_switch(P)
    assert has_dot(ax, "closed", switch, 1) and not has_dot(ax, "open", switch, 1)
    assert not crosses(curve(ax, "with the ally"), switch)


def test_the_two_ways_to_break_sum_to_the_whole():
    ax = breakup_probability(1.1, 0.99)
    total, early, late = (np.concatenate([ys for _, ys in curve(ax, name)]) for name in ("total", "at once", "second"))
    assert total == pytest.approx(early + late)
    assert total != pytest.approx(early, abs=0.01)
    xs = np.concatenate([xs for xs, _ in curve(ax, "total")])
    assert total == pytest.approx([1 - pr_ally(1.1, 0.99)(c) for c in xs])


def test_the_peak_is_the_parabola_s():
    delta = 0.99
    y = delta / (1 + 2 * delta)
    assert peak_cost(1.1, delta) == pytest.approx((y * (1 - y)) ** 2 / 2, rel=1e-5)
    assert peak_cost(1.1, 1.0) == pytest.approx(2 / 81, rel=1e-5)
    early, late = breaks(1.1, 1.0)
    assert early(2 / 81) + late(2 / 81) == pytest.approx(7 / 24)
    ((x, height),) = dots(breakup_probability(1.1, 1.0), "closed")
    assert (x, height) == pytest.approx((2 / 81, 7 / 24), rel=1e-5)
    assert height != pytest.approx(1 / 4, rel=1e-2)


def test_words_are_drawn_from_the_same_numbers():
    assert "0.298 at c = 0.025" in alt_breakup_probability(1.1, 0.99)
    assert drawn(breakup_probability(1.1, 0.99))["peak"] == "0.298"
    assert "begin at 0.863" in alt_ally_probability(1.1, 0.99)
    assert "jumps to 0.265 at r1 = 0.6" in alt_first_offer_payoff(P)
    assert alt_first_offer_payoff(P) != alt_first_offer_payoff(OTHERS[0])
