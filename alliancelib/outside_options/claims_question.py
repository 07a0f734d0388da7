"""Claims of the introduction and of section 2: whom the paper answers, and the rules of its game.

What the paper says of other texts was compared with the library's bibliography only; where the text itself was not
seen, the claim says so. What it says of its own rules is tried on plays of `game` and against backward induction.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from random import Random

from alliancelib.core.game import NATURE, History
from alliancelib.core.ledger import FURTHER, HOLDS, OPEN, Claim, Finding, trial
from alliancelib.core.oracle import gaps
from alliancelib.outside_options import paper
from alliancelib.outside_options.claims_regions import (
    CLOSE,
    HAIR,
    MAIN,
    SOURCE,
    anywhere,
    cheap,
    dear_useful,
    forced,
    held,
    moved,
    shares,
)
from alliancelib.outside_options.game import OutsideOptions, discretised
from alliancelib.outside_options.model import PLAYERS, Params, net, payoffs, read
from alliancelib.outside_options.offers import Atoms
from alliancelib.outside_options.opponents import never_searches, theorist
from alliancelib.outside_options.solver import backward_induction

# --- anarchy, and the shop next door ----------------------------------------------------------------------------


def self_enforcing() -> Finding:
    """No change of action at any history pays either player, in finite relatives of the game."""
    bids, draws = 4, 3
    costs = (0.02, 0.1)

    def gain(c: float, *, keeps: bool) -> float:
        """The best gain from one change of action, where player 2 follows theory or keeps to his ally always."""
        p = replace(MAIN, c=c)
        small = discretised(p, bids=bids, draws=draws)
        plan = theorist(backward_induction(p, Atoms(*zip(*small.offers)), bids=small.bids))
        seats = dict(zip(PLAYERS, (plan, never_searches(p) if keeps else plan)))
        return max(gap.gain for gap in gaps(small, seats))

    words = rf"{bids} offers and {draws} partners to draw, $\phi = {MAIN.phi:g}$, $c$ = {' and '.join(map(str, costs))}"
    return Finding(
        printed=trial(words, costs, lambda c: gain(c, keeps=False) < CLOSE),
        twin=trial(f"player 2 keeps to his ally always: {words}", costs, lambda c: gain(c, keeps=True) < CLOSE),
        values={"gain": max(gain(c, keeps=True) for c in costs)},
    )


@cache
def _plays(count: int) -> tuple[tuple[Params, History], ...]:
    """Whole plays of the game at random parameters, every move drawn at random."""
    rng, found = Random(11), []
    for p in anywhere().first(count).points:
        game, history = OutsideOptions(p), ()
        while (mover := game.to_move(history)) is not None:
            drawn = mover == NATURE or read(history).stage in ("first offer", "second offer")
            history = (*history, rng.random() if drawn else rng.choice(game.actions(history)))
        found.append((p, history))
    return tuple(found)


def buyer_and_seller() -> Finding:
    """Payoffs read as prices: he values the good at 1 and pays phi - r, her cost is phi - 1."""
    plays = _plays(count := 300)

    def agrees(one: tuple[Params, History], cost: float) -> bool:
        p, play = one[0], read(one[1])
        share = {"ally": play.ally_offer, "ad hoc": play.standing, None: None}[play.partner]
        worth, walks = p.delta ** (play.period - 1), sum(p.c * p.delta ** (k - 1) for k in play.searches)
        price = None if share is None else p.phi - share
        buyer = (0.0 if price is None else worth * (1 - price)) - walks
        seller = worth * (price - cost) if play.partner == "ally" else 0.0
        got = payoffs(p, play)
        return abs(got["player 2"] - buyer) < CLOSE and abs(got["player 1"] - seller) < CLOSE

    words = f"{count} plays at random parameters, every move drawn at random"
    return Finding(
        printed=trial(words, plays, lambda one: agrees(one, one[0].phi - 1)),
        twin=trial(f"a seller without a cost: {words}", plays, lambda one: agrees(one, 0.0)),
        values={"plays": len(plays)},
    )


# --- the rules ----------------------------------------------------------------------------------------------------


def only_together() -> Finding:
    """Who gains where he builds alone, and where the two share the cost evenly."""
    where = anywhere()

    def both_gain(p: Params, share: float) -> bool:
        got = payoffs(p, read((share, "accept")))
        return all(gain > 0 for gain in got.values())

    return Finding(
        printed=where.tried(lambda p: net(p, 0.0) < 0 and both_gain(p, p.phi / 2)),
        twin=where.tried(lambda p: net(p, 0.0) < 0 and both_gain(p, p.phi / 3), "she pays a third of the cost"),
    )


def at_most_one() -> Finding:
    """What more than 1 would leave player 1, against what an offer of nothing earns her."""
    where = anywhere().first(20)
    more = shares(12, 5, 1.01, 2.0)

    def never_pays(p: Params, most: float) -> bool:
        eq = forced(p)
        nothing = eq.worth((), 0.0)
        return eq.r1 <= most and all(1 - r < 0 <= nothing for r in more)

    return Finding(
        printed=where.tried(lambda p: never_pays(p, 1.0)),
        twin=where.tried(lambda p: never_pays(p, p.phi - 1), r"more than $\phi - 1$"),
    )


def standing_offer() -> Finding:
    """What the first partner's offer is worth a period later, and what a player 2 without a partner is offered."""
    where = anywhere().first(20)
    drawn = dict(zip(where.points, zip(shares(13, 20), shares(14, 20), shares(15, 20))))

    def stands(p: Params, *, hers: bool) -> bool:
        eq, (r1, x1, r2) = forced(p), drawn[p]
        late = eq.worth((r1, *held(x1)[1:], r2), "accept ad hoc") + p.c
        ally = eq.worth((r1, *held(x1)[1:], r2), "accept ally") + p.c
        without = eq.second_offer(None) == eq.second_offer(0.0)
        taken = max(r1, r2) if hers else r2
        return without and abs(late - p.delta * net(p, x1)) < CLOSE and abs(ally - p.delta * net(p, taken)) < CLOSE

    return Finding(
        printed=where.tried(lambda p: stands(p, hers=False)),
        twin=where.tried(lambda p: stands(p, hers=True), "her first offer stands as well"),
    )


