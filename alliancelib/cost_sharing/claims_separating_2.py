"""Claims of the slides "Equilibrium 2", Appendix 3, Appendix 4 and conclusion (c): separating 2 and separating 3.

See `claims_separating_1` for how lines, propositions and morals are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from alliancelib.core.ledger import FAILS, FURTHER, HOLDS, READING, Claim, Finding, Region, trial
from alliancelib.cost_sharing import equilibrium, paper
from alliancelib.cost_sharing.claims_regions import (
    CLOSE,
    EVERY,
    INSIDE,
    LOUDEST,
    POINTS,
    SOURCE,
    WIDEST,
    beliefs_after,
    crisis,
    gain_from_leaving,
    inside,
    kept_offer,
    low_offer,
    path_is_played,
    paths,
    replies,
    stands_as_printed,
    taught,
    told,
    where_2,
    where_3,
    where_cap,
    worst,
)
from alliancelib.cost_sharing.model import TYPES, Params, Type

# --- the conditions -----------------------------------------------------------------------------------------------


def l_star() -> Finding:
    """The isolationism at which the deal and the loud demand are worth the same, by the rules, against eq. (9)."""
    where = where_2().first(200)

    def lead(p: Params, gain: float) -> float:
        """How much better the uncommitted patron does by the deal than by demanding a_max and leaving."""
        q = replace(p, l=gain)
        deal = crisis(q, "uncommitted", "sharing", paper.a_star(p), kept_offer(p))["ally"]
        return deal - crisis(q, "uncommitted", "withdrawal", p.a_max, low_offer(p))["ally"]

    def border(p: Params) -> float:
        """Where the lead is 0: it is a line in l, read off two places."""
        at_0, at_half = lead(p, 0.0), lead(p, 0.5)
        return 0.5 * at_0 / (at_0 - at_half)

    def with_stake(p: Params, stake: float) -> float:
        return ((1 + stake) * paper.a_star(p) - p.pi) / (p.a_max - paper.a_star(p))

    def agrees(p: Params, stake: float) -> bool:
        ours, theirs = equilibrium.l_star(p), with_stake(p, stake)
        return abs(border(p) - theirs) < CLOSE * (1 + theirs) and abs(ours - theirs) < CLOSE * (1 + theirs)

    return Finding(
        printed=where.tried(lambda p: agrees(p, p.beta_lo) and paper.l_star(p) == with_stake(p, p.beta_lo)),
        twin=where.tried(lambda p: agrees(p, p.beta_hi), r"$\overline\beta$ for $\underline\beta$"),
        values={"at": paper.l_star(Params(l=0.2))},
    )


def line_8() -> Finding:
    """Whether a_max can be at most a_star where eq. (9) holds."""
    where = inside()
    meant = [p for p in where.points if paper.condition_9(p)]
    loose = [p for p in where.points if paper.condition_11(p)]
    return Finding(
        printed=trial(
            f"{len(meant)} random points with (9) and {where.words}", meant, lambda p: bool(paper.condition_8(p))
        ),
        twin=trial(
            f"{len(loose)} random points with (11) in place of (9) and {where.words}",
            loose,
            lambda p: bool(paper.condition_8(p)),
        ),
    )


SLIP = 0.3
"""How far the twin moves a border, as a part of its distance to 1."""


def _bordered(where: Region, line: Callable[[Params], object]) -> Finding:
    """The strategies of a proposition at other isolationisms: an equilibrium exactly where its line says so."""

    def stays(p: Params, gain: float) -> bool:
        eq = taught(p)
        return worst(eq.profile, eq.beliefs, replace(p, l=gain)) < CLOSE

    def places(p: Params) -> tuple[float, ...]:
        edge = paper.l_star(p)
        return (-0.2, edge / 3, edge - 1e-3, edge + 1e-3, (1 + edge) / 2)

    def agrees(p: Params, gain: float, found: bool, moved: float) -> bool:
        return bool(line(replace(p, l=gain - moved * (1 - paper.l_star(p))))) == found

    tried = [(p, gain, stays(p, gain)) for p in where.points for gain in places(p) if gain < 1]
    words = f"five $l$ from $-0.2$ to beyond $l^*$ at {len(where.points)} points with {where.words}"
    return Finding(
        printed=trial(words, tried, lambda one: agrees(*one, 0)),
        twin=trial(f"the border moved: {words}", tried, lambda one: agrees(*one, SLIP)),
        values={"border": sum(stays(p, paper.l_star(p)) for p in where.points), "points": len(where.points)},
    )


def line_9() -> Finding:
    """Where the strategies of separating 2 are an equilibrium as l moves, against eq. (9)."""
    wide, most = where_2(), 0.9
    low = [p for p in wide.points if paper.l_star(p) < most]
    return _bordered(Region(f"{wide.words}, $l^* < {most:g}$", tuple(low[:10])), paper.condition_9)


def line_10() -> Finding:
    """Where the loudest audience makes an uncommitted patron leave, by what is taught, against eq. (10)."""
    words = rf"{INSIDE}, $l$ just below 1, $\bar a$ up to ${WIDEST:g}a^*$"
    where = inside().moved(words, lambda p: replace(p, l=LOUDEST))
    names = dict(zip(where.points, told(where).names))

    def agrees(p: Params, slip: float) -> bool:
        line = p.a_max > (p.beta_lo + 2 - slip) * paper.a_star(p) - p.pi if slip else bool(paper.condition_10(p))
        return line == (names[p] == "separating 3") == (p.a_max > paper.a_star(p) and paper.l_star(p) < 1)

    return Finding(
        printed=where.tried(lambda p: agrees(p, 0)),
        twin=where.tried(lambda p: agrees(p, 1), r"$(\underline\beta + 1)a^* - \pi$ on the right"),
        values={"left": sum(name == "separating 3" for name in names.values()), "all": len(names)},
    )


def line_11() -> Finding:
    """Where the strategies of separating 3 are an equilibrium as l moves, against eq. (11)."""
    return _bordered(where_3().first(10), paper.condition_11)


# --- the propositions ---------------------------------------------------------------------------------------------


def separating_2() -> Finding:
    """The proposition of slide Appendix 3 wherever its conditions hold."""
    return stands_as_printed(paper.separating_2, where_2())


def _corrected(p: Params) -> paper.Printed:
    """Separating 3 with the one change that its offer after a withdrawal is p_l - c_T."""
    printed = paper.separating_3(p)
    left = replace(printed.play["uncommitted"], x=p.p_l - p.c_T)
    return replace(printed, play={**printed.play, "uncommitted": left})


def separating_3() -> Finding:
    """The proposition of slide Appendix 4 wherever its conditions hold, as printed and with its offer corrected."""
    where = where_3()
    return Finding(
        printed=path_is_played(paper.separating_3, where),
        further=path_is_played(_corrected, where, words="$p_l - c_T$ in place of the printed offer"),
        twin=path_is_played(_corrected, where, 0.9, "corrected, but the uncommitted patron demands a tenth less"),
        values={"points": len(where.points), "asked": len(where.sample(EVERY))},
    )


def separating_3_offer() -> Finding:
    """The printed offer after a withdrawal, against the offers that are best at some belief, by the rules."""
    where = where_3().first(300)

    def is_best(p: Params, x: float, *beliefs: float) -> bool:
        """Whether ``x`` is a best offer after a withdrawal at one of the beliefs, or at any if there are none."""
        best = (reply for reply in replies(p, False) if abs(reply.x - x) < CLOSE)
        return any(not beliefs or any(reply.low - CLOSE <= mu <= reply.high for mu in beliefs) for reply in best)

    def printed(p: Params) -> float:
        return paper.separating_3(p).play["uncommitted"].x

    corrected = where.tried(
        lambda p: is_best(p, _corrected(p).play["uncommitted"].x, 0.0), "$p_l - c_T$ at that belief"
    )
    return Finding(
        printed=where.tried(lambda p: is_best(p, printed(p)), "at any belief"),
        control=corrected,
        twin=where.tried(lambda p: is_best(p, p.p_m - p.c_T, 0.0), r"$p_m - c_T$ at the belief of Bayes' rule"),
        values={"corrected": corrected.held, "all": corrected.tried},
    )


# --- implications and conclusion ----------------------------------------------------------------------------------


def pander() -> Finding:
    """What a committed patron gets from her demand in separating 2, by the rules: from the protégé and from home."""
    where = where_2()
    ours = paths(where)

    def is_for_home(p: Params, type: Type) -> bool:
        path = ours[p][type]
        had = crisis(p, type, path.outcome, path.demand, path.x)["ally"]
        silent = crisis(p, type, "no offer", None, kept_offer(p))["ally"]
        return not path.accepted and path.demand == p.a_max and abs(had - silent - p.l * path.demand) < CLOSE

    return Finding(
        printed=where.tried(lambda p: is_for_home(p, "committed")),
        twin=where.tried(lambda p: is_for_home(p, "uncommitted"), "the uncommitted patron's demand"),
    )


def failure_signals() -> Finding:
    """The belief after a refusal, by Bayes' rule, in separating 2; and that the patron would stay, by the rules."""
    where = where_2().first(200)

    def is_a_sign(p: Params, ending: str) -> bool:
        confident = gain_from_leaving(p, "committed", low_offer(p)) < 0
        return confident and beliefs_after(p, ending) == {1.0}

    def both_refuse(p: Params) -> bool:
        return not any(taught(p).profile.accepts[type](p.a_max) for type in TYPES)

    return Finding(
        printed=where.tried(lambda p: is_a_sign(p, "free-riding")),
        twin=where.tried(lambda p: is_a_sign(p, "sharing"), "success is a sign of a committed patron"),
        values={"refuse": sum(map(both_refuse, where.points)), "all": len(where.points)},
    )


