"""Claims of section 5 and of the conclusion: how much alliance is best, for whom, and compared with what.

Expected payoffs come from `arrays` at many search costs and from backward induction at a few. A world without outside
options is one in which every partner offers nothing; a world without an ally is one in which she can offer nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np

from alliancelib.core.ledger import FURTHER, HOLDS, READING, Claim, Finding, trial
from alliancelib.outside_options import arrays, paper
from alliancelib.outside_options.claims_ad_hoc import domain_begins
from alliancelib.outside_options.claims_regions import (
    C_STAR,
    CLOSE,
    FREE,
    MAIN,
    PATIENCE,
    PHI,
    SOURCE,
    WORTHLESS,
    at,
    beyond,
    cheap,
    dear,
    dear_useful,
    dear_useless,
    ends,
    forced,
    moved,
    pr_new,
)
from alliancelib.outside_options.model import Equilibrium, Params
from alliancelib.outside_options.offers import Atoms
from alliancelib.outside_options.solver import backward_induction

Pair = tuple[float, float]
"""phi and delta."""


def pairs(seed: int, count: int, phi: Pair = PHI, delta: Pair = (0.0, 1.0)) -> tuple[Pair, ...]:
    """Random costs of the good and discount factors."""
    rng = Random(seed)
    return tuple((rng.uniform(*phi), rng.uniform(*delta)) for _ in range(count))


def said(tried: tuple[Pair, ...], phi: Pair = PHI, delta: Pair = (0.0, 1.0)) -> str:
    """What `pairs` has drawn, in words."""
    return f"{len(tried)} random pairs with {ends('phi', phi)}, {ends('delta', delta)}"


def eu_2(phi: float, c: float, delta: float) -> float:
    """Player 2's expected payoff, by the closed form."""
    return float(arrays.solve(phi, c, delta).eu_2)


@cache
def alone(p: Params) -> Equilibrium:
    """The game without an ally: she can offer nothing."""
    return backward_induction(p, bids=(0.0,))


@cache
def bound(p: Params) -> Equilibrium:
    """The game without outside options: every partner offers nothing."""
    return backward_induction(p, Atoms((0.0,), (1.0,)))


# --- Figure 4 -------------------------------------------------------------------------------------------------------


def figure_4() -> Finding:
    """Player 2's payoff against the search cost by the propositions, and by the solver."""
    costs = tuple(np.linspace(0.0005, 0.031, 25).tolist()) + (C_STAR, 0.05, 0.1, 0.2)
    points = [replace(MAIN, c=c) for c in costs]
    inside = [p for p in points if paper.applies(p)]

    def agrees(p: Params) -> bool:
        return abs(paper.solve(p).eu_2 - forced(p).eu_2) < CLOSE

    words = f"{len(points)} costs from {costs[0]:g} to {costs[-1]:g}, {at(MAIN, 'phi', 'delta')}"
    outside = [p for p in points if not paper.applies(p)]
    low = points[0]
    return Finding(
        printed=trial(words, points, agrees),
        further=trial(f"the {len(inside)} of them at which the bound on $\\delta$ holds", inside, agrees),
        twin=trial(f"the {len(outside)} of them at which it does not", outside, agrees),
        values={
            "start": f"{domain_begins(MAIN.phi, MAIN.delta):.4f}",
            "delta": at(MAIN, "delta"),
            "at": at(low),
            "printed": f"{paper.solve(low).eu_2:.5f}",
            "right": f"{forced(low).eu_2:.5f}",
        },
    )


def best_cost() -> Finding:
    """Player 2's payoff at c* against every other cost, for Figure 4's numbers and for other patient players."""
    costs, near = np.append(np.linspace(FREE, 0.0312, 600), np.linspace(0.0313, 0.6, 600)), 0.0312
    others = ((MAIN.phi, MAIN.delta), *pairs(71, 30, delta=(PATIENCE, 1.0)))
    exact = [forced(replace(MAIN, c=c)) for c in (0.01, near, 0.0313, 0.1)]

    def is_best(pair: Pair, star: float) -> bool:
        phi, delta = pair
        others = costs[np.abs(costs - star) > CLOSE]
        return bool((arrays.solve(phi, others, delta).eu_2 < eu_2(phi, star, delta)).all())

    top = forced(replace(MAIN, c=C_STAR))
    by_force = all(eq.eu_2 < top.eu_2 for eq in exact) and abs(top.eu_2 - eu_2(MAIN.phi, C_STAR, MAIN.delta)) < CLOSE
    words = (
        f"{costs.size:,} other costs up to .6 (the solver at {len(exact)}), at Figure 4's numbers "
        f"and at {said(others[1:], delta=(PATIENCE, 1.0))}"
    )
    return Finding(
        printed=trial(words, others, lambda pair: by_force and is_best(pair, C_STAR)),
        twin=trial(f"a cost of {near:g}: {words}", others, lambda pair: is_best(pair, near)),
        values={
            "at": at(MAIN, "phi", "delta"),
            "best": top.eu_2,
            "free": forced(replace(MAIN, c=FREE)).eu_2,
            "below": forced(replace(MAIN, c=C_STAR - FREE)).eu_2,
        },
    )


