"""The cost-sharing game in words, as far as all three seats say it alike.

The patron is "she", the challenger "he", the protégé "it". All amounts are points, hundredths of what the issue is
worth to the protégé. Symbols appear only in the debrief; a seat is shown beta and pi, never the label of a type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from alliancelib.core.game import History, Player
from alliancelib.core.lessons import Deal
from alliancelib.core.symbols import symbols
from alliancelib.core.tree import Mark, Words
from alliancelib.cost_sharing.model import TIE, Params, Play, Type, beta, pr_win, read, u
from alliancelib.cost_sharing.scenarios import judge, session, taught, theory, your_own
from alliancelib.widgets import words_mistakes_cost_sharing as mistakes
from alliancelib.widgets.numbers import number, percent
from alliancelib.widgets.seat import Seat, head

GAME = "Cost sharing"

PART = "book/cost-sharing"
CRISIS, ATLAS = f"{PART}/the-crisis.html", f"{PART}/atlas.html"
SEPARATING_1, SEPARATING_2, SEPARATING_3 = (f"{PART}/separating-{k}.html" for k in (1, 2, 3))

CLAIMS: Mapping[str, Mapping[str, str]] = {
    "line-2": {
        "name": "Line (2)",
        "says": "Every patron fights for an ally; only a committed one also fights once the alliance is over.",
        "href": f"{CRISIS}#cs-line-2",
    },
    "reservation": {
        "name": "What a war is worth",
        "says": "The challenger offers exactly what the protégé would get from a war, and keeps the rest of the peace.",
        "href": f"{CRISIS}#cs-reservation",
    },
    "kept": {
        "name": "Under an alliance beliefs do not matter",
        "says": "While the alliance stands every patron fights: the challenger offers the same whatever he believes.",
        "href": f"{CRISIS}#cs-kept",
    },
    "mu-star": {
        "name": "The belief mu*",
        "says": "After a withdrawal the challenger offers more from mu* on: the less he stands to gain from an "
        "abandoned protégé and the more a war would cost, the lower it lies.",
        "href": f"{CRISIS}#cs-mu-star",
    },
    "threat": {
        "name": "Condition (7)",
        "says": "A threat to leave is credible if the alliance costs the patron more than its end would.",
        "href": f"{SEPARATING_1}#cs-threat",
    },
    "worth": {
        "name": "The demand a*",
        "says": "A protégé that would be left pays up to what it would lose: p_h \N{MINUS SIGN} p_l if it would then "
        "be alone, p_h \N{MINUS SIGN} p_m if its patron would still fight, or is thought to.",
        "href": f"{SEPARATING_1}#cs-a-star",
    },
    "separating-1": {
        "name": "Separating 1",
        "says": "Where demands are unpopular at home only the uncommitted patron makes one, and it is paid.",
        "href": f"{SEPARATING_1}#cs-separating-1",
    },
    "separating-2": {
        "name": "Separating 2",
        "says": "Where they are popular the committed patron demands the most in vain; the uncommitted one is paid.",
        "href": f"{SEPARATING_2}#cs-separating-2",
    },
    "separating-3": {
        "name": "Separating 3, corrected",
        "says": "Above l* both demand the most in vain and the uncommitted patron leaves. The slides then print an "
        "offer of p_h \N{MINUS SIGN} c_T; it is p_l \N{MINUS SIGN} c_T.",
        "href": f"{SEPARATING_3}#cs-separating-3",
    },
    "cap": {
        "name": "Cap, which the slides leave out",
        "says": "Where no more than a* can be demanded both types ask for all of it, and only one of them is paid.",
        "href": f"{ATLAS}#cs-cap",
    },
    "no-threat": {
        "name": "Below condition (7)",
        "says": "Where staying is better than leaving to every patron nobody is paid, however much is demanded.",
        "href": f"{ATLAS}#cs-no-threat",
    },
    "above": {
        "name": "Above condition (7)",
        "says": "Where the alliance costs so much that a committed patron would leave too, she is paid too, or goes.",
        "href": f"{ATLAS}#cs-above",
    },
}


def seat_of(
    player: Player,
    *,
    board: str,
    page: str,
    roles: Mapping[str, str],
    looks: Mapping[str, str],
    line: str,
    words: Callable[[Deal], Words],
    first: Callable[[Deal, str], Mapping[str, Any]],
    takes: str | None = None,
) -> Seat:
    """One of the three seats: ``roles`` and ``looks`` by player, and what its line is called.

    A deal that shows an erratum has more to say than its ``words``; see `words_mistakes_cost_sharing`.
    """
    return Seat(
        head=head(board=board, game=GAME, seat=player, roles=roles, looks=looks, line=line, claims=CLAIMS),
        page=page,
        params=Params,
        taught=partial(taught, player),
        your_own=partial(your_own, seat=player),
        session=partial(session, seat=player),
        judge=judge,
        words=lambda deal: mistakes.words(deal, words(deal), player),
        first=first,
        claims=mistakes.claims,
        takes=takes,
    )


def how_it_ended(history: History) -> str:
    """How the negotiation ended, and whether there was a war."""
    play = read(history)
    return f"{play.n}, {'peace' if play.settles else 'war'}"


def symbols_said(p: Params) -> str:
    """All twelve letters with their values."""
    return ", ".join(f"{s.name} = {getattr(p, s.name):g}" for s in symbols(Params))


# --- the crisis -------------------------------------------------------------------------------------------------


def odds(p: Params, *, kept: bool, beside: bool) -> float:
    """The chance that the protégé's side wins."""
    return pr_win(p, Play("war", None, None, "no offer" if kept else "withdrawal", 0.0, False, beside))


