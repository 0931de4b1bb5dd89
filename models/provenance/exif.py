"""What the camera, or whoever wrote in its name, noted in the file's Exif block."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from PIL import ExifTags

from models.provenance.generator import is_comfyui_camera_tag
from models.provenance.metadata import EmbeddedMetadata, MetadataState

_DATE_FORMAT = "%Y:%m:%d %H:%M:%S"
# Exif times carry no time zone; the world's clocks lie up to 26 hours apart.
_TIME_ZONE_SPREAD = timedelta(hours=26)
# A program name can be long; a page needs the start of it.
_TEXT_LENGTH = 80


class Contradiction(StrEnum):
    """Two notes, or a note and the picture, that cannot both be right."""

    TAKEN_IN_FUTURE = "taken-in-future"
    CHANGED_BEFORE_TAKEN = "changed-before-taken"
    SIZE_DIFFERS = "size-differs"


@dataclass(frozen=True)
class ExifFacts:
    """Camera notes of one file. Forgeable; most honest copies have lost them.

    Attributes:
        state: READ, ABSENT or UNREADABLE; the rest is empty unless READ.
        camera: maker and model, or None.
        taken: when the picture was taken by the camera's own clock, without time zone.
        software: the program that wrote the file last, or the camera's firmware.
        has_gps: a position is in the file. Where it is, is nobody's business here.
        contradictions: notes that do not fit together, in the order of ``Contradiction``.
    """

    state: MetadataState
    camera: str | None = None
    taken: datetime | None = None
    software: str | None = None
    has_gps: bool = False
    contradictions: tuple[Contradiction, ...] = ()


def read_exif(
    metadata: EmbeddedMetadata, picture_size: tuple[int, int], now: datetime
) -> ExifFacts:
    """Return the camera notes and what does not fit together in them.

    Args:
        metadata: the file's notes.
        picture_size: width and height in pixels; either way round is accepted, because
            cameras note the size before the picture is turned upright.
        now: the present, without time zone; a picture taken more than a day later than
            this contradicts the clock.

    Source:
        Exif 2.32 (CIPA DC-008-2019), section 4.6.
    """
    if metadata.exif_state is not MetadataState.READ:
        return ExifFacts(metadata.exif_state)
    tags = metadata.exif
    taken = _date(tags.get(ExifTags.Base.DateTimeOriginal))
    changed = _date(tags.get(ExifTags.Base.DateTime))
    noted_size = (
        tags.get(ExifTags.Base.ExifImageWidth),
        tags.get(ExifTags.Base.ExifImageHeight),
    )

    contradictions = []
    if taken and taken > now + _TIME_ZONE_SPREAD:
        contradictions.append(Contradiction.TAKEN_IN_FUTURE)
    if taken and changed and changed < taken:
        contradictions.append(Contradiction.CHANGED_BEFORE_TAKEN)
    if all(noted_size) and noted_size not in {picture_size, picture_size[::-1]}:
        contradictions.append(Contradiction.SIZE_DIFFERS)

    return ExifFacts(
        state=MetadataState.READ,
        camera=_camera(tags),
        taken=taken,
        software=_text(tags.get(ExifTags.Base.Software)),
        has_gps=metadata.has_gps,
        contradictions=tuple(contradictions),
    )


def _camera(tags: dict[int, object]) -> str | None:
    maker, model = _text(tags.get(ExifTags.Base.Make)), _text(tags.get(ExifTags.Base.Model))
    if maker and model and model.lower().startswith(maker.lower()):
        return model
    return " ".join(part for part in (maker, model) if part) or None


def _text(value: object) -> str | None:
    if not isinstance(value, str) or is_comfyui_camera_tag(value):
        return None
    printable = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(printable.split())[:_TEXT_LENGTH] or None


def _date(value: object) -> datetime | None:
    try:
        return datetime.strptime(str(value).strip("\0 "), _DATE_FORMAT)
    except ValueError:
        return None
