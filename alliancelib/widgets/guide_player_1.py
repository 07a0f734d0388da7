"""What a teacher should know of player 1's lessons; see `guide`. No number is typed here."""

from __future__ import annotations

from collections.abc import Mapping

from alliancelib.core.tree import POINTS
from alliancelib.outside_options.equilibrium import c_search, r_star, r_tilde, regime, solve
from alliancelib.outside_options.model import Params
from alliancelib.widgets.guide import SLIDER, Lesson, Notes, Question, listed, pts, same
from alliancelib.widgets.numbers import counted, number, percent
from alliancelib.widgets.words_outside_options import gone


def _in(lesson: Lesson, *regimes: str) -> list[int]:
    """The deals in one of some regions of the parameters."""
    return [k for k in lesson.ids if regime(lesson.p(k)) in regimes]


# --- what will he take? ----------------------------------------------------------------------------------------------


def _what_will_he_take(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    cheapest, dearest = (pick(lesson.ids, key=lambda k: lesson.p(k).c) for pick in (min, max))
    refused = [k for k in lesson.ids if lesson.deal(k).p.phi / 2 < r_star(lesson.p(k))]
    too_little = max(option["worth"] for option in lesson.root(1)["options"] if option["at"] < POINTS * r_star(p))
    return {
        "line": number(r_star(p)),
        "c": number(p.c),
        "gain": number((1 - r_star(p)) / 2),
        "beaten": percent(1 - r_star(p)),
        "c_least": number(lesson.p(cheapest).c),
        "line_least": number(r_star(lesson.p(cheapest))),
        "c_most": number(lesson.p(dearest).c),
        "line_most": number(r_star(lesson.p(dearest))),
        "refused": listed(refused),
        "kept": number(1 - r_star(p)),
        "too_little": pts(too_little),
        "too_much": pts(lesson.lost(1)),
    }


WHAT_WILL_HE_TAKE = Notes(
    expect="Expect offers of half the cost, because they look fair, and then offers a step too high, because that is "
    "the cheap mistake: in the first deal a step too much costs [[too_much]], while a step too little leaves "
    "[[too_little]] on average of the [[kept]] that were to be had.",
    outcome="Students can find an offer from what the other side can do without it, and not from what looks fair.",
    debrief=(
        Question(
            ask="What is the least he takes, and what does it depend on?",
            answer="At [[line]] one more look stops paying while a search costs him [[c]]: a partner beats [[line]] "
            "with a chance of [[beaten]], and then by [[gain]] on average. It is [[line_least]] at [[c_least]] a "
            "search and [[line_most]] at [[c_most]]. What the good costs drops out.",
        ),
        Question(
            ask="When does half of the cost not keep him?",
            answer="In [[refused]]: his line, r*, lies above half of the cost. He is not offended, he can do better.",
        ),
        Question(
            ask="Which mistake is worse, too much or too little?",
            answer="Too much costs what you give away. Too little loses the sure thing: in the first deal [[kept]] "
            "for certain against [[too_little]] at most.",
        ),
    ),
    mistakes=(
        "Offering more because the good is dearer.",
        "Trying a low offer first, as if the second period were a second chance. He has looked by then.",
    ),
    numbers=_what_will_he_take,
    pace=SLIDER,
)


# --- the second letter -----------------------------------------------------------------------------------------------


def _second_letter(lesson: Lesson) -> Mapping[str, str]:
    def partner(k: int) -> float:
        return lesson.deal(k).opening[2]

    def best(k: int) -> float:
        return lesson.best(k)[0]["do"]

    def keeps_him(k: int) -> bool:
        return best(k) >= r_star(lesson.p(k))

    jump = lesson.first(lambda k: _jumps_from(lesson.p(k)) < partner(k) < best(k))
    match = lesson.first(lambda k: same(best(k), partner(k)) and not keeps_him(k))
    ignore = lesson.first(lambda k: partner(k) < best(k) and not keeps_him(k))
    last = lesson.first(lambda k: same(best(k), partner(k)) and keeps_him(k))
    return {
        "jump": str(jump),
        "jump_x": number(partner(jump)),
        "jump_r": number(best(jump)),
        "jump_worth": pts(lesson.worth(jump, best(jump))),
        "jump_match": pts(lesson.worth(jump, partner(jump))),
        "match": str(match),
        "match_x": number(partner(match)),
        "match_worth": pts(lesson.worth(match, partner(match))),
        "match_stop": number(r_star(lesson.p(match))),
        "ignore": str(ignore),
        "ignore_x": number(partner(ignore)),
        "ignore_r": number(best(ignore)),
        "last": str(last),
        "last_x": number(partner(last)),
    }


def _jumps_from(p: Params) -> float:
    """The partner's offer over which she jumps; 0 where she always does."""
    return r_tilde(p) if solve(p).first_move == "search" else 0.0


SECOND_LETTER = Notes(
    expect="Expect a match, or a little more than a match, whatever the partner pays: it feels like the natural "
    "answer. In deal [[jump]] the match of [[jump_x]] is worth [[jump_match]], and a jump to [[jump_r]] is worth "
    "[[jump_worth]].",
    outcome="Students can say what a counter-offer is for: to end the search if that is cheap, and else to stay in "
    "the running at the best price.",
    debrief=(
        Question(
            ask="When do you jump?",
            answer="Where stopping him is worth its price. In deal [[jump]] he would search on over [[jump_x]], and "
            "[[jump_r]] stops him: [[jump_worth]] for certain against [[jump_match]] on average.",
        ),
        Question(
            ask="When do you match, and when do you ignore his partner?",
            answer="Where stopping him is too dear. In deal [[match]] it would take [[match_stop]], so match "
            "[[match_x]] and hope, which is worth [[match_worth]]. In deal [[ignore]] his [[ignore_x]] is so poor "
            "that it does not bind you, and [[ignore_r]] is best.",
        ),
        Question(
            ask="And when his partner is excellent?",
            answer="Match, as in deal [[last]]: with [[last_x]] in hand he does not search again, and of two equal "
            "offers he takes the newer.",
        ),
    ),
    mistakes=(
        "Outbidding a partner by a step. It neither stops him nor is it needed: a match would do.",
        "Matching a very poor partner. A higher offer keeps you in the running more often, and pays for itself.",
    ),
    numbers=_second_letter,
    pace=SLIDER,
)


# --- buy him off? ----------------------------------------------------------------------------------------------------


def _buy_him_off(lesson: Lesson) -> Mapping[str, str]:
    lets, buys = _in(lesson, "let him search")[0], _in(lesson, "pre-empt")[0]
    p, q = lesson.p(lets), lesson.p(buys)
    return {
        "lets": str(lets),
        "c_lets": number(p.c),
        "price_lets": number(r_star(p)),
        "sure_lets": number(1 - r_star(p)),
        "gamble_lets": number(solve(p).eu_1),
        "gone": percent(gone(solve(p))),
        "buys": str(buys),
        "c_buys": number(q.c),
        "price_buys": number(r_star(q)),
        "sure_buys": number(1 - r_star(q)),
        "all_lets": listed([k for k in lesson.ids if solve(lesson.p(k)).first_move == "search"]),
    }


BUY_HIM_OFF = Notes(
    expect="Expect buying off too often: to be left with nothing hurts more than to pay too much. The difference is "
    "small in any one deal, [[sure_lets]] for certain against [[gamble_lets]] on average in deal [[lets]].",
    outcome="Students can weigh a sure price against a gamble, and say why a cheap search makes an ally let go.",
    debrief=(
        Question(
            ask="In which deals was it best to let him look?",
            answer="In [[all_lets]]: where a search is so cheap that only a very high offer keeps him.",
        ),
        Question(
            ask="What is the gamble worth, and what is the risk?",
            answer="In deal [[lets]] a search costs him [[c_lets]], and [[price_lets]] would keep him and leave you "
            "[[sure_lets]]. Letting him look is worth [[gamble_lets]] on average, though with a chance of [[gone]] "
            "you end with nothing.",
        ),
        Question(
            ask="Why does a dearer search turn that round?",
            answer="His line falls. In deal [[buys]], at [[c_buys]] a search, [[price_buys]] keeps him and leaves "
            "[[sure_buys]], more than any gamble on his luck.",
        ),
    ),
    mistakes=(
        "Judging the offer by how it ended. Letting him look is right and loses everything now and then.",
        "Offering as little as possible once he is to look. A fair offer brings him back more often.",
    ),
    numbers=_buy_him_off,
    pace=SLIDER,
)


# --- every region ----------------------------------------------------------------------------------------------------


def _every_region(lesson: Lesson) -> Mapping[str, str]:
    dear, impatient = _in(lesson, "worthless search")[0], _in(lesson, "impatient")[0]
    return {
        "dear": str(dear),
        "c_dear": number(lesson.p(dear).c),
        "brings": number(c_search(lesson.p(dear))),
        "lacks": number(lesson.p(dear).phi - 1),
        "keeps": counted(2 - lesson.p(dear).phi),
        "impatient": str(impatient),
        "delta": percent(lesson.p(impatient).delta),
        "offer": number(solve(lesson.p(impatient)).r1),
        "gone": percent(gone(solve(lesson.p(impatient)))),
        "outside": listed(_in(lesson, "worthless search", "impatient")),
    }


EVERY_REGION = Notes(
    expect="Expect the rules of the other lessons to be carried over, r* above all. They fail where a search is worth "
    "nothing: there a class offers far more than it must.",
    outcome="Students start from the other side's alternatives in a game they have not seen.",
    debrief=(
        Question(
            ask="Where is his outside option worth nothing, and what do you offer then?",
            answer="In deal [[dear]] a search costs [[c_dear]] and brings at most [[brings]]. Offer [[lacks]], what "
            "he lacks to build at all, and keep the whole gain of [[keeps]] (footnote 8, corrected).",
        ),
        Question(
            ask="What changes if points count for little later?",
            answer="In deal [[impatient]], where they count [[delta]], nobody waits: he takes the better of two "
            "offers at once. So offer [[offer]]; with a chance of [[gone]] he finds better.",
        ),
        Question(
            ask="Which of these deals do the paper's propositions leave out?",
            answer="Those where a search is worth nothing or the future counts for little: [[outside]]. And all in "
            "which the good costs more than one and a half.",
        ),
    ),
    mistakes=("Offering half of the gain because that looks fair. He takes what he cannot better.",),
    numbers=_every_region,
    pace=SLIDER,
)

NOTES: Mapping[str, Notes] = {
    "player-1/what-will-he-take": WHAT_WILL_HE_TAKE,
    "player-1/second-letter": SECOND_LETTER,
    "player-1/buy-him-off": BUY_HIM_OFF,
    "player-1/every-region": EVERY_REGION,
}
"""By board and lesson, as decks are named."""
