"""What can be read of a damaged library, put into a new one.

The trail holds every row as each step left it, so what a damaged table lost comes back from the steps whose digests
still fit. Nothing of the damaged library is changed.
"""

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import JSON
from sqlalchemy.orm import Session

from factcheck.errors import LibraryError
from factcheck.paths import make_private
from factcheck.store import chain, entries, tables, trailwords
from factcheck.store.engine import open_engine, writer
from factcheck.store.file import FILE_NAME, translated
from factcheck.store.ledger import CHECK
from factcheck.store.lines import Line
from factcheck.store.migrate import UNFINISHED, create
from factcheck.store.verify import last_edits

FARTHEST = 1 << 62
"""Where the search for a row behind damage ends: half of the largest rowid that SQLite has."""
LINES = 500
"""Lines of imported checks that are written at a time."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came over, in counts.

    ``rows`` read by table, and ``unreadable`` places in a table; rows that only the trail still held; texts that no
    longer are what their digest says (left out); references that hang; evidence files.
    """

    folder: Path
    rows: dict[str, int]
    unreadable: dict[str, int]
    from_trail: int
    texts_lost: int
    hanging: int
    evidence: int


def salvage(damaged: Path, target: Path, progress: Callable[[str], None] | None = None) -> Salvaged:
    """Read what can be read of the library in ``damaged`` and make a new library of it in ``target``.

    ``LibraryError`` when there is nothing to read, or a library in ``target`` already.
    """
    tell = progress or (lambda _table: None)
    if not (damaged / FILE_NAME).exists():
        raise LibraryError("library-missing", folder=damaged)
    if (target / FILE_NAME).exists():
        raise LibraryError("salvage-target", folder=target)
    with translated(target):
        make_private(target)
        copy, made = (target / f"{FILE_NAME}{UNFINISHED}{name}" for name in ("copy", "salvaged"))
        try:
            for ending in ("", "-wal"):
                with suppress(FileNotFoundError):
                    shutil.copyfile(damaged / (FILE_NAME + ending), copy.with_name(copy.name + ending))
            create(made)
            found = _Reading(copy, made, tell).run()
            lines = _derive(copy, made)
            made.replace(target / FILE_NAME)
        finally:
            for left in target.glob(f"{FILE_NAME}{UNFINISHED}*"):
                left.unlink()
        found.rows["entry"] = lines
        tell("evidence")
        evidence = _take_evidence(damaged / "evidence", target / "evidence")
    return Salvaged(
        target, dict(found.rows), dict(found.gaps), found.from_trail, found.texts_lost, found.hanging, evidence
    )


class _Reading:
    """One reading of a damaged file into a new one."""

    def __init__(self, copy: Path, made: Path, tell: Callable[[str], None]) -> None:
        self.copy, self.made, self.tell = copy, made, tell
        self.rows: Counter[str] = Counter()
        self.gaps: Counter[str] = Counter()
        self.from_trail = self.texts_lost = self.hanging = 0

    def run(self) -> "_Reading":
        """Read texts, trail and rows, then let the trail correct the rows."""
        with closing(sqlite3.connect(self.copy)) as old, closing(sqlite3.connect(self.made)) as new:
            new.execute("PRAGMA foreign_keys=OFF")
            for name in ("content", "step", "edit", *tables.TRACKED):
                self.tell(name)
                self._take(old, new, name)
            new.commit()
            self._follow_trail(new)
            self.hanging = len(new.execute("PRAGMA foreign_key_check").fetchall())
            new.commit()
        return self

    def _take(self, old: sqlite3.Connection, new: sqlite3.Connection, name: str) -> None:
        known = [row[1] for row in new.execute(f'PRAGMA table_info("{name}")')]
        try:
            held = {row[1] for row in old.execute(f'PRAGMA table_info("{name}")')}
        except sqlite3.DatabaseError as problem:
            raise LibraryError("salvage-nothing", folder=self.copy.parent, problem=problem) from problem
        columns = [column for column in known if column in held]
        if not columns:
            return
        as_json = _json_columns(name)
        listed, places = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
        insert = f'INSERT OR IGNORE INTO "{name}" ({listed}) VALUES ({places})'  # noqa: S608 - our own names
        for values in self._readable(old, name, listed):
            row = dict(zip(columns, values, strict=True))
            if name == "content" and not _is_itself(row):
                self.texts_lost += 1
            elif all(_parses(row[column]) for column in as_json if column in row):
                with suppress(sqlite3.DatabaseError):  # a value that fits no column
                    self.rows[name] += new.execute(insert, values).rowcount

    def _readable(self, old: sqlite3.Connection, name: str, listed: str) -> Iterator[tuple[object, ...]]:
        """The rows that SQLite still gives, in the order of the file, jumping over what it cannot read."""
        query = f'SELECT rowid, {listed} FROM "{name}" NOT INDEXED WHERE rowid > ? ORDER BY rowid'  # noqa: S608
        last: int | None = 0
        while last is not None:
            try:
                for row in old.execute(query, (last,)):
                    last = row[0]
                    yield row[1:]
            except sqlite3.DatabaseError:
                self.gaps[name] += 1
                last = _next_place(old, name, last or 0)
            else:
                return

    def _follow_trail(self, new: sqlite3.Connection) -> None:
        """Make every row what the last sound step says of it."""
        unsound = chain.unsound_steps(new)
        for (identifier, entity), after, number in last_edits(new):
            if number in unsound or entity not in tables.TRACKED:
                continue
            if after is None:
                new.execute(f'DELETE FROM "{entity}" WHERE id = ?', (identifier,))  # noqa: S608
                continue
            row = json.loads(after)
            as_json = _json_columns(entity)
            columns = [c for c in tables.columns_of(tables.TRACKED[entity]) if c in row]
            values = [json.dumps(row[c], ensure_ascii=False) if c in as_json else row[c] for c in columns]
            listed = ", ".join(f'"{c}"' for c in columns)
            there = new.execute(f'SELECT {listed} FROM "{entity}" WHERE id = ?', (identifier,)).fetchone()  # noqa: S608
            if there is None or _plain(there, columns, as_json) != [row[c] for c in columns]:
                places = ", ".join("?" * len(columns))
                new.execute(
                    f'INSERT OR REPLACE INTO "{entity}" ({listed}, version) VALUES ({places}, 1)',  # noqa: S608
                    values,
                )
                self.from_trail += 1


