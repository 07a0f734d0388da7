"""Explorers: every frame shows what the library computes point by point, and what brute force finds from the rules."""

from __future__ import annotations

import gzip
import json
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from conftest import ROOT
from test_architecture import loaded_by

from alliancelib import cost_sharing, outside_options
from alliancelib.core.symbols import symbols
from alliancelib.cost_sharing import equilibrium as sharing
from alliancelib.cost_sharing.solver import enumerate_pure
from alliancelib.outside_options import equilibrium as outside
from alliancelib.outside_options.solver import backward_induction
from alliancelib.widgets import Explorer, explore
from alliancelib.widgets.decks import compact
from alliancelib.widgets.explorers import DIGITS, exploration, explorations, opening, whole
from alliancelib.widgets.site import VIEW, all_files, boards_in, spoken

NAMES = (
    "second-offer",
    "ally-probability",
    "payoffs-against-cost",
    "first-offer",
    "delta-underbar",
    "map-phi-c",
    "l-star",
    "payoffs-against-l",
    "map-l-pi",
    "map-l-a-max",
)
CURVES = tuple(name for name in NAMES if not name.startswith("map"))
MAPS = tuple(name for name in NAMES if name.startswith("map"))
SHARING = ("l-star", "payoffs-against-l", "map-l-pi", "map-l-a-max")

QUANTUM = 10.0**-DIGITS
"""What is plotted is rounded to this."""
BESIDE = 1.5e-7
"""How far from a jump its limits are asked; its place is told to seven decimals."""

each = pytest.mark.parametrize("name", NAMES)


def params_of(name: str) -> type:
    return cost_sharing.Params if name in SHARING else outside_options.Params


def point(name: str, index: int) -> dict[str, float]:
    """The sliders' values at a frame, by the data alone: the last slider moves first."""
    values = {}
    for slider in reversed(whole(name)["sliders"]):
        index, at = divmod(index, len(slider["values"]))
        values[slider["name"]] = slider["values"][at]
    return values


# --- names, sliders, size -----------------------------------------------------------------------------------------


def test_there_are_ten_explorers_and_another_name_is_refused():
    assert sorted(explorations()) == sorted(NAMES)
    with pytest.raises(ValueError, match="name must be one of second-offer, .*, got 'no-such'"):
        explore("no-such")


@each
def test_sliders_and_axes_stay_where_the_model_is_defined(name):
    declared = {symbol.name: symbol for symbol in symbols(params_of(name))}
    sliders = whole(name)["sliders"]
    assert outside_the_range(sliders, declared) == []
    for slider in sliders:
        symbol = declared[slider["name"]]
        assert slider["values"][slider["start"]] == symbol.default
        assert (slider["meaning"], slider["range"]) == (symbol.meaning, symbol.range)
        assert list(slider["values"]) == sorted(set(slider["values"])) and len(slider["values"]) == len(slider["texts"])
        assert [float(text) for text in slider["texts"]] == pytest.approx(slider["values"])
    for index in (0, len(whole(name)["frames"]) - 1):
        params_of(name)(**point(name, index))


def outside_the_range(sliders: Any, declared: Mapping[str, Any]) -> list[str]:
    return [slider["name"] for slider in sliders if not all(at in declared[slider["name"]] for at in slider["values"])]


def test_a_slider_that_leaves_the_range_is_caught():
    declared = {symbol.name: symbol for symbol in symbols(outside_options.Params)}
    assert outside_the_range([{"name": "phi", "values": [1.5, 2.0]}], declared) == ["phi"]


@each
def test_there_is_a_frame_for_each_combination_and_the_first_one_shown_is_among_them(name):
    data, first = whole(name), opening(name)
    assert len(data["frames"]) == math.prod(len(slider["values"]) for slider in data["sliders"])
    starts = [slider["start"] for slider in data["sliders"]]
    index = 0
    for slider, start in zip(data["sliders"], starts):
        index = index * len(slider["values"]) + start
    assert {**first, "frames": []} == {**data, "frames": []}
    assert first["frames"] == [data["frames"][index]] and first["frames"] != [data["frames"][index - 1]]
    assert point(name, index) == dict(exploration(name).start)


