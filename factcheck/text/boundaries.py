"""Cuts by word order where the parser saw none, and the nesting of all cuts of a sentence.

Neither the tree nor punctuation is enough alone (the tree .77 to .79 claim F1 on unseen articles, both .84 to .85).
"""

from factcheck.text.apposed import beside, region, resumed, shares
from factcheck.text.behind import behind
from factcheck.text.clauses import Clause, clauses, verb_groups
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Parsed, Word
from factcheck.text.saying import names_what

_DASHES = ("-", "–", "—")
_FAR = 14
_NEAR = 4
_INNER = frozenset(["qui", "que", "qu'", "dont", "où", "that", "which", "who", "whose", "if", "si", "whether"])
#: With these « de » opens no accusation (« avant de fuir »).
_BEFORE_DE = frozenset(["avant", "afin", "lieu", "loin", "faute", "moins", "plutôt"])
_NOUN_PHRASE = ("DET", "NOUN", "PROPN", "ADJ", "NUM", "ADP", "PRON", "ADV", "PART", "X", "SYM")


def cut(sentence: Parsed, pack: Pack) -> list[Clause]:
    """All clauses of a sentence that stand alone, the main one first, nested; ``trim_to_rest`` takes their edges."""
    found = clauses(sentence, pack)
    heads = verb_groups(sentence.words)
    found.extend(_conjunctions(sentence, found, heads, pack))
    found.extend(_joints(sentence, found, heads, pack))
    found.extend(resumed(sentence, found, heads, pack))
    found.extend(shares(sentence.words, found, heads, pack))
    found.extend(beside(sentence.words, found, heads, pack))
    found.extend(behind(sentence.words, found, heads, pack))
    items = _items(sentence, found, pack)
    starts = {item.first for item in items}
    found = [clause for clause in found if clause.role != "participle" or clause.first not in starts]
    found.extend(items)
    _with_span(found, sentence.words, pack)
    _uncross(found)
    _with_closing_quotes(found, sentence.words, pack)
    _with_condition(found, sentence.words, pack)
    nest(found)
    return found


def _with_span(found: list[Clause], words: list[Word], pack: Pack) -> None:
    """Leave « quelques heures » to the conjunction behind it (« quelques heures après que … »)."""
    units = pack.table("dates").get("units", {})
    for clause in list(found):
        start = clause.lead
        measured = words[start].low in pack.words("clauses", "measured")
        if clause.role == "adverbial" and measured and start > 1 and words[start - 1].low in units:
            start -= 1
            while start > 0 and words[start - 1].pos in ("DET", "NUM", "ADJ", "ADV") and words[start - 1].text != ",":
                start -= 1
            clause.lead = start
            found[:] = [c for c in found if c is clause or c.first != start or c.role == "main"]


def _with_closing_quotes(found: list[Clause], words: list[Word], pack: Pack) -> None:
    """Let a clause that opens a quotation have the mark that closes it, and "called it" what it was called."""
    for clause in found:
        after = clause.last + 1
        calls = words[clause.head].low in pack.words("reporting", "calling") and after - clause.head < _NEAR
        if calls and after < len(words) and words[after].text == '"':
            clause.last = next((n for n in range(after + 1, len(words)) if words[n].text == '"'), clause.last)
            continue
        opened = any(w.text == "«" for w in words[clause.first : after])
        if opened and after < len(words) and words[after].text == "»":
            clause.last = after


def _with_condition(found: list[Clause], words: list[Word], pack: Pack) -> None:
    """Join "and, if nothing changes," with the clause behind it that it limits."""
    limits = pack.words("clauses", "keep")
    for clause in [c for c in found if c.role != "main" and words[c.first].low in limits]:
        after = next((c for c in found if clause.last < c.lead <= clause.last + 2 and c.role == "coordinated"), None)
        if after is not None and words[after.lead].text == "," and words[after.first].pos in ("PRON", "DET", "PROPN"):
            after.first, after.lead = clause.first, clause.lead
            found.remove(clause)


