"""What is imported when: each look is taken in a process of its own, as it is after a real start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "article-en.txt"
READING = {"spacy", "thinc", "numpy", "trafilatura", "lxml", "bs4", "docx", "odfdo", "openpyxl", "pypdfium2"}
STORING = {"sqlalchemy", "alembic"}
SENDING = {"requests", "urllib3", "warcio", "cryptography", "keyring"}
SHARING = {"psycopg", "psycopg_binary", "minio"}
WRITING = {"jinja2", "typst", "pikepdf"}
WINDOW = """
from ui.app import application, dress
application()
from factcheck.settings import Settings
from ui.state import State
from ui.window import Window
from PySide6.QtCore import QEventLoop, QTimer
def wait(met):
    while not met():
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()
settings = Settings(folder / "settings.toml")
dress(settings)
window = Window(settings, State(folder / "state"))
painted = []
window.painted.connect(lambda: painted.append(True))
window.show()
wait(lambda: painted)
"""
OPENED = """
window.library.open(folder / "library", "Ada Morel")
wait(lambda: window.library.desk is not None and not window.jobs.busy())
"""
# Its lists bring the services along, and these what fetches, beside the window's thread.
VERB = f"""
from factcheck.cli.app import run
run(["split", {str(SAMPLE)!r}])
"""


def imported(script: str, folder: Path) -> set[str]:
    """The packages that a process has imported after the script."""
    whole = (
        f"import sys; from pathlib import Path; folder = Path({str(folder)!r})\n{script}\n"
        "print('imported', *{name.partition('.')[0] for name in list(sys.modules)}, flush=True)\n"
        "import os; os._exit(0)"
    )
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", whole], env=known, capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    ("script", "needed", "unwanted"),
    [
        pytest.param(VERB, {"spacy"}, {"PySide6", "shiboken6", "ui"} | WRITING | SHARING, id="a verb"),
        pytest.param(WINDOW, {"PySide6"}, READING | STORING | SENDING | WRITING, id="the first paint"),
        pytest.param(WINDOW + OPENED, STORING, READING | WRITING | SHARING, id="a library opened"),
    ],
)
def test_imported(script: str, needed: set[str], unwanted: set[str], tmp_path: Path) -> None:
    found = imported(script, tmp_path)
    assert needed <= found
    assert found & unwanted == set()
