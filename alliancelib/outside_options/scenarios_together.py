"""Two people at one screen: one makes the offers, the other answers. Nothing is arranged but luck."""

from __future__ import annotations

from collections.abc import Iterable

from alliancelib.core.lessons import Deal, Scenario, numbered
from alliancelib.core.session import Session
from alliancelib.outside_options.equilibrium import solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.model import PLAYERS, Equilibrium, Params

OFFERS = tuple(k / 10 for k in range(11))
"""What player 1 may offer. In these deals theory's offers are among them, or within a hair of one."""

WORLDS = ((1.1, 0.08, 0.9), (1.1, 0.02, 0.99), (1.3, 0.045, 0.9), (1.5, 0.18, 0.9), (1.2, 0.08, 0.6), (1.5, 0.02, 0.95))

LUCK = ((0.7, 0.45), (0.3, 0.85), (0.5, 0.15), (0.9, 0.65), (0.2, 0.95), (0.6, 0.25))
"""What the first and the second partner pay in each deal."""


def two_at_one_screen() -> Scenario:
    """A dear search and a cheap one, a dear good, and allies who cannot wait, so that who is strong changes."""
    worlds = (Params(phi=phi, c=c, delta=delta) for phi, c, delta in WORLDS)
    return _scenario(
        "two-at-one-screen",
        "Two at one screen",
        "One of you is player 1 and makes the offers, the other is player 2 and may look elsewhere. Pass the screen "
        "when it says so. After three deals change places.",
        worlds,
    )


def your_own(p: Params) -> Scenario:
    """Two people at somebody's own parameters."""
    return _scenario("your-own", "Your own numbers", "Your parameters, for two people at one screen.", [p] * len(LUCK))


def taught() -> tuple[Scenario, ...]:
    """The lessons for two."""
    return (two_at_one_screen(),)


def session(deal: Deal) -> Session:
    """The deal as it opens, both seats free."""
    return Session(game=OutsideOptions(deal.p, bids=deal.menu), seed=deal.id, fixed=deal.draws).advance()


def judge(deal: Deal) -> Equilibrium:
    """What each choice in the deal is worth to whoever makes it, theory followed afterwards."""
    return solve(deal.p)


def _scenario(name: str, title: str, goal: str, worlds: Iterable[Params]) -> Scenario:
    return Scenario(
        name=name,
        title=title,
        goal=goal,
        seat=PLAYERS,
        bet="",
        deals=numbered(
            {"p": p, "menu": OFFERS, "draws": {"x1": x1, "x2": x2}} for p, (x1, x2) in zip(worlds, LUCK, strict=True)
        ),
        bites=False,
    )