def _lead(region: Region, p: Params) -> float:
    """How much more the committed patron demands than the uncommitted one; no offer counts as 0."""
    asks = [paths(region)[p][type].demand or 0.0 for type in TYPES]
    return asks[0] - asks[1]


def positive_correlation() -> Finding:
    """The covariance of demand and commitment, phi (1 - phi) times the difference of the demands, in separating 2."""
    where = where_2()
    words = rf"{INSIDE}, (8), $l$ of (9) with the other sign, $\bar a$ up to ${WIDEST:g}a^*$"
    friendly = where.moved(words, lambda p: replace(p, l=-p.l))

    def covariance(region: Region, p: Params) -> float:
        return p.phi * (1 - p.phi) * _lead(region, p)

    return Finding(
        printed=where.tried(lambda p: covariance(where, p) > 0),
        twin=friendly.tried(lambda p: covariance(friendly, p) > 0),
        values={
            "three": sum(abs(_lead(where_3(), p)) > CLOSE for p in where_3().points),
            "cap": sum(abs(_lead(where_cap(), p)) > CLOSE for p in where_cap().points),
            "all": POINTS,
        },
    )


def large_demand() -> Finding:
    """Conclusion (c): the demand of a_max refused, its applause, and what the challenger makes of it."""
    two, three = where_2().first(100), where_3().first(100)

    def is_harmless(p: Params, type: Type) -> bool:
        """Whether demanding a_max fails, earns l a_max at home, and costs the protégé nothing in the crisis."""
        path = taught(p).play[type]
        vain = path.demand == p.a_max and not path.accepted and p.l * path.demand >= 0
        return vain and beliefs_after(p, path.outcome) == {1.0} and abs(path.x - kept_offer(p)) < CLOSE

    def is_the_cause(p: Params) -> bool:
        return taught(p).profile.accepts["committed"](paper.a_star(p) / 2)

    return Finding(
        printed=two.tried(lambda p: is_harmless(p, "committed"), "the committed patron of separating 2"),
        readings=(
            three.tried(
                lambda p: all(is_harmless(p, type) for type in TYPES), "whoever makes the demand, in separating 3"
            ),
            two.tried(is_the_cause, "a small demand of a committed patron would have been met"),
        ),
        twin=two.tried(lambda p: is_harmless(p, "uncommitted"), "the uncommitted patron of separating 2"),
        values={"drop": taught(Params(l=0.7)).play["committed"].x - taught(Params(l=0.7)).play["uncommitted"].x},
    )


