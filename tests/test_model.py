"""The rules of section 2: what a history says, what may be done, who gets what, and how ties are settled."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alliancelib.core.game import NATURE, IllegalAction
from alliancelib.outside_options import solve
from alliancelib.outside_options.model import (
    MOVERS,
    OUTCOMES,
    TIE,
    Params,
    Play,
    Prospect,
    after,
    check_share,
    choose,
    discount,
    is_share,
    net,
    payoffs,
    read,
    search_costs,
)

P = Params(phi=1.1, c=0.02, delta=0.9)

WHOLE = (0.6, "search", 0.7, "advance", 0.65, "search", 0.8, "accept ad hoc")
"""A play that passes through every stage."""

OVER = (
    (0.6, "accept"),
    (0.6, "search", 0.7, "accept ally"),
    (0.6, "search", 0.7, "accept ad hoc"),
    (0.6, "advance", 0.5, "accept ally"),
    (0.6, "advance", 0.5, "decline"),
    (0.6, "advance", 0.5, "search", 0.3, "accept ally"),
    (0.6, "advance", 0.5, "search", 0.3, "accept ad hoc"),
    (0.6, "advance", 0.5, "search", 0.3, "decline"),
    (0.6, "search", 0.7, "advance", 0.65, "accept ally"),
    (0.6, "search", 0.7, "advance", 0.65, "accept ad hoc"),
    (0.6, "search", 0.7, "advance", 0.65, "decline"),
    (0.6, "search", 0.7, "advance", 0.65, "search", 0.8, "accept ally"),
    WHOLE,
    (0.6, "search", 0.7, "advance", 0.65, "search", 0.8, "decline"),
)
"""Every way in which a play can end."""

params = st.builds(
    Params,
    phi=st.floats(1.001, 1.999),
    c=st.floats(1e-4, 1),
    delta=st.floats(0, 1),
)
shares = st.floats(0, 1)


def paid(history, p: Params = P) -> tuple[float, float]:
    got = payoffs(p, read(history))
    return got["player 1"], got["player 2"]


# --- timing ------------------------------------------------------------------------------------------------------


def test_a_play_passes_through_the_stages_of_figure_1():
    stages = [read(WHOLE[:k]).stage for k in range(len(WHOLE) + 1)]
    assert stages == list(MOVERS)
    assert [MOVERS[stage] for stage in stages] == [
        "player 1", "player 2", NATURE, "player 2", "player 1", "player 2", NATURE, "player 2", None,
    ]  # fmt: skip


@pytest.mark.parametrize("history", OVER, ids=str)
def test_every_ending_is_over_and_no_proper_part_of_it_is(history):
    assert read(history).stage == "over"
    assert read(history).outcome in OUTCOMES
    for k in range(len(history)):
        assert read(history[:k]).stage != "over"
        with pytest.raises(IllegalAction, match="not over"):
            assert read(history[:k]).outcome
        with pytest.raises(IllegalAction, match="not over"):
            payoffs(P, read(history[:k]))


def test_the_endings_listed_here_are_all_there_are():
    def endings(play: Play):
        if play.stage == "over":
            return 1
        return sum(endings(after(play, action)) for action in play.actions or (0.5,))

    assert endings(Play()) == len(OVER)
    assert {read(history).outcome for history in OVER} == set(OUTCOMES)


def test_searches_are_remembered_by_period():
    assert read((0.6, "accept")).searches == ()
    assert read(WHOLE).searches == (1, 2)
    assert read((0.6, "advance", 0.5, "search", 0.3, "decline")).searches == (2,)


def test_the_first_offer_lapses_when_the_second_period_starts():
    assert read((0.6,)).ally_offer == 0.6
    assert read((0.6, "search", 0.7)).ally_offer == 0.6
    assert read((0.6, "advance")).ally_offer is None
    assert read((0.6, "advance", 0.1)).ally_offer == 0.1
    # Accepting in period 2 takes r2, however much better r1 was.
    assert paid((0.6, "advance", 0.1, "accept ally")) == paid((0.2, "advance", 0.1, "accept ally"))
    assert paid((0.6, "accept")) != paid((0.2, "accept"))


def test_the_first_draw_stands_until_the_end():
    found = (0.3, "search", 0.7)
    for later in ((), ("advance",), ("advance", 0.1), ("advance", 0.1, "search", 0.2)):
        assert read((*found, *later)).standing == 0.7
    assert read((*found, "advance", 0.1, "search", 0.9)).standing == 0.9
    assert read((0.3, "advance", 0.1)).standing is None


@settings(deadline=None)
@given(x1=shares, x2=shares)
def test_of_two_draws_the_larger_stands(x1, x2):
    history = (0.5, "search", x1, "advance", 0.5, "search", x2)
    assert read(history).standing == max(x1, x2)
    assert paid((*history, "accept ad hoc"))[1] == paid((*history[:2], max(x1, x2), *history[3:], "accept ad hoc"))[1]


def test_declining_is_always_possible_in_period_2_and_never_in_period_1():
    for history in OVER:
        for k in range(len(history) + 1):
            play = read(history[:k])
            if play.actions:
                assert ("decline" in play.actions) == (play.period == 2)


def test_an_ad_hoc_partner_can_be_had_only_after_a_search():
    for history in OVER:
        for k in range(len(history) + 1):
            play = read(history[:k])
            if play.actions:
                assert ("accept ad hoc" in play.actions) == (play.standing is not None)


# --- illegal actions ---------------------------------------------------------------------------------------------

VERBS = ("accept", "accept ally", "accept ad hoc", "search", "advance", "decline", "Accept", "", None, 0.5, ("search",))


@pytest.mark.parametrize("history", [history[:k] for history in OVER for k in range(len(history))], ids=str)
def test_what_is_not_listed_is_refused_and_what_is_listed_is_not(history):
    play = read(history)
    if not play.actions:
        return
    for action in VERBS:
        if action in play.actions:
            assert after(play, action).stage != play.stage
        else:
            with pytest.raises(IllegalAction) as refused:
                after(play, action)
            assert repr(action) in str(refused.value) and play.stage in str(refused.value)
            assert all(repr(allowed) in str(refused.value) for allowed in play.actions)


@pytest.mark.parametrize("before", [(), (0.6, "search"), (0.6, "advance"), WHOLE[:6]], ids=str)
@pytest.mark.parametrize("share", [-0.01, 1.01, math.nan, math.inf, "0.5", "accept", None, True, (0.5,)], ids=repr)
def test_an_offer_or_a_draw_is_a_share_between_0_and_1(before, share):
    for fine in (0, 1, 0.0, 1.0, 0.5):
        assert read((*before, fine)).stage != read(before).stage
    with pytest.raises(IllegalAction, match=r"must lie in \[0, 1\], got ") as refused:
        read((*before, share))
    assert read(before).stage in str(refused.value)


def test_nothing_follows_the_end():
    for history in OVER:
        for action in VERBS:
            with pytest.raises(IllegalAction, match="the play is over"):
                read((*history, action))


def test_an_illegal_step_is_found_wherever_it_stands():
    with pytest.raises(IllegalAction, match="first response"):
        read((0.6, "decline", 0.5, "accept ally"))


@settings(deadline=None)
@given(value=shares)
def test_a_share_passes_the_check_and_its_shadow_outside_does_not(value):
    assert is_share(value)
    check_share("r1", value)
    outside = 1 + max(value, 1e-9)
    assert not is_share(outside)
    with pytest.raises(ValueError) as refused:
        check_share("r1", outside)
    assert str(refused.value) == f"r1 must lie in [0, 1], got {outside!r}"


# --- payoffs -----------------------------------------------------------------------------------------------------


def test_payoffs_are_those_worked_out_by_hand():
    # phi = 1.1, c = .02, delta = .9: accepting .6 leaves him 1 - 1.1 + .6 = .5 and her 1 - .6 = .4.
    assert paid((0.6, "accept")) == pytest.approx((0.4, 0.5))
    assert paid((0.6, "search", 0.7, "accept ally")) == pytest.approx((0.4, 0.48))
    assert paid((0.6, "search", 0.7, "accept ad hoc")) == pytest.approx((0, 0.58))
    assert paid((0.6, "advance", 0.5, "accept ally")) == pytest.approx((0.45, 0.36))
    assert paid((0.6, "advance", 0.5, "decline")) == pytest.approx((0, 0))
    # Two searches cost .02 + .9 * .02 = .038.
    assert paid(WHOLE) == pytest.approx((0, 0.9 * 0.7 - 0.038))
    assert paid((*WHOLE[:-1], "decline")) == pytest.approx((0, -0.038))


def test_the_cost_of_a_second_search_is_discounted_and_that_of_a_first_is_not():
    assert search_costs(P, (1,)) == P.c
    assert search_costs(P, (2,)) == pytest.approx(0.9 * P.c)
    assert search_costs(P, (1, 2)) == pytest.approx(1.9 * P.c)
    late = paid((0.6, "advance", 0.5, "search", 0.3, "decline"))[1]
    early = paid((0.6, "search", 0.3, "advance", 0.5, "decline"))[1]
    assert late == pytest.approx(-0.018) and early == pytest.approx(-0.02)
    assert late != pytest.approx(early)


def test_a_player_who_does_not_care_about_period_2_gets_nothing_there():
    p = Params(delta=0)
    assert (discount(p, 1), discount(p, 2)) == (1, 0)
    assert paid((0.6, "advance", 0.9, "accept ally"), p) == (0, 0)
    assert paid(WHOLE, p) == pytest.approx((0, -p.c))
    assert paid((0.6, "advance", 0.9, "accept ally")) != (0, 0)


@settings(deadline=None)
@given(p=params, r=shares)
def test_an_agreement_with_the_ally_shares_the_surplus_and_nothing_else(p, r):
    ours, theirs = paid((r, "accept"), p)
    assert ours + theirs == pytest.approx(2 - p.phi)
    assert theirs == pytest.approx(net(p, r))


@settings(deadline=None)
@given(p=params, numbers=st.lists(shares, min_size=4, max_size=4))
def test_player_1_gets_something_only_from_an_agreement(p, numbers):
    for ending in OVER:
        drawn = iter(numbers)
        play = read(tuple(a if isinstance(a, str) else next(drawn) for a in ending))
        ours = payoffs(p, play)["player 1"]
        assert ours >= 0
        if play.partner != "ally":
            assert ours == 0


@settings(deadline=None)
@given(p=params, r=shares)
def test_waiting_for_the_same_agreement_is_worth_delta_of_it(p, r):
    now, later = paid((r, "accept"), p), paid((r, "advance", r, "accept ally"), p)
    assert later == pytest.approx(tuple(p.delta * u for u in now))


# --- ties --------------------------------------------------------------------------------------------------------


def test_a_better_prospect_beats_every_tie_rule():
    worse = Prospect("sure, now, new", 0.5, sure=True, produces=True, period=1, proposal=9)
    better = Prospect("a gamble", 0.5 + 1e-6, sure=False, produces=False, period=2)
    assert choose((worse, better)) == choose((better, worse)) == "a gamble"


def test_t1_a_sure_outcome_goes_before_a_lottery():
    sure, lottery = Prospect("take it", 0.5), Prospect("search", 0.5, sure=False)
    assert choose((sure, lottery)) == choose((lottery, sure)) == "take it"
    assert choose((sure, Prospect("search", 0.5 + 1e-9, sure=False))) == "search"


def test_t2_among_equal_proposals_the_most_recent_is_taken():
    hers, theirs = Prospect("accept ally", 0.5, proposal=1), Prospect("accept ad hoc", 0.5, proposal=2)
    assert choose((hers, theirs)) == choose((theirs, hers)) == "accept ad hoc"
    newer = Prospect("accept ally", 0.5, proposal=3)
    assert choose((newer, theirs)) == "accept ally"


def test_t3_producing_goes_before_not_producing():
    build, leave = Prospect("accept ally", 0.0), Prospect("decline", 0.0, produces=False)
    assert choose((leave, build)) == choose((build, leave)) == "accept ally"
    assert choose((leave, Prospect("accept ally", -1e-9))) == "decline"


def test_t4_now_goes_before_an_equal_sure_outcome_later():
    now, later = Prospect("accept ad hoc", 0.5, period=1, proposal=1), Prospect("advance", 0.5, period=2, proposal=2)
    assert choose((later, now)) == choose((now, later)) == "accept ad hoc"
    assert choose((now, Prospect("advance", 0.5 + 1e-9, period=2))) == "advance"


def test_the_rules_rank_sureness_then_production_then_time_then_novelty():
    def prospect(sure, produces, period, proposal):
        return Prospect((sure, produces, period, proposal), 0.5, sure, produces, period, proposal)

    for a, b in itertools.combinations(itertools.product((True, False), (True, False), (1, 2), (1, 2)), 2):
        first = (a[0], a[1], -a[2], a[3]) > (b[0], b[1], -b[2], b[3])
        assert choose((prospect(*a), prospect(*b))) == (a if first else b)


@settings(deadline=None)
@given(gap=st.floats(0, 1e-10))
def test_a_tie_is_a_difference_of_at_most_one_in_a_million_million(gap):
    assume(abs(gap - TIE) > 1e-15)
    sure, lottery = Prospect("take it", 0.5), Prospect("search", 0.5 + gap, sure=False)
    assert choose((sure, lottery)) == ("take it" if gap < TIE else "search")


# --- ties, met in play -------------------------------------------------------------------------------------------


def test_t1_in_play_he_takes_what_is_worth_just_as_much_as_a_search():
    eq = solve(Params(phi=1.1, c=0.02, delta=0.99))
    assert eq.second_response(0.8, None) == "accept ally"  # r_star = 1 - sqrt(.04)
    assert eq.second_response(0.8 - 1e-6, None) == "search"
    assert eq.first_response(0.8) == "accept"
    assert eq.first_response(0.8 - 1e-6) == "search"


def test_t2_in_play_the_newest_of_equal_offers_wins():
    eq = solve(P)
    assert eq.response_after_search(0.95, 0.95) == "accept ad hoc"
    assert eq.response_after_search(0.95, 0.95 - 1e-6) == "accept ally"
    assert eq.second_response(0.95, 0.95) == "accept ally"
    assert eq.second_response(0.95 - 1e-6, 0.95) == "accept ad hoc"
    assert eq.final_response(0.5, 0.2, 0.5) == "accept ad hoc"
    assert eq.final_response(0.5, 0.5, 0.2) == "accept ally"


def test_t3_in_play_he_builds_for_nothing_rather_than_not_at_all():
    p = Params(phi=1.4, c=0.5, delta=0.9)
    eq = solve(p)
    assert eq.second_response(p.phi - 1, None) == "accept ally"
    assert eq.second_response(p.phi - 1 - 1e-6, None) == "decline"
    assert eq.final_response(p.phi - 1, None, 0.1) == "accept ally"
    assert eq.final_response(p.phi - 1 - 1e-6, None, 0.1) == "decline"


def test_t4_in_play_a_patient_player_takes_now_what_he_could_have_later():
    # At delta = 1 she would match x1 = .9 > r_star, so that waiting is worth exactly as much as taking it.
    assert solve(Params(delta=1)).response_after_search(0.5, 0.9) == "accept ad hoc"
    # Between r_tilde and r_star she would jump to r_star, and waiting is worth more.
    assert solve(Params(delta=1)).response_after_search(0.5, 0.78) == "advance"


@pytest.mark.parametrize("end", [(), ("search",)])
def test_a_truth_value_is_no_offer_even_where_its_equal_was_just_made(end):
    assert read((1, *end)).r1 == read((1.0, *end)).r1 == 1
    with pytest.raises(IllegalAction):
        read((True, *end))
