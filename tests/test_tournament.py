"""A tournament is fair: alike for all, blind to the order, and as if those who were struck out had never entered."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev

import matplotlib.pyplot as plt
import pytest
from conftest import ROOT

from alliancelib import cost_sharing
from alliancelib.core import asking
from alliancelib.core.asking import Limits, ask
from alliancelib.core.entrant import question, seen
from alliancelib.core.entries import Entry, Refusal, as_text, entry, entry_text, read_entries
from alliancelib.core.game import HIDDEN, Either, Interval, Lottery
from alliancelib.core.lessons import Deal
from alliancelib.core.tournament import Table, first_views, play, reference, report, trial
from alliancelib.cost_sharing import tournament as sharing
from alliancelib.cost_sharing.game import CostSharing
from alliancelib.cost_sharing.model import read as read_sharing
from alliancelib.outside_options import Params, figures_tournament, opponents, solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.model import read
from alliancelib.outside_options.scenarios import tie_your_own_hands
from alliancelib.outside_options.tournament import deals, example_class, table
from alliancelib.widgets.progress import progress_bar

QUICK = Limits(move=0.5)
"""For tests in which somebody hangs."""

SEAT = "player 2"

FAILING = ("Hugo", "Iris", "Jon")
"""Who crashes, who hangs and who answers nonsense in the example class."""


def player_2(name: str, first: str = "search", then: str = '"accept ally"') -> Entry:
    """An entry that answers the first offer with one verb and everything else with another."""
    source = f'def strategy(view):\n    return "{first}" if view.play.stage == "first response" else {then}'
    return Entry(name=name, seat=SEAT, source=source)


def player_1(name: str, share: float) -> Entry:
    return Entry(name=name, seat="player 1", source=f"def strategy(view):\n    return {share}")


FIELD = (player_2("Ann", "accept"), player_2("Bob", "search"), player_2("Cem", "advance"))
SMALL = table(SEAT, deals(count=4))


@pytest.fixture(scope="module")
def the_class():
    """The result of the example class."""
    return play([table(SEAT)], example_class().entries, limits=QUICK)


@pytest.fixture(scope="module")
def the_proteges():
    """The result of the other game's, in the protégé's seat alone."""
    entries = [one for one in sharing.example_class().entries if one.seat == "target"]
    return play([sharing.table("target")], entries, limits=QUICK)


# --- handing in -------------------------------------------------------------------------------------------------


def mine(view):
    # A comment, a blank line and a word in another alphabet stay as they are.
    line = "Straße"

    return "accept" if view.play.r1 >= 0.5 and line else "search"


def test_what_is_handed_in_comes_back():
    found = read_entries(entry_text(mine, "Änne O.", SEAT))
    assert found.entries == (entry(mine, "Änne O.", SEAT),) and not found.refused
    assert found.entries[0].source.startswith("def mine(view):")


def test_entries_are_found_among_other_words():
    text = "\n\n".join(["From: Ann", as_text(FIELD[0]), "> and mine:", as_text(FIELD[1]), "Best wishes"])
    assert read_entries(text).entries == FIELD[:2]


def test_blanks_that_change_on_the_way_do_no_harm():
    text = as_text(FIELD[0]).replace("\n", " \r\n").replace("    ", "\u00a0   ")
    assert read_entries(text).entries == FIELD[:1]


DAMAGES = {
    "cut short": lambda text: text[: text.index("# End")],
    "a word changed": lambda text: text.replace("accept", "reject", 1),
    "curly quotes": lambda text: text.replace('"', "\u201d"),
    "indentation lost": lambda text: text.replace("    ", ""),
    "another seat": lambda text: text.replace(SEAT, "player 1"),
    "a checksum that is none": lambda text: text.replace("# End of the entry, ", "# End of the entry, x"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_refused_by_its_name_and_alone(damage):
    whole = [as_text(one) for one in FIELD]
    found = read_entries(whole[0] + damage(whole[1]) + whole[2])
    assert found.entries == (FIELD[0], FIELD[2])
    assert [one.name for one in found.refused] == ["Bob"]


def test_everything_that_is_refused_is_reported_in_order():
    """However many have one name, each with the line on which it begins in the text as it was handed in."""
    whole = as_text(FIELD[0])
    text = "\n\n" + whole.replace("accept", "reject", 1) + as_text(FIELD[1]) + DAMAGES["cut short"](whole) + "Sorry.\n"
    found = read_entries(text + whole * 2)
    assert [(one.name, one.why.split(":")[0]) for one in found.refused] == [
        ("Ann", "damaged"),
        ("Ann", "cut short"),
        ("Ann", "the name is taken by an earlier entry"),
    ]
    lines = text.split("\n") + whole.split("\n") * 2
    begins = [int(one.where.removeprefix("line ")) for one in found.refused]
    assert begins[0] == 3 and all(lines[k - 1] == whole.split("\n")[0] for k in begins[:2])
    assert len(set(begins)) == 3 and begins == sorted(begins)
    assert found.entries == (FIELD[1], FIELD[0])
    assert read_entries(whole).refused == (), "the twin: of what is sound nothing is refused"


def test_of_two_with_one_name_the_second_is_refused():
    other = replace(FIELD[1], name="Ann")
    assert read_entries(as_text(FIELD[0]) + as_text(other)).entries == FIELD[:1]
    both_seats = read_entries(as_text(FIELD[0]) + as_text(player_1("Ann", 0.5)))
    assert len(both_seats.entries) == 2 and not both_seats.refused


def test_a_folder_is_read_file_by_file(tmp_path):
    for k, one in enumerate(FIELD):
        (tmp_path / f"{k}.txt").write_text(as_text(one), encoding="utf-8")
    (tmp_path / "1.txt").write_text(as_text(FIELD[1]), encoding="utf-8-sig")  # as some editors keep it
    (tmp_path / "9.py").write_text("print('hello')", encoding="utf-8")
    (tmp_path / "notes.md").write_text(as_text(player_2("Dee")), encoding="utf-8")
    assert read_entries(tmp_path).entries == FIELD
    assert read_entries(tmp_path).refused == (Refusal(name="", where="9.py, line 1", why="no entry here"),)


@pytest.mark.parametrize("name", ["", " Ann", "A\nnn", "A" * 41, "\u202eAnn"])
def test_a_name_that_cannot_be_shown_is_refused(name):
    with pytest.raises(ValueError, match="name must be"):
        Entry(name=name, seat=SEAT, source="")


def test_what_has_no_text_cannot_be_entered():
    with pytest.raises(ValueError, match="must be written in a cell or a file"):
        entry(len, "Ann", SEAT)
    with pytest.raises(ValueError, match="source must have at most"):
        Entry(name="Ann", seat=SEAT, source="#" * 20_001)


# --- what an entry is given -------------------------------------------------------------------------------------

G, S = OutsideOptions(Params()), CostSharing(cost_sharing.Params())

VIEWS = {
    "a first offer": (G, "player 1", (), read),
    "a choice among verbs": (G, SEAT, (0.4, "search", 0.7), read),
    "few bids": (OutsideOptions(Params(), bids=(0.1, 0.6)), "player 1", (0.1, "advance"), read),
    "a verb or a number": (S, "ally", ("committed",), read_sharing),
    "what is hidden": (S, "challenger", ("committed", 0.3, "accept"), read_sharing),
}


@pytest.mark.parametrize("case", VIEWS.values(), ids=VIEWS)
def test_a_view_arrives_as_it_was(case):
    game, player, history, reading = case
    view = game.view(history, player)
    got = seen(question(view, game.p, reading(view.history)))
    assert (got.player, got.history, got.actions) == (view.player, view.history, view.actions)
    assert all(getattr(got.p, name) == getattr(game.p, name) for name in type(game.p).__dataclass_fields__)
    assert got.play.stage == reading(view.history).stage
    assert "None" not in str(got) and str(got).count("\n") == 4
    with pytest.raises(AttributeError, match="view.play has no 'seed'"):
        got.play.seed  # noqa: B018


def test_nothing_but_the_view_is_told():
    """The line that goes to the process names neither deal nor seed nor draw, and no type to the challenger."""
    lines = set()
    for type in ("committed", "uncommitted"):
        view = S.view((type, 0.3, "accept"), "challenger")
        assert view.history[0] is HIDDEN
        lines.add(question(view, S.p, read_sharing(view.history)))
    assert len(lines) == 1 and set(json.loads(*lines)) == {"player", "history", "actions", "p", "play"}
    assert "committed" not in "".join(lines)
    target = S.view(("committed", 0.3), "target")
    assert "committed" in question(target, S.p, read_sharing(target.history))


def test_a_history_of_anything_else_is_no_question():
    with pytest.raises(ValueError, match="must hold words and numbers"):
        question(replace(G.view((0.4,), SEAT), history=(object(),)), G.p, read((0.4,)))


# --- one entry in its process -----------------------------------------------------------------------------------

VIEW = G.view((0.4,), SEAT)
LINE = question(VIEW, G.p, read(VIEW.history))

CLIMB = """
    os = next(c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "_wrap_close").__init__.__globals__
