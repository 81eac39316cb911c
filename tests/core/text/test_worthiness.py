"""What matters stands above what tells little to check, and each point is named with the words that gave it."""

import pytest

from factcheck import i18n
from factcheck.domain.claim import ProposedClaim
from factcheck.text.split import split

ASKING = [
    ("en", "The firm closed the plant.", "The firm declined to comment."),
    ("en", "Two of the pumps failed.", "Neither figure could be independently verified."),
    ("en", "The court overturned the ruling in the port.", "The lawyer welcomed the ruling."),
    ("fr", "L'entreprise a fermé l'usine.", "L'entreprise n'a pas donné suite."),
    ("fr", "Le maire a vendu le terrain.", "Le maire n'a pas pu être joint."),
    ("en", "The port sold the pilot boats.", "The port has not yet confirmed the sale."),
    ("fr", "Le port a vendu les remorqueurs.", "Le port n'a pas encore confirmé la vente."),
    ("fr", "Le journal a publié ces lettres.", "Notre journal n'a pas pu vérifier ces lettres."),
]
RAISING = [
    ("event", "en", "The council closed the library.", "The council closes the library."),
    ("event", "fr", "Le conseil a fermé la bibliothèque.", "Le conseil ferme la bibliothèque."),
    ("event", "fr", "Les ouvriers mangeaient du pain noir.", "Les ouvriers mangent du pain noir."),
    ("event", "fr", "Le prix du pain est reparti à la hausse.", "Le prix du pain repart à la hausse."),
    ("number", "en", "The mill employs 40 people.", "The mill by the river employs people."),
    ("number", "fr", "La scierie emploie 40 personnes.", "La scierie emploie des ouvriers."),
    ("number", "en", "The footbridge opened at 6:30.", "The footbridge opened early."),
    ("named-actor", "en", "Sarah Blythe runs the harbour.", "The old man runs the harbour."),
    ("harm", "en", "The guard attacked a driver.", "The guard helped a driver."),
    ("importance", "fr", "Le conseil vote son premier règlement.", "Le conseil vote son ancien règlement."),
    ("attributed-claim", "en", "According to the mayor, this old tunnel leaks oil.", "This old tunnel leaks oil."),
    ("dated", "fr", "Le moulin a fermé en mai 2019.", "Le moulin a fermé un peu trop tôt."),
]
LOWERING = [
    ("reaction", "en", "The council raised the tariff.", "The council defended the tariff."),
    ("reaction", "fr", "Le conseil a relevé le tarif.", "Le conseil a salué le tarif."),
    ("view", "en", "“Our turbines feed the whole valley,” she said.", "“I trust the whole valley,” she said."),
    (
        "view",
        "fr",
        "« Le barrage alimente la vallée », a dit le maire.",
        "« Le barrage inquiète, je le crois », a dit le maire.",
    ),
    ("supposition", "en", "The dam broke and flooded the valley.", "If the dam broke, the valley would drown."),
    ("supposition", "fr", "Le barrage cède sous la pluie.", "Si le barrage cède, la vallée se noie."),
    ("borrowed-words", "en", "The director runs a living museum.", "The director runs a “living” museum."),
    ("first-person", "en", "“A firm built the dam,” she said.", "“My brother built the dam,” she said."),
    (
        "first-person",
        "fr",
        "« Une société tient le barrage », a-t-elle dit.",
        "« Mon frère tient le barrage », a-t-elle dit.",
    ),
    ("short", "en", "Rain came down on the valley.", "Rain came."),
]


def _claim(language: str, text: str) -> ProposedClaim:
    return split(text, language=language, date="2020-01-06").claims[0]


def _rules(claim: ProposedClaim) -> set[str]:
    return {reason.rule for reason in claim.reasons if reason.field == "check_worthiness"}


@pytest.mark.parametrize(("language", "worth", "less"), ASKING)
def test_asking_and_mere_reactions_stand_below_what_happened(language: str, worth: str, less: str) -> None:
    one, other = _claim(language, worth), _claim(language, less)
    assert one.check_worthiness > other.check_worthiness
    assert "procedure" in _rules(other)
    assert "procedure" not in _rules(one)


@pytest.mark.parametrize(("rule", "language", "worth", "less"), RAISING)
def test_what_can_be_checked_raises_a_claim(rule: str, language: str, worth: str, less: str) -> None:
    one, other = _claim(language, worth), _claim(language, less)
    assert rule in _rules(one)
    assert rule not in _rules(other)
    assert one.check_worthiness > other.check_worthiness


@pytest.mark.parametrize(("rule", "language", "worth", "less"), LOWERING)
def test_what_tells_little_lowers_a_claim(rule: str, language: str, worth: str, less: str) -> None:
    one, other = _claim(language, worth), _claim(language, less)
    assert rule in _rules(other)
    assert rule not in _rules(one)
    assert one.check_worthiness > other.check_worthiness


def test_a_conditional_of_hearsay_supposes_nothing() -> None:
    claim = _claim("fr", "Le barrage aurait cédé dans la nuit.")
    assert "supposition" not in _rules(claim)


def test_a_lawyers_title_is_no_first_person() -> None:
    claim = _claim("fr", "Me Yann Tellier a rendu le dossier au juge.")
    assert "first-person" not in _rules(claim)


def test_kinds_stand_in_the_order_of_what_desks_check() -> None:
    texts = [
        "The mill employs 40 people.",
        "The mill by the river grinds flour.",
        "The mill by the river will close.",
        "The mill by the river is wonderful.",
        "Is the mill by the river closed?",
    ]
    scores = [_claim("en", text).check_worthiness for text in texts]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize("reader", ["en", "fr"])
def test_reasons_say_which_way_they_count(reader: str) -> None:
    text = "On Monday 40 workers of the Blythe mill welcomed the first law. “We believe it would help,” one said."
    for claim in split(text, language="en", date="2020-01-06").claims:
        for reason in claim.reasons:
            if reason.field == "check_worthiness" and not reason.rule.startswith("worth-"):
                raises = reason.rule in {rule for rule, *_ in RAISING}
                said = i18n.text(f"rule.{reason.rule}", reader, phrase=reason.phrase)
                assert said.startswith("+ " if raises else "− ")


def test_a_name_is_told_with_all_its_words() -> None:
    claim = _claim("en", "Last year Sarah Blythe ran the harbour.")
    assert "Sarah Blythe" in {reason.phrase for reason in claim.reasons if reason.rule == "named-actor"}
