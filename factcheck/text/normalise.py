"""A copy of the text for machines to read, with a way back to the exact characters.

French parsers tag ``d’`` as a verb and ``C’`` as an adjective when the apostrophe is typographic; PDF text breaks
words at line ends. The copy has plain apostrophes and spaces and whole words; ``raw`` tells for each of its
characters where it stands in the article, so that offsets are always the article's own.
"""

import re
from dataclasses import dataclass

# One character for one: apostrophes and primes, every kind of space, invisible joiners, soft hyphen, dashes of PDFs.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′`´＇ʹ\u0060", "'"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u200a\u2002\u2003\u2004\u2005\u2006\u3000", " "),
        **dict.fromkeys("\t\r\n\v\f\x85\u2028\u2029", " "),
        **dict.fromkeys("\u200b\u2060\ufeff", " "),
        **dict.fromkeys("\u2010\u2011\u00ad", "-"),
        **dict.fromkeys("“”„‟″", '"'),
        "\x00": " ",
    }
)  # fmt: skip
_LEFT_OUT = re.compile(
    r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[a-zà-öø-ÿœ])"
    r"|(?<=\b[A-Za-z]['’])[ ](?=\w)|(?<=\b[Qq]u['’])[ ](?=\w)|(?<=\w)[ ](?=,)"
)
#: British quotations: ‘We sold out.’ They end in a stop and so are no scare quotes.
_SINGLE_QUOTED = re.compile(r"(?<!\w)‘([^‘\n]{10,}?[.,!?…])’(?!\w)")


def plain(text: str) -> str:
    """The text with plain apostrophes, quotes and spaces, character for character."""
    if "‘" in text:
        text = _SINGLE_QUOTED.sub(lambda m: f'"{m.group(1)}"', text)
    return text.translate(_SAME_LENGTH)


@dataclass(frozen=True, slots=True)
class Copy:
    """``text`` for reading; ``raw[i]`` is where its character i stands in the article, ``raw[len(text)]`` its end."""

    text: str
    start: int
    raw: tuple[int, ...] | None = None

    def at(self, index: int) -> int:
        """The article's offset of the copy's character ``index``."""
        return self.start + index if self.raw is None else self.raw[index]

    def end(self, index: int) -> int:
        """The article's offset just after the copy's character ``index - 1``."""
        return self.at(index - 1) + 1 if index else self.at(0)


def copy(article: str, start: int, end: int) -> Copy:
    """The copy of ``article[start:end]``: one to one, but for what no parser should see.

    Left out are the hyphen and line end in a word cut in two ("infor-\\nmation"), the space after an elision
    ("l' eau") and the space before a comma; wiki and PDF text is full of them.
    """
    piece = article[start:end]
    if not _LEFT_OUT.search(piece):
        return Copy(plain(piece), start)
    kept: list[int] = []
    position = 0
    for match in _LEFT_OUT.finditer(piece):
        kept.extend(range(position, match.start()))
        position = match.end()
    kept.extend(range(position, len(piece)))
    return Copy(plain("".join(piece[i] for i in kept)), start, (*(start + i for i in kept), end))
