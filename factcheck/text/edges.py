"""The edges of a claim: no punctuation, connective or conjunction that belongs to the sentence around it."""

from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Word

_EDGE = frozenset(",;:.!?…\"'«»“”()[]–—-*•|")
_PAIRS = {")": "(", "»": "«", "]": "[", "(": ")", "«": "»", "[": "]"}


def trimmed(words: list[Word], first: int, last: int, pack: Pack) -> tuple[int, int]:
    """The span without loose words at its edges; pairs of marks stay whole. Empty when first > last."""
    changed = True
    while changed and first <= last:
        changed = False
        while last >= first and _loose(words, first, last, last, pack):
            last -= 1
            changed = True
        while first <= last and _loose(words, first, last, first, pack):
            first += 1
            changed = True
        length = _connective(words, first, last, pack)
        first += length
        changed = changed or length > 0
    marks = [word.text for word in words[first : last + 1] if word.text == '"']
    if len(marks) == 1 and last + 1 < len(words) and words[last + 1].text == '"' and words[first].text != '"':
        last += 1
    return first, last


def _connective(words: list[Word], first: int, last: int, pack: Pack) -> int:
    """How many words at the start only link the clause to what stood before ("En outre,", "but")."""
    for phrase in pack.opening("clauses", "connectives", words[first].low) if first <= last else ():
        length = len(phrase.split())
        if last - first <= length:
            continue
        if " ".join(word.low for word in words[first : first + length]) != phrase:
            continue
        if words[first + length].text == "," or words[first].pos in ("CCONJ", "SCONJ"):
            return length
    return 0


def _loose(words: list[Word], first: int, last: int, n: int, pack: Pack) -> bool:
    """Whether the word at an edge closes or opens nothing inside the span."""
    mark = words[n].text
    if mark not in _EDGE:
        adds = (
            words[n].tag == "VBG" and n > first and words[n - 1].text == "," and words[n].low in lexicon(pack).reporting
        )
        return n == last and (words[n].pos == "CCONJ" or adds)  # 'stood by it, adding: "…"'
    if mark in _PAIRS:
        return not any(words[k].text == _PAIRS[mark] for k in range(first, last + 1) if k != n)
    if mark == '"':
        return sum(words[k].text == '"' for k in range(first, last + 1)) % 2 == 1
    return True
