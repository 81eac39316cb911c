"""The style sheet made from a theme's tokens: flat surfaces, one accent colour, a visible focus everywhere.

Widgets are told apart by the dynamic property ``kind`` (``primary``, ``quiet``, ``chip``, ``field``, …), so that a view
says what a thing is and this file how it looks.
"""

from collections.abc import Callable
from dataclasses import fields
from string import Template
from typing import TYPE_CHECKING

from factcheck.resources import folder

if TYPE_CHECKING:
    from ui.theme import Tokens

_SHEET = Template("""
* { outline: none; }
QMainWindow, QDialog { background: $window; }
QDialog[kind="pop"] { background: $raised; border: 1px solid $line; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: ${p4}px ${p8}px; }
QMenuBar { background: $window; color: $text; padding: 0 ${p8}px; border: none; }
QMenuBar::item { padding: ${p4}px ${p8}px; border-radius: ${p4}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p12}px; border-radius: ${p4}px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: ${p3}px; margin: ${p2}px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QPushButton { background: $raised; color: $text; border: 1px solid $line; border-radius: ${p6}px;
  padding: ${p5}px ${p12}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $muted; background: $window; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 1px solid $text; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $muted; border: 1px solid $hover; }
QPushButton[kind="quiet"], QToolButton { background: transparent; border: 1px solid transparent; color: $text;
  border-radius: ${p6}px; padding: ${p4}px ${p8}px; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="quiet"]:checked, QToolButton:checked { background: $selected; color: $text; }
QPushButton[kind="quiet"]:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: ${p2}px ${p4}px; border-radius: ${p4}px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; }
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled, QToolButton:disabled { color: $faint;
  background: transparent; }
QPushButton[kind="chip"] { background: $hover; border: 1px solid $hover; border-radius: ${p10}px;
  padding: 0 ${p8}px; font-size: ${p12}px; }
QPushButton[kind="chip"]:hover, QPushButton[kind="chip"]:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QTextEdit[kind="field"] { background: $raised; color: $text;
  border: 1px solid $line; border-radius: ${p6}px; padding: ${p4}px ${p8}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QTextEdit[kind="field"]:focus {
  border: 1px solid $accent; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; padding: 0 ${p8}px; background: transparent; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QLineEdit[kind="inline"], QComboBox[kind="inline"], QTextEdit[kind="inline"] {
  background: transparent; border: none; border-bottom: 1px solid transparent; border-radius: 0;
  padding: ${p2}px 0 ${p2}px 0; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit[kind="inline"]:hover, QComboBox[kind="inline"]:hover, QTextEdit[kind="inline"]:hover {
  border-bottom: 1px solid $muted; }
QLineEdit[kind="inline"]:focus, QComboBox[kind="inline"]:focus, QTextEdit[kind="inline"]:focus {
  border-bottom: 2px solid $accent; }
QTextEdit[kind="plain"] { background: transparent; border: 1px solid transparent; padding: 0;
  selection-background-color: $accent; selection-color: $on_accent; }
QTextEdit[kind="plain"]:focus { border: 1px solid $accent; border-radius: ${p4}px; }
QComboBox::drop-down { border: none; width: ${p16}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line;
  selection-background-color: $selected; selection-color: $text; }
QTextEdit[kind="article"] { background: $paper; border: none; color: $text;
  selection-background-color: $accent; selection-color: $on_accent; }
QListView, QTreeView { background: $raised; color: $text; border: none; }
QMainWindow QListView, QMainWindow QTreeView, QDialog QListView, QDialog QTreeView { background: transparent; }
QListView:focus { border: none; }
QListWidget::item { padding: ${p6}px ${p8}px; border-radius: ${p6}px; color: $text; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selected; color: $text; }
QTreeView::item { padding: ${p4}px ${p8}px; color: $text; }
QTreeView::item:hover { background: $hover; }
QTreeView::item:selected { background: $selected; color: $text; }
QListView[kind="boxed"] { background: $raised; border: 1px solid $line; border-radius: ${p6}px; padding: ${p4}px; }
QListView[kind="boxed"]:focus { border: 1px solid $accent; }
QListView::indicator { width: ${p16}px; height: ${p16}px; border: 1px solid $muted; border-radius: ${p4}px;
  background: $raised; }
QListView::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$tick"); }
QTableView { background: transparent; border: none; gridline-color: $line; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: ${p6}px ${p8}px; font-size: ${p12}px; font-weight: 600; }
QHeaderView::section:first { padding-left: ${p16}px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QCheckBox { spacing: ${p8}px; }
QCheckBox:focus { color: $accent; }
QCheckBox::indicator { width: ${p16}px; height: ${p16}px; border: 1px solid $muted; border-radius: ${p4}px;
  background: $raised; }
QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$tick"); }
QProgressBar { background: $hover; border: none; border-radius: ${p2}px; max-height: ${p4}px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: ${p2}px; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="caption"] { color: $muted; font-size: ${p12}px; }
QLabel[kind="warn"] { color: $warn; }
QLabel[kind="warn-caption"] { color: $warn; font-size: ${p12}px; }
QLabel[kind="good"] { color: $good; }
QLabel[kind="section"] { color: $muted; font-size: ${p12}px; font-weight: 600; }
QLabel[kind="key"] { color: $muted; background: $hover; border-radius: ${p4}px; padding: 1px ${p6}px;
  font-size: ${p12}px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="vrule"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[kind="rail"] { background: $window; border: none; }
QFrame[kind="paper"] { background: $paper; border: none; }
QFrame[kind="card"] { background: $raised; border: 1px solid $line; border-radius: ${p8}px; }
QFrame[kind="card"][current="true"] { border: 1px solid $accent; }
QFrame[kind="pop"] { background: $raised; border: 1px solid $line; border-radius: ${p10}px; }
QFrame[kind="toast"] { background: $text; border-radius: ${p8}px; }
QFrame[kind="toast"] QLabel { color: $paper; }
QFrame[kind="toast"] QPushButton { color: $toast_accent; background: transparent; border: 1px solid transparent;
  font-weight: 600; padding: ${p2}px ${p8}px; border-radius: ${p4}px; }
QFrame[kind="toast"] QPushButton:hover, QFrame[kind="toast"] QPushButton:focus { border: 1px solid $toast_accent; }
QFrame[kind="notice"] { background: $selected; border: none; border-radius: ${p6}px; }
""")


def stylesheet(tokens: "Tokens", px: Callable[[float], int]) -> str:
    """The sheet for one theme; ``px`` turns logical pixels into those of the text zoom."""
    values: dict[str, object] = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    values |= {f"p{n}": px(n) for n in (2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32)}
    values["tick"] = (folder("icons") / f"tick-{'black' if tokens.dark else 'white'}.svg").as_posix()
    return _SHEET.substitute(values)
