"""What a teacher should know of the lessons on cost sharing; see `guide`. No number is typed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from alliancelib.cost_sharing.equilibrium import (
    a_star,
    d1,
    l_star,
    mu_star,
    offer,
    pi_leaves,
    reservation,
    window,
)
from alliancelib.cost_sharing.model import Params, beta, is_demand, read
from alliancelib.cost_sharing.scenarios import belief, leaves_from, most_worth_paying, session, would_leave
from alliancelib.cost_sharing.scenarios_mistakes import printed_answer, printed_demand
from alliancelib.widgets.guide import (
    SLIDER,
    TINY,
    Lesson,
    Notes,
    Question,
    counted_pts,
    how_often,
    listed,
    near,
    nearest,
    notes_on_mistakes,
    on_mistakes,
    pts,
)
from alliancelib.widgets.numbers import number, percent


def _type(lesson: Lesson, k: int) -> str:
    return lesson.deal(k).opening[0]


def _demand(lesson: Lesson, k: int) -> float:
    """What is demanded in a deal of the protégé's, by the lesson or by theory."""
    return next(action for action in session(lesson.deal(k), "target").history if is_demand(lesson.p(k), action))


def _stake(lesson: Lesson, k: int) -> str:
    return percent(beta(lesson.p(k), _type(lesson, k)))


def _leaves(lesson: Lesson, k: int) -> bool:
    """Whether the patron of a deal would leave if she were refused."""
    return would_leave(lesson.p(k), _type(lesson, k), _demand(lesson, k))


def _window(p: Params) -> Mapping[str, str]:
    """The slots of the costs of the alliance above which the one patron and the other leaves, eq. (7)."""
    low, high = window(p)
    return {"low": number(low), "high": number(high)}


def _stakes(p: Params) -> Mapping[str, str]:
    """The slots of the two patrons' stakes."""
    return {"stake_low": percent(p.beta_lo), "stake_high": percent(p.beta_hi)}


def _threshold(lesson: Lesson, k: int) -> float:
    """The cost of the alliance above which the patron of a deal leaves."""
    return leaves_from(lesson.p(k), _type(lesson, k), _demand(lesson, k))


# --- the protégé: bluff? ---------------------------------------------------------------------------------------------


