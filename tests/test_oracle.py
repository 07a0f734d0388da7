"""The oracle against games solved by hand, and the outside-options game against the oracle, which knows no theorem."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from toys import LEAKY, Bluff, Pledge, always, by

from alliancelib.core.game import HIDDEN, Lottery, View, sure
from alliancelib.core.oracle import best_response, gaps, regret, value
from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.game import OutsideOptions, discretised
from alliancelib.outside_options.offers import as_offers
from alliancelib.outside_options.opponents import (
    always_searches_once,
    never_searches,
    offers_the_least,
    splits_evenly,
    theorist,
)
from alliancelib.outside_options.solver import backward_induction

EXACT = 1e-9

# --- profiles of the toys ----------------------------------------------------------------------------------------


def says(firm, soft):
    """The patron's plan: what each type says."""
    return by(lambda view: {firm if view.history[0] == "firm" else soft: 1.0})


def answers(pledge, silence):
    """The challenger's plan: what he does on hearing each."""
    return by(lambda view: {pledge if view.history[1] == "pledge" else silence: 1.0})


def heard(what):
    """The challenger's view on hearing ``what``."""
    return View("challenger", (HIDDEN, what), ("challenge", "refrain"))


SEPARATING = {"patron": says("pledge", "silence"), "challenger": answers("refrain", "challenge")}
SILENT = {"patron": says("silence", "silence"), "challenger": answers("challenge", "challenge")}
BLUFF = {"challenger": always("stay"), "patron": always("defend")}
HONEST = {"challenger": always("come"), "patron": always("give way")}


def gains(game, profile, beliefs=None):
    return {gap.view: gap.gain for gap in gaps(game, profile, beliefs)}


# --- value -------------------------------------------------------------------------------------------------------


def test_the_value_of_a_profile_is_the_one_worked_out_by_hand():
    # Firm (.4) pledges at .25 and is left alone; soft (.6) keeps silent and gives way.
    assert value(Pledge(), SEPARATING) == pytest.approx({"patron": 0.4 * 0.75, "challenger": 0.6})
    assert value(Pledge(), SILENT) == pytest.approx({"patron": 0, "challenger": 0.6 - 0.4})
    assert value(Bluff(), BLUFF) == {"challenger": 0, "patron": 2}
    assert value(Bluff(), HONEST) != value(Bluff(), BLUFF)


def test_the_value_of_a_mixture_is_the_mixture_of_the_values():
    mixed = {"challenger": by(lambda view: {"come": 0.25, "stay": 0.75}), "patron": always("defend")}
    assert value(Bluff(), mixed) == pytest.approx({"challenger": -0.25, "patron": 0.75 * 2 - 0.25})


# --- best response and regret ------------------------------------------------------------------------------------


def test_the_best_response_is_one_action_for_each_information_set():
    assert best_response(Pledge(), SEPARATING, "challenger") == {
        heard("pledge"): "refrain",
        heard("silence"): "challenge",
    }
    # Against a patron who says the same whoever she is, he goes by the prior: .6 > .4.
    assert best_response(Pledge(), SILENT, "challenger")[heard("silence")] == "challenge"
    assert best_response(Pledge(firm=0.7), SILENT, "challenger")[heard("silence")] == "refrain"


def test_a_player_who_sees_the_type_answers_each_type():
    reply = best_response(LEAKY, SILENT, "challenger")
    assert reply[View("challenger", ("firm", "silence"), ("challenge", "refrain"))] == "refrain"
    assert reply[View("challenger", ("soft", "silence"), ("challenge", "refrain"))] == "challenge"
    assert len(reply) == 4 > len(best_response(Pledge(), SILENT, "challenger")) == 2


def test_what_is_hidden_cannot_be_used_for_a_deviation():
    # Seeing the type would save him the .4 that challenging the firm costs.
    assert regret(Pledge(), SILENT, "challenger") == pytest.approx(0, abs=EXACT)
    assert regret(LEAKY, SILENT, "challenger") == pytest.approx(0.4)


def test_nobody_regrets_the_separating_equilibrium():
    assert [regret(Pledge(), SEPARATING, player) for player in Pledge.players] == pytest.approx([0, 0], abs=EXACT)


