"""What is taught keeps its promises: openings are legal, choices bite, luck is spread out, bets settle truly."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from statistics import correlation, fmean

import pytest

from alliancelib.core.lessons import BITE, DEALS, Deal
from alliancelib.core.tree import Tree
from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.model import read
from alliancelib.outside_options.opponents import always_searches_once, never_searches, theorist
from alliancelib.outside_options.scenarios import (
    expensive_good,
    hold_74,
    impatient,
    margin,
    play_out,
    pure_equilibrium,
    surprise,
    take_it_or_look,
    taught,
    tie_your_own_hands,
    worthless_search,
    your_own,
)
from alliancelib.outside_options.scenarios_mistakes import WORLDS
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets import decks
from alliancelib.widgets.words_player_2 import PLAYER_2, bet_words, deal_words

session, judge = PLAYER_2.session, PLAYER_2.judge
"""As on the board, where partners may be of other kinds."""

SCENARIOS = {scenario.name: scenario for scenario in taught()}

every_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())


def tree(deal: Deal) -> Tree:
    return decks.tree(PLAYER_2, deal)


def root(unrolled):
    return unrolled["nodes"][unrolled["root"]]


def lead(unrolled) -> float:
    """How much better the best first option is than the second, in the model's unit."""
    first, second, *_ = sorted((option["worth"] for option in root(unrolled)["options"]), reverse=True)
    return (first - second) / 100


def cutoff(p: Params) -> float:
    """The least first offer that theory accepts, by bisection of what theory does."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if solve(p).first_response(middle) == "accept" else (middle, high)
    return high


def answers(deal: Deal) -> set[tuple[tuple, str]]:
    """What each play of a deal has revealed by its end: the session's history with the settled answer."""
    unrolled, found = tree(deal), set()

    def walk(at, play, settled):
        node = unrolled["nodes"][at]
        settled = settled if settled is not None else node.get("settles")
        if "options" not in node:
            found.add((play.history, settled))
        for option in node.get("options", ()):
            walk(option["to"], play.play(option["do"]), settled)

    walk(unrolled["root"], session(deal), None)
    return found


# --- every scenario ----------------------------------------------------------------------------------------------


@every_scenario
def test_a_scenario_has_twenty_deals_numbered_from_one(scenario):
    assert [deal.id for deal in scenario.deals] == list(range(1, DEALS + 1)) == list(range(1, 21))
    assert scenario.title and scenario.goal.endswith(("?", "."))


def test_scenarios_are_told_apart_by_name():
    assert len(SCENARIOS) == len(taught())
    assert all(name == name.lower() and " " not in name for name in SCENARIOS)


@every_scenario
def test_every_opening_is_legal_and_leaves_player_2_to_choose(scenario):
    for deal in scenario.deals:
        start = session(deal)
        assert start.to_move == "player 2"
        assert start.history[: len(deal.opening)] == deal.opening
        assert all(0 <= share <= 1 for share in deal.draws.values())


def test_an_opening_against_the_rules_does_not_become_a_deal():
    deal = take_it_or_look().deals[0]
    for opening in ((1.2,), ("search",), (0.5, "decline"), (0.5, "accept", 0.5)):
        with pytest.raises(ValueError):
            session(replace(deal, opening=opening))


def share(deal: Deal, name: str) -> float:
    """What a partner offers at the deal's luck."""
    return WORLDS[deal.world].draw(deal.draws[name]) if deal.world else deal.draws[name]


@every_scenario
def test_the_draws_of_a_deal_are_the_ones_it_names(scenario):
    for deal in scenario.deals:
        for history, _ in answers(deal):
            play = read(history[1:] if deal.menu else history)
            drawn_by_deal = "x1" in deal.draws
            if play.x1 is not None and drawn_by_deal:
                assert play.x1 == share(deal, "x1")
            if play.x2 is not None:
                assert play.x2 == share(deal, "x2")


@pytest.mark.parametrize("name", [scenario.name for scenario in taught() if scenario.bites])
def test_at_least_half_of_the_deals_of_a_lesson_bite(name):
    leads = [lead(tree(deal)) for deal in SCENARIOS[name].deals]
    assert sum(margin >= BITE - 1e-9 for margin in leads) >= DEALS / 2
    # Some other measure of biting would not be met.
    assert sum(margin >= 0.5 for margin in leads) < DEALS / 2


