"""The program ``factcheck``: all verbs, their help in the reader's language, and how a run ends.

Exit codes: 0 done, 1 the world's fault or a bug, 2 usage or a rule of the work, 3 done in part, 130 stopped by Ctrl-C.
"""

import os
import platform
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from factcheck import __version__, i18n
from factcheck.cli import WRONG
from factcheck.cli.options import Format, Library, Reviewer, remember
from factcheck.errors import FactcheckError, places_of
from factcheck.paths import make_private, state_folder
from factcheck.settings import Settings

PROGRAM = "factcheck"
_GROUPS = {
    "articles": ("split", "add", "articles"),
    "claims": ("claims", "show", "accept", "dismiss", "reopen", "edit", "merge", "cut", "claim"),
    "sources": ("cite", "capture", "captures", "recheck", "extract", "passages"),
    "archives": ("archive", "suggest", "origin"),
    "marks": ("tag", "assign", "priority", "note"),
    "verdicts": ("verdict", "approve", "return", "publish", "correct", "withdraw"),
    "review": ("corrections", "agreement", "scales"),
    "find": ("search", "searches", "claimants", "claimant"),
    "checks": ("import", "match", "decide", "precedents", "lookup"),
    "trail": ("history", "undo", "redo", "verify"),
    "reports": ("report", "selection"),
    "publishing": ("lint", "period", "take"),
    "window": ("open", "demo"),
    "care": ("backup", "restore", "salvage"),
    "moving": ("move", "evidence"),
    "server": ("init-server", "people"),
    "setup": ("settings", "languages"),
}
"""The verbs of each group, which is a module of this package."""


def run(arguments: list[str]) -> int:
    """One run; the exit code. A person never sees a traceback. ``KeyboardInterrupt`` is the caller's."""
    _make_printable()
    try:
        _choose_language()
        command(arguments).main(arguments, prog_name=PROGRAM)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except FactcheckError as problem:
        _complain(problem.sentence())
        return problem.exit_code
    except Exception as bug:  # noqa: BLE001 - the last net: a bug is told in one sentence and kept for its report
        _complain(i18n.text("error.bug", path=keep_crash(bug)))
        return WRONG
    return 0


def command(arguments: Collection[str] = ()) -> Any:
    """The command tree with its help taken from the catalogue. Typer keeps its classes private.

    Where the arguments name verbs, the tree has those verbs' groups alone: loading all takes longer than most verbs.
    """
    app = typer.Typer(name=PROGRAM, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
    app.callback()(_root)
    panels = {}
    named = [group for group, verbs in _GROUPS.items() if not set(verbs).isdisjoint(arguments)]
    for group in named or _GROUPS:
        verbs = import_module(f"factcheck.cli.{group}").verbs
        app.add_typer(verbs)
        for registered in verbs.registered_commands:
            panels[registered.name] = group
    tree: Any = get_command(app)
    tree.help = i18n.text("cli.about")
    _explain(tree, "root")
    for name, verb in tree.commands.items():
        verb.rich_help_panel = i18n.text(f"cli.group.{panels[name]}")
        verb.help = i18n.text(f"verb.{name}.help")
        verb.epilog = _examples(i18n.text(f"verb.{name}.examples"))
        _explain(verb, name)
    return tree


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_print_version)]


def _root(
    context: typer.Context,
    library: Library = None,
    reviewer: Reviewer = None,
    output: Format = None,
    version: Version = False,  # noqa: ARG001 - its callback has done what it asks for
) -> None:
    remember(context, library, reviewer, output)


def _explain(verb: Any, name: str) -> None:
    """Give each option its help: the verb's own wording where the catalogue has one, else the shared one."""
    for option in verb.params:
        if option.name in {"install_completion", "show_completion"}:
            option.help = i18n.text(f"option.{option.name}")
            continue
        own = f"verb.{name}.{option.name}"
        option.help = i18n.text(own if i18n.has(own) else f"option.{option.name}")


def _examples(lines: str) -> str:
    """Examples for the end of a help page, which typer reads as rich markup."""
    escaped = lines.strip().replace("[", r"\[")
    return f"[bold]{i18n.text('cli.examples')}[/bold]\n{escaped}"


def _choose_language() -> None:
    wanted = Settings().text("interface.language")
    if wanted != "system" and not os.environ.get("FACTCHECK_LANGUAGE"):
        i18n.use(wanted)


def _make_printable() -> None:
    """A terminal that cannot show a character gets its escape, not an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _complain(sentence: str) -> None:
    sys.stderr.write(f"{PROGRAM}: {sentence}\n")


def keep_crash(bug: BaseException) -> Path | str:
    """Write where the program failed (never what it worked on) into the state folder; the path, or the reason not to.

    The command's arguments are left out for the same reason as the exception's message (``errors.places_of``).
    """
    now = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    path = state_folder() / "crashes" / f"{now}.txt"
    head = f"{PROGRAM} {__version__}, Python {platform.python_version()}, {platform.platform()}, {now}"
    try:
        make_private(path.parent)
        path.write_text(f"{head}\n\n{places_of(bug)}", "utf-8")
    except OSError as problem:
        return f"({problem})"
    return path
