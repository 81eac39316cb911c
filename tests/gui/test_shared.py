"""Two real windows on one PostgreSQL: live changes, who is there, and a server that restarts in the middle."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from factcheck.domain import place
from factcheck.services import articles, claims, history, intake, marks
from factcheck.services.desk import Desk as Opened
from tests.gui.conftest import ARTICLE, Desk, until
from ui.dialogs.conflict import ConflictDialog
from ui.models.articles import PRESENT
from ui.rooms.settingsshared import SharedLibrary
from ui.worker import Worker


@pytest.fixture(scope="module")
def split():
    worker = Worker()
    draft = intake.from_text(ARTICLE)
    found = worker.run("factcheck.services.splitting:split", draft.text, language="fr")
    worker.stop()
    return draft, found


@pytest.fixture
def address(empty_database: str) -> str:
    """A server's library without anything in it."""
    from tests.postgres import _fill

    _fill(empty_database)
    return empty_database


@pytest.fixture
def windows(split, tmp_path: Path, plain: None, monkeypatch) -> Iterator[Callable[..., Desk]]:
    """Opens windows on a server's library that holds the article, each with the article and its first claim open."""
    opened: list[Desk] = []

    def open_one(address: str, reviewer: str, **settings: object) -> Desk:
        monkeypatch.setenv("FACTCHECK_CONFIG", str(tmp_path / f"config-{reviewer}"))
        where = place.server(address)
        if not opened:
            first = Opened.open(where, reviewer="Ada")
            articles.add(first, *split)
            first.close()
        desk = Desk(where, reviewer=reviewer, **settings)
        opened.append(desk)
        desk.until(lambda: desk.window.articles.rows, what="the articles")
        desk.window.open_article(desk.window.articles.rows[0].id)
        desk.until(lambda: desk.reading.claims, what="the claims")
        desk.settle()
        if desk.reading.claim is None:
            desk.reading.step(1)
        desk.until(lambda: desk.reading.dossier is not None, what="the claim")
        return desk

    yield open_one
    for desk in opened:
        desk.close()


def settle(*desks: Desk) -> None:
    for desk in desks:
        desk.settle()


def typing(desk: Desk, words: str) -> None:
    wording = desk.room.claim.head.wording
    desk.window.activateWindow()
    wording.setFocus()
    wording.selectAll()
    QTest.keyClicks(wording, words)


def test_anothers_step_is_seen_and_moves_nothing_of_mine(address: str, windows) -> None:
    ada, ben = windows(address, "Ada"), windows(address, "Ben")
    assert not ben.window.library._poll.isActive()
    claim, second = ada.reading.claims[:2]
    typing(ben, "I am writing")
    wording, bar = ben.room.claim.head.wording, ben.room.claim.scroll.verticalScrollBar()
    focus, scrolled = QApplication.focusWidget(), bar.value()
    services_change = lambda desk: marks.assign(desk, [second.id], "Carl")  # noqa: E731
    ada.window.library.change(services_change)
    until(lambda: ben.reading.get(second.id).assignee == "Carl", what="the other's step")
    ada.window.library.change(lambda desk: claims.edit(desk, claim.id, standalone="Ada’s."))
    until(ben.room.claim.head.changed.isVisible, what="the quiet line")
    until(lambda: "Ada" in ben.room.claim.head.changed.words.text(), what="who it was")
    assert wording.words() == "I am writing"
    assert (QApplication.focusWidget(), bar.value()) == (focus, scrolled)
    assert ben.reading.claim.id == claim.id


def test_two_windows_that_change_the_same_end_with_what_a_person_chose(address: str, windows) -> None:
    ada, ben = windows(address, "Ada"), windows(address, "Ben")
    claim = ada.reading.claim
    typing(ada, "Ada writes this")
    typing(ben, "Ben writes that")
    ada.room.claim.head.give()
    settle(ada)
    until(ben.room.claim.head.changed.isVisible, what="the quiet line")

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ConflictDialog):
            QTest.keyClick(dialog, Qt.Key.Key_2)
        else:
            QTimer.singleShot(20, choose)

    QTimer.singleShot(0, choose)
    ben.room.claim.head.give()
    until(lambda: ada.reading.get(claim.id).standalone == "Ben writes that", what="Ben's words at Ada's")
    settle(ada, ben)
    assert ada.room.claim.head.wording.words() == "Ben writes that"
    assert [step.reviewer for step in history.steps(ada.window.library.desk, claim=claim.id)][:2] == ["Ben", "Ada"]


def test_they_see_where_the_other_is_until_the_window_is_closed(address: str, windows) -> None:
    ada, ben = windows(address, "Ada"), windows(address, "Ben Ott")
    claim = ada.reading.claim
    head = ada.room.claim.head
    until(lambda: head.present.whole() == "Ben Ott is here", what="Ben at the claim")
    index = ada.window.articles.index(0)
    assert index.data(PRESENT) == ["Ben Ott"]
    assert "Ben Ott is here" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    marks.assign(ada.window.library.desk, [claim.id], "Ada")
    ada.window.rooms.enter("queue")
    queue = ada.window.rooms.currentWidget()
    until(lambda: any("Ben Ott is here" in line.under for line in queue.lines.lines), what="Ben in the queue")
    ada.window.rooms.enter("articles")
    ben.reading.step(1)
    until(lambda: not head.present.whole(), what="Ben gone on")
    ben.close()
    until(lambda: not ada.window.library.shared.present, what="Ben gone home")
    assert index.data(PRESENT) == []


