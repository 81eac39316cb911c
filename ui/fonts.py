"""The faces of the window: Source Serif for reading, Source Sans for everything else, both under the OFL.

They come from the packages ``font-source-serif-pro`` and ``font-source-sans-pro``. Scripts that they lack (Arabic,
Hebrew, Chinese, …) come from the system's fonts by Qt's own merging.
"""

import importlib.util
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"
_FILES = {
    "font_source_serif_pro": ("SourceSerifPro-Regular.otf", "SourceSerifPro-It.otf", "SourceSerifPro-Semibold.otf"),
    "font_source_sans_pro": ("SourceSansPro-Regular.otf", "SourceSansPro-It.otf", "SourceSansPro-Semibold.otf"),
}


@cache
def load() -> None:
    """Make the faces known to Qt. The packages are found, not imported: importing lists every file they hold."""
    for package, files in _FILES.items():
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            continue  # the system's faces stand in
        folder = Path(found.origin).parent / "files"
        for name in files:
            QFontDatabase.addApplicationFont(str(folder / name))


def sans(pixels: int, *, strong: bool = False) -> QFont:
    """The interface's face at a size in logical pixels."""
    return _face([SANS, "Noto Sans", "DejaVu Sans"], pixels, strong=strong)


def serif(pixels: int, *, strong: bool = False, italic: bool = False) -> QFont:
    """The reading face at a size in logical pixels."""
    font = _face([SERIF, "Noto Serif", "DejaVu Serif"], pixels, strong=strong)
    font.setItalic(italic)
    return font


def _face(families: list[str], pixels: int, *, strong: bool) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font
