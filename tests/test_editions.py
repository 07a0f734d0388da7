"""Result codes of last year are read, or refused with the reason: no published fingerprint is forgotten."""

from __future__ import annotations

from alliancelib import __version__
from alliancelib.core.codes import Edition, Play, encode, read
from alliancelib.core.results import Sheet, best_choices, edition
from alliancelib.widgets.sheets import all_sheets, editions, fingerprint, published


def lines_to_append() -> list[str]:
    known = {one["fingerprint"] for one in published()}
    return [
        "\t".join((sheet["fingerprint"], name, sheet["title"], __version__))
        for name, sheet in all_sheets().items()
        if sheet["fingerprint"] not in known
    ]


def test_every_lesson_as_it_plays_today_is_published():
    missing = lines_to_append()
    assert not missing, "append these lines to alliancelib/widgets/editions.tsv:\n" + "\n".join(missing)


def test_no_two_fingerprints_show_the_same_tag():
    tags = [Edition(fingerprint=one["fingerprint"], deals=()).tag for one in published()]
    assert len(set(tags)) == len(tags) > 20


def one_play(sheet: Sheet) -> str:
    """The code of the first deal played as theory plays it."""
    deal = sheet["deals"][0]
    return encode(edition(sheet), [Play(deal=deal["id"], bet=0 if deal["bet"] else None, choices=best_choices(deal))])


def test_a_code_of_deals_that_have_changed_since_is_refused_by_the_lessons_name():
    sheet = next(iter(all_sheets().values()))
    code = one_play(sheet)
    now = edition(sheet)
    past = Edition(fingerprint=now.fingerprint, deals=(), name=now.name)
    [reading] = read(code, [past])
    assert sheet["title"] in reading.refused and "earlier edition" in reading.refused
    [reading] = read(code, [now])
    assert not reading.refused


def test_words_leave_a_fingerprint_as_it_is_and_numbers_do_not():
    sheet = next(iter(all_sheets().values()))
    deal = sheet["deals"][0]
    node = deal["nodes"][deal["root"]]
    option = node["options"][0]

    def changed(**news: object) -> str:
        nodes = list(deal["nodes"])
        nodes[deal["root"]] = {**node, "options": [{**option, **news}, *node["options"][1:]]}
        return fingerprint([{**deal, "nodes": nodes}, *sheet["deals"][1:]])

    assert changed() == changed(label="something else") == sheet["fingerprint"]
    assert not changed(worth=option["worth"] + 0.01) == sheet["fingerprint"]


def test_editions_know_what_is_played_today_and_what_was():
    known = editions(all_sheets().values())
    current = [one for one in known if one.deals]
    assert [one.fingerprint for one in current] == [sheet["fingerprint"] for sheet in all_sheets().values()]
    assert len(known) == len({one["fingerprint"] for one in published()} | {one.fingerprint for one in current})
