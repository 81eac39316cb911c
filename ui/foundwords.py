"""How found lines are said: verdicts by the desk's scale where it has the rating, as published elsewhere."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor

from factcheck.domain.fold import rating_key
from factcheck.domain.query import Found
from factcheck.domain.verdict import Rating, Scale
from factcheck.i18n import LANGUAGES, current
from ui.theme import look
from ui.words import echoed, has, t

COLUMNS = ("text", "verdict", "claimant", "date", "checked", "outlet", "state", "language", "record")
OTHER = "•"
"""The glyph of a rating that the scale does not have."""


class VerdictWords:
    """Glyph, word and colour of verdicts under a scale. Others' verdicts in the words of the scale, whatever language
    of ours they are in, look like its own.
    """

    def __init__(self, scale: Scale | None = None) -> None:
        self._ratings: dict[str, Rating] = {}
        self.order: list[str] = []
        for rating in scale.ratings if scale else ():
            for key in dict.fromkeys((rating.key, *(rating_key(rating.label(code)) or "" for code in LANGUAGES))):
                if key and key not in self._ratings:
                    self._ratings[key] = rating
                    self.order.append(key)

    def of(self, line: Found) -> tuple[str, str]:
        """The glyph and the word of a line's verdict; empty for none."""
        if not line.verdict and not line.rating:
            return "", ""
        if line.verdict in self._ratings:
            return self._ratings[line.verdict].glyph, self.name(line.verdict)
        return OTHER, " ".join((line.rating or line.verdict or "").split())

    def name(self, key: str) -> str:
        """A verdict's key in words."""
        rating = self._ratings.get(key)
        return rating.label(current()) if rating else key.replace("-", " ").capitalize()

    def is_own(self, key: str) -> bool:
        """Whether the scale has the verdict under this very key, and not only a word like it."""
        return key in self._ratings and self._ratings[key].key == key

    def glyph(self, key: str) -> str:
        """The glyph that stands beside the word."""
        return self._ratings[key].glyph if key in self._ratings else OTHER

    def fill(self, key: str) -> QColor:
        """The colour of a part of a chart."""
        return QColor(self._ratings[key].colour) if key in self._ratings else look.colour("muted")

    def colour(self, line: Found) -> QColor:
        """A colour in which the verdict's word can be read."""
        ground = look.colour("paper")
        return look.readable(self.fill(line.verdict or ""), ground)


def words_of(line: Found, column: str, verdicts: VerdictWords) -> str:
    """What stands in a column of the table."""
    value = getattr(line, column, None)
    if column == "verdict":
        said = " ".join(verdicts.of(line)).strip() or (t(f"state.{line.state}") if line.state else "")
    elif not value:
        said = ""
    elif column in {"date", "checked"}:
        said = echoed(value) or str(value)
    elif column == "state":
        said = t(f"state.{value}")
    elif column == "language":
        said = language_name(value)
    elif column == "record":
        said = t(f"claims.record-{value}")
    else:
        said = " ".join(str(value).split())
    return said


def colour_of(line: Found, column: str, verdicts: VerdictWords) -> QColor | None:
    """The colour of a column's words, None for the usual one."""
    if column == "text":
        return None
    return verdicts.colour(line) if column == "verdict" else look.colour("muted")


def language_name(code: str) -> str:
    """A language by the interface's name for it, else by its own, else by its code."""
    if has(f"reports.in-{code}"):
        return t(f"reports.in-{code}")
    locale = QLocale(code)
    return locale.nativeLanguageName().capitalize() if locale.language() != QLocale.Language.C else code
