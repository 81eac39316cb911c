"""What sort of statement a clause is; the first that fits, in the order of ``Kind``'s annotation rules."""

import re
from collections.abc import Sequence
from itertools import takewhile

from factcheck.domain.claim import Kind
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

_SIGNS = frozenset("%€$£")
_DENIED = re.compile(r"(?:n't| ?not\b| never\b| no longer\b)")
_LETTER = re.compile(r"[^\W\d_]")
Times = Sequence[tuple[int, int]]


def kind(
    words: list[Word],
    low: str,
    pack: Pack,
    *,
    quoted: bool,
    question: bool,
    foretold: bool = False,
    later: bool = False,
    times: Times = (),
) -> tuple[Kind, str]:
    """The kind of a clause and the words that told it ("" when the form told it).

    ``foretold`` says that it is what someone fears, expects or predicts, ``later`` that it names a time still to come.
    """
    if question:
        return Kind.QUESTION, ""
    if quoted:
        return Kind.QUOTE, ""
    if foretold or (hit := prediction(words, low, pack, later=later)):
        return Kind.PREDICTION, "" if foretold else hit
    if hit := opinion(words, low, pack, measured=bool(times)):
        return Kind.OPINION, hit
    if hit := quantity(words, pack, times):
        return Kind.QUANTITY, hit
    return Kind.FACTUAL, ""


def opinion(words: list[Word], low: str, pack: Pack, *, measured: bool) -> str:
    """A judging word; one of duty ("should") only as the clause's own verb and not from a clause inside it.

    ``measured`` says that a time stands in the clause: "the worst flood since 1947" can be checked.
    """
    duties = pack.words("kinds", "duty")
    measured = measured or pack.regexes("kinds", "ranked_over").search(low) is not None
    ranking = pack.words("kinds", "ranking") if measured else frozenset()
    first_verb = next((w for w in words if w.finite), None)
    no_views = [match.span() for match in pack.regexes("kinds", "not_opinion").finditer(low)]
    for match in pack.pattern("kinds", "opinion").finditer(low):
        if any(start <= match.start() < end for start, end in no_views):
            continue
        if match.group() in ranking:
            continue
        if match.group() not in duties or (first_verb is not None and first_verb.low == match.group()):
            return match.group()
    return ""


def looks_ahead(words: list[Word], low: str, pack: Pack, verb: Word | None) -> bool:
    """Whether the clause tells of what lies ahead, so that its dates do too: by its own verb, else its first one."""
    first = verb or next((w for w in words if w.finite), None)
    if first is None:
        return bool(prediction(words, low, pack))
    planned = pack.pattern("kinds", "prediction").match(low, first.start - words[0].start)
    if planned and not pack.regexes("kinds", "not_prediction").match(low, first.start - words[0].start):
        return True  # « est prévue samedi »
    past = first.tag == "VBD" or "Tense=Past" in first.morph or "Tense=Imp" in first.morph
    perfect = _is_perfect(words, first, pack)
    lasting, ended = pack.regexes("kinds", "up_to"), pack.regexes("kinds", "until")
    stays = ended.match(low, first.start - words[0].start) if perfect else lasting.search(low)
    if not past and stays:
        return True  # « est fermé jusqu'à lundi »
    if past or perfect:
        return False
    if first.low == "could" and _DENIED.match(low, first.end - words[0].start):
        return False  # "could not be verified on Monday"
    return pack.pattern("kinds", "ahead").match(low, first.start - words[0].start) is not None or bool(
        prediction(words, low, pack)
    )


def is_over(words: list[Word], low: str, pack: Pack, verb: Word | None) -> bool:
    """Whether the clause's own verb is a plain past (English) or a French perfect, and nothing in it was foreseen or
    still lasts.
    """
    foreseen = pack.words("kinds", "foreseen")
    perfect = pack.code == "fr" and verb is not None and _is_perfect(words, verb, pack)
    plain_past = verb is not None and (verb.tag == "VBD" or perfect) and not prediction(words, low, pack)
    return plain_past and not any(word.low in foreseen for word in words)


