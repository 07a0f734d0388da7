"""Claims of section 3.1 and of the appendix on the second period: equations (1) to (5), Lemma 1, Figure 2, Table 1.

Printed formulas come from `paper`, corrected ones from `equilibrium`; both are tried against backward induction, which
knows neither. Payoffs are in units of the second period.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from scipy.stats import beta

from alliancelib.core.ledger import FAILS, FURTHER, HOLDS, READING, Claim, Finding, Region, trial
from alliancelib.outside_options import equilibrium, paper
from alliancelib.outside_options.claims_regions import (
    CLOSE,
    EVERY,
    HAIR,
    MAIN,
    SOURCE,
    WORTHLESS,
    anywhere,
    at,
    beyond,
    cheap,
    dear,
    dear_useful,
    dear_useless,
    forced,
    held,
    last_search,
    second_worth,
    shares,
)
from alliancelib.outside_options.model import Params
from alliancelib.outside_options.offers import Uniform
from alliancelib.outside_options.solver import backward_induction

OTHERS: Mapping[tuple[float, float], Callable[[float], float]] = MappingProxyType(
    {(2.0, 1.0): lambda x: x**2, (2.0, 2.0): lambda x: 3 * x**2 - 2 * x**3, (5.0, 2.0): lambda x: 6 * x**5 - 5 * x**6}
)
"""Distribution functions of other worlds of partners, by the shape of the Beta distribution that they are."""

DRAWS = 15
"""Draws, or offers, to a point."""


def declared() -> Region:
    """A few points of the declared domain: both costs, and searches that are worthless."""
    return cheap().first(8) + dear_useful().first(8) + dear_useless().first(6)


def with_useful_search() -> Region:
    """The same without the worthless searches."""
    return cheap().first(8) + dear_useful().first(8)


# --- one last search ----------------------------------------------------------------------------------------------


def general_offers() -> Finding:
    """A last search by eq. (1) against the solver, where offers are not uniform."""
    held_shares = shares(21, 6, 0.15, 0.9)
    points = [(shape, s) for shape in OTHERS for s in held_shares]
    plans = {shape: backward_induction(MAIN, beta(*shape)) for shape in OTHERS}

    def agrees(shape: tuple[float, float], s: float, formula: Callable[..., float]) -> bool:
        brute = plans[shape].worth((0.0, "advance", s), "search") / MAIN.delta
        return abs(formula(MAIN, s, OTHERS[shape]) - brute) < HAIR

    named = ", ".join(f"({a:g}, {b:g})" for a, b in OTHERS)
    words = f"{len(held_shares)} random shares under each of the Beta distributions {named}"
    return Finding(
        printed=trial(words, points, lambda one: agrees(*one, paper.theta_for)),
        twin=trial(
            f"eq. (2) in its place: {words}", points, lambda one: agrees(*one, lambda p, s, _: paper.theta(p, s))
        ),
    )


def uniform_offers() -> Finding:
    """A last search by eq. (2), as printed and as used, against the solver."""
    where = anywhere().first(20)
    offers = shares(22, DRAWS)

    def agrees(p: Params, recall: float) -> bool:
        def formula(s: float) -> float:
            return -p.c + 3 / 2 - p.phi + recall * s * s / 2

        known = [(max(s, p.phi - 1), last_search(p, s)) for s in offers]
        return all(abs(formula(s) - brute) < CLOSE for s, brute in known) and (
            recall != 1
            or all(paper.theta(p, s) == formula(s) and equilibrium.theta(p, s) == formula(s) for s in offers)
        )

    return Finding(
        printed=where.tried(lambda p: agrees(p, 1)),
        twin=where.tried(lambda p: agrees(p, 0), "a search without recall, $-c + 3/2 - \\phi$"),
    )


def stopping_share() -> Finding:
    """r_star against the expected excess of an offer over it, and against the first offer that ends a search."""
    where = cheap() + dear_useful()
    sample = where.sample(EVERY)

    def stops(p: Params, r: float, cheaper: float) -> bool:
        exact = abs(Uniform().excess(r) - p.c) < CLOSE and r > cheaper
        if p not in sample or not exact:
            return exact
        answers = [forced(p).second_response(s, None) for s in (r - HAIR, r + HAIR)]
        return answers == ["search", "accept ally"]

    def printed(p: Params) -> bool:
        r, dearer = paper.r_star(p), replace(p, c=p.c * 1.01)
        return equilibrium.r_star(p) == r and stops(p, r, paper.r_star(dearer))

    return Finding(
        printed=where.asking(len(sample)).tried(printed),
        twin=where.tried(lambda p: stops(p, 1 - math.sqrt(p.c), 0.0), r"$1 - \sqrt c$"),
        values={"low": ", ".join(f"{paper.r_star(p):.4g} at {at(p, 'c')}" for p in (MAIN, replace(MAIN, c=0.1)))},
    )


def at_most_a_half() -> Finding:
    """Costs above 1/2: whether the game has an equilibrium, and whether eq. (3) has a solution."""
    costs = (*shares(23, 10, 0.01, 0.5), *shares(24, 10, 0.5, 1.5))
    words, beyond_half = "20 random search costs between 0 and 1.5, half of them below 1/2", replace(MAIN, c=0.6)

    def has_equilibrium(c: float) -> bool:
        eq = forced(Params(phi=MAIN.phi, c=c, delta=MAIN.delta))
        return eq.first_move == "accept" and 0 <= eq.r1 <= 1

    def solvable(c: float) -> bool:
        return Uniform().excess(0.0) >= c

    return Finding(
        printed=trial(
            f"the game is played only at $c \\le 1/2$: {words}", costs, lambda c: c <= 1 / 2 or not has_equilibrium(c)
        ),
        readings=(trial(f"eq. (3) has a solution in [0, 1]: {words}", costs, lambda c: solvable(c) == (c <= 1 / 2)),),
        twin=trial(f"a solution up to $c = 1/4$ only: {words}", costs, lambda c: solvable(c) == (c <= 1 / 4)),
        values={"at": at(beyond_half, "c"), "offer": forced(beyond_half).r1},
    )


def search_rule() -> Finding:
    """Whether player 2 searches again, at random pairs of a standing partner and a second offer."""
    where, pairs = anywhere().first(30), tuple(zip(shares(25, DRAWS), shares(26, DRAWS)))

    def follows(p: Params, standing: Callable[[float, float], float]) -> bool:
        stop = equilibrium.r_star(p)
        return all((forced(p).second_response(r2, x1) == "search") == (standing(x1, r2) < stop) for x1, r2 in pairs)

    return Finding(
        printed=where.tried(lambda p: follows(p, lambda x1, r2: max(x1, r2, p.phi - 1))),
        twin=where.tried(lambda p: follows(p, lambda x1, r2: max(r2, p.phi - 1)), "his standing partner forgotten"),
    )


# --- what an offer is worth to her ----------------------------------------------------------------------------------


def offers_worth() -> Finding:
    """Player 1's payoff from a second offer by eq. (4), with its proviso and without."""
    where = declared()
    pairs = tuple(zip(shares(27, DRAWS), shares(28, DRAWS)))

    def agrees(p: Params, *, proviso: bool) -> bool:
        tried = [(x1, r2) for x1, r2 in pairs if not proviso or r2 >= max(x1, p.phi - 1)]
        return all(abs(second_worth(p, x1, r2) - paper.u_2(p, r2)) < CLOSE for x1, r2 in tried)

    return Finding(
        printed=where.tried(lambda p: agrees(p, proviso=True)),
        twin=where.tried(lambda p: agrees(p, proviso=False), r"offers below $\max\{x_1, \phi - 1\}$ as well"),
    )


