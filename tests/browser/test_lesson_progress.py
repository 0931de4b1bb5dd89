"""A lesson's facts, answers kept under its address, its large type, and the pages for teachers."""

import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lessons.lesson import LabPlace
from lessons.library import load_lessons
from lessons.slides import slides
from tests.browser.conftest import PHONE, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "/lessons?lesson=how-a-picture-is-faked"


def _open(tab: Page, address: str, heading: str) -> None:
    tab.goto(address)
    settle(tab)
    expect(tab.get_by_role("heading", name=heading).first).to_be_visible(timeout=30_000)


def _fits(tab: Page) -> bool:
    return tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth"
    )


def test_reference_leads_to_its_fact(open_tab):
    tab = open_tab(PHONE)
    _open(tab, LESSON, "Edits you can see")
    reference = tab.get_by_role("link", name=re.compile(r"^\[1\]")).first
    reference.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("ol.facts li").first).to_be_focused()
    expect(tab.locator("ol.facts li").first).to_contain_text("How sure: ")


def test_answer_outlives_the_tab_it_was_given_in(open_tab):
    tab = open_tab(PHONE)
    _open(tab, LESSON, "Edits you can see")
    question = tab.get_by_role("radiogroup", name="Check").first
    question.locator("label").first.click()
    expect(question.get_by_role("radio").first).to_be_checked()
    tab.get_by_role("button", name="Check my answer").first.click()
    expect(tab.get_by_test_id("stAlert").first).to_be_visible()
    expect(tab).to_have_url(re.compile("learner=[\\w-]{22}"))
    told = tab.get_by_test_id("stAlert").first.inner_text()
    other = open_tab(PHONE)
    _open(other, tab.url, "Edits you can see")
    expect(other.get_by_test_id("stAlert").first).to_have_text(told)


def test_projector_is_turned_by_keyboard(open_tab, screenshot, serious_faults):
    tab = open_tab()
    _open(tab, f"{LESSON}&projector=1", "Edits you can see")
    expect(tab.get_by_text("part 1 of")).to_be_visible()
    item = tab.get_by_role("main").get_by_role("listitem").first
    assert item.evaluate("item => parseFloat(getComputedStyle(item).fontSize)") > 24
    tab.keyboard.press("PageDown")
    expect(tab.get_by_text("part 2 of")).to_be_visible()
    settle(tab)
    screenshot(tab, "projector")
    assert serious_faults(tab) == []
    tab.keyboard.press("PageUp")
    expect(tab.get_by_text("part 1 of")).to_be_visible()


@pytest.mark.parametrize(
    ("lesson", "lab"),
    [
        ("how-a-picture-is-faked", "edit_traces"),
        ("five-families-of-clue", "family_sorter"),
        ("before-you-look-closer", "check_claims"),
    ],
)
def test_picture_of_a_lab_is_seen_whole_on_a_projector(open_tab, lesson, lab):
    shown = next(entry for entry in load_lessons() if entry.id == lesson)
    contents = [slide.content for slide in slides(shown)]
    place = next(n for n, content in enumerate(contents, 2) if content == LabPlace(lab))
    tab = open_tab({"width": 1280, "height": 720})
    _open(tab, f"/lessons?lesson={lesson}&projector=1&section={place}", "Lab")
    picture = tab.locator("figure.picture img, .pictures img").first
    expect(picture).to_be_visible()
    assert 300 < picture.bounding_box()["height"] < 0.85 * 720


def test_projector_shows_all_of_a_section_before_it_is_turned(open_tab):
    tab = open_tab({"width": 1280, "height": 720})
    _open(tab, "/lessons?lesson=how-a-fake-outruns-its-correction&projector=1", "How a fake")
    below = "() => { const page = document.querySelector('[data-testid=stMain]');"
    below += " return page.scrollHeight - page.clientHeight - page.scrollTop; }"
    assert tab.evaluate(below) == 0
    tab.keyboard.press("PageDown")
    expect(tab.get_by_text("part 2 of")).to_be_visible()
    settle(tab)
    tab.keyboard.press("PageDown")
    expect(tab.get_by_text("part 3 of")).to_be_visible()
    settle(tab)
    assert tab.evaluate(below) > 0
    tab.keyboard.press("PageDown")
    assert tab.evaluate(below) < 1
    expect(tab.get_by_text("part 3 of")).to_be_visible()
    tab.keyboard.press("PageUp")
    expect(tab.get_by_role("heading", name="Hours, not days")).to_be_in_viewport()
    tab.keyboard.press("PageDown")
    tab.keyboard.press("PageDown")
    expect(tab.get_by_text("part 4 of")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_teachers_fit_a_phone_and_axe_finds_nothing(
    open_tab, screenshot, serious_faults, scheme
):
    tab = open_tab(PHONE, color_scheme=scheme)
    found = []
    for address, heading, name in [
        ("/teach", "Class charter", "teach"),
        ("/teach?lesson=how-a-picture-is-faked", "Questions to ask", "guide"),
        ("/facts", "Facts and where they come from", "facts"),
    ]:
        _open(tab, address, heading)
        expect(tab.get_by_role("main").get_by_role("link").last).to_be_attached()
        screenshot(tab, f"{name}-{scheme}-360")
        assert _fits(tab), address
        found += serious_faults(tab)
    assert found == []


def test_guide_opens_at_its_top_and_at_an_address_of_its_own(open_tab):
    tab = open_tab(PHONE)
    _open(tab, "/teach", "Class charter")
    tab.get_by_role("main").get_by_role("link", name="Edits you can see").last.click()
    expect(tab).to_have_url(re.compile(r"/teach\?lesson=how-a-picture-is-faked$"))
    expect(tab.get_by_role("heading", name="Guide: Edits you can see")).to_be_in_viewport()
    settle(tab)
    tab.get_by_role("link", name="All plans and guides").click()
    expect(tab).to_have_url(re.compile(r"/teach$"))
    expect(tab.get_by_role("heading", name="Teach with Second Look")).to_be_in_viewport()
    tab.go_back()
    expect(tab.get_by_role("heading", name="Guide: Edits you can see")).to_be_in_viewport()


def test_lesson_leads_right_to_the_charter(open_tab):
    tab = open_tab(PHONE)
    _open(tab, "/teach#charter", "Class charter")
    heading = tab.get_by_role("heading", name="Class charter")
    expect(heading).to_be_in_viewport()
    settle(tab)
    # Below the button that lies over the page's upper edge.
    assert heading.bounding_box()["y"] > 60
    expect(tab).to_have_url(re.compile(r"/teach#charter$"))


def test_handout_can_be_saved(open_tab):
    tab = open_tab()
    _open(tab, "/teach?lesson=how-a-picture-is-faked", "To print")
    with tab.expect_download(timeout=60_000) as download:
        tab.get_by_role("button", name="Handout (PDF)").click()
    assert download.value.suggested_filename == "03-edits-you-can-see-handout.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_charter_prints_the_rules_that_the_class_has_taken_over(open_tab):
    tab = open_tab(PHONE)
    _open(tab, "/teach", "Class charter")
    tab.get_by_label("Our rules, one on each line").fill("We ask first.")
    tab.get_by_role("button", name="Take these rules over").click()
    expect(tab.get_by_text("This rule will be printed:")).to_be_visible()
    with tab.expect_download(timeout=60_000) as download:
        tab.get_by_role("button", name="Charter (PDF)").click()
    (page,) = PdfReader(download.value.path()).pages
    assert "1. We ask first." in page.extract_text()
    assert "2. " not in page.extract_text()
