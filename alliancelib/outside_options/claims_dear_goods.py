"""Claims of section 5 about dear goods and about who chooses, and of the conclusion about what could come next.

Expected payoffs come from `arrays` at many goods and costs and from backward induction at a few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np

from alliancelib.core.ledger import FAILS, FURTHER, HOLDS, OPEN, READING, Claim, Finding, trial
from alliancelib.outside_options import arrays, equilibrium, paper
from alliancelib.outside_options.claims_integration import Pair, eu_2, pairs, said
from alliancelib.outside_options.claims_regions import (
    C_STAR,
    CLOSE,
    DEARER,
    FREE,
    HAIR,
    MAIN,
    PHI,
    SOURCE,
    at,
    beyond,
    cheap,
    dear_useful,
    dear_useless,
    forced,
    moved,
)
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.integration import ChosenCost, ChosenCostTheory
from alliancelib.outside_options.model import Params
from alliancelib.outside_options.offers import Uniform
from alliancelib.outside_options.solver import backward_induction


def c_switch(phi: float) -> float:
    """The cost from which a patient player 1 buys him off: her best bet is max[1/2, phi - 1]."""
    best = max(1 / 2, phi - 1)
    return (best * (1 - best)) ** 2 / 2


# --- when the good is dear ------------------------------------------------------------------------------------------


def near_three_halves() -> Finding:
    """Free search against c* for goods near 3/2."""
    goods, delta = tuple(np.linspace(1.45, 1.55, 11).tolist()), MAIN.delta
    dearer = tuple(np.linspace(1.645, 1.695, 11).tolist())
    asked = (goods[5], dearer[5])

    def words(tried: tuple[float, ...]) -> str:
        of = rf"{len(tried)} costs of the good from {tried[0]:g} to {tried[-1]:g}, $\delta = {delta:g}$"
        return f"{of}; the solver at 1 of them"

    def by_force(phi: float) -> list[float]:
        return [forced(Params(phi=phi, c=c, delta=delta)).eu_2 for c in (FREE, C_STAR)]

    def prefers_free(phi: float) -> bool:
        free, star = by_force(phi) if phi in asked else (eu_2(phi, c, delta) for c in (FREE, C_STAR))
        return free > star

    middle = by_force(1.5)
    return Finding(
        printed=trial(words(goods), goods, prefers_free),
        twin=trial(f"and 1.1: {words(goods)}", (1.1, *goods), prefers_free),
        control=trial(words(dearer), dearer, prefers_free),
        values={"free": middle[0], "star": middle[1]},
    )


@cache
def phi_star(delta: float) -> float:
    """The cost of the good from which free search is better for player 2 than c* = 1/32."""
    low, high = 1.5, 1.74
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if eu_2(middle, FREE, delta) > eu_2(middle, C_STAR, delta) else (middle, high)
    return high


def has_phi_star() -> Finding:
    """Whether free search is better from some phi* on: than 1/32, than the best cost, and within the domain."""
    delta = MAIN.delta
    star = phi_star(delta)
    above = tuple(np.linspace(star + 0.001, DEARER[1], 30).tolist())
    domain = tuple(np.linspace(*PHI, 30).tolist())
    below = tuple(np.linspace(1.05, star - 0.001, 30).tolist())

    def free_beats(phi: float, c: float) -> bool:
        return eu_2(phi, FREE, delta) > eu_2(phi, c, delta)

    checked = [forced(Params(phi=phi, c=c, delta=delta)).eu_2 for phi in (1.6, 1.65) for c in (FREE, C_STAR)]
    right = checked[0] < checked[1] and checked[2] > checked[3]
    words = rf"{len(above)} costs of the good above {star:.4f}, $\delta = {delta:g}$"
    return Finding(
        printed=trial(f"than $c^* = 1/32$: {words}", above, lambda phi: right and free_beats(phi, C_STAR)),
        readings=(
            trial(f"than the best cost for that good: {words}", above, lambda phi: free_beats(phi, c_switch(phi))),
            trial(rf"than 1/32, for {len(domain)} costs below 3/2", domain, lambda phi: free_beats(phi, C_STAR)),
        ),
        twin=trial(f"already below it: {len(below)} costs of the good", below, lambda phi: free_beats(phi, C_STAR)),
        values={"star": f"{star:.4f}", "delta": f"$\\delta = {delta:g}$", "still": f"{phi_star(1.0):.4f}"},
    )


def free_is_optimal() -> Finding:
    """Whether no positive cost beats free search for dear goods."""
    tried = pairs(76, 200, DEARER)
    sample = tried[:5]
    phi, delta = np.array(tried).T

    def is_best(cost: Callable[[float], float]) -> Callable[[Pair], bool]:
        """Whether free search is as good as a cost that may depend on the good, by the solver at a few points."""
        other = arrays.solve(phi, np.array([cost(good) for good in phi]), delta).eu_2
        best = dict(zip(tried, arrays.solve(phi, FREE, delta).eu_2 >= other))

        def brute(pair: Pair) -> bool:
            free, costly = (forced(Params(phi=pair[0], c=c, delta=pair[1])).eu_2 for c in (FREE, cost(pair[0])))
            return free >= costly

        return lambda pair: brute(pair) if pair in sample else bool(best[pair])

    at_165 = Params(phi=1.65, c=c_switch(1.65), delta=MAIN.delta)
    return Finding(
        printed=trial(
            f"against $[(2 - \\phi)(\\phi - 1)]^2/2$: {said(tried, DEARER)}; the solver at {len(sample)} of them",
            tried,
            is_best(c_switch),
        ),
        twin=trial(f"against 1/32: {said(tried, DEARER)}", tried, is_best(lambda _: C_STAR)),
        values={
            "at": at(at_165, "phi", "delta"),
            "free": forced(replace(at_165, c=FREE)).eu_2,
            "star": forced(replace(at_165, c=C_STAR)).eu_2,
            "switch": f"{at_165.c:.4f}",
            "best": forced(at_165).eu_2,
        },
    )


def strategies_unchanged() -> Finding:
    """Whether Proposition 2 has the right first offer, for goods below and above 3/2."""
    below = cheap().where(r"$\phi > 1.4$", lambda p: p.phi > 1.4).first(10)
    above = beyond().first(12)

    def right(p: Params) -> bool:
        return abs(paper.proposition_2(p).r1 - forced(p).r1) < CLOSE

    expensive = Params(phi=1.7, c=0.025, delta=0.95)
    return Finding(
        printed=(below + above).tried(right),
        further=below.tried(right),
        twin=above.tried(right),
        values={
            "at": at(expensive),
            "literal": paper.proposition_2(expensive).r1,
            "right": forced(expensive).r1,
            "star": f"{phi_star(MAIN.delta):.2f}",
        },
    )


def when_to_invest() -> Finding:
    """Whether to build an institution: one of the size 1/32, or one whose size can be chosen."""
    delta = MAIN.delta
    star = phi_star(delta)
    goods = tuple(phi for phi in np.linspace(1.02, 1.98, 49).tolist() if abs(phi - star) > HAIR)

    def builds(phi: float, c: float) -> bool:
        return eu_2(phi, c, delta) > eu_2(phi, FREE, delta)

    words = rf"{len(goods)} costs of the good from {goods[0]:g} to {goods[-1]:g}, $\delta = {delta:g}$"
    return Finding(
        printed=trial(
            f"an institution of the size 1/32: {words}", goods, lambda phi: builds(phi, C_STAR) == (phi < star)
        ),
        readings=(trial(f"one of any size: {words}", goods, lambda phi: builds(phi, c_switch(phi)) == (phi < star)),),
        twin=trial(f"the border at 3/2: {words}", goods, lambda phi: builds(phi, C_STAR) == (phi < 3 / 2)),
        values={"star": f"{star:.4f}"},
    )


def beliefs_matter() -> Finding:
    """Whether the best search cost differs between two goods of different costs."""
    costs, delta = np.append(np.linspace(0.0002, C_STAR, 400), np.linspace(C_STAR, 0.1, 300)), MAIN.delta
    rng = Random(77)

    def two(low: float, high: float, count: int) -> list[Pair]:
        return [(phi, phi + 0.05) for phi in (rng.uniform(low, high) for _ in range(count))]

    def best(phi: float) -> float:
        """The best of a grid and the switching cost, which is where it turns out to be."""
        tried = np.append(costs, c_switch(phi))
        return float(tried[arrays.solve(phi, tried, delta).eu_2.argmax()])

    def differs(pair: Pair) -> bool:
        return abs(best(pair[0]) - best(pair[1])) > CLOSE

    low, high = two(1.02, 1.44, 12), two(1.52, 1.9, 12)
    words = rf"pairs of goods whose costs differ by .05, $\delta = {delta:g}$"
    return Finding(
        printed=trial(f"{len(low) + len(high)} {words}", low + high, differs),
        further=trial(f"{len(high)} {words}, both above 3/2", high, differs),
        twin=trial(f"{len(low)} {words}, both below 3/2", low, differs),
        values={"same": best(1.1), "dear": best(1.6), "dearer": best(1.8)},
    )


# --- what remains ---------------------------------------------------------------------------------------------------


def works_within() -> Finding:
    """At c*: whether the alliance is kept, and whether he would search if she offered less."""
    where = moved(dear_useful().first(12), "$c = 1/32$", c=C_STAR)

    def both(p: Params) -> bool:
        eq = forced(p)
        return eq.outcomes["ally, period 1"] == 1 and eq.first_response(paper.r_star(p) - 0.01) == "search"

    def closed(p: Params) -> bool:
        eq = forced(p)
        return eq.outcomes["ally, period 1"] == 1 and eq.first_response(max(eq.r1 - 0.01, 0.0)) == "search"

    return Finding(
        printed=where.tried(both), twin=dear_useless().first(8).tried(closed, "where searching is worthless")
    )


def moderate() -> Finding:
    """A moderate cost against free search and against a cost from which he has nothing."""
    span = (1.02, 1.95)
    tried = pairs(78, 100, span)

    def is_best(pair: Pair, c: float) -> bool:
        phi, delta = pair
        least, most = FREE, (2 - phi) ** 2 / 2
        return c < most and eu_2(phi, c, delta) > max(eu_2(phi, least, delta), eu_2(phi, most, delta))

    checked = [forced(Params(phi=phi, c=c_switch(phi), delta=delta)).eu_2 for phi, delta in tried[:4]]
    exact = all(abs(u - eu_2(phi, c_switch(phi), delta)) < CLOSE for u, (phi, delta) in zip(checked, tried))
    return Finding(
        printed=trial(
            f"{said(tried, span)}; the solver at {len(checked)} of them",
            tried,
            lambda pair: exact and is_best(pair, c_switch(pair[0])),
        ),
        twin=trial(f"1/32 for every good: {said(tried, span)}", tried, lambda pair: is_best(pair, C_STAR)),
    )


def endogenous() -> Finding:
    """Who can choose the search cost, and which cost each of them would choose from a menu."""
    menu = (FREE, 0.01, C_STAR, 0.1, 0.405)
    chosen = ChosenCost(MAIN, menu)
    theory = ChosenCostTheory(chosen)
    wants = {
        "player 2": max(menu, key=lambda c: theory.worth((), c)),
        "player 1": max(menu, key=lambda c: forced(replace(MAIN, c=c)).eu_1),
    }

    def chooses(game: OutsideOptions | ChosenCost) -> bool:
        """Whether the first move of the game is the choice of a cost."""
        first = game.to_move(())
        return first is not None and game.actions(()) == menu

    words = f"a menu of {len(menu)} costs, {at(MAIN, 'phi', 'delta')}"
    return Finding(
        printed=trial(
            f"the game as it is written: {words}",
            wants,
            lambda who: chooses(OutsideOptions(MAIN)) and wants[who] > FREE,
        ),
        further=trial(f"player 2 chooses first: {words}", wants, lambda who: chooses(chosen) and wants[who] > FREE),
        twin=trial(f"both want the same cost: {words}", wants, lambda who: wants[who] == wants["player 2"]),
        values={"his": wants["player 2"], "hers": wants["player 1"]},
    )


def pie() -> Finding:
    """The game with a pie of 2 that is divided in a fixed proportion, against the paper's game in other units."""
    rng, count = Random(79), 16
    points = [
        (alpha, Params(phi=rng.uniform(2 * alpha + 0.05, 1.95), c=rng.uniform(0.002, 0.1), delta=rng.uniform(0.3, 1)))
        for alpha in (rng.uniform(0.51, 0.8) for _ in range(count))
    ]

    def rescaled(alpha: float, p: Params, *, scale: bool) -> bool:
        size = 2 * (1 - alpha) if scale else 1.0
        divided = backward_induction(p, Uniform(2 * alpha - 1, 1))
        units = Params(phi=1 + (p.phi - 2 * alpha) / size, c=p.c / size, delta=p.delta) if scale else p
        other = equilibrium.solve(units)
        return abs(divided.eu_1 - size * other.eu_1) < CLOSE and abs(divided.eu_2 - size * other.eu_2) < CLOSE

    words = rf"{count} random points, player 2's share of the pie between .51 and .8"
    return Finding(
        printed=trial(words, points, lambda one: rescaled(*one, scale=True)),
        twin=trial(f"in the old units: {words}", points, lambda one: rescaled(*one, scale=False)),
    )


