"""What the book teaches over arrays of parameters, and the simulation of many plays at once.

`equilibrium` states the solution one point at a time, with its derivation and with the whole plan off the path; here
it is a map. The formulas are those of `equilibrium`, which are arithmetic and take columns of points as they take one
point; what is done anew, for all points at once, is every choice between them. Up to the upper end of eq. (7) the
choice is by the slides' conditions; above it `support`'s one look at each cutoff, for one candidate after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, make_dataclass
from functools import reduce
from itertools import product
from types import MappingProxyType
from typing import Any

import numpy as np

from alliancelib.core.game import Player
from alliancelib.core.symbols import Symbol, symbols
from alliancelib.cost_sharing import equilibrium as one_point
from alliancelib.cost_sharing.equilibrium import NAMES, REPLIES, Conduct, Kind, ReplyTo, select
from alliancelib.cost_sharing.model import (
    OUTCOMES,
    PLAYERS,
    TIE,
    TYPES,
    Equilibrium,
    Negotiation,
    Params,
    Play,
    Type,
    after,
    assumption_1,
    assumption_2,
    beta,
    payoffs,
    played_out,
    pr_win,
    prior,
)

BLOCK = 1 << 14
"""Parameter points worked on at a time, so that intermediate results stay in the processor's cache."""

NOTHING = -1
"""The code of an outcome where nothing is played, since no equilibrium is shown."""

