"""What the camera, or whoever wrote in its name, noted in the file's Exif block."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from PIL import ExifTags

from models.image import LoadedImage
from models.provenance.generator import is_comfyui_camera_tag
from models.provenance.metadata import EmbeddedMetadata, MetadataState
from models.provenance.thumbnail import shows_another_picture
from models.provenance.words import one_line

_DATE_FORMAT = "%Y:%m:%d %H:%M:%S"
# Exif times carry no time zone; the world's clocks lie up to 26 hours apart.
_TIME_ZONE_SPREAD = timedelta(hours=26)

# Some programs write the year 1 where they know of no date.
_FIRST_PHOTOGRAPH = datetime(1826, 1, 1)
# The first edition of Exif is of October 1995.
_FIRST_CAMERAS = datetime(1995, 1, 1)
# A day for time zones, a day for a position that a phone still had from before.
_STALE_POSITION = timedelta(days=2)

# How editing programs begin their name. Cameras' and phones' own programs are not among them.
_EDITORS = (
    "ACDSee", "Adobe Lightroom", "Adobe Photoshop", "Affinity", "Canva", "Capture One",
    "darktable", "digiKam", "DxO", "FaceApp", "Facetune", "Fotor", "GIMP", "ImageMagick", "Krita",
    "Luminar", "Meitu", "Paint.NET", "paint.net", "PaintShop", "Photopea", "PicsArt", "Pixelmator",
    "Pixlr", "Polarr", "RawTherapee", "Remini", "Snapseed", "VSCO",
)  # fmt: skip
# What a camera writes besides its name.
_SETTINGS = (
    ExifTags.Base.ExposureTime, ExifTags.Base.FNumber, ExifTags.Base.ISOSpeedRatings,
    ExifTags.Base.FocalLength, ExifTags.Base.ShutterSpeedValue, ExifTags.Base.ApertureValue,
    ExifTags.Base.ExposureProgram, ExifTags.Base.MeteringMode, ExifTags.Base.Flash,
)  # fmt: skip


class Contradiction(StrEnum):
    """Two notes, or a note and the picture, that do not go together. Each has innocent causes."""

    TAKEN_IN_FUTURE = "taken-in-future"
    TAKEN_BEFORE_CAMERAS = "taken-before-cameras"
    CHANGED_BEFORE_TAKEN = "changed-before-taken"
    STORED_BEFORE_TAKEN = "stored-before-taken"
    SIZE_DIFFERS = "size-differs"
    THUMBNAIL_DIFFERS = "thumbnail-differs"
    GPS_DATE_DIFFERS = "gps-date-differs"
    GPS_IMPOSSIBLE = "gps-impossible"
    SETTINGS_MISSING = "settings-missing"


@dataclass(frozen=True)
class ExifFacts:
    """Camera notes of one file. Forgeable; most honest copies have lost them.

    Attributes:
        state: READ, ABSENT or UNREADABLE; the rest is empty unless READ.
        camera: maker and model, or None.
        taken: when the picture was taken by the camera's own clock, without time zone.
        software: the program that wrote the file last, or the camera's firmware.
        is_from_editor: ``software`` is a program for editing pictures.
        has_gps: a position is in the file. Where it is, is nobody's business here.
        contradictions: notes that do not fit together, in the order of ``Contradiction``.
    """

    state: MetadataState
    camera: str | None = None
    taken: datetime | None = None
    software: str | None = None
    is_from_editor: bool = False
    has_gps: bool = False
    contradictions: tuple[Contradiction, ...] = ()


def read_exif(metadata: EmbeddedMetadata, image: LoadedImage, now: datetime) -> ExifFacts:
    """Return the camera notes and what does not fit together in them.

    Args:
        metadata: the notes of the file.
        image: the picture of the file; its size either way round fits, because cameras note the
            size before the picture is turned upright.
        now: the present, without time zone; a picture taken more than a day later than
            this contradicts the clock.

    Source:
        Exif 2.32 (CIPA DC-008-2019), section 4.6.
    """
    if metadata.exif_state is not MetadataState.READ:
        return ExifFacts(metadata.exif_state)
    tags = metadata.exif
    software = _text(tags.get(ExifTags.Base.Software))
    return ExifFacts(
        state=MetadataState.READ,
        camera=_camera(tags),
        taken=_date(tags.get(ExifTags.Base.DateTimeOriginal)),
        software=software,
        is_from_editor=software is not None and software.startswith(_EDITORS),
        has_gps=metadata.has_gps,
        contradictions=tuple(_contradictions(metadata, image, now)),
    )


def _contradictions(
    metadata: EmbeddedMetadata, image: LoadedImage, now: datetime
) -> Iterator[Contradiction]:
    tags, camera = metadata.exif, _camera(metadata.exif)
    taken = _date(tags.get(ExifTags.Base.DateTimeOriginal))
    stored = _date(tags.get(ExifTags.Base.DateTimeDigitized))
    changed = _date(tags.get(ExifTags.Base.DateTime))
    noted_size = (
        tags.get(ExifTags.Base.ExifImageWidth),
        tags.get(ExifTags.Base.ExifImageHeight),
    )
    if taken and taken > now + _TIME_ZONE_SPREAD:
        yield Contradiction.TAKEN_IN_FUTURE
    if taken and camera and taken < _FIRST_CAMERAS:
        yield Contradiction.TAKEN_BEFORE_CAMERAS
    if taken and changed and changed < taken - _TIME_ZONE_SPREAD:
        yield Contradiction.CHANGED_BEFORE_TAKEN
    if taken and stored and stored < taken - _TIME_ZONE_SPREAD:
        yield Contradiction.STORED_BEFORE_TAKEN
    sizes = {(image.width, image.height), (image.height, image.width)}
    if all(noted_size) and noted_size not in sizes:
        yield Contradiction.SIZE_DIFFERS
    if metadata.thumbnail and shows_another_picture(
        metadata.thumbnail, image.pixels, image.orientation
    ):
        yield Contradiction.THUMBNAIL_DIFFERS
    if taken and metadata.gps_date and abs(taken.date() - metadata.gps_date) > _STALE_POSITION:
        yield Contradiction.GPS_DATE_DIFFERS
    if metadata.gps_is_impossible:
        yield Contradiction.GPS_IMPOSSIBLE
    if camera and not any(tag in tags for tag in _SETTINGS):
        yield Contradiction.SETTINGS_MISSING


def _camera(tags: dict[int, object]) -> str | None:
    maker, model = _text(tags.get(ExifTags.Base.Make)), _text(tags.get(ExifTags.Base.Model))
    if maker and model and model.lower().startswith(maker.lower()):
        return model
    return " ".join(part for part in (maker, model) if part) or None


def _text(value: object) -> str | None:
    if not isinstance(value, str) or is_comfyui_camera_tag(value):
        return None
    return one_line(value) or None


def _date(value: object) -> datetime | None:
    try:
        date = datetime.strptime(str(value).strip("\0 "), _DATE_FORMAT)
    except ValueError:
        return None
    return date if date >= _FIRST_PHOTOGRAPH else None
