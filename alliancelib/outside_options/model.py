"""Fang and Ramsay's alliance game as its rules: parameters, timing, payoffs and ties. Nothing is solved here.

Two allies can produce a good that is worth 1 to each and costs phi. Player 1 offers to pay a share r of the
cost. Player 2 may accept, search at cost c for an ad hoc partner whose offer x is drawn at random, or wait for
player 1's second offer. The second period is discounted by delta and ends the game.

A history is the tuple of what happened, in order::

    (r1, "search", x1, "advance", r2, "search", x2, "accept ally")
    (r1, "advance", r2, "decline")
    (r1, "accept")

An ad hoc offer stands (footnote 6). Three readings the paper leaves to its formulas: r1 lapses when the second
period starts, a second search is paid for in the second period, and player 2 may always produce nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from alliancelib.core.game import NATURE, Action, History, IllegalAction, Player, is_number
from alliancelib.core.symbols import symbol, validate

PLAYERS: tuple[Player, Player] = ("player 1", "player 2")

OUTCOMES = ("ally, period 1", "ally, period 2", "ad hoc, period 1", "ad hoc, period 2", "none")

Partner = Literal["ally", "ad hoc"]

TIE = 1e-12
"""Two payoffs closer than this are a tie, which rules T1 to T4 settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The three parameters of section 2. Raises ValueError naming the symbol, its range and the value."""

    phi: float = symbol(
        1.1, r"\phi", "cost of producing the good, worth 1 to each ally", low=1, high=2, low_open=True, high_open=True
    )
    c: float = symbol(0.02, "c", "cost of one search for an ad hoc partner", low=0, low_open=True)
    delta: float = symbol(0.99, r"\delta", "discount factor: worth today of 1 in period 2", low=0, high=1)

    def __post_init__(self) -> None:
        validate(self)


# --- timing: section 2 and Figure 1 ---------------------------------------------------------------------------

Stage = Literal[
    "first offer",
    "first response",
    "first draw",
    "after search",
    "second offer",
    "second response",
    "second draw",
    "final response",
    "over",
]

MOVERS: Mapping[Stage, Player | None] = {
    "first offer": "player 1",
    "first response": "player 2",
    "first draw": NATURE,
    "after search": "player 2",
    "second offer": "player 1",
    "second response": "player 2",
    "second draw": NATURE,
    "final response": "player 2",
    "over": None,
}


@dataclass(frozen=True, slots=True)
class Play:
    """A history, read: what has been offered, drawn and paid for, and what comes next.

    An offer or draw that has not happened is None; ``partner`` is None unless the good was produced.
    """

    stage: Stage = "first offer"
    period: int = 1
    r1: float | None = None
    x1: float | None = None
    r2: float | None = None
    x2: float | None = None
    searches: tuple[int, ...] = ()
    """The periods in which player 2 searched."""
    partner: Partner | None = None

    @property
    def standing(self) -> float | None:
        """The best ad hoc offer that stands, max[x1, x2], or None before any search."""
        drawn = [x for x in (self.x1, self.x2) if x is not None]
        return max(drawn, default=None)

    @property
    def ally_offer(self) -> float | None:
        """Player 1's offer that stands: r1 lapses when the second period starts."""
        return self.r1 if self.period == 1 else self.r2

    @property
    def actions(self) -> tuple[Action, ...]:
        """What player 2 may do here; empty where it is not player 2's turn."""
        match self.stage:
            case "first response":
                return ("accept", "search", "advance")
            case "after search":
                return ("accept ally", "accept ad hoc", "advance")
            case "second response" if self.x1 is None:
                return ("accept ally", "search", "decline")
            case "second response":
                return ("accept ally", "accept ad hoc", "search", "decline")
            case "final response":
                return ("accept ally", "accept ad hoc", "decline")
        return ()

    @property
    def outcome(self) -> str:
        """One of OUTCOMES, where the play is over."""
        if self.stage != "over":
            raise IllegalAction(f"the play is not over: it has reached the {self.stage}")
        return f"{self.partner}, period {self.period}" if self.partner else "none"


