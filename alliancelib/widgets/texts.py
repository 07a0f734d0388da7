"""The scripts and styles that lie beside the widgets, as text for pages that carry them."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def text(name: str) -> str:
    """A file of this folder."""
    return (HERE / name).read_text(encoding="utf-8")


def joined(*names: str) -> str:
    """Several scripts as one, those first that the others stand on."""
    return "\n".join(map(text, names))
