"""The alternative text of a chapter's figure is the one that the library computes from the figure's own numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conftest import ROOT

from alliancelib.outside_options import Params, figures
from alliancelib.outside_options.scenarios import hold_74
from alliancelib.widgets.decks import tree
from alliancelib.widgets.words_player_2 import PLAYER_2


def computed() -> set[str]:
    """What the book's figures say in words, at the parameters at which the book draws them."""
    p = Params(phi=1.1, c=0.02, delta=0.99)
    return {
        figures.alt_timeline(),
        figures.alt_deal_tree(tree(PLAYER_2, hold_74().deals[0])),
        figures.alt_second_offer_payoff(p),
        figures.alt_second_offer_reply(p),
        figures.alt_number_line(p),
        figures.alt_payoffs_against_cost(p.phi, p.delta),
    }


def written() -> Iterator[tuple[str, str]]:
    """Each figure's cell and its alternative text."""
    for path in sorted((ROOT / "book").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt")
            if alt and "figures." in (source := "".join(cell["source"])):
                yield source, alt


def test_every_figure_of_the_book_is_described_by_its_own_numbers():
    described = dict(written())
    assert len(described) == len(computed())
    assert set(described.values()) == computed()


def test_another_parameter_would_be_noticed():
    assert figures.alt_number_line(Params(phi=1.1, c=0.021, delta=0.99)) not in computed()
