"""Passwords of servers: in libpq's own places (PGPASSFILE, PGPASSWORD), in the system's keyring, or asked for.

They are in no address that is shown or stored, no settings file, no log and no list of processes.
"""

import secrets
from urllib.parse import urlsplit, urlunsplit

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from factcheck.domain.place import Server
from factcheck.errors import InputError
from factcheck.web.credentials import unusable

SERVICE = "factcheck-workbench"
LEAST = 12
"""Characters of a password that a person chooses: the server is asked over a network, by machines that do not tire."""


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
        raise unusable(problem) from problem


def forget(server: Server) -> None:
    """Remove a server's password from the keyring; nothing happens where there is none."""
    try:
        keyring.delete_password(SERVICE, _entry(server))
    except PasswordDeleteError:
        return
    except KeyringError as problem:
        raise unusable(problem) from problem


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
