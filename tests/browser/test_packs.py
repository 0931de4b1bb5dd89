"""A facilitator installs an online pack: on a phone, by keyboard, after a failure."""

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, settle
from tests.conftest import free_port, running
from tests.file_server import Fault, serving
from tests.quiz.drawn_online_pack import write_online_pack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

START = """
import sys
from pathlib import Path
from quiz import online_packs
online_packs.ONLINE = Path(sys.argv[1])
import app
app.app.run(config={"server.port": int(sys.argv[2])})
"""


@pytest.fixture
def downloads(tmp_path):
    """A server that has the files of the one online pack that the app is given."""
    with serving(write_online_pack(tmp_path / "online")) as server:
        yield server


# Takes the place of the shared one: this app has an online pack and a folder of its own.
@pytest.fixture
def site(downloads, tmp_path):
    port = free_port()
    settings = {
        "SECOND_LOOK_DATABASE": str(tmp_path / "answers.sqlite3"),
        "SECOND_LOOK_PACKS": str(tmp_path / "packs"),
        "SECOND_LOOK_DOWNLOADS": downloads.address,
    }
    command = [sys.executable, "-c", START, str(tmp_path / "online"), str(port)]
    with running(command, f"http://127.0.0.1:{port}", tmp_path / "log", **settings) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pack_is_installed_by_keyboard_after_a_failure(
    open_tab, downloads, serious_faults, screenshot, scheme
):
    tab = open_tab(PHONE, color_scheme=scheme)
    tab.goto("/packs")
    settle(tab)
    button = tab.get_by_role("button", name="Download Weather from 127.0.0.1")
    expect(button).to_be_visible()
    assert downloads.asked == []
    assert not tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )
    found = serious_faults(tab)

    downloads.faults.append(Fault(status=503))
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_test_id("stAlert")).to_contain_text("answered with error 503")
    screenshot(tab, f"packs-{scheme}")
    found += serious_faults(tab)

    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Weather is installed")).to_be_visible()
    expect(button).to_have_count(0)
    found += serious_faults(tab)
    assert found == []
    picture = tab.request.get("/pictures/weather/1111111111111111.webp")
    assert picture.headers["content-type"] == "image/webp"
