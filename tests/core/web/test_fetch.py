"""Fetching from servers that behave: redirects, cookies, encodings, types, politeness, progress, cancel."""

import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.errors import Cancelled, InputError
from factcheck.settings import Settings
from factcheck.web.capture import WarcFile
from factcheck.web.fetch import Ask, fetch
from factcheck.web.fetched import Fetched, Limits
from factcheck.web.politeness import Politeness, retry_after
from tests.core.web.conftest import Fail, Fetch
from tests.core.web.site import Call, Site, head

Keep = Callable[[Fetched], WarcFile]


def test_a_page_and_how_it_came(site: Site, get: Fetch) -> None:
    site.page("/", "<!doctype html><p>Élève</p>")
    fetched = get("/")
    assert fetched.text() == "<!doctype html><p>Élève</p>"
    assert fetched.status == 200
    assert fetched.media_type == "text/html"
    assert fetched.charset is not None
    assert fetched.charset.rule == "utf-8"
    assert fetched.flags == ()
    assert fetched.failure is None
    (hop,) = fetched.hops
    assert hop.peer == site.host
    assert hop.request == site.calls[0].raw
    assert hop.wire.read() == head(200, hop.headers) + fetched.payload
    assert hop.started_at <= hop.ended_at <= datetime.now(UTC)


def test_the_user_agent_is_honest(site: Site, get: Fetch) -> None:
    site.page("/", "x")
    get("/")
    assert site.calls[0].headers["user-agent"].startswith("FactcheckWorkbench/")
    assert "cookie" not in site.calls[0].headers
    assert "referer" not in site.calls[0].headers


def test_limits_come_from_the_settings(tmp_path: Path) -> None:
    settings = Settings(
        tmp_path / "settings.toml",
        {
            "fetch.deadline": 7,
            "fetch.max_megabytes": 3,
            "fetch.allowed_hosts": ("a:1", "b"),
            "fetch.user_agent_contact": "desk@example.org",
            "fetch.pause_milliseconds": 250,
        },
    )
    limits = Limits.from_settings(settings)
    assert limits.deadline_s == 7
    assert limits.max_bytes == 3_000_000
    assert limits.allowed_hosts == ("a:1", "b")
    assert limits.user_agent.endswith(" (desk@example.org)")
    assert limits.pause_s == 0.25


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("fetch.proxy", "socks5://desk:secret@127.0.0.1:1080"),
        ("fetch.proxy", "http://desk:secret@[proxy"),
        ("fetch.proxy", "desk:secret@proxy.example:808080"),
        ("fetch.proxy", "http://"),
        ("fetch.ca_bundle", "/no/such/bundle.pem"),
    ],
)
def test_settings_that_cannot_work_are_told(key: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Limits.from_settings(Settings(tmp_path / "settings.toml", {key: value}))
    assert key in caught.value.sentence()
    assert "secret" not in caught.value.sentence()


def test_a_proxy_s_password_never_shows(site: Site, get: Fetch) -> None:
    assert "secret" not in repr(Limits(proxy="http://desk:secret@proxy.example"))


def test_the_environment_names_no_proxy(site: Site, get: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.page("/", "direct")
    assert get("/").payload == b"direct"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_kept(status: int, site: Site, get: Fetch, keep: Keep) -> None:
    site.redirect("/a", "b?x=1#part", status=status, body=b"moved")
    site.redirect("/b", site.url("/c"), status=status)
    site.page("/c", "there")
    fetched = get("/a")
    assert fetched.payload == b"there"
    assert fetched.final_url == site.url("/c#part")
    assert [hop.url for hop in fetched.hops] == [site.url("/a"), site.url("/b?x=1#part"), site.url("/c#part")]
    assert [hop.status for hop in fetched.hops] == [status, status, 200]
    assert fetched.hops[0].wire.read().endswith(b"moved")
    keep(fetched)


@pytest.mark.parametrize("status", [300, 304, 305, 399])
def test_other_3xx_are_pages(status: int, site: Site, get: Fetch) -> None:
    site.raw("/", head(status, {"Location": "/b"}))
    assert get("/").status == status


def test_a_redirect_without_location_is_a_page(site: Site, get: Fetch) -> None:
    site.page("/", "no way on", status=302)
    assert get("/").payload == b"no way on"


def test_a_location_in_utf8_is_read(site: Site, get: Fetch) -> None:
    site.redirect("/", "/été")
    site.page("/%C3%A9t%C3%A9", "summer")
    assert get("/").payload == b"summer"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500, 503])
