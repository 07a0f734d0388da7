"""What is taught from player 1's seat: theory's offers are on the slider, choices bite, luck is fair, bets are true."""

from __future__ import annotations

import itertools
import math
import re
from statistics import fmean

import pytest
from boards import LESSONS, TAUGHT, trees

from alliancelib.core.lessons import BITE, DEALS, Deal
from alliancelib.core.tree import TIE
from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.equilibrium import REGIMES, r_star, r_tilde, regime
from alliancelib.outside_options.model import read
from alliancelib.outside_options.opponents import offers_the_least, splits_evenly, theorist
from alliancelib.outside_options.scenarios_player_1 import (
    buy_him_off,
    every_region,
    first_offers,
    margin,
    play_out,
    second_letter,
    session,
    taught,
    what_will_he_take,
    your_own,
)
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets.decks import SEATS
from alliancelib.widgets.numbers import number
from alliancelib.widgets.words_player_1 import PLAYER_1, PlayerOneWords

SCENARIOS = {scenario.name: scenario for scenario in taught()}
MINE = [name for name, (seat, _) in LESSONS.items() if seat is PLAYER_1]

every_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
every_deck = pytest.mark.parametrize("name", MINE)


def root(tree):
    return tree["nodes"][tree["root"]]


def lead(tree) -> float:
    """How much better the best first offer is than the second, in the model's unit."""
    first, second, *_ = sorted((option["worth"] for option in root(tree)["options"]), reverse=True)
    return (first - second) / 100


def missed(deal: Deal, menu) -> float:
    """How much worse the best first offer of a menu is than theory's own."""
    eq, history = solve(deal.p), session(deal).history
    best = eq.worth(history, eq.second_offer(read(history).x1)) if history else eq.eu_1
    return best - max(eq.worth(history, offer) for offer in menu)


# --- deals -------------------------------------------------------------------------------------------------------


@every_scenario
def test_a_scenario_has_twenty_deals_that_leave_player_1_to_choose(scenario):
    assert [deal.id for deal in scenario.deals] == list(range(1, DEALS + 1))
    for deal in scenario.deals:
        start = session(deal)
        assert start.to_move == "player 1" and start.history == deal.opening
        assert start.view.actions == deal.menu


def test_an_opening_that_is_no_offer_of_the_menu_does_not_become_a_deal():
    deal = second_letter().deals[0]
    for opening in ((0.51,), ("search",), (0.5, "decline")):
        with pytest.raises(ValueError):
            session(Deal(id=1, p=deal.p, opening=opening, menu=deal.menu))


@every_scenario
def test_the_slider_holds_what_theory_offers_and_nothing_odd_gives_it_away(scenario):
    even = [k / 20 for k in range(21)]
    for deal in scenario.deals:
        assert deal.menu == pytest.approx(even)
        assert missed(deal, deal.menu) < 0.0005
    # Steps twice as wide would not do.
    assert any(missed(deal, deal.menu[::2]) > 0.01 for deal in scenario.deals)


def test_for_other_numbers_the_slider_gets_what_theory_turns_on():
    p = Params(phi=1.3337, c=0.0123, delta=0.871)
    deal = your_own(p).deals[0]
    assert len(deal.menu) == 24 and missed(deal, deal.menu) == pytest.approx(0, abs=1e-12)
    assert missed(deal, [k / 20 for k in range(21)]) > 0.0005
    # And where theory's numbers are even ones, nothing.
    assert len(first_offers(Params(phi=1.5, c=0.18, delta=0.9))) == 21


@pytest.mark.parametrize("p", [Params(), Params(phi=1.999, c=1e-6, delta=1), Params(phi=1.001, c=5, delta=0)], ids=str)
def test_anybodys_own_parameters_make_twenty_deals(p):
    assert [deal.id for deal in your_own(p).deals] == list(range(1, DEALS + 1))
    for deal in your_own(p).deals:
        assert session(deal).play(deal.menu[0]) and missed(deal, deal.menu) < 0.0005
        assert PlayerOneWords(deal).lesson(()).why


@pytest.mark.parametrize("name", [name for name in MINE if LESSONS[name][1].bites])
def test_at_least_half_of_the_deals_of_a_lesson_bite(name):
    leads = [lead(tree) for _, tree in trees(name)]
    assert sum(one >= BITE - 1e-9 for one in leads) >= DEALS / 2
    assert sum(one >= 0.06 for one in leads) < DEALS / 2
    for (deal, _), one in zip(trees(name), leads, strict=True):
        assert margin(deal) == pytest.approx(one, abs=1e-8)


# --- luck --------------------------------------------------------------------------------------------------------


