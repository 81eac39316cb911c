"""Captures: what was exchanged, kept byte for byte, once, whole, and able to show that it has not changed."""

import gzip
import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from factcheck.domain.history import canonical_json
from factcheck.errors import LibraryError, Unreadable
from factcheck.web import capture, vault
from factcheck.web.capture import WarcFile
from factcheck.web.failure import FetchFailed
from factcheck.web.fetched import Fetched
from factcheck.web.vault import Damage
from tests.core.web import warcs
from tests.core.web.conftest import Fail, Fetch
from tests.core.web.site import Site, head

Keep = Callable[[Fetched], WarcFile]
PAGE = "<!doctype html><title>É</title><p>words</p>" * 50


def records(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    with path.open("rb") as file:
        return [
            (entry.rec_type, dict(entry.rec_headers.headers), entry.raw_stream.read())
            for entry in ArchiveIterator(file, no_record_parse=True)
        ]


def unpacked(data: bytes) -> Iterator[bytes]:
    """The gzip members of a file."""
    while data:
        unpacker = zlib.decompressobj(31)
        yield unpacker.decompress(data)
        data = unpacker.unused_data


def test_the_file_holds_every_exchange_as_it_was(site: Site, get: Fetch, keep: Keep, evidence: Path) -> None:
    site.redirect(
        "/", "/page", headers=[("Set-Cookie", "a=1"), ("X-Odd", "  spaces  "), ("x-odd", "again")], body=b"moved"
    )
    site.page("/page", gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    fetched = get("/")
    kept = keep(fetched)
    rows = records(evidence / kept.path)
    assert [kind for kind, _, _ in rows] == ["warcinfo", "response", "request", "response", "request", "metadata"]
    assert [rows[2][2], rows[4][2]] == [call.raw for call in site.calls]
    assert [rows[1][2], rows[3][2]] == [hop.wire.read() for hop in fetched.hops]
    assert b"X-Odd:   spaces  \r\nx-odd: again\r\n" in rows[1][2]
    for _, headers, block in rows:
        assert headers["WARC-Block-Digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        assert headers["WARC-Date"].endswith("Z")
    assert rows[1][1]["WARC-Target-URI"] == site.url("/")
    assert rows[1][1]["WARC-IP-Address"] == "127.0.0.1"
    assert rows[2][1]["WARC-Concurrent-To"] == rows[1][1]["WARC-Record-ID"]
    assert rows[1][1]["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(b'moved').hexdigest()}"
    assert json.loads(rows[5][2]) == capture.record(fetched) == warcs.record(evidence / kept.path)


def test_files_are_named_by_what_they_hold(site: Site, get: Fetch, keep: Keep, evidence: Path) -> None:
    site.page("/", PAGE)
    kept = keep(get("/"))
    for path, sha256 in ((kept.path, kept.sha256), (kept.payload_path, kept.payload_sha256)):
        assert path is not None
        assert sha256 is not None
        assert hashlib.sha256((evidence / path).read_bytes()).hexdigest() == sha256
        assert path.startswith(f"{sha256[:2]}/{sha256[2:]}")
        assert vault.damage(evidence / path, sha256) is None
    assert kept.payload_path is not None
    assert capture.read_payload(evidence / kept.payload_path) == PAGE.encode()
    assert kept.size == (evidence / kept.path).stat().st_size


def test_the_same_bytes_are_stored_once(site: Site, get: Fetch, keep: Keep, evidence: Path) -> None:
    site.page("/", PAGE)
    first, second = get("/"), get("/")
    kept = [keep(first), keep(first), keep(second)]
    assert kept[0] == kept[1]
    assert kept[0].sha256 != kept[2].sha256
    assert kept[0].payload_path == kept[2].payload_path
    assert len([path for path in evidence.rglob("*") if path.is_file()]) == 3


def test_the_payload_can_be_made_again_from_the_exchange(site: Site, get: Fetch, keep: Keep, evidence: Path) -> None:
    bodies = {
        "/plain": head(200, {"Content-Length": "5"}) + b"plain",
        "/chunks": head(200, {"Transfer-Encoding": "chunked"}) + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        "/cut": head(200, {"Transfer-Encoding": "chunked"}) + b"3\r\nabc\r\n9\r\nde",
        "/short": head(200, {"Content-Length": "99"}) + b"short",
        "/gzip": head(200, {"Content-Encoding": "gzip, deflate"}) + b"not compressed at all",
        "/closed": head(200) + gzip.compress(b"x"),
        "/broken": head(200, {"Transfer-Encoding": "chunked"}) + b"3\r\nabc\r\n-9\r\nde",
    }
    for path, answer in bodies.items():
        site.raw(path, answer)
        fetched = get(path)
        assert warcs.page(evidence / keep(fetched).path) == fetched.payload


def test_a_replay_tool_shows_the_page(site: Site, get: Fetch, keep: Keep, evidence: Path) -> None:
    """As pywb and others read it: status and headers parsed, chunks and compression undone by their own code."""
    site.redirect("/", "/gzip")
    site.page("/gzip", gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE.encode()[:99], PAGE.encode()[99:]))
    site.raw(
        "/chunks", head(200, {"Transfer-Encoding": "chunked", "Content-Type": "text/html"}) + chunks + b"0\r\n\r\n"
    )
    for path, statuses in (("/", ["302", "200"]), ("/chunks", ["200"])):
        with (evidence / keep(get(path)).path).open("rb") as file:
            shown = [
                (entry.http_headers.get_statuscode(), entry.content_stream().read())
                for entry in ArchiveIterator(file)
                if entry.rec_type == "response"
            ]
        assert [status for status, _ in shown] == statuses
        assert shown[-1][1] == PAGE.encode()


def test_the_record_is_plain_data(site: Site, get: Fetch) -> None:
    site.redirect("/", "/page")
    site.page("/page", "é".encode("latin-1"), kind="text/html; charset=iso-8859-1", headers={"X": "ünï"})
    record = capture.record(get("/"))
    assert json.loads(canonical_json(record)) == record
    assert record["status"] == 200
    assert record["charset"] == {"name": "cp1252", "rule": "http", "replacements": 0}
    hops = record["hops"]
    assert isinstance(hops, list)
    assert hops[1]["peer"] == site.host
    assert hops[1]["addresses"] == ["127.0.0.1"]
    assert ["X", "ünï"] in hops[1]["headers"]
    assert record["failure"] is None
    tools = record["tools"]
    assert isinstance(tools, dict)
    assert {"factcheck", "python", "requests", "urllib3", "warcio", "openssl"} <= set(tools)


def test_a_failure_is_kept_too(site: Site, fail: Fail, keep: Keep, evidence: Path) -> None:
    site.redirect("/", "http://10.0.0.1/secret")
    failure = fail("/")
    assert failure.fetched is not None
    kept = keep(failure.fetched)
    assert (kept.payload_path, kept.payload_sha256, kept.payload_size) == (None, None, 0)
    record = warcs.record(evidence / kept.path)
    assert record["failure"] == {
        "kind": "refused-address",
        "reason": "private",
        "url": "http://10.0.0.1/secret",
        "address": "10.0.0.1",
    }


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://\ud800/",
        "file:///etc/passwd",
        "http://a b/\r\nWARC/1.1",
        "http://10.0.0.1/" + "é" * 9000,
        "\u202e//",
    ],
)
def test_any_address_can_be_kept_in_a_record(url: str, fail: Fail, evidence: Path) -> None:
    fetched = fail(f"://{url}" if "://" not in url else url).fetched
    assert fetched is not None
    assert (fetched.media_type, fetched.status, fetched.hops) == ("", None, ())
    kept = capture.write_warc(fetched, evidence)
    assert warcs.record(evidence / kept.path) == capture.record(fetched)
    assert [kind for kind, _, _ in records(evidence / kept.path)] == ["warcinfo", "metadata"]


def test_damage_is_found_and_never_overwritten(site: Site, get: Fetch, tmp_path: Path) -> None:
    site.page("/", PAGE)
    fetched = get("/")
    kept = capture.write_warc(fetched, tmp_path)
    path = tmp_path / kept.path
    whole = path.read_bytes()
    assert vault.damage(path, kept.sha256) is None
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert vault.damage(path, kept.sha256) is Damage.ALTERED
    path.write_bytes(whole[:200])
    assert warcs.problems(path) != ()
    again = capture.write_warc(fetched, tmp_path)
    assert again == kept
    assert path.read_bytes() == whole
    assert [p.read_bytes() for p in path.parent.glob("*.damaged-*")] == [whole[:200]]
    path.unlink()
    assert vault.damage(path, kept.sha256) is Damage.MISSING
    path.mkdir()
    assert vault.damage(path, kept.sha256) is Damage.UNREADABLE


def test_a_changed_byte_inside_a_record_is_found(site: Site, get: Fetch, tmp_path: Path) -> None:
    site.page("/", PAGE)
    kept = capture.write_warc(get("/"), tmp_path)
    path = tmp_path / kept.path
    members = list(unpacked(path.read_bytes()))
    assert len(members) == 4
    path.write_bytes(b"".join(map(gzip.compress, members)))
    assert warcs.problems(path) == ()
    path.write_bytes(b"".join(gzip.compress(member.replace(b"words", b"wards", 1)) for member in members))
    assert any("digest failed" in finding for finding in warcs.problems(path))


def test_nothing_is_left_when_the_disk_refuses(site: Site, get: Fetch, tmp_path: Path) -> None:
    site.page("/", PAGE)
    fetched = get("/")
    (tmp_path / "evidence").write_text("a file where the folder should be")
    with pytest.raises(LibraryError) as caught:
        capture.write_warc(fetched, tmp_path / "evidence")
    assert caught.value.key == "evidence-write"
    assert [path.name for path in tmp_path.rglob("*.part")] == []


def test_a_broken_write_leaves_no_file(tmp_path: Path) -> None:
    def pieces() -> "list[bytes]":
        raise OSError(28, "No space left on device")

    with pytest.raises(LibraryError, match="No space left"):
        vault.keep(tmp_path, (piece for _ in range(2) for piece in pieces()))
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        capture.read_payload(tmp_path / "missing")


def test_the_archives_own_tool_agrees(site: Site, get: Fetch, evidence: Path) -> None:
    """As a reviewer would: the command, in its own process."""
    site.page("/", PAGE)
    kept = capture.write_warc(get("/"), evidence)
    tool = Path(sys.executable).with_name("warcio")
    ran = subprocess.run([tool, "check", "-v", evidence / kept.path], capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert ran.stdout.count("digest pass") == 4


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda b: head(200, {"A": "b"}) + b)))
@pytest.mark.logs("urllib3")
def test_any_answer_is_kept_whole(answer: bytes, site: Site, get: Fetch, keep: Keep, evidence: Path) -> None:
    site.raw("/", answer)
    fetched: Fetched | None
    try:
        fetched = get("/")
    except FetchFailed as failure:
        fetched = failure.fetched
    assert fetched is not None
    kept = keep(fetched)
    blocks = [block for kind, _, block in records(evidence / kept.path) if kind in ("response", "metadata")]
    assert fetched.hops[0].wire.read(fetched.hops[0].head_start) in [*blocks, b""]
