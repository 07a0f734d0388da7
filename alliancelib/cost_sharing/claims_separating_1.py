"""Claims of the slides "Equilibrium 1" and Appendix 2, and of the crisis that all three propositions share.

A line of the appendix is tried against payoffs that are read off the rules; a proposition as `paper` prints it, see
`claims_regions.stands_as_printed`; a moral wherever its equilibrium is said to be one.
"""

from __future__ import annotations

from dataclasses import replace

from alliancelib.core.ledger import HOLDS, Claim, Finding, Region, trial
from alliancelib.cost_sharing import equilibrium, paper, solver
from alliancelib.cost_sharing.claims_regions import (
    CLOSE,
    INSIDE,
    SOURCE,
    WIDE,
    WIDEST,
    assumed,
    at,
    beliefs_after,
    gain_from_leaving,
    inside,
    kept_offer,
    low_offer,
    paths,
    replies,
    robust,
    same,
    same_demand,
    stands_as_printed,
    taught,
    where_1,
    where_2,
    with_7_alone,
    worst,
)
from alliancelib.cost_sharing.model import TYPES, Params, Type

# --- the crisis ---------------------------------------------------------------------------------------------------


def kept_offer_at_any_belief() -> Finding:
    """The challenger's best offers over all beliefs, from the rules, against the printed one and the taught one."""
    where = assumed()

    def is_the_only_one(p: Params, *, kept: bool) -> bool:
        best = replies(p, kept)
        printed = paper.separating_1(p).play["committed"].x
        ours = equilibrium.reservation(p, "committed", kept=kept)
        return len(best) == 1 and abs(best[0].x - printed) < CLOSE and abs(ours - printed) < CLOSE

    return Finding(
        printed=where.tried(lambda p: is_the_only_one(p, kept=True)),
        twin=where.tried(lambda p: is_the_only_one(p, kept=False), "the same once the alliance is over"),
    )


# --- the conditions -----------------------------------------------------------------------------------------------


def line_3() -> Finding:
    """The strategies of separating 1 at other isolationisms than their own."""
    count, gains = 12, (-0.95, -0.4, -1e-3, 0.0, 1e-3, 0.4)
    where = where_1().first(count)
    listed = ", ".join(f"{gain:g}" for gain in gains)
    words = rf"{count} points with {INSIDE}, $\bar a$ up to ${WIDEST:g}a^*$, $l$ at {listed}"
    moved = [(p, replace(p, l=gain)) for p in where.points for gain in gains]

    def stays(pair: tuple[Params, Params]) -> bool:
        eq = taught(pair[0])
        return worst(eq.profile, eq.beliefs, pair[1]) < CLOSE

    at_zero = [pair for pair in moved if pair[1].l == 0]
    return Finding(
        printed=trial(f"with (3): {words}", [pair for pair in moved if paper.condition_3(pair[1])], stays),
        twin=trial(f"without (3): {words}", moved, stays),
        values={"zero": sum(map(stays, at_zero)), "points": len(at_zero)},
    )


def lines_4_to_6() -> Finding:
    """Whether (4), (5) and (6) can fail where (2) and eq. (7) hold, and where eq. (7) alone does."""

    def follow(p: Params) -> bool:
        return bool(paper.condition_4(p) and paper.condition_5(p) and paper.condition_6(p))

    loose = with_7_alone().tried(follow)
    return Finding(
        printed=inside().tried(follow), twin=loose, values={"broken": loose.tried - loose.held, "all": loose.tried}
    )


def line_7() -> Finding:
    """Who would rather leave once refused, read off the rules, if a withdrawal is answered by p_l - c_T."""
    where = assumed().first(300)

    def agrees(p: Params, sign: int) -> bool:
        low, high = paper.condition_7(p).sides
        printed = low.left > low.right, not high.left + (sign - 1) * p.c_A > high.right
        leaves = tuple(gain_from_leaving(p, type, low_offer(p)) > 0 for type in ("uncommitted", "committed"))
        ours = tuple(p.pi > end for end in equilibrium.window(p))
        return printed == leaves == ours

    return Finding(
        printed=where.tried(lambda p: agrees(p, 1)),
        twin=where.tried(lambda p: agrees(p, -1), "$-c_A$ in place of $+c_A$"),
    )


# --- the proposition ----------------------------------------------------------------------------------------------


def separating_1() -> Finding:
    """The proposition of slide Appendix 2 wherever its conditions hold."""
    return stands_as_printed(paper.separating_1, where_1())


def smaller_of_two() -> Finding:
    """What an uncommitted patron is paid where one outcome survives, by the enumerator, against slide Appendix 2."""
    where = robust(16)

    def is_paid(p: Params, a: float) -> bool:
        (kept,) = (f for f in solver.enumerate_pure(p) if "local D1" in f.survives)
        path = kept.play["uncommitted"]
        return path.accepted and same_demand(path.demand, a) and same(path, taught(p).play["uncommitted"])

    return Finding(
        printed=where.tried(lambda p: is_paid(p, min(paper.a_star(p), p.a_max))),
        twin=where.tried(lambda p: is_paid(p, paper.a_star(p)), "$a^*$, however small $\\bar a$ is"),
        values={"short": sum(p.a_max < paper.a_star(p) for p in where.points), "all": len(where.points)},
    )


