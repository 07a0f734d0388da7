"""The rules of the cost-sharing game: what a history says, what may be done, who gets what, who sees what."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancelib.core.game import HIDDEN, NATURE, IllegalAction
from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing.model import (
    MOVERS,
    OUTCOMES,
    PLAYERS,
    TYPES,
    Condition,
    Params,
    Play,
    Profile,
    Reading,
    Side,
    Steps,
    after,
    always,
    assumption_1,
    assumption_2,
    at_least,
    check_demand,
    described,
    failing,
    is_demand,
    lam,
    path,
    payoffs,
    played_out,
    pr_win,
    prior,
    read,
    seen,
    u,
    up_to,
)

P = Params()
WHOLE = ("committed", 0.4, "reject", "withdraw", 0.2, "fight", "intervene", "win")
"""A play that passes through every stage."""

NEGOTIATIONS = {
    "no offer": ("no offer",),
    "sharing": (0.4, "accept"),
    "free-riding": (0.4, "reject", "stay"),
    "withdrawal": (0.4, "reject", "withdraw"),
}
ENDINGS = (
    ("settle",),
    *(("fight", choice, end) for choice in ("intervene", "abstain") for end in ("win", "lose")),
)
OVER = tuple((t, *NEGOTIATIONS[n], 0.6, *end) for t in TYPES for n in OUTCOMES for end in ENDINGS)
"""Every way in which a play can end, at one demand and one offer."""


# --- parameters ---------------------------------------------------------------------------------------------------


def test_there_are_twelve_symbols_each_with_its_letter():
    names = [symbol.name for symbol in symbols(Params)]
    assert names == [f.name for f in fields(Params)]
    assert names == ["p_l", "p_m", "p_h", "c_A", "c_T", "c_C", "beta_lo", "beta_hi", "phi", "pi", "l", "a_max"]
    assert all(symbol.default in symbol and symbol.meaning and symbol.tex for symbol in symbols(Params))


@pytest.mark.parametrize("name", [f.name for f in fields(Params)])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, "0.5", None, True])
def test_what_is_out_of_range_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        replace(P, **{name: value})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"p_l": 0.5}, "p_l must be less than p_m, got p_l = 0.5 and p_m = 0.5"),
        ({"p_m": 0.9}, "p_m must be less than p_h, got p_m = 0.9 and p_h = 0.8"),
        ({"beta_hi": 0.3}, "beta_lo must be less than beta_hi, got beta_lo = 0.3 and beta_hi = 0.3"),
        ({"c_A": 0.0}, "c_A must be positive, got 0.0"),
        ({"l": 1.0}, "l must lie in (-1, 1), got 1.0"),
    ],
)
def test_a_message_names_the_symbol_the_rule_and_the_value(wrong, message):
    with pytest.raises(ValueError) as caught:
        replace(P, **wrong)
    assert str(caught.value) == message
    assert replace(P, p_m=0.31).p_m == 0.31


# --- timing -------------------------------------------------------------------------------------------------------


def test_a_play_passes_through_the_stages_in_order():
    stages = [read(WHOLE[:k]).stage for k in range(len(WHOLE) + 1)]
    assert stages == list(MOVERS)
    assert [MOVERS[stage] for stage in stages] == [
        NATURE, "ally", "target", "ally", "challenger", "target", "ally", NATURE, None,
    ]  # fmt: skip


@pytest.mark.parametrize("history", OVER, ids=str)
def test_every_ending_is_over_and_no_proper_part_of_it_is(history):
    play = read(history)
    assert play.stage == "over" and play.type == history[0] and play.x == 0.6
    for k in range(len(history)):
        assert read(history[:k]).stage != "over"
        with pytest.raises(IllegalAction, match="not over"):
            payoffs(P, read(history[:k]))


def test_the_endings_listed_here_are_all_there_are():
    numbers = {"type": TYPES, "demand": ("no offer", 0.4), "offer": (0.6,), "war": ("win", "lose")}

    def endings(play: Play) -> int:
        if play.stage == "over":
            return 1
        return sum(endings(after(play, action)) for action in numbers.get(play.stage, play.actions))

    assert endings(Play()) == len(OVER) == len(set(OVER))


@pytest.mark.parametrize("n", OUTCOMES)
def test_how_the_negotiation_ended_and_whether_the_alliance_stands(n):
    play = read(("committed", *NEGOTIATIONS[n]))
    assert (play.stage, play.n, play.kept) == ("offer", n, n != "withdrawal")
    assert play.a == (None if n == "no offer" else 0.4)


@pytest.mark.parametrize(
    ("history", "action", "message"),
    [
        ((), "patron", "the type must"),
        (("committed",), 0, "the demand must"),
        (("committed",), -0.1, "the demand must"),
        (("committed",), math.inf, "the demand must"),
        (("committed",), math.nan, "the demand must"),
        (("committed",), True, "the demand must"),
        (("committed",), "accept", "the demand must"),
        (("committed", 0.4), "settle", "the answer must"),
        (("committed", 0.4, "accept"), "withdraw", "offer must lie"),
        (("committed", 0.4, "reject"), 0.5, "after a rejection"),
        (("committed", "no offer"), 1.1, "offer must lie"),
        (("committed", "no offer"), math.nan, "offer must lie"),
        (("committed", "no offer", 0.5), "accept", "the response must"),
        (("committed", "no offer", 0.5, "fight"), "stay", "in a war"),
        (("committed", "no offer", 0.5, "fight", "abstain"), "draw", "the war must"),
        (("committed", "no offer", 0.5, "settle"), "settle", "the play is over"),
    ],
)
def test_what_the_rules_forbid_is_refused_where_it_was_tried(history, action, message):
    with pytest.raises(IllegalAction, match=message):
        read((*history, action))
    read(history)


def test_every_verb_that_is_listed_may_be_done():
    for history in OVER:
        for k in range(len(history)):
            play = read(history[:k])
            for verb in play.actions:
                after(play, verb)
            assert bool(play.actions) == (MOVERS[play.stage] in PLAYERS and play.stage != "offer")


def test_a_demand_may_be_as_large_as_a_max_and_no_larger():
    assert is_demand(P, P.a_max) and not is_demand(P, 0) and not is_demand(P, P.a_max + 1e-9)
    check_demand(P, P.a_max)
    with pytest.raises(ValueError, match=r"^a must lie in \(0, 1.5\], got 1.6"):
        check_demand(P, 1.6)


# --- information --------------------------------------------------------------------------------------------------


def test_only_the_challenger_does_not_see_the_type():
    for history in OVER:
        assert seen(history, "ally") == seen(history, "target") == history
        assert seen(history, "challenger") == (HIDDEN, *history[1:])
    assert seen((), "challenger") == ()


def test_histories_that_differ_only_in_the_type_are_the_same_to_the_challenger():
    for history in OVER:
        other = (TYPES[history[0] == "committed"], *history[1:])
        assert seen(history, "challenger") == seen(other, "challenger")
        assert seen(history, "target") != seen(other, "target")


def test_what_the_challenger_saw_can_be_read_but_not_paid():
    play = read(seen(WHOLE, "challenger"))
    assert play == replace(read(WHOLE), type=None)
    with pytest.raises(IllegalAction, match="type"):
        payoffs(P, play)


# --- payoffs ------------------------------------------------------------------------------------------------------


def test_lambda_is_the_slides():
    p = replace(P, pi=0.2, l=0.5)
    assert {n: lam(p, n, 0.4)["ally"] for n in OUTCOMES} == pytest.approx(
        {"no offer": -0.2, "sharing": -0.2 + 0.4 + 0.2, "free-riding": -0.2 + 0.2, "withdrawal": 0.2}
    )
    assert [lam(p, n, 0.4)["target"] for n in OUTCOMES] == [0, -0.4, 0, 0]
    with pytest.raises(ValueError, match="n must be one of"):
        lam(p, "stay", 0.4)


def test_u_is_the_slides_in_peace_and_in_either_war():
    p = replace(P, pi=0.2, l=0.5, c_A=0.11, c_T=0.12, c_C=0.13)
    sharing = ("committed", 0.4, "accept", 0.6)
    left = ("uncommitted", 0.4, "reject", "withdraw", 0.6)
    cases = {
        (*sharing, "settle"): (0.8 * 0.6 + 0.4, 0.6 - 0.4, 0.4),
        (*sharing, "fight", "intervene"): (0.8 * 0.8 - 0.11 + 0.4, 0.8 - 0.12 - 0.4, 0.2 - 0.13),
        (*sharing, "fight", "abstain"): (0.8 * 0.3 + 0.4, 0.3 - 0.12 - 0.4, 0.7 - 0.13),
        (*left, "fight", "intervene"): (0.3 * 0.5 - 0.11 + 0.2, 0.5 - 0.12, 0.5 - 0.13),
        (*left, "fight", "abstain"): (0.3 * 0.3 + 0.2, 0.3 - 0.12, 0.7 - 0.13),
    }
    for history, expected in cases.items():
        paid = u(p, read(history))
        assert tuple(paid[player] for player in PLAYERS) == pytest.approx(expected)
        assert not paid["ally"] == pytest.approx(expected[0] + 0.01)


def test_an_undecided_play_pays_nobody():
    with pytest.raises(IllegalAction, match="not decided"):
        u(P, read(("committed", "no offer", 0.5)))
    with pytest.raises(IllegalAction, match="not over"):
        payoffs(P, read(("committed", "no offer", 0.5, "fight", "abstain")))


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("n", OUTCOMES)
@pytest.mark.parametrize("choice", ["intervene", "abstain"])
def test_u_is_the_expectation_of_what_a_war_pays(type, n, choice):
    war = (type, *NEGOTIATIONS[n], 0.6, "fight", choice)
    chance = pr_win(P, read(war))
    won, lost = (payoffs(P, read((*war, end))) for end in ("win", "lose"))
    mean = {player: chance * won[player] + (1 - chance) * lost[player] for player in PLAYERS}
    assert mean == pytest.approx(u(P, read(war)))
    assert not won == pytest.approx(lost)


def test_the_prior_is_phi():
    assert [prior(replace(P, phi=0.3), type) for type in TYPES] == [0.3, 0.7]


# --- assumptions --------------------------------------------------------------------------------------------------


def test_the_assumptions_hold_at_the_base_point():
    assert assumption_1(P) and assumption_2(P) and failing(P) == ()


@pytest.mark.parametrize(
    ("change", "text", "margin"),
    [
        ({"p_l": 0.05, "p_m": 0.3}, "p_l > c_T", -0.05),
        ({"p_l": 0.1}, "p_l > c_T", 0.0),
        ({"c_A": 0.05}, "c_A > beta_lo (p_m - p_l)", -0.01),
        ({"c_A": 0.155}, "beta_lo (p_h - p_l) > c_A", -0.005),
        ({"c_A": 0.17}, "beta_hi (p_m - p_l) > c_A", -0.01),
    ],
)
def test_a_predicate_says_which_side_fails_and_by_how_much(change, text, margin):
    sides = {side.text: side.margin for side in failing(replace(P, **change))}
    assert sides[text] == pytest.approx(margin)
    assert text not in {side.text for side in failing(P)}


def test_a_strict_side_fails_at_equality_and_a_weak_one_holds():
    assert not Condition("", (Side("", 1.0, 1.0),))
    assert Condition("", (Side("", 1.0, 1.0, strict=False),))
    assert not Condition("", (Side("", 0.9, 1.0, strict=False),))


# --- profiles -----------------------------------------------------------------------------------------------------


def test_steps_are_constant_between_their_breaks_and_free_at_them():
    f = Steps((0.2, 0.5), ("a", "b", "c", "d", "e"))
    assert [f(at) for at in (0.1, 0.2, 0.3, 0.5, 0.6)] == ["a", "b", "c", "d", "e"]
    assert f(0.2 + 1e-13) == "b" and f(0.2 + 1e-9) == "c" and f(0.2 - 1e-9) == "a"
    assert (up_to(0.5)(0.5), up_to(0.5)(0.51), at_least(0.5)(0.5), at_least(0.5)(0.49)) == (True, False, True, False)
    assert always(3)(0.7) == 3


@pytest.mark.parametrize(("breaks", "values"), [((0.5, 0.5), (1,) * 5), ((0.5, 0.2), (1,) * 5), ((0.5,), (1, 2))])
def test_broken_steps_are_refused(breaks, values):
    with pytest.raises(ValueError, match="breaks"):
        Steps(breaks, values)


SIMPLE = Profile(
    demand={"committed": None, "uncommitted": 0.4},
    accepts={"committed": up_to(0.0), "uncommitted": up_to(0.3)},
    withdraws={"committed": always(False), "uncommitted": always(True)},
    x=Reading(no_offer=0.7, sharing=always(0.7), free_riding=always(0.7), withdrawal=Steps((0.4,), (0.1, 0.2, 0.3))),
    settles={(t, kept): at_least(0.7 if kept else 0.25) for t in TYPES for kept in (True, False)},
    intervenes={(t, kept): kept for t in TYPES for kept in (True, False)},
)


def test_a_profile_is_played_out_by_the_rules():
    committed, uncommitted = path(SIMPLE, "committed"), path(SIMPLE, "uncommitted")
    assert (committed.demand, committed.outcome, committed.x, committed.settles) == (None, "no offer", 0.7, True)
    assert (uncommitted.demand, uncommitted.accepted, uncommitted.withdraws) == (0.4, False, True)
    assert (uncommitted.x, uncommitted.settles, uncommitted.outcome) == (0.2, False, "withdrawal")
    assert played_out(SIMPLE, Play("demand", "uncommitted")).stage == "war"
    with pytest.raises(IllegalAction, match="nobody chooses"):
        SIMPLE.action(Play())


def test_a_described_profile_is_paid_by_the_rules():
    eq = described(P, "mine", "a test", SIMPLE)
    assert eq.payoffs["committed"]["ally"] == pytest.approx(0.8 * 0.7 - 0.2)
    assert eq.payoffs["uncommitted"] == pytest.approx({"ally": 0.3 * 0.3 - 0.3 * 0.4, "target": 0.2, "challenger": 0.6})
    with pytest.raises(TypeError):
        eq.play["committed"] = None


def test_a_reading_is_asked_by_what_was_seen():
    assert [SIMPLE.x(n, 0.5) for n in OUTCOMES] == [0.7, 0.7, 0.7, 0.3]
    with pytest.raises(ValueError, match="n must be one of"):
        SIMPLE.x("peace", 0.5)


@given(st.sampled_from(OVER))
def test_reading_a_history_twice_gives_the_same_play(history):
    assert read(history) == read(tuple(history))
    assert after(read(history[:-1]), history[-1]) == read(history)
