"""How a page shows the facts that its texts cite: a number in the text, and a list at the end."""

import datetime
from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType

from lessons.citation import with_references
from lessons.ledger import Fact
from lessons.text import text

NOWHERE: Mapping[str, Iterable[str]] = MappingProxyType({})


class References:
    """The numbers of the facts that a page cites, from 1 in the order they come up.

    Args:
        names: ids of the facts.
        ledger: facts by id.
        lead: whether the list of facts stands on the same page, for a number to lead to.
    """

    def __init__(
        self, names: Iterable[str], ledger: Mapping[str, Fact], *, lead: bool = True
    ) -> None:
        self._lead = lead
        self.facts = tuple(ledger[name] for name in dict.fromkeys(names))
        self._numbers = {fact.id: number for number, fact in enumerate(self.facts, start=1)}

    def linked(self, markdown: str) -> str:
        """Return Markdown whose citations lead to the list of facts, if there is one."""
        if not self._lead:
            return self.numbered(markdown)
        links = {
            name: f"[\\[{number}\\]](#fact-{name} '{text('fact-number', {'number': number})}')"
            for name, number in self._numbers.items()
        }
        return with_references(markdown, links)

    def numbered(self, markdown: str) -> str:
        """Return Markdown for a place where no link may stand, such as a label."""
        return with_references(markdown, {n: f"\\[{i}\\]" for n, i in self._numbers.items()})

    def listed(self, markdown: Iterable[str]) -> list[str]:
        """Return several texts as `linked` returns one."""
        return [self.linked(entry) for entry in markdown]


def facts_as_html(
    facts: Iterable[Fact], today: datetime.date, uses: Mapping[str, Iterable[str]] = NOWHERE
) -> str:
    """Return facts as a numbered list whose entries a reference can lead to.

    Args:
        facts: in order.
        today: the day to judge by whether one has run out.
        uses: titles of the lessons that cite a fact, by its id, where they are to be named.
    """
    entries = []
    for fact in facts:
        lines = list(fact.told(today))
        if titles := uses.get(fact.id):
            lines.append(text("fact-used-in", {"titles": "; ".join(titles)}))
        detail = "<br>".join(map(escape, lines))
        told = f"<p>{escape(fact.statement)}</p><p>{detail}</p>"
        entries.append(f'<li id="fact-{fact.id}" tabindex="-1">{told}</li>')
    return f'<ol class="facts">{"".join(entries)}</ol>'
