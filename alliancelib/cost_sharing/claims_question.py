"""Claims of the slides "Introduction" and "Game": the facts and texts they start from, and the rules of the game.

Facts about Japan come from `japan`. A claim about the world or about another text that no computation can settle has
no check; what was verified of it, and how, is said in its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from alliancelib.core.game import NATURE, Action, History, Player
from alliancelib.core.ledger import HOLDS, OPEN, Claim, Finding, trial
from alliancelib.cost_sharing import japan, paper, solver
from alliancelib.cost_sharing.claims_regions import CLOSE, SOURCE, assumed, kept_offer, taught, where_1
from alliancelib.cost_sharing.game import NO_OFFER, CostSharing
from alliancelib.cost_sharing.model import OUTCOMES, PLAYERS, TYPES, Negotiation, Params, Play, Type, beta, pr_win, read

# --- facts about Japan --------------------------------------------------------------------------------------------

YEARS = (2004, 2007, 2008, 2009, 2015)
"""The fiscal years whose items add up to a total that is known."""


def what_it_pays() -> Finding:
    """The items of the budget in the years for which they were found."""

    def share(year: int, *names: str) -> float:
        known = japan.items(year)
        return sum(known.get(name, 0.0) for name in names) / known["total"]

    people = ("labour", "welfare", "utilities")
    words = f"the {len(YEARS)} fiscal years from {YEARS[0]} to {YEARS[-1]} whose items and total are known"
    return Finding(
        printed=trial(f"{words}, facilities as houses", YEARS, lambda y: share(y, *people, "facilities") > 0.5),
        readings=(trial(f"{words}, no houses counted", YEARS, lambda y: share(y, *people) > 0.5),),
        twin=trial(f"{words}, without salaries", YEARS, lambda y: share(y, "utilities", "facilities") > 0.5),
        values={
            "all": f"{min(share(y, *people, 'facilities') for y in YEARS):.1%}",
            "people": f"{min(share(y, *people) for y in YEARS):.1%}",
        },
    )


# --- what the model says of the puzzle ----------------------------------------------------------------------------


def sharing_weakens() -> Finding:
    """What the challenger offers the protégé that pays, and the one that does not, where separating 1 is played."""
    where = where_1().first(100)

    def lead(p: Params) -> float:
        """What the protégé that pays is offered, less the one offer that is best under the alliance at any belief."""
        return taught(p).play["uncommitted"].x - kept_offer(p)

    return Finding(
        printed=where.tried(lambda p: lead(p) > -CLOSE, "no less is offered where somebody pays"),
        twin=where.tried(lambda p: lead(p) > CLOSE, "more is offered where somebody pays"),
        values={"equal": sum(abs(lead(p)) < CLOSE for p in where.points), "all": len(where.points)},
    )


def money_only() -> Finding:
    """A payment moves money between two players and leaves the chance of winning alone."""
    where = assumed().first(100)

    def moves_money_only(p: Params, other: Negotiation) -> bool:
        """Whether a war after a payment differs from one after ``other`` by the payment alone."""
        a = p.a_max / 2
        paid, unpaid = (_war("committed", n, a, intervenes=True) for n in ("sharing", other))
        worth = [by_rules(p, _history("committed", n, a, "fight", "intervene")) for n in ("sharing", other)]
        moved = (worth[0][who] - worth[1][who] for who in PLAYERS)
        return pr_win(p, paid) == pr_win(p, unpaid) and all(abs(x - y) < CLOSE for x, y in zip(moved, (a, -a, 0)))

    return Finding(
        printed=where.tried(lambda p: moves_money_only(p, "free-riding"), "a payment against a refusal"),
        twin=where.tried(lambda p: moves_money_only(p, "withdrawal"), "a payment against a withdrawal"),
    )


# --- the rules of the game ----------------------------------------------------------------------------------------

ENDINGS: Mapping[Negotiation, tuple[Action, ...]] = {
    "no offer": (),
    "sharing": ("accept",),
    "free-riding": ("reject", "stay"),
    "withdrawal": ("reject", "withdraw"),
}
"""How each ending of the negotiation comes about."""

CRISES = {
    "settlement": ("settle",),
    "bilateral war": ("fight", "abstain"),
    "multilateral war": ("fight", "intervene"),
}
"""How each ending of the crisis comes about, by the slides' names."""


def _history(type: Type, n: Negotiation, a: float, *crisis: Action, x: float = 0.25) -> History:
    return (type, NO_OFFER if n == "no offer" else a, *ENDINGS[n], x, *crisis)


def _war(type: Type, n: Negotiation, a: float, *, intervenes: bool) -> Play:
    return Play("war", type, a, n, 0.0, False, intervenes)


