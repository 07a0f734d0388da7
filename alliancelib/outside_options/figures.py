"""The paper's figures and three of our own, each drawn from the model by one function: ``f(..., ax=None) -> ax``.

No number is typed in here: every curve, mark and payoff is asked of the model or of the equilibrium. Each figure has
an ``alt_`` twin that says in words, from the same numbers, what it shows.

The look, and the paper that a figure brings with it, are those of `alliancelib.drawing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from alliancelib.core.game import NATURE, Player
from alliancelib.core.symbols import Symbol
from alliancelib.core.tree import Tree
from alliancelib.drawing import (
    ADHOC,
    ALLY,
    DOTTED,
    EDGE,
    HALO,
    INK,
    MUTED,
    PALE_YOU,
    PAPER,
    RULE,
    SMALL,
    YOU,
    arrow,
    bare,
    curve,
    dot,
    equals,
    graph,
    guide,
    knots,
    panel,
    short,
    stroke,
    symbol_of,
    turn,
    write,
)
from alliancelib.outside_options.equilibrium import (
    accepted_from,
    bets,
    c_search,
    c_switch,
    r1_star,
    r_low,
    r_star,
    r_tilde,
    search_path,
    solve,
)
from alliancelib.outside_options.model import MOVERS, TIE, Equilibrium, Params, Play, after


def _tex(name: str) -> str:
    return _symbol(name).tex


def _symbol(name: str) -> Symbol:
    return symbol_of(Params, name)


# --- Figure 1 ---------------------------------------------------------------------------------------------------

ANY = 0.5
"""Some share: the order of moves does not depend on which."""


def main_line() -> tuple[Play, ...]:
    """The longest play, both searches included, one entry for each move of Figure 1."""
    play, line = Play(), []
    while play.stage != "over":
        line.append(play)
        onward = [action for action in ("search", "advance") if action in play.actions]
        play = after(play, (onward or play.actions or (ANY,))[0])
    return tuple(line)


def payoff_tex(play: Play) -> Mapping[Player, str]:
    """Both players' payoffs at the end of a play in the paper's letters, the costs of searching left out."""
    weight = "" if play.period == 1 else _tex("delta")

    def worth(net: str) -> str:
        return f"${weight}({net})$" if weight else f"${net}$"

    phi = _tex("phi")
    match play.partner:
        case "ally":
            r = f"r_{play.period}"
            return {"player 1": worth(f"1 - {r}"), "player 2": worth(f"1 - {phi} + {r}")}
        case "ad hoc":
            x = "x_1" if play.x2 is None else r"\max[x_1, x_2]"
            return {"player 1": "$0$", "player 2": worth(f"1 - {phi} + {x}")}
    return {"player 1": "$0$", "player 2": "$0$"}


def cost_tex(play: Play) -> str:
    """What the search that has just begun costs player 2, in the paper's letters."""
    weight = "" if play.period == 1 else _tex("delta") + " "
    return f"$-{weight}{_tex('c')}$"


COLUMNS = (("player 1", 0.585), ("player 2", 0.83))
SPINE = 0.215
AROUND = MappingProxyType({"color": YOU, "lw": 1.2, "linestyle": (0, (2.5, 2))})
"""The look of the way round the first search."""


def timeline(ax: Axes | None = None) -> Axes:
    """Figure 1: the time line of the game, from the top down, with what each ending pays.

    Moves, choices and what ends the game are read from the model. A dashed line is player 2 asking for a second
    offer without a search, after which no partner's offer stands. Costs of searching stand where they are paid.

    Departs: the last choice, which the paper's text gives to player 1 (section 2), is player 2's.
    """
    line = main_line()
    rows = sum(max(1, len(play.actions)) for play in line) + 2
    ax = bare(ax, 0.345 * rows + 0.1)
    ax.set(xlim=(0, 1), ylim=(rows - 0.5, -0.55))
    y, tops = 0, {}
    for play in line:
        if play.stage in ("first offer", "second offer"):
            y = _period(ax, y, play.period, sum(max(1, len(q.actions)) for q in line if q.period == play.period))
        tops[play.stage] = y
        y = _move(ax, y, play)
    _spine(ax, tops)
    return ax