@each
def test_the_files_are_small(name, record_property):
    sizes = {
        key: len(gzip.compress(compact(data(name)).encode())) for key, data in (("file", whole), ("page", opening))
    }
    record_property("bytes, compressed", sizes)
    print(name, sizes)
    assert sizes["file"] < 60_000 and sizes["page"] < 3_000


# --- curves -------------------------------------------------------------------------------------------------------

At = Callable[[Mapping[str, float], float], list[float]]


def nan_beyond(limit: float, at: float, value: Callable[[], float]) -> float:
    return value() if at <= limit else math.nan


def ally_and_new(eq: outside_options.Equilibrium) -> list[float]:
    ally = eq.outcomes["ally, period 1"] + eq.outcomes["ally, period 2"]
    return [ally, eq.outcomes["ad hoc, period 1"] + eq.outcomes["ad hoc, period 2"]]


def underbar(at: Mapping[str, float], c: float) -> list[float]:
    """The delta at which player 2 would as soon take r_tilde now as search on it later, by the meaning of the bound."""
    p = outside_options.Params(**at, c=c)

    def bound() -> float:
        tilde = outside.r_tilde(p)
        return (1 - p.phi + tilde) / outside.theta(p, tilde)

    return [nan_beyond(outside.c_switch(p), c, bound)]


def leaves_from(at: Mapping[str, float], a_max: float) -> list[float]:
    """l_star where it lies in (0, 1] and `select` has separating 2 or 3 there at all."""
    p = cost_sharing.Params(**at, a_max=a_max, l=0.5)
    if cost_sharing.select(p).name not in ("separating 2", "separating 3"):
        return [math.nan]
    return [nan_beyond(1.0, sharing.l_star(p), lambda: sharing.l_star(p))]


def ally_payoffs(at: Mapping[str, float], isolation: float) -> list[float]:
    eq = cost_sharing.select(cost_sharing.Params(**at, l=isolation))
    return [eq.payoffs[type]["ally"] for type in ("committed", "uncommitted")]


def fr(at: Mapping[str, float], c: float, solve=outside_options.solve) -> outside_options.Equilibrium:
    return solve(outside_options.Params(**at, c=c))


def u_2(at: Mapping[str, float], r2: float, solve=outside_options.solve) -> list[float]:
    return [solve(outside_options.Params(**at, delta=1)).worth((0.0, "advance"), r2)]


TRUTH: Mapping[str, At] = {
    "second-offer": u_2,
    "ally-probability": lambda at, c: ally_and_new(fr(at, c)),
    "payoffs-against-cost": lambda at, c: [fr(at, c).eu_1, fr(at, c).eu_2],
    "first-offer": lambda at, c: [fr(at, c).r1, 1 - math.sqrt(2 * c)],
    "delta-underbar": underbar,
    "l-star": leaves_from,
    "payoffs-against-l": ally_payoffs,
}
"""What each explorer's curves are at a place on the x axis, one point at a time."""

FORCED: Mapping[str, At] = {
    "second-offer": lambda at, r2: u_2(at, r2, backward_induction),
    "ally-probability": lambda at, c: ally_and_new(fr(at, c, backward_induction)),
    "payoffs-against-cost": lambda at, c: [(eq := fr(at, c, backward_induction)).eu_1, eq.eu_2],
    "first-offer": lambda at, c: [fr(at, c, backward_induction).r1, 1 - math.sqrt(2 * c)],
}
"""The same by backward induction from the rules."""


STEEP: Mapping[str, float] = {"delta-underbar": 0.04}
"""How far a limit may be from the value beside the jump: towards the switching cost some curves bend like a root."""


def plotted(name: str, index: int) -> Iterator[tuple[float, list[float | None], float]]:
    """The plotted points of a frame, and how exact they are; at the ends of pieces what is told is a limit."""
    pieces = whole(name)["frames"][index]["pieces"]
    for n, piece in enumerate(pieces):
        for k, (x, *ys) in enumerate(zip(piece["x"], *piece["y"])):
            inward = BESIDE * (k == 0 and n > 0) - BESIDE * (k == len(piece["x"]) - 1 and n < len(pieces) - 1)
            yield x + inward, ys, STEEP.get(name, 3e-3) if inward else QUANTUM


