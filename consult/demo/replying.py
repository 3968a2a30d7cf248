"""Answer the people of the city: findings, replies, the decision, promises and two editions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.analysis.models import Theme
from consult.consultations.models import Consultation
from consult.decisions.models import Decision
from consult.decisions.rules import Alternative, CallIn, DecisionMade, Interest, Paper
from consult.demo.settling import Settled
from consult.demo.values import CityConsultation, CityCorrection, CityDecision, CityDelay, CityPromise, CityTheme
from consult.kernel.clock import LONDON, day_in_london
from consult.kernel.references import Reference, reference_from
from consult.outcomes.actions.commitments import make_commitment, record_progress
from consult.outcomes.actions.deciding import decide_replies
from consult.outcomes.actions.delays import add_delay_statement
from consult.outcomes.actions.editions import approve_edition, propose_edition, publish_edition
from consult.outcomes.actions.findings import publish_findings
from consult.outcomes.actions.replies import propose_reply, reopen_reply
from consult.outcomes.models import Commitment, Reply
from consult.outcomes.rules import CommitmentProgress

_FINDINGS_BEFORE_DECISION = timedelta(days=45)
_REPLIES_BEFORE_DECISION = timedelta(days=20)
_DAYS_FROM_DECISION_TO_LAST_CALL_IN = 6
_TWO_HOURS = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every step of the answer needs."""

    told: CityConsultation
    consultation: Consultation
    themes: Mapping[str, Theme]
    settled: Settled
    now: datetime

    @property
    def officer_id(self) -> int:
        """Who writes the replies and the editions."""
        return self.settled.by(Role.OFFICER)

    def ago(self, days: int) -> datetime:
        """Ten in the morning in London, so many days before now."""
        day = (self.now - timedelta(days=days)).astimezone(LONDON)
        return day.replace(hour=10, minute=0, second=0, microsecond=0)


def answer_consultation(
    session: Session, *, answer: Answer, decision: CityDecision, delay: CityDelay, correction: CityCorrection
) -> None:
    """Take a consultation from confirmed themes to its second edition, each act at its own moment."""
    first, second = answer.told.editions
    decided_at = answer.ago(decision.days_ago)
    findings_at = decided_at - _FINDINGS_BEFORE_DECISION
    publish_findings(session, consultation=answer.consultation, by_id=answer.officer_id, now=findings_at)
    _explain_delay(session, answer, delay)
    replies = _propose_replies(session, answer, correction, now=decided_at - _REPLIES_BEFORE_DECISION)
    _decide(session, answer, decision_made(decision, at=decided_at), replies, now=decided_at)
    promises = _make_promises(session, answer, replies, now=answer.ago(decision.call_in_ended_days_ago))
    _record_progress(session, answer, promises, between=(decision.days_ago, first.days_ago))
    _publish(session, answer, what_changed="", now=answer.ago(first.days_ago))
    _record_progress(session, answer, promises, between=(first.days_ago, correction.days_ago))
    _correct(session, answer, correction, replies[correction.theme])
    _publish(session, answer, what_changed=second.what_changed, now=answer.ago(second.days_ago))
    _record_progress(session, answer, promises, between=(correction.days_ago, -1))


def decision_made(told: CityDecision, *, at: datetime) -> DecisionMade:
    """The written record of the decision."""
    decided_on = day_in_london(at)
    return DecisionMade(
        title=told.title,
        decided=told.what,
        decided_by=told.decided_by,
        decided_on=decided_on,
        reasons=told.reasons,
        papers=tuple(Paper(title=paper) for paper in told.papers),
        call_in=CallIn.APPLIES,
        call_in_ends_on=decided_on + timedelta(days=_DAYS_FROM_DECISION_TO_LAST_CALL_IN),
        minuted_at=told.minuted,
        alternatives=tuple(Alternative(alternative=other, reason=reason) for other, reason in told.alternatives),
        interests=(Interest(declared_by=told.decided_by.partition(",")[0], interest=told.interests),),
    )


def demo_reference(words: str) -> Reference:
    """A reference drawn from words, so that it is the same every time."""
    return reference_from(hashlib.sha256(f"the invented city: {words}".encode()).digest())


def _explain_delay(session: Session, answer: Answer, delay: CityDelay) -> None:
    add_delay_statement(
        session,
        consultation=answer.consultation,
        reason=delay.reason,
        new_due_on=day_in_london(answer.ago(delay.new_due_days_ago)),
        by_id=answer.officer_id,
        now=answer.ago(delay.days_ago),
    )


