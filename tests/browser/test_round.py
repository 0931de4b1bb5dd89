"""A learner plays: on a phone, at a desk, by keyboard, and with a connection that breaks."""

import re
import shutil
import sys
import tomllib

import pytest
import tomli_w
from playwright.sync_api import Page, expect

from quiz.installed import FOLDER_SETTING, SHIPPED
from quiz.pack import load_pack
from tests.browser.conftest import DESK, PHONE, settle
from tests.conftest import free_port, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _start(tab: Page) -> None:
    tab.goto("/quiz")
    settle(tab)
    tab.get_by_role("button", name="Start a round").click()
    _expect_picture(tab, 1)


def _expect_picture(tab: Page, number: int, total: int = 10) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"Picture {number} of {total}")
    # The heading comes first: what is below it may still be of the picture before.
    settle(tab)


def _choose(tab: Page, choice: str, confidence: str) -> None:
    question = re.compile("real,? or fake")
    tab.get_by_role("radiogroup", name=question).get_by_text(choice, exact=True).click()
    tab.get_by_role("radiogroup", name="How sure").get_by_text(confidence, exact=True).click()


def _answer(tab: Page, choice: str, confidence: str) -> None:
    _choose(tab, choice, confidence)
    tab.get_by_role("button", name="Answer and see why").click()
    expect(tab.get_by_test_id("stAlert")).to_contain_text(re.compile("^(Right|Not this time):"))


def _picture(tab: Page):
    return tab.locator("figure.picture img").first


def _loaded(tab: Page) -> bool:
    return _picture(tab).evaluate("image => image.complete && image.naturalWidth === 960")


def _scrolls_sideways(tab: Page) -> bool:
    return tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_whole_round(open_tab, screenshot, serious_faults, viewport):
    tab = open_tab(viewport)
    _start(tab)
    known, told = [], []
    for number in range(1, 11):
        _expect_picture(tab, number)
        expect(_picture(tab)).to_be_in_viewport()
        assert not _scrolls_sideways(tab)
        known.append(_picture(tab).get_attribute("src"))
        _answer(tab, "Fake", "Fairly sure")
        expect(_picture(tab)).to_be_in_viewport()
        tab.wait_for_function("() => document.querySelector('figure.picture img').complete")
        assert _loaded(tab)
        assert _picture(tab).get_attribute("src") == known[-1]
        said = tab.get_by_test_id("stAlert").inner_text()
        told.append(said)
        if "is fake" in said:
            expect(tab.get_by_role("slider", name="untouched photograph")).to_be_attached()
            if viewport is DESK:
                screenshot(tab, "quiz")
        expect(tab.get_by_text("Photograph:").first).to_be_attached()
        tab.get_by_role("button", name=re.compile("Next picture|See how")).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("How the round went")
    real = sum("is real" in said or "words are true" in said for said in told)
    main = tab.get_by_role("main")
    counts = [f"0 / {real}", f"{10 - real} / {10 - real}"]
    expect(main.get_by_test_id("stMetricValue")).to_have_text(counts)
    assert len(set(known)) == 10
    assert not _scrolls_sideways(tab)
    assert serious_faults(tab) == []

    clue = main.get_by_role("link", name=re.compile(r"\d of \d (fakes?|real pictures?)")).first
    pictures = sum(map(int, re.findall(r"of (\d+)", clue.inner_text())))
    assert clue.locator("span").first.evaluate("text => text.scrollWidth <= text.clientWidth")
    clue.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Gallery")
    expect(tab.locator("[class*=st-key-gallery-cell] figure")).to_have_count(pictures)


def test_reload_in_the_middle_comes_back_to_the_same_picture(open_tab):
    tab = open_tab(PHONE)
    _start(tab)
    _answer(tab, "Real", "Certain")
    tab.get_by_role("button", name="Next picture").click()
    _expect_picture(tab, 2)
    source = _picture(tab).get_attribute("src")
    tab.reload()
    settle(tab)
    _expect_picture(tab, 2)
    expect(_picture(tab)).to_have_attribute("src", source)
    _answer(tab, "Real", "Just guessing")
    tab.reload()
    settle(tab)
    _expect_picture(tab, 2)
    expect(tab.get_by_test_id("stAlert")).to_contain_text("You said: Real, Just guessing")
    expect(tab.get_by_role("radio")).to_have_count(0)