def differences(name: str, index: int, truth: At, count: int, factor: float = 1.0) -> list[str]:
    """Where some of a frame's plotted points are not what they should be."""
    x = whole(name)["x"]
    rng, found = random.Random(f"{name} {index}"), []
    points = list(plotted(name, index))
    at = {key: value * factor for key, value in point(name, index).items()}
    for place, ys, exact in rng.sample(points, min(count, len(points))):
        if not x["low"] < place < x["high"]:
            continue  # an end that the model leaves out
        for told, true in zip(ys, truth(at, place)):
            if (told is None) != math.isnan(true) or told is not None and abs(told - true) > exact:
                found.append(f"{at}, {place}: {told} and not {true}")
    return found


def some(name: str, count: int) -> list[int]:
    frames = len(whole(name)["frames"])
    return random.Random(name).sample(range(frames), min(count, frames))


@pytest.mark.parametrize("name", CURVES)
def test_curves_are_what_the_closed_form_says_point_by_point(name):
    assert [said for index in some(name, 40) for said in differences(name, index, TRUTH[name], 20)] == []


@pytest.mark.parametrize("name", CURVES)
def test_curves_of_shifted_parameters_are_caught(name):
    wrong = [index for index in some(name, 20) if differences(name, index, TRUTH[name], 20, factor=0.98)]
    assert len(wrong) >= 3


@pytest.mark.parametrize("name", FORCED)
def test_curves_are_what_backward_induction_finds_from_the_rules(name):
    assert [said for index in some(name, 4) for said in differences(name, index, FORCED[name], 3)] == []


def test_payoffs_against_l_are_among_the_equilibria_found_by_enumeration():
    for index in some("payoffs-against-l", 6):
        place, told, _ = random.Random(index).choice([*plotted("payoffs-against-l", index)][3:-3])
        p = cost_sharing.Params(**point("payoffs-against-l", index), l=place)
        paid = [[family.payoffs[type]["ally"] for type in ("committed", "uncommitted")] for family in enumerate_pure(p)]
        assert any(pair == pytest.approx(told, abs=QUANTUM) for pair in paid), (p, told, paid)
        assert not any(pair == pytest.approx([told[0] + 0.01, told[1]], abs=QUANTUM) for pair in paid)


def bends(name: str, index: int, pieces: list[Mapping[str, Any]]) -> list[float]:
    """Where the line between two neighbouring points passes far from the curve: a jump, or too few points."""
    data, found = whole(name), []
    allowed = 0.004 * (data["y"]["high"] - data["y"]["low"])
    for piece in pieces:
        for (low, high), *ends in zip(pairwise(piece["x"]), *map(pairwise, piece["y"])):
            middle = (low + high) / 2
            if high - low < (data["x"]["high"] - data["x"]["low"]) / 2000:
                continue  # less than half a pixel
            for (one, other), true in zip(ends, TRUTH[name](point(name, index), middle)):
                if one is not None and other is not None and not abs((one + other) / 2 - true) <= allowed:
                    found.append(middle)
    return found


@pytest.mark.parametrize("name", CURVES)
def test_lines_between_plotted_points_keep_to_the_curve_and_cross_no_jump(name):
    for index in some(name, 8):
        assert bends(name, index, whole(name)["frames"][index]["pieces"]) == []


@pytest.mark.parametrize("name", ["second-offer", "ally-probability", "payoffs-against-cost", "first-offer"])
def test_a_curve_joined_across_a_jump_is_caught(name):
    index = exploration(name).points.index(dict(exploration(name).start))
    before, *_, then = whole(name)["frames"][index]["pieces"]
    ends = [[one[-1], other[0]] for one, other in zip(before["y"], then["y"])]
    joined = {"x": [before["x"][-1] - 1e-2, then["x"][0]], "y": ends}
    assert bends(name, index, [joined]) != []


