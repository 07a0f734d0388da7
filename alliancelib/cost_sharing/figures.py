"""The figures of the cost-sharing game, each drawn from the model by one function: ``f(..., ax=None) -> ax``.

No number is typed in here: every curve, mark, region and payoff is asked of the model or of the equilibrium. Each
figure has an ``alt_`` twin that says in words, from the same numbers, what it shows.

The patron (the slides' ally) is blue, the protégé (their target) green and the challenger red, as on the board; what
belongs to an uncommitted patron is paler and dashed. The look, and the paper that a figure brings with it, are those
of `alliancelib.drawing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from alliancelib.core.game import HIDDEN, NATURE, Action, Player
from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing.equilibrium import (
    REPLIES,
    a_star,
    d1,
    intervenes,
    l_star,
    mu_star,
    offer,
    pi_leaves,
    reply,
    reservation,
    robust_window,
    select,
    window,
    worth_kept,
    worth_left,
)
from alliancelib.cost_sharing.model import (
    MOVERS,
    PLAYERS,
    TIE,
    TYPES,
    Equilibrium,
    Negotiation,
    Params,
    Path,
    Play,
    Stage,
    Type,
    after,
    failing,
    played_out,
    pr_win,
    seen,
    u,
)
from alliancelib.drawing import (
    ALLY,
    BAND,
    CHALLENGER,
    DASHED,
    DOTTED,
    EDGE,
    INK,
    MUTED,
    PALE_ALLY,
    RULE,
    SMALL,
    YOU,
    Box,
    Strip,
    arrow,
    bare,
    beside,
    changes,
    curve,
    dot,
    equals,
    fill,
    graph,
    guide,
    knots,
    named_at,
    panel,
    short,
    spots,
    strips,
    stroke,
    symbol_of,
    thin,
    turn,
    write,
)

SIDES: Mapping[Player, str] = MappingProxyType({"ally": ALLY, "target": YOU, "challenger": CHALLENGER, NATURE: MUTED})
"""A colour to each side."""

CALLED: Mapping[Player, str] = MappingProxyType(
    {"ally": "patron", "target": "protégé", "challenger": "challenger", NATURE: NATURE}
)
"""What a reader sees a side called, as in the book's prose; the code keeps the slides' names."""

ARTICLES: Mapping[Type, str] = MappingProxyType({"committed": "a committed", "uncommitted": "an uncommitted"})

OF_TYPE: Mapping[Type, str] = MappingProxyType({"committed": ALLY, "uncommitted": PALE_ALLY})
"""A colour to each type of patron; a line of the uncommitted is dashed as well."""


def _tex(name: str) -> str:
    return symbol_of(Params, name).tex


def _labelled(name: str) -> str:
    """The label of an axis: what a parameter means, and its letter."""
    return f"{symbol_of(Params, name).meaning}, ${_tex(name)}$"


def _low_tex() -> str:
    return f"{_tex('beta_lo')} a^*"


def _assumed(p: Params) -> None:
    """Raise ValueError where lines (1) and (2) fail, on which the threat and the replies rest."""
    if missing := failing(p):
        raise ValueError(f"outside the assumptions: {missing[0].text} fails by {-missing[0].margin:.3g}")


def _taught(p: Params) -> Equilibrium:
    """The equilibrium to be drawn; raises ValueError where there is none."""
    eq = select(p)
    if eq.profile is None:
        raise ValueError(f"there is no equilibrium to draw, {eq.name}: {eq.why}")
    return eq


def deed(done: Path) -> str:
    """What becomes of the negotiation with one type, in words."""
    if done.demand is None:
        words = "no offer"
    elif done.accepted:
        words = f"demands {short(done.demand)} and is paid"
    else:
        words = f"demands {short(done.demand)} in vain and {'leaves' if done.withdraws else 'stays'}"
    return words if done.settles else f"{words}; war"


# --- the time line ----------------------------------------------------------------------------------------------

ANY = 0.5
"""Some demand, some share: the order of moves does not depend on which."""

ONWARD: Mapping[Stage, Action] = MappingProxyType(
    {
        "type": "uncommitted",
        "demand": ANY,
        "answer": "reject",
        "exit": "withdraw",
        "offer": ANY,
        "response": "fight",
        "intervention": "intervene",
        "war": "win",
    }
)
"""What makes a play as long as it can be."""

NUMBERS: Mapping[Stage, str] = MappingProxyType({"demand": "demand $a$", "offer": "offer $x$"})
"""The moves that are numbers."""


def main_line() -> tuple[Play, ...]:
    """The longest play, one entry for each move, from the slides "Game"."""
    play, line = Play(), []
    while play.stage != "over":
        line.append(play)
        play = after(play, ONWARD[play.stage])
    return tuple(line)


def options(play: Play) -> Mapping[str, Action]:
    """What the mover may do, by what the time line calls it."""
    found: dict[str, Action] = {action: action for action in play.actions}
    return found | ({NUMBERS[play.stage]: ANY} if play.stage in NUMBERS else {})


def lam_tex(n: Negotiation) -> Mapping[Player, str]:
    """What the negotiation alone pays, in the slides' letters: their lambda (slide Game)."""
    pi, home = _tex("pi"), f"{_tex('l')}a"
    ally = {
        "no offer": f"-{pi}",
        "sharing": f"-{pi} + a + {home}",
        "free-riding": f"-{pi} + {home}",
        "withdrawal": home,
    }[n]
    return {"ally": f"${ally}$", "target": "$-a$" if n == "sharing" else "$0$", "challenger": "$0$"}


