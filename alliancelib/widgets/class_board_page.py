"""The class board as a page of its own: one file that needs no network and no theme, with every lesson's score sheet.

``?lesson=player-2/take-it-or-look`` names the lesson to be shown first where codes of several are pasted; with
``#theory`` it opens with theory revealed. `class_board_widget` shows the same board in a notebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from alliancelib.core.results import Sheet
from alliancelib.widgets.decks import as_script
from alliancelib.widgets.texts import joined, text

LAST_OF_THE_COLOURS = "/* --- the card --- */"
"""What follows the colours in board.css."""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Class board \u00b7 Alliances in Anarchy</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<body class="aa-class">
<header class="aa-head">
<h1>Class board</h1>
<nav aria-label="Elsewhere"><a href="../book/welcome.html">Alliances in Anarchy</a>
<a href="index.html">Play in class</a>
<a href="../book/in-class/guide.html">Teacher's guide</a></nav>
</header>
<main>
<noscript><p>The class board needs JavaScript. It sends nothing.</p></noscript>
</main>
<script type="application/json" id="aa-sheets">{sheets}</script>
<script>{script}</script>
</html>
"""

FRAME = """
.aa-class .aa-head { max-width: none; }
@media print { .aa-class .aa-head { display: none; } }
"""
"""The head is as wide as the board."""

EXPORT = "export default"
"""Begins the one line of the front end that only a module may have."""


def front_end() -> str:
    """The board's script as a module: reading codes, counting, and showing."""
    return joined("codes.js", "results.js", "class_board.js")


def style() -> str:
    """The board's look, with the colours of the boards that are played on."""
    colours, found, _ = text("board.css").partition(LAST_OF_THE_COLOURS)
    if not found:
        raise ValueError(f"board.css must hold {LAST_OF_THE_COLOURS!r} after its colours")
    return colours.replace(".aa-board", ".aa-class-board") + text("class_board.css")


def page(sheets: Iterable[Sheet], past: Iterable[Mapping[str, str]]) -> str:
    """The page, for the lessons of some score sheets; ``past`` is what was published before, as in `sheets.past`."""
    script = "\n".join(line for line in front_end().splitlines() if not line.startswith(EXPORT))
    known: Mapping[str, Any] = {
        "sheets": list(sheets),
        "past": [{name: one[name] for name in ("fingerprint", "title")} for one in past],
    }
    return PAGE.format(
        style=text("class.css") + style() + FRAME,
        sheets=as_script(known),
        script=script + "\n" + text("class_board_page.js"),
    )
