"""A checker and an enumerator of equilibria that know the rules of the game and none of its propositions.

The idea. Every payoff is linear in the demand a and in the offer x as long as nobody changes what they do. So the best
deviation lies at an end of a range on which strategies are constant, or is approached there: nothing is searched on a
grid. `deviations` asks at every information set what the best deviation gains; `enumerate_pure` lists what can follow
a demand, range by range, and looks for demands from which neither type wants to move.

A refinement restricts what the challenger may believe where nobody was meant to go, reading staying or leaving as the
patron's signal. It is asked in two forms, which disagree: against what her type gets in the equilibrium
("intuitive", "D1"), and against what it gets at that point by its other choice ("local intuitive", "local D1"). In the
local form the challenger gives both types some chance after any rejection, and learns from what each would then do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np

from alliancelib.core.game import Action, Player
from alliancelib.cost_sharing.model import (
    TIE,
    TYPES,
    Beliefs,
    Negotiation,
    Params,
    Path,
    Play,
    Profile,
    Reading,
    Stage,
    Steps,
    Type,
    at_least,
    check_demand,
    path,
    played_out,
    prior,
    u,
)

# --- the checker ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A point, where both ends are equal, or the open interval between two numbers."""

    low: float
    high: float

    @property
    def inside(self) -> float:
        """A number in the span; strategies are the same at all of them."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """The best one-shot deviation at an information set, or at all those that differ only within ``a`` and ``x``.

    Where nothing is better, the action is the profile's own and the gain is 0.
    """

    player: Player
    stage: Stage
    type: Type | None
    """The patron's type, which the challenger does not know."""
    n: Negotiation | None = None
    """How the negotiation ended; None where it has not, or where only ``kept`` matters."""
    kept: bool | None = None
    """In the crisis: whether the alliance stands."""
    a: Span | None = None
    """The demands that have been made; None where there was none, or it no longer matters."""
    x: Span | None = None
    """The offers that the challenger has made."""
    mu: float | None = None
    """What the challenger believes."""
    action: Action
    gain: float
    """The supremum over the span. A number that is only approached is given as the action, as if it were reached."""


def deviations(profile: Profile, beliefs: Beliefs, p: Params) -> tuple[Deviation, ...]:
    """The best one-shot deviation, and its gain, at every information set on the path and off it.

    On the path the challenger believes what Bayes' rule gives, elsewhere what ``beliefs`` says. All gains are zero, up
    to rounding, where the two are a perfect Bayesian equilibrium. Raises ValueError where a demand, an offer or a
    belief is out of its range.
    """
    for a in profile.demand.values():
        if a is not None:
            check_demand(p, a)
    found: list[Deviation] = []
    for type in TYPES:
        found.append(_at_demand(profile, p, type))
        found += _at_answer(profile, p, type)
        found += _at_exit(profile, p, type)
        for kept in (True, False):
            found += _at_response(profile, p, type, kept)
            found.append(_at_intervention(profile, p, type, kept))
    found += _at_offer(profile, beliefs, p)
    return tuple(found)


def bayes(profile: Profile, p: Params) -> Mapping[tuple[Negotiation, float | None], float]:
    """The challenger's belief mu at what he can see on the path, (n, a), by Bayes' rule."""
    ends = {type: played_out(profile, Play("demand", type)) for type in TYPES}
    chances: dict[tuple[Negotiation, float | None], list[float]] = {}
    for type, end in ends.items():
        key = next((seen for seen in chances if seen[0] == end.n and _same(seen[1], end.a)), (end.n, end.a))
        chances.setdefault(key, []).append(prior(p, type) * (type == "committed"))
        chances[key].append(prior(p, type))
    return {seen: sum(pair[::2]) / sum(pair[1::2]) for seen, pair in chances.items()}


def _same(a: float | None, b: float | None) -> bool:
    return a is b or (a is not None and b is not None and abs(a - b) <= TIE)


def _spans(low: float, high: float, functions: Iterable[Steps], points: Iterable[float] = ()) -> Iterator[Span]:
    """The ranges of (low, high] on which every function is constant; breaks within TIE of each other are one point."""
    last = low
    for at in sorted({high, *points, *(b for steps in functions for b in steps.breaks)}):
        if low + TIE < at <= high and (at - last > 2 * TIE or at == high):
            if at - last > 2 * TIE:
                yield Span(last, at)
            yield Span(at, at)
            last = at


