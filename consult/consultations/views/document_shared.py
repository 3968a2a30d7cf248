"""What every way in of a document ends with: a version of it, attached to the consultation."""

from __future__ import annotations

from consult.consultations.actions import attach_document
from consult.consultations.actions.changing import require_seen
from consult.consultations.models import Consultation
from consult.documents.actions import import_document, revise_document
from consult.documents.models import DocumentVersion
from consult.documents.rules import ImportedDocument
from consult.web.clock import now
from consult.web.guards import actor
from consult.web.transaction import session


def attach_imported(consultation: Consultation, imported: ImportedDocument, *, version_seen: int) -> DocumentVersion:
    """Make a version of what was imported, and put it before people; paragraphs that live on keep their identity."""
    require_seen(consultation, version_seen)
    by = actor()
    old = session().get(DocumentVersion, consultation.document_version_id) if consultation.document_version_id else None
    if old is None:
        made = import_document(session(), imported=imported, by=by, now=now(), language=consultation.language)
        version = made.versions[-1]
    else:
        version = revise_document(session(), document=old.document, imported=imported, by=by, now=now())
    attach_document(
        session(), consultation=consultation, version=version, actor=by, now=now(), version_seen=version_seen
    )
    return version