def _period(ax: Axes, y: int, period: int, rows: int) -> int:
    panel(ax, 0.0, y - 0.42, 1.0, rows + 0.86)
    write(ax, (0.025, y), f"period {period}", color=MUTED, weight="bold")
    for player, x in COLUMNS:
        write(ax, (x, y), f"{player} gets", color=_side(player), ha="center")
    return y + 1


def _move(ax: Axes, y: int, play: Play) -> int:
    mover = MOVERS[play.stage]
    turn(ax, (SPINE, y), mover, _side(mover), play.stage)
    if mover != "player 2":
        verb, letter = ("draws", "x") if mover == NATURE else ("offers", "r")
        write(ax, (SPINE, y), f"{verb} ${letter}_{play.period}$", (11, 0))
        return y + 1
    for action in play.actions:
        _choice(ax, y, play, action)
        y += 1
    return y


def _choice(ax: Axes, y: int, play: Play, action: str) -> None:
    write(ax, (SPINE, y), action, (11, 0), gid=f"{play.stage}, {action}")
    then = after(play, action)
    if then.stage == "over":
        arrow(ax, (0.445, y), (0.495, y))
        pays = payoff_tex(then)
    else:
        around = play.stage == "first response" and action == "advance"
        arrow(ax, (0.47, y - 0.3), (0.47, y + 0.35), **(AROUND if around else {}))
        pays = {"player 2": cost_tex(then)} if action == "search" else {}
    for player, x in COLUMNS:
        if player in pays:
            write(ax, (x, y), pays[player], ha="center", gid=f"{player}: {play.stage}, {action}")


def _spine(ax: Axes, tops: Mapping[str, int]) -> None:
    """The line of time, and the way round the first search."""
    stroke(ax, [SPINE, SPINE], [tops["first offer"], tops["final response"]], width=1.6, zorder=2)
    start, end, beside = tops["first response"], tops["second offer"], SPINE - 0.02
    xs, ys = [SPINE, beside, beside, SPINE], [start + 0.12, start + 0.5, end - 0.5, end - 0.12]
    ax.plot(xs, ys, zorder=1, gid="advance", marker="", **AROUND)


def _side(mover: Player | None) -> str:
    return {"player 1": ALLY, "player 2": YOU}.get(mover, MUTED)


def alt_timeline() -> str:
    """Figure 1 in words."""
    moves = []
    for play in main_line():
        mover = MOVERS[play.stage]
        if mover == "player 2":
            moves.append(f"player 2 may {', '.join(play.actions[:-1])} or {play.actions[-1]}")
        else:
            moves.append(f"nature draws x{play.period}" if mover == NATURE else f"player 1 offers r{play.period}")
    return f"Time line of the game, two periods: {'; '.join(moves)}."


# --- Figure 2 ---------------------------------------------------------------------------------------------------


def u_2(p: Params) -> Callable[[float], float]:
    """Player 1's expected payoff from a second offer where player 2 has not searched, as a function of r2, eq. (4).

    In the units of period 2, where delta plays no part.
    """
    eq = solve(replace(p, delta=1.0))
    return lambda r2: eq.worth((0.0, "advance"), r2)


