"""The explorers of the outside-options game, from the corrected closed form and its arrays (see `explorers`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from alliancelib.outside_options import arrays, equilibrium
from alliancelib.outside_options.equilibrium import accepted_from, bets, c_search, c_switch, r_low, r_star, r_tilde
from alliancelib.outside_options.model import Params
from alliancelib.widgets.explorers import (
    EDGE,
    Array,
    Axis,
    Exploration,
    Frame,
    Line,
    Point,
    Region,
    Row,
    Strip,
    at_point,
    axis,
    columns,
    exact,
    listed,
    map_frame,
    mark,
    narrowed,
    short,
    slider,
    spans,
    steps,
    strips,
    traced,
)

PHI = slider(Params, "phi", steps(1.05, 1.95, 0.05))
DECLARED_PHI = slider(Params, "phi", steps(1.05, 1.45, 0.05))
"""The goods of the paper's domain, phi < 3/2."""
DELTA = slider(Params, "delta", [0, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 1])
C = slider(
    Params, "c", [0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 1 / 32, 0.035, 0.04, 0.05, 0.06, 0.08, 0.1]
)
COST = axis(Params, "c", 0, 0.1, 0.02, first=1e-5)
"""Search costs from nearly nothing, which is not allowed, to three times the switching cost and more."""


# --- Figure 2 ---------------------------------------------------------------------------------------------------


def u_2(p: Params) -> Callable[[float], float]:
    """Player 1's expected payoff from a second offer where player 2 has not searched, eq. (4), in period 2's units."""
    eq = equilibrium.solve(replace(p, delta=1.0))
    return lambda r2: eq.worth((0.0, "advance"), r2)


def second_offer(points: Sequence[Point]) -> list[Frame]:
    """Figure 2: nothing below phi - 1, the lottery while he searches on, 1 - r2 from where he accepts, eq. (4), (5).

    Departs: where r_star < phi - 1 he accepts from phi - 1 on (footnote 8).
    """
    params = [Params(**point) for point in points]
    worths = [u_2(p) for p in params]

    def curves(which: Array, xs: Array) -> Array:
        return np.array([[worths[k](min(r2, 1.0)) for k, r2 in zip(which, xs)]])

    jumps = [[(at - EDGE, at + EDGE) for at in sorted({p.phi - 1, accepted_from(p)})] for p in params]
    pieces = traced(curves, SECOND_OFFER.x, SECOND_OFFER.y, jumps)
    return [
        {"say": _say_second_offer(p, point), "marks": _second_offer_marks(p), "pieces": found}
        for p, point, found in zip(params, points, pieces)
    ]


def _second_offer_marks(p: Params) -> list[Frame]:
    floor, stop = p.phi - 1, accepted_from(p)
    marks = [mark("x", floor, f"φ − 1 = {short(floor)}")]
    if floor < 1 / 2 < stop:
        marks.append(mark("x", 1 / 2, "1/2"))
    if bets(p):
        marks.append(mark("x", r_tilde(p), f"r\N{COMBINING TILDE} = {short(r_tilde(p))}"))
    if floor < stop - 1e-6:
        marks.append(mark("x", stop, f"r* = {short(stop)}"))
        marks.append(mark("y", 1 - stop, "1 − r*"))
    return marks


def _say_second_offer(p: Params, point: Point) -> str:
    floor, stop, worth = p.phi - 1, accepted_from(p), u_2(p)
    text = f"{at_point(SECOND_OFFER, point)}: an offer r₂ below φ − 1 = {short(floor)} is worth nothing to player 1"
    if stop - floor < 1e-6:
        return f"{text}; from there on player 2 accepts, for searching is worth nothing to him, and she keeps 1 − r₂."
    text += (
        f". From there player 2 searches on, and it is worth r₂(1 − r₂). At r* = {short(stop)} he accepts: it goes "
        f"from {short(worth(stop - EDGE))} to {short(worth(stop))}, and then falls as 1 − r₂."
    )
    if not bets(p):
        return f"{text} She does best at r*."
    best = r_low(p)
    return (
        f"{text} She does best at {short(best)}, where it is {short(worth(best))}, and the offer "
        f"r\N{COMBINING TILDE} = {short(r_tilde(p))} is worth as much to her as r*."
    )


# --- curves against the search cost -----------------------------------------------------------------------------


