"""One figure of a benchmark, and the clock that takes it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured figure beside the baseline that it is judged by.

    ``value`` and ``baseline`` are in ``unit``. ``target`` bounds the ratio ``value / baseline``, or the value itself
    where there is no baseline.
    """

    name: str
    value: float
    unit: str
    baseline_name: str = ""
    baseline: float | None = None
    target: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the baseline the value is, or None without a baseline."""
        return self.value / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None when the row has none."""
        if self.target is None:
            return None
        judged = self.value if self.ratio is None else self.ratio
        return judged >= self.target if self.more_is_better else judged <= self.target


def seconds(action: Callable[[], object], *, repeat: int = 5, warm: int = 1) -> float:
    """The median wall-clock seconds of ``action`` over ``repeat`` calls, after ``warm`` calls that do not count."""
    for _ in range(warm):
        action()
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
