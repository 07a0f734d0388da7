"""The figures of the cost-sharing game show what the model says: everything is read back from what was drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pytest
from looking import (
    collisions,
    contrast,
    crosses,
    curve,
    dots,
    drawn,
    faint,
    guide,
    has_dot,
    misbehaviour,
    plt,
    see_through,
    texts,
)
from matplotlib.axes import Axes

from alliancelib import drawing
from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing import Params, figures, figures_curves, figures_maps, figures_play, select
from alliancelib.cost_sharing.equilibrium import (
    NAMES as OUTCOME_NAMES,
)
from alliancelib.cost_sharing.equilibrium import (
    a_star,
    l_star,
    mu_star,
    pi_leaves,
    robust_window,
    window,
    worth_kept,
    worth_left,
)
from alliancelib.cost_sharing.figures import (
    map_l_a_max,
    map_l_pi,
    negotiation_tree,
    payoffs_against_l,
    reply_to_belief,
    threat,
    timeline,
    who_gets_what,
)
from alliancelib.cost_sharing.model import OUTCOMES, PLAYERS, TYPES, Play, after, lam, pr_win, u
from alliancelib.drawing import INK, PAPER, RULE, WIDTH

P = Params()
"""Inside eq. (7): the slides' separating 1."""

JAPAN = Params(p_l=0.35, c_A=0.09, c_C=0.15, beta_lo=0.35, beta_hi=0.7, pi=0.18, l=0.25, a_max=1.8)
FRAGILE = Params(c_T=0.05, c_A=0.12, pi=0.25, l=0.9, phi=0.7)
WAR = Params(pi=0.3, l=0.7, phi=0.3)
OTHERS = (
    JAPAN,
    FRAGILE,
    WAR,
    Params(l=0.7),  # separating 3
    Params(l=0.2, a_max=0.4),  # the cap
    Params(pi=0.05),  # no credible threat
    Params(pi=0.3, l=0.1),  # both are paid
)

FAILING = Params(c_A=0.05)
"""The uncommitted ally fights without the alliance, against line (2)."""

DRAWINGS: Mapping[str, Callable[..., Axes]] = MappingProxyType(
    {
        "timeline": timeline,
        "negotiation_tree": lambda ax=None: negotiation_tree(P, "uncommitted", ax),
        "who_gets_what": lambda ax=None: who_gets_what(P, ax),
        "map_l_pi": lambda ax=None: map_l_pi(P, ax, steps=5),
        "map_l_a_max": lambda ax=None: map_l_a_max(P, ax, steps=5),
        "payoffs_against_l": lambda ax=None: payoffs_against_l(P, ax),
        "reply_to_belief": lambda ax=None: reply_to_belief(P, ax),
        "threat": lambda ax=None: threat(P, ax),
    }
)
"""Every figure of the module, by name, waiting for its axes."""

OF_PARAMS: Mapping[str, Callable[[Params], Axes]] = MappingProxyType(
    {
        "who_gets_what": who_gets_what,
        "map_l_pi": lambda p: map_l_pi(p, steps=5),
        "map_l_a_max": lambda p: map_l_a_max(p, steps=5),
        "payoffs_against_l": payoffs_against_l,
        "reply_to_belief": reply_to_belief,
        "threat": threat,
    }
)


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    plt.close("all")


# --- every figure -------------------------------------------------------------------------------------------------


