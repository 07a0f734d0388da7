"""The generated pages say what was computed, lead where they say, and miss nothing."""

from __future__ import annotations

import inspect
import json
import re
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, SITE

from alliancelib import cost_sharing, outside_options
from alliancelib.core.ledger import SLOT, verdict
from alliancelib.core.symbols import symbols
from alliancelib.widgets.letters import OF_CHAPTERS, Letter
from alliancelib.widgets.reference import (
    ERRATA,
    GAMES,
    LEDGER,
    TESTS,
    claims,
    clashes,
    errata,
    every_claim,
    letters,
    places,
    problems,
    written_out,
)

PACKAGES = {"outside-options": outside_options, "cost-sharing": cost_sharing}

built = pytest.mark.skipif(not (SITE / f"{LEDGER}.html").exists(), reason="the site is not built")


@cache
def page(name: str) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@cache
def places_in(name: str) -> dict[str, Any]:
    """The elements of a page that have an id, by it."""
    return {element["id"]: element for element in page(name).find_all(id=True)}


# --- claims and places -------------------------------------------------------------------------------------------


def test_the_test_that_the_ledger_names_is_there():
    tests = (ROOT / TESTS).read_text(encoding="utf-8")
    assert "\ndef test_claim(claim)" in tests
    assert "\ndef test_no_such_claim(" not in tests


def test_every_claim_is_settled_in_one_chapter():
    assert problems(places(ROOT), every_claim()) == []


def test_a_claim_that_is_settled_nowhere_twice_or_unknown_is_seen():
    known = {claim.id: claim for claim in claims("cost-sharing")[:2]}
    one, two = known
    found = problems({one: ("a", "b"), "cs-strange": ("a",)}, known)
    assert found == [
        "a settles cs-strange, which is no claim",
        f"{one} is settled in a, b",
        f"no chapter settles {two}",
    ]


@built
def test_the_ledger_shows_every_claim_with_its_verdict_and_a_way_to_its_chapter_and_back():
    for claim in every_claim().values():
        row = places_in(LEDGER)[f"ledger-{claim.id}"]
        assert verdict(claim) in row.find(class_="aa-badge").get_text()
        to_chapter = next(a["href"] for a in row.find_all("a") if a.get_text() == "In the chapter")
        name, _, place = to_chapter.partition("#")
        (chapter,) = places(ROOT)[claim.id]
        assert name.endswith(f"{chapter.removeprefix('book/')}.html")
        badge = places_in(chapter)[place]
        assert verdict(claim) in badge.get_text() and badge["href"].endswith(f"#ledger-{claim.id}")


@built
def test_no_badge_of_the_site_contradicts_the_book():
    for path in SITE.rglob("book/**/*.html"):
        assert "aa-contradicts" not in path.read_text(encoding="utf-8"), path.name


@built
def test_the_check_that_ran_is_shown_as_it_is_written():
    for claim in every_claim().values():
        if claim.check:
            shown = places_in(LEDGER)[f"ledger-{claim.id}"].find("pre").get_text()
            assert shown.split() == inspect.getsource(claim.check).split()


@built
def test_the_errata_show_their_numbers_and_load_their_deals():
    shown = page(ERRATA)
    for erratum in (e for game in GAMES for e in errata(game)):
        entry = shown.find(id=f"erratum-{erratum.id}")
        assert erratum.kind in entry.find(class_="aa-badge").get_text()
        assert not any(SLOT.search(words.get_text()) for words in entry.find_all("p"))
        loads = [a["href"] for a in entry.find_all("a") if a.get_text() == "Load it on the board"]
        assert len(loads) == bool(erratum.deal)
        reasons = [words.get_text() for words in entry.find_all(class_="aa-no-deal")]
        assert reasons == [erratum.no_deal] * (not erratum.deal)
        if erratum.deal:
            board, scenario, deal = erratum.deal.split("/")
            assert loads[0].endswith(f"?board={board}&scenario={scenario}&deal={deal}")


