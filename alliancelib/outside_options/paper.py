"""The paper's formulas and tables as printed, errors and all, and where the paper says that they apply.

Nothing here is corrected but print slips that leave a formula without meaning; each of those has a ``Departs:``
line. What is right at every parameter is in `equilibrium`. Raising ValueError means that the printed formula has no
value there; outside `applies` a value may exist and be wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alliancelib.outside_options.model import TIE, Params, check_share, net

C_STAR = 1 / 32
"""The search cost that section 5 says is best for player 2, c*: the least at which 1 - r_star >= 1/4."""


# --- period 2: section 3.1 --------------------------------------------------------------------------------------


def theta(p: Params, s: float) -> float:
    """Player 2's expected payoff from a search in period 2 with the share ``s`` in hand, eq. (2)."""
    return -p.c + 3 / 2 - p.phi + s**2 / 2


def theta_for(p: Params, s: float, cdf: Callable[[float], float], steps: int = 200) -> float:
    """`theta` where offers have the distribution ``cdf`` on [0, 1], eq. (1).

    By parts, (1) is -c + 2 - phi minus the integral of the cdf from s to 1. That is taken by Simpson's rule in
    ``steps`` panels: to about 1e-9 for a smooth cdf, and to the width of a panel where it jumps.
    """
    width = (1 - s) / steps
    panels = ((s + k * width, s + (k + 1) * width) for k in range(steps))
    below = math.fsum((cdf(a) + 4 * cdf((a + b) / 2) + cdf(b)) * width / 6 for a, b in panels)
    return -p.c + 2 - p.phi - below


def r_star(p: Params) -> float:
    """The share that makes player 2 indifferent between searching and not in period 2, eq. (3): 1 - sqrt(2c).

    Raises ValueError for c > 1/2, which the paper excludes.
    """
    if p.c > 1 / 2:
        raise ValueError(f"c must lie in [0, 1/2] in the paper, got {p.c!r}")
    return 1 - math.sqrt(2 * p.c)


def u_2(p: Params, r2: float) -> float:
    """Player 1's expected payoff in period 2 from an offer ``r2`` >= max[x1, phi - 1], eq. (4)."""
    if r2 >= r_star(p):
        return 1 - r2
    return (1 - r2) * r2 if r2 >= p.phi - 1 else 0.0


def lemma_1_bound(p: Params, x1: float) -> float:
    """The least that player 1 offers in period 2 after the draw ``x1``, Lemma 1: max[x1, phi - 1]."""
    return max(x1, p.phi - 1)


def r_tilde(p: Params) -> float:
    """The offer > 1/2 that pays player 1 with a search what r_star pays without, eq. (5): 1 - r_star = (1 - r) r.

    Raises ValueError where 1 - r_star > 1/4, so that (5) has no solution.
    """
    paid = 1 - r_star(p)
    if paid > 1 / 4:
        raise ValueError(f"c must be at most 1/32 for eq. (5) to have a solution, got {p.c!r}")
    return 1 / 2 + math.sqrt(1 / 4 - paid)


def table_1(p: Params, x1: float) -> tuple[float, str]:
    """Player 1's second offer after the draw ``x1`` and player 2's reply, "accept ally" or "search", Table 1."""
    check_share("x1", x1)
    stop = r_star(p)
    if 1 - stop >= 1 / 4:
        return (stop if x1 <= stop else x1), "accept ally"
    if x1 <= r_tilde(p):
        return max(1 / 2, x1), "search"
    return (stop if x1 <= stop else x1), "accept ally"


# --- period 1 after a search: section 3.2.1 ---------------------------------------------------------------------


def r1_star(p: Params) -> float:
    """The first offer that pays player 2 what r_star pays in period 2 (section 3.2.1)."""
    return p.phi - 1 + p.delta * net(p, r_star(p))


def patient_enough(p: Params) -> bool:
    """Whether delta satisfies both conditions in the definition of delta_underbar (section 3.2.1).

    They are r_tilde < r1_star <= r_star, and 1 - phi + s < delta theta(s) for all s < r_tilde. The second needs one
    look, at s = r_tilde: the difference of its sides increases in s, by 1 - delta s. Raises ValueError for c > 1/32.
    """
    edge = r_tilde(p)
    return edge < r1_star(p) <= r_star(p) and net(p, edge) <= p.delta * theta(p, edge)


