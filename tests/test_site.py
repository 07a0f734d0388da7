"""The built site stands alone: every page is read, and opened in a browser that has no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import SITE, opening, serving, turn_to

from alliancelib.widgets.site import DECKS, HEAVY, address, all_files, boards_in, shown

PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
STYLES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.css"))
WIDTHS = (1280, 360)

LINKS_NOT_FETCHED = {"canonical", "next", "prev", "index", "search", "author", "license", "help", "bookmark"}
"""Relations of a link element that name an address without loading it."""

ALONE = ("class/", "projector/")
"""Folders of pages without the book's theme and loader, which carry all they need: see test_classroom."""

SVG = "http://www.w3.org/2000/svg"
"""The name of a vocabulary, which no browser fetches."""

each_page = pytest.mark.parametrize(
    "name", PAGES or [pytest.param("", marks=pytest.mark.skip("the site is not built"))]
)

each_page_of_the_book = pytest.mark.parametrize(
    "name",
    [name for name in PAGES if not name.startswith(ALONE)]
    or [pytest.param("", marks=pytest.mark.skip("the site is not built"))],
)


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def places(path: Path) -> frozenset[str]:
    """What a fragment may name in a page."""
    return frozenset(element["id"] for element in soup(path).find_all(id=True))


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


# --- nothing is fetched from another host ---------------------------------------------------------------------


def fetched(page: BeautifulSoup) -> Iterator[str]:
    """Every address that a browser loads for the page without being asked."""
    for element in page.find_all(True):
        if element.name == "link":
            if not set(element.get("rel", [])) <= LINKS_NOT_FETCHED:
                yield element.get("href", "")
        elif element.name in ("image", "use"):
            yield element.get("href") or element.get("xlink:href") or ""
        elif element.name == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield element.get("content", "").partition("url=")[2]
        yield from (element[key] for key in ("src", "poster", "background", "data") if element.has_attr(key))
        yield from (part.split()[0] for part in element.get("srcset", "").split(",") if part.strip())
        yield from fetched_by_style(element.get("style", ""))
    for style in page.find_all("style"):
        yield from fetched_by_style(style.get_text())
    for script in page.find_all("script", src=False):
        if "json" not in script.get("type", ""):
            named = re.findall(r"""["'`]((?:https?:)?//[^"'`]+)""", script.get_text())
            yield from (found for found in named if found != SVG)


def fetched_by_style(css: str) -> Iterator[str]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    yield from (found.strip("\"' ") for found in re.findall(r"""url\(\s*("[^"]*"|'[^']*'|[^)]*)""", css))
    yield from re.findall(r"""@import\s+["']([^"']+)""", css)


def foreign(addresses: Iterator[str]) -> list[str]:
    return [found for found in addresses if re.match(r"(?i)\s*(https?:|wss?:|ftp:)?//", found)]


@each_page
def test_a_page_names_nothing_to_fetch_from_another_host(name):
    assert foreign(fetched(soup(SITE / name))) == []


@pytest.mark.parametrize("name", STYLES)
def test_a_style_sheet_names_nothing_to_fetch_from_another_host(name):
    assert foreign(fetched_by_style((SITE / name).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://elsewhere.example/a.js"></script>',
        '<script src="//elsewhere.example/a.js"></script>',
        "<script>import('https://elsewhere.example/a.js')</script>",
        '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
        '<link rel="preconnect" href="https://elsewhere.example">',
        '<img alt="a" src="http://elsewhere.example/a.png">',
        '<img alt="a" src="a.png" srcset="a.png 1x, https://elsewhere.example/a.png 2x">',
        '<iframe src="https://elsewhere.example"></iframe>',
        '<object data="https://elsewhere.example/a.svg"></object>',
        '<svg><use href="https://elsewhere.example/a.svg#b"></use></svg>',
        '<p style="background: url(https://elsewhere.example/a.png)">a</p>',
        "<style>@font-face {src: url('https://elsewhere.example/a.woff')}</style>",
        '<style>@import "https://elsewhere.example/a.css";</style>',
        '<meta http-equiv="Refresh" content="0; url=https://elsewhere.example">',
    ],
)
def test_a_foreign_address_is_caught(html):
    assert foreign(fetched(parse(html)))


def test_a_plain_link_may_lead_elsewhere():
    html = '<a href="https://elsewhere.example">a</a><link rel="canonical" href="https://elsewhere.example">'
    assert foreign(fetched(parse(html))) == []


