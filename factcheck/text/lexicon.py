"""Word forms made from the packs: reporting verbs in all their forms, without a lemmatizer."""

import re
from dataclasses import dataclass
from functools import cache

from factcheck.text.languages import Pack

_FR_ER = (
    "e", "es", "ent", "é", "és", "ée", "ées", "ait", "aient", "a", "èrent", "era", "eront", "erait", "eraient", "ant",
    "er", "ons", "ez", "ai", "erons",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms, lower case. ``reporting`` are all forms of verbs of saying; the others are subsets of it."""

    reporting: frozenset[str]
    clause_only: frozenset[str]
    with_noun: frozenset[str]
    asking: frozenset[str]
    accusing: frozenset[str]
    denying: frozenset[str]
    affirming: frozenset[str]
    acting: frozenset[str]
    silent: frozenset[str]


@cache
def lexicon(pack: Pack) -> Lexicon:
    """The lexicon of a pack."""
    names = ("verbs", "clause_only", "with_noun", "asking", "accusing", "denying", "affirming", "acting", "silent")
    return Lexicon(*(_forms(pack, name) for name in names))


def _forms(pack: Pack, name: str) -> frozenset[str]:
    forms: set[str] = set()
    irregular = pack.table("reporting").get("irregular", {})
    for verb in pack.list("reporting", name):
        forms.add(verb)
        if pack.code == "fr":
            forms.update(_french(verb))
        elif pack.code == "en":
            forms.update(irregular.get(verb, ()) or _english(verb))
    if name == "verbs" and isinstance(irregular, list):
        forms.update(irregular)
    return frozenset(forms)


def _french(verb: str) -> set[str]:
    """The forms of a regular verb in -er, with its change of stem (espère, relève, rappelle)."""
    verb = verb.removeprefix("s'")
    if not verb.endswith("er"):
        return {verb}
    stem = verb[:-2]
    forms = {stem + ending for ending in _FR_ER}
    silent = ("e", "es", "ent", "era", "eront", "erait", "eraient")
    if stem[-1:] == "g":
        forms |= {stem + "e" + ending for ending in ("a", "ait", "aient", "ant", "ons")}
    if stem[-1:] == "c":
        forms |= {stem[:-1] + "ç" + ending for ending in ("a", "ait", "aient", "ant", "ons")}
    accented = re.fullmatch(r"(.+)[eé]([^aeiouéèyx]|[gq]u)", stem)
    if accented is not None:
        forms |= {f"{accented[1]}è{accented[2]}{ending}" for ending in silent}
    if stem.endswith(("el", "et")):
        forms |= {stem + stem[-1] + ending for ending in silent}
    return forms


def _english(verb: str) -> set[str]:
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    return {verb, verb + "s", verb + "es", verb + "ed", verb + "ing"}
