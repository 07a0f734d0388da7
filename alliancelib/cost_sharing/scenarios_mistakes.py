"""The slides' mistakes as lessons: for each deal its erratum, and what the text would have the seat do as printed.

An erratum that can be met from a seat has a deal at the parameters of its counterexample; others beside it show where
the printed rule is right. Some hang on what the challenger believes of a patron who leaves, and are played in a world
of their own, `READ_AS_COMMITMENT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from alliancelib.core.game import Action
from alliancelib.core.lessons import Deal
from alliancelib.cost_sharing import paper
from alliancelib.cost_sharing.equilibrium import Conduct, Support, beliefs, d1, follows, profile, worth
from alliancelib.cost_sharing.model import TYPES, Equilibrium, Params, Type, described, is_demand, read

READ_AS_COMMITMENT = "leaving read as commitment"
"""The world in which the challenger takes whoever leaves for a committed patron (CS-8)."""

Kind = Mapping[str, Any]
"""A deal, but for its luck and its menu."""


@lru_cache(maxsize=64)
def read_as_commitment(p: Params) -> Equilibrium:
    """What everybody does where the challenger takes leaving for a sign of commitment, and offers p_m - c_T (CS-8).

    An equilibrium where it does not pay both types to leave on the path. Also outside line (2), where an uncommitted
    patron would fight as well, so that the belief does not matter (CS-4).
    """
    supported = Support((d1(p), p.a_max), ("middle",) * 4)
    conducts = {type: _best(p, type) for type in TYPES}
    why = "the challenger takes a withdrawal for a sign of commitment"
    played = profile(p, conducts, supported), beliefs(p, conducts, supported)
    return described(p, READ_AS_COMMITMENT, why, *played)


def _best(p: Params, type: Type) -> Conduct:
    """A type's best demand if a withdrawal has the reply "middle"; among equals none, then the larger."""
    asked = (Conduct(follows(p, type, a, "middle"), a) for a in (p.a_max, d1(p)))
    return max((Conduct("none"), *asked), key=lambda conduct: worth(p, type, conduct, "middle"))


def to_the_protege(japan: Params) -> tuple[Kind, ...]:
    """The deals of the protégé's lesson; ``japan`` are the book's illustrative numbers for 2019."""
    base, loud = Params(), Params(l=0.7)
    returns = Params(c_A=0.05)
    return (
        _met("CS-8", base, "uncommitted", 0.45, world=READ_AS_COMMITMENT),
        _met("CS-1", loud, "uncommitted", 0.3),
        _met("CS-4", returns, "uncommitted", 0.5, world=READ_AS_COMMITMENT),
        _met("CS-15", Params(l=0.2, a_max=0.4), "uncommitted"),
        _met("CS-8", base, "uncommitted", 0.45),
        _met("CS-14", replace(japan, pi=0.1), "uncommitted"),
        _met("CS-5", Params(l=0.5, a_max=0.45, pi=0.23), "uncommitted"),
        _met("CS-8", base, "uncommitted", 0.2, world=READ_AS_COMMITMENT),
        _met("CS-1", loud, "uncommitted", 0.65),
        _met("CS-4", returns, "uncommitted", 0.2, world=READ_AS_COMMITMENT),
        _met("CS-15", Params(l=0.2, a_max=0.4), "committed"),
        _met("CS-10", Params(l=0.3, a_max=0.5), "uncommitted"),
        _met("CS-14", japan, "committed"),
        _met("CS-8", replace(base, pi=0.23), "uncommitted", 0.5, world=READ_AS_COMMITMENT),
        _met("CS-1", replace(loud, pi=0.18), "uncommitted", 0.4),
        _met("CS-4", replace(returns, beta_lo=0.35, pi=0.24), "uncommitted", 0.4, world=READ_AS_COMMITMENT),
        _met("CS-15", Params(l=0.1, a_max=0.3, pi=0.18), "uncommitted"),
        _met("CS-8", replace(base, phi=0.3), "committed", 0.35, world=READ_AS_COMMITMENT),
        _met("CS-4", base, "uncommitted", 0.4),
        _met("CS-1", replace(loud, p_h=0.9, pi=0.22), "uncommitted", 0.25),
    )


