"""Who says each clause of a sentence: sources found in it, handed on to the clauses that belong to what is said."""

from itertools import pairwise

from factcheck.text import attribution, citing, framing, incise, replies, views
from factcheck.text.attribution import Source
from factcheck.text.belonging import (
    content_words,
    continues,
    first_verb,
    has_subject,
    of_speaker,
    quote_closed,
    tells_of,
    within,
    writers,
)
from factcheck.text.boundaries import trim_to_rest
from factcheck.text.clauses import Clause
from factcheck.text.languages import Pack
from factcheck.text.parsed import Parsed, Word
from factcheck.text.phrases import closes_aside

#: "According to A, B said that C believes …": saying inside saying, at most so deep.
_NESTED = 3
#: The clauses that a speaker named behind them said.
_SAID = ("main", "coordinated", "parataxis", "adverbial", "relative", "content", "participle")


class Sources:
    """The sources of a sentence's clauses (``of``, by index), with what they take from the clauses' spans.

    ``frames`` are clauses that only say who speaks; ``own`` those that are the claim with their verb of saying;
    ``cues`` the stretches of words that give a source; ``second`` further sources of a clause ("A, citing B").
    """

    def __init__(self, sentence: Parsed, low: str, found: list[Clause], heads: dict[int, int], pack: Pack) -> None:
        self.sentence, self.words, self.found, self.heads, self.pack = sentence, sentence.words, found, heads, pack
        self.of: dict[int, Source] = {}
        self.second: dict[int, Source] = {}
        self.whole: Source | None = None
        self.quoted = False
        self.framing: Source | None = None
        self.frames: set[int] = set()
        self.writers: set[int] = set()
        self.own: set[int] = set()
        self.cues: list[tuple[int, int]] = []
        self._according(low)
        trim_to_rest(found, self.words, found)

    def read(self, *, framed: bool, quoted: bool) -> None:
        """Find the verbs of saying; the words may stand beside a quotation (``framed``) or in one (``quoted``)."""
        self.quoted = quoted
        if framed:
            self._frame()
        elif not replies.answered(self):
            self._incise(quoted=quoted)
        for n, clause in enumerate(self.found):
            if clause.role == "relative" and self._of_the_source(clause):
                self.frames.add(n)
                self.cues.append((clause.first, clause.last))
            elif n not in self.frames | self.own:
                self._reported(n, clause)
        _further_content(self)

    def _of_the_source(self, clause: Clause) -> bool:
        """Whether a relative clause only tells whom the source heard it from, or that it wants no name."""
        unnamed = self.pack.regexes("reporting", "unnamed").match(self.sentence.text(clause.first, clause.last))
        return unnamed is not None or self.words[clause.head].low in self.pack.words("reporting", "citing_verbs")

    def _incise(self, *, quoted: bool) -> None:
        """A speaker named at the sentence's end said all that stands before and has no other source."""
        found = incise.closing(self.words, self.pack, quoted=quoted)
        if found is None:
            self._inner()
            return
        self.cues.append((found.first, found.last))
        for n, clause in enumerate(self.found):
            if clause.first > found.first:
                self.frames.add(n)
                continue
            clause.last = min(clause.last, found.first - 1)
            silent = quoted and found.source.pronoun  # a quotation's speaker is named beside it
            silent = silent or replies.told_before_colon(self, clause, found)
            if n not in self.of and not silent and clause.role in _SAID:
                self.of[n] = found.source
        trim_to_rest(self.found, self.words, self.found)
        for clause in self.found:
            if clause.head > found.first:
                first_verb(clause, self.words, self.heads)

    def _inner(self) -> None:
        """A speaker named between two commas said the whole sentence, as far as nobody else did."""
        found = incise.inner(self.words, self.pack)
        if found is None:
            return
        self.cues.append((found.first, found.last))
        colon = next((n for n in range(found.first, 0, -1) if self.words[n].text in (":", ";")), 0)
        relative = self.words[found.first - 1].low in self.pack.words("clauses", "relatives")
        if relative:  # « des faits qui, a-t-elle dit, ne reposent sur rien »
            holders = [n for n, c in enumerate(self.found) if c.first <= found.first <= c.last]
            self._give(min(holders, key=lambda n: self.found[n].last - self.found[n].first, default=0), found.source)
        elif any(w.finite for w in self.words[:colon]):  # « Il avoue : l'argent, assure-t-il, est perdu »
            told = [n for n, clause in enumerate(self.found) if clause.first > colon]
            self.of.update((n, found.source) for n in told if n not in self.of)
        else:
            self.whole = self.whole or found.source
        for n, clause in enumerate(self.found):
            how = clause.last > found.last + 1 and _only_tells_how(self.words, found.last + 1, self.pack)
            if how and found.first <= clause.first <= found.first + 1:
                self.cues.append((clause.first, clause.last))
                self.frames.add(n)
            elif how and clause.first < found.first and not closes_aside(self.words, found.first):
                self.cues.append((found.first, clause.last))
                clause.last = found.first - 1
            elif found.first <= clause.first and clause.last <= found.last + 1:
                self.frames.add(n)
            elif clause.last in range(found.first, found.last + 2):
                clause.last = found.first - 1
                trim_to_rest([clause], self.words, self.found)
            elif clause.role == "relative" and _next_to(self.words, found.last, clause):
                self.writers.add(n)  # ", dit Ana Sol, de l'université de X, qui n'y a pas pris part"
            elif clause.first > found.last and writers(self.sentence, clause, self.pack):
                self.writers.add(n)
        replies.begun(self, found)

    def source(self, n: int) -> Source | None:
        """Who says clause ``n``, as far as the sentence tells."""
        if n in self.of or self.whole is None or n in self.writers:
            return self.of.get(n)
        whole = self.whole
        return None if tells_of(self.words, self.found[n], whole.start, whole.end) else whole

    def _according(self, low: str) -> None:
        """Cut "according to X" from the clauses; it is the whole sentence's source when it opens it."""
        for phrase in citing.according(self.sentence, low, self.pack):
            if citing.of_aside(self.words, phrase, self.pack):
                continue
            self.cues.append((phrase.first, phrase.last))
            self.frames.update(n for n, c in enumerate(self.found) if phrase.first <= c.first and c.last <= phrase.last)
            holders = _holders(self, phrase.first)
            target = min(holders, key=lambda n: self.found[n].last - self.found[n].first, default=0)
            for clause in self.found:
                if clause.first <= phrase.first <= clause.last:
                    after = [c for c in self.found if c is not clause and c.lead > phrase.last]
                    rest = range(phrase.last + 1, clause.last + 1)
                    own = [n for n in rest if not any(c.lead <= n <= c.last for c in after)]
                    if not any(content_words(self.words, n, n) for n in own):
                        clause.last = phrase.first - 1
                    elif not content_words(self.words, clause.first, phrase.first - 1):
                        clause.first = phrase.last + 1
            if _set_against(self.words, self.found[target].first, phrase, self.pack):
                continue
            if phrase.cites:
                self.second[target] = phrase.source
                continue
            if phrase.first <= 1:
                self.whole = phrase.source
            inside = phrase.first > 1 and content_words(self.words, phrase.last + 1, len(self.words) - 1)
            self._give(target, phrase.source, int(inside))  # « Né à Metz, il vit, selon son frère, à Lyon »
            _ends_all(self, target, phrase)

    def _give(self, target: int, source: Source, first: int = 0) -> None:
        """A source for a clause and the participles (from word ``first`` on) and infinitives that go with it."""
        self.of[target] = source
        clause = self.found[target]
        if clause.role == "participle" and clause.parent >= 0:
            self.of[clause.parent] = source
        for kid in clause.kids:
            joined = self.found[kid].role == "coordinated" and self.words[self.found[kid].head].tag == "VB"
            if (self.found[kid].role == "participle" and self.found[kid].lead >= first) or joined:
                self.of[kid] = source

    def _frame(self) -> None:
        """The clause that only introduces a quotation: its verb of saying says nothing else."""
        named = framing.frame(self.sentence, self.pack)
        holders = [n for n, c in enumerate(self.found) if named and c.first <= named[1] <= c.last]
        if named is None or not holders:
            return
        innermost = min(holders, key=lambda n: self.found[n].last - self.found[n].first)
        clause = self.found[innermost]
        self.framing = named[0]
        report = attribution.report(self.sentence, clause, self.heads, self.pack)
        if report is not None and report.own and replies.says_before_colon(self, innermost, report.source):
            return
        self.cues.append((clause.first, clause.last))
        if report is not None and not report.own:
            return
        more = attribution.said_further(self.words, named[1], clause.last, self.pack)
        if more is not None:
            clause.first = more
            if named[0] is not None:
                self.of[innermost] = named[0]
        else:
            self.frames.add(innermost)

    def _reported(self, n: int, clause: Clause) -> None:
        """Take the saying from what is said, as often as one is inside the other."""
        held = views.view(self.words, clause, self.heads, self.pack) if n not in self.of else None
        if held is not None:
            self.of[n] = held
            self.own.add(n)
            return
        for _ in range(_NESTED):
            quoted = views.quoted_as_saying(self.words, clause, self.pack)
            report = quoted or attribution.report(self.sentence, clause, self.heads, self.pack)
            if (report is None or report.own) and (self._bare(n, clause) or self._inverted(n, clause)):
                return
            if report is None or _stays_whole(self, n, clause, report):
                return
            self._take(n, clause, report.source)
            if report.source is not None and report.source.rule == "verb-after":
                _said_before(self, clause, report.source)
            if report.own:
                self.own.add(n)
                _items(self, n, clause)
                return
            if inside := within(self.words, clause, report, self.pack):
                self.cues.append((report.last + 1, inside))
                return
            before = report.first > clause.first
            self.cues.append((clause.first, report.first - 1) if before else (report.last + 1, clause.last))
            self._hand_on(n, clause, report.first)
            clause.first, clause.last = max(clause.first, report.first), min(clause.last, report.last)
            trim_to_rest([clause], self.words, self.found)
            first_verb(clause, self.words, self.heads)
            if not content_words(self.words, clause.first, clause.last):
                self.frames.add(n)
                return

    def _take(self, n: int, clause: Clause, source: Source | None) -> None:
        """Give the clause the source of its own verb of saying; one without a subject keeps what it was handed."""
        outer = self.of.get(n)
        if source is not None and clause.role == "relative" and has_subject(self.words, clause.head):
            self.of[n] = source  # ", which he denies"
            return
        if source is None:
            if outer is None and clause.role == "participle" and (self.of or self.framing):
                self.of[n] = self.framing or next(reversed(self.of.values()))
            return
        own = source.start >= self.words[clause.first].start and clause.role == "adverbial"
        lent = outer is not None and not own and not has_subject(self.words, clause.head)
        if not lent and not (source.pronoun and outer is not None):
            self.of[n] = source

    def _bare(self, n: int, clause: Clause) -> bool:
        """A clause left with only its saying ("Heald said although …, …"): what follows it is what is said."""
        source = attribution.bare_saying(self.sentence, clause, self.heads, self.pack)
        after = [m for m, other in enumerate(self.found) if other.first > clause.last]
        if source is None or n in self.of or not after:
            return False
        self.frames.add(n)
        self.cues.append((clause.first, clause.last))
        for m in after:
            self.of.setdefault(m, source)
        return True

    def _inverted(self, n: int, clause: Clause) -> bool:
        """A clause that only says who said the ones before it (", a précisé la gendarmerie")."""
        source = attribution.inverted(self.sentence, clause, self.pack)
        before = [m for m, other in enumerate(self.found) if other.first < clause.first and m not in self.frames]
        if source is None or not before or clause.first == 0 or self.words[clause.first - 1].text != ",":
            return False
        self.frames.add(n)
        self.cues.append((clause.first, clause.last))
        for m in before:
            self.of.setdefault(m, source)
            if self.found[m].last >= clause.first:
                self.found[m].last = max(clause.first - 1, self.found[m].first)
        return True

    def _hand_on(self, n: int, clause: Clause, content: int) -> None:
        source = self.of.get(n)
        for m, other in enumerate(self.found):
            inside = other.parent == n and other.first >= content
            if source is None or not inside or m in self.of or of_speaker(self.words, other, source, content):
                continue
            if continues(self.sentence, other, clause, content, self.pack):
                self.of[m] = source


