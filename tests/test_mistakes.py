"""The papers' mistakes can be played: each erratum has a deal that shows it, or says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from boards import TAUGHT, trees

from alliancelib.core.game import Action
from alliancelib.core.ledger import Erratum
from alliancelib.core.lessons import Deal
from alliancelib.cost_sharing import Params
from alliancelib.cost_sharing import paper as slides
from alliancelib.cost_sharing.errata import ERRATA as CS
from alliancelib.cost_sharing.model import read as read_cs
from alliancelib.cost_sharing.scenarios import PATRON, PROTEGE, theory
from alliancelib.cost_sharing.scenarios_mistakes import (
    READ_AS_COMMITMENT,
    bare_l_star,
    printed_answer,
    printed_demand,
    read_as_commitment,
)
from alliancelib.cost_sharing.solver import deviations
from alliancelib.outside_options import paper, scenarios
from alliancelib.outside_options.errata import ERRATA as FR
from alliancelib.outside_options.model import read
from alliancelib.outside_options.offers import Uniform
from alliancelib.outside_options.scenarios_mistakes import WORLDS, printed
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets.decks import SEATS
from alliancelib.widgets.words_mistakes import ERRATA as PAGE

FAULTS: Mapping[str, Erratum] = {erratum.id: erratum for erratum in (*FR, *CS)}
PLAYED = [erratum.id for erratum in FAULTS.values() if erratum.deal]
LESSONS = ("player-2/mistakes", "protege/mistakes", "patron/mistakes")

CLOSE = 1e-6
"""Payoffs in points that are the same."""

every_lesson = pytest.mark.parametrize("name", LESSONS)


class Shown:
    """A deal with what its first choices are worth, in points."""

    def __init__(self, name: str, number: int) -> None:
        self.seat, _ = TAUGHT[name]
        self.deal, unrolled = trees(name)[number - 1]
        self.root = unrolled["nodes"][unrolled["root"]]
        self.p = self.deal.p
        self.history = self.seat.session(self.deal).history
        self.kind = (bool(self.deal.menu), len(self.deal.opening), bool(self.deal.opening) and self.root["as"])
        self.worths = {option["do"]: option["worth"] for option in self.root["options"]}

    def best(self, *actions: Action) -> bool:
        """Whether these, and no others, are the best choices."""
        return {do for do, worth in self.worths.items() if worth > max(self.worths.values()) - CLOSE} == set(actions)


def deal_of(erratum: str) -> Shown:
    board, lesson, number = FAULTS[erratum].deal.split("/")
    return Shown(f"{board}/{lesson}", int(number))


def as_printed(shown: Shown) -> Action:
    """What the printed text would have the seat do."""
    if shown.seat.player == PROTEGE:
        return printed_answer(shown.deal, read_cs(shown.history).a)
    return (printed_demand if shown.seat.player == PATRON else printed)(shown.deal)


def errs(shown: Shown) -> bool:
    """Whether something is better than what is printed; in a deal that shows no erratum nothing is."""
    return bool(shown.deal.erratum) and shown.worths[as_printed(shown)] < max(shown.worths.values()) - CLOSE


# --- all of them -------------------------------------------------------------------------------------------------


def test_every_erratum_has_a_deal_or_a_reason_for_having_none():
    assert len(FAULTS) == 39
    assert all(bool(erratum.deal) != bool(erratum.no_deal) for erratum in FAULTS.values())
    assert {id for id in FAULTS if id not in PLAYED} == {"FR-19", "FR-20", "FR-21", "CS-3", "CS-12", "CS-16", "CS-17"}


def test_an_erratum_with_numbers_has_a_deal():
    assert {id for id, erratum in FAULTS.items() if erratum.counterexample} == set(PLAYED)


def test_a_deal_and_a_reason_for_having_none_exclude_each_other():
    with pytest.raises(ValueError, match="FR-19: an erratum with a deal needs no reason"):
        replace(FAULTS["FR-19"], deal="player-2/mistakes/1")
    assert FAULTS["FR-19"].no_deal.endswith("nothing to play.")


def _waits_in_vain(shown: Shown) -> bool:
    return paper.table_2(shown.p, *shown.deal.opening[::2]) == "advance" and shown.best("accept ad hoc")


def _dear_search_suits(shown: Shown) -> bool:
    return bool(shown.deal.menu) and not shown.best(min(shown.deal.menu))


def _ties(*actions: Action) -> Callable[[Shown], bool]:
    return lambda shown: shown.best(*actions)


def _breaks_as_often(shown: Shown) -> bool:
    if shown.deal.world != "two kinds":
        return False
    found = [backward_induction(replace(shown.p, c=c), WORLDS["two kinds"]) for c in shown.deal.menu]
    broken = [eq.outcomes["ad hoc, period 1"] + eq.outcomes["ad hoc, period 2"] for eq in found]
    offers = [eq.r1 for eq in found]
    return max(broken) - min(broken) < 1e-9 and offers == sorted(offers, reverse=True) and offers[0] > offers[-1] + 0.1


def _jumps_at_the_end(shown: Shown) -> bool:
    if len(shown.deal.opening) < 3:
        return False
    r2 = shown.seat.session(shown.deal).play("advance").history[-1]
    matched = paper.table_1(shown.p, shown.deal.opening[2])[0]
    return abs(matched - shown.deal.opening[2]) < 1e-9 and r2 > matched + 0.05


def _searches_although_the_chain_falls_short(shown: Shown) -> bool:
    p = shown.p
    if shown.worths.keys() != {"accept", "search", "advance"} or p.delta == 1:
        return False
    short = p.delta * paper.theta(p, 0.5) - (1 - p.delta) * p.c
    return shown.best("search") and 100 * short < shown.worths["advance"] - 0.01 < shown.worths["search"]


def _slips(shown: Shown) -> bool:
    p = shown.p
    has = max(shown.worths.values())
    return shown.best(p.p_h - p.p_l) and 100 * p.beta_lo * (p.p_l - p.c_T) > has + CLOSE


def _opens(shown: Shown, r1: float) -> bool:
    return not shown.deal.menu and not shown.deal.opening and abs(shown.history[0] - r1) < 1e-9


def _loses_by_the_printed_offer(shown: Shown) -> bool:
    p = shown.p
    best = max(shown.worths, key=shown.worths.get)
    printed_offer = min(shown.worths, key=lambda x: abs(x - (p.p_h - p.c_T)))
    return abs(best - (p.p_l - p.c_T)) < 1e-9 and shown.worths[printed_offer] < shown.worths[best] - 1


def _is_uncovered(p: Params) -> bool:
    return theory(p).name == "cap" and not any(proposition(p).applies for proposition in slides.PROPOSITIONS)


SHOWS: Mapping[str, Callable[[Shown], bool]] = {
    "FR-1": lambda shown: shown.worths["accept"] < -1 < shown.worths["advance"] and shown.best("advance"),
    "FR-2": lambda shown: shown.p.c < 1 / 32 and _opens(shown, paper.r_star(shown.p)),
    "FR-3": _waits_in_vain,
    "FR-4": errs,
    "FR-5": _searches_although_the_chain_falls_short,
    "FR-6": _ties("search", "advance"),
    "FR-7": _ties("accept ad hoc", "advance"),
    "FR-8": _dear_search_suits,
    "FR-9": lambda shown: shown.p.c < 1 / 32 and _opens(shown, paper.r1_interval(shown.p)[0]),
    "FR-10": lambda shown: shown.deal.world == "three kinds" and errs(shown),
    "FR-11": _breaks_as_often,
    "FR-12": errs,
    "FR-13": lambda shown: shown.p.phi > 1.5 and _dear_search_suits(shown),
    "FR-14": _dear_search_suits,
    "FR-15": lambda shown: shown.seat.session(shown.deal).play("advance").history[-1] > shown.deal.opening[2] + 0.05,
    "FR-16": _jumps_at_the_end,
    "FR-17": errs,
    "FR-18": lambda shown: shown.p.c > (2 - shown.p.phi) ** 2 / 2 and not shown.best("search"),
    "FR-22": _waits_in_vain,
    "CS-1": _loses_by_the_printed_offer,
    "CS-2": lambda shown: shown.best(shown.p.a_max),
    "CS-4": errs,
    "CS-5": lambda shown: bool(slides.condition_11(shown.p)) and theory(shown.p).name == "cap" and shown.best("accept"),
    "CS-6": lambda shown: shown.best(shown.p.p_h - shown.p.p_l) and shown.worths["no offer"] > 0,
    "CS-7": lambda shown: shown.p.l < bare_l_star(shown.p) and shown.best(shown.p.a_max),
    "CS-8": errs,
    "CS-9": errs,
    "CS-10": _ties("accept", "reject"),
    "CS-11": _slips,
    "CS-13": lambda shown: read_cs(shown.history).n == "free-riding" and 0 < shown.deal.p.phi < 1,
    "CS-14": lambda shown: theory(shown.p).name == "no credible threat" and shown.best("reject"),
    "CS-15": lambda shown: shown.p.a_max < slides.a_star(shown.p) - 1e-9 and _is_uncovered(shown.p),
}
"""What the deal of each erratum must show."""


@pytest.mark.parametrize("id", PLAYED)
def test_the_deal_of_an_erratum_shows_it(id):
    assert SHOWS[id](deal_of(id))


@pytest.mark.parametrize("id", PLAYED)
def test_some_other_deal_with_the_same_choices_does_not_show_it(id):
    wanted = deal_of(id)
    names = [name for name in TAUGHT if name.startswith(f"{wanted.seat.board}/")]
    others = (Shown(name, deal.id) for name in names for deal in TAUGHT[name][1].deals)
    alike = [one for one in others if one.kind == wanted.kind]
    assert len(alike) > 1 and not all(SHOWS[id](one) for one in alike)


# --- the lessons -------------------------------------------------------------------------------------------------


@every_lesson
def test_in_a_lesson_the_printed_rule_is_sometimes_wrong_and_sometimes_right(name):
    wrong = [errs(Shown(name, deal.id)) for deal in TAUGHT[name][1].deals]
    assert 6 <= sum(wrong) <= 14
    assert all(deal.erratum in FAULTS for deal in TAUGHT[name][1].deals)


@every_lesson
def test_the_bet_is_true_and_the_debrief_leads_to_the_erratum(name):
    seat, scenario = TAUGHT[name]
    explained = seat.claims(scenario)
    for deal in scenario.deals:
        shown = Shown(name, deal.id)
        truth = seat.first(deal, scenario.bet)["bet"]["truth"]
        assert truth == ("wrong" if errs(shown) else "right")
        assert shown.root["claim"] == deal.erratum
        assert explained[deal.erratum]["href"] == f"{PAGE}#erratum-{deal.erratum}"
        lost = "less than the best" in shown.root["why"]
        assert lost == errs(shown) != ("nothing is better" in shown.root["why"])


def test_backward_induction_agrees_on_every_bet_of_player_2():
    """An independent source: the solver from the rules alone, in the deals with uniform offers as well."""
    for deal in TAUGHT["player-2/mistakes"][1].deals:
        offers = WORLDS[deal.world] if deal.world else Uniform()
        if deal.menu:
            worths = {c: backward_induction(replace(deal.p, c=c), offers).eu_2 for c in deal.menu}
        else:
            brute = backward_induction(deal.p, offers)
            worths = {action: brute.worth(deal.opening, action) for action in read(deal.opening).actions}
        wrong = worths[printed(deal)] < max(worths.values()) - 1e-6
        assert wrong == errs(Shown("player-2/mistakes", deal.id))


@every_lesson
def test_other_lessons_explain_no_errata(name):
    seat, _ = TAUGHT[name]
    assert all(not seat.claims(lesson) for lesson in seat.taught() if lesson.name != "mistakes")
    assert not SEATS["challenger"].claims(SEATS["challenger"].taught()[0])


# --- other worlds ------------------------------------------------------------------------------------------------


def test_the_closed_form_is_not_asked_about_partners_it_does_not_know():
    other = next(deal for deal in TAUGHT["player-2/mistakes"][1].deals if deal.world)
    for asked in (scenarios.session, scenarios.judge):
        with pytest.raises(ValueError, match="partners in deal 9 are of three kinds"):
            asked(other)
    assert SEATS["player-2"].session(other).to_move == "player 2"


def test_partners_of_another_world_are_drawn_as_often_as_it_says():
    deals = [deal for deal in TAUGHT["player-2/mistakes"][1].deals if deal.world]
    drawn = [WORLDS["two kinds"].draw((k + 0.5) / 20) for k in range(20)]
    assert drawn.count(0.9) == 8 and drawn.count(0.0) == 12
    for deal in deals:
        start = SEATS["player-2"].session(deal).play(deal.menu[0])
        assert start.play("search").history[3] in dict(WORLDS[deal.world].atoms)
    assert 0.5 not in dict(WORLDS["two kinds"].atoms)


def worlds_played() -> list[Deal]:
    lessons = ("protege/mistakes", "patron/mistakes")
    return [deal for name in lessons for deal in TAUGHT[name][1].deals if deal.world]


def test_reading_a_withdrawal_as_commitment_is_an_equilibrium_where_it_is_played():
    assert {deal.world for deal in worlds_played()} == {READ_AS_COMMITMENT}
    for p in {deal.p for deal in worlds_played()}:
        eq = read_as_commitment(p)
        assert max(found.gain for found in deviations(eq.profile, eq.beliefs, p)) < 1e-9
        assert eq.profile.x.withdrawal(p.a_max) == pytest.approx(p.p_m - p.c_T)


def test_it_is_none_where_an_uncommitted_patron_would_leave_on_the_path():
    p = Params(l=0.7)
    eq = read_as_commitment(p)
    assert max(found.gain for found in deviations(eq.profile, eq.beliefs, p)) > 0.1
