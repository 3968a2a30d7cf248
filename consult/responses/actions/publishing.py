"""Letting everyone read and search the screened words of a consultation's responses, or not."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Refused
from consult.responses.finding import PUBLISHED_TEXT
from consult.responses.models import Response, ResponsesShown, ScreenedText
from consult.responses.queries.quotable import may_be_public
from consult.storage.search import SearchEntry


def show_responses(
    session: Session, *, consultation: Consultation, are_shown: bool, by_id: int, now: datetime
) -> Consultation:
    """Publish the screened words of responses, or take them off again; doing it twice changes nothing.

    Raises:
        Refused: people were told that responses are not published, or not every response is in yet.
    """
    was_shown = session.get(ResponsesShown, consultation.id) is not None
    if was_shown == are_shown:
        return consultation
    if are_shown:
        _require_publishable(consultation)
        session.add(ResponsesShown(consultation_id=consultation.id, since=now, shown_by_id=by_id))
        session.flush()
        index_texts(session, consultation_id=consultation.id)
    else:
        session.execute(delete(ResponsesShown).where(ResponsesShown.consultation_id == consultation.id))
        texts = select(ScreenedText.id).where(ScreenedText.consultation_id == consultation.id)
        session.execute(
            delete(SearchEntry).where(SearchEntry.kind == PUBLISHED_TEXT, SearchEntry.ref_id.in_(texts)),
            execution_options={"synchronize_session": False},
        )
    session.flush()
    stream = f"consultation:{consultation.id}"
    record(
        session,
        Happening.CONSULTATION_CHANGED,
        stream=stream,
        subject=stream,
        actor=f"account:{by_id}",
        at=now,
        field="responses_shown",
        old="yes" if was_shown else "no",
        new="yes" if are_shown else "no",
    )
    return consultation


def index_texts(session: Session, *, consultation_id: int, text_ids: Iterable[int] | None = None) -> None:
    """Make published words findable, where the responses of their consultation are shown; in one statement.

    Args:
        session: to write with.
        consultation_id: whose texts.
        text_ids: only these; all of the consultation when left out.
    """
    if session.get(ResponsesShown, consultation_id) is None:
        return
    known = select(SearchEntry.id).where(SearchEntry.kind == PUBLISHED_TEXT, SearchEntry.ref_id == ScreenedText.id)
    found = (
        select(literal(PUBLISHED_TEXT), ScreenedText.id, Response.language, literal(""), ScreenedText.public_text)
        .join(Response, Response.id == ScreenedText.response_id)
        .where(ScreenedText.consultation_id == consultation_id, *may_be_public(), ~known.exists())
    )
    if text_ids is not None:
        found = found.where(ScreenedText.id.in_(list(text_ids)))
    session.flush()
    columns = ["kind", "ref_id", "language", "title", "body"]
    session.execute(insert(SearchEntry).from_select(columns, found, include_defaults=False))


def _require_publishable(consultation: Consultation) -> None:
    if not consultation.publishes_responses:
        raise Refused("People were told that their responses are not published. So they cannot be.")
    if consultation.intake_complete_at is None:
        raise Refused("Not every response is in yet. Mark the intake as complete first.")
