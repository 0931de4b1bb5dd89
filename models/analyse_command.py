"""``python -m models analyse``: examine pictures, as text for people or as JSON for programs."""

import argparse
import json
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from models.batch import (
    Examined,
    FileRefusedError,
    MapNotWrittenError,
    examine,
    map_paths,
    write_map,
)
from models.detectors import DetectorError
from models.generators import GeneratorError
from models.plain_report import plain_refusal, plain_report
from models.provenance import TrustList, installed_trust_list
from models.record import record
from models.text import text


def add_parser(commands: Any) -> None:
    """Add the command to an argument parser's ``commands``."""
    command = commands.add_parser("analyse", help="examine pictures and say what was found")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--jsonl", action="store_true", help="one JSON object a picture and line")
    command.add_argument("--maps", type=Path, metavar="DIR", help="write where the evidence lies")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.maps is not None:
        try:
            options.maps.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            print(text("maps-no-folder", {"folder": str(options.maps), "why": error.strerror}),
                  file=sys.stderr)  # fmt: skip
            return 1
        maps = map_paths(options.files, options.maps)
    if isinstance(sys.stdout, TextIOWrapper):
        # A file's words can hold letters that this terminal does not have.
        sys.stdout.reconfigure(errors="replace")
    trust_list = installed_trust_list()
    failed = False
    # No bar where nobody watches: in a file or a pipe it would be noise.
    with tqdm(options.files, unit="picture", disable=None, file=sys.stderr) as files:
        for path in files:
            map_path = None if options.maps is None else next(maps)
            answer, has_failed = _answer(path, map_path, trust_list, options.jsonl)
            failed = failed or has_failed
            # Each answer as soon as it is there, and clear of the bar.
            tqdm.write(answer, file=sys.stdout)
            sys.stdout.flush()
    return int(failed)


def _answer(
    path: Path, map_path: Path | None, trust_list: TrustList | None, as_json: bool
) -> tuple[str, bool]:
    """Return what to print of one file, and whether it, or its map, could not be had."""
    start = perf_counter()
    unwritten = None
    try:
        examined = examine(path, trust_list)
        if map_path is not None:
            unwritten = _unwritten(examined, map_path)
        if not as_json:
            report = plain_report(path, examined.image, examined.assessment, unwritten)
            return report, unwritten is not None
        told = {"path": str(path), **record(examined.image, examined.assessment)}
    # The latter two: of our weights, which are missing or damaged.
    except (FileRefusedError, DetectorError, GeneratorError) as error:
        sentence = str(error)
    except Exception:
        # A fault of ours on one picture must not cost the other hundred their answers.
        traceback.print_exc()
        sentence = text("analyse-fault")
    else:
        if map_path is not None:
            # Not under "error": what was found in the picture stands all the same.
            told |= {"map": str(map_path)} if unwritten is None else {"map_error": unwritten}
        told["seconds"] = round(perf_counter() - start, 3)
        return json.dumps(told), unwritten is not None
    if as_json:
        return json.dumps({"path": str(path), "error": sentence}), True
    return plain_refusal(path, sentence), True


def _unwritten(examined: Examined, path: Path) -> str | None:
    """Write a picture's map; return why it could not be written, or None."""
    try:
        write_map(examined.map, path)
    except MapNotWrittenError as error:
        return str(error)
    return None
