"""Where articles and sources come from: what is dropped, an address in the clipboard, the bundled sample."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication

from factcheck.i18n import current
from factcheck.resources import folder

LONGEST = 2048
"""Characters of an address; what is longer in the clipboard is a text."""


def where_of(url: QUrl) -> str:
    """The path of a local file, the address of anything else."""
    return str(Path(url.toLocalFile())) if url.isLocalFile() else url.toString()


def clipboard_address() -> str:
    """The web address in the clipboard, or nothing."""
    words = QGuiApplication.clipboard().text().strip()
    url = QUrl(words, QUrl.ParsingMode.StrictMode)
    return words if url.scheme() in {"http", "https"} and url.host() and len(words) < LONGEST else ""


def sample() -> Path:
    """The bundled sample article in the interface's language."""
    return folder("samples") / f"article-{'fr' if current() == 'fr' else 'en'}.txt"
