"""The corrected theory: the crisis, the threat to leave, and the equilibria of the negotiation at every parameter.

Everything turns on the challenger's reply to a withdrawal. "low", p_l - c_T, is what he offers a protégé that he
believes abandoned; "middle", p_m - c_T, one whose patron would fight all the same. While the alliance is kept he
offers p_h - c_T whatever he believes. With d1 = p_h - p_m, a type leaves when its demand is rejected if pi exceeds

                     reply "low"                              reply "middle"
    uncommitted      beta_lo a_star                           beta_lo d1
    committed        U = beta_hi (d1 - c_T) + c_A             beta_hi d1

and then the protégé pays up to a_star (uncommitted, "low") or d1 (otherwise), and nothing to a type that would stay.
So after each demand there are two cases, one for each reply, and an outcome is an equilibrium if after every demand
one of them is consistent with Bayes' rule and tempts neither type. Worths are linear in the demand a between cutoffs,
so that one look at each cutoff, at each demand that pays exactly what is had, and between them, decides (`support`).

The slides' three equilibria live in beta_lo a_star < pi <= U, eq. (7), with l_star as their border::

    l < 0                          the committed demands nothing, the uncommitted min[a_star, a_max]   "separating 1"
    l >= 0, a_max <= a_star        both demand a_max, only the uncommitted is paid                     "cap"
    0 <= l <= l_star, a_max above  the committed demands a_max in vain, the uncommitted a_star         "separating 2"
    l > l_star, a_max above        both demand a_max in vain, the uncommitted leaves                   "separating 3"

Lines (1) and (2) are assumed throughout; where they fail, `select` says so. Mixed strategies are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from types import MappingProxyType
from typing import Literal

from alliancelib.cost_sharing.model import (
    TIE,
    TYPES,
    Beliefs,
    Equilibrium,
    Family,
    Params,
    Profile,
    Reading,
    Steps,
    Type,
    always,
    at_least,
    beta,
    described,
    failing,
    prior,
)

NAMES = (
    "separating 1",
    "separating 2",
    "separating 3",
    "cap",
    "no credible threat",
    "both paid",
    "both leave",
    "committed paid",
    "uncommitted paid",
    "committed leaves",
    "uncommitted leaves",
    "none (pure)",
    "outside the assumptions",
)
"""The names that `select` gives."""

ReplyTo = Literal["low", "middle"]
"""What the challenger offers after a withdrawal: p_l - c_T or p_m - c_T."""

REPLIES: tuple[ReplyTo, ReplyTo] = ("low", "middle")


# --- the crisis -------------------------------------------------------------------------------------------------


def intervenes(p: Params, type: Type, *, kept: bool) -> bool:
    """Whether a patron of ``type`` fights for the protégé, line (2) read off slide Appendix 1: ties fight (T5)."""
    gained = (p.p_h if kept else p.p_m) - p.p_l
    return beta(p, type) * gained >= p.c_A - TIE


def reservation(p: Params, type: Type, *, kept: bool) -> float:
    """The least x that the protégé settles for: what a war is worth to it (slide Appendix 1, lines (1) and (2))."""
    if not intervenes(p, type, kept=kept):
        return p.p_l - p.c_T
    return (p.p_h if kept else p.p_m) - p.c_T


def mu_star(p: Params) -> float:
    """The belief that the patron is committed from which the challenger offers p_m - c_T after a withdrawal.

    (p_m - p_l) / (p_m - p_l + c_T + c_C). Departs (CS-8): the slides give no belief off the path.
    """
    return (p.p_m - p.p_l) / (p.p_m - p.p_l + p.c_T + p.c_C)


def reply(p: Params, mu: float) -> ReplyTo:
    """The challenger's reply to a withdrawal at the belief ``mu``: "middle" from mu_star on (T4).

    Departs (CS-1): the slides print p_h - c_T in separating 3, which no belief supports.
    """
    return "middle" if mu >= mu_star(p) - TIE else "low"


def offer(p: Params, replied: ReplyTo) -> float:
    """The challenger's x after a withdrawal: p_l - c_T or p_m - c_T. Departs: see `reply`."""
    return (p.p_l if replied == "low" else p.p_m) - p.c_T


# --- the threat -------------------------------------------------------------------------------------------------


