"""The lab in which outlined parts of our own pictures are sorted into families of clues."""

from dataclasses import asdict
from html import escape
from typing import NamedTuple

import streamlit as st

from lessons.labs.family_sorter import Belief, Card, Family, Reply, outcome, tally
from lessons.pages.layout import BOX_WIDTH
from lessons.pages.photographs import PACK, draw_credits, items, name_of
from lessons.text import text
from quiz.figure import picture_figure
from quiz.item import Item, Region
from quiz.pages.resources import address_of
from quiz.session import ItemKey


class Spot(NamedTuple):
    """A region of a picture.

    Attributes:
        item: id of the picture.
        region: place in its list, counted from 0.
        family: where we sort it, if the picture's author used a family beyond the five.
    """

    item: str
    region: int
    family: Family | None = None


# Every family once as a flaw; nearly as many that are odd but real. All learners have the same
# order, to compare with a neighbour, and an order without a rule, so that it gives nothing away.
SPOTS = (
    Spot("bee-red-blossom", 0),
    Spot("guitar-by-the-drums", 0),
    Spot("alpine-goat", 0),
    Spot("domed-monument-gate", 1),
    Spot("cats-among-boulders", 1),
    Spot("canyon-river", 0, Family.SOCIOCULTURAL),
    Spot("hall-with-arm", 0),
    Spot("fig-bowl", 0),
    Spot("two-rows-of-arches", 1),
)
REPLIES_KEY = "lessons_lab_sorter_replies"
PLACE_KEY = "lessons_lab_sorter_place"
TURNS_KEY = "lessons_lab_sorter_turns"
TARGET_KEY = "lessons_lab_sorter_target"
VERDICT_KEY = "lessons_lab_sorter_verdict"
# The button that was pressed is gone: a screen reader and a phone are brought to what came of it.
# The next picture lies above, and begins at the top of the view; a verdict may stay below its
# picture where there is room for both.
CARD, VERDICT = "#sorter-card", f".st-key-{VERDICT_KEY} [data-testid='stAlert']"
_BLOCKS = {CARD: "start", VERDICT: "nearest"}
_BRING = """<script>
{{ // turn {turns}
  const shown = document.querySelector("{target}");
  shown.tabIndex = -1;
  Object.assign(shown.style, {{ scrollMarginTop: "5rem", outline: "none" }});
  shown.focus({{ preventScroll: true }});
  shown.scrollIntoView({{ block: "{block}" }});
}}
</script>"""


@st.fragment
def draw_family_sorter() -> None:
    """Draw one card after another, and what came of them after the last."""
    pictures = items(spot.item for spot in SPOTS)
    if not pictures:
        st.warning(text("lab-no-photographs"))
        return
    replies: dict[int, Reply] = st.session_state.setdefault(REPLIES_KEY, {})
    place: int = st.session_state.setdefault(PLACE_KEY, 0)
    if place == len(SPOTS):
        draw_tally(pictures, replies)
        return
    spot, item = SPOTS[place], pictures[place]
    region = item.regions[spot.region]
    head(text("sorter-card", {"card": place + 1, "cards": len(SPOTS)}))
    words = {"alt": item.alt, "across": third(region, 0), "down": third(region, 1)}
    st.html(
        picture_figure(
            address_of(ItemKey(PACK, item.id), item.picture),
            text("sorter-alt", words),
            item.size,
            regions=(region,),
        )
    )
    if place in replies:
        draw_feedback(item, region, card_of(spot, item), replies[place])
        draw_credits(item)
        st.button(
            text("sorter-next" if place + 1 < len(SPOTS) else "sorter-end"),
            type="primary",
            on_click=turn_to,
            args=(place + 1,),
            key=f"lessons_lab_sorter_next_{place}",
        )
    else:
        ask(place)


def head(title: str) -> None:
    """Draw the heading of a card, and bring it into view each time that another card is shown."""
    st.html(f'<p id="sorter-card" style="font-weight: bold">{escape(title)}</p>')
    bring(CARD)


def bring(target: str) -> None:
    """Bring what stands at `target` into view and focus, if the last press led there."""
    if st.session_state.get(TARGET_KEY) == target:
        script = _BRING.format(
            turns=st.session_state[TURNS_KEY], target=target, block=_BLOCKS[target]
        )
        st.html(script, unsafe_allow_javascript=True)


