"""Pass on what makes a reader fear that somebody is at risk: to the safeguarding officer, and to nobody else."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.queries import accounts_who_may
from consult.accounts.rules import Permission
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_text
from consult.responses.actions.screening import require_held, screen_again
from consult.responses.models import SafeguardingConcern, ScreenedText
from consult.responses.queries.screening import text_of
from consult.responses.rules import RefusedFor, Screening

TELL_OF_CONCERN = "responses.tell_of_concern"
PASSED_ON = "It was passed on in confidence."


def raise_concern(
    session: Session, *, screened: ScreenedText, words: str, account_id: int, now: datetime
) -> SafeguardingConcern:
    """Move a text out of everyone's sight but the safeguarding officer's, and tell that officer that something waits.

    Raises:
        Stale: someone else took the text meanwhile.
        Invalid: nobody says what the fear is.
    """
    why = clean_text(words)
    if not why:
        raise Invalid("Say in a few words what worries you. Only the safeguarding officer reads it.")
    require_held(screened, account_id=account_id, now=now)
    concern = SafeguardingConcern(
        consultation_id=screened.consultation_id,
        response_id=screened.response_id,
        screened_text_id=screened.id,
        given=text_of(screened),
        words=why,
        raised_by_id=account_id,
        raised_at=now,
    )
    session.add(concern)
    _put_text(screened, "")
    screened.spans = []
    screened.screening, screened.public_text = Screening.REFUSED, ""
    screened.refused_for, screened.refused_reason = RefusedFor.CONCERN, PASSED_ON
    screened.screened_by_id, screened.screened_at = account_id, now
    screened.claimed_by_id = screened.claimed_until = None
    session.flush()
    _note(session, Happening.CONCERN_RAISED, concern, account_id=account_id, now=now)
    args = {"concern_id": concern.id}
    enqueue(session, TELL_OF_CONCERN, key=f"{TELL_OF_CONCERN}:{concern.id}", args=args, now=now)
    return concern


def close_concern(
    session: Session,
    *,
    concern: SafeguardingConcern,
    outcome: str,
    back_to_the_queue: bool,
    account_id: int,
    now: datetime,
) -> SafeguardingConcern:
    """Say what was done; a text that tells of no risk goes back to those who read before publishing.

    Raises:
        Invalid: nobody says what was done.
        Refused: it is closed already.
    """
    what = clean_text(outcome)
    if not what:
        raise Invalid("Say what you did. Only safeguarding officers read it.")
    if concern.closed_at is not None:
        raise Refused("This concern is closed already.")
    concern.outcome, concern.closed_by_id, concern.closed_at = what, account_id, now
    session.flush()
    if back_to_the_queue and concern.screened_text is not None:
        _put_text(concern.screened_text, concern.given)
        screened = screen_again(session, screened=concern.screened_text, account_id=account_id, now=now)
        screened.claimed_by_id = screened.claimed_until = None
        concern.given, concern.screened_text_id = "", None
        session.flush()
    _note(session, Happening.CONCERN_CLOSED, concern, account_id=account_id, now=now)
    return concern


def has_officer(session: Session) -> bool:
    """Say whether anybody is there to read a concern."""
    return bool(accounts_who_may(session, Permission.READ_CONCERNS))


def _put_text(screened: ScreenedText, text: str) -> None:
    source = screened.answer or screened.comment
    if source is not None:
        source.text = text


def _note(
    session: Session, happening: Happening, concern: SafeguardingConcern, *, account_id: int, now: datetime
) -> None:
    record(
        session,
        happening,
        stream="safeguarding",
        subject=f"safeguarding_concern:{concern.id}",
        actor=f"account:{account_id}",
        at=now,
        concern_id=concern.id,
    )
