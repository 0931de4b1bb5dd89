"""Fields that store what is typed into them as soon as they are left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from quiz.draft import Draft, DraftError
from quiz.pages.widget_value import widget_value

# Of what the page keeps while it is open: why the last change was not taken; and by key, where a
# field's value stands, what it was when it was drawn, and what makes of it what is stored.
REFUSED, FIELDS = "draft-change-refused", "draft-fields"


@dataclass(frozen=True)
class Form:
    """The fields of one picture of a draft."""

    draft: Draft
    item_id: str

    def field(
        self, *place: str | int, value: Any, convert: Callable[[Any], Any] = str.strip
    ) -> dict[str, Any]:
        """Return what makes a widget show a value and store it: its key, and what a change does.

        It is stored before the page is drawn again, for a press on a button may follow at once
        and lead to another page.

        Args:
            place: where the value stands in the item's table.
            value: what to show at first, as the widget takes it.
            convert: makes of the widget's value what is stored.
        """
        key = self._key(*place)
        st.session_state.setdefault(key, value)
        st.session_state.setdefault(FIELDS, {})[key] = (place, value, convert)
        return {"key": key, "on_change": self._store, "args": (key, place, value, convert)}

    def catch_up(self) -> None:
        """Store what the fields show and their callbacks have not stored.

        Streamlit calls no callback where it stopped the last run, for a newer event, before the
        field was drawn. What another tab has changed since is left as it is.
        """
        shown = st.session_state.to_dict()
        for key, (place, drawn, convert) in shown.get(FIELDS, {}).items():
            if not key.startswith(self._key()) or key not in shown:
                continue
            before, now = convert(drawn), convert(shown[key])
            if now != before and _at(self.draft.items[self.item_id], place) == before:
                self._store(key, place, drawn, convert)

    def _key(self, *place: str | int) -> str:
        return "-".join(map(str, ("draft", self.item_id, *place)))

    def _store(
        self, key: str, place: tuple[str | int, ...], before: Any, convert: Callable[[Any], Any]
    ) -> None:
        table = self.draft.items[self.item_id]
        inner: Any = table
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = convert(widget_value(key))
        try:
            self.draft.write(self.item_id, table)
        except DraftError as error:
            st.session_state[REFUSED] = str(error)
            st.session_state[key] = before

    def add(self, name: str, entry: dict[str, Any]) -> None:
        """Add a region or a credit."""
        table = self.draft.items[self.item_id]
        self.draft.write(self.item_id, table | {name: [*table[name], entry]})

    def drop(self, name: str, index: int) -> None:
        """Take a region or a credit out; those after it move up, and what their fields show."""
        table = self.draft.items[self.item_id]
        del table[name][index]
        self.draft.write(self.item_id, table)
        for key in [str(key) for key in st.session_state]:
            if key.startswith(self._key(name)):
                del st.session_state[key]
        fields = st.session_state.get(FIELDS, {})
        for key in [key for key in fields if key.startswith(self._key(name))]:
            del fields[key]


def _at(table: Any, place: tuple[str | int, ...]) -> Any:
    """Return what stands at a place of a table; None where there is nothing yet."""
    for step in place:
        try:
            table = table[step]
        except (KeyError, IndexError):
            return None
    return table
