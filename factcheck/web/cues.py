"""The phrases of ``resources/reading/cues.toml``: what frames articles on the web, and what stands in their place."""

import re
import tomllib
from functools import cache

from factcheck import resources


@cache
def pattern(table: str, *names: str) -> re.Pattern[str]:
    """One pattern for the phrases listed under ``table``, without regard to case or to the form of apostrophes."""
    rules = [rule for name in names for rule in _tables()[table][name]]
    return re.compile("|".join(f"(?:{rule})" for rule in rules).replace("’", "['’]"), re.IGNORECASE)


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(resources.read("reading", "cues.toml"))
    return found
