"""What texts are made of beside sentences: datelines, captions, stamps, lists, tables, interviews, broken lines."""

import pytest

from factcheck import i18n
from factcheck.domain.claim import Kind, Modality, ProposedClaim
from factcheck.text.languages import FEATURES, Pack, codes, installed, pack, support
from factcheck.text.normalise import copy
from factcheck.text.split import split

FRENCH = """Vannes : la digue a cédé

Publié le 4 mai 2021 à 10h30

La digue de Vannes en 2019.

10h45 – La préfecture annonce la fermeture de deux écoles.

Les chiffres clés :
- 12 morts dans le département
• Le taux de chômage a atteint 9,1 % en mars.

Année\tHabitants
2010\t12 500

Le rapport de la commission indique que les tra-
vaux ont commencé en retard et que le coût du
chantier a doublé entre 2015 et 2019.

Lire aussi : Comment se préparer
www.exemple.fr

Sources
« La digue de Vannes », Le Phare, 3 mai 2021
"""


def by_text(text: str, **options: str) -> dict[str, ProposedClaim]:
    return {claim.text: claim for claim in split(text, **options).claims}


def test_the_parts_of_a_page() -> None:
    claims = by_text(FRENCH)
    boilerplate = {text for text, claim in claims.items() if claim.kind is Kind.BOILERPLATE}
    assert boilerplate == {
        "Publié le 4 mai 2021 à 10h30",
        "La digue de Vannes en 2019.",
        "Les chiffres clés :",
        "Année\tHabitants",
        "Lire aussi : Comment se préparer",
        "www.exemple.fr",
        "Sources",
        "« La digue de Vannes », Le Phare, 3 mai 2021",
    }
    assert claims["12 morts dans le département"].kind is Kind.QUANTITY
    assert claims["Le taux de chômage a atteint 9,1 % en mars"].date == "2021-03"
    assert "La préfecture annonce la fermeture de deux écoles" in claims


def test_the_article_says_its_date_and_title() -> None:
    done = split(FRENCH)
    assert (done.date, done.title, done.language) == ("2021-05-04", "Vannes : la digue a cédé", "fr")


def test_words_that_a_line_end_cuts_are_read_whole_and_kept_as_they_stand() -> None:
    claims = by_text(FRENCH)
    broken = claims["les tra-\nvaux ont commencé en retard"]
    assert broken.standalone == "Les travaux ont commencé en retard (Vannes), selon le rapport de la commission."
    assert "le coût du\nchantier a doublé entre 2015 et 2019" in claims


def test_offsets_of_a_copy_lead_back_to_the_article() -> None:
    article = "🙂 l’ eau et les tra-\nvaux , dit-on"
    made = copy(article, 0, len(article))
    assert made.text == "🙂 l'eau et les travaux, dit-on"
    for n, character in enumerate(made.text):
        assert character in (article[made.at(n)], "'")
    assert made.end(len(made.text)) == len(article)


def test_an_interview_gives_each_answer_its_speaker() -> None:
    claims = by_text(
        "Interview de la maire\n\nJournaliste : Combien de logements avez-vous construits ?\n"
        "Anne Roche : Nous avons construit 340 logements depuis 2018, et la liste d'attente a baissé de moitié.",
        language="fr",
    )
    assert claims["la liste d'attente a baissé de moitié"].claimant == "Anne Roche"
    assert claims["Combien de logements avez-vous construits"].kind is Kind.QUESTION


def test_a_quotation_over_two_sentences_has_one_speaker() -> None:
    claims = by_text('"The dam held. It will be repaired in May," engineer Lucy Ferrand said. "Nobody was hurt."')
    assert {claim.claimant for claim in claims.values()} == {"engineer Lucy Ferrand"}
    assert {claim.kind for claim in claims.values()} == {Kind.QUOTE}


def test_scare_quotes_are_no_claims() -> None:
    assert list(by_text("Le maire a visité le « village du futur » hier.", language="fr")) == [
        "Le maire a visité le « village du futur » hier"
    ]


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "ʼ", "´"])
def test_any_apostrophe_reads_alike(apostrophe: str) -> None:
    text = "L’été dernier, d’après l’institut, la ville aurait perdu 300 emplois.".replace("’", apostrophe)
    (claim,) = split(text, language="fr", date="2020-05").claims
    assert claim.claimant == f"l{apostrophe}institut"
    assert (claim.modality, claim.date) == (Modality.HEDGED, "2019-22")


