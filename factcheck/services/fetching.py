"""The first phase of a capture: the network, the reader's child process and the evidence folder, but no library.

Any thread may run it, so that a window never waits for the network with the library in its hands; ``captures`` keeps
what came. With ``evidence`` the bytes are put into the evidence folder here too, and time-stamped where the settings
name an authority: a file without a row harms nobody.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from factcheck.domain.history import canonical_json
from factcheck.errors import FactcheckError, InputError
from factcheck.i18n import text
from factcheck.settings import Settings
from factcheck.store.read import problem_sentence
from factcheck.web import capture as warcs
from factcheck.web import child, vault
from factcheck.web import fetch as network
from factcheck.web.failure import FetchFailed
from factcheck.web.fetched import Fetched, Limits
from factcheck.web.links import is_address
from factcheck.web.names import safe_name
from factcheck.web.page import Page

STAMP_FAILED = "not-stamped"
"""The flag of a capture for which the time-stamp authority gave nothing usable."""

_NEVER_KEPT = ("credentials", "scheme", "form", "host", "control", "backslash")
"""Addresses that are no page's: a slip of the pen, and a password that must not stand in a library."""

Progress = Callable[[str, int, int | None], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Files:
    """What of a fetch stands in the evidence folder: digests and sizes. ``stamp_sha256`` is the time stamp's file."""

    sha256: str | None = None
    size: int = 0
    warc: str | None = None
    warc_sha256: str | None = None
    stamp_sha256: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """What came of an address or a file, not stored yet.

    ``problem`` is None or the failure as the library keeps it (key, reason, values). For a file ``raw`` holds its
    bytes and ``file_name`` its safe name; for an address ``fetched`` holds the exchanges, None when nothing was asked.
    """

    where: str
    url: str | None
    file_name: str | None
    raw: bytes | None
    fetched: Fetched | None
    page: Page | None
    problem: str | None
    files: Files | None = None

    @property
    def sentence(self) -> str | None:
        """The problem as a sentence in the interface's language."""
        return problem_sentence(self.problem)


def fetch(
    where: str,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    accept_tls: bool = False,
    evidence: Path | None = None,
) -> FetchedSource:
    """What is at an address, or in a file. A failure of the network comes back as ``problem``; ``Cancelled`` is raised.

    ``InputError`` when ``where`` is neither a page's address nor a file that can be read. ``evidence`` is the library's
    folder of evidence; without it the bytes are written when the capture is kept.
    """
    where = where.strip()
    got = (
        _fetch(where, settings, progress, cancelled, accept_tls=accept_tls) if is_address(where) else _read_file(where)
    )
    return got if evidence is None else with_files(got, evidence, settings, progress=progress, cancelled=cancelled)


def with_files(
    got: FetchedSource,
    evidence: Path,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FetchedSource:
    """The same with its bytes in the evidence folder, stamped when the settings name an authority."""
    if got.files is not None:
        return got
    files = Files()
    if got.raw is not None:
        _, sha256, size = vault.keep(evidence, [got.raw])
        files = Files(sha256, size)
    elif got.fetched is not None and (got.fetched.hops or got.fetched.body.size):
        written = warcs.write_warc(got.fetched, evidence)
        files = Files(written.payload_sha256, written.payload_size, written.path, written.sha256)
        if settings.text("evidence.timestamp_authority"):
            if progress:
                progress("stamping", got.fetched.body.size, None)
            files = _stamped(files, evidence, settings, cancelled)
    return replace(got, files=files)


def _stamped(files: Files, evidence: Path, settings: Settings, cancelled: Cancelled | None) -> Files:
    """With the authority's answer kept as it came; a capture is a capture without one too, and says so."""
    from factcheck.web import timestamp  # noqa: PLC0415  # its libraries take 20 MB, and few desks use an authority

    try:
        stamped = timestamp.stamp(evidence / str(files.warc), settings, cancelled=cancelled)
    except FactcheckError:
        return replace(files, flags=(STAMP_FAILED,))
    _, sha256, _ = vault.keep(evidence, [stamped.raw], timestamp.SUFFIX)
    usable = stamped.checked.state in {"verified", "matches"}
    return replace(files, stamp_sha256=sha256, flags=() if usable else (STAMP_FAILED,))


def _fetch(
    where: str, settings: Settings, progress: Progress | None, cancelled: Cancelled | None, *, accept_tls: bool
) -> FetchedSource:
    url = where if "://" in where else f"https://{where}"
    limits = Limits.from_settings(settings)
    try:
        fetched = network.fetch(url, limits, progress=progress, cancelled=cancelled, accept_tls=accept_tls)
    except FetchFailed as failure:
        if failure.reason in _NEVER_KEPT and not (failure.fetched and failure.fetched.hops):
            raise InputError("source-address", reason=text(f"refusal.{failure.reason}", **failure.values)) from failure
        return FetchedSource(where, url, None, None, failure.fetched, None, _kept(failure))
    if progress:
        progress("reading", fetched.body.size, None)
    page = child.read_page(
        fetched.payload,
        url=fetched.final_url,
        media_type=fetched.media_type,
        http_charset=fetched.http_charset,
    )
    problem = None
    if fetched.status is not None and fetched.status >= 400:
        problem = _problem("page-status", url=fetched.final_url, status=fetched.status)
    return FetchedSource(where, url, None, None, fetched, page, problem)


def end_readers() -> None:
    """End the idle processes that read pages; the next page starts a new one. For a program that is about to end."""
    child.close()


def not_fetched(where: str) -> FetchedSource:
    """An address that is cited without being fetched. ``InputError`` for one that names no host, or a password."""
    url = where.strip() if "://" in where else f"https://{where.strip()}"
    if not _host(url):
        raise InputError("source-nowhere", where=where)
    refuse_password(url)
    return FetchedSource(where, url, None, None, None, None, None)


def refuse_password(url: str) -> None:
    """``InputError`` for an address with a login in it: what the trail keeps once, it keeps."""
    if "@" in re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]:
        raise InputError("source-address", reason=text("refusal.credentials"))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def shown(got: FetchedSource) -> str:
    """How a step's name calls the source."""
    title = got.page.title if got.page else None
    return title or got.file_name or got.url or got.where


def _read_file(where: str) -> FetchedSource:
    path = Path(where).expanduser()
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as problem:
        raise InputError("source-nowhere", where=where) from problem
    page = child.read_page(raw, url=None, media_type=None)
    return FetchedSource(where, None, safe_name(path.name), raw, None, page, None)


def _kept(failure: FetchFailed) -> str:
    return _problem(failure.key, failure.reason, **failure.values)


def _problem(key: str, reason: str = "", **values: object) -> str:
    plain = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    return canonical_json({"key": key, "reason": reason, "values": plain})
