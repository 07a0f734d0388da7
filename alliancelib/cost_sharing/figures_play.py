"""The play in pictures: the order of moves, what a patron may demand and what comes of it, and who gets what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from matplotlib.axes import Axes

from alliancelib.core.game import HIDDEN, Action, Player
from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing.equilibrium import a_star
from alliancelib.cost_sharing.figures_shared import ARTICLES, CALLED, SIDES, deed, letter_of, taught_at
from alliancelib.cost_sharing.model import (
    MOVERS,
    PLAYERS,
    TYPES,
    Negotiation,
    Params,
    Play,
    Stage,
    Type,
    after,
    played_out,
    pr_win,
    seen,
    u,
)
from alliancelib.drawing import (
    CHALLENGER,
    INK,
    MUTED,
    RULE,
    SMALL,
    arrow,
    bare,
    graph,
    panel,
    short,
    stroke,
    symbol_of,
    turn,
    write,
)

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
    pi, home = letter_of("pi"), f"{letter_of('l')}a"
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
    p, cost = ("p", f" - {letter_of('c_A')}") if play.intervenes else (letter_of("p_l"), "")
    return {
        "ally": rf"$\beta {p}{cost}$",
        "target": f"${p} - {letter_of('c_T')}$",
        "challenger": f"$1 - {p} - {letter_of('c_C')}$",
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
            high, low, phi = (letter_of(name) for name in ("beta_hi", "beta_lo", "phi"))
            write(ax, (SPINE, y), rf"draws $\beta$: ${high}$ with chance ${phi}$, else ${low}$", (11, 0))
            words = f"{' or '.join(TYPES)}, unseen by the {_named(blind())}"
            write(ax, (SPINE, y + 1), words, (11, 0), color=MUTED, size=SMALL)
        case "war":
            write(ax, (SPINE, y), "decides the war, won with chance $p$:", (11, 0))
            for row, name in enumerate(_wars(), start=y + 1):
                write(
                    ax,
                    (SPINE, row),
                    f"${letter_of(name)}$, {symbol_of(Params, name).meaning}",
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
    eq, rival = taught_at(p), TYPES[type == "committed"]
    demands = (eq.play[type].demand, eq.play[rival].demand, min(a_star(p), p.a_max))
    return next(a for a in demands if a is not None)


def branches(p: Params, type: Type) -> tuple[Branch, ...]:
    """The negotiation with one type, of its demands only one; each end is played on as theory says."""
    profile, a = taught_at(p).profile, shown_demand(p, type)
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
    eq = taught_at(p)
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
    eq = taught_at(p)
    parts = []
    for type in TYPES:
        paid = ", ".join(f"the {CALLED[player]} {short(eq.payoffs[type][player])}" for player in PLAYERS)
        parts.append(f"{ARTICLES[type]} patron ({deed(eq.play[type])}): {paid}")
    return f"Bars of expected payoffs in the equilibrium {eq.name}. With {'. With '.join(parts)}."
