"""Articles in: files, text, what cannot be read, cancel."""

import pytest
from PySide6.QtCore import QMimeData, QUrl

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
