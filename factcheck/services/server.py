"""A library on a server: making it, and who may do what in it."""

from factcheck.domain.place import Place, Server
from factcheck.errors import InputError
from factcheck.i18n import text
from factcheck.services import passwords
from factcheck.services.admission import Ask, let_in
from factcheck.store.server import people as store
from factcheck.store.server import roles, security
from factcheck.store.server.people import Person

ROLES = roles.PEOPLE
"""What people may be, each with the rights of those before."""


def make(server: Server, ask: Ask | None = None) -> None:
    """Make a library in an empty database, or bring one up to date; what a database administrator does."""
    let_in(server, lambda place: roles.make(_server(place)), ask)


def warning(place: Place) -> str | None:
    """What is to be told before a connection that nobody checks; None when it is checked or stays on this machine."""
    mode = security.weaker(place) if isinstance(place, Server) else None
    return text("server.weak", mode=mode, host=_server(place).host) if mode else None


def people(server: Server, *, gone: bool = False, ask: Ask | None = None) -> list[Person]:
    """The people of a library by name; with those who are ``gone`` and what people were before, where that is asked."""
    return let_in(server, lambda place: store.everybody(_server(place), gone=gone), ask)


def add(
    server: Server, login: str, reviewer: str, role: str, password: str | None = None, ask: Ask | None = None
) -> str | None:
    """Let somebody in; the password that was made up or given for them, or None when their login was there before.

    Raises ``InputError`` for a login or name that is taken or empty, ``Refused`` for a login that may do too much.
    """
    login, reviewer = login.strip(), " ".join(reviewer.split())
    if not login or not reviewer:
        raise InputError("person-empty")
    chosen = password or passwords.made_up()
    made = let_in(server, lambda place: store.add(_server(place), login, reviewer, role, chosen), ask)
    return chosen if made else None


def remove(server: Server, login: str, ask: Ask | None = None) -> None:
    """Let somebody in no more. ``NotFound``; ``Refused`` for the last administrator."""
    let_in(server, lambda place: store.remove(_server(place), login), ask)


def change_role(server: Server, login: str, role: str, ask: Ask | None = None) -> None:
    """Give somebody another role. ``NotFound``; ``Refused`` for the last administrator."""
    let_in(server, lambda place: store.change_role(_server(place), login, role), ask)


def change_password(server: Server, login: str | None, password: str, ask: Ask | None = None) -> str:
    """Give a login (one's own when None) another password; the login."""
    who = let_in(server, lambda place: store.change_password(_server(place), login, password), ask)
    if login in {None, server.login} and passwords.kept(server):
        passwords.keep(server, password)
    return who


def _server(place: Place) -> Server:
    """The place as the server that it is; ``InputError`` for a folder."""
    if not isinstance(place, Server):
        raise InputError("server-only", place=place)
    return place