def _demands(profile: Profile, p: Params, type: Type) -> Iterator[Span]:
    x = profile.x
    steps = (profile.accepts[type], profile.withdraws[type], x.sharing, x.free_riding, x.withdrawal)
    return _spans(0.0, p.a_max, steps)


def _end(
    type: Type, n: Negotiation, a: float | None, x: float, *, settles: bool, intervenes: bool, won: bool | None = None
) -> Play:
    """A play up to its settlement, or to a war that is still to be decided."""
    return Play("over" if settles else "war", type, a, n, x, settles, None if settles else intervenes, won)


def _paid(
    profile: Profile, p: Params, type: Type, n: Negotiation, a: float | None, inside: float | None
) -> Mapping[Player, float]:
    """Payoffs where the negotiation ends in ``n`` over a demand ``a``, and all then do what they do at ``inside``."""
    x, kept = profile.x(n, inside), n != "withdrawal"
    settles = profile.settles[type, kept](x)
    return u(p, _end(type, n, a, x, settles=settles, intervenes=profile.intervenes[type, kept]))


def _rejected(profile: Profile, type: Type, a: float) -> Negotiation:
    return "withdrawal" if profile.withdraws[type](a) else "free-riding"


def _answered(profile: Profile, type: Type, a: float) -> Negotiation:
    return "sharing" if profile.accepts[type](a) else _rejected(profile, type, a)


def _best(own: Action, worth: float, others: Iterable[tuple[float, Action]]) -> dict[str, Any]:
    """The action and the gain of a `Deviation`."""
    top, action = max(others, key=lambda other: other[0])
    return {"action": action, "gain": top - worth} if top > worth else {"action": own, "gain": 0.0}


def _at_demand(profile: Profile, p: Params, type: Type) -> Deviation:
    def worth(a: float, inside: float) -> float:
        return _paid(profile, p, type, _answered(profile, type, inside), a, inside)["ally"]

    nothing = _paid(profile, p, type, "no offer", None, None)["ally"]
    others: list[tuple[float, Action]] = [(nothing, "no offer")]
    for span in _demands(profile, p, type):
        others += [(worth(a, span.inside), a) for a in (span.low, span.high)]
    a = profile.demand[type]
    own = ("no offer", nothing) if a is None else (a, worth(a, a))
    return Deviation(player="ally", stage="demand", type=type, **_best(*own, others))


def _at_answer(profile: Profile, p: Params, type: Type) -> Iterator[Deviation]:
    for span in _demands(profile, p, type):
        after_no = _rejected(profile, type, span.inside)
        accepts = profile.accepts[type](span.inside)
        own, other = ("accept", "reject") if accepts else ("reject", "accept")

        def gain(a: float, span: Span = span, after_no: Negotiation = after_no, accepts: bool = accepts) -> float:
            taken = _paid(profile, p, type, "sharing", a, span.inside)["target"]
            refused = _paid(profile, p, type, after_no, a, span.inside)["target"]
            return refused - taken if accepts else taken - refused

        best = _best(own, 0.0, [(gain(a), other) for a in (span.low, span.high)])
        yield Deviation(player="target", stage="answer", type=type, a=span, **best)


def _at_exit(profile: Profile, p: Params, type: Type) -> Iterator[Deviation]:
    for span in _demands(profile, p, type):
        # What the demand earned at home is earned either way, so that any demand in the span serves.
        a = span.inside
        worths = {
            "withdraw": _paid(profile, p, type, "withdrawal", a, a)["ally"],
            "stay": _paid(profile, p, type, "free-riding", a, a)["ally"],
        }
        own = "withdraw" if profile.withdraws[type](a) else "stay"
        best = _best(own, worths[own], [(worth, action) for action, worth in worths.items()])
        yield Deviation(player="ally", stage="exit", type=type, a=span, **best)