def second_offer_payoff(p: Params, ax: Axes | None = None) -> Axes:
    """Figure 2: player 1's expected payoff u_2(r2) from a second offer.

    Nothing below phi - 1, the lottery r2 (1 - r2) while he goes on searching (dashed), 1 - r2 from r_star on, where
    he accepts. The level line is eq. (5): r_tilde with a search is worth as much to her as r_star without one.

    Departs (FR-1): where r_star < phi - 1 he accepts from phi - 1 on; footnote 8 has r_star >= phi - 1 always.
    """
    worth, floor, stop = u_2(p), p.phi - 1, accepted_from(p)
    ax = graph(ax, 3.9, "player 1's second offer, $r_2$", "her expected payoff, $u_2(r_2)$")
    ax.set(xlim=(0, 1), ylim=(0, 1.2 * max(worth(stop), worth(min(r_low(p), stop)))))
    curve(ax, worth, knots(0, 1, floor, stop), ALLY, lambda r2: floor <= r2 < stop, "u_2")
    # Where phi - 1 is small its label would reach over the vertical axis.
    where = "right foot" if floor < 0.25 else "left foot"
    guide(ax, (floor, worth(floor)), "phi - 1", _equals(f"{_tex('phi')} - 1", floor), where)
    if floor < stop:
        guide(ax, (stop, worth(stop)), "r_star", _equals("r^*", stop), "over")
        middle = (floor + min(r_low(p), stop)) / 2
        write(ax, (middle, worth(middle)), "he searches", (-9, 10), ha="right", color=ALLY)
    if floor < 1 / 2 < stop:
        guide(ax, (1 / 2, worth(1 / 2)), "1/2", "$1/2$", "right foot")
    if bets(p):
        tilde = r_tilde(p)
        stroke(ax, [tilde, stop], [worth(tilde), worth(stop)], linestyle=DOTTED, gid="eq. (5)", zorder=1)
        guide(ax, (tilde, worth(tilde)), "r_tilde", _equals(r"\tilde{r}", tilde), "raised foot")
        dot(ax, tilde, worth(tilde), ALLY, "closed")
    middle = (1 + stop) / 2
    write(ax, (middle, worth(middle)), "he accepts", (5, 9), color=ALLY)
    return ax


def _equals(tex: str, value: float) -> str:
    """A letter with its value; a number needs none."""
    return "$1/2$" if tex == "1/2" else equals(tex, value)


def alt_second_offer_payoff(p: Params) -> str:
    """Figure 2 in words, at ``p``."""
    worth, floor, stop = u_2(p), p.phi - 1, accepted_from(p)
    text = f"Player 1's expected payoff from a second offer r2 is zero below phi - 1 = {short(floor)}"
    if stop == floor:
        return f"{text} and 1 - r2 from there on, where player 2 accepts: searching is worth nothing to him."
    text += (
        f", then r2 (1 - r2) while player 2 goes on searching. At r* = {short(stop)}, where he accepts, it jumps from "
        f"{short(worth(stop - EDGE))} to {short(worth(stop))}, and then falls as 1 - r2."
    )
    return text + (f" The lower offer r~ = {short(r_tilde(p))} is worth as much to her as r*." if bets(p) else "")


# --- Table 1 ----------------------------------------------------------------------------------------------------


def exchange(eq: Equilibrium, x1: float) -> tuple[str, str]:
    """Period 2 in words, the partner's offer ``x1`` in hand (Table 1): what she does about it, what he then does."""
    r2 = eq.second_offer(x1)
    answer = "searches" if eq.second_response(r2, x1) == "search" else "accepts"
    if r2 <= x1 + TIE:
        return "matches it", answer
    return ("ignores it" if answer == "searches" else "jumps over it"), answer


def reply_edges(p: Params) -> Mapping[str, float]:
    """The values of x1 at which player 1's second offer changes its kind, Table 1."""
    if not bets(p):
        return {"accepted_from": accepted_from(p)}
    return {"r_low": r_low(p), "r_tilde": r_tilde(p), "r_star": r_star(p)}


