"""Servers that mean harm: each fetch ends by its own limits, and what came is kept byte for byte and checked."""

import contextlib
import gc
import gzip
import random
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.web import exchange
from factcheck.web.capture import WarcFile
from factcheck.web.failure import FetchFailed
from factcheck.web.fetched import Fetched
from tests.core.web.conftest import Fail, Fetch
from tests.core.web.site import Call, Site, head

Keep = Callable[[Fetched], WarcFile]
OK = b"HTTP/1.1 200 OK\r\n"


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


PAGE = random.Random(4).randbytes(20_000)


def forever(piece: bytes, start: bytes = OK, pause: float = 0) -> Callable[[Call], None]:
    """Send ``piece`` again and again until the other side goes."""

    def answer(call: Call) -> None:
        call.send(start)
        while not call.over:
            call.send(piece)
            if pause:
                call.wait(pause)

    return answer


DRIPS = {
    "silence": lambda call: call.wait(30),
    "half a head": lambda call: (call.send(b"HTTP/1.1 20"), call.wait(30)),
    "head drip": forever(b"X-A: b\r\n", pause=0.01),
    "status line drip": forever(b"x", b"HTTP/1.1 200 ", pause=0.01),
    "interim answers": forever(b"HTTP/1.1 100 Continue\r\n\r\n", b"", pause=0.01),
    "body drip": forever(b"x", OK + b"Content-Length: 100000\r\n\r\n", pause=0.01),
    "body drip without length": forever(b"x", OK + b"\r\n", pause=0.01),
    "chunk drip": forever(b"1\r\nx\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n", pause=0.01),
    "chunk size drip": forever(b"0", OK + b"Transfer-Encoding: chunked\r\n\r\n", pause=0.01),
    "trailer drip": forever(b"X: y\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", pause=0.01),
    "a body that stops": lambda call: (call.send(OK + b"Content-Length: 9\r\n\r\nhalf"), call.wait(30)),
    "gzip drip": forever(b"\0", OK + b"Content-Encoding: gzip\r\n\r\n" + packed(b"x" * 99)[:20], pause=0.01),
}


@pytest.mark.parametrize("name", DRIPS)
def test_a_drip_ends_at_the_deadline(name: str, site: Site, fail: Fail, keep: Keep) -> None:
    site.on("/", DRIPS[name])
    failure = fail("/", deadline_s=0.4)
    assert failure.key == "deadline"
    assert failure.fetched is not None
    (hop,) = failure.fetched.hops
    assert hop.request == site.calls[0].raw
    assert (hop.wire.size > 0) == (name != "silence")
    assert hop.cut == ("time" if hop.status else None)
    keep(failure.fetched)


FLOODS = {
    "endless head": (forever(b"X-A: b\r\n" * 500), "broken-response"),  # http.client takes 100 headers
    "one endless header": (forever(b"b" * 4000, OK + b"X-A: "), "broken-response"),
    "endless status line": (forever(b"b" * 4000, b"HTTP/1.1 200 "), "broken-response"),
    "interim flood": (forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 200, b""), "broken-response"),
    "endless body": (forever(b"x" * 60000, OK + b"\r\n"), "too-large"),
    "endless chunks": (
        forever((b"400\r\n" + b"x" * 1024 + b"\r\n") * 50, OK + b"Transfer-Encoding: chunked\r\n\r\n"),
        "too-large",
    ),
    "endless gzip members": (
        forever(packed(b"") * 500, OK + b"Content-Encoding: gzip\r\n\r\n"),
        "too-large",
    ),
}


@pytest.mark.parametrize("name", FLOODS)
@pytest.mark.logs("urllib3")
def test_a_flood_ends_at_the_cap(name: str, site: Site, fail: Fail, keep: Keep) -> None:
    answer, kind = FLOODS[name]
    site.on("/", answer)
    failure = fail("/", max_bytes=2_000_000)
    assert failure.key == kind
    assert failure.fetched is not None
    (hop,) = failure.fetched.hops
    assert 0 < hop.wire.size < 2_300_000
    keep(failure.fetched)


