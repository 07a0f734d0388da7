"""What a board needs to know of one seat of one game, in one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alliancelib.core.game import Player
from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.session import Session
from alliancelib.core.tree import Judge, Words


def head(
    *,
    board: str,
    game: str,
    roles: Mapping[Player, str],
    looks: Mapping[Player, str],
    line: str,
    claims: Mapping[str, Mapping[str, str]],
    **whose: Player | tuple[Player, ...],
) -> Mapping[str, Any]:
    """What every deck of a board begins with: ``whose`` is its ``seat`` or its ``seats``, ``line`` its line's name."""
    return {
        "board": board,
        "game": game,
        **whose,
        "roles": roles,
        "looks": looks,
        "unit": "points",
        "line": {"label": line, "low": 0, "high": 100, "ends": ["nothing", "100"]},
        "claims": claims,
    }


def no_more(scenario: Scenario) -> Mapping[str, Mapping[str, str]]:
    """Nothing beyond the claims of the seat."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One seat of a game: its lessons, how a deal of them is played and judged, and the words for it."""

    head: Mapping[str, Any]
    """What every deck of the seat's board begins with; see `decks`."""
    page: str
    """The page of the book on which the board stands."""
    params: type
    """The game's parameters."""
    taught: Callable[[], tuple[Scenario, ...]]
    """The lessons, in the order in which they are offered."""
    your_own: Callable[[Any], Scenario]
    """Deals of somebody's own parameters."""
    session: Callable[[Deal], Session]
    """A deal as it opens, this seat free."""
    judge: Callable[[Deal], Judge]
    """What each choice in a deal is worth."""
    words: Callable[[Deal], Words]
    """A deal in words."""
    first: Callable[[Deal, str], Mapping[str, Any]]
    """A deal's first screen, with its bet."""
    claims: Callable[[Scenario], Mapping[str, Mapping[str, str]]] = no_more
    """What only a lesson's own debrief meets, beside the claims of ``head``."""
    takes: str | None = None
    """Which of the offers made to this seat theory takes: those ``"above"`` a line, those ``"below"``, or no such."""

    @property
    def board(self) -> str:
        """The board's name in addresses."""
        return self.head["board"]

    @property
    def player(self) -> Player | tuple[Player, ...]:
        """Whose seat it is; all of them where several people share the screen."""
        return self.head["seats"] if "seats" in self.head else self.head["seat"]

    def scenario(self, name: str) -> Scenario:
        """The lesson of that name. Raises ValueError naming those there are."""
        known = {scenario.name: scenario for scenario in self.taught()}
        if name not in known:
            raise ValueError(f"scenario must be one of {', '.join(known)}, got {name!r}")
        return known[name]
