"""Archives: servers on this machine that speak the documented protocols, well and badly."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError

from factcheck.errors import Cancelled, InputError, NetworkError, Refused, WorldError
from factcheck.settings import Settings, Value
from factcheck.web import archives, credentials
from factcheck.web.credentials import Keys
from tests.core.web.site import Call, Site, head
from tests.keyrings import Memory

PAGE = "https://news.example/story?id=1"
KEYS = Keys("ACCESS", "SECRET")
OURS = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
AT = datetime(2024, 3, 1, 12, 0, 0, tzinfo=UTC)

Desk = Callable[..., Settings]


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Desk:
    """Settings that allow every question and send it to the site."""

    def settings(**changes: Value) -> Settings:
        base = f"http://{site.host}"
        all_of_it: dict[str, Value] = {
            "fetch.pause_milliseconds": 0,
            "fetch.deadline": 5,
            "archives.wayback_look_up": True,
            "archives.wayback_save": True,
            "archives.wayback_save_pause": 0,
            "archives.wayback_save_wait": 10,
            "archives.wayback_url": base,
            "archives.wayback_cdx_url": base,
            "archives.memento_timegate": f"{base}/timegate/",
        }
        return Settings(tmp_path / "settings.toml", all_of_it | changes)

    return settings


def answer_json(call: Call, value: object, status: int = 200) -> None:
    body = json.dumps(value).encode()
    call.send(head(status, {"Content-Type": "application/json", "Content-Length": str(len(body))}) + body)


def query(call: Call) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(call.path).query).items()}


class Wayback:
    """The availability API, the CDX server and Save Page Now 2, as their documentation describes them."""

    fields = ("timestamp", "original", "mimetype", "statuscode", "digest")

    def __init__(self, site: Site, rows: list[tuple[str, str]]) -> None:
        self.rows = [(stamp, PAGE, "text/html", "200", digest) for stamp, digest in rows]
        self.polls = 0
        self.states: list[dict[str, object]] = []
        site.on("/wayback/available", self.available)
        site.on("/cdx/search/cdx", self.index)
        site.on("/save", self.save)
        site.on("/save/status/spn2-job", self.status)

    def available(self, call: Call) -> None:
        wanted = query(call).get("timestamp", "99991231235959")
        if query(call)["url"] != PAGE or not self.rows:
            answer_json(call, {"url": query(call)["url"], "archived_snapshots": {}})
            return
        stamp = min(self.rows, key=lambda row: abs(int(row[0]) - int(wanted)))[0]
        closest = {
            "status": "200",
            "available": True,
            "url": f"http://web.archive.org/web/{stamp}/{PAGE}",
            "timestamp": stamp,
        }
        answer_json(call, {"url": PAGE, "archived_snapshots": {"closest": closest}})

    def index(self, call: Call) -> None:
        asked = query(call)
        assert asked["output"] == "json"
        assert asked["fl"] == ",".join(self.fields)
        rows = [row for row in self.rows if asked["url"] == row[1]]
        if "filter" in asked:
            field, _, pattern = asked["filter"].partition(":")
            wanted = pattern.strip("()").split("|")
            rows = [row for row in rows if row[self.fields.index(field)] in wanted]
        limit = int(asked["limit"])
        rows = rows[limit:] if limit < 0 else rows[:limit]
        answer_json(call, [self.fields, *rows] if rows else [])

    def save(self, call: Call) -> None:
        if call.headers.get("authorization") != "LOW ACCESS:SECRET":
            answer_json(call, {"message": "You need to be logged in to use Save Page Now."}, 401)
            return
        assert call.method == "POST"
        assert parse_qs(call.body.decode()) == {"url": [PAGE], "capture_all": ["1"]}
        answer_json(call, {"url": PAGE, "job_id": "spn2-job"})

    def status(self, call: Call) -> None:
        assert call.headers.get("authorization") == "LOW ACCESS:SECRET"
        state = self.states[min(self.polls, len(self.states) - 1)]
        self.polls += 1
        answer_json(call, state)


PENDING = {"status": "pending", "job_id": "spn2-job", "resources": []}
DONE = {"status": "success", "job_id": "spn2-job", "timestamp": "20240301120005", "original_url": PAGE}
FAILED = {"status": "error", "status_ext": "error:blocked-url", "message": "This URL is in the block list."}


def test_the_nearest_and_the_newest_copies_are_told(site: Site, desk: Desk) -> None:
    Wayback(site, [("20230101000000", "A" * 32), ("20240301000000", OURS), ("20250101000000", "B" * 32)])
    holdings = archives.look_up(PAGE, desk(), at=AT, digests=(OURS, "C" * 32))
    assert holdings.nearest is not None
    assert holdings.nearest.at == datetime(2024, 3, 1, tzinfo=UTC)
    assert holdings.nearest.url == f"http://web.archive.org/web/20240301000000/{PAGE}"
    assert [copy.same for copy in holdings.newest] == [False, True, False]
    assert holdings.same == holdings.newest[1]
    assert holdings.same.url == f"http://{site.host}/web/20240301000000/{PAGE}"
    assert query(site.asked("/wayback/available")[0]) == {"url": PAGE, "timestamp": "20240301120000"}


def test_the_same_bytes_are_found_far_back(site: Site, desk: Desk) -> None:
    newer = [(f"2024{month:02}{day:02}000000", "A" * 32) for month in range(1, 7) for day in range(1, 29)]
    Wayback(site, [("20200101000000", OURS), *newer])
    holdings = archives.look_up(PAGE, desk(), digests=(OURS,))
    assert len(holdings.newest) == 50
    assert holdings.same is not None
    assert holdings.same.at == datetime(2020, 1, 1, tzinfo=UTC)


def test_an_archive_that_holds_nothing_says_so(site: Site, desk: Desk) -> None:
    Wayback(site, [])
    holdings = archives.look_up(PAGE, desk(), digests=(OURS,))
    assert (holdings.nearest, holdings.newest, holdings.same) == (None, (), None)


def test_without_our_digest_nothing_is_said_of_sameness(site: Site, desk: Desk) -> None:
    Wayback(site, [("20240301000000", OURS)])
    holdings = archives.look_up(PAGE, desk())
    assert holdings.same is None
    assert [copy.same for copy in holdings.newest] == [None]


def test_nothing_is_asked_unless_a_setting_allows_it(site: Site, desk: Desk) -> None:
    off = desk(**{"archives.wayback_look_up": False, "archives.wayback_save": False, "archives.memento_timegate": ""})
    for ask in (
        lambda: archives.look_up(PAGE, off),
        lambda: archives.save(PAGE, off, KEYS),
        lambda: archives.save_state("spn2-job", off, KEYS),
        lambda: archives.memento(PAGE, off),
    ):
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.key == "archive-off"
    assert site.connections == 0
    assert not Settings(Path("/nonexistent"))["archives.wayback_look_up"]
    assert not Settings(Path("/nonexistent"))["archives.wayback_save"]


def test_submitted_is_not_archived(site: Site, desk: Desk) -> None:
    wayback = Wayback(site, [])
    wayback.states = [PENDING, PENDING, DONE]
    state = archives.save_and_wait(PAGE, desk(), KEYS, poll_s=0.01)
    assert len([call for call in site.calls if call.path.startswith("/save/status/")]) == 3
    assert state.state == "archived"
    assert state.copy is not None
    assert state.copy.url == f"http://{site.host}/web/20240301120005/{PAGE}"
    wayback.states = [PENDING]
    late = archives.save_and_wait(PAGE, desk(**{"archives.wayback_save_wait": 0}), KEYS, poll_s=0.01)
    assert (late.state, late.copy) == ("submitted", None)


def test_a_save_that_fails_says_why(site: Site, desk: Desk) -> None:
    Wayback(site, []).states = [FAILED]
    state = archives.save_and_wait(PAGE, desk(), KEYS, poll_s=0.01)
    assert (state.state, state.message, state.copy) == ("failed", "This URL is in the block list.", None)


def test_a_wait_can_be_stopped(site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Wayback(site, []).states = [PENDING]
    slept: list[float] = []
    monkeypatch.setattr(archives, "sleep", slept.append)
    with pytest.raises(Cancelled):
        archives.save_and_wait(PAGE, desk(), KEYS, cancelled=lambda: bool(slept), poll_s=5)
    assert [call.path for call in site.calls] == ["/save"]


def test_keys_are_needed_and_never_shown(site: Site, desk: Desk) -> None:
    Wayback(site, [])
    with pytest.raises(Refused) as nothing:
        archives.save(PAGE, desk(), None)
    assert nothing.value.key == "archive-keys"
    with pytest.raises(NetworkError) as wrong:
        archives.save(PAGE, desk(), Keys("ACCESS", "WRONG"))
    assert wrong.value.key == "archive-unauthorised"
    assert "SECRET" not in repr(KEYS)
    assert "WRONG" not in wrong.value.sentence()


def test_a_refusal_of_the_archive_is_told(site: Site, desk: Desk) -> None:
    site.on(
        "/save", lambda call: answer_json(call, {"status": "error", "message": "You have already reached the limit."})
    )
    with pytest.raises(NetworkError, match="already reached the limit"):
        archives.save(PAGE, desk(), KEYS)


@pytest.mark.parametrize(
    "answer",
    [
        head(200, {"Content-Type": "text/html"}) + b"<html>blocked</html>",
        head(200) + b"[" * 100_000,
        head(200) + b'{"archived_snapshots": [1, 2]}',
        head(200) + b"null",
        head(200),
        head(503) + b"busy",
        head(429) + b'{"message": "slow down"}',
        b"banana",
    ],
    ids=["html", "nested", "list", "null", "empty", "503", "429", "banana"],
)
def test_an_answer_that_cannot_be_used_is_told(answer: bytes, site: Site, desk: Desk) -> None:
    site.raw("*", answer)
    for ask in (lambda: archives.look_up(PAGE, desk()), lambda: archives.save(PAGE, desk(), KEYS)):
        with pytest.raises(NetworkError) as caught:
            ask()
        assert caught.value.sentence("en")
        assert caught.value.sentence("fr")


def test_odd_rows_of_the_index_are_left_out(site: Site, desk: Desk) -> None:
    site.on(
        "/wayback/available", lambda call: answer_json(call, {"archived_snapshots": {"closest": {"available": True}}})
    )
    rows = [Wayback.fields, ["2024"], 5, ["20240101", PAGE, "warc/revisit", "-", OURS], [1, 2, 3, 4, 5]]
    rows.append(["20230101", PAGE, "text/html", "²", OURS])
    site.on("/cdx/search/cdx", lambda call: answer_json(call, rows))
    holdings = archives.look_up(PAGE, desk(), digests=(OURS,))
    assert holdings.nearest is None
    assert [copy.status for copy in holdings.newest] == [None, None]
    copy = holdings.newest[0]
    assert (copy.at, copy.same) == (datetime(2024, 1, 1, tzinfo=UTC), True)


TAKEN = "2024-03-01T12:00:05"
MEMENTO_DATE = "Fri, 01 Mar 2024 10:00:00 GMT"
WHEN = datetime(2024, 3, 1, 10, 0, 0, tzinfo=UTC)


def test_a_timegate_that_redirects(site: Site, desk: Desk) -> None:
    """RFC 7089, pattern 2.1: another resource is the TimeGate, 302, distinct mementos."""
    gate = f"/timegate/{PAGE}".partition("?")[0]
    memento = site.url(f"/memento/20240301100000/{PAGE}")
    site.redirect(gate, memento, headers={"Vary": "accept-datetime", "Link": f'<{PAGE}>; rel="original"'})
    site.on(
        urlsplit(memento).path,
        lambda call: call.send(head(200, {"Memento-Datetime": MEMENTO_DATE, "Content-Length": "5000000000"})),
    )
    copy = archives.memento(PAGE, desk(), at=AT)
    assert copy is not None
    assert (copy.archive, copy.url, copy.at, copy.original) == ("memento", memento, WHEN, PAGE)
    assert [call.method for call in site.calls] == ["GET", "HEAD"]
    assert site.calls[0].headers["accept-datetime"] == "Fri, 01 Mar 2024 12:00:00 GMT"
    assert site.calls[0].path == f"/timegate/{PAGE}"


def test_a_timegate_that_names_the_time_itself(site: Site, desk: Desk) -> None:
    link = f'<{PAGE}>; rel="original", </m/1>; rel="first memento"; datetime="{MEMENTO_DATE}"'
    site.redirect(f"/timegate/{PAGE}".partition("?")[0], "/m/1", headers={"Link": link})
    copy = archives.memento(PAGE, desk())
    assert copy is not None
    assert (copy.url, copy.at) == (site.url("/m/1"), WHEN)
    assert len(site.calls) == 1


def test_a_timegate_that_answers_itself(site: Site, desk: Desk) -> None:
    """Pattern 2.2: 200 negotiation with Content-Location."""
    rows = {"Memento-Datetime": MEMENTO_DATE, "Content-Location": "/m/2", "Content-Length": "1"}
    site.raw(f"/timegate/{PAGE}".partition("?")[0], head(200, rows) + b"x")
    copy = archives.memento(PAGE, desk())
    assert copy is not None
    assert (copy.url, copy.at) == (site.url("/m/2"), WHEN)


def test_a_timegate_that_knows_nothing(site: Site, desk: Desk) -> None:
    assert archives.memento(PAGE, desk()) is None


def test_a_broken_link_beside_the_right_one_does_no_harm(site: Site, desk: Desk) -> None:
    link = f'<http://[>; rel="memento", </m/1>; rel="memento"; datetime="{MEMENTO_DATE}"'
    site.redirect(f"/timegate/{PAGE}".partition("?")[0], "/m/1", headers={"Link": link})
    copy = archives.memento(PAGE, desk())
    assert copy is not None
    assert copy.at == WHEN


@pytest.mark.parametrize("header", ["Location", "Content-Location"])
def test_a_timegate_that_leads_to_no_address(header: str, site: Site, desk: Desk) -> None:
    status, more = (302, {}) if header == "Location" else (200, {"Memento-Datetime": MEMENTO_DATE})
    site.raw(f"/timegate/{PAGE}".partition("?")[0], head(status, {header: "http://[", "Content-Length": "0", **more}))
    with pytest.raises(NetworkError) as caught:
        archives.memento(PAGE, desk())
    assert caught.value.key == "archive-answer"


@pytest.mark.parametrize("base", ["https://[archive", "https://archive.example:none", "archive.example"])
def test_a_setting_that_is_no_address_is_told(base: str, desk: Desk) -> None:
    with pytest.raises(NetworkError) as caught:
        archives.look_up(PAGE, desk(**{"archives.wayback_url": base}))
    assert caught.value.key == "refused-address"


def test_a_timegate_that_misbehaves(site: Site, desk: Desk) -> None:
    gate = f"/timegate/{PAGE}".partition("?")[0]
    site.redirect(gate, "http://10.0.0.1/memento")
    with pytest.raises(NetworkError) as closed:
        archives.memento(PAGE, desk())
    assert closed.value.key == "refused-address"
    site.redirect(gate, "/loop")
    site.redirect("/loop", "/loop")
    with pytest.raises(NetworkError):
        archives.memento(PAGE, desk(**{"fetch.max_redirects": 3}))
    site.page(gate, "no memento")
    with pytest.raises(NetworkError):
        archives.memento(PAGE, desk())


@pytest.mark.parametrize(
    ("link", "archive", "original", "at"),
    [
        (
            "https://web.archive.org/web/20240301120005/https://a.example/b?c=d",
            "wayback",
            "https://a.example/b?c=d",
            TAKEN,
        ),
        ("http://web.archive.org/web/20240301120005id_/http:/a.example/", "wayback", "http://a.example/", TAKEN),
        (
            "https://web.archive.org/web/2024*/https://a.example/",
            "wayback",
            "https://a.example/",
            "2024-01-01T00:00:00",
        ),
        ("https://archive.ph/2024.03.01-120005/https://a.example/", "archive.today", "https://a.example/", TAKEN),
        ("https://archive.today/20240301120005/https://a.example/", "archive.today", "https://a.example/", TAKEN),
        (" https://archive.is/AbCdE ", "archive.today", "", None),
        ("https://perma.cc/ABCD-1234", "perma.cc", "", None),
        ("https://ghostarchive.org/archive/xyz", "ghostarchive", "", None),
        (
            "https://wayback.archive-it.org/1234/20240301120005/https://a.example/",
            "archive-it",
            "https://a.example/",
            TAKEN,
        ),
        ("https://arquivo.pt/wayback/20240301120005/https://a.example/", "arquivo.pt", "https://a.example/", TAKEN),
        (
            "https://www.webarchive.org.uk/wayback/archive/20240301120005mp_/https://a.example/",
            "uk-web-archive",
            "https://a.example/",
            TAKEN,
        ),
        ("https://web.archive.org/web/20249999999999/https://a.example/", "wayback", "https://a.example/", None),
    ],
)
def test_a_pasted_link_is_read(link: str, archive: str, original: str, at: str | None) -> None:
    copy = archives.read_link(link)
    assert (copy.archive, copy.original) == (archive, original)
    assert copy.at == (datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None)
    assert copy.url == link.strip()


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://example.org/web/20240301120005/https://a.example/",
        "https://archive.ph.evil.example/AbC",
        "ftp://archive.ph/x",
        "https://archive.ph/",
        "javascript:alert(1)",
        "archive.ph/AbCdE",
        "https://[",
        "web.archive.org",
    ],
)
def test_other_links_are_refused(link: str) -> None:
    with pytest.raises(InputError) as caught:
        archives.read_link(link)
    assert caught.value.key == "archive-link"


class Locked(Memory):
    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError("no keyring here")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError("no keyring here")


@pytest.fixture
def own_keyring() -> Iterator[Callable[[KeyringBackend], None]]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_keys_live_in_the_keyring(own_keyring: Callable[[KeyringBackend], None]) -> None:
    memory = Memory()
    own_keyring(memory)
    assert credentials.wayback_keys() is None
    credentials.keep_wayback_keys(KEYS)
    assert credentials.wayback_keys() == KEYS
    assert {service for service, _ in memory.entries} == {"factcheck-workbench"}
    credentials.forget_wayback_keys()
    credentials.forget_wayback_keys()
    assert memory.entries == {}


def test_a_system_without_keyring_is_told(own_keyring: Callable[[KeyringBackend], None]) -> None:
    own_keyring(Locked())
    for ask in (credentials.wayback_keys, lambda: credentials.keep_wayback_keys(KEYS)):
        with pytest.raises(WorldError) as caught:
            ask()
        assert caught.value.key == "keyring-none"
        said = caught.value.sentence("fr")
        assert "n’a pas de trousseau" in said
        assert "no keyring here" not in said  # the library's own words are English
