"""Archives of earlier checks of any shape: each row is a check or a refusal, or the file is refused."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.domain.check import EarlierCheck, Refusal
from factcheck.errors import Unreadable
from factcheck.intake import checks

NAMES = st.sampled_from(["a.jsonl", "a.csv", "a.tsv", "a.json", "a.jsonld", "a.html", "a"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        *checks.FIELDS,
        "@type",
        "@graph",
        "claimReviewed",
        "itemReviewed",
        "reviewRating",
        "author",
        "datePublished",
        "💡",
    ]
)
ROWS = st.lists(st.dictionaries(FIELDS, VALUES | st.just("ClaimReview"), max_size=6) | VALUES, max_size=4)


def read(raw: bytes, name: str) -> list[checks.Row] | None:
    """The rows of an archive with these bytes; None when the file was refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        try:
            return list(checks.read(path, checks.format_of(path)))
        except Unreadable:
            return None


def sound(rows: list[checks.Row]) -> None:
    for row in rows:
        assert isinstance(row, EarlierCheck | Refusal)
        if isinstance(row, EarlierCheck):
            assert row.text.strip()
            assert len(row.text) <= checks.LONGEST["text"]
            json.dumps(row.text).encode("utf-8")


@given(st.binary(max_size=400), NAMES)
@example(b"\xff\xfe{\x00", "a.jsonl")
@example(b'text\n"never closed', "a.csv")
@example(b'{"@graph": [[[[]]]]}', "a.json")
def test_any_bytes_are_rows_or_refused(raw: bytes, name: str) -> None:
    sound(read(raw, name) or [])


@given(ROWS, NAMES, st.booleans())
def test_any_json_is_rows_or_refused(rows: list[object], name: str, whole: bool) -> None:
    text = json.dumps(rows) if whole else "\n".join(json.dumps(row) for row in rows)
    sound(read(text.encode(), name) or [])


@given(st.lists(st.lists(st.text(max_size=20), max_size=5), max_size=5), st.sampled_from(",;\t|"))
def test_any_table_is_rows_or_refused(rows: list[list[str]], mark: str) -> None:
    text = mark.join(["text", "rating", "date"]) + "\n" + "\n".join(mark.join(row) for row in rows)
    found = read(text.encode("utf-8", "surrogatepass"), "a.csv")
    assert found is not None
    sound(found)


def test_a_row_without_end_is_refused_and_what_follows_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotation marks can hold a whole file together: each line is short, the row would fill the memory."""
    monkeypatch.setattr(checks, "LONGEST_ROW", 200)
    endless = b"text,rating\n" + b'"x\n",' * 60 + b"\nlast,true\n"
    refused, last = read(endless, "a.csv") or ()
    assert refused == Refusal(2, "too-long")
    assert isinstance(last, EarlierCheck)
    assert (last.row, last.text, last.rating) == (3, "last", "true")


def test_a_bad_line_spoils_its_own_row_alone() -> None:
    raw = b'text\none\n"tw\xff\no"\n"three\n' + b"x" * (checks.LONGEST_ROW + 1) + b'\n"\nfour\n'
    assert [row if isinstance(row, Refusal) else row.text for row in read(raw, "a.csv") or ()] == [
        "one",
        Refusal(3, "encoding"),
        Refusal(4, "too-long"),
        "four",
    ]
