"""Masumura, *A Theory of Cost-Sharing Negotiations of Alliances*: the cost-sharing game."""

from alliancelib.cost_sharing.equilibrium import equilibria, select
from alliancelib.cost_sharing.model import Equilibrium, Family, Params

__all__ = ["Equilibrium", "Family", "Params", "equilibria", "select"]
