"""What changed between two captures, and what became of the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web.changes import PageStatus, address_key, compare, page_status
from factcheck.web.page import Page
from factcheck.web.worddiff import Kind
from tests.core.web.samples import EN

TEXT = "\n\n".join(EN)


def test_the_same_page() -> None:
    found = compare(Page(text=TEXT, title="T"), Page(text=TEXT, title="T"))
    assert not found.any
    assert found.same_share == 1


def test_sentences_that_went_came_and_were_reworded() -> None:
    new = TEXT.replace("£18.5 million", "£22.1 million").replace(EN[4], "").replace(EN[0], EN[0] + " It had rained.")
    found = compare(Page(text=TEXT), Page(text=new))
    kinds = {c.kind: c for c in found.sentences}
    assert kinds[Kind.REMOVED].old == EN[4]
    assert kinds[Kind.ADDED].new == "It had rained."
    reworded = kinds[Kind.REPLACED]
    assert [(w.old.strip(), w.new.strip()) for w in reworded.words if w.kind is not Kind.SAME] == [("18.5", "22.1")]
    assert 0.5 < found.same_share < 1


def test_a_page_made_to_take_long_is_compared() -> None:
    same, other = "So it is. " * 2_000, "So it was. " * 2_000
    assert compare(Page(text=same), Page(text=other + same[:500])).any
    endless = "word " * 50_000
    assert compare(Page(text=endless), Page(text=endless + "more")).any


def test_fields_that_changed() -> None:
    found = compare(Page(text=TEXT, title="Old", date="2024-01-01"), Page(text=TEXT, title="New", date="2024-01-01"))
    assert found.fields == (("title", "Old", "New"),)
    assert found.any


@given(
    st.lists(
        st.sampled_from(("One thing is so. ", "Another is not. ", "Nobody knows why.\n", "🏗️ ends here! ")), max_size=12
    ),
    st.lists(
        st.sampled_from(("One thing is so. ", "Another was not. ", "Somebody knows why.\n", "🏗️ ends here! ")),
        max_size=12,
    ),
)
def test_every_sentence_of_both_is_told_once_and_in_order(old: list[str], new: list[str]) -> None:
    a, b = "".join(old), "".join(new)
    found = compare(Page(text=a), Page(text=b)).sentences
    for text, side in ((a, "old"), (b, "new")):
        spans = [(getattr(c, f"{side}_start"), getattr(c, f"{side}_end")) for c in found]
        there = [span for span in spans if span[0] is not None]
        assert there == sorted(there)
        assert "".join("".join(text[s:e].split()) for s, e in there) == "".join(text.split())


@pytest.mark.parametrize(
    ("status", "earlier", "new_url", "changed", "readable", "expected"),
    [
        (200, None, "https://a.example/x", False, True, PageStatus.SAME),
        (200, 404, "https://a.example/x", True, True, PageStatus.CHANGED),
        (200, None, "https://a.example/y", True, True, PageStatus.MOVED),
        (200, None, "http://www.a.example/x/?utm_source=mail#top", False, True, PageStatus.SAME),
        (404, None, None, False, True, PageStatus.UNKNOWN),
        (404, 200, None, False, True, PageStatus.UNKNOWN),
        (404, 410, None, False, True, PageStatus.GONE),
        (410, 404, None, False, True, PageStatus.GONE),
        (403, 404, None, False, True, PageStatus.UNKNOWN),
        (429, 429, None, False, True, PageStatus.UNKNOWN),
        (503, 503, None, False, True, PageStatus.UNKNOWN),
        (None, None, None, False, True, PageStatus.UNKNOWN),
        (200, None, "https://a.example/", True, False, PageStatus.UNKNOWN),
    ],
)
def test_what_became_of_the_page(
    status: int | None, earlier: int | None, new_url: str | None, changed: bool, readable: bool, expected: PageStatus
) -> None:
    said = page_status(
        status=status,
        earlier=earlier,
        old_url="https://a.example/x",
        new_url=new_url,
        changed=changed,
        readable=readable,
    )
    assert said is expected


def test_addresses_that_are_another_page() -> None:
    same = address_key("https://a.example/x?id=1")
    assert same == address_key("http://www.a.example/x/?id=1&fbclid=zz")
    assert same != address_key("https://a.example/x?id=2")
    assert same != address_key("https://b.example/x?id=1")
    assert same != address_key("https://a.example:8443/x?id=1")
