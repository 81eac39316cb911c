"""The one module that imports spaCy: it loads a parser without what is not read.

For French, spaCy's tokenizer holds TOKEN_MATCH, one giant pattern for hyphenated words whose compilation takes most of
a cold start. ``spacy.lang.fr`` compiles it on import and the model's file holds it again; a language of our own and a
tokenizer that drops it load the same weights without it.
"""

import importlib
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any


def _without_command_line() -> None:
    """Import spaCy without ``spacy.cli``: its downloader and HTTP clients are a third of spaCy's import time.

    ``spacy/__init__.py`` takes one function from there. It gets a stand-in while spaCy is imported; a later
    ``import spacy.cli`` finds the real one.
    """
    if "spacy" in sys.modules:
        return
    names = ("spacy.cli", "spacy.cli.info")
    for name in names:
        stand_in = ModuleType(name)
        stand_in.__dict__["info"] = None
        sys.modules[name] = stand_in
    try:
        importlib.import_module("spacy")
    finally:
        for name in names:
            del sys.modules[name]


_without_command_line()

import numpy  # noqa: E402
import srsly  # type: ignore[import-untyped]  # noqa: E402  comes with spaCy, without types
from spacy import util  # noqa: E402  after the line above, as is the point of it
from spacy.language import Language  # noqa: E402
from spacy.tokenizer import Tokenizer  # noqa: E402

#: Neither named entities nor lemmas are read, and sentences come from our own rules. "strings" are 148,000 words of the
#: training texts, two megabytes of JSON: the words of an article and the labels come into the store by themselves.
_NOT_READ = ("ner", "lemmatizer", "senter", "strings")
#: Hyphenated words stay whole, but for verbs with their pronoun ("a-t-il", "dit-elle").
_HYPHENS = re.compile(
    r"^[Cc]e(?:lui|lle|ux|lles)-(?:ci|là)$|"
    r"^[^\W\d_]{2,}(?:-[^\W\d_]+)*-"
    r"(?!(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|t|le|la|les|lui|leur|moi|toi|y|en|ci|là)$)[^\W\d_]{2,}$"
)
FRENCH = "factcheck_fr"


class _ShortTokenizer(Tokenizer):  # type: ignore[misc]  # spaCy's compiled parts have no types
    """spaCy's tokenizer with the model's own rules, but for the giant pattern."""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Any:
        kept = srsly.msgpack_loads(data)
        kept["token_match"] = None
        super().from_bytes(srsly.msgpack_dumps(kept), exclude=exclude)
        self.token_match = _HYPHENS.match
        return self


class _French(Language):  # type: ignore[no-untyped-call]  # the same
    lang = FRENCH


def _make_tokenizer() -> Any:
    return lambda nlp: _ShortTokenizer(nlp.vocab)


util.registry.tokenizers.register("factcheck_short", func=_make_tokenizer)
util.registry.languages.register(FRENCH, func=_French)


@cache
def load(package: str) -> Any:
    """The parser of that installed package, loaded once."""
    if not package.startswith("fr_"):
        return importlib.import_module(package).load(exclude=_NOT_READ)
    config = {"nlp": {"lang": FRENCH, "tokenizer": {"@tokenizers": "factcheck_short"}}}
    return util.load_model_from_path(_folder(package), exclude=_NOT_READ, config=config)


def begin_sentences(doc: Any, starts: list[int]) -> Any:
    """The doc with its sentence starts set: 1 begins, -1 does not, 0 is left to the parser.

    All at once: setting them token by token makes spaCy look through the whole doc each time.
    """
    return doc.from_array(["SENT_START"], numpy.asarray(starts, dtype="int64").astype("uint64"))


def _folder(package: str) -> Path:
    """The folder of a model's files inside its package (without importing the package, which imports spacy.lang)."""
    return next(path.parent for path in Path(util.get_package_path(package)).rglob("config.cfg"))
