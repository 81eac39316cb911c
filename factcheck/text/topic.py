"""What an article is about, by name: the place or the thing that its headline names.

A claim that names nobody and nothing ("Work started in 1957") is understood alone only with it, so its wording says it
in brackets. The headline's place comes first, then another name that neither speaks nor owns.
"""

from collections.abc import Callable

from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

_TELLING = ("NOUN", "PROPN")
_BETWEEN = ("DET", "ADJ", "NOUN")
_LONGEST = 5


def topic(words: list[Word], runs: list[tuple[int, int]], text: str, pack: Pack, again: Callable[[str], bool]) -> str:
    """The topic that a headline names; "" for none.

    ``runs`` are its names; ``again`` tells whether the article says a name more than once.
    """
    named = [run for run in runs if not _is_time(words, run, pack) and not _is_label(words, run, again)]
    places = [run for run in named if _is_place(words, run[0], pack)]
    things = [run for run in named if not _owns(words, run) and not _speaks(words, run[1], pack)]
    objects = [run for run in things if words[run[1]].dep != "nsubj"]
    chosen = places or objects or things
    return _phrase(words, chosen[0], text, pack) if chosen else ""


def _is_time(words: list[Word], run: tuple[int, int], pack: Pack) -> bool:
    times = {*pack.table("dates").get("months", {}), *pack.table("dates").get("weekdays", {})}
    return any(words[n].low in times for n in range(run[0], run[1] + 1))


def _is_label(words: list[Word], run: tuple[int, int], again: Callable[[str], bool]) -> bool:
    """Whether a capital is that of a line's first word and no name ("Explainer: …")."""
    return run == (0, 0) and not again(words[0].text)


def _is_place(words: list[Word], first: int, pack: Pack) -> bool:
    """Whether a name says where: "in Leith", "at the Leith docks", "in the border town of Leith"."""
    locative = pack.words("standalone", "locative")
    n = first - 1
    while n >= 0 and first - n <= _LONGEST and (words[n].pos in _BETWEEN or words[n].low in ("of", "de", "d'")):
        n -= 1
    if n < 0 or words[n].low not in locative:
        return False
    direct = all(words[k].pos == "DET" for k in range(n + 1, first))
    of = words[first - 1].low in ("of", "de", "d'")
    return direct or of


def _owns(words: list[Word], run: tuple[int, int]) -> bool:
    after = words[run[1] + 1] if run[1] + 1 < len(words) else None
    return after is not None and after.tag == "POS"


def _speaks(words: list[Word], n: int, pack: Pack) -> bool:
    return words[n].dep == "nsubj" and words[words[n].head].low in pack.words("reporting", "verbs")


def _phrase(words: list[Word], run: tuple[int, int], text: str, pack: Pack) -> str:
    """The name with the common nouns and numbers that belong to it ("Leith harbour fire")."""
    first, last = run
    while first and words[first - 1].text.istitle() and words[first - 1].pos in _TELLING:
        first -= 1  # "Storm Agnes" at the head of a line
    if first > 1 and words[first - 1].low in ("of", "de", "d'") and words[first - 2].text.istitle():
        first -= 2  # "Church of …", "Gulf of …"
        while first and words[first - 1].text.istitle() and words[first - 1].pos != "DET":
            first -= 1  # "Supreme Court of …"
    if pack.code == "fr":
        first = _with_its_noun(words, first, pack)
    own = ("NOUN", "NUM") if pack.code == "en" else ("NUM",)
    while last + 1 < len(words) and last - run[1] < 2 and words[last + 1].pos in own:
        if words[last + 1].tag == "NNS" or words[last + 1].finite:
            break
        last += 1
    return " ".join(text[words[first].start : words[last].end].split())


def _with_its_noun(words: list[Word], first: int, pack: Pack) -> int:
    """The noun that a French name belongs to ("le pont de la Grève": not the strike that Grève alone would be).

    « Le maire de Villac », « au large de la Corse »: the name alone is the place.
    """
    n = first - 1
    if n > 0 and words[n].pos == "DET":
        n -= 1
    belongs = n > 0 and words[n].low.replace("’", "'") in ("de", "du", "des", "d'") and words[n - 1].pos == "NOUN"
    elsewhere = (pack.words("standalone", key) for key in ("people", "titles", "sides"))
    return n - 1 if belongs and not any(words[n - 1].low in some for some in elsewhere) else first
