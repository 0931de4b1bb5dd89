"""What happens when the server starts and stops."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from serving.detector_mount import LazyMount


def lifespan(
    mount: LazyMount, on_start: Callable[[], None]
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return the app's lifespan: `on_start` runs first, the mounted app is closed at the end."""

    @asynccontextmanager
    async def run(_: object) -> AsyncIterator[None]:
        on_start()
        # What is loaded by now stays for good; the collector need not look at it again.
        gc.collect()
        gc.freeze()
        try:
            yield
        finally:
            await mount.close()

    return run
