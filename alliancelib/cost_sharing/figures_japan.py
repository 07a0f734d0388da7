"""The figure of slide Appendix 5, Japan's payments over time, from the sourced numbers of `japan` and nothing else.

One dot to a sourced fiscal year, and no line between dots: a line would draw years for which there is no source. What
is less sure, or was computed from a percentage, is hollow.
"""

from __future__ import annotations

from matplotlib.axes import Axes

from alliancelib.cost_sharing.japan import Amount, amounts, events, gaps
from alliancelib.drawing import ADHOC, ALLY, BODY, DOTTED, HALO, MUTED, SMALL, graph, stroke, write

TOP = 345
"""Billion yen: room over the dots for the events' numbers."""

SIGN = {"initial budget": ("o", ALLY), "settled outlays": ("s", ADHOC)}
"""A series' marker and colour."""

NAMED = {"initial budget": (2011, 165), "settled outlays": (1993.6, 292)}
"""Where the words for a series stand: year and billion yen."""


def payments(ax: Axes | None = None) -> Axes:
    """Host nation support by fiscal year, in billion yen (slide Appendix 5).

    Round dots are initial budgets, squares settled outlays; hollow is what is less sure or computed. The numbers above
    are those of `events`, in their order.
    """
    ax = graph(ax, 3.6, "fiscal year", "billion yen")
    ax.set_xlim(1975.5, 2026)
    ax.set_ylim(0, TOP)
    for series in reversed(SIGN):  # the budget over what was spent of it
        for amount in amounts(series):
            _dot(ax, amount)
        write(ax, NAMED[series], series, color=SIGN[series][1], ha="center", size=BODY, bbox=HALO, gid=series)
    for n, event in enumerate(events(), start=1):
        # Every second one higher: two events can be a year apart.
        height = TOP - 4 if n % 2 else TOP - 26
        stroke(ax, [event.year] * 2, [0, height - 14], linestyle=DOTTED, zorder=0, gid=f"event {n}")
        write(ax, (event.year, height), str(n), color=MUTED, ha="center", size=SMALL, gid=f"number {n}")
    return ax


def _dot(ax: Axes, amount: Amount) -> None:
    marker, color = SIGN[amount.series]
    face = color if amount.is_solid else ax.get_facecolor()
    ax.plot([amount.year], [amount.billion_yen], marker, ms=5, mec=color, mfc=face, mew=1.2, gid=amount.series)


def alt_payments() -> str:
    """The figure in words: first, peak, low and last year, how many are sourced, and the years that are not."""
    budget = amounts("initial budget")
    peak = max(budget, key=lambda a: a.billion_yen)
    low = min((a for a in budget if a.year > peak.year), key=lambda a: a.billion_yen)
    ends = [f"{a.billion_yen:g} in {a.year}" for a in (budget[0], peak, low, budget[-1])]
    hollow = sum(not a.is_solid for a in budget)
    settled = amounts("settled outlays")
    return (
        f"Japan's host nation support in billion yen, one dot for each of {len(budget)} sourced fiscal years, "
        f"{hollow} of them hollow because less sure or computed: {ends[0]}, a peak of {ends[1]}, a low of {ends[2]} "
        f"and {ends[3]}. No source was found for {len(gaps())} years between, which stay empty. Squares show settled "
        f"outlays from {settled[0].year} to {settled[-1].year}. Dotted lines mark {len(events())} events."
    )