def _at_offer(profile: Profile, beliefs: Beliefs, p: Params) -> Iterator[Deviation]:
    reached = bayes(profile, p)
    for n, x, belief in (
        ("no offer", None, None),
        ("sharing", profile.x.sharing, beliefs.sharing),
        ("free-riding", profile.x.free_riding, beliefs.free_riding),
        ("withdrawal", profile.x.withdrawal, beliefs.withdrawal),
    ):
        made = [a for seen, a in reached if seen == n and a is not None]
        for span in (None,) if x is None else _spans(0.0, p.a_max, (x, belief), made):
            a = span and span.inside
            is_point = span is None or span.low == span.high
            known = next((m for (seen, at), m in reached.items() if is_point and seen == n and _same(at, a)), None)
            mu = beliefs(n, a) if known is None else known
            _check(mu=mu, x=profile.x(n, a))
            best = _best_offer(profile, p, n, a, mu)
            yield Deviation(player="challenger", stage="offer", type=None, n=n, a=span, mu=mu, **best)


def _check(**shares: float) -> None:
    for name, value in shares.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must lie in [0, 1], got {value!r}")


def _best_offer(profile: Profile, p: Params, n: Negotiation, a: float | None, mu: float) -> dict[str, Any]:
    kept = n != "withdrawal"
    settles = {type: profile.settles[type, kept] for type in TYPES}
    weights = dict(zip(TYPES, (mu, 1 - mu)))

    def worth(x: float, inside: float) -> float:
        ends = {
            type: _end(type, n, a, x, settles=settles[type](inside), intervenes=profile.intervenes[type, kept])
            for type in TYPES
        }
        return sum(weights[type] * u(p, end)["challenger"] for type, end in ends.items() if weights[type])

    others = [(worth(x, s.inside), x) for s in _offers(settles.values()) for x in (s.low, s.high)]
    own = profile.x(n, a)
    return _best(own, worth(own, own), others)


def _offers(functions: Iterable[Steps]) -> Iterator[Span]:
    """The ranges of [0, 1] on which every function is constant."""
    yield Span(0.0, 0.0)
    yield from _spans(0.0, 1.0, functions)


def _at_response(profile: Profile, p: Params, type: Type, kept: bool) -> Iterator[Deviation]:
    settles = profile.settles[type, kept]
    war = u(p, _crisis(type, kept, 0.0, settles=False, intervenes=profile.intervenes[type, kept]))["target"]
    for span in _offers((settles,)):
        takes = settles(span.inside)
        own, other = ("settle", "fight") if takes else ("fight", "settle")
        peace = {
            x: u(p, _crisis(type, kept, x, settles=True, intervenes=False))["target"] for x in (span.low, span.high)
        }
        gains = [(war - worth if takes else worth - war, other) for worth in peace.values()]
        best = _best(own, 0.0, gains)
        yield Deviation(player="target", stage="response", type=type, kept=kept, x=span, **best)


def _at_intervention(profile: Profile, p: Params, type: Type, kept: bool) -> Deviation:
    worths = {
        action: u(p, _crisis(type, kept, 0.0, settles=False, intervenes=action == "intervene"))["ally"]
        for action in ("intervene", "abstain")
    }
    own = "intervene" if profile.intervenes[type, kept] else "abstain"
    best = _best(own, worths[own], [(worth, action) for action, worth in worths.items()])
    return Deviation(player="ally", stage="intervention", type=type, kept=kept, **best)


def _crisis(type: Type, kept: bool, x: float, *, settles: bool, intervenes: bool) -> Play:
    """A crisis over which no demand hangs: what the negotiation paid shifts all of a player's payoffs alike."""
    n, a = ("no offer", None) if kept else ("withdrawal", 0.0)
    return _end(type, n, a, x, settles=settles, intervenes=intervenes)


# --- the crisis, solved backwards -------------------------------------------------------------------------------

SHARING, FREE_RIDING, WITHDRAWAL = range(3)

ENDS: tuple[Negotiation, ...] = ("sharing", "free-riding", "withdrawal")
"""How the negotiation over a demand can end."""

CLOSE = 1e-9
"""Payoffs of the enumeration that are closer than this count as equal: it divides by l, which may be small."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An offer of the challenger that is best for some belief, and for which: mu from ``low`` to ``high``."""

    x: float
    low: float
    high: float


def fights(p: Params, type: Type, kept: bool) -> bool:
    """Whether the patron intervenes in a war; at a tie she does (T5)."""
    joins, abstains = (
        u(p, _crisis(type, kept, 0.0, settles=False, intervenes=intervenes))["ally"] for intervenes in (True, False)
    )
    return joins >= abstains - TIE


