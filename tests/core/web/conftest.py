"""What the tests of the web room share: a site on this machine, limits that allow it, a folder for evidence."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from factcheck.web.capture import WarcFile, write_warc
from factcheck.web.failure import FetchFailed
from factcheck.web.fetch import fetch
from factcheck.web.fetched import Fetched, Limits
from factcheck.web.politeness import Politeness
from tests.core.web import warcs
from tests.core.web.site import Site

Fetch = Callable[..., Fetched]
Fail = Callable[..., FetchFailed]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def limits(site: Site) -> Limits:
    """Limits that allow the site and wait for nothing."""
    return Limits(deadline_s=10, connect_timeout_s=5, allowed_hosts=(site.host,), pause_s=0)


@pytest.fixture
def get(site: Site, limits: Limits) -> Fetch:
    """``get("/path", deadline_s=1)``: fetch from the site with the limits changed so."""

    def get(where: str, *, call: dict[str, Any] | None = None, **changes: Any) -> Fetched:
        url = where if "://" in where else site.url(where)
        return fetch(url, Limits(**{**vars(limits), **changes}), manners=Politeness(), **(call or {}))

    return get


@pytest.fixture
def fail(get: Fetch) -> Fail:
    """Like ``get`` for what must fail."""

    def fail(where: str, **changes: Any) -> FetchFailed:
        with pytest.raises(FetchFailed) as caught:
            get(where, **changes)
        assert caught.value.sentence("en")
        assert caught.value.sentence("fr")
        return caught.value

    return fail


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[Path]:
    """An evidence folder; each WARC that the test leaves there must hold what its digests say."""
    folder = tmp_path / "evidence"
    yield folder
    for path in folder.rglob("*.warc.gz"):
        assert warcs.problems(path) == ()


@pytest.fixture
def keep(evidence: Path) -> Callable[[Fetched], WarcFile]:
    """Write a fetch into the evidence folder."""
    return lambda fetched: write_warc(fetched, evidence)
