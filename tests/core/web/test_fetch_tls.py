"""Certificates that cannot be trusted are refused, unless a person accepts one for one capture; and proxies."""

import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factcheck.web import capture
from factcheck.web.capture import WarcFile
from factcheck.web.fetched import Fetched
from tests.core.web import warcs
from tests.core.web.certificates import Authority, Certificate
from tests.core.web.conftest import Fail, Fetch
from tests.core.web.site import Call, Site

Keep = Callable[[Fetched], WarcFile]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def bad(authority: Authority) -> dict[str, Certificate]:
    return {
        "self-signed": authority.issue("127.0.0.1", self_signed=True),
        "expired": authority.issue("127.0.0.1", days=-1),
        "wrong host": authority.issue("example.org"),
        "wrong address": authority.issue("127.0.0.9"),
    }


BAD = ("self-signed", "expired", "wrong host", "wrong address", "unknown root")


def test_a_good_certificate_is_recorded(authority: Authority, get: Fetch, keep: Keep) -> None:
    good = authority.issue("127.0.0.1")
    with Site(good.context) as secure:
        secure.page("/", "secret page")
        fetched = get(secure.url("/"), allowed_hosts=(secure.host,), ca_bundle=str(authority.root))
    assert fetched.payload == b"secret page"
    tls = fetched.hops[0].tls
    assert tls is not None
    assert tls.version == "TLSv1.3"
    assert tls.certificate_sha256 == good.sha256
    assert tls.verified
    assert tls.problem is None
    assert fetched.flags == ()
    keep(fetched)