def in_the_running() -> Finding:
    """Player 1's second offer against the bound of Lemma 1, and what an offer below it earns."""
    where, draws = anywhere().first(30), shares(29, DRAWS)

    def bounded(p: Params, slack: float) -> bool:
        eq = forced(p)
        for x1 in draws:
            least = paper.lemma_1_bound(p, x1)
            below, least_worth = eq.worth(held(x1), 0.99 * least), eq.worth(held(x1), least)
            if not (eq.second_offer(x1) >= least + slack and below == 0 < least_worth):
                return False
        return True

    return Finding(
        printed=where.tried(lambda p: bounded(p, -CLOSE)),
        twin=where.tried(lambda p: bounded(p, 0.01), "a hundredth more than the bound"),
    )


def match_is_worth_something() -> Finding:
    """The deviation in the proof of Lemma 1, matching a standing partner, at random draws and at x1 = 1."""
    where = anywhere().first(20)
    draws = shares(30, DRAWS)

    def gains(p: Params, x1: float) -> bool:
        least = max(x1, p.phi - 1)
        return forced(p).worth(held(x1), least) > 0 == forced(p).worth(held(x1), least - 0.01)

    return Finding(
        printed=where.tried(lambda p: all(gains(p, x1) for x1 in (*draws, 1.0)), "random draws, and 1"),
        further=where.tried(lambda p: all(gains(p, x1) for x1 in draws), "random draws below 1"),
        twin=where.tried(lambda p: gains(p, 1.0), "the draw 1"),
    )


