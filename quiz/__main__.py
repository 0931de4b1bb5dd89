"""Command line of the quiz: check, build and measure packs, start an item, write the credits."""

import argparse
import json
import sys
from pathlib import Path

from tqdm import tqdm

from quiz.balance import balance_problems
from quiz.credits import credits_document
from quiz.downloading import FetchError
from quiz.export import export_pack
from quiz.fetching import Stage, fetch, forget_downloads
from quiz.forms import form_problems, form_profiles
from quiz.importing import ImportRefusedError, import_pack
from quiz.installed import SHIPPED, installed_packs, remove, shipped_packs
from quiz.item import HEIGHT, WIDTH
from quiz.making.build import build_item
from quiz.making.detector import suspicion
from quiz.making.difficulty import measure, write_level
from quiz.making.matching import NoMatchError, match_forms, write_forms
from quiz.making.photographs import PhotographError, PhotographFolder, catalogue
from quiz.making.template import write_template
from quiz.online_packs import LISTING, online_folders, online_packs, read_online_pack
from quiz.pack import Pack, PackError, check_pack, load_pack, read_pack
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

    command = commands.add_parser("fetch", help="download an online pack, or list what there is")
    command.add_argument("pack", nargs="?", help="its id (default: list them all)")
    command.set_defaults(run=_fetch)

    command = commands.add_parser("remove", help="remove a pack that was installed later")
    command.add_argument("pack", help="its id")
    command.set_defaults(run=_remove)

    command = commands.add_parser("measure", help="estimate how hard a pack's items are to judge")
    command.add_argument("pack", nargs="?", default="starter", help="pack id or folder")
    command.set_defaults(run=_measure)

    command = commands.add_parser("forms", help="choose three matched forms and keep them aside")
    command.add_argument("pack", nargs="?", default="starter", help="pack id or folder")
    command.set_defaults(run=_forms)

    command = commands.add_parser("export", help="write a pack as a zip that can be imported")
    command.add_argument("pack", type=Path, help="pack folder")
    command.add_argument("file", type=Path, nargs="?", help="zip to write (default: ID.zip here)")
    command.set_defaults(run=_export)

    command = commands.add_parser("import", help="install a pack that was made elsewhere")
    command.add_argument("file", type=Path, help="zip that `export` wrote, or the folder in it")
    command.add_argument("--replace", action="store_true", help="in place of one of the same id")
    command.set_defaults(run=_import)

    command = commands.add_parser("credits", help=f"write {CREDITS.name} from the packs")
    command.set_defaults(run=_credits)

    options = parser.parse_args(arguments)
    return options.run(options)


def _check(options: argparse.Namespace) -> int:
    folders = options.packs or [*shipped_packs(), *online_folders()]
    packs, forms, problems = [], {}, []
    for folder in folders:
        pack, found = _check_one(folder)
        problems.extend(found)
        if pack is not None:
            packs.append(pack.counts())
            problems += balance_problems(pack) + form_problems(pack)
            forms[pack.id] = {name: form.as_json() for name, form in form_profiles(pack).items()}
    if options.json:
        listed = [
            {"path": str(fault.path), "field": fault.field, "message": fault.message}
            for fault in problems
        ]
        print(json.dumps({"packs": packs, "forms": forms, "problems": listed}, indent=2))
    else:
        for counts in packs:
            print(", ".join(f"{name}: {value}" for name, value in counts.items()))
            for name, form in forms[counts["id"]].items():
                print(f"  form {name}: " + ", ".join(f"{key}: {n}" for key, n in form.items()))
        _report(problems)
    return 1 if problems else 0