@pytest.mark.parametrize("name", CURVES)
def test_pieces_follow_one_another_and_stay_on_the_axes(name):
    data = whole(name)
    for frame in data["frames"]:
        for piece in frame["pieces"]:
            assert piece["x"] == sorted(piece["x"]) and piece["x"][0] < piece["x"][-1]
            assert len(piece["y"]) == len(data["lines"]) and {len(row) for row in piece["y"]} == {len(piece["x"])}
            assert all(data["y"]["low"] <= y <= data["y"]["high"] for row in piece["y"] for y in row if y is not None)
        assert all(abs(one["x"][-1] - other["x"][0]) < BESIDE for one, other in pairwise(frame["pieces"]))
        ends = frame["pieces"][0]["x"][0], frame["pieces"][-1]["x"][-1]
        assert ends == pytest.approx((data["x"]["low"], data["x"]["high"]), abs=1e-4)


# --- maps ---------------------------------------------------------------------------------------------------------

CASES = {"A": {"worthless search"}, "B": {"pre-empt"}, "B2": {"pre-empt early"}, "C": {"let him search", "impatient"}}


def told(name: str, frame: Mapping[str, Any], x: float, y: float) -> tuple[str, float]:
    """The region of a map at a point, read off its strips, and how far the nearest border is."""
    data = whole(name)
    at, across = (y, x) if data["along"] == "y" else (x, y)
    low, high, regions, below, above = next(strip for strip in frame["strips"] if at <= strip[1])
    share = (at - low) / (high - low)
    borders = [one + share * (other - one) for one, other in zip(below, above)]
    region = regions[sum(border < across for border in borders)]
    return data["regions"][region]["code"], min((abs(border - across) for border in borders), default=math.inf)


def is_true(name: str, at: Mapping[str, float], x: float, y: float, code: str) -> bool:
    if name == "map-phi-c":
        return outside.regime(outside_options.Params(**at, phi=x, c=y)) in CASES[code]
    free = {"map-l-pi": "pi", "map-l-a-max": "a_max"}[name]
    region = next(region for region in whole(name)["regions"] if region["code"] == code)
    return cost_sharing.select(cost_sharing.Params(**at, l=x, **{free: y})).name == region["name"]


def misplaced(name: str, index: int, count: int, shift: float = 0.0) -> list[tuple[float, float]]:
    """Points of a map where it says what does not happen, those beside its borders apart."""
    data, rng, found = whole(name), random.Random(f"{name} {index}"), []
    at = {key: value + shift for key, value in point(name, index).items()}
    margin = 2e-5 if name == "map-phi-c" else 0.003
    for _ in range(count):
        x, y = (rng.uniform(axis["low"], axis["high"]) for axis in (data["x"], data["y"]))
        code, near = told(name, data["frames"][index], x, y)
        if near > margin and not is_true(name, at, x, y, code):
            found.append((x, y))
    return found


@pytest.mark.parametrize("name", MAPS)
def test_maps_say_what_happens_point_by_point(name):
    for index in some(name, 16):
        wrong = misplaced(name, index, 150)
        assert len(wrong) <= 1, wrong  # one may lie within a corner smaller than can be seen
        assert wrong == [] or all(beside_a_corner(name, index, at) for at in wrong)


def beside_a_corner(name: str, index: int, at: tuple[float, float]) -> bool:
    data = whole(name)
    along = at[1] if data["along"] == "y" else at[0]
    height = (data["y"] if data["along"] == "y" else data["x"])["high"]
    return any(low <= along <= high and high - low < height / 200 for low, high, *_ in data["frames"][index]["strips"])


@pytest.mark.parametrize("name", MAPS)
def test_a_map_of_shifted_parameters_is_caught(name):
    start = exploration(name).points.index(dict(exploration(name).start))
    assert len(misplaced(name, start, 4000, -0.4 if name == "map-phi-c" else 0.1)) > 1


def test_the_case_that_the_proof_misses_is_on_the_map():
    by_delta = [
        {told("map-phi-c", frame, 1.49, 1 / 32 - at)[0] for at in (1e-5, 1e-4)} for frame in frames_of_the_map()
    ]
    assert any("B2" in codes for codes in by_delta) and by_delta[-1] == {"C"}


def frames_of_the_map() -> list[Mapping[str, Any]]:
    return whole("map-phi-c")["frames"]


