"""Agencies and outlets by their names and hosts, from ``resources/reading/outlets.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from factcheck import resources
from factcheck.web.links import host_of

_OUTLET_WORDS = """times post news journal herald tribune gazette press presse courier observer chronicle telegraph
    radio television télévision tv magazine daily weekly zeitung kurier nachrichten periódico diario agency agence
    quotidien hebdomadaire media médias dispatch examiner mirror express newspaper broadcaster chaîne revue journaux"""
_SAID_LIKE_ONE = frozenset(_OUTLET_WORDS.split())
_ARTICLE = re.compile(r"^(?:the|le|la|les|l['’]|el|der|die|das|il)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An agency (``wire``) or outlet, by the name that is shown."""

    name: str
    names: tuple[str, ...]
    hosts: tuple[str, ...]
    wire: bool


@cache
def listed() -> tuple[Outlet, ...]:
    """The outlets of the list, agencies first."""
    tables = tomllib.loads(resources.read("reading", "outlets.toml"))
    return tuple(
        Outlet(name, (name, *row["names"]), tuple(row["hosts"]), kind == "agency")
        for kind in ("agency", "outlet")
        for name, row in tables[kind].items()
    )


def by_name(name: str) -> Outlet | None:
    """The listed outlet of that name. Short names must be written as they are: “ap” is no agency, “AP” is."""
    exact, key = name.strip(), key_of(name)
    for outlet in listed():
        for known in outlet.names:
            if exact == known or (len(key) > 4 and key == key_of(known)):
                return outlet
    return None


def by_url(url: str | None) -> Outlet | None:
    """The listed outlet that publishes at that address."""
    host = host_of(url)
    return next((o for o in listed() for own in o.hosts if host == own or host.endswith("." + own)), None)


def key_of(name: str) -> str:
    """A name for comparing: no article in front, no case, no signs."""
    bare = _ARTICLE.sub("", name.strip())
    return "".join(re.findall(r"\w", bare.casefold())) or "".join(re.findall(r"\w", name.casefold()))


def sounds_like_one(name: str) -> bool:
    """Whether a name holds a word that outlets call themselves by, or are called by."""
    return bool(_SAID_LIKE_ONE.intersection(re.findall(r"\w+", name.casefold())))
