"""The class board in a notebook: an anywidget that shows what a class did, from its result codes, against theory.

The same front end stands on a page of its own (`class_board_page`), and counts there what `ClassBoard.results` holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from alliancelib.core.codes import Reading, read
from alliancelib.core.results import Node, Sheet, scored, summary
from alliancelib.widgets.class_board_page import front_end, style
from alliancelib.widgets.decks import SEATS, key
from alliancelib.widgets.sheets import all_sheets, editions, lesson_sheet, past

VERDICTS = {True: "right", False: "wrong", None: "void"}


class ClassBoard(anywidget.AnyWidget):
    """Shows the plays in result codes; ``text`` is what was pasted, and may be set."""

    _esm = front_end()
    _css = style()

    sheets = traitlets.List().tag(sync=True)
    past = traitlets.List().tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    shown = traitlets.Unicode("").tag(sync=True)
    theory = traitlets.Bool(False).tag(sync=True)
    repeats = traitlets.Bool(False).tag(sync=True)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every code in the text, and every line that has none that can be read, with the reason."""
        return read(self.text, editions(self.sheets))

    @property
    def counted(self) -> tuple[Reading, ...]:
        """The codes that count; without ``repeats``, one that comes again does not."""
        return tuple(one for one in self.readings if not one.refused and (self.repeats or one.first is None))

    @property
    def results(self) -> Mapping[str, Mapping[str, Any]]:
        """What the class did in each lesson, ``board/scenario``, as `core.results.summary` says; the largest first."""
        counted = self.counted
        players = {
            key(sheet["board"], sheet["scenario"]): [one.plays for one in counted if _is_of(one, sheet)]
            for sheet in (self._sheet(one) for one in counted)
        }
        found = sorted(players.items(), key=lambda one: -len(one[1]))
        known = {key(sheet["board"], sheet["scenario"]): sheet for sheet in self.sheets}
        return {name: summary(known[name], plays) for name, plays in found}

    def rows(self) -> list[dict[str, Any]]:
        """One row for each play of each code that counts, as in the page's CSV; where there was no bet, None."""
        return [
            {"player": number, "code": one.text, **row}
            for number, one in enumerate(self.counted, start=1)
            for row in _rows(self._sheet(one), one)
        ]

    def _sheet(self, reading: Reading) -> Sheet:
        return next(sheet for sheet in self.sheets if _is_of(reading, sheet))

    def __repr__(self) -> str:
        # Stable, because the chapters' printed output is compared when they are tested.
        readings, counted = self.readings, self.counted
        lessons = len({one.edition.fingerprint for one in counted})
        aside = len(readings) - len(counted)
        return f"ClassBoard(results: {len(counted)}, lessons: {lessons}, set aside: {aside})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        plain = bundle[0] if isinstance(bundle, tuple) else bundle
        plain["text/plain"] = repr(self)
        return bundle


def class_board(text: str = "", board: str | None = None, scenario: str | None = None) -> ClassBoard:
    """The class board for the codes in ``text``, to which more can be pasted.

    It knows every lesson of the book; with ``board`` those of one seat, with ``scenario`` one lesson, and then it is
    light. Raises ValueError naming the boards and scenarios there are.
    """
    if not isinstance(text, str):
        raise ValueError(f"text must be text with result codes in it, got {text!r}")
    if board is None and scenario is not None:
        raise ValueError(f"board must be named with a scenario, one of {', '.join(SEATS)}, got None")
    if board is not None and board not in SEATS:
        raise ValueError(f"board must be one of {', '.join(SEATS)}, got {board!r}")
    return ClassBoard(sheets=_sheets(board, scenario), past=[dict(one) for one in past()], text=text)


def _sheets(board: str | None, scenario: str | None) -> list[dict[str, Any]]:
    if scenario is not None:
        return [dict(lesson_sheet(SEATS[board], scenario))]
    return [dict(sheet) for sheet in all_sheets().values() if board in (None, sheet["board"])]


def _is_of(reading: Reading, sheet: Sheet) -> bool:
    return reading.edition.fingerprint == sheet["fingerprint"]


def _rows(sheet: Sheet, reading: Reading) -> Iterator[dict[str, Any]]:
    deals = {deal["id"]: deal for deal in sheet["deals"]}
    for play in reading.plays:
        deal = deals[play.deal]
        score = scored(deal, play)
        bet = None if play.bet is None else deal["bet"].get("labels", deal["bet"]["values"])[play.bet]
        yield {
            "lesson": key(sheet["board"], sheet["scenario"]),
            "deal": deal["id"],
            "bet": bet,
            "bet_right": None if play.bet is None else VERDICTS[score["bet_right"]],
            "choices": " > ".join(_labels(deal["nodes"], deal["root"], play.choices)),
            **{name: score[name] for name in ("payoff", "best", "left")},
        }


def _labels(nodes: Sequence[Node], at: int, choices: tuple[int, ...]) -> Iterator[str]:
    for choice in choices:
        option = nodes[at]["options"][choice]
        yield option["label"]
        at = option["to"]
