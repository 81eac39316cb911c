"""One report, any format: the ending of the file's name says which. Written whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from factcheck.errors import InputError, WorldError
from factcheck.reports.claimreview import data_feed, reviews
from factcheck.reports.docx import write_docx
from factcheck.reports.html import write_html
from factcheck.reports.markdown import write_markdown
from factcheck.reports.model import Report, to_json
from factcheck.reports.pdf import write_pdf
from factcheck.reports.plain import json_text
from factcheck.reports.sheets import write_csv, write_xlsx


def _json_ld(report: Report) -> str:
    """One claim's review by itself, several as a data feed."""
    found = reviews(report)
    return json_text(found[0] if len(found) == 1 else data_feed(report))


_WRITERS: dict[str, Callable[[Report, str | None], bytes]] = {
    ".html": lambda report, template: write_html(report, template).encode("utf-8"),
    ".md": lambda report, _: write_markdown(report).encode("utf-8"),
    ".pdf": write_pdf,
    ".docx": lambda report, _: write_docx(report),
    ".csv": lambda report, _: write_csv(report).encode("utf-8"),
    ".xlsx": lambda report, _: write_xlsx(report),
    ".json": lambda report, _: to_json(report).encode("utf-8"),
    ".jsonld": lambda report, _: _json_ld(report).encode("utf-8"),
}
SUFFIXES = tuple(_WRITERS)
"""Endings that ``write`` knows; ``.dossier.zip`` needs the evidence files too and is ``reports.dossier``'s."""
_NAMED = ", ".join((*SUFFIXES, ".dossier.zip"))


def render(report: Report, suffix: str, template: str | None = None) -> bytes:
    """The file's bytes in the format of ``suffix``; ``InputError`` lists the endings when it is none of ours."""
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        raise InputError("report-suffix", name=suffix, suffixes=_NAMED)
    return writer(report, template)


def write(report: Report, path: Path, *, template: str | None = None, replace: bool = False) -> None:
    """Write the report to ``path`` in the format of its ending.

    An existing file is kept unless ``replace`` is true. ``InputError``: unknown ending or template, or the file is
    there; ``WorldError``: the disk refused. Either way nothing half written stays.
    """
    if path.suffix.lower() not in _WRITERS:
        raise InputError("report-suffix", name=path.name, suffixes=_NAMED)
    if not replace and path.exists():
        raise InputError("report-exists", path=path)
    put(render(report, path.suffix, template), path, replace=replace)


def put(content: bytes, path: Path, *, replace: bool) -> None:
    """The bytes as a file, by way of a temporary one beside it that is renamed when it is safe on the disk."""
    partial = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        place(partial, path, replace=replace)
    except FileExistsError as problem:
        raise InputError("report-exists", path=path) from problem
    except OSError as problem:
        raise WorldError("report-write", path=path, problem=problem.strerror or problem) from problem
    finally:
        with contextlib.suppress(OSError):  # where nothing could be written there is nothing to remove
            partial.unlink(missing_ok=True)


def place(partial: Path, path: Path, *, replace: bool) -> None:
    """Give the finished file its name; without ``replace`` a file that came in the meantime wins."""
    if replace:
        partial.replace(path)
        return
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        partial.rename(path)