Array = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """What happens with one type on the path of play, at every point."""

    demand: Array
    """In units of the good that the protégé pays with; nan is no offer, or nothing played."""
    outcome: Array
    """Indices into OUTCOMES; NOTHING where nothing is played."""
    x: Array
    """The challenger's offer, a share in [0, 1]; nan where nothing is played."""
    settles: Array
    """Whether there is peace; False also where nothing is played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solutions:
    """What the book teaches at every point of a broadcast array of parameters. All arrays have its shape."""

    name: Array
    """Indices into NAMES."""
    play: Mapping[Type, Paths]
    payoffs: Mapping[Type, Mapping[Player, Array]]
    """Expected payoffs by type; a war counts with its chance of being won; nan where nothing is played."""
    a_star: Array
    """What the alliance is worth to the protégé of an uncommitted patron, a demand."""
    d1: Array
    """What the alliance adds to fighting together, a demand."""
    l_star: Array
    """The isolationism above which the uncommitted patron demands a_max and leaves; nan where a_max <= a_star."""
    mu_star: Array
    """The belief from which the challenger offers p_m - c_T after a withdrawal."""
    window_low: Array
    window_high: Array
    """The two ends of eq. (7), values of pi."""
    robust_high: Array
    """The value of pi up to which the committed patron stays whatever the challenger believes."""

    @property
    def names(self) -> Array:
        """The names themselves, as strings."""
        return np.array(NAMES)[self.name]


_LETTERS = tuple(declared.name for declared in symbols(Params))

_Columns: Any = make_dataclass("_Columns", _LETTERS, frozen=True, slots=True)
"""The twelve parameters of many points, by name: what the formulas of `equilibrium` take in place of a `Params`."""


def solve(**parameters: Any) -> Solutions:
    """What `select` teaches, elementwise: slide Appendix 2 to slide Appendix 4, and what they leave out.

    The parameters are those of `Params`, scalars or arrays, broadcast against each other; one that is missing has its
    default. Closed form up to the upper end of eq. (7); above it a search of the demands that matter, for all points
    at once. Point by point, by `select`, only where the tolerance of ties itself decides: within TIE of l = 0 or
    of l_star, or where a demand is within a few TIE of a_max, but not there.

    Departs: as `equilibrium` does, and with every case that the slides leave out.

    Raises ValueError naming the symbol, its range and the first value outside it, or the two symbols that are in the
    wrong order.

    >>> solutions = solve(l=[-0.3, 0.2, 0.7])
    >>> print(*solutions.names, sep=", ")
    separating 1, separating 2, separating 3
    >>> solutions.payoffs["uncommitted"]["ally"].round(2)
    array([0.36, 0.61, 1.11])
    """
    given = _given(parameters)
    shape = np.broadcast_shapes(*(values.shape for values in given.values()))
    _check_order(given, shape)
    flat = {name: _flat(values, shape) for name, values in given.items()}
    size = int(np.prod(shape))
    # One block even of nothing, so that an empty array has an empty answer.
    blocks = [_block(flat, start, min(start + BLOCK, size)) for start in range(0, max(size, 1), BLOCK)]
    name, *told = (np.concatenate(rows).reshape(shape) for rows in zip(*blocks))
    each = len(told) // len(TYPES)
    by_type = {type: told[k * each : (k + 1) * each] for k, type in enumerate(TYPES)}
    fields = ("demand", "outcome", "x", "settles")
    return Solutions(
        name=name,
        play=MappingProxyType({type: Paths(**dict(zip(fields, rows))) for type, rows in by_type.items()}),
        payoffs=MappingProxyType(
            {type: MappingProxyType(dict(zip(PLAYERS, rows[len(fields) :]))) for type, rows in by_type.items()}
        ),
        **{name: np.broadcast_to(values, shape) for name, values in _cutoffs(_Columns(**given)).items()},
    )


def _given(parameters: Mapping[str, Any]) -> Mapping[str, Array]:
    """Every parameter as an array of floats, those that are missing by default, each in its range."""
    known = {declared.name: declared for declared in symbols(Params)}
    for name in parameters:
        if name not in known:
            raise TypeError(f"solve() got an unexpected keyword argument {name!r}")
    given = {name: np.asarray(parameters.get(name, known[name].default), dtype=float) for name in known}
    for name, values in given.items():
        _check(known[name], values)
    return given


def _check(declared: Symbol, values: Array) -> None:
    above = values > declared.low if declared.low_open else values >= declared.low
    below = values < declared.high if declared.high_open else values <= declared.high
    wrong = values[~(above & below & np.isfinite(values))]
    if wrong.size:
        declared.check(float(wrong[0]))


def _check_order(given: Mapping[str, Array], shape: tuple[int, ...]) -> None:
    """Raise what `Params` raises at the first point where p_l < p_m < p_h or beta_lo < beta_hi fails."""
    for low, high in (("p_l", "p_m"), ("p_m", "p_h"), ("beta_lo", "beta_hi")):
        wrong = given[low] >= given[high]
        if wrong.any():
            k = np.unravel_index(np.argmax(np.broadcast_to(wrong, shape)), shape)
            Params(**{name: float(np.broadcast_to(values, shape)[k]) for name, values in given.items()})


def _flat(values: Array, shape: tuple[int, ...]) -> Array:
    """One value for each point in a row, or for all of them."""
    return values.reshape(()) if values.size == 1 else np.broadcast_to(values, shape).reshape(-1)


def _cutoffs(c: Any) -> Mapping[str, Array]:
    low, high = one_point.window(c)
    return {
        "a_star": one_point.a_star(c),
        "d1": one_point.d1(c),
        "l_star": _l_star(c),
        "mu_star": one_point.mu_star(c),
        "window_low": low,
        "window_high": high,
        "robust_high": np.minimum(high, one_point.pi_leaves(c, "committed", "middle")),
    }


def _l_star(c: Any) -> Array:
    """`equilibrium.l_star`, eq. (9), nan where it does not exist."""
    worth_it = one_point.a_star(c)
    more = np.asarray(c.a_max - worth_it)
    return ((1 + c.beta_lo) * worth_it - c.pi) / np.where(more > TIE, more, np.nan)


# --- one block --------------------------------------------------------------------------------------------------

ENDS: Mapping[Kind, Negotiation] = MappingProxyType(
    {"none": "no offer", "pays": "sharing", "stays": "free-riding", "leaves": "withdrawal"}
)
"""How the negotiation ends with each kind of conduct."""

CODES: Mapping[Kind, int] = MappingProxyType({kind: OUTCOMES.index(end) for kind, end in ENDS.items()})


@dataclass(frozen=True, slots=True)
class _Taught:
    """What is taught at the points of a block: its name, and the conduct of each type as columns.

    These columns alone are written to, until the block is told.
    """

    name: Array
    code: Mapping[Type, Array]
    """An index into OUTCOMES, by CODES; NOTHING where there is no conduct."""
    a: Mapping[Type, Array]
    middle: Mapping[Type, Array]
    """Whether a withdrawal is answered by p_m - c_T."""


def _block(flat: Mapping[str, Array], start: int, stop: int) -> tuple[Array, ...]:
    """The name; then for each type demand, outcome, x, settles and the three payoffs."""
    c = _Columns(*(values if values.ndim == 0 else values[start:stop] for values in flat.values()))
    taught = _nothing(stop - start)
    for name, kinds, there in _cases(c):
        np.copyto(taught.name, NAMES.index(name), where=there)
        for type, kind in zip(TYPES, kinds):
            np.copyto(taught.code[type], CODES[kind], where=there)
            np.copyto(taught.a[type], _demand(c, kind), where=there)
    above = np.flatnonzero(np.broadcast_to(_is_above(c), stop - start))
    if above.size:
        _above_the_window(c, above, taught)
    unsure = np.flatnonzero(_is_unsure(c, taught))
    if unsure.size:
        _by_select(c, unsure, taught)
    return (taught.name, *_told(c, taught, "committed"), *_told(c, taught, "uncommitted"))


def _nothing(size: int) -> _Taught:
    return _Taught(
        np.full(size, NAMES.index("outside the assumptions"), dtype=np.int8),
        {type: np.full(size, NOTHING, dtype=np.int8) for type in TYPES},
        {type: np.full(size, np.nan) for type in TYPES},
        {type: np.zeros(size, dtype=bool) for type in TYPES},
    )


def _told(c: Any, taught: _Taught, type: Type) -> tuple[Array, ...]:
    """What a type's conduct leads to, and what it pays: the slides' u_i, as `model.u` has it."""
    code, middle = taught.code[type], taught.middle[type]
    is_nothing, leaves, pays = code == NOTHING, code == CODES["leaves"], code == CODES["pays"]
    left = np.where(middle, c.p_m, c.p_l) - c.c_T
    x = np.where(is_nothing, np.nan, np.where(leaves, left, c.p_h - c.c_T))
    # The challenger bets that the protégé was abandoned; a committed patron fights (line (2)).
    war = leaves & ~middle if type == "committed" else np.zeros(code.shape, dtype=bool)
    share = np.where(war, c.p_m, x)
    demanded = np.where(np.isnan(taught.a[type]), 0.0, taught.a[type])
    paid = np.where(pays, demanded, 0.0)
    ally = beta(c, type) * share - np.where(war, c.c_A, 0.0) - np.where(leaves, 0.0, c.pi) + c.l * demanded + paid
    target = share - np.where(war, c.c_T, 0.0) - paid
    challenger = 1 - share - np.where(war, c.c_C, 0.0)
    return taught.a[type], code, x, ~war & ~is_nothing, ally, target, challenger


def _is_assumed(c: Any) -> Array:
    """Whether lines (1) and (2) hold."""
    return reduce(np.logical_and, (side.holds for side in assumption_1(c).sides + assumption_2(c).sides))


def _is_above(c: Any) -> Array:
    """Whether the committed patron's threat to leave is credible as well."""
    return _is_assumed(c) & (c.pi > one_point.window(c)[1] + TIE)


