"""The outside-options game in words, from player 2's seat: one sentence for each thing that can happen.

Player 1 is "your ally" and "she", as in the paper. All amounts are points, hundredths of the good's worth to each.
Symbols appear only in the debrief.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Mark, Option, Situation, Words
from alliancelib.outside_options.equilibrium import accepted_from, bets, c_search, r_star, r_tilde, solve
from alliancelib.outside_options.integration import ChosenCost, ChosenCostTheory
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
    search_costs,
)
from alliancelib.outside_options.scenarios import SEAT, Bet, taught, your_own
from alliancelib.widgets import words_mistakes_outside_options as mistakes
from alliancelib.widgets.bets import choice_bet, line_bet, theory_bet
from alliancelib.widgets.numbers import counted, fine, number
from alliancelib.widgets.seat import Seat, head
from alliancelib.widgets.words_outside_options import (
    BUILD,
    FIRST,
    GAME,
    PART,
    PARTNERS,
    SECOND,
    cost_fact,
    ended_as,
    ending_bet,
    fading,
    offers,
    patience_fact,
    symbols_said,
    worth_today,
)

NEAR = 0.0005
"""Worths this close, in the model's unit, print alike."""

CLAIMS: Mapping[str, Mapping[str, str]] = {
    "last-choice": {
        "name": "The last choice",
        "says": "With nothing left to wait for, take the larger offer unless it leaves you with a loss. "
        "Of two equal offers, take the newer.",
        "href": f"{SECOND}#fr-ties",
    },
    "eq-3": {
        "name": "Equation (3)",
        "says": "In the last period a search pays only while the best offer in hand is below r*, which depends on "
        "the search cost alone.",
        "href": f"{SECOND}#fr-eq-3",
    },
    "table-1": {
        "name": "Table 1",
        "says": "Her second offer answers the partner you found: she ignores a poor one, matches a fair one, "
        "jumps over a good one to stop you from searching again, and matches an excellent one.",
        "href": f"{SECOND}#fr-table-1",
    },
    "table-2": {
        "name": "Table 2",
        "says": "With a partner's offer known, take the better offer in hand, unless what she would offer next is "
        "worth more to you, the delay counted.",
        "href": f"{FIRST}#fr-table-2",
    },
    "lemma-2": {
        "name": "Lemma 2",
        "says": "Take her first offer if it is at least r*, theory's line; otherwise look for a partner.",
        "href": f"{FIRST}#fr-lemma-2",
    },
    "footnote-8": {
        "name": "Footnote 8, corrected",
        "says": "When a search costs more than (2 \N{MINUS SIGN} phi)\N{SUPERSCRIPT TWO}/2 the outside option is "
        "worthless: she offers phi \N{MINUS SIGN} 1 and keeps all the gain.",
        "href": f"{SECOND}#fr-footnote-8",
    },
    "figure-4": {
        "name": "Figure 4",
        "says": "Player 2 can gain from making his own search dearer: it moves her to buy him off.",
        "href": f"{PART}/integration.html#fr-figure-4",
    },
}


def deal_words(deal: Deal, bet: Bet) -> Mapping[str, Any]:
    """The deal's first screen and its bet."""
    p = deal.p
    return {
        "intro": f"You and your ally {BUILD}. She offers to pay part of the cost; for a price you can search for "
        f"another partner.{mistakes.partners_note(deal)}",
        "facts": [cost_fact(p), _search_fact(deal), *([patience_fact(p)] if bet in TOLD else [])],
        "opening": _opening_note(deal),
        "symbols": symbols_said(p, c="c yours to choose") if deal.menu else symbols_said(p),
        "bet": bet_words(deal, bet),
    }


def _search_fact(deal: Deal) -> Mapping[str, str]:
    if deal.menu:
        return {"label": "A search may cost", "value": f"{number(min(deal.menu))} to {number(max(deal.menu))}"}
    return {"label": "Per search", "value": number(deal.p.c)}


TOLD = ("waiting", "ending", "printed")
"""The bets that hang on what a point of the next period counts today."""


