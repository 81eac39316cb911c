"""Many pages at once: hosts side by side, each host in its own order, nothing lost, stopped when asked."""

import threading
from collections import defaultdict

import pytest

from factcheck.web.fetch import fetch
from factcheck.web.fetched import Fetched, Limits
from factcheck.web.politeness import Politeness
from factcheck.web.together import together
from tests.core.web.site import Call, Site, head

HOSTS = [f"host{n}.example" for n in range(4)]


def test_each_host_one_at_a_time_and_all_hosts_at_once() -> None:
    """Addresses sorted by host, the worst order: still every host is under way from the start."""
    urls = [f"http://{host}/{n}" for host in HOSTS for n in range(5)]
    lock = threading.Lock()
    busy: dict[str, int] = defaultdict(int)
    order: dict[str, list[str]] = defaultdict(list)
    all_there = threading.Barrier(len(HOSTS), timeout=10)

    def job(url: str) -> str:
        host, number = url.split("/")[2:4]
        with lock:
            busy[host] += 1
            assert busy[host] == 1
            order[host].append(number)
        if number == "0":
            all_there.wait()  # passes only when the first page of every host is under way together
        with lock:
            busy[host] -= 1
        return url

    found = dict(together(urls, job, workers=len(HOSTS)))
    assert found == dict(enumerate(urls))
    assert all(numbers == sorted(numbers) for numbers in order.values())


def test_addresses_without_a_host_do_no_harm() -> None:
    urls = ["", "nonsense", "http://[", "http://a:b/", "http://h/", "HTTP://H:80/x"]
    assert dict(together(urls, lambda url: url.upper())) == {n: url.upper() for n, url in enumerate(urls)}
    assert list(together([], str)) == []


def test_what_a_job_raises_is_raised() -> None:
    def job(url: str) -> str:
        if url.endswith("2"):
            raise RuntimeError("a bug")
        return url

    with pytest.raises(RuntimeError, match="a bug"):
        list(together([f"http://a/{n}" for n in range(5)], job))


def test_a_stop_starts_nothing_new() -> None:
    started: list[str] = []
    stop = threading.Event()

    def job(url: str) -> str:
        started.append(url)
        stop.set()
        return url

    urls = [f"http://a/{n}" for n in range(50)]
    assert len(list(together(urls, job, cancelled=stop.is_set))) == 1
    assert started == urls[:1]


def test_hosts_are_fetched_side_by_side(site: Site) -> None:
    """Real pages of hosts under several names: requests of different hosts overlap, those of one never do."""
    lock = threading.Lock()
    inside: dict[str, int] = defaultdict(int)
    most_hosts = most_of_one = 0

    def answer(call: Call) -> None:
        nonlocal most_hosts, most_of_one
        host = call.headers["host"]
        with lock:
            inside[host] += 1
            most_hosts = max(most_hosts, sum(1 for count in inside.values() if count))
            most_of_one = max(most_of_one, inside[host])
        call.wait(0.05)
        with lock:
            inside[host] -= 1
        call.send(head(200, {"Content-Length": "2"}) + b"ok")

    site.on("*", answer)
    names = ["127.0.0.1", "localhost"]
    limits = Limits(deadline_s=10, allowed_hosts=tuple(names), pause_s=0)
    manners = Politeness()

    def job(url: str) -> Fetched:
        return fetch(url, limits, manners=manners)

    urls = [site.url(f"/{n}", name) for name in names for n in range(6)]
    found = dict(together(urls, job))
    assert sorted(found) == list(range(12))
    assert {fetched.payload for fetched in found.values()} == {b"ok"}
    assert most_of_one == 1
    assert most_hosts == 2
