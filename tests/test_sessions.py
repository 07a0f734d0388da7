"""Laws of play, for every game at once: play ends, replays, hides what is private and refuses what is not allowed."""

from __future__ import annotations

import copy
import math
import pickle
from collections import defaultdict
from dataclasses import FrozenInstanceError, replace
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toys import LEAKY, Bluff, Pledge, always, by

from alliancelib import cost_sharing
from alliancelib.core.game import HIDDEN, NATURE, Either, IllegalAction, Interval, Lottery, View, sure
from alliancelib.core.session import Luck, Session, quantile
from alliancelib.cost_sharing import opponents as proteges
from alliancelib.cost_sharing import select
from alliancelib.cost_sharing.game import CostSharing
from alliancelib.cost_sharing.model import payoffs, pr_win
from alliancelib.cost_sharing.model import read as read_sharing
from alliancelib.outside_options import Params, solve
from alliancelib.outside_options.game import OutsideOptions, discretised
from alliancelib.outside_options.integration import ChosenCost, ChosenCostTheory
from alliancelib.outside_options.offers import Atoms, Mixture, Uniform
from alliancelib.outside_options.opponents import (
    always_searches_once,
    never_searches,
    offers_the_least,
    splits_evenly,
    theorist,
)

P = Params(phi=1.1, c=0.02, delta=0.99)

S = cost_sharing.Params(a_max=0.9, l=0.2)
SMALL = {"demands": ("no offer", 0.3, 0.5, 0.9), "offers": (0.2, 0.4, 0.7)}

FINITE = {
    "a small grid": discretised(P, bids=3, draws=2),
    "pledge": Pledge(),
    "a pledge nobody can afford to doubt": Pledge(firm=1.0),
    "bluff": Bluff(),
    "cost sharing on a grid": CostSharing(S, **SMALL),
}

GAMES = FINITE | {
    "outside options": OutsideOptions(P),
    "a dear good": OutsideOptions(Params(phi=1.9, c=0.6, delta=0.0)),
    "other offers": OutsideOptions(P, Mixture((Uniform(), Atoms((0.5,), (1.0,))), (0.5, 0.5))),
    "few bids": OutsideOptions(P, bids=(0.1, 0.5, 0.8)),
    "chosen cost": ChosenCost(P, (0.01, 1 / 32, 0.15)),
    "cost sharing": CostSharing(S),
    "a reliable patron": CostSharing(cost_sharing.Params(phi=0.99, a_max=0.4, l=-0.9)),
    "few demands": CostSharing(S, demands=SMALL["demands"]),
}

LONGEST = 9
"""No play of any of these games has more steps."""

SILLY = ("no such verb", "accept everything", -0.1, 1.1, math.nan, math.inf, None, True, ("accept",), HIDDEN)

every_game = pytest.mark.parametrize("game", GAMES.values(), ids=GAMES.keys())
every_finite_game = pytest.mark.parametrize("game", FINITE.values(), ids=FINITE.keys())


def choice(allowed) -> st.SearchStrategy:
    """Any one of the actions allowed."""
    match allowed:
        case Either():
            return st.one_of(st.sampled_from(allowed.verbs), choice(allowed.numbers))
        case Interval():
            return st.floats(allowed.low, allowed.high, exclude_min=allowed.low_open)
    return st.sampled_from(allowed)


def play_on(session: Session, data: st.DataObject, moves: int = LONGEST) -> Session:
    """Random legal actions for everybody, until the play or the number of moves is over."""
    session = session.advance()
    while moves and session.to_move is not None:
        session, moves = session.play(data.draw(choice(session.view.actions))), moves - 1
    return session


def histories(game, history=()):
    """Every history of a finite game."""
    yield history
    mover = game.to_move(history)
    if mover is not None:
        steps = [outcome for outcome, _ in game.chance(history)[1]] if mover == NATURE else game.actions(history)
        for action in steps:
            yield from histories(game, (*history, action))


# --- any play ----------------------------------------------------------------------------------------------------


@every_game
@settings(deadline=None)
@given(data=st.data(), seed=st.integers(0, 999))
def test_any_legal_play_ends_and_pays_every_player(game, data, seed):
    session = play_on(Session(game=game, seed=seed), data)
    assert session.to_move is None
    assert len(session.history) <= LONGEST
    assert set(session.payoffs) == set(game.players)
    assert all(math.isfinite(payoff) for payoff in session.payoffs.values())
    with pytest.raises(IllegalAction, match="the play is over"):
        session.play("accept")


