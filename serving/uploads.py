"""The folder for what browsers send: emptied while the server runs, gone when it stops."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path


@asynccontextmanager
async def kept_empty(folder: Path, seconds: float) -> AsyncIterator[None]:
    """Delete what has lain in a folder for so long, again and again, and the folder at the end.

    Whatever read the files deletes them too, but a connection can break before that.
    """

    async def again_and_again() -> None:
        while True:
            await asyncio.sleep(seconds / 10)
            await asyncio.to_thread(forget_old, folder, seconds)

    forgetting = asyncio.create_task(again_and_again())
    try:
        yield
    finally:
        forgetting.cancel()
        shutil.rmtree(folder, ignore_errors=True)


def forget_old(folder: Path, seconds: float) -> None:
    """Delete files in a folder that were last written so long ago, and folders without files."""
    before = time.time() - seconds
    # The deepest first, so that a folder is empty before it is looked at.
    for path in sorted(folder.rglob("*"), reverse=True):
        # Others delete too, and a folder may just have got a file.
        with suppress(OSError):
            if path.lstat().st_mtime >= before:
                continue
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
