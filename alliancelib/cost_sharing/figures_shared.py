"""What the figures of the cost-sharing game share: whose colour is whose, how things are called, what can be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from alliancelib.core.game import NATURE, Player
from alliancelib.cost_sharing.equilibrium import select
from alliancelib.cost_sharing.model import Equilibrium, Params, Path, Type, failing
from alliancelib.drawing import ALLY, CHALLENGER, MUTED, PALE_ALLY, YOU, short, symbol_of

SIDES: Mapping[Player, str] = MappingProxyType({"ally": ALLY, "target": YOU, "challenger": CHALLENGER, NATURE: MUTED})
"""A colour to each side."""

CALLED: Mapping[Player, str] = MappingProxyType(
    {"ally": "patron", "target": "protégé", "challenger": "challenger", NATURE: NATURE}
)
"""What a reader sees a side called, as in the book's prose; the code keeps the slides' names."""

ARTICLES: Mapping[Type, str] = MappingProxyType({"committed": "a committed", "uncommitted": "an uncommitted"})

OF_TYPE: Mapping[Type, str] = MappingProxyType({"committed": ALLY, "uncommitted": PALE_ALLY})
"""A colour to each type of patron; a line of the uncommitted is dashed as well."""


def letter_of(name: str) -> str:
    """A parameter's letter in TeX."""
    return symbol_of(Params, name).tex


def labelled(name: str) -> str:
    """The label of an axis: what a parameter means, and its letter."""
    return f"{symbol_of(Params, name).meaning}, ${letter_of(name)}$"


def low_tex() -> str:
    """The lower end of eq. (7) in TeX."""
    return f"{letter_of('beta_lo')} a^*"


def assumed(p: Params) -> None:
    """Raise ValueError where lines (1) and (2) fail, on which the threat and the replies rest."""
    if missing := failing(p):
        raise ValueError(f"outside the assumptions: {missing[0].text} fails by {-missing[0].margin:.3g}")


def taught_at(p: Params) -> Equilibrium:
    """The equilibrium to be drawn; raises ValueError where there is none."""
    eq = select(p)
    if eq.profile is None:
        raise ValueError(f"there is no equilibrium to draw, {eq.name}: {eq.why}")
    return eq


def deed(done: Path) -> str:
    """What becomes of the negotiation with one type, in words."""
    if done.demand is None:
        words = "no offer"
    elif done.accepted:
        words = f"demands {short(done.demand)} and is paid"
    else:
        words = f"demands {short(done.demand)} in vain and {'leaves' if done.withdraws else 'stays'}"
    return words if done.settles else f"{words}; war"