def floor() -> Finding:
    """What player 2 takes of his ally's offers, in either period."""
    where, offers = anywhere().first(20), shares(16, 12)

    def only_if(p: Params, *, whenever: bool) -> bool:
        eq = forced(p)
        taken = [(eq.first_response(r) == "accept", r) for r in offers]
        taken += [(eq.second_response(r, None) == "accept ally", r) for r in offers]
        taken += [(eq.final_response(r, None, 0.0) == "accept ally", r) for r in offers]
        return all(net(p, r) >= 0 for takes, r in taken if takes) and (
            not whenever or all(takes for takes, r in taken if net(p, r) >= 0)
        )

    return Finding(
        printed=where.tried(lambda p: only_if(p, whenever=False)),
        twin=where.tried(lambda p: only_if(p, whenever=True), "whenever it is so, and not only if"),
    )


def mildly_risk_averse() -> Finding:
    """The ties at r_star and r_tilde, judged by somebody whose utility of z is (1 - exp(-a z))/a."""
    where, mild = cheap(), 0.01

    def utility(a: float, z: float) -> float:
        return (1 - math.exp(-a * z)) / a

    def looks(p: Params, a: float) -> float:
        """The expected utility of a last search with r_star in hand, by integration over the draw."""
        r = paper.r_star(p)
        drawn = (math.exp(-a * (net(p, r) - p.c)) - math.exp(-a * (net(p, 1.0) - p.c))) / a
        return (1 - r * math.exp(-a * (net(p, r) - p.c)) - drawn) / a

    def prefers_sure(p: Params, a: float) -> bool:
        r, tilde = paper.r_star(p), paper.r_tilde(p)
        return utility(a, net(p, r)) > looks(p, a) and utility(a, 1 - r) > tilde * utility(a, 1 - tilde)

    return Finding(
        printed=where.tried(lambda p: prefers_sure(p, mild), f"an aversion of {mild:g}"),
        twin=where.tried(lambda p: prefers_sure(p, -mild), f"a liking of {mild:g} for risk"),
    )


