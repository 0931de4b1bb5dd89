"""A facilitator makes a pack on a phone, without code, and takes it to another computer."""

import re
import sys
from contextlib import suppress
from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Page, TimeoutError, expect

from quiz.importing import import_pack
from quiz.installed import FOLDER_SETTING, SHIPPED
from quiz.item import Kind
from quiz.pack import load_pack
from quiz.text import text
from tests.browser.conftest import PHONE, settle
from tests.conftest import free_port, running

# Making three pictures takes seconds on a busy machine.
SLOW_MS = 30_000
TRIES = 6
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def own_site(tmp_path):
    """A server whose packs and drafts lie in a folder of their own."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    settings = {
        "SECOND_LOOK_DATABASE": str(tmp_path / "answers.sqlite3"),
        FOLDER_SETTING: str(tmp_path / "here" / "packs"),
    }
    with running(command, f"http://127.0.0.1:{port}", tmp_path / "log", **settings) as address:
        yield address


@pytest.fixture
def files(tmp_path):
    """Two photographs as a camera writes them: one as taken, one with a dark patch put on it."""
    starter = load_pack(SHIPPED / "starter")
    photograph = np.asarray(Image.open(starter.items[0].picture).convert("RGB"))
    edited = photograph.copy()
    edited[160:320, 240:480] //= 4
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A camera"
    paths = {"original": tmp_path / "street.jpg", "edited": tmp_path / "street-edited.jpg"}
    for name, pixels in (("original", photograph), ("edited", edited)):
        Image.fromarray(pixels).save(paths[name], "JPEG", quality=92, exif=exif)
    return paths


def _type(tab: Page, label: str, words: str) -> None:
    """Type into a field once the page is drawn: what is typed meanwhile can be lost."""
    settle(tab)
    field = tab.get_by_label(label, exact=True)
    field.fill(words)
    field.press("Tab")
    settle(tab)
    expect(field).to_have_value(words)


def _choose(tab: Page, label: str, option: str) -> None:
    """Choose from a list, which closes where the page is drawn anew for what was typed before."""
    for _ in range(TRIES):
        settle(tab)
        tab.get_by_role("combobox", name=label).click()
        with suppress(TimeoutError):
            tab.get_by_role("option", name=option, exact=True).click(timeout=SLOW_MS / TRIES)
            return
    pytest.fail(f"{option} cannot be chosen as {label}")


def _upload(tab: Page, path) -> None:
    tab.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)


def _start(tab: Page, address: str) -> None:
    tab.goto(f"{address}/make")
    settle(tab)
    _type(tab, text("draft-title"), "Our street")
    tab.get_by_role("button", name=text("draft-start-button"), exact=True).click()
    expect(tab.get_by_role("heading", name=text("draft-add"))).to_be_attached(timeout=SLOW_MS)


def _add(tab: Page, path, number: int) -> None:
    _upload(tab, path)
    expect(tab.get_by_text(path.name)).to_be_attached(timeout=SLOW_MS)
    tab.get_by_text(text("draft-consent"), exact=True).click()
    tab.get_by_role("button", name=text("draft-add-button")).click()
    tab.get_by_role("button", name=f"Picture {number}:").click()
    heading = tab.get_by_role("heading", name=f"Picture {number}", exact=True)
    expect(heading).to_be_attached(timeout=SLOW_MS)


def _fill(tab: Page, kind: Kind) -> None:
    _choose(tab, text("draft-kind"), text(f"draft-kind-{kind}"))
    for name in ("alt", "description", "why", "check"):
        _type(tab, text(f"draft-{name}"), "Look at the street, and then look again.")
    _type(tab, text("draft-credits-author"), "K. M.")
    _choose(tab, text("draft-credits-licence"), "CC0-1.0")


@pytest.fixture
def tab(chromium, own_site):
    def open_(scheme="light"):
        context = chromium.new_context(viewport=PHONE, color_scheme=scheme, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        return page

    contexts, asked = [], []
    yield open_
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((own_site, "data:", "blob:"))] == []


def test_from_photographs_to_another_computer(
    tab, own_site, files, serious_faults, screenshot, tmp_path, monkeypatch
):
    page = tab()
    _start(page, own_site)
    _add(page, files["original"], 1)
    _fill(page, Kind.REAL)
    expect(page.get_by_text(text("draft-nothing-missing"))).to_be_attached(timeout=SLOW_MS)
    page.get_by_role("button", name=text("draft-back")).click()

    _add(page, files["edited"], 2)
    _fill(page, Kind.RETOUCH)
    _type(page, text("draft-made"), "With a brush.")
    _upload(page, files["original"])
    expect(page.get_by_text(text("draft-original-there"))).to_be_attached(timeout=SLOW_MS)
    page.get_by_role("button", name=text("draft-region-add")).click()
    # By keyboard: from 35% to 30%, to where the patch begins.
    slider = page.get_by_role("slider", name=text("draft-region-across", {"n": 1})).first
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    expect(slider).to_have_value("30")
    _choose(page, text("draft-regions-family"), text("clue-physics"))
    _type(page, text("draft-regions-reason"), "Too dark for the light around it.")
    expect(page.get_by_text(text("draft-nothing-missing"))).to_be_attached(timeout=SLOW_MS)
    found = serious_faults(page)
    screenshot(page, "make-item-light-360")

    page.reload()
    settle(page)
    expect(page.get_by_label(text("draft-regions-reason"))).to_have_value(
        "Too dark for the light around it.", timeout=SLOW_MS
    )
    page.get_by_role("button", name=text("draft-back")).click()
    page.get_by_role("button", name=text("draft-save-button")).click()
    saved = page.get_by_text(text("draft-saved", {"title": "Our street"}))
    expect(saved).to_be_visible(timeout=SLOW_MS)
    found += serious_faults(page)
    assert found == []
    with page.expect_download() as download:
        page.get_by_role("button", name=text("draft-download")).click()
    exported = download.value.path().read_bytes()

    here = load_pack(next((tmp_path / "here" / "packs").iterdir()))
    assert [item.kind for item in sorted(here.items, key=lambda item: item.made)] == [
        Kind.REAL,
        Kind.RETOUCH,
    ]
    edited = next(item for item in here.items if item.original)
    served = page.request.get(f"{own_site}/pictures/{here.id}/{edited.picture.name}")
    assert served.body() == edited.picture.read_bytes()
    assert b"A camera" not in exported
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "there"))
    there = import_pack(BytesIO(exported))
    assert there.counts() == here.counts()
    assert there.folder.parent == tmp_path / "there"


def test_nothing_is_lost_of_what_is_typed_while_the_page_is_drawn(tab, own_site, files):
    page = tab()
    _start(page, own_site)
    _add(page, files["edited"], 1)
    _choose(page, text("draft-kind"), text("draft-kind-retouch"))
    settle(page)
    names = ("alt", "caption", "description", "why", "made")
    for name in names:
        field = page.get_by_label(text(f"draft-{name}"), exact=True)
        field.fill(f"What is said as {name}.")
        field.press("Tab")
    page.get_by_role("button", name=text("draft-region-add")).click()
    expect(page.get_by_role("slider")).to_have_count(4, timeout=SLOW_MS)
    page.reload()
    settle(page)
    for name in names:
        field = page.get_by_label(text(f"draft-{name}"), exact=True)
        expect(field).to_have_value(f"What is said as {name}.", timeout=SLOW_MS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_while_much_is_missing(
    tab, own_site, files, serious_faults, screenshot, scheme
):
    page = tab(scheme)
    page.goto(f"{own_site}/make")
    settle(page)
    expect(page.get_by_role("heading", name=text("draft-start"))).to_be_visible(timeout=SLOW_MS)
    found = serious_faults(page)
    screenshot(page, f"make-start-{scheme}-360")
    _start(page, own_site)
    found += serious_faults(page)
    _add(page, files["edited"], 1)
    _choose(page, text("draft-kind"), text("draft-kind-retouch"))
    page.get_by_role("button", name=text("draft-region-add")).click()
    expect(page.get_by_role("slider")).to_have_count(4, timeout=SLOW_MS)
    found += serious_faults(page)
    assert not page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )
    page.set_viewport_size({"width": PHONE["width"], "height": 4000})
    screenshot(page, f"make-missing-{scheme}-360")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name=text("draft-back")).click()
    saving = page.get_by_role("heading", name=text("draft-save"))
    expect(saving).to_be_attached(timeout=SLOW_MS)
    page.set_viewport_size({"width": PHONE["width"], "height": 3000})
    screenshot(page, f"make-draft-{scheme}-360")
    assert found == []


@pytest.mark.parametrize(
    ("name", "headers"),
    [("other.localhost", {}), ("127.0.0.1", {"X-Forwarded-For": "192.0.2.9"})],
    ids=["another name", "a proxy's mark"],
)
def test_page_is_closed_to_who_only_seems_to_sit_at_this_computer(
    name, headers, chromium, own_site
):
    # As a proxy's visitors do, or a foreign site whose name was pointed here.
    context = chromium.new_context(extra_http_headers=headers)
    page = context.new_page()
    page.goto(f"{own_site.replace('127.0.0.1', name)}/make")
    settle(page)
    said = page.get_by_text("This page is for the facilitator")
    expect(said).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("button", name=text("draft-start-button"))).to_have_count(0)
    context.close()


SESSION_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# As Streamlit's own page sends it.
SEND = """async address => {
  const token = document.cookie.match(/_streamlit_xsrf=([^;]+)/)[1];
  const form = new FormData();
  form.append("file", new Blob(["x"]), "x.png");
  const headers = { "X-Xsrftoken": token };
  return (await fetch(address, { method: "PUT", body: form, headers })).status;
}"""


@pytest.mark.parametrize(("name", "status"), [("other.localhost", 403), ("127.0.0.1", 204)])
def test_server_takes_files_only_from_a_facilitators_page(name, status, chromium, own_site):
    context = chromium.new_context()
    page = context.new_page()
    ids = set()

    def note(frame: str | bytes) -> None:
        ids.update(SESSION_ID.findall(frame if isinstance(frame, bytes) else frame.encode()))

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    page.goto(f"{own_site.replace('127.0.0.1', name)}/make")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert ids
    # Among what looks like one, only the session's own id can be taken.
    found = {page.evaluate(SEND, f"/_stcore/upload_file/{id_.decode()}/f1") for id_ in ids}
    assert status in found
    assert found <= {403, status}
    context.close()
