"""Masumura's cost-sharing game as its rules: parameters, timing, payoffs, information, ties. Nothing is solved here.

A patron of either type (the slides' ally, ``"ally"`` in the code) protects a protégé (their target, ``"target"``)
against a challenger. The patron may demand a payment a for staying; a protégé that refuses may be left. Then the
challenger, who saw all of this but not the type, offers the protégé a share x of the issue; refused, it is war, and
the patron fights or stands aside.

A history is the tuple of what happened, in order::

    ("committed", "no offer", x, "settle")
    ("uncommitted", a, "accept", x, "settle")
    ("committed", a, "reject", "stay", x, "fight", "intervene", "win")
    ("uncommitted", a, "reject", "withdraw", x, "fight", "abstain", "lose")

Three readings that the slides leave open: a demand lies in (0, a_max], upper end included, since a type is said to
demand a_max; the challenger sees the demand, the answer and the withdrawal; the types are two, beta_lo and beta_hi.

What is indifferent is settled by five rules; the slides state none, and their propositions use the first::

    T1  the protégé accepts, and settles,
    T2  the patron keeps the alliance: she stays rather than withdraws, and strikes a deal rather than leave later,
    T3  then she makes the largest demand (separating 2 starts at l = 0 included, eq. (9)),
    T4  the challenger makes the offer that is sure to be accepted,
    T5  the patron intervenes (Assumption 1 excludes this tie).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

from alliancelib.core.game import HIDDEN, NATURE, Action, History, IllegalAction, Player, is_number
from alliancelib.core.symbols import symbol, validate

PLAYERS: tuple[Player, Player, Player] = ("ally", "target", "challenger")

Type = Literal["committed", "uncommitted"]

TYPES: tuple[Type, Type] = ("committed", "uncommitted")

Negotiation = Literal["no offer", "sharing", "free-riding", "withdrawal"]
"""How the negotiation can end: the slides' n."""

OUTCOMES: tuple[Negotiation, ...] = ("no offer", "sharing", "free-riding", "withdrawal")

TIE = 1e-12
"""Two payoffs closer than this are a tie, which rules T1 to T5 settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The twelve parameters of the two stages.

    Raises ValueError naming the symbol, its range and the value, or the two symbols that are in the wrong order.
    """

    p_l: float = symbol(0.3, "p_l", "chance that the protégé wins alone", low=0, high=1, low_open=True, high_open=True)
    p_m: float = symbol(
        0.5, "p_m", "chance of winning together, alliance ended", low=0, high=1, low_open=True, high_open=True
    )
    p_h: float = symbol(
        0.8, "p_h", "chance of winning together, alliance kept", low=0, high=1, low_open=True, high_open=True
    )
    c_A: float = symbol(0.1, "c_A", "the patron's cost of fighting", low=0, low_open=True)
    c_T: float = symbol(0.1, "c_T", "the protégé's cost of war", low=0, low_open=True)
    c_C: float = symbol(0.1, "c_C", "the challenger's cost of war", low=0, low_open=True)
    beta_lo: float = symbol(
        0.3,
        r"\underline{\beta}",
        "worth of the issue to an uncommitted patron",
        low=0,
        high=1,
        low_open=True,
        high_open=True,
    )
    beta_hi: float = symbol(
        0.8,
        r"\overline{\beta}",
        "worth of the issue to a committed patron",
        low=0,
        high=1,
        low_open=True,
        high_open=True,
    )
    phi: float = symbol(
        0.5, r"\phi", "prior chance that the patron is committed", low=0, high=1, low_open=True, high_open=True
    )
    pi: float = symbol(0.2, r"\pi", "what keeping the alliance costs the patron", low=0, low_open=True)
    l: float = symbol(  # noqa: E741 the slides' letter
        -0.3, "l", "isolationism: what a demand earns at home, per unit", low=-1, high=1, low_open=True, high_open=True
    )
    a_max: float = symbol(1.5, r"\bar{a}", "largest demand", low=0, low_open=True)

    def __post_init__(self) -> None:
        validate(self)
        for low, high in (("p_l", "p_m"), ("p_m", "p_h"), ("beta_lo", "beta_hi")):
            below, above = getattr(self, low), getattr(self, high)
            if not below < above:
                raise ValueError(f"{low} must be less than {high}, got {low} = {below!r} and {high} = {above!r}")


