"""Reports: seconds and memory of each format, and the linter over a large feed."""

import json
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "core" / "reports"))

from report_sample import many
from rows import Row, seconds

from factcheck.reports.claimreview import data_feed
from factcheck.reports.lint import lint
from factcheck.reports.write import render

TARGETS = {(".html", 20): 0.1, (".pdf", 20): 0.5, (".html", 1000): 1.0, (".pdf", 1000): 5.0}
FORMATS = (".html", ".md", ".json", ".jsonld", ".csv", ".xlsx", ".docx", ".pdf")


def _peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> list[Row]:
    """PDF comes last: the peak of memory only grows."""
    reports = {20: many("fr", 20), 1000: many("fr", 1000)}
    rows = []
    for suffix in FORMATS:
        for n, report in reports.items():
            taken = seconds(lambda s=suffix, r=report: render(r, s), repeat=3 if n == 20 else 1, warm=n == 20)
            rows.append(Row(f"{suffix} of {n} claims", taken, "s", target=TARGETS.get((suffix, n))))
        if suffix == ".html":
            rows.append(Row("peak memory, .html of 1000 claims", _peak(), "MB", target=300))
    rows.append(Row("peak memory, .pdf of 1000 claims", _peak(), "MB", target=300))
    feed = json.dumps(data_feed(many("fr", 10_000)))
    rows.append(Row("lint of 10,000 reviews", seconds(lambda: lint(feed), repeat=1, warm=0), "s", target=3.0))
    return rows
