"""The recipe that picture generators leave in a file: prompt, steps, seed.

A recipe is a strong hint because few people would add one to a photograph, but it is plain
text that anyone can copy into any file, so it is a clue and never proof.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PIL import ExifTags

from models.provenance.metadata import EmbeddedMetadata

EXCERPT_LENGTH = 200

_STEPS = re.compile(r"\bSteps: \d+")
_INVOKEAI_KEYWORDS = ("invokeai_metadata", "invokeai_graph", "sd-metadata", "Dream")


class FoundIn(StrEnum):
    """The place in a file that names a generator."""

    PNG_TEXT = "png-text"
    EXIF = "exif"
    XMP = "xmp"
    PIXELS = "pixels"


@dataclass(frozen=True)
class GeneratorClaim:
    """A note that names a picture generator. Forgeable.

    Attributes:
        program: the generator's name.
        found_in: the kind of note.
        field: the keyword of the PNG text or the name of the Exif tag.
        excerpt: at most ``EXCERPT_LENGTH`` characters of the note, on one line.
    """

    program: str
    found_in: FoundIn
    field: str
    excerpt: str


def read_generator_claims(metadata: EmbeddedMetadata) -> tuple[GeneratorClaim, ...]:
    """Return every generator's recipe in a file, at most one for each program.

    Known: Stable Diffusion web UI (Automatic1111, Forge, SD.Next and others that write its
    format), ComfyUI, InvokeAI, NovelAI, Fooocus.

    Source:
        The notes as the programs write them: AUTOMATIC1111/stable-diffusion-webui
        modules/images.py, comfyanonymous/ComfyUI nodes.py, invoke-ai/InvokeAI
        image_files_disk.py, lllyasviel/Fooocus modules/meta_parser.py; NovelAI's chunks as
        its own downloads carry them.
    """
    claims: dict[str, GeneratorClaim] = {}
    for claim in (*_from_png_text(metadata.texts), *_from_exif(metadata.exif)):
        claims.setdefault(claim.program, claim)
    return tuple(claims.values())


def _from_png_text(texts: dict[str, str]) -> Iterator[GeneratorClaim]:
    def claim(program: str, keyword: str) -> GeneratorClaim:
        return GeneratorClaim(program, FoundIn.PNG_TEXT, keyword, _excerpt(texts[keyword]))

    if "fooocus_scheme" in texts and "parameters" in texts:
        yield claim("Fooocus", "parameters")
    elif _STEPS.search(texts.get("parameters", "")):
        yield claim("Stable Diffusion web UI", "parameters")
    for keyword in ("prompt", "workflow"):
        if _is_comfyui_graph(texts.get(keyword, "")):
            yield claim("ComfyUI", keyword)
    for keyword in _INVOKEAI_KEYWORDS:
        if keyword in texts:
            yield claim("InvokeAI", keyword)
    if texts.get("Software", "").startswith("NovelAI"):
        yield claim("NovelAI", "Comment" if "Comment" in texts else "Software")


def _from_exif(exif: dict[int, object]) -> Iterator[GeneratorClaim]:
    comment = decode_user_comment(exif.get(ExifTags.Base.UserComment))
    software = str(exif.get(ExifTags.Base.Software, ""))
    if software.startswith("Fooocus"):
        yield GeneratorClaim("Fooocus", FoundIn.EXIF, "UserComment", _excerpt(comment or software))
    elif software.startswith("NovelAI"):
        yield GeneratorClaim("NovelAI", FoundIn.EXIF, "UserComment", _excerpt(comment or software))
    elif _STEPS.search(comment):
        yield GeneratorClaim(
            "Stable Diffusion web UI", FoundIn.EXIF, "UserComment", _excerpt(comment)
        )
    for tag in (ExifTags.Base.Model, ExifTags.Base.Make):
        if is_comfyui_camera_tag(value := str(exif.get(tag, ""))):
            yield GeneratorClaim("ComfyUI", FoundIn.EXIF, tag.name, _excerpt(value))


def is_comfyui_camera_tag(value: str) -> bool:
    """Return whether a camera tag holds a ComfyUI graph: its WebP files have no other place."""
    label, _, graph = value.partition(":")
    return label.lower() in {"prompt", "workflow"} and _is_comfyui_graph(graph)


def decode_user_comment(value: object) -> str:
    """Return the text of an Exif UserComment, whose first 8 bytes name its character code.

    Source:
        Exif 2.32 (CIPA DC-008-2019), section 4.6.5, tag 0x9286.

    >>> decode_user_comment(b"ASCII\\0\\0\\0Steps: 20")
    'Steps: 20'
    """
    if isinstance(value, str):
        return value.strip("\0 ")
    if not isinstance(value, bytes):
        return ""
    code, payload = value[:8], value[8:]
    if not code.startswith(b"UNICODE"):
        return payload.decode("utf-8", errors="replace").strip("\0 ")
    # The standard leaves the byte order open. In Latin text the zero byte of each pair tells.
    big_endian = payload[0::2].count(0) >= payload[1::2].count(0)
    codec = "utf-16-be" if big_endian else "utf-16-le"
    return payload.decode(codec, errors="replace").strip("\0 ")


def _is_comfyui_graph(text: str) -> bool:
    try:
        graph = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(graph, dict):
        return False
    return "nodes" in graph or any(
        isinstance(node, dict) and "class_type" in node for node in graph.values()
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1] + "…"
