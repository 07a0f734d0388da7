"""A reader finds the meaning and the source of everything public."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

ROOMS = sorted(
    path.relative_to(ROOT).as_posix()
    for part in (".", "core", "outside_options", "cost_sharing", "widgets")
    for path in (ROOT / "alliancelib" / part).glob("*.py")
)
CITED = [name for name in ROOMS if Path(name).name in ("paper.py", "equilibrium.py")]

CITATION = re.compile(
    r"\beqs?\. \(\d+\)|\b(Lemma|Proposition|Table|Figure|Assumption|Corollary) \d+|\b[Ss]ection \d+|\bfootnote \d+"
    r"|\b[Ss]lide [A-Z\d]|\bDeparts(?: \([A-Z\d, -]+\))?:"
)
"""The fixed forms in which a source is named."""


def public(source: str) -> Iterator[tuple[str, str]]:
    """The name and docstring of the module, and of each public function and class in it."""
    tree = ast.parse(source)
    yield "the module", ast.get_docstring(tree) or ""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name, ast.get_docstring(node) or ""


def unexplained(source: str) -> list[str]:
    """Public names without a docstring, or whose first line is no sentence."""
    return [name for name, doc in public(source) if not re.search(r"[.:?]$", doc.partition("\n\n")[0].strip())]


def functions(source: str) -> set[str]:
    return {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def uncited(source: str) -> list[str]:
    """Public functions that do not say where in the paper they come from."""
    return [name for name, doc in public(source) if name in functions(source) and not CITATION.search(doc)]


@pytest.mark.parametrize("name", ROOMS)
def test_everything_public_says_what_it_means(name):
    assert unexplained((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", CITED)
def test_every_formula_names_its_source(name):
    assert uncited((ROOT / name).read_text(encoding="utf-8")) == []


def test_a_missing_docstring_is_found():
    source = '"""A room."""\ndef f(): pass\ndef g():\n    """What g means."""\ndef _h(): pass\nclass K: pass\n'
    assert unexplained(source) == ["f", "K"]
    assert unexplained("x = 1") == ["the module"]


@pytest.mark.parametrize(
    "doc", ["The cutoff.", "The cutoff, see the paper.", "The cutoff of equation three.", "Lemma two."]
)
def test_a_missing_citation_is_found(doc):
    assert uncited(f'def f():\n    """{doc}"""') == ["f"]


@pytest.mark.parametrize(
    "cited", ["eq. (3)", "Lemma 2", "Table 1", "Proposition 1", "Figure 4", "section 4", "footnote 8"]
)
def test_a_citation_is_recognised(cited):
    assert uncited(f'def f():\n    """The cutoff, {cited}."""') == []
    assert uncited('def f():\n    """The cutoff.\n\n    Departs: the paper errs."""') == []
