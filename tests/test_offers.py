"""Distributions of ad hoc offers: both sides of a jump, expected excess, draws, and what is refused."""

from __future__ import annotations

import math
import random
import subprocess
import sys
import warnings

import pytest
import scipy.stats
from scipy.integrate import quad

from alliancelib.core.game import Interval, Lottery
from alliancelib.core.session import Session
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.model import Params
from alliancelib.outside_options.offers import Atoms, Density, Mixture, Uniform, as_offers, from_scipy

TWO = Atoms((0.9, 0.0), (0.4, 0.6))
MIXED = Mixture((Uniform(), TWO), (0.7, 0.3))
ALL = [
    Uniform(),
    Uniform(0.2, 0.7),
    TWO,
    from_scipy(scipy.stats.beta(2, 5)),
    from_scipy(scipy.stats.beta(0.5, 0.5)),
    from_scipy(scipy.stats.uniform(0.2, 0.3)),
    MIXED,
    Mixture((scipy.stats.beta(2, 3), Atoms((0.6, 1.0), (0.5, 0.5))), (0.4, 0.6)),
]


@pytest.mark.parametrize("offers", ALL)
def test_the_cdf_is_its_smooth_part_and_its_jumps(offers):
    for s in sorted({k / 20 for k in range(21)} | {point for point, _ in offers.atoms}):
        jumps = sum(chance for point, chance in offers.atoms if point <= s)
        at = sum(chance for point, chance in offers.atoms if point == s)
        assert offers.cdf(s) == pytest.approx(float(offers.smooth([s])[0]) + jumps, abs=1e-12)
        assert offers.cdf(s) - offers.cdf_below(s) == pytest.approx(at, abs=1e-12)
    assert offers.cdf(1) == pytest.approx(1) and offers.cdf_below(0) == pytest.approx(0)
    assert offers.kinks == tuple(sorted(offers.kinks)) and all(0 < s < 1 for s in offers.kinks)


@pytest.mark.parametrize("offers", ALL)
@pytest.mark.parametrize("s", [0.0, 0.1, 0.45, 0.85, 1.0])
def test_the_expected_excess_is_the_area_above_the_cdf(offers, s):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        excess = offers.excess(s)
    area = quad(lambda x: 1 - offers.cdf(x), s, 1, points=[x for x in offers.kinks if s < x < 1] or None, limit=200)[0]
    assert excess == pytest.approx(area, abs=1e-8)


@pytest.mark.parametrize("offers", ALL)
def test_the_density_is_the_slope_of_the_smooth_part(offers):
    for s in (0.13, 0.31, 0.55, 0.83):
        low, high = offers.smooth([s - 1e-5, s + 1e-5])
        assert offers.pdf(s) == pytest.approx((high - low) / 2e-5, abs=1e-4)


@pytest.mark.parametrize("offers", ALL)
def test_draws_have_the_distribution(offers):
    rng = random.Random(1)
    drawn = sorted(offers.draw(rng.random()) for _ in range(500))
    assert all(x in offers for x in drawn)
    for s in (0.1, 0.25, 0.5, 0.6, 0.8, 0.9):
        share = sum(x <= s for x in drawn) / len(drawn)
        assert abs(share - offers.cdf(s)) < 4 * math.sqrt(0.25 / len(drawn))


def test_draws_of_another_distribution_would_be_noticed():
    rng = random.Random(1)
    drawn = [ALL[3].draw(rng.random()) for _ in range(2000)]
    assert abs(sum(x <= 0.5 for x in drawn) / 500 - Uniform().cdf(0.5)) > 0.2


def test_an_atom_is_drawn_exactly():
    assert TWO.draw(0.59) == 0.0 and TWO.draw(0.61) == 0.9 and TWO.draw(1.0) == 0.9
    assert MIXED.draw(0.1) == 0.0 and MIXED.draw(0.18 + 0.63 + 0.05) == 0.9
    assert MIXED.draw(0.18 + 0.35) == pytest.approx(0.5) and MIXED.draw(0.9999999) == pytest.approx(1.0)


