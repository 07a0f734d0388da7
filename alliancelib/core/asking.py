"""Putting questions to an entry in a process of its own, which is ended when it is late.

What the isolation is: a fresh interpreter that knows no packages, an empty folder to stand in, no environment, limits
on processor time and memory and no new processes where the system has such limits, nothing shared with other entries
but the machine, and an end for the whole group of processes. It sees the views that are put to it, never the
session, another player's type, the draws to come or the seed.

What it is not: a sandbox against somebody who means harm. The process runs as the user who started it and can read
what that user can read, so play the entries of people you do not know on a machine, or as a user, with nothing to lose.

Nor as root, as which one often is in a container. There Linux does not apply the limit on processes, so that an entry
that gets at the system can start others. They end with its group; one that makes a group of its own does not, and lives
until it has used its processor time. All of this has been tried on Linux only.
"""

from __future__ import annotations

import json
import math
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from alliancelib.core.entrant import READY, too_long
from alliancelib.core.game import Action, Actions, IllegalAction, Lottery, is_number, sure

ROOT = Path(__file__).parents[2]
"""Where the package lies: an interpreter without packages is told."""

PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from alliancelib.core.entrant import main; sys.path.pop(0); main()"
)

START = 60.0
"""Seconds in which a process must be ready, however busy the machine; nothing of the entry has run by then."""

PATIENCE = 5
"""How many times the seconds for a move are waited before a process that says nothing is ended."""

LONGEST_LINE = 20_000
"""Bytes of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an entry may use. Raises ValueError unless all are positive."""

    move: float = 2.0
    """Seconds of the processor for one answer; by a clock, which alone counts on Windows, PATIENCE times as many."""
    entry: float = 20.0
    """Seconds by a clock for all of its answers."""
    megabytes: int = 256

    def __post_init__(self) -> None:
        for name in ("move", "entry", "megabytes"):
            if not 0 < getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be positive, got {getattr(self, name)!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """The answers given, and why there are no more: empty where all were given."""

    answers: Mapping[str, Lottery]
    fault: str
    seconds: float


def ask(source: str, questions: Mapping[str, Actions], limits: Limits, left: float) -> Replies:
    """What the function of that text answers to each question; the rules allow it the actions beside the question.

    ``left`` is what the entry still has of its seconds. Raises RuntimeError where no process can be started.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as empty:
        process = _started(empty)
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        most = len(questions) + 2  # that it is ready, its answers, a fault
        reader = threading.Thread(target=_pump, args=(process.stdout, lines, most), daemon=True)
        reader.start()
        try:
            _send(process, source, list(questions), limits)
            return _heard(lines, questions, limits, left)
        finally:
            _end(process)
            reader.join(1)
            # Something that escaped may still hold the other end; to close this one would then wait for ever.
            if not reader.is_alive():
                process.stdout.close()


def _started(folder: str) -> subprocess.Popen[bytes]:
    # As isolated as -I, but for one variable: sets of words have the same order in every run.
    flags = ["-P", "-s", "-S", "-B"]
    # Windows starts no program without this one.
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return subprocess.Popen(
        [sys.executable, *flags, "-c", PROGRAM, str(ROOT)],
        cwd=folder,
        env={**kept, "PYTHONHASHSEED": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _send(process: subprocess.Popen[bytes], source: str, questions: list[str], limits: Limits) -> None:
    seconds = math.ceil(limits.entry) + 1
    request = {"source": source, "questions": questions, "move": limits.move, "seconds": seconds}
    request["megabytes"] = limits.megabytes
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(json.dumps(request).encode())


def _pump(stream: BinaryIO, lines: queue.SimpleQueue[bytes], most: int) -> None:
    """Pass on so many lines at most, none longer than LONGEST_LINE; an empty one says that there are no more."""
    with suppress(ValueError, OSError):
        for _ in range(most):
            if not (line := stream.readline(LONGEST_LINE)):
                break
            lines.put(line)
    lines.put(b"")


def _heard(lines: queue.SimpleQueue[bytes], questions: Mapping[str, Actions], limits: Limits, left: float) -> Replies:
    answers: dict[str, Lottery] = {}
    fault, began = "", time.monotonic()
    try:
        _expect_ready(lines)
        began = time.monotonic()
        for question, actions in questions.items():
            rest = left - (time.monotonic() - began)
            answers[question] = _answer(_line(lines, max(0.0, min(PATIENCE * limits.move, rest))), actions)
    except queue.Empty:
        of_all = f"took longer than {limits.entry:g} s over all of its moves"
        fault = of_all if rest < PATIENCE * limits.move else too_long(limits.move)
    except IllegalAction as error:
        fault = str(error)
    return Replies(answers=answers, fault=fault, seconds=time.monotonic() - began)


def _expect_ready(lines: queue.SimpleQueue[bytes]) -> None:
    """Raises RuntimeError where the process does not start: that is no fault of the entry's."""
    try:
        if lines.get(timeout=START).strip() == READY.encode():
            return
    except queue.Empty:
        pass
    raise RuntimeError(f"a process of {sys.executable} for an entry did not start")


def _line(lines: queue.SimpleQueue[bytes], seconds: float) -> bytes:
    line = lines.get(timeout=seconds)
    if not line:
        raise IllegalAction("ended its process without an answer")
    return line.rstrip(b"\n")


def _answer(line: bytes, actions: Actions) -> Lottery:
    """The lottery that a line tells. Raises IllegalAction, saying why, where it tells none that the rules allow."""
    try:
        match json.loads(line):
            case {"fault": str(fault)}:
                raise IllegalAction(fault)
            case {"action": action}:
                found = sure(action)
            case {"lottery": [*chances]}:
                found = Lottery(tuple((outcome, chance) for outcome, chance in chances))
            case _:
                raise ValueError
    except IllegalAction:
        raise
    except (ValueError, TypeError, RecursionError):
        raise IllegalAction("said what is no answer") from None
    for action, _ in found:
        if not (isinstance(action, str) or is_number(action)) or action not in actions:
            raise IllegalAction(f"answered {_brief(action)} where the rules allow {_allowed(actions)}")
    return found


def _brief(action: Action) -> str:
    text = repr(action)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _allowed(actions: Actions) -> str:
    if isinstance(actions, tuple):
        return _brief(actions[0]) if len(actions) == 1 else ", ".join(map(_brief, actions[:6]))
    numbers = getattr(actions, "numbers", actions)
    verbs = "".join(f"{_brief(verb)} or " for verb in getattr(actions, "verbs", ()))
    return f"{verbs}a number from {'above ' if numbers.low_open else ''}{numbers.low:g} to {numbers.high:g}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            # Before it is waited for, so that the number is still its own.
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
