"""Where the claims of the outside-options game are tried, and what the rules alone say there.

A `Region` is a number of points with words that are written from the same constants. The points are drawn by `Random`
with fixed seeds. The paper's declared domain (section 3) is phi < 3/2 and c <= 1/2, and delta >= delta_underbar where
c < 1/32; it is drawn in two halves, `cheap` and `dear`, and what lies outside of it in `anywhere`. `forced` is backward
induction from the rules, kept because many claims are tried at the same points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np

from alliancelib.core.game import History
from alliancelib.core.ledger import Region, Trial
from alliancelib.core.symbols import symbols
from alliancelib.outside_options import arrays, equilibrium, paper
from alliancelib.outside_options.model import OUTCOMES, Equilibrium, Params
from alliancelib.outside_options.solver import backward_induction

SOURCE = "FangRamsayWP"

CLOSE = 1e-7
"""Numbers closer than this are the same number, computed twice; the solver's payoffs are accurate to 1e-10."""

HAIR = 1e-6
"""How far from a knife edge a point is put that must not lie on it."""

FREE = 1e-9
"""A search cost that stands for c = 0, which the model leaves out."""

C_STAR = 1 / 32
"""c* of section 5: where 1 - r_star = 1/4."""

PHI = (1.01, 1.49)
DEARER = (1.51, 1.99)
CHEAP, DEAR = (0.0005, 0.0312), (C_STAR, 0.5)
"""The ends between which phi and c are drawn, in the declared domain and beyond it."""

EDGE = 0.01
"""How far a draw stays off the ends of an interval that depends on the point, as a share of it."""

POINTS, EVERY = 300, 25
"""Points of a wide region, and at which of them the solver is asked as well."""

PATIENCE = 3 / 4
"""From this discount factor on the gamble is better wherever 1 - r_star < 1/4."""

MAIN = Params(phi=1.1, c=0.02, delta=0.99)
"""The numbers of most lessons."""

WORTHLESS = Params(phi=1.4, c=0.2, delta=0.95)
"""A point of the declared domain at which a search is not worth its cost (footnote 8)."""

CORNER = Params(phi=1.49, c=0.0312, delta=0.4)
"""A point of the declared domain at which the inequality in the proof of Proposition 2 fails."""


TEX = {declared.name: declared.tex for declared in symbols(Params)}

# --- drawing ----------------------------------------------------------------------------------------------------


def between(rng: Random, low: float, high: float) -> float:
    """A number inside an interval, off its ends."""
    return low + (high - low) * rng.uniform(EDGE, 1 - EDGE)


def useful(p: Params) -> bool:
    """Whether the first search is worth its cost to somebody who has nothing: E(x - (phi - 1))^+ > c."""
    return p.c < (2 - p.phi) ** 2 / 2


def ends(name: str, values: tuple[float, float], brackets: str = "()") -> str:
    """An interval in TeX."""
    low, high = ("1/32" if v == C_STAR else f"{v:g}" for v in values)
    return rf"${TEX[name]} \in {brackets[0]}{low}, {high}{brackets[1]}$"


def at(p: Params, *names: str) -> str:
    """Parameters in TeX, all three or some."""
    return ", ".join(f"${TEX[name]} = {getattr(p, name):g}$" for name in names or TEX)


def _drawn(seed: int, count: int, draw: Callable[[Random], Params]) -> tuple[Params, ...]:
    rng = Random(seed)
    return tuple(draw(rng) for _ in range(count))


@cache
def cheap() -> Region:
    """The declared domain below c = 1/32, delta = 1 apart."""

    def draw(rng: Random) -> Params:
        p = Params(phi=rng.uniform(*PHI), c=rng.uniform(*CHEAP))
        return replace(p, delta=between(rng, paper.delta_underbar(p), 1))

    return Region(
        rf"{ends('phi', PHI)}, {ends('c', CHEAP)}, $\delta \in (\underline\delta, 1)$", _drawn(1, POINTS, draw)
    )


@cache
def dear() -> Region:
    """The declared domain from c = 1/32 on, delta = 1 apart."""

    def draw(rng: Random) -> Params:
        return Params(phi=rng.uniform(*PHI), c=rng.uniform(*DEAR), delta=rng.uniform(0, 1))

    return Region(rf"{ends('phi', PHI)}, {ends('c', DEAR, '[]')}, $\delta \in [0, 1)$", _drawn(2, POINTS, draw))


@cache
def dear_useful() -> Region:
    """The same where searching is worth something."""

    def draw(rng: Random) -> Params:
        phi = rng.uniform(*PHI)
        return Params(phi=phi, c=between(rng, C_STAR, (2 - phi) ** 2 / 2), delta=rng.uniform(0, 1))

    words = rf"{ends('phi', PHI)}, $c \in [1/32, (2 - \phi)^2/2)$, $\delta \in [0, 1)$"
    return Region(words, _drawn(3, POINTS, draw))


@cache
def dear_useless() -> Region:
    """The same where it is not."""

    def draw(rng: Random) -> Params:
        phi = rng.uniform(*PHI)
        return Params(phi=phi, c=between(rng, (2 - phi) ** 2 / 2, 1 / 2), delta=rng.uniform(0, 1))

    words = rf"{ends('phi', PHI)}, $c \in ((2 - \phi)^2/2, 1/2)$, $\delta \in [0, 1)$"
    return Region(words, _drawn(4, POINTS, draw))


@cache
def anywhere() -> Region:
    """The whole model, whatever the paper assumes: phi up to 2, c above 1/2, any delta."""
    phi, c, delta = (PHI[0], DEARER[1]), (CHEAP[0], 0.7), (0.05, 1.0)

    def draw(rng: Random) -> Params:
        return Params(phi=rng.uniform(*phi), c=rng.uniform(*c) ** 2 / c[1], delta=rng.uniform(*delta))

    return Region(f"{ends('phi', phi)}, {ends('c', (0, c[1]))}, {ends('delta', delta)}", _drawn(5, POINTS, draw))


