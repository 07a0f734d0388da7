"""The alternative text of a chapter's figure is the one that the library computes from the figure's own numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conftest import ROOT

from alliancelib import cost_sharing
from alliancelib.cost_sharing import figures as shared
from alliancelib.outside_options import Params, figures
from alliancelib.outside_options.scenarios import hold_74
from alliancelib.widgets.decks import tree
from alliancelib.widgets.words_player_2 import PLAYER_2


def computed() -> set[str]:
    """What the book's figures say in words, at the parameters at which the book draws them."""
    p, q = Params(phi=1.1, c=0.02, delta=0.99), cost_sharing.Params()
    return {
        figures.alt_timeline(),
        figures.alt_deal_tree(tree(PLAYER_2, hold_74().deals[0])),
        figures.alt_second_offer_payoff(p),
        figures.alt_second_offer_reply(p),
        figures.alt_number_line(p),
        figures.alt_payoffs_against_cost(p.phi, p.delta),
        shared.alt_timeline(),
        shared.alt_negotiation_tree(q, "committed"),
        shared.alt_negotiation_tree(q, "uncommitted"),
        shared.alt_who_gets_what(q),
        shared.alt_who_gets_what(cost_sharing.Params(l=0.7)),
        shared.alt_threat(q),
        shared.alt_map_l_pi(q),
        shared.alt_map_l_a_max(q),
        shared.alt_payoffs_against_l(q),
        shared.alt_reply_to_belief(cost_sharing.Params(pi=0.3, l=0.7, phi=0.3)),
    }


def written() -> Iterator[str]:
    """The alternative text of each figure."""
    for path in sorted((ROOT / "book").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt")
            if alt and "figures." in "".join(cell["source"]):
                yield alt


def test_every_figure_of_the_book_is_described_by_its_own_numbers():
    assert sorted(written()) == sorted(computed())


def test_another_parameter_would_be_noticed():
    assert figures.alt_number_line(Params(phi=1.1, c=0.021, delta=0.99)) not in computed()
