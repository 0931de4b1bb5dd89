import random
from collections import defaultdict
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.installed import SHIPPED
from quiz.item import Family, Kind, Region, Subject
from quiz.pack import read_pack
from quiz.practice import Practice
from quiz.scoring import Answer, Choice, Outcome
from quiz.session import (
    FAKES_AT_LEAST,
    FAKES_AT_MOST,
    ROUND_LENGTH,
    ItemKey,
    NotEnoughItemsError,
    Round,
    draw_round,
    form_of,
    form_round,
    judge_round,
)

FAKE_KINDS = [kind for kind in Kind if kind is not Kind.REAL]
SEEDS = range(60)


@pytest.fixture
def big_pack(make_item, make_pack):
    reals = [make_item(f"real-{n}", odd=n % 3 == 0) for n in range(20)]
    fakes = [make_item(f"thing-{n}", FAKE_KINDS[n % len(FAKE_KINDS)]) for n in range(20)]
    return make_pack(*reals, *fakes)


@pytest.mark.parametrize("seed", SEEDS)
def test_draw_round_gives_ten_different_pictures_nearly_half_of_them_fake(big_pack, seed):
    keys = draw_round([big_pack], random.Random(seed))
    items = [big_pack.item(key.item) for key in keys]
    assert len(set(keys)) == len(keys) == ROUND_LENGTH
    assert FAKES_AT_LEAST <= sum(not item.is_real for item in items) <= FAKES_AT_MOST


@pytest.mark.parametrize("seed", SEEDS)
def test_draw_round_mixes_kinds_and_includes_an_odd_real_picture(big_pack, seed):
    items = [big_pack.item(key.item) for key in draw_round([big_pack], random.Random(seed))]
    kinds = [item.kind for item in items if not item.is_real]
    assert len(set(kinds)) == len(kinds)
    assert any(item.odd for item in items)


@pytest.mark.parametrize("seed", SEEDS)
def test_draw_round_never_shows_one_photograph_twice(make_item, make_pack, seed):
    reals = [make_item(f"real-{n}", source=f"https://photo-{n}.example") for n in range(12)]
    twins = [
        make_item(f"twin-{n}", Kind.SPLICE, source=f"https://photo-{n}.example") for n in range(12)
    ]
    pack = make_pack(*reals, *twins)
    items = [pack.item(key.item) for key in draw_round([pack], random.Random(seed))]
    assert len(frozenset().union(*(item.sources for item in items))) == len(items)


def test_draw_round_shows_the_one_odd_picture_with_words_no_more_than_others(make_item, make_pack):
    worded = [replace(make_item(f"w-{n}", odd=n == 0), caption="A thing") for n in range(8)]
    reals = [make_item(f"real-{n}", odd=n % 2 == 0) for n in range(20)]
    fakes = [
        make_item(f"fake-{n}", kind, caption="A thing" if kind is Kind.CONTEXT else "")
        for n, kind in zip(range(20), cycle(FAKE_KINDS))
    ]
    pack = make_pack(*worded, *reals, *fakes)
    rounds = [{key.item for key in draw_round([pack], random.Random(seed))} for seed in range(300)]
    shown = [sum(item.id in drawn for drawn in rounds) for item in worded]
    assert shown[0] < 2 * sum(shown) / len(shown)


def test_draw_round_does_not_fix_the_number_of_fakes(big_pack):
    numbers = {
        sum(
            not big_pack.item(key.item).is_real
            for key in draw_round([big_pack], random.Random(seed))
        )
        for seed in SEEDS
    }
    assert numbers == {4, 5, 6}


def test_draw_round_shows_every_item_sooner_or_later(big_pack):
    seen = {key.item for seed in SEEDS for key in draw_round([big_pack], random.Random(seed))}
    assert seen == {item.id for item in big_pack.items}


def test_draw_round_takes_from_every_pack(make_item, make_pack):
    first = make_pack(*(make_item(f"real-{n}") for n in range(6)), pack_id="first")
    second = make_pack(*(make_item(f"f-{n}", Kind.REMOVAL) for n in range(6)), pack_id="second")
    keys = draw_round([first, second], random.Random(1))
    assert {key.pack for key in keys} == {"first", "second"}


def test_draw_round_refuses_too_small_a_pack(make_item, make_pack):
    with pytest.raises(NotEnoughItemsError, match="install another pack"):
        draw_round([make_pack(make_item("only"))], random.Random(0))


