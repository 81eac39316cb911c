"""The Claims room over a large library, measured from inside; run by ``rooms.py``. The last line is figures as JSON."""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from _large import folder as large
from _window_process import megabytes, wait

PLACES = 40
FRAMES = 200
ROUNDS = 4


def library() -> Path:
    """The library to look at: the large one, or the one that is named."""
    return Path(os.environ.get("FACTCHECK_BENCH_LIBRARY") or large() / "library")


def room(where: str) -> dict[str, float]:
    """Our room."""
    from PySide6.QtTest import QTest

    from factcheck.domain.query import SORTS, Query
    from factcheck.settings import Settings
    from ui.app import application, dress, prepare
    from ui.state import State
    from ui.window import Window

    application()
    settings = Settings(Path(where) / "settings.toml", {"library.backup_daily": False})
    prepare(settings)
    window = Window(settings, State(Path(where) / "state"))
    dress(settings)
    window.resize(1440, 900)
    window.show()
    window.library.open(library(), "Bench")
    wait(lambda: window.library.desk is not None)
    window.rooms.enter("claims")
    shown = window.rooms.room("claims")
    rows, table = shown.rows, shown.table
    wait(lambda: rows.rowCount() > 1 and not window.jobs.busy())

    def ask(sort: str) -> float:
        begun = time.process_time()
        shown.look_for(Query(sort=sort))
        wait(lambda: rows.query.sort == sort and first_is(rows))
        table.viewport().repaint()
        return (time.process_time() - begun) * 1000

    def first_is(model) -> bool:
        return model.query is not before[0] and model._search.over and model.line(0) is not None

    orders = ["newest", *SORTS[2:], *(f"-{name}" for name in SORTS[2:]), ""]
    rounds = []
    for _ in range(ROUNDS):
        rounds.append([])
        for sort in orders:
            before = [rows.query]
            rounds[-1].append(ask(sort))
    firsts = [statistics.median(taken) for taken in zip(*rounds[1:], strict=True)]  # the first round warms the file
    begun = time.process_time()
    wait(lambda: not window.jobs.busy(), 600)
    reached = time.process_time() - begun
    figures = {"lines": rows.rowCount(), "first": p95(firsts), "reached": reached}
    figures |= frames(table)
    wait(lambda: not window.jobs.busy())
    figures["place"] = p95([place(table, lambda row: rows.line(row) is not None) for _ in range(PLACES)])
    wait(lambda: not window.jobs.busy())
    keys = []
    for letter in "the collapse of a bridge near the port":
        begun = time.thread_time()
        QTest.keyClick(shown.head.field, letter)
        shown.head.field.repaint()
        keys.append((time.thread_time() - begun) * 1000)
        rest(0.15)  # as one types, so that searches begin and are cancelled meanwhile
    wait(lambda: not window.jobs.busy())
    return figures | {"key": p95(keys), "megabytes": megabytes()}


def plain(_where: str) -> dict[str, float]:
    """Qt's own table over the same file."""
    from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
    from PySide6.QtWidgets import QApplication, QTableView

    app = QApplication([])
    base = QSqlDatabase.addDatabase("QSQLITE")
    base.setDatabaseName(f"{library()}/library.sqlite")
    base.setConnectOptions("QSQLITE_OPEN_READONLY")
    assert base.open()
    model, table = QSqlQueryModel(), QTableView()
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(32)
    table.resize(900, 700)
    table.show()
    firsts = []
    for _ in range(6):
        begun = time.process_time()
        model.setQuery(
            "SELECT text, rating, claimant, checked, outlet FROM entry ORDER BY checked_day DESC, number DESC", base
        )
        table.viewport().repaint()
        app.processEvents()
        firsts.append((time.process_time() - begun) * 1000)
    begun = time.process_time()
    while model.canFetchMore():
        model.fetchMore()
    reached = time.process_time() - begun
    figures = {"lines": model.rowCount(), "first": p95(firsts), "reached": reached} | frames(table)
    figures["place"] = p95([place(table, lambda _row: True) for _ in range(PLACES)])
    return figures | {"megabytes": megabytes()}


def frames(table) -> dict[str, float]:
    """This thread's processor time for each step of a scroll through everything, with its paint."""
    bar = table.verticalScrollBar()
    taken = []
    for n in range(FRAMES):
        begun = time.thread_time()
        bar.setValue(int(bar.maximum() * n / FRAMES) if n % 2 else bar.value() + bar.singleStep())
        table.viewport().repaint()
        taken.append((time.thread_time() - begun) * 1000)
        rest(0.016)
    return {"frame": p95(taken), "slowest": max(taken)}


def place(table, there: Callable[[int], bool]) -> float:
    """Milliseconds of all threads from the wish to see a row until it is painted with its words."""
    row = random.Random(PLACES + table.verticalScrollBar().value()).randrange(table.model().rowCount())
    begun = time.process_time()
    table.scrollTo(table.model().index(row, 0))
    wait(lambda: there(row))
    table.viewport().repaint()
    return (time.process_time() - begun) * 1000


def p95(taken: list[float]) -> float:
    """The 95th percentile."""
    return sorted(taken)[max(0, round(0.95 * len(taken)) - 1)]


def rest(seconds: float) -> None:
    """Let the event loop turn for so long."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


if __name__ == "__main__":
    what, where = sys.argv[1:3]
    print(json.dumps(room(where) if what == "room" else plain(where)), flush=True)
    os._exit(0)
