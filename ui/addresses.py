"""Addresses as they come in: dropped, or in the clipboard."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication


def where_of(url: QUrl) -> str:
    """The path of a local file, the address of anything else."""
    return str(Path(url.toLocalFile())) if url.isLocalFile() else url.toString()


def clipboard_address() -> str:
    """The web address in the clipboard, or nothing."""
    words = QGuiApplication.clipboard().text().strip()
    url = QUrl(words, QUrl.ParsingMode.StrictMode)
    return words if url.scheme() in {"http", "https"} and url.host() and len(words) < 2048 else ""
