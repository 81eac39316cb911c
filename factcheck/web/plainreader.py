"""All visible text of a page in one linear pass: for markup that no tree should be built of."""

import html
import re

from factcheck.web.compose import Composer, Piece
from factcheck.web.links import absolute
from factcheck.web.page import BlockKind

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>|<[!?][^<>]*>")
"""A tag. It never reaches over another "<", so that a million unclosed ones are read in one pass too."""
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_UNREAD = frozenset(("script", "style", "template", "textarea", "select", "svg", "title"))
_IN_LINE = "a abbr b bdi cite code em font i img mark q s small span strong sub sup time tt u var wbr"
_INLINE = frozenset(_IN_LINE.split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def write_all_text(markup: str, base: str | None, composer: Composer) -> None:
    """Write every visible block of the page to ``composer``, furniture too: nothing here judges what is the article."""
    writer = _Writer(base, composer)
    source, at = _without_comments(markup), 0
    while match := _TAG.search(source, at):
        writer.text(source[at : match.start()])
        at = match.end()
        name = (match[2] or "").lower()
        if match[1]:
            writer.end(name)
        elif name in _UNREAD:
            at = _after_end_of(name, source, at)
        elif name:
            writer.start(name, match[3])
    writer.text(source[at:])
    writer.flush()


def _without_comments(markup: str) -> str:
    """The markup without comments, and up to one that never ends."""
    parts, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        parts.append(markup[at:start])
        end = markup.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
    return "".join(parts) + markup[at:]


def _after_end_of(name: str, source: str, at: int) -> int:
    """Where the element that holds no text ends; where it is never closed, all that follows is its content."""
    end = re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE).search(source, at)
    return end.end() if end else len(source)


class _Writer:
    """Collects runs of text into blocks."""

    def __init__(self, base: str | None, composer: Composer) -> None:
        self._base = base
        self._composer = composer
        self._run: list[Piece] = []
        self._link: str | None = None
        self._kind, self._level = BlockKind.PARAGRAPH, 0

    def start(self, tag: str, attributes: str) -> None:
        """A tag that opens."""
        if tag == "a":
            found = _HREF.search(attributes)
            target = next((g for g in found.groups() if g is not None), "") if found else ""
            self._link = absolute(html.unescape(target), self._base)
        elif tag == "br":
            self._run.append(("\n", None))
        elif tag not in _INLINE:
            self.flush()
            self._kind, self._level = BlockKind.PARAGRAPH, 0
            if tag == "li":
                self._kind, self._level = BlockKind.LIST_ITEM, 1
            elif tag in _HEADINGS:
                self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]

    def end(self, tag: str) -> None:
        """A tag that closes."""
        if tag == "a":
            self._link = None
        elif tag not in _INLINE:
            self.flush()
            self._kind, self._level = BlockKind.PARAGRAPH, 0

    def text(self, raw: str) -> None:
        """Text between two tags."""
        if raw:
            self._run.append((html.unescape(raw).replace("\n", " "), self._link))

    def flush(self) -> None:
        """Write what was collected as a block."""
        if self._run:
            self._composer.add(self._kind, self._run, level=self._level)
            self._run = []
