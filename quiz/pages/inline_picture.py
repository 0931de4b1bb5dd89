"""A picture that no address serves: as part of the page."""

from base64 import b64encode
from io import BytesIO

from PIL import Image


def inline_address(picture: bytes | Image.Image) -> str:
    """Return an address that holds a WebP picture itself, given as its file or to be encoded."""
    if isinstance(picture, Image.Image):
        out = BytesIO()
        picture.save(out, "WEBP")
        picture = out.getvalue()
    return f"data:image/webp;base64,{b64encode(picture).decode()}"
