"""A claim's line of the ledger, made of the claim's rows.

A blind first verdict is in no line until a second one stands beside it, so that neither words nor filters, facets or
matching can give it away. The statements are made once: every action of a person makes lines anew.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from factcheck.domain import dates
from factcheck.domain.fold import name_key, rating_key
from factcheck.store import read, tables
from factcheck.store.ledger import CLAIM

Values = dict[str, Any]


class Line(NamedTuple):
    """A line to write: its columns without ``number`` and ``revision``, its place in time, tags and hosts."""

    columns: Values
    day: int
    values: tuple[tuple[str, str], ...] = ()


def of_claims(session: Session, ids: Sequence[str]) -> list[Line]:
    """The lines of those claims that are there."""
    wanted = {"ids": list(ids)}
    connection = session.connection()
    rows = connection.execute(_CLAIMS, wanted).all()
    blind = [row.id for row in rows if row.blind]
    unseen = set(blind) - read.seals(session, blind).open if blind else set()
    cited: dict[str, list[Any]] = {}
    for source in connection.execute(_CITED, wanted):
        cited.setdefault(source.claim_id, []).append(source)
    tags: dict[str, list[str]] = {}
    for claim, name in connection.execute(_TAGS, wanted):
        tags.setdefault(claim, []).append(name)
    return [
        _line(row, cited.get(row.id, []), tags.get(row.id, []), decided=bool(row.at) and row.id not in unseen)
        for row in rows
    ]


def days_of(written: str | None) -> tuple[int | None, int | None]:
    """The first and the last day (ordinals) that an EDTF date can mean; None for none."""
    if not written or not dates.valid(written):
        return None, None
    partial = dates.parse(written)
    return partial.first.toordinal(), partial.last.toordinal()


def _line(row: Any, sources: Sequence[Any], tags: Sequence[str], *, decided: bool) -> Line:
    hosts = sorted({host for source in sources if (host := _host(source.url))})
    named = [words for source in sources for words in (source.title, source.publisher, source.author) if words]
    columns = _columns(row, decided=decided) | {"sources": "\n".join([*named, *hosts])}
    several = [("tag", tag) for tag in tags] + [("host", host) for host in hosts]
    return Line(columns, date.fromisoformat(row.created_at[:10]).toordinal(), tuple(several))


def _columns(row: Any, *, decided: bool) -> Values:
    """The columns of a claim's line; one that is not ``decided`` has no verdict, or none to be seen yet."""
    first, last = days_of(row.date)
    quote = " ".join(row.quote.split())
    return {
        "id": row.id,
        "record": CLAIM,
        "own_id": None,
        "text": row.standalone,
        "quote": "" if quote == row.standalone else quote,
        "title": row.title,
        "summary": "",
        "reason": row.reason if decided else "",
        "claimant": row.claimant or "",
        "claimant_key": name_key(row.claimant or ""),
        "outlet": row.outlet or "",
        "outlet_key": name_key(row.outlet or ""),
        "article_id": row.article_id,
        "state": row.state,
        "rating": row.rating if decided else None,
        "verdict": rating_key(row.rating) if decided else None,
        "scale": row.scale_id.rpartition("@")[0] if decided else None,
        "kind": row.kind,
        "modality": row.modality,
        "language": row.language,
        "reviewer": row.reviewer if decided else None,
        "date": row.date,
        "first_day": first,
        "last_day": last,
        "checked": row.at[:10] if decided else None,
        "checked_day": date.fromisoformat(row.at[:10]).toordinal() if decided else None,
        "year": int((row.at if decided else row.created_at)[:4]),
        "url": None,
        "archive_id": None,
        "digest": "",
    }


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


_CLAIM, _ARTICLE, _CLAIMANT, _VERDICT, _EVIDENCE, _SOURCE, _TAG, _CLAIM_TAG = (
    table.__table__
    for table in (
        tables.Claim, tables.Article, tables.Claimant, tables.Verdict, tables.Evidence, tables.Source, tables.Tag,
        tables.ClaimTag,
    )
)  # fmt: skip
_IDS: Any = bindparam("ids", expanding=True)
_CLAIMS = (
    select(
        *(_CLAIM.c[name] for name in ("id", "standalone", "quote", "state", "kind", "modality", "date", "created_at")),
        *(_ARTICLE.c.id.label("article_id"), _ARTICLE.c.title, _ARTICLE.c.outlet, _ARTICLE.c.language),
        _CLAIMANT.c.name.label("claimant"),
        *(_VERDICT.c[name] for name in ("rating", "scale_id", "reason", "reviewer", "at", "blind")),
    )
    .select_from(
        _CLAIM.join(_ARTICLE, _ARTICLE.c.id == _CLAIM.c.article_id)
        .outerjoin(_CLAIMANT, _CLAIMANT.c.id == _CLAIM.c.claimant_id)
        .outerjoin(_VERDICT, _VERDICT.c.id == _CLAIM.c.verdict_id)
    )
    .where(_CLAIM.c.id.in_(_IDS))
    .order_by(_CLAIM.c.id)
)
_CITED = (
    select(_EVIDENCE.c.claim_id, _SOURCE.c.title, _SOURCE.c.publisher, _SOURCE.c.author, _SOURCE.c.url)
    .select_from(_EVIDENCE.join(_SOURCE, _SOURCE.c.id == _EVIDENCE.c.source_id))
    .where(_EVIDENCE.c.claim_id.in_(_IDS))
    .order_by(_EVIDENCE.c.at, _EVIDENCE.c.id)
)
_TAGS = (
    select(_CLAIM_TAG.c.claim_id, _TAG.c.name)
    .select_from(_CLAIM_TAG.join(_TAG, _TAG.c.id == _CLAIM_TAG.c.tag_id))
    .where(_CLAIM_TAG.c.claim_id.in_(_IDS))
    .order_by(_TAG.c.name)
)