def how_it_ends(less: float) -> tuple[Region, Callable[[Params], set[str]]]:
    """How the second period can end after player 1's offer, or one that is lower, if a second search finds nothing."""
    where, draws = anywhere().first(30), shares(31, DRAWS)

    def ends(p: Params) -> set[str]:
        eq = forced(p)
        return {eq.final_response(max(eq.second_offer(x1) - less, 0.0), x1, 0.0) for x1 in draws}

    return where, ends


def always_produced() -> Finding:
    """Whether the second period can end without the good, after any draws; and on the path of the whole game."""
    where, draws = anywhere().first(30), tuple(zip(shares(31, DRAWS), shares(32, DRAWS)))

    def produced(p: Params, less: float) -> bool:
        eq = forced(p)
        ends = [eq.final_response(max(eq.second_offer(None) - less, 0.0), None, x2 * (p.phi - 1)) for _, x2 in draws]
        ends += [eq.final_response(eq.second_offer(x1), x1, x2) for x1, x2 in draws]
        return "decline" not in ends and eq.outcomes["none"] == 0

    return Finding(
        printed=where.tried(lambda p: produced(p, 0)),
        twin=where.tried(lambda p: produced(p, 0.3), "offers that are lower by .3, where he holds no partner"),
    )


def stays_in_the_running() -> Finding:
    """With whom the good is built if a second search finds nothing."""
    where, ends = how_it_ends(0)
    _, lower = how_it_ends(0.01)
    return Finding(
        printed=where.tried(lambda p: ends(p) == {"accept ally"}),
        twin=where.tried(lambda p: lower(p) == {"accept ally"}, "offers that are lower by .01"),
    )


def at_most_a_quarter() -> Finding:
    """What second offers earn that leave player 2 searching."""
    where = cheap().first(12) + dear_useful().first(12)
    offers = shares(33, DRAWS)

    def most(p: Params, bound: float) -> bool:
        stop = paper.r_star(p)
        worths = [second_worth(p, None, r2) for r2 in offers if r2 < stop]
        at_half = stop <= 1 / 2 or abs(second_worth(p, None, 1 / 2) - 1 / 4) < CLOSE
        return at_half and all(worth <= bound + CLOSE for worth in worths)

    dearer = Params(phi=1.7, c=0.01)
    return Finding(
        printed=where.tried(lambda p: most(p, 1 / 4)),
        twin=where.tried(lambda p: most(p, 1 / 5), "at most 1/5"),
        values={"at": at(dearer, "phi"), "dearer": second_worth(dearer, None, dearer.phi - 1)},
    )


def never_below_the_floor() -> Finding:
    """Whether player 2 would accept the offer r_star, and player 1 make it where she would buy him off."""
    where = dear()
    sample, wide = where.first(24), dear_useful().first(24)

    def good(p: Params) -> bool:
        r = paper.r_star(p)
        if r < p.phi - 1:
            return False
        return p not in sample.points or forced(p).second_response(r, None) == "accept ally"

    def offered(p: Params) -> bool:
        return abs(forced(p).second_offer(None) - paper.r_star(p)) < CLOSE

    loose = where.where(r"$c < (2 - \phi)^2$", lambda p: p.c < (2 - p.phi) ** 2)
    return Finding(
        printed=where.asking(len(sample.points)).tried(good),
        further=wide.tried(lambda p: good(p) and offered(p)),
        twin=loose.tried(good),
        values={
            "at": at(WORTHLESS, "phi", "c"),
            "r_star": paper.r_star(WORTHLESS),
            "least": WORTHLESS.phi - 1,
            "offer": forced(WORTHLESS).second_offer(None),
        },
    )


