"""What matters stands above what a newsroom writes about its own asking."""

import pytest

from factcheck.text.split import split

PAIRS = [
    ("en", "The firm closed the plant.", "The firm declined to comment."),
    ("en", "Two of the pumps failed.", "Neither figure could be independently verified."),
    ("en", "The court overturned the ruling in the port.", "The lawyer welcomed the ruling."),
    ("fr", "L'entreprise a fermé l'usine.", "L'entreprise n'a pas donné suite."),
    ("fr", "Le maire a vendu le terrain.", "Le maire n'a pas pu être joint."),
]


@pytest.mark.parametrize(("language", "worth", "less"), PAIRS)
def test_asking_and_mere_reactions_stand_below_what_happened(language: str, worth: str, less: str) -> None:
    one, other = (split(text, language=language, date="2020-01-06").claims[0] for text in (worth, less))
    assert one.check_worthiness > other.check_worthiness
    assert "procedure" in {reason.rule for reason in other.reasons}
    assert "procedure" not in {reason.rule for reason in one.reasons}