def _derive(copy: Path, made: Path) -> int:
    """Bring over the lines of imported checks, and make anew what follows from the rows; the number of such lines."""
    engine = open_engine(made)
    lines = 0
    with Session(writer(engine), autoflush=False) as session:
        waiting: list[Line] = []
        for line in _checks(copy):
            waiting.append(line)
            if len(waiting) == LINES:
                entries.write(session, waiting)
                lines, waiting = lines + LINES, []
        entries.write(session, waiting)
        entries.rebuild(session)
        trailwords.fill(session.connection())
        session.commit()
    engine.dispose()
    return lines + len(waiting)


def _checks(copy: Path) -> Iterator[Line]:
    """The lines of imported checks that can be read, with their values."""
    with closing(sqlite3.connect(copy)) as old:
        old.row_factory = sqlite3.Row
        try:
            for row in old.execute("SELECT * FROM entry NOT INDEXED WHERE record = ?", (CHECK,)):
                columns = {name: row[name] for name in row.keys() if name not in {"number", "revision"}}  # noqa: SIM118
                values: list[tuple[str, str]] = []
                with suppress(sqlite3.DatabaseError):
                    query = "SELECT field, value FROM entry_value WHERE number = ?"
                    values = [(field, value) for field, value in old.execute(query, (row["number"],))]
                yield Line(columns, row["number"] >> entries.SHIFT, tuple(values))
        except sqlite3.DatabaseError:
            return


def _next_place(old: sqlite3.Connection, name: str, last: int) -> int | None:
    """A rowid after ``last`` from which SQLite reads again: the row after it is readable. None at the end."""

    def reads(place: int) -> bool:
        try:
            old.execute(f'SELECT rowid FROM "{name}" NOT INDEXED WHERE rowid > ? LIMIT 1', (place,)).fetchone()  # noqa: S608
        except sqlite3.DatabaseError:
            return False
        return True

    jump = 1
    while not reads(last + jump):
        jump *= 2
        if last + jump > FARTHEST:
            return None
    low, high = last + jump // 2, last + jump
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reads(middle) else (middle, high)
    return high


def _is_itself(row: dict[str, object]) -> bool:
    kept = str(row["text"]).encode("utf-8", "surrogatepass")
    return hashlib.sha256(kept).hexdigest() == row["sha256"]


def _json_columns(name: str) -> frozenset[str]:
    table = tables.TRACKED.get(name)
    columns = table.__table__.columns if table else ()
    return frozenset(column.key for column in columns if isinstance(column.type, JSON))


def _parses(value: object) -> bool:
    try:
        json.loads(str(value))
    except ValueError:
        return False
    return True


def _plain(values: tuple[object, ...], columns: list[str], as_json: frozenset[str]) -> list[object]:
    pairs = zip(columns, values, strict=True)
    return [json.loads(str(value)) if column in as_json else value for column, value in pairs]


def _take_evidence(old: Path, new: Path) -> int:
    """Copy every evidence file; the number of them."""
    count = 0
    for path in old.rglob("*") if old.is_dir() else ():
        if path.is_file() and not path.name.endswith(".part"):
            place = new / path.relative_to(old)
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                shutil.copy2(path, place)
            count += 1
    new.mkdir(parents=True, exist_ok=True)
    return count
