import pytest

from quiz.downloading import BASE_SETTING
from quiz.pages.facilitator import ADMITTED
from quiz.pages.resources import packs
from quiz.text import text
from tests.file_server import Fault
from tests.quiz.drawn_online_pack import ID

PACKS = "quiz/pages/packs.py"
FETCH = f"packs-fetch-{ID}"


pytestmark = pytest.mark.usefixtures("download_server")


@pytest.fixture
def page(open_page):
    """The page as the facilitator sees it."""
    app = open_page(PACKS)
    app.session_state[ADMITTED] = True
    return app.run()


def _fetch(app):
    app.button(key=FETCH).click().run()
    assert not app.exception


def test_page_lists_the_packs_that_are_there(page, words):
    shown = words(page)
    for pack in packs().values():
        real = round(100 * sum(item.is_real for item in pack.items) / len(pack.items))
        assert f"**{pack.title}**: {len(pack.items)} pictures, {real}% of them real" in shown


def test_page_says_before_a_press_who_is_asked_for_what(page, download_server, words):
    shown = words(page)
    assert "**Weather**: 2 pictures, 50% of them real. 0.0 MB to download from 127.0.0.1" in shown
    assert "[ann/weather](https://github.com/ann/weather)" in shown
    assert "127.0.0.1 is asked for nothing before" in shown
    assert page.button(key=FETCH).label == "Download Weather from 127.0.0.1 (0.0 MB)"
    assert download_server.asked == []


def test_only_a_facilitator_gets_the_button(open_page, words):
    app = open_page(PACKS)
    assert "**Weather**" in words(app)
    assert "for the facilitator" in words(app)
    assert not app.button


def test_press_installs_the_pack(page, download_server, words):
    _fetch(page)
    assert page.success[0].value == text("packs-done", {"title": "Weather"})
    shown = words(page)
    assert f"50% of them real. {text('pack-later')}" in shown
    assert text("packs-all-there") in shown
    assert not page.button
    assert len(download_server.asked) == 2
    assert ID in packs()


def test_failed_download_is_told_and_can_be_tried_again(page, download_server):
    download_server.faults.append(Fault(status=503))
    _fetch(page)
    assert "answered with error 503" in page.error[0].value
    assert ID not in packs()
    _fetch(page)
    assert not page.error
    assert ID in packs()


def test_setting_that_is_no_address_is_told(open_page, monkeypatch):
    monkeypatch.setenv(BASE_SETTING, "mirror")
    app = open_page(PACKS)
    assert BASE_SETTING in app.error[0].value
    assert not app.button
