"""What sort of statement a clause is; the first that fits, in the order of ``Kind``'s annotation rules."""

import re

from factcheck.domain.claim import Kind
from factcheck.text.languages import Pack
from factcheck.text.parse import Word

_DIGIT = re.compile(r"\d")


def kind(words: list[Word], low: str, pack: Pack, *, quoted: bool, question: bool) -> tuple[Kind, str]:
    """The kind of a clause and the words that told it ("" when the form told it)."""
    if question:
        return Kind.QUESTION, ""
    if quoted:
        return Kind.QUOTE, ""
    if hit := prediction(words, low, pack):
        return Kind.PREDICTION, hit
    if match := pack.pattern("kinds", "opinion").search(low):
        return Kind.OPINION, match.group()
    if hit := quantity(words, low, pack):
        return Kind.QUANTITY, hit
    return Kind.FACTUAL, ""


def looks_ahead(words: list[Word], low: str, pack: Pack) -> bool:
    """Whether the clause tells of what lies ahead, so that its dates do too."""
    return bool(prediction(words, low, pack)) or pack.pattern("kinds", "ahead").search(low) is not None


def prediction(words: list[Word], low: str, pack: Pack) -> str:
    """The words that put what is told ahead of the article, or ""."""
    match = pack.pattern("kinds", "prediction").search(low)
    if match:
        return match.group()
    for n, word in enumerate(words):
        if "Tense=Fut" in word.morph:
            return word.text
        if word.low in pack.words("kinds", "near_future") and any("VerbForm=Inf" in w.morph for w in words[n + 1 : n + 4]):  # fmt: skip
            return word.text
    return ""


def quantity(words: list[Word], low: str, pack: Pack) -> str:
    """The number that a clause states, other than in a date, a time, a name or "both" ("ces deux pays")."""
    numbers = pack.words("kinds", "number_words")
    dates = {*pack.table("dates").get("months", {}), *pack.table("dates").get("weekdays", {})}
    definite = pack.words("kinds", "definite")
    for n, word in enumerate(words):
        before = words[n - 1] if n else None
        after = words[n + 1] if n + 1 < len(words) else None
        if word.text in ("%", "€", "$", "£"):
            return word.text
        digits = word.text[:1].isdigit() and not re.search(r"[^\W\d_]", word.text)
        if not digits and word.low not in numbers:
            continue
        if before is not None and (before.low in definite or (digits and before.pos == "PROPN" and before.text[:1].isupper())):  # fmt: skip
            if after is None or after.low not in numbers and after.text != "%":
                continue
        near = {w.low.rstrip(".") for w in (before, after) if w is not None}
        year = re.fullmatch(r"(?:1[5-9]|20)\d\d", word.text) is not None
        if digits and (near & dates or ":" in word.text or (year and not (after and after.pos == "NOUN"))):
            continue
        return word.text
    return ""