def by_rules(p: Params, history: History) -> Mapping[Player, float]:
    """Payoffs after a history by the rules of `game`, a war weighted with the chances that nature draws from."""
    game = CostSharing(p)
    if game.to_move(history) != NATURE:
        return game.payoffs(history)
    _, lottery = game.chance(history)
    ends = [(chance, game.payoffs((*history, end))) for end, chance in lottery]
    return {who: sum(chance * paid[who] for chance, paid in ends) for who in PLAYERS}


def as_printed(p: Params, type: Type, n: Negotiation, a: float, crisis: str, x: float, l: float) -> tuple[float, ...]:  # noqa: E741
    """The tables of the slides "Game: the cost-sharing negotiation stage" and "Game: the crisis bargaining stage".

    ``l`` is what stands where the slides have l.
    """
    ally = {"no offer": -p.pi, "sharing": -p.pi + a + l * a, "free-riding": -p.pi + l * a, "withdrawal": l * a}[n]
    target = -a if n == "sharing" else 0.0
    if crisis == "settlement":
        return beta(p, type) * x + ally, x + target, 1 - x
    together = crisis == "multilateral war"
    odds = (p.p_m if n == "withdrawal" else p.p_h) if together else p.p_l
    return beta(p, type) * odds - p.c_A * together + ally, odds - p.c_T + target, 1 - odds - p.c_C


def payoff_table() -> Finding:
    """The printed tables against the rules as they are played, ending by ending."""
    a, x, count = 0.4, 0.25, 20
    where = assumed().first(count)
    ends = tuple(product(where.points, TYPES, OUTCOMES, CRISES))

    def agrees(end: tuple[Params, Type, Negotiation, str], sign: int) -> bool:
        p, type, n, crisis = end
        played = by_rules(p, _history(type, n, a, *CRISES[crisis], x=x))
        return all(
            abs(u - played[who]) < CLOSE for u, who in zip(as_printed(p, *end[1:3], a, crisis, x, sign * p.l), PLAYERS)
        )

    words = f"every ending of the game, of both types, at {count} random points with {where.words}"
    return Finding(
        printed=trial(words, ends, lambda end: agrees(end, 1)),
        twin=trial(f"$l$ with the other sign: {words}", ends, lambda end: agrees(end, -1)),
        values={"ends": len(ends)},
    )


def _plays(game: CostSharing, history: History = ()) -> Iterator[History]:
    """Every complete play of a finite game."""
    match game.to_move(history):
        case None:
            yield history
            return
        case mover if mover == NATURE:
            _, lottery = game.chance(history)
            actions: tuple[Action, ...] = tuple(end for end, _ in lottery)
        case _:
            actions = game.actions(history)
    for action in actions:
        yield from _plays(game, (*history, action))


def all_plays() -> tuple[History, ...]:
    """Every play of the game with one demand and one offer to choose."""
    return tuple(_plays(CostSharing(Params(), demands=(NO_OFFER, 0.25), offers=(0.25,))))


def four_outcomes() -> Finding:
    """How every play of the game with one demand and one offer ends."""
    plays = all_plays()
    seen = {read(play).n for play in plays}
    words = f"all {len(plays)} plays of the game with one demand and one offer to choose"
    named = {"no offer", "sharing", "free-riding", "withdrawal"}
    return Finding(
        printed=trial(words, plays, lambda play: read(play).n in named and seen == named),
        twin=trial(f"without free-riding: {words}", plays, lambda play: read(play).n in named - {"free-riding"}),
        values={"plays": len(plays)},
    )


def who_is_informed() -> Finding:
    """What a player sees of two histories that differ in the type alone, where it is this player's turn."""
    game = CostSharing(Params(), demands=(NO_OFFER, 0.25), offers=(0.25,))
    before = {play[:k] for play in all_plays() for k in range(1, len(play))}
    turns = sorted((h for h in before if h[0] == "committed" and game.to_move(h) in PLAYERS), key=str)

    def tells(history: History, player: Player) -> bool:
        twin = ("uncommitted", *history[1:])
        return game.view(history, player).history != game.view(twin, player).history

    words = f"the {len(turns)} histories at which somebody chooses"
    return Finding(
        printed=trial(words, turns, lambda h: all(tells(h, who) == (who != "challenger") for who in PLAYERS)),
        twin=trial(f"the challenger as well: {words}", turns, lambda h: tells(h, "challenger")),
    )


def alliance_raises_odds() -> Finding:
    """The protégé's chance of winning with the alliance and without it, the patron fighting where she wants to."""
    where = assumed()

    def odds(p: Params, type: Type, n: Negotiation) -> float:
        return pr_win(p, _war(type, n, 0.1, intervenes=solver.fights(p, type, n != "withdrawal")))

    def gain(p: Params, type: Type) -> float:
        return odds(p, type, "free-riding") - odds(p, type, "withdrawal")

    return Finding(
        printed=where.tried(lambda p: all(gain(p, type) > 0 for type in TYPES)),
        twin=where.tried(
            lambda p: gain(p, "committed") >= gain(p, "uncommitted"), "most for a committed patron's protégé"
        ),
    )


