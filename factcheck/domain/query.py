"""What a person asks of the history: words and filters, and the page that comes back."""

from dataclasses import dataclass, fields, replace
from typing import Any

from factcheck.domain.claim import Claim
from factcheck.errors import InputError

SORTS = ("newest", "best", "verdict", "claimant", "date", "checked", "outlet", "state", "language", "record")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Query:
    """A search. Words and filters all have to be met; None or "" asks nothing.

    ``words`` is the query language (``factcheck.store.querywords``). ``record`` is ``claim`` or ``check``. Dates are
    EDTF: a line meets ``said`` when its claim's date may lie in it, ``checked`` when its check's date does.
    ``sort`` is ``newest``, ``best`` or a column of ``SORTS``, turned round by a minus before it; "" is best where there
    are words. ``cursor`` is the one of the page before.
    """

    words: str = ""
    record: str | None = None
    verdict: str | None = None
    scale: str | None = None
    state: str | None = None
    claimant: str | None = None
    outlet: str | None = None
    article: str | None = None
    language: str | None = None
    reviewer: str | None = None
    tag: str | None = None
    host: str | None = None
    kind: str | None = None
    modality: str | None = None
    year: int | None = None
    said: str | None = None
    checked: str | None = None
    sort: str = ""
    limit: int = PAGE
    cursor: str | None = None

    def to_json(self) -> dict[str, Any]:
        """What a saved search keeps: everything but the place in the result."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, "") and name not in _PLACE}

    @staticmethod
    def from_json(kept: dict[str, Any]) -> "Query":
        """The query that was kept; ``InputError`` for one of another version."""
        unknown = kept.keys() - {field.name for field in fields(Query)}
        if unknown:
            raise InputError("search-field", field=", ".join(sorted(unknown)))
        return Query(**kept)

    def without(self, name: str) -> "Query":
        """The same query without one filter: what a facet's counts are taken of."""
        changes: dict[str, Any] = {name: None, "cursor": None}
        return replace(self, **changes)


_PLACE = {"limit", "cursor"}


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the history: a claim of this desk (``claim`` is set) or an earlier check from an archive.

    ``id`` is the library's. ``rating`` is as published; ``date`` and ``checked`` are EDTF.
    """

    id: str
    record: str
    text: str
    title: str
    claimant: str | None
    rating: str | None
    verdict: str | None
    state: str | None
    date: str | None
    checked: str | None
    outlet: str | None
    language: str
    url: str | None
    own_id: str | None
    article: str | None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``count`` stops at 10,000; ``exact`` says whether it is all. ``cursor`` asks for the next page."""

    found: tuple[Found, ...]
    count: int
    exact: bool
    more: bool
    cursor: str | None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of this desk on the page."""
        return tuple(line.claim for line in self.found if line.claim is not None)


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field with how many lines have each, most first. ``exact`` is False for counts of a part."""

    field: str
    values: tuple[tuple[str, str, int], ...]
    """(value, as shown, count)"""
    exact: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """A query kept under a name."""

    id: str
    name: str
    query: Query