def crisis_tex(play: Play) -> Mapping[Player, str]:
    """What the crisis pays in the slides' letters, lambda left out; in a war fought together p is p_h or p_m."""
    if play.settles:
        return {"ally": r"$\beta x$", "target": "$x$", "challenger": "$1 - x$"}
    p, cost = ("p", f" - {_tex('c_A')}") if play.intervenes else (_tex("p_l"), "")
    return {
        "ally": rf"$\beta {p}{cost}$",
        "target": f"${p} - {_tex('c_T')}$",
        "challenger": f"$1 - {p} - {_tex('c_C')}$",
    }


def chance_of_winning(play: Play) -> str:
    """The name of the parameter that is the chance of winning a war."""
    p = Params()
    return next(s.name for s in symbols(Params) if getattr(p, s.name) == pr_win(p, play))


def _wars() -> Mapping[str, Play]:
    """A war for each chance of winning, in the order p_h, p_m, p_l."""
    ways = (("free-riding", True), ("withdrawal", True), ("withdrawal", False))
    wars = [Play("war", "committed", ANY, n, ANY, False, beside) for n, beside in ways]
    return {chance_of_winning(war): war for war in wars}


def blind() -> tuple[Player, ...]:
    """Who does not see the patron's type."""
    return tuple(player for player in PLAYERS if HIDDEN in seen((TYPES[0],), player))


def _named(players: Sequence[Player]) -> str:
    return " and the ".join(CALLED[player] for player in players)


COLUMNS: Mapping[Player, float] = MappingProxyType({"ally": 0.545, "target": 0.715, "challenger": 0.895})
SPINE = 0.215
ROW = 0.335
"""Inches from one line of the time line to the next."""


def timeline(ax: Axes | None = None) -> Axes:
    """The negotiation and the crisis in order, from the top down, with what each ending pays (slide Game).

    Moves, choices and what ends a stage are read from the model. An arrow to the right ends the negotiation, with the
    slides' lambda, or the crisis; one down leads to the next move. A war pays what it is expected to.
    """
    line = main_line()
    stages = {"negotiation": line[: _offer_at(line)], "crisis": line[_offer_at(line) :]}
    heights = {title: 2 + sum(_height(play) for play in plays) for title, plays in stages.items()}
    rows = sum(heights.values())
    ax = bare(ax, ROW * rows + 0.1)
    ax.set(xlim=(0, 1), ylim=(rows - 0.5, -0.55))
    y, tops = 0, []
    for title, plays in stages.items():
        _head(ax, y, title, heights[title])
        y += 2
        for play in plays:
            tops.append(y)
            _move(ax, y, play)
            y += _height(play)
    stroke(ax, [SPINE, SPINE], [tops[0], tops[-1]], width=1.6, zorder=2)
    return ax


def _offer_at(line: Sequence[Play]) -> int:
    return [play.stage for play in line].index("offer")


def _height(play: Play) -> int:
    """The lines that a move takes."""
    extra = {"type": 2, "war": 1 + len(_wars())}
    return extra.get(play.stage) or len(options(play))


def _head(ax: Axes, y: int, title: str, rows: int) -> None:
    panel(ax, 0.0, y - 0.42, 1.0, rows - 0.14)
    write(ax, (0.025, y), title, color=MUTED, weight="bold")
    sign = "=" if title == "negotiation" else "+"
    for player, x in COLUMNS.items():
        write(ax, (x, y), CALLED[player], color=SIDES[player], ha="center")
        if not (player == "challenger" and sign == "+"):  # who has nothing from the negotiation
            letter = rf"\lambda_{player[0].upper()}"
            write(ax, (x, y + 0.9), f"${letter} {sign}$", color=SIDES[player], ha="center", size=SMALL)


def _move(ax: Axes, y: int, play: Play) -> None:
    mover = MOVERS[play.stage]
    turn(ax, (SPINE, y), CALLED[mover], SIDES[mover], play.stage)
    match play.stage:
        case "type":
            high, low, phi = (_tex(name) for name in ("beta_hi", "beta_lo", "phi"))
            write(ax, (SPINE, y), rf"draws $\beta$: ${high}$ with chance ${phi}$, else ${low}$", (11, 0))
            words = f"{' or '.join(TYPES)}, unseen by the {_named(blind())}"
            write(ax, (SPINE, y + 1), words, (11, 0), color=MUTED, size=SMALL)
        case "war":
            write(ax, (SPINE, y), "decides the war, won with chance $p$:", (11, 0))
            for row, name in enumerate(_wars(), start=y + 1):
                write(
                    ax,
                    (SPINE, row),
                    f"${_tex(name)}$, {symbol_of(Params, name).meaning}",
                    (11, 0),
                    color=MUTED,
                    gid=name,
                )
        case _:
            for row, (label, action) in enumerate(options(play).items(), start=y):
                _choice(ax, row, play, label, after(play, action))


