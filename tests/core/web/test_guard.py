"""Which addresses are asked: none that is not public, in whatever form it is written and however it changes."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import Cancelled
from factcheck.web import guard
from factcheck.web.failure import FetchFailed
from factcheck.web.fetch import fetch
from factcheck.web.fetched import Limits
from factcheck.web.politeness import Politeness
from factcheck.web.watchdog import Watchdog
from tests.core.web.site import Site

# Every way that we know to write "this machine" or another closed place; {p} is the port of a listening victim.
LIST = Path(__file__).resolve().parents[2] / "data" / "closed_addresses.txt"
CLOSED = [line for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
WITH_CONTROLS = [
    "http://127.0.0.1:{p}\t/",
    "http://exam\nple.org:{p}/",
    "http://example.org\r\n:{p}/",
    "http://example.org\0:{p}/",
    "http://127.0.0.1\x7f:{p}/",
    "ht\ntp://127.0.0.1:{p}/",
    "http://127.0.0.1\x85:{p}/",
    "http://127.0.0.1 :{p}/",
    "http://exa mple.org:{p}/",
]


@pytest.fixture
def victim(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that nobody allowed, on a port that counts as the web's, so that only its address protects it."""
    with Site() as victim:
        victim.page("*", "secret")
        monkeypatch.setattr(guard, "PORTS", guard.PORTS | {victim.port})
        yield victim
        assert victim.connections == 0


@pytest.mark.parametrize("form", [*CLOSED, *WITH_CONTROLS])
def test_a_closed_address_is_never_called(form: str, victim: Site) -> None:
    with pytest.raises(FetchFailed) as caught:
        fetch(form.replace("{p}", str(victim.port)), Limits(deadline_s=5, pause_s=0))
    assert caught.value.key == "refused-address"
    assert caught.value.sentence("en")
    assert caught.value.sentence("fr")
    assert caught.value.fetched is not None
    assert caught.value.fetched.hops == ()


@pytest.mark.parametrize("form", [f for f in CLOSED if not f.startswith("127.0.0.1")])
def test_a_redirect_to_a_closed_address_is_never_followed(form: str, victim: Site, site: Site, limits: Limits) -> None:
    # A redirect without a scheme or host is one to the site itself, so those are no attack.
    if form in ("http:///x", "http://"):
        pytest.skip("relative to the site")
    site.redirect("/", form.replace("{p}", str(victim.port)))
    with pytest.raises(FetchFailed) as caught:
        fetch(site.url("/"), limits, manners=Politeness())
    assert caught.value.key == "refused-address"
    assert caught.value.fetched is not None
    assert [hop.status for hop in caught.value.fetched.hops] == [302]


@pytest.mark.parametrize("port", [1, 22, 25, 79, 81, 3306, 6379, 8081, 9200, 65535])
def test_ports_that_are_not_the_webs_are_refused(port: int) -> None:
    with pytest.raises(FetchFailed) as caught:
        guard.parse(f"http://example.org:{port}/")
    assert caught.value.reason == "port"


@pytest.mark.parametrize("port", [80, 443, 8000, 8080, 8443])
def test_web_ports_pass(port: int) -> None:
    assert guard.parse(f"http://example.org:{port}/").port == port


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("127.0.0.1:5001", "http://127.0.0.1:5001/", True),
        ("127.0.0.1:5001", "http://127.0.0.1:5002/", False),
        ("127.0.0.1", "http://127.0.0.1:5002/", True),
        ("intranet.example", "https://INTRANET.example./a", True),
        ("Intranet.Example.", "https://intranet.example/a", True),
        ("intranet.example", "https://sub.intranet.example:9/", False),
        ("intranet.example", "https://intranet.example.evil.org:9/", False),
        ("localhost", "http://localhost:1234/", True),
        ("[::1]:8000", "http://[::1]:8000/", True),
        ("::1", "http://[0::1]:77/", True),
        ("127.0.0.1", "http://127.1:5001/", False),
        ("127.0.0.1", "http://2130706433:5001/", False),
        ("xn--bcher-kva.example", "http://bücher.example:9/", True),
        ("bücher.example", "http://bücher.example:9/", True),
        ("Bücher.example:9", "http://xn--bcher-kva.example:9/", True),
        ("bücher.example:8", "http://bücher.example:9/", False),
        ("http://127.0.0.1:5001/", "http://127.0.0.1:5001/", True),
        ("https://intranet.example/wiki", "http://intranet.example:9/", True),
        ("intranet.example.:9", "http://intranet.example:9/", True),
        ("", "http://intranet.example:9/", False),
        ("example", "http://intranet.example:9/", False),
        ("*", "http://intranet.example:9/", False),
        ("é" * 80, "http://intranet.example:9/", False),  # no name can be written so
        ("[fd00::1]", "http://[fd00::1]:9/", True),
        ("fd00::1", "http://[fd00::1]/", True),
        ("fd00::1", "http://[fd00::2]/", False),
    ],
)
def test_a_host_that_was_allowed_by_name_is_asked_and_no_other(entry: str, url: str, allowed: bool) -> None:
    if allowed:
        assert guard.parse(url, (entry,)).allowed
    else:
        with pytest.raises(FetchFailed):
            guard.parse(url, (entry,))


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://EXAMPLE.org", "http://example.org/"),
        (" https://example.org:443/a?b=c#d ", "https://example.org/a?b=c#d"),
        ("http://example.org./", "http://example.org/"),
        ("http://bücher.example/straße?q=é", "http://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A9"),
        ("http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/a/%2e%2e/%41", "http://example.org/A"),
        ("HTTP://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:2800:220:1:248:1893:25C8:1946]/", "http://[2606:2800:220:1:248:1893:25c8:1946]/"),
        ("http://under_score.example/", "http://under_score.example/"),
    ],
)
def test_public_addresses_get_one_spelling(written: str, url: str) -> None:
    assert guard.parse(written).url == url
    assert guard.parse(url).url == url


