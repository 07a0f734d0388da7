"""A tournament of entries, scored like duplicate bridge: same seat, same deals, same opponents for everybody.

A *board* is one deal against one opponent. Every entry of a seat plays every board of that seat, so that what it got
can be compared, board by board, with what the others got there: luck and the strength of an opponent fall on all
alike. The opponents are the seat's panel, which is trusted and given with the `Table`, and the entries of the other
seats, beside whom the first of the panel takes the seats that remain.

A strategy is a function of its view. So an entry is asked about a view once, in a process of its own (`asking.ask`),
and the answer holds on every board on which it comes to that view. An entry that fails is struck out with all the
plays that it was in, and the result is the one that there would be without it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from math import sqrt
from statistics import fmean, stdev
from textwrap import fill
from typing import Any

from alliancelib.core.asking import Limits, ask
from alliancelib.core.entrant import Seen, question, seen
from alliancelib.core.entries import Entry, entry
from alliancelib.core.game import Action, History, Lottery, Player, Strategy, View, is_number, read_only
from alliancelib.core.lessons import Deal
from alliancelib.core.session import Session, quantile

MOST_PLAYS = 20_000
"""Plays of a seat's entries against those of another seat; where all against all would be more, some are drawn."""

AT_ONCE = 24
"""Entries that are played to the end before the next are begun."""

STEPS = 11
"""Numbers on the grid of the best plan, beside those of the field."""

LEADERS = 24
"""Entries whose numbers the best plan may use."""

WIDE = 76
"""Characters to a line of the report's reasons."""

Progress = Callable[[int, int], None]
"""Told how many plays are over, and how many there are in all."""

Opponents = Callable[[Deal], Mapping[Player, Strategy]]
"""Who sits in the other seats at a deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the entries of one seat play. Raises ValueError where there are no deals or no panel."""

    seat: Player
    deals: tuple[Deal, ...]
    panel: Mapping[str, Opponents]
    """By name, those whom every entry meets; the first keeps other entries company."""
    start: Callable[[Deal], Session]
    """A deal with its rules, whose parameters are the game's ``p``, and its luck; who sits where does not matter."""
    read: Callable[[History], Any]
    """A history, read by the rules: a dataclass of plain values."""

    def __post_init__(self) -> None:
        if not self.deals or not self.panel:
            raise ValueError(f"deals and panel must not be empty, got {len(self.deals)} and {len(self.panel)}")
        object.__setattr__(self, "panel", read_only(self.panel))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an entry did. Means over boards, in the model's unit."""

    name: str
    payoff: float
    score: float
    """Its payoff less the field's mean on the same board: what duplicate scoring is about. Sums to 0 over the field."""
    error: float | None
    """The standard error of the score over deals, which are paired; None where there is only one."""
    regret: float
    """What the best entry got more, against the same field; 0 for that one."""
    short: float
    """What the best plan would have got more from the panel alone; see `Ranking.par`."""
    against: Mapping[str, float]
    """Its payoff by opponent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The result of one seat."""

    seat: Player
    standings: tuple[Standing, ...]
    """Best score first; of equal ones in the order of names."""
    deals: int
    panel: tuple[str, ...]
    entrants: tuple[str, ...]
    """The entries of other seats that were opponents."""
    par: float
    """What the best plan gets from the panel on these deals.

    A plan is a function of the view, so it does not see whom it plays against. But it is found with all the deals
    open, and so knows their luck as far as a view tells them apart. Its choices are all verbs, numbers on a grid, and
    what the leading entries answered.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The results by seat, and who was struck out and why."""

    rankings: Mapping[Player, Ranking]
    disqualified: Mapping[str, str]


def play(
    tables: Iterable[Table],
    entries: Iterable[Entry],
    *,
    limits: Limits = Limits(),
    workers: int = 0,
    most_plays: int = MOST_PLAYS,
    progress: Progress | None = None,
) -> Result:
    """Play the boards of every table with the entries of its seat; the same entries give the same result.

    ``workers`` processes run at once, or as many as there are processors, but no more than four. Raises ValueError
    where two tables have one seat, or two entries one name in one seat.
    """
    by_seat = _by_seat(tables)
    entered = _Field(limits=limits, workers=workers or min(4, max(2, os.cpu_count() or 2)), tell=progress or _nothing)
    for each in entries:
        entered.admit(each, by_seat)
    entered.expect(by_seat, most_plays)
    for table in by_seat.values():
        entered.meet_panel(table)
    drawn = entered.meet_each_other(by_seat, most_plays)
    rankings = {seat: entered.ranking(table, drawn[seat]) for seat, table in by_seat.items() if entered.standing(seat)}
    return Result(rankings=read_only(rankings), disqualified=read_only(entered.struck()))


