"""Units to parsed words: spaCy behind a narrow door.

``model`` loads it; here units become plain words, with the labels of the two treebank styles mapped to one set
(``Word.dep``), and what the small models often get wrong is mended where the word itself gives it away.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from factcheck.text.around import mend_around
from factcheck.text.english import mend_english
from factcheck.text.hanging import mend_heads
from factcheck.text.inversions import mend, mend_contrasted, unmask
from factcheck.text.joined import mend_joined
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.mending import NO_ADVERB, mend_clauses
from factcheck.text.openings import mend_openings
from factcheck.text.parsed import NAMED, PAST, PRESENT, WEEKDAYS, Parsed, Word, edges, group, leads, without_rings
from factcheck.text.relating import mend_relatives
from factcheck.text.sayings import promote, unhide
from factcheck.text.subjects import mend_beside, mend_subjects

_DEPS = {
    "nsubjpass": "nsubj", "aux:pass": "auxpass", "csubjpass": "csubj", "expl:subj": "expl", "acl:relcl": "relcl",
    "npadvmod": "obl",
    "dobj": "obj", "attr": "xcomp", "acomp": "xcomp", "oprd": "xcomp", "prt": "compound",
}  # fmt: skip
#: Longer sentences than this many tokens may be cut by the parser where it sees fit.
_TRUSTED = 80
#: The French treebank knows straight quotes only; « and » come out as nouns.
_QUOTES = str.maketrans("«»", '""')


class Parser:
    """A loaded parser for one language."""

    def __init__(self, pack: Pack, package: str) -> None:
        from factcheck.text import model  # noqa: PLC0415  imports spaCy, which only a split needs

        self._nlp = model.load(package)
        self._begin = model.begin_sentences
        self._reporting = lexicon(pack).reporting
        self._units = frozenset(pack.table("dates").get("units", {}))

    def parse(self, texts: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> Iterator[list[list[Parsed]]]:
        """For each text with the spans of its units: for each unit the sentences in it (mostly one)."""

        def docs() -> Iterator[tuple[Any, tuple[str, Sequence[tuple[int, int]]]]]:
            for text, spans in texts:
                yield self._prepare(text, spans), (text, spans)

        for doc, (text, spans) in self._nlp.pipe(docs(), as_tuples=True, batch_size=64):
            yield _read(doc, text, spans, self._reporting, self._units)

    def _prepare(self, text: str, spans: Sequence[tuple[int, int]]) -> Any:
        """The text's tokens, with a sentence begun at each unit and none inside the shorter ones."""
        doc = self._nlp.make_doc(text.translate(_QUOTES))
        edges = [*(start for start, _ in spans[1:]), len(text) + 1]
        starts: list[int] = []
        u, first, count = 0, True, 0
        for token in doc:
            while u < len(spans) - 1 and token.idx >= edges[u]:
                u, first, count = u + 1, True, 0
            count += 1
            starts.append(1 if first else -1 if count <= _TRUSTED else 0)
            first = False
        return self._begin(doc, starts) if starts else doc


def _read(
    doc: Any, text: str, spans: Sequence[tuple[int, int]], reporting: frozenset[str], units: frozenset[str]
) -> list[list[Parsed]]:
    """The parsed units of a doc, as plain words."""
    out: list[list[Parsed]] = [[] for _ in spans]
    u = 0
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if not tokens:
            continue
        while u < len(spans) - 1 and tokens[0].idx >= spans[u + 1][0]:
            u += 1
        # A quotation mark between two units belongs to neither.
        tokens = [token for token in tokens if spans[u][0] <= token.idx < spans[u][1]]
        if not tokens:
            continue
        out[u].append(_repaired(_sentence(tokens, text, reporting), reporting, units))
    return out


