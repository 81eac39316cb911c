"""Two hundred processes killed while they write or back up: nothing acknowledged is lost, no action is half done.

A killed process prints each step's id after its commit; what it printed must be found again. One process forks its
writers, so that two hundred kills cost no two hundred starts of the interpreter.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from factcheck.services import history
from factcheck.services.desk import Desk
from factcheck.store import backup
from factcheck.store.chain import verify_chain
from factcheck.store.library import Library

WRITES, BACKUPS = 170, 30

HERD = """
import os, random, signal, sys, time
from pathlib import Path
from factcheck.errors import FactcheckError
from factcheck.services import backups, history, marks, reviewers
from factcheck.services.desk import Desk
from factcheck.store import backup

folder, kind, turns, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(seed)

def write(say, turn):
    desk = Desk.open(folder, reviewer=f"w{turn}")
    number = 0
    while True:
        number += 1
        done = reviewers.add(desk, f"r{turn}-{number}-" + "x" * chance.randrange(2000))
        os.write(say, (done.step + "\\n").encode())

def save(say, turn):
    desk = Desk.open(folder, reviewer="Ana")
    while True:
        made = backup.make(folder, f"kill{turn}")
        os.write(say, (made.path.name + "\\n").encode())

for turn in range(turns):
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            (write if kind == "write" else save)(say, turn)
        finally:
            os._exit(1)
    os.close(say)
    said = os.read(hear, 40)  # it is at work
    time.sleep(chance.random() * 0.03)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(hear, 65536):
        said += more
    os.close(hear)
    lines = said.decode().split("\\n")
    print(*lines[:-1], sep="\\n", flush=True)  # the last one has no end, so nobody was told
"""


def killed(folder: Path, kind: str, turns: int) -> list[str]:
    """What the killed processes acknowledged."""
    done = subprocess.run(
        [sys.executable, "-c", HERD, str(folder), kind, str(turns), "7"], stdout=subprocess.PIPE, text=True, check=True
    )
    return [line for line in done.stdout.split("\n") if line]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_hundred_kills_lose_nothing_that_was_acknowledged(new_library: Path) -> None:
    acknowledged = killed(new_library, "write", WRITES)
    assert len(acknowledged) >= WRITES
    copies = killed(new_library, "backup", BACKUPS)
    desk = Desk.open(new_library)
    with closing(sqlite3.connect(new_library / "library.sqlite")) as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM step")}
    assert set(acknowledged) <= kept
    found = history.verify(desk)
    assert found.findings == ()
    assert found.steps == len(kept)
    whole = {one.path.name for one in backup.list_all(new_library) if one.steps == len(kept)}
    assert set(copies) <= whole
    desk.close()


UNDOER = """
import sys
from pathlib import Path
from factcheck.services import claims, history
from factcheck.services.desk import Desk
desk = Desk.open(Path(sys.argv[1]), reviewer="Ana")
claim = sys.argv[2]
while True:
    print(claims.edit(desk, claim, standalone=f"wording {history.head(desk)[0]}").step, flush=True)
    print(history.undo(desk).step, flush=True)
    print(history.redo(desk).step, flush=True)
"""


def test_killed_undo_leaves_a_whole_step_or_none(new_library: Path, tmp_path: Path) -> None:
    from factcheck.services import claims
    from tests.core.store.worked import work

    article = work(new_library, tmp_path)
    desk = Desk.open(new_library, reviewer="Ana")
    claim = claims.of_article(desk, article)[2].id
    claims.accept(desk, [claim])
    chance = random.Random(3)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", UNDOER, str(new_library), claim], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        said = [process.stdout.readline().strip()]
        time.sleep(chance.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        said += [line.strip() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        process.wait()
        process.stdout.close()
        numbers = {step.id for step in history.steps(desk, limit=10_000)}
        assert set(said) <= numbers
        assert history.verify(desk).ok
    desk.close()


def test_writers_of_two_processes_keep_one_chain_and_every_row(new_library: Path) -> None:
    writer = """
import sys
from pathlib import Path
from factcheck.services import history, reviewers
from factcheck.services.desk import Desk
desk = Desk.open(Path(sys.argv[1]), reviewer=sys.argv[2])
for number in range(40):
    print(reviewers.add(desk, f"{sys.argv[2]} {number}").step, flush=True)
"""
    both = [
        subprocess.Popen([sys.executable, "-c", writer, str(new_library), name], stdout=subprocess.PIPE)
        for name in ("Ana", "Ben")
    ]
    said = [one.communicate()[0].split() for one in both]
    library = Library.open(new_library)
    count, _, wrong, _ = verify_chain(library)
    library.close()
    assert (sum(map(len, said)), count, wrong) == (80, 80, [])
