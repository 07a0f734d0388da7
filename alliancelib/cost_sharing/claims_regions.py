"""Where the claims of the cost-sharing game are tried, and what the rules alone say there.

A `Region` is a number of points with words that are written from the same constants. Points are drawn by `Random` with
fixed seeds: odds and stakes are sorted, then c_T and c_A are put where lines (1) and (2) of slide Appendix 1 allow, and
the rest where the region wants it. Payoffs are read off `model` and `solver`, which know no proposition; the
propositions come from `paper`, and what is taught from `equilibrium`, one point at a time or by `arrays`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np

from alliancelib.core.game import Player
from alliancelib.core.ledger import Finding, Region, Trial
from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing import arrays, paper, solver
from alliancelib.cost_sharing.equilibrium import select
from alliancelib.cost_sharing.model import (
    OUTCOMES,
    TIE,
    TYPES,
    Beliefs,
    Equilibrium,
    Negotiation,
    Params,
    Path,
    Play,
    Profile,
    Type,
    always,
    u,
)

SOURCE = "Masumura2025"

CLOSE = 1e-9
"""Numbers closer than this are the same number, computed twice."""

EDGE = 0.02
"""How far a draw stays off the ends of its interval, as a share of it."""

SHARES, WAR = (0.02, 0.98), (0.01, 0.5)
"""The ends between which odds, stakes and priors are drawn, and costs of war where no line rules them."""

GAP = 1e-3
"""An interval shorter than this is too short to draw from."""

LOUDEST = 1 - 1e-6
"""An isolationism l just below 1."""

POINTS, EVERY = 600, 12
"""Points of a wide region, and at which of them the solver looks for a better action."""

WIDE = f"odds, stakes and priors in ({SHARES[0]:g}, {SHARES[1]:g})"

Change = Callable[[Random, Params], Params | None]


# --- drawing ------------------------------------------------------------------------------------------------------


def between(rng: Random, low: float, high: float) -> float:
    """A number inside an interval, off its ends."""
    return low + (high - low) * rng.uniform(EDGE, 1 - EDGE)


def printed_window(p: Params) -> tuple[float, float]:
    """The two ends of eq. (7) as printed."""
    low, high = paper.condition_7(p).sides
    return low.right, high.left


def _assumed(rng: Random) -> Params:
    """A point at which lines (1) and (2) hold."""
    while True:
        p_l, p_m, p_h = sorted(rng.uniform(*SHARES) for _ in range(3))
        beta_lo, beta_hi = sorted(rng.uniform(*SHARES) for _ in range(2))
        low, high = beta_lo * (p_m - p_l), min(beta_hi * (p_m - p_l), beta_lo * (p_h - p_l))
        if high - low > GAP:
            return Params(
                p_l=p_l, p_m=p_m, p_h=p_h, beta_lo=beta_lo, beta_hi=beta_hi, phi=rng.uniform(*SHARES),
                c_A=between(rng, low, high), c_T=between(rng, 0, p_l), c_C=rng.uniform(*WAR),
            )  # fmt: skip


def _unassumed(rng: Random) -> Params:
    """A point at which line (1) holds, and (2) may hold or fail."""
    p_l, p_m, p_h = sorted(rng.uniform(*SHARES) for _ in range(3))
    beta_lo, beta_hi = sorted(rng.uniform(*SHARES) for _ in range(2))
    return Params(
        p_l=p_l, p_m=p_m, p_h=p_h, beta_lo=beta_lo, beta_hi=beta_hi, phi=rng.uniform(*SHARES),
        c_A=rng.uniform(*WAR), c_T=between(rng, 0, p_l), c_C=rng.uniform(*WAR),
    )  # fmt: skip


def _drawn(count: int, seed: int, start: Callable[[Random], Params], *changes: Change) -> tuple[Params, ...]:
    """Points drawn and then changed in turn; a change returns None where it cannot be made, and a new one is drawn."""
    rng, points = Random(seed), []
    while len(points) < count:
        p = start(rng)
        for change in changes:
            p = p and change(rng, p)
        if p:
            points.append(p)
    return tuple(points)


def _windowed(rng: Random, p: Params) -> Params | None:
    low, high = printed_window(p)
    return replace(p, pi=between(rng, low, high)) if high - low > GAP else None


# --- the regions --------------------------------------------------------------------------------------------------

ASSUMED, INSIDE = f"(1) and (2) ({WIDE})", f"(1), (2) and (7) ({WIDE})"

DEAREST, WIDEST = 1.5, 3.0
"""How far pi goes beyond the upper end of (7), and a_max beyond a_star, as factors."""


@cache
def assumed(count: int = POINTS) -> Region:
    """Lines (1) and (2) hold; pi below, inside and above eq. (7), everything else free."""

    def spread(rng: Random, p: Params) -> Params | None:
        top = max(printed_window(p))
        pi, a_max = between(rng, 0, DEAREST * top), between(rng, 0, WIDEST * paper.a_star(p))
        return replace(p, pi=pi, l=between(rng, -1, 1), a_max=a_max)

    words = rf"{ASSUMED}, $\pi$ up to {DEAREST:g} times the larger end of (7), $\bar a$ up to ${WIDEST:g}a^*$"
    return Region(words, _drawn(count, 1, _assumed, spread))


@cache
def inside(count: int = POINTS) -> Region:
    """Inside eq. (7), l and a_max free."""

    def free(rng: Random, p: Params) -> Params:
        return replace(p, l=between(rng, -1, 1), a_max=between(rng, 0, WIDEST * paper.a_star(p)))

    words = rf"{INSIDE}, any $l$, $\bar a$ up to ${WIDEST:g}a^*$"
    return Region(words, _drawn(count, 2, _assumed, _windowed, free))


@cache
def where_1(count: int = POINTS) -> Region:
    """Where the slides say that separating 1 is an equilibrium."""

    def own(rng: Random, p: Params) -> Params:
        return replace(p, l=between(rng, -1, 0), a_max=between(rng, 0, WIDEST * paper.a_star(p)))

    return _of(paper.separating_1, rf"$l < 0$, $\bar a$ up to ${WIDEST:g}a^*$", count, 3, own)


@cache
def where_2(count: int = POINTS) -> Region:
    """Where the slides say that separating 2 is an equilibrium."""

    def own(rng: Random, p: Params) -> Params:
        p = replace(p, a_max=between(rng, 1, WIDEST) * paper.a_star(p))
        return replace(p, l=between(rng, 0, min(1.0, paper.l_star(p))))

    return _of(paper.separating_2, rf"(8), (9), $\bar a$ up to ${WIDEST:g}a^*$", count, 4, own)


@cache
def where_3(count: int = POINTS) -> Region:
    """Where the slides say that separating 3 is an equilibrium."""

    def own(rng: Random, p: Params) -> Params:
        least = (2 + p.beta_lo) * paper.a_star(p) - p.pi
        p = replace(p, a_max=between(rng, 1, WIDEST) * least)
        return replace(p, l=between(rng, paper.l_star(p), 1))

    return _of(paper.separating_3, rf"(10), (11), $\bar a$ up to {WIDEST:g} times its least value", count, 5, own)


def _of(proposition: Callable[[Params], paper.Printed], words: str, count: int, seed: int, own: Change) -> Region:
    def applies(_: Random, p: Params) -> Params | None:
        return p if proposition(p).applies else None

    return Region(f"{INSIDE}, {words}", _drawn(count, seed, _assumed, _windowed, own, applies))


@cache
def where_cap(count: int = POINTS) -> Region:
    """Inside eq. (7) with an audience and no more than a_star to be demanded, which the slides leave out."""

    def own(rng: Random, p: Params) -> Params:
        return replace(p, l=between(rng, 0, 1), a_max=between(rng, 0, paper.a_star(p)))

    return Region(rf"{INSIDE}, $l > 0$, $\bar a < a^*$", _drawn(count, 6, _assumed, _windowed, own))


@cache
def below(count: int = POINTS) -> Region:
    """Below eq. (7), where no threat is credible, with an audience that likes demands."""

    def own(rng: Random, p: Params) -> Params | None:
        top = min(printed_window(p))
        if top < GAP:
            return None
        return replace(
            p, pi=between(rng, 0, top), l=between(rng, 0, 1), a_max=between(rng, 0, WIDEST * paper.a_star(p))
        )

    words = rf"{ASSUMED}, $\pi$ below (7), $l > 0$, $\bar a$ up to ${WIDEST:g}a^*$"
    return Region(words, _drawn(count, 7, _assumed, own))


@cache
def fragile(count: int) -> Region:
    """Inside eq. (7), but above beta_hi (p_h - p_m): the committed patron leaves if that is taken for commitment."""

    def own(rng: Random, p: Params) -> Params | None:
        low, high = printed_window(p)
        low = max(low, p.beta_hi * (p.p_h - p.p_m))
        if high - low < GAP:
            return None
        p = replace(p, pi=between(rng, low, high), a_max=between(rng, 1, WIDEST) * paper.a_star(p))
        return replace(p, l=between(rng, -1, min(1.0, paper.l_star(p))))

    words = rf"{INSIDE}, $\pi > \overline\beta(p_h - p_m)$, $\bar a > a^*$, $l < l^*$"
    return Region(words, _drawn(count, 8, _assumed, own))


@cache
def robust(count: int) -> Region:
    """Inside eq. (7) and below beta_hi (p_h - p_m), l < 0: the types part whatever the challenger believes."""

    def own(rng: Random, p: Params) -> Params | None:
        low, high = printed_window(p)
        high = min(high, p.beta_hi * (p.p_h - p.p_m))
        if high - low < GAP:
            return None
        a_max = between(rng, 0, 2 * paper.a_star(p))
        return replace(p, pi=between(rng, low, high), l=between(rng, -1, 0), a_max=a_max)

    words = rf"{INSIDE}, $\pi < \overline\beta(p_h - p_m)$, $l < 0$, $\bar a$ up to $2a^*$"
    return Region(words, _drawn(count, 9, _assumed, own))


@cache
def without_line_2(count: int) -> Region:
    """Where everything but line (2) of slide Appendix 1 that separating 1 asks for holds."""

    def own(rng: Random, p: Params) -> Params | None:
        p = _windowed(rng, p)
        if p is None or p.p_h - p.p_m == p.c_T:
            return None
        p = replace(p, l=between(rng, -1, 0), a_max=between(rng, 0, WIDEST * paper.a_star(p)))
        return p if [c.name for c in paper.separating_1(p).conditions if not c] == ["(2)"] else None

    words = rf"(1) and (3) to (7), but not (2) ({WIDE}, $c_A$ in ({WAR[0]:g}, {WAR[1]:g}))"
    return Region(words, _drawn(count, 10, _unassumed, own))


@cache
def with_7_alone(count: int = POINTS) -> Region:
    """Where (1) and eq. (7) hold, and line (2) may hold or fail."""
    words = rf"(1) and (7), but (2) not asked for ({WIDE}, $c_A$ in ({WAR[0]:g}, {WAR[1]:g}))"
    return Region(words, _drawn(count, 11, _unassumed, _windowed))


# --- what the rules say -------------------------------------------------------------------------------------------


def crisis(p: Params, type: Type, n: Negotiation, a: float | None, x: float) -> Mapping[Player, float]:
    """Who gets what after an offer ``x``, if war and settlement are played as the solver finds best."""
    kept = n != "withdrawal"
    settles = x >= solver.reservation(p, type, kept) - TIE
    if settles:
        return u(p, Play("over", type, a, n, x, True))
    return u(p, Play("war", type, a, n, x, False, solver.fights(p, type, kept)))


replies = cache(solver.replies)
"""The challenger's best offers over all beliefs, by whether the alliance was kept."""


