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
_SERVER = re.compile(rf"\s*(?:{'|'.join(SCHEMES)}):/", re.IGNORECASE)


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
    """The server that an address names; ``ValueError`` when the address names no database."""
    parts = urlsplit(written.strip())
    port = parts.port  # a port that is no number is a ValueError of its own
    if parts.scheme.lower() not in SCHEMES or not parts.path.strip("/"):
        raise ValueError(written.replace(parts.password or "\0", "…"))
    login = f"{quote(unquote(parts.username), safe='')}@" if parts.username else ""
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    where = f"{host}:{port}" if port else host
    query = f"?{parts.query}" if parts.query else ""
    password = unquote(parts.password) if parts.password else None
    return Server(f"postgresql://{login}{where}/{parts.path.strip('/')}{query}", password)


def read(written: str) -> Place:
    """The folder or server that a person wrote; ``ValueError`` for a server's address that names no database."""
    return server(written) if is_server(written) else Path(written).expanduser()
