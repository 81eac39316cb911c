"""The system libraries that Qt loads and pip cannot bring: find what is missing, and on Debian or Ubuntu install it.

    python3 packaging/system_libraries.py [--screen]

As root the missing packages are installed; anybody else gets the one apt line to run. ``--screen`` also asks for what a
window on a real X display needs; without it only what Qt needs to draw off screen. Standard library only: this runs
before anything is installed.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Library file -> Debian and Ubuntu package. What `ldd` names for QtGui, the offscreen and the xcb plugin of
# PySide6-Essentials 6.11 and what a minimal Debian 12 and Ubuntu 24.04 lack.
OFF_SCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"


def missing(*, screen: bool) -> list[str]:
    """The packages that would bring what is not there, on Linux; empty elsewhere."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = OFF_SCREEN | (SCREEN if screen else {})
    packages = [package for library, package in wanted.items() if not loads(library)]
    return packages if fonts_present() else [*packages, FONT_PACKAGE]


def loads(library: str) -> bool:
    """Whether the dynamic loader finds the library, as it will for Qt."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def fonts_present() -> bool:
    """Whether any font is installed where fontconfig looks."""
    folders = (Path(name).expanduser() for name in FONT_FOLDERS)
    return any(next(folder.rglob("*.[to]t[fc]"), None) for folder in folders if folder.is_dir())


def install(packages: list[str], purpose: str) -> bool:
    """Install the packages as root; otherwise say how. True when they are there now."""
    line = f"apt-get install -y {' '.join(packages)}"
    if not shutil.which("apt-get"):
        print(f"{purpose} is missing on this system: what Debian calls {', '.join(packages)}.", file=sys.stderr)
        return False
    if os.geteuid() != 0:
        print(
            f"{purpose} is missing. Install it with this line, then start again:\n\n    sudo {line}\n", file=sys.stderr
        )
        return False
    print(f"{purpose} is missing; installing {', '.join(packages)} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=quiet, check=False, stdin=subprocess.DEVNULL)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    if subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL).returncode == 0:
        return True
    print(f"The installation failed (see above). By hand: {line}", file=sys.stderr)
    return False


def ensure(*, screen: bool) -> bool:
    """Install what Qt lacks or say how; True when nothing is missing any more."""
    packages = missing(screen=screen)
    return not packages or install(packages, "A system library of the window")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--screen", action="store_true", help="also what a window on an X display needs")
    sys.exit(0 if ensure(screen=parser.parse_args().screen) else 1)
