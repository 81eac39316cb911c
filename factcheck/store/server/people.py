"""The people of a server's library: logins, the names that they sign with, what they may do.

The database makes the logins (``resources/server/people.sql``); a password leaves this machine only as what SCRAM
stores of it (RFC 5803), so that the server's logs cannot hold it.
"""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row
from sqlalchemy import Connection

from factcheck.domain.place import Server
from factcheck.errors import InputError, NotFound, Refused
from factcheck.store.server.engine import connect, translated

_SELECT = "SELECT login, reviewer, role, since, until FROM desk.people"
_REFUSALS = {
    "person-known": InputError,
    "person-name-taken": InputError,
    "person-powerful": Refused,
    "person-unknown": NotFound,
    "person-last": Refused,
}
"""What the functions of ``people.sql`` say no with, as messages under ``error.``."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the library. ``until`` is None for who is there now; each change of role is an entry of its own."""

    login: str
    reviewer: str
    role: str
    since: datetime
    until: datetime | None


def everybody(server: Server, *, gone: bool = False) -> list[Person]:
    """The people of a library by name; with those who are ``gone`` and what people were before, where that is asked."""
    wanted = "" if gone else " WHERE until IS NULL"
    with translated(server), connect(server) as connection, connection.cursor(row_factory=class_row(Person)) as cursor:
        return cursor.execute(f"{_SELECT}{wanted} ORDER BY reviewer, since").fetchall()


def me(server: Server) -> Person | None:
    """Who the login is; None for one that is not among the library's people."""
    with translated(server), connect(server) as connection, connection.cursor(row_factory=class_row(Person)) as cursor:
        return cursor.execute(f"{_SELECT} WHERE until IS NULL AND login = session_user").fetchone()


def at_work(connection: Connection) -> tuple[str | None, str | None]:
    """The name that the login signs with, and the message key of the reason that it can change nothing, if any.

    A database administrator is none of the people: what signs nothing can write nothing.
    """
    if connection.exec_driver_sql("SELECT to_regclass('desk.people')").scalar() is None:
        return None, None
    mine = "SELECT reviewer, role FROM desk.people WHERE until IS NULL AND login = session_user"
    found = connection.exec_driver_sql(mine).first()
    if found is None:
        return None, "person-stranger"
    return str(found.reviewer), "person-reader" if found.role == "reader" else None


def add(server: Server, login: str, reviewer: str, role: str, password: str) -> bool:
    """Let somebody in. False when the server knew the login already: it keeps the password that it has."""
    with translated(server), _telling(login, reviewer), connect(server) as connection:
        verifier = _verifier(connection, login, password)
        row = connection.execute("SELECT desk.person_add(%s, %s, %s, %s)", (login, reviewer, role, verifier)).fetchone()
        return bool(row and row[0])


def remove(server: Server, login: str) -> None:
    """Let somebody in no more; what they did stays theirs."""
    with translated(server), _telling(login), connect(server) as connection:
        connection.execute("SELECT desk.person_remove(%s)", (login,))


def change_role(server: Server, login: str, role: str) -> None:
    """Give somebody another role."""
    with translated(server), _telling(login), connect(server) as connection:
        connection.execute("SELECT desk.person_role(%s, %s)", (login, role))


def change_password(server: Server, login: str | None, password: str) -> str:
    """Give somebody another password; one's own (None), or as an administrator that of a login made for this library.

    Returns the login: an address without one leaves it to libpq's own rules.
    """
    with translated(server), _telling(login or ""), connect(server) as connection:
        who = login or connection.info.user
        verifier = _verifier(connection, who, password)
        if connection.info.user == who:
            name = psycopg.sql.Identifier(who)
            connection.execute(psycopg.sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, verifier))
        else:
            connection.execute("SELECT desk.person_password(%s, %s)", (who, verifier))
    return who


def _verifier(connection: "psycopg.Connection[tuple[object, ...]]", login: str, password: str) -> str:
    encoded = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return encoded.decode("ascii")


class _telling:  # noqa: N801  # used like a function
    """Turn a refusal of the database's functions into a sentence."""

    def __init__(self, login: str, reviewer: str = "") -> None:
        self._values = {"login": login, "reviewer": reviewer}

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        if isinstance(problem, psycopg.Error):
            key = str(problem.diag.message_primary or "").removeprefix("factcheck: ")
            if key in _REFUSALS:
                raise _REFUSALS[key](key, **self._values) from None
