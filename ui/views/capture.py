"""How a page was captured: addresses, times, digests, and how to verify them."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from factcheck.domain.source import Capture, Evidence
from ui.scaled import scaled
from ui.views.parts import Growing, clear, column, label
from ui.words import dated, number, say, t


class CaptureDetails(QScrollArea):
    """A table of facts about the newest capture, every hop of it, and the earlier captures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        whole = column(page, margins=(20, 12, 20, 24), gap=12)
        self._grid = QGridLayout()
        scaled(self._grid, "setHorizontalSpacing", 12)
        scaled(self._grid, "setVerticalSpacing", 6)
        self._grid.setColumnStretch(1, 1)
        whole.addLayout(self._grid)
        whole.addWidget(label("capture.how-to-verify", "muted", wrap=True))
        whole.addStretch(1)
        self.setWidget(page)

    def show_capture(self, evidence: Evidence, captures: tuple[Capture, ...]) -> None:
        """Show the facts of the capture that the evidence rests on."""
        clear(self._grid)
        own = evidence.capture.id if evidence.capture else None
        capture = next((c for c in captures if c.id == own), evidence.capture)
        if capture is None:
            self._row("capture.state", t("source.not-captured"))
            return
        self._row("capture.address", capture.url)
        if capture.final_url != capture.url:
            self._row("capture.final", capture.final_url)
        self._row("capture.at", dated(capture.at))
        if capture.status is not None:
            self._row("capture.status", str(capture.status))
        self._row("capture.type", capture.media_type or "")
        self._row("capture.size", t("capture.bytes", n=number(capture.size)))
        self._row("capture.sha256", capture.sha256 or "")
        self._row("capture.warc", capture.warc or "")
        if capture.problem:
            self._row("capture.problem", capture.problem)
        for hop in _hops(capture.record):
            self._row("capture.hop", hop)
        for other in captures:
            if other.id != capture.id:
                self._row("capture.other", f"{dated(other.at)} · {(other.sha256 or '')[:16]}")

    def _row(self, key: str, words: str) -> None:
        if not words:
            return
        at = self._grid.rowCount()
        self._grid.addWidget(label(key, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        said = Growing("plain")  # breaks long addresses and digests anywhere, and is copied as it is
        said.setReadOnly(True)
        said.show_words(words)
        say(said, accessibleName=key)
        self._grid.addWidget(said, at, 1)


def _hops(record: dict[str, Any] | None) -> list[str]:
    hops = (record or {}).get("hops") or (record or {}).get("exchanges") or []
    lines = []
    for hop in hops if isinstance(hops, list) else []:
        if isinstance(hop, dict):
            parts = [hop.get("status"), hop.get("url"), hop.get("peer") or hop.get("address")]
            lines.append(" · ".join(str(part) for part in parts if part))
    return lines