def beats_free_search() -> Finding:
    """Player 2's payoff at c* against free search."""
    tried = pairs(72, 300)
    sample = tried[:6]
    phi, delta = np.array(tried).T

    def gains(c: float) -> Callable[[Pair], bool]:
        """Whether the cost is better than none, by the closed form everywhere and by the solver at a few points."""
        better = dict(zip(tried, arrays.solve(phi, c, delta).eu_2 > arrays.solve(phi, FREE, delta).eu_2))

        def brute(pair: Pair) -> bool:
            costly, free = (forced(Params(phi=pair[0], c=cost, delta=pair[1])).eu_2 for cost in (c, FREE))
            return costly > free

        return lambda pair: bool(better[pair]) and (pair not in sample or brute(pair))

    return Finding(
        printed=trial(f"{said(tried)}; the solver at {len(sample)} of them", tried, gains(C_STAR)),
        twin=trial(f"half of that cost: {said(tried)}", tried, gains(C_STAR / 2)),
        values={"still": eu_2(1.3, C_STAR, 1.0) - eu_2(1.3, FREE, 1.0)},
    )


def non_monotone_payoffs() -> Finding:
    """Whether both players' payoffs rise somewhere and fall somewhere in the search cost."""
    costs, tried = (
        np.append(np.linspace(0.0005, 0.0312, 200), (C_STAR, 0.04, 0.1)),
        pairs(73, 40, delta=(PATIENCE, 1.0)),
    )
    above = costs[-3:]

    def turns(pair: Pair, at_costs: np.ndarray) -> bool:
        phi, delta = pair
        solved = arrays.solve(phi, at_costs, delta)
        steps = [np.diff(payoff) for payoff in (solved.eu_1, solved.eu_2)]
        return all((s > 1e-9).any() and (s < -1e-9).any() for s in steps)

    main = [forced(replace(MAIN, c=c)) for c in (C_STAR - FREE, C_STAR, 0.1)]
    return Finding(
        printed=trial(
            f"{costs.size} costs each, {said(tried, delta=(PATIENCE, 1.0))}", tried, lambda pair: turns(pair, costs)
        ),
        twin=trial(
            f"three costs from 1/32 on, {said(tried, delta=(PATIENCE, 1.0))}", tried, lambda pair: turns(pair, above)
        ),
        values={
            "at": at(MAIN, "phi", "delta"),
            "hers": ", ".join(f"{eq.eu_1:.4g}" for eq in main),
            "his": ", ".join(f"{eq.eu_2:.4g}" for eq in main),
            "last": at(main[-1].p, "c"),
        },
    )


# --- compared with what ---------------------------------------------------------------------------------------------


def benchmark() -> Finding:
    """The first offer and both payoffs in a world without outside options."""
    where = cheap().first(8) + dear().first(8) + beyond().first(4)

    def keeps_all(p: Params, eq: Equilibrium) -> bool:
        pairs = ((eq.r1, p.phi - 1), (eq.eu_1, 2 - p.phi), (eq.eu_2, 0.0))
        return all(abs(a - b) < CLOSE for a, b in pairs)

    return Finding(
        printed=where.tried(lambda p: keeps_all(p, bound(p))),
        twin=where.tried(lambda p: keeps_all(p, forced(p)), "with outside options"),
    )


def enforceable_is_worse() -> Finding:
    """What player 2 has without an ally, against the nothing that he has in a contract."""
    inside = cheap().first(8) + dear_useful().first(8)
    whole = inside + dear_useless().first(8)

    def positive(p: Params) -> bool:
        return alone(p).eu_2 > CLOSE > bound(p).eu_2

    lonely = replace(MAIN, c=FREE)
    return Finding(
        printed=whole.tried(positive),
        further=inside.tried(positive),
        twin=dear_useless().first(8).tried(positive),
        values={
            "free": alone(lonely).eu_2,
            "at": at(lonely, "phi", "delta"),
            "worthless": at(WORTHLESS, "phi", "c"),
            "nothing": abs(round(alone(WORTHLESS).eu_2, 6)),
        },
    )


