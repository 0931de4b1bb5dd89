import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from serving.headers import HEADERS, SecurityHeaders


@pytest.fixture
def client():
    async def page(_):
        return PlainTextResponse("a page")

    return TestClient(SecurityHeaders(Starlette(routes=[Route("/{path:path}", page)])))


@pytest.mark.parametrize("path", ["/", "/quiz", "/detector/", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(client, path):
    answer = client.get(path)
    assert answer.text == "a page"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/detector/gradio_api/process_recording",
        "/detector/gradio_api/deep_link?session_hash=a",
    ],
)
def test_internal_pages_are_hidden(client, path):
    assert client.get(path).status_code == 404


def test_policy_names_no_other_host():
    sources = HEADERS["Content-Security-Policy"].replace(";", " ").split()
    assert not [source for source in sources if "." in source or "*" in source]
