"""A deal in pictures: the first offers and what comes of each, on the line from 0 to 1, and its decision tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes

from alliancelib.core.game import Player
from alliancelib.core.tree import Tree
from alliancelib.drawing import (
    ADHOC,
    ALLY,
    EDGE,
    INK,
    MUTED,
    PALE_YOU,
    PAPER,
    RULE,
    SMALL,
    YOU,
    bare,
    knots,
    panel,
    short,
    stroke,
    write,
)
from alliancelib.outside_options.equilibrium import accepted_from, bets, r1_star, r_star, r_tilde, search_path, solve
from alliancelib.outside_options.figures_paper import equal_to, exchange, letter_of, side_of
from alliancelib.outside_options.model import Params

# --- the line from 0 to 1 ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Region:
    """Draws x1 from ``low`` to ``high``, after all of which player 2 does the same (Table 2)."""

    low: float
    high: float
    response: str
    """"accept ally", "accept ad hoc" or "advance"."""
    exchange: tuple[str, str] | None = None
    """What follows in period 2, where he advances."""

    @property
    def words(self) -> str:
        match self.response:
            case "accept ally":
                return "takes her $r_1$ now"
            case "accept ad hoc":
                return "takes the partner's $x_1$ now"
        she, he = self.exchange
        return f"asks again: she {she}, he {he}"

    @property
    def color(self) -> str:
        """One colour to a side; a paler one where the second period is a lottery."""
        if self.response != "advance":
            return ALLY if self.response == "accept ally" else ADHOC
        return YOU if self.exchange[1] == "accepts" else PALE_YOU


def regions(p: Params) -> tuple[Region, ...]:
    """What player 2 does with each draw x1, from 0 to 1, after a search at the equilibrium r1 (Table 2, Proposition 2).

    Off the path where he does not search at that offer.
    """
    eq = solve(p)
    edges = [p.phi - 1, 1 / 2, accepted_from(p), r1_star(p), eq.r1]
    if bets(p):
        path = search_path(p)
        edges += [path.x_bar, path.x_high, path.r_tilde, path.x_jump]
    found: list[Region] = []
    for low, high in pairwise(knots(0, 1, *edges)):
        middle = (low + high) / 2
        response = eq.response_after_search(eq.r1, middle)
        region = Region(low, high, response, exchange(eq, middle) if response == "advance" else None)
        if found and replace(found[-1], high=high) == replace(region, low=found[-1].low):
            found[-1] = replace(found[-1], high=high)
        else:
            found.append(region)
    return tuple(found)


def cutoffs(p: Params) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The marks on the line, ascending, each with the letters (TeX) that fall there.

    phi - 1, 1/2, r_tilde (where it plays a part), r1_star, r_star (where it is a share) and the equilibrium r1.
    """
    named = [(p.phi - 1, f"{letter_of('phi')} - 1"), (1 / 2, "1/2"), (r1_star(p), "r_1^*"), (solve(p).r1, "r_1")]
    if bets(p):
        named.append((r_tilde(p), r"\tilde{r}"))
    if r_star(p) >= 0:
        named.append((r_star(p), "r^*"))
    marks: list[tuple[float, tuple[str, ...]]] = []
    for at, tex in sorted(named):
        if marks and at - marks[-1][0] < EDGE:
            marks[-1] = (marks[-1][0], (*marks[-1][1], tex))
        else:
            marks.append((at, (tex,)))
    return tuple(marks)


