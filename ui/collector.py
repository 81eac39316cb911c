"""When Python looks for unreachable objects: on the window's thread, in small portions, never in the middle of work.

Left alone, the collector runs in whatever thread has just made an object. Among the modules of the services a full run
takes a tenth of a second, in which nothing is painted; and a widget may only be deleted by the window's thread. So the
automatic runs are off, a timer does the young generations, and what imports have brought is set aside for good.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

EVERY = 250
"""Milliseconds between two looks."""
MANY = 2000
"""Objects since the last run that are worth one."""
HEAP = 50_000
"""So many at once are what a module or a library has set up: set aside as well."""
OLD = 50
"""Runs over the young generations before one over all."""


class Collector(QObject):
    """Collects while the program runs; ``tick`` is one look."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._modules = 0
        self._runs = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        """Set aside what imports have brought since the last look, else collect what is young, now and then all."""
        made = gc.get_count()[0]
        if len(sys.modules) != self._modules or made > HEAP:
            self._modules = len(sys.modules)
            gc.freeze()
        elif made > MANY:
            self._runs += 1
            gc.collect(2 if self._runs % OLD == 0 else 1)
