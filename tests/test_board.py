"""The board in a real page against the Python session: the same words, the same options, the same payoffs.

Every option of every deal of every deck is taken in the built page, with the network blocked, and compared with a
`Session` of the same deal, which has never seen a tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from alliancelib.core.session import Session
from alliancelib.core.tree import points
from alliancelib.outside_options.scenarios import Deal, Scenario, judge, session, taught
from alliancelib.widgets.words_player_2 import PlayerTwoWords, deal_words

pytestmark = pytest.mark.browser

PLAY = "book/outside-options/play.html"
NAMES = [scenario.name for scenario in taught()]
NEAR = 2e-6
"""Points: a tree states its numbers to six decimals."""

# Plays lists of choices in the page by pressing what a reader would press, and tells what a reader would see.
DRIVER = """
async ({ deal, bet, plays, shown }) => {
  const { model, element } = window.aaBoards[0];
  element.style.display = shown ? "" : "none";  // laying out a long page thousands of times takes minutes
  const stage = () => element.querySelector("[data-aa-step]");
  const said = () => [...stage().querySelectorAll(".aa-news p:not(.aa-note)")].map((p) => p.textContent);
  const press = (hook, value) => {
    const range = stage().querySelector("[data-aa-slider]");
    const there = () => stage().querySelector(`[${hook}="${value}"]`);
    if (range && !there()) {
      for (let i = 0; i <= Number(range.max); i += 1) {
        range.value = i;
        range.dispatchEvent(new Event("input"));
        if (there()) break;
      }
    }
    const button = there();
    if (!button) throw new Error(`no ${hook}=${value} at deal ${deal}`);
    button.click();
  };
  const known = new Map();  // what a slider offers, read once for a deal
  const offered = () => {
    const range = stage().querySelector("[data-aa-slider]");
    if (!range) return [...stage().querySelectorAll("[data-aa-do]")].map((b) => b.getAttribute("data-aa-do"));
    if (!known.has(deal)) known.set(deal, [...Array(Number(range.max) + 1).keys()].map((i) => {
      range.value = i;
      range.dispatchEvent(new Event("input"));
      return stage().querySelector("[data-aa-do]").getAttribute("data-aa-do");
    }));
    return known.get(deal);
  };
  return plays.map((choices) => {
    model.set("history", []);
    model.set("start", 0);
    model.set("start", deal);
    if (bet !== null) press("data-aa-bet", bet);
    const seen = [];
    for (const choice of choices) {
      seen.push({ said: said(), offered: offered() });
      press("data-aa-do", choice);
    }
    const payoff = Number(stage().querySelector("[data-aa-payoff]").getAttribute("data-aa-payoff"));
    return { seen, ended: said(), payoff, record: model.get("history").at(-1) };
  });
}
"""


def js(value: object) -> str:
    """A choice as the page's attributes spell it."""
    return value if isinstance(value, str) else json.dumps(value)


def complete_plays(play: Session, choices: tuple = ()) -> Iterator[tuple[tuple, Session]]:
    """Every way in which player 2 can play a deal to its end."""
    if play.to_move is None:
        yield choices, play
        return
    for action in play.view.actions:
        yield from complete_plays(play.play(action), (*choices, action))


def expected(deal: Deal, choices: tuple) -> dict:
    """What the page must show for one play, worked out from the rules alone."""
    words, worth = PlayerTwoWords(deal), judge(deal).worth
    play, seen, regret = session(deal), [], 0.0
    for choice in choices:
        options = play.view.actions
        worths = {option: worth(play.history, option) for option in options}
        seen.append({"said": list(words.situation(play.history).say), "offered": [js(option) for option in options]})
        regret += max(worths.values()) - worths[choice]
        play = play.play(choice)
    return {
        "seen": seen,
        "ended": list(words.situation(play.history).say),
        "payoff": points(play.payoffs["player 2"]),
        "regret": 100 * regret,
    }


def differences(deal: Deal, choices: tuple, shown: dict) -> list[str]:
    """Where the page and the session part; empty where they agree."""
    truth, record = expected(deal, choices), shown["record"]
    found = [key for key in ("seen", "ended") if shown[key] != truth[key]]
    found += ["payoff"] * (abs(shown["payoff"] - truth["payoff"]) > NEAR)
    found += ["recorded payoff"] * (abs(record["payoff"] - truth["payoff"]) > NEAR)
    found += ["regret"] * (abs(record["regret"] - truth["regret"]) > NEAR * (1 + len(choices)))
    found += ["choices"] * (record["choices"] != list(choices) or record["deal"] != deal.id)
    return [f"deal {deal.id}, {choices}: {key}" for key in found]


def first_bet(deal: Deal, scenario: Scenario) -> str | float:
    bet = deal_words(deal, scenario.bet)["bet"]
    return bet["options"][0]["key"] if bet["kind"] == "choice" else bet["start"]


