"""What is taught, seat by seat: for each lesson its parameters, what it assigns, draws and bets.

A lesson may assign the patron's type, and for the protégé also the demand, which a patron who follows theory would
not make: a demand that theory makes leaves the protégé indifferent, or is a bluff that cannot be missed. The patron's
lessons assign her type, or a demand that was refused. The challenger's lessons assign nothing but luck, for only then
is what Bayes' rule says of the type true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain, cycle, islice
from random import Random
from typing import Any, Literal

from alliancelib.core.game import History, Player, Strategy
from alliancelib.core.lessons import BITE, DEALS, Deal, Scenario, numbered, strata
from alliancelib.core.session import Luck, Session
from alliancelib.cost_sharing.equilibrium import (
    ReplyTo,
    a_star,
    d1,
    most_paid,
    pi_leaves,
    reply,
    reservation,
    select,
)
from alliancelib.cost_sharing.game import NO_OFFER, CostSharing
from alliancelib.cost_sharing.model import PLAYERS, TIE, TYPES, Equilibrium, Params, Type, failing, read
from alliancelib.cost_sharing.opponents import theorist
from alliancelib.cost_sharing.scenarios_mistakes import Kind, read_as_commitment, to_the_patron, to_the_protege

PATRON, PROTEGE, CHALLENGER = PLAYERS

WALKS = {"type": (13, 7), "war": (6, 9)}
"""How the strata of each name are visited; see `lessons.strata`."""

Bet = Literal["leaves", "most to pay", "most it pays", "l_star", "pi_leaves", "committed", "printed"]
"""leaves: whether the patron would leave if her demand were refused.
most to pay, most it pays: the largest demand that the protégé should meet, asked of it and of the patron.
l_star: the isolationism from which demanding all and leaving is better than a deal.
pi_leaves: the cost of the alliance above which the patron leaves once refused.
committed: the chance that the patron is committed, by Bayes' rule, after what the challenger has seen.
printed: whether anything is better than what the slides as printed would have one do."""

STEP = 0.1
"""From one demand that the patron may choose to the next, unless that would be more than MOST_DEMANDS."""

MOST_DEMANDS = 40

OFFER_STEP = 0.05
"""From one offer that the challenger may choose to the next."""


# --- playing ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def theory(p: Params) -> Equilibrium:
    """What is taught at ``p``. Raises ValueError, saying why, where there is nothing to follow."""
    eq = select(p)
    if eq.profile is None:
        raise ValueError(f"there is no equilibrium to play against at these parameters: {eq.why}")
    return eq


def session(deal: Deal, seat: Player) -> Session:
    """The deal as it opens: its draws fixed, everybody but ``seat`` following theory, ``seat`` free."""
    menu = {} if not deal.menu else {"demands": deal.menu} if seat == PATRON else {"offers": deal.menu}
    seats = {player: theorist(judge(deal)) for player in PLAYERS if player != seat}
    start = Session(game=CostSharing(deal.p, **menu), seats=seats, seed=deal.id, fixed=deal.draws)
    return start.replay(deal.opening).advance()


def judge(deal: Deal) -> Equilibrium:
    """What each choice in the deal is worth: by what is taught, or by what is followed in the deal's world."""
    return read_as_commitment(deal.p) if deal.world else theory(deal.p)


def margin(deal: Deal, seat: Player) -> float:
    """How much better the best first choice of a deal is than the second; all there are, or those on its menu."""
    start, eq = session(deal, seat), judge(deal)
    first, second, *_ = sorted((eq.worth(start.history, action) for action in start.view.actions), reverse=True)
    return first - second


def play_out(scenario: Scenario, entrant: Callable[[Params], Strategy]) -> tuple[float, ...]:
    """The payoff of the scenario's seat in each of its deals, when ``entrant`` of the deal's parameters plays."""
    payoffs = []
    for deal in scenario.deals:
        start = session(deal, scenario.seat)
        end = replace(start, seats={**start.seats, scenario.seat: entrant(deal.p)}).advance()
        payoffs.append(end.payoffs[scenario.seat])
    return tuple(payoffs)