# --- links and alternative text -------------------------------------------------------------------------------


HOME = "http://site.invalid/below/"
"""Where links are resolved: below a sub-path, so that a link to the host's root is seen to be broken."""


def broken_links(name: str, page: BeautifulSoup, site: Path) -> list[str]:
    """Links inside the site that lead nowhere: no such file, or no such place in it."""
    links = [link["href"] for link in page.find_all("a", href=True)]
    return [href for href in links if not leads_somewhere(urljoin(HOME + name, href), site)]


def leads_somewhere(target: str, site: Path) -> bool:
    if urlsplit(target).netloc != urlsplit(HOME).netloc:
        return True  # a link out of the site, which is not ours to promise
    if not target.startswith(HOME):
        return False
    path, fragment = site / unquote(urlsplit(target[len(HOME) :]).path), unquote(urlsplit(target).fragment)
    if path.is_dir():
        path /= "index.html"
    return path.is_file() and (not fragment or fragment in places(path))


def wordless_images(page: BeautifulSoup) -> list[str]:
    """Images whose alternative text is missing, or is only a file's name."""
    wordless = []
    for image in page.find_all("img"):
        text = image.get("alt", "").strip()
        if len(text.split()) < 2 or re.search(r"\.(png|svg|jpe?g|gif|webp)$", text, re.I):
            wordless.append(image.get("src", ""))
    return wordless


@each_page
def test_every_link_inside_the_site_leads_somewhere(name):
    assert broken_links(name, soup(SITE / name), SITE) == []


@each_page
def test_every_image_is_described_in_words(name):
    assert wordless_images(soup(SITE / name)) == []


def test_a_broken_link_is_caught(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "there.html").write_text('<p id="here">a</p>')
    good = parse('<a href="there.html#here">a</a><a href="../book/there.html?deal=3">b</a><a href="mailto:a@b">c</a>')
    bad = parse('<a href="there.html#gone">a</a><a href="/there.html">b</a><a href="nowhere.html">c</a>')
    assert broken_links("book/page.html", good, tmp_path) == []
    assert broken_links("book/page.html", bad, tmp_path) == ["there.html#gone", "/there.html", "nowhere.html"]


@pytest.mark.parametrize("alt", ["", 'alt=""', 'alt="_images/0006b1.png"', 'alt="figure"'])
def test_an_image_without_words_is_caught(alt):
    assert wordless_images(parse(f'<img src="a.png" {alt}>')) == ["a.png"]


# --- decks and the loader -------------------------------------------------------------------------------------


def test_the_site_holds_every_deck_and_every_frame_as_the_library_makes_them_and_no_other(site):
    expected = {address(name, text): text for name, text in all_files().items()}
    found = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in (site / DECKS).iterdir()}
    assert sorted(found) == sorted(expected), "the site is older than the library: run `make site`"
    assert found == expected


def test_a_changed_deck_has_another_address():
    assert address("a", "{}") != address("a", "[]")


@each_page_of_the_book
def test_a_page_has_the_loader_and_the_decks_exactly_if_it_shows_widgets(name):
    page = soup(SITE / name)
    shows = page.find("script", type="application/vnd.jupyter.widget-view+json") is not None
    listed = page.find("script", id="alliance-decks")
    assert (listed is not None) == shows
    assert any("page.js" in script["src"] for script in page.find_all("script", src=True)) == shows
    if listed:
        known = json.loads(listed.get_text())
        assert all((SITE / where).is_file() for where in known.values())
        state = page.find("script", type="application/vnd.jupyter.widget-state+json")
        shown_boards = boards_in(state.get_text())
        assert {name.partition("/")[0] for name in known} == shown_boards
        assert shown_boards or "in-class" in name  # a class board and a progress bar play no deck


@each_page
def test_a_page_draws_its_icons_once(name, site):
    assert not HEAVY.search((site / name).read_text(encoding="utf-8"))


def test_the_second_drawing_of_icons_is_recognised_and_nothing_else_is():
    script = '<script src="../_static/vendor/fontawesome/6.5.2/js/all.min.js?digest=1"></script>\n'
    style = '<link href="../_static/vendor/fontawesome/6.5.2/css/all.min.css" rel="stylesheet" />\n'
    assert HEAVY.sub("", f"<head>\n  {script}{style}</head>\n") == f"<head>\n{style}</head>\n"


