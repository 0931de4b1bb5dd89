"""What is printed says what the lesson says, in letters that the sheet brings along."""

import datetime
import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from lessons.charter import Charter
from lessons.citation import facts_in, passages, without_markers
from lessons.ledger import read_ledger
from lessons.lesson import parse
from lessons.library import load_charter, load_ledger, load_lessons
from lessons.markdown import inline
from lessons.printing import answer_key, charter_sheet, handout
from lessons.sheet import FONTS

TODAY = datetime.date(2026, 11, 24)
A4_PT = (595, 842)
LESSONS = load_lessons()


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page that can be selected, with single spaces."""
    reader = PdfReader(BytesIO(pdf))
    footer = re.escape(reader.metadata.title) + r" · page \d+ of \d+ ?"
    return [re.sub(footer, "", " ".join(page.extract_text().split())) for page in reader.pages]


def words_of(pdf: bytes) -> str:
    return " ".join(map(str.strip, pages_of(pdf)))


def squeezed(text: str) -> str:
    return " ".join(inline(without_markers(text)).split())


@pytest.fixture
def cited(write_lesson, sound_lesson, write_ledger, sound_fact):
    """The sound lesson, which cites a fact where it is printed, and its ledger."""
    lesson = parse(write_lesson(sound_lesson.replace("short.", "**12** lines {{fact: a-study}}.")))
    return lesson, read_ledger(write_ledger(sound_fact))[0]


def test_handout_holds_what_to_remember_and_no_answer(cited):
    lesson, ledger = cited
    words = words_of(handout(lesson, ledger, TODAY))
    for part in ("A sound lesson", "Say what a lesson is.", "Which one?", "This one", "That one",
                 "Read it to a friend.", "It cannot tell you everything."):  # fmt: skip
        assert part in words
    assert "It is 12 lines [1]." in words
    assert "It is the one." not in words


def test_handout_of_the_lesson_on_harm_begins_with_help():
    (lesson,) = (lesson for lesson in LESSONS if lesson.id == "harm-consent-help")
    words = words_of(handout(lesson, load_ledger(), TODAY))
    before, _, after = words.partition("What you will be able to do")
    for service in ("Take It Down (takeitdown.ncmec.org), for people under 18.",
                    "StopNCII.org (stopncii.org), for people 18 or older."):  # fmt: skip
        assert service in before
    assert "In danger right now? Call the emergency number of your country." in before
    assert "[1] Take It Down by the National Center" in after


def test_handout_tells_where_its_numbers_come_from(cited):
    lesson, ledger = cited
    words = words_of(handout(lesson, ledger, TODAY))
    assert "[1] Half of the people were right. Source: Somebody: A study, 2024-06-12." in words
    assert "Checked on 2026-11-22, to be checked again by 2028-11-22." in words
    late = words_of(handout(lesson, ledger, datetime.date(2028, 11, 23)))
    assert "so it may be out of date" in late


def test_answer_key_explains_every_choice(cited):
    lesson, ledger = cited
    words = words_of(answer_key(lesson, ledger, TODAY))
    assert "Answer key: A sound lesson" in words
    for check in lesson.checks:
        for choice in check.choices:
            mark, verdict = ("☑", "Right.") if choice.right else ("☐", "Not right.")
            assert f"{mark} {choice.text} {verdict} {choice.explanation}" in words


def test_charter_holds_the_rules_of_the_class():
    words = words_of(charter_sheet(Charter("Our rules", "We agreed.", ("We ask.", "We wait."))))
    assert "Our rules We agreed. 1. We ask. 2. We wait. More rules of our own" in words
    assert "name" not in words.casefold()


def test_sheet_is_a4_with_title_language_page_numbers_and_its_own_letters(cited):
    reader = PdfReader(BytesIO(handout(*cited, TODAY)))
    assert reader.metadata.title == "A sound lesson"
    assert reader.root_object["/Lang"] == "en"
    for number, page in enumerate(reader.pages, start=1):
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == A4_PT
        assert f"page {number} of {len(reader.pages)}" in page.extract_text()
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_shipped_lesson_prints_whole(lesson):
    ledger = load_ledger()
    words = words_of(handout(lesson, ledger, TODAY)) + words_of(answer_key(lesson, ledger, TODAY))
    checks = [text for c in lesson.checks for o in c.choices for text in (o.text, o.explanation)]
    for text in (*lesson.objectives, *lesson.key_points, *lesson.try_it, *checks):
        if not facts_in(text):
            assert squeezed(text) in words
    assert "{{" not in words


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_shipped_question_stands_on_one_page_with_its_choices_and_their_verdicts(lesson):
    asked, told = (
        [re.sub(r" \[\d+\]", "", page) for page in pages_of(make(lesson, load_ledger(), TODAY))]
        for make in (handout, answer_key)
    )
    for number, check in enumerate(lesson.checks, start=1):
        question = f"{number}. {squeezed(check.question)}"
        choices = "".join(f" ☐ {squeezed(choice.text)}" for choice in check.choices)
        heading = "Check yourself " if number == 1 else ""
        assert sum(f"{heading}{question}{choices}" in page for page in asked) == 1
        verdicts = "".join(
            f" {'☑' if choice.right else '☐'} {squeezed(choice.text)}"
            f" {'Right.' if choice.right else 'Not right.'} {squeezed(choice.explanation)}"
            for choice in check.choices
        )
        assert sum(f"{question}{verdicts}" in page for page in told) == 1


def test_fonts_have_every_letter_of_the_content():
    written = "".join(passage.text for lesson in LESSONS for passage in passages(lesson))
    written += "".join(f"{fact.statement}{fact.source}" for fact in load_ledger().values())
    charter = load_charter()
    written += charter.title + charter.intro + "".join(charter.rules) + "ščřžőąęğțДжЖёєїΩλ€“”–☐☑•"
    for file in sorted(FONTS.glob("*.ttf")):
        known = TTFont(file).getBestCmap()
        assert (
            sorted({letter for letter in written if letter > " " and ord(letter) not in known})
            == []
        )
