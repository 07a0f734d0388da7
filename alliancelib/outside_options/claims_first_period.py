"""Claims of sections 3.2.1 and 3.2.2 and of their proofs: r1_star, the bound on delta, Table 2, Lemma 2.

The printed rules come from `paper`; whether player 2 follows them is asked of backward induction, and at more points of
the closed form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from alliancelib.core.ledger import FAILS, FURTHER, HOLDS, READING, Claim, Finding, Region
from alliancelib.outside_options import equilibrium, paper
from alliancelib.outside_options.claims_regions import (
    CLOSE,
    CORNER,
    HAIR,
    MAIN,
    SOURCE,
    at,
    cheap,
    corner,
    dear_useful,
    dear_useless,
    forced,
    moved,
    shares,
)
from alliancelib.outside_options.model import Params, net, payoffs, read

OFFERS = 8
"""First offers, or pairs of an offer and a draw, to a point."""


def timeless(count: int) -> Region:
    """Dear searches that are worth something, at delta = 1."""
    return moved(dear_useful().first(count), r"$\delta = 1$", delta=1.0)


def cheap_and_timeless(count: int) -> Region:
    """Cheap searches at delta = 1."""
    return moved(cheap().first(count), r"$\delta = 1$", delta=1.0)


# --- now and later --------------------------------------------------------------------------------------------------


def share_now() -> Finding:
    """r1_star taken now against r_star taken a period later, by the payoffs of the rules."""
    where = cheap() + dear_useful()

    def as_good(p: Params, now: float) -> bool:
        later = payoffs(p, read((0.0, "advance", paper.r_star(p), "accept ally")))["player 2"]
        return 0 <= now <= 1 and abs(payoffs(p, read((now, "accept")))["player 2"] - later) < CLOSE

    def printed(p: Params) -> bool:
        now = paper.r1_star(p)
        return as_good(p, now) and now <= paper.r_star(p) and abs(equilibrium.r1_star(p) - now) < CLOSE

    return Finding(
        printed=where.tried(printed),
        twin=where.tried(lambda p: as_good(p, p.delta * paper.r_star(p)), r"$\delta r^*$"),
        values={"at": at(MAIN), "now": paper.r1_star(MAIN), "later": paper.r_star(MAIN)},
    )


def patient_enough(p: Params, steps: int = 40) -> bool:
    """The two lines that define delta_underbar, the second at shares from phi - 1 up to r_tilde."""
    tilde, floor = paper.r_tilde(p), p.phi - 1
    tried = (floor + (tilde - floor) * (1 - (k / steps) ** 4) - 1e-9 for k in range(steps))
    ordered = tilde < paper.r1_star(p) <= paper.r_star(p)
    return ordered and all(net(p, s) < p.delta * paper.theta(p, s) + 1e-12 for s in tried)


def least_patience() -> Finding:
    """Whether the printed definition has a least delta, and whether it is the closed form's."""
    where, nearly_free = cheap().first(150), replace(MAIN, c=0.001)

    def is_least(p: Params, bound: float) -> bool:
        near = patient_enough(replace(p, delta=min(bound + HAIR, 1))), patient_enough(replace(p, delta=bound - HAIR))
        return near == (True, False) and abs(equilibrium.delta_underbar(p) - bound) < CLOSE

    def by_order(p: Params) -> float:
        """What the first of the two lines alone asks for."""
        return net(p, paper.r_tilde(p)) / net(p, paper.r_star(p))

    return Finding(
        printed=where.tried(lambda p: is_least(p, paper.delta_underbar(p))),
        twin=where.tried(lambda p: is_least(p, by_order(p)), "the order of the cutoffs alone"),
        values={
            "at": at(MAIN, "phi", "c"),
            "bound": paper.delta_underbar(MAIN),
            "order": by_order(MAIN),
            "cheap": at(nearly_free, "c"),
            "free": f"{paper.delta_underbar(nearly_free):.5f}",
        },
    )


def same_incentive() -> Finding:
    """Offers below r_tilde: whether waiting for a second search beats them, and whether player 2 searches."""
    where = cheap()
    sample = where.first(12).points
    drawn = dict(zip((p.phi for p in where.points), shares(41, len(where.points))))
    hasty = moved(where, r"$\delta = 1/2$", delta=0.5).where(r"below $\underline\delta$", _too_hasty)

    def offer(p: Params) -> float:
        floor = p.phi - 1
        return floor + drawn[p.phi] * (paper.r_tilde(p) - floor)

    def inequality(p: Params) -> bool:
        return net(p, offer(p)) < p.delta * paper.theta(p, offer(p))

    def searches(p: Params) -> bool:
        by_force = p not in sample or forced(p).first_response(offer(p)) == "search"
        return by_force and equilibrium.solve(p).first_response(offer(p)) == "search"

    return Finding(
        printed=where.asking(len(sample)).tried(lambda p: inequality(p) and searches(p)),
        twin=hasty.tried(lambda p: inequality(p) and searches(p)),
        values={
            "all": len(hasty.points),
            "fails": sum(not inequality(p) for p in hasty.points),
            "searches": sum(map(searches, hasty.points)),
        },
    )


