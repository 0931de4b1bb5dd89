"""That headings go down one level at a time: who listens to a page goes through it by them."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import HeadingBase

from quiz.installed import load_packs
from quiz.pages.facilitator import ADMITTED
from quiz.pages.resources import DATABASE_SETTING
from quiz.scoring import Answer, Choice
from quiz.session import draw_round
from quiz.store import AnswerStore

ROOT = Path(__file__).parents[1]
PAGES = ["quiz/pages/home.py", "quiz/pages/play.py", "quiz/pages/packs.py",
         "quiz/pages/make_pack.py", "quiz/pages/credits.py", "lessons/page.py",
         "lessons/pages/guide.py", "lessons/pages/facts.py"]  # fmt: skip


@pytest.fixture
def database(tmp_path, monkeypatch):
    path = tmp_path / "answers.sqlite3"
    monkeypatch.setenv(DATABASE_SETTING, str(path))
    return path


def _levels(page: str, **address: str) -> list[int]:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    # To AppTest a session comes from another computer, to which a facilitator's page is one line.
    app.session_state[ADMITTED] = True
    app.query_params.update(address)
    app.switch_page(page).run()
    assert not app.exception
    return [int(heading.tag[1]) for heading in app.main if isinstance(heading, HeadingBase)]


def _go_down_by_one(levels: list[int]) -> bool:
    return levels[0] == 1 and all(
        after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)
    )


@pytest.mark.parametrize("page", PAGES)
def test_headings_of_a_page_leave_no_level_out(database, page):
    levels = _levels(page)
    # These two have a title alone, the way into a round and the ledger's search.
    assert len(levels) > 1 or page in ("quiz/pages/play.py", "lessons/pages/facts.py")
    assert _go_down_by_one(levels), levels


def test_headings_of_an_answer_and_of_the_summary_leave_no_level_out(database):
    items = draw_round(list(load_packs().values()), random.Random(3))
    store = AnswerStore(database)
    token = store.start_round(items, datetime.now(UTC).date())
    for position in range(len(items)):
        store.record(token, position, Answer(Choice.REAL, 3))
    store.close()
    for shown in ({"picture": "1"}, {}):
        levels = _levels("quiz/pages/play.py", round=token, **shown)
        assert len(levels) > 1
        assert _go_down_by_one(levels), levels