def kept_offer(p: Params) -> float:
    """The challenger's best offer under the alliance. Raises ValueError where it depends on his belief."""
    (only,) = replies(p, True)
    return only.x


def low_offer(p: Params) -> float:
    """The least offer that is best at some belief once the alliance is over."""
    return replies(p, False)[0].x


def gain_from_leaving(p: Params, type: Type, x: float) -> float:
    """What a refused patron gains by leaving if that is answered by ``x``; her audience has paid either way."""
    a = p.a_max
    return crisis(p, type, "withdrawal", a, x)["ally"] - crisis(p, type, "free-riding", a, kept_offer(p))["ally"]


def worst(profile: Profile, beliefs: Beliefs, p: Params) -> float:
    """The largest gain that the solver finds from any change of action, on the path or off it."""
    return max(deviation.gain for deviation in solver.deviations(profile, beliefs, p))


def stands(eq: Equilibrium) -> bool:
    """Whether the solver finds no better action anywhere."""
    return worst(eq.profile, eq.beliefs, eq.p) < CLOSE


def read_as_commitment(eq: Equilibrium) -> float:
    """The largest gain if the challenger takes every withdrawal for a sign of commitment, and offers p_m - c_T."""
    p = eq.p
    profile = replace(eq.profile, x=replace(eq.profile.x, withdrawal=always(p.p_m - p.c_T)))
    return worst(profile, replace(eq.beliefs, withdrawal=always(1.0)), p)


