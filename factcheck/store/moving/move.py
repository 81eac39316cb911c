"""The way over: every table in turn, the words that search finds by, the evidence; and going on where it was broken.

A move may end at any time. What was written is kept with how far it came, part by part, in one transaction; another
run compares what is there with what the source holds now, brings it up to date, and goes on behind it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from factcheck.errors import Cancelled, LibraryError
from factcheck.store import trailwords
from factcheck.store.moving.parts import FIXED, PARTS, Key, Part, Row, differences
from factcheck.store.moving.side import HEADER, Done, File, Side, Stop, Target, Tell, digest_at, head
from factcheck.store.moving.unfit import unfit

PAGES, STEPS = "page_fts", "trail_fts"
_LINES = 500
"""Pages and steps that are indexed in one transaction."""
_PAGE_TEXTS = (
    "SELECT p.number, c.text FROM page_text p JOIN capture k ON k.id = p.capture_id"
    " LEFT JOIN content c ON c.sha256 = k.page_sha256 WHERE p.number > {} ORDER BY p.number"
)
_STEPS = 'SELECT number, "values", reason, reviewer FROM step WHERE number > {} ORDER BY number'
_EDITS = (
    "SELECT step_number, entity, row_id, claim_id, article_id, before, after FROM edit WHERE step_number > {}"
    " ORDER BY step_number, position"
)


def move(source: Side, target: Target, tell: Tell, stop: Stop) -> None:
    """Bring everything over; the target stays marked as unfinished. ``Cancelled`` between two transactions.

    ``LibraryError`` when a server could not keep what the source holds, or when the source is no longer the one that
    the first part of the target came from.
    """
    if target.on_server and not source.on_server and (misfits := unfit(source)):
        raise LibraryError("move-unfit", to=target.place, rows=", ".join(misfits))
    written = target.state().get(HEADER)
    if written:
        _catch_up(source, target, json.loads(written), tell, stop)
    with target.writing():
        target.note(HEADER, json.dumps({"from": str(source.place), "head": head(source)}))
    total = sum(source.count(part) for part in PARTS)
    done = 0
    for part in PARTS:
        done = _table(source, target, part, done, lambda rows: tell("move-rows", rows, total), stop)
    steps = int(source.one("SELECT max(number) FROM step") or 0)
    _words(target, PAGES, _pages(source, _last(target, PAGES)), lambda _: tell("move-words", 0, steps), stop)
    _words(target, STEPS, _trail(source, _last(target, STEPS)), lambda number: tell("move-words", number, steps), stop)
    _files(source, target, tell, stop)


def _table(source: Side, target: Target, part: Part, before: int, tell: Callable[[int], None], stop: Stop) -> int:
    """Bring a table over from where it is; returns how many rows were brought in all."""
    done = _done(target, part.name)
    if done.complete:
        return before + done.rows
    rows = source.read(part, after=done.last)
    complete = False
    while not complete:
        if stop():
            raise Cancelled
        counted = _Counted(part, rows if part.whole else islice(rows, part.batch))
        with target.writing():
            target.put(part, counted)
            complete = part.whole or counted.count < part.batch
            done = Done(done.rows + counted.count, counted.last or done.last, complete)
            target.note(_note(part.name), done.written())
        tell(before + done.rows)
    return before + done.rows


class _Counted:
    """Rows on their way: how many there were, and the key of the last one."""

    def __init__(self, part: Part, rows: Iterable[Row]) -> None:
        self._part, self._rows = part, rows
        self.count = 0
        self.last: Key | None = None

    def __iter__(self) -> Iterator[Row]:
        row: Row | None = None
        for row in self._rows:
            self.count += 1
            yield row
        if row is not None:
            self.last = self._part.key(row)


def _words(
    target: Target, index: str, lines: Iterator[tuple[int, str]], tell: Callable[[int], None], stop: Stop
) -> None:
    while batch := list(islice(lines, _LINES)):
        if stop():
            raise Cancelled
        last = batch[-1][0]
        with target.writing():
            target.put_words(index, batch)
            target.note(_note(index), Done(last, (last,)).written())
        tell(last)


def _pages(source: Side, after: int) -> Iterator[tuple[int, str]]:
    """The texts of captured pages by their numbers in the index."""
    for number, kept in source.rows.execute(_PAGE_TEXTS.format(int(after))):
        yield number, str(json.loads(kept or "{}").get("text") or "")


def _trail(source: Side, after: int) -> Iterator[tuple[int, str]]:
    """The words of steps by their numbers."""
    edits = groupby(source.rows.execute(_EDITS.format(int(after))), key=lambda edit: edit[0])
    group = next(edits, None)
    for number, values, reason, reviewer in source.rows.execute(_STEPS.format(int(after))):
        while group is not None and group[0] < number:
            group = next(edits, None)
        mine = [tuple(edit[1:]) for edit in group[1]] if group is not None and group[0] == number else []
        yield number, trailwords.words_of(values, reason, reviewer, mine)


def _files(source: Side, target: Target, tell: Tell, stop: Stop) -> None:
    """Bring the evidence over that the target lacks. A file that is damaged in the source stays behind."""
    total = sum(file.size for file in source.files())
    done = 0
    for file in missing(source, target):
        if stop():
            raise Cancelled
        if isinstance(file, int):
            done += file
        else:
            _file(source, target, file)
            done += file.size
        tell("move-evidence", done, total)


def missing(source: Side, target: Target) -> Iterator[File | int]:
    """The files that the target lacks; for one that it has, its size."""
    with target.reading() as there:
        known = there.files()
        other = next(known, None)
        for file in source.files():
            while other is not None and other[:2] < file[:2]:
                other = next(known, None)
            yield file.size if other == file else file


def _file(source: Side, target: Target, file: File) -> None:
    try:
        target.put_file(file, source.bytes_of(file))
    except LibraryError as problem:
        if problem.key != "evidence-lost":
            raise  # what is damaged in the source is found again, and told, when both ends are compared


def _catch_up(source: Side, target: Target, header: dict[str, Any], tell: Tell, stop: Stop) -> None:
    """Bring what a broken move left up to date with the source of now, in one transaction.

    ``LibraryError("move-other")`` when the source's trail does not go on from the one that was being moved.
    """
    number, digest = header["head"]
    if number and digest_at(source, int(number)) != digest:
        raise LibraryError("move-other", to=target.place)
    with target.reading() as there, target.writing():
        for at, part in enumerate(PARTS):
            if stop():
                raise Cancelled
            tell("move-compare", at, len(PARTS))
            done = _done(target, part.name)
            if done.last is not None or done.complete:
                _merge(source, there, target, part, done)


def _merge(source: Side, there: Side, target: Target, part: Part, done: Done) -> None:
    """Make a table what the source's is, as far as it was brought."""
    upto = None if done.complete else done.last

    def pairs() -> Iterator[tuple[Row | None, Row | None]]:
        return differences(part, source.read(part, upto=upto), there.read(part, upto=upto))

    gone = [part.key(theirs) for _, theirs in pairs() if theirs is not None]
    if gone and part.name in FIXED:
        raise LibraryError("move-other", to=target.place)
    target.remove(part, gone)
    target.put(part, (ours for ours, _ in pairs() if ours is not None))
    bound = Done(source.count(part), done.last, complete=True) if done.complete else done
    target.note(_note(part.name), bound.written())


def _done(target: Target, name: str) -> Done:
    return Done.read(target.state().get(_note(name)))


def _last(target: Target, index: str) -> int:
    return _done(target, index).rows


def _note(name: str) -> str:
    return f"{HEADER}:{name}"
