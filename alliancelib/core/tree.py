"""One deal as a finite tree: everything a seat may do, with the others' answers already worked out.

The front end only walks these trees and adds up; it knows no rule, payoff or threshold. A tree is plain
data, ready for JSON:

``{"root": 4, "nodes": [node, ...]}``, children before parents, equal nodes stored once.

A decision node::

    {"say": [str, ...],            what happened since the last decision, a sentence each
     "ask": str,                   the question put to the player
     "as": "buttons" | "slider",   slider where options are numbers, with the verbs, if any, as buttons beside it
     "marks": [mark, ...],         what is on the line now
     "settles": str,               only where the answer to the bet is revealed here
     "reveal": [mark, ...],        theory's cutoffs, shown in the debrief
     "why": str,                   the debrief's reason, in words
     "claim": str,                 key of the claim the decision turns on
     "best": float,                what the best option is worth
     "options": [{"do": action, "label": str, "note": str, "to": int, "worth": float, "regret": float,
                  "at": float}, ...]}      only where the option is a place on the line

Where several people play, each decision also names its ``"seat"``, whose words and worths these are.

An end::

    {"say": [...], "marks": [...], "settles": str, "outcome": str, "payoffs": {player: float},
     "payoff": float}              that of the seat, where there is one

A mark is ``{"at": float, "label": str, "kind": str}``. Its label does not repeat the number, which the front end
adds. Worths, payoffs, regrets and positions are in points: hundredths of the model's unit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from alliancelib.core.game import Action, History, IllegalAction, Player, is_number
from alliancelib.core.session import Session

POINTS = 100
"""Points to the model's unit: players see stakes from 0 to 100."""

DECIMALS = 6
"""How finely a tree states its numbers, in points."""

TIE = 1e-7
"""Options whose worths differ by less, in points, are equally good."""


def points(value: float) -> float:
    """A payoff or a share of the model, in points."""
    return round(value * POINTS, DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something on the line from 0 to 1: ``at`` in the model's unit, ``kind`` names its look."""

    at: float
    label: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A history in words: what has just happened, the question, and what is on the line."""

    say: Sequence[str]
    ask: str = ""
    marks: Sequence[Mark] = ()
    settles: str | None = None
    """The answer to the bet, where this situation reveals it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An action in words, and where it lies on the line if it is a number of the line's."""

    label: str
    note: str = ""
    at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What the debrief says of a decision: the claim it turns on, why, and the cutoffs on the line."""

    claim: str
    why: str
    reveal: Sequence[Mark] = field(default=())


class Words(Protocol):
    """A game in words, for one seat; for several, at each history for the one to move."""

    def situation(self, history: History) -> Situation: ...

    def option(self, history: History, action: Action) -> Option: ...

    def outcome(self, history: History) -> str: ...

    def lesson(self, history: History) -> Lesson: ...


class Judge(Protocol):
    """What a choice is worth: the mover's expected payoff, the theory followed afterwards."""

    def worth(self, history: History, action: Action) -> float: ...


Tree = Mapping[str, Any]


def unroll(session: Session, seat: Player | tuple[Player, ...], words: Words, judge: Judge, *, steps: int = 21) -> Tree:
    """The decision tree of ``seat`` in the deal that ``session`` starts, nature and the other seats answering.

    ``seat`` may be several, whose decisions then alternate as the game has it. Every other seat of ``session`` must
    hold a strategy. A continuous choice becomes ``steps`` values. Raises ValueError where ``seat`` itself holds a
    strategy or another seat is free.
    """
    seats = seat if isinstance(seat, tuple) else (seat,)
    for player in seats:
        if player in session.seats:
            raise ValueError(f"{player} holds a strategy, so there is no tree of choices to unroll")
    nodes: list[Mapping[str, Any]] = []
    known: dict[str, int] = {}

    def store(node: Mapping[str, Any]) -> int:
        key = json.dumps(node, sort_keys=True)
        if key not in known:
            known[key] = len(nodes)
            nodes.append(node)
        return known[key]

    def visit(play: Session) -> int:
        if play.to_move is None:
            return store(_end(play, seats, words))
        if play.to_move not in seats:
            raise ValueError(f"{play.to_move} needs a strategy before {' and '.join(seats)}'s tree can be unrolled")
        allowed = play.view.actions
        grid = allowed if isinstance(allowed, tuple) else allowed.grid(steps)
        branches = [(action, visit(play.play(action))) for action in grid]
        whose = {"seat": play.to_move} if len(seats) > 1 else {}
        return store({**whose, **_decision(play.history, branches, words, judge)})

    root = visit(session.advance())
    return {"root": root, "nodes": nodes}


def walk(tree: Tree, choices: Sequence[Action]) -> tuple[Mapping[str, Any], ...]:
    """The nodes that a play visits, the root first. Raises IllegalAction where a choice is not an option there."""
    nodes = [tree["nodes"][tree["root"]]]
    for choice in choices:
        open_ways = {option["do"]: option["to"] for option in nodes[-1].get("options", ())}
        if choice not in open_ways:
            raise IllegalAction(f"the choice must be one of {tuple(open_ways)!r}, got {choice!r}")
        nodes.append(tree["nodes"][open_ways[choice]])
    return tuple(nodes)


def _decision(
    history: History, branches: Sequence[tuple[Action, int]], words: Words, judge: Judge
) -> Mapping[str, Any]:
    situation, lesson = words.situation(history), words.lesson(history)
    worths = [points(judge.worth(history, action)) for action, _ in branches]
    best = max(worths)
    options = []
    for (action, to), worth in zip(branches, worths, strict=True):
        option = words.option(history, action)
        lost = best - worth
        regret = round(lost, DECIMALS) if lost > TIE else 0.0
        said = {"label": option.label, "note": option.note}
        where = {} if option.at is None else {"at": points(option.at)}
        options.append({"do": action, **said, **where, "to": to, "worth": worth, "regret": regret})
    return {
        **_said(situation),
        "ask": situation.ask,
        "as": "slider" if _numbers(branches) else "buttons",
        "reveal": _marks(lesson.reveal),
        "why": lesson.why,
        "claim": lesson.claim,
        "best": best,
        "options": options,
    }


def _numbers(branches: Sequence[tuple[Action, int]]) -> bool:
    """Whether options are numbers, which read better on a slider than as a row of buttons."""
    return any(is_number(action) for action, _ in branches)


def _end(play: Session, seats: tuple[Player, ...], words: Words) -> Mapping[str, Any]:
    paid = {player: points(value) for player, value in play.payoffs.items()}
    own = {"payoff": paid[seats[0]]} if len(seats) == 1 else {}
    return {
        **_said(words.situation(play.history)),
        "outcome": words.outcome(play.history),
        **own,
        "payoffs": paid,
    }


def _said(situation: Situation) -> dict[str, Any]:
    said: dict[str, Any] = {"say": list(situation.say), "marks": _marks(situation.marks)}
    if situation.settles is not None:
        said["settles"] = situation.settles
    return said


def _marks(marks: Sequence[Mark]) -> list[Mapping[str, Any]]:
    return [{"at": points(mark.at), "label": mark.label, "kind": mark.kind} for mark in marks]