def switch_costs(points: Sequence[Point]) -> Array:
    """The search cost from which player 1 is accepted at once, Proposition 1.

    Departs: it is a little less than `equilibrium.c_switch` in the rare case that the proof of Proposition 2 misses.
    """
    values = columns(points)
    phi, delta = values["phi"], values["delta"]
    high = np.array([c_switch(Params(phi=at)) for at in phi])

    def moves(which: Array, costs: Array) -> Array:
        return arrays.solve(phi[which], costs, delta[which]).first_move

    _, found = narrowed(moves, np.arange(len(points)), np.full(len(points), EDGE), high, rounds=7)
    return found


Quantity = Callable[[arrays.Solutions, Array], Sequence[Array]]
"""What is drawn of the solutions at some search costs."""


def _against_cost(points: Sequence[Point], quantity: Quantity, y: Axis) -> tuple[Array, list[list[Frame]]]:
    """The switching costs, and the pieces of curves that jump there."""
    values, switch = columns(points), switch_costs(points)
    phi, delta = values["phi"], values["delta"]

    def curves(which: Array, costs: Array) -> Array:
        return np.array(quantity(arrays.solve(phi[which], costs, delta[which]), costs))

    return switch, traced(curves, COST, y, [[(at - EDGE, at)] for at in switch])


def _switch_marks(switch: float) -> list[Frame]:
    return [mark("x", switch, f"c = {short(switch, 5)}")]


FLAT = 0.004
"""A curve that changes by less stays, to a reader, where it is."""


def _run(piece: Frame, row: int) -> str:
    """How a curve goes along a piece: from where to where, and over which least or greatest value between them."""
    ys, xs = piece["y"][row], piece["x"]
    first, last, low, high = ys[0], ys[-1], min(ys), max(ys)
    if high - low < FLAT:
        return (
            f"stays at {short(first)}" if short(low) == short(high) else f"stays between {short(low)} and {short(high)}"
        )
    parts = [f"goes from {short(first)}"]
    for turn in (low, high):
        if min(abs(turn - first), abs(turn - last)) > FLAT / 2:
            parts.append(f"over {short(turn)} at c = {short(xs[ys.index(turn)], 4)}")
    return f"{' '.join(parts)} to {short(last)}"


def _jump(pieces: Sequence[Frame], row: int) -> str:
    """What a curve does between the first piece and the second."""
    before, then = short(pieces[0]["y"][row][-1]), short(pieces[1]["y"][row][0])
    return f"stays at {then}" if before == then else f"jumps from {before} to {then}"


def ally_probability(points: Sequence[Point]) -> list[Frame]:
    """Figure 3: the chances that the good is produced with the ally, and with a new partner (section 4).

    Departs: the paper sketches the first only, and its text speaks of the second; both have an inner turn only for
    some delta, and the formulas need a more patient player 2 at small c.
    """

    def chances(found: arrays.Solutions, costs: Array) -> Sequence[Array]:
        return found.outcomes["ally, period 1"] + found.outcomes["ally, period 2"], found.pr_new

    switch, pieces = _against_cost(points, chances, PROBABILITY.y)
    return [
        {
            "say": f"{at_point(PROBABILITY, point)}: as the search cost c rises to {short(at, 5)}, player 2 searches, "
            f"and the chance of acting with the ally {_run(found[0], 0)}, that of a new alliance {_run(found[0], 1)}. "
            f"From c = {short(at, 5)} on he accepts at once: the chances are {short(found[1]['y'][0][0])} and "
            f"{short(found[1]['y'][1][0])}.",
            "marks": _switch_marks(at),
            "pieces": found,
        }
        for point, at, found in zip(points, switch, pieces)
    ]


def payoffs_against_cost(points: Sequence[Point]) -> list[Frame]:
    """Figure 4: both players' expected payoffs, which jump at the switching cost.

    Departs: the paper draws player 2's only, and uses formulas that need a more patient player 2 at small c.
    """
    switch, pieces = _against_cost(points, lambda found, _: (found.eu_1, found.eu_2), PAYOFFS.y)
    return [
        {"say": _say_payoffs(point, at, found), "marks": _switch_marks(at), "pieces": found}
        for point, at, found in zip(points, switch, pieces)
    ]


def _say_payoffs(point: Point, switch: float, pieces: Sequence[Frame]) -> str:
    places = [(y, x) for piece in pieces for x, y in zip(piece["x"], piece["y"][1])]
    best, where = max(places)
    return (
        f"{at_point(PAYOFFS, point)}: while player 2 searches, player 1's payoff {_run(pieces[0], 0)} and player 2's "
        f"{_run(pieces[0], 1)}. At c = {short(switch, 5)}, from which he accepts at once, hers "
        f"{_jump(pieces, 0)} and his {_jump(pieces, 1)}. Of the costs shown, he does best at c = {short(where, 5)}, "
        f"with {short(best)}."
    )


