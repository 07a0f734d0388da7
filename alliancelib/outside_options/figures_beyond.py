"""How dear a search should be, for whom: figures for section 5 and for what lies beyond the paper.

Drawn from the model like those of `figures`; each has an ``alt_`` twin in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes

from alliancelib.drawing import (
    ADHOC,
    ALLY,
    BAND,
    DASHED,
    DOTTED,
    HALO,
    INK,
    MUTED,
    PALE_ALLY,
    PALE_YOU,
    YOU,
    curve,
    graph,
    guide,
    knots,
    pieces,
    short,
    stroke,
    write,
)
from alliancelib.outside_options import paper
from alliancelib.outside_options.equilibrium import c_search, solve
from alliancelib.outside_options.figures_paper import switch_cost
from alliancelib.outside_options.horizon import Opening, opening
from alliancelib.outside_options.model import Params

FREE = 1e-9
"""A search cost that stands for none: the model has c > 0."""

Worth = Callable[[float], float]

# --- section 5: where the surplus goes ----------------------------------------------------------------------------


def surplus(phi: float, delta: float) -> tuple[Worth, Worth]:
    """Player 1's payoff, and both players' together, as functions of the search cost."""

    def hers(c: float) -> float:
        return solve(Params(phi=phi, c=c, delta=delta)).eu_1

    def both(c: float) -> float:
        eq = solve(Params(phi=phi, c=c, delta=delta))
        return eq.eu_1 + eq.eu_2

    return hers, both


def surplus_against_cost(phi: float, delta: float, ax: Axes | None = None) -> Axes:
    """Section 5: how the surplus 2 - phi is divided at each search cost c, and what of it is lost by searching.

    From the bottom up player 1's payoff, player 2's, and what neither gets: costs of searching, delay, and partners
    who pay less than the good is worth to them.
    """
    switch, whole = switch_cost(phi, delta), 2 - phi
    hers, both = surplus(phi, delta)
    start, top = 2 * switch / 10_000, 2 * switch
    ax = graph(ax, 3.9, "cost of a search, $c$", "expected payoffs, one on the other")
    ax.set(xlim=(0, top), ylim=(0, 1.16 * whole))
    at = knots(start, top, switch, c_search(Params(phi=phi, delta=delta)))
    for (xs, lower), (_, upper) in zip(pieces(hers, at), pieces(both, at)):
        ax.fill_between(xs, 0, lower, color=PALE_ALLY, lw=0, alpha=0.55, gid="player 1")
        ax.fill_between(xs, lower, upper, color=PALE_YOU, lw=0, alpha=0.55, gid="player 2")
        ax.fill_between(xs, upper, whole, color=BAND, lw=0, gid="lost")
        stroke(ax, xs, lower, ALLY, 1.6, gid="EU_1", zorder=3)
        stroke(ax, xs, upper, YOU, 1.6, gid="EU_1 + EU_2", zorder=3)
    stroke(ax, [0, top], [whole] * 2, INK, 1.2, gid="2 - phi", zorder=3)
    write(ax, (0, whole), rf"$2 - \phi = {short(whole)}$", (4, 10), gid="surplus")
    stroke(ax, [switch] * 2, [0, 1.16 * whole], linestyle=DOTTED, gid="at c_switch", zorder=4)
    write(ax, (switch, 1.1 * whole), f"$c = {switch:.4g}$", (5, 0), gid="c_switch")
    middle = switch / 2
    write(ax, (middle, hers(middle) / 2), "player 1", ha="center", gid="hers")
    write(ax, (middle, (hers(middle) + both(middle)) / 2), "player 2", ha="center", gid="his")
    late = 0.8 * switch
    write(ax, (late, (both(late) + whole) / 2), "lost", ha="center", gid="nobody's")
    return ax


def alt_surplus_against_cost(phi: float, delta: float) -> str:
    """The figure in words."""
    switch, whole = switch_cost(phi, delta), 2 - phi
    hers, both = surplus(phi, delta)
    parts = [
        f"at c = {c:.4g} player 1 has {short(hers(c))}, player 2 {short(both(c) - hers(c))}, and "
        f"{short(whole - both(c))} is lost"
        for c in (switch / 2, switch)
    ]
    return (
        f"How the surplus 2 - phi = {short(whole)} is divided at each search cost c, for phi = {phi:g} and "
        f"delta = {delta:g}: {'; '.join(parts)}. Below c = {switch:.4g} some is lost, from there on nothing."
    )


# --- section 5: phi* ----------------------------------------------------------------------------------------------


def gain_over_free(phi: float, delta: float, c: float) -> float:
    """How much more player 2 gets where a search costs ``c`` than where it costs nothing."""
    dear, free = (solve(Params(phi=phi, c=cost, delta=delta)).eu_2 for cost in (c, FREE))
    return dear - free


def phi_star(delta: float, c: float = paper.C_STAR) -> float:
    """The cost of the good from which player 2 likes free search better than the search cost ``c`` (section 5).

    By bisection between 3/2 and 1.75, from where on a search at 1/32 is worthless. Raises ValueError unless the two
    ends differ.
    """
    low, high = 3 / 2, 7 / 4
    if not gain_over_free(low, delta, c) > 0 > gain_over_free(high, delta, c):
        raise ValueError(f"c must be liked better than free search at phi = 3/2 and worse at 7/4, got {c!r}")
    while low < (middle := (low + high) / 2) < high:
        if gain_over_free(middle, delta, c) > 0:
            low = middle
        else:
            high = middle
    return high


def gains_against_phi(delta: float, ax: Axes | None = None) -> Axes:
    """Section 5: what a dearer search gains player 2 over free search, for each cost phi of the good.

    Once at the paper's c* = 1/32 whatever phi is, and once at the cost from which he is bought off, which is the best
    for him. The first falls below zero at phi*; the second never does.

    Departs: the paper gives no picture and no value of phi*.
    """
    star, top = phi_star(delta), 1.995
    frozen, fitted = _frozen(delta), _fitted(delta)
    lowest, highest = frozen(7 / 4), max(fitted(1.0 + 1e-6), fitted(3 / 2))
    ax = graph(ax, 3.9, r"cost of the good, $\phi$", "player 2's gain over free search")
    ax.set(xlim=(1, 2), ylim=(1.5 * lowest, 1.45 * highest))
    stroke(ax, [1, 2], [0, 0], INK, 1.0, gid="free search", zorder=2)
    curve(ax, fitted, knots(1 + 1e-6, top, 3 / 2), YOU, lambda phi: False, "fitted")
    curve(ax, frozen, knots(3 / 2, top, 7 / 4), ADHOC, lambda phi: False, "frozen")
    stroke(ax, [3 / 2] * 2, [1.5 * lowest, fitted(3 / 2)], linestyle=DOTTED, gid="at 3/2", zorder=1)
    write(ax, (3 / 2, 1.5 * lowest), "$3/2$", (-5, 9), ha="right", gid="3/2", color=MUTED)
    guide(ax, (star, 0), "phi_star", rf"$\phi^* = {short(star)}$", "right foot")
    write(ax, (1.8, fitted(1.8)), "the best cost", (0, 12), color=YOU, gid="best", bbox=HALO)
    write(ax, (1.85, frozen(1.85)), "$c = 1/32$", (9, -4), color=ADHOC, gid="c_star")
    write(ax, (1.25, fitted(1.25)), "both: $c = 1/32$ is the best", (0, 12), ha="center", color=YOU, gid="both")
    return ax


def _frozen(delta: float) -> Worth:
    return lambda phi: gain_over_free(phi, delta, paper.C_STAR)


def _fitted(delta: float) -> Worth:
    return lambda phi: gain_over_free(phi, delta, switch_cost(phi, delta))


def alt_gains_against_phi(delta: float) -> str:
    """The figure in words."""
    frozen, fitted = _frozen(delta), _fitted(delta)
    return (
        f"Player 2's gain over free search against the cost phi of the good, for delta = {delta:g}. At the search cost "
        f"from which he is bought off it is {short(fitted(1.1))} at phi = 1.1, {short(fitted(1.5))} at 1.5, "
        f"{short(fitted(1.75))} at 1.75, and never negative. At c = 1/32 it is the same up to phi = 3/2, crosses zero "
        f"at phi* = {short(phi_star(delta))}, and is {short(frozen(1.75))} at 1.75."
    )


# --- beyond the paper: other partners, other horizons -------------------------------------------------------------

COLORS = (ALLY, YOU, ADHOC, MUTED, INK)


def player_2_against_cost(
    openings: Mapping[str, Callable[[float], Opening]], top: float, ax: Axes | None = None
) -> Axes:
    """Player 2's expected payoff against the search cost in several games, each with its name.

    Dashed where player 1 lets him search; a dot marks the cost from which she buys him off. ``openings`` gives for each
    game its opening at a search cost.
    """
    ax = graph(ax, 3.9, "cost of a search, $c$", "player 2's expected payoff")
    for (name, opened), color in zip(openings.items(), COLORS, strict=False):
        costs, values, first = _read(opened, top)
        stroke(ax, costs[:first], values[:first], color, 2.2, linestyle=DASHED, gid=f"{name}, searches", zorder=3)
        stroke(ax, costs[first:], values[first:], color, 2.2, gid=f"{name}, accepts", zorder=3)
        if first < STEPS:
            ax.plot([costs[first]], [values[first]], "o", ms=6.5, color=color, zorder=4, gid=f"{name}, switch")
        write(ax, (0, values[0]), name, (8, 10), color=color, gid=name, bbox=HALO, zorder=2)
    ax.set_xlim(0, top)
    return ax


STEPS = 100
"""Search costs at which a game is solved."""


def _read(opened: Callable[[float], Opening], top: float) -> tuple[list[float], list[float], int]:
    """Search costs up to ``top``, player 2's payoffs there, and the index of the first at which he is bought off."""
    costs = [top * k / STEPS for k in range(1, STEPS + 1)]
    found = [opened(c) for c in costs]
    first = next((k for k, each in enumerate(found) if each.first_move == "accept"), STEPS)
    return costs, [each.eu_2 for each in found], first


def alt_player_2_against_cost(openings: Mapping[str, Callable[[float], Opening]], top: float) -> str:
    """The figure in words."""
    parts = []
    for name, opened in openings.items():
        costs, values, first = _read(opened, top)
        then = (
            f"{short(values[first])} at c = {short(costs[first])}, where he is bought off"
            if first < STEPS
            else "no more"
        )
        parts.append(f"{name}: {short(opened(FREE).eu_2)} where a search costs nothing, {then}")
    return f"Player 2's expected payoff against the search cost. {'; '.join(parts)}."


CELLS = 2_000
"""Enough for a drawing: payoffs to about 1e-4."""


def with_offers(phi: float, delta: float, offers: Any) -> Callable[[float], Opening]:
    """The opening of the two-period game by search cost, where partners' offers have the distribution ``offers``."""
    return lambda c: opening(Params(phi=phi, c=c, delta=delta), 2, offers, cells=CELLS)


def with_periods(phi: float, delta: float, periods: int) -> Callable[[float], Opening]:
    """The opening by search cost of the game with so many periods."""
    return lambda c: opening(Params(phi=phi, c=c, delta=delta), periods, cells=CELLS)
