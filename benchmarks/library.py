"""How fast the library is, each figure beside a peer measured in the same run: ``python benchmarks/library.py``.

Times are processor times.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from peer.grid import grid_induction
from report import Figure, Measure, Spread, amount, described, in_turn, machine, save, seconds, table
from scipy.stats import beta

from alliancelib import cost_sharing
from alliancelib.core.lessons import Deal, Scenario
from alliancelib.core.session import Session
from alliancelib.core.tree import unroll
from alliancelib.cost_sharing import arrays as cost_sharing_arrays
from alliancelib.cost_sharing.equilibrium import window
from alliancelib.cost_sharing.model import Play, after, payoffs, played_out, pr_win
from alliancelib.cost_sharing.scenarios import what_to_demand
from alliancelib.outside_options import Params, arrays, solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.offers import Atoms, Uniform
from alliancelib.outside_options.opponents import theorist
from alliancelib.outside_options.scenarios import session, surprise, tie_your_own_hands
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets.decks import all_decks, compact, deck
from alliancelib.widgets.words_patron import PATRON
from alliancelib.widgets.words_player_2 import PLAYER_2, PlayerTwoWords

PLACES = (
    Params(phi=1.1, c=0.02, delta=0.99),
    Params(phi=1.1, c=0.1, delta=0.95),
    Params(phi=1.1, c=0.005, delta=0.99),
    Params(phi=1.4, c=0.2, delta=0.95),
    Params(phi=1.7, c=0.01, delta=0.95),
)
"""One point from each region of the parameters: a search, none, cheap and worthless searches, a dear good."""

OFFERS = {
    "uniform": Uniform(),
    "Beta(5, 2)": beta(5, 2),
    "five atoms": Atoms((0.1, 0.3, 0.5, 0.7, 0.9), (0.2,) * 5),
}

GRID = 400
"""Steps of the peer that backward induction is compared with."""

SIDE = 1000
"""The map has SIDE x SIDE points."""

PLAYS = 1_000_000
SAMPLE = 2000
"""How much of a slow peer's work is done; the rest is reckoned in proportion."""

DECK = 100
"""Deals in the decks that are timed."""


def importing(runs: int) -> Iterator[Figure]:
    """A fresh Python that imports the game, and one that imports NumPy, each above one that imports nothing."""
    measures = (fresh(line) for line in ("pass", "import alliancelib.outside_options", "import numpy"))
    bare, ours, theirs = in_turn(2 * runs, *measures)
    yield Figure(
        name="import alliancelib.outside_options, above bare Python",
        unit="s",
        ours=above(ours, bare),
        budget=0.05,
        peer="import numpy",
        theirs=above(theirs, bare),
    )


def fresh(line: str) -> Measure:
    """Measures the processor time, from its start, of a Python of its own that runs ``line``."""
    told = [sys.executable, "-c", f"{line}; import time; print(time.process_time())"]
    return lambda: float(subprocess.run(told, check=True, capture_output=True).stdout)


def above(total: Spread, bare: Spread) -> Spread:
    """What is left of each run without what bare Python took."""
    return Spread(tuple(mine - theirs for mine, theirs in zip(total.runs, bare.runs)))


def solving(runs: int) -> Iterator[Figure]:
    """One point, and a map of many."""
    random = Random(1)
    drawn = [
        Params(phi=random.uniform(1.01, 1.99), c=random.uniform(0.001, 0.4), delta=random.random()) for _ in range(500)
    ]
    points = cycle(drawn)
    ours, theirs = in_turn(
        runs,
        seconds(lambda: solve(next(points)), len(drawn)),
        seconds(lambda: arrays.solve(1.1, 0.02, 0.99), 50),
    )
    yield Figure(
        name="solve(p)",
        unit="s",
        ours=ours,
        budget=50e-6,
        peer="the same formulas in NumPy, at one point",
        theirs=theirs,
    )
    phi, c = np.linspace(1.01, 1.99, SIDE)[:, None], np.linspace(0.001, 0.4, SIDE)
    one = seconds(lambda: solve(next(points)), len(drawn))
    ours, theirs = in_turn(runs, seconds(lambda: arrays.solve(phi, c, 0.95)), lambda: one() * SIDE**2)
    yield Figure(
        name=f"a {SIDE} x {SIDE} map by arrays.solve",
        unit="s",
        ours=ours,
        budget=1,
        peer=f"solve(p) at every point, from {len(drawn)}",
        theirs=theirs,
    )