def d1(p: Params) -> float:
    """What the alliance adds to fighting together, p_h - p_m, on the right of eq. (7)."""
    return p.p_h - p.p_m


def a_star(p: Params) -> float:
    """What the alliance is worth to the protégé of an uncommitted patron, p_h - p_l (slide Appendix 2)."""
    return p.p_h - p.p_l


def worth_kept(p: Params, type: Type) -> float:
    """The patron's worth from the alliance kept and nothing demanded: beta (p_h - c_T) - pi, from the slide Game."""
    return beta(p, type) * (p.p_h - p.c_T) - p.pi


def worth_left(p: Params, type: Type, replied: ReplyTo) -> float:
    """The patron's worth from having left, her earnings at home apart, from the slide Game.

    A committed patron whose protégé is offered p_l - c_T fights: beta_hi p_m - c_A.
    """
    if type == "committed" and replied == "low":
        return p.beta_hi * p.p_m - p.c_A
    return beta(p, type) * offer(p, replied)


def pi_leaves(p: Params, type: Type, replied: ReplyTo) -> float:
    """The cost of the alliance above which ``type`` leaves when rejected, the two ends of eq. (7) for "low".

    At equality it stays (T2).
    """
    return worth_kept(p, type) + p.pi - worth_left(p, type, replied)


def most_paid(p: Params, type: Type, replied: ReplyTo) -> float:
    """The largest demand that the protégé accepts if it would be left: a_star or d1, from slide Appendix 2."""
    return a_star(p) if (type, replied) == ("uncommitted", "low") else d1(p)


def l_star(p: Params) -> float:
    """The isolationism above which the uncommitted patron would rather demand a_max and leave, eq. (9).

    Departs (CS-7): with beta_lo, where one line prints a bare beta. Raises ValueError for a_max <= a_star.
    """
    if p.a_max - a_star(p) <= TIE:
        raise ValueError(f"a_max must exceed a_star = {a_star(p)!r} for l_star to exist, got {p.a_max!r}")
    return ((1 + p.beta_lo) * a_star(p) - p.pi) / (p.a_max - a_star(p))


def l_left(p: Params) -> float:
    """The isolationism from which the play of separating 3 is an equilibrium, if beliefs are free.

    (d1 + beta_lo a_star - pi) / (a_max - d1), less than l_star. Departs: eq. (11) starts at l_star, below which
    separating 2 is an equilibrium as well. Raises ValueError for a_max <= a_star.
    """
    l_star(p)
    return (d1(p) + p.beta_lo * a_star(p) - p.pi) / (p.a_max - d1(p))


def window(p: Params) -> tuple[float, float]:
    """The two ends of eq. (7): the uncommitted patron's threat is credible, the committed one's is not."""
    return pi_leaves(p, "uncommitted", "low"), pi_leaves(p, "committed", "low")


def robust_window(p: Params) -> tuple[float, float]:
    """Where eq. (7) separates the types whatever the challenger believes.

    Departs (CS-9): above beta_hi (p_h - p_m) the committed patron would leave if that were taken for commitment.
    """
    return window(p)[0], min(pi_leaves(p, "committed", replied) for replied in REPLIES)


# --- corrected conditions ---------------------------------------------------------------------------------------


def separating_1(p: Params) -> bool:
    """Whether separating 1 is an equilibrium. Departs: (3) may hold with equality; (4), (5) and (6) are implied."""
    return _is_in_window(p) and p.l <= TIE


def separating_2(p: Params) -> bool:
    """Whether separating 2 is an equilibrium. Departs: eq. (9) may hold with equality; (4) to (6), (8) are implied."""
    return _is_in_window(p) and not _is_capped(p) and -TIE <= p.l <= l_star(p) + TIE


def separating_3(p: Params) -> bool:
    """Whether separating 3 is an equilibrium with mu = 0 after every withdrawal, its x corrected.

    Departs (CS-5): eq. (11) may hold with equality, and needs a_max > a_star, eq. (8), rather than (10).
    """
    return _is_in_window(p) and not _is_capped(p) and p.l >= l_star(p) - TIE


def cap(p: Params) -> bool:
    """Whether the case that the slides leave out is an equilibrium: both demand a_max <= a_star.

    Departs (CS-15): the protégé pays an uncommitted patron and refuses a committed one, who stays.
    """
    return _is_in_window(p) and _is_capped(p) and p.l >= -TIE


