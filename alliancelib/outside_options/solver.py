"""Backward induction from the rules of section 2 alone: any phi, c and delta, any distribution of ad hoc offers.

The idea. In period 2 all that matters of the past is the standing proposal, so period 2 is solved once, as a
function of x1. It falls into finitely many *pieces*: on each, player 1 either answers every x1 with one and the same
offer or matches x1. In period 1, player 2 compares r1 and x1 with the value of waiting, piece by piece; that gives
player 1's payoff as a function of r1 with every jump in view, and its largest value is one of finitely many
candidates (a jump, a stationary point, an atom), each found as a root and none on a grid. `odds` prepares the
distribution, `pieces` solves period 2; period 1 and the whole plan are here.

Departs: where player 1 would like to bid just more than an offer that is drawn with positive probability, rule T2
(the most recent proposal wins) leaves no best offer. She then offers `HAIR` more than it, so that her plan is played
by the rules as they stand; nothing else gains her more than that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from alliancelib.core.game import Action, History
from alliancelib.outside_options.model import (
    MOVERS,
    OUTCOMES,
    TIE,
    Equilibrium,
    Params,
    Partner,
    Prospect,
    after,
    check_share,
    choose,
    net,
    payoffs,
    read,
    search_costs,
)
from alliancelib.outside_options.odds import Odds, prepare, root, samples, sign_changes
from alliancelib.outside_options.offers import Offers, Uniform, as_offers
from alliancelib.outside_options.pieces import HAIR, Piece, best_bids, bid_against, bid_pieces, free_pieces, joined

# --- period 1 and the plan ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Region:
    """A range of x1 on which player 2, holding r1, answers in one way."""

    low: float
    high: float
    action: str
    piece: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Period 2 after x1, which was drawn with probability ``chance``; payoffs are those of period 2."""

    x1: float
    chance: float
    sure: bool
    """Whether player 2 takes an offer, or none, without searching."""
    eu_1: float
    eu_2: float
    ends: tuple[float, float, float]
    """The chances that the good is produced with the ally, with an ad hoc partner, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Induction:
    """Both players' plans by backward induction, after every history (a `model.Plan`)."""

    p: Params
    offers: Offers
    odds: Odds
    bids: tuple[float, ...] | None
    """What player 1 may offer; None where she may offer anything."""
    replies: tuple[float, ...]
    """With bids: the best of them from each one upwards."""
    pieces: tuple[Piece, ...]
    """Period 2 as a function of x1."""
    waits: tuple[Wait, ...] = ()
    """Period 2 after each x1 that is an atom."""

    @property
    def floor(self) -> float:
        """phi - 1: what a partner must pay for the good to be worth producing."""
        return self.p.phi - 1

    # Period 2. Decisions compare payoffs of period 2, so that they mean something at delta = 0 too.

    def second_offer(self, x1: float | None) -> float:
        """Player 1's second offer; None where player 2 did not search."""
        standing = max(self.floor, x1 or 0.0)
        if self.bids is not None:
            return bid_against(self.bids, self.replies, standing)
        piece = self.pieces[bisect_right(self.pieces, standing, key=lambda piece: piece.low) - 1]
        if piece.best is not None:
            return piece.best
        return standing + HAIR * (piece.searches and self.odds.is_atom(standing))

    def second_response(self, r2: float, x1: float | None) -> str:
        """Player 2's reply to r2."""
        prospects = [
            Prospect("accept ally", net(self.p, r2), period=2, proposal=3),
            Prospect("search", self._theta(self._standing(r2, x1)[0]), sure=False, period=2),
            Prospect("decline", 0.0, produces=False, period=2),
        ]
        if x1 is not None:
            prospects.append(Prospect("accept ad hoc", net(self.p, x1), period=2, proposal=2))
        return choose(prospects)

    def final_response(self, r2: float, x1: float | None, x2: float) -> str:
        """Player 2's last choice, x2 drawn."""
        standing = max(x2, x1 or 0.0)
        prospects = (
            Prospect("accept ally", net(self.p, r2), period=2, proposal=3),
            Prospect("accept ad hoc", net(self.p, standing), period=2, proposal=4 if x2 == standing else 2),
            Prospect("decline", 0.0, produces=False, period=2),
        )
        return choose(prospects)

    def _standing(self, r2: float, x1: float | None) -> tuple[float, Partner | None]:
        """The best proposal once r2 is made, phi - 1 at least, and who made it (T2, T3)."""
        x, floor = (0.0, self.floor) if x1 is None else (x1, self.floor)
        if r2 >= max(x, floor) - TIE:
            return r2, "ally"
        return (x, "ad hoc") if x1 is not None and x >= floor - TIE else (floor, None)

    def _theta(self, s: float) -> float:
        """What a search is worth while ``s`` stands: net(s) + E(x - s)^+ - c, eq. (1)."""
        return net(self.p, s) + self.odds.excess(s) - self.p.c

    def _ends(self, r2: float, x1: float | None) -> tuple[float, float, float]:
        """The chances that period 2 ends with the ally, with an ad hoc partner, or without the good."""
        s, holder = self._standing(r2, x1)
        kept = self.odds.below(s) if self.second_response(r2, x1) == "search" else 1.0
        match holder:
            case "ally":
                return kept, 1 - kept, 0.0
            case "ad hoc":
                return 0.0, 1.0, 0.0
        return 0.0, 1 - kept, kept

    def _wait(self, x1: float | None, chance: float = 1.0) -> Wait:
        """What waiting leads to after x1, or after no search."""
        r2 = self.second_offer(x1)
        s, _ = self._standing(r2, x1)
        now, again, ends = net(self.p, s), self._theta(s), self._ends(r2, x1)
        return Wait(
            x1=0.0 if x1 is None else x1,
            chance=chance,
            sure=self.second_response(r2, x1) != "search",
            eu_1=(1 - r2) * ends[0],
            eu_2=max(now, again),
            ends=ends,
        )

    # Period 1.

    def first_response(self, r1: float) -> str:
        """Player 2's reply to r1."""
        wait = self._wait(None)
        prospects = (
            Prospect("accept", net(self.p, r1), proposal=1),
            Prospect("search", self._search(r1)[1], sure=False),
            Prospect("advance", self.p.delta * wait.eu_2, sure=wait.sure, period=2),
        )
        return choose(prospects)

    def response_after_search(self, r1: float, x1: float) -> str:
        """Player 2's choice between r1, x1 and waiting."""
        wait = self._wait(x1)
        prospects = (
            Prospect("accept ally", net(self.p, r1), proposal=1),
            Prospect("accept ad hoc", net(self.p, x1), proposal=2),
            Prospect("advance", self.p.delta * wait.eu_2, sure=wait.sure, period=2),
        )
        return choose(prospects)

    def _indifferent(self, piece: Piece, x1: float) -> float:
        """What player 2 must be offered now, on this piece of period 2, not to wait."""
        s = x1 if piece.best is None else piece.best
        return self.floor + self.p.delta * (self._theta(s) if piece.searches else net(self.p, s))

    def _content(self, piece: Piece, r1: float) -> float:
        """Up to which x1 of the piece r1 is at least as good as waiting, ties included."""
        if self._indifferent(piece, piece.high) <= r1 + TIE:
            return piece.high
        return root(lambda x: self._indifferent(piece, x) - r1, piece.low, piece.high)

    def regions(self, r1: float) -> Iterator[Region]:
        """How player 2 answers x1, atoms apart: on each piece r1 is enough up to some x1, and x1 from some x1 on."""
        if self.odds.spread(1.0) == 0:
            return
        for piece in self.pieces:
            low, high = piece.low, piece.high
            content = high if piece.turn <= low else self._content(piece, r1)
            beaten, turn = min(max(r1, low), content), max(content, piece.turn)
            cuts = (
                (low, beaten, "accept ally"),
                (beaten, content, "accept ad hoc"),
                (content, turn, "advance"),
                (turn, high, "accept ad hoc"),
            )
            for start, end, action in cuts:
                if start < end:
                    yield Region(start, end, action, piece)

    def _answer(self, r1: float, wait: Wait) -> str:
        """`response_after_search` at an atom, whose value of waiting is known."""
        if net(self.p, max(r1, wait.x1)) < self.p.delta * wait.eu_2 - TIE:
            return "advance"
        return "accept ally" if r1 > wait.x1 + TIE else "accept ad hoc"

    def _search(self, r1: float) -> tuple[float, float]:
        """Both players' expected payoffs from a first search while r1 stands."""
        p, odds = self.p, self.odds
        eu_1, eu_2 = 0.0, -p.c
        for region in self.regions(r1):
            low, high, piece = region.low, region.high, region.piece
            mass = odds.spread(high) - odds.spread(low)
            drawn = (1 - p.phi) * mass + odds.mean(high) - odds.mean(low)
            match region.action:
                case "accept ally":
                    eu_1, eu_2 = eu_1 + (1 - r1) * mass, eu_2 + net(p, r1) * mass
                case "accept ad hoc":
                    eu_2 += drawn
                case "advance" if piece.best is None:
                    kept = odds.matched(high) - odds.matched(low) if piece.holder == "ally" else 0.0
                    again = odds.surplus(high) - odds.surplus(low) - p.c * mass
                    eu_1, eu_2 = eu_1 + p.delta * kept, eu_2 + p.delta * (drawn + again)
                case "advance":
                    wait = self._wait((piece.low + piece.high) / 2)
                    eu_1, eu_2 = eu_1 + p.delta * wait.eu_1 * mass, eu_2 + p.delta * wait.eu_2 * mass
        for wait in self.waits:
            match self._answer(r1, wait):
                case "accept ally":
                    gain_1, gain_2 = 1 - r1, net(p, r1)
                case "accept ad hoc":
                    gain_1, gain_2 = 0.0, net(p, wait.x1)
                case _:
                    gain_1, gain_2 = p.delta * wait.eu_1, p.delta * wait.eu_2
            eu_1, eu_2 = eu_1 + wait.chance * gain_1, eu_2 + wait.chance * gain_2
        return eu_1, eu_2

    def outcomes(self, r1: float) -> dict[str, float]:
        """The probability of each of OUTCOMES after the first offer r1."""
        match self.first_response(r1):
            case "accept":
                return _chances(ally_1=1.0)
            case "advance":
                return _chances(waited=[(1.0, self._wait(None).ends)])
        now, waited = {"accept ally": [], "accept ad hoc": []}, []
        for region in self.regions(r1):
            mass = self.odds.spread(region.high) - self.odds.spread(region.low)
            if region.action == "advance":
                waited.append((mass, self._ends_on(region, mass)))
            else:
                now[region.action].append(mass)
        for wait in self.waits:
            action = self._answer(r1, wait)
            if action == "advance":
                waited.append((wait.chance, wait.ends))
            else:
                now[action].append(wait.chance)
        return _chances(sum(now["accept ally"]), sum(now["accept ad hoc"]), waited)

    def _ends_on(self, region: Region, mass: float) -> tuple[float, float, float]:
        """How period 2 ends on a region where player 2 waits, on average; ``mass`` is the region's probability."""
        if region.piece.best is not None:
            return self._wait((region.piece.low + region.piece.high) / 2).ends
        if region.piece.holder == "ad hoc" or mass <= 0:
            return 0.0, 1.0, 0.0
        kept = (self.odds.beaten(region.high) - self.odds.beaten(region.low)) / mass
        return kept, 1 - kept, 0.0

    # What a choice is worth.

    def worth(self, history: History, action: Action) -> float:
        """The mover's expected payoff from ``action``, the plans followed afterwards, valued at the start of play."""
        play = read(history)
        then = after(play, action)
        if then.stage == "over":
            return payoffs(self.p, then)[MOVERS[play.stage]]
        paid = search_costs(self.p, play.searches)
        match play.stage, action:
            case "first offer", _:
                return self._first_worth(action)
            case "first response", "search":
                return self._search(play.r1)[1]
            case (("first response" | "after search"), "advance"):
                return self.p.delta * self._wait(play.x1).eu_2 - paid
            case "second offer", _:
                return self.p.delta * (1 - action) * self._ends(action, play.x1)[0]
        return self.p.delta * self._theta(self._standing(play.r2, play.x1)[0]) - paid

    def _first_worth(self, r1: float) -> float:
        match self.first_response(r1):
            case "accept":
                return 1 - r1
            case "advance":
                return self.p.delta * self._wait(None).eu_1
        return self._search(r1)[0]

    # Player 1's first offer.

    def first_offer(self) -> tuple[float, float]:
        """Player 1's best first offer and what it is worth to her."""
        if self.bids is not None:
            return self._best(self._first_prospect(bid) for bid in self.bids)
        enough = self._accepted_from()
        prospects = [Prospect(enough, 1 - enough)]
        if self.first_response(0.0) == "advance":
            return self._best([self._first_prospect(0.0), *prospects])
        exact, limits = self._candidates(enough)
        # The best bet exactly, before TIE is applied: where her payoff is flat, TIE would blur r1 far more than EU1.
        bets = sorted(self._bets(exact, enough), key=lambda bet: (-bet.worth, bet.action))[:1]
        return self._best([*bets, *self._bets(limits, enough), *prospects])

    def _bets(self, offers: Iterable[float], enough: float) -> list[Prospect]:
        """First offers after which he searches. A gap keeps out those that TIE would count as accepted at once."""
        below = (r1 for r1 in offers if 0 <= r1 < enough - HAIR / 2)
        return [Prospect(r1, self._search(r1)[0], sure=False) for r1 in below]

    def _first_prospect(self, r1: float) -> Prospect:
        """A first offer as the tie rules see it."""
        reply = self.first_response(r1)
        sure = reply == "accept" or reply == "advance" and self._wait(None).sure
        return Prospect(r1, self._first_worth(r1), sure=sure, period=1 if reply == "accept" else 2)

    def _best(self, prospects: Iterable[Prospect]) -> tuple[float, float]:
        """The first of the best offers that T1 to T4 leave tied, and its worth."""
        listed = list(prospects)
        r1 = choose(listed)
        return r1, next(prospect.worth for prospect in listed if prospect.action == r1)

    def _accepted_from(self) -> float:
        """The least first offer that player 2 accepts at once."""
        least = self.floor + self.p.delta * self._wait(None).eu_2

        def loss(r1: float) -> float:
            return net(self.p, r1) - self._search(r1)[1]

        return least if loss(least) >= -TIE else root(loss, least, 1.0)

    def _candidates(self, enough: float) -> tuple[set[float], set[float]]:
        """First offers that can be best while player 2 searches, and limits from one side, HAIR away from them.

        Her payoff jumps where a piece of period 2 stops being worth waiting for, and at atoms; in between it has
        stationary points.
        """
        jumps = {self._indifferent(piece, x) for piece in self.pieces for x in (piece.low, piece.high)}
        jumps |= {self.floor + self.p.delta * wait.eu_2 for wait in self.waits}
        smooth = {0.0, *self.odds.turns, *(piece.turn for piece in self.pieces)}
        for piece in self.pieces:
            if piece.best is None and piece.searches:
                smooth |= {self._indifferent(piece, x) for x in self._stationary(piece)}
        limits = {r1 - HAIR for r1 in (*jumps, enough)} | {point + HAIR for point, _ in self.odds.atoms}
        return jumps | smooth, limits

    def _stationary(self, piece: Piece) -> list[float]:
        """Where offering just what makes x1 = x content is stationary in x, on a piece where x1 would be matched."""

        def slope(x: float) -> float:
            f, cdf, delta = self.odds.density(x), self.odds.upto(x), self.p.delta
            return (1 - self._indifferent(piece, x)) * f - delta * cdf * (cdf + (1 - x) * f)

        if piece.low >= piece.turn:
            return []
        return sign_changes(slope, samples(self.odds.spread.knots, piece.low, piece.turn))


