"""What a draft holds so far, and who wrote it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent
from consult.audit.rules import Happening
from consult.consultations.models import ConsideredOption, Consultation, GroupAsked, Question
from consult.consultations.queries.reading import words_of
from consult.consultations.rules import DraftFacts, Part

WRITING = (
    Happening.CONSULTATION_DRAFTED,
    Happening.CONSULTATION_CLONED,
    Happening.CONSULTATION_CHANGED,
    Happening.QUESTION_ADDED,
    Happening.QUESTION_CHANGED,
    Happening.QUESTION_REMOVED,
    Happening.QUESTIONS_REORDERED,
    Happening.GROUPS_CHOSEN,
    Happening.DATES_SET,
    Happening.DOCUMENT_ATTACHED,
    Happening.CONSULTATION_SUBMITTED,
)


def draft_facts(session: Session, consultation: Consultation) -> DraftFacts:
    """What the launch checks look at."""
    words = words_of(consultation)
    return DraftFacts(
        texts={
            Part.ABOUT: (words.title, words.summary, words.why),
            Part.INFLUENCE: (words.open_to_influence,),
            Part.EVIDENCE: (words.evidence,),
            Part.DECISION: (consultation.decided_by,),
            Part.CONTACT: (words.contact,),
        },
        n_options=_count(session, ConsideredOption, consultation),
        n_questions=_count(session, Question, consultation),
        n_groups=_count(session, GroupAsked, consultation),
        has_document=consultation.document_version_id is not None,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
    )


def author_ids(session: Session, consultation: Consultation) -> frozenset[int]:
    """Everyone who wrote some of a consultation; none of them may approve it."""
    actors = session.scalars(
        select(AuditEvent.actor)
        .where(
            AuditEvent.stream == f"consultation:{consultation.id}",
            AuditEvent.happening.in_([happening.value for happening in WRITING]),
        )
        .distinct()
    )
    wrote = {int(actor.removeprefix("account:")) for actor in actors if actor.startswith("account:")}
    return frozenset(wrote | {consultation.created_by_id} | ({consultation.submitted_by_id or 0} - {0}))


def _count(session: Session, model: type[ConsideredOption | Question | GroupAsked], consultation: Consultation) -> int:
    counted = select(func.count()).select_from(model).where(model.consultation_id == consultation.id)
    return session.scalar(counted) or 0