def delta_underbar(p: Params) -> float:
    """The least delta that is `patient_enough` (section 3.2.1); p.delta plays no part.

    The condition at r_tilde implies the order of the cutoffs, so that it is (1 - phi + r_tilde) / theta(r_tilde).
    Raises ValueError for c > 1/32, where r_tilde does not exist, and where r_tilde is less than phi - 1.
    """
    edge = r_tilde(p)
    if net(p, edge) < 0:
        raise ValueError(f"r_tilde must be at least phi - 1 = {p.phi - 1!r}, got r_tilde = {edge!r}")
    return net(p, edge) / theta(p, edge)


def table_2(p: Params, r1: float, x1: float) -> str:
    """Player 2's choice with ``r1`` and ``x1`` known: "accept ally", "accept ad hoc" or "advance", Table 2.

    Where it says "Accept max{x1, r1}" and they are equal, the most recent is x1.
    """
    check_share("r1", r1)
    check_share("x1", x1)
    if x1 > r1_star(p):
        return "accept ad hoc" if x1 >= r1 else "accept ally"
    # r1 is often an offer that was computed to be just enough, so that rounding must not lose it.
    return "accept ally" if r1 >= _accepted_from(p, x1) - TIE else "advance"


def _accepted_from(p: Params, x1: float) -> float:
    """The least r1 that Table 2 has player 2 accept where the draw x1 is at most r1_star."""
    if 1 - r_star(p) >= 1 / 4 or x1 > r_tilde(p):
        return r1_star(p)
    return p.delta * theta(p, max(1 / 2, x1)) + p.phi - 1


# --- period 1: sections 3.2.2 and 3.2.3 -------------------------------------------------------------------------


def lemma_2(p: Params, r1: float) -> str:
    """Player 2's reply to the first offer ``r1``, Lemma 2: "accept" from r_star on, otherwise "search"."""
    check_share("r1", r1)
    return "accept" if r1 >= r_star(p) else "search"


def r1_interval(p: Params) -> tuple[float, float]:
    """The two ends between which r1_bar lies, Proposition 2: delta theta(s) - 1 + phi at s = 1/2 and s = r_tilde.

    Departs (FR-20): the statement prints r1_bar for r_tilde in the upper end; the proof has r_tilde. Raises
    ValueError for c > 1/32.
    """
    return p.delta * theta(p, 1 / 2) - 1 + p.phi, p.delta * theta(p, r_tilde(p)) - 1 + p.phi


def x_of_r1(p: Params, r1: float) -> float:
    """The draw x(r1) at which player 2 is indifferent: 1 - phi + r1 = delta theta(x1) (proof of Proposition 2).

    Raises ValueError for an offer outside `r1_interval` and at delta = 0.
    """
    low, high = r1_interval(p)
    if p.delta == 0:
        raise ValueError("delta must be positive for x(r1) to exist, got 0")
    if not low - TIE <= r1 <= high + TIE:
        raise ValueError(f"r1 must lie in [{low!r}, {high!r}], got {r1!r}")
    square = 2 * (net(p, r1) / p.delta - theta(p, 0.0))
    return min(max(math.sqrt(max(square, 0.0)), 1 / 2), r_tilde(p))


def omega(p: Params, r1: float) -> float:
    """Player 1's expected payoff from a first offer in `r1_interval`, eq. (6).

    Departs (FR-20): two limits print r1_bar for r_tilde. Raises ValueError where `x_of_r1` does.
    """
    x = x_of_r1(p, r1)
    return x * (1 - r1) + p.delta * _matched(x, r_tilde(p)) + _jumped(p)


def omega_above(p: Params, r1: float) -> float:
    """Player 1's expected payoff from a first offer between the interval and r1_star, eq. (7)."""
    return r_tilde(p) * (1 - r1) + _jumped(p)


def omega_below(p: Params) -> float:
    """Player 1's expected payoff from any first offer below the interval, eq. (8)."""
    return p.delta / 8 + p.delta * _matched(1 / 2, r_tilde(p)) + _jumped(p)


def omega_lower_end(p: Params) -> float:
    """Player 1's expected payoff from the lower end of the interval, eq. (9)."""
    first = (2 - p.phi - p.delta * theta(p, 1 / 2)) / 2
    return first + p.delta * _matched(1 / 2, r_tilde(p)) + _jumped(p)


def r1_bar(p: Params) -> float:
    """The maximiser of (6) over `r1_interval`, Proposition 2.

    The paper gives no formula. With r1 = delta theta(x) - 1 + phi, the derivative of (6) in x is 1 - r1 - delta x,
    which falls in x: its root, kept between 1/2 and r_tilde, is x(r1_bar). Raises ValueError where `x_of_r1` does.
    """
    low, high = r1_interval(p)
    if p.delta == 0:
        return x_of_r1(p, low)
    root = math.sqrt(1 + 2 * ((2 - p.phi) / p.delta - theta(p, 0.0))) - 1
    return min(max(p.delta * theta(p, root) - 1 + p.phi, low), high)


