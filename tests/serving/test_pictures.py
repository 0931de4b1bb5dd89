import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from serving.pictures import picture_route


@pytest.fixture
def client(tmp_path):
    media = tmp_path / "drawn" / "media"
    media.mkdir(parents=True)
    (media / "0123456789abcdef.webp").write_bytes(b"picture")
    (tmp_path / "drawn" / "pack.toml").write_text("id = 'drawn'")
    return TestClient(Starlette(routes=[picture_route("/pictures", lambda: {"drawn": media})]))


def test_picture_is_served(client):
    answer = client.get("/pictures/drawn/0123456789abcdef.webp")
    assert answer.content == b"picture"
    assert answer.headers["content-type"] == "image/webp"


def test_unchanged_picture_is_not_sent_twice(client):
    path = "/pictures/drawn/0123456789abcdef.webp"
    again = client.get(path, headers={"If-None-Match": client.get(path).headers["etag"]})
    assert again.status_code == 304


def test_picture_is_asked_for_again_each_time_for_it_may_be_made_anew(client):
    path = "/pictures/drawn/0123456789abcdef.webp"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert [answer.headers["cache-control"] for answer in (first, again)] == ["no-cache"] * 2


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/drawn/",
        "/pictures/drawn/../pack.toml",
        "/pictures/drawn/%2e%2e/pack.toml",
        "/pictures/drawn/..%2fpack.toml",
        "/pictures/other/0123456789abcdef.webp",
    ],
)
def test_nothing_else_can_be_asked_for(client, path):
    assert client.get(path).status_code == 404


def test_pack_that_comes_while_the_server_runs_is_served(tmp_path):
    folders = {}
    client = TestClient(Starlette(routes=[picture_route("/pictures", lambda: folders)]))
    assert client.get("/pictures/late/aa.webp").status_code == 404
    (tmp_path / "aa.webp").write_bytes(b"picture")
    folders["late"] = tmp_path
    assert client.get("/pictures/late/aa.webp").content == b"picture"
