"""Two formal models of alliances, solved, checked and made playable."""

__version__ = "0.1.0"