def at(p: Params) -> str:
    """The parameters that are not the book's usual ones, in TeX."""
    others = ((s, getattr(p, s.name)) for s in symbols(Params))
    return ", ".join(f"${s.tex} = {value:g}$" for s, value in others if value != s.default)


# --- what is taught -----------------------------------------------------------------------------------------------

taught = cache(select)
"""The equilibrium that the book teaches at a point."""


@cache
def told(region: Region) -> arrays.Solutions:
    """What is taught at all points of a region at once."""
    columns = {s.name: np.array([getattr(p, s.name) for p in region.points]) for s in symbols(Params)}
    return arrays.solve(**columns)


@cache
def paths(region: Region) -> Mapping[Params, Mapping[Type, Path]]:
    """What happens with each type, at every point of a region."""
    solutions = told(region)
    return {p: {type: _path(solutions.play[type], k) for type in TYPES} for k, p in enumerate(region.points)}


def _path(many: arrays.Paths, k: int) -> Path:
    outcome = OUTCOMES[many.outcome[k]]
    return Path(
        demand=None if np.isnan(many.demand[k]) else float(many.demand[k]),
        accepted=outcome == "sharing",
        withdraws=outcome == "withdrawal",
        x=float(many.x[k]),
        settles=bool(many.settles[k]),
        outcome=outcome,
    )


