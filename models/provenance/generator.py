"""What picture generators leave in a file: a recipe (prompt, steps, seed), or just their name.

It is a strong hint because few people would add that to a photograph, but it is plain
text that anyone can copy into any file, so it is a clue and never proof.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PIL import ExifTags

from models.provenance.metadata import EmbeddedMetadata
from models.provenance.words import one_line
from models.provenance.xmp import XmpError, read_properties

EXCERPT_LENGTH = 200

# The settings as the web UI lists them. The first alone is in cooking and in fitness programs too.
_SETTINGS = re.compile(r"\bSteps: \d+, .*\b(Sampler|Seed|CFG scale): ")
# The options of the command line that InvokeAI once had.
_DREAM_OPTIONS = re.compile(r" -[sS] ?\d")
_INVOKEAI_KEYWORDS = (
    "invokeai_metadata", "invokeai_graph", "invokeai_workflow", "sd-metadata",
)  # fmt: skip
# The prompt, then the number of the job, a UUID.
_MIDJOURNEY_JOB = re.compile(r"\bJob ID: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

# Services that leave no recipe, only a name where a camera or an editor would put its own.
_NAMES = {
    # Not without a sign between, or a number behind: Dalle is a surname.
    "DALL·E": re.compile(r"\bDALL([-·•.]E\b| ?E ?[1-9])", re.IGNORECASE),
    "ChatGPT": re.compile(r"\bChatGPT\b|\bGPT-?(4o|image)", re.IGNORECASE),
    "Adobe Firefly": re.compile(r"\bAdobe[ _]Firefly\b", re.IGNORECASE),
    "Midjourney": re.compile(r"\bMidjourney\b", re.IGNORECASE),
    "Google AI": re.compile(r"\bMade with Google AI\b", re.IGNORECASE),
    "Stable Diffusion": re.compile(r"\bStable Diffusion\b", re.IGNORECASE),
}
_CREATOR_TOOL = "{http://ns.adobe.com/xap/1.0/}CreatorTool"
_CREDIT = "{http://ns.adobe.com/photoshop/1.0/}Credit"
_AI_SYSTEM = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}AISystemUsed"
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"


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
        field: the keyword of the PNG text, or the name of the Exif tag or XMP property.
        excerpt: at most ``EXCERPT_LENGTH`` printable characters of the note, on one line.
    """

    program: str
    found_in: FoundIn
    field: str
    excerpt: str


def read_generator_claims(metadata: EmbeddedMetadata) -> tuple[GeneratorClaim, ...]:
    """Return every generator that a file's notes name, at most one claim for each program.

    Known by their recipes: Stable Diffusion web UI (Automatic1111, Forge, SD.Next and others that
    write its format), ComfyUI, SwarmUI, InvokeAI, NovelAI, Fooocus, Midjourney. Known by their
    names alone: see ``_NAMES``, and whatever the IPTC property "AI System Used" names.

    Source:
        The notes as the programs write them: AUTOMATIC1111/stable-diffusion-webui
        modules/images.py, comfyanonymous/ComfyUI nodes.py, invoke-ai/InvokeAI
        image_files_disk.py, lllyasviel/Fooocus modules/meta_parser.py, mcmonkeyprojects/SwarmUI
        src/Text2Image/T2IParamInput.cs; NovelAI's and Midjourney's as their own downloads carry
        them. IPTC Photo Metadata Standard 2025.1, property "AI System Used".
    """
    claims: dict[str, GeneratorClaim] = {}
    for claim in (
        *_from_png_text(metadata.texts),
        *_from_exif(metadata.exif),
        *_from_xmp(metadata.xmp),
    ):
        claims.setdefault(claim.program, claim)
    return tuple(claims.values())


