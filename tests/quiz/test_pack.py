from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from quiz.installed import shipped_packs
from quiz.item import HEIGHT, WIDTH, Family, Region
from quiz.pack import PackError, check_pack, load_pack, read_pack, region_mask

REAL, PICTURE, ORIGINAL = (f"{digits * 8}.webp" for digits in ("aa", "bb", "cc"))
MASK = f"{'dd' * 8}.png"

MANIFEST = """
format = 1
id = "kitchen"
title = "The kitchen"
language = "en"
"""

ITEM = """
id = "{id}"
alt = "A tea table."
description = "Three cups stand on a table."
why = "The shadows say so."
check = ["Which way do the shadows fall?"]

[[credits]]
title = "Table"
author = "Ada"
licence = "CC0-1.0"
source = "https://photographs.example/{id}"

{more}
"""

REAL_FIELDS = f'kind = "real"\npicture = "{REAL}"\n'
EDITED_FIELDS = f"""
kind = "splice"
picture = "{PICTURE}"
original = "{ORIGINAL}"
mask = "{MASK}"
made = "With scissors."
"""
REGION = """
[[regions]]
polygon = [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]
family = "physics"
reason = "This half was swapped."
"""


def item_text(item_id: str, fields: str, more: str = "") -> str:
    return fields + ITEM.format(id=item_id, more=more)


def webp(pixels: np.ndarray, **options: object) -> bytes:
    out = BytesIO()
    Image.fromarray(pixels).save(out, "WEBP", **options)
    return out.getvalue()


def png(mask: np.ndarray) -> bytes:
    out = BytesIO()
    Image.fromarray(mask).save(out, "PNG")
    return out.getvalue()


STRIPES = np.tile(np.arange(WIDTH, dtype=np.uint8)[:, None], (HEIGHT, 1, 3))
LEFT_HALF = np.tile(np.arange(WIDTH) < WIDTH / 2, (HEIGHT, 1))
GOOD_PICTURE, GOOD_MASK = webp(STRIPES), png(LEFT_HALF)


@pytest.fixture
def kitchen(tmp_path) -> Path:
    """A good pack of one real and one edited picture whose left half was changed."""
    folder = tmp_path / "kitchen"
    (folder / "items").mkdir(parents=True)
    (folder / "media").mkdir()
    (folder / "pack.toml").write_text(MANIFEST)
    (folder / "items" / "bread-board.toml").write_text(item_text("bread-board", REAL_FIELDS))
    (folder / "items" / "tea-table.toml").write_text(item_text("tea-table", EDITED_FIELDS, REGION))
    for name in (REAL, PICTURE, ORIGINAL):
        (folder / "media" / name).write_bytes(GOOD_PICTURE)
    (folder / "media" / MASK).write_bytes(GOOD_MASK)
    return folder


def faults(folder: Path) -> list[tuple[str, str, str]]:
    return [(fault.path.name, fault.field, fault.message) for fault in check_pack(folder)[1]]


def test_check_pack_finds_nothing_wrong_with_a_good_pack(kitchen):
    pack, problems = check_pack(kitchen)
    assert problems == []
    assert [item.id for item in pack.items] == ["bread-board", "tea-table"]


def test_load_pack_reads_the_manifest_and_sorts_items_by_id(kitchen):
    pack = load_pack(kitchen)
    assert (pack.id, pack.title, pack.language) == ("kitchen", "The kitchen", "en")
    assert pack.item("tea-table") is pack.items[1]


def test_load_pack_reads_the_examples_the_detector_shows(kitchen):
    (kitchen / "pack.toml").write_text(f'{MANIFEST}examples = ["tea-table"]\n')
    assert load_pack(kitchen).examples == ("tea-table",)


def test_load_pack_reads_what_the_lessons_use_and_the_forms(kitchen):
    more = 'taught = ["tea-table"]\n[forms]\na = ["bread-board", "tea-table"]\n'
    (kitchen / "pack.toml").write_text(MANIFEST + more)
    pack = load_pack(kitchen)
    assert pack.taught == ("tea-table",)
    assert pack.forms == {"a": ("bread-board", "tea-table")}


def test_pack_practice_leaves_out_forms_and_whatever_shares_a_photograph_with_them(kitchen):
    assert load_pack(kitchen).practice == load_pack(kitchen).items
    (kitchen / "pack.toml").write_text(f'{MANIFEST}[forms]\na = ["tea-table"]\n')
    assert [item.id for item in load_pack(kitchen).practice] == ["bread-board"]
    path = kitchen / "items" / "bread-board.toml"
    path.write_text(path.read_text().replace("example/bread-board", "example/tea-table"))
    assert load_pack(kitchen).practice == ()


def test_pack_item_refuses_an_unknown_id(kitchen):
    with pytest.raises(KeyError, match="pack kitchen has no item sugar-bowl"):
        load_pack(kitchen).item("sugar-bowl")