def _items(sources: Sources, n: int, clause: Clause) -> None:
    """The listed accusations of a clause have its source."""
    for kid in clause.kids:
        if sources.found[kid].role == "item" and n in sources.of:
            sources.of[kid] = sources.of[n]


def _further_content(sources: Sources) -> None:
    """Further content clauses (", que P2 et que P3") have the source of the one before."""
    marks = sources.pack.words("reporting", "complementizers")
    order = sorted(range(len(sources.found)), key=lambda n: sources.found[n].first)
    for before, n in pairwise(order):
        if n in sources.of or before not in sources.of or before in sources.own:
            continue
        clause = sources.found[n]
        again = clause.role == "coordinated" and sources.words[clause.first].low in marks
        if again and clause.first < clause.last:
            clause.first += 1
        if again or clause.role == "content":
            sources.of[n] = sources.of[before]


def _next_to(words: list[Word], last: int, clause: Clause) -> bool:
    """Whether a clause follows a speaker set into a sentence, with no verb between them."""
    return clause.first > last and not any(w.finite for w in words[last : clause.lead])


def _is_anothers(known: Source | None, clause: Clause, source: Source | None, *, quoted: bool) -> bool:
    """Whether the whole of a report is what somebody else says ("A found that B reported less pain", a quotation's
    « Elle parle de justice »).
    """
    if quoted and source is not None and source.pronoun:
        return True
    return known is not None and known.rule != "according" and clause.role != "relative"


