"""Rows of the library as domain values. Every function reads inside the session that it is given."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, defer

from factcheck.domain import article as articles
from factcheck.domain import source as sources
from factcheck.domain import verdict as verdicts
from factcheck.domain.claim import Claim, ClaimState, Kind, Modality, Reason, Rest
from factcheck.domain.history import from_stamp
from factcheck.domain.review import Ballot, sealed
from factcheck.errors import NotFound
from factcheck.i18n import text
from factcheck.store import tables
from factcheck.store.base import chunks

APPROVE, RETURN, DIFFER = "approve", "return", "differ"
"""What a vote says of a verdict; ``differ`` is a blind second verdict with another rating."""


def content(session: Session, sha256: str) -> str:
    """The immutable text with that digest; ``NotFound`` when the library lost it."""
    kept = session.scalar(select(tables.Content.text).where(tables.Content.sha256 == sha256))
    if kept is None:
        raise NotFound("content-missing", sha256=sha256[:12])
    return kept


def article(session: Session, identifier: str) -> articles.Article:
    """One article with its text; ``NotFound``."""
    row = session.get(tables.Article, identifier)
    if row is None:
        raise NotFound("article-unknown", id=identifier)
    return articles.Article(
        id=row.id,
        text=content(session, row.sha256),
        sha256=row.sha256,
        title=row.title,
        outlet=row.outlet,
        author=row.author,
        date=row.date,
        language=row.language,
        url=row.url,
        file_name=row.file_name,
        revises=row.revises,
        created_at=from_stamp(row.created_at),
        notes=tuple(str(note) for note in row.notes),
        version=row.version,
    )


def article_rows(session: Session) -> list[tables.Article]:
    """Every article's row without its text, newest first."""
    query = select(tables.Article).order_by(tables.Article.created_at.desc(), tables.Article.id.desc())
    return list(session.scalars(query.options(defer(tables.Article.links), defer(tables.Article.notes))))


def article_summaries(session: Session, rows: Sequence[tables.Article]) -> list[articles.ArticleSummary]:
    """Those articles with the counts of their claims, counted for them alone: a library may hold 50,000 others."""
    counts: dict[str, tuple[int, int, int]] = {}
    open_claims = tables.Claim.state != ClaimState.DISMISSED
    for chunk in chunks([row.id for row in rows]):
        query = (
            select(
                tables.Claim.article_id,
                func.sum(case((open_claims, 1), else_=0)),
                func.sum(case((and_(open_claims, tables.Claim.verdict_id.is_not(None)), 1), else_=0)),
                func.sum(case((tables.Claim.state == ClaimState.PROPOSED, 1), else_=0)),
            )
            .where(tables.Claim.article_id.in_(chunk))
            .group_by(tables.Claim.article_id)
        )
        counts |= {article: (claims, decided, new) for article, claims, decided, new in session.execute(query)}
    return [_summary(row, *counts.get(row.id, (0, 0, 0))) for row in rows]


def _summary(row: tables.Article, found: int, decided: int, proposed: int) -> articles.ArticleSummary:
    return articles.ArticleSummary(
        id=row.id,
        title=row.title,
        outlet=row.outlet,
        date=row.date,
        language=row.language,
        created_at=from_stamp(row.created_at),
        claims=found,
        decided=decided,
        proposed=proposed,
    )


def rest(session: Session, identifier: str) -> tuple[Rest, ...]:
    """The pieces of an article that were no claim when it was split, with their reasons."""
    digest = session.scalar(select(tables.Article.rest_sha256).where(tables.Article.id == identifier))
    if digest is None:
        raise NotFound("article-unknown", id=identifier)
    return tuple(Rest(*piece) for piece in json.loads(content(session, digest)))


def claims(session: Session, *, article_id: str | None = None, ids: Sequence[str] | None = None) -> list[Claim]:
    """Claims of an article in reading order, or those with the given ids in the order given."""
    query = select(tables.Claim).order_by(tables.Claim.article_id, tables.Claim.start, tables.Claim.end.desc())
    rows: list[tables.Claim] = []
    if ids is None:
        rows += session.scalars(query.where(tables.Claim.article_id == article_id) if article_id else query)
    else:
        for chunk in chunks(ids):
            rows += session.scalars(query.where(tables.Claim.id.in_(chunk)))
        place = {identifier: number for number, identifier in enumerate(ids)}
        rows.sort(key=lambda row: place[row.id])
    return _claims(session, rows)


def claim(session: Session, identifier: str) -> Claim:
    """One claim; ``NotFound``."""
    found = claims(session, ids=[identifier])
    if not found:
        raise NotFound("claim-unknown", id=identifier)
    return found[0]


