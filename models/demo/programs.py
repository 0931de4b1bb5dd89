"""The one thing that programs may ask of the page: the record of a picture they send."""

import traceback
from collections.abc import Sequence
from functools import partial
from time import perf_counter
from typing import Any

import gradio as gr
from gradio_client.utils import is_file_obj_with_meta

from models.assessment import assess
from models.demo.parts import EXAMINING
from models.demo.uploads import taken
from models.image import ImageRefusedError, open_image
from models.provenance import TrustList
from models.record import record
from models.text import text

ANALYSE = "analyse"


def analyse_endpoint(trust_list: TrustList | None) -> None:
    """Add the endpoint ``analyse`` to the page that is being built; nobody sees it there."""
    file = gr.File(label=text("programs-file"), visible=False)
    answer = gr.JSON(label=text("programs-record"), visible=False)
    file.upload(
        partial(_analyse, trust_list),
        file,
        answer,
        api_name=ANALYSE,
        api_description=text("programs-analyse"),
        api_visibility="public",
        show_progress="hidden",
        **EXAMINING,
    )


def refuse_malformed(inputs: Sequence[object]) -> None:
    """Refuse what programs send in place of one upload; Gradio would answer without a sentence.

    Raises:
        gr.Error: it is neither one upload nor nothing.
    """
    if len(inputs) != 1 or not (inputs[0] is None or is_file_obj_with_meta(inputs[0])):
        raise gr.Error(text("programs-no-file"), print_exception=False)


def _analyse(trust_list: TrustList | None, path: str | None) -> dict[str, Any]:
    """Return the record of an uploaded picture and ``seconds``, or ``error``: why there is none.

    There is no ``path``: what the sender calls the file is no business of ours.
    """
    if path is None:
        return {"error": text("programs-no-file")}
    data = taken(path)
    start = perf_counter()
    try:
        image = open_image(data)
        told = record(image, assess(image, trust_list))
    except ImageRefusedError as error:
        return {"error": str(error)}
    except Exception:
        # A fault of ours must reach who asked as a sentence too, and our log as what it is.
        traceback.print_exc()
        return {"error": text("programs-fault")}
    return told | {"seconds": round(perf_counter() - start, 3)}
