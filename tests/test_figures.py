"""The figures show what the model says: marks, jumps and payoffs are read back from what was drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import matplotlib
import numpy as np
import pytest
from conftest import ROOT
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
from alliancelib.core.session import Session
from alliancelib.core.symbols import symbols
from alliancelib.core.tree import Lesson, Option, Situation, Tree, unroll
from alliancelib.drawing import PAPER, RULE, WIDTH
from alliancelib.outside_options import Params, figures, solve
from alliancelib.outside_options.equilibrium import bet, c_switch, r1_star, r_low, r_star, r_tilde, search_path
from alliancelib.outside_options.figures import (
    deal_tree,
    number_line,
    payoffs_against_cost,
    second_offer_payoff,
    second_offer_reply,
    timeline,
)
from alliancelib.outside_options.figures_deals import Region, cutoffs, regions
from alliancelib.outside_options.figures_paper import exchange, main_line, switch_cost
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.model import PLAYERS, Play, after, net, payoffs, read
from alliancelib.outside_options.opponents import theorist

P = Params(phi=1.1, c=0.02, delta=0.99)
"""Both jumps, a search on the path."""

OTHERS = (
    Params(phi=1.4, c=0.1, delta=0.95),  # she buys him off
    Params(phi=1.4, c=0.2, delta=0.95),  # searching is worthless
    Params(phi=1.7, c=0.01, delta=0.9),  # an expensive good
    Params(phi=1.1, c=0.005, delta=0.9),  # a stretch where he takes x1 at once
    Params(phi=1.1, c=0.02, delta=0.3),  # impatient
    Params(phi=1.1, c=0.6, delta=0.5),  # r_star below zero
)


@dataclass(frozen=True, slots=True)
class Plain:
    """The game in as few words as a tree needs."""

    def situation(self, history):
        return Situation(say=(f"Reached: {', '.join(map(str, history))}.",))

    def option(self, history, action):
        return Option(label=f"do {action}")

    def outcome(self, history):
        return read(history).outcome

    def lesson(self, history):
        return Lesson(claim="none", why="")


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Player 2's tree after the offer .6, the draws .7 and .9."""
    eq = solve(P)
    start = Session(game=OutsideOptions(P), seats={"player 1": theorist(eq)}, fixed={"x1": 0.7, "x2": 0.9})
    return unroll(start.replay((0.6,)), "player 2", Plain(), eq)


@pytest.fixture(scope="module")
def drawings(tree: Tree) -> Mapping[str, Callable[..., Axes]]:
    """Every figure of the module, by name, waiting for its axes."""
    return MappingProxyType(
        {
            "timeline": timeline,
            "second_offer_payoff": lambda ax=None: second_offer_payoff(P, ax),
            "second_offer_reply": lambda ax=None: second_offer_reply(P, ax),
            "number_line": lambda ax=None: number_line(P, ax),
            "deal_tree": lambda ax=None: deal_tree(tree, ax),
            "payoffs_against_cost": lambda ax=None: payoffs_against_cost(P.phi, P.delta, ax),
        }
    )


NAMES = (
    "timeline",
    "second_offer_payoff",
    "second_offer_reply",
    "number_line",
    "deal_tree",
    "payoffs_against_cost",
)


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    plt.close("all")


# --- every figure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_draws_where_it_is_told_and_touches_nothing_else(name, drawings):
    assert misbehaviour(drawings[name]) == []


def test_a_figure_that_meddles_is_caught():
    def meddles(ax=None):
        matplotlib.rcParams["lines.linewidth"] += 1
        return plt.subplots()[1]

    with matplotlib.rc_context():
        assert misbehaviour(meddles) == [
            "did not draw on the axes it was given",
            "opened a figure beside the axes it was given",
            "changed the settings of matplotlib",
        ]


def test_every_figure_of_the_module_is_drawn_here_and_has_words():
    public = {name.removeprefix("alt_") for name in vars(figures) if name.startswith("alt_")}
    assert public == set(NAMES)


