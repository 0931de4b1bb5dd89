"""The detector page: examine a picture, see the detector fail, read how often it does."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio_client.utils import is_file_obj_with_meta, traverse

from models.accuracy import FIGURES_FILE
from models.demo.accuracy import accuracy_tab
from models.demo.cases import cases_tab
from models.demo.examine import Example, examine_tab
from models.demo.parts import RADIO_GROUPS, html
from models.demo.passing_on import SLIDER_WORDS
from models.demo.programs import ANALYSE, analyse_endpoint, refuse_malformed
from models.demo.uploads import keep_apart, refuse_others
from models.markup import render
from models.provenance import TrustList
from models.text import text

_CSS = (Path(__file__).parents[1] / "templates" / "detector.css").read_text(encoding="utf-8")
_THEME = gr.themes.Default(
    font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
).set(
    # White on Gradio's own orange is 2.8:1.
    button_primary_background_fill="#1d4ed8",
    button_primary_background_fill_dark="#1d4ed8",
    button_primary_background_fill_hover="#1e40af",
    button_primary_background_fill_hover_dark="#1e40af",
    button_primary_text_color="white",
    button_primary_text_color_dark="white",
    # Gradio's rings are 1.5:1 to what is round them, its orange is 2.8:1. They must be 3:1.
    checkbox_border_color="*neutral_500",
    checkbox_border_color_dark="*neutral_400",
    checkbox_border_color_hover="*neutral_600",
    checkbox_border_color_hover_dark="*neutral_300",
    checkbox_border_color_focus="#1d4ed8",
    checkbox_border_color_focus_dark="#93c5fd",
    checkbox_border_color_selected="#1d4ed8",
    checkbox_border_color_selected_dark="#93c5fd",
    checkbox_background_color_selected="#1d4ed8",
    checkbox_background_color_selected_dark="#1d4ed8",
)

# What ``gr.mount_gradio_app`` has to be called with besides the app, the page and the path.
MOUNT_SETTINGS = {
    "theme": _THEME,
    "css": _CSS,
    "head": SLIDER_WORDS + RADIO_GROUPS,
    "ssr_mode": False,
    # With True, Gradio tells visitors the server's paths in its error messages.
    "show_error": False,
    "max_file_size": "10mb",
    "allowed_paths": [],
    "footer_links": [],
    # The history would keep pupils' answers in the browser of a shared computer.
    "run_history": False,
}


class _Blocks(gr.Blocks):
    """Blocks that take uploads and nothing else.

    Where an upload is expected, Gradio takes an address too and downloads what is there: any
    visitor could make this computer speak to any other.
    """

    async def preprocess_data(
        self, block_fn: Any, inputs: list[Any], *others: Any, **named: Any
    ) -> list[Any]:
        """Refuse what is no upload, then go on as Gradio does."""
        if block_fn.api_name == ANALYSE:
            refuse_malformed(inputs)
        traverse(inputs, refuse_others, is_file_obj_with_meta)
        return await super().preprocess_data(block_fn, inputs, *others, **named)


def build_demo(
    examples: Sequence[Example],
    trust_list: TrustList | None = None,
    pictures: Mapping[str, Path] | None = None,
    figures: Path = FIGURES_FILE,
) -> gr.Blocks:
    """Return the detector page, ready to be mounted with ``MOUNT_SETTINGS``.

    Args:
        examples: pictures to choose from.
        trust_list: signers whose Content Credentials count as proof; by default none.
        pictures: files that the cases are made from, by the names that the cases use.
        figures: how often the detector is right, as its benchmark wrote it.
    """
    keep_apart()
    with _Blocks(title=text("detector-title"), analytics_enabled=False) as demo:
        html(render("intro.html"))
        with gr.Tabs(overflow_behavior="wrap"):
            with gr.Tab(text("tab-examine"), elem_id="examine"):
                examine_tab(examples, trust_list)
            with gr.Tab(text("tab-cases"), elem_id="cases"):
                cases_tab(pictures or {})
            with gr.Tab(text("tab-accuracy"), elem_id="accuracy"):
                accuracy_tab(figures)
        analyse_endpoint(trust_list)
    demo.queue(max_size=64, default_concurrency_limit=2, status_update_rate=2)
    # Until this is set, a mounted page lets any visitor name any file of the server as an
    # upload. ``launch`` sets it; ``mount_gradio_app`` forgets to.
    demo.has_launched = True
    return demo
