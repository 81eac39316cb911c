"""Noun phrases: from where to where the words of a name or a thing go."""

import re

from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

#: How French past participles end.
_PARTICIPLE = re.compile(r"(?:[éiu]e?s?|[ia]tes?|is)$")
#: Between a subject and its verb a participle's phrase has at most so many words.
_INSERTED = 12
#: Between a verb and the subject behind it an aside has at most so many.
_ASIDE = 16
_RELATIVES = frozenset(["qui", "que", "qu'", "dont", "who", "which", "that"])
STOPS = frozenset(',;:()[]«»"–—')


def noun_phrase(words: list[Word], head: int) -> tuple[int, int]:
    """The first and last word of the noun phrase of ``head``, without clauses and what follows a comma.

    Where the part before a comma holds no name and a short apposition after it does, that is taken too.
    """
    first, last = words[head].left, words[head].right
    for n in range(head, first, -1):
        if words[n - 1].text in STOPS or words[n - 1].finite:
            first = n
            break
    end = head
    for n in range(head + 1, last + 1):
        word = words[n]
        if word.text in STOPS or word.finite or word.low in _RELATIVES:
            break
        end = n
    while end > head and words[end].pos in ("PUNCT", "ADP", "CCONJ", "DET", "AUX"):
        end -= 1
    english = words[head].tag in ("NN", "NNS")
    if end == head + 1 and words[end].pos == "ADJ" and _disagree(words[head], words[end]) and not english:
        end -= 1  # a verb that the tagger took for an adjective ("le gouvernement temporise")
    named = words[head].pos == "PROPN" or (words[head].pos == "NOUN" and not english)
    while named and end + 1 < len(words) and words[end + 1].text.istitle():
        end += 1  # a name that the parser hung elsewhere
    stop = end + 2
    while stop < len(words) and words[stop].text not in STOPS and not words[stop].finite and stop - end < 7:
        stop += 1
    beside = words[end + 2 : stop]
    if words[head].pos == "NOUN" and beside and words[end + 1].text == ",":
        # "le maire, Jean Martin" is one name; "the mayor, a former judge" is not.
        named = any(words[n].pos == "PROPN" for n in range(first, end + 1))
        spoken = [w for w in beside if w.pos != "PUNCT"]
        name = len(spoken) > 1 and all(w.pos == "PROPN" or w.text.istitle() for w in spoken)
        told = any(w.pos in ("VERB", "AUX") for w in beside)  # "the ministry, quoted by the agency": not its name
        told = told or beside[0].low in _RELATIVES  # « un courrier, que Le Fanal a lu »
        if name or (not named and not told and any(w.pos == "PROPN" for w in beside)):
            end = stop - 1
            while end > head and words[end].pos == "PUNCT":
                end -= 1
    return first, _joined(words, end)


def _disagree(noun: Word, adjective: Word) -> bool:
    """Whether an adjective has the other gender than its noun."""
    return {"Gender=Masc", "Gender=Fem"} <= {f for w in (noun, adjective) for f in w.morph.split("|")}


#: French prepositions that hold an article.
_MELTED = {"au": "le", "du": "le", "aux": "les", "des": "les"}


def with_article(text: str, start: int, end: int) -> str | None:
    """A source with the article that the word before it holds (« auprès du | parquet »); None where none does."""
    before = text[:start].rpartition(" ")[0].rpartition(" ")[2].lower() if text[start - 1 : start] == " " else ""
    common = text[start : start + 1].islower() and before in _MELTED
    return f"{_MELTED[before]} {' '.join(text[start:end].split())}" if common else None


def phrase_text(words: list[Word], head: int, text: str) -> str:
    """The noun phrase of ``head`` as written in ``text`` (its copy), without a preposition before it; with the article
    that « du » and « au » hold.
    """
    first, last = noun_phrase(words, head)
    determiner = next((n for n in range(head, first - 1, -1) if words[n].pos == "DET"), None)
    if determiner is not None and any(words[n].pos == "ADP" for n in range(first, determiner)):
        first = determiner  # "face à son rival": the rival alone
    article = ""
    while first < last and words[first].pos in ("CCONJ", "ADV") and words[first].text.islower():
        first += 1  # "ou encore le report"
    while first < last and words[first].pos == "ADP":
        article = _MELTED.get(words[first].low, "") if words[first].tag in ("", "ADP") else ""
        first += 1
    said = " ".join(text[words[first].start : words[last].end].split())
    return f"{article} {said}" if article and words[first].pos != "DET" else said


