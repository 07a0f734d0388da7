"""The counterexamples that the errata are shown by, each computed anew from the rules.

`AT` has the parameters of each, which are those of its erratum's deal where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from alliancelib.core.ledger import Counterexample
from alliancelib.outside_options import arrays, equilibrium, paper
from alliancelib.outside_options.claims_ad_hoc import THREE, TWO, domain_begins, peak, three_kinds
from alliancelib.outside_options.claims_dear_goods import c_switch, phi_star
from alliancelib.outside_options.claims_first_period import chain
from alliancelib.outside_options.claims_integration import alone
from alliancelib.outside_options.claims_regions import (
    C_STAR,
    CLOSE,
    CORNER,
    FREE,
    HAIR,
    MAIN,
    WORTHLESS,
    at,
    forced,
    held,
    pr_new,
    second_worth,
    useful,
)
from alliancelib.outside_options.model import Params, net
from alliancelib.outside_options.solver import backward_induction

AT: Mapping[str, Params] = MappingProxyType(
    {
        "FR-1": WORTHLESS,
        "FR-2": CORNER,
        "FR-3": Params(phi=1.1, c=0.005, delta=0.99),
        "FR-4": Params(phi=1.7, c=0.025, delta=0.95),
        "FR-5": MAIN,
        "FR-6": Params(phi=1.1, c=0.04, delta=1.0),
        "FR-7": Params(phi=1.1, c=0.02, delta=1.0),
        "FR-8": MAIN,
        "FR-9": MAIN,
        "FR-10": Params(phi=1.1, c=0.045, delta=0.95),
        "FR-11": Params(phi=1.1, c=0.13, delta=0.99),
        "FR-12": CORNER,
        "FR-13": Params(phi=1.65, delta=0.99),
        "FR-14": MAIN,
        "FR-15": MAIN,
        "FR-16": MAIN,
        "FR-17": Params(phi=1.1, c=0.1, delta=0.95),
        "FR-18": WORTHLESS,
        "FR-22": Params(phi=1.1, c=0.02, delta=0.9),
    }
)
"""The parameters at which each erratum is shown, by its id. Where it compares search costs, c plays no part."""

REPLIES = ("accept", "search", "advance")


def _close(*pairs: tuple[float, float]) -> bool:
    return all(abs(one - other) < CLOSE for one, other in pairs)


def _no_sign(value: float) -> float:
    """Zero without a minus sign that rounding left."""
    return abs(value) if abs(value) < CLOSE else value


# --- the counterexamples ------------------------------------------------------------------------------------------


def worthless_search() -> Counterexample:
    """The printed offer r_star where a search is not worth its cost, and the right one."""
    p = AT["FR-1"]
    eq, printed = forced(p), paper.proposition_1(p)
    replies = {do: _no_sign(eq.worth((printed.r1,), do)) for do in REPLIES}
    earned = eq.worth((), printed.r1)
    beyond = forced(replace(p, c=0.6))
    return Counterexample(
        stands=paper.applies(p)
        and not useful(p)
        and printed.r1 < p.phi - 1
        and eq.first_response(printed.r1) == "advance"
        and earned < eq.eu_1 < printed.eu_1
        and _close((eq.r1, p.phi - 1), (eq.r1, equilibrium.solve(p).r1), (beyond.r1, p.phi - 1)),
        values={
            "at": at(p),
            "bound": (2 - p.phi) ** 2 / 2,
            "printed": printed.r1,
            "least": p.phi - 1,
            **{do: f"{worth:.4f}" for do, worth in replies.items()},
            "earned": earned,
            "promised": printed.eu_1,
            "right": eq.r1,
            "hers": eq.eu_1,
            "beyond": at(beyond.p, "c"),
        },
    )


def gamble_is_worse() -> Counterexample:
    """The best gamble against the sure payoff in the corner of the declared domain."""
    p = AT["FR-2"]
    eq, printed, sure = forced(p), paper.proposition_2(p), 1 - paper.r_star(p)
    return Counterexample(
        stands=paper.applies(p)
        and sure < 1 / 4
        and printed.eu_1 < sure
        and eq.first_move == equilibrium.solve(p).first_move == "accept"
        and _close((eq.eu_1, sure), (eq.worth((), printed.r1), printed.eu_1)),
        values={
            "at": at(p),
            "bound": paper.delta_underbar(p),
            "offer": f"{printed.r1:.6f}",
            "gamble": f"{printed.eu_1:.6f}",
            "sure": f"{sure:.6f}",
            "right": eq.r1,
            "breaks": pr_new(eq),
        },
    )


def one_delta_for_all_costs() -> Counterexample:
    """A cheap search at delta = .99, below the bound: Table 2 at one draw, and what the formulas give."""
    p = AT["FR-3"]
    eq, printed, taught = forced(p), paper.proposition_2(p), equilibrium.solve(p)
    x1 = 0.885
    held_now = (eq.r1, "search", x1)
    now, later = (eq.worth(held_now, do) + p.c for do in ("accept ad hoc", "advance"))
    start = domain_begins(p.phi, p.delta)
    return Counterexample(
        stands=not paper.applies(p)
        and p.delta < paper.delta_underbar(p)
        and paper.table_2(p, eq.r1, x1) == "advance"
        and eq.response_after_search(eq.r1, x1) == "accept ad hoc"
        and now > later
        and _close((printed.r1, eq.r1), (taught.eu_1, eq.eu_1), (taught.eu_2, eq.eu_2))
        and abs(printed.eu_1 - eq.eu_1) > HAIR,
        values={
            "at": at(p),
            "bound": f"{paper.delta_underbar(p):.5f}",
            "start": f"{start:.6f}",
            "delta": at(p, "delta"),
            "part": f"{start / C_STAR:.0%}",
            "x1": x1,
            "now": f"{now:.5f}",
            "later": f"{later:.5f}",
            "eu_1": f"{printed.eu_1:.4f} for {eq.eu_1:.4f}",
            "eu_2": f"{printed.eu_2:.4f} for {eq.eu_2:.4f}",
            "new": f"{printed.outcomes['ad hoc, period 1'] + printed.outcomes['ad hoc, period 2']:.4f} "
            f"for {pr_new(eq):.4f}",
        },
    )


def dear_goods() -> Counterexample:
    """Goods that cost more than 3/2: the second offer of Table 1, and the first of Proposition 2."""
    p = AT["FR-4"]
    cheaper = replace(p, c=0.01)
    half, floor = (second_worth(cheaper, None, r2) for r2 in (0.5, p.phi - 1))
    literal, eq = paper.proposition_2(p).r1, forced(p)
    earned = eq.worth((), literal)
    return Counterexample(
        stands=not paper.applies(p)
        and _close((paper.table_1(cheaper, 0.0)[0], 0.5), (half, 0.0))
        and floor > CLOSE
        and _close((forced(cheaper).second_offer(None), p.phi - 1))
        and eq.first_move == "accept"
        and earned < eq.eu_1,
        values={
            "at": at(cheaper),
            "half": half,
            "least": p.phi - 1,
            "floor": floor,
            "cost": at(p, "c"),
            "literal": literal,
            "earned": earned,
            "star": eq.r1,
            "right": eq.eu_1,
        },
    )


def a_discounted_cost() -> Counterexample:
    """The chain in the proof of Lemma 2, line by line, and the true worth of a search."""
    p = AT["FR-5"]
    second, third, target = chain(p)
    searches, waits = (forced(p).worth((0.3,), do) for do in ("search", "advance"))
    return Counterexample(
        stands=searches > second > third
        and third < target
        and _close((target - third, (1 - p.delta) * p.c), (waits, target)),
        values={
            "at": at(p),
            **{name: f"{value:.5f}" for name, value in (("third", third), ("target", target), ("second", second))},
            "missing": f"{target - third:.5f}",
            "searches": f"{searches:.5f}",
        },
    )


def waits_at_delta_1() -> Counterexample:
    """A first offer below r_star at delta = 1 and a dear search: his answers, and what other offers earn."""
    p, offers = AT["FR-6"], (0.0, 0.3, 0.6)
    eq = forced(p)
    search, advance = (eq.worth((0.5,), do) for do in ("search", "advance"))
    worths = [eq.worth((), r1) for r1 in offers]
    return Counterexample(
        stands=_close((search, advance), *((worth, 1 - paper.r_star(p)) for worth in worths))
        and eq.first_response(0.5) == equilibrium.solve(p).first_response(0.5) == "advance"
        and paper.lemma_2(p, 0.5) == "search"
        and forced(replace(p, delta=0.99)).worth((), 0.3) < 1 - paper.r_star(p) - HAIR,
        values={
            "at": at(p),
            "search": f"{search:.6f}",
            "advance": f"{advance:.6f}",
            "offers": ", ".join(f"{r1:g}" for r1 in offers),
            "hers": f"{worths[0]:.6f}",
        },
    )


def now_or_later() -> Counterexample:
    """A partner above r_star at delta = 1: taken now or matched later, and how often the alliance then breaks."""
    p, x1 = AT["FR-7"], 0.9
    eq = forced(p)
    now, later = (eq.worth((eq.r1, "search", x1), do) for do in ("accept ad hoc", "advance"))
    waiting = eq.outcomes["ad hoc, period 2"]
    early = forced(replace(p, delta=0.99)).worth
    return Counterexample(
        stands=_close((now, later))
        and eq.second_response(eq.second_offer(x1), x1) == "accept ally"
        and _close((pr_new(eq) - waiting, 1 - paper.r_star(p)))
        and early((0.6, "search", x1), "accept ad hoc") > early((0.6, "search", x1), "advance") + HAIR,
        values={"at": at(p), "x1": x1, "worth": now + p.c, "now": pr_new(eq), "later": waiting},
    )


def rises_as_it_gets_cheaper() -> Counterexample:
    """The probability of a new alliance at two search costs, and throughout the declared domain at delta = .95."""
    dear, low = (replace(AT["FR-8"], c=c) for c in (0.031, 0.0275))
    hasty, start = 0.95, domain_begins(AT["FR-8"].phi, 0.95)
    costs = np.linspace(start + 1e-9, C_STAR - 1e-9, 300)
    chances = arrays.solve(AT["FR-8"].phi, costs, hasty).pr_new
    return Counterexample(
        stands=paper.applies(dear)
        and paper.applies(low)
        and pr_new(forced(dear)) < pr_new(forced(low))
        and bool((np.diff(chances) < 0).all())
        and peak(hasty) < start,
        values={
            "at": at(dear, "phi", "delta"),
            "dear": at(dear, "c"),
            "before": pr_new(forced(dear)),
            "cheap": at(low, "c"),
            "after": pr_new(forced(low)),
            "peak": peak(dear.delta),
            "hasty": f"$\\delta = {hasty:g}$",
            "start": f"{start:.4f}",
            "first": float(chances[0]),
            "last": float(chances[-1]),
        },
    )


def not_what_ends_it() -> Counterexample:
    """How often a draw beats the first offer, and how often a new alliance is formed."""
    p = AT["FR-9"]
    eq = forced(p)
    above, below = 0.7, 0.55
    kept = eq.response_after_search(eq.r1, above)
    return Counterexample(
        stands=paper.applies(p)
        and abs(1 - eq.r1 - pr_new(eq)) > 0.1
        and above > eq.r1 > below
        and kept == eq.response_after_search(eq.r1, below) == "advance"
        and _close((eq.outcomes["ally, period 1"], 1 / 2)),
        values={
            "at": at(p),
            "offer": f"{eq.r1:.5f}",
            "beaten": 1 - eq.r1,
            "new": pr_new(eq),
            "above": above,
            "below": below,
        },
    )


def larger_is_not_better() -> Counterexample:
    """A world of three kinds of partners in which a cheaper search lowers the best offer."""
    before, after = three_kinds()
    p = AT["FR-10"]
    useless = [q.phi - 1 + q.delta * (THREE.excess(q.phi - 1) - q.c) for q in (before.p, after.p)]
    return Counterexample(
        stands=before.p == p
        and after.p.c < p.c
        and useless[1] > useless[0]
        and after.r1 < before.r1
        and before.first_move == after.first_move == "search",
        values={
            "at": at(p, "phi", "delta"),
            "dear": at(p, "c"),
            "before": before.r1,
            "cheap": at(after.p, "c"),
            "after": after.r1,
            "low": useless[0],
            "high": useless[1],
        },
    )


def flat_in_the_cost() -> Counterexample:
    """A world of two kinds of partners in which the probability of a new alliance does not depend on the cost."""
    p = AT["FR-11"]
    costs = (p.c, 0.05, 0.0001)
    worlds = [backward_induction(replace(p, c=c), TWO) for c in costs]
    offers = [eq.r1 for eq in worlds]
    # By hand: she earns .6 (1 - .1 - .99 (.32 - c)) by letting him look, and .1 + 2.5 c by stopping him.
    switch = (0.6 * (0.9 - 0.99 * 0.32) - 0.1) / (2.5 - 0.6 * 0.99)
    beyond = backward_induction(replace(p, c=switch + HAIR), TWO)
    return Counterexample(
        stands=_close(*((pr_new(eq), 0.4) for eq in worlds))
        and sorted(offers) == offers
        and all(eq.eu_1 > 0.1 + 2.5 * eq.p.c for eq in worlds)
        and beyond.first_move == "accept",
        values={
            "at": at(p, "phi", "delta"),
            "chance": f"{pr_new(worlds[0]):.3g}",
            "switch": f"{switch:.5f}",
            "low": offers[0],
            "high": offers[-1],
        },
    )


def at_one_cost_and_not_another() -> Counterexample:
    """Two search costs of the declared domain: at the one she buys him off, at the other she gambles."""
    dear, low = AT["FR-12"], replace(AT["FR-12"], c=0.031)
    gambles = [paper.proposition_2(p).eu_1 - (1 - paper.r_star(p)) for p in (dear, low)]
    moves = [forced(p).first_move for p in (dear, low)]
    return Counterexample(
        stands=paper.applies(dear)
        and paper.applies(low)
        and gambles[0] < 0 < gambles[1]
        and moves == ["accept", "search"],
        values={
            "at": at(dear, "phi", "delta"),
            "dear": at(dear, "c"),
            "cheap": at(low, "c"),
            "sure": forced(dear).r1,
            "offer": forced(low).r1,
        },
    )


def no_free_search() -> Counterexample:
    """Free search, c* and the switching cost for player 2, where the good costs 3/2 and where it costs 1.65."""
    p, delta = AT["FR-13"], AT["FR-13"].delta
    edge = [forced(Params(phi=1.5, c=c, delta=delta)).eu_2 for c in (FREE, C_STAR)]
    switch = c_switch(p.phi)
    dear = [forced(replace(p, c=c)).eu_2 for c in (FREE, C_STAR, switch)]
    return Counterexample(
        stands=edge[0] < edge[1] and dear[1] < dear[0] < dear[2] and phi_star(delta) > 3 / 2,
        values={
            "delta": at(p, "delta"),
            "edge_free": edge[0],
            "edge_star": edge[1],
            "phi": at(p, "phi"),
            "free": dear[0],
            "star": dear[1],
            "switch": f"{switch:.4f}",
            "best": dear[2],
            "phi_star": f"{phi_star(delta):.4f}",
        },
    )


def only_one_gains() -> Counterexample:
    """Both players' payoffs at free search and at c*, and the costs at which both gain."""
    p = AT["FR-14"]
    loose, tied = forced(replace(p, c=FREE)), forced(replace(p, c=C_STAR))
    low, high = loose.eu_1**2 / 2, (2 - p.phi - loose.eu_2) ** 2 / 2
    both = forced(replace(p, c=(low + high) / 2))
    return Counterexample(
        stands=tied.eu_2 > loose.eu_2
        and tied.eu_1 < loose.eu_1
        and C_STAR < low < high
        and both.eu_1 > loose.eu_1
        and both.eu_2 > loose.eu_2,
        values={
            "at": at(p, "phi", "delta"),
            "his": f"{loose.eu_2:.4f} to {tied.eu_2:.4f}",
            "hers": f"{loose.eu_1:.4f} to {tied.eu_1:.4f}",
            "low": f"{low:.4f}",
            "high": f"{high:.4f}",
        },
    )


