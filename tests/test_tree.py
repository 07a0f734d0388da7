"""A deal's tree is the session, written out: the same situations, options, worths and payoffs along every path."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import fmean

import pytest
from boards import LESSONS, trees

from alliancelib.core.game import Action, History, IllegalAction, Interval, sure
from alliancelib.core.lessons import Deal
from alliancelib.core.session import Session
from alliancelib.core.tree import DECIMALS, POINTS, TIE, Lesson, Option, Situation, points, unroll, walk
from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.integration import ChosenCostTheory
from alliancelib.outside_options.model import after, read
from alliancelib.outside_options.opponents import always_searches_once, never_searches, splits_evenly, theorist
from alliancelib.outside_options.scenarios import hold_74, judge, session, take_it_or_look, tie_your_own_hands
from alliancelib.widgets.decks import SEATS, tree
from alliancelib.widgets.seat import Seat
from alliancelib.widgets.words_player_2 import PLAYER_2, PlayerTwoWords

every_deck = pytest.mark.parametrize("name", LESSONS)
player_2s_decks = pytest.mark.parametrize("name", [name for name in LESSONS if name.startswith("player-2/")])

CLOSE = pytest.approx


def differences(seat: Seat, deal: Deal, unrolled) -> Iterator[str]:
    """Where a tree is not what the session of its deal says, found by walking both side by side."""
    words, value = seat.words(deal), seat.judge(deal)

    def compare(at: int, play: Session) -> Iterator[str]:
        node, history = unrolled["nodes"][at], play.history
        situation = words.situation(history)
        if node["say"] != list(situation.say):
            yield f"{history}: says {node['say']}"
        marks = [{"at": points(mark.at), "label": mark.label, "kind": mark.kind} for mark in situation.marks]
        if node["marks"] != marks:
            yield f"{history}: marks {node['marks']}"
        if node.get("settles") != situation.settles:
            yield f"{history}: settles {node.get('settles')}"
        if play.to_move is None:
            yield from compare_end(node, play)
        else:
            yield from compare_decision(node, play)

    def compare_end(node, play: Session) -> Iterator[str]:
        if "options" in node:
            yield f"{play.history}: goes on"
            return
        paid = {player: payoff * POINTS for player, payoff in play.payoffs.items()}
        if node["payoffs"] != CLOSE(paid, abs=1e-6) or node["payoff"] != CLOSE(paid[seat.player], abs=1e-6):
            yield f"{play.history}: pays {node['payoffs']}"
        if node["outcome"] != words.outcome(play.history):
            yield f"{play.history}: ends with {node['outcome']}"

    def compare_decision(node, play: Session) -> Iterator[str]:
        if [option["do"] for option in node.get("options", ())] != list(play.view.actions):
            yield f"{play.history}: offers {node.get('options')}"
            return
        for option in node["options"]:
            said = words.option(play.history, option["do"])
            if (option["label"], option["note"]) != (said.label, said.note):
                yield f"{play.history}: calls {option['do']} {option['label']}"
            if option.get("at") != (None if said.at is None else points(said.at)):
                yield f"{play.history}: puts {option['do']} at {option.get('at')}"
            if option["worth"] != CLOSE(value.worth(play.history, option["do"]) * POINTS, abs=1e-6):
                yield f"{play.history}: {option['do']} is worth {option['worth']}"
            if option["regret"] != CLOSE(node["best"] - option["worth"], abs=2e-6):
                yield f"{play.history}: {option['do']} is regretted by {option['regret']}"
            yield from compare(option["to"], play.play(option["do"]))

    yield from compare(unrolled["root"], seat.session(deal))


def decisions(unrolled):
    return [node for node in unrolled["nodes"] if "options" in node]


def ends(unrolled):
    return [node for node in unrolled["nodes"] if "options" not in node]


# --- the tree and the session ------------------------------------------------------------------------------------


@every_deck
def test_every_path_of_every_deal_is_a_play_of_its_session(name):
    seat, _ = LESSONS[name]
    for deal, unrolled in trees(name):
        assert list(differences(seat, deal, unrolled)) == []


def tampered_payoff(broken):
    ends(broken)[0]["payoff"] += 0.01


def tampered_worth(broken):
    decisions(broken)[-1]["options"][0]["worth"] += 0.01


def tampered_way(broken):
    first, second, *_ = decisions(broken)[-1]["options"]
    first["to"], second["to"] = second["to"], first["to"]


def tampered_options(broken):
    decisions(broken)[-1]["options"].pop()


def tampered_words(broken):
    ends(broken)[-1]["say"].append("And they lived happily ever after.")


def tampered_mark(broken):
    next(node for node in broken["nodes"] if node["marks"])["marks"][0]["at"] += 1


def tampered_answer(broken):
    next(node for node in broken["nodes"] if "settles" in node)["settles"] = "no answer"


def tampered_outcome(broken):
    ends(broken)[0]["outcome"] = "none, ever"


@pytest.mark.parametrize(
    "tamper",
    [
        tampered_payoff,
        tampered_worth,
        tampered_way,
        tampered_options,
        tampered_words,
        tampered_mark,
        tampered_answer,
        tampered_outcome,
    ],
)
def test_a_tree_that_was_tampered_with_is_caught(tamper):
    deal = take_it_or_look().deals[0]
    unrolled = tree(PLAYER_2, deal)
    broken = copy.deepcopy(unrolled)
    tamper(broken)
    assert broken != unrolled
    assert list(differences(PLAYER_2, deal, unrolled)) == []
    assert list(differences(PLAYER_2, deal, broken)) != []


def test_the_tree_of_another_deal_is_caught():
    first, second = take_it_or_look().deals[:2]
    assert list(differences(PLAYER_2, first, tree(PLAYER_2, second))) != []


def test_a_slider_option_in_another_place_is_caught():
    seat = SEATS["patron"]
    deal = seat.taught()[0].deals[0]
    broken = copy.deepcopy(tree(seat, deal))
    decisions(broken)[-1]["options"][-1]["at"] -= 1
    assert list(differences(seat, deal, broken)) != []


@every_deck
def test_the_type_is_never_told_to_the_challenger_before_the_end(name):
    """Two deals that differ only in the type show him the same until he has chosen."""
    seat, scenario = LESSONS[name]
    if seat.player == "challenger":
        for deal in scenario.deals:
            told = decisions(tree(seat, deal))[0]
            history = seat.session(deal).history
            other = ("uncommitted" if history[0] == "committed" else "committed", *history[1:])
            assert told["say"] == list(seat.words(deal).situation(other).say)
            assert told["why"] == seat.words(deal).lesson(other).why
            worths = [option["worth"] for option in told["options"]]
            assert worths == [points(seat.judge(deal).worth(other, option["do"])) for option in told["options"]]


@player_2s_decks
def test_every_offer_and_draw_so_far_is_marked_on_the_line_where_it_lies(name):
    def check(deal, at, unrolled, play):
        node = unrolled["nodes"][at]
        told = read(play.history[1:] if deal.menu else play.history) if play.history else None
        shares = [] if told is None else [told.ally_offer, told.x1, told.x2]
        assert [mark["at"] for mark in node["marks"]] == CLOSE([100 * s for s in shares if s is not None], abs=1e-6)
        for option in node.get("options", ()):
            check(deal, option["to"], unrolled, play.play(option["do"]))

    for deal, unrolled in trees(name)[:6]:
        check(deal, unrolled["root"], unrolled, session(deal))


# --- what choices are worth --------------------------------------------------------------------------------------


@every_deck
def test_regret_is_what_is_lost_against_the_best_option(name):
    for _, unrolled in trees(name):
        for node in decisions(unrolled):
            worths = [option["worth"] for option in node["options"]]
            regrets = [option["regret"] for option in node["options"]]
            assert node["best"] == max(worths)
            assert min(regrets) == 0 and all(regret >= 0 for regret in regrets)
            assert [w + r for w, r in zip(worths, regrets)] == CLOSE([node["best"]] * len(worths), abs=2 * TIE)


@player_2s_decks
def test_where_no_luck_follows_a_choice_is_worth_what_it_leads_to(name):
    lucky = 0
    for _, unrolled in trees(name):
        for node in decisions(unrolled):
            for option in node["options"]:
                then = unrolled["nodes"][option["to"]]
                reached = then["best"] if "options" in then else then["payoff"]
                if option["do"] == "search":
                    lucky += abs(option["worth"] - reached) > 0.01
                else:
                    assert option["worth"] == CLOSE(reached, abs=2e-6)
    # A search is worth its average, not what this deal's draw happens to bring.
    assert lucky > 0


def averaged(game, plan, ally, opening: History, action: Action, steps: int) -> float:
    """Player 2's mean payoff from ``action`` and ``plan`` afterwards, over ``steps`` even draws of each name."""
    draws = [(k + 0.5) / steps for k in range(steps)]
    start = Session(game=game, seats={"player 1": ally}).replay(opening)

    def end(x1: float, x2: float) -> Session:
        play = replace(start, fixed={"x1": x1, "x2": x2}).play(action)
        return replace(play, seats={"player 1": ally, "player 2": plan}).advance()

    def mean(x1: float) -> float:
        first = end(x1, draws[0])
        if read(first.history).x2 is None:
            return first.payoffs["player 2"]
        return fmean(end(x1, x2).payoffs["player 2"] for x2 in draws)

    x1_is_to_come = after(read(opening), action).stage == "first draw"
    return fmean(mean(x1) for x1 in draws) if x1_is_to_come else mean(0.5)


