"""Who says it, by a verb: verbs of saying with their clause, behind it, or beside a quotation.

A source is found in the sentence itself where it can be; the reader carries sources across sentences.
"""

from dataclasses import dataclass

from factcheck.text.clauses import Clause
from factcheck.text.fronted import is_relative
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Parsed, Word
from factcheck.text.phrases import (
    STOPS,
    bearer,
    behind_asides,
    behind_hearer,
    chain_end,
    chain_head,
    closes_aside,
    hangs_open,
    nearer,
    nearest_first,
    noun_phrase,
    past_circumstances,
    some_of,
    speaking_place,
    with_participle,
    without_setting,
)
from factcheck.text.saying import (
    infinitive_of_saying,
    is_saying,
    names_what,
    negated,
    only_says,
    quoted_behind_comma,
    says,
    speaks_of,
)

#: ", a précisé mardi soir la porte-parole de la préfecture du Nord": at most so many words.
INVERTED = 12
_SUBORDINATING = frozenset(["who", "which", "that", "when", "while", "as"])
_CLITICS = frozenset(["s'", "se", "l'", "le", "la", "les", "lui", "leur", "y", "en"])
_NOMINAL = ("DET", "NOUN", "PROPN", "ADJ", "ADP", "NUM", "PART")


@dataclass(frozen=True, slots=True)
class Source:
    """A claimant: offsets of the name and of the cue (the words that give it) in the block's copy, and the rule.

    ``if_body`` marks a pronoun that is a claimant only where it stands for people who work together.
    """

    start: int
    end: int
    cue_start: int
    cue_end: int
    rule: str
    pronoun: bool = False
    if_body: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A clause of saying: the words of what is said, and who says it. ``own`` when the whole clause is the claim."""

    first: int
    last: int
    source: Source | None
    own: bool = False


def report(sentence: Parsed, clause: Clause, heads: dict[int, int], pack: Pack) -> Report | None:
    """What the clause reports, when its verb is one of saying."""
    words = sentence.words
    present = words[clause.head].tag == "VBG" or "Tense=Pres|VerbForm=Part" in words[clause.head].morph
    own = {clause.head} if clause.role == "participle" and present else set()
    for head in sorted({*heads, *own}):
        if not clause.first <= head <= clause.last or not says(words, head, clause, pack):
            continue
        subject = subject_of(words, head, clause, pack)
        first_person = subject is not None and words[subject].low.lstrip("-") in pack.words(
            "standalone", "first_person"
        )
        if first_person or _asked(words, head) or (head == clause.head and negated(words, head, pack)):
            continue
        if subject is not None and head == clause.head and words[head].low in lexicon(pack).denying:
            return Report(clause.first, clause.last, source_by(words, subject, head, pack, "verb"), own=True)
        content = quoted_behind_comma(words, head, clause.last, pack)
        content = content or _after_complementizer(words, head, clause.last, heads, pack)
        if content is None and pack.code == "en":
            content = _bare_clause(words, head, clause.last, heads, pack)
        if content is not None:
            return Report(content, clause.last, source_by(words, subject, head, pack, "verb"))
        tail = _postposed(words, head, clause, heads)
        if tail is not None:
            return Report(clause.first, tail, source_by(words, subject, head, pack, "verb-after"))
        if head != clause.head:
            continue
        if subject is not None and speaks_of(words, head, clause.last, pack):
            return Report(clause.first, clause.last, source_by(words, subject, head, pack, "verb"), own=True)
        break
    said = infinitive_of_saying(words, clause, pack) if pack.code == "fr" else None
    if said is None:
        only = only_says(words, clause, pack) if pack.code == "fr" else None
        subject = subject_of(words, clause.head, clause, pack) if only is not None else None
        known = source_by(words, subject, clause.head, pack, "verb") if subject is not None else None
        return Report(clause.first, clause.last, known, own=True) if known is not None else None
    content = _after_complementizer(words, said, clause.last, heads, pack)
    subject = subject_of(words, clause.head, clause, pack)
    return Report(content, clause.last, source_by(words, subject, said, pack, "verb")) if content is not None else None


def _asked(words: list[Word], head: int) -> bool:
    """Whether it is asked if somebody says something (« Le club conteste-t-il la sanction ? »)."""
    turned = head + 1 < len(words) and words[head + 1].low.startswith("-") and not words[head].tag.startswith("VB")
    return turned and words[-1].text == "?" and any(words[k].dep == "nsubj" and k < head for k in words[head].kids)


def bare_saying(sentence: Parsed, clause: Clause, heads: dict[int, int], pack: Pack) -> Source | None:
    """The source, when a clause holds a verb of saying without anything said, at most a time ("They said in 2010")."""
    words = sentence.words
    for head in heads:
        if not clause.first <= head <= clause.last or not says(words, head, clause, pack):
            continue
        rest = words[head + 1 : clause.last + 1]
        subject = subject_of(words, head, clause, pack)
        told = any(w.dep in ("obj", "xcomp") or w.pos in ("NOUN", "PROPN", "VERB", "ADJ") for w in rest)
        alone = words[head].low not in lexicon(pack).clause_only or pack.code != "fr"
        if subject is not None and not told and subject < head and alone:
            return source_by(words, subject, head, pack, "verb")
    return None


def inverted(sentence: Parsed, clause: Clause, pack: Pack) -> Source | None:
    """The source, when a clause is nothing but a verb of saying and the noun phrase after it."""
    words = sentence.words
    first = clause.first
    while first < clause.last and words[first].pos == "PUNCT":
        first += 1
    if first >= len(words):
        return None
    verb = first + 1 if words[first].pos == "AUX" and first < clause.last else first
    if first and closes_aside(words, first - 1):
        return None
    if clause.last - first > INVERTED or not words[first].finite or words[verb].low not in lexicon(pack).reporting:
        return None
    rest = words[verb + 1 : clause.last + 1]
    if any(w.finite or w.low in pack.words("reporting", "complementizers") for w in rest):
        return None
    subject = subject_behind(words, verb, clause.last, pack.words("reporting", "pronouns"))
    if (
        pack.code == "en"
        and words[verb].low not in pack.words("reporting", "plainly_said")
        and any(after.tag == "NN" for after in words[verb + 1 : verb + 2])
    ):
        return None  # a headline's ", admits loss in wine unit"
    return source_by(words, subject, verb, pack, "verb-after") if subject is not None else None


def said_further(words: list[Word], verb: int, last: int, pack: Pack) -> int | None:
    """Where a clause of content begins that a second verb of saying brings ("…, avant d'ajouter que P"), or a
    participle of saying that is the claim with what it says (", promettant de P").
    """
    marks = pack.words("reporting", "complementizers")
    for n in range(verb + 1, last - 1):
        second = any(is_saying(words, k, pack) for k in range(max(verb + 1, n - 3), n))
        if (
            second
            and words[n].low in marks
            and words[n].pos != "PRON"
            and any(w.finite for w in words[n + 1 : last + 1])
        ):
            return n + 1
        own = words[n].text == "," and is_saying(words, n + 1, pack) and speaks_of(words, n + 1, last, pack)
        if own and "Tense=Pres|VerbForm=Part" in words[n + 1].morph:
            return n + 1
    return None


def _after_complementizer(words: list[Word], head: int, last: int, heads: dict[int, int], pack: Pack) -> int | None:
    marks = pack.words("reporting", "complementizers")
    no_content = pack.words("reporting", "no_content")
    asking = words[head].low in lexicon(pack).asking
    for n in range(head + 1, min(last, head + 14)):
        if words[n].finite and n != heads.get(head):
            return None
        if asking and words[n].low in marks:
            return None
        told_where = words[head + 1].pos == "ADP" and words[head].low not in lexicon(pack).clause_only
        told = words[head].low in pack.words("reporting", "telling")  # "told a hearing that she stood by it"
        after_noun = words[n].pos == "PRON" and words[n - 1].pos in ("NOUN", "PROPN", "PRON")
        relative = after_noun and not told_where and not told
        opens = words[n].low in marks and words[n].pos != "DET" and not relative
        only = pack.code == "fr" and words[n - 1].text in ('"', "«") and not any(w.finite for w in words[n : last + 1])
        opens = opens and not only  # « assure n'avoir signé « qu'un brouillon » »
        if opens and words[n - 1].low not in no_content:
            return n + 1
        if asking and words[head + 1].pos != "DET" and words[n].low in ("si", "s'", "if", "whether"):
            return n + 1
        if words[n].text == ":" and any(w.finite for w in words[n + 1 : last + 1]):
            opens = words[head].low not in lexicon(pack).clause_only or words[n + 1].text in '"«'
            return n + 1 if opens and not names_what(words, head, n, pack) else None
    return None


def _bare_clause(words: list[Word], head: int, last: int, heads: dict[int, int], pack: Pack) -> int | None:
    """English leaves out "that": the finite clause that the parser hangs on the verb."""
    for kid in words[head].kids:
        if words[kid].dep in ("ccomp", "xcomp") and kid in heads and head < words[kid].left <= min(last, head + 9):
            left = words[kid].left
            while left <= kid and words[left].pos == "PUNCT":
                left += 1
            noun = words[head + 1 : left]  # "found reduction of yields exceeded 10%": taken for the object of "found"
            lost = words[left].finite and noun and all(w.pos in _NOMINAL for w in noun)
            return head + 1 if lost else left
    return _bare_by_order(words, head, last, heads, pack)


def _bare_by_order(words: list[Word], head: int, last: int, heads: dict[int, int], pack: Pack) -> int | None:
    """The same by word order, where the parser lost it: a noun phrase right after the verb, and its verb later."""
    forms = lexicon(pack)
    if words[head].low in forms.clause_only | forms.with_noun | forms.accusing or head + 2 > last:
        return None
    opens = words[head + 1].pos in ("DET", "PROPN", "NUM") or words[head + 1].tag == "NNS"
    if not opens and words[head + 1].dep != "nsubj":
        return None
    for clause, verb in heads.items():
        after = head + 1 < verb <= last and words[clause].dep != "relcl"
        joined = words[verb - 1].pos == "CCONJ" or words[verb - 1].low in _SUBORDINATING
        if after and not joined:
            return head + 1
    return None


def _postposed(words: list[Word], head: int, clause: Clause, heads: dict[int, int]) -> int | None:
    """The last word of what is said where the verb comes after it: "P, X said", "P, a indiqué X"."""
    comma = next((n for n in range(head, clause.first, -1) if words[n].text == ","), None)
    if comma is None or head - comma > 12 or clause.last - comma > 20:
        return None
    verbs = [v for h, v in heads.items() if clause.first <= v < comma]
    others = [h for h, v in heads.items() if comma < v <= clause.last and h != head]
    goes_on = any(h > head for h, v in heads.items() if clause.first <= v < comma)  # « il n'a, dit-il, rien reçu »
    if not verbs or others or goes_on:
        return None
    opens = words[head].dep in ("parataxis", "ROOT", "dep", "conj", "advcl", "ccomp")
    before = any(words[k].dep == "nsubj" and k < comma for k in words[head].kids)
    content = not before and any(words[k].dep in ("ccomp", "parataxis", "dep") and k < comma for k in words[head].kids)
    last = comma if words[head].tag.startswith("VB") else head  # English turns nothing round: "P, X said"
    behind = any(words[k].dep in ("nsubj", "expl") and k > last for k in words[head].kids)
    inverted = behind or (comma + 1 == heads.get(head) and not before)
    return comma - 1 if opens and (content or inverted) else None


def subject_of(words: list[Word], head: int, clause: Clause, pack: Pack) -> int | None:
    """The word that says: the verb's subject, else its elder's, else the nearest name or pronoun beside it."""
    pronouns = pack.words("reporting", "pronouns")
    if (inverted := _right_behind(words, head, clause, pronouns)) is not None:
        return inverted
    if (own := _own_or_elders(words, head, pronouns)) is not None:
        return own
    start = past_circumstances(words, head + 1, clause.last, pack) if head < clause.last else head + 1
    if (after := subject_behind(words, start - 1, clause.last, pronouns)) is not None:
        return after
    if pack.code == "fr" and (told := behind_asides(words, head, clause.last)) is not None:
        return told
    for n in range(head - 1, clause.first - 1, -1):
        if words[n].pos in ("PROPN", "PRON", "NOUN") and words[n].low not in _CLITICS:
            return chain_head(words, n, clause.first) if pack.code == "fr" else n
        if words[n].text in STOPS:
            break
    return None


def _own_or_elders(words: list[Word], head: int, pronouns: frozenset[str]) -> int | None:
    """The subject that the tree gives a verb, or the verbs that it is joined to."""
    seen: set[int] = set()
    n = head
    loose = words[head].tag == "VBG" or "Tense=Pres|VerbForm=Part" in words[head].morph
    while n not in seen:
        seen.add(n)
        for kid in nearest_first(words, n):
            low = words[kid].low.lstrip("-")
            clitic = words[kid].low.startswith("-") and low in pronouns
            if words[kid].dep in ("nsubj", "csubj") or (words[kid].dep == "expl" and clitic):
                if low in ("qui", "who", "which", "that") and words[n].dep == "relcl":
                    return _told_of(words, words[n].head, kid)
                named = any(c.isalnum() for c in low) and not any(words[k].dep == "case" for k in words[kid].kids)
                parted = next((k for k in range(head, kid, -1) if words[k].text == ":"), None)
                if named and parted is None:
                    return nearer(words, kid, head) if words[kid].pos != "PRON" else kid
                if parted is not None:  # « Ce qu'on vérifie : une vidéo affirme … »
                    named_first = next((k for k in range(parted, head) if words[k].pos in ("NOUN", "PROPN")), None)
                    return nearer(words, named_first, head) if named_first is not None else None
        if not loose and words[n].dep not in ("conj", "xcomp", "advcl", "acl"):
            break
        n = words[n].head
    return None


def _told_of(words: list[Word], above: int, pronoun: int) -> int:
    """The noun that « qui » stands for, where its clause hangs on the verb (« a annoncé la maire, qui … »)."""
    if words[above].pos not in ("VERB", "AUX") or words[above].tag.startswith("VB"):
        return above
    noun = next((n for n in range(pronoun - 1, above, -1) if words[n].pos in ("NOUN", "PROPN")), None)
    return chain_head(words, noun, above + 1) if noun is not None else above


def _right_behind(words: list[Word], head: int, clause: Clause, pronouns: frozenset[str]) -> int | None:
    """The subject of ", rappelle la maire": a verb right after a comma with its noun phrase right after it."""
    verb = min([head, *(k for k in words[head].kids if words[k].dep in ("aux", "auxpass") and k < head)])
    if verb == 0 or words[verb - 1].text != "," or not words[verb].finite or head + 1 > clause.last:
        return None
    if any(words[k].dep == "nsubj" and k < verb for k in words[head].kids) or closes_aside(words, verb - 1):
        return None
    if words[head].tag and any(w.finite for w in words[head + 1 : clause.last + 1]):
        return None  # ", said the money would be spent": the noun opens what is said
    after = words[head + 1]
    begins = after.pos in ("DET", "PROPN") or (after.pos == "NOUN" and after.text[:1].isupper())
    return subject_behind(words, head, clause.last, pronouns) if begins else None


def subject_behind(words: list[Word], head: int, last: int, pronouns: frozenset[str]) -> int | None:
    """The subject behind its verb, past whom it was said to ("a déclaré à la presse la maire")."""
    told = False
    for n in range(head + 1, min(last, head + 9) + 1):
        word = words[n]
        some = word.low in ("un", "une") and words[n - 1].low == "l'"  # « l'un d'eux »
        if some or word.pos in ("PROPN", "NOUN") or word.low.lstrip("-") in pronouns:
            if not told:
                return n
            told = words[n + 1].pos == "PROPN" if n < last else False
        elif word.text in STOPS or word.pos == "SCONJ":
            return None
        elif word.pos == "ADP":
            if word.low not in ("à", "au", "aux", "to", "devant") or n != head + 1:
                return None
            told = True
    return None


def source_by(words: list[Word], subject: int | None, head: int, pack: Pack, rule: str) -> Source | None:
    subject = bearer(words, subject) if subject is not None and pack.code == "fr" else subject
    if subject is None:
        return None
    one_of = any(words[k].low == "of" for k in words[subject].kids)
    if words[subject].low.lstrip("-") in pack.words("reporting", "nobody") and not one_of:
        place = speaking_place(words, subject, pack)
        return Source(*place, words[head].start, words[head].end, rule) if place is not None else None
    first, last = noun_phrase(words, subject)
    if first and words[first - 1].pos == "DET":
        first -= 1
    while first < subject and words[first].pos in ("ADP", "AUX", "VERB", "CCONJ") and pack.code == "fr":
        first += 1
    if pack.code == "fr":  # « Une explication à laquelle la directrice dit ne pas croire »
        first = next((k + 1 for k in range(last - 1, first, -1) if is_relative(words[k])), first)
        last = chain_end(words, last, head)
    while last > first and words[last].low in ("y", "en", "se", "s'", "ne", "n'"):
        last -= 1  # "les experts y voyaient"
    kept = without_setting(words, subject, last, pack)
    while subject < kept < last and hangs_open(words[kept]):
        kept -= 1  # "a letter sent | in 2019": the letter
    last = with_participle(words, last, head, kept)
    if pack.code == "fr":
        first, last = some_of(words, behind_hearer(words, first, subject, head), last, pack)
    low = " ".join(w.low for w in words[first : last + 1]).lstrip("-")
    pronoun = low in pack.words("reporting", "pronouns")
    if pronoun and low in ("qui", "who", "which"):
        return None
    start = words[first].start + (1 if words[first].text.startswith("-") else 0)
    verb_first = min([head, *(k for k in words[head].kids if words[k].dep in ("aux", "auxpass") and k < head)])
    return Source(start, words[last].end, words[verb_first].start, words[head].end, rule, pronoun)


def source_of(
    words: list[Word], subject: int, head: int, pack: Pack, *, first: int | None = None, last: int | None = None
) -> Source | None:
    """The source that a noun phrase (its head, or its edges where they are known) gives with the verb ``head``."""
    found = source_by(words, subject, head, pack, "verb-after")
    if found is None or first is None or last is None:
        return found
    pronoun = first == last and words[first].low.lstrip("-") in pack.words("reporting", "pronouns")
    start = words[first].start + words[first].text.startswith("-")
    return Source(start, words[last].end, found.cue_start, found.cue_end, found.rule, pronoun)
