"""The one thing that programs may ask of the page: the record of a picture they send."""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from models.assessment import assess
from models.demo.parts import EXAMINING
from models.image import ImageRefusedError, open_image
from models.provenance import TrustList
from models.record import record
from models.text import text


def analyse_endpoint(trust_list: TrustList | None) -> None:
    """Add the endpoint ``analyse`` to the page that is being built; nobody sees it there."""
    file = gr.File(label=text("programs-file"), visible=False)
    answer = gr.JSON(label=text("programs-record"), visible=False)
    file.upload(
        partial(_analyse, trust_list),
        file,
        answer,
        api_name="analyse",
        api_description=text("programs-analyse"),
        api_visibility="public",
        show_progress="hidden",
        **EXAMINING,
    )


def _analyse(trust_list: TrustList | None, path: str | None) -> dict[str, Any]:
    """Return the record of an uploaded picture, or ``error``: one sentence on why there is none."""
    if path is None:
        return {"error": text("programs-no-file")}
    uploaded = Path(path)
    data = uploaded.read_bytes()
    uploaded.unlink()
    try:
        image = open_image(data)
    except ImageRefusedError as error:
        return {"error": str(error)}
    return record(image, assess(image, trust_list))