def open_board(page, name: str, deal: int = 1, **context):
    """The play page at a deal, once its board is there."""
    opened = page(f"{PLAY}?board=player-2&scenario={name}&deal={deal}", **context)
    opened.wait_for_function("window.aaBoards && window.aaBoards.length && window.aaBoards[0].element.dataset.aaOpen")
    assert opened.evaluate("window.aaBoards[0].model.get('deck').scenario") == name
    return opened


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_every_deal_plays_in_the_page_as_in_the_session(page, name):
    scenario = next(s for s in taught() if s.name == name)
    opened = open_board(page, name)
    troubles, plays = [], 0
    for deal in scenario.deals:
        ways = [choices for choices, _ in complete_plays(session(deal))]
        sent = {
            "deal": deal.id,
            "bet": first_bet(deal, scenario),
            "plays": [[js(choice) for choice in way] for way in ways],
            "shown": deal.id == 1,
        }
        for way, shown in zip(ways, opened.evaluate(DRIVER, sent), strict=True):
            troubles += differences(deal, way, shown)
            plays += 1
    assert troubles == []
    assert plays >= 20 * 4  # at the very least each deal has four ends
    assert opened.troubles == []


def test_the_comparison_notices_a_wrong_word_payoff_or_regret():
    deal = taught()[0].deals[0]
    choices = ("search", "accept ad hoc")
    truth = expected(deal, choices)
    record = {"payoff": truth["payoff"], "regret": truth["regret"], "choices": list(choices), "deal": 1}
    shown = {"seen": truth["seen"], "ended": truth["ended"], "payoff": truth["payoff"], "record": record}
    assert differences(deal, choices, shown) == []
    assert differences(deal, choices, {**shown, "payoff": truth["payoff"] + 1e-5})
    assert differences(deal, choices, {**shown, "ended": ["You walk away."]})
    assert differences(deal, choices, {**shown, "record": {**record, "regret": truth["regret"] + 1}})


# --- as a reader plays ----------------------------------------------------------------------------------------


def test_a_phone_plays_a_full_deal_by_touch_with_the_network_cut(page):
    opened = open_board(page, "take-it-or-look", width=360, height=640, has_touch=True, is_mobile=True)
    opened.context.set_offline(True)
    button = opened.locator("[data-aa-bet]")
    button.scroll_into_view_if_needed()
    button.tap()
    opened.locator('[data-aa-do="search"]').tap()
    opened.locator('[data-aa-do="accept ad hoc"]').tap()
    truth = expected(taught()[0].deals[0], ("search", "accept ad hoc"))
    assert abs(float(opened.locator("[data-aa-payoff]").get_attribute("data-aa-payoff")) - truth["payoff"]) < NEAR
    opened.locator("[data-aa-next]").tap()
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "2"
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    assert opened.troubles == []


def test_a_deal_is_played_by_keyboard_alone(page):
    opened = open_board(page, "hold-74")
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
    opened = open_board(page, "hold-74")
    opened.locator('[data-aa-bet="jump"]').click()
    opened.locator('[data-aa-do="accept ad hoc"]').click()
    record = opened.evaluate("window.aaBoards[0].model.get('history').at(-1)")
    assert record["bet_right"] is None and record["regret"] > 1
    assert "void" in opened.locator("[data-aa-step]").inner_text()


def test_the_debrief_names_the_claim_and_links_to_it(page):
    opened = open_board(page, "take-it-or-look")
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    link = opened.get_by_role("link", name="Lemma 2")
    link.click()
    opened.wait_for_load_state()
    assert opened.url.endswith("book/outside-options/the-theory.html#fr-lemma-2")
    assert opened.locator("#fr-lemma-2").count() == 1
    assert opened.troubles == []


def test_an_address_names_scenario_and_deal_and_the_chooser_changes_them(page):
    opened = open_board(page, "worthless-search", deal=7)
    assert opened.locator("[data-aa-board]").get_attribute("data-aa-open") == "7"
    opened.locator("[data-aa-scenario]").select_option("surprise")
    opened.wait_for_function("window.aaBoards[0].model.get('deck').scenario === 'surprise'")
    opened.locator("[data-aa-deal]").select_option("3")
    assert "scenario=surprise" in opened.url and "deal=3" in opened.url
    assert opened.troubles == []


def test_a_lesson_that_cannot_be_fetched_is_said_and_the_board_plays_on(page):
    opened = open_board(page, "take-it-or-look")
    opened.route("**/decks/**", lambda route: route.abort())
    opened.locator("[data-aa-scenario]").select_option("surprise")
    opened.get_by_text("could not be loaded").wait_for()
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    assert opened.locator("[data-aa-payoff]").count() == 1


def test_what_happened_is_announced_and_kept_as_a_transcript(page):
    opened = open_board(page, "take-it-or-look", reduced_motion="reduce")
    opened.locator("[data-aa-bet]").click()
    assert "Your ally offers to pay 35" in opened.locator("[aria-live=polite]").inner_text()
    opened.locator('[data-aa-do="accept"]').click()
    told = opened.locator(".aa-told li").all_text_contents()
    truth = expected(taught()[0].deals[0], ("accept",))
    for sentence in truth["seen"][0]["said"] + truth["ended"]:
        assert any(sentence in line for line in told)
    assert not any("no such sentence" in line for line in told)


def test_the_board_of_a_page_opened_from_a_file_plays(browser, site):
    opened = browser.new_context().new_page()
    opened.goto((site / PLAY).as_uri())
    opened.locator("[data-aa-bet]").click()
    opened.locator('[data-aa-do="accept"]').click()
    assert opened.locator("[data-aa-payoff]").count() == 1
    opened.context.close()
