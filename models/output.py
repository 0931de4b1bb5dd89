"""What a command prints: it may be printed to nobody, and must not end in a traceback then."""

import os
import sys
from collections.abc import Callable


def status_of(run: Callable[[], int]) -> int:
    """Return the exit status of a command that prints.

    What is printed to a stream that was closed at the start is lost, as the caller has asked for.
    Where whoever was reading, such as "head", has read enough, the command ends with 1 and no word;
    where the output goes to a full disk, with 1 and one sentence.

    Args:
        run: does the command's work and returns its exit status.
    """
    for name in ("stdout", "stderr"):
        # Python has nothing there for a stream that is closed. Opened before any other file, the
        # number of the stream does not become that of a picture, which a library may print into.
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8", errors="replace"))
    try:
        try:
            return run()
        finally:
            # At the very end of the program nobody could catch what this raises.
            sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            # Such as a full disk.
            print(error, file=sys.stderr)
        try:
            sys.stdout.flush()
        except OSError:
            # What is still to be written at the end would fail once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