def _is_perfect(words: list[Word], verb: Word, pack: Pack) -> bool:
    """Whether a finite verb is the auxiliary of what is over ("has announced", « a annoncé »)."""
    if verb.low not in pack.words("kinds", "perfect"):
        return False
    after = [w for w in words if w.start > verb.start][:3]
    return any(w.past for w in after) and after[0].tag != "TO"


def _only_limits(words: list[Word], verb: Word, could: int) -> bool:
    """Whether "could" stands in a relative clause of what was (« ne souhaitait une escalade qui pourrait … »)."""
    was = "Tense=Imp" in verb.morph or "Tense=Past" in verb.morph
    inside = (w for w in words if verb.end <= w.start < words[0].start + could)
    return was and any(w.low == "qui" and w.pos == "PRON" for w in inside)


def prediction(words: list[Word], low: str, pack: Pack, *, later: bool = False) -> str:
    """The words that put what is told ahead of the article, or ""; ``later`` says that its time is still to come."""
    match = pack.pattern("kinds", "prediction").search(low)
    withheld = match is not None and pack.regexes("kinds", "withheld").search(low, 0, match.start()) is not None
    if match and not withheld and not pack.regexes("kinds", "not_prediction").match(low, match.start()):
        return match.group()
    verb = next((w for w in words if w.finite), None)
    if later and verb is not None and verb.low in pack.words("kinds", "could") | pack.words("kinds", "planned"):
        return "" if _DENIED.match(low, verb.end - words[0].start) else verb.low
    could = pack.pattern("kinds", "could").search(low)
    supposed = pack.code == "fr" or any(w.low == "if" for w in words)
    supposed = supposed and not (could and verb is not None and _only_limits(words, verb, could.start()))
    if could and supposed and not any(w.pos == "NOUN" and could.group().startswith(w.low + " ") for w in words):
        return could.group()
    for n, word in enumerate(words):
        if "Tense=Fut" in word.morph:
            return word.text
        infinitive = any("VerbForm=Inf" in w.morph for w in words[n + 1 : n + 4])
        if infinitive and word.low in pack.words("kinds", "near_future"):
            return word.text
    return ""


def quantity(words: list[Word], pack: Pack, times: Times = ()) -> str:
    """The number that a clause states, other than in a date, a name or "both" ("ces deux pays").

    ``times`` are the stretches (offsets of the copy) that tell when.
    """
    numbers = pack.words("kinds", "number_words")
    dates = {*pack.table("dates").get("months", {}), *pack.table("dates").get("weekdays", {})}
    definite = pack.words("kinds", "definite")
    for n, word in enumerate(words):
        sign = word.text in _SIGNS
        digits = word.text[0].isdigit() and not _LETTER.search(word.text)
        if not (sign or digits or _is_number(word.low, numbers)) or any(
            start <= word.start < end for start, end in times
        ):
            continue
        if sign:
            return word.text
        before = words[n - 1] if n else None
        after = words[n + 1] if n + 1 < len(words) else None
        named = digits and before is not None and before.pos == "PROPN" and before.text[:1].isupper()
        known = before is not None and (before.low in definite or named)
        if known and (after is None or (after.low not in numbers and after.text != "%")):
            continue
        if _lasts(words, n, pack) or _names(words, n, pack) or _merely_counts(words, n, pack):
            continue
        near = {w.low.rstrip(".") for w in (before, after) if w is not None}
        year = re.fullmatch(r"(?:1[5-9]|20)\d\d", word.text) is not None
        if digits and (
            near & dates or ":" in word.text or (year and not (after and after.pos == "NOUN" and after.tag != "NN"))
        ):
            continue
        thousands = takewhile(_thousands, words[n + 1 :]) if digits else ()
        return " ".join([word.text, *(w.text for w in thousands)])  # « 11 000 » is one number
    return ""


