"""The two figures about beliefs, read back from what is drawn, and their words in the chapter."""

from __future__ import annotations

import json
from dataclasses import replace

import matplotlib
import matplotlib.pyplot as plt
import pytest
from conftest import ROOT

from alliancelib.cost_sharing import Params
from alliancelib.cost_sharing.equilibrium import robust_window
from alliancelib.cost_sharing.figures_atlas import (
    alt_criteria,
    alt_payments,
    criteria,
    grid,
    kept_by,
    payments,
    supported,
)
from alliancelib.cost_sharing.solver import REFINEMENTS, enumerate_pure

matplotlib.use("Agg")

BASE = Params()
FRAGILE = Params(c_T=0.05, c_A=0.12, pi=0.25, l=0.1)
CHAPTER = ROOT / "book" / "cost-sharing" / "beliefs.ipynb"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def drawn(ax, gid):
    return [artist for artist in (*ax.lines, *ax.texts, *ax.collections) if artist.get_gid() == gid]


# --- payments ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gain", "least"), [(-0.5, 0.3), (0.1, 0.3), (0.3, 0.5 / 1.3), (0.4, 0.65 / 1.4)])
def test_the_band_is_what_some_belief_supports(gain, least):
    """By hand: the farewell is worth .06 + 1.5 l, a payment a .01 + (1 + l) a, and no less than d1 = .3 is paid."""
    assert supported(BASE, gain).paid == pytest.approx((least, 0.5))
    found = enumerate_pure(replace(BASE, l=gain), [least - 0.01, least, (least + 0.5) / 2])
    paid = [f.play["uncommitted"].demand for f in found if f.play["uncommitted"].accepted]
    assert min(paid) == pytest.approx(least)


@pytest.mark.parametrize(("gain", "leaves"), [(0.2, False), (0.209, True), (0.45, True)])
def test_she_may_leave_from_l_left_on(gain, leaves):
    assert supported(BASE, gain).leaves == leaves


def test_beyond_l_star_nothing_is_paid():
    assert supported(BASE, 0.46).paid is None and supported(BASE, 0.44).paid is not None


def test_the_payments_are_drawn_where_they_are():
    ax = payments(BASE)
    (least,), (taught,) = drawn(ax, "least"), drawn(ax, "taught")
    assert taught.get_ydata() == pytest.approx(0.5)
    for x, y in zip(least.get_xdata(), least.get_ydata()):
        assert y == pytest.approx(max(0.3, (1.5 * x + 0.05) / (1 + x)))
    (may,), (must,) = drawn(ax, "may leave"), drawn(ax, "leaves")
    assert may.get_xdata() == pytest.approx([0.25 / 1.2, 0.45]) and must.get_xdata()[0] == pytest.approx(0.45)
    assert "0.45" in drawn(ax, "l_star")[0].get_text()


@pytest.mark.parametrize("p", [Params(a_max=0.4), Params(pi=0.1), Params(pi=0.3), Params(c_A=0.155)])
def test_no_figure_where_its_conditions_fail(p):
    for draw in (payments, criteria, alt_payments, alt_criteria):
        with pytest.raises(ValueError, match="needs lines"):
            draw(p)


# --- criteria ---------------------------------------------------------------------------------------------------


def test_every_point_of_the_grid_is_drawn_once_and_as_it_is():
    ax, found = criteria(FRAGILE), grid(FRAGILE)
    every = frozenset(REFINEMENTS)
    for name, want in (("all", lambda kept: kept == every), ("local", lambda kept: kept and kept != every)):
        points = {(dot.get_xdata()[0], dot.get_ydata()[0]) for dot in drawn(ax, name)}
        meant = {at for at, kept in found.items() if want(kept)}
        assert meant <= points and len(points) == len(meant) + 1  # and the one in the legend
    assert not drawn(ax, "none")


def test_the_criteria_part_above_the_robust_bound_only():
    robust = robust_window(FRAGILE)[1]
    rejected = [pi for (_, pi), kept in grid(FRAGILE).items() if "intuitive" not in kept]
    assert rejected and min(rejected) > robust
    assert all({"local intuitive", "local D1"} <= kept for kept in grid(FRAGILE).values())


def test_what_is_kept_is_asked_of_the_enumerator():
    assert kept_by(FRAGILE) == {"local intuitive", "local D1"}
    assert kept_by(BASE) == frozenset(REFINEMENTS)


# --- words ------------------------------------------------------------------------------------------------------


def test_the_words_name_the_numbers():
    words = alt_payments(BASE)
    assert "from 0.3 to 0.5" in words and "l = 0.208" in words and "l* = 0.45" in words
    assert "l* = 0.45" not in alt_payments(Params(pi=0.22))
    rejected = sum("intuitive" not in kept for kept in grid(FRAGILE).values())
    assert f"At {rejected} of them" in alt_criteria(FRAGILE) and "112 points" in alt_criteria(FRAGILE)


def test_the_chapter_says_what_is_computed():
    cells = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    alts = [
        cell["metadata"]["mystnb"]["image"]["alt"]
        for cell in cells
        if "mystnb" in cell["metadata"] and "figures_atlas." in "".join(cell["source"])
    ]
    assert sorted(alts) == sorted([alt_payments(BASE), alt_criteria(FRAGILE)])
    assert alt_payments(Params(pi=0.22)) not in alts
