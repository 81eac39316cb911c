"""The report as DOCX that an editor goes on writing in: real headings, styles, tables, and footnotes for sources."""

import io
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from factcheck.reports.docx_notes import Footnotes, link
from factcheck.reports.model import Report
from factcheck.reports.view import ClaimView, Fact, RatingView, ReportView, SourceView, VerdictView, view
from factcheck.reports.words import Words

_SOFT = RGBColor(0x55, 0x52, 0x4C)
_LOCALES = {"en": "en-GB", "fr": "fr-FR"}
_WIDTHS = (1.1, 8.3, 3.1, 3.9)
"""Widths of the summary's columns in centimetres."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(report: Report) -> bytes:
    """The Word document of a report; the same report gives the same bytes."""
    document = Document()
    writer = _Writer(document, view(report), Words(report.language))
    writer.styles()
    writer.whole()
    core = document.core_properties
    core.title, core.author, core.language = writer.shown.title, writer.shown.house, writer.shown.language
    core.comments, core.subject, core.revision = "", writer.shown.kind_label, 1
    core.created = core.modified = report.made_at.replace(tzinfo=None, microsecond=0)
    core.last_modified_by = writer.shown.house
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


class _Writer:
    """Lays out one view in one document."""

    def __init__(self, document: Doc, shown: ReportView, words: Words) -> None:
        self.document, self.shown, self.words = document, shown, words
        self.notes = Footnotes(document)
        self._end = document.element.body.sectPr

    def styles(self) -> None:
        """Set the template's styles to ours; the editor changes a style once for the whole document."""
        styles: Any = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        normal.paragraph_format.space_after = Pt(5)
        _language(normal, _LOCALES[self.shown.language])
        for key, size in (("Title", 24), ("Heading 1", 15), ("Heading 2", 12.5), ("Heading 3", 10)):
            style = styles[key]
            style.font.name, style.font.size, style.font.color.rgb = "Cambria", Pt(size), RGBColor(0x1C, 0x1B, 0x19)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        styles["Quote"].font.name, styles["Quote"].font.size = "Cambria", Pt(11.5)
        styles["Quote"].paragraph_format.left_indent = Cm(0.8)
        soft = styles.add_style("Report details", WD_STYLE_TYPE.PARAGRAPH)
        soft.element.styleId = "ReportDetails"
        soft.base_style, soft.font.size, soft.font.color.rgb = normal, Pt(9), _SOFT
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)

    def whole(self) -> None:
        """The document from title to trail."""
        shown, words = self.shown, self.words
        self.details(" · ".join(part for part in (shown.kind_label, shown.house) if part))
        self.title(shown.title, 0)
        if shown.subject:
            self.paragraph(shown.subject)
        self.details(" · ".join(part for part in (words("label.made", at=shown.made), shown.version) if part))
        if shown.article:
            self.heading("article", 1)
            self.facts(shown.article)
        if shown.changes:
            self.heading("changes", 1)
            for change in shown.changes:
                line = self.add("ListBullet")
                line.add_run(f"{change.label}{words('colon')}").bold = True
                _lines(line, change.text)
        self.summary()
        if shown.claims:
            self.heading("claims", 1)
        for claim in shown.claims:
            self.claim(claim)
        self.heading("method", 1)
        for part in shown.method:
            self.paragraph(part)
        self.heading("verify", 1)
        for part in (shown.chain, shown.chain_head, shown.verify, shown.verify_command):
            self.paragraph(part)
        if shown.corrections_address:
            self.facts((Fact(words("label.corrections-address"), shown.corrections_address),))
        self.page_numbers()

    def summary(self) -> None:
        """The verdicts: counts, then a table with a header row that repeats."""
        shown = self.shown
        self.heading("summary", 1)
        self.paragraph(shown.lead)
        for count in shown.counts:
            line = self.add()
            self.rating(line, count.rating)
            line.add_run(f"  {count.n_text} ({count.share_text})")
        for part in shown.limits:
            self.paragraph(part)
        if not shown.claims:
            return
        keys = ("number", "claim", "claimant", "verdict")
        table = self.document.add_table(1 + len(shown.claims), len(keys), style="Light Shading")
        table.autofit = False
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - python-docx has no call for it
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Cm(width)
        for n, row in enumerate(table.rows):
            for cell, key, width in zip(row.cells, keys, _WIDTHS, strict=True):
                cell.width = Cm(width)
                self.cell(cell.paragraphs[0], key, shown.claims[n - 1] if n else None)

    def cell(self, paragraph: Paragraph, key: str, claim: ClaimView | None) -> None:
        """One cell of the summary; the header's when there is no claim."""
        if claim is None:
            paragraph.add_run(self.words(f"label.{key}"))
        elif key == "verdict":
            self.rating(paragraph, claim.rating)
        else:
            paragraph.add_run({"number": str(claim.number), "claim": claim.title, "claimant": claim.claimant}[key])

    def claim(self, claim: ClaimView) -> None:
        """One claim with its verdict, evidence and corrections."""
        self.title(f"{claim.number}. {claim.title}", 2)
        line = self.add()
        self.rating(line, claim.rating)
        line.add_run(f"  {claim.rating.meaning}")
        quote = self.add("Quote")
        _lines(quote, claim.quote)
        self.facts((*claim.facts, Fact("ID", claim.short_id)))
        if claim.verdict:
            self.heading("verdict", 3)
            self.verdict(claim.verdict)
        for group in claim.groups:
            self.title(group.label, 3)
            for source in group.sources:
                self.source(source)
        for correction in claim.corrections:
            line = self.add()
            line.add_run(f"{correction.label}{self.words('colon')}").bold = True
            _lines(line, correction.text)
        if claim.superseded:
            self.heading("superseded", 3)
            for verdict in claim.superseded:
                self.rating(self.add(), verdict.rating)
                self.verdict(verdict)

    def verdict(self, verdict: VerdictView) -> None:
        """The reason, then who gave the verdict and when."""
        for part in verdict.reason:
            self.paragraph(part)
        self.details(verdict.by)

    def source(self, source: SourceView) -> None:
        """What the source shows, in the text; where it is and when it was captured, in a footnote."""
        words = self.words
        line = self.add("ListBullet")
        line.add_run(f"[{source.number}] {source.title}").bold = True
        if source.quote:
            line.add_run(" ")
            _lines(line, words("quoted", quote=source.quote), italic=True)
        if source.note:
            line.add_run(" ")
            _lines(line, source.note)
        for warning in source.warnings:
            line.add_run(f" ⚠ {warning}").bold = True
        note = self.notes.add(line)
        note.add_run(", ".join(part for part in (source.title, source.byline.replace(" · ", ", ")) if part) + ". ")
        if source.link:
            link(note, source.link, source.address or source.link)
            note.add_run(". ")
        digest = f", SHA-256 {source.sha256}" if source.sha256 else ""
        note.add_run(f"{source.capture}{digest}.")

    def add(self, style_id: str = "Normal") -> Paragraph:
        """A new last paragraph. python-docx's own call searches the whole document and every style each time."""
        element = OxmlElement("w:p")
        self._end.addprevious(element)
        element.style = style_id
        return Paragraph(element, self.document._body)  # noqa: SLF001 - the parent that its own call passes

    def title(self, written: str, level: int) -> None:
        """A heading; level 0 is the document's title."""
        self.add(f"Heading{level}" if level else "Title").add_run(written)

    def heading(self, key: str, level: int) -> None:
        """A heading from the catalogue."""
        self.title(self.words(f"heading.{key}"), level)

    def paragraph(self, written: str) -> None:
        """A paragraph, its line ends kept."""
        _lines(self.add(), written)

    def details(self, written: str) -> None:
        """A line in the small soft style."""
        _lines(self.add("ReportDetails"), written)

    def facts(self, facts: tuple[Fact, ...]) -> None:
        """Facts in one paragraph, each label bold."""
        paragraph = self.add("ReportDetails")
        for n, fact in enumerate(facts):
            if n:
                paragraph.add_run(" · ")
            paragraph.add_run(f"{fact.label}{self.words('colon')}").bold = True
            _lines(paragraph, fact.text)

    def rating(self, paragraph: Paragraph, rating: RatingView) -> None:
        """The glyph in the rating's colour and the label beside it."""
        glyph = paragraph.add_run(f"{rating.glyph} ")
        glyph.font.color.rgb = RGBColor.from_string(rating.colour[1:].upper())
        glyph.bold = True
        paragraph.add_run(rating.label).bold = True

    def page_numbers(self) -> None:
        """The number of the page at the foot, as a field that the word processor fills."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        before, _, rest = self.words("label.page", n="\x01", total="\x02").partition("\x01")
        between, _, after = rest.partition("\x02")
        for part, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            paragraph.add_run(part)
            if field:
                element = OxmlElement("w:fldSimple")
                element.set(qn("w:instr"), field)
                paragraph._p.append(element)  # noqa: SLF001


def _lines(paragraph: Paragraph, written: str, *, italic: bool = False) -> None:
    for n, line in enumerate(written.split("\n")):
        run = paragraph.add_run()
        if n:
            run.add_break()
        run.add_text(line)
        run.italic = italic or None


def _language(style: Any, locale: str) -> None:
    """The language that the word processor checks the spelling in."""
    properties = style.element.get_or_add_rPr()
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), locale)
    properties.append(element)


def _timeless(package: bytes) -> bytes:
    """The package with the same time on every file in it, so that the same report gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
