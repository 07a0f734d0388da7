"""A bar for what takes a while in a live notebook."""

from __future__ import annotations

import ipywidgets

from alliancelib.core.tournament import Progress


def progress_bar(what: str = "plays") -> tuple[ipywidgets.IntProgress, Progress]:
    """A bar to show, and what is to be told how far things are: ``tell(done, total)``."""
    bar = ipywidgets.IntProgress(value=0, max=1, description=what)

    def tell(done: int, total: int) -> None:
        bar.max, bar.value = max(1, total), done
        bar.description = f"{done} of {total}"

    return bar, tell
