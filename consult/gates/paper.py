"""Writes the compliance pack as a Word document: headings, tables with a heading row, and nothing hidden."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Row as Row
from flask_babel import gettext as _

from consult.gates.pack import Pack, PackTable
from consult.kernel.words import clean_line, clean_text, truncate

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST_PROPERTY = 255  # as the format has it


def as_docx(pack: Pack, *, now: datetime) -> bytes:
    """Return the pack as the bytes of a DOCX file."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE  # four columns of words need the width
    section.page_width, section.page_height = section.page_height, section.page_width
    properties = document.core_properties
    title, council = clean_line(pack.title), clean_line(pack.council)
    properties.title, properties.author = truncate(title, _LONGEST_PROPERTY), truncate(council, _LONGEST_PROPERTY)
    properties.created = now.replace(tzinfo=None)
    properties.comments = ""
    document.add_heading(_("Compliance pack: %(title)s", title=title), level=0)
    document.add_paragraph(_("%(council)s. Made %(made)s.", council=council, made=pack.made))
    document.add_paragraph(_("The law is told here in our own words. Ask your lawyers before you rely on it."))
    for name, value in pack.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{clean_line(name)}: ").bold = True
        paragraph.add_run(clean_text(value))
    for table in pack.tables:
        _add_table(document, table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: Written, table: PackTable) -> None:
    document.add_heading(clean_line(table.heading), level=1)
    if not table.rows:
        document.add_paragraph(clean_text(table.empty))
        return
    drawn = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, name in zip(drawn.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(clean_line(name)).bold = True
    _repeat_on_each_page(drawn.rows[0])
    for row in table.rows:
        for cell, words in zip(drawn.add_row().cells, row, strict=True):
            cell.text = clean_text(words)


def _repeat_on_each_page(row: Row) -> None:
    """Mark a row as the heading of its table, for screen readers and for every page that it runs over."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no other way
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
