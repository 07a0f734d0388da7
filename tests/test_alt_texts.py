"""The alternative text of a chapter's figure is the one that the library computes from the figure's own numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from conftest import ROOT
from scipy.stats import beta

from alliancelib import cost_sharing
from alliancelib.cost_sharing import figures as shared
from alliancelib.cost_sharing import figures_atlas, figures_japan, figures_separating
from alliancelib.outside_options import Params, figures, figures_beyond, figures_equilibrium, figures_periods
from alliancelib.outside_options.scenarios import hold_74
from alliancelib.widgets.decks import tree
from alliancelib.widgets.words_player_2 import PLAYER_2

PATIENT, BASE = Params(phi=1.1, c=0.02, delta=0.99), cost_sharing.Params()
"""The book's first examples."""


def outside_options() -> set[str]:
    """What the figures of part I say in words, at the parameters at which the book draws them."""
    p = PATIENT
    worlds = {"even offers": (1, 1), "polarised offers": (0.3, 0.3)}
    spread = {name: figures_beyond.with_offers(1.4, 0.99, beta(*shape)) for name, shape in worlds.items()}
    lengths = {f"{k} period{'s' * (k > 1)}": figures_beyond.with_periods(1.1, 0.99, k) for k in (1, 2, 3, 6)}
    return {
        figures.alt_timeline(),
        figures.alt_deal_tree(tree(PLAYER_2, hold_74().deals[0])),
        figures.alt_second_offer_payoff(p),
        figures.alt_second_offer_reply(p),
        figures.alt_number_line(p),
        figures.alt_number_line(Params(phi=1.3, c=0.029, delta=0.85)),
        figures.alt_payoffs_against_cost(p.phi, p.delta),
        figures_periods.alt_search_or_stop(p),
        figures_periods.alt_gain_from_waiting(p, others=(0.9,)),
        figures_periods.alt_responses_after_search(p),
        figures_periods.alt_responses_after_search(Params(phi=1.1, c=0.02, delta=0.9)),
        figures_periods.alt_first_answers(p),
        figures_equilibrium.alt_first_offer_payoff(p),
        figures_equilibrium.alt_ally_probability(p.phi, p.delta),
        figures_equilibrium.alt_breakup_probability(p.phi, p.delta),
        figures_beyond.alt_surplus_against_cost(p.phi, p.delta),
        figures_beyond.alt_gains_against_phi(p.delta),
        figures_beyond.alt_player_2_against_cost(spread, top=0.1),
        figures_beyond.alt_player_2_against_cost(lengths, top=0.05),
    }


def cost_sharing_figures() -> set[str]:
    """The same for part II."""
    q, three = BASE, replace(BASE, l=0.7)
    return {
        shared.alt_timeline(),
        shared.alt_negotiation_tree(q, "committed"),
        shared.alt_negotiation_tree(q, "uncommitted"),
        shared.alt_who_gets_what(q),
        shared.alt_who_gets_what(three),
        shared.alt_threat(q),
        shared.alt_map_l_pi(q),
        shared.alt_map_l_a_max(q),
        shared.alt_payoffs_against_l(q),
        shared.alt_reply_to_belief(cost_sharing.Params(pi=0.3, l=0.7, phi=0.3)),
        *(figures_separating.alt_worth_of_demands(replace(q, l=gain)) for gain in (-0.3, 0.2, 0.7)),
        figures_separating.alt_deal_or_farewell(replace(q, l=0.2), (0.95,)),
        figures_atlas.alt_payments(q),
        figures_atlas.alt_criteria(cost_sharing.Params(c_T=0.05, c_A=0.12, pi=0.25, l=0.1)),
        figures_japan.alt_payments(),
    }


def written() -> Iterator[str]:
    """The alternative text of each figure."""
    for path in sorted((ROOT / "book").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt")
            if alt and re.search(r"\bfigures\w*\.", "".join(cell["source"])):
                yield alt


def test_every_figure_of_the_book_is_described_by_its_own_numbers():
    assert set(written()) == outside_options() | cost_sharing_figures()


def test_another_parameter_would_be_noticed():
    assert figures.alt_number_line(Params(phi=1.1, c=0.021, delta=0.99)) not in set(written())
