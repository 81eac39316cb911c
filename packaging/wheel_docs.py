"""Hatch's build hook: a wheel carries the documentation that ``make docs`` built, where it was built."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShipDocumentation(BuildHookInterface):
    """Maps build/docs to factcheck/_docs; an editable install reads it where it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folder to what the wheel holds."""
        built = Path(self.root) / "build" / "docs"
        if version != "editable" and (built / "index.html").is_file():
            build_data["force_include"][str(built)] = "factcheck/_docs"
