"""The catalogue's words on widgets, switchable while the window is open; dates and numbers by locale.

``say(button, text="claim.wording", toolTip="claim.wording-hint")`` sets the properties and remembers them;
``switch("fr")`` changes the language and says everything again, then emits ``spoken.changed`` for what is painted.
"""

from datetime import datetime
from weakref import WeakKeyDictionary

from PySide6.QtCore import QDateTime, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from factcheck import i18n
from factcheck.i18n import has
from factcheck.i18n import text as t
from ui.later import Later

__all__ = ["Count", "dated", "echoed", "has", "message", "number", "say", "since", "spoken", "switch", "t"]

domain = Later("factcheck.domain")
Said = str | tuple[str, dict[str, object]]
"""A message key, or a key with the values of its places."""

_said: "WeakKeyDictionary[QObject, dict[str, Said]]" = WeakKeyDictionary()


class _Spoken(QObject):
    changed = Signal()


spoken = _Spoken()


def say(target: QObject, **properties: Said) -> None:
    """Set properties of a widget or action (``text``, ``toolTip``, ``accessibleName``, ``placeholderText``, …)."""
    _said.setdefault(target, {}).update(properties)
    for name, said in properties.items():
        _set(target, name, said)


def switch(language: str) -> None:
    """Change the interface's language (``en``, ``fr``, ``xx`` or ``system``) and say everything again."""
    if language == "system":
        language = QLocale.system().name()[:2]
    i18n.use(language)
    locale = locale_of(i18n.current())
    QLocale.setDefault(locale)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        rtl = locale.textDirection() == Qt.LayoutDirection.RightToLeft
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        _speak_qt(app, locale)
    for target, properties in list(_said.items()):
        if not isValid(target):
            del _said[target]  # its window was closed; Python still holds the empty shell
            continue
        for name, said in properties.items():
            _set(target, name, said)
    spoken.changed.emit()


def _speak_qt(app: QApplication, locale: QLocale) -> None:
    """Change Qt's own words too: file dialogs, menus of fields, names of keys. Qt ships them; English is built in."""
    old = app.findChild(QTranslator)
    if old is not None:
        app.removeTranslator(old)
        old.setParent(None)
    new = QTranslator(app)
    if new.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(new)


def message(prefix: str, key: str, otherwise: str | None = None) -> str:
    """The message ``prefix.key`` where the catalogue has it, else ``otherwise`` (default: the key itself)."""
    whole = f"{prefix}.{key}"
    return t(whole) if has(whole) else (key if otherwise is None else otherwise)


def locale_of(language: str) -> QLocale:
    """The locale of an interface language; the pseudo-language reads like English."""
    return QLocale({"fr": "fr_FR", "xx": "en_GB"}.get(language, "en_GB"))


def dated(at: datetime, *, with_time: bool = True) -> str:
    """A moment in local time, in the order in which the language writes dates elsewhere: ``Nov 22, 2026, 14:05``."""
    moment, locale = QDateTime.fromSecsSinceEpoch(int(at.timestamp())), QLocale()
    day, month = moment.date(), locale.toString(moment.date(), "MMM")
    key = "date.first-day" if day.day() == 1 else "date.day"
    said = t(key, day=day.day(), month=month, year=day.year())
    return f"{said}, {locale.toString(moment.time(), 'HH:mm')}" if with_time else said


def echoed(date: str | None) -> str | None:
    """An EDTF date in plain words, or None for none and for what is no date."""
    return domain.dates.echo(date) if date and domain.dates.valid(date) else None


def since(at: datetime) -> str:
    """A moment for a list: the time today, the day otherwise."""
    moment = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
    if moment.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(moment.time(), "HH:mm")
    return dated(at, with_time=False)


def number(value: float) -> str:
    """A whole number with the language's grouping."""
    return QLocale().toString(int(value))


class Count(int):
    """A whole number that is written with the language's grouping where a message has its place."""

    def __format__(self, _spec: str) -> str:
        return number(self)


def _set(target: QObject, name: str, said: Said) -> None:
    key, values = (said, {}) if isinstance(said, str) else said
    words = t(key, **values) if key else ""
    getattr(target, f"set{name[0].upper()}{name[1:]}")(words)
    if name == "text" and isinstance(target, QWidget):
        target.updateGeometry()
