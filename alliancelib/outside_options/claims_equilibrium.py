"""Claims of section 3.2.3, of the proofs of the propositions, and of what the conclusion makes of them.

`paper` has the propositions and equations (6) to (9) as printed. What an offer really earns is asked of backward
induction; at more points a proposition is compared with the closed form as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from alliancelib.core.ledger import FURTHER, HOLDS, READING, Claim, Finding, trial
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
    WORTHLESS,
    around_the_corner,
    at,
    beyond,
    cheap,
    corner,
    dear,
    dear_useful,
    dear_useless,
    forced,
    moved,
    near_the_edge,
    patient,
    pr_new,
    same,
    stands,
    told,
    useful,
)
from alliancelib.outside_options.model import OUTCOMES, Params, net

PARTS = (0.03, 0.3, 0.6, 0.97)
"""Places inside an interval, as shares of it."""


def inside(low: float, high: float) -> tuple[float, ...]:
    """Offers inside an interval."""
    return tuple(low + part * (high - low) for part in PARTS)


# --- Proposition 1 --------------------------------------------------------------------------------------------------


def proposition_1() -> Finding:
    """Proposition 1 in the declared domain, and where searching is worth something."""
    lower, told_at = cheap().where("$c > 1/40$", lambda p: p.c > 1 / 40), WORTHLESS

    def bought_off(p: Params) -> bool:
        eq = equilibrium.solve(p)
        return eq.first_move == "accept" and abs(eq.r1 - paper.r_star(p)) < CLOSE

    return Finding(
        printed=stands(dear(), paper.proposition_1),
        further=stands(dear_useful(), paper.proposition_1),
        twin=lower.tried(bought_off, "from a lower cost on"),
        values={
            "at": at(told_at),
            "printed": paper.proposition_1(told_at).r1,
            "promised": paper.proposition_1(told_at).eu_1,
            "earned": forced(told_at).worth((), paper.r_star(told_at)),
            "right": forced(told_at).r1,
            "hers": forced(told_at).eu_1,
        },
    )


def proposition_1_unique() -> Finding:
    """Whether some lower first offer is worth as much as r_star, for dear searches."""
    calm = dear_useful().first(12)
    still = moved(dear_useful().first(6), r"$\delta = 1$", delta=1.0)

    def is_alone(p: Params) -> bool:
        eq = forced(p)
        return all(eq.worth((), part * eq.r1) < eq.eu_1 - CLOSE for part in (0, 0.3, 0.6, 0.9))

    return Finding(printed=(calm + still).tried(is_alone), further=calm.tried(is_alone), twin=still.tried(is_alone))


def gamble() -> Finding:
    """By how much the best gamble beats the sure payoff, at two costs of which one is lower."""
    lower = {p: replace(p, c=0.95 * p.c) for p in cheap().points}
    where = cheap().where("95% of $c$ in the domain too", lambda p: paper.applies(lower[p]))
    sample = where.first(8).points

    def lead(p: Params) -> float:
        best = forced(p).worth((), paper.r1_bar(p)) if p in sample else paper.proposition_2(p).eu_1
        return best - (1 - paper.r_star(p))

    hasty = [replace(MAIN, c=c, delta=0.75) for c in (0.0298, 0.031)]
    leads = [equilibrium.search_path(p).eu_1 - (1 - paper.r_star(p)) for p in hasty]
    return Finding(
        printed=where.asking(len(sample)).tried(
            lambda p: lead(lower[p]) > lead(p) and paper.r_star(lower[p]) > paper.r_star(p)
        ),
        twin=where.tried(lambda p: lead(lower[p]) < lead(p), "less willing"),
        values={
            "at": at(hasty[0], "phi", "delta"),
            "less": at(hasty[0], "c"),
            "more": at(hasty[1], "c"),
            "low": leads[0],
            "high": leads[1],
        },
    )


# --- Proposition 2 --------------------------------------------------------------------------------------------------


def upper_end(p: Params) -> paper.Printed:
    """Proposition 2 with the upper end of its interval in place of the best offer."""
    said = paper.proposition_2(p)
    return replace(said, r1=paper.r1_interval(p)[1])


def where_the_corner_is(steps: int = 60) -> Mapping[str, str]:
    """The extent of the corner in which she buys him off early, on a grid that is finer towards it."""
    u = np.linspace(0, 1, steps + 2)[1:-1] ** 2
    phi, c, delta = np.meshgrid(1.5 - u / 2, (1 - u) * C_STAR, np.linspace(0, 1, steps))
    y = (1 - np.sqrt(1 - 4 * np.sqrt(2 * c))) / 2
    domain = delta * (2 - phi - y + y**3 * (1 - y / 2)) >= 2 - phi - y
    early = domain & (arrays.solve(phi, c, delta).first_move == 0)
    extent = {"phi": phi[early].min(), "c": c[early].min(), "delta": delta[early].max()}
    return {"grid": f"{phi.size:,}", **{name: f"{value:.4g}" for name, value in extent.items()}}


def proposition_2() -> Finding:
    """Proposition 2 in the declared domain with its corner, and for patient players."""
    hasty = stands(around_the_corner(0, PATIENCE), paper.proposition_2)
    return Finding(
        printed=stands(cheap() + around_the_corner(0, PATIENCE) + corner(), paper.proposition_2),
        further=stands(around_the_corner(PATIENCE, 1) + near_the_edge(PATIENCE, 1), paper.proposition_2),
        twin=stands(patient(), upper_end, "the upper end of the interval"),
        values={
            "at": at(CORNER),
            "corner": paper.proposition_2(CORNER).r1,
            "right": forced(CORNER).r1,
            "fails": hasty.tried - hasty.held,
            "all": hasty.tried,
            **where_the_corner_is(),
        },
    )


def gamble_is_better() -> Finding:
    """omega at the upper end and at the best offer, against the sure payoff."""

    def better(p: Params) -> bool:
        hat = paper.omega(p, paper.r1_interval(p)[1])
        return paper.omega(p, paper.r1_bar(p)) >= hat > 1 - paper.r_star(p)

    hasty = around_the_corner(0, PATIENCE).tried(better)
    return Finding(
        printed=(cheap() + around_the_corner(0, PATIENCE) + corner()).tried(better),
        further=(around_the_corner(PATIENCE, 1) + near_the_edge(PATIENCE, 1)).tried(better),
        twin=near_the_edge(0.7, PATIENCE).tried(better),
        values={
            "at": at(CORNER),
            "fails": hasty.tried - hasty.held,
            "all": hasty.tried,
            "best": f"{paper.proposition_2(CORNER).eu_1:.5f}",
            "sure": f"{1 - paper.r_star(CORNER):.5f}",
        },
    )


def earns(p: Params, offers: tuple[float, ...], formula: Callable[[Params, float], float]) -> bool:
    """Whether first offers earn player 1 what a formula says, by the solver and by the closed form."""
    brute, closed = forced(p), equilibrium.solve(p)
    return all(
        abs(brute.worth((), r1) - formula(p, r1)) < CLOSE and abs(closed.worth((), r1) - formula(p, r1)) < CLOSE
        for r1 in offers
    )


def eq_6() -> Finding:
    """What offers inside the interval earn, by eq. (6)."""
    where = cheap().first(16)

    def without_jumps(p: Params, r1: float) -> float:
        stop = paper.r_star(p)
        return paper.omega(p, r1) - p.delta * (1 - stop) * (paper.r1_star(p) - paper.r_tilde(p))

    return Finding(
        printed=where.tried(lambda p: earns(p, inside(*paper.r1_interval(p)), paper.omega)),
        twin=where.tried(lambda p: earns(p, inside(*paper.r1_interval(p)), without_jumps), "without the last integral"),
    )


def eq_7() -> Finding:
    """What offers between the interval and r1_star earn, by eq. (7)."""
    where = cheap().first(16)

    def falls(p: Params, offers: tuple[float, ...]) -> bool:
        worths = [forced(p).worth((), r1) for r1 in offers]
        return earns(p, offers, paper.omega_above) and all(a > b for a, b in zip(worths, worths[1:]))

    return Finding(
        printed=where.tried(lambda p: falls(p, inside(paper.r1_interval(p)[1], paper.r1_star(p)))),
        twin=where.tried(lambda p: falls(p, inside(*paper.r1_interval(p))), "offers inside the interval"),
    )


def eq_8_9() -> Finding:
    """What offers below the interval earn, eq. (8), and its lower end, eq. (9)."""
    where = cheap().first(12) + moved(cheap().first(4), r"$\delta = 1$", delta=1.0)

    def dominates(p: Params, at: float) -> bool:
        low = paper.r1_interval(p)[0]
        below = earns(p, inside(0.0, low - HAIR), lambda p, _: paper.omega_below(p))
        end = earns(p, (low + at,), lambda p, _: paper.omega_lower_end(p))
        return below and end and paper.omega_lower_end(p) > paper.omega_below(p)

    return Finding(
        printed=where.tried(lambda p: dominates(p, 0.0)),
        twin=where.tried(lambda p: dominates(p, -HAIR), "a millionth below the lower end"),
        values={"at": at(MAIN), "below": paper.omega_below(MAIN), "end": paper.omega_lower_end(MAIN)},
    )


def lower_end() -> Finding:
    """Where the lower end of the interval lies, and that player 2 is indifferent there after a poor draw."""
    where = cheap()
    sample = where.first(12).points

    def lies(p: Params) -> bool:
        low, high = paper.r1_interval(p)
        if p in sample:
            waits = forced(p).worth((0.0, "search", 0.2), "advance") + p.c
            if abs(net(p, low) - waits) > CLOSE:
                return False
        return 1 / 2 < low < high

    hasty = moved(where, r"$\delta = 1/2$", delta=0.5)
    return Finding(
        printed=where.asking(len(sample)).tried(lies), twin=hasty.tried(lambda p: paper.r1_interval(p)[0] > 1 / 2)
    )


def x_of_r1() -> Finding:
    """The draw up to which player 2 comes back to an offer in the interval, by the solver."""
    where = cheap().first(16)

    def turns(p: Params, r1: float, *, ends: bool) -> bool:
        try:
            x = paper.x_of_r1(p, r1)
        except ValueError:
            return False
        reply = forced(p).response_after_search
        low, high = 1 / 2, paper.r_tilde(p)
        back = reply(r1, x - HAIR) == "accept ally" and abs(net(p, r1) - p.delta * paper.theta(p, x)) < CLOSE
        if ends and not low + 1e-9 < x < high - 1e-9:
            return back and min(abs(x - low), abs(x - high)) < 1e-9
        return back and low + 1e-9 < x < high - 1e-9 and reply(r1, x + HAIR) == "advance"

    def whole(p: Params) -> tuple[float, ...]:
        low, high = paper.r1_interval(p)
        return (low, *inside(low, high), high)

    return Finding(
        printed=where.tried(lambda p: all(turns(p, r1, ends=False) for r1 in whole(p)), "a draw between the ends"),
        further=where.tried(lambda p: all(turns(p, r1, ends=True) for r1 in whole(p)), "the ends included"),
        twin=where.tried(lambda p: turns(p, paper.r1_interval(p)[0] - 0.01, ends=True), "an offer below the interval"),
    )


def dominated() -> Finding:
    """What first offers from r1_star up to r_star earn, against r_star."""
    where = cheap().first(16)

    def worse(p: Params, offers: tuple[float, ...]) -> bool:
        return earns(p, offers, lambda p, r1: r1 * (1 - r1)) and all(
            forced(p).worth((), r1) < 1 - paper.r_star(p) for r1 in offers
        )

    return Finding(
        printed=where.tried(lambda p: worse(p, inside(paper.r1_star(p), paper.r_star(p)))),
        twin=where.tried(lambda p: worse(p, inside(*paper.r1_interval(p))), "offers inside the interval"),
    )


# --- what becomes of the alliance -----------------------------------------------------------------------------------

FOUR = OUTCOMES[:4]


def all_outcomes() -> Finding:
    """How likely each ending is in the equilibrium of Proposition 2."""
    where, sample = cheap() + near_the_edge(PATIENCE, 1), cheap().first(24)
    chances = {name: told(where).outcomes[name] for name in OUTCOMES}

    def comes_back(p: Params) -> bool:
        eq = forced(p)
        return all(eq.response_after_search(eq.r1, x1) == "accept ally" for x1 in (0.0, 0.25, 0.5))

    def happens(name: str) -> bool:
        by_force = [forced(p).outcomes[name] for p in sample.points]
        return bool((chances[name] > 0.01).any()) and max(by_force) > 0.01 and all(map(comes_back, sample.points))

    every = sum(all(chances[name][k] > 1e-9 for name in FOUR) for k in range(len(where.points)))
    words = f"somewhere among {where.asking(len(sample.points)).said}"
    return Finding(
        printed=trial(f"each of the {len(FOUR)} endings {words}", FOUR, happens),
        twin=trial(f"and a fifth, without the good, {words}", OUTCOMES, happens),
        values={"every": every, "all": len(where.points)},
    )


def breaks_down() -> Finding:
    """The chance that the good is built with somebody else, in the equilibrium of Proposition 2."""

    def breaks(p: Params) -> bool:
        return pr_new(forced(p)) > CLOSE

    gambles = patient()
    sample = gambles.sample(EVERY)
    by_map = dict(zip(gambles.points, told(gambles).pr_new > 0))
    return Finding(
        printed=gambles.asking(len(sample)).tried(lambda p: by_map[p] and (p not in sample or breaks(p))),
        twin=dear_useful().first(12).tried(breaks, "where she buys him off"),
        values={"at": at(MAIN), "chance": pr_new(forced(MAIN))},
    )


def common_interests() -> Finding:
    """The good that both want is built on every path, and yet the alliance can break."""
    where = patient().first(24)

    def shared(p: Params) -> bool:
        """The good is built on every path, and on some of them with somebody else."""
        return forced(p).outcomes["none"] == 0 and pr_new(forced(p)) > 0

    eq = forced(MAIN)
    return Finding(
        printed=where.tried(shared),
        twin=where.tried(lambda p: forced(p).eu_1 + forced(p).eu_2 > 2 - p.phi - HAIR, "and nothing is lost by it"),
        values={"at": at(MAIN), "together": eq.eu_1 + eq.eu_2, "could": 2 - MAIN.phi},
    )


def only_way() -> Finding:
    """Where the alliance is safe: what player 2 gets there."""
    where, captive = cheap().first(12) + dear_useful().first(12) + dear_useless().first(6), replace(MAIN, c=0.45)

    def safe(p: Params) -> bool:
        return pr_new(forced(p)) < CLOSE

    def catered(p: Params) -> bool:
        """He is paid at least what his outside option is worth: an offer that ends his search."""
        return forced(p).r1 >= max(paper.r_star(p), p.phi - 1) - CLOSE

    return Finding(
        printed=where.tried(lambda p: safe(p) == catered(p), "she pays what his outside option is worth"),
        readings=(where.tried(lambda p: not safe(p) or forced(p).eu_2 > CLOSE, "she leaves him something"),),
        twin=where.tried(lambda p: safe(p) == (forced(p).r1 >= 1 / 2), "she pays half of what the good is worth"),
        values={"at": at(captive, "phi", "c"), "nothing": abs(round(forced(captive).eu_2, 6))},
    )


def more_than_needed() -> Finding:
    """Player 1's first offer against the least with which player 2 would build, phi - 1."""
    where = cheap()
    sample, offers = where.sample(EVERY), dict(zip(where.points, told(where).r1))

    def generous(p: Params) -> bool:
        return offers[p] > p.phi - 1 + CLOSE and (p not in sample or forced(p).r1 > p.phi - 1 + CLOSE)

    dearer = dear_useful().first(12) + dear_useless().first(12)
    exactly = dearer.tried(lambda p: (forced(p).r1 > p.phi - 1 + CLOSE) == useful(p))
    return Finding(
        printed=where.asking(len(sample)).tried(generous),
        twin=dear_useless().first(12).tried(lambda p: forced(p).r1 > p.phi - 1 + CLOSE, "where searching is worthless"),
        values={
            "exactly": exactly.held,
            "all": exactly.tried,
            "at": at(MAIN),
            "offer": f"{forced(MAIN).r1:.5f}",
            "least": MAIN.phi - 1,
        },
    )


