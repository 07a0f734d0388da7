"""How long a tournament of a large class takes: ``python benchmarks/tournament.py``.

Times are those of a clock on the wall, because each entry runs in a process of its own and is waited for. The peer
makes the same plays in this process with no isolation at all: what is above it is the price of isolation.
"""

from __future__ import annotations

import math
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from report import Figure, Measure, described, in_turn, machine, save, table

from alliancelib.core.entrant import question, seen
from alliancelib.core.entries import Entry
from alliancelib.core.game import HIDDEN, Lottery, Strategy, View, sure
from alliancelib.core.tournament import Table, play, reference
from alliancelib.outside_options import tournament
from alliancelib.outside_options.model import read

ENTRIES = 300
DEALS = 10

PLAYER_2 = """
def strategy(view):
    play, p = view.play, view.p
    line = max({line}, p.phi - 1)
    if play.stage == "first response":
        return "accept" if play.r1 >= line else "{otherwise}"
    hers = play.r1 if play.stage == "after search" else play.r2
    found = max(play.x1 or 0, play.x2 or 0)
    if max(hers, found) < line and play.stage != "final response":
        return "advance" if play.stage == "after search" else "search"
    if 1 - p.phi + max(hers, found) < 0:
        return "decline"
    return "accept ad hoc" if found > hers else "accept ally"
"""

PLAYER_1 = """
def strategy(view):
    found = view.play.x1 or 0
    return min(1, max(found, (view.p.phi - 1) * {share} + {line}))
"""


def entries(seat: str, count: int) -> list[Entry]:
    """So many different entries for a seat."""
    random, text = Random(seat), {"player 1": PLAYER_1, "player 2": PLAYER_2}[seat]
    drawn = ({"line": random.random(), "share": random.random()} for _ in range(count))
    return [
        Entry(
            name=f"{seat}, {k}", seat=seat, source=text.format(**each, otherwise=random.choice(("search", "advance")))
        )
        for k, each in enumerate(drawn)
    ]


def tournaments(runs: int) -> Iterator[Figure]:
    """A class in one seat, for each seat; then half of it in either, who meet each other too."""
    at = {seat: tournament.table(seat, tournament.deals(count=DEALS)) for seat in ("player 1", "player 2")}
    for seat, one in at.items():
        class_ = entries(seat, ENTRIES)
        ours, theirs = in_turn(runs, wall(partial(played, [one], class_)), wall(partial(unprotected, one, class_)))
        yield Figure(
            name=f"{ENTRIES} entries for {seat}, {DEALS} deals, {len(one.panel)} opponents",
            unit="s",
            ours=ours,
            budget=60,
            peer="the same plays in one process, without isolation",
            theirs=theirs,
        )
    halves = [each for seat in at for each in entries(seat, ENTRIES // 2)]
    (ours,) = in_turn(runs, wall(lambda: played(list(at.values()), halves)))
    yield Figure(name=f"{ENTRIES // 2} entries for each seat, who also meet each other", unit="s", ours=ours)


def wall(function: Callable[[], Any]) -> Measure:
    """Measures one call by the clock on the wall."""

    def measure() -> float:
        start = time.perf_counter()
        function()
        return time.perf_counter() - start

    return measure


def played(tables: list[Table], class_: list[Entry]) -> None:
    """A tournament in which everybody must come through."""
    result = play(tables, class_)
    if result.disqualified:
        raise RuntimeError(f"nobody should be disqualified, got {dict(result.disqualified)!r}")


def unprotected(one: Table, class_: list[Entry]) -> None:
    """Each entry against the panel, called as a function of this process."""
    for each in class_:
        reference(one, lambda deal, each=each: trusted(each.source, deal.p))


def trusted(source: str, p: Any) -> Strategy:
    """The function of a text as a strategy."""
    names: dict[str, Any] = {"math": math, "Lottery": Lottery, "HIDDEN": HIDDEN}
    exec(source, names)

    def strategy(view: View) -> Lottery:
        found = names["strategy"](seen(question(view, p, read(view.history))))
        return found if isinstance(found, Lottery) else sure(found)

    return strategy


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each figure is measured (default 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every run's numbers to FILE")
    wanted = parser.parse_args()
    facts = {**machine(), "runs": wanted.runs}
    print(described(facts), end="\n\n", flush=True)
    figures = list(tournaments(wanted.runs))
    print(table(figures))
    if wanted.json:
        save(wanted.json, facts, figures)


if __name__ == "__main__":
    main()