"""
"""How somebody who means harm gets at the operating system; no fence of ours is in the way."""


def answer(body: str, view=VIEW, game=G, reading=read, limits: Limits = QUICK):
    """What a function with that body answers, or the fault."""
    line = question(view, game.p, reading(view.history))
    replies = ask(f"def strategy(view):\n{body}", {line: view.actions}, limits, limits.entry)
    return replies.fault or replies.answers[line]


GOOD = {
    "a verb": ('    return "search"', Lottery((("search", 1.0),))),
    "a lottery": (
        '    return Lottery((("accept", 0.25), ("search", 0.75)))',
        Lottery((("accept", 0.25), ("search", 0.75))),
    ),
    "much that is printed": ('    print("x" * 10**6)\n    return "search"', Lottery((("search", 1.0),))),
    "what looks like an answer": (
        "    print('{\"action\": \"accept\"}')\n    return 'search'",
        Lottery((("search", 1.0),)),
    ),
    "mathematics": ('    import math\n    return "search" if math.sqrt(4) == 2 else 0', Lottery((("search", 1.0),))),
    "a helper inside": ('    def go():\n        return "search"\n    return go()', Lottery((("search", 1.0),))),
}


@pytest.mark.parametrize("body, expected", GOOD.values(), ids=GOOD)
def test_an_answer_is_heard(body, expected):
    assert answer(body) == expected


BAD = {
    "crashes": ("    return 1 / 0", "crashed: ZeroDivisionError: division by zero (line 2)"),
    "knows no such field": ("    return view.seed", "crashed: AttributeError: 'Seen' object has no attribute 'seed'"),
    "hangs": ("    while True: pass", "took longer than 0.5 s over a move"),
    "hangs over its own error": (
        "    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "took longer than 0.5 s over a move",
    ),
    "hangs in one long step": ("    return sum(range(10**12))", "took longer than 0.5 s over a move"),
    "returns nothing": ("    pass", "answered with nothing (None)"),
    "returns a list": ('    return ["search"]', "answered with a value of type list"),
    "returns a truth value": ("    return True", "answered with a value of type bool"),
    "returns the function": ("    return strategy", "answered with a value of type function"),
    "breaks the rules": (
        '    return "decline"',
        "answered 'decline' where the rules allow 'accept', 'search', 'advance'",
    ),
    "returns a number": ("    return 0.5", "answered 0.5 where the rules allow"),
    "returns no number": ('    return float("nan")', "answered nan where the rules allow"),
    "returns far too much": ('    return "a" * 10**7', "answered with something far too long"),
    "returns a huge number": ("    return 10**5000", "answered with something far too long"),
    "mixes badly": ('    return Lottery((("accept", 0.5),))', "crashed: ValueError: probabilities must be"),
    "mixes what is not allowed": ('    return Lottery((("accept", 0.5), ("no", 0.5)))', "answered 'no' where"),
    "imports": ("    import random", "crashed: ImportError: an entry may import math and nothing else, got random"),
    "opens a file": ('    open("/etc/passwd")', "crashed: NameError: name 'open' is not defined"),
    "leaves": ("    raise SystemExit", "crashed: SystemExit"),
    "recurses": ("    return strategy(view)", "crashed: RecursionError"),
    "is no Python": ("    return (", "is no Python: '(' was never closed (line 2)"),
    "is more than a function": ("    return 'search'\nx = 1", "must be one function and nothing beside it"),
    "says something odd in its error": (
        "    class E(Exception):\n        def __str__(self): return 1 / 0\n    raise E",
        "crashed: E (line 4)",
    ),
    "raises many lines": ('    raise ValueError("a\\nb" * 999)', "crashed: ValueError: a b"),
    "ends its process": (f'{CLIMB}    os["_exit"](0)', "ended its process without an answer"),
    "talks out of turn": (f'{CLIMB}    os["write"](3, b"hello\\n")\n    return "accept"', "said what is no answer"),
}


@pytest.mark.skipif(os.name != "posix", reason="the climbs are POSIX's")
@pytest.mark.parametrize("body, reason", BAD.values(), ids=BAD)
def test_a_fault_is_told_in_one_line(body, reason):
    fault = answer(body)
    assert isinstance(fault, str) and fault.startswith(reason), fault
    assert "\n" not in fault and len(fault) <= 200


@pytest.mark.parametrize("source", ["def strategy(): return 1", "def strategy(a, b): return 1", "strategy = 1", ""])
def test_a_strategy_is_a_function_of_a_view(source):
    fault = ask(source, {LINE: VIEW.actions}, QUICK, 5).fault
    assert fault.startswith(("crashed: TypeError: strategy() ", "must be one function"))


@pytest.mark.skipif(os.name != "posix", reason="the climb is POSIX's")
@pytest.mark.parametrize("flood, expected", [("x", "said what is no answer"), ('{"action": "accept"}\\n', "Lottery")])
def test_of_a_flood_only_the_answer_is_read(flood, expected):
    start = time.monotonic()
    heard = answer(f"{CLIMB}    while True: os['write'](3, b'{flood}' * 10_000)")
    assert str(heard).startswith(expected) and time.monotonic() - start < 20


@pytest.mark.skipif(os.name != "posix", reason="limits on memory and processes are POSIX's")
def test_memory_is_limited():
    assert answer("    return len([0] * 10**9)").startswith("crashed: MemoryError")
    assert answer('    return "search" if [0] * 10**6 else 0') == Lottery((("search", 1.0),))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
def test_whatever_a_process_starts_ends_with_it(monkeypatch):
    groups, started = [], asking._started

    def noted(folder):
        process = started(folder)
        groups.append(process.pid)
        return process

    monkeypatch.setattr(asking, "_started", noted)
    fault = answer(f'{CLIMB}    for _ in range(3): os["fork"]()\n    while True: pass')
    assert fault.startswith(("took longer", "crashed: BlockingIOError"))
    deadline = time.monotonic() + 10
    while running(groups[0]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not running(groups[0])
    assert running(os.getpgid(0)), "the twin: a group that lives is seen"


def running(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, in_group = path.read_text().rpartition(")")[2].split()[:3]
            found += [path.parent.name] * (int(in_group) == group and state not in "ZX")
    return found


@pytest.mark.skipif(os.name != "posix", reason="the climb is POSIX's")
def test_a_process_stands_in_an_empty_folder_without_an_environment():
    told = f'{CLIMB}    raise ValueError(sorted(os["environ"]), os["listdir"]("."))'
    fault = answer(told)
    assert "/" not in fault and "[]" in fault
    assert set(fault.split("'")[1::2]) <= {"PYTHONHASHSEED", "LC_CTYPE", "SYSTEMROOT", "__CF_USER_TEXT_ENCODING"}


def test_an_entry_remembers_nothing():
    """Neither names of its own nor what hangs on its function last from one question to the next."""
    views = [G.view((r,), SEAT) for r in (0.1, 0.2, 0.3)]
    lines = {question(view, G.p, read(view.history)): view.actions for view in views}
    counts = "    global n\n    n = globals().get('n', 0) + 1\n    return 'accept' if n == 1 else 'search'"
    replies = ask(f"def strategy(view):\n{counts}", lines, QUICK, 5)
    assert [list(lottery)[0][0] for lottery in replies.answers.values()] == ["accept"] * 3


def test_the_order_of_a_set_is_the_same_every_time():
    body = '    return Lottery(tuple((word, 1 / 3) for word in {"accept", "search", "advance"}))'
    assert len({answer(body) for _ in range(3)}) == 1


def test_answers_before_a_hang_count_and_time_adds_up():
    views = [G.view((r,), SEAT) for r in (0.1, 0.9)]
    lines = {question(view, G.p, read(view.history)): view.actions for view in views}
    hangs_late = "def strategy(view):\n    while view.play.r1 > 0.5: pass\n    return 'accept'"
    replies = ask(hangs_late, lines, QUICK, 5)
    assert len(replies.answers) == 1 and replies.fault and 0.4 < replies.seconds < 5
    assert "over all of its moves" in ask(hangs_late, lines, QUICK, 0.0).fault


@pytest.mark.parametrize("limits", [{"move": 0}, {"entry": -1}, {"megabytes": 0}, {"move": float("nan")}])
def test_limits_are_positive(limits):
    with pytest.raises(ValueError, match=f"{next(iter(limits))} must be positive"):
        Limits(**limits)


# --- a field ----------------------------------------------------------------------------------------------------


def test_scores_are_those_of_duplicate_bridge():
    """Worked out again from the entries' payoffs on each board, played here without any process."""
    ranking = play([SMALL], FIELD).rankings[SEAT]
    verbs = {"Ann": "accept", "Bob": "search", "Cem": "advance"}
    payoffs = {name: boards(first) for name, first in verbs.items()}
    for each in ranking.standings:
        differences = [
            [own - fmean(other[k][j] for other in payoffs.values()) for j, own in enumerate(row)]
            for k, row in enumerate(payoffs[each.name])
        ]
        by_deal = [fmean(row) for row in differences]
        assert each.score == pytest.approx(fmean(by_deal))
        assert each.error == pytest.approx(stdev(by_deal) / sqrt(len(by_deal)))
        assert each.payoff == pytest.approx(fmean(x for row in payoffs[each.name] for x in row))
        assert each.regret == pytest.approx(max(s.payoff for s in ranking.standings) - each.payoff)
    assert sum(each.score for each in ranking.standings) == pytest.approx(0)
    assert not ranking.standings[0].score == pytest.approx(ranking.standings[-1].score)


