"""Who has a library open: locks that the system lets go of when a process ends, however it ends.

Every open library holds ``in-use.lock`` together with others; restoring needs it alone. The window holds
``window.lock`` alone, so that a second one only reads. Commands write beside a window: SQLite orders them.
"""

import contextlib
import os
import random
import sys
import time
from pathlib import Path
from typing import BinaryIO

PATIENCE = 5.0
"""Seconds to wait for a lock that is held for a moment only."""
PAUSE = 0.05

if sys.platform == "win32":
    import msvcrt

    _PLACES = 1000

    def _lock(file: BinaryIO, *, alone: bool) -> None:
        """Windows locks bytes, never together: who shares takes one of many, who wants it alone takes all."""
        file.seek(0 if alone else random.randrange(_PLACES))  # noqa: S311 - which byte is no secret
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, _PLACES if alone else 1)

else:
    import fcntl

    def _lock(file: BinaryIO, *, alone: bool) -> None:
        fcntl.flock(file.fileno(), (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


class Lock:
    """A lock on a file that is held until ``release`` or the end of the process."""

    def __init__(self, file: BinaryIO | None) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path, *, alone: bool, patience: float = 0.0) -> "Lock | None":
        """The lock, or None when somebody else holds it (after waiting ``patience`` seconds).

        Where nothing can be written or the file system knows no locks, the lock is an empty one: nobody can write
        there, or nobody can tell.
        """
        until = time.monotonic() + patience
        while True:
            try:
                file = path.open("ab")
            except OSError:
                return cls(None)
            try:
                _lock(file, alone=alone)
            except (BlockingIOError, PermissionError):
                file.close()
                if time.monotonic() >= until:
                    return None
                time.sleep(PAUSE)
            except OSError:
                file.close()
                return cls(None)
            else:
                return cls(file)

    def release(self) -> None:
        """Let go of it."""
        if self._file is not None:
            self._file.close()
            self._file = None


def in_use(folder: Path) -> tuple[Lock | None, bool]:
    """Take the library into use together with others; the flag says that nobody else had it open.

    None when it is being restored.
    """
    path = folder / "in-use.lock"
    alone = Lock.take(path, alone=True)
    if alone is not None:
        alone.release()
    return Lock.take(path, alone=False, patience=PATIENCE), alone is not None


def alone(folder: Path) -> Lock | None:
    """The library for oneself, or None when somebody has it open."""
    return Lock.take(folder / "in-use.lock", alone=True)


def window(folder: Path) -> Lock | None:
    """The place of the one window that writes, or None when another window has it."""
    return Lock.take(folder / "window.lock", alone=True)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some network file systems refuse it
                os.fsync(handle)
        finally:
            os.close(handle)