def _chances(
    ally_1: float = 0.0, ad_hoc_1: float = 0.0, waited: Iterable[tuple[float, tuple[float, float, float]]] = ()
) -> dict[str, float]:
    """Probabilities of OUTCOMES from those of period 1 and, for period 2, its chance and how it ends, case by case."""
    ally_2, ad_hoc_2, none = (sum(chance * ends[k] for chance, ends in waited) for k in range(3))
    return dict(zip(OUTCOMES, (ally_1, ally_2, ad_hoc_1, ad_hoc_2, none)))


# --- the solver -----------------------------------------------------------------------------------------------


def backward_induction(p: Params, offers: Any = Uniform(), bids: Sequence[float] | None = None) -> Equilibrium:
    """The subgame-perfect equilibrium from the rules of section 2, ties settled by T1 to T4 of `model.choose`.

    ``offers`` is the distribution that x1 and x2 are drawn from: a value of `offers`, or a frozen ``scipy.stats``
    distribution on [0, 1]. Payoffs are accurate to 1e-10 for uniform offers and finite ones, 1e-8 for others.

    ``bids``, where given, are the only offers open to player 1, ascending; with finite offers the game is then
    finite and its equilibrium exact. Where no bid can win she makes the highest. Player 1's ties, after T1 to T4,
    go to the lowest offer.

    Departs: where T2 leaves no best offer she bids `HAIR` more than an atom.

    Raises ValueError where ``offers`` reach outside [0, 1], or ``bids`` are none, unsorted or outside [0, 1].

    >>> from alliancelib.outside_options.offers import Atoms
    >>> eq = backward_induction(Params(phi=1.1, c=0.02, delta=0.99))
    >>> round(eq.r1, 5), eq.first_move, round(eq.eu_1, 6), round(eq.eu_2, 6)
    (0.59995, 'search', 0.265418, 0.568952)
    >>> round(backward_induction(eq.p, Atoms((0, 0.9), (0.6, 0.4))).outcomes["ad hoc, period 1"], 6)
    0.4
    """
    offers = as_offers(offers)
    odds = prepare(offers)
    replies: tuple[float, ...] = ()
    if bids is None:
        pieces = free_pieces(p, odds)
    else:
        bids = _checked_bids(bids)
        replies = best_bids(p, odds, bids)
        pieces = bid_pieces(p, odds, bids, replies)
    plan = Induction(p=p, offers=offers, odds=odds, bids=bids, replies=replies, pieces=tuple(joined(pieces)))
    plan = replace(plan, pieces=tuple(replace(piece, turn=_turn(plan, piece)) for piece in plan.pieces))
    plan = replace(plan, waits=tuple(plan._wait(x1, chance) for x1, chance in odds.atoms))
    r1, eu_1 = plan.first_offer()
    eu_2 = max(plan.worth((r1,), action) for action in ("accept", "search", "advance"))
    return Equilibrium(p=p, r1=r1, eu_1=eu_1, eu_2=eu_2, outcomes=MappingProxyType(plan.outcomes(r1)), plan=plan)


def _checked_bids(bids: Sequence[float]) -> tuple[float, ...]:
    bids = tuple(bids)
    for bid in bids:
        check_share("bids", bid)
    if not bids or any(b <= a for a, b in pairwise(bids)):
        raise ValueError(f"bids must be at least one and ascending, got {bids!r}")
    return tuple(float(bid) for bid in bids)


def _turn(plan: Induction, piece: Piece) -> float:
    """Up to which x1 of the piece waiting beats taking x1: its value grows by less than x1 does."""
    if piece.low >= plan._indifferent(piece, piece.low) - TIE:
        return piece.low
    return root(lambda x: x - plan._indifferent(piece, x), piece.low, piece.high)
