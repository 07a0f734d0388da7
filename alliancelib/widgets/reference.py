"""The pages that nobody types: ledger, errata and notation, and the badge that leads from a chapter to the ledger.

A chapter writes ``{claim}`fr-lemma-1``` where it settles a claim. The badge shows the verdict that the check came to
while the book was built; the ledger links back to the badge. A claim that no chapter settles, or that two do, and a
finding that contradicts the book are warnings, which the build takes for errors.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from alliancelib import cost_sharing, outside_options
from alliancelib.core.ledger import (
    HOLDS,
    KINDS,
    VERDICTS,
    Claim,
    Erratum,
    contradicts,
    finding,
    found_words,
    shown_words,
    verdict,
)
from alliancelib.core.symbols import Symbol, symbols
from alliancelib.cost_sharing import japan
from alliancelib.widgets.decks import SEATS
from alliancelib.widgets.letters import OF_CHAPTERS

LEDGER, ERRATA = "book/appendix/ledger", "book/appendix/errata"
"""Where the generated pages stand."""

TESTS = "tests/test_claims.py"
"""The tests that run the claims' checks."""

GAMES = {"outside-options": "outside_options", "cost-sharing": "cost_sharing"}
"""The packages, by the name that the pages give them."""

LOOKS = {
    "holds": ("aa-holds", "✓"),
    "holds under a further condition": ("aa-further", "◐"),
    "depends on the reading": ("aa-reading", "⇄"),
    "fails": ("aa-fails", "✗"),
    "not computable": ("aa-open", "○"),
}
"""A verdict's class and sign: colour is never the only carrier."""

ROLE = re.compile(r"\{claim\}`([\w-]+)`")
HEADING = re.compile(r"^# (.+?)\s*$", re.MULTILINE)
LABEL = re.compile(r"^:label: ([\w-]+)\s*$", re.MULTILINE)

log = logging.getLogger(__name__)


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Called by `site.setup`."""
    app.add_role("claim", ClaimRole())
    app.add_directive("ledger", LedgerDirective)
    app.add_directive("ledger-summary", SummaryDirective)
    app.add_directive("errata", ErrataDirective)
    app.add_directive("notation", NotationDirective)
    app.add_directive("notation-clashes", ClashesDirective)
    app.add_directive("notation-chapters", ChaptersDirective)
    app.add_directive("japan-sources", JapanDirective)
    app.add_directive("japan-events", EventsDirective)
    app.connect("env-check-consistency", check_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


# --- the claims, and where the chapters settle them ----------------------------------------------------------------


def _of_game(game: str, module: str, name: str) -> tuple[Any, ...]:
    return getattr(import_module(f"alliancelib.{GAMES[game]}.{module}"), name)


def claims(game: str) -> tuple[Claim, ...]:
    """The claims of one source."""
    return _of_game(game, "claims", "CLAIMS")


def errata(game: str) -> tuple[Erratum, ...]:
    """The errata of one source."""
    return _of_game(game, "errata", "ERRATA")


@cache
def every_claim() -> Mapping[str, Claim]:
    """All claims, by id."""
    return {claim.id: claim for game in GAMES for claim in claims(game)}


@cache
def places(source: Path) -> Mapping[str, tuple[str, ...]]:
    """The documents that settle each claim, read off their sources."""
    return _named(source, ROLE)


@cache
def statements(source: Path) -> Mapping[str, tuple[str, ...]]:
    """The documents that hold each labelled statement, where proofs are led to: it may stand away from the claim."""
    return _named(source, LABEL)


def _named(source: Path, pattern: re.Pattern[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted([*source.glob("book/**/*.ipynb"), *source.glob("book/**/*.md")]):
        name = file.relative_to(source).with_suffix("").as_posix()
        for named in pattern.findall(_prose(file)):
            found[named] = (*found.get(named, ()), name)
    return found


@cache
def _prose(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def title(source: Path, name: str) -> str:
    """A chapter's title."""
    file = next(path for ending in (".ipynb", ".md") if (path := source / f"{name}{ending}").exists())
    return HEADING.search(_prose(file))[1]


def check_places(app: Sphinx, env: Any) -> None:
    """Warn of claims that are settled nowhere or twice, of ids that nobody knows, and of contradictions."""
    for problem in problems(places(Path(app.srcdir)), every_claim()):
        log.warning(problem)
    for entry in (*every_claim().values(), *(erratum for game in GAMES for erratum in errata(game))):
        if contradicts(entry):
            log.warning("%s: what was computed contradicts the book", entry.id)


