"""Put the figures of the last run into docs/benchmarks.md, a table for each module.

python tests/bench/_docs.py
"""

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- bench: figures -->", "<!-- end: figures -->"
HEAD = "| what | value | baseline | ratio | target | |\n|---|--:|---|--:|--:|---|"


def tables(kept: dict[str, Any]) -> str:
    """All kept rows as Markdown, module by module."""
    parts = [
        f"Taken up to {kept['at'][:16].replace('T', ' ')} UTC, Python {kept['python']}, {kept['processors']} cores."
    ]
    rows = sorted(kept["rows"], key=lambda row: row["module"])  # stable: a module's rows keep their order
    for module, of_it in groupby(rows, key=lambda row: row["module"]):
        parts.append("\n".join([f"### {module}", "", HEAD, *(_row(row) for row in of_it)]))
    return "\n\n".join(parts)


def _row(row: dict[str, Any]) -> str:
    baseline = row["baseline_name"]
    if row["baseline"] is not None:
        baseline += f" ({row['baseline']:.3g} {row['unit']})"
    sign = "≥" if row["more_is_better"] else "≤"
    cells = [
        row["name"],
        f"{row['value']:.3g} {row['unit']}",
        baseline,
        f"{row['ratio']:.2f}" if row["ratio"] is not None else "",
        f"{sign} {row['target']:g}" if row["target"] is not None else "",
        {True: "met", False: "**missed**", None: ""}[row["met"]],
    ]
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def main() -> None:
    """Write the page."""
    kept = json.loads((ROOT / "out" / "bench" / "last.json").read_text("utf-8"))
    page = PAGE.read_text("utf-8")
    made = f"{BEGIN}\n\n{tables(kept)}\n\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: made, page, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
