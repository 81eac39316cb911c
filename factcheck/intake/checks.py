"""Archives of earlier checks, read row by row: JSON Lines, CSV, ClaimReview JSON-LD (objects, lists, DataFeeds, pages).

What comes out is cleaned plain data with a note of each thing that was mended; a row that cannot be used comes out as
a refusal with its reason, and the reading goes on. Files are read as a stream with a bound on one row, so that a file
of any size and shape costs little memory. Nothing in them is ever run or followed.
"""

import csv
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import nh3

from factcheck.domain import dates
from factcheck.domain.check import EarlierCheck, Refusal
from factcheck.domain.fold import fold
from factcheck.errors import Unreadable

LONGEST_ROW = 1_000_000
"""Bytes of a row: a line, or the lines that quotation marks hold together."""
LONGEST_DOCUMENT = 256_000_000
"""Bytes of a file that must be read whole; a desk's feed of a hundred thousand reviews has half of that."""
LONGEST = {"text": 10_000, "summary": 10_000, "title": 1_000}
"""Characters of a field that are kept; of the others ``LONGEST_OTHER``."""
LONGEST_OTHER = 500
FIELDS = ("id", "text", "title", "summary", "url", "rating", "claimant", "date", "publisher", "language")
OTHER_NAMES = {
    "claim": "text", "claimreviewed": "text", "claim_text": "text", "statement": "text", "headline": "title",
    "description": "summary", "subtitle": "summary", "link": "url", "verdict": "rating", "textualrating": "rating",
    "speaker": "claimant", "author": "claimant", "reviewdate": "date", "datepublished": "date", "source": "publisher",
    "lang": "language", "inlanguage": "language",
}  # fmt: skip
"""Headings and keys of other people's archives, folded, for the field that they mean."""
_MONTHS = {
    fold(name): number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")

Row = EarlierCheck | Refusal


def format_of(path: Path) -> str:
    """``jsonl``, ``csv`` or ``claimreview``, by the file's name and beginning. Raises ``Unreadable``."""
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as problem:
        raise Unreadable("archive-file", path=path, problem=problem.strerror or problem) from problem
    if not start.strip():
        raise Unreadable("archive-empty", path=path)
    if suffix in {".jsonl", ".ndjson"}:
        return "jsonl"
    if suffix in {".csv", ".tsv"}:
        return "csv"
    if suffix in {".json", ".jsonld", ".html", ".htm"}:
        return "claimreview"
    return "jsonl" if start.lstrip()[:1] == b"{" else "csv"


def read(path: Path, kind: str, at: Callable[[int], None] = lambda _: None) -> Iterator[Row]:
    """The rows of an archive in their order; ``at`` is told how many bytes have been read. Raises ``Unreadable``."""
    try:
        with path.open("rb") as file:
            if kind == "jsonl":
                yield from _jsonl(file, at)
            elif kind == "csv":
                yield from _csv(file, path, at)
            else:
                yield from _claimreviews(file, path)
    except OSError as problem:
        raise Unreadable("archive-file", path=path, problem=problem.strerror or problem) from problem


def _lines(file: BinaryIO, at: Callable[[int], None]) -> Iterator[bytes | None]:
    """The lines of a file; None for one that is too long, whose rest is read past and not kept."""
    read_so_far = 0
    while line := file.readline(LONGEST_ROW + 1):
        read_so_far += len(line)
        too_long = len(line) > LONGEST_ROW
        while too_long and not line.endswith(b"\n") and (line := file.readline(LONGEST_ROW)):
            read_so_far += len(line)
            at(read_so_far)
        at(read_so_far)
        yield None if too_long else line


def _jsonl(file: BinaryIO, at: Callable[[int], None]) -> Iterator[Row]:
    for number, line in enumerate(_lines(file, at), 1):
        if line is None:
            yield Refusal(number, "too-long")
        elif line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: bytes) -> Row:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Refusal(number, "encoding")
    except (ValueError, RecursionError):
        return Refusal(number, "not-json")
    if not isinstance(found, dict):
        return Refusal(number, "not-an-object")
    if _is_a(found, "ClaimReview"):
        return from_claimreview(number, found)
    return _from_fields(number, {_field(str(name)): value for name, value in found.items()})


class _Lines:
    """The lines of a table as text, row by row; ``reason`` is why the row under way cannot be used.

    A row may go over many lines, between quotation marks: together they are bounded as one line is.
    """

    def __init__(self, file: BinaryIO, at: Callable[[int], None]) -> None:
        self._lines = _lines(file, at)
        self._encoding = "utf-8-sig"
        self._room = LONGEST_ROW
        self.reason = ""

    def begin_row(self) -> None:
        """What comes now belongs to another row."""
        self._room, self.reason = LONGEST_ROW, ""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None:
            self.reason = "too-long"
            return "\n"
        self._room -= len(line)
        if self._room < 0:
            self.reason = "too-long"
            return '"' if line.count(b'"') % 2 else ""  # all that the end of the row is told by
        encoding, self._encoding = self._encoding, "utf-8"
        try:
            return line.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            self.reason = "encoding"
            return line.decode(encoding, "replace").replace("\0", "")


def _csv(file: BinaryIO, path: Path, at: Callable[[int], None]) -> Iterator[Row]:
    """Rows under a heading; a row that is not UTF-8 or too long is refused and the next one read."""
    lines = _Lines(file, at)
    heading = next(lines, "")
    dialect = max((",", ";", "\t", "|"), key=heading.count)
    csv.field_size_limit(LONGEST_ROW)
    try:
        names = [_field(name) for name in next(csv.reader([heading], delimiter=dialect), [])]
    except csv.Error:  # a line feed inside a word: no heading
        names = []
    if "text" not in names:
        raise Unreadable("archive-heading", path=path, wanted=", ".join(FIELDS))
    reader = csv.reader(lines, delimiter=dialect)
    for number in count(2):
        lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.reason = "too-long"
        if lines.reason:
            yield Refusal(number, lines.reason)
        elif any(cell.strip() for cell in cells):
            yield _from_fields(number, dict(zip(names, cells, strict=False)))


