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
GRAPH = json.dumps({"3": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20}}})
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
        {"prompt": "Describe your holiday"},
        {"prompt": '{"question": "where was it?"}'},
        {"workflow": "[1, 2]"},
        {"workflow": "[" * 5000},
        {"Software": "Example Photo Editor", "Comment": "on the beach"},
    ],
)
def test_ordinary_text_is_not_taken_for_a_recipe(texts):
    assert read_generator_claims(EmbeddedMetadata(texts=texts)) == ()


@given(st.text(min_size=EXCERPT_LENGTH))
def test_excerpt_is_short_and_on_one_line(prompt):
    metadata = EmbeddedMetadata(texts={"parameters": f"{prompt} Steps: 20"})
    (claim,) = read_generator_claims(metadata)
    assert len(claim.excerpt) <= EXCERPT_LENGTH
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


@pytest.mark.skipif(not COMFYUI.is_dir(), reason=f"no ComfyUI pictures in {COMFYUI}")
@pytest.mark.parametrize(
    ("name", "found_in", "field"),
    [
        ("flux_flux_schnell_example.png", FoundIn.PNG_TEXT, "prompt"),
        ("ltxv_ltxv_image_to_video.0.9.5.webp", FoundIn.EXIF, "Model"),
    ],
)
def test_claims_are_found_in_files_that_comfyui_wrote(name, found_in, field):
    (claim,) = read_generator_claims(read_metadata((COMFYUI / name).read_bytes()))
    assert (claim.program, claim.found_in, claim.field) == ("ComfyUI", found_in, field)
