"""Claims of the slides "Japan 1978", "Japan 2019" and "Appendix 5".

What happened in Washington and Tokyo no computation can settle. Two things can be computed: what the payments were, as
far as a source was found (`japan`), and which equilibria a record of this kind is consistent with.
"""

from __future__ import annotations

from dataclasses import replace

from alliancelib.core.ledger import HOLDS, OPEN, READING, Claim, Finding, Region, trial
from alliancelib.cost_sharing import japan, paper
from alliancelib.cost_sharing.claims_regions import (
    ASSUMED,
    SOURCE,
    WIDE,
    WIDEST,
    paths,
    printed_window,
    same,
    where_1,
    where_2,
    where_cap,
)
from alliancelib.cost_sharing.model import Params

LATER = (2020, 2021, 2022, 2023, 2024)
"""The fiscal years after the request."""


def entered_in_1978() -> Finding:
    """What a record of payments shows: an uncommitted patron who is paid, in separating 1 and elsewhere."""
    one, others = where_1(), (where_2(), where_cap())

    def pays(region: Region, p: Params) -> bool:
        path = paths(region)[p]["uncommitted"]
        return path.accepted and not path.withdraws

    elsewhere = [(region, p) for region in others for p in region.points]
    return Finding(
        printed=one.tried(lambda p: pays(one, p), "the record fits: in separating 1 an uncommitted patron is paid"),
        readings=(
            trial(
                f"the record shows it: no payment in separating 2 or under the cap, {len(elsewhere):,} points ({WIDE})",
                elsewhere,
                lambda one: not pays(*one),
            ),
        ),
        twin=one.tried(lambda p: paths(one)[p]["committed"].accepted, "in separating 1 a committed patron is paid"),
        values={"first": japan.amounts()[0].year, "yen": f"{japan.amounts()[0].billion_yen:.1f}"},
    )


def failed_in_2019() -> Finding:
    """What Japan paid after the request, against what was asked for."""
    before = japan.amount(2019).billion_yen
    asked = 4 * before

    def share(year: int) -> float:
        """The part of the rise that was asked for which had come about."""
        return (japan.amount(year).billion_yen - before) / (asked - before)

    words = f"fiscal years {LATER[0]} to {LATER[-1]}"
    return Finding(
        printed=trial(f"{words}, less than a tenth of the rise", LATER, lambda year: share(year) < 0.1),
        twin=trial(f"{words}, no rise at all", LATER, lambda year: share(year) <= 0),
        values={
            "before": f"{before:.1f}",
            "asked": f"{asked:.1f}",
            "extension": f"{japan.amount(2021).billion_yen:.1f}",
            "last": f"{japan.amount(LATER[-1]).billion_yen:.1f}",
            "share": f"{max(map(share, LATER)):.1%}",
        },
    )


def second_equilibrium_in_2019() -> Finding:
    """A loud demand, a refusal, a patron who stays: in separating 2, and below (7), where no threat is credible."""
    where = where_2()

    def cheap(p: Params) -> Params:
        """The same world with an alliance so cheap that nobody would leave it."""
        return replace(p, pi=min(printed_window(p)) / 2)

    words = rf"{ASSUMED}, (8), (9), $\bar a$ up to ${WIDEST:g}a^*$, $\pi$ at half of the lower end of (7)"
    under = where.moved(words, cheap)
    other = dict(zip(where.points, under.points))

    def seen(p: Params) -> bool:
        path = paths(where)[p]["committed"]
        return same(path, paper.separating_2(p).play["committed"])

    def alike(p: Params) -> bool:
        return same(paths(where)[p]["committed"], paths(under)[other[p]]["committed"])

    return Finding(
        printed=where.tried(seen, "the record fits: the committed patron of separating 2"),
        readings=(where.tried(lambda p: not alike(p), "the record shows it: another one if the alliance were cheap"),),
        twin=where.tried(
            lambda p: same(paths(where)[p]["uncommitted"], paths(where)[p]["committed"]),
            "an uncommitted patron as well",
        ),
        values={"alike": sum(map(alike, where.points)), "all": len(where.points)},
    )


