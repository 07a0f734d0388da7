"""The slides' mistakes in words, from the seats of the protégé and of the patron."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.tree import Lesson, Option, Situation, Words
from alliancelib.cost_sharing import paper
from alliancelib.cost_sharing.equilibrium import d1, intervenes, offer, worth_left
from alliancelib.cost_sharing.game import NO_OFFER
from alliancelib.cost_sharing.model import Params, read
from alliancelib.cost_sharing.scenarios import PROTEGE, judge, session
from alliancelib.cost_sharing.scenarios_mistakes import bare_l_star, printed_answer, printed_demand
from alliancelib.widgets import words_mistakes
from alliancelib.widgets.numbers import number, percent
from alliancelib.widgets.words_mistakes import MistakeWords, Printed, printed_bet, valued

SAYS: Mapping[str, str] = {
    "CS-1": "After the uncommitted patron has left, the challenger knows that the protégé is alone: he offers p_l "
    "\N{MINUS SIGN} c_T, and not the p_h \N{MINUS SIGN} c_T that one slide prints.",
    "CS-2": "The propositions have types that demand a_max, so the largest demand must be allowed.",
    "CS-4": "Line (2) is needed: where an uncommitted patron would come back to fight, losing her costs less, and "
    "less is paid.",
    "CS-5": "Line (11) alone is not enough for separating 3: it takes line (10) too, that more than a* may be asked.",
    "CS-6": "The deal saves something under lines (2) and (7), so that l* is positive; the slides do not say so.",
    "CS-7": "The beta in l* must be the lower one, as on the main slide.",
    "CS-8": "Separating 1 and 2 need a belief that the slides do not name: whoever leaves is not taken for committed.",
    "CS-9": "Near the upper end of line (7) the equilibrium exists, and hangs on how a withdrawal is read.",
    "CS-10": "At a_max = a* the formula for l* divides by zero, and both types demand a_max.",
    "CS-11": "A patron can leave only after a refusal. Separating 1 leans on that rule.",
    "CS-14": "What is told of 2019 fits separating 2, and as well an alliance so cheap that nobody would leave it.",
    "CS-15": "Where no more than a* may be demanded both types ask for all of it, and only one is paid: no proposition "
    "covers that.",
}
"""What the board says of each erratum, in a sentence."""

BY: Mapping[str, str] = {
    "CS-2": "The open range of demands",
    "CS-4": "Separating 1, if line (2) is not asked for,",
    "CS-5": "Separating 3, if line (11) were enough,",
    "CS-6": "Separating 1 or 2",
    "CS-7": "The line with a bare beta",
    "CS-8": "Separating 1",
    "CS-9": "Separating 2",
    "CS-10": "Separating 2, stretched to its border,",
    "CS-11": "Separating 1",
    "CS-14": "Separating 2",
    "CS-15": "Separating 2, stretched to a low cap,",
}
"""What in the slides leads to the choice."""


def claims(scenario: Scenario) -> Mapping[str, Mapping[str, str]]:
    """The errata that the deals of a lesson show."""
    return words_mistakes.claims(SAYS, scenario)


def belief_note(deal: Deal) -> str:
    """What is arranged about the challenger, for the first screen; empty where nothing is."""
    if not deal.world:
        return ""
    if intervenes(deal.p, "uncommitted", kept=False):
        return " An uncommitted patron who leaves would come back for a war."
    return " The challenger takes a patron who leaves for a committed one."


def followed(deal: Deal, seat: str) -> Printed:
    """What the slides as printed would have a seat do first in a deal of its lesson."""
    start = session(deal, seat)
    action = printed_answer(deal, read(start.history).a) if seat == PROTEGE else printed_demand(deal)
    return Printed(
        by=_by(deal),
        do=_doing(action, read(start.history).a),
        action=action,
        worths=valued(judge(deal), start.history, start.view.actions),
    )


def _by(deal: Deal) -> str:
    if deal.erratum == "CS-1":
        return f"Separating 3 as printed, with {number(_printed_offer(deal.p))} for a protégé that was left,"
    return BY[deal.erratum]


def _printed_offer(p: Params) -> float:
    return paper.separating_3(p).play["uncommitted"].x


def _doing(action: Action, a: float | None) -> str:
    match action:
        case "accept":
            return f"pay {number(a)}"
        case "reject":
            return "refuse"
        case "stay":
            return "stay"
    return f"demand {number(action)}"


def bet(deal: Deal, seat: str) -> Mapping[str, Any]:
    """The bet that opens a deal of a seat's lesson."""
    a = read(session(deal, seat).history).a
    if seat == PROTEGE:
        told = f"She demands {number(a)}."
    else:
        told = "You may demand something." if a is None else f"You demanded {number(a)} and were refused."
    return printed_bet(told, followed(deal, seat))