def _said_before(sources: Sources, clause: Clause, source: Source) -> None:
    """A source behind the last of several joined statements said all of them ("P, and Q, the mayor said")."""
    for m, other in enumerate(sources.found):
        joined = other.last < clause.first and other.role in ("main", "coordinated", "participle")
        known = m in sources.of or m in sources.frames
        if joined and not known and not quote_closed(sources.words, other.first, clause.first):
            sources.of[m] = source


def _only_tells_how(words: list[Word], comma: int, pack: Pack) -> bool:
    """Whether what follows an incise only tells how it was said (", indique la chambre, sans préciser comment")."""
    return words[min(comma + 1, len(words) - 1)].low in pack.words("reporting", "telling_how")


def _holders(sources: Sources, first: int) -> list[int]:
    """The clauses that hold a source's first word, or end right before it and its comma."""
    before = first - 1 if first and sources.words[first - 1].text == "," else first
    ends = [before if c.role in ("adverbial", "coordinated") else first for c in sources.found]
    return [n for n, c in enumerate(sources.found) if c.first <= first and ends[n] <= c.last + 1]


def _ends_all(sources: Sources, target: int, phrase: citing.According) -> None:
    """A source behind a comma at the end of joined statements ("P while Q, according to X") said all of them; what is
    set against them may follow (« P et Q après que R, selon X, tandis que … »).
    """
    clause, words = sources.found[target], sources.words
    rest = next((n for n in range(phrase.last + 1, len(words)) if words[n].pos != "PUNCT"), len(words))
    opening = {w.low for w in words[clause.lead : clause.first]}
    joining = sources.pack.words("clauses", "joining")
    joined = not opening.isdisjoint(joining) or " ".join(w.low for w in words[clause.lead : clause.first]) in joining
    against = sources.sentence.text(rest, min(rest + 1, len(words) - 1)) if rest < len(words) else ""
    turned = (
        rest < len(words) and words[phrase.last + 1].text == "," and against in sources.pack.words("clauses", "against")
    )
    behind_comma = words[phrase.first - 1].text == ","
    if rest == len(words) and behind_comma and sources.pack.code == "fr":
        _with_share(sources, phrase)
    if not ((rest == len(words) or turned) and joined) or not behind_comma:
        return
    for n, other in enumerate(sources.found):
        if other.first < clause.first and other.role in ("main", "coordinated"):
            sources.of.setdefault(n, phrase.source)