def _claims(session: Session, rows: Sequence[tables.Claim]) -> list[Claim]:
    names = _by_id(session, tables.Claimant, [row.claimant_id for row in rows if row.claimant_id])
    given = {row.id: row for row in _rows(session, tables.Verdict, [r.verdict_id for r in rows if r.verdict_id])}
    approvals = _approvals(session, list(given))
    identifiers = [row.id for row in rows]
    tags = _tags(session, identifiers)
    cited = _counts(session, identifiers)
    return [
        Claim(
            id=row.id,
            article=row.article_id,
            start=row.start,
            end=row.end,
            text=row.quote,
            standalone=row.standalone,
            claimant=names[row.claimant_id].name if row.claimant_id else None,
            claimant_id=row.claimant_id,
            cue_start=row.cue_start,
            cue_end=row.cue_end,
            modality=Modality(row.modality),
            kind=Kind(row.kind),
            date=row.date,
            check_worthiness=row.check_worthiness,
            reasons=tuple(Reason(*reason) for reason in row.reasons),
            state=ClaimState(row.state),
            dismissed_because=row.dismissed_because,
            verdict=_verdict(given[row.verdict_id], approvals) if row.verdict_id in given else None,
            tags=tuple(tags.get(row.id, ())),
            sources=cited.get(row.id, 0),
            assignee=row.assignee,
            priority=row.priority,
            created_at=from_stamp(row.created_at),
            version=row.version,
        )
        for row in rows
    ]


def verdicts_of(session: Session, claim_id: str) -> list[verdicts.Verdict]:
    """Every verdict of a claim, newest first: by what supersedes what, since a clock may have been set back."""
    query = select(tables.Verdict).where(tables.Verdict.claim_id == claim_id)
    rows = {row.id: row for row in session.scalars(query.order_by(tables.Verdict.at, tables.Verdict.id))}
    place: dict[str, tuple[int, int]] = {}
    for row in rows.values():
        before, link = 0, row.second_to or row.supersedes
        while link in rows:
            before, link = before + 1, rows[link].supersedes
        place[row.id] = before, 0 if row.second_to else 1
    ordered = sorted(rows.values(), key=lambda row: place[row.id], reverse=True)
    approvals = _approvals(session, list(rows))
    return [_verdict(row, approvals) for row in ordered]


class Seals(NamedTuple):
    """What of blind verdicts is open: the verdicts that a second one stands beside, the claims that wait for none."""

    answered: frozenset[str]
    open: frozenset[str]


def seals(session: Session, claim_ids: Sequence[str]) -> Seals:
    """How it stands with the blind verdicts of these claims; a claim that is gone is not open."""
    answered: set[str] = set()
    unsealed: set[str] = set()
    for chunk in chunks(claim_ids):
        seconds = select(tables.Verdict.second_to).where(tables.Verdict.claim_id.in_(chunk))
        answered |= {str(first) for first in session.scalars(seconds.where(tables.Verdict.second_to.is_not(None)))}
        query = (
            select(tables.Claim.id, tables.Claim.state, tables.Verdict.id, tables.Verdict.blind)
            .outerjoin(tables.Verdict, tables.Verdict.id == tables.Claim.verdict_id)
            .where(tables.Claim.id.in_(chunk))
        )
        for claim, state, given, blind in session.execute(query):
            decided, known = given is not None, given in answered
            if not sealed(ClaimState(state), decided=decided, blind=bool(blind), answered=known):
                unsealed.add(claim)
    return Seals(frozenset(answered), frozenset(unsealed))


def votes_of(session: Session, verdict_id: str) -> list[tables.Vote]:
    """The votes on a verdict, oldest first."""
    query = select(tables.Vote).where(tables.Vote.verdict_id == verdict_id).order_by(tables.Vote.at, tables.Vote.id)
    return list(session.scalars(query))


def ballots(session: Session, verdict_id: str) -> list[Ballot]:
    """What other reviewers say of a verdict: the last word of each, in the order of their first."""
    last = {row.reviewer: row.vote == APPROVE for row in votes_of(session, verdict_id)}
    return [Ballot(reviewer, approves) for reviewer, approves in last.items()]


def evidence_of(session: Session, claim_id: str) -> list[sources.Evidence]:
    """The sources cited for a claim, in the order they were cited."""
    rows = session.execute(_evidence().where(tables.Evidence.claim_id == claim_id)).all()
    captures = _by_id(session, tables.Capture, [row.capture_id for row, _ in rows if row.capture_id])
    return [
        _cited(row, found, capture(session, captures[row.capture_id]) if row.capture_id else None)
        for row, found in rows
    ]


def evidence(session: Session, identifier: str) -> sources.Evidence:
    """One piece of evidence; ``NotFound``."""
    found = session.execute(_evidence().where(tables.Evidence.id == identifier)).first()
    if found is None:
        raise NotFound("evidence-unknown", id=identifier)
    row, cited = found
    held = session.get(tables.Capture, row.capture_id) if row.capture_id else None
    return _cited(row, cited, capture(session, held) if held else None)


