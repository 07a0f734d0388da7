"""What the tests of figures look at: colours, overlaps, jumps, and how a figure treats what is not its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from alliancelib.drawing import BAND, PAPER

matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")

# --- manners ------------------------------------------------------------------------------------------------------


def misbehaviour(draw: Callable[..., Axes]) -> list[str]:
    """What is wrong with the way ``draw`` treats its axes and everybody else's, in words."""
    found = []
    _, given = plt.subplots(figsize=(7, 4))
    open_before, settings = set(plt.get_fignums()), dict(matplotlib.rcParams)
    if draw(given) is not given or not given.has_data() and not given.texts:
        found.append("did not draw on the axes it was given")
    if set(plt.get_fignums()) != open_before:
        found.append("opened a figure beside the axes it was given")
    open_before = set(plt.get_fignums())
    if not isinstance(draw(), Axes) or len(plt.get_fignums()) != len(open_before) + 1:
        found.append("did not make one figure of its own")
    if dict(matplotlib.rcParams) != settings:
        found.append("changed the settings of matplotlib")
    return found


# --- colours ------------------------------------------------------------------------------------------------------


def luminance(color) -> float:
    """Relative luminance by the formula of WCAG 2."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts))


def contrast(one, other) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def texts(ax: Axes) -> list[Text]:
    """Everything written on the axes and beside them, and on the axes that are set into them."""
    beside = [text for inner in ax.child_axes for text in texts(inner)]
    if not ax.axison:
        return [text for text in (*ax.texts, *beside) if text.get_text().strip()]
    for axis in (ax.xaxis, ax.yaxis):
        low, high = axis.get_view_interval()
        shown = zip(axis.get_ticklocs(), axis.get_ticklabels())
        beside += [axis.label, *(label for at, label in shown if low <= at <= high)]
    return [text for text in (*ax.texts, *beside) if text.get_text().strip()]


def faint(ax: Axes) -> list[str]:
    """Texts with a contrast below 4.5 on the paper or on a band of it."""
    return [text.get_text() for text in texts(ax) if min(contrast(text.get_color(), on) for on in (PAPER, BAND)) < 4.5]


def see_through(ax: Axes) -> bool:
    """Whether the page shows through the picture as it is saved."""
    file = io.BytesIO()
    ax.figure.set_layout_engine("none")  # where things stand does not matter here
    ax.figure.savefig(file, dpi=30)
    file.seek(0)
    picture = plt.imread(file)
    return picture.shape[2] == 4 and bool((picture[..., 3] < 1).any())


# --- overlaps -----------------------------------------------------------------------------------------------------


def collisions(ax: Axes) -> list[tuple[str, str]]:
    """Pairs of texts that overlap, and texts that leave the figure (paired with the edge)."""
    ax.figure.draw_without_rendering()
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts(ax)]
    found = [
        (a, b)
        for (a, one), (b, other) in combinations(boxes, 2)
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 2 and min(one.y1, other.y1) - max(one.y0, other.y0) > 2
    ]
    paper = ax.figure.bbox.padded(1)
    inside = {a for a, box in boxes if paper.contains(box.x0, box.y0) and paper.contains(box.x1, box.y1)}
    return found + [(a, "edge") for a, _ in boxes if a not in inside]


# --- what was drawn -----------------------------------------------------------------------------------------------


def drawn(ax: Axes) -> Mapping[str, str]:
    """What is written, by its name."""
    return {text.get_gid(): text.get_text() for text in ax.texts if text.get_gid()}


def dots(ax: Axes, kind: str) -> list[tuple[float, float]]:
    return [(*line.get_xdata(), *line.get_ydata()) for line in ax.lines if line.get_gid() == kind]


def has_dot(ax: Axes, kind: str, x: float, y: float) -> bool:
    return any(dot == pytest.approx((x, y), abs=1e-6) for dot in dots(ax, kind))


def guide(ax: Axes, name: str) -> float:
    """Where the guide of that name stands."""
    (line,) = (line for line in ax.lines if line.get_gid() == f"at {name}")
    return line.get_xdata()[0]


def curve(ax: Axes, gid: str) -> list[tuple[np.ndarray, np.ndarray]]:
    return [line.get_data() for line in ax.lines if line.get_gid() == gid]


def crosses(pieces: list[tuple[np.ndarray, np.ndarray]], x: float) -> bool:
    """Whether a piece of a curve is drawn from one side of ``x`` to the other."""
    return any(xs[0] < x - 1e-6 and xs[-1] > x + 1e-6 for xs, _ in pieces)