def _bluff(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    small = min(lesson.where("reject"), key=lambda k: _demand(lesson, k))
    return {
        **_stakes(p),
        **_window(p),
        "pi": number(p.pi),
        "lost": number(a_star(p)),
        "refused": counted_pts(lesson.lost_by(1, "reject")),
        "paid": counted_pts(lesson.lost_by(2, "accept")),
        "small": str(small),
        "small_demand": number(_demand(lesson, small)),
        **how_often(lesson, "reject"),
    }


BLUFF = Notes(
    expect="Expect answers that follow the size of the demand: small ones are paid for the sake of peace, large ones "
    "refused. In deal [[small]] paying only [[small_demand]] is a present to somebody who would have stayed. Theory "
    "refuses in [[reject]] of [[of]] deals.",
    outcome="Students can state when a threat to leave is credible, and why the patron who cares more is paid less.",
    debrief=(
        Question(
            ask="When did she mean it?",
            answer="When the alliance costs her more than its end would. With the numbers of the first deals that is "
            "above [[low]] for a patron with a stake of [[stake_low]] and above [[high]] for one with a stake of "
            "[[stake_high]] (condition (7)).",
        ),
        Question(
            ask="The first two deals differ in one number only. Which, and why does it reverse the answer?",
            answer="Her stake. If she leaves you lose [[lost]]. With the small stake that costs her [[low]], less "
            "than the [[pi]] that she saves. With the large one leaving costs her [[high]], more than that.",
        ),
        Question(
            ask="What does it cost to believe a bluff, and what to call a true threat?",
            answer="In the first deal calling costs [[refused]], in the second believing costs [[paid]].",
        ),
        Question(
            ask="Who pays more for protection: friends of a patron who cares, or of one who does not?",
            answer="Of the one who does not. Only somebody who might leave has something to sell.",
        ),
    ),
    mistakes=(
        "Looking at the size of the demand instead of at her reasons to leave.",
        "Thinking of the patron's stake as friendship that ought to be rewarded.",
    ),
    numbers=_bluff,
)


# --- what is it worth? -----------------------------------------------------------------------------------------------


def _what_is_it_worth(lesson: Lesson) -> Mapping[str, str]:
    lines = {k: most_worth_paying(lesson.p(k), _type(lesson, k), _demand(lesson, k)) for k in lesson.ids}
    base = lesson.p(1)
    dear = lesson.first(lambda k: lesson.p(k).pi != base.pi)
    strong = lesson.first(lambda k: lesson.p(k).p_h != base.p_h)
    caring = lesson.first(lambda k: _type(lesson, k) == "committed")
    return {
        "line": number(lines[1]),
        "line_dear": number(lines[dear]),
        "line_strong": number(lines[strong]),
        "line_caring": number(lines[caring]),
        "p_h": percent(base.p_h),
        "p_l": percent(base.p_l),
        "p_m": percent(base.p_m),
        "p_strong": percent(lesson.p(strong).p_h),
        "pi": number(base.pi),
        "pi_dear": number(lesson.p(dear).pi),
        **near(lesson),
        "near_demand": number(_demand(lesson, nearest(lesson))),
    }


WHAT_IS_IT_WORTH = Notes(
    deals=20,
    expect="Expect lines below theory's: paying feels like losing, and an alliance that was free yesterday has no "
    "price. The cheapest mistake is deal [[near]], a demand of [[near_demand]], which costs [[near_lost]] if "
    "answered wrongly.",
    outcome="Students can derive what an alliance is worth to the protected side from chances of winning alone.",
    debrief=(
        Question(
            ask="Up to which demand should you pay?",
            answer="[[line]]. With her you win with a chance of [[p_h]], alone with [[p_l]]. The difference is what "
            "you would lose, and the slides call it a*.",
        ),
        Question(
            ask="The alliance then costs her [[pi_dear]] instead of [[pi]]. Did your line move?",
            answer="It should not have: it is [[line_dear]]. Her costs decide whether she leaves. What you lose if "
            "she does is yours.",
        ),
        Question(
            ask="Which change did move it?",
            answer="A chance of [[p_strong]] with her: the line is [[line_strong]]. And at the end a patron who "
            "would fight for you even after leaving, at [[p_m]] instead of [[p_h]]: the line is [[line_caring]].",
        ),
    ),
    mistakes=("Paying what the alliance costs her.", "Paying half, as a fair price."),
    numbers=_what_is_it_worth,
)


# --- the cap ---------------------------------------------------------------------------------------------------------


def _cap(lesson: Lesson) -> Mapping[str, str]:
    refused = lesson.where("reject")[0]
    p = lesson.p(refused)
    return {
        **_window(p),
        "refused": str(refused),
        "demand": number(_demand(lesson, refused)),
        "applause": number(p.l * _demand(lesson, refused)),
        "most": number(a_star(p)),
        "tied": listed(lesson.tied),
        **how_often(lesson, "reject"),
        "lost": counted_pts(max(lesson.lost_by(k, "accept") for k in lesson.ids)),
    }


CAP = Notes(
    expect="Expect the same answer to every demand, since all demands look alike. Theory refuses in [[reject]] of "
    "[[of]] deals, and paying a patron who would stay costs up to [[lost]].",
    outcome="Students can say what a demand tells when everybody makes it: nothing; the answer tells instead.",
    debrief=(
        Question(
            ask="Every patron asks for all that she may. Whom do you pay?",
            answer="The one whose alliance costs her more than its end would: above [[low]] with the small stake, "
            "and with the large one only above [[high]].",
        ),
        Question(
            ask="Why does a patron who would stay ask at all?",
            answer="For the applause. In deal [[refused]] the demand of [[demand]] earns her [[applause]] at home, "
            "paid or not.",
        ),
        Question(
            ask="What has the challenger learnt from the demand, and what from your answer?",
            answer="From the demand nothing, for both kinds make it. Your answer tells him the kind, because you "
            "know it and answer accordingly. While the alliance stands it does him no good.",
        ),
        Question(
            ask="Up to which cap is this so?",
            answer="Up to [[most]], what the alliance is worth to you. Beyond it nobody would pay all that may be "
            "asked, and the two kinds part. At the border itself, in [[tied]], paying and refusing are worth the "
            "same.",
        ),
    ),
    mistakes=("Taking a large demand for a sign that she means to leave.",),
    numbers=_cap,
)


# --- empty threat? ---------------------------------------------------------------------------------------------------


def _no_credible_threat(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    stays = [k for k in lesson.ids if not _leaves(lesson, k)]
    both = next(k for k in lesson.where("reject") if k not in stays)
    return {
        "border": number(pi_leaves(p, "uncommitted", "low")),
        "pi": number(p.pi),
        "applause": number(p.l * _demand(lesson, 1)),
        "demand": number(_demand(lesson, 1)),
        "stays": str(len(stays)),
        "of": str(len(lesson.ids)),
        "both": str(both),
        "asked": number(_demand(lesson, both)),
        "worth": number(a_star(lesson.p(both))),
        "lost": counted_pts(lesson.lost_by(1, "accept")),
    }


NO_CREDIBLE_THREAT = Notes(
    expect="Expect the loud demand to be taken seriously because it is loud. In the first deal paying costs "
    "[[lost]], and she would have stayed.",
    outcome="Students separate what is said for an audience from what would be done.",
    debrief=(
        Question(
            ask="What happens if you say no?",
            answer="In [[stays]] of [[of]] deals nothing happens: she stays. The alliance costs her [[pi]] in the "
            "first deal, and she leaves only above [[border]].",
        ),
        Question(
            ask="Then why does she ask?",
            answer="A demand of [[demand]] earns her [[applause]] at home, whatever you answer.",
        ),
        Question(
            ask="In deal [[both]] she does leave, and refusing is right all the same. Why?",
            answer="She asks for [[asked]], and the alliance is worth [[worth]] to you. Some partings are cheaper "
            "than the price.",
        ),
    ),
    mistakes=("Paying because refusing might offend.", "Concluding that threats are never meant."),
    numbers=_no_credible_threat,
)


# --- Japan -----------------------------------------------------------------------------------------------------------


def _japan_1978(lesson: Lesson) -> Mapping[str, str]:
    first = lesson.where("accept")[0]
    friend = lesson.first(lambda k: _type(lesson, k) == "committed")
    return {
        "first": str(first),
        "pi": number(lesson.p(first).pi),
        "stake": _stake(lesson, first),
        "border": number(_threshold(lesson, first)),
        "stake_before": _stake(lesson, 1),
        "border_before": number(_threshold(lesson, 1)),
        "worth": number(a_star(lesson.p(first))),
        "friend": str(friend),
        "friend_stake": _stake(lesson, friend),
        "friend_border": number(_threshold(lesson, friend)),
    }


JAPAN_1978 = Notes(
    deals=11,
    expect="Expect payment to begin too early: the story suggests it. Theory pays for the first time in deal "
    "[[first]].",
    outcome="Students can tell the story of burden sharing with the condition under which it holds, and know that the "
    "numbers are invented.",
    debrief=(
        Question(
            ask="When did it become worth paying, and what had changed?",
            answer="In deal [[first]]. At a stake of [[stake_before]] she leaves once the alliance costs her more "
            "than [[border_before]]; at [[stake]] already above [[border]], and it costs her [[pi]]. Both changes "
            "work in the same direction.",
        ),
        Question(
            ask="How much is the most that you should pay?",
            answer="[[worth]]. That follows from the chances of winning and does not change in these deals.",
        ),
        Question(
            ask="In deal [[friend]] the same Washington has a stake of [[friend_stake]]. Do you pay?",
            answer="No. She would leave only above [[friend_border]].",
        ),
        Question(
            ask="What have we shown about Japan?",
            answer="Nothing. The numbers were chosen to fit the slides' story. The chapter on Japan has the "
            "payments that are on record, with their sources, and says what they can and cannot decide.",
        ),
    ),
    mistakes=("Citing a deal as evidence.", "Explaining payment by gratitude; nothing in the model is grateful."),
    numbers=_japan_1978,
)


def _japan_2019(lesson: Lesson) -> Mapping[str, str]:
    refused = [k for k in lesson.where("reject") if _leaves(lesson, k)]
    leaves = next(k for k in refused if lesson.p(k).l > l_star(lesson.p(k)))
    p = lesson.p(1)
    return {
        "demand": number(_demand(lesson, 1)),
        "worth": number(a_star(p)),
        "times": f"{_demand(lesson, 1) / a_star(p):.3g}",
        "stays_stake": _stake(lesson, 1),
        "leaves": str(leaves),
        "leaves_stake": _stake(lesson, leaves),
        "gain": percent(lesson.p(leaves).l),
        "border": percent(l_star(lesson.p(leaves))),
        "lost": counted_pts(lesson.lost_by(leaves, "accept")),
        "applause": number(p.l * _demand(lesson, 1)),
    }


JAPAN_2019 = Notes(
    expect="Expect nobody to pay the huge demand; expect disagreement over the ordinary ones beside it, which is "
    "where the lesson is.",
    outcome="Students can say why a demand may be made in order to be refused.",
    debrief=(
        Question(
            ask="She asks for [[times]] times what the alliance is worth to you. Does she mean to leave?",
            answer="In the first deal no: with a stake of [[stays_stake]] she stays. The demand of [[demand]] earns "
            "her [[applause]] at home, and that was the point (separating 2).",
        ),
        Question(
            ask="In deal [[leaves]] she does leave. What is different?",
            answer="Her stake is [[leaves_stake]], and her voters pay [[gain]] of what she demands, above the "
            "[[border]] from which being refused and leaving beats any deal you would accept (separating 3).",
        ),
        Question(
            ask="Should you have paid to keep her?",
            answer="No. That would cost you [[lost]] more than letting her go; [[worth]] is what you would lose.",
        ),
    ),
    mistakes=("Reading the size of a demand as the strength of a threat.", "Citing a deal as evidence about Japan."),
    numbers=_japan_2019,
)


# --- the protégé: pure equilibrium, surprise, mistakes ---------------------------------------------------------------


def _pure_equilibrium(lesson: Lesson) -> Mapping[str, str]:
    first, silent = lesson.tied[0], lesson.first(lambda k: _silent(lesson, k))
    return {
        "ties": str(len(lesson.tied)),
        "of": str(len(lesson.ids)),
        "first": str(first),
        "demand": number(a_star(lesson.p(first))),
        "silent": str(silent),
        "keeps": number(reservation(lesson.p(silent), "committed", kept=True)),
        "paid": pts(lesson.root(first)["best"]),
    }


def _silent(lesson: Lesson, k: int) -> bool:
    """Whether the patron of a deal asks for nothing."""
    return not is_demand(lesson.p(k), session(lesson.deal(k), "target").history[1])


PURE_EQUILIBRIUM = Notes(
    expect="Expect the class to look for a trick: in [[ties]] of [[of]] deals both answers are worth the same. Give "
    "it after lessons with assigned demands, never first.",
    outcome="Students see why theory's patron leaves nothing over, and recognise the three propositions by what is "
    "asked.",
    debrief=(
        Question(
            ask="In deal [[first]] paying and refusing are worth the same. Why?",
            answer="She asks for [[demand]], all that the alliance is worth to you. Paid or left, you have [[paid]].",
        ),
        Question(
            ask="In deal [[silent]] she asks for nothing. Is she generous?",
            answer="No, honest about her interest. Her voters dislike demands, and you would refuse: she would stay "
            "anyway. You keep [[keeps]].",
        ),
        Question(
            ask="Who gains from the alliance when the patron is indifferent to you?",
            answer="Where she is paid, she does, by the whole of what it is worth to you. With a patron who cares "
            "it is you.",
        ),
    ),
    mistakes=("Taking a tie for a flaw of the game.",),
    numbers=_pure_equilibrium,
)


def _surprise(lesson: Lesson) -> Mapping[str, str]:
    middle = [
        k for k in lesson.ids if 0 < most_worth_paying(lesson.p(k), _type(lesson, k), a := _demand(lesson, k)) < a
    ]
    return {**how_often(lesson, "reject"), "middle": listed(middle), **near(lesson)}


SURPRISE = Notes(
    expect="Expect the two questions to be mixed up: whether she would leave, and whether staying is worth the "
    "price. Good as a test at the end. The cheapest mistake, in deal [[near]], costs [[near_lost]].",
    outcome="Students answer two questions in turn for any numbers: would she leave, and if so, is it worth it?",
    debrief=(
        Question(
            ask="How often was refusing right?",
            answer="In [[reject]] of [[of]] deals: because she would stay, or because she asks for more than the "
            "alliance is worth, as in [[middle]].",
        ),
        Question(
            ask="Which numbers on the screen decide the first question, and which the second?",
            answer="Whether she leaves: her stake, what the alliance costs her, and what you would lose. Whether it "
            "is worth it: your chances of winning alone.",
        ),
    ),
    mistakes=("Carrying an answer over from the last deal.",),
    numbers=_surprise,
)


def _mistakes(lesson: Lesson) -> Mapping[str, str]:
    return on_mistakes(lesson, lambda k: lesson.lost_by(k, printed_answer(lesson.deal(k), _demand(lesson, k))))


def _mistakes_of_demand(lesson: Lesson) -> Mapping[str, str]:
    return on_mistakes(lesson, lambda k: lesson.lost_by(k, printed_demand(lesson.deal(k))))


MISTAKES = notes_on_mistakes(
    chapters="the three propositions",
    debrief=(
        Question(
            ask="Which mistake costs most, and which least?",
            answer="Deal [[worst]] ([[erratum]]) costs [[cost]]; the smallest costs [[least]]. The page of errata "
            "says of each whether the conclusion survives.",
        ),
        Question(
            ask="In some deals the challenger takes whoever leaves for a committed patron. May he?",
            answer="Where nobody leaves in equilibrium Bayes' rule is silent, and the slides state no belief. What "
            "he then believes decides what you would lose, so the propositions need it said.",
        ),
    ),
    numbers=_mistakes,
)

MISTAKES_OF_DEMAND = replace(MISTAKES, numbers=_mistakes_of_demand, pace=SLIDER)


# --- the patron: what to demand? -------------------------------------------------------------------------------------


def _best_at(lesson: Lesson, gain: float, type: str) -> tuple[str, str]:
    """The best demand of a patron at an audience, and its worth, where as much may be asked as in the first deal."""
    most = lesson.p(1).a_max
    k = lesson.first(
        lambda k: abs(lesson.p(k).l - gain) < TINY and _type(lesson, k) == type and lesson.p(k).a_max >= most
    )
    best = lesson.best(k)[0]
    return (number(best["do"]) if best["do"] != "no offer" else "nothing"), pts(lesson.root(k)["best"])


def _what_to_demand(lesson: Lesson) -> Mapping[str, str]:
    gains = list(dict.fromkeys(lesson.p(k).l for k in lesson.ids))
    found: dict[str, str] = {}
    for name, gain in zip(("quiet", "loud", "very"), gains):
        found[name] = percent(abs(gain))
        found[f"{name}_low"], found[f"{name}_low_worth"] = _best_at(lesson, gain, "uncommitted")
        found[f"{name}_high"], _ = _best_at(lesson, gain, "committed")
    found["cap"] = number(min(lesson.p(k).a_max for k in lesson.ids))
    found["worth"] = number(a_star(lesson.p(1)))
    return found


WHAT_TO_DEMAND = Notes(
    deals=20,
    pace=SLIDER,
    expect="Expect a demand in every deal, also from the patron who would stay: having nothing to sell is hard to "
    "accept. Where voters dislike demands her best demand is [[quiet_high]].",
    outcome="Students meet the three propositions from the inside: a demand as a price, as a performance, as a "
    "farewell.",
    debrief=(
        Question(
            ask="What did you ask for with the small stake, as your voters grew louder?",
            answer="Theory: [[quiet_low]] where demands cost you [[quiet]] of what you ask, [[loud_low]] where they "
            "earn [[loud]], and [[very_low]] where they earn [[very]]. That is worth [[quiet_low_worth]], "
            "[[loud_low_worth]] and [[very_low_worth]].",
        ),
        Question(
            ask="And with the large stake?",
            answer="Theory: [[quiet_high]], [[loud_high]] and [[very_high]]. Nobody pays you, because you would "
            "stay: what you ask is for your voters only.",
        ),
        Question(
            ask="Why not ask for a little less than [[worth]], to be on the safe side?",
            answer="The protégé knows what it would lose and pays up to [[worth]]. Every point less is given away.",
        ),
        Question(
            ask="What does a cap of [[cap]] change?",
            answer="Both kinds then ask for all of it, and the demand no longer tells them apart. Only the one who "
            "would leave is paid.",
        ),
    ),
    mistakes=(
        "Asking for what the alliance costs you instead of what it is worth to the other.",
        "Believing that a refused demand was a failure. At home it may be the success.",
    ),
    numbers=_what_to_demand,
)


# --- the gallery -----------------------------------------------------------------------------------------------------


def _the_gallery(lesson: Lesson) -> Mapping[str, str]:
    base = lesson.p(1)
    capped = lesson.p(lesson.first(lambda k: lesson.p(k).a_max < base.a_max and lesson.p(k).p_l == base.p_l))
    dear = max((lesson.p(k) for k in lesson.ids if lesson.p(k).a_max == base.a_max), key=lambda p: p.pi)
    return {
        "line": percent(l_star(base)),
        "line_capped": percent(l_star(capped)),
        "line_dear": percent(l_star(dear)),
        "deal": number(a_star(base)),
        "most": number(base.a_max),
        "most_capped": number(capped.a_max),
        "pi": number(base.pi),
        "pi_dear": number(dear.pi),
        **near(lesson),
    }


THE_GALLERY = Notes(
    deals=20,
    pace=SLIDER,
    expect="Expect a deal to be struck too often: being refused and leaving feels like failure even where it pays "
    "more. In deal [[near]] the two differ by only [[near_lost]].",
    outcome="Students can explain a breakdown that nobody wanted for its own sake, and name what it was traded for.",
    debrief=(
        Question(
            ask="How loud must the applause be before you would rather be refused?",
            answer="Above [[line]] of what you demand, in the first deals (the slides' l*). Below it ask for "
            "[[deal]] and be paid, above it ask for [[most]] and go.",
        ),
        Question(
            ask="You may ask for [[most_capped]] at most. Is leaving now more or less tempting?",
            answer="Less: the line rises to [[line_capped]]. There is less to applaud.",
        ),
        Question(
            ask="And if the alliance costs you [[pi_dear]] instead of [[pi]]?",
            answer="More: the line falls to [[line_dear]]. There is less to lose by going.",
        ),
    ),
    mistakes=("Asking for something in between. It is neither paid nor applauded as much as the most would be.",),
    numbers=_the_gallery,
)


# --- stay or go? -----------------------------------------------------------------------------------------------------


def _stay_or_go(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    return {
        **_window(p),
        **_stakes(p),
        "lost": number(a_star(p)),
        "kept": number(p.beta_hi * (p.p_h - p.c_T)),
        "left": number(p.beta_hi * p.p_m - p.c_A),
        **near(lesson),
    }


STAY_OR_GO = Notes(
    expect="Expect staying out of loyalty and leaving out of pride. Neither is in the payoffs. The cheapest "
    "mistake, in deal [[near]], costs [[near_lost]].",
    outcome="Students can work out when a threat would be carried out, which is what makes it credible.",
    debrief=(
        Question(
            ask="At which cost of the alliance did you begin to leave?",
            answer="Theory leaves above [[low]] with a stake of [[stake_low]], and above [[high]] with one of "
            "[[stake_high]].",
        ),
        Question(
            ask="Where does the [[low]] come from?",
            answer="Your protégé loses [[lost]] when you go, and you feel [[stake_low]] of that.",
        ),
        Question(
            ask="The other stake is larger. Why is the line only [[high]]?",
            answer="Because you would fight for it even after leaving. With the alliance you have [[kept]] from the "
            "peace, without it [[left]] from a war at worse odds.",
        ),
        Question(
            ask="Did it matter how much you had demanded, or how your voters liked it?",
            answer="No. That is earned either way. Only what staying or going changes counts.",
        ),
    ),
    mistakes=("Counting the demand as lost by leaving. It was refused already.",),
    numbers=_stay_or_go,
)


# --- cheap and dear --------------------------------------------------------------------------------------------------


def _cheap_and_dear(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    low, high = window(p)
    alike = [k for k in lesson.ids if _type(lesson, k) == "uncommitted" and abs(lesson.p(k).l - p.l) < TINY]
    cheap = next(k for k in alike if lesson.p(k).pi <= low)
    dear = next(k for k in alike if low < lesson.p(k).pi <= high)
    return {
        "cheap": str(cheap),
        "dear": str(dear),
        "pi_cheap": number(lesson.p(cheap).pi),
        "pi_dear": number(lesson.p(dear).pi),
        "cheap_worth": pts(lesson.root(cheap)["best"]),
        "dear_worth": pts(lesson.root(dear)["best"]),
        **_window(p),
        **_stakes(p),
        "most_low": number(a_star(p)),
        "most_high": number(d1(p)),
        "p_m": percent(p.p_m),
    }


CHEAP_AND_DEAR = Notes(
    pace=SLIDER,
    deals=20,
    expect="Expect demands from patrons to whom the alliance costs next to nothing. They are refused: a threat that "
    "would cost its maker more than it saves is believed by nobody who can count.",
    outcome="Students can map the cost of an alliance to what can be asked for it.",
    debrief=(
        Question(
            ask="From which cost on are you paid?",
            answer="Above [[low]] with a stake of [[stake_low]], above [[high]] with one of [[stake_high]]. Below "
            "that nobody pays, whatever is asked.",
        ),
        Question(
            ask="How much are you paid?",
            answer="Up to [[most_low]] by a protégé that would be alone, and up to [[most_high]] by one for which "
            "you would still fight, at [[p_m]].",
        ),
        Question(
            ask="So does a patron do well to let her alliances become expensive?",
            answer="Once, where the threat becomes true: from deal [[cheap]] to deal [[dear]] its cost rises from "
            "[[pi_cheap]] to [[pi_dear]] and her total from [[cheap_worth]] to [[dear_worth]], for only now is she "
            "paid. After that every further point of cost is a point lost.",
        ),
    ),
    mistakes=("Asking for more because the alliance costs more. The price is what it is worth to the other.",),
    numbers=_cheap_and_dear,
)


# --- the challenger --------------------------------------------------------------------------------------------------


def _history(lesson: Lesson, k: int):
    return session(lesson.deal(k), "challenger").history


def _belief(lesson: Lesson, k: int) -> float:
    return belief(lesson.p(k), _history(lesson, k))


def _who_left(lesson: Lesson) -> Mapping[str, str]:
    p = lesson.p(1)
    left = [k for k in lesson.ids if read(_history(lesson, k)).n == "withdrawal"]
    sure = next(k for k in left if _belief(lesson, k) < TINY)
    high = next(k for k in left if _belief(lesson, k) > mu_star(lesson.p(k)))
    return {
        "mu_star": percent(mu_star(p)),
        "prior": percent(p.phi),
        "prior_high": percent(lesson.p(high).phi),
        "high": str(high),
        "sure": str(sure),
        "belief_sure": percent(_belief(lesson, sure)),
        "low_offer": number(offer(p, "low")),
        "middle": number(offer(p, "middle")),
        "pi_sure": number(lesson.p(sure).pi),
        "border": number(pi_leaves(lesson.p(sure), "committed", "low")),
        "lost_low": counted_pts(lesson.lost_by(high, offer(lesson.p(high), "low"))),
        "lost_middle": counted_pts(lesson.lost_by(1, offer(p, "middle"))),
    }


WHO_LEFT = Notes(
    pace=SLIDER,
    expect="Expect “she left, so she does not care” in every deal. Where both kinds of patron leave, leaving tells "
    "nothing, and in deal [[high]] the low offer costs [[lost_low]] on average.",
    outcome="Students apply Bayes' rule where an action is common to all kinds, and see what a belief is worth.",
    debrief=(
        Question(
            ask="She left. How likely is it that she would still fight?",
            answer="In the first deal [[prior]], as before: both kinds leave. In deal [[sure]] it is "
            "[[belief_sure]]: there the alliance costs [[pi_sure]], and a committed patron leaves only above "
            "[[border]].",
        ),
        Question(
            ask="From which belief on should you offer more than [[low_offer]]?",
            answer="From [[mu_star]] on offer [[middle]], below it [[low_offer]] (the book's mu*). At "
            "[[prior_high]], in deal [[high]], the low offer costs [[lost_low]]; in the first deal the higher one "
            "costs [[lost_middle]].",
        ),
        Question(
            ask="Why never something between the two?",
            answer="The protégé takes what a war is worth to it, and that is one of two amounts. Anything between "
            "buys nobody more than the lower one.",
        ),
    ),
    mistakes=("Believing that leaving always shows lack of resolve.", "Splitting the difference."),
    numbers=_who_left,
)


def _what_a_demand_tells(lesson: Lesson) -> Mapping[str, str]:
    paid = lesson.first(lambda k: read(_history(lesson, k)).n == "sharing")
    stayed = lesson.first(lambda k: read(_history(lesson, k)).n == "free-riding" and _belief(lesson, k) > 1 - TINY)
    mute = lesson.first(lambda k: TINY < _belief(lesson, k) < 1 - TINY)
    p = lesson.p(1)
    return {
        "paid": str(paid),
        "paid_belief": percent(_belief(lesson, paid)),
        "stayed": str(stayed),
        "stayed_belief": percent(_belief(lesson, stayed)),
        "mute": str(mute),
        "mute_belief": percent(_belief(lesson, mute)),
        "pi": number(lesson.p(mute).pi),
        "border": number(pi_leaves(lesson.p(mute), "uncommitted", "low")),
        "enough": number(reservation(p, "committed", kept=True)),
        "p_h": percent(p.p_h),
        "c_T": number(p.c_T),
    }


WHAT_A_DEMAND_TELLS = Notes(
    pace=SLIDER,
    expect="Expect offers that follow the belief, low where the patron seems not to care. That is the mistake the "
    "lesson is made for: while the alliance stands she fights either way.",
    outcome="Students separate learning something from being able to use it.",
    debrief=(
        Question(
            ask="The protégé paid (deal [[paid]]). Who is the patron? And where it refused and she stayed (deal "
            "[[stayed]])?",
            answer="She is committed with a chance of [[paid_belief]] where it paid, for only the other kind is "
            "ever paid, and of [[stayed_belief]] where it refused and she stayed.",
        ),
        Question(
            ask="In deal [[mute]] you learn nothing. Why?",
            answer="The belief stays at [[mute_belief]]. The alliance costs her [[pi]], less than the [[border]] "
            "from which anybody leaves: all ask for the most, all are refused, all stay.",
        ),
        Question(
            ask="What is the knowledge worth to you?",
            answer="Nothing, while the alliance stands. You offer [[enough]] in any case: a chance of [[p_h]] of "
            "winning, less the [[c_T]] that a war costs the protégé.",
        ),
    ),
    mistakes=("Offering less because the patron seems weak.",),
    numbers=_what_a_demand_tells,
)

NOTES: Mapping[str, Notes] = {
    "protege/bluff": BLUFF,
    "protege/what-is-it-worth": WHAT_IS_IT_WORTH,
    "protege/cap": CAP,
    "protege/no-credible-threat": NO_CREDIBLE_THREAT,
    "protege/japan-1978": JAPAN_1978,
    "protege/japan-2019": JAPAN_2019,
    "protege/pure-equilibrium": PURE_EQUILIBRIUM,
    "protege/surprise": SURPRISE,
    "protege/mistakes": MISTAKES,
    "patron/what-to-demand": WHAT_TO_DEMAND,
    "patron/the-gallery": THE_GALLERY,
    "patron/stay-or-go": STAY_OR_GO,
    "patron/cheap-and-dear": CHEAP_AND_DEAR,
    "patron/mistakes": MISTAKES_OF_DEMAND,
    "challenger/who-left": WHO_LEFT,
    "challenger/what-a-demand-tells": WHAT_A_DEMAND_TELLS,
}
"""By board and lesson, as decks are named."""