@pytest.mark.parametrize(
    ("p", "opening", "action", "steps", "tol"),
    [
        (Params(phi=1.1, c=0.1, delta=0.6), (0.35,), "search", 80, 0.005),
        (Params(phi=1.1, c=0.02, delta=0.99), (0.6,), "search", 80, 0.005),
        (Params(phi=1.1, c=0.02, delta=0.99), (0.6, "search", 0.65), "advance", 1000, 1e-5),
        (Params(phi=1.1, c=0.02, delta=0.99), (0.4, "advance", 0.5), "search", 1000, 1e-5),
        (Params(phi=1.7, c=0.01, delta=0.95), (0.6,), "search", 80, 0.005),
    ],
    ids=str,
)
def test_what_a_choice_is_worth_is_its_average_over_luck_when_theory_is_followed(p, opening, action, steps, tol):
    eq, game = solve(p), OutsideOptions(p)
    mean = averaged(game, theorist(eq), theorist(eq), opening, action, steps)
    assert mean == pytest.approx(eq.worth(opening, action), abs=tol)
    # Whoever leaves theory afterwards does worse than that.
    assert averaged(game, gives_up, theorist(eq), opening, action, steps) < eq.worth(opening, action) - 2 * tol


def gives_up(view):
    """Player 2 as pessimist: waits, and then builds nothing."""
    return sure("decline" if "decline" in view.actions else "advance")


