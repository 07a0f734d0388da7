"""How the entries of a tournament did: score and standard error of each, from the ranking itself."""

from __future__ import annotations

from matplotlib.axes import Axes

from alliancelib.core.tournament import Ranking, Standing
from alliancelib.drawing import BODY, INK, RULE, SMALL, YOU, graph, short, stroke

ROW = 0.3
"""Inches to an entry."""

MOST = 30
"""Entries that are drawn: those ahead."""


def scores(ranking: Ranking, ax: Axes | None = None) -> Axes:
    """The score of each entry, with one standard error to either side, in points; at most MOST entries."""
    shown = ranking.standings[:MOST]
    ax = graph(ax, 0.8 + ROW * len(shown), "points above or below the field on the same board", "")
    ax.set_ylim(len(shown) - 0.5, -0.5)
    stroke(ax, [0, 0], [len(shown) - 0.5, -0.5], RULE, zorder=0, gid="field")
    for row, each in enumerate(shown):
        low, high = _ends(each)
        stroke(ax, [low, high], [row, row], YOU, 1.4, gid=f"error of {each.name}")
        ax.plot([100 * each.score], [row], "o", ms=6, color=YOU, gid=each.name)
    ax.set_yticks(range(len(shown)), [each.name for each in shown], size=BODY, color=INK)
    ax.tick_params(axis="y", length=0, labelsize=BODY if len(shown) <= 15 else SMALL, labelcolor=INK)
    ax.spines["left"].set_visible(False)
    return ax


def _ends(each: Standing) -> tuple[float, float]:
    error = each.error or 0.0
    return 100 * (each.score - error), 100 * (each.score + error)


def alt_scores(ranking: Ranking) -> str:
    """The figure in words: how many entries, the first, the last, and who is clear of the field by two errors."""
    first, last = ranking.standings[0], ranking.standings[-1]
    clear = [each.name for each in ranking.standings if each.error and abs(each.score) >= 2 * each.error]
    above, below = (short(round(100 * score, 1)) for score in (first.score, -last.score))
    away = "Nobody is" if not clear else f"{', '.join(clear)} {'are' if len(clear) > 1 else 'is'}"
    return (
        f"{len(ranking.standings)} entries for {ranking.seat} from top to bottom, each a dot with a line of one "
        f"standard error to either side. {first.name} is first, {above} points above the field, and {last.name} last, "
        f"{below} below it. {away} two or more standard errors away from the field."
    )
