"""A last search, waiting, and the answer to the first offer: everything is read back from what was drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest
from conftest import ROOT
from looking import collisions, curve, drawn, faint, guide, has_dot, misbehaviour, plt, see_through, texts
from matplotlib.axes import Axes

from alliancelib.drawing import RULE, WIDTH
from alliancelib.outside_options import Params, figures_periods, solve
from alliancelib.outside_options.equilibrium import r1_star, r_star, r_tilde, theta, x_a
from alliancelib.outside_options.figures_periods import (
    alt_first_answers,
    alt_gain_from_waiting,
    alt_responses_after_search,
    alt_search_or_stop,
    first_answers,
    gain_from_waiting,
    responses_after_search,
    search_or_stop,
    surfaces,
)
from alliancelib.outside_options.model import net
from alliancelib.outside_options.solver import backward_induction

P = Params(phi=1.1, c=0.02, delta=0.99)

LESS = (0.9,)
"""The other discount factor that the chapter draws."""

OTHERS = (
    Params(phi=1.4, c=0.1, delta=0.95),  # she buys him off
    Params(phi=1.4, c=0.2, delta=0.95),  # searching is worthless
    Params(phi=1.7, c=0.01, delta=0.9),  # an expensive good
    Params(phi=1.1, c=0.005, delta=0.9),  # a stretch where he takes x1 at once
    Params(phi=1.1, c=0.02, delta=0.3),  # impatient
    Params(phi=1.1, c=0.04, delta=1),  # a tie between searching and waiting
)

DRAWINGS: Mapping[str, Callable[..., Axes]] = {
    "search_or_stop": lambda ax=None: search_or_stop(P, ax),
    "gain_from_waiting": lambda ax=None: gain_from_waiting(P, LESS, ax),
    "responses_after_search": lambda ax=None: responses_after_search(P, ax),
    "first_answers": lambda ax=None: first_answers(P, ax),
}


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    plt.close("all")


# --- every figure -------------------------------------------------------------------------------------------------


def test_every_figure_of_the_module_is_drawn_here_and_has_words():
    assert {name.removeprefix("alt_") for name in vars(figures_periods) if name.startswith("alt_")} == set(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_draws_where_it_is_told_and_touches_nothing_else(name):
    assert misbehaviour(DRAWINGS[name]) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_is_readable_on_its_paper(name):
    ax = DRAWINGS[name]()
    assert faint(ax) == [] and collisions(ax) == [] and not see_through(ax)
    assert min(text.get_size() for text in texts(ax)) * 6 / WIDTH >= 9
    assert ax.figure.get_figwidth() == WIDTH
    ax.text(0.5, 0.5, "a whisper", color=RULE)
    assert faint(ax) == ["a whisper"]


@pytest.mark.parametrize("p", OTHERS, ids=lambda p: f"phi {p.phi}, c {p.c}, delta {p.delta}")
def test_the_figures_are_drawn_elsewhere_too(p):
    for draw, say in ((search_or_stop, alt_search_or_stop), (first_answers, alt_first_answers)):
        assert collisions(draw(p)) == [] and len(say(p).split()) > 20
    assert len(alt_responses_after_search(p).split()) > 20 and responses_after_search(p).has_data()


def written() -> list[str]:
    """The alternative texts of these figures in the book."""
    found = []
    for name in ("second-period", "first-period"):
        notebook = json.loads((ROOT / f"book/outside-options/{name}.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if "figures_periods." in "".join(cell["source"]):
                found.append(cell["metadata"]["mystnb"]["image"]["alt"])
    return found


def test_the_chapters_describe_the_figures_by_their_own_numbers():
    computed = [
        alt_search_or_stop(P),
        alt_gain_from_waiting(P, LESS),
        alt_responses_after_search(P),
        alt_responses_after_search(replace(P, delta=0.9)),
        alt_first_answers(P),
    ]
    assert sorted(written()) == sorted(computed)
    assert alt_first_answers(replace(P, c=0.021)) not in computed


# --- one last search ----------------------------------------------------------------------------------------------


def test_stopping_and_searching_cross_at_r_star():
    ax = search_or_stop(P)
    assert guide(ax, "r_star") == r_star(P)
    for (_, stop), (xs, search) in zip(curve(ax, "stop"), curve(ax, "search")):
        for s, one, other in zip(xs, stop, search):
            assert one == pytest.approx(max(0, net(P, s)), abs=1e-8)
            assert other == pytest.approx(theta(P, max(s, P.phi - 1)), abs=1e-8)
            assert (other > one) == (s < r_star(P)) or abs(s - r_star(P)) < 1e-6


def test_where_searching_is_worthless_nothing_crosses():
    p = Params(phi=1.4, c=0.2, delta=0.95)
    assert "r_star" not in drawn(search_or_stop(p))
    assert "nowhere better" in alt_search_or_stop(p) and "nowhere" not in alt_search_or_stop(P)


# --- waiting ------------------------------------------------------------------------------------------------------


def test_the_gain_from_waiting_decides_what_he_does():
    ax = gain_from_waiting(P, LESS)
    for delta in (0.99, 0.9):
        brute = backward_induction(replace(P, delta=delta))
        for xs, ys in curve(ax, f"delta {delta:g}"):
            for x1, gain in zip(xs[5:-5:20], ys[5:-5:20]):
                waits = brute.response_after_search(0.0, float(x1)) == "advance"
                assert waits == (gain > 0) or abs(gain) < 1e-6
    assert has_dot(ax, "open", r_tilde(P), P.phi - 1 + P.delta * theta(P, r_tilde(P)) - r_tilde(P))


def test_the_words_say_where_the_bound_fails():
    assert f"negative from {x_a(replace(P, delta=0.9)):.3f}" in alt_gain_from_waiting(P, LESS)
    assert "negative from" not in alt_gain_from_waiting(P)
    with pytest.raises(ValueError, match="c must be low enough"):
        gain_from_waiting(Params(c=0.1))


@pytest.mark.parametrize("p", (P, replace(P, delta=0.9), *OTHERS[:5]), ids=lambda p: f"{p.phi}, {p.c}, {p.delta}")
def test_the_map_is_what_he_does(p):
    brute = backward_induction(p)
    for one in surfaces(p):
        for k in (3, 30, 56):
            if one.high[k] - one.low[k] > 1e-6:
                r1 = (one.low[k] + one.high[k]) / 2
                assert brute.response_after_search(float(r1), float(one.xs[k])) == one.response


def test_a_wrong_map_would_be_noticed():
    brute, wrong = backward_induction(replace(P, delta=0.9)), 0
    for one in surfaces(P):
        middle = float(one.xs[30]), float((one.low[30] + one.high[30]) / 2)
        wrong += brute.response_after_search(middle[1], middle[0]) != one.response
    assert wrong > 0


def test_the_map_names_its_surfaces_and_cutoffs():
    ax = responses_after_search(P)
    assert {"in accept ally", "in accept ad hoc", "in advance"} <= set(drawn(ax))
    assert guide(ax, "r1_star") == r1_star(P) and guide(ax, "r_tilde") == r_tilde(P)
    assert "r_tilde" not in drawn(responses_after_search(OTHERS[0]))


# --- the first offer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", (P, *OTHERS), ids=lambda p: f"{p.phi}, {p.c}, {p.delta}")
def test_the_bold_answer_is_the_best_one(p):
    ax, eq = first_answers(p), solve(p)
    for line in ax.lines:
        choice = line.get_gid()
        if choice not in ("accept", "search", "advance"):
            continue
        xs, ys = line.get_data()
        r1 = float(np.mean(xs[[0, -1]]))
        assert ys[50] == pytest.approx(eq.worth((float(xs[50]),), choice))
        assert (line.get_linewidth() > 2) == (eq.first_response(r1) == choice)


def test_the_words_know_the_knife_edge():
    assert "best to search" in alt_first_answers(P)
    assert "best to advance" in alt_first_answers(OTHERS[-1])
