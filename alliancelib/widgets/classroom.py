"""Pages for a class, each a file of its own without the book's theme: one for every lesson, and where a class begins.

A class link names game, seat and lesson by its page, and the deals by its query: ``class/player-2.hold-74.html`` with
``?deals=1-10``. A page holds all it needs, so it can be opened from a folder, and once open needs no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby

from alliancelib.core.results import Sheet
from alliancelib.widgets import class_board_page
from alliancelib.widgets.decks import Deck, as_script, key
from alliancelib.widgets.sheets import past
from alliancelib.widgets.texts import joined, text

CLASS = "class"
"""The folder of the site that holds the pages."""

USUAL = 10
"""How many deals a class is given where the teacher does not choose."""

BOARD = "aa-class-board"
"""The widget of a class page, which has no other."""

PAGE = """<!doctype html>
<html lang="en" data-content_root="../">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<body class="aa-class">
{body}
</html>
"""

LESSON = """<header class="aa-head">
<h1>{title} <span class="aa-note-below">\u00b7 class page</span></h1>
<nav aria-label="This page">
<button type="button" class="aa-do" data-aa-my-code disabled>My code so far</button>
<button type="button" class="aa-do" data-aa-start-again>Start again</button>
<button type="button" class="aa-do" data-aa-undo hidden>Bring back what I had played</button>
</nav>
</header>
<main>
<p class="aa-panel aa-said" data-aa-said role="status"></p>
<section class="aa-panel" data-aa-result aria-labelledby="result" hidden>
<h2 id="result" data-aa-result-title tabindex="-1">Your result code</h2>
<p data-aa-count></p>
<output class="aa-code" data-aa-code></output>
<button type="button" class="aa-do aa-main" data-aa-copy>Copy</button>
<span class="aa-unseen" data-aa-copied role="status"></span>
<p class="aa-note-below">Hand it in as your teacher says. It says which deals you played, your bets and your choices,
and nothing else: no name, no time, no place.</p>
<div class="aa-squares" data-aa-squares></div>
<div data-aa-back><h3 class="aa-note-below">Look back at a deal and what theory says of it</h3>
<div class="aa-row" data-aa-back-to></div></div>
</section>
<noscript><p class="aa-panel">The game needs JavaScript. It sends nothing, and keeps your own play only.</p></noscript>
<script type="application/vnd.jupyter.widget-view+json">{view}</script>
</main>
<footer class="aa-below aa-note-below">
<p>From <a href="../book/welcome.html">Alliances in Anarchy</a>, a book you can play. What you play is kept in this
browser only; nothing is sent.</p>
</footer>
<script type="application/json" id="aa-class">{config}</script>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<!-- lean-qr draws the QR code; its licence is in lean-qr.LICENSE.txt beside this page. -->
<script type="text/plain" id="aa-qr">{qr}</script>
<script>{script}</script>
<script>{loader}</script>"""

BEGIN = """<header class="aa-head"><p><a href="../book/welcome.html">Alliances in Anarchy</a></p></header>
<main>
<section class="aa-panel" aria-labelledby="join">
<h1 id="join">Play in class</h1>
<form class="aa-row" data-aa-join>
<label><span>Your class code</span>
<input data-aa-typed autocomplete="off" autocapitalize="characters" spellcheck="false" size="10" required></label>
<button class="aa-do aa-main">Play</button>
</form>
<p role="alert" data-aa-join-said></p>
</section>
<details class="aa-panel" data-aa-make open>
<summary><h2>For the teacher: make a class link</h2></summary>
<div class="aa-make">
<div>
<label><span>Lesson</span><select data-aa-lesson>{lessons}</select></label>
<p class="aa-note-below" data-aa-goal></p>
<label><span>Deals, such as {usual} or 1-5, 11-15</span>
<input data-aa-deals autocomplete="off" spellcheck="false" value="{usual}"></label>
<p role="alert" data-aa-deals-said></p>
<label><span>When they are told what theory says</span><select data-aa-debrief>
<option value="end">when all deals are played</option>
<option value="each">after each deal</option></select></label>
<p class="aa-note-below">At the end, the class first shows a line of its own; after each deal, they learn as they
play.</p>
<p><a href="board.html">The class board</a> takes the result codes. The <a href="../book/in-class/guide.html">teacher's
guide</a> says how to run it.</p>
</div>
<div>
<p>Everybody who opens this link plays the same deals:</p>
<p><a data-aa-link href="#"></a></p>
<button type="button" class="aa-do aa-main" data-aa-copy>Copy link</button>
<span class="aa-unseen" data-aa-copied role="status"></span>
<button type="button" class="aa-do" data-aa-fill>Fill the screen</button>
<div class="aa-wall" data-aa-wall>
<div>
<p>Scan the squares, or open <b data-aa-here>this page</b> and type:</p>
<output class="aa-code aa-big" data-aa-code></output>
</div>
<div class="aa-squares aa-big" data-aa-squares></div>
</div>
</div>
</div>
</details>
</main>
<script type="application/json" id="aa-lessons">{config}</script>
<!-- lean-qr draws the QR code; its licence is in lean-qr.LICENSE.txt beside this page. -->
<script type="text/plain" id="aa-qr">{qr}</script>
<script>{script}</script>"""


def lesson_page(lesson: Deck, sheet: Sheet) -> str:
    """The page on which a class plays one lesson."""
    state = {
        "version_major": 2,
        "version_minor": 0,
        "state": {
            BOARD: {
                "model_name": "AnyModel",
                "model_module": "anywidget",
                "model_module_version": "*",
                "state": {"_esm": text("board.js"), "_css": text("board.css"), "deck": lesson},
            }
        },
    }
    body = LESSON.format(
        title=escape(lesson["title"]),
        view=as_script({"version_major": 2, "version_minor": 0, "model_id": BOARD}),
        config=as_script({"fingerprint": sheet["fingerprint"]}),
        state=as_script(state),
        qr=text("lean_qr/index.mjs"),
        script=joined("codes.js", "sharing.js", "class.js"),
        loader=text("page.js"),
    )
    return PAGE.format(title=f"{escape(lesson['title'])} \u00b7 class", style=text("class.css"), body=body)


def begin_page(decks: Iterable[Deck]) -> str:
    """The page where a teacher makes a link and a student types a class code."""
    taught = list(decks)
    lessons = [
        {"key": key(one["board"], one["scenario"]), "goal": one["goal"], "deals": len(one["deals"])} for one in taught
    ]
    body = BEGIN.format(
        lessons="".join(_options(seat, some) for seat, some in groupby(taught, _seat_said)),
        usual=f"1-{USUAL}",
        config=as_script(lessons),
        qr=text("lean_qr/index.mjs"),
        script=joined("codes.js", "sharing.js", "class_index.js"),
    )
    return PAGE.format(title="Play in class \u00b7 Alliances in Anarchy", style=text("class.css"), body=body)


def _seat_said(lesson: Deck) -> str:
    return f"{lesson['game']}: {lesson['seat']}"


def _options(seat: str, lessons: Iterable[Deck]) -> str:
    options = (_option(key(one["board"], one["scenario"]), one["title"]) for one in lessons)
    return f'<optgroup label="{escape(seat)}">{"".join(options)}</optgroup>'


def _option(value: str, text: str) -> str:
    return f'<option value="{escape(value)}">{escape(text)}</option>'


def pages(decks: Mapping[str, Deck], sheets: Mapping[str, Sheet]) -> Mapping[str, str]:
    """Every file for a class, by its name in the folder: where it begins, the sheets' lessons, the class board."""
    lessons = {f"{name.replace('/', '.')}.html": lesson_page(decks[name], one) for name, one in sheets.items()}
    return {
        "index.html": begin_page(decks[name] for name in sheets),
        "board.html": class_board_page.page(sheets.values(), past()),
        "lean-qr.LICENSE.txt": text("lean_qr/LICENSE"),
        **lessons,
    }