def _cases(c: Any) -> Iterator[tuple[str, tuple[Kind, Kind], Array]]:
    """The closed form, up to the upper end of eq. (7): a name, what becomes of each type's demand, and where."""
    low, high = one_point.window(c)
    below = _is_assumed(c) & (c.pi <= high + TIE)
    inside = below & (c.pi > low + TIE)
    # At l = 0 a refused demand is as good as none, and is made (T3).
    yield "no credible threat", ("none", "none"), below & ~inside & (c.l < -TIE)
    yield "no credible threat", ("stays", "stays"), below & ~inside & (c.l >= -TIE)
    yield "separating 1", ("none", "pays"), inside & (c.l < -TIE)
    outward, capped = inside & (c.l >= -TIE), c.a_max <= one_point.a_star(c) + TIE
    yield "cap", ("stays", "pays"), outward & capped
    yield "separating 2", ("stays", "pays"), outward & ~capped & (c.l <= _l_star(c) + TIE)
    yield "separating 3", ("stays", "leaves"), outward & ~capped & (c.l > _l_star(c) + TIE)


def _demand(c: Any, kind: Kind) -> Any:
    """What is demanded in the closed form."""
    match kind:
        case "none":
            return np.nan
        case "pays":
            return np.minimum(one_point.a_star(c), c.a_max)
    return c.a_max