def _choice(ax: Axes, y: int, play: Play, label: str, then: Play) -> None:
    write(ax, (SPINE, y), label, (11, 0), gid=f"{play.stage}, {label}")
    if then.stage == "offer":
        pays = lam_tex(then.n)
    elif then.stage in ("over", "war"):
        pays = crisis_tex(then)
    else:
        arrow(ax, (0.425, y - 0.3), (0.425, y + 0.35))
        return
    arrow(ax, (0.405, y), (0.45, y))
    for player, x in COLUMNS.items():
        write(ax, (x, y), pays[player], ha="center", gid=f"{player}: {play.stage}, {label}")


def alt_timeline() -> str:
    """The time line in words."""
    moves = []
    for play in main_line():
        mover = MOVERS[play.stage]
        if play.stage == "type":
            moves.append(f"nature draws the patron's type, unseen by the {_named(blind())}")
        elif play.stage == "war":
            moves.append(f"nature decides the war, won with chance {', '.join(_wars())}")
        else:
            may = " or ".join(options(play)).replace("no offer", "make no offer").replace("$", "")
            moves.append(f"the {CALLED[mover]} may {may}")
    return f"Time line of the game, a negotiation and then a crisis: {'; '.join(moves)}."


# --- the negotiation's tree -------------------------------------------------------------------------------------

Standing = Literal["played", "would be played", "not played"]
"""What theory says of a branch: on the path, chosen where it is reached, or neither."""

BRANCHES: Mapping[Standing, Mapping[str, object]] = MappingProxyType(
    {
        "played": {"color": INK, "width": 2.8, "zorder": 4},
        "would be played": {"color": MUTED, "width": 1.5, "zorder": 3},
        "not played": {"color": RULE, "width": 1.0, "zorder": 2},
    }
)

WORDS: Mapping[Standing, Mapping[str, object]] = MappingProxyType(
    {
        "played": {"color": INK, "weight": "bold"},
        "would be played": {"color": INK},
        "not played": {"color": MUTED},
    }
)


@dataclass(frozen=True, slots=True)
class Branch:
    """One thing that may be done in the negotiation, and the end of the play where it ends the negotiation."""

    stage: Stage
    action: Action
    standing: Standing
    end: Play | None


def shown_demand(p: Params, type: Type) -> float:
    """The demand on the tree: what the type demands; if nothing, what the other demands, or the most that is paid."""
    eq, rival = _taught(p), TYPES[type == "committed"]
    demands = (eq.play[type].demand, eq.play[rival].demand, min(a_star(p), p.a_max))
    return next(a for a in demands if a is not None)


def branches(p: Params, type: Type) -> tuple[Branch, ...]:
    """The negotiation with one type, of its demands only one; each end is played on as theory says."""
    profile, a = _taught(p).profile, shown_demand(p, type)
    play, is_reached, found = Play("demand", type), True, []
    for onward in (a, "reject", None):
        chosen = profile.action(play)
        for action in ("no offer", a) if play.stage == "demand" else play.actions:
            then = after(play, action)
            standing = "not played" if action != chosen else "played" if is_reached else "would be played"
            end = played_out(profile, then) if then.stage == "offer" else None
            found.append(Branch(play.stage, action, standing, end))
        if onward is not None:
            is_reached = is_reached and onward == chosen
            play = after(play, onward)
    return tuple(found)


LEVEL, STUB = 0.075, 0.035
"""How far a later decision is set in, and the length of a branch, of the width of the axes."""

ENDS_AT: Mapping[str, float] = MappingProxyType({"x": 0.69, "ally": 0.84, "target": 0.985})


def negotiation_tree(p: Params, type: Type, ax: Axes | None = None) -> Axes:
    """The negotiation with one type as a tree, time running down and to the right (slide Appendix 2 to Appendix 4).

    At each of the four ends stand the challenger's offer x and what patron and protégé get, the crisis being
    played as theory says. Bold is what is played; firm, what would be played where it is not reached; faint, neither.
    The demand is that of the type; of one that demands nothing, what the other type demands.

    Raises ValueError where there is no equilibrium to draw.
    """
    found = branches(p, type)
    stages = tuple(dict.fromkeys(branch.stage for branch in found))
    rows = len(found) + len(stages) + 2
    ax = bare(ax, 0.325 * rows + 0.1)
    ax.set(xlim=(0, 1), ylim=(rows - 0.5, -0.55))
    write(ax, (ENDS_AT["x"], 0), "offer $x$", ha="right", color=CHALLENGER)
    for player in ("ally", "target"):
        write(ax, (ENDS_AT[player], 0), CALLED[player], ha="right", color=SIDES[player])
    y = 1
    for level, stage in enumerate(stages):
        here = [branch for branch in found if branch.stage == stage]
        who = f"{type} patron" if MOVERS[stage] == "ally" else f"her {CALLED[MOVERS[stage]]}"
        _decision(ax, y, level, who, SIDES[MOVERS[stage]])
        top = (level * LEVEL + 0.02, y + 0.42)
        for row, branch in enumerate(here, start=y + 1):
            _branch(ax, p, row, top, branch)
        y += len(here) + 1
    _legend(ax, y)
    return ax


