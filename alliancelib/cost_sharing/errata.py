"""Errata to the slides of the cost-sharing game, each with numbers that are computed anew.

The text is the slides of 24 January 2025, in a copy that was read by a scanner, so that a slip of print may be the
copy's; the author may have corrected any of it since. `AT` has the parameters of each counterexample, which are those
of its deal where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from alliancelib.core.game import Player
from alliancelib.core.ledger import Counterexample, Erratum
from alliancelib.cost_sharing import equilibrium, paper, solver
from alliancelib.cost_sharing.claims_regions import (
    CLOSE,
    SOURCE,
    at,
    crisis,
    inside,
    kept_offer,
    low_offer,
    replies,
    same,
    stands,
    taught,
)
from alliancelib.cost_sharing.model import TYPES, Equilibrium, Params, Type, always
from alliancelib.cost_sharing.scenarios import LOUD_JAPAN
from alliancelib.cost_sharing.scenarios_mistakes import bare_l_star
from alliancelib.cost_sharing.solver import Found

AT: Mapping[str, Params] = MappingProxyType(
    {
        "CS-1": Params(l=0.7, phi=0.3),
        "CS-2": Params(l=0.2),
        "CS-4": Params(c_A=0.05),
        "CS-5": Params(l=0.5, a_max=0.45, pi=0.23),
        "CS-6": Params(),
        "CS-7": Params(l=0.6),
        "CS-8": Params(),
        "CS-9": Params(c_T=0.05, c_A=0.12, pi=0.25, l=0.1),
        "CS-10": Params(l=0.3, a_max=0.5),
        "CS-11": Params(l=-0.9, pi=0.22),
        "CS-13": Params(l=0.2, pi=0.05, phi=0.3),
        "CS-14": replace(LOUD_JAPAN, pi=0.1),
        "CS-15": Params(l=0.2, a_max=0.4),
    }
)
"""The parameters at which each erratum is shown, by its id."""


def _close(*pairs: tuple[float, float]) -> bool:
    return all(abs(one - other) < CLOSE for one, other in pairs)


def _answered_by(eq: Equilibrium, x: float) -> Equilibrium:
    """The same strategies, every withdrawal answered by ``x``."""
    return replace(eq, profile=replace(eq.profile, x=replace(eq.profile.x, withdrawal=always(x))))


def _gains(eq: Equilibrium) -> Mapping[Player, float]:
    """Each player's best gain from one other answer, exit or offer."""
    found: dict[Player, float] = {}
    for deviation in solver.deviations(eq.profile, eq.beliefs, eq.p):
        if deviation.stage in ("exit", "answer", "offer"):
            found[deviation.player] = max(deviation.gain, found.get(deviation.player, 0.0))
    return found


def _paid(found: Found, type: Type) -> float | None:
    path = found.play[type]
    return path.demand if path.accepted else None


# --- the counterexamples ------------------------------------------------------------------------------------------


def printed_offer() -> Counterexample:
    """The printed x after a withdrawal, put into the equilibrium."""
    p = AT["CS-1"]
    eq, printed = taught(p), paper.separating_3(p)
    gains = _gains(_answered_by(eq, printed.play["uncommitted"].x))
    had = crisis(p, "uncommitted", "withdrawal", p.a_max, printed.play["uncommitted"].x)["challenger"]
    has = crisis(p, "uncommitted", "withdrawal", p.a_max, low_offer(p))["challenger"]
    return Counterexample(
        stands=printed.applies
        and stands(eq)
        and _close((gains["challenger"], p.p_h - p.p_l), (has - had, p.p_h - p.p_l), (gains["ally"], p.pi)),
        values={
            "at": at(p),
            "printed": printed.play["uncommitted"].x,
            "right": eq.play["uncommitted"].x,
            "had": had,
            "has": has,
            "gain": gains["challenger"],
            "leaves": gains["ally"],
            "refuses": gains["target"],
        },
    )


def open_offers() -> Counterexample:
    """What ever larger refused demands are worth to a committed patron."""
    p = AT["CS-2"]
    demands = [p.a_max * (1 - 10.0**-k) for k in range(1, 7)]
    worths = [crisis(p, "committed", "free-riding", a, kept_offer(p))["ally"] for a in (*demands, p.a_max)]
    return Counterexample(
        stands=sorted(worths) == worths
        and len(set(worths)) == len(worths)
        and _close((worths[-1], _had(p, "committed"))),
        values={
            "at": at(p),
            "first": demands[0],
            "less": worths[0],
            "next": demands[1],
            "more": worths[1],
            "most": worths[-1],
        },
    )


