"""A real web server of files on a free port, which can be told to go wrong."""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote


@dataclass(frozen=True)
class Fault:
    """What is wrong with one answer.

    Attributes:
        status: an error instead of the file.
        content: other bytes instead of the file's.
        sent: bytes after which the connection is cut.
        whole: send all of the file though only its rest was asked for.
        location: send the browser on to this address.
    """

    status: int = 0
    content: bytes | None = None
    sent: int | None = None
    whole: bool = False
    location: str = ""


@dataclass
class FileServer:
    """Serves files until told otherwise.

    Attributes:
        files: what lies at each path; a path of the disk is read when asked for.
        faults: of the next answers, one each; after them every answer is right.
        asked: path and Range header of every request so far.
        address: of the server, without a slash at its end.
    """

    files: Mapping[str, bytes | Path]
    faults: deque[Fault] = field(default_factory=deque)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    address: str = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request, rightly or wrongly."""
        path, wanted = unquote(request.path), request.headers.get("Range")
        self.asked.append((path, wanted))
        fault = self.faults.popleft() if self.faults else Fault()
        if fault.status or fault.location or path not in self.files:
            request.send_response(fault.status or (302 if fault.location else 404))
            request.send_header("Location", fault.location)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        content = self.files[path] if fault.content is None else fault.content
        if isinstance(content, Path):
            content = content.read_bytes()
        rest = re.fullmatch(r"bytes=(\d+)-", wanted or "")
        if rest and not fault.whole:
            start = int(rest[1])
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            content = content[start:]
        else:
            request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content[: fault.sent])
        if fault.sent is not None:
            request.close_connection = True


@contextmanager
def serving(files: Mapping[str, bytes | Path]) -> Iterator[FileServer]:
    """Run a server until the block ends."""
    server = FileServer(files)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.answer(self)

        def log_message(self, *message: object) -> None:
            """Say nothing: what was asked is in `asked`."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server.address = f"http://127.0.0.1:{listener.server_port}"
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
