"""What is taught: for each lesson its parameters, assigned openings, draws and bets.

A player 1 who follows theory always opens in the same way, and often so that player 2 is indifferent. That teaches
little. So a lesson may *assign the opening*: the deal starts after a history that theory need not reach, and
theory is followed from there. Draws are stratified, so that twenty deals show the whole range of luck.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Literal

from alliancelib.core.game import Strategy
from alliancelib.core.lessons import BITE, DEALS, Deal, Scenario, numbered, strata
from alliancelib.core.session import Luck, Session
from alliancelib.core.tree import Judge
from alliancelib.outside_options import paper
from alliancelib.outside_options.equilibrium import solve
from alliancelib.outside_options.game import OutsideOptions
from alliancelib.outside_options.integration import ChosenCost, ChosenCostTheory
from alliancelib.outside_options.model import PLAYERS, Equilibrium, Params, read
from alliancelib.outside_options.opponents import theorist
from alliancelib.outside_options.scenarios_mistakes import WORLDS, mistakes

SEAT = PLAYERS[1]
"""Player 2's: whoever receives the offers."""

WALKS = {"r1": (9, 3), "x1": (14, 7), "x2": (4, 11)}
"""How the strata of each name are visited; see `lessons.strata`."""

Bet = Literal["lowest offer", "next offer, with a partner", "next offer", "waiting", "bought off", "ending", "printed"]
"""lowest offer: the least first offer one should take.
next offer: how player 1's second offer compares with her first, and with a standing partner's.
waiting: whether, with a partner found, her second offer is worth waiting for.
bought off: whether player 1's first offer is enough to be accepted at once.
ending: with whom the good is produced, and when.
printed: whether anything is better than what the paper as printed would have one do."""


def take_it_or_look() -> Scenario:
    """Find r_star: below it look, above it take. It depends on c and not on phi.

    delta is low so that waiting is plainly worse than looking: at delta = .95 the two differ by about .01.
    """
    first_offers = (0.35, 0.65, 0.5, 0.8, 0.2)
    rounds = [(phi, c, r1) for c in (0.1, 0.05) for phi in (1.1, 1.4) for r1 in first_offers]
    return Scenario(
        name="take-it-or-look",
        title="Take it or look?",
        goal="Find the lowest offer worth taking at once. Every five deals the good gets dearer or cheaper to build, "
        "and after ten a search costs half as much. Which of the two moves your line?",
        seat=SEAT,
        bet="lowest offer",
        deals=numbered(
            {"p": Params(phi=phi, c=c, delta=0.6), "opening": (r1,), "draws": draws}
            for (phi, c, r1), draws in zip(rounds, strata(WALKS), strict=True)
        ),
    )


def hold_74() -> Scenario:
    """Table 1 from the inside: what she offers next depends on the partner you found."""
    found = (0.74, 0.62, 0.45, 0.82, 0.65, 0.76, 0.6, 0.7, 0.95, 0.73)
    p = Params(phi=1.1, c=0.02, delta=0.99)
    return Scenario(
        name="hold-74",
        title="Hold 74",
        goal="You have a partner's offer in hand. Will your ally go lower, match it, or jump above it?",
        seat=SEAT,
        bet="next offer, with a partner",
        deals=numbered(
            {"p": p, "opening": (0.6, "search", x1), "draws": {"x2": draws["x2"]}}
            for x1, draws in zip(found * 2, strata(WALKS), strict=True)
        ),
    )


