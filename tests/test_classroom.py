"""Class pages in a real browser: the deals of the link, the network cut, a reload, and the code that comes out."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from boards import TAUGHT
from conftest import serving

from alliancelib.core.codes import ClassLink, Play, class_code, decode, read
from alliancelib.core.results import edition, summary
from alliancelib.core.tree import walk
from alliancelib.widgets import classroom
from alliancelib.widgets.decks import all_decks
from alliancelib.widgets.sheets import all_sheets, editions

pytestmark = pytest.mark.browser

BUDGET = 150_000
"""Bytes that a class page may send, compressed."""

LESSONS = sorted(all_sheets())
PLAYED = ("player-2/take-it-or-look", "player-2/hold-74", "patron/cheap-and-dear", "challenger/who-left")
"""A lesson of each kind: a number and a choice to bet on, buttons and a slider to move by."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class pages, and beside them nothing: they stand alone."""
    folder = tmp_path_factory.mktemp("site")
    (folder / classroom.CLASS).mkdir()
    for name, text in classroom.pages(all_decks(), all_sheets()).items():
        (folder / classroom.CLASS / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def room(made: Path) -> Iterator[str]:
    """The address of the class pages."""
    with serving(made) as address:
        yield address + classroom.CLASS + "/"


def file_of(lesson: str, query: str = "") -> str:
    return lesson.replace("/", ".") + ".html" + query


def step(opened: Any) -> str:
    return opened.locator("[data-aa-step]").get_attribute("data-aa-step")


def shown_code(opened: Any) -> str:
    return opened.locator("[data-aa-code]").text_content()


def plays_in(code: str) -> tuple[Play, ...]:
    return decode(code, editions(all_sheets().values()))[1]


# --- what a page is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_class_page_is_light_and_carries_all_it_needs(made, lesson):
    text = (made / classroom.CLASS / file_of(lesson)).read_text(encoding="utf-8")
    assert len(gzip.compress(text.encode(), 6)) < BUDGET
    assert not re.findall(r'(?:src|href)="(?!\.\./book/|data:,|#)[^"]*"', text.split("<script>")[0])
    assert text.count("</script>") == len(re.findall(r"<script[ >]", text))  # no text of a deck ends a script early


def test_every_lesson_has_a_page_and_every_page_a_lesson(made):
    pages = {path.name for path in (made / classroom.CLASS).glob("*.html")}
    assert pages == {"index.html", "board.html", *map(file_of, LESSONS)}
    assert set(LESSONS) <= set(TAUGHT)


# --- playing ------------------------------------------------------------------------------------------------------


def test_the_deals_of_the_link_are_played_in_its_order_with_the_network_cut(page, room):
    opened = page(room + file_of("player-2/take-it-or-look", "?deals=7,2"), width=360, height=640, has_touch=True)
    opened.context.set_offline(True)
    for deal in (7, 2):
        assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == str(deal)
        opened.locator("[data-aa-bet]").tap()
        opened.locator('[data-aa-do="accept"]').tap()
        opened.locator("[data-aa-next], [data-aa-finish]").tap()
    assert plays_in(shown_code(opened)) == (
        Play(deal=2, bet=10, choices=(0,)),
        Play(deal=7, bet=10, choices=(0,)),
    )
    assert opened.locator("[data-aa-count]").inner_text() == "All 2 deals are in it."
    opened.locator("[data-aa-squares] svg").wait_for()
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    assert opened.troubles == []


def test_a_reload_resumes_in_the_middle_of_a_deal(page, room):
    opened = page(room + file_of("player-2/take-it-or-look", "?deals=1-3"))
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    opened.locator("[data-aa-next]").click()
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="search"]').click()
    before = opened.locator(".aa-news").inner_text()
    opened.reload()
    opened.locator("[data-aa-step=choose]").wait_for()
    assert opened.locator(".aa-news").inner_text() == before
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "2"
    opened.locator("[data-aa-do]").first.click()
    opened.reload()  # in a debrief: the deal is over and must not be counted again
    opened.locator("[data-aa-step=debrief]").wait_for()
    assert len(opened.evaluate("window.aaBoards[0].model.get('history')")) == 2
    opened.locator("[data-aa-start-again]").click()
    assert step(opened) == "bet"
    opened.locator("[data-aa-undo]").click()  # hit by mistake
    assert step(opened) == "debrief" and not opened.locator("[data-aa-undo]").is_visible()
    assert len(opened.evaluate("window.aaBoards[0].model.get('history')")) == 2
    opened.locator("[data-aa-start-again]").click()
    assert step(opened) == "bet" and opened.evaluate("window.aaBoards[0].model.get('history')") == []
    opened.reload()
    opened.locator("[data-aa-step=bet]").wait_for()
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "1"
    assert opened.troubles == []


