"""Codes short enough to be pasted, typed or scanned: the plays of a lesson, and the deals of a class.

A *result code* carries which lesson was played (a tag of the fingerprint of its deals), which of the deals, and in each
the bet and the choices; a checksum over all of it and the whole fingerprint; and nothing else. No payoff is in it: who
reads a code plays the choices again in the trees that the rules made. It is written in Crockford's base 32, thirty-two
digits and letters without I, L, O and U, five bits each::

    AA1   tag    length    plays           checksum
    3     5      2         so many         8 symbols

*Plays* is one number of mixed base, the first digit the least: for every deal of the lesson whether it was played, and
then for every deal that was, its bet and its choices. Each digit has as many values as there were ways to choose, so
ten two-way decisions with a bet of 101 values each, of a lesson's twenty deals, take 38 symbols in all. The checksum,
CRC-40/GSM over the symbols as bytes, finds every error within five neighbouring symbols, and of others all but about
one in 2**40.

The front end writes and reads the same codes (``widgets/codes.js``); tests hold the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase, ascii_uppercase

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32."""

MARK = "AA"
"""What every result code begins with."""

VERSION = "1"
"""The symbol after the mark. Raised when the layout changes, so that an old code is refused with the reason."""

TAG, LENGTH, CHECK = 5, 2, 8
"""Symbols of the parts whose size is always the same."""

HEAD = len(MARK + VERSION) + TAG + LENGTH

CRC_WIDTH, CRC_POLYNOMIAL, CRC_FINAL = 40, 0x0004820009, 0xFFFFFFFFFF
"""CRC-40/GSM, of 3GPP TS 44.006."""

TOLERATED = re.compile("[-\u00ad\u200b\u2060\ufeff]")
"""What a hand or a chat program may put between the symbols of a code."""

ALIKE = str.maketrans(ascii_lowercase + "ILO", ascii_uppercase.translate(str.maketrans("ILO", "110")) + "110")
"""Small letters are read as capitals, and letters as the digits they resemble."""

CANDIDATE = re.compile(f"{MARK}(?:{VERSION}|[{SYMBOLS}](?=[{SYMBOLS}]{{{TAG + LENGTH + CHECK}}}))")
"""Where a code may begin. The mark alone begins words; with the version or enough symbols after it, hardly any."""

RUN = re.compile(f"[{SYMBOLS}]*")

WORD = re.compile("[0-9A-Z]")

GAPS = re.compile("[ \t\u00a0]+")

BLANK = " \t\f\v\u00a0\u3000\ufeff"
"""What may stand around a line without being said again."""

SHOWN = 60
"""How much of a pasted line is said again."""

CUT = "cut short"
"""How the reason begins where a line ends before the code does."""

LINES = 3
"""Over how many lines a code may be broken: by a mail program, or by somebody who types it as a phone shows it."""

BROKEN = re.compile(f"{MARK}{VERSION}[{SYMBOLS}]*$")
"""How a line ends on whose next line the code may go on."""

EDGES = re.compile("^[ \t\u00a0>|]+|=?[ \t\u00a0]*$")
"""What stands at the ends of a broken line and is not of the code: blanks, marks of quoting, a mail's own sign."""


