"""Many pages at once: several hosts side by side, each host one page after another.

Threads that wait for a busy host fetch nothing, so a job is handed out only when its host is free and rested.
"""

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
WORKERS = 8
_TICK = 0.02


def together(
    urls: Sequence[str],
    job: Callable[[str], T],
    *,
    pause_s: float = 0.0,
    workers: int = WORKERS,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[int, T]]:
    """Do ``job(url)`` for every address; gives (index into ``urls``, result) as each is done.

    Never two jobs of one host at a time, and ``pause_s`` between two of them. What ``job`` raises is raised here after
    the jobs under way have ended. When ``cancelled()`` no further job is started and the iterator ends early; the jobs
    under way must see to their own end.
    """
    stop = cancelled or (lambda: False)
    waiting: dict[str, deque[int]] = {}
    for index, url in enumerate(urls):
        waiting.setdefault(_host(url), deque()).append(index)
    ready = [(0.0, number, host) for number, host in enumerate(waiting)]
    under_way: dict[Future[T], tuple[int, int, str]] = {}
    with ThreadPoolExecutor(workers, thread_name_prefix="together") as pool:
        while (ready or under_way) and not (stop() and not under_way):
            while ready and len(under_way) < workers and ready[0][0] <= time.monotonic() and not stop():
                _, number, host = heapq.heappop(ready)
                index = waiting[host].popleft()
                under_way[pool.submit(job, urls[index])] = (index, number, host)
            for future in _done(under_way):
                index, number, host = under_way.pop(future)
                if waiting[host]:
                    heapq.heappush(ready, (time.monotonic() + pause_s, number, host))
                yield index, future.result()


def _done(under_way: dict[Future[T], tuple[int, int, str]]) -> set[Future[T]]:
    """The jobs that are done, at once when one is; else none, after a moment in which a host may have rested."""
    if under_way:
        return wait(under_way, timeout=_TICK, return_when=FIRST_COMPLETED).done
    time.sleep(_TICK)
    return set()


def _host(url: str) -> str:
    """What counts as one host here; an address without one is a host of its own, since nothing will be asked."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    return url if host is None else host if port in (None, 80, 443) else f"{host}:{port}"
