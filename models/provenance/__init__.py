"""Where a picture came from, as far as its file tells: signed notes first, then unsigned ones."""

from dataclasses import dataclass
from datetime import datetime

from models.image import LoadedImage
from models.provenance.credential import (
    Credential,
    CredentialCheck,
    CredentialState,
    check_credential,
)
from models.provenance.exif import Contradiction, ExifFacts, read_exif
from models.provenance.generator import FoundIn, GeneratorClaim, read_generator_claims
from models.provenance.installed_trust import installed_trust_list
from models.provenance.metadata import MetadataState, read_metadata
from models.provenance.source_type import (
    DigitalSourceType,
    StatedSource,
    most_telling,
    read_stated_source,
)
from models.provenance.trust_list import TrustList, TrustListError, load_trust_list
from models.provenance.watermark import Watermark, read_watermark

__all__ = [
    "Contradiction",
    "Credential",
    "CredentialCheck",
    "CredentialState",
    "DigitalSourceType",
    "ExifFacts",
    "FoundIn",
    "GeneratorClaim",
    "MetadataState",
    "Provenance",
    "StatedSource",
    "TrustList",
    "TrustListError",
    "Watermark",
    "installed_trust_list",
    "load_trust_list",
    "read_provenance",
]


@dataclass(frozen=True)
class Provenance:
    """All that a file says about its origin.

    Only a TRUSTED credential is proof. All else is unsigned and forgeable, and its absence means
    nothing: most sites remove it. A ``watermark`` is among the ``generator_claims`` too.
    """

    credential_check: CredentialCheck
    stated_source: StatedSource
    exif: ExifFacts
    generator_claims: tuple[GeneratorClaim, ...]
    watermark: Watermark | None = None

    @property
    def credential_state(self) -> CredentialState:
        """What checking the Content Credentials came to."""
        return self.credential_check.state

    @property
    def credential(self) -> Credential | None:
        """What the manifest says; None unless it passed its checks."""
        return self.credential_check.credential

    @property
    def digital_source_type(self) -> DigitalSourceType | None:
        """How the picture came to be, as a trusted signer says.

        Without one, or where that one leaves it open, as the credential or the unsigned note
        says; where the two differ, the one that speaks of a generated or edited picture. Anyone
        can sign under any name that a camera took it, and must not silence the other note by that.
        """
        signed = self.credential.digital_source_type if self.credential else None
        if signed and self.credential.source_type_is_trusted and not signed.says_nothing:
            return signed
        said = [each for each in (signed, self.stated_source.digital_source_type) if each]
        return most_telling(said) if said else None

    @property
    def source_type_is_trusted(self) -> bool:
        """Whether ``digital_source_type`` was signed by a trusted signer."""
        signed = self.credential
        return (
            signed is not None
            and signed.source_type_is_trusted
            and signed.digital_source_type is self.digital_source_type
        )


def read_provenance(image: LoadedImage, trust_list: TrustList | None = None) -> Provenance:
    """Return what a picture's file says about where it came from.

    Args:
        image: an opened picture; its original bytes are read, and of its pixels the watermark.
        trust_list: signers whose credentials count as proof; by default none.
    """
    metadata = read_metadata(image.data)
    watermark = read_watermark(image.pixels)
    claims = read_generator_claims(metadata)
    return Provenance(
        credential_check=check_credential(image.data, f"image/{image.format.lower()}", trust_list),
        stated_source=read_stated_source(metadata),
        exif=read_exif(metadata, image, datetime.now()),
        generator_claims=claims if watermark is None else (*claims, watermark.claim),
        watermark=watermark,
    )