def _claimreviews(file: BinaryIO, path: Path) -> Iterator[Row]:
    raw = file.read(LONGEST_DOCUMENT + 1)
    if len(raw) > LONGEST_DOCUMENT:
        raise Unreadable("archive-too-large", path=path, limit=LONGEST_DOCUMENT // 1_000_000)
    documents = _scripts(raw) if raw.lstrip()[:1] == b"<" else [raw]
    found = 0
    for document in documents:
        try:
            data = json.loads(document.decode("utf-8-sig"))
        except (ValueError, RecursionError) as problem:
            if len(documents) > 1:
                continue
            raise Unreadable("archive-json", path=path, problem=str(problem)[:200]) from problem
        for review in _reviews(data):
            found += 1
            yield from_claimreview(found, review)
    if not found:
        raise Unreadable("archive-no-claimreview", path=path)


def _scripts(raw: bytes) -> list[bytes]:
    from factcheck.web.decoded import decode  # noqa: PLC0415  # only pages need a parser
    from factcheck.web.markup import embedded  # noqa: PLC0415

    return [block.encode() for block in embedded(decode(raw, None, html=True).text)]


def _reviews(data: Any) -> Iterator[dict[str, Any]]:
    """Every ClaimReview in the data, wherever it is nested (DataFeed, @graph, lists), in order."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if _is_a(value, "ClaimReview"):
                yield value
            else:
                waiting.extend(reversed([inner for inner in value.values() if isinstance(inner, dict | list)]))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def from_claimreview(number: int, review: Mapping[str, Any]) -> Row:
    """A ClaimReview as an earlier check."""
    reviewed, rating, publisher = (_first(review.get(name)) for name in ("itemReviewed", "reviewRating", "author"))
    speaker = _first(reviewed.get("author"))
    fields = {
        "id": review.get("@id"),
        "text": review.get("claimReviewed"),
        "title": review.get("name") or review.get("headline"),
        "summary": review.get("description") or review.get("reviewBody"),
        "url": review.get("url"),
        "rating": rating.get("alternateName") or rating.get("name") or rating.get("ratingValue"),
        "claimant": speaker.get("name"),
        "date": review.get("datePublished"),
        "claim_date": reviewed.get("datePublished"),
        "publisher": publisher.get("name") or publisher.get("url"),
        "language": review.get("inLanguage"),
    }
    return _from_fields(number, fields)


def _first(value: Any) -> Mapping[str, Any]:
    """The object of a property that may be a list, a bare name or missing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else {}


def _is_a(value: Mapping[str, Any], kind: str) -> bool:
    said = value.get("@type")
    return kind in said if isinstance(said, list) else said == kind


def _field(name: str) -> str:
    plain = fold(name).replace(" ", "_")
    return OTHER_NAMES.get(plain.replace("_", ""), OTHER_NAMES.get(plain, plain))


def _from_fields(number: int, fields: Mapping[str, Any]) -> Row:
    mended: list[str] = []
    plain = {name: _plain(name, fields.get(name), mended) for name in (*FIELDS, "claim_date")}
    if not plain["text"]:
        return Refusal(number, "no-text")
    if not any(c.isalnum() for c in plain["text"]):
        return Refusal(number, "no-words")
    url = plain["url"] if re.match(r"https?://[^\s/]+", plain["url"], re.IGNORECASE) else None
    if plain["url"] and not url:
        mended.append("url")
    return EarlierCheck(
        row=number,
        own_id=plain["id"] or None,
        text=plain["text"],
        title=plain["title"],
        summary=plain["summary"],
        url=url,
        rating=plain["rating"] or None,
        claimant=plain["claimant"],
        date=_date(plain["date"], mended),
        claim_date=_date(plain["claim_date"], mended),
        publisher=plain["publisher"],
        language=plain["language"][:2].lower() if plain["language"].isascii() else "",
        mended=tuple(dict.fromkeys(mended)),
    )


def _plain(name: str, value: Any, mended: list[str]) -> str:
    """A field as one line of plain text: no markup, no control characters, no lone surrogates, of bounded length."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str | int | float)), None)
    if value is None or isinstance(value, dict):
        return ""
    text = str(value)
    limit = LONGEST.get(name, LONGEST_OTHER)
    if len(text) > 4 * limit:
        text = text[: 4 * limit]
    if "<" in text and re.search(r"<[a-zA-Z/!]", text):
        text = nh3.clean(text.replace("<br", " <br").replace("</p", " </p"), tags=set())
        mended.append("markup")
    text = html.unescape(text) if "&" in text else text
    if not text.isprintable():
        text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    text = " ".join(text.split())
    if len(text) > limit:
        mended.append("cut")
        text = text[: limit - 1].rstrip() + "…"
    return text


_HIDDEN = {"Cc", "Cs", "Co", "Cn"}


def _date(written: str, mended: list[str]) -> str | None:
    """A date in EDTF, from EDTF, ISO 8601 with a time, or a day written out in English or French."""
    if not written:
        return None
    if dates.valid(written):
        return written
    mended.append("date")
    if match := _ISO.fullmatch(written):
        found = f"{match[1]}-{match[2]}-{match[3]}"
        return found if dates.valid(found) else None
    plain = fold(written)
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(plain):
        month, day, year = match.groups()
    else:
        return None
    found = f"{year}-{_MONTHS.get(month, 0):02d}-{int(day):02d}"
    return found if dates.valid(found) else None
