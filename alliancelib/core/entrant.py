"""What runs in the process of one entry: it gets a function's text and some views, and says what the function answers.

An entry's function is called as ``strategy(view)``. What it is given, `Seen`, has five fields:

``view.player``
    the seat it plays, such as ``"player 2"``;
``view.history``
    what has happened, in order, as a tuple; what this player did not see is ``HIDDEN``;
``view.actions``
    what may be done: a tuple, or an `Interval` of numbers, or `Either` verbs or a number;
``view.p``
    the game's parameters by their letters, ``view.p.phi``; all players know them;
``view.play``
    the history once more, read by the rules: ``view.play.stage``, ``view.play.r1`` and so on, None where it has not
    happened or was not seen.

It returns an action, or a `Lottery` over actions. Without an import it may use ``math``, ``Lottery`` and ``HIDDEN``,
and it may import ``math``; nothing else, so that it has no clock and no dice of its own. Its names are made anew for
every question. So it is a function of its view and remembers nothing.

The fence here (few builtins, one import, limits where the system has them) keeps accidents apart. It does not hold
somebody who means harm: whoever knows Python can climb it. Nor does it find a note that is hung on a class or on
``math`` and read again while the same process lives.
"""

from __future__ import annotations

import ast
import builtins
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from types import CodeType
from typing import Any, TextIO

from alliancelib.core.game import HIDDEN, Action, Actions, Either, History, Interval, Lottery, Player, View

READY = "ready"
"""The first line that the process writes, before it has run anything of the entry's."""

FILE = "<entry>"
"""What tracebacks call the entry's text."""

LONGEST = 160
"""Characters of a reason."""

WITHHELD = ("breakpoint", "compile", "eval", "exec", "input", "open")
"""Builtins that an entry does not find."""


class Facts:
    """Values by name, for an entry to read; of what there is not it says so."""

    def __init__(self, title: str, values: Mapping[str, Any]) -> None:
        self.__dict__.update({name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})
        self._title = title

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{self.__dict__.get('_title')} has no {name!r}")

    def __str__(self) -> str:
        """What there is, without what is None."""
        return ", ".join(f"{k}={v!r}" for k, v in vars(self).items() if v is not None and k != "_title")


@dataclass(frozen=True, slots=True)
class Seen:
    """A `View` as an entry is given it, with what everybody knows beside it; see the module's docstring."""

    player: Player
    history: History
    actions: Actions
    p: Facts
    play: Facts

    def __str__(self) -> str:
        told = (self.player, self.history, self.actions)
        plain = [f"view.{name:8} {value!r}" for name, value in zip(("player", "history", "actions"), told)]
        return "\n".join([*plain, f"view.{'p':8} {self.p}", f"view.{'play':8} {self.play}"])


class Unfit(Exception):
    """An entry cannot go on; the message says why in a line."""


# --- views as text ----------------------------------------------------------------------------------------------


def question(view: View, p: Any, play: Any) -> str:
    """A view, the parameters and the history as it reads, as one line; equal views make equal lines."""
    facts = (("p", p), ("play", play))
    plain = {"player": view.player, "history": view.history, "actions": _plain_actions(view.actions)}
    plain |= {name: {f.name: getattr(record, f.name) for f in fields(record)} for name, record in facts}
    return json.dumps(plain, default=_hidden)


def seen(line: str) -> Seen:
    """What an entry is given, from such a line."""
    plain = json.loads(line)
    history = tuple(HIDDEN if action is None else action for action in plain["history"])
    p, play = (Facts(f"view.{name}", plain[name]) for name in ("p", "play"))
    return Seen(plain["player"], history, _actions(plain["actions"]), p, play)


def _hidden(value: object) -> None:
    if value is not HIDDEN:
        raise ValueError(f"a history must hold words and numbers, got {value!r}")


def _plain_actions(actions: Actions) -> Any:
    match actions:
        case Interval():
            return {"interval": [actions.low, actions.high, actions.low_open]}
        case Either():
            return {"verbs": actions.verbs, "or": _plain_actions(actions.numbers)}
    return actions


def _actions(plain: Any) -> Actions:
    match plain:
        case {"interval": ends}:
            return Interval(*ends)
        case {"verbs": verbs, "or": numbers}:
            return Either(tuple(verbs), _actions(numbers))
    return tuple(plain)