def test_a_chunk_size_without_end_is_a_broken_body(site: Site, fail: Fail, keep: Keep) -> None:
    site.on("/", forever(b"0" * 4000, OK + b"Transfer-Encoding: chunked\r\n\r\n"))
    failure = fail("/", max_bytes=2_000_000)
    assert failure.key in ("broken-response", "too-large")
    assert failure.fetched is not None
    keep(failure.fetched)


def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip"])
def test_a_bomb_is_stopped_and_kept(encoding: str, site: Site, fail: Fail, keep: Keep) -> None:
    bomb = zeros(30) if encoding == "gzip" else packed(zeros(30))
    site.page("/", bomb, headers={"Content-Encoding": encoding})
    failure = fail("/", max_inflated_bytes=5_000_000)
    assert failure.key == "too-large"
    assert failure.fetched is not None
    assert failure.fetched.body.size <= 5_000_000
    assert failure.fetched.hops[0].cut == "length"
    keep(failure.fetched)


def test_a_bomb_in_a_redirect_is_never_inflated(site: Site, get: Fetch, keep: Keep) -> None:
    site.redirect("/", "/page", headers={"Content-Encoding": "gzip"}, body=zeros(10))
    site.page("/page", "safe")
    fetched = get("/", max_inflated_bytes=1000)
    assert fetched.payload == b"safe"
    keep(fetched)


