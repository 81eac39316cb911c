"""Reports: seconds and memory of each format, and the linter over a large feed.

Seconds are processor time of all threads: on an idle machine more than a person waits, on a shared one all that can be
compared. The plain way of the long PDF is the same report set in one piece, in the same run.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "core" / "reports"))

from report_sample import many
from rows import Row

from factcheck.reports import pdf
from factcheck.reports.claimreview import data_feed
from factcheck.reports.lint import lint
from factcheck.reports.write import render

TARGETS = {(".html", 20): 0.1, (".pdf", 20): 0.5, (".html", 1000): 1.0}
FORMATS = (".html", ".md", ".json", ".jsonld", ".csv", ".xlsx", ".docx", ".pdf")


def _peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _processor(action: Callable[[], object], repeat: int) -> float:
    """The median of the processor seconds that an action takes, after one that warms what is loaded once."""
    taken = []
    for _ in range(repeat + (repeat > 1)):
        begun = time.process_time()
        action()
        taken.append(time.process_time() - begun)
    return statistics.median(taken[repeat > 1 :])


def _long_pdf(in_one_piece: bool) -> tuple[float, float]:
    """Processor seconds and the peak of memory in MB of a PDF of 1,000 claims, in a process that does nothing else."""
    made = many("fr", 1000)
    if in_one_piece:
        pdf.WHOLE = len(made.claims)
    return _processor(lambda: render(made, ".pdf"), 1), _peak()


def measure() -> list[Row]:
    """Each format; the long PDF apart, because memory that other formats left would count as its own."""
    reports = {20: many("fr", 20), 1000: many("fr", 1000)}
    rows = []
    for suffix in FORMATS:
        for n, report in reports.items():
            if (suffix, n) != (".pdf", 1000):
                taken = _processor(lambda s=suffix, r=report: render(r, s), 3 if n == 20 else 1)
                rows.append(Row(f"{suffix} of {n} claims", taken, "s", target=TARGETS.get((suffix, n))))
        if suffix == ".html":
            rows.append(Row("peak memory, .html of 1000 claims", _peak(), "MB", target=300))
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        (taken, most), (plain, plain_most) = alone.map(_long_pdf, (False, True))
    rows.append(Row(".pdf of 1000 claims", taken, "s", f"in one piece ({plain:.1f} s)", target=5.0))
    rows.append(Row("peak memory, .pdf of 1000 claims", most, "MB", f"in one piece ({plain_most:.0f} MB)", target=300))
    feed = json.dumps(data_feed(many("fr", 10_000)))
    rows.append(Row("lint of 10,000 reviews", _processor(lambda: lint(feed), 1), "s", target=3.0))
    return rows
