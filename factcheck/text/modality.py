"""How surely it is said: a hedge inside the clause, else a source around it, else asserted."""

import re

from factcheck.domain.claim import Modality, Reason
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word


def modality(
    words: list[Word], low: str, pack: Pack, *, attributed: bool, in_clause: bool, told: bool = False
) -> tuple[Modality, tuple[str, int, int] | None]:
    """The modality of a clause (``low`` is its text, lower case) and the hedge: words with offsets in the copy.

    ``attributed`` says that it has a source, ``in_clause`` that it is the clause of a verb of saying or a quotation,
    ``told`` that this verb stands in a past tense.
    """
    hedge = _hearsay(words, pack, in_clause=in_clause, told=told) or _hedge_word(words, low, pack)
    if hedge:
        return Modality.HEDGED, hedge
    return (Modality.REPORTED if attributed else Modality.ASSERTED), None


def _hearsay(words: list[Word], pack: Pack, *, in_clause: bool, told: bool) -> tuple[str, int, int] | None:
    """The French conditional of hearsay: "aurait tenté", "serait cerné", but not after "si".

    In what someone said, other verbs in the conditional are a future seen from then ("il a dit qu'il viendrait").
    """
    if pack.code != "fr":
        return None
    if any(w.low in ("si", "s'") and w.pos == "SCONJ" and _supposes(words[n + 1 :]) for n, w in enumerate(words)):
        return None
    for word in words:
        auxiliary = word.low in ("aurait", "auraient") or (word.low in ("serait", "seraient") and not told)
        if "Mood=Cnd" in word.morph and (auxiliary or not in_clause):
            return word.text, word.start, word.end
    return None


def _supposes(behind: list[Word]) -> bool:
    """Whether the verb behind « si » tells what is not so (« s'il venait »); « si cela se confirme » leaves it open."""
    verb = next((w for w in behind if w.finite), None)
    return verb is None or "Tense=Pres" not in verb.morph or "Mood=Ind" not in verb.morph


def _hedge_word(words: list[Word], low: str, pack: Pack) -> tuple[str, int, int] | None:
    if not words:
        return None
    for match in pack.pattern("hedges", "words").finditer(low):
        start = words[0].start + match.start()
        word = next((w for w in words if w.start == start), None)
        if match.group() in pack.words("hedges", "not_before_negation") and denied(low, match.start(), match.end()):
            continue
        noun = word is not None and word.pos == "NOUN" and " " in match.group()  # "le risque de diabète"
        if noun or (word is not None and word.pos in ("PROPN", "NUM")):
            continue
        return match.group(), start, start + len(match.group())
    return None


def denied(low: str, start: int, end: int) -> bool:
    """Whether "could" is denied ("could not be reached", "neither could be verified"): then it is known."""
    return re.match(r"(?:n't| ?not| never| no longer)\b", low[end:]) is not None or (
        re.match(r"(?:neither|none|nobody|no one|no)\b[^,;]*$", low[:start]) is not None
    )


def reason(hedge: tuple[str, int, int], start: int, end: int) -> Reason:
    """The reason to show for a hedge, with the article's offsets."""
    return Reason("modality", "hedge", hedge[0], start, end)
