from pathlib import Path

import pytest

from lessons.labs.help_card import FILE_NAME, WORLDWIDE, AgeGroup, read_help_card, unknown_facts
from lessons.ledger import read_ledger
from lessons.library import language_folders

SOUND = """\
[[countries]]
code = "GB"
name = "United Kingdom"
emergency = "999"
fact = "numbers"

[[services]]
id = "young"
name = "Young"
does = "Helps the young."
address = "young.example"
countries = ["*"]
ages = ["under-18"]
fact = "young"

[[services]]
id = "grown"
name = "Grown"
does = "Helps adults."
address = "grown.example"
phone = "0800 1111"
countries = ["*"]
ages = ["adult"]
fact = "grown"

[[services]]
id = "british"
name = "British"
does = "Helps everybody there."
address = "british.example"
countries = ["GB"]
ages = ["under-18", "adult"]
fact = "british"
"""


@pytest.fixture
def read(tmp_path):
    def read_it(content: str):
        path = tmp_path / FILE_NAME
        path.write_text(content, encoding="utf-8")
        return read_help_card(path)

    return read_it


@pytest.mark.parametrize("folder", language_folders(), ids=lambda folder: folder.name)
def test_shipped_card_is_sound_and_every_entry_rests_on_a_fact(folder: Path):
    path = folder / FILE_NAME
    card, problems = read_help_card(path)
    assert problems == []
    facts, _ = read_ledger()
    assert unknown_facts(card, facts, path) == []
    # Every country offers more than an emergency number, for the young at least.
    for country in card.countries:
        own = card.services_for(country.code, AgeGroup.UNDER_18)
        own = [service for service in own if country.code in service.countries]
        assert own
        # And somebody who answers the telephone: a form on a website listens to nobody.
        assert any(service.phone for service in own), country.name


@pytest.mark.parametrize("folder", language_folders(), ids=lambda folder: folder.name)
def test_shipped_card_tells_the_young_what_to_do_where_it_has_no_number(folder: Path):
    card, _ = read_help_card(folder / FILE_NAME)
    for country in (None, *(country.code for country in card.countries)):
        told = " ".join(service.does for service in card.services_for(country, AgeGroup.UNDER_18))
        assert "Is there no such number here? Then tell an adult you trust" in told


def test_own_country_comes_first_and_the_other_age_not_at_all(read):
    card, problems = read(SOUND)
    assert problems == []
    named = [service.id for service in card.services_for("GB", AgeGroup.UNDER_18)]
    assert named == ["british", "young"]
    assert [service.id for service in card.services_for("GB", AgeGroup.ADULT)] == [
        "british",
        "grown",
    ]


@pytest.mark.parametrize("country", [None, "XX"])
def test_elsewhere_there_is_worldwide_help(read, country):
    card, _ = read(SOUND)
    assert [service.id for service in card.services_for(country, AgeGroup.ADULT)] == ["grown"]


def test_card_names_the_facts_it_rests_on(read, tmp_path):
    card, _ = read(SOUND)
    assert card.facts == {"numbers", "young", "grown", "british"}
    (problem,) = unknown_facts(card, {"numbers", "young", "grown"}, tmp_path)
    assert problem.message == "There is no fact 'british' in facts.toml; add it."


@pytest.mark.parametrize(
    ("sound", "spoilt", "message"),
    [
        ('code = "GB"', 'code = "Britain"', "two capital letters"),
        ('emergency = "999"', 'emergency = "nine"', "Write a telephone number."),
        ('phone = "0800 1111"', 'phone = "call us"', "Write a telephone number."),
        ('countries = ["GB"]', 'countries = ["FR"]', "Use codes from [[countries]]"),
        ('countries = ["GB"]', 'countries = ["GB", "*"]', "Use codes from [[countries]]"),
        ('ages = ["adult"]', 'ages = ["old"]', "Use under-18 and adult."),
        ('address = "grown.example"', 'address = "https://grown.example"', "Leave out https"),
        ('id = "grown"', 'id = "young"', "'young' stands there twice"),
        ('fact = "grown"', "", "Is missing or empty"),
        ('name = "Grown"', 'nome = "Grown"', "Is not a field here"),
        ('ages = ["under-18"]', 'ages = ["adult"]', "None helps under-18 worldwide"),
    ],
)
def test_fault_is_named_with_its_remedy(read, sound, spoilt, message):
    _, problems = read(SOUND.replace(sound, spoilt))
    assert any(message in problem.message for problem in problems), problems


@pytest.mark.parametrize("content", ["[[", ""])
def test_file_that_holds_no_card_is_a_problem(read, content):
    card, problems = read(content)
    assert problems
    assert card.services_for(WORLDWIDE, AgeGroup.ADULT) == ()


def test_missing_file_is_a_problem(tmp_path):
    _, (problem,) = read_help_card(tmp_path / FILE_NAME)
    assert "Is not readable" in problem.message
