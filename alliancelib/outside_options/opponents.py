"""Who one can play against: the theorist, and characters who miss the theorem.

Each takes a seat through its view alone. The characters are not stupid: each follows a rule that sounds sensible.
"""

from __future__ import annotations

from collections.abc import Callable

from alliancelib.core.game import Action, Player, Strategy
from alliancelib.core.seats import seated
from alliancelib.outside_options.model import PLAYERS, Equilibrium, Params, Play, net, read

FIRST, SECOND = PLAYERS[:1], PLAYERS[1:]


def theorist(equilibrium: Equilibrium) -> Strategy:
    """Plays the equilibrium in either seat, on the path and off it."""

    def move(play: Play) -> Action:
        match play.stage:
            case "first offer":
                return equilibrium.r1
            case "second offer":
                return equilibrium.second_offer(play.x1)
            case "first response":
                return equilibrium.first_response(play.r1)
            case "after search":
                return equilibrium.response_after_search(play.r1, play.x1)
            case "second response":
                return equilibrium.second_response(play.r2, play.x1)
            case "final response":
                return equilibrium.final_response(play.r2, play.x1, play.x2)
        raise ValueError(f"nobody chooses at the {play.stage}")

    return _seat(PLAYERS, move)


def never_searches(p: Params) -> Strategy:
    """Player 2 as loyalist: takes the first of her offers that leaves something, and never looks elsewhere."""

    def move(play: Play) -> Action:
        good = net(p, play.ally_offer) >= 0
        match play.stage:
            case "first response":
                return "accept" if good else "advance"
            case "after search":
                return "accept ally" if good else "advance"
        return "accept ally" if good else "decline"

    return _seat(SECOND, move)


def always_searches_once(p: Params) -> Strategy:
    """Player 2 as shopper: gets one outside quote whatever she offers, then takes the best that stands."""

    def move(play: Play) -> Action:
        if play.stage == "first response":
            return "search"
        best = max(play.ally_offer, play.standing or 0)
        if net(p, best) < 0:
            return "advance" if play.period == 1 else "decline"
        # At a tie the most recent proposal: the quote in period 1, her new offer in period 2.
        theirs = play.standing is not None and play.standing >= best
        hers_is_newer = play.stage == "second response" and play.r2 >= best
        return "accept ad hoc" if theirs and not hers_is_newer else "accept ally"

    return _seat(SECOND, move)


def splits_evenly(p: Params) -> Strategy:
    """Player 1 as fair-minded ally: offers half of the cost, which splits the surplus evenly, in either period."""
    return _seat(FIRST, lambda play: p.phi / 2)


def offers_the_least(p: Params) -> Strategy:
    """Player 1 as if there were no outside options: offers just enough to make production worth player 2's while."""
    return _seat(FIRST, lambda play: p.phi - 1)


def _seat(seats: tuple[Player, ...], move: Callable[[Play], Action]) -> Strategy:
    """A strategy for some seats, from what is done at each play; nothing in this game is hidden."""
    return seated(seats, lambda view: move(read(view.history)))