def test_looking_back_in_the_middle_of_a_deal_costs_nothing_of_it(page, room):
    opened = page(room + file_of("player-2/take-it-or-look", "?deals=1-3"))

    def open_deal() -> str:
        return opened.locator("[data-aa-board]").get_attribute("data-aa-open")

    def look_back() -> None:
        opened.locator("[data-aa-my-code]").click()
        opened.get_by_role("button", name="Deal 1", exact=True).click()
        assert (open_deal(), step(opened)) == ("1", "debrief")

    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    assert "You got" in opened.locator("[data-aa-board] > [aria-live=polite]").inner_text()
    opened.locator("[data-aa-next]").click()
    look_back()  # before anything is played in deal 2, nothing waits
    assert opened.locator("[data-aa-board] > [aria-live=polite]").inner_text() == ""
    opened.locator("[data-aa-next]").click()
    assert (open_deal(), step(opened)) == ("2", "bet")
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="search"]').click()
    before = opened.locator(".aa-news").inner_text()
    look_back()
    opened.locator("[data-aa-next]").click()
    assert (open_deal(), step(opened), opened.locator(".aa-news").inner_text()) == ("2", "choose", before)
    look_back()
    opened.reload()  # nor does a reload lose it
    opened.locator("[data-aa-step=choose]").wait_for()
    assert (open_deal(), opened.locator(".aa-news").inner_text()) == ("2", before)
    look_back()
    opened.locator("[data-aa-start-again]").click()
    opened.locator("[data-aa-undo]").click()
    assert (open_deal(), step(opened), opened.locator(".aa-news").inner_text()) == ("2", "choose", before)
    opened.locator("[data-aa-do]").first.click()
    assert len(opened.evaluate("window.aaBoards[0].model.get('history')")) == 2
    assert opened.troubles == []


def test_what_was_kept_damaged_or_of_another_link_is_not_gone_on_with(page, room):
    opened = page(room + file_of("player-2/hold-74", "?deals=1-2"))
    opened.locator("[data-aa-bet]").first.click()
    deal = all_decks()["player-2/hold-74"]["deals"][0]
    bet, root = deal["bet"]["options"][0]["key"], deal["nodes"][deal["root"]]
    ended = next(one["do"] for one in root["options"] if "options" not in deal["nodes"][one["to"]])
    no_bet, no_end = {"deal": 1, "bet": "neither", "choices": [ended]}, {"deal": 1, "bet": bet, "choices": []}
    for record in ({}, no_bet, no_end):
        kept = json.dumps({"history": [record], "playing": None})
        opened.evaluate("(kept) => { for (const key of Object.keys(localStorage)) localStorage[key] = kept; }", kept)
        opened.reload()
        opened.locator("[data-aa-step=bet]").wait_for()
        assert opened.locator("[data-aa-my-code]").is_disabled()
    opened.locator("[data-aa-bet]").first.click()
    opened.goto(room + file_of("player-2/hold-74", "?deals=1-3"))
    assert step(opened) == "bet"
    assert opened.troubles == []