def reservation(p: Params, type: Type, kept: bool) -> float:
    """The least offer for which the protégé settles: what war would give it, or 0 where that is less."""
    war = _crisis(type, kept, 0.0, settles=False, intervenes=fights(p, type, kept))
    return max(u(p, war)["target"], 0.0)


def replies(p: Params, kept: bool) -> tuple[Reply, ...]:
    """The challenger's best offers, over all beliefs about the type, from the lowest offer to the highest.

    Each is the reservation value of one of the types: a higher offer than a type needs is wasted, and one that no
    type takes means a war that costs both sides.
    """
    least = {type: reservation(p, type, kept) for type in TYPES}
    offers = sorted(set(least.values()))
    if len(offers) == 2 and offers[1] - offers[0] <= TIE:
        offers = offers[1:]

    def worth(x: float, type: Type) -> float:
        end = _crisis(type, kept, x, settles=x >= least[type] - TIE, intervenes=fights(p, type, kept))
        return u(p, end)["challenger"]

    return tuple(reply for x in offers if (reply := _where_best(x, offers, worth)) is not None)


def _where_best(x: float, offers: list[float], worth: Callable[[float, Type], float]) -> Reply | None:
    """The beliefs for which ``x`` is at least as good as every other of the offers."""
    low, high = 0.0, 1.0
    for other in offers:
        lead_hi, lead_lo = (worth(x, type) - worth(other, type) for type in TYPES)
        slope = lead_hi - lead_lo
        if abs(slope) <= TIE:
            high = high if lead_lo >= -TIE else -1.0
        elif slope > 0:
            low = max(low, -lead_lo / slope)
        else:
            high = min(high, -lead_lo / slope)
    return Reply(x, low, high) if high - low > TIE else None


# --- what can follow a demand -----------------------------------------------------------------------------------

FREE, ZERO, ONE, PRIOR, MIXED = range(5)
"""What the challenger may believe: anything, mu = 0, mu = 1, mu = phi, anything strictly between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows one demand: each type's answer and exit (committed first), and a reply to each of ENDS."""

    accepts: tuple[bool, bool]
    withdraws: tuple[bool, bool]
    replies: tuple[Reply, Reply, Reply]

    def end(self, who: int) -> int:
        """How the negotiation with the type of that number ends."""
        if self.accepts[who]:
            return SHARING
        return WITHDRAWAL if self.withdraws[who] else FREE_RIDING


@dataclass(frozen=True, slots=True)
class _Table:
    """Everything that can follow a demand, with payoffs as lines in a: rows (constant, slope)."""

    p: Params
    replies: tuple[tuple[Reply, ...], ...]
    """By how the negotiation ended (ENDS); after no offer, those of a kept alliance."""
    pays: Mapping[tuple[int, int, Reply], np.ndarray]
    """The patron's payoff by type number, end and reply: a line."""
    nothing: Mapping[tuple[int, Reply], float]
    """The patron's payoff after no offer."""
    plans: tuple[Plan, ...]
    worth: np.ndarray
    """(plans, types, 2): what each type of patron gets."""
    holds: np.ndarray
    """(plans, 4, 2): what must not be negative for the plan to be sequentially rational."""
    fits: np.ndarray
    """(plans, ENDS, beliefs): whether the plan's reply is best for such a belief."""
    local: Mapping[str, np.ndarray]
    """(plans, ENDS) by refinement: what may be believed in the local form."""
    breaks: np.ndarray
    """The demands in (0, a_max] at which what is rational changes; a_max is the last."""


