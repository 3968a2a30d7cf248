"""Tell whoever wrote a text that it is not published, and why, when they gave an address."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.consultations.queries import title_of
from consult.post.actions import queue_mail
from consult.responses.models import Response, ScreenedText
from consult.responses.queries.screening import questions_of_texts, refused_texts
from consult.responses.rules import RefusedFor
from consult.responses.screening import TELL_AFTER
from consult.responses.wording import REFUSED_FOR


def tell_refused(session: Session, *, response: Response, link: str, now: datetime) -> int:
    """Send one mail about every text of a response that was refused a while ago, and count them; twice tells once."""
    if response.withdrawn_at is not None or response.contact is None:
        return 0
    rested = now - TELL_AFTER
    refused = [
        each
        for each in refused_texts(session, response=response)
        if each.told_at is None and each.screened_at is not None and each.screened_at <= rested
    ]
    if not refused:
        return 0
    about = questions_of_texts(session, consultation=response.consultation, texts=refused)
    queue_mail(
        session,
        to=response.contact.email,
        subject=_("We will not publish part of what you sent: %(reference)s", reference=response.reference),
        template="not_published",
        values={
            "title": title_of(response.consultation),
            "reference": response.reference,
            "texts": [(about[each.id], _reason(each), each.refused_reason) for each in refused],
            "link": link,
        },
        now=now,
    )
    for each in refused:
        each.told_at = now
    session.flush()
    record(
        session,
        Happening.REFUSAL_TOLD,
        stream=f"consultation:{response.consultation_id}",
        subject=f"response:{response.id}",
        actor=SYSTEM,
        at=now,
        response_id=response.id,
        count=len(refused),
    )
    return len(refused)


def _reason(refused: ScreenedText) -> str:
    return str(REFUSED_FOR[refused.refused_for or RefusedFor.OTHER])