def test_where_the_debrief_waits_nothing_tells_what_theory_says_until_the_end(page, room):
    query = "?deals=1-2&debrief=end"
    opened = page(room + file_of("player-2/take-it-or-look", query))
    told = []
    for _ in range(2):
        opened.locator("[data-aa-bet]").click()
        opened.locator('[data-aa-do="accept"]').click()
        told.append(opened.locator("[data-aa-board]").text_content())
        opened.locator("[data-aa-next], [data-aa-finish]").click()
    gives_away = ("theory's line", "Best play", "left on the table", "Lemma 2", "Bet lost", "best")
    assert not any(words in told[0] for words in gives_away)
    assert all(words in told[1] for words in gives_away)  # the same page, once all deals are played
    opened.get_by_role("button", name="Deal 1", exact=True).click()
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "1"
    assert "theory's line" in opened.locator("[data-aa-board]").text_content()
    assert len(opened.evaluate("window.aaBoards[0].model.get('history')")) == 2
    opened.locator("[data-aa-start-again]").click()
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    assert "theory's line" not in opened.locator("[data-aa-board]").text_content()
    assert opened.troubles == []


def test_who_runs_out_of_time_hands_in_what_is_finished(page, room):
    opened = page(room + file_of("protege/bluff", "?deals=1-10"))
    assert opened.locator("[data-aa-my-code]").is_disabled()
    opened.locator("[data-aa-bet]").first.click()
    while step(opened) != "debrief":
        opened.locator("[data-aa-do]").first.click()
    opened.locator("[data-aa-my-code]").click()
    assert opened.locator("[data-aa-count]").inner_text() == "So far: 1 of 10 deals."
    assert [play.deal for play in plays_in(shown_code(opened))] == [1]


@pytest.mark.parametrize("query", ["?deals=0", "?deals=19-25", "?deals=nonsense", "?deals=<b>1</b>", "?deals="])
def test_a_link_that_asks_for_deals_there_are_not_says_so_and_plays(page, room, query):
    opened = page(room + file_of("protege/bluff", query))
    assert opened.locator("[data-aa-said]").inner_text().endswith("the lesson has 1 to 20.")
    assert opened.locator("[data-aa-said] b").count() == 0
    assert step(opened) == "bet" and opened.troubles == []


def test_nothing_is_kept_but_play_and_nothing_is_asked_for(page, room):
    opened = page(room + file_of("protege/bluff"))
    assert opened.evaluate("document.cookie") == "" and opened.context.cookies() == []
    assert opened.evaluate("performance.getEntriesByType('resource').filter((e) => !e.name.startsWith('blob:'))") == []
    assert opened.evaluate("Object.keys(localStorage).length") <= 1


def test_a_class_code_leads_to_the_page_of_its_link(page, room):
    opened = page(room + "index.html")
    opened.locator("[data-aa-lesson]").select_option("patron/the-gallery")
    opened.locator("[data-aa-deals]").fill("1-5, 8")
    link = opened.locator("[data-aa-link]").get_attribute("href")
    code = opened.locator("[data-aa-code]").inner_text()
    assert link == room + "patron.the-gallery.html?deals=1-5,8&debrief=end"
    assert code == class_code(ClassLink(lesson="patron/the-gallery", deals=(1, 2, 3, 4, 5, 8), debrief="end"))
    opened.locator("[data-aa-typed]").fill(code[:-1] + ("0" if code[-1] != "0" else "1"))
    opened.keyboard.press("Enter")
    assert "mistyped" in opened.locator("[data-aa-join-said]").inner_text()
    assert opened.locator("[data-aa-here]").inner_text() == (room + "index.html").split("//")[1]
    opened.locator("[data-aa-typed]").fill(" " + code.lower().replace("-", " "))
    opened.keyboard.press("Enter")
    opened.locator("[data-aa-board]").wait_for()
    assert opened.url == link and opened.troubles == []


def test_deals_that_a_lesson_does_not_have_are_named_and_left_out(page, room):
    opened = page(room + "index.html")
    said = opened.locator("[data-aa-deals-said]")
    for typed, deals, is_told in (("3, 19-25", "3,19-20", True), ("none", "1-20", True), ("4\u20136", "4-6", False)):
        opened.locator("[data-aa-deals]").fill(typed)
        assert f"?deals={deals}&" in opened.locator("[data-aa-link]").get_attribute("href")
        assert said.inner_text() == ("This lesson has deals 1 to 20." if is_told else "")
    opened.locator("[data-aa-copy]").click()
    opened.locator("[data-aa-copied]", has_text=re.compile("Copied|copy it")).wait_for(state="attached")
    assert opened.troubles == []


