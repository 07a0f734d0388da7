"""What a demand is worth to the patron, and where the deal gives way to the farewell: the three separating equilibria.

Every curve is asked of an equilibrium or of its formulas. Each figure has an ``alt_`` twin that says in words, from the
same numbers, what it shows. The look is that of `figures`: the uncommitted patron is paler and dashed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from matplotlib.axes import Axes

from alliancelib.cost_sharing.equilibrium import Conduct, a_star, l_star, window, worth
from alliancelib.cost_sharing.figures_shared import OF_TYPE, taught_at
from alliancelib.cost_sharing.model import TIE, TYPES, Equilibrium, Params, Type, failing
from alliancelib.drawing import (
    ALLY,
    DASHED,
    DOTTED,
    EDGE,
    HALO,
    MUTED,
    PALE_ALLY,
    SMALL,
    beside,
    curve,
    dot,
    equals,
    graph,
    guide,
    knots,
    short,
    stroke,
    symbol_of,
    write,
)

ROOM = 0.16
"""Of the height of the values, what is left free below and above them."""

LAST = 1 - EDGE
"""The largest isolationism that is drawn: 1 itself is out of the model's range."""

COLORS: Mapping[str, str] = MappingProxyType({"deal": ALLY, "farewell": PALE_ALLY})


# --- what a demand is worth -------------------------------------------------------------------------------------


def worth_of_demands(p: Params, ax: Axes | None = None) -> Axes:
    """What each demand is worth to each type of patron, slide Appendix 2 to slide Appendix 4; the best are marked.

    At the left edge nothing is demanded. The uncommitted patron's worth jumps at the last demand that is paid.
    """
    eq = taught_at(p)
    at = demand_knots(eq)
    ax = graph(ax, 3.8, f"demand $a$, up to ${symbol_of(Params, 'a_max').tex}$", "worth to the patron")
    for type in TYPES:
        curve(ax, demand_worth(eq, type), at, OF_TYPE[type], _constant(type == "uncommitted"), type)
    values = [value for line in ax.lines if line.get_gid() in TYPES for value in line.get_ydata()]
    unit = max(values) - min(values)
    ax.set(xlim=(0, p.a_max), ylim=(min(values) - ROOM * unit, max(values) + ROOM * unit))
    if a_star(p) < p.a_max - TIE:
        guide(ax, (a_star(p), ax.get_ylim()[1]), "a_star", equals("a^*", a_star(p)), "right foot")
    names = {type: f"{type}\n{_best(ax, eq, type)}".strip() for type in TYPES}
    beside(ax, {type: (demand_worth(eq, type)(p.a_max), names[type], ALLY) for type in TYPES}, 0.18 * unit)
    return ax


def _constant(value: bool) -> Callable[[float], bool]:
    return lambda _: value


def demand_worth(eq: Equilibrium, type: Type) -> Callable[[float], float]:
    """What a type has from a demand, by the rules, everybody else following the equilibrium; 0 is no offer."""
    return lambda a: eq.worth((type,), "no offer" if a <= 0 else a)


def demand_knots(eq: Equilibrium) -> list[float]:
    """The demands at which somebody's conduct may change, slide Appendix 2 to slide Appendix 4, and both ends."""
    plans = [*eq.profile.accepts.values(), *eq.profile.withdraws.values(), eq.profile.x.withdrawal]
    return knots(0.0, eq.p.a_max, *(at for plan in plans for at in plan.breaks))


def _best(ax: Axes, eq: Equilibrium, type: Type) -> str:
    """A dot at the demand that is made, and how much it is beside it; returned where the dot meets the right edge."""
    a = eq.play[type].demand or 0.0
    at = a, demand_worth(eq, type)(a)
    dot(ax, *at, OF_TYPE[type], "closed")
    text = f"best: {short(a)}" if a else "best: none"
    if a >= eq.p.a_max - TIE:
        return text
    write(ax, at, text, (9, 6) if a else (7, 13), ha="left", gid=f"best {type}", bbox=HALO)
    return ""


def alt_worth_of_demands(p: Params) -> str:
    """The two curves in words, piece by piece, and the best demand of each type."""
    eq = taught_at(p)
    parts = []
    for type in TYPES:
        best = eq.play[type].demand
        said = "; then ".join(_pieces(eq, type))
        parts.append(f"To the {type} patron {said}; the best is {'none' if best is None else short(best)}")
    return f"What a demand is worth at l = {short(p.l)}. {'. '.join(parts)}."


