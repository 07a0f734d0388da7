"""The corrected theory against the rules: nobody gains by a deviation, on the path or off it, and twins that do."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from points import assumed, inside

from alliancelib.cost_sharing import equilibria, select
from alliancelib.cost_sharing import equilibrium as theory
from alliancelib.cost_sharing.model import (
    OUTCOMES,
    TYPES,
    Beliefs,
    Params,
    Play,
    Profile,
    Reading,
    after,
    always,
    failing,
    is_share,
    played_out,
    prior,
    u,
    up_to,
)

B0 = Params(
    p_l=0.3, p_m=0.5, p_h=0.8, c_A=0.1, c_T=0.1, c_C=0.1, beta_lo=0.3, beta_hi=0.8, phi=0.5, pi=0.2, l=-0.3, a_max=1.5
)
F = replace(B0, c_T=0.05, c_A=0.12, pi=0.25)
"""Inside (7), above the robust window."""

TOL = 1e-9
STEP = 1e-7
"""How far beside a break a deviation is tried."""


def close(expected, tol: float = 1e-9):
    return pytest.approx(expected, abs=tol)


# --- an oracle that knows only the rules ----------------------------------------------------------------------------


def demands(p: Params, profile: Profile) -> Iterator[float]:
    """Between, at and beside the breaks of the profile: worths are linear in a between them."""
    functions = (*profile.accepts.values(), *profile.withdraws.values(), profile.x.withdrawal)
    breaks = {p.a_max, STEP, *(a for a in profile.demand.values() if a is not None)}
    breaks |= {b for f in functions for b in f.breaks}
    yield from {a for b in breaks for a in (b - STEP, b, b + STEP) if 0 < a <= p.a_max}


def reached(profile: Profile, beliefs: Beliefs) -> list[tuple[str, float | None, float]]:
    """What the challenger sees on the path, with the belief that Bayes' rule gives."""
    ends = {type: played_out(profile, Play("demand", type)) for type in TYPES}
    seen = {(end.n, end.a) for end in ends.values()}
    return [(n, a, tuple(t for t in TYPES if (ends[t].n, ends[t].a) == (n, a))) for n, a in seen]


def worth(p: Params, profile: Profile, play: Play, action, player: str) -> float:
    return u(p, played_out(profile, after(play, action)))[player]


def gain(p: Params, profile: Profile, play: Play, actions, player: str) -> float:
    """How much the mover would gain by the best of ``actions``."""
    own = worth(p, profile, play, profile.action(play), player)
    return max(worth(p, profile, play, action, player) for action in actions) - own


def before_offer(type: str, n: str, a: float) -> Play:
    return Play("offer", type, None if n == "no offer" else a, n)


def challenger_gain(p: Params, profile: Profile, beliefs: Beliefs, n: str, a: float) -> float:
    mu = beliefs(n, a)
    plays = {t: before_offer(t, n, a) for t in TYPES}

    def mean(x: float) -> float:
        return sum(
            weight * worth(p, profile, plays[t], x, "challenger") for t, weight in zip(TYPES, (mu, 1 - mu)) if weight
        )

    kept = n != "withdrawal"
    offers = {0.0, 1.0, *(b for t in TYPES for b in profile.settles[t, kept].breaks)}
    offers |= {x + STEP for x in offers} | {x - STEP for x in offers}
    return max(mean(x) for x in offers if is_share(x)) - mean(profile.x(n, a))


def gains(p: Params, profile: Profile, beliefs: Beliefs) -> dict[str, float]:
    """The largest gain from one deviation, for each kind of decision; beliefs that break Bayes' rule count as well."""
    found: Counter[str] = Counter()

    def note(where: str, much: float) -> None:
        found[where] = max(found[where], much)

    tried = list(demands(p, profile))
    for type in TYPES:
        note("demand", gain(p, profile, Play("demand", type), ["no offer", *tried], "ally"))
        for a in tried:
            answer = Play("answer", type, a)
            note("answer", gain(p, profile, answer, ("accept", "reject"), "target"))
            note("exit", gain(p, profile, after(answer, "reject"), ("stay", "withdraw"), "ally"))
        for n in ("free-riding", "withdrawal"):
            met = before_offer(type, n, tried[0])
            for x in (0.0, 1.0, *(y + d for y in profile.settles[type, met.kept].breaks for d in (-STEP, 0, STEP))):
                note("response", gain(p, profile, after(met, x), ("settle", "fight"), "target"))
            war = after(after(met, 0.0), "fight")
            note("intervention", gain(p, profile, war, ("intervene", "abstain"), "ally"))
    for n in OUTCOMES:
        for a in tried if n == "withdrawal" else tried[:2]:
            note("offer", challenger_gain(p, profile, beliefs, n, a))
    for n, a, there in reached(profile, beliefs):
        weights = {t: prior(p, t) for t in there}
        note("beliefs", abs(beliefs(n, a) - weights.get("committed", 0.0) / sum(weights.values())))
    return dict(found)


