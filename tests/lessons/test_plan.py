import pytest

from lessons.library import load_plans
from lessons.plan import Plan, PlanStep, Session, read_plans
from lessons.problem import ContentProblem
from quiz.forms import FORMS
from quiz.installed import load_packs

SOUND_PLAN = """\
title = "A plan"
suits = "For an hour."
prepare = ["Start the app."]

[[sessions]]
title = "The hour"
minutes = 20

[[sessions.steps]]
minutes = 12
do = "Play."
form = "a"

[[sessions.steps]]
minutes = 8
do = "Read."
lesson = "sound"
"""

FAULTS = {
    "minutes-too-many": (
        "minutes = 8", "minutes = 9",
        (5, "sessions[1].steps", "Takes 21 minutes; the whole has 20."),
    ),
    "unknown-lesson": (
        '"sound"', '"lost"',
        (17, "sessions[1].steps[2].lesson", "There is no lesson 'lost'; use one of sound."),
    ),
    "unknown-form": (
        '"a"', '"d"',
        (12, "sessions[1].steps[1].form", "There is no form 'd'; use one of a, b, c."),
    ),
    "nothing-to-prepare": (
        'prepare = ["Start the app."]\n', "",
        (1, "prepare", "Give a list of one or more texts."),
    ),
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        (tmp_path / "plans").mkdir()
        (tmp_path / "plans/20-minutes.toml").write_text(content)
        return read_plans(tmp_path, ["sound"])

    return write_and_read


def test_read_plans_reads_every_field(read):
    steps = (PlanStep(12, "Play.", None, "a"), PlanStep(8, "Read.", "sound", None))
    plan = Plan(
        "20-minutes", "A plan", "For an hour.", ("Start the app.",),
        (Session("The hour", 20, steps),),
    )  # fmt: skip
    assert read(SOUND_PLAN) == ([plan], [])


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_read_plans_names_place_and_remedy(read, tmp_path, old, new, expected):
    assert SOUND_PLAN.count(old) == 1
    path = tmp_path / "plans/20-minutes.toml"
    assert read(SOUND_PLAN.replace(old, new))[1] == [ContentProblem(path, *expected)]


def test_plans_take_20_50_and_twice_50_minutes_with_a_booster():
    minutes = [[session.minutes for session in plan.sessions] for plan in load_plans()]
    assert minutes == [[20], [50], [50, 50, 20]]


def test_a_plan_plays_no_form_twice():
    forms = load_packs()["starter"].forms
    for plan in load_plans():
        played = [step.form for session in plan.sessions for step in session.steps if step.form]
        assert len(played) == len(set(played))
        assert set(played) <= set(forms) == set(FORMS)
