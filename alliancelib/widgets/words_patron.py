"""The cost-sharing game in words, from the patron's seat (the slides' ally), of either type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Mark, Option, Situation, points
from alliancelib.cost_sharing.equilibrium import l_star, worth_kept
from alliancelib.cost_sharing.game import NO_OFFER
from alliancelib.cost_sharing.model import TIE, Equilibrium, Negotiation, Params, Play, Type, beta, read
from alliancelib.cost_sharing.scenarios import PATRON as SEAT
from alliancelib.cost_sharing.scenarios import (
    leaves_from,
    most_worth_paying,
    theory,
    would_leave,
)
from alliancelib.widgets import words_mistakes_cost_sharing as mistakes
from alliancelib.widgets.bets import line_bet, scale_bet
from alliancelib.widgets.numbers import counted, number, percent
from alliancelib.widgets.words_cost_sharing import (
    SEPARATING_1,
    costs_or_gains,
    gain_at_home,
    how_it_ended,
    is_tie,
    later,
    odds,
    odds_said,
    offers,
    parts,
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
        "intro": "A challenger wants what your protégé holds, 100 points. It would win a war with chance "
        f"{odds_said(p, 'your ally', 'you fight')}. Fighting costs you {number(p.c_A)}. "
        f"You may ask to be paid up to {number(p.a_max)}.{mistakes.belief_note(deal)}",
        "facts": [
            {"label": "Your stake", "value": stake(p, type)},
            {"label": "Alliance costs you", "value": number(p.pi)},
            {"label": "Home adds", "value": gain_at_home(p)},
            *later(p, p.c_A, p.c_T, whose="you / it"),
        ],
        "opening": _opening_note(deal) + mistakes.belief_note(deal),
        "symbols": symbols_said(p),
        "bet": mistakes.bet(deal, SEAT) if bet == "printed" else _BETS[bet](p, type, deal.opening),
    }


def _opening_note(deal: Deal) -> str:
    if len(deal.opening) == 1:
        return "The lesson set who you are; the others follow theory, and the protégé knows your stake."
    return "The lesson set who you are, what you asked and that you were refused. The others follow theory."


def _most_it_pays(p: Params, type: str, opening: History) -> Mapping[str, Any]:
    return line_bet("What is the most that it would ever pay?", _pays_up_to(p, type))


def _pays_up_to(p: Params, type: Type) -> Mark:
    """The largest demand that would be met, on the line; more, perhaps, than may be made."""
    accepts = theory(p).profile.accepts[type]
    # A break counts if it is met, or if everything just below it is: some sets of demands that are met have no largest.
    met = (a for k, a in enumerate(accepts.breaks) if a <= p.a_max and any(accepts.values[2 * k : 2 * k + 2]))
    largest = max((*met, *([p.a_max] if accepts(p.a_max) else [])), default=0.0)
    if largest >= p.a_max - TIE:
        largest = max(largest, most_worth_paying(p, type, p.a_max))
    return Mark(at=largest, label="it pays up to", kind="cutoff")


def _l_star(p: Params, type: str, opening: History) -> Mapping[str, Any]:
    question = "Home adds a part of whatever you demand. From which part on would you rather be refused and leave?"
    return scale_bet(question, points(l_star(p)), "By theory")


def _pi_leaves(p: Params, type: str, opening: History) -> Mapping[str, Any]:
    truth = points(leaves_from(p, type, opening[1]))
    question = "With your stake, above which cost of the alliance would you leave?"
    return scale_bet(question, truth, "By theory", suffix=" points", within=3)


_BETS = {"most it pays": _most_it_pays, "l_star": _l_star, "pi_leaves": _pi_leaves}


# --- the words of a play --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PatronWords:
    """What the patron reads at each history of a deal."""

    deal: Deal

    def situation(self, history: History) -> Situation:
        """What has just happened, the question, and what is on the line."""
        p, play = self.deal.p, read(history)
        return Situation(
            say=_said(p, play),
            ask=_ASK.get(play.stage, ""),
            marks=offers(play, demand="your demand", offer="his offer"),
        )

    def option(self, history: History, action: Action) -> Option:
        """A choice in words, with what is certain about it."""
        p = self.deal.p
        match action:
            case "no offer":
                return Option(label="Ask for nothing", note="the alliance goes on as it is")
            case "stay":
                return Option(label="Stay", note=f"the alliance costs you {number(p.pi)}")
            case "withdraw":
                return Option(label="Leave", note="the alliance is over, and costs you nothing")
            case "intervene":
                chance = percent(odds(p, kept=read(history).kept, beside=True))
                return Option(label="Fight", note=f"it wins with chance {chance}, and it costs you {number(p.c_A)}")
            case "abstain":
                chance = percent(odds(p, kept=read(history).kept, beside=False))
                return Option(label="Stand aside", note=f"alone it wins with chance {chance}")
        return Option(label=counted(action), note="demanded", at=action)

    def outcome(self, history: History) -> str:
        """How the negotiation ended, and whether there was a war."""
        return how_it_ended(history)

    def lesson(self, history: History) -> Lesson:
        """The claim a decision turns on, the reason, and the cutoff it was about."""
        p, play = self.deal.p, read(history)
        match play.stage:
            case "demand":
                return _demand_lesson(p, play)
            case "exit":
                return _exit_lesson(p, play)
        return _war_lesson(p, play)


_ASK = {"demand": "What do you demand?", "exit": "Stay, or leave?", "intervention": "Fight beside it?"}

_NEGOTIATED: Mapping[Negotiation, str] = {
    "no offer": "The alliance goes on as before.",
    "sharing": "Your protégé pays, and the alliance stands.",
    "free-riding": "The alliance stands.",
    "withdrawal": "The alliance is over.",
}


def _said(p: Params, play: Play) -> Sequence[str]:
    match play.stage:
        case "demand":
            return (f"You may demand up to {number(p.a_max)}, or nothing.",)
        case "exit":
            return (f"You demanded {number(play.a)}, and your protégé refuses to pay.",)
        case "intervention":
            return (
                _NEGOTIATED[play.n],
                f"The challenger offers to leave it {number(play.x)}; it would rather fight.",
            )
    if play.settles:
        story: Sequence[str] = (
            _NEGOTIATED[play.n],
            f"The challenger offers to leave it {number(play.x)}, and it settles.",
        )
    else:
        story = war_story(p, play, SEAT, helper="You", side="The protégé")
    return (*story, f"For you that is {_reckoned(p, play)}.")


def _reckoned(p: Params, play: Play) -> str:
    """How the payoff comes about, part by part."""
    share = play.x if play.settles else float(play.won)
    a = play.a or 0.0
    return parts(
        for_your_stake=beta(p, play.type) * share,
        in_payment=a * (play.n == "sharing"),
        at_home=p.l * a,
        for_the_alliance=-p.pi * play.kept,
        for_the_war=-p.c_A * bool(play.intervenes),
    )


# --- the debrief ----------------------------------------------------------------------------------------------

_CLAIMS = {
    "separating 1": "separating-1",
    "separating 2": "separating-2",
    "separating 3": "separating-3",
    "cap": "cap",
    "no credible threat": "no-threat",
}
"""The claim that a choice of demand turns on, by the equilibrium's name; "above" for all others."""


