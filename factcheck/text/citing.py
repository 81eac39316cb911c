"""Sources named without a verb of saying: "according to X", and sentences that look back at the one before."""

from dataclasses import dataclass, replace

from factcheck.text.attribution import Source
from factcheck.text.clauses import Clause
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Parsed, Word
from factcheck.text.phrases import STOPS, closes_aside, without_setting

# A pronoun that opens a clause of its own after a noun phrase.
_NEW_CLAUSE = frozenset(
    ["qui", "que", "qu'", "dont", "who", "which", "il", "elle", "ils", "elles", "he", "she", "they", "it"]
)


_NAME = 4
_SHARED = frozenset(["of", "in", "de", "d'", "du", "des"])


@dataclass(frozen=True, slots=True)
class According:
    """A phrase such as "selon X": its words and the source. ``cites`` marks a source of the source ("citing X")."""

    first: int
    last: int
    source: Source
    cites: bool = False


def according(sentence: Parsed, low: str, pack: Pack) -> list[According]:
    """The phrases of a sentence that name a source by a preposition. ``low`` is the block's copy, lower case."""
    words = sentence.words
    if not words:
        return []
    out = []
    held = held_by(words, pack) or _put_it(words, pack) or _in_the_view(words, pack) or _in_whose_eyes(words, pack)
    if held is not None:
        out.append(held)
    begin, end = words[0].start, words[-1].end
    for match in pack.pattern("reporting", "according").finditer(low, begin, end):
        if pack.pattern("reporting", "not_a_source").match(low, match.start()):
            continue
        first = next((n for n, w in enumerate(words) if w.end > match.start()), None)
        after = next((n for n, w in enumerate(words) if w.start >= match.end()), None)
        if first is None or after is None:
            continue
        last = _phrase_end(words, after, pack)
        if last < after:
            continue
        anonymous = match.group().find("de source")
        name_start = match.start() + anonymous if anonymous >= 0 else words[after].start
        pronouns = pack.words("reporting", "pronouns") | pack.words("reporting", "stressed")
        pronoun = last == after and words[after].low in pronouns
        source = Source(name_start, words[last].end, match.start(), words[last].end, "according", pronoun)
        whole = _with_role(words, last, pack) if first > 1 else last
        cites = match.group() in pack.words("reporting", "citing")
        out.append(According(first, _with_relative(words, whole, pack), source, cites))
    return out


def held_by(words: list[Word], pack: Pack) -> According | None:
    """ "Pour Claire Aubin, économiste, la mesure …": the view of someone named, or of an office that holds views."""
    joined = len(words) > 1 and words[0].low in pack.words("clauses", "coordinators")
    if joined and (found := _held_by(words[1:], pack)) is not None:
        return replace(found, first=1, last=found.last + 1)  # « Mais pour … »
    return _held_by(words, pack)


def _held_by(words: list[Word], pack: Pack) -> According | None:
    if len(words) < 4 or words[0].low not in pack.words("reporting", "viewpoint"):
        return None
    last = 1
    while last < len(words) and words[last].text.istitle() and words[last].pos in ("PROPN", "NOUN", "ADJ", "X"):
        last += 1
    verb = next((n for n, word in enumerate(words) if word.finite), len(words))
    commas = [n for n in range(last, min(verb, len(words))) if words[n].text == ","]
    if f"{words[1].low} {words[2].low}" in pack.words("reporting", "pronouns") and verb < len(words):
        return According(0, 3, Source(words[1].start, words[2].end, words[0].start, words[2].end, "according", True))
    if words[1].low in pack.words("reporting", "stressed") and words[2].text == "," and verb < len(words):
        return According(0, 2, Source(words[1].start, words[1].end, words[0].start, words[1].end, "according", True))
    named = commas and words[commas[0] - 1].pos == "PROPN" and words[commas[0] - 2].text[:1].isupper()
    this = words[1].low in pack.words("standalone", "pointing") and words[2].low in pack.words("standalone", "people")
    holds = words[2].low in pack.words("reporting", "holders") or this or (named and words[2].text.islower())
    if last < 3 and words[1].pos == "DET" and holds and commas:
        last = commas[0]
        name = words[commas[0] + 1 : commas[1]] if len(commas) > 1 else []
        if 1 < len(name) < _NAME and all(w.text[:1].isupper() for w in name):
            last, commas = commas[1], commas[1:]  # "Pour leur porte-parole, Luc Petit, …"
    if last < 3 or not commas or commas[0] != last or verb == len(words):
        return None
    return According(
        0, commas[-1], Source(words[1].start, words[last - 1].end, words[0].start, words[last - 1].end, "according")
    )


