"""Which character encoding a text is in, decided by rule, with the rule that decided.

Order: byte order mark; strict UTF-8; UTF-8 with a few faults; the HTTP header; the document's own declaration; a
guess (charset-normalizer). Real pages are nearly always valid UTF-8 whatever they declare, and other encodings are
nearly never valid UTF-8 by accident, so the bytes speak before the labels.

Labels are read as browsers read them (WHATWG Encoding Standard: ``iso-8859-1`` means windows-1252); labels that are no
page encoding, UTF-7 among them, are ignored.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

WELL_FORMED = 3
"""Well-formed sequences for each faulty one from which a text is UTF-8, whatever is declared: other encodings hardly
ever make them by chance (of two random bytes of GBK one pair in twelve)."""
_HEAD = 4096
_GUESS_FROM = 1 << 16
_META = re.compile(rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w:.-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browser label -> Python codec, where they differ or where Python's own reading would be narrower.
_WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb-2312-80": "gb18030",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "big5": "big5hkscs",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "utf8": "utf-8",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_WESTERN = frozenset(
    "\t\n\r\x0c"
    + "".join(map(chr, range(0x20, 0x7F)))
    + "\xa0¡¢£¥§©ª«®°±²³´·¹º»¼½¾¿×÷€‚„…†‡‰‹›‘’“”•–—™"
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŸ"
)
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¢£¥§©®±²³´¹¼½¾¿¡×÷‰†‡™][^\W\d_]")
_AS_IT_IS = re.compile(
    r"utf-8|gb18030|big5-hkscs|euc-jp|iso-2022-jp|koi8-[ru]|ibm866|cp866|mac-roman|cp874|"
    r"windows-(?:874|125[0-8])|cp125[0-8]|iso-?8859-(?:[2-8]|10|1[3-6])"
)


@dataclass(frozen=True, slots=True)
class Charset:
    """``name`` is a Python codec, ``rule`` what decided (bom, utf-8, utf-8-with-faults, http, meta, guess).

    ``replacements`` counts the characters that had to be written as U+FFFD.
    """

    name: str
    rule: str
    replacements: int = 0

    def decode(self, data: bytes) -> str:
        """The text of ``data``; what cannot be read becomes U+FFFD."""
        return data.decode(self.name, errors=_errors(self.name))


Chunks = Callable[[], Iterator[bytes]]


def detect(chunks: Chunks, declared: str | None = None, *, markup: bool = True, truncated: bool = False) -> Charset:
    """The encoding of the bytes that ``chunks()`` gives (it is called once for each reading).

    ``declared`` is the HTTP header's label. Memory stays at one chunk.
    """
    head = _take(chunks, _HEAD)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Charset(name, "bom", _replacements(chunks, name))
    labels = [("http", codec(declared)), ("meta", _meta(head) if markup else None)]
    shifted = b"\x1b$" in head or b"\x1b(" in head  # ISO-2022-JP hides in seven bits, so UTF-8 would pass
    if shifted and any(name == "iso-2022-jp" for _, name in labels):
        rule = next(rule for rule, name in labels if name == "iso-2022-jp")
        return Charset("iso-2022-jp", rule, _replacements(chunks, "iso-2022-jp"))
    if b"\0" not in head:
        faults, sequences = _utf8(chunks, truncated)
        if not faults:
            return Charset("utf-8", "utf-8")
        if sequences >= (1 if labels[0][1] == "utf-8" else WELL_FORMED) * faults:
            return Charset("utf-8", "utf-8-with-faults", faults)
    for rule, label in labels:
        if label and label != "utf-8" and _strictly(chunks, label, truncated):
            return Charset(label, rule)
    guessed = _guess(_take(chunks, _GUESS_FROM)) or next((label for _, label in labels if label), None) or "cp1252"
    return Charset(guessed, "guess", _replacements(chunks, guessed))


def codec(label: str | None) -> str | None:
    """The Python codec for a label that a page may carry, or None."""
    if not label:
        return None
    plain = label.strip().strip("\"'").lower()
    name = _WIDER.get(plain) or _WIDER.get(plain.replace("_", "-")) or plain.replace("_", "-")
    if name in _WIDER.values() or _AS_IT_IS.fullmatch(name):
        try:
            codecs.lookup(name)
        except LookupError:
            return None
        return name
    return None


def _meta(head: bytes) -> str | None:
    match = _XML.search(head) or _META.search(_COMMENT.sub(b"", head))
    name = codec(match.group(1).decode("ascii", "replace")) if match else None
    # A declaration that can be read as ASCII is not in UTF-16, whatever it says (WHATWG).
    return "utf-8" if name and name.startswith(("utf-16", "utf-32")) else name


def _guess(sample: bytes) -> str | None:
    """The likeliest encoding of a text without a usable label, or None.

    Windows-1252 goes first when it gives western European words and nothing else: there is little to count in a short
    text, and a statistical guess then takes French for Latvian.
    """
    if b"\0" not in sample:
        western = sample.decode("cp1252", "replace")
        marked = [c for c in western if not c.isascii() and c.isalpha()]
        letters = sum(c.isalpha() for c in western)
        if 4 * len(marked) < letters and _WESTERN.issuperset(western) and not _SIGN_IN_WORD.search(western):
            return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best else None


def _take(chunks: Chunks, size: int) -> bytes:
    taken = bytearray()
    for piece in chunks():
        taken += piece
        if len(taken) >= size:
            break
    return bytes(taken[:size])


def _utf8(chunks: Chunks, truncated: bool) -> tuple[int, int]:
    """Faults and well-formed multi-byte sequences when the bytes are read as UTF-8."""
    faults = sequences = genuine = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    previous = b""
    for piece in chunks():
        written = decoder.decode(piece)
        faults += written.count("\ufffd")
        sequences += len(written) - len(written.encode("ascii", "ignore"))
        genuine += (previous[-2:] + piece).count(b"\xef\xbf\xbd")
        previous = piece
    if not truncated:
        faults += decoder.decode(b"", final=True).count("\ufffd")
    return faults - genuine, sequences - faults


def _strictly(chunks: Chunks, name: str, truncated: bool) -> bool:
    decoder = codecs.getincrementaldecoder(name)(_errors(name, strict=True))
    try:
        for piece in chunks():
            decoder.decode(piece)
        if not truncated:
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _replacements(chunks: Chunks, name: str) -> int:
    decoder = codecs.getincrementaldecoder(name)(_errors(name))
    count = sum(decoder.decode(piece).count("\ufffd") for piece in chunks())
    return count + decoder.decode(b"", final=True).count("\ufffd")


def _errors(name: str, *, strict: bool = False) -> str:
    """Browsers read the five holes of windows-1252 as control characters; Python would call them errors."""
    return "factcheck-holes" if name in ("cp1252", "windows-1252") else "strict" if strict else "replace"


def _holes(problem: UnicodeError) -> tuple[str | bytes, int]:
    assert isinstance(problem, UnicodeDecodeError)
    return problem.object[problem.start : problem.end].decode("latin-1"), problem.end


codecs.register_error("factcheck-holes", _holes)