def a_little_more() -> Finding:
    """Player 1's offer a hair above a standing partner's, against the match that T2 lets win."""
    where = cheap().first(12) + dear_useful().first(12)
    drawn = dict(zip(where.points, shares(17, 24, 0.15, 0.99)))

    def as_good(p: Params, more: float) -> bool:
        eq, x1 = forced(p), max(drawn[p], p.phi - 1)
        return eq.worth(held(x1), min(x1 + more, 1.0)) > eq.worth(held(x1), x1) - 2 * HAIR

    return Finding(
        printed=where.tried(lambda p: as_good(p, HAIR), f"{HAIR:g} more"),
        twin=where.tried(lambda p: as_good(p, -HAIR), f"{HAIR:g} less"),
    )


def unique_with_ties() -> Finding:
    """Whether some other first offer is worth as much to player 1 as the best, ties settled by T1 to T4."""
    calm = cheap().first(6) + dear_useful().first(6)
    still = moved(dear_useful().first(4), r"$\delta = 1$", delta=1.0)
    tried = (0.0, *shares(18, 8))

    def is_alone(p: Params) -> bool:
        eq = forced(p)
        others = [r1 for r1 in tried if abs(r1 - eq.r1) > 0.01]
        return all(eq.worth((), r1) < eq.eu_1 - CLOSE for r1 in others)

    return Finding(printed=(calm + still).tried(is_alone), further=calm.tried(is_alone), twin=still.tried(is_alone))


# --- the claims ---------------------------------------------------------------------------------------------------

