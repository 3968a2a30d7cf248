"""A published document whose only paragraph is a footnote."""

from sqlalchemy.orm import Session

from consult.documents.actions import import_document, publish_version
from consult.documents.rules import ImportedDocument, ImportedParagraph, ImportedSection, ParagraphKind
from tests.conftest import MONDAY_MORNING as NOW


def rows(session: Session) -> None:
    note = ImportedParagraph(kind=ParagraphKind.FOOTNOTE, html="<p>1. A note.</p>", text="1. A note.")
    section = ImportedSection(level=1, heading="Notes", paragraphs=(note,))
    imported = ImportedDocument(title="A plan", source="1. A note.", sections=(section,))
    document = import_document(session, imported=imported, by="system", now=NOW)
    publish_version(session, version=document.versions[0], by="system", now=NOW)