def test_on_a_phone_what_is_the_teachers_is_folded(page, room):
    assert not page(room + "index.html", width=360).locator("[data-aa-link]").is_visible()
    assert page(room + "index.html").locator("[data-aa-link]").is_visible()


@pytest.mark.parametrize("width", [360, 1920])
def test_class_pages_fit_a_phone_and_a_projector(page, room, width):
    for name in ("index.html", file_of("player-2/take-it-or-look")):
        opened = page(room + name, width=width)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_a_slider_is_where_its_line_says(page, room):
    opened = page(room + file_of("player-2/take-it-or-look", "?deals=1"), width=360)

    def pressed(share: float) -> int:
        rail = opened.locator(".aa-rail").bounding_box()
        opened.mouse.click(rail["x"] + share * rail["width"], rail["y"] + rail["height"] / 2)
        return int(opened.locator("[data-aa-slider]").input_value())

    assert abs(pressed(0.1) - 10) <= 1 and abs(pressed(0.9) - 90) <= 1
    opened.add_style_tag(content=".aa-board .aa-range { padding: 0 1rem !important; }")  # as other fields have it
    assert abs(pressed(0.1) - 10) > 1 and abs(pressed(0.9) - 90) > 1


def test_a_whole_deal_can_be_followed_by_ear(page, room):
    """What a screen reader is given: at each step the focus names the question, and the news are announced."""
    opened = page(room + file_of("player-2/take-it-or-look", "?deals=1"), reduced_motion="reduce")
    heard = []

    def listen() -> None:
        focus = opened.evaluate("document.activeElement.innerText")
        heard.append((focus, opened.locator("[aria-live=polite]").inner_text()))

    opened.locator("[data-aa-slider]").focus()
    opened.keyboard.press("ArrowRight")
    assert opened.locator("[data-aa-slider]").get_attribute("aria-valuetext") == "11 points"
    opened.get_by_role("button", name="Place bet").press("Enter")
    listen()
    opened.get_by_role("button", name=re.compile("^Search")).press("Enter")
    listen()
    opened.get_by_role("button", name=re.compile("^Take")).first.press("Enter")
    listen()
    opened.get_by_role("button", name="Get your result code").press("Enter")
    heard.append((opened.evaluate("document.activeElement.innerText"), ""))
    asked, announced = zip(*heard)
    assert asked[0] == "What do you do?" and asked[2] == "You got\n15 points" and asked[3] == "Your result code"
    assert "Your ally offers to pay 35 of the 110." in announced[0] and "You got" in announced[2]
    opened.get_by_role("img", name="Your result code as a QR code").wait_for()
    assert opened.troubles == []


# --- two hundred players ------------------------------------------------------------------------------------------

# Plays through the deals of the page as chance has it, pressing what a reader would press, and tells what the board
# recorded and which code came out.
PLAYERS = """
async (sent) => {
  const players = JSON.parse(sent);
  const { model, element } = window.aaBoards[0];
  const find = (hook) => document.querySelector(`[data-aa-${hook}]`);
  const told = [];
  for (const [i, chances] of players.entries()) {
    element.hidden = i > 2;  // laying out the page takes most of the time
    find("start-again").click();
    let turn = 0;
    const pick = (count) => Math.floor(chances[turn++ % chances.length] * count);
    for (;;) {
      const range = element.querySelector("[data-aa-slider]");
      const buttons = [...element.querySelectorAll(".aa-choice")];
      if (range && (!buttons.length || pick(2))) {
        range.value = pick(Number(range.max) + 1);
        range.dispatchEvent(new Event("input"));
        element.querySelector(".aa-set .aa-primary").click();
      } else if (buttons.length) buttons[pick(buttons.length)].click();
      else if (find("next")) find("next").click();
      else break;
    }
    find("finish").click();
    told.push({ history: model.get("history"), code: find("code").textContent });
  }
  return JSON.stringify(told);
}
"""


