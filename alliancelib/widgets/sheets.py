"""Score sheets: the lessons as result codes and class boards need them (see `core.results`), and their editions.

A sheet is a deck without what only a player needs, and with what only a class needs: the values of a bet as codes
number them, and the line by which theory answers an assigned opening.

Codes name a lesson by the fingerprint of how its deals play. Changing words leaves it as it is; changing a rule, a
number or a deal does not, and codes of before can then no longer be scored. ``editions.tsv`` keeps every fingerprint
that was ever published, so that such a code is recognised and refused with the reason.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from alliancelib.core.codes import Edition
from alliancelib.core.game import is_number
from alliancelib.core.lessons import Deal
from alliancelib.core.results import Sheet, edition
from alliancelib.core.tree import points
from alliancelib.widgets.decks import SEATS, Deck, all_decks, compact, deck, key
from alliancelib.widgets.seat import Seat

EDITIONS = Path(__file__).parent / "editions.tsv"

FORMAT = 1
"""Raised when the class board must change with the data."""

CUTOFF = "cutoff"
"""The kind of mark that shows theory's line."""


def sheet(seat: Seat, lesson: Deck) -> Sheet:
    """The score sheet of one of the seat's decks."""
    known = {deal.id: deal for deal in seat.scenario(lesson["scenario"]).deals}
    deals = [_deal(seat, known[one["id"]], one) for one in lesson["deals"]]
    return {
        "format": FORMAT,
        **{name: lesson[name] for name in ("board", "scenario", "title", "goal", "game", "seat", "unit")},
        "line": {name: lesson["line"][name] for name in ("label", "low", "high")},
        "fingerprint": fingerprint(deals),
        "deals": deals,
    }


def fingerprint(deals: Iterable[Mapping[str, Any]]) -> str:
    """Twelve hexadecimal digits that change with what can be played in the deals and what it brings, not with words."""
    played = [
        [deal["id"], _bet_played(deal["bet"]), deal["root"], [_node_played(node) for node in deal["nodes"]]]
        for deal in deals
    ]
    return hashlib.sha256(compact({"deals": played}).encode()).hexdigest()[:12]


def _bet_played(bet: Mapping[str, Any] | None) -> Any:
    return bet and [bet["values"], bet.get("truth"), bet["within"]]


def _node_played(node: Mapping[str, Any]) -> Any:
    if "options" not in node:
        return [node["payoff"], node.get("settles")]
    return [[[one["to"], one["worth"], one["regret"]] for one in node["options"]], node.get("settles")]


def _deal(seat: Seat, deal: Deal, shown: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "id": deal.id,
        "about": shown.get("symbols", ""),
        "facts": [f"{fact['label']} {fact['value']}" for fact in shown.get("facts", ())],
        "bet": _bet(shown["bet"]),
        "cutoff": _cutoff(seat, deal, shown["nodes"][shown["root"]]),
        "root": shown["root"],
        "nodes": [_node(node) for node in shown["nodes"]],
    }


def _bet(bet: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if not bet:
        return None
    about = {name: bet[name] for name in ("kind", "question", "truth", "suffix", "answer") if name in bet}
    if bet["kind"] == "number":
        return {**about, "values": _values(bet), "within": bet["within"]}
    return {
        **about,
        "values": [one["key"] for one in bet["options"]],
        "labels": [one["label"] for one in bet["options"]],
        "within": None,
    }


def _values(bet: Mapping[str, Any]) -> list[float]:
    """The values a number may be bet on, as the board's slider counts them."""
    count = math.floor((bet["high"] - bet["low"]) / bet["step"] + 1e-9) + 1
    return [round(bet["low"] + k * bet["step"], 6) for k in range(count)]


def _node(node: Mapping[str, Any]) -> Mapping[str, Any]:
    settles = {"settles": node["settles"]} if "settles" in node else {}
    if "options" not in node:
        return {"payoff": node["payoff"], **settles}
    options = [{name: one[name] for name in ("label", "to", "worth", "regret")} for one in node["options"]]
    return {"say": " ".join(node["say"]), "ask": node["ask"], **settles, "options": options}


def _cutoff(seat: Seat, deal: Deal, root: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The line by which theory answers the offer that the lesson assigned; None where it answers otherwise."""
    lines = [mark["at"] for mark in root.get("reveal", ()) if mark["kind"] == CUTOFF]
    take = next((k for k, one in enumerate(root.get("options", ())) if one["do"] == "accept"), None)
    if seat.takes is None or take is None or len(lines) != 1 or not (deal.opening and is_number(deal.opening[-1])):
        return None
    level, [line], above = points(deal.opening[-1]), lines, seat.takes == "above"
    if level != line and ((level > line) == above) != (root["options"][take]["regret"] == 0):
        return None
    return {"level": level, "line": line, "take": take, "above": above}


@cache
def all_sheets() -> Mapping[str, Sheet]:
    """Every score sheet of the book, by board and lesson (`decks.key`)."""
    seats = {key(seat.board, one.name): seat for seat in SEATS.values() for one in seat.taught()}
    return {name: sheet(seats[name], lesson) for name, lesson in all_decks().items() if name in seats}


def lesson_sheet(seat: Seat, scenario: str) -> Sheet:
    """The score sheet of one lesson. Raises ValueError naming those there are."""
    return sheet(seat, deck(seat, seat.scenario(scenario)))


def published() -> list[Mapping[str, str]]:
    """Every fingerprint ever published: ``fingerprint``, ``lesson``, ``title``, and ``since``, the book's version."""
    with EDITIONS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def past() -> list[Mapping[str, str]]:
    """What was published once and plays otherwise now, ``fingerprint`` and ``title``."""
    current = {one["fingerprint"] for one in all_sheets().values()}
    return [
        {name: one[name] for name in ("fingerprint", "title")}
        for one in published()
        if one["fingerprint"] not in current
    ]


def editions(sheets: Iterable[Sheet]) -> tuple[Edition, ...]:
    """The lessons as codes know them, and those that were published once and play otherwise now."""
    gone = (Edition(fingerprint=one["fingerprint"], deals=(), name=f"\u201c{one['title']}\u201d") for one in past())
    return (*(edition(one) for one in sheets), *gone)
