"""How soon a reader can play, and what the page weighs, beside a Python in the page: ``python benchmarks/page.py``.

The built site and the peer are served alike, on loopback and below a sub-path, to a real browser whose cache is cold
at every visit. The peer plays the same deal with the same library, run by Pyodide in the page.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import os
import re
import shutil
import subprocess
import sys
import tarfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from report import Figure, Spread, described, machine, save, table

HERE = Path(__file__).parent
SITE = HERE.parent / "_build" / "html"
CHAPTER = "book/outside-options/play.html"
CACHE = HERE / ".cache"
PYODIDE = "pyodide@314.0.7"

LOOPBACK = "127.0.0.1"
BELOW = "/alliances/"
BESIDE = "/peer/"

BUTTON = "[data-aa-board] [data-aa-step] button"

PATIENCE = 180_000
"""Milliseconds after which a page that cannot be played ends the benchmark."""


# --- the host -----------------------------------------------------------------------------------------------------

PACKED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm"}
"""What is sent compressed; .wasm is among them for the peer's sake."""

KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}

Found = Callable[[str], bytes | None]
"""The content at a path of the host, or None."""


@cache
def packed(content: bytes) -> bytes:
    """Compressed once, so that the host's own work does not count."""
    return gzip.compress(content, 6)


@dataclass(frozen=True, slots=True)
class Host:
    """A running host: its address, and what it has sent since this was last emptied, as (path, bytes)."""

    address: str
    sent: list[tuple[str, int]]


