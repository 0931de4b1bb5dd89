from concurrent.futures import ThreadPoolExecutor
from itertools import count

from quiz.guess_limit import Guess, GuessLimit


def test_guesses_are_compared_until_one_is_wrong():
    limit = GuessLimit(2, clock=iter([0, 0, 1, 1.99, 2]).__next__)
    told = [limit.compare(typed, "heron") for typed in ("heron", "Heron", *["heron"] * 3)]
    assert told == [Guess.RIGHT, Guess.WRONG, Guess.TOO_SOON, Guess.TOO_SOON, Guess.RIGHT]


def test_of_many_guesses_at_once_one_a_pause_is_compared():
    # A tick for each guess, and a pause of ten.
    limit = GuessLimit(10, clock=count().__next__)
    with ThreadPoolExecutor(8) as guessers:
        told = list(guessers.map(lambda number: limit.compare(str(number), "code"), range(100)))
    assert told.count(Guess.WRONG) == 10
    assert told.count(Guess.TOO_SOON) == 90