def _from_png_text(texts: dict[str, str]) -> Iterator[GeneratorClaim]:
    def claim(program: str, keyword: str) -> GeneratorClaim:
        return GeneratorClaim(program, FoundIn.PNG_TEXT, keyword, _excerpt(texts[keyword]))

    if "fooocus_scheme" in texts and "parameters" in texts:
        yield claim("Fooocus", "parameters")
    elif _SETTINGS.search(texts.get("parameters", "")):
        yield claim("Stable Diffusion web UI", "parameters")
    for keyword in ("prompt", "workflow"):
        if _is_comfyui_graph(texts.get(keyword, "")):
            yield claim("ComfyUI", keyword)
    if _is_swarmui_recipe(texts.get("parameters", "")):
        yield claim("SwarmUI", "parameters")
    for keyword in _INVOKEAI_KEYWORDS:
        if keyword in texts:
            yield claim("InvokeAI", keyword)
    if _DREAM_OPTIONS.search(texts.get("Dream", "")):
        yield claim("InvokeAI", "Dream")
    if texts.get("Software", "").startswith("NovelAI"):
        yield claim("NovelAI", "Comment" if "Comment" in texts else "Software")
    if _MIDJOURNEY_JOB.search(texts.get("Description", "")):
        yield claim("Midjourney", "Description")
    for program in _named(texts.get("Software", "")):
        yield claim(program, "Software")


def _from_exif(exif: dict[int, object]) -> Iterator[GeneratorClaim]:
    def claim(program: str, field: str, words: str) -> GeneratorClaim:
        return GeneratorClaim(program, FoundIn.EXIF, field, _excerpt(words))

    comment = decode_user_comment(exif.get(ExifTags.Base.UserComment))
    software = str(exif.get(ExifTags.Base.Software, ""))
    description = str(exif.get(ExifTags.Base.ImageDescription, ""))
    for program in ("Fooocus", "NovelAI"):
        if software.startswith(program):
            yield claim(program, "UserComment", comment or software)
            break
    else:
        if _SETTINGS.search(comment):
            yield claim("Stable Diffusion web UI", "UserComment", comment)
        elif _is_swarmui_recipe(comment):
            yield claim("SwarmUI", "UserComment", comment)
    for tag in (ExifTags.Base.Model, ExifTags.Base.Make, ExifTags.Base.ImageDescription):
        if is_comfyui_camera_tag(value := str(exif.get(tag, ""))):
            yield claim("ComfyUI", tag.name, value)
    if _MIDJOURNEY_JOB.search(description):
        yield claim("Midjourney", "ImageDescription", description)
    for program in _named(software):
        yield claim(program, "Software", software)


def _from_xmp(packet: bytes | None) -> Iterator[GeneratorClaim]:
    try:
        properties = read_properties(packet or b"")
    except XmpError:
        return
    for description in properties.get(_DESCRIPTION, ()):
        if _MIDJOURNEY_JOB.search(description):
            yield GeneratorClaim("Midjourney", FoundIn.XMP, "description", _excerpt(description))
    for system in properties.get(_AI_SYSTEM, ()):
        if program := one_line(system):
            yield GeneratorClaim(program, FoundIn.XMP, "AISystemUsed", _excerpt(system))
    # Not the history of edits: a photograph retouched with a generator is no generated picture.
    for name in (_CREATOR_TOOL, _CREDIT):
        for words in properties.get(name, ()):
            for program in _named(words):
                field = name.rpartition("}")[2]
                yield GeneratorClaim(program, FoundIn.XMP, field, _excerpt(words))


def _named(words: str) -> Iterator[str]:
    """Return the generators that the name of a program or a credit line speaks of."""
    return (program for program, pattern in _NAMES.items() if pattern.search(words))


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
    graph = _json_object(text)
    return {"nodes", "links"} <= graph.keys() or any(
        isinstance(node, dict) and "class_type" in node for node in graph.values()
    )


def _is_swarmui_recipe(text: str) -> bool:
    return "sui_image_params" in _json_object(text)


def _json_object(text: str) -> dict[str, object]:
    """Return the object that a text is in JSON; an empty one for any other text."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _excerpt(text: str) -> str:
    return one_line(text, EXCERPT_LENGTH)
