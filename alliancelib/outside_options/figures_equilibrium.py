"""What player 1 earns from each first offer, and how likely it is that the alliance breaks: figures for Propositions 1
and 2 and for section 4, drawn from the model like those of `figures`. Each has an ``alt_`` twin in words.
"""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from alliancelib.drawing import (
    ADHOC,
    ALLY,
    DOTTED,
    EDGE,
    HALO,
    INK,
    MUTED,
    SMALL,
    YOU,
    curve,
    dot,
    equals,
    graph,
    guide,
    knots,
    short,
    stroke,
    write,
)
from alliancelib.outside_options import paper
from alliancelib.outside_options.equilibrium import (
    bets,
    delta_underbar,
    r1_bar,
    r1_matching,
    r1_star,
    r_low,
    r_star,
    r_tilde,
    solve,
)
from alliancelib.outside_options.figures_paper import switch_cost
from alliancelib.outside_options.model import Params

# --- Propositions 1 and 2: her payoff from each first offer --------------------------------------------------------


def offer_edges(p: Params) -> tuple[float, ...]:
    """The first offers at which their worth to player 1 changes its form (proof of Proposition 2), ascending.

    The ends of the interval, r1_star and r_star. Raises ValueError where Proposition 2 is not for ``p``: for
    c >= c_switch, or delta below delta_underbar.
    """
    if not bets(p) or p.delta < delta_underbar(p):
        raise ValueError(f"c must be below c_switch and delta at least delta_underbar, got {p!r}")
    return r1_matching(p, r_low(p)), r1_matching(p, r_tilde(p)), r1_star(p), r_star(p)


def first_offer_payoff(p: Params, ax: Axes | None = None) -> Axes:
    """Player 1's expected payoff from each first offer (proof of Proposition 2, eq. (6) to (9)).

    Dashed where player 2 searches: level while no draw brings him back, eq. (8); a jump to the interval from which
    her offer is drawn, eq. (6), with its best point; falling above it, eq. (7); what r1 (1 - r1) is worth between
    r1_star and r_star; and from r_star on, where he accepts, 1 - r1.
    """
    low, high, late, stop = offer_edges(p)
    worth, best = _worth_of_first_offer(p), r1_bar(p)
    left, right = low - 0.3 * (stop - low), stop + 0.3 * (stop - low)
    values = [worth(r1) for r1 in (left, low, best, stop, right)]
    bottom, top = min(values) - 0.012, max(values) + 0.03
    ax = graph(ax, 3.9, "player 1's first offer, $r_1$", "her expected payoff")
    ax.set(xlim=(left, right), ylim=(bottom, top))
    curve(ax, worth, knots(left, right, low, high, late, stop), ALLY, lambda r1: r1 < stop, "EU_1")
    stroke(ax, [left, stop], [worth(stop)] * 2, linestyle=DOTTED, gid="1 - r_star", zorder=1)
    write(ax, (left, worth(stop)), "$1 - r^*$", (4, 8), color=MUTED, size=SMALL, gid="level")
    guide(ax, (low, worth(low)), "low", f"from {short(low)}", "right foot")
    guide(ax, (high, worth(high)), "high", equals(r"\hat{r}_1", high), "raised foot")
    guide(ax, (late, worth(late)), "r1_star", equals("r_1^*", late), "left foot")
    guide(ax, (stop, worth(stop)), "r_star", equals("r^*", stop), "right foot")
    ax.plot([best], [worth(best)], "o", ms=8, color=YOU, zorder=5, gid="r1_bar")
    write(ax, (best, worth(best)), equals(r"\bar{r}_1", best), (4, 12), color=YOU, gid="best")
    return ax


def _worth_of_first_offer(p: Params) -> Callable[[float], float]:
    eq = solve(p)
    return lambda r1: eq.worth((), r1)


