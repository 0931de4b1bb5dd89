import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from skimage import data

from models import evidence
from models.__main__ import main
from models.analysis import artifacts
from models.batch import map_paths, write_map
from models.image import OWN, UPLOADED
from models.provenance.installed_trust import FOLDER_SETTING, replace_trust_list
from models.provenance.trust_list import TrustList
from tests.models.provenance.conftest import encode, make_authority, sign_picture


@pytest.fixture(autouse=True)
def no_trust_list(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "trust"))


@pytest.fixture
def photograph(tmp_path):
    path = tmp_path / "cat.png"
    Image.fromarray(data.chelsea()[:256, :256]).save(path)
    return path


def analysed(capsys, *arguments: object) -> tuple[int, list[dict]]:
    status = main(["analyse", *map(str, arguments), "--jsonl"])
    printed = capsys.readouterr()
    assert printed.err == ""
    return status, [json.loads(line) for line in printed.out.splitlines()]


def test_analyse_prints_one_object_a_picture(photograph, capsys):
    status, answers = analysed(capsys, photograph, photograph)
    assert status == 0
    assert [answer["path"] for answer in answers] == [str(photograph)] * 2
    for answer in answers:
        assert answer["verdict"] in {"generated", "edited", "inconclusive", "no_sign"}
        assert answer["strength"] in {"none", "weak", "moderate", "strong"}
        scores = {"calibrated_score", "false_alarms", "raw_score"}
        assert scores | {"findings", "provenance"} < set(answer)
        assert 0 < answer["seconds"] < 60
        assert "map" not in answer
    first, second = ({**answer, "seconds": 0} for answer in answers)
    assert first == second


def size_of(path: str) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


