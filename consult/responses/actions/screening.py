"""Read each text before it is published: take one, hide what tells who someone is, say whether it may be shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, insert, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused, Stale
from consult.responses.actions.publishing import index_texts
from consult.responses.models import Answer, Comment, RedactionSpan, Response, ScreenedText
from consult.responses.queries.screening import text_of, texts_alike
from consult.responses.redaction import PersonalData, Span, find_personal_data, public_text
from consult.responses.rules import Hand, PublishAs, RefusedFor, Screening
from consult.responses.screening import (
    LEASE,
    MOST_TOGETHER,
    TELL_AFTER,
    ScreeningChoice,
    is_free,
    may_be_confirmed_together,
    officer_spans,
)

TELL_REFUSED = "responses.tell_refused"
TAKEN = "Someone else is reading this text now. Take another one."


def fill_queue(session: Session, *, consultation: Consultation) -> None:
    """Put every text that may be published and is not in the queue yet into it."""
    for column, kind in ((ScreenedText.answer_id, Answer), (ScreenedText.comment_id, Comment)):
        missing = (
            select(
                literal(consultation.id),
                Response.id,
                kind.id,
                literal(Screening.WAITING.value),
                literal(""),
                literal(""),
            )
            .join(Response, Response.id == kind.response_id)
            .outerjoin(ScreenedText, column == kind.id)
            .where(
                Response.consultation_id == consultation.id,
                Response.withdrawn_at.is_(None),
                Response.publish_as != PublishAs.NOT_PUBLISHED,
                kind.text != "",
                ScreenedText.id.is_(None),
            )
            .order_by(kind.id)
        )
        names = ["consultation_id", "response_id", column.key, "screening", "public_text", "refused_reason"]
        session.execute(insert(ScreenedText).from_select(names, missing, include_defaults=False))
    session.flush()


def claim_next_text(
    session: Session, *, consultation: Consultation, account_id: int, now: datetime
) -> ScreenedText | None:
    """Take the next text that waits and that nobody else is reading; ``None`` when there is none.

    A text that this person has taken already comes first, so that nothing is left lying.
    """
    fill_queue(session, consultation=consultation)
    mine_first = (ScreenedText.claimed_by_id == account_id).desc()
    found = session.scalars(
        _waiting(consultation, account_id, now).order_by(mine_first, ScreenedText.id).limit(1)
    ).first()
    if found is not None:
        _claim(session, [found], account_id=account_id, now=now)
    return found


def claim_clean_texts(
    session: Session, *, consultation: Consultation, account_id: int, now: datetime
) -> Sequence[ScreenedText]:
    """Take some short texts in which the machine found no personal data, to be read together on one page."""
    fill_queue(session, consultation=consultation)
    taken: list[ScreenedText] = []
    waiting = _waiting(consultation, account_id, now).order_by(ScreenedText.id).limit(MOST_TOGETHER * 10)
    for screened in session.scalars(waiting):
        if len(taken) == MOST_TOGETHER:
            break
        if may_be_confirmed_together(text_of(screened)):
            taken.append(screened)
    _claim(session, taken, account_id=account_id, now=now)
    return taken


def release_text(session: Session, *, screened: ScreenedText, account_id: int) -> ScreenedText:
    """Leave a text for someone else; one that another has taken stays theirs."""
    if screened.claimed_by_id == account_id:
        screened.claimed_by_id = screened.claimed_until = None
        session.flush()
    return screened


def screen_text(
    session: Session, *, screened: ScreenedText, choice: ScreeningChoice, account_id: int, now: datetime
) -> ScreenedText:
    """Record what a person decided about a text, and build its public form from the spans.

    Raises:
        Stale: someone else took it meanwhile.
        Refused: the person who wrote it withdrew it, or no longer wants it published.
        Invalid: words to hide do not stand in it.
    """
    require_held(screened, account_id=account_id, now=now)
    _require_publishable(screened)
    alike = texts_alike(session, screened=screened, account_id=account_id, now=now) if choice.alike_too else ()
    for one in (screened, *alike):  # the very same words: what was decided about one is true of all
        text = text_of(one)
        machine = find_personal_data(text)
        added = officer_spans(text, choice.words_to_hide)
        one.spans = [
            *(_row(span, Hand.MACHINE, kept=(span.starts_at, span.ends_at) in choice.kept_places) for span in machine),
            *(_row(span, Hand.OFFICER, kept=True) for span in added),
        ]
        _decide(one, text, choice, account_id=account_id, now=now)
        session.flush()
        _record(session, one, account_id=account_id, now=now)
    index_texts(session, consultation_id=screened.consultation_id, text_ids=[one.id for one in (screened, *alike)])
    return screened


def confirm_texts(
    session: Session, *, screened: Iterable[ScreenedText], account_id: int, now: datetime
) -> list[ScreenedText]:
    """Let several texts be published as they are, all of them seen on one page by this person.

    Raises:
        Stale: someone else took one of them meanwhile.
        Refused: one of them holds what may be personal data, or may not be published.
    """
    confirmed = []
    for one in screened:
        require_held(one, account_id=account_id, now=now)
        _require_publishable(one)
        if not may_be_confirmed_together(text_of(one)):
            raise Refused("One of these texts may hold personal data. Read it on a page of its own.")
        _decide(one, text_of(one), ScreeningChoice(is_public=True), account_id=account_id, now=now)
        session.flush()
        _record(session, one, account_id=account_id, now=now)
        confirmed.append(one)
    if confirmed:
        consultation_id = confirmed[0].consultation_id
        index_texts(session, consultation_id=consultation_id, text_ids=[one.id for one in confirmed])
    return confirmed


def screen_again(session: Session, *, screened: ScreenedText, account_id: int, now: datetime) -> ScreenedText:
    """Take a text up again that was screened before; it is not public until it is decided anew.

    Raises:
        Stale: someone else has it.
    """
    if not is_free(claimed_by=screened.claimed_by_id, claimed_until=screened.claimed_until, asking=account_id, now=now):
        raise Stale(TAKEN)
    screened.screening = Screening.WAITING
    screened.public_text = screened.refused_reason = ""
    screened.refused_for = screened.told_at = None
    screened.screened_by_id = screened.screened_at = None
    _claim(session, [screened], account_id=account_id, now=now)
    return screened


def require_held(screened: ScreenedText, *, account_id: int, now: datetime) -> None:
    """Refuse a decision on a text that another person is reading or has decided.

    Raises:
        Stale: it says which.
    """
    if screened.screening is not Screening.WAITING and screened.screened_by_id != account_id:
        raise Stale("Someone else decided about this text meanwhile. Look at what they decided.")
    if not is_free(claimed_by=screened.claimed_by_id, claimed_until=screened.claimed_until, asking=account_id, now=now):
        raise Stale(TAKEN)


def _waiting(consultation: Consultation, account_id: int, now: datetime) -> Select[ScreenedText]:
    free: ColumnElement[bool] = or_(
        ScreenedText.claimed_by_id.is_(None),
        ScreenedText.claimed_by_id == account_id,
        ScreenedText.claimed_until <= now,
    )
    return (
        select(ScreenedText)
        .join(Response)
        .where(
            ScreenedText.consultation_id == consultation.id,
            ScreenedText.screening == Screening.WAITING,
            Response.withdrawn_at.is_(None),
            Response.publish_as != PublishAs.NOT_PUBLISHED,
            free,
        )
        .with_for_update(skip_locked=True, of=ScreenedText)
    )


def _claim(session: Session, texts: Iterable[ScreenedText], *, account_id: int, now: datetime) -> None:
    for screened in texts:
        screened.claimed_by_id, screened.claimed_until = account_id, now + LEASE
    session.flush()


def _require_publishable(screened: ScreenedText) -> None:
    response = screened.response
    if response.withdrawn_at is not None:
        raise Refused("This response was withdrawn, so there is nothing to decide any more. Take another text.")
    if response.publish_as is PublishAs.NOT_PUBLISHED:
        raise Refused("The person who wrote this no longer wants it published. Take another text.")


def _row(span: Span, hand: Hand, *, kept: bool) -> RedactionSpan:
    return RedactionSpan(starts_at=span.starts_at, ends_at=span.ends_at, kind=span.kind.value, hand=hand, kept=kept)


def _decide(screened: ScreenedText, text: str, choice: ScreeningChoice, *, account_id: int, now: datetime) -> None:
    hidden = [Span(row.starts_at, row.ends_at, PersonalData(row.kind)) for row in screened.spans if row.kept]
    shown = public_text(text, hidden) if choice.is_public else ""
    if choice.is_public and not shown.strip():
        raise Invalid("Nothing would be left to read. Choose not to publish this text, and say why.")
    screened.screening = Screening.PUBLIC if choice.is_public else Screening.REFUSED
    screened.public_text = shown
    screened.refused_reason = "" if choice.is_public else choice.reason.strip()
    screened.refused_for = None if choice.is_public else choice.refused_for
    screened.screened_by_id, screened.screened_at = account_id, now
    screened.claimed_by_id = screened.claimed_until = None


def _record(session: Session, screened: ScreenedText, *, account_id: int, now: datetime) -> None:
    is_public = screened.screening is Screening.PUBLIC
    happening = Happening.TEXT_SCREENED if is_public else Happening.TEXT_WITHHELD
    facts = {"spans": sum(row.kept for row in screened.spans)} if is_public else {}
    record(
        session,
        happening,
        stream=f"consultation:{screened.consultation_id}",
        subject=f"screened_text:{screened.id}",
        actor=f"account:{account_id}",
        at=now,
        response_id=screened.response_id,
        text_id=screened.id,
        **facts,
    )
    if not is_public and screened.refused_for is not RefusedFor.CONCERN:
        enqueue(
            session,
            TELL_REFUSED,
            key=f"{TELL_REFUSED}:{screened.id}:{now:%Y%m%dT%H%M%S}",
            args={"response_id": screened.response_id},
            now=now,
            not_before=now + TELL_AFTER,
        )
