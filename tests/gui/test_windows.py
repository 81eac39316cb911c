"""Several windows on one library: what is done in one is seen in the others, and each ends as a person expects."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from factcheck.errors import InputError
from factcheck.services import claims, sources
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import Settings
from tests.core.web.site import Site
from tests.gui.conftest import Desk, until
from ui.beside import Beside


def torn_off(desk: Desk, action: str = "article.own-window") -> Beside:
    before = set(desk.window.windows.all())
    desk.window.actions_[action].trigger()
    (made,) = set(desk.window.windows.all()) - before
    until(lambda: made.reading.dossier is not None, what="the claim in the window of its own")
    desk.settle()
    return made


def gone(window: Beside) -> bool:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return window not in QApplication.topLevelWidgets()


def test_a_step_in_one_window_is_seen_in_the_other_and_undone_from_there(ready: Desk) -> None:
    other = torn_off(ready)
    assert other.reading.claim_id == ready.reading.claim_id
    assert other.library is ready.window.library
    assert not other.rail.isVisible()
    claim = ready.reading.claim_id
    other.room.article.setFocus()
    QTest.keySequence(other.room.article, "A")
    until(lambda: ready.reading.get(claim).state == "accepted", what="the acceptance in the first window")
    until(lambda: other.reading.get(claim).state == "accepted", what="the acceptance in the other")
    ready.window.actions_["undo"].trigger()
    until(lambda: other.reading.get(claim).state == "proposed", what="the undo in the other window")
    other.reading.step(1)
    ready.settle()
    assert other.reading.claim_id != ready.reading.claim_id, "each window has its own place"


def test_a_window_of_its_own_closes_alone_and_the_first_closes_all(ready: Desk) -> None:
    other = torn_off(ready)
    ready.window.actions_["article.own-window"].trigger()
    assert ready.window.windows.all() == [other], "the same article has one window"
    other.close()
    until(lambda: gone(other), what="its end")
    assert ready.window.library.desk is not None
    assert ready.window.state.get("windows") == []
    ready.window.actions_["claim.accept"].trigger()
    until(lambda: ready.reading.claim.state == "accepted", what="work that goes on")
    again = torn_off(ready)
    ready.window.close()
    until(lambda: gone(again), what="the end of both")
    assert ready.window.library.desk is None


def test_what_stood_in_windows_is_found_again(reading_desk: Callable[..., Desk]) -> None:
    first = reading_desk()
    other = torn_off(first)
    other.reading.step(1)
    first.settle()
    other.resize(700, 500)
    shown = other.shows
    assert shown["claim"] == other.reading.claim_id
    first.close()
    second = reading_desk()
    until(second.window.windows.all, what="the window of its own")
    (found,) = second.window.windows.all()
    until(lambda: found.reading.claim_id == shown["claim"], what="its claim")
    assert (found.width(), found.height()) == (700, 500)


def test_a_library_that_does_not_open_is_told_once_whatever_windows_were_closed(ready: Desk) -> None:
    other = torn_off(ready)
    other.close()
    until(lambda: gone(other), what="its end")
    ready.window.library.failed_to_open.emit(InputError("library-missing", folder="/nowhere"))
    ready.settle()
    assert len(ready.window.foot.failures()) == 1


def test_the_keys_of_the_rooms_lead_to_the_first_window(ready: Desk) -> None:
    other = torn_off(ready)
    QTest.keySequence(other.room.article, "Ctrl+3")
    assert ready.window.rooms.current == "sources"
    assert other.rooms.current == "articles"


def test_a_failure_is_told_in_the_window_where_it_happened(ready: Desk) -> None:
    other = torn_off(ready)
    other.activateWindow()
    until(lambda: QApplication.activeWindow() is other, what="the focus")
    other.library.change(lambda desk: claims.accept(desk, ["nosuchclaim"]))
    until(other.foot.failures, what="the failure")
    assert not ready.window.foot.failures()


@pytest.fixture
def cited(tmp_path, template, reading_desk: Callable[..., Desk]) -> Callable[[Site], Desk]:
    def open_cited(site: Site) -> Desk:
        desk = reading_desk(allowed=(site.host,))
        core = CoreDesk.open(
            tmp_path / "library", settings=Settings(overrides={"fetch.allowed_hosts": (site.host,)}), reviewer="Ada"
        )
        sources.cite(core, desk.reading.claim_id, site.url("/port"))
        core.close()
        until(lambda: desk.reading.dossier and desk.reading.dossier.evidence, what="the source")
        return desk

    return open_cited


def test_a_reader_is_torn_off_and_quotes_for_its_claim(cited: Callable[[Site], Desk]) -> None:
    with Site() as site:
        said = "The harbour office counted 4,200 ships in 2022, the director told the council on Monday morning."
        site.page(
            "/port", f"<html><title>Port</title><body><article><h1>Port</h1><p>{said}</p></article></body></html>"
        )
        desk = cited(site)
        claim = desk.reading.claim_id
        desk.window.actions_["source.open"].trigger()
        until(lambda: desk.room.reader.held is not None, what="the reader")
        desk.settle()
        other = torn_off(desk, "reader.own-window")
        until(lambda: other.room.reader.held is not None, what="the source in its own window")
        assert not desk.room.reader.isVisible(), "the article has its room again"
        assert other.room.reader.isVisible()
        assert not other.room.claim.isVisible()
        desk.reading.step(1)
        desk.settle()
        other.room.reader.text.setFocus()
        other.room.reader.text.selectAll()
        QTest.keySequence(other.room.reader.text, "S")
        core = desk.window.library.desk
        until(lambda: sources.of_claim(core, claim)[0].stance == "supports", what="the stance")
        assert said in str(sources.of_claim(core, claim)[0].quote)
        sources.remove_evidence(core, sources.of_claim(core, claim)[0].id)
        until(lambda: gone(other), what="the end of a reader whose source is taken away")
        QTest.keyClick(desk.room.article, Qt.Key.Key_Escape)