def _joined(words: list[Word], end: int) -> int:
    """The end of a second phrase joined by "and" right before the verb ("la préfète et le procureur ont dit")."""
    if end + 3 >= len(words) or words[end + 1].low not in ("et", "and"):
        return end
    n = end + 2
    if words[n].pos not in ("DET", "PROPN"):
        return end
    while n < len(words) and words[n].pos in ("DET", "NOUN", "PROPN", "ADJ") and not words[n].finite:
        n += 1
    return n - 1 if n < len(words) and words[n].finite and words[n - 1].pos in ("NOUN", "PROPN", "ADJ") else end


def closes_aside(words: list[Word], comma: int) -> bool:
    """Whether a comma stands between a subject and its verb (« l'usine, ouverte en 1963, emploie »): a noun but no verb
    stands before it.
    """
    begin = next((n for n in range(comma - 1, 0, -1) if words[n].text in (":", ";")), 0)
    before = words[begin:comma]
    aside = next((n for n in range(begin + 2, comma) if words[n].low == "qui"), comma)
    inside = words[aside:comma] if words[aside - 1].text == "," else []  # « l'usine, qui emploie 80 personnes, ferme »
    free = sum(w.finite for w in before) - min(sum(w.finite for w in inside), 1)
    return any(w.pos in ("NOUN", "PROPN") for w in before) and free <= 0


_OF = frozenset(["de", "d'", "du", "des"])
_IN_CHAIN = ("DET", "NOUN", "PROPN", "ADJ", "NUM", "ADP")


def chain_head(words: list[Word], n: int, first: int) -> int:
    """The first noun of « les défenseurs de l'énergie éolienne », found from its last one."""
    k = n
    while k > first:
        before = k - 1
        while before > first and words[before].pos in ("DET", "ADJ") and words[before].low not in _OF:
            before -= 1
        if words[before].low not in _OF or words[before - 1].pos not in ("NOUN", "ADJ") or before <= first:
            break
        k = before - 1
        while k > first and words[k].pos == "ADJ":
            k -= 1
    return k if words[k].pos in ("NOUN", "PROPN") else n


def chain_end(words: list[Word], last: int, verb: int) -> int:
    """The end of a noun phrase before its verb, with the « de … » that the parser hung elsewhere."""
    if last + 2 >= verb or words[last + 1].low not in _OF:
        return last
    end = last
    while end + 1 < verb and words[end + 1].pos in _IN_CHAIN and not words[end + 1].finite:
        end += 1
    return end if all(w.pos in ("ADV", "AUX", "PRON") for w in words[end + 1 : verb]) else last


def without_setting(words: list[Word], head: int, last: int, pack: Pack) -> int:
    """The end of a claimant without where and when it spoke ("le groupe | dans un communiqué")."""
    setting = pack.words("reporting", "setting")
    times = pack.table("dates").get("weekdays", {})
    told = (
        n for n in range(head + 1, last + 1) if words[n].low in setting | times.keys() or _to_whom(words, n, last, pack)
    )
    return next((n - 1 for n in told if words[n - 1].text != "-"), last)  # "the editor-in-chief"


def _to_whom(words: list[Word], n: int, last: int, pack: Pack) -> bool:
    """Whether those begin here whom a newsroom's source told it (« les pompiers | à l'AFP »)."""
    told = pack.words("reporting", "hearers")
    if words[n].low not in ("à", "au", "aux") or not told:
        return False
    return any(w.low in told or (len(w.text) > 2 and w.text.isupper()) for w in words[n + 1 : min(n + 3, last + 1)])


_AUXILIARIES = frozenset(
    [
        *(
            "a",
            "ont",
            "est",
            "sont",
            "avait",
            "avaient",
            "était",
            "étaient",
            "aurait",
            "auraient",
            "serait",
            "seraient",
        ),
        *("has", "have", "had", "is", "are", "was", "were"),
    ]
)
_FURTHER = frozenset(["à", "au", "aux", "dans", "sur", "lors"])


def past_circumstances(words: list[Word], n: int, last: int, pack: Pack) -> int:
    """Where the subject begins behind when, where and to whom it was said (", a écrit lundi sur son site le maire")."""
    times = pack.table("dates").get("weekdays", {}).keys() | pack.table("dates").get("days", {}).keys()
    while n < last:
        word = words[n]
        opens = pack.code == "fr" and word.low in pack.words("reporting", "circumstances")
        hidden = word.low == "sous" and next((k for k in range(n, min(n + 7, last)) if words[k].low == "anonymat"), 0)
        if hidden:
            n = hidden + 1
        elif opens and (after := _past_phrase(words, n + 1, last)) is not None:
            n = after
        elif word.pos == "ADV" or word.low in times or word.low in pack.table("dates").get("parts_of_day", ()):
            n += 1
        else:
            break
    return n