def test_what_departs_from_a_paper_names_an_erratum_that_there_is():
    known = {erratum.id for game in GAMES for erratum in errata(game)}
    rooms = [path for game in GAMES.values() for path in (ROOT / "alliancelib" / game).glob("*.py")]
    notes = [note for path in rooms for note in re.findall(r"Departs \(([^)]*)\)", path.read_text(encoding="utf-8"))]
    named = {name for note in notes for name in note.split(", ")}
    assert len(named) > 10 and named <= known and "FR-99" not in known


# --- notation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("game", GAMES)
def test_every_public_symbol_has_its_letter(game):
    named = {name for _, name, _ in letters(game)}
    assert {s.name for s in symbols(PACKAGES[game].Params)} <= named
    solved = import_module(f"{PACKAGES[game].__name__}.equilibrium")
    numbers = {
        name
        for name, function in inspect.getmembers(solved, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == solved.__name__
        and list(inspect.signature(function).parameters) == ["p"]
        and inspect.signature(function).return_annotation == "float"
    }
    assert len(numbers) > 4 and numbers <= named


@built
def test_the_notation_page_has_them_all():
    text = page("book/notation").get_text()
    for game in GAMES:
        for tex, _, _ in letters(game):
            assert tex.replace(" ", "") in text.replace(" ", "")


def test_the_letters_that_clash_are_found():
    found = {letter for letter, _, _ in clashes()}
    assert {r"\phi", r"\pi"} <= found and r"\delta" not in found


def test_names_of_the_code_become_letters_and_words_do_not():
    assert written_out("r_star = 1 - sqrt(2c)", "outside-options") == "$r^*$ = 1 - sqrt(2c)"
    assert written_out("a patron", "cost-sharing") == "a patron"
    assert not re.search(r"\$", written_out("player 1", "outside-options"))


# --- letters of single chapters --------------------------------------------------------------------------------------


@cache
def mathematics(chapter: str) -> str:
    """The formulas of a chapter, without its prose and the words inside formulas."""
    cells = json.loads((ROOT / f"book/{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    formulas = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$|\\begin\{align\*\}(.+?)\\end\{align\*\}", prose, re.S)
    return " ".join("".join(parts) for parts in formulas)


def is_absent(letter: Letter, chapter: str) -> bool:
    """Whether a letter occurs in none of a chapter's formulas, alone and not inside a name or another letter."""
    ends = r"(?![A-Za-z_^])" if letter.tex[-1].isalpha() else r"(?![A-Za-z])"
    return re.search(rf"(?<![A-Za-z\\]){re.escape(letter.tex)}{ends}", mathematics(chapter)) is None


@pytest.mark.parametrize("game", GAMES)
def test_a_letter_of_a_chapter_occurs_in_it(game):
    held = OF_CHAPTERS[game]
    lost = [(letter.tex, chapter) for letter in held for chapter in letter.chapters if is_absent(letter, chapter)]
    assert len(held) >= 10 and lost == []
    assert all((ROOT / f"book/{chapter}.ipynb").exists() for letter in held for chapter in letter.chapters)


def test_a_letter_that_a_chapter_does_not_have_is_missed():
    chapter = "outside-options/second-period"
    assert all(is_absent(Letter(tex=tex, meaning="", chapters=()), chapter) for tex in (r"\aleph", "Q", "hi", "p"))
    assert not is_absent(Letter(tex="f", meaning="", chapters=()), chapter)


@pytest.mark.parametrize("game", GAMES)
def test_no_letter_stands_for_two_things_in_one_chapter(game):
    pairs = [(letter.tex, chapter) for letter in OF_CHAPTERS[game] for chapter in letter.chapters]
    assert len(pairs) == len(set(pairs))


@built
def test_the_notation_page_lists_the_letters_of_chapters():
    text = page("book/notation").get_text().replace(" ", "")
    assert all(letter.tex.replace(" ", "") in text for held in OF_CHAPTERS.values() for letter in held)