def _demand_lesson(p: Params, play: Play) -> Lesson:
    eq, line = theory(p), _pays_up_to(p, play.type)
    met, loud = min(line.at, p.a_max), p.a_max
    leaves = met > 0 or would_leave(p, play.type, loud)

    def worth(a: float | str) -> float:
        return eq.worth((play.type,), a)

    weighed: dict[float | str, str] = {NO_OFFER: f"Asking for nothing is worth {number(worth(NO_OFFER))} to you"}
    if met > 0:
        weighed[met] = f"asking for {number(met)}, {number(worth(met))}"
    if met < loud - TIE:
        end = "and leaving" if leaves else "in vain"
        weighed[loud] = f"asking for {number(loud)} {end}, {number(worth(loud))}"
    best = max(_turns(eq, play.type), key=worth)
    if worth(best) > max(map(worth, weighed)) + TIE:
        weighed[best] = f"asking for {number(best)}, {number(worth(best))}"
    credible = (
        f"Refused, you would leave, and your protégé knows it: it pays up to {number(line.at)}."
        if leaves
        else "Refused, you would stay, and your protégé knows it: it pays nothing."
    )
    return Lesson(
        claim=_CLAIMS.get(eq.name, "above"),
        why=f"{credible} {'; '.join(weighed.values())}. {_neighbour(p, play.type, line.at, leaves)}",
        reveal=(line,),
    )


