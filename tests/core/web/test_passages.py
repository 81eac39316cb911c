"""Passages: the sentences of a page that speak of a claim, and the honest word that none does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web import passages, sentences
from tests.core.web.samples import EN, FR

ENGLISH, FRENCH = "\n\n".join(EN), "\n\n".join(FR)


@pytest.mark.parametrize(
    ("claim", "text", "first"),
    [
        ("The heat pump cost 18.5 million pounds", ENGLISH, "It cost £18.5 million"),
        ("Bills went up 11 per cent", ENGLISH, "According to the Harrowmere Tenants’ Union"),
        ("La pompe à chaleur a coûté 18,5 millions d’euros", FRENCH, "Elle a coûté"),
        ("Les factures ont augmenté de 11 %", FRENCH, "Selon l’Union des locataires"),
        ("4200 logements chauffés par une pompe", FRENCH, "Le chauffage de 4 200 logements"),
    ],
)
def test_the_sentence_that_speaks_of_the_claim_comes_first(claim: str, text: str, first: str) -> None:
    best = passages.rank(claim, text)[0]
    assert best.text.startswith(first)
    assert text[best.start : best.end] == best.text


def test_the_words_that_met_are_the_claims() -> None:
    best = passages.rank("Regulators will publish counts of bills", ENGLISH)[0]
    assert best.words == ("regulators", "publish", "counts", "bills")


def test_a_page_that_says_nothing_of_it_says_so() -> None:
    assert passages.speaks_of("The heat pump cost 18.5 million pounds", ENGLISH)
    assert not passages.speaks_of("The prime minister resigned after the vote in parliament", ENGLISH)
    assert not passages.speaks_of("Le Premier ministre a démissionné après le vote du Sénat", FRENCH)
    assert passages.rank("Quarks hadrons gluons", ENGLISH) == []


def test_the_first_passages_do_not_all_say_the_same() -> None:
    said = "The dam at Orwell broke in 1953."
    text = " ".join(
        [said, said.replace("broke", "failed"), said, "Some 212 people of the valley were drowned that night."]
    )
    order = passages.rank_sentences("The dam at Orwell broke in 1953 and 212 people drowned", sentences_of(text))
    assert 3 in order[:2]


def sentences_of(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences.split(text)]


@given(st.text(max_size=80), st.text(max_size=400))
def test_any_claim_and_any_text(claim: str, text: str) -> None:
    found = passages.rank(claim, text)
    assert len({(p.start, p.end) for p in found}) == len(found)
    scores = [p.score for p in found]
    assert scores == sorted(scores, reverse=True)
    for passage in found:
        assert text[passage.start : passage.end] == passage.text
        assert passage.words
    pieces = sentences_of(text)
    assert sorted(passages.rank_sentences(claim, pieces)) == list(range(len(pieces)))
    assert not (passages.speaks_of(claim, text) and not found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("M. Dupuis est venu. Il est reparti.", 2),
        ("Mr. J. Ames paid 3.5 million. The U.S. agreed.", 2),
        ("« Est-ce vrai ? » demande-t-il. Oui !", 2),
        ("Un titre\nUne phrase.\n\nUne autre", 3),
        ("He left… and came back. “Why?” Nobody knows.", 3),
        ("", 0),
        ("...", 1),
    ],
)  # fmt: skip
def test_sentences(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count, sentences_of(text)


@given(st.text(max_size=300))
def test_sentences_hold_every_character_that_is_seen(text: str) -> None:
    spans = sentences.split(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
