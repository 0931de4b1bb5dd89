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
            waiting = frozenset(_unanswered(_stored(st.session_state.get(LAST_ROUND)))) - met
            return Access(tuple(open_entries(packs().values(), met, waiting)), met)
    return None


def _stored(token: str | None) -> Round | None:
    try:
        return store().load_round(token) if token else None
    except UnknownRoundError:
        return None


def _unanswered(current: Round | None) -> Iterable[ItemKey]:
    return current.items[current.first_unanswered :] if current else ()
