"""Build docs/ into web pages that open from the disk, without a server and without a network: build/docs/index.html.

    python packaging/build_docs.py [--out FOLDER]

The pages are put together in build/docs-source: docs/, the files at the top that its readers want, the program's icon
and the sample articles. A warning (a broken link, a page that the navigation lacks) is an error, and so is anything in
the built pages that a browser would load from elsewhere (offline_pages.py). ``make docs`` first fills the parts that
are made from the code (write_docs.py).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from offline_pages import loaded_from_elsewhere

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "build" / "docs-source"
FROM_THE_TOP = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
NOT_SHIPPED = ("**/*.map", "sitemap.xml*", "assets/images/favicon.png")
SEARCHED = {"lunr.stemmer.support.min.js", "lunr.multi.min.js", "lunr.fr.min.js"}
"""What the search needs for English and French; the theme brings thirty languages."""


def main(out: Path) -> int:
    """Build the pages into ``out``; 0 when they are there and whole."""
    stage()
    # The theme's advertisement for another program; --strict does not count it, but people read it.
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "true", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean"]
    command += ["--config-file", str(ROOT / "packaging" / "mkdocs.yml"), "--site-dir", str(out)]
    code = subprocess.run(command, cwd=ROOT, env=quiet, check=False).returncode
    if code != 0:
        return code
    slim(out)
    loaded = loaded_from_elsewhere(out)
    for line in loaded:
        print(f"Loaded from elsewhere: {line}", file=sys.stderr)
    print(f"{out / 'index.html'}: {len(list(out.rglob('*.html')))} pages")
    return 1 if loaded else 0


def stage() -> None:
    """Put the sources together, and turn links to the top into links to the copies."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    shutil.copytree(ROOT / "resources" / "samples", SOURCE / "samples", ignore=shutil.ignore_patterns("*.toml"))
    shutil.copyfile(ROOT / "resources" / "icons" / "app.svg", SOURCE / "assets" / "app.svg")
    for name in FROM_THE_TOP:
        page = re.sub(r"\]\(docs/", "](", (ROOT / name).read_text("utf-8"))
        # files of the checkout: named, not linked
        page = re.sub(r"\[([^\]]+)\]\((?!https?:|#)(?:[a-z]+/[^)]*|LICENSE)\)", r"\1", page)
        (SOURCE / name).write_text(page, "utf-8")
    for path in SOURCE.rglob("*.md"):
        page = path.read_text("utf-8")
        for name in FROM_THE_TOP:
            page = page.replace(f"](../{name}", f"]({name}").replace(f"](../../{name}", f"](../{name}")
        path.write_text(page.replace("](../resources/samples/", "](samples/"), "utf-8")


def slim(out: Path) -> None:
    """Take away what no reader's browser asks for."""
    for pattern in NOT_SHIPPED:
        for path in out.glob(pattern):
            path.unlink()
    for path in (out / "assets" / "javascripts" / "lunr").rglob("*.js"):
        if path.name not in SEARCHED:
            path.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs")
    sys.exit(main(parser.parse_args().out.resolve()))