def line_1() -> Finding:
    """What the protégé of a patron who left settles for, and the same where line (1) of slide Appendix 1 fails."""
    where = assumed()
    broken = where.moved("(2) and $c_T$ moved above $p_l$ (the same points)", lambda p: replace(p, c_T=p.p_l + 0.01))

    def is_worth_an_offer(p: Params) -> bool:
        least = solver.reservation(p, "uncommitted", False)
        return abs(least - (p.p_l - p.c_T)) < CLOSE and least > 0

    return Finding(
        printed=where.tried(lambda p: bool(paper.condition_1(p)) and is_worth_an_offer(p)),
        twin=broken.tried(is_worth_an_offer),
    )


def line_2() -> Finding:
    """Who fights, read off the payoffs of a war, where line (2) of slide Appendix 1 holds."""
    where = assumed()

    def fight(p: Params) -> tuple[bool, ...]:
        return tuple(solver.fights(p, type, kept) for type in TYPES for kept in (True, False))

    return Finding(
        printed=where.tried(lambda p: bool(paper.condition_2(p)) and fight(p) == (True, True, True, False)),
        twin=where.tried(lambda p: fight(p) == (True, True, True, True), "everybody fights"),
    )


# --- the claims ---------------------------------------------------------------------------------------------------

QUESTION = (
    Claim(
        id="cs-request-2019",
        source=SOURCE,
        where="slide Introduction, and the headline before it",
        says="In November 2019 the president of the United States asked Tokyo to pay four times as much for the "
        "American forces in Japan.",
        kind="empirical",
        expects=OPEN,
        found="Verified in reports of the press: November is the month of the report. By it, and it rests on three "
        "unnamed former officials, the request was made in July; Japan's foreign ministry denied it. The magazine's "
        "own follow-up, of 18 November 2019, gives a rise from 2 to 8 billion dollars, that is of 300 percent: four "
        "times as much, not 400 percent more.",
        erratum="CS-16",
    ),
    Claim(
        id="cs-two-billion",
        source=SOURCE,
        where="slide Introduction",
        says="Japan pays two billion dollars a year.",
        kind="empirical",
        expects=OPEN,
        found="Verified in reports of the press: the budget of fiscal year 2019 was 197.4 billion yen, given as 1.8 "
        "billion dollars on 4 December 2019. Two is a round number. It covers host nation support proper; all that "
        "Japan spends on the bases is two and a half to four times as much.",
    ),
    Claim(
        id="cs-what-it-pays",
        source=SOURCE,
        where="slide Introduction",
        says="Most of this is for utilities, the salaries of workers at the bases, and houses for soldiers.",
        kind="empirical",
        expects=HOLDS,
        found="Together these items are at least [[all]] of the budget in every year whose items and total were found. "
        "The sources say *facilities* and do not single out houses; without any facilities it is still at least "
        "[[people]].",
        check=what_it_pays,
    ),
    Claim(
        id="cs-costly-signal",
        source=SOURCE,
        where="slide Introduction",
        says="In the literature an alliance is a costly signal (Morrow 1994, 2000; Smith 1994).",
        kind="literature",
        expects=OPEN,
        found="Morrow's article of 1994 exists as cited: its title, journal, pages and DOI were seen. His article of "
        "2000 was seen only as a citation, and its details rest on memory. For the third name see the next row. None "
        "of the texts was read for this row.",
    ),
    Claim(
        id="cs-smith-1994",
        source=SOURCE,
        where="slide Introduction",
        says="One of these texts is Smith 1994.",
        kind="literature",
        expects=OPEN,
        found="No paper on alliances of that year was found. Others who write on the theme cite Smith 1995 and 1998 "
        "beside the same two texts by Morrow, so 1995 is probably meant.",
        erratum="CS-17",
    ),
    Claim(
        id="cs-enough-cost",
        source=SOURCE,
        where="slide Introduction",
        says="From this literature: a patron must bear enough of a cost if the alliance is to deter.",
        kind="literature",
        expects=OPEN,
        found="A summary of other texts, which were not read for it. The model of the slides does not work in this "
        "way: while the alliance stands the challenger's offer depends neither on what it costs the patron nor on "
        "what he believes of her.",
    ),
    Claim(
        id="cs-weakens",
        source=SOURCE,
        where="slide Introduction",
        says="If alliances deter by what they cost, cost sharing should weaken deterrence: the slides put this up as "
        "what the literature implies, and their model contradicts it.",
        kind="interpretation",
        expects=HOLDS,
        found="The model contradicts it: where separating 1 is played, the challenger offers the protégé that pays "
        "exactly what he offers the one that does not, at [[equal]] of [[all]] points. Whether the literature implies "
        "it is a question about texts, which were not read for this row.",
        check=sharing_weakens,
        deal="challenger/what-a-demand-tells/1",
    ),
    Claim(
        id="cs-quote-minister",
        source=SOURCE,
        where="slide Introduction",
        says='In 2021 the Japanese foreign minister said that the agreement "increases the credibility of the '
        'alliance".',
        kind="empirical",
        expects=OPEN,
        found="The source of the quotation was not found. That an agreement was reached in December 2021 is well "
        "attested.",
    ),
    Claim(
        id="cs-quote-us",
        source=SOURCE,
        where="slide Introduction",
        says='The United States says that what Japan pays "serves as a pillar of the Alliance".',
        kind="empirical",
        expects=OPEN,
        found="The source of the quotation was not found.",
    ),
    Claim(
        id="cs-burden-or-cost",
        source=SOURCE,
        where="slide Introduction, Clarification",
        says="Burden sharing is about each member's military capability; cost sharing is payment for an alliance or "
        "for troops.",
        kind="interpretation",
        expects=HOLDS,
        found="A definition, and the game keeps to it: a payment moves $a$ from the protégé to the patron and changes "
        "no chance of winning. Only the end of the alliance does that.",
        check=money_only,
    ),
)

