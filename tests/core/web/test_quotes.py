"""Quotes found again after the page has changed, and the links that lead to them."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web.quotes import Status, anchor, fragment_url, locate
from factcheck.web.worddiff import Kind, word_changes
from tests.core.web.samples import EN, FR

TEXT = "\n\n".join(FR)
QUOTE = FR[2]
START = TEXT.index(QUOTE)
END = START + len(QUOTE)
BEFORE, AFTER = anchor(TEXT, START, END)


def found(text: str) -> tuple[Status, str | None]:
    where = locate(text, QUOTE, BEFORE, AFTER, START, END)
    return where.status, text[where.start : where.end] if where.start is not None else None


def test_an_unchanged_page() -> None:
    assert found(TEXT) == (Status.INTACT, QUOTE)


def test_text_added_above_moves_nothing() -> None:
    assert found("Mise à jour du 3 mars.\n\n" + TEXT) == (Status.INTACT, QUOTE)


def test_other_spaces_and_signs_change_nothing() -> None:
    other = TEXT.replace("’", "'").replace("« ", "“").replace(" »", "”").replace("\n\n", "\n")
    assert found(other)[0] is Status.INTACT


def test_a_quote_that_stands_among_other_words() -> None:
    assert found("\n\n".join([FR[0], FR[3], FR[4], "Voici ce qu’il en est en réalité :", QUOTE])) == (
        Status.MOVED,
        QUOTE,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("davantage", "moins"),
        ("Nous ne sommes pas fiers", "Nous sommes fiers"),
        ("Inès Callois", "Paul Aubier"),
        ("travaux.", "travaux !"),
    ],
)
def test_changed_words_are_told(old: str, new: str) -> None:
    changed = TEXT.replace(old, new)
    where = locate(changed, QUOTE, BEFORE, AFTER, START, END)
    assert where.status is Status.ALTERED
    assert changed[where.start : where.end] == QUOTE.replace(old, new)
    assert "".join(c.old for c in where.diff) == QUOTE
    assert "".join(c.new for c in where.diff) == QUOTE.replace(old, new)
    assert any(c.kind is not Kind.SAME for c in where.diff)


def test_one_changed_figure_is_altered_not_missing() -> None:
    quote = "Elle a coûté 18,5 millions d’euros"
    start = TEXT.index(quote)
    before, after = anchor(TEXT, start, start + len(quote))
    where = locate(TEXT.replace("18,5", "22,1"), quote, before, after, start, start + len(quote))
    assert where.status is Status.ALTERED
    assert [(c.old.strip(), c.new.strip()) for c in where.diff if c.kind is not Kind.SAME] == [("18,5", "22,1")]


@pytest.mark.parametrize("text", [TEXT.replace(QUOTE, ""), "\n\n".join(EN), "", "Rien."])
def test_a_quote_that_is_gone(text: str) -> None:
    assert found(text) == (Status.MISSING, None)


def test_of_two_equal_sentences_the_one_in_its_place_is_meant() -> None:
    said = "Le prix a doublé."
    text = (
        f"Au nord, rien ne va plus. {said} Les habitants partent. Au sud, tout va bien. {said} Les touristes restent."
    )
    start = text.rindex(said)
    before, after = anchor(text, start, start + len(said))
    longer = "Un mot de plus au début de la page. " + text
    assert locate(longer, said, before, after, start, start + len(said)).start == longer.rindex(said)


def test_a_quote_of_many_pages_is_looked_for() -> None:
    quote = " ".join(f"word{n % 700} and so on" for n in range(3_000))
    altered = locate("Before it. " + quote.replace("word5 ", "other ") + " After it.", quote)
    assert altered.status is Status.ALTERED
    assert locate("Nothing of the kind. " * 2_000, quote).status is Status.MISSING


def test_soft_hyphens_and_emoji() -> None:
    where = locate("🏗️ La chau\u00addière est fer\u00admée 🏗️ depuis mardi.", "La chaudière est fermée", "", "", 3, 26)
    assert where.status is Status.INTACT


@given(st.text(max_size=120), st.text(min_size=1, max_size=40), st.text(max_size=120))
def test_what_was_kept_is_found_again(left: str, quote: str, right: str) -> None:
    text = left + quote + right
    before, after = anchor(text, len(left), len(left) + len(quote))
    where = locate(text, quote, before, after, len(left), len(left) + len(quote))
    if quote.strip():
        assert where.status in (Status.INTACT, Status.MOVED)
        assert where.start is not None


@given(st.text(max_size=60), st.text(max_size=60))
def test_word_changes_give_both_texts_back(old: str, new: str) -> None:
    runs = word_changes(old, new)
    assert "".join(r.old for r in runs) == old
    assert "".join(r.new for r in runs) == new
    assert all((r.kind is Kind.SAME) == (r.old.split() == r.new.split()) for r in runs)


def test_a_short_quote_is_named_whole_with_its_surroundings() -> None:
    url = fragment_url("https://courier.example/a?b=1#top", "moins de 6 %, dit-on", "bien sûr que ", " mais pas plus")
    address, directive = url.split(":~:text=")
    assert address == "https://courier.example/a?b=1#top"
    prefix, text, suffix = directive.split(",")
    assert (prefix[-1], suffix[0]) == ("-", "-")
    assert unquote(text) == "moins de 6 %, dit-on"
    assert "%2C" in text
    assert "%2D" in text


def test_a_long_quote_is_named_by_its_ends() -> None:
    url = fragment_url("https://courier.example/a", QUOTE)
    first, last = url.split("#:~:text=")[1].split(",")
    assert QUOTE.startswith(unquote(first))
    assert QUOTE.endswith(unquote(last))


def test_a_fragment_names_no_half_words() -> None:
    before, after = anchor(TEXT, START, END)
    parts = fragment_url("https://courier.example/a", "fiers", "x " * 40 + "demi", "in" + " y" * 3 + " " + "z" * 80)
    assert before
    assert after
    assert "zzz" not in unquote(parts)


def test_an_address_without_a_quote_stays() -> None:
    assert fragment_url("https://courier.example/a", "  ") == "https://courier.example/a"