def r_tilde() -> Finding:
    """r_tilde by eq. (5), and the draw at which player 1 stops matching and jumps, by the solver."""
    where = cheap()
    sample = where.first(24)

    def jumps(p: Params, tilde: float) -> bool:
        stop = paper.r_star(p)
        if not (1 / 2 < tilde < stop and abs((1 - stop) - (1 - tilde) * tilde) < CLOSE):
            return False
        if p not in sample.points:
            return True
        offers = [forced(p).second_offer(x1) for x1 in (tilde - HAIR, tilde + HAIR)]
        return abs(offers[0] - tilde) < 2 * HAIR and abs(offers[1] - stop) < HAIR

    return Finding(
        printed=where.asking(len(sample.points)).tried(
            lambda p: jumps(p, paper.r_tilde(p)) and abs(equilibrium.r_tilde(p) - paper.r_tilde(p)) < CLOSE
        ),
        twin=where.tried(lambda p: jumps(p, 1 - paper.r_tilde(p)), "the smaller root"),
        values={"at": at(MAIN, "c"), "tilde": paper.r_tilde(MAIN), "stop": paper.r_star(MAIN)},
    )


def concave() -> Finding:
    """Player 1's payoff in the middle of two offers around r_star, against the average of its values there."""
    where, step = cheap(), 0.01

    def bends(p: Params, step: float, end: float = 0.0) -> bool:
        """Whether u_2 on an interval of length step lies above the line between its ends; it ends at r_star - end."""
        low, middle, high = (paper.u_2(p, paper.r_star(p) - end - part * step) for part in (1, 1 / 2, 0))
        return middle >= (low + high) / 2 - CLOSE

    below = where.tried(lambda p: paper.r_tilde(p) < paper.r_star(p))
    less, offer, more = 0.7, 0.75, 0.8
    return Finding(
        printed=where.tried(lambda p: bends(p, step), f"two offers {step:g} apart"),
        twin=where.tried(lambda p: bends(p, step / 10), f"two offers {step / 10:g} apart"),
        control=where.tried(lambda p: bends(p, step, end=step), f"two offers {step:g} apart, both below $r^*$"),
        values={
            "at": at(MAIN, "c"),
            "less": less,
            "offer": offer,
            "more": more,
            "middle": second_worth(MAIN, None, offer),
            "average": (second_worth(MAIN, None, less) + second_worth(MAIN, None, more)) / 2,
            "below": below.held,
            "all": below.tried,
        },
    )


def figure_2() -> Finding:
    """The shape of player 1's payoff from a second offer, by the solver: nothing, an arch, a jump up, a line."""
    where, steps = cheap().first(16), 6

    def rises(p: Params, low: float, high: float) -> bool:
        offers = [low + (high - low) * k / steps for k in range(steps + 1)]
        worths = [second_worth(p, None, r2) for r2 in offers]
        return all(a < b for a, b in zip(worths, worths[1:]))

    def shaped(p: Params, *, jump: bool) -> bool:
        floor, stop, tilde = p.phi - 1, paper.r_star(p), paper.r_tilde(p)
        below, at, level = (second_worth(p, None, r2) for r2 in (stop - HAIR, stop, tilde))
        falls = all(not rises(p, *piece) for piece in ((1 / 2, stop - HAIR), (stop, 1.0)))
        leap = at > below + HAIR if jump else abs(at - below) < 3 * HAIR
        return (
            second_worth(p, None, floor * 0.99) == 0
            and rises(p, floor, 1 / 2)
            and falls
            and leap
            and abs(at - level) < CLOSE
        )

    return Finding(
        printed=where.tried(lambda p: shaped(p, jump=True)),
        twin=where.tried(lambda p: shaped(p, jump=False), "without the jump"),
    )


# --- her second offer ---------------------------------------------------------------------------------------------


