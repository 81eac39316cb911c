"""The trail: actions in a library of 1,000,000 claims, opening it, verifying and searching 200,000 steps.

An action writes its rows, the step with undo data and digest, the ledger's line and both indexes in one transaction. A
bare one-row commit with the same durability (WAL, synchronous=FULL) on the same disk stands beside it: that part is the
disk's. ``FACTCHECK_BENCH_CLAIMS`` makes a smaller library. The large one is made once (minutes) and kept in the cache.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from _trail import claims as library_of_claims
from _trail import steps as library_of_steps
from rows import Row, seconds

from factcheck.services import claims, history, marks, verdicts
from factcheck.services.desk import Desk
from factcheck.store.chain import verify_chain
from factcheck.store.verify import verify_rows
from factcheck.store.walk import walk

CLAIMS = int(os.environ.get("FACTCHECK_BENCH_CLAIMS", "1000000"))
STEPS = 200_000


def measure() -> list[Row]:
    """Rows of this module."""
    return [*_actions(library_of_claims(CLAIMS)), *_long_trail()]


def _actions(folder: Path) -> list[Row]:
    opening = seconds(lambda: Desk.open(folder, reviewer="Ana").close(), repeat=5)
    desk = Desk.open(folder, reviewer="Ana")
    with desk.reading() as session:
        found = (
            session.connection().exec_driver_sql("SELECT id FROM claim WHERE state = 'proposed' LIMIT 900").fetchall()
        )
    ids = iter([row[0] for row in found])
    turn = iter(range(10_000))
    bare = _bare_commit(folder)
    kept = next(ids)

    def undo_and_redo() -> None:
        history.undo(desk)
        history.redo(desk)

    claims.edit(desk, kept, standalone="The bridge cost 4 million crowns")
    actions = {
        "accept a claim": lambda: claims.accept(desk, [next(ids)]),
        "edit a wording": lambda: claims.edit(desk, kept, standalone=f"The bridge cost {next(turn)} crowns"),
        "give a verdict": lambda: verdicts.give(desk, next(ids), "false", f"Page {next(turn)} of the books."),
        "tag a claim": lambda: marks.tag(desk, [next(ids)], "bridges"),
        "undo and redo (two actions)": undo_and_redo,
    }
    used = processor(actions["give a verdict"], repeat=40)
    rows = [
        Row(f"give a verdict among {CLAIMS:,}, processor time", used, "s"),
        Row(f"open a library of {CLAIMS:,} claims", opening, "s", target=1.0),
        Row("bare one-row commit", bare, "s"),
    ]
    for name, action in actions.items():
        limit = 0.030 if "two" in name else 0.015
        rows.append(Row(f"{name} among {CLAIMS:,}", seconds(action, repeat=40, warm=5), "s", target=limit))
    short = kept[-8:]
    rows.append(Row("find a claim by the end of its id", seconds(lambda: claims.find(desk, short), repeat=5), "s"))
    desk.close()
    return rows


def processor(action: Callable[[], object], *, repeat: int) -> float:
    """Seconds of processor time of one run of this process: what other programs on the machine do not change."""
    begun = time.process_time()
    for _ in range(repeat):
        action()
    return (time.process_time() - begun) / repeat


def _walk_alone(desk: Desk) -> None:
    with desk.library.bare() as connection:
        walk(connection)


def _bare_commit(folder: Path) -> float:
    with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS row (words)")
        return seconds(lambda: connection.execute("INSERT INTO row VALUES ('one')"), repeat=40, warm=5)


def _long_trail() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        desk = Desk.open(library_of_steps(Path(place) / "library", STEPS), reviewer="Ana")
        chain = seconds(lambda: verify_chain(desk.library), repeat=3)
        alone = processor(lambda: _walk_alone(desk), repeat=3)
        rows = seconds(lambda: verify_rows(desk.library), repeat=1, warm=0)
        rare = seconds(lambda: history.steps(desk, words="place 77777"), repeat=5)
        common = seconds(lambda: history.steps(desk, words="bridge"), repeat=5)
        next_undo = seconds(lambda: history.can_undo(desk), repeat=5)
        desk.close()
    return [
        Row(f"verify the chain of {STEPS:,} steps", STEPS / chain, "steps/s", target=150_000, more_is_better=True),
        Row(f"walk {STEPS:,} steps in one process, by processor time", STEPS / alone, "steps/s", more_is_better=True),
        Row(f"compare rows with {STEPS:,} edits", rows, "s"),
        Row("search the history for a rare word", rare, "s", target=0.1),
        Row("search the history for a word of every step", common, "s", target=0.3),
        Row("what undo would take back", next_undo, "s", target=0.015),
    ]