# --- the claims ---------------------------------------------------------------------------------------------------

DEAR_GOODS = (
    Claim(
        id="fr-phi-near-3-2",
        source=SOURCE,
        where="section 5",
        says=r"If the good is dear, for example near $\phi = 3/2$, player 2's expected utility is greatest at $c = 0$ "
        "and not at $c^*$.",
        kind="computation",
        expects=FAILS,
        found=r"At $\phi = 3/2$ free search gives him [[free]] and $c^*$ gives him [[star]]. (The text prints $\phi - "
        r"1$ near 3/2, which $\phi < 2$ rules out; $\phi$ is meant.)",
        check=near_three_halves,
        erratum="FR-13",
    ),
    Claim(
        id="fr-strategies-unchanged",
        source=SOURCE,
        where="section 5",
        says="For a dear good the equilibrium strategies that the paper characterises would not change.",
        kind="theorem",
        expects=FURTHER,
        found=r"Up to $\phi = 3/2$. Above, 1/2 and 1/4 have to be replaced: at [[at]] Proposition 2 read literally "
        r"offers [[literal]], and the right offer is [[right]]. As $\phi^*$ is about [[star]], the assertion fails "
        "where it is needed.",
        check=strategies_unchanged,
        deal="player-2/pure-equilibrium/4",
        erratum="FR-4",
    ),
    Claim(
        id="fr-phi-star",
        source=SOURCE,
        where="section 5",
        says=r"There is a $\phi^*$ such that for any $\phi' \ge \phi^*$ player 2 is better off without an alliance "
        "that imposes costs on searching.",
        kind="theorem",
        expects=READING,
        found=r"If $c = 0$ is compared with $c^* = 1/32$, as the text does, $\phi^*$ = [[star]] at [[delta]] "
        r"([[still]] at $\delta = 1$): above 3/2, where the paper's strategies no longer apply. Compared with the "
        "cost that suits the good, there is none.",
        check=has_phi_star,
        deal="player-2/tie-your-own-hands/6",
        erratum="FR-13",
    ),
    Claim(
        id="fr-phi-star-optimal",
        source=SOURCE,
        where="section 5",
        says=r"As $\phi$ gets larger, player 2's expected utility is *greatest* when $c = 0$.",
        kind="computation",
        expects=FAILS,
        found="A lower positive cost is better for every good and every discount factor that we tried. At [[at]] free "
        "search gives him [[free]], 1/32 gives [[star]], and a cost of [[switch]] gives [[best]]. ($c = 0$ itself is "
        "outside the model, in which $c > 0$.)",
        check=free_is_optimal,
        deal="player-2/tie-your-own-hands/6",
        erratum="FR-13",
    ),
    Claim(
        id="fr-when-to-invest",
        source=SOURCE,
        where="section 5",
        says="If future actions are believed to be cheap, states should invest in their alliance; if they leave "
        "little net benefit, states should avoid such investments and keep their flexibility.",
        kind="interpretation",
        expects=READING,
        found=r"With an institution of the one size 1/32 it is so, and the border is $\phi$ = [[star]]. With a choice "
        "of sizes the advice for dear goods becomes: build less.",
        check=when_to_invest,
        deal="player-2/tie-your-own-hands/6",
        erratum="FR-13",
    ),
    Claim(
        id="fr-beliefs-about-phi",
        source=SOURCE,
        where="section 5",
        says="The optimal institution depends on what players believe the relative cost of future actions to be.",
        kind="interpretation",
        expects=FURTHER,
        found=r"Above $\phi = 3/2$, where it falls: [[dear]] at 1.6 and [[dearer]] at 1.8. Below, it is [[same]] for "
        "every good.",
        check=beliefs_matter,
    ),
    Claim(
        id="fr-work-within",
        source=SOURCE,
        where="section 5",
        says="A positive cost creates incentives to work within existing institutions and at the same time leaves "
        "open the option of going outside.",
        kind="interpretation",
        expects=HOLDS,
        found="At $c^*$ the alliance never breaks, and he would search if she offered a hundredth less. It is an "
        "unused option that he is paid for.",
        check=works_within,
    ),
    Claim(
        id="fr-endogenous-investment",
        source=SOURCE,
        where="abstract and section 1",
        says="The incentive to invest political capital in an alliance arises endogenously; an alliance with "
        "institutional investment by both players is optimal for a state.",
        kind="interpretation",
        expects=FURTHER,
        found="If somebody is given the choice. In the game as written $c$ is given and nobody invests. From a menu "
        "player 2 would choose [[his]] and player 1 [[hers]]: both want a positive cost, and not the same one.",
        check=endogenous,
        deal="player-2/tie-your-own-hands/1",
    ),
    Claim(
        id="fr-moderate-cost",
        source=SOURCE,
        where="section 6",
        says="Generating a moderate cost for breaking up an existing institution may, in certain situations, be "
        "optimal.",
        kind="interpretation",
        expects=HOLDS,
        found="For player 2, with uniform offers, it beats both none and so much that searching is worthless, for "
        "every good and every discount factor that we tried. It is not the same cost for every good.",
        check=moderate,
        deal="player-2/tie-your-own-hands/1",
    ),
)

BEYOND = (
    Claim(
        id="fr-extensions",
        source=SOURCE,
        where="section 6",
        says="The model could be extended by a pie that is divided afterwards, by a choice of integration, and by a "
        "strategic ad hoc ally; under some conditions the results would not vary much, and new dynamics may arise.",
        kind="interpretation",
        expects=HOLDS,
        found="Of the first it is exactly so if the pie is divided in a fixed proportion: it is the paper's game in "
        "other units. The chapter looks at the second and, for a single period, at the third, where the result stands "
        "unless the partner merely matches.",
        check=pie,
        proved="fr-pie-statement",
    ),
    Claim(
        id="fr-focal",
        source=SOURCE,
        where="section 6",
        says="An alliance can be seen as an institution that focalises a particular solution to the problem of "
        "collective good provision when multiple choices exist.",
        kind="interpretation",
        expects=OPEN,
        found=r"A focal point picks one of several equilibria, and here there is only one (for $\delta < 1$). What is "
        "raised by a cost of leaving is the chance that the good is built with the ally, by an incentive. The "
        "sentence is a reading that the model illustrates and cannot test.",
    ),
)