@pytest.mark.parametrize("p", (P, *OTHERS))
def test_the_figures_exist_for_all_parameters(p):
    for draw in (second_offer_payoff, second_offer_reply, number_line):
        draw(p)
    with pytest.raises(ValueError, match="phi must lie in"):
        payoffs_against_cost(2.5, 0.9)


# --- on a light and on a dark page --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_out_from_the_paper(name, drawings):
    ax = drawings[name]()
    assert faint(ax) == []
    ax.text(0.5, 0.5, "a whisper", color=RULE)
    assert faint(ax) == ["a whisper"]


@pytest.mark.parametrize("name", NAMES)
def test_text_is_large_enough_at_six_inches(name, drawings):
    ax = drawings[name]()
    assert min(text.get_size() for text in texts(ax)) * 6 / WIDTH >= 9
    assert ax.figure.get_figwidth() == WIDTH
    assert ax.figure.get_figheight() < 1.3 * WIDTH


def test_every_surface_with_a_meaning_stands_out_from_the_paper():
    surfaces = (drawing.ALLY, drawing.ADHOC, drawing.YOU, drawing.PALE_YOU)
    assert min(contrast(surface, PAPER) for surface in surfaces) >= 3 > contrast(RULE, PAPER)
    assert contrast(drawing.YOU, drawing.PALE_YOU) > 1.5


@pytest.mark.parametrize("name", NAMES)
def test_the_paper_is_opaque(name, drawings):
    ax = drawings[name]()
    assert not see_through(ax)
    ax.figure.set_facecolor("none")
    assert see_through(ax)


@pytest.mark.parametrize("name", NAMES)
def test_an_axes_that_is_given_gets_the_paper_too(name, drawings):
    figure, ax = plt.subplots(facecolor="black")
    drawings[name](ax)
    assert contrast(figure.get_facecolor(), PAPER) == contrast(ax.get_facecolor(), PAPER) == 1


def test_no_colour_of_text_serves_both_pages():
    """Why a figure brings its paper. On a page that is quite black there would be one."""

    def best(dark: str) -> float:
        return max(min(contrast(str(grey), "white"), contrast(str(grey), dark)) for grey in np.linspace(0, 1, 2001))

    assert best("#121212") < 4.5
    assert best("#000000") > 4.5


def test_the_sides_have_the_colours_of_the_board():
    css = (ROOT / "alliancelib" / "widgets" / "board.css").read_text(encoding="utf-8")
    light = dict(reversed(re.findall(r"--aa-(\w+): (#\w+);", css)))
    sides = {"ally": drawing.ALLY, "adhoc": drawing.ADHOC, "you": drawing.YOU}
    assert {side: light[side] for side in sides} == sides
    assert contrast(drawing.ALLY, drawing.ADHOC) > 1 and light["cutoff"] != drawing.YOU


# --- nothing hides anything ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_no_text_covers_another(name, drawings):
    ax = drawings[name]()
    assert collisions(ax) == []
    first = ax.texts[0]
    ax.annotate("on top", first.xy, xytext=first.get_position(), textcoords="offset points", ha=first.get_ha())
    assert collisions(ax)


@pytest.mark.parametrize("p", OTHERS)
def test_the_marks_keep_apart_elsewhere(p):
    assert [collisions(draw(p)) for draw in (second_offer_payoff, second_offer_reply, number_line)] == [[], [], []]


# --- Figure 1 -----------------------------------------------------------------------------------------------------


def value(tex: str, **letters: float) -> float:
    """What a payoff in the paper's letters comes to."""
    code = tex.strip("$").replace(r"\max[", "max(").replace("]", ")")
    code = re.sub(r"\\delta ?(?=[(c])", "delta*", code)
    return eval(code.replace("\\", ""), {"__builtins__": {}, "max": max}, letters)


def history_to(stage: str, action: str) -> tuple:
    """The history in which ``action`` is taken at ``stage`` after both searches on the way."""
    line = (0.6, "search", 0.7, "advance", 0.65, "search", 0.8)
    stages = [read(line[:k]).stage for k in range(len(line) + 1)]
    return (*line[: stages.index(stage)], action)


