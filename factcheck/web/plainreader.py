"""All visible text of a page in one linear pass: for markup that no tree should be built of."""

from html.parser import HTMLParser

from factcheck.web.compose import Composer, Piece
from factcheck.web.links import absolute
from factcheck.web.page import BlockKind

_UNREAD = frozenset(("script", "style", "template", "textarea", "select", "svg", "head"))
_IN_LINE = "a abbr b bdi cite code em font i img mark q s small span strong sub sup time tt u var wbr"
_INLINE = frozenset(_IN_LINE.split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def write_all_text(markup: str, base: str | None, composer: Composer) -> None:
    """Write every visible block of the page to ``composer``, furniture too: nothing here judges what is the article."""
    reader = _Reader(base, composer)
    reader.feed(_without_comments(markup))
    reader.close()
    reader.flush()


def _without_comments(markup: str) -> str:
    """The markup up to a comment that never ends, without those that do. The parser's own search is quadratic."""
    parts, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        parts.append(markup[at:start])
        end = markup.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
    return "".join(parts) + markup[at:]


class _Reader(HTMLParser):
    def __init__(self, base: str | None, composer: Composer) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._composer = composer
        self._run: list[Piece] = []
        self._unread = ""
        self._link: str | None = None
        self._kind, self._level = BlockKind.PARAGRAPH, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unread:
            self._unread = "" if tag == "body" else self._unread
            return
        if tag in _UNREAD:
            self._unread = tag
        elif tag == "a":
            self._link = absolute(dict(attrs).get("href"), self._base)
        elif tag == "br":
            self._run.append(("\n", None))
        elif tag not in _INLINE:
            self.flush()
            self._kind = BlockKind.LIST_ITEM if tag == "li" else BlockKind.PARAGRAPH
            self._level = 1 if tag == "li" else 0
            if tag in _HEADINGS:
                self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            self._unread = "" if tag == self._unread else self._unread
        elif tag == "a":
            self._link = None
        elif tag not in _INLINE:
            self.flush()
            self._kind, self._level = BlockKind.PARAGRAPH, 0

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._run.append((data.replace("\n", " "), self._link))

    def flush(self) -> None:
        """Write what was collected as a block."""
        if self._run:
            self._composer.add(self._kind, self._run, level=self._level)
            self._run = []
