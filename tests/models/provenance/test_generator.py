import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from models.provenance.generator import (
    EXCERPT_LENGTH,
    FoundIn,
    GeneratorClaim,
    decode_user_comment,
    read_generator_claims,
)
from models.provenance.metadata import EmbeddedMetadata, read_metadata

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[4] / "shared"))
COMFYUI = SHARED / "images" / "generated" / "comfyui"

RECIPE = "a red boat\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"
MIDJOURNEY = "a red boat --ar 2:1 --v 6 Job ID: a7421d2f-b262-44f9-977c-ac23e9c7d3e3"
GRAPH = json.dumps({"3": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20}}})
SWARMUI = json.dumps({"sui_image_params": {"prompt": "a red boat", "seed": 1, "steps": 20}})
WORKFLOW = json.dumps({"last_node_id": 9, "nodes": [], "links": []})


@pytest.mark.parametrize(
    ("texts", "program", "field"),
    [
        ({"parameters": RECIPE}, "Stable Diffusion web UI", "parameters"),
        ({"prompt": GRAPH, "workflow": WORKFLOW}, "ComfyUI", "prompt"),
        ({"workflow": WORKFLOW}, "ComfyUI", "workflow"),
        ({"invokeai_metadata": '{"seed": 1}'}, "InvokeAI", "invokeai_metadata"),
        ({"sd-metadata": '{"model": "x"}'}, "InvokeAI", "sd-metadata"),
        ({"Dream": '"a boat" -s 50'}, "InvokeAI", "Dream"),
        ({"Software": "NovelAI", "Comment": '{"steps": 28}'}, "NovelAI", "Comment"),
        ({"invokeai_workflow": '{"nodes": []}'}, "InvokeAI", "invokeai_workflow"),
        (
            {
                "Title": "NovelAI generated image",
                "Description": "a boat",
                "Software": "NovelAI",
                "Source": "NovelAI Diffusion V4.5 4BDE2A90",
                "Comment": '{"steps": 28, "seed": 1}',
            },
            "NovelAI",
            "Comment",
        ),
        ({"parameters": SWARMUI}, "SwarmUI", "parameters"),
        ({"Description": MIDJOURNEY, "Author": "somebody"}, "Midjourney", "Description"),
        ({"Software": "OpenAI DALL-E 3"}, "DALL·E", "Software"),
        ({"fooocus_scheme": "fooocus", "parameters": "{}"}, "Fooocus", "parameters"),
        ({"fooocus_scheme": "a1111", "parameters": RECIPE}, "Fooocus", "parameters"),
    ],
)
def test_claims_name_the_program_behind_png_text(texts, program, field, encode_picture):
    notes = PngImagePlugin.PngInfo()
    for keyword, value in texts.items():
        notes.add_text(keyword, value)
    claims = read_generator_claims(read_metadata(encode_picture("PNG", pnginfo=notes)))
    excerpt = " ".join(texts[field].split())
    assert claims == (GeneratorClaim(program, FoundIn.PNG_TEXT, field, excerpt),)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("properties", "program", "field"),
    [
        ('xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Adobe Firefly"',
         "Adobe Firefly", "CreatorTool"),
        ('xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="DALL·E 3"',
         "DALL·E", "CreatorTool"),
        ('xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ext:AISystemUsed="Some Model 3"',
         "Some Model 3", "AISystemUsed"),
        ('xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
         'photoshop:Credit="Made with Google AI"', "Google AI", "Credit"),
        (f'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:description="{MIDJOURNEY}"',
         "Midjourney", "description"),
    ],
)  # fmt: skip
def test_claims_name_the_program_behind_an_xmp_packet(
    properties, program, field, format, encode_picture
):
    packet = f"<x {properties}/>".encode()
    options = {"xmp": packet}
    if format == "PNG":
        options = {"pnginfo": PngImagePlugin.PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", packet.decode())
    (claim,) = read_generator_claims(read_metadata(encode_picture(format, **options)))
    assert (claim.program, claim.found_in, claim.field) == (program, FoundIn.XMP, field)


@pytest.mark.parametrize(
    "credit", ["Photo: A. Dalle", "ERIC DALLE/AGENCY", "Edited with Google AI", "Firefly Images"]
)
def test_claims_leave_out_the_names_of_people_and_of_retouching(credit):
    packet = f'<x xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Credit="{credit}"/>'
    assert read_generator_claims(EmbeddedMetadata(xmp=packet.encode())) == ()


@pytest.mark.parametrize("name", ["DALL-E 3", "DALL·E", "dall-e", "Dall·E 2", "DALLE3", "DALL E 2"])
def test_claims_know_each_spelling_of_a_name(name):
    (claim,) = read_generator_claims(EmbeddedMetadata(texts={"Software": f"OpenAI {name}"}))
    assert claim.program == "DALL·E"


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_claims_find_what_swarmui_writes_into_camera_tags(format, encode_picture):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\0\0\0" + SWARMUI.encode()
    (claim,) = read_generator_claims(read_metadata(encode_picture(format, exif=exif)))
    assert claim == GeneratorClaim("SwarmUI", FoundIn.EXIF, "UserComment", SWARMUI)


@pytest.mark.parametrize(
    "comment", ["My day: Steps: 10432, Distance: 7 km", "Steps: 1. Heat the oven", '{"seed": 1}']
)
def test_ordinary_comments_of_a_camera_are_not_taken_for_a_recipe(comment, encode_picture):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\0\0\0" + comment.encode()
    assert read_generator_claims(read_metadata(encode_picture("JPEG", exif=exif))) == ()


def test_claims_leave_out_a_photograph_that_a_generator_retouched():
    history = """<x:xmpmeta xmlns:x="adobe:ns:meta/"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
      xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#">
      <rdf:Description xmp:CreatorTool="Adobe Photoshop 25.0"><xmpMM:History><rdf:Seq>
      <rdf:li stEvt:softwareAgent="Adobe Firefly"/></rdf:Seq></xmpMM:History></rdf:Description>
      </x:xmpmeta>"""
    assert read_generator_claims(EmbeddedMetadata(xmp=history.encode())) == ()


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
@pytest.mark.parametrize("is_json", [True, False])
def test_claims_find_what_fooocus_writes_into_camera_tags(is_json, format, encode_picture):
    recipe = '{"prompt": "a red boat", "seed": "1"}' if is_json else RECIPE
    exif = Image.Exif()
    exif[ExifTags.Base.UserComment] = recipe
    exif[ExifTags.Base.Software] = "Fooocus v2.5.5"
    exif[ExifTags.Base.MakerNote] = "fooocus" if is_json else "a1111"
    (claim,) = read_generator_claims(read_metadata(encode_picture(format, exif=exif)))
    excerpt = " ".join(recipe.split())
    assert claim == GeneratorClaim("Fooocus", FoundIn.EXIF, "UserComment", excerpt)


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("software", "program"),
    [
        ("", "Stable Diffusion web UI"),
        ("Fooocus v2.5.5", "Fooocus"),
        ("NovelAI Diffusion V4", "NovelAI"),
    ],
)
def test_claims_name_the_program_behind_an_exif_comment(software, program, format, encode_picture):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"UNICODE\0" + RECIPE.encode(
        "utf-16-be"
    )
    if software:
        exif[ExifTags.Base.Software] = software
    claims = read_generator_claims(read_metadata(encode_picture(format, exif=exif)))
    excerpt = " ".join(RECIPE.split())
    assert claims == (GeneratorClaim(program, FoundIn.EXIF, "UserComment", excerpt),)