def test_a_fragment_is_handed_on_unless_the_redirect_has_its_own() -> None:
    start = guard.parse("http://example.org/a#part")
    assert guard.follow(start, "/b").url == "http://example.org/b#part"
    assert guard.follow(start, "/b#c").url == "http://example.org/b#c"


Rows = list[tuple[object, ...]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, list[list[str]]], list[str]]:
    """``names("host", [["1.2.3.4"], ["127.0.0.1"]])``: the answers that the name server gives, one after another."""

    def answer_with(name: str, answers: list[list[str]]) -> list[str]:
        asked: list[str] = []
        real = socket.getaddrinfo

        def fake(host: str, port: int, *args: object, **kwargs: object) -> Rows:
            if host != name:
                return real(host, port, *args, **kwargs)  # type: ignore[return-value, arg-type]
            found = answers[min(len(asked), len(answers) - 1)]
            asked.append(host)
            return [
                (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
                for ip in found
            ]

        monkeypatch.setattr(socket, "getaddrinfo", fake)
        return asked

    return answer_with


@pytest.mark.parametrize(
    "records",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["93.184.216.34", "::1"],
        ["2606:2800:220:1::1", "fd00::1"],
        ["64:ff9b::a00:1"],
        ["169.254.169.254"],
        ["0.0.0.0"],
        ["::ffff:10.0.0.1"],
    ],
)
def test_a_name_with_one_closed_record_is_refused(
    records: list[str], names: Callable[[str, list[list[str]]], list[str]], victim: Site
) -> None:
    asked = names("news.example", [records])
    with pytest.raises(FetchFailed) as caught:
        fetch(f"http://news.example:{victim.port}/", Limits(deadline_s=5, pause_s=0), manners=Politeness())
    assert caught.value.reason == "resolves"
    assert asked == ["news.example"]


def test_a_name_is_looked_up_once_and_the_call_goes_to_what_was_checked(
    names: Callable[[str, list[list[str]]], list[str]], victim: Site
) -> None:
    """Rebinding: public when checked, this machine when called. The call must go to the public address."""
    asked = names("rebind.example", [["93.184.216.34"], ["127.0.0.1"]])
    with pytest.raises(AssertionError, match=r"93\.184\.216\.34"):  # the tests' own wall stops it there
        fetch(f"http://rebind.example:{victim.port}/", Limits(deadline_s=5, pause_s=0), manners=Politeness())
    assert asked == ["rebind.example"]


def test_a_redirect_to_a_rebound_name_is_refused(
    names: Callable[[str, list[list[str]]], list[str]], victim: Site, site: Site, limits: Limits
) -> None:
    names("rebind.example", [["127.0.0.1"]])
    site.redirect("/", f"http://rebind.example:{victim.port}/")
    with pytest.raises(FetchFailed) as caught:
        fetch(site.url("/"), limits, manners=Politeness())
    assert caught.value.reason == "resolves"


def test_an_allowed_name_is_pinned_too(names: Callable[[str, list[list[str]]], list[str]], site: Site) -> None:
    site.page("/", "hello")
    asked = names("desk.example", [["127.0.0.1"], ["127.0.0.9"]])
    limits = Limits(deadline_s=5, allowed_hosts=("desk.example",), pause_s=0)
    fetched = fetch(site.url("/", "desk.example"), limits, manners=Politeness())
    assert fetched.payload == b"hello"
    assert fetched.hops[0].peer == site.host
    assert asked == ["desk.example"]
    assert site.calls[0].headers["host"] == f"desk.example:{site.port}"


def test_a_name_server_that_is_silent_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def slow(*_: object, **__: object) -> Rows:
        over.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    try:
        with pytest.raises(FetchFailed) as caught:
            fetch("http://slow.example/", Limits(deadline_s=0.3, pause_s=0), manners=Politeness())
        assert caught.value.key == "deadline"
        assert caught.value.sentence("fr")
        with pytest.raises(Cancelled):
            told: list[str] = []
            fetch(
                "http://slow.example/",
                Limits(deadline_s=20, pause_s=0),
                manners=Politeness(),
                progress=lambda stage, *_: told.append(stage),
                cancelled=lambda: bool(told),
            )
    finally:
        over.set()