def test_address_opens_the_round_on_another_device(open_tab):
    first, second = open_tab(PHONE), open_tab(DESK)
    _start(first)
    source = _picture(first).get_attribute("src")
    second.goto(first.url)
    _expect_picture(second, 1)
    expect(_picture(second)).to_have_attribute("src", source)


def test_answer_in_a_second_tab_does_not_count_twice(open_tab):
    first, second = open_tab(), open_tab()
    _start(first)
    second.goto(first.url)
    _expect_picture(second, 1)
    _answer(first, "Real", "Certain")
    _answer(second, "Fake", "Just guessing")
    expect(second.get_by_test_id("stAlert")).to_contain_text("You said: Real, Certain")


def test_server_that_goes_away_and_comes_back_loses_nothing(chromium, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    database = str(tmp_path / "answers.sqlite3")

    def server():
        return running(command, address, tmp_path / "log", SECOND_LOOK_DATABASE=database)

    context = chromium.new_context(viewport=PHONE, base_url=address)
    tab = context.new_page()
    with server():
        _start(tab)
        _answer(tab, "Real", "Very sure")
        tab.get_by_role("button", name="Next picture").click()
        _expect_picture(tab, 2)
        source = _picture(tab).get_attribute("src")
    with server():
        # The page finds the server again by itself, and the learner goes on where they were.
        expect(tab.get_by_test_id("stConnectionStatus")).to_have_count(0)
        _expect_picture(tab, 2)
        expect(_picture(tab)).to_have_attribute("src", source)
        _answer(tab, "Fake", "Certain")
        expect(tab.get_by_test_id("stAlert")).to_contain_text("You said: Fake, Certain")
        tab.get_by_role("button", name="Next picture").click()
        _expect_picture(tab, 3)
    context.close()


def _tab_to(tab: Page, role: str, name: str) -> None:
    wanted = tab.get_by_role(role, name=name, exact=True)
    for _ in range(60):
        tab.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {name}")


def test_first_picture_by_keyboard_alone(open_tab):
    tab = open_tab()
    tab.goto("/quiz")
    settle(tab)
    expect(tab.get_by_role("button", name="Start a round")).to_be_visible()
    _tab_to(tab, "button", "Start a round")
    tab.keyboard.press("Enter")
    _expect_picture(tab, 1)
    _tab_to(tab, "radio", "Real")
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("radio", name="Fake", exact=True)).to_be_checked()
    _tab_to(tab, "radio", "Just guessing")
    tab.keyboard.press("Space")
    _tab_to(tab, "button", "Answer and see why")
    tab.keyboard.press("Enter")
    expect(tab.get_by_test_id("stAlert")).to_contain_text("You said: Fake, Just guessing")
    _tab_to(tab, "button", "Next picture")
    tab.keyboard.press("Enter")
    _expect_picture(tab, 2)
    expect(tab.get_by_role("heading", level=1)).to_be_focused()


def test_screen_reader_hears_neutral_words_first_and_the_whole_after(open_tab):
    tab = open_tab()
    _start(tab)
    before = _picture(tab).get_attribute("alt")
    assert before
    expect(tab.get_by_role("radiogroup")).to_have_count(2)
    _answer(tab, "Real", "Certain")
    after = _picture(tab).get_attribute("alt")
    assert after
    assert after != before


def test_form_tells_its_answers_at_its_end_only(open_tab, serious_faults):
    tab = open_tab(PHONE)
    tab.goto("/quiz?form=a")
    settle(tab)
    tab.get_by_role("button", name="Start a round").click()
    for number in range(1, 13):
        _expect_picture(tab, number, 12)
        expect(tab.get_by_role("heading", level=1)).to_be_focused()
        expect(_picture(tab)).to_be_in_viewport()
        expect(tab.get_by_test_id("stAlert")).to_have_count(0)
        expect(tab.get_by_role("radio", checked=True)).to_have_count(0)
        assert not _scrolls_sideways(tab)
        if number == 3:
            tab.goto(re.sub(r"picture=\d+", "picture=1", tab.url))
            _expect_picture(tab, 1, 12)
            expect(tab.get_by_test_id("stAlert")).to_contain_text("You have answered this picture")
            expect(tab.locator("figure.picture")).to_have_count(0)
            assert serious_faults(tab) == []
            _tab_to(tab, "button", "Go on with your round at picture 3")
            tab.keyboard.press("Enter")
            _expect_picture(tab, 3, 12)
        _choose(tab, "Fake", "Fairly sure")
        tab.get_by_role("button", name="Answer and go on").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("How the round went")
    expect(tab.get_by_test_id("stMetricValue")).to_have_text(["0 / 6", "6 / 6"])
    assert not _scrolls_sideways(tab)
    assert serious_faults(tab) == []
    tab.reload()
    settle(tab)
    _tab_to(tab, "button", "Look at every answer, picture by picture")
    tab.keyboard.press("Enter")
    for number in range(1, 13):
        _expect_picture(tab, number, 12)
        expect(tab.get_by_test_id("stAlert")).to_contain_text("You said: Fake, Fairly sure")
        tab.get_by_role("button", name=re.compile("Next picture|See how")).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("How the round went")


