"""After a round: browsing the gallery, and moving the boundary between before and after."""

import random
import sys
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from quiz.installed import load_packs
from quiz.scoring import Answer, Choice
from quiz.session import draw_round
from quiz.store import AnswerStore
from tests.browser.conftest import DESK, PHONE, settle
from tests.conftest import free_port, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THUMBNAILS_LIMIT_BYTES = 250_000


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return tmp_path_factory.mktemp("gallery") / "answers.sqlite3"


@pytest.fixture(scope="module")
def site(database):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = database.with_name("server.log")
    with running(command, address, log, SECOND_LOOK_DATABASE=str(database)):
        yield address


@pytest.fixture(scope="module")
def finished(site, database):
    """A round with every picture answered: its token and its pictures."""
    packs = load_packs()
    items = draw_round(list(packs.values()), random.Random(3))
    store = AnswerStore(database)
    token = store.start_round(items, datetime.now(UTC).date())
    for position in range(len(items)):
        store.record(token, position, Answer(Choice.REAL, 3))
    store.close()
    return token, [packs[key.pack].item(key.item) for key in items]


@pytest.fixture
def edit(finished):
    return next(item for item in finished[1] if item.kind.is_edit)


@pytest.fixture
def open_edit(open_tab, finished, edit):
    """The page of an edited picture."""

    def open_(*arguments: object, **options: object) -> Page:
        tab = open_tab(*arguments, **options)
        tab.goto(f"/gallery?round={finished[0]}&item=starter.{edit.id}")
        settle(tab)
        _slider(tab).scroll_into_view_if_needed()
        tab.wait_for_function(_BOTH_LOADED)
        return tab

    return open_


_BOTH_LOADED = """() => {
  const hosts = [...document.querySelectorAll('*')].filter(host => host.shadowRoot);
  const pictures = hosts.flatMap(host => [...host.shadowRoot.querySelectorAll('.pictures img')]);
  return pictures.length === 2 && pictures.every(picture => picture.naturalWidth > 0);
}"""


def _slider(tab: Page) -> Locator:
    return tab.get_by_role("slider")


def _boundary(tab: Page) -> float:
    """Share of the width, in percent, left of which the changed picture is cut away."""
    after = tab.locator(".pictures img.after")
    cut = after.evaluate("picture => getComputedStyle(picture).clipPath")
    assert cut.startswith("inset(0px 0px 0px ")
    return float(cut.removeprefix("inset(0px 0px 0px ").removesuffix("%)"))


def _scrolls_sideways(tab: Page) -> bool:
    return tab.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )


def test_boundary_moves_by_keyboard_and_says_where_it_is(open_edit):
    tab = open_edit()
    slider = _slider(tab)
    assert _boundary(tab) == 50
    slider.focus()
    tab.keyboard.press("ArrowRight")
    assert _boundary(tab) == 51
    tab.keyboard.press("Home")
    assert _boundary(tab) == 0
    expect(slider).to_have_attribute(
        "aria-valuetext", "0% of the width shows the untouched photograph"
    )
    tab.keyboard.press("End")
    assert _boundary(tab) == 100


def test_keyboard_focus_on_the_boundary_is_seen(open_edit):
    tab = open_edit()
    knob = tab.locator(".line span")
    outline = "knob => getComputedStyle(knob).outlineStyle"
    assert knob.evaluate(outline) == "none"
    _slider(tab).focus()
    tab.keyboard.press("ArrowLeft")
    assert knob.evaluate(outline) == "solid"


def test_boundary_follows_the_mouse_to_both_edges(open_edit):
    tab = open_edit()
    box = tab.locator(".pictures").bounding_box()
    middle = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] / 2, middle)
    tab.mouse.down()
    for share in (0.25, 0, 1, 0.75):
        tab.mouse.move(box["x"] + share * box["width"], middle, steps=4)
        assert _boundary(tab) == pytest.approx(100 * share, abs=1)
    tab.mouse.up()


def test_boundary_comes_to_a_finger(open_edit):
    tab = open_edit(PHONE, has_touch=True, is_mobile=True)
    box = tab.locator(".pictures").bounding_box()
    tab.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    assert _boundary(tab) == pytest.approx(20, abs=1)


def test_moving_the_boundary_asks_nothing_of_the_server(open_edit):
    tab = open_edit()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    _slider(tab).focus()
    for _ in range(5):
        tab.keyboard.press("ArrowLeft")
    assert _boundary(tab) == 45
    assert asked == []


def test_both_pictures_can_still_be_seen_side_by_side(open_edit, edit):
    tab = open_edit()
    tab.get_by_text("See both side by side").click()
    both = tab.locator("div.compare img")
    expect(both).to_have_count(2)
    expect(both.last).to_be_visible()
    assert both.last.get_attribute("src").endswith(edit.original.name)


