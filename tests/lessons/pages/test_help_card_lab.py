"""What somebody who needs help finds on the card."""

import datetime
import re
from itertools import cycle

import pytest

from lessons.labs.help_card import AgeGroup
from lessons.pages.help_card_lab import card_and_ledger, last_checked

LESSON = "harm-consent-help"
CARD, FACTS = card_and_ledger()


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def choose(lab, country, age):
    lab.selectbox("lessons_lab_help_country").set_value(country)
    lab.radio("lessons_lab_help_age").set_value(age).run()
    assert not lab.exception


def called(lab):
    """Return what each link on the card dials, and what it says."""
    drawn = "".join(html.proto.body for html in lab.get("html"))
    return re.findall(r'<a href="tel:(\d+)"[^>]*>([^<]*)</a>', drawn)


def test_card_helps_before_anything_is_chosen(lab, read):
    assert "[takeitdown.ncmec.org](https://takeitdown.ncmec.org)" in read(lab)
    assert "**In danger right now?** Call the emergency number of your country." in read(lab)


def test_card_shows_what_fits_with_its_date_and_nothing_else(lab, read):
    # Both ages, and every country once: which services fit is tested with the card itself.
    for country, age in zip(CARD.countries, cycle(AgeGroup), strict=False):
        choose(lab, country, age)
        numbers = called(lab)
        assert numbers.pop(0) == (country.emergency, f"Call {country.emergency}")
        fitting = CARD.services_for(country.code, age)
        for service in CARD.services:
            assert (f"**{service.name}.** {service.does}" in read(lab)) == (service in fitting)
        assert numbers == [
            (service.phone.replace(" ", ""), f"Call {service.phone}")
            for service in fitting
            if service.phone
        ]
        for service in fitting:
            checked = FACTS[service.fact].checked.isoformat()
            assert f"(https://{service.address})  \n(Checked {checked})" in read(lab)


def test_choices_stand_neither_in_the_address_nor_in_a_store(lab):
    choose(lab, CARD.countries[0], AgeGroup.ADULT)
    assert set(lab.query_params) == {"lesson"}


def test_help_stands_before_the_first_question(lab):
    labels = [element.label for element in (*lab.selectbox, *lab.radio)]
    assert labels[0] == "Country"


def test_entry_that_was_not_looked_at_for_long_says_so():
    fact = FACTS["help-stopncii"]
    late = fact.expires + datetime.timedelta(days=1)
    assert "it may have changed" in last_checked(fact, late)
    assert last_checked(fact, fact.expires) == f"(Checked {fact.checked})"
