import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from serving.upload_gate import UploadGate


@pytest.fixture
def received():
    return []


@pytest.fixture
def client(received):
    async def take(request):
        received.append(await request.body())
        return PlainTextResponse("taken")

    methods = ["GET", "PUT", "DELETE"]
    site = Starlette(routes=[Route("/{path:path}", take, methods=methods)])
    return TestClient(UploadGate(site, {"facilitator"}.__contains__))


@pytest.mark.parametrize("path", ["pupil/f1", "pupil/facilitator", "facilitator2/f1", "", "/f1"])
def test_upload_of_a_session_that_was_not_let_in_is_refused_unread(client, received, path):
    assert client.put(f"/_stcore/upload_file/{path}", content=b"x").status_code == 403
    assert received == []


def test_upload_of_a_session_that_was_let_in_is_taken(client, received):
    assert client.put("/_stcore/upload_file/facilitator/f1", content=b"x").text == "taken"
    assert received == [b"x"]


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/pictures/starter/a.webp"])
def test_all_else_is_everybodys(client, path):
    assert client.get(path).text == "taken"