@every_game
@settings(deadline=None)
@given(data=st.data(), seed=st.integers(0, 999))
def test_any_play_replays_to_the_same_value(game, data, seed):
    session = play_on(Session(game=game, seed=seed), data)
    again = Session(game=game, seed=seed).replay(session.history)
    assert again == session
    assert again.payoffs == session.payoffs
    assert again != Session(game=game, seed=seed + 1).replay(session.history)


@every_game
@settings(deadline=None)
@given(data=st.data())
def test_an_unfinished_play_pays_nobody_yet(game, data):
    session = play_on(Session(game=game), data, moves=1)
    if session.to_move is not None:
        with pytest.raises(IllegalAction, match="not over"):
            _ = session.payoffs
    else:
        assert session.payoffs


@every_game
@settings(deadline=None)
@given(data=st.data(), moves=st.integers(0, 4), silly=st.sampled_from(SILLY))
def test_an_illegal_action_is_refused_and_leaves_no_trace(game, data, moves, silly):
    session = play_on(Session(game=game), data, moves)
    before = (session.history, session.to_move)
    with pytest.raises(IllegalAction) as refused:
        session.play(silly)
    assert repr(silly) in str(refused.value)
    assert (session.history, session.to_move) == before
    if session.to_move is not None:
        session.play(data.draw(choice(session.view.actions)))


@every_game
def test_a_replay_with_an_illegal_step_is_refused(game):
    start = Session(game=game)
    first = start.advance().view.actions
    legal = (*start.advance().history, first[0] if isinstance(first, tuple) else first.grid(2)[0])
    assert start.replay(legal).history == legal
    with pytest.raises(IllegalAction):
        start.replay((*legal[:-1], "no such verb"))


def test_nobody_plays_out_of_turn():
    at_the_draw = replace(Session(game=OutsideOptions(P)), history=(0.6, "search"))
    with pytest.raises(IllegalAction, match="nature"):
        at_the_draw.play(0.5)
    with pytest.raises(IllegalAction, match="nobody is to move"):
        _ = at_the_draw.view
    seated = Session(game=OutsideOptions(P), seats={"player 1": splits_evenly(P)})
    with pytest.raises(IllegalAction, match="player 1's; call advance"):
        seated.play(0.5)
    assert seated.advance().to_move == "player 2"


def test_a_seat_that_the_game_has_not_is_refused():
    with pytest.raises(ValueError, match=r"seats must be among \('player 1', 'player 2'\), got 'player1'"):
        Session(game=OutsideOptions(P), seats={"player1": splits_evenly(P)})
    assert Session(game=OutsideOptions(P), seats={"player 1": splits_evenly(P)}).to_move == "player 1"


def test_a_search_cost_that_is_not_on_the_menu_is_refused_everywhere():
    game = ChosenCost(P, (0.01, 0.15))
    assert game.to_move((0.01,)) == "player 1"
    for ask in (game.to_move, game.actions, game.chance, game.payoffs, lambda h: game.view(h, "player 2")):
        with pytest.raises(IllegalAction, match="search cost must be one of"):
            ask((0.02, 0.5))


@pytest.mark.parametrize("menu", [(), (0.0,), (0.1, -0.1), (math.nan,)])
def test_a_menu_holds_costs_of_the_model(menu):
    with pytest.raises(ValueError, match="menu|c must be positive"):
        ChosenCost(P, menu)


@pytest.mark.parametrize("wrong", [{"bids": (0.5, 1.5)}, {"bids": ()}, {"bids": Interval(0, 2)}, {"bids": ("accept",)}])
def test_a_game_refuses_bids_that_are_no_shares(wrong):
    with pytest.raises(ValueError, match="bids must"):
        OutsideOptions(P, **wrong)


@pytest.mark.parametrize("offers", [Interval(-0.5, 1), Lottery(((0.5, 0.5), (1.5, 0.5))), sure("search")])
def test_a_game_refuses_offers_that_are_no_shares(offers):
    with pytest.raises(ValueError, match="offers must"):
        OutsideOptions(P, offers)
    assert OutsideOptions(P, sure(1.0)).offers == sure(1.0)


@pytest.mark.parametrize(("bids", "draws", "named"), [(1, 5, "bids"), (5, 0, "draws"), (0, 0, "draws")])
def test_a_grid_too_small_is_refused_by_name(bids, draws, named):
    with pytest.raises(ValueError, match=f"{named} must be at least"):
        discretised(P, bids=bids, draws=draws)


