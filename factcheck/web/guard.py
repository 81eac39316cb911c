"""Which addresses may be asked: public ones on web ports, and the hosts that a person allowed by name.

``parse`` reads an address and refuses the forms on which URL readers disagree; ``resolve`` looks the name up once and
refuses it when any record is not public. The connection then goes to an address found here and nowhere else, so that
a name cannot change its mind between the check and the call (DNS rebinding).

The ranges are those of the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), read so that
nothing outside global unicast space passes; the metadata services of cloud hosts that sit on public-looking addresses
are named beside them.
"""

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, urljoin, urlsplit

import idna
import requests
from requests.utils import requote_uri

from factcheck.web.failure import FetchFailed, refused
from factcheck.web.watchdog import Watchdog

PORTS = frozenset({80, 443, 8000, 8080, 8443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOCAL_NAMES = re.compile(r"(?:.*\.)?(?:localhost|local|internal|localdomain|home\.arpa)$")
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)$")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}$")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's platform service, on an address that looks public
    )
)
# Only 2000::/3 is global unicast; of it, the protocol assignments with Teredo, documentation, 6to4.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(ipaddress.IPv6Network(n) for n in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address. ``host`` is lower case ASCII without a trailing dot or brackets; ``url`` is safe to send."""

    url: str
    scheme: str
    host: str
    port: int
    literal: Address | None
    allowed: bool

    @property
    def key(self) -> str:
        """What politeness counts by: the host, with its port where that is not the web's own."""
        return self.host if self.port in (80, 443) else f"{self.host}:{self.port}"


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet (global unicast, not reserved, not a tunnel into IPv4)."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address not in _OPEN_V6 or any(address in network for network in _CLOSED_V6):
        return False
    # ISATAP writes an IPv4 address into the last half of any prefix.
    return ((int(address) >> 32) & 0xFFFF_FFFF) not in _ISATAP


def parse(url: str, allowed_hosts: tuple[str, ...] = ()) -> Target:
    """The address checked by its form; ``FetchFailed("refused-address")`` says what is wrong with it.

    Nothing is looked up here: an address written in digits is judged at once, a name by ``resolve``.
    """
    written = url.strip()
    if any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in written):
        raise refused("control", url)
    if "\\" in written:
        raise refused("backslash", url)
    try:
        parts = urlsplit(written)
    except ValueError:
        raise refused("form", url) from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise refused("scheme", url, scheme=scheme or "?")
    if "@" in parts.netloc:
        raise refused("credentials", url)
    written_host, port = _split_port(url, parts.netloc, _DEFAULT_PORTS[scheme])
    host, literal = _host(url, written_host)
    allowed = is_allowed(host, port, allowed_hosts)
    if not allowed:
        _check_open(url, host, port, literal)
    return Target(_rebuilt(url, parts, host, port), scheme, host, port, literal, allowed)


def follow(target: Target, location: str, allowed_hosts: tuple[str, ...] = ()) -> Target:
    """The address that a redirect of ``target`` leads to, checked; a fragment is handed on (RFC 9110, 10.2.2)."""
    if "\\" in location:
        raise refused("backslash", location)
    try:
        joined = urljoin(target.url, location.strip())
        inherits = not urlsplit(joined).fragment
    except ValueError:
        raise refused("form", location) from None
    fragment = urlsplit(target.url).fragment
    return parse(f"{joined}#{fragment}" if inherits and fragment else joined, allowed_hosts)


def is_allowed(host: str, port: int, allowed_hosts: tuple[str, ...]) -> bool:
    """Whether a person named this host: ``host`` opens every port of it, ``host:port`` one.

    People paste addresses, so a scheme and a path are passed over; a name may be written in its own script.
    """
    bracketed = f"[{host}]" if ":" in host else host
    return any(_as_named(entry) in (host, bracketed, f"{bracketed}:{port}") for entry in allowed_hosts)


@cache
def _as_named(entry: str) -> str:
    plain = entry.strip().lower().rpartition("://")[2].partition("/")[0].rstrip(".")
    name, colon, port = plain.rpartition(":") if ":" in plain and not plain.endswith("]") else (plain, "", "")
    if not plain.isascii():
        try:
            return idna.encode(name, uts46=True).decode("ascii") + colon + port
        except idna.IDNAError:
            return ""
    return plain if plain.count(":") != 1 else name.rstrip(".") + colon + port


