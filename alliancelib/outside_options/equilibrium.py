"""The corrected closed form: the subgame-perfect equilibrium at every phi, c and delta, on the path and off it.

Offers x are uniform on [0, 1]. The letters are the paper's; ``r_low`` = max[1/2, phi - 1] is the offer player 1
would like best if player 2 is to search anyway. What player 1 does depends on the cost of a search::

    c >= c_search             nobody would search: she offers phi - 1, he accepts      "worthless search"
    c_switch <= c < c_search  she offers r_star, he accepts                            "pre-empt"
    c < c_switch              she offers r1_bar and he searches                        "let him search"
                              the same, players too impatient for a second search      "impatient"
                              r1_bar is worth less to her than r_star (see below)      "pre-empt early"

How rare the last case is. Write y = 1 - r_tilde, so that 1 - r_star = y(1 - y), and m = 2 - phi - y, which is
positive for c < c_switch. Where a draw of r_tilde is worth searching on (x_a >= r_tilde), the offer r1_hat that he
accepts up to r_tilde gives her, by (6),

    omega(r1_hat) - (1 - r_star) = (1 - y) E,   E = (1 - delta) [m (1 - delta y) - delta y^3] + delta y^4 / 2.

Claim: E > 0 for delta >= max[3/4, phi/2]. Proof: if the bracket is not negative, the last term settles it. Otherwise
1 - delta can be replaced by its largest value, and that gives, for phi <= 3/2 (1 - delta <= 1/4, m >= 1/2 - y),

    E >= (1/2 - y) (1 - delta y - 2 delta y^3) / 4 > 0,   because y < 1/2,

and for phi > 3/2, with n = 2 - phi < 1/2 (1 - delta <= n/2, y < n),

    E >= (n - y) (n - n delta y - delta y^3) / 2 > (n - y) n (1 - n - n^2) / 2 > 0.

Where x_a < r_tilde, she has something better than r_star whatever delta is: an offer of max[x_a, r_low] alone pays
max[x_a, r_low] (1 - max[x_a, r_low]), which exceeds r_tilde (1 - r_tilde) = 1 - r_star. So she pre-empts below
c_switch only if delta < max[3/4, phi/2].
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from alliancelib.core.game import Action, History
from alliancelib.outside_options.model import OUTCOMES, TIE, Equilibrium, Params, Play, net, read, search_costs

REGIMES = ("worthless search", "pre-empt", "pre-empt early", "let him search", "impatient")


# --- the numbers, one function each -----------------------------------------------------------------------------


def theta(p: Params, s: float) -> float:
    """What one last search is worth to player 2 with the share ``s`` >= phi - 1 in hand, eq. (2)."""
    return -p.c + 3 / 2 - p.phi + s * s / 2


def search_gain(p: Params, s: float) -> float:
    """How much better one last search is than producing with the share ``s``: theta(s) - (1 - phi + s), eq. (3)."""
    return (1 - s) ** 2 / 2 - p.c


def bet(s: float) -> float:
    """What the offer ``s`` < r_star is worth to player 1 in period 2: he searches and finds less, eq. (4)."""
    return s * (1 - s)


def r_star(p: Params) -> float:
    """The share at which player 2 stops searching, eq. (3): 1 - sqrt(2c). Negative for c > 1/2: he never searches."""
    return 1 - math.sqrt(2 * p.c)


def accepted_from(p: Params) -> float:
    """The least offer that player 2 takes rather than search, Lemma 2: r_star, or phi - 1 if searching is worthless."""
    return max(r_star(p), p.phi - 1)


def r_low(p: Params) -> float:
    """The second offer player 1 likes best if player 2 is to search: max[1/2, phi - 1].

    Departs (FR-4): the paper has 1/2, which is less than he needs to produce if phi > 3/2.
    """
    return max(1 / 2, p.phi - 1)


def r_tilde(p: Params) -> float:
    """The offer that is worth as much to player 1 with a search as r_star without one, eq. (5).

    Raises ValueError for c > 1/32, where (5) has no solution.
    """
    if p.c > 1 / 32:
        raise ValueError(f"c must be at most 1/32 for r_tilde to exist, got {p.c!r}")
    return (1 + math.sqrt(1 - 4 * math.sqrt(2 * p.c))) / 2


def r1_star(p: Params) -> float:
    """The first offer as good for player 2 as a second offer that ends the search (section 3.2.1).

    Departs (FR-1): where r_star < phi - 1 that second offer is phi - 1, not r_star.
    """
    return p.phi - 1 + p.delta * max(0.0, net(p, r_star(p)))


def c_search(p: Params) -> float:
    """The cost from which searching is worthless to player 2: (2 - phi)^2 / 2, where r_star = phi - 1.

    Departs (FR-1): footnote 8 takes r_star >= phi - 1 for granted.
    """
    return (2 - p.phi) ** 2 / 2


def c_switch(p: Params) -> float:
    """The cost from which player 1 always prefers r_star to his searching, 1/32 for phi <= 3/2 (Proposition 1).

    Departs (FR-4): for phi > 3/2 it is [(2 - phi)(phi - 1)]^2 / 2.
    """
    return bet(r_low(p)) ** 2 / 2


def bets(p: Params) -> bool:
    """Whether r_tilde plays a part, eq. (5): she would rather see a player 2 with no partner search than pay r_star."""
    return p.c < c_switch(p)


def r1_matching(p: Params, x: float) -> float:
    """The first offer as good for player 2 as searching again with ``x`` in hand: phi - 1 + delta theta(x), Table 2."""
    return p.phi - 1 + p.delta * theta(p, x)


def x_a(p: Params) -> float:
    """The draw from which player 2 would rather take it now than search on it later.

    The smallest x with 1 - phi + x >= delta theta(x); infinite if there is none. Departs: the paper assumes it away
    by its lower bound on delta (section 3.2.1).
    """
    k = r1_matching(p, 0.0)
    root = 1 - 2 * p.delta * k
    return 2 * k / (1 + math.sqrt(root)) if root >= 0 else math.inf


def delta_underbar(p: Params) -> float:
    """The discount factor from which player 2 never takes a draw below r_tilde at once (section 3.2.1).

    In closed form (2 - phi - y) / (2 - phi - y + y^3 (1 - y/2)) with y = 1 - r_tilde; it tends to 1 as c tends to 0.
    Raises ValueError for c > c_switch, where r_tilde plays no part.
    """
    _check_c(p)
    eps = math.sqrt(2 * p.c)
    y = 2 * eps / (1 + math.sqrt(1 - 4 * eps))
    m = max(0.0, 2 - p.phi - y)
    return m / (m + y**3 * (1 - y / 2))


def delta_lower_end(p: Params) -> float:
    """The discount factor from which r1_bar is the lower end of its interval (Proposition 2).

    The paper does not give it: (2 - phi) / (17/8 - phi - c) for phi <= 3/2. It holds where x_a >= r_low.
    """
    low = r_low(p)
    return (2 - p.phi) / (low + theta(p, low))


def x_bar(p: Params) -> float:
    """The draw up to which player 2 accepts r1_bar, x(r1_bar) of Proposition 2.

    Where he accepts up to x, d omega / dx = 1 - r1 - delta x, which falls in x. So the best x is the root of that,
    kept within reach. Raises ValueError for c > c_switch.
    """
    low, high = r_low(p), _x_high(p)
    if p.delta == 0:
        return high
    root = math.sqrt(2 * (p.phi - 1 + p.c + (2 - p.phi) / p.delta)) - 1
    return min(max(root, low), high)


def r1_bar(p: Params) -> float:
    """Player 1's best first offer among those that let player 2 search, Proposition 2.

    Departs: the paper maximises (6) over x in [1/2, r_tilde]; the draws that leave him waiting end at
    min[x_a, r_tilde] and begin at max[1/2, phi - 1]. Raises ValueError for c > c_switch.
    """
    # Where x_a <= r_low no draw leaves him waiting to search again, and she offers r_low now.
    return max(r_low(p), r1_matching(p, x_bar(p)))


def regime(p: Params) -> str:
    """Which of REGIMES the parameters are in: Proposition 1, Proposition 2, section 3.2.3, and what they leave out."""
    return _case(p)[0]


def _x_high(p: Params) -> float:
    _check_c(p)
    return max(r_low(p), min(x_a(p), r_tilde(p)))


def _check_c(p: Params) -> None:
    if p.c > c_switch(p):
        raise ValueError(f"c must be at most c_switch = {c_switch(p)!r} here, got {p.c!r}")


# --- the path ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPath:
    """What becomes of the first draw x1 where player 1 lets player 2 search, from 0 to 1::

    [0, x_bar]          he accepts r1
    (x_bar, x_high)     he waits, she matches x1, he searches again
    (x_high, r_tilde)   he takes x1 at once; empty in the paper's case, delta >= delta_underbar
    [r_tilde, x_jump)   he waits, she jumps to r_star, he accepts
    [x_jump, 1]         he takes x1 at once
    """

    p: Params
    r1: float
    x_bar: float
    x_high: float
    r_tilde: float
    x_jump: float

    @property
    def eu_1(self) -> float:
        """Player 1's expected payoff, eq. (6)."""
        delta, low, high = self.p.delta, self.x_bar, self.x_high
        matched = (high**2 - low**2) / 2 - (high**3 - low**3) / 3
        jumped = (self.x_jump - self.r_tilde) * (1 - r_star(self.p))
        return low * (1 - self.r1) + delta * (matched + jumped)

    @property
    def eu_2(self) -> float:
        """Player 2's expected payoff, the search paid for."""
        p, low, high = self.p, self.x_bar, self.x_high
        matched = theta(p, 0.0) * (high - low) + (high**3 - low**3) / 6
        jumped = (self.x_jump - self.r_tilde) * net(p, r_star(p))
        taken = _mean_net(p, high, self.r_tilde) + _mean_net(p, self.x_jump, 1.0)
        return -p.c + low * net(p, self.r1) + p.delta * (matched + jumped) + taken

    @property
    def outcomes(self) -> dict[str, float]:
        """The probability of each of OUTCOMES."""
        low, high = self.x_bar, self.x_high
        lost = high - low - (high**2 - low**2) / 2
        return {
            "ally, period 1": low,
            "ally, period 2": high - low - lost + self.x_jump - self.r_tilde,
            "ad hoc, period 1": self.r_tilde - high + 1 - self.x_jump,
            "ad hoc, period 2": lost,
            "none": 0.0,
        }