def _with_share(sources: Sources, phrase: citing.According) -> None:
    """A source behind « dont » and a share said the whole, too (« Elle emploie 300 personnes, dont 40 sont en congé,
    selon la CGT »).
    """
    for n, clause in enumerate(sources.found):
        share = clause.role == "relative" and sources.words[clause.first].low == "dont"
        if share and clause.parent >= 0 and 0 <= phrase.first - clause.last <= 2:
            sources.of.setdefault(n, phrase.source)
            sources.of.setdefault(clause.parent, phrase.source)


def _stays_whole(sources: Sources, n: int, clause: Clause, report: attribution.Report) -> bool:
    """Whether the saying belongs to the claim: inside a quotation, or where it is counted ("62 per cent said")."""
    if report.source is not None and sources.quoted and report.source.pronoun and n == 0:
        return True
    if report.source is not None and citing.is_share(sources.words, report.source, sources.pack):
        _counted(sources, n, clause)
        return True
    return report.own and _is_anothers(sources.of.get(n), clause, report.source, quoted=sources.quoted)


def _counted(sources: Sources, n: int, clause: Clause) -> None:
    """ "In a poll of 350 voters, 62 per cent said P": how many said it is what can be checked, and the poll's."""
    asked = citing.asked(sources.words, clause, sources.pack)
    if asked is not None:
        sources.of[n] = asked.source
        sources.cues.append((asked.first, asked.last))
        clause.first = asked.last + 1


def _set_against(words: list[Word], start: int, phrase: citing.According, pack: Pack) -> bool:
    """Whether a source only holds for a figure that another is set against ("40 %, contre 54 % d'après X")."""
    first = phrase.first
    if words[first - 1].text == "," and not content_words(words, phrase.last + 1, len(words) - 1):
        return False  # « 23 %, contre 31 % en 2020, selon le ministère »
    inside = first - 1 - (words[first - 1].text == ",")  # « , soit plus que ne vaut, selon X, la maison »
    comma = next((n for n in range(inside, max(first - 10, start), -1) if words[n].text == ","), None)
    return comma is not None and words[comma + 1].low in pack.words("reporting", "set_against")