def tie_your_own_hands() -> Scenario:
    """Figure 4 by hand: choose what a search will cost you, then play."""
    menu = (0.0025, 0.01, 0.02, 0.0275, 1 / 32, 0.06, 0.15)
    costs = (1.1, 1.65)
    return Scenario(
        name="tie-your-own-hands",
        title="Tie your own hands",
        goal="Before play you choose what each search will cost you. Which price serves you best, and why?",
        seat=SEAT,
        bet="bought off",
        deals=numbered(
            {"p": Params(phi=costs[k // 5 % 2], delta=0.99), "menu": menu, "draws": draws}
            for k, draws in enumerate(strata(WALKS))
        ),
    )


def worthless_search() -> Scenario:
    """Footnote 8 fails: with c above (2 - phi)^2/2 a search is not worth its price, whatever she offers."""
    kinds = ((0.25, "printed"), (0.2, 0.45), (0.3, "printed"), (0.2, 0.4), (0.25, 0.5), (0.3, 0.35), (0.2, "printed"))
    deals = (kinds * 3)[:DEALS]
    return Scenario(
        name="worthless-search",
        title="Worthless search",
        goal="The good is dear and so is looking. What is an outside option worth when it costs more than it brings?",
        seat=SEAT,
        bet="next offer",
        deals=numbered(
            {
                "p": (p := Params(phi=1.4, c=c, delta=0.95)),
                # The offer that Proposition 1 prints lies below phi - 1 here.
                "opening": (round(paper.r_star(p), 4) if r1 == "printed" else r1,),
                "draws": draws,
            }
            for (c, r1), draws in zip(deals, strata(WALKS), strict=True)
        ),
    )


def impatient() -> Scenario:
    """The lower bound on delta from the inside: below it a middling partner is taken at once (section 3.2.1)."""
    found = (0.65, 0.6, 0.72, 0.45, 0.82)
    patience = (0.99, 0.6, 0.9, 0.3)
    rounds = [(delta, x1) for delta in patience for x1 in found]
    return Scenario(
        name="impatient",
        title="Impatient",
        goal="You hold a partner's offer. Ask your ally again, and she will match it or better it, but later. Every "
        "five deals the future counts for more or less. When is her answer worth the wait?",
        seat=SEAT,
        bet="waiting",
        deals=numbered(
            {"p": Params(phi=1.1, c=0.02, delta=delta), "opening": (0.5, "search", x1), "draws": {"x2": draws["x2"]}}
            for (delta, x1), draws in zip(rounds, strata(WALKS), strict=True)
        ),
    )


def expensive_good() -> Scenario:
    """phi = 1.7: an offer below phi - 1 is no use, and from c = (2 - phi)^2/2 on a search is none (footnote 8)."""
    cheap, dear = (0.75, 0.6, 0.9, 0.4, 0.7), (0.85, 0.6, 0.8, 0.95, 0.9)
    rounds = [(c, r1) for c, offers in ((0.01, cheap), (0.05, dear)) for r1 in offers] * 2
    return Scenario(
        name="expensive-good",
        title="An expensive good",
        goal="To build costs 170, nearly all that it is worth to the two of you, and a partner who pays less than 70 "
        "is no use to you. What is the least she must offer? Every five deals the price of a search changes between 1 "
        "and 5. Is it always worth anything?",
        seat=SEAT,
        bet="lowest offer",
        deals=numbered(
            {"p": Params(phi=1.7, c=c, delta=0.95), "opening": (r1,), "draws": draws}
            for (c, r1), draws in zip(rounds, strata(WALKS), strict=True)
        ),
    )


def pure_equilibrium() -> Scenario:
    """Nothing assigned: player 1 opens as theory says, in each region of the parameters."""
    regions = (
        Params(phi=1.1, c=0.02, delta=0.99),
        Params(phi=1.1, c=0.1, delta=0.95),
        Params(phi=1.4, c=0.2, delta=0.95),
        Params(phi=1.7, c=0.01, delta=0.95),
        Params(phi=1.49, c=0.0312, delta=0.4),
        Params(phi=1.1, c=0.005, delta=0.99),
        Params(phi=1.3, c=0.01, delta=0.3),
    )
    deals = (regions * 3)[:DEALS]
    return Scenario(
        name="pure-equilibrium",
        title="Pure equilibrium",
        goal="Your ally opens exactly as theory says. How often does she leave you a real choice, and how often is "
        "either right?",
        seat=SEAT,
        bet="ending",
        deals=numbered({"p": p, "draws": draws} for p, draws in zip(deals, strata(WALKS), strict=True)),
        bites=False,
    )


def surprise(seed: int = 1) -> Scenario:
    """New numbers each deal, the same for everybody who plays ``seed``; every other deal bites."""
    random = Random(f"surprise/{seed}")
    return Scenario(
        name="surprise",
        title="Surprise",
        goal="New costs and a new offer every time. Use what you have learnt.",
        seat=SEAT,
        bet="lowest offer",
        deals=numbered({**_unknown(random, k % 2 == 0), "draws": draws} for k, draws in enumerate(strata(WALKS))),
    )


def your_own(p: Params) -> Scenario:
    """The deals of somebody's own parameters: first offers and draws spread over their whole range."""
    return Scenario(
        name="your-own",
        title="Your own numbers",
        goal="Your parameters. The first offers are spread over the whole line; theory is followed from there.",
        seat=SEAT,
        bet="lowest offer",
        deals=numbered({"p": p, "opening": (draws["r1"],), "draws": draws} for draws in strata(WALKS)),
        bites=False,
    )


def taught() -> tuple[Scenario, ...]:
    """Every scenario of the book, in the order in which they are offered."""
    return (
        take_it_or_look(),
        hold_74(),
        tie_your_own_hands(),
        worthless_search(),
        impatient(),
        expensive_good(),
        pure_equilibrium(),
        surprise(),
        mistakes(strata(WALKS)),
    )


Solved = Callable[[Params], Equilibrium]
"""What theory does at given parameters."""


def session(deal: Deal, solved: Solved = solve) -> Session:
    """The deal as it opens: its draws fixed, player 1 following theory, player 2's seat free.

    The closed form knows uniform offers only: raises ValueError where a deal with a world is left to it.
    """
    if deal.menu:
        theory = _chosen(deal, solved)
        game, seats = theory.game, {"player 1": theory.strategy()}
    else:
        game, seats = OutsideOptions(deal.p), {"player 1": theorist(_known(deal, solved)(deal.p))}
    # A draw is a quantile, which uniform offers are themselves.
    luck = {name: Luck(u) for name, u in deal.draws.items()} if deal.world else deal.draws
    return Session(game=game, seats=seats, seed=deal.id, fixed=luck).replay(deal.opening).advance()


def judge(deal: Deal, solved: Solved = solve) -> Judge:
    """What each choice in the deal is worth. Raises ValueError as `session` does."""
    return _chosen(deal, solved) if deal.menu else _known(deal, solved)(deal.p)


def _chosen(deal: Deal, solved: Solved) -> ChosenCostTheory:
    """Theory in a deal that begins with a choice of cost; deals with a world all do."""
    offers = {"offers": WORLDS[deal.world]} if deal.world else {}
    return ChosenCostTheory(ChosenCost(deal.p, deal.menu, **offers), _known(deal, solved))


def _known(deal: Deal, solved: Solved) -> Solved:
    if deal.world and solved is solve:
        raise ValueError(f"partners in deal {deal.id} are of {deal.world}, which the closed form does not know")
    return solved


def play_out(scenario: Scenario, entrant: Callable[[Params], Strategy]) -> tuple[float, ...]:
    """Player 2's payoff in each deal of a scenario without menus, when ``entrant`` of the deal's parameters plays."""
    payoffs = []
    for deal in scenario.deals:
        start = session(deal)
        seats = {**start.seats, "player 2": entrant(deal.p)}
        payoffs.append(replace(start, seats=seats).advance().payoffs["player 2"])
    return tuple(payoffs)


def margin(deal: Deal) -> float:
    """How much better the best first choice of a deal with an opening is than the second."""
    eq, actions = solve(deal.p), read(deal.opening).actions
    first, second, *_ = sorted((eq.worth(deal.opening, action) for action in actions), reverse=True)
    return first - second


def _unknown(random: Random, bites: bool) -> Mapping:
    """Random parameters and first offer in round numbers, drawn again until the deal bites if it should."""
    while True:
        p = Params(
            phi=random.randrange(105, 200, 5) / 100,
            c=random.choice((0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2)),
            delta=random.choice((0.4, 0.6, 0.8, 0.9, 0.95, 0.99)),
        )
        opening = (random.randrange(10, 100, 5) / 100,)
        if not bites or margin(Deal(id=0, p=p, opening=opening)) >= BITE:
            return {"p": p, "opening": opening}
