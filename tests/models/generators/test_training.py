import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.generators import GeneratorError, Recipe, generate
from models.generators.data import TrainingPictures
from models.generators.tasks import PainterTask, RegeneratorTask
from models.generators.training import (
    CHECKPOINT,
    TrainingPlan,
    indices_at,
    learning_rate_at,
    train,
)
from models.generators.weights import read_listing, ship

PLAN = TrainingPlan("tiny", steps=6, batch=4, checkpoint_every=3)


class PowerCut(Exception):
    """The run ends here, whatever it was doing."""


def _pictures(names, px=32):
    """Dark pictures of the first class, bright ones of the second, each with a soft gradient."""
    ramp = np.linspace(0, 60, px)[:, None, None] + np.zeros((px, px, 3))
    pixels = np.stack([ramp + 20 + 120 * (number % 2) for number in range(10)])
    classes = np.arange(10) % max(1, len(names))
    return TrainingPictures(pixels.astype(np.uint8), classes, names, ("kodak",))


@pytest.fixture(params=["painter", "regenerator"])
def task(request):
    if request.param == "painter":
        return PainterTask(_pictures(("dark", "bright"), 64))
    return RegeneratorTask(_pictures(()))


def _train(task, plan, folder, **settings):
    return train(task, plan, folder, **settings)


def _state(folder):
    return torch.load(folder / CHECKPOINT, weights_only=True)


def _assert_equal(one, other):
    assert type(one) is type(other)
    if isinstance(one, torch.Tensor):
        assert torch.equal(one, other)
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            _assert_equal(one[key], other[key])
    elif isinstance(one, list):
        for left, right in zip(one, other, strict=True):
            _assert_equal(left, right)
    else:
        assert one == other


def test_resumed_run_equals_an_uninterrupted_one(task, tmp_path):
    _train(task, PLAN, tmp_path / "whole")

    def cut(step, loss):
        if step == 5:
            raise PowerCut

    with pytest.raises(PowerCut):
        _train(task, PLAN, tmp_path / "cut", after_step=cut)
    assert _state(tmp_path / "cut")["step"] == 3
    # What other code did with random numbers in between must not matter.
    torch.manual_seed(123)
    _train(task, PLAN, tmp_path / "cut", resume=True)
    _assert_equal(_state(tmp_path / "cut"), _state(tmp_path / "whole"))
    one, other = (
        read_listing(tmp_path / run / "weights")[task.name].sha256 for run in ("whole", "cut")
    )
    assert one == other


def test_other_seed_gives_another_run(task, tmp_path):
    _train(task, PLAN, tmp_path / "one")
    _train(task, replace(PLAN, seed=1), tmp_path / "other")
    assert _state(tmp_path / "one")["losses"] != _state(tmp_path / "other")["losses"]


def test_training_leaves_global_random_numbers_alone(task, tmp_path):
    torch.manual_seed(1)
    _train(task, replace(PLAN, steps=1), tmp_path)
    after = torch.rand(1)
    torch.manual_seed(1)
    assert torch.equal(torch.rand(1), after)


@pytest.mark.slow
def test_loss_falls(task, tmp_path):
    _train(task, TrainingPlan("tiny", 120, 8, 2e-3, checkpoint_every=120), tmp_path)
    losses = _state(tmp_path)["losses"]
    assert np.mean(losses[-20:]) < 0.6 * np.mean(losses[:20])


@pytest.mark.slow
def test_painter_learns_its_classes(tmp_path):
    task = PainterTask(_pictures(("dark", "bright"), 64))
    plan = TrainingPlan("tiny", 300, 8, 2e-3, ema_decay=0.98, checkpoint_every=300)
    _train(task, plan, tmp_path)
    dark, bright = (
        generate(Recipe("painter", class_name=name), weights=tmp_path / "weights").pixels.mean()
        for name in ("dark", "bright")
    )
    assert dark + 40 < bright


def test_run_leaves_sheet_curve_and_listing(task, tmp_path):
    _train(task, PLAN, tmp_path)
    px = task.pictures.pixels.shape[1]
    rows = len(task.pictures.names) or 3
    with Image.open(tmp_path / "samples.png") as sheet:
        assert sheet.size == (8 * px, rows * px)
    page = (tmp_path / "loss.html").read_text(encoding="utf-8")
    assert "Plotly.newPlot" in page
    assert 'src="http' not in page
    entry = read_listing(tmp_path / "weights")[task.name]
    assert (entry.steps, entry.pictures_seen, entry.data) == (6, 24, "kodak (unrestricted use)")


def test_averaged_weights_lag_behind(task, tmp_path):
    averaged = _train(task, PLAN, tmp_path)
    latest = _state(tmp_path)["network"]
    distances = [
        (parameter - latest[name]).abs().max().item()
        for name, parameter in averaged.named_parameters()
    ]
    assert max(distances) > 0
    assert not averaged.training


def test_minutes_end_a_run_with_a_checkpoint(task, tmp_path):
    _train(task, replace(PLAN, minutes=0), tmp_path)
    assert _state(tmp_path)["step"] == 1


def test_resume_without_checkpoint_starts_from_finished_weights(task, tmp_path):
    _train(task, PLAN, tmp_path / "first")
    finished = tmp_path / "finished"
    ship(task.name, tmp_path / "first/weights", finished)
    plan = replace(PLAN, steps=1, learning_rate=0.0)
    _train(task, plan, tmp_path / "second", resume=True, weights=finished)
    first, second = (
        read_listing(folder)[task.name] for folder in (finished, tmp_path / "second/weights")
    )
    assert second.sha256 == first.sha256
    assert (second.steps, second.pictures_seen) == (first.steps + 1, first.pictures_seen + 4)


