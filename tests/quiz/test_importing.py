"""A pack from elsewhere is installed whole, or refused with its reason and nothing changed."""

import hashlib
import io
import os
import re
import stat
import tempfile
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from quiz import importing
from quiz.__main__ import main
from quiz.export import export_pack
from quiz.importing import ImportRefusedError, import_pack
from quiz.installed import FOLDER_SETTING, SHIPPED, load_packs
from quiz.making.delivery import deliver
from quiz.pack import check_pack

MIB = 1024**2


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


def _rehash(files):
    """Write the list of hashes anew, as someone who changes a pack on purpose can do too."""
    listed = {
        name.removeprefix("drawn/"): hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "drawn/hashes.toml"
    }
    return files | {"drawn/hashes.toml": tomli_w.dumps({"sha256": listed}).encode()}


def _zip(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for entry, data in files.items():
            archive.writestr(entry, data)
    return out


def _refusal(source, **options):
    with pytest.raises(ImportRefusedError) as caught:
        import_pack(source, **options)
    assert str(caught.value).endswith((".", ". "))
    assert "\n" not in str(caught.value)
    return caught.value.key


def _contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _unpack_carelessly(archive, folder):
    """Do what a program does that believes the names in a zip."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            path = folder / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(opened.read(entry))


def test_round_trip_gives_the_same_pack(drawn_pack, exported, installed):
    pack = import_pack(io.BytesIO(exported))
    assert _contents(installed) == {
        f"drawn/{name}": data for name, data in _contents(drawn_pack).items()
    }
    assert load_packs()["drawn"] == pack
    assert check_pack(installed / "drawn")[1] == []


def test_unpacked_zip_can_be_imported_as_a_folder(exported, tmp_path, installed):
    zipfile.ZipFile(io.BytesIO(exported)).extractall(tmp_path / "unpacked")
    import_pack(tmp_path / "unpacked" / "drawn")
    assert [path.name for path in installed.iterdir()] == ["drawn"]


def test_zip_with_entries_for_its_folders_is_a_pack(files):
    folders = dict.fromkeys(["drawn/", "drawn/items/", "drawn/media/"], b"")
    assert import_pack(_zip(folders | files)).id == "drawn"


def test_starter_pack_has_nothing_that_an_import_refuses(tmp_path):
    folder = tmp_path / "copied"
    exported = export_pack(SHIPPED / "starter")
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        archive.extractall(folder)
    # Everything is looked at before its id, which belongs to the app.
    assert _refusal(folder / "starter") == "import-shipped"


def test_installed_pack_is_replaced_only_when_told(files, exported, installed):
    import_pack(io.BytesIO(exported))
    manifest = files["drawn/pack.toml"].replace(b"Drawn", b"Drawn anew")
    newer = _zip(_rehash(files | {"drawn/pack.toml": manifest}))
    before = _contents(installed)
    assert _refusal(newer) == "import-exists"
    assert _contents(installed) == before
    assert import_pack(newer, replace=True).title == "Drawn anew"
    assert [path.name for path in installed.iterdir()] == ["drawn"]


def test_refused_pack_leaves_the_old_one_as_it_was(files, exported, installed):
    import_pack(io.BytesIO(exported))
    before = _contents(installed)
    files["drawn/media/00000000000000aa.webp"] = b"something else"
    assert _refusal(_zip(files), replace=True) == "import-changed"
    assert _refusal(_zip(_rehash(files)), replace=True) == "import-not-plain"
    assert _contents(installed) == before


# Names.


@pytest.mark.parametrize(
    "name", ["../outside.toml", "drawn/../../outside.toml", "drawn/items/../../../outside.toml"]
)
def test_name_that_leads_out_of_the_pack_is_refused(files, tmp_path, installed, name):
    hostile = _zip(files | {name: b"planted"})
    careless = tmp_path / "deep" / "down"
    careless.mkdir(parents=True)
    _unpack_carelessly(hostile, careless)
    assert [p for p in tmp_path.rglob("outside.toml") if careless not in p.resolve().parents]

    assert _refusal(hostile) in ("import-name", "import-no-folder")
    assert not list(installed.rglob("outside.toml"))
    assert _contents(installed) == {}


def test_absolute_name_is_refused(files, tmp_path):
    place = tmp_path / "planted.toml"
    hostile = _zip(files | {str(place): b"planted"})
    _unpack_carelessly(hostile, tmp_path / "careless")
    assert place.read_bytes() == b"planted"
    place.unlink()
    assert _refusal(hostile) == "import-name"
    assert not place.exists()


@pytest.mark.parametrize(
    "name",
    [
        "drawn/run.py",
        "drawn/.streamlit/config.toml",
        "drawn/items/.hidden.toml",
        "drawn/items/Sand.toml",
        "drawn/items/a b.toml",
        "drawn/items/sand.toml.exe",
        "drawn/items/deeper/sand.toml",
        "drawn/items\\sand.toml",
        "drawn/items/" + "a" * 100 + ".toml",
        "drawn/items/sánd.toml",
        "drawn/media/picture.webp",
        "drawn/media/00000000000000ee.svg",
        "drawn/media/00000000000000EE.webp",
        "drawn/media/00000000000000ee.webp\n",
        "drawn/C:/windows/start.toml",
        "drawn//pack.toml",
        "drawn",
        "drawn/items/![](https://tracker.example/dot.png)",
    ],
)
def test_name_that_no_file_of_a_pack_has_is_refused(files, name):
    with pytest.raises(ImportRefusedError) as caught:
        import_pack(_zip(files | {name: b""}))
    assert caught.value.key == "import-name"
    assert "![" not in str(caught.value)


def test_name_cut_off_at_a_null_byte_is_refused(files):
    # To most programs the name ends there, to others it does not.
    hostile = _zip(files | {"drawn/media/00000000000000ee.webp#.toml": b""}).getvalue()
    hostile = hostile.replace(b".webp#.toml", b".webp\x00.toml")
    assert zipfile.ZipFile(io.BytesIO(hostile)).namelist()[-1].endswith("ee.webp")
    assert _refusal(io.BytesIO(hostile)) == "import-name"


@given(name=st.text(min_size=1, max_size=60))
def test_no_name_writes_anything_outside(name):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_SETTING, str(Path(folder) / "packs"))
        try:
            hostile = _zip({f"drawn/{name}": b"planted", name: b"planted"})
        except (UnicodeEncodeError, ValueError):
            return  # zipfile itself cannot write such a name.
        with pytest.raises(ImportRefusedError):
            import_pack(hostile)
        assert _contents(Path(folder)) == {}


def test_symbolic_link_in_a_zip_is_refused(files):
    link = zipfile.ZipInfo("drawn/media/00000000000000ee.webp")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert _refusal(_zip(files | {link: b"/etc/hostname"})) == "import-no-file"


@pytest.mark.parametrize("name", ["media/00000000000000ee.webp", "items", "items/more.toml"])
def test_symbolic_link_in_a_folder_is_refused(exported, tmp_path, installed, name):
    secret = tmp_path / "secret"
    (secret / "inner").mkdir(parents=True)
    zipfile.ZipFile(io.BytesIO(exported)).extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / "drawn"
    if (folder / name).exists():
        (folder / name).rename(tmp_path / "aside")
    (folder / name).symlink_to(secret)
    assert _refusal(folder) == "import-no-file"
    assert _contents(installed) == {}


def test_pipe_in_a_folder_is_refused_and_not_waited_for(exported, tmp_path):
    zipfile.ZipFile(io.BytesIO(exported)).extractall(tmp_path / "unpacked")
    os.mkfifo(tmp_path / "unpacked" / "drawn" / "items" / "waiting.toml")
    assert _refusal(tmp_path / "unpacked" / "drawn") == "import-no-file"


def test_two_files_of_one_name_are_refused(files):
    out = _zip(files)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("drawn/items/sand.toml", b"another")
    assert _refusal(out) == "import-twice"


@pytest.mark.parametrize("folder", ["Drawn", "../drawn", "dra wn", "a" * 90, "", "."])
def test_folder_whose_name_is_no_id_is_refused(files, folder):
    renamed = {name.replace("drawn", folder, 1): data for name, data in files.items()}
    assert _refusal(_zip(renamed)) in ("import-no-folder", "import-name")


def test_two_packs_in_one_zip_are_refused(files):
    others = {name.replace("drawn", "other", 1): data for name, data in files.items()}
    assert _refusal(_zip({"other/pack.toml": others["other/pack.toml"]} | files)) == "import-twice"
    assert _refusal(_zip({"other/items/a.toml": b""} | files)) == "import-no-folder"


# Sizes.


def test_bomb_is_stopped_while_it_unpacks(files, installed):
    bomb = files | {f"drawn/items/a{number}.toml": b"#" * 60_000 for number in range(400)}
    hostile = _zip(bomb)
    assert sum(map(len, bomb.values())) > 20 * len(hostile.getvalue())
    assert _refusal(hostile) == "import-bomb"
    assert _contents(installed) == {}


def test_one_file_that_swells_is_stopped(files):
    hostile = _zip(files | {"drawn/media/00000000000000ee.png": bytes(200 * MIB)})
    assert len(hostile.getvalue()) < MIB
    assert _refusal(hostile) in ("import-file-too-large", "import-bomb")


def test_size_stated_in_the_zip_is_not_believed(files):
    data = bytes(3 * MIB + 17)
    lying = _zip(files | {"drawn/media/00000000000000ee.png": data}, zipfile.ZIP_STORED)
    stated = (3).to_bytes(4, "little")
    lying = lying.getvalue().replace(len(data).to_bytes(4, "little"), stated)
    assert (
        zipfile.ZipFile(io.BytesIO(lying)).getinfo("drawn/media/00000000000000ee.png").file_size
        == 3
    )
    assert _refusal(io.BytesIO(lying)) == "import-damaged"


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("drawn/pack.toml", importing.MAX_TEXT_BYTES),
        ("drawn/hashes.toml", importing.MAX_TEXT_BYTES),
        ("drawn/items/big.toml", importing.MAX_TEXT_BYTES),
        ("drawn/media/00000000000000ee.webp", importing.MAX_PICTURE_BYTES),
    ],
)
def test_file_larger_than_its_sort_is_refused(files, name, size):
    random = np.random.default_rng(0).bytes(size + 1)
    assert _refusal(_zip(files | {name: random})) == "import-file-too-large"


def test_members_that_share_their_bytes_are_stopped_by_the_whole(files, installed):
    # One compressed megabyte, listed under a hundred names, as in the densest zip bombs.
    out = _zip({"drawn/media/0000000000000000.png": bytes(MIB)} | files)
    archive = zipfile.ZipFile(out, "a")
    first = archive.getinfo("drawn/media/0000000000000000.png")
    for number in range(1, 100):
        twin = zipfile.ZipInfo(f"drawn/media/{number:016x}.png")
        for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
            setattr(twin, name, getattr(first, name))
        archive.filelist.append(twin)
    archive._didModify = True
    archive.close()
    # zipfile notices names that differ from those beside the bytes, or we the sum: either ends it.
    assert _refusal(out) in ("import-bomb", "import-damaged")
    assert _contents(installed) == {}


def test_zip_with_too_many_files_is_refused_before_they_are_listed(files):
    many = {f"drawn/items/{'a' * 60}{number}.toml": b"" for number in range(9_000)}
    assert _refusal(_zip(many)) == "import-too-many-files"


def test_list_of_files_that_is_too_long_is_refused(files, monkeypatch):
    monkeypatch.setattr(importing, "MAX_FILES", 5)
    assert len(files) > 5
    assert _refusal(_zip(files)) == "import-too-many-files"


def test_folder_with_too_many_files_is_refused(drawn_pack, monkeypatch):
    monkeypatch.setattr(importing, "MAX_FILES", 3)
    assert _refusal(drawn_pack) == "import-too-many-files"


def test_zip_that_is_too_large_is_refused_unread(exported, monkeypatch):
    monkeypatch.setattr(importing, "MAX_BYTES", len(exported) - 1)
    assert _refusal(io.BytesIO(exported)) == "import-too-many-bytes"


# Zips that are none.


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"no zip at all", b"\x89PNG\r\n\x1a\n" + bytes(100), b"PK\x03\x04" + bytes(60)],
)
def test_file_that_is_no_zip_is_refused(data):
    assert _refusal(io.BytesIO(data)) == "import-no-zip"


def test_zip_with_a_comment_is_refused(exported):
    # Behind the comment another list of files could stand, for other programs to find.
    out = io.BytesIO(exported)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"hello"
    assert _refusal(out) == "import-no-zip"


def test_locked_zip_is_refused(exported):
    locked = bytearray(exported)
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert _refusal(io.BytesIO(locked)) == "import-locked"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_read_piece_by_piece_is_refused(files, method):
    assert _refusal(_zip(files, method)) == "import-packed"


# Neither of the next two changes what its fixture gave.
SAME_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@SAME_FIXTURE
@given(
    place=st.floats(0, 1, exclude_max=True),
    bits=st.integers(1, 255),
    cut=st.floats(0.5, 1) | st.none(),
)
def test_spoilt_zip_is_refused_or_gives_the_whole_pack(drawn_pack, exported, place, bits, cut):
    whole = {f"drawn/{name}": data for name, data in _contents(drawn_pack).items()}
    data = bytearray(exported)
    data[int(place * len(data))] ^= bits
    data = data[: int(cut * len(data))] if cut else data
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_SETTING, folder)
        try:
            import_pack(io.BytesIO(bytes(data)))
        except ImportRefusedError:
            assert _contents(Path(folder)) == {}
        else:
            assert _contents(Path(folder)) == whole


# Hashes.


def test_file_changed_on_the_way_is_named(files):
    files["drawn/items/sand.toml"] += b"# one more line\n"
    with pytest.raises(ImportRefusedError, match="items/sand.toml is not the one"):
        import_pack(_zip(files))


def test_file_lost_on_the_way_is_named(files):
    del files["drawn/media/00000000000000dd.png"]
    with pytest.raises(ImportRefusedError, match="00000000000000dd.png is named"):
        import_pack(_zip(files))


def test_file_that_came_on_top_is_refused(files):
    assert _refusal(_zip(files | {"drawn/items/more.toml": b""})) == "import-changed"


@pytest.mark.parametrize("hashes", [None, b"", b"sha256 = 1"])
def test_pack_without_hashes_is_refused(files, hashes):
    del files["drawn/hashes.toml"]
    if hashes is not None:
        files["drawn/hashes.toml"] = hashes
    assert _refusal(_zip(files)) == "import-no-hashes"


# Texts.


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("import-text-tag", "<script>alert(1)</script>"),
        ("import-text-picture", "![](https://tracker.example/dot.png)"),
        ("import-text-link", "[more](javascript:alert(1))"),
        ("import-text-script", "javascript:alert(1)"),
        ("import-text-control", "\\u202Eback"),
    ],
)
@pytest.mark.parametrize("place", ["Drawn", "Soft colours.", "Look for a pattern.", "Someone"])
def test_text_that_acts_is_refused_wherever_it_stands(files, key, words, place):
    for name in ("drawn/pack.toml", "drawn/items/pebbles.toml"):
        files[name] = files[name].replace(place.encode(), f"{place} {words}".encode())
    assert _refusal(_zip(_rehash(files))) == key


def test_text_that_acts_is_refused_in_fields_nobody_reads_yet(files):
    files["drawn/items/sand.toml"] += b'[making.deep]\nlist = [["<b>"]]\n'
    with pytest.raises(ImportRefusedError, match=r"making.deep.list\[1\]\[1\]"):
        import_pack(_zip(_rehash(files)))
    files["drawn/items/sand.toml"] = b'"<b>" = 1\n'
    assert _refusal(_zip(_rehash(files))) == "import-text-tag"


@pytest.mark.parametrize("source", ["javascript:1", "my camera", "https://a.example>"])
def test_source_that_is_no_page_is_refused(files, source):
    address = b"https://example.org/sand"
    files["drawn/items/sand.toml"] = files["drawn/items/sand.toml"].replace(
        address, source.encode()
    )
    assert _refusal(_zip(_rehash(files))) in ("import-text-source", "import-text-script")


@pytest.mark.parametrize(
    "toml",
    [
        b"a = ",
        b"\xff\xfe",
        b"a = " + b"[" * 20_000,
        b"a = " + b"9" * 60_000,
        b"a = " + b"{a=" * 20_000,
    ],
    ids=["unfinished", "not unicode", "deep", "long number", "deep tables"],
)
@pytest.mark.parametrize("name", ["pack.toml", "items/sand.toml", "hashes.toml"])
def test_unreadable_toml_is_refused(files, name, toml):
    files[f"drawn/{name}"] = toml
    files = files if name == "hashes.toml" else _rehash(files)
    assert _refusal(_zip(files)) == "import-no-toml"


VALUES = st.recursive(
    st.none().map(lambda _: 0)
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(categories=("L", "N", "P")), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2)
    ),
    max_leaves=5,
)
FIELDS = re.findall(
    r"\w+",
    "id kind odd picture original mask alt description why check made regions credits caption"
    " subject difficulty making format title language size examples taught forms",
)


@SAME_FIXTURE
@given(
    changes=st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=3),
    name=st.sampled_from(["drawn/pack.toml", "drawn/items/sand.toml"]),
)
def test_fields_of_any_type_are_refused_with_a_sentence(files, changes, name):
    table = tomllib.loads(files[name].decode())
    hostile = _zip(_rehash(files | {name: tomli_w.dumps(table | changes).encode()}))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_SETTING, folder)
        try:
            import_pack(hostile)
        except ImportRefusedError:
            assert _contents(Path(folder)) == {}


def test_missing_manifest_is_told(files):
    del files["drawn/pack.toml"]
    assert _refusal(_zip(_rehash(files))) == "import-no-pack"


def test_first_fault_of_the_content_is_told_and_how_many_more(files):
    files["drawn/items/sand.toml"] = b'id = "sand"\nkind = "real"\n'
    with pytest.raises(ImportRefusedError, match=r"sand.toml: picture: .* more faults"):
        import_pack(_zip(_rehash(files)))


# Pictures.


def _with_picture(files, data):
    return _zip(_rehash(files | {"drawn/media/00000000000000aa.webp": data}))


def _saved(picture, format, **options):
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def test_picture_of_another_size_is_refused_before_it_is_decoded(files):
    # Under 100 KB, and 750 MB once decoded.
    huge = deliver(np.zeros((1, 1, 3), np.uint8))
    size = (16_383).to_bytes(2, "little")
    at = huge.index(b"\x9d\x01\x2a") + 3
    huge = huge[:at] + size * 2 + huge[at + 4 :]
    assert _refusal(_with_picture(files, huge)) == "import-size"


def test_picture_with_metadata_is_refused(files):
    noise = Image.fromarray(np.zeros((256, 320, 3), np.uint8))
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    data = _saved(noise, "WEBP", exif=exif)
    assert Image.open(io.BytesIO(data)).getexif()[0x010F] == "A camera"
    assert _refusal(_with_picture(files, data)) == "import-not-plain"


@pytest.mark.parametrize("format", ["JPEG", "GIF", "PNG", "BMP"])
def test_picture_that_is_not_what_its_name_says_is_refused(files, format):
    data = _saved(Image.new("RGB", (320, 256)), format)
    assert _refusal(_with_picture(files, data)) in ("import-not-plain", "import-faults")


@pytest.mark.parametrize("data", [b"", b"<script>alert(1)</script>", b"RIFF\x04\0\0\0WEBP"])
def test_file_that_is_no_picture_is_refused(files, data):
    assert _refusal(_with_picture(files, data)) == "import-not-plain"


def test_picture_whose_pixels_are_damaged_is_refused(files):
    damaged = bytearray(files["drawn/media/00000000000000aa.webp"])
    # The frame's first part is said to reach beyond the file (RFC 6386, section 9.1).
    damaged[20:23] = b"\xf0\xff\xff"
    assert _refusal(_with_picture(files, bytes(damaged))) == "import-faults"


def test_file_that_no_item_uses_is_refused(files):
    extra = deliver(np.zeros((256, 320, 3), np.uint8))
    extra = _zip(_rehash(files | {"drawn/media/00000000000000ee.webp": extra}))
    with pytest.raises(ImportRefusedError, match="No item uses this file"):
        import_pack(extra)


# Command line.


def test_command_exports_and_imports(drawn_pack, tmp_path, installed, capsys):
    file = tmp_path / "drawn.zip"
    assert main(["export", str(drawn_pack), str(file)]) == 0
    assert main(["import", str(file)]) == 0
    assert "Installed 'Drawn' with 2 pictures as drawn." in capsys.readouterr().out
    assert [path.name for path in installed.iterdir()] == ["drawn"]
    assert main(["import", str(file)]) == 1
    assert "is installed already" in capsys.readouterr().err
    assert main(["import", str(file), "--replace"]) == 0


def test_command_says_that_there_is_no_such_file(tmp_path, capsys):
    assert main(["import", str(tmp_path / "none.zip")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_command_does_not_export_a_pack_with_faults(drawn_pack, tmp_path, capsys):
    (drawn_pack / "pack.toml").unlink()
    assert main(["export", str(drawn_pack), str(tmp_path / "drawn.zip")]) == 1
    assert "pack.toml: Is missing" in capsys.readouterr().err
    assert not (tmp_path / "drawn.zip").exists()
