"""Passwords of servers: in libpq's own places (PGPASSFILE, PGPASSWORD), in the system's keyring, or asked for.

They are in no address that is shown or stored, no settings file, no log and no list of processes.
"""

import secrets
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from factcheck.domain.place import Place, Server
from factcheck.errors import InputError, LibraryError, WorldError

SERVICE = "factcheck-workbench"
LEAST = 12
"""Characters of a password that a person chooses: the server is asked over a network, by machines that do not tire."""
Ask = Callable[[Server], str | None]
"""Asks a person for the password of a server; None when they give none."""
Entered = TypeVar("Entered")


def let_in(place: Place, enter: Callable[[Place], Entered], ask: Ask | None = None) -> Entered:
    """What ``enter`` returns for a place; where a server wants a password, with the one that is kept or asked for.

    A password that stands in the address as it was typed is used and no other. Raises what ``enter`` raises.
    """
    try:
        return enter(place)
    except LibraryError as refused:
        if refused.key != "server-password" or not isinstance(place, Server) or place.password:
            raise
        held = kept(place)
        if held:
            try:
                return enter(Server(place.address, held))
            except LibraryError as wrong:
                if wrong.key != "server-password" or ask is None:
                    raise
        given = ask(place) if ask else None
        if not given:
            raise
        return enter(Server(place.address, given))


def kept(server: Server) -> str | None:
    """The password in the keyring, or None when there is none or no keyring."""
    try:
        return keyring.get_password(SERVICE, _entry(server))
    except KeyringError:
        return None


def keep(server: Server, password: str) -> None:
    """Keep a server's password. ``WorldError`` where the system has no usable keyring."""
    try:
        keyring.set_password(SERVICE, _entry(server), password)
    except KeyringError as problem:
        raise WorldError("keyring", problem=problem) from problem


def forget(server: Server) -> None:
    """Remove a server's password from the keyring; nothing happens where there is none."""
    try:
        keyring.delete_password(SERVICE, _entry(server))
    except PasswordDeleteError:
        return
    except KeyringError as problem:
        raise WorldError("keyring", problem=problem) from problem


def made_up() -> str:
    """A password that nobody can guess: 120 random bits, as letters, digits, - and _."""
    return secrets.token_urlsafe(15)


def checked(password: str, again: str) -> str:
    """A password that a person typed twice; ``InputError`` when it is too short or the two differ."""
    if password != again:
        raise InputError("password-differs")
    if len(password) < LEAST:
        raise InputError("password-short", least=LEAST)
    return password


def _entry(server: Server) -> str:
    """The keyring's entry: login, host, port and database, without parameters of the connection."""
    parts = urlsplit(server.address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
