"""The corrected closed form over arrays of parameters, and the simulation of many plays at once.

`equilibrium` states the same solution with its derivation, one point at a time and with the whole plan off the
path; here it is a map, for uniform offers. The two, and `solver`, are compared in the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from alliancelib.core.symbols import symbols
from alliancelib.outside_options.model import OUTCOMES, TIE, Equilibrium, Params, discount, net, search_costs
from alliancelib.outside_options.offers import Atoms, Mixture, Offers, Uniform
from alliancelib.outside_options.solver import Induction, backward_induction

FIRST_MOVES = ("accept", "search", "advance")
"""What the codes of `Solutions.first_move` and `Plays.first_move` stand for."""

BLOCK = 1 << 14
"""Parameter points worked on at a time, so that intermediate results stay in the processor's cache."""

Array = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Solutions:
    """The equilibrium at every point of a broadcast array of parameters. All arrays have its shape."""

    r1: Array
    """Player 1's first offer, a share in [0, 1]."""
    first_move: Array
    """Player 2's reply on the path: an index into FIRST_MOVES."""
    eu_1: Array
    eu_2: Array
    """Expected payoffs, valued at the start of play; the good is worth 1."""
    outcomes: Mapping[str, Array]
    """The probability of each of OUTCOMES."""

    @property
    def pr_new(self) -> Array:
        """The probability that the good is produced with an ad hoc partner: P(new) of section 4."""
        return self.outcomes["ad hoc, period 1"] + self.outcomes["ad hoc, period 2"]


def solve(phi: Any, c: Any, delta: Any) -> Solutions:
    """The equilibrium for uniform offers, elementwise; the arguments are broadcast against each other.

    Propositions 1 and 2, eq. (6). A play starts with an offer accepted at once, r* or, where searching is worthless,
    phi - 1; or, where that pays player 1 more, with a lower one after which player 2 searches.

    Departs: as `equilibrium` does, from Propositions 1 and 2 outside the range of delta and phi that they assume.

    Raises ValueError naming the symbol, its range and the first value outside it.

    >>> solve(1.1, [0.02, 0.1], 0.99).r1.round(5)
    array([0.59995, 0.55279])
    """
    given = dict(zip(("phi", "c", "delta"), (phi, c, delta)))
    for declared in symbols(Params):
        _check(declared, given[declared.name])
    columns = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in given.values()))
    flat, shape = [column.reshape(-1) for column in columns], columns[0].shape
    table = np.empty((4 + len(OUTCOMES), flat[0].size))
    for start in range(0, flat[0].size, BLOCK):
        part = slice(start, start + BLOCK)
        table[:, part] = _block(*(column[part] for column in flat))
    r1, first_move, eu_1, eu_2, *chances = (row.reshape(shape) for row in table)
    return Solutions(
        r1=r1,
        first_move=first_move.astype(np.int8),
        eu_1=eu_1,
        eu_2=eu_2,
        outcomes=MappingProxyType(dict(zip(OUTCOMES, chances))),
    )


def _check(declared: Any, values: Any) -> None:
    values = np.asarray(values, dtype=float)
    above = values > declared.low if declared.low_open else values >= declared.low
    below = values < declared.high if declared.high_open else values <= declared.high
    wrong = values[~(above & below & np.isfinite(values))]
    if wrong.size:
        declared.check(float(wrong[0]))


def _block(phi: Array, c: Array, delta: Array) -> tuple[Array, ...]:
    """r1, first move, EU1, EU2 and the probabilities of OUTCOMES, for one block of parameter points."""
    gap = np.sqrt(2 * c)  # 1 - r*: what player 1 keeps when she stops the search
    floor = phi - 1
    enough = np.maximum(1 - gap, floor)
    r1, eu_1, eu_2, *chances = _searched(phi, c, delta, gap)
    # T1: a tie goes to the sure outcome. At gap >= 1/4 or so nothing is gained by letting player 2 search.
    calm = ~(eu_1 > 1 - enough + TIE)
    r1, eu_1, eu_2 = np.where(calm, enough, r1), np.where(calm, 1 - enough, eu_1), np.where(calm, enough - floor, eu_2)
    ally_1, *others = chances
    others = [np.where(calm, 0.0, chance) for chance in others]
    return r1, np.where(calm, 0, 1), eu_1, eu_2, np.where(calm, 1.0, ally_1), *others, np.zeros_like(phi)