def _sentence(tokens: list[Any], article: str, reporting: frozenset[str]) -> Parsed:
    french = tokens[0].doc.lang_ == "factcheck_fr"
    index = {token.i: n for n, token in enumerate(tokens)}
    words = []
    for n, token in enumerate(tokens):
        text = article[token.idx : token.idx + len(token)]
        dep = token.dep_
        morph = str(token.morph)
        if french and token.pos_ == "PROPN":
            morph = ""  # the larger parser guesses at the gender of names
        finite = ("VerbForm=Fin" in morph and token.pos_ in ("VERB", "AUX")) or token.tag_ == "MD"
        words.append(
            Word(
                token.idx,
                token.idx + len(text),
                text,
                text.lower(),
                token.pos_,
                token.tag_,
                _DEPS.get(dep, dep.partition(":")[0]),
                index.get(token.head.i, n),
                finite,
                morph,
            )
        )
        if french:
            _french(words[-1])
    if french:
        unmask(words)
    if french:
        mend(words)
        mend_contrasted(words, reporting)
        mend_beside(words)
        mend_heads(words)
        mend_around(words, reporting)
        mend_joined(words)
        mend_clauses(words, reporting)
        mend_openings(words, reporting)
        mend_relatives(words)
        mend_subjects(words)
    else:
        mend_english(words)
    edges(words)
    return Parsed(words)