@pytest.mark.parametrize("name", MAPS)
def test_every_region_of_a_map_is_labelled_once_where_it_lies_and_is_in_its_table(name):
    data = whole(name)
    for frame in data["frames"]:
        assert len({label[0] for label in frame["labels"]}) == len(frame["labels"])
        assert {label[0] for label in frame["labels"]} | {row[3] for row in frame["rows"]} <= set(frame["present"])
        for region, across, up, _ in frame["labels"]:
            x, y = (axis["low"] + share * (axis["high"] - axis["low"]) for axis, share in
                    ((data["x"], across), (data["y"], up)))  # fmt: skip
            assert told(name, frame, x, y)[0] == data["regions"][region]["code"]


# --- sentences ----------------------------------------------------------------------------------------------------


def plain(sentence: str) -> str:
    return sentence.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


def numbers(sentence: str, pattern: str) -> list[float]:
    """The numbers that a pattern, with ``#`` for each, finds in a sentence."""
    found = re.search(re.escape(pattern).replace("\\#", r"(-?\d+(?:\.\d+)?)"), plain(sentence))
    return [float(number) for number in found.groups()] if found else []


def is_near(told: float, true: float, digits: int = 3) -> bool:
    """Whether a number in a sentence is the true one, rounded (the plotted one it comes from was rounded before)."""
    return abs(told - true) <= 0.51 * 10.0**-digits + QUANTUM / 2


def jump_said(say: str, who: str) -> list[float]:
    return numbers(say, f"{who} jumps from # to #") or [
        2 * value / 2 for value in numbers(say, f"{who} stays at #") * 2
    ]


def switch_of(at: Mapping[str, float]) -> float:
    """The search cost from which player 1 is accepted at once, by bisection with `solve`."""
    low, high = 1e-7, outside.c_switch(outside_options.Params(**at))
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (middle, high) if fr(at, middle).first_move == "search" else (low, middle)
    return high


def lies_about_payoffs(at: Mapping[str, float], say: str) -> bool:
    (switch,), true = numbers(say, "At c = #, from which he accepts"), switch_of(at)
    below, above = fr(at, true - 1e-9), fr(at, true)
    told = jump_said(say, "hers") + jump_said(say, "his")
    limits = [below.eu_1, above.eu_1, below.eu_2, above.eu_2]
    (where, best) = numbers(say, "he does best at c = #, with #")
    rivals = [fr(at, c / 1000).eu_2 for c in range(1, 100)]
    return not (
        is_near(switch, true, 5)
        and len(told) == 4
        and all(map(is_near, told, limits))
        and is_near(best, max(fr(at, where).eu_2, fr(at, where + 6e-6).eu_2))
        and max(rivals) <= best + 1e-3
    )


def lies_about_the_second_offer(at: Mapping[str, float], say: str) -> bool:
    p = outside_options.Params(**at)
    (floor,) = numbers(say, "below φ - 1 = #")
    stop = max(1 - math.sqrt(2 * p.c), p.phi - 1)
    if stop - floor < 1e-6:
        return not (is_near(floor, p.phi - 1) and "from there on player 2 accepts" in say)
    true = [stop, *u_2(at, stop - 1e-7), *u_2(at, stop)]
    told = numbers(say, "At r* = # he accepts: it goes from # to #")
    best = max((u_2(at, k / 1000)[0], k / 1000) for k in range(1001))
    if "r\N{COMBINING TILDE} = " in plain(say):
        (tilde,) = numbers(say, "r\N{COMBINING TILDE} = #")
        told_best = numbers(say, "She does best at #, where it is #")
        rest = abs(u_2(at, tilde)[0] - true[2]) < 1e-3 and is_near(told_best[1], best[0])
    else:
        rest = abs(best[1] - stop) < 2e-3
    return not (len(told) == 3 and all(map(is_near, told, true)) and is_near(floor, p.phi - 1) and rest)


