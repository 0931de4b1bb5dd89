"""Three ways to start, one site: pages, pictures and detector on one port."""

import asyncio
import sys
import urllib.error
import urllib.request

import pytest

from quiz.pages.resources import packs
from tests.benchmarks.learner import Learner
from tests.conftest import free_port, running, wait_until

pytestmark = pytest.mark.slow

STARTS = {
    "streamlit run": ["streamlit", "run", "app.py", "--server.port", "{port}"],
    "python": None,
    "uvicorn": ["uvicorn", "app:app", "--port", "{port}", "--ws", "websockets-sansio"],
}
OPENING_LIMIT_S = 120


@pytest.fixture(params=STARTS)
def address(request, tmp_path):
    port = free_port()
    arguments = STARTS[request.param]
    command = [sys.executable, "app.py"]
    if arguments:
        command = [sys.executable, "-m", *(word.format(port=port) for word in arguments)]
    settings = {
        "SECOND_LOOK_DATABASE": str(tmp_path / "answers.sqlite3"),
        "SECOND_LOOK_PORT": str(port),
    }
    with running(command, f"http://127.0.0.1:{port}", tmp_path / "log", **settings) as started:
        yield started


def _get(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.geturl(), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, url, error.read()


async def _play(address):
    learner = await Learner.join(address)
    for _ in range(3):
        await learner.press()
    await learner.leave()
    return learner.query


def test_every_start_serves_pages_pictures_and_detector(address):
    status, _, page = _get(f"{address}/quiz")
    assert status == 200
    assert b"<title>Streamlit</title>" in page

    pack = next(iter(packs().values()))
    picture = pack.items[0].picture
    assert _get(f"{address}/pictures/{pack.id}/{picture.name}")[2] == picture.read_bytes()

    query = asyncio.run(_play(address))
    assert "picture=2" in query

    status, _, waiting = _get(f"{address}/detector/")
    assert status == 503
    assert b"Opening the detector" in waiting
    assert wait_until(lambda: _get(f"{address}/detector/")[0] != 503, OPENING_LIMIT_S)
    status, final, page = _get(f"{address}/detector")
    assert status == 200
    assert final == f"{address}/detector/"
    assert b"gradio" in page
    assert _get(f"{address}/_stcore/metrics")[0] == 404
