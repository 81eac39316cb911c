"""The one door: find out what the bytes are, and read them with the reader for it."""

import re
from pathlib import Path

from factcheck.domain.article import Draft
from factcheck.errors import InputError, Unreadable
from factcheck.intake.kind import Kind, find_kind
from factcheck.web import child
from factcheck.web.childlimits import MAX_INFLATED
from factcheck.web.decoded import Decoded, decode
from factcheck.web.page import Page, flag_key

MAX_BYTES = 50_000_000
"""A larger file is refused: an article is text, and a book of a million words has six megabytes."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
"""Characters that no text holds: where a guessed encoding gives them, the guess was wrong."""

_REFUSED = {Kind.BINARY: "intake-binary", Kind.OLD_OFFICE: "intake-old-office", Kind.DAMAGED: "intake-damaged"}

_PAGES = {
    Kind.HTML: "intake-page-without-text",
    Kind.PDF: "intake-pdf-without-text",
    Kind.DOCX: "intake-empty",
    Kind.ODT: "intake-empty",
    Kind.XLSX: "intake-empty",
    Kind.MAIL: "intake-empty",
}
"""What is read in the child process, and what is said when it holds no text."""

_FEW_TO_GUESS_FROM = 20
"""Characters beyond ASCII under which a guess of an encoding that is not western is a throw of dice."""


def read_file(path: Path) -> Draft:
    """The article in a file; the file's bytes go with it. ``Unreadable`` says what is wrong with it."""
    try:
        if path.is_dir():
            raise InputError("intake-folder", name=path.name or str(path))
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(
                "intake-too-large", name=path.name, megabytes=size // 1_000_000, most=MAX_BYTES // 1_000_000
            )
        with path.open("rb") as file:  # a pipe or a device tells no size, and may have no end
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as problem:
        raise InputError("intake-no-file", name=str(path)) from problem
    except OSError as problem:
        raise Unreadable("intake-cannot-open", name=path.name, problem=problem.strerror or str(problem)) from problem
    return read_bytes(raw, path.name)


def from_text(text: str) -> Draft:
    """Pasted text, kept as it is."""
    if not text.strip():
        raise Unreadable("intake-empty-text")
    return Draft(text=text)


def read_bytes(raw: bytes, name: str | None) -> Draft:
    """The article in ``raw``. ``name`` helps where the bytes do not tell what they are.

    It is None for standard input. ``Unreadable`` is raised when no article can be read from it, never a text
    that is wrong in silence.
    """
    shown = name or "-"
    if len(raw) > MAX_BYTES:
        raise Unreadable("intake-too-large", name=shown, megabytes=len(raw) // 1_000_000, most=MAX_BYTES // 1_000_000)
    if not raw.strip():
        raise Unreadable("intake-empty", name=shown)
    kind = find_kind(raw, name)
    if kind in _REFUSED:
        raise Unreadable(_REFUSED[kind], name=shown)
    if kind in _PAGES:
        return _read_page(raw, name, kind)
    decoded = decode(raw, None, html=False)
    _refuse_damaged(decoded, shown)
    notes = () if decoded.rule in ("bom", "utf-8") else ("flag.guessed-charset",)
    if kind is Kind.MARKDOWN:
        from factcheck.intake import markdown  # noqa: PLC0415  # a library that few articles need

        return markdown.read(decoded.text, raw, name, notes)
    return Draft(text=decoded.text, file_name=name, raw=raw, notes=notes)


def _refuse_damaged(decoded: Decoded, shown: str) -> None:
    lost = decoded.replaced
    if decoded.rule == "guess" and not lost:
        lost = len(_NO_TEXT.findall(decoded.text))
        beyond = sum(not character.isascii() for character in decoded.text)
        if decoded.charset != "cp1252" and beyond < _FEW_TO_GUESS_FROM:
            lost = lost or beyond
    if lost:
        raise Unreadable("intake-undecodable", name=shown, n=lost)
    if not decoded.text.strip():
        raise Unreadable("intake-empty", name=shown)


def _read_page(raw: bytes, name: str | None, kind: Kind) -> Draft:
    page = child.read_page(raw, url=None, media_type=kind.value)
    shown = name or "-"
    for flag, key in (
        ("reader-stopped", "intake-stopped"),
        ("encrypted", "intake-encrypted"),
        ("damaged", "intake-damaged"),
        ("bomb", "intake-bomb"),
    ):
        if flag in page.flags:
            raise Unreadable(key, name=shown, most=MAX_INFLATED // 1_000_000)
    if not page.text.strip():
        raise Unreadable(_PAGES[kind], name=shown)
    return from_page(page, None, raw, name)


def from_page(page: Page, url: str | None, raw: bytes, name: str | None = None) -> Draft:
    """The article of a page that the reader has read; its flags become notes."""
    return Draft(
        text=page.text,
        title=page.title,
        outlet=page.publisher,
        author=page.author,
        date=page.date,
        language=page.language,
        url=url or page.canonical_url,
        file_name=name,
        raw=raw,
        media_type=page.media_type,
        notes=tuple(flag_key(flag) for flag in page.flags),
        links=tuple((link.start, link.end, link.url) for link in page.links),
    )