def _is_in_window(p: Params) -> bool:
    low, high = window(p)
    return not failing(p) and low + TIE < p.pi <= high + TIE


def _is_capped(p: Params) -> bool:
    return p.a_max <= a_star(p) + TIE


# --- what supports an outcome -----------------------------------------------------------------------------------

Kind = Literal["none", "pays", "stays", "leaves"]


@dataclass(frozen=True, slots=True)
class Conduct:
    """What becomes of one type's demand: none made, the protégé pays, or refuses and the patron stays or leaves."""

    kind: Kind
    a: float | None = None


Conducts = Mapping[Type, Conduct]


def follows(p: Params, type: Type, a: float, replied: ReplyTo) -> Kind:
    """What follows the demand ``a`` if a withdrawal has the reply ``replied`` (slide Appendix 2); ties by T1, T2."""
    if p.pi <= pi_leaves(p, type, replied) + TIE:
        return "stays"
    return "pays" if a <= most_paid(p, type, replied) + TIE else "leaves"


def worth(p: Params, type: Type, conduct: Conduct, replied: ReplyTo) -> float:
    """The patron's payoff from a conduct, from the slide Game; ``replied`` matters where she leaves."""
    match conduct.kind:
        case "none":
            return worth_kept(p, type)
        case "pays":
            return worth_kept(p, type) + (1 + p.l) * conduct.a
        case "stays":
            return worth_kept(p, type) + p.l * conduct.a
    return worth_left(p, type, replied) + p.l * conduct.a


@dataclass(frozen=True, slots=True)
class Support:
    """The challenger's reply to a withdrawal after each demand that makes an outcome an equilibrium."""

    breaks: tuple[float, ...]
    replies: tuple[ReplyTo, ...]
    """As in `Steps`: between 0 and the first break, at it, ..., at the last break, which is a_max."""

    def cells(self) -> Iterator[tuple[float, ReplyTo]]:
        """A demand from each cell, and the reply."""
        return zip(_cells(self.breaks), self.replies)


def support(p: Params, conducts: Conducts) -> Support | None:
    """The replies that make the conducts an equilibrium, "low" wherever it can be; None if there are none.

    Departs (CS-8): the slides state no belief off the path, and separating 1 and 2 need one (mu <= mu_star at a_star).
    """
    if any(c.a is not None and not 0 < c.a <= p.a_max + TIE for c in conducts.values()):
        return None
    worths = {type: _worth_on_path(p, type, conducts) for type in TYPES}
    if any(worths[type] < worth_kept(p, type) - TIE for type in TYPES):
        return None
    breaks = _increasing(p, _turning_points(p, conducts, worths))
    replies = []
    for a in _cells(breaks):
        good = (r for r in _consistent(p, conducts, a) if not _tempts(p, conducts, worths, a, r))
        replies.append(next(good, None))
        if replies[-1] is None:
            return None
    return Support(breaks, tuple(replies))


def _worth_on_path(p: Params, type: Type, conducts: Conducts) -> float:
    conduct = conducts[type]
    replied = _consistent(p, conducts, conduct.a)[0] if conduct.kind == "leaves" else "low"
    return worth(p, type, conduct, replied)


def _consistent(p: Params, conducts: Conducts, a: float) -> tuple[ReplyTo, ...]:
    """The replies to a withdrawal after ``a`` that Bayes' rule allows: one if somebody leaves there, else both."""
    mu = _mu(p, [type for type in TYPES if conducts[type].kind == "leaves" and _is_demanded(conducts[type], a)])
    return REPLIES if mu is None else (reply(p, mu),)


def _mu(p: Params, there: Iterable[Type]) -> float | None:
    """The chance of a committed patron, by Bayes' rule, where the types ``there`` are; None if there are none."""
    weights = {type: prior(p, type) for type in there}
    return weights.get("committed", 0.0) / sum(weights.values()) if weights else None


def _is_demanded(conduct: Conduct, a: float) -> bool:
    return conduct.a is not None and abs(conduct.a - a) <= TIE


def _tempts(p: Params, conducts: Conducts, worths: Mapping[Type, float], a: float, replied: ReplyTo) -> bool:
    """Whether, with this reply, a type would rather demand ``a``, or the demand does not end as it should."""
    for type in TYPES:
        conduct, kind = conducts[type], follows(p, type, a, replied)
        if not _is_demanded(conduct, a):
            if worth(p, type, Conduct(kind, a), replied) > worths[type] + TIE:
                return True
        elif kind != conduct.kind and not (conduct.kind == "leaves" and _is_refusable(p, type, a, replied)):
            return True
    return False