def _put_it(words: list[Word], pack: Pack) -> According | None:
    """ "As the mayor put it, …": the whole sentence is the mayor's."""
    forms = pack.words("reporting", "put_it")
    verb = next((n for n in range(2, len(words) - 1) if f"{words[n].low} {words[n + 1].low}" in forms), None)
    first = next((n for n in range(verb or 0, -1, -1) if words[n].low == "as"), None)
    if verb is None or first is None or verb - first < 2 or any(w.finite for w in words[first + 1 : verb]):
        return None
    last = verb - 1
    while last > first and words[last].pos in ("ADV", "PUNCT"):
        last -= 1
    source = Source(words[first + 1].start, words[last].end, words[first].start, words[verb + 1].end, "according")
    return According(first, verb + 1, source)


def _in_the_view(words: list[Word], pack: Pack) -> According | None:
    """ "In the mayor's view, …"."""
    nouns = pack.words("reporting", "view_nouns")
    noun = next((n for n in range(3, len(words)) if words[n].low in nouns and words[n - 1].tag == "POS"), None)
    if noun is None:
        return None
    first = next((n for n in range(noun - 2, max(noun - 9, -1), -1) if words[n].pos in ("ADP", "VERB", "PUNCT")), None)
    if first is None or words[first].low != "in":
        return None
    source = Source(words[first + 1].start, words[noun - 2].end, words[first].start, words[noun].end, "according")
    return According(first, noun, source)


def _in_whose_eyes(words: list[Word], pack: Pack) -> According | None:
    """« À ses yeux, … »."""
    eyes = (n for n in range(2, len(words)) if words[n].low == "yeux" and words[n - 2].low == "à")
    noun = next((n for n in eyes if words[n - 1].low in pack.words("standalone", "possessives")), None)
    if noun is None or pack.code != "fr":
        return None
    own, last = words[noun - 1], noun + (noun + 1 < len(words) and words[noun + 1].text == ",")
    return According(
        noun - 2, last, Source(own.start, own.end, words[noun - 2].start, words[noun].end, "according", True)
    )


def of_aside(words: list[Word], phrase: According, pack: Pack) -> bool:
    """Whether a source only holds for what stands between two commas or in brackets (« Les deux hommes, âgés de 20 ans
    selon la police, ont fui », « 300 personnes (500 selon la CGT) »).
    """
    end = phrase.last + 1
    if pack.code != "fr" or end >= len(words):
        return False
    if words[end].text == ")":
        opens = next((n for n in range(phrase.first - 1, 0, -1) if words[n].text == "(" or words[n].finite), 0)
        return words[opens].text == "("
    if words[end].text == "(":  # « d'une hauteur de 40 mètres selon la Société des eaux (SDE), »
        end = min(next((n + 1 for n in range(end, len(words)) if words[n].text == ")"), end), len(words) - 1)
    comma = next((n for n in range(phrase.first - 1, 0, -1) if words[n].text == "," or words[n].finite), 0)
    inside = 0 < comma < phrase.first - 1 and words[comma].text == words[end].text == ","
    return inside and closes_aside(words, end)


def is_share(words: list[Word], source: Source, pack: Pack) -> bool:
    """Whether a source is only a number of those who were asked ("62 per cent", « un tiers des élus »)."""
    counted = pack.words("reporting", "counted")
    own = [w for w in words if source.start <= w.start < source.end]
    head = next((n for n, w in enumerate(own) if w.low in counted), None)
    if head is None or (head + 1 < len(own) and own[head + 1].low not in _SHARED):
        return False  # "the Third Army said"
    if [w.low for w in own] == ["la", "majorité"]:
        return False  # that of a parliament
    return all(w.pos in ("NUM", "DET", "ADV", "SYM", "ADJ") or w.low in ("per", "than") for w in own[:head])


def asked(words: list[Word], clause: Clause, pack: Pack) -> According | None:
    """The survey that a clause opens with ("In a poll of 350 voters last month, …")."""
    opens = words[clause.first].low in pack.words("reporting", "asked_in")
    comma = next((n for n in range(clause.first + 3, clause.last) if words[n].text == ","), None)
    if not opens or comma is None or any(w.finite for w in words[clause.first : comma]):
        return None
    noun = next((n for n in range(clause.first + 1, comma) if words[n].low in pack.words("reporting", "surveys")), None)
    if noun is None:
        return None
    last = without_setting(words, noun, comma - 1, pack)
    times = {*pack.table("dates").get("last", ()), *pack.table("dates").get("days", {}), "this"}
    last = next((n - 1 for n in range(noun + 1, last + 1) if words[n].low in times), last)
    first, cue = clause.first + 1, words[clause.first]
    return According(
        clause.first, comma, Source(words[first].start, words[last].end, cue.start, words[last].end, "according")
    )