def _opening_note(deal: Deal) -> str:
    if deal.world:
        return f"Your ally follows theory from the start.{mistakes.partners_note(deal)}"
    match len(deal.opening):
        case 0:
            return "Nothing is arranged: your ally follows theory from the start."
        case 1:
            return "The lesson set her first offer; from there on she follows theory."
    return "The lesson set the opening: her offer, your search and what it found. From here on she follows theory."


# --- bets -----------------------------------------------------------------------------------------------------


def bet_words(deal: Deal, bet: Bet) -> Mapping[str, Any]:
    """The question that opens a deal, with its possible answers."""
    return _BETS[bet](deal)


def _lowest_offer(deal: Deal) -> Mapping[str, Any]:
    return line_bet("What is the least she must offer for you to take it at once?", _theorys_line(deal.p))


def _next_offer_with_a_partner(deal: Deal) -> Mapping[str, Any]:
    r1, _, x1 = deal.opening
    return choice_bet(
        f"She offered {number(r1)}. You searched and found a partner who pays {number(x1)}. "
        "If you ask her again, she offers:",
        {
            "lower": f"less than her {number(r1)}",
            "match": f"exactly {number(x1)}",
            "jump": f"more than {number(max(r1, x1))}",
        },
        "You did not ask her again, so the bet is void.",
    )


def _next_offer(deal: Deal) -> Mapping[str, Any]:
    (r1,) = deal.opening
    return choice_bet(
        f"She offers {number(r1)}. If you ask for a second offer, it will be:",
        {"lower": "lower", "match": "the same", "jump": "higher"},
        "You did not ask for a second offer, so the bet is void.",
    )


def _waiting(deal: Deal) -> Mapping[str, Any]:
    r1, _, x1 = deal.opening
    waits = solve(deal.p).response_after_search(r1, x1) == "advance"
    return theory_bet(
        f"She offered {number(r1)}, and the partner you found would pay {number(x1)}. "
        "Is her next offer worth the wait?",
        {"wait": "Yes, ask her again", "take": "No, take the better one now"},
        "wait" if waits else "take",
    )


def _bought_off(deal: Deal) -> Mapping[str, Any]:
    return choice_bet(
        "You choose what a search costs. Will her first offer then be good enough to take at once?",
        {"enough": "Yes, she buys me off", "too little": "No, she lets me look"},
        "No offer was made, so the bet is void.",
    )


def _ending(deal: Deal) -> Mapping[str, Any]:
    return ending_bet(now="with my ally, now", later="with my ally, later", elsewhere="with another partner")


_BETS: Mapping[Bet, Callable[[Deal], Mapping[str, Any]]] = {
    "lowest offer": _lowest_offer,
    "next offer, with a partner": _next_offer_with_a_partner,
    "next offer": _next_offer,
    "waiting": _waiting,
    "bought off": _bought_off,
    "ending": _ending,
    "printed": mistakes.bet,
}


def _theorys_line(p: Params) -> Mark:
    """The least first offer that theory takes at once, on the line (Lemma 2)."""
    return Mark(at=accepted_from(p), label="theory's line", kind="cutoff")


def next_offer(play: Play, standard: float) -> str:
    """How player 1's second offer compares: does it "match" the standard, else is it "lower" than r1, or a "jump"?"""
    if abs(play.r2 - standard) <= TIE:
        return "match"
    return "lower" if play.r2 < play.r1 else "jump"


