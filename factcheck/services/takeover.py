"""A report of another library taken into this one: the same article, claims, sources and verdicts, by the same ids.

What is here already stays as it is and is not taken twice. Captures come with their bytes from a dossier; from a bare
JSON report they keep their digests and say that the bytes are elsewhere (``tables.ELSEWHERE``).
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import FlushError

from factcheck.domain.article import text_sha256
from factcheck.domain.history import canonical_json, stamp
from factcheck.errors import InputError, Unreadable
from factcheck.reports.model import Report, ReportArticle, ReportClaim, ReportSource, ReportVerdict, from_json
from factcheck.services import scales
from factcheck.services.captures import address
from factcheck.services.claimants import claimant_id
from factcheck.services.desk import Desk, Done
from factcheck.store import read, tables
from factcheck.store.unit import Work
from factcheck.web import vault

MOST_BYTES = 512_000_000
"""The largest report that is read: it stands in memory as text and as values."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many were taken in, and how many stood here already."""

    articles: tuple[str, ...]
    claims: int
    sources: int
    known: int


def from_text(desk: Desk, written: str, name: str) -> Done[Taken]:
    """Take in a JSON report. ``Unreadable`` when it is none of ours or does not fit together."""
    return take(desk, from_json(written), name, held=frozenset())


def from_file(desk: Desk, path: Path) -> Done[Taken]:
    """Take in the JSON report in a file. ``InputError`` when there is no such file, ``Unreadable`` when it is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable("report-too-large", name=path.name, megabytes=MOST_BYTES // 1_000_000)
        written = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise InputError("take-no-file", name=path, problem=problem.strerror or problem) from problem
    except UnicodeDecodeError as problem:
        raise Unreadable("report-not-utf8", name=path.name) from problem
    return from_text(desk, written, path.name)


def take(desk: Desk, report: Report, name: str, *, held: frozenset[str] | set[str]) -> Done[Taken]:
    """Take in a report as one step; ``held`` are the digests of evidence files that came with it.

    ``Unreadable`` when it does not fit together, or names rows that neither it nor the library holds.
    """
    for article in report.articles:
        if article.text is None or text_sha256(article.text) != article.sha256:
            raise Unreadable("report-without-text", name=name, title=article.title)
    _check_places(report, name)
    try:
        with desk.acting("report-taken-in", title=report.title, name=name) as work:
            moved = _Move(work, report, held)
            for article in report.articles:
                moved.article(article)
            for claim in report.claims:
                moved.claim(claim)
    except (IntegrityError, FlushError) as problem:
        raise Unreadable("report-unfit", name=name) from problem
    taken = Taken(tuple(moved.articles), moved.claims, moved.sources, moved.known)
    return desk.done(work, taken)


def _check_places(report: Report, name: str) -> None:
    """Each claim points into its article, at the words that it says."""
    texts = {article.id: article.text or "" for article in report.articles}
    for claim in report.claims:
        if texts.get(claim.article or "", "")[claim.start : claim.end] != claim.quote:
            raise Unreadable("report-places", name=name, claim=claim.standalone[:80])


class _Move:
    """One report on its way into the library: rows are made in memory first, so each is looked for there too."""

    def __init__(self, work: Work, report: Report, held: frozenset[str] | set[str]) -> None:
        self._work, self._held = work, held
        self._verdicts = [v for claim in report.claims for v in (*claim.superseded, claim.verdict) if v is not None]
        self.articles: list[str] = []
        self.claims = self.sources = self.known = 0
        self._made: dict[str, str] = {}

    def article(self, article: ReportArticle) -> None:
        if self._here(tables.Article, article.id):
            return
        work = self._work
        work.add(
            tables.Article(
                id=article.id,
                sha256=work.keep(article.text or ""),
                rest_sha256=work.keep("[]"),
                title=article.title,
                outlet=article.outlet,
                author=article.author,
                date=article.date,
                language=article.language,
                url=article.url,
                file_name=article.file_name,
                notes=[],
                links=[],
                created_at=work.at,
            )
        )
        self.articles.append(article.id)

    def claim(self, claim: ReportClaim) -> None:
        if self._here(tables.Claim, claim.id):
            return
        work = self._work
        claimant = claim.claimants[0].name if claim.claimants else None
        work.add(
            tables.Claim(
                id=claim.id,
                article_id=claim.article,
                start=claim.start,
                end=claim.end,
                quote=claim.quote,
                standalone=claim.standalone,
                claimant_id=claimant_id(work, claimant) if claimant else None,
                cue_start=claim.cue_start,
                cue_end=claim.cue_end,
                modality=claim.modality.value,
                kind=claim.kind.value,
                date=claim.date,
                check_worthiness=claim.check_worthiness,
                reasons=[list(asdict(reason).values()) for reason in claim.reasons],
                state=claim.state.value,
                verdict_id=claim.verdict.id if claim.verdict else None,
                priority=0,
                created_at=work.at,
            )
        )
        self.claims += 1
        for verdict in (*claim.superseded, *((claim.verdict,) if claim.verdict else ())):
            self._verdict(claim.id, verdict)
        for source in claim.sources:
            self._evidence(claim.id, source)
        self._corrections(claim)
        for name in claim.tags:
            work.add(tables.ClaimTag(claim_id=claim.id, tag_id=self._tag(name)))

    def _verdict(self, claim_id: str, verdict: ReportVerdict) -> None:
        work = self._work
        work.add(
            tables.Verdict(
                id=verdict.id,
                claim_id=claim_id,
                scale_id=self._scale(verdict),
                rating=verdict.rating,
                reason=verdict.reason,
                reviewer=verdict.reviewer,
                blind=False,
                supersedes=verdict.supersedes,
                at=stamp(verdict.at),
            )
        )
        for reviewer in verdict.approved_by:
            work.add(
                tables.Vote(
                    verdict_id=verdict.id, claim_id=claim_id, reviewer=reviewer, vote=read.APPROVE, at=stamp(verdict.at)
                )
            )

    def _scale(self, verdict: ReportVerdict) -> str:
        """The scale: the one known here when it has that very rating, else what the report tells of it."""
        identifier = f"{verdict.scale}@{verdict.scale_version}"

        def made() -> str:
            if self._work.get(tables.Scale, identifier) is not None:
                return identifier
            known = next((one for one in scales.list_all() if f"{one.key}@{one.version}" == identifier), None)
            rating = known.rating(verdict.rating) if known else None
            if known is not None and rating is not None and rating.labels == verdict.labels:
                return scales.keep(self._work, known)
            told = {one.rating: one for one in self._verdicts if (one.scale, one.scale_version) == _of(verdict)}
            ratings = [_rating(one) for one in told.values()]
            ratings += [_end(value) for value in (verdict.worst, verdict.best) if value not in _values(ratings)]
            definition = {
                "key": verdict.scale,
                "version": verdict.scale_version,
                "names": verdict.scale_names,
                "ratings": ratings,
            }
            return self._work.add(tables.Scale(id=identifier, definition=definition)).id

        return self._once(f"scale {identifier}", made)

    def _evidence(self, claim_id: str, source: ReportSource) -> None:
        if self._here(tables.Evidence, source.evidence):
            return
        self._work.add(
            tables.Evidence(
                id=source.evidence,
                claim_id=claim_id,
                source_id=self._source(source),
                capture_id=self._capture(source),
                stance=source.stance.value,
                quote=source.quote,
                quote_start=source.quote_start,
                quote_end=source.quote_end,
                quote_before=source.quote_before,
                quote_after=source.quote_after,
                note=source.note,
                reviewer=source.reviewer or self._work.reviewer,
                at=stamp(source.at) if source.at else self._work.at,
            )
        )

    def _source(self, source: ReportSource) -> str:
        key = address(source.url) if source.url else f"sha256:{source.sha256 or source.id}"

        def made() -> str:
            found = self._work.session.scalar(select(tables.Source.id).where(tables.Source.key == key))
            if found:
                return found
            self.sources += 1
            row = tables.Source(id=source.id, key=key, created_at=self._work.at)
            for name in ("url", "title", "publisher", "author", "date", "language", "origin", "file_name"):
                setattr(row, name, getattr(source, name))
            return self._work.add(row).id

        return self._once(f"source {key}", made)

    def _capture(self, source: ReportSource) -> str | None:
        if source.capture is None or source.captured_at is None:
            return None
        identifier = source.capture
        at = source.captured_at

        def made() -> str:
            if self._work.get(tables.Capture, identifier):
                return identifier
            here = source.sha256 in self._held or source.sha256 is None
            row = tables.Capture(
                id=identifier,
                source_id=self._source(source),
                url=source.url or f"file:{source.file_name}",
                final_url=source.final_url or source.url or f"file:{source.file_name}",
                status=source.status,
                media_type=source.media_type,
                size=0,
                sha256=source.sha256,
                warc=vault.address(source.warc, ".warc.gz") if source.warc else None,
                warc_sha256=source.warc,
                problem=canonical_json({"key": "told", "reason": "", "values": {"said": source.problem}})
                if source.problem
                else None,
                title=source.title,
                flags=list(dict.fromkeys([*source.flags, *(() if here else (tables.ELSEWHERE,))])),
                at=stamp(at),
            )
            return self._work.add(row).id

        return self._once(f"capture {identifier}", made)

    def _corrections(self, claim: ReportClaim) -> None:
        for one in claim.corrections:
            self._work.add(
                tables.Correction(
                    claim_id=claim.id,
                    sort=one.sort,
                    what_was_wrong=one.what,
                    because=one.why,
                    old_verdict_id=one.old_verdict,
                    new_verdict_id=one.new_verdict,
                    old_standalone=one.old_standalone or claim.standalone,
                    new_standalone=one.new_standalone or claim.standalone,
                    reviewer=one.reviewer or self._work.reviewer,
                    at=stamp(one.at),
                )
            )

    def _tag(self, name: str) -> str:
        def made() -> str:
            found = self._work.session.scalar(select(tables.Tag.id).where(tables.Tag.name == name))
            return found or self._work.add(tables.Tag(name=name)).id

        return self._once(f"tag {name}", made)

    def _once(self, key: str, made: Callable[[], str]) -> str:
        if key not in self._made:
            self._made[key] = made()
        return self._made[key]

    def _here(self, table: type[tables.Tracked], identifier: str) -> bool:
        found = self._work.get(table, identifier) is not None
        self.known += found
        return found


def _of(verdict: ReportVerdict) -> tuple[str, int]:
    return verdict.scale, verdict.scale_version


def _rating(verdict: ReportVerdict) -> dict[str, object]:
    return {
        "key": verdict.rating,
        "labels": verdict.labels,
        "meanings": verdict.meanings,
        "colour": verdict.colour,
        "glyph": verdict.glyph,
        "value": verdict.value,
    }


def _end(value: int) -> dict[str, object]:
    """An end of a scale of which the report tells only the number."""
    words = {"en": str(value)}
    return {
        "key": f"end-{value}",
        "labels": words,
        "meanings": words,
        "colour": "#5f6470",
        "glyph": "·",
        "value": value,
    }


def _values(ratings: list[dict[str, object]]) -> set[object]:
    return {rating["value"] for rating in ratings}