def _is_refusable(p: Params, type: Type, a: float, replied: ReplyTo) -> bool:
    """Whether the protégé of a patron who would leave may refuse ``a`` at no loss: then T1 gives way."""
    return p.pi > pi_leaves(p, type, replied) + TIE and a >= most_paid(p, type, replied) - TIE


def _turning_points(p: Params, conducts: Conducts, worths: Mapping[Type, float]) -> Iterator[float]:
    """Where, as the demand grows, what follows can change or become tempting."""
    yield from (d1(p), a_star(p))
    yield from (conduct.a for conduct in conducts.values() if conduct.a is not None)
    for type in TYPES:
        yield from _demands_worth(p, type, worths[type])


def _demands_worth(p: Params, type: Type, wanted: float) -> Iterator[float]:
    """The demands that pay ``type`` exactly ``wanted``, one for each way in which they can end."""
    yield (wanted - worth_kept(p, type)) / (1 + p.l)
    if abs(p.l) > TIE:
        bases = [worth_kept(p, type), *(worth_left(p, type, replied) for replied in REPLIES)]
        yield from ((wanted - base) / p.l for base in bases)


def _increasing(p: Params, points: Iterable[float]) -> tuple[float, ...]:
    """The different points in (0, a_max), then a_max."""
    kept: list[float] = []
    for point in sorted(points):
        if TIE < point < p.a_max - TIE and (not kept or point > kept[-1] + TIE):
            kept.append(point)
    return (*kept, p.a_max)


def _cells(breaks: tuple[float, ...]) -> Iterator[float]:
    """Between 0 and the first break, at it, between it and the next, ..., at the last."""
    for low, high in pairwise((0.0, *breaks)):
        yield (low + high) / 2
        yield high


# --- strategies and beliefs -------------------------------------------------------------------------------------


def profile(p: Params, conducts: Conducts, supported: Support) -> Profile:
    """Everyone's strategy, on the path and off it, slide Appendix 2 to slide Appendix 4 in full.

    Departs: the slides state strategies on the path only.
    """
    cells = tuple(supported.cells())
    kept = p.p_h - p.c_T

    def steps(values: Iterable[object]) -> Steps:
        return _steps(supported.breaks, tuple(values))

    def accepts(type: Type, a: float, replied: ReplyTo) -> bool:
        refused = conducts[type].kind == "leaves" and _is_demanded(conducts[type], a)
        return follows(p, type, a, replied) == "pays" and not refused

    def leaves(type: Type, a: float, replied: ReplyTo) -> bool:
        return follows(p, type, a, replied) != "stays"

    return Profile(
        demand={type: conducts[type].a for type in TYPES},
        accepts={type: steps(accepts(type, a, r) for a, r in cells) for type in TYPES},
        withdraws={type: steps(leaves(type, a, r) for a, r in cells) for type in TYPES},
        x=Reading(
            no_offer=kept,
            sharing=always(kept),
            free_riding=always(kept),
            withdrawal=steps(offer(p, r) for _, r in cells),
        ),
        settles={(t, k): at_least(reservation(p, t, kept=k)) for t in TYPES for k in (True, False)},
        intervenes={(t, k): intervenes(p, t, kept=k) for t in TYPES for k in (True, False)},
    )


def beliefs(p: Params, conducts: Conducts, supported: Support) -> Beliefs:
    """Bayes' rule on the path; off it 0 or 1 after a withdrawal, as the reply needs, and elsewhere the prior.

    Where the alliance is kept beliefs have no effect (slide Appendix 2: x = p_h - c_T).
    """

    def after_demand(kind: Kind) -> Steps:
        values = []
        for a, replied in supported.cells():
            mu = _mu(p, [type for type in TYPES if conducts[type].kind == kind and _is_demanded(conducts[type], a)])
            free = float(replied == "middle") if kind == "leaves" else p.phi
            values.append(free if mu is None else mu)
        return _steps(supported.breaks, tuple(values))

    quiet = _mu(p, [type for type in TYPES if conducts[type].kind == "none"])
    return Reading(
        no_offer=p.phi if quiet is None else quiet,
        sharing=after_demand("pays"),
        free_riding=after_demand("stays"),
        withdrawal=after_demand("leaves"),
    )


