"""One sentence to draft claims: cut, find who says each part, trim to the words that say it."""

from typing import TYPE_CHECKING

from factcheck.text import attribution, story, wording
from factcheck.text.attribution import Source
from factcheck.text.boundaries import cut, trim_to_rest
from factcheck.text.clauses import Clause, verb_groups
from factcheck.text.dates import find
from factcheck.text.kinds import prediction
from factcheck.text.draft import Draft, Gap, Voice
from factcheck.text.parse import Parsed, Word
from factcheck.text.sentences import Unit
from factcheck.text.standalone import Swap

if TYPE_CHECKING:
    from factcheck.text.reader import BlockReader

_EDGE = frozenset(",;:.!?…\"'«»“”()[]–—-*•|")
_NESTED = 3


def read_sentence(block: "BlockReader", unit: Unit, sentence: Parsed, speaker: Voice | None) -> None:
    """Append the sentence's drafts and gaps to the reader."""
    _Sentence(block, unit, sentence, speaker).read()


class _Sentence:
    def __init__(self, block: "BlockReader", unit: Unit, sentence: Parsed, speaker: Voice | None) -> None:
        self.block, self.unit, self.sentence, self.speaker = block, unit, sentence, speaker
        self.words = sentence.words
        self.pack = block.pack
        self.heads = verb_groups(self.words)
        self.copy = block.copy
        self.begin, self.end = self.words[0].start, self.words[-1].end
        self.cues: list[tuple[int, int]] = []
        self.own: set[int] = set()

    def read(self) -> None:
        found = cut(self.sentence, self.pack)
        sources: dict[int, Source | Voice | None] = {}
        whole = self._according(found, sources)
        trim_to_rest(found, self.words, found)
        frames = self._frame(found)
        for n, clause in enumerate(found):
            self._reported(n, clause, found, sources, frames)
        drafts = []
        for n, clause in enumerate(found):
            if n in frames or clause.first > clause.last:
                continue
            if not self._says_something(clause):
                continue
            if (draft := self._draft(clause, sources.get(n) or whole)) is not None:
                draft.own_source = n in self.own
                drafts.append(draft)
        if self.cues:
            self._leading_date(drafts)
        drafts.sort(key=lambda d: (d.start, -d.end))
        self.block.reader.drafts.extend(drafts)
        for start, stop in self.cues:
            if start <= stop:
                span = self.words[max(start, 0)].start, self.words[stop].end
                self.block.reader.gaps.append(Gap(self.copy.at(span[0]), self.copy.end(span[1]), "attribution"))
        if not drafts:
            self._no_claim()

    def _leading_date(self, drafts: list[Draft]) -> None:
        """The time that stands with the verb of saying ("They estimated by 2050, …") goes to what is said."""
        first = min((d.words[0].start for d in drafts), default=self.end)
        piece = self.copy.text[self.begin : first]
        found = find(piece, self.pack, self.block.reader.anchor)
        for draft in drafts:
            draft.sentence_dates = found

    def _frame(self, found: list[Clause]) -> set[int]:
        """The clause that only introduces a quotation: its verb of saying says nothing else."""
        named = attribution.frame(self.sentence, self.pack) if self.unit.frame else None
        if named is None:
            return set()
        holders = [n for n, c in enumerate(found) if c.first <= named[1] <= c.last]
        innermost = min(holders, key=lambda n: found[n].last - found[n].first, default=None)
        if innermost is None:
            return set()
        clause = found[innermost]
        report = attribution.report(self.sentence, clause, self.heads, self.pack)
        self.cues.append((clause.first, clause.last))
        return set() if report is not None and not report.own else {innermost}

    def _according(self, found: list[Clause], sources: dict[int, Source | Voice | None]) -> Source | None:
        """Cut "according to X" from the clauses; the source of the whole sentence when it opens it."""
        whole: Source | None = None
        for phrase in attribution.according(self.sentence, self.block.low, self.pack):
            self.cues.append((phrase.first, phrase.last))
            if phrase.first <= 1:
                whole = phrase.source
            holders = [n for n, c in enumerate(found) if c.first <= phrase.first and phrase.last <= c.last]
            for n, clause in enumerate(found):
                if clause.first <= phrase.first <= clause.last:
                    if not self._content(phrase.last + 1, clause.last):
                        clause.last = phrase.first - 1
                    elif not self._content(clause.first, phrase.first - 1):
                        clause.first = phrase.last + 1
            near = [n for n, c in enumerate(found) if c.last < phrase.first] if not holders else holders
            target = min(holders, key=lambda n: found[n].last - found[n].first) if holders else max(near, key=lambda n: found[n].last, default=0)  # fmt: skip
            sources[target] = phrase.source
            if found[target].role == "participle" and found[target].parent >= 0:
                sources[found[target].parent] = phrase.source
            for kid in found[target].kids:
                if found[kid].role == "participle":
                    sources[kid] = phrase.source
        return whole

    def _content(self, first: int, last: int) -> bool:
        return any(w.pos not in ("PUNCT", "CCONJ", "SPACE") for w in self.words[max(first, 0) : last + 1])

    def _reported(
        self,
        n: int,
        clause: Clause,
        found: list[Clause],
        sources: dict[int, Source | Voice | None],
        frames: set[int],
    ) -> None:
        """Take the saying from what is said, as often as one is inside the other."""
        for _ in range(_NESTED):
            report = attribution.report(self.sentence, clause, self.heads, self.pack)
            if report is None:
                return
            if report.source is not None:
                inner = report.source
                outer = sources.get(n)
                lent = outer is not None and not self._has_subject(clause.head)
                if not lent and not (inner.pronoun and isinstance(outer, Source)):
                    sources[n] = inner
            if report.own:
                self.own.add(n)
                return
            if report.first > clause.first:
                self.cues.append((clause.first, report.first - 1))
            else:
                self.cues.append((report.last + 1, clause.last))
            for m, other in enumerate(found):
                inside = other.parent == n and other.first >= report.first
                if inside and self._continues(other, clause, report.first) and m not in sources:
                    sources[m] = sources.get(n)
            clause.first, clause.last = max(clause.first, report.first), min(clause.last, report.last)
            trim_to_rest([clause], self.words, found)
            if not self._content(clause.first, clause.last):
                frames.add(n)
                return

    def _has_subject(self, head: int) -> bool:
        return any(self.words[k].dep in ("nsubj", "expl") for k in self.words[head].kids)

    def _continues(self, other: Clause, clause: Clause, content: int) -> bool:
        """Whether a clause cut from a report is part of what is said (hangs below its content)."""
        n, steps = other.head, 0
        while self.words[n].head != n and steps < len(self.words):
            n = self.words[n].head
            steps += 1
            if n >= content:
                return True
            if n == clause.head:
                break
        opening = self.words[other.first].low
        if opening in self.pack.words("reporting", "complementizers"):
            return True
        subject = self._has_subject(other.head)
        same = opening in self.pack.words("reporting", "pronouns") and self.words[content - 1].pos == "SCONJ"
        return other.role == "coordinated" and (same or not subject)

    def _says_something(self, clause: Clause) -> bool:
        return any(w.pos not in ("PUNCT", "CCONJ", "SCONJ", "ADP", "DET", "SPACE") for w in self.words[clause.first : clause.last + 1])  # fmt: skip

    def _draft(self, clause: Clause, source: Source | Voice | None) -> Draft | None:
        first, last = self._trimmed(clause.first, clause.last)
        if first > last:
            return None
        words = self.words[first : last + 1]
        if self.unit.frame and len(words) < 4:
            return None
        copy = self.copy
        low = self.block.low[words[0].start : words[-1].end]
        draft = Draft(copy.at(words[0].start), copy.end(words[-1].end), words, low, copy, clause.role)
        draft.voice = self.block.voice(source) if isinstance(source, Source) else source or self.speaker
        draft.headline = self.block.is_headline
        draft.quoted = self.unit.quoted or (words[0].text in '"«' and words[-1].text in '"»')
        tail = self.block.copy.text[self.end - 3 : self.end + 2]
        draft.question = "?" in tail and clause.role in ("main", "coordinated")
        self._place_in_time(draft, clause, low)
        piece = copy.text[words[0].start : words[-1].end]
        draft.lead = wording.lead(clause, first, self.words, self.heads, self.block.reader.context, copy)
        if draft.lead and self.words[first].low in ("qui", "who", "which", "that", "whose"):
            draft.swaps.append(Swap(words[0].start, words[0].end, ""))
        draft.swaps.extend(wording.swaps(words, self.block.reader.context, self.pack))
        future = bool(prediction(words, low, self.pack))
        draft.dates = find(piece, self.pack, self.block.reader.anchor, future=future)
        return draft

    def _place_in_time(self, draft: Draft, clause: Clause, low: str) -> None:
        """What the dating of clauses without a date needs: tense, what it speaks of, where it stands."""
        verb = self.heads.get(clause.head)
        draft.tense = story.tense(self.words, clause.head, verb)
        draft.general = story.is_general(self.words, clause.head, low, self.pack)
        draft.sentence = self.block.reader.context.sentence
        draft.paragraph = self.block.paragraph
        subject = next((k for k in self.words[clause.head].kids if self.words[k].dep == "nsubj"), None)
        if subject is not None and self.words[subject].pos == "NOUN":
            draft.nouns = (self.words[subject].low,)
            draft.definite = any(self.words[k].low in self.pack.words("standalone", "definite") for k in self.words[subject].kids)  # fmt: skip

    def _mostly_quoted(self, words: list[Word]) -> bool:
        """Whether a quotation inside the writer's sentence holds the clause and not just some words of it."""
        inside, quoted, verb = False, 0, False
        for word in words:
            if word.text in "\"«»":
                inside = not inside if word.text == '"' else word.text == "«"
            elif inside and word.pos != "PUNCT":
                quoted += 1
                verb = verb or word.finite or word.pos == "VERB"
        return verb and quoted >= 0.65 * sum(word.pos != "PUNCT" for word in words)

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """The clause without punctuation, connectives and conjunctions at its edges; pairs of marks stay whole."""
        words = self.words
        connectives = self.pack.list("clauses", "connectives")
        changed = True
        while changed and first <= last:
            changed = False
            while last >= first and self._loose(first, last, last):
                last -= 1
                changed = True
            while first <= last and self._loose(first, last, first):
                first += 1
                changed = True
            for connective in connectives:
                length = len(connective.replace("'", "' ").split())
                if last - first > length and self.sentence.text(first, first + length - 1) == connective.replace("'", "' ").strip():  # fmt: skip
                    if words[first + length].text == "," or words[first].pos == "CCONJ" or words[first].pos == "SCONJ":  # fmt: skip
                        first += length
                        changed = True
                        break
        return first, last

    def _loose(self, first: int, last: int, n: int) -> bool:
        """Whether the mark at an edge closes or opens nothing inside the span."""
        mark = self.words[n].text
        if mark not in _EDGE:
            return self.words[n].pos == "CCONJ" and n == last
        pairs = {")": "(", "»": "«", "]": "[", "(": ")", "«": "»", "[": "]"}
        if mark in pairs:
            return not any(self.words[k].text == pairs[mark] for k in range(first, last + 1) if k != n)
        if mark == '"':
            return sum(self.words[k].text == '"' for k in range(first, last + 1)) % 2 == 1
        return True

    def _no_claim(self) -> None:
        reason = "attribution" if self.unit.frame or self.cues else "fragment"
        self.block.reader.gaps.append(Gap(self.copy.at(self.begin), self.copy.end(self.end), reason))