def _had(p: Params, type: Type) -> float:
    return taught(p).payoffs[type]["ally"]


def why_each_assumption() -> Counterexample:
    """Four points at which one part of lines (1) and (2) fails, and all else that separating 1 asks for holds."""
    always_fights = AT["CS-4"]
    never_fights = Params(c_A=0.155)
    stays_home = Params(p_m=0.35, c_A=0.15, c_T=0.05, beta_lo=0.45, beta_hi=0.5, pi=0.3)
    costly_war = Params(p_l=0.05, p_m=0.3, pi=0.3)
    points = (always_fights, never_fights, stays_home, costly_war)
    broken = [[c.name for c in paper.separating_1(p).conditions if not c] for p in points]
    small = 0.05
    found = {p: solver.enumerate_pure(p, (small,)) for p in points}
    wanted = {p: min(paper.a_star(p), p.a_max) for p in points}
    most = {p: max((_paid(f, "uncommitted") or 0.0 for f in found[p]), default=0.0) for p in points}
    leaves = next(f for f in found[never_fights] if f.play["committed"].demand is None)
    both = {_paid(found[stays_home][0], type) for type in TYPES}
    return Counterexample(
        stands=broken == [["(2)"], ["(2)"], ["(2)"], ["(1)"]]
        and most[always_fights] < wanted[always_fights] - CLOSE
        and most[never_fights] == 0
        and not solver.enumerate_pure(never_fights, (small + 1e-4,))
        and len(found[stays_home]) == 1
        and None not in both
        and most[costly_war] < wanted[costly_war] - CLOSE,
        values={
            "at_1": at(always_fights),
            "star_1": wanted[always_fights],
            "most_1": most[always_fights],
            "at_2": at(never_fights),
            "asks": leaves.play["uncommitted"].demand,
            "leaves": leaves.payoffs["uncommitted"]["ally"],
            "silent": leaves.payoffs["committed"]["ally"],
            "at_3": at(stays_home),
            "both": max(both),
            "at_4": at(costly_war),
            "star_4": wanted[costly_war],
            "most_4": most[costly_war],
        },
    )


def redundant_lines() -> Counterexample:
    """Points at which (2) and (7) hold, with every other line; and one at which (11) is not enough."""
    where, p = inside(), AT["CS-5"]
    held = [q for q in where.points if paper.condition_4(q) and paper.condition_5(q) and paper.condition_6(q)]
    return Counterexample(
        stands=held == list(where.points)
        and bool(paper.condition_11(p))
        and not paper.condition_10(p)
        and taught(p).name == "cap"
        and stands(taught(p)),
        values={"points": len(where.points), "at": at(p), "l_star": paper.l_star(p)},
    )


def a_deal_saves() -> Counterexample:
    """How much more the deal is worth to patron and protégé together than the exit, and how much that is at least."""
    where, p = inside(), AT["CS-6"]

    def saved(q: Params) -> float:
        return (1 + q.beta_lo) * paper.a_star(q) - q.pi

    def least(q: Params) -> float:
        return q.p_m - q.p_l + q.c_T

    deal = crisis(p, "uncommitted", "sharing", paper.a_star(p), kept_offer(p))
    exit = crisis(p, "uncommitted", "withdrawal", paper.a_star(p), low_offer(p))
    joint = sum(deal[who] - exit[who] for who in ("ally", "target"))
    return Counterexample(
        stands=all(saved(q) > least(q) > 0 for q in where.points) and _close((joint, saved(p))),
        values={"points": len(where.points), "saved": saved(p), "least": least(p)},
    )


def bare_beta() -> Counterexample:
    """Between the two borders that a bare beta in eq. (9) might mean, the deal against the loud demand."""
    p = AT["CS-7"]
    wrong = bare_l_star(p)
    deal = crisis(p, "uncommitted", "sharing", paper.a_star(p), kept_offer(p))["ally"]
    loud = crisis(p, "uncommitted", "withdrawal", p.a_max, low_offer(p))["ally"]
    return Counterexample(
        stands=paper.l_star(p) < p.l < wrong and loud > deal and _close((loud, _had(p, "uncommitted"))),
        values={"right": paper.l_star(p), "wrong": wrong, "l": p.l, "deal": deal, "loud": loud, "gain": loud - deal},
    )


