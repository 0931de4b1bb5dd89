"""Pictures that browsers and programs send: each in a place of its own, and read once."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
from gradio import route_utils
from gradio.utils import get_upload_folder

from models.text import text


class _OwnFolder(route_utils.GradioUploadFile):
    """An upload whose folder is named by chance.

    Gradio names it by the content, so that all who send the same picture at once would share one
    file: the first report would throw away what the others still wait for. And the name would tell
    which picture was examined.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sha.update(secrets.token_bytes(16))


def keep_apart() -> None:
    """Make Gradio put every upload of this process into a folder of its own."""
    route_utils.GradioUploadFile = _OwnFolder


def refuse_others(file: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an event calls an upload, if it is one.

    An address would be fetched.

    Raises:
        gr.Error: it is an address, or anything but a file that was uploaded.
    """
    if not _is_upload(file["path"]):
        raise gr.Error(text("refused-not-uploaded"), print_exception=False)
    return file


def _is_upload(path: object) -> bool:
    if not isinstance(path, str):
        return False
    try:
        place = Path(path).resolve()
    except (ValueError, OSError, RuntimeError):  # A zero byte, a name too long, a looped link.
        return False
    return place.is_relative_to(Path(get_upload_folder()).resolve()) and place.is_file()


def taken(path: str) -> bytes:
    """Return an uploaded file's bytes and throw it away, its folder too."""
    uploaded = Path(path)
    data = uploaded.read_bytes()
    uploaded.unlink()
    # Several files can have come in one request.
    with suppress(OSError):
        uploaded.parent.rmdir()
    return data
