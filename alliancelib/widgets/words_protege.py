"""The cost-sharing game in words, from the protégé's seat (the slides' target)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Mark, Option, Situation
from alliancelib.cost_sharing.equilibrium import intervenes
from alliancelib.cost_sharing.game import NO_OFFER
from alliancelib.cost_sharing.model import TIE, Negotiation, Params, Play, beta, payoffs, read
from alliancelib.cost_sharing.scenarios import PROTEGE as SEAT
from alliancelib.cost_sharing.scenarios import (
    leaves_from,
    most_worth_paying,
    reply_after,
    session,
    would_leave,
)
from alliancelib.widgets import words_mistakes_cost_sharing as mistakes
from alliancelib.widgets.bets import line_bet, theory_bet
from alliancelib.widgets.numbers import number, percent
from alliancelib.widgets.words_cost_sharing import (
    PART,
    costs_or_gains,
    gain_at_home,
    how_it_ended,
    is_tie,
    later,
    odds,
    odds_said,
    offers,
    seat_of,
    stake,
    symbols_said,
    war_story,
    would_fight,
)


def deal_words(deal: Deal, bet: str) -> Mapping[str, Any]:
    """The deal's first screen and its bet."""
    p, type = deal.p, deal.opening[0]
    return {
        "intro": "A challenger wants what you hold, 100 points. You would win a war with chance "
        f"{odds_said(p, 'allies', 'she fights')}. It costs you {number(p.c_T)}, and her {number(p.c_A)}."
        f"{mistakes.belief_note(deal)}",
        "facts": [
            {"label": "Her stake in it", "value": stake(p, type)},
            {"label": "Alliance costs her", "value": number(p.pi)},
            *later(p, p.c_T, p.c_A, whose="you / her"),
            {"label": "Home adds to her", "value": gain_at_home(p), "later": True},
        ],
        "opening": _opening_note(deal) + mistakes.belief_note(deal),
        "symbols": symbols_said(p),
        "bet": mistakes.bet(deal, SEAT) if bet == "printed" else _bet(deal, bet),
    }


def _opening_note(deal: Deal) -> str:
    if len(deal.opening) > 1:
        return "The lesson set her demand; from here on everybody else follows theory."
    return "The lesson set only who she is; she and the challenger follow theory."


def _bet(deal: Deal, bet: str) -> Mapping[str, Any]:
    p, type, a = deal.p, *session(deal, SEAT).history[:2]
    if a == NO_OFFER:
        question = f"She asks for nothing. Had she asked for {number(p.a_max)} and been refused, would she have left?"
        return _leaves(question, would_leave(p, type, p.a_max))
    if bet == "leaves":
        question = f"She demands {number(a)}. If you refused, would she leave?"
        return _leaves(question, would_leave(p, type, a))
    return line_bet("What is the most she could ask that you should still pay?", _worth_paying(p, type, a))


def _leaves(question: str, truth: bool) -> Mapping[str, Any]:
    options = {"leaves": "Yes, she leaves", "stays": "No, she stays"}
    return theory_bet(question, options, "leaves" if truth else "stays")


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
        beside = intervenes(p, play.type, kept=play.kept)
        chance = percent(odds(p, kept=play.kept, beside=beside))
        note = f"{'with her' if beside else 'alone'} you win with chance {chance}; the war costs you {number(p.c_T)}"
        return Option(label="Fight", note=note)

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
    "withdrawal": "She leaves: the alliance is over.",
}


def _said(p: Params, play: Play) -> Sequence[str]:
    match play.stage:
        case "answer":
            most = ", all that she may" if is_tie(play.a, p.a_max) else ""
            return (f"Your patron demands {number(play.a)}{most}.",)
        case "response":
            return (_NEGOTIATED[play.n], f"The challenger offers to leave you {number(play.x)} of the 100.")
    paid = play.a if play.n == "sharing" else 0.0
    if play.settles:
        less = f" With {number(paid)} paid to your patron, that leaves you {number(play.x - paid)}." if paid else ""
        return (f"You settle for {number(play.x)}, and keep the peace.{less}",)
    also = f" and {number(paid)} for your patron" if paid else ""
    ends = number(float(play.won) - p.c_T - paid)
    return (
        *war_story(p, play, SEAT, helper="Your patron", side="You"),
        f"You have {number(float(play.won))}, less {number(p.c_T)} for the war{also}: {ends}.",
    )


