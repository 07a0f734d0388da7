"""The class board in a real browser, from a file: it counts as Python counts, hides theory, and believes nothing."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import watch
from players import codes_of, cut, mutated, random_players, swapped

from alliancelib.core.codes import read
from alliancelib.widgets import ClassBoard, class_board
from alliancelib.widgets.class_board_page import front_end, page, style
from alliancelib.widgets.sheets import all_sheets, editions, past

pytestmark = pytest.mark.browser

BUDGET = 150_000
"""Bytes that the page may send, compressed."""

PLAYED = ("player-2/take-it-or-look", "player-2/hold-74", "patron/cheap-and-dear", "challenger/who-left")
"""A lesson of each kind: a number and a choice to bet on, few options and many."""

LINES = 100_000

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    '=HYPERLINK("http://127.0.0.1/","AA1")',
    "{{constructor.constructor('alert(1)')()}}",
    "__proto__",
    "AA1" + "Z" * 5000,
    "AA1" * 2000,
    "\u0391\u0391\uff11X3ZSE",  # letters that only look like the mark
    "\u202eAA1X3ZSE\u202c",
    "\x00\x07AA1\ufffd",
    "\U0001f600" * 70,
    "AA\u03011",
)
"""Lines that somebody may paste to see what happens."""


def some_codes(count: int, seed: str = "board") -> list[str]:
    """Codes of several lessons in no order."""
    found = [
        code
        for lesson in PLAYED
        for code in codes_of(all_sheets()[lesson], random_players(all_sheets()[lesson], count // len(PLAYED), seed))
    ]
    return Random(seed).sample(found, len(found))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file in a folder with nothing else."""
    where = tmp_path_factory.mktemp("class") / "board.html"
    where.write_text(page(all_sheets().values(), past()), encoding="utf-8")
    return where


