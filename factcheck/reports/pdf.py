"""The report as PDF, typeset by Typst: PDF/A-2a and PDF/UA-1 where the fonts can show every letter.

The data goes in as JSON in ``sys.inputs``, so that no text of a person is ever markup. The template is
``resources/reports/<template>.typ`` or the user's own; it sees its own folder and nothing else.
"""

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import font_source_serif_pro
import typst

from factcheck.errors import InputError
from factcheck.reports.model import Report
from factcheck.reports.pdf_parts import joined, page_count
from factcheck.reports.templates import find
from factcheck.reports.view import LOGO, view
from factcheck.reports.words import Words
from factcheck.resources import folder

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
LONGEST_TEXT = 100_000
"""Characters of an article's text that are set at the end; a longer one is left to the other formats."""
WHOLE = 150
"""Claims that are set at once; a longer report is set in parts of at most ``PART`` and joined."""
PART = 200
_LISTED = ("number", "title", "claimant", "rating", "anchor")
_PROBE = b'#set document(title: [sign])\n#set text(lang: "en")\n#sys.inputs.sign'
# Beyond Latin, Greek and Cyrillic with their marks, punctuation, currency, arrows and shapes: the bundled fonts end.
_STRANGE = re.compile("[^\n\x20-\u052f\u1e00-\u1fff\u2000-\u20bf\u2190-\u21ff\u2500-\u27bf\ufb00-\ufb06\ufffd]")
_GENERATIONS = 11
_SIGNS = {"So", "Sk", "Mn", "Cf", "Co", "Cn"}
_SHAPING = {"Sk", "Mn", "Cf"}
_WORDS = (
    *(
        f"heading.{key}"
        for key in ("article", "summary", "changes", "method", "verify", "superseded", "fingerprints", "limits", "text")
    ),
    *(
        f"label.{key}"
        for key in (
            "number", "claim", "claimant", "verdict", "quote", "reason", "page", "page-alone", "of-page", "count",
            "share", "corrections-address", "published-at", "page-digest", "archive", "source",
        )
    ),
    *("colon", "quoted"),
)  # fmt: skip


def write_pdf(report: Report, template: str | None = None) -> bytes:
    """The PDF of a report. ``InputError`` when the template is unknown or cannot be used.

    A sign that no font at hand can show (an emoji) is given by its Unicode name in brackets, and the file says so.
    With letters that no font can show it has empty boxes for them, is still tagged, and claims no standard.
    """
    path = find(template, ".typ")
    data = _data(report)
    strange = set(_STRANGE.findall(_written(data)))
    unshown = {one for one in strange if not _shown(one)}
    names: dict[int, str] = {ord(one): _name(one) for one in unshown if unicodedata.category(one) in _SIGNS}
    data["signs"] = Words(report.language)("signs") if names else ""
    setting = _Setting(path, bool(strange), names, all(ord(one) in names for one in unshown), report.made_at)
    if len(report.claims) <= WHOLE or path.parent != folder("reports"):
        return setting.set(data)
    parts: list[bytes] = []
    first = 1
    for part in _parts(data, Words(report.language)):
        parts.append(setting.set({**part, "first-page": first}))
        first += page_count(parts[-1])
    return joined(parts)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a report is set: the template, whether this machine's fonts are wanted, names for signs that no font has."""

    path: Path
    system_fonts: bool
    names: dict[int, str]
    standard: bool
    made_at: datetime

    def set(self, data: dict[str, Any]) -> bytes:
        """The PDF of these data."""
        written = _written(data)
        inputs = {"data": written.translate(self.names) if self.names else written}
        fonts = _fonts(self.system_fonts)
        compiler = typst.Compiler(str(self.path), root=str(self.path.parent), font_paths=fonts, sys_inputs=inputs)
        try:
            made = compiler.compile(
                format="pdf",
                pdf_standards=STANDARDS if self.standard else None,  # type: ignore[arg-type]  # its list is invariant
                timestamp=int(self.made_at.timestamp()),
            )
        except typst.TypstError as problem:
            raise InputError("report-template-broken", name=self.path.name, problem=problem) from problem
        finally:
            _forget()
        assert isinstance(made, bytes)
        return made


