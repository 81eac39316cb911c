"""Independent archives: does one hold this page, the same bytes even; may it save it; what does a pasted link say?

Every question tells the archive which page is looked at, so nothing here is asked unless a setting allows it. The
Wayback Machine: availability API, CDX index, Save Page Now 2. Others: any Memento TimeGate (RFC 7089). archive.today
has no API: its page is opened in the browser, and the link that a person brings back is read by ``read_link``.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from time import monotonic, sleep
from urllib.parse import quote, urlencode, urljoin, urlsplit

from requests.utils import parse_header_links

from factcheck.errors import Cancelled, InputError, NetworkError, Refused
from factcheck.settings import Settings
from factcheck.web import headerdate
from factcheck.web.credentials import Keys
from factcheck.web.fetch import Ask, fetch
from factcheck.web.fetched import Fetched, Hop, Limits
from factcheck.web.links import absolute

Cancel = Callable[[], bool] | None
_FIELDS = "timestamp,original,mimetype,statuscode,digest"
_MAX_ANSWER = 5_000_000
_NEWEST = 50


@dataclass(frozen=True, slots=True)
class Copy:
    """A page as an archive holds it.

    ``url`` is the copy's address, ``at`` when the archive took it. ``digest`` is the archive's SHA-1 in base32 and
    ``same`` whether it is that of our bytes (None when that cannot be told).
    """

    archive: str
    url: str
    original: str
    at: datetime | None
    status: int | None = None
    digest: str | None = None
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the Wayback Machine says it holds: the copy nearest to the time asked for, and the newest ones.

    ``same`` is a copy with our very bytes, or None: an archive reads pages at other times and as another visitor, so
    other bytes are the rule and prove nothing.
    """

    nearest: Copy | None
    newest: tuple[Copy, ...]
    same: Copy | None


@dataclass(frozen=True, slots=True)
class SaveState:
    """How a request to save stands: ``submitted`` (taken, not archived yet), ``archived`` or ``failed``."""

    state: str
    job: str
    copy: Copy | None = None
    message: str = ""


def look_up(
    url: str, settings: Settings, *, at: datetime | None = None, digests: Sequence[str] = (), cancelled: Cancel = None
) -> Holdings:
    """What the Wayback Machine holds of ``url``.

    ``digests`` are our capture's (``payload.sha1_base32`` and ``entity_sha1_base32`` of its record: the archive may
    have stored the page packed or plain). ``Refused("archive-off")`` unless the setting allows asking.
    """
    _allowed(settings, "archives.wayback_look_up")
    ask = {"url": url} | ({"timestamp": _digits(at)} if at else {})
    answer = _json(settings.text("archives.wayback_url"), f"/wayback/available?{urlencode(ask)}", settings, cancelled)
    nearest = _nearest(answer, url)
    newest = _index(url, settings, digests, cancelled, limit=-_NEWEST, fastLatest="true")
    same = next((copy for copy in reversed(newest) if copy.same), None)
    if same is None and digests and newest:
        pattern = f"digest:({'|'.join(digests)})"
        same = next(iter(_index(url, settings, digests, cancelled, limit=1, filter=pattern)), None)
    return Holdings(nearest, tuple(newest), same)


def save(url: str, settings: Settings, keys: Keys | None, *, cancelled: Cancel = None) -> SaveState:
    """Ask the Wayback Machine to archive ``url`` now: this publishes the address.

    ``Refused`` unless the setting allows it and there are keys; ``NetworkError`` when the archive says no.
    """
    _allowed(settings, "archives.wayback_save")
    headers = {**_authority(keys), "Content-Type": "application/x-www-form-urlencoded"}
    ask = Ask("POST", headers, urlencode({"url": url, "capture_all": "1"}).encode("ascii"), follow=False)
    pause = float(settings.number("archives.wayback_save_pause"))
    answer = _json(settings.text("archives.wayback_cdx_url"), "/save", settings, cancelled, ask, pause)
    job = answer.get("job_id")
    if not isinstance(job, str) or not re.fullmatch(r"[\w.-]{1,100}", job):
        raise NetworkError("archive-refused", problem=_message(answer))
    return SaveState("submitted", job)


def save_state(job: str, settings: Settings, keys: Keys | None, *, cancelled: Cancel = None) -> SaveState:
    """How the request ``job`` stands. Only ``archived`` means that there is a copy."""
    _allowed(settings, "archives.wayback_save")
    base = settings.text("archives.wayback_cdx_url")
    answer = _json(base, f"/save/status/{quote(job, safe='')}", settings, cancelled, Ask(headers=_authority(keys)))
    state, stamp, original = answer.get("status"), answer.get("timestamp"), answer.get("original_url")
    if state == "success" and isinstance(stamp, str) and isinstance(original, str):
        return SaveState("archived", job, _copy(base, stamp, original))
    if state == "pending":
        return SaveState("submitted", job)
    return SaveState("failed", job, message=_message(answer))


