"""The window's program.

Start, in this order, because the first paint must not wait for anything that it does not need:

1. ``QApplication``, Fusion, the faces, the language, palette and style sheet.
2. The window is built from empty models and shown: no service, no SQLAlchemy, no spaCy is imported yet.
3. After its first paint the library is opened in the store lane (the services are imported there), the article that was
   open last is read, and what the command line named (a file, an address, the sample) is taken in.
4. The worker process starts with the first text to split, and ends when it has been idle.

The end: jobs are cancelled, the store finishes the step it is in, and after a bounded wait the process ends.
"""

import builtins
import importlib
import os
import sys
from pathlib import Path

# PySide6 wraps ``import`` to look for its ``__feature__`` switches and reads the source of every module for that: 50 MB
# and a tenth of a second for what this program imports. Nothing here uses the switches, so plain importing goes on.
_plain_import = builtins.__import__
from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

builtins.__import__ = _plain_import

from factcheck.i18n import current  # noqa: E402
from factcheck.settings import Settings  # noqa: E402
from ui.actions.keymap import keymap  # noqa: E402
from ui.addresses import sample  # noqa: E402
from ui.collector import Collector  # noqa: E402
from ui.crash import Witness  # noqa: E402
from ui.later import dialogs  # noqa: E402
from ui.state import State  # noqa: E402
from ui.theme import look  # noqa: E402
from ui.window import Window  # noqa: E402
from ui.words import switch  # noqa: E402


def main() -> int:
    """Start the window on the user's own library: the entry point ``factcheck-workbench``."""
    if getattr(sys, "frozen", False):
        importlib.import_module("multiprocessing").freeze_support()
    where = sys.argv[1] if len(sys.argv) > 1 else None
    return run(where=where)


def run(
    *, library: Path | None = None, reviewer: str | None = None, where: str | None = None, demo: bool = False
) -> int:
    """Show the window until it is closed; the exit code.

    ``library`` is a folder (default: the user's), ``where`` a file or address to take in, ``demo`` the bundled sample.
    """
    app = application()
    settings = Settings()
    witness = Witness()
    last = witness.last()
    witness.begin()
    prepare(settings)
    window = Window(settings, State())
    dress(settings)
    witness.heard = window.heard_of_bug
    window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: window.library.open(library, reviewer)))
    if demo:
        where = str(sample())
    if where is not None:  # into the first library that is opened, and into no other one
        window.library.opened.connect(lambda: window.take(where), Qt.ConnectionType.SingleShotConnection)
    window.show()
    if last is not None:
        QTimer.singleShot(300, window, lambda: dialogs.crash.CrashDialog(last, window).open())
    code = app.exec()
    witness.end()
    if window.jobs.busy():
        window.jobs.wait_for_store()
        sys.stdout.flush()
        os._exit(code)  # the interpreter would wait for the thread of a net job that does not answer
    return code


def application() -> QApplication:
    """The one QApplication of the process."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    made = QApplication(sys.argv[:1])
    # A lane that computes holds the interpreter for 5 ms at a time, and one paint asks for it dozens of times. With
    # half a millisecond the worst holds of the flow were 51 to 102 ms in four runs, with this 46 to 55.
    sys.setswitchinterval(0.00003)
    made.setApplicationName("factcheck-workbench")
    made.setApplicationDisplayName("Factcheck Workbench")
    made.setDesktopFileName("factcheck-workbench")
    made.setStyle("Fusion")
    Collector(made)
    return made


def prepare(settings: Settings) -> None:
    """Language, colours and sizes from the settings, for building the window."""
    language = settings.text("interface.language")
    switch(current() if language == "system" else language)
    keymap.read(settings)
    look.choose(settings.text("interface.theme"), settings.number("interface.zoom"))


def dress(settings: Settings) -> None:
    """Put theme and zoom on. After the window is built: dressing each part while it is put together costs twice."""
    prepare(settings)
    look.apply(settings.text("interface.theme"), settings.number("interface.zoom"))
    look.follow()


if __name__ == "__main__":
    raise SystemExit(main())
