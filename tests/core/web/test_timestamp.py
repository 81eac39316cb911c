"""Time stamps from an authority made with the openssl command, on this machine."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import NetworkError, Refused, Unreadable
from factcheck.settings import Settings, Value
from factcheck.web import timestamp
from tests.core.web.site import Call, Site, head

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command makes the authority")

DATA = b"a web archive, packed" * 99

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = desk
[desk]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """A time-stamp authority in a folder: ``ca.pem`` is its root."""

    folder: Path

    @property
    def root(self) -> str:
        return str(self.folder / "ca.pem")

    def answer(self, query: bytes) -> bytes:
        (self.folder / "query.tsq").write_bytes(query)
        run(
            "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr", folder=self.folder
        )
        return (self.folder / "reply.tsr").read_bytes()

    def serve(self, call: Call) -> None:
        assert call.method == "POST"
        assert call.headers["content-type"] == "application/timestamp-query"
        reply = self.answer(call.body)
        call.send(head(200, {"Content-Type": "application/timestamp-reply", "Content-Length": str(len(reply))}) + reply)


def run(*arguments: str, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_authority(folder: Path, digests: str = "sha256, sha512") -> Authority:
    folder.mkdir()
    (folder / "serial").write_text("01\n")
    (folder / "openssl.cnf").write_text(CONFIG.format(name="Desk root", folder=folder, digests=digests))
    (folder / "tsa.cnf").write_text(CONFIG.format(name="Desk time stamps", folder=folder, digests=digests))
    new_key = ("-newkey", "rsa:2048", "-nodes")
    root = ("-config", "openssl.cnf", "-extensions", "ca", "-keyout", "ca.key", "-out", "ca.pem")
    run("req", "-x509", *new_key, *root, "-days", "30", folder=folder)
    run("req", *new_key, "-config", "tsa.cnf", "-keyout", "tsa.key", "-out", "tsa.csr", folder=folder)
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "tsa.cnf", "-extensions", "signer")
    run("x509", "-req", "-in", "tsa.csr", *signed, "-days", "30", "-out", "tsa.pem", folder=folder)
    return Authority(folder)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("tsa") / "desk")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("tsa") / "stranger")


Desk = Callable[..., Settings]


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Desk:
    def settings(**changes: Value) -> Settings:
        usual: dict[str, Value] = {"fetch.pause_milliseconds": 0, "evidence.timestamp_authority": site.url("/tsa")}
        return Settings(tmp_path / "settings.toml", usual | changes)

    return settings


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    path = tmp_path / "capture.warc.gz"
    path.write_bytes(DATA)
    return path


SHA256 = hashlib.sha256(DATA).hexdigest()


def test_a_file_is_stamped_and_anybody_can_check_it(
    site: Site, desk: Desk, authority: Authority, capture: Path, tmp_path: Path
) -> None:
    site.on("/tsa", authority.serve)
    stamped = timestamp.stamp(capture, desk(**{"evidence.timestamp_roots": authority.root}))
    assert stamped.checked.state == "verified"
    assert stamped.checked.at is not None
    assert stamped.checked.at.tzinfo is not None
    kept = tmp_path / "capture.tsr"
    kept.write_bytes(stamped.raw)
    run("ts", "-verify", "-data", str(capture), "-in", str(kept), "-CAfile", authority.root, folder=tmp_path)
    assert DATA not in site.calls[0].body
    assert hashlib.sha256(DATA).digest() in site.calls[0].body
    for language in ("en", "fr"):
        assert f"{stamped.checked.at:%Y-%m-%d}" in stamped.checked.sentence(language)


def test_without_roots_only_the_digest_is_compared(site: Site, desk: Desk, authority: Authority, capture: Path) -> None:
    site.on("/tsa", authority.serve)
    assert timestamp.stamp(capture, desk()).checked.state == "matches"


def test_a_stamp_by_a_stranger_is_not_trusted(
    site: Site, desk: Desk, authority: Authority, stranger: Authority, capture: Path
) -> None:
    site.on("/tsa", stranger.serve)
    stamped = timestamp.stamp(capture, desk(**{"evidence.timestamp_roots": authority.root}))
    assert stamped.checked.state == "untrusted"
    assert stamped.checked.problem


@pytest.fixture(scope="module")
def reply(authority: Authority) -> bytes:
    """A good answer for ``DATA``."""
    (authority.folder / "data").write_bytes(DATA)
    run("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "own.tsq", folder=authority.folder)
    return authority.answer((authority.folder / "own.tsq").read_bytes())


def test_a_stored_stamp_can_be_checked_later(reply: bytes, authority: Authority, desk: Desk) -> None:
    trusted = timestamp.roots(desk(**{"evidence.timestamp_roots": authority.root}))
    assert timestamp.check(reply, SHA256, trusted).state == "verified"
    assert timestamp.check(reply, SHA256, trusted).state == "verified"
    assert timestamp.check(reply, SHA256, []).state == "matches"
    other = hashlib.sha256(DATA + b"!").hexdigest()
    assert timestamp.check(reply, other, trusted).state == "mismatch"
    assert timestamp.check(reply, SHA256, trusted, nonce=1).state == "mismatch"


@given(data=st.data())
def test_any_answer_is_judged_without_falling_over(data: st.DataObject, reply: bytes) -> None:
    at = data.draw(st.integers(0, len(reply) - 1))
    changed = bytearray(reply)
    changed[at] = data.draw(st.integers(0, 255))
    state = timestamp.check(bytes(changed[: data.draw(st.integers(0, len(reply)))]), SHA256, []).state
    assert state in ("matches", "mismatch", "refused", "unreadable")


def test_a_forged_stamp_is_never_verified(reply: bytes, authority: Authority, desk: Desk) -> None:
    """Any single changed byte of the signed part or of the signature."""
    trusted = timestamp.roots(desk(**{"evidence.timestamp_roots": authority.root}))
    digest_at = reply.index(hashlib.sha256(DATA).digest())
    changed = [digest_at, digest_at - 10, digest_at + 40, len(reply) - 1, len(reply) - 100]
    for at in changed:
        forged = bytearray(reply)
        forged[at] ^= 1
        assert timestamp.check(bytes(forged), SHA256, trusted).state in ("mismatch", "untrusted", "unreadable")


def test_an_answer_that_cannot_be_read_is_kept_and_not_called_invalid(
    site: Site, desk: Desk, capture: Path, reply: bytes
) -> None:
    for junk in (b"junk", b"\x30\x03\x02\x01\x02", reply[:-50], b"<html>sorry</html>", b"\0" * 5000):
        site.page("/tsa", junk, kind="application/timestamp-reply")
        stamped = timestamp.stamp(capture, desk())
        assert stamped.raw == junk
        assert stamped.checked.state == "unreadable"
        assert stamped.checked.at is None


def test_an_authority_that_refuses_says_why(site: Site, desk: Desk, tmp_path: Path, capture: Path) -> None:
    picky = make_authority(tmp_path / "picky", digests="sha512")
    site.on("/tsa", picky.serve)
    checked = timestamp.stamp(capture, desk()).checked
    assert checked.state == "refused"
    assert checked.problem
    assert checked.at is None


def test_it_is_opt_in(site: Site, capture: Path, tmp_path: Path, desk: Desk) -> None:
    assert Settings(tmp_path / "none.toml").text("evidence.timestamp_authority") == ""
    with pytest.raises(Refused) as caught:
        timestamp.stamp(capture, desk(**{"evidence.timestamp_authority": ""}))
    assert caught.value.key == "timestamp-off"
    assert site.connections == 0


@pytest.mark.parametrize("status", [404, 500])
def test_an_authority_that_is_not_there_is_told(status: int, site: Site, desk: Desk, capture: Path) -> None:
    site.page("/tsa", "no", status=status)
    with pytest.raises(NetworkError):
        timestamp.stamp(capture, desk())


def test_roots_that_cannot_be_read_are_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    for path in (tmp_path / "bad.pem", tmp_path / "missing.pem", tmp_path):
        with pytest.raises(Unreadable) as caught:
            timestamp.roots(desk(**{"evidence.timestamp_roots": str(path)}))
        assert caught.value.key == "timestamp-roots"