# --- its implications ---------------------------------------------------------------------------------------------


def credible_threat() -> Finding:
    """Every demand that is paid in an equilibrium that the enumerator finds, beliefs off the path being free."""
    where = assumed().first(24)
    found = [(f, type) for p in where.points for f in solver.enumerate_pure(p) for type in TYPES]
    made = [(f, type) for f, type in found if f.play[type].demand is not None]
    paid = [(f, type) for f, type in made if f.play[type].accepted]

    def would_leave(one: tuple[solver.Found, Type]) -> bool:
        f, type = one
        return f.profile.withdraws[type](f.play[type].demand)

    words = f"in the pure equilibria found at {len(where.points)} random points with {where.words}"
    return Finding(
        printed=trial(f"{len(paid)} demands that are paid, {words}", paid, would_leave),
        twin=trial(
            f"a credible threat is enough: {len(made)} demands {words}",
            made,
            lambda one: not would_leave(one) or one in paid,
        ),
        values={"paid": len(paid)},
    )


def success_signals() -> Finding:
    """The belief after a payment, by Bayes' rule, in the first two equilibria."""
    one, two = where_1().first(100), where_2().first(100)
    where = Region(f"the printed conditions of separating 1, or of separating 2 ({WIDE})", one.points + two.points)
    dear = Params(pi=0.3, l=0.1)
    paid = max(
        a for f in solver.enumerate_pure(dear) if (a := f.play["committed"].demand) and f.play["committed"].accepted
    )
    return Finding(
        printed=where.tried(lambda p: beliefs_after(p, "sharing") == {0.0}),
        twin=where.tried(lambda p: beliefs_after(p, "no offer", "free-riding") == {0.0}, "a sign that all give"),
        values={"at": at(dear), "paid": paid},
    )


def deterrence() -> Finding:
    """The challenger's offer after a payment, against every offer that he could be brought to without the alliance."""
    where = where_1().first(100)

    def boost(p: Params) -> float:
        """The offer after a payment, less the best one that a protégé that was left could be made."""
        return taught(p).play["uncommitted"].x - replies(p, False)[-1].x

    def keeps_deterrence(p: Params) -> bool:
        play = taught(p).play
        unharmed = all(abs(path.x - kept_offer(p)) < CLOSE and path.settles for path in play.values())
        return boost(p) > 0 and unharmed and beliefs_after(p, "sharing") == {0.0}

    return Finding(
        printed=where.tried(keeps_deterrence),
        twin=where.tried(
            lambda p: low_offer(p) > kept_offer(p) - CLOSE,
            "after a withdrawal the protégé of an uncommitted patron is offered as much",
        ),
        values={"least": f"{min(map(boost, where.points)):.2g}"},
    )


def money_for_power() -> Finding:
    """What an uncommitted patron is paid, against what the alliance adds to the challenger's offer, by the rules."""
    enough = tuple(p for p in where_1().points if p.a_max >= paper.a_star(p))[:200]
    where = Region(rf"{where_1().words}, $\bar a \ge a^*$", enough)
    ours = paths(where_1())

    def is_bought(p: Params, which: int) -> bool:
        """Whether the payment is the difference between the kept offer and the lower or the higher other one."""
        power = kept_offer(p) - replies(p, False)[which].x
        return same_demand(ours[p]["uncommitted"].demand, power) and same_demand(
            power, (p.p_h - p.p_l, p.p_h - p.p_m)[which]
        )

    return Finding(
        printed=where.tried(lambda p: is_bought(p, 0)),
        twin=where.tried(lambda p: is_bought(p, 1), "only what it adds to fighting together, $p_h - p_m$"),
    )


# --- the claims ---------------------------------------------------------------------------------------------------

CRISIS = (
    Claim(
        id="cs-kept-offer",
        source=SOURCE,
        where="slides Appendix 2 to Appendix 4",
        says="While the alliance stands, the challenger offers $p_h - c_T$ and the protégé accepts.",
        kind="theorem",
        expects=HOLDS,
        found="Under line (2) it is the one offer that is best at any belief, so that nothing which he learns in the "
        "negotiation changes it. Once the alliance is over there are two offers, one for each belief.",
        check=kept_offer_at_any_belief,
        proved="cs-kept-statement",
        deal="challenger/what-a-demand-tells/2",
    ),
)

