"""Packages whose modules are imported when they are first used: what the first paint must not wait for.

``dialogs.palette`` is the module ``ui.dialogs.palette``, ``services.claims`` is ``factcheck.services.claims``. A frozen
build must be told to take these packages in whole, because no import statement names their modules.
"""

import importlib
from typing import Any


class Later:
    """The modules of one package as attributes."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __getattr__(self, name: str) -> Any:
        module = importlib.import_module(f"{self._package}.{name}")
        setattr(self, name, module)
        return module


services = Later("factcheck.services")
dialogs = Later("ui.dialogs")
verbs = Later("ui.actions")
views = Later("ui.views")
