"""French relative clauses behind a subject's comma: cut by either parser, whatever it made of their pronoun."""

import pytest

from factcheck.text.split import split


@pytest.mark.parametrize("quality", ["standard", "best"])
@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "Le courrier, que la famille a reçu lundi, évoque une erreur.",
            ["Le courrier, que la famille a reçu lundi, évoque une erreur", "que la famille a reçu lundi"],
        ),
        (
            "Le pont, que la crue avait emporté, date de 1890 et relie deux communes.",
            [
                "Le pont, que la crue avait emporté, date de 1890",
                "que la crue avait emporté",
                "relie deux communes",
            ],
        ),
        (
            "Le gardien, qui figure parmi les témoins, a été entendu par la police.",
            ["Le gardien, qui figure parmi les témoins, a été entendu par la police", "qui figure parmi les témoins"],
        ),
        (
            "Environ 900 foyers ont été évacués, dont un quart avaient déjà été inondés.",
            ["Environ 900 foyers ont été évacués", "dont un quart avaient déjà été inondés"],
        ),
    ],
)
def test_relatives_are_claims_beside_the_clause_around_them(text: str, spans: list[str], quality: str) -> None:
    assert [claim.text for claim in split(text, language="fr", date="2020-01-06", quality=quality).claims] == spans
