"""Result codes: what goes in comes out, nothing else does, and the front end writes and reads the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from players import broken, codes_of, cut, mutated, random_player, random_players, script, swapped

from alliancelib.core.codes import (
    CHECK,
    HEAD,
    LINES,
    MARK,
    SHOWN,
    SYMBOLS,
    BadCode,
    ClassLink,
    Edition,
    Play,
    Shape,
    class_code,
    crc_40,
    decode,
    encode,
    read,
    read_class_code,
)
from alliancelib.core.results import edition
from alliancelib.widgets.sheets import all_sheets, editions, lesson_sheet
from alliancelib.widgets.words_player_2 import PLAYER_2

SHEET = lesson_sheet(PLAYER_2, "take-it-or-look")
KNOWN = (edition(SHEET),)
CODES = codes_of(SHEET, random_players(SHEET, 6, "codes"))

TOY = Edition(
    fingerprint="0123456789ab",
    deals=(
        Shape(id=1, bets=0, root=2, ways=((), (), (0, 1))),
        Shape(id=4, bets=3, root=3, ways=((), (), (), (0, 1, 2))),
    ),
    name="\u201cToy\u201d",
)
TOY_PLAYS = (Play(deal=1, bet=None, choices=(1,)), Play(deal=4, bet=2, choices=(2,)))


def written(value: int, size: int) -> str:
    return "".join(SYMBOLS[value >> 5 * k & 31] for k in reversed(range(size)))


def checked(known: Edition, body: str) -> str:
    """``body`` with the checksum that fits it, whatever it says."""
    return body + written(crc_40((known.fingerprint + body).encode()), CHECK)


def refusal(code: str, known: tuple[Edition, ...] = KNOWN) -> str:
    with pytest.raises(BadCode) as refused:
        decode(code, known)
    return str(refused.value)


# --- writing and reading back -------------------------------------------------------------------------------------


def test_the_checksum_is_the_published_one():
    assert crc_40(b"123456789") == 0xD4164FC646
    assert not crc_40(b"123456798") == 0xD4164FC646


def test_a_code_by_hand():
    """Both deals played: digits 1, 1, then option 1 of 2, bet 2 of 3, option 2 of 3; least first."""
    value = 1 + 2 * (1 + 2 * (1 + 2 * (2 + 3 * 2)))
    code = encode(TOY, TOY_PLAYS)
    assert code == checked(TOY, f"AA1{TOY.tag}{written(2, 2)}{written(value, 2)}")
    assert decode(code, [TOY]) == (TOY, TOY_PLAYS)
    assert not decode(encode(TOY, TOY_PLAYS[:1]), [TOY])[1] == TOY_PLAYS


@given(st.sampled_from(sorted(all_sheets())), st.integers(0, 2**32))
def test_any_play_of_any_lesson_comes_back(name, seed):
    sheet = all_sheets()[name]
    plays = random_player(sheet, Random(seed))
    code = encode(edition(sheet), plays)
    found, back = decode(code, [edition(one) for one in all_sheets().values()])
    assert back == plays and found.fingerprint == sheet["fingerprint"]
    assert encode(found, back) == code


@st.composite
def shapes(draw: Any, number: int) -> Shape:
    """A small tree of any form, ends first."""
    ways: list[tuple[int, ...]] = [()]
    for _ in range(draw(st.integers(0, 5))):
        ways.append(tuple(draw(st.lists(st.integers(0, len(ways) - 1), max_size=6))))
    return Shape(id=number, bets=draw(st.sampled_from((0, 1, 2, 101))), root=len(ways) - 1, ways=tuple(ways))


@given(st.data())
def test_any_play_of_any_tree_comes_back(data):
    deals = tuple(data.draw(shapes(k)) for k in range(1, data.draw(st.integers(1, 4)) + 1))
    known = Edition(fingerprint="fedcba987654", deals=deals)
    chosen = data.draw(st.lists(st.sampled_from(deals), min_size=1, unique_by=lambda shape: shape.id))
    plays = []
    for shape in sorted(chosen, key=lambda shape: shape.id):
        at, choices = shape.root, []
        while shape.ways[at]:
            choices.append(data.draw(st.integers(0, len(shape.ways[at]) - 1)))
            at = shape.ways[at][choices[-1]]
        bet = data.draw(st.integers(0, shape.bets - 1)) if shape.bets else None
        plays.append(Play(deal=shape.id, bet=bet, choices=tuple(choices)))
    assert decode(encode(known, plays), [known]) == (known, tuple(plays))


def test_a_play_has_one_code_and_a_code_one_play():
    """All plays of the toy lesson: no two share a code, and the order in which deals are named does not matter."""
    first = [Play(deal=1, bet=None, choices=(k,)) for k in range(2)]
    second = [Play(deal=4, bet=b, choices=(k,)) for b in range(3) for k in range(3)]
    plays = [*((one,) for one in first), *((one,) for one in second), *((a, b) for a in first for b in second)]
    assert len({encode(TOY, one) for one in plays}) == len(plays) == 29
    assert encode(TOY, TOY_PLAYS[::-1]) == encode(TOY, TOY_PLAYS)


def test_of_two_plays_of_a_deal_the_first_counts():
    once, again = (Play(deal=1, bet=None, choices=(k,)) for k in range(2))
    assert encode(TOY, [once, again]) == encode(TOY, [once]) != encode(TOY, [again])


@pytest.mark.parametrize(
    ("plays", "said"),
    [
        ((), "deals must be among 1, 4, got none"),
        ((Play(deal=2, bet=None, choices=(0,)),), r"deals must be among 1, 4, got \[2\]"),
        ((Play(deal=1, bet=0, choices=(0,)),), "bet must be a number below 0 in deal 1, got 0"),
        ((Play(deal=4, bet=None, choices=(0,)),), "bet must be a number below 3 in deal 4, got None"),
        ((Play(deal=4, bet=3, choices=(0,)),), "bet must be a number below 3 in deal 4, got 3"),
        ((Play(deal=1, bet=None, choices=(2,)),), "choice must be a number below 2 here in deal 1, got 2"),
        ((Play(deal=1, bet=None, choices=()),), r"choices must lead to an end of deal 1, got \(\)"),
        ((Play(deal=1, bet=None, choices=(0, 0)),), "choice must be a number below 0 here in deal 1, got 0"),
    ],
)
def test_what_is_no_play_of_the_lesson_gets_no_code(plays, said):
    with pytest.raises(ValueError, match=f"^{said}"):
        encode(TOY, plays)


# --- damage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES[:3])
def test_every_wrong_symbol_is_noticed(code):
    for at in range(len(code)):
        for symbol in SYMBOLS.replace(code[at], ""):
            refusal(code[:at] + symbol + code[at + 1 :])


@pytest.mark.parametrize("code", CODES)
def test_every_swap_of_neighbours_is_noticed(code):
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            refusal(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


def test_every_error_within_five_neighbours_is_noticed():
    rng = Random("bursts")
    for code in CODES * 50:
        at = rng.randrange(HEAD, len(code) - 5)
        wrong = "".join(rng.choices(SYMBOLS, k=5))
        if wrong != code[at : at + 5]:
            assert "checksum" in refusal(code[:at] + wrong + code[at + 5 :])
    # The twin: five symbols are forty bits, eight are more than the checksum is sure to tell apart.
    assert crc_40(b"RZBDZ0R4") == crc_40(b"JWBGF048")


def test_every_cut_is_noticed():
    for code in CODES:
        for at in range(1, len(code)):
            refusal(code[:at])
            refusal(code[at:])


CODE = CODES[0]
SIZE = len(CODE)
RANGE = encode(TOY, TOY_PLAYS)
REASONS = {
    "a result code begins with AA": CODE[1:],
    "made by another version of this book, whose codes are written otherwise": "AA2" + CODE[3:],
    "cut short": CODE[: HEAD - 1],
    "of no lesson known here: damaged, or made with another edition of the book": RANGE,
    f"cut short or damaged: {SIZE - 1} of {SIZE} characters": CODE[:-1],
    "damaged: its checksum does not fit": CODE[:-1] + ("0" if CODE[-1] != "0" else "1"),
    "something follows the code": CODE + "!",
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_refusal_says_why(reason):
    assert refusal(REASONS[reason]) == reason
    assert decode(CODE, KNOWN)  # the same code, whole


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (0, 1),  # no deal was played
        (1 + 2 + 4 * 2 * 3 * 3, 2),  # more than there are plays
        (1 + 4 * 1, 2),  # one deal of two ways takes one symbol, not two
    ],
)
def test_a_fitting_checksum_over_what_is_no_play_is_refused(value, size):
    body = f"AA1{TOY.tag}{written(size, 2)}{written(value, size)}"
    assert refusal(checked(TOY, body), (TOY,)) == "its checksum fits, but it is no play of this lesson"
    assert decode(checked(TOY, f"AA1{TOY.tag}{written(1, 2)}{written(1 + 4, 1)}"), [TOY])[1] == TOY_PLAYS[:1]


def test_an_earlier_edition_is_refused_by_name():
    past = replace(TOY, deals=())
    said = "made with an earlier edition of \u201cToy\u201d, whose deals have changed since"
    assert refusal(RANGE, (past,)) == said and decode(RANGE, [TOY])[0] == TOY
    assert refusal(RANGE[:-1] + ("0" if RANGE[-1] != "0" else "1"), (past,)) == "damaged: its checksum does not fit"


def test_lessons_that_a_code_could_not_tell_apart_are_refused():
    with pytest.raises(ValueError, match="fingerprint must differ from the others in its first 25 bits"):
        decode(RANGE, [TOY, replace(TOY, fingerprint="0123456fffff")])


# --- what stands around codes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        CODE.lower(),
        "-".join(CODE),
        " ".join(CODE),
        f"my code: {CODE[:5]} {CODE[5:10]}\t{CODE[10:]}",
        "\u200b".join(CODE),
        CODE.replace("1", "l").replace("0", "O"),
        CODE.replace("1", "I").replace("0", "o"),
        f"Anna;{CODE};12:03",
        f"> my code: {CODE}.",
        f"\ufeff\u00a0{CODE}\u3000",
        f'"{CODE}",',
        f"AAAAA {CODE}",
        f"AA1 {CODE}",
        f"{CODE}{CODES[1]}"[: len(CODE)],
    ],
)
def test_a_code_is_read_with_anything_around_it(line):
    [reading] = [one for one in read(line, KNOWN) if not one.refused]
    assert reading.text == CODE and reading.line == 1 and reading.first is None


def test_codes_without_a_space_between_them_are_told_apart():
    assert [one.text for one in read("".join(CODES), KNOWN)] == CODES


def test_lines_are_counted_and_each_is_answered_for():
    text = f"\n  {CODE}\r\nhello\r{CODES[1]}\n\n{CODE}x{CODE[:-3]}\n{CODES[1]}"
    found = [(one.line, one.text, one.refused, one.first) for one in read(text, KNOWN)]
    assert found == [
        (2, CODE, "", None),
        (3, "hello", "no result code here", None),
        (4, CODES[1], "", None),
        (6, CODE, "", 2),
        (7, CODES[1], "", 4),
    ]


def test_a_damaged_code_beside_a_good_one_is_named_too():
    line = f"{CODE} {CODES[1][:-2]}"
    [good, bad] = read(line, KNOWN)
    assert good.text == CODE and bad.refused.startswith("cut short or damaged") and bad.text == line[:SHOWN]


@pytest.mark.parametrize("between", ["\n", " \r\n  ", "\n> ", "=\n", "\n>> > ", "-\r"])
def test_a_code_broken_over_lines_is_read(between):
    size = len(CODE) // LINES + 1
    parts = [CODE[k : k + size] for k in range(0, len(CODE), size)]
    assert len(parts) == LINES
    broken = f"hello\n> here: {between.join(parts)} yours, {CODES[1]}\n{CODES[2]}"
    found = [(one.line, one.text, one.refused) for one in read(broken, KNOWN)]
    last = broken.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert found == [(1, "hello", "no result code here"), (2, CODE, ""), (2, CODES[1], ""), (last, CODES[2], "")]


@pytest.mark.parametrize("parts", [(1, 0), (0, 0, 1), (0, 2, 1), (0,), (1,)])
def test_of_a_broken_code_no_part_may_be_missing_or_out_of_order(parts):
    pieces = [CODE[:20], CODE[20:], CODES[1]]
    text = "\n".join(pieces[k] for k in parts)
    found = [one.text for one in read(text, KNOWN) if not one.refused]
    assert found == [CODES[1]] * parts.count(2) + [CODE] * (parts == (0, 0, 1))


def test_a_long_line_is_said_again_only_in_its_beginning():
    [reading] = read(" " + "x" * 10**6, KNOWN)
    assert reading.text == "x" * SHOWN


def test_the_mark_in_a_word_is_no_code_gone_wrong():
    assert [one.refused for one in read("Saal 1, Aachen, BAA1", KNOWN)] == ["no result code here"]
    assert [one.refused for one in read("AA1 is the mark", KNOWN)] == ["cut short"]


# --- class codes --------------------------------------------------------------------------------------------------

LESSONS = sorted(all_sheets())


@given(st.sampled_from(LESSONS), st.sets(st.integers(1, 20), min_size=1), st.sampled_from(("each", "end")))
def test_a_class_code_comes_back(lesson, deals, debrief):
    link = ClassLink(lesson=lesson, deals=tuple(sorted(deals)), debrief=debrief)
    code = class_code(link)
    assert len(code) == 9 and read_class_code(f" {code.lower().replace('-', '')} ", LESSONS) == link


def test_no_two_lessons_share_a_class_code():
    assert len({class_code(ClassLink(lesson=lesson, deals=(1,))) for lesson in LESSONS}) == len(LESSONS) > 20


def test_every_wrong_symbol_and_every_swap_in_a_class_code_is_noticed():
    for deals in ((1, 2, 3), tuple(range(1, 11)), (4, 9, 20)):
        code = class_code(ClassLink(lesson=LESSONS[0], deals=deals)).replace("-", "")
        wrong = {code[:k] + s + code[k + 1 :] for k in range(8) for s in SYMBOLS}
        for one in range(8):
            for other in range(one):
                symbols = list(code)
                symbols[one], symbols[other] = code[other], code[one]
                wrong.add("".join(symbols))
        for slip in wrong - {code}:
            with pytest.raises(BadCode, match="mistyped"):
                read_class_code(slip, LESSONS)
        assert read_class_code(code, LESSONS).deals == deals


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "a class code has 8 letters and digits"),
        ("9RW-00ZZ", "a class code has 8 letters and digits"),
        ("9RW-00ZU0", "a class code has 8 letters and digits"),
        ("9RW-00ZZ1", "mistyped: its last symbol does not fit the others"),
        ("9RW-00ZZ5", "of no lesson of this book"),
    ],
)
def test_a_class_code_is_refused_with_the_reason(code, said):
    with pytest.raises(BadCode, match=f"^{said}$"):
        read_class_code(code, [])


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"deals": ()}, "deals must lie in 1 to 20, got none"),
        ({"deals": (21,)}, r"deals must lie in 1 to 20, got \[21\]"),
        ({"deals": (1,), "debrief": "never"}, "debrief must be one of each, end, got 'never'"),
    ],
)
def test_a_class_link_is_refused_with_the_reason(about, said):
    with pytest.raises(ValueError, match=f"^{said}$"):
        ClassLink(lesson="player-2/hold-74", **about)


# --- the front end ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def front(browser) -> Iterator[Any]:
    """A page with the front end's reader and nothing else."""
    opened = browser.new_page()
    opened.add_script_tag(content=script("codes.js"))
    yield opened
    opened.close()


