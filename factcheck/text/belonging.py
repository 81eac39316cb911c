"""Whether a clause cut from a report still belongs to what is said."""

from factcheck.text.attribution import Report, Source
from factcheck.text.clauses import Clause
from factcheck.text.languages import Pack
from factcheck.text.parsed import Parsed, Word

#: More than so many words behind a speaker set into a sentence go on with what is said.
_TAIL = 3


def continues(sentence: Parsed, other: Clause, clause: Clause, content: int, pack: Pack) -> bool:
    """Whether a clause cut from a report is part of what is said (hangs below its content)."""
    words = sentence.words
    if other.role == "apposed":
        return False
    opener = words[min(other.lead, other.first) : max(other.lead, other.first) + 1]
    marks = pack.words("reporting", "complementizers")
    if other.role in ("content", "coordinated") and any(w.low in marks and w.pos == "SCONJ" for w in opener):
        return True  # "said that …, and that …"
    if quote_closed(words, content, other.lead) or _turns(words, other, clause, pack) or writers(sentence, other, pack):
        return False
    n, steps = other.head, 0
    while words[n].head != n and steps < len(words):
        n = words[n].head
        steps += 1
        if n >= content:
            return True
        if n == clause.head:
            break
    opening = words[other.first].low
    if other.role == "content" or opening in pack.words("reporting", "complementizers"):
        return True
    pronoun = opening in pack.words("reporting", "pronouns")
    same = pronoun and (words[content - 1].pos == "SCONJ" or words[content].low == opening)
    return other.role == "coordinated" and (same or not has_subject(words, other.head))


def writers(sentence: Parsed, other: Clause, pack: Pack) -> bool:
    """Whether a clause set against what was said (", though this could not be verified") is the writer's own."""
    words = sentence.words
    against = pack.phrases("clauses", "against")
    opening = sentence.text(other.lead, min(other.lead + 3, len(words) - 1))
    comma = other.lead and "," in (words[other.lead - 1].text, words[other.lead].text)
    return other.role == "adverbial" and bool(comma) and opening.lstrip(", ").startswith(against)


def _turns(words: list[Word], other: Clause, clause: Clause, pack: Pack) -> bool:
    """Whether the clause turns against what was said with a subject of its own (", but he refused") or that of the
    verb of saying (", but gave no details").
    """
    opening = [w.low for w in words[other.lead : other.first + 1]]
    contrast = bool(pack.words("clauses", "contrasts") & set(opening))
    own = has_subject(words, other.head) or words[other.head].head == clause.head
    return contrast and words[other.lead].text == "," and own


def quote_closed(words: list[Word], content: int, lead: int) -> bool:
    """Whether a quotation that what is said began with is over before the other clause."""
    start = max(content - 1, 0)
    if not any(w.text in '"«' for w in words[start : content + 1]):
        return False  # "said she had "acted alone" and regretted it": only some of the words are quoted
    marks = [w.text for w in words[start : lead + 1] if w.text in '"«»']
    return len(marks) >= 2 and (marks[-1] == "»" or (marks[-1] == '"' and len(marks) % 2 == 0))


def has_subject(words: list[Word], head: int) -> bool:
    return any(words[k].dep in ("nsubj", "expl") for k in words[head].kids)


def content_words(words: list[Word], first: int, last: int) -> bool:
    return any(w.pos not in ("PUNCT", "CCONJ", "SPACE") for w in words[max(first, 0) : last + 1])


def tells_of(words: list[Word], clause: Clause, start: int, end: int) -> bool:
    """Whether a relative clause tells who the source at these offsets is ("According to X, who grew up there, …")."""
    if clause.role != "relative" or clause.first < 2 or end > words[clause.first].start:
        return False
    nearest = min(words[words[clause.head].head].start, words[max(clause.lead - 1, 0)].start)
    return start <= nearest < end


def first_verb(clause: Clause, words: list[Word], heads: dict[int, int]) -> None:
    """Let a clause that lost its verb of saying have the first verb of what is said."""
    said = [h for h, v in heads.items() if clause.first <= v <= clause.last]
    own = [h for h in said if words[h].dep != "relcl"] or said
    clause.head = min(own, key=heads.__getitem__, default=clause.head)


def within(words: list[Word], clause: Clause, report: Report, pack: Pack) -> int:
    """The last word of a speaker that more of what is said follows ("P, police said, after a crash"); 0 for none."""
    source = report.source
    if source is None or report.first > clause.first or words[min(report.last + 1, clause.last)].text != ",":
        return 0
    ends = max(source.end, source.cue_end)
    last = next((n for n in range(report.last + 1, clause.last) if words[n].end == ends), 0)
    if not last or words[last + 1].text != "," or clause.last - last <= _TAIL:
        return 0
    return last if words[last + 2].low in pack.words("clauses", "circumstances") else 0


def of_speaker(words: list[Word], clause: Clause, source: Source, content: int) -> bool:
    """Whether a relative clause tells of a speaker behind what is said ("P, said Ann Lee, a nurse, who saw it")."""
    behind = source.rule == "verb-after" and words[content].start < source.start
    return behind and clause.role == "relative" and source.start <= words[words[clause.head].head].start