def _parts(data: dict[str, Any], words: Words) -> Iterator[dict[str, Any]]:
    """What goes before the claims, the claims some at a time, what comes after them."""
    claims, numbers = data["r"]["claims"], data["numbers"]
    bare = {**data, "r": {**data["r"], "claims": []}, "numbers": [], "text": [], "listed": [], "captured": []}
    yield {**bare, "sections": ["front"], "listed": data["listed"]}
    for start in range(0, len(claims), PART):
        some = claims[start : start + PART]
        heading = words("heading.claims-part", first=words.number(start + 1), last=words.number(start + len(some)))
        r = {**bare["r"], "claims": some}
        yield {**bare, "r": r, "numbers": numbers[start:], "sections": ["claims"], "claims-heading": heading}
    yield {**bare, "sections": ["end"], "text": data["text"], "captured": data["captured"]}


def _forget() -> None:
    """Make Typst drop what it remembers of the document: it keeps 0.8 MB a claim until ten compilations later.

    Without this, ten reports of a hundred claims leave a window at 840 MB; with it, at 170 MB.
    """
    for _ in range(_GENERATIONS):
        typst.Compiler(b"#none", font_paths=_fonts(False)).compile(format="svg")  # one given as bytes compiles once


def _data(report: Report) -> dict[str, Any]:
    """What the template gets: the view, the full text when it is not too long, and the words around them."""
    words = Words(report.language)
    shown = _fields(view(report))
    text = shown.pop("article_text")
    length = sum(len(piece.text) for paragraph in text for piece in paragraph)
    at = report.made_at.astimezone(UTC)
    logo = LOGO.fullmatch(shown["logo"])
    sources = [source for claim in shown["claims"] for group in claim.groups for source in group.sources]
    return {
        "r": shown,
        "sections": ["front", "claims", "end"],
        "first-page": 1,
        "claims-heading": words("heading.claims"),
        "listed": [{key: getattr(claim, key) for key in _LISTED} for claim in shown["claims"]],
        "captured": [
            {"number": source.number, "sha256": source.sha256, "warc": source.warc}
            for source in sorted(sources, key=lambda source: source.number)
            if source.sha256
        ],
        "text": text if length <= LONGEST_TEXT else [],
        "words": {key: words(key) for key in _WORDS},
        "numbers": [words("label.claim-number", n=claim.number) for claim in shown["claims"]],
        "made": words("label.made", at=shown["made"]),
        "date": {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute, "second": 0},
        "logo": {"kind": logo[1].removesuffix("+xml"), "bytes": list(_decoded(logo[2]))} if logo else None,
    }


def _written(data: dict[str, Any]) -> str:
    """The data as JSON; values of the view are written as their fields, without a copy in between."""
    return json.dumps(data, ensure_ascii=False, default=_fields)


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _name(sign: str) -> str:
    """``[swimmer]``; a joiner or variation selector, which only shapes its neighbour, goes without a word."""
    if unicodedata.category(sign) in _SHAPING:
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


@lru_cache(maxsize=4096)
def _shown(sign: str) -> bool:
    """Whether a font at hand can show the letter: PDF/A refuses to set one that none can."""
    compiler = typst.Compiler(_PROBE, font_paths=_fonts(True), sys_inputs={"sign": sign})
    try:
        compiler.compile(format="pdf", pdf_standards=["a-2a"])
    except typst.TypstError:
        return False
    return True


def _decoded(logo: str) -> bytes:
    try:
        return base64.b64decode(logo, validate=True)
    except ValueError:
        return b""


@cache
def _fonts(system: bool) -> typst.Fonts:
    """The bundled fonts; with ``system`` this machine's too, for scripts that ours do not hold."""
    folders = [Path(package.__file__).parent / "files" for package in (font_source_serif_pro, font_source_sans_pro)]
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=True, font_paths=[str(one) for one in folders]
    )
