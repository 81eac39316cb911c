"""French subjects and their verbs where a sentence, or what follows its colon or semicolon, begins.

The small parser takes a short verb behind a long subject for an adjective (« L'agence des transports parle de … »),
and the place that a sentence begins with for its subject (« À Lima, la porte-parole a fait savoir … »). Runs before
the edges of subtrees are known, and changes tags and heads in place.
"""

from factcheck.text.mending import tells
from factcheck.text.parsed import PRESENT, Word, group, leads, make_root, without_rings

_IN_PHRASE = ("DET", "NOUN", "PROPN", "ADJ", "NUM", "ADP")
_BETWEEN = frozenset(["ne", "n'", "y", "en", "se", "s'", "l'", "lui", "leur", "le", "la", "les"])
_AFTER = frozenset(["que", "qu'", "de", "d'", "avoir", "être", "ne", "n'", "sur", '"', "«", ".", ":"])
_PLACED = frozenset(["à", "au", "aux", "dans", "sur", "lors", "en", "devant", "chez", "depuis", "après"])
_RELATIVES = frozenset(["qui", "dont", "où", "que", "qu'", "lequel", "laquelle", "lesquels", "lesquelles"])
_BEGINS = frozenset([";", ":"])
_STOPS = frozenset([",", ";", ":", ".", "?", "!", "et"])
#: A place, a paper or a time before the subject holds so many words at most, an aside between commas so many.
_LONGEST, _ASIDE = 20, 30


def mend_openings(words: list[Word], reporting: frozenset[str]) -> None:
    """Mend a sentence's tree in place; ``reporting`` are forms of verbs of saying."""
    for n in range(len(words) - 2):
        joined = n > 1 and words[n - 1].pos == "CCONJ" and words[n - 2].text == ","
        if n == 0 or joined or words[n - 1].text in _BEGINS:
            _mend(words, n, reporting)
        if words[n].text == ",":
            _around_comma(words, n, reporting)


def _mend(words: list[Word], n: int, reporting: frozenset[str]) -> None:
    n += words[n].pos == "CCONJ"
    comma = _behind_place(words, n)
    first = comma + 1 if comma is not None else n
    if first >= len(words) - 1 or not _may_begin(words[first]):
        return
    after = _past_phrase(words, first, reporting)
    noun = next((k for k in range(first, after) if words[k].pos in ("NOUN", "PROPN")), None)
    if noun is None and after == first + 2 and words[first].pos == "DET":
        noun = first + 1  # « l'intéressé »
    if noun is None or after >= len(words):
        return
    if _is_verb(words, after, reporting):
        words[after].pos, words[after].finite, words[after].morph = "VERB", True, PRESENT
        _govern(words, noun, after, first, n)
        return
    if words[after].low == "et":
        after = _joined(words, noun, after, reporting)
    verb = _past_aside(words, after)
    while verb < len(words) - 1 and words[verb].low in _BETWEEN and words[verb].pos != "NOUN":
        verb += 1
    turned = verb + 1 < len(words) and words[verb + 1].low.startswith("-")  # « Le club conteste-t-il … ? »
    if verb >= len(words) or turned or not words[verb].finite or (comma is None and n and words[n - 1].pos != "CCONJ"):
        return
    top = group(words, verb)
    known = any(
        w.head == top and (w.dep == "nsubj" or (w.dep == "expl" and w.pos == "PRON")) for w in words[first:verb]
    )
    known = known and words[noun].dep != "ROOT"
    if comma is not None or not known:
        _govern(words, noun, top, first, n)


def _around_comma(words: list[Word], comma: int, reporting: frozenset[str]) -> None:
    """ ", regrette un pompier": a verb of saying between a comma and its subject; what is said before it has a verb."""
    verb = comma + 1
    verb += words[verb].low in ("se", "s'") and verb + 2 < len(words)
    after = words[verb + 1]
    opens = after.pos in ("DET", "PROPN") or after.text[:1].isupper() or (not comma and after.low in _PLACED)
    if not opens or not words[verb].text.islower() or words[verb].low not in reporting:
        return
    if comma == 0 and not words[verb].finite and words[verb].low[-1] in "et":
        words[verb].pos, words[verb].finite, words[verb].morph = "VERB", True, PRESENT
        make_root(words, verb)
        noun = next((k for k in range(verb + 1, len(words)) if words[k].pos in ("NOUN", "PROPN")), None)
        if noun is not None:
            words[noun].head, words[noun].dep = verb, "nsubj"
        without_rings(words, verb)
    elif comma > 2 and words[verb].finite and not any(w.finite or w.text == "," for w in words[:comma]):
        _said(words, comma, verb)


def _said(words: list[Word], comma: int, verb: int) -> None:
    """« L'épidémie recule, se félicite l'agence »: a noun phrase's second noun or adjective is its verb."""
    if words[0].pos != "DET" or words[1].pos != "NOUN":
        return
    short = (k for k in range(2, comma) if words[k].pos in ("ADJ", "NOUN") and words[k - 1].pos in ("NOUN", "ADJ"))
    found = next((k for k in short if words[k].text.islower() and words[k].low[-1] in "etd"), None)
    if found is None or any(w.text in '"«' for w in words[:comma]):
        return
    words[found].pos, words[found].finite, words[found].morph = "VERB", True, PRESENT
    make_root(words, found)
    words[1].head, words[1].dep = found, "nsubj"
    top = group(words, verb)
    words[top].head, words[top].dep = found, "parataxis"
    for k in range(comma):
        if k != found and words[k].head >= comma:
            words[k].head = found
    without_rings(words, found)


