"""Walking every option of a deck in the built page, and what a session of the same deal says it must show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from boards import TAUGHT, TOGETHER

from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.session import Session
from alliancelib.core.tree import points, walk
from alliancelib.widgets.decks import BOARDS, tree
from alliancelib.widgets.seat import Seat

PAGES = {board: seat.page for board, seat in BOARDS.items()}
"""Where each board stands in the book."""
NEAR = 2e-6
"""Points: a tree states its numbers to six decimals."""

LAID_OUT = 10
"""How many plays of a deck's first deal are laid out on the page; all others are played off it."""

MANY = 150
"""Plays of a deal from which on not all are walked: offers in both periods make hundreds that share their nodes."""

# Plays lists of choices in the page by pressing what a reader would press, and tells what a reader would see.
DRIVER = """
async (sent) => {
  const { board, deal, bet, plays, shown } = JSON.parse(sent);
  const { model, element } = window.aaBoards.find(({ model }) => model.get("deck").board === board);
  const stage = () => element.querySelector("[data-aa-step]");
  const known = new Map();  // what a slider offers, read once for a deal
  const said = () => [...stage().querySelectorAll(".aa-news p:not(.aa-note)")].map((p) => p.textContent);
  const press = (hook, value) => {
    const range = stage().querySelector("[data-aa-slider]");
    const there = () => stage().querySelector(`[${hook}="${value}"]`);
    if (range && !there()) {
      range.value = known.get(deal).indexOf(value);
      range.dispatchEvent(new Event("input"));
    }
    const button = there();
    if (!button) throw new Error(`no ${hook}=${value} at deal ${deal}`);
    button.click();
  };
  const offered = () => {
    const verbs = [...stage().querySelectorAll(".aa-choice[data-aa-do]")].map((b) => b.getAttribute("data-aa-do"));
    const range = stage().querySelector("[data-aa-slider]");
    if (!range) return verbs;
    if (!known.has(deal)) known.set(deal, [...Array(Number(range.max) + 1).keys()].map((i) => {
      range.value = i;
      range.dispatchEvent(new Event("input"));
      return stage().querySelector(".aa-set [data-aa-do]").getAttribute("data-aa-do");
    }));
    return [...verbs, ...known.get(deal)];
  };
  const shownBy = (choices, k) => {
    if (k >= shown) element.remove();  // off the page it works the same, and laying out a long page takes long
    model.set("history", []);
    model.set("start", 0);
    model.set("start", deal);
    if (bet !== null) press("data-aa-bet", bet);
    const seen = [];
    for (const choice of choices) {
      stage().querySelector("[data-aa-pass]")?.click();  // where several people play the screen is passed first
      seen.push({ said: said(), offered: offered() });
      press("data-aa-do", choice);
    }
    const record = model.get("history").at(-1);
    const got = stage().querySelector("[data-aa-payoff]")?.getAttribute("data-aa-payoff");  // one person's
    return { seen, ended: said(), payoff: Number(got ?? record.payoff), record };
  };
  return JSON.stringify(plays.map(shownBy));  // as one text: thousands of values by themselves take minutes
}
"""


def js(value: object) -> str:
    """A choice as the page's attributes spell it."""
    return value if isinstance(value, str) else json.dumps(int(value) if value == int(value) else value)


def complete_plays(play: Session, choices: tuple = ()) -> Iterator[tuple[tuple, Session]]:
    """Every way in which the free seat can play a deal to its end."""
    if play.to_move is None:
        yield choices, play
        return
    for action in play.view.actions:
        yield from complete_plays(play.play(action), (*choices, action))


def expected(seat: Seat, deal: Deal, choices: tuple) -> dict:
    """What the page must show for one play, worked out from the rules alone."""
    words, worth = seat.words(deal), seat.judge(deal).worth
    seats = seat.player if isinstance(seat.player, tuple) else (seat.player,)
    play, seen, regret = seat.session(deal), [], 0.0
    for choice in choices:
        options = play.view.actions
        worths = {option: worth(play.history, option) for option in options}
        seen.append({"said": list(words.situation(play.history).say), "offered": [js(option) for option in options]})
        regret += max(worths.values()) - worths[choice]
        play = play.play(choice)
    return {
        "seen": seen,
        "ended": list(words.situation(play.history).say),
        "payoff": sum(points(play.payoffs[player]) for player in seats),
        "regret": 100 * regret,
    }


def differences(seat: Seat, deal: Deal, choices: tuple, shown: dict) -> list[str]:
    """Where the page and the session part; empty where they agree."""
    truth, record = expected(seat, deal, choices), shown["record"]
    found = [key for key in ("seen", "ended") if shown[key] != truth[key]]
    found += ["payoff"] * (abs(shown["payoff"] - truth["payoff"]) > NEAR)
    found += ["recorded payoff"] * (abs(record["payoff"] - truth["payoff"]) > NEAR)
    found += ["regret"] * (abs(record["regret"] - truth["regret"]) > NEAR * (1 + len(choices)))
    found += ["choices"] * (record["choices"] != list(choices) or record["deal"] != deal.id)
    return [f"deal {deal.id}, {choices}: {key}" for key in found]


def first_bet(seat: Seat, deal: Deal, scenario: Scenario) -> str | float | None:
    bet = seat.first(deal, scenario.bet)["bet"]
    if bet is None:
        return None
    return bet["options"][0]["key"] if bet["kind"] == "choice" else bet["start"]


def open_board(page, name: str, deal: int = 1, **context):
    """The page of a board at a deal of a lesson, named as its deck is, once its board is there."""
    board, scenario = name.split("/")
    opened = page(f"{PAGES[board]}?board={board}&scenario={scenario}&deal={deal}", **context)
    mine = f"window.aaBoards?.find(({{ model }}) => model.get('deck').board === '{board}')"
    opened.wait_for_function(f"{mine}?.element.dataset.aaOpen")
    assert opened.evaluate(f"{mine}.model.get('deck').scenario") == scenario
    assert opened.evaluate(f"{mine}.model.get('notice')") == ""
    return opened


def enough(seat: Seat, deal: Deal) -> list[tuple]:
    """All plays of a deal or, where there are very many, so many that each option of each node is taken once."""
    ways = [choices for choices, _ in complete_plays(seat.session(deal))]
    if len(ways) <= MANY:
        return ways
    unrolled, taken, kept = tree(seat, deal), set(), []
    for way in ways:
        steps = {(id(node), choice) for node, choice in zip(walk(unrolled, way), way)}
        if not steps <= taken:
            taken |= steps
            kept.append(way)
    return kept


def walked(page: Any, name: str) -> tuple[list[str], int]:
    """Every option of every deal of a deck, taken in the page: where it parts from the session, and how many plays."""
    seat, scenario = {**TAUGHT, **TOGETHER}[name]
    opened = open_board(page, name)
    troubles, plays = [], 0
    for deal in scenario.deals:
        ways = enough(seat, deal)
        sent = {
            "board": seat.board,
            "deal": deal.id,
            "bet": first_bet(seat, deal, scenario),
            "plays": [[js(choice) for choice in way] for way in ways],
            "shown": LAID_OUT if deal.id == 1 else 0,
        }
        for way, shown in zip(ways, json.loads(opened.evaluate(DRIVER, json.dumps(sent))), strict=True):
            troubles += differences(seat, deal, way, shown)
            plays += 1
    return troubles + opened.troubles, plays
