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

from alliancelib import cost_sharing, outside_options
from alliancelib.core.game import Action
from alliancelib.core.symbols import Symbol, symbols
from alliancelib.core.tree import POINTS, walk
from alliancelib.widgets.decks import BOARDS, SEATS, TABLES, catalogue, deck
from alliancelib.widgets.numbers import counted, number
from alliancelib.widgets.seat import Seat

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
        seat, wanted = BOARDS[self.deck["board"]], change["new"]
        if wanted in ("", self.deck["scenario"]):
            return
        try:
            self.deck = dict(deck(seat, seat.scenario(wanted)))
            self.notice = ""
        except ValueError:
            self.notice = f"There is no scenario called {wanted}."

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
                worth = f"(worth {_said(option['worth'])}, best {_said(node['best'])})"
                lines.append(f"> {self._whose(node)}{option['label']}  {worth}")
        if "payoff" in nodes[-1]:
            lines.append(f"= You end with {counted(nodes[-1]['payoff'] / POINTS)}.")
        for player in self.deck.get("seats", ()) if "payoffs" in nodes[-1] else ():
            lines.append(f"= {self.deck['roles'][player]} ends with {counted(nodes[-1]['payoffs'][player] / POINTS)}.")
        return "\n".join(lines)

    def _whose(self, node: Mapping[str, Any]) -> str:
        """Who chooses at a node, where several people play."""
        return f"{self.deck['roles'][node['seat']]}: " if "seat" in node else ""

    def __repr__(self) -> str:
        # Stable, because the chapters' printed output is compared when they are tested.
        seats = " and ".join(self.deck["seats"]) if "seats" in self.deck else self.deck["seat"]
        return f"Board({self.deck['title']!r}, {seats}, {len(self.deck['deals'])} deals)"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        plain = bundle[0] if isinstance(bundle, tuple) else bundle
        plain["text/plain"] = repr(self)
        return bundle


def play_as_player_2(
    p: outside_options.Params | None = None, *, scenario: str = "take-it-or-look", deal: int = 1
) -> Board:
    """The outside-options game against an ally who follows theory.

    Opens ``scenario`` at ``deal``; with ``p``, deals of those parameters instead. Raises ValueError naming the
    scenarios there are, or the deals.
    """
    return _play(SEATS["player-2"], p, scenario, deal)


def play_as_player_1(
    p: outside_options.Params | None = None, *, scenario: str = "what-will-he-take", deal: int = 1
) -> Board:
    """The outside-options game from the seat of whoever makes the offers; see `play_as_player_2`."""
    return _play(SEATS["player-1"], p, scenario, deal)


def play_as_protege(p: cost_sharing.Params | None = None, *, scenario: str = "bluff", deal: int = 1) -> Board:
    """The cost-sharing game from the protégé's seat, against a patron and a challenger who follow theory.

    The arguments, and what is refused, are those of `play_as_player_2`; with ``p``, also parameters at which theory
    has no equilibrium to follow.
    """
    return _play(SEATS["protege"], p, scenario, deal)


def play_as_patron(p: cost_sharing.Params | None = None, *, scenario: str = "what-to-demand", deal: int = 1) -> Board:
    """The cost-sharing game from the patron's seat, of either type; see `play_as_protege`."""
    return _play(SEATS["patron"], p, scenario, deal)


def play_as_challenger(p: cost_sharing.Params | None = None, *, scenario: str = "who-left", deal: int = 1) -> Board:
    """The cost-sharing game from the seat of the challenger, who does not see the type; see `play_as_protege`."""
    return _play(SEATS["challenger"], p, scenario, deal)


def play_together(
    game: str = "outside-options", p: outside_options.Params | cost_sharing.Params | None = None, *, deal: int = 1
) -> Board:
    """Two people at one screen: players 1 and 2, or patron and protégé where ``game`` is "cost-sharing".

    Whoever is not at the screen follows theory, and so does what a choice is said to be worth. Raises ValueError naming
    the games there are, and as `play_as_player_2` does.
    """
    games = {name.removeprefix("together-"): seat for name, seat in TABLES.items()}
    if game not in games:
        raise ValueError(f"game must be one of {', '.join(games)}, got {game!r}")
    return _play(games[game], p, games[game].taught()[0].name, deal)


def _play(seat: Seat, p: Any, scenario: str, deal: int) -> Board:
    if not (p is None or isinstance(p, seat.params)):
        raise ValueError(f"p must be Params or None (a lesson is named by scenario=...), got {p!r}")
    chosen = seat.scenario(scenario) if p is None else seat.your_own(p)
    if deal not in range(1, len(chosen.deals) + 1):
        raise ValueError(f"deal must lie in 1 to {len(chosen.deals)}, got {deal!r}")
    return Board(deck=dict(deck(seat, chosen)), catalogue=[dict(entry) for entry in catalogue(seat)], start=deal)


def _said(amount: float) -> str:
    """Points as the board prints them."""
    return number(amount / POINTS)


def sandbox(board: str = "player-2") -> ipywidgets.VBox:
    """Every parameter free, for a live kernel: move a slider, and the board deals anew.

    Parameters that cannot be played leave the board as it was and are said there. Raises ValueError naming the boards
    there are.
    """
    if board not in SEATS:
        raise ValueError(f"board must be one of {', '.join(SEATS)}, got {board!r}")
    seat = SEATS[board]
    sliders = {s.name: _slider(s) for s in symbols(seat.params)}
    shown = _play(seat, seat.params(), seat.taught()[0].name, 1)

    def deal_anew(change: Mapping[str, Any]) -> None:
        try:
            p = seat.params(**{name: slider.value for name, slider in sliders.items()})
            shown.deck, shown.notice, shown.wanted = dict(deck(seat, seat.your_own(p))), "", ""
        except ValueError as error:
            shown.notice = f"Not dealt: {error}."

    for slider in sliders.values():
        slider.observe(deal_anew, names="value")
    return ipywidgets.VBox([*sliders.values(), shown])


def _slider(s: Symbol) -> ipywidgets.FloatSlider:
    step = 0.001
    high = min(s.high, max(1.0, 2 * s.default)) if s.low == 0 else s.high
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
