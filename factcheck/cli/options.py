"""Options that many verbs share, before the verb as after it, the job that they describe, and how a verb gets it."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import RenderableType

from factcheck.cli import out, signing_in
from factcheck.domain.place import Place, Server
from factcheck.errors import FactcheckError, Refused
from factcheck.paths import default_library, place_of
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.services.desk import Desk


class Output(StrEnum):
    """How a verb prints data."""

    TABLE = "table"
    JSON = "json"


ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", show_default=False)]
ClaimIds = Annotated[list[str], typer.Argument(metavar="CLAIM…", show_default=False)]
Because = Annotated[str, typer.Option("--because", metavar="TEXT", show_default=False)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="STEP", show_default=False)]
Library = Annotated[str | None, typer.Option("--library", metavar="FOLDER|ADDRESS", show_default=False)]
Reviewer = Annotated[str | None, typer.Option("--reviewer", metavar="NAME", show_default=False)]
Format = Annotated[Output | None, typer.Option("--format", metavar="|".join(Output), show_default=False)]
PRINTS = ("output",)
READS = ("library", "output")
ACTS = ("library", "reviewer", "output")
OPENS = ("library", "reviewer")
"""The shared options of verbs that only print, that read a library, that change one, that show a window."""
Work = TypeVar("Work", bound=Callable[..., None])
"""What a verb does: a function of a ``Job`` and of the verb's own arguments and options."""


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked besides the verb's own work. Options after the verb win over the same ones before it."""

    library: Place | None
    reviewer: str | None
    output: Output

    @contextmanager
    def desk(self) -> Iterator["Desk"]:
        """The library, open for the time of the verb, in the name of the reviewer.

        A verb that changed something makes the day's backup before it ends; that it cannot is told and no failure.
        """
        from factcheck.services.desk import Desk

        if self.library:
            signing_in.remark(self.library)
        desk = Desk.open(self.library, settings=Settings(), reviewer=self.reviewer, ask=signing_in.ask)
        changes: list[object] = []
        desk.subscribe(changes.append)
        try:
            yield desk
            if changes:
                _back_up(desk)
        finally:
            desk.close()

    def folder(self) -> Path:
        """The folder of the library; ``Refused`` for one that a server keeps."""
        found = self.library or default_library(Settings().text("library.folder"))
        if isinstance(found, Server):
            raise Refused("server-files", server=found)
        return found

    def show(self, data: Mapping[str, object] | list[object], table: Callable[[], RenderableType]) -> None:
        """Print ``data`` as JSON where that was asked for, else the table."""
        if self.output is Output.JSON:
            out.json(data)
        else:
            out.page(table())


def _back_up(desk: "Desk") -> None:
    from factcheck.services import backups

    try:
        backups.daily(desk)
    except FactcheckError as problem:
        out.remark(problem.sentence())


def remember(context: typer.Context, library: str | None, reviewer: str | None, output: Output | None) -> None:
    """Keep the options that stand before the verb."""
    context.obj = (library, reviewer, output)


def verb(verbs: typer.Typer, name: str, shared: tuple[str, ...]) -> Callable[[Work], Work]:
    """Register a function as the verb ``name``. It gets a ``Job`` of the ``shared`` options and its own arguments."""

    def register(work: Work) -> Work:
        own = list(inspect.signature(work, eval_str=True).parameters.values())[1:]
        usual = [inspect.Parameter(one, _NAMED, default=None, annotation=_SHARED[one]) for one in shared]

        def run(context: typer.Context, **typed: Any) -> None:
            asked = _job(context, **{one: typed.pop(one) for one in shared})
            work(asked, **typed)

        said = [inspect.Parameter("context", _NAMED, annotation=typer.Context), *own, *usual]
        run.__signature__ = inspect.Signature(said)  # type: ignore[attr-defined]  # typer reads the options from it
        verbs.command(name)(run)
        return work

    return register


_NAMED = inspect.Parameter.POSITIONAL_OR_KEYWORD
_SHARED: dict[str, Any] = {"library": Library, "reviewer": Reviewer, "output": Format}


def _job(
    context: typer.Context,
    library: str | None = None,
    reviewer: str | None = None,
    output: Output | None = None,
) -> Job:
    """The job of a verb from its options and from those before it."""
    before_library, before_reviewer, before_output = context.obj or (None, None, None)
    named = library or before_library
    return Job(place_of(named) if named else None, reviewer or before_reviewer, output or before_output or Output.TABLE)
