"""One sentence to draft claims: cut, find who says each part, trim to the words that say it."""

from functools import partial
from typing import TYPE_CHECKING

from factcheck.text import naming, participles, relatives, speaking, story, thread, wording
from factcheck.text.apposed import is_what, share_of
from factcheck.text.attribution import Source
from factcheck.text.boundaries import cut
from factcheck.text.clauses import Clause, verb_groups
from factcheck.text.dates import TOLD_BEFORE, find, told_last
from factcheck.text.draft import Draft, Gap, Voice
from factcheck.text.edges import trimmed
from factcheck.text.fronted import picks_out
from factcheck.text.kinds import is_over, looks_ahead
from factcheck.text.lexicon import lexicon
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Parsed, Word
from factcheck.text.sentences import Unit
from factcheck.text.sources import Sources
from factcheck.text.standalone import Swap, calling

if TYPE_CHECKING:
    from factcheck.text.reader import BlockReader

_EMPTY = ("PUNCT", "CCONJ", "SCONJ", "ADP", "DET", "SPACE")
#: Clauses that the wording of the one around them leaves out.
_SET_IN = ("relative", "participle", "apposed")
#: A quotation that holds at least this share of a clause's words, with a verb, is the clause.
_MOSTLY = 0.65


def _past_hearers(words: list[Word], end: int) -> int:
    """The end of an incise with when and to whom it was said (", assure-t-elle alors aux voisins,")."""
    after = [n for n, word in enumerate(words) if word.start >= end]
    comma = next((n for n in after[:6] if words[n].text == ","), None)
    told = words[after[0] : comma] if comma is not None else []
    return told[-1].end if told and all(w.pos in ("ADV", "ADP", "DET", "NOUN", "ADJ") for w in told) else end


def _whole(clause: Clause, found: list[Clause]) -> int:
    """The last word of a clause with the one joined to it ("which was built in 1988 and had passed an inspection")."""
    joined = (found[k] for k in clause.kids if found[k].role == "coordinated")
    return max((c.last for c in joined if 0 < c.first - clause.last <= 2), default=clause.last)


def read_sentence(block: "BlockReader", unit: Unit, sentence: Parsed, speaker: Voice | None) -> None:
    """Append the sentence's drafts and gaps to the reader."""
    _Sentence(block, unit, sentence, speaker).read()


