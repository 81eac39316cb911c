"""The first person of a quotation in the third: "I am worried" to "Jane Doe is worried", « je sens » to « X sent ».

Done for a single speaker who is known by name. A plural ("we", « nous ») may be anyone's, so those words stay; so does
whatever these rules do not know how to turn.
"""

import re

from factcheck.text.languages import Pack
from factcheck.text.parsed import Word
from factcheck.text.standalone import Swap

_VOWELS = "aeiouéèêhyâîAEIOUÉÈÊHYÂÎ"
_ENGLISH = {"am": "is", "'m": " is", "have": "has", "'ve": " has", "do": "does", "'ll": " will", "go": "goes"}
_UNCHANGED = frozenset(["was", "had", "did", "were"])
_FRENCH = {"ai": "a", "suis": "est", "vais": "va", "puis": "peut"}
_CLITICS = frozenset(["ne", "n'", "me", "m'", "le", "la", "les", "l'", "y", "en", "lui", "leur"])


def in_third_person(words: list[Word], name: str, gender: str, pack: Pack) -> list[Swap] | None:
    """The replacements that put the speaker's words into the third person; None where it cannot be done surely.

    ``gender`` is "Masc", "Fem" or "" (unknown: the name is said again).
    """
    own = pack.words("standalone", "speaker_words")
    if not any(word.low in own for word in words) or any(
        word.low.lstrip("-") in pack.words("standalone", "not_one_speaker") for word in words
    ):
        return None
    return _french(words, name) if pack.code == "fr" else _english(words, name, gender) if pack.code == "en" else None


def of_a_body(words: list[Word], claimant: str, pack: Pack) -> list[Swap]:
    """The "we" of a body, or of who speaks for it, as the body: "The airline regrets it" (English)."""
    own = {word.low for word in words} & pack.words("standalone", "not_one_speaker")
    found = pack.regexes("standalone", "speaks_for").match(claimant.lower())
    if pack.code != "en" or found is None or not own or not own <= {"we", "our"}:
        return []
    first, last = next((found.span(n) for n in range(1, len(found.groups()) + 1) if found.group(n)), (0, 0))
    body = claimant[first:last]
    out: list[Swap] = []
    body = body if body[:1].isupper() or body.startswith("the ") else f"the {body.removeprefix('a ')}"
    for n, word in enumerate(words):
        if word.low == "our":
            out.append(Swap(word.start, word.end, "its" if out else f"{body}'s"))
        elif word.low == "we":
            verb = _english_verb(words, n)
            turned = {"were": "was", "are": "is", "'re": " is"}.get(words[verb].low) if verb is not None else None
            turned = turned or (_english_form(words[verb]) if verb is not None else None)
            if verb is None or turned is None:
                return []
            out.append(Swap(word.start, word.end, "it" if out else body))
            out.append(Swap(words[verb].start, words[verb].end, turned))
    return out


def _english(words: list[Word], name: str, gender: str) -> list[Swap] | None:
    subject, owner = {"Masc": ("he", "his"), "Fem": ("she", "her")}.get(gender, (name, "their"))
    out: list[Swap] = []
    named = False
    for n, word in enumerate(words):
        if word.low == "i":
            out.append(Swap(word.start, word.end, subject if named else name))
            named = True
            verb = _english_verb(words, n)
            if verb is None:
                return None
            turned = _english_form(words[verb])
            if turned is None:
                return None
            if turned != words[verb].low:
                out.append(Swap(words[verb].start, words[verb].end, turned))
            out.extend(_joined(words, verb))
        elif word.low == "my":
            out.append(Swap(word.start, word.end, owner if named else f"{name}'s"))
            named = True
    return out


def _english_verb(words: list[Word], pronoun: int) -> int | None:
    """The finite verb of an "I": right after it, or after adverbs."""
    for n in range(pronoun + 1, min(pronoun + 5, len(words))):
        if words[n].pos in ("VERB", "AUX") or words[n].tag == "MD":
            return n
        if words[n].pos not in ("ADV", "PART"):
            return None
    return None


def _english_form(verb: Word) -> str | None:
    low = verb.low
    if low in _ENGLISH:
        return _ENGLISH[low]
    if verb.tag in ("MD", "VBD") and low != "'d":
        return low
    if low in _UNCHANGED:
        return low
    if verb.tag not in ("VBP", "VB") or not low.isalpha():
        return None
    if low.endswith(("s", "x", "z", "ch", "sh", "o")):
        return low + "es"
    return low[:-1] + "ies" if low[-1] == "y" and low[-2:-1] not in "aeiou" else low + "s"


def _joined(words: list[Word], verb: int) -> list[Swap]:
    """Further verbs in the present that share the subject ("I work and pay")."""
    if words[verb].tag != "VBP" or words[verb].pos != "VERB":
        return []
    out = []
    for n in range(verb + 2, len(words)):
        word = words[n]
        if word.tag in ("VBP", "VB") and words[n - 1].pos == "CCONJ" and (form := _english_form(word)):
            out.append(Swap(word.start, word.end, form))
    return out


def _french(words: list[Word], name: str) -> list[Swap] | None:
    out: list[Swap] = []
    named = False
    for n, word in enumerate(words):
        if word.low in ("je", "j'"):
            verb = next((k for k in range(n + 1, min(n + 6, len(words))) if words[k].low not in _CLITICS), None)
            form = _french_form(words[verb].low) if verb is not None else None
            if verb is None or form is None:
                return None
            out.append(Swap(word.start, word.end, name + (" " if word.low == "j'" else "")))
            out.extend(
                Swap(w.start, w.end, "s'" if w.low == "m'" else "se")
                for w in words[n + 1 : verb]
                if w.low in ("me", "m'")
            )
            out.append(Swap(words[verb].start, words[verb].end, form))
            named = True
        elif word.low in ("mon", "ma", "mes"):
            mine = _mine(words, n, name) if not named else [Swap(word.start, word.end, "s" + word.low[1:])]
            if mine is None:
                return None
            out.extend(mine)
            named = True
    done = {swap.start for swap in out}
    return None if any(w.low in ("me", "m'") and w.start not in done for w in words) else out


def _french_form(low: str) -> str | None:
    """The third person of a verb from its first: "sens" to "sent", "irai" to "ira", "peux" to "peut"."""
    if low in _FRENCH:
        return _FRENCH[low]
    for ending, other in (("rai", "ra"), ("ais", "ait"), ("ds", "d"), ("ts", "t"), ("cs", "c"), ("s", "t"), ("x", "t")):
        if low.endswith(ending):
            return low[: -len(ending)] + other
    return low if re.fullmatch(r"\w+e", low) else None


def _mine(words: list[Word], n: int, name: str) -> list[Swap] | None:
    """ "Mon poignet" to "le poignet de X"."""
    noun = next((k for k in range(n + 1, min(n + 3, len(words))) if words[k].pos == "NOUN"), None)
    if noun is None:
        return None
    vowel = words[n + 1].low[0] in _VOWELS
    feminine = words[n].low == "ma" or "Gender=Fem" in words[noun].morph
    article = "les " if words[n].low == "mes" else "l'" if vowel else "la " if feminine else "le "
    of = "d'" if name[0] in _VOWELS else "de "
    return [
        Swap(words[n].start, words[n + 1].start, article),
        Swap(words[noun].end, words[noun].end, f" {of}{name}"),
    ]