def gain_of(eq, **changes) -> float:
    """The largest gain at an equilibrium with something changed in its profile or beliefs."""
    mu = changes.pop("beliefs", eq.beliefs)
    return max(gains(eq.p, replace(eq.profile, **changes), mu).values())


# --- points ---------------------------------------------------------------------------------------------------------


def in_case(name: str, rng: random.Random) -> Params:
    """A point at which the conditions of a case hold."""
    while True:
        p = inside(rng)
        worth_it, top = theory.a_star(p), (2 + p.beta_lo) * theory.a_star(p) - p.pi
        if name == "separating 1":
            return replace(p, l=-rng.uniform(0.001, 0.98))
        if name == "cap":
            return replace(p, l=rng.uniform(0.001, 0.98), a_max=worth_it * rng.uniform(0.02, 1))
        if name == "separating 2":
            p = replace(p, a_max=worth_it * rng.uniform(1.001, 4))
            return replace(p, l=min(1.0, theory.l_star(p)) * rng.uniform(0.001, 0.99))
        p = replace(p, a_max=top * rng.uniform(1.01, 3))
        return replace(p, l=theory.l_star(p) + (1 - theory.l_star(p)) * rng.uniform(0.01, 0.99))


CASES = ("separating 1", "separating 2", "separating 3", "cap")
PATHS = {
    "separating 1": ("no offer", "sharing"),
    "separating 2": ("free-riding", "sharing"),
    "separating 3": ("free-riding", "withdrawal"),
    "cap": ("free-riding", "sharing"),
}

# --- the numbers of the book ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name", "paid"),
    [
        ({"l": -0.3}, "separating 1", (0.36, 0.36)),
        ({"l": 0.2}, "separating 2", (0.66, 0.61)),
        ({"l": 0.7}, "separating 3", (1.41, 1.11)),
        ({"l": 0.2, "a_max": 0.4}, "cap", (0.44, 0.49)),
        ({"pi": 0.05}, "no credible threat", (0.51, 0.16)),
        ({"pi": 0.3, "l": 0.1}, "both paid", (0.59, 0.46)),
        ({"c_T": 0.05, "c_A": 0.12, "pi": 0.25, "l": 0.1}, "separating 2", (0.5, 0.525)),
    ],
)
def test_the_worked_examples(change, name, paid):
    eq = select(replace(B0, **change))
    assert eq.name == name
    assert [eq.payoffs[type]["ally"] for type in TYPES] == close(paid)
    assert not [eq.payoffs[type]["ally"] for type in TYPES] == close(paid[::-1]) or paid[0] == paid[1]
    assert gain_of(eq) < TOL


def test_the_four_paths_at_the_base_point():
    one, two, three = (select(replace(B0, l=l)) for l in (-0.3, 0.2, 0.7))  # noqa: E741
    assert (one.play["committed"].demand, one.play["uncommitted"].demand) == (None, close(0.5))
    assert (two.play["committed"].demand, two.play["uncommitted"].demand) == (1.5, close(0.5))
    assert two.play["uncommitted"].accepted and not two.play["committed"].accepted
    assert three.play["uncommitted"].withdraws and not three.play["committed"].withdraws
    assert (three.play["committed"].x, three.play["uncommitted"].x) == (close(0.7), close(0.2))
    for eq in (one, two, three):
        assert all(path.settles for path in eq.play.values())
        assert tuple(eq.play[type].outcome for type in TYPES) == PATHS[eq.name]


