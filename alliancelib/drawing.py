"""The look of every figure, and the strokes that the figures of both games are made of; it knows no game.

A figure brings its own opaque paper, because no colour of text has a contrast of 4.5 both on a white page and on one
as dark as #121212. An axes that is passed in gets that paper too, with the figure around it. Nothing global is changed.

What is drawn has a name (matplotlib's ``gid``), by which a test reads it back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Polygon

from alliancelib.core.game import NATURE, Player
from alliancelib.core.symbols import Symbol, symbols

# --- the look ---------------------------------------------------------------------------------------------------

PAPER = "#fbf8f1"
"""What every figure is drawn on."""
BAND = "#f2ecdf"
"""A quiet surface on the paper: a period, a box."""
INK = "#1f2833"
MUTED = "#535f6d"
RULE = "#c9c1b1"
"""Axes and guides; never text."""
ALLY = "#3f4fc0"
"""The ally, who is player 1 in one game, and what is done with her; the board has the same colours."""
ADHOC = "#a8480a"
"""An ad hoc partner."""
PALE_ALLY = "#7683dd"
"""A surface or a line, never text."""
CHALLENGER = "#a5243d"
YOU = "#0a6a62"
"""The weak side, whose seat the reader takes: player 2, the target."""
PALE_YOU = "#5b9a91"
"""A surface, never text."""

BODY, SMALL = 10.5, 9.5
WIDTH = 5.6
"""Inches: narrow enough for the text to be read at the width of a phone."""
DPI = 150
MATH = "dejavuserif"
ROUND = "round,pad=0,rounding_size=0.011"
DOTTED = (0, (1.2, 2.2))
DASHED = (0, (3.2, 1.3))
HALO = MappingProxyType({"boxstyle": "round,pad=0.12", "fc": PAPER, "ec": "none"})
"""Keeps a label readable where it meets a guide."""

EDGE = 1e-9
"""How far from a jump its limit is read."""
POINTS = 200
"""Points to a smooth piece of a curve."""

Place = Literal["right foot", "left foot", "raised foot", "over"]
"""Where a guide is named: beside its foot, or over the point that it leads to."""


# --- paper and axes ---------------------------------------------------------------------------------------------


def sheet(ax: Axes | None, height: float) -> Axes:
    """The axes to draw on, on our paper: the caller's, or that of a new figure of ``height`` inches."""
    if ax is None:
        _, ax = plt.subplots(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    ax.figure.set_facecolor(PAPER)
    ax.set_facecolor(PAPER)
    return ax


def bare(ax: Axes | None, height: float) -> Axes:
    """A sheet without axes, for drawings that are no graph."""
    ax = sheet(ax, height)
    ax.set_axis_off()
    return ax


def graph(ax: Axes | None, height: float, x: str, y: str) -> Axes:
    """A sheet with two thin axes and their labels."""
    ax = sheet(ax, height)
    thin(ax)
    for label, axis in ((x, ax.xaxis), (y, ax.yaxis)):
        axis.set_label_text(label, size=BODY, color=INK, math_fontfamily=MATH)
    return ax


def thin(ax: Axes) -> None:
    """Two quiet axes, left and below, without a grid."""
    ax.grid(False)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(RULE)
    ax.tick_params(colors=RULE, labelcolor=MUTED, labelsize=SMALL, length=3)


# --- words and strokes ------------------------------------------------------------------------------------------


def write(ax: Axes, at: tuple[float, float], text: str, off: tuple[float, float] = (0, 0), **look: Any) -> Any:
    """Text at a point of the axes' data, moved by ``off`` points."""
    style = {"size": BODY, "color": INK, "va": "center", "math_fontfamily": MATH} | look
    return ax.annotate(text, at, xytext=off, textcoords="offset points", annotation_clip=False, **style)


def stroke(ax: Axes, xs: Any, ys: Any, color: str = RULE, width: float = 1.0, **look: Any) -> None:
    """A line through the points; a guide, unless it is given a colour."""
    ax.plot(xs, ys, color=color, linewidth=width, **({"solid_capstyle": "round", "marker": ""} | look))


def dot(ax: Axes, x: float, y: float, color: str, kind: Literal["open", "closed"]) -> None:
    """An end of a curve that belongs to it, or does not."""
    face = color if kind == "closed" else PAPER
    ax.plot([x], [y], "o", ms=6.5, mec=color, mfc=face, mew=1.6, zorder=4, clip_on=False, gid=kind)


def guide(ax: Axes, at: tuple[float, float], name: str, text: str, where: Place) -> None:
    """A dotted line up to a point of a curve, named beside its foot or over the point."""
    x, y = at
    ground = ax.get_ylim()[0]
    stroke(ax, [x, x], [ground, y], linestyle=DOTTED, gid=f"at {name}", zorder=1)
    off, ha = {
        "right foot": ((5, 9), "left"),
        "left foot": ((-5, 9), "right"),
        "raised foot": ((-5, 26), "right"),
        "over": ((8, 8), "left"),
    }[where]
    write(ax, at if where == "over" else (x, ground), text, off, ha=ha, gid=name, bbox=HALO, zorder=2)


def panel(ax: Axes, x: float, y: float, width: float, height: float, **look: Any) -> None:
    """A quiet surface with round corners, on a sheet that is 1 wide and has a row to a unit of height."""
    style = {"facecolor": BAND, "edgecolor": "none", "zorder": 0} | look
    ax.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=ROUND, mutation_aspect=18, clip_on=False, **style))


def arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], **look: Any) -> None:
    """Where a choice leads: across, to an end, or down, to the next move."""
    style = {"arrowstyle": "-|>,head_length=0.35,head_width=0.16", "color": MUTED, "lw": 0.9} | look
    ax.annotate("", end, start, arrowprops={**style, "shrinkA": 0, "shrinkB": 0})


def turn(ax: Axes, at: tuple[float, float], mover: Player, color: str, stage: str) -> None:
    """Whose move it is on a time line: the name, and a dot on the line; a diamond where it is nature's."""
    write(ax, at, mover, (-15, 0), ha="right", color=color, weight="bold")
    shape = "D" if mover == NATURE else "o"
    ax.plot([at[0]], [at[1]], shape, ms=5.5 if shape == "D" else 7.5, color=color, zorder=4, gid=stage)


def beside(ax: Axes, labels: Mapping[str, tuple[float, str, str]], least: float) -> None:
    """Name what meets the right edge there, outside: by name the height, the words and their colour.

    Labels that would be nearer to each other than ``least`` are moved apart.
    """
    right = ax.get_xlim()[1]
    order = sorted(labels, key=lambda name: labels[name][0])
    for name, y in zip(order, apart([labels[name][0] for name in order], least)):
        _, text, color = labels[name]
        write(ax, (right, y), text, (7, 0), color=color, gid=name, linespacing=1.1)


def apart(ascending: Sequence[float], least: float) -> list[float]:
    """The numbers moved as little as needed for neighbours to be at least ``least`` apart."""
    groups: list[tuple[float, int]] = []
    for k, at in enumerate(ascending):
        # Less the room for those before it, the numbers need only not decrease: neighbours that do share their mean.
        group = (at - k * least, 1)
        while groups and groups[-1][0] > group[0]:
            mean, size = groups.pop()
            group = ((mean * size + group[0] * group[1]) / (size + group[1]), size + group[1])
        groups.append(group)
    means = [mean for mean, size in groups for _ in range(size)]
    return [mean + k * least for k, mean in enumerate(means)]


# --- letters and numbers ----------------------------------------------------------------------------------------


def symbol_of(params: type, name: str) -> Symbol:
    """The symbol of that name among the parameters of a model. Raises StopIteration where there is none."""
    return next(s for s in symbols(params) if s.name == name)


