import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from models import evidence
from models.assessment import assess
from models.delivery import Delivery
from models.demo import MOUNT_SETTINGS, Example, build_demo
from models.image import open_image
from models.record import record as make_record

LABEL = "Picture 1: grey"
TRUTH = "It is a drawing, made for this test."
FIGURES = {
    "command": "python -m bench",
    "date": "2026-11-24",
    "pictures": {"real": 20, "generated": 30, "edited": 0},
    "rows": [
        {"table": "delivery", "name": "jpeg-90", "pictures": 50, "measure": "auc",
         "value": 0.8, "low": 0.7, "high": 0.9},
        {"table": "verdict", "name": "photographs: no_sign", "pictures": 20, "measure": "share",
         "value": 0.9, "low": 0.7, "high": 1.0},
        *(
            {"table": "generator", "name": name, "pictures": 9, "measure": "auc",
             "value": 0.6, "low": 0.5, "high": 0.7}
            for name in ("all, shrunk", "flux1_dev.safetensors, shrunk", "twins: quantised")
        ),
    ],
}  # fmt: skip


class Page:
    """The mounted page, asked over HTTP as a browser would ask it."""

    def __init__(self, client: TestClient, uploads: Path, learner: str) -> None:
        self.client = client
        self.uploads = uploads
        self.learner = learner
        self.config = client.get("/config").json()

    def component(self, elem_id: str) -> dict:
        (found,) = [
            part for part in self.config["components"] if part["props"].get("elem_id") == elem_id
        ]
        return found

    def event(self, elem_id: str) -> dict:
        component = self.component(elem_id)["id"]
        (event,) = [
            event
            for event in self.config["dependencies"]
            if any(target[0] == component for target in event["targets"])
        ]
        return event

    def act(self, elem_id: str, *data: object) -> "Reply":
        """Do what the component's event does; ``data`` are its inputs, None for the state."""
        event = self.event(elem_id)
        call = {"data": list(data), "fn_index": event["id"], "session_hash": self.learner}
        if not event["queue"]:
            answer = self.client.post("/gradio_api/run/predict", json=call)
            return Reply(self, event, answer.status_code, answer.json())
        self.client.post("/gradio_api/queue/join", json=call)
        stream = self.client.get("/gradio_api/queue/data", params={"session_hash": self.learner})
        messages = [json.loads(line[6:]) for line in stream.text.splitlines() if line]
        (done,) = [message for message in messages if message["msg"] == "process_completed"]
        return Reply(self, event, 200 if done["success"] else 500, done["output"])

    def stored(self, path: Path) -> str:
        with path.open("rb") as file:
            (stored,) = self.client.post("/gradio_api/upload", files={"files": file}).json()
        return stored

    def upload(self, path: Path) -> "Reply":
        return self.offer(self.stored(path))

    def offer(self, path: str) -> "Reply":
        return self.act("upload", _file(path))

    def analyse(self, file: object) -> tuple[str, object]:
        """Call the programs' endpoint; return how the call ended and what it said."""
        asked = self.client.post("/gradio_api/call/analyse", json={"data": [file]})
        answer = self.client.get(f"/gradio_api/call/analyse/{asked.json()['event_id']}").text
        (ended,) = re.findall(r"event: (complete|error)\ndata: (.*)", answer)
        return ended[0], json.loads(ended[1])

    @property
    def kept(self) -> list[Path]:
        """Files with anything in them that the page has not thrown away."""
        files = self.uploads.rglob("*")
        return [path for path in files if path.is_file() and path.stat().st_size]


def _file(path: str) -> dict[str, object]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


class Reply:
    """What came back for each component that has an ``elem_id``."""

    def __init__(self, page: Page, event: dict, status: int, body: dict) -> None:
        self.status = status
        self.error = body.get("error")
        self.by_id = {}
        if status == 200:
            names = {p["id"]: p["props"].get("elem_id") for p in page.config["components"]}
            outputs = zip(event["outputs"], body["data"], strict=True)
            self.by_id = {names[number]: value for number, value in outputs}

    def words(self, elem_id: str) -> str:
        value = self.by_id[elem_id]
        html = value["value"] if isinstance(value, dict) else value
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    @property
    def report_can_be_opened(self) -> bool:
        return self.by_id["open"]["interactive"]


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("site") / "example.png"
    Image.effect_noise((160, 120), 40).convert("RGB").save(path)
    return path


@pytest.fixture(scope="module")
def mounted(example: Path, tmp_path_factory) -> Iterator[tuple[TestClient, Path]]:
    """The page, built once, and the folder it keeps uploads in."""
    folder = tmp_path_factory.mktemp("page")
    figures = folder / "figures.json"
    figures.write_text(json.dumps(FIGURES))
    pictures = {"red-panda-log": example, "iron-tower-hedges": example}

    # Gradio opens an event loop, and never closes it, unless it finds one running.
    async def mount() -> FastAPI:
        demo = build_demo([Example(LABEL, example, TRUTH)], None, pictures, figures)
        return gr.mount_gradio_app(FastAPI(), demo, path="/", **MOUNT_SETTINGS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "uploads"))
        with TestClient(asyncio.run(mount())) as client:
            yield client, folder / "uploads"