def options_are_needed() -> Finding:
    """Player 2's payoff in an alliance with outside options and without, at the cost c*."""
    where = moved(dear_useful().first(16), "$c = 1/32$", c=C_STAR)
    return Finding(
        printed=where.tried(lambda p: forced(p).eu_2 > CLOSE > bound(p).eu_2),
        twin=where.tried(lambda p: bound(p).eu_2 > CLOSE, "without outside options"),
    )


def why_alliances() -> Finding:
    """Player 2's payoff in an alliance with the cost c*, against free search without an ally."""
    tried = pairs(74, 16)
    main = forced(replace(MAIN, c=C_STAR)).eu_2, alone(replace(MAIN, c=FREE)).eu_2

    def better(pair: Pair, c: float) -> bool:
        phi, delta = pair
        by_himself = alone(Params(phi=phi, c=FREE, delta=delta)).eu_2
        return forced(Params(phi=phi, c=c, delta=delta)).eu_2 > by_himself

    return Finding(
        printed=trial(said(tried), tried, lambda pair: better(pair, C_STAR)),
        twin=trial(f"an alliance with a cost of .3: {said(tried)}", tried, lambda pair: better(pair, 0.3)),
        values={"at": at(MAIN, "phi", "delta"), "tied": main[0], "alone": main[1]},
    )


def welfare() -> Finding:
    """Both players' payoffs at c*, against free search in the alliance and against no alliance."""
    points = pairs(75, 10, delta=(PATIENCE, 1.0))
    tried = [(who, pair) for pair in points for who in ("eu_1", "eu_2")]

    def gains(who: str, pair: Pair, other: Callable[[Params], Equilibrium]) -> bool:
        phi, delta = pair
        tied = forced(Params(phi=phi, c=C_STAR, delta=delta))
        return getattr(tied, who) > getattr(other(Params(phi=phi, c=FREE, delta=delta)), who)

    words = f"both players at {said(points, delta=(PATIENCE, 1.0))}"
    tied, loose = forced(replace(MAIN, c=C_STAR)), forced(replace(MAIN, c=FREE))
    losers = [who for who, pair in tried if not gains(who, pair, forced)]
    return Finding(
        printed=trial(f"compared with free search, as in Figure 4: {words}", tried, lambda one: gains(*one, forced)),
        readings=(trial(f"compared with no ally: {words}", tried, lambda one: gains(*one, alone)),),
        twin=trial(f"compared with an enforceable contract: {words}", tried, lambda one: gains(*one, bound)),
        values={
            "at": at(MAIN, "phi", "delta"),
            "his": f"{loose.eu_2:.4g} to {tied.eu_2:.4g}",
            "hers": f"{loose.eu_1:.4g} to {tied.eu_1:.4g}",
            "loses": losers.count("eu_1") if "eu_2" not in losers else "some",
            "all": len(points),
        },
    )


def pays_more() -> Finding:
    """What player 1 offers, and what she pays on average, against the phi - 1 of a contract."""
    offers = cheap().first(12) + dear_useful().first(12)
    dear_good = Params(phi=1.49, c=2 / 81, delta=1.0)
    still = [dear_good, *(p for p in moved(cheap().first(60), r"$\delta = 1$", delta=1.0).points if p.phi > 1.4)]

    def paid(p: Params) -> float:
        """At delta = 1 she keeps 1 less what she pays wherever the good is built with her."""
        return 1 - pr_new(forced(p)) - forced(p).eu_1

    words = rf"{len(still)} points of the domain with $\phi > 1.4$, $\delta = 1$"
    return Finding(
        printed=offers.tried(lambda p: forced(p).r1 > p.phi - 1 + CLOSE, "what she offers"),
        readings=(trial(f"what she pays on average: {words}", still, lambda p: paid(p) > p.phi - 1),),
        twin=dear_useless().first(12).tried(lambda p: forced(p).r1 > p.phi - 1 + CLOSE, "where searching is worthless"),
        values={
            "at": f"{at(dear_good, 'phi', 'delta')}, $c = 2/81$",
            "offers": forced(dear_good).r1,
            "least": dear_good.phi - 1,
            "pays": paid(dear_good),
        },
    )


# --- the claims ---------------------------------------------------------------------------------------------------