def first_views(table: Table) -> tuple[Seen, ...]:
    """What an entry is given when it is first asked, in each deal in turn, against the first of the panel.

    A strategy can be called with one of these where it is written. Deals in which it is never asked are passed over.
    """
    opponents = next(iter(table.panel.values()))
    opened = [_opened(table, deal, opponents(deal)) for deal in table.deals]
    return tuple(seen(_asked(table, session)) for session in opened if session.to_move is not None)


def trial(function: Callable[[Seen], Any], table: Table, *, limits: Limits = Limits()) -> Mapping[str, float]:
    """What a function gets from each of the panel, when it is played exactly as an entry would be.

    Raises ValueError, with the reason, where the entry would be disqualified.
    """
    result = play([table], [entry(function, "trial", table.seat)], limits=limits)
    if result.disqualified:
        raise ValueError(f"strategy {result.disqualified['trial']}")
    return result.rankings[table.seat].standings[0].against


def reference(table: Table, entrant: Callable[[Deal], Strategy]) -> Mapping[str, float]:
    """What somebody who is trusted, such as the theorist, gets from each of the panel; no process is started."""
    found = {}
    for name, opponents in table.panel.items():
        ends = [_opened(table, deal, {**opponents(deal), table.seat: entrant(deal)}) for deal in table.deals]
        found[name] = fmean(end.payoffs[table.seat] for end in ends)
    return read_only(found)


def report(result: Result, points: float = 100) -> str:
    """The result as a text, in points: a table for each seat, then who was struck out and why."""
    parts = [_ranked(ranking, points) for ranking in result.rankings.values()]
    if result.disqualified:
        lines = [
            fill(f"{name}: {reason}", WIDE, initial_indent="  ", subsequent_indent="    ")
            for name, reason in result.disqualified.items()
        ]
        parts.append("\n".join(["disqualified", *lines]))
    return "\n\n".join(parts)


def _ranked(ranking: Ranking, points: float) -> str:
    met = f"{len(ranking.panel)} of the panel" + (f" and {len(ranking.entrants)} entries" if ranking.entrants else "")
    wide = max(len(standing.name) for standing in ranking.standings)
    lines = [
        f"{ranking.seat}: {len(ranking.standings)} entries, {ranking.deals} deals against {met}; "
        f"par {points * ranking.par:.1f}",
        f"  {'':{wide}}  points   score  error  regret  short",
    ]
    for each in ranking.standings:
        error = "" if each.error is None else f"{points * each.error:.1f}"
        lines.append(
            f"  {each.name:{wide}}  {points * each.payoff:6.1f}  {points * each.score:+6.1f}  {error:>5}"
            f"  {points * each.regret:6.1f}  {points * each.short:5.1f}"
        )
    return "\n".join(lines)


def _by_seat(tables: Iterable[Table]) -> Mapping[Player, Table]:
    found: dict[Player, Table] = {}
    for table in tables:
        if table.seat in found:
            raise ValueError(f"tables must be of different seats, got two of {table.seat!r}")
        found[table.seat] = table
    return found


def _nothing(done: int, total: int) -> None:
    pass


# --- plays ------------------------------------------------------------------------------------------------------

Key = tuple[Player, str]
"""An entry: its seat and its name."""


@dataclass(slots=True)
class _Play:
    """A board as one entry plays it."""

    table: Table
    session: Session
    own: Key
    board: tuple[int, str]
    """The place of the deal, and the opponent."""
    persons: Mapping[Player, Key]
    """The entries in their seats, which are free in the session."""


