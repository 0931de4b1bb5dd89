import gzip

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from serving.static_cache import StaticCache

SCRIPT = b"console.log('second look');" * 400


@pytest.fixture
def client(tmp_path):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "index-abc.js").write_bytes(SCRIPT)
    (folder / "font.woff2").write_bytes(b"font")
    (tmp_path / "secret.js").write_text("secret")

    async def otherwise(_):
        return PlainTextResponse("passed on")

    inner = Starlette(routes=[Route("/{path:path}", otherwise)])
    return TestClient(StaticCache(inner, "/static/", folder))


def test_bundle_arrives_compressed_and_whole(client):
    answer = client.get("/static/index-abc.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.content == SCRIPT
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


def test_bundle_is_compressed_only_once(client, tmp_path):
    client.get("/static/index-abc.js", headers={"Accept-Encoding": "gzip"})
    (tmp_path / "static/index-abc.js").write_bytes(b"changed")
    again = client.get("/static/index-abc.js", headers={"Accept-Encoding": "gzip"})
    assert again.content == SCRIPT


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("/static/index-abc.js", "identity"),
        ("/static/font.woff2", "gzip"),
        ("/static/missing.js", "gzip"),
        ("/static/../secret.js", "gzip"),
        ("/static/%2e%2e/secret.js", "gzip"),
        ("/elsewhere.js", "gzip"),
    ],
)
def test_anything_else_is_passed_on(client, path, encoding):
    answer = client.get(path, headers={"Accept-Encoding": encoding})
    assert answer.text == "passed on"


def test_copy_is_an_ordinary_gzip_stream(tmp_path):
    from serving.static_cache import _compress

    (tmp_path / "a.js").write_bytes(SCRIPT)
    assert gzip.decompress(_compress(tmp_path / "a.js")) == SCRIPT
