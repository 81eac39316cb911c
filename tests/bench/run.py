"""Run the benchmarks of this folder, print one table, keep the figures, compare with the last run.

    python tests/bench/run.py [MODULE …]

README.md beside this file tells what a module offers.
"""

import importlib
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rows import Row

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEPT = ROOT / "out" / "bench"
FRAME = {"run", "rows"}
DEADLINE = 600
"""Seconds that one module may take before it counts as failed."""


def modules() -> list[str]:
    """The benchmark modules of this folder, by name."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in FRAME and not path.stem.startswith("_"))


def measured(module: str) -> list[Row]:
    """The rows of one module, taken in a fresh process so that modules do not warm or burden one another."""
    command = [sys.executable, __file__, "--one", module]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=DEADLINE, check=True)
    return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def one(module: str) -> None:
    """Measure in this process; the rows are the last line of standard output."""
    print(json.dumps([asdict(row) for row in importlib.import_module(module).measure()]))


def last_run() -> dict[str, float]:
    """The values of the run before, by ``module/row``; empty when there was none."""
    path = KEPT / "last.json"
    if not path.exists():
        return {}
    kept = json.loads(path.read_text("utf-8"))
    return {f"{row['module']}/{row['name']}": row["value"] for row in kept["rows"]}


def table(rows: list[tuple[str, Row]], before: dict[str, float]) -> Table:
    """The figures for people: value, baseline, ratio, target and the change since the last run."""
    shown = Table(title="Benchmarks", title_justify="left")
    for heading in ("what", "value", "baseline", "ratio", "target", "since last run"):
        shown.add_column(heading, justify="left" if heading in {"what", "baseline"} else "right")
    for module, row in rows:
        sign = "≥" if row.more_is_better else "≤"
        mark = {True: " met", False: " MISSED", None: ""}[row.met]
        earlier = before.get(f"{module}/{row.name}")
        shown.add_row(
            f"{module}: {row.name}",
            f"{row.value:.4g} {row.unit}",
            f"{row.baseline_name} {row.baseline:.4g} {row.unit}" if row.baseline is not None else row.baseline_name,
            f"{row.ratio:.2f}" if row.ratio is not None else "",
            f"{sign} {row.target:g}{mark}" if row.target is not None else "",
            f"{row.value / earlier - 1:+.0%}" if earlier else "",
        )
    return shown


def keep(rows: list[tuple[str, Row]]) -> Path:
    """Write this run beside the earlier ones and into ``last.json``, where modules that did not run keep their rows."""
    KEPT.mkdir(parents=True, exist_ok=True)
    taken = datetime.now(UTC)
    figures = [{"module": module, **asdict(row), "ratio": row.ratio, "met": row.met} for module, row in rows]
    head = {
        "at": taken.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
    }
    path = KEPT / f"{taken:%Y-%m-%dT%H%M%SZ}.json"
    path.write_text(json.dumps({**head, "rows": figures}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    last = KEPT / "last.json"
    ran = {module for module, _ in rows}
    kept = json.loads(last.read_text("utf-8"))["rows"] if last.exists() else []
    figures = [row for row in kept if row["module"] not in ran] + figures
    last.write_text(json.dumps({**head, "rows": figures}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def main(wanted: list[str]) -> int:
    """Run the wanted modules, all of them when none is named; 1 when one of them failed."""
    console = Console()
    known = modules()
    if unknown := set(wanted) - set(known):
        console.print(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none'}.")
        return 2
    rows: list[tuple[str, Row]] = []
    failed = []
    for module in wanted or known:
        print(f"{module} …", file=sys.stderr, flush=True)
        try:
            rows += [(module, row) for row in measured(module)]
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            failed.append(module)
            print(f"{module} failed: {problem}", file=sys.stderr)
    before = last_run()
    if rows:
        kept = keep(rows)
        console.print(table(rows, before))
        console.print(f"Kept in {kept.relative_to(ROOT)}")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
