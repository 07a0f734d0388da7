"""Claims of section 4: with whom the good is built, and what the search cost has to do with it.

The probability of a new alliance is taken from backward induction at a few points and from `arrays` at many; what the
paper's argument says about it is tried link by link.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.stats import beta

from alliancelib.core.ledger import FAILS, FURTHER, HOLDS, Claim, Finding, Region, Trial, trial
from alliancelib.outside_options import arrays, equilibrium, paper
from alliancelib.outside_options.claims_regions import (
    C_STAR,
    CLOSE,
    CORNER,
    EVERY,
    HAIR,
    MAIN,
    PATIENCE,
    SOURCE,
    at,
    cheap,
    corner,
    dear,
    dear_useful,
    forced,
    moved,
    near_the_edge,
    patient,
    pr_new,
    told,
)
from alliancelib.outside_options.model import Equilibrium, Params
from alliancelib.outside_options.offers import Atoms, Uniform
from alliancelib.outside_options.scenarios_mistakes import WORLDS as LESSON_WORLDS
from alliancelib.outside_options.solver import backward_induction

CHEAPER = 0.97
"""A search cost is compared with this share of it."""

TWO, THREE = LESSON_WORLDS["two kinds"], LESSON_WORLDS["three kinds"]
"""Worlds of two and of three kinds of partners, which are played in the lesson on the paper's mistakes."""


def cheaper(p: Params) -> Params:
    """The same point at a lower search cost."""
    return replace(p, c=CHEAPER * p.c)


# --- two kinds of alliance ------------------------------------------------------------------------------------------


def ally_when_dear() -> Finding:
    """The chance that the good is built with the ally at once, for dear searches."""
    where = dear()
    by_map, sample = dict(zip(where.points, told(where).outcomes["ally, period 1"])), where.sample(EVERY)
    lower = cheap().where("$c > 1/40$", lambda p: p.c > 1 / 40)
    below = dict(zip(lower.points, told(lower).outcomes["ally, period 1"]))
    return Finding(
        printed=where.asking(len(sample)).tried(
            lambda p: by_map[p] == 1 and (p not in sample or pr_new(forced(p)) == 0)
        ),
        twin=lower.tried(lambda p: below[p] == 1, "from a lower cost on"),
    )


def break_when_cheap() -> Finding:
    """The chance of a new alliance, for cheap searches."""

    def tried(region: Region, words: str = "") -> Trial:
        by_map, sample = dict(zip(region.points, told(region).pr_new)), region.sample(EVERY)
        return region.asking(len(sample)).tried(
            lambda p: by_map[p] > 0 and (p not in sample or pr_new(forced(p)) > 0), words
        )

    return Finding(
        printed=tried(cheap() + corner()),
        further=tried(patient() + near_the_edge(PATIENCE, 1)),
        twin=tried(dear_useful(), "at dear searches"),
    )


# --- the argument, link by link -------------------------------------------------------------------------------------


def r_star_moves() -> Finding:
    """The first offer that just ends the search, offered again where searching costs a little less or more."""
    where = cheap().first(12) + dear_useful().first(12)

    def refuses(p: Params, other: float) -> bool:
        stop = paper.r_star(p)
        again = backward_induction(replace(p, c=other * p.c))
        return forced(p).first_response(stop) == "accept" and again.first_response(stop) == "search"

    return Finding(
        printed=where.tried(lambda p: refuses(p, CHEAPER), f"at {CHEAPER:.0%} of the cost"),
        twin=where.tried(lambda p: refuses(p, 2 - CHEAPER), f"at {2 - CHEAPER:.0%} of the cost"),
    )