def _steps(breaks: tuple[float, ...], values: tuple[object, ...]) -> Steps:
    """The function with these values, its breaks kept only where something changes; beyond a_max it goes on."""
    values = (*values, values[-1])
    kept = [k for k in range(len(breaks)) if not values[2 * k] == values[2 * k + 1] == values[2 * k + 2]]
    inside = [value for k in kept for value in values[2 * k + 1 : 2 * k + 3]]
    return Steps(tuple(breaks[k] for k in kept), (values[0], *inside))


# --- what the book teaches --------------------------------------------------------------------------------------


def select(p: Params) -> Equilibrium:
    """The equilibrium that the book teaches at ``p``: slide Appendix 2 to slide Appendix 4, and what they leave out.

    Inside eq. (7) the slides' equilibria and "cap"; at l = 0 the slides' separating 2, at l = l_star the deal (T2).
    Outside it, the first of `NAMES` in the order of `_taught` for which there is an equilibrium at the demands that
    matter. Departs: the slides leave out everything but their three cases.
    """
    if missing := failing(p):
        why = "; ".join(f"{side.text} fails by {-side.margin:.3g}" for side in missing)
        return _nothing(p, "outside the assumptions", why)
    if _is_in_window(p):
        name, conducts = _inside(p)
        supported = support(p, conducts)
        if supported is not None:
            return _shown(p, name, _why_inside(p, name), conducts, supported)
    for name, conducts, supported in _outside(p):
        return _shown(p, name, _why_outside(p, conducts), conducts, supported)
    return _nothing(p, "none (pure)", "no equilibrium in pure strategies was found at the demands that matter")


def _inside(p: Params) -> tuple[str, Conducts]:
    """The taught outcome inside (7)."""
    deal = Conduct("pays", min(a_star(p), p.a_max))
    if p.l < -TIE:
        return "separating 1", {"committed": Conduct("none"), "uncommitted": deal}
    vain = Conduct("stays", p.a_max)
    if _is_capped(p):
        return "cap", {"committed": vain, "uncommitted": deal}
    if p.l <= l_star(p) + TIE:
        return "separating 2", {"committed": vain, "uncommitted": deal}
    return "separating 3", {"committed": vain, "uncommitted": Conduct("leaves", p.a_max)}


def _why_inside(p: Params, name: str) -> str:
    said = []
    if abs(p.l) <= TIE:
        said.append("l = 0: any refused demand is as good to the committed patron; the slides take the largest")
    if name == "separating 2" and abs(p.l - l_star(p)) <= TIE:
        said.append(
            "l = l_star: the uncommitted patron is indifferent between the deal and leaving; she keeps the alliance"
        )
    if name == "separating 2" and l_left(p) - TIE <= p.l < l_star(p) - TIE:
        said.append("l is at least l_left: with free beliefs the play of separating 3 is an equilibrium too")
    if p.pi > robust_window(p)[1] + TIE:
        said.append(
            "pi is above the robust window: it needs the challenger to read a withdrawal as a sign of no commitment,"
            " and the committed patron would leave if it were read as a sign of commitment"
        )
    elif p.pi > robust_window(p)[1] - TIE:
        said.append("pi is at the upper end of the robust window, where the committed patron stays though indifferent")
    elif not said:
        said.append("only the uncommitted patron would leave, whatever the challenger makes of it")
    return "; ".join(said)


_NOBODY_LEAVES = ("both paid", "uncommitted paid", "committed paid", "no credible threat")


def _taught(p: Params) -> tuple[str, ...]:
    """The order in which outcomes are looked for outside (7): nobody leaves before somebody does.

    Where the uncommitted patron's threat is not credible, a payment needs odd beliefs, unless the committed one's is.
    """
    low, high = window(p)
    first: tuple[str, ...] = ()
    if p.pi <= low + TIE:
        first = ("no credible threat",) if p.pi <= high + TIE else ("committed paid", "no credible threat")
    order = (*first, *_NOBODY_LEAVES, "both leave")
    return tuple(dict.fromkeys((*order, *NAMES)))


