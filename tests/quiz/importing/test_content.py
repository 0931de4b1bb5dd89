"""Texts that act and pictures that are none are refused."""

import io
import re
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from quiz.importing import ImportRefusedError, import_pack
from quiz.installed import FOLDER_SETTING
from quiz.making.delivery import deliver
from tests.quiz.importing.archives import SAME_FIXTURE, contents, refusal, rehash, zipped


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
    assert refusal(zipped(rehash(files))) == key


def test_text_that_acts_is_refused_in_fields_nobody_reads_yet(files):
    files["drawn/items/sand.toml"] += b'[making.deep]\nlist = [["<b>"]]\n'
    with pytest.raises(ImportRefusedError, match=r"making.deep.list\[1\]\[1\]"):
        import_pack(zipped(rehash(files)))
    files["drawn/items/sand.toml"] = b'"<b>" = 1\n'
    assert refusal(zipped(rehash(files))) == "import-text-tag"


@pytest.mark.parametrize("source", ["javascript:1", "my camera", "https://a.example>"])
def test_source_that_is_no_page_is_refused(files, source):
    address = b"https://example.org/sand"
    files["drawn/items/sand.toml"] = files["drawn/items/sand.toml"].replace(
        address, source.encode()
    )
    assert refusal(zipped(rehash(files))) in ("import-text-source", "import-text-script")


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
    files = files if name == "hashes.toml" else rehash(files)
    assert refusal(zipped(files)) == "import-no-toml"


@pytest.mark.parametrize(
    "key",
    [
        ".".join("a" * 1200),
        " . ".join("a" * 17),
        ".".join(['"\\""'] * 17),
        ".".join(["'\"'"] * 17),
        ".".join("a" * 30_000),
    ],
)
@pytest.mark.parametrize("line", ["{} = 1\n", "[{}]\n", "x = {{ {} = 1 }}\n"])
def test_key_of_many_parts_is_refused_before_it_is_read(files, key, line):
    files["drawn/items/sand.toml"] += line.format(key).encode()
    assert refusal(zipped(rehash(files))) == "import-long-key"


def test_table_deeper_than_calls_can_be_is_looked_through(files):
    key = ".".join("a" * 16)
    deep = f"{key} = " + f"{{ {key} = " * 100 + '"<b>"' + " }" * 100
    files["drawn/items/sand.toml"] += deep.encode()
    assert refusal(zipped(rehash(files))) == "import-text-tag"


def test_picture_of_two_headers_is_refused_before_it_is_decoded(files):
    mask = files["drawn/media/00000000000000dd.png"]
    header = mask[8:33]
    files["drawn/media/00000000000000dd.png"] = mask[:33] + header + mask[33:]
    assert refusal(zipped(rehash(files))) == "import-not-plain"


def test_refusal_of_a_picture_names_no_folder(files, installed):
    damaged = bytearray(files["drawn/media/00000000000000aa.webp"])
    damaged[20:23] = b"\xf0\xff\xff"
    with pytest.raises(ImportRefusedError) as caught:
        import_pack(_with_picture(files, bytes(damaged)))
    assert "does not open" in str(caught.value)
    assert str(installed.parent) not in str(caught.value)


def test_form_that_lists_a_picture_twice_is_refused(files):
    files["drawn/pack.toml"] += b'[forms]\na = ["sand", "pebbles", "sand"]\n'
    with pytest.raises(ImportRefusedError, match=r"forms.a: 'sand' is listed 2 times"):
        import_pack(zipped(rehash(files)))


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
    hostile = zipped(rehash(files | {name: tomli_w.dumps(table | changes).encode()}))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_SETTING, folder)
        try:
            import_pack(hostile)
        except ImportRefusedError:
            assert contents(Path(folder)) == {}


def test_missing_manifest_is_told(files):
    del files["drawn/pack.toml"]
    assert refusal(zipped(rehash(files))) == "import-no-pack"


def test_first_fault_of_the_content_is_told_and_how_many_more(files):
    files["drawn/items/sand.toml"] = b'id = "sand"\nkind = "real"\n'
    with pytest.raises(ImportRefusedError, match=r"sand.toml: picture: .* more faults"):
        import_pack(zipped(rehash(files)))


def _with_picture(files, data):
    return zipped(rehash(files | {"drawn/media/00000000000000aa.webp": data}))


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
    assert refusal(_with_picture(files, huge)) == "import-size"


def test_picture_with_metadata_is_refused(files):
    noise = Image.fromarray(np.zeros((256, 320, 3), np.uint8))
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    data = _saved(noise, "WEBP", exif=exif)
    assert Image.open(io.BytesIO(data)).getexif()[0x010F] == "A camera"
    assert refusal(_with_picture(files, data)) == "import-not-plain"


@pytest.mark.parametrize("format", ["JPEG", "GIF", "PNG", "BMP"])
def test_picture_that_is_not_what_its_name_says_is_refused(files, format):
    data = _saved(Image.new("RGB", (320, 256)), format)
    assert refusal(_with_picture(files, data)) in ("import-not-plain", "import-faults")


@pytest.mark.parametrize("data", [b"", b"<script>alert(1)</script>", b"RIFF\x04\0\0\0WEBP"])
def test_file_that_is_no_picture_is_refused(files, data):
    assert refusal(_with_picture(files, data)) == "import-not-plain"


def test_picture_whose_pixels_are_damaged_is_refused(files):
    damaged = bytearray(files["drawn/media/00000000000000aa.webp"])
    # The frame's first part is said to reach beyond the file (RFC 6386, section 9.1).
    damaged[20:23] = b"\xf0\xff\xff"
    assert refusal(_with_picture(files, bytes(damaged))) == "import-faults"


def test_file_that_no_item_uses_is_refused(files):
    extra = deliver(np.zeros((256, 320, 3), np.uint8))
    extra = zipped(rehash(files | {"drawn/media/00000000000000ee.webp": extra}))
    with pytest.raises(ImportRefusedError, match="No item uses this file"):
        import_pack(extra)