# --- timing: slides "Game" --------------------------------------------------------------------------------------

Stage = Literal["type", "demand", "answer", "exit", "offer", "response", "intervention", "war", "over"]

MOVERS: Mapping[Stage, Player | None] = {
    "type": NATURE,
    "demand": "ally",
    "answer": "target",
    "exit": "ally",
    "offer": "challenger",
    "response": "target",
    "intervention": "ally",
    "war": NATURE,
    "over": None,
}


@dataclass(frozen=True, slots=True)
class Play:
    """A history, read: what has been demanded, answered and offered, and what comes next.

    What has not happened, or was not seen, is None.
    """

    stage: Stage = "type"
    type: Type | None = None
    a: float | None = None
    n: Negotiation | None = None
    """How the negotiation ended."""
    x: float | None = None
    settles: bool | None = None
    """Whether the protégé took x; False is war."""
    intervenes: bool | None = None
    won: bool | None = None
    """Whether the protégé's side won the war."""

    @property
    def kept(self) -> bool:
        """Whether the alliance stands, for all that has happened so far."""
        return self.n != "withdrawal"

    @property
    def actions(self) -> tuple[Action, ...]:
        """The verbs open to the mover. A demand a, and the challenger's x, are numbers and not listed."""
        match self.stage:
            case "demand":
                return ("no offer",)
            case "answer":
                return ("accept", "reject")
            case "exit":
                return ("stay", "withdraw")
            case "response":
                return ("settle", "fight")
            case "intervention":
                return ("intervene", "abstain")
        return ()


def after(play: Play, action: Action) -> Play:
    """The play one step on; the type may be HIDDEN, as it is in the challenger's view.

    Raises IllegalAction where the rules do not allow ``action``. That a demand is at most a_max is for `check_demand`.
    """
    type, a, n, x = play.type, play.a, play.n, play.x
    match play.stage, action:
        case "type", ("committed" | "uncommitted"):
            return Play("demand", action)
        case "type", _ if action is HIDDEN:
            return Play("demand")
        case "demand", "no offer":
            return Play("offer", type, n="no offer")
        case "demand", _ if is_number(action) and 0 < action < math.inf:
            return Play("answer", type, action)
        case "answer", "accept":
            return Play("offer", type, a, "sharing")
        case "answer", "reject":
            return Play("exit", type, a)
        case "exit", "stay":
            return Play("offer", type, a, "free-riding")
        case "exit", "withdraw":
            return Play("offer", type, a, "withdrawal")
        case "offer", _ if is_share(action):
            return Play("response", type, a, n, action)
        case "response", "settle":
            return Play("over", type, a, n, x, True)
        case "response", "fight":
            return Play("intervention", type, a, n, x, False)
        case "intervention", ("intervene" | "abstain"):
            return Play("war", type, a, n, x, False, action == "intervene")
        case "war", ("win" | "lose"):
            return Play("over", type, a, n, x, False, play.intervenes, action == "win")
    raise IllegalAction(f"{_RULES[play.stage]}, got {action!r}")


_RULES: Mapping[Stage, str] = {
    "type": "the type must be 'committed' or 'uncommitted'",
    "demand": "the demand must be a positive number or 'no offer'",
    "answer": "the answer must be 'accept' or 'reject'",
    "exit": "after a rejection the patron must 'stay' or 'withdraw'",
    "offer": "the challenger's offer must lie in [0, 1]",
    "response": "the response must be 'settle' or 'fight'",
    "intervention": "in a war the patron must 'intervene' or 'abstain'",
    "war": "the war must end with 'win' or 'lose'",
    "over": "the play is over",
}


def read(history: History) -> Play:
    """What a history says. Raises IllegalAction, naming the stage, where it breaks the rules."""
    try:
        return _read(history, tuple(map(type, history)))
    except TypeError:  # an action that cannot be kept, which is none of the game's
        return after(read(history[:-1]), history[-1])


