"""Words of a text for comparing: folded, stemmed, without those that carry no content."""

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache

import snowballstemmer

from factcheck import resources

_WORD = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+|\w+")

_THOUSANDS = re.compile(r"[\u00a0\u202f ,](?=\d{3})")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|er|ère|e|ème|s)$")

_FUNCTION_WORDS = {
    "en": """a about after all also an and any are as at be because been before being both but by can could did do does
        during each for from had has have he her him his i if in into is it its may might more most must my no not of
        on one or other our out over she should so some such t s than that the their them then there these they this
        those through to under up was we were what when where which while who whom whose will with would you your""",
    "fr": """a ai ainsi alors après au aucun aussi autre aux avait avant avec avoir c ce cela ces cet cette chez comme
        contre d dans de depuis des donc dont du elle elles en encore entre est et étaient était été être eu eux fait il
        ils j je l la le les leur leurs lors lui m mais me même moins n ne nos notre nous on ont ou où par pas pendant
        peu peut plus pour qu quand que quel quelle qui quoi s sa sans se sera ses si son sont sous sur t ta te tous
        tout toute toutes très tu un une vers vos votre vous y""",
    "de": """aber als am an auch auf aus bei bis das dass dem den der des die dies diese dieser doch du durch ein eine
        einem einen einer eines er es für hat hatte ich ihr im in ist kann mehr mit nach nicht noch nur oder sein sich
        sie sind so über um und uns unter vom von vor war was wenn werden wie wir wird zu zum zur""",
    "es": """al algo como con cual cuando de del desde donde el ella ellos en entre era es esta este esto fue ha han
        hasta hay la las le les lo los más me mi muy no nos o para pero por porque que quien se ser si sin sobre son su
        sus también te tiene todo un una y ya""",
    "it": """a ai al alla anche che chi ci come con cui da dal dalla degli dei del della delle di e è ed era gli ha
        hanno i il in io la le lo loro ma mi nei nel nella non o per però più quando questa questo se si sia sono su
        sua sul sulla suo tra un una uno""",
    "pt": """a ao aos as até com como da das de do dos e é ela ele em entre era essa esse esta este eu foi há isso já
        lhe mais mas me mesmo muito na não nas no nos num numa o os ou para pela pelo por quando que quem se sem ser
        seu seus só sua são também tem um uma""",
    "nl": """aan al als bij dan dat de deze die dit door een en er had heb hebben heeft het hij hoe ik in is ja je kan
        maar me meer met mijn na naar niet nog nu of om onder ons ook op over te tot uit van veel voor was wat werd
        wij worden zal ze zich zijn""",
}
STEMMERS = {
    "en": "english",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
"""The languages that have a stemmer, by their two letters, with snowball's name for it."""
FUNCTION_WORDS = {language: frozenset(listed.split()) for language, listed in _FUNCTION_WORDS.items()}
SAY_NOTHING = FUNCTION_WORDS["en"] | FUNCTION_WORDS["fr"]
"""Words of no content in the two languages that desks write in here; those of others weigh as their rarity says."""


def fold(text: str) -> str:
    """Case, width and typographic apostrophes folded; accents stay."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")


def content(text: str) -> list[str]:
    """The content words of ``text`` in order, folded; numbers written with spaces or commas are one word."""
    return [_number(word) for word in _WORD.findall(fold(text)) if word not in SAY_NOTHING]


def _number(word: str) -> str:
    """A number in one form: no spaces or commas between thousands, a decimal point, no ending of an ordinal."""
    if not word[0].isdigit():
        return word
    return _ORDINAL.sub(r"\1", _THOUSANDS.sub("", word).replace(",", "."))


def guess_language(text: str) -> str | None:
    """The language whose commonest words the text uses most, or None when too few of any are there."""
    seen = Counter(re.findall(r"[^\W\d_]+", fold(text[:20_000])))
    total = seen.total()
    if not total:
        return None
    shares = {language: sum(seen[word] for word in listed) / total for language, listed in FUNCTION_WORDS.items()}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= 0.15 else None


class Lexis:
    """What is known of the words of one language. ``common`` holds the stems that say little wherever they stand."""

    def __init__(self, language: str | None) -> None:
        code = (language or "")[:2]
        self._stemmer = snowballstemmer.stemmer(STEMMERS[code]) if code in STEMMERS else None
        self._known: dict[str, str] = {}
        self.common = frozenset(map(self.stem, _listed().get(code, ())))

    def stem(self, word: str) -> str:
        """The stem of a folded word, without accents; a month is the same in every language."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 50_000:
                self._known.clear()
            found = self._known[word] = _months().get(word) or _plain(self._cut(word))
        return found

    def stems(self, text: str) -> list[str]:
        """The stems of the content words of ``text``, in order."""
        return [self.stem(word) for word in content(text)]

    def _cut(self, word: str) -> str:
        return self._stemmer.stemWord(word) if self._stemmer else word


@cache
def lexis(language: str | None) -> Lexis:
    """The words of a language (two letters); those of one that is not known stay whole."""
    return Lexis(language)


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    return {code: tuple(words) for code, words in _table("words").items()}


@cache
def _months() -> dict[str, str]:
    """What a month is called or cut to, and the same name for all of that."""
    return {word: name for name, words in _table("months").items() for word in words}


def _table(name: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(resources.read("reading", "common.toml"))[name]
    return table


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