# --- what a player knows -----------------------------------------------------------------------------------------


def told_apart(game, player) -> bool:
    """Whether what nature did first shows in what ``player`` sees, the rest of the history being the same."""
    seen = defaultdict(set)
    for history in histories(game):
        if history and game.to_move(history) == player:
            seen[history[1:]].add(game.view(history, player))
    return any(len(views) > 1 for views in seen.values())


def test_a_private_type_does_not_show_in_the_view_of_the_uninformed():
    assert not told_apart(Pledge(), "challenger")
    assert told_apart(Pledge(), "patron")


def test_a_game_that_leaks_the_type_is_caught():
    assert told_apart(LEAKY, "challenger")


def test_the_challenger_does_not_see_the_type_and_the_others_do():
    game = FINITE["cost sharing on a grid"]
    assert not told_apart(game, "challenger")
    assert told_apart(game, "ally") and told_apart(game, "target")


def test_a_theorist_in_the_challengers_seat_offers_the_same_to_either_type():
    game = CostSharing(S)
    theorist_c = {"challenger": proteges.theorist(select(S))}
    starts = [
        Session(game=game, seats=theorist_c, fixed={"type": type}).advance() for type in ("committed", "uncommitted")
    ]
    ends = [start.play(0.5).play("reject").play("withdraw") for start in starts]
    assert ends[0].history[0] != ends[1].history[0] and ends[0].history[-1] == ends[1].history[-1]
    # Who is kept is offered more than who was left: the strategy does look at what it sees.
    assert starts[0].play(0.5).play("accept").history[-1] > ends[0].history[-1]


@every_finite_game
def test_equal_views_allow_the_same_actions(game):
    allowed = {}
    for history in histories(game):
        player = game.to_move(history)
        if player not in (None, NATURE):
            view = game.view(history, player)
            assert allowed.setdefault(view, game.actions(history)) == game.actions(history)
            assert (view.player, view.actions) == (player, game.actions(history))


@every_finite_game
def test_a_view_shows_the_history_or_hides_it_and_never_makes_it_up(game):
    for history in histories(game):
        for player in game.players:
            seen = game.view(history, player).history
            assert len(seen) == len(history)
            assert all(shown in (done, HIDDEN) for shown, done in zip(seen, history))


def test_an_action_that_happened_is_not_equal_to_a_hidden_one():
    assert HIDDEN != "firm" and repr(HIDDEN) == "HIDDEN"
    assert View("challenger", (HIDDEN,), ()) != View("challenger", ("firm",), ())


@every_finite_game
@settings(deadline=None)
@given(seed=st.integers(0, 99))
def test_a_strategy_is_shown_its_view_and_nothing_else(game, seed):
    shown = []

    def spy(view):
        shown.append(view)
        return sure(view.actions[seed % len(view.actions)])

    end = Session(game=game, seats=dict.fromkeys(game.players, spy), seed=seed).advance()
    steps = [k for k in range(len(end.history)) if game.to_move(end.history[:k]) != NATURE]
    assert shown == [game.view(end.history[:k], game.to_move(end.history[:k])) for k in steps]
    assert shown and all(type(view) is View for view in shown)


@settings(deadline=None)
@given(seed=st.integers(0, 999))
def test_players_with_equal_views_cannot_be_told_apart_by_what_they_do(seed):
    trusting = by(lambda view: {"refrain": 0.5, "challenge": 0.5})
    ends = [
        Session(game=Pledge(), seats={"challenger": trusting}, seed=seed, fixed={"type": kind}).advance().play("pledge")
        for kind in ("firm", "soft")
    ]
    assert ends[0].history[2] == ends[1].history[2]


def test_a_strategy_that_sees_the_type_can_use_it():
    def seer(view):
        return sure("refrain" if "firm" in view.history else "challenge")

    def replies(game):
        starts = [Session(game=game, seats={"challenger": seer}, fixed={"type": kind}) for kind in ("firm", "soft")]
        return [start.advance().play("pledge").history[2] for start in starts]

    assert replies(LEAKY) == ["refrain", "challenge"]
    assert replies(Pledge()) == ["challenge", "challenge"]


# --- lotteries ---------------------------------------------------------------------------------------------------


