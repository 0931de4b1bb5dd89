"""The pictures of the cases, made in memory from the packs' pictures: sent on, enlarged, signed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from PIL import Image

from models.delivery import Delivery, deliver
from models.encoding import encoded
from models.generators.authority import Authority, new_authority
from models.generators.marking import WHOLE, created, signed
from models.image import open_image
from models.provenance import TrustList

# An invented organisation: no real one may be called an impostor, or be made to look like one.
IMPOSTOR = "Fairwater World News Agency"
_CAMERA = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
_ZOOM = 1.25
_PHONE_QUALITY = 92


def prepare(data: bytes, steps: Sequence[str]) -> bytes:
    """Return a picture file after each of ``steps`` in turn.

    Args:
        data: a JPEG, PNG or WebP file.
        steps: names of ``known_steps``.

    Raises:
        KeyError: a step that is not known.
    """
    for step in steps:
        data = known_steps()[step](data)
    return data


@cache
def known_steps() -> Mapping[str, Callable[[bytes], bytes]]:
    """Return what can be done to a case's picture, by name: every ``Delivery``, and

    - "zoomed": its middle enlarged 1.25 times by the phone that took it;
    - "signed": a note of our test authority that a model made it;
    - "signed-by-impostor": a note of ``IMPOSTOR`` that a camera took it.
    """
    deliveries = {
        way.value: lambda data, way=way: deliver(open_image(data), way).data for way in Delivery
    }
    return MappingProxyType(
        deliveries
        | {
            "zoomed": _zoomed,
            "signed": lambda data: _signed(data, created(WHOLE), _test_authority()),
            "signed-by-impostor": lambda data: _signed(
                data, created(_CAMERA, "Fairwater Press Camera", "4.2"), _impostor()
            ),
        }
    )


def case_trust_list() -> TrustList:
    """Return the list that trusts our test authority and nobody else."""
    return TrustList(_test_authority().root)


@cache
def _test_authority() -> Authority:
    return new_authority()


@cache
def _impostor() -> Authority:
    return new_authority(f"{IMPOSTOR} Root", IMPOSTOR)


def _signed(data: bytes, manifest: dict, authority: Authority) -> bytes:
    return signed(data, open_image(data).format, manifest, authority)


def _zoomed(data: bytes) -> bytes:
    picture = Image.fromarray(open_image(data).pixels)
    width, height = picture.size
    across, down = (width - width / _ZOOM) / 2, (height - height / _ZOOM) / 2
    middle = (round(across), round(down), round(width - across), round(height - down))
    enlarged = picture.crop(middle).resize((width, height), Image.Resampling.BICUBIC)
    return encoded(enlarged, "JPEG", quality=_PHONE_QUALITY)
