"""The distribution of ad hoc offers: a density on [0, 1], atoms, or both.

The paper draws x1 and x2 from the uniform distribution and says (footnote 13) that much survives under any other,
continuous or discrete. Atoms need care: the chance that an offer of player 1 *beats* the draw leaves out the draw
that equals it (rule T2, the most recent proposal wins), so every distribution knows both sides of a jump.

Each value is also something nature can draw from (`core.game.Draw`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

from alliancelib.core.game import Interval, Lottery
from alliancelib.outside_options.model import is_share


class Offers(Protocol):
    """A distribution of ad hoc offers on [0, 1]."""

    @property
    def atoms(self) -> tuple[tuple[float, float], ...]:
        """The points that are drawn with positive probability, ascending, each with its probability."""

    @property
    def kinks(self) -> tuple[float, ...]:
        """Known points, ascending, between which the distribution function is smooth; 0 and 1 are not listed."""

    def cdf(self, s: float) -> float:
        """The chance of an offer of at most ``s``."""

    def cdf_below(self, s: float) -> float:
        """The chance of an offer below ``s``: what is left of the cdf without an atom at ``s``."""

    def smooth(self, points: Sequence[float]) -> Sequence[float]:
        """The cdf without its jumps, at each of ``points``: the chance of an offer below that is no atom."""

    def pdf(self, s: float) -> float:
        """The density at ``s``; atoms have none."""

    def excess(self, s: float) -> float:
        """The expected excess E(x - s)^+ of an offer over ``s``: what one more search is worth, before its cost."""

    def draw(self, u: float) -> float:
        """The offer at quantile ``u``."""

    def __contains__(self, value: object) -> bool: ...


@dataclass(frozen=True, slots=True)
class Uniform:
    """Offers spread evenly over [low, high]; by default the paper's, on [0, 1] (section 2).

    Raises ValueError unless 0 <= low < high <= 1.
    """

    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if not (is_share(self.low) and is_share(self.high) and self.low < self.high):
            raise ValueError(f"offers must lie in [0, 1] with low < high, got [{self.low!r}, {self.high!r}]")

    @property
    def atoms(self) -> tuple[tuple[float, float], ...]:
        return ()

    @property
    def kinks(self) -> tuple[float, ...]:
        return tuple(s for s in (self.low, self.high) if 0 < s < 1)

    def cdf(self, s: float) -> float:
        """The chance of an offer of at most ``s``."""
        return min(max((s - self.low) / (self.high - self.low), 0.0), 1.0)

    cdf_below = cdf

    def smooth(self, points: Sequence[float]) -> Sequence[float]:
        """The cdf at each of ``points``: it has no jumps."""
        return [self.cdf(s) for s in points]

    def pdf(self, s: float) -> float:
        """The density at ``s``."""
        return 1 / (self.high - self.low) if s in self else 0.0

    def excess(self, s: float) -> float:
        """The expected excess E(x - s)^+; on [0, 1] it is (1 - s)^2 / 2."""
        inside = min(max(s, self.low), self.high)
        return max(self.low - s, 0.0) + (self.high - inside) ** 2 / (2 * (self.high - self.low))

    def draw(self, u: float) -> float:
        """The offer at quantile ``u``."""
        return self.low + check_quantile(u) * (self.high - self.low)

    def __contains__(self, value: object) -> bool:
        return is_share(value) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Atoms:
    """Finitely many offers with their probabilities, kept in ascending order.

    Raises ValueError unless the points are different shares in [0, 1] and the probabilities are non-negative and
    sum to 1.
    """

    points: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        for point in self.points:
            if not is_share(point):
                raise ValueError(f"points must lie in [0, 1], got {point!r}")
        if len(set(self.points)) != len(self.points):
            raise ValueError(f"points must be different from each other, got {self.points!r}")
        check_weights("probabilities", self.probabilities, len(self.points))
        pairs = sorted(zip(self.points, self.probabilities))
        object.__setattr__(self, "points", tuple(float(point) for point, _ in pairs))
        object.__setattr__(self, "probabilities", tuple(float(chance) for _, chance in pairs))

    @property
    def atoms(self) -> tuple[tuple[float, float], ...]:
        return tuple((point, chance) for point, chance in zip(self.points, self.probabilities) if chance > 0)

    @property
    def kinks(self) -> tuple[float, ...]:
        return tuple(point for point, _ in self.atoms if 0 < point < 1)

    def cdf(self, s: float) -> float:
        """The chance of an offer of at most ``s``."""
        return math.fsum(chance for point, chance in self.atoms if point <= s)

    def cdf_below(self, s: float) -> float:
        """The chance of an offer below ``s``."""
        return math.fsum(chance for point, chance in self.atoms if point < s)

    def smooth(self, points: Sequence[float]) -> Sequence[float]:
        """Zero at each of ``points``: every offer is an atom."""
        return [0.0] * len(points)

    def pdf(self, s: float) -> float:
        """Zero: atoms have no density."""
        return 0.0

    def excess(self, s: float) -> float:
        """The expected excess E(x - s)^+."""
        return math.fsum(chance * (point - s) for point, chance in self.atoms if point > s)

    def draw(self, u: float) -> float:
        """The offer at quantile ``u``."""
        check_quantile(u)
        points, chances = zip(*self.atoms)
        return points[min(bisect_right(tuple(accumulate(chances)), u), len(points) - 1)]

    def __contains__(self, value: object) -> bool:
        return any(value == point for point, _ in self.atoms)


@dataclass(frozen=True, slots=True)
class Density:
    """A continuous distribution of ``scipy.stats`` with its parameters frozen, supported on [0, 1].

    Made by `from_scipy`, which checks it.
    """

    frozen: Any

    @property
    def atoms(self) -> tuple[tuple[float, float], ...]:
        return ()

    @property
    def kinks(self) -> tuple[float, ...]:
        return tuple(float(s) for s in self.frozen.support() if 0 < s < 1)

    def cdf(self, s: float) -> float:
        """The chance of an offer of at most ``s``."""
        return float(self.frozen.cdf(s))

    cdf_below = cdf

    def smooth(self, points: Sequence[float]) -> Sequence[float]:
        """The cdf at each of ``points``: it has no jumps."""
        return self.frozen.cdf(points)

    def pdf(self, s: float) -> float:
        """The density at ``s``; it may be infinite at an end."""
        return float(self.frozen.pdf(s))

    def excess(self, s: float) -> float:
        """The expected excess E(x - s)^+, by adaptive quadrature of 1 - cdf."""
        from scipy.integrate import quad

        low, high = map(float, self.frozen.support())
        inside = min(max(s, low), high)
        return max(low - s, 0.0) + quad(self.frozen.sf, inside, high, epsabs=1e-10, epsrel=1e-9, limit=200)[0]

    def draw(self, u: float) -> float:
        """The offer at quantile ``u``."""
        return min(max(float(self.frozen.ppf(check_quantile(u))), 0.0), 1.0)

    def __contains__(self, value: object) -> bool:
        low, high = self.frozen.support()
        return is_share(value) and bool(low <= value <= high)


@dataclass(frozen=True, slots=True)
class Mixture:
    """Several distributions of offers, each met with its weight: a density with atoms, for example.

    Each part may be anything that `as_offers` accepts. Raises ValueError unless there is a weight for each part
    and the weights are non-negative and sum to 1.
    """

    parts: tuple[Offers, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        check_weights("weights", self.weights, len(self.parts))
        object.__setattr__(self, "parts", tuple(as_offers(part) for part in self.parts))
        object.__setattr__(self, "weights", tuple(float(weight) for weight in self.weights))

    @property
    def atoms(self) -> tuple[tuple[float, float], ...]:
        jumps: dict[float, float] = {}
        for part, weight in zip(self.parts, self.weights):
            for point, chance in part.atoms:
                jumps[point] = jumps.get(point, 0.0) + weight * chance
        return tuple((point, chance) for point, chance in sorted(jumps.items()) if chance > 0)

    @property
    def kinks(self) -> tuple[float, ...]:
        return tuple(sorted({s for part in self.parts for s in part.kinks}))

    def cdf(self, s: float) -> float:
        """The chance of an offer of at most ``s``."""
        return math.fsum(weight * part.cdf(s) for part, weight in zip(self.parts, self.weights))

    def cdf_below(self, s: float) -> float:
        """The chance of an offer below ``s``."""
        return math.fsum(weight * part.cdf_below(s) for part, weight in zip(self.parts, self.weights))

    def smooth(self, points: Sequence[float]) -> Sequence[float]:
        """The cdf without its jumps, at each of ``points``."""
        columns = zip(*(part.smooth(points) for part in self.parts))
        return [math.fsum(weight * value for weight, value in zip(self.weights, column)) for column in columns]

    def pdf(self, s: float) -> float:
        """The density at ``s``; atoms have none."""
        return math.fsum(weight * part.pdf(s) for part, weight in zip(self.parts, self.weights) if weight > 0)

    def excess(self, s: float) -> float:
        """The expected excess E(x - s)^+."""
        return math.fsum(weight * part.excess(s) for part, weight in zip(self.parts, self.weights))

    def draw(self, u: float) -> float:
        """The offer at quantile ``u``: an atom exactly, anything else by bisection."""
        check_quantile(u)
        low, high = 0.0, 1.0
        for point, _ in self.atoms:
            if self.cdf_below(point) <= u < self.cdf(point):
                return point
        while low < (middle := (low + high) / 2) < high:
            low, high = (low, middle) if self.cdf(middle) > u else (middle, high)
        return high

    def __contains__(self, value: object) -> bool:
        return any(weight > 0 and value in part for part, weight in zip(self.parts, self.weights))


def from_scipy(frozen: Any) -> Density | Atoms:
    """The frozen ``scipy.stats`` distribution as offers: a continuous one as a density, a discrete one as atoms.

    Raises ValueError where it is no such distribution or reaches outside [0, 1].
    """
    if not all(hasattr(frozen, name) for name in ("cdf", "sf", "ppf", "support")):
        raise ValueError(f"offers must be a frozen scipy.stats distribution on [0, 1], got {frozen!r}")
    try:
        low, high = map(float, frozen.support())
    except TypeError:
        raise ValueError(f"offers must be a distribution with its parameters frozen, got {frozen!r}") from None
    if not 0 <= low <= high <= 1:
        raise ValueError(f"offers must lie in [0, 1], got a distribution on [{low!r}, {high!r}]")
    if hasattr(frozen, "pmf"):
        return _listed(frozen, low)
    return Density(frozen)


def _listed(frozen: Any, low: float) -> Atoms:
    """A discrete distribution of scipy as atoms; ``low`` is its least value."""
    made_of = getattr(frozen, "dist", frozen)
    if hasattr(made_of, "xk"):  # made from a list of values, which it keeps in ascending order
        shift = low - float(made_of.xk[0])
        return Atoms(tuple(float(x) + shift for x in made_of.xk), tuple(map(float, made_of.pk)))
    # All others live on the integers.
    return Atoms((0.0, 1.0), (float(frozen.pmf(0)), float(frozen.pmf(1))))


def as_offers(value: Any) -> Offers:
    """Whatever nature can draw offers from, as a distribution that the solver can integrate.

    Accepts the values of this module, the uniform `Interval`, a finite `Lottery`, and a frozen ``scipy.stats``
    distribution. Raises ValueError where ``value`` is none of these or reaches outside [0, 1].
    """
    match value:
        case Uniform() | Atoms() | Density() | Mixture():
            return value
        case Interval():
            return Uniform(value.low, value.high)
        case Lottery():
            return Atoms(tuple(point for point, _ in value), tuple(chance for _, chance in value))
    return from_scipy(value)


def check_weights(name: str, weights: Sequence[float], count: int) -> None:
    """Raise ValueError unless there are ``count`` > 0 non-negative ``weights`` that sum to 1."""
    if len(weights) != count or count == 0:
        raise ValueError(f"{name} must be one for each of {count} (at least one), got {weights!r}")
    if any(not weight >= 0 for weight in weights) or not math.isclose(math.fsum(weights), 1, abs_tol=1e-9):
        raise ValueError(f"{name} must be non-negative and sum to 1, got {weights!r}")


def check_quantile(u: float) -> float:
    """``u`` itself; raises ValueError unless it lies in [0, 1]."""
    if not 0 <= u <= 1:
        raise ValueError(f"u must lie in [0, 1], got {u!r}")
    return u
