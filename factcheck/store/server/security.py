"""How a connection to a server is kept from others: encrypted, and only to the server that the address names.

libpq's own default (``prefer``) neither checks who answers nor insists on encryption. Here every host but this machine
is asked for a certificate that fits its name (``verify-full``); a weaker mode must stand in the address.
"""

import ipaddress
import os
import ssl
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from factcheck.domain.place import Server

FULL = "verify-full"
_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Where systems keep the authorities that they trust, Debian's first."""


def is_here(server: Server) -> bool:
    """Whether the server is this machine: a local socket, or the loopback address.

    What the address leaves open libpq takes from the environment or a service file, so that these count, too. A name
    with an address beside it (``hostaddr``, as for a tunnel) is what the certificate must fit.
    """
    host = _named(server, "host") or server.host or os.environ.get("PGHOST", "")
    address = _named(server, "hostaddr") or os.environ.get("PGHOSTADDR", "")
    if not (host or address) and (_named(server, "service") or os.environ.get("PGSERVICE")):
        return False
    return all(_is_loopback(one) for one in f"{host},{address}".split(","))


def weaker(server: Server) -> str | None:
    """The mode in the address that does not check who answers, or None when it is checked or need not be."""
    mode = _named(server, "sslmode")
    return mode if mode and mode != FULL and not is_here(server) else None


def parameters(server: Server) -> dict[str, str]:
    """What libpq is told so that the connection is checked; what stands in the address stays as it is."""
    if is_here(server) or weaker(server):
        return {}
    told = {"sslmode": FULL}
    if not _named(server, "gssencmode"):
        told["gssencmode"] = "disable"  # Kerberos would encrypt in place of TLS, without the certificate
    if not _named(server, "sslrootcert") and not os.environ.get("PGSSLROOTCERT"):
        told["sslrootcert"] = str(_authorities())
    return told


def _authorities() -> Path:
    """The authorities that are trusted: libpq's own file where somebody put one, else the system's, else Mozilla's."""
    own = Path("~/.postgresql/root.crt").expanduser()
    system = [ssl.get_default_verify_paths().cafile, *_BUNDLES]
    places = [own, *(Path(place) for place in system if place)]
    return next((place for place in places if place.is_file()), Path(DEFAULT_CA_BUNDLE_PATH))


def _named(server: Server, parameter: str) -> str:
    return parse_qs(urlsplit(server.address).query).get(parameter, [""])[-1]


def _is_loopback(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
