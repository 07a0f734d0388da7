"""The board in a real page as a reader plays it: by touch, keyboard and address, with the network cut, from a file."""

from __future__ import annotations

import pytest
from walking import NEAR, PAGES, expected, open_board

from alliancelib.outside_options.scenarios import taught
from alliancelib.widgets.decks import BOARDS
from alliancelib.widgets.numbers import BET_START
from alliancelib.widgets.words_player_2 import PLAYER_2

pytestmark = pytest.mark.browser


def test_a_phone_plays_a_full_deal_by_touch_with_the_network_cut(page):
    opened = open_board(page, "player-2/take-it-or-look", width=360, height=640, has_touch=True, is_mobile=True)
    opened.context.set_offline(True)
    button = opened.locator("[data-aa-bet]")
    button.scroll_into_view_if_needed()
    button.tap()
    opened.locator('[data-aa-do="search"]').tap()
    opened.locator('[data-aa-do="accept ad hoc"]').tap()
    truth = expected(PLAYER_2, taught()[0].deals[0], ("search", "accept ad hoc"))
    assert abs(float(opened.locator("[data-aa-payoff]").get_attribute("data-aa-payoff")) - truth["payoff"]) < NEAR
    opened.locator("[data-aa-next]").tap()
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "2"
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    assert opened.troubles == []


def test_a_deal_is_played_by_keyboard_alone(page):
    opened = open_board(page, "player-2/hold-74")
    opened.locator('[data-aa-bet="jump"]').focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")  # from the question, which has the focus, to its first option
    assert opened.evaluate("document.activeElement.getAttribute('data-aa-do')") == "accept ally"
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Space")  # ask her again
    opened.keyboard.press("1")  # a digit presses the first option: take her 80
    assert opened.evaluate("document.activeElement.closest('[data-aa-step]').dataset.aaStep") == "debrief"
    record = opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")
    assert record["choices"] == ["advance", "accept ally"] and record["bet_right"] is True
    assert not record["regret"] > NEAR
    assert opened.troubles == []


def test_a_bet_that_was_not_reached_is_void(page):
    opened = open_board(page, "player-2/hold-74")
    opened.locator('[data-aa-bet="jump"]').click()
    opened.locator('[data-aa-do="accept ad hoc"]').click()
    record = opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")
    assert record["bet_right"] is None and record["regret"] > 1
    assert "void" in opened.locator("[data-aa-step]").inner_text()


def test_the_debrief_names_the_claim_and_links_to_it(page):
    opened = open_board(page, "player-2/take-it-or-look")
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    link = opened.get_by_role("link", name="Lemma 2")
    link.click()
    opened.wait_for_load_state()
    assert opened.url.endswith("book/outside-options/first-period.html#fr-lemma-2")
    assert opened.locator("#fr-lemma-2").count() == 1
    assert opened.troubles == []


def test_an_address_names_scenario_and_deal_and_the_chooser_changes_them(page):
    opened = open_board(page, "player-2/worthless-search", deal=7)
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "7"
    opened.locator("[data-aa-scenario]").select_option("surprise")
    opened.wait_for_function("window.aaBoards[0].model.get('deck').scenario === 'surprise'")
    opened.locator("[data-aa-deal]").select_option("3")
    assert "scenario=surprise" in opened.url and "deal=3" in opened.url
    assert opened.troubles == []


def test_a_lesson_that_cannot_be_fetched_is_said_and_the_board_plays_on(page):
    opened = open_board(page, "player-2/take-it-or-look")
    opened.route("**/decks/**", lambda route: route.abort())
    opened.locator("[data-aa-scenario]").select_option("surprise")
    opened.get_by_text("could not be loaded").wait_for()
    assert opened.locator("[data-aa-scenario]").input_value() == "take-it-or-look"
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    assert opened.locator("[data-aa-payoff]").count() == 1


def test_what_happened_is_announced_and_kept_as_a_transcript(page):
    opened = open_board(page, "player-2/take-it-or-look", reduced_motion="reduce")
    opened.locator("[data-aa-bet]").click()
    assert "Your ally offers to pay 35" in opened.locator("[aria-live=polite]").inner_text()
    opened.locator('[data-aa-do="accept"]').click()
    told = opened.locator(".aa-told li").all_text_contents()
    truth = expected(PLAYER_2, taught()[0].deals[0], ("accept",))
    for sentence in truth["seen"][0]["said"] + truth["ended"]:
        assert any(sentence in line for line in told)
    assert not any("no such sentence" in line for line in told)


def test_the_board_of_a_page_opened_from_a_file_plays(browser, site):
    opened = browser.new_context().new_page()
    opened.goto((site / PAGES["player-2"]).as_uri())
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    assert opened.locator("[data-aa-payoff]").count() == 1
    opened.context.close()


