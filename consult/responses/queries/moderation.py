"""What became of the words of a consultation, in numbers: published, hidden, refused and why; nobody's data."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.responses.models import RedactionSpan, Response, ScreenedText
from consult.responses.queries.waiting import count_texts_to_screen
from consult.responses.redaction import PersonalData
from consult.responses.rules import PublishAs, RefusedFor, Screening


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationLog:
    """Numbers of texts, and of parts hidden in those that are published."""

    n_published: int
    n_with_parts_hidden: int
    n_refused: int
    n_waiting: int
    n_not_to_publish: int  # responses whose writers did not allow it
    hidden: Mapping[PersonalData, int]
    refused: Mapping[RefusedFor, int]

    @property
    def n_read(self) -> int:
        """How many texts a person has decided about."""
        return self.n_published + self.n_refused


def moderation_log(session: Session, *, consultation: Consultation) -> ModerationLog:
    """Count what a person decided; what was passed on in confidence counts among the other reasons. Six queries."""
    here = ScreenedText.consultation_id == consultation.id
    standing = select(func.count(ScreenedText.id)).join(Response).where(here, Response.withdrawn_at.is_(None))
    is_public = ScreenedText.screening == Screening.PUBLIC
    refused: dict[RefusedFor, int] = {}
    rows = session.execute(
        select(ScreenedText.refused_for, func.count())
        .join(Response)
        .where(here, Response.withdrawn_at.is_(None), ScreenedText.screening == Screening.REFUSED)
        .group_by(ScreenedText.refused_for)
    )
    for reason, n in rows:
        told = reason if reason is not None and reason is not RefusedFor.CONCERN else RefusedFor.OTHER
        refused[told] = refused.get(told, 0) + n
    has_hidden = select(RedactionSpan.screened_text_id).where(RedactionSpan.kept)
    spans = session.execute(
        select(RedactionSpan.kind, func.count().label("n"))
        .join(ScreenedText, ScreenedText.id == RedactionSpan.screened_text_id)
        .join(Response, Response.id == ScreenedText.response_id)
        .where(here, is_public, RedactionSpan.kept, Response.withdrawn_at.is_(None))
        .group_by(RedactionSpan.kind)
    )
    not_to_publish = select(func.count()).where(
        Response.consultation_id == consultation.id,
        Response.withdrawn_at.is_(None),
        Response.publish_as == PublishAs.NOT_PUBLISHED,
    )
    return ModerationLog(
        n_published=session.scalar(standing.where(is_public)) or 0,
        n_with_parts_hidden=session.scalar(standing.where(is_public, ScreenedText.id.in_(has_hidden))) or 0,
        n_refused=sum(refused.values()),
        n_waiting=count_texts_to_screen(session, consultation=consultation),
        n_not_to_publish=session.scalar(not_to_publish) or 0,
        hidden={PersonalData(kind): n for kind, n in sorted((row.kind, row.n) for row in spans)},
        refused={reason: refused[reason] for reason in RefusedFor if reason in refused},
    )
