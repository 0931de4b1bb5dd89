"""What the server can bear: start, memory, a class answering, a class arriving, bytes for a phone.

    python -m tests.benchmarks.serving [--sessions 30 100 300]

Prints a table with the goal beside each figure, and the machine. Server and learners share the
machine, so a figure here is worse than with phones that bring their own processors.
"""

import argparse
import asyncio
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import psutil

from tests.benchmarks.learner import Learner
from tests.conftest import find_chromium, free_port, running

PRESS_EVERY_S = 5
PRESSES = 8
ARRIVALS = 100
MEGABYTE = 1_000_000


def main() -> None:
    """Run every measurement and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[30, 100, 300])
    options = parser.parse_args()

    print(f"Machine: {_machine()}\n")
    print("| what | measured | goal |\n|---|---|---|")
    for seconds, name in _start_to_page():
        _row(f"start to first page drawn, {name}", f"{seconds:.1f} s", "3 s")
    with _server() as (address, process):
        asyncio.run(_warm(address))
        _row("memory before the detector is opened", f"{_megabytes(process):.0f} MB", "150 MB")
        asyncio.run(_read_lesson(address))
        _row("memory once a lesson's lab was opened too", f"{_megabytes(process):.0f} MB", "")
    for number in options.sessions:
        with _server() as (address, process):
            joined, latencies = asyncio.run(_class(address, number))
            p50, p95 = _percentiles(latencies)
            goal = "p95 100 ms" if number == 300 else ""
            text = f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms ({len(latencies)} presses)"
            _row(f"quiz rerun, {number} sessions, one press per {PRESS_EVERY_S} s", text, goal)
            memory = f"{_megabytes(process):.0f} MB; join p95 {_percentiles(joined)[1]:.1f} s"
            _row(f"memory and joining, {number} sessions", memory, "")
    with _server() as (address, _):
        requests = _first_load_requests(address)
        seconds = asyncio.run(_arrivals(address, requests))
        text = f"{seconds:.1f} s ({len(requests)} requests each)"
        _row(f"{ARRIVALS} browsers' first loads at once", text, "4 s")
        first, later = _round_bytes(address)
        _row("bytes of the first load", f"{first / MEGABYTE:.2f} MB", "")
        _row("bytes of a ten-picture round after it", f"{later / MEGABYTE:.2f} MB", "2.5 MB")


def _row(what: str, measured: str, goal: str) -> None:
    print(f"| {what} | {measured} | {goal} |", flush=True)


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    versions = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {versions}, load {load:.1f} at the start"


@contextmanager
def _server() -> Iterator[tuple[str, psutil.Process]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "answers.sqlite3")
        log = Path(folder) / "log"
        with running(command, address, log, SECOND_LOOK_DATABASE=database):
            yield address, _listener(port)


def _listener(port: int) -> psutil.Process:
    return next(
        child
        for child in psutil.Process().children(recursive=True)
        if any(connection.laddr.port == port for connection in child.net_connections())
    )


def _megabytes(process: psutil.Process) -> float:
    return process.memory_info().rss / MEGABYTE


def _percentiles(values: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[94]


def _start_to_page() -> Iterator[tuple[float, str]]:
    began = time.perf_counter()
    with _server() as (address, _):
        asyncio.run(_warm(address, presses=0))
        yield time.perf_counter() - began, "over the web socket"
    path = find_chromium()
    if path is None:
        return
    with _browser(path) as tab:
        began = time.perf_counter()
        with _server() as (address, _):
            tab.goto(f"{address}/quiz")
            tab.get_by_role("button", name="Start a round").wait_for()
            yield time.perf_counter() - began, "in Chromium on the same cores"


@contextmanager
def _browser(path: str) -> Iterator:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS, PHONE

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser.new_page(viewport=PHONE)
        browser.close()


async def _warm(address: str, presses: int = 3) -> None:
    learner = await Learner.join(address)
    for _ in range(presses):
        await learner.press()
    await learner.leave()


async def _read_lesson(address: str) -> None:
    learner = await Learner.join(address, "lessons", "lesson=how-a-picture-is-faked")
    await learner.leave()


async def _class(address: str, number: int) -> tuple[list[float], list[float]]:
    """Let `number` learners join within one interval, then press once an interval each."""
    gap = PRESS_EVERY_S / number

    async def learn(place: int) -> tuple[float, list[float]]:
        await asyncio.sleep(place * gap)
        began = time.perf_counter()
        learner = await Learner.join(address)
        joined = time.perf_counter() - began
        latencies = []
        # Each at a pace of their own: those who had to wait for the first page would press as one.
        due = began
        for _ in range(PRESSES):
            due += PRESS_EVERY_S
            await asyncio.sleep(max(0, due - time.perf_counter()))
            latencies.append(await learner.press())
        await learner.leave()
        return joined, latencies

    results = await asyncio.gather(*(learn(place) for place in range(number)))
    return [joined for joined, _ in results], [one for _, many in results for one in many]


def _first_load_requests(address: str) -> list[str]:
    """Return what a phone asks for until the quiz page is drawn, as Chromium asked for it."""
    asked: list[str] = []
    with _browser(_needed_chromium()) as tab:
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(f"{address}/quiz")
        tab.get_by_role("button", name="Start a round").wait_for()
    return [url for url in asked if url.startswith(address)]


async def _arrivals(address: str, requests: list[str]) -> float:
    """Return the seconds until `ARRIVALS` phones have loaded everything and drawn the quiz."""
    headers = {"Accept-Encoding": "gzip"}

    async def arrive() -> None:
        # Six connections, as browsers do; unpacking is the phone's work, not this machine's.
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=6), headers=headers, auto_decompress=False
        ) as phone:
            await asyncio.gather(*(_fetch(phone, url) for url in requests))
        learner = await Learner.join(address)
        await learner.leave()

    began = time.perf_counter()
    await asyncio.gather(*(arrive() for _ in range(ARRIVALS)))
    return time.perf_counter() - began


async def _fetch(phone: aiohttp.ClientSession, url: str) -> None:
    async with phone.get(url) as answer:
        await answer.read()


def _round_bytes(address: str) -> tuple[int, int]:
    """Return the bytes a phone receives for the first load, and for a whole round after it."""
    with _browser(_needed_chromium()) as tab:
        total = _count_bytes(tab)
        tab.goto(f"{address}/quiz")
        tab.get_by_role("button", name="Start a round").wait_for()
        first = total()
        tab.get_by_role("button", name="Start a round").click()
        for _ in range(10):
            tab.get_by_text("Fake", exact=True).click()
            tab.get_by_text("Certain", exact=True).click()
            tab.get_by_role("button", name="Answer and see why").click()
            further = tab.get_by_role("button", name=re.compile("Next picture|See how"))
            further.scroll_into_view_if_needed()
            tab.wait_for_load_state("networkidle")
            further.click()
        tab.get_by_role("heading", name="How the round went").wait_for()
        return first, total() - first


def _count_bytes(tab) -> Callable[[], int]:
    """Count what arrives over HTTP and over the web socket, as Chromium's own tools report it."""
    received = {"bytes": 0}
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")

    def add(count: float) -> None:
        received["bytes"] += int(count)

    session.on("Network.loadingFinished", lambda event: add(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        # Binary frames are told in base64, four letters for three bytes.
        lambda event: add(len(event["response"]["payloadData"]) * 3 / 4),
    )
    return lambda: received["bytes"]


def _needed_chromium() -> str:
    path = find_chromium()
    if path is None:
        sys.exit("No Chromium found; install it (Debian: apt-get install chromium).")
    return path


if __name__ == "__main__":
    main()
