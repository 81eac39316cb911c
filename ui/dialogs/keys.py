"""The key table (F1), and the same table as docs/keys.md."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QWidget

from ui.actions.bound import key_words
from ui.actions.keymap import keymap
from ui.actions.table import MENUS, SUBMENUS, TABLE, Action
from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import say, t


def groups(*, chosen: bool = True) -> list[tuple[str, list[Action]]]:
    """The actions with keys, by menu; the nine rating keys as one line while nobody chose others for them."""
    found = []
    digits = not (chosen and any(keymap.is_chosen(f"verdict.{n}") for n in range(1, 10)))
    for menu in [name for top in MENUS for name in (top, *SUBMENUS.get(top, ()))]:
        rows = [a for a in TABLE if a.menu == menu and (keymap.of(a) if chosen else a.keys)]
        rows = [a for a in rows if not digits or not a.id[-1:].isdigit() or a.id == "verdict.1"]
        if rows:
            found.append((menu, rows))
    return found


def keys_of(action: Action) -> str:
    """The keys of a line; the ratings share one."""
    return "1 – 9" if _stands_for_nine(action) else key_words(action)


def _stands_for_nine(action: Action) -> bool:
    return action.id == "verdict.1" and not any(keymap.is_chosen(f"verdict.{n}") for n in range(1, 10))


def words_of(action: Action, language: str | None = None) -> str:
    """What a line says."""
    return t("keys.ratings" if _stands_for_nine(action) else f"action.{action.id}", language).replace("&", "")


def as_markdown(language: str = "en") -> str:
    """The table as docs/keys.md holds it."""
    lines = ["# Keys", "", t("keys.words", language), ""]
    for menu, rows in groups(chosen=False):
        lines += [f"## {t(f'menu.{menu}', language).replace('&', '')}", "", "| key | does |", "|---|---|"]
        for action in rows:
            keys = (
                "1 – 9" if action.id == "verdict.1" else t("keys.or", language).join(f"`{key}`" for key in action.keys)
            )
            lines.append(f"| {keys} | {words_of(action, language)} |")
        lines.append("")
    return "\n".join(lines)


class KeyTable(QDialog):
    """Every key, by menu, in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self, windowTitle="action.help.keys")
        whole = column(self, margins=(24, 20, 12, 16), gap=12)
        heading = label("action.help.keys")
        heading.setFont(look.sans(17, strong=True))
        whole.addWidget(heading)
        whole.addWidget(label("keys.words", "muted", wrap=True))
        page = QWidget()
        sides = row(page, gap=40)
        columns = [column(gap=16), column(gap=16)]
        lengths = [0, 0]
        for menu, rows in groups():
            side = 0 if lengths[0] <= lengths[1] else 1
            columns[side].addLayout(_group(menu, rows))
            lengths[side] += len(rows) + 2
        for side in columns:
            side.addStretch(1)
            sides.addLayout(side, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        whole.addWidget(scroll, 1)
        foot = row(margins=(0, 0, 12, 0))
        foot.addStretch(1)
        foot.addWidget(button("ask.close", self.accept))
        whole.addLayout(foot)
        room = parent.size() if parent else self.size()
        self.resize(min(look.px(860), room.width() - 48), min(look.px(680), room.height() - 48))


def _group(menu: str, rows: list[Action]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(look.px(4))
    grid.setHorizontalSpacing(look.px(12))
    grid.setColumnStretch(0, 1)
    heading = label(kind="section")
    heading.setText(t(f"menu.{menu}").replace("&", ""))
    grid.addWidget(heading, 0, 0, 1, 2)
    for at, action in enumerate(rows, 1):
        words = label(wrap=True)
        words.setText(words_of(action))
        grid.addWidget(words, at, 0)
        keys = label(kind="key")
        keys.setText(keys_of(action))
        grid.addWidget(keys, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return grid


if __name__ == "__main__":
    Path(__file__).parents[2].joinpath("docs", "keys.md").write_text(as_markdown("en"), "utf-8")
