"""How long the window's thread is ever held: a timer that should come every few milliseconds, and what it missed.

On a machine that is busy with other things the wall clock says little. Time during which this process itself
computed, in whatever thread, says how much of a gap was ours: the window's own work, and waiting for the interpreter
while a lane had it. It counts work beside the window's thread as well, so it errs towards too much. The unit is the
time that this very machine needs for a fixed piece of work, measured while it runs.
"""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

BEAT = 0.002


@dataclass(frozen=True, slots=True)
class Hold:
    """One gap in seconds: by the wall, at most ours, and the processor time of the window's own thread."""

    wall: float
    ours: float
    own: float
    during: str


class Heartbeat(QObject):
    """Beats while it lives; ``during`` names what is being done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.during = ""
        self.holds: list[Hold] = []
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(int(BEAT * 1000))

    def stop(self) -> None:
        """No more beats."""
        self._timer.stop()

    def worst(self) -> Hold:
        """The gap with the most that was ours."""
        return max(self.holds, key=lambda hold: hold.ours)

    def longest(self) -> Hold:
        """The longest gap by the wall."""
        return max(self.holds, key=lambda hold: hold.wall)

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), time.thread_time()

    def _beat(self) -> None:
        now = self._now()
        wall, process, own = (a - b for a, b in zip(now, self._last, strict=True))
        self._last = now
        self.holds.append(Hold(max(wall - BEAT, 0.0), min(max(wall - BEAT, 0.0), process), own, self.during))


def unit() -> float:
    """Seconds of processor time for a fixed piece of plain Python: 10 ms on the machine of the figures, left alone."""
    start = time.thread_time()
    total = 0
    for n in range(400_000):
        total += n % 7
    assert total
    return time.thread_time() - start
