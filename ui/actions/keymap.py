"""Which keys each action has: those of the table, but where a person chose others.

Chosen keys are kept in the setting ``interface.keys``, an entry for each action: ``claim.accept=G`` or
``claim.next=J Down`` (keys apart by a space; nothing behind the sign takes the key away).
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from factcheck.settings import Settings
from ui.actions.table import BY_ID, TABLE, Action
from ui.words import t

SETTING = "interface.keys"
_MOVES = {
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
}  # fmt: skip
"""Keys that lists, fields and dialogs need; with Ctrl or Alt they are free."""


class Keymap(QObject):
    """``changed`` comes after keys were chosen or given back."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._settings: Settings | None = None
        self._chosen: dict[str, tuple[str, ...]] = {}

    def read(self, settings: Settings) -> None:
        """Follow these settings. What the table does not know, and what is taken twice, is left out."""
        self._settings, self._chosen = settings, {}
        for entry in settings.names(SETTING):
            identifier, _, keys = entry.partition("=")
            if identifier in BY_ID and not any(self.problem(identifier, key) for key in keys.split()):
                self._chosen[identifier] = tuple(keys.split())
        self.changed.emit()

    def of(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, as portable names."""
        return self._chosen.get(action.id, action.keys)

    def is_chosen(self, identifier: str) -> bool:
        """Whether a person chose its keys."""
        return identifier in self._chosen

    def problem(self, identifier: str, key: str) -> str:
        """Why an action cannot have a key, as a sentence; "" when it can."""
        sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
        if sequence.isEmpty() or sequence[0].key() in {Qt.Key.Key_unknown, Qt.Key(0)}:
            return t("keymap.unknown", key=key)
        shifted = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if sequence[0].key() in _MOVES and not sequence[0].keyboardModifiers() & ~shifted:
            return t("keymap.needed", key=native(key))
        for other in TABLE:
            if other.id != identifier and any(same(key, taken) for taken in self.of(other)):
                return t("keymap.taken", key=native(key), action=t(f"action.{other.id}").replace("&", ""))
        return ""

    def choose(self, identifier: str, keys: tuple[str, ...]) -> str:
        """Give an action these keys instead of its own; the sentence of what hinders it, "" when it is done."""
        for key in keys:
            if hindrance := self.problem(identifier, key):
                return hindrance
        self._chosen[identifier] = keys
        if keys == BY_ID[identifier].keys:
            del self._chosen[identifier]
        self._keep()
        return ""

    def give_back(self, identifier: str) -> str:
        """Give an action the keys of the table again; the sentence of what hinders it."""
        return self.choose(identifier, BY_ID[identifier].keys)

    def give_all_back(self) -> None:
        """All keys as in the table."""
        self._chosen = {}
        self._keep()

    def _keep(self) -> None:
        if self._settings is not None:
            self._settings.put(
                SETTING, tuple(f"{name}={' '.join(keys)}" for name, keys in sorted(self._chosen.items()))
            )
        self.changed.emit()


def same(one: str, other: str) -> bool:
    """Whether two names mean one key."""
    return QKeySequence(one) == QKeySequence(other)


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


keymap = Keymap()