def _too_hasty(p: Params) -> bool:
    return p.delta < paper.delta_underbar(p)


def decisive() -> Finding:
    """Whether player 1's first offer is accepted at once, at discount factors from the bound to 1."""
    where, far, patient = cheap().first(120), 1.45, replace(CORNER, delta=0.99)

    def moves(p: Params) -> set[str]:
        bound = paper.delta_underbar(p)
        deltas = (bound + HAIR, p.delta, (bound + 1) / 2, 1.0)
        return {equilibrium.solve(replace(p, delta=delta)).first_move for delta in deltas}

    def by_force(p: Params) -> set[str]:
        return {forced(replace(p, delta=delta)).first_move for delta in (p.delta, patient.delta)}

    def one(p: Params) -> bool:
        return len(moves(p)) == 1 and (p not in corner().points or len(by_force(p)) == 1)

    return Finding(
        printed=(where + corner()).tried(one),
        further=where.where(rf"$\phi < {far:g}$", lambda p: p.phi < far).tried(one),
        twin=corner().tried(one),
        values={
            "at": at(CORNER, "phi", "c"),
            "bound": paper.delta_underbar(CORNER),
            "low": at(CORNER, "delta"),
            "high": at(patient, "delta"),
        },
    )


# --- Table 2 --------------------------------------------------------------------------------------------------------


def table_2() -> Finding:
    """Table 2 against the solver, at random pairs of an offer and a draw and at the draw r1_star."""
    pairs = tuple(zip(shares(42, OFFERS), shares(43, OFFERS)))
    inside = cheap().first(10) + dear_useful().first(10)
    whole = inside + dear_useless().first(6)
    hasty = moved(cheap().first(10), r"$\delta = 1/2$", delta=0.5).where(r"below $\underline\delta$", _too_hasty)

    def agrees(p: Params, *more: tuple[float, float]) -> bool:
        reply = forced(p).response_after_search
        return all(reply(*pair) == paper.table_2(p, *pair) for pair in (*pairs, *more))

    words, rushed = f"{OFFERS} random pairs of $r_1$ and $x_1$ each", replace(MAIN, delta=0.9)
    return Finding(
        printed=whole.tried(
            lambda p: agrees(p, (0.0, min(max(paper.r1_star(p), 0.0), 1.0))), f"{words}, and $x_1 = r_1^*$"
        ),
        further=inside.tried(agrees, words),
        twin=hasty.tried(agrees, words),
        values={"at": at(rushed), "x_a": equilibrium.x_a(rushed), "tilde": paper.r_tilde(rushed)},
    )


# --- Lemma 2 --------------------------------------------------------------------------------------------------------


def answers(p: Params, rule: Callable[[Params, float], str]) -> bool:
    """Whether player 2 answers random first offers, and two beside the line, by a rule."""
    line = min(max(paper.r_star(p), HAIR), 1 - HAIR)
    offers = (*shares(44, OFFERS), line - HAIR, line + HAIR)
    return all(forced(p).first_response(r1) == rule(p, r1) for r1 in offers)


def takes_or_looks() -> Finding:
    """Player 2's answer to the first offer by Lemma 2, against the solver."""
    inside = cheap().first(12) + dear_useful().first(12) + cheap_and_timeless(4)
    whole = inside + dear_useless().first(6) + timeless(4)

    def from_r1_star(p: Params, r1: float) -> str:
        return "accept" if r1 >= paper.r1_star(p) else "search"

    return Finding(
        printed=whole.tried(lambda p: answers(p, paper.lemma_2)),
        further=inside.tried(lambda p: answers(p, paper.lemma_2)),
        twin=inside.tried(lambda p: answers(p, from_r1_star), "$r_1^*$ as the line"),
        values={"at": at(MAIN, "c"), "line": paper.r_star(MAIN)},
    )


