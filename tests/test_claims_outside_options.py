"""The ledger of the outside-options game: every claim comes to the verdict that the book stands by, errata are shown.

And the ledger can turn red: with one sign of `equilibrium` flipped, in a copy of the package, some claim contradicts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from conftest import ROOT

from alliancelib.core.ledger import (
    SLOT,
    VERDICTS,
    contradicts,
    finding,
    found_words,
    shown,
    shown_words,
    verdict,
)
from alliancelib.core.lessons import Deal
from alliancelib.outside_options import paper
from alliancelib.outside_options.claims import CLAIMS
from alliancelib.outside_options.errata import ERRATA
from alliancelib.outside_options.errata_counterexamples import AT
from alliancelib.widgets.decks import SEATS

IDS = [claim.id for claim in CLAIMS]
FAULTS = {erratum.id: erratum for erratum in ERRATA}


def deal(name: str) -> Deal:
    """The deal called "board/scenario/number"."""
    board, scenario, number = name.split("/")
    (lesson,) = [lesson for lesson in SEATS[board].taught() if lesson.name == scenario]
    return lesson.deals[int(number) - 1]


# --- claims -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=IDS)
def test_claim(claim):
    """The verdict is found, and the check could have failed: `Finding.verdict` refuses a twin that holds as well."""
    assert verdict(claim) == claim.expects
    assert not contradicts(claim)
    assert not SLOT.search(found_words(claim))


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.check], ids=lambda claim: claim.id)
def test_a_claim_says_where_it_was_tried(claim):
    found = finding(claim)
    trials = [found.printed, found.twin, *found.readings, *filter(None, [found.further, found.control])]
    assert all(trial.region and trial.tried for trial in trials)
    assert not found.twin.holds


def test_a_claim_that_expects_another_verdict_contradicts():
    claim = next(claim for claim in CLAIMS if claim.id == "fr-footnote-8")
    assert not contradicts(claim) and contradicts(replace(claim, expects="holds"))


def test_ids_are_told_apart_and_belong_to_the_game():
    assert len(set(IDS)) == len(IDS) and all(name.startswith("fr-") for name in IDS)
    assert not len({*IDS, IDS[0]}) > len(IDS)


def test_all_verdicts_are_met():
    assert {claim.expects for claim in CLAIMS} == set(VERDICTS)


def test_a_check_is_shared_by_no_two_claims():
    checks = [claim.check for claim in CLAIMS if claim.check]
    assert len(set(checks)) == len(checks)


# --- errata -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("erratum", ERRATA, ids=lambda erratum: erratum.id)
def test_erratum(erratum):
    numbers = shown(erratum)
    assert numbers is None or numbers.stands
    assert bool(erratum.shown) == (numbers is not None) == (erratum.id in AT)
    assert not contradicts(erratum) and not SLOT.search(shown_words(erratum))


def test_errata_are_numbered_in_order():
    assert [erratum.id for erratum in ERRATA] == [f"FR-{k}" for k in range(1, len(ERRATA) + 1)]


def test_claims_name_errata_that_exist():
    named = {claim.erratum for claim in CLAIMS if claim.erratum}
    assert named <= FAULTS.keys()
    assert not {*named, "FR-0"} <= FAULTS.keys()


def test_every_fault_is_met_by_a_claim():
    named = {claim.erratum for claim in CLAIMS}
    assert {erratum.id for erratum in ERRATA if erratum.kind not in ("slip", "remark")} <= named


def test_a_claim_that_does_not_hold_as_printed_names_its_erratum():
    open_to_doubt = {"holds under a further condition", "fails"}
    silent = {claim.id for claim in CLAIMS if claim.expects in open_to_doubt and not claim.erratum}
    # Sentences that are true of what they are about, and are said of more: readings, and no faults.
    assert silent == {"fr-beliefs-about-phi", "fr-endogenous-investment"}


# --- deals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", [e for e in (*CLAIMS, *ERRATA) if e.deal], ids=lambda entry: entry.id)
def test_a_deal_exists(entry):
    assert deal(entry.deal).p


@pytest.mark.parametrize("erratum", [e for e in ERRATA if e.deal], ids=lambda erratum: erratum.id)
def test_a_deal_has_the_parameters_of_the_counterexample(erratum):
    assert deal(erratum.deal).p == AT[erratum.id]


def test_the_worthless_search_is_dealt_with_the_printed_offer():
    shown_deal = deal(FAULTS["FR-1"].deal)
    assert shown_deal.opening == (round(paper.r_star(AT["FR-1"]), 4),)
    assert not shown_deal.opening[0] >= AT["FR-1"].phi - 1


@pytest.mark.parametrize("name", ["FR-8", "FR-13", "FR-14"])
def test_where_costs_are_compared_the_deal_lets_one_choose(name):
    assert len(deal(FAULTS[name].deal).menu) > 1
    assert not deal(FAULTS["FR-1"].deal).menu


def test_a_deal_that_does_not_exist_is_caught():
    with pytest.raises(IndexError):
        deal("player-2/hold-74/21")
    with pytest.raises(ValueError, match="not enough values"):
        deal("player-2/no such lesson/1")
    assert not deal("player-2/hold-74/1").p == AT["FR-1"]


# --- a wrong sign -----------------------------------------------------------------------------------------------

WRONG = {
    "theta": ("return -p.c + 3 / 2 - p.phi + s * s / 2", "return p.c + 3 / 2 - p.phi + s * s / 2"),
    "r_star": ("return 1 - math.sqrt(2 * p.c)\n", "return 1 + math.sqrt(2 * p.c)\n"),
    "r_tilde": ("return (1 + math.sqrt(1 - 4", "return (1 - math.sqrt(1 - 4"),
    "r1_matching": ("return p.phi - 1 + p.delta * theta(p, x)", "return p.phi - 1 - p.delta * theta(p, x)"),
    "eu_2": ("return -p.c + low * net(p, self.r1)", "return p.c + low * net(p, self.r1)"),
    "delta_underbar": ("return m / (m + y**3 * (1 - y / 2))", "return m / (m - y**3 * (1 - y / 2))"),
}
"""A sign of `equilibrium`, function by function, and the wrong one."""

FIRST_RED = """
import alliancelib, sys
from alliancelib.core.ledger import contradicts
from alliancelib.outside_options.claims import CLAIMS

