"""A ledger that cannot be wrong by being typed: verdicts come from trials, and a check that cannot fail is caught."""

from __future__ import annotations

import pytest

from alliancelib.core.ledger import (
    FAILS,
    FURTHER,
    HOLDS,
    OPEN,
    READING,
    Claim,
    Counterexample,
    Erratum,
    Finding,
    Region,
    Trial,
    VacuousCheck,
    contradicts,
    filled,
    finding,
    found_words,
    shown_words,
    trial,
    verdict,
)

ALL = Trial(region="ten points", tried=10, held=10)
SOME = Trial(region="ten points", tried=10, held=7, failure=3)


def claim(check, expects=HOLDS, found="", **other) -> Claim:
    known = {"id": "toy", "source": "Toy", "where": "Lemma 0", "says": "so", "kind": "theorem"}
    return Claim(**{**known, **other}, expects=expects, found=found, check=check)


def erratum(**other) -> Erratum:
    known = {"id": "T-1", "source": "Toy", "title": "t", "where": "Lemma 0", "kind": "error", "size": "tiny"}
    return Erratum(**{**known, "printed": "p", "correct": "c", "survives": "s", **other})


@pytest.mark.parametrize(
    ("found", "comes_to"),
    [
        (Finding(printed=ALL, twin=SOME), HOLDS),
        (Finding(printed=SOME, twin=SOME), FAILS),
        (Finding(printed=SOME, further=ALL, twin=SOME), FURTHER),
        (Finding(printed=SOME, further=SOME, twin=SOME), FAILS),
        (Finding(printed=ALL, readings=(SOME,), twin=SOME), READING),
        (Finding(printed=SOME, readings=(ALL,), twin=SOME), READING),
        (Finding(printed=ALL, readings=(ALL,), twin=SOME), HOLDS),
        (Finding(printed=SOME, readings=(SOME,), twin=SOME), FAILS),
    ],
)
def test_a_verdict_is_what_the_trials_come_to(found, comes_to):
    assert found.verdict == comes_to


def test_a_twin_that_holds_is_an_error_and_no_verdict():
    with pytest.raises(VacuousCheck, match="the twin held everywhere"):
        _ = Finding(printed=ALL, twin=ALL).verdict


def test_a_claim_that_fails_needs_a_test_that_can_pass():
    never = Trial(region="ten points", tried=10, held=0)
    with pytest.raises(VacuousCheck, match="nothing held anywhere"):
        _ = Finding(printed=never, twin=never).verdict
    assert Finding(printed=never, twin=never, control=ALL).verdict == FAILS


def test_a_trial_counts_and_keeps_the_first_failure():
    tried = trial("1 to 5", range(1, 6), lambda n: n != 4 and n != 5)
    assert (tried.tried, tried.held, tried.failure, tried.holds) == (5, 3, 4, False)
    assert trial("1 to 5", range(1, 6), lambda n: n > 0).holds


def test_a_trial_of_no_points_is_refused():
    with pytest.raises(ValueError, match="tried be positive"):
        trial("nowhere", [], bool)


def test_a_contradiction_is_seen_and_an_agreement_is_none():
    good = claim(lambda: Finding(printed=ALL, twin=SOME))
    bad = claim(lambda: Finding(printed=SOME, twin=SOME))
    assert not contradicts(good) and contradicts(bad)
    assert contradicts(erratum(counterexample=lambda: Counterexample(stands=False, values={})))
    assert not contradicts(erratum(counterexample=lambda: Counterexample(stands=True, values={})))


def test_a_claim_without_a_check_is_not_computable_and_no_other_is():
    assert verdict(claim(None, expects=OPEN)) == OPEN
    with pytest.raises(ValueError, match="without a check"):
        claim(None)
    with pytest.raises(ValueError, match="without a check"):
        claim(lambda: Finding(printed=ALL, twin=SOME), expects=OPEN)


def test_unknown_kinds_verdicts_and_classes_are_refused_by_name():
    with pytest.raises(ValueError, match="kind must be one of theorem, .*got 'fact'"):
        claim(None, expects=OPEN, kind="fact")
    with pytest.raises(ValueError, match="expects must be one of holds, .*got 'true'"):
        claim(None, expects="true")
    with pytest.raises(ValueError, match="kind must be one of error, .*got 'typo'"):
        erratum(kind="typo")
    with pytest.raises(ValueError, match="size must be one of major, .*got 'huge'"):
        erratum(kind="slip", size="huge")


def test_an_error_needs_a_counterexample_and_a_slip_does_not():
    with pytest.raises(ValueError, match="needs a counterexample"):
        erratum()
    assert erratum(kind="slip").counterexample is None


def test_words_are_filled_from_the_findings_values():
    found = Finding(printed=ALL, twin=SOME, values={"n": 10, "gain": 0.123456})
    assert found_words(claim(lambda: found, found="[[n]] points, gain [[gain]]")) == "10 points, gain 0.1235"
    numbers = Counterexample(stands=True, values={"a": "1/32"})
    assert shown_words(erratum(shown="at [[a]]", counterexample=lambda: numbers)) == "at 1/32"


def test_a_number_that_is_missing_or_unused_is_caught():
    with pytest.raises(KeyError):
        filled("[[n]]", {})
    with pytest.raises(ValueError, match="do not use: n"):
        filled("none", {"n": 1})


def test_a_check_runs_once():
    runs = []
    counted = claim(lambda: runs.append(1) or Finding(printed=ALL, twin=SOME))
    assert finding(counted) is finding(counted) and len(runs) == 1


# --- regions ------------------------------------------------------------------------------------------------------

NUMBERS = Region("$x < 5$", (0, 1, 2, 3, 4))


def test_the_words_of_a_region_say_how_many_points_and_which():
    assert NUMBERS.said == "5 random points with $x < 5$"
    assert NUMBERS.first(2).said == "2 random points with $x < 5$"
    assert NUMBERS.asking(2).said == "5 random points with $x < 5$; the solver at 2 of them"
    assert NUMBERS.where("even", lambda x: x % 2 == 0).said == "3 random points with $x < 5$, even"
    assert NUMBERS.moved("$x > 9$", lambda x: x + 10).points == (10, 11, 12, 13, 14)
    assert NUMBERS.asking(2).first(2).said != "2 random points with $x < 5$; the solver at 2 of them"


def test_a_sum_of_regions_has_the_points_of_both_and_cannot_be_cut():
    both = NUMBERS.first(2) + NUMBERS.moved("$x > 9$", lambda x: x + 10)
    assert both.said == "2 random points with $x < 5$; and 5 random points with $x > 9$"
    assert both.points == (0, 1, 10, 11, 12, 13, 14) and both.sample(3) == {0, 11, 14}
    with pytest.raises(ValueError, match="take fewer points of each part"):
        both.first(3)


def test_a_statement_is_tried_at_every_point_of_a_region():
    tried = NUMBERS.tried(lambda x: x < 4, "less than four")
    assert (tried.region, tried.tried, tried.held) == ("less than four: 5 random points with $x < 5$", 5, 4)
    assert tried.failure == 4 and not tried.holds
