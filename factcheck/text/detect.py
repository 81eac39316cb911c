"""Which language a text is in: by its small words for languages that have a pack, else by py3langid."""

import re

from factcheck.text.languages import codes, pack

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: Enough of a text to know its language.
_SAMPLE = 6000


def detect(text: str) -> str:
    """The ISO 639-1 code of the text's language; "und" when nothing tells it (no words)."""
    words = _WORD.findall(text[:_SAMPLE].lower().replace("’", "'"))
    if not words:
        return "und"
    shares = sorted(
        ((sum(word in pack(code).words("detect", "words") for word in words) / len(words), code) for code in codes()),
        reverse=True,
    )
    # In running French or English three words in ten are such words; in other languages less than one in ten.
    if shares and shares[0][0] >= 0.18 and (len(shares) < 2 or shares[0][0] >= 2 * shares[1][0]):
        return shares[0][1]
    import py3langid  # noqa: PLC0415  loads its model on import, and is seldom needed

    return str(py3langid.classify(text[:_SAMPLE])[0])
