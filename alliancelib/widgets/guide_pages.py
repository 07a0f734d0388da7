"""The teacher's guide in the site: the cards as a part of a page, and for each lesson a page to project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from alliancelib.core.lessons import Scenario
from alliancelib.widgets import guide_cost_sharing, guide_outside_options, guide_player_1
from alliancelib.widgets.classroom import CLASS
from alliancelib.widgets.decks import SEATS, key
from alliancelib.widgets.guide import Card, Notes, Question, Row, card
from alliancelib.widgets.guide_paper import SHEETS, Sheet
from alliancelib.widgets.reference import Generated, box, dotted, folded, line, link
from alliancelib.widgets.seat import Seat

log = logging.getLogger(__name__)

HERE = Path(__file__).parent

PROJECTOR = "projector"
"""The folder of the site that holds the pages to project."""

NOTES: Mapping[str, Notes] = {
    **guide_outside_options.NOTES,
    **guide_player_1.NOTES,
    **guide_cost_sharing.NOTES,
}
"""What is written by hand, by board and lesson (`decks.key`)."""

ALWAYS = (
    "What did you predict, and what happened?",
    "What made the threat credible, or empty?",
    "Which number would have to change to reverse your choice?",
    "Who got the surplus?",
    "Was a right choice ever unlucky?",
)
"""Questions for every lesson; only the class can answer them."""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} \u00b7 debrief</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<body>
<main aria-live="polite">
{screens}
</main>
<nav aria-label="Screens">
<button type="button" data-aa-step="-1">Back</button>
<output data-aa-at></output>
<button type="button" data-aa-step="1">Next</button>
</nav>
<script>{script}</script>
</html>
"""

FIRST = """<section>
<h1>{title}</h1>
<p class="small">{game}</p>
<p>{goal}</p>
<p>To play: code <b>{code}</b> at <a data-aa-full href="../{begin}">Play in class</a></p>
<p class="small">or <a data-aa-full href="../{link}">class page</a> \u00b7 <a href="../{board}">class board</a> \u00b7
<a href="../book/in-class/lessons.html#{place}">the card</a></p>
<p class="small">Arrow keys, space or a presenter turn the screens; an answer shows before the next question.</p>
</section>"""

ASKED = """<section>
<h2>{ask}</h2>
<details><summary>Theory\u2019s answer</summary><p>{answer}</p></details>
</section>"""

LAST = """<section>
<h2>And for every lesson</h2>
<ul>{always}</ul>
</section>"""


@cache
def all_cards() -> Mapping[str, Card]:
    """The card of every lesson that has its notes, by board and lesson."""
    return {name: card(*lesson, NOTES[name]) for name, lesson in taught().items() if name in NOTES}


@cache
def taught() -> Mapping[str, tuple[Seat, Scenario]]:
    """Every lesson of every seat, by board and name."""
    return {key(seat.board, one.name): (seat, one) for seat in SEATS.values() for one in seat.taught()}


def problems(lessons: Iterable[str], notes: Iterable[str]) -> list[str]:
    """Lessons without a card and cards without a lesson, in words."""
    lost = [f"the guide has no notes for the lesson {name}" for name in set(lessons) - set(notes)]
    return sorted(
        [*lost, *(f"the guide has notes for {name}, which is no lesson" for name in set(notes) - set(lessons))]
    )


def check_notes(app: Sphinx, env: Any) -> None:
    """Warn of lessons without a card and of cards without a lesson."""
    for problem in problems(taught(), NOTES):
        log.warning(problem)


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Called by `site.setup`."""
    app.add_directive("lesson-index", IndexDirective)
    app.add_directive("lesson-cards", CardsDirective)
    app.add_directive("always-asked", AlwaysDirective)
    app.add_directive("paper-sheets", PaperDirective)
    app.connect("builder-inited", write_projector)
    app.connect("env-check-consistency", check_notes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


# --- cards -----------------------------------------------------------------------------------------------------------


class OfSite(Generated):
    """Parts of pages that lead to files of the site beside the book."""

    def to(self, file: str) -> str:
        """The address of a file of the site, from this page."""
        here = self.env.app.builder.get_target_uri(self.env.docname)
        return relative_uri(here, file)

    def play(self, shown: Card) -> nodes.reference:
        return link("Class link", self.to(shown.link), "aa-play")

    def project(self, shown: Card) -> nodes.reference:
        return link("Project the debrief", self.to(f"{PROJECTOR}/{file_of(shown)}"))


class IndexDirective(OfSite):
    """Every lesson in one line, by seat."""

    def run(self) -> list[nodes.Node]:
        return [self.of_seat(name, some) for name, some in by_seat().items()]

    def of_seat(self, name: str, cards: Iterable[Card]) -> nodes.paragraph:
        links = dotted(link(shown.title, f"#{shown.place}") for shown in cards)
        return line(nodes.strong("", name), ": ", *links, classes=["aa-index"])


class CardsDirective(OfSite):
    """The cards of all lessons."""

    def run(self) -> list[nodes.Node]:
        return [self.section(name, cards) for name, cards in by_seat().items()]

    def section(self, name: str, cards: Iterable[Card]) -> nodes.section:
        made = [self.card(shown) for shown in cards]
        return nodes.section("", nodes.title("", name), *made, ids=[f"seat-{nodes.make_id(name)}"])

    def card(self, shown: Card) -> nodes.section:
        parts = [
            line(nodes.emphasis("", shown.goal)),
            line(self.play(shown), f" \u00b7 code {shown.code} \u00b7 ", self.project(shown), classes=["aa-links"]),
            facts_list(shown.facts),
            labelled("Expect.", shown.expect.removeprefix("Expect ")),
            labelled("Afterwards.", shown.outcome),
            line(nodes.strong("", "Debrief.")),
            debrief_list(shown.debrief),
            line(nodes.strong("", "Common mistakes.")),
            bullets(shown.mistakes),
            *folded("Every deal, with theory\u2019s first choice", rows_table(shown.rows)),
        ]
        return nodes.section("", nodes.title("", shown.title), *parts, ids=[shown.place], classes=["aa-card"])


def by_seat() -> Mapping[str, list[Card]]:
    """The cards by whose seat they are for."""
    found: dict[str, list[Card]] = {}
    for shown in all_cards().values():
        found.setdefault(f"{shown.game}: {role_said(shown)}", []).append(shown)
    return found


def role_said(shown: Card) -> str:
    """The seat as the prose calls it."""
    return {"ally": "the patron", "target": "the prot\u00e9g\u00e9", "challenger": "the challenger"}.get(
        shown.seat, shown.seat
    )


def labelled(name: str, words: str) -> nodes.paragraph:
    """A paragraph that begins with its name."""
    return line(nodes.strong("", name), f" {words[0].upper()}{words[1:]}")


def bullets(items: Iterable[str]) -> nodes.bullet_list:
    """A list of sentences."""
    return nodes.bullet_list("", *[nodes.list_item("", line(words)) for words in items])


def facts_list(facts: Iterable[tuple[str, str]]) -> nodes.field_list:
    """Names and what stands beside them."""
    rows = [
        nodes.field("", nodes.field_name("", name), nodes.field_body("", line(f"{words[0].upper()}{words[1:]}")))
        for name, words in facts
    ]
    return nodes.field_list("", *rows)


def debrief_list(asked: Iterable[Question]) -> nodes.definition_list:
    """Questions with theory's answers."""
    items = [
        nodes.definition_list_item("", nodes.term("", one.ask), nodes.definition("", line(one.answer))) for one in asked
    ]
    return nodes.definition_list("", *items)


