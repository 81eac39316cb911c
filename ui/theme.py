"""Light, dark and high contrast: Fusion, a palette of our own and one style sheet made from its tokens.

``Look`` is what is in force; views ask it for colours, sizes and faces and repaint on ``changed``. Sizes are logical
pixels on a 4 px grid, multiplied by the text zoom. Style hints alone do not switch every platform (offscreen ignores
them), so the palette is always set as well.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui import fonts
from ui.stylesheet import stylesheet

Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme. Every text colour keeps 4.5:1 on ``paper``, ``window`` and ``raised`` (tested).

    ``faint`` is for what cannot be pressed now, which WCAG 1.4.3 leaves free; a toast lies on the colour of the text.
    """

    dark: bool
    window: str
    paper: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    toast_accent: str
    selected: str
    warn: str
    good: str
    tint: float
    """How much of a verdict's colour its tint holds, 0 to 1."""


LIGHT = Tokens(
    dark=False, window="#f6f5f2", paper="#fffefc", raised="#ffffff", hover="#eceae5", line="#e1ded7", text="#22211e",
    muted="#66635b", faint="#a19d94", accent="#285f8f", accent_hover="#1f4d75", on_accent="#ffffff",
    toast_accent="#9fc7ee", selected="#e0e9f1", warn="#9a4a12", good="#2c6a45", tint=0.16,
)  # fmt: skip
DARK = Tokens(
    dark=True, window="#1b1c1e", paper="#212225", raised="#292b2e", hover="#303236", line="#393b40", text="#e7e5e0",
    muted="#a8a59e", faint="#6d6d6e", accent="#8dbbe6", accent_hover="#a9cdef", on_accent="#14202b",
    toast_accent="#285f8f", selected="#2c3b4a", warn="#e8a26a", good="#86c79f", tint=0.26,
)  # fmt: skip
CONTRAST = Tokens(
    dark=True, window="#000000", paper="#000000", raised="#000000", hover="#26261a", line="#ffffff", text="#ffffff",
    muted="#e4e4e4", faint="#9a9a9a", accent="#ffe34d", accent_hover="#fff2a0", on_accent="#000000",
    toast_accent="#5a3d00", selected="#3a3600", warn="#ffb27a", good="#8dffb0", tint=0.34,
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


LEAST_ZOOM, MOST_ZOOM = 80, 200
"""Per cent of text zoom at which every part of the window still has room for its words."""


class Look(QObject):
    """The theme, the text zoom and the sizes made from it. One per process, as the application has one palette."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.zoom = 100
        self.wish = "light"

    def apply(self, wish: str, zoom: int) -> None:
        """Use the theme ``system``, ``light``, ``dark`` or ``contrast`` and a text zoom in per cent."""
        self.choose(wish, zoom)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyleSheet(stylesheet(self.tokens, self.px))
        self.changed.emit()

    def choose(self, wish: str, zoom: int) -> None:
        """The same without the style sheet: colours, face and sizes for building widgets that are dressed later."""
        fonts.load()
        self.wish, self.zoom = wish, max(LEAST_ZOOM, min(zoom, MOST_ZOOM))
        hints = QGuiApplication.styleHints()
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "contrast": Qt.ColorScheme.Dark}
        hints.setColorScheme(schemes.get(wish, Qt.ColorScheme.Unknown))
        name = wish if wish in THEMES else "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
        self.tokens = THEMES[name]
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(_palette(self.tokens))
        app.setFont(self.sans())

    def follow(self) -> None:
        """Follow the system's change between light and dark while the wish is ``system``."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self.wish == "system":
            self.apply("system", self.zoom)

    def px(self, logical: float) -> int:
        """A length in logical pixels under the text zoom, at least one."""
        return max(1, round(logical * self.zoom / 100))

    def sans(self, size: float = 14, *, strong: bool = False) -> QFont:
        """The interface's face; 14 is running text, 12 a caption, 17 a heading."""
        return fonts.sans(self.px(size), strong=strong)

    def serif(self, size: float = 18, *, strong: bool = False, italic: bool = False) -> QFont:
        """The reading face; 18 is the article."""
        return fonts.serif(self.px(size), strong=strong, italic=italic)

    def colour(self, token: str) -> QColor:
        """A token's colour by its name."""
        return QColor(getattr(self.tokens, token))

    def tinted(self, colour: QColor, share: float | None = None) -> QColor:
        """The colour thinned into the paper: what may lie under text."""
        share = self.tokens.tint if share is None else share
        paper = QColor(self.tokens.paper)
        mix = [round(a * share + b * (1 - share)) for a, b in zip(_rgb(colour), _rgb(paper), strict=True)]
        return QColor(*mix)

    def readable(self, colour: QColor, ground: QColor | None = None) -> QColor:
        """The colour moved towards the text's colour until it keeps 4.5:1 on the ground (default: the paper)."""
        ground = ground or QColor(self.tokens.paper)
        text = _rgb(QColor(self.tokens.text))
        for step in range(11):
            share = step / 10
            mixed = QColor(*(round(b * share + a * (1 - share)) for a, b in zip(_rgb(colour), text, strict=True)))
            if contrast(mixed, ground) >= 4.5:
                return mixed
        return QColor(self.tokens.text)


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def luminance(colour: QColor) -> float:
    """The relative luminance of WCAG 2.2, 0 to 1."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(colour))]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    colours = {
        Role.Window: tokens.window, Role.WindowText: tokens.text, Role.Base: tokens.paper,
        Role.AlternateBase: tokens.window, Role.Text: tokens.text, Role.PlaceholderText: tokens.muted,
        Role.Button: tokens.raised, Role.ButtonText: tokens.text, Role.BrightText: tokens.warn,
        Role.Highlight: tokens.accent, Role.HighlightedText: tokens.on_accent, Role.Link: tokens.accent,
        Role.LinkVisited: tokens.accent, Role.ToolTipBase: tokens.raised, Role.ToolTipText: tokens.text,
        Role.Light: tokens.raised, Role.Midlight: tokens.hover, Role.Mid: tokens.line, Role.Dark: tokens.line,
        Role.Shadow: tokens.line, Role.Accent: tokens.accent,
    }  # fmt: skip
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (Role.Text, Role.ButtonText, Role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return palette


look = Look()