INTEGRATION = (
    Claim(
        id="fr-figure-4",
        source=SOURCE,
        where="Figure 4",
        says=r"Player 2's expected utility as a function of $c$ at $\phi = 1.1$ and $\delta = .99$, by the two "
        "propositions.",
        kind="computation",
        expects=FURTHER,
        found="From $c$ = [[start]] on. Left of it [[delta]] is below the paper's own bound, which goes to 1 as $c$ "
        "goes to 0; at [[at]] the formulas give [[printed]] for [[right]]. The maximum lies elsewhere, and the "
        "message stands. (Our copy has lost the drawing.)",
        check=figure_4,
        deal="player-2/tie-your-own-hands/1",
        erratum="FR-3",
    ),
    Claim(
        id="fr-c-star",
        source=SOURCE,
        where="section 5",
        says="An institution that induces a search cost of $c^* = 1/32$ gives player 2 the highest expected utility.",
        kind="computation",
        expects=HOLDS,
        found="At [[at]] it gives him [[best]], free search [[free]], and a billionth less than 1/32 only [[below]]: "
        "the maximum exists because player 1's tie there goes to the sure outcome.",
        check=best_cost,
        deal="player-2/tie-your-own-hands/1",
    ),
    Claim(
        id="fr-positive-cost-better",
        source=SOURCE,
        where="section 5",
        says="Counter-intuitively, player 2 is better off in an alliance that penalises searching than in one in "
        "which he searches at no cost.",
        kind="theorem",
        expects=HOLDS,
        found=r"For every $\phi < 3/2$ and $\delta$ that we tried. (The chapter proves it for $\delta = 1$, where the "
        r"gain is $\frac1{24}$, in numbers [[still]].)",
        check=beats_free_search,
        deal="player-2/tie-your-own-hands/1",
    ),
    Claim(
        id="fr-why-alliances-exist",
        source=SOURCE,
        where="section 5",
        says="Why alliances exist: compared with what a state can receive from an ad hoc partner at the time of an "
        "action, it does better in an alliance with institutionalised costs.",
        kind="interpretation",
        expects=HOLDS,
        found="For player 2, even if searching without an ally is free: [[tied]] at $c^*$ against [[alone]] alone, at "
        "[[at]].",
        check=why_alliances,
        deal="player-2/tie-your-own-hands/1",
    ),
    Claim(
        id="fr-welfare",
        source=SOURCE,
        where="section 5",
        says="Players enjoy welfare improvement when they are members of an alliance than when they are not.",
        kind="interpretation",
        expects=READING,
        found="Compared with having no ally, both gain. Compared with free search, as in Figure 4, he gains, from "
        "[[his]], and she loses, from [[hers]] ([[at]]); she loses at [[loses]] of [[all]] points, he at none.",
        check=welfare,
        deal="player-2/tie-your-own-hands/1",
        erratum="FR-14",
    ),
    Claim(
        id="fr-benchmark",
        source=SOURCE,
        where="section 5",
        says="Without outside options player 1 provides just enough to make player 2 indifferent: he gets a net "
        "benefit of 0 and she the maximum.",
        kind="theorem",
        expects=HOLDS,
        found=r"So it is in a world in which every partner offers nothing: $r_1 = \phi - 1$, and $2 - \phi$ for her.",
        check=benchmark,
    ),
    Claim(
        id="fr-enforceable-worse",
        source=SOURCE,
        where="section 5",
        says="If the alliance were an enforceable contract, player 2 would be better off outside it: there he could "
        "search for an ad hoc partner and have a strictly positive expected utility.",
        kind="theorem",
        expects=FURTHER,
        found=r"Where a search is worth its cost, $c < (2 - \phi)^2/2$: with free search he has [[free]] alone at "
        "[[at]], and at [[worthless]] he has [[nothing]].",
        check=enforceable_is_worse,
        deal="player-2/worthless-search/4",
        erratum="FR-18",
    ),
    Claim(
        id="fr-options-necessary",
        source=SOURCE,
        where="section 5",
        says="Outside options are necessary to bring player 2 a higher payoff; having an alliance does not in itself "
        "have such an effect.",
        kind="theorem",
        expects=HOLDS,
        found="At the cost $c^*$ he has something with them and nothing without.",
        check=options_are_needed,
    ),
    Claim(
        id="fr-anarchy-mitigates",
        source=SOURCE,
        where="abstract, section 1 and section 5",
        says="Anarchy mitigates free riding: members will contribute more resources to the collective action than in "
        "its absence.",
        kind="interpretation",
        expects=READING,
        found=r"She *offers* more than she would in a contract, wherever a search is worth its cost, $c < (2 - "
        r"\phi)^2/2$. She need not *pay* more on average, since he may build with somebody else: at [[at]] she offers "
        "[[offers]] and pays [[pays]], where a contract takes [[least]].",
        check=pays_more,
    ),
    Claim(
        id="fr-payoffs-non-monotone",
        source=SOURCE,
        where="section 6",
        says="The payoffs of the players vary non-monotonically as a function of the search cost.",
        kind="computation",
        expects=HOLDS,
        found="Both. At [[at]], just below 1/32, at 1/32 and at [[last]], hers is [[hers]] and his [[his]].",
        check=non_monotone_payoffs,
        deal="player-2/tie-your-own-hands/1",
    ),
)
