"""Explorers: figures whose parameters a reader moves by sliders, as plain data computed before anybody looks.

An explorer's data is what a page fetches, and all that the front end knows of it::

    {"format", "explorer", "title", "source", "x", "y", "sliders", "lines", "regions", "frames"}

``frames`` has an entry for each combination of the sliders' positions, the last slider moving first; or only the one
that is shown first (`opening`), which a page carries. The axes are the same in every frame. A frame says in words what
one sees (``say``) and has ``marks``, labelled lines across the plot; then either ``pieces`` or a map.

*Pieces* of curves lie between jumps, from left to right: ``x``, and for each of ``lines`` the values ``y``, None where
there is none. A jump has a piece's end and the next one's start at the same x, and nothing is drawn between the two.

A *map* is cut into ``strips``, ``[low, high, regions, borders at low, borders at high]``, between which borders are
straight; ``along`` names the axis of low and high, borders are measured on the other. ``edges`` are the borders that
run along a strip's end, ``present`` are the regions there are, ``labels`` say where each has room for a name (across
and up, as shares of the plot, and how much), and ``rows`` are what a table reads off the map.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise, product
from typing import Any

import numpy as np

from alliancelib.core.symbols import Symbol, symbols

FORMAT = 1
"""Raised when the front end must change with the data."""

DIGITS = 4
"""Decimals of what is plotted: finer than a pixel on every axis."""

PLACES = 7
"""Decimals of where it is plotted."""

PER_TICK = 4
"""Points of a curve from one tick to the next, where it is straight; a bend has more."""

FINEST = 6
"""How often the way between two points is halved where a curve bends."""

BEND = 5e-4
"""How far, as a share of the height, a curve may pass beside the line through two of its points."""

EDGE = 1e-9
"""How far from a jump, or from an end that is not allowed, its limit is read."""

Array = np.ndarray

Point = Mapping[str, float]
"""A value for each slider, by name."""

Frame = Mapping[str, Any]


# --- what an explorer is ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a plot; all frames share it."""

    label: str
    symbol: str
    low: float
    high: float
    tick: float
    first: float | None = None
    """Where curves begin, if not at the low end."""
    last: float | None = None
    """Where they end, if not at the high end."""

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.tick)
        return [round(self.low + k * self.tick, PLACES) for k in range(count + 1)]

    @property
    def ends(self) -> tuple[float, float]:
        """Where curves begin and end."""
        return self.low if self.first is None else self.first, self.high if self.last is None else self.last

    @property
    def data(self) -> Mapping[str, Any]:
        ticks = [[at, exact(at)] for at in self.ticks]
        return {"label": self.label, "symbol": self.symbol, "low": self.low, "high": self.high, "ticks": ticks}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A parameter that the reader moves, and the values it takes."""

    symbol: Symbol
    values: tuple[float, ...]

    @property
    def start(self) -> int:
        """The position of the default."""
        return self.values.index(self.symbol.default)

    @property
    def data(self) -> Mapping[str, Any]:
        return {
            "name": self.symbol.name,
            "symbol": letter(self.symbol),
            "meaning": self.symbol.meaning,
            "range": self.symbol.range,
            "values": list(self.values),
            "texts": [exact(value) for value in self.values],
            "start": self.start,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve's name in the table, what is written beside it, and whose colour it has."""

    name: str
    label: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What happens in a part of a map, and a code for it where there is no room for its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """An explorer before its frames are computed."""

    name: str
    title: str
    source: str
    """The paper's figure or result."""
    x: Axis
    y: Axis
    sliders: tuple[Slider, ...]
    show: Callable[[Sequence[Point]], list[Frame]]
    """The frames at some points; many at once, since the arrays rooms are slow for one point and fast for many."""
    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()
    along: str = "y"
    """The axis along which a map is cut into strips."""

    @property
    def points(self) -> list[Point]:
        """Every combination of the sliders' values, in the order of the frames."""
        names = [slider.symbol.name for slider in self.sliders]
        return [dict(zip(names, values)) for values in product(*(slider.values for slider in self.sliders))]

    @property
    def start(self) -> Point:
        """Where the sliders stand at first."""
        return {slider.symbol.name: slider.values[slider.start] for slider in self.sliders}

    def data(self, points: Sequence[Point]) -> Mapping[str, Any]:
        """The plain data with the frames at ``points``, ready for JSON."""
        return {
            "format": FORMAT,
            "explorer": self.name,
            "title": self.title,
            "source": self.source,
            "x": self.x.data,
            "y": self.y.data,
            "sliders": [slider.data for slider in self.sliders],
            "lines": [{"name": line.name, "label": line.label, "look": line.look} for line in self.lines],
            "regions": [{"code": region.code, "name": region.name} for region in self.regions],
            "along": self.along,
            "frames": [{**frame, "say": unbroken(frame["say"])} for frame in self.show(points)],
        }


