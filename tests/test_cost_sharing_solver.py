"""The checker and the enumerator against hand calculation, against a crude scan, and against each other."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from alliancelib.cost_sharing.model import (
    TYPES,
    Params,
    Play,
    Profile,
    Reading,
    Steps,
    after,
    always,
    at_least,
    failing,
    played_out,
    prior,
    u,
    up_to,
)
from alliancelib.cost_sharing.solver import (
    REFINEMENTS,
    Span,
    bayes,
    deviations,
    enumerate_pure,
    fights,
    replies,
    reservation,
)

CLOSE = 1e-9

BASE = Params()  # p_l .3, p_m .5, p_h .8, all costs .1, beta .3 and .8, phi .5, pi .2, l -.3, a_max 1.5
FRAGILE = Params(c_T=0.05, c_A=0.12, pi=0.25, l=0.1)

SEPARATING_1 = (None, "no offer", 0.5, "sharing")
SEPARATING_2 = (1.5, "free-riding", 0.5, "sharing")
SEPARATING_3 = (1.5, "free-riding", 1.5, "withdrawal")
CAP = (0.4, "free-riding", 0.4, "sharing")

# The points that the book shows, with the ally's payoffs (committed, uncommitted) there.
SHOWN = {
    "separating 1": (Params(l=-0.3), SEPARATING_1, (0.36, 0.36)),
    "separating 2": (Params(l=0.2), SEPARATING_2, (0.66, 0.61)),
    "separating 3": (Params(l=0.7), SEPARATING_3, (1.41, 1.11)),
    "cap": (Params(l=0.2, a_max=0.4), CAP, (0.44, 0.49)),
}


# --- profiles written by hand ---------------------------------------------------------------------------------------


def by_hand(p, demands):
    """The slides' strategies: the committed ally never leaves, the other always; its target pays up to a_star."""
    low, kept = p.p_l - p.c_T, p.p_h - p.c_T
    return Profile(
        demand=dict(zip(TYPES, demands)),
        accepts={"committed": always(False), "uncommitted": up_to(p.p_h - p.p_l)},
        withdraws={"committed": always(False), "uncommitted": always(True)},
        x=Reading(no_offer=kept, sharing=always(kept), free_riding=always(kept), withdrawal=always(low)),
        settles={
            ("committed", True): at_least(kept),
            ("uncommitted", True): at_least(kept),
            ("committed", False): at_least(p.p_m - p.c_T),
            ("uncommitted", False): at_least(low),
        },
        intervenes={(type, kept): kept or type == "committed" for type in TYPES for kept in (True, False)},
    )


def believing(withdrawal=always(0.0)):
    return Reading(no_offer=0.5, sharing=always(0.5), free_riding=always(0.5), withdrawal=withdrawal)


def regret(profile, p, beliefs=believing()):
    return max(d.gain for d in deviations(profile, beliefs, p))


def gain_at(profile, p, beliefs=believing(), *, a=None, x=None, **where):
    """The largest gain at the information sets named by their fields and by a demand or an offer."""

    def matches(d):
        return all(getattr(d, name) == value for name, value in where.items()) and all(
            at is None or (span is not None and (span.low < at < span.high or span == Span(at, at)))
            for at, span in ((a, d.a), (x, d.x))
        )

    return max(d.gain for d in deviations(profile, beliefs, p) if matches(d))


def demands(p, key):
    return key[0], key[2]


# --- what is found --------------------------------------------------------------------------------------------------


def key(found):
    """The outcome in short: demand and end of the negotiation, committed type first."""
    return sum(((found.play[type].demand, found.play[type].outcome) for type in TYPES), ())


def alike(one, other):
    return all(
        a == pytest.approx(b, abs=1e-7) if isinstance(a, float) and isinstance(b, float) else a == b
        for a, b in zip(one, other)
    )


def outcomes(p, refinement=None, extra=()):
    """The keys of all outcomes found, or of those that survive a refinement."""
    return [key(f) for f in enumerate_pure(p, extra) if refinement is None or refinement in f.survives]


def holds(p, wanted, refinement=None):
    return any(alike(found, wanted) for found in outcomes(p, refinement))


def only(p, wanted, refinement):
    found = outcomes(p, refinement)
    return len(found) == 1 and alike(found[0], wanted)


# --- the crisis, by hand --------------------------------------------------------------------------------------------


