"""The program's icon in the sizes and forms that systems ask for, drawn from resources/icons/app.svg by Qt.

python packaging/icons.py FOLDER     FOLDER/16.png … 512.png, factcheck.ico, factcheck.icns
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
"""Edges in pixels; hicolor's usual ones."""


def draw(folder: Path) -> None:
    """Write every form of the icon into the folder."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    picture = QSvgRenderer(str(ROOT / "resources" / "icons" / "app.svg"))
    for size in SIZES:
        _save(_drawn(picture, size), folder / f"{size}.png")
    _save(_drawn(picture, 256), folder / "factcheck.ico")
    _save(_drawn(picture, 512), folder / "factcheck.icns")
    del application


def _drawn(picture: QSvgRenderer, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    picture.render(painter)
    painter.end()
    return image


def _save(image: QImage, path: Path) -> None:
    if not image.save(str(path)):
        sys.exit(f"Qt cannot write {path.suffix} here; nothing else was changed.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    draw(Path(sys.argv[1]))
