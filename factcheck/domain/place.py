"""Where a library is: a folder of this machine, or a database server that a newsroom shares.

A server's address is ``postgresql://login@host:port/database``, with libpq's parameters behind a question mark. A
password that was typed into it is taken out and kept beside it: the address may be shown, stored and logged.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")
_SECRETS = frozenset({"password", "sslpassword"})
"""Parameters of libpq that are no part of an address."""
_SERVER = re.compile(rf"\s*(?:{'|'.join(SCHEMES)}):/", re.IGNORECASE)
"""Also with one slash, a slip of the pen: what stands behind it may be a password, and is no folder's name."""


@dataclass(frozen=True, slots=True)
class Server:
    """A library on a server. ``address`` holds no password; ``password`` shows in no ``repr`` and no comparison."""

    address: str
    password: str | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return self.address

    @property
    def login(self) -> str | None:
        """The name that the address logs in with, or None: then libpq's own rules name it."""
        name = urlsplit(self.address).username
        return unquote(name) if name else None

    @property
    def host(self) -> str:
        """The host's name, or "" for this machine's own socket."""
        return urlsplit(self.address).hostname or ""

    @property
    def key(self) -> str:
        """A name for files of this machine that belong to the server's library, whoever logs in."""
        parts = urlsplit(self.address)
        return hashlib.sha256(f"{parts.hostname}:{parts.port}{parts.path}?{parts.query}".encode()).hexdigest()[:16]


Place = Path | Server


def is_server(written: str) -> bool:
    """Whether a person wrote a server's address rather than a folder."""
    return _SERVER.match(written) is not None


def server(written: str) -> Server:
    """The server that an address names; ``ValueError``, with what may be shown of it, when it names no database.

    A password is taken out wherever libpq would read one: beside the login, or among the parameters.
    """
    try:
        parts = urlsplit(written.strip())
        port = parts.port
    except ValueError:  # its words would quote a password that has a sign in it that should have been escaped
        raise ValueError(_harmless(written)) from None
    scheme, slashes, _ = written.strip().partition("://")
    if scheme.lower() not in SCHEMES or not slashes or not parts.path.strip("/") or "@" in parts.path:
        raise ValueError(_harmless(written))
    login = f"{quote(unquote(parts.username), safe='')}@" if parts.username else ""
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    where = f"{host}:{port}" if port else host
    told = [parameter.partition("=") for parameter in parts.query.split("&") if parameter]
    kept = "&".join("".join(parameter) for parameter in told if unquote(parameter[0]) not in _SECRETS)
    passwords = [parts.password, *(value for key, _, value in told if unquote(key) == "password")]
    password = next((unquote(one) for one in reversed(passwords) if one), None)
    query = f"?{kept}" if kept else ""
    return Server(f"postgresql://{login}{where}/{parts.path.strip('/')}{query}", password)


def _harmless(written: str) -> str:
    """What may be shown of an address that cannot be read: neither login nor password nor parameters.

    Behind the last ``@`` stands the host, unless a ``?`` or ``#`` before it makes that a part of a password, too.
    """
    if not set(written) & set("@:?#="):
        return written.strip()
    before, at, host = written.strip().rpartition("@")
    return f"postgresql://…@{host.partition('?')[0]}" if at and not set(before) & set("?#") else "postgresql://…"


def read(written: str) -> Place:
    """The folder or server that a person wrote; ``ValueError`` for a server's address that names no database."""
    return server(written) if is_server(written) else Path(written).expanduser()
