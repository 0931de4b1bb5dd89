"""The lab in which a picture is painted out of noise and looked at step by step."""

from functools import partial
from pathlib import Path

import streamlit as st

from lessons.examples import Example, open_example, read_examples
from lessons.labs.watch_painter import (
    GUIDANCES,
    SEEDS,
    STEPS,
    Choices,
    Painting,
    Pixels,
    settled,
    stage,
)
from lessons.pages.layout import BOX_WIDTH
from lessons.pages.painter import EXAMPLES, labelled, paint, painter_folder
from lessons.studio import PainterError, Studio
from lessons.text import text

STYLE = Path(__file__).with_name("watch_painter.css")
USUAL_STEPS, USUAL_GUIDANCE = 20, 2.0
# Bound to the address, where they are read by people: no longer than that needs.
SEED_KEY = "paint_seed"
PAINTING_KEY = "lessons_lab_paint_painting"
EARLIER_KEY = "lessons_lab_paint_earlier"
EARLIER = 6  # finished pictures kept to compare
EARLIER_PX = 128


@st.fragment
def draw_watch_painter() -> None:
    """Draw the lab: what to paint, and the last painting or one made beforehand."""
    folder = painter_folder()
    examples = {example.choices.class_name: example for example in read_examples(folder / EXAMPLES)}
    if not examples:
        st.warning(text("paint-not-ready"))
        return
    st.html(STYLE)
    with st.container(border=True, width=BOX_WIDTH):
        choices = ask_choices(tuple(examples))
        with st.container(horizontal=True):
            wanted = st.button(text("paint"), type="primary", key="lessons_lab_paint")
            other = st.button(
                text("paint-another"), key="lessons_lab_paint_another", on_click=next_seed
            )
        if wanted or other:
            make(choices, folder)
    painting: Painting | None = st.session_state.get(PAINTING_KEY)
    if painting is None:
        st.markdown(text("paint-example"))
        draw_painting(example_painting(examples[choices.class_name]))
        return
    if painting.choices != choices:
        st.info(text("paint-changed"))
    draw_painting(painting)
    draw_keeping(painting, folder)
    draw_earlier()


def ask_choices(class_names: tuple[str, ...]) -> Choices:
    """Ask what to paint; the address of the page keeps the answers."""
    return Choices(
        class_name=st.radio(
            text("paint-class"),
            class_names,
            horizontal=True,
            key="paint_class",
            bind="query-params",
        ),
        seed=st.number_input(text("paint-seed"), *SEEDS, key=SEED_KEY, bind="query-params"),
        steps=st.radio(
            text("paint-steps"),
            STEPS,
            index=STEPS.index(USUAL_STEPS),
            horizontal=True,
            key="paint_steps",
            bind="query-params",
        ),
        guidance=st.radio(
            text("paint-guidance"),
            GUIDANCES,
            index=GUIDANCES.index(USUAL_GUIDANCE),
            format_func=lambda guidance: f"{guidance:g}",
            horizontal=True,
            key="paint_guidance",
            bind="query-params",
        ),
    )


def next_seed() -> None:
    """Choose the next seed; the first comes after the last."""
    first, last = SEEDS
    st.session_state[SEED_KEY] = st.session_state[SEED_KEY] % last + first


@st.cache_resource(show_spinner=False)
def studio(folder: Path) -> Studio:
    """Return the studio of a painter, shared by all who use this server."""
    return Studio(partial(paint, folder=folder))


@st.cache_resource(max_entries=16, show_spinner=False)
def example_painting(example: Example) -> Painting:
    """Return an example's painting, its file read once."""
    return open_example(example)


def make(choices: Choices, folder: Path) -> None:
    """Have a painting made and keep it for this visit, or say why there is none."""
    bar = st.progress(0.0, text("paint-waiting"))

    def show(done: int, total: int) -> None:
        bar.progress(done / total, text("paint-progress", {"done": done, "total": total}))

    try:
        painting = studio(folder).painting(choices, show)
    except PainterError as error:
        st.error(str(error))
    else:
        st.session_state[PAINTING_KEY] = painting
        earlier: dict[Choices, Pixels] = st.session_state.setdefault(EARLIER_KEY, {})
        earlier.pop(choices, None)
        earlier[choices] = painting.finished
        if len(earlier) > EARLIER:
            del earlier[next(iter(earlier))]
    bar.empty()


def draw_painting(painting: Painting) -> None:
    """Draw one step of a painting, chosen with a slider."""
    st.markdown(recipe_line(painting.choices))
    step = st.slider(
        text("paint-step"),
        0,
        painting.steps,
        width=BOX_WIDTH,
        key=f"lessons_lab_paint_step_{painting.steps}",
    )
    now = stage(step, painting.steps)
    st.markdown(text(f"paint-notice-{now}", {"what": painting.choices.class_name}))
    names = {"what": painting.choices.class_name, "step": step, "steps": painting.steps}
    with st.container(horizontal=True, width=BOX_WIDTH, key="lessons_lab_paint_pixels"):
        for which, pixels in (
            ("so-far", painting.so_far[step]),
            ("guess", painting.guess(step)),
        ):
            with st.container():
                st.markdown(f"**{text(f'paint-{which}')}**")
                alt = text(f"paint-{which}-alt", {**names, "stage": now})
                st.image(pixels, alt=alt, width="stretch", output_format="PNG")
    alike = settled(painting.guess(step), painting.finished)
    st.markdown(
        text(
            "paint-settled",
            {"layout": round(100 * alike.layout), "detail": round(100 * alike.detail)},
        )
    )


def draw_keeping(painting: Painting, folder: Path) -> None:
    """Offer the finished picture as a file that says how it was made."""
    choices = painting.choices
    st.download_button(
        text("paint-save"),
        # Signed when it is asked for, not each time the slider moves.
        partial(labelled, choices, painting.finished, folder),
        file_name=f"painted-{choices.class_name}-{choices.seed}.png".replace(" ", "-"),
        mime="image/png",
        on_click="ignore",
        key="lessons_lab_paint_save",
    )


def draw_earlier() -> None:
    """Draw the finished pictures of this visit side by side, the latest first."""
    st.markdown(f"**{text('paint-earlier')}**")
    with st.container(horizontal=True, key="lessons_lab_paint_pixels_earlier"):
        for choices, pixels in reversed(st.session_state[EARLIER_KEY].items()):
            with st.container(width=EARLIER_PX):
                line = recipe_line(choices)
                st.image(pixels, alt=line, width="stretch", output_format="PNG")
                st.markdown(line)


def recipe_line(choices: Choices) -> str:
    """Say what was asked for."""
    return text("paint-recipe", {
        "what": choices.class_name,
        # Fluent would write decimals its own way.
        "guidance": f"{choices.guidance:g}",
        "seed": choices.seed,
        "steps": choices.steps,
    })  # fmt: skip
