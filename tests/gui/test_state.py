"""What is found again: places and sizes, and drafts even after SIGKILL; and the last crash is told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.crash import Witness
from ui.state import State
from ui.theme import look

ROOT = Path(__file__).parents[2]

TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from ui.app import application, dress
from ui.crash import Witness
from ui.state import State
from ui.window import Window
from factcheck.settings import Settings

app = application()
dress(Settings())
Witness().begin()
window = Window(Settings(), State())
window.show()
window.library.open(Path(sys.argv[1]), "Ada")

def type_some():
    if window.reading.dossier is None:
        if window.articles.rows and window.reading.article is None:
            window.open_article(window.articles.rows[0].id)
        elif window.reading.claims and window.reading.claim is None:
            window.reading.step(1)
        QTimer.singleShot(50, type_some)
        return
    panel = window.room.claim
    panel.head.wording.selectAll()
    QTest.keyClicks(panel.head.wording, "My own wording")
    window.actions_["verdict.2"].trigger()
    QTest.keyClicks(panel.verdict.reason, "Because of the register")
    print(window.reading.claim_id, flush=True)

type_some()
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_drafts_survive_sigkill_and_the_next_start_tells_of_it(template, tmp_path, reading_desk) -> None:
    import shutil

    shutil.copytree(template, tmp_path / "library")
    script = tmp_path / "typist.py"
    script.write_text(TYPIST, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    typist = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "library")], env=environment, stdout=subprocess.PIPE, text=True
    )
    claim = typist.stdout.readline().strip()
    assert claim, "the window never came"
    typist.send_signal(signal.SIGKILL)
    typist.wait()
    typist.stdout.close()

    assert Witness().last() is not None
    state = State()
    assert state.draft(claim, "wording") == "My own wording"
    assert state.draft(claim, "reason") == "Because of the register"
    desk = reading_desk()
    desk.reading.select(claim)
    desk.settle()
    panel = desk.room.claim
    assert panel.head.wording.words() == "My own wording"
    assert panel.head.saving.isVisible()
    assert panel.verdict.reason.words() == "Because of the register"
    assert panel.verdict._group.checkedButton().digit == 2
    panel.head.drop()
    assert state.draft(claim, "wording") is None


def test_the_place_in_an_article_is_found_again(reading_desk) -> None:
    desk = reading_desk()
    desk.key("J")
    desk.settle()
    claim, article = desk.reading.claim_id, desk.reading.article.id
    desk.close()
    again = reading_desk()
    assert again.window.state.get("article") == article
    assert again.reading.claim_id == claim


def test_sizes_and_scroll_are_found_again(reading_desk) -> None:
    desk = reading_desk(interface__zoom=200)
    look.apply("light", 200)
    desk.settle()
    handle = desk.room.split.handle(3)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton)
    QTest.mouseMove(handle, handle.rect().center() - QPoint(120, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center() - QPoint(60, 0))
    claim = desk.room.split.sizes()[3]
    bar = desk.room.article.verticalScrollBar()
    assert bar.maximum() > 100
    bar.setValue(bar.maximum() // 2)
    top = desk.room.article.offsets.from_qt(desk.room.article.top_position())
    assert top > 0
    desk.close()
    again = reading_desk(interface__zoom=200)
    look.apply("light", 200)
    again.settle()
    assert again.room.split.sizes()[3] == claim
    article = again.reading.article.id
    again.window.reading.open(None)
    again.settle()
    again.window.open_article(article)
    again.until(lambda: again.reading.claims, what="the article")
    again.settle()
    text = again.room.article
    assert abs(text.offsets.from_qt(text.top_position()) - top) < 80  # a line, as the caption above may differ


def test_a_damaged_state_file_is_no_reason_not_to_start(tmp_path) -> None:
    (tmp_path / "window.json").write_text("{broken", "utf-8")
    assert State(tmp_path).get("article") is None
    (tmp_path / "window.json").write_text("[1]", "utf-8")
    state = State(tmp_path)
    state.put(article="x")
    assert State(tmp_path).get("article") == "x"


def test_drafts_of_strange_names_stay_in_their_folder(tmp_path) -> None:
    state = State(tmp_path)
    state.put_draft("../../etc/passwd", "wor/ding", "x")
    assert [p.parent for p in tmp_path.rglob("*.txt")] == [tmp_path / "drafts"]
    assert state.draft("../../etc/passwd", "wor/ding") == "x"


def test_an_exception_that_nobody_caught_is_told_at_the_next_start(tmp_path, capsys) -> None:
    witness = Witness(tmp_path)
    assert witness.last() is None
    witness.begin()
    heard = []
    witness.heard = heard.append
    try:
        try:
            raise KeyError("words of an article")
        except KeyError as inner:
            raise ValueError("a bug") from inner
    except ValueError as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)
    witness.end()
    told = Witness(tmp_path).last()
    assert heard[0] in told
    assert "test_state.py" in told
    assert told.index("KeyError\n") < told.index("ValueError\n")
    assert "a bug" not in told.replace('raise ValueError("a bug")', "")
    again = Witness(tmp_path)
    again.begin()
    again.end()
    assert Witness(tmp_path).last() is None
    assert "a bug" in capsys.readouterr().err


def test_a_quiet_end_leaves_nothing_to_tell(tmp_path) -> None:
    witness = Witness(tmp_path)
    witness.begin()
    witness.end()
    assert Witness(tmp_path).last() is None
    assert time.time() > 0


LEFT_BEHIND = """
import functools, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui import app
from ui.jobs import Jobs
from ui.window import Window

Jobs.close = functools.partialmethod(Jobs.close, 0.2)

def end():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Window))
    if window.library.desk is None or window.reading.article is None:
        QTimer.singleShot(50, end)
        return
    taken = []
    window.take = taken.append
    window.library.opened.emit()  # as another library would be
    print("taken in again:", taken)
    window.jobs.start("net", lambda _job: time.sleep(600))
    window.close()

app.application()
QTimer.singleShot(50, end)
sys.exit(app.run(library=Path(sys.argv[1]), reviewer="Ada", where=sys.argv[2]))
"""


def test_the_program_takes_its_article_in_once_and_ends_although_a_server_does_not_answer(tmp_path, article) -> None:
    program = [sys.executable, "-c", LEFT_BEHIND, str(tmp_path / "library"), str(article)]
    ended = subprocess.run(program, cwd=ROOT, timeout=120, check=False, capture_output=True)  # far below its answer
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip().endswith(b"taken in again: []")
