"""The report as a table, one row a claim: CSV for programs and spreadsheets, XLSX for people.

A spreadsheet runs what looks like a formula. CSV cells that begin like one get an apostrophe before them; XLSX cells
are marked as text, which needs none.
"""

import csv
import io
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from factcheck.domain.source import Stance
from factcheck.reports.model import Report, ReportClaim
from factcheck.reports.plain import stamp
from factcheck.reports.view import ClaimView, ReportView, view
from factcheck.reports.words import Words, clean

_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
_LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""
_LONGEST_LINK = 2_079
"""Characters of an address that Excel takes (its specifications and limits); a cut one would lead elsewhere."""
_TYPEFACE = "Calibri"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(horizontal="center", vertical="top")
_BOLD = Font(name=_TYPEFACE, bold=True)
_COLUMNS: tuple[tuple[str, Callable[[Report, ReportClaim], object]], ...] = (
    ("id", lambda _, claim: claim.id),
    ("article", lambda report, claim: article.title if (article := report.article_of(claim)) else None),
    ("outlet", lambda report, claim: article.outlet if (article := report.article_of(claim)) else None),
    ("article_url", lambda report, claim: article.url if (article := report.article_of(claim)) else None),
    ("article_date", lambda report, claim: article.date if (article := report.article_of(claim)) else None),
    ("quote", lambda _, claim: claim.quote),
    ("start", lambda _, claim: claim.start),
    ("end", lambda _, claim: claim.end),
    ("standalone", lambda _, claim: claim.standalone),
    ("claimant", lambda _, claim: "; ".join(one.name for one in claim.claimants)),
    ("modality", lambda _, claim: claim.modality),
    ("hedge", lambda _, claim: claim.hedge),
    ("date", lambda _, claim: claim.date),
    ("kind", lambda _, claim: claim.kind),
    ("state", lambda _, claim: claim.state),
    ("check_worthiness", lambda _, claim: claim.check_worthiness),
    ("rating", lambda _, claim: claim.in_force and claim.in_force.rating),
    ("verdict", lambda report, claim: claim.in_force and claim.in_force.label(report.language)),
    ("value", lambda _, claim: claim.in_force and claim.in_force.value),
    ("best", lambda _, claim: claim.in_force and claim.in_force.best),
    ("worst", lambda _, claim: claim.in_force and claim.in_force.worst),
    ("scale", lambda _, claim: claim.in_force and f"{claim.in_force.scale}@{claim.in_force.scale_version}"),
    ("reason", lambda _, claim: claim.in_force and claim.in_force.reason),
    ("reviewer", lambda _, claim: claim.in_force and claim.in_force.reviewer),
    ("verdict_at", lambda _, claim: claim.in_force and stamp(claim.in_force.at)),
    ("approved_by", lambda _, claim: claim.in_force and "; ".join(claim.in_force.approved_by)),
    ("sources_for", lambda _, claim: _addresses(claim, Stance.SUPPORTS)),
    ("sources_against", lambda _, claim: _addresses(claim, Stance.REFUTES)),
    ("sources_context", lambda _, claim: _addresses(claim, Stance.CONTEXT)),
    ("corrections", lambda _, claim: " | ".join(f"{stamp(one.at)} {one.what}" for one in claim.corrections)),
    ("tags", lambda _, claim: "; ".join(claim.tags)),
    ("url", lambda _, claim: claim.url),
    ("head", lambda report, _: report.chain.head),
)


def _addresses(claim: ReportClaim, stance: Stance) -> str:
    return " ".join(one.url or one.file_name or "" for one in claim.sources if one.stance is stance)