# --- the protégé ------------------------------------------------------------------------------------------------


def bluff() -> Scenario:
    """Condition (7): a threat is credible if the alliance costs more than its end would. Either mistake costs .25."""
    base, weak, strong = Params(), Params(p_l=0.2, p_m=0.4, p_h=0.7), Params(p_l=0.4, p_m=0.55, p_h=0.9, c_A=0.08)
    kinds = (
        (base, "uncommitted", 0.2, 0.25),
        (base, "committed", 0.2, 0.25),
        (base, "uncommitted", 0.05, 0.25),
        (base, "committed", 0.05, 0.25),
        (base, "uncommitted", 0.22, 0.25),
        (weak, "committed", 0.18, 0.3),
        (weak, "uncommitted", 0.18, 0.3),
        (weak, "committed", 0.4, 0.15),
        (weak, "uncommitted", 0.12, 0.3),
        (weak, "uncommitted", 0.2, 0.4),
        (strong, "uncommitted", 0.25, 0.35),
        (strong, "uncommitted", 0.1, 0.35),
        (strong, "committed", 0.25, 0.1),
        (strong, "uncommitted", 0.2, 0.2),
        (strong, "committed", 0.4, 0.25),
        (base, "uncommitted", 0.17, 0.35),
        (base, "uncommitted", 0.13, 0.35),
        (base, "committed", 0.22, 0.1),
        (base, "committed", 0.35, 0.2),
        (base, "uncommitted", 0.24, 0.45),
    )
    return Scenario(
        name="bluff",
        title="Bluff?",
        goal="She asks to be paid and hints that she may leave. When should you believe her? Look at what the "
        "alliance costs her, and at what losing you would cost her.",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(_assigned(replace(p, pi=pi), type, a) for p, type, pi, a in kinds),
    )


def what_is_it_worth() -> Scenario:
    """Find a_star = p_h - p_l, and d1 = p_h - p_m: chances of winning move the line, the alliance's cost does not."""
    worlds: tuple[tuple[Params, Type], ...] = (
        (Params(), "uncommitted"),
        (Params(pi=0.23), "uncommitted"),
        (Params(p_h=0.9, pi=0.23), "uncommitted"),
        (Params(pi=0.35), "committed"),
    )
    asked = (
        (0.1, 0.3, 0.55, 0.8, 0.45),
        (0.6, 0.4, 0.35, 0.7, 0.53),
        (0.55, 0.8, 0.3, 0.65, 0.5),
        (0.35, 0.1, 0.45, 0.25, 0.2),
    )
    return Scenario(
        name="what-is-it-worth",
        title="What is it worth?",
        goal="Her threat is real: refused, she leaves. Up to which demand should you pay? Every five deals something "
        "changes. Which changes move your line, and which do not?",
        seat=PROTEGE,
        bet="most to pay",
        deals=_deals(_assigned(p, type, a) for (p, type), demands in zip(worlds, asked) for a in demands),
    )


def cap() -> Scenario:
    """The case that the slides leave out: a_max is at most a_star, so that both types demand it and one is paid."""
    caps = (0.4, 0.3, 0.45, 0.2, 0.5, 0.35, 0.25, 0.42, 0.15, 0.38)
    costs = (0.2, 0.18, 0.23, 0.2, 0.2, 0.17, 0.22, 0.19, 0.21, 0.24)
    gains = (0.2, 0.2, 0.5, 0.1, 0.3)
    committed = (2, 3, 6, 8, 11, 12, 15, 17, 18, 20)
    worlds = islice(cycle(Params(l=gain, a_max=a, pi=pi) for a, pi, gain in zip(caps, costs, gains * 2)), DEALS)
    return Scenario(
        name="cap",
        title="The cap",
        goal="Nothing is arranged but who she is. What she may ask is capped, and every patron asks for all of it. So "
        "the demand tells you nothing. Whom do you pay?",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(
            _assigned(p, "committed" if k in committed else "uncommitted") for k, p in enumerate(worlds, start=1)
        ),
    )


