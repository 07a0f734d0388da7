"""The explorers of the cost-sharing game, from what the book teaches over arrays of parameters (see `explorers`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from alliancelib.cost_sharing import arrays
from alliancelib.cost_sharing.equilibrium import NAMES, a_star, d1, robust_window, window
from alliancelib.cost_sharing.model import TIE, TYPES, Params
from alliancelib.widgets.explorers import (
    EDGE,
    Array,
    Axis,
    Curves,
    Exploration,
    Frame,
    Jump,
    Line,
    Point,
    Region,
    Row,
    Strip,
    at_point,
    axis,
    columns,
    exact,
    knots,
    letter,
    listed,
    map_frame,
    mark,
    narrowed,
    short,
    slider,
    spans,
    steps,
    strips,
    traced,
)

PI = slider(Params, "pi", steps(0.1, 0.4, 0.02))
BETA_LO = slider(Params, "beta_lo", steps(0.22, 0.48, 0.02))
"""Where lines (1) and (2) hold, the other parameters at their defaults."""
A_MAX = slider(Params, "a_max", steps(0.25, 2, 0.25))
ISOLATION = axis(Params, "l", -1, 1, 0.5, first=-1 + EDGE, last=1 - EDGE)

BAR = letter(A_MAX.symbol)

LOW = f"{letter(BETA_LO.symbol)}a*"
"""The lower end of eq. (7)."""

CODES: Mapping[str, str] = {
    "separating 1": "S1",
    "separating 2": "S2",
    "separating 3": "S3",
    "cap": "C",
    "no credible threat": "N",
    "both paid": "BP",
    "both leave": "BL",
    "committed paid": "CP",
    "uncommitted paid": "UP",
    "committed leaves": "CL",
    "uncommitted leaves": "UL",
    "none (pure)": "–",
    "outside the assumptions": "out",
}
REGIONS = tuple(Region(code=CODES[name], name=name) for name in NAMES)


# --- eq. (9) ----------------------------------------------------------------------------------------------------


def l_star_against_a_max(points: Sequence[Point]) -> list[Frame]:
    """The isolationism from which the uncommitted patron demands a_max and leaves, eq. (9), where eq. (7) holds.

    Drawn where it is at most 1, beyond which no l lies, eq. (10).
    """
    params = [Params(**point) for point in points]
    values = columns(points)
    starts = [a_star(p) + (1 + p.beta_lo) * a_star(p) - p.pi for p in params]
    inside = np.array([_is_in_window(p) for p in params])

    def curves(which: Array, sizes: Array) -> Array:
        found = arrays.solve(a_max=sizes, **{name: column[which] for name, column in values.items()}).l_star
        return np.where((found <= 1 + TIE) & inside[which], found, np.nan)[None]

    jumps = [[(at - EDGE, at + EDGE)] if there else [] for at, there in zip(starts, inside)]
    pieces = traced(curves, L_STAR.x, L_STAR.y, jumps)
    return [_l_star_frame(p, point, at, found) for p, point, at, found in zip(params, points, starts, pieces)]


def _is_in_window(p: Params) -> bool:
    low, high = window(p)
    return low + TIE < p.pi <= high + TIE


def _l_star_frame(p: Params, point: Point, start: float, pieces: Sequence[Frame]) -> Frame:
    low, high = window(p)
    marks = [mark("x", a_star(p), f"a* = {short(a_star(p))}")]
    if not _is_in_window(p):
        why = "neither type would leave when refused" if p.pi <= high else "both types would leave when refused"
        ends = f"above {short(low)} and at most {short(high)}"
        say = (
            f"{at_point(L_STAR, point)} there is no l*: π is not {ends}, eq. (7) with its upper end included, and "
            f"{why}."
        )
        return {"say": say, "marks": marks, "pieces": pieces}
    last = pieces[-1]["y"][0][-1]
    say = (
        f"{at_point(L_STAR, point)}: up to a* = {short(a_star(p))} the uncommitted patron is paid whatever she "
        f"demands, and there is no l*. It comes down to 1 at {BAR} = {short(start)} and falls to {short(last)} at "
        f"{BAR} = {exact(L_STAR.x.high)}. Below the curve the uncommitted patron demands a* and is paid; "
        f"above it she demands {BAR}, is refused and leaves."
    )
    return {"say": say, "marks": [*marks, mark("x", start, f"l* = 1 at {short(start)}")], "pieces": pieces}


# --- payoffs against isolationism -------------------------------------------------------------------------------


def payoffs_against_l(points: Sequence[Point]) -> list[Frame]:
    """Both patrons: what they get as isolationism l goes from -1 to 1 (slide Appendix 2 to slide Appendix 4)."""
    values = columns(points)
    solve = partial(_solved, values, "l")

    def curves(which: Array, ls: Array) -> Array:
        found = solve(which, ls)
        return np.array([found.payoffs[type]["ally"] for type in TYPES])

    changes = _changes(lambda which, ls: _conduct(solve(which, ls)), len(points))
    pieces = traced(curves, ALONG_L.x, ALONG_L.y, changes)
    middles = [_middles(known) for known in changes]
    which = np.repeat(np.arange(len(points)), [len(at) for at in middles])
    told = _conducts(solve(which, np.concatenate(middles)), values["a_max"][which])
    conducts = np.split(told, np.cumsum([len(at) for at in middles])[:-1])
    return [_along_l_frame(*each) for each in zip(points, changes, pieces, conducts)]


def _conducts(found: arrays.Solutions, most: Array) -> Array:
    """What is taught, and in a second column what both types demand, where both demand the most that they may."""
    loud = np.all([np.abs(found.play[type].demand - most) < 1e-9 for type in TYPES], axis=0)
    return np.stack([found.names, np.where(loud, f"both demand {BAR}", "")], axis=1)


def _solved(columns: Mapping[str, Array], free: str, which: Array, values: Array) -> arrays.Solutions:
    return arrays.solve(**{free: values}, **{name: column[which] for name, column in columns.items()})


def _conduct(found: arrays.Solutions) -> Array:
    """A code for what is taught and what either type does, its demand told by which of those that matter it is."""
    code = found.name.astype(int)
    for type in TYPES:
        path = found.play[type]
        kinds = [np.isnan(path.demand), *(np.abs(path.demand - level) < 1e-9 for level in (found.a_star, found.d1))]
        code = code * 5 + path.outcome + 1
        code = code * 4 + np.select(kinds, [0, 1, 2], 3)
        code = code * 2 + path.settles
    return code


GRID = np.array(sorted([*np.linspace(-1 + EDGE, 1 - EDGE, 42), -2 * EDGE, 2 * EDGE]))
"""Isolationisms to ask at, two of them just beside zero."""


def _changes(codes: Curves, frames: int) -> list[list[Jump]]:
    """Where along l what happens changes, for each frame."""
    grid = GRID
    which = np.repeat(np.arange(frames), len(grid))
    known = codes(which, np.tile(grid, frames)).reshape(frames, -1)
    frame, k = np.nonzero(known[:, 1:] != known[:, :-1])
    low, high = narrowed(codes, frame, grid[k], grid[k + 1], rounds=4)
    found: list[list[Jump]] = [[] for _ in range(frames)]
    for at, *jump in zip(frame, low, high):
        found[at].append((float(jump[0]), float(jump[1])))
    return found


def _middles(changes: Sequence[Jump]) -> list[float]:
    ends = [-1 + EDGE, *(at for jump in changes for at in jump), 1 - EDGE]
    return [(low + high) / 2 for low, high in zip(ends[::2], ends[1::2])]


def _along_l_frame(point: Point, changes: Sequence[Jump], pieces: Sequence[Frame], conducts: Sequence[Array]) -> Frame:
    found = [str(conducts[0][0])]
    for (before, _), (name, demand), (_, at) in zip(conducts, conducts[1:], changes):
        what = demand if name == before else name
        found += [f"from l = {short(at)} on {what}"] if what else []
    runs = [(pieces[0]["y"][row][0], pieces[-1]["y"][row][-1], _whose(type)) for row, type in enumerate(TYPES)]
    ends = [f"{whose} goes from {short(low)} to {short(high)}" for low, high, whose in runs]
    say = f"{at_point(ALONG_L, point)}: {', '.join(found)}. As l goes from −1 to 1, {listed(ends)}."
    return {
        "say": " ".join([say, *_jumps(pieces)]),
        "marks": [mark("x", at, f"l = {short(at)}") for _, at in changes],
        "pieces": pieces,
    }


def _whose(type: str) -> str:
    return f"the {type} patron's payoff"


def _jumps(pieces: Sequence[Frame]) -> Iterator[str]:
    """A sentence for each isolationism at which a payoff jumps."""
    for before, then in pairwise(pieces):
        ends = [(before["y"][row][-1], then["y"][row][0], _whose(type)) for row, type in enumerate(TYPES)]
        told = [
            f"{whose} jumps from {short(low)} to {short(high)}" for low, high, whose in ends if abs(low - high) > 1e-3
        ]
        if told:
            yield f"At l = {short(then['x'][0])} {listed(told)}."


# --- maps -------------------------------------------------------------------------------------------------------

ACROSS = (-1.0, 1.0)


def map_l_pi(points: Sequence[Point]) -> list[Frame]:
    """What is taught for each isolationism l and cost pi of the alliance (slide Appendix 2 to slide Appendix 4).

    Departs: the slides have the three cases between the two ends of eq. (7) only.
    """
    params = [Params(**point) for point in points]
    inner = [(*window(p), robust_window(p)[1]) for p in params]
    cuts = _cuts(points, "pi", [knots(_levels(MAP_L_PI.y), *at) for at in inner])
    return [_map_l_pi_frame(*each) for each in zip(params, points, cuts)]


def _map_l_pi_frame(p: Params, point: Point, cut: Sequence[Strip]) -> Frame:
    (low, high), robust = window(p), robust_window(p)[1]
    marks = [mark("y", low, f"{LOW} {short(low)}"), mark("y", high, f"U {short(high)}")]
    if low < robust < high - TIE:
        marks.append(mark("y", robust, f"robust {short(robust)}"))
    heights = [low / 2, (low + high) / 2, (high + MAP_L_PI.y.high) / 2]
    say = (
        f"{at_point(MAP_L_PI, point)}: only the uncommitted patron's threat to leave is credible from π = {short(low)} "
        f"to π = {short(high)}, eq. (7). {_said(cut, heights, 'π')}"
    )
    return map_frame(cut, MAP_L_PI.along, ACROSS, MAP_L_PI.y.ticks[1:-1], say=say, marks=marks)


def map_l_a_max(points: Sequence[Point]) -> list[Frame]:
    """What is taught for each isolationism l and largest demand a_max (slide Appendix 2 to slide Appendix 4).

    Departs: the slides leave out what happens for l >= 0 and a_max <= a_star, the "cap".
    """
    params = [Params(**point) for point in points]
    cuts = _cuts(points, "a_max", [knots(_levels(MAP_L_A_MAX.y), d1(p), a_star(p)) for p in params])
    return [_map_l_a_max_frame(*each) for each in zip(params, points, cuts)]


def _map_l_a_max_frame(p: Params, point: Point, cut: Sequence[Strip]) -> Frame:
    level = a_star(p)
    say = f"{at_point(MAP_L_A_MAX, point)} the map is this. {_said(cut, [level / 2, 2 * level, 3.5 * level], BAR)}"
    marks = [mark("y", level, f"a* = {short(level)}")]
    return map_frame(cut, MAP_L_A_MAX.along, ACROSS, MAP_L_A_MAX.y.ticks[1:-1], say=say, marks=marks)


def _levels(y: Axis) -> list[float]:
    """Heights at which a map is read in any case."""
    return [y.low + EDGE, *steps(y.low, y.high, y.tick / 2)[1:-1], y.high]


def _cuts(points: Sequence[Point], free: str, levels: Sequence[Sequence[float]]) -> list[list[Strip]]:
    """The plane of l and another parameter, divided by what is taught at each point."""
    values = columns(points)

    def read(which: Array, heights: Array) -> list[Row]:
        def names(row: Array, ls: Array) -> Array:
            given = {name: column[which[row]] for name, column in values.items()}
            return arrays.solve(l=ls, **{free: heights[row]}, **given).name

        return _rows(names, len(heights))

    return strips(read, levels, ACROSS[1] - ACROSS[0])


ACROSS_ZERO = np.array(sorted([*(at for at in np.linspace(-1 + EDGE, 1 - EDGE, 61) if abs(at) > 1e-3), -1e-7, 1e-7]))


def _rows(names: Curves, count: int) -> list[Row]:
    grid = ACROSS_ZERO
    found = names(np.repeat(np.arange(count), len(grid)), np.tile(grid, count)).reshape(count, -1)
    row, k = np.nonzero(found[:, 1:] != found[:, :-1])
    low, high = narrowed(names, row, grid[k], grid[k + 1], rounds=2)
    rows = []
    for at, regions in enumerate(found):
        there = row == at
        kept = (int(regions[0]), *(int(regions[j + 1]) for j in k[there]))
        rows.append(Row(kept, tuple(((low + high) / 2)[there].tolist())))
    return rows


def _said(cut: Sequence[Strip], heights: Sequence[float], symbol: str) -> str:
    """What happens from left to right at some heights."""
    sentences = []
    for height in heights:
        row = spans(cut, ACROSS, height)
        parts = [f"{NAMES[region]} up to l = {short(end)}" for region, _, end in row[:-1]]
        last = NAMES[row[-1][0]]
        sentences.append(f"At {symbol} = {short(height)}: {', '.join([*parts, f'then {last}' if parts else last])}.")
    return " ".join(sentences)


# --- what there is ----------------------------------------------------------------------------------------------

L_STAR = Exploration(
    name="l-star",
    title="How loud must the voters be?",
    source="eq. (9)",
    x=axis(Params, "a_max", 0, 2, 0.5, first=EDGE),
    y=Axis(label="isolationism from which the patron leaves", symbol="l*", low=0, high=1, tick=0.25),
    sliders=(PI, BETA_LO),
    lines=(Line(name="l*", label="l*", look="cutoff"),),
    show=l_star_against_a_max,
)
ALONG_L = Exploration(
    name="payoffs-against-l",
    title="What isolationism does for the patron",
    source="slide Appendix 2 to slide Appendix 4",
    x=ISOLATION,
    y=Axis(label="expected payoff", symbol="", low=-0.5, high=2.5, tick=0.5),
    sliders=(PI, A_MAX),
    lines=(
        Line(name="committed patron's payoff", label="committed", look="ally"),
        Line(name="uncommitted patron's payoff", label="uncommitted", look="adhoc"),
    ),
    show=payoffs_against_l,
)
MAP_L_PI = Exploration(
    name="map-l-pi",
    title="What happens, by isolationism and the cost of the alliance",
    source="slide Appendix 2 to slide Appendix 4",
    x=ISOLATION,
    y=axis(Params, "pi", 0, 0.5, 0.1),
    sliders=(BETA_LO,),
    regions=REGIONS,
    show=map_l_pi,
)
MAP_L_A_MAX = Exploration(
    name="map-l-a-max",
    title="What happens, by isolationism and the largest demand",
    source="slide Appendix 2 to slide Appendix 4",
    x=ISOLATION,
    y=axis(Params, "a_max", 0, 2, 0.5),
    sliders=(PI,),
    regions=REGIONS,
    show=map_l_a_max,
)
EXPLORATIONS = (L_STAR, ALONG_L, MAP_L_PI, MAP_L_A_MAX)
