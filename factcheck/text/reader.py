"""Reading blocks one after another: clauses with their sources, and what is carried from one to the next."""

import re
from collections.abc import Sequence
from dataclasses import replace

from factcheck.domain.dates import Partial
from factcheck.text import citing, framing, incise, views
from factcheck.text.attribution import Source
from factcheck.text.blocks import Block, BlockKind
from factcheck.text.cast import full_names, of_initials, written_large
from factcheck.text.clauses import verb_groups
from factcheck.text.context import Context
from factcheck.text.dateline import dateline, place_line
from factcheck.text.dates import find
from factcheck.text.draft import Draft, Gap, Voice, voice
from factcheck.text.languages import Pack
from factcheck.text.normalise import Copy, copy
from factcheck.text.parse import Parser
from factcheck.text.parsed import Parsed, Word
from factcheck.text.people import Entity, People, is_body, names
from factcheck.text.phrases import role, with_article
from factcheck.text.protagonist import protagonist
from factcheck.text.sentence import read_sentence
from factcheck.text.sentences import Unit, units
from factcheck.text.standalone import calling
from factcheck.text.topic import topic

_DATELINES_AMONG = 15
_CAPTION_WORDS = 16
_LABEL_WORDS = 3
#: Who somebody is stands within so many characters behind the name.
_ROLE = 90
_TOKEN = re.compile(r"\w+(?:[.,]\w+)*|[^\w\s]")


class Reader:
    """Reads an article's blocks in order. ``drafts`` and ``gaps`` grow with each batch."""

    def __init__(self, article: str, pack: Pack, quality: str, anchor: Partial | None) -> None:
        self.article, self.pack, self.anchor = article, pack, anchor
        self.title: str | None = None
        self.drafts: list[Draft] = []
        self.gaps: list[Gap] = []
        self.context = Context(pack, People(pack, full_names(article, pack)))
        self.context.hero.name = protagonist(article, self.context.people.full, pack)
        self.names = written_large(article)
        self._blocks = 0
        self.labels = {name for name in self.context.people.full.values() if name}
        self.paragraphs = 0
        self.introduced: Voice | None = None
        #: The speaker of a quotation that goes on in the next paragraph.
        self.unclosed: Voice | None = None
        package = pack.parser(quality)
        self._parser = Parser(pack, package) if package else None
        self.notes: list[str] = []
        if not pack.table("parser"):
            self.notes.append("no-pack")
        elif package is None:
            self.notes.append("no-parser")
        if anchor is None:
            self.notes.append("no-article-date")

    def read(self, batch: Sequence[Block]) -> None:
        """Read some blocks."""
        prepared: list[tuple[Block, Copy, list[Unit]]] = []
        order: list[Draft | int] = []
        for whole in batch:
            block = self._without_dateline(whole, order)
            if block is None:
                continue
            if block.kind is BlockKind.BOILERPLATE:
                order.append(self.boilerplate(block.start, block.end, block.reason))
                continue
            own = copy(self.article, block.start + block.prefix, block.end)
            order.append(len(prepared))
            prepared.append((block, own, units(own.text, self.pack)))
        parsed = self._parse(prepared)
        for item in order:
            if isinstance(item, Draft):
                self.drafts.append(item)
                continue
            block, own, pieces = prepared[item]
            if block.kind is BlockKind.HEADLINE and self.title is None:
                self.title = " ".join(self.article[block.start : block.end].split())
            if parsed is None:
                for unit in pieces:
                    self._unparsed(block, own, unit)
            else:
                BlockReader(self, block, own, pieces, parsed[item]).read()

    def boilerplate(self, start: int, end: int, reason: str) -> Draft:
        """A draft of a piece that says nothing to check."""
        return Draft(start, end, [], self.article[start:end].lower(), Copy("", start), boilerplate=reason)

    def _without_dateline(self, block: Block, order: list["Draft | int"]) -> Block | None:
        """The block after a dateline that opens it; None when nothing is left."""
        self._blocks += 1
        if self._blocks > _DATELINES_AMONG:
            return block
        line = dateline(self.article, block.start, block.end, self.pack, self.anchor)
        start = line.end if line is not None else place_line(self.article, block.start, block.end)
        if start == block.start:
            return block
        order.append(self.boilerplate(block.start, start, "dateline"))
        while start < block.end and not self.article[start].isalnum() and self.article[start] not in '«"“':
            start += 1
        if start >= block.end:
            return None
        kind = BlockKind.TEXT if block.kind is BlockKind.BOILERPLATE else block.kind
        return replace(block, start=start, kind=kind, prefix=0, speaker=None)

    def _parse(self, prepared: list[tuple[Block, Copy, list[Unit]]]) -> list[list[list[Parsed]]] | None:
        if self._parser is None:
            return None
        return list(self._parser.parse((own.text, [(u.start, u.end) for u in pieces]) for _, own, pieces in prepared))

    def _unparsed(self, block: Block, own: Copy, unit: Unit) -> None:
        """A sentence of a language without a parser: one claim."""
        piece = own.text[unit.start : unit.end]
        words = [
            Word(unit.start + m.start(), unit.start + m.end(), m.group(), m.group().lower(), "X", "", "", 0, False, "")
            for m in _TOKEN.finditer(piece)
        ]
        words = words or [Word(unit.start, unit.end, piece, piece.lower(), "X", "", "", 0, False, "")]
        draft = Draft(own.at(unit.start), own.end(unit.end), words, piece.lower(), own, quoted=unit.quoted)
        draft.question = piece.rstrip(" »\"'").endswith(("?", "؟", "？"))
        draft.headline = block.kind is BlockKind.HEADLINE
        draft.dates = find(piece, self.pack, self.anchor)
        if any(c.isalnum() for c in piece):
            self.drafts.append(draft)