def _pieces(eq: Equilibrium, type: Type) -> Iterator[str]:
    value = demand_worth(eq, type)
    ends = list(pairwise(demand_knots(eq)))
    start = 0.0
    for k, (low, high) in enumerate(ends):
        before = value(high - EDGE)
        joins = k + 1 < len(ends) and abs(value(high + EDGE) - before) < 1e-6
        if joins and abs(_slope(value, low, high) - _slope(value, *ends[k + 1])) < 1e-6:
            continue
        first = value(start) if start == 0 else value(start + EDGE)
        what = "none" if start == 0 else f"just over {short(start)}"
        yield f"{short(first)} for {what} to {short(value(high - EDGE))} for {short(high)}"
        start = high


def _slope(value: Callable[[float], float], low: float, high: float) -> float:
    inner = low + (high - low) / 3, high - (high - low) / 3
    return (value(inner[1]) - value(inner[0])) / (inner[1] - inner[0])


# --- the deal or the farewell -----------------------------------------------------------------------------------


def deal_or_farewell(p: Params, others: Sequence[float] = (), ax: Axes | None = None) -> Axes:
    """The uncommitted patron's worth of the deal at a_star and of demanding a_max and leaving, against l, eq. (9).

    The better of the two is bold. They cross at l_star. Thin lines are farewells with the largest demands ``others``
    in place of a_max.
    """
    _needs_room(p)
    ax = graph(ax, 4.0, f"{symbol_of(Params, 'l').meaning}, ${symbol_of(Params, 'l').tex}$", "worth to the patron")
    lines = {"deal": deal(p), "farewell": farewell(p, p.a_max)}
    cut = knots(0.0, LAST, l_star(p))
    for start, end in pairwise(cut):
        best = max(lines, key=lambda name: lines[name]((start + end) / 2))
        for name, line in lines.items():
            style, width = ("-" if name == "deal" else DASHED), (3.0 if name == best else 1.1)
            ys = [line(start), line(end)]
            stroke(ax, [start, end], ys, COLORS[name], width, linestyle=style, gid=name, zorder=3)
    ends = {name: (line(LAST), name, ALLY) for name, line in lines.items()}
    for most in others:
        line = farewell(p, most)
        stroke(
            ax, [0, LAST], [line(0), line(LAST)], MUTED, 1.2, linestyle=DOTTED, gid=f"farewell {short(most)}", zorder=2
        )
        ends[f"farewell {short(most)}"] = (line(LAST), f"farewell,\nover {short(most)}", MUTED)
    values = [value for line in ax.lines for value in line.get_ydata()]
    unit = max(values) - min(values)
    ax.set(xlim=(0, 1), ylim=(min(values) - ROOM * unit, max(values) + 0.06 * unit))
    beside(ax, ends, 0.12 * unit)
    if l_star(p) < 1:
        at = l_star(p), lines["deal"](l_star(p))
        guide(ax, at, "l_star", equals("l^*", at[0]), "right foot")
        dot(ax, *at, ALLY, "closed")
        write(ax, at, "deal and farewell alike", (-9, 14), ha="right", size=SMALL, color=MUTED, gid="alike")
    return ax


def deal(p: Params) -> Callable[[float], float]:
    """The uncommitted patron's worth of being paid a_star, against l, slide Appendix 3."""
    return _against_l(p, Conduct("pays", a_star(p)))


def farewell(p: Params, most: float) -> Callable[[float], float]:
    """The uncommitted patron's worth of demanding ``most`` in vain and leaving, against l, slide Appendix 4."""
    return _against_l(p, Conduct("leaves", most))


def _against_l(p: Params, conduct: Conduct) -> Callable[[float], float]:
    return lambda x: worth(replace(p, l=x), "uncommitted", conduct, "low")


def alt_deal_or_farewell(p: Params, others: Sequence[float] = ()) -> str:
    """The lines in words: both ends of each, and where they cross."""
    _needs_room(p)
    named = {"the deal": deal(p), f"the farewell over {short(p.a_max)}": farewell(p, p.a_max)}
    named |= {f"a farewell over {short(most)}, thin,": farewell(p, most) for most in others}
    said = "; ".join(f"{name} from {short(line(0))} to {short(line(LAST))}" for name, line in named.items())
    cross = f"at l* = {short(l_star(p))}" if l_star(p) < 1 else "nowhere below 1"
    return (
        f"What the uncommitted patron has, against isolationism l from 0 to 1: {said}. The deal and the farewell over "
        f"{short(p.a_max)} cross {cross}; below, the deal is the better one."
    )


# --- what is refused --------------------------------------------------------------------------------------------


def _needs_room(p: Params) -> None:
    """Raise ValueError outside lines (1), (2) and (7), or where a_max leaves no demand to be refused."""
    low, high = window(p)
    if failing(p) or not low < p.pi <= high:
        raise ValueError(f"pi must be in the window of eq. (7), ({low:.3g}, {high:.3g}], got {p.pi!r}")
    l_star(p)
