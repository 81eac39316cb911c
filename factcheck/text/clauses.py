"""Where a sentence falls into several claims: coordinated, relative, adverbial and participial clauses.

The parser proposes, word order confirms and completes (``boundaries``). A clause is cut off when it holds a finite
verb of its own (or names an event by a participle after a comma) and the rest keeps one; what only limits the clause
it stands in (restrictive relatives, "if", "until") stays with it.
"""

from dataclasses import dataclass, field

from factcheck.text.english import interrupts, shares_object
from factcheck.text.fronted import behind_place, fronted, is_relative, picks_out
from factcheck.text.languages import Pack
from factcheck.text.parsed import ABOUT, WEEKDAYS, Parsed, Word, group
from factcheck.text.phrases import parted

OPENERS = frozenset("([«\"'-–—:;,")
#: Behind these a French participle that shares them does not agree (« a ouvert … et mise en danger »).
_HAVE = frozenset(["a", "ont", "avait", "avaient", "aurait", "auraient", "aura", "auront"])
_ENDINGS = ("VBN", "VBD")
#: What they open is asked or shown, and no statement beside another (« montre, une fois de plus, comment … »).
_ASKED = frozenset(["comment", "combien", "pourquoi"])
_NOMINAL = ("NOUN", "ADJ", "NUM", "PROPN", "DET", "ADP", "CCONJ")
_LOOSE = ("advmod", "punct", "dep", "case", "ccomp", "xcomp", "parataxis", "obl", "appos", "nmod")


@dataclass(slots=True)
class Clause:
    """Words ``first`` to ``last`` of a sentence; ``head`` is its verb, ``role`` why it stands alone.

    ``lead`` is the first word of its introducer (conjunction, comma), which belongs to no claim.
    """

    first: int
    last: int
    head: int
    role: str
    lead: int
    parent: int = -1
    kids: list[int] = field(default_factory=list)


def verb_groups(words: list[Word]) -> dict[int, int]:
    """Clause heads: the head of each finite verb group, with its finite verb."""
    heads: dict[int, int] = {}
    for n, word in enumerate(words):
        if not word.finite:
            continue
        head = group(words, n)
        if not _shares_passive(words, head) or _weighs(words, head):
            heads.setdefault(head, n)
    for n, word in enumerate(words):
        bare = word.dep == "conj" and word.tag in ("VB", "VBP") and word.head in heads and n not in heads
        if bare and not _has_to(words, n) and any(words[k].dep == "ccomp" and words[k].finite for k in word.kids):
            heads[n] = n
            continue
        shares = word.dep == "conj" and word.head in heads and n not in heads and word.pos == "VERB"
        if shares and word.tag == "VB" and words[heads[word.head]].tag == "MD" and _joins_modal(words, n):
            heads[n] = n  # "will open in May and save drivers ten minutes"
            continue
        shares = shares and (words[n - 1].text != "," or bool(word.tag in _ENDINGS))
        past = word.tag in _ENDINGS or ("VerbForm=Part" in word.morph and "Tense=Pres" not in word.morph)
        shared = [words[k] for k in words[word.head].kids if words[k].dep in ("aux", "auxpass")]
        passive = any(w.dep == "auxpass" for w in shared)
        feminine = "Gender=Fem" in word.morph and not passive and any(w.low in _HAVE for w in shared)
        having = feminine or any(
            "Tense=Pres|VerbForm=Part" in words[k].morph for k in word.kids if words[k].dep == "aux"
        )
        if shares and past and word.tag != "VBG" and not having and _weighs(words, n):
            heads[n] = n
    return heads


def _joins_modal(words: list[Word], n: int) -> bool:
    """Whether an infinitive behind "and" shares the modal of the one before it and says enough of its own."""
    said = n - words[n].head > 3 and words[n].right - n >= 2
    return words[n - 1].low == "and" and said and any(words[k].dep == "obj" for k in words[n].kids)


def _has_to(words: list[Word], n: int) -> bool:
    return any(words[k].low == "to" for k in (*words[n].kids, *words[words[n].head].kids) if words[k].pos == "PART")


