"""Who may import whom, read off the source, so that every number keeps its independent sources."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from conftest import ROOT

PACKAGE = "alliancelib"
GAMES = ("outside_options", "cost_sharing")
DRAWING = f"{PACKAGE}.drawing"
"""The look of figures, which both games share."""

SITE = {f"{PACKAGE}.widgets.{name}" for name in ("site", "reference", "guide_pages")}
"""What Sphinx loads."""

SOURCES: Mapping[str, str] = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / PACKAGE).rglob("*.py"))
}

BEYOND_THE_STANDARD_LIBRARY = {
    "odds": {"numpy", "scipy"},
    "solver": {"numpy", "scipy"},
    "arrays": {"numpy", "scipy"},
    "figures": {"numpy", "matplotlib"},
    "claims": {"numpy", "scipy"},
    "horizon": {"numpy", "scipy"},
}
"""What a room of a game may import when it is loaded. Every other room needs the standard library only."""

FAMILIES = {"figures": "figures", "claims": "claims", "errata": "claims", "scenarios": "scenarios"}
"""Rooms that may have flat siblings, `figures_japan` beside `figures`, by how their names begin; errata are claims."""

TO_DRAW = {"numpy", "matplotlib"}
"""What the look of figures may import."""

LAZILY = {"offers": {"numpy", "scipy"}, **BEYOND_THE_STANDARD_LIBRARY}
"""What a room may import inside a function."""

APART = {
    "equilibrium": {"solver", "paper", "core.oracle", "arrays", "opponents", "game"},
    "solver": {"equilibrium", "paper", "arrays", "opponents"},
    "odds": {"equilibrium", "paper", "arrays", "opponents", "solver"},
    "horizon": {"equilibrium", "paper", "arrays", "opponents", "solver"},
    "pieces": {"equilibrium", "paper", "arrays", "opponents", "solver"},
    "paper": {"equilibrium", "solver", "arrays"},
    "model": {"equilibrium", "solver", "paper", "game", "opponents", "scenarios"},
    "game": {"equilibrium", "solver", "paper", "opponents"},
}
"""Rooms that must not be reached from a room, directly or through others."""

RULES_IN_JAVASCRIPT = re.compile(
    r"\b(phi|delta|theta|omega|beta|discount\w*|r_star|r_tilde|r1_star|x1|r1|r2|x2|p_[lmh]|c_[ATC]|pi|d1|a_max"
    r"|mu_star|a_star|l_star|backward\w*|equilibri\w*|Math\.(sqrt|exp|log))\b"
)
"""Words by which a model's rule would be known in a script that should only walk trees."""

STATISTICS: Mapping[str, list[str]] = {"results.js": ["Math.sqrt"]}
"""What a script may hold all the same: a standard error is no rule of a game."""


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    is_late: bool
    """Inside a function, so that loading the importing module does not load this one."""


@cache
def parsed(source: str) -> tuple[tuple[ast.Import | ast.ImportFrom, bool], ...]:
    """The import statements of a source, and whether each is inside a function."""
    tree = ast.parse(source)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    late = {id(inner) for node in ast.walk(tree) if isinstance(node, kinds) for inner in ast.walk(node)}
    return tuple((node, id(node) in late) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


@cache
def imports(name: str, source: str, known: frozenset[str]) -> tuple[Import, ...]:
    """What a module imports; ``from package import module`` names the module, where there is one."""
    found = []
    for node, is_late in parsed(source):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, is_late) for alias in node.names]
        else:
            base = absolute(name, node, is_package=any(other.startswith(f"{name}.") for other in known))
            inner = [f"{base}.{alias.name}" for alias in node.names]
            found += [Import(module if module in known else base, is_late) for module in inner]
    return tuple(found)


def absolute(name: str, node: ast.ImportFrom, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".") + ["__init__"] * is_package
    return ".".join([*parts[: -node.level], *([node.module] if node.module else [])])


def part(name: str) -> str:
    """``core``, ``outside_options``, ``widgets``, ...: the part of the house a module belongs to."""
    return name.split(".")[1] if "." in name else ""


