"""Claims whose reach the atlas maps: what the propositions leave open, and what the morals say beyond their place.

Refinements, and all equilibria at a point, are the enumerator's; beliefs on the path are Bayes' rule by the solver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from alliancelib.core.game import Action, History
from alliancelib.core.ledger import FURTHER, HOLDS, OPEN, READING, Claim, Finding, Region, Trial, trial
from alliancelib.cost_sharing import paper, solver
from alliancelib.cost_sharing.claims_question import all_plays
from alliancelib.cost_sharing.claims_regions import (
    ASSUMED,
    CLOSE,
    SOURCE,
    WIDE,
    below,
    crisis,
    fragile,
    inside,
    kept_offer,
    low_offer,
    paths,
    printed_window,
    read_as_commitment,
    refused,
    replies,
    same,
    taught,
    told,
    where_1,
    where_2,
    where_3,
    where_cap,
    without_line_2,
    worst,
)
from alliancelib.cost_sharing.equilibrium import mu_star
from alliancelib.cost_sharing.model import TYPES, Params, Path, Type, always, beta, is_demand, prior
from alliancelib.cost_sharing.solver import Found

# --- existence and beliefs ----------------------------------------------------------------------------------------


@cache
def _found(p: Params, wanted: tuple[Path, Path]) -> Found | None:
    """A path among the equilibria that the enumerator finds, its demands put among the critical ones."""
    every = solver.enumerate_pure(p, [path.demand for path in wanted if path.demand is not None])
    return next((f for f in every if all(same(f.play[type], path) for type, path in zip(TYPES, wanted))), None)


def _path(p: Params) -> tuple[Path, Path]:
    """The path of slide Appendix 2 or 3, whichever speaks of the sign of l."""
    proposition = paper.separating_1 if p.l < 0 else paper.separating_2
    return tuple(proposition(p).play[type] for type in TYPES)


def window_upper() -> Finding:
    """Separating 1 and 2 near the upper end of (7): whether they exist, and beside that what they survive."""
    where = fragile(12)
    above = where.moved(
        rf"{ASSUMED}, $\bar a > a^*$, $\pi$ above (7)", lambda p: replace(p, pi=printed_window(p)[1] * 1.05 + 0.01)
    )

    def survives(p: Params, *refinements: str) -> bool:
        found = _found(p, _path(p))
        return found is not None and found.survives.issuperset(refinements)

    return Finding(
        printed=where.tried(survives, "that the printed path is an equilibrium"),
        twin=above.tried(survives, "that the printed path is an equilibrium"),
        values={
            "lost": sum(not survives(p, "intuitive") for p in where.points),
            "kept": sum(survives(p, "local intuitive", "local D1") for p in where.points),
            "all": len(where.points),
        },
    )


def off_path_beliefs() -> Finding:
    """The strategies of separating 1 and 2 under different beliefs about a withdrawal that never comes."""
    count = 12
    paid = tuple(p for p in where_1().points if p.a_max >= paper.a_star(p))[:count] + where_2().points[:count]
    where = Region(rf"the printed conditions of separating 1 or 2, $\bar a \ge a^*$ ({WIDE})", paid)

    def under(p: Params, mu: float) -> bool:
        """Whether nobody gains if he believes ``mu`` after every withdrawal, and answers as the strategies have it."""
        eq = taught(p)
        return worst(eq.profile, replace(eq.beliefs, withdrawal=always(mu)), p) < CLOSE

    return Finding(
        printed=where.tried(lambda p: under(p, 0.0), r"some belief supports the path, $\mu = 0$"),
        twin=where.tried(lambda p: read_as_commitment(taught(p)) < CLOSE, r"so does $\mu = 1$ after a withdrawal"),
        values={"border": sum(under(p, mu_star(p)) for p in where.points), "all": len(where.points)},
    )


def assumption_1() -> Finding:
    """Separating 1 with line (1) and line (2) of slide Appendix 1, and without line (2), by the enumerator."""
    both, one = where_1().first(16), without_line_2(16)

    def exists(p: Params) -> bool:
        return _found(p, _path(p)) is not None

    alone = one.tried(exists, "line (1) alone")
    return Finding(
        printed=both.tried(exists, "both lines"),
        twin=alone,
        values={"not": alone.tried - alone.held, "all": alone.tried},
    )


# --- the rules that the propositions need -------------------------------------------------------------------------


def offer_set() -> Finding:
    """The committed patron's worth as her refused demand grows towards a_max, by the rules, in separating 2."""
    where = where_2().first(40)

    def worth(p: Params, a: float) -> float:
        return crisis(p, "committed", "free-riding", a, kept_offer(p))["ally"]

    def is_best(p: Params, a: float) -> bool:
        """Whether no demand closer to a_max is better."""
        return all(worth(p, a) >= worth(p, p.a_max - (p.a_max - a) / 2**k) for k in range(1, 12))

    return Finding(
        printed=where.tried(
            lambda p: any(is_best(p, p.a_max * (1 - 2.0**-k)) for k in range(1, 12)), "a best demand below $\\bar a$"
        ),
        further=where.tried(lambda p: is_demand(p, p.a_max) and is_best(p, p.a_max), "with $\\bar a$ itself allowed"),
        twin=where.tried(lambda p: is_best(p, paper.a_star(p)), "$a^*$ is the committed patron's best demand"),
    )


