"""Command line of the quiz: check and build packs, start a new item, write the credits."""

import argparse
import json
import sys
from pathlib import Path

from quiz.credits import credits_document
from quiz.installed import SHIPPED, shipped_packs
from quiz.making.build import build_item
from quiz.making.photographs import PhotographError, PhotographFolder, catalogue
from quiz.making.template import write_template
from quiz.pack import PackError, check_pack, load_pack
from quiz.problem import ContentProblem

CREDITS = Path(__file__).parents[1] / "CREDITS.md"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status: 0, or 1 if there is a problem."""
    parser = argparse.ArgumentParser(prog="python -m quiz", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("check", help="report every fault in the packs")
    command.add_argument("packs", nargs="*", type=Path, help="pack folders (default: all here)")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=_check)

    command = commands.add_parser("new", help="write a template for a new item")
    command.add_argument("id", help="new item's id, such as harbour-lights; must give nothing away")
    command.add_argument("--pack", type=Path, default=SHIPPED / "starter", help="pack folder")
    command.add_argument("--kind", default="real", help="real, or what was done to the picture")
    command.add_argument("--photograph", choices=sorted(catalogue()), metavar="PHOTOGRAPH")
    command.set_defaults(run=_new)

    command = commands.add_parser("photographs", help="fetch and unpack the source photographs")
    command.add_argument("folder", type=Path)
    command.set_defaults(run=_photographs)

    command = commands.add_parser("build", help="make a pack's pictures again from their recipes")
    command.add_argument("pack", help="pack id, such as starter, or folder")
    command.add_argument("--photographs", type=Path, required=True, metavar="FOLDER")
    command.add_argument("--only", nargs="*", metavar="ITEM", help="these items (default: all)")
    command.set_defaults(run=_build)

    command = commands.add_parser("credits", help=f"write {CREDITS.name} from the packs")
    command.set_defaults(run=_credits)

    options = parser.parse_args(arguments)
    return options.run(options)


def _check(options: argparse.Namespace) -> int:
    folders = options.packs or shipped_packs()
    packs, problems = [], []
    for folder in folders:
        pack, found = check_pack(folder)
        problems.extend(found)
        if pack is not None:
            packs.append(pack.counts())
    if options.json:
        listed = [
            {"path": str(fault.path), "field": fault.field, "message": fault.message}
            for fault in problems
        ]
        print(json.dumps({"packs": packs, "problems": listed}, indent=2))
    else:
        for counts in packs:
            print(", ".join(f"{name}: {value}" for name, value in counts.items()))
        _report(problems)
    return 1 if problems else 0


def _new(options: argparse.Namespace) -> int:
    credit = catalogue()[options.photograph].credit if options.photograph else None
    try:
        path = write_template(
            options.pack, options.id, options.kind, options.photograph or "", credit
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {path}; fill in what is empty, then run `python -m quiz check`.")
    return 0


def _photographs(options: argparse.Namespace) -> int:
    try:
        PhotographFolder(options.folder).fetch()
    except PhotographError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _build(options: argparse.Namespace) -> int:
    folder = SHIPPED / options.pack if (SHIPPED / options.pack).is_dir() else Path(options.pack)
    paths = {path.stem: path for path in sorted((folder / "items").glob("*.toml"))}
    wanted = options.only or list(paths)
    if not wanted:
        print(f"{folder} has no items; name a pack's id or its folder.", file=sys.stderr)
        return 1
    photographs = PhotographFolder(options.photographs)
    status = 0
    for item_id in wanted:
        try:
            build_item(paths[item_id], folder / "media", photographs)
            print(f"{item_id}: built")
        except KeyError as error:
            print(f"{item_id}: no such item, or it lacks the field {error}.", file=sys.stderr)
            status = 1
        except (PhotographError, ValueError, TypeError) as error:
            print(f"{item_id}: {error}.", file=sys.stderr)
            status = 1
    return status


def _credits(options: argparse.Namespace) -> int:
    try:
        packs = [load_pack(folder) for folder in shipped_packs()]
    except PackError as error:
        _report(error.problems)
        return 1
    CREDITS.write_text(credits_document(packs), encoding="utf-8")
    print(f"Wrote {CREDITS.name} for {sum(len(pack.items) for pack in packs)} pictures.")
    return 0


def _report(problems: list[ContentProblem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problems.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