def problems(settled: Mapping[str, tuple[str, ...]], known: Mapping[str, Claim]) -> list[str]:
    """What is wrong between the chapters' badges and the claims, in words."""
    unknown = [
        f"{name} settles {claim}, which is no claim" for claim in settled.keys() - known for name in settled[claim]
    ]
    lost = [f"no chapter settles {claim}" for claim in known.keys() - settled]
    twice = [f"{claim} is settled in {', '.join(names)}" for claim, names in settled.items() if len(names) > 1]
    return sorted([*unknown, *lost, *twice])


# --- pieces of pages -------------------------------------------------------------------------------------------------


def badge(claim: Claim) -> tuple[str, list[str]]:
    """The words of a verdict's badge and its classes."""
    found = verdict(claim)
    look, sign = LOOKS[found]
    red = ["aa-contradicts"] if contradicts(claim) else []
    return f"{sign} {found}", ["aa-badge", look, *red]


def link(words: str, address: str, *classes: str) -> nodes.reference:
    """A link inside the site or out of it."""
    return nodes.reference("", words, refuri=address, internal=True, classes=list(classes))


def box(*children: nodes.Node, classes: Iterable[str] = (), ids: Iterable[str] = ()) -> nodes.container:
    """A block of its own class."""
    return nodes.container("", *children, classes=list(classes), ids=list(ids))


def line(*parts: nodes.Node | str, classes: Iterable[str] = ()) -> nodes.paragraph:
    """A paragraph of text and inline nodes."""
    return nodes.paragraph("", "", *[nodes.Text(p) if isinstance(p, str) else p for p in parts], classes=list(classes))


def dotted(parts: Iterable[nodes.Node | str]) -> list[nodes.Node | str]:
    """Parts of a line with dots between them."""
    return [piece for part in parts for piece in (" · ", part)][1:]


def folded(summary: str, *children: nodes.Node) -> list[nodes.Node]:
    """Children under a summary that opens them."""
    opening = nodes.raw("", f"<details class='aa-check'><summary>{summary}</summary>", format="html")
    return [opening, *children, nodes.raw("", "</details>", format="html")]


def region_words(claim: Claim) -> str:
    """Where a claim was tried, and that its twin failed."""
    found = finding(claim)
    parts = [f"As printed: {tried(found.printed)}."]
    parts += [f"Read otherwise: {tried(reading)}." for reading in found.readings]
    parts += [f"Corrected: {tried(found.further)}."] if found.further else []
    parts += [f"Where it must hold: {tried(found.control)}."] if found.control else []
    twin = found.twin
    failed = f"it failed at {twin.tried - twin.held:,} of {twin.tried:,} ({twin.region})"
    return " ".join([*parts, f"The twin, which must not hold everywhere: {failed}."])


def tried(trial: Any) -> str:
    """A trial in words."""
    return f"held at {trial.held:,} of {trial.tried:,} ({trial.region})"