def _tabulate(p: Params, demands: Iterable[float]) -> _Table:
    kept, left = replies(p, True), replies(p, False)
    choices = (kept, kept, left)
    ally, target = _lines(p, choices, "ally"), _lines(p, choices, "target")
    plans, holds = [], []
    booleans = tuple(product((True, False), repeat=2))
    for accepts, withdraws, answers in product(booleans, booleans, product(*choices)):
        plan = Plan(accepts, withdraws, answers)
        rows = _must_hold(plan, ally, target)
        # Staying or leaving earns the same at home, so that this side of a plan is rational for all demands or none.
        if min(row[0] for row in rows[:2]) >= -CLOSE:
            plans.append(plan)
            holds.append(rows)
    holds = np.array(holds)
    roots = _roots(holds[:, 2:].reshape(-1, 2), p.a_max)
    breaks = _distinct([p.a_max, *demands, *roots], p.a_max)
    worth = np.array([[ally[who, plan.end(who), plan.replies[plan.end(who)]] for who in (0, 1)] for plan in plans])
    fits = np.array([[[_fits(r, belief, p.phi) for belief in range(5)] for r in plan.replies] for plan in plans])
    return _Table(
        p=p,
        replies=choices,
        pays=ally,
        nothing={
            (who, r): u(p, _ending(p, t, "no offer", None, r.x))["ally"] for who, t in enumerate(TYPES) for r in kept
        },
        plans=tuple(plans),
        worth=worth,
        holds=holds,
        fits=fits,
        local={
            f"local {name}": np.array([_local(plan, ally, choices, name) for plan in plans])
            for name in ("intuitive", "D1")
        },
        breaks=breaks,
    )


def _ending(p: Params, type: Type, n: Negotiation, a: float | None, x: float) -> Play:
    """The crisis after an offer ``x``, played as it must be."""
    kept = n != "withdrawal"
    settles = x >= reservation(p, type, kept) - TIE
    return _end(type, n, a, x, settles=settles, intervenes=fights(p, type, kept))


def _lines(
    p: Params, choices: tuple[tuple[Reply, ...], ...], player: Player
) -> Mapping[tuple[int, int, Reply], np.ndarray]:
    """A player's payoff as a line in the demand, by type number, end and reply, read off two demands."""
    found = {}
    for (who, type), (end, n) in product(enumerate(TYPES), enumerate(ENDS)):
        for reply in choices[end]:
            at_0, at_1 = (u(p, _ending(p, type, n, a, reply.x))[player] for a in (0.0, 1.0))
            found[who, end, reply] = np.array([at_0, at_1 - at_0])
    return found


def _must_hold(plan: Plan, ally: Mapping, target: Mapping) -> list[np.ndarray]:
    """By how much each type's exit, then each type's answer, beats its alternative."""
    exits, answers = [], []
    for who in (0, 1):
        leave, stay, deal = ((who, end, plan.replies[end]) for end in (WITHDRAWAL, FREE_RIDING, SHARING))
        exits.append((ally[leave] - ally[stay]) * (1 if plan.withdraws[who] else -1))
        refused = leave if plan.withdraws[who] else stay
        answers.append((target[deal] - target[refused]) * (1 if plan.accepts[who] else -1))
    return exits + answers


def _fits(reply: Reply, belief: int, phi: float) -> bool:
    return _supporting(reply, belief, phi) is not None


def _supporting(reply: Reply, belief: int, phi: float) -> float | None:
    """A belief of the kind for which the reply is best, or None."""
    if belief in (ZERO, ONE, PRIOR):
        mu = {ZERO: 0.0, ONE: 1.0, PRIOR: phi}[belief]
        return mu if reply.low - TIE <= mu <= reply.high + TIE else None
    if belief == MIXED:
        return (reply.low + reply.high) / 2
    return 0.0 if reply.low <= 0 else 1.0 if reply.high >= 1 else (reply.low + reply.high) / 2


def _roots(lines: np.ndarray, a_max: float) -> np.ndarray:
    """Where the lines cross zero inside (0, a_max)."""
    sloped = lines[np.abs(lines[:, 1]) > TIE]
    at = -sloped[:, 0] / sloped[:, 1]
    return at[(at > CLOSE) & (at < a_max - CLOSE)]


def _distinct(points: Iterable[float], a_max: float, first: np.ndarray | None = None) -> np.ndarray:
    """The points in (0, a_max], ascending; of those within CLOSE of each other one, from ``first`` if it is there."""
    kept = [] if first is None else list(first)
    for at in points:
        if 0 < at <= a_max and all(abs(at - other) > CLOSE for other in kept):
            kept.append(at)
    return np.array(sorted(kept))


def _cells(points: np.ndarray) -> np.ndarray:
    """A demand in each range between the points, and the points: below the first, the first, ..., the last."""
    ends = np.concatenate([[0.0], points])
    return np.stack([(ends[:-1] + ends[1:]) / 2, points], axis=1).ravel()


def _at(lines: np.ndarray, a: np.ndarray) -> np.ndarray:
    """The lines' values, one column for each demand."""
    return lines[..., :1] + lines[..., 1:] * a


