"""Command line of the lessons: report every fault in them, and paint a lab's examples."""

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
from lessons.library import language_folders, read_companions, read_lessons
from lessons.pages import painter
from lessons.reading import grade_level, too_hard
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
        problems += found + claim_problems(folder, facts) + read_companions(folder, read)
        if any(help_card.NAME in lesson.labs for lesson in read):
            path = folder / help_card.FILE_NAME
            card, found = help_card.read_help_card(path)
            problems += found + help_card.unknown_facts(card, facts, path)
            on_cards |= card.facts
    problems += [hard for lesson in lessons if (hard := too_hard(lesson))]
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