def no_credible_threat() -> Scenario:
    """Below condition (7) nobody is paid: with an audience at home all demand a_max, and stay when they are refused.

    Here and there, for contrast, a patron whose threat is credible.
    """
    kinds = (
        (0.05, 0.2, 0.45, "uncommitted"),
        (0.2, 0.2, 0.45, "uncommitted"),
        (0.05, 0.2, 1.5, "committed"),
        (0.12, 0.3, 0.4, "uncommitted"),
        (0.2, 0.7, 1.5, "uncommitted"),
        (0.22, 0.4, 0.3, "uncommitted"),
        (0.13, 0.5, 0.25, "uncommitted"),
    )
    return Scenario(
        name="no-credible-threat",
        title="Empty threat?",
        goal="Her audience likes it when she demands a lot, and so she asks for all that she may. Nothing is arranged "
        "but who she is. What happens if you say no?",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(
            _assigned(Params(pi=pi, l=gain, a_max=most), type) for pi, gain, most, type in islice(cycle(kinds), DEALS)
        ),
    )


JAPAN = Params(
    p_l=0.35,
    p_m=0.5,
    p_h=0.8,
    c_A=0.09,
    c_T=0.1,
    c_C=0.15,
    beta_lo=0.35,
    beta_hi=0.7,
    phi=0.5,
    pi=0.2,
    l=-0.2,
    a_max=0.6,
)
"""Invented numbers that fit the slides' story of Japan; nothing here was estimated."""

LOUD_JAPAN = replace(JAPAN, l=0.25, a_max=1.8)
"""The same for 2019."""


def japan_1978() -> Scenario:
    """The slides' case for separating 1, with illustrative numbers: pi rises and beta falls until the threat bites."""
    years = [
        (replace(JAPAN, beta_lo=stake, pi=pi), type, a)
        for stake, pi, type, a in (
            (0.45, 0.14, "uncommitted", 0.1),
            (0.45, 0.16, "uncommitted", 0.3),
            (0.45, 0.18, "uncommitted", 0.2),
            (0.4, 0.16, "uncommitted", 0.25),
            (0.4, 0.18, "uncommitted", 0.1),
            (0.4, 0.2, "uncommitted", 0.2),
            (0.35, 0.17, "uncommitted", 0.3),
            (0.35, 0.19, "uncommitted", 0.35),
            (0.35, 0.2, "uncommitted", 0.55),
            (0.35, 0.2, "committed", 0.1),
            (0.35, 0.22, "uncommitted", 0.4),
            (0.35, 0.21, "committed", 0.3),
            (0.45, 0.19, "uncommitted", 0.35),
            (0.4, 0.21, "uncommitted", 0.5),
            (0.35, 0.15, "uncommitted", 0.2),
            (0.35, 0.2, "uncommitted", 0.25),
            (0.4, 0.17, "committed", 0.2),
            (0.4, 0.19, "uncommitted", 0.3),
            (0.45, 0.22, "uncommitted", 0.2),
            (0.35, 0.18, "uncommitted", 0.6),
        )
    ]
    return Scenario(
        name="japan-1978",
        title="Japan 1978",
        goal="You are Tokyo. In the first eleven deals time passes: the alliance costs Washington more, and its stake "
        "in Asia shrinks. When does it become worth paying? The numbers are invented to fit the story, not estimated.",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(_assigned(*year) for year in years),
    )


def japan_2019() -> Scenario:
    """The slides' case for separating 2, with illustrative numbers: four times a_star, demanded for the audience."""
    four = LOUD_JAPAN
    times = (
        (four, "committed"),
        (four, "uncommitted", 0.4),
        (replace(four, l=0.4), "uncommitted"),
        (replace(four, pi=0.1), "uncommitted"),
        (replace(four, pi=0.18), "committed", 0.4),
        (four, "uncommitted", 0.55),
        (replace(four, l=0.4, pi=0.21), "uncommitted", 0.35),
        (replace(four, l=0.1), "committed"),
        (replace(four, pi=0.17), "uncommitted", 0.25),
        (replace(four, pi=0.21), "committed", 0.3),
    )
    return Scenario(
        name="japan-2019",
        title="Japan 2019",
        goal="You are Tokyo again. Washington asks for up to four times what the alliance is worth to you, and its "
        "voters applaud. Does it mean to leave? The numbers are invented to fit the story, not estimated.",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(_assigned(*time) for time in islice(cycle(times), DEALS)),
    )


