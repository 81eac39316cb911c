"""What a body is by its first bytes, also where they were written to keep a reader busy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web import sniff

PIECES = st.sampled_from(
    [b"<!---->", b"<!--", b"-->", b"<?xml ?>", b"<p>", b"<", b" ", b"\t", b"\n", b"\r\n", b"A: b\n", b"From: a\n", b"x"]
)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<!---->" * 500 + b"x", "text/plain"),
        (b"<!-- a -->\n" * 300 + b"<p>words</p>", "text/html"),
        (b"<!-- a --> <?xml version='1.0'?> <!-- b --><html>", "text/html"),
        (b"<?xml version='1.0'?>" + b"<!---->" * 500, "application/xml"),
        (b"A: b\nC: d\n" + (b" " * 60 + b"\n") * 60, "text/plain"),
        (b"From: a\nDate: b\nSubject: c\n" + b" \t \t d\n" * 500 + b"\nwords", "message/rfc822"),
    ],
)
def test_repetitions_are_read_once(head: bytes, kind: str) -> None:
    """A pattern that tried every way to group them would not come back."""
    assert sniff.media_type(head[: sniff.HEAD], None) == kind


@given(st.lists(PIECES, min_size=1, max_size=4), st.lists(PIECES, max_size=3), st.sampled_from([None, "text/html"]))
def test_any_repetition_is_of_some_kind(again: list[bytes], end: list[bytes], declared: str | None) -> None:
    head = (b"".join(again) * sniff.HEAD)[: sniff.HEAD] + b"".join(end)
    assert sniff.essence(sniff.media_type(head, declared))