def test_pack_counts_real_odd_and_each_kind_of_fake(kitchen):
    odd = item_text("salt-pot", f"odd = true\n{REAL_FIELDS}".replace(REAL, f"{'ee' * 8}.webp"))
    (kitchen / "items" / "salt-pot.toml").write_text(odd + REGION)
    (kitchen / "media" / f"{'ee' * 8}.webp").write_bytes(GOOD_PICTURE)
    assert load_pack(kitchen).counts() == {
        "id": "kitchen",
        "items": 3,
        "real": 2,
        "odd": 1,
        "fake": 1,
        "kinds": {"splice": 1},
    }


def test_load_pack_raises_every_fault_of_the_texts(kitchen):
    (kitchen / "pack.toml").write_text(MANIFEST.replace("The kitchen", ""))
    (kitchen / "items" / "tea-table.toml").write_text("")
    with pytest.raises(PackError, match="title: Is missing or empty") as raised:
        load_pack(kitchen)
    assert {fault.path.name for fault in raised.value.problems} == {"pack.toml", "tea-table.toml"}


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("format = 1", "format = 2", "format", "Write format = 1"),
        ("format = 1", "", "format", "Write format = 1"),
        ('"kitchen"', '"garden"', "id", "use the folder's name, 'kitchen'"),
        ('id = "kitchen"', "", "id", "add it"),
        ('"The kitchen"', '""', "title", "add it"),
        ('"en"', "1", "language", "in quotation marks"),
        ('"en"', "en", "", "Not readable as TOML"),
        ('"en"', '"en"\nexamples = ["sugar-bowl"]', "examples", "'sugar-bowl' is not an item"),
        ('"en"', '"en"\ntaught = ["sugar-bowl"]', "taught", "'sugar-bowl' is not an item"),
        ('"en"', '"en"\nforms = "a"', "forms", "headed [forms]"),
        ('"en"', '"en"\nforms.a = ["sugar-bowl"]', "forms.a", "'sugar-bowl' is not an item"),
        (
            '"en"',
            '"en"\nforms.a = ["tea-table", "tea-table"]',
            "forms.a",
            "'tea-table' is listed 2 times; list it once.",
        ),
    ],
)
def test_check_pack_reports_a_fault_of_the_manifest(kitchen, old, new, field, remedy):
    (kitchen / "pack.toml").write_text(MANIFEST.replace(old, new))
    ((file, found, message),) = faults(kitchen)
    assert (file, found, remedy in message) == ("pack.toml", field, True)


def test_check_pack_reports_a_missing_manifest(tmp_path):
    pack, (problem,) = check_pack(tmp_path)
    assert (pack, problem.path, "python -m quiz new" in problem.message) == (
        None,
        tmp_path / "pack.toml",
        True,
    )


def test_check_pack_reports_a_pack_without_items(kitchen):
    for path in [*kitchen.glob("items/*"), *kitchen.glob("media/*")]:
        path.unlink()
    ((file, field, message),) = faults(kitchen)
    assert (file, field, "add one file to items/" in message) == ("pack.toml", "", True)


def test_check_pack_reports_a_file_no_item_uses(kitchen):
    (kitchen / "media" / f"{'ee' * 8}.webp").write_bytes(GOOD_PICTURE)
    assert faults(kitchen) == [(f"{'ee' * 8}.webp", "", "No item uses this file; remove it.")]


def test_check_pack_reports_a_file_two_items_use(kitchen):
    (kitchen / "media" / REAL).unlink()
    (kitchen / "items" / "bread-board.toml").write_text(
        item_text("bread-board", REAL_FIELDS.replace(REAL, ORIGINAL))
    )
    assert faults(kitchen) == [(ORIGINAL, "", "Is used 2 times; give each its own.")]


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        (PICTURE, b"", "picture"),
        (PICTURE, GOOD_PICTURE[:60], "picture"),
        (PICTURE, GOOD_MASK, "picture"),
        (ORIGINAL, b"GIF89a", "original"),
        (MASK, GOOD_PICTURE, "mask"),
        (MASK, GOOD_MASK[:50], "mask"),
        (MASK, GOOD_MASK[:11] + b"\0" + GOOD_MASK[12:], "mask"),
    ],
)
def test_check_pack_reports_a_picture_that_does_not_open(kitchen, name, content, field):
    (kitchen / "media" / name).write_bytes(content)
    ((file, found, message),) = faults(kitchen)
    assert (file, found) == ("tea-table.toml", field)
    assert message.startswith(f"{name} does not open")


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 2000), value=st.integers(0, 255), cut=st.none() | st.integers(0, 2000))
@pytest.mark.parametrize(("name", "good"), [(PICTURE, GOOD_PICTURE), (MASK, GOOD_MASK)])
def test_check_pack_survives_any_damage_to_a_picture(kitchen, name, good, place, value, cut):
    content = bytearray(good)
    content[place % len(content)] = value
    (kitchen / "media" / name).write_bytes(content[:cut])
    assert {file for file, _, _ in faults(kitchen)} <= {"tea-table.toml"}


