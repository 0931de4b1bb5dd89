from dataclasses import replace

import pytest

from quiz.gallery import (
    FACETS,
    PAGE_LENGTH,
    Entry,
    all_entries,
    narrowed,
    open_entries,
    page_count,
    page_of,
)
from quiz.item import Family, Kind, Region
from quiz.session import ItemKey

KIND, CLUE, DIFFICULTY, PACK = FACETS


def _key(item_id, pack="drawn"):
    return ItemKey(pack, item_id)


def _ids(entries):
    return [entry.key.item for entry in entries]


@pytest.fixture
def entries(make_item):
    def region(family):
        return Region(((0, 0), (1, 0), (1, 1)), family, "a reason")

    shadow, body = region(Family.PHYSICS), region(Family.ANATOMICAL)
    items = [
        replace(make_item("a", Kind.SPLICE), regions=(shadow, body), difficulty=4),
        replace(make_item("b", Kind.REMOVAL), regions=(shadow,), difficulty=2),
        make_item("c"),
    ]
    return [Entry(_key(item.id), item) for item in items]


def test_everything_is_left_when_nothing_is_wanted(entries):
    assert narrowed(entries, {}) == entries


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({"kind": "real"}, ["c"]),
        ({"clue": "physics"}, ["a", "b"]),
        ({"clue": "physics", "kind": "splice"}, ["a"]),
        ({"clue": "anatomical", "kind": "removal"}, []),
        ({"difficulty": "2"}, ["b"]),
        ({"pack": "drawn"}, ["a", "b", "c"]),
        ({"pack": "other"}, []),
    ],
)
def test_entries_left_fit_everything_that_is_wanted(entries, wanted, left):
    assert _ids(narrowed(entries, wanted)) == left


def test_choices_are_those_that_occur_in_their_own_order(entries):
    assert KIND.choices(entries) == ["real", "splice", "removal"]
    assert CLUE.choices(entries) == ["anatomical", "physics"]
    assert DIFFICULTY.choices(entries) == ["2", "4"]
    assert PACK.choices(entries) == ["drawn"]


def test_pages_hold_every_entry_once(make_item):
    entries = [Entry(_key(f"i{number}"), make_item(f"i{number}")) for number in range(25)]
    pages = [page_of(entries, number) for number in range(1, page_count(entries) + 1)]
    assert [len(page) for page in pages] == [PAGE_LENGTH, PAGE_LENGTH, 1]
    assert [entry for page in pages for entry in page] == entries


def test_nothing_still_makes_one_page():
    assert page_count([]) == 1
    assert page_of([], 1) == []


@pytest.fixture
def pack(make_item, make_pack):
    items = [make_item(name, source=f"https://{name[0]}.example") for name in ("a", "b", "c", "c2")]
    return replace(make_pack(*items), forms={"a": ("c",)})


def test_learner_browses_nothing_kept_for_measuring_nor_its_photograph(pack):
    assert _ids(open_entries([pack], met=(), waiting=())) == ["a", "b"]


def test_learner_browses_whatever_was_met_even_of_a_form(pack):
    assert _ids(open_entries([pack], met={_key("c")}, waiting=())) == ["a", "b", "c"]


def test_picture_that_waits_for_its_answer_is_left_out_unless_met_before(pack):
    waiting = {_key("a"), _key("b")}
    assert _ids(open_entries([pack], met={_key("b")}, waiting=waiting)) == ["b"]


def test_what_was_made_from_the_photograph_of_a_waiting_picture_is_left_out_unless_met(
    make_item, make_pack
):
    names = "a", "a2", "a3", "b"
    pack = make_pack(*(make_item(name, source=f"https://{name[0]}.example") for name in names))
    waiting = {_key("a")}
    assert _ids(open_entries([pack], met={_key("a3")}, waiting=waiting)) == ["a3", "b"]
    assert _ids(open_entries([pack], met=waiting, waiting=waiting)) == ["a", "a2", "a3", "b"]


def test_facilitator_browses_everything(pack):
    assert _ids(all_entries([pack])) == ["a", "b", "c", "c2"]
