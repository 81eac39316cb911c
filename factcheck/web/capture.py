"""A fetch kept as evidence: one WARC 1.1 file with every exchange, the page's own bytes, the record of how they came.

What it proves: that these bytes have not changed since they were stored. Not that the server sent them: only an
independent archive or a time stamp speaks for that, and the interface says so.

In the WARC: a ``warcinfo`` record, for each exchange ``request`` and ``response`` as they went over the wire, and a
``metadata`` record with the record below as JSON. An answer that is no HTTP at all is kept as a ``metadata`` record of
its bytes, because readers refuse it as a response. Payload digests cover what follows the head as it was sent (chunk
framing included), as ``warcio check`` reads the standard. Ids are made from the contents, so that keeping the same
fetch twice gives the same file.
"""

import base64
import hashlib
import io
import json
import platform
import ssl
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from factcheck import __version__
from factcheck.domain.history import canonical_json, stamp
from factcheck.errors import Unreadable
from factcheck.web import vault
from factcheck.web.fetched import Fetched, Hop, charset_label
from factcheck.web.spool import Spool
from factcheck.web.transport import proxy_place

RECORD_VERSION = 1
SUFFIX = ".warc.gz"
_NAMESPACE = uuid.UUID("6f0c5c2e-6f9e-5a2b-9a44-3c1f5a1c7c11")
_TRUNCATED = {"disconnect": "disconnect", "broken": "unspecified", "time": "time", "length": "length"}


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A stored capture. Paths are relative to the evidence folder, with forward slashes; sizes in bytes.

    ``sha256``/``size`` are the WARC file's, ``payload_*`` the page's own (None and 0 when nothing came).
    """

    path: str
    sha256: str
    size: int
    payload_path: str | None
    payload_sha256: str | None
    payload_size: int


def write_warc(fetched: Fetched, folder: Path) -> WarcFile:
    """Keep a fetch (also a failed one) in the evidence folder; the files are safe on disk when it returns.

    Raises ``LibraryError`` when the disk refuses.
    """
    payload_path = payload_sha256 = None
    if fetched.body.size:
        payload_path, payload_sha256, _ = vault.keep(folder, fetched.body.chunks())
    with tempfile.SpooledTemporaryFile(max_size=1 << 20) as file:
        _write(file, fetched)
        file.seek(0)
        path, sha256, size = vault.keep(folder, iter(lambda: file.read(1 << 20), b""), SUFFIX)
    return WarcFile(path, sha256, size, payload_path, payload_sha256, fetched.body.size)


def record(fetched: Fetched) -> dict[str, object]:
    """How the bytes came, as plain data: what the capture's row keeps and the WARC holds too."""
    charset = fetched.charset
    return {
        "version": RECORD_VERSION,
        "url": fetched.url,
        "final_url": fetched.final_url,
        "started_at": stamp(fetched.started_at),
        "ended_at": stamp(fetched.ended_at),
        "hops": [_hop(hop) for hop in fetched.hops],
        "status": fetched.status,
        "media_type": fetched.media_type,
        "charset": (
            {"name": charset.name, "rule": charset.rule, "replacements": charset.replacements} if charset else None
        ),
        "payload": {
            "sha256": fetched.body.sha256,
            "size": fetched.body.size,
            "sha1_base32": _base32(fetched.body.sha1),
            "entity_sha1_base32": _base32(fetched.entity_sha1) if fetched.entity_sha1 else None,
        },
        "flags": list(fetched.flags),
        "failure": {"kind": fetched.failure[0], **fetched.failure[1]} if fetched.failure else None,
        "user_agent": fetched.limits.user_agent,
        "proxy": proxy_place(fetched.limits.proxy) if fetched.limits.proxy else None,
        "tools": _tools(),
    }


def declared_charset(record: dict[str, object] | None) -> str | None:
    """The encoding that the page's own answer named in its header, out of a capture's record."""
    hops = (record or {}).get("hops")
    headers = hops[-1].get("headers") if isinstance(hops, list) and hops and isinstance(hops[-1], dict) else None
    named = (str(value) for name, value in headers or () if str(name).lower() == "content-type")
    return charset_label(next(named, None))


