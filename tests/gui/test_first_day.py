"""The first day: an empty desk greets, the sample and the tour begin from there, help opens without a network."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from factcheck import resources
from tests.gui.conftest import Desk, until
from ui.dialogs.about import About, packages
from ui.dialogs.guide import Guide, topics
from ui.views.tour import STEPS, Tour
from ui.words import switch


def dialog(kind: type[QDialog]) -> QDialog:
    until(lambda: [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()])
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def tour_of(desk: Desk) -> Tour | None:
    return next((t for t in desk.window.centralWidget().findChildren(Tour) if t.isVisible()), None)


def test_an_empty_library_greets_with_four_ways_in_and_the_tour(desk: Desk) -> None:
    desk.settle()
    welcome = desk.room.welcome
    assert welcome.isVisible()
    offered = {made.text() for made in welcome.findChildren(QPushButton)}
    names = ("article.open", "article.paste", "article.from-link", "article.sample", "help.tour")
    assert {desk.window.actions_[name].text() for name in names} == offered


def test_the_sample_is_taken_in_from_there(desk: Desk) -> None:
    desk.settle()
    desk.window.actions_["article.sample"].trigger()
    until(lambda: len(desk.reading.claims) > 5, seconds=90, what="the claims of the sample")
    assert not desk.room.welcome.isVisible()


def test_the_tour_has_four_steps_goes_back_and_can_be_left(desk: Desk) -> None:
    desk.settle()
    desk.window.actions_["help.tour"].trigger()
    tour = tour_of(desk)
    assert tour is not None
    said = []
    for place in range(len(STEPS)):
        assert tour.count.text() == f"Step {place + 1} of 4"
        assert desk.window.centralWidget().rect().contains(tour.geometry())
        said.append(tour.words.text())
        if place < len(STEPS) - 1:
            QTest.keyClick(tour.next, Qt.Key.Key_Space)
    assert len(set(said)) == 4
    tour.back.click()
    assert tour.count.text() == "Step 3 of 4"
    QTest.keyClick(tour, Qt.Key.Key_Escape)
    assert tour_of(desk) is None
    desk.window.actions_["help.tour"].trigger()
    again = tour_of(desk)
    assert again is not None
    again.leave.click()
    assert tour_of(desk) is None


def test_the_guide_is_searched_and_speaks_both_languages(desk: Desk) -> None:
    assert len(topics("en")) == len(topics("fr"))
    desk.window.actions_["help.guide"].trigger()
    guide = dialog(Guide)
    assert guide.list.count() == len(topics("en"))
    guide.filter.setText("blind second")
    assert [guide.list.item(n).text() for n in range(guide.list.count())] == ["Verdicts and review"]
    assert "never overwritten" in guide.text.toPlainText()
    guide.close()


class Browser(QObject):
    """Takes the pages that the desktop would open in the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, page: QUrl) -> None:
        self.opened.append(Path(page.toLocalFile()))


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("file", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_the_guide_opens_the_documentation_in_the_windows_language(
    desk: Desk, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "documentation", lambda: tmp_path)
    for language, page in (("en", "index.html"), ("fr", "tutoriel.html")):
        switch(language)
        desk.window.actions_["help.guide"].trigger()
        guide = dialog(Guide)
        assert guide.documentation.isVisible()
        guide.documentation.click()
        assert browser.opened.pop() == tmp_path / page
        guide.close()
        until(lambda: not [w for w in QApplication.topLevelWidgets() if isinstance(w, Guide) and w.isVisible()])


def test_the_guide_offers_no_documentation_that_was_not_built(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "documentation", lambda: None)
    desk.window.actions_["help.guide"].trigger()
    guide = dialog(Guide)
    assert not guide.documentation.isVisible()
    guide.close()


def test_the_guide_names_actions_as_the_window_does() -> None:
    """Bold words of the guide are words of the window: a renamed button must be renamed in the guide too."""
    from factcheck import i18n

    for language in ("en", "fr"):
        said = {message.replace("&", "").rstrip("…") for message in i18n._messages(language).values()}
        bold = {word for _heading, body in topics(language) for word in re.findall(r"\*\*(.+?)\*\*", body)}
        assert not bold - said


def test_about_lists_the_licence_of_every_package(desk: Desk) -> None:
    known = {name.lower().replace("_", "-"): said for name, _version, said in packages()}
    assert {"sqlalchemy", "pyside6-essentials", "spacy", "nh3"} <= known.keys()
    assert not [name for name, said in known.items() if not said.strip(" ?")]
    desk.window.actions_["help.about"].trigger()
    about = dialog(About)
    assert "SQLAlchemy" in about.list.toPlainText()
    about.close()
