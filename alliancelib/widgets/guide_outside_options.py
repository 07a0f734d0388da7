"""What a teacher should know of player 2's lessons; see `guide`. No number is typed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alliancelib.outside_options import paper
from alliancelib.outside_options.equilibrium import (
    accepted_from,
    bet,
    c_search,
    r1_star,
    r_low,
    r_star,
    r_tilde,
    solve,
    theta,
)
from alliancelib.outside_options.model import Params, net
from alliancelib.outside_options.scenarios_mistakes import printed
from alliancelib.widgets.guide import (
    Lesson,
    Notes,
    Question,
    counted_pts,
    listed,
    near,
    nearest,
    notes_on_mistakes,
    on_mistakes,
    pts,
)
from alliancelib.widgets.numbers import counted, number, percent
from alliancelib.widgets.words_outside_options import gone


def _found(lesson: Lesson, k: int) -> float:
    """The partner's offer that the opening of a deal has found."""
    return lesson.deal(k).opening[2]


def _met(lesson: Lesson, low: float, high: float) -> int:
    """The first deal whose partner pays between two amounts, the lower one included."""
    return lesson.first(lambda k: low <= _found(lesson, k) < high)


# --- take it or look? ----------------------------------------------------------------------------------------------


def _take_it_or_look(lesson: Lesson) -> Mapping[str, str]:
    first, last = lesson.p(1), lesson.p(lesson.ids[-1])
    line = r_star(first)
    unlucky = [
        k
        for k in lesson.where("search")
        if lesson.deal(k).draws["x1"] < lesson.deal(k).opening[0] and net(lesson.p(k), lesson.deal(k).opening[0]) > 0
    ]
    return {
        "line": number(line),
        "c": counted(first.c),
        "line_cheap": number(r_star(last)),
        "c_cheap": number(last.c),
        "phi_dear": number(max(lesson.p(k).phi for k in lesson.ids)),
        "beaten": percent(1 - line),
        "by": number((1 - line) / 2),
        "unlucky": listed(unlucky),
        **near(lesson),
        "near_offer": number(lesson.deal(nearest(lesson)).opening[0]),
        "waiting": counted_pts(min(lesson.lost_by(k, "advance") for k in lesson.ids)),
    }


TAKE_IT_OR_LOOK = Notes(
    deals=20,
    expect="Expect lines that are too low while a search is cheap. An offer that pays more than half looks fair, and "
    "taking it is the cheapest mistake of the lesson: in deal [[near]], where she offers [[near_offer]], it costs "
    "[[near_lost]] on average, which nobody notices in one play.",
    outcome="Students can say what an outside option does to an offer: it sets the least that is worth taking, by what "
    "one more look costs and not by what the good costs.",
    debrief=(
        Question(
            ask="Where was your line, and where is theory's?",
            answer="At [[line]] while a search costs [[c]], and at [[line_cheap]] once it costs [[c_cheap]]. Look "
            "below the line, take from it on. The paper calls it r*, eq. (3).",
        ),
        Question(
            ask="The good got dearer and the search got cheaper. Which of the two moved the line?",
            answer="Only the search. Whoever builds with you, you pay the rest of the cost, so its size drops out when "
            "you compare taking with looking. At [[phi_dear]] the line is where it was.",
        ),
        Question(
            ask="Why not look once more, just to be safe?",
            answer="At the line one more look brings what it costs. A partner beats [[line]] with a chance of "
            "[[beaten]], and then by [[by]] on average. Chance times gain is [[c]], the price of the search.",
        ),
        Question(
            ask="Was anybody right and unlucky?",
            answer="In [[unlucky]] looking was right, though the partner then paid less than she had offered. A "
            "choice is judged by what it is worth on average, not by how it ended.",
        ),
    ),
    mistakes=(
        "Asking for more because the good is dearer.",
        "Comparing her offer with what a partner pays on average. What counts is by how much a partner might beat it.",
        "Waiting for her second offer. Here it is never best, and costs at least [[waiting]]: later points count for "
        "much less.",
    ),
    numbers=_take_it_or_look,
)


# --- hold 74 ---------------------------------------------------------------------------------------------------------


