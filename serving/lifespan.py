"""What happens when the server starts and stops."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from serving.detector_mount import LazyMount

try:
    import resource
except ImportError:  # Windows counts otherwise, and allows more.
    resource = None


# Each visitor's page holds about four open.
OPEN_FILES = 8192


def allow_open_files() -> None:
    """Raise how many files this process may hold open, as far as the system lets it.

    Many let a process have 1024 if it does not ask, some 256, which a class of 60 uses up.
    """
    if resource is None:
        return
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = OPEN_FILES if most == unlimited else min(OPEN_FILES, most)
    if least != unlimited and least < wanted:
        # Some systems allow less than they say.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def lifespan(
    mount: LazyMount, on_start: Callable[[], None]
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return the app's lifespan: `on_start` runs first, the mounted app is closed at the end."""

    @asynccontextmanager
    async def run(_: object) -> AsyncIterator[None]:
        on_start()
        allow_open_files()
        # What is loaded by now stays for good; the collector need not look at it again.
        gc.collect()
        gc.freeze()
        try:
            yield
        finally:
            await mount.close()

    return run
