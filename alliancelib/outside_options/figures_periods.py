"""Player 2's choices one by one: a last search, waiting after a first one, and the answer to the first offer.

Every curve is asked of an equilibrium. Each figure has an ``alt_`` twin that says in words, from the same numbers, what
it shows. The look is that of `figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from alliancelib.core.symbols import Symbol
from alliancelib.drawing import (
    ADHOC,
    ALLY,
    EDGE,
    HALO,
    MUTED,
    PAPER,
    RULE,
    YOU,
    beside,
    curve,
    equals,
    graph,
    guide,
    knots,
    short,
    stroke,
    symbol_of,
    write,
)
from alliancelib.outside_options.equilibrium import accepted_from, bets, c_search, r1_star, r_low, r_tilde, solve, x_a
from alliancelib.outside_options.model import Params

OPENING = (0.0, "advance")
"""Period 2 without a partner: an offer of nothing, and he asks for another."""

SHADE = 0.4
"""How strongly a surface is coloured."""


def _symbol(name: str) -> Symbol:
    return symbol_of(Params, name)


def _never(_: float) -> bool:
    return False


# --- one last search: eq. (1) to (3) ------------------------------------------------------------------------------


def last_search(p: Params) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """What stopping and searching are worth in period 2, in its own units, with a share in hand, eq. (2) and (3)."""
    eq = solve(replace(p, delta=1.0))

    def stop(s: float) -> float:
        return max(eq.worth((*OPENING, s), choice) for choice in ("accept ally", "decline"))

    return stop, lambda s: eq.worth((*OPENING, s), "search")


def search_or_stop(p: Params, ax: Axes | None = None) -> Axes:
    """Equation (3): the worth of stopping and of one last search, against the best share in hand; they meet at r_star.

    Below phi - 1 the share is no use, and both are flat. Departs: where searching is worthless the two do not meet.
    """
    stop, search = last_search(p)
    floor, line = p.phi - 1, accepted_from(p)
    ax = graph(ax, 3.7, "best share in hand, $s$", "worth to player 2")
    ax.set(xlim=(0, 1), ylim=(min(0.0, search(0.0)) - 0.14 * stop(1.0), 1.12 * stop(1.0)))
    curve(ax, stop, knots(0, 1, floor), ALLY, _never, "stop")
    curve(ax, search, knots(0, 1, floor), YOU, lambda _: True, "search")
    # Where phi - 1 is small its label would reach over the vertical axis.
    where = "right foot" if floor < 0.25 else "left foot"
    guide(ax, (floor, stop(floor)), "phi - 1", equals(f"{_symbol('phi').tex} - 1", floor), where)
    if line > floor:
        guide(ax, (line, stop(line)), "r_star", equals("r^*", line), "right foot")
    ends = {"stop": (stop(1.0), "stop", ALLY), "search": (search(1.0), "search", YOU)}
    beside(ax, ends, 0.09 * stop(1.0))
    return ax


def alt_search_or_stop(p: Params) -> str:
    """The two curves in words."""
    stop, search = last_search(p)
    line = accepted_from(p)
    text = (
        f"Worth to player 2 of stopping and of one last search, against the share in hand. Up to phi - 1 = "
        f"{short(p.phi - 1)} stopping is worth {short(stop(0.0))} and searching {short(search(0.0))}"
    )
    if p.c >= c_search(p):
        return f"{text}; searching is nowhere better."
    return (
        f"{text}. Searching is better up to r* = {short(line)}, where both are worth {short(stop(line))}; with 1 in "
        f"hand stopping is worth {short(stop(1.0))} and searching {short(search(1.0))}."
    )


# --- with a partner in hand: the bound on delta ---------------------------------------------------------------------


def waiting_share(p: Params) -> Callable[[float], float]:
    """The share that is as good for player 2 now as waiting, after the draw x1 (section 3.2.1)."""
    eq = solve(p)
    return lambda x1: p.phi - 1 + p.c + eq.worth((0.0, "search", x1), "advance")


def waiting_edges(p: Params) -> Sequence[float]:
    """The draws at which what waiting brings, or whether it is better than the draw, can change (Table 2)."""
    edges = [p.phi - 1, accepted_from(p), r1_star(p)]
    return knots(0, 1, *edges, *([r_low(p), r_tilde(p)] if bets(p) else []))


def gain_from_waiting(p: Params, others: Sequence[float] = (), ax: Axes | None = None) -> Axes:
    """What waiting adds to taking the draw x1 at once, for draws from 1/2 on, and the same at other values of delta.

    The lower bound on delta asks that the bold curve stay above zero up to r_tilde (section 3.2.1). Dashed where
    what player 2 waits for is another search. Raises ValueError where she never lets him search.
    """
    if not bets(p):
        raise ValueError(f"c must be low enough for her to let him search, got {p.c!r}")
    low = r_low(p)
    ax = graph(ax, 3.8, "the partner's offer in player 2's hand, $x_1$", "gain from waiting, as a share")
    for delta in (*others, p.delta):
        q = replace(p, delta=delta)
        bold = delta == p.delta
        at = [low, *(x for x in waiting_edges(q) if x > low + 2 * EDGE)]
        curve(ax, _gain(q), at, YOU if bold else MUTED, _again(q), f"delta {delta:g}", 2.4 if bold else 1.4)
    drawn = [y for line in ax.lines for y in line.get_ydata()]
    room = max(drawn) - min(drawn)
    ax.set(xlim=(low, 1), ylim=(min(drawn) - 0.12 * room, max(drawn) + 0.08 * room))
    stroke(ax, [low, 1], [0, 0], RULE, 1.2, gid="zero", zorder=1)
    tilde = r_tilde(p)
    guide(ax, (tilde, _gain(p)(tilde)), "r_tilde", equals(r"\tilde{r}", tilde), "left foot")
    guide(ax, (r1_star(p), 0.0), "r1_star", equals("r_1^*", r1_star(p)), "right foot")
    ends = {
        f"delta {delta:g}": (
            _gain(replace(p, delta=delta))(1.0),
            equals(_symbol("delta").tex, delta),
            YOU if delta == p.delta else MUTED,
        )
        for delta in (*others, p.delta)
    }
    beside(ax, ends, 0.1 * room)
    return ax


def _gain(p: Params) -> Callable[[float], float]:
    share = waiting_share(p)
    return lambda x1: share(x1) - x1


def _again(p: Params) -> Callable[[float], bool]:
    """Whether, after that draw, what player 2 waits for is another search."""
    eq = solve(p)
    return lambda x1: eq.second_response(eq.second_offer(x1), x1) == "search"


def alt_gain_from_waiting(p: Params, others: Sequence[float] = ()) -> str:
    """The curves in words: where waiting gains, and by how much at r_tilde."""
    parts = []
    for delta in (p.delta, *others):
        q = replace(p, delta=delta)
        gain, tilde = _gain(q), r_tilde(q)
        turn = max(min(x_a(q), tilde), r_low(q))
        where = f"negative from {short(turn)}" if turn < tilde else "positive all the way"
        parts.append(
            f"at delta = {delta:g} it is {where} up to r~, {short(gain(tilde - EDGE))} just below r~, "
            f"{short(gain(tilde))} at it, and negative beyond {short(max(tilde, r1_star(q)))}"
        )
    return (
        f"What waiting adds to taking the partner's offer x1 at once, for x1 from {short(r_low(p))} to 1, with r~ = "
        f"{short(r_tilde(p))}: {'; '.join(parts)}."
    )


# --- Table 2 as a map -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Surface:
    """Offers and draws after which player 2 does the same: between two curves over draws x1."""

    response: str
    xs: np.ndarray
    low: np.ndarray
    high: np.ndarray


COLORS = {"accept ally": ALLY, "accept ad hoc": ADHOC, "advance": YOU}

WORDS = {"accept ally": "takes her $r_1$", "accept ad hoc": "takes $x_1$", "advance": "waits"}


def surfaces(p: Params) -> Iterator[Surface]:
    """Table 2 for every r1 and x1, piece by piece over x1."""
    share = waiting_share(p)
    inner = [x for x in (x_a(p), share(0.0)) if 0 < x < 1]
    for low, high in pairwise(knots(0, 1, *waiting_edges(p), *inner)):
        xs = np.linspace(low + EDGE, high - EDGE, 60)
        waits = np.array([share(float(x)) for x in xs])
        middle = len(xs) // 2
        below = "advance" if waits[middle] > xs[middle] else "accept ad hoc"
        border = np.maximum(waits, xs)
        yield Surface(below, xs, np.zeros_like(xs), border)
        yield Surface("accept ally", xs, border, np.ones_like(xs))


def responses_after_search(p: Params, ax: Axes | None = None) -> Axes:
    """Table 2: what player 2 does with every pair of her r1 and a draw x1, and the cutoffs of x1 below.

    The border of her surface is the least r1 that he takes.
    """
    ax = graph(ax, 4.4, "the partner's offer, $x_1$", "player 1's first offer, $r_1$")
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    found = tuple(surfaces(p))
    for one in found:
        # An edge of its own colour, lest the paper show between neighbours.
        pale = _pale(COLORS[one.response])
        ax.fill_between(one.xs, one.low, one.high, fc=pale, ec=pale, lw=0.6, zorder=1, gid=one.response)
        if one.response == "accept ally":
            stroke(ax, one.xs, one.low, ALLY, 1.8, gid="least r1", zorder=3)
    share = waiting_share(p)
    marks = {"r1_star": ("r_1^*", r1_star(p))}
    if bets(p):
        marks = {"r_low": ("", r_low(p)), "r_tilde": (r"\tilde{r}", r_tilde(p)), **marks}
    for k, (name, (tex, x)) in enumerate(marks.items()):
        text = equals(tex, x) if tex else short(x)
        guide(ax, (x, max(share(x), x)), name, text, "right foot" if k == len(marks) - 1 else "left foot")
    for response, color in COLORS.items():
        here = [one for one in found if one.response == response and one.xs[-1] - one.xs[0] > 0.02]
        if here:
            write(
                ax, _inside(here), WORDS[response], ha="center", color=color, bbox=HALO, zorder=4, gid=f"in {response}"
            )
    return ax


def _pale(color: str) -> tuple[float, ...]:
    return tuple(SHADE * one + (1 - SHADE) * paper for one, paper in zip(to_rgb(color), to_rgb(PAPER)))


def _inside(found: Sequence[Surface]) -> tuple[float, float]:
    """A place for words: the middle of the largest of the surfaces."""
    one = max(found, key=lambda s: float((s.high - s.low).mean() * (s.xs[-1] - s.xs[0])))
    k = len(one.xs) // 2
    x = min(max(float(one.xs[k]), 0.13), 0.87)
    return x, float((one.low[k] + one.high[k]) / 2)


def alt_responses_after_search(p: Params) -> str:
    """Table 2 in words, at ``p``."""
    share = waiting_share(p)
    if not bets(p):
        return (
            f"Player 2's choice for every r1 and x1. Up to x1 = {short(r1_star(p))} he takes r1 from "
            f"{short(share(0.0))} on and otherwise waits; above he takes the larger of the two."
        )
    low, tilde, jump = r_low(p), r_tilde(p), r1_star(p)
    parts = [f"{short(share(0.0))} up to x1 = {short(low)}"]
    near = min(x_a(p), tilde)
    parts.append(f"then rises to {short(share(near - EDGE))} at {short(near)}")
    if jump > tilde:
        parts.append(f"is {short(share(tilde))} from {short(tilde)} to {short(jump)}")
    return (
        f"Player 2's choice for every r1 and x1. The least r1 that he takes is {', '.join(parts)}, and x1 elsewhere. "
        "With less than that he waits, or takes x1 where x1 is the border."
    )


# --- the answer to the first offer: Lemma 2 -------------------------------------------------------------------------

CHOICES = {"accept": ALLY, "search": YOU, "advance": MUTED}


def first_answers(p: Params, ax: Axes | None = None) -> Axes:
    """Lemma 2: what each answer to the first offer is worth to player 2; the best one is drawn bold."""
    eq, line = solve(p), accepted_from(p)
    ax = graph(ax, 3.8, "player 1's first offer, $r_1$", "worth to player 2")
    at = knots(0, 1, line, p.phi - 1, *([eq.r1] if eq.first_move == "search" else []))
    for choice, color in CHOICES.items():
        for low, high in pairwise(at):
            bold = eq.first_response((low + high) / 2) == choice
            curve(ax, _answer(p, choice), [low, high], color, _dashed(choice), choice, 2.6 if bold else 1.2)
    drawn = [y for each in ax.lines for y in each.get_ydata()]
    unit = max(drawn) - min(drawn)
    ax.set(xlim=(0, 1), ylim=(min(drawn) - 0.04 * unit, max(drawn) + 0.06 * unit))
    worth = _answer(p, "accept")
    guide(ax, (line, worth(line)), "r_star", equals("r^*" if line > p.phi - 1 else r"\phi - 1", line), "left foot")
    beside(ax, {choice: (_answer(p, choice)(1.0), choice, color) for choice, color in CHOICES.items()}, 0.08 * unit)
    return ax


def _answer(p: Params, choice: str) -> Callable[[float], float]:
    eq = solve(p)
    return lambda r1: eq.worth((r1,), choice)


def _dashed(choice: str) -> Callable[[float], bool]:
    """A search is a lottery."""
    return lambda _: choice == "search"


def alt_first_answers(p: Params) -> str:
    """The three curves in words."""
    eq, line = solve(p), accepted_from(p)
    worth = {choice: _answer(p, choice) for choice in CHOICES}
    first = eq.first_response(0.0)
    said = ", ".join(f"{choice} {short(worth[choice](0.0))}" for choice in CHOICES)
    return (
        f"Worth to player 2 of each answer to the first offer r1. At r1 = 0: {said}. Up to r* = {short(line)} it is "
        f"best to {first}, from there on to accept, which is worth {short(worth['accept'](line))} there; to wait is "
        f"worth {short(worth['advance'](line))}."
    )
