"""The paper's mistakes as a lesson: deals in which the printed text would have player 2 do one thing or another.

Each erratum that can be met from player 2's seat has a deal at the parameters of its counterexample. Others beside it
show where the printed rule is right. `printed` says what the text would have him do; whether anything is better, the
equilibrium says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from alliancelib.core.game import Action
from alliancelib.core.lessons import Deal, Scenario, numbered
from alliancelib.outside_options import paper
from alliancelib.outside_options.equilibrium import solve
from alliancelib.outside_options.model import PLAYERS, Params, net, read
from alliancelib.outside_options.offers import Atoms, Offers

WORLDS: Mapping[str, Offers] = MappingProxyType(
    {
        "two kinds": Atoms((0.0, 0.9), (0.6, 0.4)),
        "three kinds": Atoms((0.0, 0.75, 1.0), (0.3, 0.4, 0.3)),
    }
)
"""What partners pay in the deals that are not played with uniform offers, by `Deal.world`.

Two kinds of partners, in which everything can be done by hand; three, in which a cheaper search lowers her best offer.
"""


def mistakes(luck: Iterable[Mapping[str, float]]) -> Scenario:
    """Every erratum that player 2 can meet, wrong rules and right ones mixed; ``luck`` is that of each deal."""
    return Scenario(
        name="mistakes",
        title="The papers' mistakes",
        goal="Before each choice you read what the paper as printed would have you do. Sometimes it is wrong, and "
        "sometimes right for another reason. When would you follow it?",
        seat=PLAYERS[1],
        bet="printed",
        deals=numbered({**kind, "draws": _left(kind, draws)} for kind, draws in zip(_kinds(), luck, strict=True)),
    )


def _left(kind: Mapping[str, Any], draws: Mapping[str, float]) -> Mapping[str, float]:
    """The luck that a deal's opening has not used up."""
    return {name: u for name, u in draws.items() if name != "x1" or len(kind.get("opening", ())) < 2}


def _kinds() -> tuple[Mapping[str, Any], ...]:
    main, cheap = Params(phi=1.1, c=0.02, delta=0.99), Params(phi=1.1, c=0.005, delta=0.99)
    corner = Params(phi=1.49, c=0.0312, delta=0.4)
    dear_good, dear_search = Params(phi=1.7, c=0.025, delta=0.95), Params(phi=1.1, c=0.1, delta=0.95)
    return (
        _met("FR-4", dear_good, _literal(dear_good), "search", 0.45),
        _met("FR-16", main, 0.6, "search", paper.r_tilde(main)),
        _menu("FR-12", corner, 0.031, 0.0312),
        _met("FR-17", dear_search, 0.2),
        _met("FR-3", cheap, 0.615, "search", 0.885),
        _met("FR-5", main, 0.3),
        _met("FR-6", Params(phi=1.1, c=0.04, delta=1.0), 0.5),
        _met("FR-7", Params(phi=1.1, c=0.02, delta=1.0), 0.6, "search", 0.9),
        _menu("FR-10", Params(phi=1.1, c=0.045, delta=0.95), 0.04, 0.045, world="three kinds"),
        _menu("FR-11", Params(phi=1.1, c=0.13, delta=0.99), 0.0001, 0.05, 0.13, world="two kinds"),
        _met("FR-22", Params(phi=1.1, c=0.02, delta=0.9), 0.5, "search", 0.65),
        _met("FR-1", p := Params(phi=1.4, c=0.2, delta=0.95), paper.r_star(p)),
        _met("FR-4", dear_good, _literal(dear_good), "search", 0.8),
        _menu("FR-12", corner, 0.05, 0.06),
        _met("FR-16", main, 0.6, "search", paper.r1_star(main)),
        _met("FR-17", dear_search, 0.53),
        _met("FR-3", Params(phi=1.1, c=0.001, delta=0.99), 0.6, "search", 0.945),
        _met("FR-6", Params(phi=1.1, c=0.1, delta=0.6), 0.5),
        _met("FR-22", Params(phi=1.1, c=0.02, delta=0.6), 0.5, "search", 0.7),
        _met("FR-1", Params(phi=1.4, c=0.1, delta=0.95), 0.65),
    )


def _met(erratum: str, p: Params, *opening: Action) -> Mapping[str, Any]:
    return {"p": p, "erratum": erratum, "opening": opening}


def _menu(erratum: str, p: Params, *costs: float, world: str = "") -> Mapping[str, Any]:
    return {"p": p, "erratum": erratum, "menu": costs, "world": world}


def _literal(p: Params) -> float:
    """The first offer that Proposition 2 prints, taken literally where the good costs more than 3/2."""
    return round(paper.proposition_2(p).r1, 9)


def printed(deal: Deal) -> Action:
    """What the text as printed would have player 2 do first in a deal of `mistakes`.

    Lemma 2 where he answers her offer, Table 2 where he has searched. With a menu of costs the cheapest: footnotes 12
    and 13 have her offer rise as searching gets cheaper. In the deals of FR-17 it is what looks best if eq. (2) is
    read as the worth of a first search.
    """
    p, play = deal.p, read(deal.opening)
    if deal.menu:
        return min(deal.menu)
    if play.x1 is not None:
        return paper.table_2(p, play.r1, play.x1)
    if deal.erratum == "FR-17":
        worths = {
            "accept": net(p, play.r1),
            "search": paper.theta(p, play.r1),
            "advance": solve(p).worth(deal.opening, "advance"),
        }
        return max(worths, key=worths.get)
    return paper.lemma_2(p, play.r1)