def two_types() -> Finding:
    """The stakes of the two types that nature draws, against the interval that is printed."""
    where = inside().first(100)

    def between_the_ends(p: Params) -> bool:
        return all(p.beta_lo < beta(p, type) < p.beta_hi for type in TYPES)

    def middle_is_drawn(p: Params) -> bool:
        return any(abs(beta(p, type) - (p.beta_lo + p.beta_hi) / 2) < CLOSE for type in TYPES)

    return Finding(
        printed=where.tried(between_the_ends, "an open interval that holds both types"),
        further=where.tried(lambda p: {beta(p, t) for t in TYPES} == {p.beta_lo, p.beta_hi}, "a set of two"),
        twin=where.tried(middle_is_drawn, "a type in the middle"),
    )


def no_silent_exit() -> Finding:
    """When the rules let the patron leave; and in separating 1 what she would gain by leaving without a demand."""
    plays = all_plays()
    left = [play for play in plays if "withdraw" in play]

    def comes_after(play: History, *before: Action) -> bool:
        """Whether a withdrawal, if there is one, comes right after one of the actions."""
        return "withdraw" not in play or play[play.index("withdraw") - 1] in before

    words = f"all {len(plays)} plays of the game with one demand and one offer to choose"
    where = where_1()
    paid = dict(zip(where.points, told(where).payoffs["uncommitted"]["ally"]))

    def is_better_than_slipping_away(p: Params) -> bool:
        return paid[p] >= crisis(p, "uncommitted", "withdrawal", 0.0, low_offer(p))["ally"] - CLOSE

    def line(p: Params) -> bool:
        least = min(paper.a_star(p), p.a_max)
        return p.pi <= (1 + p.l) * least + p.beta_lo * paper.a_star(p) + CLOSE

    agrees = sum(line(p) == is_better_than_slipping_away(p) for p in where.points)
    exits = where.tried(is_better_than_slipping_away, "and if it might leave without a demand")
    return Finding(
        printed=trial(f"after a refusal: {words}", plays, lambda play: comes_after(play, "reject")),
        twin=trial(f"after any demand: {words}", plays, lambda play: comes_after(play, play[1])),
        values={
            "plays": len(plays),
            "left": len(left),
            "better": exits.tried - exits.held,
            "agrees": agrees,
            "all": exits.tried,
        },
    )


# --- the morals, beyond their place -------------------------------------------------------------------------------


def after_a_refusal(p: Params, play: dict[Type, Path], *outcomes: str) -> float | None:
    """The chance of a committed patron among those who were refused and ended so; None if there are none."""
    there = [type for type in TYPES if refused(play[type]) and play[type].outcome in outcomes]
    weight = sum(prior(p, type) for type in there)
    return prior(p, "committed") * ("committed" in there) / weight if weight else None


