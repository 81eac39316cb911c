"""What a page made to exhaust the reader costs: memory of its worker beyond an idle one, and time beyond its deadline.

Bounds are the product's own promises (200 MB, a tenth over the deadline), so there is no baseline.
"""

import time

import psutil
from rows import Row

from factcheck.web import child

DEADLINE = 4.0
PAGES = {
    "divs nested without end": b"<div>" * 300_000,
    "a million small tags": b"<b><i>x</i></b> " * 250_000,
    "3 MB of [ in JSON-LD": b'<script type="application/ld+json">' + b"[" * 3_000_000,
    "one paragraph of 12 MB": b"<p>" + b"word " * 2_400_000,
    "200,000 attributes": b"<p " + b"a='1' " * 200_000 + b">x",
    "tables in tables": b"<table><tr><td>" * 20_000,
    "comments without end": b"<!--" * 500_000,
    "38,000 tags of links": b"<a href=x>link</a>" * 19_000,
}


def measure() -> list[Row]:
    """The worst of all pages."""
    child.close()
    most, longest = 0.0, 0.0
    for raw in PAGES.values():
        child.read_page(b"<p>warm", url=None, media_type="text/html")
        worker = next(p for p in psutil.Process().children() if "factcheck.web.child" in p.cmdline())
        idle = worker.memory_info().rss
        start = time.perf_counter()
        peak = _peak_while_reading(raw, idle)
        longest = max(longest, time.perf_counter() - start)
        most = max(most, peak)
        child.close()
    return [
        Row("worker's memory beyond idle, worst hostile page", most / 1e6, "MB", target=200),
        Row("time of the worst hostile page", longest, "s", target=1.1 * DEADLINE),
    ]


def _peak_while_reading(raw: bytes, idle: int) -> float:
    """The most that any worker held beyond an idle one while the page was read."""
    import threading

    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.is_set():
            for process in psutil.Process().children():
                try:
                    peak = max(peak, process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            done.wait(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        child.read_page(raw, url="https://e.example/a", media_type="text/html", deadline_s=DEADLINE)
    finally:
        done.set()
        watcher.join()
    return peak - idle
