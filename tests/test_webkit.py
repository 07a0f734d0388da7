"""A class page in WebKit, the engine of every iPhone, where Debian's ``webkit2gtk-driver`` and ``xvfb`` are installed.

The other browser tests run in Chromium; this one guards what the two lay out differently.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from conftest import LOOPBACK, serving

from alliancelib.core.codes import decode
from alliancelib.widgets import classroom
from alliancelib.widgets.decks import all_decks
from alliancelib.widgets.sheets import all_sheets, editions

pytestmark = pytest.mark.browser

LESSON = "patron/cheap-and-dear"
DRIVER = "WebKitWebDriver"
SECONDS = 60

WAIT = """const [done] = arguments;
const wait = () => (window.aaBoards?.[0] ? done(true) : setTimeout(wait, 20));
wait();"""

PLAY = """const press = (hooks) => document.querySelector(hooks).click();
while (!document.querySelector("[data-aa-finish]")) press("[data-aa-next], .aa-set .aa-primary, .aa-choice");
press("[data-aa-finish]");
return document.querySelector("[data-aa-code]").textContent;"""

EMPTY = """const box = document.querySelector(".aa-board fieldset");
return box.getBoundingClientRect().bottom - box.lastElementChild.getBoundingClientRect().bottom;"""

SPOIL = """const style = document.createElement("style");
style.textContent = ".aa-board fieldset { display: flex; flex-direction: column; }";
document.head.append(style);"""


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def webkit() -> Iterator[Callable[..., Any]]:
    """Sends one command of the WebDriver protocol to a WebKit that has just been started."""
    minibrowser = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
    if not (minibrowser and shutil.which(DRIVER) and shutil.which("xvfb-run")):
        pytest.skip("no WebKit: install webkit2gtk-driver and xvfb")
    port = free_port()

    def ask(method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"http://{LOOPBACK}:{port}{path}", data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["value"]

    # WebKit's own sandbox cannot be had as root, nor in most containers.
    about = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    started = subprocess.Popen(
        ["xvfb-run", "-a", DRIVER, f"--port={port}"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **about},
    )
    try:
        answers(ask)
        options = {"binary": str(minibrowser), "args": ["--automation"]}
        wish = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        session = f"/session/{ask('POST', '/session', wish)['sessionId']}"
        yield lambda name, **body: ask("POST", f"{session}/{name}", body)
        ask("DELETE", session)
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait()


def answers(ask: Callable[..., Any]) -> None:
    """Waits until the driver does."""
    last = time.monotonic() + SECONDS
    while True:
        try:
            return ask("GET", "/status")
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)


def test_a_class_page_plays_to_its_code_in_webkit(webkit, tmp_path):
    page = classroom.lesson_page(all_decks()[LESSON], all_sheets()[LESSON])
    (tmp_path / "page.html").write_text(page, encoding="utf-8")

    def js(script: str) -> Any:
        return webkit("execute/sync", script=script, args=[])

    with serving(tmp_path) as address:
        webkit("url", url=f"{address}page.html?deals=1-3")
        webkit("execute/async", script=WAIT, args=[])
        assert js(EMPTY) < 1  # nothing below the choices
        js(SPOIL)
        assert js(EMPTY) > 20  # the twin: WebKit counts the height of a floated legend twice in a flex box
        _, plays = decode(js(PLAY), editions(all_sheets().values()))
    assert [play.deal for play in plays] == [1, 2, 3]
