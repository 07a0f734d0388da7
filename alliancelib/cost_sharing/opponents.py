"""Who one can play against: the theorist in any seat, and protégés and patrons who miss the theorem.

Each takes a seat through its view alone, so that the challenger never learns the type. The characters are not stupid:
each follows a rule that sounds sensible.
"""

from __future__ import annotations

from collections.abc import Callable

from alliancelib.core.game import Action, Player, Strategy, View
from alliancelib.core.seats import no_higher, seated
from alliancelib.cost_sharing.equilibrium import a_star, intervenes, reservation
from alliancelib.cost_sharing.model import PLAYERS, TIE, Equilibrium, Params, Play, read

ALLY, TARGET = PLAYERS[:1], PLAYERS[1:2]


def theorist(equilibrium: Equilibrium) -> Strategy:
    """Plays the equilibrium in any seat, on the path and off it, after whatever the others have done.

    Raises ValueError where the equilibrium has no profile.
    """
    if equilibrium.profile is None:
        raise ValueError(f"there is nothing to follow: {equilibrium.name}")
    return _seat(PLAYERS, equilibrium.profile.action)


def always_pays(p: Params) -> Strategy:
    """The protégé as loyal client: pays whatever is asked, and fights only for more than a war would give it."""
    return _seat(TARGET, lambda play: "accept" if play.stage == "answer" else _settle_or_fight(p, play))


def never_pays(p: Params) -> Strategy:
    """The protégé as free rider: takes every threat for a bluff, and fights only for more than a war would give it."""
    return _seat(TARGET, lambda play: "reject" if play.stage == "answer" else _settle_or_fight(p, play))


def panics(p: Params) -> Strategy:
    """The protégé who believes every threat: pays up to a_star whoever asks, and takes any offer rather than fight."""

    def move(play: Play) -> Action:
        if play.stage == "answer":
            return "accept" if play.a <= a_star(p) + TIE else "reject"
        return "settle"

    return _seat(TARGET, move)


def gambles(p: Params) -> Strategy:
    """The protégé as gambler: refuses to pay, and fights for all of the issue rather than settle for a part."""
    return _seat(TARGET, lambda play: "reject" if play.stage == "answer" else "fight")


CHARACTERS: tuple[Callable[[Params], Strategy], ...] = (always_pays, never_pays, panics, gambles)
"""The protégés who miss the theorem."""


def never_leaves(p: Params) -> Strategy:
    """The patron who bluffs: asks for all that the alliance can be worth, and stays whatever she hears."""
    return _seat(ALLY, lambda play: _patron(p, play, min(a_star(p), p.a_max), "stay"))


def always_leaves(p: Params) -> Strategy:
    """The patron who keeps her word: asks for half of what the alliance can be worth, and leaves whoever refuses."""
    return _seat(ALLY, lambda play: _patron(p, play, min(a_star(p) / 2, p.a_max), "withdraw"))


PATRONS: tuple[Callable[[Params], Strategy], ...] = (never_leaves, always_leaves)
"""The patrons who miss the theorem, whatever their type; in a war both fight where it pays."""


def _patron(p: Params, play: Play, demand: float, refused: Action) -> Action:
    match play.stage:
        case "demand":
            return demand
        case "exit":
            return refused
    return "intervene" if intervenes(p, play.type, kept=play.kept) else "abstain"


def _settle_or_fight(p: Params, play: Play) -> Action:
    return "settle" if play.x >= reservation(p, play.type, kept=play.kept) - TIE else "fight"


def _seat(seats: tuple[Player, ...], move: Callable[[Play], Action]) -> Strategy:
    """A strategy for some seats, from what is done at each play as far as it is seen.

    Where only some numbers are open the challenger offers no less than he would, which is still taken, and the patron
    demands no more, which is still met.
    """

    def made(view: View) -> Action:
        action = move(read(view.history))
        return no_higher(action, view.actions) if view.player == PLAYERS[0] else action

    return seated(seats, made)
