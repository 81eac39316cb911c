"""Footnotes for python-docx, which has none: the part, its styles and the reference in the text (ECMA-376, 17.11)."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.story import StoryPart
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_EMPTY = f"""<w:footnotes {nsdecls("w", "r")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes of one document, numbered by the word processor in the order of their references."""

    def __init__(self, document: Document) -> None:
        package = document.part.package
        self._part = StoryPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_EMPTY), package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._count = 0
        styles: Any = document.styles
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size = Pt(8.5)
        text.paragraph_format.space_after = Pt(2)
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        self._text_style, self._mark_style = text.style_id, mark.style_id
        self._separators(document)

    def add(self, paragraph: Paragraph) -> Paragraph:
        """A new note, referred to at the end of ``paragraph``; returns its paragraph for the caller to fill."""
        self._count += 1
        reference = paragraph.add_run()
        reference._r.style = self._mark_style  # noqa: SLF001 - by its id: a look-up by name reads all styles
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(self._count))
        reference._r.append(mark)  # noqa: SLF001 - python-docx offers no other way to its XML
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._count))
        body = OxmlElement("w:p")
        note.append(body)
        self._part.element.append(note)
        made = Paragraph(body, self._part)
        body.style = self._text_style
        number = made.add_run()
        number._r.style = self._mark_style  # noqa: SLF001
        number._r.append(OxmlElement("w:footnoteRef"))  # noqa: SLF001
        made.add_run(" ")
        return made

    @staticmethod
    def _separators(document: Document) -> None:
        """Tell the settings which notes are the lines between text and notes; Word wants it before other settings."""
        settings = document.settings.element
        properties = OxmlElement("w:footnotePr")
        for identifier in ("-1", "0"):
            one = OxmlElement("w:footnote")
            one.set(qn("w:id"), identifier)
            properties.append(one)
        after = settings.find(qn("w:compat"))
        if after is None:
            settings.append(properties)
        else:
            after.addprevious(properties)


def link(paragraph: Paragraph, address: str, words: str) -> None:
    """Add a link to a web address at the end of a paragraph, in text or note."""
    identifier = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), identifier)
    run = paragraph.add_run(words)
    run.font.underline = True
    element.append(run._r)  # noqa: SLF001
    paragraph._p.append(element)  # noqa: SLF001