def a_days_mail() -> str:
    """Codes of every lesson, whole, damaged and with anything around them."""
    rng, lines = Random("mail"), []
    for sheet in all_sheets().values():
        for code in codes_of(sheet, random_players(sheet, 12, "mail")):
            ways = (
                mutated,
                swapped,
                cut,
                lambda c, _: c.lower(),
                lambda c, _: f"\u00bb{c}\u00ab \ufeff",
                lambda c, _: c * 2,
                broken,
                lambda c, _: " ".join(c[k : k + 5] for k in range(0, len(c), 5)),
            )
            lines += [
                code,
                rng.choice(ways)(code, rng),
                rng.choice(ways)(code, rng) + rng.choice(("", " ", "AA1", "\u00e9")),
            ]
    rng.shuffle(lines)
    return "\n".join([*lines, "\u3000", "\U0001f600" * 100, "  AA", "\u017faa1", "\u0130AA1", *lines[:20]]).replace(
        "\n", "\r\n", 50
    )


READ = """(sent) => {
  const { text, sheets, past } = JSON.parse(sent);
  const found = readResults(text, sheets, past);
  const again = found.filter(({ refused }) => !refused).map(({ sheet, plays }) => encodeResult(sheet, plays));
  const played = ({ deal, bet, choices }) => [deal, bet, choices];
  const told = found.map(({ line, text, refused, first, sheet, plays }) =>
    [line, text, refused, first, sheet && sheet.fingerprint, plays.map(played)]);
  return JSON.stringify({ told, again });
}"""