def test_a_lesson_of_ties_would_be_caught():
    # At exactly r_star taking and looking are worth the same.
    p = Params(phi=1.1, c=0.1, delta=0.6)
    tied = Deal(id=1, p=p, opening=(1 - math.sqrt(0.2),))
    assert lead(tree(tied)) == pytest.approx(0, abs=1e-8)
    assert margin(tied) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("name", ["take-it-or-look", "hold-74", "worthless-search", "surprise"])
def test_the_margin_of_a_deal_is_what_its_tree_says(name):
    for deal in SCENARIOS[name].deals:
        assert margin(deal) == pytest.approx(lead(tree(deal)), abs=1e-8)


def test_a_deal_cannot_be_changed():
    draws = {"x1": 0.5}
    deal = Deal(id=1, p=Params(), draws=draws)
    draws["x1"] = 0.9
    assert deal.draws == {"x1": 0.5}
    with pytest.raises(TypeError):
        deal.draws["x1"] = 0.9


# --- luck --------------------------------------------------------------------------------------------------------


@every_scenario
def test_each_name_visits_every_stratum_of_luck_once(scenario):
    for name in scenario.deals[0].draws:
        strata = [math.floor(deal.draws[name] * DEALS) for deal in scenario.deals]
        assert sorted(strata) == list(range(DEALS))
        assert strata != sorted(strata)


def test_no_two_names_go_together():
    draws = [deal.draws for deal in take_it_or_look().deals]
    for a, b in itertools.combinations(("r1", "x1", "x2"), 2):
        first, second = [d[a] for d in draws], [d[b] for d in draws]
        assert abs(correlation(first, second)) < 0.25
        assert all(x != y for x, y in zip(first, second))
        # A name goes together with itself, as this must notice.
        assert correlation(first, first) == pytest.approx(1)


def test_five_deals_in_a_row_see_good_and_bad_luck():
    x1 = [deal.draws["x1"] for deal in take_it_or_look().deals]
    for k in range(0, DEALS, 5):
        assert min(x1[k : k + 5]) < 0.5 < max(x1[k : k + 5])


# --- bets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["take-it-or-look", "surprise"])
def test_the_number_to_bet_on_is_where_theory_starts_to_accept(name):
    for deal in SCENARIOS[name].deals:
        bet = bet_words(deal, SCENARIOS[name].bet)
        assert bet["truth"] == bet["reveal"]["at"] == pytest.approx(100 * cutoff(deal.p), abs=1e-5)
        assert bet["low"] <= bet["truth"] <= bet["high"]


def test_a_wrong_truth_would_be_noticed():
    # The paper's r* where a search is worthless: it lies 3.2 points too low.
    p = Params(phi=1.4, c=0.2, delta=0.95)
    assert 100 * cutoff(p) == pytest.approx(40, abs=1e-5)
    assert 100 * (1 - math.sqrt(2 * p.c)) != pytest.approx(100 * cutoff(p), abs=1)


def test_the_bet_on_a_partner_settles_as_her_next_offer_does():
    for deal in hold_74().deals:
        for history, settled in answers(deal):
            play = read(history)
            if play.r2 is None:
                assert settled is None
            elif settled == "match":
                assert play.r2 == pytest.approx(play.x1)
            elif settled == "lower":
                assert play.r2 < play.r1 and play.r2 != play.x1
            else:
                assert settled == "jump" and play.r2 > max(play.r1, play.x1) + 1e-9


def test_the_bet_on_a_second_offer_compares_it_with_the_first_whatever_partner_was_found():
    for deal in worthless_search().deals:
        for history, settled in answers(deal):
            play = read(history)
            if play.r2 is None:
                assert settled is None
            else:
                same = play.r2 == pytest.approx(play.r1)
                assert settled == ("match" if same else "lower" if play.r2 < play.r1 else "jump")


def test_the_bet_on_being_bought_off_settles_as_theory_accepts():
    for deal in tie_your_own_hands().deals:
        for history, settled in answers(deal):
            c, r1, *_ = history
            accepted = solve(replace(deal.p, c=c)).first_response(r1) == "accept"
            assert settled == ("enough" if accepted else "too little")


def test_the_bet_on_the_ending_settles_as_the_play_ended():
    for deal in pure_equilibrium().deals:
        for history, settled in answers(deal):
            play = read(history)
            assert settled == {"ally": play.outcome, "ad hoc": "ad hoc", None: None}[play.partner]


