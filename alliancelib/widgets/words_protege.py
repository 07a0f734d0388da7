"""The cost-sharing game in words, from the protégé's seat (the slides' target)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Mark, Option, Situation, points
from alliancelib.cost_sharing.equilibrium import intervenes
from alliancelib.cost_sharing.model import TIE, Negotiation, Params, Play, beta, payoffs, read
from alliancelib.cost_sharing.scenarios import PROTEGE as SEAT
from alliancelib.cost_sharing.scenarios import (
    leaves_from,
    most_worth_paying,
    reply_after,
    session,
    would_leave,
)
from alliancelib.widgets.numbers import number, percent
from alliancelib.widgets.words_cost_sharing import (
    how_it_ended,
    is_tie,
    leaves_bet,
    line_bet,
    odds,
    offers,
    seat_of,
    stake,
    symbols_said,
    war_story,
)


def deal_words(deal: Deal, bet: str) -> Mapping[str, Any]:
    """The deal's first screen and its bet."""
    p, type = deal.p, deal.opening[0]
    return {
        "intro": f"You hold what is worth 100 points to you, and a challenger wants it. In a war you would win with "
        f"chance {percent(p.p_h)} beside your patron, {percent(p.p_l)} alone. She asks to be paid.",
        "facts": [
            {"label": "Her stake in it", "value": stake(p, type)},
            {"label": "Alliance costs her", "value": number(p.pi)},
        ],
        "opening": "The lesson set her demand; from here on everybody else follows theory."
        if len(deal.opening) > 1
        else "The lesson set only who she is; she and the challenger follow theory.",
        "symbols": symbols_said(p),
        "bet": _bet(deal, bet),
    }


def _bet(deal: Deal, bet: str) -> Mapping[str, Any]:
    p, type, a = deal.p, *session(deal, SEAT).history[:2]
    if bet == "leaves":
        question = f"She demands {number(a)}. If you refused, would she leave?"
        return leaves_bet(question, would_leave(p, type, a))
    return line_bet(
        "What is the most she could ask that you should still pay?",
        _worth_paying(p, type, a),
        points(most_worth_paying(p, type, a)),
    )


def _worth_paying(p: Params, type: str, a: float) -> Mark:
    return Mark(at=most_worth_paying(p, type, a), label="worth paying up to", kind="cutoff")


# --- the words of a play --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProtegeWords:
    """What the protégé reads at each history of a deal."""

    deal: Deal

    def situation(self, history: History) -> Situation:
        """What has just happened, the question, and what is on the line."""
        p, play = self.deal.p, read(history)
        return Situation(
            say=_said(p, play),
            ask=_ASK.get(play.stage, ""),
            marks=offers(play, demand="her demand", offer="his offer"),
        )

    def option(self, history: History, action: Action) -> Option:
        """A choice in words, with what is certain about it."""
        p, play = self.deal.p, read(history)
        match action:
            case "accept":
                return Option(label=f"Pay {number(play.a)}", note="and keep the alliance")
            case "reject":
                return Option(label="Refuse", note="she may stay all the same, or leave")
            case "settle":
                ends = payoffs(p, read((*history, "settle")))["target"]
                return Option(label=f"Settle for {number(play.x)}", note=f"you end with {number(ends)}")
        return Option(label="Fight", note=f"all of it or nothing; the war costs you {number(p.c_T)}")

    def outcome(self, history: History) -> str:
        """How the negotiation ended, and whether there was a war."""
        return how_it_ended(history)

    def lesson(self, history: History) -> Lesson:
        """The claim a decision turns on, the reason, and the cutoff it was about."""
        p, play = self.deal.p, read(history)
        return _answer_lesson(p, play) if play.stage == "answer" else _crisis_lesson(p, play)


_ASK = {"answer": "Pay, or refuse?", "response": "Settle, or fight?"}

_NEGOTIATED: Mapping[Negotiation, str] = {
    "no offer": "Your patron asks for nothing, and the alliance stands.",
    "sharing": "You pay, and the alliance stands.",
    "free-riding": "She stays all the same: the alliance stands.",
    "withdrawal": "She leaves: the alliance is over. Should she fight for you all the same, you would win with chance "
    "{chance}.",
}