def _decision(ax: Axes, y: int, level: int, who: str, color: str) -> None:
    x = level * LEVEL
    panel(ax, x, y - 0.42, 1 - x, 0.84, edgecolor=RULE, lw=0.8, zorder=1, gid="decision")
    write(ax, (x, y), who, (8, 0), color=color, weight="bold")


def _branch(ax: Axes, p: Params, y: int, top: tuple[float, float], branch: Branch) -> None:
    x, bottom = top
    line, look = BRANCHES[branch.standing], WORDS[branch.standing]
    stroke(ax, [x, x, x + STUB], [bottom, y, y], solid_joinstyle="round", gid=branch.standing, **line)
    label = branch.action if isinstance(branch.action, str) else f"demand $a$ = {short(branch.action)}"
    write(ax, (x + STUB, y), label, (5, 0), gid=f"{branch.stage}, {branch.standing}", **look)
    if branch.end is None:
        return
    paid = u(p, branch.end)
    offered = short(branch.end.x) if branch.end.settles else f"war, {short(branch.end.x)}"
    for name, text in {"x": offered, "ally": short(paid["ally"]), "target": short(paid["target"])}.items():
        write(ax, (ENDS_AT[name], y), text, ha="right", gid=f"{name}: {branch.end.n}", **look)


def _legend(ax: Axes, y: int) -> None:
    for x, standing in zip((0.02, 0.26, 0.62), BRANCHES):
        stroke(ax, [x, x + STUB], [y, y], **BRANCHES[standing])
        write(ax, (x + STUB, y), standing, (5, 0), color=MUTED, size=SMALL)


def alt_negotiation_tree(p: Params, type: Type) -> str:
    """The tree in words: its four ends, and which of them is reached."""
    ends = []
    for branch in branches(p, type):
        if branch.end is not None:
            paid, n = u(p, branch.end), branch.end.n
            then = f"x = {short(branch.end.x)}{'' if branch.end.settles else ' and war'}"
            got = f"{n} ({then}) pays the patron {short(paid['ally'])} and the protégé {short(paid['target'])}"
            ends.append(f"{got}, which is played" if branch.standing == "played" else got)
    return (
        f"Tree of the negotiation with {ARTICLES[type]} patron, for the demand {short(shown_demand(p, type))}. "
        f"Its ends: {'; '.join(ends)}."
    )


# --- who gets what ----------------------------------------------------------------------------------------------


def who_gets_what(p: Params, ax: Axes | None = None) -> Axes:
    """What patron, protégé and challenger get with either type, and what happens (slide Appendix 2 to Appendix 4).

    Raises ValueError where there is no equilibrium to draw.
    """
    eq = _taught(p)
    ax = graph(ax, 3.7, f"expected payoff, {eq.name}", "")
    paid = [eq.payoffs[type][player] for type in TYPES for player in PLAYERS]
    low, high = min(0.0, *paid), max(0.0, *paid)
    room = 0.13 * (high - low)
    ax.set(xlim=(low - room * (low < 0), high + room), ylim=(2 * len(PLAYERS) + 1.9, -0.6))
    ax.spines["left"].set_visible(False)
    ticks = []
    for block, type in enumerate(TYPES):
        top = block * (len(PLAYERS) + 1.3)
        write(
            ax,
            (0, top),
            f"{type} patron: {deed(eq.play[type])}",
            weight="bold",
            gid=type,
            xycoords=("axes fraction", "data"),
        )
        for y, player in enumerate(PLAYERS, start=1):
            _bar(ax, top + y, eq.payoffs[type][player], player, f"{player}: {type}")
            ticks.append((top + y, player))
    ax.set_yticks([y for y, _ in ticks], [CALLED[player] for _, player in ticks])
    ax.tick_params(axis="y", length=0)
    for (_, player), label in zip(ticks, ax.get_yticklabels()):
        label.set_color(SIDES[player])
    stroke(ax, [0, 0], ax.get_ylim(), INK, 1.0, gid="zero", zorder=3)
    return ax


def _bar(ax: Axes, y: float, value: float, player: Player, gid: str) -> None:
    (bar,) = ax.barh([y], [value], height=0.62, color=SIDES[player], zorder=2)
    bar.set_gid(gid)
    off, ha = ((5, 0), "left") if value >= 0 else ((-5, 0), "right")
    write(ax, (value, y), short(value), off, ha=ha, gid=gid)