QUESTION = (
    Claim(
        id="fr-anarchy-choice",
        source=SOURCE,
        where="section 1",
        says="Anarchy implies choice. An agreement between states must be self-enforcing, each one's best strategy, "
        "and a model of alliances must let states break them.",
        kind="interpretation",
        expects=HOLDS,
        found="The first half is a programme, which the game carries out: in its equilibrium nobody gains by another "
        "action at any history. A player 2 who keeps to his ally whatever she offers does not play an equilibrium; "
        "somebody could gain [[gain]].",
        check=self_enforcing,
    ),
    Claim(
        id="fr-realist",
        source=SOURCE,
        where="section 1",
        says="In realist theory (Morgenthau 1960, Waltz 1979) states form alliances to add up their strength against "
        "a common threat; mutual interest explains why alliances are formed and why they dissolve.",
        kind="literature",
        expects=OPEN,
        found="The two books were not seen. They stand in our bibliography as the paper lists them, and the publisher "
        "of the second is doubtful. In the game there is no threat, and the alliance can break although interests are "
        "common.",
    ),
    Claim(
        id="fr-commitment-lit",
        source=SOURCE,
        where="section 1",
        says="A second literature takes commitment as the problem of alliances, and explains them by reputation, "
        "punishment and political costs that their members create.",
        kind="literature",
        expects=OPEN,
        found="A summary of a literature, with no work named in that place. The list in brackets at the end of the "
        "next paragraph (Snyder and Diesing, Morrow, Haftendorn and others) fits this sentence better than the one "
        "about economic theory at which it stands.",
    ),
    Claim(
        id="fr-opportunity-costs",
        source=SOURCE,
        where="section 1",
        says="Allies often invest in each other, in joint bases and joint planning, so that it costs something to act "
        "with somebody else: a search for another partner would harm the relationship.",
        kind="empirical",
        expects=OPEN,
        found="The text gives no source, and we looked for no data on joint bases or joint planning. In the game all "
        "of it is one number, $c$.",
        deal="player-2/tie-your-own-hands/1",
    ),
    Claim(
        id="fr-economic-lit",
        source=SOURCE,
        where="section 1",
        says="The economic theory of alliances, from Olson and Zeckhauser (1966) and Smith (1980) on, takes the "
        "alliance as an enforceable contract and asks how the incentive to free-ride bears on what its members give.",
        kind="literature",
        expects=OPEN,
        found="The two articles were not read. Volume and pages of the first were seen in another list; those of the "
        "second, by R. P. Smith, are as the paper prints them.",
    ),
    Claim(
        id="fr-footnote-1",
        source=SOURCE,
        where="section 1, footnote 1",
        says="Work with private benefits of defence spending (Sandler 1988, Oneal 1990, Palmer 1990) was a reply to "
        "burden sharing in NATO after the late 1960s, which did not fit the theory of the pure collective good; it "
        "too takes alliances to be binding in some sense.",
        kind="literature",
        expects=OPEN,
        found="None of the three was read. Oneal's title and year were seen at the journal; Palmer's article cannot "
        "be in the journal that is printed. The footnote's last clause, that the model explains departures from that "
        "theory, is tried where the paper argues it (free riding, section 5).",
        erratum="FR-21",
    ),
    Claim(
        id="fr-smith-1995",
        source=SOURCE,
        where="section 1, footnote 2",
        says="Smith (1995) integrates several aspects of alliances in one model as well, but asks how defensive "
        "commitments bear on the likelihood of war.",
        kind="literature",
        expects=OPEN,
        found="Author, title, journal and pages were seen on the author's page; the article was not read.",
    ),
    Claim(
        id="fr-footnote-3",
        source=SOURCE,
        where="section 2, footnote 3",
        says='Alliances are for the most part "temporary, ad hoc agreements organized for a specific purpose" (Thies '
        "1987); lasting institutions like NATO are a special case.",
        kind="literature",
        expects=OPEN,
        found="The article was not seen, so the quotation is the paper's. The name is printed Theis; from memory it "
        "is Thies.",
        erratum="FR-21",
    ),
    Claim(
        id="fr-footnote-4",
        source=SOURCE,
        where="section 2, footnote 4",
        says="Few have studied outside options in international relations (Voeten 2001); in economics there is a "
        "large literature (Binmore 1985, Lee 1994, Muthoo 1995 and 1999, Shaked 1994).",
        kind="literature",
        expects=OPEN,
        found="How few was not counted. Voeten's article, Lee's and the first of Muthoo's were found with their "
        "pages; the other three are as the paper lists them.",
        erratum="FR-21",
    ),
    Claim(
        id="fr-lee",
        source=SOURCE,
        where="section 2",
        says="The game is one of a buyer and a seller over the price of something indivisible, as that of Lee (1994) "
        r"is, for a seller whose cost is $\phi - 1$.",
        kind="literature",
        expects=HOLDS,
        found=r"With a buyer who values the good at 1 and a price of $\phi - r$, payoffs agree in all [[plays]] plays. "
        "Lee's article was not read, only its summary, so that how closely the two are related was not checked.",
        check=buyer_and_seller,
    ),
    Claim(
        id="fr-olson-zeckhauser",
        source=SOURCE,
        where="section 2",
        says="An alliance produces a collective good for its members (Olson and Zeckhauser 1966).",
        kind="literature",
        expects=OPEN,
        found="The article was not read. In the paper's own game the good is collective only between those who build "
        "it: player 1 gets nothing if her ally builds it with somebody else.",
    ),
    Claim(
        id="fr-snyder",
        source=SOURCE,
        where="section 2",
        says="The frequent source of conflict in an alliance is the sharing of its burden (Snyder 1997).",
        kind="literature",
        expects=OPEN,
        found="The book was not seen; it stands in our bibliography as the paper lists it.",
    ),
    Claim(
        id="fr-morrow-signal",
        source=SOURCE,
        where="section 5",
        says="Others hold that alliances signal common interests (Morrow 1994).",
        kind="literature",
        expects=OPEN,
        found="Title, journal, pages and DOI were seen; the article was not read. Our second part starts from it, "
        "through the slides of Masumura.",
    ),
    Claim(
        id="fr-snyder-diesing",
        source=SOURCE,
        where="section 5",
        says="Some hold that reputation makes alliances credible: since states meet again and again they are deterred "
        "from reneging (Snyder and Diesing 1977).",
        kind="literature",
        expects=OPEN,
        found="The book was not seen. In the paper's game the two meet in two periods of one play, so there is no "
        "reputation to lose.",
    ),
    Claim(
        id="fr-institutions",
        source=SOURCE,
        where="section 1 and section 6",
        says="The results bear on international institutions in general, where these are seen as producing a "
        "collective good (Russett and Sullivan 1971, Sandler 1993), and speak to the literature on them.",
        kind="literature",
        expects=OPEN,
        found="Both articles were found with their journals and not read; the second's title lacks its ending, *A "
        "Survey*. Whether the model fits other institutions is not a question that it can answer.",
        erratum="FR-21",
    ),
)