def number_line(p: Params, ax: Axes | None = None) -> Axes:
    """The line from 0 to 1 with every cutoff of the game (section 3), and what player 2 does with a draw x1.

    Above the line the cutoffs and the equilibrium r1; on it, in colour, what follows each x1 that a search at r1 may
    find; below it the same in words, from left to right (Table 2 and Proposition 2).

    Departs: with players less patient than the paper assumes there is a stretch below r_tilde where he takes x1 at
    once; see `equilibrium.SearchPath`.
    """
    marks, found = cutoffs(p), regions(p)
    ax = bare(ax, 0.25 * (len(marks) + len(found)) + 1.05)
    # A label ends at its stem, so the line needs room on its left where a mark is close to 0.
    ax.set(xlim=(min(-0.02, marks[0][0] - 0.19), 1.02), ylim=(-len(found) - 2.5, len(marks) + 0.9))
    for region in found:
        ax.fill_between([region.low, region.high], -0.26, 0.26, color=region.color, lw=0, zorder=2, gid=region.words)
    for inner in found[1:]:
        stroke(ax, [inner.low] * 2, [-0.3, 0.3], PAPER, 1.4, zorder=3)
    for rank, (at, letters) in enumerate(marks, start=1):
        _stem(ax, at, rank, " = ".join(letters))
    for end in (0.0, 1.0):
        write(ax, (end, -0.75), short(end), color=MUTED, size=SMALL, ha="center")
    left = ax.get_xlim()[0] + 0.03
    _entry(ax, (left, -1.85), "$x_1$ found", "player 2 then", MUTED)
    for row, region in enumerate(found):
        y = -2.9 - row
        ax.plot([left], [y], "s", ms=8, color=region.color, clip_on=False)
        _entry(ax, (left, y), f"{short(region.low)} to {short(region.high)}", region.words, INK)
    return ax


def _entry(ax: Axes, at: tuple[float, float], span: str, words: str, color: str) -> None:
    """A row under the line: the draws, and what follows them."""
    write(ax, at, span, (12, 0), color=MUTED)
    write(ax, at, words, (108, 0), color=color)


def _stem(ax: Axes, at: float, rank: int, tex: str) -> None:
    """A mark whose stem is as long as its rank: a label reaches back over shorter stems only, so none are crossed."""
    ours = "r_1" in tex.split(" = ")
    color = ALLY if ours else MUTED
    stroke(ax, [at, at], [0.26, rank + 0.35], color if ours else RULE, 1.2, zorder=1, gid=f"at {tex}")
    write(ax, (at, rank + 0.25), equal_to(tex, at), (-4, 0), ha="right", color=color if ours else INK, gid=tex)


def alt_number_line(p: Params) -> str:
    """The line in words, at ``p``."""
    plain = {letter_of("phi") + " - 1": "phi - 1", r"\tilde{r}": "r~", "r_1^*": "r1*", "r^*": "r*", "r_1": "r1"}
    named = [(" = ".join(plain.get(tex, tex) for tex in letters), short(at)) for at, letters in cutoffs(p)]
    marks = ", ".join(f"{letters} at {at}" for letters, at in named)
    replies = "; ".join(f"from {short(r.low)} to {short(r.high)} he {_plain(r.words)}" for r in regions(p))
    return f"A line from 0 to 1 with {marks}. After a search at r1, by the partner's offer x1: {replies}."


def _plain(words: str) -> str:
    return words.replace("$", "").replace("_", "")


# --- a deal's decision tree -------------------------------------------------------------------------------------

MOST = 7
"""Options drawn of one decision; of more, as many evenly spread ones and the best."""

LEVEL, STUB = 0.07, 0.03
"""How far a later decision is set in, and the length of a branch, of the width of the axes."""

PLAYERS_AT, WORTH_AT = (0.865, 0.985), 0.715


@dataclass(frozen=True, slots=True)
class _Situation:
    """A decision as the tree shows it: what has happened, one string to a line."""

    level: int
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Option:
    """One thing that may be done there, and who gets what where it ends the play."""

    label: str
    worth: float
    best: bool
    ends: Mapping[Player, float] | None


@dataclass(frozen=True, slots=True)
class _More:
    """Options left out."""

    count: int


def deal_tree(tree: Tree, ax: Axes | None = None, *, depth: int = 2) -> Axes:
    """One deal as a decision tree, from the plain data of `core.tree.unroll`: time runs down and to the right.

    A box is a decision of the seat whose tree it is; under it its options with what each is worth before nature and
    the others have answered, theory followed afterwards; at an end what both players get. The best options are
    emphasised. ``depth`` decisions are drawn along each branch; a branch that goes on is marked with dots. All amounts
    are points. Of a decision with many options only some are drawn, the best always, and the rest counted.

    Raises ValueError unless ``depth`` is at least 1.
    """
    if depth < 1:
        raise ValueError(f"depth must be at least 1, got {depth!r}")
    rows = tuple(_rows(tree, tree["root"], 0, depth))
    height = 1 + sum(len(row.lines) if isinstance(row, _Situation) else 1 for _, row in rows)
    ax = bare(ax, 0.315 * height + 0.1)
    ax.set(xlim=(0, 1), ylim=(height - 0.4, -0.6))
    _head(ax, tree)
    y, stems = 1, {}
    for level, row in rows:
        match row:
            case _Situation():
                stems[level] = _box(ax, y, row)
                y += len(row.lines)
                continue
            case _Option():
                _branch(ax, y, stems[level], row)
            case _More():
                write(ax, (stems[level][0] + STUB, y), f"and {row.count} more", (5, 0), color=MUTED)
        y += 1
    return ax


