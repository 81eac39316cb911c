"""A commit whose answer is lost on the way: the step may be there, and is looked for before it is made again."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from factcheck.domain import place
from factcheck.domain.article import Draft
from factcheck.domain.place import Server
from factcheck.errors import LibraryError
from factcheck.services import articles, claims, history
from factcheck.services.desk import Desk
from tests.core.services.conftest import TEXT, split


class Wire:
    """A way to the server that can be told to lose the answer to the next COMMIT, or the COMMIT itself."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.loses: str | None = None
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server))
            self._open += [client, server]
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(one, other, one is client), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, from_client: bool) -> None:
        try:
            while data := one.recv(65536):
                if from_client and b"COMMIT\0" in data and self.loses:
                    what, self.loses = self.loses, None
                    if what == "answer":
                        one.shutdown(socket.SHUT_RDWR)  # nothing comes back, and what was sent arrives
                        other.sendall(data)
                        other.recv(65536)
                    break
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            _cut(end)

    def close(self) -> None:
        for end in (self._door, *self._open):
            _cut(end)


def _cut(end: socket.socket) -> None:
    """Hang up, also for a thread that listens."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def wire(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Wire, Desk]]:
    """A desk that works by way of a wire."""
    import os

    parts = urlsplit(database)
    made = Wire(parts.port or 0)
    lines = Path(os.environ["PGPASSFILE"]).read_text("utf-8").splitlines()
    password = next(line for line in lines if f":{parts.port}:" in line).rpartition(":")[2]
    where = place.server(database.replace(f":{parts.port}/", f":{made.port}/"))
    desk = Desk.open(Server(where.address, password), reviewer="Ana")
    yield made, desk
    desk.close()
    made.close()


@pytest.mark.parametrize(("lost", "there"), [("answer", True), ("commit", False)])
def test_a_step_in_doubt_is_looked_for(wire: tuple[Wire, Desk], lost: str, *, there: bool) -> None:
    way, desk = wire
    article = articles.add(desk, Draft(text=TEXT), split()).value
    claim = claims.of_article(desk, article)[0]
    way.loses = lost
    with pytest.raises(LibraryError) as refused:
        claims.edit(desk, claim.id, standalone="One.")
    assert refused.value.key == "server-away"
    assert desk.in_doubt
    assert desk.holds(desk.in_doubt) is there
    assert (claims.get(desk, claim.id).standalone == "One.") is there
    assert desk.news() is None, "a step in doubt is one's own"
    with desk.based_on(claim):
        claims.edit(desk, claim.id, standalone="Two.")
    assert desk.in_doubt is None
    assert claims.get(desk, claim.id).standalone == "Two."
    assert history.verify(desk).ok
