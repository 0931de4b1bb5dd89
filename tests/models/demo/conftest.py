"""The detector page, mounted once, and what asks it over HTTP."""

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
from tests.conftest import words_of

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
            # A press may put an end to other events, too, by an event of its own.
            and not event["cancels"]
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
        return self.act("upload", file_data(path))

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


def file_data(path: str) -> dict[str, object]:
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
        return words_of(value["value"] if isinstance(value, dict) else value)

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
