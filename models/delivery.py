"""What happens to a picture on its way to us: saved again, made smaller, taken off a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PIL import Image

from models.encoding import decoded, encoded
from models.image import LoadedImage

# A screen shows a picture at whatever size fits, which is hardly ever a whole multiple of its own.
_SCREEN_FACTOR = 0.87
_SCREEN_WIDTH = 1600


class Delivery(StrEnum):
    """A way of passing a picture on, about from the gentlest to the roughest."""

    AS_IT_IS = "as-it-is"
    JPEG_95 = "jpeg-95"
    JPEG_90 = "jpeg-90"
    WEBP_80 = "webp-80"
    JPEG_75 = "jpeg-75"
    SCREENSHOT = "screenshot"
    JPEG_60 = "jpeg-60"
    SENT_TWICE = "sent-twice"
    JPEG_40 = "jpeg-40"
    SMALL = "small"
    TINY = "tiny"


@dataclass(frozen=True)
class _Save:
    """One time that a program shrinks a picture and saves it; ``longest`` in pixels."""

    format: str
    quality: int | None = None
    factor: float = 1.0
    longest: int | None = None

    def __call__(self, picture: Image.Image) -> bytes:
        width, height = picture.size
        factor = self.factor
        if self.longest is not None:
            factor = min(factor, self.longest / max(width, height))
        if factor < 1:
            size = (max(1, round(width * factor)), max(1, round(height * factor)))
            picture = picture.resize(size, Image.Resampling.BICUBIC)
        settings = {"quality": self.quality} if self.quality else {}
        return encoded(picture, self.format, **settings)


_SAVES: Mapping[Delivery, tuple[_Save, ...]] = MappingProxyType(
    {
        Delivery.AS_IT_IS: (),
        Delivery.JPEG_95: (_Save("JPEG", 95),),
        Delivery.JPEG_90: (_Save("JPEG", 90),),
        Delivery.WEBP_80: (_Save("WEBP", 80),),
        Delivery.JPEG_75: (_Save("JPEG", 75),),
        Delivery.SCREENSHOT: (_Save("PNG", factor=_SCREEN_FACTOR, longest=_SCREEN_WIDTH),),
        Delivery.JPEG_60: (_Save("JPEG", 60),),
        Delivery.SENT_TWICE: (
            _Save("JPEG", 80, longest=1600),
            _Save("JPEG", 70, factor=0.8, longest=1280),
        ),
        Delivery.JPEG_40: (_Save("JPEG", 40),),
        Delivery.SMALL: (_Save("JPEG", 60, longest=768),),
        Delivery.TINY: (_Save("JPEG", 40, longest=512),),
    }
)


def deliver(image: LoadedImage, delivery: Delivery) -> LoadedImage:
    """Return the picture as it arrives at the other end.

    Only pixels travel: signed notes, camera notes and colour profiles are gone, as they are
    after a messenger or a screenshot. ``AS_IT_IS`` returns ``image`` itself. The same picture
    and delivery always give the same file, which may be larger than an upload may be.

    Args:
        image: the picture that was sent; never enlarged.
        delivery: how.

    Source:
        Conditions under which detectors are compared: see ``Delivery``'s names; 768 pixels at
        quality 60 and 512 at 40 are the hard ones of Sieve (2026).
    """
    for save in _SAVES[delivery]:
        data = save(Image.fromarray(image.pixels))
        image = LoadedImage(decoded(data), save.format, data)
    return image
