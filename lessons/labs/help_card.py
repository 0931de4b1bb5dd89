"""Where somebody who is hurt by a picture finds help, by country and age.

The services stand in ``help.toml`` of each language's content. Every one of them rests on a fact
of the ledger, so the check fails on the day it has to be looked at again.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lessons.front_matter import field_lines
from lessons.problem import ContentProblem, Fields

NAME = "help_card"
FILE_NAME = "help.toml"
WORLDWIDE = "*"

_COUNTRY = re.compile(r"[A-Z]{2}")
_PHONE = re.compile(r"[0-9 +]+")
_COUNTRY_FIELDS = frozenset({"code", "name", "emergency", "fact"})
_SERVICE_FIELDS = frozenset(
    {"id", "name", "does", "address", "phone", "countries", "ages", "fact"}
)  # fmt: skip


class AgeGroup(StrEnum):
    """How old the person in the picture is or was."""

    UNDER_18 = "under-18"
    ADULT = "adult"


@dataclass(frozen=True)
class Country:
    """A country, and whom to call there when somebody is in danger.

    Attributes:
        code: ISO 3166-1 alpha-2.
        name: in the language of the content.
        emergency: the number of the emergency services.
        fact: id of the ledger's fact that says so.
    """

    code: str
    name: str
    emergency: str
    fact: str


@dataclass(frozen=True)
class Service:
    """A service that helps.

    Attributes:
        id: stable for ever.
        name: as it calls itself.
        does: what it does for whom, in a sentence or two.
        address: its website, without ``https://``.
        phone: its number; empty where it has none.
        countries: codes, or ``WORLDWIDE`` alone.
        ages: whom it is for.
        fact: id of the ledger's fact it rests on.
    """

    id: str
    name: str
    does: str
    address: str
    phone: str
    countries: tuple[str, ...]
    ages: tuple[AgeGroup, ...]
    fact: str


@dataclass(frozen=True)
class HelpCard:
    """All countries and services of a language."""

    countries: tuple[Country, ...]
    services: tuple[Service, ...]

    @property
    def facts(self) -> frozenset[str]:
        """Ids of all facts that the card rests on."""
        return frozenset(entry.fact for entry in (*self.countries, *self.services))

    def services_for(self, country: str | None, age: AgeGroup) -> tuple[Service, ...]:
        """Return the services for a country and an age, those of the country first.

        Args:
            country: its code; None or a country without an entry for worldwide services alone.
            age: of the person in the picture.
        """
        fitting = [service for service in self.services if age in service.ages]
        own = [service for service in fitting if country in service.countries]
        everywhere = [service for service in fitting if WORLDWIDE in service.countries]
        return (*own, *everywhere)


def read_help_card(path: Path) -> tuple[HelpCard, list[ContentProblem]]:
    """Read a file of services, and say everything that is wrong with it."""
    try:
        content = path.read_text(encoding="utf-8")
        table = tomllib.loads(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = ContentProblem(path, 1, "", f"Is not readable as TOML: {error}. Mend it.")
        return HelpCard((), ()), [problem]
    fields = Fields(path, table, field_lines(content.splitlines()))
    fields.refuse_others(frozenset({"countries", "services"}))
    countries = tuple(map(_country, fields.tables("countries", least=1)))
    codes = {country.code for country in countries}
    services = tuple(_service(inner, codes) for inner in fields.tables("services", least=1))
    for name, found in (
        ("countries", [country.code for country in countries]),
        ("services", [service.id for service in services]),
    ):
        for twice in sorted({entry for entry in found if found.count(entry) > 1}):
            fields.fault(name, f"{twice!r} stands there twice; remove one.")
    for age in AgeGroup:
        if not any(age in s.ages and WORLDWIDE in s.countries for s in services):
            fields.fault("services", f"None helps {age} worldwide; add one.")
    return HelpCard(countries, services), fields.problems


def unknown_facts(card: HelpCard, facts: Iterable[str], path: Path) -> list[ContentProblem]:
    """Return a problem for each fact of the card that is not among the ledger's ids."""
    return [
        ContentProblem(path, 1, "fact", f"There is no fact {name!r} in facts.toml; add it.")
        for name in sorted(card.facts - set(facts))
    ]


def _country(fields: Fields) -> Country:
    fields.refuse_others(_COUNTRY_FIELDS)
    code = fields.text("code")
    if code and not _COUNTRY.fullmatch(code):
        fields.fault("code", "Write the two capital letters of ISO 3166, such as GB.")
    emergency = fields.text("emergency")
    if emergency and not _PHONE.fullmatch(emergency):
        fields.fault("emergency", "Write a telephone number.")
    return Country(code, fields.text("name"), emergency, fields.text("fact"))


def _service(fields: Fields, codes: set[str]) -> Service:
    fields.refuse_others(_SERVICE_FIELDS)
    countries, ages = fields.texts("countries"), fields.texts("ages")
    if countries != (WORLDWIDE,) and not codes.issuperset(countries):
        fields.fault("countries", f'Use codes from [[countries]], or ["{WORLDWIDE}"] alone.')
    if not set(ages) <= set(AgeGroup):
        fields.fault("ages", f"Use {' and '.join(AgeGroup)}.")
        ages = ()
    phone = fields.text("phone") if "phone" in fields.table else ""
    if phone and not _PHONE.fullmatch(phone):
        fields.fault("phone", "Write a telephone number.")
    address = fields.text("address")
    if "://" in address:
        fields.fault("address", "Leave out https://.")
    return Service(
        id=fields.text("id"),
        name=fields.text("name"),
        does=fields.text("does"),
        address=address,
        phone=phone,
        countries=countries,
        ages=tuple(AgeGroup(age) for age in ages),
        fact=fields.text("fact"),
    )
