import hashlib
import shutil

import pytest
import torch
from safetensors.torch import save_file

from models.generators.data import CLASSES
from models.generators.network import Denoiser
from models.generators.recipe import GeneratorError
from models.generators.tasks import PainterTask, RegeneratorTask
from models.generators.training import shape_of
from models.generators.weights import WEIGHTS, load_network, read_listing

LIMIT_BYTES = 60_000_000


def test_network_survives_the_file_up_to_half_precision(weights):
    network, revision = load_network("painter", weights)
    assert revision == read_listing(weights)["painter"].sha256
    assert network.shape.classes == ("circles", "stripes")
    assert not network.training
    for parameter in network.parameters():
        assert parameter.dtype == torch.float32
        assert torch.equal(parameter, parameter.half().float())


def test_changed_file_is_refused(weights, tmp_path):
    shutil.copytree(weights, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "painter.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(GeneratorError, match="not the file that weights.toml lists"):
        load_network("painter", tmp_path)


def test_foreign_file_is_refused(weights, tmp_path):
    shutil.copytree(weights, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "painter.safetensors"
    listed = read_listing(weights)["painter"].sha256
    save_file({"a": torch.zeros(1)}, path)
    listing = tmp_path / "weights.toml"
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    listing.write_text(listing.read_text().replace(listed, actual))
    with pytest.raises(GeneratorError, match="holds no network of ours"):
        load_network("painter", tmp_path)


def test_folder_without_listing_lists_nothing(tmp_path):
    assert read_listing(tmp_path) == {}


def test_shipped_weights_are_the_listed_ones_and_small():
    entries = read_listing()
    for entry in entries.values():
        assert (WEIGHTS / entry.file).stat().st_size == entry.bytes
    for name in ("painter", "regenerator"):
        assert load_network(name)[1] == entries[name].sha256
    assert sum(entry.bytes for entry in entries.values()) <= LIMIT_BYTES
    files = {path.name for path in WEIGHTS.glob("*.safetensors")}
    assert files == {entry.file for entry in entries.values()}


def test_largest_networks_fit_the_limit_together():
    total = 0
    for task, classes in ((PainterTask, CLASSES), (RegeneratorTask, ())):
        with torch.device("meta"):
            network = Denoiser(shape_of(task, "base", classes))
        total += sum(2 * parameter.numel() for parameter in network.parameters())
    assert total <= LIMIT_BYTES


@pytest.mark.parametrize("content", [b"[painter", b"painter = 1", b"[painter]\nsize = 1", b"\xff"])
def test_a_damaged_listing_is_named(tmp_path, content):
    (tmp_path / "weights.toml").write_bytes(content)
    with pytest.raises(GeneratorError, match=r"weights\.toml is damaged; fetch it again"):
        load_network("painter", tmp_path)