def test_the_regret_of_a_poor_plan_is_what_the_best_plan_would_add():
    # A soft patron who is silent throughout forgoes nothing; a firm one forgoes .75.
    shy = {**SEPARATING, "patron": says("silence", "silence")}
    assert regret(Pledge(), shy, "patron") == pytest.approx(0.4 * 0.75)
    # A soft patron who pledges ends with -.25 instead of 0.
    brash = {**SEPARATING, "patron": says("pledge", "pledge")}
    assert regret(Pledge(), brash, "patron") == pytest.approx(0.6 * 0.25)
    # Refraining always, against a firm patron who pledges and a silent soft one.
    meek = {**SEPARATING, "challenger": always("refrain")}
    assert regret(Pledge(), meek, "challenger") == pytest.approx(0.6)


def test_a_best_response_leaves_no_regret():
    for profile in (SEPARATING, SILENT, {**SILENT, "challenger": always("refrain")}):
        for player in Pledge.players:
            reply = best_response(Pledge(), profile, player)
            better = {**profile, player: lambda view, reply=reply: sure(reply[view])}
            assert regret(Pledge(), better, player) == pytest.approx(0, abs=EXACT)
            assert value(Pledge(), better)[player] >= value(Pledge(), profile)[player] - EXACT


@settings(deadline=None)
@given(a=st.floats(0, 1), b=st.floats(0, 1), c=st.floats(0, 1), d=st.floats(0, 1), firm=st.floats(0.01, 0.99))
def test_regret_is_never_negative_and_bounds_every_plan(a, b, c, d, firm):
    game = Pledge(firm=firm)
    patron = by(lambda view: dict(zip(view.actions, (a, 1 - a) if view.history[0] == "firm" else (b, 1 - b))))
    challenger = by(lambda view: dict(zip(view.actions, (c, 1 - c) if view.history[1] == "pledge" else (d, 1 - d))))
    profile = {"patron": patron, "challenger": challenger}
    plans = {
        "patron": [says(x, y) for x in ("pledge", "silence") for y in ("pledge", "silence")],
        "challenger": [answers(x, y) for x in ("challenge", "refrain") for y in ("challenge", "refrain")],
    }
    for player in game.players:
        own, most = value(game, profile)[player], regret(game, profile, player)
        found = max(value(game, {**profile, player: plan})[player] for plan in plans[player])
        assert most >= -EXACT
        assert own + most == pytest.approx(found, abs=EXACT)


# --- gaps and credibility ----------------------------------------------------------------------------------------


def test_a_bluff_that_is_never_called_leaves_no_regret_and_yet_is_not_credible():
    assert [regret(Bluff(), BLUFF, player) for player in Bluff.players] == [0, 0]
    (called,) = [gap for gap in gaps(Bluff(), BLUFF) if gap.gain > 0]
    assert (called.view.player, called.view.history, called.action) == ("patron", ("come",), "give way")
    assert called.gain == pytest.approx(1)


def test_the_credible_equilibrium_has_no_gap_anywhere():
    assert [regret(Bluff(), HONEST, player) for player in Bluff.players] == [0, 0]
    assert [(gap.action, gap.gain) for gap in gaps(Bluff(), HONEST)] == [("come", 0), ("give way", 0)]


def test_every_information_set_has_its_gap():
    assert set(gains(Pledge(), SEPARATING)) == {
        View("patron", ("firm",), ("pledge", "silence")),
        View("patron", ("soft",), ("pledge", "silence")),
        heard("pledge"),
        heard("silence"),
    }
    assert all(gain == pytest.approx(0, abs=EXACT) for gain in gains(Pledge(), SEPARATING).values())
    assert len(gains(LEAKY, SEPARATING)) == 6


def test_trembles_leave_the_prior_where_every_type_trembles_alike():
    # Nobody pledges. If somebody did by a slip, it would be a firm one with .4: challenging is right.
    assert gains(Pledge(), SILENT)[heard("pledge")] == pytest.approx(0, abs=EXACT)
    assert gains(Pledge(firm=0.7), SILENT)[heard("pledge")] == pytest.approx(0.7 - 0.3)