def indifferent() -> Finding:
    """Both players' payoffs where the offer r_star is accepted, and where he searches: hers from a hair less."""
    where = cheap().first(12) + dear_useful().first(12)

    def gap(p: Params, who: str) -> float:
        eq, r = forced(p), paper.r_star(p)
        if who == "player 2":
            return eq.worth((r,), "accept") - eq.worth((r,), "search")
        return eq.worth((), r) - eq.worth((), r - HAIR)

    return Finding(
        printed=where.tried(lambda p: abs(gap(p, "player 1")) < 10 * HAIR, "player 1"),
        readings=(where.tried(lambda p: abs(gap(p, "player 2")) < CLOSE, "player 2"),),
        twin=where.tried(
            lambda p: abs(forced(p).worth((paper.r_star(p),), "advance") - net(p, paper.r_star(p))) < CLOSE,
            "player 2, between accepting and waiting",
        ),
        values={
            "at": at(MAIN),
            **{do: forced(MAIN).worth((paper.r_star(MAIN),), do) for do in ("accept", "search", "advance")},
        },
    )


def chain(p: Params) -> tuple[float, float, float]:
    """The second and third line of the second chain in the proof of Lemma 2, and what they should exceed."""
    after_half = p.delta * (net(p, 0.5) + net(p, 1.0)) / 4
    second = -p.c + p.delta * paper.theta(p, 0.5) / 2 + after_half
    third = -p.c + p.delta * net(p, 0.5) / 2 + after_half
    return second, third, p.delta * paper.theta(p, 0.5)


def last_equality() -> Finding:
    """The last line of the second chain in the proof of Lemma 2, and the lemma's conclusion by the solver."""
    where = cheap()
    sample = where.first(24)

    def ends_at(p: Params, target: float) -> bool:
        _, third, _ = chain(p)
        return abs(third - target) < 1e-12

    def concludes(p: Params) -> bool:
        return forced(p).worth((0.3,), "search") > forced(p).worth((0.3,), "advance")

    _, third, target = chain(MAIN)
    return Finding(
        printed=where.tried(lambda p: ends_at(p, chain(p)[2])),
        twin=where.tried(lambda p: ends_at(p, chain(p)[2] - p.c), "less by the whole of $c$"),
        control=where.tried(lambda p: ends_at(p, chain(p)[2] - (1 - p.delta) * p.c), r"less by $(1 - \delta)c$"),
        values={
            "at": at(MAIN),
            "third": f"{third:.5f}",
            "target": f"{target:.5f}",
            "searches": sum(map(concludes, sample.points)),
            "all": len(sample.points),
        },
    )


def perfect_patience() -> Finding:
    """Player 2's answer to first offers below r_star at delta = 1, by the solver."""
    loose, tight = timeless(8), cheap_and_timeless(8)
    edge, offer = replace(MAIN, c=0.04, delta=1.0), 0.5

    def searches(p: Params) -> bool:
        return all(forced(p).first_response(part * paper.r_star(p)) == "search" for part in (0.1, 0.5, 0.9))

    return Finding(
        printed=(tight + loose).tried(searches),
        further=tight.tried(searches),
        twin=loose.tried(searches),
        values={
            "at": at(edge),
            "offer": offer,
            **{do: forced(edge).worth((offer,), do) for do in ("search", "advance")},
        },
    )


# --- the claims ---------------------------------------------------------------------------------------------------