def test_the_cutoffs_at_the_base_point():
    assert theory.a_star(B0) == close(0.5) and theory.d1(B0) == close(0.3)
    assert theory.window(B0) == close((0.15, 0.26))
    assert theory.robust_window(B0) == close((0.15, 0.24))
    assert theory.l_star(B0) == close(0.45) and theory.mu_star(B0) == close(0.5)
    assert theory.l_left(B0) == close(0.25 / 1.2)
    assert theory.window(F) == close((0.15, 0.32)) and theory.robust_window(F) == close((0.15, 0.24))
    with pytest.raises(ValueError, match="a_max must exceed a_star"):
        theory.l_star(replace(B0, a_max=0.5))


# --- the crisis -----------------------------------------------------------------------------------------------------


def test_the_challenger_turns_at_mu_star_exactly():
    p = replace(B0, c_C=0.25)
    cut = theory.mu_star(p)
    assert (theory.reply(p, cut), theory.reply(p, cut - 1e-6)) == ("middle", "low")

    def mean(mu: float, x: float) -> float:
        alone = 1 - x
        return mu * (alone if x >= p.p_m - p.c_T else 1 - p.p_m - p.c_C) + (1 - mu) * alone

    for mu in (0.0, cut - 0.01, cut, cut + 0.01, 1.0):
        low, middle = (mean(mu, theory.offer(p, replied)) for replied in theory.REPLIES)
        assert (middle >= low - TOL) == (theory.reply(p, mu) == "middle")
    assert mean(cut, theory.offer(p, "low")) == close(mean(cut, theory.offer(p, "middle")))


def test_who_fights_is_what_assumption_1_says():
    fights = {(t, k): theory.intervenes(B0, t, kept=k) for t in TYPES for k in (True, False)}
    assert [key for key, yes in fights.items() if not yes] == [("uncommitted", False)]
    assert not theory.intervenes(replace(B0, c_A=0.155), "uncommitted", kept=True)
    assert theory.intervenes(replace(B0, c_A=0.05), "uncommitted", kept=False)


# --- the propositions, on random points that satisfy their conditions -----------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_nobody_gains_at_hundreds_of_points_of_each_case(name):
    rng = random.Random(name)
    for _ in range(500):
        p = in_case(name, rng)
        eq = select(p)
        assert eq.name == name, p
        assert tuple(eq.play[type].outcome for type in TYPES) == PATHS[name]
        assert max(gains(p, eq.profile, eq.beliefs).values()) < TOL, p
        assert getattr(theory, name.replace(" ", "_"))(p)


@pytest.mark.parametrize("name", CASES)
def test_another_case_is_no_equilibrium_there(name):
    """The twin: the profile of a neighbouring case, at the same point."""
    rng = random.Random(name)
    other = {"separating 1": 0.3, "separating 2": -0.3, "cap": -0.3, "separating 3": -0.3}[name]
    for _ in range(100):
        p = in_case(name, rng)
        wrong = select(replace(p, l=other))
        assert max(gains(p, wrong.profile, wrong.beliefs).values()) > 1e-6


def test_withdrawal_is_read_as_a_sign_of_no_commitment_inside_the_window():
    """Supporting beliefs: mu = 0 after any withdrawal, on the path of separating 3 and off it."""
    rng = random.Random(4)
    for name in CASES:
        eq = select(in_case(name, rng))
        assert eq.beliefs.withdrawal == always(0.0) == eq.beliefs.withdrawal
        assert eq.profile.accepts["committed"] == always(False)
        assert eq.profile.accepts["uncommitted"](theory.a_star(eq.p)) or eq.p.a_max < theory.a_star(eq.p)


def test_total_every_point_has_an_answer_and_every_answer_stands():
    rng, names = random.Random(11), Counter()
    for _ in range(500):
        p = assumed(rng)
        eq = select(p)
        names[eq.name] += 1
        assert eq.name in theory.NAMES and eq.why
        if eq.profile is None:
            assert eq.name == "none (pure)" and not eq.play
        else:
            assert max(gains(p, eq.profile, eq.beliefs).values()) < TOL, p
    assert len(names) >= 10
    assert names["none (pure)"] < 0.12 * names.total()


def test_outside_the_assumptions_it_says_which_side_fails():
    eq = select(replace(B0, c_A=0.155))
    assert (eq.name, dict(eq.play), dict(eq.payoffs)) == ("outside the assumptions", {}, {})
    assert "beta_lo (p_h - p_l) > c_A fails by 0.005" in eq.why
    assert equilibria(eq.p) == ()