def boards(first: str) -> list[list[float]]:
    """What a player 2 gets in each deal from each of the panel, who then always takes the ally's offer."""
    rows = []
    for deal in SMALL.deals:
        row = []
        for opponent in SMALL.panel.values():
            start = replace(SMALL.start(deal), seats=opponent(deal), history=()).replay(deal.opening).advance()
            while start.to_move is not None:
                start = start.play(first if "accept" in start.view.actions else "accept ally")
            row.append(start.payoffs[SEAT])
        rows.append(row)
    return rows


def test_the_failing_cost_nobody_else_anything(the_class):
    assert set(the_class.disqualified) == set(FAILING)
    sound = [one for one in example_class().entries if one.name not in FAILING]
    alone = play([table(SEAT)], sound)
    assert alone.rankings == the_class.rankings and not alone.disqualified
    fewer = play([table(SEAT)], sound[1:])
    assert fewer.rankings != the_class.rankings, "the twin: a sound entry does change the field"


def test_the_order_of_entries_and_the_number_of_workers_change_nothing(the_class):
    sound = [one for one in example_class().entries if one.name not in FAILING]
    assert play([table(SEAT)], reversed(sound), workers=1).rankings == the_class.rankings


def test_the_example_class_is_what_the_chapter_says(the_class):
    handed_in = example_class()
    assert len(handed_in.entries) == 12 and [one.name for one in handed_in.refused] == ["Mia"]
    reasons = the_class.disqualified
    assert (
        reasons["Hugo"].startswith("crashed") and reasons["Iris"].startswith("took") and "'take it'" in reasons["Jon"]
    )


