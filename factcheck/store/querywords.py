"""The query language of search, made into what a full-text index takes: SQLite's, or the one of a server.

    inflation rate          both words            "food stamps"      the words together
    inflat*                 words that begin so   tax OR levy        either
    tax NOT income          without               (a OR b) AND c     brackets; AND may be left out

Case and accents do not matter. The operators are capitals, also in French (ET, OU, SAUF) and as ``-word``. Everything
else in a query is words: no sign has a meaning that a person did not ask for.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from factcheck.errors import InputError

_TOKEN = re.compile(
    r'"(?P<phrase>[^"]*)"(?P<after>\*?)|(?P<open>\()|(?P<close>\))|(?P<minus>(?<!\S)-(?=[\w"(]))|(?P<word>[^\s"()]+)'
)
_OPERATORS = {"AND": "AND", "ET": "AND", "OR": "OR", "OU": "OR", "NOT": "NOT", "SAUF": "NOT"}
_LETTERS = re.compile(r"[^\W_]+")
LONGEST = 2000
DEEPEST = 20


class Tongue(NamedTuple):
    """How an index wants to be asked: ``term`` writes words that stand together, the last perhaps a beginning."""

    term: Callable[..., str]
    both: str
    either: str
    without: str


class Token(NamedTuple):
    """``kind`` is term, AND, OR, NOT, ( or ); ``text`` the term as the index takes it; ``at`` its place."""

    kind: str
    text: str
    at: int


def compiled(words: str, tongue: Tongue) -> str:
    """The expression for an index, or "" when nothing is asked. Raises ``InputError`` with what is wrong where."""
    if len(words) > LONGEST:
        raise InputError("search-long", limit=LONGEST)
    if words.count('"') % 2:
        raise InputError("search-quote", at=words.rindex('"') + 1)
    tokens = [token for token in _tokens(words, tongue) if token.kind != "term" or token.text]
    if not tokens:
        return ""
    parser = _Parser(tokens, tongue)
    made = parser.either(0)
    if parser.at < len(tokens):
        raise InputError("search-bracket-close", at=tokens[parser.at].at + 1)
    return made


def _tokens(words: str, tongue: Tongue) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(words):
        at = match.start()
        if match["open"]:
            found.append(Token("(", "(", at))
        elif match["close"]:
            found.append(Token(")", ")", at))
        elif match["minus"]:
            found.append(Token("NOT", "-", at))
        elif match["word"] in _OPERATORS:
            found.append(Token(_OPERATORS[match["word"]], match["word"], at))
        elif match["phrase"] is not None:
            found.append(Token("term", _term(tongue, match["phrase"], prefix=bool(match["after"])), at))
        else:
            found.append(Token("term", _term(tongue, match["word"], prefix=match["word"].endswith("*")), at))
    return found


def _term(tongue: Tongue, written: str, *, prefix: bool) -> str:
    """A phrase of the index: the letters and digits only, so that no sign can mean anything."""
    words = _LETTERS.findall(unicodedata.normalize("NFKC", written))
    return tongue.term(words, prefix=prefix) if words else ""


class _Parser:
    """Recursive descent: either (OR) over both (AND, or nothing between) over one (NOT, brackets, a term)."""

    def __init__(self, tokens: list[Token], tongue: Tongue) -> None:
        self.tokens = tokens
        self.tongue = tongue
        self.at = 0

    def either(self, depth: int) -> str:
        """One or more alternatives."""
        parts = [self._both(depth)]
        while self._is("OR"):
            self._operator()
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else f"({self.tongue.either.join(parts)})"

    def _both(self, depth: int) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        begun = self.at
        while self.at < len(self.tokens) and not self._is("OR") and not self._is(")"):
            if self._is("AND"):
                if self.at == begun:
                    raise InputError("search-operator", word=self.tokens[self.at].text, at=self.tokens[self.at].at + 1)
                self._operator()
            negative = self._is("NOT")
            if negative:
                self._operator()
            (unwanted if negative else wanted).append(self._one(depth))
        if not wanted:
            place = self.tokens[min(self.at, len(self.tokens) - 1)]
            key = "search-only-not" if unwanted else "search-operator"
            raise InputError(key, word=place.text, at=place.at + 1)
        made = wanted[0] if len(wanted) == 1 else f"({self.tongue.both.join(wanted)})"
        for term in unwanted:
            made = f"({made}{self.tongue.without}{term})"
        return made

    def _one(self, depth: int) -> str:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "term":
            return token.text
        if token.kind != "(" or depth >= DEEPEST:
            raise InputError("search-operator", word=token.text, at=token.at + 1)
        inner = self.either(depth + 1)
        if not self._is(")"):
            raise InputError("search-bracket-open", at=token.at + 1)
        self.at += 1
        return inner

    def _operator(self) -> None:
        """Step over an operator; something must follow it."""
        token = self.tokens[self.at]
        self.at += 1
        if self.at == len(self.tokens):
            raise InputError("search-operator", word=token.text, at=token.at + 1)

    def _is(self, kind: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind == kind
