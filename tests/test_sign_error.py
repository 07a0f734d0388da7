"""A sign error in a closed form turns tests and chapters red; the ledger's part of this is in `test_claims_*`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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


def suite(place: Path, game: str) -> int:
    return run(place, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=", TESTS[game]).returncode


def chapter(place: Path, game: str) -> int:
    """Whether a chapter's cells run, without its figures and boards: 0 if they do."""
    cells = json.loads((ROOT / CHAPTERS[game]).read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    plain = [
        source for source in code if "figures." not in source and "board" not in source and "explore(" not in source
    ]
    return run(place, "-c", "\n".join(plain)).returncode


@pytest.mark.parametrize("turns", [suite, chapter])
def test_a_sign_error_turns_it_red(slipped, turns: Callable[[Path, str], int]):
    game, copy = slipped
    assert turns(copy, game)


@pytest.mark.parametrize("game", SLIPS)
def test_without_the_error_a_chapter_is_not_red(game):
    """The tests themselves are run beside this one."""
    assert not chapter(ROOT, game)