def test_a_language_without_a_pack_is_split_by_sentence_and_says_so() -> None:
    text = "Am 3. Mai 2021 starben 12 Menschen. Warum geschah das? Der Minister schwieg am 2021-05-04."
    done = split(text, language="de")
    assert "no-pack" in done.notes
    assert [claim.kind for claim in done.claims] == [Kind.QUANTITY, Kind.QUESTION, Kind.FACTUAL]
    assert done.claims[2].date == "2021-05-04"


def test_a_pack_without_a_parser_gives_dates_and_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {
        "code": "de",
        "name": "Deutsch",
        "hedges": {"words": ["angeblich"]},
        "dates": {
            "months": {"mai": 5},
            "days": {"gestern": -1},
            "pattern": [
                {"gives": "date", "match": r"(?:am )?{day}\. {month}(?: {year})?"},
                {"gives": "relative-day", "match": "{relative}"},
            ],
        },
    }
    monkeypatch.setattr("factcheck.text.split.pack", lambda _code: Pack(small))
    text = "Am 3. Mai starben angeblich 12 Menschen. Gestern schwieg der Minister."
    done = split(text, language="de", date="2021-06-01")
    assert [claim.date for claim in done.claims] == ["2021-05-03", "2021-05-31"]
    assert [claim.modality for claim in done.claims] == [Modality.HEDGED, Modality.ASSERTED]
    assert [claim.standalone for claim in done.claims] == text.replace(". G", ".\nG").split("\n")
    assert "no-pack" in done.notes


def test_the_language_is_detected() -> None:
    assert split("The mayor said that the bridge would be closed for two years.").language == "en"
    assert split("Le maire a dit que le pont serait fermé pendant deux ans.").language == "fr"
    assert split("Der Bürgermeister sagte, dass die Brücke zwei Jahre lang gesperrt wird.").language == "de"
    assert split("🙂 … 123").language == "und"


def test_ids_are_stable_under_edits_elsewhere() -> None:
    text = "Le pont a cédé mardi.\n\nLa ville a payé 3 millions.\n\nLe maire a démissionné.\n\nTout va bien."
    before = {claim.text: claim.id for claim in split(text, language="fr").claims}
    after = {
        claim.text: claim.id for claim in split(text + "\n\nUne autre phrase a été ajoutée.", language="fr").claims
    }
    assert before["Le pont a cédé mardi"] == after["Le pont a cédé mardi"]
    assert before["La ville a payé 3 millions"] == after["La ville a payé 3 millions"]
    assert len(set(after.values())) == len(after)


def test_every_reason_note_and_rest_has_words_in_both_languages() -> None:
    texts = [FRENCH, "He said so. " + FRENCH, '"It fell," the mayor, who cited the police, said on Monday. She left.']
    for text in texts:
        for language in ("fr", "en", "de"):
            done = split(text, language=language)
            for claim in done.claims:
                for reason in claim.reasons:
                    for reader in i18n.LANGUAGES:
                        assert i18n.text(f"rule.{reason.rule}", reader, phrase=reason.phrase)
                    if reason.start is not None:
                        assert text[reason.start : reason.end].split() == reason.phrase.split() or reason.phrase
            assert all(i18n.has(f"rest.{piece.reason}") for piece in done.rest)
            assert all(i18n.has(f"note.{note}") for note in done.notes)


def test_languages_tell_what_they_support() -> None:
    rows = {row.code: row for row in support()}
    assert {"en", "fr"} <= set(rows) == set(codes())
    assert rows["fr"].features == FEATURES
    assert rows["fr"].parser_installed
    assert rows["fr"].best_parser == "fr_core_news_md"
    assert all(i18n.has(f"feature.{feature}") for feature in FEATURES)


def test_the_best_quality_falls_back_to_the_standard_parser() -> None:
    assert split("La ville a payé 3 millions.", language="fr", quality="best").claims