def test_an_error_page_is_a_capture_with_its_status(status: int, site: Site, get: Fetch, keep: Keep) -> None:
    site.page("/", "sorry", status=status)
    fetched = get("/")
    assert fetched.status == status
    assert fetched.payload == b"sorry"
    keep(fetched)


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
        ("gzip", lambda data: gzip.compress(data[:700]) + gzip.compress(data[700:])),
        ("gzip", lambda data: gzip.compress(data) + b"\0" * 40),
        ("identity", lambda data: data),
        ("", lambda data: data),
    ],
)
def test_encodings_are_undone(
    encoding: str, encode: Callable[[bytes], bytes], site: Site, get: Fetch, keep: Keep
) -> None:
    page = "<html><p>Déjà vu</p></html>".encode() * 5000
    encoded = encode(page)
    site.page("/", encoded, headers={"Content-Encoding": encoding})
    fetched = get("/")
    assert fetched.payload == page
    assert fetched.flags == ()
    assert fetched.hops[0].wire.read().endswith(encoded)
    keep(fetched)


def test_chunks_are_joined(site: Site, get: Fetch, keep: Keep) -> None:
    chunks = b"5\r\n<html\r\n1;name=value\r\n>\r\nA\r\n0123456789\r\n0\r\nX-Trailer: a\r\n\r\n"
    site.raw("/", head(200, {"Transfer-Encoding": "chunked"}) + chunks)
    fetched = get("/")
    assert fetched.payload == b"<html>0123456789"
    assert fetched.hops[0].wire.read().endswith(chunks)
    keep(fetched)