def test_list_of_small_pictures_is_light_enough_for_a_weak_network(open_tab, finished):
    tab = open_tab(PHONE)
    answers = []
    tab.on("response", lambda answer: answers.append(answer))
    tab.goto(f"/gallery?round={finished[0]}&show=all")
    settle(tab)
    expect(tab.locator("figure.picture img")).to_have_count(12)
    tab.locator("figure.picture img").last.scroll_into_view_if_needed()
    tab.wait_for_function(
        "() => [...document.querySelectorAll('figure.picture img')].every(i => i.naturalWidth)"
    )
    sizes = [len(answer.body()) for answer in answers if "/thumbnails/" in answer.url]
    assert len(sizes) == 12
    assert 0 < sum(sizes) < THUMBNAILS_LIMIT_BYTES
    assert not _scrolls_sideways(tab)


def _press_first_picture(tab: Page) -> None:
    # The picture's button lies over it and receives the press, so the press is made on what holds
    # both, at a place where only the picture is seen; Playwright waits until it has come to rest.
    cell = tab.locator("[class*='st-key-gallery-cell']").first
    expect(cell.locator("img")).to_be_visible()
    expect(cell.get_by_role("button")).to_be_visible()
    cell.click(position={"x": 40, "y": 40})


def test_picture_itself_opens_its_page_and_back_leads_to_the_list(open_tab, finished):
    tab = open_tab(PHONE)
    tab.goto(f"/gallery?round={finished[0]}")
    settle(tab)
    heading = tab.get_by_role("heading", level=1)
    expect(heading).to_have_text("Gallery")
    _press_first_picture(tab)
    expect(heading).not_to_have_text("Gallery")
    expect(heading).to_be_focused()
    address, name = tab.url, heading.inner_text()
    tab.reload()
    settle(tab)
    expect(heading).to_have_text(name)
    assert tab.url == address
    assert not _scrolls_sideways(tab)
    tab.get_by_role("button", name="Back to all pictures").click()
    expect(heading).to_have_text("Gallery")


def test_next_page_is_reached_and_kept_over_a_reload(open_tab, finished):
    tab = open_tab()
    tab.goto(f"/gallery?round={finished[0]}&show=all")
    settle(tab)
    pictures = tab.locator("figure.picture img")
    expect(pictures).to_have_count(12)
    first = pictures.first.get_attribute("src")
    tab.get_by_role("button", name="Page 2", exact=True).click()
    expect(pictures.first).not_to_have_attribute("src", first)
    second = pictures.first.get_attribute("src")
    tab.reload()
    settle(tab)
    expect(pictures.first).to_have_attribute("src", second)


def test_filter_is_kept_over_a_picture_and_a_reload(open_tab, finished):
    tab = open_tab()
    tab.goto(f"/gallery?round={finished[0]}&show=all")
    settle(tab)
    tab.get_by_role("combobox", name="What was done").click()
    tab.get_by_role("option", name="Part copied").click()
    captions = tab.locator("figure.picture figcaption")
    expect(captions.first).to_have_text("Fake · Part copied")
    count = captions.count()
    tab.reload()
    settle(tab)
    expect(captions).to_have_text(["Fake · Part copied"] * count)
    _press_first_picture(tab)
    tab.get_by_role("button", name="Back to all pictures").click()
    expect(captions).to_have_text(["Fake · Part copied"] * count)


def test_facilitator_opens_everything_at_the_computer_itself(open_tab):
    tab = open_tab()
    tab.goto("/gallery")
    settle(tab)
    tab.get_by_text("Do you lead the class?").click()
    tab.get_by_role("button", name="Open the whole gallery").click()
    expect(tab.locator("figure.picture img")).to_have_count(12)


# Colours go by the scheme, whatever the size.
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")],
    ids=["phone-light", "phone-dark", "desk-light"],
)
def test_axe_finds_nothing_serious(
    open_edit, finished, serious_faults, screenshot, viewport, scheme
):
    tab = open_edit(viewport, color_scheme=scheme)
    name = f"{scheme}-{viewport['width']}"
    screenshot(tab, f"before-after-{name}")
    assert not _scrolls_sideways(tab)
    found = serious_faults(tab)
    tab.goto(f"/gallery?round={finished[0]}&show=all")
    settle(tab)
    expect(tab.locator("figure.picture img")).to_have_count(12)
    screenshot(tab, f"gallery-{name}")
    found += serious_faults(tab)
    captioned = next(item for item in load_packs()["starter"].items if item.caption)
    tab.goto(f"/gallery?round={finished[0]}&show=all&item=starter.{captioned.id}")
    settle(tab)
    expect(tab.get_by_role("blockquote")).to_have_text(captioned.caption)
    found += serious_faults(tab)
    tab.goto("/gallery")
    settle(tab)
    expect(tab.get_by_text("Play a round first")).to_be_visible()
    found += serious_faults(tab)
    assert found == []
