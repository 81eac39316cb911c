"""Settings that are no single values: who reviews, what the scale's ratings mean, where the library is, its backups."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from factcheck.domain.fold import fold
from factcheck.domain.verdict import Scale
from factcheck.i18n import current
from ui.later import dialogs, services
from ui.library import Library
from ui.scaled import scaled
from ui.theme import look
from ui.views.parts import Section, button, clear, column, label, row
from ui.words import dated, message, say, spoken, t

SHOWN = 12
"""Backups that are listed; all are in the library's folder."""


class Part(Section):
    """A section that is read again when the library changes, and found by the words that it shows."""

    needs_library = True
    """Whether nothing can be done in it while no library is open."""

    def __init__(self, title: str, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.library = library
        self.words = label(f"{title}-words", "caption", wrap=True)
        self.body.addWidget(self.words)
        self.made = column(gap=6)
        self.body.addLayout(self.made)

    def searched(self) -> str:
        """What the search of the settings looks in."""
        return fold(f"{self.title.text()} {self.words.text()}")

    def refresh(self) -> None:
        """Show what is there now."""

    def reword(self) -> None:
        """Say it again in another language; most of a part's words say themselves."""


class Reviewers(Part):
    """Who has worked in this library or may be given claims, and a field for another name."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.reviewers", library, parent)
        line = row(gap=8)
        self.field = QLineEdit()
        scaled(self.field, "setMaximumWidth", 320)
        say(self.field, placeholderText="settings.reviewer-new", accessibleName="settings.reviewer-new")
        self.field.returnPressed.connect(self.add)
        line.addWidget(self.field, 1)
        line.addWidget(button("settings.reviewer-add", self.add))
        line.addStretch(1)
        self.body.addLayout(line)

    def refresh(self) -> None:
        self.library.read(lambda desk: (desk.reviewer, services.reviewers.list_all(desk)), self._show, owner=self)

    def add(self) -> None:
        """Name somebody."""
        name = self.field.text().strip()
        if name:
            self.field.clear()
            self.library.change(lambda desk: services.reviewers.add(desk, name), lambda _done: self.refresh())

    def _show(self, found: tuple[str, list[str]]) -> None:
        clear(self.made)
        me, names = found
        for name in names:
            said = label()
            said.setText(t("settings.reviewer-you", name=name) if name == me else name)
            self.made.addWidget(said)

    def reword(self) -> None:
        self.refresh()


class ScalePreview(Part):
    """The ratings of the scale in use as readers see them: colour, glyph, word and meaning."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.scale", library, parent)
        self._scale: Scale | None = None
        look.changed.connect(self._show)
        spoken.changed.connect(self._show)

    def refresh(self) -> None:
        self.library.read(lambda desk: services.verdicts.scale(desk), self._take, owner=self)  # noqa: PLW0108

    def _take(self, scale: Scale) -> None:
        self._scale = scale
        self._show()

    def _show(self) -> None:
        clear(self.made)
        for rating in self._scale.ratings if self._scale else ():
            line = row(gap=12)
            name = label()
            name.setText(f"{rating.glyph}  {rating.label(current())}")
            name.setFont(look.sans(14, strong=True))
            name.setFixedWidth(look.px(170))
            name.setStyleSheet(f"color: {look.readable(QColor(rating.colour)).name()}")
            meaning = label(kind="muted", wrap=True)
            meaning.setText(rating.meaning(current()))
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(meaning, 1)
            self.made.addLayout(line)


class Place(Part):
    """Where the library is, what endangers it there, and the way to another one, also while none could be opened."""

    needs_library = False

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.place", library, parent)

    def refresh(self) -> None:
        if self.library.desk is None:
            self._show((None, []))
            return
        self.library.read(lambda desk: (desk.folder, services.backups.warnings(desk)), self._show, owner=self)

    def reword(self) -> None:
        self.refresh()

    def _show(self, found: tuple[Path | None, list[str]]) -> None:
        clear(self.made)
        folder, warnings = found
        line = row(gap=8)
        if folder is not None:
            where = label(wrap=True)
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            where.setText(str(folder))
            self.made.addWidget(where)
            show = lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))  # noqa: E731 - bound to this folder
            line.addWidget(button("settings.place-open", show))
        for warning in warnings:
            said = label(kind="warn-caption", wrap=True)
            said.setText(warning)
            self.made.addWidget(said)
        self.other = button("settings.place-other", self._ask_other, kind="quiet")
        line.addWidget(self.other)
        line.addStretch(1)
        self.made.addLayout(line)

    def _ask_other(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, t("settings.place-other"))
        if chosen:
            self.go_to(Path(chosen))

    def go_to(self, folder: Path) -> None:
        """Open the library in another folder, made there when there is none, now and at the next start."""
        self.library.move(folder, lambda _desk: self.library.settings.put("library.folder", str(folder)))


class Backups(Part):
    """The backups, newest first; each can take the library's place, and the replaced library is kept beside them."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.backups", library, parent)
        self.now = button("settings.backup-now", self.make, icon="plus")
        self.head.addWidget(self.now)
        self.told = label(kind="good", wrap=True)
        self.told.hide()
        self.body.addWidget(self.told)

    def refresh(self) -> None:
        self.library.read(lambda desk: (desk.read_only, services.backups.list_all(desk.folder)), self._show, owner=self)

    def reword(self) -> None:
        self.refresh()

    def make(self) -> None:
        """Back the library up."""
        self.library.jobs.start(
            "store",
            lambda _job: services.backups.make(self.library.desk),
            lambda _made: self._tell(t("settings.backup-made")),
            owner=self,
            title="settings.backup-making",
        )

    def restore(self, chosen: Path) -> None:
        """Put a backup in the library's place; the library is closed for it and open again afterwards."""
        self.library.restore(chosen, lambda _kept: self._tell(t("settings.backup-restored")))

    def _show(self, found: tuple[bool, list[Any]]) -> None:
        read_only, backups = found
        clear(self.made)
        self.now.setEnabled(not read_only)
        for backup in backups[:SHOWN]:
            line = row(gap=12)
            words = label(wrap=True)
            sort = message("settings", f"backup-{backup.sort}", backup.sort)
            size = QLocale().formattedDataSize(backup.size)
            steps = t("settings.backup-steps", n=backup.steps) if backup.steps is not None else ""
            words.setText(" · ".join(part for part in (dated(backup.at), sort, size, steps) if part))
            line.addWidget(words, 1)
            if backup.steps is not None and not read_only:
                ask = lambda one=backup: self._ask(one)  # noqa: E731 - bound to this backup
                line.addWidget(button("settings.backup-restore", ask, kind="link"))
            self.made.addLayout(line)
        if not backups:
            self.made.addWidget(label("settings.backups-none", "caption", wrap=True))

    def _ask(self, backup: Any) -> None:
        dialog = dialogs.ask.Ask("settings.restore-title", "settings.restore-words", "settings.backup-restore", self)
        said = label(wrap=True)
        said.setText(dated(backup.at))
        dialog.body.addWidget(said)
        if dialog.exec():
            self.restore(backup.path)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()
        self.refresh()


class Keys(Part):
    """The way to the table of keys."""

    needs_library = False

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.keys", library, parent)
        line = row(gap=8)
        line.addWidget(
            button("settings.keys-show", lambda: dialogs.keys.KeyTable(self.window()).open(), icon="keyboard")
        )
        line.addWidget(button("settings.keys-change", lambda: dialogs.remap.Remap(self.window()).open(), icon="pencil"))
        line.addStretch(1)
        self.made.addLayout(line)
