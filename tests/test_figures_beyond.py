"""The surplus, phi* and player 2's payoff in other games: everything is read back from what was drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pytest
import scipy.stats
from looking import collisions, curve, drawn, faint, guide, misbehaviour, plt, see_through, texts
from matplotlib.axes import Axes

from alliancelib.drawing import WIDTH
from alliancelib.outside_options import Params, figures_beyond, solve
from alliancelib.outside_options.equilibrium import c_switch
from alliancelib.outside_options.figures_beyond import (
    FREE,
    alt_gains_against_phi,
    alt_player_2_against_cost,
    alt_surplus_against_cost,
    gain_over_free,
    gains_against_phi,
    phi_star,
    player_2_against_cost,
    surplus_against_cost,
    with_offers,
    with_periods,
)
from alliancelib.outside_options.solver import backward_induction

POLES = {
    "uniform": with_offers(1.4, 0.99, scipy.stats.beta(1, 1)),
    "poles": with_offers(1.4, 0.99, scipy.stats.beta(0.3, 0.3)),
}
LONGER = {"1 period": with_periods(1.1, 0.99, 1), "4 periods": with_periods(1.1, 0.99, 4)}

DRAWINGS: Mapping[str, Callable[..., Axes]] = {
    "surplus_against_cost": lambda ax=None: surplus_against_cost(1.1, 0.99, ax),
    "gains_against_phi": lambda ax=None: gains_against_phi(0.99, ax),
    "player_2_against_cost": lambda ax=None: player_2_against_cost(POLES, 0.1, ax),
}


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    plt.close("all")


def test_every_figure_of_the_module_is_drawn_here_and_has_words():
    assert {name.removeprefix("alt_") for name in vars(figures_beyond) if name.startswith("alt_")} == set(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_draws_where_it_is_told_and_touches_nothing_else(name):
    assert misbehaviour(DRAWINGS[name]) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_is_readable_on_its_paper(name):
    ax = DRAWINGS[name]()
    assert faint(ax) == [] and collisions(ax) == [] and not see_through(ax)
    assert min(text.get_size() for text in texts(ax)) * 6 / WIDTH >= 9


def test_longer_games_are_readable_too():
    assert collisions(player_2_against_cost(LONGER, 0.05)) == []


# --- the surplus ----------------------------------------------------------------------------------------------------


def test_the_two_lines_of_the_surplus_are_the_payoffs():
    ax = surplus_against_cost(1.1, 0.99)
    for name in ("EU_1", "EU_1 + EU_2"):
        for xs, ys in curve(ax, name):
            for c, height in zip(xs[::40], ys[::40]):
                eq = solve(Params(phi=1.1, c=float(c), delta=0.99))
                assert height == pytest.approx(eq.eu_1 + (name != "EU_1") * eq.eu_2, abs=1e-9)


def test_something_is_lost_below_the_border_and_nothing_above():
    switch = c_switch(Params())
    for xs, ys in curve(surplus_against_cost(1.1, 0.99), "EU_1 + EU_2"):
        assert (np.all(ys < 0.87) and xs[-1] < switch) or (np.allclose(ys, 0.9) and xs[0] > switch)


def test_the_surplus_in_words():
    text = alt_surplus_against_cost(1.1, 0.99)
    assert "at c = 0.03125 player 1 has 0.25, player 2 0.65, and 0 is lost" in text
    assert text != alt_surplus_against_cost(1.1, 0.9)


# --- phi* -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delta, expected", [(0, 1.7071), (0.5, 1.6815), (0.9, 1.6474), (0.99, 1.6325), (1, 1.62996)])
def test_phi_star_is_where_the_brute_force_solver_has_it(delta, expected):
    star = phi_star(delta)
    assert star == pytest.approx(expected, abs=5e-5)
    for phi, sign in ((star - 1e-3, 1), (star + 1e-3, -1)):
        dear, free = (backward_induction(Params(phi=phi, c=c, delta=delta)).eu_2 for c in (1 / 32, FREE))
        assert sign * (dear - free) > 0


def test_a_cost_that_nobody_would_mind_has_no_phi_star():
    with pytest.raises(ValueError, match="c must be liked better"):
        phi_star(0.99, 0.4)


def test_the_gains_are_drawn_as_they_are():
    ax = gains_against_phi(0.99)
    assert guide(ax, "phi_star") == pytest.approx(phi_star(0.99))
    for phi, gain in zip(*(values[::50] for values in curve(ax, "frozen")[0])):
        assert gain == pytest.approx(gain_over_free(float(phi), 0.99, 1 / 32), abs=1e-9)
    assert all(np.all(ys > 0) for _, ys in curve(ax, "fitted"))
    assert not all(np.all(ys > 0) for _, ys in curve(ax, "frozen"))


def test_the_gains_in_words():
    assert "phi* = 1.632" in alt_gains_against_phi(0.99) and "never negative" in alt_gains_against_phi(0.99)
    assert alt_gains_against_phi(0.9) != alt_gains_against_phi(0.99)


# --- other games ------------------------------------------------------------------------------------------------------


def test_the_curves_of_other_games_are_the_solvers():
    ax = player_2_against_cost(POLES, 0.1)
    for name, offers in (("uniform", scipy.stats.beta(1, 1)), ("poles", scipy.stats.beta(0.3, 0.3))):
        for part in ("searches", "accepts"):
            (xs, ys), *_ = curve(ax, f"{name}, {part}")
            for c, height in zip(xs[::15], ys[::15]):
                eq = backward_induction(Params(phi=1.4, c=float(c), delta=0.99), offers)
                assert height == pytest.approx(eq.eu_2, abs=2e-4)
                assert eq.first_move == ("search" if part == "searches" else "accept")


def test_the_dots_stand_where_he_is_first_bought_off():
    ax = player_2_against_cost(LONGER, 0.05)
    for name in LONGER:
        (at,) = curve(ax, f"{name}, switch")
        assert at[0][0] == curve(ax, f"{name}, accepts")[0][0][0]
    assert set(LONGER) <= set(drawn(ax))


def test_other_games_in_words():
    assert "poles: 0.369 where a search costs nothing" in alt_player_2_against_cost(POLES, 0.1)
    assert "bought off" not in alt_player_2_against_cost({"1 period": LONGER["1 period"]}, 0.03)
