"""What a fetch may take, and what it brings back: every exchange as it went over the wire, and the page made of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from factcheck import __version__
from factcheck.errors import InputError
from factcheck.settings import Settings
from factcheck.web.charset import Charset
from factcheck.web.spool import Spool
from factcheck.web.transport import Tls, proxy_place

Progress = Callable[[str, int, int | None], None]
"""``progress(stage, bytes, total)``: stage is waiting, resolving, connecting or receiving (``stage.<stage>``)."""


@dataclass(frozen=True)
class Limits:
    """What a fetch may take. ``max_bytes`` counts the wire, ``max_inflated_bytes`` the page; seconds elsewhere.

    ``allowed_hosts`` are ``host`` or ``host:port`` as a person named them; ``proxy`` voids the pinning of addresses
    (the proxy looks names up), and the record says so.
    """

    deadline_s: float = 30.0
    connect_timeout_s: float = 10.0
    max_bytes: int = 50_000_000
    max_inflated_bytes: int = 100_000_000
    max_redirects: int = 10
    allowed_hosts: tuple[str, ...] = ()
    user_agent: str = f"FactcheckWorkbench/{__version__}"
    proxy: str = field(default="", repr=False)  # it may hold a password
    ca_bundle: str = ""
    pause_s: float = 1.0

    @classmethod
    def from_settings(cls, settings: Settings) -> "Limits":
        """The limits that a person set (``fetch.*``). ``InputError`` for a proxy or bundle that cannot work."""
        proxy, bundle = settings.text("fetch.proxy"), settings.text("fetch.ca_bundle")
        if proxy and not _is_proxy(proxy):
            shown = proxy.rpartition("@")[2]  # what stands before it is a password
            raise InputError("setting-value", key="fetch.proxy", value=shown, wanted="http://host:port")
        if bundle and not Path(bundle).expanduser().exists():
            raise InputError("setting-value", key="fetch.ca_bundle", value=bundle, wanted="/…/certificates.pem")
        contact = settings.text("fetch.user_agent_contact")
        megabytes = settings.number("fetch.max_megabytes")
        return cls(
            deadline_s=settings.number("fetch.deadline"),
            connect_timeout_s=settings.number("fetch.connect_timeout"),
            max_bytes=megabytes * 1_000_000,
            max_inflated_bytes=megabytes * 2_000_000,
            max_redirects=settings.number("fetch.max_redirects"),
            allowed_hosts=settings.names("fetch.allowed_hosts"),
            user_agent=cls.user_agent + (f" ({contact})" if contact else ""),
            proxy=proxy,
            ca_bundle=str(Path(bundle).expanduser()) if bundle else "",
            pause_s=settings.number("fetch.pause_milliseconds") / 1000,
        )

    def allowing(self, service: str) -> "Limits":
        """These limits with the host of ``service`` allowed: a setting holds its address, so a person named it.

        An address that is none allows nothing more; asking it is refused as any other such address is.
        """
        try:
            parts = urlsplit(service)
            name, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return self
        host = f"[{name}]" if name and ":" in name else name
        return replace(self, allowed_hosts=(*self.allowed_hosts, f"{host}:{port}")) if host else self


@dataclass(frozen=True)
class Hop:
    """One request and its answer. ``wire`` is what came, byte for byte; its head is ``[head_start:head_end]``.

    ``status`` is None when no readable answer came. ``cut`` says why the body is not whole: ``disconnect`` (the server
    stopped early), ``broken`` (chunks that make no sense), ``time`` and ``length`` (our limits), ``unread`` (the body
    of a redirect).
    """

    url: str
    method: str
    request: bytes
    started_at: datetime
    ended_at: datetime
    addresses: tuple[str, ...]
    peer: str | None
    tls: Tls | None
    status: int | None
    reason: str
    headers: tuple[tuple[str, str], ...]
    wire: Spool
    head_start: int
    head_end: int
    cut: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(frozen=True)
class Fetched:
    """All that a fetch exchanged and what it makes of the last answer.

    ``body`` is the payload (transfer and content encodings undone); ``media_type`` is read from its bytes, empty when
    nothing came; ``flags`` are ``truncated``, ``replacements``, ``guessed-charset``, ``mime-mismatch``,
    ``unknown-encoding``, ``corrupt-encoding``, ``false-encoding``, ``tls-overridden``, ``proxied``; ``failure`` is None
    or the kind and values of the failure that ended it.
    """

    url: str
    final_url: str
    hops: tuple[Hop, ...]
    body: Spool
    media_type: str
    charset: Charset | None
    flags: tuple[str, ...]
    started_at: datetime
    ended_at: datetime
    limits: Limits
    failure: tuple[str, dict[str, str]] | None = None
    entity_sha1: bytes = b""

    @property
    def payload(self) -> bytes:
        """The page's bytes. Large pages are better read from ``body`` in pieces."""
        return self.body.read()

    @property
    def status(self) -> int | None:
        """The last answer's status."""
        return self.hops[-1].status if self.hops else None

    @property
    def http_charset(self) -> str | None:
        """The encoding that the last answer's header names, as it stands there."""
        return charset_label(self.hops[-1].header("Content-Type")) if self.hops else None

    def text(self) -> str | None:
        """The page's characters, or None when its type has none."""
        return self.charset.decode(self.payload) if self.charset else None


def _is_proxy(written: str) -> bool:
    try:
        return bool(proxy_place(written))
    except ValueError:
        return False


def charset_label(header: str | None) -> str | None:
    """``utf-8`` of ``text/html; charset=utf-8``."""
    for part in (header or "").split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "charset":
            return value.strip()
    return None