#: Endings of French verbs that no other word has, but for these; and forms that are verbs when tagged so.
_CONDITIONAL = re.compile(r"\w*(?:er|[nu]dr|ourr|err|uerr|devr|cevr|aur|ir)(?:ait|aient)$")
_SURE_CONDITIONAL = re.compile(
    r"\w*(?:[^é]er|[nu]dr|ourr|devr|cevr|aur|(?:[nugdfo]|bl|ss|[rsn]t|[rvo]r|[rl]v|ll)ir)(?:ait|aient)$"
)
#: Forms that are no past of a verb in -rer, as "tira" is.
_SURE_FUTURE = re.compile(r"\w*(?:[^é]er|[nu]dr|ourr|devr|cevr|(?:part|sort|serv|vr|fr|n|bl)ir)(?:a|ont)$")
_FUTURE_ENDINGS = ("rai", "ras", "ra", "rons", "rez", "ront")
_AS_FUTURE = "Mood=Ind|Tense=Fut|VerbForm=Fin"
_IMPERFECT = re.compile(r"\w{3,}(?:aient|rait)$")
_FUTURE = re.compile(r"\w{2,}(?:[^é]ra|ront)$")
_AS_CONDITIONAL = "Mood=Cnd|Tense=Pres|VerbForm=Fin"
_PARTICIPLE = re.compile(r"[éiust]e?s?$")
#: Forms of the present that the tagger takes for participles, and how no participle ends ("rompt", "évoque", "reste").
_NO_PARTICIPLE = re.compile(
    r"(?:[ua]t|[eo]nt|et|oit|ît|pt|[^m]ort|[^vf]ert|(?:[qgb]|it|in|ct)ue|(?:[sctopu]|oi|[aeo]n|[^m]or)te"
    r"|(?:[nsrp]|po|[^l]u|(?<!pr)(?<![msu])i)se|fie)$"
)
_PAST = re.compile(r"é(?:e|s|es)?$")
#: Finite forms that end like participles.
_CREATES = frozenset(["crée", "crées", "recrée", "agrée", "supplée", "procrée"])
_ADVERBS = frozenset(["malgré", "souvent", "content", "après"])
_NUMBER = re.compile(
    r"(?:dix|(?:quatre-)?vingts?|trente|quarante|cinquante|soixante|cent)(?:-(?:et-)?[a-z]+)+|quatre-vingts"
)
#: What these endings say, whatever the tagger saw: numbers, adverbs, relative pronouns.
_SHAPES = {
    _NUMBER: "NUM",
    re.compile(r"\w{3,}[eé]ment"): "ADV",
    re.compile(r"(?:le|la|les|au|aux|du|des)quel(?:le)?s?"): "PRON",
    re.compile(r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"): "NOUN",
}
_SHORT = 5
_NO_FUTURES = frozenset(["aura", "extra", "infra", "supra", "contra", "tiara", "mascara", "front", "affront"])
_NO_VERBS = frozenset(["portrait", "extrait", "attrait", "retrait", "trait", "abstrait", "distrait"])
_FINITE = re.compile(r"(?:[^é]e|es|ent|[^f]ait|aient|[^n]t|d|ons|ez|a)$")


def _french(word: Word) -> None:
    """Mend what the small French model often misses: finite forms that their ending gives away."""
    if not word.low.replace("-", "").isalpha() or word.low in _NO_VERBS:
        return
    for shape, pos in _SHAPES.items():
        if word.pos in ("VERB", "AUX", *(["ADJ", pos] if pos != "NOUN" else [])) and shape.fullmatch(word.low):
            word.pos, word.finite, word.morph = pos, False, "" if pos == "ADV" else word.morph
            return
    _unmasked(word)
    sure = _SURE_CONDITIONAL.match(word.low) is not None
    if word.finite:
        word.morph = _by_ending(word)
        return
    conditional = sure or _CONDITIONAL.match(word.low) is not None
    if conditional or _IMPERFECT.match(word.low):
        if word.pos not in ("VERB", "AUX"):
            word.pos = "VERB"
        word.finite = True
        if conditional and "Mood=Cnd" not in word.morph:
            word.morph = _AS_CONDITIONAL
    elif word.pos in ("NOUN", "ADJ", "X", "ADV", "PROPN") and word.text.islower() and _FUTURE.match(word.low):
        if word.low not in _NO_FUTURES:
            word.pos, word.finite, word.morph = "VERB", True, _AS_FUTURE
    elif word.pos in ("VERB", "AUX"):
        unmarked = "VerbForm" not in word.morph and _FINITE.search(word.low) is not None
        past = PAST in word.morph
        unmarked = unmarked or ("Tense=Pres|VerbForm=Part" in word.morph and word.low.endswith("oit"))  # "croit"
        unmarked = unmarked or ("VerbForm=Inf" in word.morph and not word.low.endswith(("r", "re")))  # "promet"
        finite = _NO_PARTICIPLE.search(word.low) or not _PARTICIPLE.search(word.low)
        false_participle = past and finite and _FINITE.search(word.low) and not word.low.startswith("sûre")
        if unmarked or false_participle:
            word.finite = True
            word.morph = "Mood=Ind|Tense=Pres|VerbForm=Fin"
            word.morph = _by_ending(word)


def _by_ending(word: Word) -> str:
    """The features of a finite verb, with the tense or mood that its ending tells for sure."""
    if _SURE_CONDITIONAL.match(word.low):
        return word.morph if "Mood=Cnd" in word.morph else _AS_CONDITIONAL
    if "Tense=Fut" in word.morph and not word.low.endswith(_FUTURE_ENDINGS):
        return PRESENT  # « salue », « va »
    if "Mood=Cnd" in word.morph and not word.low.endswith(("rais", "rait", "rions", "riez", "raient")):
        if word.low.endswith(("ais", "ait", "aient")):
            return "Mood=Ind|Tense=Imp|VerbForm=Fin"  # « fuyait »
        return _AS_FUTURE if word.low.endswith(_FUTURE_ENDINGS) else "Mood=Ind|Tense=Pres|VerbForm=Fin"
    return _AS_FUTURE if _SURE_FUTURE.match(word.low) else word.morph


def _unmasked(word: Word) -> None:
    """Make a verb of what the tagger took for a name or an adverb and only a verb can be ("plagié", "accusent"), and a
    participle of what ends like one.
    """
    if word.pos == "VERB" and not word.finite and word.low.endswith("ant"):
        word.morph = "Tense=Pres|VerbForm=Part"
    shaped = word.pos in ("VERB", "AUX") and (_PAST.search(word.low) or NAMED.match(word.low)) is not None
    if shaped and PAST not in word.morph and word.low not in _CREATES:
        word.finite, word.morph = False, PAST
    if word.pos not in ("PROPN", "ADV") or not word.text.islower() or word.low in _ADVERBS:
        return
    if _PAST.search(word.low):
        word.pos, word.morph = "VERB", PAST
    elif word.pos == "ADV" and len(word.low) > _SHORT and NO_ADVERB.search(word.low):
        word.pos, word.finite, word.morph = "VERB", True, "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"


def _repaired(parsed: Parsed, reporting: frozenset[str], units: frozenset[str]) -> Parsed:
    """A verb of saying that the tagger took for a noun ("Le ministre dénonce") is a verb again.

    Done only where the sentence would have no finite verb, or where the parser hangs a subject on the noun.
    """
    words = parsed.words
    _times_ago(words, units)
    unhide(words, reporting)
    _bare_verb(words)
    content = next((n for n, w in enumerate(words) if w.low in ("que", "qu'") and w.pos == "SCONJ"), len(words))
    empty = not any(word.finite for word in words[:content])
    for n, word in enumerate(words):
        concludes = word.pos == "VERB" and not word.finite and word.low.endswith("t") and n + 1 == content
        if not n or n >= content or not (word.pos in _UNLIKE or concludes) or word.low not in reporting:
            continue
        if words[n - 1].pos in ("DET", "ADP", "NUM") or words[n - 1].text == "-":
            continue
        subject = next((k for k in word.kids if words[k].dep == "nsubj"), None)
        if word.head == n and subject is not None:
            word.pos, word.finite = "VERB", True
        elif (
            words[n - 1].pos in _BEFORE_VERB
            and n + 1 < len(words)
            and words[n + 1].pos == "DET"
            and word.low[-1] in "et"
        ):
            subject = _noun_of(words, n)
            if subject is not None and not any(w.finite for w in words[:n]):
                promote(words, n, subject)
                break
        elif empty and words[n - 1].pos in (*_BEFORE_VERB, *(["ADV"] if concludes else [])) and n + 1 < len(words):
            subject = _noun_of(words, n)
            if subject is None:
                continue
            promote(words, n, subject)
            break
    _content_clauses(words, reporting)
    return parsed


def _noun_of(words: list[Word], verb: int) -> int | None:
    """The first noun before a verb; of « Interrogée sur ce point, l'entreprise dément … » the one behind the comma."""
    comma = next((k for k in range(verb - 2, 0, -1) if words[k].text == ","), -1)
    behind = comma > 0 and words[comma + 1].pos in ("DET", "PROPN") and words[verb - 1].text != ","
    first = comma + 1 if behind else 0
    return next((k for k in range(first, verb) if words[k].pos in ("NOUN", "PROPN", "PRON")), None)


def _bare_verb(words: list[Word]) -> None:
    """ "La maire coupe le ruban": where nothing is a verb, a noun between another and an article is one."""
    if len(words) < _SHORT or any(w.finite or w.tag.startswith(("VB", "NN")) for w in words):
        return
    noun, word, after = words[1], words[2], words[3]
    fits = words[0].pos == "DET" and noun.pos == "NOUN" and word.text.islower() and after.pos == "DET"
    other = {"Gender=Masc", "Gender=Fem"} <= {*noun.morph.split("|"), *word.morph.split("|")}
    other = other or "Gender=" not in word.morph
    if fits and (word.pos == "NOUN" or (word.pos == "ADJ" and other)) and word.low[-1] in "etd":
        word.morph = PRESENT
        promote(words, 2, 1)


def _content_clauses(words: list[Word], reporting: frozenset[str]) -> None:
    """Hang what is said on its verb, where the parser hung it elsewhere."""
    for q in range(3, len(words)):
        if words[q].low in ("que", "qu'") and (words[q].pos == "PRON" or words[_of_clause(words, q)].dep == "relcl"):
            _after_adjunct(words, q, reporting)
    for q in range(1, len(words)):
        if words[q].pos == "SCONJ" and words[q].low in ("que", "qu'", "that") and words[q - 1].low in reporting:
            _whole_content(words, q)
            _hang(words, q, q - 1)
        elif words[q].low in ("que", "qu'") and words[q - 1].text == "," and words[q].head > q:
            comma = next((n for n in range(q - 2, 1, -1) if words[n].text == ","), 0)
            if words[comma - 1].low in reporting and comma <= words[words[q].head].head < q:
                _hang(words, q, comma - 1)  # « affirme, citant une source policière, que P »


def _of_clause(words: list[Word], q: int) -> int:
    """The verb of the clause that « que » opens, which the parser may hang on its subject."""
    noun = words[q].head
    return words[noun].head if words[noun].dep == "nsubj" and words[noun].head > noun > q else noun


def _whole_content(words: list[Word], q: int) -> None:
    """ "Il assure que l'accès n'est pas menacé": the noun behind « que » gets its verb back."""
    noun = words[q].head
    verb = next((n for n in range(q + 1, len(words)) if words[n].finite or words[n].text in ",;:"), None)
    if (
        words[noun].pos not in ("NOUN", "PRON")
        or noun < q
        or verb is None
        or not words[verb].finite
        or words[verb].tag.startswith("VB")
    ):
        return
    top = group(words, verb)
    between = words[noun + 1 : verb]
    if top < verb or leads(words, top, noun) or leads(words, noun, top) or any(w.pos == "SCONJ" for w in between):
        return
    above = words[noun].head
    words[top].head, words[top].dep = above, "ccomp"
    words[noun].head, words[noun].dep = top, "nsubj"
    words[q].head = top
    for word in words:
        word.kids.clear()
    without_rings(words, next((n for n, word in enumerate(words) if word.head == n), top))
    edges(words)


def _times_ago(words: list[Word], units: frozenset[str]) -> None:
    """ "Il y a deux ans" is a time and holds no clause."""
    for n in range(2, len(words) - 1):
        ago = words[n].low == "a" and words[n - 1].low == "y" and words[n - 2].low == "il"
        if ago and any(w.low in units for w in words[n + 1 : n + 5]):
            words[n].finite = False


def _after_adjunct(words: list[Word], q: int, reporting: frozenset[str]) -> None:
    """ "Il affirme sur son site que P": « que » opens what is said and tells nothing more of the site."""
    clause = _of_clause(words, q)
    verb = next((n for n in range(q - 2, max(q - 10, -1), -1) if words[n].low in reporting), None)
    where = next((n for n in range(verb + 1, q) if words[n].pos == "ADP"), q) if verb is not None else q
    if verb is None or where - verb > 2 or where == q or any(w.text == "," for w in words[verb:q]):
        return
    if where == verb + 2 and words[verb + 1].low not in WEEKDAYS and words[verb + 1].pos != "ADV":
        return
    own = any(words[k].dep == "nsubj" for k in words[clause].kids) or words[q + 1].pos in ("DET", "PROPN")
    if clause > q and own and words[verb].pos == "VERB" and not leads(words, verb, clause):
        words[q].pos, words[q].dep = "SCONJ", "mark"
        words[clause].head, words[clause].dep = verb, "ccomp"
        for word in words:
            if word.head == q and word.pos == "NOUN":
                word.head, word.dep = clause, "nsubj"
            word.kids.clear()
        edges(words)


def _hang(words: list[Word], q: int, verb: int) -> None:
    """Hang the clause that a conjunction opens on its verb of saying."""
    clause = words[q].head
    if clause > q and words[clause].dep == "nsubj" and words[clause].head > clause:
        clause = words[q].head = words[clause].head  # « averti que ceux … paieront »: the verb, not its subject
    moved = clause > q and words[verb].pos in ("VERB", "AUX") and words[clause].head != verb
    if moved and not leads(words, verb, clause):
        words[clause].head, words[clause].dep = verb, "ccomp"
        for word in words:
            word.kids.clear()
        edges(words)


_UNLIKE = ("NOUN", "ADJ", "ADV", "X", "CCONJ")
_BEFORE_VERB = ("NOUN", "PROPN", "ADJ", "PUNCT", "PRON")