def _past_phrase(words: list[Word], n: int, last: int) -> int | None:
    """The word behind a short noun phrase whose preposition stands before word ``n``; None where it goes on."""
    k = n + 1 if words[n].pos == "DET" else n
    while k <= last and words[k].pos in ("NOUN", "ADJ") and words[k].text.islower():
        k += 1
    if (k == n or (k == n + 1 and words[n].pos == "DET")) and k < last and words[k].text.isupper():
        k += 1  # "à l'AFP Anne Lun"
    named = k
    while named < last and words[named].text[:1].isupper():
        named += 1
    if words[min(named, last)].pos == "DET":
        k = named  # "sur Internet | le maire", "au quotidien La Lande | une élue"
    k = _past_complements(words, k, last)
    opens = k <= last and (words[k].pos in ("DET", "PROPN") or words[k].low in _FURTHER)
    return k if opens else None


def _past_complements(words: list[Word], k: int, last: int) -> int:
    """The word behind what belongs to a noun ("en conférence | de presse", "au micro | de Radio Aure")."""
    while k < last and words[k].low in ("de", "d'", "du", "des"):
        begin = k + 2 if words[k + 1].pos == "DET" else k + 1
        end = begin
        while end <= last and words[end].pos in ("NOUN", "ADJ", "PROPN"):
            if end > begin and words[end].text[:1].isupper() and words[end - 1].text.islower():
                break  # "en conférence de presse | Ana Sol"
            end += 1
        if end == begin:
            break
        k = end
    return k


def behind_asides(words: list[Word], verb: int, last: int) -> int | None:
    """The subject behind a verb that opens what it says, past an aside (« , témoigne, en larmes, Ana Sol »)."""
    first = verb - 1
    while first > 0 and words[first].pos in ("AUX", "ADV", "PRON") and not words[first].low.startswith("-"):
        first -= 1
    commas = [n for n in range(verb + 1, min(verb + _ASIDE, last)) if words[n].text == ","]
    if words[first].text != "," or len(commas) < 2 or any(w.finite for w in words[verb + 1 : commas[1]]):
        return None
    opens = words[commas[1] + 1]
    if opens.pos not in ("DET", "PROPN"):
        return None
    return next((n for n in range(commas[1] + 1, last + 1) if words[n].pos in ("NOUN", "PROPN")), None)


def behind_hearer(words: list[Word], first: int, subject: int, head: int) -> int:
    """Where a subject behind its verb begins, past to whom and how it was said (« raconte au téléphone un élu »)."""
    opens = next((n for n in range(subject - 1, first, -1) if words[n].pos == "DET"), first)
    return opens if head < first and any(w.pos == "NOUN" for w in words[first:opens]) else first


_SOME = frozenset(
    [
        "un",
        "une",
        "certains",
        "certaines",
        "plusieurs",
        "aucun",
        "aucune",
        "beaucoup",
        "plupart",
        "quelques-uns",
        "chacun",
    ]
)


def some_of(words: list[Word], first: int, last: int, pack: Pack) -> tuple[int, int]:
    """The edges of « l'une d'elles », « deux d'entre eux », « l'un des survivants », which the parser breaks off."""
    n = last if words[last].low in ("d'", "entre") else last + 1
    while n < len(words) - 1 and words[n].low in ("d'", "entre"):
        n += 1
    if words[min(n, len(words) - 1)].low in pack.words("reporting", "stressed") and words[n - 1].low in ("d'", "entre"):
        last = n
    k = first - 1
    while k > 0 and words[k].low in ("d'", "entre", "de", "des", "les"):
        k -= 1
    if not 0 <= k < first - 1 or not (words[k].low in _SOME or words[k].pos == "NUM" or "NumType" in words[k].morph):
        return first, last
    return k - (k > 0 and words[k - 1].low in ("l'", "la")), last


#: Words that may stand in who somebody is ("a farmer in the valley").
_ROLE = ("DET", "NOUN", "PROPN", "ADJ", "ADP", "NUM", "PART", "X")


def role(words: list[Word], pack: Pack) -> str:
    """Who somebody is, said between two commas or before a stop right behind the name; "" where nothing tells it."""
    if len(words) < 3 or words[0].text != ",":
        return ""
    stop = next((n for n in range(1, len(words)) if words[n].text in STOPS or words[n].text == "."), None)
    phrase = words[1:stop]
    if stop is None or not 1 <= len(phrase) <= 9 or words[stop].text not in (",", "."):
        return ""
    noun = phrase[1] if phrase[0].pos == "DET" and len(phrase) > 1 else phrase[0]
    allowed = all(w.pos in _ROLE and not w.finite for w in phrase) and noun.text.islower()
    if not allowed or (noun.pos not in ("NOUN", "ADJ")) or not any(w.pos == "NOUN" for w in phrase):
        return ""
    if any(w.low in pack.table("dates").get("weekdays", {}) or w.text.isdigit() for w in phrase):
        return ""
    parts = [w.text + ("" if w.end == phrase[min(k + 1, len(phrase) - 1)].start else " ") for k, w in enumerate(phrase)]
    return "".join(parts).strip()