def words(deal: Deal, plain: Words, seat: str) -> Words:
    """The words of a deal, from a seat's ``plain`` ones, which stay as they are where it shows no erratum."""
    if not deal.erratum:
        return plain
    usual = ReadAsCommitmentWords(plain, deal) if deal.world else plain
    return MistakeWords(usual, session(deal, seat).history, partial(_told, deal, seat))


def _told(deal: Deal, seat: str, lesson: Lesson) -> Lesson:
    found = followed(deal, seat)
    note = _NOTES.get(deal.erratum, lambda *_: "")(deal, found)
    parts = (lesson.why, found.said, note)
    return replace(lesson, claim=deal.erratum, why=" ".join(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class ReadAsCommitmentWords:
    """The words where leaving is read as commitment: ``plain`` ones, but for the debrief of the negotiation."""

    plain: Words
    deal: Deal

    def situation(self, history: History) -> Situation:
        """As elsewhere."""
        return self.plain.situation(history)

    def option(self, history: History, action: Action) -> Option:
        """As elsewhere."""
        return self.plain.option(history, action)

    def outcome(self, history: History) -> str:
        """As elsewhere."""
        return self.plain.outcome(history)

    def lesson(self, history: History) -> Lesson:
        """What follows from the reply that leaving has here; in the crisis as elsewhere."""
        found = _DEBRIEFS.get(read(history).stage)
        return Lesson(claim=self.deal.erratum, why=found(self.deal, history)) if found else self.plain.lesson(history)


def _answer(deal: Deal, history: History) -> str:
    p, play = deal.p, read(history)
    worths = valued(judge(deal), history, ("accept", "reject"))
    weighed = f"paying leaves you {number(worths['accept'])}, refusing {number(worths['reject'])}.{_either(worths)}"
    if not judge(deal).profile.withdraws[play.type](play.a):
        return f"She stays whether you pay or not: {weighed}"
    why = "she would fight" if intervenes(p, "uncommitted", kept=False) else "he takes her for a committed patron"
    return (
        f"Refused, she leaves; the challenger then offers {number(offer(p, 'middle'))}, because {why}. So the alliance "
        f"is worth only {number(d1(p))} to you: {weighed}"
    )


def _exit(deal: Deal, history: History) -> str:
    worths = valued(judge(deal), history, ("stay", "withdraw"))
    return (
        f"If you leave, the challenger takes you for committed and offers it {number(offer(deal.p, 'middle'))}. "
        f"Leaving is worth {number(worths['withdraw'])} to you, staying {number(worths['stay'])}.{_either(worths)}"
    )


def _either(worths: Mapping[Action, float]) -> str:
    return " Either is right." if words_mistakes.is_tied(worths) else ""


def _demand(deal: Deal, history: History) -> str:
    p, met = deal.p, d1(deal.p)
    worths = valued(judge(deal), history, (NO_OFFER, met, p.a_max))
    return (
        f"Your protégé expects {number(offer(p, 'middle'))} if you leave, so that it pays no more than {number(met)}. "
        f"Asking for nothing is worth {number(worths[NO_OFFER])} to you; asking for {number(met)}, "
        f"{number(worths[met])}; asking for {number(p.a_max)} in vain, {number(worths[p.a_max])}."
    )


_DEBRIEFS: Mapping[str, Callable[[Deal, History], str]] = {"answer": _answer, "exit": _exit, "demand": _demand}
"""The debriefs in which it matters how leaving is read."""


# --- what else there is to say of a deal ----------------------------------------------------------------------------


def _left_alone(deal: Deal, found: Printed) -> str:
    return f"Left, you would be offered {number(offer(deal.p, 'low'))}: he knows by then that you are alone."


def _bare(deal: Deal, found: Printed) -> str:
    p = deal.p
    return (
        f"With the larger stake in the formula the line would be at {percent(bare_l_star(p))}; it is at "
        f"{percent(paper.l_star(p))}, and home adds {percent(p.l)}."
    )


def _if_read(deal: Deal, found: Printed) -> str:
    p, a = deal.p, deal.opening[1]
    taken, replied = ("uncommitted", "low") if deal.world else ("committed", "middle")
    worth = worth_left(p, "committed", replied) + p.l * a
    return f"If he took you for {taken} once you leave, leaving would be worth {number(worth)}."


def _slips(deal: Deal, found: Printed) -> str:
    slipped = worth_left(deal.p, "uncommitted", "low")
    has = found.worths[found.action]
    than = "more" if slipped > has else "less"
    return f"To leave without a word, which the rules forbid, would be worth {number(slipped)}, {than} than that."


def _saves(deal: Deal, found: Printed) -> str:
    p = deal.p
    saved = (1 + p.beta_lo) * paper.a_star(p) - p.pi
    return f"Together you and your protégé have {number(saved)} more from the deal than if you left."


_NOTES: Mapping[str, Callable[[Deal, Printed], str]] = {
    "CS-1": _left_alone,
    "CS-6": _saves,
    "CS-7": _bare,
    "CS-9": _if_read,
    "CS-11": _slips,
}
"""What else there is to say of a deal, by its erratum."""
