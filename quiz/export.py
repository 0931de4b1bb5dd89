"""A pack as one file that another installation can import."""

import hashlib
import io
import zipfile
from pathlib import Path

import tomli_w

from quiz.pack import load_pack

HASHES = "hashes.toml"


def export_pack(folder: Path) -> bytes:
    """Return a pack as a zip: its folder, with a list of hashes added to it.

    ``hashes.toml`` names every other file with its SHA-256, so that a file damaged or lost on
    the way is told by its name. It proves nothing about who made the pack: whoever changes a
    picture can change the list too.

    Raises:
        PackError: the pack has faults.
    """
    load_pack(folder)
    paths = [folder / "pack.toml", *sorted(folder.glob("items/*.toml"))]
    paths += sorted(path for path in (folder / "media").iterdir() if path.is_file())
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    listed = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    contents[HASHES] = tomli_w.dumps({"sha256": listed}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            # Without the time of making: the same pack gives the same file, and tells no more.
            entry = zipfile.ZipInfo(f"{folder.name}/{name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