def save_and_wait(
    url: str,
    settings: Settings,
    keys: Keys | None,
    *,
    cancelled: Cancel = None,
    poll_s: float = 5.0,
) -> SaveState:
    """Save and wait: until it is archived or has failed, or ``archives.wayback_save_wait`` is over (``submitted``)."""
    state = save(url, settings, keys, cancelled=cancelled)
    end = monotonic() + settings.number("archives.wayback_save_wait")
    while state.state == "submitted" and monotonic() < end:
        _wait(poll_s, cancelled)
        state = save_state(state.job, settings, keys, cancelled=cancelled)
    return state


def memento(url: str, settings: Settings, *, at: datetime | None = None, cancelled: Cancel = None) -> Copy | None:
    """The copy nearest to ``at`` that the configured TimeGate knows, or None (RFC 7089, patterns 1 and 2).

    ``Refused("archive-off")`` when no TimeGate is configured.
    """
    _allowed(settings, "archives.memento_timegate")
    gate = settings.text("archives.memento_timegate")
    when = format_datetime((at or datetime.now(UTC)).astimezone(UTC), usegmt=True)
    limits = _limits(gate, settings)
    here = gate + url
    for number in range(limits.max_redirects + 1):
        ask = Ask("GET" if number == 0 else "HEAD", {"Accept-Datetime": when}, follow=False)
        hop = fetch(here, limits, ask=ask, cancelled=cancelled).hops[-1]
        if hop.status in (404, 410):
            return None
        taken = hop.header("Memento-Datetime")
        if taken:
            place = hop.header("Content-Location") if number == 0 else None
            return Copy("memento", _joined(here, place) if place else here, url, _http_date(taken), hop.status)
        location = hop.header("Location")
        if hop.status not in (301, 302, 303, 307, 308) or not location:
            raise NetworkError("archive-answer", host=urlsplit(here).hostname, problem=f"HTTP {hop.status}")
        here = _joined(here, location)
        known = _linked_time(hop, here)
        if known:
            return Copy("memento", here, url, known)
    raise NetworkError("archive-answer", host=urlsplit(gate).hostname, problem="redirects")


_HOSTS = {
    "web.archive.org": "wayback",
    "archive.org": "wayback",
    "archive-it.org": "archive-it",
    "perma.cc": "perma.cc",
    "ghostarchive.org": "ghostarchive",
    "arquivo.pt": "arquivo.pt",
    "webcitation.org": "webcitation",
    "webarchive.org.uk": "uk-web-archive",
    "webarchive.loc.gov": "library-of-congress",
    "webarchive.nationalarchives.gov.uk": "uk-national-archives",
    "archivesinternet.bnf.fr": "bnf",
    "megalodon.jp": "megalodon",
    **{f"archive.{ending}": "archive.today" for ending in ("today", "ph", "is", "li", "vn", "fo", "md")},
}
_STAMPED = re.compile(r"/(\d{4,14})(?:[a-z]{2}_|\*)?/(https?:/?/?.+)$")
_TODAY = re.compile(r"^/(\d{4})\.(\d\d)\.(\d\d)-(\d\d)(\d\d)(\d\d)/(https?:/?/?.+)$")


def read_link(link: str) -> Copy:
    """What a link into an archive says by itself: which archive, which page, when. Nothing is asked.

    ``InputError("archive-link")`` when it leads to no archive that is known here.
    """
    plain = link.strip()
    try:
        parts = urlsplit(plain)
    except ValueError:
        raise InputError("archive-link", link=link) from None
    host = (parts.hostname or "").removeprefix("www.")
    archive = next((name for known, name in _HOSTS.items() if host == known or host.endswith(f".{known}")), None)
    if archive is None or parts.scheme not in ("http", "https") or len(parts.path) < 2:
        raise InputError("archive-link", link=link)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    dotted = _TODAY.match(path)
    if dotted:
        return Copy(archive, plain, _whole(dotted[7]), _time("".join(dotted.groups()[:6])))
    stamped = _STAMPED.search(path)
    if stamped:
        return Copy(archive, plain, _whole(stamped[2]), _time(stamped[1]))
    return Copy(archive, plain, "", None)


