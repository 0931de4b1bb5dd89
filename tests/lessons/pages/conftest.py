"""The app and a lesson open in it, to try its lab."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from quiz.pages.resources import DATABASE_SETTING

ROOT = Path(__file__).parents[3]


@pytest.fixture
def site(tmp_path, monkeypatch) -> AppTest:
    """The app on its first page, with a database of its own."""
    monkeypatch.setenv(DATABASE_SETTING, str(tmp_path / "answers.sqlite3"))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


@pytest.fixture
def open_lesson(site) -> Callable[[str], AppTest]:
    def open_it(lesson_id: str) -> AppTest:
        site.switch_page("lessons/page.py")
        site.query_params["lesson"] = lesson_id
        site.run()
        assert not site.exception
        return site

    return open_it


@pytest.fixture
def read() -> Callable[[AppTest], str]:
    """Return a function that gives all text of a page that is not in a box of its own."""
    return lambda app: "\n".join(element.value for element in app.markdown)


@pytest.fixture
def pictures() -> Callable[[AppTest], list[tuple[str, str]]]:
    """Return a function that gives text alternative and address of each picture.

    The address follows the pixels.
    """
    return lambda app: [(i.alt, i.url) for e in app.get("image") for i in e.proto.imgs]
