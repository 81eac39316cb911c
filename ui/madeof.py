"""What the program is made of: the installed packages that it needs to run, with their licences.

Read by the window's About and by the notes that go into a package. Without Qt, so that both can.
"""

import re
from importlib import metadata

OURSELVES = "factcheck-workbench"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def distributions() -> list[metadata.Distribution]:
    """The program's own distribution, then every one that it needs, and that those need, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [OURSELVES]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed on another system only
        found[key] = package
        wanted = [line for line in package.requires or () if "extra ==" not in line]
        waiting += [match[0] for line in wanted if (match := _NAME.match(line))]
    ours = [found.pop(OURSELVES)] if OURSELVES in found else []
    return [*ours, *sorted(found.values(), key=lambda package: package.name.lower())]


def licence(package: metadata.Distribution) -> str:
    """A package's licence in few words: its expression, else its classifiers, else the first line that it states."""
    said = package.metadata.get("License-Expression")
    if not said:
        classes = [c for c in package.metadata.get_all("Classifier") or () if c.startswith("License :: ")]
        said = ", ".join(c.rpartition(" :: ")[2] for c in classes)
    return said or (package.metadata.get("License") or "?").strip().partition("\n")[0][:80]