@pytest.mark.parametrize(
    "answer",
    [
        forever(b"x" * 60000, head(302, {"Location": "/page"})),
        forever(b"x", head(302, {"Location": "/page"}), pause=0.01),
        lambda call: (call.send(head(302, {"Location": "/page", "Content-Length": "99"})), call.wait(30)),
        lambda call: call.send(head(302, {"Location": "/page", "Transfer-Encoding": "chunked"}) + b"zz\r\n"),
    ],
    ids=["endless", "drip", "silent", "broken chunks"],
)
def test_the_body_of_a_redirect_never_stands_in_the_way(
    answer: Callable[[Call], None], site: Site, get: Fetch, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_REDIRECT_SECONDS", 0.2)
    site.on("/", answer)
    site.page("/page", "safe")
    fetched = get("/")
    assert fetched.payload == b"safe"
    assert fetched.hops[0].cut == "unread"
    assert fetched.hops[0].wire.size < 1_000_000
    keep(fetched)


BROKEN = {
    "nothing": b"",
    "banana": b"banana",
    "half a status line": b"HTTP/1.1",
    "no status": b"HTTP/1.1 \r\n\r\n",
    "status in words": b"HTTP/1.1 two OK\r\n\r\n",
    "status too low": b"HTTP/1.1 42 OK\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "http 0.9": b"<html>old</html>",
    "version 9": b"HTTP/9.9 200 OK\r\n\r\nx",
    "500 headers": OK + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"\r\nbody",
    "a header of 100 kB": OK + b"X: " + b"y" * 100_000 + b"\r\n\r\nbody",
    "two lengths": OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "tls alert": b"\x15\x03\x01\x00\x02\x02\x46",
    "nul bytes": b"\0" * 500,
    "length without body": OK + b"Content-Length: 10\r\n\r\n",
    "head without end": OK + b"X-A: b\r\n",
    "head without lines": OK,
    "chunked without chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.logs("urllib3")
def test_an_answer_that_makes_no_sense_is_told_and_kept(name: str, site: Site, fail: Fail, keep: Keep) -> None:
    site.raw("/", BROKEN[name])
    failure = fail("/")
    assert failure.key == "broken-response"
    assert failure.fetched is not None
    (hop,) = failure.fetched.hops
    if name != "a header of 100 kB":
        assert hop.wire.read() == BROKEN[name]
    keep(failure.fetched)


CUT = {
    "length too long": OK + b"Content-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>some",
    "chunks without end": OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n<p>some\r\n",
    "chunk cut": OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n<p>some",
    "broken chunk size": OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n<p>some\r\nzz\r\n",
    "negative chunk": OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n<p>some\r\n-5\r\nabc",
}


@pytest.mark.parametrize("name", CUT)
def test_a_body_that_breaks_off_is_a_truncated_capture(name: str, site: Site, get: Fetch, keep: Keep) -> None:
    site.raw("/", CUT[name])
    fetched = get("/")
    assert fetched.payload == b"<p>some"
    assert fetched.flags == ("truncated",)
    assert fetched.hops[0].cut in ("disconnect", "broken")
    assert fetched.hops[0].wire.read() == CUT[name]
    keep(fetched)


def test_a_reset_in_the_body_is_a_truncated_capture(site: Site, get: Fetch, keep: Keep) -> None:
    def answer(call: Call) -> None:
        call.send(OK + b"Content-Length: 1000\r\n\r\n<p>some")
        call.wait(0.2)
        call.reset()
        call.connection.close()

    site.on("/", answer)
    fetched = get("/")
    assert fetched.payload == b"<p>some"
    assert fetched.flags == ("truncated",)
    keep(fetched)


def test_a_reset_before_the_answer_is_told(site: Site, fail: Fail, keep: Keep) -> None:
    def answer(call: Call) -> None:
        call.reset()
        call.connection.close()

    site.on("/", answer)
    failure = fail("/")
    assert failure.key == "broken-response"
    assert failure.fetched is not None
    keep(failure.fetched)


def test_a_length_too_short_ends_the_page_there(site: Site, get: Fetch, keep: Keep) -> None:
    site.raw("/", OK + b"Content-Length: 4\r\n\r\n<p>some more than that")
    fetched = get("/")
    assert fetched.payload == b"<p>s"
    keep(fetched)


@pytest.mark.parametrize("length", [b"-1", b"abc", b"1e9", b"", b"4, 4", b"0x10"])
@pytest.mark.logs("urllib3")
def test_a_length_that_is_no_number_is_survived(length: bytes, site: Site, get: Fetch) -> None:
    site.raw("/", OK + b"Content-Length: " + length + b"\r\n\r\nbody")
    assert get("/").payload == b"body"


def test_a_length_beyond_the_cap_is_refused_at_once(site: Site, fail: Fail, keep: Keep) -> None:
    site.raw("/", OK + b"Content-Length: 99999999999999999999\r\n\r\nsmall")
    failure = fail("/")
    assert failure.key == "too-large"
    assert failure.fetched is not None
    keep(failure.fetched)


@pytest.mark.parametrize(
    ("encoding", "body", "payload", "flag"),
    [
        ("gzip", packed(PAGE)[:-2000] + b"\xff" * 3000, None, "corrupt-encoding"),
        ("gzip", b"<p>not compressed", b"<p>not compressed", "false-encoding"),
        ("gzip", b"\x1f\x8bnonsense", b"\x1f\x8bnonsense", "corrupt-encoding"),
        ("gzip, gzip", packed(b"<p>once only"), b"<p>once only", "false-encoding"),
        ("deflate", b"\xff\xff\xff\xff", b"\xff\xff\xff\xff", "corrupt-encoding"),
        ("br", b"\x0b\x02\x80<p>\x03", b"\x0b\x02\x80<p>\x03", "unknown-encoding"),
        ("zstd", b"(\xb5/\xfd", b"(\xb5/\xfd", "unknown-encoding"),
        ("gzip," * 50, b"x", b"x", "unknown-encoding"),
        ("\xff; drop table", b"x", b"x", "unknown-encoding"),
        ("gzip", packed(PAGE)[:-2000], None, "truncated"),
        ("gzip", b"\x1f", b"\x1f", "false-encoding"),
        ("gzip, deflate", b"x", b"x", "false-encoding"),
    ],
    ids=lambda value: None if isinstance(value, str) and len(value) < 30 else "bytes",
)
def test_encodings_that_lie_or_break_are_flagged(
    encoding: str, body: bytes, payload: bytes | None, flag: str, site: Site, get: Fetch, keep: Keep
) -> None:
    site.page("/", body, headers={"Content-Encoding": encoding})
    fetched = get("/")
    assert flag in fetched.flags
    assert fetched.payload == payload if payload is not None else PAGE.startswith(fetched.payload[:5000])
    assert fetched.hops[0].wire.read().endswith(body)
    keep(fetched)


@pytest.mark.parametrize(
    "cookie",
    [
        "=",
        ";;;",
        "a=b; Expires=banana",
        "a" * 60000,
        "a=b; Domain=.",
        "\xff\xfe=\x01",
        "a=b; Path=/; Domain=com; Max-Age=x",
    ],
)
def test_odd_cookies_are_survived(cookie: str, site: Site, get: Fetch) -> None:
    site.redirect("/", "/page", headers={"Set-Cookie": cookie})
    site.page("/page", "ok")
    assert get("/").payload == b"ok"


@pytest.mark.parametrize(
    "location", ["", "#", "?", "//", "http://", "\x01", "http://[", "/" + "x" * 60000, "/%", "/%zz"]
)
def test_odd_redirects_end(location: str, site: Site, get: Fetch) -> None:
    site.redirect("/", location)
    site.page("*", "somewhere")
    try:
        end = get("/").payload
    except FetchFailed as failure:
        end = failure.key.encode()
    assert end in (b"somewhere", b"redirect-loop", b"refused-address")


@pytest.mark.skipif(sys.platform != "linux", reason="open files are counted in /proc")
@pytest.mark.logs("urllib3")
def test_nothing_is_left_open(site: Site, get: Fetch) -> None:
    """After failures of every kind: no thread, no socket, no file."""
    site.on("/silent", DRIPS["silence"])
    site.on("/drip", DRIPS["body drip"])
    site.page("/bomb", zeros(30), headers={"Content-Encoding": "gzip"})
    site.redirect("/loop", "/loop")
    site.raw("/banana", b"banana")
    site.page("/large", b"x" * 3_000_000)

    def once() -> None:
        for path in ("/silent", "/drip", "/bomb", "/loop", "/banana", "/large", "https", "http://10.0.0.1/"):
            where = f"https://{site.host}/" if path == "https" else path
            with contextlib.suppress(FetchFailed):
                get(where, deadline_s=0.3, max_inflated_bytes=5_000_000)

    def ours() -> tuple[int, list[str]]:
        gc.collect()
        threads = [thread.name for thread in threading.enumerate() if not thread.name.startswith("site")]
        files = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        # The site's own side of a connection closes in its own time.
        return len([name for name in files if not name.startswith("socket:")]), sorted(threads)

    once()
    files, threads = ours()
    once()
    files_after, threads_after = ours()
    assert files_after <= files
    assert threads_after == threads


MEMORY = """
import sys
sys.path[:0] = [{root!r}]
from tests.core.web.site import Site
from factcheck.web.capture import write_warc
from factcheck.web.fetch import FetchFailed, fetch
from factcheck.web.fetched import Limits
import pathlib
url, folder = sys.argv[1], pathlib.Path(sys.argv[2])
limits = Limits(deadline_s=60, allowed_hosts=("127.0.0.1",), pause_s=0)
fetch(url + "/small", limits)
def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
pathlib.Path("/proc/self/clear_refs").write_text("5")  # forget the peak inherited from the parent
before = peak()
for path in sys.argv[3:]:
    try:
        fetched = fetch(url + path, limits)
    except FetchFailed as failure:
        fetched = failure.fetched
    write_warc(fetched, folder)
    print(path, round(peak() - before), fetched.failure and fetched.failure[0])
"""


def bombs(site: Site) -> list[str]:
    """Bodies as large as the default limits let through, and beyond."""
    site.page("/small", "<p>small")
    site.page("/bomb", zeros(120), headers={"Content-Encoding": "gzip"})
    site.page("/double", packed(zeros(120)), headers={"Content-Encoding": "gzip, gzip"})
    site.on("/endless", forever(b"x" * 60000, OK + b"\r\n"))
    site.on("/chunks", forever(b"fffff\r\n" + b"y" * 0xFFFFF + b"\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"))
    site.on("/sizes", forever(b"0" * 60000, OK + b"Transfer-Encoding: chunked\r\n\r\n"))
    site.on("/head", forever(b"X-A: b\r\n" * 500))
    site.page("/text", "é\ud7ff😀 ".encode() * 4_900_000)
    return ["/bomb", "/double", "/endless", "/chunks", "/sizes", "/head", "/text"]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_nothing_of_this_takes_200_megabytes(site: Site, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    paths = bombs(site)
    command = [sys.executable, "-c", MEMORY.format(root=str(root)), site.url(""), str(tmp_path / "evidence"), *paths]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    rows = [line.split() for line in ran.stdout.splitlines()]
    assert [row[0] for row in rows] == paths
    assert max(int(row[1]) for row in rows) < 200, ran.stdout
    assert [row[2] for row in rows[:6]] == ["too-large"] * 4 + ["broken-response"] * 2, ran.stdout
