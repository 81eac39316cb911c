"""The reader in its child process: the same page, and an end to every page that would have none."""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from factcheck.web import child, extract
from factcheck.web.page import Page
from tests.core.web.samples import EN, french, page

URL = "https://courier.example/2024/02/13/boiler"


@pytest.fixture(autouse=True, scope="module")
def ended() -> Iterator[None]:
    yield
    child.close()


def workers() -> list[psutil.Process]:
    """The reading processes that are alive."""
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended between the listing and the question
            if "factcheck.web.child" in process.cmdline():
                found.append(process)
    return found


def test_the_child_reads_what_the_function_reads() -> None:
    for markup in (page(), french()):
        raw = markup.encode()
        assert child.read_page(raw, url=URL, media_type="text/html") == extract.read_page(
            raw, url=URL, media_type="text/html"
        )


def test_one_warm_worker_reads_page_after_page_and_ends_when_closed() -> None:
    child.read_page(page().encode(), url=URL, media_type="text/html")
    first = [p.pid for p in workers()]
    child.read_page(page().encode(), url=URL, media_type="text/html")
    assert [p.pid for p in workers()] == first
    child.close()
    assert workers() == []


def test_an_idle_worker_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    child.close()
    monkeypatch.setattr(child, "IDLE_S", 0.2)
    child.read_page(page().encode(), url=URL, media_type="text/html")
    assert workers()
    end = time.monotonic() + 30
    while workers() and time.monotonic() < end:
        time.sleep(0.05)
    assert workers() == []
    assert child.read_page(page().encode(), url=URL, media_type="text/html").text == "\n\n".join(EN)


def test_a_page_that_overruns_the_deadline_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_command", lambda: ["sleep", "60"])
    monkeypatch.setattr(child, "START_S", 0.5)
    child.close()
    start = time.monotonic()
    found = child.read_page(page().encode(), url=URL, media_type="text/html", deadline_s=0.5)
    assert found == Page(media_type="text/html", flags=("reader-stopped",))
    assert time.monotonic() - start < 30  # the deadline, not the minute of the sleeper
    assert workers() == []


def test_a_worker_that_starts_slowly_does_not_cost_the_page_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five seconds to load, as on a busy machine, and four for the page: it is read as ever."""
    slow = "import time, factcheck.web.child as child; time.sleep(5); child.serve()"
    monkeypatch.setattr(child, "_command", lambda: [sys.executable, "-P", "-c", slow])
    child.close()
    found = child.read_page(page().encode(), url=URL, media_type="text/html", deadline_s=4)
    assert (found.text, found.flags) == ("\n\n".join(EN), ())
    child.close()


def test_a_page_too_large_for_the_memory_does_not_take_the_program_along() -> None:
    raw = b"<p>" + b"<i>x</i>" * 12_000 + b"<p>y" * 8_000
    found = child.read_page(raw, url=URL, media_type="text/html", memory_mb=1)
    assert "too-complex" in found.flags or "reader-stopped" in found.flags
    assert child.read_page(page().encode(), url=URL, media_type="text/html").text == "\n\n".join(EN)


def test_a_worker_that_dies_is_replaced() -> None:
    child.read_page(page().encode(), url=URL, media_type="text/html")
    for process in workers():
        process.kill()
        process.wait()
    assert child.read_page(page().encode(), url=URL, media_type="text/html").text == "\n\n".join(EN)


def test_pages_are_read_side_by_side() -> None:
    found: list[Page] = []
    raw = page().encode()
    threads = [
        threading.Thread(target=lambda: found.append(child.read_page(raw, url=URL, media_type="text/html")))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [p.text for p in found] == ["\n\n".join(EN)] * 6
    assert len(workers()) <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"<div>" * 200_000,
        b"<a href=x>" * 20_000,
        b"<table><tr><td>" * 10_000,
        b'<script type="application/ld+json">' + b"[" * 3_000_000,
        b"<p " + b"a='1' " * 100_000 + b">x",
        b"&" * 500_000,
        b"<!--" * 300_000,
        b"<p>" + b"a " * 500_000,
    ],
    ids=["divs", "links", "tables", "brackets", "attributes", "ampersands", "comments", "one-paragraph"],
)
def test_hostile_pages_end(raw: bytes) -> None:
    found = child.read_page(raw, url=URL, media_type="text/html", deadline_s=20)
    assert isinstance(found, Page)
    assert "reader-stopped" not in found.flags
