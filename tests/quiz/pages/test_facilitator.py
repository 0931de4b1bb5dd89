import pytest
from streamlit.testing.v1 import AppTest

from quiz.guess_limit import GuessLimit
from quiz.pages import facilitator
from quiz.pages.facilitator import ADMITTED, CODE, CODE_SETTING, LEAST_CODE_LENGTH
from quiz.text import text

SECRET = "blue heron 7"
INSIDE = "For facilitators only"
# AppTest gives this one to all of its sessions.
APP_TEST_SESSION = "test session id"


@pytest.fixture(autouse=True)
def guesses(monkeypatch):
    """A limit of each test's own; whose pause is over as soon as its time is moved on."""
    now = [0.0]
    monkeypatch.setattr(
        facilitator, "_guesses", GuessLimit(facilitator.PAUSE_S, clock=lambda: now[0])
    )
    monkeypatch.setattr(facilitator, "_admitted_sessions", set())
    return now


# To AppTest a session comes from another computer; the browser tests sit at the app's own.
def _session() -> AppTest:
    def draw(inside):
        import streamlit as st

        from quiz.pages.facilitator import admit

        if admit():
            st.markdown(inside)

    return AppTest.from_function(draw, kwargs={"inside": INSIDE}, default_timeout=30)


@pytest.fixture
def page() -> AppTest:
    return _session()


def _shown(app):
    assert not app.exception
    return [element.value for element in (*app.markdown, *app.info, *app.warning)]


def _type(app, code):
    app.text_input(key=CODE).set_value(code)
    app.button[0].click().run()


def test_without_a_code_nobody_from_another_computer_is_let_in(page, monkeypatch):
    monkeypatch.delenv(CODE_SETTING, raising=False)
    said = _shown(page.run())
    assert len(said) == 1
    assert "localhost" in said[0]
    assert CODE_SETTING in said[0]
    assert not page.text_input


def test_short_code_opens_nothing(page, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, "x" * (LEAST_CODE_LENGTH - 1))
    said = _shown(page.run())
    assert len(said) == 1
    assert f"at least {LEAST_CODE_LENGTH} characters" in said[0]
    assert not page.text_input


@pytest.mark.parametrize("typed", ["", "blue", SECRET.upper(), f"{SECRET}!", "señal ☂"])
def test_wrong_code_is_told_and_opens_nothing(page, monkeypatch, typed):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    _type(page.run(), typed)
    said = _shown(page)
    assert text("facilitator-wrong-code") in said
    assert INSIDE not in said
    assert ADMITTED not in page.session_state


def test_code_opens_the_page_until_it_is_closed(page, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    assert _shown(page.run()) == [text("facilitator-ask")]
    _type(page, SECRET)
    assert _shown(page) == [INSIDE]
    assert _shown(page.run()) == [INSIDE]


def test_after_a_wrong_code_the_right_one_has_to_wait_in_every_session(monkeypatch, guesses):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    one, other = _session().run(), _session().run()
    _type(one, "a guess")
    _type(other, SECRET)
    said = _shown(other)
    assert text("facilitator-too-soon", {"seconds": facilitator.PAUSE_S}) in said
    assert INSIDE not in said
    guesses[0] += facilitator.PAUSE_S
    _type(other, SECRET)
    assert _shown(other) == [INSIDE]


def test_code_typed_in_one_session_opens_no_other(page, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    _type(page.run(), SECRET)
    assert INSIDE not in _shown(_session().run())


def test_only_an_admitted_session_is_known_as_one(page, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    _type(page.run(), "a guess")
    assert not facilitator.is_admitted(APP_TEST_SESSION)
    _session().run()
    assert not facilitator.is_admitted(APP_TEST_SESSION)


def test_admitted_session_is_known_by_its_id(page, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    _type(page.run(), SECRET)
    assert facilitator.is_admitted(APP_TEST_SESSION)
    assert not facilitator.is_admitted("")


def test_code_is_nowhere_on_the_page(page, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, SECRET)
    page.run()
    assert SECRET not in str(page)
