"""Zips of a pack, as they come from elsewhere."""

import hashlib
import io
import zipfile

import pytest
import tomli_w
from hypothesis import HealthCheck, settings

from quiz.importing import ImportRefusedError, import_pack

# For tests that do not change what their fixture gave.
SAME_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def rehash(files):
    """Write the list of hashes anew, as someone who changes a pack on purpose can do too."""
    listed = {
        name.removeprefix("drawn/"): hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "drawn/hashes.toml"
    }
    return files | {"drawn/hashes.toml": tomli_w.dumps({"sha256": listed}).encode()}


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for entry, data in files.items():
            archive.writestr(entry, data)
    return out


def refusal(source, **options):
    with pytest.raises(ImportRefusedError) as caught:
        import_pack(source, **options)
    assert str(caught.value).endswith((".", ". "))
    assert "\n" not in str(caught.value)
    return caught.value.key


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def unpack_carelessly(archive, folder):
    """Do what a program does that believes the names in a zip."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            path = folder / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(opened.read(entry))
