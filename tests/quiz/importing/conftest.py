"""A good pack as a zip, to be spoilt in every way."""

import io
import zipfile

import pytest

from quiz.export import export_pack
from quiz.installed import FOLDER_SETTING


@pytest.fixture(autouse=True)
def installed(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    return tmp_path / "packs"


@pytest.fixture
def exported(drawn_pack):
    return export_pack(drawn_pack)


@pytest.fixture
def files(exported):
    """Each file of a good pack, by its name in the zip."""
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