def _shares_passive(words: list[Word], n: int) -> bool:
    """Whether a verb tagged as finite is a participle that shares a passive ("was hauled in and told")."""
    if words[n].tag != "VBD" or words[n].dep != "conj" or any(w.text in '"»' for w in words[words[n].head : n]):
        return False
    above = words[words[n].head]
    own = any(words[k].dep in ("nsubj", "aux", "auxpass") for k in words[n].kids)
    return not own and any(words[k].dep == "auxpass" for k in above.kids)


def _weighs(words: list[Word], n: int) -> bool:
    """Whether a participle that shares its auxiliary says enough on both sides to be a claim of its own."""
    before = [w for w in words[words[n].head : n] if w.pos != "PUNCT"]
    return len(before) >= 4 and words[n].right - n >= 2


def clauses(sentence: Parsed, pack: Pack) -> list[Clause]:
    """The clauses that the tree shows to stand alone, the main one first."""
    words = sentence.words
    heads = verb_groups(words)
    root = next((n for n, word in enumerate(words) if word.head == n), 0)
    found = [Clause(0, len(words) - 1, root, "main", 0)]
    found.extend(cut for head in sorted(heads) if head != root and (cut := _cut(sentence, head, heads, pack)))
    found.extend(_participles(words, heads, pack))
    return found


def _cut(sentence: Parsed, head: int, heads: dict[int, int], pack: Pack) -> Clause | None:
    words = sentence.words
    word = words[head]
    left, right = word.left, word.right
    if word.dep == "conj":
        return _conjunct(sentence, head, heads, pack)
    if word.dep == "relcl":
        return _relative(words, head, heads, pack)
    if word.dep in ("advcl", "ccomp", "dep"):
        length = marker(sentence, left, pack) or int(interrupts(words, left, head))
        if length:
            return Clause(left + length, right, head, "adverbial", left)
    paused = left > 1 and words[left - 1].text in (";", "-", "–", "—")
    if word.dep in ("parataxis", "ccomp", "dep") and paused and words[left - 1].start > words[left - 2].end:
        return Clause(left, right, head, "parataxis", left - 1)
    return None


def _relative(words: list[Word], head: int, heads: dict[int, int], pack: Pack) -> Clause | None:
    """A relative clause that says something of its own: after a comma, after a name, or as hearsay."""
    left, right = words[head].left, words[head].right
    while left < head and words[left].text in OPENERS:
        left += 1
    if pack.code == "fr" and not any(map(is_relative, words[left : head + 1])):
        return None  # the parser hung a main clause on a noun before it
    if (joint := _joined_past(words, left, heads.get(head, head))) is not None:
        return Clause(joint + 2, right, head, "coordinated", joint)
    right = _run_on(words, left, _closed(words, head, right, heads), heads)
    right = _before_main(words, left, right, heads) if pack.code == "fr" else right
    while right > head and words[right].text == ",":
        right -= 1
    if left and words[left - 1].low == "ce" and pack.code == "fr":
        left -= 1
    if left == 0 or (pack.code == "fr" and picks_out(words, left)):
        return None
    before, opening = words[left - 1], words[left].low
    if before.text in OPENERS:
        return Clause(left, right, head, "relative", 0 if behind_place(words, left, right, pack) else left - 1)
    if pack.code == "fr" and words[left].pos == "ADP":
        return None  # « un seuil en dessous duquel le plomb serait sans danger »
    free = opening in pack.words("clauses", "free_relatives")
    named = opening in ("who", "qui") and before.pos == "PROPN" and before.tag != "NNPS"
    said = left + 1 < head and words[left + 1].text == ","  # "des faits qui, dit-elle, …"
    hearsay = said or any("Mood=Cnd" in words[k].morph for k in range(left, min(head + 1, right)))
    outside = any(not left <= verb <= right for verb in heads.values())
    return Clause(left, right, head, "relative", left) if outside and (free or named or hearsay) else None


