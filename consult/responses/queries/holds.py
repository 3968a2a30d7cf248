"""What may not be erased yet, and who asked to have something erased."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.kernel.errors import NotFound
from consult.responses.models import ErasureRequest, Hold, Response, SafeguardingConcern
from consult.responses.privacy import ErasureState


def is_held(session: Session, *, response: Response) -> bool:
    """Say whether a hold, or a safeguarding concern that is open, keeps a response from being erased."""
    return bool(session.scalar(select(Response.id).where(Response.id == response.id, held_response())))


def held_response() -> ColumnElement[bool]:
    """The condition, on ``Response``, under which it may not be erased."""
    hold = exists().where(
        Hold.consultation_id == Response.consultation_id,
        Hold.lifted_at.is_(None),
        or_(Hold.response_id.is_(None), Hold.response_id == Response.id),
    )
    concern = exists().where(SafeguardingConcern.response_id == Response.id, SafeguardingConcern.closed_at.is_(None))
    return or_(hold, concern)


def consultations_held(session: Session) -> frozenset[int]:
    """The consultations of which nothing at all may be erased."""
    whole = select(Hold.consultation_id).where(Hold.lifted_at.is_(None), Hold.response_id.is_(None))
    return frozenset(session.scalars(whole))


def open_holds(session: Session) -> Sequence[Hold]:
    """Every hold that stands, the oldest first."""
    return session.scalars(
        select(Hold)
        .where(Hold.lifted_at.is_(None))
        .options(selectinload(Hold.consultation).selectinload(Consultation.words), joinedload(Hold.response))
        .order_by(Hold.placed_at, Hold.id)
    ).all()


def hold_by_id(session: Session, hold_id: int) -> Hold:
    """One hold.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Hold, hold_id)
    if found is None:
        raise NotFound("We could not find this hold.")
    return found


def requests_waiting(session: Session) -> Sequence[ErasureRequest]:
    """The requests for erasure that wait for the data protection officer, the oldest first."""
    return session.scalars(
        select(ErasureRequest)
        .where(ErasureRequest.state == ErasureState.WAITING)
        .options(joinedload(ErasureRequest.response).joinedload(Response.consultation).selectinload(Consultation.words))
        .order_by(ErasureRequest.asked_at, ErasureRequest.id)
    ).all()


def request_by_id(session: Session, request_id: int) -> ErasureRequest:
    """One request.

    Raises:
        NotFound: there is none.
    """
    found = session.get(ErasureRequest, request_id)
    if found is None:
        raise NotFound("We could not find this request.")
    return found


def is_waiting(session: Session, *, response: Response) -> bool:
    """Say whether somebody asked to have a response erased and nobody has decided yet."""
    asked = select(ErasureRequest.id).where(
        ErasureRequest.response_id == response.id, ErasureRequest.state == ErasureState.WAITING
    )
    return session.scalar(asked.limit(1)) is not None
