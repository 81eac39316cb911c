"""Moving the open library from the Settings room, through the real window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from factcheck.domain import place
from factcheck.services.desk import Desk as CoreDesk
from tests.gui.conftest import Desk, until
from ui.rooms.settingsmove import MoveLibrary


def part_of(desk: Desk) -> MoveLibrary:
    desk.window.actions_["room.settings"].trigger()
    desk.settle()
    return next(part for part in desk.window.rooms.room("settings").more if isinstance(part, MoveLibrary))


def test_the_library_is_moved_to_a_folder_and_the_result_is_told(
    ready: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = part_of(ready)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "new"))
    assert not part.to_server.isEnabled()
    part.to_folder.click()
    assert not part.to_folder.isEnabled()
    part.address.setText("postgresql://nobody@127.0.0.1:1/none")
    assert not part.to_server.isEnabled()  # one move at a time
    part.address.clear()
    assert [job.title for job in ready.window.library.jobs.shown()] == ["settings.move-title"]
    until(part.to_folder.isEnabled, what="the end of the move")
    assert "all the same" in part.told.text(), part.told.text()
    copy = CoreDesk.open(tmp_path / "new", create_missing=False)
    copy.close()
    part.to_folder.click()
    until(part.to_folder.isEnabled, what="the refusal")
    assert "already" in part.told.text()


def test_the_library_is_moved_to_a_server(ready: Desk, empty_database: str) -> None:
    part = part_of(ready)
    part.address.setText("postgresql://nobody@127.0.0.1:1/none")
    part.to_server.click()
    until(part.to_server.isEnabled, what="the refusal")
    assert "cannot be reached" in part.told.text()
    part.address.setText(empty_database)
    part.to_server.click()
    until(part.to_server.isEnabled, what="the end of the move", seconds=60)
    assert "all the same" in part.told.text(), part.told.text()
    there = CoreDesk.open(place.server(empty_database), read_only="library-read-only")
    there.close()


def test_a_move_that_is_stopped_may_go_on(ready: Desk, tmp_path: Path) -> None:
    part = part_of(ready)
    job = part.move_to(tmp_path / "new")
    assert job is not None
    job.cancel()
    until(part.to_folder.isEnabled, what="the end")
    assert "Stopped" in part.told.text()
    part.move_to(tmp_path / "new")
    until(part.to_folder.isEnabled, what="the end of the move")
    assert "all the same" in part.told.text()
