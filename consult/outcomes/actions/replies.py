"""Proposes the council's reply to a theme, or records why there is none."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.models import Theme
from consult.analysis.rules import ThemeState
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale
from consult.outcomes.models import NoReply, Reply
from consult.outcomes.queries.answering import no_reply_to, reply_to
from consult.outcomes.rules import Position, ReplyStage


def propose_reply(
    session: Session, *, theme: Theme, position: Position, words: str, version: int, by_id: int, now: datetime
) -> Reply:
    """Propose what the council says to a theme, or change what was proposed.

    ``version`` is the one that the officer saw; 0 when there was no reply yet.

    Raises:
        Stale: someone else wrote a reply meanwhile; nothing of it is overwritten.
        Refused: the theme is not confirmed, or a decision maker has decided the reply.
        Invalid: the reply has no words.
    """
    _require_confirmed(session, theme)
    if not words.strip():
        raise Invalid("Write what the council says to this theme.")
    reply = reply_to(session, theme.id)
    if (reply.version if reply else 0) != version:
        raise Stale("Someone else changed this reply while you were writing. Both are shown below: keep what is right.")
    if reply is None:
        reply = Reply(theme_id=theme.id, theme=theme, version=0, decision_id=None)
        session.add(reply)
    elif reply.stage(today=day_in_london(now)) is not ReplyStage.PROPOSED:
        raise Refused("This reply has been decided. To change it, reopen it with a reason: it needs a new decision.")
    reply.position, reply.words = position, words.strip()
    reply.proposed_by_id, reply.proposed_at = by_id, now
    reply.decision_id, reply.decision = None, None  # what was sent back is proposed anew
    reply.version += 1
    _drop_reason_for_silence(session, theme)
    session.flush()  # the audit event names the reply
    happening = Happening.REPLY_PROPOSED if reply.version == 1 else Happening.REPLY_CHANGED
    _note(session, theme, happening, by_id=by_id, now=now, reply=reply)
    return reply


def reopen_reply(session: Session, *, reply: Reply, reason: str, version: int, by_id: int, now: datetime) -> Reply:
    """Take a decided reply back to a proposal, so that it can be changed and decided anew.

    Raises:
        Stale: someone else changed the reply meanwhile.
        Refused: it is not decided.
        Invalid: no reason was given.
    """
    if reply.version != version:
        raise Stale("Someone else changed this reply meanwhile. Look at it again.")
    if reply.stage(today=day_in_london(now)) is ReplyStage.PROPOSED:
        raise Refused("This reply is not decided, so you can change it as it is.")
    if not reason.strip():
        raise Invalid("Say why the reply has to be decided anew.")
    reply.decision_id, reply.decision = None, None
    reply.version += 1
    _note(session, reply.theme, Happening.REPLY_REOPENED, by_id=by_id, now=now, reply=reply, reason=reason.strip())
    return reply


def record_no_reply(session: Session, *, theme: Theme, reason: str, by_id: int, now: datetime) -> NoReply:
    """Record why a theme goes without a reply; the reason is printed in the edition.

    Raises:
        Refused: the theme is not confirmed, or has a reply.
        Invalid: no reason was given.
    """
    _require_confirmed(session, theme)
    if reply_to(session, theme.id) is not None:
        raise Refused("This theme has a reply. Change the reply instead.")
    if not reason.strip():
        raise Invalid("Say why the council does not reply to this theme. The reason is published.")
    silence = no_reply_to(session, theme.id) or NoReply(theme_id=theme.id)
    silence.reason, silence.by_id, silence.at = reason.strip(), by_id, now
    session.add(silence)
    session.flush()
    record(
        session,
        Happening.NO_REPLY_EXPLAINED,
        stream=f"consultation:{theme.codebook.consultation_id}",
        subject=f"theme:{theme.id}",
        actor=f"account:{by_id}",
        at=now,
        theme_id=theme.id,
        reason=silence.reason[:500],
    )
    return silence


def _require_confirmed(session: Session, theme: Theme) -> None:
    session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update())  # one reply at a time per theme
    if theme.state is not ThemeState.CONFIRMED:
        raise Refused("Only confirmed themes get a reply. Confirm this theme in the workbench first.")


def _drop_reason_for_silence(session: Session, theme: Theme) -> None:
    silence = no_reply_to(session, theme.id)
    if silence is not None:
        session.delete(silence)


def _note(
    session: Session,
    theme: Theme,
    happening: Happening,
    *,
    by_id: int,
    now: datetime,
    reply: Reply,
    **facts: object,
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{theme.codebook.consultation_id}",
        subject=f"reply:{reply.id}",
        actor=f"account:{by_id}",
        at=now,
        reply_id=reply.id,
        theme_id=theme.id,
        position=reply.position,
        version=reply.version,
        **facts,
    )
