"""Random parameters of the cost-sharing game: anywhere, where lines (1) and (2) hold, inside condition (7)."""

from __future__ import annotations

import random
from dataclasses import replace

from alliancelib.cost_sharing import Params
from alliancelib.cost_sharing import equilibrium as theory
from alliancelib.cost_sharing.model import failing


def anywhere(rng: random.Random) -> Params:
    """A point that may break lines (1) and (2)."""
    p_l, p_m, p_h = sorted(rng.uniform(0.02, 0.98) for _ in range(3))
    beta_lo, beta_hi = sorted(rng.uniform(0.02, 0.98) for _ in range(2))
    return Params(
        p_l=p_l, p_m=p_m, p_h=p_h, c_A=rng.uniform(0.01, 0.5), c_T=rng.uniform(0.01, 0.5), c_C=rng.uniform(0.01, 0.5),
        beta_lo=beta_lo, beta_hi=beta_hi, phi=rng.uniform(0.02, 0.98), pi=rng.uniform(0.005, 0.9),
        l=rng.uniform(-0.98, 0.98), a_max=rng.choice((0.5, 3)) * rng.uniform(0.02, 1),
    )  # fmt: skip


def assumed(rng: random.Random) -> Params:
    """A point at which lines (1) and (2) hold."""
    while True:
        p = anywhere(rng)
        low, high = p.beta_lo * (p.p_m - p.p_l), min(p.beta_hi * (p.p_m - p.p_l), p.beta_lo * (p.p_h - p.p_l))
        if high - low > 1e-3:
            p = replace(p, c_A=rng.uniform(low, high), c_T=p.p_l * rng.uniform(0.02, 0.98))
            if not failing(p):
                return p


def inside(rng: random.Random) -> Params:
    """A point inside (7)."""
    while True:
        p = assumed(rng)
        low, high = theory.window(p)
        if high - low > 1e-3:
            return replace(p, pi=rng.uniform(low + 1e-6, high - 1e-6))