def not_concave() -> Counterexample:
    """Three second offers: the middle one earns less than the other two on average."""
    p, offers = AT["FR-15"], (0.7, 0.75, 0.8)
    low, middle, high = (second_worth(p, None, r2) for r2 in offers)
    below = second_worth(p, None, paper.r_star(p) - 1e-9)
    return Counterexample(
        stands=middle < (low + high) / 2 and below < high and paper.r_tilde(p) < paper.r_star(p),
        values={
            "at": at(p, "c"),
            "offers": ", ".join(f"{r2:g}" for r2 in offers),
            "earn": f"{low:.4g}, {middle:.4g} and {high:.4g}",
            "below": below,
            "tilde": paper.r_tilde(p),
        },
    )


def ends_of_ranges() -> Counterexample:
    """What happens at the ends of the ranges that the tables print."""
    p = AT["FR-16"]
    eq, tilde, stop, jump = forced(p), paper.r_tilde(p), paper.r_star(p), paper.r1_star(p)
    after_1 = {eq.worth(held(1.0), r2) for r2 in (0.0, 0.5, 1.0)}
    low = paper.r1_interval(p)[0]
    return Counterexample(
        stands=_close((paper.table_1(p, tilde)[0], tilde), (eq.second_offer(tilde), stop))
        and paper.table_2(p, 0.5, jump) == "advance"
        and eq.response_after_search(0.5, jump) == "accept ad hoc"
        and after_1 == {0.0}
        and _close((eq.second_offer(stop), stop), (paper.x_of_r1(p, low), 1 / 2), (eq.r1, low)),
        values={"at": at(p), "tilde": tilde, "stop": stop, "jump": jump, "offer": f"{low:.5f}"},
    )


