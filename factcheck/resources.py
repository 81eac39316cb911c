"""Where the files in ``resources/`` and the built documentation are: the one place that knows.

In a checkout and an editable install they stand beside the package; a wheel and a frozen build carry them inside it
as ``factcheck/_resources`` and ``factcheck/_docs`` (mapped there by pyproject.toml and the PyInstaller recipe).
"""

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder of resources, an existing one."""
    package = Path(__file__).resolve().parent
    inside = package / "_resources"
    return inside if inside.is_dir() else package.parent / "resources"


def folder(name: str) -> Path:
    """The folder ``name`` under resources."""
    return root() / name


def read(*parts: str) -> str:
    """The text of a resource, in UTF-8."""
    return root().joinpath(*parts).read_text("utf-8")


def documentation() -> Path | None:
    """The folder of the documentation's pages with their ``index.html``; None where ``make docs`` never ran."""
    package = Path(__file__).resolve().parent
    places = (package / "_docs", package.parent / "build" / "docs")
    return next((place for place in places if (place / "index.html").is_file()), None)