def _why_outside(p: Params, conducts: Conducts) -> str:
    low, high = window(p)
    if abs(p.pi - low) <= TIE and p.pi <= high + TIE:
        said = ["pi = beta_lo a_star: the uncommitted patron is indifferent between staying and leaving, and stays"]
    elif p.pi <= min(low, high) + TIE:
        said = ["staying is worth more than leaving to either type, so that a threat to leave is empty"]
    elif p.pi <= low + TIE:
        said = ["only the committed patron's threat to leave is credible"]
    else:
        said = ["pi is above the window: the committed patron's threat to leave is credible as well"]
        said.append("of several outcomes the book takes one in which nobody leaves, if there is one")
    if abs(p.l) <= TIE:
        said.append("l = 0: any refused demand is as good as none; the book takes the largest")
    if _is_war(p, conducts):
        said.append("the challenger bets that the protégé was abandoned: war if the patron is committed")
    return "; ".join(said)


def _is_war(p: Params, conducts: Conducts) -> bool:
    committed = conducts["committed"]
    return committed.kind == "leaves" and _consistent(p, conducts, committed.a) == ("low",)


def _shown(p: Params, name: str, why: str, conducts: Conducts, supported: Support) -> Equilibrium:
    return described(p, name, why, profile(p, conducts, supported), beliefs(p, conducts, supported))


def _nothing(p: Params, name: str, why: str) -> Equilibrium:
    return Equilibrium(p=p, name=name, why=why, play=MappingProxyType({}), payoffs=MappingProxyType({}))


# --- outside the window, and what else there is -----------------------------------------------------------------


def _outside(p: Params) -> Iterator[tuple[str, Conducts, Support]]:
    """Equilibria at the demands that matter, the taught ones first."""
    order = _taught(p)
    named = [(_name(p, conducts), conducts) for conducts in _pairs(p)]
    for name, conducts in sorted(named, key=lambda pair: order.index(pair[0])):
        if (supported := support(p, conducts)) is not None:
            yield name, conducts, supported


def _pairs(p: Params) -> Iterator[Conducts]:
    """What the two types may do, at the demands that matter."""
    for one, other in product(_conducts(p, "committed"), _conducts(p, "uncommitted")):
        yield {"committed": one, "uncommitted": other}
    for type in TYPES:
        rival = TYPES[type == "committed"]
        for fixed in _conducts(p, rival):
            for a in _unmistakable(p, type, rival, fixed):
                yield {type: Conduct("leaves", a), rival: fixed}


def _conducts(p: Params, type: Type) -> Iterator[Conduct]:
    """No offer, and the demands at which something ends: d1, a_star, a_max; at l = 0 the largest first (T3)."""
    if p.l >= -TIE:
        yield Conduct("stays", p.a_max)
    if p.l <= TIE:
        yield Conduct("none")
    deals = {min(most_paid(p, type, replied), p.a_max) for replied in REPLIES}
    yield from (Conduct("pays", a) for a in sorted(deals, reverse=True))
    exits = {a for a in (d1(p), a_star(p), p.a_max) if a <= p.a_max + TIE}
    yield from (Conduct("leaves", a) for a in sorted(exits, reverse=p.l > 0))


def _unmistakable(p: Params, type: Type, rival: Type, fixed: Conduct) -> Iterator[float]:
    """The demands at which ``type`` can leave and the rival, who has ``fixed``, only just does not do the same."""
    if fixed.kind != "leaves":
        alone = reply(p, float(type == "committed"))
        for a in _demands_worth(p, rival, worth(p, rival, fixed, alone)):
            if most_paid(p, type, alone) <= a <= p.a_max:
                yield a


def _name(p: Params, conducts: Conducts) -> str:
    kinds = tuple(conducts[type].kind for type in TYPES)
    if _is_in_window(p) and kinds in _SLIDES:
        return "cap" if kinds == ("stays", "pays") and _is_capped(p) else _SLIDES[kinds]
    committed, uncommitted = kinds
    match committed, uncommitted:
        case "leaves", "leaves":
            return "both leave"
        case "leaves", _:
            return "committed leaves"
        case _, "leaves":
            return "uncommitted leaves"
        case "pays", "pays":
            return "both paid"
        case "pays", _:
            return "committed paid"
        case _, "pays":
            return "uncommitted paid"
    return "no credible threat"


