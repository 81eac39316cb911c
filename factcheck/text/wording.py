"""What a clause needs from its sentence to stand alone: its subject, its antecedent, full names, dates."""

from factcheck.text.attribution import noun_phrase
from factcheck.text.clauses import Clause
from factcheck.text.context import Context, Entity, names
from factcheck.text.dates import Found
from factcheck.text.languages import Pack
from factcheck.text.normalise import Copy
from factcheck.text.parse import Word
from factcheck.text.standalone import Swap, written

_SUBJECTS = ("nsubj", "expl", "csubj")
_LEFT_AS_WRITTEN = ("numeric", "year", "decade", "century", "for", "span")
_VOWELS = "aeiouéèêhyâî"
RELATIVES = frozenset(["qui", "who", "which", "that", "whose"])


def swaps(words: list[Word], context: Context, before: list[Entity], pack: Pack, *, quoted: bool) -> list[Swap]:
    """Replacements inside the clause: its subject pronoun by whom it stands for, short names by full ones.

    ``before`` are the subjects of the same sentence that stand before the clause.
    """
    out: list[Swap] = []
    n = next((n for n, w in enumerate(words) if w.dep in ("nsubj", "expl") or w.finite), None)
    if (
        n is not None
        and words[n].dep == "nsubj"
        and words[n].pos == "PRON"
        and not quoted
        and not _impersonal(words, n, pack)
    ):
        entity = context.resolve(words[n].low, before)
        if entity is not None:
            out.append(Swap(words[n].start, words[n].end, entity.name))
    out.extend(_headless(words))
    out.extend(_owned(words, context, pack))
    out.extend(_described(words, context, pack))
    said = {word.text for word in words}
    for first, last in names(words):
        full = context.long_name(words[last].text)
        if first == last and full != words[last].text and full.split()[0] not in said:
            titled = first and words[first - 1].low.rstrip(".") in pack.words("standalone", "titles")
            out.append(
                _titled(words, first, last, full, pack) if titled else Swap(words[first].start, words[last].end, full)
            )
    return out


def _headless(words: list[Word]) -> list[Swap]:
    """ "La ville qui aurait refusé l'offre" as a whole sentence: its relative pronoun goes."""
    verb = next((n for n, word in enumerate(words) if word.finite), 0)
    before = [n for n in range(verb) if words[n].low in ("qui", "who")]
    if len(before) != 1 or any(word.finite for word in words[verb + 1 :]) or before[0] == 0:
        return []
    pronoun = words[before[0]]
    return [Swap(pronoun.start, pronoun.end, "")] if words[before[0] - 1].pos != "PUNCT" else []


def _owned(words: list[Word], context: Context, pack: Pack) -> list[Swap]:
    """ "Her parents" at the head of a clause: whose parents they are."""
    if len(words) < 3 or words[0].low not in pack.words("standalone", "possessives"):
        return []
    entity = context.owner(words[0].low)
    if entity is None:
        return []
    if pack.code == "en":
        return [Swap(words[0].start, words[0].end, entity.name + "'s")]
    noun = next((n for n in range(1, min(4, len(words))) if words[n].pos == "NOUN"), None)
    if noun is None:
        return []
    start = words[1].low
    article = "la " if "Gender=Fem" in words[noun].morph else "le "
    article = "les " if words[0].low == "ses" else "l'" if start[0] in _VOWELS else article
    of = "d'" if entity.name[0].lower() in _VOWELS else "de "
    if entity.name.lower().startswith(("le ", "les ")):
        return []
    return [
        Swap(words[0].start, words[1].start, article),
        Swap(words[noun].end, words[noun].end, f" {of}{entity.name}"),
    ]


