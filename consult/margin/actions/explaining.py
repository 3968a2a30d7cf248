"""Saying why a paragraph changed: because of which main points and which comments."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.models import Codebook, Theme
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.documents.models import DocumentVersion
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_text
from consult.margin.models import ChangeReason
from consult.responses.models import Comment, Response


def explain_change(
    session: Session,
    *,
    consultation: Consultation,
    version: DocumentVersion,
    paragraph_id: int,
    words: str,
    theme_ids: Collection[int],
    comment_ids: Collection[int],
    by_id: int,
    now: datetime,
) -> ChangeReason:
    """Say why a paragraph changed, or say it anew; what belongs to another consultation is left out.

    The version itself stays as it is, also when it is published: a reason stands beside it.

    Raises:
        Invalid: nothing is said.
    """
    if not words.strip():
        raise Invalid("Say why the paragraph changed, in a sentence that everyone can read.")
    reason = session.scalar(
        select(ChangeReason).where(ChangeReason.version_id == version.id, ChangeReason.paragraph_id == paragraph_id)
    )
    if reason is None:
        reason = ChangeReason(version_id=version.id, paragraph_id=paragraph_id, themes=[], comments=[])
        session.add(reason)
    reason.words, reason.given_at, reason.given_by_id = clean_text(words), now, by_id
    reason.themes = list(_themes(session, consultation, theme_ids))
    reason.comments = list(_comments(session, consultation, comment_ids))
    session.flush()
    record(
        session,
        Happening.CHANGE_EXPLAINED,
        stream=f"document:{version.document_id}",
        subject=f"document_version:{version.id}",
        actor=f"account:{by_id}",
        at=now,
        version=version.number,
        paragraph=str(paragraph_id),
        themes=len(reason.themes),
        comments=len(reason.comments),
    )
    return reason


def _themes(session: Session, consultation: Consultation, ids: Collection[int]) -> Collection[Theme]:
    return session.scalars(
        select(Theme).join(Codebook).where(Theme.id.in_(ids), Codebook.consultation_id == consultation.id)
    ).all()


def _comments(session: Session, consultation: Consultation, ids: Collection[int]) -> Collection[Comment]:
    return session.scalars(
        select(Comment).join(Response).where(Comment.id.in_(ids), Response.consultation_id == consultation.id)
    ).all()
