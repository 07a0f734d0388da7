"""Games written for Gambit: what stands in the file is what the rules say, read back by a reader of our own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from toys import Bluff

from alliancelib.core.efg import efg
from alliancelib.core.game import Game, Lottery
from alliancelib.core.oracle import value
from alliancelib.cost_sharing import Params as CostParams
from alliancelib.cost_sharing.game import CostSharing
from alliancelib.outside_options import Params
from alliancelib.outside_options.game import OutsideOptions, discretised


def expected(text: str, players: int) -> list[float]:
    """Each player's payoff when everybody picks among the listed actions at random, by the file alone."""
    lines = iter(text.splitlines()[3:])

    def visit() -> list[float]:
        kind, rest = (line := next(lines))[0], re.findall(r"\{(.*)\}", line)[0]
        if kind == "t":
            return [float(amount) for amount in rest.split(",")]
        listed = re.findall(r'"(?:[^"\\]|\\.)*"\s*([-.\de]*)', rest)
        weights = [float(weight) for weight in listed] if kind == "c" else [1 / len(listed)] * len(listed)
        below = [visit() for _ in weights]
        return [sum(w * each[k] for w, each in zip(weights, below)) for k in range(players)]

    found = visit()
    assert not any(line.strip() for line in lines)  # the whole file is one tree
    return found


def at_random(game: Game) -> Mapping[str, Callable[[Any], Lottery]]:
    def strategy(view: Any) -> Lottery:
        return Lottery(tuple((action, 1 / len(view.actions)) for action in view.actions))

    return dict.fromkeys(game.players, strategy)


FINITE = {"bluff": Bluff(), "outside options": discretised(Params(), bids=4, draws=3)}


@pytest.mark.parametrize("name", FINITE)
def test_random_play_brings_by_the_file_what_it_brings_by_the_rules(name):
    game = FINITE[name]
    by_rules = value(game, at_random(game))
    by_file = expected(efg(game, name), len(game.players))
    assert by_file == pytest.approx([by_rules[player] for player in game.players], abs=1e-9)
    assert not expected(efg(game, name).replace("1 }", "2 }"), 2) == pytest.approx(by_file, abs=1e-9)


def test_histories_that_a_player_cannot_tell_apart_are_one_information_set():
    text = efg(CostSharing(CostParams()), "cost sharing", steps=3)
    by_challenger = [line for line in text.splitlines() if line.startswith('p "" 3 ')]
    numbers = [line.split()[3 - 1] for line in by_challenger]
    assert len(by_challenger) == 2 * len({line.split(" {")[0] for line in by_challenger})  # one for either type
    assert len(numbers) > 2


def test_names_are_unique_and_plain_as_gambit_wants_them():
    for game in (OutsideOptions(Params()), CostSharing(CostParams())):
        text = efg(game, "a game", steps=2)
        sets = re.findall(r'^([cp]) "" ([\d ]+) "([^"]*)"', text, re.MULTILINE)
        owner = [(kind, number.split()[0] if kind == "p" else "", label) for kind, number, label in sets]
        assert len(set(owner)) == len({(kind, number) for kind, number, _ in sets})
        assert all(re.fullmatch(r"[ -~]*", label) and label == label.strip() for _, _, label in sets)


def test_a_continuous_draw_becomes_the_middles_of_equally_likely_parts():
    text = efg(OutsideOptions(Params()), "a game", steps=4)
    assert '{ "0.125" 0.25 "0.375" 0.25 "0.625" 0.25 "0.875" 0.25 }' in text
    assert '{ "0" 0.25' not in text


def test_a_grid_of_one_value_is_refused():
    with pytest.raises(ValueError, match="steps must be at least 2, got 1"):
        efg(OutsideOptions(Params()), "a game", steps=1)
    assert efg(OutsideOptions(Params()), 'a "quoted" game', steps=2).startswith('EFG 2 R "a \\"quoted\\" game" {')