# --- refinements ------------------------------------------------------------------------------------------------

Refinement = Literal["intuitive", "D1", "local intuitive", "local D1"]

REFINEMENTS: tuple[Refinement, ...] = ("intuitive", "D1", "local intuitive", "local D1")


def _restricted(base: np.ndarray, pays: np.ndarray, criterion: str) -> np.ndarray:
    """What may be believed where nobody was meant to go.

    base  (types, m): what each type gets otherwise;
    pays  (types, 2, m): what it gets here under the challenger's lowest and highest reply, or any mixture of the two.
    """
    lead = pays - base[:, None, :]
    hopeless = lead.max(axis=1) < -CLOSE
    out = hopeless & ~hopeless[::-1]
    if criterion == "D1":
        out |= np.stack([_is_outdone(lead[who], lead[1 - who]) for who in (0, 1)])
        out &= ~out[::-1]
    return np.where(out[0], ZERO, np.where(out[1], ONE, FREE))


def _is_outdone(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether under every reply that this type would put up with the other one strictly gains (D1)."""
    willing = own >= -CLOSE
    tilt = np.where(willing[0] == willing[1], 1.0, own[0] - own[1])
    turn = np.clip(own[0] / tilt, 0.0, 1.0)
    low, high = np.where(willing[0], 0.0, turn), np.where(willing[1], 1.0, turn)

    def gains(share: np.ndarray) -> np.ndarray:
        return other[0] + share * (other[1] - other[0]) > CLOSE

    return willing.any(axis=0) & gains(low) & gains(high)


def _local(plan: Plan, ally: Mapping, choices: tuple[tuple[Reply, ...], ...], criterion: str) -> list[int]:
    """What may be believed after a rejection that both types may have met, by ENDS."""
    beliefs = [FREE, FREE, FREE]
    for end, leaves in ((FREE_RIDING, False), (WITHDRAWAL, True)):
        senders = tuple(withdraws == leaves for withdraws in plan.withdraws)
        beliefs[end] = {(True, True): MIXED, (True, False): ONE, (False, True): ZERO}.get(senders, FREE)
        if not any(senders):
            other = FREE_RIDING if leaves else WITHDRAWAL
            base = np.array([[ally[who, other, plan.replies[other]][0]] for who in (0, 1)])
            pays = np.array([[[ally[who, end, r][0]] for r in _ends(choices[end])] for who in (0, 1)])
            beliefs[end] = int(_restricted(base, pays, criterion)[0])
    return beliefs


def _ends(options: tuple[Reply, ...]) -> tuple[Reply, Reply]:
    return options[0], options[-1]


def _against(table: _Table, best: np.ndarray, end: int) -> np.ndarray:
    """(types, 2, 2): what each type would gain on its equilibrium payoff at ``end``, by the reply: lines."""
    lines = np.array([[table.pays[who, end, r] for r in _ends(table.replies[end])] for who in (0, 1)])
    lines[:, :, 0] -= best[:, None]
    return lines


def _turns(table: _Table, best: np.ndarray, criterion: str) -> Iterator[np.ndarray]:
    """Lines that cross zero where a criterion against the equilibrium payoffs changes its mind."""
    for end in (FREE_RIDING, WITHDRAWAL):
        lines = _against(table, best, end)
        yield from lines.reshape(-1, 2)
        for who in (0, 1) if criterion == "D1" else ():
            (low, high), (other_low, other_high) = lines[who], lines[1 - who]
            step = low[0] - high[0]
            if abs(step) > TIE:
                yield other_low + low / step * (other_high - other_low)[0]


# --- the enumerator ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Option:
    """What one type might do and get on the path."""

    a: float | None
    end: int | None
    """None after no offer."""
    reply: Reply
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The outcome of a perfect Bayesian equilibrium in pure strategies, with strategies and beliefs that support it."""

    play: Mapping[Type, Path]
    payoffs: Mapping[Type, Mapping[Player, float]]
    profile: Profile
    beliefs: Beliefs
    """Off the path free, whatever a refinement would say."""
    refined: Mapping[Refinement, tuple[Profile, Beliefs]]
    """For each refinement that the outcome survives, a support that it admits."""

    @property
    def survives(self) -> frozenset[Refinement]:
        """The refinements that leave the outcome standing."""
        return frozenset(self.refined)


def enumerate_pure(p: Params, demands: Iterable[float] = ()) -> tuple[Found, ...]:
    """Every outcome of a perfect Bayesian equilibrium in pure strategies whose demands are critical, or in ``demands``.

    A demand is critical where a protégé's answer can turn, and at a_max. Deviations are to all demands in (0, a_max].
    Beliefs off the path are free; `Found.survives` says which refinements (REFINEMENTS) an outcome survives. Where
    outcomes fill an interval of demands its critical ends are found, if they belong to it: an empty answer need not
    mean that there is no equilibrium (where line (2) fails, one may begin with any small demand). Every demand and
    reply has a tie resolved in every way, except that the crisis follows T1 and T5. Raises ValueError where one of
    ``demands`` is out of its range.
    """
    demands = tuple(demands)
    for a in demands:
        check_demand(p, a)
    table = _tabulate(p, demands)
    options = _options(table)
    found = (_found(table, pair) for pair in product(*options))
    return tuple(outcome for outcome in found if outcome is not None)


def _options(table: _Table) -> tuple[list[_Option], list[_Option]]:
    """What each type might do on the path, less what gives it less than it can secure."""
    cells = _cells(table.breaks)
    rational = (_at(table.holds, cells) >= -CLOSE).all(axis=1)
    worth = _at(table.worth, cells)
    floors = np.where(rational[:, None], worth, np.inf).min(axis=0).max(axis=1)
    result: tuple[list[_Option], list[_Option]] = ([], [])
    for who in (0, 1):
        sums = {(None, None, r): table.nothing[who, r] for r in table.replies[FREE_RIDING]}
        floor = max(floors[who], min(sums.values()))
        for k, a in enumerate(table.breaks):
            for row in np.flatnonzero(rational[:, 2 * k + 1]):
                end = table.plans[row].end(who)
                sums[float(a), end, table.plans[row].replies[end]] = float(worth[row, who, 2 * k + 1])
        result[who].extend(_Option(*key, value) for key, value in sums.items() if value >= floor - CLOSE)
    return result


def _found(table: _Table, pair: tuple[_Option, _Option]) -> Found | None:
    if not _is_bayesian(table, pair):
        return None
    support = _support(table, pair, None)
    if support is None:
        return None
    refined = {name: held for name in REFINEMENTS if (held := _support(table, pair, name)) is not None}
    profile, beliefs = support
    ends = {type: played_out(profile, Play("demand", type)) for type in TYPES}
    return Found(
        play={type: path(profile, type) for type in TYPES},
        payoffs={type: u(table.p, end) for type, end in ends.items()},
        profile=profile,
        beliefs=beliefs,
        refined=refined,
    )


def _bayes_code(pair: tuple[_Option, _Option], who: int) -> int:
    same = (pair[0].a, pair[0].end) == (pair[1].a, pair[1].end)
    return PRIOR if same else (ONE, ZERO)[who]


def _is_bayesian(table: _Table, pair: tuple[_Option, _Option]) -> bool:
    """Whether the challenger's replies on the path are best for the beliefs that Bayes' rule gives."""
    if _bayes_code(pair, 0) == PRIOR and pair[0].reply != pair[1].reply:
        return False
    return all(_fits(option.reply, _bayes_code(pair, who), table.p.phi) for who, option in enumerate(pair))


def _support(
    table: _Table, pair: tuple[_Option, _Option], refinement: Refinement | None
) -> tuple[Profile, Beliefs] | None:
    """Strategies and beliefs under which neither type wants to leave the path, or None."""
    best = np.array([option.worth for option in pair])
    is_local = (refinement or "").startswith("local ")
    globally = "" if is_local else refinement or ""
    quiet = _no_offer(table, pair, best, globally)
    if quiet is None:
        return None
    points, cells = _refined_cells(table, best, globally)
    codes = np.zeros((len(table.plans), len(ENDS), len(cells)), dtype=int)
    if is_local:
        codes += table.local[refinement][:, :, None]
    elif globally:
        for end in (FREE_RIDING, WITHDRAWAL):
            codes[:, end] = _restricted(np.zeros((2, 1)), _at(_against(table, best, end), cells), globally)
    works = (_at(table.holds, cells) >= -CLOSE).all(axis=1)
    works &= (_at(table.worth, cells) <= best[:, None] + CLOSE).all(axis=1)
    for who, option in enumerate(pair):
        if option.a is not None:
            column = 2 * int(np.argmin(np.abs(points - option.a))) + 1
            codes[:, option.end, column] = _bayes_code(pair, who)
            works[:, column] &= [_leads_to(plan, who, option) for plan in table.plans]
    works &= np.take_along_axis(table.fits, codes, axis=2).all(axis=1)
    if not works.any(axis=0).all():
        return None
    return _strategies(table, pair, quiet, points, codes, works.argmax(axis=0))


def _leads_to(plan: Plan, who: int, option: _Option) -> bool:
    return plan.end(who) == option.end and plan.replies[option.end] == option.reply


def _refined_cells(table: _Table, best: np.ndarray, criterion: str) -> tuple[np.ndarray, np.ndarray]:
    """The demands between which nothing changes: neither what is rational, nor who gains, nor what may be believed."""
    lines = table.worth - np.stack([best, np.zeros(2)], axis=1)
    extra = list(_turns(table, best, criterion)) if criterion else []
    roots = _roots(np.array([*lines.reshape(-1, 2), *extra]), table.p.a_max)
    points = _distinct(roots, table.p.a_max, first=table.breaks)
    return points, _cells(points)


def _no_offer(
    table: _Table, pair: tuple[_Option, _Option], best: np.ndarray, criterion: str
) -> tuple[Reply, float] | None:
    """A reply to no offer, with a belief, that keeps both types from making none where they should make one."""
    options = table.replies[FREE_RIDING]
    code = FREE
    for who, option in enumerate(pair):
        if option.a is None:
            code, options = _bayes_code(pair, who), (option.reply,)
    if criterion and code == FREE:
        pays = np.array([[[table.nothing[who, r]] for r in _ends(options)] for who in (0, 1)])
        code = int(_restricted(best[:, None], pays, criterion)[0])
    for reply in options:
        mu = _supporting(reply, code, table.p.phi)
        if mu is not None and all(table.nothing[who, reply] <= best[who] + CLOSE for who in (0, 1)):
            return reply, mu
    return None


def _strategies(
    table: _Table,
    pair: tuple[_Option, _Option],
    quiet: tuple[Reply, float],
    points: np.ndarray,
    codes: np.ndarray,
    rows: np.ndarray,
) -> tuple[Profile, Beliefs]:
    """The profile and the beliefs that play the plan of each row at its demand."""
    p, plans = table.p, [table.plans[row] for row in rows]

    def steps(values: list) -> Steps:
        # Above a_max there is nothing; what is done at a_max itself may differ from what is done just below.
        return _joined([float(a) for a in points], [*values, values[-1]])

    def beliefs_at(end: int) -> Steps:
        held = (
            _supporting(plan.replies[end], codes[row, end, k], p.phi) for k, (plan, row) in enumerate(zip(plans, rows))
        )
        return steps(list(held))

    sets = tuple(product(TYPES, (True, False)))
    profile = Profile(
        demand={type: option.a for type, option in zip(TYPES, pair)},
        accepts={type: steps([plan.accepts[who] for plan in plans]) for who, type in enumerate(TYPES)},
        withdraws={type: steps([plan.withdraws[who] for plan in plans]) for who, type in enumerate(TYPES)},
        x=_reading(quiet[0].x, [steps([plan.replies[end].x for plan in plans]) for end in range(3)]),
        settles={key: at_least(reservation(p, *key)) for key in sets},
        intervenes={key: fights(p, *key) for key in sets},
    )
    return profile, _reading(quiet[1], [beliefs_at(end) for end in range(3)])


def _reading(no_offer: float, by_end: list[Steps]) -> Reading:
    return Reading(
        no_offer=no_offer, sharing=by_end[SHARING], free_riding=by_end[FREE_RIDING], withdrawal=by_end[WITHDRAWAL]
    )


def _joined(breaks: list[float], values: list) -> Steps:
    """A step function without the breaks at which nothing changes."""
    kept = [k for k in range(len(breaks)) if not values[2 * k] == values[2 * k + 1] == values[2 * k + 2]]
    joined = [values[0], *(value for k in kept for value in values[2 * k + 1 : 2 * k + 3])]
    return Steps(tuple(breaks[k] for k in kept), tuple(joined))
