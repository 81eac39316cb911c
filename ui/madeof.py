"""What the program is made of: the installed packages that it needs to run, with their licences.

Read by the window's About and by the notes that go into a package. Without Qt, so that both can.
"""

import re
from importlib import metadata

OURSELVES = "factcheck-workbench"
SHIPPED = "quality"
"""The extra that the locks, and so the packages, hold."""
_NEED = re.compile(r"([\w.-]+)\s*(?:\[([^]]*)\])?")
_EXTRA = re.compile(r"""extra == ["']([^"']+)""")


def distributions() -> list[metadata.Distribution]:
    """The program's own distribution, then every one that it needs, and that those need, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting, seen = [(OURSELVES, ""), (OURSELVES, SHIPPED)], set()
    while waiting:
        name, extra = waiting.pop()
        key = plain(name)
        if (key, extra) in seen:
            continue
        seen.add((key, extra))
        try:
            found[key] = package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed on another system only
        for line in package.requires or ():
            asked = _EXTRA.search(line)
            if (not asked or asked[1] == extra) and (need := _NEED.match(line)):
                extras = (need[2] or "").split(",")
                waiting += [(need[1], one.strip()) for one in {"", *extras}]
    ours = [found.pop(OURSELVES)] if OURSELVES in found else []
    return [*ours, *sorted(found.values(), key=lambda package: package.name.lower())]


def plain(name: str) -> str:
    """A distribution's name as the index compares it: ``PySide6_Essentials`` is ``pyside6-essentials``."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(package: metadata.Distribution) -> str:
    """A package's licence in few words: its expression, else its classifiers, else the first line that it states."""
    said = package.metadata.get("License-Expression")
    if not said:
        classes = [c for c in package.metadata.get_all("Classifier") or () if c.startswith("License :: ")]
        said = ", ".join(c.rpartition(" :: ")[2] for c in classes)
    return said or (package.metadata.get("License") or "?").strip().partition("\n")[0][:80]
