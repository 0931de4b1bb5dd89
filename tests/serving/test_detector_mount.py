import threading

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from serving.detector_mount import LazyMount, detector_routes
from serving.lifespan import lifespan


async def _hello(_):
    return PlainTextResponse("the detector")


def _site(build, events):
    mount = LazyMount(build)
    return Starlette(
        routes=detector_routes("/detector", mount),
        lifespan=lifespan(mount, lambda: events.append("start")),
    )


@pytest.fixture
def events():
    return []


@pytest.fixture
def inner(events):
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def running(_):
        events.append("inner up")
        yield
        events.append("inner down")

    return Starlette(routes=[Route("/", _hello)], lifespan=running)


def _ask_until_loaded(client):
    for _ in range(1000):
        answer = client.get("/detector/")
        if answer.status_code != 503:
            return answer
    raise AssertionError("the detector never opened")


def test_nothing_is_built_before_the_first_visit(inner, events):
    built = []
    with TestClient(_site(lambda: built.append(1) or inner, events)):
        assert built == []


def test_waiting_page_is_shown_while_the_detector_is_built(inner, events):
    may_go_on = threading.Event()

    def build():
        assert may_go_on.wait(30)
        return inner

    with TestClient(_site(build, events)) as client:
        waiting = client.get("/detector/")
        assert waiting.status_code == 503
        assert 'http-equiv="refresh"' in waiting.text
        assert client.get("/detector/").status_code == 503
        may_go_on.set()
        assert _ask_until_loaded(client).text == "the detector"


def test_detector_is_built_once_and_its_lifespan_is_run(inner, events):
    built = []
    with TestClient(_site(lambda: built.append(1) or inner, events)) as client:
        _ask_until_loaded(client)
        client.get("/detector/")
        assert built == [1]
        assert events == ["start", "inner up"]
    assert events == ["start", "inner up", "inner down"]


def test_failure_is_told_and_the_next_visit_tries_again(inner, events, caplog):
    tries = []

    def build():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("no memory left")
        return inner

    with TestClient(_site(build, events)) as client:
        failed = _ask_until_loaded(client)
        assert failed.status_code == 500
        assert "did not open" in failed.text
        assert "no memory left" not in failed.text
        assert "no memory left" in caplog.text
        assert _ask_until_loaded(client).text == "the detector"


def test_address_without_slash_leads_to_the_detector(inner, events):
    with TestClient(_site(lambda: inner, events), follow_redirects=False) as client:
        assert client.get("/detector").headers["location"] == "/detector/"
