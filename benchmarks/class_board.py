"""How long the class board takes for the codes of a large class: ``python benchmarks/class_board.py``.

From the paste to the numbers on the screen, in a browser, from the page as a file; and `core.codes.read` with
`core.results.summary` for the same codes, which no reader waits for.
"""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright
from report import Figure, Spread, described, machine, save, table

from alliancelib.core.codes import encode, read
from alliancelib.core.crowds import Crowd
from alliancelib.core.results import edition, summary
from alliancelib.widgets.class_board_page import page
from alliancelib.widgets.sheets import all_sheets, editions, past

CODES = (30, 1000, 10_000)
"""Codes that are pasted at once: a class, a course, and far too many."""

LESSON = "player-2/take-it-or-look"

# Pastes a text, waits for what comes of it to be laid out, and tells how long that took, in seconds. The board counts
# when nobody has typed for a moment; the pause is part of it.
PASTE = """
async (text) => {
  const board = document.querySelector("[data-aa-class-board]");
  const box = document.querySelector("[data-aa-paste]");
  const begun = performance.now();
  box.value = text;
  box.dispatchEvent(new Event("input"));
  while (board.aaFound().text !== box.value) await new Promise((go) => setTimeout(go, 1));
  board.getBoundingClientRect();
  return (performance.now() - begun) / 1000;
}
"""


def codes(count: int) -> str:
    """So many codes of ten deals, of players who differ."""
    sheet = all_sheets()[LESSON]
    crowd = Crowd(line=50.0, spread=40.0, slips=0.4)
    found = [encode(edition(sheet), plays) for plays in crowd.plays(sheet, count, deals=range(1, 11))]
    return "\n".join(Random("codes").sample(found, count))


def pasted(browser: Any, address: str, text: str) -> float:
    opened = browser.new_page()
    opened.goto(address)
    taken = opened.evaluate(PASTE, text)
    opened.close()
    return taken


def counted(text: str) -> float:
    sheets = all_sheets()
    begun = perf_counter()
    readings = read(text, editions(sheets.values()))
    summary(sheets[LESSON], [one.plays for one in readings if one.first is None])
    return perf_counter() - begun


def figure(browser: Any, address: str, count: int, runs: int) -> Figure:
    """One size of class: the page's runs and Python's in turn."""
    text = codes(count)
    taken = [(pasted(browser, address, text), counted(text)) for _ in range(runs)]
    return Figure(
        name=f"{count} codes of ten deals: from the paste to the numbers",
        unit="s",
        ours=Spread(tuple(one for one, _ in taken)),
        budget=1.0 if count <= 1000 else None,
        peer="the same in Python",
        theirs=Spread(tuple(other for _, other in taken)),
    )


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each size (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every run's numbers to FILE")
    wanted = parser.parse_args()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        sys.exit("It needs chromium on the path or named in CHROMIUM.")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        where = Path(folder, "board.html")
        where.write_text(page(all_sheets().values(), past()), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        facts = {**machine(), "chromium": browser.version, "runs": wanted.runs}
        print(described(facts), end="\n\n", flush=True)
        found = [figure(browser, where.as_uri(), count, wanted.runs) for count in CODES]
        browser.close()
    print(table(found))
    if wanted.json:
        save(wanted.json, facts, found)


if __name__ == "__main__":
    main()