def odds_said(p: Params, kept: str, left: str) -> str:
    """The three chances of winning, as the end of a sentence: as ``kept``, if ``left`` after leaving, and alone."""
    return f"{percent(p.p_h)} as {kept}, {percent(p.p_m)} if {left} after leaving, {percent(p.p_l)} alone"


def is_tie(one: float, other: float) -> bool:
    """Whether two worths are equal, so that only the rules choose between them."""
    return abs(one - other) <= TIE


def stake(p: Params, type: Type) -> str:
    """What a patron feels of the protégé's gains and losses."""
    return percent(beta(p, type))


def later(p: Params, *costs: float, whose: str) -> list[Mapping[str, Any]]:
    """The figures that are at hand after the bet: the odds of a war, and what it costs ``whose``."""
    chances = " / ".join(number(chance) for chance in (p.p_h, p.p_m, p.p_l))
    return [
        {"label": "Allied / left / alone", "value": f"{chances}%", "later": True},
        {"label": f"War costs {whose}", "value": " / ".join(map(number, costs)), "later": True},
    ]


def would_fight(p: Params, type: Type, a: float) -> bool:
    """Whether a patron who left after her demand ``a`` was refused would be drawn into a war."""
    profile = theory(p).profile
    x = profile.x.withdrawal(a)
    return not profile.settles[type, False](x) and profile.intervenes[type, False]


def gain_at_home(p: Params) -> str:
    """What a demand earns at home, in percent of it, with its sign."""
    return f"+{percent(p.l)}" if p.l > 0 else percent(p.l)


def parts(**amounts: float) -> str:
    """A sum in words, its terms named, those that are nothing left out: "21 from its share and 50 in payment"."""
    said = [f"{number(amount)} {name.replace('_', ' ')}" for name, amount in amounts.items() if abs(amount) > TIE]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said) or "nothing"


def war_story(p: Params, play: Play, seat: Player, *, helper: str, side: str) -> Sequence[str]:
    """A war that has been decided: who fought, who won, and what it was worth to the seat before it was decided.

    ``helper`` is whom it says to have fought or stood aside, ``side`` whose side won or lost.
    """
    stood = f"{helper} fight{'' if helper == 'You' else 's'} beside {'you' if seat == 'target' else 'the protégé'}"
    if not play.intervenes:
        stood = f"{helper} stand{'' if helper == 'You' else 's'} aside"
    ended = f"{side} {'win' if play.won else 'lose'}{'' if side == 'You' else 's'} all of it"
    chance, average = percent(pr_win(p, play)), number(u(p, play)[seat])
    return (
        f"It is war. {stood}. {ended}.",
        f"{'Your' if side == 'You' else 'Its'} chance was {chance}: on average such a war leaves you with {average}, "
        "all counted.",
    )


def costs_or_gains(loss: float, whom: str) -> str:
    """What the end of the alliance does to a patron: "cost her 26", or "even gain her 10"."""
    return f"cost {whom} {number(loss)}" if loss >= 0 else f"even gain {whom} {number(-loss)}"


def offers(play: Play, *, demand: str, offer: str) -> list[Mark]:
    """What has been demanded and offered, on the line."""
    named = ((play.a, demand, "ally"), (play.x, offer, "challenger"))
    return [Mark(at=at, label=label, kind=kind) for at, label, kind in named if at is not None]