def _matched(low: float, high: float) -> float:
    """The integral of x1 (1 - x1) between ``low`` and ``high``."""
    return (high**2 - low**2) / 2 - (high**3 - low**3) / 3


def _jumped(p: Params) -> float:
    """The last term of (6) to (9): draws between r_tilde and r1_star, answered with r_star."""
    return p.delta * (1 - r_star(p)) * (r1_star(p) - r_tilde(p))


# --- the two propositions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a proposition says happens at ``p``."""

    p: Params
    r1: float
    first_move: str
    """Player 2's reply to r1, "accept" or "search" (Lemma 2)."""
    eu_1: float
    """Player 1's payoff: 1 - r_star, or (6) at r1_bar. What r1 really pays her is its worth in the equilibrium."""
    eu_2: float
    """Player 2's payoff: 1 - phi + r_star, or the search's value when Tables 1 and 2 are followed."""
    outcomes: Mapping[str, float]
    """The probability of each of OUTCOMES by Tables 1 and 2. Outside `applies` some can leave [0, 1]."""


def proposition_1(p: Params) -> Printed:
    """Player 1 offers r_star and player 2 accepts, Proposition 1. Raises ValueError unless 1 - r_star >= 1/4."""
    r1 = r_star(p)
    if 1 - r1 < 1 / 4:
        raise ValueError(f"c must be at least 1/32 for Proposition 1, got {p.c!r}")
    outcomes = _outcomes(1.0, 0.0, 0.0, 0.0)
    return Printed(p=p, r1=r1, first_move="accept", eu_1=1 - r1, eu_2=net(p, r1), outcomes=outcomes)


def proposition_2(p: Params) -> Printed:
    """Player 1 offers r1_bar and player 2 searches, Proposition 2.

    Raises ValueError unless 1 - r_star < 1/4, and at delta = 0, where (6) is not defined.
    """
    if 1 - r_star(p) >= 1 / 4:
        raise ValueError(f"c must be below 1/32 for Proposition 2, got {p.c!r}")
    r1 = r1_bar(p)
    x, edge, jump = x_of_r1(p, r1), r_tilde(p), r1_star(p)
    matched = theta(p, 0.0) * (edge - x) + (edge**3 - x**3) / 6
    jumped = net(p, r_star(p)) * (jump - edge)
    taken = (1 - jump) * net(p, (1 + jump) / 2)
    eu_2 = -p.c + x * net(p, r1) + p.delta * (matched + jumped) + taken
    found = edge - x - (edge**2 - x**2) / 2
    outcomes = _outcomes(x, jump - x - found, 1 - jump, found)
    return Printed(p=p, r1=r1, first_move="search", eu_1=omega(p, r1), eu_2=eu_2, outcomes=outcomes)


def _outcomes(ally_1: float, ally_2: float, ad_hoc_1: float, ad_hoc_2: float) -> Mapping[str, float]:
    named = {"ally, period 1": ally_1, "ally, period 2": ally_2}
    return MappingProxyType({**named, "ad hoc, period 1": ad_hoc_1, "ad hoc, period 2": ad_hoc_2, "none": 0.0})


def applies(p: Params) -> bool:
    """Whether ``p`` is in the paper's declared domain: phi < 3/2, 0 < c <= 1/2, delta >= delta_underbar if c < 1/32.

    Section 3, section 3.1.1 and section 3.2.1. For 1 - r_star >= 1/4 there is no r_tilde, and the paper's bound on
    delta is empty.
    """
    if p.phi >= 3 / 2 or p.c > 1 / 2:
        return False
    return 1 - r_star(p) >= 1 / 4 or p.delta >= delta_underbar(p)


def solve(p: Params) -> Printed:
    """Proposition 1 and Proposition 2 taken literally, wherever their formulas have a value.

    Raises ValueError for c > 1/2, and at delta = 0 with c < 1/32.
    """
    return proposition_1(p) if 1 - r_star(p) >= 1 / 4 else proposition_2(p)


def pr_ally(p: Params) -> float:
    """The probability that the good is produced with the ally, Figure 3. Raises ValueError where `solve` does."""
    outcomes = solve(p).outcomes
    return outcomes["ally, period 1"] + outcomes["ally, period 2"]


def pr_new(p: Params) -> float:
    """The probability that the old alliance breaks and a new one forms (section 4). Raises ValueError as `solve`."""
    outcomes = solve(p).outcomes
    return outcomes["ad hoc, period 1"] + outcomes["ad hoc, period 2"]