def search_path(p: Params) -> SearchPath:
    """What follows r1_bar (Proposition 2), whether or not player 1 prefers it to r_star.

    Raises ValueError for c > c_switch.
    """
    edge = r_tilde(p)
    return SearchPath(p=p, r1=r1_bar(p), x_bar=x_bar(p), x_high=_x_high(p), r_tilde=edge, x_jump=max(edge, r1_star(p)))


def _mean_net(p: Params, low: float, high: float) -> float:
    """The integral of 1 - phi + x over x from ``low`` to ``high``."""
    return (high - low) * net(p, (low + high) / 2)


def solve(p: Params) -> Equilibrium:
    """The equilibrium at ``p``, with both players' behaviour after every history (section 3).

    Unique up to player 1's first offer at delta = 1 and c >= c_switch, where every lower offer ends in the same
    agreement one period later; T4 then settles it.
    """
    name, path = _case(p)
    plan = closed_form(p)
    if path is not None:
        outcomes = MappingProxyType(path.outcomes)
        return Equilibrium(p=p, r1=path.r1, eu_1=path.eu_1, eu_2=path.eu_2, outcomes=outcomes, plan=plan)
    r1 = p.phi - 1 if name == "worthless search" else r_star(p)
    outcomes = MappingProxyType({outcome: float(outcome == "ally, period 1") for outcome in OUTCOMES})
    return Equilibrium(p=p, r1=r1, eu_1=1 - r1, eu_2=net(p, r1), outcomes=outcomes, plan=plan)


