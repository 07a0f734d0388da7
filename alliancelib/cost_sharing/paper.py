"""The slides' conditions (1) to (11) and propositions as printed, errors and all.

Nothing here is corrected but print slips that leave a line without meaning; each of those has a ``Departs:`` line.
What is right at every parameter is in `equilibrium`. The slides are those of 24 January 2025.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alliancelib.cost_sharing.model import Condition, Params, Path, Side, Type, assumption_1, assumption_2

# --- conditions: slides Appendix 1 to Appendix 4 ----------------------------------------------------------------


def a_star(p: Params) -> float:
    """The demand of the uncommitted patron that is met, slide Appendix 2: p_h - p_l."""
    return p.p_h - p.p_l


def l_star(p: Params) -> float:
    """The border between separating 2 and separating 3, eq. (9).

    Departs (CS-7): Appendix 3 prints a bare beta; it is beta_lo on the slide "Equilibrium 2". Raises ValueError for
    a_max = a_star; for a_max < a_star the formula has a value and no meaning.
    """
    if p.a_max == a_star(p):
        raise ValueError(f"a_max must differ from a_star = {a_star(p)!r}, got {p.a_max!r}")
    return ((1 + p.beta_lo) * a_star(p) - p.pi) / (p.a_max - a_star(p))


def condition_1(p: Params) -> Condition:
    """Assumption 1, eq. (1)."""
    return assumption_1(p)


def condition_2(p: Params) -> Condition:
    """Assumption 1, eq. (2). Departs (CS-4): the slides number two lines of one assumption; both are meant."""
    return assumption_2(p)


def condition_3(p: Params) -> Condition:
    """No isolationism, eq. (3)."""
    return _condition("(3)", Side("0 > l", 0.0, p.l))


def condition_4(p: Params) -> Condition:
    """The committed patron's stake is large, eq. (4). As printed it divides by p_h - p_m - c_T.

    Departs (CS-7): beta is beta_lo. Raises ValueError where the divisor is 0.
    """
    divisor = p.p_h - p.p_m - p.c_T
    if divisor == 0:
        raise ValueError("p_h - p_m must differ from c_T for eq. (4) to have a value")
    least = (p.beta_lo * a_star(p) - p.c_A) / divisor
    return _condition("(4)", Side("beta_hi > (beta_lo (p_h - p_l) - c_A) / (p_h - p_m - c_T)", p.beta_hi, least))


def condition_5(p: Params) -> Condition:
    """The uncommitted patron's stake is small, eq. (5)."""
    most = (p.p_h - p.p_m - p.c_T + p.c_A) / a_star(p)
    return _condition("(5)", Side("(p_h - p_m - c_T + c_A) / (p_h - p_l) > beta_lo", most, p.beta_lo))


def condition_6(p: Params) -> Condition:
    """The alliance adds more to fighting together than war costs the protégé, eq. (6)."""
    return _condition("(6)", Side("p_h - p_m > c_T", p.p_h - p.p_m, p.c_T))


def condition_7(p: Params) -> Condition:
    """Only the uncommitted patron's threat to leave is credible, eq. (7)."""
    low = Side("pi > beta_lo (p_h - p_l)", p.pi, p.beta_lo * a_star(p))
    most = p.beta_hi * (p.p_h - p.p_m - p.c_T) + p.c_A
    return _condition("(7)", low, Side("beta_hi (p_h - p_m - c_T) + c_A > pi", most, p.pi))


def condition_8(p: Params) -> Condition:
    """More can be demanded than the alliance is worth, eq. (8)."""
    return _condition("(8)", Side("a_max > a_star", p.a_max, a_star(p)))


def condition_9(p: Params) -> Condition:
    """Moderate isolationism, eq. (9): min{1, l_star} > l >= 0. Raises ValueError as `l_star` does."""
    return _condition(
        "(9)", Side("min{1, l_star} > l", min(1.0, l_star(p)), p.l), Side("l >= 0", p.l, 0.0, strict=False)
    )


def condition_10(p: Params) -> Condition:
    """So much can be demanded that l_star < 1, eq. (10)."""
    return _condition("(10)", Side("a_max > (beta_lo + 2) a_star - pi", p.a_max, (p.beta_lo + 2) * a_star(p) - p.pi))


def condition_11(p: Params) -> Condition:
    """Strong isolationism, eq. (11): 1 > l > l_star. Raises ValueError as `l_star` does."""
    return _condition("(11)", Side("1 > l", 1.0, p.l), Side("l > l_star", p.l, l_star(p)))


def _condition(name: str, *sides: Side) -> Condition:
    return Condition(name, sides)


# --- propositions: slides Appendix 2 to Appendix 4 --------------------------------------------------------------

COMMON = (condition_1, condition_2, condition_4, condition_5, condition_6, condition_7)
"""What all three propositions assume."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A proposition at one point: what it assumes there, and the path that it claims."""

    name: str
    conditions: tuple[Condition, ...]
    play: Mapping[Type, Path]

    @property
    def applies(self) -> bool:
        """Whether every condition holds."""
        return all(self.conditions)


def separating_1(p: Params) -> Printed:
    """The committed patron makes no offer, the uncommitted one is paid min{a_star, a_max}, slide Appendix 2."""
    quiet = Path(demand=None, accepted=False, withdraws=False, x=_kept(p), settles=True, outcome="no offer")
    return _printed("separating 1", p, (condition_3,), quiet, _paid(p, min(a_star(p), p.a_max)))


def separating_2(p: Params) -> Printed:
    """The committed patron demands a_max in vain and stays, the uncommitted one is paid a_star, slide Appendix 3.

    Raises ValueError for a_max = a_star, where (9) has no value.
    """
    return _printed("separating 2", p, (condition_8, condition_9), _in_vain(p), _paid(p, a_star(p)))


def separating_3(p: Params) -> Printed:
    """Both demand a_max in vain, the uncommitted one leaves, and C offers p_h - c_T to either, slide Appendix 4.

    Raises ValueError for a_max = a_star, where (11) has no value.
    """
    left = Path(demand=p.a_max, accepted=False, withdraws=True, x=_kept(p), settles=True, outcome="withdrawal")
    return _printed("separating 3", p, (condition_10, condition_11), _in_vain(p), left)


PROPOSITIONS = (separating_1, separating_2, separating_3)


def _printed(name: str, p: Params, own: tuple, committed: Path, uncommitted: Path) -> Printed:
    conditions = tuple(condition(p) for condition in (*COMMON, *own))
    return Printed(
        name=name,
        conditions=conditions,
        play=MappingProxyType({"committed": committed, "uncommitted": uncommitted}),
    )


def _kept(p: Params) -> float:
    return p.p_h - p.c_T


def _paid(p: Params, a: float) -> Path:
    return Path(demand=a, accepted=True, withdraws=False, x=_kept(p), settles=True, outcome="sharing")


def _in_vain(p: Params) -> Path:
    return Path(demand=p.a_max, accepted=False, withdraws=False, x=_kept(p), settles=True, outcome="free-riding")
