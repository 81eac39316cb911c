"""Line and branch coverage by area: what ``make coverage`` runs.

    python packaging/coverage_by_area.py [pytest's arguments]     all tests when none are given

Fails when a place of ``WHOLE`` has a line or a branch that no test reaches. Child processes (readers of pages, the
window's worker, programs that tests start) are not followed: what only runs there counts as not reached.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "build" / "coverage.json"
WHOLE = {
    "factcheck/domain": "the rules that all else stands on",
    "factcheck/text/normalise.py": "offsets into an article's text",
    "ui/offsets.py": "offsets between Qt and Python",
    "factcheck/store/undo.py": "undo",
    "factcheck/web/guard.py": "which addresses may be asked",
}
"""Places of which every line and branch is reached by a test, and what they are."""
UNTRACED = "ignore:Exception ignored in thread started by:pytest.PytestUnraisableExceptionWarning"
"""CPython 3.11 at times refuses to trace a thread that starts while another is set up; that is no failure here."""


@dataclass
class Reached:
    """What there is, and what tests reached of it."""

    lines: int = 0
    lines_reached: int = 0
    branches: int = 0
    branches_reached: int = 0

    def add(self, summary: dict[str, int]) -> None:
        """Count a file in."""
        self.lines += summary["num_statements"]
        self.lines_reached += summary["covered_lines"]
        self.branches += summary["num_branches"]
        self.branches_reached += summary["covered_branches"]

    def __str__(self) -> str:
        shares = ((self.lines_reached, self.lines), (self.branches_reached, self.branches))
        return " | ".join(f"{reached / there if there else 1:.1%}" for reached, there in shares)


def main(arguments: list[str]) -> int:
    """Run the tests, print the table; 1 when a test failed or a place that must be whole is not."""
    report = f"--cov-report=json:{FOUND}"
    covered = ["--cov=factcheck", "--cov=ui", "--cov-branch", report]
    command = [sys.executable, "-m", "pytest", "-W", UNTRACED, *covered, *arguments]
    environment = {**os.environ, "COVERAGE_FILE": str(FOUND.with_suffix(".data"))}
    FOUND.parent.mkdir(exist_ok=True)
    tests = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    files = {name.replace("\\", "/"): one for name, one in json.loads(FOUND.read_text("utf-8"))["files"].items()}
    print(table(files))
    missing = [line for name, one in files.items() for line in lacking(name, one)]
    print("\n".join(missing))
    return 1 if tests or missing else 0


def table(files: dict[str, dict]) -> str:
    """Lines and branches by area, and of the places that must be whole."""
    areas: defaultdict[str, Reached] = defaultdict(Reached)
    for name, one in files.items():
        parts = name.split("/")
        areas["/".join(parts[:2]) if len(parts) > 2 else f"{parts[0]}/*.py"].add(one["summary"])
        for place in WHOLE:
            if place.endswith(".py") and name == place:
                areas[place].add(one["summary"])
    rows = [f"| `{area}` | {reached.lines} | {reached} |" for area, reached in sorted(areas.items())]
    return "\n".join(["| area | lines | reached | branches reached |", "|---|---:|---:|---:|", *rows])


def lacking(name: str, one: dict) -> list[str]:
    """What no test reaches of a file that must be whole."""
    if not any(name == place or name.startswith(f"{place}/") for place in WHOLE):
        return []
    lines = [f"{name}:{line} is reached by no test" for line in one["missing_lines"]]
    return lines + [f"{name}: no test goes from line {a} to {b}" for a, b in one["missing_branches"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