# --- the entry's function ---------------------------------------------------------------------------------------


def compiled(source: str) -> tuple[CodeType, str]:
    """A function's text as code, and the function's name. Raises Unfit unless it is one function and nothing else."""
    try:
        tree = ast.parse(source, FILE)
        if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
            raise Unfit("must be one function and nothing beside it")
        return compile(tree, FILE, "exec", dont_inherit=True), tree.body[0].name
    except SyntaxError as error:
        raise Unfit(f"is no Python: {error.msg} (line {error.lineno})") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unfit(f"is no Python: {error}") from None


def answered(code: CodeType, name: str, line: str) -> str:
    """The answer to one question as a line. Raises Unfit where the function fails or returns what is no action."""
    names = {"__builtins__": _builtins(), "__name__": "entry", "math": math, "Lottery": Lottery, "HIDDEN": HIDDEN}
    try:
        exec(code, names)
        found = names[name](seen(line))
    except BaseException as error:  # SystemExit and KeyboardInterrupt too: all are the entry's own
        raise Unfit(f"crashed: {_described(error)}") from None
    if type(found) is Lottery:
        return json.dumps({"lottery": [(_action(outcome), float(chance)) for outcome, chance in found]})
    return json.dumps({"action": _action(found)})


def _action(value: Any) -> Action:
    if type(value) not in (str, int, float):
        raise Unfit(f"answered with {_kind(value)}: an action is a word or a number")
    if type(value) is int and abs(value) > 1 << 62 or type(value) is str and len(value) > LONGEST:
        raise Unfit("answered with something far too long")
    return value


def _kind(value: Any) -> str:
    return "nothing (None)" if value is None else f"a value of type {type(value).__name__}"


def _described(error: BaseException) -> str:
    """The kind of an error, what it says, and the line of the entry in which it arose."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        said = f": {error}" if str(error) else ""
    except BaseException:  # its words are the entry's as well
        said = ""
    return f"{type(error).__name__}{said}" + (f" (line {line})" if line else "")


def _builtins() -> dict[str, Any]:
    kept = {name: value for name, value in vars(builtins).items() if name not in WITHHELD}
    return {**kept, "__import__": _only_math}


def _only_math(name: str, *_: Any, **__: Any) -> Any:
    if name != "math":
        raise ImportError(f"an entry may import math and nothing else, got {name}")
    return math


# --- the process ------------------------------------------------------------------------------------------------


def main() -> None:
    """Read a request from standard input, answer it line by line, and stop at the first fault."""
    request = json.load(sys.stdin)
    say = _alone()
    _limit(request["seconds"], request["megabytes"])
    begin = _clock(request["move"], say)
    say(READY)
    try:
        begin()
        code, name = compiled(request["source"])
        for line in request["questions"]:
            begin()
            say(answered(code, name, line))
    except Unfit as fault:
        said = "".join(char if char.isprintable() else " " for char in str(fault))
        say(json.dumps({"fault": said[:LONGEST]}))


def _alone() -> Callable[[str], None]:
    """Keep the way out for answers, and leave the entry with nothing to read from and nobody to print to."""
    out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)

    def say(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    return say


def _clock(seconds: float, say: Callable[[str], None]) -> Callable[[], None]:
    """What begins the time of a move: processor time, so that a busy machine is nobody's fault.

    Where the system has no such clock, whoever asks has one on the wall.
    """
    if not hasattr(signal, "setitimer"):
        return lambda: None

    def late(*_: Any) -> None:
        # Not an exception, which the entry might catch.
        say(json.dumps({"fault": too_long(seconds)}))
        os._exit(1)

    signal.signal(signal.SIGPROF, late)
    return lambda: signal.setitimer(signal.ITIMER_PROF, seconds)


def too_long(seconds: float) -> str:
    """The reason of an entry that is late."""
    return f"took longer than {seconds:g} s over a move"


def _limit(seconds: int, megabytes: int) -> None:
    """Processor time, memory, no new processes and no files, as far as the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    limits = {"CPU": seconds, "AS": megabytes << 20, "NPROC": 0, "FSIZE": 0, "CORE": 0}
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
