"""The teacher's guide misses no lesson, types no number, and its sheets of paper keep the rules of the games."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT, SITE, opening, serving, turn_to

from alliancelib.core.codes import read_class_code
from alliancelib.core.ledger import SLOT
from alliancelib.cost_sharing import model as sharing
from alliancelib.outside_options import equilibrium, model
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets import classroom, guide, guide_pages, guide_paper
from alliancelib.widgets.decks import all_decks
from alliancelib.widgets.guide import Notes, Question, card, with_parameters
from alliancelib.widgets.guide_pages import NOTES, all_cards, problems, taught
from alliancelib.widgets.sheets import all_sheets

PAGES = ROOT / "book" / "in-class"

CITED = re.compile(
    r"\b(player|eq\.|Table|Figure|Lemma|Proposition|footnote|condition|separating) \(?\d+\)?|Table of \d+",
    re.IGNORECASE,
)
"""Where a number is a name."""


def typed(words: str) -> list[str]:
    """Digits in words that neither a slot nor a name holds."""
    return re.findall(r"\d+", CITED.sub("", SLOT.sub("", words)))


# --- cards -----------------------------------------------------------------------------------------------------------


def test_every_lesson_has_a_card_and_every_card_a_lesson():
    assert problems(taught(), NOTES) == []
    assert list(all_cards()) == list(taught())


def test_a_lesson_without_a_card_and_a_card_without_a_lesson_are_seen():
    one, two, *_ = NOTES
    assert problems([one], [two]) == [
        f"the guide has no notes for the lesson {one}",
        f"the guide has notes for {two}, which is no lesson",
    ]


@pytest.mark.parametrize("name", NOTES)
def test_no_number_is_typed(name):
    assert [typed(words) for words in NOTES[name].words if typed(words)] == []


def test_a_typed_number_is_found():
    assert typed("At [[line]] by eq. (3), or at 55.3") == ["55", "3"]


@pytest.mark.parametrize("name", NOTES)
def test_a_card_says_everything(name):
    made = all_cards()[name]
    assert made.expect.startswith("Expect ") and made.outcome.startswith("Students ")
    assert len(made.debrief) >= 2 and made.mistakes
    assert all(one.ask.endswith("?") and one.answer.endswith(".") for one in made.debrief)
    assert not any(SLOT.search(words) for words in (made.expect, made.outcome, *made.mistakes))
    assert len(made.rows) == len(taught()[name][1].deals)


def test_the_class_code_of_a_card_means_its_link():
    for name, made in all_cards().items():
        meant = read_class_code(made.code, all_cards())
        assert meant.lesson == name and meant.debrief == "end"
        assert made.link.endswith(f"?deals=1-{len(meant.deals)}&debrief=end")


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("player-2/take-it-or-look", {"c": 0.02}),
        ("player-2/hold-74", {"c": 0.019}),
        ("player-2/worthless-search", {"phi": 1.45}),
        ("player-1/what-will-he-take", {"c": 0.1}),
        ("player-1/buy-him-off", {"delta": 0.97}),
        ("protege/what-is-it-worth", {"p_l": 0.25}),
        ("patron/stay-or-go", {"p_l": 0.25}),
        ("challenger/who-left", {"c_C": 0.15}),
    ],
)
def test_another_parameter_gives_another_answer(name, changed):
    seat, scenario = taught()[name]
    same, other = (card(seat, one, NOTES[name]) for one in (scenario, with_parameters(scenario, **changed)))
    assert same == all_cards()[name]
    assert [one.answer for one in same.debrief] != [one.answer for one in other.debrief]


def test_the_answers_are_theorys():
    """Against the formulas themselves, for a few."""
    seat, scenario = taught()["player-2/take-it-or-look"]
    line = 100 * equilibrium.r_star(scenario.deals[0].p)
    assert f"At {line:.1f} while" in all_cards()["player-2/take-it-or-look"].debrief[0].answer
    p = taught()["protege/bluff"][1].deals[0].p
    border = 100 * p.beta_lo * (p.p_h - p.p_l)
    assert f"above {border:.0f} for a patron" in all_cards()["protege/bluff"].debrief[0].answer


def planted(**changed: Any) -> Notes:
    words = {"expect": "Expect [[a]].", "outcome": "", "debrief": (Question(ask="?", answer="."),), "mistakes": ()}
    return Notes(**{**words, "numbers": lambda lesson: {"a": "1"}, **changed})


def test_a_slot_that_nothing_fills_and_a_number_that_nothing_uses_are_errors():
    seat, scenario = taught()["player-2/hold-74"]
    with pytest.raises(KeyError):
        card(seat, scenario, planted(outcome="[[b]]"))
    with pytest.raises(ValueError, match="numbers of hold-74 that the words do not use: b"):
        card(seat, scenario, planted(numbers=lambda lesson: {"a": "1", "b": "2"}))
    assert card(seat, scenario, planted()).expect == "Expect 1."


def test_stakes_and_lines_are_those_of_the_deck():
    seat, scenario = taught()["player-2/take-it-or-look"]
    lesson = guide.Lesson(scenario=scenario, deck=all_decks()["player-2/take-it-or-look"])
    assert lesson.lost(1) == pytest.approx(lesson.worth(1, "search") - lesson.worth(1, "advance"))
    assert guide.lines(lesson, [1, 11]) == "theory's line: 55.3, 68.4"
    assert "in 1 of 2 deals" in guide.stakes(lesson, [1, 12])
    assert "in none of the 1 deals" in guide.stakes(lesson, [12])
    with pytest.raises(ValueError, match="must be open there"):
        lesson.lost_by(1, "dance")


def test_a_row_tells_apart_deals_with_the_same_parameters():
    """The first two deals of this lesson differ in the patron's type alone, which is no parameter."""
    one, two, *_ = all_cards()["protege/bluff"].rows
    assert one.situation == two.situation and one.theory != two.theory
    assert one.numbers.startswith("Her stake in it: 30%") and two.numbers.startswith("Her stake in it: 80%")
    assert all("stake" in row.numbers for row in all_cards()["protege/surprise"].rows)
    assert not any("stake" in row.numbers for row in all_cards()["patron/the-gallery"].rows)
    assert all(row.numbers.startswith("phi") for row in all_cards()["player-2/take-it-or-look"].rows)