def second_offer_reply(p: Params, ax: Axes | None = None) -> Axes:
    """Table 1: player 1's second offer r2 as a function of x1, the partner's offer that player 2 holds.

    She ignores a poor partner and matches a fair one, and he searches (dashed); she jumps over a good one, to r_star,
    and matches one that is better still, and he accepts.

    Departs: at x1 = r_tilde she offers r_star, where the paper's ranges give r_tilde; for phi > 3/2 the level part is
    at phi - 1 and not at 1/2.
    """
    eq, edges = solve(p), reply_edges(p)
    level = eq.second_offer(0.0)
    ground = min(max(0.0, level - 0.13), 0.45)
    ax = graph(ax, 3.9, "the partner's offer in player 2's hand, $x_1$", "player 1's second offer, $r_2$")
    ax.set(xlim=(0, 1), ylim=(ground, 1.02), aspect="equal")
    stroke(ax, [ground, 1], [ground, 1], width=1.2, gid="45 degrees", zorder=1)
    if level > 0.3:
        write(ax, (ground + 0.4 * (level - ground),) * 2, "$r_2 = x_1$", (-7, 4), ha="right", color=MUTED, size=SMALL)
    at = knots(0, 1, *edges.values())
    curve(ax, eq.second_offer, at, ALLY, lambda x1: exchange(eq, x1)[1] == "searches", "r_2")
    letters = {"r_low": _level_tex(p), "r_tilde": r"\tilde{r}", "r_star": "r^*", "accepted_from": _stop_tex(p)}
    places = {"r_low": "left foot", "r_tilde": "raised foot", "r_star": "right foot", "accepted_from": "right foot"}
    if bets(p) and edges["r_star"] - edges["r_tilde"] > 0.17:
        places["r_tilde"] = "right foot"
    for name, x1 in edges.items():
        guide(ax, (x1, eq.second_offer(x1)), name, _equals(letters[name], x1), places[name])
    for low, high in pairwise(at):
        _say_exchange(ax, eq, low, high)
    return ax


def _level_tex(p: Params) -> str:
    return "1/2" if p.phi <= 3 / 2 else f"{_tex('phi')} - 1"


def _stop_tex(p: Params) -> str:
    return "r^*" if r_star(p) >= p.phi - 1 else f"{_tex('phi')} - 1"


def _say_exchange(ax: Axes, eq: Equilibrium, low: float, high: float) -> None:
    """What she does about x1 between ``low`` and ``high``, beside that piece of the curve."""
    middle = (low + high) / 2
    she, _ = exchange(eq, middle)
    if low == 0:
        # Clear of the 45-degree line, which passes near a low level.
        at, off, ha = (0.02, max(eq.second_offer(middle), 0.22)), (0, 10), "left"
    elif she == "jumps over it":
        at, off, ha = (low, eq.second_offer(low)), (-9, 3), "right"
    elif high < 1:
        if middle > 0.9:
            return  # no room beside the jump
        at, off, ha = (middle, middle), (-9, 7), "right"
    elif middle < 0.8:
        at, off, ha = (middle, middle), (9, -7), "left"
    else:
        # No room beside a short piece: at the right edge, under the 45-degree line.
        at, off, ha = (1.0, min(low, 0.75)), (0, 0), "right"
    write(ax, at, she, off, ha=ha, color=ALLY, bbox=HALO, zorder=2)


def alt_second_offer_reply(p: Params) -> str:
    """Table 1 as a picture, in words, at ``p``."""
    eq = solve(p)
    parts = []
    for low, high in pairwise(knots(0, 1, *reply_edges(p).values())):
        she, he = exchange(eq, (low + high) / 2)
        first, last = eq.second_offer(low), eq.second_offer(high - EDGE)
        level = f"r2 = {short(first)}" if first == last else f"r2 from {short(first)} to {short(last)}"
        parts.append(f"for x1 from {short(low)} to {short(high)} she {she}, with {level}, and he {he}")
    return "Player 1's second offer r2 against the partner's offer x1: " + "; ".join(parts) + "."


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
    named = [(p.phi - 1, f"{_tex('phi')} - 1"), (1 / 2, "1/2"), (r1_star(p), "r_1^*"), (solve(p).r1, "r_1")]
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
    write(ax, (at, rank + 0.25), _equals(tex, at), (-4, 0), ha="right", color=color if ours else INK, gid=tex)


def alt_number_line(p: Params) -> str:
    """The line in words, at ``p``."""
    plain = {_tex("phi") + " - 1": "phi - 1", r"\tilde{r}": "r~", "r_1^*": "r1*", "r^*": "r*", "r_1": "r1"}
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
        write(ax, (x, 0), player, ha="right", color=_side(player), size=SMALL)


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