def _said(p: Params, play: Play) -> Sequence[str]:
    match play.stage:
        case "answer":
            return (f"Your patron demands {number(play.a)} for standing by you.",)
        case "response":
            then = _NEGOTIATED[play.n].format(chance=percent(p.p_m))
            return (then, f"The challenger offers to leave you {number(play.x)} of the 100.")
    paid = play.a if play.n == "sharing" else 0.0
    if play.settles:
        less = f" With {number(paid)} paid to your patron, that leaves you {number(play.x - paid)}." if paid else ""
        return (f"You settle for {number(play.x)}, and keep the peace.{less}",)
    also = f" and the {number(paid)} paid to your patron" if paid else ""
    ends = number(float(play.won) - p.c_T - paid)
    return (
        *war_story(p, play, SEAT, helper="Your patron", side="You"),
        f"Less the cost of the war{also}, you end with {ends}.",
    )


# --- the debrief ----------------------------------------------------------------------------------------------


def _answer_lesson(p: Params, play: Play) -> Lesson:
    type, a = play.type, play.a
    costs, loss = number(p.pi), number(leaves_from(p, type, a))
    reveal = (_worth_paying(p, type, a),)
    weighed = f"The alliance costs her {costs}, and its end would cost her {loss}{_how(p, play)}."
    if not would_leave(p, type, a):
        either_way = "That is no less, so she" if is_tie(p.pi, leaves_from(p, type, a)) else "So she"
        why = f"{weighed} {either_way} stays whether you pay or not: refuse. Her threat is real only above {loss}."
        return Lesson(claim="threat", why=why + _for_home(p), reveal=reveal)
    most = most_worth_paying(p, type, a)
    kept, left = p.p_h - p.c_T, p.p_h - p.c_T - most
    fate = f"So she would leave, and you would have {number(left)} instead of {number(kept)}"
    worth = f"the alliance is worth {number(most)} to you"
    if is_tie(a, most):
        verdict = "she asks exactly that. Either is right"
    else:
        verdict = f"{number(a)} is {'less: pay' if a < most else 'more: refuse'}"
    vain = _for_home(p) if a > most + TIE else ""
    return Lesson(
        claim="worth",
        why=f"{weighed} {fate}: {worth}, and {verdict}. At a cost of {loss} or less she would have stayed.{vain}",
        reveal=reveal,
    )


def _for_home(p: Params) -> str:
    """Why a patron may ask for what she will not get."""
    return f" Asking in vain may pay her all the same: home adds {percent(p.l)} of any demand." if p.l > 0 else ""


def _how(p: Params, play: Play) -> str:
    """How what she would lose by leaving comes about."""
    if play.type == "committed" and reply_after(p, play.a) == "low":
        return ", since she would still fight for you, at worse odds"
    lost = leaves_from(p, play.type, play.a) / beta(p, play.type)
    return f", her stake in the {number(lost)} that the challenger would then take"


def _crisis_lesson(p: Params, play: Play) -> Lesson:
    beside = intervenes(p, play.type, kept=play.kept)
    chance = odds(p, kept=play.kept, beside=beside)
    worth = chance - p.c_T
    with_whom = "With your patron beside you" if beside else "Alone"
    valued = (
        f"{with_whom} you would win with chance {percent(chance)}, and a war costs you {number(p.c_T)}: "
        f"it is worth {number(worth)} to you."
    )
    if is_tie(play.x, worth):
        why = f"{valued} He offers exactly that. Either is right: he keeps all that peace saves."
    else:
        why = f"{valued} He offers {'more: settle' if play.x > worth else 'less: fight'}.{_misjudged(play, worth)}"
    mark = Mark(at=max(worth, 0.0), label="what a war is worth", kind="cutoff")
    return Lesson(claim="reservation" if play.kept else "line-2", why=why, reveal=(mark,))


def _misjudged(play: Play, worth: float) -> str:
    """Why the challenger can miss: after a withdrawal he does not know whether she would still fight."""
    if play.x > worth:
        return " He took her for a patron who would still fight for you."
    return " He took her for a patron who would not fight for you any more."


PROTEGE = seat_of(
    SEAT,
    board="protege",
    roles={"ally": "Your patron", "target": "You", "challenger": "The challenger"},
    looks={"ally": "ally", "challenger": "challenger"},
    line="What she asks of you, and what he offers you",
    words=ProtegeWords,
    first=deal_words,
)