def inducing(runs: int) -> Iterator[Figure]:
    """Backward induction for each kind of distribution; the peer is quicker to write and far less accurate."""
    for name, offers in OFFERS.items():
        ours, theirs = in_turn(
            runs,
            seconds(over_places(lambda p, offers=offers: backward_induction(p, offers)), 2),
            seconds(over_places(lambda p, offers=offers: grid_induction(p, offers, GRID))),
        )
        places = len(PLACES)
        yield Figure(
            name=f"backward_induction(p), {name}",
            unit="s",
            ours=Spread(tuple(run / places for run in ours.runs)),
            budget=0.1,
            peer=f"a grid of {GRID} steps, payoffs off by {amount(grid_error(offers), '1')}",
            theirs=Spread(tuple(run / places for run in theirs.runs)),
        )
    yield Figure(
        name="its payoffs, uniform: distance from solve(p)", unit="1", ours=Spread((closed_form_error(),)), budget=1e-8
    )


def over_places(solver: Callable[[Params], Any]) -> Callable[[], Any]:
    """Solves at each of PLACES."""
    return lambda: [solver(p) for p in PLACES]


def grid_error(offers: Any) -> float:
    """The largest distance of the peer's payoffs from backward induction's, over PLACES."""
    pairs = [(backward_induction(p, offers), grid_induction(p, offers, GRID)) for p in PLACES]
    return max(abs(found - rough) for eq, grid in pairs for found, rough in zip((eq.eu_1, eq.eu_2), grid))


def closed_form_error() -> float:
    """The largest distance of backward induction's payoffs from the closed form's, over PLACES."""
    pairs = [(backward_induction(p), solve(p)) for p in PLACES]
    return max(abs(a - b) for eq, closed in pairs for a, b in ((eq.eu_1, closed.eu_1), (eq.eu_2, closed.eu_2)))


def simulating(runs: int) -> Iterator[Figure]:
    """Many plays at once, beside as many sessions of the rules, of which a sample is played."""
    p = PLACES[0]
    eq = solve(p)
    seats = {"player 1": theorist(eq), "player 2": theorist(eq)}
    seeds = count()
    one = seconds(lambda: Session(game=OutsideOptions(p), seats=seats, seed=next(seeds)).advance(), SAMPLE)
    ours, theirs = in_turn(runs, seconds(lambda: arrays.simulate(p, PLAYS, 1)), lambda: one() * PLAYS)
    yield Figure(
        name="a million plays by arrays.simulate",
        unit="s",
        ours=ours,
        budget=1,
        peer=f"as many sessions, from {SAMPLE}",
        theirs=theirs,
    )


# --- cost sharing -------------------------------------------------------------------------------------------------


