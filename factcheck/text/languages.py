"""Language packs: what the splitter knows of a language, kept as data in ``resources/languages/<code>.toml``.

A pack is read once. Adding a language means adding a file; what a pack leaves out is a feature the language does not
have (``features``), and the splitter then does the rest and says so.
"""

import importlib.util
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from factcheck.resources import folder

#: What a pack may support, in the order in which ``factcheck languages`` shows it.
FEATURES = (
    "sentences", "parser", "claims", "claimants", "hedges", "kinds", "dates", "standalone", "worthiness", "boilerplate",
)  # fmt: skip
_NEEDS = {
    "claims": "clauses", "claimants": "reporting", "hedges": "hedges", "kinds": "kinds", "dates": "dates",
    "standalone": "standalone", "worthiness": "worthiness", "boilerplate": "boilerplate",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Support:
    """One row of ``factcheck languages``: a language, what is supported, and whether its parser is installed."""

    code: str
    name: str
    features: tuple[str, ...]
    parser: str | None
    parser_installed: bool
    best_parser: str | None
    best_installed: bool


class Pack:
    """One language's words and patterns. Every table may be missing; the word sets are then empty."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.code = str(data["code"])
        self.name = str(data["name"])
        self._sets: dict[tuple[str, str], frozenset[str]] = {}
        self._phrases: dict[tuple[str, str], tuple[str, ...]] = {}
        self._openings: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        self._patterns: dict[tuple[str, str], re.Pattern[str]] = {}

    def table(self, name: str) -> Mapping[str, Any]:
        """The table ``name`` (empty when the pack has none)."""
        found = self.data.get(name, {})
        return found if isinstance(found, Mapping) else {}

    def list(self, table: str, name: str) -> list[str]:
        """A list of words in the pack's own order."""
        return [str(word) for word in self.table(table).get(name, ())]

    def words(self, table: str, name: str) -> frozenset[str]:
        """A set of words, lower case."""
        key = (table, name)
        if key not in self._sets:
            self._sets[key] = frozenset(self.list(table, name))
        return self._sets[key]

    def phrases(self, table: str, name: str) -> tuple[str, ...]:
        """A list of phrases as the parser's words with single spaces ("alors qu'"), the longest first."""
        key = (table, name)
        if key not in self._phrases:
            spaced = (" ".join(phrase.replace("'", "' ").split()) for phrase in self.list(table, name))
            self._phrases[key] = tuple(sorted(spaced, key=len, reverse=True))
        return self._phrases[key]

    def opening(self, table: str, name: str, word: str) -> tuple[str, ...]:
        """The phrases of a list that begin with a word, the longest first."""
        key = (table, name)
        if key not in self._openings:
            begun: dict[str, list[str]] = {}
            for phrase in self.phrases(table, name):
                begun.setdefault(phrase.split(" ", 1)[0], []).append(phrase)
            self._openings[key] = {first: tuple(phrases) for first, phrases in begun.items()}
        return self._openings[key].get(word, ())

    def pattern(self, table: str, name: str) -> re.Pattern[str]:
        """The words of a list as one pattern over lower-case text with plain apostrophes, whole words only."""
        key = (table, name)
        if key not in self._patterns:
            words = sorted(self.list(table, name), key=len, reverse=True)
            body = "|".join(re.escape(word) for word in words) or r"(?!)"
            self._patterns[key] = re.compile(rf"(?<!\w)(?:{body})(?!\w)")
        return self._patterns[key]

    def regexes(self, table: str, name: str) -> re.Pattern[str]:
        """A list of regular expressions as one."""
        key = (table, "/" + name)
        if key not in self._patterns:
            body = "|".join(f"(?:{expression})" for expression in self.list(table, name)) or r"(?!)"
            self._patterns[key] = re.compile(body)
        return self._patterns[key]

    @property
    def features(self) -> tuple[str, ...]:
        """What the pack supports, in the order of ``FEATURES``."""
        has = {"sentences"}
        if self.table("parser"):
            has.add("parser")
        has.update(feature for feature, table in _NEEDS.items() if self.table(table))
        return tuple(feature for feature in FEATURES if feature in has)

    def parser(self, quality: str) -> str | None:
        """The parser to load: the best where asked for and installed, else the standard one, else None."""
        models = self.table("parser")
        wanted = [models.get("best")] if quality == "best" else []
        for name in (*wanted, models.get("standard")):
            if name and installed(str(name)):
                return str(name)
        return None


def installed(package: str | None) -> bool:
    """Whether that Python package can be imported."""
    return package is not None and importlib.util.find_spec(package) is not None


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a pack."""
    return tuple(sorted(path.stem for path in folder("languages").glob("*.toml")))


@cache
def pack(code: str) -> Pack:
    """The pack of a language; one without words for a language that has no file."""
    if code in codes():
        return Pack(tomllib.loads((folder("languages") / f"{code}.toml").read_text("utf-8")))
    return Pack({"code": code, "name": code})


def support() -> tuple[Support, ...]:
    """What each pack supports, for ``factcheck languages``."""
    rows = []
    for code in codes():
        own = pack(code)
        models = own.table("parser")
        standard, best = models.get("standard"), models.get("best")
        rows.append(
            Support(
                code,
                own.name,
                own.features,
                standard,
                installed(standard),
                best,
                installed(best),
            )
        )
    return tuple(rows)
