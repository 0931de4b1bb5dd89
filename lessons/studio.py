"""One painter for a whole class: one painting at a time, and none of them twice."""

from collections.abc import Callable
from threading import Lock
from typing import TypeAlias

from lessons.labs.watch_painter import Choices, Painting

Progress: TypeAlias = Callable[[int, int], None]
Paint: TypeAlias = Callable[[Choices, Progress], Painting]

KEPT = 32  # a painting of 40 steps takes one megabyte


class PainterError(RuntimeError):
    """There is no painting to be had; ``str(error)`` says why, and what to do."""


class Studio:
    """Where learners queue for the painter, which needs all of the computer for seconds."""

    def __init__(self, paint: Paint, kept: int = KEPT) -> None:
        """Open a studio.

        Args:
            paint: makes a painting, and calls its second argument with the steps done and all.
            kept: how many paintings to remember.
        """
        self._paint = paint
        self._kept = kept
        self._paintings: dict[Choices, Painting] = {}
        self._brush = Lock()

    def painting(self, choices: Choices, progress: Progress) -> Painting:
        """Return the painting of these choices: remembered, or made when its turn comes.

        Two learners with the same choices get the same painting, and only the first one's
        `progress` is called. What `paint` raises is passed on, and the next in the queue goes on.

        Args:
            choices: what to paint.
            progress: called with the number of steps done and of all.
        """
        if (known := self._paintings.get(choices)) is not None:
            return known
        with self._brush:
            # Somebody ahead in the queue may have asked for the same.
            if (known := self._paintings.get(choices)) is not None:
                return known
            painting = self._paint(choices, progress)
            while len(self._paintings) >= self._kept:
                del self._paintings[next(iter(self._paintings))]
            self._paintings[choices] = painting
            return painting
