"""The Sphinx extension that lets a built page play by itself: decks and frames as files, and the widgets' loader.

Nothing on a page comes from another host: in place of the two libraries that myst-nb would fetch for widgets, a page
that shows widgets gets ``page.js`` and the addresses of the decks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from alliancelib.widgets.classroom import CLASS, pages
from alliancelib.widgets.decks import all_decks, as_script, compact, key
from alliancelib.widgets.explorers import explorations, whole
from alliancelib.widgets.sheets import all_sheets

LOADER = Path(__file__).parent / "page.js"

DECKS = "decks"
"""The folder of the site that holds the decks, and the frames of the explorers."""

EXPLORER = "explorer"
"""What an explorer has in the place of a board's name."""

VIEW = "application/vnd.jupyter.widget-view+json"
"""Marks the place of a widget in a page."""

STATE = "application/vnd.jupyter.widget-state+json"
"""Marks what the widgets of a page hold."""

FRONT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0; url={first}">
<p>The book begins at <a href="{first}">{title}</a>.</p>
</html>
"""
"""The site's ``index.html``; its empty icon keeps a browser from looking for one at the top of the host."""

HEAVY = re.compile(r'^[^\n]*(?:<script src="[^"]*/fontawesome/|<link rel="preload" as="font")[^\n]*\n', re.MULTILINE)
"""Lines of a page's head by which the theme draws its icons a second time, and asks for their fonts before all else.

The style sheet and its fonts draw the same icons. On a slow line the script, half a megabyte, doubles the wait for the
first button (`benchmarks/page.py`).
"""

VIEWS = re.compile(rf'<script type="{re.escape(VIEW)}">\s*(\{{.*?\}})\s*</script>', re.DOTALL)
"""The places of widgets in a page, each with what names its state."""

STAND_IN = """
<div data-aa-stand-in><p class="aa-page-note"><strong>{title}</strong> ({source}). {say}</p></div>"""

FIGURE = re.compile(r'(<img [^>]*?src="([^"]*_images/[^"]+)"[^>]*>)')
"""A figure in a page's body."""

DIGITS = 8
"""How many digits of a deck's hash its file name carries."""


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Called by Sphinx when the book's ``_config.yml`` names this module."""
    # A changed address makes every page be written again, since any page may refer to it.
    app.add_config_value("alliance_decks", {}, "html")
    app.setup_extension("alliancelib.widgets.reference")
    app.setup_extension("alliancelib.widgets.guide_pages")
    app.connect("config-inited", configure)
    app.connect("builder-inited", write_front)
    app.connect("builder-inited", write_class_pages)
    app.connect("build-finished", lighten)
    app.connect("html-page-context", enlarge)
    app.connect("html-page-context", equip, priority=600)  # after myst-nb has added the widgets' state
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def configure(app: Sphinx, config: Config) -> None:
    """Settle the decks' addresses, ship the loader and keep out what myst-nb would fetch."""
    files = all_files()
    config.alliance_decks = {name: address(name, text) for name, text in files.items()}
    config.html_static_path = [*config.html_static_path, str(LOADER)]
    config.nb_ipywidgets_js = {}
    texts = {config.alliance_decks[name]: text for name, text in files.items()}
    app.connect("builder-inited", partial(write_decks, texts))


def all_files() -> Mapping[str, str]:
    """Everything that a page may fetch, by key (`decks.key`): the decks, and the frames of the explorers."""
    frames = {key(EXPLORER, name): whole(name) for name in explorations()}
    return {name: compact(content) for name, content in {**all_decks(), **frames}.items()}


def address(name: str, text: str) -> str:
    """Where a deck lies in the site: its name and a hash of its content, so that a browser may keep it for ever."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
    return f"{DECKS}/{name.replace('/', '.')}.{digest}.json"


def write_decks(texts: Mapping[str, str], app: Sphinx) -> None:
    """Write every deck into the site and remove those of an earlier build."""
    if app.builder.format != "html":
        return
    out = Path(app.outdir)
    (out / DECKS).mkdir(parents=True, exist_ok=True)
    for where, text in texts.items():
        (out / where).write_text(text, encoding="utf-8")
    for file in (out / DECKS).glob("*.json"):
        if f"{DECKS}/{file.name}" not in texts:
            file.unlink()


def write_front(app: Sphinx) -> None:
    """Write the page that leads from the site's address to the first chapter."""
    if app.builder.format != "html":
        return
    front = FRONT.format(title=escape(app.config.html_title), first=f"{app.config.root_doc}.html")
    Path(app.outdir, "index.html").write_text(front, encoding="utf-8")


def write_class_pages(app: Sphinx) -> None:
    """Write the pages for a class, and remove those of lessons that are no more."""
    if app.builder.format != "html":
        return
    out = Path(app.outdir, CLASS)
    out.mkdir(parents=True, exist_ok=True)
    made = pages(all_decks(), all_sheets())
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
    for file in out.glob("*.html"):
        if file.name not in made:
            file.unlink()


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """Take HEAVY out of every page. The theme's own templates leave no other way."""
    if exception is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            if HEAVY.search(text):
                page.write_text(HEAVY.sub("", text), encoding="utf-8")


def enlarge(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Make every figure a link to itself, since a phone shows it at less than half its size."""
    if "body" in context:
        context["body"] = FIGURE.sub(r'<a class="aa-figure" href="\2">\1</a>', context["body"])


def equip(app: Sphinx, pagename: str, templatename: str, context: Mapping[str, Any], doctree: Any) -> None:
    """Give a page that shows widgets the loader and the decks' addresses; other pages get nothing."""
    body = context.get("body", "")
    if VIEW not in body:
        return
    boards: set[str] = set()
    for script in context["script_files"]:
        if script.attributes.get("type") == STATE:
            script.attributes["body"] = state = shown(script.attributes["body"], body)
            boards |= boards_in(state)
            context["body"] = body = spoken(body, state)
    app.add_js_file(None, type="application/json", id="alliance-decks", body=as_script(decks_of(boards, app.config)))
    app.add_js_file(LOADER.name, loading_method="defer")


def boards_in(state: str) -> set[str]:
    """The boards that a page shows, by the widgets' state; EXPLORER where there are explorers."""
    held = [model["state"] for model in json.loads(state)["state"].values()]
    boards = {values["deck"]["board"] for values in held if "deck" in values}
    return boards | {EXPLORER for values in held if "plot" in values}


def spoken(body: str, state: str) -> str:
    """The page with what each explorer shows first said in words behind it, until its script takes the place."""
    held = {name: model["state"] for name, model in json.loads(state)["state"].items()}

    def said(view: re.Match[str]) -> str:
        plot = held.get(json.loads(view[1]).get("model_id"), {}).get("plot")
        if plot is None:
            return view[0]
        title, source, say = (escape(text) for text in (plot["title"], plot["source"], plot["frames"][0]["say"]))
        return view[0] + STAND_IN.format(title=title, source=source, say=say)

    return VIEWS.sub(said, body)


def decks_of(boards: set[str], config: Config) -> Mapping[str, str]:
    """The addresses of the decks of some boards: a reader can choose among these, and among no others."""
    return {name: where for name, where in config.alliance_decks.items() if name.partition("/")[0] in boards}


def shown(state: str, body: str) -> str:
    """The widgets' state without what plays nowhere on the page.

    A chapter may make boards that it does not show, and stock widgets need a kernel, so their state is dead weight.
    """
    held = json.loads(state)
    models = held["state"].items()
    kept = {name: model for name, model in models if model["model_module"] == "anywidget" and f'"{name}"' in body}
    return as_script({**held, "state": kept})