def test_the_reservation_values_at_the_base_point():
    values = {(type, kept): reservation(BASE, type, kept) for type in TYPES for kept in (True, False)}
    assert values == pytest.approx(
        {
            ("committed", True): 0.7,
            ("uncommitted", True): 0.7,
            ("committed", False): 0.4,
            ("uncommitted", False): 0.2,
        }
    )


def test_who_fights_without_the_alliance():
    assert fights(BASE, "committed", False) and not fights(BASE, "uncommitted", False)
    assert fights(replace(BASE, c_A=0.05), "uncommitted", False)
    assert not fights(replace(BASE, c_A=0.155), "uncommitted", True)


def test_a_target_with_nothing_to_gain_from_war_settles_for_nothing():
    assert reservation(replace(BASE, p_l=0.05, p_m=0.3), "uncommitted", False) == 0


def test_the_challenger_offers_more_from_even_odds_on():
    """LOW gives (1 - mu) .8 + mu .4, MID gives .6 for certain: they cross at mu = 1/2."""
    low, middle = replies(BASE, False)
    assert (low.x, low.low, low.high) == pytest.approx((0.2, 0, 0.5))
    assert (middle.x, middle.low, middle.high) == pytest.approx((0.4, 0.5, 1))


def test_with_the_alliance_kept_no_belief_matters():
    (reply,) = replies(BASE, True)
    assert (reply.x, reply.low, reply.high) == pytest.approx((0.7, 0, 1))


# --- deviations, by hand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHOWN)
def test_nobody_gains_by_leaving_the_slides_play(name):
    p, wanted, payoffs = SHOWN[name]
    profile = by_hand(p, demands(p, wanted))
    assert regret(profile, p) < CLOSE
    got = [u(p, played_out(profile, Play("demand", type)))["ally"] for type in TYPES]
    assert got == pytest.approx(payoffs)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("other", SHOWN)
def test_the_slides_play_of_another_case_is_left(name, other):
    p, foreign = SHOWN[name][0], SHOWN[other][1]
    if name != other and all(a is None or a <= p.a_max for a in demands(p, foreign)):
        assert regret(by_hand(p, demands(p, foreign)), p) > 0.01


def test_both_neighbours_hold_at_the_boundary_and_only_there():
    """l_star is .45 at the base point: ((1 + .3) .5 - .2) / (1.5 - .5)."""
    at, below, above = (Params(l=l) for l in (0.45, 0.44, 0.46))  # noqa: E741
    two, three = demands(at, SEPARATING_2), demands(at, SEPARATING_3)
    assert regret(by_hand(at, two), at) < CLOSE and regret(by_hand(at, three), at) < CLOSE
    assert regret(by_hand(below, three), below) == pytest.approx(0.01)
    assert regret(by_hand(above, two), above) == pytest.approx(0.01)


def test_l_star_takes_the_lower_beta():
    """With beta_hi the formula gives .7; at .6 the uncommitted ally already gains .15 by demanding everything."""
    p = Params(l=0.6)
    where = {"player": "ally", "stage": "demand", "type": "uncommitted"}
    assert gain_at(by_hand(p, demands(p, SEPARATING_2)), p, **where) == pytest.approx(0.15)


def test_a_gain_that_is_only_approached_is_seen():
    """The target pays less than .5 and not .5 itself: a demand of .4 can be raised by almost .1, worth 1 + l each."""
    p = BASE
    profile = by_hand(p, (None, 0.4))
    shy = Steps((0.5,), (True, False, False))
    profile = replace(profile, accepts={**profile.accepts, "uncommitted": shy})
    (found,) = (d for d in deviations(profile, believing(), p) if d.stage == "demand" and d.type == "uncommitted")
    assert (found.gain, found.action) == pytest.approx((0.07, 0.5))


def test_paying_too_much_and_refusing_too_little_are_both_seen():
    p = BASE
    profile = by_hand(p, (None, 0.5))
    generous = replace(profile, accepts={**profile.accepts, "uncommitted": up_to(0.6)})
    mean = replace(profile, accepts={**profile.accepts, "uncommitted": up_to(0.4)})
    where = {"player": "target", "stage": "answer", "type": "uncommitted"}
    # Refusing costs up to .1 between .4 and .5, and accepting up to .1 between .5 and .6.
    assert gain_at(mean, p, a=0.45, **where) == pytest.approx(0.1)
    assert gain_at(generous, p, a=0.6, **where) == pytest.approx(0.1)
    assert max(gain_at(profile, p, a=a, **where) for a in (0.45, 0.5, 0.6)) < CLOSE


