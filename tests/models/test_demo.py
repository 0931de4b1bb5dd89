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

from models.demo import MOUNT_SETTINGS, Example, build_demo

LABEL = "Picture 1: grey"
TRUTH = "It is a drawing, made for this test."


class Page:
    """The mounted page, asked over HTTP as a browser would ask it."""

    def __init__(self, client: TestClient, uploads: Path) -> None:
        self.client = client
        self.uploads = uploads
        self.config = client.get("/config").json()

    def component(self, elem_id: str) -> dict:
        (found,) = [
            part for part in self.config["components"] if part["props"].get("elem_id") == elem_id
        ]
        return found

    def act(self, elem_id: str, *data: object) -> "Reply":
        """Do what the component's event does; ``data`` are its inputs, None for the state."""
        component = self.component(elem_id)["id"]
        (event,) = [
            event
            for event in self.config["dependencies"]
            if any(target[0] == component for target in event["targets"])
        ]
        call = {"data": list(data), "fn_index": event["id"], "session_hash": "learner"}
        if not event["queue"]:
            answer = self.client.post("/gradio_api/run/predict", json=call)
            return Reply(self, event, answer.status_code, answer.json())
        self.client.post("/gradio_api/queue/join", json=call)
        stream = self.client.get("/gradio_api/queue/data", params={"session_hash": "learner"})
        messages = [json.loads(line[6:]) for line in stream.text.splitlines() if line]
        (done,) = [message for message in messages if message["msg"] == "process_completed"]
        return Reply(self, event, 200 if done["success"] else 500, done["output"])

    def upload(self, path: Path) -> "Reply":
        with path.open("rb") as file:
            (stored,) = self.client.post("/gradio_api/upload", files={"files": file}).json()
        return self.offer(stored)

    def offer(self, path: str) -> "Reply":
        return self.act("upload", {"path": path, "meta": {"_type": "gradio.FileData"}})


class Reply:
    """What came back for each component that has an ``elem_id``."""

    def __init__(self, page: Page, event: dict, status: int, body: dict) -> None:
        self.status = status
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


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.png"
    Image.effect_noise((160, 120), 40).convert("RGB").save(path)
    return path


@pytest.fixture
def page(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    uploads = tmp_path / "uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))

    # Gradio opens an event loop, and never closes it, unless it finds one running.
    async def mount() -> FastAPI:
        demo = build_demo([Example(LABEL, example, TRUTH)])
        return gr.mount_gradio_app(FastAPI(), demo, path="/", **MOUNT_SETTINGS)

    with TestClient(asyncio.run(mount())) as client:
        yield Page(client, uploads)


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
    assert [
        path for path in page.uploads.rglob("*") if path.is_file() and path.stat().st_size
    ] == []


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


def test_the_page_offers_no_public_programming_interface(page):
    assert page.client.get("/gradio_api/info").json() == {
        "named_endpoints": {},
        "unnamed_endpoints": {},
    }


def test_nothing_on_the_page_asks_another_host(page):
    html = page.client.get("/").text
    assert re.findall(r'(?:src|href)="(https?://(?!testserver)[^"]+)', html) == []