def same_logic() -> Finding:
    """Costs of the good above 3/2: the printed numbers, and the same steps with max[1/2, phi - 1] for 1/2."""
    where = beyond().first(12)

    def closed(p: Params) -> bool:
        one, other = equilibrium.solve(p), forced(p)
        pairs = ((one.r1, other.r1), (one.eu_1, other.eu_1), (one.eu_2, other.eu_2))
        return one.first_move == other.first_move and all(abs(a - b) < CLOSE for a, b in pairs)

    expensive = Params(phi=1.7, c=0.025, delta=0.95)
    return Finding(
        printed=where.tried(lambda p: same(paper.proposition_2(p), forced(p)), "with 1/2 and 1/4, as printed"),
        readings=(where.tried(closed, r"with $\max\{1/2, \phi - 1\}$ for 1/2"),),
        twin=where.tried(lambda p: abs(forced(p).r1 - paper.r_star(p)) < CLOSE, "she always buys him off"),
        values={
            "at": at(expensive),
            "literal": paper.proposition_2(expensive).r1,
            "earned": forced(expensive).worth((), paper.proposition_2(expensive).r1),
            "right": forced(expensive).eu_1,
        },
    )


def unique() -> Finding:
    """Whether the three tie rules leave player 2 with two equally good answers after a search."""
    calm = cheap().first(10) + dear_useful().first(10)
    still = moved(calm, r"$\delta = 1$", delta=1.0)

    def settled(p: Params) -> bool:
        """A tie is settled by T1 to T3 unless both answers are sure, in different periods, and build the good."""
        eq = forced(p)
        high = paper.r_star(p) + (1 - paper.r_star(p)) * 0.5
        for x1 in (0.2, 0.55, high):
            history = (0.3, "search", x1)
            now = max(eq.worth(history, "accept ally"), eq.worth(history, "accept ad hoc"))
            sure = eq.second_response(eq.second_offer(x1), x1) != "search"
            if sure and abs(now - eq.worth(history, "advance")) < 1e-9:
                return False
        return True

    return Finding(printed=(calm + still).tried(settled), further=calm.tried(settled), twin=still.tried(settled))


