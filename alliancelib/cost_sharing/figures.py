"""The figures of the cost-sharing game, each drawn from the model by one function: ``f(..., ax=None) -> ax``.

No number is typed in here: every curve, mark, region and payoff is asked of the model or of the equilibrium. Each
figure has an ``alt_`` twin that says in words, from the same numbers, what it shows.

The patron (the slides' ally) is blue, the protégé (their target) green and the challenger red, as on the board; what
belongs to an uncommitted patron is paler and dashed. The look, and the paper that a figure brings with it, are those
of `alliancelib.drawing`. The functions live in `figures_play`, `figures_maps` and `figures_curves`.
"""

from __future__ import annotations

from alliancelib.cost_sharing.figures_curves import (
    alt_payoffs_against_l,
    alt_reply_to_belief,
    alt_threat,
    payoffs_against_l,
    reply_to_belief,
    threat,
)
from alliancelib.cost_sharing.figures_maps import alt_map_l_a_max, alt_map_l_pi, map_l_a_max, map_l_pi
from alliancelib.cost_sharing.figures_play import (
    alt_negotiation_tree,
    alt_timeline,
    alt_who_gets_what,
    negotiation_tree,
    timeline,
    who_gets_what,
)

__all__ = [
    "alt_map_l_a_max",
    "alt_map_l_pi",
    "alt_negotiation_tree",
    "alt_payoffs_against_l",
    "alt_reply_to_belief",
    "alt_threat",
    "alt_timeline",
    "alt_who_gets_what",
    "map_l_a_max",
    "map_l_pi",
    "negotiation_tree",
    "payoffs_against_l",
    "reply_to_belief",
    "threat",
    "timeline",
    "who_gets_what",
]