def _hold_74(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    eq, jumps = solve(p), r_tilde(p)
    poor, fair = _met(lesson, 0, r_low(p)), _met(lesson, r_low(p), jumps)
    held, good = _met(lesson, jumps, r_star(p)), _met(lesson, r_star(p), 1)
    x = {name: _found(lesson, k) for name, k in {"poor": poor, "fair": fair, "held": held, "good": good}.items()}
    return {
        **{name: number(value) for name, value in x.items()},
        "after_poor": number(eq.second_offer(x["poor"])),
        "after_held": number(eq.second_offer(x["held"])),
        "jumps": number(jumps),
        "sure": number(1 - eq.second_offer(x["held"])),
        "gamble": number(bet(x["held"])),
        "gamble_fair": number(bet(x["fair"])),
        "take_from": number(r1_star(p)),
        "held_lost": counted_pts(lesson.lost_by(held, "accept ad hoc")),
        "good_lost": counted_pts(lesson.lost(good)),
    }


HOLD_74 = Notes(
    expect="Expect many to take the partner's [[held]] at once, because it is safe and better than anything she has "
    "offered. That costs [[held_lost]]. Expect few to foresee the jump: matching looks like all she needs to do.",
    outcome="Students can explain bid-jumping: she pays more than she must today so that nobody looks again.",
    debrief=(
        Question(
            ask="She sees what you found. What does she offer next to a holder of [[poor]], [[fair]], [[held]] and "
            "[[good]]?",
            answer="[[after_poor]], ignoring the poor one. A match of [[fair]]. A jump from [[held]] to "
            "[[after_held]]. And a match of [[good]], which ends the search by itself (Table 1).",
        ),
        Question(
            ask="Why does she jump over [[held]] and only match [[fair]]?",
            answer="If she matches, you search again, and she is left with her share only if you find nothing "
            "better. Matching [[held]] earns her [[gamble]] on average. Jumping earns [[sure]] for certain. Against "
            "[[fair]] the gamble is still worth [[gamble_fair]]. The two are equal at [[jumps]].",
        ),
        Question(
            ask="When is it wrong to ask her again?",
            answer="From [[take_from]] on. She would match or barely better it, and you would have it a period "
            "later. At [[good]] asking costs [[good_lost]].",
        ),
    ),
    mistakes=(
        "Expecting that a better partner always means a better second offer, in step.",
        "Thinking of her match as worthless. With a match in hand you can search once more and cannot do worse.",
    ),
    numbers=_hold_74,
)


# --- tie your own hands ----------------------------------------------------------------------------------------------


def _tie_your_own_hands(lesson: Lesson) -> Mapping[str, str]:
    other = lesson.first(lambda k: lesson.p(k).phi != lesson.p(1).phi)
    menu = lesson.deal(1).menu
    best, best_other = (lesson.best(k)[0]["do"] for k in (1, other))
    at_best, at_cheap = (solve(_at(lesson.p(1), c)) for c in (best, min(menu)))
    return {
        "best": number(best),
        "best_worth": pts(lesson.worth(1, best)),
        "cheap": number(min(menu)),
        "cheap_worth": pts(lesson.worth(1, min(menu))),
        "cheap_lost": counted_pts(lesson.lost_by(1, min(menu))),
        "phi": number(lesson.p(1).phi),
        "phi_dear": number(lesson.p(other).phi),
        "best_dear": counted(best_other),
        "offer_cheap": number(at_cheap.r1),
        "needed_cheap": number(r_star(_at(lesson.p(1), min(menu)))),
        "offer_best": number(at_best.r1),
        "dearest": number(max(menu)),
        "offer_dearest": number(solve(_at(lesson.p(1), max(menu))).r1),
        "low_dear": number(r_low(lesson.p(other))),
    }


def _at(p: Params, c: float) -> Params:
    return Params(phi=p.phi, c=c, delta=p.delta)


TIE_YOUR_OWN_HANDS = Notes(
    expect="Expect the cheapest search to be the favourite at first: more freedom looks like more power. It costs "
    "[[cheap_lost]] on average when the good costs [[phi]].",
    outcome="Students can explain why an ally may gain by making it dear to leave, and where that stops.",
    debrief=(
        Question(
            ask="Which price of a search served you best, and what did the cheapest one bring?",
            answer="[[best]], which is worth [[best_worth]] on average. The cheapest, [[cheap]], is worth "
            "[[cheap_worth]].",
        ),
        Question(
            ask="Why is the cheapest not best?",
            answer="To keep you from looking at [[cheap]] she would have to pay [[needed_cheap]]. She prefers to "
            "offer [[offer_cheap]] and let you look, and you pay for the search and bear the luck. At [[best]] it "
            "is worth her while to buy you off with [[offer_best]], at once.",
        ),
        Question(
            ask="Then why not dearer still?",
            answer="She buys you off more cheaply. At [[dearest]] she offers [[offer_dearest]], and you take it.",
        ),
        Question(
            ask="When the good costs [[phi_dear]], the best price is lower. Why?",
            answer="It is [[best_dear]]. To stay in the running while you look she must now offer [[low_dear]] or "
            "more, so letting you look is a worse gamble for her, and she buys you off sooner (Figure 4).",
        ),
    ),
    mistakes=(
        "Reading the lesson as a general praise of tied hands. Dearer is better only where it moves her to buy you "
        "off.",
        "Forgetting what the price stands for: what allies have invested in each other and cannot use elsewhere.",
    ),
    numbers=_tie_your_own_hands,
)


# --- worthless search ------------------------------------------------------------------------------------------------


def _worthless_search(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    looking = max(lesson.ids, key=lambda k: lesson.lost_by(k, "search"))
    return {
        "line": number(p.phi - 1),
        "border": number(c_search(p)),
        "least": number(min(lesson.p(k).c for k in lesson.ids)),
        "chance": percent(2 - p.phi),
        "gain": number((2 - p.phi) / 2),
        "printed": number(paper.r_star(p)),
        "printed_loss": number(-net(p, paper.r_star(p))),
        "lost": counted_pts(lesson.lost_by(looking, "search")),
        "looking": str(looking),
    }


WORTHLESS_SEARCH = Notes(
    expect="Expect some to look by habit, since looking was right in the lessons before. Here it costs up to "
    "[[lost]] (deal [[looking]]). Expect others to take an offer that loses them points, because saying no feels "
    "like ending it.",
    outcome="Students can tell an outside option that is a threat from one that nobody would use.",
    debrief=(
        Question(
            ask="What is the least that she must offer?",
            answer="[[line]], with which you neither win nor lose. She knows that you will not look, so she need "
            "not pay you to stay.",
        ),
        Question(
            ask="Why is a search worth less than it costs?",
            answer="Only a partner who pays more than [[line]] is of use: a chance of [[chance]], and then [[gain]] on "
            "average. Together that is [[border]], and a search costs [[least]] or more (footnote 8, corrected).",
        ),
        Question(
            ask="She offers less than [[line]]. What now?",
            answer="Wait. Her second offer will be [[line]]. It leaves you with nothing, and that is more than her "
            "offer or a search would.",
        ),
        Question(
            ask="In the first deal she offered what the paper prints as her best offer. What is wrong with it?",
            answer="It prints [[printed]], which you would accept with a loss of [[printed_loss]]. The formula for "
            "her offer holds only while a search is worth its price.",
        ),
    ),
    mistakes=("Taking any offer because there is no alternative. Not building is an alternative.",),
    numbers=_worthless_search,
)


# --- impatient -------------------------------------------------------------------------------------------------------


def _impatient(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    held = sorted({_found(lesson, k) for k in lesson.ids if r_low(p) < _found(lesson, k) < r_tilde(p)})
    low, high = held[0], held[1]
    good = max(_found(lesson, k) for k in lesson.ids)
    return {
        "low": number(low),
        "high": number(high),
        "low_from": percent(_patience(p, low)),
        "high_from": percent(_patience(p, high)),
        "now": number(net(p, high)),
        "then": number(theta(p, high)),
        "good": number(good),
        "ends": number(r_star(p)),
        **near(lesson),
    }


def _patience(p: Params, x: float) -> float:
    """The discount factor from which a match of ``x`` is worth waiting for."""
    return net(p, x) / theta(p, x)


IMPATIENT = Notes(
    deals=15,
    expect="Expect a rule of thumb, such as never to wait once later points count for less. It is nearly right: in "
    "deal [[near]] the better choice is ahead by only [[near_lost]].",
    outcome="Students can say how patient an ally must be for the promise of a later answer to count.",
    debrief=(
        Question(
            ask="She will match [[high]] next period. How much must later points count for you to ask?",
            answer="At least [[high_from]]. With [[low]] in hand [[low_from]] is enough, for with a poorer partner "
            "there is more to gain from another look.",
        ),
        Question(
            ask="Why wait at all for a mere match?",
            answer="Because next period you can look again with the match in your pocket. That is worth [[then]] then, "
            "against [[now]] now.",
        ),
        Question(
            ask="And with [[good]]?",
            answer="Never. From [[ends]] on nobody looks again, so her match would be the same points, later.",
        ),
    ),
    mistakes=(
        "Thinking that she rewards waiting. She answers your partner, not your patience.",
        "Using one rule for all partners. How patient you must be depends on what you hold.",
    ),
    numbers=_impatient,
)


# --- an expensive good -----------------------------------------------------------------------------------------------


def _expensive_good(lesson: Lesson) -> Mapping[str, str]:
    cheap, dear = lesson.p(1), max((lesson.p(k) for k in lesson.ids), key=lambda p: p.c)
    refused = lesson.first(lambda k: lesson.deal(k).opening[0] < cheap.phi - 1)
    return {
        "floor": number(cheap.phi - 1),
        "cheap": number(cheap.c),
        "dear": number(dear.c),
        "line_cheap": number(accepted_from(cheap)),
        "line_dear": number(accepted_from(dear)),
        "chance": percent(2 - dear.phi),
        "gain": number((2 - dear.phi) / 2),
        "brings": number(c_search(dear)),
        "offer": number(lesson.deal(refused).opening[0]),
        "loss": number(-net(cheap, lesson.deal(refused).opening[0])),
        "lost": counted_pts(max(lesson.lost_by(k, "accept") for k in lesson.ids)),
    }


EXPENSIVE_GOOD = Notes(
    expect="Expect offers around [[offer]] to be taken because they look generous. Building "
    "with them is a loss, and the worst such choice of the lesson costs [[lost]].",
    outcome="Students check first whether building pays at all, and only then whether looking pays.",
    debrief=(
        Question(
            ask="What is the least that she must offer while a search costs [[cheap]], and once it costs [[dear]]?",
            answer="[[line_cheap]] and [[line_dear]]. A dearer search lowers the line until it meets [[floor]], "
            "where building stops paying.",
        ),
        Question(
            ask="Why is a search for [[dear]] worth nothing here?",
            answer="Only partners who pay more than [[floor]] are of use: a chance of [[chance]], and then [[gain]] on "
            "average. That brings [[brings]], less than it costs.",
        ),
        Question(
            ask="She offers [[offer]]. Why not take it?",
            answer="You would build at a loss of [[loss]]. Waiting or looking is better than that.",
        ),
    ),
    mistakes=(
        "Forgetting that the rest of the cost is yours.",
        "Looking out of habit after a search has become dearer.",
    ),
    numbers=_expensive_good,
)


# --- pure equilibrium, surprise, mistakes ----------------------------------------------------------------------------


def _pure_equilibrium(lesson: Lesson) -> Mapping[str, str]:
    eq, p = solve(lesson.p(1)), lesson.p(1)
    bought = next(k for k in lesson.tied if lesson.p(k).c < c_search(lesson.p(k)))
    return {
        "ties": str(len(lesson.tied)),
        "of": str(len(lesson.ids)),
        "bought": str(bought),
        "offer": number(solve(lesson.p(bought)).r1),
        "eu_1": number(eq.eu_1),
        "eu_2": number(eq.eu_2),
        "surplus": number(2 - p.phi),
        "rest": number(2 - p.phi - eq.eu_1 - eq.eu_2),
        "outside": percent(gone(eq)),
    }


PURE_EQUILIBRIUM = Notes(
    expect="Expect the class to look for the trick where there is none: in [[ties]] of [[of]] deals two choices are "
    "worth exactly the same. Give this lesson after one with assigned openings, never first.",
    outcome="Students understand indifference as a result, not as an accident: who makes the offer leaves nothing "
    "over.",
    debrief=(
        Question(
            ask="In deal [[bought]] two choices are worth the same. Coincidence?",
            answer="No. She offers [[offer]] because it is the least that you take. A point more would be a "
            "present, a point less would send you looking (Proposition 1).",
        ),
        Question(
            ask="In the first deal she lets you look. Who gets how much of the gain?",
            answer="On average she has [[eu_1]] and you have [[eu_2]], of the [[surplus]] that you two could share. "
            "The rest, [[rest]], is lost on searching, on waiting and, for her, on your finding somebody else, "
            "which happens with a chance of [[outside]] (Proposition 2).",
        ),
        Question(
            ask="If she always leaves you indifferent, what is bargaining power?",
            answer="Where the indifference lies. What you could have elsewhere decides that, and she can do nothing "
            "about it.",
        ),
    ),
    mistakes=(
        "Taking a tie for a flaw of the game.",
        "Judging the offer by fairness; she answers to what you could do.",
    ),
    numbers=_pure_equilibrium,
)


def _surprise(lesson: Lesson) -> Mapping[str, str]:
    floor = [k for k in lesson.ids if accepted_from(lesson.p(k)) > r_star(lesson.p(k))]
    return {
        "floor": str(len(floor)),
        "of": str(len(lesson.ids)),
        "first": str(floor[0]),
        "line": number(accepted_from(lesson.p(floor[0]))),
        **near(lesson),
        "wait": listed(lesson.where("advance")),
    }


SURPRISE = Notes(
    expect="Expect the right choice in most deals and lines that are off where the good is dear. Good as a test at the "
    "end: nothing new is taught. In deal [[near]] even the second-best choice costs only [[near_lost]].",
    outcome="Students apply one line to any numbers, and notice when it does not apply.",
    debrief=(
        Question(
            ask="Which of the three numbers did you need to find the line?",
            answer="The cost of a search alone, except in [[floor]] of [[of]] deals: there the good is so dear that "
            "the line is where building stops paying. In deal [[first]] that is [[line]].",
        ),
        Question(
            ask="When was it right to wait?",
            answer="In [[wait]]: her offer was a loss, and a search was worth less than its price.",
        ),
    ),
    mistakes=("Carrying a line over from the last deal.",),
    numbers=_surprise,
)


def _mistakes(lesson: Lesson) -> Mapping[str, str]:
    return on_mistakes(lesson, lambda k: _printed_lost(lesson, k))


def _printed_lost(lesson: Lesson, k: int) -> float:
    """What following the printed text costs in a deal, in points."""
    do = printed(lesson.deal(k))
    options: Sequence[Mapping] = lesson.root(k)["options"]
    if do in [option["do"] for option in options]:
        return lesson.lost_by(k, do)
    return min(options, key=lambda option: abs(option["do"] - do))["regret"]


MISTAKES = notes_on_mistakes(
    chapters="the two periods",
    debrief=(
        Question(
            ask="Which mistake costs most, and which hardly matters?",
            answer="Deal [[worst]] ([[erratum]]) costs [[cost]] on average; the smallest costs [[least]]. The page "
            "of errata says of each whether the paper's conclusion survives.",
        ),
        Question(
            ask="How could you have noticed without solving the game?",
            answer="Ask what the rule takes for granted, and make it false: a dear good, a dear search, little "
            "patience, other partners. Most of the mistakes are true statements beyond the place where they are "
            "true.",
        ),
    ),
    numbers=_mistakes,
)

NOTES: Mapping[str, Notes] = {
    "player-2/take-it-or-look": TAKE_IT_OR_LOOK,
    "player-2/hold-74": HOLD_74,
    "player-2/tie-your-own-hands": TIE_YOUR_OWN_HANDS,
    "player-2/worthless-search": WORTHLESS_SEARCH,
    "player-2/impatient": IMPATIENT,
    "player-2/expensive-good": EXPENSIVE_GOOD,
    "player-2/pure-equilibrium": PURE_EQUILIBRIUM,
    "player-2/surprise": SURPRISE,
    "player-2/mistakes": MISTAKES,
}
"""By board and lesson, as decks are named."""
