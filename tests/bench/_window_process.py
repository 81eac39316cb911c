"""One start of a window, measured from inside; run by ``window.py``. The last line of output is the figures as JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.perf_counter()

import psutil  # noqa: E402 - the clock runs first


def since_start() -> float:
    """Seconds since Python's start."""
    return time.perf_counter() - STARTED


def megabytes() -> float:
    """What this process alone holds: unique set size, in MB."""
    return psutil.Process().memory_full_info().uss / 1e6


def wait(met: Callable[[], object], seconds: float = 120) -> None:
    """Run the event loop until it is so."""
    from PySide6.QtCore import QEventLoop, QTimer

    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "never came"
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()


def sample() -> Path:
    """The bundled French article."""
    return Path(__file__).resolve().parents[2] / "resources" / "samples" / "article-fr.txt"


def bare() -> dict[str, float]:
    """The least window that shows the text."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    found: dict[str, float] = {}

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            if not found:
                found["seconds"] = 0.0
                QTimer.singleShot(0, self.painted)

        def painted(self) -> None:
            found["seconds"] = since_start()
            found["megabytes"] = megabytes()
            QApplication.quit()

    app = QApplication([])
    window = Window()
    window.setCentralWidget(QPlainTextEdit(sample().read_text("utf-8")))
    window.resize(1280, 800)
    window.show()
    app.exec()
    return found


def first_paint() -> dict[str, float]:
    """Our window, as ``ui.app.run`` starts it, until its first paint."""
    from factcheck.settings import Settings
    from ui.app import application, dress, prepare
    from ui.state import State
    from ui.window import Window

    found: dict[str, float] = {}

    class Timed(Window):
        def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            if not found:
                found["seconds"] = since_start()
                app.quit()

    app = application()
    settings = Settings()
    prepare(settings)
    window = Timed(settings, State())
    dress(settings)
    window.resize(1280, 800)
    window.show()
    app.exec()
    window.jobs.close()
    return found


def _window(folder: str, name: str):
    from factcheck.settings import Settings
    from ui.app import application, dress, prepare
    from ui.state import State
    from ui.window import Window

    application()
    settings = Settings(Path(folder) / f"{name}.toml", {"interface.language": "fr"})
    prepare(settings)
    window = Window(settings, State(Path(folder) / name))
    dress(settings)
    window.resize(1280, 800)
    window.show()
    window.library.open(Path(folder) / name / "library", "Bench")
    wait(lambda: window.library.desk is not None)
    return window


def desk(folder: str) -> dict[str, float]:
    """The sample taken in, read, worked on and reported on; what it weighs and how long it ever stands still."""
    window = _window(folder, "desk")  # first of all: it is ui.app that keeps PySide6 from wrapping every import
    from PySide6.QtTest import QTest

    from tests.gui.heartbeat import Heartbeat

    wait(lambda: not window.jobs.busy())
    pulse = Heartbeat(window)
    window.take(str(sample()))
    wait(lambda: window.reading.dossier is not None and not window.jobs.busy())
    for keys in ("A", "J", "J", "K", "Ctrl+Z", "Ctrl+Shift+Z"):
        QTest.keySequence(window.room.article, keys)
        wait(lambda: not window.jobs.busy())
    window.room.claim.sources.asked.emit(str(sample()))
    wait(lambda: window.room.reader.held is not None and not window.jobs.busy())
    window.intake.export(Path(folder) / "report.html")
    wait(lambda: not window.jobs.busy())
    pulse.stop()
    weight = megabytes()
    article = window.reading.article.id
    taken = []
    for _ in range(5):
        window.reading.open(None)
        wait(lambda: not window.jobs.busy())
        start = time.thread_time()
        window.reading.open(article)
        wait(lambda: window.reading.article is not None)
        window.room.article.viewport().repaint()
        taken.append(time.thread_time() - start)
    window.close()
    return {"megabytes": weight, "open": sorted(taken)[2], "hold": pulse.longest().wall, "ours": pulse.worst().ours}


def _steps(window, count: int) -> float:
    """The 95th percentile of a scroll step with its paint, in seconds."""
    view = window.room.article
    bar = view.verticalScrollBar()
    wait(lambda: not window.jobs.busy())
    taken = []
    for n in range(count):
        start = time.thread_time()
        bar.setValue(int(bar.maximum() * n / count))
        view.viewport().repaint()
        taken.append(time.thread_time() - start)
    return sorted(taken)[int(len(taken) * 0.95)]


def _shown(window, text: str, claims: list) -> None:
    """Show a text with claims in the window's own views, without a library behind it."""
    from datetime import UTC, datetime

    from factcheck.domain.article import Article, text_sha256

    now = datetime.now(UTC)
    article = Article("bench", text, text_sha256(text), "Bench", None, None, None, "en", None, None, None, now)
    window.reading._take_article((article, claims, (), None))


def _claims(text: str, count: int) -> list:
    from datetime import UTC, datetime

    from factcheck.domain.claim import Claim, ClaimState, Kind, Modality

    step = len(text) // count
    return [
        Claim(
            id=f"{n:032x}", article="bench", start=n * step, end=n * step + step - 8,
            text=text[n * step : n * step + step - 8], standalone="wording", claimant=None, claimant_id=None,
            cue_start=None, cue_end=None, modality=Modality.ASSERTED, kind=Kind.FACTUAL, date=None,
            check_worthiness=0.5, reasons=(), dismissed_because=None, verdict=None,
            state=ClaimState.ACCEPTED if n % 2 else ClaimState.PROPOSED,
            tags=(), sources=0, assignee=None, priority=0, created_at=datetime.now(UTC), version=1,
        )
        for n in range(count)
    ]  # fmt: skip


PARAGRAPH = "The council of Lanvel mended eleven bridges in 2021 and closed two of them again before winter. " * 5


def large(folder: str) -> dict[str, float]:
    """100,000 words: scroll steps, and a key until what it did is painted."""
    window = _window(folder, "large")
    text = "\n\n".join([PARAGRAPH] * (100_000 // len(PARAGRAPH.split())))
    _shown(window, text, _claims(text, 400))
    wait(lambda: window.room.article.document().size().height() > 0)
    deadline = time.monotonic() + 3
    wait(lambda: time.monotonic() > deadline)  # the layout goes on in the background for a moment
    return {"scroll": _steps(window, 120), "key": _choose(window)}


def many(folder: str) -> dict[str, float]:
    """5,000 claims in one article."""
    window = _window(folder, "many")
    text = "\n\n".join([PARAGRAPH] * 1000)
    _shown(window, text, _claims(text, 5000))
    deadline = time.monotonic() + 3
    wait(lambda: time.monotonic() > deadline)
    return {"choose": _choose(window), "scroll": _steps(window, 120)}


def _choose(window) -> float:
    """The median of choosing the next claim until it is painted, in seconds."""
    taken = []
    for _ in range(20):
        start = time.thread_time()
        window.reading.step(1)
        window.room.article.viewport().repaint()
        window.room.claim.repaint()
        taken.append(time.thread_time() - start)
    return sorted(taken)[10]


if __name__ == "__main__":
    what, where = sys.argv[1:3]
    figures = bare() if what == "bare" else first_paint() if what == "first-paint" else globals()[what](where)
    print(json.dumps(figures), flush=True)
    import os

    os._exit(0)
