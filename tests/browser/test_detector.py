"""A learner asks the detector: says first what they think, then reads why."""

import json
import re
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The first visit loads Gradio; the waiting page opens the detector by itself.
FIRST_VISIT_MS = 120_000
# Where others want the processor too, a picture takes its time to be examined.
EXAMINED_MS = 90_000


def _open(tab: Page) -> None:
    tab.goto("/detector")
    expect(tab.get_by_role("heading", name="1. Choose a picture")).to_be_visible(
        timeout=FIRST_VISIT_MS
    )


def _choose(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name).click()
    expect(tab.get_by_role("img", name=name)).to_be_visible()


def _think(tab: Page, belief: str, confidence: str) -> None:
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()
    tab.get_by_label(belief, exact=True).check()
    tab.get_by_label(confidence, exact=True).check()
    expect(tab.get_by_role("button", name="Open the report")).to_be_enabled()


def _read_report(tab: Page) -> str:
    tab.get_by_role("button", name="Open the report").click()
    report = tab.locator("#report")
    for heading in ("Where it came from", "What the pixels show", "What we make of it"):
        expect(report.get_by_role("heading", name=heading)).to_be_visible(timeout=EXAMINED_MS)
    return report.inner_text()


def _photograph() -> bytes:
    """A drawn scene, saved as cameras do."""
    generator = np.random.default_rng(3)
    small = generator.integers(40, 215, (12, 18, 3), dtype=np.uint8)
    scene = Image.fromarray(small).resize((720, 480), Image.Resampling.BICUBIC)
    noisy = np.asarray(scene) + generator.normal(0, 4, (480, 720, 3))
    out = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_an_example_is_explained_after_the_learner_has_committed(open_tab, screenshot, viewport):
    tab = open_tab(viewport)
    tab.goto("/ask")
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="Open the detector").click()
    tab = opened.value
    expect(tab.get_by_role("heading", name="1. Choose a picture")).to_be_visible(
        timeout=FIRST_VISIT_MS
    )
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "fairly sure")
    report = _read_report(tab)
    assert "authentic" not in report.lower()
    assert "of 100 real photographs" in report
    if viewport is DESK:
        tab.locator("#report").get_by_role("heading", name="What the pixels show").evaluate(
            "heading => heading.scrollIntoView()"
        )
        screenshot(tab, "detector")
    assert not tab.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")


def test_an_own_picture_is_examined(open_tab):
    tab = open_tab()
    _open(tab)
    file = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": _photograph()}
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.get_by_text("720 × 480 pixels, JPEG")).to_be_visible()
    _think(tab, "looks edited or made by a computer", "just guessing")
    report = _read_report(tab)
    assert "no proof" in report or "cannot tell" in report
    assert "What it really is" not in report


def test_what_is_no_picture_gets_one_clear_sentence(open_tab):
    tab = open_tab()
    _open(tab)
    file = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture at all"}
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.locator("#shown")).to_contain_text("JPEG, PNG or WebP")
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()


def test_picture_of_a_button_leaves_its_label_free_under_the_pointer(open_tab):
    tab = open_tab()
    _open(tab)
    hens = tab.get_by_role("button", name="Garden hens")
    expect(hens).to_have_css("background-size", "100% auto")
    hens.hover()
    # Past the change of colour, which takes a moment.
    hens.evaluate("button => Promise.all(button.getAnimations().map(each => each.finished))")
    expect(hens).to_have_css("background-size", "100% auto")
    expect(hens).to_have_css("background-repeat", "no-repeat")


def test_next_picture_clears_what_was_said(open_tab):
    tab = open_tab()
    _open(tab)
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "certain")
    _choose(tab, "Three cows")
    expect(tab.get_by_role("button", name="Open the report")).to_be_disabled()
    expect(tab.locator("input[type=radio]:checked")).to_have_count(0)


def test_a_report_that_comes_late_is_not_shown_below_another_picture(open_tab):
    tab = open_tab()
    _open(tab)
    _choose(tab, "Three cows")
    _think(tab, "looks real", "certain")
    tab.get_by_role("button", name="Open the report").click()
    _choose(tab, "Garden hens")
    _think(tab, "looks edited or made by a computer", "certain")
    _read_report(tab)
    truth = tab.locator("#report").get_by_text(re.compile("^It is (fake|a real photograph)"))
    expect(truth).to_contain_text("hen")
    expect(tab.get_by_role("img", name="Garden hens")).to_be_visible()


def test_report_can_be_had_by_keyboard_alone(open_tab):
    tab = open_tab()
    _open(tab)
    _press_at(tab, tab.get_by_role("button", name="Garden hens"), "Enter")
    expect(tab.get_by_role("img", name="Garden hens")).to_be_visible()
    _press_at(tab, tab.get_by_label("looks real", exact=True), "Space")
    _press_at(tab, tab.get_by_label("just guessing", exact=True), "Space")
    expect(tab.get_by_role("button", name="Open the report")).to_be_enabled()
    _press_at(tab, tab.get_by_role("button", name="Open the report"), "Enter")
    expect(tab.get_by_role("heading", name="What we make of it")).to_be_visible(timeout=EXAMINED_MS)
    # The next thing to reach is in the report, not at the top of the page again.
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.querySelector('#report').contains(document.activeElement)")