def alt_first_offer_payoff(p: Params) -> str:
    """The figure in words, at ``p``."""
    low, high, late, stop = offer_edges(p)
    worth, best = _worth_of_first_offer(p), r1_bar(p)
    return (
        f"Player 1's expected payoff from each first offer r1. It is {short(worth(low - EDGE))} while no draw brings "
        f"player 2 back to her, jumps to {short(worth(low))} at r1 = {short(low)}, and is {short(worth(high))} at the "
        f"end of the interval, r1 = {short(high)}; the best point is {short(best)}, worth {short(worth(best))}. It "
        f"falls on to {short(worth(late - EDGE))} at r1* = {short(late)}, from where it is r1 (1 - r1). From "
        f"r* = {short(stop)} on he accepts, and it is 1 - r1, at most {short(worth(stop))}."
    )


# --- Figure 3 and section 4 ----------------------------------------------------------------------------------------


def patient_cost(phi: float, delta: float) -> float:
    """The search cost from which players are as patient as the paper assumes, delta >= delta_underbar.

    It is 0 at delta = 1 only, and c_switch where they are too impatient at every cost below it.
    """
    low, high = 0.0, switch_cost(phi, delta)
    while low < (middle := (low + high) / 2) < high:
        if delta < delta_underbar(Params(phi=phi, c=middle, delta=delta)):
            low = middle
        else:
            high = middle
    return low


def pr_ally(phi: float, delta: float) -> Callable[[float], float]:
    """The probability that the good is produced with the ally, as a function of c."""

    def chance(c: float) -> float:
        outcomes = solve(Params(phi=phi, c=c, delta=delta)).outcomes
        return outcomes["ally, period 1"] + outcomes["ally, period 2"]

    return chance


def ally_probability(phi: float, delta: float, ax: Axes | None = None) -> Axes:
    """Figure 3: the probability that the good is produced with the ally, against the search cost c.

    Dashed where player 2 searches; the thin line is what Proposition 2 gives when its formulas are used below the cost
    from which players are as patient as it assumes.

    Departs: the paper's own picture names no parameters, and its axis ends are not known.
    """
    switch, patient, chance = switch_cost(phi, delta), patient_cost(phi, delta), pr_ally(phi, delta)
    top = 1.7 * switch
    ax = graph(ax, 3.6, "cost of a search, $c$", "probability, with the ally")
    start = top / 10_000
    printed = _printed_ally(phi, delta)
    bottom = min(chance(c) for c in (start, switch / 2, 0.8 * switch, switch * (1 - 1e-6))) - 0.06
    ax.set(xlim=(0, top), ylim=(bottom, 1.06))
    curve(ax, chance, knots(start, top, switch), ALLY, lambda c: c < switch, "with the ally")
    if start < patient < switch:
        curve(ax, printed, [start, patient], MUTED, lambda c: False, "as printed", 1.3)
        write(ax, (start, printed(start)), "as printed", (6, 8), color=MUTED, size=SMALL, gid="printed")
        guide(ax, (patient, chance(patient)), "patient", r"$\delta = \underline{\delta}$", "right foot")
    guide(ax, (switch, 1.0), "switch", f"$c = {switch:.4g}$", "right foot")
    return ax


def _printed_ally(phi: float, delta: float) -> Callable[[float], float]:
    return lambda c: paper.pr_ally(Params(phi=phi, c=c, delta=delta))


def alt_ally_probability(phi: float, delta: float) -> str:
    """Figure 3 in words."""
    switch, patient, chance = switch_cost(phi, delta), patient_cost(phi, delta), pr_ally(phi, delta)
    start, middle, end = 1.7 * switch / 10_000, 0.8 * switch, switch * (1 - 1e-9)
    return (
        f"The probability that the good is produced with the ally, against the search cost c, for phi = {phi:g} and "
        f"delta = {delta:g}: {short(chance(start))} where a search costs almost nothing, {short(chance(middle))} at "
        f"c = {short(middle)}, {short(chance(end))} just below c = {switch:.4g}, and 1 from there on. By the printed "
        f"formulas it would begin at {short(_printed_ally(phi, delta)(start))}; they are right from "
        f"c = {short(patient)} on."
    )


Chance = Callable[[float], float]


