"""The JSON shapes that scripts rely on (docs/commands.md): keys may be added, never renamed or removed."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from factcheck.domain.article import Article, ArticleSummary
from factcheck.domain.claim import Claim, Split
from factcheck.domain.history import Step, stamp
from factcheck.domain.source import Capture, Evidence
from factcheck.domain.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.services.recheck import Rechecked
    from factcheck.services.telling import Change
    from factcheck.web.page import Page

Json = dict[str, Any]
# A page's text is long and has its own verb (extract); a capture's record is the details of the exchange.
_CAPTURE = (
    "id", "source", "url", "final_url", "status", "media_type", "size", "sha256", "warc", "at", "title", "flags",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Any value of the domain as JSON holds it: objects by field, times in UTC, enums by value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value


def pick(value: Any, names: Iterable[str]) -> Json:
    """Some fields of an object as JSON."""
    return {name: plain(getattr(value, name)) for name in names}


def split(result: Split) -> Json:
    """A split: the article's head, the claims, and the labelled rest."""
    return {
        "article": pick(result, ("title", "language", "date", "sha256")),
        "claims": plain(result.claims),
        "rest": plain(result.rest),
        "notes": list(result.notes),
    }


def verdict(given: Verdict | None) -> Json | None:
    """A verdict, or null."""
    return None if given is None else plain(given)


def claim(stored: Claim) -> Json:
    """A stored claim with its verdict in force."""
    return {**plain(stored), "verdict": verdict(stored.verdict)}


def summary(article: ArticleSummary) -> Json:
    """A row of the list of articles."""
    return dict(plain(article))


def article(stored: Article) -> Json:
    """An article with its text."""
    return dict(plain(stored))


def capture(kept: Capture | None) -> Json | None:
    """A capture without the page's text, or null."""
    return None if kept is None else {**pick(kept, _CAPTURE), "warc": kept.warc_file}


def kept(capture_of_source: Capture) -> Json:
    """A capture in a list of a source's captures, with what went wrong."""
    return {
        **pick(capture_of_source, _CAPTURE),
        "warc": capture_of_source.warc_file,
        "problem": capture_of_source.problem,
    }


def page(read: "Page") -> Json:
    """The reader view of a page."""
    names = (
        "title", "author", "date", "date_origin", "date_confidence", "publisher", "language", "media_type", "text",
        "blocks", "links", "flags", "pages", "canonical_url", "charset", "charset_rule",
    )  # fmt: skip
    return pick(read, names)


def rechecked(outcome: "Rechecked") -> Json:
    """What a recheck of a source says of the page, of its text and of each quote."""
    changes = outcome.changes
    return {
        "source": outcome.source,
        "capture": kept(outcome.capture),
        "page": outcome.page.value,
        "since_cited": outcome.since_cited.value if outcome.since_cited else None,
        "said": outcome.sentence(),
        "same_share": changes.same_share if changes else None,
        "changes": [plain(change) for change in changes.sentences if change.kind != "same"] if changes else [],
        "quotes": [
            {"evidence": now.evidence.id, "claim": now.evidence.claim, **plain(now.status)} for now in outcome.quotes
        ],
    }


def evidence(cited: Evidence) -> Json:
    """A source cited for a claim."""
    names = ("id", "claim", "stance", "quote", "quote_start", "quote_end", "note", "at", "reviewer", "source")
    problem = cited.capture.problem if cited.capture else None
    return {**pick(cited, names), "capture": capture(cited.capture), "problem": problem}


def step(kept: Step, sentence: str, changes: "Sequence[Change]") -> Json:
    """A step of the trail with its edits; ``said`` is the sentence that people read, ``changes`` field by field."""
    names = ("id", "number", "at", "reviewer", "label", "values", "reason", "undoes", "previous", "digest", "edits")
    return {**pick(kept, names), "said": sentence, "changes": [plain(change) for change in changes]}