@every_finite_game
def test_the_chances_of_nature_sum_to_one(game):
    drawn = [game.chance(history)[1] for history in histories(game) if game.to_move(history) == NATURE]
    assert all(math.isclose(math.fsum(chance for _, chance in lottery), 1) for lottery in drawn)


STRATEGIES = {
    "theorist": {side: theorist(solve(P)) for side in ("player 1", "player 2")},
    "characters": {"player 1": splits_evenly(P), "player 2": always_searches_once(P)},
    "others": {"player 1": offers_the_least(P), "player 2": never_searches(P)},
}


SHARING = {
    character.__name__: dict.fromkeys(CostSharing.players, proteges.theorist(select(S))) | {"target": character(S)}
    for character in proteges.CHARACTERS
} | {
    character.__name__: dict.fromkeys(CostSharing.players, proteges.theorist(select(S))) | {"ally": character(S)}
    for character in proteges.PATRONS
}

PROFILES = [
    *((FINITE["a small grid"], profile) for profile in STRATEGIES.values()),
    *((discretised(P, bids=4, draws=3), profile) for profile in STRATEGIES.values()),
    *((FINITE["cost sharing on a grid"], profile) for profile in SHARING.values()),
]


@pytest.mark.parametrize(("game", "profile"), PROFILES)
def test_every_opponent_has_a_legal_lottery_everywhere(game, profile):
    for history in histories(game):
        player = game.to_move(history)
        if player in profile:
            view = game.view(history, player)
            lottery = profile[player](view)
            assert math.isclose(math.fsum(chance for _, chance in lottery), 1)
            assert all(action in view.actions for action, _ in lottery)


@every_game
def test_a_strategy_that_breaks_the_rules_is_stopped(game):
    session = Session(game=game, seats=dict.fromkeys(game.players, always("no such verb")))
    with pytest.raises(IllegalAction, match="no such verb"):
        session.advance()


def test_a_protege_in_another_seat_says_so():
    with pytest.raises(IllegalAction, match="this character plays target, not ally"):
        Session(game=CostSharing(S), seats={"ally": proteges.panics(S)}).advance()
    with pytest.raises(ValueError, match="there is nothing to follow: outside the assumptions"):
        proteges.theorist(select(cost_sharing.Params(c_A=0.5)))


def max_bid(game):
    return game.bids[-1] if isinstance(game.bids, tuple) else game.bids.high


@pytest.mark.parametrize("name", ["outside options", "few bids", "a small grid"])
def test_a_character_in_the_wrong_seat_says_so(name):
    play_1 = Session(game=GAMES[name], seats={"player 1": splits_evenly(P)})
    assert play_1.advance().to_move == "player 2"
    with pytest.raises(IllegalAction, match="this character plays player 1, not player 2"):
        Session(game=GAMES[name], seats={"player 2": splits_evenly(P)}).play(max_bid(GAMES[name]))
    with pytest.raises(IllegalAction, match="this character plays player 2, not player 1"):
        Session(game=GAMES[name], seats={"player 1": never_searches(P)}).advance()


@pytest.mark.parametrize(
    "chances",
    [
        (("a", 0.5), ("b", 0.4)),
        (("a", 1.5), ("b", -0.5)),
        (("a", math.nan), ("b", 1.0)),
        (("a", 0.5), ("a", 0.5)),
        (),
    ],
    ids=str,
)
def test_what_is_no_lottery_is_refused(chances):
    with pytest.raises(ValueError):
        Lottery(chances)


@settings(deadline=None)
@given(u=st.floats(0, 1, exclude_max=True))
def test_a_lottery_gives_each_outcome_its_share_of_luck(u):
    lottery = Lottery((("never", 0.0), ("a", 0.25), ("b", 0.75), ("nor this", 0.0)))
    assert lottery.draw(u) == ("a" if u < 0.25 else "b")
    assert lottery.draw(u) in lottery
    assert "never" not in lottery and "nor this" not in lottery and "c" not in lottery


# --- luck --------------------------------------------------------------------------------------------------------


def test_a_quantile_is_settled_by_seed_and_name():
    assert quantile(7, "x1") == quantile(7, "x1")
    assert len({quantile(seed, name) for seed in range(50) for name in ("x1", "x2")}) == 100


def test_quantiles_are_the_same_on_every_machine():
    # Shared deals depend on it: these digits may never change.
    assert quantile(1, "x1") == pytest.approx(0.1909349995476397, abs=1e-15)
    assert quantile(1, "x2") == pytest.approx(0.5334191631246374, abs=1e-15)
    assert quantile(2, "x1") != pytest.approx(0.1909349995476397, abs=1e-3)


