"""How a lesson's page shows the facts it cites: a number in the text, and a list at the end."""

import datetime
from collections.abc import Iterable, Mapping
from html import escape

from lessons.citation import cited_facts, with_references
from lessons.ledger import Fact
from lessons.lesson import Lesson
from lessons.text import text


class References:
    """The numbers of the facts that a lesson cites, from 1 in the order they come up."""

    def __init__(self, lesson: Lesson, ledger: Mapping[str, Fact]) -> None:
        self.facts = tuple(ledger[name] for name in cited_facts(lesson))
        self._numbers = {fact.id: number for number, fact in enumerate(self.facts, start=1)}

    def linked(self, markdown: str) -> str:
        """Return Markdown whose citations lead to the list of facts."""
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


def facts_as_html(facts: Iterable[Fact], today: datetime.date) -> str:
    """Return facts as a numbered list whose entries a reference can lead to."""
    entries = (
        f'<li id="fact-{fact.id}" tabindex="-1">{fact_as_html(fact, today)}</li>' for fact in facts
    )
    return f'<ol class="facts">{"".join(entries)}</ol>'


def fact_as_html(fact: Fact, today: datetime.date) -> str:
    """Return all that is known of a fact: the statement, and below it how it may be trusted."""
    told = {
        "source": fact.source,
        "address": fact.address,
        "date": fact.date,
        "checked": fact.checked.isoformat(),
        "expires": fact.expires.isoformat(),
    }
    lines = [
        text("fact-source", told),
        text("fact-expired" if fact.has_expired(today) else "fact-checked", told),
        text(f"fact-{fact.certainty}"),
    ]
    detail = "<br>".join(map(escape, lines))
    return f"<p>{escape(fact.statement)}</p><p>{detail}</p>"