def first_offer(points: Sequence[Point]) -> list[Frame]:
    """Player 1's first offer r1, and r_star, which player 2 accepts at once: Propositions 1 and 2.

    Departs: where searching is worthless she offers phi - 1 (footnote 8).
    """

    def offers(found: arrays.Solutions, costs: Array) -> Sequence[Array]:
        return found.r1, np.array([r_star(Params(c=float(c))) for c in costs])

    switch, pieces = _against_cost(points, offers, FIRST_OFFER.y)
    return [
        {"say": _say_first_offer(point, at, found), "marks": _switch_marks(at), "pieces": found}
        for point, at, found in zip(points, switch, pieces)
    ]


def _say_first_offer(point: Point, switch: float, pieces: Sequence[Frame]) -> str:
    worthless = c_search(Params(phi=point["phi"]))
    text = (
        f"{at_point(FIRST_OFFER, point)}: while player 2 searches, player 1's first offer r₁ {_run(pieces[0], 0)}, "
        f"below r*, which {_run(pieces[0], 1)}. At c = {short(switch, 5)} r₁ {_jump(pieces, 0)}, where he "
        "accepts at once"
    )
    last = pieces[1]["y"][0][-1]
    if worthless >= COST.high:
        return f"{text}; from there on r₁ = r*, which falls to {short(last)} at c = {exact(COST.high)}."
    return f"{text}. From c = {short(worthless, 5)} on a search is worth nothing to him and r₁ = φ − 1 = {short(last)}."


# --- the lower bound on delta -----------------------------------------------------------------------------------

PATIENT = 0.99
"""The discount factor of the paper's Figure 4."""


def delta_underbar(points: Sequence[Point]) -> list[Frame]:
    """The discount factor from which player 2 never takes a draw below r_tilde at once (section 3.2.1)."""
    params = [Params(**point) for point in points]
    ends = [c_switch(p) for p in params]

    def bound(k: int, c: float) -> float:
        return equilibrium.delta_underbar(replace(params[k], c=float(c))) if c <= ends[k] else np.nan

    def curves(which: Array, costs: Array) -> Array:
        return np.array([[bound(k, c) for k, c in zip(which, costs)]])

    pieces = traced(curves, UNDERBAR.x, UNDERBAR.y, [[(end, end + EDGE)] for end in ends])
    return [
        _underbar_frame(k, point, end, bound, found) for k, (point, end, found) in enumerate(zip(points, ends, pieces))
    ]


def _underbar_frame(
    k: int, point: Point, end: float, bound: Callable[[int, float], float], pieces: Sequence[Frame]
) -> Frame:
    def enough(which: Array, costs: Array) -> Array:
        return np.array([bound(k, c) <= PATIENT for c in costs])

    _, found = narrowed(enough, np.array([0]), np.array([EDGE]), np.array([end]), rounds=6)
    crossing, ys = float(found[0]), pieces[0]["y"][0]
    say = (
        f"{at_point(UNDERBAR, point)}: as the search cost c rises, the bound falls from {short(ys[0])} to "
        f"{short(ys[-1])} at c = {short(end, 5)}, beyond which it is not defined. A discount factor of "
        f"{exact(PATIENT)} is patient enough from c = {short(crossing, 5)} on."
    )
    marks = [mark("x", end, f"c = {short(end, 5)}"), mark("y", PATIENT, exact(PATIENT))]
    return {"say": say, "marks": marks, "pieces": pieces}


# --- the cases in the plane of phi and c ------------------------------------------------------------------------

CASES = (
    Region(code="C", name="she lets him search"),
    Region(code="B2", name="she pre-empts early"),
    Region(code="B", name="she pre-empts with r*"),
    Region(code="A", name="searching is worthless"),
)
"""From low search costs to high ones."""


def map_phi_c(points: Sequence[Point]) -> list[Frame]:
    """Which case of the corrected solution holds (Propositions 1 and 2, footnote 8).

    Departs: the paper has C and B only, divided by c = 1/32, and asks for phi < 3/2.
    """
    deltas = columns(points)["delta"]

    def read(which: Array, phis: Array) -> list[Row]:
        early = switch_costs([{"phi": phi, "delta": deltas[k]} for k, phi in zip(which, phis)])
        params = [Params(phi=float(phi)) for phi in phis]
        # Borders far above the map need not be followed.
        tops = [min(c_search(p), 2 * MAP.y.high) for p in params]
        return [Row((0, 1, 2, 3), (float(low), c_switch(p), top)) for low, p, top in zip(early, params, tops)]

    levels = [1 + 1e-6, *steps(1.05, 1.95, 0.05), 2 - 1e-6]
    cuts = strips(read, [levels] * len(points), MAP.y.high)
    return [_map_frame(point, cut) for point, cut in zip(points, cuts)]


