"""A parameter is checked where it is made, and the message says which one, what range, and what came instead."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancelib.core.symbols import symbol, symbols, validate
from alliancelib.outside_options.model import Params

NAMES = ("phi", "c", "delta")
NOT_NUMBERS = (math.nan, math.inf, -math.inf, True, False, "1.5", "", None, 1.5 + 0j, [1.5], Decimal("1.5"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy:
    """One symbol of each kind of range, and a field that is no symbol."""

    closed: float = symbol(0.0, r"\kappa", "lies between its ends, ends included", low=-1, high=1)
    half: float = symbol(3.0, "h", "from below only", low=2, low_open=True)
    free: float = symbol(0.0, "f", "any number")
    label: str = "no symbol"

    def __post_init__(self) -> None:
        validate(self)


def refusal(**values: object) -> str:
    with pytest.raises(ValueError) as refused:
        Params(**values)
    return str(refused.value)


# --- ranges ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    phi=st.floats(1, 2, exclude_min=True, exclude_max=True),
    c=st.floats(0, 1e300, exclude_min=True),
    delta=st.floats(0, 1),
)
def test_every_point_of_the_declared_ranges_is_a_parameter(phi, c, delta):
    p = Params(phi=phi, c=c, delta=delta)
    assert (p.phi, p.c, p.delta) == (phi, c, delta)


@settings(deadline=None)
@given(phi=st.floats().filter(lambda phi: not 1 < phi < 2))
def test_no_phi_outside_its_range_is_a_parameter(phi):
    assert refusal(phi=phi) == f"phi must lie in (1, 2), got {phi!r}"


@settings(deadline=None)
@given(delta=st.floats().filter(lambda delta: not 0 <= delta <= 1))
def test_no_delta_outside_its_range_is_a_parameter(delta):
    assert refusal(delta=delta) == f"delta must lie in [0, 1], got {delta!r}"


@pytest.mark.parametrize("delta", [0, 1, 0.0, 1.0, -0.0])
def test_both_ends_of_delta_are_allowed(delta):
    assert Params(delta=delta).delta == delta


@pytest.mark.parametrize("delta", [math.nextafter(0, -1), math.nextafter(1, 2)])
def test_one_step_beyond_an_end_of_delta_is_not_allowed(delta):
    assert "delta must lie in [0, 1]" in refusal(delta=delta)


@pytest.mark.parametrize("phi", [1, 2, 1.0, 2.0])
def test_the_open_ends_of_phi_are_refused(phi):
    assert refusal(phi=phi) == f"phi must lie in (1, 2), got {phi!r}"


@pytest.mark.parametrize("phi", [math.nextafter(1, 2), math.nextafter(2, 1)])
def test_one_step_inside_an_open_end_of_phi_is_allowed(phi):
    assert Params(phi=phi).phi == phi


def test_the_cost_of_a_search_must_be_positive():
    assert refusal(c=-0.1) == "c must be positive, got -0.1"
    assert refusal(c=0) == "c must be positive, got 0"
    assert Params(c=5e-324).c > 0


# --- what is no number -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [*NOT_NUMBERS, np.array([1.5, 1.6]), np.bool_(True)], ids=repr)
def test_what_is_no_finite_number_is_refused_by_name(name, value):
    message = refusal(**{name: value})
    assert message.startswith(f"{name} must ") and message.endswith(f"got {value!r}")


@pytest.mark.parametrize("name", NAMES)
def test_an_integer_too_large_to_compute_with_is_refused(name):
    assert refusal(**{name: 10**400}).startswith(f"{name} must ")


@pytest.mark.parametrize("phi", [Fraction(3, 2), np.float64(1.5), np.float32(1.5)], ids=repr)
def test_other_kinds_of_real_number_are_welcome_and_become_plain_floats(phi):
    assert Params(phi=phi).phi == 1.5
    assert type(Params(phi=phi).phi) is float is not type(phi)


def test_a_number_that_rounds_to_an_open_end_is_refused():
    assert Fraction(2) - Fraction(1, 10**30) < 2 == float(Fraction(2) - Fraction(1, 10**30))
    assert refusal(phi=Fraction(2) - Fraction(1, 10**30)) == "phi must lie in (1, 2), got 2.0"


def test_the_first_symbol_out_of_range_is_the_one_named():
    assert refusal(phi=3, c=-1).startswith("phi ")
    assert refusal(phi=1.5, c=-1).startswith("c ")


def test_replacing_a_parameter_checks_it_again():
    p = Params()
    assert replace(p, c=0.5).c == 0.5
    with pytest.raises(ValueError, match="c must be positive, got 0"):
        replace(p, c=0)


def test_a_parameter_value_cannot_be_changed():
    with pytest.raises(AttributeError):
        Params().phi = 1.5


# --- declarations ------------------------------------------------------------------------------------------------


def test_the_declaration_carries_letter_meaning_default_and_range():
    phi, c, delta = symbols(Params)
    assert [s.name for s in (phi, c, delta)] == list(NAMES)
    assert [s.tex for s in (phi, c, delta)] == [r"\phi", "c", r"\delta"]
    assert [s.range for s in (phi, c, delta)] == ["(1, 2)", "(0, inf)", "[0, 1]"]
    assert all(s.meaning and s.default in s for s in (phi, c, delta))


def test_a_class_and_its_values_have_the_same_symbols():
    assert symbols(Params) == symbols(Params(phi=1.9))
    assert symbols(Params) != symbols(Toy)


def test_a_field_that_is_no_symbol_is_left_alone():
    assert [s.name for s in symbols(Toy)] == ["closed", "half", "free"]
    assert Toy(label="anything").label == "anything"


def test_each_kind_of_range_is_written_in_its_own_way():
    closed, half, free = symbols(Toy)
    assert (closed.range, half.range, free.range) == ("[-1, 1]", "(2, inf)", "(-inf, inf)")
    assert closed.rule == "must lie in [-1, 1]"


@settings(deadline=None)
@given(value=st.floats(-3, 5))
def test_membership_is_what_construction_allows(value):
    for s in symbols(Toy):
        if value in s:
            assert getattr(Toy(**{s.name: value}), s.name) == value
            s.check(value)
        else:
            with pytest.raises(ValueError, match=s.name):
                Toy(**{s.name: value})
            with pytest.raises(ValueError, match=s.name):
                s.check(value)


def test_a_default_outside_its_own_range_does_not_survive():
    @dataclass(frozen=True, kw_only=True)
    class Wrong:
        a: float = symbol(2.0, "a", "a share", low=0, high=1)

        def __post_init__(self) -> None:
            validate(self)

    with pytest.raises(ValueError, match=r"a must lie in \[0, 1\], got 2.0"):
        Wrong()
    assert Wrong(a=1.0).a == 1.0