def _rows(tree: Tree, at: int, level: int, depth: int) -> Iterator[tuple[int, _Situation | _Option | _More]]:
    """The rows of the drawing from the top, each with the level of its decision."""
    node = tree["nodes"][at]
    yield level, _Situation(level, wrap(" ".join(node["say"]), 67 - 6 * level))
    drawn = _some(node["options"])
    for option in drawn:
        ends = tree["nodes"][option["to"]].get("payoffs")
        yield level, _Option(option["label"], option["worth"], option["regret"] == 0, ends)
        if ends is None and level + 1 < depth:
            yield from _rows(tree, option["to"], level + 1, depth)
    if left := len(node["options"]) - len(drawn):
        yield level, _More(left)


def _some(options: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """All options, or MOST evenly spread ones and the best."""
    if len(options) <= MOST:
        return options
    spread = {round(k * (len(options) - 1) / (MOST - 1)) for k in range(MOST)}
    best = min(range(len(options)), key=lambda k: options[k]["regret"])
    return [options[k] for k in sorted(spread | {best})]


def _head(ax: Axes, tree: Tree) -> None:
    players = next(node["payoffs"] for node in tree["nodes"] if "payoffs" in node)
    write(ax, (WORTH_AT, 0), "worth", ha="right", color=MUTED, size=SMALL)
    for player, x in zip(players, PLAYERS_AT):
        write(ax, (x, 0), player, ha="right", color=side_of(player), size=SMALL)


def _box(ax: Axes, y: float, row: _Situation) -> tuple[float, float]:
    """Draw a decision; returns where its branches start."""
    x, height = row.level * LEVEL, len(row.lines) - 0.16
    panel(ax, x, y - 0.42, 1 - x, height, edgecolor=RULE, lw=0.8, zorder=1, gid="decision")
    write(ax, (x, y - 0.42 + height / 2), "\n".join(row.lines), (8, 0), linespacing=1.35)
    return x + 0.02, y - 0.42 + height


def _branch(ax: Axes, y: float, stem: tuple[float, float], row: _Option) -> None:
    x, top = stem
    look = {"color": YOU, "weight": "bold"} if row.best else {"color": INK}
    if row.best:
        stroke(ax, [x, x, x + STUB], [top, y, y], YOU, 2.2, solid_joinstyle="round", zorder=3, gid="best")
    else:
        stroke(ax, [x, x, x + STUB], [top, y, y], zorder=2, gid="other")
    write(ax, (x + STUB, y), row.label, (5, 0), **look)
    write(ax, (WORTH_AT, y), _points(row.worth), ha="right", gid="worth", **look)
    if row.ends is None:
        for at in PLAYERS_AT:
            write(ax, (at, y), "\N{HORIZONTAL ELLIPSIS}", ha="right", color=MUTED, gid="goes on")
        return
    for at, (player, payoff) in zip(PLAYERS_AT, row.ends.items()):
        write(ax, (at, y), _points(payoff), ha="right", gid=player)


def _points(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def alt_deal_tree(tree: Tree) -> str:
    """The first decision of a deal's tree in words, and the one that its best option leads to."""
    first = tree["nodes"][tree["root"]]
    best = min(first["options"], key=lambda option: option["regret"])
    second = tree["nodes"][best["to"]]
    then = f" After {best['label']}: {_in_words(second)}" if "options" in second else ""
    return f"Decision tree, with what each option is worth in points. {_in_words(first)}{then}"


def _in_words(node: Mapping[str, Any]) -> str:
    named = [(option["label"], _points(option["worth"]), option["regret"] == 0) for option in node["options"]]
    options = ", ".join(f"{label}: {worth}{' (best)' if best else ''}" for label, worth, best in named)
    return f"{' '.join(node['say'])} {options}."
