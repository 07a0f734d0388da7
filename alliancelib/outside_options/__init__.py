"""Fang and Ramsay, *The Dynamics of Alliances in Anarchy*: the outside-options game."""

from alliancelib.outside_options.equilibrium import solve
from alliancelib.outside_options.model import Equilibrium, Params

__all__ = ["Equilibrium", "Params", "solve"]