def test_quantiles_are_spread_evenly_and_do_not_go_together():
    first = [quantile(seed, "x1") for seed in range(2000)]
    second = [quantile(seed, "x2") for seed in range(2000)]
    assert max(abs(k / 2000 - u) for k, u in enumerate(sorted(first))) < 0.045  # Kolmogorov's bound at .001
    covariance = fmean(a * b for a, b in zip(first, second)) - fmean(first) * fmean(second)
    assert abs(covariance) < 0.01 < abs(fmean(a * a for a in first) - fmean(first) ** 2)


@settings(deadline=None)
@given(seed=st.integers(0, 9999), r1=st.floats(0, 1), r2=st.floats(0, 1))
def test_the_draws_do_not_depend_on_what_the_players_do(seed, r1, r2):
    start = Session(game=OutsideOptions(P), seed=seed)
    both = start.play(r1).play("search").play("advance").play(r2).play("search")
    second = start.play(r2).play("advance").play(r1).play("search")
    x1, x2 = both.history[2], both.history[6]
    assert start.play(r2).play("search").history[2] == x1
    assert second.history[4] == x2
    assert x1 != x2


@settings(deadline=None)
@given(seed=st.integers(0, 9999))
def test_undo_cannot_change_luck(seed):
    start = Session(game=OutsideOptions(P), seed=seed).play(0.5)
    searched = start.play("search")
    undone = searched.replay(searched.history[:1])
    assert undone == start
    assert undone.play("advance").replay(start.history).play("search") == searched


@settings(deadline=None)
@given(seed=st.integers(0, 9999))
def test_a_player_who_mixes_does_so_alike_whatever_the_other_did_before(seed):
    coin = by(lambda view: {0.2: 0.5, 0.8: 0.5})
    start = Session(game=OutsideOptions(P), seats={"player 1": coin}, seed=seed).advance()
    assert start.play("advance").history[-1] == start.play("search").play("advance").history[-1]


def test_a_player_who_mixes_uses_fresh_luck_for_each_move():
    coin = by(lambda view: {0.2: 0.5, 0.8: 0.5})
    starts = (Session(game=OutsideOptions(P), seats={"player 1": coin}, seed=seed).advance() for seed in range(40))
    offers = {(play.history[0], play.history[2]) for start in starts for play in [start.play("advance")]}
    assert offers == {(a, b) for a in (0.2, 0.8) for b in (0.2, 0.8)}


def test_a_fixed_draw_takes_the_place_of_luck_and_only_of_its_own():
    free = Session(game=OutsideOptions(P), seed=3)
    fixed = replace(free, fixed={"x1": 0.25})

    def draws(start):
        end = start.play(0.5).play("search").play("advance").play(0.5).play("search")
        return end.history[2], end.history[6]

    assert draws(fixed) == (0.25, draws(free)[1])
    assert draws(free)[0] != 0.25


def test_a_fixed_draw_that_nature_cannot_make_is_refused():
    fixed = Session(game=FINITE["a small grid"], fixed={"x1": 0.3}).play(0.5)
    with pytest.raises(IllegalAction, match="the draw x1 must be one of .* got 0.3"):
        fixed.play("search")
    assert replace(fixed, fixed={"x1": 0.25}).play("search").history[-1] == 0.25
    with pytest.raises(IllegalAction, match="the draw type"):
        Session(game=Pledge(firm=1.0), fixed={"type": "soft"}).advance()


@settings(deadline=None)
@given(u=st.floats(0, 1, exclude_max=True))
def test_a_war_is_won_with_the_models_chance_by_whoever_is_lucky(u):
    """The same luck at every odds: whoever wins at long odds wins at short ones too."""
    for history, odds in (
        (("committed", "no offer", 0.2, "fight", "intervene"), S.p_h),
        (("committed", 0.5, "reject", "withdraw", 0.2, "fight", "intervene"), S.p_m),
        (("uncommitted", 0.5, "accept", 0.2, "fight", "abstain"), S.p_l),
    ):
        session = Session(game=CostSharing(S), fixed={"war": Luck(u)}, history=history)
        assert pr_win(S, read_sharing(history)) == odds
        assert session.advance().history[-1] == ("win" if u < odds else "lose")