def _uncross(found: list[Clause]) -> None:
    """End a clause where a later one that runs past it begins."""
    for clause in found:
        for other in found:
            if clause.first < other.lead <= clause.last < other.last:
                clause.last = other.lead - 1


def _set_in(words: list[Word], clause: Clause, role: str = "participle") -> bool:
    """Whether a participial phrase stands between two commas ("the mill, opened in 1963, employs ten")."""
    closed = clause.last + 1 < len(words) and words[clause.last + 1].text == ","
    return clause.role == role and closed and words[clause.lead].text == ","


def _conjunctions(sentence: Parsed, found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """Clauses after conjunctions that always bring one ("alors que", "although")."""
    words = sentence.words
    verbs = {v: h for h, v in heads.items()}
    out = _fronted(sentence, found, sorted(verbs), heads, pack)
    for n in range(1, len(words) - 2):
        candidates = pack.opening("clauses", "strong", words[n].low)
        if words[n - 1].text == ",":
            candidates = (*candidates, *pack.opening("clauses", "strong_behind_comma", words[n].low))
        if not candidates:
            continue
        opening = sentence.text(n, min(n + 3, len(words) - 1))
        conjunction = next((p for p in candidates if opening.startswith(p + " ")), None)
        if conjunction is None:
            continue
        first = n + len(conjunction.split())
        if any(c.role != "main" and c.lead <= n and abs(c.first - first) <= 1 for c in found):
            continue
        _, end = region([*found, *out], n, len(words))
        after = [v for v in sorted(verbs) if first <= v < end]
        if after and any(v < n for v in verbs):
            out.append(Clause(first, end - 1, verbs[after[0]], "adverbial", n))
    return out


def _fronted(
    sentence: Parsed, found: list[Clause], verbs: list[int], heads: dict[int, int], pack: Pack
) -> list[Clause]:
    """« Alors que cinq villes ont refusé, un rapport estime … »: the clause that such a conjunction opens the sentence
    with, up to the comma before the main subject.
    """
    words = sentence.words
    opening = sentence.text(0, min(3, len(words) - 1))
    conjunction = next(
        (p for p in pack.opening("clauses", "strong", words[0].low) if opening.startswith(p + " ")), None
    )
    if pack.code != "fr" or conjunction is None or len(verbs) < 2 or any(c.lead < 2 for c in found if c.role != "main"):
        return []
    first = len(conjunction.split())
    commas = (n for n in range(verbs[0] + 1, verbs[1]) if words[n].text == ",")
    comma = next((n for n in commas if words[n + 1].pos in ("DET", "PRON", "PROPN")), None)
    if comma is None or any(w.pos in ("SCONJ", "CCONJ") for w in words[first:comma]):
        return []
    by_verb = {v: h for h, v in heads.items()}
    return [Clause(first, comma - 1, by_verb[verbs[0]], "adverbial", 0)]


def _items(sentence: Parsed, found: list[Clause], pack: Pack) -> list[Clause]:
    """The second and further things that someone is accused of ("accused of A, B and C")."""
    words = sentence.words
    accused = lexicon(pack).accusing | pack.words("reporting", "accused")
    start = next((n for n, w in enumerate(words) if w.low in accused and w.pos in ("VERB", "ADJ")), None)
    if start is None:
        return []
    starts = [n for n in range(start + 1, len(words)) if _is_item(words, n, pack)]
    if len(starts) < 2:
        return []
    out = []
    for n, following in zip(starts[1:], [*starts[2:], len(words)], strict=True):
        lead = n - 1 if words[n - 1].text == "," or words[n - 1].pos == "CCONJ" else n
        last = following - 1
        while last > n and (words[last].pos == "PUNCT" or words[last].pos == "CCONJ"):
            last -= 1
        taken = any(c.role not in ("main", "participle") and c.lead <= n <= c.last for c in found)
        if last > n and not taken:
            out.append(Clause(n, last, starts[0], "item", lead))
    return out


def _is_item(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether an accusation begins here: "d'avoir …", "de ne pas …" or "of hiding", ", hiding", "and hiding"."""
    if pack.code == "fr":
        opens = words[n].low in ("de", "d'") and 0 < n < len(words) - 1 and words[n - 1].low not in _BEFORE_DE
        return opens and (
            words[n + 1].low in ("avoir", "être", "ne", "n'", "s'") or "VerbForm=Inf" in words[n + 1].morph
        )
    joined = n and (words[n - 1].low in ("of", ",") or words[n - 1].pos == "CCONJ")
    return bool(joined) and words[n].tag == "VBG"


def _joints(sentence: Parsed, found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """Cuts at ";", " - ", ", and" and at a bare "and" before a noun phrase with its verb."""
    words = sentence.words
    verbs = {v: h for h, v in heads.items()}
    sequence = pack.words("clauses", "sequence")
    shared = [n for n, w in enumerate(words) if w.tag == "VBN" and w.dep == "conj" and words[n - 1].low in sequence]
    verbs.update((n, n) for n in shared if n not in heads)
    coordinators = pack.words("clauses", "coordinators") - pack.words("clauses", "disjunctions")
    out: list[Clause] = []
    for n in range(1, len(words) - 2):
        mark = words[n].text
        joined = words[n + 1].low in coordinators
        neutral = sentence.text(n + 1, n + 2) in pack.words("clauses", "neutral")
        bare = words[n].low in coordinators and words[n - 1].text != ","
        again = _again(words, n, pack)
        if again:
            _cut_again(words, n, again, [*found, *out], verbs, out)
            continue
        if mark == "]" and words[n - 1].text in ("...", "…"):
            mark = ";"  # "[...]": words are left out between two statements
        if mark == "-" and words[n].start == words[n - 1].end and words[n].end == words[n + 1].start:
            continue  # "fact-checkers"
        spliced = mark == "," and not joined and _spliced(words, n, found, pack)
        if not (mark in (";", ":", *_DASHES) or (mark == "," and (joined or neutral)) or bare or spliced):
            continue
        first = n + 2 if joined and not bare else n + 1
        known = [*found, *out]
        aside = mark in _DASHES and _set_off(words, n, first)
        if aside or any(c.role != "main" and {c.lead, c.first} & {n, n + 1, first} for c in known):
            continue
        told = [c for c in known if mark in ":;" and _set_in(words, c, "relative")]
        start, end = region([c for c in known if not _set_in(words, c) and c not in told], n, len(words))
        after = [v for v in sorted(verbs) if first <= v < end and not any(c.first <= v <= c.last for c in told)]
        before = [v for v in verbs if start <= v < n]
        if not (after and before):
            continue
        if words[n + 1].low in sequence and bare:
            out.append(Clause(first, end - 1, verbs[after[0]], "coordinated", n))
            continue
        if bare:
            subject = _past_opening(words, first, after[0])
            fits = _new_subject(words, subject, after[0], n, start, pack)
            fits = fits and not _joins_subject(words, verbs[after[0]], n)
        else:
            fits = _opens_clause(words, first + 2 * neutral, after[0], pack, told)
            fits = fits and not (mark == ":" and _says_what(words, n, pack))
        if fits:
            out.append(Clause(first, _before_root(words, after[0], end) - 1, verbs[after[0]], "coordinated", n))
    return out


def _set_off(words: list[Word], dash: int, first: int) -> bool:
    """Whether a dash closes or opens an aside without a verb ("The bridge – shut for years – will be torn down")."""
    mark = words[dash].text
    if words[first].finite:
        return any(w.text == mark for w in words[1:dash])
    after = next((n for n in range(first, len(words)) if words[n].text == mark), None)
    return (
        after is not None
        and words[after].start > words[after - 1].end
        and not any(w.finite for w in words[first:after])
    )


def _before_root(words: list[Word], verb: int, end: int) -> int:
    """The end of a clause before the comma behind which the sentence's own verb stands (« dont X est vieux et que Y
    aime, a été vendu »).
    """
    root = next((n for n, word in enumerate(words) if word.head == n), 0)
    comma = next((n for n in range(root - 1, verb, -1) if words[n].text == ","), 0)
    own = comma and not any(w.pos in ("NOUN", "PROPN", "DET", "CCONJ") for w in words[comma + 1 : root])
    own = own and any(w.dep == "relcl" for w in words[:comma]) and root < end
    return comma if own else end


def _spliced(words: list[Word], comma: int, found: list[Clause], pack: Pack) -> bool:
    """Whether a comma alone joins two statements ("It was late, everybody left"): a pronoun and its verb follow it."""
    if comma + 2 >= len(words) or words[comma + 1].low not in pack.words("clauses", "splicing"):
        return False
    clitics = pack.words("clauses", "between_subject_and_verb")
    verb = next((n for n in range(comma + 2, min(comma + 6, len(words))) if words[n].low not in clitics), None)
    if verb is None or not (words[verb].finite or words[verb].pos in ("VERB", "AUX")):
        return False
    first = max((c.first for c in found if c.first <= comma), default=0)
    before = words[first:comma]
    limits = pack.words("clauses", "opening_limits")
    own = before[0].low in ("je", "j'", "nous") and words[comma + 1].low in ("je", "j'", "nous")
    content = own and any(w.low in ("que", "qu'") for w in before[1:6])  # « Je savais qu'il viendrait, je … »
    opened = not content and any(w.pos == "SCONJ" or w.tag == "VBG" for w in before)
    opened = opened or before[0].pos in ("VERB", "AUX")
    limits = limits - {"que", "qu'"} if content else limits
    opened = opened or any(w.low in limits and (w.pos != "ADP" or n < 2) for n, w in enumerate(before))
    opened = opened or (first > 0 and words[0].low in limits)  # "To win the vote, which is in May, she needs …"
    subject = next((n for n, w in enumerate(before) if w.dep in ("nsubj", "expl") or w.low in ("cela", "ça")), None)
    told = subject is not None and any(w.finite for w in before[subject:])
    return told and not opened and not any(w.low in lexicon(pack).reporting for w in words[comma + 1 : verb + 2])


def _opens_clause(words: list[Word], first: int, verb: int, pack: Pack, told: list[Clause]) -> bool:
    """Whether the verb comes soon and not from inside a subordinate clause; those of ``told`` are known."""
    opening = words[first].low
    if opening in pack.words("clauses", "relatives") and words[first].dep != "nsubj":
        return False
    open_words = [n for n in range(first, verb) if not any(c.lead <= n <= c.last for c in told)]
    return len(open_words) <= _FAR and not any(words[n].low in _INNER - {"if", "si"} for n in open_words)


def _again(words: list[Word], n: int, pack: Pack) -> int:
    """The first word of a further content clause (", que P2", "and that P3") after a first one; 0 for none."""
    marks = pack.words("reporting", "complementizers")
    opener = n + 2 if words[n].text == "," and words[n + 1].pos == "CCONJ" else n + 1
    joins = words[n].text == "," or words[n].pos == "CCONJ"
    if not joins or opener >= len(words) - 1 or words[opener].low not in marks or words[opener].pos == "PRON":
        return 0
    saying = lexicon(pack).reporting
    contents = [k for k in range(1, n) if words[k].low in marks]
    first = any(w.low in saying for k in contents for w in words[max(k - 8, 0) : k])
    return opener + 1 if first else 0


def _cut_again(
    words: list[Word], n: int, first: int, known: list[Clause], verbs: dict[int, int], out: list[Clause]
) -> None:
    if any(c.role != "main" and {c.lead, c.first} & set(range(n, first + 1)) for c in known):
        return
    _, end = region(known, first, len(words))
    after = [v for v in sorted(verbs) if first <= v < end]
    if after:
        out.append(Clause(first, end - 1, verbs[after[0]], "content", n))


def _says_what(words: list[Word], colon: int, pack: Pack) -> bool:
    """Whether a colon introduces what someone says and joins no two statements."""
    reporting = lexicon(pack).reporting - lexicon(pack).clause_only
    said = (n for n in range(max(colon - 6, 1), colon) if words[n].low in reporting and words[n - 1].text != ",")
    return any(not names_what(words, n, colon, pack) for n in said)


def _past_opening(words: list[Word], first: int, verb: int) -> int:
    """Where the subject stands behind a phrase and a comma that tell when or where ("and in May, the council left")."""
    comma = next((n for n in range(first + 1, min(first + 6, verb - 1)) if words[n].text == ","), None)
    if comma is None or words[first].pos != "ADP":
        return first
    return comma + 2 if words[comma + 1].text in '"«' else comma + 1


def _joins_subject(words: list[Word], head: int, joint: int) -> bool:
    """Whether "and" stands inside the verb's own subject ("researchers from Sweden and Canada reported")."""
    subject = next((k for k in words[head].kids if words[k].dep == "nsubj"), None)
    return subject is not None and subject < joint < words[subject].right and words[joint + 1].pos == "PROPN"


def _new_subject(words: list[Word], first: int, verb: int, joint: int, start: int, pack: Pack) -> bool:
    """Whether a noun phrase and its verb follow a bare "and", and a complete clause stands before it."""
    phrase = words[first:verb]
    inner = [n for n, w in enumerate(phrase) if w.pos == "CCONJ"]
    if len(inner) == 1 and 1 < inner[0] < len(phrase) - 1 and phrase[0].pos == "DET":
        again = phrase[inner[0] + 1].pos in ("NOUN", "ADJ") and any(w.pos == "ADP" for w in phrase[: inner[0]])
        phrase = [w for w in phrase if w.pos != "CCONJ"] if again else phrase  # "a jury of experts and officials"
    if not phrase or verb - first > 10 or any(w.pos not in _NOUN_PHRASE for w in phrase):
        return False
    if phrase[0].low in ("de", "d'") and len(phrase) > 2 and phrase[1].pos == "ADJ":
        phrase = phrase[1:]
    partitive = pack.code == "fr" and phrase[0].low in ("des", "du")  # « et des bus ont été loués »
    if (phrase[0].pos == "ADP" and not partitive) or not any(w.pos in ("NOUN", "PROPN", "PRON") for w in phrase):
        return False
    if len(phrase) > 2 and phrase[0].pos == "DET" and phrase[-1].pos == "PRON" and phrase[-2].pos in ("NOUN", "PROPN"):
        return False  # "the storm and the damage it did"
    opens = partitive or phrase[0].pos in ("DET", "PROPN", "PRON", "NUM", "NOUN", "ADJ")
    if any(w.low in _INNER for w in phrase) or not opens:
        return False
    opener = max((n for n in range(start, joint) if words[n].low in _INNER), default=start - 1)
    last = max((n for n in range(opener + 1, joint) if words[n].finite), default=-1)
    if last < 0:
        return False
    saying = words[last].low in lexicon(pack).reporting
    return not (saying and all(w.pos in _NOUN_PHRASE for w in words[last + 1 : joint]))


def nest(found: list[Clause]) -> None:
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


def trim_to_rest(clauses_to_trim: list[Clause], words: list[Word], found: list[Clause]) -> None:
    """Take from each clause the others that stand at its edges; those in its middle stay in its span."""
    for clause in clauses_to_trim:
        inner = sorted((found[k] for k in clause.kids), key=lambda c: c.first)
        for kid in reversed(inner):
            after = words[_reach(kid, found) + 1 : clause.last + 1]
            if kid.lead >= clause.first and not any(w.pos != "PUNCT" for w in after):
                clause.last = min(clause.last, min(kid.lead, kid.first) - 1)
        for kid in inner:
            if kid.last <= clause.last and not any(w.pos != "PUNCT" for w in words[clause.first : kid.lead]):
                clause.first = max(clause.first, kid.last + 1)


def _reach(clause: Clause, found: list[Clause]) -> int:
    """The last word of a clause with what was already taken from its end."""
    return max([clause.last, *(_reach(found[k], found) for k in clause.kids)])