def range_moves() -> Finding:
    """Both ends of the range from which the first offer is drawn, at a lower search cost."""
    where = cheap().where(rf"{CHEAPER:.0%} of $c$ in the domain too", lambda p: paper.applies(cheaper(p)))
    sample = where.first(8).points

    def by_force(p: Params) -> tuple[float, ...]:
        """The shares that are as good for player 2 as waiting, after a poor draw and after one just below r_tilde."""
        draws = (0.2, paper.r_tilde(p) - 1e-9)
        waits = (forced(p).worth((0.0, "search", x1), "advance") + p.c for x1 in draws)
        return tuple(p.phi - 1 + wait for wait in waits)

    def rises(p: Params) -> bool:
        before, after = paper.r1_interval(p), paper.r1_interval(cheaper(p))
        exact = p not in sample or all(abs(a - b) < CLOSE for a, b in zip(before, by_force(p)))
        return exact and all(a > b for a, b in zip(after, before))

    still = moved(where, r"$\delta = 0$", delta=0.0)
    return Finding(printed=where.asking(len(sample)).tried(rises), twin=still.tried(rises))


def best_offer_moves() -> Finding:
    """The best first offer at a lower search cost; for the words, in a world of three kinds of partners as well."""
    where = cheap().where(rf"{CHEAPER:.0%} of $c$ in the domain too", lambda p: paper.applies(cheaper(p)))
    sample = where.first(8).points
    before, after = three_kinds()

    def rises(p: Params, sign: int = 1) -> bool:
        exact = p not in sample or abs(forced(p).r1 - equilibrium.r1_bar(p)) < CLOSE
        return exact and sign * (equilibrium.r1_bar(cheaper(p)) - equilibrium.r1_bar(p)) > 0

    return Finding(
        printed=where.asking(len(sample)).tried(rises),
        twin=where.tried(lambda p: rises(p, -1), "the best offer falls"),
        values={
            "at": at(before.p, "phi", "delta"),
            "dear": at(before.p, "c"),
            "cheap": at(after.p, "c"),
            "before": before.r1,
            "after": after.r1,
        },
    )


@cache
def three_kinds() -> tuple[Equilibrium, Equilibrium]:
    """The equilibria at two search costs, the second lower, where partners pay 0, .75 or 1."""
    first, second = (backward_induction(Params(phi=1.1, c=c, delta=0.95), THREE) for c in (0.045, 0.04))
    return first, second


def harder_to_beat() -> Finding:
    """The chance of a new alliance where a lower search cost makes the first offer larger."""
    where = cheap().where(
        rf"{CHEAPER:.0%} of $c$ in the domain too, at which $\bar r_1$ is larger",
        lambda p: paper.applies(cheaper(p)) and equilibrium.r1_bar(cheaper(p)) > equilibrium.r1_bar(p),
    )
    sample = where.first(8).points
    now, then = told(where).pr_new, told(replace(where, points=tuple(map(cheaper, where.points)))).pr_new
    change = dict(zip(where.points, then - now))

    def moves(p: Params, sign: int) -> bool:
        """Whether the chance of a new alliance moves with that sign, by the solver at some points."""
        by_force = pr_new(forced(cheaper(p))) - pr_new(forced(p)) if p in sample else change[p]
        return sign * by_force > 0

    def is_beaten(p: Params) -> bool:
        """Whether the alliance ends as often as a draw beats the first offer."""
        return abs(float(now[where.points.index(p)]) - (1 - paper.r1_bar(p))) < 1e-3

    eq, tried = forced(MAIN), where.asking(len(sample))
    printed = tried.tried(lambda p: moves(p, -1), "it falls")
    return Finding(
        printed=printed,
        twin=tried.tried(lambda p: moves(p, 1), "it rises"),
        values={
            "held": printed.held,
            "all": printed.tried,
            "at": at(MAIN),
            "beaten": 1 - eq.r1,
            "new": pr_new(eq),
            "agree": sum(map(is_beaten, where.points)),
            "back": eq.outcomes["ally, period 1"],
        },
    )


def peak(delta: float) -> float:
    """The search cost at which a new alliance is likeliest, where the first offer is the lower end of its range."""
    return (delta * (1 + delta) / (1 + 2 * delta) ** 2) ** 2 / 2