def test_atoms_are_kept_in_order_and_impossible_ones_left_out():
    assert TWO.points == (0.0, 0.9) and TWO.probabilities == (0.6, 0.4)
    assert Atoms((0.1, 0.5), (1, 0)).atoms == ((0.1, 1.0),) and 0.5 not in Atoms((0.1, 0.5), (1, 0))
    assert 0.9 in TWO and 0.5 not in TWO and 0.5 in MIXED and 1.5 not in MIXED and "0.9" not in MIXED


def test_every_kind_of_distribution_is_understood():
    assert as_offers(Interval(0.0, 1.0)) == Uniform() and as_offers(Interval(0.25, 0.5)) == Uniform(0.25, 0.5)
    assert as_offers(Lottery(((0.2, 0.5), (0.4, 0.5)))) == Atoms((0.2, 0.4), (0.5, 0.5))
    assert isinstance(as_offers(scipy.stats.beta(2, 3)), Density)
    assert as_offers(scipy.stats.bernoulli(0.25)).cdf(0.5) == pytest.approx(0.75)
    assert as_offers(MIXED) is MIXED


def test_a_list_of_values_may_come_from_scipy():
    listed = scipy.stats.rv_discrete(values=([0.9, 0.0], [0.4, 0.6]))
    assert as_offers(listed) == as_offers(listed()) == TWO
    assert as_offers(listed(loc=0.05)).points == pytest.approx((0.05, 0.95)) != TWO.points
    with pytest.raises(ValueError, match="offers must lie in"):
        as_offers(listed(loc=0.2))


def test_nature_can_draw_from_them():
    game = OutsideOptions(Params(), offers=MIXED)
    play = Session(game=game, seed=3).replay((0.1, "search")).advance()
    assert play.history[2] in MIXED
    assert play.replay((0.1, "search", 0.9)).history[2] == 0.9
    smooth = OutsideOptions(Params(), offers=scipy.stats.beta(2, 5))
    assert Session(game=smooth, seed=3).replay((0.1, "search")).advance().history[2] in smooth.offers
    for wrong in (scipy.stats.norm(), None, "uniform"):
        with pytest.raises(ValueError, match="offers must"):
            OutsideOptions(Params(), offers=wrong)
    with pytest.raises(ValueError, match="x1"):
        Session(game=OutsideOptions(Params(), offers=TWO)).replay((0.1, "search", 0.5))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Uniform(0.5, 0.5), "low < high"),
        (lambda: Uniform(-0.1, 0.5), r"\[0, 1\]"),
        (lambda: Atoms((0.5, 1.2), (0.5, 0.5)), r"points must lie in \[0, 1\], got 1.2"),
        (lambda: Atoms((0.5, float("nan")), (0.5, 0.5)), "points"),
        (lambda: Atoms((0.5, 0.5), (0.5, 0.5)), "different"),
        (lambda: Atoms((0.5, 0.6), (0.5, 0.6)), "probabilities must be non-negative and sum to 1"),
        (lambda: Atoms((0.5, 0.6), (1.5, -0.5)), "probabilities"),
        (lambda: Atoms((0.5, 0.6), (1.0,)), "probabilities"),
        (lambda: Atoms((), ()), "probabilities"),
        (lambda: Mixture((Uniform(), TWO), (0.7, 0.7)), "weights"),
        (lambda: Mixture((Uniform(), scipy.stats.norm()), (0.5, 0.5)), "offers must lie in"),
        (lambda: from_scipy(scipy.stats.norm()), r"offers must lie in \[0, 1\]"),
        (lambda: from_scipy(scipy.stats.uniform(0.5, 1)), r"got a distribution on \[0.5, 1.5\]"),
        (lambda: from_scipy(scipy.stats.beta(-1, 2)), "offers"),
        (lambda: from_scipy(scipy.stats.beta), "frozen"),
        (lambda: as_offers(0.5), "frozen scipy.stats distribution on .0, 1., got 0.5"),
        (lambda: MIXED.draw(1.5), r"u must lie in \[0, 1\], got 1.5"),
    ],
)
def test_what_is_no_distribution_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_distributions_are_described_without_numpy():
    code = "import sys, alliancelib.outside_options.offers; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert subprocess.run([sys.executable, "-c", code.replace(".offers", ".solver")], check=False).returncode == 1