def _described(words: list[Word], context: Context, pack: Pack) -> list[Swap]:
    """A bare "the church" by the description that introduced it."""
    definite = pack.words("standalone", "definite")
    for n in range(len(words) - 1):
        bare = words[n].pos == "DET" and words[n].low in definite and words[n + 1].pos in ("NOUN", "PROPN")
        if not bare or (n and words[n - 1].low in ("de", "à")):
            continue
        after = words[n + 2] if n + 2 < len(words) else None
        if after is not None and (
            after.pos in ("ADJ", "NOUN", "PROPN", "PART") or after.low in ("of", "de", "d'", "du", "des")
        ):
            continue
        found = context.description(words[n + 1].low)
        if found is not None:
            found = found if n == 0 else found[:1].lower() + found[1:]
            return [Swap(words[n].start, words[n + 1].end, found)]
    return []


def _impersonal(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether "il" or "it" stands for nothing ("il y a", "it is clear that")."""
    after = " ".join(w.low for w in words[n + 1 : n + 4])
    if pack.regexes("standalone", "impersonal").match(after):
        return True
    return words[n].low == "it" and any(
        w.low in ("that", "to") and w.pos in ("SCONJ", "PART") for w in words[n + 2 : n + 8]
    )


def _titled(words: list[Word], first: int, last: int, full: str, pack: Pack) -> Swap:
    """ "Mr Key" to the full name: the short form of address gives way."""
    short = words[first - 1].low.rstrip(".") in pack.words("standalone", "addresses")
    return Swap(words[first - 1].start if short else words[first].start, words[last].end, full)


def lead(
    clause: Clause, first: int, words: list[Word], heads: dict[int, int], context: Context, copy: Copy, pack: Pack
) -> str:
    """The words to put before a clause that has lost its subject ("then transferred to …", "which is …")."""
    if clause.role == "relative" and words[first].low in RELATIVES:
        antecedent = _antecedent(words, clause)
        bare = words[antecedent].pos == "NOUN" and not any(words[k].pos == "DET" for k in words[antecedent].kids)
        if bare and words[first].low == "which":
            return ""  # "the law bans fireworks, which angered shopkeepers": the whole clause may be meant
        said = _phrase(words, antecedent, context, copy)
        return f"{said}'s" if words[first].low == "whose" else said
    if clause.role == "participle":
        return _happened(clause, first, words, context, copy, pack)
    verb = heads.get(clause.head, clause.head)
    opens = all(words[n].pos in ("ADV", "PART", "AUX") or words[n].dep in ("neg", "advmod") for n in range(first, verb))
    has_subject = any(words[k].dep in _SUBJECTS for k in words[clause.head].kids)
    if clause.role != "coordinated" or verb < first or not opens or has_subject:
        return ""
    return _shared_subject(clause.head, verb, first, words, context, copy)


def _happened(clause: Clause, first: int, words: list[Word], context: Context, copy: Copy, pack: Pack) -> str:
    """The noun and the auxiliary of a past participle: "the tower was" + "built in 1990"."""
    head, word = words[clause.head].head, words[clause.head]
    past = word.tag == "VBN" or "Tense=Past|VerbForm=Part" in word.morph
    if not past or clause.head != first or words[head].pos not in ("NOUN", "PROPN") or head > first:
        return ""
    forms = pack.table("standalone").get("auxiliaries", {})
    moves = any(word.low.startswith(str(stem)) for stem in pack.list("standalone", "moving"))
    number = "plural" if "Number=Plur" in words[head].morph else "singular"
    auxiliary = forms.get(f"{number}_moving" if moves else number)
    return f"{_phrase(words, head, context, copy)} {auxiliary}" if auxiliary else ""


def _shared_subject(head: int, verb: int, first: int, words: list[Word], context: Context, copy: Copy) -> str:
    """The subject (and for a participle the auxiliary) of the clause that this one is joined to."""
    n = head
    for _ in range(4):
        if words[n].dep not in ("conj", "ccomp"):
            break
        n = words[n].head
        subject = next((k for k in words[n].kids if words[k].dep == "nsubj"), None)
        if subject is not None and subject < first and _agree(words, subject, verb):
            shares = not words[verb].finite
            auxiliary = [words[k].text for k in words[n].kids if words[k].dep in ("aux", "auxpass")] if shares else []
            return " ".join([_phrase(words, subject, context, copy), *auxiliary])
    return ""


def _agree(words: list[Word], subject: int, verb: int) -> bool:
    """Whether both are singular or plural, as far as their forms tell, and no quotation ends between them."""
    numbers = [n for n in ("Number=Sing", "Number=Plur") if n in words[verb].morph]
    marks = [word.text for word in words[subject:verb] if word.text in '"«»']
    if marks and (marks[0] == "»" or (marks[0] == '"' and len(marks) % 2)):
        return False
    return not numbers or "Number=" not in words[subject].morph or numbers[0] in words[subject].morph


def _antecedent(words: list[Word], clause: Clause) -> int:
    """The word that a relative clause speaks of: the last of several joined ones before it."""
    head = words[clause.head].head
    joined = [k for k in words[head].kids if words[k].dep == "conj" and head < k < clause.first]
    return joined[-1] if joined else head


def _phrase(words: list[Word], head: int, context: Context, copy: Copy) -> str:
    if words[head].pos == "PRON":
        entity = context.resolve(words[head].low)
        return entity.name if entity else words[head].text
    first, last = noun_phrase(words, head)
    determiner = next((n for n in range(head, first - 1, -1) if words[n].pos == "DET"), None)
    if determiner is not None and any(words[n].pos == "ADP" for n in range(first, determiner)):
        first = determiner  # "face à son rival": the rival alone
    while first < last and words[first].pos == "ADP":
        first += 1
    text = " ".join(copy.text[words[first].start : words[last].end].split())
    if first == last:
        return context.long_name(text)
    return text


def before_participle(
    clause: Clause, parent: Clause, words: list[Word], copy: Copy, dates: list[Found], pack: Pack
) -> str:
    """The clause that a present participle goes on ("A quake struck the island," + "killing 40"), dates in full."""
    word = words[clause.head]
    if word.tag != "VBG" and "Tense=Pres|VerbForm=Part" not in word.morph:
        return ""
    last = parent.last
    while last > parent.first and words[last].pos == "PUNCT":
        last -= 1
    if parent.first > last or last >= clause.first:
        return ""
    start = words[parent.first].start
    text = copy.text[start : words[last].end]
    for swap in sorted(dated(dates, text, start, pack), key=lambda s: -s.start):
        text = text[: swap.start - start] + swap.words + text[swap.end - start :]
    return text + ","


def dated(found: list[Found], text: str, offset: int, pack: Pack) -> list[Swap]:
    """Time expressions of ``text`` (which starts at ``offset``) in full, with the preposition that they had."""
    out = []
    for item in found:
        if item.resolved is None or item.rule in _LEFT_AS_WRITTEN:
            continue
        said = written(item.resolved, pack, bare=True)
        if item.rule in ("date", "month", "day-of-month") and said.split()[-1] in item.text:
            continue
        opening = item.text.lower().split()[0]
        point = item.resolved.point
        level = "day" if point.day else "month"
        kept = pack.table("standalone").get(f"opening_{level}", {}).get(opening)
        part = pack.regexes("standalone", "part_of_day").match(text[item.end : item.end + 20].lower())
        if part is not None and part.end():
            place = offset + item.end + part.end()
            out.append(Swap(place, place, f" ({said})"))
            continue
        before = text[max(item.start - 8, 0) : item.start].lower().replace("'", "' ").split()
        if before and before[-1] in pack.words("standalone", "contracting"):
            continue
        if item.resolved.is_interval or (before and before[-1] in pack.words("standalone", "prepositions")):
            pass
        elif kept is not None:
            said = f"{kept} {said}"
        else:
            said = written(item.resolved, pack)
        out.append(Swap(offset + item.start, offset + item.end, said))
    return out
