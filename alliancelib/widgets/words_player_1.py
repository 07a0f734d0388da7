"""The outside-options game in words, from player 1's seat: what he did with her offer, and what the next is worth.

Player 2 is "your ally" and "he", as in the paper. All amounts are points, hundredths of the good's worth to each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alliancelib.core import tree
from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Mark, Option, Situation, points
from alliancelib.outside_options.equilibrium import accepted_from, c_search, r_star, regime, solve
from alliancelib.outside_options.model import (
    TIE,
    Equilibrium,
    Params,
    Play,
    after,
    discount,
    net,
    payoffs,
    read,
)
from alliancelib.outside_options.scenarios_player_1 import SEAT, Bet, judge, session, taught, your_own
from alliancelib.widgets.bets import theory_bet
from alliancelib.widgets.numbers import counted, number, percent
from alliancelib.widgets.seat import Seat, head
from alliancelib.widgets.words_outside_options import (
    BUILD,
    GAME,
    PART,
    PARTNERS,
    SECOND,
    cost_fact,
    ended_as,
    ending_bet,
    fading,
    gone,
    offers,
    patience_fact,
    symbols_said,
    worth_today,
)

EQUILIBRIUM = f"{PART}/equilibrium.html"

CLAIMS: Mapping[str, Mapping[str, str]] = {
    "lemma-1": {
        "name": "Lemma 1",
        "says": "An offer in the last period is of no use to you if it is below his partner's, or below what he needs "
        "to build at all.",
        "href": f"{SECOND}#fr-lemma-1-statement",
    },
    "table-1": {
        "name": "Table 1",
        "says": "The best second offer ignores a poor partner, matches a fair one, jumps over a good one to stop him "
        "from searching again, and matches an excellent one.",
        "href": f"{SECOND}#fr-table-1",
    },
    "footnote-8": {
        "name": "Footnote 8, corrected",
        "says": "When a search costs him more than (2 \N{MINUS SIGN} phi)\N{SUPERSCRIPT TWO}/2 his outside option is "
        "worthless: offer phi \N{MINUS SIGN} 1 and keep all the gain.",
        "href": f"{SECOND}#fr-footnote-8",
    },
    "proposition-1": {
        "name": "Proposition 1",
        "says": "From c = 1/32 on, keep him from looking: offer r*, which he takes at once.",
        "href": f"{EQUILIBRIUM}#fr-proposition-1-statement",
    },
    "proposition-2": {
        "name": "Proposition 2",
        "says": "Below c = 1/32 r* is too dear: offer less and let him look.",
        "href": f"{EQUILIBRIUM}#fr-proposition-2-statement",
    },
    "every-parameter": {
        "name": "Every parameter",
        "says": "For a dear good or impatient allies the propositions need other numbers. What is weighed stays the "
        "same: a sure price against a gamble.",
        "href": f"{PART}/every-parameter.html#fr-every-parameter",
    },
}


def deal_words(deal: Deal, bet: Bet) -> Mapping[str, Any]:
    """The deal's first screen and its bet."""
    p = deal.p
    return {
        "intro": f"You and your ally {BUILD}. You offer to pay part of the cost. He takes it, waits, or searches for a "
        f"partner, who {PARTNERS}.",
        "facts": [cost_fact(p), {"label": "Search costs him", "value": number(p.c)}, patience_fact(p)],
        "opening": _opening_note(deal),
        "symbols": symbols_said(p),
        "bet": _BETS[bet](deal),
    }


def _opening_note(deal: Deal) -> str:
    if not deal.opening:
        return "Nothing is arranged: he follows theory, whatever you offer."
    return "The lesson set the opening: your offer, his search and what it found. From here on he follows theory."


# --- bets -----------------------------------------------------------------------------------------------------


def _half(deal: Deal) -> Mapping[str, Any]:
    fair = deal.p.phi / 2
    return theory_bet(
        f"Suppose you offered half of the cost, {number(fair)}. Would he take it at once?",
        {"takes": "Yes, he takes it", "looks": "No, he looks for better"},
        "takes" if solve(deal.p).first_response(fair) == "accept" else "looks",
    )


def _match(deal: Deal) -> Mapping[str, Any]:
    r1, _, x1, _ = deal.opening
    return theory_bet(
        f"He found a partner who would pay {number(x1)}. If you match it, what will he do?",
        {"takes": "Take your match", "searches": "Search once more"},
        "searches" if solve(deal.p).second_response(x1, x1) == "search" else "takes",
    )


