"""Two figures about beliefs: what a challenger's beliefs can support, and where four refinements disagree.

As in `figures`, nothing is typed in: every point is asked of `equilibrium` or of `solver`, and each figure has an
``alt_`` twin that says in words, from the same numbers, what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes

from alliancelib.cost_sharing.equilibrium import a_star, d1, equilibria, l_left, l_star, robust_window, select, window
from alliancelib.cost_sharing.figures_maps import TICKS, l_star_edge
from alliancelib.cost_sharing.model import TIE, TYPES, Params, Path, failing
from alliancelib.cost_sharing.solver import REFINEMENTS, Refinement, enumerate_pure
from alliancelib.drawing import (
    ALLY,
    BAND,
    BODY,
    CHALLENGER,
    DASHED,
    DOTTED,
    EDGE,
    HALO,
    INK,
    MUTED,
    PALE_ALLY,
    SMALL,
    beside,
    equals,
    graph,
    knots,
    short,
    stroke,
    symbol_of,
    write,
)


def _labelled(name: str) -> str:
    symbol = symbol_of(Params, name)
    return f"{symbol.meaning}, ${symbol.tex}$"


def _in_window(p: Params) -> None:
    """Raise ValueError where lines (1), (2) or eq. (7) fail, or no more than a_star can be demanded."""
    low, high = window(p)
    if failing(p) or not low < p.pi <= high or p.a_max <= a_star(p) + TIE:
        raise ValueError(f"the figure needs lines (1), (2), (7) and (8), got pi = {p.pi!r} and a_max = {p.a_max!r}")


# --- payments that some belief supports -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Supported:
    """What some belief of the challenger supports at one isolationism."""

    paid: tuple[float, float] | None
    """The least and the largest payment to the uncommitted patron; None where she can only leave."""
    leaves: bool
    """Whether she may also demand a_max and leave."""


def supported(p: Params, x: float) -> Supported:
    """The families at isolationism ``x`` in which a committed patron is not paid (slide Appendix 2 to Appendix 4)."""
    paid, leaves = None, False
    for family in equilibria(replace(p, l=x)):
        if family.example.play["committed"].outcome in ("no offer", "free-riding"):
            done = family.example.play["uncommitted"]
            if done.accepted:
                paid = family.demands["uncommitted"]
            leaves = leaves or done.withdraws
    return Supported(paid, leaves)


def payments(p: Params, ax: Axes | None = None) -> Axes:
    """What an uncommitted patron may be paid, against isolationism, if any belief is allowed off the path.

    The band holds every payment that some belief supports; its upper edge is what the book teaches, up to l_star.
    The bar above shows where she may demand a_max and leave: pale where some belief supports it, dark where all do.
    Departs: the slides name one outcome for each case and no belief.
    """
    _in_window(p)
    top, left, star = a_star(p), l_left(p), l_star(p)
    ax = graph(ax, 3.7, _labelled("l"), "payment to an uncommitted patron")
    ax.set(xlim=(-1, 1), ylim=(0, 1.5 * top))
    ax.set_xticks(TICKS)
    ax.set_yticks([0, d1(p), top], [short(0), f"$d_1$ = {short(d1(p))}", equals("a^*", top)])
    xs = np.array(knots(-1 + EDGE, min(star, 1) - EDGE, -EDGE, EDGE, left, *np.linspace(-0.98, 0.98, 61)))
    ends = [supported(p, float(x)).paid for x in xs[xs < star]]
    lows, highs = np.array([end for end in ends if end is not None]).T
    shown = xs[xs < star][: len(lows)]
    ax.fill_between(shown, lows, highs, color=BAND, lw=0, zorder=0).set_gid("band")
    stroke(ax, shown, lows, CHALLENGER, 1.6, linestyle=DASHED, gid="least", zorder=3)
    stroke(ax, shown, highs, ALLY, 2.8, gid="taught", zorder=3)
    most, least = "the most: who leaves is uncommitted", "the least: who leaves over\nmore is committed"
    write(ax, (-0.95, top), most, (0, 10), ha="left", color=ALLY, size=SMALL)
    write(ax, (-0.95, d1(p)), least, (0, -18), ha="left", color=CHALLENGER, size=SMALL)
    bar = 1.28 * top
    for low, high, color, name in ((left, star, PALE_ALLY, "may leave"), (star, 1 - EDGE, ALLY, "leaves")):
        if low < min(high, 1):
            stroke(ax, [max(low, 0), min(high, 1)], [bar, bar], color, 6, gid=name, solid_capstyle="butt")
    write(ax, (left, bar), f"or demands {short(p.a_max)} and leaves", (0, 13), ha="left", color=INK, size=SMALL)
    for name, tex, at in (("l_left", "l_d", left), ("l_star", "l^*", star)):
        if at < 1:
            stroke(ax, [at, at], [0, bar], linestyle=DOTTED, gid=f"at {name}", zorder=1)
            off, ha = ((-4, 9), "right") if name == "l_left" else ((4, 9), "left")
            write(ax, (at, 0), equals(tex, at), off, ha=ha, gid=name, bbox=HALO, size=BODY)
    return ax


def alt_payments(p: Params) -> str:
    """The band and the bar in words."""
    _in_window(p)
    left, star = l_left(p), l_star(p)
    parts = []
    for x in (-0.5, left / 2, (left + star) / 2):
        low, high = supported(p, x).paid
        parts.append(f"at l = {short(x)} from {short(low)} to {short(high)}")
    return (
        f"Payments to an uncommitted patron that some belief of the challenger supports, against isolationism l: "
        f"{', '.join(parts)}. From l = {short(left)} on some belief supports that she demands {short(p.a_max)} and "
        f"leaves instead; from l* = {short(star)} on nothing else is supported."
    )


# --- where the refinements disagree -----------------------------------------------------------------------------

ACROSS, UP = 14, 8
"""Points of the grid from left to right, and from the lower end of eq. (7) to the upper."""


def _alike(one: Path, other: Path) -> bool:
    same = one.demand is other.demand or None not in (one.demand, other.demand)
    return same and one.outcome == other.outcome and abs((one.demand or 0) - (other.demand or 0)) < 1e-9


@lru_cache(maxsize=512)
def kept_by(p: Params) -> frozenset[Refinement]:
    """The refinements that the equilibrium which the book teaches survives, by the enumerator."""
    taught = select(p).play
    for found in enumerate_pure(p):
        if all(_alike(found.play[type], taught[type]) for type in TYPES):
            return found.survives
    return frozenset()


def grid(p: Params) -> Mapping[tuple[float, float], frozenset[Refinement]]:
    """For a grid of isolationisms l and costs pi inside eq. (7): which refinements keep what is taught."""
    low, high = window(p)
    costs = [low + (high - low) * (k + 0.5) / UP for k in range(UP)]
    gains = [round(-0.9 + 1.8 * k / (ACROSS - 1), 9) for k in range(ACROSS)]
    return {(x, pi): kept_by(replace(p, l=x, pi=pi)) for pi in costs for x in gains}


def criteria(p: Params, ax: Axes | None = None) -> Axes:
    """Which refinements keep the slides' equilibrium, over l and pi inside eq. (7).

    A full dot: all four of `solver.REFINEMENTS`. A ring: the two local forms only, so that the criteria that compare
    with the equilibrium payoff reject it. Lines are both ends of eq. (7), the robust bound and l_star.
    """
    _in_window(p)
    (low, high), robust = window(p), robust_window(p)[1]
    ax = graph(ax, 4.2, _labelled("l"), _labelled("pi"))
    room = 0.12 * (high - low)
    ax.set(xlim=(-1, 1), ylim=(low - room, high + 2.6 * room))
    ax.set_xticks(TICKS)
    levels = {"low": (low, r"\underline{\beta} a^*"), "robust": (robust, r"\mathrm{robust}"), "U": (high, "U")}
    for name, (level, _) in levels.items():
        stroke(ax, [-1, 1], [level, level], INK, 1.2, linestyle=DASHED if name == "robust" else "-", gid=f"at {name}")
    beside(ax, {name: (level, equals(tex, level), INK) for name, (level, tex) in levels.items()}, 0.06 * (high - low))
    xs, ys = l_star_edge(p, "pi", np.linspace(low, high, 40))
    stroke(ax, xs, ys, MUTED, 1.2, gid="l_star")
    write(ax, (xs[0], low), "$l^*$", (4, -8), color=MUTED, gid="l*")
    for (x, pi), kept in grid(p).items():
        name = "all" if len(kept) == len(REFINEMENTS) else "local" if kept else "none"
        _dot(ax, (x, pi), name)
    ax.set_yticks([tick for tick in ax.get_yticks() if low - room < tick < high + room])
    for x, name, words in ((-0.95, "all", "all four keep it"), (-0.2, "local", "only the local two")):
        _dot(ax, (x, high + 1.7 * room), name)
        write(ax, (x, high + 1.7 * room), words, (9, 0), size=SMALL, color=MUTED)
    return ax


def _dot(ax: Axes, at: tuple[float, float], name: str) -> None:
    """A point of the grid: full where all refinements keep what is taught, a ring where only some do."""
    edge = ALLY if name == "all" else CHALLENGER
    face = {"all": ALLY, "local": ax.get_facecolor(), "none": CHALLENGER}[name]
    ax.plot([at[0]], [at[1]], "o", ms=6.5, mec=edge, mfc=face, mew=1.5, clip_on=False, gid=name)


def alt_criteria(p: Params) -> str:
    """The grid in words: how many points, how many are rejected by whom, and where they lie."""
    _in_window(p)
    robust = robust_window(p)[1]
    found = grid(p)
    rejected = [at for at, kept in found.items() if "intuitive" not in kept]
    below = sum(pi <= robust for _, pi in rejected)
    locally = sum("local D1" not in kept for kept in found.values())
    across = sorted(x for x, _ in rejected)
    where = f", from l = {short(across[0])} to l = {short(across[-1])}" if across else ""
    return (
        f"Grid of {len(found)} points inside condition (7), isolationism l against the cost pi of the alliance. At "
        f"{len(rejected)} of them the intuitive criterion rejects the slides' equilibrium{where}; {below} of these lie "
        f"below the robust bound pi = {short(robust)}. The local criteria reject it at {locally}."
    )
