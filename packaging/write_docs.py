"""Fill the parts of docs/ that are made from the code: verbs and settings here, scales, JSON and tables beside it.

    python packaging/write_docs.py [--check]

A part stands between ``<!-- made: NAME -->`` and ``<!-- end: NAME -->``; the rest of a page is written by hand.
``--check`` writes nothing and fails when a page is out of date (``tests/packaging/test_docs.py`` does the same).
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reference_data import database, printed_json, rating_scales, report_json

from factcheck import i18n
from factcheck.cli.app import PROGRAM, command
from factcheck.settings import TABLE

DOCS = Path(__file__).resolve().parent.parent / "docs"


def verbs() -> str:
    """Every verb with its options and examples, in the groups of ``factcheck --help``."""
    groups: dict[str, list[str]] = {}
    for name, verb in command().commands.items():
        groups.setdefault(verb.rich_help_panel, []).append(_verb(name, verb))
    return "\n\n".join(f"## {group}\n\n" + "\n\n".join(shown) for group, shown in groups.items())


def _verb(name: str, verb: Any) -> str:
    arguments = [p for p in verb.params if p.param_type_name == "argument"]
    usage = " ".join([PROGRAM, name, *(str(a.metavar or a.name.upper()) for a in arguments)])
    rows = [f"| `{_cell(shown)}` | {_cell(help_text)} |" for shown, help_text in _parameters(verb)]
    table = ["| | |", "|---|---|", *rows]
    examples = verb.epilog.split("\n", 1)[1].replace(r"\[", "[")
    return "\n".join([f"### `{usage}`", "", verb.help, "", *table, "", "```console", examples, "```"])


def _parameters(verb: Any) -> Iterator[tuple[str, str]]:
    for parameter in verb.params:
        if parameter.param_type_name == "argument":
            yield str(parameter.metavar or parameter.name.upper()), parameter.help
        else:
            names = ", ".join([*parameter.opts, *parameter.secondary_opts])
            yield f"{names} {parameter.metavar or ''}".strip(), parameter.help


def settings() -> str:
    """Every setting with its default, its choices and its variable."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for setting in TABLE:
        default = setting.default
        shown = (
            str(default).lower()
            if isinstance(default, bool)
            else ", ".join(default)
            if isinstance(default, tuple)
            else default
        )
        bounds = (
            f"{setting.minimum} to {setting.maximum}"
            if setting.minimum is not None
            else ", ".join(choice for choice in setting.choices if choice != i18n.PSEUDO)
        )
        meaning = i18n.text(f"setting.{setting.key}") + (f" ({bounds})" if bounds else "")
        rows.append(f"| `{setting.key}` | {f'`{shown}`' if shown != '' else '(none)'} | {_cell(meaning)} |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "verbs": ("commands.md", verbs),
    "settings": ("settings.md", settings),
    "scales": ("scales.md", rating_scales),
    "report": ("json.md", report_json),
    "printed": ("json.md", printed_json),
    "tables": ("database.md", database),
}


def filled(page: str, name: str, made: str) -> str:
    """The page with its part ``name`` made anew."""
    begin, end = f"<!-- made: {name} -->", f"<!-- end: {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"no place for {name}")
    return pattern.sub(lambda _: f"{begin}\n\n{made}\n\n{end}", page)


def main(*, check: bool) -> int:
    """Write the pages, or only compare them; 1 when one is out of date."""
    i18n.use("en")
    stale = []
    for name, (file, make) in PARTS.items():
        path = DOCS / file
        before = path.read_text("utf-8")
        after = filled(before, name, make())
        if after != before:
            stale.append(file)
            if not check:
                path.write_text(after, "utf-8")
    if check and stale:
        print(f"Out of date: {', '.join(stale)}. Run make docs.", file=sys.stderr)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))
