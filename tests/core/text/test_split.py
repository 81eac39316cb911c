"""The splitter as a whole: exact offsets, everything accounted for, the hard cases of a news article."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.domain.claim import Kind, Modality
from factcheck.errors import Cancelled
from factcheck.text.split import as_json, split

ARTICLE = (
    " date 2021-06 Le maire de Valmont a ouvert mercredi une enquête.\n\n"
    "Le préfet qui aurait signé l’ordre en mars il y a environ deux ans. "
    "C’est ce qu’affirment nos confrères de La Gazette. Qui dit vrai ?\n\n"
    "Toutes les informations dans notre Live ci-dessous :"
)


def check(text: str, **options: str) -> None:
    done = split(text, **options)
    covered = [False] * len(text)
    for claim in done.claims:
        assert claim.text == text[claim.start : claim.end]
        assert 0 <= claim.start < claim.end <= len(text)
        covered[claim.start : claim.end] = [True] * (claim.end - claim.start)
    for piece in done.rest:
        covered[piece.start : piece.end] = [True] * (piece.end - piece.start)
    assert [c for c, seen in zip(text, covered, strict=True) if not seen and not c.isspace()] == []


def test_a_claim_is_attributed_by_the_next_sentence() -> None:
    done = split(ARTICLE)
    claim = next(c for c in done.claims if "préfet" in c.text)
    assert claim.text == "Le préfet qui aurait signé l’ordre en mars il y a environ deux ans"
    assert "La Gazette" in (claim.claimant or "")
    assert claim.modality is Modality.HEDGED
    assert claim.date == "2019-03"
    assert done.date == "2021-06"


def test_boilerplate_and_questions_are_labelled() -> None:
    kinds = {c.text: c.kind for c in split(ARTICLE).claims}
    assert kinds["date 2021-06"] is Kind.BOILERPLATE
    assert kinds["Toutes les informations dans notre Live ci-dessous :"] is Kind.BOILERPLATE
    assert kinds["Qui dit vrai"] is Kind.QUESTION


def test_json_holds_claims_rest_and_notes() -> None:
    data = as_json(split(ARTICLE), ARTICLE)
    assert set(data) == {"article", "claims", "rest", "notes"}
    assert all(row["text"] == ARTICLE[row["start"] : row["end"]] for row in [*data["claims"], *data["rest"]])


def test_cancel_is_heard() -> None:
    with pytest.raises(Cancelled):
        split(ARTICLE, cancelled=lambda: True)


def test_progress_reaches_the_end() -> None:
    told: list[float] = []
    split(ARTICLE, progress=told.append)
    assert told[-1] == 1.0
    assert told == sorted(told)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "…", "🙂", "\x00\x01", "a\u0301 🙂 été.", "«", '"', "\u2028x\u2029y\x85z"]
)
def test_odd_texts(text: str) -> None:
    check(text)
    check(text, language="fr")
    check(text, language="xx")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["fr", "en", "eo"]))
def test_every_character_is_accounted_for(text: str, language: str) -> None:
    check(text, language=language, date="2020-05-05")


WORDS = st.sampled_from(
    [
        *("le", "maire", "a", "dit", "que", "«", "»", '"', ",", ".", ";", ":", "-", "–", "(", ")", "et", "mais", "qui"),
        *("selon", "X", "il", "était", "vendu", "12", "%", "hier", "l'", "d'", "à", "été", "aurait", "The", "said"),
        *(
            "that",
            "and",
            "which",
            "according",
            "to",
            "He",
            "was",
            "!",
            "?",
            "\n",
            "\n\n",
            "•",
            "accused",
            "of",
            "hiding",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60), st.sampled_from(["fr", "en"]))
@example(["le", "!", "accused"], "en")  # a verb of saying that nothing follows
def test_every_word_of_a_jumble_is_accounted_for(words: list[str], language: str) -> None:
    check(" ".join(words), language=language, date="2020-05-05")


def test_a_wording_has_the_apostrophes_of_its_article() -> None:
    said = "L{0}usine d{0}Aubrac a fermé en 2021, a dit hier l{0}élue locale. Elle n{0}a jamais rouvert."
    for mark in ("’", "'"):
        wordings = [claim.standalone for claim in split(said.format(mark), language="fr", date="2024-05-02").claims]
        assert len(wordings) > 1
        assert {"’", "'"} & set("".join(wordings)) == {mark}


def test_a_number_with_spaces_is_quoted_whole() -> None:
    (claim,) = split("Chaque jour, 11 000 véhicules passaient par ici.", language="fr", date="2024-05-02").claims
    assert next(reason.phrase for reason in claim.reasons if reason.rule == "kind-quantity") == "11 000"


LA_DIGUE = """La digue a cédé lundi au pont {n}, emportant deux hangars. Le maire a fermé l'école, avant de prévenir les
parents. « Nous manquons de {n} lits », a déclaré Rose Mallet."""
THE_DYKE = """The dyke broke on Monday at bridge {n}, sweeping away two sheds. The mayor closed the school. "We are
short of {n} beds," Rose Mallet said."""


@pytest.mark.parametrize(("language", "paragraph"), [("fr", LA_DIGUE), ("en", THE_DYKE)])
def test_a_long_text_is_read_like_a_short_one(language: str, paragraph: str) -> None:
    """The words of a long text's first parts are let go while its last ones are read; nothing may be lost with them."""

    def read(paragraphs: int) -> list[tuple[object, ...]]:
        text = "\n\n".join(" ".join(paragraph.split()).format(n=n) for n in range(100, 100 + paragraphs))
        done = split(text, language=language, date="2023-05-03")
        return [(c.text, c.claimant, c.modality, c.kind, c.date, c.standalone) for c in done.claims]

    short, long = read(20), read(200)
    assert len(long) == 10 * len(short)
    per = len(short) // 20
    assert long[: 18 * per] == short[: 18 * per]
    assert [c[4] for c in long[-per:]] == [c[4] for c in long[18 * per : 19 * per]]
