"""Two people at one screen: one is the patron, the other the protégé; the challenger follows theory.

The protégé knows the patron's type, as in the model. Only the challenger does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle, islice

from alliancelib.core.lessons import Deal, Scenario, numbered
from alliancelib.core.session import Luck, Session
from alliancelib.cost_sharing.game import NO_OFFER, CostSharing
from alliancelib.cost_sharing.model import Params, Type
from alliancelib.cost_sharing.opponents import theorist
from alliancelib.cost_sharing.scenarios import CHALLENGER, PATRON, PROTEGE, judge

SEATS = (PATRON, PROTEGE)

DEMANDS = 10
"""Steps from nothing to the most that may be demanded."""

WORLDS: tuple[tuple[Params, Type], ...] = (
    (Params(l=-0.3, a_max=1.0), "uncommitted"),
    (Params(l=0.2, a_max=1.0), "committed"),
    (Params(l=0.2, a_max=1.0), "uncommitted"),
    (Params(l=0.2, a_max=1.0, pi=0.05), "uncommitted"),
    (Params(l=0.7, a_max=1.0), "uncommitted"),
    (Params(l=-0.3, a_max=1.0, pi=0.35), "committed"),
)

WARS = (0.62, 0.18, 0.4, 0.75, 0.22, 0.9)
"""The luck of a war in each deal."""


def two_at_one_screen() -> Scenario:
    """Both types, with quiet voters and loud ones, an alliance that costs little and one that costs much."""
    return _scenario(
        "two-at-one-screen",
        "Two at one screen",
        "One of you is the patron, who may ask to be paid and may leave. The other is the protégé, who may refuse. "
        "Pass the screen when it says so. After three deals change places.",
        WORLDS,
    )


def your_own(p: Params) -> Scenario:
    """Two people at somebody's own parameters, the types in turn."""
    types: Iterable[Type] = islice(cycle(("uncommitted", "committed")), len(WARS))
    worlds = [(p, type) for type in types]
    return _scenario("your-own", "Your own numbers", "Your parameters, for two people at one screen.", worlds)


def taught() -> tuple[Scenario, ...]:
    """The lessons for two."""
    return (two_at_one_screen(),)


def session(deal: Deal) -> Session:
    """The deal as it opens, patron and protégé free, the challenger following theory."""
    game, seats = CostSharing(deal.p, demands=deal.menu), {CHALLENGER: theorist(judge(deal))}
    return Session(game=game, seats=seats, seed=deal.id, fixed=deal.draws).replay(deal.opening).advance()


def demands(p: Params) -> tuple[str | float, ...]:
    """No demand, or one of even steps up to the most."""
    return (NO_OFFER, *(round(p.a_max * k / DEMANDS, 10) for k in range(1, DEMANDS)), p.a_max)


def _scenario(name: str, title: str, goal: str, worlds: Iterable[tuple[Params, Type]]) -> Scenario:
    return Scenario(
        name=name,
        title=title,
        goal=goal,
        seat=SEATS,
        bet="",
        deals=numbered(
            {"p": p, "opening": (type,), "menu": demands(p), "draws": {"war": Luck(u)}}
            for (p, type), u in zip(worlds, WARS, strict=True)
        ),
        bites=False,
    )
