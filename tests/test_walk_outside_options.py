"""Every option of every deal of the outside-options game, pressed in the built page with the network blocked.

The page is compared with a session, which has never seen a tree: the same words, options, payoffs and regrets.
"""

from __future__ import annotations

import pytest
from boards import TAUGHT
from walking import differences, expected, walked

from alliancelib.outside_options import Params
from alliancelib.outside_options.scenarios import taught
from alliancelib.widgets.words_player_2 import PLAYER_2

pytestmark = pytest.mark.browser

NAMES = [name for name, (seat, _) in TAUGHT.items() if seat.params is Params]


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_every_deal_plays_in_the_page_as_in_the_session(page, name):
    troubles, plays = walked(page, name)
    assert troubles == []
    assert plays >= 20 * 2  # at the very least each deal has two ends


def test_the_comparison_notices_a_wrong_word_payoff_or_regret():
    deal = taught()[0].deals[0]
    choices = ("search", "accept ad hoc")
    truth = expected(PLAYER_2, deal, choices)
    record = {"payoff": truth["payoff"], "regret": truth["regret"], "choices": list(choices), "deal": 1}
    shown = {"seen": truth["seen"], "ended": truth["ended"], "payoff": truth["payoff"], "record": record}
    assert differences(PLAYER_2, deal, choices, shown) == []
    assert differences(PLAYER_2, deal, choices, {**shown, "payoff": truth["payoff"] + 1e-5})
    assert differences(PLAYER_2, deal, choices, {**shown, "ended": ["You walk away."]})
    assert differences(PLAYER_2, deal, choices, {**shown, "record": {**record, "regret": truth["regret"] + 1}})