# --- plans -----------------------------------------------------------------------------------------------------------

MINUTES = re.compile(r"^\| (\d+)-(\d+) \|", re.MULTILINE)


def minutes(made: guide.Card) -> tuple[int, int]:
    """How long a lesson is played and debriefed, by its card."""
    return tuple(map(int, re.findall(r"\d+", dict(made.facts)["Time"])))


def test_the_lesson_by_the_clock_has_no_gap_and_gives_each_game_its_time():
    text = (PAGES / "plans.md").read_text(encoding="utf-8")
    slots = [tuple(map(int, found)) for found in MINUTES.findall(text)]
    assert slots[0][0] == 0 and slots[-1][1] == 75
    assert all(end == begin for (_, end), (begin, _) in zip(slots, slots[1:]))
    lengths = [end - begin for begin, end in slots]
    for name, at in (("player-2/take-it-or-look", 2), ("player-2/tie-your-own-hands", 6)):
        played, debriefed = minutes(all_cards()[name])
        assert lengths[at] >= played and lengths[at + 2] >= debriefed
        given = re.search(r"deals=1-(\d+)", all_cards()[name].link)[1]
        assert re.search(rf"class link.*\*{re.escape(all_cards()[name].title)}\*, (?:all )?{given} deals", text)


def test_the_lessons_of_a_plan_fit_into_a_session():
    by_title = {made.title: made for made in reversed(all_cards().values())}
    text = (PAGES / "plans.md").read_text(encoding="utf-8").partition("(plan-75)")[0]
    sessions = re.findall(
        r"^(?:\d\. |\*\*One session\.\*\* Play )(.*?)(?:Afterwards|Before|Nothing)", text, re.MULTILINE
    )
    assert len(sessions) == 7
    for session in sessions:
        lessons = [by_title[title.rstrip(",.")] for title in re.findall(r"\*([^*]+)\*", session)]
        assert lessons and sum(sum(minutes(made)) for made in lessons) <= 70


# --- paper -----------------------------------------------------------------------------------------------------------


def test_the_dice_are_fair():
    cells = [cell for row in guide_paper.dice() for cell in row]
    assert len(cells) == 36 and sum(cells) == 36 * 50
    assert cells == sorted(set(cells)) and all(cell + mirror == 100 for cell, mirror in zip(cells, reversed(cells)))
    assert guide_paper.farthest(cells) < 0.02


def test_sums_of_two_dice_are_not_fair():
    sums = [round(100 * (one + two - 2) / 10) for one in range(1, 7) for two in range(1, 7)]
    assert guide_paper.farthest(sums) > 0.1


