"""Dossiers: a report with its evidence and its part of the trail in one file; checked anywhere, taken in elsewhere."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.errors import Unreadable
from factcheck.reports import dossier, dossier_check
from factcheck.reports.dossier import EvidenceFile, TrailEdit, TrailStep
from factcheck.reports.dossier_check import DossierCheck
from factcheck.reports.model import Report, ReportKind
from factcheck.services import takeover, veil
from factcheck.services.desk import Desk, Done
from factcheck.services.takeover import Taken
from factcheck.store import tables
from factcheck.web import vault

SUFFIX = dossier.SUFFIX
WARC = ".warc.gz"


def write(desk: Desk, report: Report, path: Path, *, replace: bool = False) -> None:
    """Write a report's dossier, whole or not at all. Raises ``InputError``, ``WorldError``."""
    with desk.reading() as session:
        steps = list(_steps(desk, session, report))
    dossier.write_dossier(report, path, _evidence(desk, report), steps, replace=replace)


def check(path: Path) -> DossierCheck:
    """Check a dossier by itself, without any library. ``Unreadable`` when it is none, or a hostile one."""
    return dossier_check.check(path)


def take_in(desk: Desk, path: Path) -> Done[Taken]:
    """Take a dossier's article, claims, sources, verdicts and evidence into this library.

    The dossier is checked first; one that does not hold is refused (``Unreadable``) and nothing is stored.
    """
    checked = dossier_check.check(path)
    if not checked.ok:
        raise Unreadable("dossier-not-sound", path=path, problem=checked.findings[0].message)
    with dossier_check.open_dossier(path) as held:
        report = held.report()
        for sha256, inner in held.evidence():
            suffix = WARC if inner.endswith(WARC) else ""
            with held.open(inner) as file:
                vault.keep(desk.library.evidence, iter(partial(file.read, dossier.CHUNK), b""), suffix)
            desk.library.bring_evidence([(sha256, suffix)])
        kept = {sha256 for sha256, _ in held.evidence()}
    return takeover.take(desk, report, path.name, held=kept)


def _evidence(desk: Desk, report: Report) -> Iterator[EvidenceFile]:
    """The files behind the report's sources: the exchange of each capture, and the bytes of files that were cited."""
    file = desk.library.evidence_file
    for claim in report.claims:
        for source in claim.sources:
            if source.warc:
                yield EvidenceFile(file(source.warc, WARC), source.warc, WARC)
            if source.sha256:
                yield EvidenceFile(file(source.sha256), source.sha256, "")


def _steps(desk: Desk, session: Session, report: Report) -> Iterator[TrailStep]:
    """The steps that made these claims, as the library keeps them, up to the head that the report prints.

    Left out are steps about a blind verdict that this reviewer may not see yet.
    """
    last = report.chain.steps
    numbers: set[int] = {last} if last else set()
    column = tables.Edit.step_number
    for article in report.articles if report.kind is ReportKind.ARTICLE else ():
        numbers.update(session.scalars(select(column).where(tables.Edit.article_id == article.id).distinct()))
    for claim in report.claims:
        numbers.update(session.scalars(select(column).where(tables.Edit.claim_id == claim.id).distinct()))
    for number in veil.open_steps(desk, session, (n for n in numbers if n <= last)):
        row = session.get_one(tables.Step, number)
        edits = session.scalars(
            select(tables.Edit).where(tables.Edit.step_number == number).order_by(tables.Edit.position)
        )
        yield TrailStep(
            previous=row.previous,
            id=row.id,
            number=row.number,
            at=row.at,
            reviewer=row.reviewer,
            label=row.label,
            values=row.values,
            reason=row.reason,
            undoes=row.undoes,
            undoable=row.undoable,
            digest=row.digest,
            edits=tuple(TrailEdit(e.entity, e.row_id, e.claim_id, e.article_id, e.before, e.after) for e in edits),
        )
