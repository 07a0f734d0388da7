"""Several people at one screen: whose turn it is, what each reads, and what the choices of each were worth."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from boards import TAUGHT, TOGETHER
from boards import made as decked
from test_decks import DEBRIEF, KEYS, NOISE, SYMBOL, kinds
from toys import Pledge, always
from walking import PAGES, complete_plays, enough, open_board, walked

from alliancelib import cost_sharing, outside_options
from alliancelib.core.game import HIDDEN
from alliancelib.core.session import Session
from alliancelib.core.tree import Lesson, Option, Situation, points, unroll, walk
from alliancelib.widgets import play_together
from alliancelib.widgets.decks import BOARDS, SEATS, TABLES, all_decks, compact, deck, tree
from alliancelib.widgets.numbers import number
from alliancelib.widgets.sheets import all_sheets

every_table = pytest.mark.parametrize("name", TOGETHER)


@cache
def decks() -> dict[str, Any]:
    return {name: deck(*lesson) for name, lesson in TOGETHER.items()}


# --- the tree of several seats, in a toy with something private --------------------------------------------------


class ToyWords:
    """Everything that the one to move has seen, and no more."""

    def __init__(self, game: Pledge) -> None:
        self.game = game

    def situation(self, history):
        player = self.game.to_move(history)
        seen = history if player is None else self.game.view(history, player).history
        return Situation(say=[f"{'something' if step is HIDDEN else step}." for step in seen], ask="And now?")

    def option(self, history, action):
        return Option(label=action)

    def outcome(self, history):
        return history[-1]

    def lesson(self, history):
        return Lesson(claim="none", why=f"{self.game.to_move(history)} is to think.")


class ToyJudge:
    def worth(self, history, action):
        return {"pledge": 0.1, "silence": 0.2, "challenge": 0.3, "refrain": 0.0}[action]


def toy(type: str, **seats: Any) -> Session:
    return Session(game=Pledge(), seats=seats, fixed={"type": type}).advance()


def test_each_decision_names_its_seat_and_the_end_pays_everybody():
    made = unroll(toy("firm"), ("patron", "challenger"), ToyWords(Pledge()), ToyJudge())
    root = made["nodes"][made["root"]]
    below = made["nodes"][root["options"][0]["to"]]
    assert (root["seat"], below["seat"]) == ("patron", "challenger")
    assert [option["regret"] for option in root["options"]] == [10, 0] and root["best"] == 20
    ends = [node for node in made["nodes"] if "options" not in node]
    assert all(set(end["payoffs"]) == {"patron", "challenger"} and "payoff" not in end for end in ends)


def test_the_tree_of_one_seat_is_as_it_was():
    made = unroll(toy("firm", challenger=always("refrain")), "patron", ToyWords(Pledge()), ToyJudge())
    assert not any("seat" in node for node in made["nodes"])
    assert all(node["payoff"] == node["payoffs"]["patron"] for node in made["nodes"] if "options" not in node)
    for name in TAUGHT:
        assert "seats" not in decked(name) and not any("seat" in node for node in nodes_of(decked(name)))


def nodes_of(one: Any) -> Iterator[Any]:
    for deal in one["deals"]:
        yield from deal["nodes"]


def test_what_is_private_is_in_the_words_of_the_one_who_knows_it_only():
    """Two deals that differ in the type: the challenger reads the same in both, the patron does not."""
    firm, soft = (
        unroll(toy(type), ("patron", "challenger"), ToyWords(Pledge()), ToyJudge()) for type in ("firm", "soft")
    )
    read = [{n["seat"]: [] for n in made["nodes"] if "seat" in n} for made in (firm, soft)]
    for said, made in zip(read, (firm, soft)):
        for node in made["nodes"]:
            if "seat" in node:
                said[node["seat"]].append(node["say"])
    assert read[0]["challenger"] == read[1]["challenger"]
    assert read[0]["patron"] != read[1]["patron"]


def test_a_seat_that_holds_a_strategy_or_is_nobodys_is_named():
    words, judge = ToyWords(Pledge()), ToyJudge()
    with pytest.raises(ValueError, match="challenger holds a strategy"):
        unroll(toy("firm", challenger=always("refrain")), ("patron", "challenger"), words, judge)
    with pytest.raises(ValueError, match="challenger needs a strategy before patron's tree"):
        unroll(toy("firm"), ("patron",), words, judge)


# --- the decks ---------------------------------------------------------------------------------------------------


def differences(name: str, deal, unrolled) -> Iterator[str]:
    """Where a tree for several is not what the session of its deal says."""
    seat, _ = TOGETHER[name]
    words, worth = seat.words(deal), seat.judge(deal).worth

    def compare(at: int, play: Session) -> Iterator[str]:
        node, history = unrolled["nodes"][at], play.history
        if node["say"] != list(words.situation(history).say):
            yield f"{history}: says {node['say']}"
        if play.to_move is None:
            paid = {player: points(amount) for player, amount in play.payoffs.items()}
            if "options" in node or node["payoffs"] != paid or node["outcome"] != words.outcome(history):
                yield f"{history}: ends otherwise"
            return
        if node.get("seat") != play.to_move or [one["do"] for one in node["options"]] != list(play.view.actions):
            yield f"{history}: is not {play.to_move}'s"
            return
        for option in node["options"]:
            if abs(option["worth"] - 100 * worth(history, option["do"])) > 1e-6:
                yield f"{history}: {option['do']} is worth {option['worth']}"
            yield from compare(option["to"], play.play(option["do"]))

    yield from compare(unrolled["root"], seat.session(deal))


@every_table
def test_every_path_is_a_play_of_its_session(name):
    seat, scenario = TOGETHER[name]
    for deal in scenario.deals:
        assert list(differences(name, deal, tree(seat, deal))) == []


@every_table
def test_a_tree_with_a_turn_of_the_wrong_seat_or_a_wrong_worth_is_caught(name):
    seat, scenario = TOGETHER[name]
    deal = scenario.deals[0]
    right = tree(seat, deal)
    first, second = seat.player
    for key, wrong in (("seat", second), ("say", ["Something else."])):
        broken = copy.deepcopy(right)
        broken["nodes"][broken["root"]][key] = wrong
        assert list(differences(name, deal, broken)) != []
    broken = copy.deepcopy(right)
    broken["nodes"][broken["root"]]["options"][0]["worth"] += 0.01
    assert len(list(differences(name, deal, broken))) == 1


@every_table
def test_a_deck_names_its_seats_and_is_small(name):
    one = decks()[name]
    seat, _ = TOGETHER[name]
    assert one["seats"] == seat.player and "seat" not in one and set(one["seats"]) <= set(one["roles"])
    assert json.loads(compact(one)) == json.loads(json.dumps(one))
    assert {node["seat"] for node in nodes_of(one) if "options" in node} == set(one["seats"])
    assert len(one["deals"]) == 6 and all(deal["bet"] is None for deal in one["deals"])
    assert len(gzip.compress(compact(one).encode(), 6)) < 60_000
    assert all_decks()[name] == one


@every_table
def test_claims_are_explained_to_the_seat_that_meets_them(name):
    one = decks()[name]
    met = {node["claim"] for node in nodes_of(one) if "options" in node}
    assert met <= set(one["claims"]) and len(met) >= 5
    if "outside" in name:
        texts = {player: one["claims"][f"{player}: table-1"]["says"] for player in one["seats"]}
        assert len(set(texts.values())) == 2


@every_table
def test_words_keep_to_the_rules_of_the_other_decks(name):
    for kind, text in kinds(decks()[name]):
        if kind not in (*DEBRIEF, *KEYS, "seat", "seats"):
            assert not SYMBOL.search(text.replace("'s", "").replace("\N{RIGHT SINGLE QUOTATION MARK}s", "")), text
        if kind not in (*KEYS, "symbols"):
            assert not NOISE.search(text.replace("Hold-74", "")), text


def test_theorys_offers_are_among_those_that_player_1_has():
    seat, scenario = TOGETHER["together-outside-options/two-at-one-screen"]
    for deal in scenario.deals:
        eq = outside_options.solve(deal.p)
        assert eq.eu_1 - max(eq.worth((), offer) for offer in deal.menu) < 0.0005
        assert not eq.eu_1 - eq.worth((), 0.9) < 0.0005


def test_tables_are_no_seats_and_have_no_lessons_for_a_class():
    assert set(BOARDS) == set(SEATS) | set(TABLES) and not set(SEATS) & set(TABLES)
    assert not set(all_sheets()) & set(TOGETHER) and set(all_sheets()) == set(TAUGHT)


# --- in a notebook -----------------------------------------------------------------------------------------------


def test_a_board_for_two_says_who_plays_and_tells_both_ends():
    board = play_together()
    assert repr(board) == "Board('Two at one screen', player 1 and player 2, 6 deals)"
    told = board.transcript(1, 0.4, "accept").split("\n")
    assert any(line.startswith("> Player 2: Take her 40") for line in told)
    assert told[-2:] == ["= Player 1 ends with 60 points.", "= Player 2 ends with 30 points."]
    assert not any("ends with" in line for line in board.transcript(1, 0.4).split("\n"))


def test_a_board_for_two_loads_its_lessons_and_takes_parameters():
    board = play_together("cost-sharing", cost_sharing.Params(pi=0.21))
    assert board.deck["scenario"] == "your-own" and len(board.deck["deals"]) == 6
    board.wanted = "two-at-one-screen"
    assert board.deck == decks()["together-cost-sharing/two-at-one-screen"] and board.notice == ""
    for game, p in (("cost-sharing", outside_options.Params()), ("outside-options", cost_sharing.Params())):
        with pytest.raises(ValueError, match="p must be Params or None"):
            play_together(game, p)
    with pytest.raises(ValueError, match="game must be one of outside-options, cost-sharing, got 'chess'"):
        play_together("chess")
    with pytest.raises(ValueError, match="deal must lie in 1 to 6, got 7"):
        play_together(deal=7)


# --- on a page ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
@every_table
def test_every_option_of_every_deal_plays_in_the_page_as_in_the_session(page, name):
    troubles, plays = walked(page, name)
    assert troubles == []
    assert plays >= 6 * 50


def test_the_plays_that_are_walked_take_every_option_of_every_node():
    seat, scenario = TOGETHER["together-outside-options/two-at-one-screen"]
    deal = scenario.deals[0]
    unrolled = tree(seat, deal)

    def taken(ways):
        return {(compact(node), choice) for way in ways for node, choice in zip(walk(unrolled, way), way, strict=False)}

    ways = enough(seat, deal)
    options = {(compact(n), o["do"]) for n in unrolled["nodes"] for o in n.get("options", ())}
    assert taken(ways) == options and taken(ways[:-1]) != options
    assert len(ways) < sum(1 for _ in complete_plays(seat.session(deal))) / 5


def held(opened, board: str):
    """The element of a board on its page."""
    at = opened.evaluate(f"window.aaBoards.findIndex(({{ model }}) => model.get('deck').board === '{board}')")
    return opened.locator("[data-aa-board]").nth(at)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_a_turn_is_shown_to_nobody_before_the_screen_is_passed(page, width):
    opened = open_board(page, "together-outside-options/two-at-one-screen", width=width, reduced_motion="reduce")
    board = held(opened, "together-outside-options")
    assert "Pass the screen to player 1." in board.inner_text()
    assert board.locator("[data-aa-slider]").count() == 0 and "How much do you offer" not in board.inner_html()
    board.locator("[data-aa-pass]").click()
    board.locator("[data-aa-slider]").focus()
    for _ in range(4):
        opened.keyboard.press("ArrowRight")
    board.get_by_role("button", name="Confirm").click()
    # Neither on the stage, nor in what is read aloud, nor in the transcript.
    assert "Pass the screen to player 2." in board.locator("[aria-live=polite]").first.inner_text()
    assert "offers to pay 40" not in board.inner_html() and "40 points" not in board.inner_html()
    board.locator("[data-aa-pass]").press("Enter")
    assert "Your ally offers to pay 40" in board.locator("[data-aa-step]").inner_text()
    told = board.locator(".aa-told").inner_html()
    assert "offers to pay 40" in told and "You make the first offer" not in told
    opened.keyboard.press("1")
    assert board.locator("[data-aa-step]").get_attribute("data-aa-step") == "debrief"
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.troubles == []


@pytest.mark.browser
def test_the_debrief_tells_each_seat_what_it_got_and_left(page):
    opened = open_board(page, "together-outside-options/two-at-one-screen", deal=1)
    board = held(opened, "together-outside-options")
    board.locator("[data-aa-pass]").click()
    board.locator("[data-aa-slider]").focus()
    for _ in range(4):
        opened.keyboard.press("ArrowRight")
    board.get_by_role("button", name="Confirm").click()
    board.locator("[data-aa-pass]").click()
    board.locator('[data-aa-do="accept"]').click()
    eq = outside_options.solve(TOGETHER["together-outside-options/two-at-one-screen"][1].deals[0].p)
    left = {
        "Player 1": eq.eu_1 - eq.worth((), 0.4),
        "Player 2": eq.worth((0.4,), "search") - eq.worth((0.4,), "accept"),
    }
    said = board.locator("[data-aa-step]").inner_text()
    assert f"Player 1: 60 points, {number(left['Player 1'])} left on the table." in said
    assert f"Player 2: 30 points, {number(left['Player 2'])} left on the table." in said
    assert "90 points together" in board.inner_text() and "Luck" not in said
    assert "Player 2: What do you do?" in said
    assert "had everybody followed it from there" in said
    record = opened.evaluate("window.aaBoards.find(({ model }) => model.get('deck').seats).model.get('history').at(-1)")
    assert record["choices"] == [0.4, "accept"] and record["seats"]["player 2"]["payoff"] == pytest.approx(30)
    board.locator("[data-aa-next]").click()
    assert board.get_attribute("data-aa-open") == "2" and "Pass the screen to player 1." in board.inner_text()
    assert opened.troubles == []


@pytest.mark.browser
def test_a_board_for_two_is_not_offered_to_a_class(page):
    opened = open_board(page, "together-cost-sharing/two-at-one-screen")
    assert held(opened, "together-cost-sharing").locator("[data-aa-in-class]").is_hidden()
    assert not held(opened, "protege").locator("[data-aa-in-class]").is_hidden()
    assert PAGES["together-cost-sharing"] == PAGES["protege"]
