"""Both games on paper, for when nothing works: role sheets, offer slips, a table for dice, scores; the answers apart.

Every number comes from the parameters below or from the lessons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from alliancelib import cost_sharing, outside_options
from alliancelib.core.tree import POINTS
from alliancelib.cost_sharing.equilibrium import a_star, d1, mu_star, offer, pi_leaves, select, window
from alliancelib.outside_options.equilibrium import c_switch, solve
from alliancelib.outside_options.model import net
from alliancelib.outside_options.offers import Atoms
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets.decks import SEATS, deck
from alliancelib.widgets.guide import Lesson, choice, general
from alliancelib.widgets.numbers import MINUS, fine, number, percent

OUTSIDE = outside_options.Params(phi=1.1, c=0.1, delta=0.9)
"""What the game of offers is played with: numbers that are easy to add up, and a line near the middle."""

SHARING = cost_sharing.Params(l=-0.2)
"""What the game of demands is played with."""

SIDES = 6
"""A die has so many."""

GRID = SIDES * SIDES

PLAYS = 5
"""Columns of a score sheet."""

SLIPS = 8
"""Slips to a sheet."""

GIVEN = 10
"""Deals of a lesson on a sheet."""

TOO_LOW = 0.4
"""A first offer below the line, for the answers."""

BLANK = "\N{NO-BREAK SPACE}"

TO_TICK = "\N{BALLOT BOX}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of plain words."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    look: str = "aa-plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page to print: paragraphs, lists and tables."""

    place: str
    title: str
    blocks: tuple[str | tuple[str, ...] | Grid, ...]


# --- dice ------------------------------------------------------------------------------------------------------------


def dice() -> tuple[tuple[int, ...], ...]:
    """The partner's offer in points by the first die, down, and the second, across.

    All throws are equally likely, and each stands for the middle of its part of [0, 100]. A half is rounded to the even
    number, up below the middle where it is down above it, so that the mean is exactly 50.
    """
    cells = [round(POINTS * (k + 0.5) / GRID) for k in range(GRID)]
    return tuple(tuple(cells[SIDES * k : SIDES * (k + 1)]) for k in range(SIDES))


def thrown() -> Atoms:
    """What the dice draw, as a distribution of offers."""
    return Atoms(tuple(cell / POINTS for row in dice() for cell in row), (1 / GRID,) * GRID)


def farthest(cells: Sequence[int]) -> float:
    """How far equally likely offers in points are from uniform ones: the largest gap of the distribution functions."""
    ordered = sorted(cells)
    steps = [(k / len(ordered), (k + 1) / len(ordered), cell / POINTS) for k, cell in enumerate(ordered)]
    return max(max(abs(below - at), abs(above - at)) for below, above, at in steps)


def chance(probability: float) -> float:
    """The chance that the dice show less than a probability in points."""
    cells = [cell for row in dice() for cell in row]
    return sum(cell < POINTS * probability for cell in cells) / len(cells)


def dice_sheet() -> Sheet:
    """The table for two ordinary dice."""
    sides = [str(side + 1) for side in range(SIDES)]
    rows = tuple((side, *map(str, cells)) for side, cells in zip(sides, dice()))
    return Sheet(
        place="dice",
        title="Two dice make a number from 0 to 100",
        blocks=(
            "Use two dice that can be told apart, or throw one die twice. The first throw is the row, the second "
            "the column.",
            Grid(head=("", *sides), rows=rows, look="aa-dice"),
            (
                "A partner pays the number in the table.",
                f"A war with a chance of {percent(SHARING.p_h)} is won if the number is less than "
                f"{number(SHARING.p_h)}.",
                "With two ten-sided dice read tens and units, 00 to 99, instead. No sum of dice will do: sums crowd "
                "in the middle.",
            ),
        ),
    )


# --- the game of offers ----------------------------------------------------------------------------------------------