JAPAN = (
    Claim(
        id="cs-1978-entered",
        source=SOURCE,
        where="slide Japan 1978",
        says="Japan entered the first separating equilibrium in 1978.",
        kind="interpretation",
        expects=READING,
        found="The payments began in fiscal year [[first]], with [[yen]] billion yen, and a payment is what the "
        "first equilibrium predicts if the patron is uncommitted. So the record fits. It does not show this "
        "equilibrium, since an uncommitted patron is paid in separating 2 and under the cap as well.",
        check=entered_in_1978,
        deal="protege/japan-1978/9",
    ),
    Claim(
        id="cs-1978-pi",
        source=SOURCE,
        where="slide Japan 1978",
        says=r"What the alliance cost the United States, $\pi$, was rising.",
        kind="empirical",
        expects=OPEN,
        found=r"Nobody has measured $\pi$. That American auditors urged more cost sharing by Japan in June 1977, "
        "labour costs included, is sourced; a series of the costs themselves is not.",
    ),
    Claim(
        id="cs-1978-pi-cause",
        source=SOURCE,
        where="slide Japan 1978",
        says="It rose because of Japan's economic growth and inflation.",
        kind="empirical",
        expects=OPEN,
        found="The sources of this book have nothing on it for the 1970s. A newspaper of 1986 makes the rise of the "
        "yen the reason why labour costs became an issue: a later year and another cause.",
    ),
    Claim(
        id="cs-1978-beta",
        source=SOURCE,
        where="slide Japan 1978",
        says=r"What the issue was worth to the United States, $\beta$, was falling.",
        kind="empirical",
        expects=OPEN,
        found=r"Not observable, and not verified. In the model, a fall of $\underline\beta$ and a rise of $\pi$ both "
        "help across the lower end of (7), so that the payments alone cannot tell which of the two did it.",
    ),
    Claim(
        id="cs-1978-beta-cause",
        source=SOURCE,
        where="slide Japan 1978",
        says="It fell with the end of the war in Vietnam, détente, and the approach to China.",
        kind="empirical",
        expects=OPEN,
        found="The three events are well known. That they lowered what Japan was worth to Washington is an "
        "interpretation, on which the sources of this book have nothing.",
    ),
    Claim(
        id="cs-1978-credible",
        source=SOURCE,
        where="slide Japan 1978",
        says="The American threat of abandonment was credible.",
        kind="empirical",
        expects=OPEN,
        found=r"Not verified. Credible, in the model, means that (7) holds at its lower end, $\pi > \underline\beta "
        "a^*$, and neither side of that line was measured.",
        deal="protege/japan-1978/9",
    ),
    Claim(
        id="cs-1978-credible-cause",
        source=SOURCE,
        where="slide Japan 1978",
        says="It was credible because of withdrawals from other Asian countries and threats by the government.",
        kind="empirical",
        expects=OPEN,
        found="Not verified: the sources of this book have nothing on the withdrawals or the threats.",
    ),
    Claim(
        id="cs-2019-failed",
        source=SOURCE,
        where="slide Japan 2019",
        says="The United States did not get its concession from Japan in 2019.",
        kind="empirical",
        expects=HOLDS,
        found="Asked for about four times [[before]], that is [[asked]] billion yen, Japan budgeted [[extension]] in "
        "the year of the extension and [[last]] in 2024: in any year at most about [[share]] of the rise that was "
        "asked for. So a little more was paid; and the agreement for 2022 to 2026 came under the next president.",
        check=failed_in_2019,
        deal="protege/japan-2019/1",
    ),
    Claim(
        id="cs-2019-equilibrium",
        source=SOURCE,
        where="slide Japan 2019",
        says="Japan in 2019 was in the second separating equilibrium, and so the model can explain the failure.",
        kind="interpretation",
        expects=READING,
        found="A loud demand, a refusal and a patron who stays are what separating 2 predicts of a committed patron. "
        "They are also, to the letter, what either type does if the alliance is so cheap that no threat is credible: "
        "at [[alike]] of [[all]] points. The record fits, and cannot choose.",
        check=second_equilibrium_in_2019,
        deal="protege/japan-2019/1",
        erratum="CS-14",
    ),
    Claim(
        id="cs-2019-leverage",
        source=SOURCE,
        where="slide Japan 2019",
        says="Trump saw a threat of abandonment as leverage for a concession.",
        kind="empirical",
        expects=OPEN,
        found="A motive, on which the sources of this book have nothing. By Reuters' account the request was "
        "delivered in July 2019 by his national security adviser; Japan's foreign ministry denied it; he himself "
        "said in December that he had asked for more.",
    ),
    Claim(
        id="cs-2019-not-credible",
        source=SOURCE,
        where="slide Japan 2019",
        says="The threat was not credible enough, because of his relation to Shinzo Abe and his commitment to "
        "Japan's security.",
        kind="empirical",
        expects=OPEN,
        found="Not verified, and what was seen does not depend on it: see the row on the second equilibrium.",
    ),
    Claim(
        id="cs-2019-domestic",
        source=SOURCE,
        where="slide Japan 2019",
        says="He was concerned mainly with politics at home, where isolationism was strong.",
        kind="empirical",
        expects=OPEN,
        found="Not verified: there is no measure of $l$ in the sources of this book.",
    ),
    Claim(
        id="cs-figure-japan",
        source=SOURCE,
        where="slide Appendix 5",
        says="Figure: Japan's cost sharing over time.",
        kind="empirical",
        expects=OPEN,
        found="In the text that we have only the caption is left, without numbers, unit or source. The book draws "
        "host nation support proper, which fits the slides' 1978 and their two billion dollars; that this is the "
        "figure's series is an inference.",
    ),
)
