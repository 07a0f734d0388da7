"""Japan's payments: what the data say about themselves, and that the figure shows them and nothing between."""

from __future__ import annotations

import re

import pytest
from looking import plt

from alliancelib.cost_sharing import figures_japan, japan
from alliancelib.cost_sharing.japan import ITEMS, SURE, amount, amounts, events, gaps, items


def test_a_year_stands_once_and_in_order():
    for series in ("initial budget", "settled outlays"):
        years = [a.year for a in amounts(series)]
        assert years == sorted(set(years))


def test_gaps_are_the_years_without_an_amount():
    years = {a.year for a in amounts()}
    assert set(gaps()) == set(range(min(years), max(years))) - years
    assert 2017 in gaps() and 2019 not in gaps()


def test_every_amount_names_its_sources_and_how_sure_it_is():
    for a in (*amounts(), *amounts("settled outlays")):
        assert a.sure in SURE and a.why
        assert a.sources and all(s.name for s in a.sources)
        # The only source of 2022 is a copy on a message board, to which the book does not link.
        assert any(s.address.startswith("http") for s in a.sources) or a.year == 2022


def test_what_is_computed_is_computed_from_the_percentages_in_its_source():
    assert amount(1998).billion_yen == pytest.approx(amount(1999).billion_yen / 1.086, abs=0.1)
    assert amount(1997).billion_yen == pytest.approx(amount(1998).billion_yen / (1 - 0.073), abs=0.3)
    assert not amount(1997).billion_yen == pytest.approx(amount(1998).billion_yen * (1 - 0.073), abs=0.3)
    assert amount(1997).derived and amount(1998).derived and not amount(1999).derived


@pytest.mark.parametrize("year", [2004, 2007, 2008, 2009, 2015])
def test_items_sum_to_the_years_total(year):
    held = items(year)
    parts = sum(held.get(item, 0) for item in ITEMS)
    assert parts == pytest.approx(held["total"], abs=0.15)  # each is rounded to a tenth
    assert held["total"] == amount(year).billion_yen
    assert not parts - held["facilities"] == pytest.approx(held["total"], abs=0.15)


def test_unknown_years_and_series_are_refused_with_what_there_is():
    with pytest.raises(ValueError, match=r"year must be one of 1978, .*got 1980"):
        amount(1980)
    with pytest.raises(ValueError, match=r"year must be one of 1997, .*got 1980"):
        items(1980)
    with pytest.raises(ValueError, match=r"got 'contract basis'"):
        amounts("contract basis")


def test_events_are_in_order_and_sourced():
    years = [event.year for event in events()]
    assert years == sorted(years)
    assert all(event.source.address.startswith("http") for event in events())
    assert japan.Event(date="2019-07", what="", source=events()[0].source).year == pytest.approx(2019.5)


def test_the_figure_draws_one_mark_to_an_amount_and_joins_none():
    ax = figures_japan.payments()
    for series in ("initial budget", "settled outlays"):
        marks = [line for line in ax.lines if line.get_gid() == series]
        drawn = sorted((line.get_xdata()[0], line.get_ydata()[0]) for line in marks)
        assert drawn == [(a.year, a.billion_yen) for a in amounts(series)]
        assert all(len(line.get_xdata()) == 1 for line in marks)
    plt.close(ax.figure)


def test_what_is_less_sure_is_hollow():
    ax = figures_japan.payments()
    paper = ax.get_facecolor()
    marks = {line.get_xdata()[0]: line for line in ax.lines if line.get_gid() == "initial budget"}
    hollow = {year for year, line in marks.items() if line.get_markerfacecolor() == paper}
    assert hollow == {1979, 1985, 1990, 1997, 1998}
    plt.close(ax.figure)


def test_every_event_has_its_number():
    ax = figures_japan.payments()
    numbers = {t.get_gid(): t.get_text() for t in ax.texts if (t.get_gid() or "").startswith("number")}
    assert numbers == {f"number {n}": str(n) for n in range(1, len(events()) + 1)}
    plt.close(ax.figure)


def test_the_alternative_text_tells_the_data():
    words = figures_japan.alt_payments()
    peak = max(amounts(), key=lambda a: a.billion_yen)
    assert f"a peak of {peak.billion_yen:g} in {peak.year}" in words
    assert re.search(rf"\b{len(gaps())} years\b", words) and "in 1980" not in words
