"""The IPTC digital source type: one word for how a picture came to be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.provenance.metadata import EmbeddedMetadata, MetadataState
from models.provenance.xmp import XmpError, read_properties

_PROPERTY = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
# An address, or its short form (QCode); not every writer keeps to the capital letters.
_CODE = re.compile(r"(?:/digitalsourcetype/|^digsrctype:)([a-z]+)[/#]?$", re.IGNORECASE)


class DigitalSourceType(StrEnum):
    """A picture's origin, as named in the IPTC NewsCodes vocabulary.

    ``EMPTY``, a canvas with nothing on it yet, is the C2PA's own. ``UNRECOGNISED`` stands for a
    value that is there but not in the vocabulary.

    Source:
        IPTC NewsCodes, http://cv.iptc.org/newscodes/digitalsourcetype/; C2PA Technical
        Specification 2.2, section 18.15 (actions).
    """

    DIGITAL_CAPTURE = "digitalCapture"
    COMPUTATIONAL_CAPTURE = "computationalCapture"
    NEGATIVE_FILM = "negativeFilm"
    POSITIVE_FILM = "positiveFilm"
    PRINT = "print"
    HUMAN_EDITS = "humanEdits"
    MINOR_HUMAN_EDITS = "minorHumanEdits"
    ALGORITHMICALLY_ENHANCED = "algorithmicallyEnhanced"
    DIGITAL_CREATION = "digitalCreation"
    DIGITAL_ART = "digitalArt"
    DATA_DRIVEN_MEDIA = "dataDrivenMedia"
    SCREEN_CAPTURE = "screenCapture"
    VIRTUAL_RECORDING = "virtualRecording"
    COMPOSITE = "composite"
    COMPOSITE_CAPTURE = "compositeCapture"
    COMPOSITE_SYNTHETIC = "compositeSynthetic"
    COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA = "compositeWithTrainedAlgorithmicMedia"
    ALGORITHMIC_MEDIA = "algorithmicMedia"
    TRAINED_ALGORITHMIC_MEDIA = "trainedAlgorithmicMedia"
    EMPTY = "empty"
    UNRECOGNISED = "unrecognised"

    @property
    def is_generated(self) -> bool:
        """Whether the whole picture was made by a computer model, none of it by a camera."""
        return self in {self.TRAINED_ALGORITHMIC_MEDIA, self.ALGORITHMIC_MEDIA}

    @property
    def is_edited(self) -> bool:
        """Whether a part of the picture is said to come from elsewhere or from a model."""
        return self in {
            self.COMPOSITE,
            self.COMPOSITE_CAPTURE,
            self.COMPOSITE_SYNTHETIC,
            self.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
        }

    @property
    def may_hold_models_part(self) -> bool:
        """Whether a part of the picture, and not the whole, may be said to come from a model.

        The IPTC leaves that open for a plain composite, and rules it out for one of captures.
        """
        return self.is_edited and self is not self.COMPOSITE_CAPTURE

    @property
    def is_camera(self) -> bool:
        """Whether the picture is said to be a camera's own, as it was taken."""
        return self in {self.DIGITAL_CAPTURE, self.COMPUTATIONAL_CAPTURE}

    @property
    def says_nothing(self) -> bool:
        """Whether it leaves open how the picture that can be seen came to be."""
        return self in {self.EMPTY, self.UNRECOGNISED}

    @property
    def of_a_part(self) -> "DigitalSourceType":
        """What a picture is of which only a part came to be so."""
        match self:
            case self.TRAINED_ALGORITHMIC_MEDIA:
                return self.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA
            case self.ALGORITHMIC_MEDIA:
                return self.COMPOSITE_SYNTHETIC
        return self

    @classmethod
    def parse(cls, value: str) -> "DigitalSourceType":
        """Return the type that an address or a bare code names.

        >>> DigitalSourceType.parse(
        ...     "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
        ... )
        <DigitalSourceType.DIGITAL_CAPTURE: 'digitalCapture'>
        >>> DigitalSourceType.parse("a friend told me")
        <DigitalSourceType.UNRECOGNISED: 'unrecognised'>
        """
        address = _CODE.search(value.strip())
        return cls(address.group(1) if address else value.strip())

    @classmethod
    def _missing_(cls, value: object) -> "DigitalSourceType":
        for each in cls:
            if each.value.lower() == str(value).lower():
                return each
        return cls.UNRECOGNISED


def most_telling(types: Sequence[DigitalSourceType]) -> DigitalSourceType:
    """Return the type that says most of a model's or an editor's part; of equals the first."""
    models_part = [
        DigitalSourceType.COMPOSITE_SYNTHETIC,
        DigitalSourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
    ]

    def telling(each: DigitalSourceType) -> tuple[int, ...]:
        of_model = models_part.index(each) + 1 if each in models_part else 0
        return each.is_generated, each.is_edited, of_model, not each.says_nothing

    return max(types, key=telling)


def after_all(stated: Sequence[DigitalSourceType]) -> DigitalSourceType | None:
    """Return what a picture is after all that signed notes tell of, in any order; None of nothing.

    Where something made by a model was put into a camera's picture, a part of it is.
    """
    if any(each.is_generated for each in stated) and any(each.is_camera for each in stated):
        stated = [each.of_a_part for each in stated]
    return most_telling(stated) if stated else None


@dataclass(frozen=True)
class StatedSource:
    """What the unsigned XMP note says about the picture's origin. Forgeable.

    ``digital_source_type`` is None unless ``state`` is READ; of several the most telling one.
    """

    state: MetadataState
    digital_source_type: DigitalSourceType | None = None


def read_stated_source(metadata: EmbeddedMetadata) -> StatedSource:
    """Return the digital source type in a file's XMP packet.

    ABSENT: no packet, or a packet that does not speak of it. UNREADABLE: the packet is not
    well-formed XML, or declares entities, which an honest packet has no use for.

    Source:
        IPTC Photo Metadata Standard 2023.2, property "Digital Source Type".
    """
    if metadata.xmp is None:
        return StatedSource(MetadataState.ABSENT)
    try:
        stated = read_properties(metadata.xmp).get(_PROPERTY)
    except XmpError:
        return StatedSource(MetadataState.UNREADABLE)
    if not stated:
        return StatedSource(MetadataState.ABSENT)
    types = [DigitalSourceType.parse(each) for each in stated]
    return StatedSource(MetadataState.READ, most_telling(types))
