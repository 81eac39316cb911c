"""Signs that a page is probably not the article that was asked for: an error page, a wall, a robot check.

Each sign speaks only when the page has little text of its own: an article about paywalls is an article.
"""

from urllib.parse import urlsplit

from factcheck.web.cues import pattern
from factcheck.web.markup import Markup

LITTLE = 120
"""Words of main text under which a page may be a stub."""
SOME = 350
"""Words under which it may be the beginning of an article, cut by a wall."""
_OWN = 40
"""Words from which the main text speaks for itself; under it all that the page shows is heard."""


def why_not_the_article(
    *, url: str | None, title: str | None, text: str, prose: int, whole: str, markup: Markup
) -> str | None:
    """The reason to doubt (soft-404, bot, consent, paywall, login, needs-script, front-page), or None.

    ``text`` is the main text, ``prose`` the number of words in the page's paragraphs, ``whole`` the beginning of all
    that it shows.
    """
    count = len(text.split())
    named = title or ""
    shown = f"{named}\n{text if count >= _OWN else whole}"
    signs = (
        ("soft-404", count < SOME and _says("soft-404", named)),
        ("bot", count < LITTLE and _says("bot", shown)),
        ("soft-404", count < LITTLE and _says("soft-404", shown)),
        ("login", count < LITTLE and _says("login", shown)),
        ("paywall", count < SOME and _says("paywall", f"{text[-1500:]}\n{whole[-3000:]}")),
        ("paywall", count < LITTLE and _for_money(markup)),
        ("consent", count < LITTLE and _says("consent", shown)),
        ("consent", count < SOME and len(pattern("suspicion", "consent").findall(text)) >= 2),
        ("needs-script", count < 20 and _says("needs-script", whole)),
        ("front-page", min(count, prose) < LITTLE and urlsplit(url or "http://host/path").path in ("", "/")),
    )
    return next((reason for reason, speaks in signs if speaks), None)


def _says(reason: str, text: str) -> bool:
    return bool(pattern("suspicion", reason).search(text))


def _for_money(markup: Markup) -> bool:
    """Whether the page says that its article is not free to read (schema.org isAccessibleForFree)."""
    return any(str(item.get("isAccessibleForFree")).lower() == "false" for item in markup.articles())
