"""Period 2 by backward induction, as a function of x1: finitely many pieces, each of them played in one way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from alliancelib.outside_options.model import TIE, Params, Partner, Prospect, choose
from alliancelib.outside_options.odds import Odds, root

HAIR = 1e-11
"""How far above an atom player 1 bids to win the tie: far less than any payoff is accurate to, but more than TIE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A range of x1, ``low`` included, on which period 2 is played in one way."""

    low: float
    high: float
    best: float | None
    """The best proposal after player 1's offer, or None where it is x1 itself, matched or left to stand."""
    holder: Partner | None
    """Who made it; None where nothing is worth producing for."""
    searches: bool
    """Whether player 2 searches again."""
    turn: float = 0.0
    """Player 2 would rather wait than take x1 on [low, turn), where x1 is the best he can have now."""


def _stop(p: Params, odds: Odds) -> float:
    """The least proposal, phi - 1 or more, at which another search is not worth its cost (T1 at a tie)."""
    floor = p.phi - 1
    if odds.excess(floor) <= p.c + TIE:
        return floor
    return root(lambda s: p.c - odds.excess(s), floor, 1.0)


def free_pieces(p: Params, odds: Odds) -> list[Piece]:
    """Period 2 where player 1 may offer anything, worked out from the highest x1 down.

    Between two turns the bet (1 - r) F(r) only rises or only falls. Where it rises she holds out for the best offer
    further up; where it falls she matches x1 until that offer is as good.
    """
    floor, stop = p.phi - 1, _stop(p, odds)
    pieces = [Piece(low=stop, high=1.0, best=None, holder="ally", searches=False)]
    best, worth, bets = stop, 1 - stop, False
    inside = [turn for turn in odds.turns if floor < turn < stop]
    for low, high in reversed(list(pairwise([floor, *inside, stop]))):
        step = odds.upto(low) - odds.spread(low)

        def loss(r: float, worth: float = worth, step: float = step) -> float:
            return worth - (1 - r) * (odds.spread(r) + step)

        rises, tied = loss(low) >= loss(high), not bets and loss(low) >= -TIE
        cut = low if rises or tied else root(loss, low, high)
        if cut < high:
            pieces.append(Piece(low=cut, high=high, best=best, holder="ally", searches=bets))
        if low < cut:
            pieces.append(Piece(low=low, high=cut, best=None, holder="ally", searches=True))
            best, worth, bets = low + HAIR * odds.is_atom(low), worth - loss(low), True
    pieces.append(Piece(low=0.0, high=floor, best=best, holder="ally", searches=bets))
    return pieces[::-1]


def bid_pieces(p: Params, odds: Odds, bids: tuple[float, ...], replies: tuple[float, ...]) -> list[Piece]:
    """Period 2 where player 1 may offer only ``bids``; the pieces are ruled by the bids themselves."""
    floor = p.phi - 1
    edges = sorted({0.0, 1.0, floor, _stop(p, odds), *bids})
    pieces = []
    for low, high in pairwise(edges):
        x = (low + high) / 2
        reply = bid_against(bids, replies, max(x, floor))
        best, holder = (None, "ad hoc") if x > max(reply, floor) else (floor, None)
        if reply >= max(x, floor) - TIE:
            best, holder = reply, "ally"
        searches = odds.excess(x if best is None else best) > p.c + TIE
        pieces.append(Piece(low=low, high=high, best=best, holder=holder, searches=searches))
    return pieces


def best_bids(p: Params, odds: Odds, bids: tuple[float, ...]) -> tuple[float, ...]:
    """The best of the bids from each one upwards: what to offer where that bid is the lowest that can win."""
    prospects, replies = [], []
    for bid in reversed(bids):
        searches = odds.excess(max(bid, p.phi - 1)) > p.c + TIE
        wins = 0.0 if bid < p.phi - 1 - TIE else odds.below(bid) if searches else 1.0
        prospects.insert(0, Prospect(bid, (1 - bid) * wins, sure=not searches))
        replies.insert(0, choose(prospects))
    return tuple(replies)


def bid_against(bids: tuple[float, ...], replies: tuple[float, ...], x: float) -> float:
    """The bid to make where ``x`` stands; the highest bid where none can win."""
    first = bisect_left(bids, x - TIE)
    return replies[first] if first < len(bids) else bids[-1]


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces that are played alike, as one; empty ones are left out."""
    last: Piece | None = None
    for piece in pieces:
        if piece.low >= piece.high:
            continue
        if last and (last.best, last.holder, last.searches) == (piece.best, piece.holder, piece.searches):
            last = replace(last, high=piece.high)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
