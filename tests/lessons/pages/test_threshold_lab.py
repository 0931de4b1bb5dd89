"""What a learner sets and reads in the lab of the detector's threshold."""

import json
from urllib.parse import unquote

import numpy as np
import pytest

from lessons.labs.threshold import alarms, hundred, read_scores
from lessons.pages import threshold_lab
from models.accuracy import read_accuracy

LESSON = "when-the-detector-is-wrong"


@pytest.fixture
def scores(tmp_path, monkeypatch):
    """Scores as a fair detector gives them: higher for generated pictures, with an overlap."""
    chance = np.random.default_rng(11)
    path = tmp_path / "scores.json"
    path.write_text(json.dumps({
        "command": "python -m measure",
        "date": "2026-11-24",
        "real": np.clip(chance.normal(0.3, 0.15, 80), 0, 1).tolist(),
        "generated": np.clip(chance.normal(0.65, 0.2, 60), 0, 1).tolist(),
    }))  # fmt: skip
    monkeypatch.setattr(threshold_lab, "SCORES", path)
    return read_scores(path)


def pictures(app):
    return [element.proto.body for element in app.get("html") if "<img" in element.proto.body]


def test_lab_without_a_measurement_says_so_in_one_sentence(open_lesson, tmp_path, monkeypatch):
    monkeypatch.setattr(threshold_lab, "SCORES", tmp_path / "scores.json")
    lab = open_lesson(LESSON)
    assert [box.value for box in lab.info] == [
        "The scores of our detector have not been measured on this installation yet, so this lab "
        "has nothing to show; the lesson can be read without it."
    ]
    assert pictures(lab) == []


def test_lab_with_a_broken_measurement_says_what_to_do(open_lesson, tmp_path, monkeypatch):
    path = tmp_path / "scores.json"
    path.write_text("{}")
    monkeypatch.setattr(threshold_lab, "SCORES", path)
    (warning,) = open_lesson(LESSON).warning
    assert "measure the scores again" in warning.value


def test_lab_tells_rates_with_their_uncertainty_and_where_they_come_from(scores, open_lesson, read):
    lab = open_lesson(LESSON)
    found = alarms(scores, 0.5)
    for counted, name in ((found.hits, "generated"), (found.false_alarms, "real")):
        low, high = (round(100 * end) for end in counted.interval)
        assert f"{counted.count} of {counted.total} {name} pictures raise an alarm" in read(lab)
        assert f"between {low} and {high}." in read(lab)
    assert "Measured on 2026-11-24 by `python -m measure`." in read(lab)


def test_both_controls_change_the_hundred_pictures(scores, open_lesson, read):
    lab = open_lesson(LESSON)
    for threshold, generated in ((50, 10), (80, 10), (80, 50), (30, 1)):
        lab.slider("lessons_lab_threshold").set_value(threshold).run()
        lab.select_slider("lessons_lab_threshold_generated").set_value(generated).run()
        assert not lab.exception
        expected = hundred(alarms(scores, threshold / 100), generated)
        assert (
            f"Alarms: **{expected.alarms}**, of which **{expected.hits}** right and "
            f"**{expected.false_alarms}** false. Generated pictures that are missed: "
            f"**{expected.misses}**."
        ) in read(lab)


def test_rare_fakes_make_most_alarms_false(scores, open_lesson, read):
    lab = open_lesson(LESSON)
    lab.select_slider("lessons_lab_threshold_generated").set_value(1).run()
    assert "**most alarms are wrong** here" in read(lab)
    lab.select_slider("lessons_lab_threshold_generated").set_value(50).run()
    assert "an alarm is right in about" in read(lab)


@pytest.mark.parametrize("generated", [10, 80])
def test_alarm_that_every_picture_raises_tells_nothing(scores, open_lesson, read, generated):
    lab = open_lesson(LESSON)
    lab.slider("lessons_lab_threshold").set_value(0).run()
    lab.select_slider("lessons_lab_threshold_generated").set_value(generated).run()
    assert "an alarm **tells you nothing** here" in read(lab)
    assert f"about {generated} of 100 alarms are right, and {generated} of 100" in read(lab)
    assert "is a hint" not in read(lab)


def test_shipped_verdicts_raise_far_fewer_false_alarms_than_the_middle_of_the_scale(
    open_lesson, read
):
    lab = open_lesson(LESSON)
    assert "far fewer false alarms than you find here in the middle of the scale" in read(lab)
    middle = alarms(read_scores(threshold_lab.SCORES), threshold_lab.USUAL_THRESHOLD / 100)
    verdicts = next(
        chart.figures for chart in read_accuracy().charts
        if (chart.table, chart.measure) == ("verdict", "share")
    )  # fmt: skip
    accused = ("photographs: generated", "photographs: edited")
    share = sum(figure.value for figure in verdicts if figure.name in accused)
    assert 0 < share < middle.false_alarms.share / 3


def test_threshold_above_all_scores_is_silent(scores, open_lesson, read):
    top = alarms(scores, 1.0)
    lab = open_lesson(LESSON)
    lab.slider("lessons_lab_threshold").set_value(100).run()
    assert not lab.exception
    assert (top.hits.count == 0) == ("there is no alarm at all" in read(lab))


def test_both_drawings_have_text_alternatives_and_show_every_picture(scores, open_lesson):
    lab = open_lesson(LESSON)
    bars, dots = pictures(lab)
    assert 'alt="Two bar charts of scores from 0 to 100, of 60 generated and of 80 real' in bars
    expected = hundred(alarms(scores, 0.5), 10)
    assert f"Of the round ones, the generated pictures, {expected.hits} are filled" in dots
    drawn = unquote(dots)
    assert drawn.count("<circle") == 10
    # One rectangle is the ground.
    assert drawn.count("<rect") == 90 + 1


def test_shipped_scores_can_be_used():
    shipped = read_scores(threshold_lab.SCORES)
    assert shipped.command.startswith("python -m ")
    assert min(shipped.real.size, shipped.generated.size) >= 30
