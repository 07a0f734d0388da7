"""Decks: the lessons of a seat as plain data, each deal unrolled into its tree (see `core.tree`).

A deck is what a page carries or fetches, and all that the front end knows of a game::

    {"format", "board", "game", "seat", "roles", "looks", "unit", "line", "claims",      the head: the same for a board
     "scenario", "title", "goal", "fingerprint",
     "deals": [{"id", "intro", "facts", "opening", "symbols", "bet", "root", "nodes"}, ...]}

Where several people share the screen there are ``seats`` in place of a ``seat``, and each decision names its own.
``looks`` names the look of the other players' bars. The line grows in steps of LINE_STEP to hold every mark.

A bet is a ``"choice"`` among ``options`` by key or a ``"number"`` from ``low`` to ``high``, right ``within`` so much of
the truth. Where a bet has its ``truth``, that settles it; a choice without is settled by the first node on the path
that ``settles`` it (``void`` is said where none does). A number whose unit is not the line's has a ``suffix``, such as
"%", and is drawn beside the line; ``answer`` is what its truth is called.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.tree import Tree, unroll
from alliancelib.widgets.seat import Seat
from alliancelib.widgets.words_challenger import CHALLENGER
from alliancelib.widgets.words_patron import PATRON
from alliancelib.widgets.words_player_1 import PLAYER_1
from alliancelib.widgets.words_player_2 import PLAYER_2
from alliancelib.widgets.words_protege import PROTEGE
from alliancelib.widgets.words_together import PATRON_AND_PROTEGE, TWO_ALLIES

FORMAT = 2
"""Raised when the front end must change with the data."""

LINE_STEP = 50
"""Points by which the line grows where marks lie beyond its usual end."""

SEATS: Mapping[str, Seat] = MappingProxyType(
    {seat.board: seat for seat in (PLAYER_2, PLAYER_1, PROTEGE, PATRON, CHALLENGER)}
)
"""Every seat of the book, by the name of its board."""

TABLES: Mapping[str, Seat] = MappingProxyType({seat.board: seat for seat in (TWO_ALLIES, PATRON_AND_PROTEGE)})
"""The boards for several people at one screen, who have no lessons for a class."""

BOARDS: Mapping[str, Seat] = MappingProxyType({**SEATS, **TABLES})
"""Every board of the book, by its name."""

Deck = Mapping[str, Any]


def tree(seat: Seat, deal: Deal) -> Tree:
    """The tree of one deal from a seat."""
    return unroll(seat.session(deal), seat.player, seat.words(deal), seat.judge(deal))


def deck(seat: Seat, scenario: Scenario) -> Deck:
    """A lesson as plain data, ready for JSON."""
    deals = [{"id": deal.id, **seat.first(deal, scenario.bet), **tree(seat, deal)} for deal in scenario.deals]
    content = {
        "format": FORMAT,
        **seat.head,
        "line": _long_enough(seat.head["line"], deals),
        "claims": {**seat.head["claims"], **seat.claims(scenario)},
        "scenario": scenario.name,
        "title": scenario.title,
        "goal": scenario.goal,
        "deals": deals,
    }
    return {**content, "fingerprint": fingerprint(content)}


def _long_enough(line: Mapping[str, Any], deals: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The line, longer where some mark would not lie on it."""
    nodes = [node for deal in deals for node in deal["nodes"]]
    marks = [mark["at"] for node in nodes for mark in (*node["marks"], *node.get("reveal", ()))]
    marks += [option["at"] for node in nodes for option in node.get("options", ()) if "at" in option]
    high = max(line["high"], LINE_STEP * math.ceil(max(marks, default=0) / LINE_STEP))
    return {**line, "high": high, "ends": [line["ends"][0], str(high)]}


def fingerprint(content: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits that change with anything in the deck."""
    return hashlib.sha256(compact(content).encode()).hexdigest()[:12]


def compact(content: Any) -> str:
    """The one way in which a deck is written as JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def as_script(content: Any) -> str:
    """JSON that may stand inside a script element."""
    return compact(content).replace("<", r"\u003c")


def catalogue(seat: Seat) -> list[Mapping[str, str]]:
    """The lessons a reader may choose from, in order."""
    return [{"name": s.name, "title": s.title, "goal": s.goal} for s in seat.taught()]


def key(board: str, scenario: str) -> str:
    """How a page names a deck: a lesson's name is the board's own."""
    return f"{board}/{scenario}"


@cache
def all_decks() -> Mapping[str, Deck]:
    """Every deck of the book, by board and lesson (`key`)."""
    return {key(seat.board, s.name): deck(seat, s) for seat in BOARDS.values() for s in seat.taught()}
