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
    if hit := _prediction(words, low, pack):
        return Kind.PREDICTION, hit
    if match := pack.pattern("kinds", "opinion").search(low):
        return Kind.OPINION, match.group()
    if hit := quantity(words, low, pack):
        return Kind.QUANTITY, hit
    return Kind.FACTUAL, ""


def _prediction(words: list[Word], low: str, pack: Pack) -> str:
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
    """The number that a clause states, other than a date, a time or an article's "un"."""
    numbers = pack.words("kinds", "number_words")
    units = pack.table("dates").get("months", {})
    for n, word in enumerate(words):
        if word.low in numbers:
            return word.text
        if word.text in ("%", "€", "$", "£"):
            return word.text
        if not _DIGIT.search(word.text) or re.search(r"[^\W\d]", word.text):
            continue
        near = {words[m].low.rstrip(".") for m in (n - 1, n + 1) if 0 <= m < len(words)}
        year = re.fullmatch(r"(?:1[5-9]|20)\d\d", word.text) is not None
        if not year and not near & set(units) and ":" not in word.text:
            return word.text
    return ""