def pure_equilibrium() -> Scenario:
    """The propositions as they are played: nothing assigned but the type, and the cap and plain noise beside them."""
    worlds = (Params(), Params(l=0.2), Params(l=0.7), Params(l=0.2, a_max=0.4), Params(l=0.2, pi=0.05))
    orders = ("uncommitted", "committed", "uncommitted", "committed")
    return Scenario(
        name="pure-equilibrium",
        title="Pure equilibrium",
        goal="Nothing is arranged but who she is. Each world comes with both kinds of patron: quiet voters, loud ones, "
        "very loud ones, a cap, an alliance that costs little. How often does she leave you a real choice?",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(_assigned(p, type) for type in orders for p in worlds),
    )


def surprise(seed: int = 1) -> Scenario:
    """New numbers each deal, the same for everybody who plays ``seed``; every other deal bites."""
    random = Random(f"cost sharing/surprise/{seed}")
    return Scenario(
        name="surprise",
        title="Surprise",
        goal="New odds, new stakes and a new demand every time. Use what you have learnt.",
        seat=PROTEGE,
        bet="leaves",
        deals=_deals(_unknown(random, k % 2 == 0) for k in range(DEALS)),
    )


def mistakes() -> Scenario:
    """Every erratum that the protégé can meet, wrong rules and right ones mixed."""
    return Scenario(
        name="mistakes",
        title="The papers' mistakes",
        goal="Before each answer you read what the slides as printed, or something they leave out, would have you do. "
        "When would you follow it?",
        seat=PROTEGE,
        bet="printed",
        deals=_deals(to_the_protege(LOUD_JAPAN)),
    )


# --- the patron -------------------------------------------------------------------------------------------------


def what_to_demand() -> Scenario:
    """The choice that the propositions are about: l from -.3 through .2 to .7, then a_max below a_star."""
    worlds = (Params(l=-0.3), Params(l=0.2), Params(l=0.7), Params(l=0.2, a_max=0.4))
    orders = ("uncommitted", "committed", "uncommitted", "uncommitted", "committed")
    costs = (0.2, 0.2, 0.18, 0.23, 0.17)
    return Scenario(
        name="what-to-demand",
        title="What to demand?",
        goal="Your protégé knows what it is worth to you; the challenger does not. Ask for nothing, for something it "
        "will pay, or for the most? Every five deals your audience at home, or what you may ask, changes.",
        seat=PATRON,
        bet="most it pays",
        deals=_deals(_free(replace(p, pi=pi), type) for p in worlds for type, pi in zip(orders, costs)),
    )


def the_gallery() -> Scenario:
    """Find l_star: above it the uncommitted patron would rather demand all, be refused and leave (separating 3)."""
    worlds = (Params(), Params(a_max=1.0, pi=0.22), Params(pi=0.24), Params(p_l=0.4, c_A=0.06, a_max=1.2))
    gains = (
        (0.1, 0.6, 0.3, 0.8, 0.42),
        (0.9, 0.3, 0.6, 0.95, 0.75),
        (0.2, 0.5, 0.35, 0.7, 0.05),
        (0.2, 0.6, 0.3, 0.8, 0.45),
    )
    return Scenario(
        name="the-gallery",
        title="The gallery",
        goal="People at home applaud whatever you demand, paid or not. How loud must they be before you would rather "
        "be refused and leave than strike a deal?",
        seat=PATRON,
        bet="l_star",
        deals=_deals(_free(replace(p, l=gain), "uncommitted") for p, some in zip(worlds, gains) for gain in some),
    )