class _Sentence:
    def __init__(self, block: "BlockReader", unit: Unit, sentence: Parsed, speaker: Voice | None) -> None:
        self.block, self.unit, self.sentence, self.speaker = block, unit, sentence, speaker
        self.words = sentence.words
        self.pack = block.pack
        self.context = block.reader.context
        self.heads = verb_groups(self.words)
        self.copy = block.copy
        self.begin, self.end = self.words[0].start, self.words[-1].end
        self.resolved: dict[int, list[Swap]] = {}

    def read(self) -> None:
        found = cut(self.sentence, self.pack)
        sources = Sources(self.sentence, self.block.low, found, self.heads, self.pack)
        sources.read(framed=self.unit.frame, quoted=self.unit.quoted)
        drafts = []
        self.block.voice(sources.whole)  # heard first, even where another speaks inside
        for n, clause in enumerate(found):
            if n in sources.frames or clause.first > clause.last or self._is_empty(clause):
                continue
            if clause.role == "asked":
                self._gap(self.words[clause.first].start, self.words[clause.last].end, "attribution")
                continue
            draft = self._draft(clause, sources.source(n), found)
            if draft is not None:
                draft.own_source = n in sources.own or clause.role == "item"
                self._move_source(draft, clause, sources.source(n), own=n in sources.own)
                second = sources.second.get(n)
                draft.second = self.block.voice(second) if second is not None else None
                drafts.append(draft)
        drafts.sort(key=lambda d: (d.start, -d.end))
        self._gaps(sources.cues)
        if sources.cues:
            self._leading_date(drafts)
        if not drafts:
            reason = "attribution" if self.unit.frame or sources.cues else "fragment"
            self._gap(self.begin, self.end, reason)
        self.block.reader.drafts.extend(drafts)

    def _move_source(self, draft: Draft, clause: Clause, source: Source | None, *, own: bool) -> None:
        """Let the source stand at the wording's end where the clause holds it ("X has, according to Y, lost …")."""
        if source is None:
            return
        swaps: list[Swap] = []
        if own and draft.role == "participle" and draft.voice is not None:
            plural = wording.is_plural(self.words, source.start, source.end)
            name = self._reporter(draft, always=True)
            swaps, draft.moved = participles.said(draft.words, name, plural, self.pack)
            draft.lead = "" if swaps else draft.lead
            draft.swaps.extend(swaps)
            return
        if own:
            doubtful = draft.voice is None or draft.voice.doubtful
            first = next(n for n, word in enumerate(self.words) if word.start == draft.words[0].start)
            said = [] if doubtful else wording.without_saying(clause, first, draft.lead, self.words, self.pack)
            swaps = said or wording.own_infinitive(draft.words, self.pack)
        elif source.rule in ("according", "verb-after"):
            begin, end = min(source.start, source.cue_start), max(source.end, source.cue_end)
            end = _past_hearers(draft.words, end) if source.pronoun else end
            aside = wording.aside_source(draft.words, begin, end, self.pack)
            swaps = [aside] if aside is not None else []
            if source.rule == "verb-after":
                draft.aside.append((begin, end))  # « , a-t-elle précisé lundi, »: no time of what is said
        draft.swaps.extend(swaps)
        draft.moved = bool(swaps)
        says = (
            draft.lead.rstrip(",").lower() == (draft.voice.full or draft.voice.name).lower() if draft.voice else False
        )
        draft.own_source = draft.own_source or (says and self.words[clause.head].low in lexicon(self.pack).reporting)

    def _gaps(self, cues: list[tuple[int, int]]) -> None:
        for first, last in cues:
            if max(first, 0) <= last:
                self._gap(self.words[max(first, 0)].start, self.words[last].end, "attribution")

    def _gap(self, start: int, end: int, reason: str) -> None:
        self.block.reader.gaps.append(Gap(self.copy.at(start), self.copy.end(end), reason))

    def _leading_date(self, drafts: list[Draft]) -> None:
        """The time that stands with the verb of saying ("They estimated by 2050, …") goes to what is said."""
        first = min((d.words[0].start for d in drafts), default=self.end)
        found = find(self.copy.text[self.begin : first], self.pack, self.block.reader.anchor)
        for draft in drafts:
            draft.sentence_dates = found

    def _is_empty(self, clause: Clause) -> bool:
        return all(w.pos in _EMPTY for w in self.words[clause.first : clause.last + 1])

    def _draft(self, clause: Clause, source: Source | None, found: list[Clause]) -> Draft | None:
        first, last = trimmed(self.words, clause.first, clause.last, self.pack)
        words = self.words[first : last + 1]
        if not words or (self.unit.frame and len(words) < 4):
            return None
        copy = self.copy
        low = self.block.low[words[0].start : words[-1].end]
        draft = Draft(copy.at(words[0].start), copy.end(words[-1].end), words, low, copy, clause.role)
        draft.voice = self.block.voice(source) or self.speaker or self.block.label
        draft.headline = self.block.is_headline
        draft.topic = "" if draft.headline else self.context.topic
        draft.person = None if draft.headline else self.context.hero.among(words, self.context.sentence)
        answers = self.block.label is not None and draft.voice is self.block.label
        draft.quoted = self.unit.quoted or answers or _mostly_quoted(self.words, first, last)
        asked = "?" in copy.text[max(self.end - 3, 0) : self.end + 2]
        draft.question = asked and clause.role in ("main", "coordinated")
        if draft.question and draft.voice is self.block.label:
            draft.voice = None
        draft.head = clause.head
        draft.inner = self._relatives(clause, first, last)
        self._place_in_time(draft, clause, low)
        self._word(draft, clause, first, found)
        piece = copy.text[words[0].start : words[-1].end]
        verb = self.heads.get(clause.head)
        own = self.words[verb] if verb is not None and first <= verb <= last else None
        said = draft.voice is not None and draft.voice.rule in ("verb", "verb-after")
        seen_ahead = said and own is not None and "Mood=Cnd" in own.morph
        seen_ahead = seen_ahead and own is not None and (own.pos == "VERB" or own.dep == "auxpass")
        ahead = seen_ahead or looks_ahead(words, low, self.pack, own)
        anchor = self.block.reader.anchor
        past = not ahead and is_over(words, low, self.pack, own)
        before = copy.text[self.begin : words[0].start]
        look = partial(find, pack=self.pack, anchor=anchor)
        draft.dates = look(piece, future=ahead, past=past, told=self.context.told)
        if any(found.rule in TOLD_BEFORE for found in draft.dates):
            draft.dates = look(piece, future=ahead, past=past, told=told_last(look(before), self.context.told))
        if draft.dates:
            self.context.told = told_last(draft.dates, self.context.told)
        draft.later = anchor is not None and any(
            f.resolved is not None and f.resolved.start is not None and f.resolved.first >= anchor.last
            for f in draft.own_dates
        )
        return draft

    def _relatives(self, clause: Clause, first: int, last: int) -> list[tuple[int, int]]:
        """Where relative clauses stand in the span, that say nothing of what its own verb says."""
        out = []
        for n in range(first, last + 1):
            word = self.words[n]
            set_in = word.dep == "relcl" and n != clause.head and first < word.left and word.right <= last
            if set_in and not picks_out(self.words, word.left):
                out.append((self.words[word.left].start, self.words[word.right].end))
        return out

    def _word(self, draft: Draft, clause: Clause, first: int, found: list[Clause]) -> None:
        """What the stand-alone wording needs of the sentence."""
        inner = [found[k] for k in clause.kids if first <= found[k].first and found[k].last <= clause.last]
        draft.aside = [(self.words[c.first].start, self.words[c.last].end) for c in inner if c.first <= c.last]
        spans = [(c.first, _whole(c, found)) for c in inner if c.role in _SET_IN and c.first > first]
        draft.swaps.extend(wording.without_asides(self.words, spans, clause.last))
        if clause.role == "item":
            main = self.words[found[0].first].start
            draft.lead = self.copy.text[main : self.words[clause.head - 1].end]
            return
        own = relatives.reworded(clause, first, self.words, self.context, self.copy) if self.pack.code == "fr" else None
        lead = self._lead(clause, first, draft) or _place(self.words, clause, first, found, self.copy)
        lead = lead or is_what(clause, self.words, self.context, self.copy)
        draft.lead = own[0] if own is not None else lead
        if draft.lead and clause.role == "participle" and first == 0:
            draft.swaps.append(Swap(self.words[0].start, self.words[0].end, self.words[0].low))
        moved = wording.moved_antecedent(clause, first, self.words, self.context, self.copy) if not draft.lead else []
        if not draft.lead and not moved and clause.parent >= 0 and wording.goes_on(self.words, clause, first):
            draft.lead = self._before(clause, found[clause.parent])
        draft.swaps.extend(own[1] if own is not None else share_of(clause, self.words, self.context, self.copy))
        place = own is None and clause.role == "relative" and self.words[first].low in ("où", "where", "when")
        relative = self.words[first].low in wording.RELATIVES and not draft.question
        if place or (relative and draft.lead and not draft.lead.endswith(",")):
            draft.swaps.append(Swap(draft.words[0].start, draft.words[0].end, ""))
        if ", " in draft.lead and clause.role in ("relative", "coordinated") and draft.lead[-1] != ",":
            draft.lead += ","  # "The minister, Ann Lee, promised …"
        draft.swaps.extend(moved if own is None else [])
        fact = participles.as_a_fact(clause, draft.words, self.words, self.context, self.copy, self.pack)
        draft.swaps.extend(fact)
        draft.lead = "" if fact else draft.lead
        if draft.voice is not None and draft.voice.rule == "verb":
            draft.swaps.extend(wording.as_a_fact(draft.words, self.pack))
        before = self.context.subjects(self.words, self.block.reader.article, self.copy, first)
        draft.swaps.extend(self._own_subject(draft) or thread.whom_told(self.words, draft.words, self.copy, self.pack))
        draft.swaps.extend(
            naming.counted_before(draft.words, self.words[:first], self.context.counted, self.copy.text, self.pack)
        )
        spoken = self._third_person(draft)
        draft.swaps.extend(spoken)
        quoted, claimant = self.unit.quoted, self._reporter(draft) if clause.role != "relative" else ""
        more = wording.swaps(draft.words, self.context, before, self.pack, quoted=quoted, claimant=claimant)
        draft.swaps.extend(thread.latter(self.words, draft.words, self.copy, self.pack))
        put = [swap.start for swap in own[1]] if own is not None else []
        draft.swaps.extend(s for s in more if not any(s.start <= place <= s.end for place in put))
        self.resolved[clause.first] = [swap for swap in draft.swaps if swap.words]
        done = {swap.start for swap in draft.swaps}
        pronouns = self.pack.words("reporting", "pronouns") - wording.RELATIVES
        draft.doubts = [
            (w.start, w.end) for w in draft.words if w.low in pronouns and w.dep == "nsubj" and w.start not in done
        ]

    def _lead(self, clause: Clause, first: int, draft: Draft) -> str:
        reporter = self._reporter(draft)
        return wording.lead(clause, first, self.words, self.heads, self.context, self.copy, self.pack, reporter)

    def _own_subject(self, draft: Draft) -> list[Swap]:
        """The name of a claimant whose pronoun is the subject of the whole claim ("She denied the report")."""
        voice = draft.voice
        if voice is None or not voice.pronoun or draft.words[0].dep != "nsubj":
            return []
        word = draft.words[0]
        own = draft.copy.at(word.start) == voice.start and draft.copy.end(word.end) == voice.end
        return [Swap(word.start, word.end, voice.full or voice.name)] if own else []

    def _third_person(self, draft: Draft) -> list[Swap]:
        """A known speaker's "I" in the third person."""
        voice = draft.voice
        if voice is None or voice.doubtful or draft.question:
            return []
        name = self.context.long_name(calling(voice.full or voice.name))
        gender = self.context.people.genders.get(name.rpartition(" ")[2], "")
        turned = speaking.in_third_person(draft.words, name, gender, self.pack)
        return turned or speaking.of_a_body(draft.words, voice.full or voice.name, self.pack)

    def _reporter(self, draft: Draft, *, always: bool = False) -> str:
        """Whose own a pronoun in what is reported may be ("The boss says he is proud"); "" in a quotation."""
        voice = draft.voice
        outside = voice is None or voice.rule not in ("verb", "verb-after") or self.unit.quoted or draft.own_source
        if voice is None or (outside and not always):
            return ""
        name = calling(voice.full or voice.name)
        return name[:1].lower() + name[1:] if voice.common and not voice.full else name

    def _before(self, clause: Clause, parent: Clause) -> str:
        words = self.words[min(parent.first, len(self.words) - 1) : max(parent.last, parent.first) + 1]
        text = self.copy.text[words[0].start : words[-1].end]
        verb = self.heads.get(parent.head)
        ahead = looks_ahead(words, text.lower(), self.pack, self.words[verb] if verb is not None else None)
        dates = find(text, self.pack, self.block.reader.anchor, future=ahead)
        others = self.resolved.get(parent.first)  # what the clause's own wording put in place of its pronouns and names
        if others is None:
            others = wording.swaps(words, self.context, [], self.pack, quoted=self.unit.quoted)
        return wording.before(clause, parent, self.words, self.copy, dates, others, self.pack)

    def _place_in_time(self, draft: Draft, clause: Clause, low: str) -> None:
        """What the dating of clauses without a date needs: tense, what it speaks of, where it stands."""
        draft.foreseen = story.foreseen(self.words, clause.head)
        draft.tense = story.tense(self.words, clause.head, self.heads.get(clause.head))
        draft.general = story.is_general(self.words, clause.head, low, self.pack)
        draft.then = story.then(clause.role, draft.words[0])
        draft.sentence, draft.paragraph = self.context.sentence, self.block.paragraph
        subject = next((k for k in self.words[clause.head].kids if self.words[k].dep == "nsubj"), None)
        if subject is not None and clause.role == "relative" and self.words[subject].low in wording.RELATIVES:
            subject = self.words[clause.head].head
        if subject is not None and self.words[subject].pos == "NOUN":
            draft.nouns = (self.words[subject].low,)
            definite = self.pack.words("standalone", "definite")
            draft.definite = any(self.words[k].low in definite for k in self.words[subject].kids)


def _place(words: list[Word], clause: Clause, first: int, found: list[Clause], copy: Copy) -> str:
    """The place that opens the sentence, where its relative clause parts it from the main clause."""
    told = next((c for c in found if c.role == "relative" and not c.lead and 1 < c.first <= c.last < first), None)
    if clause.role != "main" or told is None:
        return ""
    return copy.text[words[0].start : words[told.first - 2].end] + ","


def _mostly_quoted(words: list[Word], first: int, last: int) -> bool:
    """Whether a quotation inside the writer's sentence holds the clause and not just some words of it."""
    inside, quoted, verb = False, 0, False
    for n, word in enumerate(words[: last + 1]):
        if word.text in '"«»':
            inside = not inside if word.text == '"' else word.text == "«"
        elif inside and n >= first and word.pos != "PUNCT":
            quoted += 1
            verb = verb or word.finite or word.pos == "VERB"
    return verb and quoted >= _MOSTLY * sum(w.pos != "PUNCT" for w in words[first : last + 1])
