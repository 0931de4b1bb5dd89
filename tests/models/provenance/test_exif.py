from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags

from models.image import LoadedImage
from models.provenance.exif import Contradiction, ExifFacts, read_exif
from models.provenance.metadata import EmbeddedMetadata, MetadataState

NOW = datetime(2026, 5, 1, 12, 0, 0)
PICTURE = LoadedImage(np.zeros((768, 1024, 3), dtype=np.uint8), "JPEG", b"")
CAMERA = {ExifTags.Base.Model: "Pocket 1", ExifTags.Base.ExposureTime: 0.01}


def facts(tags: dict[int, object], **gps: object) -> ExifFacts:
    metadata = EmbeddedMetadata(exif_state=MetadataState.READ, exif=tags, **gps)
    return read_exif(metadata, PICTURE, NOW)


def test_exif_facts_of_an_ordinary_photograph_hold_together():
    read = facts(
        {
            ExifTags.Base.Make: "Example ",
            ExifTags.Base.Model: "Pocket 1\0",
            ExifTags.Base.Software: "Ver 1.0",
            ExifTags.Base.DateTimeOriginal: "2024:07:02 09:30:00",
            ExifTags.Base.DateTime: "2024:07:02 09:30:00",
            ExifTags.Base.ExifImageWidth: 1024,
            ExifTags.Base.ExifImageHeight: 768,
            ExifTags.Base.FNumber: 2.8,
        },
        has_gps=True,
        gps_date=date(2024, 7, 2),
    )
    assert read == ExifFacts(
        state=MetadataState.READ,
        camera="Example Pocket 1",
        taken=datetime(2024, 7, 2, 9, 30),
        software="Ver 1.0",
        has_gps=True,
        contradictions=(),
    )


@pytest.mark.parametrize("state", [MetadataState.ABSENT, MetadataState.UNREADABLE])
def test_exif_facts_keep_absent_and_unreadable_apart(state):
    assert read_exif(EmbeddedMetadata(exif_state=state), PICTURE, NOW) == ExifFacts(state)


@pytest.mark.parametrize(
    ("tags", "contradictions"),
    [
        ({ExifTags.Base.DateTimeOriginal: "2031:01:01 00:00:00"},
         (Contradiction.TAKEN_IN_FUTURE,)),
        ({ExifTags.Base.DateTimeOriginal: "2026:05:02 11:00:00"}, ()),
        ({ExifTags.Base.DateTimeOriginal: "2024:07:02 09:30:00",
          ExifTags.Base.DateTime: "2023:01:01 00:00:00"},
         (Contradiction.CHANGED_BEFORE_TAKEN,)),
        ({ExifTags.Base.ExifImageWidth: 4000, ExifTags.Base.ExifImageHeight: 3000},
         (Contradiction.SIZE_DIFFERS,)),
        ({ExifTags.Base.ExifImageWidth: 768, ExifTags.Base.ExifImageHeight: 1024}, ()),
        ({ExifTags.Base.ExifImageWidth: 4000}, ()),
        ({ExifTags.Base.DateTimeOriginal: "2024:07:02 09:30:00",
          ExifTags.Base.DateTime: "2024:07:01 22:30:00"}, ()),
        ({ExifTags.Base.DateTimeOriginal: "2024:07:02 09:30:00",
          ExifTags.Base.DateTimeDigitized: "2023:01:01 00:00:00"},
         (Contradiction.STORED_BEFORE_TAKEN,)),
        ({ExifTags.Base.DateTimeOriginal: "1980:01:01 00:00:00"} | CAMERA,
         (Contradiction.TAKEN_BEFORE_CAMERAS,)),
        ({ExifTags.Base.DateTimeOriginal: "1980:01:01 00:00:00"}, ()),
        ({ExifTags.Base.Model: "Pocket 1"}, (Contradiction.SETTINGS_MISSING,)),
        (CAMERA, ()),
    ],
    ids=["future", "another time zone", "changed first", "other size", "turned", "half a size",
         "changed in another time zone", "stored first", "too early", "an old scan",
         "name alone", "name and setting"],
)  # fmt: skip
def test_exif_contradictions(tags, contradictions):
    assert facts(tags).contradictions == contradictions


@pytest.mark.parametrize(
    ("gps", "contradictions"),
    [
        ({"gps_date": date(2024, 7, 1)}, ()),
        ({"gps_date": date(2004, 11, 16)}, (Contradiction.GPS_DATE_DIFFERS,)),
        ({"gps_is_impossible": True}, (Contradiction.GPS_IMPOSSIBLE,)),
    ],
)
def test_exif_contradictions_of_the_position(gps, contradictions):
    read = facts({ExifTags.Base.DateTimeOriginal: "2024:07:02 09:30:00"}, **gps)
    assert read.contradictions == contradictions


@pytest.mark.parametrize(
    ("software", "is_from_editor"),
    [
        ("Adobe Photoshop CS6 (Windows)", True),
        ("GIMP 2.10.34", True),
        ("Ver.1.01", False),
        ("Nikon Transfer 1.1 W", False),
        ("", False),
    ],
)
def test_editing_programs_are_told_from_cameras(software, is_from_editor):
    assert facts({ExifTags.Base.Software: software}).is_from_editor == is_from_editor


@pytest.mark.parametrize(
    ("maker", "model", "camera"),
    [
        ("Canon", "Canon PowerShot S40", "Canon PowerShot S40"),
        ("SONY", "HDR-HC3", "SONY HDR-HC3"),
        ("", "COOLPIX P1", "COOLPIX P1"),
        ("", "", None),
        (b"\x00\x01", 7, None),
        ("Example", 'prompt:{"3": {"class_type": "KSampler"}}', "Example"),
    ],
)
def test_camera_is_named_once_and_only_from_text(maker, model, camera):
    tags = {ExifTags.Base.Make: maker, ExifTags.Base.Model: model}
    assert facts(tags).camera == camera


@pytest.mark.parametrize("date", ["0000:00:00 00:00:00", "yesterday", b"2024", None, ""])
def test_a_date_that_is_none_is_left_out(date):
    assert facts({ExifTags.Base.DateTimeOriginal: date}).taken is None


@pytest.mark.parametrize("date", ["0001:01:01 00:00:00", "9999:12:31 23:59:59"])
def test_a_date_that_programs_write_for_none_does_no_harm(date):
    other = {ExifTags.Base.DateTime: "2024:07:02 09:30:00"}
    for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized):
        assert facts({tag: date} | other).state is MetadataState.READ
    assert facts({ExifTags.Base.DateTimeOriginal: "0001:01:01 00:00:00"} | other).taken is None


values = st.text() | st.binary() | st.integers() | st.none() | st.tuples(st.integers())


@given(st.dictionaries(st.sampled_from(ExifTags.Base), values))
def test_read_exif_never_fails(tags):
    assert facts(tags).state is MetadataState.READ