@pytest.fixture
def practice_pack(make_item, make_pack):
    """Six of each kind of fake; real ones plain, odd and with words; some with a clue."""
    clue = Region(((0.1, 0.1), (0.2, 0.1), (0.2, 0.2)), Family.PHYSICS, "Light")
    items = [make_item(f"plain-{n}") for n in range(12)]
    items += [make_item(f"odd-{n}", odd=True) for n in range(12)]
    items += [replace(make_item(f"worded-{n}"), caption="A thing") for n in range(12)]
    for kind in FAKE_KINDS:
        caption = "A thing" if kind is Kind.CONTEXT else ""
        items += [replace(make_item(f"{kind}-{n}", kind), caption=caption) for n in range(6)]
    lit = {"odd-3", "odd-7", *(f"splice-{n}" for n in range(6))}
    items = [replace(item, regions=(clue,)) if item.id in lit else item for item in items]
    return make_pack(*items)


def _practised(pack, seed, **practice):
    keys = draw_round([pack], random.Random(seed), practice=Practice.named(**practice))
    return [pack.item(key.item) for key in keys]


@pytest.mark.parametrize("seed", range(20))
def test_practice_round_has_suiting_fakes_and_as_many_real_pictures_as_ever(practice_pack, seed):
    items = _practised(practice_pack, seed, families=["physics"])
    fakes = [item for item in items if not item.is_real]
    assert FAKES_AT_LEAST <= len(fakes) <= FAKES_AT_MOST
    assert {item.kind for item in fakes} == {Kind.SPLICE}
    assert len(set(items)) == len(items) == ROUND_LENGTH


@pytest.mark.parametrize("seed", range(20))
def test_practice_round_takes_suiting_odd_pictures_before_others(practice_pack, seed):
    items = _practised(practice_pack, seed, families=["physics"])
    odd = {item.id for item in items if item.odd}
    assert odd <= {"odd-3", "odd-7"} or odd > {"odd-3", "odd-7"}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kinds", [["context"], ["context", "removal"], ["removal"]])
def test_words_give_nothing_away_in_a_practice_round(practice_pack, seed, kinds):
    items = _practised(practice_pack, seed, kinds=kinds)
    fakes, reals = ([i for i in items if i.is_real is sort] for sort in (False, True))
    # Pairs are both with words or both without; of the last ones a single picture is shown.
    for with_words in (True, False):
        real, fake = (sum(bool(i.caption) is with_words for i in some) for some in (reals, fakes))
        assert abs(real - fake) <= abs(len(reals) - len(fakes))


@pytest.mark.parametrize("kinds", [[], ["context"], ["splice", "removal"]])
def test_neither_words_nor_what_is_seen_tells_in_rounds_of_the_app(kinds):
    pack = read_pack(SHIPPED / "starter")[0]
    practice = Practice.named(kinds=kinds)
    seen = defaultdict(list)
    for seed in range(400):
        for key in draw_round([pack], random.Random(seed), practice=practice):
            item = pack.item(key.item)
            seen["words" if item.caption else "no words"].append(item.is_real)
            seen[item.subject].append(item.is_real)
    for clue, answers in seen.items():
        # Of fewer, chance alone makes the share.
        if len(answers) > 60:
            assert 0.35 < sum(answers) / len(answers) < 0.65, clue


@pytest.fixture(scope="module")
def rounds_of_the_app():
    pack = read_pack(SHIPPED / "starter")[0]
    return [
        [pack.item(key.item) for key in draw_round([pack], random.Random(seed))]
        for seed in range(400)
    ]


def test_a_rule_by_subject_and_words_is_right_in_about_half_of_the_answers(rounds_of_the_app):
    seen = defaultdict(list)
    for items in rounds_of_the_app:
        for item in items:
            seen[item.subject, bool(item.caption)].append(item.is_real)
    right = sum(max(sum(answers), len(answers) - sum(answers)) for answers in seen.values())
    assert right / sum(map(len, seen.values())) < 0.55


@pytest.mark.parametrize(
    ("subject", "times"), [(Subject.LANDSCAPE, 80), (Subject.FOOD, 12), (Subject.PLANT, 10)]
)
@pytest.mark.parametrize("is_real", [True, False], ids=["real", "fake"])
def test_subject_is_shown_both_real_and_fake(rounds_of_the_app, subject, times, is_real):
    shown = [
        (item.subject, item.is_real) for items in rounds_of_the_app for item in items
    ].count((subject, is_real))  # fmt: skip
    assert shown >= times * len(rounds_of_the_app) / 100


def test_real_picture_is_of_the_fakes_subject_before_another_thing(make_item, make_pack):
    things = (Subject.FOOD, Subject.PLANT, Subject.OBJECT, Subject.VEHICLE)
    items = [
        make_item(f"{sort}-{subject}-{n}", kind, subject=subject)
        for sort, kind in (("real", Kind.REAL), ("fake", Kind.REMOVAL))
        for subject in things
        for n in range(6)
    ]
    pack = make_pack(*items)
    for seed in SEEDS:
        drawn = [pack.item(key.item) for key in draw_round([pack], random.Random(seed))]
        for subject in things:
            real = [item.is_real for item in drawn if item.subject is subject]
            assert abs(2 * sum(real) - len(real)) <= 2


