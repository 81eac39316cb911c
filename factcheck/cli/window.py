"""Verbs that show something: open (the window) and demo (the main job on the bundled sample)."""

import importlib
from enum import StrEnum
from typing import Annotated, Protocol, cast

import typer

from factcheck.cli import demo, screen
from factcheck.cli.options import OPENS, Job, verb
from factcheck.domain.place import Place
from factcheck.errors import WorldError

verbs = typer.Typer()


class Sample(StrEnum):
    """The languages of the sample articles."""

    FR = "fr"
    EN = "en"


class _Window(Protocol):
    """The part of ``ui.app`` that is needed here; the core never imports the window by name."""

    def run(
        self, *, library: Place | None, reviewer: str | None = None, where: str | None = None, demo: bool = False
    ) -> int: ...


@verb(verbs, "open", OPENS)
def open_verb(
    asked: Job,
    where: Annotated[str | None, typer.Argument(metavar="[FILE|URL]", show_default=False)] = None,
) -> None:
    if not screen.there():
        raise WorldError("no-screen")
    raise typer.Exit(_window().run(library=asked.library, reviewer=asked.reviewer, where=where))


@verb(verbs, "demo", OPENS)
def demo_verb(
    asked: Job,
    terminal: Annotated[bool, typer.Option("--terminal")] = False,
    language: Annotated[Sample | None, typer.Option("--language", metavar="|".join(Sample), show_default=False)] = None,
) -> None:
    folder = asked.folder() if asked.library else demo.own_folder()
    if screen.there() and not terminal:
        raise typer.Exit(_window().run(library=folder, reviewer=asked.reviewer, demo=True))
    demo.in_terminal(folder, asked.reviewer, language.value if language else None)


def _window() -> _Window:
    try:
        return cast("_Window", importlib.import_module("ui.app"))
    except ImportError as problem:
        raise WorldError("window-missing", problem=problem) from problem