# --- the words of a play --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlayerTwoWords:
    """What player 2 reads at each history of a deal."""

    deal: Deal

    def situation(self, history: History) -> Situation:
        """What has just happened, the question, the offers on the line, and the bet's answer once it shows."""
        if self.deal.menu and not history:
            return Situation(
                say=("First you decide what each search will cost you.",),
                ask="What shall a search cost you?",
            )
        p, play = self._at(history)
        return Situation(
            say=_said(p, play, first=len(history) == len(self.deal.opening)),
            ask=_ASK.get(play.stage, ""),
            marks=offers(play, offer="her offer", partner="partner"),
            settles=self._settles(p, play),
        )

    def option(self, history: History, action: Action) -> Option:
        """A choice in words, with what is certain about it."""
        if self.deal.menu and not history:
            return Option(label=counted(action), note="for each search")
        p, play = self._at(history)
        return _option(p, play, action)

    def outcome(self, history: History) -> str:
        """One of the model's OUTCOMES."""
        return self._at(history)[1].outcome

    def lesson(self, history: History) -> Lesson:
        """The claim a decision turns on, the reason, and the cutoffs it was about."""
        if self.deal.menu and not history:
            return _cost_lesson(self.deal)
        p, play = self._at(history)
        own = history[1:] if self.deal.menu else history
        if discount(p, play.period) == 0:
            return Lesson(claim="last-choice", why="This period counts for nothing as of today: either is right.")
        match play.stage:
            case "first response":
                return _first_lesson(p, solve(p), play)
            case "after search":
                return _search_lesson(p, solve(p), play, own)
            case "second response":
                return _second_lesson(p, play)
        return Lesson(claim="last-choice", why=_last_why(p, play))

    def _at(self, history: History) -> tuple[Params, Play]:
        if not self.deal.menu:
            return self.deal.p, read(history)
        return replace(self.deal.p, c=history[0]), read(history[1:])

    def _settles(self, p: Params, play: Play) -> str | None:
        match play.stage:
            case "first response" if self.deal.menu:
                return "enough" if solve(p).first_response(play.r1) == "accept" else "too little"
            case "second response" if self.deal.opening:
                # The bet asks about the partner where the lesson arranged one, about her first offer elsewhere.
                return next_offer(play, play.x1 if len(self.deal.opening) > 1 else play.r1)
            case "over" if not self.deal.opening and not self.deal.menu:
                return ended_as(play)
        return None


_ASK = {
    "first response": "What do you do?",
    "after search": "Take an offer now, or ask her again?",
    "second response": "This is the last period. What do you do?",
    "final response": "Last choice: which offer?",
}


def _said(p: Params, play: Play, *, first: bool) -> Sequence[str]:
    match play.stage:
        case "first response":
            return (f"Your ally offers to pay {number(play.r1)} of the {number(p.phi)}.",)
        case "after search":
            found = f"The partner you found would pay {number(play.x1)}."
            if first:
                return (f"Your ally offered {number(play.r1)}, and you searched for {counted(p.c)}.", found)
            return (f"You search, for {counted(p.c)}.", found)
        case "second response":
            kept = () if play.x1 is None else (f"The partner's {number(play.x1)} still stands.",)
            return (
                f"Her first offer has lapsed{fading(p)}.",
                *kept,
                f"Now she offers {number(play.r2)}.",
            )
        case "final response":
            found = f"The new partner would pay {number(play.x2)}."
            return (f"You search again, for {counted(discount(p, 2) * p.c)}.", found)
    return _ended(p, play)


def _ended(p: Params, play: Play) -> Sequence[str]:
    searching = search_costs(p, play.searches)
    if play.partner is None:
        cost = (f"Searching cost you {number(searching)}.",) if searching else ()
        return ("You walk away. Nothing is built.", *cost)
    share = play.ally_offer if play.partner == "ally" else play.standing
    who = "your ally" if play.partner == "ally" else "the other partner"
    return (
        f"You build it with {who}, who pays {number(share)}; you pay the other {number(p.phi - share)}.",
        *_reckoned(p, play, share),
        *(() if play.partner == "ally" else ("Your ally gets nothing.",)),
    )


def _reckoned(p: Params, play: Play, share: float) -> Sequence[str]:
    """How the payoff comes about, where it is not simply 100 less what he pays."""
    gain, searching = net(p, share), search_costs(p, play.searches)
    late = worth_today(gain, discount(p, play.period))
    less = f", less {number(searching)} for searching" if searching else ""
    return (f"That leaves you {number(gain)}{late}{less}.",) if late or less else ()


