"""Maps of what is taught, over isolationism and either the cost of the alliance or the largest demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from alliancelib.cost_sharing.equilibrium import a_star, d1, l_star, robust_window, select, window
from alliancelib.cost_sharing.figures_shared import assumed, labelled, low_tex
from alliancelib.cost_sharing.model import TIE, Params
from alliancelib.drawing import (
    BAND,
    DASHED,
    EDGE,
    INK,
    SMALL,
    Box,
    Strip,
    beside,
    equals,
    fill,
    graph,
    knots,
    named_at,
    short,
    spots,
    strips,
    stroke,
    write,
)

TINTS: Mapping[str, str] = MappingProxyType(
    {
        "separating 1": "#dfe3f7",
        "separating 2": "#cfe6df",
        "separating 3": "#f6d9d5",
        "cap": "#efe0f0",
        "no credible threat": BAND,
        "both paid": "#f8e3c4",
        "both leave": "#e0dfdc",
        "committed paid": "#e6ecc9",
        "uncommitted paid": "#d4eaf3",
        "committed leaves": "#f3cfe0",
        "uncommitted leaves": "#d9d3ea",
        "none (pure)": "#ffffff",
    }
)
"""Surfaces of the maps, all so pale that ink is readable on them; each is named where it lies."""

TICKS = (-1, -0.5, 0, 0.5, 1)
"""The isolationisms that are written at an axis."""

STEP = 1e-3
"""To what length borders are looked for."""

SHORTER: tuple[Callable[[str], str], ...] = (
    lambda name: name,
    lambda name: name.replace(" ", "\n"),
    lambda name: name.replace("separating ", "sep.\n"),
)
"""Ways to write what happens, the best first; the next is tried where there is no room."""

LINE_HEIGHT, LETTER = 0.047, 0.0198
"""A line of a label and a letter of it, as shares of the height and width of a map."""


def map_l_pi(p: Params, ax: Axes | None = None, steps: int = 13) -> Axes:
    """What happens for each isolationism l and cost pi of the alliance (slide Appendix 2 to Appendix 4).

    Surfaces are what `equilibrium.select` says, first asked ``steps`` times across and up and then wherever neighbours
    differ. Lines are the closed form: both ends of eq. (7), the robust bound inside it, l = 0, and l_star, eq. (9).

    Departs: the slides have the three cases between the two ends of eq. (7) only.
    """
    assumed(p)
    found = l_pi_strips(p, steps)
    ax = graph(ax, 4.4, labelled("l"), labelled("pi"))
    ax.set(xlim=(-1, 1), ylim=(0, pi_top(p)))
    ax.set_xticks(TICKS)
    low, high = window(p)
    levels = {"beta_lo a_star": (low, low_tex()), "U": (high, "U")}
    robust = robust_window(p)[1]
    if low < robust < high - TIE:
        levels["robust"] = (robust, r"\mathrm{robust}")
    for name, (level, _) in levels.items():
        _across(ax, level, name)
    named = {name: (level, equals(tex, level), INK) for name, (level, tex) in levels.items()}
    beside(ax, named, 0.055 * pi_top(p))
    _upright(ax, low, max(low, high))
    edge = l_star_edge(p, "pi", np.linspace(low, high, 60) if low < high else ())
    taken = [(-1, 1, level - 0.01 * pi_top(p), level + 0.01 * pi_top(p)) for level, _ in levels.values()]
    taken += _slanted(ax, edge)
    _regions(ax, found, [*taken, _here(ax, p, "pi", found, taken)])
    return ax


def pi_top(p: Params) -> float:
    """The largest pi on the map: well above eq. (7), and above the pi of ``p``."""
    return max(1.6 * max(window(p)), 1.15 * p.pi)


def l_pi_strips(p: Params, steps: int) -> tuple[Strip, ...]:
    """The plane of l and pi, divided by what the book teaches at each point, eq. (7) and (9) being found by search."""

    def name(x: float, pi: float) -> str:
        return select(replace(p, l=x, pi=pi)).name

    top = pi_top(p)
    rows = knots(EDGE, top, *np.linspace(0, top, steps), *window(p), robust_window(p)[1])
    return strips(name, _across_zero(steps), rows, STEP)


def map_l_a_max(p: Params, ax: Axes | None = None, steps: int = 13) -> Axes:
    """What happens for each isolationism l and largest demand a_max (slide Appendix 2 to Appendix 4).

    Surfaces as in `map_l_pi`. Lines are the closed form: l = 0, a_star, and l_star, eq. (9), as a_max changes.

    Departs: the slides leave out what happens for l >= 0 and a_max <= a_star, the "cap".
    """
    assumed(p)
    found = l_a_max_strips(p, steps)
    ax = graph(ax, 4.4, labelled("l"), labelled("a_max"))
    ax.set(xlim=(-1, 1), ylim=(0, a_top(p)))
    ax.set_xticks(TICKS)
    taken = []
    if _is_in_window(p):
        level = a_star(p)
        stroke(ax, [0, 1], [level, level], INK, 1.2, gid="at a_star", zorder=2)
        beside(ax, {"a_star": (level, equals("a^*", level), INK)}, 0.0)
        _upright(ax, 0, a_top(p))
        taken += _slanted(ax, l_star_edge(p, "a_max", level + np.geomspace(1e-3, a_top(p) - level, 200)))
    _regions(ax, found, [*taken, _here(ax, p, "a_max", found, taken)])
    return ax


def a_top(p: Params) -> float:
    """The largest a_max on the map: well above a_star, and above the a_max of ``p``."""
    return max(4 * a_star(p), 1.15 * p.a_max)


def l_a_max_strips(p: Params, steps: int) -> tuple[Strip, ...]:
    """The plane of l and a_max, divided by what the book teaches at each point, eq. (8) and (9) found by search."""

    def name(x: float, a_max: float) -> str:
        return select(replace(p, l=x, a_max=a_max)).name

    top = a_top(p)
    return strips(name, _across_zero(steps), knots(EDGE, top, *np.linspace(0, top, steps), d1(p), a_star(p)), STEP)


def l_star_edge(p: Params, name: str, values: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """The border between separating 2 and 3 as another parameter changes, eq. (9), where it lies between 0 and 1."""
    points = []
    for value in values:
        there = replace(p, **{name: float(value)})
        if there.a_max > a_star(there) + TIE and 0 <= l_star(there) <= 1:
            points.append((l_star(there), value))
    return tuple(np.array(points).reshape(-1, 2).T)


def _is_in_window(p: Params) -> bool:
    low, high = window(p)
    return low + TIE < p.pi <= high + TIE


def _across_zero(steps: int) -> list[float]:
    """Isolationisms to ask at, two of them just beside zero."""
    spread = np.linspace(-1 + EDGE, 1 - EDGE, steps)
    return sorted([*(float(x) for x in spread if abs(x) > STEP), -STEP / 2, STEP / 2])


def _across(ax: Axes, level: float, name: str) -> None:
    style = DASHED if name == "robust" else "-"
    stroke(ax, [-1, 1], [level, level], INK, 1.2, linestyle=style, gid=f"at {name}", zorder=2)


def _upright(ax: Axes, low: float, high: float) -> None:
    stroke(ax, [0, 0], [low, high], INK, 1.2, gid="at l = 0", zorder=2)


def _slanted(ax: Axes, edge: tuple[np.ndarray, np.ndarray]) -> Iterator[Box]:
    """Draw l_star and name it at its upper end; yields the room that the name takes."""
    ls, ys = edge
    if len(ls) < 2:
        return
    stroke(ax, ls, ys, INK, 1.2, gid="l_star", zorder=2)
    x, y, high = ls[-1], ys[-1], ax.get_ylim()[1]
    write(ax, (x, y), "$l^*$", (0, 9), ha="center", gid="l* on the map")
    yield x - 0.07, x + 0.07, y, y + 0.08 * high


def _here(ax: Axes, p: Params, name: str, found: Sequence[Strip], taken: Sequence[Box]) -> Box:
    """Mark the point of ``p`` and write its coordinates where nothing is crossed; returns the room that takes."""
    x, y, high = p.l, getattr(p, name), ax.get_ylim()[1]
    ax.plot([x], [y], "D", ms=6, color=INK, mec="white", mew=1.0, zorder=5, gid="here")
    mark = (x - 0.04, x + 0.04, y - 0.03 * high, y + 0.03 * high)
    text, own = f"({short(x)}, {short(y)})", named_at(found, x, y)
    wide, tall = 0.037 * len(text), 0.055 * high
    places = {
        "below": ((x - wide / 2, x + wide / 2, y - 0.035 * high - tall, y), (0, -13), "center"),
        "above": ((x - wide / 2, x + wide / 2, y, y + 0.035 * high + tall), (0, 13), "center"),
        "left": ((x - 0.06 - wide, x, y - tall / 2, y + tall / 2), (-8, 0), "right"),
        "right": ((x, x + 0.06 + wide, y - tall / 2, y + tall / 2), (8, 0), "left"),
    }
    for box, off, ha in places.values():
        if _is_within(ax, box) and _is_all(found, box, own) and not any(_overlap(box, other) for other in taken):
            write(ax, (x, y), text, off, ha=ha, size=SMALL, gid="here", zorder=5)
            return _around(box, mark)
    return mark


def _is_within(ax: Axes, box: Box) -> bool:
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return left <= box[0] and box[1] <= right and bottom <= box[2] and box[3] <= top


def _is_all(found: Sequence[Strip], box: Box, name: str) -> bool:
    """Whether one thing happens throughout a box, asked at a few points."""
    xs, ys = np.linspace(*box[:2], 7), np.linspace(*box[2:], 4)
    return all(named_at(found, x, y) == name for x in xs for y in ys)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])


def _regions(ax: Axes, found: Sequence[Strip], taken: Sequence[Box]) -> None:
    """Colour the map and write into each region what happens there."""
    fill(ax, found, TINTS.__getitem__)
    for strip in found:
        for one, other in zip(strip.low.borders, strip.high.borders):
            stroke(ax, [one, other], [strip.low.y, strip.high.y], INK, 0.7, zorder=1, gid="border")
    names = dict.fromkeys(name for strip in found for name in strip.low.names)
    for say in SHORTER:
        labels = {name: say(name) for name in names}
        sizes = {name: _size(text) for name, text in labels.items()}
        for name, at in spots(ax, found, sizes, taken).items():
            write(ax, at, labels[name], ha="center", gid=name, linespacing=1.1, zorder=4)
            del names[name]


def _size(text: str) -> tuple[float, float]:
    lines = text.split("\n")
    return LETTER * (max(map(len, lines)) + 1), LINE_HEIGHT * (len(lines) + 0.4)


def alt_map_l_pi(p: Params, steps: int = 13) -> str:
    """The map of l and pi in words: what happens at three heights, from left to right."""
    assumed(p)
    low, high = window(p)
    levels = knots(0, pi_top(p), low, high)
    said = _said(l_pi_strips(p, steps), levels, "pi")
    bound = robust_window(p)[1]
    robust = f" The robust bound is pi = {short(bound)}." if low < bound < high - TIE else ""
    return (
        f"Map of what happens for isolationism l from {short(-1)} to 1 and costs of the alliance pi up to "
        f"{short(pi_top(p))}. Lines at pi = beta_lo a* = {short(low)} and pi = U = {short(high)}.{robust} {said} "
        f"The example is at l = {short(p.l)}, pi = {short(p.pi)}."
    )


def alt_map_l_a_max(p: Params, steps: int = 13) -> str:
    """The map of l and a_max in words: what happens at a few heights, from left to right."""
    assumed(p)
    levels = knots(0, a_top(p), a_star(p), 2 * a_star(p), 3 * a_star(p))
    said = _said(l_a_max_strips(p, steps), levels, "a_max")
    return (
        f"Map of what happens for isolationism l from {short(-1)} to 1 and largest demands a_max up to "
        f"{short(a_top(p))}; a* = {short(a_star(p))}. {said} "
        f"The example is at l = {short(p.l)}, a_max = {short(p.a_max)}."
    )


def _said(found: Sequence[Strip], levels: Sequence[float], letter: str) -> str:
    """What happens from left to right, halfway between the levels."""
    sentences = []
    for low, high in pairwise(levels):
        middle = (low + high) / 2
        strip = next(strip for strip in found if middle <= strip.high.y)
        parts = [f"{name} up to l = {short(x)}" for name, x in zip(strip.low.names, strip.borders(middle))]
        sentences.append(f"At {letter} = {short(middle)}: {', '.join([*parts, strip.low.names[-1]])}.")
    return " ".join(sentences)
