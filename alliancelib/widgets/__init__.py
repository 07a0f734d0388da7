"""What a reader touches: the board that plays trees, figures with sliders, and what puts both on a static page."""

from __future__ import annotations

from typing import Any

__all__ = [
    "Board",
    "ClassBoard",
    "Explorer",
    "class_board",
    "explore",
    "play_as_challenger",
    "play_as_patron",
    "play_as_player_1",
    "play_as_player_2",
    "play_as_protege",
    "play_together",
    "sandbox",
]


def __getattr__(name: str) -> Any:
    # Late, so that the site's tools can read the decks without the notebook's packages, and boards play without numpy.
    if name in ("Explorer", "explore"):
        from alliancelib.widgets import explorer

        return getattr(explorer, name)
    if name in ("ClassBoard", "class_board"):
        from alliancelib.widgets import class_board_widget

        return getattr(class_board_widget, name)
    if name in __all__:
        from alliancelib.widgets import board

        return getattr(board, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
