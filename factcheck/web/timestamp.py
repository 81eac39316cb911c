"""Time stamps by an independent authority (RFC 3161): that a capture existed at a time, signed by someone else.

Opt-in, because the authority learns that something was captured (its digest, nothing more). The raw answer is kept
beside the capture whatever it says: tools may read tomorrow what is unreadable today, and an answer that cannot be
read is not an invalid one. Anybody can check it without this program::

    openssl ts -verify -data CAPTURE.warc.gz -in CAPTURE.tsr -CAfile ROOTS.pem
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from factcheck.errors import NetworkError, Refused, Unreadable
from factcheck.i18n import text
from factcheck.settings import Settings
from factcheck.web.fetch import Ask, fetch
from factcheck.web.fetched import Limits

SUFFIX = ".tsr"
_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_GRANTED = (0, 1)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a time stamp says of a file.

    ``state``: ``verified`` (fits, and the signature leads to a given root), ``matches`` (fits; no roots were given),
    ``untrusted`` (fits, but the signature does not lead to a root), ``mismatch`` (of other bytes), ``refused`` (the
    authority gave none), ``unreadable``. ``at`` is the authority's time.
    """

    state: str
    at: datetime | None = None
    problem: str = ""

    def sentence(self, language: str | None = None) -> str:
        """The finding in one sentence."""
        at = f"{self.at:%Y-%m-%d %H:%M:%S} UTC" if self.at else "?"
        return text(f"timestamp.{self.state}", language, at=at, problem=self.problem)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An authority's raw answer (``.tsr``), to be kept, and what it says."""

    raw: bytes
    authority: str
    checked: Checked


def stamp(path: Path, settings: Settings, *, cancelled: Callable[[], bool] | None = None) -> Stamped:
    """Ask the authority of the settings to stamp a file's SHA-256.

    ``Refused("timestamp-off")`` when none is set; ``NetworkError`` when it cannot be asked or answers with nothing.
    """
    authority = settings.text("evidence.timestamp_authority")
    if not authority:
        raise Refused("timestamp-off")
    data = path.read_bytes()
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    limits = Limits.from_settings(settings).allowing(authority)
    ask = Ask("POST", headers, request.as_bytes(), follow=False)
    fetched = fetch(authority, limits, ask=ask, cancelled=cancelled)
    if fetched.status != 200 or not fetched.body.size:
        host = authority.partition("://")[2].partition("/")[0]
        raise NetworkError("archive-answer", host=host, problem=f"HTTP {fetched.status}")
    checked = check(fetched.payload, hashlib.sha256(data).hexdigest(), roots(settings), nonce=request.nonce)
    return Stamped(fetched.payload, authority, checked)


def check(raw: bytes, sha256: str, trusted: list[x509.Certificate], nonce: int | None = None) -> Checked:
    """What the answer ``raw`` says of a file with that SHA-256. ``trusted`` are root certificates, possibly none."""
    try:
        answer = _decoded(raw)
        if answer.status not in _GRANTED:
            return Checked("refused", problem=", ".join(answer.status_string) or f"status {answer.status}")
        info = answer.tst_info
        imprint, at, echoed = info.message_imprint, info.gen_time, info.nonce
    except (ValueError, TypeError) as problem:
        return Checked("unreadable", problem=str(problem).splitlines()[0][:200] if str(problem) else "?")
    digest = bytes.fromhex(sha256)
    if imprint.hash_algorithm != _SHA256 or imprint.message != digest or (nonce is not None and echoed != nonce):
        return Checked("mismatch", at)
    if not trusted:
        return Checked("matches", at)
    problem_found = _distrust(answer, digest, trusted)
    return Checked("untrusted", at, problem_found) if problem_found else Checked("verified", at)


def roots(settings: Settings) -> list[x509.Certificate]:
    """The root certificates of the settings. ``Unreadable("timestamp-roots")`` when their file cannot be read."""
    path = settings.text("evidence.timestamp_roots")
    if not path:
        return []
    try:
        return x509.load_pem_x509_certificates(Path(path).expanduser().read_bytes())
    except (OSError, ValueError) as problem:
        raise Unreadable("timestamp-roots", path=path, problem=problem) from problem


def _decoded(raw: bytes) -> TimeStampResponse:
    """The answer parsed; ``ValueError`` when it cannot be.

    Many authorities (the openssl command among them) send the certificates of their chain in the order of the chain,
    where DER wants a set in the order of its bytes, and the parser is strict. No signature covers their order, so they
    are put right for parsing; the answer is kept as it came.
    """
    try:
        return decode_timestamp_response(raw)
    except ValueError:
        ordered = _certificates_in_order(raw)
        if ordered == raw:
            raise
        return decode_timestamp_response(ordered)


def _certificates_in_order(raw: bytes) -> bytes:
    """The answer with the certificates of its SignedData (RFC 5652, 5.1) sorted as DER wants; lengths stay."""
    try:
        response = _members(raw, *_inside(raw, 0))
        content = _members(raw, *_inside(raw, response[1][0]))
        signed = _members(raw, *_inside(raw, _inside(raw, content[1][0])[0]))
        start, end = next(place for place in signed if raw[place[0]] == 0xA0)
        inner, _ = _inside(raw, start)
        certificates = [raw[a:b] for a, b in _members(raw, inner, end)]
    except (IndexError, StopIteration):
        return raw
    return raw[:inner] + b"".join(sorted(certificates)) + raw[end:]


def _inside(raw: bytes, at: int) -> tuple[int, int]:
    """Where the contents of the DER value at ``at`` start and end. ``IndexError`` beyond the bytes."""
    length, start = raw[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(raw[start : start + size], "big"), start + size
    if start + length > len(raw):
        raise IndexError
    return start, start + length


def _members(raw: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """The values that follow each other between ``start`` and ``end``, each by its own start and end."""
    places = []
    while start < end:
        _, after = _inside(raw, start)
        places.append((start, after))
        start = after
    return places


def _distrust(answer: TimeStampResponse, digest: bytes, trusted: list[x509.Certificate]) -> str:
    """Why the signature does not lead to a trusted root; empty when it does."""
    builder = VerifierBuilder()
    for root in dict.fromkeys(trusted):
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify(answer, digest)
    except (VerificationError, ValueError) as problem:
        return str(problem)[:200] or type(problem).__name__
    return ""