# --- boundaries -----------------------------------------------------------------------------------------------------


def test_at_l_zero_the_slides_second_equilibrium_is_taught_and_the_first_is_one_too():
    p = replace(B0, l=0.0)
    eq = select(p)
    assert eq.name == "separating 2" and "l = 0" in eq.why and gain_of(eq) < TOL
    assert theory.separating_1(p) and theory.separating_2(p)
    one = select(replace(p, l=-1e-9))
    assert one.name == "separating 1" and max(gains(p, one.profile, one.beliefs).values()) < TOL
    assert {"separating 1", "separating 2"} <= {family.name for family in equilibria(p)}
    far = replace(p, l=0.05)
    assert max(gains(far, one.profile, one.beliefs).values()) > 0.01


def test_at_l_star_the_deal_is_taught_and_leaving_is_as_good():
    p = replace(B0, l=theory.l_star(B0))
    eq, beyond = select(p), select(replace(p, l=p.l + 1e-6))
    assert (eq.name, beyond.name) == ("separating 2", "separating 3") and "l = l_star" in eq.why
    assert gain_of(eq) < TOL and max(gains(p, beyond.profile, beyond.beliefs).values()) < TOL
    assert eq.payoffs["uncommitted"]["ally"] == close(beyond.payoffs["uncommitted"]["ally"], 1e-5)
    assert theory.separating_2(p) and theory.separating_3(p)
    past = replace(p, l=p.l + 0.01)
    assert max(gains(past, eq.profile, eq.beliefs).values()) > 1e-3


@pytest.mark.parametrize("l", [0.0, 0.2, 0.9])
def test_at_a_max_equal_to_a_star_both_demand_it(l):  # noqa: E741
    eq = select(replace(B0, l=l, a_max=theory.a_star(B0)))
    assert eq.name == "cap" and gain_of(eq) < TOL
    assert eq.play["uncommitted"].demand == eq.play["committed"].demand == close(0.5)
    assert select(replace(eq.p, a_max=eq.p.a_max + 1e-6)).name == "separating 2"


def test_at_the_ends_of_the_window_the_ally_stays_though_indifferent():
    low, high = theory.window(B0)
    assert (
        select(replace(B0, pi=low)).name == "no credible threat" and "pi = beta_lo" in select(replace(B0, pi=low)).why
    )
    assert select(replace(B0, pi=high)).name == "separating 1"
    assert select(replace(B0, pi=low + 1e-6)).name == "separating 1"
    assert select(replace(B0, pi=high + 1e-6)).name == "both paid"
    for pi in (low, high):
        assert gain_of(select(replace(B0, pi=pi))) < TOL


def test_at_l_zero_below_the_window_the_largest_demand_is_made_in_vain():
    """Rule T3, as inside the window: a refused demand is as good as none, and is made."""
    at, below = select(replace(B0, pi=0.05, l=0.0)), select(replace(B0, pi=0.05, l=-1e-9))
    assert {path.demand for path in at.play.values()} == {B0.a_max} and "the largest" in at.why
    assert {path.demand for path in below.play.values()} == {None}
    assert gain_of(at) < TOL and gain_of(below) < TOL


HAIR = Params(
    p_l=0.5079288166742179,
    p_m=0.6296726696371202,
    p_h=0.9641274502856266,
    c_A=0.11325145639419719,
    c_T=0.22699824240418867,
    c_C=0.13288257330216702,
    beta_lo=0.9167651059489345,
    beta_hi=0.974744223929123,
    phi=0.5875878517260781,
    pi=0.5636268254255302,
    l=0.5884066130434167,
)
"""Above the window, where the uncommitted ally is paid a_star; only a_max is left open."""


@pytest.mark.parametrize("hairs", [-5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 5])
def test_a_cap_within_rounding_of_a_star_changes_nothing_but_the_rounding(hairs):
    p = replace(HAIR, a_max=theory.a_star(HAIR) + hairs * 1e-12)
    eq = select(p)
    assert eq.name == "both paid" and gain_of(eq) < TOL
    assert all(path.outcome == "sharing" for path in eq.play.values())
    refusing = replace(eq.profile, accepts={**eq.profile.accepts, "uncommitted": always(False)})
    assert max(gains(p, refusing, eq.beliefs).values()) > 0.01


# --- each finding, recomputed ---------------------------------------------------------------------------------------