def mispriced(written: Mapping[str, str]) -> list[str]:
    """Endings whose payoffs on the time line, costs on the way included, are not the model's."""
    p = Params(phi=1.3, c=0.07, delta=0.8)
    letters = {"phi": p.phi, "c": p.c, "delta": p.delta, "r_1": 0.6, "r_2": 0.65, "x_1": 0.7, "x_2": 0.8}
    found = []
    for choice in [name for name in written if name.startswith("player 1: ")]:
        stage, action = choice.removeprefix("player 1: ").split(", ")
        end = read(history_to(stage, action))
        searched = ("first response", "second response")[: len(end.searches)]
        costs = sum(value(written[f"player 2: {at}, search"], **letters) for at in searched)
        pays = {player: value(written[f"{player}: {stage}, {action}"], **letters) for player in PLAYERS}
        pays["player 2"] += costs
        if pays != pytest.approx(payoffs(p, end)):
            found.append(choice)
    return found


def test_the_time_line_pays_what_the_model_pays():
    written = drawn(timeline())
    endings = {name for name in written if name.startswith("player 1: ")}
    assert len(endings) == 9
    assert mispriced(written) == []
    wrong = {"player 2: second response, search": "$-c$", "player 1: first response, accept": "$1 + r_1$"}
    assert mispriced({**written, **wrong}) == [
        "player 1: first response, accept",
        "player 1: final response, accept ally",
        "player 1: final response, accept ad hoc",
        "player 1: final response, decline",
    ]


def test_the_time_line_has_every_move_and_choice_in_order():
    ax = timeline()
    stages = [line.get_gid() for line in ax.lines if line.get_gid() in {play.stage for play in main_line()}]
    heights = [line.get_ydata()[0] for line in ax.lines if line.get_gid() in stages]
    assert stages == [play.stage for play in main_line()]
    assert heights == sorted(heights)
    choices = {f"{play.stage}, {action}" for play in main_line() for action in play.actions}
    assert choices <= set(drawn(ax))
    assert not {"second draw, search", "over, accept"} & set(drawn(ax))


def test_the_way_round_the_search_runs_from_the_first_response_to_the_second_offer():
    ax = timeline()
    at = {line.get_gid(): line.get_ydata() for line in ax.lines}
    assert after(Play("first response", 1, 0.5), "advance").stage == "second offer"
    assert at["advance"][0] - at["first response"][0] < 0.5
    assert at["second offer"][0] - at["advance"][-1] < 0.5
    assert at["first draw"][0] - at["first response"][0] > 0.5


# --- curves and their jumps ---------------------------------------------------------------------------------------


def test_figure_2_jumps_at_r_star_and_nowhere_else():
    ax = second_offer_payoff(P)
    stop = r_star(P)
    assert has_dot(ax, "open", stop, bet(stop))
    assert has_dot(ax, "closed", stop, 1 - stop)
    assert not has_dot(ax, "closed", stop, bet(stop))
    pieces = curve(ax, "u_2")
    assert not crosses(pieces, stop) and not crosses(pieces, P.phi - 1)
    assert crosses(pieces, r_tilde(P))


def test_figure_2_is_equation_4():
    def equation_4(r2: float) -> float:
        return 1 - r2 if r2 >= r_star(P) else bet(r2) if r2 >= P.phi - 1 else 0.0

    xs, ys = map(np.concatenate, zip(*curve(second_offer_payoff(P), "u_2")))
    assert ys == pytest.approx([equation_4(x) for x in xs])
    assert ys != pytest.approx([bet(x) for x in xs])


def test_a_line_is_dashed_where_he_searches_and_only_there():
    lottery = {(r_tilde(P), "u_2"): second_offer_payoff(P), (0.6, "r_2"): second_offer_reply(P)}
    sure = {(0.9, "u_2"): second_offer_payoff(P), (0.75, "r_2"): second_offer_reply(P)}
    for cases, dashed in ((lottery, True), (sure, False)):
        for (x, gid), ax in cases.items():
            (piece,) = (line for line in ax.lines if line.get_gid() == gid and crosses([line.get_data()], x))
            assert piece.is_dashed() is dashed