def test_a_belief_that_scares_nobody_breaks_the_payment():
    """Read withdrawal after .5 as commitment, and the challenger offers .4: the target refuses and gains .2."""
    p = BASE
    profile = by_hand(p, (None, 0.5))
    at_a_star = Steps((0.5,), (0.0, 1.0, 0.0))
    assert gain_at(profile, p, believing(at_a_star), a=0.5, n="withdrawal") == pytest.approx(0.2)
    middle = replace(profile, x=replace(profile.x, withdrawal=Steps((0.5,), (0.2, 0.4, 0.2))))
    where = {"player": "target", "stage": "answer", "type": "uncommitted"}
    assert gain_at(middle, p, believing(at_a_star), a=0.5, **where) == pytest.approx(0.2)


@pytest.mark.parametrize(("l", "gain"), [(0.38, 0.0), (0.40, 0.01)])
def test_separating_2_also_needs_a_belief_after_a_max(l, gain):  # noqa: E741
    """With mu = 1 where 1.5 was refused and she left, she prefers that to .5 from l = .39 on."""
    p = Params(l=l)
    profile = by_hand(p, demands(p, SEPARATING_2))
    profile = replace(profile, x=replace(profile.x, withdrawal=Steps((1.5,), (0.2, 0.4, 0.2))))
    assert regret(profile, p, believing(Steps((1.5,), (0.0, 1.0, 0.0)))) == pytest.approx(gain)


def test_every_strategy_is_questioned():
    """A single wrong step anywhere in separating 2 is found, at its own place and with its own gain."""
    p = Params(l=0.2)
    good = by_hand(p, demands(p, SEPARATING_2))
    timid = {**good.intervenes, ("committed", True): False}
    proud = {**good.settles, ("uncommitted", False): at_least(0.3)}
    restless = {**good.withdraws, "committed": always(True)}
    loyal = {**good.withdraws, "uncommitted": always(False)}
    cases = [
        # The committed ally would give up .8 (.8 - .3) - .1 in a war.
        (replace(good, intervenes=timid), {"stage": "intervention", "type": "committed", "kept": True}, 0.3),
        # Just below .3 the target throws away almost .1 over its war payoff of .2.
        (replace(good, settles=proud), {"stage": "response", "type": "uncommitted", "kept": False, "x": 0.25}, 0.1),
        # Staying .8 .7 - .2, leaving .8 .5 - .1 (war, since .2 is refused).
        (replace(good, withdraws=restless), {"stage": "exit", "type": "committed"}, 0.36 - 0.3),
        # Staying .3 .7 - .2, leaving .3 .2.
        (replace(good, withdraws=loyal), {"stage": "exit", "type": "uncommitted"}, 0.06 - 0.01),
        (replace(good, x=replace(good.x, no_offer=0.9)), {"stage": "offer", "n": "no offer"}, 0.2),
    ]
    for profile, where, gain in cases:
        assert gain_at(profile, p, **where) == pytest.approx(gain), where
        assert gain_at(good, p, **where) < CLOSE, where


def test_bayes_rule_on_the_path():
    p = Params(l=0.2, phi=0.3)
    assert bayes(by_hand(p, demands(p, SEPARATING_2)), p) == {("free-riding", 1.5): 1, ("sharing", 0.5): 0}
    assert bayes(by_hand(p, (None, None)), p) == {("no offer", None): pytest.approx(0.3)}


def test_a_stated_belief_does_not_override_bayes_rule():
    """Only the uncommitted ally leaves after 1.5; to think otherwise there does not excuse a higher offer."""
    p = Params(l=0.7)
    profile = by_hand(p, demands(p, SEPARATING_3))
    (found,) = (
        d for d in deviations(profile, believing(always(1.0)), p) if d.n == "withdrawal" and d.a == Span(1.5, 1.5)
    )
    assert (found.mu, found.gain) == (0, 0)
    assert gain_at(profile, p, believing(always(1.0)), n="withdrawal", a=1.0) == pytest.approx(0.2)


@pytest.mark.parametrize("demand", [0.0, -0.1, 1.6, float("nan")])
def test_an_illegal_demand_is_refused(demand):
    with pytest.raises(ValueError, match=r"a must lie in \(0, 1.5\]"):
        deviations(by_hand(BASE, (None, demand)), believing(), BASE)
    with pytest.raises(ValueError, match=r"a must lie in \(0, 1.5\]"):
        enumerate_pure(BASE, (demand,))