def silent_beliefs() -> Counterexample:
    """A challenger who reads a withdrawal as commitment, in separating 1 and just below l_star in separating 2."""
    p, near = AT["CS-8"], replace(AT["CS-8"], l=0.4)
    middle = replies(p, False)[-1].x
    refuse = crisis(p, "uncommitted", "withdrawal", paper.a_star(p), middle)["target"]
    pay = crisis(p, "uncommitted", "sharing", paper.a_star(p), kept_offer(p))["target"]
    loud = crisis(near, "uncommitted", "withdrawal", near.a_max, middle)["ally"]
    deal = crisis(near, "uncommitted", "sharing", paper.a_star(near), kept_offer(near))["ally"]
    paid = [a for f in solver.enumerate_pure(p) if (a := _paid(f, "uncommitted"))]
    half = sum((min(paid), max(paid))) / 2
    between = [_paid(f, "uncommitted") for f in solver.enumerate_pure(p, (half,))]
    return Counterexample(
        stands=refuse > pay
        and loud > deal
        and stands(taught(near))
        and half in between
        and _close((refuse - pay, p.p_m - p.p_l)),
        values={
            "refuse": refuse,
            "pay": pay,
            "mu": equilibrium.mu_star(p),
            "l": near.l,
            "loud": loud,
            "deal": deal,
            "least": min(paid),
            "most": max(paid),
        },
    )


def fragile_window() -> Counterexample:
    """The example F: inside eq. (7), above beta_hi (p_h - p_m)."""
    p = AT["CS-9"]
    quiet = replace(p, l=-0.3)
    wanted = paper.separating_2(p)
    (found,) = (f for f in solver.enumerate_pure(p) if all(same(f.play[t], wanted.play[t]) for t in TYPES))
    middle = replies(p, False)[-1].x
    leaves = {type: crisis(p, type, "withdrawal", p.a_max, middle)["ally"] for type in TYPES}
    had = {type: found.payoffs[type]["ally"] for type in TYPES}
    other = max(
        (f for f in solver.enumerate_pure(quiet) if _paid(f, "committed")), key=lambda f: _paid(f, "uncommitted")
    )
    return Counterexample(
        stands=wanted.applies
        and leaves["committed"] > had["committed"]
        and leaves["uncommitted"] < had["uncommitted"]
        and found.survives == {"local intuitive", "local D1"},
        values={
            "at": at(p),
            "end": p.beta_hi * (p.p_h - p.p_m),
            "quiet": quiet.l,
            "has": had["committed"],
            "exit": leaves["committed"],
            "hers": had["uncommitted"],
            "below": leaves["uncommitted"],
            "paid": _paid(other, "committed"),
            "worth": other.payoffs["committed"]["ally"],
        },
    )


def borders() -> Counterexample:
    """The three borders that the lines leave out: a_max = a_star, l = 0 and l = l_star."""
    p, zero, star = AT["CS-10"], Params(l=0.0), Params(l=paper.l_star(Params()))
    silent = crisis(zero, "committed", "no offer", None, kept_offer(zero))["ally"]
    loud = crisis(zero, "committed", "free-riding", zero.a_max, kept_offer(zero))["ally"]
    deal = crisis(star, "uncommitted", "sharing", paper.a_star(star), kept_offer(star))["ally"]
    exit = crisis(star, "uncommitted", "withdrawal", star.a_max, low_offer(star))["ally"]
    play = taught(p).play
    return Counterexample(
        stands=p.a_max == paper.a_star(p)
        and not paper.condition_8(p)
        and stands(taught(p))
        and (play["committed"].outcome, play["uncommitted"].outcome) == ("free-riding", "sharing")
        and _close((silent, loud), (deal, exit)),
        values={
            "a": p.a_max,
            "l": p.l,
            "hers": _had(p, "committed"),
            "its": _had(p, "uncommitted"),
            "zero": loud,
            "star": star.l,
            "deal": deal,
        },
    )


def silent_exit() -> Counterexample:
    """Voters who mind demands very much: the deal against slipping away, which the rules forbid."""
    p = AT["CS-11"]
    slips = crisis(p, "uncommitted", "withdrawal", 0.0, low_offer(p))["ally"]
    has = _had(p, "uncommitted")
    return Counterexample(
        stands=paper.separating_1(p).applies and stands(taught(p)) and slips > has,
        values={"at": at(p), "has": has, "slips": slips},
    )


