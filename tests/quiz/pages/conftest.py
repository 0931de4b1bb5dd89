"""The real app, page by page, on the shipped packs and a database of its own."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from quiz.pages import resources
from quiz.pages.resources import DATABASE_SETTING

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(DATABASE_SETTING, str(tmp_path / "answers.sqlite3"))
    opened = resources.store()
    yield opened
    opened.close()


@pytest.fixture
def open_page(store) -> Callable[..., AppTest]:
    def open_(page: str, /, **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
        app.query_params.update(address)
        app.switch_page(page).run()
        assert not app.exception
        return app

    return open_


@pytest.fixture
def words() -> Callable[[AppTest], str]:
    """Everything a reader sees on the page, as one text."""

    def words_of(app: AppTest) -> str:
        parts = [*app.title, *app.header, *app.subheader, *app.markdown]
        parts += [*app.success, *app.info, *app.warning]
        labels = [expander.label for expander in app.expander]
        # An apostrophe is written as an entity there.
        frames = [html.unescape(element.proto.body) for element in app.get("html")]
        numbers = [f"{metric.label}: {metric.value}" for metric in app.metric]
        shown = "\n".join([*(part.value for part in parts), *labels, *frames, *numbers])
        # Nobody sees what keeps Markdown from taking a character for a mark.
        return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace("\u2060", "")

    return words_of