def test_real_pictures_come_from_the_packs_of_the_fakes(make_item, make_pack):
    packs = [
        make_pack(
            *(make_item(f"{name}-real-{n}") for n in range(20)),
            *(make_item(f"{name}-fake-{n}", FAKE_KINDS[n % 8]) for n in range(fakes)),
            pack_id=name,
        )
        for name, fakes in (("many", 20), ("few", 6))
    ]
    for seed in SEEDS:
        keys = draw_round(packs, random.Random(seed))
        items = [next(p for p in packs if p.id == key.pack).item(key.item) for key in keys]
        of_few = [item.is_real for key, item in zip(keys, items, strict=True) if key.pack == "few"]
        assert abs(2 * sum(of_few) - len(of_few)) <= 2


def test_practice_round_is_filled_up_with_other_fakes(practice_pack):
    items = _practised(practice_pack, 0, items=["splice-2", "odd-5"])
    assert {"splice-2", "odd-5"} < {item.id for item in items}
    assert len(items) == ROUND_LENGTH
    assert len({item.kind for item in items}) > 2


def test_practice_of_nothing_known_is_a_usual_round(practice_pack):
    usual = draw_round([practice_pack], random.Random(5))
    unknown = Practice.named(families=["no-such-family", ""], kinds=[""], items=[""])
    assert not unknown
    assert draw_round([practice_pack], random.Random(5), practice=unknown) == usual


@pytest.fixture
def pack_with_forms(make_item, make_pack):
    """Forms of six pictures each; real-0 and thing-0 share the photograph of twin."""
    reals = [make_item(f"real-{n}") for n in range(20)]
    fakes = [make_item(f"thing-{n}", FAKE_KINDS[n % len(FAKE_KINDS)]) for n in range(20)]
    twin = make_item("twin", Kind.SPLICE, source="https://real-0.example")
    forms = {
        name: tuple(f"{sort}-{n}" for sort in ("real", "thing") for n in range(first, first + 3))
        for first, name in enumerate("abc")
    }
    return make_pack(*reals, *fakes, twin, forms=forms)


def test_draw_round_never_shows_what_is_kept_for_measuring(pack_with_forms):
    seen = {
        key.item for seed in SEEDS for key in draw_round([pack_with_forms], random.Random(seed))
    }
    kept = {item_id for form in pack_with_forms.forms.values() for item_id in form}
    assert seen == {item.id for item in pack_with_forms.items} - kept - {"twin"}


@pytest.mark.parametrize("form", ["a", "b", "c"])
def test_form_round_shows_the_whole_form_in_an_order_of_its_own(pack_with_forms, form):
    rounds = [form_round(pack_with_forms, form, random.Random(seed)) for seed in SEEDS]
    assert {frozenset(keys) for keys in rounds} == {
        frozenset(ItemKey("drawn", item_id) for item_id in pack_with_forms.forms[form])
    }
    assert len(set(rounds)) > len(SEEDS) / 2
    assert form_round(pack_with_forms, form, random.Random(0)) == rounds[0]


def test_form_round_refuses_a_form_the_pack_does_not_have(pack_with_forms):
    with pytest.raises(KeyError):
        form_round(pack_with_forms, "d", random.Random(0))


def test_form_of_names_the_form_a_round_plays_and_no_other(pack_with_forms, make_pack):
    packs = [make_pack(pack_id="empty"), pack_with_forms]
    assert form_of(packs, form_round(pack_with_forms, "b", random.Random(0))) == "b"
    assert form_of(packs, form_round(pack_with_forms, "b", random.Random(0))[1:]) is None
    assert form_of(packs, draw_round(packs, random.Random(0))) is None


keys = tuple(ItemKey("pack", f"item-{n}") for n in range(5))
ANSWER = Answer(Choice.REAL, 3)


@given(st.integers(0, 5), st.integers(-100, 100))
def test_reachable_never_shows_a_picture_beyond_the_next_to_answer(answered, asked):
    current = Round(keys, dict.fromkeys(range(answered), ANSWER))
    shown = current.reachable(asked)
    assert 0 <= shown < len(keys)
    assert shown in current.answers or shown == current.first_unanswered


def test_round_is_over_when_every_picture_has_an_answer():
    assert not Round(keys, dict.fromkeys(range(4), ANSWER)).is_over
    assert Round(keys, dict.fromkeys(range(5), ANSWER)).is_over


def test_judge_round_pairs_each_answer_with_its_outcome(make_item):
    items = [make_item("a"), make_item("b", Kind.SPLICE)]
    answers = {0: Answer(Choice.FAKE, 2), 1: Answer(Choice.FAKE, 5)}
    assert judge_round(items, answers) == [
        (answers[0], Outcome.FALSE_ALARM),
        (answers[1], Outcome.HIT),
    ]
