"""Every option of every deal of the cost-sharing game, pressed in the built page with the network blocked.

The page is compared with a session, which has never seen a tree: the same words, options, payoffs and regrets.
"""

from __future__ import annotations

import pytest
from boards import TAUGHT
from walking import walked

from alliancelib.cost_sharing import Params

pytestmark = pytest.mark.browser

NAMES = [name for name, (seat, _) in TAUGHT.items() if seat.params is Params]


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_every_deal_plays_in_the_page_as_in_the_session(page, name):
    troubles, plays = walked(page, name)
    assert troubles == []
    assert plays >= 20 * 2  # at the very least each deal has two ends