def _propose_replies(
    session: Session, answer: Answer, correction: CityCorrection, *, now: datetime
) -> dict[str, Reply]:
    return {
        theme.key: _propose_reply(
            session,
            answer,
            theme,
            words=correction.first_said if theme.key == correction.theme else theme.reply,
            version=0,
            now=now + place * _TWO_HOURS,
        )
        for place, theme in enumerate(answer.told.themes)
    }


def _propose_reply(
    session: Session, answer: Answer, theme: CityTheme, *, words: str, version: int, now: datetime
) -> Reply:
    if theme.position is None:
        raise ValueError(f"The theme {theme.key} has no position to reply with")
    return propose_reply(
        session,
        theme=answer.themes[theme.key],
        position=theme.position,
        words=words,
        version=version,
        by_id=answer.officer_id,
        now=now,
    )


def _decide(
    session: Session, answer: Answer, made: DecisionMade, replies: Mapping[str, Reply], *, now: datetime
) -> Decision:
    return decide_replies(
        session,
        consultation=answer.consultation,
        made=made,
        chosen={reply.id: reply.version for reply in replies.values()},
        by_id=answer.settled.by(Role.DECISION_MAKER),
        now=now,
    )


def _make_promises(
    session: Session, answer: Answer, replies: Mapping[str, Reply], *, now: datetime
) -> list[tuple[CityPromise, Commitment]]:
    return [
        (
            told,
            make_commitment(
                session,
                reply=replies[told.theme],
                promise=told.text,
                owner=told.owner,
                due_on=day_in_london(answer.now + timedelta(days=told.due_in_days)),
                by_id=answer.officer_id,
                now=now + place * timedelta(minutes=5),
                reference=demo_reference(told.text),
            ),
        )
        for place, told in enumerate(answer.told.commitments)
    ]


def _record_progress(
    session: Session,
    answer: Answer,
    promises: list[tuple[CityPromise, Commitment]],
    *,
    between: tuple[int, int],
) -> None:
    """Record the notes of some days, oldest first; the last note of a promise says how it ended."""
    since, until = between
    notes = [
        (days_ago, told, commitment, note)
        for told, commitment in promises
        for days_ago, note in told.progress
        if until < days_ago <= since
    ]
    for days_ago, told, commitment, note in sorted(notes, key=lambda found: -found[0]):
        is_last = note == told.progress[-1][1]
        words = f"{note} {told.reason}".strip() if is_last else note
        record_progress(
            session,
            commitment=commitment,
            progress=told.state if is_last else CommitmentProgress.ON_TRACK,
            note=words,
            by_id=answer.officer_id,
            now=answer.ago(days_ago),
        )


def _correct(session: Session, answer: Answer, told: CityCorrection, reply: Reply) -> None:
    """Put a reply right: taken back with the reason, proposed anew, decided anew."""
    now = answer.ago(told.days_ago)
    theme = next(theme for theme in answer.told.themes if theme.key == told.theme)
    reopened = reopen_reply(
        session, reply=reply, reason=told.why, version=reply.version, by_id=answer.officer_id, now=now
    )
    again = _propose_reply(session, answer, theme, words=theme.reply, version=reopened.version, now=now + _TWO_HOURS)
    made = DecisionMade(
        title=told.title,
        decided=told.what,
        decided_by=answer.told.decision.decided_by if answer.told.decision else answer.told.who_decides,
        decided_on=day_in_london(now + 2 * _TWO_HOURS),
        reasons=told.reasons,
        papers=(Paper(title=told.paper),),
        call_in=CallIn.DOES_NOT_APPLY,
        no_call_in_reason=told.no_call_in_reason,
    )
    _decide(session, answer, made, {told.theme: again}, now=now + 2 * _TWO_HOURS)


def _publish(session: Session, answer: Answer, *, what_changed: str, now: datetime) -> None:
    """The officer proposes, another person approves, the officer publishes."""
    edition = propose_edition(
        session,
        consultation=answer.consultation,
        what_changed=what_changed,
        by_id=answer.officer_id,
        now=now,
    )
    approver = answer.settled.by(Role.APPROVER)
    approve_edition(session, edition=edition, sha256_seen=edition.sha256, by_id=approver, now=now + _TWO_HOURS)
    publish_edition(session, edition=edition, by_id=answer.officer_id, now=now + 2 * _TWO_HOURS)
