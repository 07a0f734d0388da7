"""Both games in words for two people at one screen: each turn in the words of its seat, the end in words for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alliancelib import cost_sharing, outside_options
from alliancelib.core.game import Action, History, Player
from alliancelib.core.lessons import Deal
from alliancelib.core.tree import Lesson, Option, Situation, Words
from alliancelib.cost_sharing import model as sharing
from alliancelib.cost_sharing import scenarios_together as sharing_together
from alliancelib.cost_sharing.scenarios import judge as judge_sharing
from alliancelib.outside_options import model as offering
from alliancelib.outside_options import scenarios_together as offering_together
from alliancelib.widgets import words_cost_sharing as words_sharing
from alliancelib.widgets import words_outside_options as words_offering
from alliancelib.widgets import words_player_1, words_player_2
from alliancelib.widgets.numbers import counted, number
from alliancelib.widgets.seat import Seat, head
from alliancelib.widgets.words_patron import PatronWords
from alliancelib.widgets.words_player_1 import PlayerOneWords
from alliancelib.widgets.words_player_2 import PlayerTwoWords
from alliancelib.widgets.words_protege import ProtegeWords


@dataclass(frozen=True, slots=True)
class TogetherWords:
    """What whoever is to move reads at each history, and both at the end."""

    mover: Callable[[History], Player | None]
    seats: Mapping[Player, Words]
    end: Callable[[History], Situation]
    named: Callable[[Player, str], str]
    """The deck's name for a seat's claim."""

    def situation(self, history: History) -> Situation:
        """The turn in the words of its seat, the end in words for both."""
        player = self.mover(history)
        return self.end(history) if player is None else replace(self.seats[player].situation(history), settles=None)

    def option(self, history: History, action: Action) -> Option:
        """A choice in the words of the seat that has it."""
        return self._turn(history).option(history, action)

    def outcome(self, history: History) -> str:
        """How it ended, which every seat's words know."""
        return next(iter(self.seats.values())).outcome(history)

    def lesson(self, history: History) -> Lesson:
        """What the debrief says to the one who moved."""
        lesson = self._turn(history).lesson(history)
        return replace(lesson, claim=self.named(self.mover(history), lesson.claim))

    def _turn(self, history: History) -> Words:
        return self.seats[self.mover(history)]


# --- outside options ------------------------------------------------------------------------------------------------


def _claim(player: Player, claim: str) -> str:
    """Both seats have a Table 1, each in its own words."""
    return f"{player}: {claim}"


def _offering_words(deal: Deal) -> TogetherWords:
    first, second = offering.PLAYERS
    return TogetherWords(
        mover=lambda history: offering.MOVERS[offering.read(history).stage],
        # Player 2's words take a menu for one of costs.
        seats={first: PlayerOneWords(deal), second: PlayerTwoWords(replace(deal, menu=()))},
        end=lambda history: _offering_end(deal.p, offering.read(history)),
        named=_claim,
    )


def _offering_end(p: outside_options.Params, play: offering.Play) -> Situation:
    marks = words_offering.offers(play, offer="offer", partner="partner")
    return Situation(say=(*_looked(p, play), *_built(p, play)), marks=marks)


def _looked(p: outside_options.Params, play: offering.Play) -> Sequence[str]:
    if not play.searches:
        return ()
    cost = counted(offering.search_costs(p, play.searches))
    return (f"Player 2 searched {('once', 'twice')[len(play.searches) - 1]}, for {cost}.",)


def _built(p: outside_options.Params, play: offering.Play) -> Sequence[str]:
    fades = play.period == 2 and p.delta < 1 and play.partner
    late = (f"It is the second period, in which points count {p.delta:.0%}.",) if fades else ()
    if play.partner is None:
        return ("Player 2 walks away. Nothing is built.",)
    if play.partner == "ad hoc":
        built = f"Player 2 builds with the partner who pays {number(play.standing)}. Player 1 gets nothing."
    else:
        share = play.ally_offer
        built = f"They build together: player 1 pays {number(share)}, player 2 the other {number(p.phi - share)}."
    return (built, *late)