def failure_everywhere() -> Finding:
    """The chance of a committed patron after a failure: up to the end of (7) with l > 0, and in separating 2."""

    def is_a_sign(region: Region, *outcomes: str) -> Callable[[Params], bool]:
        return lambda p: after_a_refusal(p, paths(region)[p], *outcomes) == 1

    regions = (where_2(), where_cap(), where_3(), below())
    words = "every equilibrium of the book up to the upper end of (7) with $l > 0$"
    every = [(region, p) for region in regions for p in region.points]
    two, three = where_2(), where_3()

    def tried(*outcomes: str) -> Trial:
        said = f"{words}, {len(every):,} random points ({WIDE})"
        return trial(said, every, lambda one: is_a_sign(one[0], *outcomes)(one[1]))

    return Finding(
        printed=tried("free-riding", "withdrawal"),
        readings=(
            two.tried(is_a_sign(two, "free-riding", "withdrawal"), "in the second equilibrium alone"),
            three.tried(is_a_sign(three, "free-riding"), "in the third, a failure after which the patron stayed"),
        ),
        twin=two.tried(lambda p: after_a_refusal(p, paths(two)[p], "free-riding") == 0, "a sign of the other type"),
    )


def separating_name() -> Finding:
    """What tells the types apart by the time that the challenger moves, in the three equilibria."""
    regions = (where_1(), where_2(), where_3())
    points = [(region, p) for region in regions for p in region.points[:100]]
    words = f"{len(points)} random points, a third of them where each proposition is said to hold ({WIDE})"

    def told_apart(region: Region, p: Params) -> bool:
        return set(solver.bayes(taught(p).profile, p).values()) == {0.0, 1.0}

    def by_demand(region: Region, p: Params) -> bool:
        asks = [paths(region)[p][type].demand for type in TYPES]
        return asks[0] != asks[1]

    def by_answer(region: Region, p: Params) -> bool:
        return paths(region)[p]["committed"].accepted != paths(region)[p]["uncommitted"].accepted

    return Finding(
        printed=trial(
            f"by what the challenger has seen before he moves: {words}", points, lambda one: told_apart(*one)
        ),
        readings=(trial(f"by the demand: {words}", points, lambda one: by_demand(*one)),),
        twin=trial(f"by the protégé's answer: {words}", points, lambda one: by_answer(*one)),
    )


def conclusion_b() -> Finding:
    """Conclusion (b): what a payment reveals, what it keeps, and what the revelation costs."""
    one, two, three = where_1().first(80), where_2().first(80), where_3().first(80)
    where = Region(f"the printed conditions of separating 1 or 2 ({WIDE})", one.points + two.points)

    def reveals_and_keeps(p: Params) -> bool:
        """Whether the uncommitted patron is known for it, keeps the alliance, and her protégé is better off."""
        path = taught(p).play["uncommitted"]
        known = {mu for (n, _), mu in solver.bayes(taught(p).profile, p).items() if n == path.outcome} == {0.0}
        return known and not path.withdraws and path.x > replies(p, False)[-1].x + CLOSE

    def price(p: Params) -> float:
        """What being taken for committed would add to the offer under the alliance."""
        kept = replies(p, True)
        return kept[-1].x - kept[0].x

    return Finding(
        printed=where.tried(reveals_and_keeps),
        twin=three.tried(reveals_and_keeps, "always, the third equilibrium included"),
        values={"price": max(map(price, where.points))},
    )


# --- the claims ---------------------------------------------------------------------------------------------------

