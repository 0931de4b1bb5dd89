"""Fields that store what is typed into them as soon as they are left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from quiz.draft import Draft, DraftError
from quiz.pages.widget_value import widget_value


@dataclass
class Kept:
    """What the page keeps while it is open.

    It is one object, changed in place: a callback that says a word with ``st.session_state`` may
    end there (see `widget_value`).

    Attributes:
        taken_out: how many regions and credits were taken out. Those after it move up, into fields
            of their own: what is still on its way from a field of before is nobody's.
        originals: how many originals were chosen. An upload field that is to be empty again has to
            be another one.
        refused: why the last change was not taken; empty if it was.
    """

    taken_out: int = 0
    originals: int = 0
    refused: str = ""


def _kept() -> Kept:
    return st.session_state.setdefault("draft-kept", Kept())


@dataclass(frozen=True)
class Form:
    """The fields of one picture of a draft."""

    draft: Draft
    item_id: str
    kept: Kept = field(default_factory=_kept)

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
        return "-".join(map(str, ("draft", self.item_id, self.kept.taken_out, *place)))

    def _store(
        self, key: str, place: tuple[str | int, ...], before: Any, convert: Callable[[Any], Any]
    ) -> None:
        table = self.draft.items.get(self.item_id)
        inner = _at(table, place[:-1])
        # The field may have been taken out meanwhile, here or in another tab.
        if inner is None or key != self._key(*place):
            return
        inner[place[-1]] = convert(widget_value(key))
        if not self._write(table):
            st.session_state[key] = before

    def add(self, name: str, entry: dict[str, Any]) -> None:
        """Add a region or a credit."""
        table = self.draft.items[self.item_id]
        self._write(table | {name: [*table[name], entry]})

    def drop(self, name: str, index: int) -> None:
        """Take a region or a credit out."""
        table = self.draft.items[self.item_id]
        del table[name][index]
        if self._write(table):
            self.kept.taken_out += 1

    def _write(self, table: dict[str, Any]) -> bool:
        """Store the item, and return whether that was done."""
        try:
            self.draft.write(self.item_id, table)
        except DraftError as error:
            self.kept.refused = str(error)
            return False
        return True


def _at(table: Any, place: tuple[str | int, ...]) -> Any:
    """Return what stands at a place of a table; None where there is nothing yet."""
    for step in place:
        try:
            table = table[step]
        except (KeyError, IndexError, TypeError):
            return None
    return table