def two_worths_of_a_search() -> Counterexample:
    """theta at a low first offer and at r1_star, and what a first search is worth."""
    p, r1 = AT["FR-17"], 0.2
    left, right = paper.theta(p, r1), paper.theta(p, paper.r1_star(p))
    meant = forced(p).worth((r1,), "search")
    return Counterexample(
        stands=r1 < paper.r1_star(p) and left < right <= meant + CLOSE,
        values={"at": at(p), "r1": r1, "left": left, "right": right, "meant": meant},
    )


def nothing_alone() -> Counterexample:
    """What player 2 has without an ally, at a search that is too dear and at a cheaper one."""
    p = AT["FR-18"]
    bound = (2 - p.phi) ** 2 / 2
    cheaper = replace(p, c=bound - 0.01)
    return Counterexample(
        stands=_close((alone(p).eu_2, 0.0)) and alone(cheaper).eu_2 > CLOSE,
        values={
            "at": at(p, "phi", "c"),
            "bound": bound,
            "nothing": _no_sign(alone(p).eu_2),
            "cheaper": at(cheaper, "c"),
            "something": alone(cheaper).eu_2,
        },
    )


def what_the_bound_does() -> Counterexample:
    """Players below the bound: Lemma 2 stands, Table 2 does not; the order of the cutoffs stands as well."""
    p, x1 = AT["FR-22"], 0.65
    eq = forced(p)
    lemma = all(eq.first_response(r1) == paper.lemma_2(p, r1) for r1 in (0.2, 0.5, 0.7, 0.79, 0.81))
    return Counterexample(
        stands=not paper.applies(p)
        and lemma
        and paper.r_tilde(p) < paper.r1_star(p) <= paper.r_star(p)
        and paper.table_2(p, 0.5, x1) == "advance"
        and eq.response_after_search(0.5, x1) == "accept ad hoc",
        values={
            "at": at(p),
            "bound": paper.delta_underbar(p),
            "order": net(p, paper.r_tilde(p)) / net(p, paper.r_star(p)),
            "x1": x1,
        },
    )