@every_scenario
def test_every_answer_that_can_come_true_can_be_bet_on(scenario):
    came_true = set()
    for deal in scenario.deals:
        bet = bet_words(deal, scenario.bet)
        if bet["kind"] == "choice":
            open_ways = {option["key"] for option in bet["options"]}
            # A bet that carries its truth is not settled by what is played.
            settled = {bet["truth"]} if "truth" in bet else {answer for _, answer in answers(deal)} - {None}
            assert settled <= open_ways
            came_true |= settled
    # No bet has the same answer in every deal.
    assert scenario.bet == "lowest offer" or len(came_true) > 1


# --- Impatient, and an expensive good -----------------------------------------------------------------------------


def test_waiting_is_worth_it_to_the_patient_only():
    """Brute force settles the bet: the second period is worth more than the better offer in hand, or it is not."""
    for deal in impatient().deals:
        r1, _, x1 = deal.opening
        brute = backward_induction(deal.p)
        waits = brute.worth(deal.opening, "advance") > max(
            brute.worth(deal.opening, act) for act in ("accept ally", "accept ad hoc")
        )
        assert bet_words(deal, "waiting")["truth"] == ("wait" if waits else "take")
    truths = [bet_words(deal, "waiting")["truth"] for deal in impatient().deals]
    assert truths[0] == "wait" and truths[5:10] == ["take"] * 5


def test_the_patience_is_told_where_it_is_the_point():
    told = [fact["label"] for fact in deal_words(impatient().deals[0], "waiting")["facts"]]
    silent = [fact["label"] for fact in deal_words(hold_74().deals[0], "next offer, with a partner")["facts"]]
    assert "Later points count" in told and "Later points count" not in silent


def test_at_the_expensive_good_the_cost_of_a_search_moves_the_line_to_what_he_lacks():
    lines = {deal.p.c: cutoff(deal.p) for deal in expensive_good().deals}
    assert lines[0.01] == pytest.approx(1 - math.sqrt(0.02)) and lines[0.05] == pytest.approx(0.7)
    assert not lines[0.05] == pytest.approx(1 - math.sqrt(0.1), abs=1e-3)  # footnote 8 as printed


# --- Take it or look? --------------------------------------------------------------------------------------------


def test_in_take_it_or_look_the_cost_of_a_search_moves_the_cutoff_and_the_cost_of_the_good_does_not():
    games = {deal.p for deal in take_it_or_look().deals}
    assert {(p.phi, p.c) for p in games} == {(1.1, 0.1), (1.4, 0.1), (1.1, 0.05), (1.4, 0.05)}
    for p in games:
        assert cutoff(p) == pytest.approx({0.1: 0.553, 0.05: 0.684}[p.c], abs=5e-4)
        assert cutoff(p) == pytest.approx(1 - math.sqrt(2 * p.c))
    assert cutoff(Params(phi=1.1, c=0.05, delta=0.6)) != pytest.approx(0.553, abs=0.05)


def test_take_it_or_look_offers_both_sides_of_the_cutoff():
    for deal in take_it_or_look().deals:
        (r1,) = deal.opening
        best = max(root(tree(deal))["options"], key=lambda option: option["worth"])
        assert best["do"] == ("accept" if r1 > cutoff(deal.p) else "search")
    assert {deal.opening[0] > cutoff(deal.p) for deal in take_it_or_look().deals} == {True, False}


def test_at_a_high_discount_factor_waiting_would_be_nearly_as_good_as_looking():
    deal = take_it_or_look().deals[0]
    patient = replace(deal, p=replace(deal.p, delta=0.95))
    assert margin(patient) < BITE < margin(deal)


# --- Hold 74 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "offered", "answer", "best"),
    [
        (0.45, 0.5, "lower", "accept ally"),
        (0.7, 0.7, "match", "advance"),
        (0.74, 0.8, "jump", "advance"),
        (0.82, 0.82, "match", "accept ad hoc"),
    ],
)
def test_hold_74_shows_what_table_1_says(found, offered, answer, best):
    deals = [deal for deal in hold_74().deals if deal.opening[2] == found]
    assert deals
    for deal in deals:
        asked = session(deal).play("advance")
        assert asked.history[-1] == pytest.approx(offered)
        assert {settled for history, settled in answers(deal) if read(history).r2 is not None} == {answer}
        options = {option["do"]: option["regret"] for option in root(tree(deal))["options"]}
        assert min(options, key=options.get) == best
        assert sum(regret == 0 for regret in options.values()) == 1


