"""Folders of this user on this machine: the library, the settings, the state of the window.

``FACTCHECK_LIBRARY`` and ``FACTCHECK_CONFIG`` win over the system's usual places and over the settings.
"""

import os
from pathlib import Path

import platformdirs

from factcheck.domain import place
from factcheck.domain.place import Place
from factcheck.errors import InputError

_NAME = "factcheck-workbench"


def data_folder() -> Path:
    """Where libraries of this user are unless they name another place: ``library`` and those of the demonstration."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def place_of(written: str) -> Place:
    """The library that somebody wrote; ``InputError`` for a server's address that names no database."""
    try:
        return place.read(written)
    except ValueError as problem:
        raise InputError("server-address", address=problem) from None


def default_library(chosen: str = "") -> Place:
    """The library that is opened when none is named; ``chosen`` is the setting ``library.folder``.

    ``InputError`` for a server's address that names no database.
    """
    named = os.environ.get("FACTCHECK_LIBRARY") or chosen
    return place_of(named) if named else data_folder() / "library"


def config_folder() -> Path:
    """Where settings.toml and the user's own scales and templates are."""
    named = os.environ.get("FACTCHECK_CONFIG")
    return Path(named).expanduser() if named else Path(platformdirs.user_config_dir(_NAME, appauthor=False))


def state_folder() -> Path:
    """Where the window keeps sizes, drafts and the last crash."""
    named = os.environ.get("FACTCHECK_CONFIG")
    if named:
        return Path(named).expanduser() / "state"
    return Path(platformdirs.user_state_dir(_NAME, appauthor=False))


def make_private(folder: Path) -> None:
    """Make the folder for its owner alone; one that is there already stays as it is.

    What is missing above it is made as the system has it.
    """
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