@pytest.fixture
def page(mounted: tuple[TestClient, Path], request: pytest.FixtureRequest) -> Page:
    """The page in the browser of a learner of this test's own."""
    return Page(*mounted, learner=request.node.name)


def test_report_stays_closed_with_a_reason_until_the_learner_has_answered(page):
    assert page.component("open")["props"]["interactive"] is False

    chosen = page.act("example-0")
    assert f"{LABEL}, 160 × 120 pixels, PNG" in chosen.words("shown")
    assert not chosen.report_can_be_opened
    assert "Say first what you think" in chosen.words("reason")

    believed = page.act("belief", None, "fake", None)
    assert not believed.report_can_be_opened
    assert "Say how sure you are" in believed.words("reason")

    sure = page.act("confidence", None, "fake", "fairly")
    assert sure.report_can_be_opened


def test_a_learner_who_cannot_tell_need_not_say_how_sure(page):
    page.act("example-0")
    assert page.act("belief", None, "unsure", None).report_can_be_opened


def test_report_cannot_be_had_by_skipping_the_answer(page):
    page.act("example-0")
    skipped = page.act("open", None, None, None)
    assert skipped.words("report") == ""
    assert "Say first what you think" in skipped.words("reason")


def test_report_cannot_be_had_without_a_picture(page):
    assert page.act("open", None, "real", "very").words("report") == ""


def test_report_opens_after_the_answer(page):
    page.act("example-0")
    opened = page.act("open", None, "fake", "fairly")
    assert "You thought that it looks edited" in opened.words("report")
    assert "The report is open below." in opened.words("reason")


def test_truth_about_an_example_is_told_in_the_report_and_not_before(page):
    shown = page.act("example-0")
    assert TRUTH not in shown.words("shown")
    assert page.act("open", None, "unsure", None).words("report").count(TRUTH) == 1


def test_no_truth_is_claimed_about_an_uploaded_picture(page, example):
    page.upload(example)
    assert "What it really is" not in page.act("open", None, "unsure", None).words("report")


def test_report_opens_once_for_a_picture(page):
    page.act("example-0")
    page.act("open", None, "fake", "fairly")
    again = page.act("open", None, "real", "fairly")
    assert again.words("report") == ""


def test_choosing_another_picture_clears_the_answer_and_the_report(page):
    page.act("example-0")
    page.act("open", None, "fake", "fairly")
    chosen = page.act("example-0")
    assert chosen.words("report") == ""
    assert not chosen.report_can_be_opened
    assert (chosen.by_id["belief"]["value"], chosen.by_id["confidence"]["value"]) == (None, None)


def test_an_uploaded_picture_is_shown_and_not_kept(page, example):
    shown = page.upload(example)
    assert "your picture, 160 × 120 pixels, PNG" in shown.words("shown")
    assert page.kept == []


@pytest.mark.parametrize("name", ["holiday.jpg", "notes.txt"])
def test_an_upload_that_is_no_picture_is_refused_on_the_page(name, page, tmp_path):
    (tmp_path / name).write_bytes(b"GIF89a or anything else")
    refused = page.upload(tmp_path / name)
    assert "This file is not a JPEG, PNG or WebP picture." in refused.words("shown")
    assert 'role="alert"' in refused.by_id["shown"]
    assert not refused.report_can_be_opened


def test_a_file_of_the_server_cannot_be_named_as_an_upload(page, example):
    named = page.offer(str(example))
    assert named.status != 200
    assert example.exists()


def test_an_address_cannot_be_named_as_an_upload(page):
    # Gradio would fetch it: the name would at least be looked up.
    named = page.offer("https://elsewhere.invalid/picture.png")
    assert named.error == "Only files that you upload can be examined, no addresses. Upload the " \
        "picture itself."  # fmt: skip


def test_an_address_cannot_be_hidden_in_any_other_answer(page):
    address = _file("https://elsewhere.invalid/picture.png")
    assert "no addresses" in page.act("delivery", None, [address]).error
    assert "no addresses" in page.act("belief", None, address, None).error


def test_programs_are_offered_one_endpoint_and_no_other(page):
    offered = page.client.get("/gradio_api/info").json()
    assert list(offered["named_endpoints"]) == ["/analyse"]
    assert offered["unnamed_endpoints"] == {}


def test_a_program_gets_the_record_of_a_picture_that_it_uploads(page, example):
    ended, (record,) = page.analyse(_file(page.stored(example)))
    image = open_image(example.read_bytes())
    assert ended == "complete"
    assert record.pop("seconds") > 0
    assert record == json.loads(json.dumps(make_record(image, assess(image))))
    assert page.kept == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a or anything else", "This file is not a JPEG, PNG or WebP picture."),
        (b"\x89PNG\r\n\x1a\n and no more", "This file is not a JPEG, PNG or WebP picture."),
        (b"", "This file is empty."),
    ],
)
def test_a_program_is_told_why_a_file_cannot_be_examined(page, tmp_path, content, sentence):
    (tmp_path / "odd.png").write_bytes(content)
    ended, (answer,) = page.analyse(_file(page.stored(tmp_path / "odd.png")))
    assert ended == "complete"
    assert list(answer) == ["error"]
    assert answer["error"].startswith(sentence)
    assert page.kept == []