def sharing(runs: int) -> Iterator[Figure]:
    """Maps over isolationism and the cost of the alliance, up to the end of the slides' window and above it; plays."""
    p = cost_sharing.Params()
    end = window(p)[1]
    yield replace(sharing_map(runs, p, SIDE, (0.001, end), "up to eq. (7)"), budget=1)
    yield sharing_map(runs, p, SIDE // 4, (end + 0.001, 0.6), "above eq. (7)")
    yield sharing_plays(runs, replace(p, pi=0.3, l=0.7, phi=0.3))


def sharing_map(runs: int, p: cost_sharing.Params, side: int, costs: tuple[float, float], where: str) -> Figure:
    """A map of ``side`` x ``side`` points, the cost of the alliance between ``costs``."""
    grid = {"l": np.linspace(-0.99, 0.99, side)[:, None], "pi": np.linspace(*costs, side)}
    random = Random(1)
    drawn = [replace(p, l=random.uniform(-0.99, 0.99), pi=random.uniform(*costs)) for _ in range(500)]
    points = cycle(drawn)
    one = seconds(lambda: cost_sharing.select(next(points)), len(drawn))
    ours, theirs = in_turn(runs, seconds(lambda: cost_sharing_arrays.solve(**grid)), lambda: one() * side**2)
    return Figure(
        name=f"cost sharing, a {side} x {side} map by arrays.solve, {where}",
        unit="s",
        ours=ours,
        peer=f"select(p) at every point, from {len(drawn)}",
        theirs=theirs,
    )


def sharing_plays(runs: int, p: cost_sharing.Params) -> Figure:
    """Many plays with a war on the path, beside as many played out by the rules one by one."""
    profile, random = cost_sharing.select(p).profile, Random(1)

    def play() -> Any:
        end = played_out(profile, Play("demand", "committed" if random.random() < p.phi else "uncommitted"))
        if end.stage == "war":
            end = after(end, "win" if random.random() < pr_win(p, end) else "lose")
        return payoffs(p, end)

    one = seconds(play, SAMPLE)
    ours, theirs = in_turn(runs, seconds(lambda: cost_sharing_arrays.simulate(p, PLAYS, 1)), lambda: one() * PLAYS)
    return Figure(
        name="cost sharing, a million plays by arrays.simulate",
        unit="s",
        ours=ours,
        budget=1,
        peer=f"as many played out by the rules, from {SAMPLE}",
        theirs=theirs,
    )


# --- decks ------------------------------------------------------------------------------------------------------


def dealing(runs: int) -> Iterator[Figure]:
    """Decks of new deals each time, so that nothing can be remembered from one run to the next."""
    mine, others, large = surprises(count()), surprises(count(10_000)), own_hands(count())
    ten = seconds(lambda: induced(next(others)))
    ours, theirs = in_turn(runs, seconds(lambda: deck(PLAYER_2, next(mine))), lambda: ten() * DECK / 10)
    yield Figure(
        name=f"a deck of {DECK} deals, surprise",
        unit="s",
        ours=ours,
        budget=1,
        peer="its trees by backward_induction, from 10 deals",
        theirs=theirs,
    )
    menu = len(next(own_hands(count())).deals[0].menu)
    ours, theirs = in_turn(
        min(runs, 3), seconds(lambda: deck(PLAYER_2, next(large))), seconds(lambda: deck(PLAYER_2, next(mine)))
    )
    yield Figure(
        name=f"a deck of {DECK} deals, tie-your-own-hands ({menu} games in each)",
        unit="s",
        ours=ours,
        budget=1,
        peer="the deck of the line above",
        theirs=theirs,
    )
    demands = what_patrons_demand(count())
    ours, theirs = in_turn(
        runs, seconds(lambda: deck(PATRON, next(demands))), seconds(lambda: deck(PLAYER_2, next(mine)))
    )
    yield Figure(
        name=f"a deck of {DECK} deals, the patron's what-to-demand",
        unit="s",
        ours=ours,
        budget=1,
        peer="the deck of two lines above",
        theirs=theirs,
    )


def surprises(seeds: Iterator[int]) -> Iterator[Scenario]:
    """Decks of DECK deals with parameters that no earlier deck had."""
    while True:
        first = surprise(next(seeds))
        parts = [first, *(surprise(next(seeds)) for _ in range(DECK // len(first.deals) - 1))]
        yield numbered(first, [deal for part in parts for deal in part.deals])


def own_hands(seeds: Iterator[int]) -> Iterator[Scenario]:
    """The same of the lesson with the largest trees, each with a delta of its own."""
    lesson = tie_your_own_hands()
    for seed in seeds:
        deltas = [0.95 + 0.04 * Random(f"{seed}/{k}").random() for k in range(DECK)]
        deals = [replace(deal, p=replace(deal.p, delta=delta)) for deal, delta in zip(cycle(lesson.deals), deltas)]
        yield numbered(lesson, deals)


def what_patrons_demand(seeds: Iterator[int]) -> Iterator[Scenario]:
    """The same of the lesson with the largest trees of the other game, each with a pi of its own."""
    lesson = what_to_demand()
    for seed in seeds:
        costs = [0.16 + 0.07 * Random(f"{seed}/{k}").random() for k in range(DECK)]
        deals = [replace(deal, p=replace(deal.p, pi=pi)) for deal, pi in zip(cycle(lesson.deals), costs)]
        yield numbered(lesson, deals)


def numbered(lesson: Scenario, deals: Sequence[Deal]) -> Scenario:
    """The lesson with ``deals``, numbered from 1."""
    return replace(lesson, deals=tuple(replace(deal, id=k) for k, deal in enumerate(deals, start=1)))


def induced(lesson: Scenario) -> list[Any]:
    """The trees of the first ten deals, played and judged by backward induction."""
    trees = []
    for deal in lesson.deals[:10]:
        eq = backward_induction(deal.p)
        start = replace(session(deal), seats={"player 1": theorist(eq)}, history=()).replay(deal.opening).advance()
        trees.append(unroll(start, "player 2", PlayerTwoWords(deal), eq))
    return trees


def weighing() -> Iterator[Figure]:
    """The bytes of each deck as a page sends it, beside the same JSON before compression."""
    for name, content in all_decks().items():
        raw = compact(content).encode()
        yield Figure(
            name=f"deck {name}, {len(content['deals'])} deals, gzip",
            unit="B",
            ours=Spread((float(len(gzip.compress(raw, 6))),)),
            peer="the same before compression",
            theirs=Spread((float(len(raw)),)),
        )


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="how often each figure is measured (default 7)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every run's numbers to FILE")
    wanted = parser.parse_args()
    facts = {**machine(), "numpy": np.__version__, "runs": wanted.runs}
    print(described(facts), end="\n\n", flush=True)
    parts = (importing, solving, inducing, simulating, sharing, dealing)
    times = [figure for part in parts for figure in part(wanted.runs)]
    print(table(times), end="\n\n")
    sizes = list(weighing())
    print(table(sizes))
    if wanted.json:
        save(wanted.json, facts, [*times, *sizes])


if __name__ == "__main__":
    main()