@lru_cache(maxsize=4096)
def _read(history: History, _: tuple[type, ...]) -> Play:
    """Kept by the actions' types as well, since 1 and True are equal and only one of them is a number."""
    return after(read(history[:-1]), history[-1]) if history else Play()


def seen(history: History, player: Player) -> History:
    """What ``player`` has seen of a history: all of it, but for the challenger not the type."""
    return (HIDDEN, *history[1:]) if history and player == "challenger" else history


def is_share(value: object) -> bool:
    """Whether ``value`` can be an offer x: a number in [0, 1]. Departs: the slides leave the two ends out."""
    return is_number(value) and 0 <= value <= 1


def is_demand(p: Params, value: object) -> bool:
    """Whether ``value`` can be demanded: a number in (0, a_max]. Departs (CS-2): the slides leave a_max out."""
    return is_number(value) and 0 < value <= p.a_max


def check_demand(p: Params, value: object) -> None:
    """Raise ValueError naming the symbol, its range and the value unless ``value`` can be demanded."""
    if not is_demand(p, value):
        raise ValueError(f"a must lie in (0, {p.a_max:g}], got {value!r}")


# --- payoffs ----------------------------------------------------------------------------------------------------


def beta(p: Params, type: Type) -> float:
    """What the issue is worth to a patron of ``type``."""
    return p.beta_hi if type == "committed" else p.beta_lo


def prior(p: Params, type: Type) -> float:
    """The chance of ``type`` before anything has happened."""
    return p.phi if type == "committed" else 1 - p.phi


def pr_win(p: Params, play: Play) -> float:
    """The chance that the protégé's side wins: p_l alone, p_m with the patron, p_h with her and the alliance."""
    if not play.intervenes:
        return p.p_l
    return p.p_h if play.kept else p.p_m


def lam(p: Params, n: Negotiation, a: float | None) -> Mapping[Player, float]:
    """What the negotiation alone pays: lambda_{i,n} of the slides. ``a`` is None after "no offer"."""
    match n:
        case "no offer":
            return {"ally": -p.pi, "target": 0.0, "challenger": 0.0}
        case "sharing":
            return {"ally": -p.pi + a + p.l * a, "target": -a, "challenger": 0.0}
        case "free-riding":
            return {"ally": -p.pi + p.l * a, "target": 0.0, "challenger": 0.0}
        case "withdrawal":
            return {"ally": p.l * a, "target": 0.0, "challenger": 0.0}
    raise ValueError(f"n must be one of {OUTCOMES!r}, got {n!r}")


def u(p: Params, play: Play) -> Mapping[Player, float]:
    """The slides' u_i: what a settlement pays, or what a war pays before it is known who won.

    Raises IllegalAction where the play has reached neither.
    """
    if play.stage not in ("war", "over"):
        raise IllegalAction(f"the play is not decided: it has reached the {play.stage}")
    return _paid(p, play, play.x if play.settles else pr_win(p, play))


def payoffs(p: Params, play: Play) -> Mapping[Player, float]:
    """Who got what at the end of a play; a war is won, share 1, or lost, share 0, so that `u` is its expectation."""
    if play.stage != "over":
        raise IllegalAction(f"the play is not over: it has reached the {play.stage}")
    return _paid(p, play, play.x if play.settles else float(play.won))


def _paid(p: Params, play: Play, share: float) -> Mapping[Player, float]:
    """Payoffs where ``share`` of the issue goes to the protégé."""
    if play.type is None:
        raise IllegalAction("who got what depends on the type, which was not seen")
    gained = lam(p, play.n, play.a)
    war = not play.settles
    return {
        "ally": beta(p, play.type) * share - p.c_A * bool(play.intervenes) + gained["ally"],
        "target": share - p.c_T * war + gained["target"],
        "challenger": 1 - share - p.c_C * war,
    }


# --- assumptions ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One inequality of a condition: ``left > right``, or ``left >= right`` where it is not strict."""

    text: str
    left: float
    right: float
    strict: bool = True

    @property
    def margin(self) -> float:
        """By how much it holds; negative: by how much it fails."""
        return self.left - self.right

    @property
    def holds(self) -> bool:
        """Whether it holds; an equality, within TIE, fails if it is strict."""
        return self.margin > TIE if self.strict else self.margin >= -TIE


