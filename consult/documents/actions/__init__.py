"""What officers do with documents: import one, revise it, settle what was unsure, publish a version."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.documents.comparison import compare
from consult.documents.identities import fresh_identity
from consult.documents.models import Document, DocumentOriginal, DocumentVersion, Paragraph, ParagraphLineage, Section
from consult.documents.numbering import NumberedSection, number_document
from consult.documents.rules import ImportedDocument, VersionState
from consult.kernel.errors import Refused


def import_document(
    session: Session, *, imported: ImportedDocument, by: str, now: datetime, language: str = "en", title: str = ""
) -> Document:
    """Make a document with its first version, a draft.

    Args:
        session: one that may write.
        imported: what an importer read.
        by: the actor, such as ``account:7``.
        now: the moment.
        language: of the text, such as ``en``.
        title: instead of the one that the text gives itself.
    """
    document = Document(title=title or imported.title, language=language, created_at=now, created_by=by)
    session.add(document)
    session.flush()
    version = _new_version(session, document, imported, number=1, by=by, now=now)
    _fill(session, version, imported, baseline=(), drafted=())
    _record(session, Happening.DOCUMENT_ADDED, version, by=by, now=now, paragraphs=imported.n_paragraphs)
    return document


def revise_document(
    session: Session, *, document: Document, imported: ImportedDocument, by: str, now: datetime
) -> DocumentVersion:
    """Replace the draft, or begin the next version; paragraphs that live on keep their identity.

    Identities come from the last published version, and then from the draft that is replaced. A paragraph that looks
    like an old one without being clearly it gets an identity of its own and ``needs_review``.
    """
    versions = sorted(document.versions, key=lambda version: version.number)
    latest = versions[-1]
    published = [version for version in versions if version.state is VersionState.PUBLISHED]
    baseline = _paragraphs_of(session, published[-1]) if published else []
    if latest.state is VersionState.DRAFT:
        drafted: Sequence[tuple[str, str]] = [(old.identity, old.text) for old in _paragraphs_of(session, latest)]
        version = _emptied(session, latest, imported, by=by, now=now)
    else:
        drafted = ()
        version = _new_version(session, document, imported, number=latest.number + 1, by=by, now=now)
    _fill(session, version, imported, baseline=baseline, drafted=drafted)
    session.refresh(document)
    _record(session, Happening.DOCUMENT_VERSION_ADDED, version, by=by, now=now, paragraphs=imported.n_paragraphs)
    return version


def settle_review(
    session: Session, *, paragraph: Paragraph, lives_on_from: Paragraph | None, by: str, now: datetime
) -> Paragraph:
    """Say, as a person who looked, which old paragraph a new one carries on, or that it is new.

    Raises:
        Refused: the version is published, or another paragraph carries that identity already.
    """
    version = paragraph.version
    _require_draft(version)
    if lives_on_from is not None:
        identity = lives_on_from.identity
        holder = session.scalar(
            select(Paragraph).where(Paragraph.version_id == version.id, Paragraph.identity == identity)
        )
        if holder not in (None, paragraph):
            raise Refused("Another paragraph of this version already carries on that one. Look at that one first.")
        paragraph.identity = identity
    paragraph.needs_review = False
    session.flush()
    _record(session, Happening.DOCUMENT_PARAGRAPH_SETTLED, version, by=by, now=now, paragraph=paragraph.number)
    return paragraph


def publish_version(session: Session, *, version: DocumentVersion, by: str, now: datetime) -> DocumentVersion:
    """Publish a draft version; from now on it never changes, and whatever is still unsure counts as new.

    Raises:
        Refused: it is published already.
    """
    _require_draft(version)
    session.execute(update(Paragraph).where(Paragraph.version_id == version.id).values(needs_review=False))
    version.state = VersionState.PUBLISHED
    version.published_at = now
    session.flush()
    _record(session, Happening.DOCUMENT_VERSION_FROZEN, version, by=by, now=now, digest=version.sha256)
    return version


def _require_draft(version: DocumentVersion) -> None:
    if version.state is VersionState.PUBLISHED:
        raise Refused("This version is published and never changes. Make a new version instead.")


def _new_version(
    session: Session, document: Document, imported: ImportedDocument, *, number: int, by: str, now: datetime
) -> DocumentVersion:
    version = DocumentVersion(
        document_id=document.id,
        number=number,
        state=VersionState.DRAFT,
        source=imported.source,
        sha256=_digest(imported),
        created_at=now,
        created_by=by,
    )
    session.add(version)
    session.flush()
    return version


def _emptied(
    session: Session, version: DocumentVersion, imported: ImportedDocument, *, by: str, now: datetime
) -> DocumentVersion:
    session.execute(delete(Paragraph).where(Paragraph.version_id == version.id))
    session.execute(delete(Section).where(Section.version_id == version.id))
    session.execute(delete(DocumentOriginal).where(DocumentOriginal.version_id == version.id))  # it says other words
    version.source, version.sha256 = imported.source, _digest(imported)
    version.created_at, version.created_by = now, by
    session.flush()
    session.expire(version, ["sections", "paragraphs"])
    return version


def _fill(
    session: Session,
    version: DocumentVersion,
    imported: ImportedDocument,
    *,
    baseline: Sequence[Paragraph],
    drafted: Sequence[tuple[str, str]],
) -> None:
    """Store sections and paragraphs with identities carried on, and the lineage from the last published version."""
    numbered = number_document(imported)
    texts = [entry.paragraph.text for section in numbered for entry in section.paragraphs]
    comparison = compare([old.text for old in baseline], texts)
    carried = {new: baseline[old].identity for new in range(len(texts)) if (old := comparison.heir_of(new)) is not None}
    unsure = set(comparison.review)
    if drafted:
        unsure |= _carry_from_draft(drafted, texts, carried)
    identities = _identities(texts, carried, never={old.identity for old in baseline} | {name for name, _ in drafted})
    paragraphs = _store(session, version, numbered, identities, unsure)
    session.add_all(
        ParagraphLineage(
            from_paragraph_id=baseline[link.old].id, to_paragraph_id=paragraphs[link.new].id, change=link.change
        )
        for link in comparison.links
    )
    session.flush()


def _carry_from_draft(drafted: Sequence[tuple[str, str]], texts: Sequence[str], carried: dict[int, str]) -> set[int]:
    """Carry on what only the replaced draft had; gives the places that are unsure."""
    comparison = compare([text for _, text in drafted], texts)
    used = set(carried.values())
    for new in range(len(texts)):
        old = comparison.heir_of(new)
        if new not in carried and old is not None and drafted[old][0] not in used:
            carried[new] = drafted[old][0]
            used.add(drafted[old][0])
    return {place for place in comparison.review if place not in carried}


def _identities(texts: Sequence[str], carried: dict[int, str], *, never: set[str]) -> list[str]:
    """Identities in order; a fresh one is never one that an old paragraph has, so that nothing is caught by chance."""
    taken = set(carried.values()) | never
    identities = []
    for place, text in enumerate(texts):
        identity = carried.get(place) or fresh_identity(text, taken=taken)
        taken.add(identity)
        identities.append(identity)
    return identities


def _store(
    session: Session,
    version: DocumentVersion,
    numbered: Sequence[NumberedSection],
    identities: Sequence[str],
    unsure: set[int],
) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for position, part in enumerate(numbered):
        section = Section(
            version_id=version.id, level=part.level, number=part.number, heading=part.heading, position=position
        )
        session.add(section)
        session.flush()
        for entry in part.paragraphs:
            place = len(paragraphs)
            paragraphs.append(
                Paragraph(
                    version_id=version.id,
                    section_id=section.id,
                    number=entry.number,
                    position=place,
                    identity=identities[place],
                    kind=entry.paragraph.kind,
                    html=entry.paragraph.html,
                    text=entry.paragraph.text,
                    needs_review=place in unsure,
                )
            )
    session.add_all(paragraphs)
    session.flush()
    return paragraphs


def _paragraphs_of(session: Session, version: DocumentVersion) -> list[Paragraph]:
    return list(
        session.scalars(select(Paragraph).where(Paragraph.version_id == version.id).order_by(Paragraph.position))
    )


def _digest(imported: ImportedDocument) -> str:
    return hashlib.sha256(imported.source.encode()).hexdigest()


def _record(
    session: Session, happening: Happening, version: DocumentVersion, *, by: str, now: datetime, **facts: str | int
) -> None:
    record(
        session,
        happening,
        stream=f"document:{version.document_id}",
        subject=f"document_version:{version.id}",
        actor=by,
        at=now,
        version=version.number,
        **facts,
    )