def _before_main(words: list[Word], left: int, right: int, heads: dict[int, int]) -> int:
    """The end of a relative clause that swallowed the sentence's main clause (« l'enquête, dont X a eu copie, dix
    lots ont été vendus »): its comma, where no verb stands outside.
    """
    verbs = sorted(heads.values())
    if any(not left <= v <= right for v in verbs):
        return right
    comma = next((k for k in range(verbs[0] + 1, right) if words[k].text == ","), None) if verbs else None
    after = words[comma + 1] if comma is not None else words[left]
    opens = after.pos in ("DET", "NUM", "PROPN", "PRON") or after.low in ABOUT
    if comma is None or not opens or comma <= left or not any(v > comma for v in verbs):
        return right
    return max(comma - 1, left)


def _joined_past(words: list[Word], left: int, verb: int) -> int | None:
    """The comma of ", et VERB" between a relative pronoun and a verb that is not its own (", dont X, et a attiré")."""
    for k in range(left + 1, verb - 1):
        if words[k].text == "," and words[k + 1].pos == "CCONJ" and not any(w.finite for w in words[left:k]):
            return k
    return None


def _closed(words: list[Word], head: int, right: int, heads: dict[int, int]) -> int:
    """The end of a relative clause that a comma closes before the main verb, where the parser let it run on."""
    verb = heads.get(head, head)
    for k in range(max(head, verb) + 1, right):
        clitic = words[k + 1].low in ("n'", "ne", "en", "y", "se", "s'", "l'", "le", "la", "les")
        after = next(
            (w for w in words[k + 1 : k + 6] if w.low not in ("n'", "ne", "en", "y", "se", "s'", "l'", "le")), None
        )
        if words[k].text == "," and (
            (clitic and after is not None and after.finite)
            or words[k + 1].finite
            or (words[k + 1].pos == "ADV" and words[k + 2 : k + 3] and words[k + 2].finite)
        ):
            return k - 1
    return right


def _run_on(words: list[Word], left: int, right: int, heads: dict[int, int]) -> int:
    """The end of a relative clause behind the main verb: up to the next stop, where nothing else has a verb."""
    if not any(verb < left for verb in heads.values()) or right + 1 >= len(words):
        return right
    stop = next((k for k in range(right + 1, len(words)) if words[k].pos == "PUNCT"), len(words))
    rest = words[right + 1 : stop]
    joined = any(w.finite or w.pos in ("CCONJ", "SCONJ", "VERB", "AUX") for w in rest)
    return stop - 1 if rest and not joined and len(rest) <= 4 else right


def _conjunct(sentence: Parsed, head: int, heads: dict[int, int], pack: Pack) -> Clause | None:
    """A coordinated clause, when what it is joined to is one too and it is no alternative to it."""
    words = sentence.words
    above = words[head].head
    while above not in heads and words[above].dep == "conj":
        above = words[above].head
    stated = words[max(words[above].left - 1, 0)].text in ";:"
    open_clause = words[above].dep == "advcl" and not stated and marker(sentence, words[above].left, pack) == 0
    if above not in heads or open_clause:
        return None
    restrictive = words[above].dep == "relcl" and words[max(words[above].left - 1, 0)].text not in OPENERS
    if restrictive and not _subject(words, head):
        return None
    if words[head].tag and head == above + 2 and words[above + 1].pos == "CCONJ" and shares_object(words, above, head):
        return None  # "copied and sold the maps"
    left = words[head].left
    lead = left
    while lead > above + 1 and (words[lead - 1].dep == "cc" or words[lead - 1].text in OPENERS):
        lead -= 1
    between = [words[n].low for n in range(lead, min(left + 2, head))]
    if any(word in pack.words("clauses", "disjunctions") or word in _ASKED for word in between):
        return None
    first = left
    while first < head and (words[first].dep == "cc" or words[first].text in OPENERS):
        first += 1
    if lead == first and (words[first].finite or words[first].low in ("n'", "ne")):
        first, lead = _with_subject(words, first, pack)
    return Clause(first, words[head].right, head, "coordinated", lead)