def test_interim_answers_are_not_the_answer(site: Site, get: Fetch, keep: Keep) -> None:
    site.raw("/", b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" * 2 + head(200, {"Content-Length": "2"}) + b"ok")
    fetched = get("/")
    assert fetched.payload == b"ok"
    hop = fetched.hops[0]
    assert hop.wire.read(hop.head_start, 15) == b"HTTP/1.1 200 OK"
    keep(fetched)


def test_cookies_stay_with_their_host_and_their_capture(get: Fetch, site: Site) -> None:
    with Site() as other:
        site.redirect("/", "/again", headers={"Set-Cookie": "desk=one; Path=/"})
        site.redirect("/again", other.url("/", "localhost"))
        other.redirect("/", site.url("/end"), headers={"Set-Cookie": "theirs=two; Path=/; Domain=127.0.0.1"})
        site.page("/end", "end")
        hosts = (site.host, f"localhost:{other.port}")
        get("/", allowed_hosts=hosts)
        assert [call.headers.get("cookie") for call in site.calls] == [None, "desk=one", "desk=one"]
        assert [call.headers.get("cookie") for call in other.calls] == [None]
        get("/end", allowed_hosts=hosts)
        assert site.calls[-1].headers.get("cookie") is None


def test_a_page_that_redirects_to_itself_with_a_cookie_is_no_loop(site: Site, get: Fetch) -> None:
    def answer(call: Call) -> None:
        if "consent=yes" in call.headers.get("cookie", ""):
            call.send(head(200, {"Content-Length": "4"}) + b"page")
        else:
            call.send(head(302, {"Location": "/", "Set-Cookie": "consent=yes", "Content-Length": "0"}))

    site.on("/", answer)
    assert get("/").payload == b"page"


def test_redirect_loops_end(site: Site, fail: Fail, keep: Keep) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a#x")
    failure = fail("/a")
    assert failure.key == "redirect-loop"
    assert failure.fetched is not None
    assert [hop.status for hop in failure.fetched.hops] == [302, 302]
    keep(failure.fetched)


def test_too_many_redirects_end(site: Site, fail: Fail, get: Fetch, keep: Keep) -> None:
    for number in range(12):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/12", "end")
    failure = fail("/0", max_redirects=11)
    assert failure.key == "too-many-redirects"
    assert failure.fetched is not None
    assert len(failure.fetched.hops) == 12
    keep(failure.fetched)
    assert get("/0", max_redirects=12).payload == b"end"


@pytest.mark.parametrize(
    ("declared", "body", "kind", "flags"),
    [
        ("text/html", b"%PDF-1.7\n\x00\x01", "application/pdf", ("mime-mismatch",)),
        ("application/pdf", b"<!DOCTYPE html><title>Not found</title>", "text/html", ("mime-mismatch",)),
        ("image/png", b"<html><body>", "text/html", ("mime-mismatch",)),
        ("text/plain", b"<html><body>", "text/html", ("mime-mismatch",)),
        ("text/html", b"\x89PNG\r\n\x1a\n\0\0", "image/png", ("mime-mismatch",)),
        ("text/html", b"MZ\x90\0\3", "application/x-msdownload", ("mime-mismatch",)),
        ("text/html", bytes(range(32)), "application/octet-stream", ("mime-mismatch",)),
        ("application/octet-stream", b"%PDF-1.4", "application/pdf", ()),
        ("text/plain", b"BMW and MZ built motorcycles; ID3 is an electric car.", "text/plain", ()),
        ("text/plain", b"MZ built motorcycles.", "text/plain", ()),
        ("", b"<html>", "text/html", ()),
        ("nonsense", b"just words", "text/plain", ()),
        ("text/html", b"no tag at all", "text/html", ()),
        ("application/json", b'{"a": 1}', "application/json", ()),
        ("text/csv", b"a,b\n1,2", "text/csv", ()),
        ("text/html", b'<?xml version="1.0"?><!DOCTYPE html><html>', "text/html", ()),
        ("application/rss+xml", b'<?xml version="1.0"?><rss>', "application/rss+xml", ()),
        (
            "text/html",
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            "application/vnd.oasis.opendocument.text",
            ("mime-mismatch",),
        ),
        ("text/html", "<html><p>é".encode("utf-16"), "text/html", ()),
        ("text/html", "<html><p>abc".encode("utf-16-le"), "text/html", ("guessed-charset",)),
        ("text/html", b"\xef\xbb\xbf  <!-- c --><html>", "text/html", ()),
        ("text/html; charset=utf-8", b"", "text/html", ()),
    ],
)
def test_types_are_read_from_the_bytes(
    declared: str, body: bytes, kind: str, flags: tuple[str, ...], site: Site, get: Fetch
) -> None:
    site.page("/", body, kind=declared)
    fetched = get("/")
    assert fetched.media_type == kind
    assert fetched.flags == flags


def test_progress_tells_the_stages_and_the_bytes(site: Site, get: Fetch) -> None:
    site.page("/", b"x" * 300_000)
    told: list[tuple[str, int, int | None]] = []
    get("/", call={"progress": lambda *stage: told.append(stage)})
    assert [stage for stage, _, _ in told[:2]] == ["resolving", "connecting"]
    received = [(count, total) for stage, count, total in told if stage == "receiving"]
    assert received[-1] == (300_000, 300_000)
    assert received == sorted(received)


def test_a_person_can_stop_a_silent_server(site: Site, get: Fetch) -> None:
    asked = threading.Event()

    def silent(call: Call) -> None:
        asked.set()
        call.wait(20)

    site.on("/", silent)
    with pytest.raises(Cancelled):
        get("/", call={"cancelled": asked.is_set})


def test_a_person_can_stop_a_wait_for_another(site: Site, limits: Limits) -> None:
    manners = Politeness()
    manners.take(f"127.0.0.1:{site.port}", lambda: False)
    told: list[str] = []

    def progress(stage: str, count: int, total: int | None) -> None:
        told.append(stage)

    with pytest.raises(Cancelled):
        fetch(site.url("/"), limits, manners=manners, progress=progress, cancelled=lambda: bool(told))
    assert told == ["waiting"]
    assert site.connections == 0


def test_one_request_at_a_time_per_host(site: Site, limits: Limits) -> None:
    lock, inside, most = threading.Lock(), 0, 0

    def answer(call: Call) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        call.wait(0.02)
        with lock:
            inside -= 1
        call.send(head(200, {"Content-Length": "2"}) + b"ok")

    site.on("*", answer)
    manners = Politeness()
    threads = [
        threading.Thread(target=fetch, args=(site.url(f"/{n}"), limits), kwargs={"manners": manners}) for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.calls) == 6
    assert most == 1


def test_a_pause_is_kept_between_two_captures_but_not_inside_one(site: Site, limits: Limits) -> None:
    site.redirect("/", "/b")
    site.page("/b", "ok")
    manners = Politeness()
    told: list[str] = []
    quick = Limits(**{**vars(limits), "pause_s": 0.1})
    for _ in range(2):
        fetch(site.url("/"), quick, manners=manners, progress=lambda stage, *_: told.append(stage))
    hop = ["resolving", "connecting"]
    assert [stage for stage in told if stage != "receiving"] == hop * 2 + ["waiting"] + hop * 2


def test_a_pause_never_eats_the_deadline(site: Site, get: Fetch, limits: Limits) -> None:
    site.page("/", "ok")
    manners = Politeness()
    patient = Limits(**{**vars(limits), "pause_s": 3600, "deadline_s": 1.0})
    for _ in range(2):
        assert fetch(site.url("/"), patient, manners=manners).payload == b"ok"


def test_retry_after_is_waited_for_once(site: Site, get: Fetch, keep: Keep) -> None:
    def answer(call: Call) -> None:
        if len(site.calls) == 1:
            call.send(head(429, {"Retry-After": "0", "Content-Length": "4"}) + b"slow")
        else:
            call.send(head(200, {"Content-Length": "4"}) + b"page")

    site.on("/", answer)
    fetched = get("/")
    assert [hop.status for hop in fetched.hops] == [429, 200]
    assert fetched.payload == b"page"
    keep(fetched)


def test_a_server_that_stays_busy_is_captured_as_it_is(site: Site, get: Fetch) -> None:
    site.page("/", "busy", status=503, headers={"Retry-After": "0"})
    fetched = get("/")
    assert [hop.status for hop in fetched.hops] == [503, 503]
    assert fetched.payload == b"busy"


def test_a_long_retry_after_is_respected_by_the_next_fetch(site: Site, limits: Limits) -> None:
    site.page("/", "busy", status=429, headers={"Retry-After": "3600"})
    manners = Politeness()
    assert fetch(site.url("/"), limits, manners=manners).status == 429
    with pytest.raises(Exception, match="left alone") as caught:
        fetch(site.url("/"), limits, manners=manners)
    assert getattr(caught.value, "key", "") == "retry-later"
    assert len(site.calls) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2020 12:00:30 GMT", 0),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("1e3", None),
        ("٣", None),
        ("9" * 400, 999_999_999),
        ("Sun, 22 Nov 2026 12:00:30 -0000", 30),
        ("Sun, 22 Nov 2026 12:00:30 +" + "9" * 20, None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
    ],
)
def test_retry_after_in_both_its_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)) == seconds