def test_cutoffs_that_differ_by_rounding_are_one_knot():
    assert drawing.knots(0, 1, 0.4, 0.4 + 1e-16, 1 - 1e-12, 0.5, 2.0) == [0, 0.4, 0.5, 1]
    assert len(drawing.knots(0, 1, 0.4, 0.4001)) == 4


def test_figure_2_marks_are_where_the_equilibrium_puts_them():
    ax = second_offer_payoff(P)
    marks = {"phi - 1": P.phi - 1, "1/2": 0.5, "r_tilde": r_tilde(P), "r_star": r_star(P)}
    assert {name: guide(ax, name) for name in marks} == pytest.approx(marks)
    assert {name: guide(second_offer_payoff(Params(c=0.021)), name) for name in marks} != pytest.approx(marks)
    level = [line for line in ax.lines if line.get_gid() == "eq. (5)"][0]
    assert level.get_ydata()[0] == pytest.approx(level.get_ydata()[1])


def test_figure_2_leaves_out_what_plays_no_part():
    names = {line.get_gid() for line in second_offer_payoff(Params(phi=1.4, c=0.2)).lines}
    assert "at phi - 1" in names
    assert not names & {"at r_tilde", "at r_star", "at 1/2", "eq. (5)"}
    dear = {line.get_gid() for line in second_offer_payoff(Params(c=1.2 * c_switch(P))).lines}
    assert {"at r_star", "at 1/2"} <= dear and not dear & {"at r_tilde", "eq. (5)"}


def test_table_1_as_a_picture_is_the_second_offer():
    eq = solve(P)
    ax = second_offer_reply(P)
    xs, ys = map(np.concatenate, zip(*curve(ax, "r_2")))
    assert ys == pytest.approx([eq.second_offer(x) for x in xs])
    for x1, r2 in ((0.2, 0.5), (0.6, 0.6), (0.75, r_star(P)), (0.9, 0.9)):
        assert np.interp(x1, xs, ys) == pytest.approx(r2)
    assert np.interp(0.75, xs, ys) != pytest.approx(0.75)
    (line,) = curve(ax, "45 degrees")
    assert list(line[0]) == list(line[1]) and ax.get_aspect() == 1


def test_table_1_as_a_picture_jumps_at_r_tilde():
    ax = second_offer_reply(P)
    tilde = r_tilde(P)
    assert dots(ax, "open") == [pytest.approx((tilde, tilde), abs=1e-6)]
    assert dots(ax, "closed") == [pytest.approx((tilde, r_star(P)))]
    assert not has_dot(ax, "closed", tilde, tilde)  # the paper's ranges would have it so
    assert not crosses(curve(ax, "r_2"), tilde)
    assert guide(ax, "r_low") == r_low(P) and guide(ax, "r_star") == r_star(P)
    assert dots(second_offer_reply(Params(c=0.1)), "open") == []


def test_figure_4_jumps_at_the_switching_cost():
    ax = payoffs_against_cost(P.phi, P.delta)
    switch = c_switch(P)
    at, before = (solve(Params(phi=P.phi, c=c, delta=P.delta)) for c in (switch, switch - 1e-9))
    for player, paid, limit in (("player 1", at.eu_1, before.eu_1), ("player 2", at.eu_2, before.eu_2)):
        assert has_dot(ax, "closed", switch, paid) and has_dot(ax, "open", switch, limit)
        assert not has_dot(ax, "closed", switch, limit)
        assert not crosses(curve(ax, player), switch)
        assert crosses(curve(ax, player), 1.1 * switch)
    assert guide(ax, "c_switch") == pytest.approx(switch)


def test_figure_4_peaks_for_player_2_where_the_search_ends():
    pieces = curve(payoffs_against_cost(P.phi, P.delta), "player 2")
    best = max(zip(*map(np.concatenate, zip(*pieces))), key=lambda point: point[1])
    assert best == pytest.approx((1 / 32, 0.65), abs=1e-6)
    assert best[1] > pieces[0][1][0]  # more than with a search that costs next to nothing