def _searched(phi: Array, c: Array, delta: Array, gap: Array) -> tuple[Array, ...]:
    """The best first offer after which player 2 searches: r1, EU1, EU2, and the chances of the four partners.

    EU1 is nan where player 1 would rather stop a second search whatever x1 is. r1 is accepted up to x_bar; from
    there to u he waits, is matched and searches again; from r_tilde to j he waits and accepts r*; otherwise he
    takes x1 at once.
    """
    a = np.maximum(0.5, phi - 1)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        r_tilde = np.where(gap < a * (1 - a) - TIE, (1 + np.sqrt(1 - 4 * gap)) / 2, np.nan)
        k = phi - 1 + delta * (1.5 - phi - c)
        # The smaller root of net(x) = delta theta(x), in the form that bears delta = 0; inf where there is none.
        tires = np.where(2 * delta * k <= 1, 2 * k / (1 + np.sqrt(1 - 2 * delta * k)), np.inf)
        stationary = np.sqrt(2 * phi - 2 + 2 * c + 2 * (2 - phi) / delta) - 1
    u = np.maximum(np.minimum(tires, r_tilde), a)
    x_bar = np.minimum(np.maximum(stationary, a), u)
    waiting = phi - 1 + delta * (1.5 - phi - c + x_bar**2 / 2)
    # Where player 2 would take a rather than wait, waiting no longer rules the offer: she bids for the best bet.
    r1 = np.where(tires <= a, a, waiting)
    j = np.maximum(r_tilde, phi - 1 + delta * (2 - phi - gap))
    squares, cubes = (u**2 - x_bar**2) / 2, (u**3 - x_bar**3) / 3
    now = r_tilde - u + 1 - j
    eu_1 = x_bar * (1 - r1) + delta * (squares - cubes + gap * (j - r_tilde))
    later = (1.5 - phi - c) * (u - x_bar) + cubes / 2 + (2 - phi - gap) * (j - r_tilde)
    drawn = (1 - phi) * now + (r_tilde**2 - u**2 + 1 - j**2) / 2
    eu_2 = -c + x_bar * (1 - phi + r1) + delta * later + drawn
    return r1, eu_1, eu_2, x_bar, squares + j - r_tilde, now, u - x_bar - squares


# --- simulation -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Plays:
    """Many plays of one game. Every array has one entry for each play; nan stands for what did not happen."""

    p: Params
    r1: float
    first_move: int
    """Player 2's reply to r1: an index into FIRST_MOVES."""
    x1: Array
    r2: Array
    x2: Array
    """Offers and draws, shares in [0, 1]."""
    outcome: Array
    """Indices into OUTCOMES."""
    payoff_1: Array
    payoff_2: Array
    """Payoffs valued at the start of play; the good is worth 1."""

    @property
    def means(self) -> tuple[float, float]:
        """The average payoffs of players 1 and 2."""
        return float(self.payoff_1.mean()), float(self.payoff_2.mean())

    @property
    def standard_errors(self) -> tuple[float, float]:
        """The standard errors of `means`."""
        root = np.sqrt(len(self.payoff_1))
        return float(self.payoff_1.std() / root), float(self.payoff_2.std() / root)

    @property
    def shares(self) -> Mapping[str, float]:
        """How often each of OUTCOMES came about, as a share of all plays."""
        counts = np.bincount(self.outcome, minlength=len(OUTCOMES))
        return MappingProxyType(dict(zip(OUTCOMES, (counts / len(self.outcome)).tolist())))