def to_the_patron() -> tuple[Kind, ...]:
    """The deals of the patron's lesson."""
    fragile = Params(c_T=0.05, c_A=0.12, pi=0.25, l=0.1)
    return (
        _met("CS-7", Params(l=0.6), "uncommitted"),
        _met("CS-9", fragile, "committed", 1.5, "reject", world=READ_AS_COMMITMENT),
        _met("CS-2", Params(l=0.2), "committed"),
        _met("CS-11", Params(l=-0.9, pi=0.22), "uncommitted"),
        _met("CS-8", Params(), "uncommitted", world=READ_AS_COMMITMENT),
        _met("CS-6", Params(), "uncommitted"),
        _met("CS-7", Params(l=0.3), "uncommitted"),
        _met("CS-9", fragile, "committed", 1.5, "reject"),
        _met("CS-2", Params(l=0.2), "uncommitted"),
        _met("CS-7", Params(a_max=1.0, pi=0.22, l=0.95), "uncommitted"),
        _met("CS-8", Params(l=-0.1), "uncommitted", world=READ_AS_COMMITMENT),
        _met("CS-7", Params(l=0.8), "uncommitted"),
        _met("CS-2", Params(l=0.7), "uncommitted"),
        _met("CS-9", replace(fragile, l=0.05), "committed", 1.5, "reject", world=READ_AS_COMMITMENT),
        _met("CS-7", Params(pi=0.24, l=0.5), "uncommitted"),
        _met("CS-11", Params(l=-0.6), "uncommitted"),
        _met("CS-6", Params(l=-0.1, pi=0.24), "uncommitted"),
        _met("CS-2", Params(l=0.4), "committed"),
        _met("CS-7", Params(l=0.65), "uncommitted"),
        _met("CS-6", Params(l=0.2, pi=0.17), "uncommitted"),
    )


def _met(erratum: str, p: Params, *opening: Action, world: str = "") -> Kind:
    return {"p": p, "erratum": erratum, "opening": opening, "world": world}


# --- as printed -------------------------------------------------------------------------------------------------


def printed_answer(deal: Deal, a: float) -> Action:
    """What the slides as printed would have the protégé answer to the demand ``a``, in a deal of its lesson.

    CS-1: refuse whatever costs more than the printed offer to a protégé that was left would; CS-4 and CS-8: pay an
    uncommitted patron up to a_star (slide Appendix 2); elsewhere: refuse the largest demand (slide Appendix 3).
    """
    p, type = deal.p, read(deal.opening).type
    match deal.erratum:
        case "CS-1":
            left = paper.separating_3(p).play["uncommitted"].x
            return "accept" if p.p_h - p.c_T - a > left else "reject"
        case "CS-4" | "CS-8":
            return "accept" if type == "uncommitted" and a <= paper.a_star(p) else "reject"
    return "reject" if a >= p.a_max else "accept"


def bare_l_star(p: Params) -> float:
    """The border of eq. (9) with beta_hi for its bare beta (CS-7)."""
    return ((1 + p.beta_hi) * paper.a_star(p) - p.pi) / (p.a_max - paper.a_star(p))


def printed_demand(deal: Deal) -> Action:
    """What the slides as printed would have the patron do, in a deal of her lesson.

    CS-9: stay once refused, as in separating 2; CS-7: deal or leave by the border with a bare beta; CS-2: the largest
    demand on the menu that the open range allows, where that is the kind of demand to make; elsewhere: a_star.
    """
    p, play = deal.p, read(deal.opening)
    demands = [a for a in deal.menu if is_demand(p, a)]
    match deal.erratum:
        case "CS-9":
            return "stay"
        case "CS-7" if p.l > bare_l_star(p):
            return p.a_max
        case "CS-2" if play.type == "committed" or p.l > paper.l_star(p):
            return max(a for a in demands if a < p.a_max)
    return min(demands, key=lambda a: abs(a - paper.a_star(p)))
