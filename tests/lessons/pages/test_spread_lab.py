"""What a learner sets and reads in the lab of the fake and its correction."""

import re
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from lessons.labs.spread import ORDINARY_DAY, Crowd, simulate
from lessons.pages.spread_lab import NEVER, ROWS_H, per_hundred, sentences

ROOT = Path(__file__).parents[3]
LESSON = "how-a-fake-outruns-its-correction"

OPEN_CURVES = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
app.switch_page("lessons/page.py")
app.query_params["lesson"] = sys.argv[1]
app.run()
assert not app.exception, app.exception
print(len(app.get("plotly_chart")))
app.toggle("lessons_lab_spread_curves").set_value(True).run()
assert not app.exception, app.exception
print(len(app.get("plotly_chart")))
"""


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def test_lab_begins_with_the_ordinary_day_and_its_measured_lag(lab, read):
    day = simulate(ORDINARY_DAY)
    assert f"**{per_hundred(day.most_believing)} of 100** people believe the fake" in read(lab)
    assert f"The correction is **{round(day.lag_h)} hours behind**" in read(lab)
    assert "Measured on Twitter: 10 to 20 hours." in read(lab)
    assert "On an ordinary day:" not in read(lab)
    assert "**How simple this is:**" in read(lab)


def test_every_control_changes_what_is_read(lab, read):
    changes = {
        "reach": (2, replace(ORDINARY_DAY, reach=2.0)),
        "doubt": (4, replace(ORDINARY_DAY, doubt=0.4)),
        "starts": (2, replace(ORDINARY_DAY, correction_starts=2.0)),
        "warned": (5, replace(ORDINARY_DAY, warned=0.5)),
    }
    for name, (value, crowd) in changes.items():
        slider = lab.select_slider(f"lessons_lab_spread_{name}")
        before = slider.value
        slider.set_value(value).run()
        assert not lab.exception
        still = per_hundred(simulate(crowd).still_believing)
        assert f"After 3 days, **{still} of 100** still do." in read(lab)
        assert "On an ordinary day:" in read(lab)
        lab.select_slider(f"lessons_lab_spread_{name}").set_value(before).run()


def test_believers_who_have_heard_the_correction_are_said_to_count_twice(lab, read):
    day = simulate(ORDINARY_DAY)
    informed, still = (per_hundred(s) for s in (day.informed[-1], day.still_believing))
    assert informed + still > 100
    told = (
        f"**{informed} of 100** people hear the correction. Whoever hears it and goes on believing"
    )
    assert f"{told} counts in both numbers." in read(lab)


def test_no_correction_is_said_to_have_no_lag(lab, read):
    lab.select_slider("lessons_lab_spread_starts").set_value(NEVER).run()
    assert not lab.exception
    assert "There is no correction, so there is no lag" in read(lab)


def test_correction_that_is_ahead_is_said_to_be_ahead(lab, read):
    lab.select_slider("lessons_lab_spread_starts").set_value(0)
    lab.select_slider("lessons_lab_spread_doubt").set_value(8)
    lab.select_slider("lessons_lab_spread_reach").set_value(6).run()
    assert "hours ahead**" in read(lab)


@pytest.mark.parametrize("starts", [0.0, 4.0, 14.0, 48.0])
def test_lag_is_what_the_told_hours_differ_by_and_counts_these_days_alone(starts):
    for reach, tenths, warned in product((2.0, 3.0, 6.0), (0, 1, 4, 6), (0.0, 0.3)):
        told = sentences(simulate(Crowd(reach, tenths / 10, starts, warned)))[-1]
        if "never catches on" in told:
            continue
        lag, days, first, second = map(int, re.findall(r"\d+", told)[:4])
        assert (lag, days) == (abs(second - first), 3)


def test_fake_that_hardly_anybody_meets_has_no_lag(lab, read):
    lab.select_slider("lessons_lab_spread_reach").set_value(1).run()
    assert "The fake never catches on" in read(lab)
    assert "hours behind" not in read(lab).partition("On an ordinary day")[0]


def test_table_tells_the_course_in_whole_people(lab, read):
    day = simulate(ORDINARY_DAY)
    for hour in ROWS_H:
        step = int(day.hours.searchsorted(hour))
        cells = (hour, per_hundred(day.believing[step]), per_hundred(day.informed[step]))
        assert f"| {' | '.join(map(str, cells))} |" in read(lab)


def test_curves_are_drawn_when_asked_for_and_told_in_words(lab, read):
    done = subprocess.run(
        [sys.executable, "-c", OPEN_CURVES, LESSON], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0", "1"]
    lab.toggle("lessons_lab_spread_curves").set_value(True).run()
    assert "Two curves over three days." in read(lab)