def test_the_dice_hardly_move_the_line():
    on_dice = backward_induction(guide_paper.OUTSIDE, offers=guide_paper.thrown())
    assert on_dice.r1 == pytest.approx(equilibrium.r_star(guide_paper.OUTSIDE), abs=0.001)


def words_of(sheet: guide_paper.Sheet) -> str:
    return " ".join(
        block if isinstance(block, str) else " ".join(block) if isinstance(block, tuple) else ""
        for block in sheet.blocks
    )


def scored_offers(
    r: float, x: float | None, with_ally: bool, late: bool, searches: tuple[int, ...]
) -> tuple[float, float]:
    """The pair's scores by the words of the score sheet, in points."""
    p = guide_paper.OUTSIDE
    paid = r if with_ally else x
    weight = 100 * p.delta / 100 if late else 1
    one = weight * (100 - r) if with_ally else 0.0
    costs = sum(10 * (p.delta if period == 2 else 1) for period in searches)
    return one, weight * (paid - 10) - costs


@pytest.mark.parametrize(
    ("history", "scored"),
    [
        ((0.6, "accept"), (60, None, True, False, ())),
        ((0.4, "search", 0.7, "accept ad hoc"), (40, 70, False, False, (1,))),
        ((0.4, "search", 0.3, "advance", 0.55, "accept ally"), (55, None, True, True, (1,))),
        ((0.4, "search", 0.3, "advance", 0.5, "search", 0.9, "accept ad hoc"), (50, 90, False, True, (1, 2))),
    ],
)
def test_the_score_sheet_of_a_pair_gives_the_models_payoffs(history, scored):
    one, two = scored_offers(*scored)
    paid = model.payoffs(guide_paper.OUTSIDE, model.read(history))
    assert (100 * paid["player 1"], 100 * paid["player 2"]) == pytest.approx((one, two))
    assert 100 * paid["player 2"] != pytest.approx(two + 1)


def scored_demands(history: tuple[Any, ...], left: float) -> tuple[float, float, float]:
    """The three scores by the words of the score sheet, in points."""
    p, play = guide_paper.SHARING, sharing.read(history)
    demand, war = 100 * (play.a or 0.0), not play.settles
    paid = demand if play.n == "sharing" else 0.0
    stake = sharing.beta(p, play.type)
    patron = stake * left + paid - 20 * (play.n != "withdrawal") - 0.2 * demand - 10 * bool(play.intervenes)
    return patron, left - paid - 10 * war, 100 - left - 10 * war


@pytest.mark.parametrize(
    ("history", "left"),
    [
        (("committed", "no offer", 0.7, "settle"), 70),
        (("uncommitted", 0.5, "accept", 0.7, "settle"), 70),
        (("uncommitted", 0.5, "reject", "withdraw", 0.2, "fight", "abstain", "lose"), 0),
        (("committed", 0.4, "reject", "withdraw", 0.2, "fight", "intervene", "win"), 100),
        (("committed", 0.4, "reject", "stay", 0.6, "fight", "intervene", "win"), 100),
    ],
)
def test_the_score_sheet_of_three_gives_the_models_payoffs(history, left):
    paid = sharing.payoffs(guide_paper.SHARING, sharing.read(history))
    scores = scored_demands(history, left)
    assert [100 * paid[player] for player in sharing.PLAYERS] == pytest.approx(scores)
    assert 100 * paid["ally"] != pytest.approx(scores[0] + 1)


def test_the_sheets_say_the_numbers_they_are_scored_with():
    sheets = {sheet.place: words_of(sheet) for sheet in guide_paper.play_sheets()}
    assert "To build costs 110" in sheets["player-1"] and "To look costs 10" in sheets["player-2"]
    assert (
        "less 20 if the alliance stands" in sheets["patron"] and "less 20% of whatever you demand" in sheets["patron"]
    )


def test_other_numbers_change_the_sheets(monkeypatch):
    before = [words_of(sheet) for sheet in guide_paper.play_sheets()]
    monkeypatch.setattr(guide_paper, "OUTSIDE", model.Params(phi=1.2, c=0.05, delta=0.8))
    after = [words_of(sheet) for sheet in guide_paper.play_sheets()]
    assert before != after and any("To build costs 120" in words for words in after)