def _with_subject(words: list[Word], verb: int, pack: Pack) -> tuple[int, int]:
    """The noun phrase before the verb, when a coordinator opens it and the parser hung it elsewhere."""
    n = verb - 1
    while n > 0 and words[n].pos in ("DET", "NOUN", "PROPN", "ADJ", "ADP", "NUM", "ADV") and verb - n < 8:
        n -= 1
    if words[n].low in pack.words("clauses", "coordinators") and n < verb - 1:
        return n + 1, n
    return verb, verb


def _subject(words: list[Word], head: int) -> bool:
    return any(words[k].dep == "nsubj" for k in words[head].kids)


def marker(sentence: Parsed, left: int, pack: Pack) -> int:
    """How many words the conjunction takes that opens the clause, when its clause stands alone; else 0."""
    words = sentence.words
    opening = sentence.text(left, min(left + 3, len(words) - 1))
    for conjunction in pack.opening("clauses", "cut", words[left].low):
        if opening == conjunction or opening.startswith(conjunction + " "):
            weak = conjunction in pack.words("clauses", "weak")
            fronted = conjunction in pack.words("clauses", "after_only") and left < 2
            if (weak and left and words[left - 1].text != ",") or fronted:
                return 0
            return len(conjunction.split())
    return 0


def _participles(words: list[Word], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """Participles that tell an event: ", killing 107", ", tombées dans la nuit", ", with X set to …", "Founded …, "."""
    out = []
    verbs = sorted(heads.values())
    if (opening := fronted(words, verbs, pack)) is not None:
        out.append(Clause(0, opening.last, opening.head, opening.role, 0))
    out.extend(_after_doing(Parsed(words), verbs, pack))
    for n, word in enumerate(words):
        left = word.left
        while left < n and words[left].text == ",":
            left += 1
        if n not in heads and (own := _absolute(words, n, pack)) is not None:
            out.append(own)
            continue
        pause = left > 0 and (words[left - 1].text == "," or _set_off(words, left - 1))
        if n in heads or not pause or parted(words, left - 1):
            continue
        past = word.past
        present = (word.tag == "VBG" or "Tense=Pres|VerbForm=Part" in word.morph) and all(
            w.pos == "ADV" for w in words[left:n]
        )
        joined = word.dep == "conj" and word.tag == "VERB" and past and left == n
        loose = word.dep in _LOOSE or (word.dep == "conj" and pack.code == "fr")
        hangs = word.dep in ("advcl", "acl") or joined or (present and loose)
        if word.pos in ("VERB", "AUX") and hangs and (past or present) and _opens(words, left, n):
            right = word.right if word.right - left >= 2 else _stretch(words, n)
            while right > n and words[right].pos == "PUNCT":
                right -= 1
            right = _unbroken(words, left, right) if pack.code == "fr" else right
            long = right - left >= 2 or words[right].low in WEEKDAYS  # « , hospitalisé lundi, »
            told = word.low not in pack.words("clauses", "not_events") and long
            subject = right + 1 < len(words) and words[right + 1].finite
            if told and not subject and any(not left <= v <= right for v in verbs):
                out.append(Clause(left, right, n, "participle", left - 1))
        elif word.low in pack.words("clauses", "absolute") and left == n:
            inner = next((k for k in range(n + 2, word.right + 1) if words[k].tag in ("VBG", "VBN")), None)
            if inner is not None and word.right - n >= 4:
                out.append(Clause(n, word.right, inner, "participle", n - 1))
    return out


def _after_doing(sentence: Parsed, verbs: list[int], pack: Pack) -> list[Clause]:
    """ ", après avoir investi …", ", avant de se rétracter", ", after having …" behind the main verb, up to a stop."""
    words = sentence.words
    doing = pack.words("clauses", "after_doing")
    before_doing = pack.words("clauses", "before_doing")
    for n in range(2, len(words) - 3):
        if words[n - 1].text != ",":
            continue
        if sentence.text(n, n + 1) in before_doing:
            inner = next((k for k in range(n + 2, min(n + 5, len(words))) if "VerbForm=Inf" in words[k].morph), None)
            end = _stretch(words, n)
            share = words[end + 2 : end + 3]  # « avant de requérir quatre ans de prison, dont deux ferme »
            end = _stretch(words, end + 2) if share and share[0].low == "dont" else end
            done = any(v < n and _is_done(words, v) for v in verbs)
            if inner is not None and done and end - n > 2 and not any(n < v <= end for v in verbs):
                return [Clause(n, end, inner, "participle", n - 1)]
            continue
        if not (sentence.text(n, n + 1) in doing or sentence.text(n, n + 2) in doing):
            continue
        end = _stretch(words, n)
        if any(v < n for v in verbs) and end - n > 3 and not any(n < v <= end for v in verbs):
            head = next(
                (k for k in range(n + 1, end) if "VerbForm=Part" in words[k].morph and words[k].pos == "VERB"), n
            )
            return [Clause(n, end, head, "participle", n - 1)]
    return []


def _is_done(words: list[Word], verb: int) -> bool:
    """Whether a finite verb tells what is over (« a perdu », « perdit », « avait, ce matin, dit »)."""
    word, after = words[verb], words[verb + 1 : verb + 4]
    turned = next(w for w in words if w.pos != "PUNCT").finite  # « …, a réagi son père, avant de … »
    near = turned or any(w.past for w in after) or (word.dep in ("aux", "auxpass") and words[word.head].past)
    known = turned or any(w.dep == "nsubj" for w in words[:verb])
    return known and ("Tense=Past" in word.morph or (word.pos == "AUX" and near))


def _absolute(words: list[Word], n: int, pack: Pack) -> Clause | None:
    """A participle with a subject of its own (", la route ayant été coupée")."""
    left = words[n].left
    having = next(
        (k for k in words[n].kids if words[k].low in pack.table("standalone").get("absolute_auxiliaries", {})), 0
    )
    while left < having and words[left].pos == "PUNCT":
        left += 1
    own = any(words[k].dep == "nsubj" and left <= k < having for k in words[n].kids)
    if not own or not left or words[left - 1].text != "," or words[left].pos not in ("DET", "PROPN", "NUM"):
        return None
    return Clause(left, words[n].right, n, "participle", left - 1)


def _set_off(words: list[Word], dash: int) -> bool:
    """Whether a dash opens an aside that another closes ("The fair – opened in 1950 – drew …")."""
    mark = words[dash].text
    return mark in ("–", "—") and any(w.text == mark for w in words[dash + 1 :])


def _stretch(words: list[Word], n: int) -> int:
    """The end of a participle's phrase by word order, where the parser gave it none."""
    end = n
    while end + 1 < len(words) and words[end + 1].text not in (",", ";", ":", ".", "–", "—"):
        end += 1
    return end


def _unbroken(words: list[Word], left: int, right: int) -> int:
    """The end of a French participle's phrase that the parser broke off: at a relative pronoun whose verb is still to
    come, or a few plain words before the next comma.
    """
    relatives = ("qui", "que", "qu'", "dont", "où")
    last = min(right + 1, len(words) - 1)
    opened = next((k for k in range(last, left, -1) if words[k].low in relatives and words[k].pos == "PRON"), None)
    if opened is not None and not any(w.finite for w in words[opened : right + 1]):
        verb = next((k for k in range(right + 1, len(words)) if words[k].finite), None)
        return _stretch(words, verb) if verb is not None else right
    if right + 2 < len(words) and words[right + 1].text == "," and words[right + 2].low == "et":
        rest = words[right + 3 : _stretch(words, right + 2) + 1]  # « , devançant A, vainqueur en mai, et B »
        last = right + 2 + len(rest)
        if rest and all(w.pos in _NOMINAL for w in rest) and words[last + 1 : last + 2] and words[last + 1].text == ".":
            return last
    comma = next((k for k in range(right + 1, min(right + 8, len(words))) if words[k].text == ","), right + 1)
    plain = all((w.pos in _NOMINAL or w.low == "gré") and not w.finite for w in words[right + 1 : comma])
    return comma - 1 if plain else right


def _opens(words: list[Word], left: int, n: int) -> bool:
    """Whether only adverbs and auxiliaries stand before the participle in its phrase."""
    return all(w.pos in ("ADV", "AUX", "PART", "PRON") for w in words[left:n])