def same(one: Path, other: Path) -> bool:
    """Whether two paths are the same, numbers up to rounding."""
    alike = replace(one, demand=None, x=0.0) == replace(other, demand=None, x=0.0)
    return alike and abs(one.x - other.x) < CLOSE and same_demand(one.demand, other.demand)


def same_demand(a: float | None, b: float | None) -> bool:
    """Whether two demands are the same; None is no offer."""
    return a is b or (a is not None and b is not None and abs(a - b) < CLOSE)


def refused(path: Path) -> bool:
    """Whether something was demanded in vain: the negotiation failed."""
    return path.demand is not None and not path.accepted


# --- propositions and beliefs -------------------------------------------------------------------------------------

Proposition = Callable[[Params], paper.Printed]


def path_is_played(proposition: Proposition, where: Region, factor: float = 1, words: str = "") -> Trial:
    """Whether what is printed is what is taught at every point, and nobody gains at the points of the sample.

    ``factor`` multiplies the uncommitted patron's demand.
    """
    ours, asked = paths(where), where.sample(EVERY)

    def holds(p: Params) -> bool:
        printed = proposition(p).play
        scaled = replace(printed["uncommitted"], demand=factor * printed["uncommitted"].demand)
        as_printed = same(ours[p]["committed"], printed["committed"]) and same(ours[p]["uncommitted"], scaled)
        return as_printed and (p not in asked or stands(taught(p)))

    said = f"the solver asked at every {EVERY}th of the points"
    return where.tried(holds, f"{words}, {said}" if words else said)


def stands_as_printed(proposition: Proposition, where: Region) -> Finding:
    """A proposition at every point of a region; its twin has the uncommitted patron demand a tenth less."""
    return Finding(
        printed=path_is_played(proposition, where),
        twin=path_is_played(proposition, where, 0.9, "the uncommitted patron demands a tenth less"),
        values={"points": len(where.points), "asked": len(where.sample(EVERY))},
    )


def beliefs_after(p: Params, *endings: str) -> set[float]:
    """What Bayes' rule makes of the endings on the taught path, by the solver."""
    seen = solver.bayes(taught(p).profile, p)
    return {mu for (n, _), mu in seen.items() if n in endings}
