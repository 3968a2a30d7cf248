"""Tells a respondent that an edition was published, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.kernel.freezing import from_json
from consult.outcomes.frozen import EditionBody
from consult.outcomes.models import Edition, OutcomeMail
from consult.post.actions import queue_mail


def tell_respondent(
    session: Session,
    *,
    edition: Edition,
    response_id: int,
    email: str,
    council: str,
    base_url: str,
    now: datetime,
) -> OutcomeMail:
    """Queue the mail about an edition and note that it was queued, in one transaction.

    Raises:
        Invalid: the address cannot be written to.
    """
    body = from_json(EditionBody, edition.body)
    with session.begin_nested():
        queue_mail(
            session,
            to=email,
            subject=f"You said, we did: {body.asked.title}",
            template="outcome",
            values={
                "title": body.asked.title,
                "council": council,
                "n_responses": body.totals.n_responses,
                "what_changed": body.what_changed,
                "page": f"{base_url}/consultations/{body.asked.slug}/you-said-we-did",
                "follow": f"{base_url}/follow",
            },
            now=now,
        )
        return note_dealt_with(session, edition=edition, response_id=response_id, now=now)


def note_dealt_with(session: Session, *, edition: Edition, response_id: int, now: datetime) -> OutcomeMail:
    """Note that nothing is left to do for a respondent: the mail is queued, or the address cannot be written to."""
    noted = OutcomeMail(edition_id=edition.id, response_id=response_id, queued_at=now)
    session.add(noted)
    session.flush()
    return noted