def stay_or_go() -> Scenario:
    """Condition (7) from the inside: a demand has been refused, and you stay or leave."""
    kinds = (
        ("uncommitted", 0.2, 0.25),
        ("uncommitted", 0.08, 0.5),
        ("committed", 0.2, 0.8),
        ("committed", 0.35, 0.4),
        ("uncommitted", 0.3, 0.6),
        ("committed", 0.1, 1.2),
        ("uncommitted", 0.12, 0.3),
        ("committed", 0.3, 0.5),
        ("uncommitted", 0.17, 0.9),
        ("committed", 0.23, 0.3),
    )
    return Scenario(
        name="stay-or-go",
        title="Stay or go?",
        goal="You have demanded, and you were refused. Would leaving hurt your protégé only, or you as well? Find the "
        "cost of the alliance at which you start to leave: it depends on your stake.",
        seat=PATRON,
        bet="pi_leaves",
        deals=_deals(
            {"p": Params(pi=pi, l=gain), "opening": (type, a, "reject")}
            for gain, (type, pi, a) in zip((0.1,) * 10 + (-0.2,) * 10, islice(cycle(kinds), DEALS))
        ),
    )


def cheap_and_dear() -> Scenario:
    """Below, inside and above condition (7): what the alliance costs decides whose threat the protégé believes."""
    kinds = (
        ("uncommitted", 0.05, 0.2),
        ("committed", 0.3, 0.1),
        ("uncommitted", 0.2, 0.2),
        ("uncommitted", 0.3, 0.1),
        ("committed", 0.2, 0.2),
        ("committed", 0.05, -0.2),
        ("uncommitted", 0.12, 0.3),
        ("uncommitted", 0.28, -0.2),
        ("committed", 0.28, 0.25),
        ("uncommitted", 0.17, -0.3),
        ("committed", 0.35, -0.2),
        ("uncommitted", 0.1, -0.1),
        ("uncommitted", 0.32, -0.1),
        ("committed", 0.22, -0.3),
        ("uncommitted", 0.18, 0.1),
        ("committed", 0.1, 0.4),
        ("uncommitted", 0.14, 0.5),
        ("uncommitted", 0.23, 0.3),
        ("committed", 0.4, 0.05),
        ("uncommitted", 0.35, 0.05),
    )
    return Scenario(
        name="cheap-and-dear",
        title="Cheap and dear",
        goal="The cheaper the alliance is to you, the less your protégé fears that you leave. From which cost on does "
        "it pay you, and how much? It depends on your stake.",
        seat=PATRON,
        bet="most it pays",
        deals=_deals(_free(Params(pi=pi, l=gain), type) for type, pi, gain in kinds),
    )


def mistakes_of_demand() -> Scenario:
    """Every erratum that the patron can meet, wrong rules and right ones mixed."""
    return Scenario(
        name="mistakes",
        title="The papers' mistakes",
        goal="Before each choice you read what the slides as printed, or something they leave out, would have you do. "
        "When would you follow it?",
        seat=PATRON,
        bet="printed",
        deals=_deals(map(_with_menu, to_the_patron())),
    )


def _with_menu(kind: Kind) -> Kind:
    """The deal with what she may demand, where that is hers to choose."""
    type, *demanded = kind["opening"]
    return kind if demanded else {**kind, **_free(kind["p"], type)}


# --- the challenger ---------------------------------------------------------------------------------------------


def who_left() -> Scenario:
    """A withdrawal, and mu_star: where both types leave the prior decides, where only one does it says nothing."""
    loud = Params(pi=0.3, l=0.7)
    worlds = (
        replace(loud, phi=0.3),
        replace(loud, phi=0.8),
        Params(l=0.7, phi=0.3),
        replace(loud, phi=0.4, c_C=0.3),
        replace(loud, phi=0.5),
        replace(loud, phi=0.25, c_T=0.15),
        Params(l=0.8, phi=0.4, pi=0.22),
        replace(loud, phi=0.6, c_C=0.05),
        replace(loud, phi=0.7, c_C=0.02),
        replace(loud, phi=0.2, c_C=0.4),
    )
    return Scenario(
        name="who-left",
        title="Who left?",
        goal="The patron has made her demand, and you watched what came of it. Is anybody still behind the protégé? "
        "Offer it no more than you must.",
        seat=CHALLENGER,
        bet="committed",
        deals=_deals(_watched(p) for p in chain(worlds, worlds)),
    )


