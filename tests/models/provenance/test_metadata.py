from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from models.provenance.metadata import EmbeddedMetadata, MetadataState, read_metadata

CAMERA = {ExifTags.Base.Make: "Example", ExifTags.Base.Model: "Pocket 1"}


def exif_block(tags: dict[int, object], gps: dict[int, object] | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif.update(tags)
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return exif


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_read_metadata_of_a_bare_picture_finds_nothing(format, encode_picture):
    assert read_metadata(encode_picture(format)) == EmbeddedMetadata()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_read_metadata_finds_exif_in_every_accepted_format(format, encode_picture):
    metadata = read_metadata(encode_picture(format, exif=exif_block(CAMERA)))
    assert (metadata.exif_state, metadata.exif) == (MetadataState.READ, CAMERA)


def test_read_metadata_keeps_that_a_position_is_there_but_not_the_position(encode_picture):
    gps = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (52.0, 22.0, 13.0)}
    metadata = read_metadata(encode_picture("JPEG", exif=exif_block(CAMERA, gps)))
    assert metadata.has_gps
    assert metadata.exif == CAMERA


@pytest.mark.parametrize(
    "gps",
    [
        {ExifTags.GPS.GPSVersionID: b"\2\3\0\0"},
        {ExifTags.GPS.GPSVersionID: b"\2\3\0\0", ExifTags.GPS.GPSDateStamp: "2024:07:02"},
    ],
)
def test_read_metadata_tells_no_position_where_only_the_directory_is_there(gps, encode_picture):
    assert not read_metadata(encode_picture("JPEG", exif=exif_block(CAMERA, gps))).has_gps


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_impossible"),
    [
        ((52.0, 22.0, 13.0), (4.0, 53.0, 0.0), False),
        ((0.0, 0.0, 0.0), (9.0, 0.0, 0.0), False),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), True),
        ((97.0, 0.0, 0.0), (4.0, 0.0, 0.0), True),
        ((52.0, 0.0, 0.0), (200.0, 0.0, 0.0), True),
    ],
)
def test_read_metadata_tells_an_impossible_position(
    latitude, longitude, is_impossible, encode_picture
):
    gps = {
        ExifTags.GPS.GPSLatitude: latitude,
        ExifTags.GPS.GPSLongitude: longitude,
        ExifTags.GPS.GPSDateStamp: "2024:07:02",
    }
    metadata = read_metadata(encode_picture("JPEG", exif=exif_block(CAMERA, gps)))
    assert metadata.gps_is_impossible == is_impossible
    assert metadata.gps_date == date(2024, 7, 2)


@pytest.mark.parametrize("stamp", ["", "yesterday", "0000:00:00", 7])
def test_read_metadata_leaves_out_a_day_that_is_none(stamp, encode_picture):
    gps = {ExifTags.GPS.GPSDateStamp: stamp, ExifTags.GPS.GPSLatitude: (1.0, 2.0)}
    metadata = read_metadata(encode_picture("JPEG", exif=exif_block(CAMERA, gps)))
    assert (metadata.gps_date, metadata.gps_is_impossible) == (None, False)


def test_read_metadata_finds_png_text_after_the_pixels(encode_picture):
    data = encode_picture("PNG")
    chunk = BytesIO()
    PngImagePlugin.putchunk(chunk, b"tEXt", b"parameters\0Steps: 20")
    end = data.index(b"IEND") - 4
    metadata = read_metadata(data[:end] + chunk.getvalue() + data[end:])
    assert metadata.texts == {"parameters": "Steps: 20"}


def test_read_metadata_finds_the_packet_beside_a_text_of_the_same_short_name(encode_picture):
    packet = '<x xmlns="http://example.org/"/>'
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", packet)
    for add in (notes.add_text, notes.add_itxt):
        add("xmp", "no packet at all")
        assert read_metadata(encode_picture("PNG", pnginfo=notes)).xmp == packet.encode()
    alone = PngImagePlugin.PngInfo()
    alone.add_text("xmp", "no packet at all")
    assert read_metadata(encode_picture("PNG", pnginfo=alone)).xmp is None


def raw_profile(kind: str, block: bytes) -> PngImagePlugin.PngInfo:
    """Return a block as ImageMagick has written it into PNG files, 36 bytes a line."""
    digits = block.hex()
    lines = [digits[start : start + 72] for start in range(0, len(digits), 72)]
    notes = PngImagePlugin.PngInfo()
    words = f"\n{kind}\n{len(block):8}\n" + "\n".join(lines) + "\n"
    notes.add_text(f"Raw profile type {kind}", words, zip=True)
    return notes


def test_read_metadata_finds_blocks_that_a_png_keeps_as_text(encode_picture):
    exif = b"Exif\0\0" + exif_block(CAMERA).tobytes().removeprefix(b"Exif\0\0")
    metadata = read_metadata(encode_picture("PNG", pnginfo=raw_profile("exif", exif)))
    assert (metadata.exif_state, metadata.exif) == (MetadataState.READ, CAMERA)
    packet = b'<x xmlns="http://example.org/"/>'
    assert read_metadata(encode_picture("PNG", pnginfo=raw_profile("xmp", packet))).xmp == packet


def test_read_metadata_takes_no_block_from_other_text(encode_picture):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Raw profile type exif", "\nexif\n 9\nno digits")
    assert read_metadata(encode_picture("PNG", pnginfo=notes)).exif_state is MetadataState.ABSENT


def test_read_metadata_does_not_take_an_orientation_in_xmp_for_exif(encode_picture):
    packet = b'<x xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    metadata = read_metadata(encode_picture("JPEG", xmp=packet))
    assert (metadata.exif_state, metadata.xmp) == (MetadataState.ABSENT, packet)


def test_read_metadata_tells_damaged_exif_from_none(encode_picture):
    metadata = read_metadata(encode_picture("JPEG", exif=b"Exif\0\0not a directory at all"))
    assert metadata.exif_state is MetadataState.UNREADABLE


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=200, deadline=None)
@given(block=st.data())
def test_read_metadata_never_fails_on_damaged_exif(block):
    whole = exif_block(
        {**CAMERA, ExifTags.Base.Software: "Ver 1.0"},
        {ExifTags.GPS.GPSLatitude: (1.0, 2.0, 3.0)},
    ).tobytes()
    damaged = bytearray(whole)
    changes = st.tuples(st.integers(6, len(whole) - 1), st.integers(0, 255))
    for position, value in block.draw(st.lists(changes, min_size=1, max_size=6)):
        damaged[position] = value
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=bytes(damaged))
    assert read_metadata(picture.getvalue()).exif_state in MetadataState
