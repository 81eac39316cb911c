"""A connection that hears what others tell on the server: that a step was taken, and who is looking at what.

The server tells of a step itself (a trigger, see ``schema``), at its commit and without a word of what it was: whoever
listens reads that from the trail, so that nothing is missed by who was away for a while.
"""

import contextlib
import select
import socket

import psycopg

from factcheck.domain.place import Server
from factcheck.store.server.engine import connect, translated

STEPS = "factcheck_step"
PLACES = "factcheck_here"
"""Channels of a database: that there is a new step; where somebody is at work."""
TELL_OF_STEPS = (
    f"""CREATE FUNCTION tell_of_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('{STEPS}', ''); RETURN NULL; END $$""",
    "CREATE TRIGGER tell_of_step AFTER INSERT ON step FOR EACH STATEMENT EXECUTE FUNCTION tell_of_step()",
)
"""What makes the server tell: once for each transaction, however many steps it has."""


class Line:
    """One listening connection; for one thread, except ``wake``. Its calls raise ``LibraryError`` when it is cut."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._heard: list[tuple[str, str]] = []
        with translated(server):
            self._connection = connect(server)
            self._connection.autocommit = True
            self._connection.add_notify_handler(lambda told: self._heard.append((told.channel, told.payload)))
            self._connection.execute(f"LISTEN {STEPS}")
            self._connection.execute(f"LISTEN {PLACES}")

    def hear(self, seconds: float, woken: socket.socket) -> list[tuple[str, str]]:
        """Channels and words that came within so many seconds; earlier when ``woken`` has something to read."""
        with translated(self._server):
            if not self._heard:
                ready, _, _ = select.select([self._connection.fileno(), woken.fileno()], [], [], seconds)
                if woken.fileno() in ready:
                    woken.recv(4096)
                # Taking what came, and a sign of life: a cut line is noticed here.
                self._connection.execute("SELECT 1")
        heard, self._heard = self._heard, []
        return heard

    def say(self, words: str) -> None:
        """Tell the others where one is. Nothing of it is stored."""
        with translated(self._server):
            self._connection.execute("SELECT pg_notify(%s, %s)", (PLACES, words))

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(psycopg.Error):
            self._connection.close()