@contextmanager
def hosting(found: Found) -> Iterator[Host]:
    """A static host that compresses as public ones do."""
    sent: list[tuple[str, int]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every answer waits for the acknowledgement of its own head

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            content = found(path)
            if content is None:
                self.send_error(404)
                return
            suffix = Path(path).suffix
            body = packed(content) if suffix in PACKED else content
            self.send_response(200)
            self.send_header("Content-Type", KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            if suffix in PACKED:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)
            sent.append((path, len(body)))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield Host(f"http://{LOOPBACK}:{server.server_port}", sent)
    finally:
        server.shutdown()
        server.server_close()


def looking_in(folders: Mapping[str, Path], made: Mapping[str, bytes]) -> Found:
    """What is made, or else lies in one of the folders that are served below their prefixes."""

    @cache
    def found(path: str) -> bytes | None:
        if path in made:
            return made[path]
        for prefix, folder in folders.items():
            file = (folder / path.removeprefix(prefix)).resolve()
            if path.startswith(prefix) and file.is_relative_to(folder.resolve()) and file.is_file():
                return file.read_bytes()
        return None

    return found


# --- the peer -----------------------------------------------------------------------------------------------------


def pyodide() -> Path | None:
    """The folder with Pyodide's own files, fetched once from the npm registry; None where it cannot be had."""
    folder = CACHE / PYODIDE
    if not folder.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            return None
        CACHE.mkdir(exist_ok=True)
        (CACHE / ".gitignore").write_text("*\n")
        got = subprocess.run([npm, "pack", PYODIDE], cwd=CACHE, capture_output=True, text=True)
        if got.returncode:
            return None
        with tarfile.open(CACHE / got.stdout.split()[-1]) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


LISTED = """
import json, sys, alliancelib.widgets.decks
rooms = {n: m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "alliancelib"}
print(json.dumps([*rooms.values()]))
"""


def library() -> bytes:
    """The source files that building a deck needs, by their place in the library, as JSON."""
    listed = subprocess.run([sys.executable, "-c", LISTED], check=True, capture_output=True, text=True).stdout
    files = [Path(name) for name in json.loads(listed)]
    root = min(files, key=lambda file: len(file.parts)).parent.parent
    return json.dumps({file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}).encode()


# --- visits -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a reader has in hand."""

    name: str
    width: int
    height: int
    slowed: float = 1
    """How many times slower the page's own thread runs."""
    network: Mapping[str, Any] = field(default_factory=dict)
    budget: float | None = None
    """Seconds to the first button."""


MBIT = 1_000_000 / 8

DESKTOP = Setting(name="desktop", width=1280, height=800, budget=1.0)
PHONE = Setting(
    name="phone",
    width=390,
    height=844,
    slowed=4,
    network={"offline": False, "latency": 100, "downloadThroughput": 2 * MBIT, "uploadThroughput": 2 * MBIT},
)

# The clock of a page starts when the browser sets out for it. A button counts once the frame that shows it is done.
WATCH = """
(() => {
  const isReady = (button) => !button.disabled && button.checkVisibility({ visibilityProperty: true });
  const look = () => {
    const isThere = [...document.querySelectorAll("SELECTOR")].some(isReady);
    requestAnimationFrame(isThere ? () => { window.firstButton = performance.now(); } : look);
  };
  requestAnimationFrame(look);
})();
""".replace("SELECTOR", BUTTON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit with a cold cache; times in seconds from setting out."""

    read: float
    """When the browser had read the page, and what it must run before going on."""
    button: float
    down: float
    """How far down the button's lower edge is, in screens."""
    sent: Mapping[str, int]
    """Bytes sent, by path, until the network was idle."""


def visit(browser: Browser, host: Host, path: str, setting: Setting) -> Visit:
    """Opens a page until it can be played, and presses a button to see that it can."""
    host.sent.clear()
    context = browser.new_context(viewport={"width": setting.width, "height": setting.height})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    slow(page, setting)
    page.add_init_script(WATCH)
    page.goto(host.address + path, wait_until="commit", timeout=PATIENCE)
    page.wait_for_function("window.firstButton", polling=100)
    page.wait_for_load_state("networkidle")
    sent = dict(host.sent)
    button, read = page.evaluate("[window.firstButton, performance.getEntriesByType('navigation')[0].domInteractive]")
    box = page.locator(BUTTON).locator("visible=true").first.bounding_box()
    press(page)
    context.close()
    down = (box["y"] + box["height"]) / setting.height
    return Visit(read=read / 1000, button=button / 1000, down=down, sent=sent)


def slow(page: Page, setting: Setting) -> None:
    """Makes the page as slow as the setting says."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": setting.slowed})
    if setting.network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", dict(setting.network))


def press(page: Page) -> None:
    """Presses the step's last button; an error unless another step follows, for then the page cannot be played."""
    before = page.inner_text("[data-aa-step]")
    page.locator(BUTTON).locator("visible=true").last.click()
    page.wait_for_function("(old) => document.querySelector('[data-aa-step]').innerText !== old", arg=before)


def visits(browser: Browser, host: Host, paths: Sequence[str], setting: Setting, runs: int) -> list[list[Visit]]:
    """For each path its visits, made in turn; a first round, which fills the host's cache, is thrown away."""
    rounds = [[visit(browser, host, path, setting) for path in paths] for _ in range(runs + 1)]
    return [list(column) for column in zip(*rounds[1:])]


# --- figures ------------------------------------------------------------------------------------------------------

OURS = ("_static/page.js", "_static/book.css", "decks/")
MATHEMATICS = "_static/mathjax/"

HEAVIEST = 5
"""How many of the theme's files are listed."""

CARRIED = re.compile(r'<script[^>]*(?:vnd\.jupyter\.widget-state\+json|id="alliance-decks")[^>]*>(.*?)</script>', re.S)
"""What our own extension puts into a page: the boards with the deck, and the addresses of the other decks."""


def soonness(setting: Setting, ours: Sequence[Visit], peers: Sequence[Visit]) -> Iterator[Figure]:
    """When the first button can be pressed."""
    yield Figure(
        name=f"{setting.name}: to the first button that can be pressed",
        unit="s",
        ours=Spread(tuple(each.button for each in ours)),
        budget=setting.budget,
        budget_ratio=5,
        peer="Pyodide, the same deal" if peers else "Pyodide: not measured",
        theirs=Spread(tuple(each.button for each in peers)) if peers else None,
    )
    yield Figure(
        name=f"{setting.name}: of it, after the page was read",
        unit="s",
        ours=Spread(tuple(each.button - each.read for each in ours)),
        peer="the theme's page, until it was read",
        theirs=Spread(tuple(each.read for each in ours)),
    )
    yield Figure(
        name=f"{setting.name}: screens down to that button's lower edge",
        unit="",
        ours=Spread(tuple(each.down for each in ours)),
        budget=1,
    )


def weights(sent: Mapping[str, int], chapter: str) -> Mapping[str, int]:
    """The bytes of a visit as sent, by whose they are: ours, the chapter's, mathematics', the theme's."""
    page = chapter.encode()
    own = len(packed(page)) - len(packed(CARRIED.sub("", chapter).encode()))
    parts = {"ours": own, "the chapter": -own, "mathematics": 0, "the theme": 0}
    for path, size in sent.items():
        parts[whose(path)] += size
    return parts


def whose(path: str) -> str:
    """To whom the bytes of a file are put down."""
    inside = path.removeprefix(BELOW)
    if inside.startswith(OURS):
        return "ours"
    if inside == CHAPTER or inside.startswith("_images/"):
        return "the chapter"
    return "mathematics" if inside.startswith(MATHEMATICS) else "the theme"


def carried(chapter: str) -> Mapping[str, int]:
    """What the page carries of ours, each part compressed for itself."""
    boards = [model["state"] for model in state(chapter).values()]
    parts: dict[str, int] = {}
    for name, label in {"_esm": "board.js", "_css": "board.css", "deck": "the decks", "catalogue": "the list"}.items():
        different = {json.dumps(board[name], ensure_ascii=False) for board in boards if name in board}
        parts[label] = sum(len(packed(text.encode())) for text in different)
    return parts


def state(chapter: str) -> Mapping[str, Any]:
    """The widgets of a page, by their names."""
    found = re.search(r"<script[^>]*vnd\.jupyter\.widget-state\+json[^>]*>(.*?)</script>", chapter, re.S)
    return json.loads(found.group(1))["state"]


def opened(chapter: str) -> tuple[str, int]:
    """The lesson and the number of the deal with which a chapter opens."""
    board = next(model["state"] for model in state(chapter).values() if "deck" in model["state"])
    return board["deck"]["scenario"], board["deck"]["deals"][0]["id"]


def weighed(ours: Visit, peers: Sequence[Visit], chapter: str) -> Iterator[Figure]:
    """What one visit sends."""

    def size(name: str, value: float, **more: Any) -> Figure:
        return Figure(name=name, unit="B", ours=Spread((float(value),)), **more)

    def beside(label: str, value: float) -> Mapping[str, Any]:
        return {"peer": label, "theirs": Spread((float(value),))}

    parts = weights(ours.sent, chapter)
    total = sum(ours.sent.values())
    yield size("sent in all", total, **beside("Pyodide", sum(peers[0].sent.values())) if peers else {})
    yield size("our own", parts["ours"], budget=150e3, **beside("the theme", parts["the theme"]))
    for label, value in carried(chapter).items():
        yield size(f"  in the page: {label}", value)
    for path in sorted(path for path in ours.sent if whose(path) == "ours"):
        yield size(f"  {path.removeprefix(BELOW)}", ours.sent[path])
    yield size("the chapter's words and figures", parts["the chapter"])
    yield size("mathematics", parts["mathematics"])
    yield size("the theme", parts["the theme"])
    heaviest = sorted((path for path in ours.sent if whose(path) == "the theme"), key=ours.sent.get, reverse=True)
    for path in heaviest[:HEAVIEST]:
        yield size(f"  {'/'.join(path.split('/')[-2:])}", ours.sent[path])


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="visits of each page in each setting (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every run's numbers to FILE")
    wanted = parser.parse_args()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not (SITE / CHAPTER).is_file() or program is None:
        sys.exit("It needs the built site (make site), and chromium on the path or named in CHROMIUM.")
    chapter = (SITE / CHAPTER).read_text(encoding="utf-8")
    scenario, deal = opened(chapter)
    engine = pyodide()
    folders = {f"{BESIDE}pyodide/": engine, BESIDE: HERE / "peer"} if engine else {}
    made = {f"{BESIDE}library.json": library()} if engine else {}
    peer = [f"{BESIDE}index.html?scenario={scenario}&deal={deal}"] if engine else []
    if not engine:
        print(f"{PYODIDE} could not be fetched with npm, so the peer is not measured.")
    figures: list[Figure] = []
    with hosting(looking_in({**folders, BELOW: SITE}, made)) as host, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        facts = {**machine(), "chromium": browser.version, "peer": PYODIDE if engine else None, "runs": wanted.runs}
        print(described(facts), end="\n\n", flush=True)
        for setting in (DESKTOP, PHONE):
            ours, *others = visits(browser, host, [BELOW + CHAPTER, *peer], setting, wanted.runs)
            figures += soonness(setting, ours, others[0] if others else [])
        browser.close()
    times = list(figures)
    print(table(times), end="\n\n")
    sizes = list(weighed(ours[0], others[0] if others else [], chapter))
    print(table(sizes))
    if wanted.json:
        save(wanted.json, facts, [*times, *sizes])


if __name__ == "__main__":
    main()
