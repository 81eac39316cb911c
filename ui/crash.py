"""The last crash, told at the next start and never sent.

Three witnesses: an exception that nobody caught goes to ``crash.txt``, without its message, which may hold an
article's text (``errors.places_of``); a fault in native code to ``fault.txt`` (by faulthandler); and a ``running`` file
that names a process which is no more tells that the program was killed.
"""

import contextlib
import faulthandler
import os
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from factcheck.errors import places_of
from factcheck.paths import make_private, state_folder

MOST = 200_000
"""Characters of a report that are kept."""


class Witness:
    """Writes down how the program ends, and reads how it ended the last time."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or state_folder()
        self._fault = None
        self.heard: Callable[[str], object] | None = None
        self._before = sys.excepthook

    def last(self) -> str | None:
        """How the last run ended when it ended badly: its report, or an empty text when it was simply killed."""
        said = []
        for name in ("crash.txt", "fault.txt"):
            with contextlib.suppress(OSError):
                said.append((self.folder / name).read_text("utf-8", "replace")[-MOST:])
        words = "\n".join(part for part in said if part.strip())
        killed = any(not _alive(int(p.suffix[1:])) for p in self.folder.glob("running.*") if p.suffix[1:].isdigit())
        return words if words or killed else None

    def begin(self) -> None:
        """Start to watch; what the last run left is cleared."""
        make_private(self.folder)
        for path in (self.folder / "crash.txt", self.folder / "fault.txt"):
            path.unlink(missing_ok=True)
        for path in self.folder.glob("running.*"):
            if path.suffix[1:].isdigit() and not _alive(int(path.suffix[1:])):
                path.unlink(missing_ok=True)
        (self.folder / f"running.{os.getpid()}").write_text(datetime.now(UTC).isoformat(), "utf-8")
        self._fault = (self.folder / "fault.txt").open("w", encoding="utf-8")
        faulthandler.enable(self._fault)
        sys.excepthook = self._heard

    def end(self) -> None:
        """The program ends as it should."""
        sys.excepthook = self._before
        if self._fault is not None:
            faulthandler.disable()
            self._fault.close()
            self._fault = None
            fault = self.folder / "fault.txt"
            if fault.exists() and not fault.stat().st_size:
                fault.unlink()
        (self.folder / f"running.{os.getpid()}").unlink(missing_ok=True)

    def _heard(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        words = places_of(problem.with_traceback(trace))
        with contextlib.suppress(OSError), (self.folder / "crash.txt").open("a", encoding="utf-8") as report:
            report.write(f"{datetime.now(UTC).isoformat()} {threading.current_thread().name}\n{words}\n")
        self._before(kind, problem, trace)
        if self.heard is not None:
            self.heard(words)


def _alive(process: int) -> bool:
    """Whether that process runs; where one cannot ask without harm (Windows), it is taken to be gone."""
    if process == os.getpid():
        return True
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
