"""Where the frozen programs begin: ``factcheck`` and ``factcheck-workbench`` are this file under two names.

In this order: a process that multiprocessing started (the window's worker) never returns from ``freeze_support``; a
reader of pages is asked for by its argument; else the name of the program decides.
"""

import multiprocessing
import os
import sys
from pathlib import Path


def leave_others_their_libraries() -> None:
    """Take our folder out of the path by which programs that we start (the browser) find their libraries.

    The start-up put it there for this process, which has read it; what was there before comes back.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


def main() -> int:
    """Be the program that was called."""
    if sys.platform.startswith("linux"):
        leave_others_their_libraries()
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--read-pages"]:
        from factcheck.web.child import serve  # noqa: PLC0415 - a reader of pages loads nothing else

        serve()
        return 0
    if Path(sys.executable).stem == "factcheck-workbench":
        from ui.app import main as window  # noqa: PLC0415 - the command line loads no Qt

        return window()
    from factcheck.cli import main as command_line  # noqa: PLC0415 - the window has its own start

    command_line()
    return 0


if __name__ == "__main__":
    sys.exit(main())
