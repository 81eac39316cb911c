"""WARC files read back as a stranger would: every digest computed again, the page made again from the exchange."""

import contextlib
import gzip
import http.client
import io
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import urllib3
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from factcheck.web.exchange import BrokenOff, pieces
from factcheck.web.inflate import Inflater

_BROKEN = (OSError, ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, zlib.error)


def entries(path: Path) -> Iterator[Any]:
    """The records of a WARC file, HTTP heads left in their blocks."""
    with path.open("rb") as file:
        yield from ArchiveIterator(file, no_record_parse=True)


def problems(path: Path) -> tuple[str, ...]:
    """What is wrong inside a WARC file, record by record; empty when every digest holds."""
    findings: list[str] = []
    try:
        with gzip.open(path) as packed:
            _drain(packed)  # warcio passes over a file that breaks off
        with path.open("rb") as file:
            for entry in ArchiveIterator(file, check_digests=True):
                _drain(entry.raw_stream)
                name = entry.rec_headers.get_header("WARC-Record-ID")
                findings += [f"{name}: {problem}" for problem in entry.digest_checker.problems]
    except _BROKEN as problem:
        findings.append(str(problem))
    return tuple(findings)


def record(path: Path) -> Any:
    """The record of the capture that the file holds."""
    (found,) = [e.raw_stream.read() for e in entries(path) if e.content_type == "application/json"]
    return json.loads(found)


def page(path: Path) -> bytes:
    """The page's bytes made again from the last response in the file."""
    block = [entry.raw_stream.read() for entry in entries(path) if entry.rec_type == "response"][-1]
    answer = http.client.HTTPResponse(_Recorded(block), method="GET")
    answer.begin()
    headers = [(name.lower(), value) for name, value in answer.getheaders()]
    encodings = ", ".join(value for name, value in headers if name == "content-encoding")
    raw = urllib3.HTTPResponse(
        answer,
        dict(row for row in headers if row[0] != "content-encoding"),
        answer.status,
        preload_content=False,
        original_response=answer,
        request_method="GET",
    )
    inflater = Inflater(encodings, sys.maxsize)
    entity = bytearray()
    with contextlib.suppress(BrokenOff):
        for piece in pieces(raw):
            entity += piece
    plain = b"".join((*inflater.feed(bytes(entity)), *inflater.finish()))
    return bytes(entity) if inflater.problem == "corrupt-encoding" and not plain else plain


class _Recorded:
    """Bytes in place of a socket."""

    def __init__(self, block: bytes) -> None:
        self._block = block

    def makefile(self, mode: str) -> io.BytesIO:
        assert mode == "rb"
        return io.BytesIO(self._block)


def _drain(stream: Any) -> None:
    while stream.read(1 << 20):
        pass