def test_nobody_does_better_than_the_best_plan(the_class):
    ranking = the_class.rankings[SEAT]
    assert all(each.short >= -1e-12 for each in ranking.standings)
    theorist = fmean(reference(table(SEAT), lambda deal: opponents.theorist(solve(deal.p))).values())
    assert ranking.par > theorist > ranking.standings[-1].payoff
    assert not theorist > ranking.par


def test_the_best_plan_does_not_see_whom_it_meets():
    """Against each opponent alone it would do better than against all of them at once."""
    entries = FIELD[:1]
    together = play([SMALL], entries).rankings[SEAT].par
    apart = [play([replace(SMALL, panel={name: who})], entries).rankings[SEAT].par for name, who in SMALL.panel.items()]
    assert together <= fmean(apart) + 1e-12


def test_a_plan_of_numbers_can_do_what_the_leaders_did():
    entries = [player_1(f"P{k}", 0.137 + k / 10) for k in range(5)]
    ranking = play([table("player 1", deals(count=2))], entries).rankings["player 1"]
    assert all(each.short >= -1e-12 for each in ranking.standings)
    assert any(each.short > 0.01 for each in ranking.standings)


def test_a_mixed_strategy_has_the_luck_of_the_deal():
    mixed = replace(
        FIELD[0], source=FIELD[0].source.replace('"accept" if', 'Lottery((("accept", .5), ("search", .5))) if')
    )
    once, twice = (play([SMALL], [mixed]).rankings[SEAT] for _ in range(2))
    pure = [play([SMALL], [one]).rankings[SEAT].standings[0].payoff for one in FIELD[:2]]
    assert once == twice and min(pure) < once.standings[0].payoff < max(pure)