def write_csv(report: Report) -> str:
    """Comma-separated values with stable column names and lines ended as RFC 4180 has them, a byte order mark first.

    Dates are EDTF, times UTC; what is not known is an empty cell.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(key for key, _ in _COLUMNS)
    for claim in report.claims:
        rows.writerow(_plain(value(report, claim)) for _, value in _COLUMNS)
    return "\ufeff" + out.getvalue()


def _plain(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    return safe(clean(str(value)))


def safe(written: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{written}" if written.lstrip(" \u00a0").startswith(_FORMULA) or written[:1] in _FORMULA else written


def write_xlsx(report: Report) -> bytes:
    """A workbook for people: claims with their verdicts, sources, and what the report is, in the report's language."""
    words, shown = Words(report.language), view(report)
    book = Workbook()
    book.properties.title = shown.title
    book.properties.creator = shown.house or "Factcheck Workbench"
    book.properties.language = shown.language
    at = report.made_at.replace(tzinfo=None)
    book.properties.created = book.properties.modified = at
    claims = book.active
    assert isinstance(claims, Worksheet)
    _claims(claims, shown, words)
    _sources(book.create_sheet(), shown, words)
    _about(book.create_sheet(), shown, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _claims(sheet: Worksheet, shown: ReportView, words: Words) -> None:
    heads = ("number", "claim", "quote", "claimant", "modality", "event", "verdict", "reason", "by", "sources", "id")
    _head(sheet, words("heading.sheet-claims"), [words(f"column.{key}") for key in heads])
    for row, claim in enumerate(shown.claims, 2):
        _row(sheet, row, _claim_cells(claim))
        verdict = sheet.cell(row, 7)
        verdict.font = Font(name=_TYPEFACE, bold=True, color=claim.rating.ink[1:])
        verdict.fill = PatternFill("solid", fgColor=claim.rating.colour[1:])
    _widths(sheet, (5, 40, 34, 16, 17, 15, 18, 46, 26, 9, 10))


def _claim_cells(claim: ClaimView) -> tuple[object, ...]:
    facts = {fact.key: fact.text for fact in claim.facts}
    reason = "\n\n".join(claim.verdict.reason) if claim.verdict else ""
    by = claim.verdict.by if claim.verdict else ""
    sources = sum(len(group.sources) for group in claim.groups)
    verdict = f"{claim.rating.glyph} {claim.rating.label}"
    return (
        claim.number, claim.title, claim.quote, claim.claimant, facts.get("modality"), facts.get("event"), verdict,
        reason, by, sources, claim.short_id,
    )  # fmt: skip


def _sources(sheet: Worksheet, shown: ReportView, words: Words) -> None:
    heads = ("source", "claim-number", "stance", "title", "publisher", "quote", "note", "capture", "sha256", "warc")
    _head(sheet, words("heading.sources"), [words(f"column.{key}") for key in heads])
    row = 2
    for claim in shown.claims:
        for group in claim.groups:
            for source in group.sources:
                capture = "\n".join((source.capture, *source.warnings))
                cells = (source.number, claim.number, group.label, source.title, source.byline, source.quote)
                _row(sheet, row, (*cells, source.note, capture, source.sha256, source.warc))
                if 0 < len(source.link) <= _LONGEST_LINK:
                    sheet.cell(row, 4).hyperlink = source.link
                    sheet.cell(row, 4).font = Font(name=_TYPEFACE, color="1F4E79", underline="single")
                row += 1
    _widths(sheet, (8, 8, 20, 34, 26, 40, 30, 30, 34, 34))


def _about(sheet: Worksheet, shown: ReportView, words: Words) -> None:
    _head(sheet, words("heading.sheet-about"), [shown.kind_label, shown.title])
    rows = [
        (words("label.made", at=""), " · ".join(part for part in (shown.made, shown.version) if part)),
        (words("label.publisher"), shown.house),
        (words("heading.changes"), "\n".join(f"{one.label}{words('colon')}{one.text}" for one in shown.changes)),
        *((fact.label, fact.text) for fact in shown.article),
        *((count.rating.label, f"{count.n_text} ({count.share_text})") for count in shown.counts),
        (words("heading.method"), "\n\n".join(shown.method)),
        (words("heading.limits"), "\n\n".join(shown.limits)),
        (words("heading.verify"), f"{shown.chain}\n{shown.chain_head}\n\n{shown.verify}\n{shown.verify_command}"),
        (words("label.corrections-address"), shown.corrections_address),
    ]
    for row, (label, said) in enumerate([pair for pair in rows if pair[1]], 2):
        _row(sheet, row, (label.strip(), said))
        sheet.cell(row, 1).font = _BOLD
    _widths(sheet, (34, 100))


def _head(sheet: Worksheet, title: str, heads: list[str]) -> None:
    sheet.title = title[:31]
    line = Side(style="thin", color="999999")
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        _text(cell, head)
        cell.font = _BOLD
        cell.border = Border(bottom=line)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _row(sheet: Worksheet, row: int, values: tuple[object, ...]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.alignment = _CENTRED if isinstance(value, int) else _WRAPPED
        if isinstance(value, int):
            cell.value = value
        elif value:
            _text(cell, str(value))


def _text(cell: object, written: str) -> None:
    """Put a text into a cell as a text: the library would make a formula of one that begins with ``=``."""
    assert isinstance(cell, Cell)
    cell.value = clean(written)[:_LONGEST]
    cell.data_type = "s"


def _widths(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.auto_filter.ref = sheet.dimensions
    for cells in sheet.iter_rows():
        lines = [_lines(str(cell.value or ""), width) for cell, width in zip(cells, widths, strict=False)]
        sheet.row_dimensions[cells[0].row or 1].height = min(409.0, 15.0 * max(lines))  # a row can be no higher


def _lines(written: str, width: int) -> int:
    """About how many lines a text takes in a column, so that no spreadsheet shows only its first."""
    return sum(1 + int(len(line) * 1.08) // width for line in written.split("\n"))
