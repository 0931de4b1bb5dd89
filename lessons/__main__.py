"""Command line of the lessons: report every fault, print for a class, paint a lab's examples."""

import argparse
import datetime
import json
import sys
from pathlib import Path

from lessons.citation import citation_problems
from lessons.labs import help_card
from lessons.labs.check_claims import claim_problems
from lessons.ledger import LEDGER, read_ledger
from lessons.lesson import Lesson
from lessons.library import (
    LibraryError,
    language_folders,
    load_charter,
    load_ledger,
    load_lessons,
    read_companions,
    read_lessons,
)
from lessons.pages import painter
from lessons.printing import answer_key, charter_sheet, handout
from lessons.reading import grade_level, reading_problem
from lessons.studio import PainterError


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status: 0, or 1 if there is a problem."""
    parser = argparse.ArgumentParser(prog="python -m lessons", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("check", help="report every fault in the lessons")
    command.add_argument(
        "folders", nargs="*", type=Path, help="folders of one language each (default: all here)"
    )
    command.add_argument(
        "--facts", type=Path, default=LEDGER, help="the ledger they cite (default: the app's)"
    )
    command.add_argument(
        "--today",
        type=datetime.date.fromisoformat,
        default=datetime.date.today(),
        help="the day to judge by whether facts have run out, as 2026-11-24 (default: today)",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=_check)
    command = commands.add_parser("print", help="write handouts, answer keys and the charter")
    command.add_argument("lesson", help="id of a lesson, or all; all brings the charter too")
    command.add_argument(
        "--output", type=Path, default=Path(), help="folder to write to (default: this one)"
    )
    command.set_defaults(run=_print)
    command = commands.add_parser(
        "examples", help="paint the pictures the painter's lab begins with"
    )
    command.add_argument(
        "--painter",
        type=Path,
        default=painter.painter_folder(),
        help="folder of the painter's weights; the examples go into it (default: the app's)",
    )
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--steps", type=int, default=painter.EXAMPLE_STEPS)
    command.set_defaults(run=_examples)
    options = parser.parse_args(arguments)
    return options.run(options)


def _print(options: argparse.Namespace) -> int:
    try:
        lessons, facts, charter = load_lessons(), load_ledger(), load_charter()
    except LibraryError as error:
        print(error, file=sys.stderr)
        return 1
    chosen = [lesson for lesson in lessons if options.lesson in ("all", lesson.id)]
    if not chosen:
        known = ", ".join(lesson.id for lesson in lessons)
        print(f"There is no lesson {options.lesson!r}; use all or one of: {known}", file=sys.stderr)
        return 1
    today = datetime.date.today()
    files = {}
    for lesson in chosen:
        files[f"{lesson.path.stem}-handout.pdf"] = handout(lesson, facts, today)
        files[f"{lesson.path.stem}-answers.pdf"] = answer_key(lesson, facts, today)
    if options.lesson == "all":
        files["charter.pdf"] = charter_sheet(charter)
    options.output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (options.output / name).write_bytes(content)
        print(options.output / name)
    return 0


def _examples(options: argparse.Namespace) -> int:
    try:
        written = painter.paint_examples(options.painter, options.seed, options.steps)
    except PainterError as error:
        print(error, file=sys.stderr)
        return 1
    for example in written:
        print(f"{example.path}: {example.choices.class_name}")
    return 0


def _check(options: argparse.Namespace) -> int:
    facts, problems = read_ledger(options.facts)
    lessons: list[Lesson] = []
    on_cards: set[str] = set()
    for folder in options.folders or language_folders():
        read, found = read_lessons(folder)
        lessons += read
        problems += found + claim_problems(folder, facts) + read_companions(folder, read, facts)
        if any(help_card.NAME in lesson.labs for lesson in read):
            path = folder / help_card.FILE_NAME
            card, found = help_card.read_help_card(path)
            problems += found + help_card.unknown_facts(card, facts, path)
            on_cards |= card.facts
    problems += [problem for lesson in lessons if (problem := reading_problem(lesson))]
    problems += citation_problems(lessons, facts, options.today, options.facts, on_cards)
    rows = [
        {
            "id": lesson.id,
            "minutes": lesson.minutes,
            "grade_level": grade_level(lesson),
            "check_questions": len(lesson.checks),
            "labs": list(lesson.labs),
        }
        for lesson in lessons
    ]
    if options.json:
        listed = [
            {
                "path": str(problem.path),
                "line": problem.line,
                "field": problem.field,
                "message": problem.message,
            }
            for problem in problems
        ]
        print(json.dumps({"lessons": rows, "facts": len(facts), "problems": listed}, indent=2))
    else:
        for row in rows:
            print(", ".join(f"{name}: {value}" for name, value in row.items()))
        print(f"facts: {len(facts)}")
        for problem in problems:
            print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
