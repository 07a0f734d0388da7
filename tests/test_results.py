"""The statistics of a class: by hand where that can be, by brute force where not, and the same in the front end."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from players import random_players, script

from alliancelib.core.codes import Play
from alliancelib.core.crowds import Crowd
from alliancelib.core.results import _pooled, best_choices, edition, scored, summary
from alliancelib.outside_options.equilibrium import r_star
from alliancelib.widgets.decks import SEATS, all_decks, key
from alliancelib.widgets.sheets import all_sheets, lesson_sheet
from alliancelib.widgets.words_player_2 import PLAYER_2

NEAR = 1e-9

SHEET = lesson_sheet(PLAYER_2, "take-it-or-look")
LESSONS = sorted(all_sheets())

Counts = Sequence[tuple[int, int]]


# --- a lesson small enough to reckon by hand ----------------------------------------------------------------------


def offered(number: int, level: float, *, above: bool = True) -> dict[str, Any]:
    """One assigned offer against a line of 50: take it, option 0, or go on, which leads to a second decision."""
    good = (level >= 50) == above
    return {
        "id": number,
        "about": "same",
        "bet": {"kind": "number", "question": "?", "truth": 50.0, "values": [40.0, 50.0, 60.0], "within": 10},
        "cutoff": {"level": level, "line": 50.0, "take": 0, "above": above},
        "root": 4,
        "nodes": [
            {"payoff": 20.0},
            {"payoff": 5.0},
            {"payoff": -3.5},
            {
                "say": "",
                "ask": "",
                "options": [
                    {"label": "Stop", "to": 1, "worth": 5.0, "regret": 0.0},
                    {"label": "Go", "to": 2, "worth": -3.5, "regret": 8.5},
                ],
            },
            {
                "say": "",
                "ask": "",
                "options": [
                    {"label": "Take", "to": 0, "worth": 20.0, "regret": 0.0 if good else 15.0},
                    {"label": "Wait", "to": 3, "worth": 5.0, "regret": 15.0 if good else 0.0},
                ],
            },
        ],
    }


def toy(levels: Sequence[float] = (20.0, 40.0, 60.0), *, above: bool = True) -> dict[str, Any]:
    deals = [offered(k, level, above=above) for k, level in enumerate(levels, start=1)]
    about = {
        "board": "toy",
        "scenario": "toy",
        "title": "Toy",
        "seat": "toy",
        "game": "Toy",
        "goal": "",
        "unit": "points",
    }
    return {**about, "fingerprint": "0123456789ab", "line": {"low": 0.0, "high": 100.0}, "deals": deals}


def answering(takes: Sequence[bool | None]) -> tuple[Play, ...]:
    """One player: whether each offer was taken, None where the deal was not played."""
    return tuple(
        Play(deal=k, bet=1, choices=(0,) if take else (1, 0))
        for k, take in enumerate(takes, start=1)
        if take is not None
    )


def found_line(players: Sequence[Any], **about: Any) -> Mapping[str, Any]:
    [line] = summary(toy(**about), players)["cutoffs"]
    return line


def test_a_class_by_hand():
    players = [
        (Play(deal=1, bet=0, choices=(0,)), Play(deal=3, bet=2, choices=(0,))),
        (Play(deal=1, bet=1, choices=(1, 1)),),
    ]
    found = summary(toy(), players)
    assert found["players"] == 2 and found["plays"] == 3
    assert abs(found["payoff"] - (20 + 20 - 3.5) / 3) < NEAR
    assert abs(found["best"] - (5 + 20 + 5) / 3) < NEAR
    assert abs(found["left"] - (15 + 0 + 8.5) / 3) < NEAR
    assert (found["decided"], found["right_choices"]) == (4, 2)
    assert found["bets"] == {"right": 3, "wrong": 0, "void": 0}
    assert [deal["id"] for deal in found["deals"]] == [1, 3]
    first = found["deals"][0]
    assert first["decisions"] == [
        {"node": 4, "depth": 0, "count": 2, "counts": [1, 1], "right": 1, "left": 7.5, "sum": 15_000_000},
        {"node": 3, "depth": 1, "count": 1, "counts": [0, 1], "right": 0, "left": 8.5, "sum": 8_500_000},
    ]
    assert first["bets"] == {"counts": [1, 1, 0], "mean": 45.0, "right": 2, "wrong": 0, "void": 0}
    assert found["depths"] == [
        {"depth": 0, "count": 3, "right": 2, "left": 5.0},
        {"depth": 1, "count": 1, "right": 0, "left": 8.5},
    ]
    assert not found == summary(toy(), players[:1])


def test_nobody_is_no_class():
    found = summary(toy(), [])
    assert (found["players"], found["plays"], found["payoff"], found["deals"], found["depths"]) == (0, 0, None, [], [])
    assert found_line([])["estimate"] is None and found_line([])["error"] is None


@pytest.mark.parametrize(
    ("kind", "bet", "settles", "right"),
    [
        ({"kind": "number", "values": [39.9, 40.0], "truth": 50.0, "within": 10}, 1, None, True),
        ({"kind": "number", "values": [39.9, 40.0], "truth": 50.0, "within": 10}, 0, None, False),
        ({"kind": "choice", "values": ["a", "b"], "truth": "b", "within": None}, 1, "a", True),
        ({"kind": "choice", "values": ["a", "b"], "within": None}, 0, "a", True),
        ({"kind": "choice", "values": ["a", "b"], "within": None}, 1, "a", False),
        ({"kind": "choice", "values": ["a", "b"], "within": None}, 1, None, None),
        (None, None, "a", None),
    ],
)
def test_a_bet_is_settled_by_its_truth_or_by_the_play(kind, bet, settles, right):
    deal = {**offered(1, 20.0), "bet": kind}
    deal["nodes"][3] = {**deal["nodes"][3], "settles": settles}
    assert scored(deal, Play(deal=1, bet=bet, choices=(1, 0)))["bet_right"] is right


# --- the line -----------------------------------------------------------------------------------------------------

BY_HAND = {
    "half at 40, all at 60": ([(False, False, True), (False, True, True)], (30, 40, 50)),
    "nobody takes anything": ([(False, False, False)], (60, 80, 100)),
    "everybody takes everything": ([(True, True, True)], (0, 10, 20)),
    "pooled where the share falls": ([(True, False, True), (False, False, True)], (30, 45, 60)),
    "an offer that nobody met": ([(False, None, True)], (20, 40, 60)),
}
"""Answers to offers of 20, 40 and 60 on a line from 0 to 100: with every line at the low end, between, at the high."""


@pytest.mark.parametrize("case", BY_HAND)
def test_the_line_by_hand(case):
    answers, expected = BY_HAND[case]
    if case.startswith("pooled"):  # shares 1/2, 0, 1 become 1/4, 1/4, 1: a quarter below 20, the rest between 40 and 60
        expected = (0.25 * 0 + 0.75 * 40, 0.25 * 10 + 0.75 * 50, 0.25 * 20 + 0.75 * 60)
    found = found_line([answering(one) for one in answers])
    for name, value in zip(("low", "estimate", "high"), expected):
        assert abs(found[name] - value) < NEAR
    assert not abs(found["estimate"] - 50.0) < NEAR


@pytest.mark.parametrize("case", BY_HAND)
def test_where_small_demands_are_paid_the_line_is_the_same_upside_down(case):
    answers, _ = BY_HAND[case]
    one = found_line([answering(each) for each in answers])
    turned = [answering([None if take is None else not take for take in each]) for each in answers]
    other = found_line(turned, above=False)
    assert all(abs(one[name] - other[name]) < NEAR for name in ("low", "estimate", "high"))
    assert [level["takes"] + other["levels"][k]["takes"] for k, level in enumerate(one["levels"])] == [
        level["count"] for level in one["levels"]
    ]


def isotonic(counts: Counts) -> list[float]:
    """The best non-decreasing fit to shares, by the min-max formula: no pooling in it."""
    n = len(counts)

    def average(low: int, high: int) -> float:
        return sum(takes for takes, _ in counts[low : high + 1]) / sum(count for _, count in counts[low : high + 1])

    return [max(min(average(low, high) for high in range(k, n)) for low in range(k + 1)) for k in range(n)]


some_counts = st.lists(
    st.integers(1, 30).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))), min_size=1, max_size=8
)


@given(some_counts)
def test_pooled_shares_are_the_best_fit_that_never_falls(counts):
    pooled = _pooled(counts)
    assert all(abs(mine - other) < NEAR for mine, other in zip(pooled, isotonic(counts), strict=True))
    assert all(before <= after + NEAR for before, after in zip(pooled, pooled[1:]))


def test_unpooled_shares_may_fall():
    assert not all(
        abs(mine - takes / count) < NEAR for mine, (takes, count) in zip(_pooled([(3, 4), (1, 4)]), [(3, 4), (1, 4)])
    )


def test_the_error_is_the_jackknife_done_at_length():
    rng = Random("jackknife")
    players = [answering([rng.random() < share for share in (0.2, 0.5, 0.7)]) for _ in range(25)]
    without = [found_line(players[:k] + players[k + 1 :])["estimate"] for k in range(25)]
    mean = sum(without) / 25
    error = math.sqrt(24 / 25 * sum((one - mean) ** 2 for one in without))
    found = found_line(players)["error"]
    assert abs(found - error) < NEAR and found > 1
    assert not abs(found - error * 25 / 24) < NEAR
    assert found_line(players[:1])["error"] is None


def test_where_everybody_answers_alike_the_error_is_nothing():
    assert found_line([answering((False, True, True))] * 5)["error"] < NEAR


def test_the_order_of_players_does_not_matter():
    players = random_players(SHEET, 40, "order")
    shuffled = Random("order").sample(players, len(players))
    one, other = summary(SHEET, players), summary(SHEET, shuffled)
    for mine, theirs in zip(one["cutoffs"], other["cutoffs"]):
        assert abs(mine["error"] - theirs["error"]) < NEAR
    errors = {"cutoffs": None}
    assert {**one, **errors} == {**other, **errors}
    assert not {**one, **errors} == {**summary(SHEET, players[1:]), **errors}


def test_fewer_than_three_offers_bracket_no_line():
    assert summary(toy((20.0, 40.0)), [answering((False, True))])["cutoffs"] == []
    assert len(summary(toy(), [answering((False, True))])["cutoffs"]) == 1


# --- crowds -------------------------------------------------------------------------------------------------------


def test_the_line_of_a_crowd_is_found_within_its_error():
    found = []
    for seed in range(20):
        crowd = Crowd(line=47.0, spread=30.0, seed=seed)
        [line, *_] = summary(SHEET, crowd.plays(SHEET, 60, deals=range(1, 6)))["cutoffs"]
        assert line["low"] <= line["estimate"] <= line["high"]
        found.append(abs(line["estimate"] - 47.0) < 2 * line["error"])
    assert sum(found) > 15
    [line, *_] = summary(SHEET, Crowd(line=47.0, spread=30.0).plays(SHEET, 60))["cutoffs"]
    assert not abs(line["estimate"] - 70.0) < 2 * line["error"]


def test_a_crowd_is_the_same_for_the_same_seed_and_theirs_for_each_alone():
    crowd = Crowd(line=50.0, spread=20.0, slips=0.3, seed=4)
    assert crowd.plays(SHEET, 10) == crowd.plays(SHEET, 10)
    assert crowd.plays(SHEET, 10)[:5] == crowd.plays(SHEET, 5)
    assert not crowd.plays(SHEET, 10) == Crowd(line=50.0, spread=20.0, slips=0.3, seed=5).plays(SHEET, 10)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_crowd_can_play_every_lesson(lesson):
    sheet = all_sheets()[lesson]
    careless = summary(sheet, Crowd(line=50.0, slips=1.0).plays(sheet, 20))
    assert careless["plays"] == 20 * len(sheet["deals"]) and careless["left"] > 1
    if not any(deal["cutoff"] for deal in sheet["deals"]):
        assert not summary(sheet, Crowd(line=50.0).plays(sheet, 3))["left"] > 0


def test_a_crowd_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="spread must not be negative, got -1"):
        Crowd(line=50.0, spread=-1)
    with pytest.raises(ValueError, match=r"slips must lie in \[0, 1\], got 2"):
        Crowd(line=50.0, slips=2)
    with pytest.raises(ValueError, match=r"deals must be among 1, 2, 3, got \[9\]"):
        Crowd(line=50.0).plays(toy(), 1, deals=[1, 9])


# --- score sheets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_sheet_says_what_its_deck_says(lesson):
    sheet, deck = all_sheets()[lesson], all_decks()[lesson]
    assert key(sheet["board"], sheet["scenario"]) == lesson and sheet["title"] == deck["title"]
    for mine, deal in zip(sheet["deals"], deck["deals"], strict=True):
        assert mine["id"] == deal["id"] and mine["root"] == deal["root"]
        ends = [node["payoff"] for node in mine["nodes"] if "options" not in node]
        assert ends == [node["payoff"] for node in deal["nodes"] if "options" not in node]
        assert "labels" not in mine["bet"] or len(mine["bet"]["labels"]) == len(mine["bet"]["values"])
    assert edition(sheet).name == f"\u201c{sheet['title']}\u201d"


def assigned() -> list[Mapping[str, Any]]:
    return [deal for sheet in all_sheets().values() for deal in sheet["deals"] if deal["cutoff"]]


def test_theory_takes_an_assigned_offer_beyond_its_line_and_no_other():
    seen = {True: 0, False: 0}
    for deal in assigned():
        cutoff = deal["cutoff"]
        takes = deal["nodes"][deal["root"]]["options"][cutoff["take"]]["regret"] == 0
        if abs(cutoff["level"] - cutoff["line"]) > 1e-6:
            assert takes == ((cutoff["level"] > cutoff["line"]) == cutoff["above"])
            seen[takes] += 1
    assert seen[True] > 20 and seen[False] > 20


def test_the_line_of_a_sheet_is_r_star():
    """The line that the deck draws against the closed form, eq. (3)."""
    for deal, mine in zip(SEATS["player-2"].scenario("take-it-or-look").deals, SHEET["deals"]):
        line = mine["cutoff"]["line"]
        assert abs(line - 100 * r_star(deal.p)) < 1e-5
        assert not abs(line - 100 * (deal.p.phi - 1)) < 1e-5


# --- the front end ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def front(browser) -> Iterator[Any]:
    """A page with the front end's statistics and nothing else."""
    opened = browser.new_page()
    opened.add_script_tag(content=script("results.js"))
    yield opened
    opened.close()


