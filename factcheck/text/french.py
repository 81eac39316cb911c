"""Small pieces of French grammar for wordings: contractions, elision, the agreement of participles."""

import re

_VOWELS = "aeiouyéèêëàâîïôöûùhœæ"
#: The sounded h of these does not elide.
_SOUNDED = (
    "haut",
    "hameau",
    "hausse",
    "huit",
    "handicap",
    "hangar",
    "harcèlement",
    "héros",
    "holland",
    "hongr",
    "havre",
)
_AGREED = re.compile(r"(?:(?<=é)(?:es|e|s)|(?<=[iu])(?:es|e|s)|(?<=[st])es?)$")


def elides(phrase: str) -> bool:
    """Whether "de" loses its vowel before the phrase."""
    low = phrase.lower()
    return low[:1] in _VOWELS and not low.startswith(_SOUNDED)


def of(phrase: str) -> str:
    """ "De" and a noun phrase: « du maire », « des élus », « d'un train », « de Lyon »."""
    for article, joined in (("le ", "du "), ("les ", "des ")):
        if phrase.startswith(article):
            return joined + phrase[len(article) :]
    return f"d'{phrase}" if elides(phrase) else f"de {phrase}"


def unagreed(participle: str) -> str:
    """The participle as it stands behind "avoir" without an object before it: « votée » to « voté »."""
    return _AGREED.sub("", participle)


def definite(phrase: str) -> str:
    """The phrase with a definite article for its indefinite one: « un rapport » to « le rapport »."""
    for article, known in (("un ", "le "), ("une ", "la "), ("des ", "les ")):
        if phrase.lower().startswith(article):
            rest = phrase[len(article) :]
            return f"l'{rest}" if known != "les " and elides(rest) else known + rest
    return phrase