def test_e1_no_belief_supports_the_printed_offer_after_a_withdrawal():
    eq = select(replace(B0, l=0.7))
    printed = replace(eq.profile, x=replace(eq.profile.x, withdrawal=always(eq.p.p_h - eq.p.c_T)))
    for mu in (0.0, 0.5, 1.0):
        held = replace(eq.beliefs, withdrawal=always(mu))
        assert challenger_gain(eq.p, printed, held, "withdrawal", 1.5) > 0.2 - TOL
    found = gains(eq.p, printed, eq.beliefs)
    assert found["offer"] == close(0.5)
    assert found["exit"] == close(0.2)
    assert found["answer"] == close(0.5)
    assert gain_of(eq) < TOL


def test_e4_what_fails_where_each_line_of_the_assumption_fails():
    deal = select(B0)
    # The fallback of an abandoned target is .4, not .2, if the uncommitted ally fights without the alliance.
    p = replace(B0, c_A=0.05)
    fights = {**deal.profile.intervenes, ("uncommitted", False): True}
    settled = {**deal.profile.settles, ("uncommitted", False): deal.profile.settles["committed", False]}
    changed = replace(deal.profile, intervenes=fights, settles=settled)
    stays_low = replace(changed, x=replace(changed.x, withdrawal=always(0.4)))
    assert gains(p, stays_low, deal.beliefs)["answer"] == close(0.2)
    # Nobody fights for the target of an uncommitted ally, alliance or not: the challenger takes p_h - p_l more.
    p = replace(B0, c_A=0.155)
    stands_aside = {**deal.profile.intervenes, ("uncommitted", True): False}
    settled = {**deal.profile.settles, ("uncommitted", True): deal.profile.settles["uncommitted", False]}
    assert gains(p, replace(deal.profile, intervenes=stands_aside, settles=settled), deal.beliefs)["offer"] == close(
        0.5
    )
    # An abandoned target gets nothing rather than p_l - c_T < 0.
    p = replace(B0, p_l=0.05, p_m=0.3, pi=0.3)
    assert theory.a_star(p) - (p.p_h - p.c_T) == close(0.05)


def test_e4_a_committed_ally_that_does_not_fight_would_leave_too():
    p = replace(B0, p_m=0.35, c_A=0.15, c_T=0.05, beta_lo=0.45, beta_hi=0.5, pi=0.3)
    assert [side.text for side in failing(p)] == ["beta_hi (p_m - p_l) > c_A"]
    assert theory.window(p)[0] < p.pi < p.beta_hi * (p.p_h - p.p_m - p.c_T) + p.c_A == close(0.35)
    assert p.pi - p.beta_hi * theory.a_star(p) == close(0.05)


def test_e6_a_deal_is_always_worth_more_than_leaving_inside_the_window():
    rng = random.Random(6)
    for _ in range(2000):
        p = inside(rng)
        assert p.pi < (1 + p.beta_lo) * theory.a_star(p)
    assert not (1 + B0.beta_lo) * theory.a_star(B0) > 0.7


def test_e7_l_star_needs_beta_lo():
    wrong = ((1 + B0.beta_hi) * theory.a_star(B0) - B0.pi) / (B0.a_max - theory.a_star(B0))
    assert wrong == close(0.7)
    p = replace(B0, l=0.6)
    deal = select(replace(B0, l=0.2))
    assert max(gains(p, deal.profile, deal.beliefs).values()) == close(0.15)
    assert select(p).name == "separating 3"


def believing(eq, mu: float):
    """The equilibrium with a withdrawal read as ``mu`` throughout, and the challenger replying to it."""
    x = theory.offer(eq.p, theory.reply(eq.p, mu))
    profile = replace(eq.profile, x=replace(eq.profile.x, withdrawal=always(x)))
    return gains(eq.p, profile, replace(eq.beliefs, withdrawal=always(mu)))


def test_e8_beliefs_after_a_withdrawal_matter():
    one = select(B0)
    assert believing(one, 1.0)["answer"] == close(theory.a_star(B0) - theory.d1(B0))
    assert max(believing(one, theory.mu_star(B0) - 0.01).values()) < TOL
    # If a_max, refused, is read as a sign of commitment for good, the uncommitted ally would rather demand it.
    p = replace(B0, l=0.4)
    demand_it = theory.worth(p, "uncommitted", theory.Conduct("leaves", p.a_max), "middle")
    assert demand_it - select(p).payoffs["uncommitted"]["ally"] == close(0.01)
    l_mid = (theory.a_star(B0) + B0.beta_lo * theory.d1(B0) - B0.pi) / (B0.a_max - theory.a_star(B0))
    assert l_mid == close(0.39) and l_mid < theory.l_star(B0)


