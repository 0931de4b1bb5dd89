import datetime

import pytest

from lessons.ledger import Certainty, Fact, read_ledger, stale_facts
from lessons.problem import ContentProblem

LAST_DAY = datetime.date(2028, 11, 22)
A_DAY = datetime.timedelta(days=1)

# What is replaced in the sound ledger, by what, and the fault that must follow.
FAULTS = {
    "not-toml": (
        'date = 2024-06-12', "date = then",
        (1, "", "Is not readable as TOML: Invalid value (at line 6, column 8). Mend it."),
    ),
    "other-table": (
        "[[facts]]", "[[fact]]", (1, "fact", "Is not a field here; use one of facts."),
    ),
    "id-in-capitals": (
        '"a-study"', '"A study"', (2, "facts[1].id", "Use lower-case words and digits joined by"
        " hyphens."),
    ),
    "statement-missing": (
        'statement = "Half of the people were right."\n', "",
        (1, "facts[1].statement", "Is missing or empty; add it."),
    ),
    "address-with-scheme": (
        '"study.example"', '"https://study.example"',
        (5, "facts[1].address", "Leave out https:// and the like; it is shown, not fetched."),
    ),
    "date-without-a-month-of-the-year": (
        "2024-06-12", '"2024-13"',
        (6, "facts[1].date", 'Write a date such as 2024-06-12, or "2024-06" or "2024".'),
    ),
    "checked-as-text": (
        "checked = 2026-11-22", 'checked = "2026-11-22"',
        (7, "facts[1].checked", "Write a date such as 2026-11-22, without quotation marks."),
    ),
    "expires-before-it-was-checked": (
        "expires = 2028-11-22", "expires = 2026-11-22",
        (8, "facts[1].expires", "Choose a day after `checked`, at most ten years later."),
    ),
    "never-expires": (
        "expires = 2028-11-22", "expires = 2036-11-23",
        (8, "facts[1].expires", "Choose a day after `checked`, at most ten years later."),
    ),
    "certainty-unknown": (
        '"confirmed"', '"sure"',
        (9, "facts[1].certainty", "Use one of: confirmed, reported, unconfirmed."),
    ),
    "unknown-field": (
        'certainty = "confirmed"', 'certainty = "confirmed"\nnote = "x"',
        (10, "facts[1].note", "Is not a field here; use one of address, certainty, checked, date,"
         " expires, id, source, statement."),
    ),
}  # fmt: skip


def test_read_ledger_reads_every_field(write_ledger, sound_fact):
    facts, problems = read_ledger(write_ledger(f"# Facts\n\n{sound_fact}"))
    assert problems == []
    assert facts == {
        "a-study": Fact(
            id="a-study",
            statement="Half of the people were right.",
            source="Somebody: A study",
            address="study.example",
            date="2024-06-12",
            checked=datetime.date(2026, 11, 22),
            expires=LAST_DAY,
            certainty=Certainty.CONFIRMED,
            line=3,
        )
    }


@pytest.mark.parametrize("date", ["2024", "2024-06"])
def test_source_may_have_no_day(write_ledger, sound_fact, date):
    facts, problems = read_ledger(write_ledger(sound_fact.replace("2024-06-12", f'"{date}"')))
    assert problems == []
    assert facts["a-study"].date == date


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_read_ledger_names_place_and_remedy(write_ledger, sound_fact, old, new, expected):
    assert sound_fact.count(old) == 1
    path = write_ledger(sound_fact.replace(old, new))
    assert read_ledger(path)[1] == [ContentProblem(path, *expected)]


def test_read_ledger_refuses_an_id_used_twice(write_ledger, sound_fact):
    path = write_ledger(sound_fact + "\n" + sound_fact)
    message = "'a-study' is used twice; give each fact its own."
    assert read_ledger(path)[1] == [ContentProblem(path, 12, "facts[2].id", message)]


def test_missing_ledger_is_told(tmp_path):
    facts, problems = read_ledger(tmp_path / "facts.toml")
    assert facts == {}
    assert [problem.message for problem in problems] == [
        "Is missing; a lesson's facts stand there."
    ]


def test_fact_holds_to_the_end_of_its_last_day(write_ledger, sound_fact):
    path = write_ledger(sound_fact)
    facts, _ = read_ledger(path)
    assert stale_facts(facts, ["a-study"], LAST_DAY, path) == []
    message = (
        "'a-study' had to be checked again by 2028-11-22: compare it with study.example, mend what"
        " has changed, and set new dates."
    )
    assert stale_facts(facts, ["a-study"], LAST_DAY + A_DAY, path) == [
        ContentProblem(path, 1, "expires", message)
    ]


def test_fact_that_nobody_cites_is_told(write_ledger, sound_fact):
    path = write_ledger(sound_fact)
    facts, _ = read_ledger(path)
    message = "No lesson cites 'a-study'; cite it or remove it."
    assert stale_facts(facts, [], LAST_DAY, path) == [ContentProblem(path, 1, "id", message)]


def test_fact_cannot_have_been_checked_tomorrow(write_ledger, sound_fact):
    path = write_ledger(sound_fact)
    facts, _ = read_ledger(path)
    (problem,) = stale_facts(facts, ["a-study"], facts["a-study"].checked - A_DAY, path)
    assert problem.field == "checked"
