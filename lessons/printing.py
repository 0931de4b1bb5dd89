"""What is printed for a class: a handout and an answer key of each lesson, and the charter."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from lessons.charter import Charter
from lessons.citation import facts_in, with_references
from lessons.labs import help_card
from lessons.ledger import Fact
from lessons.lesson import CheckQuestion, Lesson
from lessons.markdown import inline
from lessons.sheet import Sheet
from lessons.text import text

OWN_RULES = 3  # blank lines on the charter


def handout(lesson: Lesson, ledger: Mapping[str, Fact], today: datetime.date) -> bytes:
    """Return a lesson's handout as a PDF file: what to remember and to do, and no answers.

    Args:
        lesson: what it is about.
        ledger: facts by id; those that the handout cites stand at its end.
        today: the day it is printed, for facts that should have been checked again.
    """
    helping = list(_worldwide_help(lesson)) if help_card.NAME in lesson.labs else []
    questions = [check.question for check in lesson.checks]
    choices = [choice.text for check in lesson.checks for choice in check.choices]
    words = _Words(
        [*helping, *lesson.objectives, *lesson.key_points, *questions, *choices,
         *lesson.try_it, *lesson.cannot_tell], ledger,
    )  # fmt: skip
    sheet = Sheet(lesson.title)
    sheet.paragraph(text("lesson-time", {"minutes": lesson.minutes, "ages": lesson.ages}))
    if helping:
        sheet.heading(text("print-help"))
        sheet.paragraph(inline(text("help-emergency-elsewhere")))
        sheet.entries(words.all(helping))
        sheet.paragraph(text("print-help-here"))
        sheet.blank_lines(1)
    sheet.heading(text("objectives"))
    sheet.entries(words.all(lesson.objectives))
    sheet.heading(text("key-points"))
    sheet.entries(words.all(lesson.key_points))
    for number, check in enumerate(lesson.checks, start=1):
        sheet.together(partial(_add_question, sheet, words, number, check))
    sheet.heading(text("try-it"))
    sheet.entries(words.all(lesson.try_it))
    sheet.heading(text("cannot-tell"))
    sheet.entries(words.all(lesson.cannot_tell))
    _add_facts(sheet, words, today)
    return sheet.as_pdf()


def answer_key(lesson: Lesson, ledger: Mapping[str, Fact], today: datetime.date) -> bytes:
    """Return the answers to a lesson's check questions as a PDF file, each choice explained.

    Args:
        lesson, ledger, today: as for `handout`.
    """
    told = [part for check in lesson.checks
            for part in (check.question, *(c.text for c in check.choices),
                         *(c.explanation for c in check.choices))]  # fmt: skip
    words = _Words(told, ledger)
    sheet = Sheet(text("print-answers", {"title": lesson.title}))
    for number, check in enumerate(lesson.checks, start=1):
        sheet.together(partial(_add_answer, sheet, words, number, check))
    _add_facts(sheet, words, today)
    return sheet.as_pdf()


def charter_sheet(charter: Charter) -> bytes:
    """Return a class's charter as a PDF file, with room for more rules and no names."""
    sheet = Sheet(charter.title)
    sheet.paragraph(charter.intro)
    sheet.entries(charter.rules, "{n}.", after_mm=3)
    sheet.heading(text("print-own-rules"))
    sheet.blank_lines(OWN_RULES)
    sheet.paragraph(text("print-agreed"))
    sheet.blank_lines(1)
    return sheet.as_pdf()


def _add_question(sheet: Sheet, words: "_Words", number: int, check: CheckQuestion) -> None:
    if number == 1:
        sheet.heading(text("check-heading"))
    sheet.entries([words.of(check.question)], f"{number}.")
    sheet.entries(words.all(choice.text for choice in check.choices), "☐")


def _add_answer(sheet: Sheet, words: "_Words", number: int, check: CheckQuestion) -> None:
    sheet.heading(f"{number}. {words.of(check.question)}")
    for choice in check.choices:
        sheet.entries([words.of(choice.text)], "☑" if choice.right else "☐", after_mm=0)
        key = "print-right" if choice.right else "print-wrong"
        sheet.entries([text(key, {"explanation": words.of(choice.explanation)})], "")


def _worldwide_help(lesson: Lesson) -> Iterator[str]:
    """Yield what helps in every country, with the age it is for: a sheet knows no country."""
    card, _ = help_card.read_help_card(lesson.path.with_name(help_card.FILE_NAME))
    for age in help_card.AgeGroup:
        for service in card.services_for(None, age):
            names = {"age": text(f"help-age-{age}"), **vars(service)}
            yield f"{text('print-service', names)} {{{{fact: {service.fact}}}}}"


class _Words:
    """The texts of a sheet, with the facts they cite as numbers in order."""

    def __init__(self, texts: Iterable[str], ledger: Mapping[str, Fact]) -> None:
        names = dict.fromkeys(name for entry in texts for name in facts_in(entry))
        self.facts = [ledger[name] for name in names]
        self._numbers = {name: f"[{number}]" for number, name in enumerate(names, start=1)}

    def of(self, markdown: str) -> str:
        return inline(with_references(markdown, self._numbers))

    def all(self, texts: Iterable[str]) -> list[str]:
        return [self.of(entry) for entry in texts]


def _add_facts(sheet: Sheet, words: _Words, today: datetime.date) -> None:
    if not words.facts:
        return
    sheet.heading(text("print-facts"))
    sheet.entries(
        ("\n".join((fact.statement, *fact.told(today))) for fact in words.facts),
        "[{n}]",
        small=True,
    )