def lies_about_chances(at: Mapping[str, float], say: str) -> bool:
    switch = switch_of(at)
    near = [ally_and_new(fr(at, c)) for c in (1e-5, switch - 1e-9)]
    if not is_near(numbers(say, "From c = # on he accepts at once")[0], switch, 5):
        return True
    for k, who in enumerate(("with the ally", "a new alliance")):
        run = re.search(rf"{who} (?:goes|stays) (.*?)(?:, that|\. From)", plain(say))[1]
        told = [float(number) for number in re.findall(r"(?<!c = )(?<![\d.])\d(?:\.\d+)?", run)]
        if abs(told[0] - near[0][k]) > 6e-3 or abs(told[-1] - near[1][k]) > 6e-3:
            return True
        between = [ally_and_new(fr(at, switch * share / 50))[k] for share in range(1, 50)]
        if min(told) > min(between) + 2e-3 or max(told) < max(between) - 2e-3:
            return True
    return numbers(say, "the chances are # and #") != [1, 0]


def lies_about_the_first_offer(at: Mapping[str, float], say: str) -> bool:
    switch = switch_of(at)
    before, then = jump_said(say, "r₁")
    below, above = fr(at, switch - 1e-9), fr(at, switch)
    if not is_near(numbers(say, "At c = # r₁")[0], switch, 5):
        return True
    if worthless := numbers(say, "From c = # on a search is worth nothing to him and r₁ = φ - 1 = #"):
        rest = is_near(worthless[0], (2 - at["phi"]) ** 2 / 2, 5) and is_near(worthless[1], fr(at, 0.1).r1)
    else:
        rest = is_near(numbers(say, "falls to # at c = 0.1")[0], fr(at, 0.1).r1)
    return not (is_near(before, below.r1) and is_near(then, above.r1) and rest)


def lies_about_the_bound(at: Mapping[str, float], say: str) -> bool:
    first, last, end = numbers(say, "falls from # to # at c = #")
    (patient,) = numbers(say, "is patient enough from c = # on")
    around = [underbar(at, patient + side * 1e-5)[0] for side in (-1, 1)]
    defined = [math.isnan(underbar(at, end + side * 1e-5)[0]) for side in (-1, 1)]
    return not (
        is_near(first, underbar(at, 1e-5)[0])
        and is_near(last, underbar(at, outside.c_switch(outside_options.Params(**at)) - 1e-13)[0])
        and around[0] > 0.99 > around[1]
        and defined == [False, True]
    )


def lies_about_l_star(at: Mapping[str, float], say: str) -> bool:
    p = cost_sharing.Params(**at)
    if ends := numbers(say, "π is not above # and at most #, eq. (7) with its upper end included"):
        return not (ends == pytest.approx(sharing.window(p)) and not ends[0] + 1e-9 < p.pi <= ends[1] + 1e-9)
    start, last, high = numbers(
        say, "comes down to 1 at ā = # and falls to # at ā = #".replace("ā", "a\N{COMBINING MACRON}")
    )
    names = [
        cost_sharing.select(cost_sharing.Params(**at, l=star + side * 1e-2, a_max=a)).name
        for star, a in ((last, high), (0.98, start + 0.5 * 0.02))
        for side in (-1, 1)
    ]
    return not (names[:2] == ["separating 2", "separating 3"] and is_near(start, leaves_at_one(p)))


def leaves_at_one(p: cost_sharing.Params) -> float:
    """The largest demand at which l_star is 1, by bisection."""
    low, high = sharing.a_star(p) + 1e-6, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        is_more = sharing.l_star(cost_sharing.Params(pi=p.pi, beta_lo=p.beta_lo, a_max=middle)) > 1
        low, high = (middle, high) if is_more else (low, middle)
    return high


def demands_all(at: Mapping[str, float], isolation: float) -> bool:
    """Whether both types demand as much as they may."""
    play = cost_sharing.select(p := cost_sharing.Params(**at, l=isolation)).play
    return all(path.demand is not None and abs(path.demand - p.a_max) < 1e-9 for path in play.values())