def reach_of_the_morals() -> Counterexample:
    """What a refusal and a demand tell at four points: below (7), and in the three equilibria."""
    low, one, two, three = AT["CS-13"], Params(l=-0.3), Params(l=0.2), Params(l=0.7)

    def seen(p: Params) -> Mapping[str, float]:
        return {n: mu for (n, _), mu in solver.bayes(taught(p).profile, p).items()}

    def lead(p: Params) -> float:
        asks = [taught(p).play[type].demand or 0.0 for type in TYPES]
        return asks[0] - asks[1]

    return Counterexample(
        stands=seen(low) == {"free-riding": low.phi}
        and seen(two) == {"free-riding": 1, "sharing": 0}
        and seen(three) == {"free-riding": 1, "withdrawal": 0}
        and lead(two) > 0 > lead(one)
        and _close((lead(three), 0.0)),
        values={
            "at": at(low),
            "phi": low.phi,
            "l_1": one.l,
            "l_2": two.l,
            "second": seen(two)["free-riding"],
            "up": lead(two),
            "down": -lead(one),
            "kept": kept_offer(three),
            "left": taught(three).play["uncommitted"].x,
        },
    )


def two_readings_of_2019() -> Counterexample:
    """The committed patron of separating 2, and either type of a cheap alliance, in the book's numbers for Japan."""
    cheap, loud = AT["CS-14"], LOUD_JAPAN
    path = taught(loud).play["committed"]
    return Counterexample(
        stands=taught(loud).name == "separating 2"
        and taught(cheap).name == "no credible threat"
        and all(same(taught(cheap).play[type], path) for type in TYPES)
        and stands(taught(loud))
        and stands(taught(cheap)),
        values={"dear": loud.pi, "cheap": cheap.pi, "end": paper.condition_7(loud).sides[0].right, "a": path.demand},
    )


def capped_demands() -> Counterexample:
    """An audience that likes demands, and no more than a_star to be demanded: what none of the propositions covers."""
    p = AT["CS-15"]
    eq = taught(p)
    (kept,) = (f for f in solver.enumerate_pure(p) if "local D1" in f.survives)
    return Counterexample(
        stands=not any(proposition(p).applies for proposition in paper.PROPOSITIONS)
        and stands(eq)
        and all(same(kept.play[type], eq.play[type]) for type in TYPES),
        values={"at": at(p), "hers": _had(p, "committed"), "its": _had(p, "uncommitted")},
    )


# --- the errata ---------------------------------------------------------------------------------------------------