_SLIDES: Mapping[tuple[Kind, Kind], str] = {
    ("none", "pays"): "separating 1",
    ("stays", "pays"): "separating 2",
    ("stays", "leaves"): "separating 3",
}


def equilibria(p: Params) -> tuple[Family, ...]:
    """The families of pure outcomes, any belief being allowed off the path; the one that is taught comes first.

    Each is an equilibrium with one type's demand moved over its whole interval, the other's held. Departs: the slides
    name one outcome per case; with free beliefs there is a continuum wherever the protégé of an uncommitted patron
    can be made to refuse more than p_h - p_m. Up to the upper end of `robust_window` these are all there are, ties
    apart; above it, one type's demand moves while the other's is one of those that matter. Empty where lines (1) and
    (2) fail.
    """
    if failing(p):
        return ()
    taught = select(p).name
    found: list[Family] = []
    for name, conducts, supported in _outside(p):
        for type in TYPES:
            family = _family(p, name, conducts, supported, type)
            found = _with(found, family)
    return tuple(sorted(found, key=lambda family: family.name != taught))


def _with(found: list[Family], family: Family) -> list[Family]:
    """The families found so far and one more, without those that are part of another."""
    if any(_is_part(family, other) for other in found):
        return found
    return [*(other for other in found if not _is_part(other, family)), family]


def _is_part(one: Family, other: Family) -> bool:
    """Whether every demand of ``one`` is one of ``other``, and what happens has the same name and ends alike."""
    alike = all(one.example.play[type].outcome == other.example.play[type].outcome for type in TYPES)
    return one.name == other.name and alike and all(_is_within(one, other, type) for type in TYPES)


def _is_within(one: Family, other: Family, type: Type) -> bool:
    inner, outer = one.demands[type], other.demands[type]
    if inner is None or outer is None:
        return inner is outer
    return outer[0] - TIE <= inner[0] and inner[1] <= outer[1] + TIE


def _family(p: Params, name: str, conducts: Conducts, supported: Support, free: Type) -> Family:
    """The equilibria like this one in which the demand of ``free`` is another."""
    demands: dict[Type, tuple[float, float] | None] = {}
    includes: dict[Type, tuple[bool, bool]] = {}
    for type in TYPES:
        a = conducts[type].a
        demands[type], includes[type] = (None if a is None else (a, a)), (True, True)
    if conducts[free].a is not None:
        demands[free], includes[free] = _interval(p, conducts, free)
    example = _shown(p, name, "one of a family", conducts, supported)
    return Family(name=name, demands=demands, includes=includes, example=example)


def _interval(p: Params, conducts: Conducts, free: Type) -> tuple[tuple[float, float], tuple[bool, bool]]:
    """The demands of ``free``, around its own, that are an equilibrium with the other's conduct held."""
    kind, a = conducts[free].kind, conducts[free].a

    def is_one(at: float) -> bool:
        return support(p, {**conducts, free: Conduct(kind, at)}) is not None

    breaks = _increasing(p, (*_ends(p, conducts, free), a))
    cells = list(_cells(breaks))
    good = [is_one(cell) for cell in cells]
    low = high = min(range(len(cells)), key=lambda k: abs(cells[k] - a))
    while low > 0 and good[low - 1]:
        low -= 1
    while high < len(cells) - 1 and good[high + 1]:
        high += 1
    # An even cell is an open interval between two breaks, an odd one a break.
    edges = (0.0, *breaks)
    bottom = cells[low] if low % 2 else edges[low // 2]
    top = cells[high] if high % 2 else edges[high // 2 + 1]
    return (bottom, top), (bool(low % 2), bool(high % 2))


def _ends(p: Params, conducts: Conducts, free: Type) -> Iterator[float]:
    """Where an interval of the free type's demands can end: it then has exactly what some other demand would pay."""
    rival = TYPES[free == "committed"]
    had = _worth_on_path(p, rival, conducts)
    kinks = (worth_left(p, free, r) - worth_kept(p, free) for r in REPLIES)
    points = _increasing(p, (d1(p), a_star(p), *kinks, *_demands_worth(p, rival, had)))
    yield from points
    for low, high in pairwise((0.0, *points)):
        for replied in REPLIES:
            kind = follows(p, free, (low + high) / 2, replied)
            for a in (low, high):
                yield from _demands_worth(p, free, worth(p, free, Conduct(kind, a), replied))
