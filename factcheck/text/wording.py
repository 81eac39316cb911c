"""What a clause needs from its sentence to stand alone: its subject, its antecedent, full names, dates."""

from factcheck.text.attribution import noun_phrase
from factcheck.text.clauses import Clause
from factcheck.text.context import Context, names
from factcheck.text.dates import Found
from factcheck.text.languages import Pack
from factcheck.text.normalise import Copy
from factcheck.text.parse import Word
from factcheck.text.standalone import Swap, written

_RELATIVES = frozenset(["qui", "who", "which", "that"])


def swaps(words: list[Word], context: Context, pack: Pack) -> list[Swap]:
    """Replacements inside the clause: its subject pronoun by whom it stands for, short names by full ones."""
    out: list[Swap] = []
    for n, word in enumerate(words):
        if word.dep == "nsubj" and word.pos == "PRON" and not out:
            entity = context.resolve(word.low)
            if entity is not None and n < len(words) - 1:
                out.append(Swap(word.start, word.end, entity.name))
    said = {word.text for word in words}
    for first, last in names(words):
        full = context.long_name(words[last].text)
        if first == last and full != words[last].text and full.split()[0] not in said:
            before = words[first - 1].low if first else ""
            titled = before.rstrip(".") in pack.words("standalone", "titles")
            out.append(Swap(words[first].start, words[last].end, full) if not titled else _titled(words, first, last, full))
    return out


def _titled(words: list[Word], first: int, last: int, full: str) -> Swap:
    """ "Mr Key" to the full name: the short form of address gives way."""
    short = words[first - 1].low.rstrip(".") in ("mr", "mrs", "ms", "m", "mme", "mlle")
    return Swap(words[first - 1].start if short else words[first].start, words[last].end, full)


def lead(
    clause: Clause, first: int, words: list[Word], heads: dict[int, int], context: Context, copy: Copy
) -> str:
    """The words to put before a clause that has lost its subject ("then transferred to …", "which is …")."""
    if any(words[k].dep in ("nsubj", "expl", "csubj") for k in words[clause.head].kids) and words[first].low not in _RELATIVES:  # fmt: skip
        return ""
    if clause.role == "relative":
        return _phrase(words, words[clause.head].head, context, copy)
    if clause.role != "coordinated":
        return ""
    n, seen = clause.head, set()
    while n not in seen:
        seen.add(n)
        subject = next((k for k in words[n].kids if words[k].dep == "nsubj"), None)
        if subject is not None and subject < first:
            said = _phrase(words, subject, context, copy)
            shares = clause.head in heads and heads[clause.head] == clause.head and not words[clause.head].finite
            auxiliary = " ".join(words[k].text for k in words[n].kids if words[k].dep in ("aux", "auxpass")) if shares else ""  # fmt: skip
            return f"{said} {auxiliary}".strip()
        n = words[n].head
    return ""


def _phrase(words: list[Word], head: int, context: Context, copy: Copy) -> str:
    if words[head].pos == "PRON":
        entity = context.resolve(words[head].low)
        return entity.name if entity else words[head].text
    first, last = noun_phrase(words, head)
    text = " ".join(copy.text[words[first].start : words[last].end].split())
    if first == last:
        return context.long_name(text)
    return text


def dated(found: list[Found], offset: int, copy: Copy, pack: Pack) -> list[Swap]:
    """Time expressions written out in full."""
    out = []
    for item in found:
        if item.resolved is None or item.rule in ("numeric", "year", "decade", "century"):
            continue
        said = written(item.resolved, pack)
        first = item.text.lower().split()[0]
        bare = first in pack.words("standalone", "keeps_preposition")
        if item.rule in ("date", "month", "day-of-month") and said.split()[-1] in item.text:
            continue
        before = copy.text[max(offset + item.start - 6, 0) : offset + item.start].lower().split()
        if (before and before[-1] in pack.words("standalone", "prepositions")) or bare:
            said = written(item.resolved, pack, bare=True)
        out.append(Swap(offset + item.start, offset + item.end, said))
    return out
