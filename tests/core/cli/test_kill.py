"""``kill -9`` at any moment loses nothing that was acknowledged, and leaves a library that verifies."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from factcheck.services import claims, history
from factcheck.services.desk import Desk
from tests.core.cli.conftest import PATIENCE, SAMPLES, Factcheck

ROUNDS = 6
# Each line of its output acknowledges one change, after the command has ended with exit code 0.
WRITER = """
import itertools, sys
from factcheck.cli.app import run
claim = sys.argv[1]
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
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().strip() for _ in range(chance.randint(1, 6))]
            time.sleep(chance.random() * 0.05)  # into the middle of what comes next
            writer.kill()
            acknowledged += writer.stdout.read().split("\n")[:-1]
        assert writer.returncode == -9

        desk = Desk.open(library)
        steps = [step for step in history.steps(desk, claim=claim, limit=10_000) if step.label == "claim-edited"]
        kept = [dict(edit.after or {}).get("standalone") for step in steps for edit in step.edits]
        assert set(acknowledged) <= set(kept)
        found = history.verify(desk)
        assert found.ok, found.findings
        # The change that was under way when the kill came may stand as well; never anything older than the last.
        assert claims.get(desk, claim).standalone == kept[0]
        desk.close()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
def test_killed_while_adding(factcheck: Factcheck, library: Path) -> None:
    chance = random.Random(7)
    added: set[str] = set()
    for _ in range(3):
        command = [sys.executable, "-m", "factcheck", "add", str(SAMPLES / "article-en.txt")]
        adding = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        killer = threading.Timer(0.5 + chance.random(), adding.kill)
        killer.start()
        added |= set(adding.communicate(timeout=PATIENCE)[0].split())
        killer.cancel()
        stored = {article["id"][-8:] for article in factcheck("articles", data=True).json["articles"]}
        assert added <= stored
        assert factcheck("verify").code == 0
