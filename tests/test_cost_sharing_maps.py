"""The two maps of the book at the base point, cell by cell: what is taught against what the enumerator finds.

`enumerate_pure` knows the rules and no proposition. Up to the robust bound the taught outcome is the only one that the
local refinements leave (both of them, with beliefs otherwise free); above it, up to U, it is among those found. On the
usual intuitive criterion and D1, see the tests of the solver: inside the robust window they are silent.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from alliancelib.cost_sharing import Params, select
from alliancelib.cost_sharing import equilibrium as theory
from alliancelib.cost_sharing.model import TYPES, Equilibrium
from alliancelib.cost_sharing.solver import deviations, enumerate_pure

B0 = Params()
LOCAL = ("local intuitive", "local D1")


def midpoints(low: float, high: float, cells: int) -> list[float]:
    return [low + (high - low) * (k + 0.5) / cells for k in range(cells)]


MAPS: dict[str, list[Params]] = {
    "l, pi": [replace(B0, l=l, pi=pi) for l in midpoints(-1, 1, 28) for pi in midpoints(0, theory.window(B0)[1], 26)],  # noqa: E741
    "l, a_max": [replace(B0, l=l, a_max=a) for l in midpoints(-1, 1, 28) for a in midpoints(0, 1.6, 26)],  # noqa: E741
}
"""At least 700 points each, none of them on a border."""


def played(play) -> tuple:
    """What happens with each type, for comparing: the demand to nine digits, how it ends, x, peace or war."""
    return tuple(
        (None if path.demand is None else round(path.demand, 9), path.outcome, round(path.x, 9), path.settles)
        for path in (play[type] for type in TYPES)
    )


@cache
def looked_up(name: str) -> list[tuple[Params, Equilibrium, dict[tuple, frozenset]]]:
    """Every point of a map with what is taught there and all that the enumerator finds, by play."""
    found = []
    for p in MAPS[name]:
        survivors: dict[tuple, frozenset] = {}
        for outcome in enumerate_pure(p):
            key = played(outcome.play)
            survivors[key] = survivors.get(key, frozenset()) | outcome.survives
        found.append((p, select(p), survivors))
    return found


def is_robust(p: Params) -> bool:
    return p.pi <= theory.robust_window(p)[1]


def exceptions(name: str, taught: Callable[[Params], Equilibrium] = select) -> list[Params]:
    """The points of a map where what is taught is not what the enumerator says it should be."""
    wrong = []
    for p, _, survivors in looked_up(name):
        key = played(taught(p).play)
        left = [{play for play, by in survivors.items() if criterion in by} for criterion in LOCAL]
        good = all(one == {key} for one in left) if is_robust(p) else key in survivors
        wrong += [] if good else [p]
    return wrong


@pytest.mark.parametrize("name", MAPS)
def test_a_map_agrees_with_the_enumerator_at_every_point(name):
    assert len(MAPS[name]) >= 700
    assert exceptions(name) == []


def test_the_maps_meet_every_case_and_both_sides_of_the_robust_bound():
    cases = Counter(eq.name for name in MAPS for _, eq, _ in looked_up(name))
    assert set(cases) == {"separating 1", "separating 2", "separating 3", "cap", "no credible threat"}
    assert min(cases.values()) >= 50
    assert {is_robust(p) for p in MAPS["l, pi"]} == {True, False}


@pytest.mark.parametrize("name", MAPS)
def test_a_map_with_a_border_in_another_place_would_be_caught(name):
    shifted = exceptions(name, lambda p: select(replace(p, l=p.l + 0.1 if p.l < 0.85 else p.l)))
    assert 20 < len(shifted) < len(MAPS[name])


@pytest.mark.parametrize("name", MAPS)
def test_without_a_refinement_more_is_possible(name):
    """The twin of uniqueness: with beliefs free there are other outcomes at many of the same points."""
    several = [p for p, _, survivors in looked_up(name) if is_robust(p) and len(survivors) > 1]
    assert len(several) > 100


@pytest.mark.parametrize("name", MAPS)
def test_nobody_gains_at_any_point_of_a_map(name):
    for _, eq, _ in looked_up(name):
        assert max(found.gain for found in deviations(eq.profile, eq.beliefs, eq.p)) < 1e-9
    sample = random.Random(name).sample(looked_up(name), 60)
    wrong = [max(f.gain for f in deviations(eq.profile, eq.beliefs, replace(eq.p, pi=0.9))) for _, eq, _ in sample]
    assert min(wrong) > 0.01