@dataclass(frozen=True, slots=True)
class Condition:
    """A numbered line of the appendix: it is true where all of its sides hold."""

    name: str
    sides: tuple[Side, ...]

    def __bool__(self) -> bool:
        return not self.failing

    @property
    def failing(self) -> tuple[Side, ...]:
        """The sides that fail; their `Side.margin` says by how much."""
        return tuple(side for side in self.sides if not side.holds)


def assumption_1(p: Params) -> Condition:
    """Line (1) of slide Appendix 1: the protégé's fallback alone, p_l - c_T, is positive."""
    return Condition("(1)", (Side("p_l > c_T", p.p_l, p.c_T),))


def assumption_2(p: Params) -> Condition:
    """Line (2) of slide Appendix 1: both types fight for an ally, and only the committed one without the alliance."""
    sides = (
        Side("beta_hi (p_m - p_l) > c_A", p.beta_hi * (p.p_m - p.p_l), p.c_A),
        Side("beta_lo (p_h - p_l) > c_A", p.beta_lo * (p.p_h - p.p_l), p.c_A),
        Side("c_A > beta_lo (p_m - p_l)", p.c_A, p.beta_lo * (p.p_m - p.p_l)),
    )
    return Condition("(2)", sides)


def failing(p: Params) -> tuple[Side, ...]:
    """The sides of lines (1) and (2) that fail at ``p``; empty where the model's assumption holds."""
    return assumption_1(p).failing + assumption_2(p).failing


# --- profiles and beliefs ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Steps:
    """A function of one number that is constant between its breaks, and may differ at each of them.

    ``values`` alternates: below the first break, at it, between it and the next, at that, ..., above the last.
    ``Steps((0.5,), (True, True, False))`` is "at most .5". A number within TIE of a break counts as the break.
    Raises ValueError unless breaks increase and there are 2 len(breaks) + 1 values.
    """

    breaks: tuple[float, ...]
    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        if any(not low < high for low, high in pairwise(self.breaks)):
            raise ValueError(f"breaks must increase, got {self.breaks!r}")
        if len(self.values) != 2 * len(self.breaks) + 1:
            raise ValueError(f"{len(self.breaks)} breaks need {2 * len(self.breaks) + 1} values, got {self.values!r}")

    def __call__(self, at: float) -> Any:
        k = bisect_left(self.breaks, at - TIE)
        is_break = k < len(self.breaks) and self.breaks[k] <= at + TIE
        return self.values[2 * k + is_break]


def always(value: Any) -> Steps:
    """The function that is ``value`` everywhere."""
    return Steps((), (value,))


def up_to(cut: float) -> Steps:
    """True at most at ``cut``: which demands are accepted."""
    return Steps((cut,), (True, True, False))