def alt_who_gets_what(p: Params) -> str:
    """The bars in words."""
    eq = _taught(p)
    parts = []
    for type in TYPES:
        paid = ", ".join(f"the {CALLED[player]} {short(eq.payoffs[type][player])}" for player in PLAYERS)
        parts.append(f"{ARTICLES[type]} patron ({deed(eq.play[type])}): {paid}")
    return f"Bars of expected payoffs in the equilibrium {eq.name}. With {'. With '.join(parts)}."


# --- maps -------------------------------------------------------------------------------------------------------

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
    _assumed(p)
    found = l_pi_strips(p, steps)
    ax = graph(ax, 4.4, _labelled("l"), _labelled("pi"))
    ax.set(xlim=(-1, 1), ylim=(0, pi_top(p)))
    ax.set_xticks(TICKS)
    low, high = window(p)
    levels = {"beta_lo a_star": (low, _low_tex()), "U": (high, "U")}
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
    _assumed(p)
    found = l_a_max_strips(p, steps)
    ax = graph(ax, 4.4, _labelled("l"), _labelled("a_max"))
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
    _assumed(p)
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
    _assumed(p)
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


# --- payoffs against isolationism -------------------------------------------------------------------------------

Taught = Callable[[float], Equilibrium]
"""What is taught, as a function of l."""


def along_l(p: Params) -> Taught:
    """What the book teaches at each l, the other parameters held; kept, since every line asks at the same points."""
    return cache(lambda x: select(replace(p, l=x)))


def l_knots(p: Params, taught: Taught) -> tuple[tuple[str, ...], list[float]]:
    """What happens as l goes from -1 to 1, and the values of l at which that changes, eq. (3), (9) and (11)."""
    near = [0.0]
    if p.a_max > a_star(p) + TIE and -1 < l_star(p) < 1:
        near.append(l_star(p))
    asked = [x for x in np.linspace(-1 + EDGE, 1 - EDGE, 25) if min(abs(x - at) for at in near) > 2 * EDGE]
    asked += [at + side * EDGE for at in near for side in (-1, 1)]

    def happens(x: float) -> tuple[object, ...]:
        eq = taught(x)
        return eq.name, *((done.outcome, done.settles, _kind_of(p, done.demand)) for done in eq.play.values())

    found, borders = changes(happens, sorted(map(float, asked)), 2.5 * EDGE)
    return tuple(str(name) for name, *_ in found), borders


def _kind_of(p: Params, demand: float | None) -> str:
    """Which of the demands that matter it is, so that a jump from one to another is seen."""
    known = {"none": None, "d1": d1(p), "a_star": a_star(p), "a_max": p.a_max}
    same = (name for name, a in known.items() if a == demand or None not in (a, demand) and abs(a - demand) <= TIE)
    return next(same, "other")


def l_lines(taught: Taught) -> Mapping[str, Callable[[float], float]]:
    """The payoffs drawn against l, by name: both patrons, and who goes with the uncommitted one (slide Game)."""

    def line(type: Type, player: Player) -> Callable[[float], float]:
        return lambda x: taught(x).payoffs[type][player] if taught(x).payoffs else np.nan

    return {
        "committed patron": line("committed", "ally"),
        "uncommitted patron": line("uncommitted", "ally"),
        "protégé": line("uncommitted", "target"),
        "challenger": line("uncommitted", "challenger"),
    }


def l_demand(taught: Taught, type: Type) -> Callable[[float], float]:
    """The demand of a type against l, nothing being 0 (slide Appendix 2 to slide Appendix 4)."""
    return lambda x: (taught(x).play[type].demand or 0.0) if taught(x).play else np.nan


SHARE, HEADROOM = 0.3, 0.12
"""Of the height of the graph, what the demands take below and the words above."""

LOOKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "committed patron": (ALLY, ALLY, "committed\npatron"),
        "uncommitted patron": (PALE_ALLY, ALLY, "uncommitted\npatron"),
        "protégé": (YOU, YOU, "protégé of the\nuncommitted"),
        "challenger": (CHALLENGER, CHALLENGER, "challenger to\nthe uncommitted"),
    }
)
"""The colours of a line and of its name, and what it is called beside the graph."""


