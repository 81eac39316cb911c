"""The catalogues of messages: every language whole, every key that the code uses there, French set as French is."""

import ast
import re
import string
import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pytest

from factcheck import i18n
from factcheck.resources import folder

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [language for language in i18n.LANGUAGES if language != "en"]
MESSAGE_FUNCTIONS = {"text", "tr"}
PLURALS = {"zero", "one", "other"}


def messages(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (folder("i18n") / language).glob("*.toml"):
        found |= dict(i18n._flat("", tomllib.loads(path.read_text("utf-8"))))
    return found


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def plural_base(key: str, known: Collection[str]) -> str:
    """The key that the code names: without the form where the catalogue holds both forms."""
    base, _, last = key.rpartition(".")
    return base if last in PLURALS and f"{base}.one" in known and f"{base}.other" in known else key


@pytest.mark.parametrize("language", OTHERS)
def test_languages_hold_the_same_keys(language: str) -> None:
    ours, english = ({plural_base(key, found) for key in found} for found in (messages(language), messages("en")))
    assert ours == english


@pytest.mark.parametrize("language", OTHERS)
def test_messages_have_the_same_places(language: str) -> None:
    english = messages("en")
    different = {
        key: (places(message), places(english[key]))
        for key, message in messages(language).items()
        if key in english and plural_base(key, english) == key and places(message) != places(english[key])
    }
    assert not different


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_messages_with_a_count_have_both_forms(language: str) -> None:
    found = messages(language)
    counted = {
        key.rpartition(".")[0] for key, message in found.items() if key.endswith(".other") and "n" in places(message)
    }
    assert not [base for base in counted if f"{base}.one" not in found]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_places_are_names(language: str) -> None:
    nameless = [
        key for key, message in messages(language).items() for name in places(message) if not name.isidentifier()
    ]
    assert not nameless


def test_french_is_set_as_french_is() -> None:
    """No-break spaces inside « » and before ; ! ? : and typographic apostrophes (Imprimerie nationale)."""
    wrong = [
        f"{key}: {message}"
        for key, message in messages("fr").items()
        if not key.endswith(".examples") and re.search(r"« | »| [;!?:](?:\s|$)|\w'\w|\w[;!?](?:\s|$)", message)
    ]
    assert not wrong


@cache
def modules() -> dict[str, ast.Module]:
    paths = [*(ROOT / "factcheck").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sorted(paths)}


def message_functions(tree: ast.Module) -> set[str]:
    """What a module calls the functions that it imported from a module named i18n (SQLAlchemy has a ``text``, too)."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    aliases = (alias for node in imports if str(node.module).endswith("i18n") for alias in node.names)
    return {alias.asname or alias.name for alias in aliases if alias.name in MESSAGE_FUNCTIONS}


def used(tree: ast.Module, errors: set[str]) -> set[tuple[str, bool]]:
    """(key, whole) of each message that a module names literally; a key that is put together gives its beginning."""
    found = set()
    functions = message_functions(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "i18n":
            name = node.func.attr if node.func.attr in MESSAGE_FUNCTIONS else ""
            functions = functions | {name} if name else functions
        prefix = "error." if name in errors else ""
        if not prefix and name not in functions:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.add((prefix + first.value, True))
        elif isinstance(first, ast.JoinedStr) and first.values and isinstance(first.values[0], ast.Constant):
            found.add((prefix + str(first.values[0].value), False))
    return found


def error_names() -> set[str]:
    """The names of FactcheckError and of all classes of the code that derive from it."""
    names: set[str] = {"FactcheckError"}
    before: set[str] = set()
    classes = [node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while names != before:
        before = set(names)
        names |= {c.name for c in classes if {b.id for b in c.bases if isinstance(b, ast.Name)} & names}
    return names


def test_every_key_that_the_code_names_exists() -> None:
    english = messages("en")
    catalogue = {form for key in english for form in (key, plural_base(key, english))}
    errors = error_names()
    unknown = [
        f"{path}: {key}"
        for path, tree in modules().items()
        for key, whole in used(tree, errors)
        if (key not in catalogue if whole else not any(known.startswith(key) for known in catalogue))
    ]
    assert not unknown


def test_every_setting_has_its_help() -> None:
    from factcheck.settings import TABLE

    assert not [setting.key for setting in TABLE if not i18n.has(f"setting.{setting.key}")]


def test_counts_choose_their_form() -> None:
    assert i18n._plural("fr", 0) == i18n._plural("fr", 1) == "one"
    assert i18n._plural("en", 0) == i18n._plural("en", 2) == "other"


def test_pseudo_translation_keeps_places() -> None:
    english = messages("en")
    assert {key: places(i18n._pseudo(message)) for key, message in english.items()} == {
        key: places(message) for key, message in english.items()
    }


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"FACTCHECK_LANGUAGE": "fr", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"FACTCHECK_LANGUAGE": "xx"}, "xx"),
        ({"FACTCHECK_LANGUAGE": "de"}, "en"),
        ({"FACTCHECK_LANGUAGE": "FR"}, "fr"),
        ({"LC_ALL": "fr_CA.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr_FR"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
    ],
)
def test_a_language_that_no_catalogue_has_is_english(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FACTCHECK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(i18n._Current, "language", "")
    assert i18n.current() == expected
    assert i18n.text("cli.about")
