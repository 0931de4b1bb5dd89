from lessons.lesson import parse
from lessons.progress import is_finished, solved


def test_question_is_solved_once_the_right_choice_was_tried(write_lesson, sound_lesson):
    lesson = parse(write_lesson(sound_lesson))  # Right are its first and its second choice.
    assert solved(lesson, {}) == 0
    assert solved(lesson, {("sound", "first"): (1,), ("other", "second"): (1,)}) == 0
    assert solved(lesson, {("sound", "first"): (1, 0), ("sound", "second"): (0,)}) == 1
    assert not is_finished(lesson, {("sound", "first"): (0,)})
    assert is_finished(lesson, {("sound", "first"): (0,), ("sound", "second"): (0, 1)})


def test_choice_that_is_no_more_counts_for_nothing(write_lesson, sound_lesson):
    assert solved(parse(write_lesson(sound_lesson)), {("sound", "first"): (7,)}) == 0
