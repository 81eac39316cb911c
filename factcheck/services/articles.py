"""Articles: taken in, listed, corrected in what they say of themselves."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict

from factcheck.domain import dates, ids
from factcheck.domain.article import Article, ArticleSummary, Draft
from factcheck.domain.claim import ClaimState, Kind, ProposedClaim, Rest, Split
from factcheck.domain.fold import fold
from factcheck.domain.history import canonical_json
from factcheck.errors import InputError, NotFound
from factcheck.services import captures, fetching
from factcheck.services.claimants import claimant_id
from factcheck.services.desk import Desk, Done
from factcheck.services.find import one_of
from factcheck.services.intake import Intake
from factcheck.store import read, tables
from factcheck.store.unit import Work
from factcheck.web import vault

EDITABLE = ("title", "outlet", "author", "date", "language", "url")
TITLE_LENGTH = 90
LISTED = 500


def add(desk: Desk, taken: Intake | Draft, split: Split, *, revises: str | None = None) -> Done[str]:
    """Store an article and its proposed claims as one step; the value is the article's id.

    The text is stored as read, the file it came from beside it; an article from an address is captured as evidence
    too. ``revises`` names the article that this is a newer version of. Raises ``LibraryError``.
    """
    draft, got = (taken, None) if isinstance(taken, Draft) else (taken.draft, taken.got)
    files = captures.write_files(desk, got) if got else None
    title = draft.title or split.title or _opening(draft.text, split)
    raw_sha256 = vault.keep(desk.library.evidence, [draft.raw])[1] if draft.raw is not None else None
    if raw_sha256:
        desk.library.bring_evidence([(raw_sha256, "")])
    proposals = sum(_first_state(claim.kind) is ClaimState.PROPOSED for claim in split.claims)
    with desk.acting("article-added", title=title, claims=proposals) as work:
        row = work.add(
            tables.Article(
                id=ids.new_id(),
                sha256=work.keep(draft.text),
                rest_sha256=work.keep(canonical_json([[r.start, r.end, r.reason] for r in split.rest])),
                title=title,
                outlet=draft.outlet,
                author=draft.author,
                date=draft.date or split.date,
                language=draft.language or split.language,
                url=draft.url,
                file_name=draft.file_name,
                file_sha256=raw_sha256,
                revises=revises,
                notes=[*draft.notes, *split.notes],
                links=[list(link) for link in draft.links],
                created_at=work.at,
            )
        )
        add_claims(work, row.id, split.claims)
        if got and files:
            captures.keep(work, captures.source_of(work, got), got, files)
    return desk.done(work, row.id)


def add_claims(work: Work, article_id: str, proposed: Sequence[ProposedClaim]) -> None:
    """Store proposed claims of an article within a step."""
    known: dict[str, str] = {}
    for claim in proposed:
        if claim.claimant and claim.claimant not in known:
            known[claim.claimant] = claimant_id(work, claim.claimant)
        work.add(
            tables.Claim(
                id=ids.new_id(),
                article_id=article_id,
                start=claim.start,
                end=claim.end,
                quote=claim.text,
                standalone=claim.standalone,
                claimant_id=known[claim.claimant] if claim.claimant else None,
                cue_start=claim.cue_start,
                cue_end=claim.cue_end,
                modality=claim.modality.value,
                kind=claim.kind.value,
                date=claim.date,
                check_worthiness=claim.check_worthiness,
                reasons=[list(asdict(reason).values()) for reason in claim.reasons],
                state=_first_state(claim.kind).value,
                priority=0,
                created_at=work.at,
            )
        )


def list_all(desk: Desk, words: str = "", limit: int = LISTED) -> list[ArticleSummary]:
    """Articles, newest first, at most ``limit``; ``words`` must all stand in title, outlet or date (case and accents
    folded)."""
    wanted = fold(words).split()
    with desk.reading() as session:
        rows = read.article_rows(session)
        if wanted:
            told = ((row, _told(row)) for row in rows)
            rows = [row for row, words_of in told if all(word in words_of for word in wanted)]
        return read.article_summaries(session, rows[:limit])


def get(desk: Desk, article_id: str) -> Article:
    """One article with its text; ``NotFound``."""
    with desk.reading() as session:
        return read.article(session, article_id)


def rest(desk: Desk, article_id: str) -> tuple[Rest, ...]:
    """What was no claim when the article was split, with the reasons."""
    with desk.reading() as session:
        return read.rest(session, article_id)


def links(desk: Desk, article_id: str) -> tuple[tuple[int, int, str], ...]:
    """The links of the article: start, end (code points) and address."""
    with desk.reading() as session:
        row = session.get(tables.Article, article_id)
        if row is None:
            raise NotFound("article-unknown", id=article_id)
        return tuple((int(begin), int(end), str(url)) for begin, end, url in row.links)


def edit(desk: Desk, article_id: str, **changes: str | None) -> Done[Article]:
    """Correct what the article says of itself: title, outlet, author, date (EDTF), language, url. Never its text.

    ``InputError`` for a field that does not fit; nothing is changed then.
    """
    unknown = changes.keys() - set(EDITABLE)
    if unknown:
        raise InputError("article-field", field=", ".join(sorted(unknown)))
    with desk.acting("article-edited") as work:
        row = work.require(tables.Article, article_id)
        for name, value in changes.items():
            cleaned = (value or "").strip() or None
            if name in {"title", "language"} and cleaned is None:
                raise InputError("article-field-empty", field=name)
            if name == "date" and cleaned:
                dates.parse(cleaned)  # raises what is wrong with it
            if name == "url" and cleaned:
                fetching.refuse_password(cleaned if "://" in cleaned else f"https://{cleaned}")
            setattr(row, name, cleaned)
        work.values["title"] = row.title
    return desk.done(work, get(desk, article_id))


def find(desk: Desk, typed: str) -> str:
    """The id of the article that a person meant by a (short) id; ``NotFound`` or ``InputError`` when it is not one."""
    with desk.reading() as session:
        return one_of(session, tables.Article, typed)


def _told(row: tables.Article) -> str:
    """What an article is found by in the list."""
    return fold(f"{row.title} {row.outlet or ''} {row.date or ''}")


def _first_state(kind: Kind) -> ClaimState:
    """Questions and boilerplate are nothing to check: they stand set aside from the start, for a person to take up."""
    return ClaimState.DISMISSED if kind in {Kind.QUESTION, Kind.BOILERPLATE} else ClaimState.PROPOSED


def _opening(article: str, split: Split) -> str:
    """The first words that say something: what an article without a title is listed by."""
    said = (claim.text for claim in split.claims if claim.kind is not Kind.BOILERPLATE)
    words = " ".join(next(said, article).split())
    return words if len(words) <= TITLE_LENGTH else textwrap.shorten(words, TITLE_LENGTH, placeholder="…")