def offers_sheets() -> tuple[Sheet, ...]:
    """Role sheets, slips and scores for pairs."""
    p = OUTSIDE
    good, build, search = number(1), number(p.phi), number(p.c)
    mine = number(p.phi - 1)
    later = percent(p.delta)
    story = (
        f"You two can build something that is worth {good} points to each of you. To build costs {build}. Player 1 "
        "offers to pay a part of that, and player 2 would pay the rest."
    )
    return (
        Sheet(
            place="player-1",
            title="Outside options: player 1",
            blocks=(
                story,
                (
                    f"If player 2 builds with you, you have {good} less what you pay. If he builds with somebody "
                    "else, or nobody builds, you have 0.",
                    "Round 1: write an offer from 0 to 100 on a slip and pass it over.",
                    "If he waits, round 2: write a second offer. You have seen what partner he found, if he looked. "
                    "There is no third round.",
                    f"Points of round 2 count {later}.",
                    "Write down first: what is the least he will take? It is your bet.",
                ),
                f"Example: he takes your {number(0.5)} in round 1, and you have {number(1 - 0.5)}. In round 2 it "
                f"would have been {number(p.delta * (1 - 0.5))}.",
            ),
        ),
        Sheet(
            place="player-2",
            title="Outside options: player 2",
            blocks=(
                story,
                (
                    f"If you build, you have what your partner pays, less {mine}: {good} for the good, less {build}, "
                    "plus his or her part. If you do not build, you have 0.",
                    "Round 1: take her offer, look elsewhere, or wait for a second offer.",
                    f"To look costs {search}. Throw the dice: the table says what a partner would pay. Then take her "
                    "offer, take the partner, or wait. The partner stays available.",
                    f"Round 2: take her new offer, take the partner, or look once more for {search}. Then take the "
                    "best, or nothing.",
                    f"Points of round 2, costs of looking included, count {later}.",
                    "Write down first: what is the least she must offer for you to take it at once? It is your bet.",
                ),
                f"Example: you look, find {number(0.7)} and take it in round 1: {number(0.7)} {MINUS} {mine} {MINUS} "
                f"{search} = {number(net(p, 0.7) - p.c)}.",
            ),
        ),
        slips_sheet(
            "offer-slips", "Offer slips", f"Round ____ I offer to pay ______ of the {build}.", ("take", "look", "wait")
        ),
        Sheet(
            place="offer-scores",
            title="Outside options: scores of a pair",
            blocks=(
                Grid(
                    head=("", *(f"play {k + 1}" for k in range(PLAYS))),
                    rows=tuple((step, *(BLANK,) * PLAYS) for step in _offer_steps(mine, search, later)),
                    look="aa-scores aa-blank",
                ),
                "Change seats after each play, or play all with the same seats and compare with another pair.",
            ),
        ),
    )


def _offer_steps(mine: str, search: str, later: str) -> tuple[str, ...]:
    return (
        "first offer",
        "take, look or wait?",
        "the partner pays",
        "take hers, take the partner, or wait?",
        "second offer",
        "take, look or nothing?",
        "second partner pays",
        "built with, in round",
        "player 1: 100 less the part she pays, or 0",
        f"player 2: the part the other pays, less {mine}, less {search} for each search",
        f"what was earned or spent in round 2 counts {later}",
    )