def test_progress_is_told_to_the_end():
    told = []
    play([SMALL], FIELD, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (36, 36) and told == sorted(told)


def test_the_bar_follows():
    bar, tell = progress_bar()
    for done, total in ((0, 36), (12, 36), (30, 30)):
        tell(done, total)
        assert (bar.value, bar.max) == (done, total)


# --- several seats ----------------------------------------------------------------------------------------------

ONES = (player_1("Una", 0.2), player_1("Duo", 0.5), player_1("Tre", 0.8))
BOTH = (table("player 1", deals(count=3)), table(SEAT, deals(count=3)))


def test_entries_of_two_seats_meet():
    result = play(BOTH, [*ONES, *FIELD])
    first, second = result.rankings["player 1"], result.rankings[SEAT]
    assert set(first.entrants) == {f"{name}, player 2" for name in ("Ann", "Bob", "Cem")}
    assert set(second.standings[0].against) == {*second.panel, *(f"{one.name}, player 1" for one in ONES)}
    generous, mean = (second.standings[0].against[f"{name}, player 1"] for name in ("Tre", "Una"))
    assert generous > mean


def test_too_many_meetings_are_drawn_alike_for_all():
    result = play(BOTH, [*ONES, *FIELD], most_plays=18)
    assert len(result.rankings[SEAT].entrants) == len(result.rankings["player 1"].entrants) == 2
    assert all(len(each.against) == 5 for each in result.rankings[SEAT].standings)
    assert play(BOTH, [*ONES, *FIELD], most_plays=0).rankings[SEAT].entrants == ()


def test_who_fails_only_against_an_entry_takes_no_part_in_the_result():
    """The lot, too, falls as if it had never been entered."""
    source = "def strategy(view):\n    return 1 / 0 if view.play.r1 == 0.8 else 'accept'"
    fails_late = Entry(name="Eve", seat=SEAT, source=source)
    with_her = play(BOTH, [*ONES, *FIELD, fails_late], most_plays=18)
    assert list(with_her.disqualified) == ["Eve"]
    assert with_her.rankings == play(BOTH, [*ONES, *FIELD], most_plays=18).rankings
    assert not play([BOTH[1]], [fails_late]).disqualified


def test_three_seats_of_the_other_game():
    sources = {
        "ally": "return min(0.3, view.p.a_max) if view.play.stage == 'demand' else view.actions[0]",
        "target": "return 'accept' if view.play.stage == 'answer' else 'settle'",
        "challenger": "return 0.5 if view.history[0] is HIDDEN and view.play.type is None else 'seen'",
    }
    entries = [
        Entry(name="Ann", seat=seat, source=f"def strategy(view):\n    {body}") for seat, body in sources.items()
    ]
    result = play([sharing.table(seat, sharing.deals(seat, count=3)) for seat in sources], entries)
    assert not result.disqualified and set(result.rankings) == set(sources)
    assert len(result.rankings["ally"].panel) == 5 and len(result.rankings["target"].panel) == 3
    peeps = replace(entries[2], source=entries[2].source.replace("is None", "is not None"))
    assert play([sharing.table("challenger", sharing.deals("challenger", count=1))], [peeps]).disqualified


def test_the_other_class_is_what_the_chapter_says(the_proteges):
    handed_in = sharing.example_class()
    assert [one.seat for one in handed_in.entries] == ["target"] * 12 + ["ally"] * 3
    assert [one.name for one in handed_in.refused] == ["Zoe", "Zoe"]
    reasons = the_proteges.disqualified
    assert reasons["Will"].startswith("crashed") and reasons["Xenia"].startswith("took") and "None" in reasons["Yann"]
    assert len(the_proteges.rankings["target"].standings) == 9 and not the_proteges.disqualified.keys() & {"Nora"}


def test_the_die_of_a_war_turned_over_is_only_that():
    """Who never fights has the same as before, to the last digit but one; who always fights has not."""
    at = sharing.table("target", sharing.deals("target", count=4))
    turned = replace(at, deals=tuple(map(sharing.turned, at.deals)))
    for character, is_moved in ((cost_sharing.opponents.panics, False), (cost_sharing.opponents.gambles, True)):
        before, after = (reference(one, lambda deal, of=character: of(deal.p)) for one in (at, turned))
        assert (before == pytest.approx(after)) is not is_moved
    back = [sharing.turned(deal).draws["war"].u for deal in turned.deals]
    assert back == pytest.approx([deal.draws["war"].u for deal in at.deals])


def test_a_name_in_two_seats_is_struck_out_by_seat():
    result = play(BOTH, [player_1("Ann", 7), player_2("Ann", "nonsense"), replace(FIELD[1], seat="umpire")])
    assert list(result.disqualified) == ["Ann (player 1)", "Ann (player 2)", "Bob"]
    assert "umpire" in result.disqualified["Bob"] and result.rankings == {}


def test_what_cannot_be_a_tournament_is_refused():
    with pytest.raises(ValueError, match="different seats"):
        play([SMALL, SMALL], [])
    with pytest.raises(ValueError, match="'Ann' twice"):
        play([SMALL], [FIELD[0], FIELD[0]])
    with pytest.raises(ValueError, match="must not be empty"):
        replace(SMALL, deals=())
    with pytest.raises(ValueError, match="without menus"):
        table(SEAT, tie_your_own_hands().deals)
    for wrong in (lambda: table("ally"), lambda: sharing.deals("player 2")):
        with pytest.raises(ValueError, match="seat must be among"):
            wrong()
    for count in (0, 21):
        with pytest.raises(ValueError, match=f"got {count}"):
            deals(count=count)
        with pytest.raises(ValueError, match=f"got {count}"):
            sharing.deals("ally", count=count)


# --- trying it, and what is shown -------------------------------------------------------------------------------


def test_a_trial_is_played_like_an_entry():
    assert (
        trial(mine_to_the_end, SMALL)
        == play([SMALL], [entry(mine_to_the_end, "me", SEAT)]).rankings[SEAT].standings[0].against
    )
    with pytest.raises(ValueError, match="NameError: name 'SEAT' is not defined"):
        trial(leans_on_its_notebook, SMALL)


def mine_to_the_end(view):
    return "accept" if view.play.stage == "first response" else "accept ally"


def leans_on_its_notebook(view):
    return "accept" if view.player == SEAT else "search"


def test_a_strategy_can_be_called_where_it_is_written():
    views = first_views(SMALL)
    assert len(views) == len(SMALL.deals) and {mine(view) for view in views} <= {"accept", "search"}
    assert [view.play.r1 for view in views[::2]] == [deal.opening[0] for deal in SMALL.deals[::2]]


def test_a_deal_in_which_nobody_is_asked_is_no_view():
    over = Deal(id=1, p=Params(), opening=(0.5, "accept"))
    assert first_views(Table(seat=SEAT, deals=(over,), panel=SMALL.panel, start=SMALL.start, read=read)) == ()


def test_the_report_names_everybody(the_class):
    text = report(the_class)
    assert all(one.name in text for one in example_class().entries)
    assert max(map(len, text.splitlines())) <= 76
    single = report(play([table(SEAT, deals(count=1))], FIELD[:1]))
    assert "disqualified" not in single and "nan" not in single


def test_the_figure_shows_every_score(the_class):
    ranking = the_class.rankings[SEAT]
    ax = figures_tournament.scores(ranking)
    drawn = {line.get_gid(): line.get_xdata() for line in ax.lines}
    for each in ranking.standings:
        assert drawn[each.name][0] == pytest.approx(100 * each.score)
        low, high = drawn[f"error of {each.name}"]
        assert high - low == pytest.approx(200 * each.error)
    plt.close(ax.figure)


def test_the_chapters_figures_are_described_by_their_own_numbers(the_class, the_proteges):
    notebook = json.loads((ROOT / "book/in-class/tournament.ipynb").read_text(encoding="utf-8"))
    alts = [cell["metadata"]["mystnb"]["image"]["alt"] for cell in notebook["cells"] if "mystnb" in cell["metadata"]]
    rankings = the_class.rankings[SEAT], the_proteges.rankings["target"]
    assert alts == [figures_tournament.alt_scores(one) for one in rankings]
    others = play([table(SEAT)], FIELD).rankings[SEAT]
    assert not figures_tournament.alt_scores(others) == alts[0]


def test_the_kinds_of_choice_reach_an_entry():
    """An interval knows membership and its ends, as where the entry was written."""
    body = "    return view.actions.low + view.actions.high * (0.5 in view.actions) / 2"
    assert answer(body, view=G.view((), "player 1")) == Lottery(((0.5, 1.0),))
    ally = S.view(("committed",), "ally")
    assert isinstance(ally.actions, Either) and isinstance(ally.actions.numbers, Interval)
    assert answer("    return view.actions.verbs[0]", ally, S, read_sharing) == Lottery((("no offer", 1.0),))
    assert "'no offer' or a number from above 0 to 1.5" in answer("    return 0", ally, S, read_sharing)