def breaks(phi: float, delta: float) -> tuple[Chance, Chance]:
    """The probabilities of breaking up in period 1 and in period 2 on the path, as functions of c."""

    def of(period: int) -> Chance:
        return lambda c: solve(Params(phi=phi, c=c, delta=delta)).outcomes[f"ad hoc, period {period}"]

    return of(1), of(2)


def breakup_probability(phi: float, delta: float, ax: Axes | None = None) -> Axes:
    """Section 4: the probability of a new alliance against the search cost c, and the two ways to it that it sums.

    Only costs at which player 2 searches. Breaks in period 1 are draws too good to wait; breaks in period 2 are second
    searches that beat an offer which player 1 has matched.
    """
    switch, patient = switch_cost(phi, delta), patient_cost(phi, delta)
    early, late = breaks(phi, delta)
    start, end = switch / 10_000, switch * (1 - 1e-6)
    ax = graph(ax, 3.9, "cost of a search, $c$", "probability of a new alliance")
    lines = {
        "total": (lambda c: early(c) + late(c), ADHOC, 2.6),
        "at once": (early, INK, 1.5),
        "second": (late, MUTED, 1.5),
    }
    at = knots(start, end, patient)
    for name, (chance, color, width) in lines.items():
        curve(ax, chance, at, color, lambda c: False, name, width)
    peak = peak_cost(phi, delta)
    highest = early(peak) + late(peak)
    ax.set(xlim=(0, 1.02 * switch), ylim=(0, 1.25 * highest))
    if start < patient < switch:
        stroke(ax, [patient] * 2, [0, 1.25 * highest], linestyle=DOTTED, gid="at patient", zorder=1)
        write(ax, (patient, 1.19 * highest), r"$\delta \geq \underline{\delta}$ from here on", (5, 0), color=MUTED)
    dot(ax, peak, highest, ADHOC, "closed")
    write(ax, (peak, highest), short(highest), (0, 10), ha="center", color=ADHOC, gid="peak", bbox=HALO)
    words = {
        "total": ("both together", (0, -13), "center"),
        "at once": ("at once, after the first draw", (8, -9), "left"),
        "second": ("after a second search", (-6, -11), "right"),
    }
    for name, (text, off, ha) in words.items():
        chance, color, _ = lines[name]
        write(
            ax, (0.55 * switch, chance(0.55 * switch)), text, off, ha=ha, color=color, gid=f"name of {name}", bbox=HALO
        )
    return ax


def peak_cost(phi: float, delta: float) -> float:
    """The search cost at which a new alliance is most likely: a fine scan, then a golden section."""
    early, late = breaks(phi, delta)
    switch = switch_cost(phi, delta)
    grid = [switch * (k + 0.5) / 400 for k in range(400)]
    best = max(grid, key=lambda c: early(c) + late(c))
    low, high = max(best - switch / 400, switch / 10_000), min(best + switch / 400, switch * (1 - 1e-9))
    for _ in range(60):
        one, other = high - (high - low) * _GOLDEN, low + (high - low) * _GOLDEN
        if early(one) + late(one) < early(other) + late(other):
            low = one
        else:
            high = other
    return (low + high) / 2


_GOLDEN = (5**0.5 - 1) / 2


def alt_breakup_probability(phi: float, delta: float) -> str:
    """The figure in words."""
    switch, patient, peak = switch_cost(phi, delta), patient_cost(phi, delta), peak_cost(phi, delta)
    early, late = breaks(phi, delta)
    start, end = switch / 10_000, switch * (1 - 1e-6)
    parts = [
        f"{name} from {short(chance(start))} to {short(chance(end))}"
        for name, chance in (("at once, in period 1,", early), ("after a second search", late))
    ]
    return (
        f"The probability of a new alliance against the search cost c, up to c = {switch:.4g}, for phi = {phi:g} and "
        f"delta = {delta:g}: {short(early(start) + late(start))} at almost no cost, at most "
        f"{short(early(peak) + late(peak))} at c = {short(peak)}, {short(early(end) + late(end))} at the end. Of it, "
        f"{' and '.join(parts)}. From c = {short(patient)} on delta is at least the paper's bound."
    )