def _is_number(low: str, numbers: frozenset[str]) -> bool:
    """Whether a word is a number or made of them ("thirty-two", « quatre-vingt-dix », « vingt-et-un »)."""
    parts = low.split("-")
    return low in numbers or (len(parts) > 1 and all(p in numbers or p in ("et", "un", "one", "vingts") for p in parts))


def _merely_counts(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether a small number word only counts those whom the clause tells of ("the expulsion of three diplomats"): not
    the subject nor the object ("shot down two drones"), but for a time of something ("two days of mourning").
    """
    if words[n].low not in pack.words("kinds", "small") or not n or n + 1 >= len(words):
        return False
    near = takewhile(lambda k: words[k].pos in ("NOUN", "ADJ"), range(n + 1, min(n + 4, len(words))))
    counted = next((k for k in near if words[k].pos == "NOUN"), None)
    before = " ".join(w.low for w in words[max(n - 2, 0) : n])
    if counted is None or pack.regexes("kinds", "measuring").search(before):
        return False
    if words[counted].low == "fois" and counted + 1 < len(words) and words[counted + 1].pos in ("NOUN", "ADJ"):
        return True  # « neuf fois vainqueur »
    if words[counted].low in pack.table("dates").get("units", {}):  # "two days of mourning", not "took two days"
        of = [w.low for w in words[counted + 1 : counted + 3]]
        return len(of) > 1 and of[0] in ("de", "d'", "of") and of[1] not in pack.words("kinds", "terms")
    return words[counted].dep not in ("nsubj", "obj") and words[counted].low not in pack.words("kinds", "units")


def _names(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether a number only names or describes: "page 31", "a third round", "a father of three", "Ann Lee, 43,"."""
    before = words[n - 1] if n else None
    after = words[n + 1] if n + 1 < len(words) else None
    if words[n].low in pack.words("kinds", "ordinals"):
        return after is not None and after.pos in ("NOUN", "ADJ", "PROPN")
    if words[n].low in pack.words("kinds", "rounds") and n + 2 < len(words) and words[n + 2].low.startswith("final"):
        return True  # « en quart de finale »
    if before is None:
        return False
    if n > 1 and f"{words[n - 2].low} {before.low}" in pack.words("kinds", "parents"):
        return True
    if not words[n].text.isdigit():
        return False
    age = before.text == "," and after is not None and after.text == "," and n > 1 and words[n - 2].pos == "PROPN"
    counts = after is not None and (after.pos in ("NOUN", "ADJ", "NUM", "SYM", "PROPN") or after.text in "%€$£-–")
    return age or (before.low in pack.words("kinds", "numbered") and not counts)


def _lasts(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether a number tells how long or how often and is not what the clause states ("after 11 minutes", "twice").

    "The works took six years" states it: there the time is the verb's object.
    """
    before = " ".join(w.low for w in words[max(n - 3, 0) : n])
    if (n and words[n - 1].low == "h") or pack.regexes("kinds", "lasting").search(before) is not None:
        return True  # « 14 h 06 », « à l'issue de six heures de débat »
    if words[n].low == "twice" or (n + 1 < len(words) and words[n + 1].low in ("am", "pm", "a.m.", "p.m.", "h")):
        return True
    units = pack.table("dates").get("units", {})
    place = next((k for k in range(n + 1, min(n + 3, len(words))) if words[k].low in units), None)
    if place is None or words[n + 1].low in pack.words("kinds", "units"):
        return False
    unit, after = words[place], words[place + 1 : place + 2]
    if (after and after[0].low in ("de", "d'", "of")) or any(
        w.text in ("%", ",", ";") or w.pos in ("VERB", "AUX", "PROPN") for w in words[n + 1 : n + 4][:1]
    ):
        return False
    return unit.dep not in ("obj", "nsubj", "xcomp", "ROOT")


def _thousands(word: Word) -> bool:
    """Whether a word may be three more digits of the number before it."""
    return len(word.text) == 3 and word.text.isdigit()