ERRATA = (
    Erratum(
        id="CS-1",
        source=SOURCE,
        title="Separating 3: the offer to a protégé that was left",
        where="slide Appendix 4",
        kind="error",
        size="major",
        printed="After the uncommitted patron has left, C offers $x = p_h - c_T$ and T accepts.",
        correct="C offers $x = p_l - c_T$. Bayes' rule tells him that the patron is uncommitted, so the protégé stands "
        "alone and settles for that.",
        shown="At [[at]] and the book's other numbers the printed [[printed]] leaves the challenger [[had]]; by "
        "offering [[right]] he has [[has]], a gain of [[gain]]. Were the printed offer made all the same, a refused "
        "committed patron would gain [[leaves]] by leaving too, and a protégé asked for $a^*$ would gain [[refuses]] "
        "by refusing.",
        counterexample=printed_offer,
        survives="The path of the negotiation is an equilibrium exactly as claimed, with this one change. What "
        "changes is the moral: here deterrence is not maintained. The clause just before ends with the same formula, "
        "where it is right, so it is probably a slip of copying.",
        deal="challenger/who-left/3",
    ),
    Erratum(
        id="CS-2",
        source=SOURCE,
        title="The largest demand must be allowed",
        where="slide Game: the cost-sharing negotiation stage",
        kind="slip",
        size="minor",
        printed=r"$a \in (0, \bar a)$.",
        correct=r"$a \in (0, \bar a]$, since the propositions have types that demand $\bar a$.",
        shown="At [[at]] a committed patron's refused demand of [[first]] is worth [[less]] to her, one of [[next]] is "
        r"worth [[more]], and so on up to [[most]], which only $\bar a$ itself brings: without it there is no best "
        "demand.",
        counterexample=open_offers,
        survives="With the end included nothing suffers. Without it separating 2 for $l > 0$, separating 3, the cap, "
        r"and separating 1 where $\bar a \le a^*$ would have no equilibrium.",
        deal="patron/what-to-demand/7",
    ),
    Erratum(
        id="CS-3",
        source=SOURCE,
        title="Two types, not an interval",
        where="slide Game",
        kind="slip",
        size="tiny",
        printed=r"Uncertainty over $\beta \in (\overline\beta, \underline\beta)$; on one overlay the ends stand in "
        "the other order.",
        correct=r"$\beta \in \{\underline\beta, \overline\beta\}$ with $\underline\beta < \overline\beta$, as on the "
        "slide of the negotiation.",
        survives="Untouched.",
        no_deal="A slip of print: there is nothing to play.",
    ),
    Erratum(
        id="CS-4",
        source=SOURCE,
        title="Assumption 1 is both lines, and each part of it is needed",
        where='slide Appendix 1; slides Equilibrium 1 and Equilibrium 2, "other conditions"',
        kind="remark",
        size="minor",
        printed='"When assumption 1 is satisfied"; the heading Assumption stands over lines (1) and (2).',
        correct="Both lines are meant. Where one part fails and all other lines of separating 1 hold, its play is no "
        "equilibrium.",
        shown="At [[at_1]] an uncommitted patron who has left would come back, and no more than [[most_1]] is ever "
        "paid, not [[star_1]]. At [[at_2]] she would not fight even for a kept ally: nobody pays her, she demands "
        "something small, at most [[asks]], in order to leave, and has [[leaves]] (the committed one asks for nothing "
        "and has [[silent]]). At [[at_3]] a committed patron would not come back once she has left, and both types are "
        "paid [[both]]. And at [[at_4]], where line (1) fails, the protégé pays at most [[most_4]], not [[star_4]].",
        counterexample=why_each_assumption,
        survives='The propositions stand with both lines. On the main slides line (2) is among the "other conditions".',
        deal="protege/mistakes/3",
    ),
    Erratum(
        id="CS-5",
        source=SOURCE,
        title="Lines that follow from others",
        where="slides Appendix 2 to Appendix 4",
        kind="remark",
        size="tiny",
        printed="Lines (4), (5) and (6) are assumed beside (2) and (7), and (8) beside (9).",
        correct=r"(2) and (7) imply (4), (5) and (6); (9) implies (8); (10) says that $\bar a > a^*$ and $l^* < 1$. "
        "Line (11) alone is not enough.",
        shown="At all [[points]] random points with (1), (2) and (7) the three lines hold. At [[at]] line (11) "
        "holds, with $l^* = [[l_star]]$, and what is played is the cap; line (10) excludes the point.",
        counterexample=redundant_lines,
        survives="Nothing is wrong. The lines say, with other letters, that the window (7) is not empty.",
        deal="protege/cap/13",
    ),
    Erratum(
        id="CS-6",
        source=SOURCE,
        title="The deal always saves something",
        where="slides Equilibrium 2 and Appendix 3, line (9)",
        kind="remark",
        size="tiny",
        printed="$l^*$ is used without saying that its numerator is positive.",
        correct=r"It is: under (2) and (7), $(1 + \underline\beta)a^* - \pi > p_m - p_l + c_T > 0$, so that the "
        r"uncommitted patron prefers the deal to silence, and $l^* > 0$ where $\bar a > a^*$.",
        shown="True at all [[points]] random points with (1), (2) and (7). At the book's numbers the two sides are "
        "[[saved]] and [[least]], and [[saved]] is what patron and protégé together have more from the deal than from "
        "the exit.",
        counterexample=a_deal_saves,
        survives="No further condition is needed.",
        deal="patron/mistakes/6",
    ),
    Erratum(
        id="CS-7",
        source=SOURCE,
        title=r"A bare $\beta$ in lines (4) and (9)",
        where="slides Appendix 2 and Appendix 3",
        kind="slip",
        size="tiny",
        printed=r"$l^* = \frac{(1 + \beta)a^* - \pi}{\bar a - a^*}$, and $\beta(p_h - p_l)$ in line (4); the bars may "
        "be lost in our copy only.",
        correct=r"$\underline\beta$ in both places, as on the slide Equilibrium 2.",
        shown=r"With $\overline\beta$ the border would be [[wrong]], and it is [[right]]. At $l = [[l]]$, between the "
        "two, the deal is worth [[deal]] to the uncommitted patron and the loud demand [[loud]], [[gain]] more.",
        counterexample=bare_beta,
        survives="Untouched.",
        deal="patron/the-gallery/2",
    ),
    Erratum(
        id="CS-8",
        source=SOURCE,
        title="What the challenger believes when somebody leaves",
        where="slides Appendix 2 and Appendix 3",
        kind="unstated",
        size="minor",
        printed="Separating 1 and 2 are stated by their paths, on which nobody leaves, and without beliefs.",
        correct=r"After a withdrawal over $a^*$ they need $\mu \le \mu^* = (p_m - p_l)/(p_m - p_l + c_T + c_C)$, and "
        r"separating 2 needs it after $\bar a$ as well where $l$ is close to $l^*$. With free beliefs they are not "
        "the only equilibria.",
        shown=r"At the book's numbers $\mu^* = [[mu]]$. If the challenger took leaving for a sign of commitment and "
        "offered $p_m - c_T$, a protégé that refuses $a^*$ would have [[refuse]] and one that pays [[pay]]. At $l = "
        "[[l]]$ the loud demand would then be worth [[loud]] to the uncommitted patron and the deal [[deal]]. With "
        "other beliefs over smaller and larger demands anything from [[least]] to [[most]] can be what is paid.",
        counterexample=silent_beliefs,
        survives=r"The slides claim existence, and the belief $\mu = 0$ gives it. It is the reasonable one wherever a "
        "committed patron would lose by leaving under either offer.",
        deal="protege/mistakes/1",
    ),
    Erratum(
        id="CS-9",
        source=SOURCE,
        title="Near the upper end of (7) existence hangs on how a withdrawal is read",
        where="slides Equilibrium 1, Equilibrium 2 and Appendix 2, line (7)",
        kind="remark",
        size="minor",
        printed=r"$\pi < \overline\beta(p_h - p_m - c_T) + c_A$.",
        correct=r"True for existence. Whatever the challenger believes, the types part only up to $\pi < "
        r"\overline\beta(p_h - p_m) + \min\{0, c_A - \overline\beta c_T\}$.",
        shown="At [[at]] that border is [[end]]. In separating 2 the committed patron has [[has]]; if her leaving with "
        r"$\bar a$ were taken for commitment she would have [[exit]], while the uncommitted one would fall from "
        "[[hers]] to [[below]]. So the intuitive criterion rejects the equilibrium; the local form, which asks only "
        "whether to leave or to stay, keeps it. At $l = [[quiet]]$ there is one in which the committed patron is paid "
        "[[paid]] too, and has [[worth]].",
        counterexample=fragile_window,
        survives='The propositions stand as statements of existence. "A successful negotiation is a sign of an '
        'uncommitted patron" depends on the choice of equilibrium there.',
        deal="patron/mistakes/2",
    ),
    Erratum(
        id="CS-10",
        source=SOURCE,
        title="The borders between the propositions",
        where="slides Appendix 2 to Appendix 4, lines (3), (8), (9) and (11)",
        kind="remark",
        size="tiny",
        printed=r"$l < 0$, $0 \le l < l^*$, $l > l^*$, $\bar a > a^*$.",
        correct="Separating 1 holds at $l = 0$ as well, beside separating 2; separating 2 and 3 both hold at $l = "
        r"l^*$; at $\bar a = a^*$ the formula for $l^*$ divides by zero and both types demand $\bar a$.",
        shown=r"At $\bar a = a^* = [[a]]$, $l = [[l]]$ both demand [[a]], the committed patron in vain (she has "
        "[[hers]]) and the uncommitted one with success ([[its]]). At $l = 0$ silence and the loudest demand are "
        "both worth [[zero]] to the committed patron. At $l^* = [[star]]$ the deal and the farewell are both worth "
        "[[deal]] to the uncommitted one.",
        counterexample=borders,
        survives="Untouched.",
        deal="protege/cap/5",
    ),
    Erratum(
        id="CS-11",
        source=SOURCE,
        title="No leaving without a demand",
        where="slide Game: the cost-sharing negotiation stage",
        kind="remark",
        size="minor",
        printed="The patron can withdraw only after the protégé has rejected.",
        correct="A rule of the game, on which separating 1 leans. If a patron could also leave in silence, she would "
        r"need $\pi \le (1 + l)\min\{a^*, \bar a\} + \underline\beta a^*$ as well.",
        shown="At [[at]] separating 1 gives the uncommitted patron [[has]]. Leaving without a word would give her "
        "[[slips]].",
        counterexample=silent_exit,
        survives="The proposition is right for the game that the slides define.",
        deal="patron/mistakes/4",
    ),
    Erratum(
        id="CS-12",
        source=SOURCE,
        title="What goes without saying",
        where="slides Game",
        kind="unstated",
        size="tiny",
        printed="The slides name the costs of war, the three odds and the two types, and say that A and T are "
        "informed.",
        correct="Costs are positive; $p_l < p_m < p_h < 1$; C sees the demand, the answer and the withdrawal, though "
        "not the type; and at a tie the protégé accepts and the patron keeps the alliance.",
        survives="Untouched: the propositions and the sentences about signals use all of this.",
        no_deal="Every deal is played by these rules, so that none can show what would change without them.",
    ),
    Erratum(
        id="CS-13",
        source=SOURCE,
        title="How far the morals reach",
        where="slides Equilibrium 1 and Equilibrium 2, Implications; slide Conclusion (c)",
        kind="remark",
        size="minor",
        printed="Failure is a sign of commitment; demand and commitment are positively correlated; a large demand "
        "does not damage signaling.",
        correct="All are said of one equilibrium, and are right there. None is a general law.",
        shown="At [[at]] no threat is credible, both are refused and both stay: after the failure the belief is "
        "still the prior, [[phi]], and in separating 2 it is [[second]]. The committed patron's demand exceeds the "
        "other's by [[up]] at $l = [[l_2]]$ and is smaller by [[down]] at $l = [[l_1]]$. In separating 3 the protégé "
        "that is left is offered [[left]] instead of [[kept]].",
        counterexample=reach_of_the_morals,
        survives="The slides' sentences stand where they are said.",
        deal="challenger/what-a-demand-tells/4",
    ),
    Erratum(
        id="CS-14",
        source=SOURCE,
        title="Two readings of 2019",
        where="slide Japan 2019",
        kind="remark",
        size="minor",
        printed="Japan in 2019 was in the second separating equilibrium.",
        correct="The record fits it, and fits as well an alliance so cheap that nobody would leave it, whatever the "
        "stake.",
        shown="In the book's invented numbers a committed patron whose alliance costs her [[dear]], above the [[end]] "
        "at which (7) begins, demands [[a]], is refused and stays. If the alliance costs [[cheap]], either type does "
        "the same.",
        counterexample=two_readings_of_2019,
        survives="The reading is possible. What would tell the two apart, the stake and the cost, is not in the "
        "record.",
        deal="protege/japan-2019/4",
    ),
    Erratum(
        id="CS-15",
        source=SOURCE,
        title="A case between the propositions: the cap",
        where="slides Appendix 3 and Appendix 4, lines (8) and (10)",
        kind="remark",
        size="minor",
        printed=r"For $l \ge 0$ the propositions assume that more than $a^*$ can be demanded.",
        correct=r"For $l \ge 0$ and $\bar a \le a^*$ both types demand $\bar a$; the uncommitted patron is paid, the "
        "committed one is refused and stays. The demand tells nothing, the answer everything.",
        shown="At [[at]] no proposition applies. The committed patron has [[hers]] and the uncommitted one [[its]], "
        "the solver finds no gain for anybody, and no other outcome survives local D1.",
        counterexample=capped_demands,
        survives="Nothing on the slides is contradicted.",
        deal="protege/cap/1",
    ),
    Erratum(
        id="CS-16",
        source=SOURCE,
        title="The date of the request",
        where="slide Introduction",
        kind="slip",
        size="tiny",
        printed='"In Nov. 2019, Trump asked Tokyo to pay four times as much".',
        correct="The request was reported in November 2019 and, according to the report, made in July. Japan's "
        "foreign ministry denied it.",
        survives="Untouched.",
        no_deal="A slip in a date: there is nothing to play.",
    ),
    Erratum(
        id="CS-17",
        source=SOURCE,
        title="Smith 1994",
        where="slide Introduction",
        kind="slip",
        size="tiny",
        printed='"Smith 1994", beside Morrow 1994 and 2000.',
        correct="Probably Smith 1995: no paper of his on alliances of the year before was found, and others cite "
        "1995 and 1998 in this place.",
        survives="Untouched.",
        no_deal="A slip in a reference: there is nothing to play.",
    ),
)