def aim(target: str) -> None:
    """Let the next drawing bring `target` into view, once."""
    st.session_state[TARGET_KEY] = target
    # Streamlit runs a script again only if it differs.
    st.session_state[TURNS_KEY] = st.session_state.get(TURNS_KEY, 0) + 1


def ask(place: int) -> None:
    """Ask for the family and for a judgement; both are kept before anything is revealed."""
    with st.form(f"lessons_lab_sorter_{place}", width=BOX_WIDTH):
        st.radio(
            text("sorter-family"),
            list(Family),
            index=None,
            format_func=lambda family: text(
                "clue", {"name": text(f"clue-{family}"), "about": text(f"clue-{family}-about")}
            ),
            key=f"lessons_lab_sorter_family_{place}",
        )
        st.radio(
            text("sorter-belief"),
            list(Belief),
            index=None,
            format_func=lambda belief: text(f"belief-{belief}"),
            key=f"lessons_lab_sorter_belief_{place}",
        )
        sent = st.form_submit_button(
            text("sorter-show"),
            on_click=keep_reply,
            args=(place,),
            key=f"lessons_lab_sorter_show_{place}",
        )
    if sent:
        st.info(text("sorter-both"))


def keep_reply(place: int) -> None:
    """Keep what was said of a card, unless one of the two answers is missing."""
    family = st.session_state[f"lessons_lab_sorter_family_{place}"]
    belief = st.session_state[f"lessons_lab_sorter_belief_{place}"]
    if family is not None and belief is not None:
        st.session_state[REPLIES_KEY][place] = Reply(family, belief)
        aim(VERDICT)


def draw_feedback(item: Item, region: Region, card: Card, reply: Reply) -> None:
    """Say what the part is, and why, whatever was replied."""
    right = card.real == (reply.belief is Belief.ODD)
    verdict = text(f"sorter-{outcome(card, reply)}")
    with st.container(key=VERDICT_KEY):
        # In one box, which a screen reader reads out as it appears: the reason is the point.
        (st.success if right else st.info)(f"{verdict}\n\n{region.reason}\n\n**{item.why}**")
    bring(VERDICT)
    families = {
        "family": text(f"clue-{card.family}"),
        "about": text(f"clue-{card.family}-about"),
        "chosen": text(f"clue-{reply.family}"),
        "chosen_about": text(f"clue-{reply.family}-about"),
    }
    alike = "alike" if card.family is reply.family else "differs"
    st.markdown(text(f"sorter-family-{alike}", families))
    with st.expander(text("sorter-description")):
        st.markdown(item.description)


def draw_tally(pictures: list[Item], replies: dict[int, Reply]) -> None:
    """Say how many flaws were found, and how many real things believed: one is worth the other."""
    cards = (card_of(spot, item) for spot, item in zip(SPOTS, pictures, strict=True))
    counts = tally((card, replies[place]) for place, card in enumerate(cards))
    head(text("sorter-went"))
    with st.container(border=True, width=BOX_WIDTH):
        st.markdown(text("sorter-tally", asdict(counts)))
        for place, item in enumerate(pictures):
            st.button(
                text("sorter-again", {"card": place + 1, "name": name_of(item)}),
                on_click=turn_to,
                args=(place,),
                type="tertiary",
                key=f"lessons_lab_sorter_again_{place}",
            )
        st.button(text("sorter-anew"), on_click=begin_anew, key="lessons_lab_sorter_anew")


def turn_to(place: int) -> None:
    """Show the card at `place`, counted from 0; after the last comes the tally."""
    st.session_state[PLACE_KEY] = place
    aim(CARD)


def begin_anew() -> None:
    """Forget all replies and begin with the first card."""
    st.session_state[REPLIES_KEY] = {}
    turn_to(0)


def card_of(spot: Spot, item: Item) -> Card:
    """Return what is to be said of a spot."""
    family = spot.family or Family(item.regions[spot.region].family)
    return Card(family, item.is_real)


def third(region: Region, axis: int) -> int:
    """Return in which third a region's middle lies, 0 to 2, along x (axis 0) or y (axis 1)."""
    places = [corner[axis] for corner in region.polygon]
    return min(int(3 * (min(places) + max(places)) / 2), 2)