# --- the claims ---------------------------------------------------------------------------------------------------

SEPARATING_2 = (
    Claim(
        id="cs-separating-2",
        source=SOURCE,
        where="slides Equilibrium 2 and Appendix 3",
        says="Under Assumption 1 and lines (4) to (9) there is an equilibrium in which the committed patron "
        r"demands $\bar a$, is refused and stays, the uncommitted one is paid $a^*$, and the challenger offers $p_h - "
        "c_T$ to either protégé.",
        kind="theorem",
        expects=HOLDS,
        found="The printed path is the taught one at [[points]] random points at which every printed condition "
        "holds, and at [[asked]] of them the solver found nobody who gains by anything else. The slides name no "
        r"beliefs off the path; the one that is used here is $\mu = 0$ after a withdrawal.",
        check=separating_2,
        proved="cs-prop-separating-2",
        deal="patron/what-to-demand/7",
        erratum="CS-8",
    ),
    Claim(
        id="cs-l-star",
        source=SOURCE,
        where="slides Equilibrium 2 and Appendix 3, line (9)",
        says=r"$l^* = \frac{(1 + \underline\beta)a^* - \pi}{\bar a - a^*}$.",
        kind="computation",
        expects=HOLDS,
        found="It is the isolationism at which the uncommitted patron is indifferent between the deal and a loud "
        "farewell, computed from the payoffs of the game ([[at]] at the book's numbers). Appendix 3 shows a bare "
        r"$\beta$ in our copy; $\overline\beta$ would be wrong.",
        check=l_star,
        deal="patron/the-gallery/1",
        erratum="CS-7",
    ),
    Claim(
        id="cs-line-8",
        source=SOURCE,
        where="slide Appendix 3, line (8)",
        says=r"$\bar a > a^*$.",
        kind="theorem",
        expects=HOLDS,
        found=r"Needed, and contained in line (9): below $a^*$ the formula for $l^*$ is negative, and no $l \ge 0$ is "
        "smaller. It is not contained in (11).",
        check=line_8,
        erratum="CS-5",
    ),
    Claim(
        id="cs-line-9",
        source=SOURCE,
        where="slides Equilibrium 2 and Appendix 3, line (9)",
        says=r"$\min\{1, l^*\} > l \ge 0$: moderate isolationism.",
        kind="theorem",
        expects=HOLDS,
        found="At each $l$ that was tried the strategies of separating 2 are an equilibrium exactly where the line "
        "holds. At $l^*$ itself, which it leaves out, they are one too ([[border]] of [[points]] points).",
        check=line_9,
        deal="patron/the-gallery/5",
        erratum="CS-10",
    ),
    Claim(
        id="cs-pander",
        source=SOURCE,
        where="slide Equilibrium 2, Implications",
        says="A committed patron raises her demand to please isolationists at home, and to get nothing from abroad.",
        kind="interpretation",
        expects=HOLDS,
        found="In the second equilibrium her demand is refused, and all that she has more than after silence is "
        r"$l\bar a$, her audience's applause. The uncommitted patron's demand is a price.",
        check=pander,
        deal="patron/what-to-demand/7",
    ),
    Claim(
        id="cs-failure-signals",
        source=SOURCE,
        where="slide Equilibrium 2, Implications",
        says="Failure of the negotiation is a sign of a committed patron, because it shows the protégé's confidence "
        "in her support.",
        kind="interpretation",
        expects=HOLDS,
        found=r"In this equilibrium Bayes' rule gives $\mu = 1$ after a refusal, and the refused patron is one who "
        r"would lose by leaving. The demand has said it already: $\bar a$ would be refused by the protégés of both "
        "types ([[refuse]] of [[all]] points).",
        check=failure_signals,
        deal="challenger/what-a-demand-tells/2",
        erratum="CS-13",
    ),
    Claim(
        id="cs-positive-correlation",
        source=SOURCE,
        where="slide Equilibrium 2, Implications",
        says="A positive correlation between a patron's demand and her commitment.",
        kind="interpretation",
        expects=HOLDS,
        found="Positive in the second equilibrium, of which it is said. In the first it is negative. In the third "
        "and under the cap the demands are equal: they differed at [[three]] and [[cap]] of [[all]] points.",
        check=positive_correlation,
        deal="patron/what-to-demand/7",
        erratum="CS-13",
    ),
    Claim(
        id="cs-large-demand",
        source=SOURCE,
        where="slide Conclusion (c)",
        says='"A large demand causes a failure of a negotiation, but it satisfies domestic isolationism without '
        'damaging signaling".',
        kind="interpretation",
        expects=READING,
        found="Right as a description of the committed patron in the second equilibrium. As a cause it is not the "
        "size that matters there, since a small demand of hers would be refused as well. And beyond $l^*$ the "
        "uncommitted patron makes the same demand, leaves, and the challenger's offer falls by [[drop]] (at the "
        "book's numbers).",
        check=large_demand,
        deal="patron/what-to-demand/7",
        erratum="CS-13",
    ),
)