def test_on_the_path_beliefs_follow_from_the_plans():
    # He hears a pledge from the firm only, so challenging costs him 1, and refraining gains just that.
    reckless = {**SEPARATING, "challenger": always("challenge")}
    assert gains(Pledge(), reckless)[heard("pledge")] == pytest.approx(1, abs=1e-8)
    assert gains(Pledge(), reckless)[heard("silence")] == pytest.approx(0, abs=1e-8)


def test_stated_beliefs_take_the_place_of_trembles():
    firm, soft = ("firm", "pledge"), ("soft", "pledge")
    surely_firm, surely_soft = {heard("pledge"): {firm: 1.0}}, {heard("pledge"): {soft: 1.0, firm: 0.0}}
    assert gains(Pledge(), SILENT, surely_firm)[heard("pledge")] == pytest.approx(1)
    assert gains(Pledge(), SILENT, surely_soft)[heard("pledge")] == pytest.approx(0)
    even = gains(Pledge(), SILENT, {heard("pledge"): {firm: 0.75, soft: 0.25}})
    assert even[heard("pledge")] == pytest.approx(0.5)
    assert {k: v for k, v in even.items() if k != heard("pledge")} == {
        k: v for k, v in gains(Pledge(), SILENT).items() if k != heard("pledge")
    }


@pytest.mark.parametrize(
    "belief",
    [
        {("firm", "pledge"): 0.5},
        {("firm", "pledge"): 1.5, ("soft", "pledge"): -0.5},
        {("firm", "silence"): 1.0},
        {("firm",): 1.0},
        {},
    ],
    ids=str,
)
def test_what_is_no_belief_is_refused(belief):
    with pytest.raises(ValueError, match="probabilities must|cannot believe"):
        gaps(Pledge(), SILENT, {heard("pledge"): belief})


def test_a_belief_at_an_information_set_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="cannot believe"):
        gaps(Pledge(), SILENT, {heard("threat"): {("firm", "threat"): 1.0}})


def test_what_nature_never_does_is_not_part_of_the_game():
    game = Pledge(firm=0.0)
    assert {gap.view.history for gap in gaps(game, SILENT)} == {("soft",), (HIDDEN, "pledge"), (HIDDEN, "silence")}
    assert value(game, SILENT) == {"patron": 0, "challenger": 1}


def test_the_oracle_takes_finite_games_only():
    p = Params()
    profile = {"player 1": always(0.5), "player 2": lambda view: sure(view.actions[0])}
    with pytest.raises(ValueError, match="must be finite"):
        value(OutsideOptions(p), profile)
    with pytest.raises(ValueError, match="the draw x[12] must be a finite lottery"):
        value(OutsideOptions(p, bids=(0.5,)), profile)
    assert value(discretised(p, bids=3, draws=1), profile)["player 1"] == 0.5


def test_a_strategy_that_breaks_the_rules_is_named():
    with pytest.raises(ValueError, match="patron may not play 'boast' at"):
        value(Pledge(), {**SILENT, "patron": always("boast")})


# --- the outside-options game ------------------------------------------------------------------------------------


def grid(p: Params, bids: int, draws: int) -> OutsideOptions:
    return discretised(p, bids=bids, draws=draws)


def own_theory(game: OutsideOptions):
    """Both seats of a finite game filled with the equilibrium of that very game."""
    return both(backward_induction(game.p, offers=as_offers(game.offers), bids=game.bids))


def both(equilibrium):
    return {side: theorist(equilibrium) for side in OutsideOptions.players}


def largest(game, profile) -> float:
    return max(gap.gain for gap in gaps(game, profile))


POINTS = [
    Params(phi=1.1, c=0.02, delta=0.99),
    Params(phi=1.4, c=0.2, delta=0.95),
    Params(phi=1.7, c=0.025, delta=0.95),
    Params(phi=1.49, c=0.0312, delta=0.4),
    Params(phi=1.1, c=0.05, delta=1.0),
    Params(phi=1.5, c=0.01, delta=0.0),
]

params = st.builds(Params, phi=st.floats(1.01, 1.99), c=st.floats(0.001, 0.6), delta=st.floats(0, 1))