def _buys_off(deal: Deal) -> Mapping[str, Any]:
    return theory_bet(
        "What is best here?",
        {"buys": "Buy him off at once", "lets": "Offer less and let him look"},
        "buys" if solve(deal.p).first_move == "accept" else "lets",
    )


def _ending(deal: Deal) -> Mapping[str, Any]:
    return ending_bet(now="with him, now", later="with him, later", elsewhere="he builds with another")


_BETS: Mapping[Bet, Callable[[Deal], Mapping[str, Any]]] = {
    "half": _half,
    "match": _match,
    "buys off": _buys_off,
    "ending": _ending,
}


# --- the words of a play --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlayerOneWords:
    """What player 1 reads at each history of a deal."""

    deal: Deal

    def situation(self, history: History) -> Situation:
        """What he has done since her last offer, the question, and what is on the line."""
        p, play = self.deal.p, read(history)
        return Situation(
            say=_opening_told(p, play) if self.deal.opening == history else _told(p, play),
            ask=_ASK.get(play.stage, ""),
            marks=offers(play, offer="your offer", partner="his partner", look="you"),
            settles=ended_as(play),
        )

    def option(self, history: History, action: Action) -> Option:
        """An offer, with what it leaves her if he takes it."""
        taken = after(after(read(history), action), "accept" if not history else "accept ally")
        left = number(payoffs(self.deal.p, taken)[SEAT])
        return Option(label=counted(action), note=f"offered, you keep {left}", at=action)

    def outcome(self, history: History) -> str:
        """One of the model's OUTCOMES."""
        return read(history).outcome

    def lesson(self, history: History) -> Lesson:
        """The claim an offer turns on, the reason, and the cutoffs it was about."""
        eq, play = solve(self.deal.p), read(history)
        claim, why, *reveal = (
            _first_lesson(self.deal, eq) if not history else _second_lesson(self.deal, eq, play, history)
        )
        return Lesson(claim=claim, why=f"{why}{self._tie(eq, history)}", reveal=reveal)

    def _tie(self, eq: Equilibrium, history: History) -> str:
        worths = {offer: points(eq.worth(history, offer)) for offer in self.deal.menu}
        best = [offer for offer, worth in worths.items() if max(worths.values()) - worth <= tree.TIE]
        if len(best) == 1:
            return ""
        if len(best) == len(worths):
            return " No offer brings you more than another: either is right."
        return f" {', '.join(map(number, best[:-1]))} and {number(best[-1])} are worth the same: either is right."


_ASK = {"first offer": "How much do you offer to pay?", "second offer": "What do you offer now?"}


def _told(p: Params, play: Play) -> Sequence[str]:
    match play.stage:
        case "first offer":
            return (f"You make the first offer. If he waits you may make another{_later(p)}.",)
        case "second offer" if play.x1 is None:
            return ("He neither takes it nor looks elsewhere: he waits.", _asked_again(p))
        case "second offer":
            return (*_searched(p, play), f"He takes neither offer yet. {_asked_again(p)}")
    return _ended(p, play)


def _opening_told(p: Params, play: Play) -> Sequence[str]:
    if not play.r1:
        return _told(p, play)
    return (
        f"You offered {number(play.r1)}. He searched, which cost him {counted(p.c)}, and found a partner who would pay "
        f"{number(play.x1)}.",
        f"He asks for a better offer. {_asked_again(p)}",
    )


def _later(p: Params) -> str:
    return f", when points count {p.delta:.0%}" if p.delta < 1 else ""


def _asked_again(p: Params) -> str:
    return f"Your first offer has lapsed{fading(p)}."


def _searched(p: Params, play: Play) -> Sequence[str]:
    return (
        f"He searches, which costs him {counted(p.c)}.",
        f"The partner he finds would pay {number(play.x1)}.",
    )


def _ended(p: Params, play: Play) -> Sequence[str]:
    if play.period == 1:
        found = () if play.x1 is None else _searched(p, play)
    elif play.x2 is None:
        found = ()
    else:
        cost = counted(discount(p, 2) * p.c)
        found = (f"He searches again, which costs him {cost}.", f"The new partner would pay {number(play.x2)}.")
    return (*found, _built(p, play))


def _built(p: Params, play: Play) -> str:
    if play.partner is None:
        return "He walks away. Nothing is built."
    if play.partner == "ad hoc":
        return f"He builds it with the partner who pays {number(play.standing)}. You get nothing."
    share, left = play.ally_offer, 1 - play.ally_offer
    return (
        f"He takes your {number(share)} and pays the other {number(p.phi - share)}. "
        f"That leaves you {number(left)}{worth_today(left, discount(p, play.period))}."
    )


