"""What a reader makes of a captured file: plain data that passes between processes as JSON."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum

MAX_TAGS = 40_000
"""Tags, closing ones too, above which a page is read in one linear pass: trees of that size take seconds."""


class BlockKind(StrEnum):
    """What a piece of the text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of ``Page.text``: ``text[start:end]``, offsets in code points.

    ``level`` is a heading's rank (1 to 6) or a list item's depth (from 1), else 0; ``page`` a PDF's page, from 1.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the text: ``text[start:end]`` leads to ``url``, an absolute http or https address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """The reader view of one file.

    ``date`` is YYYY-MM-DD; ``date_origin`` names what it was read from (``json-ld``, ``meta``, ``time``, ``url``,
    ``text``, ``pdf``, ``document``) and ``date_confidence`` is ``high``, ``medium`` or ``low``: both are None with it.
    ``flags`` tell what to mistrust: ``not-the-article:<why>``, ``hidden-text``, ``truncated``, ``replacements``,
    ``too-complex``, ``unjudged`` (no article was told apart: all visible text), ``reader-stopped``, ``no-text``,
    ``not-text``, and for files ``encrypted``, ``damaged`` and ``bomb``.
    ``charset`` and ``charset_rule`` tell how the bytes were decoded. ``pages`` are the offsets where a PDF's pages
    begin in ``text``.
    """

    text: str = ""
    title: str | None = None
    author: str | None = None
    date: str | None = None
    date_origin: str | None = None
    date_confidence: str | None = None
    publisher: str | None = None
    language: str | None = None
    media_type: str = "text/plain"
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    flags: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    canonical_url: str | None = None
    charset: str | None = None
    charset_rule: str | None = None


def as_json(page: Page) -> dict[str, object]:
    """The page as ``factcheck extract --format json`` prints it."""
    return {
        "title": page.title,
        "author": page.author,
        "date": page.date,
        "date_origin": page.date_origin,
        "date_confidence": page.date_confidence,
        "publisher": page.publisher,
        "language": page.language,
        "media_type": page.media_type,
        "text": page.text,
        "blocks": [asdict(block) for block in page.blocks],
        "links": [asdict(link) for link in page.links],
        "flags": list(page.flags),
        "pages": list(page.pages),
        "canonical_url": page.canonical_url,
        "charset": page.charset,
        "charset_rule": page.charset_rule,
    }


def from_json(data: dict[str, object]) -> Page:
    """The page that ``as_json`` wrote down."""
    known = {field.name for field in fields(Page)}
    values: dict[str, object] = {key: value for key, value in data.items() if key in known}
    values["blocks"] = tuple(_block(row) for row in _rows(data, "blocks"))
    values["links"] = tuple(
        Link(**row)  # type: ignore[arg-type]  # as as_json writes it
        for row in _rows(data, "links")
    )
    values["flags"] = tuple(_items(data, "flags"))
    values["pages"] = tuple(_items(data, "pages"))
    return Page(**values)  # type: ignore[arg-type]  # the names and types are those that as_json writes


def _block(row: dict[str, object]) -> Block:
    return Block(**row | {"kind": BlockKind(str(row["kind"]))})  # type: ignore[arg-type]  # as as_json writes it


def _items(data: dict[str, object], key: str) -> list[object]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _rows(data: dict[str, object], key: str) -> list[dict[str, object]]:
    return [row for row in _items(data, key) if isinstance(row, dict)]


def flag_key(flag: str) -> str:
    """The message that tells a flag: ``not-the-article:consent`` is ``flag.not-the-article.consent``."""
    return "flag." + flag.replace(":", ".")