def test_a_page_carries_only_the_boards_it_shows():
    def model(module: str) -> Mapping[str, Any]:
        return {"model_module": module, "state": {}}

    held = {"state": {"a": model("anywidget"), "b": model("anywidget"), "c": model("@jupyter-widgets/base")}}
    assert list(json.loads(shown(json.dumps(held), '<script>{"model_id": "a"}</script>'))["state"]) == ["a"]


# --- in a browser without a network ---------------------------------------------------------------------------

RAW_MATH = re.compile(r"\\[(\[]|\\begin\{")


def settle(page: Any) -> None:
    """Wait until nothing is being loaded, a redirect has been followed and the mathematics is set."""
    page.wait_for_load_state("load")
    page.wait_for_load_state("networkidle")
    page.evaluate("async () => { await window.MathJax?.startup?.promise; await document.fonts.ready; }")


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def unset_mathematics(page: Any) -> list[str]:
    """Formulas that the reader sees as TeX or as an error."""
    formulas = page.evaluate(
        """() => [...document.querySelectorAll(".math")].map((e) =>
            e.querySelector("mjx-container") && !e.querySelector("mjx-merror") ? "" : "not set: " + e.textContent)"""
    )
    # The text a reader sees, without code, where a backslash is nothing unusual.
    seen = page.evaluate(
        """() => {
            const copy = document.querySelector("main, body").cloneNode(true);
            copy.querySelectorAll("script, style, pre, code, mjx-container").forEach((e) => e.remove());
            return copy.textContent;
        }"""
    )
    return [formula for formula in formulas if formula] + RAW_MATH.findall(seen)


@pytest.fixture(scope="module")
def windows(browser: Any, server: str) -> Iterator[Mapping[int, Any]]:
    """A window of each width, in which a reader goes from page to page."""
    with opening(browser, server) as open_page:
        yield {width: open_page(PAGES[0], width=width) for width in WIDTHS}


@pytest.mark.browser
@each_page
def test_a_page_opens_without_network_error_or_overflow(windows, server, name):
    """At both widths at once, since what takes long is to wait until nothing is being loaded any more."""
    for opened in windows.values():
        turn_to(opened, server + name, until="commit")
    for width, opened in windows.items():
        settle(opened)
        assert (width, opened.troubles) == (width, [])
        assert (width, max(0, overflow(opened))) == (width, 0)
        assert (width, unset_mathematics(opened)) == (width, [])


DOCTORED = {
    "an error": ("<script>throw new Error('planted')</script>", "error: planted"),
    "a console error": ("<script>console.error('planted')</script>", "console: planted"),
    "a missing file": ('<img src="missing.png">', "answered 404"),
    "another host": ('<img src="http://elsewhere.example/a.png">', "asked another host"),
    "another host by number": ('<img src="http://192.0.2.1/a.png">', "asked another host"),
    "a refused request": ("<script>fetch('http://elsewhere.example/a')</script>", "failed: http://elsewhere"),
}


@pytest.mark.browser
@pytest.mark.parametrize("case", DOCTORED)
def test_a_doctored_page_is_caught(page, tmp_path, case):
    html, trouble = DOCTORED[case]
    (tmp_path / "bad.html").write_text(f'<!doctype html><link rel="icon" href="data:,"><body>{html}')
    with serving(tmp_path) as host:
        opened = page(host + "bad.html")
        settle(opened)
        assert any(trouble in said for said in opened.troubles), opened.troubles


@pytest.mark.browser
def test_overflow_and_raw_mathematics_are_caught(page, tmp_path):
    wide = '<p style="width: 500px">a</p>'
    raw = r'<p>By \(x>0\)</p><span class="math">\(x\)</span>'
    (tmp_path / "bad.html").write_text(f"<!doctype html><body>{wide}{raw}")
    with serving(tmp_path) as host:
        opened = page(host + "bad.html", width=360)
        assert overflow(opened) > 0
        assert unset_mathematics(opened) == [r"not set: \(x\)", r"\(", r"\("]


TOP = "document.getElementById(location.hash.slice(1)).getBoundingClientRect().top"
"""How far below the window's upper edge the place stands that the address names."""


@pytest.mark.browser
def test_a_place_below_a_board_is_in_view_once_the_board_stands(page):
    opened = page("book/cost-sharing/the-crisis.html#claim-cs-kept-offer")
    opened.wait_for_selector("[data-aa-board]")
    opened.wait_for_function(f"0 <= {TOP} && {TOP} < 200")
    opened.evaluate("scrollTo(0, 0)")
    assert opened.evaluate(TOP) > 200  # the board is above it
