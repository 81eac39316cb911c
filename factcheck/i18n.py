"""Messages in the languages of the interface: one catalogue for the window, the command line and the reports.

``resources/i18n/<language>/*.toml`` hold the messages; nested tables are joined with dots, so that ::

    [error]
    not-utf8 = "The file {name} …"

is ``error.not-utf8``. Places are ``str.format`` fields. A message with a count is a table with ``one`` and ``other``
(and optionally ``zero``), chosen by the value ``n``; French counts 0 and 1 as one, English only 1 (CLDR plural rules).
Typed and tested: every language holds the same keys with the same places (``tests/core/test_i18n.py``).

The language ``xx`` is a pseudo-translation made from English: longer, accented, bracketed, to find clipped layouts and
text that was never given to the catalogue.
"""

import os
import string
import tomllib
from functools import cache

from factcheck.resources import folder

LANGUAGES = ("en", "fr")
PSEUDO = "xx"
_ACCENTED = str.maketrans("aceinouyACEINOU", "àçéîñöüýÀÇÉÎÑÖÜ")


class _Current:
    """The interface's language; one per process, as people have one interface."""

    language = ""


def use(language: str) -> None:
    """Make ``language`` the one that messages come in when none is named."""
    _Current.language = language if language in (*LANGUAGES, PSEUDO) else "en"


def current() -> str:
    """The interface's language: what ``use`` said, else FACTCHECK_LANGUAGE, else the system's; English for any other.

    Of ``fr_CA.UTF-8`` the first two letters are the language.
    """
    if not _Current.language:
        named = (os.environ.get(name) for name in ("FACTCHECK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
        use(next(filter(None, named), "en")[:2].lower())
    return _Current.language


def text(key: str, language: str | None = None, /, **values: object) -> str:
    """The message ``key`` with its places filled.

    A key that no catalogue holds is a bug and raises ``KeyError``; the tests hold that each key in the code exists.
    """
    language = language or current()
    messages = _messages(language)
    message = messages.get(key)
    if message is None:
        if "n" not in values:
            raise KeyError(key)
        n = values["n"]
        form = _plural(language, n if isinstance(n, int) else int(str(n)))
        message = messages.get(f"{key}.zero") if n == 0 else None
        message = message or messages[f"{key}.{form}"]
    return message.format(**values) if values else message


def has(key: str) -> bool:
    """Whether the catalogue holds that key: in the language in use, since all hold the same ones."""
    messages = _messages(current())
    return key in messages or f"{key}.other" in messages


def _plural(language: str, n: int) -> str:
    return "one" if n == 1 or (language == "fr" and n == 0) else "other"


@cache
def _messages(language: str) -> dict[str, str]:
    if language == PSEUDO:
        return {key: _pseudo(message) for key, message in _messages("en").items()}
    found: dict[str, str] = {}
    for path in sorted((folder("i18n") / language).glob("*.toml")):
        for key, message in _flat("", tomllib.loads(path.read_text("utf-8"))):
            if key in found:
                raise KeyError(f"{path.name}: {key} is there twice")
            found[key] = message
    return found


def _flat(prefix: str, table: dict[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            rows.extend(_flat(f"{prefix}{name}.", value))
        else:
            rows.append((prefix + name, str(value)))
    return rows


def _pseudo(message: str) -> str:
    """The message a third longer and accented, its places untouched."""
    parts = []
    for literal, field, spec, conversion in string.Formatter().parse(message):
        parts.append(literal.translate(_ACCENTED).replace("{", "{{").replace("}", "}}"))
        if field is not None:
            parts.append("{" + field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}")
    return "[" + "".join(parts) + "·" * (len(message) // 3) + "]"