def _check_one(folder: Path) -> tuple[Pack | None, list[ContentProblem]]:
    if not (folder / LISTING).exists():
        return check_pack(folder)
    online, problems = read_online_pack(folder)
    return online and online.pack, problems


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
    folder = _folder(options.pack)
    paths = {path.stem: path for path in sorted((folder / "items").glob("*.toml"))}
    wanted = options.only or list(paths)
    if not wanted:
        print(f"{folder} has no items; name a pack's id or its folder.", file=sys.stderr)
        return 1
    photographs = PhotographFolder(options.photographs)
    pack, _ = read_pack(folder, built=False)
    size = pack.size if pack else (WIDTH, HEIGHT)
    status = 0
    for item_id in wanted:
        try:
            build_item(paths[item_id], folder / "media", photographs, size)
            print(f"{item_id}: built")
        except KeyError as error:
            print(f"{item_id}: no such item, or it lacks the field {error}.", file=sys.stderr)
            status = 1
        except (PhotographError, ValueError, TypeError) as error:
            print(f"{item_id}: {error}.", file=sys.stderr)
            status = 1
    return status


def _fetch(options: argparse.Namespace) -> int:
    known = online_packs()
    if options.pack is None:
        installed = {path.name for path in installed_packs()}
        for pack_id, online in known.items():
            state = "installed" if pack_id in installed else "not installed"
            size = f"{len(online.pack.items)} pictures, {online.bytes / 1e6:.1f} MB"
            print(f"{pack_id}: {online.pack.title}, {size} to download, {state}")
        return 0
    if options.pack not in known:
        print(f"No online pack {options.pack}; there are: {', '.join(known)}.", file=sys.stderr)
        return 1
    online = known[options.pack]
    try:
        with (
            tqdm(total=online.bytes, desc=Stage.DOWNLOAD, unit="B", unit_scale=True) as download,
            tqdm(total=len(online.pack.items), desc=Stage.BUILD, unit="picture") as build,
        ):
            bars = {Stage.DOWNLOAD: download, Stage.BUILD: build}
            pack = fetch(online, lambda stage, done, _: bars[stage].update(done - bars[stage].n))
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Installed {pack.title} with {len(pack.items)} pictures in {pack.folder}.")
    return 0


def _remove(options: argparse.Namespace) -> int:
    online = online_packs().get(options.pack)
    kept = forget_downloads(online) if online else 0
    try:
        remove(options.pack)
    except LookupError as error:
        if not kept:
            print(error, file=sys.stderr)
            return 1
    print(f"Removed {options.pack}.")
    return 0


def _measure(options: argparse.Namespace) -> int:
    folder = _folder(options.pack)
    pack, problems = check_pack(folder)
    if pack is None or problems:
        _report(problems)
        return 1
    levels = measure(pack, suspicion)
    changed = [
        item_id
        for item_id, level in levels.items()
        if write_level(folder / "items" / f"{item_id}.toml", level)
    ]
    print(f"Measured {len(levels)} pictures; wrote {len(changed)} levels that are new.")
    for item in pack.items:
        if item.id not in levels and item.difficulty is None:
            print(f"{item.id}: has a caption; write `difficulty` by hand.", file=sys.stderr)
    return 0


def _forms(options: argparse.Namespace) -> int:
    folder = _folder(options.pack)
    try:
        forms = match_forms(load_pack(folder))
    except PackError as error:
        _report(error.problems)
        return 1
    except NoMatchError as error:
        print(error, file=sys.stderr)
        return 1
    write_forms(folder / "pack.toml", forms)
    print(f"Wrote forms {', '.join(forms)}; now run `python -m quiz check`.")
    return 0


def _folder(pack: str) -> Path:
    return SHIPPED / pack if (SHIPPED / pack).is_dir() else Path(pack)


def _export(options: argparse.Namespace) -> int:
    # Resolved, for "." has no name.
    folder = options.pack.resolve()
    file = options.file or Path(f"{folder.name}.zip")
    try:
        file.write_bytes(export_pack(folder))
    except PackError as error:
        _report(error.problems)
        return 1
    except OSError as error:
        print(f"{file} could not be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Wrote {file}; `python -m quiz import {file.name}` installs it elsewhere.")
    return 0


def _import(options: argparse.Namespace) -> int:
    try:
        pack = import_pack(options.file, replace=options.replace)
    except ImportRefusedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Installed {pack.title!r} with {len(pack.items)} pictures as {pack.id}.")
    return 0


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
