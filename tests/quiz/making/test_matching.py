import tomllib

import pytest

from quiz.forms import FORMS, form_problems
from quiz.item import LEVELS, Kind, Subject
from quiz.making.matching import NoMatchError, match_forms, write_forms

EDITS = [kind for kind in Kind if kind.is_edit]
SUBJECTS = (Subject.ANIMAL, Subject.BUILDING)


@pytest.fixture
def pool(make_item, make_pack):
    """A pack from which matched forms can be chosen in many ways."""
    reals = [
        make_item(
            f"real-{n}",
            odd=n % 3 == 0,
            caption="A story" if n > 20 else "",
            subject=SUBJECTS[n % 2],
            difficulty=1 + n % 5,
        )
        for n in range(27)
    ]
    fakes = [
        make_item(f"fake-{n}", EDITS[n % 6], subject=SUBJECTS[n // 3 % 2], difficulty=1 + n % 5)
        for n in range(36)
    ]
    stories = [
        make_item(
            f"story-{n}",
            Kind.CONTEXT,
            caption="A story",
            subject=SUBJECTS[n % 2],
            difficulty=1 + n % 5,
        )
        for n in range(6)
    ]
    return make_pack(*reals, *fakes, *stories)


def test_match_forms_finds_forms_that_the_check_calls_matched(make_pack, pool):
    pack = make_pack(*pool.items, forms=match_forms(pool))
    assert tuple(pack.forms) == FORMS
    assert [str(problem) for problem in form_problems(pack)] == []


def test_match_forms_mixes_the_kinds_of_fake(pool):
    for form in match_forms(pool).values():
        kinds = [pool.item(item_id).kind for item_id in form]
        assert len({kind for kind in kinds if kind is not Kind.REAL}) == 6


def test_match_forms_has_real_and_fake_alike_at_every_level(pool):
    for form in match_forms(pool).values():
        items = [pool.item(item_id) for item_id in form]
        reals, fakes = (
            sorted(item.difficulty for item in items if item.is_real is real)
            for real in (True, False)
        )
        assert reals == fakes
        assert set(reals) == set(LEVELS)


def test_match_forms_gives_the_same_answer_again_and_another_for_another_seed(pool):
    assert match_forms(pool) == match_forms(pool)
    assert match_forms(pool) != match_forms(pool, seed=2)


def test_match_forms_passes_over_what_learners_know(make_item, make_pack, pool):
    known = ("real-0", "fake-1")
    twin = make_item("twin", subject=Subject.ANIMAL, difficulty=1, source="https://real-0.example")
    pack = make_pack(*pool.items, twin, examples=known[:1], taught=known[1:])
    chosen = {item_id for form in match_forms(pack).values() for item_id in form}
    assert chosen.isdisjoint({*known, "twin"})


def test_match_forms_spares_photographs_that_many_items_use(make_item, make_pack, pool):
    users = [make_item(f"user-{n}", source="https://real-2.example") for n in range(12)]
    chosen = {
        item_id for form in match_forms(make_pack(*pool.items, *users)).values() for item_id in form
    }
    assert "real-2" not in chosen


def test_match_forms_says_when_there_are_too_few_items(make_pack, pool):
    few = make_pack(*(item for item in pool.items if item.is_real))
    with pytest.raises(NoMatchError, match="No 3 matched forms of 12 can be found among 27 items"):
        match_forms(few)


HEAD = 'format = 1\nid = "starter"\n# Kept.\nexamples = []\n'


@pytest.mark.parametrize("old", ["", '\n[forms]\na = [\n    "x",\n]\n\n'])
def test_write_forms_replaces_them_and_keeps_the_rest(tmp_path, old):
    manifest = tmp_path / "pack.toml"
    manifest.write_text(HEAD + old)
    write_forms(manifest, {"a": ("one", "two"), "b": ("three",)})
    written = manifest.read_text()
    assert written.startswith(HEAD)
    assert tomllib.loads(written)["forms"] == {"a": ["one", "two"], "b": ["three"]}
    write_forms(manifest, {"a": ("one", "two"), "b": ("three",)})
    assert manifest.read_text() == written


def test_write_forms_keeps_a_table_that_follows(tmp_path):
    manifest = tmp_path / "pack.toml"
    manifest.write_text(f'{HEAD}[forms]\na = [\n    "x",\n]\n[more]\nkept = true\n')
    write_forms(manifest, {"a": ("one",)})
    table = tomllib.loads(manifest.read_text())
    assert (table["more"], table["forms"]) == ({"kept": True}, {"a": ["one"]})
