"""The paper's mistakes in words, from player 2's seat, and the words of deals with other kinds of partners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.session import Session
from alliancelib.core.tree import Judge, Lesson, Option, Situation, Words
from alliancelib.outside_options import scenarios
from alliancelib.outside_options.equilibrium import solve, theta
from alliancelib.outside_options.model import Equilibrium, Params, discount, read
from alliancelib.outside_options.scenarios_mistakes import WORLDS, printed
from alliancelib.widgets import words_mistakes
from alliancelib.widgets.numbers import counted, fine, number, percent
from alliancelib.widgets.words_mistakes import MistakeWords, Printed, is_tied, printed_bet, valued
from alliancelib.widgets.words_outside_options import gone

SAYS: Mapping[str, str] = {
    "FR-1": "Where a search costs more than it can bring nobody searches, and the printed r* is too little: it does "
    "not even cover the cost of the good.",
    "FR-3": "No delta below 1 is patient enough for every cost of a search: if it is cheap enough a good partner is "
    "taken at once, where Table 2 has one wait.",
    "FR-4": "For a good that costs more than 3/2 the printed offers near 1/2 are of no use. The steps are the same "
    "with phi \N{MINUS SIGN} 1 in place of 1/2.",
    "FR-5": "The proof's last line forgets that a search today is not discounted, and falls short. What it is to prove "
    "is true all the same.",
    "FR-6": "At delta = 1 and a dear search waiting is worth what searching is, and it is sure: by the first rule for "
    "ties one waits below r*.",
    "FR-7": "At delta = 1 a good partner now and her match of it later are worth the same, and none of the three rules "
    "for ties decides.",
    "FR-10": "A cheaper search can bring a lower first offer: the printed argument compares what offers are worth, not "
    "how large they are.",
    "FR-11": "That a larger first offer is harder to beat does not make new alliances rarer under every distribution.",
    "FR-12": "That she buys him off at one cost of a search does not mean that she does at every cost.",
    "FR-16": "At the ends of the printed ranges the rules for ties decide otherwise than the tables.",
    "FR-17": "One letter for two worths: equation (2) leaves out that a first search has a second period behind it.",
    "FR-22": "Only the lower half of Table 2 needs the bound on delta: below it a middling partner is taken at once.",
}
"""What the board says of each erratum, in a sentence."""

BY: Mapping[str, str] = {
    "FR-1": "Lemma 2 as printed",
    "FR-5": "Lemma 2",
    "FR-6": "Lemma 2 as printed",
    "FR-10": "Footnote 12, which promises the larger first offer where a search is cheaper,",
    "FR-11": "Footnote 13, by which her first offer rises as searching gets cheaper,",
    "FR-12": "Footnote 13, which has her buy you off at every cost,",
    "FR-17": "Equation (2), read as the worth of a search now,",
}
"""What in the text leads to the choice; Table 2 for all others."""


# --- theory where partners are not spread evenly ------------------------------------------------------------------


@cache
def solved_in(world: str) -> Callable[[Params], Equilibrium]:
    """What theory does where partners are of ``world``, by backward induction; the closed form for the usual ones."""
    if not world:
        return solve
    # Late, so that a board without such deals needs no numpy.
    from alliancelib.outside_options.solver import backward_induction

    return cache(lambda p: backward_induction(p, WORLDS[world]))


def session(deal: Deal) -> Session:
    """The deal as it opens, whatever partners pay."""
    return scenarios.session(deal, solved_in(deal.world))


def judge(deal: Deal) -> Judge:
    """What each choice in the deal is worth, whatever partners pay."""
    return scenarios.judge(deal, solved_in(deal.world))


def partners_note(deal: Deal) -> str:
    """What partners pay, for the first screen; empty where they are the usual ones."""
    if not deal.world:
        return ""
    first, *rest = (f"{number(pays)} with chance {chance:.0%}" for pays, chance in WORLDS[deal.world].atoms)
    return f" A partner would pay {', '.join([first, *rest[:-1]])} or {rest[-1]}."


@dataclass(frozen=True, slots=True)
class OtherPartnersWords:
    """The words where partners are not spread evenly: ``plain`` ones, but for what a search may find and is worth."""

    plain: Words
    deal: Deal

    def situation(self, history: History) -> Situation:
        """As elsewhere, without the answers that only the closed form knows."""
        return replace(self.plain.situation(history), settles=None)

    def option(self, history: History, action: Action) -> Option:
        """As elsewhere; a search says what partners there are."""
        option = self.plain.option(history, action)
        if action != "search":
            return option
        pays = ", ".join(number(share) for share, _ in WORLDS[self.deal.world].atoms)
        cost = discount(self.deal.p, read(history[1:]).period) * history[0]
        return replace(option, note=f"pay {number(cost)}; a partner offers one of {pays}")

    def outcome(self, history: History) -> str:
        """As elsewhere."""
        return self.plain.outcome(history)

    def lesson(self, history: History) -> Lesson:
        """What every choice is worth: the cutoffs of the paper are for offers that are spread evenly."""
        judged = judge(self.deal)
        worths = valued(judged, history, self.deal.menu if not history else read(history[1:]).actions)
        labels = {action: self.option(history, action).label for action in worths}
        weighed = [f"{labels[do][0].lower()}{labels[do][1:]}, {number(worth)}" for do, worth in worths.items()]
        right = " Either is right." if is_tied(worths) else ""
        return Lesson(claim=self.deal.erratum, why=f"Worth to you: {'; '.join(weighed)}.{right}")


# --- the lesson ---------------------------------------------------------------------------------------------------


def followed(deal: Deal) -> Printed:
    """What the printed text would have player 2 do first in a deal of the lesson."""
    start, action = session(deal), printed(deal)
    return Printed(
        by=BY.get(deal.erratum, "Table 2 as printed"),
        do=_doing(deal, action),
        action=action,
        worths=valued(judge(deal), start.history, start.view.actions),
    )


def _doing(deal: Deal, action: Action) -> str:
    if deal.menu:
        return f"pay {number(action)} for a search"
    play = read(deal.opening)
    match action:
        case "accept" | "accept ally":
            return f"take her {number(play.r1)}"
        case "accept ad hoc":
            return f"take the partner's {number(play.x1)}"
        case "search":
            return "search"
    return "wait for her second offer" if play.x1 is None else "ask her again"


def bet(deal: Deal) -> Mapping[str, Any]:
    """The bet that opens a deal of the lesson."""
    play = read(deal.opening)
    if deal.menu:
        told = "You choose what a search costs you."
    elif play.x1 is None:
        told = f"She offers {number(play.r1)}."
    else:
        told = f"She offered {number(play.r1)}, and the partner you found would pay {number(play.x1)}."
    return printed_bet(told, followed(deal))


def words(deal: Deal, plain: Words) -> Words:
    """The words of a deal, from the ``plain`` ones, which stay as they are where it shows no erratum."""
    if not deal.erratum:
        return plain
    usual = OtherPartnersWords(plain, deal) if deal.world else plain
    return MistakeWords(usual, session(deal).history, partial(_told, deal))


def _told(deal: Deal, lesson: Lesson) -> Lesson:
    found = followed(deal)
    weighed = _by_cost(deal, found) if deal.menu else lesson.why
    note = _NOTES.get(deal.erratum, lambda *_: "")(deal, found)
    parts = (weighed, found.said, note)
    return replace(lesson, claim=deal.erratum, why=" ".join(part for part in parts if part))


def _by_cost(deal: Deal, found: Printed) -> str:
    """What she offers at each cost on the menu, and what that is worth."""
    at = solved_in(deal.world)
    offers = [
        f"{'at' if k else 'At'} {number(c)} a search she opens with {number(at(replace(deal.p, c=c)).r1)}, worth "
        f"{number(worth)} to you"
        for k, (c, worth) in enumerate(found.worths.items())
    ]
    return f"{'; '.join(offers)}."


def _search_is_early(deal: Deal, found: Printed) -> str:
    p, worths = deal.p, found.worths
    return (
        f"Its proof's last line would put a search {counted((1 - p.delta) * p.c)} below waiting; in truth it is worth "
        f"{number(worths['search'] - worths['advance'])} more."
    )


def _sure_wait(deal: Deal, found: Printed) -> str:
    if found.is_tied:
        return "Waiting is worth as much, and is sure: either is right, and the first rule for ties has you wait."
    return "Points lose by waiting here, so that searching is strictly better."


def _end_of_range(deal: Deal, found: Printed) -> str:
    r1, _, x1 = deal.opening
    eq = solve(deal.p)
    if found.is_tied:
        return "Here both are worth the same, and theory takes the partner, who is there now."
    return (
        f"Table 1 as printed has her match {number(x1)}. Either pays her the same, and the first rule for ties takes "
        f"what is sure: she offers {number(eq.second_offer(x1))}."
    )


def _two_worths(deal: Deal, found: Printed) -> str:
    p, (r1,) = deal.p, deal.opening
    return (
        f"It gives a search {fine(theta(p, r1))}; with the second period behind it a search is worth "
        f"{fine(found.worths['search'])}."
    )


def _as_often(deal: Deal, found: Printed) -> str:
    at = solved_in(deal.world)
    broken = sorted({percent(gone(at(replace(deal.p, c=c)))) for c in deal.menu})
    return f"At each of these costs the alliance breaks with chance {' or '.join(broken)}: only the offer rises."


_NOTES: Mapping[str, Callable[[Deal, Printed], str]] = {
    "FR-5": _search_is_early,
    "FR-6": _sure_wait,
    "FR-11": _as_often,
    "FR-16": _end_of_range,
    "FR-17": _two_worths,
}
"""What else there is to say of a deal, by its erratum."""


def claims(scenario: Scenario) -> Mapping[str, Mapping[str, str]]:
    """The errata that the deals of a lesson show."""
    return words_mistakes.claims(SAYS, scenario)