def is_red(claim: object) -> bool:
    try:
        return contradicts(claim)
    except Exception:
        return True

print(alliancelib.__file__, next((claim.id for claim in CLAIMS if is_red(claim)), "nothing"))
"""
"""Says which package it has loaded, and the first claim that contradicts or whose check breaks."""


def first_red(folder, *signs: tuple[str, str]) -> str:
    """The first red claim in a copy of the package with some signs of `equilibrium` changed."""
    package = folder / "alliancelib"
    shutil.copytree(ROOT / "alliancelib", package, ignore=shutil.ignore_patterns("__pycache__", "widgets"))
    path = package / "outside_options" / "equilibrium.py"
    source = path.read_text(encoding="utf-8")
    for right, wrong in signs:
        assert right in source, f"the sign has moved: {right}"
        source = source.replace(right, wrong)
    path.write_text(source, encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", FIRST_RED], cwd=folder, capture_output=True, text=True, check=True)
    loaded, _, name = ran.stdout.strip().partition(" ")
    assert loaded.startswith(str(folder))
    return name


@pytest.mark.parametrize("function", WRONG)
def test_a_wrong_sign_in_equilibrium_turns_the_ledger_red(function, tmp_path):
    assert first_red(tmp_path, WRONG[function]) in IDS


def test_with_the_right_signs_the_same_copy_is_green(tmp_path):
    assert first_red(tmp_path) == "nothing"
