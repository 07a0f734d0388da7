"""Made-up players, to try a class board before there is a class: whatever they do is known, so what is found can be
held against it.

Every draw is named, as in `core.session`, so that the same seed makes the same crowd.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alliancelib.core.codes import Play
from alliancelib.core.results import Sheet
from alliancelib.core.session import quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Players who answer assigned offers by lines of their own, and otherwise as theory does, but for slips."""

    line: float
    """The mean of their lines, in points."""
    spread: float = 0.0
    """Their lines lie evenly between ``line - spread`` and ``line + spread``."""
    slips: float = 0.0
    """How likely somebody takes any option, all alike, at each decision."""
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.spread >= 0:
            raise ValueError(f"spread must not be negative, got {self.spread!r}")
        if not 0 <= self.slips <= 1:
            raise ValueError(f"slips must lie in [0, 1], got {self.slips!r}")

    def plays(self, sheet: Sheet, count: int, *, deals: Iterable[int] | None = None) -> list[tuple[Play, ...]]:
        """What ``count`` players do in some deals of a lesson, by default in all. Raises ValueError for other deals."""
        known = {deal["id"]: deal for deal in sheet["deals"]}
        wanted = list(known if deals is None else deals)
        if strange := [one for one in wanted if one not in known]:
            raise ValueError(f"deals must be among {', '.join(map(str, known))}, got {strange}")
        return [tuple(self._play(known[one], f"player {k}") for one in wanted) for k in range(count)]

    def _play(self, deal: Mapping[str, Any], player: str) -> Play:
        own = self.line + self.spread * (2 * quantile(self.seed, player) - 1)
        choices: list[int] = []
        at = deal["root"]
        while options := deal["nodes"][at].get("options"):
            name = f"{player}, deal {deal['id']}, decision {len(choices)}"
            if quantile(self.seed, f"{name}, slip") < self.slips:
                choice = _drawn(len(options), self.seed, name)
            else:
                choice = _answer(deal, own, at)
            choices.append(choice)
            at = options[choice]["to"]
        bet = _bet(deal["bet"], own, self.seed, f"{player}, deal {deal['id']}, bet")
        return Play(deal=deal["id"], bet=bet, choices=tuple(choices))


def _answer(deal: Mapping[str, Any], own: float, at: int) -> int:
    """By one's own line where there is one; else the least regret, the first of equals."""
    options, cutoff = deal["nodes"][at]["options"], deal["cutoff"]
    open_to_all = range(len(options))
    if cutoff and at == deal["root"]:
        if (cutoff["level"] >= own) if cutoff["above"] else (cutoff["level"] <= own):
            return cutoff["take"]
        open_to_all = [k for k in open_to_all if k != cutoff["take"]]
    return min(open_to_all, key=lambda k: options[k]["regret"])


def _bet(bet: Mapping[str, Any] | None, own: float, seed: int, name: str) -> int | None:
    """The number nearest to one's own line; of answers, any."""
    if not bet:
        return None
    values = bet["values"]
    if bet["kind"] == "number":
        return min(range(len(values)), key=lambda k: abs(values[k] - own))
    return _drawn(len(values), seed, name)


def _drawn(count: int, seed: int, name: str) -> int:
    return int(quantile(seed, name) * count)