def probability_falls() -> Finding:
    """The chance of a new alliance at a search cost and at a lower one, both in the declared domain."""
    where = cheap().where(rf"{CHEAPER:.0%} of $c$ in the domain too", lambda p: paper.applies(cheaper(p)))

    def is_usual(p: Params) -> bool:
        """The first offer is the lower end of its range, and the cost below the peak."""
        return p.c < peak(p.delta) and paper.r1_bar(p) - paper.r1_interval(p)[0] < CLOSE

    def falls(p: Params, sign: int = 1) -> bool:
        return sign * (paper.pr_new(p) - paper.pr_new(cheaper(p))) > 0

    def exact(p: Params) -> bool:
        return abs(paper.pr_new(p) - pr_new(forced(p))) < CLOSE

    below = where.where(r"$c < c^\circ$", is_usual)
    sample = below.first(8).points
    costs = [replace(MAIN, c=c) for c in (0.031, 0.0275)]
    return Finding(
        printed=where.tried(falls),
        further=below.asking(len(sample)).tried(lambda p: falls(p) and (p not in sample or exact(p))),
        twin=where.tried(lambda p: falls(p, -1), "it rises"),
        values={
            "at": at(MAIN, "phi", "delta"),
            "peak": peak(MAIN.delta),
            "dear": at(costs[0], "c"),
            "cheap": at(costs[1], "c"),
            "before": pr_new(forced(costs[0])),
            "after": pr_new(forced(costs[1])),
        },
    )


def domain_begins(phi: float, delta: float) -> float:
    """The least search cost at which delta is patient enough for the paper: its bound falls in c."""
    low, high = 1e-9, C_STAR
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if paper.delta_underbar(Params(phi=phi, c=middle)) <= delta else (middle, high)
    return high


def non_monotone() -> Finding:
    """Whether the chance of a new alliance both rises and falls as searching gets cheaper, in the declared domain."""
    rng, enough, steps = Random(61), 0.965, 60
    points = tuple((rng.uniform(1.05, 1.45), rng.uniform(0.9, 0.999)) for _ in range(40))

    def curve(point: tuple[float, float]) -> np.ndarray:
        """From the least cost in the domain up to 1/32, and beyond."""
        phi, delta = point
        costs = np.linspace(domain_begins(phi, delta), C_STAR - 1e-6, steps)
        return arrays.solve(phi, np.append(costs, (C_STAR, 0.05)), delta).pr_new

    curves = {point: curve(point) for point in points}

    def turns(point: tuple[float, float]) -> bool:
        changes = np.diff(curves[point])
        return bool((changes > 1e-9).any() and (changes < -1e-9).any())

    def only_rises(point: tuple[float, float]) -> bool:
        return bool((np.diff(curves[point]) > -1e-9).all())

    words = (
        rf"$\phi \in (1.05, 1.45)$, $\delta \in (0.9, 0.999)$, {steps} costs of the declared domain and two above it"
    )
    patient = [point for point in points if point[1] >= enough]
    main = forced(replace(MAIN, c=0.0246)), forced(replace(MAIN, c=0.03))
    return Finding(
        printed=trial(f"{len(points)} random pairs with {words}", points, turns),
        further=trial(rf"the {len(patient)} of them with $\delta \ge {enough:g}$", patient, turns),
        twin=trial(f"it only rises with the cost: {len(points)} random pairs with {words}", points, only_rises),
        values={
            "falls": sum(not turns(point) for point in points),
            "all": len(points),
            "at": at(MAIN, "phi", "delta"),
            "free": paper.pr_new(replace(MAIN, c=domain_begins(MAIN.phi, MAIN.delta) + 1e-9)),
            "start": domain_begins(MAIN.phi, MAIN.delta),
            "top": pr_new(main[0]),
            "peak": at(main[0].p, "c"),
            "end": pr_new(main[1]),
            "last": at(main[1].p, "c"),
        },
    )


# --- other partners, and the figure ---------------------------------------------------------------------------------

