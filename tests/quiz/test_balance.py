from collections import Counter
from dataclasses import replace

import pytest

from quiz.balance import CAPTIONS_AT_LEAST, EDITS_AT_LEAST, balance_problems
from quiz.installed import SHIPPED, shipped_packs
from quiz.item import Kind, Subject
from quiz.pack import read_pack

# The project's own limit for what its repository carries.
STARTER_BYTES_AT_MOST = 15_000_000
EDITS = [kind for kind in Kind if kind.is_edit]


@pytest.fixture
def balanced(make_item, make_pack):
    """A pack with forms that holds exactly what it must: as few edits and captions as may be."""
    known = {"subject": Subject.OBJECT}
    fakes = [
        make_item(f"{kind}-{n}".replace("_", "-"), kind, difficulty=1 + n % 5, **known)
        for kind in EDITS
        for n in range(EDITS_AT_LEAST)
    ]
    captions = [
        make_item(f"story-{n}", kind, caption="A story", difficulty=1 + n // 2 % 5, **known)
        for n in range(CAPTIONS_AT_LEAST)
        for kind in [(Kind.CONTEXT, Kind.REAL)[n % 2]]
    ]
    reals = [
        make_item(f"real-{n}", odd=n < 16, difficulty=1 + n % 5, **known)
        for n in range(len(fakes) - 7)
    ]
    items = [*fakes, *captions, *reals]
    return make_pack(*items, forms={"a": (items[0].id,)})


def without(pack, *item_ids):
    return replace(pack, items=tuple(item for item in pack.items if item.id not in item_ids))


def messages(pack):
    return [fault.message for fault in balance_problems(pack)]


def test_balance_problems_finds_nothing_wrong_with_a_balanced_pack(balanced):
    assert messages(balanced) == []


def test_balance_problems_asks_nothing_of_a_pack_without_forms(balanced):
    assert messages(replace(without(balanced, "removal-1"), forms={})) == []


@pytest.mark.parametrize("kind", EDITS)
def test_balance_problems_reports_a_kind_that_is_rare(balanced, kind):
    (message,) = messages(without(balanced, f"{kind}-1".replace("_", "-")))
    assert message == f"Has 7 items of kind {kind}; add up to 8."


def test_balance_problems_reports_too_few_captions(balanced):
    assert messages(without(balanced, "story-1")) == [
        "Has 6 true and 7 false captions; add up to 14, some of each."
    ]


def test_balance_problems_reports_captions_that_are_all_false(balanced):
    items = [replace(item, kind=Kind.CONTEXT) if item.caption else item for item in balanced.items]
    found = messages(replace(balanced, items=tuple(items)))
    assert "Has 0 true and 14 false captions; add up to 14, some of each." in found


def test_balance_problems_reports_too_few_real_and_too_few_odd_ones(balanced):
    odd = [item.id for item in balanced.items if item.odd]
    found = messages(without(balanced, *odd))
    assert found[:2] == [
        "32 of 87 items are real; 45% must be.",
        "0 of 32 real items are odd; 33% must be.",
    ]


def test_balance_problems_reports_a_level_that_tells(balanced):
    items = [
        replace(item, difficulty=1 + item.difficulty % 4) if item.is_real else item
        for item in balanced.items
    ]
    (message,) = messages(replace(balanced, items=tuple(items)))
    assert message == "0 of 7 items of difficulty 5 are real."


@pytest.mark.parametrize(("is_real", "share"), [(False, "100%"), (True, "0%")])
def test_balance_problems_reports_alts_whose_length_tells(balanced, is_real, share):
    items = [
        replace(item, alt=item.alt + " And more.") if item.is_real == is_real else item
        for item in balanced.items
    ]
    (message,) = messages(replace(balanced, items=tuple(items)))
    assert message.startswith("The alt of a fake is longer than that of a real picture in " + share)


@pytest.mark.parametrize("name", ["subject", "difficulty"])
def test_balance_problems_reports_an_item_that_lacks_what_forms_need(balanced, name):
    items = (replace(balanced.items[0], **{name: None}), *balanced.items[1:])
    (problem,) = balance_problems(replace(balanced, items=items))
    assert (problem.path.stem, problem.field) == (balanced.items[0].id, name)


@pytest.mark.parametrize("folder", shipped_packs(), ids=lambda folder: folder.name)
def test_shipped_pack_is_balanced_if_it_measures(folder):
    assert [str(problem) for problem in balance_problems(read_pack(folder)[0])] == []


def test_starter_pack_stays_small_enough_for_the_repository():
    files = [path for path in (SHIPPED / "starter").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    assert 0 < size <= STARTER_BYTES_AT_MOST


@pytest.mark.parametrize("subject", Subject)
def test_starter_pack_has_real_and_fake_pictures_of_every_subject_to_play_with(subject):
    pack, _ = read_pack(SHIPPED / "starter")
    shown = Counter(item.is_real for item in pack.practice if item.subject is subject)
    few = {Subject.PEOPLE: 1, Subject.PLANT: 1, Subject.FOOD: 2, Subject.VEHICLE: 3}
    least = few.get(subject, 4 if subject is Subject.OBJECT else 10)
    assert shown[True] >= least
    assert shown[False] >= least
