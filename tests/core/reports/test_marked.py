"""An article with its claims marked: nothing lost, each claim where it stands, an inner one inside its outer."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from report_sample import report

from factcheck.reports.marked import paragraphs

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(st.text(st.sampled_from("ab \n\r🏊"), max_size=40), SPANS)
def test_every_letter_is_there_once_under_the_claim_that_began_last(text: str, spans: list[tuple[int, int]]) -> None:
    sample = report().claims[0]
    claims = tuple(replace(sample, id=f"{n:08}", start=a, end=b) for n, (a, b) in enumerate(spans))
    rows = paragraphs(text, claims, {claim.id: f"#{claim.id[-6:]}" for claim in claims})
    pieces = [piece for row in rows for piece in row]
    assert all(piece.text for piece in pieces)
    letters = [(letter, piece.anchor) for piece in pieces for letter in piece.text if not letter.isspace()]
    inside = [c for c in claims if c.start < c.end <= len(text)]
    expected = []
    for at, letter in enumerate(text):
        if not letter.isspace():
            over = max(((c.start, c.end, c.id, c.anchor) for c in inside if c.start <= at < c.end), default=None)
            expected.append((letter, over[3] if over else ""))
    assert letters == expected
    numbers = [piece.number for piece in pieces if piece.number]
    assert len(numbers) == len(set(numbers))