def test_a_name_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(FetchFailed) as caught:
        fetch("http://nothing.example/", Limits(deadline_s=5, pause_s=0), manners=Politeness())
    assert caught.value.key == "dns"


@given(st.ip_addresses(v=4))
def test_only_plain_dotted_numbers_are_addresses(address: ipaddress.IPv4Address) -> None:
    """Any other spelling of any IPv4 address is refused, also of a public one."""
    value = int(address)
    a, b, c, d = address.packed
    spellings = [
        str(value),
        hex(value),
        f"0{value:o}",
        f"{a}.{(b << 16) | (c << 8) | d}",
        f"{a}.{b}.{(c << 8) | d}",
        f"0x{a:x}.{b}.{c}.{d}",
        f"0{a:o}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.0x{d:x}",
        f"{a}.{b}.{c}.{d}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]
    for spelling in spellings:
        with pytest.raises(FetchFailed):
            guard.parse(f"http://{spelling}/")


@given(st.ip_addresses(v=4))
def test_our_ranges_are_never_wider_than_the_standard_librarys(address: ipaddress.IPv4Address) -> None:
    if guard.is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=6))
def test_no_closed_ipv6_address_passes(address: ipaddress.IPv6Address) -> None:
    if guard.is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert address.ipv4_mapped is None
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.ip_addresses(v=4))
def test_ipv4_inside_ipv6_never_passes(address: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "::", "64:ff9b::", "64:ff9b:1::"):
        assert not guard.is_public(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address)))
    assert not guard.is_public(ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80)))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            target = guard.parse(url)
        except FetchFailed:
            continue
        assert target.url.isascii()
        assert guard.parse(target.url).host == target.host


HOSTS = st.sampled_from(
    "example.org ex\u00e4mple.org 127.0.0.1 93.184.216.34 [::1] [2606:4700::1] [::1%25lo] localhost 0x7f.1 a..b -a.org "
    f"\u2460\u2461\u2466.0.0.1 {'a' * 64}.org %31%32%37.1 xn--a.org".split()
)
PORTS = st.sampled_from(["", ":", ":80", ":0", ":443", ":65536", ":" + "8" * 5000, ":\u0663", ":-1", ":8080", ":80:80"])
AROUND = st.sampled_from(
    ["", "/", "\\", "@", "//", "?", "#", "%00", "%2e%2e/", "user@", "\t", "\u3002", ";", ".", "::"]
)


@given(st.sampled_from(["http", "HTTPS", "ftp", ""]), AROUND, HOSTS, AROUND, PORTS, AROUND, st.text(max_size=8))
def test_what_passes_is_public_and_the_same_to_every_reader(
    scheme: str, before: str, host: str, after: str, port: str, then: str, end: str
) -> None:
    written = f"{scheme}://{before}{host}{after}{port}{then}{end}"
    page = guard.parse("https://example.org/a/b?c#d")
    for read in (lambda: guard.parse(written), lambda: guard.follow(page, written), lambda: guard.follow(page, end)):
        try:
            target = read()
        except FetchFailed:
            continue
        assert target.literal is None or guard.is_public(target.literal)
        assert target.port in guard.PORTS
        parts = urlsplit(target.url)
        assert (parts.hostname, parts.username, parts.password) == (target.host.strip("[]"), None, None)
        assert guard.parse(target.url) == target


@pytest.mark.parametrize("written", ["[::1x", "[::1"])
def test_brackets_that_do_not_close_are_no_host_whoever_cut_them(written: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        guard._host("http://example.org/", written)
    assert caught.value.reason == "form"


def test_an_address_that_two_records_give_is_called_once(names: Callable[[str, list[list[str]]], list[str]]) -> None:
    names("twice.example", [["93.184.216.34", "93.184.216.34"]])
    target = guard.parse("http://twice.example/")
    with Watchdog(5, lambda: False, target.url) as watchdog:
        found = guard.resolve(target, watchdog)
    assert [str(one) for one in found] == ["93.184.216.34"]


@pytest.mark.parametrize("prepared", [None, "http://elsewhere.example/"])
def test_what_a_library_would_send_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, prepared: str | None) -> None:
    """The guard believes no library: where ``requests`` reads the address in another way it is not asked."""
    monkeypatch.setattr(requests.PreparedRequest, "prepare_url", lambda self, *_: setattr(self, "url", prepared))
    with pytest.raises(FetchFailed) as caught:
        guard.parse("http://example.org/")
    assert caught.value.reason == "form"


def test_an_address_that_a_library_refuses_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise requests.exceptions.InvalidURL("no")

    monkeypatch.setattr(requests.PreparedRequest, "prepare_url", refuse)
    with pytest.raises(FetchFailed) as caught:
        guard.parse("http://example.org/")
    assert caught.value.reason == "form"