@pytest.mark.parametrize("u", [-0.1, 1.0, math.nan])
def test_luck_is_a_quantile(u):
    with pytest.raises(ValueError, match=r"u must lie in \[0, 1\), got"):
        Luck(u)
    assert Luck(0.0).u == 0


def test_luck_draws_what_the_distribution_has_at_its_quantile():
    start = Session(game=OutsideOptions(P), fixed={"x1": Luck(0.25)}).play(0.5).play("search")
    assert start.history[-1] == 0.25
    other = Session(game=OutsideOptions(P, bids=(0.5,)), fixed={"x1": Luck(0.5)}).play(0.5).play("search")
    assert other.history[-1] != start.history[-1]


# --- sessions are values -----------------------------------------------------------------------------------------


def test_a_session_cannot_be_changed_by_whoever_kept_the_dictionaries():
    seats, fixed = {"player 1": splits_evenly(P)}, {"x1": 0.25}
    session = Session(game=OutsideOptions(P), seats=seats, fixed=fixed)
    before = session.advance().play("search").history
    seats["player 2"], fixed["x1"] = never_searches(P), 0.75
    assert session.advance().play("search").history == before == (P.phi / 2, "search", 0.25)
    changed = Session(game=OutsideOptions(P), seats={"player 1": seats["player 1"]}, fixed=fixed)
    assert changed.advance().play("search").history != before


@pytest.mark.parametrize("name", ["game", "seats", "seed", "fixed", "history"])
def test_a_session_is_frozen(name):
    session = Session(game=Bluff())
    with pytest.raises(FrozenInstanceError):
        setattr(session, name, None)
    with pytest.raises(TypeError):
        session.seats["challenger"] = always("come")
    with pytest.raises(TypeError):
        session.fixed["x1"] = 0.5


def test_playing_returns_the_next_session_and_keeps_this_one():
    session = Session(game=Bluff())
    after = session.play("come")
    assert (session.history, after.history) == ((), ("come",))
    assert copy.copy(session) == session != after


def test_a_person_and_a_strategy_in_the_same_seat_play_the_same_game():
    eq = solve(P)
    seats = {side: theorist(eq) for side in ("player 1", "player 2")}
    for seed in range(20):
        watched = Session(game=OutsideOptions(P), seats=seats, seed=seed).advance()
        person = Session(game=OutsideOptions(P), seats={"player 1": seats["player 1"]}, seed=seed).advance()
        while person.to_move:
            person = person.play(seats["player 2"](person.view).draw(0.0))
        assert person.history == watched.history and person.payoffs == watched.payoffs


def test_the_theorist_chooses_the_best_cost_and_then_plays_that_game():
    game = ChosenCost(P, (0.01, 1 / 32, 0.15))
    strategy = ChosenCostTheory(game).strategy()
    end = Session(game=game, seats=dict.fromkeys(game.players, strategy)).advance()
    assert end.history == (1 / 32, pytest.approx(0.75), "accept")
    assert end.payoffs["player 2"] == pytest.approx(0.65)
    # Another cost would have been worse: .15 leaves him 1 - phi + r_star = .3523.
    assert ChosenCostTheory(game).worth((), 0.15) == pytest.approx(0.9 - math.sqrt(0.3))


# --- choices that are continuous in part ---------------------------------------------------------------------------


def test_a_demand_is_a_verb_or_a_number_above_nothing():
    demands = CostSharing(S).demands
    for action in ("no offer", 1e-9, 0.5, S.a_max):
        assert action in demands
    for action in (0, -0.1, S.a_max + 1e-9, "accept", math.nan, None, True):
        assert action not in demands


@settings(deadline=None)
@given(n=st.integers(2, 40))
def test_the_grid_of_such_a_choice_has_the_verbs_and_no_nothing(n):
    either = Either(("no offer",), Interval(0.0, 0.9, low_open=True))
    verb, *numbers = either.grid(n)
    assert verb == "no offer" and len(numbers) == n
    assert all(number in either for number in numbers) and numbers[-1] == 0.9
    assert numbers == pytest.approx([0.9 * (k + 1) / n for k in range(n)])
    assert 0.0 in Interval(0.0, 0.9).grid(n)


@settings(deadline=None)
@given(u=st.floats(0, 1, exclude_max=True))
def test_a_draw_from_an_interval_without_its_low_end_is_never_that_end(u):
    assert Interval(0.0, 0.9, low_open=True).draw(u) in Interval(0.0, 0.9, low_open=True)
    assert Interval(0.0, 0.9).draw(0.0) not in Interval(0.0, 0.9, low_open=True)


