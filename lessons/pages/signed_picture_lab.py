"""The lab in which a picture is signed, checked, and spoilt in several ways."""

import streamlit as st

from lessons.labs.signed_picture import Fate, Says
from lessons.pages.edit_traces_lab import PHOTOGRAPHS
from lessons.pages.layout import BOX_WIDTH, bullets, options
from lessons.pages.photographs import draw_credits, items, name_of, small_pixels
from lessons.pages.signing import file_after, read_file, smaller
from lessons.text import text
from models.provenance import DigitalSourceType, Provenance

SAYS = {
    DigitalSourceType.DIGITAL_CAPTURE: Says.CAMERA,
    DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA: Says.MODEL,
}
PICTURE_WIDTH = 320  # pixels, as the signed file has


@st.cache_resource(max_entries=32, show_spinner=False)
def signed_file(place: int, says: Says, fate: Fate) -> bytes:
    """Return the file of the photograph at a place in the list, kept in memory alone."""
    photographs = items(PHOTOGRAPHS)
    picture, other = (
        smaller(small_pixels(photographs[(place + ahead) % len(photographs)].picture))
        for ahead in (0, 1)
    )
    return file_after(picture, other, says, fate)


@st.fragment
def draw_signed_picture() -> None:
    """Draw the lab: what the record says, what happens to the file, and what a checker finds."""
    photographs = items(PHOTOGRAPHS)
    if not photographs:
        st.warning(text("lab-no-photographs"))
        return
    with st.container(border=True, width=BOX_WIDTH):
        item = options("sign-photograph", photographs, name_of)
        says = options("sign-says", list(Says), lambda says: text(f"sign-says-{says}"))
        fate = st.radio(
            text("lab-sign-fate"),
            list(Fate),
            format_func=lambda fate: text(f"sign-fate-{fate}"),
            key="lessons_lab_sign_fate",
        )
        know_us = st.checkbox(text("lab-sign-know-us"), value=True, key="lessons_lab_sign_know_us")
    place = photographs.index(item)
    file = signed_file(place, says, fate)
    shown = photographs[(place + 1) % len(photographs)] if fate is Fate.MOVED else item
    st.image(
        file,
        alt=text("sign-alt", {"alt": shown.alt, "fate": text(f"sign-fate-{fate}")}),
        width=PICTURE_WIDTH,
    )
    told = read_file(file, know_us)
    st.markdown(f"**{text('sign-checker')}**")
    st.markdown(bullets(findings(told)))
    st.markdown(text(f"sign-lesson-{fate}"))
    draw_credits(shown)


def findings(told: Provenance) -> list[str]:
    """Say what a checking program finds in the file."""
    lines = [text(f"sign-state-{told.credential_state}")]
    if told.credential_check.was_changed_after_signing:
        lines.append(text("sign-changed"))
    if told.credential:
        lines.append(text("sign-signer", {"signer": told.credential.signer or ""}))
        lines.append(text("sign-record-says", {"what": said(told.credential.digital_source_type)}))
    if noted := told.stated_source.digital_source_type:
        lines.append(text("sign-note-says", {"what": said(noted)}))
    return lines


def said(source_type: DigitalSourceType | None) -> str:
    """Return in words how a picture is said to have come about."""
    return text(f"sign-says-{SAYS[source_type]}") if source_type in SAYS else ""