def lies_about_isolation(at: Mapping[str, float], say: str) -> bool:
    text = plain(say)
    first = re.search(r": ([^,.]+)[,.]", text)[1]
    changes = [(float(where), name) for where, name in re.findall(r"from l = (-?[\d.]+) on ([a-z 0-9()]+)", text)]
    names = [first]
    for where, name in changes:
        if name == "both demand a":
            loud = [demands_all(at, where + side * 2e-3) for side in (-1, 1)]
            if loud != [False, True]:
                return True
        names.append(names[-1] if name == "both demand a" else name)
    if any(name == then and what != "both demand a" for (name, then), (_, what) in zip(pairwise(names), changes)):
        return True  # a change that changes nothing
    edges = [-1.0, *(where for where, _ in changes), 1.0]
    for name, (low, high) in zip(names, pairwise(edges)):
        inside = (low + 1e-3, high - 1e-3) if high - low > 3e-3 else ()
        if any(cost_sharing.select(cost_sharing.Params(**at, l=where)).name != name for where in inside):
            return True
    told = [numbers(say, f"{type} patron's payoff goes from # to #") for type in ("the committed", "the uncommitted")]
    true = zip(ally_payoffs(at, -1 + 1e-9), ally_payoffs(at, 1 - 1e-9))
    return not all(map(is_near, (low for pair in told for low in pair), (low for pair in true for low in pair)))


def lies_about_a_map(name: str, at: Mapping[str, float], say: str) -> bool:
    text = plain(say)
    if name == "map-phi-c":
        rows = [(float(phi), rest) for phi, rest in re.findall(r"at φ = ([\d.]+) (case .*?)(?:;|\.(?:\s|$))", text)]
        runs = [(phi, re.findall(r"case (\w+)(?: up to c = ([\d.]+))?", rest)) for phi, rest in rows]
    else:
        rows = re.findall(r"At \S+ = ([\d.]+): ([^.]+(?:\.\d[^.]*)*)\.", text)
        known = {region["name"]: region["code"] for region in whole(name)["regions"]}
        runs = []
        for height, rest in rows:
            parts = [re.match(r"(?:then )?(.*?)(?: up to l = (-?[\d.]+))?$", part) for part in rest.split(", ")]
            runs.append((float(height), [(known[part[1]], part[2] or "") for part in parts]))
    axis = whole(name)["y" if name == "map-phi-c" else "x"]
    for level, parts in runs:
        edges = [axis["low"], *(float(end) for _, end in parts[:-1]), axis["high"]]
        for (code, _), (low, high) in zip(parts, pairwise(edges)):
            inside = 2.5e-5 if name == "map-phi-c" else 1.2e-3  # ends are rounded
            places = [(low + high) / 2, low + inside, high - inside] if high - low > 2 * inside else []
            where = [(level, place) if name == "map-phi-c" else (place, level) for place in places]
            if not all(is_true(name, at, x, y, code) for x, y in where):
                return True
    return not runs


LIES: Mapping[str, Callable[[Mapping[str, float], str], bool]] = {
    "second-offer": lies_about_the_second_offer,
    "ally-probability": lies_about_chances,
    "payoffs-against-cost": lies_about_payoffs,
    "first-offer": lies_about_the_first_offer,
    "delta-underbar": lies_about_the_bound,
    "l-star": lies_about_l_star,
    "payoffs-against-l": lies_about_isolation,
    **{name: lambda at, say, name=name: lies_about_a_map(name, at, say) for name in MAPS},
}
"""Whether a sentence says something that is not so at the sliders' values."""


@each
def test_every_sentence_is_true(name):
    for index in some(name, 60):
        at, say = point(name, index), whole(name)["frames"][index]["say"]
        assert not LIES[name](at, say), (at, say)
        for slider in whole(name)["sliders"]:
            text = slider["texts"][slider["values"].index(at[slider["name"]])]
            assert f"{slider['symbol']} = {text}" in say.replace("\N{NO-BREAK SPACE}", " ")


@each
def test_a_sentence_of_other_parameters_is_caught(name):
    start = exploration(name).points.index(dict(exploration(name).start))
    other = whole(name)["frames"][start]["say"]
    assert any(LIES[name](point(name, index), other) for index in some(name, 12) if index != start)


