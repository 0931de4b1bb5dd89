"""Pass the examined picture on, more and more roughly, and see how the verdict moves."""

import gradio as gr

from models.assessment import Assessment
from models.delivery import Delivery, deliver
from models.demo.parts import EXAMINING, KEEP_SECONDS, html
from models.image import LoadedImage
from models.journey import Journey, set_out
from models.markup import render
from models.overlay import data_uri, preview
from models.text import text

_WAYS = tuple(Delivery)
# For the page's head: what the places of the slider are called, for who hears them.
SLIDER_WORDS = render("slider_words.html", words=[text(f"delivery-{way}") for way in _WAYS])


class PassingOn:
    """The section with the slider; hidden until a report was opened.

    Attributes:
        parts: the components that ``hidden`` and ``opened`` give new values to.
        moved: the event of passing the picture on.
    """

    def __init__(self) -> None:
        journey = gr.State(None, time_to_live=KEEP_SECONDS)
        with gr.Column(visible=False, elem_id="passing-on") as section:
            html(render("passing_on.html", ways=_WAYS))
            slider = gr.Slider(
                0,
                len(_WAYS) - 1,
                value=0,
                step=1,
                label=text("passing-on-slider"),
                elem_id="delivery",
                buttons=[],
            )
            arrived = html("", elem_id="arrived")
        self.moved = slider.input(
            _pass_on,
            [journey, slider],
            [journey, arrived],
            # While it is dragged only the last place counts.
            trigger_mode="always_last",
            show_progress_on=arrived,
            api_visibility="private",
            **EXAMINING,
        )
        self.parts = [journey, section, slider, arrived]

    @staticmethod
    def hidden() -> list[object]:
        """Return the parts' values while there is no report."""
        return [None, gr.Column(visible=False), 0, ""]

    @staticmethod
    def opened(image: LoadedImage, assessed: Assessment) -> list[object]:
        """Return the parts' values for a picture that was just examined."""
        journey = set_out(image, assessed)
        return [journey, gr.Column(visible=True), 0, _arrived(journey, Delivery.AS_IT_IS)]


def _pass_on(journey: Journey | None, step: float) -> tuple[Journey | None, str]:
    if journey is None:
        return None, render("refused.html", sentence=text("passing-on-forgotten"))
    delivery = _WAYS[int(step)]
    journey = journey.after(delivery)
    return journey, _arrived(journey, delivery)


def _arrived(journey: Journey, delivery: Delivery) -> str:
    image = deliver(journey.sent, delivery)
    return render(
        "arrived.html",
        delivery=delivery,
        source=data_uri(preview(image.pixels)),
        image=image,
        kilobytes=len(image.data) / 1000,
        sent=journey.readings[Delivery.AS_IT_IS],
        now=journey.readings[delivery],
        readings=journey.readings,
    )
