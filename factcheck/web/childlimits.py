"""What a child process that reads strangers' files may take from the machine."""

import re
import sys
from functools import cache
from pathlib import Path

MAX_INFLATED = 200_000_000
"""Bytes that all parts of an office file may take together when inflated; a bomb takes gigabytes."""


def allow_megabytes(extra: int) -> None:
    """Cap this process's memory at what it held when idle and ``extra`` megabytes; files it cannot write at all.

    Where the system knows no such limit (Windows) only the deadline protects.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not there on Windows

    cap = _idle_bytes() + extra * 1_000_000
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (cap if hard == resource.RLIM_INFINITY else min(cap, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@cache
def _idle_bytes() -> int:
    """Writable memory of this process when first asked; 400 MB of addresses where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 400_000_000
    found = re.search(r"VmData:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 400_000_000
