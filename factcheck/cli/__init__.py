"""The command line: ``factcheck VERB``, all that the window can do, for scripts and people without a screen.

``app`` puts it together; one module holds the verbs of one noun; ``options`` (with what makes a function a verb),
``out`` and ``shapes`` are shared by all. A verb imports the services that it needs when it runs, so that ``--help``
stays quick.
"""

import gc
import sys

WRONG = 1
"""The exit code when what was looked at is not as it should be, so that a job in the background stops on it."""
IN_PART = 3
"""The exit code when what was asked is kept, and something of it did not come."""
STOPPED = 130
"""What a shell reports for a program that Ctrl-C ended."""
_NEW_OBJECTS = 10_000
"""After how many of them Python looks for dead cycles: with its own 700 it looks 200 times while modules load."""


def main() -> None:
    """Run the command line with the process's arguments and end the process with its exit code."""
    gc.set_threshold(_NEW_OBJECTS, 50, 50)
    try:
        from factcheck.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = STOPPED
    gc.freeze()  # the process ends: what is left need not be searched for cycles, an eighth of a cold split
    sys.exit(code)
