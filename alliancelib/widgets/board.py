"""The board: an anywidget that walks the trees of a deck, and the sandbox around it.

On a static page the same front end plays with no kernel: a page carries the deck it opens with. In a live kernel any
parameters may be played, and ``board.history`` holds the results.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from alliancelib.core.game import Action
from alliancelib.core.symbols import Symbol, symbols
from alliancelib.core.tree import POINTS, walk
from alliancelib.outside_options.model import Params
from alliancelib.outside_options.scenarios import Scenario, taught, your_own
from alliancelib.widgets.decks import catalogue, deck
from alliancelib.widgets.words_player_2 import number

HERE = Path(__file__).parent


class Board(anywidget.AnyWidget):
    """Plays the deals of a deck; ``history`` grows by one entry for each deal that is finished."""

    _esm = HERE / "board.js"
    _css = HERE / "board.css"

    deck = traitlets.Dict().tag(sync=True)
    catalogue = traitlets.List().tag(sync=True)
    start = traitlets.Int(1).tag(sync=True)
    history = traitlets.List().tag(sync=True)
    wanted = traitlets.Unicode("").tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)
    place = traitlets.Dict().tag(sync=True)

    @traitlets.observe("wanted")
    def _load(self, change: Mapping[str, Any]) -> None:
        """Bring the scenario the reader chose; a static page's loader does the same from a file."""
        known = {scenario.name: scenario for scenario in taught()}
        if change["new"] in ("", self.deck["scenario"]):
            return
        if change["new"] in known:
            self.deck = dict(deck(known[change["new"]]))
            self.notice = ""
        else:
            self.notice = f"There is no scenario called {change['new']}."

    def transcript(self, deal: int, *choices: Action) -> str:
        """A play of one deal in words: the same sentences that the board shows.

        Raises ValueError where there is no such deal, IllegalAction where a choice is not open; the play need not be
        finished.
        """
        known = {entry["id"]: entry for entry in self.deck["deals"]}
        if deal not in known:
            raise ValueError(f"deal must be one of {', '.join(map(str, known))}, got {deal!r}")
        tree = known[deal]
        nodes, lines = walk(tree, choices), [tree["intro"]]
        for node, choice in zip(nodes, (*choices, None)):
            lines += node["say"]
            if choice is not None:
                option = next(option for option in node["options"] if option["do"] == choice)
                lines.append(f"> {option['label']}  (worth {_said(option['worth'])}, best {_said(node['best'])})")
        if "payoff" in nodes[-1]:
            lines.append(f"= You end with {_said(nodes[-1]['payoff'])} points.")
        return "\n".join(lines)

    def __repr__(self) -> str:
        # Stable, because the chapters' printed output is compared when they are tested.
        return f"Board({self.deck['title']!r}, {self.deck['seat']}, {len(self.deck['deals'])} deals)"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        plain = bundle[0] if isinstance(bundle, tuple) else bundle
        plain["text/plain"] = repr(self)
        return bundle


def play_as_player_2(p: Params | None = None, *, scenario: str = "take-it-or-look", deal: int = 1) -> Board:
    """The outside-options game against an ally who follows theory.

    Opens ``scenario`` at ``deal``; with ``p``, deals of those parameters instead. Raises ValueError naming the
    scenarios there are, or the deals.
    """
    if not isinstance(p, Params | None):
        raise ValueError(f"p must be Params or None (a lesson is named by scenario=...), got {p!r}")
    chosen = _scenario(scenario) if p is None else your_own(p)
    if deal not in range(1, len(chosen.deals) + 1):
        raise ValueError(f"deal must lie in 1 to {len(chosen.deals)}, got {deal!r}")
    return Board(deck=dict(deck(chosen)), catalogue=[dict(entry) for entry in catalogue()], start=deal)


def _said(amount: float) -> str:
    """Points as the board prints them."""
    return number(amount / POINTS)


def _scenario(name: str) -> Scenario:
    known = {scenario.name: scenario for scenario in taught()}
    if name not in known:
        raise ValueError(f"scenario must be one of {', '.join(known)}, got {name!r}")
    return known[name]


def sandbox() -> ipywidgets.VBox:
    """Every parameter free, for a live kernel: move a slider, and the board deals anew."""
    sliders = {s.name: _slider(s) for s in symbols(Params)}
    board = play_as_player_2(Params())

    def deal_anew(change: Mapping[str, Any]) -> None:
        board.deck = dict(deck(your_own(Params(**{name: slider.value for name, slider in sliders.items()}))))

    for slider in sliders.values():
        slider.observe(deal_anew, names="value")
    return ipywidgets.VBox([*sliders.values(), board])


def _slider(s: Symbol) -> ipywidgets.FloatSlider:
    step = 0.001
    high = min(s.high, 1.0) if s.low == 0 else s.high
    return ipywidgets.FloatSlider(
        value=s.default,
        min=s.low + step * s.low_open,
        max=high - step * s.high_open * (high == s.high),
        step=step,
        readout_format=".3f",
        description=s.name,
        tooltip=s.meaning,
        continuous_update=False,
    )