MARKS = "# Two of $5$ :material/home: :red[hi] **bold** [a](https://b.example)\n\n1. <3 `x` :smile:"


def test_words_of_a_pack_are_shown_as_they_are(chromium, tmp_path):
    folder, starter = tmp_path / "packs" / "marks", load_pack(SHIPPED / "starter")
    item = next(item for item in starter.items if item.is_real and item.regions)
    for inner in ("items", "media"):
        (folder / inner).mkdir(parents=True)
    shutil.copy(item.picture, folder / "media")
    table = tomllib.loads((starter.folder / "items" / f"{item.id}.toml").read_text())
    for name in ("alt", "caption", "description", "why"):
        table[name] = MARKS
    table["check"] = [MARKS]
    table["regions"][0]["reason"] = table["credits"][0]["title"] = MARKS
    (folder / "items" / f"{item.id}.toml").write_text(tomli_w.dumps(table))
    manifest = {"format": 1, "id": "marks", "title": MARKS, "language": "en"}
    forms = {"forms": {"marks": [item.id]}}
    (folder / "pack.toml").write_text(tomli_w.dumps(manifest | forms))

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    settings = {
        "SECOND_LOOK_DATABASE": str(tmp_path / "answers.sqlite3"),
        FOLDER_SETTING: str(tmp_path / "packs"),
    }
    context = chromium.new_context(viewport=PHONE, base_url=address)
    tab = context.new_page()
    words = " ".join(MARKS.split())

    def expect_words(times: int) -> None:
        settle(tab)
        expect(tab.get_by_role("heading", level=1)).to_have_count(1)
        expect(tab.locator(".stMarkdown :is(strong strong, code, .katex)")).to_have_count(0)
        expect(tab.locator(".stMarkdown [data-testid=stIconMaterial]")).to_have_count(0)
        shown = tab.get_by_role("main").inner_text().replace("\u2060", "")
        assert shown.count(words) == times

    with running(command, address, tmp_path / "log", **settings):
        tab.goto("/quiz?form=marks")
        settle(tab)
        tab.get_by_role("button", name="Start a round").click()
        _expect_picture(tab, 1, 1)
        expect_words(1)
        expect(tab.locator("blockquote p")).to_have_count(1)
        _choose(tab, "Real", "Certain")
        tab.get_by_role("button", name="Answer and go on").click()
        tab.get_by_role("button", name="Look at every answer").click()
        _expect_picture(tab, 1, 1)
        # Caption, reason, region, check, credit.
        expect_words(5)
        tab.goto("/credits")
        settle(tab)
        shown = tab.get_by_role("main").inner_text().replace("\u2060", "")
        assert shown.count(words) == 2
    context.close()


# Colours go by the scheme, whatever the size.
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")],
    ids=["phone-light", "phone-dark", "desk-light"],
)
def test_axe_finds_nothing_serious(open_tab, serious_faults, screenshot, viewport, scheme):
    tab = open_tab(viewport, color_scheme=scheme)
    name = f"{scheme}-{viewport['width']}"
    tab.goto("/")
    settle(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Take a second look")
    screenshot(tab, f"home-{name}")
    found = serious_faults(tab)
    _start(tab)
    screenshot(tab, f"ask-{name}")
    found += serious_faults(tab)
    _answer(tab, "Real", "Certain")
    screenshot(tab, f"answer-{name}")
    found += serious_faults(tab)
    tab.goto("/credits")
    settle(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Picture credits")
    found += serious_faults(tab)
    assert found == []


def test_every_page_has_a_title_of_its_own(open_tab):
    tab = open_tab()
    titles = set()
    for page in ("/", "/quiz", "/lessons", "/ask", "/gallery", "/packs", "/make", "/credits"):
        tab.goto(page)
        settle(tab)
        expect(tab).to_have_title(re.compile(". · Second Look$"))
        titles.add(tab.title())
    assert len(titles) == 8
