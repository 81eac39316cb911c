"""Where a sentence falls into several claims: coordinated, relative, adverbial and participial clauses.

The parser proposes, punctuation confirms. A clause is cut off when it holds a finite verb of its own (or names an
event by a participle after a comma) and the rest keeps one; what only limits the clause it stands in (restrictive
relatives, "if", "until") stays with it.
"""

from dataclasses import dataclass, field

from factcheck.text.languages import Pack
from factcheck.text.parse import Parsed, Word

_OPENERS = frozenset("([«\"'-–—:;,")
_NOT_EVENTS = frozenset(["including", "according", "following", "regarding", "concerning", "depending", "starting", "based", "involving", "compared", "given", "y"])  # fmt: skip


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
        head = n
        while words[head].dep in ("aux", "auxpass", "cop") and words[head].head != head:
            head = words[head].head
        heads.setdefault(head, n)
    for n, word in enumerate(words):
        shares = word.dep == "conj" and word.head in heads and n not in heads
        if shares and word.pos == "VERB" and ("VerbForm=Part" in word.morph or word.tag in ("VBN", "VBD")):
            if word.tag != "VBG" and "Tense=Pres" not in word.morph:
                heads[n] = n
    return heads


def clauses(sentence: Parsed, pack: Pack) -> list[Clause]:
    """The clauses that stand alone, the main one first, then in reading order."""
    words = sentence.words
    heads = verb_groups(words)
    root = next((n for n, word in enumerate(words) if word.head == n), 0)
    found = [Clause(0, len(words) - 1, root, "main", 0)]
    for head in sorted(heads):
        if head != root and (cut := _cut(sentence, head, heads, pack)):
            found.append(cut)
    found.extend(_participles(sentence, heads, pack))
    found.extend(_by_punctuation(sentence, found, heads, pack))
    _nest(found)
    _trim_to_rest(found, words)
    return [clause for clause in found if clause.first <= clause.last]


def _cut(sentence: Parsed, head: int, heads: dict[int, int], pack: Pack) -> Clause | None:
    words = sentence.words
    word = words[head]
    left, right = word.left, word.right
    if word.dep == "conj":
        return _conjunct(sentence, head, heads, pack)
    if word.dep == "relcl":
        before = words[left - 1] if left else None
        if words[left].low in ("ce",) or (before and before.low == "ce" and pack.code == "fr"):
            left -= words[left].low != "ce"
            before = words[left - 1] if left else None
        if before is None or before.text not in _OPENERS:
            return None
        return Clause(left, right, head, "relative", left - 1)
    if word.dep in ("advcl", "ccomp", "dep", "relcl"):
        length = _marker(sentence, left, pack)
        if length:
            return Clause(left + length, right, head, "adverbial", left)
    if word.dep in ("parataxis", "ccomp", "dep") and left and words[left - 1].text in (";", "-", "–", "—"):
        return Clause(left, right, head, "parataxis", left - 1)
    return None


def _conjunct(sentence: Parsed, head: int, heads: dict[int, int], pack: Pack) -> Clause | None:
    """A coordinated clause, when what it is joined to is one too and it is no alternative to it."""
    words = sentence.words
    above = words[head].head
    while above not in heads and words[above].dep == "conj":
        above = words[above].head
    if above not in heads:
        return None
    left = words[head].left
    lead = left
    while lead > above + 1 and (words[lead - 1].dep == "cc" or words[lead - 1].text in _OPENERS):
        lead -= 1
    between = [words[n].low for n in range(lead, min(left + 2, head))]
    if any(word in pack.words("clauses", "disjunctions") for word in between):
        return None
    first = left
    while first < head and (words[first].dep == "cc" or words[first].text in _OPENERS):
        first += 1
    return Clause(first, words[head].right, head, "coordinated", lead)


