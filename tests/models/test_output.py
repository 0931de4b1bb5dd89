"""Commands whose output nobody takes."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

MODELS, DETECTORS = ([sys.executable, "-m", name] for name in ("models", "models.detectors"))
COMMANDS = [
    [*MODELS, "analyse", "cat.png"],
    [*MODELS, "trust", "list"],
    [*MODELS, "--help"],
    [*DETECTORS, "train", "--help"],
]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to run commands in, with a picture."""
    Image.fromarray(data.chelsea()[:128, :128]).save(tmp_path / "cat.png")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # Where it is set, argparse meets the broken pipe itself, and passes over it.
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_who_left_ends_a_command_without_a_word(folder, command):
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 1


@pytest.mark.parametrize("command", COMMANDS[:2])
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_closed_output_is_no_fault(folder, command, closed):
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    done = subprocess.run([*shell, *command], cwd=folder, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_printed_to_closed_output_lands_in_no_picture(folder):
    command = [*MODELS, "analyse", "cat.png", "--maps", "maps"]
    subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], cwd=folder, check=True)
    with Image.open(folder / "maps" / "cat.png") as map:
        map.load()
        assert map.size == (128, 128)
