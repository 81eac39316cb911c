"""Passages: the sentences of a page that speak of a claim, and the honest word that none does."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.services import pages
from factcheck.web import passages, ranking, sentences, words
from factcheck.web.passages import Compared
from tests.core.web.samples import EN, FR

ENGLISH, FRENCH = "\n\n".join(EN), "\n\n".join(FR)


def ranked(claim: str, pieces: Sequence[str]) -> list[int]:
    """The indices of the pieces, best first, by words alone."""
    lexis = words.lexis(words.guess_language(" ".join(pieces)))
    return [i for i, _ in ranking.order(ranking.Query(claim, lexis), [lexis.stems(piece) for piece in pieces])]


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
    best = passages.find(claim, text).passages[0]
    assert best.text.startswith(first)
    assert text[best.start : best.end] == best.text


def test_the_words_that_met_are_the_claims() -> None:
    best = passages.find("Regulators will publish counts of bills", ENGLISH).passages[0]
    assert best.words == ("regulators", "publish", "counts", "bills")


def test_a_page_that_says_nothing_of_it_says_so() -> None:
    assert passages.find("The heat pump cost 18.5 million pounds", ENGLISH).speaks
    assert not passages.find("The prime minister resigned after the vote in parliament", ENGLISH).speaks
    assert not passages.find("Le Premier ministre a démissionné après le vote du Sénat", FRENCH).speaks
    assert passages.find("Quarks hadrons gluons", ENGLISH) == passages.Found((), False, Compared.WORDS)


def test_words_of_one_family_and_every_spelling_of_a_month_meet() -> None:
    text = "Nothing happened here. The Indians preserved it on 3 Sept. 2019. The museum is closed."
    found = passages.find("India’s preservation of the temple in September", text)
    assert found.passages[0].words == ("india", "preservation", "september")


def test_a_word_that_every_text_has_counts_less_than_one_that_few_have() -> None:
    pieces = ["The work began.", "Nobody came.", "The estuary froze.", "It rained."]
    assert ranked("Work in the estuary", pieces)[0] == 2


TWO_LANGUAGES = {"chaudière": "boiler", "charbon": "coal", "commune": "town", "fermera": "close", "dernière": "last"}


def alike(claim: str, others: Sequence[str]) -> list[float]:
    """Likeness for a test: the share of words in common, with a handful of French words known."""

    def said(text: str) -> set[str]:
        return {TWO_LANGUAGES.get(word, word) for word in text.lower().strip(".").split()}

    return [len(said(claim) & said(other)) / max(1, len(said(claim))) for other in others]


def test_a_page_in_another_language_is_compared_by_meaning_or_it_is_said_that_it_was_not() -> None:
    claim = "La commune fermera la dernière chaudière à charbon de la ville avec les habitants"
    by_words = passages.find(claim, ENGLISH)
    assert (by_words.compared, by_words.speaks) == (Compared.OTHER_LANGUAGE, False)
    found = passages.find(claim, ENGLISH, likeness=alike)
    assert (found.compared, found.speaks) == (Compared.MEANING, True)
    assert found.passages[0].text == EN[0]
    assert passages.find(claim, ENGLISH, claim_language="en").compared is Compared.WORDS


def test_a_page_too_short_to_tell_its_language_is_compared_by_meaning_too() -> None:
    found = passages.find("La commune fermera la dernière chaudière", "Town close last boiler.", likeness=alike)
    assert found.speaks
    assert passages.find("La commune fermera la dernière chaudière", "Town close last boiler.").compared == "words"


def test_meaning_is_asked_of_the_best_sentences_only() -> None:
    asked: list[int] = []

    def counted(claim: str, others: Sequence[str]) -> list[float]:
        asked.append(len(others))
        return alike(claim, others)

    page = "\n".join(f"The town has {n} boilers that were built of iron and of coal." for n in range(900))
    passages.find("The last boiler of the town", page, likeness=counted)
    passages.find("La dernière chaudière de la ville est dans la commune", page, likeness=counted)
    assert asked == [passages.COMPARED, passages.COMPARED_ACROSS]


@pytest.mark.skipif(not pages.compares_meanings(), reason="the extra semantic is not installed")
def test_each_sentence_finds_its_translation() -> None:
    """The two samples are not about one town: their sentences say the same, with other names."""
    for claims, page in ((FRENCH, ENGLISH), (ENGLISH, FRENCH)):
        ours, theirs = sentences_of(claims), sentences_of(page)
        assert len(ours) == len(theirs)
        right = 0
        for number, claim in enumerate(ours):
            found = passages.find(claim, page, likeness=pages.likeness())
            assert found.compared is Compared.MEANING
            right += theirs[number] in [passage.text for passage in found.passages[:2]]
        assert right >= len(ours) - 1


def test_the_first_passages_do_not_all_say_the_same() -> None:
    said = "The dam at Orwell broke in 1953."
    text = " ".join(
        [said, said.replace("broke", "failed"), said, "Some 212 people of the valley were drowned that night."]
    )
    order = ranked("The dam at Orwell broke in 1953 and 212 people drowned", sentences_of(text))
    assert 3 in order[:2]


def sentences_of(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences.split(text)]


@given(st.text(max_size=80), st.text(max_size=400))
def test_any_claim_and_any_text(claim: str, text: str) -> None:
    whole = passages.find(claim, text, likeness=alike)
    found = whole.passages
    assert len({(p.start, p.end) for p in found}) == len(found)
    scores = [p.score for p in found]
    assert scores == sorted(scores, reverse=True)
    for passage in found:
        assert text[passage.start : passage.end] == passage.text
        assert passage.words or alike(claim, [passage.text])[0] >= passages.MEANS_IT
    pieces = sentences_of(text)
    assert sorted(ranked(claim, pieces)) == list(range(len(pieces)))
    assert not (whole.speaks and not found)


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