def slips_sheet(place: str, title: str, words: str, answers: Sequence[str]) -> Sheet:
    """Slips to cut out."""
    ticks = " ".join(f"{TO_TICK}{BLANK}{answer}" for answer in answers)
    slip = f"Group ____ Play ____ {words} Answer: {ticks}"
    return Sheet(
        place=place,
        title=title,
        blocks=(Grid(rows=tuple((slip, slip) for _ in range(SLIPS // 2)), look="aa-slips"),),
    )


# --- the game of demands ---------------------------------------------------------------------------------------------


def demands_sheets() -> tuple[Sheet, ...]:
    """Role sheets, type cards, slips and scores for groups of three."""
    p = SHARING
    low, high = percent(p.beta_lo), percent(p.beta_hi)
    home, cost, fight = percent(abs(p.l)), number(p.pi), number(p.c_A)
    odds = (
        f"A war is won by the protégé with a chance of {percent(p.p_h)} if the alliance stands and the patron fights, "
        f"{percent(p.p_m)} if she fights after leaving, {percent(p.p_l)} alone. Throw the dice: it is won if the "
        "number is less than the chance."
    )
    order = (
        "The patron draws a card and shows it to the protégé only. She demands a payment up to "
        f"{number(p.a_max)}, or nothing.",
        "The protégé pays, or refuses. Refused, the patron stays, or leaves: then the alliance is over.",
        "The challenger has seen all but the card. He offers to leave the protégé a part of the 100.",
        "The protégé settles for that part, or fights. If it fights, the patron fights beside it, or does not.",
    )
    return (
        Sheet(
            place="patron",
            title="Cost sharing: the patron",
            blocks=(
                "You protect the protégé, which holds 100 points that a challenger wants.",
                order,
                (
                    f"You have your stake, {low} or {high} by your card, of what the protégé has of the 100 at the "
                    "end;",
                    f"less {cost} if the alliance stands at the end; plus what you are paid;",
                    f"less {home} of whatever you demand, paid or not: your voters dislike it;",
                    f"less {fight} if you fight.",
                ),
                odds,
                "Write down first: what is the most it will pay? It is your bet.",
            ),
        ),
        Sheet(
            place="protege",
            title="Cost sharing: the protégé",
            blocks=(
                "You hold 100 points that a challenger wants. The patron protects you, and may leave.",
                order,
                (
                    f"You have what is left to you of the 100, less what you pay, less {number(p.c_T)} if there is a "
                    "war.",
                    f"The patron's card says how much of your gains and losses she feels: {low} or {high}. The "
                    f"alliance costs her {cost}, and to fight costs her {fight}.",
                ),
                odds,
                "Write down first: if you refuse, will she leave? It is your bet.",
            ),
        ),
        Sheet(
            place="challenger",
            title="Cost sharing: the challenger",
            blocks=(
                "You want the 100 points that the protégé holds.",
                order,
                (
                    f"You have what is not left to the protégé, less {number(p.c_C)} if there is a war. A lost war "
                    "leaves you nothing, a war that you win leaves you the 100.",
                    f"Of the two cards one says a stake of {low}, the other {high}. You never see which was drawn.",
                ),
                odds,
                "Write down first: how likely is it that her stake is the larger one? It is your bet.",
            ),
        ),
        Sheet(
            place="cards",
            title="The patron's cards: one of each to a group",
            blocks=(
                Grid(
                    rows=tuple((f"Your stake is {low}.", f"Your stake is {high}.") for _ in range(SLIPS // 2)),
                    look="aa-slips",
                ),
            ),
        ),
        slips_sheet("demand-slips", "Demand slips", "I demand ______ points.", ("pay", "refuse")),
        Sheet(
            place="demand-scores",
            title="Cost sharing: scores of a group",
            blocks=(
                Grid(
                    head=("", *(f"play {k + 1}" for k in range(PLAYS))),
                    rows=tuple((step, *(BLANK,) * PLAYS) for step in _demand_steps(home, cost, fight)),
                    look="aa-scores aa-blank",
                ),
            ),
        ),
    )


def _demand_steps(home: str, cost: str, fight: str) -> tuple[str, ...]:
    p = SHARING
    return (
        "demand, or none",
        "paid or refused?",
        "stays or leaves?",
        "the challenger's offer",
        "settles or fights?",
        "patron fights? won or lost?",
        "left of the 100",
        f"protégé: that, less the payment, less {number(p.c_T)} for a war",
        f"patron: her stake of it, plus the payment, less {cost} for an alliance that stands, less {home} of the "
        f"demand, less {fight} if she fights",
        f"challenger: the rest of the 100, less {number(p.c_C)} for a war",
    )


# --- lessons on paper ------------------------------------------------------------------------------------------------

LESSONS = (("player-2", "take-it-or-look", 2), ("protege", "bluff", 1))
"""Lessons that can be answered on a sheet: board, name, and from one deal to the next, so that all cases are there."""


def lesson(board: str, name: str) -> Lesson:
    """A lesson with its deck. Raises ValueError naming those there are."""
    seat = SEATS[board]
    return Lesson(scenario=seat.scenario(name), deck=deck(seat, seat.scenario(name)))


def deals_sheet(board: str, name: str, step: int) -> Sheet:
    """A lesson as a sheet of deals to be answered alone."""
    one = lesson(board, name)
    ids, shown = one.ids[::step][:GIVEN], one.shown(1)
    ways = [general(option["label"]) for option in one.root(1)["options"]]
    facts = [k for k, fact in enumerate(shown["facts"]) if len({_fact(one, deal, k) for deal in ids}) > 1]
    rows = tuple(
        (str(k), *(_fact(one, k, fact) for fact in facts), " ".join(one.root(k)["say"]), *(TO_TICK for _ in ways))
        for k in ids
    )
    head = ("deal", *(shown["facts"][fact]["label"] for fact in facts), "what has happened", *ways)
    return Sheet(
        place=f"deals-{name}",
        title=f"{one.scenario.title} \N{MIDDLE DOT} {GIVEN} deals to answer alone",
        blocks=(
            f"{shown['intro']}{_patience(one)} Where a row has other numbers, the row counts.",
            f"Each row is a deal of its own. Only your first choice is asked for: tick one. {_line_asked(shown)}",
            Grid(head=head, rows=rows, look="aa-scores"),
        ),
    )


def _fact(one: Lesson, k: int, fact: int) -> str:
    """What the first screen of a deal says of one thing."""
    return one.shown(k)["facts"][fact]["value"]


def _patience(one: Lesson) -> str:
    """What the board need not say of a lesson in which waiting is plainly worse, and a sheet must."""
    p = one.p(1)
    return f" Points of a second round count {percent(p.delta)}." if hasattr(p, "delta") else ""


def _line_asked(shown: Mapping[str, Any]) -> str:
    bet = shown["bet"]
    return f"{bet['question']} Before: ______ After: ______" if bet["kind"] == "number" else ""


def answers_sheet(board: str, name: str, step: int) -> Sheet:
    """Theory's answers to a sheet of deals."""
    one = lesson(board, name)
    rows = tuple(
        (str(k), choice(one, k), _worths(one.root(k)), number(one.lost(k) / POINTS)) for k in one.ids[::step][:GIVEN]
    )
    return Sheet(
        place=f"answers-{name}",
        title=f"{one.scenario.title} \N{MIDDLE DOT} answers",
        blocks=(
            "What each first choice is worth on average, everybody following theory afterwards, and what the second "
            "best costs.",
            Grid(head=("deal", "theory", "worth", "next best costs"), rows=rows, look="aa-scores"),
        ),
    )


def _worths(root: Mapping[str, Any]) -> str:
    return "; ".join(f"{option['label']}: {number(option['worth'] / POINTS)}" for option in root["options"])


def offers_answers() -> Sheet:
    """What theory says of the game of offers as it is played on paper."""
    p = OUTSIDE
    eq, on_dice = solve(p), backward_induction(p, offers=thrown())
    return Sheet(
        place="answers-offers",
        title="Outside options with these numbers",
        blocks=(
            (
                f"Player 2 takes {number(eq.r1)} or more at once. With less he looks. With the dice in place of a "
                f"number from 0 to 100 the line is {fine(on_dice.r1)} instead of {fine(eq.r1)}.",
                f"So player 1 offers {number(eq.r1)}. She has {number(eq.eu_1)} and he {number(eq.eu_2)}, at once "
                "and for certain.",
                f"If she offers {number(TOO_LOW)} instead, theory says {_said(eq.first_response(TOO_LOW))}, which "
                f"leaves her {number(eq.worth((), TOO_LOW))} on average.",
                f"After a search she offers {number(eq.second_offer(0.3))} to a holder of {number(0.3)}, and matches "
                f"{number(0.7)}.",
                f"A search costs {number(p.c)}. Below {number(c_switch(p))} she would rather let him look.",
            ),
            "Ask: who offered more than theory, and what did it cost? Whose line was where, and why? Expect first "
            "offers of about half: they look fair, and here they happen to lie near the line.",
        ),
    )


def _said(response: str) -> str:
    return {"accept": "that he takes it", "search": "that he looks", "advance": "that he waits"}[response]


def demands_answers() -> Sheet:
    """What theory says of the game of demands as it is played on paper."""
    p = SHARING
    eq = select(p)
    low, high = window(p)
    asked = {kind: "nothing" if play.demand is None else number(play.demand) for kind, play in eq.play.items()}
    paid = eq.payoffs["uncommitted"]
    return Sheet(
        place="answers-demands",
        title="Cost sharing with these numbers",
        blocks=(
            (
                f"Refused, a patron with the smaller stake leaves: the alliance costs her {number(p.pi)}, and she "
                f"would stay up to {number(low)}. One with the larger stake stays; she would leave only above "
                f"{number(high)}.",
                f"So the protégé pays the first up to {number(a_star(p))}, and the second nothing. (If the "
                f"challenger took leaving for a sign of the larger stake, it would pay up to {number(d1(p))}.)",
                f"The first demands {asked['uncommitted']} and is paid, the second demands {asked['committed']} "
                f"({eq.name}).",
                f"The challenger offers {number(eq.play['committed'].x)} while the alliance stands, whatever he "
                f"believes. After a departure he offers {number(offer(p, 'low'))}, or {number(offer(p, 'middle'))} "
                f"if he gives the larger stake a chance of {percent(mu_star(p))} or more.",
                f"With the smaller stake the three have {number(paid['ally'])} (patron), {number(paid['target'])} "
                f"(protégé) and {number(paid['challenger'])} (challenger).",
                f"Were the alliance to cost her less than {number(pi_leaves(p, 'uncommitted', 'low'))}, nobody would "
                "pay.",
            ),
            "Ask: whose threat was believed, and why? Did the challenger read the right thing into a departure? "
            "Expect the larger stake to be rewarded with payment out of decency; theory pays the smaller one.",
        ),
    )


def dice_answers() -> Sheet:
    """How fair the dice are."""
    cells = [cell for row in dice() for cell in row]
    wars = "; ".join(
        f"{percent(odds)} becomes {percent(chance(odds))}" for odds in (SHARING.p_h, SHARING.p_m, SHARING.p_l)
    )
    return Sheet(
        place="answers-dice",
        title="How fair the dice are",
        blocks=(
            (
                f"All {len(cells)} throws are equally likely. Their mean is {sum(cells) / len(cells):g}, that of a "
                "number drawn evenly from 0 to 100.",
                f"The chance of at most a given number is never off by more than {percent(farthest(cells))}.",
                f"The chances of winning a war: {wars}.",
            ),
        ),
    )


def play_sheets() -> tuple[Sheet, ...]:
    """Everything to print for the players."""
    return (dice_sheet(), *offers_sheets(), *demands_sheets(), *(deals_sheet(*which) for which in LESSONS))


def answer_sheets() -> tuple[Sheet, ...]:
    """Everything that only the teacher prints."""
    return (offers_answers(), demands_answers(), *(answers_sheet(*which) for which in LESSONS), dice_answers())


SHEETS: Mapping[str, Callable[[], tuple[Sheet, ...]]] = MappingProxyType(
    {"play": play_sheets, "answers": answer_sheets}
)
"""The sheets, by the name that a page gives them."""
