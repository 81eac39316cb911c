"""``python -m factcheck`` is ``factcheck``."""

from factcheck.cli import main

main()