@pytest.mark.parametrize("mu", [-0.1, 1.1, float("nan")])
def test_an_illegal_belief_is_refused(mu):
    with pytest.raises(ValueError, match=r"mu must lie in \[0, 1\]"):
        deviations(by_hand(BASE, (None, 0.5)), believing(always(mu)), BASE)


# --- the printed separating 3 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_the_printed_offer_of_separating_3_fails_everywhere(seed):
    """The challenger gains p_h - p_l by offering p_l - c_T after a withdrawal; with that offer nobody gains."""
    rng = random.Random(f"separating 3, {seed}")
    p = draw(rng)
    a_star = p.p_h - p.p_l
    a_max = rng.uniform((2 + p.beta_lo) * a_star - p.pi, 6 * a_star) + 0.01
    l_star = ((1 + p.beta_lo) * a_star - p.pi) / (a_max - a_star)
    p = replace(p, a_max=a_max, l=rng.uniform(l_star, 1))
    corrected = by_hand(p, (a_max, a_max))
    assert regret(corrected, p) < CLOSE
    printed = replace(corrected, x=replace(corrected.x, withdrawal=always(p.p_h - p.c_T)))
    assert gain_at(printed, p, n="withdrawal", a=a_max) == pytest.approx(a_star)
    assert regret(printed, p, believing(always(1.0))) >= a_star - CLOSE


# --- a crude scan ---------------------------------------------------------------------------------------------------

LATTICE = 20
NUDGE = 1e-6


def random_profile(rng, p):
    """Anything at all, with breaks on a lattice of the demands and of the offers."""

    def steps(draw, top):
        breaks = tuple(sorted(rng.sample([top * k / LATTICE for k in range(1, LATTICE)], rng.randint(0, 3))))
        return Steps(breaks, tuple(draw() for _ in range(2 * len(breaks) + 1)))

    def reading(draw):
        return Reading(no_offer=draw(), **{n: steps(draw, p.a_max) for n in ("sharing", "free_riding", "withdrawal")})

    def coin():
        return rng.random() < 0.5

    def tenth():
        return rng.randint(0, LATTICE) / LATTICE

    sets = [(type, kept) for type in TYPES for kept in (True, False)]
    profile = Profile(
        demand={type: rng.choice([None, *(p.a_max * k / LATTICE for k in range(1, LATTICE + 1))]) for type in TYPES},
        accepts={type: steps(coin, p.a_max) for type in TYPES},
        withdraws={type: steps(coin, p.a_max) for type in TYPES},
        x=reading(tenth),
        settles={where: steps(coin, 1.0) for where in sets},
        intervenes={where: coin() for where in sets},
    )
    return profile, reading(rng.random)


def scan(top):
    """Lattice points, their near neighbours, and the numbers halfway between them."""
    points = [top * k / LATTICE for k in range(LATTICE + 1)]
    near = [at + shift for at in points for shift in (-NUDGE, 0.0, NUDGE, top / LATTICE / 2)]
    return [at for at in near if 0 <= at <= top]


def crude_gains(profile, beliefs, p):
    """The largest gain that a scan finds, by player and stage; only the rules of play are used."""
    largest = {}

    def note(player, stage, gain):
        largest[player, stage] = max(largest.get((player, stage), 0.0), gain)

    def worth(play, player):
        return u(p, played_out(profile, play))[player]

    def compare(play, player, actions):
        own = worth(play, player)
        note(player, play.stage, max(worth(after(play, action), player) for action in actions) - own)

    some = [a for a in scan(p.a_max) if a > 0]
    crises = []
    for type in TYPES:
        start = Play("demand", type)
        compare(start, "ally", ["no offer", *some])
        for a in some:
            asked = after(start, a)
            compare(asked, "target", ["accept", "reject"])
            refused = after(asked, "reject")
            compare(refused, "ally", ["stay", "withdraw"])
        crises += [after(start, "no offer"), after(after(after(start, p.a_max / 2), "reject"), "withdraw")]
    for crisis in crises:
        for x in scan(1.0):
            offered = after(crisis, x)
            compare(offered, "target", ["settle", "fight"])
        compare(after(after(crisis, 0.5), "fight"), "ally", ["intervene", "abstain"])

    ends = {type: played_out(profile, Play("demand", type)) for type in TYPES}
    negotiations = [("no offer", None)] + [(n, a) for n in ("sharing", "free-riding", "withdrawal") for a in some[1::2]]
    known = {}
    for n, a in negotiations:
        reached = {type: prior(p, type) * ((end.n, end.a) == (n, a)) for type, end in ends.items()}
        total = sum(reached.values())
        mu = reached["committed"] / total if total else beliefs(n, a)

        def expected(x, n=n, a=a, mu=mu):
            offers = [(weight, Play("response", type, a, n, x)) for type, weight in zip(TYPES, (mu, 1 - mu))]
            return sum(weight * worth(play, "challenger") for weight, play in offers)

        same = (n == "withdrawal", profile.x(n, a), mu)
        if same not in known:
            known[same] = max(expected(x) for x in scan(1.0)) - expected(profile.x(n, a))
        note("challenger", "offer", known[same])
    return largest