def after(play: Play, action: Action) -> Play:
    """The play one step on. Raises IllegalAction where the rules do not allow ``action``."""
    r1, x1, r2, x2, searches = play.r1, play.x1, play.r2, play.x2, play.searches
    match play.stage, action:
        case "first offer" | "first draw" | "second offer" | "second draw", _ if not is_share(action):
            raise IllegalAction(f"the {play.stage} must lie in [0, 1], got {action!r}")
        case "first offer", _:
            return Play("first response", 1, action)
        case "first response", "accept":
            return Play("over", 1, r1, partner="ally")
        case "first response", "search":
            return Play("first draw", 1, r1, searches=(1,))
        case "first draw", _:
            return Play("after search", 1, r1, action, searches=searches)
        case "first response" | "after search", "advance":
            return Play("second offer", 2, r1, x1, searches=searches)
        case "second offer", _:
            return Play("second response", 2, r1, x1, action, searches=searches)
        case "second response", "search":
            return Play("second draw", 2, r1, x1, r2, searches=(*searches, 2))
        case "second draw", _:
            return Play("final response", 2, r1, x1, r2, action, searches)
        case (("after search" | "second response" | "final response"), "accept ally"):
            return Play("over", play.period, r1, x1, r2, x2, searches, "ally")
        case (("after search" | "second response" | "final response"), "accept ad hoc") if play.standing is not None:
            return Play("over", play.period, r1, x1, r2, x2, searches, "ad hoc")
        case (("second response" | "final response"), "decline"):
            return Play("over", 2, r1, x1, r2, x2, searches)
    if play.stage == "over":
        raise IllegalAction(f"the play is over, got {action!r}")
    raise IllegalAction(f"at the {play.stage} the actions are {play.actions!r}, got {action!r}")


def read(history: History) -> Play:
    """What a history says. Raises IllegalAction, naming the stage, where it breaks the rules."""
    try:
        return _read(history, tuple(map(type, history)))
    except TypeError:  # an action that cannot be kept, which is none of the game's
        return after(read(history[:-1]), history[-1])


@lru_cache(maxsize=4096)
def _read(history: History, _: tuple[type, ...]) -> Play:
    """Kept by the actions' types as well, since 1 and True are equal and only one of them is an offer."""
    return after(read(history[:-1]), history[-1]) if history else Play()


def is_share(value: object) -> bool:
    """Whether ``value`` can be an offer or a draw: a number in [0, 1]."""
    return is_number(value) and 0 <= value <= 1


def check_share(name: str, value: object) -> None:
    """Raise ValueError naming the symbol, its range and the value unless ``value`` is a share of the cost."""
    if not is_share(value):
        raise ValueError(f"{name} must lie in [0, 1], got {value!r}")


# --- payoffs: section 2 ---------------------------------------------------------------------------------------


def discount(p: Params, period: int) -> float:
    """What 1 in ``period`` is worth at the start of play."""
    return p.delta ** (period - 1)


def search_costs(p: Params, searches: Iterable[int]) -> float:
    """What the searches made so far cost, valued at the start of play."""
    return sum(discount(p, period) * p.c for period in searches)


def net(p: Params, share: float) -> float:
    """Player 2's gain from producing with a partner who pays ``share`` of the cost: 1 - phi + share."""
    return 1 - p.phi + share


def payoffs(p: Params, play: Play) -> Mapping[Player, float]:
    """Who got what at the end of a play, valued at its start (section 2)."""
    if play.stage != "over":
        raise IllegalAction(f"the play is not over: it has reached the {play.stage}")
    share = {"ally": play.ally_offer, "ad hoc": play.standing, None: None}[play.partner]
    gain = 0.0 if share is None else net(p, share)
    kept = 1 - play.ally_offer if play.partner == "ally" else 0.0
    weight = discount(p, play.period)
    return {"player 1": weight * kept, "player 2": weight * gain - search_costs(p, play.searches)}