def room(name: str) -> str:
    """A module's name inside its game, siblings alike; core's modules keep their part, since both have a ``game``."""
    inside = name.rpartition(".")[2]
    if part(name) == "core":
        return f"core.{inside}"
    return FAMILIES.get(inside.partition("_")[0], inside) if part(name) in GAMES else inside


def reached(name: str, uses: Mapping[str, Iterable[Import]]) -> set[str]:
    """Every module of ours that ``name`` depends on, directly or through others."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        ours = {used.module for used in uses[waiting.pop()] if used.module in uses}
        waiting |= ours - found
        found |= ours
    return found


def violations(sources: Mapping[str, str]) -> list[str]:
    """Every breach of the house's rules, in words."""
    known = frozenset(sources)
    uses = {name: imports(name, source, known) for name, source in sources.items()}
    found = [
        f"{name} imports {used.module}: {why}" for name in uses for used in uses[name] for why in breaches(name, used)
    ]
    for name in uses:
        far = {room(other) for other in reached(name, uses)} & APART.get(room(name), set())
        found += [f"{name} reaches {other}: they must stay apart" for other in sorted(far)]
    return found


def breaches(name: str, used: Import) -> Iterator[str]:
    here, top = part(name), used.module.split(".")[0]
    if top == PACKAGE:
        there = part(used.module)
        if here == "core" and there != "core":
            yield "core knows no game"
        if here in GAMES and there in GAMES and here != there:
            yield "one game does not know the other"
        if there == "widgets" and here != "widgets":
            yield "only chapters and the site use widgets"
        if there in GAMES and room(used.module) == "claims" and here != "widgets" and room(name) != "claims":
            yield "claims are for the ledger, tests and chapters"
        if name == DRAWING and there != "core":
            yield "the look of figures knows no game"
        if used.module == DRAWING and not (here in GAMES and room(name) == "figures"):
            yield "only figures are drawn"
    elif top == "sphinx" and name not in SITE:
        yield "only the site knows Sphinx"
    elif here != "widgets" and top not in sys.stdlib_module_names | allowed(name, is_late=used.is_late):
        yield "this room needs the standard library only"


def allowed(name: str, *, is_late: bool) -> set[str]:
    """What a module may import beyond the standard library."""
    if name == DRAWING:
        return TO_DRAW
    rooms = LAZILY if is_late else BEYOND_THE_STANDARD_LIBRARY
    return rooms.get(room(name), set()) if part(name) in GAMES else set()


@cache
def found_as_it_is() -> list[str]:
    return violations(SOURCES)


def test_every_module_keeps_to_the_rules():
    assert found_as_it_is() == []


GAME = f"{PACKAGE}.outside_options"