def _offering_first(deal: Deal, bet: str) -> Mapping[str, Any]:
    p = deal.p
    return {
        "intro": f"You two {words_offering.BUILD}. Player 1 offers to pay part of the cost. Player 2 takes it, waits, "
        f"or searches for another partner, who {words_offering.PARTNERS}.",
        "facts": [
            words_offering.cost_fact(p),
            {"label": "Per search", "value": number(p.c)},
            words_offering.patience_fact(p),
        ],
        "opening": "",
        "symbols": words_offering.symbols_said(p),
        "bet": None,
    }


TWO_ALLIES = Seat(
    head=head(
        board="together-outside-options",
        game=words_offering.GAME,
        seats=offering.PLAYERS,
        roles={"player 1": "Player 1", "player 2": "Player 2"},
        looks={"player 1": "you", "player 2": "ally"},
        line="What player 2 is offered",
        claims={
            _claim(player, key): claim
            for player, own in zip(offering.PLAYERS, (words_player_1.CLAIMS, words_player_2.CLAIMS), strict=True)
            for key, claim in own.items()
        },
    ),
    page=f"{words_offering.PART}/play-player-1.html",
    params=outside_options.Params,
    taught=offering_together.taught,
    your_own=offering_together.your_own,
    session=offering_together.session,
    judge=offering_together.judge,
    words=_offering_words,
    first=_offering_first,
)


# --- cost sharing ---------------------------------------------------------------------------------------------------


def _sharing_words(deal: Deal) -> TogetherWords:
    patron, protege = sharing_together.SEATS
    return TogetherWords(
        mover=lambda history: sharing.MOVERS[sharing.read(history).stage],
        seats={patron: PatronWords(deal), protege: ProtegeWords(deal)},
        end=lambda history: _sharing_end(sharing.read(history)),
        named=lambda player, claim: claim,
    )


def _sharing_end(play: sharing.Play) -> Situation:
    marks = words_sharing.offers(play, demand="her demand", offer="his offer")
    return Situation(say=(_negotiated(play), _fought(play)), marks=marks)


def _negotiated(play: sharing.Play) -> str:
    match play.n:
        case "no offer":
            return "The patron asked for nothing, and the alliance stands."
        case "sharing":
            return f"The protégé paid {number(play.a)}, and the alliance stands."
        case "free-riding":
            return f"The patron asked for {number(play.a)}, was refused, and stayed."
    return f"The patron asked for {number(play.a)}, was refused, and left."


def _fought(play: sharing.Play) -> str:
    offered = f"The challenger offers to leave the protégé {number(play.x)}"
    if play.settles:
        return f"{offered}, and it settles."
    beside = "fights beside it" if play.intervenes else "stands aside"
    return f"{offered}. It fights, the patron {beside}, and the war is {'won' if play.won else 'lost'}."


def _sharing_first(deal: Deal, bet: str) -> Mapping[str, Any]:
    p, type = deal.p, deal.opening[0]
    return {
        "intro": "A challenger wants what the protégé holds, 100 points. A war is won with chance "
        f"{words_sharing.odds_said(p, 'allies', 'the patron fights')}. It costs the patron {number(p.c_A)} and the "
        f"protégé {number(p.c_T)}.",
        "facts": [
            {"label": "The patron's stake", "value": words_sharing.stake(p, type)},
            {"label": "Alliance costs her", "value": number(p.pi)},
            {"label": "Home adds to her", "value": words_sharing.gain_at_home(p)},
        ],
        "opening": "The lesson set who the patron is. Both of you know her stake; the challenger, who follows theory, "
        "does not.",
        "symbols": words_sharing.symbols_said(p),
        "bet": None,
    }


PATRON_AND_PROTEGE = Seat(
    head=head(
        board="together-cost-sharing",
        game=words_sharing.GAME,
        seats=tuple(sharing_together.SEATS),
        roles={"ally": "The patron", "target": "The protégé", "challenger": "The challenger"},
        looks={"ally": "you", "target": "ally", "challenger": "challenger"},
        line="What she asks of it, and what he offers it",
        claims=words_sharing.CLAIMS,
    ),
    page=f"{words_sharing.PART}/play.html",
    params=cost_sharing.Params,
    taught=sharing_together.taught,
    your_own=sharing_together.your_own,
    session=sharing_together.session,
    judge=judge_sharing,
    words=_sharing_words,
    first=_sharing_first,
)
