"""The one door: every response of every channel is judged, stored and recorded here."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import RESIDENT, Happening
from consult.consultations.models import Consultation
from consult.consultations.queries import stage_at
from consult.consultations.rules import Stage
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid
from consult.kernel.references import Reference, draw_token, hash_code
from consult.responses.actions.contents import set_particulars, store_new_contents
from consult.responses.fitting import Asked, require_fit
from consult.responses.models import Response
from consult.responses.queries.asked import asked_by
from consult.responses.receipts import key_hash, public_number_of, reference_of, secret_code_of
from consult.responses.rules import (
    Channel,
    Incomplete,
    NotOpenYet,
    Submitted,
    Timeliness,
    TooLate,
    Window,
    judge_received_on,
    judge_web,
    missing_answers,
)


def submit_response(
    session: Session, *, consultation: Consultation, submitted: Submitted, received_at: datetime, now: datetime
) -> Response:
    """Record what a person or organisation said; the same submission key again gives the same response.

    The receipt is ``response.reference`` and ``receipts.secret_code_of(submitted.submission_key)``: the code is drawn
    from the key and only its hash is stored, so whoever holds the form can show the same receipt again and nobody
    else can. What is imported gets a code that nobody knows.

    Args:
        session: one that may write.
        consultation: the one it answers.
        submitted: everything that was said. On other channels than the web ``received_on`` decides whether it is late.
        received_at: when it came: the server's clock on the web, any moment of the day of receipt otherwise.
        now: when it is recorded.

    Raises:
        NotOpenYet: on the web before the opening.
        TooLate: on the web after the window and its grace; other channels are stored and marked late.
        Incomplete: on the web when a required question has no answer; other channels are stored and marked.
        Invalid: it answers what was not asked, or is too long.
    """
    reference, earlier = _receipt_for(session, consultation, submitted.submission_key)
    if earlier is not None:
        return earlier
    asked = asked_by(session, consultation)
    require_fit(asked, submitted)
    require_opened(session, consultation=consultation, submitted=submitted, now=received_at)
    timeliness = judge_timeliness(consultation, submitted, received_at=received_at)
    missing = require_complete(asked, submitted)
    response = _response_of(consultation, submitted, timeliness, reference, received_at=received_at, now=now)
    response.incomplete = bool(missing)
    set_particulars(response, submitted)
    try:
        with _alone_or_undoable(session):
            session.add(response)
            session.flush()
    except IntegrityError:  # the same form came twice at the same instant, and the other one was first
        winner = response_with_key(session, consultation=consultation, submission_key=submitted.submission_key)
        if winner is None:
            raise
        return winner
    store_new_contents(session, response=response, submitted=submitted)
    _record_receipt(session, response, submitted, now=now)
    return response


def response_with_key(session: Session, *, consultation: Consultation, submission_key: str) -> Response | None:
    """The response that this form has sent already.

    Raises:
        Invalid: the form belongs to another consultation.
    """
    found = session.scalar(select(Response).where(Response.submission_key == key_hash(submission_key)))
    _require_same(found, consultation)
    return found


def _require_same(found: Response | None, consultation: Consultation) -> None:
    if found is not None and found.consultation_id != consultation.id:
        raise Invalid("This form belongs to another consultation. Start again from the consultation's page.")


def window_of(consultation: Consultation) -> Window:
    """When people can answer.

    Raises:
        NotOpenYet: the consultation has no dates, or nobody approved it.
    """
    if consultation.approved_at is None or consultation.opens_at is None or consultation.closes_at is None:
        raise NotOpenYet("This consultation is not open yet. Come back when it opens.")
    grace = timedelta(minutes=consultation.grace_minutes)
    return Window(opens_at=consultation.opens_at, closes_at=consultation.closes_at, grace=grace)


def judge_timeliness(consultation: Consultation, submitted: Submitted, *, received_at: datetime) -> Timeliness:
    """Say whether a response came while people could answer, by the rule of its channel.

    Raises:
        NotOpenYet: nobody approved the consultation, or it has no dates.
        TooLate: on the web, where a form is refused rather than counted apart.
    """
    window = window_of(consultation)
    if submitted.channel is not Channel.WEB:
        received_on = submitted.received_on or received_at.astimezone(LONDON).date()
        last_day = window.closes_at.astimezone(LONDON).date()
        judged = judge_received_on(received_on=received_on, last_day=last_day, posted_on=submitted.posted_on)
        is_excepted = submitted.keyed_by_id is not None and bool(submitted.late_exception.strip())
        return Timeliness.IN_TIME if is_excepted else judged
    if consultation.withdrawn_at is not None:
        raise TooLate("The council withdrew this consultation, so we could not take your answers.")
    timeliness = judge_web(window, received_at=received_at, form_opened_at=submitted.form_opened_at)
    if timeliness is Timeliness.LATE:
        raise TooLate("This consultation has closed, so we could not take your answers. Your words are still here.")
    return timeliness


def require_opened(session: Session, *, consultation: Consultation, submitted: Submitted, now: datetime) -> None:
    """Refuse a web form before the opening, also while a pre-election period holds it back.

    Raises:
        NotOpenYet: it says to come back.
    """
    stage = stage_at(session, consultation, now=now)
    if submitted.channel is Channel.WEB and stage in {Stage.DRAFT, Stage.AWAITING_APPROVAL, Stage.SCHEDULED}:
        raise NotOpenYet("This consultation is not open yet. Come back when it opens.")


def require_complete(asked: Asked, submitted: Submitted) -> tuple[int, ...]:
    """Give the required questions without an answer; on the web there may be none.

    Raises:
        Incomplete: on the web.
    """
    missing = missing_answers(asked.required_ids, submitted.answers)
    if missing and submitted.channel is Channel.WEB:
        raise Incomplete("Some questions still need an answer. Answer them, then send again.", question_ids=missing)
    return missing


def _response_of(
    consultation: Consultation,
    submitted: Submitted,
    timeliness: Timeliness,
    reference: Reference,
    *,
    received_at: datetime,
    now: datetime,
) -> Response:
    key = submitted.submission_key
    can_be_guessed = submitted.channel is Channel.IMPORT
    secret = draw_token() if can_be_guessed else key
    return Response(
        consultation_id=consultation.id,
        reference=reference,
        secret_hash=hash_code(secret_code_of(secret)),
        public_number=public_number_of(secret),
        submission_key=key_hash(key),
        channel=submitted.channel,
        timeliness=timeliness,
        received_at=received_at,
        received_on=submitted.received_on or received_at.astimezone(LONDON).date(),
        recorded_at=now,
        import_batch_id=submitted.import_batch_id,
        keyed_by_id=submitted.keyed_by_id,
        row_hash=submitted.row_hash,
        source_reference=submitted.source_reference,
        invited_by=submitted.invited_by,
        posted_on=submitted.posted_on,
        late_exception=submitted.late_exception if timeliness is Timeliness.IN_TIME else "",
        answers=[],  # said here, so that nobody asks the database for what a new response cannot have
        comments=[],
        contact=None,
    )


def _receipt_for(session: Session, consultation: Consultation, key: str) -> tuple[Reference, Response | None]:
    """Ask in one statement for both: a reference that is free, and what this key has sent already."""
    attempt, hashed = 0, key_hash(key)
    while True:
        reference = reference_of(key, attempt=attempt)
        taken = session.scalars(_TAKEN, {"submission_key": hashed, "reference": reference}).all()
        earlier = next((found for found in taken if found.submission_key == hashed), None)
        _require_same(earlier, consultation)
        if earlier is not None or not taken:
            return reference, earlier
        attempt += 1


_TAKEN = select(Response).where(
    or_(Response.submission_key == bindparam("submission_key"), Response.reference == bindparam("reference"))
)


def _alone_or_undoable(session: Session) -> AbstractContextManager[object]:
    """A savepoint, where another writer may store the same key meanwhile; on SQLite the write gate lets one in only."""
    is_alone = session.get_bind().dialect.name == "sqlite"
    return nullcontext() if is_alone else session.begin_nested()


def _record_receipt(session: Session, response: Response, submitted: Submitted, *, now: datetime) -> None:
    """Record one event a response; an import records one for its whole file (``RESPONSES_IMPORTED``)."""
    if submitted.import_batch_id is not None:
        return
    is_keyed = submitted.keyed_by_id is not None
    record(
        session,
        Happening.RESPONSE_KEYED if is_keyed else Happening.RESPONSE_RECEIVED,
        stream=f"consultation:{response.consultation_id}",
        subject=f"response:{response.id}",
        actor=f"account:{submitted.keyed_by_id}" if is_keyed else RESIDENT,
        at=now,
        response_id=response.id,
        channel=submitted.channel,
        is_late=response.timeliness is Timeliness.LATE,
    )