def _marker(sentence: Parsed, left: int, pack: Pack) -> int:
    """How many words the conjunction takes that opens the clause, when its clause stands alone; else 0."""
    words = sentence.words
    opening = sentence.text(left, min(left + 3, len(words) - 1))
    for marker in sorted(pack.list("clauses", "cut"), key=len, reverse=True):
        if opening == marker or opening.startswith(marker + " "):
            if marker in pack.words("clauses", "weak"):
                fronted = left == 0
                if not fronted and words[left - 1].text != ",":
                    return 0
            return len(marker.split())
    return 0


def _participles(sentence: Parsed, heads: dict[int, int], pack: Pack) -> list[Clause]:
    """Participles after a comma that tell an event: ", killing 107", ", tombées dans la nuit", "après avoir annoncé"."""
    words = sentence.words
    out = []
    for n, word in enumerate(words):
        if n in heads or word.pos not in ("VERB", "AUX"):
            continue
        event = word.tag in ("VBG", "VBN") or "VerbForm=Part" in word.morph
        left = word.left
        if word.dep in ("advcl", "acl") and event and left > 0 and words[left - 1].text == "," and left == n:
            if word.low not in _NOT_EVENTS and word.right - left >= 2:
                out.append(Clause(left, word.right, n, "participle", left - 1))
    return out


def _by_punctuation(sentence: Parsed, found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """Cuts that the parser missed: at ";", " - " and ", and" between two finite verbs."""
    words = sentence.words
    verbs = sorted(set(heads.values()))
    taken = {clause.lead for clause in found} | {clause.first for clause in found}
    out: list[Clause] = []
    for n in range(1, len(words) - 2):
        mark, following = words[n].text, words[n + 1].low
        if mark not in (";", "-", "–", "—", ","):
            continue
        joined = following in pack.words("clauses", "coordinators") and following not in pack.words("clauses", "disjunctions")  # fmt: skip
        neutral = sentence.text(n + 1, n + 2) in pack.words("clauses", "neutral")
        if mark == "," and not (joined or neutral):
            continue
        first = n + 2 if joined else n + 1
        end = min((c.lead for c in found if c.lead > n), default=len(words))
        start = max((c.first for c in [*found, *out] if c.first <= n), default=0)
        if taken & {n, n + 1, first}:
            continue
        after = [v for v in verbs if first <= v < end]
        before = [v for v in verbs if start <= v < n]
        if after and before and _opens_clause(words, first, after[0]):
            head = next(h for h, v in heads.items() if v == after[0])
            out.append(Clause(first, end - 1, head, "coordinated", n))
    return out


def _opens_clause(words: list[Word], first: int, verb: int) -> bool:
    """Whether the verb comes soon and not from inside a subordinate clause."""
    opening = words[first].low
    if opening in ("that", "which", "who", "que", "qu'", "qui", "dont", "if", "si", "where", "où"):
        return False
    return verb - first <= 14


def _nest(found: list[Clause]) -> None:
    """Give each clause the smallest one that holds it."""
    for n, clause in enumerate(found):
        best = -1
        for m, other in enumerate(found):
            holds = other.first <= clause.first and clause.last <= other.last and m != n
            bigger = (other.last - other.first, -m) > (clause.last - clause.first, -n)
            if holds and bigger and (best < 0 or found[best].last - found[best].first > other.last - other.first):
                best = m
        clause.parent = best
    for n, clause in enumerate(found):
        if clause.parent >= 0:
            found[clause.parent].kids.append(n)


def _trim_to_rest(found: list[Clause], words: list[Word]) -> None:
    """Take from each clause the others that stand at its edges; those in its middle stay in its span."""
    for clause in found:
        inner = sorted((found[k] for k in clause.kids), key=lambda c: c.first)
        for kid in reversed(inner):
            if kid.last >= clause.last or not any(w.pos != "PUNCT" for w in words[kid.last + 1 : clause.last + 1]):
                clause.last = min(clause.last, min(kid.lead, kid.first) - 1)
        for kid in inner:
            if kid.lead <= clause.first or not any(w.pos != "PUNCT" for w in words[clause.first : kid.lead]):
                clause.first = max(clause.first, kid.last + 1)
