"""The main job on a bundled sample, in the terminal: an article split, one claim checked against a source, a report.

Nothing here is staged: each part calls the services that the other verbs call, on a library of its own that stays for
the person to look around in. ``resources/samples/demo.toml`` says which claim is checked and with what.
"""

import shutil
import tempfile
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule
from rich.text import Text

from factcheck import resources
from factcheck.cli import out
from factcheck.cli.articles import read_and_split
from factcheck.cli.pages import claim_page
from factcheck.cli.tables import proposals
from factcheck.domain import ids
from factcheck.domain.source import Stance
from factcheck.errors import LibraryError
from factcheck.i18n import current, text
from factcheck.paths import data_folder, make_private
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.services.desk import Desk

SCALE = "truth"
KEPT_SECONDS = 24 * 3600
"""How long the library of a demonstration is kept before a later demonstration removes it."""


def own_folder() -> Path:
    """A fresh folder for a demonstration's library, never the user's own; in a temporary place where data cannot be."""
    demos = data_folder() / "demos"
    try:
        make_private(demos)
        for old in demos.iterdir():
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=f"{datetime.now(UTC):%Y%m%d-%H%M%S}-", dir=demos))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="factcheck-demo-"))


def in_terminal(folder: Path, reviewer: str | None, language: str | None) -> None:
    """Show the main job; ``language`` chooses the sample (default: the interface's language)."""
    from factcheck.services.desk import Desk

    language = language or ("fr" if current() == "fr" else "en")
    desk = Desk.open(folder, settings=Settings(), reviewer=reviewer or text("cli.demo.reviewer"))
    try:
        _show(desk, tomllib.loads(resources.read("samples", "demo.toml"))[language])
    finally:
        desk.close()


def _show(desk: "Desk", sample: dict[str, str]) -> None:
    from factcheck.services import articles, claims, history, reports, scales, sources, verdicts

    samples = resources.folder("samples")
    _heading(text("cli.demo.split"))
    taken, split = read_and_split(str(samples / sample["article"]), None, None, desk.settings)
    article = articles.add(desk, taken, split).value
    out.page(proposals(split))

    _heading(text("cli.demo.check"))
    chosen = next(c for c in claims.of_article(desk, article) if sample["claim"] in c.text)
    claims.accept(desk, [chosen.id])
    sources.cite(
        desk, chosen.id, str(samples / sample["source"]), stance=Stance(sample["stance"]), quote=sample["quote"]
    )
    verdicts.give(desk, chosen.id, sample["rating"], sample["because"], scale_key=SCALE)
    claim = claims.get(desk, chosen.id)
    cited, given = sources.of_claim(desk, claim.id), verdicts.of_claim(desk, claim.id)
    lacks = verdicts.missing(desk, claim.id)
    out.page(claim_page(claim, articles.get(desk, article), cited, given, (), lacks, scales.list_all()))

    _heading(text("cli.demo.report"))
    report = reports.write(desk, article, desk.folder / "report.html")
    found = history.verify(desk)
    if not found.ok:
        raise LibraryError("demo-unsound", findings=" ".join(found.findings))
    out.line(text("cli.demo.written", path=report))
    out.line(text("cli.demo.trail", n=found.steps, head=found.head))
    out.line(text("cli.demo.next"))
    for verb in (f"show {ids.short(claim.id)}", "history", "verify"):
        out.line(f"  factcheck {verb} --library '{desk.folder}'")


def _heading(words: str) -> None:
    out.page(Group(Text(), Rule(f"[bold]{words}", align="left", style="dim"), Text()))
