"""The slides' conditions and propositions as printed: what they give, what is redundant, where they fail."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from alliancelib.cost_sharing import paper
from alliancelib.cost_sharing.model import Params, after, failing, read, u

B0 = Params(
    p_l=0.3, p_m=0.5, p_h=0.8, c_A=0.1, c_T=0.1, c_C=0.1, beta_lo=0.3, beta_hi=0.8, phi=0.5, pi=0.2, l=-0.3, a_max=1.5
)


def close(expected, tol: float = 1e-9):
    return pytest.approx(expected, abs=tol)


# --- points ---------------------------------------------------------------------------------------------------------


def drawn(rng: random.Random) -> Params:
    """Any point at which the symbols are in order; nothing else is promised."""
    p_l, p_m, p_h = sorted(rng.uniform(0.02, 0.98) for _ in range(3))
    beta_lo, beta_hi = sorted(rng.uniform(0.02, 0.98) for _ in range(2))
    return Params(
        p_l=p_l, p_m=p_m, p_h=p_h, c_A=rng.uniform(0.005, 0.6), c_T=rng.uniform(0.005, 0.6),
        c_C=rng.uniform(0.005, 0.6), beta_lo=beta_lo, beta_hi=beta_hi, phi=rng.uniform(0.02, 0.98),
        pi=rng.uniform(0.005, 0.8), l=rng.uniform(-0.98, 0.98), a_max=rng.uniform(0.02, 3),
    )  # fmt: skip


def assumed(rng: random.Random) -> Params:
    """A point at which lines (1), (2) and (7) hold."""
    while True:
        p = drawn(rng)
        low, high = p.beta_lo * (p.p_m - p.p_l), min(p.beta_hi * (p.p_m - p.p_l), p.beta_lo * (p.p_h - p.p_l))
        if high <= low + 1e-6:
            continue
        p = replace(p, c_A=rng.uniform(low, high), c_T=p.p_l * rng.uniform(0.02, 0.98))
        least, most = p.beta_lo * paper.a_star(p), p.beta_hi * (p.p_h - p.p_m - p.c_T) + p.c_A
        if most <= least + 1e-6:
            continue
        p = replace(p, pi=rng.uniform(least, most))
        if not failing(p) and paper.condition_7(p):
            return p


def where_separating_3_applies(rng: random.Random) -> Params:
    while True:
        p = assumed(rng)
        p = replace(p, a_max=((2 + p.beta_lo) * paper.a_star(p) - p.pi) * rng.uniform(1.01, 3))
        p = replace(p, l=rng.uniform(paper.l_star(p), 1) * 0.999)
        if paper.separating_3(p).applies:
            return p


# --- the conditions at the worked points ------------------------------------------------------------------------------


def test_the_cutoffs_at_the_base_point():
    assert paper.a_star(B0) == close(0.5) and paper.l_star(B0) == close(0.45)
    low, high = paper.condition_7(B0).sides
    assert (low.right, high.left) == close((0.15, 0.26))
    assert not paper.l_star(B0) == close(0.7)  # with beta_hi
    with pytest.raises(ValueError, match="a_max must differ"):
        paper.l_star(replace(B0, a_max=paper.a_star(B0)))


@pytest.mark.parametrize(
    ("change", "applies"),
    [
        ({"l": -0.3}, "separating 1"),
        ({"l": -0.3, "a_max": 0.4}, "separating 1"),
        ({"l": 0.0}, "separating 2"),
        ({"l": 0.2}, "separating 2"),
        ({"l": 0.7}, "separating 3"),
        ({"l": 0.45}, None),
        ({"l": 0.2, "a_max": 0.4}, None),
        ({"pi": 0.05}, None),
        ({"pi": 0.3}, None),
        ({"c_A": 0.05}, None),
    ],
)
def test_which_proposition_speaks_of_which_point(change, applies):
    printed = [proposition(replace(B0, **change)) for proposition in paper.PROPOSITIONS]
    assert [one.name for one in printed if one.applies] == ([applies] if applies else [])


def test_a_condition_that_fails_says_which_side_and_by_how_much():
    failed = [c for c in paper.separating_1(replace(B0, pi=0.3)).conditions if not c]
    assert [c.name for c in failed] == ["(7)"]
    (side,) = failed[0].failing
    assert (side.text, side.margin) == ("beta_hi (p_h - p_m - c_T) + c_A > pi", close(-0.04))
    (side,) = paper.condition_3(replace(B0, l=0.2)).failing
    assert side.margin == close(-0.2)


def test_every_line_is_used_and_named():
    names = {c.name for proposition in paper.PROPOSITIONS for c in proposition(B0).conditions}
    assert names == {f"({k})" for k in range(1, 12)}


def test_equality_fails_where_the_slides_are_strict_and_holds_at_l_zero():
    assert not paper.condition_3(replace(B0, l=0.0)) and paper.condition_9(replace(B0, l=0.0))
    assert not paper.condition_9(replace(B0, l=0.45)) and not paper.condition_11(replace(B0, l=0.45))
    assert not paper.condition_7(replace(B0, pi=0.15)) and not paper.condition_7(replace(B0, pi=0.26))
    assert not paper.condition_8(replace(B0, a_max=paper.a_star(B0)))
    assert not paper.condition_6(replace(B0, c_T=B0.p_h - B0.p_m))


def test_a_line_that_divides_by_nothing_says_so():
    with pytest.raises(ValueError, match=r"eq. \(4\)"):
        paper.condition_4(replace(B0, p_h=0.75, p_m=0.5, c_T=0.25))


# --- the paths that are claimed ---------------------------------------------------------------------------------------


def test_the_paths_are_the_printed_ones():
    one, two, three = (proposition(replace(B0, l=0.2)) for proposition in paper.PROPOSITIONS)
    assert one.play["committed"].outcome == "no offer" and one.play["uncommitted"].demand == close(0.5)
    assert two.play["committed"].outcome == "free-riding" and two.play["uncommitted"].outcome == "sharing"
    assert three.play["uncommitted"].outcome == "withdrawal" and three.play["uncommitted"].demand == 1.5
    for printed in (one, two, three):
        assert all(path.x == close(0.7) and path.settles for path in printed.play.values())
    assert paper.separating_1(replace(B0, a_max=0.4)).play["uncommitted"].demand == 0.4


def least_settled_for(p: Params, left) -> float:
    """What a war is worth to the target after this history, the ally fighting only where that pays."""
    war = after(after(left, 0.0), "fight")
    ends = [u(p, after(war, choice)) for choice in ("intervene", "abstain")]
    return max(ends, key=lambda end: end["ally"])["target"]


def test_e1_the_printed_offer_of_separating_3_fails_at_every_point_by_p_h_minus_p_l():
    rng = random.Random(1)
    for _ in range(2000):
        p = where_separating_3_applies(rng)
        printed = paper.separating_3(p).play["uncommitted"]
        left = read(("uncommitted", printed.demand, "reject", "withdraw"))
        better = least_settled_for(p, left)

        def paid(x: float, left=left, p=p) -> float:
            return u(p, after(after(left, x), "settle"))["challenger"]

        assert paid(better) - paid(printed.x) == close(p.p_h - p.p_l)
        # Nor does it help to believe that the ally is committed: that target settles for less than p_h - c_T too.
        committed = read(("committed", printed.demand, "reject", "withdraw"))
        assert least_settled_for(p, committed) == close(p.p_m - p.c_T)
        assert printed.x > least_settled_for(p, committed) > better


def test_where_the_alliance_is_kept_the_printed_offers_are_just_enough():
    """The twin: the same arithmetic finds nothing wrong with the other printed offers."""
    rng = random.Random(2)
    for _ in range(500):
        p = assumed(rng)
        for proposition in paper.PROPOSITIONS[:2]:
            for type, path in proposition(p).play.items():
                history = {
                    "no offer": ("no offer",),
                    "sharing": (path.demand, "accept"),
                    "free-riding": (path.demand, "reject", "stay"),
                }[path.outcome]
                kept = read((type, *history))
                least = least_settled_for(p, kept) + (path.demand if path.outcome == "sharing" else 0.0)
                assert path.x == close(least)


# --- what is redundant, and what is not -------------------------------------------------------------------------------


def test_e5_lines_4_5_and_6_follow_from_2_and_7():
    rng = random.Random(5)
    for _ in range(6000):
        p = assumed(rng)
        assert paper.condition_4(p) and paper.condition_5(p) and paper.condition_6(p)


def test_e5_without_line_2_they_do_not():
    rng, failed = random.Random(6), {"(4)": 0, "(5)": 0, "(6)": 0}
    for _ in range(20000):
        p = drawn(rng)
        if paper.condition_1(p) and paper.condition_7(p):
            for condition in (paper.condition_4, paper.condition_5, paper.condition_6):
                failed[condition(p).name] += not condition(p)
    assert min(failed.values()) > 20


def test_e5_line_9_implies_line_8_and_line_10_says_that_l_star_is_below_1():
    rng, met = random.Random(7), {"(9)": 0, "(10)": 0}
    for _ in range(6000):
        p = assumed(rng)
        if paper.condition_9(p):
            met["(9)"] += 1
            assert paper.condition_8(p)
        met["(10)"] += bool(paper.condition_10(p))
        assert bool(paper.condition_10(p)) == (bool(paper.condition_8(p)) and paper.l_star(p) < 1)
    assert min(met.values()) > 300


def test_e5_line_11_alone_is_not_enough():
    p = replace(B0, a_max=0.4, l=0.5)
    assert paper.l_star(p) == close(-4.5) and paper.condition_11(p)
    assert not paper.condition_10(p) and not paper.separating_3(p).applies


def test_e5_line_9_needs_pi_below_1_plus_beta_lo_times_a_star():
    """Without (7), (9) can hold with a_max < a_star: both parts of l_star are then negative."""
    p = replace(B0, a_max=0.4, pi=0.9, l=0.5)
    assert paper.condition_9(p) and not paper.condition_8(p) and not paper.condition_7(p)


def test_e6_the_numerator_of_l_star_is_positive_wherever_2_and_7_hold():
    rng = random.Random(8)
    for _ in range(3000):
        p = assumed(rng)
        assert (1 + p.beta_lo) * paper.a_star(p) > p.pi


def test_e4_line_7_can_hold_without_line_2():
    rng, found = random.Random(9), 0
    for _ in range(20000):
        p = drawn(rng)
        found += bool(paper.condition_1(p) and paper.condition_7(p) and not paper.condition_2(p))
    assert found > 100
    p = replace(B0, c_A=0.05)
    assert not paper.condition_2(p)
    assert all((paper.condition_1(p), paper.condition_4(p), paper.condition_5(p), paper.condition_6(p)))
    assert paper.condition_7(p)


def test_e2_without_the_upper_end_there_is_no_best_demand():
    """For l > 0 a refused demand earns l a at home: each demand below a_max is beaten by the next."""
    p = replace(B0, l=0.2)
    earned = [
        u(p, read(("committed", a, "reject", "stay", 0.7, "settle")))["ally"] for a in (1.4, 1.49, 1.499, p.a_max)
    ]
    assert earned == sorted(earned) and len(set(earned)) == 4
    assert math.isclose(earned[-1], 0.66)