@pytest.mark.parametrize("seed", range(25))
def test_a_crude_scan_finds_the_same_gains(seed):
    rng = random.Random(f"crude scan, {seed}")
    l, pi, phi, c_A = (rng.uniform(*ends) for ends in ((-0.9, 0.9), (0.01, 0.9), (0.1, 0.9), (0.01, 0.4)))  # noqa: E741
    p = Params(l=l, pi=pi, phi=phi, c_A=c_A)
    profile, beliefs = random_profile(rng, p)
    exact = {}
    for d in deviations(profile, beliefs, p):
        exact[d.player, d.stage] = max(exact.get((d.player, d.stage), 0.0), d.gain)
    assert exact == pytest.approx(crude_gains(profile, beliefs, p), abs=4 * NUDGE)


def test_the_scan_would_notice_a_missed_gain():
    rng = random.Random("crude scan, twin")
    profile, beliefs = random_profile(rng, BASE)
    calmer = replace(profile, withdraws={type: always(False) for type in TYPES})
    exact = max(d.gain for d in deviations(calmer, beliefs, BASE) if d.stage == "exit")
    assert not exact == pytest.approx(crude_gains(profile, beliefs, BASE)["ally", "exit"], abs=4 * NUDGE)


# --- the enumerator at the points that the book shows ---------------------------------------------------------------


@pytest.mark.parametrize("name", SHOWN)
def test_the_shown_outcome_is_found_with_its_payoffs(name):
    p, wanted, payoffs = SHOWN[name]
    (found,) = (f for f in enumerate_pure(p) if alike(key(f), wanted))
    assert [found.payoffs[type]["ally"] for type in TYPES] == pytest.approx(payoffs)
    assert found.survives == set(REFINEMENTS)
    assert all(found.play[type].settles for type in TYPES)


@pytest.mark.parametrize("name", SHOWN)
def test_the_shown_outcome_is_the_only_one_under_the_local_refinements(name):
    p, wanted, _ = SHOWN[name]
    assert only(p, wanted, "local intuitive") and only(p, wanted, "local D1")


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("other", SHOWN)
def test_the_outcome_of_another_case_is_not_found(name, other):
    if name != other:
        assert not holds(SHOWN[name][0], SHOWN[other][1])


def test_after_a_withdrawal_the_challenger_offers_what_the_target_has_alone():
    (found,) = enumerate_pure(Params(l=0.7))
    kept, left = (found.play[type] for type in TYPES)
    assert (kept.x, left.x) == pytest.approx((0.7, 0.2))
    assert found.payoffs["uncommitted"]["challenger"] == pytest.approx(0.8)
    assert found.payoffs["uncommitted"]["target"] == pytest.approx(0.2)


# --- the enumerator elsewhere, by hand ------------------------------------------------------------------------------


def test_no_credible_threat_means_no_payment():
    """pi = .05 is less than beta_lo d1 = .09: staying is worth more to both types, whatever the challenger thinks."""
    assert outcomes(Params(pi=0.05)) == [(None, "no offer", None, "no offer")]
    assert outcomes(Params(pi=0.05, l=0.3)) == [(1.5, "free-riding", 1.5, "free-riding")]


def test_a_threat_that_rests_on_being_misread_falls_locally():
    """At pi = .12 she leaves only if that is read as commitment; the local forms do not allow that reading."""
    p, perverse, quiet = Params(pi=0.12), (None, "no offer", 0.3, "sharing"), (None, "no offer", None, "no offer")
    assert holds(p, perverse) and not holds(p, perverse, "local intuitive") and not holds(p, perverse, "local D1")
    assert only(p, quiet, "local D1")


