"""The tutorial as a reader follows it: its keys, in its order, in both languages, from an empty desk to a report."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit

from factcheck import resources
from factcheck.domain.claim import ClaimState
from factcheck.domain.source import Stance
from tests.gui.conftest import Desk
from ui.later import services
from ui.words import switch

DOCS = Path(__file__).resolve().parents[2] / "docs"
FRENCH = {"Maj": "Shift", "Entrée": "Return"}
READ = {
    "en": (
        "tutorial.md",
        "sample",
        "The company carried 412,000 passengers in 2024",
        "371,600 passengers",
        "ferries.pdf",
        {2: "two times", 3: "three times", 4: "four times"},
    ),
    "fr": (
        "tutoriel.md",
        "exemple",
        "11 000 véhicules empruntaient l’ouvrage",
        "7 850 véhicules par jour",
        "pont.pdf",
        {3: "trois fois", 4: "quatre fois", 5: "cinq fois"},
    ),
}


def plain(text: str) -> str:
    """The text with ordinary spaces, as a person reads it."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


class Reader:
    """Somebody with the page beside the window: presses a key only when the page names it there or further on."""

    def __init__(self, desk: Desk, page: str) -> None:
        self.desk = desk
        self.page = plain((DOCS / page).read_text("utf-8"))
        found = re.findall(r"<kbd>([^<]+)</kbd>", self.page)
        self.left = ["+".join(FRENCH.get(part, part) for part in key.split("+")) for key in found]
        self.typed = [line[2:] for line in self.page.splitlines() if line.startswith("> ")]

    def press(self, key: str) -> None:
        assert key in self.left, f"the page does not say {key} here"
        self.left = self.left[self.left.index(key) + 1 :]
        self.desk.key(key)

    def type_what_it_says(self) -> None:
        self.desk.type(self.typed.pop(0))

    def in_dialog(self, kind: type[QDialog], typed: str, key: str) -> None:
        """Press a key that opens a dialog, type into it, and press Return."""
        answered = []

        def answer() -> None:
            dialog = shown()
            if dialog is None:
                QTimer.singleShot(50, answer)
                return
            answered.append(typed)
            field = dialog.findChild(QLineEdit)
            field.setText(typed)
            QTest.keySequence(field, "Return")

        def shown() -> QDialog | None:
            return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)

        QTimer.singleShot(0, answer)
        self.press(key)
        self.desk.until(lambda: answered and shown() is None, what="the end of the dialog")
        self.desk.window.activateWindow()  # as a window manager does
        QTest.qWaitForWindowActive(self.desk.window)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_tutorial_leads_from_an_empty_desk_to_a_report(open_desk, tmp_path: Path, language: str) -> None:
    switch(language)
    page, sample, words, quote, report, times = READ[language]
    desk = open_desk()
    desk.settle()
    reader = Reader(desk, page)
    assert f"`{sample}`" in reader.page
    reader.in_dialog(QDialog, sample, "Ctrl+K")
    desk.until(lambda: desk.reading.claim is not None and desk.reading.dossier is not None, what="the sample's claims")
    desk.settle()

    presses = 0
    while words not in plain(desk.reading.claim.text):
        presses += 1
        assert presses < len(desk.reading.claims), "the claim that the page names is not proposed"
        desk.key("J")
        desk.settle()
    assert "J" in reader.left
    assert words in reader.page
    assert times[presses] in reader.page, f"the page does not say that J is pressed {presses} times"
    reader.press("A")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.ACCEPTED
    reader.press("E")
    reader.press("Ctrl+A")
    wording = reader.typed[0]
    reader.type_what_it_says()
    reader.press("Ctrl+Return")
    desk.settle()
    assert desk.reading.claim.standalone == wording

    source = str(resources.folder("samples") / f"source-{language}.html")
    reader.in_dialog(QFileDialog, source, "Shift+P")
    shown = desk.room.reader
    desk.until(lambda: shown.isVisible() and shown.held is not None and shown.held.passages, what="the reader")
    desk.settle()
    reader.press("R")
    desk.settle()
    evidence = desk.reading.dossier.evidence[0]
    assert (evidence.stance, quote in plain(evidence.quote)) == (Stance.REFUTES, True)
    assert quote in reader.page

    reader.press("5")
    reader.type_what_it_says()
    reader.press("Ctrl+Return")
    desk.settle()
    assert (desk.reading.claim.state, desk.reading.claim.verdict.rating) == (ClaimState.APPROVED, "false")
    reader.press("Shift+O")
    reader.press("Ctrl+Z")
    desk.settle()
    assert desk.reading.claim.verdict is None
    reader.press("Ctrl+Y")
    desk.settle()
    assert desk.reading.claim.verdict.rating == "false"

    reader.press("Ctrl+4")
    desk.settle()
    reader.press("Ctrl+1")
    assert f"`{report}`" in reader.page
    reader.in_dialog(QFileDialog, str(tmp_path / report), "Ctrl+E")
    desk.until((tmp_path / report).is_file, what="the report")
    desk.settle()
    assert (tmp_path / report).read_bytes().startswith(b"%PDF")
    assert services.history.verify(desk.window.library.desk).ok
    assert desk.failures() == []