class BadCode(ValueError):
    """A code that cannot be read; the message says why, in words for whoever pasted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What can be played in one deal, without what it means."""

    id: int
    bets: int
    """How many bets there are to choose among; 0 where nothing is bet."""
    root: int
    ways: tuple[tuple[int, ...], ...]
    """Of each node, where its options lead; empty at an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A lesson as codes know it."""

    fingerprint: str
    """Hexadecimal digits that change whenever a deal of the lesson plays differently."""
    deals: tuple[Shape, ...]
    """Empty where the book has changed the lesson since, and only its name is still known."""
    name: str = ""

    @property
    def tag(self) -> str:
        """The part of the fingerprint that a code shows."""
        return _written(int(self.fingerprint, 16) >> (4 * len(self.fingerprint) - 5 * TAG), TAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One deal as somebody played it: the number of the bet, None where there was none, and of each option chosen."""

    deal: int
    bet: int | None
    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found on one line: a code with its plays, or the reason why there is none."""

    line: int
    """Counted from 1."""
    text: str
    """The code, or the beginning of a line without one."""
    edition: Edition | None = None
    plays: tuple[Play, ...] = ()
    refused: str = ""
    first: int | None = None
    """Where the same code stood before; equal codes are equal plays, perhaps of one person pasted twice."""


# --- writing ----------------------------------------------------------------------------------------------------


def encode(edition: Edition, plays: Iterable[Play]) -> str:
    """The result code of some plays; of two of one deal the first counts.

    Raises ValueError where they are none of the lesson's, or there are none.
    """
    by_deal: dict[int, Play] = {}
    for play in plays:
        by_deal.setdefault(play.deal, play)
    if not by_deal or (strange := by_deal.keys() - {shape.id for shape in edition.deals}):
        known = ", ".join(str(shape.id) for shape in edition.deals)
        raise ValueError(f"deals must be among {known}, got {sorted(strange) if by_deal else 'none'}")
    value, base = 0, 1
    for digit, radix in _digits(edition, by_deal):
        value, base = value + digit * base, base * radix
    size = _size(base)
    body = MARK + VERSION + edition.tag + _written(size, LENGTH) + _written(value, size)
    return body + _checksum(edition, body)


def _digits(edition: Edition, by_deal: Mapping[int, Play]) -> Iterator[tuple[int, int]]:
    for shape in edition.deals:
        yield int(shape.id in by_deal), 2
    for shape in edition.deals:
        if shape.id in by_deal:
            yield from _play_digits(shape, by_deal[shape.id])


def _play_digits(shape: Shape, play: Play) -> Iterator[tuple[int, int]]:
    if (play.bet is None) != (shape.bets == 0) or (play.bet is not None and not 0 <= play.bet < shape.bets):
        raise ValueError(f"bet must be a number below {shape.bets} in deal {shape.id}, got {play.bet!r}")
    if shape.bets:
        yield play.bet, shape.bets
    at = shape.root
    for choice in play.choices:
        ways = shape.ways[at]
        if not 0 <= choice < len(ways):
            raise ValueError(f"choice must be a number below {len(ways)} here in deal {shape.id}, got {choice!r}")
        yield choice, len(ways)
        at = ways[choice]
    if shape.ways[at]:
        raise ValueError(f"choices must lead to an end of deal {shape.id}, got {play.choices!r}")


def _size(base: int) -> int:
    """How many symbols hold every number below ``base``."""
    return -(-(base - 1).bit_length() // 5)


def _written(value: int, size: int) -> str:
    return "".join(SYMBOLS[value >> (5 * k) & 31] for k in reversed(range(size)))


def _checksum(edition: Edition, body: str) -> str:
    return _written(crc_40((edition.fingerprint + body).encode()), CHECK)


def _crc_step(byte: int) -> int:
    rest = byte << (CRC_WIDTH - 8)
    for _ in range(8):
        rest = rest << 1 ^ (CRC_POLYNOMIAL if rest >> (CRC_WIDTH - 1) else 0)
        rest &= CRC_FINAL
    return rest


_CRC_STEPS = tuple(_crc_step(byte) for byte in range(256))


def crc_40(data: bytes) -> int:
    """The checksum CRC-40/GSM of ``data``.

    >>> hex(crc_40(b"123456789"))
    '0xd4164fc646'
    """
    rest = 0
    for byte in data:
        rest = rest << 8 & CRC_FINAL ^ _CRC_STEPS[rest >> (CRC_WIDTH - 8) ^ byte]
    return rest ^ CRC_FINAL


# --- reading ----------------------------------------------------------------------------------------------------


def decode(code: str, editions: Iterable[Edition]) -> tuple[Edition, tuple[Play, ...]]:
    """The lesson and the plays of one code. Raises BadCode with the reason where it cannot be read."""
    plain = _plain(code)
    if not plain.startswith(MARK):
        raise BadCode(f"a result code begins with {MARK}")
    edition, plays, end = _read_code(plain, 0, _tagged(editions))
    if end != len(plain):
        raise BadCode("something follows the code")
    return edition, plays


def read(text: str, editions: Iterable[Edition]) -> tuple[Reading, ...]:
    """Every code in ``text``, whatever stands around it, and every line that has none that can be read.

    Codes may follow one another without a space, and one may be broken over up to three lines. A line is refused
    alone and costs no other line anything. Blank lines are passed over.
    """
    tagged = _tagged(editions)
    first: dict[str, int] = {}
    found: list[Reading] = []
    lines = re.split("\r\n|\r|\n", text)
    at = 0
    while at < len(lines):
        readings, taken = _read_lines(at, lines, tagged)
        for reading in readings:
            if not reading.refused:
                reading = replace(reading, first=first.get(reading.text))
                first.setdefault(reading.text, reading.line)
            found.append(reading)
        at += taken
    return tuple(found)


def _read_lines(at: int, lines: list[str], tagged: Mapping[str, Edition]) -> tuple[list[Reading], int]:
    """What the line at ``at`` says, with the next ones where only together they hold a code; and how many it took."""
    alone = _read_line(at + 1, lines[at], tagged)
    if any(reading.refused.startswith(CUT) for reading in alone) and BROKEN.search(_closed(lines[at])):
        for end in range(at + 2, min(at + LINES, len(lines)) + 1):
            joined = _read_line(at + 1, "".join(_closed(line) for line in lines[at:end]), tagged)
            singly = (_read_line(k + 1, lines[k], tagged) for k in range(at, end))
            if (codes := _accepted(joined)) and codes > sum(map(_accepted, singly)):
                return joined, end - at
    return alone, 1


def _closed(line: str) -> str:
    """The symbols of a line of a broken code, with nothing at its ends or between them."""
    return GAPS.sub("", _plain(EDGES.sub("", line)))


def _accepted(readings: Iterable[Reading]) -> int:
    return sum(not reading.refused for reading in readings)


def _read_line(number: int, line: str, tagged: Mapping[str, Edition]) -> list[Reading]:
    plain = _plain(line)
    found, reason = _scanned(number, plain, tagged)
    if not found:
        # Somebody who types a code from a screen leaves the gaps between its groups.
        closed, _ = _scanned(number, GAPS.sub("", plain), tagged)
        found, reason = closed, "" if closed else reason
    shown = line.lstrip(BLANK)[:SHOWN].rstrip(BLANK)
    if not (found or reason) and shown:
        reason = "no result code here"
    return [*found, *([Reading(line=number, text=shown, refused=reason)] if reason else [])]


def _scanned(number: int, plain: str, tagged: Mapping[str, Edition]) -> tuple[list[Reading], str]:
    """The codes of a line, and why the first that is none is refused."""
    found, reason, at = [], "", 0
    while candidate := CANDIDATE.search(plain, at):
        start = candidate.start()
        try:
            edition, plays, end = _read_code(plain, start, tagged)
        except BadCode as error:
            # In the middle of a word the mark is chance, not a code gone wrong.
            if not WORD.match(plain[at:start][-1:]):
                reason = reason or str(error)
            at = start + 1
        else:
            found.append(Reading(line=number, text=plain[start:end], edition=edition, plays=plays))
            at = end
    return found, reason


def _read_code(plain: str, start: int, tagged: Mapping[str, Edition]) -> tuple[Edition, tuple[Play, ...], int]:
    """The lesson, the plays and where the code ends that begins at ``start``."""
    if not plain.startswith(MARK + VERSION, start):
        raise BadCode("made by another version of this book, whose codes are written otherwise")
    # Never more than is needed, so that a long line of nonsense takes no long time.
    head = RUN.match(plain, start, start + HEAD)[0]
    if len(head) < HEAD:
        raise BadCode(CUT)
    edition = tagged.get(head[-LENGTH - TAG : -LENGTH])
    if edition is None:
        raise BadCode("of no lesson known here: damaged, or made with another edition of the book")
    size = HEAD + _number(head[-LENGTH:]) + CHECK
    code = RUN.match(plain, start, start + size)[0]
    if len(code) < size:
        raise BadCode(f"{CUT} or damaged: {len(code)} of {size} characters")
    if _checksum(edition, code[:-CHECK]) != code[-CHECK:]:
        raise BadCode("damaged: its checksum does not fit")
    if not edition.deals:
        raise BadCode(f"made with an earlier edition of {edition.name}, whose deals have changed since")
    return edition, _unpacked(edition, code[HEAD:-CHECK]), start + size


def _unpacked(edition: Edition, symbols: str) -> tuple[Play, ...]:
    digits = _Digits(_number(symbols))
    chosen = [shape for shape in edition.deals if digits.next(2)]
    plays = tuple(_unpacked_play(shape, digits) for shape in chosen)
    if not plays or digits.rest or len(symbols) != _size(digits.base):
        raise BadCode("its checksum fits, but it is no play of this lesson")
    return plays


def _unpacked_play(shape: Shape, digits: _Digits) -> Play:
    bet = digits.next(shape.bets) if shape.bets else None
    choices, at = [], shape.root
    while ways := shape.ways[at]:
        choices.append(digits.next(len(ways)))
        at = ways[choices[-1]]
    return Play(deal=shape.id, bet=bet, choices=tuple(choices))


class _Digits:
    """A number of mixed base, taken apart from its least digit."""

    def __init__(self, value: int) -> None:
        self.rest, self.base = value, 1

    def next(self, radix: int) -> int:
        self.rest, digit = divmod(self.rest, radix)
        self.base *= radix
        return digit


def _plain(text: str) -> str:
    """``text`` as codes are read: without what is tolerated, in capitals, and letters like digits as digits."""
    return TOLERATED.sub("", text).translate(ALIKE)


def _number(symbols: str) -> int:
    value = 0
    for symbol in symbols:
        value = value << 5 | SYMBOLS.index(symbol)
    return value


def _tagged(editions: Iterable[Edition]) -> Mapping[str, Edition]:
    by_tag: dict[str, Edition] = {}
    for edition in editions:
        if by_tag.setdefault(edition.tag, edition).fingerprint != edition.fingerprint:
            raise ValueError(f"fingerprint must differ from the others in its first 25 bits, got {edition.fingerprint}")
    return by_tag


# --- class codes ------------------------------------------------------------------------------------------------

CLASS_LESSON, CLASS_DEALS = 3, 4
"""Symbols of a class code for the lesson, with when to debrief, and for its deals; one more checks them."""

CLASS_FIELD = 0b100101
"""x^5 + x^2 + 1, which makes a field of the thirty-two symbols."""

MOST_DEALS = 5 * CLASS_DEALS
"""A class code has a bit for each deal of a lesson."""

DEBRIEFS = ("each", "end")
"""When a class is told what theory says: after each deal, or at the end, so that nobody's line is theory's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLink:
    """What everybody in a class plays: the lesson, ``board/scenario``, its deals, and when theory is told."""

    lesson: str
    deals: tuple[int, ...]
    debrief: str = "each"

    def __post_init__(self) -> None:
        if not self.deals or not all(deal in range(1, MOST_DEALS + 1) for deal in self.deals):
            raise ValueError(f"deals must lie in 1 to {MOST_DEALS}, got {list(self.deals) or 'none'}")
        if self.debrief not in DEBRIEFS:
            raise ValueError(f"debrief must be one of {', '.join(DEBRIEFS)}, got {self.debrief!r}")


def class_code(link: ClassLink) -> str:
    """Eight symbols to write on the board for a class link.

    >>> class_code(ClassLink(lesson="player-2/take-it-or-look", deals=tuple(range(1, 11))))
    '9RW-00ZZ5'
    """
    bits = sum(1 << (deal - 1) for deal in set(link.deals))
    head = _written(_lesson_bits(link.lesson) << 1 | DEBRIEFS.index(link.debrief), CLASS_LESSON)
    body = _written(bits, CLASS_DEALS)
    return f"{head}-{body}{_class_check(head + body)}"


def read_class_code(code: str, lessons: Iterable[str]) -> ClassLink:
    """The class link that a class code means. Raises BadCode with the reason where it means none."""
    plain = _plain(code.strip())
    if len(plain) != CLASS_LESSON + CLASS_DEALS + 1 or not set(plain) <= set(SYMBOLS):
        raise BadCode(f"a class code has {CLASS_LESSON + CLASS_DEALS + 1} letters and digits")
    if _class_check(plain[:-1]) != plain[-1]:
        raise BadCode("mistyped: its last symbol does not fit the others")
    about, bits = _number(plain[:CLASS_LESSON]), _number(plain[CLASS_LESSON:-1])
    named = {_lesson_bits(lesson): lesson for lesson in lessons}
    if about >> 1 not in named or not bits:
        raise BadCode("of no lesson of this book")
    deals = tuple(k + 1 for k in range(MOST_DEALS) if bits >> k & 1)
    return ClassLink(lesson=named[about >> 1], deals=deals, debrief=DEBRIEFS[about & 1])


def _lesson_bits(lesson: str) -> int:
    return crc_40(lesson.encode()) % (1 << 5 * CLASS_LESSON - 1)


def _class_check(symbols: str) -> str:
    """A sum in the field of 32 elements, weighted by place: it finds every wrong symbol and every swap of two."""
    rest = 0
    for symbol in symbols:
        rest = (rest ^ SYMBOLS.index(symbol)) << 1
        rest ^= CLASS_FIELD if rest > 31 else 0
    return SYMBOLS[rest]
