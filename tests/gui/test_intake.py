"""Articles in: files, text, what cannot be read, cancel; and the window's thread is never held up."""

import time

import pytest
from PySide6.QtCore import QMimeData, QTimer, QUrl

from ui.dialogs.details import DetailsDialog


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("empty.txt", b""),
        ("program.txt", bytes(range(256)) * 64),
        ("missing.txt", None),
    ],
)
def test_what_is_no_article_ends_in_one_sentence(desk, tmp_path, name: str, raw: bytes | None) -> None:
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    desk.window.take(str(path))
    desk.until(desk.failures, what="the sentence")
    desk.settle()
    assert len(desk.failures()) == 1
    assert name in desk.failures()[0]
    assert "Traceback" not in desk.failures()[0]
    assert desk.reading.article is None


def test_dropped_files_are_taken_in(desk, article) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(article))])
    desk.room.take(data)
    desk.until(lambda: desk.reading.claims, what="claims")
    desk.settle()
    assert desk.room.article.text == article.read_text("utf-8")
    assert desk.window.articles.rows[0].claims > 0


def test_a_cancelled_split_stores_nothing(desk) -> None:
    desk.window.intake.take_text("Le port a accueilli 4 200 navires en 2022. " * 4000)
    desk.until(lambda: any(j.title and j.title[0] == "job.split" for j in desk.window.jobs.shown()), what="the split")
    for job in desk.window.jobs.shown():
        job.cancel()
    desk.settle()
    assert desk.window.articles.rows == []
    assert desk.failures() == []


def test_details_are_corrected_as_one_step(ready, tmp_path) -> None:
    dialog = DetailsDialog(ready.reading.article, ready.window)
    dialog._fields["outlet"].setText("Radio Lanvel")
    dialog._fields["date"].setText("not a date")
    assert not dialog.go.isEnabled()
    dialog._fields["date"].setText("2023-02")
    assert dialog.go.isEnabled()
    assert dialog.changes() == {"outlet": "Radio Lanvel", "date": "2023-02"}
    dialog.deleteLater()


def test_the_windows_thread_is_never_held_up(desk, article) -> None:
    """A heartbeat through intake, split, choice, acceptance, verdict, undo and export.

    The bound here is loose, for machines that are busy with other things; the bench measures the real figure.
    """
    gaps, last = [], [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    pulse = QTimer(desk.window)
    pulse.timeout.connect(beat)
    pulse.start(5)
    desk.take(article)
    desk.room.article.setFocus()
    for keys in ("A", "J", "K", "Ctrl+Z"):
        desk.key(keys)
        desk.settle()
    desk.window.intake.export(article.with_suffix(".html"))
    desk.settle()
    pulse.stop()
    assert len(gaps) > 50
    assert sorted(gaps)[int(len(gaps) * 0.98)] < 0.05
