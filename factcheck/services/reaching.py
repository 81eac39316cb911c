"""Trying a shared library's address before one works there: is it reached, is the way safe, what is one allowed."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select, text

from factcheck.domain import place
from factcheck.domain.place import Place, Server
from factcheck.errors import InputError
from factcheck.i18n import text as said
from factcheck.services import passwords
from factcheck.services.admission import let_in
from factcheck.store import tables
from factcheck.store.library import Library
from factcheck.store.server import security


@dataclass(frozen=True, slots=True)
class Reached:
    """What was found: the server (with the password that was typed), and how to tell it."""

    server: Server
    encrypted: str | None
    """The version of TLS, or None."""
    proved: bool
    """Whether the server proved by its certificate that it is the one that the address names."""
    here: bool
    articles: int
    signs_as: str | None
    why_read_only: str | None

    def sentences(self, language: str | None = None) -> list[str]:
        """The same in sentences."""
        way = "here" if self.here else "open" if not self.encrypted else "proved" if self.proved else "unproved"
        found = [
            said("reach.reached", language, server=self.server),
            said(f"reach.way-{way}", language, version=self.encrypted or ""),
            said("reach.library", language, n=self.articles),
        ]
        if self.signs_as:
            found.append(said("reach.signs", language, reviewer=self.signs_as))
        if self.why_read_only:
            found.append(said(f"error.{self.why_read_only}", language, server=self.server, folder=self.server))
        return found


def server_of(address: str, password: str = "") -> Server:
    """The server that a person typed, with the password beside it; ``InputError`` when it names none."""
    try:
        found = place.server(address)
    except ValueError as problem:
        raise InputError("server-address", address=problem) from None
    return replace(found, password=password) if password else found


def reach(server: Server) -> Reached:
    """Open the library there, look, and close it again. ``LibraryError`` says why it cannot be worked in."""

    def enter(where: Place) -> tuple[Library, Server]:
        assert isinstance(where, Server)
        return Library.open(where), where

    library, used = let_in(server, enter)
    try:
        with library.reading() as session:
            asked = text("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")
            encrypted = session.scalar(asked)
            articles = session.scalar(select(func.count()).select_from(tables.Article)) or 0
    finally:
        library.close()
    return Reached(
        server=used,
        encrypted=encrypted,
        proved=security.weaker(used) is None,
        here=security.is_here(used) and not encrypted,
        articles=articles,
        signs_as=library.signed_by,
        why_read_only=library.why_read_only,
    )


def keep_password(server: Server) -> None:
    """Keep the password that was typed for a server in the system's keyring. ``WorldError`` without one."""
    if server.password:
        passwords.keep(server, server.password)
