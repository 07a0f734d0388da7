"""How soon a class page can be played on a slow phone, and what it weighs: ``python benchmarks/class_page.py``.

The peer is the book's own page with the same board, visited in turn with the class pages; see `page.py` for how.
"""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from page import BELOW, CHAPTER, PHONE, SITE, Visit, hosting, looking_in, visits
from playwright.sync_api import sync_playwright
from report import Figure, Spread, described, machine, save, table

PAGES = {
    "the first lesson": "class/player-2.take-it-or-look.html?deals=1-10",
    "the lightest": "class/patron.stay-or-go.html?deals=1-10",
    "the heaviest": "class/player-2.tie-your-own-hands.html?deals=1-10",
}
"""Class pages by what they are among the lessons."""

SLOW = replace(PHONE, budget=1.5)


def figures(name: str, ours: Sequence[Visit], peers: Sequence[Visit]) -> Iterator[Figure]:
    """What one class page does beside the book's page."""
    yield Figure(
        name=f"{name}: to the first button that can be pressed",
        unit="s",
        ours=Spread(tuple(each.button for each in ours)),
        budget=SLOW.budget,
        peer="the book's page with its first board",
        theirs=Spread(tuple(each.button for each in peers)),
    )
    yield Figure(
        name=f"{name}: sent in all",
        unit="B",
        ours=Spread(tuple(float(sum(each.sent.values())) for each in ours)),
        budget=150e3,
        peer="the book's page, in all",
        theirs=Spread(tuple(float(sum(each.sent.values())) for each in peers)),
    )


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="visits of each page (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every run's numbers to FILE")
    wanted = parser.parse_args()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not (SITE / "class").is_dir() or program is None:
        sys.exit("It needs the built site (make site), and chromium on the path or named in CHROMIUM.")
    with hosting(looking_in({BELOW: SITE}, {})) as host, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        facts = {**machine(), "chromium": browser.version, "runs": wanted.runs}
        print(described(facts), end="\n\n", flush=True)
        *ours, peers = visits(browser, host, [BELOW + path for path in (*PAGES.values(), CHAPTER)], SLOW, wanted.runs)
        browser.close()
    found = [figure for name, each in zip(PAGES, ours) for figure in figures(name, each, peers)]
    print(table(found))
    if wanted.json:
        save(wanted.json, facts, found)


if __name__ == "__main__":
    main()
