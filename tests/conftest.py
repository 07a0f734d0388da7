"""What the page tests stand on: the built site, a static host for it, and a real browser without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

# A loaded machine is slow without being wrong, so no example has a deadline.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).parent.parent
SITE = ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LOOPBACK = "127.0.0.1"

Open = Callable[..., Any]


def pytest_configure(config: pytest.Config) -> None:
    """Several workers keep to the order below, where pytest-xdist would begin with the modules of most tests."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that open a browser come first: they take longest, and one that is begun last leaves a core idle."""
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


# --- the site and its host ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site."""
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: run `make site` first")
    return SITE


class StaticHost(SimpleHTTPRequestHandler):
    """Serves a folder below a sub-path, as a project page is served, and nothing beside it."""

    protocol_version = "HTTP/1.1"
    below = "/alliances/"

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.below) if path.startswith(self.below) else "nothing is served here"
        return super().translate_path("/" + inside)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of ``folder`` on a static host of its own."""
    host = ThreadingHTTPServer((LOOPBACK, 0), partial(StaticHost, directory=str(folder)))
    Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{host.server_port}{StaticHost.below}"
    finally:
        host.shutdown()
        host.server_close()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the built site."""
    with serving(site) as address:
        yield address


# --- the browser ----------------------------------------------------------------------------------------------


def installed_browser() -> str | None:
    """The browser that CHROMIUM names, or one found on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser for which no host but loopback exists."""
    # Closed with each module: playwright's event loop must not be running when other tests start theirs.
    program = installed_browser()
    if program is None:
        pytest.skip("no browser: install chromium, or name one in the environment variable CHROMIUM")
    sync_api = pytest.importorskip("playwright.sync_api")
    no_network = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}"
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", no_network])
        yield started
        started.close()


def watch(page: Any) -> list[str]:
    """What goes wrong on ``page`` from now on, in words: errors, failed requests, foreign addresses."""
    troubles: list[str] = []

    def asked(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != LOOPBACK:
            troubles.append(f"asked another host: {request.url}")

    def answered(response: Any) -> None:
        if response.status >= 400:
            troubles.append(f"answered {response.status}: {response.url}")

    page.on("request", asked)
    page.on("response", answered)
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url} ({request.failure})"))
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("console", lambda said: said.type == "error" and troubles.append(f"console: {said.text}"))
    return troubles


@contextmanager
def opening(browser: Any, address: str) -> Iterator[Open]:
    """Opens pages below an address, or at any full address, each in a browser that knows nothing of the others.

    ``page("book/welcome.html", width=360)`` gives a playwright page; ``page.troubles`` lists what went wrong on it.
    Further names go to the browser's context: ``color_scheme="dark"``, ``reduced_motion="reduce"``, ``has_touch=True``.
    """
    contexts = []

    def open_page(path: str, *, width: int = 1280, height: int = 800, **context: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **context))
        opened = contexts[-1].new_page()
        opened.troubles = watch(opened)
        opened.goto(path if "://" in path else address + path, wait_until="load")
        return opened

    yield open_page
    for context in contexts:
        context.close()


def turn_to(opened: Any, address: str, *, until: str = "load") -> None:
    """Shows another page in the same window, which takes a third of the time that a new window does."""
    opened.goto("about:blank")  # what the page before was still loading fails now, and is no trouble of the next
    opened.troubles.clear()
    opened.goto(address, wait_until=until)


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Open]:
    """Opens a page of the site (see `opening`)."""
    with opening(browser, server) as open_page:
        yield open_page
