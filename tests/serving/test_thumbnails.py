from io import BytesIO

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from serving.thumbnails import thumbnail_route

PICTURE = "/thumbnails/drawn/0123456789abcdef.webp"


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "drawn" / "media"
    folder.mkdir(parents=True)
    Image.new("RGB", (960, 640), "red").save(folder / "0123456789abcdef.webp")
    (tmp_path / "drawn" / "pack.toml").write_text("id = 'drawn'")
    return folder


@pytest.fixture
def client(media):
    return TestClient(
        Starlette(routes=[thumbnail_route("/thumbnails", lambda: {"drawn": media}, 320)])
    )


def _picture(answer):
    return Image.open(BytesIO(answer.content))


def test_picture_is_made_small_in_its_own_proportion(client):
    answer = client.get(PICTURE)
    assert answer.headers["content-type"] == "image/webp"
    assert _picture(answer).size == (320, 213)
    assert "max-age" in answer.headers["cache-control"]


def test_picture_made_anew_is_small_anew(client, media):
    client.get(PICTURE)
    Image.new("RGB", (960, 640), "blue").save(media / "0123456789abcdef.webp")
    red, _, blue = _picture(client.get(PICTURE)).convert("RGB").getpixel((9, 9))
    assert blue > red


@pytest.mark.parametrize(
    "path",
    [
        "/thumbnails/drawn/",
        "/thumbnails/drawn/ffffffffffffffff.webp",
        "/thumbnails/drawn/%2e%2e",
        "/thumbnails/drawn/..%2fpack.toml",
        "/thumbnails/other/0123456789abcdef.webp",
    ],
)
def test_nothing_else_can_be_asked_for(client, path):
    assert client.get(path).status_code == 404