def test_a_body_can_be_posted(site: Site, limits: Limits) -> None:
    site.page("/", "taken")
    ask = Ask("POST", {"Content-Type": "application/x-test"}, b"\x00\xff", follow=False)
    assert fetch(site.url("/"), limits, ask=ask, manners=Politeness()).payload == b"taken"
    assert (site.calls[0].method, site.calls[0].body) == ("POST", b"\x00\xff")


def test_ipv6_is_spoken_too(get: Fetch, keep: Keep) -> None:
    try:
        six = Site(address="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with six:
        six.page("/", "six")
        fetched = get(six.url("/", "[::1]"), allowed_hosts=("::1",))
    assert fetched.payload == b"six"
    assert fetched.hops[0].peer == f"[::1]:{six.port}"
    keep(fetched)


def test_the_next_address_is_tried(site: Site, get: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a dead address and a live one, as many have an IPv6 address that leads nowhere."""
    site.page("/", "alive")
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    rows = [(*row, (ip, site.port)) for ip in ("127.0.0.9", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    fetched = get(site.url("/", "two.example"), allowed_hosts=("two.example",))
    assert fetched.hops[0].addresses == ("127.0.0.9", "127.0.0.1")
    assert fetched.hops[0].peer == site.host


def test_a_connection_refused_is_told(get: Fetch, site: Site, fail: Fail) -> None:
    site.close()
    assert fail("/").key == "connect"