def test_a_program_is_told_of_a_fault_of_ours(page, tmp_path, monkeypatch, capsys):
    module = 'FAMILY = "faulty"\ndef examine(image):\n    return 1 / (image.width - 200)\n'
    (tmp_path / "faulty.py").write_text(module)
    monkeypatch.setattr(evidence, "__path__", [*evidence.__path__, str(tmp_path)])
    Image.effect_noise((200, 200), 40).convert("RGB").save(tmp_path / "square.png")
    ended, (answer,) = page.analyse(_file(page.stored(tmp_path / "square.png")))
    assert (ended, list(answer)) == ("complete", ["error"])
    assert "a fault in this program" in answer["error"]
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert page.kept == []


def test_a_program_that_sends_nothing_is_told_so(page):
    assert page.analyse(None) == (
        "complete",
        [{"error": "No picture came along. Upload one first, and name what the upload returned."}],
    )


@pytest.mark.parametrize("way", ["call", "queue", "predict"])
def test_a_program_cannot_name_a_file_of_the_server(page, example, way):
    file = _file(str(example))
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


def test_the_picture_can_be_passed_on_once_its_report_is_open(page):
    assert page.component("passing-on")["props"]["visible"] is False
    chosen = page.act("example-0")
    assert chosen.by_id["passing-on"]["visible"] is False

    opened = page.act("open", None, "unsure", None)
    assert opened.by_id["passing-on"]["visible"] is True
    assert "As it is" in opened.words("arrived")

    tiny = page.act("delivery", None, len(Delivery) - 1).words("arrived")
    assert "Shrunk to 512 pixels, JPEG quality 40" in tiny
    assert "160 × 120 pixels, JPEG" in tiny
    assert "What you tried As it is:" in tiny


def test_a_picture_that_is_gone_has_to_be_chosen_again(page):
    assert "Choose it again" in page.act("delivery", None, 3).words("arrived")


def test_choosing_another_picture_takes_the_passed_on_one_away(page):
    page.act("example-0")
    page.act("open", None, "unsure", None)
    chosen = page.act("example-0")
    assert (chosen.by_id["passing-on"]["visible"], chosen.by_id["arrived"]) == (False, "")
    assert "Choose it again" in page.act("delivery", None, 3).words("arrived")


def test_a_case_opens_after_a_prediction_and_not_before(page):
    shown = page.act("case-0")
    assert "A bird on a log" in shown.words("case-shown")
    assert "one comes true" not in shown.words("case-shown")
    assert shown.by_id["prediction"]["label"] == "What will the detector make of it?"
    assert shown.by_id["case-open"]["interactive"] is False

    early = page.act("case-open", None, None)
    assert early.words("case-report") == ""
    assert "Say first what you expect" in early.words("case-reason")

    assert page.act("prediction", None, "1").by_id["case-open"]["interactive"] is True
    opened = page.act("case-open", None, "1")
    said = opened.words("case-report")
    assert "You expected: It finds no sign" in said
    assert "What it really is The bird was cut out" in said
    assert "What the pixels show" in said
    assert opened.by_id["prediction"]["interactive"] is False


def test_a_case_opens_once_for_a_prediction(page):
    page.act("case-0")
    page.act("case-open", None, "0")
    assert page.act("case-open", None, "1").words("case-report") == ""


def test_a_case_that_came_out_otherwise_says_so_and_draws_no_moral(page):
    # This page's picture is a grey one without any trouble, whatever the case says of it.
    page.act("case-1")
    said = page.act("case-open", None, "0").words("case-report")
    assert "written for an earlier state of the detector" in said
    assert "What to take along" not in said


def test_accuracy_is_shown_with_its_intervals_and_how_it_was_measured(page):
    shown = page.component("figures")["props"]["value"]
    said = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert "November 24, 2026, with 20 real photographs and 30 pictures made" in said
    assert "Saved as JPEG, quality 90 50 pictures 80% (70% to 90%)" in said
    assert "Real photographs: no sign found 20 pictures 90% (70% to 100%)" in said
    assert "All pictures known only as small previews 9 pictures 60%" in said
    assert "flux1 dev, small previews 9 pictures 60%" in said
    assert "Photographs whose detail was made anew: quantised 9 pictures 60%" in said
    assert "--value: 0.8; --low: 0.7; --high: 0.9" in shown
    assert "To measure again: python -m bench" in said


def test_nothing_on_the_page_asks_another_host(page):
    html = page.client.get("/").text
    assert re.findall(r'(?:src|href)="(https?://(?!testserver)[^"]+)', html) == []
