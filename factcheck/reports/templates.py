"""Where report templates are: ours in ``resources/reports``, the user's own in ``reports`` of the configuration folder.

A template is named without its ending (``report``); the user's wins over ours of the same name.
"""

from pathlib import Path

from factcheck.errors import InputError
from factcheck.paths import config_folder
from factcheck.resources import folder

USUAL = "report"


def find(template: str | None, suffix: str) -> Path:
    """The template file for a format; ``InputError`` lists what there is when the name is unknown."""
    known = names(suffix)
    wanted = template or USUAL
    if wanted not in known:
        raise InputError("report-template-unknown", name=wanted, known=", ".join(sorted(known)))
    return known[wanted]


def names(suffix: str) -> dict[str, Path]:
    """Template name -> file, for one format."""
    places = (folder("reports"), config_folder() / "reports")
    return {path.name.removesuffix(suffix): path for place in places for path in sorted(place.glob(f"*{suffix}"))}