def _is_unsure(c: Any, taught: _Taught) -> Array:
    """Whether the tolerance of ties itself decides, since something is within it of an edge but not at the edge."""
    near_zero = (np.abs(c.l) <= TIE) & (np.abs(c.l) * np.maximum(c.a_max, 1) > TIE / 2)
    second = taught.name == NAMES.index("separating 2")
    unsure = ~_is_above(c) & (near_zero | (one_point.mu_star(c) <= TIE) | second & _is_tempted(c))
    gaps = [c.a_max - a for a in taught.a.values()]
    return reduce(np.logical_or, ((gap > TIE) & (gap <= 3 * TIE) for gap in gaps), unsure)


def _is_tempted(c: Any) -> Array:
    """Whether an uncommitted patron gains by leaving with a_max, though l is within TIE of l_star."""
    deal, exit = Conduct("pays", one_point.a_star(c)), Conduct("leaves", c.a_max)
    gains = one_point.worth(c, "uncommitted", exit, "low") - one_point.worth(c, "uncommitted", deal, "low")
    return gains > TIE


def _by_select(c: Any, there: Array, taught: _Taught) -> None:
    """Fills in what `select` says, point by point."""
    for k, *values in zip(there, *(np.broadcast_to(column, len(taught.name))[there] for column in _values(c))):
        eq = select(Params(**dict(zip(_LETTERS, map(float, values)))))
        taught.name[k] = NAMES.index(eq.name)
        for type in TYPES:
            taught.code[type][k], taught.a[type][k] = NOTHING, np.nan
        for type, path in eq.play.items():
            taught.code[type][k] = OUTCOMES.index(path.outcome)
            taught.a[type][k] = np.nan if path.demand is None else path.demand
            taught.middle[type][k] = path.withdraws and path.x == one_point.offer(eq.p, "middle")


def _values(c: Any) -> Iterator[Array]:
    return (getattr(c, name) for name in _LETTERS)


def _at(c: Any, there: Array, size: int) -> Any:
    """The columns of the points ``there``, of ``size``."""
    return _Columns(*(np.broadcast_to(values, size)[there] for values in _values(c)))


# --- above the window -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Option:
    """A conduct that one type may have, and whether it has it at a point."""

    conduct: Conduct
    there: Array


_Pair = Mapping[Type, _Option]

_SOUGHT: Mapping[str, tuple[tuple[Kind, ...], tuple[Kind, ...]]] = MappingProxyType(
    {
        "both paid": (("pays",), ("pays",)),
        "uncommitted paid": (("stays", "none"), ("pays",)),
        "committed paid": (("pays",), ("stays", "none")),
        "no credible threat": (("stays", "none"), ("stays", "none")),
        "both leave": (("leaves",), ("leaves",)),
        "committed leaves": (("leaves",), ("stays", "none", "pays")),
        "uncommitted leaves": (("stays", "none", "pays"), ("leaves",)),
    }
)
"""What a name stands for, in the order in which the book looks for an outcome: nobody leaves before somebody does."""

_SOUGHT_FIRST = ("committed paid", "no credible threat")
"""What comes first where only the committed patron's threat is credible."""


def _above_the_window(c: Any, there: Array, taught: _Taught) -> None:
    """Fills in, at the points ``there``, the first outcome of the book's order that is an equilibrium."""
    here = _at(c, there, len(taught.name))
    taught.name[there] = NAMES.index("none (pure)")
    only = here.pi <= one_point.window(here)[0] + TIE
    for part, first in ((there[only], _SOUGHT_FIRST), (there[~only], ())):
        for name in dict.fromkeys((*first, *_SOUGHT)):
            part = _fill(c, part, name, taught) if part.size else part


def _fill(c: Any, there: Array, name: str, taught: _Taught) -> Array:
    """Fills in the outcome called ``name`` where it is an equilibrium, and says where it is not."""
    here, missing = _at(c, there, len(taught.name)), np.ones(len(there), dtype=bool)
    for pair in _pairs(here, name):
        tried = np.flatnonzero(missing & pair["committed"].there & pair["uncommitted"].there)
        if not tried.size:
            continue
        conducts = {type: _part(option.conduct, tried) for type, option in pair.items()}
        points = _at(here, tried, len(there))
        stands = _is_supported(points, conducts)
        missing[tried[stands]] = False
        found = there[tried[stands]]
        taught.name[found] = NAMES.index(name)
        for type, conduct in conducts.items():
            taught.code[type][found] = CODES[conduct.kind]
            taught.a[type][found] = np.nan if conduct.a is None else conduct.a[stands]
            taught.middle[type][found] = _reply_on_path(points, conducts, type)[stands]
    return there[missing]