def _may_begin(word: Word) -> bool:
    return word.pos in ("DET", "PROPN") or word.low in ("m.", "m", "mme", "maître")


def _behind_place(words: list[Word], n: int) -> int | None:
    """The comma behind the place, paper or time that words begin with; None where they begin otherwise."""
    if words[n].low not in _PLACED:
        return None
    for k in range(n + 2, min(n + _LONGEST, len(words) - 2)):
        if words[k].finite or words[k].text in _BEGINS:
            return None
        if words[k].text == ",":
            return k
    return None


def _past_phrase(words: list[Word], first: int, reporting: frozenset[str]) -> int:
    """The word behind the noun phrase that begins at ``first``."""
    k = first + 1
    bare = words[first].pos == "DET"  # « l'intéressé », taken for a verb
    while k < len(words) and (words[k].pos in _IN_PHRASE or (bare and k == first + 1)):
        if words[k].finite or (k > first + 1 and _is_verb(words, k, reporting)):
            break
        k += 1
    return k


def _joined(words: list[Word], noun: int, after: int, reporting: frozenset[str]) -> int:
    """The word behind a second noun phrase joined to the first (« Paris et Berlin | ont dénoncé »), else ``after``."""
    if after + 2 >= len(words) or words[after + 1].pos not in ("DET", "PROPN"):
        return after
    end = _past_phrase(words, after + 1, reporting)
    second = next((k for k in range(after + 1, min(end, len(words))) if words[k].pos in ("NOUN", "PROPN")), None)
    if second is None or end >= len(words) or not words[end].finite or not words[end].low.endswith("nt"):
        return after
    words[second].head, words[second].dep = noun, "conj"
    words[after].head, words[after].dep = second, "cc"
    return end


def _is_verb(words: list[Word], k: int, reporting: frozenset[str]) -> bool:
    """Whether a verb of saying in the present stands behind a noun phrase, where the tagger saw another word."""
    if k + 1 >= len(words) or words[k - 1].pos in ("DET", "ADP", "NUM", "AUX"):
        return False
    two = f"{words[k].low} {words[k + 1].low}" in reporting
    alike = words[k].pos == "VERB" and not words[k].finite and words[k].low in ("dit", "fait", "écrit", "prédit")
    if not (tells(words, k, reporting) or (alike and (two or words[k].low in reporting))):
        return False
    infinitive = "VerbForm=Inf" in words[min(k + 1 + (words[k + 1].low in _BETWEEN), len(words) - 1)].morph
    if words[k + 1].pos != "DET" and words[k + 1].low not in _AFTER and not (two or infinitive):
        return False
    stop = next((m for m in range(k + 1, len(words)) if words[m].text in _STOPS), len(words))
    content = next((m for m in range(k + 1, stop) if words[m].low in ("que", "qu'")), stop)
    return not any(w.finite for w in words[k + 1 : content])


def _past_aside(words: list[Word], comma: int) -> int:
    """The word behind an aside between two commas (« , Pedro Alva, », « , qui dirige le port, »), where a verb follows;
    the comma itself where none does.
    """
    if words[comma].text != "," or comma + 3 > len(words):
        return comma
    opens = comma + 1 + (words[comma + 1].pos == "ADP")
    relative = opens < len(words) and words[opens].low in _RELATIVES
    for k in range(comma + 2, min(comma + _ASIDE, len(words) - 1)):
        if words[k].text in _BEGINS or (words[k].finite and not relative):
            return comma
        told = not relative or any(w.finite for w in words[comma + 1 : k])
        if words[k].text == "," and told and _opens_with_verb(words, k + 1):
            return k + 1
    return comma


def _opens_with_verb(words: list[Word], n: int) -> bool:
    while n < len(words) - 1 and words[n].low in _BETWEEN:
        n += 1
    return words[n].finite


def _govern(words: list[Word], noun: int, top: int, first: int, begin: int) -> None:
    """Make ``top`` the verb of the noun phrase that begins at ``first``, in what begins at ``begin``."""
    known = words[noun].head == top and words[noun].dep == "nsubj"
    others = [k for k in range(begin, first) if words[k].head == top and words[k].dep == "nsubj"]
    if known and not others:
        return
    root = next((k for k, word in enumerate(words) if word.head == k), top)
    if not any(w.finite for w in words[:begin]):
        make_root(words, top)
        if root > top and words[root].finite and words[root - 1].pos == "CCONJ":
            words[root].dep = "conj"
    elif top == root or root >= begin or leads(words, top, noun):
        above = next(k for k, word in enumerate(words) if word.finite)
        make_root(words, group(words, above))
        joined = words[begin - 1].pos == "CCONJ"
        words[top].head, words[top].dep = group(words, above), "conj" if joined else "parataxis"
    words[noun].head, words[noun].dep = top, "nsubj"
    for k in others:
        words[k].head, words[k].dep = top, "obl"
    for k in range(begin, len(words)):
        if k not in (top, noun) and words[k].head in range(first, top) and (k > top or k < first):
            words[k].head = top
    for k in range(begin, first):
        if words[k].head in range(first, top) or words[k].head == k:
            words[k].head, words[k].dep = top, "obl"
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), top))