class BlockReader:
    """One block's units, read in order."""

    def __init__(self, reader: Reader, block: Block, own: Copy, pieces: list[Unit], parsed: list[list[Parsed]]) -> None:
        self.reader, self.block, self.copy = reader, block, own
        self.pack = reader.pack
        reader.paragraphs += block.kind is BlockKind.TEXT and block.first_of_paragraph
        self.paragraph = reader.paragraphs
        self.is_headline = block.kind is BlockKind.HEADLINE
        self._is_title = block.kind is BlockKind.HEADLINE and not any(not d.boilerplate for d in reader.drafts)
        low = own.text.lower()
        self.low = low if len(low) == len(own.text) else "".join(c.lower()[:1] for c in own.text)
        self.pieces, self.parsed = pieces, parsed
        self.framed: dict[int, Voice] = {}
        self.label: Voice | None = None
        if block.speaker:
            start, end = block.speaker
            name = reader.article[start:end]
            full = of_initials(name, reader.labels)
            self.label = Voice(name, start, end, start, end, "label", full=full, proper=True)
            if not full:
                reader.labels.add(name)

    def read(self) -> None:
        """Read every unit, giving quotations their speakers."""
        speakers: dict[int, Voice | None] = {}
        introduced, self.reader.introduced = self.reader.introduced, None
        if introduced is not None and self.pieces and all(unit.quoted for unit in self.pieces):
            speakers.update((n, introduced) for n in range(len(self.pieces)))
            self.reader.introduced = introduced
        self._goes_on_quoting(speakers)
        for n, (unit, sentences) in enumerate(zip(self.pieces, self.parsed, strict=True)):
            if unit.quoted and n not in speakers:
                self._give_speaker(unit.quote, speakers)
            if unit.frame and n - 1 in speakers and framing.goes_on(self.low, unit, self.pack):
                speakers[n] = speakers[n - 1]
            for sentence in sentences:
                if sentence.words:
                    self._topic(sentence.words)
                    self._sentence(n, unit, sentence, speakers.get(n))
                    self.reader.context.read(sentence, self.reader.article, self.copy)
        self._introduces()
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.quoted and not any(mark in self.copy.text[last.quote + 1 :] for mark in '"»'):
            self.reader.unclosed = speakers.get(len(self.pieces) - 1)

    def _goes_on_quoting(self, speakers: dict[int, Voice | None]) -> None:
        """Give a quotation that opens the block the speaker of the paragraph before, which closed none."""
        before, self.reader.unclosed = self.reader.unclosed, None
        if before is None or not self.pieces:
            return
        if self.pieces[0].quoted:
            speakers.update((n, before) for n, unit in enumerate(self.pieces) if unit.quote == self.pieces[0].quote)
        elif self.is_headline:
            self.reader.unclosed = before  # what is set between the paragraphs

    def _topic(self, words: list[Word]) -> None:
        """Learn from the headline what the article is about."""
        context, article = self.reader.context, self.reader.article
        if self._is_title and not context.topic:
            again = lambda name: article.count(name) > 1 and name.lower() not in article  # noqa: E731
            context.topic = topic(words, names(words), self.copy.text, self.pack, again)

    def _introduces(self) -> None:
        """A line that only says who speaks in the next one ("Our correspondent writes:")."""
        alone = len(self.parsed) == 1 and len(self.parsed[0]) == 1
        if not alone or not self.copy.text.rstrip().endswith(":") or not self.reader.drafts:
            return
        sentence = self.parsed[0][0]
        named = framing.frame(sentence, self.pack) if sentence.words else None
        verbs = verb_groups(sentence.words)
        if named is None or named[0] is None or len(verbs) != 1 or len(sentence.words) - named[1] > _LABEL_WORDS:
            return
        self.reader.introduced = self.voice(named[0])
        draft = self.reader.drafts[-1]
        if draft.start >= self.block.start and not draft.boilerplate:
            self.reader.drafts[-1] = self.reader.boilerplate(draft.start, draft.end, "heading")

    def voice(self, source: Source | None) -> Voice | None:
        """The source in the article, its pronoun resolved where the text leaves no doubt."""
        if source is None or _is_nobody(source, self.low, self.reader.context):
            return None
        name, pronoun = None, self.low[source.start : source.end].lstrip("-")
        if source.pronoun and pronoun in self.pack.words("standalone", "possessives"):
            return self.voice(framing.beholder(self.pieces, self.parsed, source, pronoun, self.pack))
        if source.pronoun:
            entity = self.reader.context.speaker(pronoun, self._before(source))
            name = entity.name if entity else None
            if entity is not None and entity.person:
                self.reader.context.spoke_again(entity, pronoun)
        elif self.pack.code == "fr":
            name = with_article(self.copy.text, source.start, source.end)
        found = voice(source, self.copy, self.reader.article, name)
        parts = found.name.split()
        titled = len(parts) == 2 and parts[0].lower().rstrip(".") in self.pack.words("standalone", "addresses")
        if len(parts) == 1 or titled:
            found = replace(found, full=self.reader.context.long_name(parts[-1]))
        if not source.pronoun:
            words = self._words(source.start, source.end)
            self.reader.context.spoke(found.name, words)
            begins = any(unit.start <= source.start <= unit.start + 1 for unit in self.pieces)
            capital = bool(words) and words[0].text.istitle()
            common = capital and words[0].pos != "PROPN" and words[0].text not in self.reader.names
            found = replace(found, common=common and begins, proper=capital and not begins)
        return self._with_role(found, source)

    def _before(self, source: Source) -> list[Entity]:
        """The subjects of the source's own sentence that stand before it."""
        unit = next((n for n, unit in enumerate(self.pieces) if unit.start <= source.start < unit.end), None)
        for sentence in self.parsed[unit] if unit is not None else ():
            until = next((n for n, word in enumerate(sentence.words) if word.start >= source.start), None)
            if until:
                return self.reader.context.subjects(sentence.words, self.reader.article, self.copy, until)
        return []

    def _with_role(self, found: Voice, source: Source) -> Voice:
        """The voice with what the article says once of who it is ("Ann Lee, a farmer"), for the wordings."""
        roles, name = self.reader.context.roles, found.full or found.name
        short = calling(name)
        if " " not in short or not short[:1].isupper():
            return found
        if not source.pronoun and short not in roles:
            after = role(self._words(source.end, source.end + _ROLE), self.pack)
            if name == short and after:
                roles[short] = f"{short}, {after}"
            elif name.endswith(short) and "," in name:
                roles[short] = name[:1].lower() + name[1:] if found.common else name
        return replace(found, full=roles[short]) if short in roles and name == short else found

    def _words(self, start: int, end: int) -> list[Word]:
        """The parsed words between two offsets of the block's copy."""
        here = (n for n, unit in enumerate(self.pieces) if unit.start < end and start < unit.end)
        return [w for n in here for sentence in self.parsed[n] for w in sentence.words if start <= w.start < end]

    def _give_speaker(self, quote: int, speakers: dict[int, Voice | None]) -> None:
        """Give all units of a quotation its speaker: named beside it, or carried on from the one before."""
        own = [n for n, unit in enumerate(self.pieces) if unit.quote == quote]
        before = [voice for voice in speakers.values() if voice is not None]
        inside = self._named_inside(own)
        speaker = inside if inside is not None and not inside.pronoun and not inside.doubtful else None
        speaker = speaker or self._named_beside(own[0] - 1, own[-1] + 1) or inside or self._said_this(own[-1] + 1)
        if speaker is None and before:
            speaker = before[-1]
        if speaker is None:
            speaker = (
                self._carried(self.pieces[own[0]])
                or self.label
                or framing.quoted_before(self.reader.drafts, alone=len(own) == len(self.pieces))
                or self._told_of(own[0])
            )
        speakers.update((n, speaker) for n in own)

    def _named_beside(self, before: int, after: int) -> Voice | None:
        """The speaker in the words right after a quotation or right before it."""
        sides = [m for m in (before, after) if 0 <= m < len(self.pieces)]
        same = [
            m
            for m in sides
            if self.pieces[m].sentence == self.pieces[before + 1 if m == before else after - 1].sentence
        ]
        for m in (*same, *(m for m in sides if m not in same)):
            if not self.pieces[m].frame:
                continue
            if m in self.framed:
                return self.framed[m]  # "P," he said. "Q.": whom "he" means was known before P was read
            for sentence in self.parsed[m]:
                named = framing.frame(sentence, self.pack)
                held = citing.held_by(sentence.words, self.pack) if named is None else None
                source = named[0] if named else held.source if held else None
                if found := self.voice(source or views.introduces(sentence, self.pack)):
                    self.framed[m] = found
                    return found
        return None

    def _said_this(self, after: int) -> Voice | None:
        """The speaker in the sentence after a quotation ("Mayor Lee said this at a rally")."""
        if after >= len(self.pieces) or self.pieces[after].frame or self.pieces[after].quoted:
            return None
        said = (framing.said_this(sentence, self.pack) for sentence in self.parsed[after][:1])
        return next((self.voice(source) for source in said if source is not None), None)

    def _told_of(self, quote: int) -> Voice | None:
        """Whom the sentence before a quotation that stands alone tells of (« La gardienne ne décolère pas. « … » »)."""
        unit = self.pieces[quote - 1] if quote else None
        if unit is None or unit.quoted or unit.sentence == self.pieces[quote].sentence or not self.parsed[quote - 1]:
            return None
        return self.voice(views.told_of(self.parsed[quote - 1][-1], self.pack))

    def _named_inside(self, own: list[int]) -> Voice | None:
        """The speaker named inside the quotation itself (« C'est une honte, tonne la maire. Personne … »)."""
        for m in own:
            for sentence in self.parsed[m]:
                named = incise.closing(sentence.words, self.pack, quoted=True)
                if named is not None:
                    return self.voice(named.source)
        return None

    def _carried(self, unit: Unit) -> Voice | None:
        """The voice of a quotation that began inside the sentence before ("il dit que « … . … »")."""
        sentence = next(u.start for u in self.pieces if u.sentence == unit.sentence)
        before = self.copy.text[:sentence]
        if before.count("«") <= before.count("»") and before.count('"') % 2 == 0:
            return None
        return self.reader.drafts[-1].voice if self.reader.drafts else None

    def _sentence(self, n: int, unit: Unit, sentence: Parsed, speaker: Voice | None) -> None:
        words = sentence.words
        begin, end = words[0].start, words[-1].end
        back = citing.looks_back(self.low, begin, end, sentence, self.pack)
        if back is not None:
            self._look_back(back)
            self.reader.gaps.append(Gap(self.copy.at(begin), self.copy.end(end), "look-back"))
        elif not any(c.isalnum() for c in self.low[begin:end]):
            self.reader.gaps.append(Gap(self.copy.at(begin), self.copy.end(end), "punctuation"))
        elif self.pack.regexes("boilerplate", "sentences").fullmatch(self.low[begin:end].strip()):
            self.reader.drafts.append(self.reader.boilerplate(self.copy.at(begin), self.copy.end(end), "teaser"))
        elif reason := self._caption(n, unit, words):
            caption = self.reader.boilerplate(self.copy.at(begin), self.copy.end(end), reason)
            caption.dates = find(self.copy.text[begin:end], self.pack, self.reader.anchor)
            self.reader.drafts.append(caption)
        else:
            read_sentence(self, unit, sentence, speaker)

    def _caption(self, n: int, unit: Unit, words: list[Word]) -> str:
        """Whether a piece without a verb is a heading or a picture's caption; "" when it is neither."""
        if self.is_headline and len(self.pieces) > 1 and len(words) <= _LABEL_WORDS and not verb_groups(words):
            return "heading"  # "Interview. …"
        several = len(self.pieces) > 1 and self.block.kind is BlockKind.HEADLINE
        if unit.frame or unit.quoted or n or several:
            return ""
        if self.block.kind is BlockKind.HEADLINE:
            return "" if self._is_title or verb_groups(words) else "heading"
        if self.block.kind is not BlockKind.TEXT or len(words) > _CAPTION_WORDS or verb_groups(words):
            return ""
        if words[-1].text == ":":
            return "heading"
        nouns = any(w.pos in ("NOUN", "PROPN") for w in words)  # none in "Probably not."
        opens = nouns and self.block.first_of_paragraph and not self.block.prefix and bool(self.reader.drafts)
        among = any(w.text in (",", ":") for w in words) or any(w.pos == "NUM" and len(w.text) != 4 for w in words)
        return "caption" if opens and not among and words[-1].text == "." else ""

    def _look_back(self, source: Source) -> None:
        """Give the sentence before its source."""
        found = self.voice(source)
        for draft in reversed(self.reader.drafts):
            if draft.boilerplate or draft.headline:
                break
            draft.voice = found
            if draft.role == "main":
                break


def _is_nobody(source: Source, low: str, context: Context) -> bool:
    """Whether a source is a mark taken for a noun, or a pronoun that stands for no people who may foretell a figure."""
    name = low[source.start : source.end].lstrip("-")
    found = context.thread.find(name, context.sentence) if source.if_body else None
    foretells = not source.if_body or (found is not None and is_body(found, context.pack))
    return not foretells or not any(c.isalnum() for c in name)
