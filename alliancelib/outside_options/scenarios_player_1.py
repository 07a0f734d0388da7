"""What is taught from player 1's seat: she makes the offers, and a player 2 who follows theory answers.

She chooses from offers a few points apart. In the lessons the numbers are such that theory's offers are among them,
so that no odd value on the slider gives them away; for anybody's own numbers those that matter are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import cycle, islice
from typing import Any, Literal

from alliancelib.core.game import History, Strategy
from alliancelib.core.lessons import DEALS, Deal, Scenario, numbered, strata
from alliancelib.core.session import Session
from alliancelib.outside_options.equilibrium import accepted_from, solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.model import PLAYERS, TIE, Equilibrium, Params
from alliancelib.outside_options.opponents import theorist

SEAT = PLAYERS[0]
"""Player 1's: whoever makes the offers."""

WALKS = {"x1": (3, 7), "x2": (11, 13)}
"""How the strata of each name are visited; see `lessons.strata`."""

STEPS = 20
"""Steps of the slider from an offer of nothing to one of the whole cost."""

CLOSE = 0.0015
"""How far above an offer of theory's one of the slider may lie and still stand for it."""

Bet = Literal["half", "match", "buys off", "ending"]
"""half: whether half of the cost, the fair offer, is taken at once.
match: whether he takes a second offer that only matches his partner's.
buys off: whether theory's first offer is one that he takes at once.
ending: with whom the good is produced, and when."""


def what_will_he_take() -> Scenario:
    """r_star from the other side: what it takes to keep him from looking depends on c and not on phi."""
    rounds = (
        (1.1, 0.08),
        (1.3, 0.08),
        (1.3, 0.125),
        (1.1, 0.125),
        (1.1, 0.045),
        (1.2, 0.045),
        (1.2, 0.18),
        (1.4, 0.08),
        (1.3, 0.06125),
        (1.1, 0.18),
        (1.2, 0.125),
        (1.4, 0.045),
        (1.1, 0.10125),
        (1.3, 0.10125),
        (1.2, 0.06125),
        (1.3, 0.045),
        (1.1, 0.06125),
        (1.4, 0.125),
        (1.2, 0.08),
        (1.3, 0.18),
    )
    return Scenario(
        name="what-will-he-take",
        title="What will he take?",
        goal="You make the offer. Find the least that he takes at once, without looking for another partner. From deal "
        "to deal the good gets dearer or cheaper to build, and a search costs him more or less. Which of the two moves "
        "his line?",
        seat=SEAT,
        bet="half",
        deals=_deals({"p": Params(phi=phi, c=c, delta=0.9)} for phi, c in rounds),
    )


def second_letter() -> Scenario:
    """Table 1 from the side that writes it: ignore the partner he found, match him, or jump above him."""
    found = (
        (0.02, 0.75),
        (0.045, 0.4),
        (0.005, 0.8),
        (0.02, 0.3),
        (0.045, 0.65),
        (0.02, 0.85),
        (0.005, 0.7),
        (0.02, 0.6),
        (0.045, 0.75),
        (0.08, 0.55),
        (0.005, 0.9),
        (0.08, 0.3),
        (0.02, 0.65),
        (0.08, 0.65),
        (0.005, 0.85),
        (0.045, 0.55),
        (0.02, 0.8),
        (0.005, 0.4),
        (0.02, 0.7),
        (0.045, 0.85),
    )
    return Scenario(
        name="second-letter",
        title="The second letter",
        goal="He has looked, found somebody, and asks what you offer now. Ignore the other offer, match it, or go "
        "above it? What a search costs him changes from deal to deal.",
        seat=SEAT,
        bet="match",
        deals=_deals(
            {"p": Params(phi=1.1, c=c, delta=0.96), "opening": (0.5, "search", x1, "advance")} for c, x1 in found
        ),
    )


def buy_him_off() -> Scenario:
    """Propositions 1 and 2: from c_switch on she pays r_star; below it she offers less and lets him look."""
    rounds = (
        (1.1, 0.02, 0.99),
        (1.1, 0.045, 0.95),
        (1.3, 0.08, 0.95),
        (1.65, 0.01125, 0.99),
        (1.5, 0.045, 0.9),
        (1.1, 0.005, 0.96),
        (1.3, 0.02, 0.98),
        (1.4, 0.06125, 0.95),
        (1.65, 0.03125, 0.95),
        (1.5, 0.02, 0.95),
        (1.2, 0.045, 0.9),
        (1.15, 0.01125, 0.97),
        (1.1, 0.06125, 0.9),
        (1.4, 0.02, 0.97),
        (1.2, 0.005, 0.95),
        (1.3, 0.045, 0.95),
        (1.6, 0.03125, 0.9),
        # The same search and two dear goods: what she must offer to stay in the running tells them apart.
        (1.6, 0.02, 0.83),
        (1.75, 0.02, 0.83),
        # A search that costs next to nothing, and the dearest price of keeping him.
        (1.55, 0.00125, 0.99),
    )
    return Scenario(
        name="buy-him-off",
        title="Buy him off?",
        goal="Pay enough to keep him from looking, or offer less and let him look? He may come back to you, or he may "
        "build with somebody else. When is it worth the gamble?",
        seat=SEAT,
        bet="buys off",
        deals=_deals({"p": Params(phi=phi, c=c, delta=delta)} for phi, c, delta in rounds),
    )