GAMES = ("outside_options", "cost_sharing")


@cache
def explorations() -> Mapping[str, Exploration]:
    """Every explorer of the book, by name."""
    rooms = (import_module(f"alliancelib.widgets.explorers_{game}") for game in GAMES)
    return {each.name: each for room in rooms for each in room.EXPLORATIONS}


def exploration(name: str) -> Exploration:
    """The explorer of that name. Raises ValueError naming those there are."""
    known = explorations()
    if name not in known:
        raise ValueError(f"name must be one of {', '.join(known)}, got {name!r}")
    return known[name]


def opening(name: str) -> Mapping[str, Any]:
    """The data with the first frame only: what a page carries, and shows where nothing can be fetched."""
    found = exploration(name)
    return found.data([found.start])


@cache
def whole(name: str) -> Mapping[str, Any]:
    """The data with every frame."""
    found = exploration(name)
    return found.data(found.points)


# --- letters and numbers ----------------------------------------------------------------------------------------

LETTERS = {
    r"\phi": "φ",
    r"\delta": "δ",
    r"\pi": "π",
    r"\underline{\beta}": "β\N{COMBINING LOW LINE}",
    r"\bar{a}": "a\N{COMBINING MACRON}",
}
"""The letters that are no plain text in TeX."""


def letter(symbol: Symbol) -> str:
    """A parameter's letter without TeX."""
    return LETTERS.get(symbol.tex, symbol.tex)


def columns(points: Sequence[Point]) -> dict[str, Array]:
    """The sliders' values by name, an entry for each point."""
    return {name: np.array([point[name] for point in points]) for name in points[0]}


def slider(params: type, name: str, values: Sequence[float]) -> Slider:
    """A slider for one of a model's parameters."""
    return Slider(symbol=_symbol(params, name), values=tuple(float(value) for value in values))


def axis(params: type, name: str, low: float, high: float, tick: float, **ends: float) -> Axis:
    """An axis for one of a model's parameters."""
    symbol = _symbol(params, name)
    return Axis(label=symbol.meaning, symbol=letter(symbol), low=low, high=high, tick=tick, **ends)


def _symbol(params: type, name: str) -> Symbol:
    return next(symbol for symbol in symbols(params) if symbol.name == name)


def steps(low: float, high: float, step: float) -> list[float]:
    """Numbers from low to high, both ends included, without the dust of adding up."""
    return [round(low + k * step, PLACES) for k in range(round((high - low) / step) + 1)]


def short(value: float, digits: int = 3) -> str:
    """A number as words and labels say it: a few decimals at most, no idle zeros, a true minus sign."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def exact(value: float) -> str:
    """A number that was chosen, with all its digits."""
    return short(value, PLACES)


def at_point(found: Exploration, point: Point) -> str:
    """The sliders' values in words, which begin a sentence: With c = 0.02 and φ = 1.1."""
    parts = [f"{letter(s.symbol)} = {exact(point[s.symbol.name])}" for s in found.sliders]
    return f"With {' and '.join(parts)}"


def unbroken(sentence: str) -> str:
    """The sentence with no line's end within a formula."""
    for sign in "=−":
        sentence = sentence.replace(f" {sign} ", f"\N{NO-BREAK SPACE}{sign}\N{NO-BREAK SPACE}")
    return sentence