ATLAS = (
    Claim(
        id="cs-two-types",
        source=SOURCE,
        where="slide Game",
        says=r"The issue is worth $\beta \in (\overline\beta, \underline\beta)$ to the patron. (One overlay has the "
        "ends in the other order.)",
        kind="interpretation",
        expects=FURTHER,
        found="The slide on the negotiation draws one of two types. Their stakes are the ends, which an open "
        "interval leaves out: a set of two is meant.",
        check=two_types,
        erratum="CS-3",
    ),
    Claim(
        id="cs-offer-set",
        source=SOURCE,
        where="slide Game: the cost-sharing negotiation stage",
        says=r"A demand lies in $(0, \bar a)$.",
        kind="theorem",
        expects=FURTHER,
        found=r"With $\bar a$ left out the committed patron of separating 2 has no best demand: at every point each "
        r"demand is worse than a slightly larger one. With $\bar a$ allowed, as the propositions themselves assume, "
        "she has one.",
        check=offer_set,
        deal="patron/what-to-demand/7",
        erratum="CS-2",
    ),
    Claim(
        id="cs-no-silent-exit",
        source=SOURCE,
        where="slide Game: the cost-sharing negotiation stage",
        says="The patron can leave only after the protégé has refused a demand.",
        kind="theorem",
        expects=HOLDS,
        found="A rule of the game: of its [[plays]] plays with one demand and one offer to choose, [[left]] have a "
        "withdrawal, each right after a refusal. Separating 1 leans on it. If the uncommitted patron might also leave "
        r"in silence, she would rather do so at [[better]] of [[all]] points. She would not where $\pi \le (1 + "
        r"l)\min\{a^*, \bar a\} + \underline\beta a^*$, a line that agrees with the payoffs at [[agrees]] points.",
        check=no_silent_exit,
        erratum="CS-11",
    ),
    Claim(
        id="cs-assumption-1",
        source=SOURCE,
        where="slides Appendix 1 to Appendix 4",
        says='"When assumption 1 is satisfied": lines (1) and (2) stand under one heading.',
        kind="interpretation",
        expects=HOLDS,
        found="Both lines are meant. With both, the enumerator finds the play of separating 1 at every point; with "
        "line (1) alone it does not find it at [[not]] of [[all]], any belief being allowed.",
        check=assumption_1,
        erratum="CS-4",
    ),
    Claim(
        id="cs-window-upper",
        source=SOURCE,
        where="slides Equilibrium 1, Equilibrium 2 and Appendix 2, line (7)",
        says=r"Separating 1 and 2 exist up to $\pi < \overline\beta(p_h - p_m - c_T) + c_A$.",
        kind="theorem",
        expects=HOLDS,
        found=r"They exist, which is all that the slides claim. A remark: where $\pi > \overline\beta(p_h - p_m)$ the "
        "committed patron would leave if her leaving were taken for a sign of commitment. There the intuitive "
        "criterion rejects them at [[lost]] of [[all]] points, and its local form, which compares leaving with "
        "staying only, keeps them at [[kept]].",
        check=window_upper,
        erratum="CS-9",
    ),
    Claim(
        id="cs-off-path-beliefs",
        source=SOURCE,
        where="slides Appendix 2 and Appendix 3",
        says="Separating 1 and 2 are perfect Bayesian equilibria; their paths are stated, and no belief off the path.",
        kind="theorem",
        expects=HOLDS,
        found=r"Nobody leaves on the path, so the belief after a withdrawal is free. With $\mu = 0$ there they are "
        r"equilibria, and with $\mu = \mu^*$ they still are at [[border]] of [[all]] points. The choice matters: with "
        r"$\mu = 1$ the protégé would rather be left than pay $a^*$.",
        check=off_path_beliefs,
        erratum="CS-8",
    ),
    Claim(
        id="cs-proofs",
        source=SOURCE,
        where="slides Appendix 3 and Appendix 4",
        says='"See Appendix for proof."',
        kind="literature",
        expects=OPEN,
        found="The copy that we have ends with Appendix 5, a figure, and contains no proof. Those in this book are "
        "ours.",
    ),
    Claim(
        id="cs-separating-name",
        source=SOURCE,
        where="slides Equilibrium 1, Equilibrium 2 and Appendix 4",
        says="All three equilibria are separating.",
        kind="interpretation",
        expects=READING,
        found="The challenger knows the type in all three by the time that he makes his offer. If separating is said "
        "of the demand alone, it is true of the first two, and in the third both types demand the same.",
        check=separating_name,
        deal="challenger/who-left/3",
    ),
    Claim(
        id="cs-failure-everywhere",
        source=SOURCE,
        where="slide Equilibrium 2, Implications, read without the equilibrium",
        says="Failure of the negotiation is a sign of a committed patron, whatever the equilibrium.",
        kind="interpretation",
        expects=READING,
        found="The slides say it of the second equilibrium, where it is right. In the third both types are refused, "
        "and what tells is that one of them leaves. Below (7) both are refused and both stay, and a failure tells "
        "nothing.",
        check=failure_everywhere,
        deal="challenger/what-a-demand-tells/4",
        erratum="CS-13",
    ),
    Claim(
        id="cs-conclusion-b",
        source=SOURCE,
        where="slide Conclusion (b)",
        says='"Allies sometimes abandon the signaling aspect to secure a capability boost".',
        kind="interpretation",
        expects=HOLDS,
        found="In the first two equilibria the uncommitted patron makes herself known and keeps the alliance, and her "
        "protégé is offered more than any signal would bring without one. Nothing is sacrificed: under the alliance "
        "to be taken for committed would add [[price]] to the offer.",
        check=conclusion_b,
        deal="challenger/what-a-demand-tells/1",
    ),
)
