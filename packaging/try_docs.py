"""Run every command of the how-to pages, page by page, as a reader would type it.

    python packaging/try_docs.py [PAGE…]

Each page's ``console`` blocks are one shell, in a folder of its own with the sample articles and an empty library.
Sample files under ``https://example.org/`` come from a site on this machine; the server ``db.example.org`` is a
PostgreSQL that is started for the page, which is left out where none is installed. A command that fails ends the page,
unless the page itself says what to do then (``||``). Blocks marked ``sh`` reach out of the machine, ask a person, or
want a second server, and are not run.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_site import served

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
SERVED = ("article", "source", "nowhere")
"""How the names of files begin that the pages fetch from ``https://example.org/``."""
SERVER = "@db.example.org/"
"""The server of the pages; without a host, libpq takes the one of ``PGHOST``."""


def try_page(page: Path, host: str, show: bool) -> int:
    """Run a page's commands; the exit code of the first that fails, else 0."""
    commands = "\n".join(BLOCK.findall(page.read_text("utf-8")))
    for name in SERVED:
        commands = commands.replace(f"https://example.org/{name}", f"http://{host}/{name}")
    with tempfile.TemporaryDirectory() as folder, a_server(wanted=SERVER in commands) as reached:
        if reached is None:
            print(f"{page.relative_to(ROOT)}: left out, for PostgreSQL is not installed")
            return 0
        shutil.copytree(ROOT / "resources" / "samples", folder, dirs_exist_ok=True)
        path = [str(Path(sys.executable).parent), reached.get("PATH", ""), os.environ["PATH"]]
        environment = os.environ | reached | {
            "PATH": os.pathsep.join(filter(None, path)),
            "FACTCHECK_LIBRARY": str(Path(folder) / "library"),
            "FACTCHECK_CONFIG": str(Path(folder) / "settings"),
            "FACTCHECK_LANGUAGE": "en",
            "FACTCHECK_REVIEW_REVIEWER": "Ada Martin",
            "FACTCHECK_FETCH_ALLOWED_HOSTS": host,
            "FACTCHECK_FETCH_PAUSE_MILLISECONDS": "0",
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "-exo", "pipefail", "-c", commands.replace(SERVER, "@/")],
            cwd=folder, env=environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if show or done.returncode != 0:
        print(done.stdout)
    print(f"{page.relative_to(ROOT)}: {'done' if done.returncode == 0 else f'failed with {done.returncode}'}")
    return done.returncode


@contextmanager
def a_server(*, wanted: bool) -> Iterator[dict[str, str] | None]:
    """What leads a page's commands to a PostgreSQL of its own, by a socket that asks for no password.

    Empty where none is wanted; None where there is none on this machine.
    """
    if not wanted:
        yield {}
        return
    sys.path.insert(0, str(ROOT))
    from tests.cluster import Cluster, NoPostgres  # noqa: PLC0415  # it needs a POSIX system

    try:
        cluster = Cluster(quick=True)
    except NoPostgres:
        yield None
        return
    try:
        yield {
            "PATH": str(cluster.binaries),
            "PGHOST": str(cluster.sockets),
            "PGPORT": str(cluster.port),
            "PGUSER": "postgres",
        }
    finally:
        cluster.remove()


def main(pages: list[str]) -> int:
    """Try the pages that are named, with what they print, or all of them."""
    chosen = [Path(page).resolve() for page in pages] or sorted((ROOT / "docs" / "how").glob("*.md"))
    with served(ROOT / "resources" / "samples") as host:
        return max(try_page(page, host, bool(pages)) for page in chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
