"""Printing: data as JSON or tables on standard output; progress and remarks on standard error.

Text from articles and pages is data: it is shown as it is, never read as markup, and characters that steer a terminal
are shown by their names.
"""

import json as json_module
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console, RenderableType
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from factcheck.i18n import has, text

# Directional overrides and isolates can make a terminal show words in an order that they do not have.
_STEERING = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


class Progress:
    """Progress on standard error, in the three ways in which long work tells how far it is."""

    def __init__(self, show: Callable[[str | None, float, float | None], None]) -> None:
        self._show = show

    def share(self, done: float, /) -> None:
        """How much is done, from 0 to 1."""
        self._show(None, done, 1)

    def count(self, done: int, total: int, /) -> None:
        """How many are done of how many."""
        self._show(None, done, total or None)

    def stage(self, name: str, done: int, total: int | None, /) -> None:
        """What is being done now (a message under ``stage.``), and how many bytes of it of how many."""
        self._show(text(f"stage.{name}") if has(f"stage.{name}") else None, done, total or None)


def json(data: object) -> None:
    """Print data for programs: UTF-8 characters as they are, unless the stream cannot carry them."""
    written = json_module.dumps(data, ensure_ascii=False, indent=2)
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        written = json_module.dumps(data, ensure_ascii=True, indent=2)
    sys.stdout.write(written + "\n")


def page(shown: RenderableType) -> None:
    """Print something for people to standard output; a plain line stays one line, so that it can be copied whole."""
    Console(file=sys.stdout, highlight=False, emoji=False).print(shown, soft_wrap=isinstance(shown, Text))


def line(sentence: str) -> None:
    """Print one line for people to standard output."""
    page(safe(sentence))


def remark(sentence: str) -> None:
    """Tell a person something beside the data, on standard error."""
    Console(file=sys.stderr, highlight=False, emoji=False, soft_wrap=True).print(safe(sentence))


def safe(value: object, style: str = "") -> Text:
    """Text for the terminal: no markup, no control characters but line feeds, no directional overrides."""
    shown = "".join(
        f"\\x{ord(c):02x}" if (unicodedata.category(c) == "Cc" and c != "\n") or c in _STEERING else c
        for c in str(value).expandtabs(4).replace("\r\n", "\n")
    )
    return Text(shown.encode("utf-8", "backslashreplace").decode("utf-8"), style=style)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, leading: int = 0) -> Table:
    """A table for eighty columns: what names the row, its words with most of the room, what is about them.

    The first column never wraps; fields stand under one another in the third. ``leading`` is blank lines between rows.
    """
    shown = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True, padding=(0, 2, 0, 0), leading=leading
    )
    first, words, about = headings
    shown.add_column(first, no_wrap=True)
    shown.add_column(words, ratio=5, overflow="fold")
    shown.add_column(about, ratio=2, overflow="fold")
    for row in rows:
        shown.add_row(*(cell if isinstance(cell, Text) else safe("" if cell is None else cell) for cell in row))
    return shown


@contextmanager
def working(label: str) -> Iterator[Progress]:
    """Progress on standard error while a block runs; nothing where that is no terminal."""
    console = Console(file=sys.stderr, highlight=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=30), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)

        def show(stage: str | None, done: float, total: float | None) -> None:
            bar.update(task, description=stage or label, completed=done, total=total)

        yield Progress(show)
