"""Short words around a speaker: an answer, what stands before a colon, an adverb before a speaker set into it."""

from typing import TYPE_CHECKING

from factcheck.text import views
from factcheck.text.attribution import Source, report
from factcheck.text.clauses import Clause
from factcheck.text.incise import Incise
from factcheck.text.saying import names_what

if TYPE_CHECKING:
    from factcheck.text.sources import Sources


def says_before_colon(sources: "Sources", n: int, source: Source | None) -> bool:
    """Whether the words before a quotation say something themselves (« L'armée dément toute bavure : « … » »); then
    they are a claim.
    """
    clause, words = sources.found[n], sources.words
    told = words[clause.last].text == ":" and names_what(words, clause.head, clause.last, sources.pack)
    if source is None or not told or source.end > words[clause.head].start:
        return False
    clause.last -= 1
    sources.of[n] = source
    sources.own.add(n)
    return True


def told_before_colon(sources: "Sources", clause: Clause, found: Incise) -> bool:
    """Whether a clause itself names who speaks behind its colon (« La CGT proteste : les prix montent, dit-elle »)."""
    colon = next((n for n in range(found.first, clause.last, -1) if sources.words[n].text == ":"), None)
    if colon is None or not found.source.pronoun:
        return False
    told = report(sources.sentence, clause, sources.heads, sources.pack)
    return told is not None and told.own


def answered(sources: "Sources") -> bool:
    """Whether somebody answers in a word (« Faux, rétorque la mairie : P »): the answer is the town hall's, and so is
    what it says behind the colon.
    """
    found = views.short_answer(sources.words, sources.pack)
    if found is None or 0 in sources.of:
        return False
    sources.of[0] = found[0]
    sources.own.add(0)
    colon = next((n for n in range(found[1], len(sources.words)) if sources.words[n].text == ":"), len(sources.words))
    sources.of.update((n, found[0]) for n, clause in enumerate(sources.found) if clause.first > colon)
    return True


def begun(sources: "Sources", found: Incise) -> None:
    """« Hier, a dit le maire, la route a fermé »: what opens the sentence goes with what is said, or says nothing."""
    words = sources.words
    after = next((c for c in sources.found if c.first in (found.last + 1, found.last + 2)), None)
    behind = found.last + 1 + (words[found.last + 1].text == ",")
    for clause in sources.found:
        around = clause.first < found.first and behind < clause.last
        opening = sources.sentence.text(clause.first, found.first - 1)
        if around and opening in sources.pack.words("clauses", "connectives"):
            clause.first = behind  # « Pourtant, assure le maire, P »
    for n, clause in enumerate(sources.found):
        own = words[clause.first : clause.last + 1]
        if after is None or clause.last >= found.first or any(w.finite for w in own) or clause is after:
            continue
        sources.frames.add(n)
        if sources.sentence.text(clause.first, clause.last) not in sources.pack.words("clauses", "connectives"):
            after.first = clause.first
