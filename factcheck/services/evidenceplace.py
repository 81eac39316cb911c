"""Where a library on a server keeps the bytes of its evidence: the database, a shared folder, or an S3-like store."""

from collections.abc import Callable

from factcheck.domain.place import Place, Server
from factcheck.errors import InputError, Refused
from factcheck.services import moving
from factcheck.services.admission import Ask, let_in
from factcheck.store.server import bucket, keepers, relocate
from factcheck.store.server.relocate import Relocated, Standing
from factcheck.web import credentials

DATABASE = "database"
"""How a person names the database as the place."""


def admitted(place: Place, ask: Ask | None = None) -> Server:
    """The library's server, once it has let the login in. ``Refused`` for a library in a folder."""
    if not isinstance(place, Server):
        raise Refused("evidence-here", folder=place)
    found = let_in(place, moving.reached, ask)
    assert isinstance(found, Server)
    return found


def standing(server: Server) -> Standing:
    """Where the evidence is kept and how much it is."""
    return relocate.standing(server)


def keep_at(
    server: Server, written: str, tell: Callable[[int, int], None], stop: Callable[[], bool] = lambda: False
) -> Relocated:
    """Keep the evidence at the place that a person wrote, and bring there what is kept already. An administrator's.

    ``InputError`` for no place; ``LibraryError`` for one that cannot be used. Broken off, it goes on when asked again.
    """
    return relocate.relocate(server, _read(written), tell, stop)


def sweep(server: Server) -> tuple[int, int]:
    """Remove files that nothing names: how many, how many bytes. An administrator's."""
    return relocate.sweep(server)


def keep_keys(written: str, access: str, secret: str) -> str:
    """Keep the keys of an S3-compatible store in the system's keyring; returns the store's host."""
    if not written.startswith(keepers.S3):
        raise InputError("evidence-place", place=written)
    host = bucket.Address.read(written).host
    credentials.keep_evidence_store_keys(host, credentials.Keys(access.strip(), secret.strip()))
    bucket.forget()
    return host


def _read(written: str) -> str:
    if written.strip().lower() == DATABASE:
        return ""
    keepers.at(written)
    return written