def test_check_pack_reports_metadata(kitchen):
    exif = Image.Exif()
    exif[0x0131] = "Scissors 1.0"
    (kitchen / "media" / REAL).write_bytes(webp(STRIPES, exif=exif.tobytes()))
    (kitchen / "media" / PICTURE).write_bytes(webp(STRIPES, xmp=b"<x/>"))
    assert faults(kitchen) == [
        ("bread-board.toml", "picture", f"{REAL} has metadata; strip it."),
        ("tea-table.toml", "picture", f"{PICTURE} has metadata; strip it."),
    ]


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        (ORIGINAL, webp(STRIPES[:320]), "original"),
        (MASK, png(LEFT_HALF[:320]), "mask"),
    ],
)
def test_check_pack_reports_a_picture_of_another_size(kitchen, name, content, field):
    (kitchen / "media" / name).write_bytes(content)
    assert faults(kitchen) == [("tea-table.toml", field, "Is 960 x 320 pixels; make it 960 x 640.")]


@pytest.mark.parametrize("mask", [np.zeros_like(LEFT_HALF), np.ones_like(LEFT_HALF)])
def test_check_pack_reports_a_mask_of_nothing_or_everything(kitchen, mask):
    (kitchen / "media" / MASK).write_bytes(png(mask))
    ((file, field, message),) = faults(kitchen)
    assert (file, field, "some of the picture" in message) == ("tea-table.toml", "mask", True)


@pytest.mark.parametrize(
    "polygon", ["[[0.6, 0], [1, 0], [1, 1]]", "[[0.45, 0], [1, 0], [1, 1], [0.45, 1]]"]
)
def test_check_pack_reports_a_region_beside_the_changed_pixels(kitchen, polygon):
    more = REGION + REGION.replace("[[0, 0], [0.5, 0], [0.5, 1], [0, 1]]", polygon)
    path = kitchen / "items" / "tea-table.toml"
    path.write_text(item_text("tea-table", EDITED_FIELDS, more))
    ((file, field, message),) = faults(kitchen)
    assert (file, field) == ("tea-table.toml", "regions[2].polygon")
    assert "draw it around the edit" in message


def test_check_pack_tells_a_region_that_is_much_too_large_to_be_drawn_closer(kitchen):
    few = np.zeros_like(LEFT_HALF)
    few[100:120, 100:120] = True
    (kitchen / "media" / MASK).write_bytes(png(few))
    (kitchen / "items" / "tea-table.toml").write_text(item_text("tea-table", EDITED_FIELDS, REGION))
    ((file, field, message),) = faults(kitchen)
    assert (file, field) == ("tea-table.toml", "regions[1].polygon")
    assert "draw it closer around the edit" in message


def test_check_pack_accepts_a_region_that_reaches_beyond_the_changed_pixels(kitchen):
    more = REGION.replace("[0.5, 0], [0.5, 1]", "[1, 0], [1, 1]")
    path = kitchen / "items" / "tea-table.toml"
    path.write_text(item_text("tea-table", EDITED_FIELDS, more))
    assert faults(kitchen) == []


def test_read_pack_does_not_open_pictures(kitchen):
    (kitchen / "media" / PICTURE).write_bytes(b"")
    assert read_pack(kitchen)[1] == []


def test_read_pack_of_pictures_still_to_be_made_asks_for_none(kitchen):
    for path in (kitchen / "media").iterdir():
        path.unlink()
    pack, problems = read_pack(kitchen, built=False)
    assert problems == []
    assert [item.picture.name for item in pack.items] == [REAL, PICTURE]
    assert len(read_pack(kitchen)[1]) == 4


@pytest.mark.parametrize(
    ("line", "size"), [("", (WIDTH, HEIGHT)), ("size = [512, 640]", (512, 640))]
)
def test_pack_has_one_size_for_all_its_pictures(kitchen, line, size):
    (kitchen / "pack.toml").write_text(MANIFEST + line)
    pack, _ = read_pack(kitchen)
    assert (pack.size, {item.size for item in pack.items}) == (size, {size})


share = st.floats(0, 1)


@given(share, share, share, share, st.integers(8, 64), st.integers(8, 64))
def test_region_mask_of_a_rectangle_covers_its_pixels(left, right, top, bottom, width, height):
    left, right = sorted((left, right))
    top, bottom = sorted((top, bottom))
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    area = region_mask(Region(corners, Family.PHYSICS, "A reason."), (width, height))
    columns, rows = np.arange(width), np.arange(height)
    inside = np.outer(
        (rows > top * height) & (rows < bottom * height),
        (columns > left * width) & (columns < right * width),
    )
    near = np.outer(
        (rows >= top * height - 1) & (rows <= bottom * height + 1),
        (columns >= left * width - 1) & (columns <= right * width + 1),
    )
    assert area.shape == (height, width)
    assert not (inside & ~area).any()
    assert not (area & ~near).any()


@pytest.mark.parametrize("folder", shipped_packs(), ids=lambda folder: folder.name)
def test_shipped_pack_has_no_faults(folder):
    assert [str(problem) for problem in check_pack(folder)[1]] == []
