import json

import pytest
from PIL import Image

from models import evidence
from models.assessment import assess
from models.image import open_image
from models.record import record as make_record
from tests.models.demo.conftest import file_data


def test_programs_are_offered_one_endpoint_and_no_other(page):
    offered = page.client.get("/gradio_api/info").json()
    assert list(offered["named_endpoints"]) == ["/analyse"]
    assert offered["unnamed_endpoints"] == {}


def test_a_program_gets_the_record_of_a_picture_that_it_uploads(page, example):
    ended, (record,) = page.analyse(file_data(page.stored(example)))
    image = open_image(example.read_bytes())
    assert ended == "complete"
    assert record.pop("seconds") > 0
    assert record == json.loads(json.dumps(make_record(image, assess(image))))
    assert page.kept == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a or anything else", "This file is not a JPEG, PNG or WebP picture."),
        (b"\x89PNG\r\n\x1a\n and no more", "This picture is damaged or incomplete"),
        (b"", "This file is empty."),
    ],
)
def test_a_program_is_told_why_a_file_cannot_be_examined(page, tmp_path, content, sentence):
    (tmp_path / "odd.png").write_bytes(content)
    ended, (answer,) = page.analyse(file_data(page.stored(tmp_path / "odd.png")))
    assert ended == "complete"
    assert list(answer) == ["error"]
    assert answer["error"].startswith(sentence)
    assert page.kept == []


def test_a_program_is_told_of_a_fault_of_ours(page, tmp_path, monkeypatch, capsys):
    module = 'FAMILY = "faulty"\ndef examine(image):\n    return 1 / (image.width - 200)\n'
    (tmp_path / "faulty.py").write_text(module)
    monkeypatch.setattr(evidence, "__path__", [*evidence.__path__, str(tmp_path)])
    Image.effect_noise((200, 200), 40).convert("RGB").save(tmp_path / "square.png")
    ended, (answer,) = page.analyse(file_data(page.stored(tmp_path / "square.png")))
    assert (ended, list(answer)) == ("complete", ["error"])
    assert "a fault in this program" in answer["error"]
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert page.kept == []


def test_a_program_that_sends_nothing_is_told_so(page):
    assert page.analyse(None) == (
        "complete",
        [{"error": "No picture came along. Upload one first, and name what the upload returned."}],
    )


@pytest.mark.parametrize(
    "data", [[], [1], ["/tmp/a.jpg"], [[]], [{}], [True], [{"path": 5, "meta": {}}], [None, None]]
)
def test_a_program_that_sends_no_upload_is_told_so(page, data):
    event = page.client.post("/gradio_api/call/analyse", json={"data": data}).json()["event_id"]
    answered = page.client.get(f"/gradio_api/call/analyse/{event}").text
    assert "No picture came along. Upload one first" in answered


@pytest.mark.parametrize("way", ["call", "queue", "predict"])
def test_a_program_cannot_name_a_file_of_the_server(page, example, way):
    file = file_data(str(example))
    if way == "call":
        ended, answer = page.analyse(file)
        assert ended == "error"
        said = json.dumps(answer)
    else:
        (event,) = [e for e in page.config["dependencies"] if e["api_name"] == "analyse"]
        call = {"data": [file], "fn_index": event["id"], "session_hash": "program"}
        if way == "predict":
            answered = page.client.post("/gradio_api/run/predict", json=call)
            assert answered.status_code != 200
        else:
            page.client.post("/gradio_api/queue/join", json=call)
            answered = page.client.get("/gradio_api/queue/data", params={"session_hash": "program"})
            assert '"success":false' in answered.text.replace(" ", "")
        said = answered.text
    assert "verdict" not in said
    assert str(example) not in said
    assert example.exists()


def test_an_upload_of_more_than_10_mb_is_refused_before_it_is_stored(page, tmp_path):
    large = tmp_path / "large.png"
    large.write_bytes(bytes(11_000_000))
    with large.open("rb") as file:
        assert page.client.post("/gradio_api/upload", files={"files": file}).status_code == 413
    assert page.kept == []
