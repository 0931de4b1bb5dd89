"""What a learner chooses and sees in the painter's lab."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lessons.labs.watch_painter import Choices, settled
from lessons.pages.painter import FOLDER_SETTING, paint
from quiz.pages.resources import DATABASE_SETTING
from tests.lessons.untrained_painter import CLASSES, EXAMPLE_SEED, EXAMPLE_STEPS

ROOT = Path(__file__).parents[3]
LESSON = "watch-a-picture-being-made"

OPEN_LESSON = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
app.switch_page("lessons/page.py")
app.query_params["lesson"] = sys.argv[1]
app.run()
assert not app.exception, app.exception
assert len(app.get("image")) == 2
print(*(name for name in ("torch", "diffusers") if name in sys.modules))
"""


@pytest.fixture
def open_lab(tmp_path, monkeypatch):
    def open_it(painter: Path, **address: str) -> AppTest:
        monkeypatch.setenv(DATABASE_SETTING, str(tmp_path / "answers.sqlite3"))
        monkeypatch.setenv(FOLDER_SETTING, str(painter))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        app.switch_page("lessons/page.py")
        app.query_params["lesson"] = LESSON
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return open_it


def press(app: AppTest, key: str = "lessons_lab_paint") -> AppTest:
    app.button(key).click().run()
    assert not app.exception
    return app


def read(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def recipes(app: AppTest) -> list[str]:
    return [line for line in read(app).splitlines() if line.startswith("Recipe: ")]


def pictures(app: AppTest) -> list[tuple[str, str]]:
    """Return text alternative and address of each picture; the address follows the pixels."""
    return [(i.alt, i.url) for element in app.get("image") for i in element.proto.imgs]


def step_slider(app: AppTest, steps: int):
    return app.slider(f"lessons_lab_paint_step_{steps}")


def test_opening_the_lesson_shows_pictures_and_loads_no_model(painter, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(painter))
    done = subprocess.run(
        [sys.executable, "-c", OPEN_LESSON, LESSON], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_lab_begins_with_the_example_of_the_chosen_class(open_lab, painter):
    app = open_lab(painter)
    assert app.radio("paint_class").options == list(CLASSES)
    example = f"seed {EXAMPLE_SEED}, {EXAMPLE_STEPS} steps, guidance 2"
    assert recipes(app) == [f"Recipe: circles, {example}"]
    assert "made for you beforehand" in read(app)
    app.radio("paint_class").set_value("wide stripes").run()
    assert recipes(app) == [f"Recipe: wide stripes, {example}"]
    assert not app.info


def test_lab_without_a_painter_says_so_and_leaves_the_lesson_readable(open_lab, tmp_path):
    app = open_lab(tmp_path)
    assert [warning.value for warning in app.warning] == [
        "The painter of this lab is not set up here yet. Please tell the person who runs this "
        "site; the lesson can be read without it."
    ]
    assert app.get("image") == []
    assert "Labels, and how they get lost" in read(app)


def test_painting_is_what_was_chosen(open_lab, painter):
    app = open_lab(painter)
    app.radio("paint_class").set_value("wide stripes")
    app.number_input("paint_seed").set_value(12)
    app.radio("paint_steps").set_value(5)
    app.radio("paint_guidance").set_value(4.0)
    press(app)
    line = "Recipe: wide stripes, seed 12, 5 steps, guidance 4"
    assert recipes(app) == [line, line]  # The painting, and the first of those to compare.
    step_slider(app, 5).set_value(2).run()
    painting = paint(Choices("wide stripes", 12, 5, 4.0), lambda done, total: None, painter)
    alike = settled(painting.guess(2), painting.finished)
    layout, detail = round(100 * alike.layout), round(100 * alike.detail)
    assert f"large shapes **{layout} of 100**, fine detail **{detail} of 100**" in read(app)


def test_slider_leads_from_noise_to_the_finished_picture(open_lab, painter):
    app = open_lab(painter, paint_steps="5")
    press(app)
    seen = []
    for step in range(6):
        step_slider(app, 5).set_value(step).run()
        notice = next(line for line in read(app).splitlines() if line.startswith("**Notice:**"))
        so_far, guess = pictures(app)[:2]
        seen.append((notice, so_far, guess))
    first, *_, last = seen
    assert "pure noise" in first[0]
    assert first[1][0] == (
        "Step 0 of 5, circles. Coloured dots at random, with no picture in them."
    )
    assert "the noise is gone" in last[0]
    assert last[1][0].startswith("Step 5 of 5, circles. The finished picture")
    assert last[2][0].endswith("The same as the finished picture.")
    assert last[1][1] == last[2][1]
    assert len({notice for notice, *_ in seen}) == 5
    assert len({so_far[1] for _, so_far, _ in seen}) == 6
    assert "large shapes **100 of 100**, fine detail **100 of 100**" in read(app)


def test_same_choices_give_the_same_picture_to_two_learners(open_lab, painter):
    shown = []
    for _ in range(2):
        app = press(open_lab(painter, paint_steps="5", paint_seed="9"))
        step_slider(app, 5).set_value(5).run()
        shown.append(pictures(app))
    assert shown[0] == shown[1]


def test_another_one_keeps_all_but_the_seed_and_can_be_compared(open_lab, painter):
    app = press(open_lab(painter, paint_class="wide stripes", paint_steps="5"))
    press(app, "lessons_lab_paint_another")
    assert app.number_input("paint_seed").value == 2
    first, second = (f"Recipe: wide stripes, seed {seed}, 5 steps, guidance 2" for seed in (1, 2))
    assert recipes(app) == [second, second, first]
    (_, latest), (_, earlier) = pictures(app)[2:]
    assert latest != earlier


def test_seed_after_the_last_is_the_first(open_lab, painter):
    app = press(open_lab(painter, paint_seed="999", paint_steps="5"), "lessons_lab_paint_another")
    assert app.number_input("paint_seed").value == 1


def test_six_paintings_are_kept_to_compare(open_lab, painter):
    app = press(open_lab(painter, paint_steps="5"))
    for _ in range(6):
        press(app, "lessons_lab_paint_another")
    seeds = [int(line.split("seed ")[1].split(",")[0]) for line in recipes(app)]
    assert seeds == [7, 7, 6, 5, 4, 3, 2]


def test_changed_choices_are_told_from_the_painting_shown(open_lab, painter):
    app = press(open_lab(painter, paint_steps="5"))
    assert not app.info
    app.radio("paint_guidance").set_value(8.0).run()
    assert [info.value for info in app.info] == [
        "You have changed your choices. What you see is the last painting; press “Paint” for a "
        "new one."
    ]
    assert recipes(app)[0] == "Recipe: circles, seed 1, 5 steps, guidance 2"


def test_address_sets_the_choices(open_lab, painter):
    app = open_lab(painter, paint_class="wide stripes", paint_seed="42", paint_guidance="8")
    assert app.radio("paint_class").value == "wide stripes"
    assert app.number_input("paint_seed").value == 42
    assert app.radio("paint_steps").value == 20
    assert app.radio("paint_guidance").value == 8.0


def test_painter_that_lost_its_weights_says_so_in_a_sentence(open_lab, painter, tmp_path):
    folder = tmp_path / "examples"
    folder.mkdir()
    for file in (painter / "examples").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    app = press(open_lab(tmp_path))
    (error,) = app.error
    assert error.value.startswith(
        "The painter cannot paint this. Please tell the person who runs this site: The painter "
        "has no weights yet;"
    )
    assert len(pictures(app)) == 2  # The example stays.