GAME = (
    Claim(
        id="fr-only-together",
        source=SOURCE,
        where="section 2",
        says=r"With $1 < \phi < 2$ no state wants to produce the good alone, and if two contribute both are better "
        "off.",
        kind="theorem",
        expects=HOLDS,
        found="One alone would lose; with even shares both gain. Not every division will do: if she pays only a "
        "third, he loses where the good is dear.",
        check=only_together,
    ),
    Claim(
        id="fr-at-most-one",
        source=SOURCE,
        where="section 2",
        says=r"No state has an incentive to contribute more than 1, so that $r_i \le 1$.",
        kind="theorem",
        expects=HOLDS,
        found="This is arithmetic: an offer above 1 that is taken leaves player 1 with less than nothing, and an offer "
        "of 0 never does. In the equilibrium she offers no more than 1 anywhere.",
        check=at_most_one,
    ),
    Claim(
        id="fr-floor",
        source=SOURCE,
        where="section 2",
        says=r"Player 2 will produce the good with player 1 only if $1 - \phi + r_1 \ge 0$.",
        kind="theorem",
        expects=HOLDS,
        found="So it is, in either period. It is not enough: below $r^*$ he would rather search.",
        check=floor,
        deal="player-2/expensive-good/2",
    ),
    Claim(
        id="fr-standing-offer",
        source=SOURCE,
        where="section 2, footnotes 6 and 7",
        says="An ad hoc offer stands and can be accepted in either period; if player 2 does not search in the first, "
        "one can set $x_1 = 0$.",
        kind="computation",
        expects=HOLDS,
        found="Both are how the rules are played. Her own first offer does not stand: the text does not say so, but "
        r"its formula $\bar s_2 = \max\{x_1, r_2, \phi - 1\}$ does.",
        check=standing_offer,
    ),
    Claim(
        id="fr-risk-averse",
        source=SOURCE,
        where="section 2, first tie rule",
        says="That a sure outcome is chosen before a lottery with the same expectation means that players are mildly "
        "risk averse.",
        kind="interpretation",
        expects=HOLDS,
        found=r"At both ties that matter, his at $r^*$ and hers at $\tilde r$, a slight aversion to risk decides as "
        "the rule does, and a slight liking for it decides the other way.",
        check=mildly_risk_averse,
    ),
    Claim(
        id="fr-recent-proposal",
        source=SOURCE,
        where="section 2, second tie rule",
        says="That the most recent of two equal proposals wins is reasonable, since whoever made the later one could "
        r"have offered $\epsilon$ more.",
        kind="interpretation",
        expects=HOLDS,
        found="Offering a millionth more than a standing partner is worth as much to her as matching him, up to that "
        "millionth. The reason is hers alone: an ad hoc partner does not choose his offer, and beside an offer of 1 "
        "there is no room for more. Neither happens with positive probability.",
        check=a_little_more,
    ),
    Claim(
        id="fr-ties-unique",
        source=SOURCE,
        where="section 2",
        says="Three rules for ties give a unique equilibrium, and let one look at pure strategies only.",
        kind="theorem",
        expects=FURTHER,
        found=r"For $\delta < 1$ no other first offer is as good. At $\delta = 1$ many are, where $c \ge 1/32$: it "
        "takes a fourth rule, now before an equal sure outcome later, which Table 2 uses without stating it.",
        check=unique_with_ties,
        erratum="FR-6",
    ),
)