def test_e9_above_the_robust_window_the_committed_ally_would_leave_if_that_looked_committed():
    p = replace(F, l=0.1)
    eq = select(p)
    assert "above the robust window" in eq.why and gain_of(eq) < TOL
    left = theory.worth(p, "committed", theory.Conduct("leaves", p.a_max), "middle")
    assert (eq.payoffs["committed"]["ally"], left) == close((0.5, 0.51))
    assert eq.payoffs["uncommitted"]["ally"] == close(0.525)
    assert theory.worth(p, "uncommitted", theory.Conduct("leaves", p.a_max), "middle") == close(0.285)
    # There the committed ally can be paid as well; inside the robust window it cannot.
    assert {"both paid", "separating 1"} <= {family.name for family in equilibria(F)}
    assert {family.name for family in equilibria(B0)} == {"separating 1"}


def test_e11_without_a_silent_exit_the_deal_can_pay_less_than_leaving_would():
    for change, deal in (({"l": -0.9, "pi": 0.22}, 0.04), ({"a_max": 0.02}, 0.024)):
        p = replace(B0, **change)
        assert select(p).payoffs["uncommitted"]["ally"] == close(deal)
        assert theory.worth_left(p, "uncommitted", "low") == close(0.06)
    assert select(B0).payoffs["uncommitted"]["ally"] > 0.06


def test_e13_an_abandoned_target_is_no_worse_off_than_one_that_pays_all_the_alliance_is_worth():
    deal, left = select(replace(B0, l=0.2)), select(replace(B0, l=0.7))
    assert deal.payoffs["uncommitted"]["target"] == close(left.payoffs["uncommitted"]["target"])
    assert deal.payoffs["uncommitted"]["challenger"] == close(0.3)
    assert left.payoffs["uncommitted"]["challenger"] == close(0.8)


def test_war_on_the_path_above_the_window():
    few, many = (select(replace(B0, pi=0.3, l=0.7, phi=phi)) for phi in (0.3, 0.8))
    assert few.name == many.name == "both leave"
    assert [few.play[type].settles for type in TYPES] == [False, True]
    assert [many.play[type].settles for type in TYPES] == [True, True]
    assert (few.beliefs("withdrawal", 1.5), many.beliefs("withdrawal", 1.5)) == (0.3, 0.8)
    assert "war" in few.why and "war" not in many.why
    assert (few.play["committed"].x, many.play["committed"].x) == close((0.2, 0.4))


# --- families -------------------------------------------------------------------------------------------------------


def interval(p: Params, name: str) -> tuple[float, float] | None:
    return next((family.demands["uncommitted"] for family in equilibria(p) if family.name == name), None)


def test_with_free_beliefs_the_target_may_pay_less():
    assert interval(B0, "separating 1") == close((0.3, 0.5))
    assert interval(replace(B0, l=0.3), "separating 2") == close((0.5 / 1.3, 0.5))
    assert interval(replace(B0, pi=0.12), "uncommitted paid") == close((0.0, 0.3))
    assert not interval(B0, "separating 1") == close((0.2, 0.5))


def test_below_l_star_the_third_play_is_an_equilibrium_from_l_left_on():
    edge = theory.l_left(B0)
    assert interval(replace(B0, l=edge + 1e-6), "separating 3") == close((1.5, 1.5))
    assert interval(replace(B0, l=edge - 1e-6), "separating 3") is None
    assert select(replace(B0, l=edge + 1e-6)).name == "separating 2"
    assert "separating 3" in select(replace(B0, l=edge + 1e-6)).why


def conducts_at(p: Params, type: str, n: int) -> Iterator[theory.Conduct]:
    yield theory.Conduct("none")
    for kind, k in product(("pays", "stays", "leaves"), range(1, n + 1)):
        yield theory.Conduct(kind, p.a_max * k / n)


