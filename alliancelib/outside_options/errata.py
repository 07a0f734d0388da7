"""Errata to the paper on outside options, each with numbers that are computed anew.

The text is an early working paper, in a copy that was read by a scanner, so that a slip of print may be the copy's. The
authors may have corrected any of it since; of the article of 2010 only the abstract was seen.
"""

from __future__ import annotations

from alliancelib.core.ledger import Erratum
from alliancelib.outside_options.claims_regions import SOURCE
from alliancelib.outside_options.errata_counterexamples import (
    a_discounted_cost,
    at_one_cost_and_not_another,
    dear_goods,
    ends_of_ranges,
    flat_in_the_cost,
    gamble_is_worse,
    larger_is_not_better,
    no_free_search,
    not_concave,
    not_what_ends_it,
    nothing_alone,
    now_or_later,
    one_delta_for_all_costs,
    only_one_gains,
    rises_as_it_gets_cheaper,
    two_worths_of_a_search,
    waits_at_delta_1,
    what_the_bound_does,
    worthless_search,
)

ERRATA = (
    Erratum(
        id="FR-1",
        source=SOURCE,
        title="A search can cost more than it brings",
        where="footnote 8 and section 3.1.1; with it Tables 1 and 2, Lemma 2 and Proposition 1",
        kind="error",
        size="major",
        printed=r'"It is easy to see that $r^* \ge \phi - 1$", for $0 \le c \le 1/2$.',
        correct=r"$r^* \ge \phi - 1$ exactly if $c \le (2 - \phi)^2/2$. Above that cost nobody searches, the outside "
        r"option is worth nothing, and player 1 offers $\phi - 1$. Nor does anything keep $c$ below 1/2.",
        shown=r"At [[at]], in the declared domain, the bound is [[bound]] and $r^*$ = [[printed]], less than $\phi - "
        "1$ = [[least]]. To that offer player 2 can say three things: accept, [[accept]], search, [[search]], or "
        "wait, [[advance]]. He waits, and she, whom Proposition 1 promises [[promised]], earns [[earned]]. The right "
        "offer [[right]] earns her [[hers]]. It is the same at [[beyond]], which the paper rules out.",
        counterexample=worthless_search,
        survives=r"Up to $c = (2 - \phi)^2/2$ everything stands. Beyond it the good is still produced at once and by "
        "the alliance; the offer and both payoffs change.",
        deal="player-2/worthless-search/7",
    ),
    Erratum(
        id="FR-2",
        source=SOURCE,
        title="The gamble is not always better than $r^*$",
        where="appendix, end of the proof of Proposition 2, and footnote 15",
        kind="error",
        size="minor",
        printed=r"$\omega(\bar r_1) \ge \omega(\hat r_1) > 1 - r^*$ whenever $1 - r^* < 1/4$; the algebra is only "
        "sketched.",
        correct=r"It holds for $\delta \ge 3/4$, and no smaller number will do: as $c \to 1/32$ and $\phi \to 3/2$ "
        r"the difference tends to $\delta(4\delta - 3)/64$.",
        shown=r"At [[at]], where $\underline\delta$ = [[bound]], the best gamble $\bar r_1$ = [[offer]] earns "
        "[[gamble]] and buying him off [[sure]]. She offers [[right]], and the alliance breaks with probability "
        "[[breaks]].",
        counterexample=gamble_is_worse,
        survives=r"Proposition 2 stands for patient players, and outside a small corner near $c = 1/32$ and $\phi = "
        "3/2$ for all others of its domain. In the corner player 1 does as in Proposition 1.",
        deal="player-2/pure-equilibrium/5",
    ),
    Erratum(
        id="FR-3",
        source=SOURCE,
        title=r"No $\delta < 1$ is patient enough for every cost",
        where="section 5, Figure 4 (and Figure 3, if it is drawn in the same way)",
        kind="outside domain",
        size="minor",
        printed=r"Player 2's expected utility over the whole range of $c$ at $\phi = 1.1$ and $\delta = .99$.",
        correct=r"The bound $\underline\delta$ goes to 1 as $c$ goes to 0, so that the formulas hold from some "
        "positive cost on only.",
        shown="[[delta]] is too little below $c$ = [[start]], [[part]] of the range up to 1/32. At [[at]] the bound "
        "is [[bound]]. With a partner who pays [[x1]] Table 2 says wait, worth [[later]]; taking him is worth "
        "[[now]]. The formulas give player 1 [[eu_1]], player 2 [[eu_2]], and a new alliance the probability [[new]].",
        counterexample=one_delta_for_all_costs,
        survives="Her first offer is right all the same, the payoffs nearly so, and the maximum of Figure 4 lies "
        "elsewhere. The probability of a new alliance suffers most.",
        deal="player-2/mistakes/5",
    ),
    Erratum(
        id="FR-4",
        source=SOURCE,
        title="Goods that cost more than 3/2",
        where="section 3, section 3.1.2 and section 5",
        kind="outside domain",
        size="minor",
        printed=r"The logic is the same for all $\phi$; after no first search the constraint $r_2 \ge \max\{x_1, \phi "
        r"- 1\}$ need not be considered; for a dear good the strategies would not change.",
        correct=r"The steps are the same with $\max\{1/2, \phi - 1\}$ for 1/2 and $(2 - \phi)(\phi - 1)$ for 1/4, so "
        r"that player 1 buys him off from $[(2 - \phi)(\phi - 1)]^2/2$ on, which is less than 1/32.",
        shown="At [[at]] a second offer of 1/2 earns her [[half]], and one of [[least]] earns [[floor]]. At [[cost]] "
        "Proposition 2 would have her open with [[literal]], which earns [[earned]]; buying him off with [[star]] "
        "earns [[right]].",
        counterexample=dear_goods,
        survives=r"The paper states its results for $\phi < 3/2$ and sets this case aside. It matters where section 5 "
        "speaks of dear goods (FR-13).",
        deal="player-2/mistakes/1",
    ),
    Erratum(
        id="FR-5",
        source=SOURCE,
        title="A search today is not discounted",
        where="appendix, proof of Lemma 2, last line of the second chain",
        kind="error",
        size="minor",
        printed=r"$-c + \int_0^{1/2}\delta(1 - \phi + \frac12)dx_1 + \int_{1/2}^1 \delta(1 - \phi + x_1)dx_1 = "
        r"\delta\theta(\frac12)$.",
        correct=r"The left side is $\delta\theta(\frac12) - (1 - \delta)c$.",
        shown="At [[at]] it is [[third]] and should exceed [[target]]: [[missing]] is missing. The line before, "
        "[[second]], would do here, and the true worth of searching is [[searches]].",
        counterexample=a_discounted_cost,
        survives=r"Lemma 2 does, and for every $\delta < 1$. Let $M$ be the worth of waiting and $s = \phi - 1 + M$. "
        "After a search he can still have $M$, or the draw, so that searching is worth at least $M + (1 - s)^2/2 - "
        "c$, which is more than $M$ because $s < r^*$.",
        deal="player-2/mistakes/6",
    ),
    Erratum(
        id="FR-6",
        source=SOURCE,
        title="Perfect patience: waiting is as good as searching",
        where=r"Lemma 2 and Proposition 1, at $\delta = 1$",
        kind="error",
        size="tiny",
        printed=r"For $\delta \in [\underline\delta, 1]$ player 2 searches below $r^*$, and the equilibrium of "
        "Proposition 1 is unique.",
        correct=r"At $\delta = 1$ and $c \ge 1/32$ he waits below $r^*$, by the paper's first tie rule, and player 1 "
        "may open with anything up to $r^*$.",
        shown="At [[at]] and a first offer of 1/2, searching is worth [[search]] and waiting, which is sure, "
        "[[advance]]. First offers of [[offers]] all earn her [[hers]], as $r^*$ does.",
        counterexample=waits_at_delta_1,
        survives=r"Both players' payoffs do, and everything does for $\delta < 1$. A fourth tie rule, now before an "
        "equal sure outcome later, selects the printed equilibrium.",
        deal="player-2/mistakes/7",
    ),
    Erratum(
        id="FR-7",
        source=SOURCE,
        title="A tie that the three rules leave open",
        where=r"section 2 and Table 2, at $\delta = 1$",
        kind="unstated",
        size="tiny",
        printed="Three tie rules; after a draw $x_1 > r^*$ player 2 takes it (Table 2).",
        correct=r"At $\delta = 1$ he is indifferent between the draw now and her match of it later, and none of the "
        "three rules decides. Table 2 needs a fourth: now before an equal sure outcome later.",
        shown="At [[at]], with [[x1]] in hand, either is worth [[worth]]. If he takes such draws the alliance breaks "
        "with probability [[now]]; if he waited, with [[later]].",
        counterexample=now_or_later,
        survives=r"Every $\delta < 1$, however close to 1, selects what the table says.",
        deal="player-2/mistakes/8",
    ),
    Erratum(
        id="FR-8",
        source=SOURCE,
        title="New alliances can become more likely as searching gets cheaper",
        where="section 4",
        kind="error",
        size="major",
        printed="In the equilibrium of Proposition 2 the probability of forming a new alliance decreases as the "
        "search cost becomes smaller.",
        correct=r"Where the first offer is the lower end of its range, the probability is $(1 - \delta)(2 - \phi) + "
        r"\frac18 + \delta y - (\delta + \frac12)y^2$ with $y = 1 - \tilde r$. As searching gets cheaper it rises "
        r"down to $c^\circ = \frac12[\delta(1 + \delta)/(1 + 2\delta)^2]^2$ and falls only below.",
        shown=r"At [[at]], where $c^\circ$ = [[peak]], it is [[before]] at [[dear]] and [[after]] at [[cheap]]. At "
        "[[hasty]] the declared domain begins at $c$ = [[start]], and from there it falls in $c$ throughout, from "
        "[[first]] to [[last]].",
        counterexample=rises_as_it_gets_cheaper,
        survives="The relationship is not monotone, as the abstract says, for patient players: 0, then high, then "
        "lower as searching gets still cheaper. For less patient players it can be monotone inside the declared "
        "domain.",
        deal="player-2/tie-your-own-hands/1",
    ),
    Erratum(
        id="FR-9",
        source=SOURCE,
        title="What ends the alliance is not a draw above the first offer",
        where="section 4 and footnote 13",
        kind="error",
        size="minor",
        printed=r"As $\bar r_1$ gets larger it is more difficult to find an outside offer that is better, which means "
        "that the probability of forming a new alliance decreases.",
        correct="A draw above $r_1^*$ ends the alliance at once, and a second draw that beats her match ends it "
        r"later; $r_1^*$ and $\tilde r$ decide. At the lower end of its range $\bar r_1$ has no influence: he comes "
        "back to it after draws up to 1/2, whatever it is.",
        shown="At [[at]] she offers [[offer]]. A draw is higher with probability [[beaten]]; a new alliance has "
        "probability [[new]]. With [[above]] he waits, and with [[below]] as well, although the one beats her offer "
        "and the other does not.",
        counterexample=not_what_ends_it,
        survives="The finding that the relationship is not monotone, for patient players (FR-8), for another reason.",
        deal="player-2/pure-equilibrium/1",
    ),
    Erratum(
        id="FR-10",
        source=SOURCE,
        title="As good need not be as large",
        where="footnote 12",
        kind="error",
        size="minor",
        printed="If the original maximiser is available after the decrease of the cost, the new maximiser is at least "
        "as good as the old one; if not, it is larger. So the first offer increases.",
        correct=r"The first half compares what offers are worth and not how large they are. For uniform offers $\bar "
        r"r_1$ does fall in $c$, by its closed form: with slope $-\delta$ at the lower end and $-\delta/(1 + \bar x)$ "
        "inside the range.",
        shown="The argument uses nothing about the offers. Where partners pay 0, .75 or 1 with probabilities .3, .4 "
        "and .3, [[at]], the offer below which she is refused rises from [[low]] to [[high]] as the cost goes from "
        "[[dear]] to [[cheap]], and the best offer drops from [[before]] to [[after]].",
        counterexample=larger_is_not_better,
        survives="For uniform offers, yes.",
        deal="player-2/mistakes/9",
    ),
    Erratum(
        id="FR-11",
        source=SOURCE,
        title="Not for any distribution of offers",
        where="footnote 13",
        kind="error",
        size="minor",
        printed=r"The proof of the non-monotonicity only requires that it is harder to find a better offer as $\bar "
        "r_1$ increases, which is true for any well-defined cumulative distribution function, continuous or discrete.",
        correct="What is required is true of every distribution, and the conclusion is not.",
        shown="Let partners pay 0 or .9, with probabilities .6 and .4 ([[at]]). At every cost up to [[switch]] the "
        "alliance breaks with probability [[chance]], and above it never, while the first offer climbs from [[low]] "
        "to [[high]] as searching gets cheaper.",
        counterexample=flat_in_the_cost,
        survives="For uniform offers, and for the Beta distributions that we tried with patient players.",
        deal="player-2/mistakes/10",
    ),
    Erratum(
        id="FR-12",
        source=SOURCE,
        title="A comparison that depends on the cost",
        where="footnote 13, last sentence",
        kind="error",
        size="tiny",
        printed=r"If $\omega(\bar r_1) < 1 - r^*$, then, obviously, player 1 offers $r_1 = r^*$ for all values of "
        "$c$.",
        correct="For those values of $c$ at which the inequality holds.",
        shown="At [[at]] she buys him off with [[sure]] at [[dear]], and lets him look with [[offer]] at [[cheap]]. "
        "Both costs are in the declared domain.",
        counterexample=at_one_cost_and_not_another,
        survives="The sentence does, cost by cost.",
        deal="player-2/mistakes/3",
    ),
    Erratum(
        id="FR-13",
        source=SOURCE,
        title="Free search is never best",
        where=r"section 5, from $\phi$ near 3/2 on",
        kind="error",
        size="major",
        printed=r"As $\phi$ gets larger, for example near 3/2, player 2's expected utility is greatest when $c = 0$, "
        r"and there is a $\phi^*$ from which he is better off without political costs on searching.",
        correct="Near 3/2 he still prefers $c^* = 1/32$. If nothing but $c = 0$ and 1/32 are compared there is a "
        r"$\phi^*$, above 3/2. If the cost can suit the good, some positive cost is better at every $\phi$ and "
        r"$\delta$ that we tried, at $\delta = 1$ by exactly $(2 - \phi)^3/3$ above 3/2. And $c = 0$ is not in the "
        "model, in which $c > 0$.",
        shown=r"At [[delta]] and $\phi = 3/2$ free search gives him [[edge_free]], 1/32 gives [[edge_star]]. At "
        "[[phi]] free search gives [[free]], 1/32 gives [[star]], and [[switch]] gives [[best]]. With 1/32 alone to "
        r"compare, $\phi^*$ = [[phi_star]].",
        counterexample=no_free_search,
        survives="That dear goods call for less integration does: the best cost falls above 3/2. That they call for "
        "none does not, with uniform offers and two periods.",
        deal="player-2/tie-your-own-hands/6",
    ),
    Erratum(
        id="FR-14",
        source=SOURCE,
        title="Whose welfare, and compared with what",
        where="section 5, after Figure 4",
        kind="unstated",
        size="minor",
        printed="Players enjoy welfare improvement when they are members of an alliance than when they are not.",
        correct="Compared with having no ally, both do. Compared with free search, which is what Figure 4 compares, "
        "player 2 does, and a patient player 1 loses.",
        shown="At [[at]], from free search to 1/32, his expected payoff goes from [[his]] and hers from [[hers]]. At "
        "costs from [[low]] to [[high]] both are better off than with free search.",
        counterexample=only_one_gains,
        survives="For player 2; for both at somewhat higher costs than $c^*$.",
        deal="player-2/tie-your-own-hands/1",
    ),
    Erratum(
        id="FR-15",
        source=SOURCE,
        title="A payoff that jumps is not concave",
        where="section 3.1.1, after eq. (5)",
        kind="error",
        size="minor",
        printed=r"Since $u_2(r_2)$ is concave in $r_2$, $\tilde r$ is always going to be less than or equal to $r^*$.",
        correct=r"$u_2$ jumps up at $r^*$. The conclusion follows from (5) in one line: $1 - r^* = (1 - \tilde "
        r"r)\tilde r < 1 - \tilde r$.",
        shown="At [[at]] second offers of [[offers]] earn [[earn]], and one just below the last only [[below]]. "
        r"$\tilde r$ = [[tilde]].",
        counterexample=not_concave,
        survives="It does, with a strict sign.",
        deal="player-2/hold-74/1",
    ),
    Erratum(
        id="FR-16",
        source=SOURCE,
        title="The ends of ranges",
        where="Tables 1 and 2, proofs of Lemma 1 and Proposition 2",
        kind="slip",
        size="tiny",
        printed=r"Table 1 has $(1/2, \tilde r]$ and $(\tilde r, r^*]$, with more than $x_1$ offered on the second; "
        r"Table 2 has $(\tilde r, r_1^*]$ where he waits; Lemma 1's proof has $1 - x_1 > 0$; a unique $x_1 \in (1/2, "
        r"\tilde r)$ belongs to each $r_1$ of the closed interval.",
        correct=r"By the paper's first tie rule $\tilde r$ belongs to the range of $r^*$; at $r^*$ she offers just as "
        "much; at $r_1^*$ he takes the draw, as he does above; $1 - x_1 > 0$ needs $x_1 < 1$; the ends of $[1/2, "
        r"\tilde r]$ are included.",
        shown=r"At [[at]]: after $x_1 = \tilde r$ = [[tilde]] she offers [[stop]]; after $x_1 = r_1^*$ = [[jump]] he "
        "takes it; after $x_1 = 1$ every second offer earns her nothing; and the best first offer, [[offer]], belongs "
        "to the draw 1/2.",
        counterexample=ends_of_ranges,
        survives="Everything else: single draws have probability zero. In the proof of Proposition 2 the usual "
        "optimum lies at an end.",
        deal="player-2/mistakes/2",
    ),
    Erratum(
        id="FR-17",
        source=SOURCE,
        title="One letter for two worths of a search",
        where="appendix, proof of Lemma 2",
        kind="slip",
        size="minor",
        printed=r"$\theta(r_1)$ for the expected utility of a first search, and $\theta(r_1) \ge \theta(r_1^*)$ for "
        "$r_1 < r_1^*$.",
        correct=r"By (2), $\theta$ increases. What is meant on the left is the true worth of a search in the first "
        "period, which has a second period behind it.",
        shown="At [[at]] and $r_1$ = [[r1]], eq. (2) gives [[left]] on the left and [[right]] on the right; the worth "
        "of the search is [[meant]].",
        counterexample=two_worths_of_a_search,
        survives="The proof does, read in that way (and with FR-5).",
        deal="player-2/mistakes/4",
    ),
    Erratum(
        id="FR-18",
        source=SOURCE,
        title="When being free is worth something",
        where="section 5, on the enforceable contract",
        kind="unstated",
        size="minor",
        printed="Without an alliance player 2 could search for an ad hoc partner and have a strictly positive "
        "expected utility.",
        correct=r"If $c < (2 - \phi)^2/2$.",
        shown="At [[at]], where the bound is [[bound]], he has [[nothing]] without an ally; at [[cheaper]] he has "
        "[[something]].",
        counterexample=nothing_alone,
        survives="It does wherever a search is worth its cost.",
        deal="player-2/worthless-search/4",
    ),
    Erratum(
        id="FR-19",
        source=SOURCE,
        title="Who does what",
        where="sections 2, 3.2.2 and appendix",
        kind="slip",
        size="tiny",
        printed='"Player 1 must choose whether or not to produce the good" (section 2); "$r^*$ is the offer that '
        'makes player 1 indifferent between accepting and rejecting" (section 3.2.2); "If player 1 does not search" '
        '(proof of Lemma 1); "after player 1 searched in period 1" (heading before the derivation of Table 1); '
        '"Player 1 will search and his expected utility" (proof of Proposition 2).',
        correct="Player 2, in all five; in the last it is player 2 who searches and her utility that is computed. In "
        'the proof of Proposition 1 "he" is player 1.',
        survives="Everything: no argument depends on it.",
        no_deal="A slip of print: there is nothing to play.",
    ),
    Erratum(
        id="FR-20",
        source=SOURCE,
        title="Letters and signs",
        where="throughout; some may come from our copy",
        kind="slip",
        size="tiny",
        printed=r"$\bar r$ in the interval of Proposition 2, in two limits of (6), in footnote 11 and in the second "
        r'chain of Lemma 2; "$r_2$, $x_1$, or $x_1$", twice; "any offer $r_1 > r^*$"; "$\phi - 1$ near 3/2"; $[r_1^*, '
        r'r^*)$ and $(r_1^*, r^*)$ for one range, and $(0, r_1^*]$ for $[0, r_1^*]$; "$\omega(\bar r_1) \ge 1 - r^*$" '
        r'and then $>$; a strict sign after (9) that is an equality at $\delta = 1$; "optional" for optimal; '
        '"free-rider" for free-ride.',
        correct=r"$\tilde r$; $x_2$; $r_1 \ge r^*$; $\phi$ near 3/2; the closed ends where the argument covers them; "
        "$>$ where it is proved. The caption of Figure 3 speaks of the probability of acting with the ally, and the "
        "text of that of a new alliance: one minus it.",
        survives="Everything: each has one obvious reading.",
        no_deal="Slips of print: there is nothing to play.",
    ),
    Erratum(
        id="FR-21",
        source=SOURCE,
        title="The list of references",
        where="references, and section 1",
        kind="slip",
        size="tiny",
        printed='Palmer 1990 in *International Security* 34; "Theis" 1987, *Alliances as Collective Goods*; Oneal '
        'with an apostrophe; "Aved" Shaked; Sandler 1993 without its ending; and Snyder and Diesing, Morrow, and '
        "Haftendorn and others at the end of the sentence on the economic theory.",
        correct="Seen in another source: Oneal; Avner Shaked; *The Economic Theory of Alliances: A Survey*. From "
        "memory only: *International Studies Quarterly* 34 (the printed journal had not reached that volume by 1990); "
        "Thies, *Alliances and Collective Goods*. The three works fit the paragraph before, on commitment.",
        survives="Nothing depends on it.",
        no_deal="Slips in references: there is nothing to play.",
    ),
    Erratum(
        id="FR-22",
        source=SOURCE,
        title="Where the bound on patience is needed",
        where="section 3.2.1",
        kind="remark",
        size="minor",
        printed=r"Full characterisation requires $\delta \ge \underline\delta$, with $\tilde r < r_1^* \le r^*$ and "
        r"$1 - \phi + s < \delta\theta(s)$ for all $s < \tilde r$.",
        correct=r"The second condition is hardest at $s = \tilde r$ and implies the first. Only the lower half of "
        r"Table 2, and what follows from it, needs the bound: Lemma 2 holds for every $\delta < 1$, Proposition 1 and "
        "the upper half of Table 2 as well.",
        shown="At [[at]] the bound is [[bound]] and the order of the cutoffs asks for [[order]]. Player 2 answers her "
        "offers as Lemma 2 says, and takes a draw of [[x1]] with which Table 2 has him wait.",
        counterexample=what_the_bound_does,
        survives="It is no fault of the text.",
        deal="player-2/impatient/11",
    ),
)