def _turns(eq: Equilibrium, type: Type) -> Iterator[float]:
    """The demands at which what follows changes, and the largest."""
    profile = eq.profile
    steps = (profile.accepts[type], profile.withdraws[type], profile.x.withdrawal)
    yield eq.p.a_max
    yield from (a for each in steps for a in each.breaks if 0 < a <= eq.p.a_max)


def _neighbour(p: Params, type: Type, paid: float, leaves: bool) -> str:
    """What would have to change for another demand to be best."""
    if not leaves:
        if abs(p.l) <= TIE:
            return "Home adds nothing either way, so that all of these are right."
        if p.l < 0:
            return "Demands are unpopular at home: if they were popular, you would ask for the most."
        return "Home applauds, so ask for the most: if demands were unpopular, you would ask for nothing."
    if abs(p.l) <= TIE and theory(p).play[type].outcome == "withdrawal":
        return "Home adds nothing either way, so that all demands that are refused are right."
    if theory(p).profile.x.withdrawal.breaks:
        return (
            "What the challenger offers after you leave depends on what you asked for, and your protégé counts on it."
        )
    met = min(paid, p.a_max)
    if met >= p.a_max - TIE:
        most = number(p.a_max)
        return f"You may ask for no more than {most}, and that it pays: it would refuse only above {number(paid)}."
    loud = theory(p).worth((type,), p.a_max) - p.l * p.a_max
    line = (worth_kept(p, type) + met - loud) / (p.a_max - met)
    if is_tie(p.l, line):
        return f"Home adds exactly {percent(line)}, where the deal and leaving are worth the same: either is right."
    if not -1 < line < 1:
        return "No audience at home would change that."
    if p.l < line:
        return f"If home added more than {percent(line)}, you would ask for the most and leave."
    return f"If home added less than {percent(line)}, you would strike the deal."


def _exit_lesson(p: Params, play: Play) -> Lesson:
    loss = leaves_from(p, play.type, play.a)
    stake_in_it, kept = beta(p, play.type), p.p_h - p.c_T
    if would_fight(p, play.type, play.a):
        why = (
            f"With the alliance its {number(kept)} is worth {number(stake_in_it * kept)} to you. Without it you would "
            f"fight at {percent(p.p_m)}, worth {number(stake_in_it * p.p_m)} less {number(p.c_A)}. So leaving would "
            f"{costs_or_gains(loss, 'you')}"
        )
    else:
        lost = loss / stake_in_it
        why = f"Leaving would cost you {number(loss)}, your {percent(stake_in_it)} of the {number(lost)} it would lose"
    weighed = f"{why}; staying costs you {number(p.pi)}."
    if is_tie(p.pi, loss):
        verdict = "Either is right, and theory keeps the alliance."
    else:
        verdict = f"{'Leave' if p.pi > loss else 'Stay'}: with your stake the line is at {number(loss)}."
    return Lesson(claim="threat", why=f"{weighed} {verdict} What you asked for counts the same at home either way.")


def _war_lesson(p: Params, play: Play) -> Lesson:
    with_you, alone = (odds(p, kept=play.kept, beside=beside) for beside in (True, False))
    gain = beta(p, play.type) * (with_you - alone)
    verdict = "either is right" if is_tie(gain, p.c_A) else "fight" if gain > p.c_A else "stand aside"
    return Lesson(
        claim="line-2",
        why=f"With you it wins with chance {percent(with_you)}, without you {percent(alone)}. With your stake that "
        f"is worth {number(gain)} to you, and fighting costs {number(p.c_A)}: {verdict}.",
    )


PATRON = seat_of(
    SEAT,
    board="patron",
    page=SEPARATING_1,
    roles={"ally": "You", "target": "Your protégé", "challenger": "The challenger"},
    looks={"target": "ally", "challenger": "challenger"},
    line="What you ask of it, and what he offers it",
    words=PatronWords,
    first=deal_words,
)
