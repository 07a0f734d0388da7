"""The model as rules to be played: who moves, what may be done, what nature draws, who sees what.

Everything that happens in this game is seen by both players, so a view holds the whole history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from alliancelib.core.game import NATURE, Action, Draw, History, IllegalAction, Interval, Lottery, Player, View
from alliancelib.outside_options.model import MOVERS, PLAYERS, Params, check_share, payoffs, read
from alliancelib.outside_options.offers import from_scipy


@dataclass(frozen=True, slots=True)
class OutsideOptions:
    """The game of section 2, drawn in Figure 1.

    ``offers`` is what nature draws x1 and x2 from, uniform on [0, 1] in the paper; it may be a frozen ``scipy.stats``
    distribution. ``bids`` are the offers open to
    player 1; a finite tuple, with a finite lottery of offers, makes the game finite. Raises ValueError where a bid or
    an offer could be no share of the cost.
    """

    p: Params
    offers: Draw = Interval(0.0, 1.0)
    bids: Interval | tuple[float, ...] = Interval(0.0, 1.0)

    players: ClassVar[tuple[Player, ...]] = PLAYERS

    def __post_init__(self) -> None:
        if not hasattr(self.offers, "draw"):
            object.__setattr__(self, "offers", from_scipy(self.offers))
        if self.bids == ():
            raise ValueError("bids must hold at least one offer, got ()")
        for name, values in (("bids", self.bids), ("offers", self.offers)):
            for value in _extremes(values):
                check_share(name, value)

    def to_move(self, history: History) -> Player | None:
        """The player to move, NATURE at a draw, or None where the game is over."""
        return MOVERS[read(history).stage]

    def actions(self, history: History) -> Interval | tuple[Action, ...]:
        """Player 1 offers a share of the cost; player 2 chooses among verbs."""
        play = read(history)
        if MOVERS[play.stage] in (None, NATURE):
            raise IllegalAction(f"nobody chooses at {history!r}")
        return self.bids if play.stage in ("first offer", "second offer") else play.actions

    def chance(self, history: History) -> tuple[str, Draw]:
        """The draw of x1 in period 1 or of x2 in period 2."""
        match read(history).stage:
            case "first draw":
                return "x1", self.offers
            case "second draw":
                return "x2", self.offers
        raise IllegalAction(f"nature does not move at {history!r}")

    def view(self, history: History, player: Player) -> View:
        """All of the history: nothing in this game is private."""
        return View(player, history, self.actions(history) if self.to_move(history) == player else ())

    def payoffs(self, history: History) -> Mapping[Player, float]:
        """Who got what, valued at the start of play."""
        return payoffs(self.p, read(history))


def discretised(p: Params, *, bids: int, draws: int) -> OutsideOptions:
    """A finite relative of the game: ``bids`` evenly spaced offers of player 1, ``draws`` equally likely ad hoc ones.

    The draws are the midpoints of equal cells, so that their distribution tends to the uniform one.
    """
    if draws < 1:
        raise ValueError(f"draws must be at least 1, got {draws!r}")
    if bids < 2:
        raise ValueError(f"bids must be at least 2, got {bids!r}")
    cells = tuple(((k + 0.5) / draws, 1 / draws) for k in range(draws))
    return OutsideOptions(p, Lottery(cells), Interval(0.0, 1.0).grid(bids))


def _extremes(values: Draw | tuple[float, ...]) -> tuple[Action, ...]:
    """The shares to check; a distribution of another kind vouches for itself."""
    match values:
        case Interval():
            return (values.low, values.high)
        case Lottery():
            return tuple(outcome for outcome, _ in values)
        case tuple():
            return values
    return ()
