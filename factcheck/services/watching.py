"""Listening to a shared library: others' steps within a moment, who looks at what, and whether the server is there.

A thread with a connection of its own. When that is cut it connects again by itself, after waits that grow. Where
somebody is at work is told between the listeners only: it is in no table and no trail, and ends seconds after a
program ends, however it does.
"""

import json
import random
import socket
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass

from factcheck.domain.place import Server
from factcheck.errors import LibraryError
from factcheck.services.desk import Desk
from factcheck.store.server.listen import PLACES, STEPS, Line

HERE_EVERY = 4.0
GONE_AFTER = 3 * HERE_EVERY
"""Seconds between two signs of life, and after which nobody is thought to be there any more."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
"""Seconds before the first attempt to connect again, doubled up to the longest; a fifth more or less by chance, so that
thirty programs do not knock at once."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at work: their name, and the article and the claim that they look at, if any."""

    reviewer: str
    article: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a listener is told: there may be news; the server is away (with the sentence) or back; who is there now."""

    news: bool = False
    away: LibraryError | None = None
    back: bool = False
    present: tuple[Present, ...] | None = None


def watch(desk: Desk, tell: Callable[[Heard], None]) -> "Watcher | None":
    """Listen to a desk's library; None for one of this machine, and for a server's copy, which tells nothing.

    The setting ``server.presence`` says whether one's own place is told, and others' are heard of.
    """
    server = desk.library.server
    if server is None or desk.why_read_only == "server-replica":
        return None
    return Watcher(server, Present(desk.reviewer), tell, shown=desk.settings.flag("server.presence"))


class Watcher:
    """Listens until ``stop``; ``tell`` is called on its thread. ``shown`` is whether one's own place is told, too."""

    def __init__(self, server: Server, me: Present, tell: Callable[[Heard], None], *, shown: bool = True) -> None:
        self._server, self._tell, self._shown = server, tell, shown
        self._me, self._id = me, uuid.uuid4().hex[:12]
        self._others: dict[str, tuple[Present, float]] = {}
        self._told: tuple[Present, ...] = ()
        self._woken, self._waker = socket.socketpair()
        self._ended = threading.Event()
        self._said = 0.0
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()

    def move(self, me: Present) -> None:
        """Tell the others that one looks at something else now."""
        if me != self._me:
            self._me, self._said = me, 0.0
            self._wake()

    def retry(self) -> None:
        """Try at once to connect again."""
        self._wake()

    def stop(self, seconds: float = 1.0) -> None:
        """Stop listening; a connection that is being made is left to its own time-out."""
        self._ended.set()
        self._wake()
        self._thread.join(seconds)

    # -- on the thread

    def _run(self) -> None:
        wait, cut = FIRST_WAIT, False
        while not self._ended.is_set():
            try:
                line = Line(self._server)
            except LibraryError as problem:
                cut = self._lost(problem, cut=cut)
                self._pause(wait * random.uniform(0.8, 1.2))  # noqa: S311 - no secret: it spreads the attempts
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            try:
                self._tell(Heard(news=True, back=cut))  # whatever happened before this line was there
                wait, cut = FIRST_WAIT, False
                self._listen(line)
            except LibraryError as problem:
                cut = self._lost(problem, cut=cut)
            finally:
                line.close()
        self._woken.close()
        self._waker.close()

    def _lost(self, problem: LibraryError, *, cut: bool) -> bool:
        if not cut and not self._ended.is_set():
            self._others.clear()
            self._tell_present()
            self._tell(Heard(away=problem))
        return True

    def _listen(self, line: Line) -> None:
        self._said = 0.0
        if self._shown:
            line.say(json.dumps({"id": self._id, "hello": True}))
        while not self._ended.is_set():
            now = time.monotonic()
            if self._shown and now - self._said >= HERE_EVERY:
                self._said = now
                line.say(json.dumps({"id": self._id, **asdict(self._me)}))
            for channel, words in line.hear(max(HERE_EVERY - (time.monotonic() - self._said), 0.05), self._woken):
                if channel == STEPS:
                    self._tell(Heard(news=True))
                elif channel == PLACES and self._shown:
                    self._hear_of(words)
            self._forget_silent()
            self._tell_present()
        if self._shown:
            line.say(json.dumps({"id": self._id, "gone": True}))

    def _hear_of(self, words: str) -> None:
        """What another program says of itself: data that anybody with a login could have sent."""
        try:
            said = json.loads(words)
            who, name = str(said["id"]), str(said.get("reviewer", ""))[:LONGEST_NAME]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return
        if who == self._id:
            return
        if said.get("hello"):
            self._said = 0.0
        elif said.get("gone"):
            self._others.pop(who, None)
        elif name:
            article, claim = (str(said[key])[:80] if said.get(key) else None for key in ("article", "claim"))
            self._others[who] = (Present(name, article, claim), time.monotonic())

    def _forget_silent(self) -> None:
        limit = time.monotonic() - GONE_AFTER
        self._others = {who: seen for who, seen in self._others.items() if seen[1] > limit}

    def _tell_present(self) -> None:
        present = tuple(sorted({one for one, _ in self._others.values()}, key=lambda one: (one.reviewer, str(one))))
        if present != self._told:
            self._told = present
            self._tell(Heard(present=present))

    def _pause(self, seconds: float) -> None:
        self._woken.settimeout(seconds)
        try:
            self._woken.recv(4096)
        except TimeoutError:
            pass
        finally:
            self._woken.settimeout(None)

    def _wake(self) -> None:
        try:
            self._waker.send(b"x")
        except OSError:  # it has stopped
            return
