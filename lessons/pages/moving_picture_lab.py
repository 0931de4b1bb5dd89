"""The lab that steps through a moving picture with a swapped face, frame by frame."""

import streamlit as st

from lessons.labs.moving_picture import (
    FRAMES,
    Clip,
    Film,
    Swap,
    change,
    difference_picture,
    film,
)
from lessons.pages.layout import BOX_WIDTH, options
from lessons.pages.photographs import draw_credits, full_pixels, items
from lessons.text import text

FILMED, FACE = "hillside-sheep", "calf-face"
SWAP = Swap(
    start=(245, 0),
    target=((479, 106), (560, 97), (519, 196)),
    donor=((338, 267), (645, 262), (495, 500)),
    middle=(519, 144),
    reach=(52, 68),
)
FRAME_KEY = "lessons_lab_frame"


@st.fragment
def draw_moving_picture() -> None:
    """Draw one frame of a clip, or how it differs from the frame before."""
    found = items((FILMED, FACE))
    if not found:
        st.warning(text("lab-no-photographs"))
        return
    with st.container(border=True, width=BOX_WIDTH):
        clip = options("clip", list(Clip), lambda clip: text(f"clip-{clip}"))
        view = options("view", ["picture", "difference"], lambda view: text(f"view-{view}"))
        number = ask_frame()
    moving = clip_of(clip)
    changed = reading(moving, number) if number else text("change-first")
    words = {"frame": number + 1, "frames": FRAMES}
    if view == "picture":
        alt = text("frame-alt", {**words, "clip": clip})
        st.image(moving.frames[number], alt=alt, width=BOX_WIDTH)
    elif number == 0:
        st.info(text("difference-first"))
    else:
        alt = text("difference-alt", {**words, "reading": changed.replace("*", "")})
        st.image(difference_picture(moving, number), alt=alt, width=BOX_WIDTH)
    st.markdown(changed)
    filmed, face = found
    draw_credits(filmed, None if clip is Clip.UNTOUCHED else face, edited=True)


@st.cache_resource(max_entries=len(Clip), show_spinner=False)
def clip_of(clip: Clip) -> Film:
    """Return a clip, made once in this process."""
    filmed, face = (full_pixels(item.picture) for item in items((FILMED, FACE)))
    return film(filmed, face, SWAP, clip)


def ask_frame() -> int:
    """Ask for a frame, counted from 0, with a slider or one step at a time."""
    number = st.slider(text("lab-frame"), 1, FRAMES, key=FRAME_KEY)
    with st.container(horizontal=True):
        st.button(
            text("frame-back"),
            on_click=step,
            args=(-1,),
            disabled=number == 1,
            key="lessons_lab_frame_back",
        )
        st.button(
            text("frame-on"),
            on_click=step,
            args=(1,),
            disabled=number == FRAMES,
            key="lessons_lab_frame_on",
        )
    return number - 1


def step(by: int) -> None:
    """Go on or back by some frames."""
    st.session_state[FRAME_KEY] += by


def reading(moving: Film, number: int) -> str:
    """Say in words how much the face changes beside everything else."""
    measured = change(moving, number)
    times = measured.face / measured.rest
    message = "change-flickers" if times > 2 else "change-even"
    return text(message, {"times": round(times)})
