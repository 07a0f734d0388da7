"""A sign error in a closed form turns tests, chapters and the ledger red."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

SLIPS = {
    "outside_options": ("return 1 - math.sqrt(2 * p.c)", "return 1 + math.sqrt(2 * p.c)"),
    "cost_sharing": ("return p.p_h - p.p_l", "return p.p_l - p.p_h"),
}
"""By game, a line of its closed form and the line with one sign wrong."""

TESTS = {"outside_options": "tests/test_two_roads.py", "cost_sharing": "tests/test_cost_sharing_propositions.py"}

CHAPTERS = {
    "outside_options": "book/outside-options/second-period.ipynb",
    "cost_sharing": "book/cost-sharing/separating-1.ipynb",
}


@pytest.fixture(scope="module", params=SLIPS)
def slipped(request, tmp_path_factory) -> tuple[str, Path]:
    """A game, and a copy of the project with the slip in its closed form."""
    game, copy = request.param, tmp_path_factory.mktemp("slipped")
    for name in ("alliancelib", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    file = copy / "alliancelib" / game / "equilibrium.py"
    right, wrong = SLIPS[game]
    assert file.read_text(encoding="utf-8").count(right) == 1
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    return game, copy


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *arguments], cwd=place, capture_output=True, text=True)


def suite(place: Path, game: str) -> bool:
    """Whether tests fail, which is another thing than not to run."""
    plain = ("-p", "no:cacheprovider", "-p", "no:nbval", "-p", "no:xdist", "-o", "addopts=")
    return run(place, "-m", "pytest", "-q", "-x", *plain, TESTS[game]).returncode == 1


def chapter(place: Path, game: str) -> int:
    """Whether a chapter's cells run, without its figures and boards: 0 if they do."""
    cells = json.loads((ROOT / CHAPTERS[game]).read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    plain = [
        source for source in code if "figures." not in source and "board" not in source and "explore(" not in source
    ]
    return run(place, "-c", "\n".join(plain)).returncode


@pytest.mark.parametrize("turns", [suite, chapter])
def test_a_sign_error_turns_it_red(slipped, turns: Callable[[Path, str], bool | int]):
    game, copy = slipped
    assert turns(copy, game)


@pytest.mark.parametrize("game", SLIPS)
def test_without_the_error_a_chapter_is_not_red(game):
    """The tests themselves are run beside this one."""
    assert not chapter(ROOT, game)


# --- the ledger -------------------------------------------------------------------------------------------------

WRONG: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "outside_options": {
        "theta": ("return -p.c + 3 / 2 - p.phi + s * s / 2", "return p.c + 3 / 2 - p.phi + s * s / 2"),
        "r_star": ("return 1 - math.sqrt(2 * p.c)\n", "return 1 + math.sqrt(2 * p.c)\n"),
        "r_tilde": ("return (1 + math.sqrt(1 - 4", "return (1 - math.sqrt(1 - 4"),
        "r1_matching": ("return p.phi - 1 + p.delta * theta(p, x)", "return p.phi - 1 - p.delta * theta(p, x)"),
        "eu_2": ("return -p.c + low * net(p, self.r1)", "return p.c + low * net(p, self.r1)"),
        "delta_underbar": ("return m / (m + y**3 * (1 - y / 2))", "return m / (m - y**3 * (1 - y / 2))"),
    },
    "cost_sharing": {
        "a_star": ("return p.p_h - p.p_l\n", "return p.p_h + p.p_l\n"),
        "mu_star": ("(p.p_m - p.p_l) / (p.p_m - p.p_l + p.c_T", "(p.p_m - p.p_l) / (p.p_m - p.p_l - p.c_T"),
        "offer": ('p.p_l if replied == "low" else p.p_m) - p.c_T', 'p.p_l if replied == "low" else p.p_m) + p.c_T'),
        "worth_left": ("return p.beta_hi * p.p_m - p.c_A", "return p.beta_hi * p.p_m + p.c_A"),
        "l_star": ("return ((1 + p.beta_lo) * a_star(p) - p.pi)", "return ((1 + p.beta_lo) * a_star(p) + p.pi)"),
    },
}
"""By game a sign of `equilibrium`, function by function, and the wrong one."""

ASK = """
import importlib, json, sys
from pathlib import Path

folder, game, signs = json.loads(sys.argv[1])
equilibrium = Path(folder) / "alliancelib" / game / "equilibrium.py"
source = equilibrium.read_text(encoding="utf-8")

def asked(names=None):
    for module in [name for name in sys.modules if name.partition(".")[0] == "alliancelib"]:
        del sys.modules[module]
    room, ledger = (importlib.import_module(f"alliancelib.{name}") for name in (f"{game}.claims", "core.ledger"))
    assert room.__file__.startswith(folder)
    return (claim.id for claim in room.CLAIMS if names is None or claim.id in names if is_red(claim, ledger))

def is_red(claim, ledger):
    try:
        return ledger.contradicts(claim)
    except Exception:
        return True

red = {}
for function, (right, wrong) in signs.items():
    equilibrium.write_text(source.replace(right, wrong), encoding="utf-8")
    red[function] = next(asked(), "nothing")
equilibrium.write_text(source, encoding="utf-8")
print(json.dumps([red, list(asked(red.values()))]))
"""
"""Says of each wrong sign which claim first contradicts or breaks, and which of those do so with the right signs too.

One process for all signs, since numpy and scipy take longer to load than most claims to be tried.
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> Callable[[str], tuple[Mapping[str, str], list[str]]]:
    """What a game's ledger says, in a copy of the package, of its wrong signs and then of the right ones."""

    @cache
    def asked(game: str) -> Any:
        folder = tmp_path_factory.mktemp(game)
        package = folder / "alliancelib"
        shutil.copytree(ROOT / "alliancelib", package, ignore=shutil.ignore_patterns("__pycache__", "widgets"))
        sent = json.dumps([str(folder), game, WRONG[game]])
        ran = subprocess.run(
            [sys.executable, "-B", "-c", ASK, sent], cwd=folder, capture_output=True, text=True, check=True
        )
        return json.loads(ran.stdout)

    return asked


@pytest.mark.parametrize(("game", "function"), [(game, function) for game in WRONG for function in WRONG[game]])
def test_a_wrong_sign_in_equilibrium_turns_the_ledger_red(ledger, game, function):
    right, wrong = WRONG[game][function]
    source = (ROOT / "alliancelib" / game / "equilibrium.py").read_text(encoding="utf-8")
    assert right in source, "the sign has moved"
    assert wrong not in source
    assert ledger(game)[0][function] != "nothing"


@pytest.mark.parametrize("game", WRONG)
def test_with_the_right_signs_the_same_claims_are_not_red(ledger, game):
    assert ledger(game)[1] == []