def test_she_switches_early_only_in_the_corner():
    assert switch_cost(P.phi, P.delta) == pytest.approx(c_switch(P), rel=1e-9)
    corner = Params(phi=1.49, c=0.0312, delta=0.4)
    assert 0.96 * c_switch(corner) < switch_cost(1.49, 0.4) < corner.c < c_switch(corner)
    assert switch_cost(1.49, 0.4) != pytest.approx(c_switch(corner), rel=1e-9)


# --- the line from 0 to 1 -----------------------------------------------------------------------------------------


def misplaced(p: Params, found) -> list[float]:
    """Draws that a list of regions puts in the wrong region, or in none or two."""
    eq = solve(p)
    wrong = []
    for x1 in np.linspace(0.0013, 0.9987, 300):
        here = [region for region in found if region.low <= x1 < region.high]
        response = eq.response_after_search(eq.r1, x1)
        then = exchange(eq, x1) if response == "advance" else None
        if [(region.response, region.exchange) for region in here] != [(response, then)]:
            wrong.append(x1)
    return wrong


CORNERS = (
    Params(phi=1.49, c=0.0312, delta=0.4),  # she pre-empts below the switching cost
    Params(phi=1.3, c=0.031, delta=0.85),  # he accepts r1_bar up to a draw above 1/2
    Params(phi=1.3, c=0.03, delta=1.0),
)


@pytest.mark.parametrize("p", (P, *OTHERS, *CORNERS))
def test_the_regions_are_what_player_2_does(p):
    found = regions(p)
    assert misplaced(p, found) == []
    assert misplaced(p, [Region(0.0, 1.0, "advance", ("matches it", "accepts"))])


def test_the_regions_of_the_path_are_those_of_the_closed_form():
    path, found = search_path(P), regions(P)
    assert [region.high for region in found] == pytest.approx([path.x_bar, path.x_high, path.x_jump, 1.0])
    assert [region.response for region in found] == ["accept ally", "advance", "advance", "accept ad hoc"]
    assert [region.exchange for region in found[1:3]] == [("matches it", "searches"), ("jumps over it", "accepts")]
    assert misplaced(P, regions(Params(phi=1.1, c=0.02, delta=0.95)))  # r1_star has moved


def test_the_number_line_has_each_cutoff_once_at_its_place():
    marks = {"1/2": 1 / 2, r"\tilde{r}": r_tilde(P), "r_1^*": r1_star(P), "r^*": r_star(P), "r_1": solve(P).r1}
    marks[r"\phi - 1"] = P.phi - 1
    ax = number_line(P)
    placed = {line.get_gid().removeprefix("at "): line.get_xdata()[0] for line in ax.lines if line.get_gid()}
    assert placed == pytest.approx(marks)
    assert placed != pytest.approx({**marks, "r_1^*": r_star(P)})
    bars = [(bar.get_gid(), bar.get_paths()[0].get_extents()) for bar in ax.collections]
    assert [box.x0 for _, box in bars] == pytest.approx([region.low for region in regions(P)])
    assert [box.x1 for _, box in bars] == pytest.approx([region.high for region in regions(P)])
    assert len({name for name, _ in bars}) == len(bars)


def test_cutoffs_that_coincide_share_a_mark():
    worthless = Params(phi=1.4, c=0.2, delta=0.95)
    letters = dict(cutoffs(worthless))
    assert any({r"\phi - 1", "r_1"} <= set(names) for names in letters.values())
    assert not any(r"\tilde{r}" in names for names in letters.values())
    assert all(len(names) == 1 for _, names in cutoffs(P))


# --- a deal's tree ------------------------------------------------------------------------------------------------


def first_decisions(tree: Tree) -> list[Mapping]:
    """The first decision of a tree and those that follow it directly."""
    root = tree["nodes"][tree["root"]]
    then = [tree["nodes"][option["to"]] for option in root["options"]]
    return [root, *(node for node in then if "options" in node)]


