import json
from datetime import date
from pathlib import Path

import pytest

from models.accuracy import Figure, read_accuracy

ROW = {"table": "delivery", "name": "jpeg-90", "pictures": 40, "measure": "auc",
       "value": 0.8, "low": 0.7, "high": 0.9}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(*rows: dict, **changed: object) -> Path:
        told = {"command": "python -m bench", "date": "2026-11-24",
                "pictures": {"real": 20, "generated": 20, "edited": 0}, "rows": rows}  # fmt: skip
        path = tmp_path / "figures.json"
        path.write_text(json.dumps(told | changed))
        return path

    return write


def test_figures_are_read_with_how_they_were_measured(written):
    accuracy = read_accuracy(written(ROW))
    assert (accuracy.command, accuracy.measured_on) == ("python -m bench", date(2026, 11, 24))
    assert accuracy.pictures == {"real": 20, "generated": 20}
    (chart,) = accuracy.charts
    assert (chart.table, chart.measure, chart.chance) == ("delivery", "auc", 0.5)
    assert chart.figures == (Figure("jpeg-90", 40, 0.8, 0.7, 0.9),)


def test_rows_of_one_measure_make_one_chart_in_their_order(written):
    rows = [ROW, ROW | {"measure": "ece"}, ROW | {"name": "as-it-is"}, ROW | {"table": "generator"}]
    charts = read_accuracy(written(*rows)).charts
    assert [(chart.table, chart.measure, len(chart.figures)) for chart in charts] == [
        ("delivery", "auc", 2),
        ("delivery", "ece", 1),
        ("generator", "auc", 1),
    ]
    assert [figure.name for figure in charts[0].figures] == ["jpeg-90", "as-it-is"]
    assert charts[1].chance is None


def test_rows_without_a_number_and_of_unknown_kinds_are_left_out(written):
    nothing = dict.fromkeys(("value", "low", "high"), float("nan"))
    rows = [ROW, ROW | nothing, ROW | {"table": "weather"}, ROW | {"measure": "speed"}]
    (chart,) = read_accuracy(written(*rows)).charts
    assert len(chart.figures) == 1


def test_no_file_means_no_figures(tmp_path):
    assert read_accuracy(tmp_path / "figures.json") is None


@pytest.mark.parametrize("broken", ["", "{}", "[]", '"figures"', '{"rows": [1]}'])
def test_a_file_that_cannot_be_read_means_no_figures(tmp_path, broken):
    path = tmp_path / "figures.json"
    path.write_text(broken)
    assert read_accuracy(path) is None


@pytest.mark.parametrize(
    "changed", [{"value": 1.2}, {"low": 0.95}, {"high": -0.1}, {"pictures": "many"}]
)
def test_figures_that_cannot_be_shares_are_not_shown(written, changed):
    assert read_accuracy(written(ROW | changed)) is None


@pytest.mark.parametrize("changed", [{"date": "yesterday"}, {"pictures": [1]}, {"rows": []}])
def test_figures_without_a_date_or_pictures_are_not_shown(written, changed):
    assert read_accuracy(written(ROW, **changed)) is None
