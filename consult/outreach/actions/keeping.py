"""What the record says of a consultation as a whole: its kind, scrutiny, the steps on the way, its authors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Stale
from consult.kernel.words import clean_line, clean_text
from consult.outreach.models import ConsultationRecord, Milestone, Shaper
from consult.outreach.rules import ConsultationKind, MilestoneKind, Scrutiny


def record_of(session: Session, consultation: Consultation) -> ConsultationRecord:
    """Return the record of a consultation, made when nothing was said yet."""
    kept = session.get(ConsultationRecord, consultation.id)
    if kept is None:
        kept = ConsultationRecord(consultation_id=consultation.id)
        session.add(kept)
        session.flush()
    return kept


def choose_kind(
    session: Session, *, consultation: Consultation, kind: ConsultationKind, actor: str, now: datetime
) -> ConsultationRecord:
    """Say what a consultation is about; it decides which consultees are suggested."""
    kept = record_of(session, consultation)
    if kept.kind is not kind:
        _note(session, consultation, actor=actor, now=now, field="kind", old=kept.kind, new=kind)
        kept.kind = kind
        kept.version += 1
        session.flush()
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrutinyValues:
    """Whether the scrutiny committee was asked, as an officer wrote it."""

    scrutiny: Scrutiny
    committee: str = ""
    on: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a word without what stands behind it."""
        if self.scrutiny is Scrutiny.ASKED and self.on is None:
            raise Invalid("Give the day on which it went to the scrutiny committee.")
        if self.scrutiny is Scrutiny.NOT_ASKED and not self.reason.strip():
            raise Invalid("Say why the scrutiny committee was not asked. Everyone can read it.")


def say_scrutiny(
    session: Session,
    *,
    consultation: Consultation,
    values: ScrutinyValues,
    version_seen: int | None,
    actor: str,
    now: datetime,
) -> ConsultationRecord:
    """Say whether the scrutiny committee was asked, and if not why.

    Raises:
        Stale: someone changed it meanwhile.
    """
    kept = record_of(session, consultation)
    if version_seen is not None and version_seen != kept.version:
        raise Stale("Someone changed this record while you were writing. Your words are below.")
    _note(session, consultation, actor=actor, now=now, field="scrutiny", old=kept.scrutiny, new=values.scrutiny)
    was_asked, was_not = values.scrutiny is Scrutiny.ASKED, values.scrutiny is Scrutiny.NOT_ASKED
    kept.scrutiny = values.scrutiny
    kept.scrutiny_committee = clean_line(values.committee)
    kept.scrutiny_on = values.on if was_asked else None
    kept.scrutiny_reason = clean_text(values.reason) if was_not else ""
    kept.version += 1
    session.flush()
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneValues:
    """A step on the way, as an officer wrote it."""

    kind: MilestoneKind
    happened_on: date
    words: str
    body_name: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse a step that says nothing."""
        if not self.words.strip():
            raise Invalid("Say what happened.")
        if self.link and not self.link.startswith(("https://", "http://")):
            raise Invalid("A link begins with https://")


def add_milestone(
    session: Session,
    *,
    consultation: Consultation,
    values: MilestoneValues,
    by_id: int,
    now: datetime,
    submission_key: str | None = None,
) -> Milestone:
    """Add a step on the way; the same key gives the same step."""
    known = submission_key and session.scalar(select(Milestone).where(Milestone.submission_key == submission_key))
    if known:
        return known
    milestone = Milestone(
        consultation_id=consultation.id,
        kind=values.kind,
        happened_on=values.happened_on,
        body_name=clean_line(values.body_name),
        words=clean_text(values.words),
        link=clean_line(values.link),
        by_id=by_id,
        recorded_at=now,
        submission_key=submission_key,
    )
    session.add(milestone)
    _note(session, consultation, actor=f"account:{by_id}", now=now, field="milestone", new=values.happened_on)
    session.flush()
    return milestone


def drop_milestone(session: Session, *, consultation: Consultation, number: int, by_id: int, now: datetime) -> None:
    """Take a step off the record; one that is gone already stays gone."""
    milestone = session.get(Milestone, number)
    if milestone is None or milestone.consultation_id != consultation.id:
        return
    _note(session, consultation, actor=f"account:{by_id}", now=now, field="milestone", old=milestone.happened_on)
    session.delete(milestone)
    session.flush()


def add_shaper(
    session: Session,
    *,
    consultation: Consultation,
    who: str,
    group_id: int | None,
    n_people: int,
    by_id: int,
    now: datetime,
    submission_key: str | None = None,
) -> Shaper:
    """Say who helped to write the document; the same key gives the same entry.

    Raises:
        Invalid: it names nobody.
    """
    known = submission_key and session.scalar(select(Shaper).where(Shaper.submission_key == submission_key))
    if known:
        return known
    called = clean_line(who)
    if not called or n_people < 1:
        raise Invalid("Say who they are and how many: at least one.")
    shaper = Shaper(
        consultation_id=consultation.id,
        who=called,
        group_id=group_id,
        n_people=n_people,
        submission_key=submission_key,
    )
    session.add(shaper)
    _note(session, consultation, actor=f"account:{by_id}", now=now, field="shaper", new=n_people)
    session.flush()
    return shaper


def drop_shaper(session: Session, *, consultation: Consultation, number: int, by_id: int, now: datetime) -> None:
    """Take an entry off the list of those who shaped the document; one that is gone already stays gone."""
    shaper = session.get(Shaper, number)
    if shaper is None or shaper.consultation_id != consultation.id:
        return
    _note(session, consultation, actor=f"account:{by_id}", now=now, field="shaper", old=shaper.n_people)
    session.delete(shaper)
    session.flush()


def _note(session: Session, consultation: Consultation, *, actor: str, now: datetime, **facts: object) -> None:
    stream = f"consultation:{consultation.id}"
    record(session, Happening.OUTREACH_CHANGED, stream=stream, subject=stream, actor=actor, at=now, **facts)
