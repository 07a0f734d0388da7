"""The ledgers of both games: every claim comes to the verdict that the book stands by, and errata are shown.

That a ledger can turn red, with one sign of `equilibrium` flipped, is tested in `test_sign_error`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from alliancelib.core.ledger import (
    SLOT,
    VERDICTS,
    Claim,
    Erratum,
    contradicts,
    finding,
    found_words,
    shown,
    shown_words,
    verdict,
)
from alliancelib.core.lessons import Deal
from alliancelib.cost_sharing import claims as cs_claims
from alliancelib.cost_sharing import errata as cs_errata
from alliancelib.outside_options import claims as fr_claims
from alliancelib.outside_options import errata as fr_errata
from alliancelib.outside_options import errata_counterexamples as fr_counterexamples
from alliancelib.outside_options import paper
from alliancelib.widgets.decks import SEATS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What is said of a paper, and the parameters of its counterexamples."""

    claims: tuple[Claim, ...]
    errata: tuple[Erratum, ...]
    at: Mapping[str, Any]


LEDGERS = {
    "fr": Ledger(claims=fr_claims.CLAIMS, errata=fr_errata.ERRATA, at=fr_counterexamples.AT),
    "cs": Ledger(claims=cs_claims.CLAIMS, errata=cs_errata.ERRATA, at=cs_errata.AT),
}
"""By what the ids of a game's claims begin with."""

CLAIMS = [claim for ledger in LEDGERS.values() for claim in ledger.claims]
FAULTS = {erratum.id: erratum for ledger in LEDGERS.values() for erratum in ledger.errata}
AT = {name: p for ledger in LEDGERS.values() for name, p in ledger.at.items()}
DOUBTFUL = {"holds under a further condition", "fails"}


def each(entries):
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.id)


def deal(name: str) -> Deal:
    """The deal called "board/scenario/number"."""
    board, scenario, number = name.split("/")
    (lesson,) = [lesson for lesson in SEATS[board].taught() if lesson.name == scenario]
    return lesson.deals[int(number) - 1]


# --- claims -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)  # the ledger's page names this test
def test_claim(claim):
    """The verdict is found, and the check could have failed: `Finding.verdict` refuses a twin that holds as well."""
    assert verdict(claim) == claim.expects
    assert not contradicts(claim)
    assert not SLOT.search(found_words(claim))


@each([claim for claim in CLAIMS if claim.check])
def test_a_claim_says_where_it_was_tried(entry):
    found = finding(entry)
    trials = [found.printed, found.twin, *found.readings, *filter(None, [found.further, found.control])]
    assert all(trial.region and trial.tried for trial in trials)
    assert not found.twin.holds


@each([claim for claim in CLAIMS if claim.id in ("fr-footnote-8", "cs-separating-3-offer")])
def test_a_claim_that_expects_another_verdict_contradicts(entry):
    assert not contradicts(entry) and contradicts(replace(entry, expects="holds"))


@pytest.mark.parametrize("game", LEDGERS)
def test_ids_are_told_apart_and_belong_to_the_game(game):
    ids = [claim.id for claim in LEDGERS[game].claims]
    assert len(set(ids)) == len(ids) and all(name.startswith(f"{game}-") for name in ids)
    assert not len({*ids, ids[0]}) > len(ids)


@pytest.mark.parametrize("game", LEDGERS)
def test_all_verdicts_are_met(game):
    assert {claim.expects for claim in LEDGERS[game].claims} == set(VERDICTS)


def test_a_check_is_shared_by_no_two_claims():
    checks = [claim.check for claim in CLAIMS if claim.check]
    assert len(set(checks)) == len(checks)


# --- errata -----------------------------------------------------------------------------------------------------


@each(FAULTS.values())
def test_erratum(entry):
    numbers = shown(entry)
    assert numbers is None or numbers.stands
    assert bool(entry.shown) == (numbers is not None) == (entry.id in AT)
    assert not contradicts(entry) and not SLOT.search(shown_words(entry))


@pytest.mark.parametrize("game", LEDGERS)
def test_errata_are_numbered_in_order(game):
    errata = LEDGERS[game].errata
    assert [erratum.id for erratum in errata] == [f"{game.upper()}-{k}" for k in range(1, len(errata) + 1)]


@pytest.mark.parametrize("game", LEDGERS)
def test_claims_name_errata_that_exist(game):
    known = {erratum.id for erratum in LEDGERS[game].errata}
    named = {claim.erratum for claim in LEDGERS[game].claims if claim.erratum}
    assert named <= known
    assert not {*named, f"{game.upper()}-0"} <= known


def test_every_fault_is_met_by_a_claim():
    named = {claim.erratum for claim in CLAIMS}
    assert {name for name, erratum in FAULTS.items() if erratum.kind not in ("slip", "remark")} <= named


def test_a_claim_that_does_not_hold_as_printed_names_its_erratum():
    silent = {claim.id for claim in CLAIMS if claim.expects in DOUBTFUL and not claim.erratum}
    # Sentences that are true of what they are about, and are said of more: readings, and no faults.
    assert silent == {"fr-beliefs-about-phi", "fr-endogenous-investment"}


# --- deals ------------------------------------------------------------------------------------------------------


@each([entry for entry in (*CLAIMS, *FAULTS.values()) if entry.deal])
def test_a_deal_exists(entry):
    assert deal(entry.deal).p


@each([erratum for erratum in FAULTS.values() if erratum.deal])
def test_a_deal_has_the_parameters_of_the_counterexample(entry):
    assert deal(entry.deal).p == AT[entry.id]


def test_the_worthless_search_is_dealt_with_the_printed_offer():
    shown_deal = deal(FAULTS["FR-1"].deal)
    assert shown_deal.opening == (round(paper.r_star(AT["FR-1"]), 4),)
    assert not shown_deal.opening[0] >= AT["FR-1"].phi - 1


@pytest.mark.parametrize("name", ["FR-8", "FR-13", "FR-14"])
def test_where_costs_are_compared_the_deal_lets_one_choose(name):
    assert len(deal(FAULTS[name].deal).menu) > 1
    assert not deal(FAULTS["FR-1"].deal).menu


@pytest.mark.parametrize(
    ("lesson", "other"), [("player-2/hold-74", "FR-1"), ("protege/cap", "CS-15")], ids=["fr", "cs"]
)
def test_a_deal_that_does_not_exist_is_caught(lesson, other):
    with pytest.raises(IndexError):
        deal(f"{lesson}/21")
    with pytest.raises(ValueError, match="not enough values"):
        deal(f"{lesson.partition('/')[0]}/no such lesson/1")
    assert not deal(f"{lesson}/2").p == AT[other]