def test_partners_pay_on_average_what_they_do_in_theory_and_can_be_matched():
    for scenario in (what_will_he_take(), buy_him_off(), every_region()):
        found = [deal.draws["x1"] for deal in scenario.deals]
        assert fmean(found) == pytest.approx(0.5) and len(set(found)) == DEALS and found != sorted(found)
        assert all(deal.draws["x1"] in deal.menu for deal in scenario.deals)
        strata = [k for k, x in enumerate(sorted(found)) if not k / 20 - 1e-12 <= x <= (k + 1) / 20 + 1e-12]
        assert strata == []
        assert not fmean(found[:-1]) == pytest.approx(0.5)


@every_scenario
def test_each_second_partner_comes_from_another_stratum(scenario):
    strata = [math.floor(deal.draws["x2"] * DEALS) for deal in scenario.deals]
    assert sorted(strata) == list(range(DEALS)) and strata != sorted(strata)


# --- bets: brute force settles what carries its truth --------------------------------------------------------------


def bets(scenario):
    return [(deal, PLAYER_1.first(deal, scenario.bet)["bet"]) for deal in scenario.deals]


def test_the_bet_on_half_of_the_cost_is_what_brute_force_says():
    truths = []
    for deal, bet in bets(what_will_he_take()):
        takes = backward_induction(deal.p).first_response(deal.p.phi / 2) == "accept"
        assert bet["truth"] == ("takes" if takes else "looks")
        truths.append(takes)
    assert 5 <= sum(truths) <= 15


def test_the_bet_on_a_match_is_what_brute_force_says():
    truths = []
    for deal, bet in bets(second_letter()):
        x1 = deal.opening[2]
        takes = backward_induction(deal.p).second_response(x1, x1) == "accept ally"
        assert bet["truth"] == ("takes" if takes else "searches") and number(x1) in bet["question"]
        truths.append(takes)
    assert 5 <= sum(truths) <= 15


def test_the_bet_on_buying_him_off_is_what_brute_force_says():
    truths = []
    for deal, bet in bets(buy_him_off()):
        buys = backward_induction(deal.p).first_move == "accept"
        assert bet["truth"] == ("buys" if buys else "lets")
        truths.append(buys)
    assert sum(truths) == 10
    # The two kinds do not simply take turns.
    assert len([one for one, other in itertools.pairwise(truths) if one == other]) > 3


def test_the_bet_on_the_ending_settles_as_the_play_ended():
    came_true = set()
    for deal, tree in trees("player-1/every-region"):
        keys = {option["key"] for option in PLAYER_1.first(deal, "ending")["bet"]["options"]}
        ends = [node for node in tree["nodes"] if "options" not in node]
        for end in ends:
            built = {"ally": end["outcome"], "ad h": "ad hoc", "none": None}[end["outcome"][:4]]
            assert end.get("settles") == built and (built is None or built in keys)
            came_true.add(built)
    assert came_true >= keys


# --- the lessons -------------------------------------------------------------------------------------------------


def least_taken(deal: Deal) -> float:
    return next(offer for offer in deal.menu if solve(deal.p).first_response(offer) == "accept")


def test_what_he_takes_moves_with_the_cost_of_a_search_and_not_with_that_of_the_good():
    lines = {(deal.p.phi, deal.p.c): least_taken(deal) for deal in what_will_he_take().deals}
    by_c = {c: {line for (_, other), line in lines.items() if other == c} for _, c in lines}
    by_phi = {phi: {line for (other, _), line in lines.items() if other == phi} for phi, _ in lines}
    assert len(lines) == DEALS and all(len(some) == 1 for some in by_c.values()) and len(by_c) >= 5
    assert all(len(some) > 1 for some in by_phi.values())
    for deal, tree in trees("player-1/what-will-he-take"):
        (best,) = [option["do"] for option in root(tree)["options"] if not option["regret"]]
        assert best == least_taken(deal) == pytest.approx(r_star(deal.p))


def test_the_second_letter_ignores_matches_and_jumps():
    done = set()
    for deal, tree in trees("player-1/second-letter"):
        x1, p = deal.opening[2], deal.p
        (best,) = [option["do"] for option in root(tree)["options"] if not option["regret"]]
        if x1 >= r_star(p) - 1e-9:
            kind, right = "ends the search by a match", x1
        elif p.c < 1 / 32 and x1 < r_tilde(p):
            kind, right = ("ignore", 0.5) if x1 < 0.5 else ("match", x1)
        else:
            kind, right = "jump", r_star(p)
        done.add(kind)
        assert best == pytest.approx(right)
    assert len(done) == 4