# --- the other seats --------------------------------------------------------------------------------------------


def test_a_patron_demands_by_slider_or_asks_for_nothing_by_its_button(page):
    opened = open_board(page, "patron/what-to-demand")
    opened.locator("[data-aa-bet]").click()
    slider = opened.locator("[data-aa-slider]")
    slider.focus()
    for _ in range(4):
        opened.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "50 points demanded"
    opened.get_by_role("button", name="Confirm").click()
    record = opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")
    assert record["choices"] == [0.5] and record["regret"] == 0 and abs(record["payoff"] - 36) < NEAR
    opened.locator("[data-aa-replay]").click()
    opened.locator("[data-aa-bet]").click()
    opened.keyboard.press("1")
    record = opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")
    assert record["choices"] == ["no offer"] and abs(record["regret"] - 35) < NEAR
    assert opened.troubles == []


def test_player_1_offers_by_slider_in_both_periods(page):
    opened = open_board(page, "player-1/what-will-he-take", width=360)
    board = opened.locator("[data-aa-board]").first
    board.locator('[data-aa-bet="looks"]').click()
    for steps in (10, 12):
        slider = board.locator("[data-aa-slider]")
        slider.focus()
        for _ in range(steps):
            opened.keyboard.press("ArrowRight")
        value = slider.get_attribute("aria-valuetext")
        board.get_by_role("button", name="Confirm").click()
    assert value == "60 points offered, you keep 36"
    record = opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")
    assert record["choices"] == [0.5, 0.6] and record["bet_right"] is True and abs(record["payoff"] - 36) < NEAR
    assert record["regret"] > 20 and record["luck"] > 16
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    assert opened.troubles == []


@pytest.mark.parametrize("width", [1280, 360])
def test_the_thumb_stands_on_the_line_where_its_value_lies(page, width):
    """The line begins at 0 and the slider above it: at both ends and between them the thumb must be on its mark."""
    opened = open_board(page, "patron/what-to-demand", width=width)
    opened.locator("[data-aa-bet]").click()
    measure = """(value) => {
        const range = document.querySelector("[data-aa-slider]");
        range.value = value;
        range.dispatchEvent(new Event("input"));
        const box = range.getBoundingClientRect();
        const thumb = 1.9 * parseFloat(getComputedStyle(document.documentElement).fontSize);
        const centre = box.left + thumb / 2 + (value / range.max) * (box.width - thumb);
        return centre - document.querySelector(".aa-is-you").getBoundingClientRect().left;
    }"""
    for value in (0, 7, 14):
        assert abs(opened.evaluate(measure, value)) < 1.5
    opened.evaluate("document.querySelector('[data-aa-slider]').style.setProperty('--from', 0)")
    assert abs(opened.evaluate(measure, 0)) > 1.5


def test_a_challenger_bets_on_the_type_beside_the_line_and_is_told_bayes_rule(page):
    opened = open_board(page, "challenger/who-left", deal=2, width=360)
    assert opened.locator(".aa-mark").count() == 0  # a chance is no amount of points
    opened.locator("[data-aa-bet]").click()
    assert f"Your bet {BET_START}%" in opened.locator(".aa-facts").inner_text().replace("\n", " ")
    opened.get_by_role("button", name="Confirm").click()
    told = opened.locator("[data-aa-step]").inner_text()
    assert "Bayes' rule gave 80%" in told and "Bayes' rule: 80%. Anything within 5 counts as right." in told
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    assert opened.troubles == []


def test_a_bet_on_what_would_have_been_is_settled_whatever_is_played(page):
    opened = open_board(page, "protege/bluff", width=360, height=640, has_touch=True, is_mobile=True)
    for choice in ("accept", "reject"):
        opened.locator('[data-aa-bet="leaves"]').tap()
        opened.locator(f'[data-aa-do="{choice}"]').tap()
        opened.locator('[data-aa-do="settle"]').tap()
        assert opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")["bet_right"] is True
        opened.locator("[data-aa-replay]").tap()
    opened.locator('[data-aa-bet="stays"]').tap()
    opened.locator('[data-aa-do="accept"]').tap()
    opened.locator('[data-aa-do="settle"]').tap()
    assert opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")["bet_right"] is False
    assert "By theory: Yes, she leaves" in opened.locator("[data-aa-step]").first.inner_text()
    assert opened.troubles == []


def test_every_claim_that_a_debrief_links_to_is_on_its_page(page, site):
    for seat in BOARDS.values():
        for claim in seat.head["claims"].values():
            path, anchor = claim["href"].split("#")
            assert f'id="{anchor}"' in (site / path).read_text(encoding="utf-8"), claim["href"]
    assert 'id="no-such-claim"' not in (site / path).read_text(encoding="utf-8")
