"""What the lessons send learners to practise is there in the pack that comes with the app."""

import pytest

from lessons.library import load_lessons
from quiz.installed import load_packs
from quiz.item import Family, Kind
from quiz.practice import Practice

PRACTISED = [lesson for lesson in load_lessons() if lesson.practise]


@pytest.mark.parametrize("lesson", PRACTISED, ids=lambda lesson: lesson.id)
def test_lesson_practises_what_the_quiz_knows(lesson):
    assert set(lesson.practise.families) <= set(Family)
    assert set(lesson.practise.kinds) <= set(Kind)
    practice = load_packs()["starter"].practice
    assert set(lesson.practise.items) <= {item.id for item in practice}


@pytest.mark.parametrize("lesson", PRACTISED, ids=lambda lesson: lesson.id)
def test_starter_pack_has_pictures_of_the_sort(lesson):
    named = lesson.practise
    wanted = Practice.named(named.families, named.kinds, named.items)
    practice = load_packs()["starter"].practice
    assert sum(wanted.suits(item) and not item.is_real for item in practice) >= 4
