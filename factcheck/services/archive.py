"""Archives of earlier checks taken into the library: as a stream, in batches that each last, as one step at the end."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from factcheck.domain import ids
from factcheck.domain.check import EarlierCheck, Refusal
from factcheck.errors import Unreadable
from factcheck.i18n import text
from factcheck.intake import checks
from factcheck.services.desk import Desk, Done
from factcheck.store import archive, tables
from factcheck.store.ledger import ArchiveJob

BATCH = 5000
COMPLAINTS = 1000
"""Refused rows that are listed; more are only counted."""
Progress = Callable[[int, int], None]
"""Bytes read, of how many."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A row that was refused, and why, as a sentence."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``mended`` counts, by sentence, what was changed in rows that were taken.

    ``complete`` is False when it was stopped; importing the same file again goes on from there. ``known`` is True when
    this very file had been imported already, so that there was nothing to do.
    """

    archive: str | None
    name: str
    sha256: str
    format: str
    complete: bool
    known: bool
    taken: int
    changed: int
    same: int
    refused: int
    complaints: tuple[Complaint, ...] = ()
    mended: dict[str, int] = field(default_factory=dict)


@dataclass
class _Run:
    """An import while it runs; the counts include those of earlier runs that it goes on from."""

    archive_id: str
    sha256: str
    done: int = 0
    taken: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    complaints: list[list[object]] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)

    def refuse(self, row: int, reason: str) -> None:
        """Count a refused row and, among the first, remember it."""
        self.refused += 1
        if len(self.complaints) < COMPLAINTS:
            self.complaints.append([row, reason])


def import_file(
    desk: Desk,
    path: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Done[ImportReport]:
    """Take in an archive of earlier checks (ClaimReview JSON-LD, CSV, JSON Lines).

    Each batch is kept as it is read; the step at the end names the file by its SHA-256 with the counts. When a person
    stops it, or the machine does, importing the file again goes on where it stopped. The same file again changes
    nothing. Raises ``Unreadable`` for a file that is no archive, ``LibraryError``.
    """
    kind = checks.format_of(path)
    size, sha256 = _digest(path)
    with desk.reading() as session:
        before = archive.imported(session, sha256)
        if before is not None:
            whole = before.taken + before.changed + before.same
            report = _report(path, kind, _Run(before.id, sha256, same=whole, refused=before.refused), known=True)
            return Done(report, None, "archive-imported")
        run = _resumed(archive.job(session, sha256), sha256)
    stopped = _take(desk, path, kind, run, progress and (lambda at: progress(at, size)), cancelled)
    label = "archive-stopped" if stopped else "archive-imported"
    counts = {name: getattr(run, name) for name in ("taken", "changed", "same", "refused")}
    with desk.acting(label, name=path.name, sha256=sha256[:12], **counts) as work:
        row = tables.Archive(name=path.name, sha256=sha256, format=kind, complete=not stopped, at=work.at, **counts)
        row.id = ids.new_id() if stopped else run.archive_id
        work.add(row)
        held = work.session.get(ArchiveJob, sha256)
        if held is not None and not stopped:
            work.session.delete(held)
    return desk.done(work, _report(path, kind, run, complete=not stopped))


def _take(
    desk: Desk,
    path: Path,
    kind: str,
    run: _Run,
    at: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> bool:
    """Read and keep batch after batch; True when it was stopped before the end."""
    rows = checks.read(path, kind, at or (lambda _: None))
    seen: set[int] = set()
    for row in islice(rows, run.done):
        if isinstance(row, EarlierCheck):
            archive.saw(row, seen)
        if cancelled and cancelled():
            return True
    while batch := list(islice(rows, BATCH)):
        if cancelled and cancelled():
            return True
        _keep(desk, run, batch, seen)
    return False


def _keep(desk: Desk, run: _Run, batch: list[checks.Row], seen: set[int]) -> None:
    """Write one batch and how far the import has come, in one transaction."""
    good = [row for row in batch if isinstance(row, EarlierCheck)]
    for row in batch:
        if isinstance(row, Refusal):
            run.refuse(row.row, row.reason)
    with desk.library.writing() as session:
        outcome = archive.store(session, run.archive_id, good, seen)
        for number in outcome.twice:
            run.refuse(number, "twice")
        run.done += len(batch)
        run.taken += outcome.taken
        run.changed += outcome.changed
        run.same += outcome.same
        run.mended.update(mend for row in good for mend in row.mended)
        session.merge(
            ArchiveJob(
                sha256=run.sha256,
                archive_id=run.archive_id,
                done=run.done,
                taken=run.taken,
                changed=run.changed,
                same=run.same,
                refused=run.refused,
                complaints=list(run.complaints),
            )
        )
        session.commit()


def _resumed(job: ArchiveJob | None, sha256: str) -> _Run:
    if job is None:
        return _Run(ids.new_id(), sha256)
    counts = {name: getattr(job, name) for name in ("done", "taken", "changed", "same", "refused")}
    return _Run(job.archive_id, sha256, **counts, complaints=list(job.complaints))


def _report(path: Path, kind: str, run: _Run, *, complete: bool = True, known: bool = False) -> ImportReport:
    return ImportReport(
        archive=run.archive_id,
        name=path.name,
        sha256=run.sha256,
        format=kind,
        complete=complete,
        known=known,
        taken=run.taken,
        changed=run.changed,
        same=run.same,
        refused=run.refused,
        complaints=tuple(
            Complaint(int(str(row)), text(f"archive.refused.{reason}"))
            for row, reason in sorted(run.complaints, key=lambda complaint: int(str(complaint[0])))
        ),
        mended={text(f"archive.mended.{mend}"): count for mend, count in sorted(run.mended.items())},
    )


def _digest(path: Path) -> tuple[int, str]:
    """The size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            for block in _blocks(file.read):
                digest.update(block)
                size += len(block)
    except OSError as problem:
        raise Unreadable("archive-file", path=path, problem=problem.strerror or problem) from problem
    return size, digest.hexdigest()


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while block := read(1 << 20):
        yield block
