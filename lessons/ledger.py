"""The fact ledger: what the lessons lean on, where it comes from and how long it holds.

Numbers, laws, cases and services change or turn out otherwise. So a lesson does not vouch for them
itself: it cites a fact of the ledger by its id, and the check fails on the day the fact runs out.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lessons.problem import ContentProblem, Fields
from lessons.text import text
from lessons.toml_file import read_toml

LEDGER = Path(__file__).with_name("facts.toml")
FACT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Nothing here is so settled that nobody need look at it again.
LONGEST = datetime.timedelta(days=3653)

_FIELDS = frozenset(
    {"id", "statement", "source", "address", "date", "checked", "expires", "certainty"}
)
_SCHEME = re.compile(r"\w+://")
_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2]))?")


class Certainty(StrEnum):
    """How sure we are of a fact.

    `CONFIRMED`: read in the source itself. `REPORTED`: read in others who tell of it.
    `UNCONFIRMED`: sources disagree, or none settles it; a learner is told so.
    """

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Fact:
    """A statement with all that is needed to trust it, or not.

    Attributes:
        id: stable for ever; lessons cite it.
        statement: one sentence, as it may be said.
        source: author or publisher, and title.
        address: where the source can be found, without ``https://``; shown, never fetched.
        date: of the source, as ``2024-06-12``, ``2024-06`` or ``2024``.
        checked: the day somebody last compared the statement with its source.
        expires: the last day on which it may be used without being checked again.
        certainty: how sure we are.
        line: where in the ledger it stands, counted from one.
    """

    id: str
    statement: str
    source: str
    address: str
    date: str
    checked: datetime.date
    expires: datetime.date
    certainty: Certainty
    line: int

    def has_expired(self, today: datetime.date) -> bool:
        """Return whether somebody must look again before it may be used."""
        return today > self.expires

    def told(self, today: datetime.date) -> tuple[str, str, str]:
        """Return what a reader must know to trust it: source, when checked, and how sure we are."""
        known = {
            "source": self.source,
            "address": self.address,
            "date": self.date,
            "checked": self.checked.isoformat(),
            "expires": self.expires.isoformat(),
        }
        return (
            text("fact-source", known),
            text("fact-expired" if self.has_expired(today) else "fact-checked", known),
            text(f"fact-{self.certainty}"),
        )


def read_ledger(path: Path = LEDGER) -> tuple[dict[str, Fact], list[ContentProblem]]:
    """Read the ledger: its facts by id, in their order, and everything that is wrong with it."""
    fields = read_toml(path, "Is missing; a lesson's facts stand there.")
    if isinstance(fields, ContentProblem):
        return {}, [fields]
    fields.refuse_others(frozenset({"facts"}))
    facts: dict[str, Fact] = {}
    for inner in fields.tables("facts", least=0):
        fact = _fact(inner)
        if fact.id in facts:
            inner.fault("id", f"{fact.id!r} is used twice; give each fact its own.")
        facts[fact.id] = fact
    return facts, fields.problems


def stale_facts(
    facts: Mapping[str, Fact], cited: Iterable[str], today: datetime.date, path: Path = LEDGER
) -> list[ContentProblem]:
    """Return what has become of facts since they were written: run out, or used no more.

    Args:
        facts: by id.
        cited: ids of those that the lessons use.
        today: the day to judge by.
        path: of the ledger.
    """
    problems = []
    used = set(cited)
    for fact in facts.values():
        if fact.id not in used:
            message = f"No lesson cites {fact.id!r}; cite it or remove it."
            problems.append(ContentProblem(path, fact.line, "id", message))
        if fact.has_expired(today):
            message = (
                f"{fact.id!r} had to be checked again by {fact.expires}: compare it with"
                f" {fact.address}, mend what has changed, and set new dates."
            )
            problems.append(ContentProblem(path, fact.line, "expires", message))
        if fact.checked > today:
            message = f"{fact.id!r} cannot have been checked on {fact.checked}; that is to come."
            problems.append(ContentProblem(path, fact.line, "checked", message))
    return problems


def _fact(fields: Fields) -> Fact:
    fields.refuse_others(_FIELDS)
    name = fields.text("id")
    if name and not FACT_ID.fullmatch(name):
        fields.fault("id", "Use lower-case words and digits joined by hyphens.")
    address = fields.text("address")
    if _SCHEME.match(address):
        fields.fault("address", "Leave out https:// and the like; it is shown, not fetched.")
    checked, expires = fields.date("checked"), fields.date("expires")
    are_dates = datetime.date.min not in (checked, expires)
    if are_dates and not checked < expires <= checked + LONGEST:
        fields.fault("expires", "Choose a day after `checked`, at most ten years later.")
    return Fact(
        id=name,
        statement=fields.text("statement"),
        source=fields.text("source"),
        address=address,
        date=_date(fields),
        checked=checked,
        expires=expires,
        certainty=_certainty(fields),
        line=fields.line,
    )


def _date(fields: Fields) -> str:
    value = fields.table.get("date")
    if type(value) is datetime.date:
        return value.isoformat()
    if isinstance(value, str) and _DATE.fullmatch(value):
        return value
    fields.fault("date", 'Write a date such as 2024-06-12, or "2024-06" or "2024".')
    return ""


def _certainty(fields: Fields) -> Certainty:
    value = fields.table.get("certainty")
    if value in list(Certainty):
        return Certainty(value)
    fields.fault("certainty", f"Use one of: {', '.join(Certainty)}.")
    return Certainty.UNCONFIRMED