def simulate(p: Params, n: int, seed: int, eq: Equilibrium | None = None) -> Plays:
    """``n`` plays of the equilibrium, with draws that depend on ``seed`` alone.

    ``eq`` is an equilibrium found by `backward_induction`, with whatever offers and bids it was found for; None
    finds it for uniform offers. Raises ValueError where ``n`` is not positive, or ``eq`` is for other parameters or
    comes from elsewhere.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n!r}")
    eq = backward_induction(p) if eq is None else eq
    if eq.p != p or not isinstance(eq.plan, Induction):
        raise ValueError(f"eq must be what backward_induction finds for {p!r}, got one for {eq.p!r}")
    plan, rng, code = eq.plan, np.random.default_rng(seed), {name: index for index, name in enumerate(OUTCOMES)}
    x1, r2, x2 = (np.full(n, np.nan) for _ in range(3))
    outcome = np.full(n, code["ally, period 1"], dtype=np.int8)
    waits = np.full(n, eq.first_move == "advance")
    if eq.first_move == "search":
        x1 = _draws(plan.offers, rng, n)
        accepts, waits = _first_choice(plan, eq.r1, x1)
        outcome[~accepts] = code["ad hoc, period 1"]
    r2[waits], again = _second_period(plan, x1[waits])
    again = np.flatnonzero(waits)[again]
    x2[again] = _draws(plan.offers, rng, len(again))
    best, floor = np.fmax(x1, x2), p.phi - 1 - TIE
    # T2: r2 beats an equal x1 but not an equal x2. T3: what is worth nothing is produced all the same.
    ally = waits & (r2 >= floor) & ~(x1 > r2 + TIE) & ~(x2 >= r2 - TIE)
    ad_hoc = waits & ~ally & (best >= floor)
    outcome[waits] = code["none"]
    outcome[ally], outcome[ad_hoc] = code["ally, period 2"], code["ad hoc, period 2"]
    payoff_1, payoff_2 = (np.choose(outcome, gains) for gains in _gains(p, eq.r1, x1, r2, best))
    return Plays(
        p=p,
        r1=eq.r1,
        first_move=FIRST_MOVES.index(eq.first_move),
        x1=x1,
        r2=r2,
        x2=x2,
        outcome=outcome,
        payoff_1=payoff_1,
        payoff_2=payoff_2 - search_costs(p, (1,)) * ~np.isnan(x1) - search_costs(p, (2,)) * ~np.isnan(x2),
    )


def _gains(p: Params, r1: float, x1: Array, r2: Array, best: Array) -> tuple[list[Any], list[Any]]:
    """What players 1 and 2 gain from each of OUTCOMES, search costs apart."""
    later = discount(p, 2)
    gains_1 = [1 - r1, later * (1 - r2), 0.0, 0.0, 0.0]
    gains_2 = [net(p, r1), later * net(p, r2), net(p, x1), later * net(p, best), 0.0]
    return gains_1, gains_2


def _draws(offers: Offers, rng: np.random.Generator, n: int) -> Array:
    """``n`` ad hoc offers."""
    match offers:
        case Uniform():
            return offers.low + (offers.high - offers.low) * rng.random(n)
        case Atoms():
            return rng.choice(offers.points, size=n, p=offers.probabilities)
        case Mixture():
            part = rng.choice(len(offers.parts), size=n, p=offers.weights)
            return np.choose(part, [_draws(each, rng, n) for each in offers.parts])
    return np.clip(offers.frozen.ppf(rng.random(n)), 0.0, 1.0)


def _first_choice(plan: Induction, r1: float, x1: Array) -> tuple[Array, Array]:
    """Where player 2 takes r1, and where he waits; elsewhere he takes x1."""
    accepts, waits = np.zeros(x1.shape, dtype=bool), np.zeros(x1.shape, dtype=bool)
    for region in plan.regions(r1):
        inside = (x1 >= region.low) & (x1 < region.high)
        accepts |= inside & (region.action == "accept ally")
        waits |= inside & (region.action == "advance")
    for point, _ in plan.odds.atoms:
        here, action = x1 == point, plan.response_after_search(r1, point)
        accepts[here], waits[here] = action == "accept ally", action == "advance"
    return accepts, waits


def _second_period(plan: Induction, x1: Array) -> tuple[Array, Array]:
    """Player 1's second offer and whether player 2 searches again; x1 is nan where he did not search."""
    r2, again = x1.copy(), np.zeros(x1.shape, dtype=bool)
    for piece in plan.pieces:
        inside = (x1 >= piece.low) & (x1 < piece.high)
        if piece.best is not None or piece.holder != "ally":
            r2[inside] = plan.second_offer((piece.low + piece.high) / 2)
        again[inside] = piece.searches
    for point in (None, *(point for point, _ in plan.odds.atoms)):
        here = np.isnan(x1) if point is None else x1 == point
        r2[here] = plan.second_offer(point)
        again[here] = plan.second_response(plan.second_offer(point), point) == "search"
    return r2, again