def test_run_is_not_overwritten(task, tmp_path):
    _train(task, replace(PLAN, steps=1), tmp_path)
    with pytest.raises(GeneratorError, match="holds a run already; add --resume"):
        _train(task, PLAN, tmp_path)


def test_resume_refuses_other_classes(tmp_path):
    _train(PainterTask(_pictures(("dark", "bright"))), replace(PLAN, steps=1), tmp_path)
    with pytest.raises(GeneratorError, match="another size or with other classes"):
        _train(PainterTask(_pictures(("dark",))), PLAN, tmp_path, resume=True)


@pytest.mark.parametrize("shipped", [True, False])
def test_resume_refuses_classes_that_changed_places(tmp_path, shipped):
    first, weights = tmp_path / "first", tmp_path / "weights"
    _train(PainterTask(_pictures(("dark", "bright"))), replace(PLAN, steps=1), first)
    ship("painter", first / "weights", weights)
    folder = tmp_path / "second" if shipped else first
    with pytest.raises(GeneratorError, match="the classes in the same order"):
        _train(
            PainterTask(_pictures(("bright", "dark"))), PLAN, folder, resume=True, weights=weights
        )


@pytest.mark.parametrize("shipped", [True, False])
def test_resume_with_other_pictures_forgets_none(task, tmp_path, shipped):
    first, weights = tmp_path / "first", tmp_path / "weights"
    _train(task, replace(PLAN, steps=1), first)
    ship(task.name, first / "weights", weights)
    other = replace(task, pictures=replace(task.pictures, sets=("birds", "kodak")))
    folder = tmp_path / "second" if shipped else first
    _train(other, replace(PLAN, steps=2), folder, resume=True, weights=weights)
    (entry,) = read_listing(folder / "weights").values()
    assert entry.data == "kodak (unrestricted use), birds (CC0-1.0)"


def test_resume_goes_on_from_a_checkpoint_of_an_earlier_version(task, tmp_path):
    _train(task, replace(PLAN, steps=1), tmp_path)
    state = _state(tmp_path)
    del state["data"], state["classes"]
    torch.save(state, tmp_path / CHECKPOINT)
    _train(task, replace(PLAN, steps=2), tmp_path, resume=True)
    assert _state(tmp_path)["step"] == 2


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_damaged_checkpoint_is_told_in_one_sentence(task, tmp_path, share):
    _train(task, replace(PLAN, steps=1), tmp_path)
    whole = (tmp_path / CHECKPOINT).read_bytes()
    (tmp_path / CHECKPOINT).write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(GeneratorError, match=r"checkpoint\.pt is damaged; remove it"):
        _train(task, PLAN, tmp_path, resume=True)


def test_a_folder_that_takes_nothing_is_found_before_the_first_step(task, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GeneratorError, match="cannot be written to; name another folder"):
        _train(task, PLAN, tmp_path / "file" / "run", after_step=pytest.fail)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": 0},
        {"steps": -3},
        {"batch": 0},
        {"checkpoint_every": 0},
        {"learning_rate": -1.0},
        {"learning_rate": float("nan")},
        {"minutes": float("nan")},
        {"seed": -1},
    ],
)
def test_plan_with_which_nothing_can_be_trained_is_refused(wrong):
    (name,) = wrong
    with pytest.raises(GeneratorError, match=f"for '{name.replace('_', ' ')}'"):
        replace(PLAN, **wrong)


def test_resume_refuses_without_anything_to_resume(task, tmp_path):
    with pytest.raises(GeneratorError, match="no weights yet"):
        _train(task, PLAN, tmp_path, resume=True, weights=tmp_path / "none")


def test_unknown_size_is_named(task, tmp_path):
    with pytest.raises(GeneratorError, match="no size 'huge'; choose from tiny, small, base"):
        _train(task, replace(PLAN, size="huge"), tmp_path)


def test_ship_refuses_a_run_without_weights(tmp_path):
    with pytest.raises(GeneratorError, match="holds no weights of the painter"):
        ship("painter", tmp_path, tmp_path / "weights")


@given(st.integers(1, 40), st.integers(1, 9), st.integers(0, 5))
def test_every_epoch_shows_every_picture_once(count, batch, seed):
    steps = -(-2 * count // batch)
    seen = np.concatenate([indices_at(step, batch, count, seed) for step in range(steps)])
    assert sorted(seen[:count]) == list(range(count))
    assert sorted(seen[count : 2 * count]) == list(range(count))


def test_learning_rate_rises_and_falls_to_nearly_nothing():
    plan = TrainingPlan("tiny", steps=1000, learning_rate=1.0)
    rates = [learning_rate_at(step, plan) for step in range(plan.steps)]
    peak = int(np.argmax(rates))
    assert math.isclose(max(rates), 1.0)
    assert 90 <= peak <= 110
    assert np.all(np.diff(rates[:peak]) > 0)
    assert np.all(np.diff(rates[peak + 1 :]) < 0)
    assert 0 < rates[-1] < 1e-4
    assert math.isclose(learning_rate_at(550, plan), 0.5)


def test_step_of_a_short_run_has_a_learning_rate():
    assert learning_rate_at(0, TrainingPlan("tiny", steps=1, learning_rate=0.5)) == 0.5
