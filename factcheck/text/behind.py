"""Clauses behind the comma of a French main clause that neither conjunction nor tree gives away."""

from factcheck.text.apposed import region
from factcheck.text.clauses import Clause
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

_STRESSED = frozenset(["lui", "elle", "eux", "elles"])


def behind(words: list[Word], found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """The clauses that such words open behind a comma; none in other languages than French."""
    if pack.code != "fr":
        return []
    return [*_others(words, found, heads), *_stressed(words, found, heads)]


def _others(words: list[Word], found: list[Clause], heads: dict[int, int]) -> list[Clause]:
    """« Certains redoutent P, quand d'autres réclament Q »: « quand » tells no time here."""
    by_verb = {v: h for h, v in heads.items()}
    for n in range(3, len(words) - 3):
        if words[n - 1].text != "," or words[n].low != "quand":
            continue
        low = [w.low for w in words[n + 1 : n + 3]]
        others = low in (["d'", "autres"], ["les", "autres"], ["d'", "aucuns"]) or low[0] in ("certains", "certaines")
        if not others or any(c.role != "main" and c.lead in (n - 1, n) for c in found):
            continue
        _, end = region(found, n, len(words))
        after = [v for v in sorted(by_verb) if n < v < end]
        if after and any(v < n for v in by_verb):
            return [Clause(n + 1, end - 1, by_verb[after[0]], "adverbial", n - 1)]
    return []


def _stressed(words: list[Word], found: list[Clause], heads: dict[int, int]) -> list[Clause]:
    """« Le syndicat n'en croit rien, lui qui dénonce l'état de la voie »: the pronoun takes up the subject."""
    by_verb = {v: h for h, v in heads.items()}
    for n in range(3, len(words) - 3):
        if words[n].low not in _STRESSED or words[n - 1].text != "," or words[n + 1].low != "qui":
            continue
        subject = next((k for k in range(n - 1) if words[k].dep == "nsubj" and words[k].pos in ("NOUN", "PROPN")), None)
        known = any(c.role != "main" and c.lead in (n - 1, n, n + 1) for c in found)
        _, end = region(found, n, len(words))
        after = [v for v in sorted(by_verb) if n < v < end]
        if subject is None or known or not after or not any(v < n for v in by_verb):
            continue
        head = by_verb[after[0]]
        words[head].head, words[head].dep = subject, "relcl"
        return [Clause(n + 1, end - 1, head, "relative", n - 1)]
    return []