def test_payments_below_a_star_fall_locally_only():
    """Leaving gives neither type its equilibrium payoff, so the criteria that compare with it are silent."""
    less = (None, "no offer", 0.3, "sharing")
    assert holds(BASE, less, "intuitive") and holds(BASE, less, "D1")
    assert not holds(BASE, less, "local intuitive") and not holds(BASE, less, "local D1")


@pytest.mark.parametrize(("paid", "is_possible"), [(0.29, False), (0.3, True), (0.4, True), (0.5, True), (0.51, False)])
def test_every_payment_from_d1_to_a_star_has_some_belief(paid, is_possible):
    found = outcomes(BASE, extra=(paid,))
    assert any(alike(k, (None, "no offer", paid, "sharing")) for k in found) == is_possible


@pytest.mark.parametrize(("l", "is_there"), [(0.2, False), (0.208, False), (0.209, True), (0.3, True)])
def test_walking_away_below_l_star_needs_generous_beliefs(l, is_there):  # noqa: E741
    """From (d1 + beta_lo a_star - pi) / (a_max - d1) = .25 / 1.2 on, she may leave since only d1 would be paid."""
    p = Params(l=l)
    assert holds(p, SEPARATING_3) == is_there
    assert not holds(p, SEPARATING_3, "local D1")


def test_the_fragile_window_divides_the_criteria():
    """If leaving after 1.5 is bad for her whatever follows, it means him; then .4 is offered and he gains .01.

    He stays for .5 and would leave for .51; she gets .525 by the deal and at most .285 by leaving.
    """
    for refinement in ("intuitive", "D1"):
        assert not holds(FRAGILE, SEPARATING_2, refinement)
        assert not holds(replace(FRAGILE, l=-0.3), SEPARATING_1, refinement)
    assert holds(FRAGILE, SEPARATING_2, "local intuitive") and holds(FRAGILE, SEPARATING_2, "local D1")
    (found,) = (f for f in enumerate_pure(FRAGILE) if alike(key(f), SEPARATING_2))
    assert [found.payoffs[type]["ally"] for type in TYPES] == pytest.approx((0.5, 0.525))


def test_in_the_fragile_window_both_types_may_be_paid():
    assert holds(replace(FRAGILE, l=-0.3), (0.3, "sharing", 0.5, "sharing"))
    assert not holds(BASE, (0.3, "sharing", 0.5, "sharing"))


def test_d1_rejects_where_the_intuitive_criterion_is_silent():
    """Leaving could please either type, but him under every reply that pleases her: D1 alone blames him."""
    p = Params(
        p_l=0.16, p_m=0.76, p_h=0.91, c_A=0.155, c_T=0.013, c_C=0.124, beta_lo=0.24, beta_hi=0.69, phi=0.17, pi=0.222,
        l=0.25, a_max=0.154,
    )  # fmt: skip
    capped = (0.154, "free-riding", 0.154, "sharing")
    assert holds(p, capped, "intuitive") and not holds(p, capped, "D1")


def test_a_criterion_is_asked_at_every_demand():
    """D1 rejects this payment for demands in a range with no critical one in it; naming more changes nothing."""
    p = Params(
        p_l=0.181, p_m=0.341, p_h=0.491, c_A=0.055, c_T=0.043, c_C=0.294, beta_lo=0.325, beta_hi=0.887, phi=0.856,
        pi=0.1435, l=-0.549, a_max=0.457,
    )  # fmt: skip
    wanted = (None, "no offer", p.p_h - p.p_m, "sharing")
    assert holds(p, wanted, "intuitive") and not holds(p, wanted, "D1")
    scanned = enumerate_pure(p, [p.a_max * k / 60 for k in range(1, 60)])
    (found,) = (f for f in scanned if alike(key(f), wanted))
    assert "intuitive" in found.survives and "D1" not in found.survives