# --- the debrief ----------------------------------------------------------------------------------------------


def _answer_lesson(p: Params, play: Play) -> Lesson:
    type, a = play.type, play.a
    loss = number(leaves_from(p, type, a))
    reveal = (_worth_paying(p, type, a),)
    weighed = _weighed(p, play)
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
    can_stay = leaves_from(p, type, a) > 0
    short = f" At a cost of {loss} or less she would have stayed." if can_stay else ""
    return Lesson(
        claim="worth",
        why=f"{weighed} {fate}: {worth}, and {verdict}.{short}{vain}",
        reveal=reveal,
    )


def _for_home(p: Params) -> str:
    """Why a patron may ask for what she will not get."""
    return f" Asking in vain may pay her all the same: home adds {percent(p.l)} of any demand." if p.l > 0 else ""


def _weighed(p: Params, play: Play) -> str:
    """What the alliance costs her, and how what its end would cost her comes about."""
    stake_in_it, loss = beta(p, play.type), leaves_from(p, play.type, play.a)
    costs = f"the alliance costs her {number(p.pi)}"
    if would_fight(p, play.type, play.a):
        kept, fought = p.p_h - p.c_T, stake_in_it * p.p_m
        return (
            f"With the alliance your {number(kept)} is worth {number(stake_in_it * kept)} to her. Without it she would "
            f"fight for you at {percent(p.p_m)}, worth {number(fought)} less {number(p.c_A)}. Its end would "
            f"{costs_or_gains(loss, 'her')}, and {costs}."
        )
    lost = loss / stake_in_it
    taken = " (he would take her for committed)" if reply_after(p, play.a) == "middle" else ""
    return (
        f"The end of the alliance would cost her {number(loss)}, her {percent(stake_in_it)} of the {number(lost)} "
        f"that you would lose{taken}, and {costs}."
    )


def _crisis_lesson(p: Params, play: Play) -> Lesson:
    beside = intervenes(p, play.type, kept=play.kept)
    chance = odds(p, kept=play.kept, beside=beside)
    worth = chance - p.c_T
    with_whom = "With your patron" if beside else "Alone"
    valued = (
        f"{_help(p, play)}{with_whom} you would win with chance {percent(chance)}, and a war costs you "
        f"{number(p.c_T)}: it is worth {number(worth)} to you."
    )
    if is_tie(play.x, worth):
        why = f"{valued} He offers exactly that. Either is right: he keeps all that peace saves."
    else:
        why = f"{valued} He offers {'more: settle' if play.x > worth else 'less: fight'}.{_misjudged(play, worth)}"
    mark = Mark(at=max(worth, 0.0), label="what a war is worth", kind="cutoff")
    return Lesson(claim="reservation" if play.kept else "line-2", why=why, reveal=(mark,))


def _help(p: Params, play: Play) -> str:
    """Why a patron who has left fights, or does not."""
    if play.kept:
        return ""
    gain = beta(p, play.type) * (p.p_m - p.p_l)
    verdict = "she would fight" if gain >= p.c_A - TIE else "she would not"
    return f"To fight for you now is worth {number(gain)} to her and costs her {number(p.c_A)}: {verdict}. "


def _misjudged(play: Play, worth: float) -> str:
    """Why the challenger can miss: after a withdrawal he does not know whether she would still fight."""
    if play.x > worth:
        return " He took her for a patron who would still fight for you."
    return " He took her for a patron who would not fight for you any more."


PROTEGE = seat_of(
    SEAT,
    board="protege",
    page=f"{PART}/play.html",
    roles={"ally": "Your patron", "target": "You", "challenger": "The challenger"},
    looks={"ally": "ally", "challenger": "challenger"},
    line="What she asks of you, and what he offers you",
    words=ProtegeWords,
    first=deal_words,
    takes="below",
)
