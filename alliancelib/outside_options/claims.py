"""Every claim of the paper, one for each assertion, prose included, in the order of the chapters and of the paper.

Nothing is found here: a claim's verdict is what its check finds when it runs (`core.ledger`). The checks compare what
`paper` prints, what `equilibrium` and `arrays` teach, and what `solver` finds from the rules; `errata` has the faults.
"""

from __future__ import annotations

from alliancelib.core.ledger import Claim
from alliancelib.outside_options.claims_ad_hoc import AD_HOC
from alliancelib.outside_options.claims_dear_goods import BEYOND, DEAR_GOODS
from alliancelib.outside_options.claims_equilibrium import EQUILIBRIUM
from alliancelib.outside_options.claims_first_period import FIRST_PERIOD
from alliancelib.outside_options.claims_integration import INTEGRATION
from alliancelib.outside_options.claims_question import GAME, QUESTION
from alliancelib.outside_options.claims_second_period import SECOND_PERIOD

CLAIMS: tuple[Claim, ...] = (
    *QUESTION,
    *GAME,
    *SECOND_PERIOD,
    *FIRST_PERIOD,
    *EQUILIBRIUM,
    *AD_HOC,
    *INTEGRATION,
    *DEAR_GOODS,
    *BEYOND,
)
"""Every claim."""