def test_who_turned_it_off_is_not_seen(address: str, windows) -> None:
    ada, ben = windows(address, "Ada"), windows(address, "Ben", server__presence=False)
    carl = windows(address, "Carl")
    until(lambda: {p.reviewer for p in ada.window.library.shared.present} == {"Carl"}, what="Carl")
    assert ben.window.library.shared.present == ()
    assert {p.reviewer for p in carl.window.library.shared.present} == {"Ada"}


def test_a_restart_of_the_server_loses_nothing_that_was_typed(own_cluster, windows, monkeypatch) -> None:
    from tests.postgres import _fill

    cluster = own_cluster(quick=True)
    monkeypatch.setenv("PGPASSFILE", str(cluster.pgpass))
    _fill(cluster.address())
    ada = windows(cluster.address(), "Ada")
    claim, foot, head = ada.reading.claim, ada.window.foot, ada.room.claim.head
    cluster.stop()
    until(foot.away.isVisible, what="the quiet line")
    assert "away" in foot.away_words.text()
    ada.reading.step(1)  # reading goes on from what is loaded
    assert ada.reading.claim.id != claim.id
    ada.reading.step(-1)
    assert ada.room.article.toPlainText()
    typing(ada, "Typed while it was away")
    head.give()
    until(ada.failures, what="that it was not written")
    assert head.wording.words() == "Typed while it was away"
    assert ada.window.state.draft(claim.id, "wording") == "Typed while it was away"
    assert len(ada.failures()) == 1, ada.failures()
    cluster.start()
    until(lambda: not foot.away.isVisible(), what="the server's return")
    again = next(b for line in foot.failures() for b in line.findChildren(QPushButton) if b.text() == "Write it now")
    again.click()
    until(lambda: ada.reading.get(claim.id).standalone == "Typed while it was away", what="what was typed")
    ada.settle()
    assert ada.window.state.draft(claim.id, "wording") is None
    assert ada.failures() == []
    assert history.verify(ada.window.library.desk).ok


def test_a_server_that_wants_a_password_is_given_one(address: str, open_desk, monkeypatch) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr("keyring.get_password", lambda service, entry: kept.get(entry))
    monkeypatch.setattr("keyring.set_password", lambda service, entry, secret: kept.update({entry: secret}))
    secret = next(line for line in Path(os.environ["PGPASSFILE"]).read_text().splitlines()).rpartition(":")[2]
    monkeypatch.setenv("PGPASSFILE", "/dev/null")

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, answer)
            return
        field = dialog.findChild(QLineEdit)
        assert field.echoMode() is QLineEdit.EchoMode.Password
        QTest.keyClicks(field, secret)
        QTest.keyClick(field, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    desk = open_desk(where=place.server(address))
    desk.until(lambda: kept, what="the password in the keyring")
    assert list(kept.values()) == [secret]
    assert desk.window.library.shared.listening
    assert secret not in str(desk.window.library.desk.place)


def test_a_server_that_is_away_at_the_start_is_tried_again(own_cluster, open_desk, monkeypatch) -> None:
    from tests.postgres import _fill

    cluster = own_cluster(quick=True)
    monkeypatch.setenv("PGPASSFILE", str(cluster.pgpass))
    _fill(cluster.address())
    cluster.stop()
    desk = open_desk(where=place.server(cluster.address()), waits=False)
    desk.until(desk.failures, what="that it is not reached")
    cluster.start()
    next(b for line in desk.window.foot.failures() for b in line.findChildren(QPushButton) if b.text()).click()
    desk.until(lambda: desk.window.library.desk is not None, what="the library")


def test_the_settings_try_an_address_and_lead_there(address: str, open_desk, split) -> None:
    first = Opened.open(place.server(address), reviewer="Ada")
    articles.add(first, *split)
    first.close()
    desk = open_desk()
    desk.window.rooms.enter("settings")
    part = next(p for p in desk.window.rooms.currentWidget().more if isinstance(p, SharedLibrary))
    assert not part.test.isEnabled()
    part.address.setText("postgresql://postgres@127.0.0.1:1/none")
    part.test.click()
    desk.until(lambda: "cannot be reached" in part.told.text(), what="that it is not reached")
    part.address.setText("postgresql://postgres@127.0.0.1")
    part.test.click()
    desk.until(lambda: "names no library" in part.told.text(), what="that it is no address")
    part.address.setText(address)
    part.test.click()
    desk.until(lambda: "Reached" in part.told.text(), what="what was found")
    assert "1 article" in part.told.text()
    assert "stays on this machine" in part.told.text()
    part.go.click()
    desk.until(lambda: desk.window.articles.rows, what="the shared library's article")
    assert desk.window.library.shared.listening
    assert desk.window.library.settings.text("library.folder") == address