WORLDS: Mapping[str, tuple[Any, float]] = MappingProxyType(
    {
        "uniform": (Uniform(), 0.0312),
        "Beta(2, 2)": (beta(2, 2), 0.0148),
        "Beta(2, 5)": (beta(2, 5), 0.0063),
        "0 or .9": (TWO, 0.13),
        "0, .6818 or .9699": (Atoms((0.0, 0.6818, 0.9699), (0.4075, 0.3398, 0.2527)), 0.07),
    }
)
"""Distributions of ad hoc offers, each with a cost below which player 1 lets player 2 search."""


@cache
def breaks_in(world: str) -> tuple[float, ...]:
    """The chance of a new alliance in a world, at costs from the highest down."""
    offers, highest = WORLDS[world]
    parts = (1, 0.96, 0.9, 0.8, 0.6, 0.35, 0.1)
    return tuple(pr_new(backward_induction(replace(MAIN, c=part * highest), offers)) for part in parts)


def any_distribution() -> Finding:
    """Whether the chance of a new alliance falls somewhere as searching gets cheaper, world by world."""

    def falls(world: str) -> bool:
        chances = breaks_in(world)
        return any(b < a - HAIR for a, b in zip(chances, chances[1:]))

    words = rf"{len(WORLDS)} distributions, {', '.join(WORLDS)}, at seven costs each, {at(MAIN, 'phi', 'delta')}"
    dear, cheap_ = (backward_induction(replace(MAIN, c=c), TWO) for c in (0.13, 0.0001))
    return Finding(
        printed=trial(words, WORLDS, falls),
        twin=trial(f"in none of them: {words}", WORLDS, lambda world: not falls(world)),
        values={
            "fine": sum(map(falls, WORLDS)),
            "all": len(WORLDS),
            "chance": f"{pr_new(dear):.3g}",
            "before": dear.r1,
            "after": cheap_.r1,
            "dear": at(dear.p, "c"),
            "cheap": at(cheap_.p, "c"),
        },
    )


def r_star_for_all_costs() -> Finding:
    """First offers where the gamble is worse than the sure payoff at one cost of the declared domain."""
    costs = (CORNER.c, 0.03115, 0.0311, 0.031, 0.0308)
    points = [p for p in (replace(CORNER, c=c) for c in costs) if paper.applies(p)]

    def sure(p: Params) -> bool:
        return abs(forced(p).r1 - paper.r_star(p)) < CLOSE

    lowest, of = min(p.c for p in points), at(CORNER, "phi", "delta")
    words = f"{len(points)} costs from {lowest:g} to {CORNER.c:g} of the domain, {of}"
    return Finding(
        printed=trial(words, points, sure),
        twin=trial(f"at none of them: {words}", points, lambda p: not sure(p)),
        values={"at": at(CORNER, "phi", "delta"), "buys": at(points[0], "c"), "gambles": at(points[-1], "c")},
    )


def figure_3() -> Finding:
    """The probability that the good is built with the ally: one minus that of a new alliance, and a valley."""
    start = domain_begins(MAIN.phi, MAIN.delta)
    costs = [*np.linspace(start + 1e-9, 0.0312, 30).tolist(), 0.04, 0.1, 0.3]
    exact = [forced(replace(MAIN, c=c)) for c in costs[::6]]
    ally = [paper.pr_ally(replace(MAIN, c=c)) for c in costs]

    def valley(series: list[float]) -> bool:
        """It falls to an inner lowest point, rises from there, and is 1 at the end."""
        low = series.index(min(series))
        return 0 < low < len(series) - 4 and series[-1] == 1 and series[low + 4] > series[low]

    def agrees(c: float, formula: Callable[[Params], float]) -> bool:
        return abs(formula(replace(MAIN, c=c)) - float(1 - arrays.solve(MAIN.phi, c, MAIN.delta).pr_new)) < CLOSE

    right = valley(ally) and all(abs(paper.pr_ally(eq.p) - (1 - pr_new(eq))) < CLOSE for eq in exact)
    words = f"{len(costs)} costs from {start:.4f} to {costs[-1]:g}, {at(MAIN, 'phi', 'delta')}"
    free = replace(MAIN, c=1e-6)
    return Finding(
        printed=trial(words, costs, lambda c: right and agrees(c, paper.pr_ally)),
        twin=trial(f"the chance of a new alliance: {words}", costs, lambda c: agrees(c, paper.pr_new)),
        values={
            "at": at(MAIN, "phi", "delta"),
            "start": f"{start:.4f}",
            "printed": paper.pr_ally(free),
            "right": 1 - pr_new(forced(free)),
        },
    )