@pytest.fixture
def board(browser: Any, file: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page from its file, with the network cut; ``troubles`` lists what went wrong on it."""
    contexts = []

    def open_board(query: str = "", *, width: int = 1280, **about: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, offline=True, **about))
        opened = contexts[-1].new_page()
        opened.troubles = watch(opened)
        opened.on("dialog", lambda dialog: (opened.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        opened.goto(file.as_uri() + query)
        return opened

    yield open_board
    for context in contexts:
        context.close()


def paste(opened: Any, text: str) -> None:
    """Puts a text into the box as a paste would, and waits until it is counted."""
    opened.locator("[data-aa-paste]").evaluate(
        "(box, text) => { box.value = text; box.dispatchEvent(new Event('input')); }", text
    )
    opened.wait_for_function(
        "(text) => document.querySelector('[data-aa-class-board]').aaFound().text === text", arg=text, polling=100
    )


def found(opened: Any) -> Mapping[str, Any]:
    """What the board counted: by lesson, and what it set aside."""
    return json.loads(
        opened.evaluate(
            """() => {
              const { lines, counted, aside, lessons } = document.querySelector("[data-aa-class-board]").aaFound();
              const named = lessons.map(({ sheet, summary }) => [`${sheet.board}/${sheet.scenario}`, summary]);
              const told = aside.map(({ line, text, refused, first }) => [line, text, refused, first]);
              return JSON.stringify({ lines, counted: counted.map(({ text }) => text), told, lessons: named });
            }"""
        )
    )


def plain(results: Mapping[str, Any]) -> list[Any]:
    return json.loads(json.dumps(list(results.items())))


# --- what the page is ---------------------------------------------------------------------------------------------


def test_the_page_is_light_whole_and_names_no_other_host(file):
    text = file.read_text(encoding="utf-8")
    assert len(gzip.compress(text.encode(), 6)) < BUDGET
    assert not re.findall(r'(?:src|href)="(?!\.\./book/|index\.html|data:)[^"]*"', text)
    assert text.count("</script>") == len(re.findall(r"<script[ >]", text))
    assert "export default" not in text and "export default" in front_end()


def test_the_colours_are_the_boards():
    assert ".aa-class-board .aa-is-you" in style() and "--aa-cutoff: #97268c" in style()
    assert not re.search(r"\.aa-board\b", style())
    own = style().partition("/* The class board.")[2]
    assert own and not re.search(r"#[0-9a-f]{3,8}\b", own)


def test_an_earlier_edition_is_refused_by_name_on_the_page_too(browser, tmp_path):
    sheet = all_sheets()[PLAYED[0]]
    [code] = codes_of(sheet, random_players(sheet, 1, "past"))
    where = tmp_path / "board.html"
    where.write_text(page([], [{"fingerprint": sheet["fingerprint"], "title": "<b>Old</b>"}]), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(where.as_uri())
    paste(opened, code)
    [[line, _, refused, _]] = found(opened)["told"]
    assert line == 1 and "earlier edition of \u201c<b>Old</b>\u201d" in refused
    opened.close()


# --- counting -----------------------------------------------------------------------------------------------------


def test_two_hundred_codes_of_several_lessons_count_as_in_python(board):
    text = "\n".join(some_codes(200))
    opened = board()
    paste(opened, text)
    mine = class_board(text)
    assert found(opened)["lessons"] == plain(mine.results)
    assert found(opened)["counted"] == [one.text for one in mine.counted] and len(mine.counted) == 200
    assert opened.locator("[role=status]").inner_text() == "200 results from 200 lines of 4 lessons."
    assert opened.locator("[data-aa-lesson] option").count() == 4
    # The twin: one player fewer is another class.
    assert not found(opened)["lessons"] == plain(class_board(text.partition("\n")[2]).results)
    assert opened.troubles == []


def test_what_is_shown_is_what_was_counted(board):
    text = "\n".join(some_codes(80))
    opened = board(f"?lesson={PLAYED[1]}#theory")
    paste(opened, text)
    summary = class_board(text).results[PLAYED[1]]
    assert opened.locator("[data-aa-figure=players] b").inner_text() == str(summary["players"])
    assert said(opened, "payoff") == pytest.approx(summary["payoff"], abs=0.051)
    assert said(opened, "best") == pytest.approx(summary["best"], abs=0.051)
    assert said(opened, "left") == pytest.approx(summary["left"], abs=0.051)
    first = summary["deals"][0]
    counts = opened.locator(f"[data-aa-deal='{first['id']}'] > .aa-bars b").all_inner_texts()
    assert [int(one.split(" ")[0]) for one in counts] == first["decisions"][0]["counts"]
    later = opened.locator(f"[data-aa-later='{first['id']}']")
    later.locator("summary").click()
    later.locator(".aa-later").first.wait_for()
    assert later.locator(".aa-later").count() == len(first["decisions"]) - 1 > 0
    opened.locator("[data-aa-lesson]").select_option(PLAYED[0])
    assert opened.locator("h2").inner_text().startswith("Take it or look?")
    assert opened.locator(".aa-truth").count() == 0  # another lesson keeps its secret until it is asked for
    opened.locator("[data-aa-theory]").click()
    line = class_board(text).results[PLAYED[0]]["cutoffs"][0]
    words = opened.locator("[data-aa-cutoff]").first.inner_text()
    assert (
        f"about {round(line['estimate'] * 10 + 1e-9) / 10:g}" in words
        and f"Theory\u2019s line: {line['line']:.1f}" in words
    )
    assert opened.troubles == []


def test_one_deal_can_be_shown_alone(board):
    opened = board(f"?lesson={PLAYED[0]}")
    codes = some_codes(40)
    paste(opened, "\n".join(codes))
    cards = opened.locator("[data-aa-section=choices] [data-aa-deal]")
    many = cards.count()
    picker = opened.locator("[data-aa-picked]")
    picker.focus()
    picker.select_option(label="Deal 6: To build 140, Per search 10")
    assert many > 1 and [card.get_attribute("data-aa-deal") for card in cards.all()] == ["6"]
    assert opened.evaluate("document.activeElement.matches('[data-aa-picked]')")
    opened.keyboard.press("Escape")
    opened.locator("[data-aa-theory]").click()  # it stays alone while theory comes and goes
    assert cards.count() == 1 and "\u2605" in cards.inner_text()
    opened.locator("[data-aa-lesson]").select_option(PLAYED[1])
    assert cards.count() > 1 and picker.input_value() == ""
    assert opened.troubles == []


def test_deals_are_told_apart_by_the_figures_that_players_saw(board):
    opened = board()

    def headings(lesson: str, deals: Sequence[int]) -> list[str]:
        sheet = all_sheets()[lesson]
        plays = [play for player in random_players(sheet, 40, "apart") for play in player if play.deal in deals]
        paste(opened, "\n".join(codes_of(sheet, [(play,) for play in plays])))
        return opened.locator("[data-aa-deal] small").all_inner_texts()

    told = headings("player-2/take-it-or-look", (1, 6))
    assert [one.partition("; ")[2] for one in told] == ["To build 110", "To build 140"]
    # Two deals that look alike differ in what players are not shown: there the letters say it.
    deals = {deal["id"]: deal for deal in all_sheets()["challenger/what-a-demand-tells"]["deals"]}
    one, other = next(
        (a, b) for a in deals for b in deals
        if deals[a]["facts"] == deals[b]["facts"] and deals[a]["about"] != deals[b]["about"]
    )  # fmt: skip
    for told, deal in zip(headings("challenger/what-a-demand-tells", (one, other)), sorted((one, other))):
        assert set(told.partition("; ")[2].split(", ")) <= set(deals[deal]["about"].split(", ")) and "=" in told
    assert opened.troubles == []


def said(opened: Any, figure: str) -> float:
    return float(opened.locator(f"[data-aa-figure={figure}] b").inner_text().replace("\u2212", "-"))


def test_lines_are_added_one_after_another(board):
    codes = some_codes(8)
    opened = board()
    assert opened.locator("[role=status]").inner_text() == "No codes yet."
    assert opened.locator("[data-aa-results]").is_hidden()
    for k in range(1, 4):
        paste(opened, "\n".join(codes[:k]))
        assert opened.locator("[role=status]").inner_text().startswith(f"{k} result{'s' * (k > 1)} from {k} line")
    opened.locator("[data-aa-clear]").click()
    assert opened.locator("[role=status]").inner_text() == "No codes yet."
    assert opened.evaluate("document.activeElement.hasAttribute('data-aa-paste')")


def test_each_line_set_aside_is_named_with_the_reason(board):
    code, other = some_codes(8)[:2]
    text = f"Anna: {code}\nhello\n\n{other[:-1]}\nGus: {code}\n{other}"
    opened = board()
    paste(opened, text)
    assert opened.locator("[role=status]").inner_text() == (
        "2 results from 5 lines of 2 lessons; 3 set aside: 1 refused, 1 repeated, 1 without a code."
    )
    opened.locator("[data-aa-aside] > summary").click()
    opened.locator("[data-aa-aside] code").first.wait_for()
    rows = opened.locator("[data-aa-aside] tbody tr").all_inner_texts()
    assert [re.split(r"\s*\t\s*", row)[0] for row in rows] == ["Line 2", "Line 4", "Line 5"]
    assert "no result code here" in rows[0] and "cut short or damaged" in rows[1]
    assert "the same code as on line 1" in rows[2] and f"Gus: {code}" in rows[2]
    assert "Gus" not in rows[1]
    opened.locator("[data-aa-repeats]").check()
    assert opened.locator("[role=status]").inner_text() == (
        "3 results from 5 lines of 2 lessons; 2 set aside: 1 refused, 1 without a code."
    )
    mine = class_board(text)
    mine.repeats = True
    assert found(opened)["lessons"] == plain(mine.results)
    assert not plain(mine.results) == plain(class_board(text).results)


def test_a_file_is_read_whatever_wrote_it(board, tmp_path):
    codes = some_codes(12)
    opened = board()
    for name, encoding, one in (("a.csv", "utf-8-sig", codes[0]), ("b.txt", "utf-16", codes[1])):
        (tmp_path / name).write_text(f"name,code\nZo\u00eb,{one}\n", encoding=encoding)
        opened.locator("[data-aa-file]").set_input_files(tmp_path / name)
        opened.wait_for_function("(text) => document.querySelector('[data-aa-paste]').value.includes(text)", arg=one)
    assert found(opened)["counted"] == codes[:2]


def test_a_reload_loses_nothing_and_another_tab_knows_nothing(board):
    text = "\n".join(some_codes(8))
    opened = board()
    paste(opened, text)
    opened.reload()
    assert len(found(opened)["counted"]) == 8
    assert opened.evaluate("localStorage.length") == 0 and opened.evaluate("document.cookie") == ""
    assert found(board())["counted"] == []


# --- theory -------------------------------------------------------------------------------------------------------

GIVES_AWAY = (
    "Theory\u2019s line",
    "\u2605",
    r"loses \d",
    "left on the table",
    "Left on the table",
    "bets were right",
    "best",
)


@pytest.mark.parametrize("lesson", PLAYED)
def test_theory_is_hidden_until_it_is_revealed(board, lesson):
    opened = board(f"?lesson={lesson}")
    paste(opened, "\n".join(some_codes(40)))
    results = opened.locator("[data-aa-results]")

    def told() -> list[str]:
        for later in opened.locator("[data-aa-later]:not([open]) > summary").all()[:3]:
            later.click()
            opened.locator("[data-aa-later][open] .aa-later").first.wait_for()
        words = results.text_content().partition("What they chose")[2]
        return [sign for sign in GIVES_AWAY if sign in words] + results.locator(
            ".aa-theory, .aa-tick"
        ).all_inner_texts()

    assert told() == []
    button = opened.locator("[data-aa-theory]")
    assert button.get_attribute("aria-pressed") == "false" and button.inner_text() == "Reveal theory"
    button.click()
    assert button.get_attribute("aria-pressed") == "true" and len(told()) > 3
    button.click()
    assert told() == []


def test_the_board_works_by_keyboard_alone(board):
    opened = board()
    opened.locator("[data-aa-paste]").focus()
    opened.keyboard.insert_text("\n".join(some_codes(8)))
    opened.keyboard.type(" t")  # a letter while typing is a letter
    opened.wait_for_function("document.querySelector('[data-aa-class-board]').aaFound().counted.length === 8")
    pressed = opened.locator("[data-aa-theory]")
    assert pressed.get_attribute("aria-pressed") == "false"
    names = []
    for _ in range(12):
        opened.keyboard.press("Tab")
        names.append(
            opened.evaluate("Object.keys(document.activeElement.dataset)[0] ?? document.activeElement.tagName")
        )
    wanted = ["aaOpen", "aaClear", "aaRepeats", "aaLesson", "aaTheory", "aaCsv", "aaCopy"]
    assert [name for name in names if name in wanted] == wanted
    opened.keyboard.press("t")
    assert pressed.get_attribute("aria-pressed") == "true"
    opened.evaluate("document.activeElement.blur()")
    opened.keyboard.press("t")
    assert pressed.get_attribute("aria-pressed") == "false"
    opened.locator("[data-aa-later] > summary").first.focus()
    opened.keyboard.press("t")
    assert pressed.get_attribute("aria-pressed") == "true"
    assert opened.evaluate("document.activeElement.parentElement.hasAttribute('data-aa-later')")
    opened.keyboard.press("t")
    opened.keyboard.press("Control+t")
    assert pressed.get_attribute("aria-pressed") == "false"
    opened.keyboard.press("t")
    opened.locator("[data-aa-clear]").press("Enter")  # and what comes next is not told by what was shown
    opened.keyboard.insert_text("\n".join(some_codes(8)))
    opened.locator("[data-aa-theory]").wait_for()
    assert pressed.get_attribute("aria-pressed") == "false"


def test_codes_of_another_lesson_do_not_inherit_what_was_revealed(board):
    opened = board()
    one, other = (codes_of(all_sheets()[name], random_players(all_sheets()[name], 5, "two")) for name in PLAYED[:2])
    theory = opened.locator("[data-aa-theory]")
    paste(opened, "\n".join(one[:2]))
    theory.click()
    paste(opened, "\n".join(one[:3]))  # more of the same lesson
    assert theory.get_attribute("aria-pressed") == "true"
    paste(opened, "\n".join(one[:3] + other))  # more of another, which is shown first now
    assert opened.locator("[data-aa-lesson]").input_value() == PLAYED[1]
    assert theory.get_attribute("aria-pressed") == "false"


def test_what_is_cleared_before_it_is_read_does_not_come_back(board):
    opened = board()
    opened.locator("[data-aa-paste]").evaluate(
        "(box, text) => { box.value = text; box.dispatchEvent(new Event('input'));"
        " document.querySelector('[data-aa-clear]').click(); }",
        some_codes(4)[0],
    )
    opened.wait_for_timeout(400)
    assert opened.locator("[data-aa-paste]").input_value() == "" and found(opened)["counted"] == []


def test_a_button_pressed_twice_gets_its_name_back(board):
    opened = board()
    paste(opened, some_codes(4)[0])
    copy = opened.locator("[data-aa-copy]")
    for _ in range(2):
        copy.press("Enter")
        opened.wait_for_function("/^Cop|Could/.test(document.querySelector('[data-aa-copy]').textContent)")
        opened.wait_for_timeout(200)
        assert copy.inner_text() != "Copy CSV"
        assert opened.evaluate("document.activeElement.hasAttribute('data-aa-copy')")
    opened.get_by_role("button", name="Copy CSV").wait_for(timeout=5000)


def test_the_address_reveals_theory(board):
    opened = board("#theory")
    paste(opened, some_codes(4)[0])
    assert opened.locator("[data-aa-theory]").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_the_board_fits_a_phone_and_a_projector(board, width, scheme):
    opened = board("#theory", width=width, color_scheme=scheme)
    paste(opened, "\n".join(some_codes(40)))
    for lesson in PLAYED:
        opened.locator("[data-aa-lesson]").select_option(lesson)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
    size = float(opened.locator(".aa-all").evaluate("(all) => parseFloat(getComputedStyle(all).fontSize)"))
    assert size >= {360: 16, 1280: 18, 1920: 24}[width]


# --- what a spreadsheet gets --------------------------------------------------------------------------------------


def downloaded(opened: Any, name: str = "class-results.csv") -> str:
    with opened.expect_download() as waiting:
        opened.locator("[data-aa-csv]").click()
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes().decode("utf-8")


def test_the_file_of_one_lesson_is_named_after_it(board):
    opened = board()
    sheet = all_sheets()[PLAYED[0]]
    paste(opened, "\n".join(codes_of(sheet, random_players(sheet, 3, "file"))))
    assert downloaded(opened, "class-results-player-2-take-it-or-look.csv").startswith("\ufeffplayer,code")


def test_what_was_set_aside_is_folded_with_the_codes(board):
    opened = board()
    paste(opened, "\n".join([*some_codes(4), "Eva: AA1"]))
    aside, codes = (opened.locator(f"[data-aa-{name}]") for name in ("aside", "input"))
    aside.locator("summary").click()
    aside.locator("code", has_text="Eva").wait_for()
    codes.locator("summary").first.click()
    opened.locator("[data-aa-aside]:not([open])").wait_for()
    assert "Eva" not in aside.inner_text()
    codes.locator("summary").first.click()
    assert aside.get_attribute("open") is None  # opened again on purpose only


def test_the_file_holds_a_row_for_each_play(board):
    text = "\n".join([*some_codes(40), "hello"])
    opened = board()
    paste(opened, text)
    written = downloaded(opened)
    assert written.startswith("\ufeff") and written.count("\r\n") == written.count("\n")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    mine = class_board(text).rows()
    assert len(rows) == len(mine) > 100 and list(rows[0]) == list(mine[0])
    for row, expected in zip(rows, mine):
        for name, value in expected.items():
            if isinstance(value, float | int):
                assert abs(float(row[name]) - value) < 1e-9
            else:
                assert row[name] == (value or "")
    assert not rows[0] == rows[1]


def test_no_field_becomes_a_formula(board, browser):
    opened = browser.new_page()
    opened.add_script_tag(content=front_end().replace("export default", "globalThis.aaBoard ="))
    fields = ["=1+1", "+1", "-1", "@x", "\tx", 'a"b', "a,b", "a\nb", "plain", -1.5]
    written = [opened.evaluate("csvField", one) for one in fields]
    assert written == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", '"a""b"', '"a,b"', '"a\nb"', "plain", "-1.5"]
    opened.close()


# --- what somebody may paste to see what happens ------------------------------------------------------------------


def hostile_lines(good: list[str], count: int) -> list[str]:
    """Damaged codes and worse, the good codes among them, each once."""
    rng = Random("hostile")

    def spoilt() -> str:
        code = rng.choice(good)
        way = rng.randrange(8)
        if way < 2:
            return mutated(code, rng)
        if way < 4:
            return swapped(code, rng)
        if way == 4:
            return cut(code, rng)
        if way == 5:
            return mutated(code, rng) + swapped(code, rng)
        if way == 6:
            return (
                rng.choice(HOSTILE) if rng.random() < 0.2 else code[:20] + "".join(rng.choices("AZ09<>&\u00e9 ", k=12))
            )
        return "".join(rng.choices("<>&\"'=A1Z \u200b\u0391", k=rng.randrange(1, 90)))

    lines = [spoilt() for _ in range(count - len(good))]
    for code in good:
        lines.insert(rng.randrange(len(lines)), f"<b>{code}</b>")
    return lines


@pytest.fixture(scope="module")
def hostile() -> tuple[list[str], str]:
    good = some_codes(200, "good")
    return good, "\n".join(hostile_lines(good, LINES))


def test_of_a_hundred_thousand_hostile_lines_python_counts_the_good_ones(hostile):
    good, text = hostile
    readings = read(text, editions(all_sheets().values()))
    counted = [one.text for one in readings if not one.refused and one.first is None]
    assert sorted(counted) == sorted(good)
    assert (
        len({one.line for one in readings if one.refused}) > LINES - 2 * len(good) - LINES / 20
    )  # some lines are blank
    assert not sorted(counted) == sorted(good[1:])


def test_of_a_hundred_thousand_hostile_lines_the_page_counts_the_good_ones_and_runs_none(board, hostile):
    good, text = hostile
    opened = board("#theory")
    before = opened.evaluate("document.querySelectorAll('script, img, svg, iframe, b b, object').length")
    paste(opened, text)
    opened.locator("[data-aa-aside] > summary").click()
    assert sorted(found(opened)["counted"]) == sorted(good)
    assert found(opened)["lessons"] == plain(class_board(text).results)
    shown = opened.locator("[data-aa-aside]")
    shown.locator("code").first.wait_for()
    assert shown.locator("tbody tr").count() == 200 and "more." in shown.inner_text()
    assert shown.locator("code *").count() == 0
    assert opened.evaluate("document.querySelectorAll('script, img, svg, iframe, b b, object').length") == before
    assert opened.troubles == []


def test_hostile_lines_are_shown_as_text(board):
    opened = board()
    paste(opened, "\n".join(HOSTILE))
    opened.locator("[data-aa-aside] > summary").click()
    opened.locator("[data-aa-aside] code").first.wait_for()
    texts = opened.locator("[data-aa-aside] code").all_text_contents()
    assert texts[0] == HOSTILE[0] and len(texts) == len(HOSTILE)
    assert opened.locator("[data-aa-aside] code *").count() == 0 and opened.troubles == []


# --- in a notebook ------------------------------------------------------------------------------------------------


def test_a_notebooks_board_counts_and_says_so():
    code, other = codes_of(all_sheets()[PLAYED[0]], random_players(all_sheets()[PLAYED[0]], 2, "notebook"))
    board = class_board(f"{code}\n{code}\nhello", "player-2", "take-it-or-look")
    assert isinstance(board, ClassBoard)
    assert repr(board) == "ClassBoard(results: 1, lessons: 1, set aside: 2)"
    assert [one.refused for one in board.readings] == ["", "", "no result code here"]
    assert list(board.results) == ["player-2/take-it-or-look"]
    board.text = f"{code} {other}"
    assert board.results["player-2/take-it-or-look"]["players"] == 2
    assert board._repr_mimebundle_()[0]["text/plain"] == repr(board)
    assert {row["player"] for row in board.rows()} == {1, 2}


def test_a_board_of_one_lesson_knows_no_other():
    sheet = all_sheets()[PLAYED[1]]
    text = "\n".join(codes_of(sheet, random_players(sheet, 3, "other")))
    narrow = class_board(text, "player-2", "take-it-or-look")
    assert len(narrow.sheets) == 1 and narrow.results == {}
    assert all("of no lesson known here" in one.refused for one in narrow.readings)
    assert len(class_board(text, "player-2").counted) == len(class_board(text).counted) == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": 3}, "text must be text with result codes in it, got 3"),
        ({"scenario": "hold-74"}, "board must be named with a scenario, one of player-2"),
        ({"board": "nobody"}, "board must be one of player-2, .*, got 'nobody'"),
        ({"board": "player-2", "scenario": "none"}, "scenario must be one of take-it-or-look, .*, got 'none'"),
    ],
)
def test_a_board_that_cannot_be_is_refused(given, said):
    with pytest.raises(ValueError, match=f"^{said}"):
        class_board(**given)