def replayed(lesson: str, record: Mapping[str, Any]) -> Play:
    """A record of the board as a play, by the trees alone."""
    deal = next(one for one in all_decks()[lesson]["deals"] if one["id"] == record["deal"])
    nodes = walk(deal, record["choices"])
    numbers = [[option["do"] for option in node["options"]].index(do) for node, do in zip(nodes, record["choices"])]
    values = next(one for one in all_sheets()[lesson]["deals"] if one["id"] == record["deal"])["bet"]["values"]
    return Play(deal=deal["id"], bet=values.index(record["bet"]), choices=tuple(numbers))


def random_players(seed: str, count: int) -> list[list[float]]:
    rng = Random(seed)
    return [[rng.random() for _ in range(97)] for _ in range(count)]


@pytest.fixture(scope="module")
def class_of_200(browser, room) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """What two hundred scripted players did in the browser, fifty in each of four lessons, and their codes."""
    told = {}
    for lesson in PLAYED:
        opened = browser.new_page()
        opened.goto(room + file_of(lesson, "?deals=1-4"))
        opened.locator("[data-aa-board]").wait_for()
        told[lesson] = json.loads(opened.evaluate(PLAYERS, json.dumps(random_players(lesson, 50))))
        opened.close()
    return told


def test_the_codes_of_two_hundred_players_say_what_the_boards_recorded(class_of_200):
    known = editions(all_sheets().values())
    for lesson, told in class_of_200.items():
        assert len(told) == 50
        for one in told:
            plays = sorted((replayed(lesson, record) for record in one["history"]), key=lambda play: play.deal)
            assert decode(one["code"], known) == (edition(all_sheets()[lesson]), tuple(plays))
        assert len({one["code"] for one in told}) > 25  # they played differently


COUNTED = """() => {
  const { counted, lessons } = document.querySelector("[data-aa-class-board]").aaFound();
  const named = lessons.map(({ sheet, summary }) => [`${sheet.board}/${sheet.scenario}`, summary]);
  return JSON.stringify({ counted: counted.length, lessons: named });
}"""


def test_the_class_board_shows_of_two_hundred_players_what_python_counts(class_of_200, page, room):
    """Played in one page, pasted into the other with the network cut: the numbers are those of the plays themselves."""
    opened = page(room + "board.html")
    opened.context.set_offline(True)
    lines = [f"Player {k}: {one['code']} (thanks!)" for told in class_of_200.values() for k, one in enumerate(told)]
    opened.get_by_label("Count repeated codes too").check()  # players who played alike count as two
    opened.get_by_label("Paste result codes").fill("\n".join(lines))
    opened.get_by_text("200 results from 200 lines").wait_for()
    shown = json.loads(opened.evaluate(COUNTED))
    assert shown["counted"] == 200
    by_plays = {
        lesson: summary(all_sheets()[lesson], [[replayed(lesson, r) for r in one["history"]] for one in told])
        for lesson, told in class_of_200.items()
    }
    assert dict(shown["lessons"]) == json.loads(json.dumps(by_plays))
    fewer = {
        k: summary(all_sheets()[k], [[replayed(k, r) for r in told[0]["history"]]]) for k, told in class_of_200.items()
    }
    assert not dict(shown["lessons"]) == json.loads(json.dumps(fewer))
    assert opened.troubles == []


def test_a_class_is_scored_as_its_boards_scored_it(class_of_200):
    """The board's own tally, which the trees carry, against the statistics made from the codes alone."""
    known = editions(all_sheets().values())
    text = "\n".join(one["code"] for told in class_of_200.values() for one in told)
    readings = read(text, known)
    assert not any(reading.refused for reading in readings) and len(readings) == 200
    for lesson, told in class_of_200.items():
        of_lesson = [r.plays for r in readings if r.edition.fingerprint == all_sheets()[lesson]["fingerprint"]]
        records = [record for one in told for record in one["history"]]
        found = summary(all_sheets()[lesson], of_lesson)
        assert found["players"] == 50 and found["plays"] == len(records) == 200
        for name, mine in (("payoff", "payoff"), ("regret", "left")):
            assert abs(found[mine] - sum(record[name] for record in records) / len(records)) < 1e-6
        verdicts = [record["bet_right"] for record in records]
        assert found["bets"] == {
            key: verdicts.count(v) for key, v in (("right", True), ("wrong", False), ("void", None))
        }
        assert not abs(found["payoff"] - found["best"]) < 1e-6
