"""Build docs/ into web pages that open from the disk, without a server and without a network: build/docs/index.html.

    python packaging/build_docs.py [--out FOLDER]

The pages are put together in build/docs-source: docs/ and the files at the top that its readers want. A warning (a
broken link, a page that the navigation lacks) is an error. ``make docs`` first fills the parts that are made from the
code (write_docs.py).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "build" / "docs-source"
FROM_THE_TOP = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


def main(out: Path) -> int:
    """Build the pages into ``out``; mkdocs's exit code."""
    stage()
    # The theme's advertisement for another program; --strict does not count it, but people read it.
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean"]
    command += ["--config-file", str(ROOT / "packaging" / "mkdocs.yml"), "--site-dir", str(out)]
    code = subprocess.run(command, cwd=ROOT, env=quiet, check=False).returncode
    if code == 0:
        print(f"{out / 'index.html'}: {len(list(out.rglob('*.html')))} pages")
    return code


def stage() -> None:
    """Put the sources together, and turn links to the top into links to the copies."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    for name in FROM_THE_TOP:
        page = (ROOT / name).read_text("utf-8")
        page = re.sub(r"\]\(docs/", "](", page)
        page = re.sub(
            r"\]\((?!https?:|#)([a-z]+/[^)]*|LICENSE)\)", r"]", page
        )  # files of the checkout: named, not linked
        (SOURCE / name).write_text(page, "utf-8")
    for path in SOURCE.rglob("*.md"):
        page = path.read_text("utf-8")
        for name in FROM_THE_TOP:
            page = page.replace(f"](../{name}", f"]({name}").replace(f"](../../{name}", f"](../{name}")
        path.write_text(page, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs")
    sys.exit(main(parser.parse_args().out.resolve()))