GAME = (
    Claim(
        id="cs-informed",
        source=SOURCE,
        where="slide Game",
        says="What the issue is worth to the patron is uncertain; the patron and the protégé know it.",
        kind="interpretation",
        expects=HOLDS,
        found="Wherever the patron or the protégé moves, two histories that differ in the type look different to them, "
        "and to the challenger they look the same. What he sees of the *negotiation* the slides do not say; what "
        "they say about signals needs him to see all of it.",
        check=who_is_informed,
        erratum="CS-12",
    ),
    Claim(
        id="cs-alliance-raises-odds",
        source=SOURCE,
        where="slide Game",
        says="The alliance raises the chance of winning.",
        kind="interpretation",
        expects=HOLDS,
        found="By the order of the odds, and by line (2): a committed patron fights in either case and is worth more "
        "as an ally, an uncommitted one fights only as an ally. The protégé of the uncommitted one gains more by the "
        "alliance. The slides do not print $p_l < p_m < p_h$.",
        check=alliance_raises_odds,
        erratum="CS-12",
    ),
    Claim(
        id="cs-four-outcomes",
        source=SOURCE,
        where="slide Game: the cost-sharing negotiation stage",
        says="A negotiation ends in one of four ways: no offer, sharing, free-riding, withdrawal.",
        kind="computation",
        expects=HOLDS,
        found="All [[plays]] plays of the game with one demand and one offer to choose end in one of the four, and "
        "each of the four is reached.",
        check=four_outcomes,
        deal="patron/what-to-demand/1",
    ),
    Claim(
        id="cs-payoff-table",
        source=SOURCE,
        where="slides Game: the two stages",
        says=r"The payoffs $\lambda_{i,n}$ of the negotiation, and $u_i$ of a settlement, a bilateral and a "
        "multilateral war.",
        kind="computation",
        expects=HOLDS,
        found="The printed tables and the rules by which the boards are played give the same [[ends]] triples of "
        "payoffs. (In our copy the second table writes $p_I$ for $p_l$.)",
        check=payoff_table,
    ),
    Claim(
        id="cs-line-1",
        source=SOURCE,
        where="slide Appendix 1, line (1)",
        says="$p_l > c_T$: assumed in all three propositions.",
        kind="theorem",
        expects=HOLDS,
        found="It makes every war worth something to the protégé, so that the challenger must offer $p_l - c_T > 0$ "
        "even to one that stands alone. Without it that one settles for nothing, and then it would not pay $a^*$.",
        check=line_1,
        erratum="CS-4",
    ),
    Claim(
        id="cs-line-2",
        source=SOURCE,
        where='slide Appendix 1, line (2); on the main slides among "other conditions"',
        says=r"$\min\{\overline\beta(p_m - p_l), \underline\beta(p_h - p_l)\} > c_A > \underline\beta(p_m - p_l)$: "
        "assumed in all three propositions.",
        kind="theorem",
        expects=HOLDS,
        found="Where it holds, both types fight for an ally, and once the alliance is over only the committed one "
        "does: the pattern on which all three propositions stand.",
        check=line_2,
        deal="challenger/who-left/1",
        erratum="CS-4",
    ),
)
