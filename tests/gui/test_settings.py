"""Settings that are no single values, through the real window: keys of actions, languages, hosts, keys of services, the
library's place.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from factcheck.services import articles, intake, splitting
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import Settings
from factcheck.web import credentials
from tests.gui.conftest import Desk, until
from tests.keyrings import Memory
from ui.actions.keymap import SETTING, keymap
from ui.actions.table import BY_ID, TABLE
from ui.dialogs.keys import KeyTable
from ui.dialogs.remap import Remap
from ui.rooms.settingsmore import Backups, Part, Place
from ui.rooms.settingsoutside import Hosts, Languages, Secrets


@pytest.fixture
def ring() -> Iterator[Memory]:
    before, made = keyring.get_keyring(), Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def own_keys() -> Iterator[None]:
    """Keys as in the table, before and after."""
    yield
    keymap.read(Settings())


def part_of(desk: Desk, kind: type[Part]) -> Part:
    desk.window.actions_["room.settings"].trigger()
    desk.settle()
    return next(part for part in desk.window.rooms.room("settings").more if isinstance(part, kind))


def words_in(part: Part) -> list[str]:
    return [label.text() for label in part.findChildren(QLabel) if not label.isHidden()]


def remap(desk: Desk) -> Remap:
    dialog = Remap(desk.window)
    dialog.show()
    dialog.choose("claim.accept")
    return dialog


def test_an_action_gets_another_key_which_acts_and_is_found_again(ready: Desk, own_keys: None) -> None:
    claim = ready.reading.claim
    dialog = remap(ready)
    dialog.field.setFocus()
    QTest.keyClick(dialog.field, Qt.Key.Key_Q)
    dialog.give.click()
    assert dialog.problem.text() == ""
    assert Settings().names(SETTING) == ("claim.accept=Q",)
    dialog.close()
    ready.window.activateWindow()
    ready.room.article.setFocus()
    ready.key("A")
    ready.settle()
    assert ready.reading.get(claim.id).state == "proposed", "the old key does nothing any more"
    ready.key("Q")
    until(lambda: ready.reading.get(claim.id).state == "accepted", what="the acceptance by the new key")
    assert [made.key() for made in ready.room.claim.verdict.buttons][:2] == ["1", "2"]
    assert keymap.choose("verdict.2", ("Ctrl+Alt+2",)) == ""
    assert [made.key() for made in ready.room.claim.verdict.buttons][:2] == ["1", "Ctrl+Alt+2"]
    again = Settings()
    keymap.read(again)
    assert keymap.of(BY_ID["claim.accept"]) == ("Q",)
    table = KeyTable(ready.window)
    assert "Q" in [label.text() for label in table.findChildren(QLabel)]
    table.close()


def test_a_taken_key_is_refused_with_the_action_that_has_it(ready: Desk, own_keys: None) -> None:
    dialog = remap(ready)
    for key, wanted in (("J", "“Next claim”"), ("Ctrl+K", "“Find an action”"), ("Tab", "needed for moving"), ("", "")):
        dialog.field.setKeySequence(QKeySequence(key))
        if key:
            dialog.give.click()
            assert wanted in dialog.problem.text(), dialog.problem.text()
            assert keymap.of(BY_ID["claim.accept"]) == ("A",)
    dialog.none.click()
    assert keymap.of(BY_ID["claim.accept"]) == ()
    dialog.field.setKeySequence(QKeySequence("A"))
    dialog.choose("claim.dismiss")
    dialog.field.setKeySequence(QKeySequence("A"))
    dialog.give.click()
    assert keymap.of(BY_ID["claim.dismiss"]) == ("A",), "a key that was let go is free"
    dialog.choose("claim.accept")
    dialog.back.click()
    assert "“Dismiss" in dialog.problem.text(), "giving back is refused while another has the key"
    dialog.findChild(type(dialog.back))  # the dialog is still whole
    keymap.give_all_back()
    assert all(keymap.of(action) == action.keys for action in TABLE)
    dialog.filter.setText("accept")
    shown = {dialog.model.index(n, 0).data() for n in range(dialog.model.rowCount())}
    assert any("Accept" in words for words in shown)
    assert not any("Undo" in words for words in shown)


def test_what_a_settings_file_says_wrongly_of_keys_is_left_out(plain: None, own_keys: None) -> None:
    settings = Settings()
    settings.put(SETTING, ("claim.accept=Nosuchkey", "no.such=Q", "claim.dismiss=J", "claim.edit=Ctrl+Alt+E F9"))
    keymap.read(settings)
    assert keymap.of(BY_ID["claim.accept"]) == ("A",)
    assert keymap.of(BY_ID["claim.dismiss"]) == ("X",)
    assert keymap.of(BY_ID["claim.edit"]) == ("Ctrl+Alt+E", "F9")


def test_language_packs_say_what_they_support(desk: Desk) -> None:
    part = part_of(desk, Languages)
    until(lambda: any("hedges" in words for words in words_in(part)), what="the languages")
    names = words_in(part)
    assert all(found.name.capitalize() in names for found in splitting.languages())


def test_hosts_are_allowed_and_taken_back(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(fetch__pause_milliseconds=0)
    del desk.window.library.settings._overrides["fetch.allowed_hosts"]
    part = part_of(desk, Hosts)
    assert isinstance(part, Hosts)
    part.field.setFocus()
    desk.type("intranet.example:8000")
    QTest.keyClick(part.field, Qt.Key.Key_Return)
    assert Settings().names("fetch.allowed_hosts") == ("intranet.example:8000",)
    until(lambda: "intranet.example:8000" in words_in(part), what="the host")
    part._keep([])
    assert Settings().names("fetch.allowed_hosts") == ()


def test_keys_of_services_go_to_the_keyring_and_never_come_back(desk: Desk, ring: Memory) -> None:
    part = part_of(desk, Secrets)
    assert isinstance(part, Secrets)
    until(lambda: "wayback" in part.fields, what="the services")
    access, secret = part.fields["wayback"]
    access.setText("open")
    part.keep("wayback")
    until(lambda: "missing" in part.told.text(), what="that a part is missing")
    assert not ring.entries
    access.setText("open")
    secret.setText("sesame")
    part.keep("wayback")
    until(lambda: "kept" in words_in(part), what="that they are kept")
    assert credentials.wayback_keys() == credentials.Keys("open", "sesame")
    assert [field.text() for field in part.fields["wayback"]] == ["", ""]
    assert "sesame" not in Settings().path.read_text("utf-8") if Settings().path.exists() else True
    part.forget("wayback")
    until(lambda: not ring.entries, what="that they are removed")


def test_a_system_without_a_keyring_says_so(desk: Desk, ring: Memory) -> None:
    keyring.set_keyring(NoKeyring())
    part = part_of(desk, Secrets)
    assert isinstance(part, Secrets)
    until(part.told.text, what="what is wrong")
    assert all(not field.isEnabled() for fields in part.fields.values() for field in fields)


def test_another_library_is_opened_and_found_again(ready: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    core = CoreDesk.open(other, settings=Settings(), reviewer="Ada")
    draft = intake.from_text("The ferry sank in 1931, said the keeper.")
    added = articles.add(core, draft, splitting.split(draft.text, language="en")).value
    core.close()
    part = part_of(ready, Place)
    assert isinstance(part, Place)
    part.go_to(other)
    until(lambda: ready.window.library.desk.folder == other, what="the other library")
    until(lambda: [row.id for row in ready.window.articles.rows] == [added], what="its article")
    assert ready.reading.article is None, "the article of the library before is put away"
    assert Settings().text("library.folder") == str(other)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "library.sqlite").write_bytes(b"no library at all" * 100)
    part.go_to(broken)
    until(ready.failures, what="what is wrong with it")
    assert ready.window.library.desk.folder == other
    QApplication.processEvents()


def test_a_library_that_cannot_be_opened_leaves_the_way_to_another_one(
    plain: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *bug: bugs.append(bug))
    (tmp_path / "file").write_text("no folder")
    desk = Desk(tmp_path / "file" / "library", waits=False)
    until(desk.failures, what="that it cannot be opened")
    assert "choose another folder" in desk.failures()[0]
    desk.window.rail.rooms["claims"].click()
    assert [key for key, made in desk.window.rail.rooms.items() if made.isChecked()] == ["articles"]
    place = part_of(desk, Place)
    assert isinstance(place, Place)
    assert place.other.isEnabled()
    assert not part_of(desk, Backups).isEnabled()
    assert [len(desk.failures()), bugs] == [1, []]
    place.go_to(tmp_path / "other")
    until(lambda: desk.window.library.desk is not None, what="the other library")
    desk.settle()
    assert desk.window.library.desk.reviewer == "Ada"
    assert part_of(desk, Backups).isEnabled()
    assert bugs == []
    desk.close()


def test_what_is_changed_by_keys_and_menus_shows_in_the_settings_and_the_other_way_round(desk: Desk) -> None:
    desk.window.actions_["room.settings"].trigger()
    desk.settle()
    room = desk.window.rooms.room("settings")
    name = room.fields["review.reviewer"].control
    name.setFocus()
    desk.type("Half a na")
    desk.window.actions_["view.larger"].trigger()
    assert room.fields["interface.zoom"].control.value() == 110
    assert name.text() == "Half a na"
    name.clear()
    room.filter.setFocus()
    theme = room.fields["interface.theme"].control
    theme.setCurrentIndex(theme.findData("dark"))
    theme.activated.emit(theme.currentIndex())
    assert desk.window.actions_["theme.dark"].isChecked()
    assert not desk.window.actions_["theme.system"].isChecked()
    scale = room.fields["review.scale"].control
    english = scale.currentText()
    desk.window.actions_["language.fr"].trigger()
    desk.settle()
    assert scale.currentText() != english
    assert room.fields["interface.language"].control.currentData() == "fr"