def told_by_python(text: str, known: tuple[Edition, ...]) -> list[Any]:
    return [
        [
            one.line,
            one.text,
            one.refused,
            one.first,
            one.edition and one.edition.fingerprint,
            [[play.deal, play.bet, list(play.choices)] for play in one.plays],
        ]
        for one in read(text, known)
    ]


@pytest.mark.browser
def test_the_front_end_reads_and_writes_the_same_codes(front):
    sheets, text = list(all_sheets().values()), a_days_mail()
    found = json.loads(front.evaluate(READ, json.dumps({"text": text, "sheets": sheets, "past": []})))
    expected = told_by_python(text, editions(sheets))
    assert found["told"] == expected
    good = [one[1] for one in expected if not one[2]]
    assert found["again"] == good and len(good) > 300
    assert len({one[2] for one in expected}) > 5  # refused in many ways
    # The twin: one letter changed in the text shows.
    assert not told_by_python(text.replace(good[0], good[0][:-1] + "!", 1), editions(sheets)) == found["told"]


@pytest.mark.browser
def test_the_front_end_refuses_an_earlier_edition_by_the_same_name(front):
    past = {"fingerprint": SHEET["fingerprint"], "title": SHEET["title"]}
    found = json.loads(front.evaluate(READ, json.dumps({"text": CODE, "sheets": [], "past": [past]})))
    assert found["told"] == told_by_python(CODE, (replace(KNOWN[0], deals=()),))
    assert not found["told"] == told_by_python(CODE, KNOWN)