def short(value: float) -> str:
    """A number as a label says it: three decimals at most, no idle zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def equals(tex: str, value: float) -> str:
    """A letter with its value."""
    return f"${tex} = {short(value)}$"


# --- curves that jump -------------------------------------------------------------------------------------------


def knots(low: float, high: float, *inner: float) -> list[float]:
    """Both ends and those of ``inner`` between them, ascending; of several that differ by rounding, one."""
    kept = [low]
    for x in sorted(inner):
        if kept[-1] + 2 * EDGE < x < high - 2 * EDGE:
            kept.append(x)
    return [*kept, high]


def pieces(f: Callable[[float], float], at: Sequence[float]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The curve of ``f`` between neighbouring knots, the inner knots themselves left out by EDGE on either side.

    Yields arrays of POINTS points, x and f(x).
    """
    for low, high in pairwise(at):
        start = low if low == at[0] else low + EDGE
        end = high if high == at[-1] else high - EDGE
        xs = np.linspace(start, end, POINTS)
        yield xs, np.array([f(float(x)) for x in xs])


def curve(
    ax: Axes,
    f: Callable[[float], float],
    at: Sequence[float],
    color: str,
    dashed: Callable[[float], bool],
    gid: str,
    width: float = 2.4,
) -> None:
    """Draw ``f`` from knot to knot, dashed where ``dashed`` says so of a piece's middle.

    Where it jumps, a closed dot is its value and an open one a limit that is not.
    """
    last = None
    for (xs, ys), knot in zip(pieces(f, at), at):
        style = DASHED if dashed(float(xs[POINTS // 2])) else "-"
        stroke(ax, xs, ys, color, width, linestyle=style, gid=gid, zorder=3, clip_on=False)
        if last is not None and abs(ys[0] - last) > 1e-6:
            _jump(ax, knot, f(knot), (last, ys[0]), color)
        last = ys[-1]


def _jump(ax: Axes, x: float, value: float, limits: Iterable[float], color: str) -> None:
    for limit in limits:
        if abs(limit - value) > 1e-6:
            dot(ax, x, limit, color, "open")
    dot(ax, x, value, color, "closed")


# --- a plane divided by what happens ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """What happens along a line from left to right, and where that changes."""

    y: float
    names: tuple[str, ...]
    borders: tuple[float, ...]
    """One fewer than names."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The plane between two rows with the same names, so near to each other that borders between them are straight."""

    low: Row
    high: Row

    def borders(self, y: float) -> tuple[float, ...]:
        """Where what happens changes at that height, between the rows or beside them."""
        if self.high.y == self.low.y:
            return self.low.borders
        share = (y - self.low.y) / (self.high.y - self.low.y)
        return tuple(one + share * (other - one) for one, other in zip(self.low.borders, self.high.borders))

    def name(self, x: float, y: float) -> str:
        """What happens at a point of the strip."""
        return self.low.names[bisect_left(self.borders(y), x)]


def changes(f: Callable[[float], Any], at: Sequence[float], least: float) -> tuple[list[Any], list[float]]:
    """The values of a piecewise constant ``f`` from left to right, and where each gives way to the next.

    ``f`` is asked at the points ``at``, and between those where it differs until they are no more than ``least`` apart.
    """
    values, borders = [f(at[0])], []
    for low, high in pairwise(at):
        for border, value in _within(f, (low, values[-1]), (high, f(high)), least):
            borders.append(border)
            values.append(value)
    return values, borders


def _within(
    f: Callable[[float], Any], low: tuple[float, Any], high: tuple[float, Any], least: float
) -> Iterator[tuple[float, Any]]:
    if low[1] == high[1]:
        return
    middle = (low[0] + high[0]) / 2
    if high[0] - low[0] <= least:
        yield middle, high[1]
        return
    known = (middle, f(middle))
    yield from _within(f, low, known, least)
    yield from _within(f, known, high, least)


def strips(
    name: Callable[[float, float], str], xs: Sequence[float], ys: Sequence[float], least: float
) -> tuple[Strip, ...]:
    """The plane from the bottom up, divided by ``name(x, y)``, which is asked at ``xs`` in rows just beside the ``ys``.

    Where rows differ, or a border between them is no straight line, more are read, until they are no more than
    ``least`` apart; the same holds for the points of a row.
    """

    def read(y: float) -> Row:
        names, borders = changes(lambda x: name(x, y), xs, least)
        return Row(y, tuple(names), tuple(borders))

    found: list[Strip] = []
    for low, high in pairwise(ys):
        found += _between(read, read(low + EDGE), read(high - EDGE), least)
    return tuple(found)


def _between(read: Callable[[float], Row], low: Row, high: Row, least: float) -> Iterator[Strip]:
    if high.y - low.y <= least:
        yield Strip(low, replace(low, y=high.y))  # a corner, narrower than can be seen
        return
    middle = read((low.y + high.y) / 2)
    if low.names == middle.names == high.names:
        straight = Strip(low, high).borders(middle.y)
        if all(abs(one - other) <= 2 * least for one, other in zip(straight, middle.borders)):
            yield Strip(low, high)
            return
    yield from _between(read, low, middle, least)
    yield from _between(read, middle, high, least)


def named_at(found: Sequence[Strip], x: float, y: float) -> str:
    """What happens at a point of the plane, by its strips."""
    return next((strip for strip in found if y <= strip.high.y), found[-1]).name(x, y)


def fill(ax: Axes, found: Sequence[Strip], color: Callable[[str], str]) -> None:
    """Colour the plane by what happens; each surface is named by it."""
    left, right = ax.get_xlim()
    for strip in found:
        ends = [(left, *row.borders, right) for row in (strip.low, strip.high)]
        for k, name in enumerate(strip.low.names):
            corners = [(ends[0][k], strip.low.y), (ends[0][k + 1], strip.low.y)]
            corners += [(ends[1][k + 1], strip.high.y), (ends[1][k], strip.high.y)]
            # An edge of its own colour, lest the paper show between neighbours.
            ax.add_patch(Polygon(corners, fc=color(name), ec=color(name), lw=0.5, zorder=0, gid=name))


RASTER = (120, 90)
"""Cells, across and up, in which room for a label is looked for."""

ROOM = (3.0, 2.4, 1.9, 1.5, 1.2, 1.0)
"""How much room a label is given, in sizes of it: as much as there is."""

Box = tuple[float, float, float, float]
"""Left, right, bottom, top."""


def spots(
    ax: Axes, found: Sequence[Strip], sizes: Mapping[str, tuple[float, float]], taken: Sequence[Box]
) -> Mapping[str, tuple[float, float]]:
    """For each name the middle of the widest room for a label of its size, clear of the boxes that are ``taken``.

    Sizes are shares of the width and height of the axes. A name without room for its label is left out.
    """
    xs, ys = (
        low + (high - low) * (np.arange(cells) + 0.5) / cells
        for (low, high), cells in zip((ax.get_xlim(), ax.get_ylim()), RASTER)
    )
    named = np.array([[named_at(found, x, y) for x in xs] for y in ys])
    for left, right, bottom, top in taken:
        named[np.ix_((ys >= bottom) & (ys <= top), (xs >= left) & (xs <= right))] = ""
    middles = {name: _roomiest(named == name, size) for name, size in sizes.items()}
    return {name: (float(xs[at[1]]), float(ys[at[0]])) for name, at in middles.items() if at is not None}


def _roomiest(free: np.ndarray, size: tuple[float, float]) -> tuple[int, int] | None:
    """The middle, row and column, of the largest box of that shape in which all is free; None if there is none."""
    sums = np.pad(free.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    for scale in ROOM:
        across, up = (max(1, round(scale * share * cells)) for share, cells in zip(size, RASTER))
        if across > RASTER[0] or up > RASTER[1]:
            continue
        inside = sums[up:, across:] - sums[:-up, across:] - sums[up:, :-across] + sums[:-up, :-across]
        full = np.argwhere(inside == across * up)
        if len(full):
            row, column = full[np.argmin(np.abs(full - full.mean(axis=0)).sum(axis=1))]
            return int(row) + up // 2, int(column) + across // 2
    return None
