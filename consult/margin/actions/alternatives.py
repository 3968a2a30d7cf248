"""Publishing a document in another form: easier, for pupils, in another language, to listen to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.documents.actions import import_document, publish_version, revise_document
from consult.documents.models import Alternative, Document, DocumentVersion
from consult.documents.rules import AlternativeForm, ImportedDocument
from consult.kernel.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeWords:
    """Another form of a document: which, in which language, its words, and a recording of them if there is one."""

    form: AlternativeForm
    language: str
    imported: ImportedDocument
    audio_file_id: int | None = None


def publish_alternative(
    session: Session,
    *,
    document: Document,
    follows: DocumentVersion,
    words: AlternativeWords,
    by: str,
    now: datetime,
) -> Alternative:
    """Publish another form, or its next version; it says which version of the original it follows.

    Raises:
        Invalid: the version it follows is not published, or something to listen to comes without a recording.
    """
    if follows.document_id != document.id or follows.published_at is None:
        raise Invalid("Choose a published version of the document that this form follows.")
    known = session.scalar(
        select(Alternative).where(
            Alternative.document_id == document.id,
            Alternative.form == words.form,
            Alternative.language == words.language,
        )
    )
    audio_id = words.audio_file_id or (known.audio_file_id if known else None)
    if words.form is AlternativeForm.AUDIO and audio_id is None:
        raise Invalid("Upload the recording. The words below it are for those who cannot hear it.")
    own = _own_version(session, document, known, words, by=by, now=now)
    alternative = known or Alternative(document_id=document.id, form=words.form, language=words.language)
    alternative.own_version_id, alternative.follows_version_id = own.id, follows.id
    alternative.audio_file_id = audio_id
    alternative.published_at, alternative.published_by = now, by
    session.add(alternative)
    session.flush()
    record(
        session,
        Happening.ALTERNATIVE_PUBLISHED,
        stream=f"document:{document.id}",
        subject=f"document:{document.id}",
        actor=by,
        at=now,
        alternative_id=alternative.id,
        form=words.form,
        language=words.language,
        follows=follows.number,
    )
    return alternative


def _own_version(
    session: Session,
    document: Document,
    known: Alternative | None,
    words: AlternativeWords,
    *,
    by: str,
    now: datetime,
) -> DocumentVersion:
    """The words as a published version of a document of their own."""
    if known is None:
        title = words.imported.title or document.title
        made = import_document(session, imported=words.imported, by=by, now=now, language=words.language, title=title)
        return publish_version(session, version=made.versions[-1], by=by, now=now)
    own = session.get_one(DocumentVersion, known.own_version_id).document
    version = revise_document(session, document=own, imported=words.imported, by=by, now=now)
    return publish_version(session, version=version, by=by, now=now)
