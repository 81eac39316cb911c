"""French relative clauses as sentences of their own: « dont », « que » and « où » give way to what they stand for."""

from factcheck.text.clauses import Clause
from factcheck.text.context import Context
from factcheck.text.french import of, unagreed
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Word
from factcheck.text.standalone import Swap

_PRONOUNS = frozenset(["dont", "que", "qu'", "où"])
_DEFINITE = frozenset(["le", "la", "les", "l"])
_CLOSE = 6


def reworded(
    clause: Clause, first: int, words: list[Word], context: Context, copy: Copy
) -> tuple[str, list[Swap]] | None:
    """The words to put before such a clause and its replacements; None where it opens otherwise or it is not clear."""
    if clause.role != "relative" or words[first].low not in _PRONOUNS:
        return None
    antecedent = _antecedent(words, clause, first)
    if antecedent is None:
        return None
    said = context.phrase(words, antecedent, copy)
    pronoun = Swap(words[first].start, words[first + 1].start, "")
    if words[first].low == "où":
        lead = _place(words, antecedent, said, copy)
        return (lead, [pronoun]) if lead else None
    said = said if words[antecedent].pos == "PROPN" else said[:1].lower() + said[1:]
    if words[first].low == "dont":
        share = words[first + 2].low in context.pack.words("standalone", "shares")
        known = None if share else _object_of(words, clause, first, sure=True)
        owned = known or _owned(words, first, context) or _object_of(words, clause, first)
        whole = f"des {said}" if said[:1].isdigit() else of(said)
        return ("", [pronoun, Swap(words[owned].end, words[owned].end, f" {whole}")]) if owned is not None else None
    return _object(words, clause, first, said, pronoun, context, copy)


def _antecedent(words: list[Word], clause: Clause, first: int) -> int | None:
    head = words[clause.head].head
    if head < first and words[head].pos in ("NOUN", "PROPN"):
        return head
    return next((n for n in range(first - 1, max(first - _CLOSE, -1), -1) if words[n].pos in ("NOUN", "PROPN")), None)


def _place(words: list[Word], antecedent: int, said: str, copy: Copy) -> str:
    """ "À Lens," for "à Lens, où …": the place with the preposition that the sentence gave it."""
    case = next((k for k in words[antecedent].kids if words[k].dep == "case" and words[k].pos == "ADP"), None)
    if case is None or words[case].low not in ("à", "en", "dans", "au", "aux", "sur"):
        known = words[antecedent].pos == "NOUN" and said.partition(" ")[0].partition("'")[0].lower() in _DEFINITE
        return f"Dans {said[:1].lower()}{said[1:]}," if known and case is None else ""
    gap = copy.text[words[case].end : words[case + 1].start]
    return f"{words[case].text}{gap or ' '}{said},"


def _owned(words: list[Word], first: int, context: Context) -> int | None:
    """The noun right behind « dont » with its article: what is the antecedent's, or a share of it (« un tiers »)."""
    if words[first + 2].low in context.pack.words("standalone", "shares"):
        return first + 2
    noun = next((n for n in range(first + 2, min(first + 5, len(words))) if words[n].pos == "NOUN"), None)
    if noun is None or words[first + 1].pos != "DET" or words[first + 1].low not in ("le", "la", "les", "l'"):
        return None
    if words[noun].text[:1].isupper():
        return None  # « dont Le Fanal a obtenu une copie »
    if any(words[n].pos != "ADJ" for n in range(first + 2, noun)):
        return None
    while noun + 1 < len(words) and words[noun + 1].pos == "ADJ" and words[noun + 1].head == noun:
        noun += 1
    return noun


def _object_of(words: list[Word], clause: Clause, first: int, *, sure: bool = False) -> int | None:
    """The object whose « dont » tells (« dont Le Fanal a obtenu une copie »); where only a ``sure`` one is wanted, one
    with its article (« dont le maire ignore le coût »).
    """
    verb = words[clause.head]
    known = any(words[k].dep == "nsubj" and first < k < clause.head for k in verb.kids)
    known = known and verb.pos == "VERB"
    objects = [k for k in verb.kids if words[k].dep == "obj" and words[k].pos == "NOUN" and k > clause.head]
    if not known or not objects:
        return None
    definite = any(words[k].low in ("le", "la", "les", "l'") for k in words[objects[-1]].kids)  # « tenait les comptes »
    after = words[objects[-1] + 1] if objects[-1] < clause.last else None
    plain = after is None or (after.pos == "ADP" and after.low not in ("de", "d'", "du", "des"))
    return objects[-1] if plain and (definite or (after is None and not sure)) else None


def _infinitive(word: Word) -> bool:
    """Whether a word is an infinitive, by its tag or, hung as one, by its ending."""
    return "VerbForm=Inf" in word.morph or (word.dep == "xcomp" and word.low.endswith(("er", "ir", "re")))


def _turned(
    words: list[Word], clause: Clause, first: int, said: str, context: Context, copy: Copy
) -> tuple[str, list[Swap]] | None:
    """ "que dénoncent les riverains" to "les riverains dénoncent le projet": nothing else stands in the clause."""
    verb = clause.head
    subject = next((k for k in words[verb].kids if words[k].dep == "nsubj" and k > verb), None)
    begins = min([verb, *(k for k in words[verb].kids if words[k].dep == "aux")])
    if subject is None or begins != first + 1 or words[subject].pos == "PRON" or words[subject].right != clause.last:
        return None
    if words[subject].left != verb + 1:
        return None
    has = "".join(f"{words[k].text} " for k in range(begins, verb))
    form = unagreed(words[verb].text) if has in ("a ", "ont ", "avait ", "avaient ") else words[verb].text
    whole = f"{context.phrase(words, subject, copy)} {has}{form} {said}"
    return "", [Swap(words[first].start, words[clause.last].end, whole)]


def _object(
    words: list[Word], clause: Clause, first: int, said: str, pronoun: Swap, context: Context, copy: Copy
) -> tuple[str, list[Swap]] | None:
    """The antecedent put behind the verb: "que deux villes refusent" to "deux villes refusent la hausse"."""
    verb = clause.head
    if (turned := _turned(words, clause, first, said, context, copy)) is not None:
        return turned
    subject = any(words[k].dep == "nsubj" and first < k < verb for k in words[verb].kids)
    taken = any(words[k].dep == "obj" and k != first for k in words[verb].kids)
    if not subject or taken or words[verb].pos != "VERB" or not first < verb <= clause.last:
        return None
    has = [k for k in words[verb].kids if words[k].dep == "aux" and words[k].low in ("a", "ont", "avait", "avaient")]
    last = verb
    while last + 1 <= clause.last:
        begins = last + 1 + (words[last + 1].low in ("de", "d'", "à", "par"))
        if begins > clause.last or not _infinitive(words[begins]):
            break
        last = begins  # "que la ville a pu lire", "a fini par publier"
    if last > verb:
        return "", [pronoun, Swap(words[last].end, words[last].end, f" {said}")]
    participle = unagreed(words[verb].text) if has else words[verb].text
    return "", [pronoun, Swap(words[verb].start, words[verb].end, f"{participle} {said}")]
