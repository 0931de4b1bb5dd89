from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import numpy as np
import pytest

from lessons.labs.watch_painter import Choices, Painting
from lessons.studio import PainterError, Studio


def choices(seed: int) -> Choices:
    return Choices("circles", seed, 2, 2.0)


def grey(wanted: Choices) -> Painting:
    """A painting whose every state is of the grey that its seed names."""
    state = np.full((8, 8, 3), wanted.seed, np.uint8)
    return Painting(wanted, (state,) * 3, (state,) * 2)


class Hand:
    """A painter that counts what it paints, and notices a second one at work beside it."""

    def __init__(self) -> None:
        self.painted: Counter[Choices] = Counter()
        self.at_work = 0
        self.crowded = False

    def __call__(self, wanted, progress) -> Painting:
        self.at_work += 1
        for done in (1, 2):
            self.crowded |= self.at_work > 1
            progress(done, 2)
        self.painted[wanted] += 1
        self.at_work -= 1
        return grey(wanted)


def nothing(done: int, total: int) -> None:
    """Take no notice of the progress."""


def test_painting_is_made_once_for_the_same_choices():
    hand = Hand()
    studio = Studio(hand)
    first = studio.painting(choices(1), nothing)
    assert studio.painting(choices(1), nothing) is first
    assert studio.painting(choices(2), nothing) is not first
    assert hand.painted == {choices(1): 1, choices(2): 1}


def test_progress_is_passed_on():
    seen = []
    Studio(Hand()).painting(choices(1), lambda *counts: seen.append(counts))
    assert seen == [(1, 2), (2, 2)]


def test_class_pressing_at_once_queues_and_paints_each_choice_once():
    hand = Hand()
    studio = Studio(hand)
    together = Barrier(30)

    def press(pupil: int) -> Painting:
        together.wait()
        return studio.painting(choices(pupil % 3), nothing)

    with ThreadPoolExecutor(30) as pupils:
        paintings = list(pupils.map(press, range(30)))
    assert hand.painted == {choices(0): 1, choices(1): 1, choices(2): 1}
    assert not hand.crowded
    assert [painting.choices.seed for painting in paintings] == [0, 1, 2] * 10
    assert len(set(map(id, paintings))) == 3


def test_known_painting_is_given_out_while_another_is_being_made():
    begun, go_on = Event(), Event()

    def paint(wanted, progress) -> Painting:
        if wanted == choices(2):
            begun.set()
            go_on.wait(30)
        return grey(wanted)

    studio = Studio(paint)
    known = studio.painting(choices(1), nothing)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(studio.painting, choices(2), nothing)
        assert begun.wait(30)
        assert studio.painting(choices(1), nothing) is known
        assert not slow.done()
        go_on.set()
        assert slow.result().choices == choices(2)


def test_oldest_paintings_are_forgotten():
    hand = Hand()
    studio = Studio(hand, kept=2)
    for seed in (1, 2, 3, 2, 1):
        studio.painting(choices(seed), nothing)
    assert hand.painted == {choices(1): 2, choices(2): 1, choices(3): 1}


def test_failed_painting_lets_the_next_one_begin():
    def paint(wanted, progress) -> Painting:
        if wanted == choices(1):
            raise PainterError("No paint.")
        return grey(wanted)

    studio = Studio(paint)
    with pytest.raises(PainterError, match="No paint"):
        studio.painting(choices(1), nothing)
    assert studio.painting(choices(2), nothing).choices == choices(2)
