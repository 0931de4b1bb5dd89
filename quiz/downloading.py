"""Download listed files: only from the host that was named, resumed, and verified."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx

from quiz.online_packs import Download
from quiz.text import text

BASE_SETTING = "SECOND_LOOK_DOWNLOADS"
DEFAULT_BASE = "https://raw.githubusercontent.com"
# A weak network breaks off now and then; each try goes on where the last one stopped.
TRIES = 3
PATIENCE_S = 20.0

Progress = Callable[[int], None]


class FetchError(Exception):
    """A pack could not be fetched; the message says why and what to do. Nothing was changed."""


def base_address() -> httpx.URL:
    """Return the address that all files lie under: GitHub's, or the setting's.

    Raises:
        FetchError: the setting is no address of a web server.
    """
    named = os.environ.get(BASE_SETTING) or DEFAULT_BASE
    try:
        base = httpx.URL(named.rstrip("/"))
    except httpx.InvalidURL:
        base = httpx.URL()
    if base.scheme not in ("https", "http") or not base.host:
        raise FetchError(text("fetch-bad-base", {"setting": BASE_SETTING, "value": named}))
    return base


class Downloader:
    """A connection to one host, and the folder that holds what has arrived.

    A file is called by its hash, with ``.part`` until it is whole and verified. To be used in a
    ``with`` block.

    Args:
        folder: where files are kept; it must exist.
        base: see `base_address`. Nobody else is ever asked, wherever a redirect may point.
    """

    def __init__(self, folder: Path, base: httpx.URL) -> None:
        self.folder = folder
        self._base = base
        self._client = httpx.Client(
            follow_redirects=True,
            timeout=PATIENCE_S,
            event_hooks={"request": [self._refuse_other_hosts]},
        )

    def __enter__(self) -> "Downloader":
        return self

    def __exit__(self, *failure: object) -> None:
        self._client.close()

    def download(self, file: Download, progress: Progress) -> Path:
        """Return where a file lies, after getting what is still missing of it.

        Args:
            file: what to get.
            progress: called with the bytes of it that have arrived so far.

        Raises:
            FetchError: the host cannot be reached, refuses, sends us elsewhere, breaks off again
                and again (what arrived is kept), or sends another file (which is thrown away).
            OSError: the file cannot be written, say because the disk is full.
        """
        whole, part = self.folder / file.sha256, self.folder / f"{file.sha256}.part"
        if not whole.exists():
            self._receive(file, part, progress)
            if part.stat().st_size != file.bytes or _sha256(part) != file.sha256:
                part.unlink()
                raise FetchError(text("fetch-wrong-file", self._facts(file)))
            part.rename(whole)
        progress(file.bytes)
        return whole

    def _receive(self, file: Download, part: Path, progress: Progress) -> None:
        for left in reversed(range(TRIES)):
            try:
                self._go_on(file, part, progress)
                return
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
                raise FetchError(text("fetch-no-network", self._facts(file))) from error
            except httpx.RequestError as error:
                if not left:
                    raise FetchError(text("fetch-broken-off", self._facts(file))) from error

    def _go_on(self, file: Download, part: Path, progress: Progress) -> None:
        had = part.stat().st_size if part.exists() else 0
        if had >= file.bytes:
            return
        address = f"{self._base}/{file.repository}/{file.commit}/{quote(file.path)}"
        # Compressed on the way, sizes and ranges would not be those of the file.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={had}-"} if had else {})
        with self._client.stream("GET", address, headers=headers) as answer:
            if answer.status_code not in (200, 206):
                facts = self._facts(file) | {"status": str(answer.status_code)}
                raise FetchError(text("fetch-refused", facts))
            # 200 to a request for the rest: this server sends the file from its start.
            with part.open("ab" if answer.status_code == 206 else "wb") as kept:
                for chunk in answer.iter_raw():
                    kept.write(chunk)
                    progress(min(kept.tell(), file.bytes))
                    # Larger than stated: it is not the file, and may have no end.
                    if kept.tell() > file.bytes:
                        return

    def _refuse_other_hosts(self, request: httpx.Request) -> None:
        asked, own = request.url, self._base
        if (asked.scheme, asked.netloc) != (own.scheme, own.netloc):
            facts = {"host": own.host, "other": asked.host}
            raise FetchError(text("fetch-sent-elsewhere", facts))

    def _facts(self, file: Download) -> dict[str, str]:
        return {"host": self._base.host, "file": file.path}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
