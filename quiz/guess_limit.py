"""How fast a secret code may be guessed."""

import hmac
import time
from collections.abc import Callable
from enum import Enum, auto
from threading import Lock


class Guess(Enum):
    """What became of a guess; one that came too soon was not compared with the code."""

    RIGHT = auto()
    WRONG = auto()
    TOO_SOON = auto()


class GuessLimit:
    """Compares guesses with a code, and none for a while after a wrong one, whoever made it.

    Who guesses can open any number of sessions, and we keep no network addresses to tell them
    apart by, so one limit holds for all.
    """

    def __init__(self, pause_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Make a limit that nothing was guessed at yet.

        Args:
            pause_s: seconds after a wrong guess in which no other is compared.
            clock: the time in seconds, from any beginning.
        """
        self._pause_s = pause_s
        self._clock = clock
        self._not_before = float("-inf")
        self._lock = Lock()

    def compare(self, typed: str, code: str) -> Guess:
        """Return what became of a guess."""
        with self._lock:
            now = self._clock()
            if now < self._not_before:
                return Guess.TOO_SOON
            # In constant time, so that the time of an answer tells nothing of the code.
            if hmac.compare_digest(typed.encode(), code.encode()):
                return Guess.RIGHT
            self._not_before = now + self._pause_s
            return Guess.WRONG