def test_buying_him_off_asks_nothing_twice():
    assert len({deal.p for deal in buy_him_off().deals}) == DEALS
    assert len({deal.p for deal in every_region().deals}) < DEALS


def test_the_same_search_is_answered_otherwise_once_the_good_is_dear_enough():
    moves = {deal.p.phi: solve(deal.p).first_move for deal in buy_him_off().deals if deal.p.c == 0.02}
    dearest = max(moves)
    assert len(moves) >= 5 and moves.pop(dearest) == "accept" and set(moves.values()) == {"search"}
    assert backward_induction(Params(phi=dearest, c=0.02, delta=0.83)).first_move == "accept"


def test_every_region_is_met_but_the_one_that_is_hard_to_find():
    assert {regime(deal.p) for deal in every_region().deals} == {*REGIMES} - {"pre-empt early"}
    assert {regime(deal.p) for deal in buy_him_off().deals} == {"pre-empt", "let him search"}


def test_a_second_offer_is_asked_for_somewhere_in_every_lesson():
    for name in SCENARIOS:
        asked = {node.get("ask") for _, tree in trees(f"player-1/{name}") for node in tree["nodes"]}
        assert "What do you offer now?" in asked
        assert ("How much do you offer to pay?" in asked) == (name != "second-letter")


def test_whoever_follows_theory_does_better_than_the_characters():
    for scenario in taught():
        theory = fmean(play_out(scenario, lambda p: theorist(solve(p))))
        assert theory > fmean(play_out(scenario, splits_evenly)) + 0.03
        assert theory > fmean(play_out(scenario, offers_the_least)) + 0.03


# --- words -------------------------------------------------------------------------------------------------------


def told(text: str, pattern: str) -> float | None:
    found = re.search(pattern, text)
    return float(found[1]) if found else None


@every_deck
def test_the_amounts_in_a_debrief_are_those_of_the_options(name):
    """What is said of the best offer and of the others on the slider is what the tree holds."""
    read_off = 0
    for deal, tree in trees(name):
        for node in tree["nodes"]:
            worths = {option["at"]: option["worth"] for option in node.get("options", ())}
            why = node.get("why", "")
            if (lower := told(why, r"lower offers on your slider the best is worth ([\d.]+)")) is not None:
                line = 100 * r_star(deal.p)
                assert lower == pytest.approx(max(w for at, w in worths.items() if at < line - 1e-6), abs=0.06)
                read_off += 1
            if (gamble := told(why, r"The best of those on your slider, ([\d.]+), is worth")) is not None:
                said = told(why, r"is worth ([\d.]+) on average")
                assert said == pytest.approx(
                    max(w for at, w in worths.items() if at < 100 * r_star(deal.p) - 1e-6), abs=0.06
                )
                assert worths[gamble] == pytest.approx(said, abs=0.06)
                read_off += 1
            if (best := told(why, r"that is worth ([\d.]+) on average")) is not None:
                assert best == pytest.approx(node["best"], abs=0.1)
                read_off += 1
    assert read_off >= 5


@every_deck
def test_what_an_offer_leaves_if_it_is_taken_is_what_it_then_pays(name):
    for _, tree in trees(name):
        for node in tree["nodes"]:
            for option in node.get("options", ()):
                end = tree["nodes"][option["to"]]
                if end.get("outcome", "").startswith("ally") and "searches" not in " ".join(end["say"]):
                    assert option["note"] == f"offered, you keep {number(end['payoff'] / 100)}"


@every_deck
def test_the_best_offer_is_the_one_that_a_debrief_recommends(name):
    for _, tree in trees(name):
        for node in tree["nodes"]:
            best = [option["at"] for option in node.get("options", ()) if option["regret"] <= TIE]
            why = node.get("why", "")
            for pattern in (
                r"Theory offers ([\d.]+) ",
                r"From ([\d.]+) up he takes it",
                r" ([\d.]+) stops him",
                r"With ([\d.]+) he ",
            ):
                if (said := told(why, pattern)) is not None and "either is right" not in why:
                    assert best == [pytest.approx(said, abs=0.16)]


def test_second_offers_do_not_depend_on_the_first_so_that_a_tree_stays_small():
    for name in ("player-1/what-will-he-take", "player-1/buy-him-off"):
        for _, tree in trees(name):
            assert sum("options" in node for node in tree["nodes"]) <= 3


def test_the_seat_is_among_those_of_the_book():
    assert SEATS["player-1"] is PLAYER_1
    assert {name for name, (seat, _) in TAUGHT.items() if seat is PLAYER_1} == {
        f"player-1/{name}" for name in SCENARIOS
    }
