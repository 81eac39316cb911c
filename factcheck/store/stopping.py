"""Stopping what a database is doing when nobody wants it any more."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from factcheck.errors import Cancelled

if TYPE_CHECKING:
    import psycopg

OPERATIONS = 10_000
"""Steps of SQLite's machine between two looks at whether somebody wants it to stop: under a millisecond."""
STOPPED = "57014"
"""PostgreSQL's code for a statement that somebody stopped (appendix A)."""
PAUSE = 0.02
"""Seconds between two such looks beside a server."""


@contextmanager
def stoppable(session: Session, stop: Callable[[], bool] | None) -> Iterator[None]:
    """Let what runs inside be stopped between two steps of the database; it then raises ``Cancelled``.

    ``stop`` may be called from another thread.
    """
    connection = session.connection().connection.driver_connection
    if stop is None:
        yield
    elif isinstance(connection, sqlite3.Connection):
        with _stopped_between_steps(connection, stop):
            yield
    else:
        with _stopped_from_beside(connection, stop):  # type: ignore[arg-type]  # there are two databases
            yield


@contextmanager
def _stopped_between_steps(connection: sqlite3.Connection, stop: Callable[[], bool]) -> Iterator[None]:
    connection.set_progress_handler(lambda: int(stop()), OPERATIONS)
    try:
        yield
    except (DBAPIError, sqlite3.OperationalError) as problem:
        if "interrupted" in str(problem):
            raise Cancelled from problem
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _stopped_from_beside(connection: "psycopg.Connection[object]", stop: Callable[[], bool]) -> Iterator[None]:
    """A server is told by a second connection, while this one waits for its answer."""
    if stop():
        raise Cancelled
    done, told = threading.Event(), threading.Event()

    def watch() -> None:
        while not done.wait(PAUSE):
            if stop():
                told.set()
                connection.cancel_safe(timeout=5)
                return

    watcher = threading.Thread(target=watch, name="stopping", daemon=True)
    watcher.start()
    try:
        yield
    except DBAPIError as problem:
        if told.is_set() and getattr(problem.orig, "sqlstate", None) == STOPPED:
            raise Cancelled from problem
        raise
    finally:
        done.set()
        watcher.join()
