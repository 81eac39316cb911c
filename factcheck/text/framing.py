"""Who speaks in the words beside a quotation ("X said,", « a-t-il ajouté »), and who "said this"."""

from dataclasses import replace

from factcheck.text import views
from factcheck.text.attribution import INVERTED, Source, source_by, subject_behind, subject_of
from factcheck.text.clauses import Clause
from factcheck.text.draft import Draft, Voice
from factcheck.text.hearsay import on_says
from factcheck.text.languages import Pack
from factcheck.text.parsed import Parsed, Word
from factcheck.text.saying import is_passive, is_saying
from factcheck.text.sentences import Unit


def frame(sentence: Parsed, pack: Pack) -> tuple[Source | None, int] | None:
    """The speaker that a piece beside a quotation names ("X said,", "a-t-il ajouté") and the place of the verb."""
    words = sentence.words
    whole = Clause(0, len(words) - 1, 0, "main", 0)
    said = [n for n in range(len(words)) if is_saying(words, n, pack)]
    verbs = [n for n in said if words[n].pos in ("VERB", "AUX")]
    others = [n for n in said if words[n].pos in ("NOUN", "ADJ") and not (n and words[n - 1].pos in ("DET", "ADP"))]
    relative = {n for n in verbs if words[n].dep == "relcl" or any(w.low == "qui" for w in words[max(n - 2, 0) : n])}
    others += [n for n in verbs if n in relative]
    verbs = [n for n in verbs if n not in relative]
    behind = not others and pack.code == "fr" and all("Tense=Pres|VerbForm=Part" in words[n].morph for n in verbs)
    if behind and (first := _reaction(words, pack)) is not None:
        return first  # ", a raillé le maire, estimant que …"
    opens = next((n for n, word in enumerate(words) if word.pos != "PUNCT"), 0)
    end = len(words) - 1 - (words[-1].pos == "PUNCT")
    if pack.code == "fr" and verbs and (said_there := on_says(words, opens, end, pack)) is not None:
        return said_there, verbs[0]  # « , tranche-t-on au ministère »
    for n in [*verbs, *others]:
        if not is_passive(words, n):
            return source_by(words, subject_of(words, n, whole, pack), n, pack, "quote"), n
    return _reaction(words, pack)


def said_this(sentence: Parsed, pack: Pack) -> Source | None:
    """Who "said this" or "made the comment" of the words before."""
    words = sentence.words
    for n in range(1, min(len(words) - 1, INVERTED)):
        if words[n].finite and pack.regexes("reporting", "said_this").match(
            sentence.text(n, min(n + 3, len(words) - 1))
        ):
            subject = subject_of(words, n, Clause(0, len(words) - 1, n, "main", 0), pack)
            return source_by(words, subject, n, pack, "quote")
    return None


def _reaction(words: list[Word], pack: Pack) -> tuple[Source | None, int] | None:
    """Any other verb right behind a quotation with its subject after it (", a réagi l'opposition")."""
    first = next((n for n, word in enumerate(words) if word.pos != "PUNCT"), len(words))
    while first < len(words) - 1 and words[first].low in ("s'", "se"):
        first += 1
    if first + 2 >= len(words) or not words[first].text.islower():
        return None
    mistaken = words[first].text.islower() and words[first].pos in ("NOUN", "ADJ", "X", "ADV", "VERB")
    if not (words[first].finite or (mistaken and words[first + 1].pos in ("DET", "PROPN"))):
        return None
    shared = words[first].pos == "AUX" and words[first + 1].pos in ("VERB", "ADJ", "NOUN")
    verb = first + 1 if shared else first
    if shared and first + 3 < len(words) and words[verb + 1].pos in ("ADJ", "ADV") and words[verb + 2].pos == "DET":
        verb += 1  # « , a coupé court la procureure »
    subject = subject_behind(words, verb, len(words) - 1, pack.words("reporting", "pronouns"))
    direct = verb + 1 < len(words) and words[verb + 1].pos in ("DET", "PROPN")
    return (source_by(words, subject, verb, pack, "quote"), verb) if subject is not None and direct else None


def beholder(
    pieces: list[Unit], parsed: list[list[Parsed]], source: Source, possessive: str, pack: Pack
) -> Source | None:
    """Whose eyes « à ses yeux » tells of: those of the subject before the colon, or of the sentence before."""
    unit = next((n for n, unit in enumerate(pieces) if unit.start <= source.start < unit.end), 0)
    if not unit or pieces[unit - 1].quoted or not parsed[unit - 1]:
        return None
    found = views.subject_before(parsed[unit - 1][-1], pack, plural=possessive == "leurs")
    return replace(source, start=found.start, end=found.end, pronoun=found.pronoun) if found is not None else None


def quoted_before(drafts: list[Draft], *, alone: bool) -> Voice | None:
    """The speaker of the quotation that ended the paragraph before one that is nothing but a quotation (``alone``)."""
    last = drafts[-1] if drafts and alone else None
    goes_on = last is not None and last.quoted and not last.boilerplate and not last.headline
    return last.voice if goes_on and last is not None else None


def goes_on(low: str, unit: Unit, pack: Pack) -> bool:
    """Whether the words after a quotation go on with what was said (" and that …")."""
    opening = low[unit.start : unit.start + 30].replace("'", "' ").split()[:2]
    return bool(set(opening) & pack.words("reporting", "complementizers"))
