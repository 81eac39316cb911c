"""The Claims room over a million lines: first page, typed keys, scrolling to any place, sorting, memory.

Baseline: ``QSqlQueryModel`` in a ``QTableView``, the table that Qt itself offers, over the same file and with the same
index. It sorts by the day and reads on as one scrolls; any place means reading all that stands before it. Both run in a
process of their own over the library of ``_large``; where that is not there yet nothing is measured.

Times are processor time, which on an idle machine is what a person waits: of all threads of the process for pages and
places, of the window's thread for keys and frames.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from _large import ready
from rows import Row

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def measure() -> list[Row]:
    """The rows of the Claims room."""
    if not ready():
        return []
    ours, plain = _process("room"), _process("plain")
    name = "QSqlQueryModel"
    return [
        Row("lines", ours["lines"], "lines"),
        Row("first page, p95 of 18 orders", ours["first"], "ms", f"{name} ({plain['first']:.0f} ms)", target=100),
        Row("a typed key until it is painted, p95", ours["key"], "ms", target=50),
        Row("scrolling, p95 of a frame", ours["frame"], "ms", f"{name} ({plain['frame']:.1f} ms)", target=16),
        Row("scrolling, slowest frame", ours["slowest"], "ms", f"{name} ({plain['slowest']:.0f} ms)"),
        Row(
            "to any place until its lines are painted, p95",
            ours["place"],
            "ms",
            f"{name} ({plain['place']:.0f} ms)",
            target=50,
        ),
        Row(
            "every place is reached after, behind the window",
            ours["reached"],
            "s",
            f"{name}, the window standing still ({plain['reached']:.1f} s)",
        ),
        Row("memory of the window", ours["megabytes"], "MB", f"{name} ({plain['megabytes']:.0f} MB)", target=350),
    ]


def _process(what: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "FACTCHECK_CONFIG": folder,
            "FACTCHECK_STATE": folder,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}",
        }
        command = [sys.executable, str(HERE / "_rooms_process.py"), what, folder]
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        done = subprocess.run(command, env=environment, text=True, check=True, **quiet)
    return json.loads(done.stdout.splitlines()[-1])