@pytest.mark.parametrize("p", POINTS, ids=str)
def test_the_theorist_of_the_same_finite_game_has_neither_regret_nor_gap(p):
    game = grid(p, 6, 5)
    profile = own_theory(game)
    assert [regret(game, profile, player) for player in game.players] == pytest.approx([0, 0], abs=EXACT)
    assert largest(game, profile) == pytest.approx(0, abs=EXACT)


@settings(max_examples=15, deadline=None)
@given(p=params, bids=st.integers(2, 5), draws=st.integers(1, 4))
@example(p=Params(phi=1.5, c=1 / 32, delta=0.5), bids=5, draws=2)
@example(p=Params(phi=1.25, c=0.125, delta=1.0), bids=5, draws=4)
def test_backward_induction_on_a_grid_is_credible_at_any_parameters(p, bids, draws):
    game = grid(p, bids, draws)
    assert largest(game, own_theory(game)) == pytest.approx(0, abs=EXACT)


def test_a_lottery_other_than_even_cells_is_solved_as_well():
    game = OutsideOptions(Params(delta=0.9), Lottery(((0.0, 0.5), (0.7, 0.3), (0.95, 0.2))), (0.0, 0.3, 0.6, 0.7, 0.8))
    assert largest(game, own_theory(game)) == pytest.approx(0, abs=EXACT)
    assert largest(game, both(solve(game.p))) > 1e-3


def test_the_value_of_the_finite_theorists_is_what_their_equilibrium_says():
    game = grid(POINTS[0], 6, 5)
    eq = backward_induction(game.p, offers=as_offers(game.offers), bids=game.bids)
    assert value(game, both(eq)) == pytest.approx({"player 1": eq.eu_1, "player 2": eq.eu_2}, abs=EXACT)
    assert eq.eu_1 != pytest.approx(solve(game.p).eu_1, abs=1e-3)


def test_the_theorist_of_the_continuous_game_comes_closer_as_the_grid_gets_finer():
    # Her offers are rounded up to the grid, and his cutoffs are right for a continuum of draws only.
    p = POINTS[0]
    steps = [largest(game, both(solve(p))) for game in (grid(p, 4, 3), grid(p, 7, 6), grid(p, 10, 9))]
    assert steps[0] > 1.5 * steps[1] > 2 * steps[2] > 0
    # What the wrong theory loses does not shrink: it is no matter of the grid.
    wrong = both(solve(Params(phi=p.phi, c=0.3, delta=p.delta)))
    assert largest(grid(p, 7, 6), wrong) > 3 * steps[1]


CHARACTERS = {
    "never searches": ("player 2", never_searches),
    "always searches once": ("player 2", always_searches_once),
    "splits evenly": ("player 1", splits_evenly),
    "offers the least": ("player 1", offers_the_least),
}


@pytest.mark.parametrize(("seat", "character"), CHARACTERS.values(), ids=CHARACTERS.keys())
def test_each_character_who_misses_the_theorem_regrets_it_somewhere(seat, character):
    game = grid(Params(phi=1.2, c=0.02, delta=0.95), 6, 5)
    theory = own_theory(game)
    entrant = {**theory, seat: character(game.p)}
    assert regret(game, entrant, seat) > 0.01
    assert max(gap.gain for gap in gaps(game, entrant) if gap.view.player == seat) > 0.01
    assert value(game, entrant)[seat] == pytest.approx(value(game, theory)[seat] - regret(game, entrant, seat))


def test_characters_are_sensible_where_their_rule_is_the_theorem():
    # Where a search costs more than it can bring, the loyalist and the ally who offers least are right.
    game = OutsideOptions(Params(phi=1.5, c=0.3, delta=0.9), grid(Params(), 2, 4).offers, (0.0, 0.25, 0.5, 0.75, 1.0))
    pair = {"player 1": offers_the_least(game.p), "player 2": never_searches(game.p)}
    assert [regret(game, pair, seat) for seat in game.players] == pytest.approx([0, 0], abs=EXACT)
    shopper = {**pair, "player 2": always_searches_once(game.p)}
    assert regret(game, shopper, "player 2") > 0.1
