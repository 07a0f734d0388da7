"""The paper's figures and three of our own, each drawn from the model by one function: ``f(..., ax=None) -> ax``.

No number is typed in here: every curve, mark and payoff is asked of the model or of the equilibrium. Each figure has
an ``alt_`` twin that says in words, from the same numbers, what it shows.

The look, and the paper that a figure brings with it, are those of `alliancelib.drawing`. The functions live in
`figures_paper`, which has Table 1 as a picture too, and `figures_deals`.
"""

from __future__ import annotations

from alliancelib.outside_options.figures_deals import alt_deal_tree, alt_number_line, deal_tree, number_line
from alliancelib.outside_options.figures_paper import (
    alt_payoffs_against_cost,
    alt_second_offer_payoff,
    alt_second_offer_reply,
    alt_timeline,
    payoffs_against_cost,
    second_offer_payoff,
    second_offer_reply,
    timeline,
)

__all__ = [
    "alt_deal_tree",
    "alt_number_line",
    "alt_payoffs_against_cost",
    "alt_second_offer_payoff",
    "alt_second_offer_reply",
    "alt_timeline",
    "deal_tree",
    "number_line",
    "payoffs_against_cost",
    "second_offer_payoff",
    "second_offer_reply",
    "timeline",
]
