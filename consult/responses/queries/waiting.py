"""What of the responses waits for an officer: texts that nobody has screened, and intakes that are not complete."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation
from consult.responses.models import Answer, Comment, Response, ScreenedText
from consult.responses.rules import PublishAs, Screening


def count_texts_to_screen(session: Session, *, consultation: Consultation) -> int:
    """How many texts may be published and have not been decided about, whether the queue knows them yet or not."""
    waiting = union_all(*(_waiting(kind, consultation.id) for kind in (Answer, Comment))).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def count_screened(session: Session, *, consultation: Consultation) -> dict[Screening, int]:
    """How many texts may be published and how many were refused."""
    rows = session.execute(
        select(ScreenedText.screening, func.count())
        .where(ScreenedText.consultation_id == consultation.id)
        .group_by(ScreenedText.screening)
    )
    found = {row[0]: row[1] for row in rows}
    return {screening: found.get(screening, 0) for screening in (Screening.PUBLIC, Screening.REFUSED)}


def _waiting(kind: type[Answer] | type[Comment], consultation_id: int) -> Select[int]:
    source = ScreenedText.answer_id if kind is Answer else ScreenedText.comment_id
    undecided = or_(ScreenedText.id.is_(None), ScreenedText.screening == Screening.WAITING)
    return (
        select(kind.id)
        .join(Response, Response.id == kind.response_id)
        .outerjoin(ScreenedText, source == kind.id)
        .where(
            and_(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None)),
            Response.publish_as != PublishAs.NOT_PUBLISHED,
            kind.text != "",
            undecided,
        )
    )


def consultations_to_look_after(session: Session, *, now: datetime) -> Sequence[Consultation]:
    """The consultations that have opened and that the council has not answered yet."""
    return session.scalars(
        select(Consultation)
        .where(
            Consultation.approved_at.is_not(None),
            Consultation.opens_at <= now,
            Consultation.answered_at.is_(None),
            Consultation.withdrawn_at.is_(None),
        )
        .options(selectinload(Consultation.words))
        .order_by(Consultation.closes_at)
        .limit(50)
    ).all()