def test_what_a_cost_is_worth_is_its_average_over_luck_as_well():
    deal = tie_your_own_hands().deals[0]
    theory = judge(deal)
    assert isinstance(theory, ChosenCostTheory)
    for c in (0.01, 1 / 32):
        p = replace(deal.p, c=c)
        eq = solve(p)
        mean = averaged(OutsideOptions(p), theorist(eq), theorist(eq), (eq.r1,), eq.first_move, 80)
        assert mean == pytest.approx(theory.worth((), c), abs=0.005)
    assert theory.worth((), 0.01) != pytest.approx(theory.worth((), 1 / 32), abs=0.02)


def test_characters_get_on_average_no_more_than_the_best_choice_is_worth():
    for deal in (*take_it_or_look().deals[:5], *hold_74().deals[:5]):
        eq, game = solve(deal.p), OutsideOptions(deal.p)
        start = session(deal)
        best = max(eq.worth(deal.opening, action) for action in start.view.actions)
        for character in (never_searches(deal.p), always_searches_once(deal.p)):
            action = character(start.view).draw(0.0)
            assert averaged(game, character, theorist(eq), deal.opening, action, 40) <= best + 0.005


# --- how trees are stored ----------------------------------------------------------------------------------------


@every_deck
def test_children_come_before_their_parents_and_every_node_is_reached(name):
    for _, unrolled in trees(name):
        reached = {unrolled["root"]}
        for k, node in enumerate(unrolled["nodes"]):
            assert all(option["to"] < k for option in node.get("options", ()))
            reached |= {option["to"] for option in node.get("options", ())}
        assert reached == set(range(len(unrolled["nodes"])))


@every_deck
def test_equal_nodes_are_stored_once(name):
    for _, unrolled in trees(name):
        nodes = [json.dumps(node, sort_keys=True) for node in unrolled["nodes"]]
        assert len(set(nodes)) == len(nodes)