SEPARATING_3 = (
    Claim(
        id="cs-separating-3",
        source=SOURCE,
        where="slide Appendix 4",
        says="Under Assumption 1 and lines (4) to (7), (10) and (11) there is an equilibrium in which both demand "
        r"$\bar a$ in vain, the committed patron stays and the uncommitted one leaves; the challenger offers $p_h - "
        "c_T$ to either protégé.",
        kind="theorem",
        expects=FURTHER,
        found="True of the negotiation and false of the last offer. With $p_l - c_T$ offered to the protégé that was "
        "left, the path is the taught one at all [[points]] points, and at [[asked]] of them the solver found nobody "
        "who gains by anything else.",
        check=separating_3,
        proved="cs-prop-separating-3",
        deal="patron/what-to-demand/11",
        erratum="CS-1",
    ),
    Claim(
        id="cs-separating-3-offer",
        source=SOURCE,
        where="slide Appendix 4",
        says='After the withdrawal "C offers $x = p_h - c_T$, and T accepts it".',
        kind="theorem",
        expects=FAILS,
        found="At no point is it a best offer, whatever the challenger believes: $p_m - c_T$ is accepted for sure "
        "and costs him less. Bayes' rule tells him that the patron was uncommitted, and then $p_l - c_T$ is best, at "
        "[[corrected]] of [[all]] points.",
        check=separating_3_offer,
        deal="challenger/who-left/3",
        erratum="CS-1",
    ),
    Claim(
        id="cs-line-10",
        source=SOURCE,
        where="slide Appendix 4, line (10)",
        says=r"$\bar a > (\underline\beta + 2)a^* - \pi$.",
        kind="theorem",
        expects=HOLDS,
        found=r"It says that $\bar a > a^*$ and $l^* < 1$, no more and no less: with the loudest audience the "
        "uncommitted patron leaves at [[left]] of [[all]] points, exactly those at which the line holds.",
        check=line_10,
        proved="cs-line-10-statement",
        erratum="CS-5",
    ),
    Claim(
        id="cs-line-11",
        source=SOURCE,
        where="slide Appendix 4, line (11)",
        says="$1 > l > l^*$: strong isolationism.",
        kind="theorem",
        expects=HOLDS,
        found="With (10), and the offer corrected, the strategies of separating 3 are an equilibrium exactly where "
        r"the line holds, with $\mu = 0$ after every withdrawal. At $l^*$ itself they are one too ([[border]] of "
        "[[points]] points).",
        check=line_11,
        deal="patron/the-gallery/2",
        erratum="CS-10",
    ),
)