def payoffs_against_l(p: Params, ax: Axes | None = None) -> Axes:
    """Payoffs as isolationism l goes from -1 to 1, and the two types' demands below (slide Appendix 2 to Appendix 4).

    At l = 0 the committed patron's demand jumps from nothing to a_max; at l_star the uncommitted one's payoff has its
    kink, and the challenger's jumps by p_h - p_l. What happens at the jump itself is told by the dots: at l_star the
    alliance is kept (T2), at 0 the larger demand is made (T3). The uncommitted patron's lines are dashed; protégé
    and challenger are those of an uncommitted patron.

    Departs: the slides have the challenger offer p_h - c_T in separating 3 too, and no jump.
    """
    _assumed(p)
    taught = along_l(p)
    names, borders = l_knots(p, taught)
    at = [-1 + EDGE, *borders, 1 - EDGE]
    ax = graph(ax, 5.2, _labelled("l"), "expected payoff")
    lines = l_lines(taught)
    for name, line in lines.items():
        # Wider, so that it is seen where the challenger gets as much.
        width = 4.4 if name == "protégé" else 2.4
        curve(ax, line, at, LOOKS[name][0], _constant(name == "uncommitted patron"), name, width)
    values = np.concatenate([drawn.get_ydata() for drawn in ax.lines])
    low, high = min(0.0, np.nanmin(values)), np.nanmax(values)
    unit = (high - low) / (1 - SHARE - HEADROOM)
    ax.set(xlim=(-1, 1), ylim=(low - SHARE * unit, high + HEADROOM * unit))
    ax.set_xticks(TICKS)
    ax.set_yticks([tick for tick in ax.get_yticks() if low <= tick <= high + HEADROOM * unit])
    ax.spines["left"].set_bounds(low, high + HEADROOM * unit)
    ax.yaxis.label.set_y((1 + SHARE) / 2)
    ends = {name: (line(at[-1]), LOOKS[name][2], LOOKS[name][1]) for name, line in lines.items()}
    beside(ax, {name: end for name, end in ends.items() if np.isfinite(end[0])}, 0.085 * unit)
    _zones(ax, names, at)
    for border in borders:
        if p.a_max > a_star(p) + TIE and abs(border - l_star(p)) < 2 * EDGE:
            write(ax, (border, ax.get_ylim()[1]), equals("l^*", border), (0, 9), ha="center", gid="l_star")
    _demands(ax, p, taught, at)
    for border in borders:
        stroke(ax, [border, border], ax.get_ylim(), linestyle=DOTTED, gid="at border", zorder=1)
    return ax


def _constant(value: bool) -> Callable[[float], bool]:
    return lambda _: value


def _zones(ax: Axes, names: Sequence[str], at: Sequence[float]) -> None:
    """Say along the upper edge what happens between the borders, where there is room."""
    for name, (low, high) in zip(names, pairwise(at)):
        for text in (say(name) for say in SHORTER):
            if max(map(len, text.split("\n"))) * 0.045 < high - low:
                at_top = ((low + high) / 2, ax.get_ylim()[1])
                write(ax, at_top, text, (0, -1), ha="center", va="top", color=MUTED, size=SMALL, gid=name)
                break


def _demands(ax: Axes, p: Params, taught: Taught, at: Sequence[float]) -> Axes:
    """The demands of both types, on axes set in below."""
    below = ax.inset_axes((0, 0, 1, SHARE - 0.05))
    below.set_facecolor("none")
    thin(below)
    for type in TYPES:
        curve(below, l_demand(taught, type), at, OF_TYPE[type], _constant(type == "uncommitted"), type)
    below.set(xlim=(-1, 1), ylim=(-0.15 * p.a_max, 1.15 * p.a_max), xticks=())
    levels = {0.0: "none", p.a_max: f"${_tex('a_max')}$"}
    if 0.2 * p.a_max < a_star(p) < 0.8 * p.a_max:
        levels[a_star(p)] = "$a^*$"
    below.set_yticks(list(levels), list(levels.values()))
    below.yaxis.set_label_text("demand", color=INK)
    return below


def alt_payoffs_against_l(p: Params) -> str:
    """The graph in words: what happens between the borders, and what jumps at each of them."""
    _assumed(p)
    taught = along_l(p)
    names, borders = l_knots(p, taught)
    lines = l_lines(taught)
    parts = [f"from l = {short(-1)} on {names[0]}"]
    for name, border in zip(names[1:], borders):
        jumps = [
            f"the {who}'s payoff jumps from {short(line(border - EDGE))} to {short(line(border + EDGE))}"
            for who, line in lines.items()
            if abs(line(border - EDGE) - line(border + EDGE)) > 1e-6
        ]
        for type in TYPES:
            before, then = (l_demand(taught, type)(border + side * EDGE) for side in (-1, 1))
            if abs(then - before) > 1e-6:
                jumps.append(f"the {type} patron's demand jumps from {short(before)} to {short(then)}")
        parts.append(f"from l = {short(border)} on {name}, where {' and '.join(jumps) or 'nothing jumps'}")
    return f"Payoffs and demands against isolationism l: {'; '.join(parts)}."


# --- the challenger's reply to a withdrawal ---------------------------------------------------------------------


def offer_worth(p: Params, x: float, mu: float) -> float:
    """The challenger's expected payoff from offering ``x`` after a withdrawal, at the belief ``mu`` (slide Game)."""
    worths = {}
    for type in TYPES:
        play = after(Play("offer", type, p.a_max, "withdrawal"), x)
        if x >= reservation(p, type, kept=False) - TIE:
            play = after(play, "settle")
        else:
            play = after(after(play, "fight"), "intervene" if intervenes(p, type, kept=False) else "abstain")
        worths[type] = u(p, play)["challenger"]
    return mu * worths["committed"] + (1 - mu) * worths["uncommitted"]