def rows_table(rows: Iterable[Row]) -> nodes.container:
    """The deals of a lesson, a row each."""
    head = ("deal", "numbers", "what has happened", "theory", "next best costs", "lines")
    cells = [(str(r.deal), r.numbers, r.situation, r.theory, r.lost, r.lines) for r in rows]
    return box(table(head, cells), classes=["aa-deals"])


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, classes: Iterable[str] = ()) -> nodes.table:
    """A table of plain text. Without a head where ``head`` is empty."""
    names, body = list(head), [list(row) for row in rows]
    width = len(names or body[0])
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in range(width)], cols=width)
    if names:
        group += nodes.thead("", _row(names))
    group += nodes.tbody("", *map(_row, body))
    return nodes.table("", group, classes=list(classes))


def _row(cells: Iterable[str]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", line(cell)) for cell in cells])


class AlwaysDirective(OfSite):
    """The questions for every lesson."""

    def run(self) -> list[nodes.Node]:
        return [bullets(ALWAYS)]


# --- pages to project ------------------------------------------------------------------------------------------------


def file_of(shown: Card) -> str:
    """The name of the page that projects a lesson's debrief."""
    return f"{shown.key.replace('/', '.')}.html"


def projector_page(shown: Card) -> str:
    """The debrief of a lesson, a question to a screen. Without JavaScript all screens follow each other."""
    first = FIRST.format(
        title=said(shown.title),
        game=said(f"{shown.game}: {role_said(shown)}"),
        goal=said(shown.goal),
        link=escape(shown.link),
        code=shown.code,
        begin=f"{CLASS}/index.html",
        board=f"{CLASS}/board.html",
        place=shown.place,
    )
    asked = [ASKED.format(ask=said(one.ask), answer=said(one.answer)) for one in shown.debrief]
    last = LAST.format(always="".join(f"<li>{said(words)}</li>" for words in ALWAYS))
    return PAGE.format(
        title=said(shown.title),
        style=(HERE / "projector.css").read_text(encoding="utf-8"),
        screens="\n".join([first, *asked, last]),
        script=(HERE / "projector.js").read_text(encoding="utf-8"),
    )


def said(words: str) -> str:
    """Words for a page of HTML, with the apostrophes that the book's own pages have."""
    return escape(words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))


def write_projector(app: Sphinx) -> None:
    """Write the pages to project, and remove those of lessons that are no more."""
    if app.builder.format != "html":
        return
    out = Path(app.outdir, PROJECTOR)
    out.mkdir(parents=True, exist_ok=True)
    made = {file_of(shown): projector_page(shown) for shown in all_cards().values()}
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
    for file in out.glob("*.html"):
        if file.name not in made:
            file.unlink()


# --- paper -----------------------------------------------------------------------------------------------------------


class PaperDirective(OfSite):
    """Sheets to print, each on a page of its own."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return [self.sheet(made) for made in SHEETS[self.arguments[0]]()]

    def sheet(self, made: Sheet) -> nodes.section:
        parts: list[nodes.Node] = []
        for block in made.blocks:
            match block:
                case str():
                    parts.append(line(block))
                case tuple():
                    parts.append(bullets(block))
                case _:
                    parts.append(box(table(block.head, block.rows), classes=["aa-paper", *block.look.split()]))
        return nodes.section("", nodes.title("", made.title), *parts, ids=[made.place], classes=["aa-sheet"])
