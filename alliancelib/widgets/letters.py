"""Letters that a chapter makes for its own use: no parameter, no function of the library, and so declared by hand.

The notation page lists them with their chapters; a test looks for each in the mathematics of the chapters it names.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of one chapter, or of the few that share it."""

    tex: str
    meaning: str
    """In Markdown, with letters between dollars."""
    chapters: tuple[str, ...]
    """The chapters' files below ``book/``, without their ending."""


def _in(part: str, *rows: tuple[str, str, str]) -> tuple[Letter, ...]:
    """Rows of letter, meaning and chapters, the chapters between blanks."""
    return tuple(
        Letter(tex=tex, meaning=meaning, chapters=tuple(f"{part}/{name}" for name in names.split()))
        for tex, meaning, names in rows
    )


OF_CHAPTERS: dict[str, tuple[Letter, ...]] = {
    "outside-options": _in(
        "outside-options",
        ("q", r"price that player 2 pays, $\phi - r$, if the game is read as a purchase", "question"),
        (r"\bar s_2", r"the best share in hand before a second search, $\max\{x_1, r_2, \phi - 1\}$", "second-period"),
        (
            "s",
            "any share in hand; where he may wait, the share that would be as good now",
            "second-period first-period",
        ),
        ("f", "density of the ad hoc partners' offers, 1 if they are uniform", "second-period"),
        ("F", "distribution function of the offers", "second-period beyond"),
        ("u_2", "player 1's expected payoff from a second offer, eq. (4)", "second-period"),
        (r"\varepsilon", r"short for $\sqrt{2c} = 1 - r^*$ in an exercise", "second-period"),
        ("D", "what player 2 gains if he waits for a match with a share in hand", "first-period"),
        ("U", "player 2's payoff in the second period, by the partner he holds", "first-period"),
        ("U_0", "the same without a partner", "first-period"),
        ("w", r"the share today that is as good as waiting, $\phi - 1 + \delta\,U(x_1)$", "first-period"),
        ("V", "what a search in the first period is worth to player 2", "first-period"),
        ("M", r"what waiting at once is worth to player 2, $\delta\,U_0$", "first-period"),
        (
            "y",
            r"$1 - \tilde r$, so that $\sqrt{2c} = y(1 - y)$",
            "first-period equilibrium every-parameter ad-hoc integration",
        ),
        (
            r"\underline r_1",
            r"lower end of player 1's interval of first offers, $\phi - 1 + \delta\theta(\frac12)$",
            "equilibrium",
        ),
        (r"\hat r_1", r"its upper end, $\phi - 1 + \delta\theta(\tilde r)$", "equilibrium every-parameter"),
        (r"\bar x", r"$x(\bar r_1)$, the draw up to which he comes back", "equilibrium every-parameter ad-hoc"),
        ("m", r"$2 - \phi - y$, what he would keep at $\tilde r$", "equilibrium every-parameter"),
        ("E", r"the gamble's lead over $1 - r^*$ at $\hat r_1$, divided by $1 - y$", "equilibrium every-parameter"),
        ("a", r"$\max\{\frac12, \phi - 1\}$, player 1's best bet", "first-period every-parameter"),
        ("u", "where the draws end after which he waits for a match", "every-parameter"),
        ("j", r"$\max\{\tilde r, r_1^*\}$, where the draws end after which he waits for a jump", "every-parameter"),
        ("k", r"a sum in the formula of $x_a$", "every-parameter"),
        ("n", r"$2 - \phi$ in a proof", "every-parameter"),
        ("g", r"$\frac32 - \phi$ in an exercise", "every-parameter"),
        ("P", "a probability", "ad-hoc integration"),
        (r"c^\circ", "the search cost at which new alliances are likeliest", "ad-hoc"),
        ("c^*", r"the paper's best search cost for player 2, $\frac1{32}$", "integration beyond"),
        (
            r"\phi^*",
            r"the cost of the good from which free search suits player 2 better than $c^*$",
            "integration beyond",
        ),
        ("g", r"player 1's payoff at $\delta = 1$ as a function of $y$", "integration"),
        ("m", r"$2 - \phi$, what the two have to share", "integration"),
        ("H", r"what a search adds to a share, $E\,(x - s)^+$, for any offers", "beyond"),
        ("R", r"the share at which player 2 stops for any offers, the $r^*$ of uniform ones", "ad-hoc beyond"),
        ("h", r"player 1's best gamble for any offers, the $\frac14$ of uniform ones", "beyond"),
        ("A", "the share today that is as good as going on, by the partner who stands", "beyond"),
        ("d_1", "player 1's payoff if the two fail to agree", "beyond"),
        ("d_2", "player 2's payoff if the two fail to agree", "beyond"),
        ("e", r"player 1's share of the surplus, $\sqrt{2c}$", "beyond"),
        ("v", "what a thinking partner is willing to pay", "beyond"),
        (r"\beta", "player 2's bargaining power against a thinking partner", "beyond"),
        (r"\alpha", "player 2's part of a pie that is divided at the end", "beyond"),
        ("L", r"player 1's part of the pie, $2(1 - \alpha)$, and the unit of shares", "beyond"),
        (r"\rho", "player 1's offer in that unit", "beyond"),
        (r"\xi", "a partner's offer in that unit", "beyond"),
    ),
    "cost-sharing": _in(
        "cost-sharing",
        (r"W_{\text{middle}}", "what the middle offer leaves the challenger", "the-crisis"),
        (r"W_{\text{low}}", "what the low offer leaves him", "the-crisis"),
        ("s_H", "chance that a committed patron's negotiation ends as the challenger has seen it end", "the-crisis"),
        ("s_L", "the same for an uncommitted patron", "the-crisis"),
        (
            "V",
            r"what a patron has who asks for nothing, $\beta(p_h - c_T) - \pi$",
            "separating-1 separating-2 separating-3 atlas beliefs",
        ),
        ("U", "upper end of the window of eq. (7)", "separating-1 atlas beliefs assumptions"),
        ("N", "numerator of $l^*$, in eq. (9)", "separating-2 separating-3"),
        ("B", "1 for a committed patron and 0 for an uncommitted one", "separating-2"),
        ("b", "a payment agreed on in private, in an exercise", "separating-3"),
        (
            "l_H",
            "the isolationism up to which a committed patron keeps to her deal where the alliance is dear",
            "atlas assumptions",
        ),
        ("q", "chance of the middle offer, where the challenger mixes", "assumptions"),
        ("s", "chance that an uncommitted patron joins the loud farewell", "assumptions"),
        ("r", "chance that a refused committed patron leaves", "assumptions"),
        ("m", r"$\min\{a^*, \bar a\}$", "assumptions"),
    ),
}
"""Letters of single chapters, by game, in the order of the chapters."""
