"""Run every command of the how-to pages, page by page, as a reader would type it.

    python packaging/try_docs.py [PAGE…]

Each page's ``console`` blocks are one shell, in a folder of its own with the sample articles and an empty library.
Sample files under ``https://example.org/`` come from a site on this machine. A command that fails ends the page, unless
the page itself says what to do then (``||``). Blocks marked ``sh`` reach out of the machine, and are not run.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from local_site import served

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
SERVED = ("article", "source", "nowhere")
"""How the names of files begin that the pages fetch from ``https://example.org/``."""


def try_page(page: Path, host: str, show: bool) -> int:
    """Run a page's commands; the exit code of the first that fails, else 0."""
    commands = "\n".join(BLOCK.findall(page.read_text("utf-8")))
    for name in SERVED:
        commands = commands.replace(f"https://example.org/{name}", f"http://{host}/{name}")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "resources" / "samples", folder, dirs_exist_ok=True)
        environment = os.environ | {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "FACTCHECK_LIBRARY": str(Path(folder) / "library"),
            "FACTCHECK_CONFIG": str(Path(folder) / "settings"),
            "FACTCHECK_LANGUAGE": "en",
            "FACTCHECK_REVIEW_REVIEWER": "Ada Martin",
            "FACTCHECK_FETCH_ALLOWED_HOSTS": host,
            "FACTCHECK_FETCH_PAUSE_MILLISECONDS": "0",
        }
        done = subprocess.run(
            ["bash", "-exo", "pipefail", "-c", commands],
            cwd=folder, env=environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if show or done.returncode != 0:
        print(done.stdout)
    print(f"{page.relative_to(ROOT)}: {'done' if done.returncode == 0 else f'failed with {done.returncode}'}")
    return done.returncode


def main(pages: list[str]) -> int:
    """Try the pages that are named, with what they print, or all of them."""
    chosen = [Path(page).resolve() for page in pages] or sorted((ROOT / "docs" / "how").glob("*.md"))
    with served(ROOT / "resources" / "samples") as host:
        return max(try_page(page, host, bool(pages)) for page in chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
