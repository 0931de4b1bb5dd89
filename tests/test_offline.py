"""The server itself asks nobody: every address its process looks up or connects to is noted."""

import asyncio
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.benchmarks.learner import Learner
from tests.conftest import free_port, running, wait_until

pytestmark = pytest.mark.slow

# Python runs a module of this name before anything else, in every process that finds it.
LISTENER = """
import os
import sys

def note(*words):
    with open(os.environ["ASKED"], "a") as asked:
        print(*words, file=asked)

def listen(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        note(event, arguments[1])
    elif event == "socket.getaddrinfo":
        note(event, arguments[0])

sys.addaudithook(listen)
# uvloop looks up and connects in C, unheard; without it the server takes asyncio's own loop.
sys.modules["uvloop"] = None
note("listening", "on 127.0.0.1")
"""
OPENING_LIMIT_S = 120


def _opened(address):
    try:
        with urllib.request.urlopen(f"{address}/detector/", timeout=60) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return False


async def _play(address):
    learner = await Learner.join(address)
    for _ in range(4):
        await learner.press()
    await learner.leave()
    reader = await Learner.join(address, "lessons", "lesson=how-a-picture-is-faked")
    await reader.leave()
    facilitator = await Learner.join(address, "packs")
    await facilitator.leave()


def _names_another_host(line):
    return not any(own in line for own in ("127.0.0.1", "localhost", "::1", "0.0.0.0", " None"))


def test_server_looks_up_and_connects_to_nobody(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(LISTENER)
    asked = tmp_path / "asked"
    port = free_port()
    settings = {
        "PYTHONPATH": str(tmp_path),
        "ASKED": str(asked),
        "SECOND_LOOK_DATABASE": str(tmp_path / "answers.sqlite3"),
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with running(command, f"http://127.0.0.1:{port}", tmp_path / "log", **settings) as address:
        asyncio.run(_play(address))
        assert wait_until(lambda: _opened(address), OPENING_LIMIT_S)
    lines = asked.read_text().splitlines()
    assert "listening on 127.0.0.1" in lines
    assert [line for line in lines if _names_another_host(line)] == []


def test_the_listener_hears_a_foreign_address(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(LISTENER)
    code = """
import asyncio
try:
    asyncio.run(asyncio.open_connection("elsewhere.invalid", 80))
except OSError:
    pass
"""
    settings = {"PYTHONPATH": str(tmp_path), "ASKED": str(tmp_path / "asked")}
    subprocess.run([sys.executable, "-c", code], env=settings, check=True)
    lines = (tmp_path / "asked").read_text().splitlines()
    assert [line for line in lines if _names_another_host(line)] == [
        "socket.getaddrinfo elsewhere.invalid"
    ]