def _phrase_end(words: list[Word], first: int, pack: Pack) -> int:
    """The last word of the noun phrase that starts at ``first``."""
    n = first
    while n < len(words):
        word = words[n]
        issued = word.tag in ("VBD", "VBN") and n > first and word.low in pack.words("reporting", "issued")
        if word.text in STOPS or (word.finite and not issued) or (word.pos == "PUNCT" and word.text not in "-'/&."):
            break
        relative = word.dep in ("nsubj", "mark") and word.pos in ("PRON", "SCONJ") and n > first
        if relative or word.pos == "SCONJ" or (word.pos == "CCONJ" and _verb_before_stop(words, n + 1)):
            break
        if n > first and word.pos == "PRON" and word.low in _NEW_CLAUSE:
            break
        n += 1
    while n - 1 > first and words[n - 1].pos in ("ADP", "DET", "CCONJ", "PUNCT"):
        n -= 1
    return _with_name(words, n - 1)


def _with_name(words: list[Word], last: int) -> int:
    """The end of the name that stands beside a noun phrase ("le porte-parole, Luc Petit,"), else ``last``."""
    n = last + 2
    while n < len(words) and words[n].text[:1].isupper() and words[n].text.isalpha():
        n += 1
    name = last + 1 < len(words) and words[last + 1].text == "," and n - last > 3
    closed = n < len(words) and words[n].pos == "PUNCT"
    return n - 1 if name and closed and words[last].pos != "PROPN" else last


def _with_role(words: list[Word], last: int, pack: Pack) -> int:
    """The end of who a source is, told behind its name at the end of the sentence (", a firm in the north")."""
    end = len(words) - 1
    while end > last and words[end].pos == "PUNCT":
        end -= 1
    beside = words[last + 2 : end + 1]
    opens = {"the", *pack.words("clauses", "indefinite")}
    told = len(beside) > 1 and words[last + 1].text == "," and beside[0].low in opens
    plain = told and not any(w.finite or w.text in STOPS or w.pos in ("CCONJ", "SCONJ") for w in beside)
    return end if plain else last


def _with_relative(words: list[Word], last: int, pack: Pack) -> int:
    """The end of a source that a relative clause tells more of, up to a comma (« selon un audit que X a lu, »)."""
    if pack.code != "fr" or last + 2 >= len(words) or words[last + 1].low not in pack.words("clauses", "relatives"):
        return last
    comma = next((n for n in range(last + 2, len(words)) if words[n].text in STOPS), None)
    own = comma is not None and words[comma].text == "," and any(w.finite for w in words[last + 2 : comma])
    return comma - 1 if own and comma is not None and any(w.finite for w in words[comma:]) else last


def _verb_before_stop(words: list[Word], first: int) -> bool:
    for word in words[first:]:
        if word.text in STOPS:
            return False
        if word.finite:
            return True
    return False


def looks_back(low: str, start: int, end: int, sentence: Parsed, pack: Pack) -> Source | None:
    """The source that a sentence such as "C'est ce qu'affirme X" gives to the sentence before it."""
    match = pack.regexes("reporting", "look_back").match(low, start, end)
    words = sentence.words
    if match is None or not words:
        return None
    after = next((n for n, w in enumerate(words) if w.start >= match.end()), None)
    if after is None:
        return None
    forms = lexicon(pack).reporting
    while after < len(words) - 1 and (words[after].low in forms or words[after].pos in ("AUX", "VERB")):
        after += 1
    last = after
    while last + 1 < len(words) and words[last + 1].text not in STOPS and words[last + 1].pos != "PUNCT":
        last += 1
    said = [n for n in range(after, last + 1) if words[n].low in forms and words[n].pos in ("VERB", "AUX")]
    if said and said[0] > after:
        last = said[0] - 1
    if not any(words[n].pos in ("NOUN", "PROPN", "PRON") for n in range(after, last + 1)):
        return None
    return Source(words[after].start, words[last].end, start, words[after].start - 1, "look-back")