@pytest.mark.skipif(not installed("fr_core_news_md"), reason="the quality option is not installed")
def test_the_best_quality_uses_the_larger_parser() -> None:
    assert pack("fr").parser("best") == "fr_core_news_md"
    text = "« Le pont a cédé mardi », a indiqué la préfète. Selon la mairie, il avait été contrôlé en 2019."
    claims = split(text, language="fr", date="2020-01-06", quality="best").claims
    assert [claim.text for claim in claims] == ["Le pont a cédé mardi", "il avait été contrôlé en 2019"]
    assert [claim.claimant for claim in claims] == ["la préfète", "la mairie"]


LIVE = """Storm over the coast: live updates

10.45am GMT
Good morning.

11.20 BST – Mayor Ann Reed has just told reporters that two people are missing.

11:42am
Ann Reed: "The worst is still to come."

Here's a summary of what we know so far:
- Two people are missing
• The red warning expires at 6pm

Item | 2022 | 2023
Roads | 13.1 | 14.2

Photograph: Karl Lind/Harbour Press
Match report by Owen Bell
"""


def test_the_parts_of_a_live_page() -> None:
    claims = by_text(LIVE, language="en", date="2023-05-04")
    assert {text for text, claim in claims.items() if claim.kind is Kind.BOILERPLATE} == {
        "10.45am GMT",
        "Good morning.",
        "11:42am",
        "Here's a summary of what we know so far:",
        "Item | 2022 | 2023",
        "Photograph: Karl Lind/Harbour Press",
        "Match report by Owen Bell",
    }
    assert claims["two people are missing"].claimant == "Mayor Ann Reed"
    assert claims["The worst is still to come"].claimant == "Ann Reed"
    assert claims["The red warning expires at 6pm"].kind is Kind.FACTUAL


def test_questions_are_nobodys_claims_and_initials_stand_for_a_name() -> None:
    claims = by_text(
        "Le bocage en danger\n\nLe Courrier : Combien de haies restent ?\n\n"
        "Anne-Lise Corre : Il en reste 4 000 kilomètres.\n\nLe Courrier : Et demain ?\n\n"
        "A.-L. C. : Les haies coûtent cher.\n\nPropos recueillis par Luc Petit",
        language="fr",
    )
    assert claims["Combien de haies restent"].claimant is None
    assert claims["Les haies coûtent cher"].standalone == "Les haies coûtent cher, selon Anne-Lise Corre."
    assert claims["Les haies coûtent cher"].kind is Kind.QUOTE
    assert claims["Propos recueillis par Luc Petit"].kind is Kind.BOILERPLATE


def test_captions_and_headlines_say_what_they_are() -> None:
    claims = by_text(
        "La digue a cédé\n\nLa digue de Vannes.\n\nDeux rues sont inondées.", language="fr", date="2021-05-04"
    )
    assert claims["La digue de Vannes."].standalone == "La digue de Vannes (légende d'image)."
    assert claims["La digue a cédé"].standalone == "La digue a cédé (mai 2021)."


def test_two_people_of_one_name_stay_apart() -> None:
    text = "Anna Reed runs the bank and Paul Reed runs the mill. Reed was fined in May."
    assert "Reed was fined in May" in by_text(text, language="en", date="2020-01-06")
    assert by_text(text, language="en", date="2020-01-06")["Reed was fined in May"].standalone.startswith("Reed was")


def test_a_no_that_ends_a_sentence_is_no_number() -> None:
    claims = by_text("Will it open? No. Prices fell by 3 percent. See No. 12 of the list.", language="en")
    assert "Prices fell by 3 percent" in claims
    assert "See No. 12 of the list" in claims


def test_a_long_text_without_paragraphs_is_read_in_pieces() -> None:
    sentence = "La ville de Vannes a payé 3 millions d'euros en 2019. "
    done = split(sentence * 1500, language="fr")
    assert len(done.claims) == 1500
    told: list[float] = []
    split((sentence * 40 + "\n\n") * 40, language="fr", progress=told.append)
    assert len(told) > 1


def test_each_way_to_tell_a_date_is_explained_to_people() -> None:
    ways = {pattern["gives"] for code in codes() for pattern in pack(code).table("dates").get("pattern", ())}
    assert {"month", "until-now"} < ways
    assert not [way for way in ways if not i18n.has(f"rule.date-{way}")]
