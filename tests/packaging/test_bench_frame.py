"""The frame of the benchmarks: rows, targets, the table, the comparison with the last run."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
MODULE = """
from rows import Row


def measure():
    return [
        Row("quick", 1.0, "s", "slow", 2.0, target=0.6),
        Row("late", 3.0, "s", target=2.0),
        Row("found", 0.9, "", "theirs", 0.8, target=1.0, more_is_better=True),
    ]
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A copy of the frame with one module of its own."""
    folder = tmp_path / "tests" / "bench"
    folder.mkdir(parents=True)
    for name in ("run.py", "rows.py"):
        shutil.copy(BENCH / name, folder)
    (folder / "sample.py").write_text(MODULE)
    return folder


def run(bench: Path, *names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(bench / "run.py"), *names]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_one_table_and_kept_figures(bench: Path) -> None:
    first = run(bench)
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("met") == 2
    assert first.stdout.count("MISSED") == 1
    kept = json.loads((bench.parents[1] / "out" / "bench" / "last.json").read_text())
    assert [row["met"] for row in kept["rows"]] == [True, False, True]
    assert kept["rows"][0]["ratio"] == 0.5
    (bench / "sample.py").write_text(MODULE.replace("3.0", "6.0"))
    assert "+100%" in run(bench, "sample").stdout


def test_a_module_that_fails_fails_the_run(bench: Path) -> None:
    (bench / "broken.py").write_text("def measure():\n    raise ValueError\n")
    ran = run(bench)
    assert ran.returncode == 1
    assert "broken failed" in ran.stderr
    assert "quick" in ran.stdout
    assert run(bench, "unknown").returncode == 2