def test_an_interval_without_its_only_point_is_refused():
    with pytest.raises(ValueError, match="without its low end needs low < high"):
        Interval(0.5, 0.5, low_open=True)
    assert 0.5 in Interval(0.5, 0.5)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"demands": ()}, "demands must hold at least one action"),
        ({"offers": ()}, "offers must hold at least one action"),
        ({"demands": ("no offer", 0.95)}, r"a must lie in \(0, 0.9\], got 0.95"),
        ({"demands": ("accept",)}, "a must lie in .* got 'accept'"),
        ({"demands": (0.0,)}, "a must lie in .* got 0.0"),
        ({"offers": (0.5, 1.1)}, r"offers must lie in \[0, 1\], got 1.1"),
        ({"offers": Interval(-0.5, 0.5)}, r"offers must lie in \[0, 1\], got -0.5"),
    ],
)
def test_the_cost_sharing_game_refuses_what_can_be_no_demand_or_offer(wrong, said):
    with pytest.raises(ValueError, match=said):
        CostSharing(S, **wrong)


def test_who_got_what_is_what_the_model_says():
    history = ("uncommitted", 0.5, "accept", 0.7, "settle")
    assert CostSharing(S).payoffs(history) == payoffs(S, read_sharing(history))
    assert CostSharing(S).payoffs(history) != CostSharing(cost_sharing.Params(l=0.3)).payoffs(history)


# --- intervals ---------------------------------------------------------------------------------------------------

bounds = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2).map(sorted)


@settings(deadline=None)
@given(bounds=bounds, value=st.floats(allow_nan=True, allow_infinity=True))
def test_an_interval_holds_the_numbers_between_its_ends(bounds, value):
    low, high = bounds
    assert (value in Interval(low, high)) == (low <= value <= high)
    assert low in Interval(low, high) and high in Interval(low, high)


@pytest.mark.parametrize("value", ["0.5", None, True, (0.5,), HIDDEN, 0.5 + 0j], ids=repr)
def test_what_is_no_number_is_in_no_interval(value):
    assert value not in Interval()
    assert 0.5 in Interval()


@settings(deadline=None)
@given(bounds=bounds, n=st.integers(2, 40))
def test_a_grid_goes_from_end_to_end_and_stays_inside(bounds, n):
    interval = Interval(*bounds)
    grid = interval.grid(n)
    assert len(grid) == n and (grid[0], grid[-1]) == (interval.low, interval.high)
    assert list(grid) == sorted(grid) and all(point in interval for point in grid)


def test_a_grid_is_evenly_spaced():
    assert Interval(0.2, 0.6).grid(5) == pytest.approx((0.2, 0.3, 0.4, 0.5, 0.6))
    assert Interval(0.2, 0.6).grid(4) != pytest.approx((0.2, 0.3, 0.4, 0.6))


@pytest.mark.parametrize("n", [1, 0, -3])
def test_a_grid_needs_both_ends(n):
    with pytest.raises(ValueError, match=f"n must be at least 2, got {n}"):
        Interval().grid(n)


@settings(deadline=None)
@given(bounds=bounds, u=st.floats(0, 1, exclude_max=True))
def test_a_draw_from_an_interval_stays_inside_and_grows_with_luck(bounds, u):
    interval = Interval(*bounds)
    assert interval.draw(u) in interval
    assert interval.draw(u / 2) <= interval.draw(u)


@pytest.mark.parametrize(("low", "high"), [(1, 0), (0, math.inf), (-math.inf, 0), (math.nan, 1), (0, math.nan)])
def test_what_is_no_interval_is_refused(low, high):
    with pytest.raises(ValueError, match="finite low <= high"):
        Interval(low, high)
    assert Interval(0.5, 0.5).grid(2) == (0.5, 0.5)


def test_a_session_and_an_equilibrium_travel_to_another_process_and_back():
    from alliancelib.outside_options import Params, solve
    from alliancelib.outside_options.scenarios import take_it_or_look

    for value in (solve(Params(phi=1.1, c=0.02, delta=0.99)), take_it_or_look().deals[0]):
        back = pickle.loads(pickle.dumps(value))
        assert back == value and copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(solve(Params(c=0.02)))) != solve(Params(c=0.021))