def listed(parts: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def mark(on: str, at: float, text: str) -> Mapping[str, Any]:
    """A labelled line across the plot, upright on the x axis or level on the y axis."""
    return {"on": on, "at": round(float(at), PLACES) + 0.0, "text": text}


# --- curves that jump -------------------------------------------------------------------------------------------

Curves = Callable[[Array, Array], Array]
"""The curves' values, one row for each, at places on the x axis; the first argument says in which frame each is."""

Jump = tuple[float, float]
"""The last place before a jump and the first after it, nearer to each other than can be seen."""


@dataclass(slots=True)
class _Piece:
    """One piece while it is refined."""

    frame: int
    ends: tuple[float, float]
    """As they are shown: that of one piece is the start of the next."""
    xs: list[float]
    ys: list[Array]
    """At each of the places, a value for each curve."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Two neighbouring places of a piece."""

    piece: _Piece
    low: float
    high: float
    left: Array
    right: Array


def traced(curves: Curves, x: Axis, y: Axis, jumps: Sequence[Sequence[Jump]]) -> list[list[Mapping[str, Any]]]:
    """The pieces of each frame's curves, from its jumps: evenly spaced where they are straight, closer at bends."""
    pieces = [piece for frame, known in enumerate(jumps) for piece in _begun(frame, known, x)]
    _fill_in(curves, pieces)
    least, waiting = BEND * (y.high - y.low), [span for piece in pieces for span in _spans(piece)]
    for _ in range(FINEST):
        if waiting:
            waiting = _halved(curves, waiting, least)
    found: list[list[Mapping[str, Any]]] = [[] for _ in jumps]
    for piece in pieces:
        found[piece.frame].append(_finished(piece))
    return found


def _begun(frame: int, jumps: Sequence[Jump], x: Axis) -> Iterator[_Piece]:
    first, last = x.ends
    inner = _merged([jump for jump in sorted(jumps) if first < jump[0] and jump[1] < last])
    starts, ends = [first, *(after for _, after in inner)], [*(before for before, _ in inner), last]
    step = x.tick / PER_TICK
    for start, end in zip(starts, ends):
        even = [at for at in steps(x.low, x.high, step) if start + step / 8 < at < end - step / 8]
        yield _Piece(frame, (round(start, PLACES), round(end, PLACES)), [start, *even, end], [])


def _merged(jumps: Sequence[Jump]) -> list[Jump]:
    """The jumps, those that differ by rounding made one."""
    kept: list[Jump] = []
    for low, high in jumps:
        if kept and low - kept[-1][1] < 2 * 10.0**-PLACES:
            low = kept.pop()[0]
        kept.append((low, high))
    return kept


def _fill_in(curves: Curves, pieces: Sequence[_Piece]) -> None:
    which = np.repeat([piece.frame for piece in pieces], [len(piece.xs) for piece in pieces])
    values = iter(curves(which, np.concatenate([piece.xs for piece in pieces])).T)
    for piece in pieces:
        piece.ys = [next(values) for _ in piece.xs]


def _spans(piece: _Piece) -> Iterator[_Span]:
    for (low, left), (high, right) in pairwise(zip(piece.xs, piece.ys)):
        yield _Span(piece, low, high, left, right)


def _halved(curves: Curves, spans: Sequence[_Span], least: float) -> list[_Span]:
    """Look at the middle of each span; where the curve bends keep it, and return the two halves."""
    middles = [_middle(span.low, span.high) for span in spans]
    values = curves(np.array([span.piece.frame for span in spans]), np.array(middles)).T
    onward = []
    for span, at, here in zip(spans, middles, values):
        if span.low < at < span.high and np.any(np.abs(here - _straight(span, at)) > least):
            span.piece.xs.append(at)
            span.piece.ys.append(here)
            onward += [
                _Span(span.piece, span.low, at, span.left, here),
                _Span(span.piece, at, span.high, here, span.right),
            ]
    return onward


def _straight(span: _Span, at: float) -> Array:
    """The values there on the straight line through the span's ends."""
    return span.left + (span.right - span.left) * ((at - span.low) / (span.high - span.low))


def _middle(low: float, high: float) -> float:
    """A place near the middle with few digits, since a table shows it."""
    return round((low + high) / 2, min(PLACES, 1 - math.floor(math.log10(high - low))))


def _finished(piece: _Piece) -> Mapping[str, Any]:
    order = np.argsort(piece.xs, kind="stable")
    places = [piece.xs[k] for k in order]
    rows = [[rounded(piece.ys[k][row]) for k in order] for row in range(len(piece.ys[0]))]
    return {"x": [piece.ends[0], *(round(at, PLACES) for at in places[1:-1]), piece.ends[1]], "y": rows}


def rounded(value: float) -> float | int | None:
    """A plotted number; None where there is none."""
    if not math.isfinite(value):
        return None
    near = round(float(value), DIGITS)
    return int(near) if near == int(near) else near


def narrowed(codes: Curves, which: Array, low: Array, high: Array, rounds: int) -> tuple[Array, Array]:
    """Where something changes between ``low`` and ``high``: for each, two places 32^rounds times nearer to each other.

    ``codes`` gives for places one code each, different at low and at high.
    """
    share = np.linspace(0, 1, 33)
    for _ in range(rounds if len(low) else 0):
        grid = low[:, None] + (high - low)[:, None] * share
        found = codes(np.repeat(which, 33), grid.ravel()).reshape(grid.shape)
        first = np.argmax(found != found[:, :1], axis=1)
        rows = np.arange(len(low))
        low, high = grid[rows, first - 1], grid[rows, first]
    return low, high


# --- maps -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """What happens along a line through a map, and where that changes; one border fewer than regions."""

    regions: tuple[int, ...]
    borders: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A map between two rows with the same regions, so near to each other that the borders are straight."""

    low: float
    high: float
    below: Row
    above: Row

    def borders(self, at: float) -> list[float]:
        share = (at - self.low) / (self.high - self.low)
        return [one + share * (other - one) for one, other in zip(self.below.borders, self.above.borders)]

    @property
    def data(self) -> list[Any]:
        borders = [[round(at, 5) for at in row.borders] for row in (self.below, self.above)]
        return [round(self.low, PLACES), round(self.high, PLACES), list(self.below.regions), *borders]


Read = Callable[[Array, Array], list[Row]]
"""The rows at some places along a map; the first argument says in which frame each is."""

STRAIGHT = 1 / 4000
"""How far, as a share of the map's width, a border may bend within a strip: sentences tell it to three digits."""

BESIDE = 1e-7
"""How far from a strip's end its row is read, lest the end itself belong to the next strip."""


def strips(read: Read, knots: Sequence[Sequence[float]], width: float) -> list[list[Strip]]:
    """Each frame's map cut into strips, first at its knots and then where borders are not straight.

    ``width`` is that of the map across the strips; all frames are read together.
    """
    waiting = [(frame, low, high) for frame, known in enumerate(knots) for low, high in pairwise(known)]
    found: list[list[Strip]] = [[] for _ in knots]
    while waiting:
        which = np.repeat([frame for frame, *_ in waiting], 3)
        places = np.array([[low + BESIDE, (low + high) / 2, high - BESIDE] for _, low, high in waiting])
        rows, onward = read(which, places.ravel()), []
        for k, (frame, low, high) in enumerate(waiting):
            below, middle, above = rows[3 * k : 3 * k + 3]
            whole_height = knots[frame][-1] - knots[frame][0]
            if _is_straight(below, middle, above, width):
                found[frame].append(Strip(low, high, below, above))
            elif high - low < whole_height / 400:  # a corner, smaller than can be seen
                found[frame].append(Strip(low, high, middle, middle))
            else:
                onward += [(frame, low, (low + high) / 2), (frame, (low + high) / 2, high)]
        waiting = onward
    return [sorted(each, key=lambda strip: strip.low) for each in found]


def _is_straight(below: Row, middle: Row, above: Row, width: float) -> bool:
    if not below.regions == middle.regions == above.regions:
        return False
    ends = zip(below.borders, middle.borders, above.borders)
    return all(abs((one + other) / 2 - at) <= width * STRAIGHT for one, at, other in ends)


def map_frame(
    cut: Sequence[Strip], along: str, across: tuple[float, float], levels: Sequence[float], **rest: Any
) -> Frame:
    """The frame of a map: its strips, the borders at their ends, where names have room, and the rows of its table."""
    middles = [spans(cut, across, (strip.low + strip.high) / 2) for strip in cut]
    return {
        "strips": [strip.data for strip in cut],
        "edges": _edges(cut, across),
        "present": sorted({region for row in middles for region, *_ in row}),
        "labels": list(_labels(cut, along, across)),
        "rows": [row for level in levels for row in _table_rows(cut, across, level)],
        **rest,
    }


def spans(cut: Sequence[Strip], across: tuple[float, float], at: float) -> list[tuple[int, float, float]]:
    """What happens along a row of a map: region, from, to."""
    strip = next(strip for strip in cut if at <= strip.high)
    return _cut_off(strip.below.regions, strip.borders(at), across)


def _cut_off(
    regions: Sequence[int], borders: Sequence[float], across: tuple[float, float]
) -> list[tuple[int, float, float]]:
    """Regions between borders, those beyond the ends of the map or of no width left out."""
    inside = [min(max(at, across[0]), across[1]) for at in borders]
    ends = pairwise([across[0], *inside, across[1]])
    return [(region, low, high) for region, (low, high) in zip(regions, ends) if high - low > 1e-6]


def _table_rows(cut: Sequence[Strip], across: tuple[float, float], at: float) -> Iterator[list[Any]]:
    for region, low, high in spans(cut, across, at):
        yield [round(at, PLACES), round(low, 3), round(high, 3), region]


def _edges(cut: Sequence[Strip], across: tuple[float, float]) -> list[list[float]]:
    """Where two strips meet and differ: the place along, then from and to."""
    found = []
    for one, other in pairwise(cut):
        under = _cut_off(one.below.regions, one.above.borders, across)
        over = _cut_off(other.below.regions, other.below.borders, across)
        cuts = sorted({at for _, low, high in (*under, *over) for at in (low, high)})
        for low, high in pairwise(cuts):
            middle = (low + high) / 2
            if high - low > 1e-4 and _region_at(under, middle) != _region_at(over, middle):
                found.append([round(one.high, PLACES), round(low, DIGITS), round(high, DIGITS)])
    return found


def _region_at(row: Sequence[tuple[int, float, float]], at: float) -> int | None:
    return next((region for region, low, high in row if low <= at <= high), None)


RASTER = 60
"""Cells in either direction in which room for a label is looked for."""


def _labels(cut: Sequence[Strip], along: str, across: tuple[float, float]) -> Iterator[list[float]]:
    """For each region the middle of its widest place, across and up, and how much room there is, as shares."""
    cells = (np.arange(RASTER) + 0.5) / RASTER
    low, high = cut[0].low, cut[-1].high
    rows = [spans(cut, across, low + (high - low) * share) for share in cells]
    places = across[0] + (across[1] - across[0]) * cells
    regions = np.array([[_region_at(row, at) for at in places] for row in rows])
    upright = regions if along == "y" else regions.T
    for region in sorted(set(upright.ravel().tolist())):
        row, column, room = _roomiest(upright == region)
        if room:
            yield [region, round(float(cells[column]), 3), round(float(cells[row]), 3), round(room / RASTER, 3)]


def _roomiest(free: Array) -> tuple[int, int, int]:
    """The cell farthest from what is not free, and how many cells lie free around it in every direction.

    Names are broad and low, so that a step up costs as much as two across.
    """
    room, left = 0, free
    while True:
        edged = np.pad(left, ((1, 1), (2, 2)))
        shrunk = left & edged[:-2, 2:-2] & edged[2:, 2:-2]
        for shift in (0, 1, 3, 4):
            shrunk = shrunk & edged[1:-1, shift : shift + left.shape[1]]
        if not shrunk.any():
            break
        room, left = room + 2, shrunk
    cells = np.argwhere(left)
    row, column = cells[np.argmin(np.abs(cells - cells.mean(axis=0)).sum(axis=1))]
    return int(row), int(column), room


def knots(levels: Sequence[float], *inner: float) -> list[float]:
    """Knots of a map: levels from end to end and what lies between them, without doubles."""
    kept = [levels[0]]
    for at in sorted([*levels[1:-1], *inner]):
        if kept[-1] + 1e-5 < at < levels[-1] - 1e-5:
            kept.append(float(at))
    return [*kept, levels[-1]]
