"""Who asked to be told the outcome and has not been told of an edition yet."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.outcomes.models import Edition, OutcomeMail
from consult.responses.models import Response, ResponseContact


def next_to_tell(session: Session, *, edition: Edition, at_most: int) -> list[tuple[int, str]]:
    """(response, address) of the next people to tell; someone who responded twice from one address is told once."""
    address = func.lower(ResponseContact.email)
    told = (
        select(func.lower(ResponseContact.email))
        .join(OutcomeMail, OutcomeMail.response_id == ResponseContact.response_id)
        .where(OutcomeMail.edition_id == edition.id)
    )
    rows = session.execute(
        select(func.min(Response.id), address)
        .join(ResponseContact, ResponseContact.response_id == Response.id)
        .where(
            Response.consultation_id == edition.consultation_id,
            Response.withdrawn_at.is_(None),
            ResponseContact.wants_outcome,
            ResponseContact.email != "",
            address.not_in(told),
        )
        .group_by(address)
        .order_by(func.min(Response.id))
        .limit(at_most)
    )
    return [(response_id, email) for response_id, email in rows]