def test_the_tree_shows_every_worth_and_payoff(tree):
    ax, decisions = deal_tree(tree), first_decisions(tree)
    shown = [text.get_text().replace("\N{MINUS SIGN}", "-") for text in ax.texts if text.get_gid() == "worth"]
    worths = [option["worth"] for decision in decisions for option in decision["options"]]
    assert sorted(map(float, shown)) == pytest.approx(sorted(worths), abs=0.051)
    assert sorted(map(float, shown)) != pytest.approx(sorted([*worths[1:], worths[0] + 1]), abs=0.051)
    assert len([patch for patch in ax.patches if patch.get_gid() == "decision"]) == len(decisions) == 3
    taken = [text.get_text() for text in ax.texts if text.get_gid() == "player 2"]
    assert "50" in taken and "-50" not in taken  # 1 - phi + .6


def test_the_best_branches_stand_out(tree):
    ax = deal_tree(tree)
    bold = [text.get_text() for text in ax.texts if text.get_weight() == "bold" and text.get_gid() != "worth"]
    decisions = first_decisions(tree)
    assert sorted(bold) == sorted(o["label"] for d in decisions for o in d["options"] if o["regret"] == 0)
    assert len(bold) < sum(len(d["options"]) for d in decisions)
    rows = {text.xy[1] for text in ax.texts if text.get_weight() == "bold"}
    assert {line.get_ydata()[-1] for line in ax.lines if line.get_gid() == "best"} == rows
    widths = {line.get_gid(): line.get_linewidth() for line in ax.lines}
    assert widths["best"] > widths["other"]


def test_the_tree_is_pruned(tree):
    sizes = [len(deal_tree(tree, depth=depth).patches) for depth in (1, 2, 3)]
    assert sizes[0] == 1 < sizes[1] < sizes[2]
    with pytest.raises(ValueError, match="depth must be at least 1, got 0"):
        deal_tree(tree, depth=0)


def test_of_many_options_the_best_is_drawn_and_the_rest_counted():
    end = {"say": ["End."], "payoffs": {"player 1": 0.0, "player 2": 1.0}}
    options = [{"label": f"offer {k}", "to": 0, "worth": -abs(k - 11), "regret": abs(k - 11)} for k in range(21)]
    ax = deal_tree({"root": 1, "nodes": [end, {"say": ["Offer."], "options": options}]})
    shown = [text.get_text() for text in ax.texts]
    offers = [label for label in shown if label.startswith("offer ")]
    assert {"offer 0", "offer 11", "offer 20"} <= set(offers) and "offer 1" not in offers
    assert f"and {21 - len(offers)} more" in shown


# --- letters and words --------------------------------------------------------------------------------------------


def test_labels_carry_the_letters_of_the_model():
    tex = {symbol.name: symbol for symbol in symbols(Params)}
    cost = payoffs_against_cost(P.phi, P.delta).get_xlabel()
    assert tex["c"].meaning in cost and f"${tex['c'].tex}$" in cost
    assert tex["delta"].tex not in cost
    payoff, reply = second_offer_payoff(P), second_offer_reply(P)
    assert "$r_2$" in payoff.get_xlabel() and "$u_2(r_2)$" in payoff.get_ylabel()
    assert "$x_1$" in reply.get_xlabel() and "$r_2$" in reply.get_ylabel()
    assert any(tex["phi"].tex in label for label in drawn(payoff).values())
    assert any(tex["phi"].tex in label for label in drawn(number_line(P)).values())


def test_the_words_give_the_numbers_of_the_figure(tree):
    said = figures.alt_second_offer_payoff(P)
    assert "At r* = 0.8" in said and "from 0.16 to 0.2" in said and "0.724" in said
    assert "0.724" not in figures.alt_second_offer_payoff(Params(c=0.1))
    assert "worth nothing" in figures.alt_second_offer_payoff(Params(phi=1.4, c=0.2))
    assert "from 0.724 to 0.8 she jumps over it" in figures.alt_second_offer_reply(P)
    assert "r1* at 0.793" in figures.alt_number_line(P) and "r1* at 0.8," not in figures.alt_number_line(P)
    assert f"c = {c_switch(P):.4g}" in figures.alt_payoffs_against_cost(P.phi, P.delta)
    assert "player 2 may accept, search or advance" in figures.alt_timeline()
    assert "do accept: 50" in figures.alt_deal_tree(tree) and net(P, 0.6) == pytest.approx(0.5)
