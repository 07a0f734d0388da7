"""The explorer: an anywidget that shows a figure with sliders, from frames computed before anybody looks.

It carries only its first frame. The others come when it is about to be seen: from Python in a live kernel, from a file
on a static page, where the same front end answers to the sliders with no kernel (see `explorers` and ``page.js``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from alliancelib.widgets.explorers import opening, whole

HERE = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """A figure that answers to sliders; ``plot`` is its data."""

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"

    plot = traitlets.Dict().tag(sync=True)
    wanted = traitlets.Unicode("").tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)

    @traitlets.observe("wanted")
    def _load(self, change: Mapping[str, Any]) -> None:
        """Bring every frame; a static page's loader does the same from a file."""
        if change["new"] == self.plot["explorer"]:
            self.plot = dict(whole(self.plot["explorer"]))

    def __repr__(self) -> str:
        # Stable, because the chapters' printed output is compared when they are tested.
        names = ", ".join(slider["name"] for slider in self.plot["sliders"])
        return f"Explorer({self.plot['explorer']!r}, {self.plot['source']}; sliders: {names})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        plain = bundle[0] if isinstance(bundle, tuple) else bundle
        plain["text/plain"] = repr(self)
        return bundle


def explore(name: str) -> Explorer:
    """The explorer of that name, as it is shown first. Raises ValueError naming those there are."""
    return Explorer(plot=dict(opening(name)))