FIRST_PERIOD = (
    Claim(
        id="fr-r1-star",
        source=SOURCE,
        where="section 3.2.1",
        says=r"The first offer $r_1^*$ that pays player 2 as much as $r^*$ in the second period solves $1 - \phi + "
        r"r_1^* = \delta(1 - \phi + r^*)$.",
        kind="theorem",
        expects=HOLDS,
        found="At [[at]] it is [[now]], for [[later]] a period later. What is discounted is his gain and not the "
        r"share, so that it is more than $\delta r^*$.",
        check=share_now,
    ),
    Claim(
        id="fr-delta-bound",
        source=SOURCE,
        where="section 3.2.1",
        says=r"There is a least discount factor $\underline\delta$ at which $\tilde r < r_1^* \le r^*$ and $1 - \phi "
        r"+ s < \delta\theta(s)$ for all $s < \tilde r$; from it on the strategies are as in Table 2.",
        kind="theorem",
        expects=HOLDS,
        found=r"For $c < 1/32$; for dearer searches there is no $\tilde r$ and no bound is needed. At [[at]] it is "
        "[[bound]]. The first condition alone, which follows from the second, asks for [[order]]. As searching "
        "becomes free the bound goes to 1: it is [[free]] at [[cheap]].",
        check=least_patience,
        proved="fr-delta-bound-statement",
        deal="player-2/impatient/11",
    ),
    Claim(
        id="fr-delta-same-incentive",
        source=SOURCE,
        where="section 3.2.1",
        says=r"Under the bound, an offer $s < \tilde r$ from player 1 that leads to a search in a one-period game, $1 "
        r"- \phi + s < \theta(s)$, leads to one in the two-period game as well, $1 - \phi + s < \delta\theta(s)$.",
        kind="interpretation",
        expects=HOLDS,
        found="Both parts are true, but the second is no reason for the first. Where players are less patient the "
        "inequality fails at [[fails]] of [[all]] points, and he searches at [[searches]]: a search in the first "
        "period is not discounted. What the bound decides is what he does with such an offer from a *partner*.",
        check=same_incentive,
        deal="player-2/impatient/11",
    ),
    Claim(
        id="fr-delta-decisive",
        source=SOURCE,
        where="section 3.2.1",
        says="The bound rules out that time preference plays a decisive role in players' calculations.",
        kind="interpretation",
        expects=FURTHER,
        found=r"Nearly. In a small corner of the declared domain, $\phi$ near 3/2 and $c$ near 1/32, the bound is "
        "low: at [[at]] it is [[bound]], and player 1 buys him off with [[low]] where with [[high]] she lets him "
        "search.",
        check=decisive,
        deal="player-2/pure-equilibrium/5",
        erratum="FR-2",
    ),
    Claim(
        id="fr-table-2",
        source=SOURCE,
        where="Table 2",
        says="Player 2's answer after a first search, for every $r_1$ and $x_1$: if $x_1 > r_1^*$ he takes the larger "
        "of the two; otherwise he takes $r_1$ if it is worth more than waiting for the second offer of Table 1, and "
        "waits if not.",
        kind="computation",
        expects=FURTHER,
        found=r"Where $c \le (2 - \phi)^2/2$, and apart from single draws such as $x_1 = r_1^*$, which he takes by "
        "the rule that the table uses elsewhere. Below the bound it fails: at [[at]] he takes draws between [[x_a]] "
        "and [[tilde]] at once.",
        check=table_2,
        proved="fr-table-2-statement",
        deal="player-2/impatient/11",
        erratum="FR-16",
    ),
    Claim(
        id="fr-lemma-2",
        source=SOURCE,
        where="Lemma 2",
        says=r"In the first period player 2 accepts an offer $r_1 \ge r^*$; otherwise he searches.",
        kind="theorem",
        expects=FURTHER,
        found=r"For every $\delta < 1$ where $c < (2 - \phi)^2/2$, with no lower bound on $\delta$, and at $\delta = "
        "1$ for $c < 1/32$. At [[at]] the line is [[line]].",
        check=takes_or_looks,
        proved="fr-lemma-2-theorem",
        deal="player-2/take-it-or-look/1",
        erratum="FR-1",
    ),
    Claim(
        id="fr-lemma-2-indifferent",
        source=SOURCE,
        where="section 3.2.2",
        says="$r^*$ is the offer that makes player 1 indifferent between accepting and rejecting in the first period.",
        kind="theorem",
        expects=READING,
        found="It is player 2 who accepts or rejects. He is indifferent between accepting, [[accept]], and searching, "
        "[[search]], and not between accepting and waiting, [[advance]] ([[at]]).",
        check=indifferent,
        erratum="FR-19",
    ),
    Claim(
        id="fr-lemma-2-proof",
        source=SOURCE,
        where="appendix, proof of Lemma 2",
        says=r"The chain of inequalities for $1 - r^* < 1/4$ ends in $-c + \int_0^{1/2}\delta(1 - \phi + 1/2) + "
        r"\int_{1/2}^1 \delta(1 - \phi + x_1) = \delta\theta(1/2)$.",
        kind="theorem",
        expects=FAILS,
        found=r"The left side is $\delta\theta(1/2) - (1 - \delta)c$, just below what it should exceed: [[third]] "
        "against [[target]] at [[at]]. The conclusion is safe: he searches at [[searches]] of [[all]] points, and "
        "another proof needs two lines.",
        check=last_equality,
        deal="player-2/pure-equilibrium/1",
        erratum="FR-5",
    ),
    Claim(
        id="fr-lemma-2-patient",
        source=SOURCE,
        where="section 3.2.1 and Lemma 2",
        says=r"The results hold for $\delta \in [\underline\delta, 1]$, so at $\delta = 1$ as well: below $r^*$ "
        "player 2 searches.",
        kind="theorem",
        expects=FURTHER,
        found=r"For $c < 1/32$. Where $c \ge 1/32$ searching, [[search]], and waiting, [[advance]], are worth the "
        "same to him ([[at]], an offer of [[offer]]), waiting is sure, and by the first tie rule he waits.",
        check=perfect_patience,
        proved="fr-lemma-2-theorem",
        erratum="FR-6",
    ),
)