def _index(url: str, settings: Settings, digests: Sequence[str], cancelled: Cancel, **more: str | int) -> list[Copy]:
    base = settings.text("archives.wayback_cdx_url")
    query = urlencode({"url": url, "output": "json", "fl": _FIELDS, **more})
    rows = _answer(base, f"/cdx/search/cdx?{query}", settings, cancelled)
    if not isinstance(rows, list):
        raise NetworkError("archive-answer", host=urlsplit(base).hostname, problem="no list")
    copies = []
    for row in rows[1:]:  # the first names the fields
        if isinstance(row, list) and len(row) == 5 and all(isinstance(cell, str) for cell in row):
            stamp, original, _, status, digest = row
            copy = _copy(base, stamp, original)
            same = digest in digests if digests else None
            copies.append(replace(copy, status=_number(status), digest=digest, same=same))
    return copies


def _nearest(answer: dict[str, object], url: str) -> Copy | None:
    snapshots = answer.get("archived_snapshots")
    found = snapshots.get("closest") if isinstance(snapshots, dict) else None
    if not isinstance(found, dict) or not found.get("available") or not isinstance(found.get("url"), str):
        return None
    at = _time(str(found.get("timestamp", "")))
    return Copy("wayback", str(found["url"]), url, at, _number(str(found.get("status", ""))))


def _copy(base: str, stamp: str, original: str) -> Copy:
    return Copy("wayback", f"{base.rstrip('/')}/web/{stamp}/{original}", original, _time(stamp))


def _linked_time(hop: Hop, target: str) -> datetime | None:
    """The time that a TimeGate's Link header gives for the memento it redirects to."""
    for link in parse_header_links(hop.header("Link") or ""):
        if "memento" in link.get("rel", "").split() and absolute(link.get("url"), hop.url) == target:
            return _http_date(link.get("datetime", ""))
    return None


def _allowed(settings: Settings, key: str) -> None:
    if not settings[key]:
        raise Refused("archive-off", setting=key)


def _authority(keys: Keys | None) -> dict[str, str]:
    if keys is None:
        raise Refused("archive-keys")
    return {"Authorization": keys.header, "Accept": "application/json"}


def _limits(base: str, settings: Settings, pause_s: float = 0.0) -> Limits:
    usual = Limits.from_settings(settings).allowing(base)
    return replace(usual, max_bytes=_MAX_ANSWER, pause_s=max(usual.pause_s, pause_s))


def _json(
    base: str, path: str, settings: Settings, cancelled: Cancel, ask: Ask | None = None, pause_s: float = 0.0
) -> dict[str, object]:
    answer = _answer(base, path, settings, cancelled, ask, pause_s)
    if not isinstance(answer, dict):
        raise NetworkError("archive-answer", host=urlsplit(base).hostname, problem="no object")
    return answer


def _answer(
    base: str, path: str, settings: Settings, cancelled: Cancel, ask: Ask | None = None, pause_s: float = 0.0
) -> object:
    fetched = fetch(base.rstrip("/") + path, _limits(base, settings, pause_s), ask=ask, cancelled=cancelled)
    host = urlsplit(base).hostname
    if fetched.status == 401:
        raise NetworkError("archive-unauthorised", host=host)
    try:
        answer: object = json.loads(fetched.payload) if fetched.body.size else None
    except (ValueError, RecursionError) as problem:
        raise NetworkError("archive-answer", host=host, problem=_status(fetched)) from problem
    if fetched.status is None or fetched.status >= 400:
        said = _message(answer) if isinstance(answer, dict) else ""
        raise NetworkError("archive-answer", host=host, problem=said or _status(fetched))
    return answer


def _status(fetched: Fetched) -> str:
    return f"HTTP {fetched.status}, {fetched.media_type}"


def _message(answer: dict[str, object]) -> str:
    said = answer.get("message") or answer.get("status_ext") or answer.get("exception") or answer.get("status") or "?"
    return " ".join(str(said).split())[:200]


def _wait(seconds: float, cancelled: Cancel) -> None:
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        if cancelled and cancelled():
            raise Cancelled
        sleep(min(left, 0.05))


def _whole(address: str) -> str:
    """Archives and browsers lose one of the two slashes at times."""
    return re.sub(r"^(https?):/*", r"\1://", address)


def _digits(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def _time(digits: str) -> datetime | None:
    """A time in 4 to 14 digits, missing ones filled from the start of the year."""
    filled = digits + "00000101000000"[len(digits) :]
    try:
        return datetime.strptime(filled, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _http_date(value: str) -> datetime | None:
    when = headerdate.read(value)
    return when.astimezone(UTC) if when else None


def _joined(base: str, address: str) -> str:
    """The address that a header names. ``NetworkError`` for one that is none."""
    try:
        return urljoin(base, address)
    except ValueError as problem:
        raise NetworkError("archive-answer", host=urlsplit(base).hostname, problem=address[:80]) from problem


def _number(status: str) -> int | None:
    """An HTTP status out of an index; some rows hold a dash."""
    return int(status) if re.fullmatch(r"[1-5][0-9][0-9]", status) else None