def _agrees(p: Params, x1: float, table: Callable[[Params, float], tuple[float, str]]) -> bool:
    (r2, answer), eq = table(p, x1), forced(p)
    return abs(eq.second_offer(x1) - r2) < CLOSE and eq.second_response(eq.second_offer(x1), x1) == answer


def _always_matches(p: Params, x1: float) -> tuple[float, str]:
    return max(1 / 2, x1), "search" if max(1 / 2, x1) < paper.r_star(p) else "accept ally"


def table_1() -> Finding:
    """Table 1 against the solver: the whole declared domain, and where searching is worth something."""
    draws = shares(34, DRAWS)
    all_of_it, inside = declared(), with_useful_search()
    spread = [(p, x1) for p in inside.points for x1 in draws]
    words = f"{DRAWS} random draws each at {inside.said}"
    at_ends = [(p, paper.r_tilde(p)) for p in cheap().first(8).points]
    whole = [(p, x1) for p in all_of_it.points for x1 in draws]
    return Finding(
        printed=trial(
            f"{DRAWS} random draws each, and $\\tilde r$ where $c < 1/32$, at {all_of_it.said}",
            whole + at_ends,
            lambda one: _agrees(*one, paper.table_1),
        ),
        further=trial(words, spread, lambda one: _agrees(*one, paper.table_1)),
        twin=trial(f"she always matches: {words}", spread, lambda one: _agrees(*one, _always_matches)),
        values={"ends": sum(_agrees(*one, paper.table_1) for one in at_ends), "all": len(at_ends)},
    )


def matching() -> Finding:
    """Which draws leave player 1's second offer as it is without a search, and which it matches."""
    where, draws = cheap().first(12), shares(35, DRAWS)

    def follows(p: Params, tilde: float) -> bool:
        eq, stop = forced(p), paper.r_star(p)
        ignored = all(eq.second_offer(x1) == eq.second_offer(None) for x1 in draws if x1 <= 1 / 2)
        met = [abs(eq.second_offer(x1) - x1) < CLOSE for x1 in draws if 1 / 2 < x1 < tilde or x1 > stop]
        return ignored and all(met)

    return Finding(
        printed=where.tried(lambda p: follows(p, paper.r_tilde(p))),
        twin=where.tried(lambda p: follows(p, paper.r_star(p)), r"matched from 1/2 all the way to $r^*$"),
    )


def bid_jump() -> Finding:
    """By how much player 1 outbids draws from r_tilde to r_star."""
    where = cheap().first(12)

    def outbids(p: Params, part: float) -> bool:
        low, high = paper.r_tilde(p), paper.r_star(p)
        x1 = low + part * (high - low)
        return forced(p).second_offer(x1) > x1 + CLOSE

    parts, held_74 = (0.1, 0.5, 0.9), 0.74
    return Finding(
        printed=where.tried(
            lambda p: all(outbids(p, k) for k in (*parts, 1.0)), r"draws up to $r^*$, the end included"
        ),
        further=where.tried(lambda p: all(outbids(p, k) for k in parts), r"draws below $r^*$"),
        twin=where.tried(lambda p: all(outbids(p, k) for k in (-0.5, *parts)), r"draws below $\tilde r$ as well"),
        values={"held": held_74, "offer": forced(MAIN).second_offer(held_74)},
    )


def successful_search() -> Finding:
    """Whether player 1 offers more after a search that found more than she would have offered without one."""
    where, draws = with_useful_search(), shares(36, DRAWS)

    def raises(p: Params, *, any_draw: bool) -> bool:
        eq = forced(p)
        unasked = eq.second_offer(None)
        good = [x1 for x1 in draws if any_draw or x1 > unasked]
        return unasked > p.phi - 1 and all(eq.second_offer(x1) > unasked + CLOSE for x1 in good)

    return Finding(
        printed=where.tried(lambda p: raises(p, any_draw=False)),
        twin=where.tried(lambda p: raises(p, any_draw=True), "after any search"),
        values={"unasked": forced(MAIN).second_offer(None), "least": MAIN.phi - 1, "at": at(MAIN, "phi", "c")},
    )