def test_claims_find_the_graph_that_comfyui_puts_into_camera_tags(encode_picture):
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = f"prompt:{GRAPH}"
    exif[ExifTags.Base.Make] = f"workflow:{WORKFLOW}"
    claims = read_generator_claims(read_metadata(encode_picture("WEBP", exif=exif)))
    assert claims == (GeneratorClaim("ComfyUI", FoundIn.EXIF, "Model", f"prompt:{GRAPH}"),)


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"parameters": "f/8, 1/250 s"},
        {"parameters": "Steps: 10432"},
        {"parameters": "Steps: 4, walked today\nSeed: sunflower"},
        {"parameters": '{"steps": 20}'},
        {"Dream": "I had one last night"},
        {"workflow": '{"nodes": ["draft", "print"], "edges": []}'},
        {"prompt": "Describe your holiday"},
        {"prompt": '{"question": "where was it?"}'},
        {"workflow": "[1, 2]"},
        {"workflow": "[" * 5000},
        {"Software": "Example Photo Editor", "Comment": "on the beach"},
        {"Description": "My Job ID: 17", "Software": "Firefly 8SE camera"},
        {"Description": "The dalle river, midjourney", "Comment": "made with ChatGPT"},
    ],
)
def test_ordinary_text_is_not_taken_for_a_recipe(texts):
    assert read_generator_claims(EmbeddedMetadata(texts=texts)) == ()


