"""The command line: ``factcheck VERB``, all that the window can do, for scripts and people without a screen.

``app`` puts it together; one module holds the verbs of one noun; ``options``, ``out`` and ``shapes`` are shared by all.
A verb imports the services that it needs when it runs, so that ``--help`` stays quick.
"""

from factcheck.cli.app import main

__all__ = ["main"]
