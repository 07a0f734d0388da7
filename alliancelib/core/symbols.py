"""A parameter's letter, TeX, meaning, range and default, stated once and used everywhere.

Validation, the notation page and the controls of the sandbox all read the same declaration.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from numbers import Real
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One parameter of a model as the paper writes it, with the range in which the model is defined."""

    name: str
    tex: str
    meaning: str
    default: float
    low: float
    high: float
    low_open: bool
    high_open: bool

    @property
    def range(self) -> str:
        """The range in interval notation, ``(1, 2)`` or ``[0, 1]``."""
        left = "(" if self.low_open or math.isinf(self.low) else "["
        right = ")" if self.high_open or math.isinf(self.high) else "]"
        return f"{left}{self.low:g}, {self.high:g}{right}"

    @property
    def rule(self) -> str:
        """The range as an error message says it."""
        if (self.low, self.high, self.low_open) == (0, math.inf, True):
            return "must be positive"
        return f"must lie in {self.range}"

    def __contains__(self, value: object) -> bool:
        if not _is_finite_number(value):
            return False
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return bool(above and below)

    def check(self, value: object) -> None:
        """Raise ValueError naming the symbol, its range and the value unless ``value`` is in range."""
        if value not in self:
            raise ValueError(f"{self.name} {self.rule}, got {value!r}")


def _is_finite_number(value: object) -> bool:
    try:
        return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer too large to compute with
        return False


def symbol(
    default: float,
    tex: str,
    meaning: str,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    low_open: bool = False,
    high_open: bool = False,
) -> Any:
    """Declare a dataclass field that carries its `Symbol` (the name is the field's own)."""
    declared = {"tex": tex, "meaning": meaning, "low": low, "high": high, "low_open": low_open, "high_open": high_open}
    return field(default=default, metadata={"symbol": declared})


def symbols(params: Any) -> tuple[Symbol, ...]:
    """The symbols of a parameter class or of one of its values, in the order of declaration."""
    return tuple(
        Symbol(name=f.name, default=f.default, **f.metadata["symbol"]) for f in fields(params) if "symbol" in f.metadata
    )


def validate(params: Any) -> None:
    """Check every symbol of a parameter value and make it a plain float; meant for ``__post_init__``.

    Raises ValueError naming the symbol, its range and the value; NaN and infinities are refused.
    """
    for f in fields(params):
        if "symbol" in f.metadata:
            # Comparing first keeps the usual, valid, case fast: a solver makes many parameter values.
            value, declared = getattr(params, f.name), f.metadata["symbol"]
            if type(value) is float and declared["low"] < value < declared["high"]:
                continue
            known = Symbol(name=f.name, default=f.default, **declared)
            known.check(value)
            known.check(float(value))  # which rounding may have put on an end that is not allowed
            # Other kinds of number, numpy's of single precision above all, would spread into every result.
            object.__setattr__(params, f.name, float(value))