def _case(p: Params) -> tuple[str, SearchPath | None]:
    if p.phi - 1 >= _searches_below(p):
        return "worthless search", None
    if r_low(p) >= _bets_below(p):
        return "pre-empt", None
    path = search_path(p)
    if path.eu_1 <= 1 - r_star(p) + TIE:
        return "pre-empt early", None
    return ("impatient" if x_a(p) <= r_low(p) else "let him search"), path


# r_star and r_tilde with the ties settled: T1 gives what is sure every tie with a search, within TIE.


def _searches_below(p: Params) -> float:
    return 1 - math.sqrt(2 * (p.c + TIE))


def _bets_below(p: Params) -> float:
    # Her best bet decides whether she bets at all. Where she does, r_tilde itself: near 1/2 the bet is so flat that
    # a tie of payoffs would be a wide range of offers.
    return r_tilde(p) - TIE if bet(r_low(p)) > 1 - r_star(p) + TIE else 0.0


# --- off the path -----------------------------------------------------------------------------------------------

GAUSS = 1 / math.sqrt(3)
"""Two points at this distance from the middle integrate a cubic exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedForm:
    """Both players' behaviour after every history, by cutoffs; ties go by T1 to T4."""

    p: Params
    r_star: float
    """The offer that ends the search."""
    searches_below: float
    """Player 2 searches in period 2 with less than this in hand, r_star."""
    bets_below: float
    """Player 1 lets him search in period 2 if that takes less than this, r_tilde; 0 if she never does."""

    def second_offer(self, x1: float | None) -> float:
        """r2 after the draw ``x1``, or after none. Table 1, with phi - 1 in place of 1/2 if it is larger."""
        needed = self._needed(x1)
        match_or_half = max(needed, 1 / 2)
        return match_or_half if match_or_half < self.bets_below else max(needed, self.r_star)

    def first_response(self, r1: float) -> str:
        """Lemma 2.

        Departs (FR-1, FR-5, FR-6): where searching is worthless, and at delta = 1 with c >= c_switch, player 2
        advances at offers he does not accept. The paper's proof compares searching with delta theta(1/2); it
        needs another step, which is short. Let M be the worth of advancing. After a search he can still have M
        or x1, so that searching is worth M + search_gain(phi - 1 + M) or more, and that exceeds M if phi - 1 +
        M < r_star.
        """
        if r1 >= max(self.searches_below, self.p.phi - 1 - TIE):
            return "accept"
        # Between two lotteries, both after a lower offer than r_star, searching now is strictly better.
        return "search" if self._bets(None) or self._waiting(None) < self.searches_below else "advance"

    def response_after_search(self, r1: float, x1: float) -> str:
        """Table 2. Ties go to what is sure and now (T1, T4), and between r1 and x1 to x1 (T2)."""
        if max(r1, x1) < self._waiting(x1) - TIE:
            return "advance"
        return "accept ad hoc" if x1 >= r1 - TIE else "accept ally"

    def second_response(self, r2: float, x1: float | None) -> str:
        """Section 3.1.1: search with less than r_star in hand, phi - 1 standing for producing nothing."""
        best = r2 if x1 is None else max(r2, x1)
        if max(best, self.p.phi - 1) < self.searches_below:
            return "search"
        if best < self.p.phi - 1 - TIE:
            return "decline"
        return "accept ally" if best <= r2 + TIE else "accept ad hoc"

    def final_response(self, r2: float, x1: float | None, x2: float) -> str:
        """The largest share, if it covers phi - 1; ties go to the most recent: x2, then r2, then x1 (T2)."""
        standing = x2 if x1 is None else max(x1, x2)
        if max(r2, standing) < self.p.phi - 1 - TIE:
            return "decline"
        return "accept ad hoc" if standing > r2 + TIE or x2 >= r2 - TIE else "accept ally"

    def worth(self, history: History, action: Action) -> float:
        """The mover's expected payoff from ``action``, the plan followed afterwards, valued at the start of play."""
        play = read(history)
        match play.stage:
            case "first offer":
                return self._first_offer_worth(action)
            case "second offer":
                return self.p.delta * self._second_offer_worth(action, play.x1)
        return self._response_worth(play, action) - search_costs(self.p, play.searches)

    def _needed(self, x1: float | None) -> float:
        """Less than this in period 2 and he will not produce with her (Lemma 1)."""
        return self.p.phi - 1 if x1 is None else max(x1, self.p.phi - 1)

    def _bets(self, x1: float | None) -> bool:
        """Whether player 1's second offer leaves player 2 searching."""
        return max(self._needed(x1), 1 / 2) < self.bets_below

    def _second_period(self, x1: float | None) -> tuple[float, float]:
        """Both players' expected payoffs when period 2 starts, in its own units."""
        r2 = self.second_offer(x1)
        if self._bets(x1):
            return bet(r2), theta(self.p, r2)
        return 1 - r2, net(self.p, r2)

    def _waiting(self, x1: float | None) -> float:
        """The share that is as good for player 2 now as advancing."""
        return self.p.phi - 1 + self.p.delta * self._second_period(x1)[1]

    def _first_draw(self, r1: float, x1: float) -> tuple[float, float]:
        """Both players' expected payoffs after the draw ``x1``, the search not yet paid for."""
        match self.response_after_search(r1, x1):
            case "accept ally":
                return 1 - r1, net(self.p, r1)
            case "accept ad hoc":
                return 0.0, net(self.p, x1)
        u_1, u_2 = self._second_period(x1)
        return self.p.delta * u_1, self.p.delta * u_2

    def _search(self, r1: float) -> tuple[float, float]:
        """Both players' expected payoffs from a first search, not yet paid for: quadratics in x1, piece by piece."""
        eu_1 = eu_2 = 0.0
        points = self._breaks(r1)
        for low, high in zip(points, points[1:]):
            middle, half = (low + high) / 2, (high - low) / 2
            for x1 in (middle - half * GAUSS, middle + half * GAUSS):
                u_1, u_2 = self._first_draw(r1, x1)
                eu_1, eu_2 = eu_1 + half * u_1, eu_2 + half * u_2
        return eu_1, eu_2

    def _breaks(self, r1: float) -> list[float]:
        """Where, as x1 goes from 0 to 1, what follows it can change."""
        p = self.p
        own = (p.phi - 1, 1 / 2, self.bets_below, self.r_star, r1)
        crossings = (self._waiting(0.0), p.phi - 1 + p.delta * net(p, self.r_star), x_a(p), *self._x_of_r1(r1))
        return sorted({0.0, 1.0, *(x for x in own + crossings if 0 < x < 1)})

    def _x_of_r1(self, r1: float) -> Iterator[float]:
        """The draw at which searching on it in period 2 is as good as ``r1`` now, if there is one."""
        if self.p.delta > 0:
            square = 2 * (net(self.p, r1) / self.p.delta - theta(self.p, 0.0))
            if square > 0:
                yield math.sqrt(square)

    def _first_offer_worth(self, r1: float) -> float:
        match self.first_response(r1):
            case "accept":
                return 1 - r1
            case "advance":
                return self.p.delta * self._second_period(None)[0]
        return self._search(r1)[0]

    def _second_offer_worth(self, r2: float, x1: float | None) -> float:
        match self.second_response(r2, x1):
            case "accept ally":
                return 1 - r2
            case "search" if r2 >= self._needed(x1) - TIE:
                return bet(r2)
        return 0.0

    def _response_worth(self, play: Play, action: Action) -> float:
        """Player 2's expected payoff from here on; what earlier searches cost is not in it."""
        p, weight = self.p, self.p.delta if play.period == 2 else 1.0
        match action:
            case "accept" | "accept ally":
                return weight * net(p, play.ally_offer)
            case "accept ad hoc":
                return weight * net(p, play.standing)
            case "advance":
                return p.delta * self._second_period(play.x1)[1]
            case "search" if play.period == 1:
                return self._search(play.r1)[1] - p.c
            case "search":
                return weight * theta(p, max(play.r2, self._needed(play.x1)))
        return 0.0


def closed_form(p: Params) -> ClosedForm:
    """Both players' equilibrium behaviour at ``p`` (section 3)."""
    return ClosedForm(p=p, r_star=r_star(p), searches_below=_searches_below(p), bets_below=_bets_below(p))