def _evidence() -> Select[tables.Evidence, tables.Source]:
    return (
        select(tables.Evidence, tables.Source)
        .join(tables.Source, tables.Source.id == tables.Evidence.source_id)
        .order_by(tables.Evidence.at, tables.Evidence.id)
    )


def _cited(row: tables.Evidence, cited: tables.Source, held: sources.Capture | None) -> sources.Evidence:
    return sources.Evidence(
        id=row.id,
        claim=row.claim_id,
        source=source(cited),
        capture=held,
        stance=sources.Stance(row.stance),
        quote=row.quote,
        quote_start=row.quote_start,
        quote_end=row.quote_end,
        quote_before=row.quote_before,
        quote_after=row.quote_after,
        note=row.note,
        at=from_stamp(row.at),
        reviewer=row.reviewer,
        version=row.version,
    )


def source(row: tables.Source) -> sources.Source:
    """A source's row as a value."""
    return sources.Source(
        id=row.id,
        url=row.url,
        title=row.title,
        publisher=row.publisher,
        author=row.author,
        date=row.date,
        language=row.language,
        origin=row.origin,
        file_name=row.file_name,
        created_at=from_stamp(row.created_at),
    )


def capture(session: Session, row: tables.Capture, *, whole: bool = False) -> sources.Capture:
    """A capture's row as a value; its text and record are read only when the ``whole`` is wanted."""
    page = json.loads(content(session, row.page_sha256)) if whole and row.page_sha256 else None
    return sources.Capture(
        id=row.id,
        source=row.source_id,
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        warc=row.warc_sha256,
        at=from_stamp(row.at),
        problem=problem_sentence(row.problem),
        title=row.title,
        text=page["text"] if page else None,
        flags=tuple(str(flag) for flag in row.flags),
        record=json.loads(content(session, row.record_sha256)) if whole and row.record_sha256 else None,
    )


def problem_sentence(stored: str | None, language: str | None = None) -> str | None:
    """The failure of a capture, kept as key, reason and values, as a sentence."""
    if stored is None:
        return None
    problem = json.loads(stored)
    values = problem["values"]
    if problem["reason"]:
        values["reason"] = text(f"refusal.{problem['reason']}", language, **values)
    return text(f"error.{problem['key']}", language, **values)


def _verdict(row: tables.Verdict, approvals: dict[str, list[str]]) -> verdicts.Verdict:
    scale, _, version = row.scale_id.rpartition("@")
    return verdicts.Verdict(
        id=row.id,
        claim=row.claim_id,
        scale=scale,
        scale_version=int(version),
        rating=row.rating,
        reason=row.reason,
        reviewer=row.reviewer,
        at=from_stamp(row.at),
        supersedes=row.supersedes,
        approved_by=tuple(approvals.get(row.id, ())),
        blind=bool(row.blind),
        second_to=row.second_to,
    )


def _approvals(session: Session, verdict_ids: Sequence[str]) -> dict[str, list[str]]:
    """Who approves each verdict: the last word of each reviewer counts."""
    said: dict[str, dict[str, bool]] = {}
    for chunk in chunks(verdict_ids):
        query = select(tables.Vote).where(tables.Vote.verdict_id.in_(chunk)).order_by(tables.Vote.at, tables.Vote.id)
        for row in session.scalars(query):
            said.setdefault(row.verdict_id, {})[row.reviewer] = row.vote == APPROVE
    return {verdict: [name for name, approves in words.items() if approves] for verdict, words in said.items()}


def _tags(session: Session, claim_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for chunk in chunks(claim_ids):
        query = (
            select(tables.ClaimTag.claim_id, tables.Tag.name)
            .join(tables.Tag, tables.Tag.id == tables.ClaimTag.tag_id)
            .where(tables.ClaimTag.claim_id.in_(chunk))
            .order_by(tables.Tag.name)
        )
        for identifier, name in session.execute(query):
            found.setdefault(identifier, []).append(name)
    return found


def _counts(session: Session, claim_ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(claim_ids):
        query = (
            select(tables.Evidence.claim_id, func.count())
            .where(tables.Evidence.claim_id.in_(chunk))
            .group_by(tables.Evidence.claim_id)
        )
        found |= {identifier: count for identifier, count in session.execute(query)}  # noqa: C416  # typed rows
    return found


def _rows(session: Session, table: type[tables.Row], identifiers: Sequence[str]) -> list[tables.Row]:
    rows: list[tables.Row] = []
    for chunk in chunks(list(dict.fromkeys(identifiers))):
        rows += session.scalars(select(table).where(table.id.in_(chunk)))
    return rows


def _by_id(session: Session, table: type[tables.Row], identifiers: Sequence[str]) -> dict[str, tables.Row]:
    return {row.id: row for row in _rows(session, table, identifiers)}