def test_hold_74_has_a_partner_on_each_side_of_every_threshold():
    found = {deal.opening[2] for deal in hold_74().deals}
    p = hold_74().deals[0].p
    r_tilde, r_star = (1 + math.sqrt(1 - 4 * math.sqrt(2 * p.c))) / 2, 1 - math.sqrt(2 * p.c)
    edges = (0.5, r_tilde, r_star)
    assert all(any(low < x < high for x in found) for low, high in itertools.pairwise((0, *edges, 1)))


# --- Tie your own hands ------------------------------------------------------------------------------------------


def best_cost(deal: Deal) -> float:
    return max(deal.menu, key=lambda c: judge(deal).worth((), c))


def test_the_best_cost_is_one_in_thirty_two_where_the_good_is_cheap_and_less_where_it_is_dear():
    by_phi = {deal.p.phi: deal for deal in tie_your_own_hands().deals}
    assert set(by_phi) == {1.1, 1.65}
    assert best_cost(by_phi[1.1]) == 1 / 32
    assert best_cost(by_phi[1.65]) < 1 / 32
    # In neither case is the cheapest search the best, and it would be if search costs did not move her.
    for deal in by_phi.values():
        assert best_cost(deal) > min(deal.menu)
        assert judge(deal).worth((), best_cost(deal)) > judge(deal).worth((), min(deal.menu)) + 0.01


# --- Worthless search --------------------------------------------------------------------------------------------


def test_where_a_search_is_worthless_it_is_never_a_best_choice():
    for deal in worthless_search().deals:
        assert deal.p.c > (2 - deal.p.phi) ** 2 / 2
        options = {option["do"]: option["regret"] for option in root(tree(deal))["options"]}
        assert options["search"] > 0 and min(options.values()) == 0
        assert session(deal).play("advance").history[-1] == pytest.approx(deal.p.phi - 1)


def test_the_printed_cutoff_is_below_what_covers_the_cost_of_the_good():
    printed = [d for d in worthless_search().deals if d.opening[0] == round(1 - math.sqrt(2 * d.p.c), 4)]
    assert len(printed) >= 5
    for deal in printed:
        assert deal.opening[0] < deal.p.phi - 1
        options = {option["do"]: option["worth"] for option in root(tree(deal))["options"]}
        assert options["accept"] < -0.01 < 0 == options["advance"]


# --- the others --------------------------------------------------------------------------------------------------


def test_the_pure_equilibrium_opens_as_theory_does_in_every_regime():
    firsts = set()
    for deal in pure_equilibrium().deals:
        eq = solve(deal.p)
        assert not deal.opening and session(deal).history == (eq.r1,)
        firsts.add(eq.first_move)
    assert firsts == {"accept", "search"}


def test_a_surprise_is_the_same_for_everybody_who_plays_the_same_one():
    assert surprise(1) == surprise(1) == surprise()
    assert surprise(2) != surprise(1)


def test_every_other_surprise_bites():
    for seed in (1, 2, 3):
        assert all(margin(deal) >= BITE for deal in surprise(seed).deals[::2])
        assert len({deal.p for deal in surprise(seed).deals}) > 10


@pytest.mark.parametrize("p", [Params(), Params(phi=1.999, c=1e-6, delta=1), Params(phi=1.001, c=5, delta=0)], ids=str)
def test_anybodys_own_parameters_make_twenty_deals(p):
    scenario = your_own(p)
    assert [deal.id for deal in scenario.deals] == list(range(1, DEALS + 1))
    assert all(deal.p == p and session(deal).to_move == "player 2" for deal in scenario.deals)
    assert sorted(math.floor(deal.opening[0] * DEALS) for deal in scenario.deals) == list(range(DEALS))


def test_playing_out_a_lesson_pays_what_its_deals_pay():
    def by_theory(p):
        return theorist(solve(p))

    scenario = take_it_or_look()
    paid = play_out(scenario, by_theory)
    assert len(paid) == DEALS
    for deal, payoff in zip(scenario.deals, paid):
        start = session(deal)
        while start.to_move:
            start = start.play(by_theory(deal.p)(start.view).draw(0.0))
        assert payoff == start.payoffs["player 2"]


def test_whoever_follows_theory_does_better_than_the_characters():
    theory = fmean(play_out(take_it_or_look(), lambda p: theorist(solve(p))))
    assert theory > fmean(play_out(take_it_or_look(), never_searches)) + 0.01
    assert theory > fmean(play_out(take_it_or_look(), always_searches_once)) + 0.01