def offers(p: Params) -> Mapping[str, tuple[float, str]]:
    """The offers that are drawn: the two replies, and the one of slide Appendix 4, each with its letters."""
    cost = _tex("c_T")
    return {
        "low": (offer(p, "low"), f"{_tex('p_l')} - {cost}"),
        "middle": (offer(p, "middle"), f"{_tex('p_m')} - {cost}"),
        "slides": (p.p_h - p.c_T, f"{_tex('p_h')} - {cost}"),
    }


def bayes(p: Params) -> Mapping[str, float]:
    """The beliefs that Bayes' rule gives after a withdrawal, by who leaves (slide Appendix 4 has the first)."""
    return {"only the uncommitted leaves": 0.0, "both leave": p.phi}


def reply_to_belief(p: Params, ax: Axes | None = None) -> Axes:
    """What the low and the middle offer are worth to the challenger after a withdrawal, against his belief mu.

    The better one is bold, the middle one from mu_star on (T4). Dots are the beliefs that Bayes' rule gives where the
    uncommitted patron leaves alone (slide Appendix 4), and where both types leave.

    Departs: the slides print a third offer, p_h - c_T (dotted), which is worth less than another at every belief.
    """
    _assumed(p)
    drawn, cut = offers(p), mu_star(p)
    worths = [offer_worth(p, x, mu) for x, _ in drawn.values() for mu in (0, 1)]
    low, high = min(worths), max(worths)
    ax = graph(ax, 4.1, r"belief $\mu$ that the patron is committed", "challenger's expected payoff")
    ax.set(xlim=(0, 1), ylim=(low - 0.24 * (high - low), high + 0.12 * (high - low)))
    for name, (x, _) in drawn.items():
        style = DOTTED if name == "slides" else DASHED
        ends = [offer_worth(p, x, mu) for mu in (0, 1)]
        stroke(ax, [0, 1], ends, MUTED if name == "slides" else CHALLENGER, 1.2, linestyle=style, gid=name)
    for start, end in pairwise(knots(0, 1, cut)):
        best = offer(p, reply(p, (start + end) / 2))
        stroke(
            ax, [start, end], [offer_worth(p, best, mu) for mu in (start, end)], CHALLENGER, 3.0, gid="best", zorder=3
        )
    where = "right foot" if cut < 0.75 else "left foot"
    guide(ax, (cut, offer_worth(p, offer(p, "middle"), cut)), "mu_star", equals(r"\mu^*", cut), where)
    _name_offers(ax, p)
    for who, mu in bayes(p).items():
        _belief(ax, p, who, mu)
    return ax


def _name_offers(ax: Axes, p: Params) -> None:
    """Name each offer where it is not the best one."""
    places = {"low": (1.0, "right", -15), "middle": (0.02, "left", -11), "slides": (0.02, "left", -11)}
    for name, (x, tex) in offers(p).items():
        mu, ha, lift = places[name]
        color, whose = (MUTED, "slides: offer") if name == "slides" else (CHALLENGER, "offer")
        text = f"{whose} ${tex} = {short(x)}$"
        write(ax, (mu, offer_worth(p, x, mu)), text, (0, lift), ha=ha, color=color, gid=f"offer {name}")


def _belief(ax: Axes, p: Params, who: str, mu: float) -> None:
    worth = offer_worth(p, offer(p, reply(p, mu)), mu)
    dot(ax, mu, worth, CHALLENGER, "closed")
    tex = r"\mu = 0" if mu == 0 else rf"\mu = {_tex('phi')} = {short(mu)}"
    if mu < 0.6:
        at, off, ha = (mu, worth), (9, 9), "left"
    else:
        # At the right edge, above whatever is bold below the words.
        at, off, ha = (1.0, offer_worth(p, offer(p, reply(p, 0.6)), 0.6)), (0, 11), "right"
    write(ax, at, f"{who}, ${tex}$", off, ha=ha, color=MUTED, size=SMALL, gid=who)


def alt_reply_to_belief(p: Params) -> str:
    """The worths of the offers in words."""
    _assumed(p)
    worths = []
    for name in REPLIES:
        x = offer(p, name)
        ends = [short(offer_worth(p, x, mu)) for mu in (0, 1)]
        worths.append(f"the {name} offer, {short(x)}, is worth {ends[0]} at mu = 0 and {ends[1]} at mu = 1")
    points = "; ".join(
        f"where {who}, mu = {short(mu)}: {short(offer(p, reply(p, mu)))}" for who, mu in bayes(p).items()
    )
    printed = p.p_h - p.c_T
    return (
        f"The challenger's expected payoff after a withdrawal against his belief mu: {'; '.join(worths)}. They cross "
        f"at mu* = {short(mu_star(p))}, from which the middle offer is the better one. Best offers {points}. The "
        f"slides' offer {short(printed)} is worth {short(offer_worth(p, printed, 0))} throughout."
    )


