"""Entries to a tournament as text: one function each, with the name and the seat of whoever wrote it.

What is handed in can be pasted, many in a row and with other words between them::

    # Tournament entry for player 2: Anna
    def strategy(view):
        return "accept" if view.play.r1 >= 0.5 else "search"
    # End of the entry, 0a1b2c3d

The last line carries a checksum of all before it, so that an entry that was cut short or changed on its way is
refused, by its name and alone. Blanks at the ends of lines do not count.
"""

from __future__ import annotations

import inspect
import re
import textwrap
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alliancelib.core.game import Player

LONGEST_NAME = 40
"""Characters of a name."""

LONGEST_SOURCE = 20_000
"""Characters of a function's text."""

HEAD = re.compile(r"# Tournament entry for (?P<seat>[^:\n]+): (?P<name>[^\n]+)")

TAIL = re.compile(r"# End of the entry, (?P<check>[0-9a-f]{8})")

FILES = ("*.py", "*.txt")
"""What is read of a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One function, as text, that takes a seat. Raises ValueError unless the name is printable and neither is too long.

    Nothing is run or parsed here: that the text is a function is found out in a process of its own.
    """

    name: str
    seat: Player
    source: str

    def __post_init__(self) -> None:
        if not self.name.isprintable() or self.name != self.name.strip() or not 0 < len(self.name) <= LONGEST_NAME:
            raise ValueError(f"name must be 1 to {LONGEST_NAME} printable characters, got {self.name[:60]!r}")
        if len(self.source) > LONGEST_SOURCE:
            raise ValueError(f"source must have at most {LONGEST_SOURCE} characters, got {len(self.source)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What cannot be played, and why."""

    name: str
    """Whose it is; empty where no entry was found."""
    where: str
    """The line on which it begins, after the name of its file if there is one."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIns:
    """What was found among the things handed in, in the order in which it was found."""

    entries: tuple[Entry, ...]
    refused: tuple[Refusal, ...]


def entry(function: Callable[[Any], Any], name: str, seat: Player) -> Entry:
    """A function as an entry. Raises ValueError where its text cannot be found, or the name will not do."""
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError):
        raise ValueError(f"function must be written in a cell or a file, got {function!r}") from None
    return Entry(name=name, seat=seat, source=_trimmed(textwrap.dedent(source)))


def entry_text(function: Callable[[Any], Any], name: str, seat: Player) -> str:
    """A function as the text to hand in. Raises ValueError as `entry` does."""
    return as_text(entry(function, name, seat))


def as_text(handed_in: Entry) -> str:
    """The text of an entry, between its first line and its last."""
    body = f"# Tournament entry for {handed_in.seat}: {handed_in.name}\n{_trimmed(handed_in.source)}\n"
    return f"{body}# End of the entry, {_checksum(body)}\n"


def read_entries(where: str | Path) -> HandIns:
    """Every entry in a text, or in the files of a folder in the order of their names.

    Words between entries are passed over. Of two entries with one name and seat, the second is refused.
    """
    found: dict[tuple[str, Player], Entry] = {}
    refused: list[Refusal] = []
    for file, text in _texts(where):
        for line, name, read in _read(text):
            if isinstance(read, Entry):
                if found.setdefault((read.name, read.seat), read) is read:
                    continue
                read = "the name is taken by an earlier entry"
            refused.append(Refusal(name=name, where=f"{file}line {line}", why=read))
    return HandIns(entries=tuple(found.values()), refused=tuple(refused))


def _texts(where: str | Path) -> Iterator[tuple[str, str]]:
    """The texts to read, each with the words for the file that it is from."""
    if isinstance(where, str):
        yield "", where
        return
    for path in sorted({path for kind in FILES for path in where.glob(kind)}):
        # Some editors put a mark in front of UTF-8.
        yield f"{path.name}, ", path.read_text(encoding="utf-8-sig", errors="replace")


def _read(text: str) -> Iterator[tuple[int, str, Entry | str]]:
    """By the line on which it begins: each name that was found, with its entry or with the reason why it is none."""
    lines = _plain(text).split("\n")
    starts = [k for k, line in enumerate(lines) if HEAD.fullmatch(line)]
    if not starts:
        yield 1, "", "no entry here"
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        head = HEAD.fullmatch(lines[start])
        try:
            read = _entry(head["name"], head["seat"], lines[start:end])
        except ValueError as error:
            read = str(error)
        yield start + 1, head["name"][:LONGEST_NAME], read


def _entry(name: str, seat: Player, lines: list[str]) -> Entry:
    last = next((k for k, line in enumerate(lines) if TAIL.fullmatch(line)), None)
    if last is None:
        raise ValueError("cut short: its last line is missing")
    if _checksum("\n".join(lines[:last]) + "\n") != TAIL.fullmatch(lines[last])["check"]:
        raise ValueError("damaged: its text is not the one that was written")
    return Entry(name=name, seat=seat, source="\n".join(lines[1:last]))


def _trimmed(text: str) -> str:
    """The text without what may change on its way, nor empty lines around it."""
    return _plain(text).strip("\n")


def _plain(text: str) -> str:
    """The text line by line, without what may change on its way: blanks at the ends of lines, and their kind."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return "\n".join(line.rstrip() for line in plain.split("\n"))


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