def test_arrow_keys_lead_from_answer_to_answer(open_tab):
    tab = open_tab()
    _open(tab)
    _choose(tab, "Garden hens")
    _press_at(tab, tab.get_by_label("looks real", exact=True), "ArrowDown")
    expect(tab.get_by_label("looks edited or made by a computer")).to_be_checked()
    expect(tab.locator("#reason")).to_contain_text("Say how sure you are")
    # One stop of the keyboard for each question.
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    expect(tab.get_by_label("just guessing")).to_be_checked()
    expect(tab.get_by_role("button", name="Open the report")).to_be_enabled()
    tab.keyboard.press("ArrowUp")
    expect(tab.get_by_label("certain", exact=True)).to_be_checked()
    expect(tab.locator("input[type=radio]:checked")).to_have_count(2)


def _press_at(tab: Page, wanted: Locator, key: str) -> None:
    for _ in range(90):
        if wanted.evaluate("element => element === document.activeElement"):
            tab.keyboard.press(key)
            return
        tab.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_marks_are_switched_off_and_on_by_keyboard(open_tab):
    tab = open_tab(PHONE)
    _open(tab)
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "just guessing")
    _read_report(tab)
    finding = tab.locator("#report .layers").first
    switch, marks = finding.get_by_role("checkbox"), finding.locator("img.marks")
    untouched = finding.get_by_role("img", name="The picture without any marks.")
    expect(switch).to_be_checked()
    expect(marks).to_be_visible()
    assert marks.bounding_box() == untouched.bounding_box()
    _press_at(tab, switch, "Space")
    expect(marks).to_be_hidden()
    expect(untouched).to_be_visible()
    _press_at(tab, switch, "Space")
    expect(marks).to_be_visible()


def test_a_picture_is_passed_on_by_keyboard_and_its_signs_are_compared(open_tab, screenshot):
    tab = open_tab()
    _open(tab)
    expect(tab.locator("#passing-on")).to_be_hidden()
    _choose(tab, "Garden hens")
    _think(tab, "looks real", "just guessing")
    _read_report(tab)
    arrived = tab.locator("#arrived")
    expect(arrived.get_by_role("heading", name="As it is")).to_be_visible()
    slider = tab.get_by_role("slider")
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "As it is")
    _press_at(tab, slider, "End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Shrunk to 512 pixels"))
    expect(arrived.get_by_role("heading", name="Shrunk to 512 pixels")).to_be_visible(
        timeout=EXAMINED_MS
    )
    # Spoken as it appears.
    expect(arrived.get_by_role("alert")).to_contain_text(
        re.compile("before it was passed on", re.IGNORECASE)
    )
    row = arrived.get_by_role("row", name="A part that appears twice")
    expect(row).to_contain_text("weaker")
    expect(arrived.get_by_role("img", name="The picture as it arrived")).to_be_visible()
    screenshot(tab, "detector-passed-on", full_page=True)


def test_a_case_is_predicted_and_then_opened(open_tab, screenshot):
    tab = open_tab(PHONE)
    _open(tab)
    tab.get_by_role("tab", name="Mistakes").click()
    tab.get_by_role("button", name="The label that got lost").click()
    expect(tab.get_by_text("says a signed note that we trust")).to_be_visible(timeout=EXAMINED_MS)
    expect(tab.locator("#case-shown").get_by_role("alert")).to_have_text("The label that got lost")
    expect(tab.get_by_role("button", name="Open what it says")).to_be_disabled()
    tab.get_by_label("It warns that a note was removed").check()
    tab.get_by_role("button", name="Open what it says").click()
    report = tab.locator("#case-report")
    expect(report.get_by_role("heading", name="What came out")).to_be_visible(timeout=EXAMINED_MS)
    expect(report).to_contain_text("This file carries no signed note.")
    screenshot(tab, "detector-case", full_page=True)
    assert not tab.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")


def test_a_program_gets_the_record_of_a_picture(site, open_tab, tmp_path):
    _open(open_tab())
    (tmp_path / "holiday.jpg").write_bytes(_photograph())
    # Python's client waits for answers in a thread of its own, without the browser's loop.
    asked = """
import json, sys
from gradio_client import Client, handle_file
client = Client(sys.argv[1], verbose=False)
print(json.dumps(client.predict(handle_file(sys.argv[2]), api_name="/analyse")))
"""
    command = [sys.executable, "-c", asked, f"{site}/detector/", str(tmp_path / "holiday.jpg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    record = json.loads(done.stdout)
    assert record["verdict"] in ("generated", "edited", "inconclusive", "no_sign")
    assert record["provenance"]["credential"] == "absent"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_tab, serious_faults, screenshot, scheme):
    tab = open_tab(PHONE, color_scheme=scheme)
    _open(tab)

    def check(name: str) -> None:
        # Colours are the same in every size.
        for size in (PHONE, DESK) if scheme == "light" else (PHONE,):
            tab.set_viewport_size(size)
            screenshot(tab, f"detector-{name}-{scheme}-{size['width']}", full_page=True)
            assert serious_faults(tab) == []
        tab.set_viewport_size(PHONE)

    _choose(tab, "Garden hens")
    _think(tab, "looks real", "certain")
    _read_report(tab)
    tab.get_by_role("slider").press("ArrowRight")
    expect(tab.locator("#arrived").get_by_role("heading", name="quality 95")).to_be_visible(
        timeout=EXAMINED_MS
    )
    check("report")

    tab.get_by_role("tab", name="Mistakes").click()
    tab.get_by_role("button", name="Smoke on the mountain").click()
    tab.get_by_label("It finds that words and picture do not fit").check()
    tab.get_by_role("button", name="Open what it says").click()
    expect(tab.get_by_role("heading", name="What came out")).to_be_visible(timeout=EXAMINED_MS)
    check("case")

    tab.get_by_role("tab", name="Accuracy").click()
    expect(tab.get_by_role("heading", name="How often the detector is right")).to_be_visible()
    check("accuracy")
