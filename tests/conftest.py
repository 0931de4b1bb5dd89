"""A real server and a real browser, for the tests that need them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two test processes share the cores: threads of PyTorch that wait by spinning would take them from
# each other. Read when its library is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# A busy machine is no fault of the code under test.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

ROOT = Path(__file__).parents[1]
START_LIMIT_S = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that renews the pictures of the README."""
    parser.addoption(
        "--screenshots",
        type=Path,
        default=None,
        help="folder to write the browser tests' screenshots to (default: none are taken)",
    )


def free_port() -> int:
    """Return a port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], bool], limit_s: float) -> bool:
    """Ask again and again until `condition` holds; return whether it did before the limit."""
    end = time.monotonic() + limit_s
    while not (holds := condition()) and time.monotonic() < end:
        time.sleep(0.1)  # Between questions, not instead of one.
    return holds


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def running(command: list[str], address: str, log: Path, **environment: str) -> Iterator[str]:
    """Run a server until the block ends; start the block when its health page answers.

    Raises:
        RuntimeError: it ended, or did not answer in time; holds what it printed.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=output, env=os.environ | environment
        )

        def up_or_ended() -> bool:
            return process.poll() is not None or _answers(f"{address}/_stcore/health")

        try:
            if not wait_until(up_or_ended, START_LIMIT_S) or process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{log.read_text()}")
            yield address
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., object]:
    """Start the app as the README says, on a free port, with a database of its own."""

    def start():
        folder = tmp_path_factory.mktemp("server")
        port = free_port()
        return running(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            f"http://127.0.0.1:{port}",
            folder / "server.log",
            SECOND_LOOK_DATABASE=str(folder / "answers.sqlite3"),
        )

    return start


@pytest.fixture(scope="session")
def site(serve) -> Iterator[str]:
    """Address of a running app, shared by the tests that do not disturb one another."""
    with serve() as address:
        yield address


def words_of(html: str) -> str:
    """Return what a reader reads of HTML, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)