class Generated(SphinxDirective):
    """What the generated parts of a page have in common."""

    has_content = False

    @property
    def source(self) -> Path:
        return Path(self.env.srcdir)

    def written(self, words: str) -> list[nodes.Node]:
        """Markdown as nodes."""
        held = nodes.container()
        self.state.nested_parse(StringList(words.splitlines() or [""], self.env.docname), self.content_offset, held)
        return held.children

    def inline(self, words: str) -> list[nodes.Node]:
        """Markdown that stands inside a line, as nodes."""
        (paragraph,) = self.written(words)
        return paragraph.children

    def address(self, name: str) -> str:
        """The address of a document of the book, from this one."""
        return self.env.app.builder.get_relative_uri(self.env.docname, name)

    def deal(self, name: str, words: str) -> nodes.reference:
        """A link that loads a deal on its board."""
        board, scenario, number = name.split("/")
        page = self.address(SEATS[board].page.removesuffix(".html"))
        return link(words, f"{page}?board={board}&scenario={scenario}&deal={number}", "aa-play")

    def code(self, check: Callable[..., Any]) -> nodes.literal_block:
        """The source of a check, as it ran."""
        return nodes.literal_block(text := inspect.getsource(check), text, language="python")

    def table(self, head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[nodes.Node]:
        """A table from Markdown cells."""
        head = list(head)
        lines = [head, ["---"] * len(head), *rows]
        return self.written("\n".join("| " + " | ".join(cells) + " |" for cells in map(list, lines)))


class ClaimRole(SphinxRole):
    """The badge of a claim, where a chapter settles it."""

    def run(self) -> tuple[list[nodes.Node], list[Any]]:
        claim = every_claim().get(self.text)
        if claim is None:
            return [self.inliner.reporter.warning(f"no claim is called {self.text!r}")], []
        words, classes = badge(claim)
        page = self.env.app.builder.get_relative_uri(self.env.docname, LEDGER)
        shown = link(f"Ledger: {words}", f"{page}#ledger-{claim.id}", *classes)
        shown["ids"].append(f"claim-{claim.id}")
        return [shown], []


# --- the ledger --------------------------------------------------------------------------------------------------


class LedgerDirective(Generated):
    """Every claim of one source, chapter by chapter."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        where = {claim: names[0] for claim, names in places(self.source).items()}
        grouped: dict[str, list[Claim]] = {}
        for claim in claims(self.arguments[0]):
            grouped.setdefault(where.get(claim.id, LEDGER), []).append(claim)
        return [self.section(name, held) for name, held in grouped.items()]

    def section(self, name: str, held: list[Claim]) -> nodes.section:
        heading = nodes.title("", title(self.source, name))
        return nodes.section(
            "", heading, *[self.card(claim, name) for claim in held], ids=[f"of-{name.replace('/', '-')}"]
        )

    def card(self, claim: Claim, name: str) -> nodes.container:
        words, classes = badge(claim)
        head = line(
            nodes.strong("", "", *self.inline(claim.where)),
            f" · {claim.kind} · ",
            nodes.inline("", words, classes=classes),
        )
        says, found = self.written(claim.says), self.written(found_words(claim))
        parts = [head, *says, box(*found, classes=["aa-found"]), self.links(claim, name), *self.check(claim)]
        return box(*parts, classes=["aa-entry"], ids=[f"ledger-{claim.id}"])

    def links(self, claim: Claim, name: str) -> nodes.paragraph:
        parts = [link("In the chapter", f"{self.address(name)}#claim-{claim.id}")]
        if claim.erratum:
            parts.append(link(f"Erratum {claim.erratum}", f"{self.address(ERRATA)}#erratum-{claim.erratum}"))
        if claim.deal:
            parts.append(self.deal(claim.deal, "Play it"))
        parts.append(link("This row", f"#ledger-{claim.id}"))
        return line(*dotted(parts), classes=["aa-links"])

    def check(self, claim: Claim) -> list[nodes.Node]:
        if claim.check is None:
            return []
        what = "Proved in " if claim.expects == HOLDS else "The corrected statement is proved in "
        sure = line("Checked numerically, not proved.")
        if claim.proved:
            page = statements(self.source)[claim.proved][0]
            sure = line(what, link("the chapter", f"{self.address(page)}#{claim.proved}"), ".")
        test = line("Test: ", link(f"{TESTS}::test_claim[{claim.id}]", self.in_repository(TESTS)), ".")
        return folded("The check", *self.written(region_words(claim)), sure, self.code(claim.check), test)

    def in_repository(self, path: str) -> str:
        """The address of a file in the book's repository."""
        options = self.env.config.html_theme_options
        return f"{options['repository_url']}/blob/{options['repository_branch']}/{path}"


class SummaryDirective(Generated):
    """How many claims of each kind came to which verdict, and the claims that do not simply hold."""

    def run(self) -> list[nodes.Node]:
        rows = [[f"{LOOKS[found][1]} {found}", *counts(found)] for found in VERDICTS]
        index = [self.index(found) for found in VERDICTS if found != "holds"]
        table = self.table(["verdict", *KINDS, "all"], [*rows, ["all", *counts(*VERDICTS)]])
        return [box(*table, classes=["aa-summary"]), *index]

    def index(self, found: str) -> nodes.paragraph:
        held = [claim for claim in every_claim().values() if verdict(claim) == found]
        name = nodes.strong("", f"{LOOKS[found][1]} {found.capitalize()}: ")
        return line(name, *dotted(link(short(claim), f"#ledger-{claim.id}") for claim in held), classes=["aa-index"])


def counts(*found: str) -> list[str]:
    """How many claims of each kind came to one of some verdicts, and how many of all kinds."""
    kinds = [claim.kind for claim in every_claim().values() if verdict(claim) in found]
    return [*(str(kinds.count(kind)) for kind in KINDS), str(len(kinds))]


def short(claim: Claim) -> str:
    """A claim's id in words."""
    return claim.id.partition("-")[2].replace("-", " ")


# --- errata --------------------------------------------------------------------------------------------------------


class ErrataDirective(Generated):
    """Every erratum of one source."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return [self.section(erratum) for erratum in errata(self.arguments[0])]

    def section(self, erratum: Erratum) -> nodes.section:
        heading = nodes.title("", "", *self.inline(f"{erratum.id} {erratum.title}"))
        label = nodes.inline("", erratum.kind, classes=["aa-badge", f"aa-{erratum.kind.replace(' ', '-')}"])
        parts = [
            line(nodes.strong("", "", *self.inline(erratum.where)), " · ", label, f" · {erratum.size}"),
            *self.entry("Printed", erratum.printed),
            *self.entry("Correct", erratum.correct),
            *(self.entry("Shown by", shown_words(erratum)) if erratum.shown else []),
            *self.entry("The conclusion", erratum.survives),
            self.links(erratum),
            *(folded("The computation", self.code(erratum.counterexample)) if erratum.counterexample else []),
        ]
        return nodes.section("", heading, box(*parts, classes=["aa-entry"]), ids=[f"erratum-{erratum.id}"])

    def entry(self, name: str, words: str) -> list[nodes.Node]:
        first, *rest = self.written(words)
        first.insert(0, nodes.Text(" "))
        first.insert(0, nodes.strong("", f"{name}."))
        return [first, *rest]

    def links(self, erratum: Erratum) -> nodes.paragraph:
        about = [claim for claim in every_claim().values() if claim.erratum == erratum.id]
        parts = [link(short(claim), f"{self.address(LEDGER)}#ledger-{claim.id}") for claim in about]
        if erratum.deal:
            parts.append(self.deal(erratum.deal, "Load it on the board"))
        if erratum.no_deal:
            parts.append(nodes.inline("", erratum.no_deal, classes=["aa-no-deal"]))
        return line(*(["Claims: "] if about else []), *dotted(parts), classes=["aa-links"])


# --- notation ------------------------------------------------------------------------------------------------------

LETTERS: Mapping[str, Mapping[str, str]] = {
    "outside-options": {
        "theta": r"\theta(s)",
        "r_star": "r^*",
        "r_tilde": r"\tilde r",
        "r1_star": "r_1^*",
        "r1_bar": r"\bar r_1",
        "x_bar": "x(\\bar r_1)",
        "x_a": "x_a",
        "accepted_from": r"\max\{r^*, \phi - 1\}",
        "r_low": r"\max\{\frac12, \phi - 1\}",
        "c_search": r"c_{\text{search}}",
        "c_switch": r"c_{\text{switch}}",
        "delta_underbar": r"\underline\delta",
        "delta_lower_end": r"\delta_{\text{low}}",
    },
    "cost-sharing": {
        "a_star": "a^*",
        "d1": "d_1",
        "l_star": "l^*",
        "l_left": "l_d",
        "mu_star": r"\mu^*",
        "window": r"(\underline\beta a^*,\ U]",
    },
}
"""The letters of what is computed from the parameters, by the name of the function in `equilibrium` that gives it."""

PLAYED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "outside-options": (
        ("r_1, r_2", "r1, r2", "player 1's offers in the two periods"),
        ("x_1, x_2", "x1, x2", "the ad hoc partners' offers, drawn at random"),
        (r"\omega(r_1)", "paper.omega", "what a first offer earns player 1 if player 2 searches, eq. (6)"),
        (r"\pi(r_2)", "", "player 1's payoff from a second offer, in the proof of Lemma 1"),
    ),
    "cost-sharing": (
        ("a", "a", "the patron's demand"),
        ("x", "x", "the challenger's offer"),
        (r"\mu", "mu", "the challenger's belief that the patron is committed"),
        (r"\lambda_{i,n}", "", "what the negotiation leaves player i"),
    ),
}
"""Letters of choices, draws and functions that are no parameter: TeX, name in the code, meaning."""


@cache
def letters(game: str) -> tuple[tuple[str, str, str], ...]:
    """Every letter of a game with its name in the code and its meaning: parameters, what follows from them, choices."""
    package = {"outside-options": outside_options, "cost-sharing": cost_sharing}[game]
    solved = import_module(f"{package.__name__}.equilibrium")
    own = [(s.tex, s.name, f"{s.meaning}; {_range(s)}") for s in symbols(package.Params)]
    derived = [(tex, name, _meaning(getattr(solved, name))) for name, tex in LETTERS[game].items()]
    return (*own, *derived, *PLAYED[game])


def _range(s: Symbol) -> str:
    return "positive" if s.rule == "must be positive" else f"in {s.range}"


def _meaning(function: Callable[..., Any]) -> str:
    first = inspect.getdoc(function).partition("\n\n")[0].replace("\n", " ").rstrip(".")
    for typed, printed in ((" - ", " − "), ("<=", "≤"), (">=", "≥"), ("sqrt", "√"), ("``", "")):
        first = first.replace(typed, printed)
    return first[0].lower() + first[1:]


def clashes() -> list[tuple[str, str, str]]:
    """Letters that both sources use, with what each means by them."""
    one, two = ({_letter(tex): meaning for tex, _, meaning in letters(game)} for game in GAMES)
    return [(letter, one[letter], two[letter]) for letter in one if letter in two]


def _letter(tex: str) -> str:
    """A letter without its argument."""
    return tex.partition("(")[0] or tex


class NotationDirective(Generated):
    """The letters of one source."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        game = self.arguments[0]
        rows = [
            [f"${tex}$", f"`{name}`" if name else "", written_out(_cell(words), game)]
            for tex, name, words in letters(game)
        ]
        return [box(*self.table(["letter", "in the code", "what it means"], rows), classes=["aa-stack"])]


class ClashesDirective(Generated):
    """The letters that mean two things."""

    def run(self) -> list[nodes.Node]:
        rows = [
            [f"${letter}$", *(written_out(_cell(words), game) for game, words in zip(GAMES, meanings))]
            for letter, *meanings in clashes()
        ]
        return self.table(["letter", "outside options", "cost sharing"], rows)


class ChaptersDirective(Generated):
    """The letters that single chapters of one source make for themselves."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        rows = [
            [f"${letter.tex}$", letter.meaning, ", ".join(self.chapter(name) for name in letter.chapters)]
            for letter in OF_CHAPTERS[self.arguments[0]]
        ]
        return [box(*self.table(["letter", "what it means", "chapter"], rows), classes=["aa-stack"])]

    def chapter(self, name: str) -> str:
        return f"[{_cell(title(self.source, f'book/{name}'))}]({name}.ipynb)"


def _cell(words: str) -> str:
    return words.replace("|", r"\|").replace("*", r"\*")


GREEK = {"phi", "delta", "theta", "pi", "mu"}
"""Names of letters that are no English words."""


def written_out(words: str, game: str) -> str:
    """The words with the code's names of letters replaced by the letters."""
    known = {name: tex for tex, name, _ in letters(game) if name in GREEK or "_" in name or name[-1:].isdigit()}
    return re.sub(r"`?\b(\w+)\b`?", lambda found: f"${known[found[1]]}$" if found[1] in known else found[0], words)


# --- Japan's payments ----------------------------------------------------------------------------------------------


class JapanDirective(Generated):
    """Every amount of the series, how sure it is, and where it was found."""

    def run(self) -> list[nodes.Node]:
        known = [amount for series in ("initial budget", "settled outlays") for amount in japan.amounts(series)]
        rows = [
            [
                str(amount.year),
                f"{amount.billion_yen:.1f}",
                amount.series,
                f"{amount.sure}{', computed' if amount.derived else ''}",
                "; ".join(_linked(source) for source in amount.sources),
            ]
            for amount in known
        ]
        return [
            box(
                *self.table(["fiscal year", "billion yen", "series", "how sure", "found in"], rows),
                classes=["aa-stack"],
            )
        ]


class EventsDirective(Generated):
    """The events that the figure of the payments marks, by their numbers."""

    def run(self) -> list[nodes.Node]:
        rows = [
            [str(n), event.date, event.what, _linked(event.source)] for n, event in enumerate(japan.events(), start=1)
        ]
        return [box(*self.table(["number", "date", "what happened", "found in"], rows), classes=["aa-stack"])]


def _linked(source: japan.Source) -> str:
    return f"[{_cell(source.name)}]({source.address})" if source.address else _cell(source.name)