@pytest.mark.browser
def test_the_front_end_knows_the_same_class_codes(front):
    links = [
        ClassLink(lesson=lesson, deals=deals, debrief=debrief)
        for lesson in LESSONS
        for deals in ((1,), tuple(range(1, 11)), (3, 20))
        for debrief in ("each", "end")
    ]
    assert front.evaluate("crc40('123456789') === 0xd4164fc646n")
    sent = [{"lesson": one.lesson, "deals": list(one.deals), "debrief": one.debrief} for one in links]
    assert front.evaluate("(links) => links.map(classCode)", sent) == [class_code(one) for one in links]
    tried = [class_code(one) for one in links] + ["", "9RW-00ZZ1", "9RW-00ZU0", "000-00000", " 9rw00zz5"]
    answers = front.evaluate(
        """([codes, lessons]) => codes.map((code) => {
          try {
            return readClassCode(code, lessons);
          } catch (error) {
            return error.message;
          }
        })""",
        [tried, LESSONS],
    )
    assert answers == [answered(code) for code in tried]
    assert not answers[0] == answers[1]


def answered(code: str) -> Any:
    try:
        link = read_class_code(code, LESSONS)
    except BadCode as error:
        return str(error)
    return {"lesson": link.lesson, "deals": list(link.deals), "debrief": link.debrief}


def test_the_mark_is_where_every_code_begins():
    assert all(code.startswith(MARK) for code in CODES) and not RANGE[1:].startswith(MARK)
