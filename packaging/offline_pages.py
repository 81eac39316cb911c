"""What a browser would load from elsewhere to show pages that are meant to open from the disk.

Links that a reader may follow are no loads. Scripts are not run here: what the theme's own script could fetch is looked
at where it is switched on (``data-md-component="source"`` asks GitHub, a ``mermaid`` block asks a CDN).
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
NO_LOAD = {"canonical", "alternate", "next", "prev", "license", "author", "help"}
"""Relations of a ``link`` that a browser does not follow by itself."""
ELSEWHERE = re.compile(r"(?:^|[\s,])(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s*["'])(?:https?:)?//[^)"']*""", re.IGNORECASE)


def loaded_from_elsewhere(folder: Path) -> list[str]:
    """One line for each thing in the pages, styles and pictures under ``folder`` that comes over a network."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in {".html", ".svg"}:
            reader = _Loads()
            reader.feed(path.read_text("utf-8"))
            found += [f"{name}: {what}" for what in reader.found]
        elif path.suffix == ".css":
            found += [f"{name}: {what}" for what in IN_STYLE.findall(path.read_text("utf-8"))]
    return found


class _Loads(HTMLParser):
    """Collects what a page would load over a network."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._styled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._styled = tag == "style"
        self.found += [f"<{tag}> {value}" for value in self._addresses(tag, given) if ELSEWHERE.search(value)]
        self.found += [f"<{tag} style> {said}" for said in IN_STYLE.findall(given.get("style", ""))]
        if given.get("data-md-component") == "source" or "mermaid" in given.get("class", "").split():
            self.found.append(f"<{tag}> makes the theme's script ask a server")

    def handle_endtag(self, tag: str) -> None:
        self._styled = self._styled and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._styled:
            self.found += [f"<style> {said}" for said in IN_STYLE.findall(data)]

    @staticmethod
    def _addresses(tag: str, given: dict[str, str]) -> Iterator[str]:
        yield from (given[name] for name in LOADED.get(tag, ()) if name in given)
        if tag == "link" and not set(given.get("rel", "").lower().split()) <= NO_LOAD:
            yield given.get("href", "")
