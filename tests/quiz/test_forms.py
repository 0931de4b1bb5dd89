import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from quiz.forms import FORM_LENGTH, FORMS, form_problems, form_profiles, known_elsewhere, profile
from quiz.installed import SHIPPED, shipped_packs
from quiz.item import Kind, Subject
from quiz.pack import read_pack

LESSON_TEXTS = Path(__file__).parents[2] / "lessons/locales/en/lessons.ftl"
EDITS = [kind for kind in Kind if kind.is_edit]
LEVELS = (1, 2, 3, 4, 5, 3)


@pytest.fixture
def matched(make_item, make_pack):
    """A pack whose three forms are matched to the last picture, and one item more."""
    forms = {}
    items = [make_item("spare", subject=Subject.ANIMAL, difficulty=1)]
    for form in FORMS:
        ids = []
        for n, level in enumerate(LEVELS):
            subject = Subject.ANIMAL if n < 3 else Subject.BUILDING
            items += [
                make_item(f"{form}-real-{n}", odd=n < 2, subject=subject, difficulty=level),
                make_item(f"{form}-fake-{n}", EDITS[n], subject=subject, difficulty=level),
            ]
            ids += [item.id for item in items[-2:]]
        forms[form] = tuple(ids)
    return make_pack(*items, forms=forms)


def changed(pack, item_id, **fields):
    """Return the pack with one item changed."""
    items = [replace(item, **fields) if item.id == item_id else item for item in pack.items]
    return replace(pack, items=tuple(items))


def faults(pack):
    return [(fault.field, fault.message) for fault in form_problems(pack)]


def test_form_problems_finds_nothing_wrong_with_matched_forms(matched):
    assert faults(matched) == []


def test_form_problems_asks_nothing_of_a_pack_without_forms(matched):
    assert faults(replace(matched, forms={})) == []


def test_profile_counts_kinds_captions_subjects_and_levels(make_item):
    found = profile(
        [
            make_item("a", odd=True, subject=Subject.FOOD, difficulty=1),
            make_item("b", caption="Soup", subject=Subject.FOOD, difficulty=4),
            make_item("c", Kind.SPLICE),
        ]
    )
    assert found.kinds == {"odd": 1, "real": 1, "splice": 1}
    assert found.captions == {"real": 1}
    assert found.subjects == {"food": 2}
    assert found.levels == {1: 1, 4: 1}
    assert found.difficulty == 2.5
    assert profile([]).difficulty == 0


def test_profile_is_printed_as_plain_numbers(matched):
    assert form_profiles(matched)["b"].as_json() == {
        "kinds": dict(sorted(Counter({"odd": 2, "real": 4, **dict.fromkeys(EDITS, 1)}).items())),
        "captions": {},
        "subjects": {"animal": 6, "building": 6},
        "levels": {1: 2, 2: 2, 3: 4, 4: 2, 5: 2},
        "difficulty": 3.0,
    }


@pytest.mark.parametrize(
    ("fields", "field", "remedy"),
    [
        ({"subject": None}, "forms.b", "lacks `subject` or `difficulty`"),
        ({"difficulty": None}, "forms.b", "lacks `subject` or `difficulty`"),
        ({"subject": Subject.FOOD}, "forms.b", "Other subjects than form a: more {'food': 1}"),
        ({"odd": False}, "forms.b", "Other kinds than form a: more {'real': 1}, fewer {'odd': 1}"),
        ({"caption": "A cup"}, "forms.b", "A caption tells"),
        ({"subject": Subject.FOOD}, "forms.b", "A subject tells: 1 real, 0 fake of food;"),
        ({"kind": Kind.CONTEXT}, "forms.b", "Holds 5 real pictures; take 6."),
        ({"difficulty": 5}, "forms.b", "Mean difficulty 3.33, that of form a is 3.00"),
    ],
)
def test_form_problems_reports_a_form_unlike_the_others(matched, fields, field, remedy):
    found = faults(changed(matched, "b-real-0", **fields))
    assert any(place == field and remedy in message for place, message in found), found


def test_form_problems_reports_a_level_with_too_many(matched):
    pack = changed(matched, "c-real-0", difficulty=2)
    pack = changed(pack, "c-fake-0", difficulty=2)
    pack = changed(pack, "c-real-4", difficulty=4)
    pack = changed(pack, "c-fake-4", difficulty=4)
    assert ("forms.c", "0 pictures of difficulty 1, form a has 2.") in faults(pack)


def test_form_problems_compares_the_first_form_with_the_last(matched):
    pack = changed(matched, "b-real-0", difficulty=3)
    pack = changed(pack, "c-real-0", difficulty=5)
    assert [place for place, message in faults(pack) if "Mean difficulty" in message] == ["forms.c"]


def test_form_problems_reports_missing_forms_and_short_ones(matched):
    short = {"a": matched.forms["a"], "b": matched.forms["b"][:-1]}
    found = faults(replace(matched, forms=short))
    assert ("forms", "Name them a, b, c.") in found
    assert ("forms.b", f"Holds {FORM_LENGTH - 1} pictures; take {FORM_LENGTH}.") in found


def test_form_problems_reports_a_photograph_used_in_two_forms(matched):
    shared = matched.item("a-real-0").credits
    ((place, message),) = faults(changed(matched, "c-fake-5", credits=shared))
    assert (place, message) == (
        "forms",
        "https://a-real-0.example is used 2 times; take each photograph once.",
    )


@pytest.mark.parametrize("shown", ["examples", "taught"])
def test_form_problems_reports_a_photograph_that_learners_know(matched, shown):
    pack = changed(matched, "spare", credits=matched.item("b-fake-1").credits)
    pack = replace(pack, **{shown: ("spare",)})
    assert known_elsewhere(pack) == {"https://b-fake-1.example"}
    ((place, message),) = faults(pack)
    assert (place, "used in a lesson or an example" in message) == ("forms", True)


@pytest.mark.parametrize("folder", shipped_packs(), ids=lambda folder: folder.name)
def test_shipped_pack_has_matched_forms_or_none(folder):
    assert [str(problem) for problem in form_problems(read_pack(folder)[0])] == []


def test_photographs_of_the_lessons_are_named_as_taught():
    named = re.findall(r"(?m)^photograph-([a-z0-9-]+) =", LESSON_TEXTS.read_text(encoding="utf-8"))
    pack, _ = read_pack(SHIPPED / "starter")
    assert named
    assert set(named) <= set(pack.taught)
