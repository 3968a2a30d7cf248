"""What the queue runs for the outcomes: one mail to each respondent who asked for the outcome."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.consultations.queries.stages import publishing_held_by
from consult.jobs.actions import enqueue
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.kernel.errors import Invalid
from consult.outcomes.actions.telling import note_dealt_with, tell_respondent
from consult.outcomes.models import Edition
from consult.outcomes.queries.editions import edition_by_id
from consult.outcomes.queries.telling import next_to_tell

MAILS_AT_ONCE = 50
PUT_OFF_BY = timedelta(hours=1)


@job("outcomes.tell_respondents")
def tell_respondents(context: JobContext, *, edition_id: int) -> dict[str, int]:
    """Queue one mail for each respondent who asked for the outcome; run again, it tells only who was not told.

    Before each part it is looked at again whether a pre-election period runs; then the rest waits an hour, and so on
    until the period is over or the monitoring officer allows it.
    """
    told = 0
    while True:
        if _waits(context, edition_id):
            return {"told": told, "waits": 1}
        with context.session() as session:
            edition = edition_by_id(session, edition_id)
            batch = next_to_tell(session, edition=edition, at_most=MAILS_AT_ONCE)
            for response_id, email in batch:
                told += _tell(session, context, edition, response_id, email)
        if not batch:
            return {"told": told}
        context.progress(told, 0, f"{told:,} people told")


def _tell(session: Session, context: JobContext, edition: Edition, response_id: int, email: str) -> int:
    try:
        tell_respondent(
            session,
            edition=edition,
            response_id=response_id,
            email=email,
            council=context.settings.council_name,
            base_url=context.settings.base_url,
            now=context.now(),
        )
    except Invalid:  # an address that cannot be written to must not keep the others from being told
        note_dealt_with(session, edition=edition, response_id=response_id, now=context.now())
        return 0
    return 1


def _waits(context: JobContext, edition_id: int) -> bool:
    """Put the mails off for an hour while a pre-election period runs that nobody allowed them in."""
    now = context.now()
    with context.reading() as session:
        held = publishing_held_by(session, edition_by_id(session, edition_id).consultation_id, now=now)
    if held:
        with context.session() as session:
            enqueue(
                session,
                "outcomes.tell_respondents",
                key=f"outcomes.tell_respondents:{edition_id}@{now:%Y-%m-%dT%H:%MZ}",
                args={"edition_id": edition_id},
                now=now,
                not_before=now + PUT_OFF_BY,
            )
    return bool(held)