def test_every_deal_on_a_sheet_has_its_answer_and_no_sheet_tells_it():
    for which in guide_paper.LESSONS:
        asked, told = guide_paper.deals_sheet(*which), guide_paper.answers_sheet(*which)
        (questions,), (answers,) = ([b for b in s.blocks if isinstance(b, guide_paper.Grid)] for s in (asked, told))
        assert [row[0] for row in questions.rows] == [row[0] for row in answers.rows]
        assert len(questions.rows) == guide_paper.GIVEN
        theory = {row[0]: row[1] for row in answers.rows}
        assert len(set(theory.values())) > 1
        assert all(set(row[-2:]) == {guide_paper.TO_TICK} for row in questions.rows)


def test_places_are_unique():
    places = [sheet.place for sheet in (*guide_paper.play_sheets(), *guide_paper.answer_sheets())]
    assert len(places) == len(set(places))


# --- pages -----------------------------------------------------------------------------------------------------------

built = pytest.mark.skipif(not (SITE / "book/in-class/lessons.html").exists(), reason="the site is not built")


@built
def test_the_page_of_lessons_leads_to_every_class_page_and_projector():
    text = (SITE / "book/in-class/lessons.html").read_text(encoding="utf-8").replace("&amp;", "&")
    for made in all_cards().values():
        assert f'id="{made.place}"' in text
        assert f'href="../../{made.link}"' in text and (SITE / made.link.partition("?")[0]).exists()
        projected = f"{guide_pages.PROJECTOR}/{guide_pages.file_of(made)}"
        assert f'href="../../{projected}"' in text and (SITE / projected).exists()


def test_a_projected_page_escapes_and_fetches_nothing():
    made = next(iter(all_cards().values()))
    page = guide_pages.projector_page(replace(made, title="<b>&"))
    assert "<h1>&lt;b&gt;&amp;</h1>" in page
    assert not re.search(r"""(?:src|href)="(?:https?:)?//""", page)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages to project beside the class pages, and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    for name in (classroom.CLASS, guide_pages.PROJECTOR):
        (folder / name).mkdir()
    for name, text in classroom.pages(all_decks(), all_sheets()).items():
        (folder / classroom.CLASS / name).write_text(text, encoding="utf-8")
    for made in all_cards().values():
        page = guide_pages.projector_page(made)
        (folder / guide_pages.PROJECTOR / guide_pages.file_of(made)).write_text(page, encoding="utf-8")
    return folder


@pytest.mark.browser
def test_keys_show_the_answer_before_the_next_question(hall, page):
    made = all_cards()["player-2/hold-74"]
    with serving(hall) as address:
        opened = page(f"{address}{guide_pages.PROJECTOR}/{guide_pages.file_of(made)}")
        seen = opened.locator("section:visible")
        assert seen.locator("h1").text_content() == made.title
        for one in made.debrief:
            opened.keyboard.press("PageDown")
            answer = seen.locator("p")
            assert seen.locator("h2").text_content() == one.ask and not answer.is_visible()
            opened.keyboard.press(Random(one.ask).choice(["ArrowRight", " ", "Enter", "PageDown"]))
            assert answer.is_visible() and answer.text_content() == one.answer.replace(
                "'", "\N{RIGHT SINGLE QUOTATION MARK}"
            )
        opened.keyboard.press("ArrowLeft")
        assert not answer.is_visible()
        opened.reload()
        assert seen.locator("h2").text_content() == made.debrief[-1].ask
        opened.keyboard.press("Home")
        opened.locator("[data-aa-full]").last.click()
        opened.wait_for_load_state()
        assert "/class/player-2.hold-74.html?deals=1-10&debrief=end" in opened.url
        assert opened.troubles == []


@pytest.fixture(scope="module")
def phone(browser: Any, hall: Path) -> Iterator[Callable[[str], Any]]:
    """Shows the projector page of a lesson in one narrow window, which goes from page to page."""
    with serving(hall) as address, opening(browser, f"{address}{guide_pages.PROJECTOR}/") as open_page:
        opened = open_page("player-2.hold-74.html", width=360)

        def show(name: str) -> Any:
            turn_to(opened, f"{address}{guide_pages.PROJECTOR}/{name.replace('/', '.')}.html")
            return opened

        yield show


@pytest.mark.browser
@pytest.mark.parametrize("name", NOTES)
def test_no_screen_is_wider_than_a_phone(phone, name):
    opened = phone(name)
    count = opened.locator("main > section").count()
    for _ in range(2 * count):
        opened.keyboard.press("PageDown")
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.locator("[data-aa-at]").text_content() == f"{count} of {count}"
    assert opened.troubles == []