def read_payload(path: Path) -> bytes:
    """A stored payload's bytes. ``Unreadable("evidence-read")`` when the file cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Unreadable("evidence-read", path=path, problem=problem.strerror or problem) from problem


def _write(file: IO[bytes], fetched: Fetched) -> None:
    writer = _Writer(file, gzip=True, warc_version="1.1")
    seed = [stamp(fetched.started_at), fetched.url, fetched.body.sha256]
    info = (
        f"software: Factcheck Workbench {__version__} (warcio {version('warcio')})\r\nformat: WARC File Format 1.1\r\n"
    )
    info += "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    fields = {"WARC-Date": stamp(fetched.started_at), "WARC-Record-ID": _id(*seed, "warcinfo")}
    writer.put("warcinfo", fields, "application/warc-fields", Spool(info.encode()))
    for number, hop in enumerate(fetched.hops):
        _write_hop(writer, hop, (*seed, str(number)), fields["WARC-Record-ID"])
    page = {
        "WARC-Target-URI": _uri(fetched.final_url),
        "WARC-Date": stamp(fetched.started_at),
        "WARC-Record-ID": _id(*seed, "metadata"),
        "WARC-Warcinfo-ID": fields["WARC-Record-ID"],
    }
    writer.put("metadata", page, "application/json", Spool(canonical_json(record(fetched)).encode("utf-8")))


def _write_hop(writer: "_Writer", hop: Hop, seed: tuple[str, ...], warcinfo: str) -> None:
    common = {"WARC-Target-URI": _uri(hop.url), "WARC-Date": stamp(hop.started_at), "WARC-Warcinfo-ID": warcinfo}
    if hop.peer:
        common["WARC-IP-Address"] = hop.peer.rpartition(":")[0].strip("[]")
    request_id, response_id = _id(*seed, "request"), _id(*seed, "response")
    if hop.wire.size:
        answer = Spool()
        for piece in hop.wire.chunks(hop.head_start):
            answer.write(piece)
        fields = common | {"WARC-Record-ID": response_id}
        if hop.cut in _TRUNCATED:
            fields["WARC-Truncated"] = _TRUNCATED[hop.cut]
        elif hop.cut:
            fields["WARC-Truncated"] = "unspecified"
        start = _payload_start(answer, hop)
        if start is None:
            writer.put("metadata", fields, "application/octet-stream", answer)
        else:
            writer.put("response", fields, "application/http; msgtype=response", answer, start)
    if hop.request:
        fields = common | {"WARC-Record-ID": request_id}
        if hop.wire.size:
            fields["WARC-Concurrent-To"] = response_id
        start = hop.request.find(b"\r\n\r\n") + 4
        writer.put("request", fields, "application/http; msgtype=request", Spool(hop.request), start)


def _payload_start(answer: Spool, hop: Hop) -> int | None:
    """Where readers of WARC will see the body begin; None when they will not see HTTP."""
    if not hop.head_end:
        return None
    size = hop.head_end - hop.head_start
    head = io.BytesIO(answer.read(0, size + 4))
    try:
        parsed = ArcWarcRecordLoader().load_http_headers("response", "http://host/", head, answer.size)
    except (StatusAndHeadersParserException, EOFError):
        return None
    return size if parsed and head.tell() == size else None


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """Records whose blocks are our bytes, never re-made from parsed headers."""

    def put(
        self, kind: str, fields: dict[str, str], content: str, block: Spool, payload_start: int | None = None
    ) -> None:
        headers = StatusAndHeaders("", [("WARC-Type", kind), *fields.items()], protocol="WARC/1.1")
        headers.add_header("WARC-Block-Digest", _digest(block.chunks()))
        if payload_start is not None:
            headers.add_header("WARC-Payload-Digest", _digest(block.chunks(payload_start)))
        stream = _Stream(block)
        self._write_warc_record(self.out, _Record(kind, headers, stream, content, block.size))

    def ensure_digest(self, record: Any, block: bool = True, payload: bool = True) -> None:
        """Nothing to add: ``put`` wrote them (warcio would give a payload digest to kinds that have no payload)."""


class _Record(ArcWarcRecord):  # type: ignore[misc]  # warcio has no types
    def __init__(self, kind: str, headers: StatusAndHeaders, stream: Any, content: str, length: int) -> None:
        super().__init__("warc", kind, headers, stream, None, content, length)


class _Stream:
    """A spool as the one call that warcio makes of a stream."""

    def __init__(self, block: Spool) -> None:
        self._block, self._at = block, 0

    def read(self, size: int) -> bytes:
        piece = self._block.read(self._at, size)
        self._at += len(piece)
        return piece


def _hop(hop: Hop) -> dict[str, object]:
    tls = hop.tls
    return {
        "url": hop.url,
        "method": hop.method,
        "started_at": stamp(hop.started_at),
        "ended_at": stamp(hop.ended_at),
        "addresses": list(hop.addresses),
        "peer": hop.peer,
        "tls": (
            {
                "version": tls.version,
                "cipher": tls.cipher,
                "certificate_sha256": tls.certificate_sha256,
                "verified": tls.verified,
                "problem": tls.problem,
            }
            if tls
            else None
        ),
        "status": hop.status,
        "reason": hop.reason,
        "headers": [[name, value] for name, value in hop.headers],
        "request": hop.request.decode("latin-1"),
        "wire_sha256": hop.wire.sha256,
        "wire_size": hop.wire.size,
        "cut": hop.cut,
    }


def _tools() -> dict[str, str]:
    packages = ("requests", "urllib3", "warcio", "charset-normalizer")
    tools = {name: version(name) for name in packages}
    return {"factcheck": __version__, "python": platform.python_version(), "openssl": ssl.OPENSSL_VERSION, **tools}


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode("ascii")


def _id(*seed: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(seed))}>"


def _uri(url: str) -> str:
    """An address as a header's value: no fragment, nothing that would end the line."""
    plain = url.partition("#")[0]
    return "".join(c if c.isprintable() and c != " " else f"%{ord(c) & 0xFF:02X}" for c in plain)
