"""Numbers as players read them: amounts in points and chances in percent, short, and rounded as the board rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from alliancelib.core.tree import points

MINUS = "\N{MINUS SIGN}"

BET_START = 10
"""Where the slider of a bet begins: in no deal of the book is a bet won by leaving it there."""


def number(value: float) -> str:
    """A share or payoff of the model in points, short enough to read: 55.3, 3.13, 40."""
    amount = points(value)
    decimals = 1 if abs(amount) >= 10 else 3 if amount == round(amount, 3) else 2
    # A half goes up, as on the board: the same payoff must not read 72.2 on a button and 72.3 in the debrief.
    text = str(Decimal(amount).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", MINUS)


def fine(value: float) -> str:
    """A payoff in points to the thousandth, to tell apart two that `number` would print alike."""
    text = f"{points(value):.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", MINUS)


def counted(value: float) -> str:
    """An amount with its unit: 1 point, 3.1 points."""
    return f"{number(value)} point{'' if number(value) == '1' else 's'}"


def percent(value: float) -> str:
    """A chance or a rate: 30%, 12.5%."""
    return f"{number(value)}%"
