"""A distribution of offers, prepared for backward induction: fitted by piecewise polynomials, integrated exactly."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.interpolate import PPoly
from scipy.optimize import brentq

from alliancelib.outside_options.model import TIE
from alliancelib.outside_options.offers import Offers

DEGREE = 8
"""Degree of the polynomials that stand for a distribution function on each of its panels."""

NARROWEST = 2.0**-36
"""Panels are not halved below this width, even where the distribution function has a kink or a singularity."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A piecewise polynomial on [0, 1]: on the panel that starts at ``knots[k]``, ``rows[k]``, highest power first."""

    knots: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    def __call__(self, x: float) -> float:
        k = min(max(bisect_right(self.knots, x) - 1, 0), len(self.rows) - 1)
        away, total = x - self.knots[k], 0.0
        for coefficient in self.rows[k]:
            total = total * away + coefficient
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """A distribution of offers x with the integrals that backward induction needs, as curves.

    F is the distribution function, f the density of what is not an atom. The running integrals start at 0 and
    leave the atoms out.
    """

    atoms: tuple[tuple[float, float], ...]
    """Ascending."""
    spread: Curve
    """F without its jumps."""
    density: Curve
    """f."""
    excess: Curve
    """E(x - s)^+, atoms included."""
    mean: Curve
    """The integral of x f(x)."""
    surplus: Curve
    """The integral of E(x' - x)^+ f(x): what a second search is worth where the first draw was x."""
    beaten: Curve
    """The integral of F(x) f(x): how often a second draw is no better than the first."""
    matched: Curve
    """The integral of (1 - x) F(x) f(x): what player 1 keeps where she matches x and a second draw is no better."""
    turns: tuple[float, ...]
    """The points between which (1 - r) F(r) rises or falls throughout."""

    def below(self, s: float) -> float:
        """The chance of an offer below ``s``."""
        return self.spread(s) + sum(chance for point, chance in self.atoms if point < s - TIE)

    def upto(self, s: float) -> float:
        """The chance of an offer of at most ``s``."""
        return self.spread(s) + sum(chance for point, chance in self.atoms if point <= s + TIE)

    def is_atom(self, s: float) -> bool:
        """Whether ``s`` is drawn with positive probability."""
        return any(abs(point - s) <= TIE for point, _ in self.atoms)


def prepare(offers: Offers) -> Odds:
    """Fit the distribution by piecewise polynomials, to about 1e-12, and integrate these exactly."""
    knots, spread = _fit(offers)
    atoms = offers.atoms
    steps = np.array([sum(chance for point, chance in atoms if point <= low) for low in knots[:-1]])
    cdf = _plus(spread, steps[None, :])
    density = PPoly(spread, knots).derivative().c
    identity = np.stack([np.ones(len(steps)), knots[:-1]])
    rest = _plus(np.stack([-np.ones(len(steps)), 1 - knots[:-1]]), np.zeros((1, len(steps))))
    left = PPoly(_plus(np.ones((1, len(steps))), -cdf), knots).antiderivative()
    excess = _plus(-left.c, np.full((1, len(steps)), left(1.0)))

    def running(*factors: np.ndarray) -> Curve:
        product = density
        for factor in factors:
            product = _times(product, factor)
        return _curve(knots, PPoly(product, knots).antiderivative().c)

    curve, slope = _curve(knots, cdf), _curve(knots, density)
    turns = sign_changes(lambda r: (1 - r) * slope(r) - curve(r), samples(knots))
    return Odds(
        atoms=atoms,
        spread=_curve(knots, spread),
        density=slope,
        excess=_curve(knots, excess),
        mean=running(identity),
        surplus=running(excess),
        beaten=running(cdf),
        matched=running(cdf, rest),
        turns=tuple(sorted({*turns, *(point for point, _ in atoms)})),
    )


def _fit(offers: Offers) -> tuple[np.ndarray, np.ndarray]:
    """Knots and, panel by panel, the coefficients of the cdf without its jumps; panels are halved until they fit."""
    angles = np.arange(2 * DEGREE + 1) * np.pi / (2 * DEGREE)
    points = (1 - np.cos(angles)) / 2
    powers = np.arange(DEGREE, -1, -1)
    table = points[:, None] ** powers
    edges = np.unique([0.0, *offers.kinks, *(point for point, _ in offers.atoms), 1.0])
    # Panels keep both their ends, for where the density is infinite a rounding error in an end is chance lost.
    lows, highs = edges[:-1], edges[1:]
    found: list[tuple[np.ndarray, np.ndarray]] = []
    while lows.size:
        widths = highs - lows
        where = np.minimum(lows[:, None] + widths[:, None] * points, 1.0)
        values = np.asarray(offers.smooth(where.ravel()), dtype=float).reshape(where.shape).T
        if not np.isfinite(values).all():
            raise ValueError(f"offers must have a finite distribution function on [0, 1], got {offers!r}")
        unit = np.linalg.solve(table[::2], values[::2])
        unit[np.abs(unit) < 1e-15] = 0.0
        error = np.abs(table @ unit - values).max(axis=0)
        fine = (error < 1e-11) | (error * widths < 1e-18) | (widths < NARROWEST)
        found.append((lows[fine], unit[:, fine] / widths[fine] ** powers[:, None]))
        middles = lows[~fine] + widths[~fine] / 2
        lows, highs = np.concatenate([lows[~fine], middles]), np.concatenate([middles, highs[~fine]])
    starts = np.concatenate([low for low, _ in found])
    order = np.argsort(starts)
    return np.append(starts[order], 1.0), np.concatenate([unit for _, unit in found], axis=1)[:, order]


def _curve(knots: np.ndarray, coefficients: np.ndarray) -> Curve:
    zero = ~coefficients.any(axis=1)
    first = min(int(np.argmin(zero)) if not zero.all() else len(zero), len(zero) - 1)
    return Curve(tuple(knots[:-1].tolist()), tuple(map(tuple, coefficients[first:].T.tolist())))


def _plus(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The sum of two polynomials on every panel: the lowest powers are the last rows."""
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    total = long.copy()
    total[len(long) - len(short) :] += short
    return total


def _times(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The product of two polynomials on every panel."""
    product = np.zeros((len(a) + len(b) - 1, a.shape[1]))
    for k, row in enumerate(a):
        product[k : k + len(b)] += row * b
    return product


def samples(knots: Iterable[float], low: float = 0.0, high: float = 1.0) -> list[float]:
    """Enough points on every panel of [low, high], both its ends included, to tell a polynomial's roots apart."""
    inside = [low, *(knot for knot in knots if low < knot < high), high]
    steps = [k / DEGREE for k in range(DEGREE)]
    return [x for a, b in pairwise(inside) for x in (*(a + (b - a) * step for step in steps), math.nextafter(b, a))]


def sign_changes(function: Callable[[float], float], points: Sequence[float]) -> list[float]:
    """Where ``function`` crosses zero, one root between any two of ``points`` at which its signs differ."""
    values = [function(point) for point in points]
    roots = [point for point, value in zip(points, values) if value == 0]
    for (a, at_a), (b, at_b) in pairwise(zip(points, values)):
        if at_a * at_b < 0:
            roots.append(brentq(function, a, b, xtol=1e-16, rtol=1e-15))
    return roots if len(roots) < len(points) else []


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where the increasing ``function`` crosses zero on [low, high], or the end that it does not cross before."""
    if function(low) >= 0:
        return low
    if function(high) <= 0:
        return high
    return brentq(function, low, high, xtol=1e-16, rtol=1e-15)
