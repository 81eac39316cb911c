"""Sentences of our own cases cut short, shuffled and joined: the splitter reads them all and loses nothing of them."""

import random
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.languages import pack
from factcheck.text.split import split

SENTENCES: dict[str, list[str]] = {}
for path in sorted(Path(__file__).parent.glob("*.toml")):
    for case in tomllib.loads(path.read_text("utf-8"))["case"]:
        SENTENCES.setdefault(case["language"], []).append(case["text"])

BETWEEN = (" ", "\n\n", ", ", ". ", " « ", " » ", " : ", "")
PARSERS = [("fr", "standard"), ("en", "standard")]
PARSERS += [("fr", "best")] if pack("fr").parser("best") != pack("fr").parser("standard") else []


def cut(sentence: str, chance: random.Random) -> str:
    """A piece of a sentence, at any character."""
    first = chance.randrange(len(sentence))
    return sentence[first : chance.randrange(first, len(sentence)) + 1]


def shuffled(sentence: str, chance: random.Random) -> str:
    """The words of a sentence in any order."""
    words = sentence.split()
    return " ".join(chance.sample(words, len(words)))


def swapped(sentence: str, chance: random.Random) -> str:
    """A sentence with two of its words in each other's place."""
    words = sentence.split()
    a, b = chance.randrange(len(words)), chance.randrange(len(words))
    words[a], words[b] = words[b], words[a]
    return " ".join(words)


def jumble(language: str, chance: random.Random) -> str:
    """Up to forty sentences of a language, most of them mangled, joined by anything that joins sentences."""
    pieces = []
    for _ in range(chance.randrange(1, 40)):
        change = chance.choice((cut, shuffled, swapped, None))
        sentence = chance.choice(SENTENCES[language])
        pieces += [change(sentence, chance) if change else sentence, chance.choice(BETWEEN)]
    return "".join(pieces)


def check(text: str, language: str, quality: str) -> None:
    done = split(text, language=language, date="2020-01-06", quality=quality)
    seen: set[int] = set()
    for claim in done.claims:
        assert claim.text == text[claim.start : claim.end]
        assert claim.standalone.strip()
        assert claim.claimant is None or any(c.isalnum() for c in claim.claimant)
    for piece in (*done.claims, *done.rest):
        assert 0 <= piece.start < piece.end <= len(text)
        seen.update(range(piece.start, piece.end))
    assert [n for n, character in enumerate(text) if n not in seen and not character.isspace()] == []


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(PARSERS), st.randoms(use_true_random=False))
def test_nothing_of_mangled_sentences_is_lost(parser: tuple[str, str], chance: random.Random) -> None:
    check(jumble(parser[0], chance), *parser)
