"""The cost-sharing game in words, from the seat of the challenger, who sees the negotiation but not the type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Mark, Option, Situation, points
from alliancelib.cost_sharing.equilibrium import mu_star, offer, reservation
from alliancelib.cost_sharing.model import TYPES, Negotiation, Params, Path, Play, read
from alliancelib.cost_sharing.scenarios import CHALLENGER as SEAT
from alliancelib.cost_sharing.scenarios import (
    belief,
    leaves_from,
    session,
    theory,
)
from alliancelib.widgets.bets import scale_bet
from alliancelib.widgets.numbers import counted, number, percent
from alliancelib.widgets.words_cost_sharing import (
    CRISIS,
    how_it_ended,
    is_tie,
    later,
    odds_said,
    offers,
    seat_of,
    stake,
    symbols_said,
    war_story,
)


def deal_words(deal: Deal, bet: str) -> Mapping[str, Any]:
    """The deal's first screen and its bet."""
    p, history = deal.p, session(deal, SEAT).history
    chances = odds_said(p, "its patron's ally", "she fights")
    question = f"{_SEEN[read(history).n].format(a=_demanded(read(history)))} How likely is it that she is committed?"
    return {
        "intro": f"You want 100 points that a protégé holds. It would win a war with chance {chances}. You cannot see "
        "her stake: a committed patron has the larger.",
        "facts": [
            {"label": "Committed patrons", "value": percent(p.phi)},
            {"label": "Her stake", "value": f"{number(p.beta_lo)} / {stake(p, 'committed')}"},
            {"label": "Alliance costs her", "value": number(p.pi)},
            *later(p, p.c_C, p.c_T, p.c_A, whose="you / it / her"),
        ],
        "opening": "Nothing is arranged but luck: patron and protégé follow theory.",
        "symbols": symbols_said(p),
        "bet": scale_bet(question, points(belief(p, history)), "Bayes' rule"),
    }


def _demanded(play: Play) -> str:
    return "" if play.a is None else number(play.a)


_SEEN: Mapping[Negotiation, str] = {
    "no offer": "The patron asked for nothing.",
    "sharing": "The patron demanded {a}, and the protégé paid.",
    "free-riding": "The patron demanded {a}, the protégé refused, and she stayed.",
    "withdrawal": "The patron demanded {a}, the protégé refused, and she left.",
}


# --- the words of a play --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChallengerWords:
    """What the challenger reads at each history of a deal; the type only once it is over."""

    deal: Deal

    def situation(self, history: History) -> Situation:
        """What has just happened, the question, and what is on the line."""
        p, play = self.deal.p, read(history)
        return Situation(
            say=_ended(p, play) if play.stage == "over" else _seen(p, play),
            ask="" if play.stage == "over" else "How much do you offer to leave it?",
            marks=offers(play, demand="her demand", offer="your offer"),
        )

    def option(self, history: History, action: Action) -> Option:
        """An offer in words."""
        return Option(label=counted(action), note="for the protégé", at=action)

    def outcome(self, history: History) -> str:
        """How the negotiation ended, and whether there was a war."""
        return how_it_ended(history)

    def lesson(self, history: History) -> Lesson:
        """The claim the offer turns on, the reason, and what is just enough."""
        p, play = self.deal.p, read(history)
        lesson = _kept_lesson(p) if play.kept else _left_lesson(p, history)
        return replace(lesson, why=f"{_learnt(p, history)} {lesson.why}")


def _seen(p: Params, play: Play) -> Sequence[str]:
    stands = "The alliance stands." if play.kept else "The alliance is over."
    return (_SEEN[play.n].format(a=_demanded(play)), stands)


def _ended(p: Params, play: Play) -> Sequence[str]:
    mu = theory(p).beliefs(play.n, play.a)
    told = f"The patron was {play.type}. From what you saw Bayes' rule gave {percent(mu)} for a committed one."
    if play.settles:
        return (f"The protégé settles for {number(play.x)}, and you take {number(1 - play.x)}.", told)
    return (*war_story(p, play, SEAT, helper="The patron", side="The protégé"), told)


# --- the debrief ----------------------------------------------------------------------------------------------


def _learnt(p: Params, history: History) -> str:
    """What both kinds of patron do by theory, and what follows for the one who was seen."""
    one, other = (theory(p).play[type] for type in TYPES)
    ends = [number(leaves_from(p, type, read(history).a or p.a_max)) for type in reversed(TYPES)]
    costs = f"the alliance costs {number(p.pi)}, its end an uncommitted patron {ends[0]} and a committed one {ends[1]}"
    if (one.outcome, one.demand) == (other.outcome, other.demand):
        both = f"By theory both kinds {_way(one, *_BOTH)}"
        return f"{both}: {costs}. What you saw tells you nothing, and the chance is still {percent(p.phi)}."
    told = f"By theory a committed patron {_way(one, *_ONE)}, and an uncommitted one {_way(other, *_ONE)}"
    return f"{told}: {costs}. So you know who she is, and the chance is {percent(belief(p, history))}."


_BOTH, _ONE = ("ask", "are", "stay", "leave"), ("asks", "is", "stays", "leaves")
"""The verbs of `_way`, for two kinds of patron and for one."""


def _way(path: Path, ask: str, are: str, stay: str, leave: str) -> str:
    """What a patron does on the path, with what comes of it."""
    if path.outcome == "no offer":
        return f"{ask} for nothing"
    demand = f"{ask} for {number(path.demand)}"
    if path.outcome == "sharing":
        return f"{demand} and {are} paid"
    return f"{demand} in vain and {leave if path.withdraws else stay}"


def _kept_lesson(p: Params) -> Lesson:
    enough = reservation(p, "uncommitted", kept=True)
    return Lesson(
        claim="kept",
        why=f"While the alliance stands every patron fights, so that a war is worth {number(enough)} to the protégé "
        f"whoever she is. Offer exactly that: for less it fights, and more is a gift. What you know of her changes "
        "nothing.",
        reveal=(Mark(at=enough, label="just enough", kind="cutoff"),),
    )


def _left_lesson(p: Params, history: History) -> Lesson:
    eq, mu, line = theory(p), belief(p, history), mu_star(p)
    low, middle = offer(p, "low"), offer(p, "middle")
    worth_low, worth_middle = eq.worth(history, low), eq.worth(history, middle)
    weighed = (
        f"If she is uncommitted the protégé is alone and {number(low)} is enough; if she is committed she still "
        f"fights, and it takes {number(middle)}. At a chance of {percent(mu)} the low offer is worth "
        f"{number(worth_low)} to you and the higher one {number(worth_middle)}."
    )
    if is_tie(worth_low, worth_middle):
        verdict = f"The line is at {percent(line)}, exactly there: either is right."
    else:
        verdict = f"The line is at {percent(line)}: {'from there on' if mu > line else 'below it'} offer "
        verdict += f"{number(middle if mu > line else low)}."
    marks = dict.fromkeys(reservation(p, type, kept=False) for type in reversed(TYPES))
    labels = ("enough if gone", "if she fights")
    reveal = tuple(Mark(at=at, label=label, kind="cutoff") for at, label in zip(marks, labels))
    return Lesson(claim="mu-star", why=f"{weighed} {verdict}", reveal=reveal)


CHALLENGER = seat_of(
    SEAT,
    board="challenger",
    page=CRISIS,
    roles={"ally": "The patron", "target": "The protégé", "challenger": "You"},
    looks={"ally": "ally", "target": "adhoc"},
    line="What she asked of it, and what you offer it",
    words=ChallengerWords,
    first=deal_words,
)
