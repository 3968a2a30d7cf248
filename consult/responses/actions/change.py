"""Changing or withdrawing a response that was sent, until people can no longer answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import RESIDENT, Happening
from consult.consultations.models import Consultation
from consult.jobs.actions import enqueue
from consult.kernel.errors import Refused, Stale
from consult.responses.actions.contents import forget_equality, set_particulars, store_contents
from consult.responses.actions.erasing import LEAVE_NO_TRACE
from consult.responses.actions.sources import empty_sources
from consult.responses.actions.submit import judge_timeliness, require_complete
from consult.responses.fitting import require_fit
from consult.responses.models import (
    Answer,
    Comment,
    CommentSupport,
    ErasureRequest,
    Response,
    ResponseContact,
    ResponseRevision,
)
from consult.responses.privacy import ErasureState
from consult.responses.queries.asked import asked_by
from consult.responses.queries.given import given_by
from consult.responses.queries.holds import is_held
from consult.responses.rules import Channel, Submitted

WITHDRAWN_ALREADY = "You have withdrawn this response already, so it cannot be changed."


def change_response(
    session: Session,
    *,
    response: Response,
    submitted: Submitted,
    revision_seen: int,
    received_at: datetime,
    now: datetime,
) -> Response:
    """Replace what a response says; what it said before is kept as a revision, and it still counts once.

    Raises:
        TooLate: people can no longer answer, so it stays as it was.
        Stale: it was changed in another window since ``revision_seen``.
        Incomplete, Invalid: as for a new response.
    """
    consultation = response.consultation
    _require_standing(response)
    judge_timeliness(consultation, submitted, received_at=received_at)
    if response.revision != revision_seen:
        raise Stale("You changed this response in another window. Look at it as it is now, then change it again.")
    asked = asked_by(session, consultation)
    require_fit(asked, submitted)
    require_complete(asked, submitted)
    session.add(
        ResponseRevision(
            response_id=response.id,
            number=response.revision,
            body=as_body(given_by(session, response=response)),
            replaced_at=now,
        )
    )
    set_particulars(response, submitted)
    store_contents(session, response=response, submitted=submitted)
    response.revision += 1
    response.changed_at = now
    session.flush()
    _record(session, Happening.RESPONSE_CHANGED, response, now=now)
    return response


def withdraw_response(session: Session, *, response: Response, now: datetime) -> Response:
    """Take a response back: its words, its address and its equality answers go; that there was one stays.

    Where something holds it, it neither counts nor is published from now on, but its words wait for the data
    protection officer, who decides whether they may go.

    Raises:
        TooLate: people can no longer answer, so it stands.
        Refused: it was withdrawn already.
    """
    _require_standing(response)
    require_open_for_changes(response.consultation, now=now)
    if is_held(session, response=response):
        session.add(ErasureRequest(response_id=response.id, state=ErasureState.WAITING, asked_at=now))
        return _note_withdrawn(session, response, now=now)
    forget_equality(session, response=response)
    session.execute(delete(Answer).where(Answer.response_id == response.id))
    session.execute(delete(Comment).where(Comment.response_id == response.id))
    session.execute(delete(CommentSupport).where(CommentSupport.response_id == response.id))
    session.execute(delete(ResponseContact).where(ResponseContact.response_id == response.id))
    session.execute(delete(ResponseRevision).where(ResponseRevision.response_id == response.id))
    session.expire(response, ["answers", "comments", "contact"])
    empty_sources(session, response_id=response.id, now=now)
    response.organisation_name = response.authority = response.members_asked = ""
    response.organisation_id = None
    if response.channel is Channel.EMAIL:
        enqueue(session, LEAVE_NO_TRACE, key=f"{LEAVE_NO_TRACE}:withdrawn:{response.id}", now=now)
    return _note_withdrawn(session, response, now=now)


def require_open_for_changes(consultation: Consultation, *, now: datetime) -> None:
    """Refuse to open a response for changes when it could not be sent again.

    Raises:
        TooLate: people can no longer answer.
    """
    as_if_sent_now = Submitted(channel=Channel.WEB, submission_key="", group_id=None)
    judge_timeliness(consultation, as_if_sent_now, received_at=now)


def _note_withdrawn(session: Session, response: Response, *, now: datetime) -> Response:
    response.withdrawn_at = now
    session.flush()
    _record(session, Happening.RESPONSE_WITHDRAWN, response, now=now)
    return response


def _require_standing(response: Response) -> None:
    if response.withdrawn_at is not None:
        raise Refused(WITHDRAWN_ALREADY)


def as_body(given: Submitted) -> dict[str, Any]:
    """The words that are replaced; the address and the equality answers are kept nowhere but in their own tables."""
    return {
        "group_id": given.group_id,
        "on_behalf_of": given.on_behalf_of.value,
        "organisation_name": given.organisation_name,
        "ward_id": given.ward_id,
        "publish_as": given.publish_as.value,
        "answers": [
            {
                "question_id": answer.question_id,
                "text": answer.text,
                "choice_ids": list(answer.choice_ids),
                "scale": answer.scale,
            }
            for answer in given.answers
        ],
        "comments": [
            {"paragraph_id": comment.paragraph_id, "purpose": comment.purpose.value, "text": comment.whole_text}
            for comment in given.comments
        ],
    }


def _record(session: Session, happening: Happening, response: Response, *, now: datetime) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{response.consultation_id}",
        subject=f"response:{response.id}",
        actor=RESIDENT,
        at=now,
        response_id=response.id,
        version=response.revision,
        channel=response.channel,
    )
