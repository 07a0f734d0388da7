"""Explorers in a real page, as a reader moves them: by keyboard, on a phone, without scripts, from a file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import opening, serving
from test_explorers import CURVES, MAPS, NAMES, plain, told

from alliancelib.widgets import explore
from alliancelib.widgets.explorers import exploration, whole
from alliancelib.widgets.site import LOADER, STATE, VIEW, address, all_files, as_script, spoken

pytestmark = pytest.mark.browser

SHELL = """<!doctype html>
<html lang="en" data-content_root="../" data-theme="{theme}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>Explorers</title>
<style>body {{ margin: 0; padding: 0 1rem; }}</style>
<body>{body}
<script type="{kind}">{state}</script>
<script type="application/json" id="alliance-decks">{files}</script>
<script defer src="../page.js"></script>
"""
"""A page as the site makes it, without the theme."""

APART = "<div style='height: 3000px'></div>"


@cache
def frames() -> Mapping[str, str]:
    """The explorers' files, by where they lie."""
    return {key: text for key, text in all_files().items() if key.startswith("explorer/")}


def page_of(names: tuple[str, ...], theme: str = "light", before: str = "") -> str:
    models = {name: {"model_module": "anywidget", "state": state_of(name)} for name in names}
    state = as_script({"state": models})
    body = "".join(f'<script type="{VIEW}">{json.dumps({"model_id": name})}</script>' for name in names)
    files = {key: address(key, text) for key, text in frames().items()}
    said = spoken(body, state)
    return SHELL.format(theme=theme, body=before + said, kind=STATE, state=state, files=as_script(files))


