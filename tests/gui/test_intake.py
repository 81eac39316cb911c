"""Articles in: files, text, what cannot be read, cancel."""

import pytest
from PySide6.QtCore import QMimeData, QUrl

from ui.dialogs.details import DetailsDialog
from ui.views.coming import ComingLine


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


def test_the_text_can_be_read_while_it_is_split_and_stays_where_it_is(desk) -> None:
    text = "Un titre\n\n" + "\n\n".join(f"Le port a accueilli {n} navires en 2022." for n in range(1, 120))
    view, line = desk.room.article, desk.room.pages.widget(0).findChild(ComingLine)
    desk.window.intake.take_text(text)
    desk.until(lambda: view.text == text, what="the text")
    assert line.isVisible()
    assert desk.room.pages.currentWidget().isAncestorOf(view)
    assert desk.reading.article is None
    assert not desk.window.actions_["claim.new"].isEnabled()
    assert not any(tool.isEnabled() for tool in desk.room.tools)
    place = text.index("accueilli 90 ")
    view.select(place, place + 12)
    view.scroll_to(place, at=0.0)
    stood = view.verticalScrollBar().value()
    desk.until(lambda: desk.reading.claims, what="the claims")
    desk.settle()
    assert not line.isVisible()
    assert all(tool.isEnabled() for tool in desk.room.tools)
    assert view.selected() == (place, place + 12)
    assert abs(view.verticalScrollBar().value() - stood) < 40
    assert desk.reading.claim is not None
    assert place - 100 < desk.reading.claim.start < place + 2000


def test_stopping_the_split_goes_back_to_what_was_read(ready) -> None:
    open_before = ready.reading.article
    ready.window.intake.take_text("Le port a accueilli 4 200 navires en 2022. " * 4000)
    line = ready.room.pages.widget(0).findChild(ComingLine)
    ready.until(line.isVisible, what="the line")
    line.stop.click()
    ready.until(lambda: ready.reading.article == open_before, what="the article that was open")
    ready.settle()
    assert ready.room.article.text == open_before.text
    assert not line.isVisible()
    assert len(ready.window.articles.rows) == 1


def test_who_goes_elsewhere_meanwhile_stays_there(ready) -> None:
    open_before = ready.reading.article
    text = "\n\n".join(f"Le port a accueilli {n} navires en 2022." for n in range(1, 60))
    ready.window.intake.take_text(text)
    ready.until(lambda: ready.room.article.text == text, what="the text")
    ready.window.open_article(open_before.id)
    ready.until(lambda: len(ready.window.articles.rows) == 2, what="the new article in the list")
    ready.settle()
    assert ready.reading.article == open_before


def test_a_text_whose_claims_were_not_found_can_be_tried_again(desk) -> None:
    text = "Le port a accueilli 4 200 navires en 2022. " * 500
    line = desk.room.pages.widget(0).findChild(ComingLine)
    desk.window.intake.take_text(text)
    desk.until(line.isVisible, what="the line")
    desk.until(lambda: desk.window.jobs.worker._process is not None, what="the helper process")
    desk.window.jobs.worker._process.kill()
    desk.until(desk.failures, what="the sentence")
    assert desk.room.article.text == text
    assert line.retry.isVisible()
    line.retry.click()
    desk.until(lambda: desk.reading.claims, what="the claims")
    desk.settle()
    assert not line.isVisible()


def test_details_are_corrected_as_one_step(ready, tmp_path) -> None:
    dialog = DetailsDialog(ready.reading.article, ready.window)
    dialog._fields["outlet"].setText("Radio Lanvel")
    dialog._fields["date"].setText("not a date")
    assert not dialog.go.isEnabled()
    dialog._fields["date"].setText("2023-02")
    assert dialog.go.isEnabled()
    assert dialog.changes() == {"outlet": "Radio Lanvel", "date": "2023-02"}
    dialog.deleteLater()
