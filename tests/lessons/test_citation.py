import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.citation import (
    Passage,
    citation_problems,
    cited_facts,
    passages,
    with_references,
    without_markers,
)
from lessons.ledger import read_ledger
from lessons.lesson import parse

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def problems_of(write_lesson, sound_lesson, write_ledger, sound_fact):
    """Check the sound lesson with one text replaced, and return the problems."""

    def check(old, new, facts=sound_fact):
        assert sound_lesson.count(old) == 1
        lesson = parse(write_lesson(sound_lesson.replace(old, new)))
        ledger = write_ledger(facts)
        return citation_problems([lesson], read_ledger(ledger)[0], TODAY, ledger)

    return check


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 it rained.",
        "It cost $150.",
        "They were right 62% of the time.",
        "A quarter of one percent.",
        "Five million people saw it.",
        "One in seventeen was a target; one in two knew.",
        "Six out of ten believed it.",
        "Twenty pupils tried it; nineteen agreed.",
        "Forty-five people are few.",
        "Half of the pupils shared it.",
        "A third of all pictures, or two thirds of the films.",
        "They were twice as likely to share it.",
        "1. First look at 3 things.",
        "| a study | 454 people |",
        "Half a line\nand then 12 more.",
    ],
)
def test_number_is_noticed(text):
    assert Passage(text, 1, "body").has_number


@pytest.mark.parametrize(
    "text",
    [
        "1. First look at it.",
        "12) Then look again.",
        "C2PA, CC0 and MP3 are names.",
        "Run `seed = 42` again.",
        "See [the lab](/lessons?lesson=part-2).",
        "Five ways to fake a picture.",
        "Look twice in one minute.",
        "In the second half of the film, take a third look.",
        "You stop after the first third of its steps.",
        "He said so {{fact: study-2024}}.",
        "- A list item.",
    ],
)
def test_text_without_a_claim_in_numbers_is_left_alone(text):
    assert not Passage(text, 1, "body").has_number


@pytest.mark.parametrize(
    ("old", "new", "field", "line"),
    [
        ("More words.", "More words of 2024.", "body", 55),
        ("More words.", "More words.\nAnd 3 more.", "body", 55),
        ("More words.", "- One\n- Of 2024\n- Three", "body", 56),
        ("More words.", "| a | b |\n|---|---|\n| x | 7 |", "body", 57),
        ("More words.", "> Of 2024, they say.", "body", 55),
        ("It is short.", "It takes 5 minutes.", "key_points[1]", 9),
        ("Say what a lesson is.", "Name 5 ways.", "objectives[1]", 6),
        ("It is the one.", "It is 1 of them.", "checks[1].choices[1].explanation", 27),
        ("And now?", "And in 2024?", "checks[2].question", 36),
    ],
)
def test_number_without_a_source_is_a_fault(problems_of, old, new, field, line):
    problem, unused = problems_of(old, new)
    assert (problem.field, problem.line) == (field, line)
    assert "tells a number without its source" in problem.message
    assert "No lesson cites" in unused.message


@pytest.mark.parametrize(
    "new",
    [
        "Half of 1,200 were right {{fact: a-study}}.",
        "- Half of 1,200 were right {{fact: a-study}}.",
        "| study | 1,200 people {{fact: a-study}} |",
        "Half were right. {{fact: a-study}}\nThat is 600.",
        "He is right {{fact: a-study}}.\n\n## Top 5\n\nOn step 3, stop. {{plain}}",
        "He is right {{fact: a-study}}.\n\n```\nseed = 42\n```",
    ],
)
def test_number_with_a_source_or_marked_as_plain_passes(problems_of, new):
    assert problems_of("More words.", new) == []


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (
            "In 2024 {{fact: no-such}}.",
            "There is no fact 'no-such' in facts.toml; add it or mend the id.",
        ),
        (
            "No numbers here. {{plain}}",
            "{{plain}} is for a text with numbers and no citation; remove it.",
        ),
        (
            "Half of 3 {{fact: a-study}}. {{plain}}",
            "{{plain}} is for a text with numbers and no citation; remove it.",
        ),
    ],
)
def test_marker_that_says_nothing_is_a_fault(problems_of, new, message):
    assert message in [problem.message for problem in problems_of("More words.", new)]


def test_marker_misspelt_in_the_front_matter_is_a_fault(problems_of):
    problem, _ = problems_of("It is short.", "It is short {{facts: a-study}}.")
    assert problem.message == "Only {{fact: id}} and {{plain}} may stand within a text."


def test_front_matter_may_cite(problems_of):
    assert problems_of("It is short.", "It takes 5 minutes {{fact: a-study}}.") == []


def test_expired_fact_is_a_fault(problems_of, sound_fact):
    run_out = sound_fact.replace("checked = 2026", "checked = 2025").replace(
        "expires = 2028-11-22", "expires = 2026-11-23"
    )
    (problem,) = problems_of("More words.", "Half {{fact: a-study}}.", run_out)
    assert problem.field == "expires"


def test_cited_facts_come_once_and_as_they_come_up(write_lesson, sound_lesson):
    content = sound_lesson.replace("More words.", "So {{fact: b}} and {{fact:a}}, so {{ fact: b }}")
    content = content.replace("It is the one.", "It is {{fact: d}}.")
    lesson = parse(write_lesson(content.replace("It is short.", "It is short {{fact: c}}.")))
    assert cited_facts(lesson) == ("b", "a", "c", "d")


def test_passages_are_all_that_a_learner_reads(write_lesson, sound_lesson):
    lesson = parse(write_lesson(sound_lesson))
    assert [passage.text for passage in passages(lesson)] == [
        "Say what a lesson is.",
        "We begin with a few words.",
        "More words.",
        "Read it to a friend.",
        "It is short.",
        "It cannot tell you everything.",
        *("Which one?", "This one", "It is the one.", "That one", "It is the other one."),
        *("And now?", "Yes", "It is not so.", "No", "It is so."),
    ]


words = st.text(alphabet=st.characters(exclude_characters="{}"))


@given(words, words)
def test_markers_leave_no_trace(before, after):
    marked = f"{before}{{{{fact: a}}}}{after}{{{{plain}}}}"
    assert without_markers(marked) == before.rstrip() + after.rstrip()
    assert with_references(marked, {"a": "[1]"}) == f"{before.rstrip()} [1]{after.rstrip()}"