def hangs_open(word: Word) -> bool:
    """Whether a name cannot end with a word: a participle or a preposition that lost what follows it."""
    return word.past or (word.tag == "IN" and word.pos != "NOUN")


def with_participle(words: list[Word], last: int, verb: int, kept: int) -> int:
    """The end of a subject that a participle tells more of ("a video seen 300 times says"), else ``kept``."""
    between = words[last + 1 : verb]
    if kept != last or not 2 < len(between) <= _INSERTED or any(w.finite or w.pos == "PUNCT" for w in between):
        return kept
    opens = between[0].tag == "VBN" or _PARTICIPLE.search(between[0].low) is not None
    joined = any(w.pos in ("CCONJ", "SCONJ", "PRON") for w in between)
    if not opens or joined or between[0].pos not in ("VERB", "NOUN", "ADJ") or between[0].tag in ("NN", "JJ", "NNS"):
        return kept
    end = verb - 1
    while end > last and words[end].pos in ("ADV", "AUX", "PART", "ADP"):
        end -= 1
    return end


def nearest_first(words: list[Word], verb: int) -> list[int]:
    """What hangs on a verb; of an English verb with two subjects ("Outside court, his sister, Ann, said") the later
    first.
    """
    subjects = [k for k in words[verb].kids if words[k].dep == "nsubj" and k < verb]
    parted = len(subjects) > 1 and any(
        w.text == "," or w.low in ("which", "who") for w in words[subjects[0] : subjects[-1]]
    )
    twice = parted and bool(words[verb].tag)
    return [subjects[-1], *words[verb].kids] if twice else words[verb].kids


def bearer(words: list[Word], subject: int) -> int | None:
    """The noun that says something where the parser names a verb (« Elle écrit à la ville, qui juge … »: the city).

    A claimant is never a clause.
    """
    if words[subject].low == "sein" and subject > 1 and words[subject - 2].pos in ("NOUN", "PROPN"):
        return subject - 2  # « une voix au sein du syndicat »
    if not words[subject].finite and not any(words[k].dep == "nsubj" for k in words[subject].kids):
        return subject
    relative = next((n for n in range(subject + 1, len(words)) if words[n].low == "qui"), None)
    if relative is None:
        return None
    return next((n for n in range(relative - 1, subject, -1) if words[n].pos in ("NOUN", "PROPN")), None)


def speaking_place(words: list[Word], pronoun: int, pack: Pack) -> tuple[int, int] | None:
    """The offsets of whom « on » stands for (« Dans l'entourage du maire, on assure que … »)."""
    comma = pronoun - 1
    if comma < 2 or words[comma].text != "," or words[0].low not in pack.words("reporting", "places"):
        return None
    first = 1
    if words[0].low == "du" and words[1].low == "côté":  # « Du côté de la mairie »
        first = 3
    noun = next((n for n in range(first, comma) if words[n].pos in ("NOUN", "PROPN")), None)
    if noun is None or any(w.finite or w.text == "," for w in words[:comma]):
        return None
    speaks = words[noun].low in pack.words("reporting", "holders") | pack.words("reporting", "houses")
    return (words[first].start, words[comma - 1].end) if speaks or words[0].low == "chez" else None


def nearer(words: list[Word], subject: int, verb: int) -> int:
    """The subject of a French verb, past a noun that the parser took for it although a comma and another noun phrase
    stand between (« le conseil temporise, l'opposition dénonce … »).
    """
    first = verb
    while first > subject and words[first - 1].pos in ("AUX", "ADV", "PRON"):
        first -= 1
    comma = next((n for n in range(first - 1, subject, -1) if words[n].text == ","), None)
    phrase = words[comma + 1 : first] if comma is not None else []
    if comma is None or not phrase or phrase[0].pos not in ("DET", "PROPN") or words[verb].tag.startswith("VB"):
        return subject
    if any(w.pos not in _IN_CHAIN or w.finite for w in phrase) or any(w.text == "," for w in words[subject:comma]):
        return subject
    return next((n for n in range(comma + 1, first) if words[n].pos in ("NOUN", "PROPN")), subject)


def parted(words: list[Word], comma: int) -> bool:
    """Whether an auxiliary waits for its participle before a pair of commas ("a, selon X, doublé")."""
    opens = next((k for k in range(comma - 1, 0, -1) if words[k].text == ","), 0)
    return opens > 0 and words[opens - 1].low in _AUXILIARIES