def every_region() -> Scenario:
    """Theory in every region of the parameters, those that the propositions leave out among them."""
    regions = (
        (1.1, 0.02, 0.99),
        (1.5, 0.18, 0.9),
        (1.1, 0.08, 0.95),
        (1.1, 0.02, 0.6),
        (1.65, 0.01125, 0.99),
        (1.6, 0.125, 0.8),
        (1.3, 0.045, 0.6),
        (1.15, 0.01125, 0.97),
        (1.7, 0.08, 0.85),
        (1.2, 0.06125, 0.8),
        (1.6, 0.01125, 0.5),
    )
    return Scenario(
        name="every-region",
        title="Every region",
        goal="No two deals in a row are of one kind: a dear good, a search that is worth nothing, an impatient ally. "
        "First ask what he can do without you, then make your offer.",
        seat=SEAT,
        bet="ending",
        deals=_deals({"p": Params(phi=phi, c=c, delta=delta)} for phi, c, delta in islice(cycle(regions), DEALS)),
    )


def your_own(p: Params) -> Scenario:
    """The deals of somebody's own parameters, which differ in luck alone."""
    return Scenario(
        name="your-own",
        title="Your own numbers",
        goal="Your parameters. You open as you like; he follows theory.",
        seat=SEAT,
        bet="buys off",
        deals=_deals({"p": p} for _ in range(DEALS)),
        bites=False,
    )


def taught() -> tuple[Scenario, ...]:
    """Every scenario of the seat, in the order in which they are offered."""
    return (what_will_he_take(), second_letter(), buy_him_off(), every_region())


def first_offers(p: Params) -> tuple[float, ...]:
    """What she may offer: even steps, and the first offer that theory makes, if no step stands for it."""
    return _spread(solve(p).r1, *_turns(p))


def second_offers(p: Params) -> tuple[float, ...]:
    """The same where the first offer is made already."""
    return _spread(*_turns(p))


def _turns(p: Params) -> tuple[float, ...]:
    """The least that he takes without looking (Lemma 2), and the least with which he produces at all (Lemma 1)."""
    return accepted_from(p), p.phi - 1


def _spread(*others: float) -> tuple[float, ...]:
    even = [_share(k) for k in range(STEPS + 1)]
    return tuple(sorted({*even, *(r for r in others if not any(-TIE <= step - r <= CLOSE for step in even))}))


def session(deal: Deal) -> Session:
    """The deal as it opens: its draws fixed, player 2 following theory, player 1's seat free."""
    game = OutsideOptions(deal.p, bids=deal.menu)
    seats = {PLAYERS[1]: theorist(judge(deal))}
    return Session(game=game, seats=seats, seed=deal.id, fixed=deal.draws).replay(deal.opening).advance()


def judge(deal: Deal) -> Equilibrium:
    """What each choice in the deal is worth."""
    return solve(deal.p)


def play_out(scenario: Scenario, entrant: Callable[[Params], Strategy]) -> tuple[float, ...]:
    """Player 1's payoff in each deal of a scenario, when ``entrant`` of the deal's parameters plays."""
    payoffs = []
    for deal in scenario.deals:
        start = session(deal)
        end = replace(start, seats={**start.seats, SEAT: entrant(deal.p)}).advance()
        payoffs.append(end.payoffs[SEAT])
    return tuple(payoffs)


def margin(deal: Deal) -> float:
    """How much better the best first choice of a deal is than the second, of those on its slider."""
    eq = judge(deal)
    first, second, *_ = sorted((eq.worth(deal.opening, offer) for offer in deal.menu), reverse=True)
    return first - second


def _share(step: int) -> float:
    return round(step / STEPS, 10)


def _deals(kinds: Iterable[Mapping[str, Any]]) -> tuple[Deal, ...]:
    """The deals with what may be offered and their luck, numbered."""
    return numbered({**kind, **_free(luck, **kind)} for kind, luck in zip(kinds, strata(WALKS), strict=True))


def _free(luck: Mapping[str, float], *, p: Params, opening: History = ()) -> Mapping[str, Any]:
    """What an opening leaves to her and to luck.

    The first partner pays a step of the slider, so that he can be matched: the end of his stratum that is farther from
    the middle, so that partners pay on average what they do in theory.
    """
    if opening:
        return {"menu": second_offers(p), "draws": {"x2": luck["x2"]}}
    stratum = round(luck["x1"] * DEALS - 0.4)
    x1 = _share(stratum + (stratum >= DEALS // 2))
    return {"menu": first_offers(p), "draws": {"x1": x1, "x2": luck["x2"]}}