def test_the_local_forms_learn_from_what_each_type_would_do():
    """After any demand refused: who alone stays is known, and where both would leave nothing is certain."""
    (alone,) = (f for f in enumerate_pure(BASE) if "local D1" in f.survives)
    _, beliefs = alone.refined["local D1"]
    assert {beliefs.free_riding(a) for a in (0.1, 0.5, 1.0, 1.5)} == {1.0}
    assert {beliefs.withdrawal(a) for a in (0.1, 0.5, 1.0, 1.5)} == {0.0}
    for both in enumerate_pure(Params(pi=0.3, l=0.1)):
        _, beliefs = both.refined["local D1"]
        assert all(0 < beliefs.withdrawal(a) < 1 for a in (0.1, 0.5, 1.0, 1.5))
        assert {both.profile.withdraws[type](a) for type in TYPES for a in (0.1, 0.5, 1.0, 1.5)} == {True}


def test_above_the_window_both_types_are_paid():
    """At pi = .3 he would leave too; his target pays d1 = .3, hers a_star = .5."""
    p = Params(pi=0.3, l=0.1)
    (found,) = (f for f in enumerate_pure(p) if alike(key(f), (0.3, "sharing", 0.5, "sharing")))
    assert [found.payoffs[type]["ally"] for type in TYPES] == pytest.approx((0.59, 0.46))


@pytest.mark.parametrize(("phi", "x", "settles"), [(0.3, 0.2, False), (0.8, 0.4, True)])
def test_war_on_the_path(phi, x, settles):
    """Both leave; the challenger bets on the uncommitted type where it is likely, and meets the other."""
    (found,) = enumerate_pure(Params(pi=0.3, l=0.7, phi=phi))
    assert key(found) == (1.5, "withdrawal", 1.5, "withdrawal")
    assert found.play["committed"].x == pytest.approx(x)
    assert (found.play["committed"].settles, found.play["uncommitted"].settles) == (settles, True)


def test_at_l_0_the_committed_ally_may_demand_anything_that_is_refused():
    p = Params(l=0.0)
    for wanted in (SEPARATING_1, SEPARATING_2, (0.3, "free-riding", 0.5, "sharing")):
        assert holds(p, wanted, "local D1")
    assert not holds(Params(l=0.01), SEPARATING_1) and not holds(Params(l=-0.01), SEPARATING_2)


# Why each assumption is needed: all satisfy the slides' conditions on pi, l and a_max.


def test_an_ally_that_fights_alone_for_its_protege_is_paid_less():
    """c_A = .05: the uncommitted ally fights even after leaving, and paying .5 to keep it is .2 too much."""
    p = Params(c_A=0.05)
    assert failing(p) and not holds(p, SEPARATING_1)
    assert holds(BASE, SEPARATING_1)


def test_with_an_unreliable_ally_nobody_pays_her():
    """c_A = .155: the uncommitted ally would not fight even inside the alliance, which is then worth nothing.

    No demand that is critical is an equilibrium's; a small one that is refused, whereupon she leaves, is.
    """
    p = Params(c_A=0.155)
    assert enumerate_pure(p) == ()
    found = enumerate_pure(p, [k / 100 for k in range(1, 31)])
    assert found and {one.play["uncommitted"].outcome for one in found} == {"withdrawal"}
    assert all(one.play["uncommitted"].demand < 0.05 + CLOSE for one in found)
    assert max(regret(one.profile, p, one.beliefs) for one in found) < CLOSE
    assert {one.play["uncommitted"].outcome for one in enumerate_pure(Params(c_A=0.145))} != {"withdrawal"}


def test_where_neither_type_fights_alone_both_are_paid():
    p = Params(p_l=0.3, p_m=0.35, p_h=0.8, c_A=0.15, c_T=0.05, c_C=0.1, beta_lo=0.45, beta_hi=0.5, pi=0.3)
    (found,) = outcomes(p)
    assert alike(found, (0.5, "sharing", 0.5, "sharing"))


def test_a_target_with_no_fallback_pays_less_than_a_star():
    p = Params(p_l=0.05, p_m=0.3, pi=0.3)
    assert not holds(p, (None, "no offer", 0.75, "sharing"))
    assert holds(p, (None, "no offer", 0.7, "sharing"))


# --- over random parameters -----------------------------------------------------------------------------------------