@dataclass(slots=True)
class _Field:
    """All entries, what they have answered so far, and what they got."""

    limits: Limits
    workers: int
    tell: Progress
    entries: dict[Key, Entry] = field(default_factory=dict)
    answers: defaultdict[Key, dict[str, Lottery]] = field(default_factory=lambda: defaultdict(dict))
    seconds: defaultdict[Key, float] = field(default_factory=lambda: defaultdict(float))
    faults: dict[Key, str] = field(default_factory=dict)
    got: defaultdict[Key, dict[tuple[int, str], float]] = field(default_factory=lambda: defaultdict(dict))
    done: int = 0
    total: int = 0

    def admit(self, handed_in: Entry, tables: Mapping[Player, Table]) -> None:
        """Take an entry in. Raises ValueError where its name is taken in its seat."""
        key = (handed_in.seat, handed_in.name)
        if key in self.entries:
            raise ValueError(f"entries must differ in name or seat, got {key[1]!r} twice for {key[0]!r}")
        self.entries[key] = handed_in
        if key[0] not in tables:
            self.faults[key] = f"entered for {key[0]}, a seat that is not played here"

    def standing(self, seat: Player) -> list[Key]:
        """The entries of a seat that have not been struck out, by name, whatever order they came in."""
        return sorted(key for key in self.entries if key[0] == seat and key not in self.faults)

    def struck(self) -> dict[str, str]:
        """Why, by name, and by seat as well for a name that has entered two."""
        names = [name for _, name in self.entries]
        return {
            (name if names.count(name) == 1 else f"{name} ({seat})"): reason
            for (seat, name), reason in sorted(self.faults.items(), key=lambda item: item[0][::-1])
        }

    def expect(self, tables: Mapping[Player, Table], most: int) -> None:
        """Reckon how many plays there will be, should nobody be struck out."""
        for seat, table in tables.items():
            opponents = len(table.panel) + len(self.drawn(table, tables, most))
            self.total += len(self.standing(seat)) * len(table.deals) * opponents

    # --- who meets whom ---

    def meet_panel(self, table: Table) -> None:
        """Every entry of the seat against everybody on the panel."""
        seated = [
            (name, [_opened(table, deal, opponents(deal)) for deal in table.deals])
            for name, opponents in table.panel.items()
        ]
        keys = self.standing(table.seat)
        for first in range(0, len(keys), AT_ONCE):
            self.settle(
                _Play(table, session, key, (k, name), {table.seat: key})
                for key in keys[first : first + AT_ONCE]
                for name, sessions in seated
                for k, session in enumerate(sessions)
            )

    def meet_each_other(self, tables: Mapping[Player, Table], most: int) -> Mapping[Player, list[Key]]:
        """Every entry against entries of the other seats; the opponents of each seat.

        Begun anew, with every answer known so far, until nobody more is struck out: so that who was drawn, too, does
        not depend on anybody who was.
        """
        while True:
            struck = len(self.faults)
            drawn = {seat: self.drawn(table, tables, most) for seat, table in tables.items()}
            plays = [each for seat, table in tables.items() for each in self.crossed(table, drawn[seat])]
            self.total = self.done + len(plays)
            self.settle(plays)
            if len(self.faults) == struck:
                return drawn

    def drawn(self, table: Table, tables: Mapping[Player, Table], most: int) -> list[Key]:
        """The opponents from other seats: all, or as many from each seat as ``most`` plays allow, by a lot of names."""
        own = max(1, len(self.standing(table.seat)) * len(table.deals))
        found = []
        for seat in tables:
            if seat != table.seat:
                lots = sorted(self.standing(seat), key=lambda key: (quantile(0, f"{key}"), key))
                found += lots[: most // own]
        return found

    def crossed(self, table: Table, opponents: Sequence[Key]) -> Iterator[_Play]:
        company = next(iter(table.panel.values()))
        for opponent in opponents:
            for k, deal in enumerate(table.deals):
                beside = {seat: who for seat, who in company(deal).items() if seat not in (table.seat, opponent[0])}
                session = _opened(table, deal, beside)
                for key in self.standing(table.seat):
                    persons = {table.seat: key, opponent[0]: opponent}
                    yield _Play(table, session, key, (k, _titled(opponent)), persons)

    # --- playing ---

    def settle(self, plays: Iterable[_Play]) -> None:
        """Play to the end, asking each entry once about all that it is next asked on any board."""
        waiting = list(plays)
        everything = len(waiting)
        while waiting:
            asked: defaultdict[Key, dict[str, View]] = defaultdict(dict)
            waiting = [each for each in waiting if self.is_fair(each) and self.goes_on(each, asked)]
            self.tell(self.done + everything - len(waiting), self.total)
            self.put(asked)
        self.done += everything

    def is_fair(self, each: _Play) -> bool:
        """Whether nobody in the play has been struck out."""
        return not any(key in self.faults for key in each.persons.values())

    def goes_on(self, each: _Play, asked: Mapping[Key, dict[str, View]]) -> bool:
        """Play as far as answers are known; note what is to be asked next, or what was got at the end."""
        while (player := each.session.to_move) is not None:
            key, line = each.persons[player], _asked(each.table, each.session)
            if line not in self.answers[key]:
                asked[key][line] = each.session.view
                return True
            each.session = each.session.play(each.session.settled(self.answers[key][line]))
        self.got[each.own][each.board] = each.session.payoffs[each.table.seat]
        return False

    def put(self, asked: Mapping[Key, Mapping[str, View]]) -> None:
        """Ask, several entries at once."""

        def one(key: Key) -> None:
            actions = {line: view.actions for line, view in asked[key].items()}
            replies = ask(self.entries[key].source, actions, self.limits, self.limits.entry - self.seconds[key])
            self.answers[key].update(replies.answers)
            self.seconds[key] += replies.seconds
            if replies.fault:
                self.faults[key] = replies.fault

        with ThreadPoolExecutor(self.workers) as pool:
            list(pool.map(one, asked))

    # --- scoring ---

    def ranking(self, table: Table, opponents: Sequence[Key]) -> Ranking:
        keys, panel, entrants = self.standing(table.seat), tuple(table.panel), tuple(map(_titled, opponents))
        boards = [(k, name) for k in range(len(table.deals)) for name in (*panel, *entrants)]
        datum = {board: fmean(self.got[key][board] for key in keys) for board in boards}
        payoff = {key: fmean(self.got[key][board] for board in boards) for key in keys}
        from_panel = {key: fmean(self.got[key][board] for board in boards if board[1] in panel) for key in keys}
        best, par = max(payoff.values()), self.par(table, from_panel)
        standings = []
        for key in keys:
            by_deal, by_opponent = defaultdict(list), defaultdict(list)
            for k, name in boards:
                by_deal[k].append(self.got[key][k, name] - datum[k, name])
                by_opponent[name].append(self.got[key][k, name])
            score, error = _mean_and_error([fmean(scores) for scores in by_deal.values()])
            standing = Standing(
                name=key[1],
                payoff=payoff[key],
                score=score,
                error=error,
                regret=best - payoff[key],
                short=par - from_panel[key],
                against=read_only({name: fmean(payoffs) for name, payoffs in by_opponent.items()}),
            )
            standings.append(standing)
        return Ranking(
            seat=table.seat,
            # Rounded, so that equal scores are equal whatever the order in which they were added up.
            standings=tuple(sorted(standings, key=lambda each: (-round(each.score, 9), each.name))),
            deals=len(table.deals),
            panel=panel,
            entrants=entrants,
            par=par,
        )

    def par(self, table: Table, payoffs: Mapping[Key, float]) -> float:
        """See `Ranking.par`."""
        leaders = sorted(payoffs, key=lambda key: (-round(payoffs[key], 9), key))[:LEADERS]
        known = [self.answers[key] for key in leaders]
        opened = [_opened(table, deal, opponents(deal)) for opponents in table.panel.values() for deal in table.deals]
        return _best(table, opened, known) / len(opened)


def _mean_and_error(values: Sequence[float]) -> tuple[float, float | None]:
    return fmean(values), stdev(values) / sqrt(len(values)) if len(values) > 1 else None


def _titled(key: Key) -> str:
    return f"{key[1]}, {key[0]}"


def _opened(table: Table, deal: Deal, seats: Mapping[Player, Strategy]) -> Session:
    """The deal up to where a seat that is free is to move."""
    return replace(table.start(deal), seats=seats, history=()).replay(deal.opening).advance()


def _asked(table: Table, session: Session) -> str:
    view = session.view
    return question(view, session.game.p, table.read(view.history))


def _best(table: Table, sessions: Iterable[Session], known: Sequence[Mapping[str, Lottery]]) -> float:
    """The sum of payoffs of the best plan: at each view the action that does best over all sessions that come to it."""
    total, groups = 0.0, defaultdict(list)
    for session in sessions:
        if session.to_move is None:
            total += session.payoffs[table.seat]
        else:
            groups[_asked(table, session)].append(session)
    for line, group in groups.items():
        ways = _choices(group[0].view, [answers[line] for answers in known if line in answers])
        total += max(_best(table, [session.play(action) for session in group], known) for action in ways)
    return total


def _choices(view: View, answered: Iterable[Lottery]) -> Sequence[Action]:
    if isinstance(view.actions, tuple):
        return view.actions
    numbers = {outcome for lottery in answered for outcome, _ in lottery if is_number(outcome)}
    return (*view.actions.grid(STEPS), *sorted(numbers))
