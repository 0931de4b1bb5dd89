"""Fields that store what is typed into them as soon as they are left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from quiz.draft import Draft, DraftError
from quiz.pages.widget_value import widget_value

# Of what the page keeps while it is open: why the last change was not taken.
REFUSED = "draft-change-refused"


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
        return {"key": key, "on_change": self._store, "args": (key, place, value, convert)}

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
