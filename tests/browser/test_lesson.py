"""A learner reads a lesson, tries its lab, and answers its questions."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _open(tab: Page, title: str) -> None:
    tab.goto("/lessons")
    settle(tab)
    tab.get_by_role("link", name=title).first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_lessons_can_be_read_and_kept_in_the_address(open_tab, viewport):
    tab = open_tab(viewport)
    _open(tab, "Edits you can see")
    expect(tab.get_by_role("heading", name="Key points")).to_be_attached()
    tab.reload()
    settle(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Edits you can see")
    _open(tab, "Leave the picture")
    expect(tab.get_by_role("heading", name="Key points")).to_be_attached()
    assert not tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )


def test_every_choice_of_a_question_is_explained(open_tab):
    tab = open_tab()
    _open(tab, "Edits you can see")
    question = tab.get_by_role("radiogroup", name="Check").first
    expect(question).to_be_visible()
    explained = set()
    for choice in question.locator("label").all():
        choice.click()
        tab.get_by_role("button", name="Check my answer").first.click()
        told = tab.get_by_test_id("stAlert").first
        expect(told).to_be_visible()
        tab.wait_for_function(
            "seen => !seen.includes(document.querySelector('[data-testid=stAlert]').innerText)",
            arg=list(explained),
        )
        explained.add(told.inner_text())
    assert len(explained) == question.get_by_role("radio").count() == 3


def test_lab_shows_maps_with_words_for_those_who_do_not_see_them(open_tab, screenshot):
    tab = open_tab()
    _open(tab, "Edits you can see")
    maps = tab.get_by_role("main").get_by_role("img")
    expect(maps.nth(2)).to_be_visible()
    alts = [maps.nth(place).get_attribute("alt") for place in range(maps.count())]
    assert all(alts)
    maps.first.evaluate("picture => picture.scrollIntoView({ block: 'center' })")
    screenshot(tab, "lesson")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_tab, serious_faults, screenshot, scheme):
    tab = open_tab(PHONE, color_scheme=scheme)
    tab.goto("/lessons")
    settle(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Lessons")
    found = serious_faults(tab)
    _open(tab, "Edits you can see")
    expect(tab.get_by_role("main").get_by_role("img").nth(2)).to_be_visible()
    screenshot(tab, f"lesson-{scheme}-360")
    found += serious_faults(tab)
    assert found == []


def test_words_of_links_are_not_cut_off_on_a_phone(open_tab):
    tab = open_tab(PHONE)
    for address in ("/lessons", "/lessons?lesson=five-families-of-clue"):
        tab.goto(address)
        settle(tab)
        expect(tab.get_by_test_id("stPageLink").first).to_be_visible()
        assert tab.evaluate(
            """() => [...document.querySelectorAll("[data-testid=stPageLink] *")]
              .filter(part => part.clientWidth && part.scrollWidth > part.clientWidth + 1
                && getComputedStyle(part).overflow !== "visible")
              .map(part => part.innerText)"""
        ) == []  # fmt: skip