def _part(conduct: Conduct, there: Array) -> Conduct:
    return conduct if conduct.a is None else Conduct(conduct.kind, conduct.a[there])


def _pairs(c: Any, name: str) -> Iterator[_Pair]:
    """What the two types may do under a name, in the order of `equilibrium`."""
    kinds = dict(zip(TYPES, _SOUGHT[name]))
    options = {type: tuple(o for o in _options(c, type) if o.conduct.kind in kinds[type]) for type in TYPES}
    for pair in product(*options.values()):
        yield dict(zip(TYPES, pair))
    for type in TYPES:
        rival = TYPES[type == "committed"]
        if "leaves" in kinds[type] and "leaves" not in kinds[rival]:
            for fixed in options[rival]:
                for option in _unmistakable(c, type, rival, fixed):
                    yield {type: option, rival: fixed}


def _options(c: Any, type: Type) -> Iterator[_Option]:
    """No offer, and the demands at which something ends: d1, a_star, a_max."""
    yield _Option(Conduct("stays", c.a_max), c.l >= -TIE)
    yield _Option(Conduct("none"), c.l <= TIE)
    deals = [np.minimum(one_point.most_paid(c, type, replied), c.a_max) for replied in REPLIES]
    yield _Option(Conduct("pays", deals[0]), np.ones(len(c.l), dtype=bool))
    yield _Option(Conduct("pays", deals[1]), deals[1] < deals[0])
    exits = np.sort([one_point.d1(c), one_point.a_star(c), c.a_max], axis=0)
    for a in np.where(c.l > 0, exits[::-1], exits):
        yield _Option(Conduct("leaves", a), a <= c.a_max + TIE)


def _unmistakable(c: Any, type: Type, rival: Type, fixed: _Option) -> Iterator[_Option]:
    """The demands at which ``type`` can leave and the rival, who has ``fixed``, only just does not do the same."""
    alone: ReplyTo = "middle" if type == "committed" else "low"
    least = one_point.most_paid(c, type, alone)
    for a in _demands_worth(c, rival, one_point.worth(c, rival, fixed.conduct, alone)):
        yield _Option(Conduct("leaves", a), (least <= a) & (a <= c.a_max))


def _demands_worth(c: Any, type: Type, wanted: Array) -> Iterator[Array]:
    """The demands that pay ``type`` exactly ``wanted``, one for each way in which they can end; nan for none."""
    yield (wanted - one_point.worth_kept(c, type)) / (1 + c.l)
    slope = np.where(np.abs(c.l) > TIE, c.l, np.nan)
    for base in (one_point.worth_kept(c, type), *(one_point.worth_left(c, type, replied) for replied in REPLIES)):
        yield (wanted - base) / slope


def _is_supported(c: Any, conducts: Mapping[Type, Conduct]) -> Array:
    """Whether after every demand some reply to a withdrawal is consistent and tempts nobody: `equilibrium.support`."""
    worths = {type: _worth_on_path(c, conducts, type) for type in TYPES}
    stands = reduce(np.logical_and, (worths[type] >= one_point.worth_kept(c, type) - TIE for type in TYPES))
    for a in (conduct.a for conduct in conducts.values() if conduct.a is not None):
        stands &= (a > 0) & (a <= c.a_max + TIE)
    threats = _threats(c)
    last = np.zeros(len(c.l))
    for point, is_break in _breaks(c, conducts, worths):
        for a in ((last + point) / 2, point):
            stands &= ~is_break | _is_quiet(c, conducts, worths, threats, a)
        last = np.where(is_break, point, last)
    return stands