SUMMARISE = """(sent) => {
  const { sheet, players } = JSON.parse(sent);
  return JSON.stringify(summarise(sheet, players));
}"""


def summarised(front: Any, sheet: Mapping[str, Any], players: Sequence[Any]) -> Any:
    plain = [[{"deal": one.deal, "bet": one.bet, "choices": one.choices} for one in player] for player in players]
    return json.loads(front.evaluate(SUMMARISE, json.dumps({"sheet": sheet, "players": plain})))


@pytest.mark.browser
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_front_end_counts_the_same_to_the_last_digit(front, lesson):
    sheet = all_sheets()[lesson]
    for count in (0, 1, 2, 40):
        players = random_players(sheet, count, f"front/{count}")
        assert summarised(front, sheet, players) == json.loads(json.dumps(summary(sheet, players)))
    assert not summarised(front, sheet, players[1:]) == json.loads(json.dumps(summary(sheet, players)))


@pytest.mark.browser
@given(st.lists(st.tuples(*[st.sampled_from((True, False, None))] * 3), max_size=12), st.booleans())
def test_the_front_end_finds_the_same_line(front, answers, above):
    sheet, players = toy(above=above), [answering(one) for one in answers]
    assert summarised(front, sheet, players) == json.loads(json.dumps(summary(sheet, players)))


def test_theory_leaves_nothing_on_the_table():
    for sheet in all_sheets().values():
        for deal in sheet["deals"]:
            play = Play(deal=deal["id"], bet=0 if deal["bet"] else None, choices=best_choices(deal))
            score = scored(deal, play)
            assert not score["left"] > 0 and abs(score["payoff"] - score["best"]) < NEAR