def at_least(cut: float) -> Steps:
    """True from ``cut`` on: which offers are settled for."""
    return Steps((cut,), (False, True, True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A number for everything that the challenger can have seen: an offer x, or a belief mu.

    After a demand a of the patron's it is a function of a.
    """

    no_offer: float
    sharing: Steps
    free_riding: Steps
    withdrawal: Steps

    def __call__(self, n: Negotiation, a: float | None) -> float:
        match n:
            case "no offer":
                return self.no_offer
            case "sharing":
                return self.sharing(a)
            case "free-riding":
                return self.free_riding(a)
            case "withdrawal":
                return self.withdrawal(a)
        raise ValueError(f"n must be one of {OUTCOMES!r}, got {n!r}")


Beliefs = Reading
"""The probability mu that the patron is committed, for everything that the challenger can have seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What everyone does after every history, in pure strategies.

    After the negotiation only the type and whether the alliance was kept matter, so that the crisis is keyed by both:
    ``settles["committed", True]``.
    """

    demand: Mapping[Type, float | None]
    """The demand of each type; None is no offer."""
    accepts: Mapping[Type, Steps]
    """Whether the protégé of a type accepts a demand a."""
    withdraws: Mapping[Type, Steps]
    """Whether a type leaves when a demand a has been rejected."""
    x: Reading
    """What the challenger offers."""
    settles: Mapping[tuple[Type, bool], Steps]
    """Whether the protégé settles for x, by the type and whether the alliance was kept."""
    intervenes: Mapping[tuple[Type, bool], bool]
    """Whether the patron fights, by the type and whether the alliance was kept."""

    def action(self, play: Play) -> Action:
        """What the mover does. Raises IllegalAction where nobody chooses."""
        match play.stage:
            case "demand":
                a = self.demand[play.type]
                return "no offer" if a is None else a
            case "answer":
                return "accept" if self.accepts[play.type](play.a) else "reject"
            case "exit":
                return "withdraw" if self.withdraws[play.type](play.a) else "stay"
            case "offer":
                return self.x(play.n, play.a)
            case "response":
                return "settle" if self.settles[play.type, play.kept](play.x) else "fight"
            case "intervention":
                return "intervene" if self.intervenes[play.type, play.kept] else "abstain"
        raise IllegalAction(f"nobody chooses at the stage {play.stage!r}")


def played_out(profile: Profile, play: Play) -> Play:
    """The play with the profile followed to its end, or to a war that is still to be decided."""
    while play.stage not in ("war", "over"):
        play = after(play, profile.action(play))
    return play


# --- the result type --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """What happens with one type on the path of play."""

    demand: float | None
    """None is no offer."""
    accepted: bool
    withdraws: bool
    x: float
    settles: bool
    """False is war."""
    outcome: Negotiation


def path(profile: Profile, type: Type) -> Path:
    """What happens with a patron of ``type`` where everyone follows the profile."""
    play = played_out(profile, Play("demand", type))
    return Path(
        demand=play.a,
        accepted=play.n == "sharing",
        withdraws=play.n == "withdrawal",
        x=play.x,
        settles=bool(play.settles),
        outcome=play.n,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """An equilibrium, whoever computed it: what happens, who gets what, and what supports it.

    Where there is none to show, ``why`` says why, ``play`` and ``payoffs`` are empty, ``profile`` and ``beliefs`` None.
    """

    p: Params
    name: str
    why: str
    """How it was chosen, where several survive or at a boundary."""
    play: Mapping[Type, Path]
    payoffs: Mapping[Type, Mapping[Player, float]]
    """Expected payoffs by type; a war counts with its chance of being won."""
    profile: Profile | None = None
    beliefs: Beliefs | None = None

    def worth(self, history: History, action: Action) -> float:
        """The mover's expected payoff from ``action``, everyone following the profile from there on.

        A war counts with its chance of being won; for the challenger the type counts with its belief at what it has
        seen. Raises IllegalAction where nobody chooses or the rules do not allow the action, ValueError where there
        is no profile to follow.
        """
        if self.profile is None:
            raise ValueError(f"there is no profile to follow: {self.name}")
        play = read(history)
        mover = MOVERS[play.stage]
        if mover in (None, NATURE):
            raise IllegalAction(f"nobody chooses at the stage {play.stage!r}")
        if mover != "challenger":
            return self._followed(after(play, action))[mover]
        mu = self.beliefs(play.n, play.a)
        ends = (self._followed(after(replace(play, type=type), action))[mover] for type in TYPES)
        return sum(chance * end for chance, end in zip((mu, 1 - mu), ends))

    def _followed(self, play: Play) -> Mapping[Player, float]:
        return u(self.p, played_out(self.profile, play))


def described(p: Params, name: str, why: str, profile: Profile, beliefs: Beliefs | None = None) -> Equilibrium:
    """The result for a profile: its path and payoffs are read off the rules. Nothing is checked here."""
    ends = {type: played_out(profile, Play("demand", type)) for type in TYPES}
    return Equilibrium(
        p=p,
        name=name,
        why=why,
        play=MappingProxyType({type: path(profile, type) for type in TYPES}),
        payoffs=MappingProxyType({type: u(p, end) for type, end in ends.items()}),
        profile=profile,
        beliefs=beliefs,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Equilibria that differ only in how much is demanded, with one of them in full.

    The interval of a type's demands has its two ends, equal where there is no freedom; None is no offer.
    """

    name: str
    demands: Mapping[Type, tuple[float, float] | None]
    includes: Mapping[Type, tuple[bool, bool]]
    """Whether each end of the interval belongs to it."""
    example: Equilibrium
