"""Curves: payoffs against isolationism, the challenger's reply to a withdrawal, and the threat to leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from alliancelib.core.game import Player
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
from alliancelib.cost_sharing.figures_maps import SHORTER, TICKS
from alliancelib.cost_sharing.figures_shared import OF_TYPE, assumed, labelled, letter_of, low_tex
from alliancelib.cost_sharing.model import TIE, TYPES, Equilibrium, Params, Play, Type, after, u
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
    SMALL,
    YOU,
    beside,
    changes,
    curve,
    dot,
    equals,
    graph,
    guide,
    knots,
    short,
    stroke,
    thin,
    write,
)

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
    assumed(p)
    taught = along_l(p)
    names, borders = l_knots(p, taught)
    at = [-1 + EDGE, *borders, 1 - EDGE]
    ax = graph(ax, 5.2, labelled("l"), "expected payoff")
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
    levels = {0.0: "none", p.a_max: f"${letter_of('a_max')}$"}
    if 0.2 * p.a_max < a_star(p) < 0.8 * p.a_max:
        levels[a_star(p)] = "$a^*$"
    below.set_yticks(list(levels), list(levels.values()))
    below.yaxis.set_label_text("demand", color=INK)
    return below


def alt_payoffs_against_l(p: Params) -> str:
    """The graph in words: what happens between the borders, and what jumps at each of them."""
    assumed(p)
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
    cost = letter_of("c_T")
    return {
        "low": (offer(p, "low"), f"{letter_of('p_l')} - {cost}"),
        "middle": (offer(p, "middle"), f"{letter_of('p_m')} - {cost}"),
        "slides": (p.p_h - p.c_T, f"{letter_of('p_h')} - {cost}"),
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
    assumed(p)
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
    tex = r"\mu = 0" if mu == 0 else rf"\mu = {letter_of('phi')} = {short(mu)}"
    if mu < 0.6:
        at, off, ha = (mu, worth), (9, 9), "left"
    else:
        # At the right edge, above whatever is bold below the words.
        at, off, ha = (1.0, offer_worth(p, offer(p, reply(p, 0.6)), 0.6)), (0, 11), "right"
    write(ax, at, f"{who}, ${tex}$", off, ha=ha, color=MUTED, size=SMALL, gid=who)


def alt_reply_to_belief(p: Params) -> str:
    """The worths of the offers in words."""
    assumed(p)
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
    assumed(p)
    (low, high), right = window(p), threat_right(p)
    ax = graph(ax, 4.3, labelled("pi"), "worth to the patron when refused")
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
    for name, level, tex, ha in (("beta_lo a_star", low, low_tex(), "right"), ("U", high, "U", "left")):
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
    text = f"if offered ${letter_of('p_m')} - {letter_of('c_T')}$"
    write(ax, (EDGE, worth), text, (5, 8), color=MUTED, size=SMALL, gid="middle offer")


def alt_threat(p: Params) -> str:
    """The two pairs of lines in words."""
    assumed(p)
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
