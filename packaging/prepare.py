"""Make .venv ready for a make target; a second call finds everything done and needs no network.

    python3 packaging/prepare.py run      what the program needs
    python3 packaging/prepare.py test     and what its tests need
    python3 packaging/prepare.py docs     and what builds the documentation
    python3 packaging/prepare.py package  and what builds the packages

Everything is installed from the lock files by hash, nothing else is resolved: ``--no-deps``, because the locks are
complete and because pip 23.2 (Python 3.11's own) dies of an assertion while it resolves lxml's ``html-clean`` extra.
``.venv/prepared.json`` holds what was installed, by the SHA-256 of each lock, and where: an environment that was moved
or made for another checkout is built anew. Standard library only.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import system_libraries

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "prepared.json"
ALONE = ROOT / ".venv.lock"
LOCKS = {
    "run": ["requirements.lock", "requirements-build.lock"],
    "test": ["requirements-dev.lock"],  # holds all that the other two hold
    "docs": ["requirements-dev.lock", "requirements-docs.lock"],
    "package": ["requirements-dev.lock", "requirements-docs.lock", "requirements-package.lock"],
}


def digest(name: str) -> str:
    """The SHA-256 of a file of the checkout."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def stamp() -> dict[str, str]:
    """What was installed into .venv; empty when it is not ours, not finished, or was moved."""
    try:
        kept: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if kept.get("root") == str(ROOT) else {}


def main(purpose: str) -> int:
    """Bring .venv to what ``purpose`` needs; 0 when it is ready.

    A link is refused: Python's venv follows it, and would empty the environment of whatever checkout it leads to.
    """
    if VENV.is_symlink():
        sys.exit(
            f"{VENV} is a symbolic link, which cannot be made ready; remove the link and run the same command again."
        )
    if not system_libraries_ready(purpose):
        return 1
    with alone():
        return prepare(purpose)


@contextmanager
def alone() -> Iterator[None]:
    """One preparation at a time: of two at once, one would empty the environment that the other fills."""
    with ALONE.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)  # the system lets go of it when the process ends, however it ends
        yield


def prepare(purpose: str) -> int:
    """Install what is lacking; 0 when all is there."""
    wanted = {name: digest(name) for name in [*LOCKS[purpose], "pyproject.toml"]}
    done = stamp()
    if purpose == "run" and "requirements-dev.lock" in done:  # prepared for tests: that is enough for running
        wanted = {name: digest(name) for name in [*LOCKS["test"], "pyproject.toml"]}
    if all(done.get(name) == value for name, value in wanted.items()) and PYTHON.exists():
        return 0
    print("Preparing .venv (once; downloads some hundred megabytes) …", flush=True)
    started = time.monotonic()
    if not environment_ready():
        return 1
    STAMP.unlink(missing_ok=True)
    for name in wanted:
        if done.get(name) != wanted[name] and name != "pyproject.toml":
            pip("install", "--no-deps", "--require-hashes", "--requirement", name)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    # As an installer does: where Python may not write bytecode, each start would compile all modules again.
    subprocess.run([PYTHON, "-m", "compileall", "-q", "factcheck", "ui"], cwd=ROOT, check=False)
    STAMP.write_text(json.dumps({**done, "root": str(ROOT), **wanted}, indent=1) + "\n", "utf-8")
    print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def system_libraries_ready(purpose: str) -> bool:
    """Whether Qt can load. Running without a screen does without Qt."""
    screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if purpose == "run":
        return not screen or system_libraries.ensure(screen=True)
    return system_libraries.ensure(screen=False)


def environment_ready() -> bool:
    """Whether .venv is there with a working pip; made when it is not, or when it was moved here."""
    if usable():
        return True
    module = f"python3.{sys.version_info.minor}-venv"
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships Python without it
    except ImportError:
        if not system_libraries.install([module], "Python's venv module"):
            return False
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    return made.returncode == 0


def usable() -> bool:
    """Whether .venv has a Python new enough, with pip, and scripts that point to this place."""
    if not PYTHON.exists() or (STAMP.exists() and not stamp()):
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", check], stderr=subprocess.DEVNULL, check=False).returncode == 0


def pip(*arguments: str) -> None:
    """Run the environment's pip; it keeps no cache outside this folder. Ends the program when it fails."""
    options = ["--disable-pip-version-check", *([] if "PIP_CACHE_DIR" in os.environ else ["--no-cache-dir"])]
    done = subprocess.run([PYTHON, "-m", "pip", *options, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        sys.exit(
            f"pip failed (see above). Nothing outside {VENV.name} was changed; run the same command again to go on."
        )


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