SEPARATING_1 = (
    Claim(
        id="cs-separating-1",
        source=SOURCE,
        where="slides Equilibrium 1 and Appendix 2",
        says="Under Assumption 1 and lines (3) to (7) there is an equilibrium in which the committed patron makes "
        r"no offer, the uncommitted one is paid $\min\{a^*, \bar a\}$, and the challenger offers $p_h - c_T$ to either "
        "protégé.",
        kind="theorem",
        expects=HOLDS,
        found="The printed path is the taught one at [[points]] random points at which every printed condition "
        "holds, and at [[asked]] of them the solver found nobody who gains by anything else. The slides name no "
        r"beliefs off the path; the one that is used here is $\mu = 0$ after a withdrawal.",
        check=separating_1,
        proved="cs-prop-separating-1",
        deal="patron/what-to-demand/1",
        erratum="CS-8",
    ),
    Claim(
        id="cs-line-3",
        source=SOURCE,
        where="slide Appendix 2, line (3)",
        says="$l < 0$: separating 1 is for voters who dislike demands.",
        kind="theorem",
        expects=HOLDS,
        found="Its strategies are an equilibrium wherever the line holds and none for $l > 0$. They are one at $l = "
        "0$ as well ([[zero]] of [[points]] points), which the slides give to separating 2.",
        check=line_3,
        erratum="CS-10",
    ),
    Claim(
        id="cs-lines-4-5-6",
        source=SOURCE,
        where="slide Appendix 2, lines (4), (5), (6)",
        says=r"$\overline\beta > \frac{\underline\beta a^* - c_A}{p_h - p_m - c_T}$, $\frac{p_h - p_m - c_T + "
        r"c_A}{a^*} > \underline\beta$ and $p_h - p_m > c_T$: assumed in all three propositions.",
        kind="theorem",
        expects=HOLDS,
        found="They need not be assumed: they hold wherever (2) and (7) do. Where (7) holds and (2) is not asked "
        "for, at least one of them fails at [[broken]] of [[all]] points.",
        check=lines_4_to_6,
        proved="cs-redundant",
        erratum="CS-5",
    ),
    Claim(
        id="cs-line-7",
        source=SOURCE,
        where="slides Equilibrium 1, Equilibrium 2 and Appendix 2, line (7)",
        says=r"$\underline\beta(p_h - p_l) < \pi < \overline\beta(p_h - p_m - c_T) + c_A$: only the uncommitted "
        "patron would leave if she were refused.",
        kind="theorem",
        expects=HOLDS,
        found="The payoffs of the game say the same at every point, below, inside and above the window, as long as "
        "the challenger answers a withdrawal by $p_l - c_T$. For his other answer see the upper end of the window.",
        check=line_7,
        proved="cs-threat-statement",
        deal="patron/stay-or-go/1",
    ),
    Claim(
        id="cs-separating-1-min",
        source=SOURCE,
        where="slide Appendix 2",
        says=r"What the uncommitted patron demands and gets is $\min\{a^* = p_h - p_l, \bar a\}$. (Slide Equilibrium "
        "1 has $a^*$ alone.)",
        kind="computation",
        expects=HOLDS,
        found="The enumerator, which knows no formula, finds exactly this payment at all [[all]] points; at "
        r"[[short]] of them $\bar a$ is the smaller. It is the only outcome that survives the local form of D1 there.",
        check=smaller_of_two,
        proved="cs-prop-separating-1",
        deal="protege/what-is-it-worth/1",
    ),
    Claim(
        id="cs-credible-threat",
        source=SOURCE,
        where="slide Equilibrium 1, Implications; slide Conclusion (a)",
        says='"A credible threat of abandonment is key for successful cost-sharing negotiations".',
        kind="interpretation",
        expects=HOLDS,
        found="It is necessary. In every equilibrium that the enumerator found, below, inside and above (7) and with "
        "free beliefs, each of the [[paid]] demands that were paid is one after whose refusal the patron would "
        "have left. It is not sufficient.",
        check=credible_threat,
        proved="cs-nobody-pays",
        deal="protege/bluff/1",
    ),
    Claim(
        id="cs-success-signals",
        source=SOURCE,
        where="slide Equilibrium 1, Implications",
        says='"A successful negotiation is a sign of an uncommitted patron".',
        kind="interpretation",
        expects=HOLDS,
        found=r"Bayes' rule gives $\mu = 0$ after a payment in the first equilibrium, of which it is said, and in the "
        "second. Above (7), of which the slides say nothing, a committed patron can be paid too: [[paid]] at [[at]].",
        check=success_signals,
        deal="challenger/what-a-demand-tells/1",
        erratum="CS-13",
    ),
    Claim(
        id="cs-deterrence",
        source=SOURCE,
        where="slide Equilibrium 1, Implications",
        says='"A successful negotiation maintains deterrence by prioritizing a capability boost of alliances over '
        'signaling".',
        kind="interpretation",
        expects=HOLDS,
        found="After a payment the challenger knows that the patron is uncommitted and offers as much as to the other "
        "protégé; without the alliance the best of signals would bring less, by $p_h - p_m$, which was never below "
        "[[least]].",
        check=deterrence,
        deal="challenger/what-a-demand-tells/1",
    ),
    Claim(
        id="cs-money-for-power",
        source=SOURCE,
        where="slide Equilibrium 1, Implications",
        says='"Cost-sharing is an exchange between money and power".',
        kind="interpretation",
        expects=HOLDS,
        found="Point for point: the payment $a^*$ is what the alliance adds to the chance of winning, $p_h - p_l$, "
        r"and to the challenger's offer. Where $\bar a < a^*$ the protégé gets the same power for less money.",
        check=money_for_power,
        deal="protege/what-is-it-worth/5",
    ),
)
