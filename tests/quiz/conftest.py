"""Packs of made-up items: in memory, without pictures; on disk, with drawn ones; and online."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
import pytest
import tomli_w

from quiz import online_packs
from quiz.downloading import BASE_SETTING
from quiz.installed import FOLDER_SETTING
from quiz.item import Credit, Item, Kind, Subject
from quiz.making.delivery import deliver, deliver_mask
from quiz.pack import Pack
from tests.file_server import FileServer, serving
from tests.quiz.drawn_online_pack import write_online_pack


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """Let no file of this process grow beyond some bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource")

    @contextmanager
    def limited() -> Iterator[None]:
        least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))

    return limited


@pytest.fixture
def make_item() -> Callable[..., Item]:
    def make(
        item_id: str,
        kind: Kind = Kind.REAL,
        odd: bool = False,
        source: str = "",
        caption: str = "",
        subject: Subject | None = None,
        difficulty: int | None = None,
    ) -> Item:
        return Item(
            id=item_id,
            kind=kind,
            odd=odd,
            picture=Path(f"{item_id}.webp"),
            original=Path(f"{item_id}-before.webp") if kind.is_edit else None,
            mask=Path(f"{item_id}.png") if kind.is_edit else None,
            alt="A thing",
            description="A thing on a table",
            why="Because",
            check=("Another picture of it",),
            regions=(),
            credits=(
                Credit("Thing", "Someone", "CC0-1.0", source or f"https://{item_id}.example"),
            ),
            made="With scissors" if kind.is_edit else "",
            caption=caption,
            subject=subject,
            difficulty=difficulty,
        )

    return make


@pytest.fixture
def make_pack() -> Callable[..., Pack]:
    def make(*items: Item, pack_id: str = "drawn", **more: object) -> Pack:
        return Pack(pack_id, "Drawn", "en", Path(pack_id), items, **more)

    return make


@pytest.fixture
def drawn_pack(tmp_path) -> Path:
    """The folder of a good pack: a real item, and an edited one."""
    folder = tmp_path / "made-elsewhere" / "drawn"
    for inner in ("items", "media"):
        (folder / inner).mkdir(parents=True)
    manifest = {"format": 1, "id": "drawn", "title": "Drawn", "language": "en", "size": [320, 256]}
    (folder / "pack.toml").write_text(tomli_w.dumps(manifest))
    slope = np.fromfunction(lambda y, x, channel: 40 * channel + x / 4 + y / 4, (256, 320, 3))
    slope = slope.astype(np.uint8)
    mask = np.zeros((256, 320), bool)
    mask[64:128, 80:160] = True
    pictures = {
        "00000000000000aa.webp": deliver(slope // 2),
        "00000000000000bb.webp": deliver(np.where(mask[..., None], 0, slope)),
        "00000000000000cc.webp": deliver(slope),
        "00000000000000dd.png": deliver_mask(mask),
    }
    for name, data in pictures.items():
        (folder / "media" / name).write_bytes(data)
    names = list(pictures)
    edited = {
        "original": names[2],
        "mask": names[3],
        "made": "With a brush.",
        "regions": [
            {
                "polygon": [[0.25, 0.25], [0.5, 0.25], [0.5, 0.5]],
                "family": "technical",
                "reason": "Nothing is as black as this.",
            }
        ],
    }
    for item_id, kind, own in (("sand", "real", {}), ("pebbles", "retouch", edited)):
        item = {
            "id": item_id,
            "kind": kind,
            "picture": names[1 if own else 0],
            "alt": "Soft colours.",
            "description": "Colours that slowly change.",
            "why": "It was drawn by a rule.",
            "check": ["Look for a pattern."],
            "credits": [
                {
                    "title": item_id.capitalize(),
                    "author": "Someone",
                    "licence": "CC0-1.0",
                    "source": f"https://example.org/{item_id}",
                }
            ],
        } | own
        (folder / "items" / f"{item_id}.toml").write_text(tomli_w.dumps(item))
    return folder


@pytest.fixture
def download_server(tmp_path, monkeypatch) -> Iterator[FileServer]:
    """The server of the one online pack there is; packs are installed in ``tmp_path / "packs"``."""
    files = write_online_pack(tmp_path / "online")
    monkeypatch.setattr(online_packs, "ONLINE", tmp_path / "online")
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    with serving(files) as server:
        monkeypatch.setenv(BASE_SETTING, server.address)
        yield server
