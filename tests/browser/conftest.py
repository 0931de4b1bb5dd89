"""A browser that notes every request, so that a foreign one fails the test that made it."""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.conftest import find_chromium

# The last five keep Chromium itself from looking for its maker's servers.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# Streamlit scrolls an inner box, and axe skips the contrast of what is out of view.
TALL = 7000
# What is waited for comes; on a busy machine it comes late.
expect.set_options(timeout=20_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say what stood on the open pages where a test has failed: elsewhere nobody can look."""
    report = yield
    if report.when == "call" and report.failed and (browser := item.funcargs.get("chromium")):
        for page in (page for context in browser.contexts for page in context.pages):
            with suppress(Error):
                report.sections.append((page.url, page.inner_text("body", timeout=5_000)))
    return report


# Not longer than this folder: while it runs, Playwright keeps the thread's event loop to itself.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found; install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a tab of its own context; at the end, fail if any asked another host for anything."""
    contexts, asked = [], set()

    def open_(viewport: dict[str, int] = DESK, **options: object) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=site, **options)
        contexts.append(context)
        context.on("request", lambda request: asked.add(request.url))
        context.on("page", lambda tab: tab.on("websocket", lambda socket: asked.add(socket.url)))
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        return tab

    yield open_
    for context in contexts:
        context.close()
    own = urlsplit(site).netloc
    foreign = [
        url
        for url in asked
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != own
    ]
    assert asked
    assert foreign == []


def settle(tab: Page) -> None:
    """Wait until a page of Streamlit is drawn to its end: before that a press may be lost.

    A button, or a style, whose script is still on its way leaves a skeleton in its place.
    """
    app = tab.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    expect(tab.get_by_test_id("stSkeleton")).to_have_count(0)


@pytest.fixture
def serious_faults() -> Callable[..., list[str]]:
    """Run axe-core over what is on the page, all of it in view."""

    def faults(tab: Page, within: str = "") -> list[str]:
        if tab.get_by_test_id("stApp").count():
            settle(tab)
        size = tab.viewport_size
        tab.set_viewport_size({"width": size["width"], "height": TALL})
        levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        # Of all that passes no element need be described.
        options = {"runOnly": levels, "resultTypes": ["violations"]}
        results = Axe().run(tab, context=within or None, options=options)
        tab.set_viewport_size(size)
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in results.response["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return faults


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Take a screenshot into the folder named on the command line, where one is."""
    folder: Path | None = request.config.getoption("--screenshots")

    def take(tab: Page, name: str, **options: object) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            tab.screenshot(path=folder / f"{name}.png", **options)

    return take
