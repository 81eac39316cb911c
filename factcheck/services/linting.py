"""ClaimReview markup, ours or others', from a file, an address or standard input, and what is wrong with it."""

import sys
from pathlib import Path

from factcheck.errors import InputError, Unreadable
from factcheck.reports import lint as rules
from factcheck.reports.lint import Finding
from factcheck.services import fetching
from factcheck.services.fetching import Progress
from factcheck.services.intake import PageMissing
from factcheck.settings import Settings
from factcheck.web.decoded import decode
from factcheck.web.links import is_address

MOST_BYTES = 64_000_000


def lint(
    where: str, *, notes: bool = False, settings: Settings | None = None, progress: Progress | None = None
) -> list[Finding]:
    """The findings in the order of the markup, with ``notes`` what could be better too. A page of HTML may embed it.

    Raises ``InputError`` (no such file), ``Unreadable`` (too large, no text) and ``PageMissing``.
    """
    if is_address(where):
        got = fetching.fetch(where, settings or Settings(), progress=progress)
        if got.problem or got.fetched is None:
            raise PageMissing(got)
        return rules.lint(got.fetched.text() or decode(got.fetched.payload, None, html=True).text, notes=notes)
    raw = sys.stdin.buffer.read(MOST_BYTES + 1) if where == "-" else _read(Path(where).expanduser())
    if len(raw) > MOST_BYTES:
        raise Unreadable("lint-too-large", name=where, megabytes=MOST_BYTES // 1_000_000)
    return rules.lint(decode(raw, None, html=b"<" in raw[:1000]).text, notes=notes)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise InputError("lint-no-file", name=path, problem=problem.strerror or problem) from problem