def without_a_search() -> Finding:
    """Player 1's second offer to a player 2 who has not searched, and his answer."""

    def says(p: Params, *, stops: bool) -> bool:
        eq, r = forced(p), paper.r_star(p)
        r2, answer = (r, "accept ally") if stops or 1 - r >= 1 / 4 else (1 / 2, "search")
        found = eq.second_offer(None)
        return abs(found - r2) < CLOSE and eq.second_response(found, None) == answer

    inside, above = with_useful_search(), beyond().first(8)
    return Finding(
        printed=declared().tried(lambda p: says(p, stops=False)),
        further=inside.tried(lambda p: says(p, stops=False)),
        twin=inside.tried(lambda p: says(p, stops=True), "$r^*$ in either case"),
        values={"above": sum(says(p, stops=False) for p in above.points), "tried": len(above.points)},
    )


# --- the claims ---------------------------------------------------------------------------------------------------

SECOND_PERIOD = (
    Claim(
        id="fr-eq-1",
        source=SOURCE,
        where="section 3.1.1, eq. (1)",
        says=r"A search in the second period with the share $\bar s_2 = \max\{x_1, r_2, \phi - 1\}$ in hand is worth "
        r"$\theta(\bar s_2) = -c + \int_0^{\bar s_2}(1 - \phi + \bar s_2) f + \int_{\bar s_2}^1 (1 - \phi + x) f$, "
        "for any density $f$.",
        kind="theorem",
        expects=HOLDS,
        found="So it is, for partners of other kinds too, and the uniform formula is then wrong.",
        check=general_offers,
        proved="fr-eq-2-statement",
    ),
    Claim(
        id="fr-eq-2",
        source=SOURCE,
        where="section 3.1.1, eq. (2)",
        says=r"For uniform offers $\theta(\bar s_2) = -c + 3/2 - \phi + \bar s_2^2/2$.",
        kind="theorem",
        expects=HOLDS,
        found="The solver, which has never seen the formula, values every search so.",
        check=uniform_offers,
        proved="fr-eq-2-statement",
    ),
    Claim(
        id="fr-r-star",
        source=SOURCE,
        where="section 3.1.1, eq. (3)",
        says="The share $r^*$ that leaves player 2 indifferent between searching and not solves $c = (r^* - 1)^2/2$; "
        r"for each $c \in [0, 1/2]$ there is one, and it falls in $c$.",
        kind="theorem",
        expects=HOLDS,
        found=r"$r^* = 1 - \sqrt{2c}$, whatever the good costs: [[low]].",
        check=stopping_share,
        proved="fr-eq-3-statement",
        deal="player-2/take-it-or-look/1",
    ),
    Claim(
        id="fr-c-half",
        source=SOURCE,
        where="section 3.1.1, after eq. (3)",
        says=r"Since $0 \le r_2 \le 1$, it must be the case that $0 \le c \le 1/2$.",
        kind="theorem",
        expects=READING,
        found="It is the condition for eq. (3) to have a solution that can be offered. It is no condition on the "
        r"game: at [[at]] nobody ever searches, she offers $\phi - 1$ = [[offer]], and he accepts.",
        check=at_most_a_half,
        erratum="FR-1",
    ),
    Claim(
        id="fr-search-rule",
        source=SOURCE,
        where="section 3.1.1",
        says=r"In the second period player 2 searches if $\bar s_2 < r^*$ and does not if $\bar s_2 \ge r^*$.",
        kind="theorem",
        expects=HOLDS,
        found=r"At every pair of a standing partner and an offer, for every $\phi$, and also where $1 - \sqrt{2c}$ is "
        "negative and he never searches.",
        check=search_rule,
        proved="fr-eq-3-statement",
        deal="player-2/take-it-or-look/1",
    ),
    Claim(
        id="fr-eq-4",
        source=SOURCE,
        where="section 3.1.1, eq. (4)",
        says=r"An offer $r_2 \ge \max\{x_1, \phi - 1\}$ earns player 1 $1 - r_2$ if $r_2 \ge r^*$, $(1 - r_2)r_2$ if "
        r"$\phi - 1 \le r_2 < r^*$, and 0 below $\phi - 1$.",
        kind="theorem",
        expects=HOLDS,
        found="With its proviso it is right, also where searching is worthless (there its first line and its last "
        "overlap, but not at offers that the proviso allows). Below a standing partner an offer earns nothing.",
        check=offers_worth,
        proved="fr-eq-4-statement",
    ),
    Claim(
        id="fr-lemma-1",
        source=SOURCE,
        where="Lemma 1",
        says=r"If period two is reached in an equilibrium, then $r_2 \ge \max\{x_1, \phi - 1\}$.",
        kind="theorem",
        expects=HOLDS,
        found="So it is, at every cost of the good and of searching; what is below the bound earns nothing, and the "
        "bound itself something.",
        check=in_the_running,
        proved="fr-lemma-1-statement",
        deal="player-2/hold-74/8",
    ),
    Claim(
        id="fr-lemma-1-proof",
        source=SOURCE,
        where="appendix, proof of Lemma 1",
        says="An offer below the bound earns player 1 nothing, while matching it earns $1 - x_1 > 0$ or $(1 - x_1)x_1 "
        "> 0$.",
        kind="theorem",
        expects=FURTHER,
        found="For $x_1 < 1$. A partner who pays for everything can only be matched for nothing, and then every offer "
        "is as good; he is met with probability zero.",
        check=match_is_worth_something,
        proved="fr-lemma-1-statement",
        erratum="FR-16",
    ),
    Claim(
        id="fr-always-produced",
        source=SOURCE,
        where="section 3.1.1, after Lemma 1",
        says="Player 1's second offer is always large enough for the good to be produced.",
        kind="interpretation",
        expects=HOLDS,
        found="After any draws, and on the whole path of the game: the probability that nothing is produced is 0.",
        check=always_produced,
        proved="fr-lemma-1-statement",
    ),
    Claim(
        id="fr-in-the-running",
        source=SOURCE,
        where="section 3.1.1, after Lemma 1",
        says='Player 1 is never "out of the running": if the second search goes badly, the good is produced within '
        "the alliance and not with the partner of the first period.",
        kind="interpretation",
        expects=HOLDS,
        found="So it is, and tie rule T2 is essential to it, for she often only matches. A hundredth less, and she is "
        "out.",
        check=stays_in_the_running,
        proved="fr-lemma-1-statement",
        deal="player-2/hold-74/8",
    ),
    Claim(
        id="fr-quarter",
        source=SOURCE,
        where="section 3.1.1",
        says="An offer that makes player 2 search earns player 1 at most 1/4, which $r_2 = 1/2$ earns.",
        kind="theorem",
        expects=HOLDS,
        found=r"For $\phi < 3/2$, as the paper assumes. Of a dearer good it is still true that she gets no more, but "
        r"1/2 is then below $\phi - 1$: at [[at]] the best bet is $\phi - 1$ and earns [[dearer]].",
        check=at_most_a_quarter,
    ),
    Claim(
        id="fr-footnote-8",
        source=SOURCE,
        where="section 3.1.1, footnote 8",
        says=r'"It is easy to see that $r^* \ge \phi - 1$", so that player 1, where she buys player 2 off, offers '
        r"$\max\{r^*, x_1\}$.",
        kind="theorem",
        expects=FURTHER,
        found=r"Exactly where $c \le (2 - \phi)^2/2$. At [[at]] it fails: $r^*$ = [[r_star]] is less than $\phi - 1$ "
        "= [[least]]; searching is worthless, and her offer is [[offer]].",
        check=never_below_the_floor,
        proved="fr-footnote-8-statement",
        deal="player-2/worthless-search/7",
        erratum="FR-1",
    ),
    Claim(
        id="fr-r-tilde",
        source=SOURCE,
        where="section 3.1.1, eq. (5)",
        says=r"If $1 - r^* < 1/4$ there is an offer $\tilde r > 1/2$ with $1 - r^* = (1 - \tilde r)\tilde r$, at most "
        "$r^*$, that earns player 1 as much with a search as $r^*$ without.",
        kind="theorem",
        expects=HOLDS,
        found="At [[at]] it is [[tilde]], and $r^*$ is [[stop]]. The solver's player 1 matches draws below it and "
        "jumps above.",
        check=r_tilde,
        deal="player-2/hold-74/1",
    ),
    Claim(
        id="fr-concave",
        source=SOURCE,
        where="section 3.1.1, after eq. (5)",
        says=r"The reason for $\tilde r \le r^*$: $u_2(r_2)$ is concave in $r_2$.",
        kind="theorem",
        expects=FAILS,
        found="It jumps up at $r^*$. At [[at]] an offer of [[offer]] earns [[middle]], and the average of what "
        "[[less]] and [[more]] earn is [[average]]. The conclusion is right at [[below]] of [[all]] points, by $1 - "
        r"r^* = (1 - \tilde r)\tilde r < 1 - \tilde r$.",
        check=concave,
        deal="player-2/hold-74/1",
        erratum="FR-15",
    ),
    Claim(
        id="fr-figure-2",
        source=SOURCE,
        where="Figure 2",
        says=r"Player 1's utility from $r_2$: nothing below $\phi - 1$, an arch with its top at 1/2, a jump at $r^*$ "
        r"to the level that the arch has at $\tilde r$, and a falling line.",
        kind="computation",
        expects=HOLDS,
        found="The solver's payoffs have that shape. (Our copy of the text has lost the drawing and keeps its "
        "caption.)",
        check=figure_2,
    ),
    Claim(
        id="fr-table-1",
        source=SOURCE,
        where="Table 1",
        says=r"Player 1's offer and player 2's response in the second period, for every $x_1$: if $1 - r^* \ge 1/4$ "
        r"she offers $\max\{r^*, x_1\}$, accepted; otherwise 1/2 or $x_1$ up to $\tilde r$, with a search, and from "
        r"there on $\max\{r^*, x_1\}$, accepted.",
        kind="computation",
        expects=FURTHER,
        found=r"Where $c \le (2 - \phi)^2/2$, and apart from one point: at $x_1 = \tilde r$ the paper's own first tie "
        "rule makes her jump, so that the table is right there at [[ends]] of [[all]] points.",
        check=table_1,
        proved="fr-table-1-statement",
        deal="player-2/hold-74/1",
        erratum="FR-16",
    ),
    Claim(
        id="fr-matching",
        source=SOURCE,
        where="section 3.1.1, after Table 1",
        says=r"If $1 - r^* < 1/4$, a poor first draw leaves player 1's offer unaffected; a draw in $(1/2, \tilde r]$ "
        "or in $(r^*, 1]$ gives her an incentive to match it.",
        kind="interpretation",
        expects=HOLDS,
        found=r"So it is; at $\tilde r$ itself matching is as good as jumping.",
        check=matching,
        deal="player-2/hold-74/8",
    ),
    Claim(
        id="fr-bid-jump",
        source=SOURCE,
        where="section 3.1.1, after Table 1",
        says=r"If the first draw falls in $(\tilde r, r^*]$, player 1 offers *more* than the partner.",
        kind="interpretation",
        expects=FURTHER,
        found="Below $r^*$: to a player 2 who holds [[held]] she offers [[offer]]. At $r^*$ itself she offers just as "
        "much.",
        check=bid_jump,
        deal="player-2/hold-74/1",
        erratum="FR-16",
    ),
    Claim(
        id="fr-second-period-free-riding",
        source=SOURCE,
        where="section 3.1.1, after Table 1",
        says="Outside options curb free riding to some degree: a successful search increases what player 1 "
        "contributes.",
        kind="interpretation",
        expects=HOLDS,
        found="If a successful search is one that finds more than she would have offered without it. To be able to "
        "search does much of the work: even unasked she offers [[unasked]], where [[least]] would do ([[at]]).",
        check=successful_search,
        deal="player-2/hold-74/1",
    ),
    Claim(
        id="fr-no-first-search",
        source=SOURCE,
        where="section 3.1.2",
        says=r"After no first search the constraint $r_2 \ge \max\{x_1, \phi - 1\}$ need not be considered: player 1 "
        r"offers $r^*$, accepted, if $1 - r^* \ge 1/4$, and otherwise 1/2, and player 2 searches.",
        kind="theorem",
        expects=FURTHER,
        found=r"Where $c \le (2 - \phi)^2/2$. Half of the constraint still binds, $r_2 \ge \phi - 1$: it matters for "
        r"worthless searches and for $\phi > 3/2$, where the sentence is right at [[above]] of [[tried]] points.",
        check=without_a_search,
        deal="player-2/worthless-search/7",
        erratum="FR-1",
    ),
)
