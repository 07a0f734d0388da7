"""Figures 1, 2 and 4 of the paper and its Table 1 as a picture, drawn from the model and the corrected solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from alliancelib.core.game import NATURE, Player
from alliancelib.core.symbols import Symbol
from alliancelib.drawing import (
    ALLY,
    DOTTED,
    EDGE,
    HALO,
    MUTED,
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
    r_low,
    r_star,
    r_tilde,
    solve,
)
from alliancelib.outside_options.model import MOVERS, TIE, Equilibrium, Params, Play, after


def letter_of(name: str) -> str:
    """A parameter's letter in TeX."""
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
    weight = "" if play.period == 1 else letter_of("delta")

    def worth(net: str) -> str:
        return f"${weight}({net})$" if weight else f"${net}$"

    phi = letter_of("phi")
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
    weight = "" if play.period == 1 else letter_of("delta") + " "
    return f"$-{weight}{letter_of('c')}$"


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
        write(ax, (x, y), f"{player} gets", color=side_of(player), ha="center")
    return y + 1


def _move(ax: Axes, y: int, play: Play) -> int:
    mover = MOVERS[play.stage]
    turn(ax, (SPINE, y), mover, side_of(mover), play.stage)
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


def side_of(mover: Player | None) -> str:
    """Whose colour a move has."""
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
    guide(ax, (floor, worth(floor)), "phi - 1", equal_to(f"{letter_of('phi')} - 1", floor), where)
    if floor < stop:
        guide(ax, (stop, worth(stop)), "r_star", equal_to("r^*", stop), "over")
        middle = (floor + min(r_low(p), stop)) / 2
        write(ax, (middle, worth(middle)), "he searches", (-9, 10), ha="right", color=ALLY)
    if floor < 1 / 2 < stop:
        guide(ax, (1 / 2, worth(1 / 2)), "1/2", "$1/2$", "right foot")
    if bets(p):
        tilde = r_tilde(p)
        stroke(ax, [tilde, stop], [worth(tilde), worth(stop)], linestyle=DOTTED, gid="eq. (5)", zorder=1)
        guide(ax, (tilde, worth(tilde)), "r_tilde", equal_to(r"\tilde{r}", tilde), "raised foot")
        dot(ax, tilde, worth(tilde), ALLY, "closed")
    middle = (1 + stop) / 2
    write(ax, (middle, worth(middle)), "he accepts", (5, 9), color=ALLY)
    return ax


def equal_to(tex: str, value: float) -> str:
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
        guide(ax, (x1, eq.second_offer(x1)), name, equal_to(letters[name], x1), places[name])
    for low, high in pairwise(at):
        _say_exchange(ax, eq, low, high)
    return ax


def _level_tex(p: Params) -> str:
    return "1/2" if p.phi <= 3 / 2 else f"{letter_of('phi')} - 1"


def _stop_tex(p: Params) -> str:
    return "r^*" if r_star(p) >= p.phi - 1 else f"{letter_of('phi')} - 1"


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
    ax = graph(ax, 3.9, f"{_symbol('c').meaning}, ${letter_of('c')}$", "expected payoff")
    for player, color in (("player 1", ALLY), ("player 2", YOU)):
        curve(ax, _expected(phi, delta, player), at, color, lambda c: c < switch, player)
    highest = max(float(np.max(line.get_ydata())) for line in ax.lines)
    ax.set(xlim=(0, top), ylim=(0, 1.2 * highest))
    stroke(ax, [switch, switch], [0, 1.2 * highest], linestyle=DOTTED, gid="at c_switch", zorder=1)
    write(ax, (switch, 1.2 * highest), f"${letter_of('c')} = {switch:.4g}$", (0, 9), ha="center", gid="c_switch")
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
        write(ax, (c, height), text, (6 if ha == "left" else -2, lift), ha=ha, color=side_of(player))


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