def test_up_to_the_robust_bound_the_families_are_all_there_is():
    """Every outcome on a grid of demands that can be supported lies in a family, and each family's inside can be."""
    rng = random.Random(8)
    inside_some = 0
    for _ in range(25):
        p = assumed(rng)
        bound = theory.robust_window(p)[1]
        if bound <= 0.01:
            continue
        p = replace(p, pi=rng.uniform(0.005, bound))
        if min(abs(p.pi - theory.pi_leaves(p, t, r)) for t in TYPES for r in theory.REPLIES) < 1e-6:
            continue
        families = equilibria(p)
        for one, other in product(conducts_at(p, "committed", 5), conducts_at(p, "uncommitted", 12)):
            conducts = {"committed": one, "uncommitted": other}
            if theory.support(p, conducts):
                inside_some += 1
                assert any(contains(family, conducts) for family in families), (p, conducts)
    assert inside_some > 20


def contains(family, conducts) -> bool:
    for type in TYPES:
        ends, a = family.demands[type], conducts[type].a
        if (ends is None) != (a is None) or (a is not None and not ends[0] - TOL <= a <= ends[1] + TOL):
            return False
    return True


def test_the_example_of_every_family_stands_and_so_does_its_middle():
    rng, seen = random.Random(9), Counter()
    for _ in range(40):
        p = assumed(rng)
        for family in equilibria(p):
            seen[family.name] += 1
            eq = family.example
            assert max(gains(p, eq.profile, eq.beliefs).values()) < TOL, (p, family)
            for type in TYPES:
                ends = family.demands[type]
                if ends is not None and ends[1] > ends[0] + 1e-6:
                    moved = conducts_of(eq, type, sum(ends) / 2)
                    supported = theory.support(p, moved)
                    profile, mu = theory.profile(p, moved, supported), theory.beliefs(p, moved, supported)
                    assert max(gains(p, profile, mu).values()) < TOL, (p, family)
                    below = conducts_of(eq, type, ends[0] - 1e-4)
                    assert ends[0] < 1e-4 or theory.support(p, below) is None
    assert len(seen) >= 6


def conducts_of(eq, moved: str, a: float):
    kinds = {"no offer": "none", "sharing": "pays", "free-riding": "stays", "withdrawal": "leaves"}
    return {
        type: theory.Conduct(kinds[path.outcome], a if type == moved else path.demand) for type, path in eq.play.items()
    }


def test_what_is_taught_is_the_first_family():
    for change in ({}, {"l": 0.2}, {"l": 0.7}, {"pi": 0.05}, {"pi": 0.3, "l": 0.1}, {"pi": 0.3, "l": 0.7}):
        p = replace(B0, **change)
        assert equilibria(p)[0].name == select(p).name


# --- twins: what the oracle must catch ------------------------------------------------------------------------------

EQ = select(replace(B0, l=0.2))

TWINS = {
    "the target accepts too much": {"accepts": {**EQ.profile.accepts, "uncommitted": up_to(0.6)}},
    "the target accepts too little": {"accepts": {**EQ.profile.accepts, "uncommitted": up_to(0.3)}},
    "the committed ally leaves": {"withdraws": {**EQ.profile.withdraws, "committed": always(True)}},
    "the uncommitted ally stays": {"withdraws": {**EQ.profile.withdraws, "uncommitted": always(False)}},
    "the committed ally asks for nothing": {"demand": {**EQ.profile.demand, "committed": None}},
    "the uncommitted ally asks for less": {"demand": {**EQ.profile.demand, "uncommitted": 0.4}},
    "nobody fights": {"intervenes": dict.fromkeys(EQ.profile.intervenes, False)},
    "the challenger is generous": {"x": replace(EQ.profile.x, free_riding=always(0.8))},
    "the target is proud": {
        "settles": {**EQ.profile.settles, ("committed", True): EQ.profile.settles["committed", False]}
    },
    "a refused demand is misread": {"beliefs": replace(EQ.beliefs, free_riding=always(0.5))},
}


@pytest.mark.parametrize("twin", TWINS)
def test_a_wrong_profile_is_caught(twin):
    assert gain_of(EQ) < TOL
    assert gain_of(EQ, **TWINS[twin]) > 0.01


def test_a_reading_is_needed_for_every_outcome():
    assert isinstance(EQ.beliefs, Reading) and all(0 <= EQ.beliefs(n, 0.4) <= 1 for n in OUTCOMES)