@dataclass(frozen=True, slots=True)
class Bare:
    """The least that words can be: the last action, and nothing else."""

    def situation(self, history: History) -> Situation:
        return Situation(say=[f"{history[-1:]}"])

    def option(self, history: History, action: Action) -> Option:
        return Option(label=f"{action}")

    def outcome(self, history: History) -> str:
        return "over"

    def lesson(self, history: History) -> Lesson:
        return Lesson(claim="none", why="no reason")


@dataclass(frozen=True, slots=True)
class Flat:
    """A judge to whom everything is worth the same."""

    def worth(self, history: History, action: Action) -> float:
        return 0.25


def accepts_two_thirds(view):
    """Player 2 as a man of principle, in period 1 only."""
    if "accept" not in view.actions:
        return sure("decline")
    return sure("accept" if view.history[-1] >= 2 / 3 else "advance")


def test_a_continuous_choice_becomes_a_slider_whose_ways_share_what_follows():
    start = Session(game=OutsideOptions(Params()), seats={"player 2": accepts_two_thirds})
    unrolled = unroll(start, "player 1", Bare(), Flat(), steps=11)
    root = unrolled["nodes"][unrolled["root"]]
    assert root["as"] == "slider"
    assert [option["do"] for option in root["options"]] == list(Interval(0, 1).grid(11))
    # Seven low offers lead to one and the same second offer, whose eleven ways all end alike.
    assert len({option["to"] for option in root["options"][:7]}) == 1
    assert len({option["to"] for option in root["options"][7:]}) == 4
    assert len(decisions(unrolled)) == 2
    assert len(decisions(unroll(start, "player 1", Bare(), Flat(), steps=3))) == 2


def test_a_choice_among_verbs_becomes_buttons_and_a_menu_of_costs_a_slider():
    deal = tie_your_own_hands().deals[0]
    unrolled = tree(PLAYER_2, deal)
    asked = unrolled["nodes"][unrolled["root"]]
    assert asked["as"] == "slider" and [option["do"] for option in asked["options"]] == list(deal.menu)
    assert {node["as"] for node in decisions(unrolled) if node is not asked} == {"buttons"}


def test_equal_worths_are_never_regretted():
    start = Session(game=OutsideOptions(Params()), seats={"player 2": accepts_two_thirds})
    for node in decisions(unroll(start, "player 1", Bare(), Flat(), steps=5)):
        assert {option["regret"] for option in node["options"]} == {0.0}


def test_a_tree_belongs_to_one_free_seat():
    game = OutsideOptions(Params())
    with pytest.raises(ValueError, match="player 1 needs a strategy"):
        unroll(Session(game=game), "player 2", Bare(), Flat())
    seats = {"player 1": splits_evenly(game.p), "player 2": accepts_two_thirds}
    with pytest.raises(ValueError, match="player 2 holds a strategy"):
        unroll(Session(game=game, seats=seats), "player 2", Bare(), Flat())
    assert unroll(Session(game=game, seats={"player 1": seats["player 1"]}), "player 2", Bare(), Flat())["nodes"]


@pytest.mark.parametrize(("share", "shown"), [(0.6, 60), (1 / 3, 33.333333), (-0.0, 0), (-1e-12, 0), (2, 200)])
def test_points_are_hundredths_to_six_decimals_and_never_minus_nothing(share, shown):
    assert points(share) == shown
    assert str(points(share))[0] != "-"
    assert points(share) == round(points(share), DECIMALS)
    assert points(share + 1e-6) != points(share)


# --- walking a tree ----------------------------------------------------------------------------------------------


def test_a_walk_visits_what_the_session_visits():
    deal = take_it_or_look().deals[0]
    choices = ("search", "advance", "search", "decline")
    nodes, play = walk(tree(PLAYER_2, deal), choices), session(deal)
    assert len(nodes) == len(choices) + 1 and "options" not in nodes[-1]
    for node, choice in zip(nodes, (*choices, None)):
        assert node["say"] == list(PlayerTwoWords(deal).situation(play.history).say)
        play = play if choice is None else play.play(choice)
    assert nodes[-1]["payoff"] == CLOSE(100 * play.payoffs["player 2"])
    assert walk(tree(PLAYER_2, deal), ()) == nodes[:1]


@pytest.mark.parametrize("choices", [("decline",), ("search", "search"), ("accept", "accept"), (0.5,)], ids=str)
def test_a_walk_off_the_tree_is_refused(choices):
    with pytest.raises(IllegalAction, match="the choice must be one of .* got"):
        walk(tree(PLAYER_2, take_it_or_look().deals[0]), choices)