@given(st.text(min_size=EXCERPT_LENGTH))
def test_excerpt_is_short_and_on_one_line(prompt):
    metadata = EmbeddedMetadata(texts={"parameters": f"{prompt} Steps: 20, Seed: 1"})
    (claim,) = read_generator_claims(metadata)
    assert len(claim.excerpt) <= EXCERPT_LENGTH
    assert claim.excerpt.isprintable()
    assert len(claim.excerpt.splitlines()) == 1


@pytest.mark.parametrize(
    "stored",
    [
        b"ASCII\0\0\0Steps: 20",
        b"UNICODE\0" + "Steps: 20".encode("utf-16-be"),
        b"UNICODE\0" + "Steps: 20".encode("utf-16-le"),
        b"\0" * 8 + b"Steps: 20\0\0",
        "Steps: 20",
    ],
)
def test_decode_user_comment_reads_every_character_code(stored):
    assert decode_user_comment(stored) == "Steps: 20"


@given(st.binary() | st.none() | st.integers())
def test_decode_user_comment_never_fails(noise):
    assert isinstance(decode_user_comment(noise), str)


WHOLE_FILES = sorted(
    path for path in COMFYUI.glob("*.*") if path.suffix in {".png", ".webp"}
    and not path.stem.endswith("_crop")
)  # fmt: skip


@pytest.mark.skipif(not WHOLE_FILES, reason=f"no ComfyUI pictures in {COMFYUI}")
def test_claims_are_found_in_every_file_that_comfyui_wrote():
    found = {}
    for path in WHOLE_FILES:
        (claim,) = read_generator_claims(read_metadata(path.read_bytes()))
        found[path.suffix] = (claim.program, claim.found_in, claim.field)
    assert found == {
        ".png": ("ComfyUI", FoundIn.PNG_TEXT, "prompt"),
        ".webp": ("ComfyUI", FoundIn.EXIF, "Model"),
    }


REAL = SHARED / "images" / "real"


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no photographs in {REAL}")
def test_no_real_photograph_is_said_to_come_from_a_generator():
    with_notes = 0
    for path in sorted([*REAL.glob("camera-metadata/*.*"), *REAL.glob("landscapes/*.*"),
                        *REAL.glob("portraits/*.*")]):  # fmt: skip
        metadata = read_metadata(path.read_bytes())
        with_notes += bool(metadata.exif or metadata.xmp)
        assert read_generator_claims(metadata) == (), path
    assert with_notes >= 30


@pytest.mark.parametrize(
    ("tag", "words", "program"),
    [
        (ExifTags.Base.ImageDescription, f"Workflow:{WORKFLOW}", "ComfyUI"),
        (ExifTags.Base.ImageDescription, MIDJOURNEY, "Midjourney"),
        (ExifTags.Base.Software, "ChatGPT", "ChatGPT"),
        (ExifTags.Base.Software, "gpt-image-1", "ChatGPT"),
        (ExifTags.Base.Software, "GPT-4o", "ChatGPT"),
        (ExifTags.Base.Software, "Stable Diffusion 3.5", "Stable Diffusion"),
        (ExifTags.Base.Software, "Adobe Firefly", "Adobe Firefly"),
        (ExifTags.Base.Software, "Midjourney", "Midjourney"),
    ],
)
def test_claims_name_the_program_behind_a_camera_tag(tag, words, program, encode_picture):
    exif = Image.Exif()
    exif[tag] = words
    (claim,) = read_generator_claims(read_metadata(encode_picture("JPEG", exif=exif)))
    assert claim == GeneratorClaim(program, FoundIn.EXIF, tag.name, words)


@pytest.mark.parametrize(
    "software",
    ["HDR+ 1.0.540104767zdh", "S928BXXU1AXB5", "17.4.1", "Adobe Photoshop 25.0 (Windows)",
     "Adobe Photoshop Lightroom Classic 13.2", "Firefly 8SE", "Diffusion Pro 2"],
)  # fmt: skip
def test_programs_of_phones_and_editors_are_no_generators(software, encode_picture):
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = software
    assert read_generator_claims(read_metadata(encode_picture("JPEG", exif=exif))) == ()