def test_the_name_is_checked_although_the_call_goes_to_an_address(
    authority: Authority, get: Fetch, fail: Fail, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def look_up(host: str, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1" if host.endswith(".example") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with Site(authority.issue("desk.example").context) as secure:
        secure.page("/", "named")
        changes = {"allowed_hosts": ("desk.example", "other.example"), "ca_bundle": str(authority.root)}
        assert get(secure.url("/", "desk.example"), **changes).payload == b"named"
        assert fail(secure.url("/", "other.example"), **changes).key == "tls"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_refused_and_nothing_is_sent(
    name: str, authority: Authority, bad: dict[str, Certificate], fail: Fail, keep: Keep
) -> None:
    certificate = bad.get(name) or authority.issue("127.0.0.1")
    bundle = "" if name == "unknown root" else str(authority.root)
    with Site(certificate.context) as secure:
        secure.page("/", "secret page")
        failure = fail(secure.url("/"), allowed_hosts=(secure.host,), ca_bundle=bundle)
        assert secure.calls == []
    assert failure.key == "tls"
    assert failure.fetched is not None
    keep(failure.fetched)


@pytest.mark.parametrize("name", BAD)
def test_a_person_may_accept_it_once_and_the_record_says_why_not_to(
    name: str, authority: Authority, bad: dict[str, Certificate], get: Fetch, keep: Keep
) -> None:
    certificate = bad.get(name) or authority.issue("127.0.0.1")
    bundle = "" if name == "unknown root" else str(authority.root)
    with Site(certificate.context) as secure:
        secure.page("/", "secret page")
        changes = {"allowed_hosts": (secure.host,), "ca_bundle": bundle}
        fetched = get(secure.url("/"), call={"accept_tls": True}, **changes)
    assert fetched.payload == b"secret page"
    tls = fetched.hops[-1].tls
    assert tls is not None
    assert not tls.verified
    assert tls.certificate_sha256 == certificate.sha256
    assert tls.problem
    assert fetched.flags == ("tls-overridden",)
    assert tls.problem in str(capture.record(fetched))
    keep(fetched)


def test_accepting_is_for_one_capture(
    authority: Authority, bad: dict[str, Certificate], get: Fetch, fail: Fail
) -> None:
    with Site(bad["self-signed"].context) as secure:
        secure.page("/", "secret page")
        get(secure.url("/"), call={"accept_tls": True}, allowed_hosts=(secure.host,))
        assert fail(secure.url("/"), allowed_hosts=(secure.host,)).key == "tls"


def test_a_redirect_to_a_bad_certificate_is_refused(
    site: Site, bad: dict[str, Certificate], fail: Fail, keep: Keep
) -> None:
    with Site(bad["expired"].context) as secure:
        site.redirect("/", secure.url("/"))
        failure = fail("/", allowed_hosts=(site.host, secure.host))
    assert failure.key == "tls"
    assert failure.fetched is not None
    assert [hop.status for hop in failure.fetched.hops] == [302, None]
    keep(failure.fetched)


def test_a_server_without_tls_is_no_secure_server(site: Site, fail: Fail) -> None:
    site.page("*", "plain")
    assert fail(f"https://{site.host}/", call={"accept_tls": True}).key == "tls"


def test_a_silent_handshake_ends_at_the_deadline(fail: Fail) -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        assert fail(f"https://{host}/", allowed_hosts=(host,), deadline_s=0.4).key == "deadline"


def test_a_missing_bundle_is_told(authority: Authority, fail: Fail) -> None:
    with Site(authority.issue("127.0.0.1").context) as secure:
        failure = fail(secure.url("/"), allowed_hosts=(secure.host,), ca_bundle="/no/such/bundle.pem")
    assert "/no/such/bundle.pem" in failure.sentence()


def relay(call: Call) -> None:
    """A proxy for plain http: fetch what was asked for by name and hand it on."""
    host = call.path.split("/")[2]
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=5) as upstream:
        upstream.sendall(call.raw.replace(f"http://{host}".encode(), b"", 1))
        while piece := upstream.recv(65536):
            call.send(piece)


def tunnel(call: Call) -> None:
    """A proxy for https: CONNECT, then bytes both ways."""
    name, _, port = call.path.partition(":")
    with socket.create_connection((name, int(port)), timeout=5) as upstream:
        call.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        upstream.settimeout(0.05)
        call.connection.settimeout(0.05)
        for _ in range(100):
            for source, sink in ((call.connection, upstream), (upstream, call.connection)):
                try:
                    piece = source.recv(65536)
                except TimeoutError:
                    continue
                if not piece:
                    return
                sink.sendall(piece)


def test_a_proxy_is_used_and_told(site: Site, get: Fetch, keep: Keep) -> None:
    site.page("/", "by proxy")
    with Site() as proxy:
        proxy.on("*", relay)
        fetched = get("/", proxy=f"http://desk:secret@{proxy.host}")
        assert len(proxy.calls) == 1
        assert "proxy-authorization" in proxy.calls[0].headers
    assert fetched.payload == b"by proxy"
    assert fetched.flags == ("proxied",)
    record = capture.record(fetched)
    assert record["proxy"] == f"http://{proxy.host}"
    assert "secret" not in str(record)
    assert "ZGVzazpzZWNyZXQ" not in str(record)  # desk:secret in base64
    path = keep(fetched)
    assert path.size


def test_a_tunnel_is_not_part_of_the_exchange(authority: Authority, get: Fetch, keep: Keep) -> None:
    good = authority.issue("127.0.0.1")
    with Site(good.context) as secure, Site() as proxy:
        secure.page("/", "through the tunnel")
        proxy.on("*", tunnel)
        fetched = get(secure.url("/"), proxy=proxy.host, allowed_hosts=(secure.host,), ca_bundle=str(authority.root))
        assert [call.method for call in proxy.calls] == ["CONNECT"]
    assert fetched.payload == b"through the tunnel"
    (hop,) = fetched.hops
    assert hop.request.startswith(b"GET / HTTP/1.1\r\n")
    assert hop.wire.read().startswith(b"HTTP/1.1 200 OK\r\n")
    assert hop.tls is not None
    assert hop.tls.certificate_sha256 == good.sha256
    keep(fetched)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://printer.local/"])
def test_a_proxy_is_never_asked_for_closed_addresses(url: str, fail: Fail) -> None:
    with Site() as proxy:
        assert fail(url, proxy=proxy.host, allowed_hosts=()).key == "refused-address"
        assert proxy.connections == 0


def test_a_proxy_whose_name_nobody_answers_ends_at_the_deadline(fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    real, over = socket.getaddrinfo, threading.Event()

    def silent(host: str, *args: object, **kwargs: object) -> object:
        if host == "proxy.example":
            over.wait(10)
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return real(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    try:
        assert fail("/", proxy="proxy.example:3128", deadline_s=0.4).key == "deadline"
    finally:
        over.set()
    assert fail("/", proxy="proxy.example:3128").key == "dns"


def test_a_proxy_that_refuses_is_told(site: Site, fail: Fail, get: Fetch) -> None:
    with Site() as proxy:
        proxy.page("*", "who are you", status=407)
        assert get("/", proxy=proxy.host).status == 407
        assert fail(f"https://{site.host}/", proxy=proxy.host).key == "connect"
    assert fail("/", proxy=proxy.host).key == "connect"


def test_a_kept_certificate_survives_in_the_file(authority: Authority, get: Fetch, evidence: Path) -> None:
    good = authority.issue("127.0.0.1")
    with Site(good.context) as secure:
        secure.page("/", "secret page")
        fetched = get(secure.url("/"), allowed_hosts=(secure.host,), ca_bundle=str(authority.root))
    kept = capture.write_warc(fetched, evidence)
    assert warcs.record(evidence / kept.path) == capture.record(fetched)
