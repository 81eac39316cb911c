"""The one table of actions: keys do not clash, every label is there, the documentation is the table."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from factcheck import i18n
from ui.actions.table import MENUS, SUBMENUS, TABLE, Action, conflicts
from ui.dialogs.ask import PasteDialog
from ui.dialogs.keys import KeyTable, as_markdown
from ui.dialogs.palette import Palette, rank

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"


def test_no_key_has_two_meanings() -> None:
    assert conflicts() == []


def test_a_clash_is_found() -> None:
    table = (Action("a", "file", ("X",)), Action("b", "file", ("x",)))
    assert conflicts(table) == [("x", "a", "b")]


def test_every_key_is_one_that_qt_knows() -> None:
    for action in TABLE:
        for key in action.keys:
            assert not QKeySequence(key).isEmpty(), action.id
            assert QKeySequence(key)[0].key() != Qt.Key.Key_unknown, action.id


def test_every_action_has_its_label_and_menu_in_both_languages() -> None:
    menus = {*MENUS, *(inner for inner in SUBMENUS.values() for inner in inner)}
    for action in TABLE:
        assert action.menu in menus
        for language in i18n.LANGUAGES:
            assert i18n.text(f"action.{action.id}", language)
    for name in menus:
        assert i18n.text(f"menu.{name}", "fr")


def test_docs_keys_is_the_table() -> None:
    assert DOCS.read_text("utf-8") == as_markdown("en"), "run: python -m ui.dialogs.keys"


def test_every_action_is_answered(desk) -> None:
    for action in TABLE:
        made = desk.window.actions_[action.id]
        assert made.receivers("2triggered(bool)") > 0, action.id


def test_no_single_key_fires_while_a_field_is_typed_in(ready) -> None:
    desk = ready
    before = [(c.id, c.state) for c in desk.reading.claims]
    fields = [
        desk.room.claim.head.wording,
        desk.room.claim.verdict.reason,
        desk.room.claim.fields.claimant,
        desk.room.claim.sources.field,
        desk.room.list.filter,
    ]
    singles = [a.keys[0] for a in TABLE if a.keys and len(a.keys[0]) == 1]
    assert {"J", "K", "A", "X", "1", "/"} <= set(singles)
    for field in fields:
        chosen = desk.reading.claim_id
        field.setFocus()
        words = "".join(singles).lower()
        QTest.keyClicks(field, words)
        typed = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        assert words in typed
        assert desk.reading.claim_id == chosen
    desk.settle()
    assert [(c.id, c.state) for c in desk.reading.claims] == before


def test_the_palette_finds_and_does(ready) -> None:
    desk = ready
    first = desk.reading.claim_id
    desk.room.article.setFocus()
    palette = Palette(desk.window.actions_, [], lambda _i: None, desk.window)
    palette.open()
    QTest.keyClicks(palette.field, "next cl")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    desk.until(lambda: desk.reading.claim_id != first, what="the next claim")


def test_a_dialog_goes_once_its_answer_was_read(ready, monkeypatch) -> None:
    monkeypatch.setattr(PasteDialog, "exec", lambda self: (self.done(0), 0)[1])
    ready.window.intake.paste()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not ready.window.findChildren(PasteDialog)


def test_an_article_of_the_palette_is_opened_where_one_sees_it_and_was_left(ready) -> None:
    desk, article = ready, ready.reading.article
    desk.key("J")
    desk.settle()
    left = desk.reading.claim_id
    desk.room.list.filter.setText("nothing is called so")
    desk.until(lambda: not desk.window.articles.rows, what="the filtered list")
    desk.window.keep_place()
    desk.reading.open(None)
    desk.window.rooms.enter("sources")
    desk.settle()
    desk.window.actions_["help.palette"].trigger()
    palette = next(one for one in desk.window.findChildren(Palette) if one.isVisible())
    desk.until(lambda: any(entry.words == article.title for entry in palette._entries), what="all articles")
    QTest.keyClicks(palette.field, "Lanvel ferme")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    desk.until(lambda: desk.reading.article is not None, what="the article")
    desk.settle()
    assert desk.window.rooms.current == "articles"
    assert desk.reading.claim_id == left


def test_the_palette_ranks_starts_before_insides_before_scattered_letters() -> None:
    assert rank("acc", "Accept") == 0
    assert rank("cept", "Accept") == 1
    assert rank("nx cl", "Next claim") == 3
    assert rank("cl ne", "Next claim") == 2
    assert rank("zzz", "Next claim") is None


def test_the_key_table_opens(desk) -> None:
    table = KeyTable(desk.window)
    table.show()
    assert table.isVisible()
    table.close()