def resolve(target: Target, watchdog: Watchdog) -> tuple[Address, ...]:
    """All addresses of the target's name, looked up once; refused when one of them is not public.

    Raises ``FetchFailed`` (``dns``, ``deadline``, ``refused-address``) or ``Cancelled``.
    """
    if target.literal is not None:
        return (target.literal,)
    addresses = look_up(target.host, target.port, watchdog)
    if not target.allowed:
        closed = [str(a) for a in addresses if not is_public(a)]
        if closed:
            raise refused("resolves", target.url, host=target.host, address=", ".join(closed))
    return addresses


def look_up(host: str, port: int, watchdog: Watchdog) -> tuple[Address, ...]:
    """All addresses of a name, each once, whatever they are.

    The system's look-up cannot be stopped; when the watchdog says stop, it is left behind on its thread.
    Raises ``FetchFailed`` (``dns``, ``deadline``) or ``Cancelled``.
    """
    found: list[Address] = []
    problems: list[OSError] = []

    def ask() -> None:
        try:
            for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                address = ipaddress.ip_address(str(row[4][0]))
                if address not in found:
                    found.append(address)
        except (OSError, UnicodeError) as problem:
            problems.append(problem if isinstance(problem, OSError) else OSError(str(problem)))

    thread = threading.Thread(target=ask, name="look-up", daemon=True)
    thread.start()
    while thread.is_alive():
        watchdog.check()
        thread.join(min(watchdog.left, 0.05))
    if problems or not found:
        raise FetchFailed("dns", host=host, problem=problems[0] if problems else "no address") from None
    return tuple(found)


def _split_port(url: str, netloc: str, default: int) -> tuple[str, int]:
    host, colon, port = netloc.rpartition(":") if not netloc.endswith("]") else (netloc, "", "")
    if not colon:
        host, port = netloc, ""
    # The length comes first: int() refuses more than 4,300 digits with an error of its own.
    if port and not (len(port) <= 5 and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise refused("form", url)
    return host, int(port) if port else default


def _host(url: str, written: str) -> tuple[str, Address | None]:
    """The host in one spelling, and its address when it is written as one."""
    if written.startswith("["):
        if "%" in written:
            raise refused("zone", url)
        try:
            six = ipaddress.IPv6Address(written[1:-1])
        except ValueError:
            raise refused("form", url) from None
        if not written.endswith("]"):
            raise refused("form", url)
        return str(six), six
    if "%" in written or ":" in written or not written:
        raise refused("form" if written else "host", url)
    name = written.lower().removesuffix(".")
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii").lower().removesuffix(".")
        except idna.IDNAError:
            raise refused("name", url) from None
    if _NUMBER.match(name.rpartition(".")[2]):
        # Readers disagree on 127.1, 0x7f000001, 017700000001 and ①②⑦.0.0.1: only four plain decimal numbers pass.
        try:
            four = ipaddress.IPv4Address(name)
        except ValueError:
            raise refused("number", url) from None
        if not written.isascii():
            raise refused("number", url)
        return str(four), four
    if len(name) > 253 or not all(_LABEL.match(label) for label in name.split(".")):
        raise refused("name", url)
    return name, None


def _check_open(url: str, host: str, port: int, literal: Address | None) -> None:
    if literal is not None and not is_public(literal):
        raise refused("private", url, address=str(literal))
    if literal is None and ("." not in host or _LOCAL_NAMES.match(host)):  # a bare name is looked up at home first
        raise refused("local-name", url, host=host)
    if port not in PORTS:
        raise refused("port", url, port=port, ports=", ".join(map(str, sorted(PORTS))))


def _rebuilt(url: str, parts: SplitResult, host: str, port: int) -> str:
    """The address as ``requests`` will send it, with the host that was checked."""
    scheme = parts.scheme.lower()
    place = f"[{host}]" if ":" in host else host
    if port != _DEFAULT_PORTS[scheme]:
        place += f":{port}"
    prepared = requests.PreparedRequest()
    whole = parts._replace(scheme=scheme, netloc=place, path=parts.path or "/").geturl()
    try:
        prepared.prepare_url(requote_uri(whole), None)  # %2e%2e is a step up only once it is written ".."
    except (requests.RequestException, UnicodeError):
        raise refused("form", url) from None
    if prepared.url is None or urlsplit(prepared.url).netloc != place:
        raise refused("form", url)
    return prepared.url
