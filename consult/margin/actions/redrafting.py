"""Making a new version of the document of a consultation, and publishing it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation
from consult.consultations.queries import stage_at
from consult.consultations.rules import Stage
from consult.documents.actions import publish_version, revise_document
from consult.documents.models import Document, DocumentVersion, Paragraph
from consult.documents.rules import ImportedDocument
from consult.kernel.errors import Refused
from consult.margin.actions.placing import place_comments
from consult.margin.models import ChangeReason


def draft_version(
    session: Session, *, consultation: Consultation, imported: ImportedDocument, by: str, now: datetime
) -> DocumentVersion:
    """Make the next version a draft, or replace the draft; what people were asked about stays as it is.

    Raises:
        Refused: nothing is published yet, so that the consultation's own page is where its document is changed.
    """
    document = _document_of(session, consultation)
    if all(version.published_at is None for version in document.versions):
        raise Refused("The document is not published yet. Replace it on the consultation's own page.")
    said = _reasons_given(session, document)
    version = revise_document(session, document=document, imported=imported, by=by, now=now)
    _give_again(session, version, said)
    return version


def publish_redraft(
    session: Session, *, consultation: Consultation, version: DocumentVersion, by: str, now: datetime
) -> DocumentVersion:
    """Publish a new version for everyone and place the comments in it.

    Raises:
        Refused: people can still answer, and must all have the same text before them; or it is published already.
    """
    if stage_at(session, consultation, now=now) is Stage.OPEN:
        raise Refused(
            "People are still answering, and all of them must have the same text before them. Publish the new version "
            "when the consultation has closed. Your draft is kept."
        )
    published = publish_version(session, version=version, by=by, now=now)
    place_comments(session, version=published, now=now)
    return published


def _reasons_given(session: Session, document: Document) -> list[tuple[str, ChangeReason]]:
    """Why paragraphs of the draft changed, by identity: taken out of the draft that is about to be replaced."""
    drafts = [version.id for version in document.versions if version.published_at is None]
    rows = session.execute(
        select(Paragraph.identity, ChangeReason)
        .join(ChangeReason, ChangeReason.paragraph_id == Paragraph.id)
        .where(ChangeReason.version_id.in_(drafts), Paragraph.version_id.in_(drafts))
        .options(selectinload(ChangeReason.themes), selectinload(ChangeReason.comments))
    )
    found = [(row[0], row[1]) for row in rows]
    for _identity, reason in found:
        session.delete(reason)
    session.flush()
    return found


def _give_again(session: Session, version: DocumentVersion, said: list[tuple[str, ChangeReason]]) -> None:
    """Say again why paragraphs changed that live on in the draft that took the place of the old one."""
    rows = session.execute(select(Paragraph.identity, Paragraph.id).where(Paragraph.version_id == version.id))
    here = {row.identity: row.id for row in rows}
    session.add_all(
        ChangeReason(
            version_id=version.id,
            paragraph_id=here[identity],
            words=reason.words,
            themes=list(reason.themes),
            comments=list(reason.comments),
            given_at=reason.given_at,
            given_by_id=reason.given_by_id,
        )
        for identity, reason in said
        if identity in here
    )
    session.flush()


def _document_of(session: Session, consultation: Consultation) -> Document:
    if consultation.document_version_id is None:
        raise Refused("This consultation has no document.")
    return session.get_one(DocumentVersion, consultation.document_version_id).document