def what_a_demand_tells() -> Scenario:
    """Separating 1 and 2 and the cap: the belief is 0 or 1, and while the alliance stands it changes nothing."""
    worlds = (
        Params(),
        Params(l=0.2),
        Params(l=0.2, a_max=0.4),
        Params(l=0.2, pi=0.05, phi=0.3),
        Params(p_h=0.9, pi=0.23, l=0.3, phi=0.7),
        Params(p_l=0.4, c_A=0.06, phi=0.4),
        Params(l=0.1, c_T=0.05, pi=0.18),
    )
    return Scenario(
        name="what-a-demand-tells",
        title="What a demand tells",
        goal="Nobody has left. What have you learnt about the patron from what she asked and what the protégé "
        "answered, and what is it worth to you to know?",
        seat=CHALLENGER,
        bet="committed",
        deals=_deals(_watched(p) for p in islice(cycle(worlds), DEALS)),
    )


# --- anybody's own parameters -----------------------------------------------------------------------------------


def your_own(p: Params, seat: Player) -> Scenario:
    """The deals of somebody's own parameters from one seat: types in turn, demands to the protégé spread out.

    Raises ValueError, saying why, where theory has no equilibrium to follow.
    """
    theory(p)
    types = islice(cycle(reversed(TYPES)), DEALS)
    spread = _spread(p.a_max, DEALS)
    demands = (spread[7 * k % DEALS] for k in range(DEALS))
    kinds: Mapping[Player, Iterable[Mapping[str, Any]]] = {
        PROTEGE: (_assigned(p, type, a) for type, a in zip(types, demands)),
        PATRON: (_free(p, type) for type in types),
        CHALLENGER: (_watched(p) for _ in range(DEALS)),
    }
    bets: Mapping[Player, Bet] = {PROTEGE: "leaves", PATRON: "most it pays", CHALLENGER: "committed"}
    return Scenario(
        name="your-own",
        title="Your own numbers",
        goal="Your parameters; everybody else follows theory.",
        seat=seat,
        bet=bets[seat],
        deals=_deals(kinds[seat]),
        bites=False,
    )


LESSONS: Mapping[Player, tuple[Callable[[], Scenario], ...]] = {
    PROTEGE: (
        bluff,
        what_is_it_worth,
        cap,
        no_credible_threat,
        japan_1978,
        japan_2019,
        pure_equilibrium,
        surprise,
        mistakes,
    ),
    PATRON: (what_to_demand, the_gallery, stay_or_go, cheap_and_dear, mistakes_of_demand),
    CHALLENGER: (who_left, what_a_demand_tells),
}


def taught(seat: Player) -> tuple[Scenario, ...]:
    """Every scenario of a seat, in the order in which they are offered."""
    return tuple(lesson() for lesson in LESSONS[seat])


# --- deals ------------------------------------------------------------------------------------------------------


def _deals(kinds: Iterable[Mapping[str, Any]]) -> tuple[Deal, ...]:
    """The deals with their luck, numbered."""
    luck = ({name: Luck(u) for name, u in quantiles.items()} for quantiles in strata(WALKS))
    return numbered({**kind, "draws": draws} for kind, draws in zip(kinds, luck, strict=True))


def _assigned(p: Params, type: Type, *demand: float) -> Mapping[str, Any]:
    """A deal for the protégé: the type, and the demand too where there is one."""
    return {"p": p, "opening": (type, *demand)}


def _free(p: Params, type: Type) -> Mapping[str, Any]:
    """A deal for a patron of a type, who demands what she likes."""
    return {"p": p, "opening": (type,), "menu": (NO_OFFER, *_demands(p))}