# --- ties: the three of section 2, and one the paper leaves out -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Prospect:
    """One way to go on, as the tie rules see it."""

    action: Action
    worth: float
    sure: bool = True
    """Whether what follows is certain (T1)."""
    produces: bool = True
    """Whether the good is produced (T3)."""
    period: int = 1
    """When the play would end (T4)."""
    proposal: int = 0
    """The order in which the accepted proposal was made: later is larger (T2)."""


def choose(prospects: Iterable[Prospect]) -> Action:
    """The action of the best prospect; ties, within TIE, are settled by T1 to T4.

    T1  a sure outcome before a lottery,
    T2  among equal proposals the most recent,
    T3  producing the good before not producing it,
    T4  now before an equal sure outcome later.

    Departs (FR-7): T4 is ours. The paper does not state it, but its Table 2 uses it.
    """
    prospects = tuple(prospects)
    best = max(q.worth for q in prospects)
    tied = [q for q in prospects if q.worth >= best - TIE]
    return max(tied, key=lambda q: (q.sure, q.produces, -q.period, q.proposal)).action


# --- the result type ------------------------------------------------------------------------------------------


class Plan(Protocol):
    """Both players' behaviour after every history, and what each choice is worth."""

    def second_offer(self, x1: float | None) -> float: ...

    def first_response(self, r1: float) -> str: ...

    def response_after_search(self, r1: float, x1: float) -> str: ...

    def second_response(self, r2: float, x1: float | None) -> str: ...

    def final_response(self, r2: float, x1: float | None, x2: float) -> str: ...

    def worth(self, history: History, action: Action) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """The subgame-perfect equilibrium, on the path and off it, whoever computed it.

    Shares and draws lie in [0, 1]; each method raises ValueError naming a symbol that does not.
    """

    p: Params
    r1: float
    """Player 1's first offer."""
    eu_1: float
    eu_2: float
    """Expected payoffs, valued at the start of play."""
    outcomes: Mapping[str, float]
    """The probability of each of OUTCOMES on the path."""
    plan: Plan

    @property
    def first_move(self) -> str:
        """Player 2's reply to r1: "accept", "search" or "advance"."""
        return self.plan.first_response(self.r1)

    def second_offer(self, x1: float | None) -> float:
        """Player 1's second offer r2; ``x1`` is None where player 2 did not search."""
        _check(x1=x1)
        return self.plan.second_offer(x1)

    def first_response(self, r1: float) -> str:
        """Player 2's reply to any first offer: "accept", "search" or "advance"."""
        check_share("r1", r1)
        return self.plan.first_response(r1)

    def response_after_search(self, r1: float, x1: float) -> str:
        """Player 2's choice with both offers known: "accept ally", "accept ad hoc" or "advance"."""
        check_share("r1", r1)
        check_share("x1", x1)
        return self.plan.response_after_search(r1, x1)

    def second_response(self, r2: float, x1: float | None) -> str:
        """Player 2's reply to any second offer: "accept ally", "accept ad hoc", "search" or "decline"."""
        check_share("r2", r2)
        _check(x1=x1)
        return self.plan.second_response(r2, x1)

    def final_response(self, r2: float, x1: float | None, x2: float) -> str:
        """Player 2's last choice, after a second search: "accept ally", "accept ad hoc" or "decline"."""
        check_share("r2", r2)
        _check(x1=x1)
        check_share("x2", x2)
        return self.plan.final_response(r2, x1, x2)

    def worth(self, history: History, action: Action) -> float:
        """The mover's expected payoff from ``action`` at ``history``, theory followed afterwards.

        Valued at the start of play: searches already paid for count, and period 2 is discounted.
        Raises IllegalAction where the rules do not allow ``action`` there, and at a draw, where nobody chooses.
        """
        play = read(history)
        after(play, action)
        if MOVERS[play.stage] == NATURE:
            raise IllegalAction(f"nature moves at the {play.stage}: nothing is chosen there")
        return self.plan.worth(history, action)


def _check(**shares: float | None) -> None:
    for name, value in shares.items():
        if value is not None:
            check_share(name, value)
