"""``kill -9`` at any moment loses nothing that was acknowledged, and leaves a library that verifies."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from factcheck.services import claims, history
from factcheck.services.desk import Desk
from tests.core.cli.conftest import SAMPLES, Factcheck

ROUNDS = 6
# Each line of its output acknowledges one change, after the command has ended with exit code 0.
WRITER = """
import itertools, sys
from factcheck.cli.app import run
claim = sys.argv[1]
print("ready", file=sys.stderr, flush=True)
for number in itertools.count():
    wording = f"wording {sys.argv[2]}-{number}"
    sys.stdout = open("/dev/null", "w")
    code = run(["edit", claim, "--standalone", wording])
    sys.stdout.close()
    sys.stdout = sys.__stdout__
    if code != 0:
        sys.exit(code)
    print(wording, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
def test_killed_while_writing(factcheck: Factcheck, library: Path) -> None:
    claim = factcheck("add", SAMPLES / "article-en.txt", data=True).json["claims"][3]
    chance = random.Random(20261122)
    acknowledged: list[str] = []
    for number in range(ROUNDS):
        command = [sys.executable, "-c", WRITER, claim, str(number)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stderr is not None
        assert writer.stderr.readline() == "ready\n"
        threading.Timer(0.8 + chance.random() * 0.4, writer.kill).start()
        acknowledged += writer.communicate(timeout=60)[0].split("\n")[:-1]
        assert writer.returncode == -9

        desk = Desk.open(library)
        kept = [
            dict(e.after or {}).get("standalone")
            for s in history.steps(desk, claim=claim, limit=10_000)
            for e in s.edits
        ]
        assert set(acknowledged) <= set(kept)
        found = history.verify(desk)
        assert found.ok, found.findings
        now = claims.get(desk, claim).standalone
        desk.close()
        # The one change that was under way when the kill came may stand as well, never anything older.
        assert now == kept[0]
    assert len(acknowledged) >= ROUNDS


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
def test_killed_while_adding(factcheck: Factcheck, library: Path) -> None:
    chance = random.Random(7)
    added: set[str] = set()
    for _ in range(3):
        command = [sys.executable, "-m", "factcheck", "add", str(SAMPLES / "article-en.txt")]
        adding = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        killer = threading.Timer(0.5 + chance.random(), adding.kill)
        killer.start()
        added |= set(adding.communicate(timeout=60)[0].split())
        killer.cancel()
        stored = {article["id"][-8:] for article in factcheck("articles", data=True).json["articles"]}
        assert added <= stored
        assert factcheck("verify").code == 0
