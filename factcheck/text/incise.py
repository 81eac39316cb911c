"""Who speaks, set behind or into what is said by word order alone (", tonne la maire", ", local media report").

Small parsers lose these often; the order of words does not lie: a comma, a verb of saying and a noun phrase (French,
and English "said the mayor"), or a noun phrase and a verb of saying, and then the end of the sentence.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.text.attribution import Source, source_of
from factcheck.text.hearsay import learned, on_says
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Word
from factcheck.text.phrases import closes_aside, past_circumstances, without_setting

_LONGEST = 18
_NOMINAL = ("DET", "NOUN", "PROPN", "ADJ", "ADP", "NUM", "PRON", "CCONJ", "PART", "X")
_BEFORE_VERB = frozenset(["s'", "se", "l'", "lui", "leur"])
_RELATIVES = frozenset(["qui", "que", "qu'", "dont", "où", "who", "which", "that", "whose"])
_VERBAL = ("VERB", "AUX", "NOUN", "ADJ", "X", "ADV", "PROPN")


@dataclass(frozen=True, slots=True)
class Incise:
    """Words ``first`` (its comma) to ``last``, and whom they name."""

    first: int
    last: int
    source: Source


def closing(words: list[Word], pack: Pack, *, quoted: bool) -> Incise | None:
    """The incise that ends a sentence. In a quotation any verb brings a speaker, elsewhere only a verb of saying."""
    last = len(words) - 1
    while last > 0 and words[last].pos == "PUNCT":
        last -= 1
    for comma in range(last - 1, max(last - _LONGEST, 1), -1):
        bare = comma > 2 and words[last].low in pack.words("reporting", "plainly_said")  # "200 homeless, police say"
        told = bare or (any(w.finite for w in words[:comma]) and not closes_aside(words, comma))
        waits = pack.code == "fr" and words[comma - 1].pos == "AUX"  # « il avait, dit le maire, organisé la fête »
        if words[comma].text != "," or not told or waits:
            continue
        found = _verb_first(words, comma, last, pack, quoted=quoted) or _verb_last(words, comma, last, pack)
        verb = _before_a_time(words, last, pack)
        found = found or (_verb_last(words, comma, verb, pack) if comma + 1 < verb < last else None)
        found = found or _told(words, comma, last, pack)
        found = found or (on_says(words, comma + 1, last, pack) if pack.code == "fr" else None)
        if found is not None:
            return Incise(comma, last, found)
    return None


def _told(words: list[Word], comma: int, last: int, pack: Pack) -> Source | None:
    """Who told whom, behind what was told (", a diplomat told the paper on condition of anonymity")."""
    told = pack.words("reporting", "telling")
    verb = next((n for n in range(comma + 2, last) if words[n].low in told and words[n].tag == "VBD"), None)
    phrase = words[comma + 1 : verb]
    if verb is None or not _may_name(phrase, words[verb]) or any(w.pos not in _NOMINAL for w in phrase):
        return None
    marks = pack.words("reporting", "complementizers")
    if any(w.finite or w.low in marks or w.tag == "VB" for w in words[verb + 1 : last + 1]):
        return None
    head = next((n for n in range(comma + 1, verb) if words[n].pos in ("NOUN", "PROPN", "PRON")), None)
    return source_of(words, head, verb, pack, first=comma + 1, last=verb - 1) if head is not None else None


def _before_a_time(words: list[Word], last: int, pack: Pack) -> int:
    """The word that a time at the end follows (", officials confirmed | late on Friday"); ``last`` for none."""
    times = {*pack.table("dates").get("weekdays", {}), *pack.table("dates").get("days", {})}
    n = last
    while n > 0 and last - n < 4 and words[n].low not in lexicon(pack).reporting:
        n -= 1
    tail = words[n + 1 : last + 1]
    allowed = all(w.pos in ("ADV", "ADP", "PROPN", "NOUN", "DET", "SCONJ") for w in tail)
    return n if allowed and any(w.low in times for w in tail) else last


def inner(words: list[Word], pack: Pack) -> Incise | None:
    """The incise between two commas inside a sentence (", medics said, hours after …")."""
    marks = (",", ":") if pack.code == "fr" else (",",)
    commas = [n for n, word in enumerate(words) if word.text in marks]
    for first, after in pairwise(commas):
        if words[first].text != ",":
            continue
        outside = any(w.finite for w in (*words[:first], *words[after:]))
        if 2 < after - first <= _LONGEST and outside:
            last = after - 1
            found = _verb_first(words, first, last, pack, quoted=False) or _verb_last(words, first, last, pack)
            verb = _before_a_time(words, last, pack) if found is None else last
            found = found or (_verb_last(words, first, verb, pack) if first + 1 < verb < last else None)
            found = found or (on_says(words, first + 1, last, pack) if pack.code == "fr" else None)
            if found is not None:
                return Incise(first, last, found)
    return None


def _verb_first(words: list[Word], comma: int, last: int, pack: Pack, *, quoted: bool) -> Source | None:
    verb = comma + 1
    while verb < last and words[verb].low in _BEFORE_VERB:
        verb += 1
    if verb < last and words[verb].pos == "AUX" and _follows_auxiliary(words, verb + 1, pack):
        verb += 1
    if verb + 1 > last or words[verb].pos not in _VERBAL or not words[verb].text.islower():
        return None
    turned = _turned(words, verb, last, pack)
    if turned is not None or _tells_of_subject(words, comma, verb):
        return turned
    two = verb < last - 1 and f"{words[verb].low} {words[verb + 1].low}" in lexicon(pack).reporting
    two = two and words[verb + 1].pos != "ADP"  # « insiste sur les chiffres »: they are what is said
    verb += two  # "a fait savoir son conseil"
    subject = past_circumstances(words, verb + 1, last, pack)
    if words[subject].low == "-t":
        subject = min(subject + 1, last)
    pronoun = words[subject].low.lstrip("-") in pack.words("reporting", "pronouns")
    tail = words[subject : last + 1]
    turned_alone = words[subject].low.startswith("-") and not any(w.finite or w.text == "," for w in tail)
    alone = subject == last or turned_alone
    if pronoun and alone:
        known = words[verb].low in lexicon(pack).reporting
        return source_of(words, subject, verb, pack, first=subject, last=subject) if known else None
    opens = words[subject].pos in ("DET", "PROPN") or (words[subject].text[:1].isupper() and subject == verb + 1)
    titled = pack.code == "en" and subject < last and words[subject].pos == "NOUN"
    titled = titled and words[subject + 1].pos == "PROPN"  # ", says nurse Paul Gil,"
    opens = opens or titled
    reflexive = words[verb - 1].low in ("se", "s'") and words[verb].low in pack.words("reporting", "closing_reflexive")
    known = two or reflexive or words[verb].low in lexicon(pack).reporting
    sure = known or (quoted and pack.code == "fr" and (words[verb].finite or words[subject].pos == "PROPN"))
    tail = words[subject : last + 1]
    if not opens or not sure or any(w.finite for w in tail):
        return None
    inverts = words[verb].tag in ("VBD", "VBZ", "VBP") and words[verb].low not in lexicon(pack).clause_only
    if pack.code == "en" and not inverts:
        return None
    heard = learned(words, verb, last, pack) if pack.code == "fr" else None
    head = next((n for n in range(subject, last + 1) if words[n].pos in ("NOUN", "PROPN")), None)
    edges = {"first": subject, "last": last} if titled else {}
    return heard or (source_of(words, head, verb, pack, **edges) if head is not None else None)


def _tells_of_subject(words: list[Word], comma: int, verb: int) -> bool:
    """Whether a verb behind a comma is that of a noun before it (", expliquant ainsi une fracture").

    « Les élus, furieux, dénoncent un plan »: so, too.
    """
    bare = verb == comma + 1 and "VerbForm=Part" in words[verb].morph
    alike = words[verb].low in ("dit", "écrit") and not closes_aside(words, comma)
    if words[verb].low.endswith("ant") or (bare and not alike) or "VerbForm=Inf" in words[verb].morph:
        return True
    if words[verb + 1].low.startswith("-") and words[verb + 1].low != "-":
        return False  # « assure-t-elle »
    return any(_waits(words, k, comma) for k in words[verb].kids if words[k].dep == "nsubj" and k < comma - 1)


def _turned(words: list[Word], auxiliary: int, last: int, pack: Pack) -> Source | None:
    """ ", a-t-elle assuré": the pronoun between the auxiliary and the participle of saying."""
    pronoun = auxiliary + 1 + (words[min(auxiliary + 1, last)].low in ("-t", "-t-"))
    if pronoun + 1 > last or words[pronoun].low.lstrip("-") not in pack.words("reporting", "pronouns"):
        return None
    verb = pronoun + 1
    forms = {words[verb].low, f"{words[auxiliary].low} {words[verb].low}"}  # « fait-elle valoir »
    if not words[pronoun].low.startswith("-") or forms.isdisjoint(lexicon(pack).reporting):
        return None
    if any(w.finite or w.text == "," for w in words[verb + 1 : last + 1]):
        return None
    found = source_of(words, pronoun, verb, pack, first=pronoun, last=pronoun)
    return replace(found, cue_start=words[auxiliary].start) if found is not None else None


def _follows_auxiliary(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether a word is the participle of the auxiliary before it (« ont fait savoir »: tagged as one itself)."""
    two = n + 1 < len(words) and f"{words[n].low} {words[n + 1].low}" in lexicon(pack).reporting
    return words[n].pos in ("VERB", "ADJ") or two


