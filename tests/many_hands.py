"""A desk of many reviewers on one server: each a process of its own that works through the services.

``python -m tests.many_hands ADDRESS SEED SECONDS LOG ARTICLE`` is one reviewer; ``work`` runs a desk of them, ends some
without warning, has the server started anew where that is asked, and reads what they wrote down.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from factcheck.domain import place
from factcheck.errors import Conflict, InputError, LibraryError
from factcheck.services import claims, history, marks, sources, verdicts
from factcheck.services.desk import Desk
from factcheck.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PAUSE = 1.5
"""Seconds, on average, that a reviewer thinks between two actions."""
GO = "go"
"""The file that appears when all have opened the library: a start takes longer than what is measured."""
PAGES = [f"https://example.org/page-{number}" for number in range(40)]


class Reviewer:
    """Somebody who reads claims of an article and does to them what reviewers do."""

    def __init__(self, address: str, seed: int, log: Path, article: str) -> None:
        self.random = random.Random(seed)
        self.log = log.open("a", encoding="utf-8", buffering=1)
        settings = Settings(overrides={"review.policy": "one", "interface.language": "en"})
        self.desk = Desk.open(place.server(address), settings=settings)
        self.claims = [claim.id for claim in claims.of_article(self.desk, article)]
        self.number = 0
        self.thought = 0.0

    def act(self) -> None:
        """One action, timed, and written down with what came of it."""
        self.number += 1
        name, action = self.random.choice(self._actions())
        began, self.thought = time.perf_counter(), 0.0
        step, outcome = None, "done"
        try:
            step = action(self.random.choice(self.claims))
        except Conflict:
            outcome = "conflict"
        except InputError as refused:
            outcome = f"refused:{refused.key}"
        except LibraryError as problem:
            outcome = f"world:{problem.key}"
            time.sleep(0.5)
        taken = time.perf_counter() - began - self.thought
        said = {"action": name, "outcome": outcome, "step": step, "seconds": taken, "at": time.time()}
        self.log.write(json.dumps(said) + "\n")

    def _actions(self) -> list[tuple[str, Callable[[str], str | None]]]:
        return [
            ("read", self._read),
            ("read", self._read),
            ("word", self._word),
            ("accept", lambda one: claims.accept(self.desk, [one]).step),
            ("tag", lambda one: marks.tag(self.desk, [one], f"tag {self.random.randrange(20)}").step),
            ("note", lambda one: marks.note(self.desk, one, f"Remark {self.number}").step),
            ("assign", lambda one: marks.assign(self.desk, [one], self.desk.reviewer).step),
            ("cite", lambda one: sources.cite(self.desk, one, self.random.choice(PAGES), fetch=False).step),
            ("verdict", self._verdict),
            ("undo", lambda _one: history.undo(self.desk).step),
        ]

    def _read(self, one: str) -> None:
        claims.get(self.desk, one)
        sources.of_claim(self.desk, one)
        verdicts.of_claim(self.desk, one)

    def _word(self, one: str) -> str | None:
        """Word a claim anew after reading it for a moment: somebody else may have been quicker."""
        read = claims.get(self.desk, one)
        self.thought = 0.2
        time.sleep(self.thought)
        with self.desk.based_on(read):
            return claims.edit(self.desk, one, standalone=f"Wording {self.number} of {self.desk.reviewer}.").step

    def _verdict(self, one: str) -> str | None:
        rating = self.random.choice(verdicts.scale(self.desk).ratings).key
        return verdicts.give(self.desk, one, rating, "It is so in the books.").step


@dataclass
class Seen:
    """What a desk of reviewers went through."""

    seconds: list[float] = field(default_factory=list)
    by_action: dict[str, list[float]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    steps: int = 0
    sound: bool = False

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of all actions was done."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def work(
    owner: str, keeper: str, logins: Sequence[str], article: str, folder: Path, *, seconds: float, kills: int = 0,
    restart: Callable[[], None] | None = None,
) -> Seen:  # fmt: skip
    """Let reviewers work for some time; ``owner``, who may read all, and ``keeper`` then see what became of it.

    ``kills`` of them are ended by SIGKILL, one after the other, and come back; in the middle ``restart`` is called.
    """
    folder.mkdir(parents=True, exist_ok=True)
    desks = [_begin(login, number, seconds, folder, article) for number, login in enumerate(logins)]
    while len(list(folder.glob("ready-*"))) < len(desks) and all(desk.poll() is None for desk in desks):
        time.sleep(0.1)
    (folder / GO).touch()
    until, killed, restarted = time.monotonic() + seconds, 0, restart is None
    faults: list[str] = []
    while any(desk.poll() is None for desk in desks):
        time.sleep(0.1)
        gone = 1 - (until - time.monotonic()) / seconds
        if not restarted and gone > 0.5 and restart is not None:
            restart()
            restarted = True
        if killed < kills and gone > (killed + 1) / (kills + 2):
            number = killed % len(desks)
            desks[number].send_signal(signal.SIGKILL)
            desks[number].communicate()
            left = max(1.0, until - time.monotonic())
            desks[number] = _begin(logins[number], 1000 + killed, left, folder, article)
            killed += 1
    for desk in desks:
        said = desk.communicate()[1].decode()
        if desk.returncode:
            faults.append(said[-2000:])
    return _read(owner, keeper, folder, faults)


def _begin(login: str, seed: int, seconds: float, folder: Path, article: str) -> "subprocess.Popen[bytes]":
    own = {"FACTCHECK_CONFIG": str(folder / f"config-{seed}"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.many_hands", login, str(seed), str(seconds)]
    return subprocess.Popen(
        [*command, str(folder / f"{seed}.log"), article], env=os.environ | own, cwd=ROOT, stderr=subprocess.PIPE
    )


def _read(owner: str, keeper: str, folder: Path, faults: list[str]) -> Seen:
    seen = Seen(faults=faults)
    promised: set[str] = set()
    for log in folder.glob("*.log"):
        for line in log.read_text("utf-8").splitlines():
            said = json.loads(line)
            seen.outcomes[said["outcome"]] += 1
            if not said["outcome"].startswith("world"):
                seen.seconds.append(said["seconds"])
                seen.by_action.setdefault(said["action"], []).append(said["seconds"])
            promised |= {said["step"]} if said["step"] else set()
    with psycopg.connect(owner) as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM public.step")}
        seen.lost += [f"step {step} was told as done and is not there" for step in sorted(promised - kept)]
        last: dict[tuple[str, str], str | None] = {}
        for entity, row, before, after in connection.execute(
            "SELECT entity, row_id, before, after FROM public.edit ORDER BY step_number, position"
        ):
            if last.get((entity, row)) != before:
                seen.lost.append(f"{entity} {row} was written over unseen")
            last[entity, row] = after
    desk = Desk.open(place.server(keeper), settings=Settings(overrides={}))
    checked = history.verify(desk)
    seen.steps, seen.sound = checked.steps, checked.ok
    seen.faults += checked.findings
    desk.close()
    return seen


def main(address: str, seed: str, seconds: str, log: str, article: str) -> None:
    """One reviewer, until the time is over."""
    place_of_go = Path(log).parent
    while True:
        try:
            reviewer = Reviewer(address, int(seed), Path(log), article)
            break
        except LibraryError:  # the server is being started anew
            time.sleep(0.5)
    (place_of_go / f"ready-{seed}").touch()
    while not (place_of_go / GO).exists():
        time.sleep(0.05)
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        time.sleep(min(reviewer.random.expovariate(1 / PAUSE), 3 * PAUSE))
        reviewer.act()
    reviewer.desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
