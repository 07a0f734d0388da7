"""No chapter may look tested without being so: what nbval lets pass is refused here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from statistics import median
from typing import Any

import pytest
from conftest import ROOT

BOOK = ROOT / "book"
CHAPTERS = sorted(
    path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*.ipynb") if ".ipynb_" not in path.as_posix()
)

LONGEST = 15
"""Lines of the longest cell a chapter may have."""

MEDIAN = 3
"""Lines of the median visible cell."""

WORDS_PER_LINE = 12
"""Words of prose for each visible line of code."""

UNTOUCHABLE = re.compile(
    r"sys\.path|rcParams|%pip|!pip|\bseed\(|\bopen\(|pyplot|\bplt\.|\burllib\b|\brequests\b|\bos\.(environ|chdir)"
)
"""What a chapter leaves to the library: paths, styles, seeds, files, the network, plotting."""

Notebook = Mapping[str, Any]
Cell = Mapping[str, Any]


def text(cell: Cell) -> str:
    return "".join(cell["source"])


def code(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and text(cell).strip()]


def tags(cell: Cell) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def lines(cell: Cell) -> int:
    return sum(1 for line in text(cell).splitlines() if line.strip())


def is_visible(cell: Cell) -> bool:
    return not any(tag.startswith(("hide-", "remove-")) for tag in tags(cell))


def prose(notebook: Notebook) -> str:
    return "\n".join(text(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def draws(cell: Cell) -> bool:
    return any(kind.startswith("image/") for output in cell["outputs"] for kind in output.get("data", {}))


def faults(notebook: Notebook) -> Iterator[str]:
    """What is wrong with a chapter, in words."""
    cells = code(notebook)
    visible = [cell for cell in cells if is_visible(cell)]
    if [cell["execution_count"] for cell in cells] != list(range(1, len(cells) + 1)):
        yield "not run, or not from top to bottom"
    if "widgets" in notebook["metadata"]:
        yield "holds widget state"
    if not any(re.search(r"^\s*assert\b", text(cell), re.M) for cell in visible):
        yield "asserts nothing in sight of the reader"
    if visible and median(map(lines, visible)) > MEDIAN:
        yield f"half of the visible cells are longer than {MEDIAN} lines"
    if len(prose(notebook).split()) < WORDS_PER_LINE * sum(map(lines, visible)):
        yield f"has fewer than {WORDS_PER_LINE} words of prose for each visible line of code"
    if re.search(r"!\[\s*\]\(", prose(notebook)):
        yield "shows an image without alternative text"
    for cell in cells:
        yield from (f"{fault}: {text(cell)[:60]!r}" for fault in cell_faults(cell))


def cell_faults(cell: Cell) -> Iterator[str]:
    if any(output["output_type"] == "error" for output in cell["outputs"]):
        yield "a cell ended in an error"
    if any(output.get("name") == "stderr" for output in cell["outputs"]):
        yield "a cell warned"
    if lines(cell) > LONGEST:
        yield f"a cell is longer than {LONGEST} lines"
    if draws(cell) and len(alt(cell).split()) < 3:
        yield "a figure has no alternative text (metadata mystnb.image.alt)"
    if any(tag.startswith("remove-") for tag in tags(cell)):
        yield "a cell is removed from the page"
    if "hide-input" in tags(cell) and re.search(r"^\s*assert\b", text(cell), re.M):
        yield "a check is hidden"
    if text(cell).rstrip().endswith(";"):
        yield "a cell ends in a semicolon, which nbval does not hear: assign the value instead"
    if found := UNTOUCHABLE.search(text(cell)):
        yield f"a cell touches {found.group()!r}, which is the library's"


def alt(cell: Cell) -> str:
    return cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_committed_run_checked_and_readable(name):
    assert list(faults(json.loads((BOOK / name).read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_kept_as_readable_text(name):
    """Sources as lists of lines, names with hyphens: other tools of the family read nothing else."""
    notebook = json.loads((BOOK / name).read_text(encoding="utf-8"))
    assert all(isinstance(cell["source"], list) for cell in notebook["cells"])
    assert "_" not in name and name == name.lower()


# --- the twins: each fault, planted, is found -----------------------------------------------------------------


def a_cell(source: str, count: int | None, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": source.splitlines(keepends=True),
        "execution_count": count,
        "metadata": metadata,
        "outputs": [],
    }


def a_chapter() -> dict[str, Any]:
    words = {"cell_type": "markdown", "source": ["word " * 200], "metadata": {}}
    return {"metadata": {}, "cells": [words, a_cell("x = 1\nx", 1), a_cell("assert x == 1", 2)]}


def shown(kind: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {kind: ""}, "metadata": {}}


def unran(chapter):
    chapter["cells"][2]["execution_count"] = None


def run_out_of_order(chapter):
    chapter["cells"][1]["execution_count"] = 7


def failed(chapter):
    chapter["cells"][1]["outputs"] = [{"output_type": "error", "ename": "ValueError"}]


def warned(chapter):
    chapter["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stderr", "text": ["careful"]}]


def kept_widget_state(chapter):
    chapter["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}


def unchecked(chapter):
    chapter["cells"][2]["source"] = ["x"]


def checked_out_of_sight(chapter):
    chapter["cells"][2]["metadata"]["tags"] = ["hide-input"]


def removed(chapter):
    chapter["cells"][1]["metadata"]["tags"] = ["remove-cell"]


def too_long(chapter):
    chapter["cells"][1]["source"] = ["x = 1\n"] * (LONGEST + 1)


def dense(chapter):
    chapter["cells"][1]["source"] = chapter["cells"][2]["source"] = ["assert True\n"] * (MEDIAN + 1)


def laconic(chapter):
    chapter["cells"][0]["source"] = ["word " * (3 * WORDS_PER_LINE - 1)]


def drawn_without_words(chapter):
    chapter["cells"][1]["outputs"] = [shown("image/png")]


def pictured_without_words(chapter):
    chapter["cells"][0]["source"].append("![](a.png)")


def styled(chapter):
    chapter["cells"][1]["source"] = ["plt.rcParams['font.size'] = 3"]


def silenced(chapter):
    chapter["cells"][1]["source"] = ["x = 1\n", "x;"]


PLANTED = [
    unran,
    run_out_of_order,
    failed,
    warned,
    kept_widget_state,
    unchecked,
    checked_out_of_sight,
    removed,
    too_long,
    dense,
    laconic,
    drawn_without_words,
    pictured_without_words,
    styled,
    silenced,
]


def test_a_sound_chapter_has_no_faults():
    sound = a_chapter()
    sound["cells"][1]["outputs"] = [shown("image/png")]
    sound["cells"][1]["metadata"] = {"mystnb": {"image": {"alt": "Payoffs rise with phi."}}}
    assert list(faults(sound)) == []


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_fault_is_found(plant):
    chapter = deepcopy(a_chapter())
    plant(chapter)
    assert list(faults(chapter)) != []
