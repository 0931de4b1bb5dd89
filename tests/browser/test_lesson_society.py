"""The lessons on harm, proof, law and detectors, and their labs, on a phone in the dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSONS = {
    "how-a-fake-outruns-its-correction": "What happens in three days",
    "harm-consent-help": "In danger right now?",
    "proof-instead-of-suspicion": "What the checker finds",
    "good-uses-law-our-rules": "Enter the counts of both votes.",
    "when-the-detector-is-wrong": "Key points",
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_fits_a_phone_and_axe_finds_nothing_serious(open_tab, serious_faults, lesson):
    tab = open_tab(PHONE, color_scheme="dark")
    tab.goto(f"/lessons?lesson={lesson}")
    settle(tab)
    expect(tab.get_by_text(LESSONS[lesson]).first).to_be_visible()
    expect(tab.get_by_role("heading", name="What next?")).to_be_attached()
    assert not tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )
    assert serious_faults(tab) == []


def test_curves_are_fetched_only_when_asked_for(open_tab):
    tab = open_tab(PHONE)
    fetched = []
    tab.on("request", lambda request: fetched.append(request.url.lower()))
    tab.goto("/lessons?lesson=how-a-fake-outruns-its-correction")
    settle(tab)
    expect(tab.get_by_text("What happens in three days")).to_be_visible()
    assert not [url for url in fetched if "plotly" in url]
    tab.get_by_text("Draw the curves").click()
    expect(tab.get_by_test_id("stPlotlyChart")).to_be_visible()
    expect(tab.get_by_text("Two curves over three days.")).to_be_visible()
    assert [url for url in fetched if "plotly" in url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_help_is_one_touch_away_on_a_phone(open_tab, serious_faults, screenshot, scheme):
    tab = open_tab(PHONE, color_scheme=scheme)
    tab.goto("/lessons?lesson=harm-consent-help")
    settle(tab)
    tab.get_by_role("combobox", name="Country").press_sequentially("Ireland")
    tab.get_by_role("option", name="Ireland").click()
    for number in ("112", "1800 66 66 66"):
        link = tab.get_by_role("link", name=f"Call {number}", exact=True)
        expect(link).to_have_attribute("href", f"tel:{number.replace(' ', '')}")
        # More than WCAG 2.2 asks for in 2.5.8: fingers may shake here.
        assert link.bounding_box()["height"] >= 36
    screenshot(tab, f"lesson-help-{scheme}")
    assert serious_faults(tab) == []