def state_of(name: str) -> Mapping[str, Any]:
    held = explore(name).get_state()
    return {key: held[key] for key in ("_esm", "_css", "plot", "wanted", "notice")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small site: pages with every explorer in either theme and with each alone, and one with it far below."""
    root = tmp_path_factory.mktemp("explorers")
    for below in ("book", "decks"):
        (root / below).mkdir()
    for key, text in frames().items():
        (root / address(key, text)).write_text(text, encoding="utf-8")
    (root / LOADER.name).write_text(LOADER.read_text(encoding="utf-8"), encoding="utf-8")
    pages = {"light": page_of(NAMES), "dark": page_of(NAMES, "dark"), "far": page_of(("l-star",), before=APART)}
    pages |= {name: page_of((name,)) for name in NAMES}
    for name, html in pages.items():
        (root / "book" / f"{name}.html").write_text(html, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[str]:
    with serving(folder) as where:
        yield where


@pytest.fixture
def visit(browser: Any, host: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the small site."""
    with opening(browser, host) as open_page:
        yield lambda path="book/light.html", **how: open_page(path, **how)


def ready(page: Any, name: str) -> Any:
    """An explorer whose sliders move."""
    found = page.locator(f'[data-aa-explorer="{name}"]')
    found.scroll_into_view_if_needed()
    page.locator(f'[data-aa-explorer="{name}"][data-aa-whole]').wait_for()
    return found


def alone(visit: Callable[..., Any], name: str) -> Any:
    """An explorer whose sliders move, on a page of its own."""
    return ready(visit(f"book/{name}.html"), name)


def place(explorer: Any, index: int) -> Mapping[str, Any]:
    """Sets the sliders to a frame by keyboard, and answers the frame's data."""
    name = explorer.get_attribute("data-aa-explorer")
    sizes = [len(slider["values"]) for slider in whole(name)["sliders"]]
    at = index
    for k in reversed(range(len(sizes))):
        at, position = divmod(at, sizes[k])
        slider = explorer.locator("input").nth(k)
        slider.focus()
        if position < sizes[k] / 2:
            slider.press("Home")
            for _ in range(position):
                slider.press("ArrowRight")
        else:
            slider.press("End")
            for _ in range(sizes[k] - 1 - position):
                slider.press("ArrowLeft")
    assert explorer.get_attribute("data-aa-frame") == str(index)
    return whole(name)["frames"][index]


def indices(name: str, count: int = 2) -> list[int]:
    return random.Random(f"page {name}").sample(range(len(whole(name)["frames"])), count)


def start(name: str) -> int:
    return exploration(name).points.index(dict(exploration(name).start))


SAID = "(sentence) => document.querySelector('.aa-say').textContent === sentence"
"""Whether a sentence has been said, which waits until a slider rests."""

READ = """
(root) => {
  const [left, right, top, bottom] = root.querySelector("figure > svg").dataset.aaRoom.split(" ").map(Number);
  const share = ([x, y]) => [(x - left) / (right - left), (bottom - y) / (bottom - top)];
  const points = (line) => line.getAttribute("points").split(" ").map((pair) => share(pair.split(",").map(Number)));
  return {
    lines: [...root.querySelectorAll("polyline")].map((line) => [Number(line.dataset.aaLine), points(line)]),
    marks: [...root.querySelectorAll("[data-aa-mark]")].map((mark) => Number(mark.dataset.aaMark)),
    written: [...root.querySelectorAll("figure > svg text")].map((text) => text.textContent),
    said: root.querySelector(".aa-say").textContent,
    label: root.querySelector("figure > svg").getAttribute("aria-label"),
    values: [...root.querySelectorAll("output")].map((output) => output.textContent),
    spoken: [...root.querySelectorAll("input")].map((input) => input.getAttribute("aria-valuetext")),
    head: [...root.querySelectorAll("thead th")].map((cell) => cell.textContent),
    rows: [...root.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
  };
}
"""


def read(explorer: Any) -> Mapping[str, Any]:
    return explorer.evaluate(READ)


def departs(name: str, frame: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    """Where the drawn curves are not those of a frame, read back from the picture: to a hundredth of a pixel."""
    data = whole(name)
    drawn = [(line, points) for line, points in seen["lines"]]
    expected = []
    for line in range(len(data["lines"])):
        for piece in frame["pieces"]:
            pairs = [(x, y) for x, y in zip(piece["x"], piece["y"][line]) if y is not None]
            if pairs:
                expected.append((line, pairs))
    if [(line, len(points)) for line, points in drawn] != [(line, len(pairs)) for line, pairs in expected]:
        return ["other pieces"]
    found = []
    for (_, points), (_, pairs) in zip(drawn, expected):
        for shares, pair in zip(points, pairs):
            for share, value, axis in zip(shares, pair, (data["x"], data["y"])):
                if abs(axis["low"] + share * (axis["high"] - axis["low"]) - value) > 1e-5 * (
                    axis["high"] - axis["low"]
                ):
                    found.append(f"{pair} drawn at {shares}")
    return found


def number(text: str) -> float | None:
    return None if text == "–" else float(plain(text).split(",")[0])


def table_of(name: str, frame: Mapping[str, Any]) -> list[list[Any]]:
    data = whole(name)
    if "rows" in frame:
        return [[*row[:3], data["regions"][row[3]]["name"]] for row in frame["rows"]]
    return [list(row) for piece in frame["pieces"] for row in zip(piece["x"], *piece["y"])]


@pytest.mark.parametrize("name", NAMES)
def test_sliders_moved_by_keyboard_show_the_frame_of_their_values(visit, name):
    explorer = alone(visit, name)
    page = explorer.page
    explorer.locator("summary").click()
    for index in (start(name), *indices(name)):
        frame = place(explorer, index)
        page.wait_for_function(SAID, arg=frame["say"])
        seen = read(explorer)
        assert seen["said"] == seen["label"] == frame["say"]
        assert seen["marks"] == pytest.approx([mark["at"] for mark in frame["marks"]])
        assert {mark["text"] for mark in frame["marks"]} <= set(seen["written"])
        rows = [[number(row[0]), *(value if k == 3 and "rows" in frame else number(value) for k, value in
                 enumerate(row[1:], start=1))] for row in seen["rows"]]  # fmt: skip
        assert rows == table_of(name, frame)
        sliders = whole(name)["sliders"]
        assert [f"{slider['symbol']} = {value}" for slider, value in zip(sliders, seen["values"])] == seen["spoken"]
        assert all(said.replace(" = ", "\xa0=\xa0") in frame["say"] for said in seen["spoken"])
        if name in CURVES:
            assert departs(name, frame, seen) == []
    assert page.troubles == []


@pytest.mark.parametrize("name", ["payoffs-against-cost", "payoffs-against-l"])
def test_another_frame_than_the_drawn_one_is_caught(visit, name):
    explorer = alone(visit, name)
    first, second = indices(name, 2)
    place(explorer, first)
    assert departs(name, whole(name)["frames"][first], read(explorer)) == []
    assert departs(name, whole(name)["frames"][second], read(explorer)) != []


COLOURED = """
(root, points) => {
  const svg = root.querySelector("figure > svg");
  const [left, right, top, bottom] = svg.dataset.aaRoom.split(" ").map(Number);
  return points.map(([across, up]) => {
    const point = new DOMPoint(left + across * (right - left), bottom - up * (bottom - top));
    return [...root.querySelectorAll("[data-aa-region]")].filter((area) => area.isPointInFill(point))
      .map((area) => Number(area.dataset.aaRegion));
  });
}
"""


@pytest.mark.parametrize("name", MAPS)
def test_a_map_is_coloured_by_what_happens(visit, name):
    explorer, data, rng = alone(visit, name), whole(name), random.Random(name)
    for index in indices(name, 2):
        frame, points = place(explorer, index), []
        while len(points) < 150:
            shares = rng.random(), rng.random()
            x, y = (axis["low"] + share * (axis["high"] - axis["low"]) for share, axis in
                    zip(shares, (data["x"], data["y"])))  # fmt: skip
            code, near = told(name, frame, x, y)
            if near > 0.004 * (data["y"]["high"] if name == "map-phi-c" else 1):
                points.append((shares, code))
        areas = explorer.evaluate(COLOURED, [list(shares) for shares, _ in points])
        shown = [[data["regions"][region]["code"] for region in found] for found in areas]
        assert sum(codes != [code] for codes, (_, code) in zip(shown, points)) <= 1
        legend = explorer.locator(".aa-legend li").all_inner_texts()
        names = [f"{data['regions'][k]['code']} {data['regions'][k]['name']}" for k in frame["present"]]
        assert [entry.strip() for entry in legend] == names


def test_reset_goes_back_and_the_focus_stays(visit):
    explorer = alone(visit, "second-offer")
    place(explorer, 0)
    explorer.get_by_role("button", name="Back to the start").click()
    assert explorer.get_attribute("data-aa-frame") == str(start("second-offer"))
    assert departs("second-offer", whole("second-offer")["frames"][start("second-offer")], read(explorer)) == []


def test_every_part_has_a_name_for_those_who_hear_the_page(visit):
    explorer = alone(visit, "payoffs-against-cost")
    explorer.locator("summary").click()
    assert explorer.get_by_role("slider", name="δ discount factor").count() == 1
    assert explorer.get_by_role("img", name="With φ").count() == 1
    assert explorer.get_by_role("table", name="Who gains from a dear search?, φ = 1.1, δ = 0.99").count() == 1
    assert explorer.locator("th[scope=col]").count() == 3 and explorer.locator("th[scope=row]").count() > 10
    assert explorer.locator("[aria-live=polite]").count() == 1
    assert explorer.get_by_role("slider", name="no such").count() == 0


def test_the_sentence_is_said_once_the_slider_rests(visit):
    explorer = alone(visit, "first-offer")
    page = explorer.page
    said = explorer.locator(".aa-say").inner_text()
    explorer.locator("input").first.press("ArrowRight")
    assert explorer.locator(".aa-say").inner_text() == said
    page.wait_for_timeout(500)
    assert explorer.locator(".aa-say").inner_text() != said


# --- how the frames come ------------------------------------------------------------------------------------------


def test_frames_are_fetched_when_the_explorer_comes_near_and_not_before(visit):
    page = visit("book/far.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("[data-aa-explorer]").wait_for()
    page.wait_for_timeout(300)
    assert asked == [] and page.locator("[data-aa-whole]").count() == 0
    assert page.locator("[data-aa-explorer] input").first.is_disabled()
    ready(page, "l-star")
    assert len(asked) == 1 and "decks/explorer.l-star." in asked[0]
    assert page.troubles == []


def test_a_page_opened_from_a_file_shows_its_picture_and_says_why_the_sliders_rest(visit, folder):
    page = visit((folder / "book" / "far.html").as_uri())
    explorer = page.locator("[data-aa-explorer]")
    explorer.scroll_into_view_if_needed()
    explorer.get_by_text("need the site to be served").wait_for()
    assert explorer.get_by_role("button", name="Try again").count() == 0
    assert explorer.locator("input").first.is_disabled()
    assert departs("l-star", whole("l-star")["frames"][start("l-star")], read(explorer)) == []


def test_frames_that_could_not_be_fetched_can_be_asked_for_again(visit):
    page = visit("book/far.html")
    page.route("**/decks/**", lambda route: route.abort())
    explorer = page.locator("[data-aa-explorer]")
    explorer.scroll_into_view_if_needed()
    again = explorer.get_by_role("button", name="Try again")
    again.wait_for()
    assert "The sliders cannot be moved" in explorer.inner_text()
    page.unroute("**/decks/**")
    again.click()
    ready(page, "l-star")
    assert explorer.locator(".aa-notice").is_hidden()


def test_without_scripts_the_first_frame_stands_there_in_words(visit):
    page = visit(java_script_enabled=False)
    for name in NAMES:
        assert exploration(name).title in page.locator("body").inner_text()
        assert whole(name)["frames"][start(name)]["say"] in page.locator("body").inner_text()
    assert page.locator("[data-aa-explorer]").count() == 0


def test_with_scripts_the_words_give_way_to_the_figure(visit):
    page = visit()
    for name in NAMES:
        ready(page, name)
    assert page.locator(".aa-page-note").count() == 0


# --- the look -----------------------------------------------------------------------------------------------------

BOXES = """
(root) => [...root.querySelectorAll("figure > svg text")].filter((text) => text.textContent).map((text) => {
  const { left, right, top, bottom } = text.getBoundingClientRect();
  return [text.textContent, left, right, top + 2, bottom - 2];
})
"""


def collisions(explorer: Any) -> list[str]:
    """Texts of the picture that overlap, or leave the card."""
    boxes, card = explorer.evaluate(BOXES), explorer.bounding_box()
    found = [
        f"{one[0]} / {other[0]}"
        for one, other in combinations(boxes, 2)
        if min(one[2], other[2]) - max(one[1], other[1]) > 1 and min(one[4], other[4]) - max(one[3], other[3]) > 1
    ]
    return found + [text for text, left, right, *_ in boxes if left < card["x"] or right > card["x"] + card["width"]]


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_overflows_or_overlaps(visit, width):
    page = visit(width=width)
    for name in NAMES:
        explorer = ready(page, name)
        explorer.locator("summary").click()
        for index in (start(name), indices(name)[0]):
            place(explorer, index)
            assert collisions(explorer) == [], (name, index)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_style_tag(content=".aa-explorer text { font-size: 40px !important; }")
    assert collisions(page.locator('[data-aa-explorer="second-offer"]')) != []


CONTRASTS = """
(root) => {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const parts = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const style = (element) => getComputedStyle(element);
  const card = style(root).backgroundColor;
  const texts = [...root.querySelectorAll("p, label, output, button, summary, th, td, caption, li")]
    .filter((element) => element.textContent.trim() && !element.disabled).map((element) => style(element).color);
  const written = [...root.querySelectorAll("figure > svg text")].map((text) => style(text).fill);
  const ink = root.querySelector(".aa-region-label");
  const areas = [...root.querySelectorAll(".aa-region")].map((area) => style(area).fill);
  const lines = [...root.querySelectorAll(".aa-curve")].map((line) => style(line).stroke);
  return {
    text: Math.min(...[...texts, ...written].map((colour) => ratio(colour, card))),
    region: Math.min(99, ...(ink ? areas.map((colour) => ratio(style(ink).fill, colour)) : [])),
    line: Math.min(99, ...lines.map((colour) => ratio(colour, card))),
    card: light(card),
  };
}
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_lines_stand_out_in_either_theme(visit, theme):
    page = visit(f"book/{theme}.html")
    for name in NAMES:
        explorer = ready(page, name)
        explorer.locator("summary").click()
        for index in (start(name), indices(name)[1]):
            place(explorer, index)
            found = explorer.evaluate(CONTRASTS)
            assert found["text"] >= 4.5 and found["region"] >= 4.5 and found["line"] >= 3, (name, index, found)
            assert (found["card"] < 0.1) == (theme == "dark")
    page.add_style_tag(content=".aa-explorer .aa-say { color: #777 !important; }")
    assert not explorer.evaluate(CONTRASTS)["text"] >= 4.5