# --- Figure 4 ---------------------------------------------------------------------------------------------------


def switch_cost(phi: float, delta: float) -> float:
    """The search cost from which player 1 makes an offer that player 2 accepts at once, to within rounding.

    It is `equilibrium.c_switch` or, in the rare case "pre-empt early", a little less.
    """
    low, high = 0.0, c_switch(Params(phi=phi, delta=delta))
    while low < (middle := (low + high) / 2) < high:
        if solve(Params(phi=phi, c=middle, delta=delta)).first_move == "search":
            low = middle
        else:
            high = middle
    return high


def payoffs_against_cost(phi: float, delta: float, ax: Axes | None = None) -> Axes:
    """Figure 4: both players' expected payoffs against the search cost c, with the jump at the switching cost.

    Dashed where player 1 lets player 2 search, solid where he accepts at once. The dots say to which side the
    switching cost itself belongs (tie rule T1).

    Departs: the paper draws player 2's payoff only, and uses formulas that need a more patient player 2 at small c.
    """
    switch = switch_cost(phi, delta)
    p = Params(phi=phi, c=switch, delta=delta)
    top = 3 * switch
    at = knots(top / 10_000, top, switch, c_search(p))
    ax = graph(ax, 3.9, f"{_symbol('c').meaning}, ${_tex('c')}$", "expected payoff")
    for player, color in (("player 1", ALLY), ("player 2", YOU)):
        curve(ax, _expected(phi, delta, player), at, color, lambda c: c < switch, player)
    highest = max(float(np.max(line.get_ydata())) for line in ax.lines)
    ax.set(xlim=(0, top), ylim=(0, 1.2 * highest))
    stroke(ax, [switch, switch], [0, 1.2 * highest], linestyle=DOTTED, gid="at c_switch", zorder=1)
    write(ax, (switch, 1.2 * highest), f"${_tex('c')} = {switch:.4g}$", (0, 9), ha="center", gid="c_switch")
    for middle, words in ((switch / 2, "he searches"), ((switch + top) / 2, "he accepts at once")):
        write(ax, (middle, 1.13 * highest), words, ha="center", color=MUTED)
    _name_sides(ax, phi, delta, switch)
    return ax


def _expected(phi: float, delta: float, player: Player) -> Callable[[float], float]:
    def payoff(c: float) -> float:
        eq = solve(Params(phi=phi, c=c, delta=delta))
        return eq.eu_1 if player == "player 1" else eq.eu_2

    return payoff


def _name_sides(ax: Axes, phi: float, delta: float, switch: float) -> None:
    """Name the two curves where the words meet neither: above the switching cost hers rises and his falls."""
    end = 3 * switch
    hers, his = (_expected(phi, delta, player) for player in ("player 1", "player 2"))
    if his(end) >= hers(end):
        c, ha, above = 1.5 * switch, "left", "player 2"
    else:
        c, ha, above = end, "right", "player 1" if his(end) > 0 else "both"
    for player, height in (("player 1", hers(c)), ("player 2", his(c))):
        lift = 13 if above in (player, "both") else -14
        text = f"{player}, $EU_{player[-1]}$"
        write(ax, (c, height), text, (6 if ha == "left" else -2, lift), ha=ha, color=_side(player))


def alt_payoffs_against_cost(phi: float, delta: float) -> str:
    """Figure 4 in words."""
    switch = switch_cost(phi, delta)
    parts = []
    for player in ("player 1", "player 2"):
        payoff = _expected(phi, delta, player)
        parts.append(f"{player}'s from {short(payoff(switch - EDGE))} to {short(payoff(switch))}")
    return (
        f"Both players' expected payoffs against the search cost c, for phi = {phi:g} and delta = {delta:g}. At "
        f"c = {switch:.4g}, where player 2 no longer searches, they jump: {' and '.join(parts)}."
    )
