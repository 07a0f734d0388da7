"""Every claim of the slides, one for each assertion, prose included, in the order of the chapters and of the slides.

Nothing is found here: a claim's verdict is what its check finds when it runs (`core.ledger`). The checks compare what
`paper` prints, what `equilibrium` and `arrays` teach, and what `solver` finds from the rules; `errata` has the faults.
"""

from __future__ import annotations

from alliancelib.core.ledger import Claim
from alliancelib.cost_sharing.claims_atlas import ATLAS
from alliancelib.cost_sharing.claims_japan import JAPAN
from alliancelib.cost_sharing.claims_question import GAME, QUESTION
from alliancelib.cost_sharing.claims_separating_1 import CRISIS, SEPARATING_1
from alliancelib.cost_sharing.claims_separating_2 import SEPARATING_2, SEPARATING_3

CLAIMS: tuple[Claim, ...] = (
    *QUESTION,
    *GAME,
    *CRISIS,
    *SEPARATING_1,
    *SEPARATING_2,
    *SEPARATING_3,
    *ATLAS,
    *JAPAN,
)
"""Every claim."""