def limited() -> Finding:
    """Whether outside options limit what the institution can do: the chance of a break, cost by cost."""
    low, high = cheap().first(12), dear().first(12)

    def breaks(p: Params) -> bool:
        return pr_new(forced(p)) > CLOSE

    return Finding(
        printed=(low + high).tried(breaks, "whatever leaving costs"),
        readings=(low.tried(breaks, "where leaving is cheap"),),
        twin=high.tried(breaks, "where leaving is dear"),
    )


# --- the claims ---------------------------------------------------------------------------------------------------

EQUILIBRIUM = (
    Claim(
        id="fr-proposition-1",
        source=SOURCE,
        where="Proposition 1",
        says=r"If $1 - r^* \ge 1/4$, player 1 offers $r_1 = r^*$ in the first period and player 2 accepts "
        "immediately.",
        kind="theorem",
        expects=FURTHER,
        found=r"For every $\delta$ below 1 where $c \le (2 - \phi)^2/2$. Above that cost searching is worthless: at "
        "[[at]] the printed offer [[printed]], which promises her [[promised]], earns [[earned]]; the right one is "
        r"$\phi - 1$ = [[right]] and earns [[hers]].",
        check=proposition_1,
        proved="fr-proposition-1-statement",
        deal="player-2/worthless-search/7",
        erratum="FR-1",
    ),
    Claim(
        id="fr-proposition-1-unique",
        source=SOURCE,
        where="Proposition 1",
        says=r"If $1 - r^* \ge 1/4$ the equilibrium is unique.",
        kind="theorem",
        expects=FURTHER,
        found=r"For $\delta < 1$. At $\delta = 1$, which the paper allows, every first offer below $r^*$ ends in the "
        "same agreement a period later, at no loss, and only a fourth tie rule selects $r^*$ at once.",
        check=proposition_1_unique,
        proved="fr-proposition-1-statement",
        erratum="FR-6",
    ),
    Claim(
        id="fr-gamble",
        source=SOURCE,
        where="section 3.2.3, before Proposition 2",
        says="As the search cost decreases $r^*$ increases, which makes player 1 less willing to satisfy player 2 "
        "outright and more willing to gamble on a bad draw.",
        kind="interpretation",
        expects=HOLDS,
        found="By how much the gamble beats the sure payoff grows as searching gets cheaper. Outside the declared "
        "domain it need not: at [[at]] it is [[low]] at [[less]] and [[high]] at [[more]].",
        check=gamble,
        deal="player-2/pure-equilibrium/1",
    ),
    Claim(
        id="fr-proposition-2",
        source=SOURCE,
        where="Proposition 2",
        says=r"If $1 - r^* < 1/4$, there is a unique equilibrium: player 1 offers the $\bar r_1 \in "
        r"[\delta\theta(1/2) - 1 + \phi, \delta\theta(\tilde r) - 1 + \phi]$ that maximises (6), and player 2 "
        "searches.",
        kind="theorem",
        expects=FURTHER,
        found=r"For $\delta \ge 3/4$, and below that but for a small corner of the declared domain: on a grid of "
        r"[[grid]] points it begins at $\phi$ = [[phi]] and $c$ = [[c]], and ends at $\delta$ = [[delta]]. Of [[all]] "
        r"random points with $\phi > 1.3$ and $\delta < 3/4$ it fails at [[fails]]. At [[at]] she offers [[right]], "
        "accepted at once, and not [[corner]].",
        check=proposition_2,
        proved="fr-theorem-map",
        deal="player-2/pure-equilibrium/1",
        erratum="FR-2",
    ),
    Claim(
        id="fr-proposition-2-better",
        source=SOURCE,
        where="appendix, proof of Proposition 2 and footnote 15",
        says=r"It can be shown that $\omega(\bar r_1) \ge \omega(\hat r_1) > 1 - r^*$ if $1 - r^* < 1/4$, with $\hat "
        "r_1$ the upper end of the interval.",
        kind="theorem",
        expects=FURTHER,
        found=r"For $\delta \ge 3/4$, and no smaller number will do. Of [[all]] random points with $\phi > 1.3$ and "
        r"$\delta < 3/4$ it fails at [[fails]]. At [[at]], in the declared domain, $\omega(\bar "
        "r_1)$ = [[best]] is less than $1 - r^*$ = [[sure]].",
        check=gamble_is_better,
        proved="fr-theorem-better",
        deal="player-2/pure-equilibrium/5",
        erratum="FR-2",
    ),
    Claim(
        id="fr-eq-6",
        source=SOURCE,
        where="eq. (6)",
        says=r"A first offer in the interval earns player 1 $\omega(r_1) = \int_0^{x(r_1)}(1 - r_1) + "
        r"\int_{x(r_1)}^{\tilde r} \delta x_1(1 - x_1) + \int_{\tilde r}^{r_1^*}\delta(1 - r^*)$.",
        kind="theorem",
        expects=HOLDS,
        found=r"So it does, with $\tilde r$ as in the proof; our copy prints $\bar r$ in two limits.",
        check=eq_6,
        erratum="FR-20",
    ),
    Claim(
        id="fr-eq-7",
        source=SOURCE,
        where="appendix, eq. (7)",
        says="An offer above the interval and below $r_1^*$ earns player 1 (7), which decreases in $r_1$, so that the "
        "interval's upper end dominates it.",
        kind="theorem",
        expects=HOLDS,
        found="The solver earns (7) with these offers, and less with each higher one.",
        check=eq_7,
    ),
    Claim(
        id="fr-eq-8-9",
        source=SOURCE,
        where="appendix, eqs. (8) and (9)",
        says="Every offer below the interval earns player 1 (8), the interval's lower end earns (9), and (9) is more, "
        r"because $2 - \phi - \delta\theta(1/2) > c + 3/8 > \delta/4$.",
        kind="theorem",
        expects=HOLDS,
        found=r"At [[at]] it is [[below]] against [[end]]. (At $\delta = 1$ the first of the two signs is an "
        "equality, and nothing is lost.)",
        check=eq_8_9,
    ),
    Claim(
        id="fr-lower-end",
        source=SOURCE,
        where="appendix, proof of Proposition 2",
        says=r"The lower end of the interval, $\delta\theta(1/2) - 1 + \phi$, lies between 1/2 and the upper end.",
        kind="theorem",
        expects=HOLDS,
        found=r"It is the bound on $\delta$ that keeps it above 1/2; with $\delta = 1/2$ it need not be.",
        check=lower_end,
    ),
    Claim(
        id="fr-x-of-r1",
        source=SOURCE,
        where="appendix, proof of Proposition 2",
        says=r"For any $r_1$ in the (closed) interval there is a unique $x_1 \in (1/2, \tilde r)$ with $1 - \phi + "
        r"r_1 = \delta\theta(x_1)$.",
        kind="theorem",
        expects=FURTHER,
        found=r"In the closed interval $[1/2, \tilde r]$: the two ends of the one belong to the two ends of the "
        "other, and the best offer usually sits at the lower.",
        check=x_of_r1,
        erratum="FR-16",
    ),
    Claim(
        id="fr-dominated",
        source=SOURCE,
        where="appendix, proof of Proposition 2",
        says="An offer from $r_1^*$ up to $r^*$ earns player 1 $r_1(1 - r_1) < 1 - r^*$: it is dominated by $r^*$.",
        kind="theorem",
        expects=HOLDS,
        found="So it is. (The text has player 1 search and calls the utility his; player 2 searches, and it is hers.)",
        check=dominated,
        erratum="FR-19",
    ),
    Claim(
        id="fr-all-outcomes",
        source=SOURCE,
        where="section 3.2.3, after Proposition 2",
        says=r"All sorts of outcomes are possible: player 2 accepts $\bar r_1$ if $x_1 \in [0, 1/2]$, forces a match "
        "after a better draw, collects the jump to $r^*$ after a good one, and breaks the alliance after an excellent "
        "one.",
        kind="interpretation",
        expects=HOLDS,
        found="The good is built with either partner in either period, each with positive probability, all four at "
        "[[every]] of [[all]] points. Where the best offer is the upper end of its interval nothing is matched.",
        check=all_outcomes,
        deal="player-2/pure-equilibrium/1",
    ),
    Claim(
        id="fr-breakdown",
        source=SOURCE,
        where="section 3.2.3, after Proposition 2",
        says="Even with complete information, if states have outside options there is a positive probability that the "
        "alliance breaks down.",
        kind="interpretation",
        expects=HOLDS,
        found="In the equilibrium of Proposition 2, of which it is said: [[chance]] at [[at]]. Outside options alone "
        r"are not enough for it: where a search is worth something and $c \ge 1/32$, nothing ever breaks.",
        check=breaks_down,
        deal="player-2/pure-equilibrium/1",
    ),
    Claim(
        id="fr-common-interests",
        source=SOURCE,
        where="section 6",
        says="An alliance may break down even when players share common interests; that it ends may not result from "
        "divergent interests.",
        kind="interpretation",
        expects=HOLDS,
        found="The common interest is in the good being built. It is built on every path, and still the alliance can "
        "break, which costs the two something: they have [[together]] ([[at]]) where [[could]] was there to share. "
        "What they do not share is the bill.",
        check=common_interests,
    ),
    Claim(
        id="fr-only-way",
        source=SOURCE,
        where="section 6",
        says="The only way that alliances never break down is that the partner is willing to cater sufficiently to "
        "the needs of the state with outside options.",
        kind="interpretation",
        expects=READING,
        found="If sufficiently means what his outside option is worth, it is exactly so. If it means that he must get "
        "something, it fails: at [[at]] nothing breaks, and he gets [[nothing]].",
        check=only_way,
        deal="player-2/worthless-search/4",
    ),
    Claim(
        id="fr-more-than-minimum",
        source=SOURCE,
        where="section 3.2.3, after Proposition 2",
        says="Outside options reduce player 1's incentive to free-ride: in equilibrium she often offers more than the "
        "minimum that makes her ally willing.",
        kind="interpretation",
        expects=HOLDS,
        found="Always, in that equilibrium: [[offer]] where [[least]] would do at [[at]]. For dearer searches exactly "
        "where one is worth its cost, at [[exactly]] of [[all]] points.",
        check=more_than_needed,
    ),
    Claim(
        id="fr-same-logic",
        source=SOURCE,
        where="section 3",
        says=r"The logic of the strategies is the same for all $\phi$ and becomes simpler as $\phi$ increases from "
        "3/2 to 2.",
        kind="interpretation",
        expects=READING,
        found=r"The steps are, with $\max\{1/2, \phi - 1\}$ for 1/2; the numbers are not. At [[at]] Proposition 2 "
        "read literally offers [[literal]], which earns [[earned]]; the right offer earns [[right]].",
        check=same_logic,
        proved="fr-theorem-map",
        deal="player-2/pure-equilibrium/4",
        erratum="FR-4",
    ),
    Claim(
        id="fr-unique-spe",
        source=SOURCE,
        where="section 3 and section 3.2.3",
        says="The two propositions characterise the unique subgame perfect equilibrium.",
        kind="theorem",
        expects=FURTHER,
        found=r"For $\delta < 1$. At $\delta = 1$ the three rules also leave player 2 undecided between a partner "
        "above $r^*$ now and a match from his ally later, and with whom the good is built hangs on it.",
        check=unique,
        erratum="FR-7",
    ),
    Claim(
        id="fr-limited-institution",
        source=SOURCE,
        where="section 6",
        says="In an anarchic world the constraining effect of any institution is limited, and outside options are an "
        "important source of the limit.",
        kind="interpretation",
        expects=READING,
        found="In the model the institution *is* the cost of leaving. Of one that leaves searching cheap, $c < 1/32$, "
        r"the sentence is true; of any institution whatever it is not: from 1/32 on it keeps the alliance "
        r"together always, and from $(2 - \phi)^2/2$ on it takes the outside option away.",
        check=limited,
    ),
)
