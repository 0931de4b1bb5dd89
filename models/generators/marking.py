"""Files that say that a model made them: an unsigned note (IPTC) and a signed one (C2PA).

Both go when somebody takes a screenshot, which is why a missing note proves nothing.
"""

import json
from io import BytesIO

from c2pa import Builder, C2paSignerInfo, Context, Signer
from PIL import Image, PngImagePlugin

from models.encoding import encoded

from .authority import Authority, open_authority
from .generation import GeneratedImage
from .recipe import GeneratorError, Recipe

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
# The same as in pyproject.toml: the app runs from its folder and is never installed.
VERSION = "0.1.0"
# Pixels a side that the formats, or the libraries that write them, can hold.
LARGEST_SIDE = {"PNG": 2**31 - 1, "JPEG": 65_500, "WEBP": 16_383}
RECIPE_LABEL = "org.second-look.recipe"
WHOLE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PARTLY = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    Iptc4xmpExt:DigitalSourceType="{source_type}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
# The default thumbnail would be many times the size of a small picture.
_SETTINGS = {"builder": {"thumbnail": {"enabled": False}}}


def marked(image: GeneratedImage, format: str = "PNG", authority: Authority | None = None) -> bytes:
    """Return a picture file that says how the picture was made, unsigned and signed.

    The XMP packet holds the IPTC digital source type; the C2PA manifest holds it too, with the
    recipe. A picture of which a mask was made anew is called a composite. The pixels of PNG
    and WebP are exact, a JPEG is of quality 95.

    Args:
        image: what ``generate`` returned.
        format: "PNG", "JPEG" or "WEBP".
        authority: who signs; by default this installation's own, made on first use.

    Raises:
        GeneratorError: another format.

    Source:
        IPTC Photo Metadata Standard 2023.2, "Digital Source Type"; C2PA Technical
        Specification 2.2, section 18.15 (actions).
    """
    if format not in MEDIA_TYPES:
        raise GeneratorError(f"Choose one of {', '.join(MEDIA_TYPES)}, not {format}.")
    source_type = WHOLE if image.recipe.mask is None else PARTLY
    unsigned = _with_note(image, format, source_type)
    manifest = created(source_type)
    recipe = {"label": RECIPE_LABEL, "data": json.loads(image.recipe.to_json())}
    manifest["assertions"].append(recipe)
    return signed(unsigned, format, manifest, authority or open_authority())


def refuse_too_large(format: str, recipe: Recipe) -> None:
    """Raise if a picture of the recipe's size cannot be a file of this format.

    Args:
        format: "PNG", "JPEG" or "WEBP".
        recipe: without source or size nothing is refused.

    Raises:
        GeneratorError: names the largest side.
    """
    size = recipe.size or () if recipe.source is None else recipe.source.shape[:2]
    if any(side > LARGEST_SIDE[format] for side in size):
        raise GeneratorError(
            f"A {format} picture has at most {LARGEST_SIDE[format]} pixels a side; let the name of "
            "the output end in .png."
        )


def created(source_type: str, program: str = "Second Look", version: str = VERSION) -> dict:
    """Return a manifest that says how a picture came to be: an IPTC address of a source type."""
    action = {
        "action": "c2pa.created",
        "digitalSourceType": source_type,
        "softwareAgent": {"name": program},
    }
    return {
        "claim_generator_info": [{"name": program, "version": version}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }


def signed(file: bytes, format: str, manifest: dict, authority: Authority) -> bytes:
    """Return a picture file with ``manifest``, signed by ``authority``; nothing goes online."""
    info = C2paSignerInfo(
        alg=b"es256",
        sign_cert=authority.chain.encode(),
        private_key=authority.key.encode(),
        # The C2PA library takes None as "no time-stamping service", so nothing goes online.
        ta_url=None,
    )
    written = BytesIO()
    with (
        Context.from_dict(_SETTINGS) as context,
        Signer.from_info(info) as signer,
        Builder(manifest | {"format": MEDIA_TYPES[format]}, context) as builder,
    ):
        builder.sign(signer, MEDIA_TYPES[format], BytesIO(file), written)
    return written.getvalue()


def iptc_note(source_type: str) -> str:
    """Return the XMP packet of an unsigned note on how a picture came to be.

    Args:
        source_type: an address from the IPTC's list, such as ``WHOLE``.
    """
    return _XMP.format(source_type=source_type)


def _with_note(image: GeneratedImage, format: str, source_type: str) -> bytes:
    packet = iptc_note(source_type)
    match format:
        case "PNG":
            note = PngImagePlugin.PngInfo()
            note.add_itxt("XML:com.adobe.xmp", packet)
            settings = {"pnginfo": note}
        case "JPEG":
            settings = {"quality": 95, "subsampling": 0, "xmp": packet.encode()}
        case "WEBP":
            settings = {"lossless": True, "xmp": packet.encode()}
    return encoded(Image.fromarray(image.pixels), format, **settings)