@cache
def beyond() -> Region:
    """Above phi = 3/2, and below c = 1/32."""

    def draw(rng: Random) -> Params:
        return Params(phi=rng.uniform(*DEARER), c=rng.uniform(*CHEAP), delta=rng.uniform(0.05, 1))

    return Region(rf"{ends('phi', DEARER)}, {ends('c', CHEAP)}, $\delta \in (0.05, 1)$", _drawn(6, POINTS, draw))


@cache
def corner() -> Region:
    """The corner of the declared domain in which player 1 buys player 2 off although 1 - r_star < 1/4."""
    rng, phi, c, delta, points = Random(7), (1.485, 1.499), (0.0311, 0.03124), (0.3, 0.6), [CORNER]
    while len(points) < 8:
        p = Params(phi=rng.uniform(*phi), c=rng.uniform(*c), delta=rng.uniform(*delta))
        if paper.applies(p) and paper.proposition_2(p).eu_1 < 1 - paper.r_star(p):
            points.append(p)
    words = rf"{ends('phi', phi)}, {ends('c', c)}, {ends('delta', delta)} and $\omega(\bar r_1) < 1 - r^*$"
    return Region(words, tuple(points), "points of the domain")


@cache
def patient() -> Region:
    """The declared domain below c = 1/32 for patient players."""
    return cheap().where(rf"$\delta \ge {PATIENCE:g}$", lambda p: p.delta >= PATIENCE)


@cache
def around_the_corner(low: float, high: float) -> Region:
    """The declared domain below c = 1/32 for dearer goods, with delta in an interval; it takes in the corner."""
    rng, phi, points = Random(8), (1.3, 1.4999), []
    while len(points) < POINTS:
        p = Params(phi=rng.uniform(*phi), c=rng.uniform(1e-4, C_STAR), delta=rng.uniform(low, high))
        if paper.applies(p):
            points.append(p)
    words = rf"{ends('phi', phi)}, {ends('c', (1e-4, C_STAR))}, {ends('delta', (low, high))}"
    return Region(rf"{words}, $\delta \ge \underline\delta$", tuple(points))


@cache
def near_the_edge(low: float, high: float) -> Region:
    """Points of the declared domain close to phi = 3/2 and c = 1/32, with delta in an interval."""
    rng = Random(51)
    points = tuple(
        Params(phi=1.5 - 10 ** rng.uniform(-5, -3), c=C_STAR - 10 ** rng.uniform(-7, -6), delta=rng.uniform(low, high))
        for _ in range(40)
    )
    words = rf"$\phi$ and $c$ just below 3/2 and 1/32, $\delta \in ({low:g}, {high:g})$"
    return Region(words, tuple(filter(paper.applies, points)), "points of the domain")


def moved(region: Region, words: str, **values: float) -> Region:
    """Every point with some parameters set; ``words`` say which."""
    said = f"{region.words}, moved to {words}" if region.kind else f"{region.words}; all moved to {words}"
    return region.moved(said, lambda p: replace(p, **values))


def shares(seed: int, count: int, low: float = 0.0, high: float = 1.0) -> tuple[float, ...]:
    """Offers or draws, at random."""
    rng = Random(seed)
    return tuple(rng.uniform(low, high) for _ in range(count))


# --- what is found there ----------------------------------------------------------------------------------------


@cache
def forced(p: Params) -> Equilibrium:
    """The equilibrium by backward induction from the rules."""
    return backward_induction(p)


@cache
def told(region: Region) -> arrays.Solutions:
    """The corrected closed form at every point of a region."""
    return arrays.solve(**{name: np.array([getattr(p, name) for p in region.points]) for name in TEX})


def held(x1: float | None) -> History:
    """The history at which player 1 makes her second offer, her first one hopeless."""
    return (0.0, "advance") if x1 is None else (0.0, "search", x1, "advance")


def second_worth(p: Params, x1: float | None, r2: float) -> float:
    """What a second offer is worth to player 1, in units of the second period, by the rules."""
    return forced(p).worth(held(x1), r2) / p.delta


def last_search(p: Params, r2: float) -> float:
    """What a search with ``r2`` in hand is worth to player 2 in the second period, in its units, by the rules."""
    return forced(p).worth((0.0, "advance", r2), "search") / p.delta


def pr_new(eq: Equilibrium) -> float:
    """The probability that the good is produced with an ad hoc partner."""
    return eq.outcomes["ad hoc, period 1"] + eq.outcomes["ad hoc, period 2"]


def same(said: paper.Printed, eq: Equilibrium) -> bool:
    """Whether a printed proposition has the first offer, the reply, the payoffs and the outcomes of an equilibrium."""
    pairs = [(said.r1, eq.r1), (said.eu_1, eq.eu_1), (said.eu_2, eq.eu_2)]
    pairs += [(said.outcomes[name], eq.outcomes[name]) for name in OUTCOMES]
    return said.first_move == eq.first_move and all(abs(a - b) < CLOSE for a, b in pairs)


def stands(region: Region, printed: Callable[[Params], paper.Printed], words: str = "") -> Trial:
    """A proposition against the closed form at every point, and against the solver at every `EVERY`-th."""
    sample = region.sample(EVERY)

    def agrees(p: Params) -> bool:
        said = printed(p)
        return same(said, equilibrium.solve(p)) and (p not in sample or same(said, forced(p)))

    return region.asking(len(sample)).tried(agrees, words)