def _breaks(c: Any, conducts: Mapping[Type, Conduct], worths: Mapping[Type, Array]) -> Iterator[tuple[Array, Array]]:
    """Where, as the demand grows, what follows can change or become tempting; and whether it is apart from the last.

    The last break is a_max.
    """
    points = [one_point.d1(c), one_point.a_star(c), *(d.a for d in conducts.values() if d.a is not None)]
    for type in TYPES:
        points += _demands_worth(c, type, worths[type])
    last = np.zeros(len(c.l))
    for point in np.sort(points, axis=0):
        is_break = (point > last + TIE) & (point < c.a_max - TIE)
        yield point, is_break
        last = np.where(is_break, point, last)
    yield c.a_max, np.ones(len(c.l), dtype=bool)


@dataclass(frozen=True, slots=True)
class _Threat:
    """A type's threat to leave under one reply: whether it is credible, and what follows then."""

    credible: Array
    most: Array
    """The largest demand that is paid."""
    kept: Array
    left: Array
    """The patron's worth, what the demand earns apart."""


def _threats(c: Any) -> Mapping[tuple[Type, ReplyTo], _Threat]:
    return {
        (type, replied): _Threat(
            c.pi > one_point.pi_leaves(c, type, replied) + TIE,
            one_point.most_paid(c, type, replied),
            one_point.worth_kept(c, type),
            one_point.worth_left(c, type, replied),
        )
        for type, replied in product(TYPES, REPLIES)
    }


def _is_quiet(
    c: Any,
    conducts: Mapping[Type, Conduct],
    worths: Mapping[Type, Array],
    threats: Mapping[tuple[Type, ReplyTo], _Threat],
    a: Array,
) -> Array:
    """Whether the demand ``a`` has a consistent reply with which it tempts nobody and ends as it should."""
    middle, is_read = _reply(c, conducts, a)
    quiet = np.zeros(len(c.l), dtype=bool)
    for replied in REPLIES:
        good = ~is_read | (middle == (replied == "middle"))
        for type in TYPES:
            threat, conduct = threats[type, replied], conducts[type]
            pays = threat.credible & (a <= threat.most + TIE)
            base = np.where(threat.credible & ~pays, threat.left, threat.kept)
            calm = base + c.l * a + np.where(pays, a, 0.0) <= worths[type] + TIE
            good &= np.where(_is_demanded(conduct, a), _ends_so(conduct.kind, threat, pays, a), calm)
        quiet |= good
    return quiet


def _ends_so(kind: Kind, threat: _Threat, pays: Array, a: Array) -> Array:
    """Whether the demand ``a`` can end in this way; where refusing costs nothing T1 gives way."""
    match kind:
        case "pays":
            return pays
        case "stays":
            return ~threat.credible
    return threat.credible & (a >= threat.most - TIE)


def _is_demanded(conduct: Conduct, a: Array) -> Any:
    return False if conduct.a is None else np.abs(conduct.a - a) <= TIE


def _reply(c: Any, conducts: Mapping[Type, Conduct], a: Array) -> tuple[Array, Array]:
    """Whether Bayes' rule makes the challenger answer a withdrawal by p_m - c_T, and whether the rule applies."""
    there = {t: prior(c, t) * (conducts[t].kind == "leaves" and _is_demanded(conducts[t], a)) for t in TYPES}
    seen = there["committed"] + there["uncommitted"]
    mu = there["committed"] / np.where(seen > 0, seen, 1.0)
    return mu >= one_point.mu_star(c) - TIE, seen > 0


def _reply_on_path(c: Any, conducts: Mapping[Type, Conduct], type: Type) -> Array:
    """Whether this type's withdrawal, where it leaves, is answered by p_m - c_T."""
    if conducts[type].kind != "leaves":
        return np.zeros(len(c.l), dtype=bool)
    return _reply(c, conducts, conducts[type].a)[0]


def _worth_on_path(c: Any, conducts: Mapping[Type, Conduct], type: Type) -> Array:
    low, middle = (one_point.worth(c, type, conducts[type], replied) for replied in REPLIES)
    return np.where(_reply_on_path(c, conducts, type), middle, low)


