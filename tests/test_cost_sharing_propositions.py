"""The slides' propositions where the slides say that they hold, at thousands of random points, against the checker.

What `paper` prints, what `equilibrium` supports and what `solver.deviations` finds meet only here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from points import inside

from alliancelib.cost_sharing import Params, paper, select
from alliancelib.cost_sharing.model import TYPES, always
from alliancelib.cost_sharing.solver import deviations

POINTS = 800
TOL = 1e-9


def where(proposition: Callable, seed: str) -> Iterator[Params]:
    """Points at which every condition that the slides print for a proposition holds."""
    rng, found = random.Random(seed), 0
    while found < POINTS:
        p = inside(rng)
        if proposition is paper.separating_3:
            p = replace(p, a_max=((2 + p.beta_lo) * paper.a_star(p) - p.pi) * rng.uniform(1.01, 3))
            p = replace(p, l=paper.l_star(p) + (1 - paper.l_star(p)) * rng.uniform(0.001, 0.999))
        if proposition(p).applies:
            found += 1
            yield p


def worst(profile, beliefs, p: Params) -> float:
    return max(found.gain for found in deviations(profile, beliefs, p))


@pytest.mark.parametrize("proposition", paper.PROPOSITIONS, ids=lambda one: one.__name__)
def test_where_a_proposition_applies_its_play_is_taught_and_nobody_gains(proposition):
    for p in where(proposition, proposition.__name__):
        eq, printed = select(p), proposition(p)
        assert eq.name == printed.name
        assert worst(eq.profile, eq.beliefs, p) < TOL
        for type in TYPES:
            ours, theirs = eq.play[type], printed.play[type]
            assert (ours.outcome, ours.accepted, ours.withdraws) == (theirs.outcome, theirs.accepted, theirs.withdraws)
            assert ours.demand == pytest.approx(theirs.demand, abs=TOL)
            # Separating 3's offer after a withdrawal is the one thing that cannot stand as it is printed.
            stands = (printed.name, type) != ("separating 3", "uncommitted")
            assert (abs(ours.x - theirs.x) < TOL) == stands


def test_the_printed_offer_of_separating_3_fails_at_every_point_by_p_h_minus_p_l():
    for p in where(paper.separating_3, "printed"):
        eq = select(p)
        printed = replace(eq.profile, x=replace(eq.profile.x, withdrawal=always(p.p_h - p.c_T)))
        gain = max(f.gain for f in deviations(printed, eq.beliefs, p) if f.player == "challenger")
        assert gain == pytest.approx(p.p_h - p.p_l, abs=TOL)


@pytest.mark.parametrize("proposition", paper.PROPOSITIONS, ids=lambda one: one.__name__)
def test_where_a_proposition_applies_another_play_is_left(proposition):
    """The twin: the uncommitted ally's demand moved by a tenth, the rest of the plan the same."""
    for p in list(where(proposition, "twin"))[:200]:
        eq = select(p)
        moved = {**eq.profile.demand, "uncommitted": 0.9 * eq.profile.demand["uncommitted"]}
        assert worst(replace(eq.profile, demand=moved), eq.beliefs, p) > 1e-6


def test_the_cap_stands_wherever_the_slides_conditions_hold_but_for_the_size_of_a_max():
    rng = random.Random("cap")
    for _ in range(POINTS):
        p = inside(rng)
        p = replace(p, l=abs(p.l), a_max=paper.a_star(p) * rng.uniform(0.02, 1))
        eq = select(p)
        assert eq.name == "cap" and worst(eq.profile, eq.beliefs, p) < TOL
        assert {path.demand for path in eq.play.values()} == {p.a_max}
        assert not any(proposition(p).applies for proposition in paper.PROPOSITIONS)
