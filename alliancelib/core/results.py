"""What a class did, and what theory says of it: statistics of the plays of one lesson, from its score sheet.

A *sheet* is a lesson as a class board needs it (``widgets/sheets.py`` makes it from the deck), plain data::

    {"board", "scenario", "title", "seat", "unit", "fingerprint", "line": {"low", "high"},
     "deals": [{"id", "about", "facts", "bet", "cutoff", "root", "nodes": [node, ...]}, ...]}

with the parameters of a deal in one text (``about``), the figures that players saw of them (``facts``), and the nodes
of ``core.tree``: decisions ``{"say", "ask", "settles", "options"}``, each option ``{"label", "to", "worth",
"regret"}``, and ends ``{"payoff", "settles"}``. ``bet`` is None or has its ``values`` in the order in which codes
number them. ``cutoff`` is None or ``{"level", "line", "take", "above"}``: the offer that the lesson assigned,
theory's line, the number of the option that takes it, and whether theory takes what lies above the line.

Amounts are in points. Sums are formed in whole millionths of a point, so that they do not depend on the order in which
codes were pasted, and the front end (``widgets/results.js``) arrives at the same numbers to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from alliancelib.core.codes import Edition, Play, Shape

Sheet = Mapping[str, Any]
Node = Mapping[str, Any]
Player = Sequence[Play]
"""The plays of one code."""

MICRO = 1_000_000
"""Parts of a point in which sums are formed: the decimals of a tree."""

LEVELS = 3
"""Fewer different offers do not bracket a line."""


def edition(sheet: Sheet) -> Edition:
    """The lesson as codes know it."""
    shapes = tuple(
        Shape(
            id=deal["id"],
            bets=len(deal["bet"]["values"]) if deal["bet"] else 0,
            root=deal["root"],
            ways=tuple(tuple(option["to"] for option in node.get("options", ())) for node in deal["nodes"]),
        )
        for deal in sheet["deals"]
    )
    return Edition(fingerprint=sheet["fingerprint"], deals=shapes, name=f"\u201c{sheet['title']}\u201d")


def summary(sheet: Sheet, players: Sequence[Player]) -> Mapping[str, Any]:
    """The class in numbers, ready for JSON::

        {"players", "plays", "payoff", "best", "left", "decided", "right_choices", "bets": {"right", "wrong", "void"},
         "deals": [...], "depths": [{"depth", "count", "right", "left"}, ...], "cutoffs": [...]}

    Of all plays: the mean payoff, the mean of what the best play of the same deals brought, the mean of what the
    choices left on the table, and how many of the decisions were best. ``deals`` holds one `_deal_summary` for each
    deal that was played, ``depths`` the same decisions by how many came before them in their deal, and ``cutoffs`` one
    `_cutoff_summary` for each group of deals with the same parameters.
    """
    deals = [_deal_summary(deal, _plays_of(deal, players)) for deal in sheet["deals"]]
    deals = [deal for deal in deals if deal["plays"]]
    plays = sum(deal["plays"] for deal in deals)
    return {
        "players": len(players),
        "plays": plays,
        **{name: _mean(sum(deal["sums"][name] for deal in deals), plays) for name in ("payoff", "best", "left")},
        "decided": sum(deal["decided"] for deal in deals),
        "right_choices": sum(deal["right_choices"] for deal in deals),
        "bets": {kind: sum(deal["bets"][kind] for deal in deals) for kind in ("right", "wrong", "void")},
        "deals": deals,
        "depths": _depths([decision for deal in deals for decision in deal["decisions"]]),
        "cutoffs": [_cutoff_summary(sheet["line"], group, players) for group in _cutoff_groups(sheet)],
    }


def scored(deal: Mapping[str, Any], play: Play) -> Mapping[str, Any]:
    """One play: ``payoff``, ``left`` (what its choices cost), ``best`` (theory's play of the deal), ``bet_right``.

    ``best`` is what the same deal brings whoever takes the best option at every decision, the first of equals: it has
    met the same luck.
    """
    nodes = _path(deal, play.choices)
    left = sum(_micro(node["options"][choice]["regret"]) for node, choice in zip(nodes, play.choices))
    return {
        "payoff": nodes[-1]["payoff"],
        "left": left / MICRO,
        "best": _path(deal, best_choices(deal))[-1]["payoff"],
        "bet_right": bet_right(deal, play.bet, nodes),
    }


def best_choices(deal: Mapping[str, Any]) -> tuple[int, ...]:
    """The best option at every decision, the first of equals."""
    chosen, node = [], deal["nodes"][deal["root"]]
    while "options" in node:
        chosen.append(next(k for k, option in enumerate(node["options"]) if option["regret"] == 0))
        node = deal["nodes"][node["options"][chosen[-1]]["to"]]
    return tuple(chosen)


def bet_right(deal: Mapping[str, Any], bet: int | None, nodes: Sequence[Node]) -> bool | None:
    """Whether a bet was right; None where it is void, or there was none."""
    if bet is None:
        return None
    about = deal["bet"]
    settled = about.get("truth")
    if settled is None:
        settled = next((node["settles"] for node in nodes if node.get("settles") is not None), None)
    if settled is None:
        return None
    value = about["values"][bet]
    return abs(value - settled) <= about["within"] + 1e-9 if about["kind"] == "number" else value == settled


def _plays_of(deal: Mapping[str, Any], players: Iterable[Player]) -> list[Play]:
    return [play for player in players for play in player if play.deal == deal["id"]]


def _deal_summary(deal: Mapping[str, Any], plays: Sequence[Play]) -> Mapping[str, Any]:
    """One deal: ``{"id", "plays", "payoff", "best", "left", "sums", "decisions", "decided", "right_choices", "bets"}``.

    ``sums``, and the ``sum`` of what a decision left, are in millionths of a point.
    """
    scores = [scored(deal, play) for play in plays]
    sums = {name: sum(_micro(score[name]) for score in scores) for name in ("payoff", "best", "left")}
    decisions = _decisions(deal, plays)
    return {
        "id": deal["id"],
        "plays": len(plays),
        **{name: _mean(total, len(plays)) for name, total in sums.items()},
        "sums": sums,
        "decisions": decisions,
        "decided": sum(decision["count"] for decision in decisions),
        "right_choices": sum(decision["right"] for decision in decisions),
        "bets": _bets(deal, plays, scores),
    }


def _decisions(deal: Mapping[str, Any], plays: Sequence[Play]) -> list[Mapping[str, Any]]:
    """Every decision that somebody met, in the order of the game: how many took which option, and what it cost them."""
    counts: dict[tuple[int, int], list[int]] = {}
    for play in plays:
        at = deal["root"]
        for depth, choice in enumerate(play.choices):
            options = deal["nodes"][at]["options"]
            counts.setdefault((depth, at), [0] * len(options))[choice] += 1
            at = options[choice]["to"]
    # Nodes are numbered with children before parents: within a depth, the later number stands first in the game.
    return [_decision(deal, depth, at, counts[depth, at]) for depth, at in sorted(counts, key=lambda k: (k[0], -k[1]))]


def _decision(deal: Mapping[str, Any], depth: int, at: int, counts: Sequence[int]) -> Mapping[str, Any]:
    options = deal["nodes"][at]["options"]
    left = sum(count * _micro(option["regret"]) for count, option in zip(counts, options))
    return {
        "node": at,
        "depth": depth,
        "count": sum(counts),
        "counts": list(counts),
        "right": sum(count for count, option in zip(counts, options) if option["regret"] == 0),
        "left": _mean(left, sum(counts)),
        "sum": left,
    }


def _depths(decisions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first decisions of all deals together, the second, and so on."""
    found = []
    for depth in sorted({decision["depth"] for decision in decisions}):
        here = [decision for decision in decisions if decision["depth"] == depth]
        count, right, left = (sum(decision[name] for decision in here) for name in ("count", "right", "sum"))
        found.append({"depth": depth, "count": count, "right": right, "left": _mean(left, count)})
    return found


def _bets(deal: Mapping[str, Any], plays: Sequence[Play], scores: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """``{"counts": of each value, "mean": of numbers, "right", "wrong", "void"}``."""
    if not deal["bet"]:
        return {"counts": [], "mean": None, "right": 0, "wrong": 0, "void": 0}
    values = deal["bet"]["values"]
    counts = [0] * len(values)
    for play in plays:
        counts[play.bet] += 1
    is_number = deal["bet"]["kind"] == "number"
    total = sum(count * _micro(value) for count, value in zip(counts, values)) if is_number else 0
    verdicts = [score["bet_right"] for score in scores]
    return {
        "counts": counts,
        "mean": _mean(total, len(plays)) if is_number else None,
        "right": verdicts.count(True),
        "wrong": verdicts.count(False),
        "void": verdicts.count(None),
    }


# --- the line by which a class behaved -------------------------------------------------------------------------


def _cutoff_groups(sheet: Sheet) -> list[list[Mapping[str, Any]]]:
    """The deals whose opening was assigned and answered by a line, those with the same parameters together."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for deal in sheet["deals"]:
        if deal["cutoff"]:
            groups.setdefault(deal["about"], []).append(deal)
    return [group for group in groups.values() if len({deal["cutoff"]["level"] for deal in group}) >= LEVELS]


def _cutoff_summary(
    line: Mapping[str, float], deals: Sequence[Mapping[str, Any]], players: Sequence[Player]
) -> Mapping[str, Any]:
    """The line by which the class behaved in deals that differ in the assigned offer only::

        {"about", "line": theory's, "above", "players", "levels": [{"level", "takes", "count"}, ...],
         "estimate", "low", "high", "error"}

    Everybody is taken to have a line of their own. The share that takes an offer, pooled over neighbouring offers
    until it never falls as offers get better (pool adjacent violators), is then the share of lines it satisfies, and
    ``estimate`` is the mean line with every line in the middle between two offers (Spearman and Karber), ``low`` and
    ``high`` where it would be were every line at the one or at the other, and beyond the offers at the ends of the
    scale. ``error`` is the standard error of the estimate, by leaving out one player at a time; None for one player.
    """
    ids = {deal["id"]: deal for deal in deals}
    levels = sorted({deal["cutoff"]["level"] for deal in deals})
    own = [_answers(player, ids, levels) for player in players]
    own = [answers for answers in own if any(count for _, count in answers)]
    totals = [(sum(a[k][0] for a in own), sum(a[k][1] for a in own)) for k in range(len(levels))]
    above = deals[0]["cutoff"]["above"]
    found = _mean_line(line, levels, totals, above=above)
    without = [
        _mean_line(line, levels, [(t - a, n - m) for (t, n), (a, m) in zip(totals, answers)], above=above)
        for answers in own
    ]
    return {
        "about": deals[0]["about"],
        "line": deals[0]["cutoff"]["line"],
        "above": above,
        "players": len(own),
        "levels": [{"level": x, "takes": t, "count": n} for x, (t, n) in zip(levels, totals)],
        **dict(zip(("low", "estimate", "high"), found or (None, None, None))),
        "error": _jackknife([one[1] for one in without if one]),
    }


def _answers(player: Player, deals: Mapping[int, Mapping[str, Any]], levels: Sequence[float]) -> list[tuple[int, int]]:
    """How often one player took each offer, and how often it was made."""
    answers = [(0, 0)] * len(levels)
    for play in player:
        if play.deal in deals:
            cutoff = deals[play.deal]["cutoff"]
            at = levels.index(cutoff["level"])
            takes, count = answers[at]
            answers[at] = (takes + (play.choices[0] == cutoff["take"]), count + 1)
    return answers


def _mean_line(
    line: Mapping[str, float], levels: Sequence[float], totals: Sequence[tuple[int, int]], *, above: bool
) -> tuple[float, float, float] | None:
    """The mean line with every line at the low end, in the middle, at the high end of where it can be; see above."""
    met = [(x, takes, count) for x, (takes, count) in zip(levels, totals) if count]
    if not met:
        return None
    # From the worst offer to the best, so that the share taken should rise.
    shares = _pooled([(takes if above else count - takes, count) for _, takes, count in met])
    ends = [line["low"], *(x for x, _, _ in met), line["high"]]
    steps = [after - before for before, after in zip([0.0, *shares], [*shares, 1.0])]
    low = high = 0.0
    for step, left, right in zip(steps, ends, ends[1:]):
        low, high = low + step * left, high + step * right
    return low, (low + high) / 2, high


def _pooled(counts: Sequence[tuple[int, int]]) -> list[float]:
    """Shares that never fall, by pooling adjacent violators."""
    blocks: list[tuple[int, int, int]] = []
    for takes, count in counts:
        blocks.append((takes, count, 1))
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] > blocks[-1][0] * blocks[-2][1]:
            (t, n, size), (s, m, width) = blocks.pop(), blocks.pop()
            blocks.append((t + s, n + m, size + width))
    return [takes / count for takes, count, size in blocks for _ in range(size)]


def _jackknife(values: Sequence[float]) -> float | None:
    """The standard error of a statistic from its values without one player each."""
    n = len(values)
    if n < 2:
        return None
    mean = 0.0
    for value in values:
        mean += value / n
    spread = 0.0
    for value in values:
        spread += (value - mean) * (value - mean)
    return math.sqrt(spread * (n - 1) / n)


def _path(deal: Mapping[str, Any], choices: Sequence[int]) -> list[Node]:
    nodes = [deal["nodes"][deal["root"]]]
    for choice in choices:
        nodes.append(deal["nodes"][nodes[-1]["options"][choice]["to"]])
    return nodes


def _micro(amount: float) -> int:
    return math.floor(amount * MICRO + 0.5)


def _mean(total: int, count: int) -> float | None:
    return total / MICRO / count if count else None
