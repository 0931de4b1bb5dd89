import json
import shutil

import diffusers
import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file

from models.generators import GeneratorError, Recipe, generate
from models.generators.hub import folder_revision

KINDS = ["text-to-image", "image-to-image", "inpainting"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def _tokenizer(folder):
    """A tokenizer that spells every word out in letters."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{one}</w>" for one in letters)]
    (folder / "vocab.json").write_text(json.dumps({word: k for k, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=16
    )


def _components(folder):
    torch.manual_seed(0)
    tokenizer = _tokenizer(folder)
    return {
        "tokenizer": tokenizer,
        "text_encoder": transformers.CLIPTextModel(
            transformers.CLIPTextConfig(
                vocab_size=len(tokenizer), hidden_size=16, intermediate_size=16,
                num_hidden_layers=1, num_attention_heads=2, max_position_embeddings=16,
            )
        ),
        "unet": diffusers.UNet2DConditionModel(
            sample_size=8, block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=8,
            cross_attention_dim=16, attention_head_dim=2,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        ),
        "vae": diffusers.AutoencoderKL(
            block_out_channels=(8, 8, 8, 8), norm_num_groups=4, latent_channels=4,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        ),
        "scheduler": diffusers.DDIMScheduler(clip_sample=False, steps_offset=1),
        "safety_checker": None,
        "feature_extractor": None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def pipelines(tmp_path_factory):
    """A folder with a tiny pipeline of each kind, of random weights."""
    folder = tmp_path_factory.mktemp("pipelines")
    classes = [
        diffusers.StableDiffusionPipeline,
        diffusers.StableDiffusionImg2ImgPipeline,
        diffusers.StableDiffusionInpaintPipeline,
    ]
    for kind, pipeline in zip(KINDS, classes, strict=True):
        made = pipeline(**_components(folder), requires_safety_checker=False)
        made.save_pretrained(folder / kind, safe_serialization=True)
    return folder


def _recipe(pipelines, kind, **settings):
    source = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    mask = np.zeros((48, 64), dtype=bool)
    mask[8:40, 16:48] = True
    extra = {
        "text-to-image": {"size": (64, 48)},
        "image-to-image": {"source": source},
        "inpainting": {"source": source, "mask": mask},
    }[kind]
    settings = {"prompt": "a red hat", "steps": 4} | extra | settings
    return Recipe(str(pipelines / kind), **settings)


@pytest.mark.parametrize("kind", KINDS)
def test_pipeline_runs_from_a_folder_and_repeats_itself(pipelines, kind):
    made = generate(_recipe(pipelines, kind))
    assert made.pixels.shape == (48, 64, 3)
    assert made.pixels.dtype == np.uint8
    assert made.recipe.revision == folder_revision(pipelines / kind)
    again = Recipe.from_json(
        made.recipe.to_json(), made.recipe.source, made.recipe.mask, pipelines / kind
    )
    assert generate(again).pixels.tobytes() == made.pixels.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [{"seed": 1}, {"prompt": "zebra"}])
def test_seed_and_prompt_change_the_picture(pipelines, kind, change):
    one = generate(_recipe(pipelines, kind)).pixels
    assert not np.array_equal(one, generate(_recipe(pipelines, kind, **change)).pixels)


def test_inpainting_leaves_the_rest_untouched(pipelines):
    recipe = _recipe(pipelines, "inpainting")
    changed = (generate(recipe).pixels != recipe.source).any(axis=2)
    assert not changed[~recipe.mask].any()
    assert changed[recipe.mask].mean() > 0.9


@pytest.mark.parametrize(("kind", "total"), [("text-to-image", 4), ("image-to-image", 2)])
def test_progress_reaches_the_total(pipelines, kind, total):
    seen = []
    generate(_recipe(pipelines, kind), progress=lambda *counts: seen.append(counts))
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_changed_folder_has_another_revision(pipelines, tmp_path):
    (tmp_path / "a.txt").write_text("one")
    before = folder_revision(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert folder_revision(tmp_path) != before


def test_weights_that_may_hold_code_are_refused(pipelines, tmp_path):
    made = diffusers.StableDiffusionPipeline.from_pretrained(
        pipelines / "text-to-image", local_files_only=True
    )
    made.save_pretrained(tmp_path / "pickled", safe_serialization=False)
    with pytest.raises(GeneratorError, match="weights as safetensors"):
        generate(Recipe(str(tmp_path / "pickled"), prompt="a"))


def test_code_in_a_folder_is_never_run(tmp_path):
    folder = tmp_path / "clever"
    folder.mkdir()
    trace = tmp_path / "trace"
    code = f"open({str(trace)!r}, 'w').close()\nclass CleverPipeline: pass\n"
    (folder / "pipeline.py").write_text(code)
    (folder / "clever.py").write_text(code)
    # Where the library looks for the code of a part.
    (folder / "unet").mkdir()
    (folder / "unet" / "clever.py").write_text(code)
    (folder / "unet" / "config.json").write_text("{}")
    index = {"_class_name": ["pipeline", "CleverPipeline"], "_diffusers_version": "0.30.0"}
    for class_name in (index["_class_name"], "StableDiffusionPipeline"):
        record = index | {"_class_name": class_name, "unet": ["clever", "CleverPipeline"]}
        (folder / "model_index.json").write_text(json.dumps(record))
        with pytest.raises(GeneratorError, match="without code of its own"):
            generate(Recipe(str(folder), prompt="a"))
    assert not trace.exists()


@pytest.mark.parametrize(
    ("model", "settings", "sentence"),
    [
        ("text-to-image", {"prompt": None}, "Give a prompt"),
        ("text-to-image", {"size": (60, 48)}, "60 x 48 pixels will not do"),
        ("text-to-image", {"size": (0, 48)}, "0 x 48 pixels will not do"),
        ("text-to-image", {"revision": COMMIT}, "not those of the recipe"),
        ("text-to-image", {"strength": 0.5}, "no use for 'strength'"),
        ("text-to-image", {"class_name": "hat"}, "no use for 'class_name'"),
        ("image-to-image", {"source": np.zeros((50, 64, 3), np.uint8)}, "64 x 50 pixels"),
        ("image-to-image", {"strength": 0.0}, "Give a strength up to 1"),
        ("image-to-image", {"strength": 0.1}, "at least one step"),
    ],
)
def test_hub_refuses_what_cannot_be_made(pipelines, model, settings, sentence):
    with pytest.raises(GeneratorError, match=sentence):
        generate(_recipe(pipelines, model, **settings))


@pytest.mark.parametrize(
    ("model", "revision", "sentence"),
    [
        ("someone/something", None, "Give the commit of someone/something"),
        ("someone/something", "main", "a branch may change"),
        ("no/such/folder", None, "no folder 'no/such/folder'"),
        ("painting", None, "no folder 'painting'"),
    ],
)
def test_repository_needs_a_name_and_a_commit(model, revision, sentence):
    with pytest.raises(GeneratorError, match=sentence):
        generate(Recipe(model, revision, prompt="a hat"))


def test_empty_folder_is_named(tmp_path):
    with pytest.raises(GeneratorError, match="must hold a diffusers pipeline"):
        generate(Recipe(str(tmp_path), prompt="a hat"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model_index.json", b"[]"),
        ("model_index.json", b"{}"),
        ("text_encoder/model.safetensors", None),
        ("unet/diffusion_pytorch_model.safetensors", None),
        ("unet/config.json", b"{}"),
    ],
)
def test_damaged_folder_is_named(pipelines, tmp_path, name, content):
    folder = tmp_path / "spoilt"
    shutil.copytree(pipelines / "text-to-image", folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:500] if content is None else content)
    with pytest.raises(GeneratorError, match="spoilt cannot be used: it must hold a diffusers"):
        generate(Recipe(str(folder), prompt="a hat"))


@pytest.mark.parametrize("kept", [(), ("tokenizer_config.json",), ("tokenizer.json",)])
def test_tokenizer_without_its_files_is_named(pipelines, tmp_path, kept):
    folder = tmp_path / "wordless"
    shutil.copytree(pipelines / "text-to-image", folder)
    for file in (folder / "tokenizer").iterdir():
        if file.name not in kept:
            file.unlink()
    with pytest.raises(GeneratorError, match="wordless cannot be used: files of its tokenizer"):
        generate(Recipe(str(folder), prompt="a hat"))


@pytest.mark.parametrize(
    ("component", "pickle"),
    [
        ("text_encoder", "pytorch_model.bin"),
        ("unet", "diffusion_pytorch_model.bin"),
        ("vae", "diffusion_pytorch_model.bin"),
    ],
)
def test_no_single_part_may_hold_code_either(pipelines, tmp_path, component, pickle):
    folder = tmp_path / "mixed"
    shutil.copytree(pipelines / "text-to-image", folder)
    (weights,) = (folder / component).glob("*.safetensors")
    torch.save(load_file(weights), folder / component / pickle)
    weights.unlink()
    with pytest.raises(GeneratorError, match="weights as safetensors"):
        generate(Recipe(str(folder), prompt="a hat"))