def _waits(words: list[Word], subject: int, comma: int) -> bool:
    """Whether a noun still has no verb of its own at a comma (a verb behind a relative pronoun is none)."""
    if words[subject].tag[:2] not in ("NN", "PR") and not any(w.text == "," for w in words[subject:comma]):
        return False  # « … et une trentaine de disparus, ont annoncé les autorités »: no comma parts a verb from it
    inside = [words[n] for n in range(min(words[subject].left, subject), comma)]
    return sum(w.finite for w in inside) <= sum(w.low in _RELATIVES or w.pos == "SCONJ" for w in inside)


def _verb_last(words: list[Word], comma: int, last: int, pack: Pack) -> Source | None:
    """English ", local media report", ", a police source says", ", figures published by the bank show"."""
    phrase = words[comma + 1 : last]
    if pack.code != "en" or not _may_name(phrase, words[last]):
        return None
    written = next((n for n, w in enumerate(phrase) if w.low in pack.words("reporting", "documents")), None)
    if written is not None:
        return _document(words, comma, comma + 1 + written, last, pack)
    noun = words[last].tag in ("NN", "NNS") and words[last].low in ("claims", "charges", "posts", "reports")
    forms = lexicon(pack).reporting - lexicon(pack).clause_only | pack.words("reporting", "closing") | {"report"}
    if noun or words[last].low not in forms:
        return None
    head = next((n for n in range(last - 1, comma, -1) if words[n].pos in ("NOUN", "PROPN", "PRON")), None)
    if head is None or any(w.pos not in _NOMINAL for w in phrase):
        return None
    return source_of(words, head, last, pack, first=comma + 1, last=last - 1)


def _may_name(phrase: list[Word], verb: Word) -> bool:
    """Whether words between a comma and a last verb may say who speaks."""
    if not phrase or phrase[0].pos in ("ADP", "CCONJ") or verb.text[:1].isupper():
        return False
    clause = any(w.low in ("who", "which", "that") for w in phrase)
    return not clause and verb.tag in ("VBD", "VBZ", "VBP", "VB", "VBN", "NN", "NNS")


def _document(words: list[Word], comma: int, head: int, verb: int, pack: Pack) -> Source | None:
    """Figures and papers show what a person says; a participle may tell whose they are and when they came."""
    between = words[comma + 1 : verb]
    if words[verb].low not in lexicon(pack).reporting or any(w.pos not in _NOMINAL and w.tag != "VBN" for w in between):
        return None
    end = without_setting(words, head, verb - 1, pack)
    while end > head and words[end].pos in ("ADP", "VERB"):
        end -= 1
    return source_of(words, head, verb, pack, first=comma + 1, last=end)
