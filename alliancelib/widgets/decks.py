"""Decks: the scenarios of a game as plain data, each deal unrolled into its tree (see `core.tree`).

A deck is what a page carries or fetches, and all that the front end knows of a game::

    {"format", "board", "game", "seat", "roles", "unit", "line", "claims",      the same for every deck of a board
     "scenario", "title", "goal", "fingerprint",
     "deals": [{"id", "intro", "facts", "opening", "symbols", "bet", "root", "nodes"}, ...]}

A bet is a ``"choice"`` among ``options`` by key, which the first node on the path that ``settles`` it answers (``void``
is said where none does), or a ``"number"`` from ``low`` to ``high``, right ``within`` so many points of the ``truth``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from alliancelib.core.tree import Tree, unroll
from alliancelib.outside_options.scenarios import Deal, Scenario, judge, session, taught
from alliancelib.widgets.words_player_2 import BOARD, PlayerTwoWords, deal_words

FORMAT = 1
"""Raised when the front end must change with the data."""

Deck = Mapping[str, Any]


def tree(deal: Deal) -> Tree:
    """Player 2's tree of one deal."""
    return unroll(session(deal), "player 2", PlayerTwoWords(deal), judge(deal))


def deck(scenario: Scenario) -> Deck:
    """A scenario as plain data, ready for JSON."""
    deals = [{"id": deal.id, **deal_words(deal, scenario.bet), **tree(deal)} for deal in scenario.deals]
    content = {
        "format": FORMAT,
        **BOARD,
        "scenario": scenario.name,
        "title": scenario.title,
        "goal": scenario.goal,
        "deals": deals,
    }
    return {**content, "fingerprint": fingerprint(content)}


def fingerprint(content: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits that change with anything in the deck."""
    return hashlib.sha256(compact(content).encode()).hexdigest()[:12]


def compact(content: Mapping[str, Any]) -> str:
    """The one way in which a deck is written as JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def catalogue() -> list[Mapping[str, str]]:
    """The scenarios a reader may choose from, in order."""
    return [{"name": s.name, "title": s.title, "goal": s.goal} for s in taught()]


def all_decks() -> Mapping[str, Deck]:
    """Every deck of the book, by the scenario's name."""
    return {scenario.name: deck(scenario) for scenario in taught()}