PLANTED = {
    "numpy in model": (f"{GAME}.model", "import numpy as np"),
    "numpy lazily in model": (f"{GAME}.model", "def f():\n    import numpy"),
    "matplotlib in opponents": (f"{GAME}.opponents", "from matplotlib import pyplot"),
    "equilibrium in the solver's second period": (f"{GAME}.pieces", f"from {GAME} import equilibrium"),
    "numpy in the second period": (f"{GAME}.pieces", "import numpy"),
    "scipy in offers at once": (f"{GAME}.offers", "import scipy.stats"),
    "matplotlib in solver": (f"{GAME}.solver", "import matplotlib"),
    "the solver in equilibrium": (f"{GAME}.equilibrium", "from .solver import backward_induction"),
    "equilibrium in the solver": (f"{GAME}.solver", f"from {GAME} import equilibrium"),
    "equilibrium in the solver, late": (f"{GAME}.solver", f"def f():\n    from {GAME}.equilibrium import solve"),
    "equilibrium in the solver, by the package's name": (f"{GAME}.solver", f"from {GAME} import solve"),
    "paper in equilibrium": (f"{GAME}.equilibrium", f"import {GAME}.paper"),
    "paper in the solver": (f"{GAME}.solver", "from . import paper"),
    "equilibrium in game": (f"{GAME}.game", f"from {GAME}.equilibrium import solve"),
    "the oracle in equilibrium": (f"{GAME}.equilibrium", f"from {PACKAGE}.core import oracle"),
    "a game in core": (f"{PACKAGE}.core.tree", f"from {GAME}.model import Params"),
    "numpy in core": (f"{PACKAGE}.core.oracle", "import numpy"),
    "widgets in a game": (f"{GAME}.scenarios", f"from {PACKAGE}.widgets.decks import deck"),
    "ipywidgets in a game": (f"{GAME}.figures", "import ipywidgets"),
    "a game in the look of figures": (DRAWING, f"from {GAME}.model import Params"),
    "a game in the look of figures, late": (DRAWING, f"def f():\n    from {PACKAGE} import cost_sharing"),
    "scipy in the look of figures": (DRAWING, "import scipy"),
    "the look of figures in a game": (f"{GAME}.scenarios", f"from {PACKAGE} import drawing"),
    "the look of figures in core": (f"{PACKAGE}.core.lessons", f"import {DRAWING}"),
    "the look of figures in the board": (f"{PACKAGE}.widgets.board", f"from {DRAWING} import PAPER"),
    "the look of figures in figures elsewhere": (f"{PACKAGE}.widgets.figures", f"from {DRAWING} import PAPER"),
    "scipy in a sibling of figures": (f"{GAME}.figures_other", "import scipy"),
    "claims in a room": (f"{GAME}.scenarios", f"from {GAME}.claims import CLAIMS"),
    "claims in core": (f"{PACKAGE}.core.ledger", f"from {GAME} import claims_second_period"),
    "matplotlib in claims": (f"{GAME}.claims", "import matplotlib"),
    "sphinx in the board": (f"{PACKAGE}.widgets.board", "from sphinx.application import Sphinx"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_import_is_caught(case):
    name, line = PLANTED[case]
    planted = {**SOURCES, name: f"{SOURCES.get(name, '')}\n{line}\n"}
    assert set(violations(planted)) - set(found_as_it_is())


def test_a_detour_is_caught():
    """The solver may not reach the closed form through a third room either."""
    detour = {
        **SOURCES,
        f"{GAME}.third": f"from {GAME}.equilibrium import solve",
        f"{GAME}.solver": f"from {GAME} import third",
    }
    assert f"{GAME}.solver reaches equilibrium: they must stay apart" in violations(detour)


# --- what loading a game loads ------------------------------------------------------------------------------------

HEAVY = ("numpy", "scipy", "matplotlib", "ipywidgets", "anywidget", "IPython")


def loaded_by(module: str) -> list[str]:
    script = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()


def test_importing_a_game_loads_the_standard_library_only():
    assert loaded_by(GAME) == []


def test_a_heavy_import_is_seen():
    assert "numpy" in loaded_by(f"{GAME}.solver")


# --- no rule in JavaScript ----------------------------------------------------------------------------------------


def rules_in(script: str) -> list[str]:
    """Traces of a model's rules in a script, its comments apart."""
    bare = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", script, flags=re.S)
    return [found.group() for found in RULES_IN_JAVASCRIPT.finditer(bare)]


@pytest.mark.parametrize("path", sorted((ROOT / PACKAGE / "widgets").glob("*.js")), ids=lambda path: path.name)
def test_a_script_holds_no_rule(path):
    assert rules_in(path.read_text(encoding="utf-8")) == STATISTICS.get(path.name, [])


@pytest.mark.parametrize(
    "line",
    [
        "const net = 1 - phi + share;",
        "pay *= delta;",
        "const r = 1 - Math.sqrt(2 * c);",
        "if (x1 > r2) take();",
        "return p_h - c_T;",
        "if (pi > loss) leave();",
    ],
)
def test_a_rule_in_a_script_is_caught(line):
    assert rules_in(f"// the board\n{line}\n")


def test_the_words_of_a_comment_are_no_rule():
    assert rules_in("// phi and delta come in the deck\n/* r1 */ const at = node.marks;") == []
