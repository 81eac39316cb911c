"""What the window finds again: sizes, selections, scroll, and what was typed but not yet given.

Everything is in the state folder of this user. A draft is one small file, replaced whole as soon as a key was typed:
what the process has written survives its being killed. Nothing here is the record: the library is.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from factcheck.paths import make_private, state_folder

_PLAIN = re.compile(r"[^A-Za-z0-9._-]")


class State:
    """A small dictionary in ``window.json`` and a folder of drafts."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or state_folder()
        self._path = self.folder / "window.json"
        self._values: dict[str, Any] = self._load()

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The value kept under ``key``."""
        return self._values.get(key, otherwise)

    def put(self, **values: Any) -> None:
        """Keep values and write them; the last window to write wins."""
        self._values.update(values)
        _replace(self._path, json.dumps(self._values, ensure_ascii=False, indent=1))

    def place(self, article: str) -> dict[str, Any]:
        """Where a person was: ``claim``, the code point ``at`` the upper edge, and whether that was the ``top``."""
        found = self._values.get("places", {}).get(article, {})
        return found if isinstance(found, dict) else {}

    def put_place(self, article: str, **values: Any) -> None:
        """Keep where the reader was; the newest two hundred articles are kept."""
        places = dict(self._values.get("places", {}))
        places[article] = places.pop(article, {}) | values
        self.put(places=dict(list(places.items())[-200:]))

    def draft(self, owner: str, field: str) -> str | None:
        """What was typed into a field of a claim and not given yet, or None."""
        try:
            return self._draft(owner, field).read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def put_draft(self, owner: str, field: str, words: str | None, base: tuple[int, str] | None = None) -> None:
        """Keep typed words at once; None or nothing forgets the draft.

        ``base`` is what the typing began from: the version of what is being changed, and the words that stood there.
        It is kept with the first words and stays until the draft is forgotten.
        """
        path, begun = self._draft(owner, field), self._draft(owner, f"{field}-base")
        if not words:
            path.unlink(missing_ok=True)
            begun.unlink(missing_ok=True)
            return
        if base is not None and not path.exists():
            _replace(begun, f"{base[0]}\n{base[1]}")
        _replace(path, words)

    def draft_base(self, owner: str, field: str) -> tuple[int, str] | None:
        """The version and the words that a draft began from, where that is known."""
        version, _, words = (self.draft(owner, f"{field}-base") or "").partition("\n")
        return (int(version), words) if version.isdigit() else None

    def _draft(self, owner: str, field: str) -> Path:
        return self.folder / "drafts" / f"{_PLAIN.sub('_', owner)}.{_PLAIN.sub('_', field)}.txt"

    def _load(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _replace(path: Path, words: str) -> None:
    make_private(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(words, "utf-8", errors="replace")
    part.replace(path)