def _map_frame(point: Point, cut: Sequence[Strip]) -> Frame:
    across = (MAP.y.low, MAP.y.high)
    marks = [mark("y", 1 / 32, "c = 1/32"), mark("x", 3 / 2, "φ = 3/2")]
    return map_frame(cut, MAP.along, across, MAP_ROWS, say=_say_map(point, cut, across), marks=marks)


MAP_ROWS = (1.1, 1.2, 1.3, 1.4, 1.48, 1.6, 1.7, 1.8, 1.9)
"""The costs of the good that the table goes through."""


def _say_map(point: Point, cut: Sequence[Strip], across: tuple[float, float]) -> str:
    said = []
    for phi in (1.1, 1.48, 1.8):
        row = spans(cut, across, phi)
        parts = [f"case {CASES[region].code} up to c = {short(high, 5)}" for region, _, high in row[:-1]]
        said.append(f"at φ = {phi:g} {listed([*parts, f'then case {CASES[row[-1][0]].code}'])}")
    is_early = any(region == 1 for strip in cut for region, *_ in spans(cut, across, (strip.low + strip.high) / 2))
    early = "" if is_early else " Case B2 does not occur."
    return f"{at_point(MAP, point)}: {'; '.join(said)}.{early}"


# --- what there is ----------------------------------------------------------------------------------------------

SECOND_OFFER = Exploration(
    name="second-offer",
    title="What a second offer is worth to player 1",
    source="Figure 2, eq. (4) and (5)",
    x=Axis(label="player 1's second offer", symbol="r₂", low=0, high=1, tick=0.2),
    y=Axis(label="her expected payoff", symbol="u₂", low=0, high=0.5, tick=0.1),
    sliders=(C, PHI),
    lines=(Line(name="her expected payoff u₂", label="u₂", look="ally"),),
    show=second_offer,
)
PROBABILITY = Exploration(
    name="ally-probability",
    title="With the ally, or with somebody new?",
    source="Figure 3",
    x=COST,
    y=Axis(label="probability", symbol="", low=0, high=1, tick=0.2),
    sliders=(PHI, DELTA),
    lines=(
        Line(name="chance of acting with the ally", label="the ally", look="ally"),
        Line(name="chance of a new alliance", label="new one", look="adhoc"),
    ),
    show=ally_probability,
)
PAYOFFS = Exploration(
    name="payoffs-against-cost",
    title="Who gains from a dear search?",
    source="Figure 4",
    x=COST,
    y=Axis(label="expected payoff", symbol="EU", low=0, high=0.8, tick=0.2),
    sliders=(PHI, DELTA),
    lines=(
        Line(name="player 1's payoff EU₁", label="player 1", look="ally"),
        Line(name="player 2's payoff EU₂", label="player 2", look="you"),
    ),
    show=payoffs_against_cost,
)
FIRST_OFFER = Exploration(
    name="first-offer",
    title="Player 1's first offer",
    source="Proposition 1 and Proposition 2",
    x=COST,
    y=Axis(label="share of the cost", symbol="", low=0, high=1, tick=0.2),
    sliders=(PHI, DELTA),
    lines=(
        Line(name="first offer r₁", label="r₁", look="ally"),
        Line(name="offer that ends the search r*", label="r*", look="cutoff"),
    ),
    show=first_offer,
)
UNDERBAR = Exploration(
    name="delta-underbar",
    title="How patient is patient enough?",
    source="section 3.2.1",
    x=axis(Params, "c", 0, 0.04, 0.01, first=1e-5),
    y=Axis(label="lower bound on δ", symbol="δ\N{COMBINING LOW LINE}", low=0, high=1, tick=0.2),
    sliders=(DECLARED_PHI,),
    lines=(Line(name="lower bound on δ", label="bound", look="cutoff"),),
    show=delta_underbar,
)
MAP = Exploration(
    name="map-phi-c",
    title="Which case holds where",
    source="Proposition 1, Proposition 2 and footnote 8, corrected",
    x=axis(Params, "phi", 1, 2, 0.25),
    y=axis(Params, "c", 0, 0.06, 0.01),
    sliders=(DELTA,),
    regions=CASES,
    along="x",
    show=map_phi_c,
)
EXPLORATIONS = (SECOND_OFFER, PROBABILITY, PAYOFFS, FIRST_OFFER, UNDERBAR, MAP)