def test_every_figure_of_the_module_is_drawn_here_and_has_words():
    assert {name.removeprefix("alt_") for name in vars(figures) if name.startswith("alt_")} == set(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_draws_where_it_is_told_and_touches_nothing_else(name):
    assert misbehaviour(DRAWINGS[name]) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_is_readable_on_its_paper(name):
    ax = DRAWINGS[name]()
    assert faint(ax) == []
    assert min(text.get_size() for text in texts(ax)) * 6 / WIDTH >= 9
    assert ax.figure.get_figwidth() == WIDTH
    assert ax.figure.get_figheight() < 1.3 * WIDTH
    assert collisions(ax) == []
    assert not see_through(ax)
    ax.text(0.5, 0.5, "a whisper", color=RULE)
    assert faint(ax) == ["a whisper"]
    ax.annotate("on top", ax.texts[0].xy, xycoords=ax.texts[0].xycoords)
    ax.annotate("on top of that", ax.texts[0].xy, xycoords=ax.texts[0].xycoords)
    assert collisions(ax)


@pytest.mark.parametrize("p", OTHERS, ids=lambda p: f"{select(p).name}, {p.l:g}")
def test_no_text_covers_another_elsewhere(p):
    for draw in (who_gets_what, reply_to_belief, threat):
        assert collisions(draw(p)) == [], draw.__name__
    for type in TYPES:
        assert collisions(negotiation_tree(p, type)) == []


@pytest.mark.parametrize("p", (JAPAN, FRAGILE), ids=("Japan", "fragile"))
def test_no_text_covers_another_on_other_maps(p):
    for name in MAPS:
        assert collisions(mapped(name, p)) == [], name
    assert collisions(payoffs_against_l(p)) == []


def test_ink_is_readable_on_every_region_and_every_line_is_visible():
    assert min(contrast(INK, tint) for tint in figures_maps.TINTS.values()) >= 4.5
    lines = (drawing.ALLY, drawing.PALE_ALLY, drawing.YOU, drawing.CHALLENGER)
    assert min(contrast(line, PAPER) for line in lines) >= 3
    assert contrast(drawing.ALLY, drawing.PALE_ALLY) > 1.5
    assert set(figures_maps.TINTS) == set(OUTCOME_NAMES) - {"outside the assumptions"}


@pytest.mark.parametrize("draw", [*OF_PARAMS.values(), lambda p: negotiation_tree(p, "committed")])
def test_nothing_is_drawn_outside_the_assumptions(draw):
    with pytest.raises(ValueError, match=r"outside the assumptions.*c_A > beta_lo \(p_m - p_l\)"):
        draw(FAILING)
    draw(replace(FAILING, c_A=0.07))


def test_labels_carry_the_letters_of_the_model():
    tex = {symbol.name: symbol for symbol in symbols(Params)}
    for draw, name in {"map_l_pi": "l", "map_l_a_max": "l", "payoffs_against_l": "l", "threat": "pi"}.items():
        label = OF_PARAMS[draw](P).get_xlabel()
        assert tex[name].meaning in label and f"${tex[name].tex}$" in label
    assert f"${tex['a_max'].tex}$" in OF_PARAMS["map_l_a_max"](P).get_ylabel()
    assert tex["beta_lo"].tex in drawn(threat(P))["beta_lo a_star"]
    assert tex["c_T"].tex in drawn(reply_to_belief(P))["offer low"]


# --- the time line ------------------------------------------------------------------------------------------------


def value(tex: str, letters: Mapping[str, float]) -> float:
    """What a payoff in the slides' letters comes to."""
    code = tex.strip("$").replace("\\", "").replace("la", "l*a").replace("beta ", "beta*")
    return eval(code, {"__builtins__": {}}, dict(letters))


def mispriced(written: Mapping[str, str]) -> list[str]:
    """Ends of a stage whose payoffs on the time line are not the model's."""
    p, a, x = Params(pi=0.23, l=0.37, c_A=0.11, c_T=0.13, c_C=0.17), 0.61, 0.53
    fixed = {"pi": p.pi, "l": p.l, "a": a, "x": x, "beta": p.beta_lo, "p_l": p.p_l}
    fixed |= {"c_A": p.c_A, "c_T": p.c_T, "c_C": p.c_C}
    play, expected = Play("demand", "uncommitted", a), {}
    ends = {"no offer": "demand, no offer", "sharing": "answer, accept"}
    ends |= {"free-riding": "exit, stay", "withdrawal": "exit, withdraw"}
    for n, gid in ends.items():
        expected[gid] = (lam(p, n, None if n == "no offer" else a), fixed)
    for n in ("sharing", "withdrawal"):
        met = after(replace(play, stage="offer", n=n), x)
        gone = {player: lam(p, n, a)[player] for player in PLAYERS}
        for gid, end in {
            "response, settle": after(met, "settle"),
            "intervention, intervene": after(after(met, "fight"), "intervene"),
            "intervention, abstain": after(after(met, "fight"), "abstain"),
        }.items():
            paid = {player: u(p, end)[player] - gone[player] for player in PLAYERS}
            letters = fixed if end.settles else {**fixed, "p": pr_win(p, end)}
            expected[f"{gid}|{n}"] = (paid, letters)
    return [
        gid
        for gid, (paid, letters) in expected.items()
        if {player: value(written[f"{player}: {gid.split('|')[0]}"], letters) for player in PLAYERS}
        != pytest.approx(paid)
    ]


def test_the_time_line_pays_what_the_model_pays():
    written = drawn(timeline())
    assert len([gid for gid in written if gid.startswith("ally: ")]) == 7
    assert mispriced(written) == []
    wrong = {"ally: answer, accept": r"$-\pi + a$", "target: intervention, abstain": "$p_l$"}
    assert mispriced({**written, **wrong}) == [
        "answer, accept",
        "intervention, abstain|sharing",
        "intervention, abstain|withdrawal",
    ]


def test_the_time_line_has_every_move_in_order_and_says_who_does_not_see():
    ax = timeline()
    stages = [line.get_gid() for line in ax.lines if line.get_gid()]
    heights = [line.get_ydata()[0] for line in ax.lines if line.get_gid()]
    assert stages == [play.stage for play in figures_play.main_line()] and heights == sorted(heights)
    said = " ".join(text.get_text() for text in ax.texts)
    assert "unseen by the challenger" in said and "unseen by the protégé" not in said
    assert figures_play.blind() == ("challenger",)


def test_a_war_is_won_with_the_chance_of_the_model():
    chances = {name: text for name, text in drawn(timeline()).items() if name in ("p_l", "p_m", "p_h")}
    assert list(chances) == ["p_h", "p_m", "p_l"]
    meanings = {symbol.name: symbol.meaning for symbol in symbols(Params)}
    assert all(meanings[name] in text for name, text in chances.items())


# --- the negotiation's tree ---------------------------------------------------------------------------------------


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").removeprefix("war, "))


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("p", (P, *OTHERS))
def test_the_tree_pays_at_each_end_what_theory_pays(p, type):
    written, eq = drawn(negotiation_tree(p, type)), select(p)
    a = figures_play.shown_demand(p, type)
    choices = {"no offer": ("no offer",), "sharing": (a, "accept")}
    choices |= {"free-riding": (a, "reject", "stay"), "withdrawal": (a, "reject", "withdraw")}
    assert set(choices) == set(OUTCOMES)
    for n, actions in choices.items():
        worth = eq.worth((type, *actions[:-1]), actions[-1])
        mover = "target" if n == "sharing" else "ally"
        assert number(written[f"{mover}: {n}"]) == pytest.approx(worth, abs=6e-4)
        assert number(written[f"{mover}: {n}"]) != pytest.approx(worth + 0.01, abs=6e-4)
        kept = n != "withdrawal"
        assert number(written[f"x: {n}"]) == pytest.approx(eq.profile.x(n, a if n != "no offer" else None), abs=6e-4)
        assert not kept or number(written[f"x: {n}"]) == pytest.approx(p.p_h - p.c_T)


def bold(ax: Axes) -> set[str]:
    return {
        text.get_gid().removeprefix("ally: ") for text in ax.texts if text.get_weight() == "bold" and text.get_gid()
    }


@pytest.mark.parametrize("p", (P, *OTHERS))
def test_the_path_is_bold(p):
    for type in TYPES:
        ax, outcome = negotiation_tree(p, type), select(p).play[type].outcome
        assert bold(ax) & set(OUTCOMES) == {outcome}
        widths = {line.get_gid(): line.get_linewidth() for line in ax.lines if line.get_gid()}
        assert widths["played"] > widths.get("would be played", 0) != 1
        steps = {"no offer": 1, "sharing": 2}.get(outcome, 3)
        assert len([line for line in ax.lines if line.get_gid() == "played"]) == steps


def test_a_war_is_named_on_the_tree():
    assert drawn(negotiation_tree(WAR, "committed"))["x: withdrawal"].startswith("war")
    assert not drawn(negotiation_tree(WAR, "uncommitted"))["x: withdrawal"].startswith("war")


# --- who gets what ------------------------------------------------------------------------------------------------


def bars(ax: Axes) -> Mapping[str, float]:
    return {bar.get_gid(): bar.get_width() for bar in ax.patches if bar.get_gid()}


@pytest.mark.parametrize("p", (P, *OTHERS))
def test_the_bars_are_the_payoffs(p):
    ax, eq = who_gets_what(p), select(p)
    paid = {f"{player}: {type}": eq.payoffs[type][player] for type in TYPES for player in PLAYERS}
    assert bars(ax) == pytest.approx(paid)
    assert {gid: number(drawn(ax)[gid]) for gid in paid} == pytest.approx(paid, abs=6e-4)
    assert bars(ax) != pytest.approx({**paid, "ally: committed": paid["ally: committed"] + 0.01})
    assert eq.name in ax.get_xlabel()
    (zero,) = (line for line in ax.lines if line.get_gid() == "zero")
    assert list(zero.get_xdata()) == [0, 0]


def test_the_bars_say_what_happens():
    said = drawn(who_gets_what(P))
    assert said["committed"].endswith("no offer") and said["uncommitted"].endswith("demands 0.5 and is paid")
    said = drawn(who_gets_what(Params(l=0.7)))
    assert said["committed"].endswith("demands 1.5 in vain and stays")
    assert said["uncommitted"].endswith("demands 1.5 in vain and leaves")
    assert drawn(who_gets_what(WAR))["committed"].endswith("; war")


def test_a_loss_reaches_to_the_left():
    poor = who_gets_what(Params(l=-0.9, pi=0.24, beta_lo=0.25))
    assert bars(poor)["ally: uncommitted"] < 0 and poor.get_xlim()[0] < bars(poor)["ally: uncommitted"]


# --- maps ---------------------------------------------------------------------------------------------------------


def cells(top: float) -> list[tuple[float, float]]:
    """The middles of 32 times 24 cells."""
    return [(-1 + (k + 0.5) / 16, top * (j + 0.5) / 24) for k in range(32) for j in range(24)]


MAPS = {"pi": (figures_maps.pi_top, map_l_pi), "a_max": (figures_maps.a_top, map_l_a_max)}


@cache
def mapped(name: str, p: Params) -> Axes:
    """A map, drawn once and only looked at."""
    return MAPS[name][1](p)


def surface(ax: Axes, x: float, y: float) -> str:
    """The name of the surface that was drawn there."""
    near = (1e-8, -1e-8)  # an edge belongs to both sides
    paths = ((patch.get_gid(), patch.get_path()) for patch in ax.patches)
    return next(gid for gid, path in paths if any(path.contains_point((x, y), radius=r) for r in near))


def mistakes(ax: Axes, p: Params, name: str) -> list[tuple[float, float]]:
    """Cells in which the map shows what `select` says neither there nor closer by than borders are looked for."""
    top = MAPS[name][0](p)
    points = cells(top)
    assert len(points) >= 700

    def said(x: float, y: float) -> str:
        return select(replace(p, l=x, **{name: y})).name

    shown = {(x, y): surface(ax, x, y) for x, y in points}
    wrong = [(x, y) for x, y in points if shown[x, y] != said(x, y)]
    near = (-2 * figures_maps.STEP, 2 * figures_maps.STEP)
    return [(x, y) for x, y in wrong if not any(said(x + step, y) == shown[x, y] for step in near)]


@pytest.mark.parametrize("name", MAPS)
def test_the_map_shows_in_every_cell_what_is_taught_there(name):
    ax = mapped(name, P)
    assert mistakes(ax, P, name) == []
    assert mistakes(ax, replace(P, beta_lo=0.28), name)


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("p", (JAPAN, FRAGILE, Params(pi=0.05)), ids=("Japan", "fragile", "no threat"))
def test_the_map_holds_elsewhere(name, p):
    assert mistakes(mapped(name, p), p, name) == []


@pytest.mark.parametrize("p", (P, FRAGILE))
def test_every_region_of_a_map_is_named_in_itself(p):
    for name in MAPS:
        ax = mapped(name, p)
        regions = {patch.get_gid() for patch in ax.patches}
        labels = {text.get_gid(): text.xy for text in ax.texts if text.get_gid() in regions}
        assert set(labels) == regions, name
        assert all(surface(ax, *at) == region for region, at in labels.items())
        assert len(regions) >= 4


def level(ax: Axes, name: str) -> float:
    (line,) = (line for line in ax.lines if line.get_gid() == f"at {name}")
    (y,) = set(line.get_ydata())
    return y


def test_the_lines_of_the_map_are_the_closed_form():
    ax = mapped("pi", P)
    (low, high), robust = window(P), robust_window(P)[1]
    assert (level(ax, "beta_lo a_star"), level(ax, "robust"), level(ax, "U")) == (low, robust, high)
    assert guide(ax, "l = 0") == 0
    ((ls, pis),) = curve(ax, "l_star")
    assert ls == pytest.approx([l_star(replace(P, pi=pi)) for pi in pis]) and len(ls) > 30
    assert ls != pytest.approx([l_star(replace(P, beta_lo=0.31, pi=pi)) for pi in pis])
    assert drawn(ax)["U"] == "$U = 0.26$" and drawn(ax)["robust"].endswith("0.24$")
    # Without a fragile part there is no second bound.
    assert "at robust" not in {line.get_gid() for line in map_l_pi(Params(c_A=0.07), steps=3).lines}


def test_the_curve_between_separating_2_and_3_is_l_star():
    ax = mapped("a_max", P)
    ((ls, tops),) = curve(ax, "l_star")
    assert tops == pytest.approx(a_star(P) + ((1 + P.beta_lo) * a_star(P) - P.pi) / ls)
    assert level(ax, "a_star") == a_star(P)
    for x, y in list(zip(ls, tops))[1:-1]:
        assert (surface(ax, x - 0.004, y), surface(ax, x + 0.004, y)) == ("separating 2", "separating 3")


@pytest.mark.parametrize("name", MAPS)
def test_the_map_marks_where_the_example_is(name):
    (mark,) = (line for line in mapped(name, P).lines if line.get_gid() == "here")
    assert (*mark.get_xdata(), *mark.get_ydata()) == (P.l, getattr(P, name))


def test_a_plane_is_divided_where_it_changes():
    def name(x: float, y: float) -> str:
        return "in" if x * x + y * y < 0.5 else "out"

    axis = [0.0, 0.3, 0.6, 1.0]
    found = drawing.strips(name, axis, axis, 1e-3)
    points = [(k / 40 + 0.0123, j / 40 + 0.0071) for k in range(39) for j in range(39)]
    far = [(x, y) for x, y in points if abs(np.hypot(x, y) - 0.5**0.5) > 4e-3]
    assert all(drawing.named_at(found, x, y) == name(x, y) for x, y in far)
    coarse = [drawing.Strip(drawing.Row(0, ("in", "out"), (0.7,)), drawing.Row(1, ("in", "out"), (0.0,)))]
    assert not all(drawing.named_at(coarse, x, y) == name(x, y) for x, y in far)


def test_labels_are_moved_apart_no_more_than_needed():
    assert drawing.apart([0.0, 1.0, 5.0], 0.5) == [0.0, 1.0, 5.0]
    assert drawing.apart([0.0, 0.2, 5.0], 1.0) == pytest.approx([-0.4, 0.6, 5.0])
    assert drawing.apart([1.0, 1.0, 1.0], 1.0) == pytest.approx([0.0, 1.0, 2.0])


# --- payoffs against isolationism ---------------------------------------------------------------------------------


def test_the_payoffs_are_those_of_the_equilibrium():
    ax = payoffs_against_l(P)
    lines = {
        "committed patron": ("committed", "ally"),
        "uncommitted patron": ("uncommitted", "ally"),
        "protégé": ("uncommitted", "target"),
        "challenger": ("uncommitted", "challenger"),
    }
    for name, (type, player) in lines.items():
        xs, ys = map(np.concatenate, zip(*curve(ax, name)))
        paid = [select(replace(P, l=x)).payoffs[type][player] for x in xs[::40]]
        assert ys[::40] == pytest.approx(paid) != pytest.approx([worth + 1e-3 for worth in paid])


def test_the_challengers_payoff_jumps_by_p_h_less_p_l_at_l_star():
    ax, cut = payoffs_against_l(P), l_star(P)
    (before,), (behind,) = dots(ax, "closed"), dots(ax, "open")
    assert before == pytest.approx((cut, 1 - P.p_h + P.c_T), abs=1e-8)
    assert behind == pytest.approx((cut, 1 - P.p_l + P.c_T), abs=1e-8)
    assert behind[1] - before[1] == pytest.approx(P.p_h - P.p_l) != pytest.approx(P.p_h - P.p_m)
    assert not crosses(curve(ax, "challenger"), cut)
    assert drawn(ax)["l_star"] == "$l^* = 0.45$"


def slopes(ax: Axes, name: str, at: float) -> tuple[float, float]:
    """The slopes of a line just left and right of a value of l."""
    (left,) = (piece for piece in curve(ax, name) if abs(piece[0][-1] - at) < 1e-6)
    (right,) = (piece for piece in curve(ax, name) if abs(piece[0][0] - at) < 1e-6)
    return tuple(float((ys[-1] - ys[0]) / (xs[-1] - xs[0])) for xs, ys in (left, right))


def test_the_payoffs_of_the_patron_have_their_kinks():
    ax = payoffs_against_l(P)
    assert slopes(ax, "uncommitted patron", l_star(P)) == pytest.approx((a_star(P), P.a_max))
    assert slopes(ax, "committed patron", 0) == pytest.approx((0, P.a_max))
    assert slopes(ax, "uncommitted patron", 0) == pytest.approx((a_star(P), a_star(P)))
    pieces = curve(ax, "uncommitted patron")
    assert pieces[1][1][-1] == pytest.approx(pieces[2][1][0])


def test_the_demands_jump_at_zero_and_at_l_star():
    (below,) = payoffs_against_l(P).child_axes
    assert has_dot(below, "open", 0, 0) and has_dot(below, "closed", 0, P.a_max)
    assert has_dot(below, "closed", l_star(P), a_star(P)) and has_dot(below, "open", l_star(P), P.a_max)
    assert not has_dot(below, "closed", 0, 0) and len(dots(below, "open")) == 2
    (ticks,) = ({label.get_text() for label in below.get_yticklabels()},)
    assert "none" in ticks


def test_the_lines_of_the_uncommitted_are_dashed():
    ax = payoffs_against_l(P)
    looks = {line.get_gid(): line.is_dashed() for line in ax.lines if line.get_gid() in figures_curves.LOOKS}
    assert [name for name, dashed in looks.items() if dashed] == ["uncommitted patron"]
    assert {line.get_gid(): line.is_dashed() for line in ax.child_axes[0].lines}["uncommitted"]


@pytest.mark.parametrize("p", OTHERS)
def test_the_borders_along_l_are_where_the_name_changes(p):
    names, borders = figures_curves.l_knots(p, figures_curves.along_l(p))
    for x in np.linspace(-0.987, 0.991, 41):
        assert names[sum(border < x for border in borders)] == select(replace(p, l=float(x))).name
    if names == ("separating 1", "separating 2", "separating 3"):
        assert borders == pytest.approx([0, l_star(p)], abs=1e-9)


# --- the reply, the threat ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", (P, JAPAN, FRAGILE))
def test_the_replies_cross_at_mu_star_and_the_better_one_is_bold(p):
    ax, cut = reply_to_belief(p), mu_star(p)
    ends = {name: curve(ax, name)[0] for name in ("low", "middle", "slides")}
    at = {name: float(np.interp(cut, *line)) for name, line in ends.items()}
    assert at["low"] == pytest.approx(at["middle"]) and at["slides"] < at["low"]
    assert guide(ax, "mu_star") == cut
    # After the withdrawal a war with both allies' forces costs c_C; settled, the challenger keeps the rest.
    assert list(ends["low"][1]) == pytest.approx([1 - p.p_l + p.c_T, 1 - p.p_m - p.c_C])
    assert list(ends["middle"][1]) == pytest.approx([1 - p.p_m + p.c_T] * 2)
    for mu in np.linspace(0.01, 0.99, 30):
        (best,) = (np.interp(mu, xs, ys) for xs, ys in curve(ax, "best") if xs[0] <= mu < xs[-1])
        worths = [float(np.interp(mu, *ends[name])) for name in ends]
        assert best == pytest.approx(max(worths)) != pytest.approx(min(worths))


def test_bayes_beliefs_lie_on_the_best_reply():
    for p in (P, WAR, FRAGILE):
        ax = reply_to_belief(p)
        assert [x for x, _ in dots(ax, "closed")] == [0.0, p.phi]
        for mu, worth in dots(ax, "closed"):
            (best, *_) = (np.interp(mu, xs, ys) for xs, ys in curve(ax, "best") if xs[0] <= mu <= xs[-1])
            assert worth == pytest.approx(best)


def test_the_worth_of_an_offer_is_the_models():
    """The equilibrium in which both leave values the offer at its own belief, phi."""
    eq = select(WAR)
    history = ("committed", WAR.a_max, "reject", "withdraw")
    for x in (WAR.p_l - WAR.c_T, WAR.p_m - WAR.c_T, 0.6):
        assert figures_curves.offer_worth(WAR, x, WAR.phi) == pytest.approx(eq.worth(history, x))
        assert figures_curves.offer_worth(WAR, x, WAR.phi) != pytest.approx(eq.worth(history, x - 0.05))


@pytest.mark.parametrize("p", (P, JAPAN, FRAGILE))
def test_staying_and_leaving_cross_at_the_ends_of_the_window(p):
    ax, ends = threat(p), dict(zip(("uncommitted", "committed"), window(p)))
    for type, cross in ends.items():
        assert has_dot(ax, "closed", cross, worth_left(p, type, "low"))
        for what, worth in (("stays", lambda pi, t=type: worth_kept(replace(p, pi=pi), t)), ("leaves", None)):
            for line in (line for line in ax.lines if line.get_gid() == f"{type} {what}"):
                expected = [worth(pi) if worth else worth_left(p, type, "low") for pi in line.get_xdata()]
                assert list(line.get_ydata()) == pytest.approx(expected)
                better = (what == "stays") == (np.mean(line.get_xdata()) < cross)
                assert (line.get_linewidth() > 2) == better
    (shaded,) = (patch for patch in ax.patches if patch.get_gid() == "window")
    assert (shaded.get_x(), shaded.get_x() + shaded.get_width()) == pytest.approx(window(p))
    assert guide(ax, "robust") == pi_leaves(p, "committed", "middle") == robust_window(p)[1] < window(p)[1]


def test_no_robust_bound_is_marked_where_it_is_the_upper_end():
    plain = Params(c_A=0.07)
    assert robust_window(plain) == window(plain)
    assert "at robust" not in {line.get_gid() for line in threat(plain).lines}


# --- words --------------------------------------------------------------------------------------------------------

WORDS: Mapping[str, Callable[[Params], str]] = MappingProxyType(
    {
        "tree": lambda p: figures.alt_negotiation_tree(p, "uncommitted"),
        "who": figures.alt_who_gets_what,
        "l, pi": lambda p: figures.alt_map_l_pi(p, steps=5),
        "l, a_max": lambda p: figures.alt_map_l_a_max(p, steps=5),
        "payoffs": figures.alt_payoffs_against_l,
        "reply": figures.alt_reply_to_belief,
        "threat": figures.alt_threat,
    }
)


def test_the_words_give_the_numbers_of_the_figure():
    assert "sharing (x = 0.7) pays the patron 0.36 and the protégé 0.2, which is played" in WORDS["tree"](P)
    assert "an uncommitted patron (demands 0.5 and is paid): the patron 0.36, the protégé 0.2" in WORDS["who"](P)
    assert "separating 1 up to l = 0, separating 2 up to l = 0.445, separating 3" in WORDS["l, pi"](P)
    assert "robust bound is pi = 0.24" in WORDS["l, pi"](P)
    assert "At a_max = 0.25: separating 1 up to l = 0, cap" in WORDS["l, a_max"](P)
    assert "from l = 0.45 on separating 3, where the challenger's payoff jumps from 0.3 to 0.8" in WORDS["payoffs"](P)
    assert "They cross at mu* = 0.5" in WORDS["reply"](P)
    assert "from 0.15 to 0.26 only the uncommitted patron's threat" in WORDS["threat"](P)
    assert "the patron may make no offer or demand a; the protégé may accept or reject" in figures.alt_timeline()


@pytest.mark.parametrize("name", WORDS)
def test_the_words_change_with_a_parameter(name):
    say = WORDS[name]
    assert say(P) == say(Params()) != say(replace(P, p_l=0.31, c_A=0.09))
    assert re.search(r"[\\$]", say(P)) is None
