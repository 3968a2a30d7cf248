"""Findings and editions as published or as they wait, and what an edition would say today."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.decisions.models import Decision
from consult.decisions.rules import DecisionStanding
from consult.kernel.clock import day_in_london
from consult.kernel.errors import NotFound
from consult.outcomes.frozen import (
    EDITION_FORMAT,
    AnsweredTheme,
    DecisionNote,
    DelayNote,
    EditionBody,
    GivenReply,
    Promise,
)
from consult.outcomes.models import Edition, Findings
from consult.outcomes.queries.answering import (
    ThemeToAnswer,
    decisions_of,
    delays_of,
    questions_to_answer,
    themes_in,
)
from consult.outcomes.queries.figures import figures
from consult.outcomes.rules import EditionState


def you_said_we_did(
    session: Session,
    consultation: Consultation,
    *,
    number: int,
    what_changed: str = "",
    before_final_reason: str = "",
    now: datetime,
) -> EditionBody:
    """Say what an edition would say if it were written now; a constant number of queries."""
    today = day_in_london(now)
    found = figures(session, consultation)
    themes = themes_in(questions_to_answer(session, consultation.id, today=today))
    return EditionBody(
        format=EDITION_FORMAT,
        number=number,
        as_at=now,
        what_changed=what_changed,
        before_final_reason=before_final_reason,
        asked=found.asked,
        totals=found.totals,
        sections=found.sections,
        shared=found.shared,
        answers=tuple(_answered(theme) for theme in themes if not theme.theme.hidden_reason),
        decisions=tuple(
            _decision_note(decision, today=today)
            for decision in decisions_of(session, consultation.id)
            if decision.standing(today=today) is not DecisionStanding.SENT_BACK
        ),
        delays=tuple(
            DelayNote(said_on=day_in_london(delay.at), reason=delay.reason, new_due_on=delay.new_due_on)
            for delay in delays_of(session, consultation.id)
        ),
    )


def editions_of(session: Session, consultation_id: int) -> Sequence[Edition]:
    """Every edition of a consultation, the first first."""
    return session.scalars(
        select(Edition).where(Edition.consultation_id == consultation_id).order_by(Edition.number)
    ).all()


def edition_numbers(session: Session, consultation_id: int) -> list[tuple[int, datetime]]:
    """(number, published at) of the published editions, the latest first; their bodies stay where they are."""
    rows = session.execute(
        select(Edition.number, Edition.published_at)
        .where(Edition.consultation_id == consultation_id, Edition.state == EditionState.PUBLISHED)
        .order_by(Edition.number.desc())
    )
    return [(number, published_at) for number, published_at in rows if published_at is not None]


def edition_numbered(session: Session, consultation_id: int, number: int) -> Edition:
    """The published edition with this number.

    Raises:
        NotFound: there is none, or it is not published.
    """
    found = session.scalar(
        select(Edition).where(
            Edition.consultation_id == consultation_id,
            Edition.number == number,
            Edition.state == EditionState.PUBLISHED,
        )
    )
    if found is None:
        raise NotFound("We could not find this edition of “You said, we did”.")
    return found


def unpublished_edition(session: Session, consultation_id: int) -> Edition | None:
    """The edition that is proposed, approved or returned, if there is one."""
    return session.scalar(
        select(Edition).where(Edition.consultation_id == consultation_id, Edition.state != EditionState.PUBLISHED)
    )


def edition_by_id(session: Session, edition_id: int) -> Edition:
    """The edition with this number of ours.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Edition, edition_id, options=[joinedload(Edition.consultation)])
    if found is None:
        raise NotFound("We could not find this edition.")
    return found


def findings_numbers(session: Session, consultation_id: int) -> list[tuple[int, datetime]]:
    """(number, published at) of all findings, the latest first."""
    rows = session.execute(
        select(Findings.number, Findings.published_at)
        .where(Findings.consultation_id == consultation_id)
        .order_by(Findings.number.desc())
    )
    return [(number, published_at) for number, published_at in rows]


def findings_numbered(session: Session, consultation_id: int, number: int) -> Findings:
    """The findings with this number.

    Raises:
        NotFound: there are none.
    """
    found = session.scalar(
        select(Findings).where(Findings.consultation_id == consultation_id, Findings.number == number)
    )
    if found is None:
        raise NotFound("We could not find these findings.")
    return found


def published_consultation(session: Session, slug: str) -> Consultation:
    """The consultation with this address, once it has been open to the public.

    Raises:
        NotFound: there is none, or people may not know of it yet.
    """
    found = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None or found.approved_at is None:
        raise NotFound("We could not find this consultation. Check the address, or look for it in the list.")
    return found


def _answered(found: ThemeToAnswer) -> AnsweredTheme:
    return AnsweredTheme(
        theme_id=found.theme.id,
        reply=GivenReply(
            position=found.reply.position,
            words=found.reply.words,
            stage=found.stage,
            decision_id=found.reply.decision_id,
        )
        if found.reply and found.stage
        else None,
        no_reply_reason=found.no_reply.reason if found.no_reply else "",
        promises=tuple(
            Promise(reference=made.reference, promise=made.promise, owner=made.owner, due_on=made.due_on)
            for made in found.commitments
        ),
    )


def _decision_note(decision: Decision, *, today: date) -> DecisionNote:
    return DecisionNote(
        id=decision.id,
        title=decision.title,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
        minuted_at=decision.minuted_at,
        final=decision.standing(today=today) is DecisionStanding.FINAL,
        call_in_ends_on=decision.call_in_ends_on,
    )
