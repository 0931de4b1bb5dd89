"""What a facilitator types in before and after a debate, and what the class is told."""

import pytest

from lessons.pages.class_vote_lab import MOTIONS, OPINIONS

LESSON = "good-uses-law-our-rules"


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def enter(lab, when, counts, motion=MOTIONS[0]):
    for opinion, count in zip(OPINIONS, counts, strict=True):
        lab.number_input(f"lessons_lab_vote_{motion}_{when}_{opinion}").set_value(count)
    lab.run()
    assert not lab.exception


def test_nothing_is_concluded_before_both_votes_are_in(lab, read):
    assert "Enter the counts of both votes." in read(lab)
    enter(lab, "before", (12, 8, 5))
    assert "Enter the counts of both votes." in read(lab)


def test_counts_are_compared_and_read_out(lab, read):
    enter(lab, "before", (12, 8, 5))
    enter(lab, "after", (9, 4, 12))
    assert "| Agree | 12 | 9 |" in read(lab)
    assert "At least **7 of 25** changed their vote." in read(lab)


def test_equal_counts_do_not_mean_that_nobody_moved(lab, read):
    enter(lab, "before", (10, 5, 10))
    enter(lab, "after", (10, 5, 10))
    assert "People may still have changed their votes" in read(lab)


def test_votes_of_different_size_are_pointed_out(lab, read):
    enter(lab, "before", (10, 5, 10))
    enter(lab, "after", (10, 5, 9))
    assert "25 voted before and 24 afterwards" in read(lab)


def test_each_motion_has_counts_of_its_own(lab, read):
    enter(lab, "before", (12, 8, 5))
    enter(lab, "after", (9, 4, 12))
    lab.radio("lessons_lab_vote_motion").set_value(MOTIONS[1]).run()
    assert "Enter the counts of both votes." in read(lab)