def _demands(p: Params) -> tuple[float, ...]:
    """Demands about STEP apart up to a_max, those up to which a protégé may pay, and those that theory makes."""
    count = min(max(2, round(p.a_max / STEP)), MOST_DEMANDS)
    own = (a for a in theory(p).profile.demand.values() if a is not None)
    return _with(_spread(p.a_max, count), (a for a in (d1(p), a_star(p), *own) if a <= p.a_max))


def _spread(top: float, count: int) -> tuple[float, ...]:
    """``count`` even steps from above 0 to ``top``, in round numbers as far as they do not leave that range."""
    return tuple(min(top, round(step, 10) or step) for step in (top * k / count for k in range(1, count))) + (top,)


def _offers(p: Params) -> tuple[float, ...]:
    """Shares OFFER_STEP apart, and those that are just enough for the protégé of some patron."""
    even = (round(OFFER_STEP * k, 10) for k in range(round(1 / OFFER_STEP) + 1))
    return _with(even, (reservation(p, type, kept=kept) for type in TYPES for kept in (True, False)))


def _with(even: Iterable[float], others: Iterable[float]) -> tuple[float, ...]:
    """Evenly spaced numbers and some others, ascending; of two that differ by rounding, the even one."""
    menu = list(even)
    for number in others:
        if all(abs(number - known) > TIE for known in menu):
            menu.append(number)
    return tuple(sorted(menu))


def _watched(p: Params) -> Mapping[str, Any]:
    """A deal for the challenger, in which nothing but luck is arranged."""
    return {"p": p, "menu": _offers(p)}


def _unknown(random: Random, bites: bool) -> Mapping[str, Any]:
    """Random parameters, type and demand in round numbers, drawn again until they are a model's and bite if asked."""
    while True:
        kind = _drawn(random)
        if kind and (not bites or margin(Deal(id=0, **kind), PROTEGE) >= BITE):
            return kind


def _drawn(random: Random) -> Mapping[str, Any] | None:
    """One draw of parameters, type and demand; None where they are outside the model or its assumptions."""
    p_l, p_m, p_h = sorted(random.sample(range(15, 95, 5), 3))
    costs = {name: random.randrange(4, 18, 2) / 100 for name in ("c_A", "c_T", "c_C")}
    stakes = {"beta_lo": random.randrange(20, 55, 5) / 100, "beta_hi": random.randrange(60, 95, 5) / 100}
    chances = {"p_l": p_l / 100, "p_m": p_m / 100, "p_h": p_h / 100, "phi": random.randrange(20, 85, 5) / 100}
    pi = random.randrange(4, 42, 2) / 100
    p = Params(**chances, **costs, **stakes, pi=pi, l=random.choice((-0.3, -0.1, 0.1, 0.3)), a_max=1.0)
    type, a = random.choice(TYPES), random.randrange(5, 75, 5) / 100
    if failing(p) or select(p).profile is None:
        return None
    return {"p": p, "opening": (type, a)}


# --- what the bets are about ------------------------------------------------------------------------------------


def would_leave(p: Params, type: Type, a: float) -> bool:
    """Whether a patron of ``type`` leaves once her demand ``a`` is refused."""
    return theory(p).profile.withdraws[type](a)


def reply_after(p: Params, a: float) -> ReplyTo:
    """The challenger's reply, "low" or "middle", if the patron leaves once her demand ``a`` is refused."""
    return reply(p, theory(p).beliefs.withdrawal(a))


def most_worth_paying(p: Params, type: Type, a: float) -> float:
    """The largest demand that the protégé should meet, where it would be left as after ``a``; 0 if it would not be."""
    return most_paid(p, type, reply_after(p, a)) if would_leave(p, type, a) else 0.0


def leaves_from(p: Params, type: Type, a: float) -> float:
    """The cost of the alliance above which a patron of ``type`` leaves once her demand ``a`` is refused."""
    return pi_leaves(p, type, reply_after(p, a))


def belief(p: Params, history: History) -> float:
    """The chance of a committed patron, by Bayes' rule, after what the challenger has seen."""
    play = read(history)
    return theory(p).beliefs(play.n, play.a)