# --- the threat to leave ----------------------------------------------------------------------------------------


def threat(p: Params, ax: Axes | None = None) -> Axes:
    """What staying and leaving are worth to each type once her demand is refused, against pi, eq. (7).

    The better of the two is bold. Staying costs pi; leaving, with the low offer to follow, does not depend on it. Each
    type's pair crosses at one end of the window, which is shaded: there the uncommitted patron would leave and the
    committed one would not. What the demand earns at home comes either way and is left out.

    Departs: above the robust bound the committed patron would leave if that were taken for commitment (dotted).
    """
    _assumed(p)
    (low, high), right = window(p), threat_right(p)
    ax = graph(ax, 4.3, _labelled("pi"), "worth to the patron when refused")
    worths = [worth_kept(replace(p, pi=pi), type) for type in TYPES for pi in (EDGE, right)]
    worths += [worth_left(p, type, replied) for type in TYPES for replied in REPLIES]
    unit = max(worths) - min(worths)
    ax.set(xlim=(0, right), ylim=(min(worths) - 0.12 * unit, max(worths) + 0.04 * unit))
    if low < high:
        ax.axvspan(low, high, color=BAND, lw=0, zorder=0, gid="window")
    ends: dict[str, tuple[float, str, str]] = {}
    for type in TYPES:
        ends |= _stay_or_leave(ax, p, type, right)
    beside(ax, ends, 0.125 * unit)
    top = ax.get_ylim()[1]
    for name, level, tex, ha in (("beta_lo a_star", low, _low_tex(), "right"), ("U", high, "U", "left")):
        stroke(ax, [level, level], ax.get_ylim(), linestyle=DOTTED, gid=f"at {name}", zorder=1)
        write(ax, (level, top), equals(tex, level), (0, 9), ha=ha if low < high else "center", gid=name)
    if robust_window(p)[1] < high - TIE:
        _robust(ax, p)
    return ax


def threat_right(p: Params) -> float:
    """The largest pi that is drawn: past both ends of eq. (7)."""
    return 1.5 * max(window(p))


def _stay_or_leave(ax: Axes, p: Params, type: Type, right: float) -> Mapping[str, tuple[float, str, str]]:
    """One type's two lines, bold where they are the better one, and where they cross; returns what to write beside."""

    def stays(pi: float) -> float:
        return worth_kept(replace(p, pi=pi), type)

    cross, leaves = pi_leaves(p, type, "low"), worth_left(p, type, "low")
    style = DASHED if type == "uncommitted" else "-"
    for what, worth, bold in (("stays", stays, 0), ("leaves", lambda _: leaves, 1)):
        for k, ends in enumerate(pairwise((EDGE, cross, right))):
            width = 2.8 if k == bold else 1.0
            ys = [worth(pi) for pi in ends]
            stroke(ax, ends, ys, OF_TYPE[type], width, linestyle=style, gid=f"{type} {what}", zorder=3)
    dot(ax, cross, leaves, OF_TYPE[type], "closed")
    return {
        f"{type} stays": (stays(right), f"{type}\nstays", ALLY),
        f"{type} leaves": (leaves, f"{type}\nleaves", ALLY),
    }


def _robust(ax: Axes, p: Params) -> None:
    """The bound below which the committed patron stays whatever the challenger makes of her leaving."""
    bound, worth = pi_leaves(p, "committed", "middle"), worth_left(p, "committed", "middle")
    stroke(
        ax, [EDGE, bound], [worth, worth], ALLY, 1.2, linestyle=DOTTED, gid="committed leaves, middle offer", zorder=2
    )
    stroke(ax, [bound, bound], [ax.get_ylim()[0], worth], MUTED, 1.2, linestyle=DASHED, gid="at robust", zorder=1)
    dot(ax, bound, worth, ALLY, "open")
    write(ax, (bound, ax.get_ylim()[0]), f"robust to {short(bound)}", (-5, 9), ha="right", color=MUTED, gid="robust")
    text = f"if offered ${_tex('p_m')} - {_tex('c_T')}$"
    write(ax, (EDGE, worth), text, (5, 8), color=MUTED, size=SMALL, gid="middle offer")


def alt_threat(p: Params) -> str:
    """The two pairs of lines in words."""
    _assumed(p)
    parts = []
    for type in TYPES:
        cross = pi_leaves(p, type, "low")
        kept, left = worth_kept(replace(p, pi=EDGE), type), worth_left(p, type, "low")
        parts.append(
            f"to the {type} patron staying is worth {short(kept)} less pi and leaving {short(left)}, so that she "
            f"leaves above pi = {short(cross)}"
        )
    low, high = window(p)
    shaded = f" Shaded: from {short(low)} to {short(high)} only the uncommitted patron's threat is credible."
    bound = robust_window(p)[1]
    robust = (
        f" Up to {short(bound)} that does not depend on the challenger's belief." if low < bound < high - TIE else ""
    )
    return f"Once her demand is refused, {'; '.join(parts)}.{shaded if low < high else ''}{robust}"