def _option(p: Params, play: Play, action: str) -> Option:
    match action:
        case "search" if play.period == 1:
            return Option(label="Search", note=f"pay {number(p.c)}; a partner {PARTNERS}")
        case "search":
            return Option(label="Search again", note=f"pay {_later(p)}; what you have stays on offer")
        case "advance":
            return Option(label=_WAIT[play.stage], note=_slower(p))
    return Option(label=_take(play, action), note=f"you end with {number(_certain(p, play, action))}")


def _later(p: Params) -> str:
    """The price of a second search, with the reason why it is not the price of the first."""
    cost = number(discount(p, 2) * p.c)
    return cost if p.delta == 1 else f"{cost}, that is {p.delta:.0%} of {number(p.c)}"


def _slower(p: Params) -> str:
    return "points count in full then" if p.delta == 1 else f"points count only {p.delta:.0%} then"


_WAIT = {"first response": "Wait for a second offer", "after search": "Ask her again"}


def _take(play: Play, action: str) -> str:
    if action == "decline":
        return "Walk away"
    if action == "accept ad hoc":
        return f"Take the partner's {number(play.standing)}"
    return f"Take her {number(play.ally_offer)}"


def _certain(p: Params, play: Play, action: str) -> float:
    return payoffs(p, after(play, action))["player 2"]


# --- the debrief ----------------------------------------------------------------------------------------------


def _cost_lesson(deal: Deal) -> Lesson:
    theory = ChosenCostTheory(ChosenCost(deal.p, deal.menu))
    best = max(deal.menu, key=lambda c: theory.worth((), c))
    least = min(deal.menu)
    return Lesson(
        claim="figure-4",
        why=f"On this menu {number(best)} is best, worth {counted(theory.worth((), best))} to you; the cheapest "
        f"search, {number(least)}, is worth {number(theory.worth((), least))}. At {number(best)} she would rather "
        f"buy you off with {number(theory.at(best).r1)} than gamble on your luck.",
    )


def _first_lesson(p: Params, eq: Equilibrium, play: Play) -> Lesson:
    cutoff = _theorys_line(p)
    if p.c >= c_search(p) - TIE:
        return Lesson(claim="footnote-8", why=f"{_worthless(p, eq)} {_or_wait(p, play)}", reveal=(cutoff,))
    accept, search, advance = (eq.worth((play.r1,), action) for action in ("accept", "search", "advance"))
    if abs(accept - search) <= TIE:
        why = f"Either is right: at exactly {number(play.r1)} she left you nothing more to gain by looking."
    elif accept > search:
        why = (
            f"From {number(cutoff.at)} up, take it. A search beats her {number(play.r1)} with chance "
            f"{1 - play.r1:.0%}, by too little to pay for the {number(p.c)} it costs."
        )
    else:
        why = (
            f"Below {number(cutoff.at)}, look. A partner beats her {number(play.r1)} with chance "
            f"{1 - play.r1:.0%}, and if not, you can still take her offer or ask again. Looking is worth "
            f"{number(search)}; taking {number(accept)}; waiting {number(advance)}."
        )
    return Lesson(claim="lemma-2", why=why, reveal=(cutoff,))


def _worthless(p: Params, eq: Equilibrium) -> str:
    return (
        f"{_dear(p)}: even a partner who pays everything leaves you only {number(net(p, 1))}. She knows it, "
        f"and where you have no partner her second offer is {number(eq.second_offer(None))}, just enough to keep you."
    )


def _dear(p: Params) -> str:
    return f"Here a search costs {number(p.c)} and brings at most {number(c_search(p))} on average"


def _or_wait(p: Params, play: Play) -> str:
    """What follows for her first offer, where her second will leave him nothing."""
    if abs(net(p, play.r1)) <= TIE:
        return f"Her {number(play.r1)} now is no different: either is right, taking it or waiting."
    if net(p, play.r1) > 0:
        return f"Her {number(play.r1)} now is better: take it."
    return f"Her {number(play.r1)} now would leave you with a loss: wait."