# --- simulation -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Plays:
    """Many plays of one equilibrium. Every array has one entry for each play."""

    eq: Equilibrium
    type: Array
    """Indices into TYPES."""
    demand: Array
    """nan is no offer."""
    outcome: Array
    """Indices into OUTCOMES."""
    x: Array
    """The challenger's offer, a share in [0, 1]."""
    settled: Array
    """False is war."""
    won: Array
    """Whether the protégé's side won a war; False also where there was none."""
    payoffs: Mapping[Player, Array]
    """What each player got: a war is won, share 1, or lost, share 0."""

    @property
    def means(self) -> Mapping[Player, float]:
        """The average payoff of each player."""
        return MappingProxyType({player: float(paid.mean()) for player, paid in self.payoffs.items()})

    @property
    def standard_errors(self) -> Mapping[Player, float]:
        """The standard errors of `means`."""
        root = np.sqrt(len(self.type))
        return MappingProxyType({player: float(paid.std() / root) for player, paid in self.payoffs.items()})

    @property
    def shares(self) -> Mapping[Negotiation, float]:
        """How often the negotiation ended in each of OUTCOMES, as a share of all plays."""
        counts = np.bincount(self.outcome, minlength=len(OUTCOMES))
        return MappingProxyType(dict(zip(OUTCOMES, (counts / len(self.outcome)).tolist())))

    def belief(self, n: Negotiation, a: float | None = None) -> float:
        """The share of committed patrons among the plays whose negotiation ended in ``n``, over the demand ``a``.

        None stands for all demands. Raises ValueError where no play ended so.
        """
        if n not in OUTCOMES:
            raise ValueError(f"n must be one of {OUTCOMES!r}, got {n!r}")
        there = self.outcome == OUTCOMES.index(n)
        if a is not None:
            there &= np.abs(self.demand - a) <= TIE
        if not there.any():
            raise ValueError(f"no play ended in {n!r}" + ("" if a is None else f" over the demand {a!r}"))
        return float((self.type[there] == TYPES.index("committed")).mean())

    @property
    def beliefs(self) -> Mapping[tuple[Negotiation, float | None], float]:
        """`belief` at all that the challenger saw, (n, a), where a is None after no offer."""
        # All plays of a type go one way, so that the first of each shows what there is to see.
        firsts = np.unique(self.type, return_index=True)[1]
        keys = ((OUTCOMES[self.outcome[k]], self.demand[k]) for k in firsts)
        told = ((n, None if np.isnan(a) else float(a)) for n, a in keys)
        return MappingProxyType({key: self.belief(*key) for key in told})


def simulate(p: Params, n: int, seed: int, eq: Equilibrium | None = None) -> Plays:
    """``n`` plays of an equilibrium, with draws of the type and of wars that depend on ``seed`` alone.

    None takes the equilibrium that `select` teaches at ``p``. Raises ValueError where ``n`` is not positive, or ``eq``
    is for other parameters or has no play.

    >>> plays = simulate(Params(l=0.7), 10_000, seed=1)
    >>> plays.belief("withdrawal"), plays.belief("free-riding")
    (0.0, 1.0)
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n!r}")
    eq = select(p) if eq is None else eq
    if eq.p != p:
        raise ValueError(f"eq must be an equilibrium at {p!r}, got one at {eq.p!r}")
    if eq.profile is None:
        raise ValueError(f"eq must have a play, got {eq.name!r}: {eq.why}")
    rng = np.random.default_rng(seed)
    type = np.where(rng.random(n) < p.phi, TYPES.index("committed"), TYPES.index("uncommitted")).astype(np.int8)
    ends = [played_out(eq.profile, Play("demand", each)) for each in TYPES]
    chance = np.array([0.0 if end.settles else pr_win(p, end) for end in ends])
    won = rng.random(n) < chance[type]
    case = 2 * type + won

    def told(values: Iterable[Any], dtype: Any) -> Array:
        return np.array(list(values), dtype=dtype)[type]

    paid = [payoffs(p, _decided(end, won)) for end in ends for won in (False, True)]
    return Plays(
        eq=eq,
        type=type,
        demand=told((np.nan if end.a is None else end.a for end in ends), float),
        outcome=told((OUTCOMES.index(end.n) for end in ends), np.int8),
        x=told((end.x for end in ends), float),
        settled=told((end.settles for end in ends), bool),
        won=won,
        payoffs=MappingProxyType({who: np.array([each[who] for each in paid])[case] for who in PLAYERS}),
    )


def _decided(end: Play, won: bool) -> Play:
    """The play with its war won or lost; as it is where there is peace."""
    return end if end.settles else after(end, "win" if won else "lose")
