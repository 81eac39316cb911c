"""The window: first paint, memory, opening, choosing, scrolling, and how long its thread is ever held up.

Baselines: a bare PySide6 window (a QPlainTextEdit in a QMainWindow) that shows the same text, for the first paint and
for memory; the frame of a 60 Hz screen and the limits of the design for the rest. Each start is a process of its own,
with compiled modules as an installed package has them; starts of both sides alternate, since a shared machine drifts.
Figures of peers are in docs/decisions.md.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rows import Row

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
STARTS = 9


def _process(what: str, folder: str, compiled: str | None = None) -> dict[str, float]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {
        "QT_QPA_PLATFORM": "offscreen",
        "FACTCHECK_CONFIG": folder,
        "PYTHONPYCACHEPREFIX": str(Path(compiled or folder) / "compiled"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(HERE / "_window_process.py"), what, folder]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    done = subprocess.run(command, env=environment, text=True, check=True, timeout=600, **quiet)
    return json.loads(done.stdout.splitlines()[-1])


def measure() -> list[Row]:
    """The rows of the window."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as first:
        for what in ("bare", "first-paint", "desk"):
            _process(what, first, folder)  # compiles the modules
        bare, ours = [], []
        for _ in range(STARTS):
            bare.append(_process("bare", folder)["seconds"])
            ours.append(_process("first-paint", folder)["seconds"])
        bare_memory = _process("bare", folder)["megabytes"]
        desk = _process("desk", folder)
        large = _process("large", folder)
        many = _process("many", folder)
    paint, plain = statistics.median(ours), statistics.median(bare)
    return [
        Row("first paint against a bare window", paint, "s", "bare PySide6 window", plain, 2.5),
        Row("first paint", paint, "s", target=1.0),
        Row("memory with the article open", desk["megabytes"], "MB", target=150),
        Row("memory against a bare window", desk["megabytes"], "MB", "bare PySide6 window", bare_memory),
        Row("opening the sample article", desk["open"] * 1000, "ms", target=100),
        Row("longest hold of the window's thread, what is ours of it", desk["ours"] * 1000, "ms", target=50),
        Row("longest hold of the window's thread, by the clock", desk["hold"] * 1000, "ms"),
        Row("100,000 words: slowest scroll step", large["scroll"] * 1000, "ms", target=16),
        Row("100,000 words: key to paint", large["key"] * 1000, "ms", target=50),
        Row("5,000 claims: choosing one", many["choose"] * 1000, "ms", target=50),
        Row("5,000 claims: slowest scroll step", many["scroll"] * 1000, "ms", target=16),
    ]
