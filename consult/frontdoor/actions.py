"""Makes what is published findable: paragraphs of documents, main points with their answers, promises."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.documents.models import DocumentVersion, Paragraph
from consult.documents.rules import VersionState
from consult.frontdoor.rules import Finds
from consult.kernel.freezing import from_json
from consult.outcomes.frozen import EditionBody
from consult.outcomes.models import Commitment, Edition
from consult.outcomes.rules import EditionState
from consult.storage.search import drop_entries, index_entry


def index_version(session: Session, version: DocumentVersion) -> int:
    """Make the paragraphs of a published version findable instead of those of earlier versions; tell how many."""
    of_document = select(DocumentVersion.id).where(DocumentVersion.document_id == version.document_id)
    earlier = select(Paragraph.id).where(Paragraph.version_id.in_(of_document), Paragraph.version_id != version.id)
    drop_entries(session, kind=Finds.PARAGRAPH, ref_ids=session.scalars(earlier))
    shown = session.scalars(
        select(Paragraph)
        .where(Paragraph.version_id == version.id)
        .options(selectinload(Paragraph.section))
        .order_by(Paragraph.position)
    ).all()
    for each in shown:
        index_entry(
            session,
            kind=Finds.PARAGRAPH,
            ref_id=each.id,
            language=version.document.language,
            title=each.section.heading,
            body=each.text,
        )
    return len(shown)


def index_edition(session: Session, edition: Edition) -> int:
    """Make the points and promises of a published edition findable instead of those of the one before."""
    language = edition.consultation.language
    before = session.scalars(
        select(Edition).where(Edition.consultation_id == edition.consultation_id, Edition.number < edition.number)
    )
    for each in before:
        gone = (theme.id for section in _body(each).sections for theme in section.themes)
        drop_entries(session, kind=Finds.POINT, ref_ids=gone)
    body = _body(edition)
    words = {answer.theme_id: answer.reply.words if answer.reply else "" for answer in body.answers}
    themes = [theme for section in body.sections for theme in section.themes]
    for theme in themes:
        said = f"{theme.description}\n{words.get(theme.id, '')}"
        index_entry(session, kind=Finds.POINT, ref_id=theme.id, language=language, title=theme.name, body=said)
    promised = {promise.reference: promise for answer in body.answers for promise in answer.promises}
    made = select(Commitment.id, Commitment.reference).where(Commitment.reference.in_(promised))
    for number, reference in session.execute(made):
        promise = promised[reference]
        index_entry(
            session,
            kind=Finds.PROMISE,
            ref_id=number,
            language=language,
            title=promise.promise,
            body=promise.owner,
        )
    return len(themes) + len(promised)


def index_everything(session: Session) -> int:
    """Make findable what was published before anything followed from it: the last of each; tell how many things."""
    last = select(func.max(DocumentVersion.id)).where(DocumentVersion.state == VersionState.PUBLISHED)
    versions = select(DocumentVersion).where(DocumentVersion.id.in_(last.group_by(DocumentVersion.document_id)))
    latest = select(func.max(Edition.id)).where(Edition.state == EditionState.PUBLISHED)
    editions = select(Edition).where(Edition.id.in_(latest.group_by(Edition.consultation_id)))
    found = sum(index_version(session, version) for version in session.scalars(versions).all())
    return found + sum(index_edition(session, edition) for edition in session.scalars(editions).all())


def _body(edition: Edition) -> EditionBody:
    return from_json(EditionBody, edition.body)
