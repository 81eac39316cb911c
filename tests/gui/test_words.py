"""The catalogue on the window: every key that the code names is there, and the language changes while it is open."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from factcheck import i18n
from ui.theme import look
from ui.words import switch

ROOT = Path(__file__).parents[2]
KEY = re.compile(r'(?<![\w"])"([a-z][a-z-]*(?:\.[a-z0-9-]+)+)"')


def _groups() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "resources" / "i18n" / "en").glob("*.toml"):
        found |= tomllib.loads(path.read_text("utf-8")).keys()
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "ui").rglob("*.py")), ids=lambda p: p.stem)
def test_every_key_that_the_window_names_is_in_the_catalogue(path: Path) -> None:
    groups = _groups() - {"setting"}
    for key in KEY.findall(path.read_text("utf-8")):
        if key.split(".")[0] in groups and not key.endswith((".py", ".md", ".txt", ".toml", ".svg", ".json", ".zip")):
            from ui.actions.table import BY_ID

            assert i18n.has(key) or key in BY_ID or i18n.has(f"action.{key}"), f"{path.name}: {key}"


def _words(window: QWidget) -> list[str]:
    return [w.text() for w in window.findChildren(QWidget) if isinstance(w, QAbstractButton | QLabel) and w.text()]


def test_the_language_changes_while_the_window_is_open(ready) -> None:
    window = ready.window
    assert "Accept" in _words(window)
    window.actions_["language.fr"].trigger()
    ready.settle()
    words = _words(window)
    assert "Retenir" in words
    assert "Accept" not in words
    assert window.actions_["undo"].text() == "Annuler"
    assert "Proposée" in window.room.claim.head.badge.accessibleName()
    window.actions_["language.en"].trigger()
    ready.settle()
    assert "Accept" in _words(window)


@pytest.mark.parametrize("zoom", [100, 150])
def test_no_word_is_clipped_in_the_pseudo_language(ready, zoom: int) -> None:
    switch("xx")
    look.apply("light", zoom)
    ready.window.resize(1280, 800)
    ready.settle()
    clipped = []
    for widget in ready.window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QAbstractButton):
            continue
        if widget.text() and widget.width() < widget.minimumSizeHint().width():
            clipped.append(widget.text())
    switch("en")
    assert clipped == []


@pytest.mark.parametrize("zoom", [100, 150])
def test_what_a_person_reads_was_given_to_the_catalogue(ready, zoom: int) -> None:
    """In the pseudo-language every word of the window itself is accented; what is not is the article's or a name."""
    switch("xx")
    look.apply("light", zoom)
    ready.settle()
    plain = [w for w in _words(ready.window.menuBar()) + _words(ready.room.claim.head) if re.search("[a-z]{4}", w)]
    own = {c.text for c in ready.reading.claims} | {c.standalone for c in ready.reading.claims}
    left = [w for w in plain if not w.startswith("[") and w not in own and "<" not in w]
    switch("en")
    assert left == []