HOSTILE = {
    "empty.jpg": b"",
    "text.jpg": b"This is a text, renamed." * 99,
    "cut.jpg": encode("JPEG")[:900],
    "cut.png": encode("PNG")[:5000],
    "cut.webp": encode("WEBP")[:700],
    "large.jpg": b"\xff\xd8\xff" + bytes(OWN.bytes),
    "bomb.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\1\0\0" * 2 + b"\x08\2" + bytes(99),
    "page.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}  # fmt: skip


def test_files_that_cannot_be_examined_get_an_error_and_the_run_goes_on(
    tmp_path, photograph, capsys
):
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    bad = [*(tmp_path / name for name in HOSTILE), tmp_path / "missing.png", tmp_path, "a\0b", ""]
    status, answers = analysed(capsys, *bad, photograph)
    assert status == 1
    *refused, last = answers
    assert len(refused) == len(bad)
    for path, answer in zip(bad, refused, strict=True):
        assert set(answer) == {"path", "error"}
        assert answer["error"].endswith(".")
        assert len(answer["error"]) < 120, path
    assert "error" not in last


def test_a_file_that_would_be_too_large_to_send_is_examined(photograph, tmp_path, capsys):
    large = tmp_path / "large.jpg"
    large.write_bytes(photograph.read_bytes() + bytes(UPLOADED.bytes))
    status, (answer,) = analysed(capsys, large)
    assert status == 0
    assert "verdict" in answer


@pytest.mark.parametrize("name", ["cat.jpg", "cat.txt", "no suffix", "Katze ü 猫.png", "-x.png"])
def test_a_name_changes_nothing(name, photograph, tmp_path, capsys):
    renamed = tmp_path / "other" / name
    renamed.parent.mkdir()
    renamed.write_bytes(photograph.read_bytes())
    _, (first, second) = analysed(capsys, photograph, renamed)
    assert second.pop("path") == str(renamed)
    assert first.pop("path") == str(photograph)
    assert first.pop("seconds") > 0 < second.pop("seconds")
    assert first == second


def test_maps_are_grey_of_the_pictures_size_and_named_after_it(photograph, tmp_path, capsys):
    wide = tmp_path / "wide.jpg"
    picture = Image.fromarray(np.ascontiguousarray(data.coffee()[:200, :300]))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(wide, exif=exif)
    _, answers = analysed(capsys, photograph, wide, "--maps", tmp_path / "new" / "maps")
    for answer, name, size in zip(
        answers, ("cat.png", "wide.png"), ((256, 256), (200, 300)), strict=True
    ):
        path = tmp_path / "new" / "maps" / name
        assert answer["map"] == str(path)
        with Image.open(path) as map:
            assert (map.format, map.mode, map.size) == ("PNG", "L", size)


def test_a_map_is_black_where_nothing_is_and_white_where_it_is_certain(tmp_path):
    write_map(np.array([[0, 0.2, 0.5, 1]], dtype=np.float32), tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as map:
        assert np.asarray(map).tolist() == [[0, 51, 128, 255]]


def test_maps_of_one_name_do_not_overwrite_one_another_nor_a_picture(photograph, tmp_path, capsys):
    twin = tmp_path / "twin" / "cat.jpg"
    twin.parent.mkdir()
    Image.fromarray(data.coffee()[:200, :200]).save(twin)
    before = photograph.read_bytes()
    _, answers = analysed(capsys, photograph, twin, "--maps", tmp_path)
    assert photograph.read_bytes() == before
    names = [answer["map"] for answer in answers]
    assert names == [str(tmp_path / "cat-2.png"), str(tmp_path / "cat-3.png")]
    assert [size_of(name) for name in names] == [(256, 256), (200, 200)]


def test_map_paths_are_all_different_even_where_case_does_not_count(tmp_path):
    pictures = [tmp_path / name for name in ("a.png", "A.jpg", "a.webp", "a-2.jpg", "b/a.jpg")]
    paths = list(map_paths(pictures, tmp_path / "maps"))
    assert len({str(path).lower() for path in paths}) == len(pictures)
    assert paths[0].name == "a.png"


def test_maps_do_not_overwrite_a_picture_that_was_not_named_but_maps_of_before(
    photograph, tmp_path, capsys
):
    folder = tmp_path / "pictures"
    folder.mkdir()
    original = folder / "cat.png"
    original.write_bytes(photograph.read_bytes())
    for _ in range(2):
        _, (answer,) = analysed(capsys, photograph, "--maps", folder)
        assert answer["map"] == str(folder / "cat-2.png")
    assert original.read_bytes() == photograph.read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["cat-2.png", "cat.png"]


def test_a_link_that_leads_to_itself_does_not_stop_the_run(photograph, tmp_path, capsys):
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    status, answers = analysed(capsys, loop, photograph, "--maps", tmp_path / "maps")
    assert (status, ["error" in answer for answer in answers]) == (1, [True, False])


def test_analyse_ends_quietly_where_nobody_reads_on(photograph):
    command = [sys.executable, "-m", "models", "analyse", str(photograph), "--jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.close()
        assert b"Traceback" not in run.stderr.read()


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason=f"there is no {FULL} here")
def test_a_full_disk_is_told_in_one_sentence(photograph):
    command = [sys.executable, "-m", "models", "analyse", str(photograph), "--jsonl"]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["[Errno 28] No space left on device"]


def test_a_map_that_cannot_be_written_does_not_lose_the_record(photograph, tmp_path, capsys):
    # The longest name that there can be, and no place for it beside the picture itself.
    long = tmp_path / f"{'n' * 251}.png"
    long.write_bytes(photograph.read_bytes())
    _, (whole,) = analysed(capsys, long)
    status, (first, second) = analysed(capsys, long, photograph, "--maps", tmp_path)
    assert status == 1
    assert "could not be written: File name too long" in first.pop("map_error")
    assert first.pop("seconds") > 0 < whole.pop("seconds")
    assert first == whole
    assert size_of(second["map"]) == (256, 256)
    assert "map_error" not in second


def test_a_report_tells_that_its_map_could_not_be_written(photograph, tmp_path, capsys):
    long = tmp_path / f"{'n' * 251}.png"
    long.write_bytes(photograph.read_bytes())
    assert main(["analyse", str(long), "--maps", str(tmp_path)]) == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert "What the pixels show:" in printed
    assert printed.endswith("could not be written: File name too long.")


def test_a_full_folder_leaves_no_half_map(photograph, tmp_path):
    maps = tmp_path / "maps"
    # No file may grow beyond one block, as on a disk that is nearly full.
    command = f"ulimit -f 1; exec {sys.executable} -m models analyse {photograph} --jsonl"
    done = subprocess.run(
        ["sh", "-c", f"{command} --maps {maps} | cat"], capture_output=True, text=True
    )
    answer = json.loads(done.stdout)
    assert "could not be written: File too large" in answer["map_error"]
    assert {"verdict", "findings", "provenance"} < set(answer)
    assert list(maps.iterdir()) == []


def test_a_terminal_without_the_letters_is_no_fault(photograph, tmp_path):
    exif = Image.Exif()
    exif[0x0110] = "Kamera ü 猫"
    path = tmp_path / "Katze ü 猫.png"
    Image.fromarray(data.chelsea()[:64, :64]).save(path, exif=exif)
    done = subprocess.run(
        [sys.executable, "-m", "models", "analyse", str(path)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Kamera ? ?" in done.stdout


def test_maps_need_a_folder(photograph, capsys):
    assert main(["analyse", str(photograph), "--jsonl", "--maps", str(photograph)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Name another folder." in printed.err


def test_analyse_uses_the_installed_trust_list(tmp_path, capsys):
    authority = make_authority("Example Root")
    path = tmp_path / "signed.jpg"
    path.write_bytes(sign_picture(encode("JPEG"), authority))
    _, (before,) = analysed(capsys, path)
    replace_trust_list(TrustList(authority.pem))
    _, (after,) = analysed(capsys, path)
    states = [answer["provenance"]["credential"] for answer in (before, after)]
    assert states == ["valid-unknown-signer", "trusted"]


def test_a_fault_of_one_artifact_does_not_end_the_run(tmp_path, photograph, capsys, monkeypatch):
    folder = tmp_path / "artifacts"
    folder.mkdir()
    module = 'FAMILY = "faulty"\ndef examine(image):\n    return 1 / (image.width - 200)\n'
    (folder / "faulty.py").write_text(module)
    monkeypatch.setattr(evidence, "__path__", [*evidence.__path__, str(folder)])
    assert "faulty" in artifacts()
    narrow = tmp_path / "narrow.png"
    Image.fromarray(data.coffee()[:200, :200]).save(narrow)
    assert main(["analyse", str(narrow), str(tmp_path / "x"), "--jsonl"]) == 1
    printed = capsys.readouterr()
    first, second = map(json.loads, printed.out.splitlines())
    assert "a fault in this program" in first["error"]
    assert "There is no such file" in second["error"]
    assert "ZeroDivisionError" in printed.err


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda weights: (weights / "detector.safetensors").unlink(), "has no weights; train it"),
        (lambda weights: (weights / "weights.toml").write_text("?"), "is damaged; fetch it again."),
    ],
)
def test_weights_that_cannot_be_used_are_one_sentence(spoil, sentence, photograph, tmp_path):
    root = Path(evidence.__file__).parents[2]
    shutil.copytree(root / "models", tmp_path / "copy" / "models")
    spoil(tmp_path / "copy" / "models" / "weights")
    done = subprocess.run(
        [sys.executable, "-m", "models", "analyse", photograph, "--jsonl"],
        capture_output=True,
        cwd=tmp_path / "copy",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "copy")},
        text=True,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert sentence in json.loads(done.stdout)["error"]


def test_text_report_starts_with_the_conclusion_and_holds_no_control_characters(
    tmp_path, photograph, capsys
):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("parameters", "\x1b[2J\u202eevil Steps: 20, Seed: 1")
    path = tmp_path / "noted.png"
    Image.fromarray(data.coffee()[:200, :200]).save(path, pnginfo=notes)
    assert main(["analyse", str(path), str(tmp_path / "missing.png")]) == 1
    printed = capsys.readouterr().out
    name, conclusion, *rest = printed.splitlines()
    assert name == str(path)
    assert conclusion.strip().startswith("The file says a computer made it.")
    assert "There is no such file. Check its name." in printed
    assert all(sign.isprintable() for line in rest for sign in line)
    assert max(map(len, rest)) <= 100


def test_answers_come_one_by_one_and_errors_are_no_noise(photograph, tmp_path):
    # Of 90 million pixels, and with notes that are cut off: Pillow would warn of both.
    large, cut = tmp_path / "large.png", tmp_path / "cut.jpg"
    Image.new("1", (10_000, 9000)).save(large)
    exif = Image.Exif()
    exif[0x0110] = "Kamera"
    Image.open(photograph).save(cut, exif=exif.tobytes()[:-8])
    files = [photograph, tmp_path, large, cut]
    command = [sys.executable, "-m", "models", "analyse", *files, "--jsonl"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    answers = [len(json.loads(line)) > 2 for line in done.stdout.splitlines()]
    assert answers == [True, False, False, True]