# --- the debrief ----------------------------------------------------------------------------------------------

Reason = tuple[Any, ...]
"""The claim, why, and any cutoffs."""


def _first_lesson(deal: Deal, eq: Equilibrium) -> Reason:
    p = deal.p
    line = accepted_from(p)
    from_here = Mark(at=line, label="he takes from here", kind="cutoff")
    if p.c >= c_search(p) - TIE:
        why = f"{_nowhere_to_go(p)} {number(line)} covers what he lacks, and leaves you {number(1 - line)}."
        return "footnote-8", why, from_here
    if eq.first_move == "accept":
        lower = max(eq.worth((), offer) for offer in deal.menu if offer < line - TIE)
        why = (
            f"From {number(line)} up he takes it at once: one more look, at {number(p.c)}, no longer pays. That leaves "
            f"you {number(1 - line)} for certain. Offer less and he looks or waits: of the lower offers on your slider "
            f"the best is worth {number(lower)} on average."
        )
        return _proposition(p, "pre-empt", "proposition-1"), why, from_here
    why = (
        f"To keep him from looking you would have to offer {number(line)}, which leaves you {number(1 - line)}. Theory "
        f"offers {number(eq.r1)} and lets him look: that is worth {number(eq.eu_1)} on average, though with a chance "
        f"of {percent(gone(eq))} he builds with somebody else."
    )
    best = Mark(at=eq.r1, label="theory offers", kind="cutoff")
    return _proposition(p, "let him search", "proposition-2"), why, from_here, best


def _proposition(p: Params, printed: str, claim: str) -> str:
    """The proposition as printed where it holds, and the chapter on all parameters elsewhere."""
    return claim if regime(p) == printed and p.phi <= 3 / 2 else "every-parameter"


def _nowhere_to_go(p: Params) -> str:
    return (
        f"A search costs him {number(p.c)} and brings at most {number(c_search(p))} on average, since even a partner "
        f"who pays everything would leave him only {number(net(p, 1))}. So he does not look."
    )


def _second_lesson(deal: Deal, eq: Equilibrium, play: Play, history: History) -> Reason:
    def worth(offer: float) -> str:
        return number(eq.worth(history, offer))

    p, best = deal.p, eq.second_offer(play.x1)
    needed = max(play.x1 or 0.0, p.phi - 1)
    stops = Mark(at=r_star(p), label="he stops searching here", kind="cutoff")
    if discount(p, 2) == 0:
        return "lemma-1", "This period counts for nothing as of today."
    if p.c >= c_search(p) - TIE:
        return "footnote-8", f"{_nowhere_to_go(p)} {number(best)} is just enough, and leaves you {worth(best)}."
    if needed >= r_star(p) - TIE:
        why = (
            f"With {number(needed)} in hand he does not search again. Match it and he takes yours, the newer of two "
            f"equal offers, which leaves you {worth(best)}. Less is of no use, and more is given away."
        )
        return "lemma-1", why, stops
    if best >= r_star(p) - TIE:
        gamble = max((offer for offer in deal.menu if offer < best - TIE), key=lambda r: eq.worth(history, r))
        why = (
            f"Below {number(best)} he searches once more, with your offer in hand. The best of those on your slider, "
            f"{number(gamble)}, is worth {worth(gamble)} on average. {number(best)} stops him and leaves you "
            f"{worth(best)} for certain."
        )
        return "table-1", why, stops
    why = (
        f"To stop him you would have to pay {number(r_star(p))}, which leaves you {worth(r_star(p))}. "
        f"{_beside_his_partner(play, best)}With {number(best)} he searches once more and comes back to you with a "
        f"chance of {percent(best)}: that is worth {worth(best)} on average."
    )
    return "table-1", why, stops


def _beside_his_partner(play: Play, best: float) -> str:
    if play.x1 is None:
        return ""
    return "Match his partner. " if abs(best - play.x1) <= TIE else "His partner does not matter. "


PLAYER_1 = Seat(
    page=f"{PART}/play-player-1.html",
    head=head(
        board="player-1",
        game=GAME,
        seat=SEAT,
        roles={"player 1": "You", "player 2": "Your ally"},
        looks={"player 2": "ally"},
        line="What he is offered",
        claims=CLAIMS,
    ),
    params=Params,
    taught=taught,
    your_own=your_own,
    session=session,
    judge=judge,
    words=PlayerOneWords,
    first=deal_words,
)