# --- the claims ---------------------------------------------------------------------------------------------------

AD_HOC = (
    Claim(
        id="fr-dear-search-ally",
        source=SOURCE,
        where="section 4",
        says="When the cost of searching is sufficiently high, it is the existing alliance that produces the good.",
        kind="interpretation",
        expects=HOLDS,
        found="At once and with certainty, from $c = 1/32$ on. It is so where searching is worthless as well, "
        "although she then offers less than the printed $r^*$.",
        check=ally_when_dear,
        deal="player-2/pure-equilibrium/2",
    ),
    Claim(
        id="fr-cheap-search-breaks",
        source=SOURCE,
        where="section 4",
        says="When the search cost is low, player 1's offer leads to a search, and there is a positive probability "
        "that the old alliance breaks down and a new one is formed.",
        kind="interpretation",
        expects=FURTHER,
        found=r"Below 1/32, except in the corner in which the gamble is not better; always for $\delta \ge 3/4$.",
        check=break_when_cheap,
        deal="player-2/pure-equilibrium/1",
        erratum="FR-2",
    ),
    Claim(
        id="fr-figure-3",
        source=SOURCE,
        where="Figure 3",
        says="The probability of taking the action with the ally, as a function of $c$, is roughly as drawn, and not "
        "monotone.",
        kind="computation",
        expects=HOLDS,
        found="A valley, and 1 from $c = 1/32$ on. The text speaks of the probability of a *new* alliance, which is "
        "one minus it. Our copy has lost the drawing, and the caption names no parameters; at [[at]] the paper's "
        "formulas are right from $c$ = [[start]] on. Left of it they are not: near $c = 0$ they give [[printed]], "
        "where it is [[right]].",
        check=figure_3,
        deal="player-2/tie-your-own-hands/1",
        erratum="FR-3",
    ),
    Claim(
        id="fr-r-star-falls",
        source=SOURCE,
        where="section 4",
        says="As the cost of searching decreases, the level of contribution $r^*$ that deters player 2 from searching "
        "increases.",
        kind="theorem",
        expects=HOLDS,
        found="The offer that just ended the search no longer does when searching is a little cheaper.",
        check=r_star_moves,
    ),
    Claim(
        id="fr-footnote-11",
        source=SOURCE,
        where="section 4, footnote 11",
        says=r"Both ends of the range from which the first offer is drawn, $\delta\theta(1/2) - 1 + \phi$ and "
        r"$\delta\theta(\tilde r) - 1 + \phi$, increase as $r^*$ does.",
        kind="theorem",
        expects=HOLDS,
        found=r"For every $\delta > 0$ (with $\tilde r$ for the $\bar r$ of our copy).",
        check=range_moves,
        erratum="FR-20",
    ),
    Claim(
        id="fr-footnote-12",
        source=SOURCE,
        where="section 4, footnote 12",
        says=r"Consequently $\bar r_1$ increases as well, as the cost of searching decreases.",
        kind="theorem",
        expects=HOLDS,
        found="For the paper's uniform offers, so it does. The argument given does not show it (if the old maximiser "
        "is available the new one is at least as good, if not it is larger): what is as good need not be as large. It "
        "uses "
        "nothing about the offers, and where partners pay 0, .75 or 1 the best offer *drops* as searching gets "
        "cheaper, from [[before]] at [[dear]] to [[after]] at [[cheap]] ([[at]]).",
        check=best_offer_moves,
        erratum="FR-10",
    ),
    Claim(
        id="fr-harder-to-beat",
        source=SOURCE,
        where="section 4 and footnote 13",
        says=r"As $\bar r_1$ gets larger it is harder to find a better offer, which means that the probability of a "
        "new alliance decreases.",
        kind="interpretation",
        expects=FAILS,
        found=r"A larger offer is harder to beat. But of [[all]] pairs of costs at which the lower makes $\bar r_1$ "
        "larger, a new alliance becomes less likely at [[held]] only. The alliance does not end when a draw beats "
        r"$\bar r_1$: at [[at]] the one has the probability [[beaten]], the other [[new]], and the two agree to a "
        r"thousandth at [[agree]] of the [[all]]. He comes back to $\bar r_1$ with probability [[back]]; $r_1^*$ and "
        r"$\tilde r$ do the work.",
        check=harder_to_beat,
        deal="player-2/pure-equilibrium/1",
        erratum="FR-9",
    ),
    Claim(
        id="fr-probability-falls",
        source=SOURCE,
        where="section 4",
        says="In the equilibrium of Proposition 2 the probability of forming a new alliance decreases as the search "
        "cost becomes smaller.",
        kind="theorem",
        expects=FURTHER,
        found=r"Below the cost $c^\circ = \frac12[\delta(1 + \delta)/(1 + 2\delta)^2]^2$, where the first offer is "
        r"the lower end of its range; between $c^\circ$ and 1/32 it *rises* as searching gets cheaper. At [[at]], "
        r"where $c^\circ$ = [[peak]], it is [[before]] at [[dear]] and [[after]] at [[cheap]].",
        check=probability_falls,
        proved="fr-theorem-new-alliance",
        deal="player-2/tie-your-own-hands/1",
        erratum="FR-8",
    ),
    Claim(
        id="fr-non-monotone",
        source=SOURCE,
        where="abstract, section 4 and section 6",
        says="There is a non-monotonic relationship between the cost of searching for a new ally and the probability "
        "of breaking the old alliance and forming a new one.",
        kind="theorem",
        expects=FURTHER,
        found="For patient players. At [[at]] it is [[free]] at $c$ = [[start]], where the domain begins, rises to "
        "[[top]] at [[peak]], has fallen to [[end]] at [[last]], and is 0 from 1/32 on. For less patient players it "
        "can fall in $c$ throughout the declared domain, as it does at [[falls]] of [[all]] pairs.",
        check=non_monotone,
        proved="fr-theorem-new-alliance",
        deal="player-2/tie-your-own-hands/1",
        erratum="FR-8",
    ),
    Claim(
        id="fr-footnote-13-any",
        source=SOURCE,
        where="section 4, footnote 13",
        says=r"As long as $\omega(\bar r_1) > 1 - r^*$, the non-monotonicity does not depend on the uniform "
        "distribution: it holds for any well-defined distribution function, continuous or discrete.",
        kind="theorem",
        expects=FAILS,
        found="The probability of a new alliance falls somewhere as searching gets cheaper in [[fine]] of [[all]] "
        "worlds that we tried. Where partners pay 0 or .9 with probabilities .6 and .4 it is [[chance]] at every cost "
        "below the switch, while the first offer climbs from [[before]] at [[dear]] to [[after]] at [[cheap]].",
        check=any_distribution,
        erratum="FR-11",
    ),
    Claim(
        id="fr-footnote-13-below",
        source=SOURCE,
        where="section 4, footnote 13",
        says=r"If $\omega(\bar r_1) < 1 - r^*$, then, obviously, player 1 offers $r_1 = r^*$ for all values of $c$.",
        kind="theorem",
        expects=FAILS,
        found="Both sides depend on $c$. At [[at]] she buys him off at [[buys]] and gambles at [[gambles]], both in "
        "the declared domain.",
        check=r_star_for_all_costs,
        deal="player-2/pure-equilibrium/5",
        erratum="FR-12",
    ),
)
