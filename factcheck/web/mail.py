"""A saved mail as a page: who wrote what to whom and when, and what was attached. Headers can be forged."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from factcheck.web import headerdate
from factcheck.web.compose import Composer
from factcheck.web.decoded import decode
from factcheck.web.page import BlockKind, Page
from factcheck.web.plainreader import write_all_text
from factcheck.web.words import guess_language

KIND = "message/rfc822"
MAX_CHARACTERS = 8_000_000
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_BREAK = re.compile(r"\n\s*\n")


def read(raw: bytes) -> Page:
    """The mail's headers, its text (the plain one, else the HTML one's visible text) and the names of attachments."""
    # One kind of line end, or paragraphs of files from other systems would not be told apart.
    mail = message_from_bytes(raw.replace(b"\r\n", b"\n"), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    composer = Composer()
    for name in _SHOWN:
        if said := _header(mail, name):
            composer.add(BlockKind.LIST_ITEM, [(f"{name}: {said}", None)], level=1)
    body = mail.get_body(("plain", "html"))
    html = body is not None and body.get_content_subtype() == "html"
    said, damaged = _words(body, html=html) if isinstance(body, EmailMessage) else ("", False)
    if html:
        write_all_text(said[:MAX_CHARACTERS], None, composer)
    else:
        for paragraph in _BREAK.split(said[:MAX_CHARACTERS]):
            composer.add(BlockKind.PARAGRAPH, [(paragraph, None)])
    for part in mail.walk():
        if attached := part.get_filename():
            composer.add(BlockKind.LIST_ITEM, [(f"[{attached}]", None)], level=1)
    day = _day(mail)
    text = composer.text()
    flags = (("replacements", damaged), ("truncated", len(said) > MAX_CHARACTERS), ("no-text", not text))
    return Page(
        text=text,
        title=_header(mail, "Subject") or None,
        author=_header(mail, "From") or None,
        date=day,
        date_origin="document" if day else None,
        date_confidence="medium" if day else None,
        language=guess_language(text) if len(text) > 200 else None,
        media_type=KIND,
        blocks=tuple(composer.blocks),
        links=tuple(composer.links),
        flags=tuple(flag for flag, holds in flags if holds),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail.get(name) or "").split())
    except (ValueError, IndexError, AttributeError):  # the header parser of the standard library fails on some
        return ""


def _words(body: EmailMessage, *, html: bool) -> tuple[str, bool]:
    """The characters of a part, and whether some had to be replaced; its encoding is found as a page's is."""
    data = body.get_payload(decode=True)
    found = decode(data if isinstance(data, bytes) else b"", body.get_content_charset(), html=html)
    return found.text, found.replaced > 0


def _day(mail: EmailMessage) -> str | None:
    when = headerdate.read(_header(mail, "Date"))
    return when.date().isoformat() if when else None
