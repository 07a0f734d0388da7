"""Players who choose as chance has it, and their codes, with what may go wrong on the way to a class board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from alliancelib.core.codes import SYMBOLS, Play, encode
from alliancelib.core.results import Player, Sheet, edition
from alliancelib.widgets import sheets

SCRIPTS = Path(sheets.__file__).parent


def random_play(deal: Mapping[str, Any], rng: Random) -> Play:
    """One deal with every bet and every option equally likely."""
    choices, at = [], deal["root"]
    while options := deal["nodes"][at].get("options"):
        choices.append(rng.randrange(len(options)))
        at = options[choices[-1]]["to"]
    bet = rng.randrange(len(deal["bet"]["values"])) if deal["bet"] else None
    return Play(deal=deal["id"], bet=bet, choices=tuple(choices))


def random_player(sheet: Sheet, rng: Random) -> tuple[Play, ...]:
    """Some of the lesson's deals, in the lesson's order."""
    chosen = set(rng.sample(range(len(sheet["deals"])), rng.randint(1, len(sheet["deals"]))))
    return tuple(random_play(deal, rng) for k, deal in enumerate(sheet["deals"]) if k in chosen)


def random_players(sheet: Sheet, count: int, seed: str) -> list[Player]:
    rng = Random(f"{seed}/{sheet['board']}/{sheet['scenario']}")
    return [random_player(sheet, rng) for _ in range(count)]


def codes_of(sheet: Sheet, players: Sequence[Player]) -> list[str]:
    return [encode(edition(sheet), player) for player in players]


def mutated(code: str, rng: Random) -> str:
    """A code with one symbol wrong."""
    at = rng.randrange(len(code))
    return code[:at] + rng.choice(SYMBOLS.replace(code[at], "")) + code[at + 1 :]


def swapped(code: str, rng: Random) -> str:
    """A code with two neighbours in the wrong order."""
    at = rng.choice([k for k in range(len(code) - 1) if code[k] != code[k + 1]])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def cut(code: str, rng: Random) -> str:
    """A code that somebody did not copy to its end, or not from its beginning."""
    at = rng.randrange(1, len(code))
    return rng.choice((code[:at], code[at:]))


def broken(code: str, rng: Random) -> str:
    """A code that a mail program, or somebody who typed it from a phone, broke in two."""
    at = rng.randrange(3, len(code))
    return code[:at] + rng.choice(("\n", "=\n", " \n> ")) + code[at:]


def script(*names: str) -> str:
    """The text of the front end."""
    return "\n".join((SCRIPTS / name).read_text(encoding="utf-8") for name in names)