def _tie(p: Params, play: Play) -> str:
    """Said where only the rules choose between the best offers, or between the best offer and nothing."""
    best = max(play.r2, play.standing or 0)
    if abs(net(p, best)) <= TIE:
        return f" Taking {number(best)} leaves you what walking away does: either is right."
    if play.standing is not None and abs(play.r2 - play.standing) <= TIE:
        return " Hers and the partner's are equal: either is right."
    return ""


def _search_lesson(p: Params, eq: Equilibrium, play: Play, history: History) -> Lesson:
    r2 = eq.second_offer(play.x1)
    wait = eq.worth(history, "advance")
    take = max(eq.worth(history, "accept ally"), eq.worth(history, "accept ad hoc"))
    reveal = [Mark(at=r2, label="she would offer", kind="ally")]
    if bets(p):
        reveal.append(Mark(at=r_tilde(p), label="she jumps beyond", kind="cutoff"))
    is_close = abs(wait - take) <= NEAR
    close, said = ("By a hair: ", fine) if is_close else ("", number)
    verdict = "Both are right" if abs(wait - take) <= TIE else f"{close}{'ask again' if wait > take else 'take it now'}"
    return Lesson(
        claim="table-1" if wait > take + TIE else "table-2",
        why=f"{verdict[0].upper()}{verdict[1:]}. If you ask, she offers {number(r2)}; {_then(eq, play, r2)}. "
        f"That is worth {said(wait)} in all, against {said(take)} for the better offer in hand.",
        reveal=reveal,
    )


def _then(eq: Equilibrium, play: Play, r2: float) -> str:
    match eq.second_response(r2, play.x1):
        case "search":
            return "you would search once more, with that offer safe in hand"
        case "decline":
            return "you would walk away"
    return "you would take it"


def _second_lesson(p: Params, play: Play) -> Lesson:
    floor = max(play.r2, play.x1 or 0, p.phi - 1)
    if p.c >= c_search(p) - TIE:
        take = f" So take {number(floor)}." if net(p, floor) > TIE else ""
        return Lesson(claim="footnote-8", why=f"{_dear(p)}.{take}{_tie(p, play)}")
    cutoff = Mark(at=r_star(p), label="stop searching here", kind="cutoff")
    if abs(floor - r_star(p)) <= TIE:
        why = (
            f"Either is right: {number(floor)} is exactly where one more search stops paying. "
            "Theory then takes the sure thing."
        )
    elif floor > r_star(p):
        why = (
            f"With {number(floor)} in hand one more search does not pay for itself: "
            f"the line is {number(r_star(p))}.{_tie(p, play)}"
        )
    else:
        why = (
            f"Below {number(r_star(p))} one more search pays: you keep {number(floor)} if it fails, "
            f"and beat it with chance {1 - floor:.0%}."
        )
    return Lesson(claim="eq-3", why=why, reveal=(cutoff,))


def _last_why(p: Params, play: Play) -> str:
    best = max(play.r2, play.standing or 0)
    if net(p, best) < -TIE:
        return f"Even the best offer, {number(best)}, would leave you with a loss: better nothing."
    return f"The largest offer, {number(best)}, is the one to take. There is nothing left to wait for.{_tie(p, play)}"


def deal_in_words(deal: Deal) -> Words:
    """What player 2 reads in a deal; more where it shows an erratum."""
    return mistakes.words(deal, PlayerTwoWords(deal))


PLAYER_2 = Seat(
    page=f"{PART}/play.html",
    head=head(
        board="player-2",
        game=GAME,
        seat=SEAT,
        roles={"player 1": "Your ally", "player 2": "You"},
        looks={"player 1": "ally"},
        line="What a partner pays",
        claims=CLAIMS,
    ),
    params=Params,
    taught=taught,
    your_own=your_own,
    session=mistakes.session,
    judge=mistakes.judge,
    words=deal_in_words,
    first=deal_words,
    claims=mistakes.claims,
    takes="above",
)
