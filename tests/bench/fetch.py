"""Fetching cited pages, against a server on this machine.

- Side by side: 200 pages of 30 kB, each answered after 50 ms, over eight host names, without the pause between two
  pages of a host. The baseline is the same fetches one after another, as a list of sources would take without
  ``together``. The pages that are also kept as evidence are a quarter of them.
- Deadline: the slowest of the drips of the tests with a deadline of one second, measured around the whole call.
- Memory: the largest growth of a process that fetches and keeps bombs and endless bodies at the default limits.
- Connections: calls that reached a host nobody allowed, over every closed address of the tests and a redirect to each.
- Cost of care: one small page through the guard, the watchdog and the recorder, against ``requests.get``.
"""

import contextlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import requests
from rows import Row, seconds

from factcheck.errors import Cancelled
from factcheck.web import guard
from factcheck.web.capture import write_warc
from factcheck.web.failure import FetchFailed
from factcheck.web.fetch import fetch
from factcheck.web.fetched import Limits
from factcheck.web.politeness import Politeness
from factcheck.web.together import together
from tests.core.web.site import Call, Site, head
from tests.core.web.test_fetch_hostile import DRIPS, MEMORY, bombs
from tests.core.web.test_guard import CLOSED, WITH_CONTROLS

ROOT = Path(__file__).resolve().parents[2]
NAMES = tuple(f"desk{n}.example" for n in range(8))
PAGES = 200
DELAY = 0.05


@contextlib.contextmanager
def names_lead_here() -> Iterator[None]:
    """The eight names resolve to this machine."""
    real = socket.getaddrinfo

    def look_up(host: str, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        return real("127.0.0.1" if host in NAMES else host, *args, **kwargs)  # type: ignore[arg-type, return-value]

    socket.getaddrinfo = look_up  # type: ignore[assignment]
    try:
        yield
    finally:
        socket.getaddrinfo = real


def side_by_side(site: Site) -> list[Row]:
    page = head(200, {"Content-Type": "text/html", "Content-Length": "30000"}) + b"<p>words</p>" * 2500

    def slow(call: Call) -> None:
        call.wait(DELAY)
        call.send(page)

    site.on("*", slow)
    urls = [site.url(f"/{n}", NAMES[n % len(NAMES)]) for n in range(PAGES)]
    by_host = sorted(urls, key=lambda url: url.split("/")[2])
    limits = Limits(allowed_hosts=NAMES, pause_s=0)
    with names_lead_here(), tempfile.TemporaryDirectory() as folder:
        manners = Politeness()

        def get(url: str) -> None:
            assert fetch(url, limits, manners=manners).body.size == 30000

        def capture(url: str) -> None:
            write_warc(fetch(url, limits, manners=manners), Path(folder))

        alone = seconds(lambda: [get(url) for url in urls], repeat=1, warm=0)
        mixed = seconds(lambda: list(together(urls, get)), repeat=3, warm=0)
        grouped = seconds(lambda: list(together(by_host, get)), repeat=3, warm=0)
        some = urls[: PAGES // 4]
        kept = seconds(lambda: list(together(some, capture)), repeat=3, warm=0)
        kept_alone = seconds(lambda: [capture(url) for url in some], repeat=1, warm=0)
    return [
        faster("200 pages over 8 hosts", PAGES / mixed, PAGES / alone),
        faster("200 pages sorted by host", PAGES / grouped, PAGES / alone),
        faster("50 pages kept as WARC", len(some) / kept, len(some) / kept_alone),
    ]


def faster(name: str, ours: float, alone: float) -> Row:
    return Row(name, ours, "pages/s", "one after another", alone, target=3.5, more_is_better=True)


def deadline(site: Site) -> Row:
    limits = Limits(deadline_s=1, allowed_hosts=(site.host,), pause_s=0)
    worst = 0.0
    for answer in DRIPS.values():
        site.on("/", answer)
        start = time.perf_counter()
        with contextlib.suppress(FetchFailed):
            fetch(site.url("/"), limits, manners=Politeness())
        worst = max(worst, time.perf_counter() - start)
    return Row("slowest drip with 1 s allowed", worst, "s", baseline_name="deadline", baseline=1.0, target=1.1)


def cancel(site: Site) -> Row:
    site.on("/", DRIPS["silence"])
    limits = Limits(deadline_s=10, allowed_hosts=(site.host,), pause_s=0)
    worst = 0.0
    for wait in (0.31, 0.33, 0.35, 0.37, 0.39):  # at different moments of the watchdog's round
        asked = threading.Event()
        timer = threading.Timer(wait, asked.set)
        timer.start()
        start = time.perf_counter()
        with contextlib.suppress(Cancelled):
            fetch(site.url("/"), limits, cancelled=asked.is_set, manners=Politeness())
        worst = max(worst, time.perf_counter() - start - wait)
    return Row("slowest stop of a silent server", worst, "s", target=0.2)


def memory(site: Site) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", MEMORY.format(root=str(ROOT)), site.url(""), folder, *bombs(site)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    worst = max(int(line.split()[1]) for line in done.stdout.splitlines())
    return Row("memory for bombs and endless bodies", worst, "MB", target=200)


def connections(site: Site) -> Row:
    """Connections to a victim by any closed address, direct or by a redirect from an allowed host."""
    with Site() as victim:
        victim.page("*", "secret")
        web_ports = guard.PORTS
        guard.PORTS = web_ports | {victim.port}
        try:
            for form in [*CLOSED, *WITH_CONTROLS]:
                address = form.replace("{p}", str(victim.port))
                site.redirect("/", "".join(c for c in address if c not in "\r\n"))
                for url in (address, site.url("/")):
                    with contextlib.suppress(FetchFailed):
                        limits = Limits(deadline_s=5, allowed_hosts=(site.host,), pause_s=0)
                        fetch(url, limits, manners=Politeness())
        finally:
            guard.PORTS = web_ports
        return Row(
            f"connections by {len(CLOSED) + len(WITH_CONTROLS)} closed addresses", victim.connections, "", target=0
        )


def cost(site: Site) -> Row:
    site.page("/", "<p>words</p>" * 1000)
    limits = Limits(allowed_hosts=(site.host,), pause_s=0)
    manners = Politeness()

    def repeated(get: Callable[[], object]) -> Callable[[], object]:
        return lambda: [get() for _ in range(50)]

    ours = seconds(repeated(lambda: fetch(site.url("/"), limits, manners=manners))) / 50
    bare = seconds(repeated(lambda: requests.get(site.url("/"), timeout=5).content)) / 50
    return Row("one small page", ours * 1000, "ms", baseline_name="requests.get", baseline=bare * 1000)


def measure() -> list[Row]:
    rows = []
    for take in (cost, deadline, cancel, memory, connections):
        with Site() as site:
            rows.append(take(site))
    with Site() as site:
        return side_by_side(site) + rows
