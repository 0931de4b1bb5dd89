"""Who may see the gallery, which gives answers away: learners after a round, and facilitators."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from quiz.gallery import Entry, all_entries, open_entries
from quiz.pages.resources import LAST_ROUND, ROUND, packs, store
from quiz.session import ItemKey, Round
from quiz.store import UnknownRoundError

GALLERY = "quiz/pages/gallery.py"
# Kept in the session, for a visit through the navigation: there the address holds no round.
FINISHED_ROUND, LEADS = "gallery-finished-round", "gallery-leads"


@dataclass(frozen=True)
class Access:
    """What a visitor may see.

    Attributes:
        entries: all of it.
        met: items of the finished round; empty for a facilitator, who has none.
    """

    entries: tuple[Entry, ...]
    met: frozenset[ItemKey] = frozenset()


def offer_gallery(token: str, label: str, **wanted: str) -> None:
    """Draw a link to the gallery, for the round that was just finished.

    Args:
        token: of the round.
        label: of the link.
        wanted: what the gallery is narrowed down to: a value by a facet's name.
    """
    st.session_state[FINISHED_ROUND] = token
    st.page_link(GALLERY, label=label, query_params={ROUND: token, **wanted})


def note_begun(token: str) -> None:
    """Note that a round was begun, for the galleries of the rounds that were played before it.

    One of those may be open in another tab, which is another session.
    """
    for name in (LAST_ROUND, FINISHED_ROUND):
        if earlier := st.session_state.get(name):
            _begun_after(earlier).add(token)


# Not stored: which rounds one learner has played is nobody's business later.
@st.cache_resource(show_spinner=False, max_entries=10_000)
def _begun_after(token: str) -> set[str]:
    return set()


def _begun_since(token: str) -> set[str]:
    """Return the rounds begun after a round, those begun after these, and so on."""
    found, left = set(), [token]
    while left:
        new = _begun_after(left.pop()) - found
        found |= new
        left += new
    return found


def lead() -> None:
    """Let the facilitator, who was admitted, see everything while the page stays open."""
    st.session_state[LEADS] = True


def access() -> Access | None:
    """Return what this visitor may see, or None before a round is finished.

    A learner sees nothing that is kept for measuring later, and nothing of a round that is still
    to be answered, so that no answer is given away. The finished round comes into the address,
    for the page to open again after a reload.
    """
    if st.session_state.get(LEADS):
        return Access(tuple(all_entries(packs().values())))
    for token in (st.query_params.get(ROUND), st.session_state.get(FINISHED_ROUND)):
        finished = _stored(token)
        if finished and finished.is_over:
            st.query_params[ROUND] = token
            met = frozenset(finished.items)
            under_way = {st.session_state.get(LAST_ROUND), *_begun_since(token)}
            waiting = {key for other in under_way for key in _unanswered(_stored(other))}
            return Access(tuple(open_entries(packs().values(), met, waiting)), met)
    return None


def _stored(token: str | None) -> Round | None:
    try:
        return store().load_round(token) if token else None
    except UnknownRoundError:
        return None


def _unanswered(current: Round | None) -> Iterable[ItemKey]:
    return current.items[current.first_unanswered :] if current else ()