def draw(rng, window="robust", margin=0.002):
    """A point that satisfies assumptions (1) and (2), with pi inside a window of the theory."""
    while True:
        p_l, p_m, p_h = sorted(rng.uniform(0.02, 0.98) for _ in range(3))
        beta_lo, beta_hi = sorted(rng.uniform(0.02, 0.98) for _ in range(2))
        c_A, c_T, c_C = (rng.uniform(0.01, 0.3) for _ in range(3))
        a_star = p_h - p_l
        lower, upper = beta_lo * a_star, beta_hi * (p_h - p_m - c_T) + c_A
        robust = min(upper, beta_hi * (p_h - p_m))
        low, high = {"robust": (lower, robust), "fragile": (max(lower, robust), upper)}[window]
        if high - low < 4 * margin:
            continue
        p = Params(
            p_l=p_l, p_m=p_m, p_h=p_h, c_A=c_A, c_T=c_T, c_C=c_C, beta_lo=beta_lo, beta_hi=beta_hi,
            phi=rng.uniform(0.05, 0.95), pi=rng.uniform(low + margin, high - margin), l=rng.uniform(-0.95, 0.95),
            a_max=rng.uniform(0.1, 3) * a_star,
        )  # fmt: skip
        if not failing(p):
            return p


def taught(p):
    """The play of the propositions, and the case they leave out, a_max at most a_star."""
    a_star, a_max = p.p_h - p.p_l, p.a_max
    if p.l < 0:
        return (None, "no offer", min(a_star, a_max), "sharing")
    if a_max <= a_star:
        return (a_max, "free-riding", a_max, "sharing")
    if p.l * (a_max - a_star) < (1 + p.beta_lo) * a_star - p.pi:
        return (a_max, "free-riding", a_star, "sharing")
    return (a_max, "free-riding", a_max, "withdrawal")


@pytest.mark.parametrize("seed", range(60))
def test_up_to_the_robust_bound_what_is_taught_is_all_there_is(seed):
    p = draw(random.Random(f"robust, {seed}"))
    wanted = taught(p)
    assert only(p, wanted, "local intuitive") and only(p, wanted, "local D1")
    assert holds(p, wanted, "intuitive") and holds(p, wanted, "D1")


def test_every_case_is_met_up_to_the_robust_bound():
    met = {taught(draw(random.Random(f"robust, {seed}")))[1::2] for seed in range(60)}
    assert met == {("no offer", "sharing"), ("free-riding", "sharing"), ("free-riding", "withdrawal")}


@pytest.mark.parametrize("seed", range(20))
def test_above_the_robust_bound_what_is_taught_is_among_what_is_found(seed):
    p = draw(random.Random(f"fragile, {seed}"), "fragile")
    assert holds(p, taught(p), "local D1")


def test_above_the_robust_bound_it_is_not_all_there_is():
    points = [draw(random.Random(f"fragile, {seed}"), "fragile") for seed in range(20)]
    assert not all(only(p, taught(p), "local D1") for p in points)
    assert not all(holds(p, taught(p), "intuitive") for p in points)


@pytest.mark.parametrize("seed", range(15))
def test_across_a_boundary_the_play_of_the_other_side_is_gone(seed):
    """The taught play of a point with the sign of l turned is not among what is found."""
    p = draw(random.Random(f"twin, {seed}"))
    assert not holds(p, taught(replace(p, l=-p.l)))


@pytest.mark.parametrize("window", ["robust", "fragile"])
@pytest.mark.parametrize("seed", range(8))
def test_nobody_gains_against_any_support_that_the_enumerator_gives(window, seed):
    """The enumerator's strategies and beliefs, free or refined, pass the checker, which shares no formula with it."""
    p = draw(random.Random(f"{window}, {seed}"), window)
    for found in enumerate_pure(p):
        for profile, beliefs in ((found.profile, found.beliefs), *found.refined.values()):
            assert regret(profile, p, beliefs) < CLOSE
            assert [u(p, played_out(profile, Play("demand", t))) for t in TYPES] == list(found.payoffs.values())


def test_a_support_with_one_belief_turned_fails_the_checker():
    (found,) = (f for f in enumerate_pure(BASE) if alike(key(f), SEPARATING_1))
    assert regret(found.profile, BASE, found.beliefs) < CLOSE
    turned = replace(found.beliefs, withdrawal=always(1.0))
    assert regret(found.profile, BASE, turned) == pytest.approx(0.2)


@pytest.mark.parametrize("window", ["robust", "fragile"])
@pytest.mark.parametrize("seed", range(8))
def test_d1_is_the_stronger_criterion(window, seed):
    for found in enumerate_pure(draw(random.Random(f"{window}, {seed}"), window)):
        assert "D1" not in found.survives or "intuitive" in found.survives
        assert "local D1" not in found.survives or "local intuitive" in found.survives
