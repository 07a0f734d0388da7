"""What a demand is worth, and deal against farewell: everything is read back from what was drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pytest
from conftest import ROOT
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

from alliancelib.cost_sharing import Params, figures_separating, select
from alliancelib.cost_sharing.equilibrium import a_star, l_star
from alliancelib.cost_sharing.figures_separating import (
    LAST,
    alt_deal_or_farewell,
    alt_worth_of_demands,
    deal_or_farewell,
    demand_knots,
    worth_of_demands,
)
from alliancelib.cost_sharing.model import TYPES
from alliancelib.drawing import RULE, WIDTH

WORLDS = (Params(), Params(l=0.2), Params(l=0.7))
"""Where the chapters draw the worth of demands."""

OTHERS = (
    Params(l=0.2, a_max=0.4),  # the cap
    Params(pi=0.3, l=0.1),  # both are paid
    Params(pi=0.05, l=0.2),  # no credible threat
    Params(p_l=0.35, c_A=0.09, c_C=0.15, beta_lo=0.35, beta_hi=0.7, pi=0.18, l=0.25, a_max=1.8),
)

MOST = (0.95,)
"""The other farewell that the chapter draws."""

DRAWINGS: Mapping[str, Callable[..., Axes]] = {
    "worth_of_demands": lambda ax=None: worth_of_demands(WORLDS[1], ax),
    "deal_or_farewell": lambda ax=None: deal_or_farewell(WORLDS[1], MOST, ax),
}


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    plt.close("all")


# --- both figures -------------------------------------------------------------------------------------------------


def test_every_figure_of_the_module_is_drawn_here_and_has_words():
    assert {name.removeprefix("alt_") for name in vars(figures_separating) if name.startswith("alt_")} == set(DRAWINGS)


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


@pytest.mark.parametrize("p", (*WORLDS, *OTHERS), ids=lambda p: f"{select(p).name}, {p.l:g}")
def test_no_text_covers_another_elsewhere(p):
    assert collisions(worth_of_demands(p)) == []


def written() -> list[str]:
    """The alternative texts of these figures in the book."""
    found = []
    for path in sorted((ROOT / "book/cost-sharing").glob("separating-*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if "figures_separating." in "".join(cell["source"]):
                found.append(cell["metadata"]["mystnb"]["image"]["alt"])
    return found


def test_the_chapters_describe_the_figures_by_their_own_numbers():
    computed = [alt_worth_of_demands(p) for p in WORLDS] + [alt_deal_or_farewell(WORLDS[1], MOST)]
    assert sorted(written()) == sorted(computed)
    assert alt_worth_of_demands(Params(l=0.21)) not in computed


# --- what a demand is worth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", (*WORLDS, *OTHERS), ids=lambda p: f"{select(p).name}, {p.l:g}")
def test_the_curves_are_the_worths_and_the_dots_the_best_demands(p):
    ax, eq = worth_of_demands(p), select(p)
    for type in TYPES:
        for xs, ys in curve(ax, type):
            for k in (1, len(xs) // 2, -2):
                assert ys[k] == pytest.approx(eq.worth((type,), xs[k]))
        best = eq.play[type].demand or 0.0
        assert has_dot(ax, "closed", best, eq.payoffs[type]["ally"])
        top = max(value for _, ys in curve(ax, type) for value in ys)
        assert top == pytest.approx(eq.payoffs[type]["ally"])
    assert not has_dot(ax, "closed", 0.77 * p.a_max, eq.payoffs["committed"]["ally"])


def test_the_uncommitted_patrons_worth_jumps_where_payment_stops():
    ax, p = worth_of_demands(WORLDS[1]), WORLDS[1]
    assert guide(ax, "a_star") == a_star(p)
    assert not crosses(curve(ax, "uncommitted"), a_star(p))
    (gone,) = dots(ax, "open")
    assert gone == pytest.approx((0.5, 0.16))


def test_no_guide_is_drawn_for_a_demand_that_cannot_be_made():
    assert "a_star" not in drawn(worth_of_demands(Params(l=0.2, a_max=0.4)))
    assert demand_knots(select(Params(l=0.2, a_max=0.4))) == [0.0, 0.4]


@pytest.mark.parametrize("p", WORLDS)
def test_the_words_say_what_is_best(p):
    said, eq = alt_worth_of_demands(p), select(p)
    for type in TYPES:
        a = eq.play[type].demand
        part = said.partition(f"To the {type} patron")[2].partition("To the")[0]
        assert f"the best is {'none' if a is None else f'{a:g}'}" in part
    assert "just over 0.5" in said


def test_outside_the_assumptions_nothing_is_drawn():
    with pytest.raises(ValueError, match="there is no equilibrium to draw, outside the assumptions"):
        worth_of_demands(Params(c_A=0.05))


# --- the deal or the farewell -------------------------------------------------------------------------------------


def test_the_lines_are_the_worths_in_the_equilibria_on_either_side():
    p, ax = WORLDS[1], deal_or_farewell(WORLDS[1], MOST)
    for gid, gain, a in (("deal", 0.0, 0.5), ("farewell", LAST, 1.5)):
        drawn_at = {x: y for xs, ys in curve(ax, gid) for x, y in zip(xs, ys)}
        assert drawn_at[gain] == pytest.approx(select(Params(l=gain)).worth(("uncommitted",), a))
    assert guide(ax, "l_star") == pytest.approx(l_star(p)) == pytest.approx(0.45)
    ((_, thin),) = curve(ax, "farewell 0.95")
    assert thin[-1] == pytest.approx(curve(ax, "deal")[-1][1][-1])


def test_the_better_one_is_bold():
    ax = deal_or_farewell(WORLDS[1])
    widths = {gid: [line.get_linewidth() for line in ax.lines if line.get_gid() == gid] for gid in ("deal", "farewell")}
    assert widths["deal"][0] > widths["deal"][1] and widths["farewell"][0] < widths["farewell"][1]
    assert "l_star" not in drawn(deal_or_farewell(Params(l=0.2, a_max=0.9)))


@pytest.mark.parametrize("p", (Params(pi=0.15), Params(pi=0.3), Params(c_A=0.05)))
def test_outside_the_window_there_is_nothing_to_compare(p):
    with pytest.raises(ValueError, match=r"pi must be in the window of eq. \(7\)"):
        deal_or_farewell(p)


def test_under_a_cap_there_is_no_farewell():
    with pytest.raises(ValueError, match="a_max must exceed a_star"):
        deal_or_farewell(Params(a_max=0.5))
    assert "cross nowhere below 1" in alt_deal_or_farewell(Params(a_max=0.9))
    assert "cross at l* = 0.45" in alt_deal_or_farewell(Params())