def test_a_sentence_about_a_change_that_changes_nothing_is_caught():
    index = next(k for k, frame in enumerate(whole("payoffs-against-l")["frames"]) if "both demand" in frame["say"])
    at, say = point("payoffs-against-l", index), plain(whole("payoffs-against-l")["frames"][index]["say"])
    changed = re.search(r"on (both demand \S+?)\.", say)[1]
    assert not lies_about_isolation(at, say)
    assert lies_about_isolation(at, say.replace(changed, "no credible threat"))
    assert lies_about_isolation(at, say.replace("from l = 0 on", "from l = 0.5 on"))


@each
def test_marks_stand_on_the_axes_and_say_where(name):
    data = whole(name)
    for frame in data["frames"]:
        for mark in frame["marks"]:
            assert data[mark["on"]]["low"] <= mark["at"] <= data[mark["on"]]["high"]
            assert str(mark["at"]) != "-0.0"
            told_at = re.findall(r"-?\d+(?:\.\d+)?(?:/\d+)?$", plain(mark["text"]))
            if told_at and "/" not in told_at[0] and "l* = 1" not in mark["text"]:
                assert abs(float(told_at[0]) - mark["at"]) < 6e-4


# --- the widget, and how it reaches a page ------------------------------------------------------------------------


def test_an_explorer_prints_the_same_each_time_and_carries_one_frame():
    one, other = explore("second-offer"), explore("second-offer")
    assert repr(one) == repr(other) == "Explorer('second-offer', Figure 2, eq. (4) and (5); sliders: c, phi)"
    bundle = one._repr_mimebundle_()
    assert (bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"] == repr(one)
    assert len(one.plot["frames"]) == 1


def test_the_bound_on_patience_is_drawn_for_the_goods_of_the_paper_only():
    dearest = {name: max(at["phi"] for at in exploration(name).points) for name in ("delta-underbar", "first-offer")}
    assert dearest["delta-underbar"] < 1.5
    assert not dearest["first-offer"] < 1.5


def test_a_live_kernel_brings_the_frames_when_they_are_wanted():
    shown = explore("delta-underbar")
    shown.wanted = "something else"
    assert len(shown.plot["frames"]) == 1
    shown.wanted = "delta-underbar"
    assert shown.plot == whole("delta-underbar") and isinstance(shown, Explorer)


def test_the_site_has_a_file_for_each_explorer_beside_the_decks():
    files = all_files()
    assert {key for key in files if key.startswith("explorer/")} == {f"explorer/{name}" for name in NAMES}
    assert json.loads(files["explorer/l-star"]) == json.loads(compact(whole("l-star")))


def page_with(**states: Mapping[str, Any]) -> tuple[str, str]:
    body = "".join(f'<script type="{VIEW}">\n{json.dumps({"model_id": name})}\n</script>' for name in states)
    models = {name: {"model_module": "anywidget", "state": state} for name, state in states.items()}
    return body, json.dumps({"state": models})


def test_a_page_says_in_words_what_an_explorer_shows_before_any_script_runs():
    body, state = page_with(a={"plot": opening("map-l-pi")}, b={"deck": {"board": "patron"}})
    assert boards_in(state) == {"explorer", "patron"}
    said = spoken(body, state)
    assert said.count("data-aa-stand-in") == 1 and opening("map-l-pi")["frames"][0]["say"].split(":")[0] in said
    assert spoken(*page_with(b={"deck": {"board": "patron"}})) == page_with(b={"deck": {"board": "patron"}})[0]


def test_boards_load_without_numpy():
    assert "numpy" not in loaded_by("alliancelib.widgets.board")
    assert "numpy" in loaded_by("alliancelib.widgets.explorer")


def test_explorers_load_without_matplotlib():
    assert "matplotlib" not in loaded_by("alliancelib.widgets.explorer, alliancelib.widgets.explorers_cost_sharing")


def test_the_colours_are_those_of_the_board():
    def colours(file: str) -> list[tuple[str, str]]:
        text = (ROOT / "alliancelib" / "widgets" / file).read_text(encoding="utf-8")
        return re.findall(r"(--aa-[a-z]+): (#\w+);", text)

    board, ours = colours("board.css"), colours("explorer.css")
    assert ours and set(ours) <= set(board)
    assert not {("--aa-card", "#123456")} <= set(board)
